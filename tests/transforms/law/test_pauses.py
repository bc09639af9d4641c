"""Procedures that are suspended one by one: off the boards for their time, with the work to take down and to put back."""

import pytest

from niemyet.model.words import Action, ProcedureState, UpdateKind
from tests.support.province import day
from tests.transforms.law.test_acts import Story, acting, listing

CODES = [(f"1.00050{n}", f"Đăng ký đóng thuyền loại {n}") for n in range(1, 4)]
FIRST, SECOND, THIRD = (code for code, _ in CODES)
ALL = {FIRST, SECOND, THIRD}
PUBLISHED = listing(110, "2022-01-10", "BAN HÀNH MỚI", *CODES)


def told(article: str, *more: str) -> Story:
    papers = [acting(300 + n, f"2022-05-{10 + n}", one) for n, one in enumerate((article, *more))]
    return Story((PUBLISHED, *papers))


@pytest.mark.parametrize(
    ("article", "off", "until"),
    [
        (f"Tạm dừng tiếp nhận thủ tục hành chính mã {FIRST} từ ngày 01/9/2022 đến hết ngày 31/12/2022.", {FIRST}, "2023-01-01"),
        (f"Tạm ngưng giải quyết các thủ tục hành chính {FIRST}, {THIRD} từ 01/9/2022 đến hết quý III/2022.",
         {FIRST, THIRD}, "2022-10-01"),
        (f"Từ ngày 01/9/2022 đến hết ngày 30/9/2022, tạm dừng tiếp nhận thủ tục hành chính {SECOND}.", {SECOND}, "2022-10-01"),
        (f"Tạm dừng tiếp nhận thủ tục “{CODES[0][1]}” (mã {FIRST}) cấp xã từ ngày 01/9/2022 cho đến khi có thông báo.",
         {FIRST}, None),
    ],
)  # fmt: skip
def test_a_suspended_procedure_is_off_the_board_for_its_time(
    article: str, off: set[str], until: str | None
) -> None:
    story = told(article)
    assert set(story.board("2022-08-31")) == ALL
    assert set(story.board("2022-09-01")) == ALL - off
    assert set(story.board(until or "2029-01-01")) == (ALL if until else ALL - off)
    assert set(story.board("2022-09-01", known="2022-05-09")) == ALL, "as was known before"
    assert {one.kind for one in story.state().reviews} == set()


def test_the_version_stays_what_it_is() -> None:
    story = told(f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST} từ ngày 01/9/2022 đến hết ngày 31/12/2022.")
    (version,) = [one for one in story.state(as_of="2022-10-01").procedures if one.code == FIRST]
    assert (version.valid_until, version.version, version.state) == (None, 1, ProcedureState.SUSPENDED)
    assert [(one.suspended_from, one.suspended_until) for one in version.suspensions or ()] == [
        (day("2022-09-01"), day("2023-01-01"))
    ]


def test_the_sheet_comes_down_and_goes_up_again() -> None:
    story = told(f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST} từ ngày 01/9/2022 đến hết ngày 31/12/2022.")
    work = [one for one in story.state().listing_updates if one.code == FIRST]
    (down,) = [one for one in work if one.kind is UpdateKind.REMOVE]
    assert (down.effective_on, down.decision_id) == (day("2022-09-01"), "quang-nam/300-QD-UBND/2022-05-10")
    assert day("2023-01-01") in {one.effective_on for one in work if one.kind is UpdateKind.POST}


@pytest.mark.parametrize(
    "words", ["Khôi phục việc tiếp nhận thủ tục hành chính", "Tiếp tục thực hiện trở lại thủ tục hành chính"]
)
def test_a_restoration_ends_a_suspension(words: str) -> None:
    story = told(
        f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST}, {SECOND} từ ngày 01/9/2022.",
        f"{words} {FIRST} kể từ ngày 01/10/2022.",
    )
    assert [set(story.board(on)) for on in ("2022-09-30", "2022-10-01")] == [{THIRD}, {FIRST, THIRD}]
    assert set(story.board("2022-10-01", known="2022-05-10")) == {THIRD}, "the restoration came the day after"


def test_an_amendment_meanwhile_is_suspended_too() -> None:
    amended = listing(320, "2022-09-10", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", CODES[0], time="02 ngày làm việc")
    pausing = acting(
        300,
        "2022-05-10",
        f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST} từ ngày 01/9/2022 đến hết ngày 31/12/2022.",
    )
    story = Story((PUBLISHED, pausing, amended))
    assert FIRST not in story.board("2022-10-01")
    assert story.board("2023-01-01")[FIRST] == "02 ngày làm việc"


def test_an_annulled_suspension_suspends_nothing() -> None:
    story = told(
        f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST} từ ngày 01/9/2022.",
        "Hủy bỏ Quyết định số 300/QĐ-UBND ngày 10/5/2022.",
    )
    assert set(story.board("2022-10-01")) == ALL


@pytest.mark.parametrize(
    "article",
    [
        f"Tạm dừng tiếp nhận thủ tục hành chính {FIRST} trong 03 tháng.",
        f"Tạm dừng tiếp nhận các thủ tục {FIRST}, {SECOND}, trừ thủ tục {SECOND}.",
        f"Tạm dừng tiếp nhận thủ tục “{CODES[0][1]}” cấp xã.",
    ],
)
def test_what_is_not_clear_is_asked_and_takes_nothing_down(article: str) -> None:
    story = told(article)
    assert set(story.board("2022-10-01")) == ALL
    assert "left_over_text" in {one.kind for one in story.state().reviews}


def test_what_is_not_in_force_is_said() -> None:
    notices = told("Tạm dừng tiếp nhận thủ tục hành chính 1.000599 từ ngày 01/9/2022.").state().notices
    assert [one.kind for one in notices if one.kind == "nothing_suspended"] == ["nothing_suspended"]


def test_rows_of_a_list_of_suspended_ones_are_answered_so() -> None:
    story = Story((PUBLISHED, listing(300, "2022-05-10", "TẠM DỪNG TIẾP NHẬN", CODES[0])))
    assert set(story.board("2022-10-01")) == ALL
    answered = story.answered("action_unknown", Action.SUSPEND)
    assert set(answered.board("2022-10-01")) == ALL - {FIRST}
