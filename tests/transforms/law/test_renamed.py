"""Number and day of signing of a decision, put right by another: the same decision under its right name (RULINGS 42)."""

import pytest

from niemyet.model.words import RelationType
from niemyet.transforms.law.answers import Refused, read_answer
from tests.transforms.law.test_acts import CITED, NEW, A, B, Story, acting, listing

SHORT = "Quyết định số 110/QĐ-UBND ngày 10/01/2022"
RIGHT = "Quyết định số 101/QĐ-UBND ngày 07/01/2022"


def named(story: Story) -> tuple[int | None, str]:
    """Number and day of the decision that was received as 110 of 10 January."""
    (one,) = [row for row in story.state().decisions if row.decision_id.startswith("quang-nam/110-")]
    return one.number, str(one.signed_on)


@pytest.mark.parametrize(
    ("article", "name"),
    [
        (f"Đính chính số ký hiệu của {SHORT}: “110/QĐ-UBND” sửa thành “101/QĐ-UBND”.", (101, "2022-01-10")),
        (
            f"Đính chính số Quyết định tại {SHORT} như sau: Số đã ghi: “110/QĐ-UBND”; số đúng: “111/QĐ-UBND”.",
            (111, "2022-01-10"),
        ),
        (
            f"Đính chính ngày ký của {CITED}: “ngày 10 tháng 01 năm 2022” sửa lại thành “ngày 07 tháng 01 năm 2022”.",
            (110, "2022-01-07"),
        ),
        (
            f"Đính chính số, ngày {RIGHT}: đã in là “Số: 110/QĐ-UBND ngày 10 tháng 01 năm 2022”, nay sửa lại là "
            "“Số: 101/QĐ-UBND ngày 07 tháng 01 năm 2022”.",
            (101, "2022-01-07"),
        ),
        (f"Đính chính số của {SHORT}: từ “Số: 110/QĐ-UBND” thành “Số: 101/QĐ-UBND”.", (101, "2022-01-10")),
        (f"Đính chính {SHORT}: “110/QĐ-UBND” sửa thành “101/QĐ-UBND”.", (101, "2022-01-10")),
        (f"Đính chính ngày của {SHORT}: từ “ngày 10/01/2022” thành “ngày 07/01/2022”.", (110, "2022-01-07")),
    ],
)
def test_the_name_of_the_decision_and_nothing_else_changes(article: str, name: tuple[int, str]) -> None:
    story = Story((NEW, acting(120, "2022-02-20", article)))
    assert named(story) == name
    assert [review.kind for review in story.state().reviews] == []
    assert set(story.board("2022-03-01")) == {A[0], B[0]}
    assert named(Story((NEW,))) == (110, "2022-01-10")


def test_effect_from_signing_moves_with_the_day_and_is_known_from_the_correction_on() -> None:
    article = f"Đính chính ngày ký của {SHORT}: “10/01/2022” sửa thành “07/01/2022”."
    story = Story((NEW, acting(120, "2022-02-20", article)))
    assert set(story.board("2022-01-08")) == {A[0], B[0]}
    assert story.board("2022-01-08", known="2022-02-19") == {}
    begins = {(str(one.valid_from), str(one.known_from)) for one in story.state().procedure_history}
    assert begins == {("2022-01-10", "2022-01-10"), ("2022-01-07", "2022-02-20")}


@pytest.mark.parametrize("cites", [SHORT, RIGHT])
def test_later_texts_may_cite_either_name(cites: str) -> None:
    correction = acting(
        120,
        "2022-02-20",
        f"Đính chính {SHORT}: số và ngày của quyết định “110/QĐ-UBND ngày 10/01/2022” sửa thành “101/QĐ-UBND ngày 07/01/2022”.",
    )
    row = f"Bãi bỏ thủ tục số thứ tự 2 mục I phần A Phụ lục ban hành kèm theo {cites} của Chủ tịch UBND tỉnh."
    papers = (NEW, correction, acting(130, "2022-05-01", row))
    assert set(Story(papers).board("2022-06-01")) == {A[0]}
    assert Story(papers[::-1]).board("2022-06-01") == Story(papers).board("2022-06-01")
    whole = Story((NEW, correction, acting(130, "2022-05-01", f"Bãi bỏ {cites}.")))
    (asked,) = whole.asked("orphaned")
    assert len(asked.asked) == 2


