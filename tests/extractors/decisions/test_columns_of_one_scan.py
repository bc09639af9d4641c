"""A header of a scan and the rows below it, by themselves: what they prove of a column, and what they leave unread."""

from dataclasses import replace

import pytest

from niemyet.extractors.decisions.columns import Column, TableHeader, column_of
from niemyet.extractors.decisions.columns_by_content import completed, header_by_content
from niemyet.model.records import Cell, Row

LABELS = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết")
BODY = (
    ("1", "1.000211", "Cấp thẻ thợ gốm", "05 ngày"),
    ("2", "1.000212", "Đổi thẻ thợ gốm", "07 ngày làm việc"),
    ("3", "1.000213", "Cấp lại thẻ thợ gốm", "03 ngày"),
)
TIME = column_of("Thời hạn giải quyết")
READ = tuple(map(column_of, LABELS))


def _row(texts: tuple[str, ...], sure: float | None = 0.9) -> Row:
    return Row(tuple(Cell(text, text, confidence=sure) for text in texts))


def _with(texts: tuple[str, ...], place: int, text: str) -> tuple[str, ...]:
    return (*texts[:place], text, *texts[place + 1 :])


def _completed(
    labels: tuple[str, ...], body: tuple[tuple[str, ...], ...] = BODY, sure: float | None = 0.9
) -> tuple[Column, ...]:
    columns = tuple(column_of(one) if one else Column.UNKNOWN for one in labels)
    rows = (_row(("Danh mục",)), _row(labels, sure), *(_row(one, sure) for one in body))
    found = completed(TableHeader(1, labels, columns, labels), rows, 1).columns
    assert found is not None
    return found


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("label", ["", "O", "1ên thú", "(o »)"])
def test_one_unread_label_is_that_of_what_stands_below(place: int, label: str) -> None:
    assert _completed(_with(LABELS, place, label)) == READ
    assert Column.UNKNOWN in _completed(_with(LABELS, place, label), sure=None), "no scan: nothing is guessed"


@pytest.mark.parametrize("body", [
    BODY[:1],  # one row shows nothing
    tuple(_with(one, 0, number) for one, number in zip(BODY, ("1", "3", "4"), strict=True)),  # a number is left out
    tuple(_with(one, 0, number) for one, number in zip(BODY, ("1", "", "3"), strict=True)),
    tuple(_with(one, 0, number) for one, number in zip(BODY, ("3", "2", "1"), strict=True)),
    tuple(_with(one, 0, "²") for one in BODY),
    tuple(_with(one, 0, "1" * 5000) for one in BODY),
])  # fmt: skip
def test_numbers_that_do_not_count_the_rows_prove_none(body: tuple[tuple[str, ...], ...]) -> None:
    assert _completed(("O", *LABELS[1:]), body)[0] is Column.UNKNOWN


def test_numbers_may_begin_anew_and_have_stops_and_noughts() -> None:
    body = tuple(_with(one, 0, number) for one, number in zip(BODY, ("01.", "02)", "1."), strict=True))
    assert _completed(("O", *LABELS[1:]), body)[0] is Column.NUMBER


@pytest.mark.parametrize(
    "names",
    [
        ("Cấp thẻ", "Cấp thẻ", "Cấp thẻ"),
        ("Cấp thẻ thợ gốm", "CẤP THẺ THỢ GỐM", "Đổi thẻ thợ gốm"),
        ("x", "y", "z"),
        ("", "", ""),
    ],
)
def test_words_that_are_the_same_in_two_rows_or_too_short_are_no_names(names: tuple[str, ...]) -> None:
    body = tuple(_with(one, 2, name) for one, name in zip(BODY, names, strict=True))
    assert _completed(_with(LABELS, 2, ""), body)[2] is Column.UNKNOWN


def test_two_columns_that_fit_and_a_column_that_is_there_already_are_not_named() -> None:
    body = tuple((*one, one[3]) for one in BODY)
    assert _completed((*LABELS[:3], "O", "Q"), body)[3:] == (Column.UNKNOWN, Column.UNKNOWN)
    assert _completed((*LABELS, "O"), body)[3:] == (TIME, Column.UNKNOWN)


def test_a_header_of_which_nothing_is_known_and_rows_of_any_width_end_nothing() -> None:
    header = TableHeader(1, LABELS, None, LABELS)
    assert completed(header, (_row(LABELS), *map(_row, BODY)), 0) is header
    short = (BODY[0][:2], BODY[1], BODY[2][:3], ())
    assert len(_completed(_with(LABELS, 3, ""), short)) == len(LABELS)
    assert _completed(_with(LABELS, 3, "O"), ())[3] is Column.UNKNOWN


def test_a_row_of_labels_without_that_of_the_names_is_a_header_where_the_rows_prove_it() -> None:
    labels = _with(LABELS, 2, "1ên thú")
    found = header_by_content([_row(labels), *map(_row, BODY)], 0)
    assert found == TableHeader(1, labels, READ, labels)
    no = [_row(labels, None), *(_row(one, None) for one in BODY)]
    assert header_by_content(no, 0) is None
    assert header_by_content([_row(labels)], 0) is None


@pytest.mark.parametrize("labels", [
    BODY[0], ("1", "2", "3", "4"), ("", "", "", ""), ("O", "", "", "Thời hạn giải quyết"),
    _with(LABELS, 2, "một câu dài " * 9), _with(LABELS, 2, "thay 1.000999"),
])  # fmt: skip
def test_rows_numbers_and_sentences_are_no_labels(labels: tuple[str, ...]) -> None:
    assert header_by_content([_row(labels), *map(_row, BODY)], 0) is None


def test_cells_that_only_continue_others_are_not_asked() -> None:
    rows = [_row(_with(LABELS, 0, "O")), *map(_row, BODY)]
    rows.insert(
        2,
        replace(
            rows[1], cells=tuple(replace(cell, merged=place == 0) for place, cell in enumerate(rows[1].cells))
        ),
    )
    header = TableHeader(
        1, tuple(cell.text for cell in rows[0].cells), (Column.UNKNOWN, *READ[1:]), _with(LABELS, 0, "O")
    )
    assert completed(header, rows, 0).columns == READ
