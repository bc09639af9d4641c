"""A correction lasts as long as its own decision: annulled, replaced, withdrawn, limited, or itself put right."""

import pytest

from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Received, Story, acting, listing, paper

ADDRESS = f"số thứ tự 1 mục I phần A Phụ lục kèm theo {CITED}"
CORRECTING = "Quyết định số 120/QĐ-UBND ngày 01/3/2022 của Chủ tịch UBND tỉnh"
PRINTED, SHORT, SHORTER = "05 ngày làm việc", "03 ngày làm việc", "01 ngày làm việc"


def correcting(number: int, signed: str, text: str, effect: str = "kể từ ngày ký") -> Received:
    return paper(number, signed, text, title="đính chính Quyết định số 110/QĐ-UBND", effect=effect)


TIME = correcting(
    120, "2022-03-01", f"Đính chính thời hạn giải quyết tại {ADDRESS}: “{PRINTED}” sửa thành “{SHORT}”."
)
CODE = correcting(120, "2022-03-01", f"Đính chính mã thủ tục tại {ADDRESS}: “{A[0]}” sửa thành “1.000109”.")
NAMED = f"{CORRECTING} về việc đính chính"


@pytest.mark.parametrize("verb", ["Bãi bỏ", "Hủy bỏ", "Thu hồi"])
def test_an_annulled_correction_is_asked_about_and_given_back_from_the_acts_day(verb: str) -> None:
    story = Story((NEW, TIME, acting(130, "2022-05-01", f"{verb} {NAMED}.")))
    (asked,) = story.asked("correction_annulled")
    assert asked.candidates == ("before", "keep")
    assert f"“{PRINTED}”" in asked.question
    assert f"“{SHORT}”" in asked.question
    assert story.board("2022-06-01")[A[0]] == SHORT
    assert story.answered("correction_annulled", "keep").board("2022-06-01")[A[0]] == SHORT
    back = story.answered("correction_annulled", "before")
    assert back.board("2022-04-30")[A[0]] == SHORT
    assert back.board("2022-05-01") == BOTH
    assert back.board("2022-06-01", known="2022-12-31")[A[0]] == SHORT
    assert back.asked("revert") == back.asked("correction_annulled") == []


@pytest.mark.parametrize("since", ["kể từ ngày ban hành Quyết định số 120/QĐ-UBND", "kể từ ngày 01/3/2022"])
def test_an_annulment_from_its_signing_leaves_the_row_as_printed(since: str) -> None:
    story = Story((NEW, TIME, acting(130, "2022-05-01", f"Hủy bỏ {NAMED} {since}.")))
    assert story.board("2022-06-01") == story.board("2022-02-01") == BOTH
    assert story.board("2022-06-01", known="2022-04-01")[A[0]] == SHORT
    assert story.asked("correction_annulled") == []


def test_the_code_of_a_correction_that_is_taken_back() -> None:
    story = Story((NEW, CODE, acting(130, "2022-05-01", f"Hủy bỏ {NAMED}.")))
    assert set(story.board("2022-06-01")) == {"1.000109", B[0]}
    back = story.answered("correction_annulled", "before")
    assert set(back.board("2022-04-30")) == {"1.000109", B[0]}
    assert set(back.board("2022-05-01")) == {A[0], B[0]}
    assert back.state().misprints == ()


def test_what_a_later_decision_has_settled_is_not_asked_about_nor_given_back() -> None:
    later = listing(125, "2022-04-01", "SỬA ĐỔI, BỔ SUNG", A, time="02 ngày làm việc")
    story = Story((NEW, TIME, later, acting(130, "2022-05-01", f"Bãi bỏ {NAMED}.")))
    assert story.asked("correction_annulled") == []
    assert story.board("2022-06-01")[A[0]] == "02 ngày làm việc"


def test_what_a_later_decision_has_amended_stays_amended_when_the_correction_goes() -> None:
    later = listing(125, "2022-04-01", "SỬA ĐỔI, BỔ SUNG", ("1.000109", A[1]), time="02 ngày làm việc")
    story = Story((NEW, CODE, later, acting(130, "2022-05-01", f"Bãi bỏ {NAMED}.")))
    back = story.answered("correction_annulled", "before")
    assert back.board("2022-06-01")["1.000109"] == "02 ngày làm việc"