@pytest.mark.parametrize(
    "article",
    [
        f"Đính chính số ký hiệu của {SHORT}: “119/QĐ-UBND” sửa thành “101/QĐ-UBND”.",  # it is not what it bears
        f"Đính chính số Quyết định được dẫn tại {SHORT} và Quyết định số 95/QĐ-UBND ngày 05/01/2022: “95/QĐ-UBND” thành "
        "“96/QĐ-UBND”.",
    ],
)
def test_what_is_not_proven_is_asked_and_changes_no_name(article: str) -> None:
    story = Story((NEW, acting(120, "2022-02-20", article)))
    assert named(story) == (110, "2022-01-10")
    assert story.state().reviews


def test_the_name_of_another_decision_is_given_to_none() -> None:
    other = listing(101, "2022-01-10", "BAN HÀNH MỚI", ("1.000999", "Cấp thẻ"))
    article = f"Đính chính số ký hiệu của {SHORT}: “110/QĐ-UBND” sửa thành “101/QĐ-UBND”."
    story = Story((NEW, other, acting(120, "2022-02-20", article)))
    assert named(story) == (110, "2022-01-10")
    assert [one.kind.value for one in story.state().notices] == ["name_taken"]


def test_an_annulled_correction_gives_no_name() -> None:
    article = f"Đính chính số ký hiệu của {SHORT}: “110/QĐ-UBND” sửa thành “101/QĐ-UBND”."
    annul = acting(130, "2022-03-01", "Bãi bỏ Quyết định số 120/QĐ-UBND ngày 20/02/2022.")
    correction = acting(120, "2022-02-20", article)
    assert [one.type for one in correction.reading.relations if correction.reading] == [
        RelationType.RENUMBERS
    ]
    assert named(Story((NEW, correction, annul))) == (110, "2022-01-10")


UNCLEAR = acting(
    120, "2022-02-20", f"Đính chính phần thể thức của {SHORT}: “110” sửa thành “một trăm lẻ một”."
)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("số: 101/QĐ-UBND", (101, "2022-01-10")),
        ("số quyết định: 101", (101, "2022-01-10")),
        ("ngày ký: 07/01/2022", (110, "2022-01-07")),
    ],
)
def test_a_person_may_say_that_number_or_day_is_put_right(answer: str, name: tuple[int, str]) -> None:
    story = Story((NEW, UNCLEAR))
    assert named(story) == (110, "2022-01-10")
    (asked,) = story.asked("correction_unclear")
    kept = read_answer(asked, answer)
    assert isinstance(kept, str)
    told = story.answered("correction_unclear", kept)
    assert named(told) == name
    assert [one.kind for one in told.state().reviews if one.state == "open"] == []
    assert set(told.board("2022-03-01")) == {A[0], B[0]}


def test_a_person_may_say_that_the_day_of_effect_or_the_level_is_put_right() -> None:
    story = Story((NEW, UNCLEAR))
    (asked,) = story.asked("correction_unclear")
    day = read_answer(asked, "ngày có hiệu lực: 01/4/2022")
    assert day == "effective_on: 2022-04-01"
    told = story.answered("correction_unclear", day)
    assert told.board("2022-03-31") == {}
    assert set(told.board("2022-04-01")) == {A[0], B[0]}
    assert read_answer(asked, "cấp: tỉnh") == "levels: province"
    assert isinstance(read_answer(asked, "số: chưa rõ"), Refused)
