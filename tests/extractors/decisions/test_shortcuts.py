"""Questions that nearly every row answers at a glance: the glance says what the whole question says."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.extractors.decisions import before_and_after, continuations
from niemyet.extractors.decisions.before_and_after import now_and_was
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.extractors.decisions.row_drafts import Context, Draft
from niemyet.extractors.decisions.row_names import is_nameless
from niemyet.extractors.decisions.sections import ListScope, Sections
from niemyet.extractors.decisions.unread_days import _key
from niemyet.model.records import Cell, Row
from niemyet.model.words import Action, Level
from niemyet.transforms.language.codes import find_codes


def _draft(**values: str) -> Draft:
    return Draft(
        Context(None, (), levels_stated=False, sector=None, part=None),
        1,
        1,
        {Column[name.upper()]: [text] for name, text in values.items()},
    )


@pytest.mark.parametrize("number", ["1", "12.", "(3)", "1.2", "a)", "-", "1a", ""])
@pytest.mark.parametrize("code", ["", "1.004269", "325"])
@pytest.mark.parametrize("same_page", [True, False])
def test_a_row_with_a_whole_number_never_goes_on(number: str, code: str, same_page: bool) -> None:
    columns = (Column.NUMBER, Column.CODE, Column.NAME, Column.TIME)
    row = Row(tuple(Cell(text, text) for text in (number, code, "Cấp thẻ nuôi ong", "05 ngày")), 2)
    why = continuations.continues(
        row, _draft(code="1.009", name="Cấp thẻ"), columns, same_page=same_page, numbered=True
    )
    if continuations.bears_a_number(row, columns):
        assert why is None
    assert continuations.bears_a_number(row, columns) == (number in {"1", "12."})


def test_a_number_that_only_reaches_down_is_none_of_the_row() -> None:
    row = Row((Cell("1", "1", merged=True), Cell("Cấp thẻ", "Cấp thẻ")), 1)
    assert not continuations.bears_a_number(row, (Column.NUMBER, Column.NAME))


@pytest.mark.parametrize(
    ("text", "nameless"),
    [("", True), ("A", True), ("Ấp", False), ("1 a", True), ("– ab", False), ("..", True)],
)
def test_a_name_has_two_letters(text: str, nameless: bool) -> None:
    assert is_nameless(text) is nameless


@given(
    st.lists(
        st.sampled_from(
            ["Tên CŨ:", "tên mới", ": A", "10 ngày", "→", "-> 7", "(trước đây)", "đã công bố", "b"]
        )
    )
)
def test_a_text_without_arrow_or_word_of_what_was_holds_one_value(pieces: list[str]) -> None:
    text = " ".join(pieces)
    fits = any(form.fullmatch(text) for form in before_and_after._FORMS)
    assert (now_and_was(text) is not None) == fits


@given(st.text(max_size=30))
def test_words_are_keyed_alike_whatever_parts_them(text: str) -> None:
    assert _key(f"Cấp, thẻ{text}") == _key(f"cap   the{text}")


def test_a_heading_that_follows_changes_what_holds_below_it() -> None:
    sections = Sections(ListScope(None, (), (), None), name_annexes=False)
    sections.open(heading_of("A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH"))
    first = sections.context(None, None)
    assert (first.action, first.levels) == (Action.NEW, (Level.PROVINCE,))
    assert sections.context(None, None) is first
    assert sections.context("Điều 1", None).part == "Điều 1/A"
    sections.open(heading_of("B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ"))
    second = sections.context(None, None)
    assert (second.action, second.levels, second.part) == (Action.ABOLISH, (Level.COMMUNE,), "B")


@pytest.mark.parametrize(
    ("left", "right"),
    [*product(["1.004269", "x", "1.0", "50"], ["1.004270", "04269", "đồng", "000.00.00.H47"])],
)
def test_no_code_reaches_over_the_edge_of_a_cell(left: str, right: str) -> None:
    assert find_codes(f"{left} | {right}") == (*find_codes(left), *find_codes(right))
