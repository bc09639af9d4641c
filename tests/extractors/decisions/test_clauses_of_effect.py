"""Days that belong to some rows and not to the decision, days that stand with the rows, and what is asked of neither."""

from datetime import date

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import ReviewKind
from tests.support.papers import Grid, paper, read_as

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Ghi chú"]
TITLE = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề."
SIGNED = "Quyết định này có hiệu lực kể từ ngày ký"
AUGUST, JANUARY = date(2022, 8, 1), date(2023, 1, 1)


def listed(clause: str, note: str = "") -> Reading:
    grid = Grid(
        [
            LABELS,
            ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày", ""],
            ["2", "1.000602", "Xác nhận lò nung gốm", "05 ngày", note],
        ]
    )
    return read_as("html", paper(TITLE, [FIRST, f"Điều 2. {clause}."], ["DANH MỤC", grid]))


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


def test_the_time_of_some_rows_is_not_that_of_the_decision() -> None:
    reading = listed(f"{SIGNED}. Thời hạn áp dụng thủ tục số 2: đến hết ngày 31/12/2022")
    assert (reading.effective_on, reading.effective_until) == (reading.signed_on, None)
    assert [one.effective_until for one in reading.items] == [None, JANUARY]


@pytest.mark.parametrize(
    "clause",
    [
        f"{SIGNED}; thủ tục số 2 có hiệu lực từ ngày 01/8/2022",
        f"{SIGNED}. Thời điểm thực hiện thủ tục số 2: từ ngày 01/8/2022",
        f"{SIGNED}, riêng thủ tục mã số 1.000602 thực hiện từ ngày 01/8/2022",
        f"{SIGNED}; thủ tục “Xác nhận lò nung gốm” có hiệu lực từ ngày 01/8/2022",
    ],
)
def test_a_row_with_a_day_of_its_own_is_read_and_not_asked_about(clause: str) -> None:
    reading = listed(clause)
    assert [one.effective_on for one in reading.items] == [None, AUGUST]
    assert not kinds(reading)


@pytest.mark.parametrize(
    "clause",
    [
        f"{SIGNED}; thủ tục số 2 có hiệu lực từ ngày 01/8/2022; thủ tục số 1 để trống",
        f"{SIGNED}; thủ tục số 9 có hiệu lực từ ngày 01/8/2022",
    ],
)
def test_what_else_such_a_sentence_says_is_asked_about(clause: str) -> None:
    assert kinds(listed(clause)) & {ReviewKind.LEFT_OVER_TEXT, ReviewKind.ROW_EFFECT_UNCLEAR}


BY_ROW = "Quyết định này có hiệu lực từ ngày 01/8/2022; hiệu lực cụ thể của từng thủ tục theo cột ghi chú"


def test_days_that_stand_with_the_rows_and_are_not_there() -> None:
    assert ReviewKind.ROW_EFFECT_UNCLEAR in kinds(listed(BY_ROW))
    reading = listed(BY_ROW, note="Thực hiện từ ngày 01/9/2022")
    assert reading.items[1].effective_on == date(2022, 9, 1)
    assert ReviewKind.ROW_EFFECT_UNCLEAR not in kinds(reading)


def test_rows_of_one_level_may_have_a_day_of_their_own() -> None:
    clause = f"{SIGNED}; riêng các thủ tục cấp huyện có hiệu lực từ ngày 01/8/2022."
    grids: list[str | Grid] = [
        *(
            "A. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN",
            Grid([LABELS, ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày", ""]]),
        ),
        *(
            "B. THỦ TỤC HÀNH CHÍNH CẤP XÃ",
            Grid([LABELS, ["1", "1.000602", "Xác nhận lò nung gốm", "05 ngày", ""]]),
        ),
    ]
    title, first = (one.replace(" thuộc thẩm quyền của UBND cấp xã", "") for one in (TITLE, FIRST))
    reading = read_as("html", paper(title, [first, f"Điều 2. {clause}"], ["DANH MỤC", *grids]))
    assert [one.effective_on for one in reading.items] == [AUGUST, None]
    assert reading.questions == ()


@pytest.mark.parametrize("said", ["(10/8/2022)", "ban hành, tức là ngày 06/7/2022", ", ngày 01/8/2022"])
def test_a_day_of_signing_that_is_another_one_is_asked_about(said: str) -> None:
    reading = listed(f"{SIGNED} {said}".replace(" ,", ","))
    assert reading.effective_on is None
    assert reading.questions != ()


def test_the_day_of_signing_may_be_said_again() -> None:
    reading = listed(f"{SIGNED} (ngày 05/7/2022)")
    assert (reading.effective_on, reading.questions) == (reading.signed_on, ())


def test_the_day_of_signing_may_be_spelt_with_either_vowel() -> None:
    reading = listed("Quyết định này có hiệu lực thi hành kể từ ngày kí")
    assert reading.effective_on == reading.signed_on is not None
    assert not kinds(reading)


@pytest.mark.parametrize("rest", ["", " và thay thế Quyết định số 15/QĐ-UBND ngày 10/01/2022"])
def test_the_day_may_stand_before_the_words_of_effect(rest: str) -> None:
    reading = listed(f"Kể từ ngày 01/8/2022, Quyết định này có hiệu lực thi hành{rest}")
    assert reading.effective_on == AUGUST
    assert not kinds(reading)
