"""A single row of an earlier decision that ends, pauses or corrects something falls away: what it did is done no longer."""

import pytest

from niemyet.transforms.law.answers import read_answer
from tests.transforms.law.test_acts import BOTH, NEW, A, B, Story, acting, listing, paper

ENDING = "Quyết định số 120/QĐ-UBND ngày 01/3/2022 của Chủ tịch UBND tỉnh"
STRUCK = acting(130, "2022-05-01", f"Bãi bỏ số thứ tự 1 mục I phần A Phụ lục ban hành kèm theo {ENDING}.")


@pytest.mark.parametrize("title", ["sửa đổi Quyết định số 120/QĐ-UBND", "bãi bỏ thủ tục hành chính"])
def test_a_row_that_was_to_end_a_procedure_never_does(title: str) -> None:
    ending = listing(120, "2022-03-01", "BỊ BÃI BỎ", A, B, effect="kể từ ngày 01/7/2022")
    article = f"Bãi bỏ số thứ tự 1 mục I phần A Phụ lục ban hành kèm theo {ENDING}."
    story = Story((NEW, ending, paper(130, "2022-05-01", article, title=title)))
    assert set(story.board("2022-08-01")) == {A[0]}
    assert set(story.board("2022-08-01", known="2022-04-01")) == set()
    assert story.state().reviews == ()


def test_a_row_that_has_ended_a_procedure_is_asked_about() -> None:
    story = Story((NEW, listing(120, "2022-03-01", "BỊ BÃI BỎ", A, B), STRUCK))
    assert story.board("2022-06-01") == {}
    (asked,) = story.state().reviews
    assert (asked.kind, asked.candidates) == ("orphaned", ("before", "keep"))
    back = story.answered("orphaned", "before")
    assert back.board("2022-04-30") == {}
    assert set(back.board("2022-05-01")) == {A[0]}
    assert story.answered("orphaned", "keep").board("2022-06-01") == {}


def test_the_name_of_another_row_beside_the_address_is_asked_about() -> None:
    ending = listing(120, "2022-03-01", "BỊ BÃI BỎ", A, B, effect="kể từ ngày 01/7/2022")
    article = f"Bãi bỏ thủ tục “{B[1]}” tại số thứ tự 1 mục I phần A Phụ lục kèm theo {ENDING}."
    story = Story((NEW, ending, paper(130, "2022-05-01", article, title="bãi bỏ thủ tục hành chính")))
    assert story.board("2022-08-01") == {}
    assert story.state().reviews != ()


def test_words_that_hold_it_to_a_part_are_asked_about() -> None:
    ending = listing(120, "2022-03-01", "BỊ BÃI BỎ", A, B, effect="kể từ ngày 01/7/2022")
    article = f"Bãi bỏ số thứ tự 1 mục I phần A Phụ lục kèm theo {ENDING} đối với hộ nghèo."
    story = Story((NEW, ending, paper(130, "2022-05-01", article, title="bãi bỏ thủ tục hành chính")))
    assert story.board("2022-08-01") == {}
    assert story.state().reviews != ()


def test_what_strikes_is_itself_annulled() -> None:
    ending = listing(120, "2022-03-01", "BỊ BÃI BỎ", A, effect="kể từ ngày 01/7/2022")
    again = acting(
        140, "2022-05-01", "Bãi bỏ Quyết định số 130/QĐ-UBND ngày 01/5/2022 của Chủ tịch UBND tỉnh."
    )
    assert set(Story((NEW, ending, STRUCK)).board("2022-08-01")) == set(BOTH)
    assert set(Story((NEW, ending, STRUCK, again)).board("2022-08-01")) == {B[0]}


def test_a_procedure_or_its_entry_in_a_list_that_ends_it() -> None:
    """ "Bãi bỏ thủ tục số thứ tự 1" may mean the procedure that the row speaks of, or the row."""
    ending = listing(120, "2022-03-01", "BỊ BÃI BỎ", A, B, effect="kể từ ngày 01/7/2022")
    article = f"Bãi bỏ thủ tục hành chính số thứ tự 1 mục I phần A Phụ lục kèm theo {ENDING}."
    story = Story((NEW, ending, paper(130, "2022-05-01", article, title="bãi bỏ thủ tục hành chính")))
    (asked,) = story.asked("reference_row_unclear")
    code, entry = asked.candidates
    assert (code, entry) == (A[0], "quang-nam/120-QD-UBND/2022-03-01#1.000101")
    assert (read_answer(asked, code), read_answer(asked, entry)) == (code, entry)
    assert set(story.board("2022-06-01")) == {A[0], B[0]}
    assert set(story.answered("reference_row_unclear", code).board("2022-06-01")) == {B[0]}
    struck = story.answered("reference_row_unclear", entry)
    assert set(struck.board("2022-06-01")) == {A[0], B[0]}
    assert set(struck.board("2022-08-01")) == {A[0]}
    assert set(struck.board("2022-08-01", known="2022-12-31")) == set()
    assert struck.asked("reference_row_unclear") == []
    assert [one.resolution for one in struck.state().reviews if one.kind == "reference_row_unclear"] == [
        entry
    ]