def test_a_replacing_correction_says_what_is_right() -> None:
    text = (
        f"Thay thế {NAMED}. Đính chính thời hạn giải quyết tại {ADDRESS}: “{PRINTED}” sửa thành “{SHORTER}”."
    )
    story = Story((NEW, TIME, correcting(130, "2022-05-01", text)))
    assert story.asked("correction_annulled") == []
    assert story.board("2022-04-01")[A[0]] == story.board("2022-06-01")[A[0]] == SHORTER


def test_a_correction_for_a_time_ends_with_it_and_is_asked_about() -> None:
    limited = correcting(
        120,
        "2022-03-01",
        f"Đính chính thời hạn giải quyết tại {ADDRESS}: “{PRINTED}” sửa thành “{SHORT}”.",
        effect="kể từ ngày ký đến hết ngày 30/6/2022",
    )
    story = Story((NEW, limited))
    assert story.board("2022-06-30")[A[0]] == SHORT
    assert story.board("2022-07-01") == BOTH
    (asked,) = story.asked("revert")
    assert asked.decision_id is not None
    assert "/120-" in asked.decision_id
    assert story.answered("revert", "stays").board("2022-07-01")[A[0]] == SHORT


SECOND = correcting(
    125,
    "2022-04-01",
    f"Đính chính thời hạn giải quyết tại Điều 1 {CORRECTING}: “{SHORT}” sửa thành “{SHORTER}”.",
)
CITED_SECOND = "Quyết định số 125/QĐ-UBND ngày 01/4/2022 của Chủ tịch UBND tỉnh"


def test_a_correction_of_a_correction_that_goes_leaves_the_first() -> None:
    story = Story((NEW, TIME, SECOND, acting(130, "2022-05-01", f"Hủy bỏ {CITED_SECOND}.")))
    assert story.board("2022-06-01")[A[0]] == SHORTER
    back = story.answered("correction_annulled", "before")
    assert back.board("2022-06-01")[A[0]] == SHORT


def test_a_correction_falls_with_the_one_that_it_puts_right() -> None:
    gone = acting(130, "2022-05-01", f"Hủy bỏ {NAMED} kể từ ngày 01/3/2022.")
    assert Story((NEW, TIME, SECOND, gone)).board("2022-06-01") == BOTH


def test_a_part_of_a_correction_that_goes() -> None:
    two = correcting(
        120,
        "2022-03-01",
        f"Đính chính thời hạn giải quyết của thủ tục mã số {A[0]} tại Phụ lục kèm theo {CITED}: “{PRINTED}” sửa thành “{SHORT}”; "
        f"thời hạn giải quyết của thủ tục mã số {B[0]}: “{PRINTED}” sửa thành “{SHORTER}”.",
    )
    part = acting(130, "2022-05-01", f"Bãi bỏ nội dung đính chính thủ tục mã số {A[0]} tại {CORRECTING}.")
    story = Story((NEW, two, part))
    before = story.board("2022-06-01")
    kind = story.state().reviews[0].kind
    answer = A[0] if kind == "partial_repeal" else "before"
    back = story.answered(kind, answer)
    assert back.board("2022-06-01") == {**before, A[0]: PRINTED}


def test_an_annulment_that_is_itself_annulled_takes_nothing_back() -> None:
    gone = acting(130, "2022-05-01", f"Bãi bỏ {NAMED} kể từ ngày 01/8/2022.")
    again = acting(
        140, "2022-06-01", "Bãi bỏ Quyết định số 130/QĐ-UBND ngày 01/5/2022 của Chủ tịch UBND tỉnh."
    )
    assert Story((NEW, TIME, gone)).asked("correction_annulled")
    assert Story((NEW, TIME, gone, again)).asked("correction_annulled") == []


def test_the_day_of_effect_that_a_correction_gave() -> None:
    """Annulled before the day that it gave, the printed one holds again, not before the annulment."""
    late = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B, effect="kể từ ngày 01/4/2022")
    moved = correcting(
        120, "2022-03-01", f"Đính chính ngày có hiệu lực tại Điều 2 {CITED}: “01/4/2022” thành “01/9/2022”."
    )
    story = Story((late, moved, acting(130, "2022-05-01", f"Bãi bỏ {NAMED}.")))
    assert story.board("2022-04-30") == {}
    assert story.board("2022-05-01") == BOTH
