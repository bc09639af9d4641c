"""Columns of a scanned table whose label a stamp or a fold made unreadable: known by what stands in them.

Codes are codes, numbers that follow each other are the numbers of rows, periods are times; and where a table of codes
has no column of names, the one column of words that differ from row to row is that. Only an unread label is filled in,
only where one column alone fits, and only on scans: elsewhere a label is there or is none.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from niemyet.extractors.decisions.columns import NAMES, Column, Columns, TableHeader, column_of, is_numbering
from niemyet.extractors.decisions.row_drafts import CODES, KEPT
from niemyet.model.records import Row
from niemyet.transforms.language.codes import find_codes, is_whole_code
from niemyet.transforms.language.syllables import has_strange_word, is_syllable
from niemyet.transforms.language.text import fold

_NUMBER = re.compile(r"0*(\d{1,3})\s*[.)]?")
_PERIOD = re.compile(r"\b\d{1,3}(?:[.,]\d)? ?(?:\(\d{1,3}\) ?)?(?:ngay|gio|thang)\b|\bngay lam viec\b")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 2  # of a label that was read: "Kết quả"; chosen, not measured
_FEWEST_ROWS = 2  # that show what a column holds; chosen, not measured
_SHORTEST_NAME = 8  # letters; "Nặn bình" is a name, "x" and "05 ngày" are none; chosen, not measured
_LONGEST_LABEL = 60  # letters, as for the labels of columns that are read; chosen, not measured
_TIME = column_of("Thời hạn giải quyết")
_TIMES = frozenset(column for column in Column if column.value.startswith("time"))


def completed(header: TableHeader, rows: Sequence[Row], place: int) -> TableHeader:
    """A header of a scan with the columns that its rows below prove; the same header where they prove none."""
    if header.columns is None or not _is_recognised(rows[place]):
        return header
    below = _rows_of_codes(rows[place + header.rows :])
    return replace(header, columns=_by_content(header.columns, header.titles, below))


def header_by_content(rows: Sequence[Row], place: int) -> TableHeader | None:
    """A row of labels of a scan among which that of the names was not read; None where it is no such row.

    Two other labels must be read, and the rows below must prove codes and names.
    """
    row = rows[place]
    labels = tuple(cell.text for cell in row.cells)
    if (
        not _is_recognised(row)
        or is_numbering(row)
        or any(len(text) > _LONGEST_LABEL or find_codes(text) for text in labels)
    ):
        return None
    columns = tuple(column_of(text) if text else Column.UNKNOWN for text in labels)
    if len({column for column in columns if column is not Column.UNKNOWN}) < _FEWEST_ROWS:
        return None
    found = _by_content(columns, labels, _rows_of_codes(rows[place + 1 :]))
    if not (CODES & set(found) and set(found) & (NAMES | KEPT)):
        return None
    return TableHeader(1, labels, found, labels)


def _is_recognised(row: Row) -> bool:
    return any(cell.confidence is not None for cell in row.cells)


def _rows_of_codes(rows: Sequence[Row]) -> list[Row]:
    """Rows of procedures: those with a code in a cell of its own."""
    return [row for row in rows if any(is_whole_code(cell.text) for cell in row.cells if cell.colspan == 1)]


def _is_unread(label: str) -> bool:
    """Whether a label is no words, so that it cannot be one that we do not know: "O", "1ên thú", nothing."""
    words = [word for word in _WORD.findall(label) if is_syllable(word)]
    return len(words) < _FEWEST_WORDS or has_strange_word(label.lower())


def _by_content(columns: Columns, labels: Sequence[str], rows: Sequence[Row]) -> Columns:
    if len(rows) < _FEWEST_ROWS:
        return columns
    found = list(columns)
    unread = [
        place
        for place, (column, label) in enumerate(zip(columns, labels, strict=False))
        if column is Column.UNKNOWN and _is_unread(label)
    ]
    for wanted, instead, fits in (
        (Column.NUMBER, frozenset({Column.NUMBER}), _are_numbers),
        (Column.CODE, CODES, _are_codes),
        (_TIME, _TIMES, _are_periods),
        (Column.NAME, NAMES | KEPT, _are_names),
    ):
        _fill(found, unread, rows, wanted, instead, fits)
    return tuple(found)


def _fill(
    columns: list[Column],
    unread: Sequence[int],
    rows: Sequence[Row],
    wanted: Column,
    instead: frozenset[Column],
    fits: Callable[[list[str]], bool],
) -> None:
    """Name the one unread column that fits as `wanted`, unless a column of that kind is there."""
    if instead & set(columns):
        return
    left = (place for place in unread if columns[place] is Column.UNKNOWN)
    fitting = [place for place in left if fits(_texts(rows, place))]
    if len(fitting) == 1:
        columns[fitting[0]] = wanted


def _texts(rows: Sequence[Row], place: int) -> list[str]:
    return [row.cells[place].text for row in rows if place < len(row.cells) and not row.cells[place].merged]


def _are_numbers(texts: list[str]) -> bool:
    """Whether they count the rows: each is the one after the one before, or begins anew at 1."""
    found = [int(match[1]) for text in texts if (match := _NUMBER.fullmatch(text.strip()))]
    if len(found) < _FEWEST_ROWS or len(found) < len(texts):
        return False
    return all(after in {before + 1, 1} for before, after in pairwise(found))


def _are_codes(texts: list[str]) -> bool:
    return len(texts) >= _FEWEST_ROWS and all(map(is_whole_code, texts))


def _are_periods(texts: list[str]) -> bool:
    said = [text for text in texts if text]
    return len(said) >= _FEWEST_ROWS and all(_PERIOD.search(fold(text)) for text in said)


def _are_names(texts: list[str]) -> bool:
    """Whether they are words, each of its own: places and legal grounds say the same in several rows."""
    words = all(sum(map(str.isalpha, text)) >= _SHORTEST_NAME and text[0].isalpha() for text in texts)
    return len(texts) >= _FEWEST_ROWS and words and len({fold(text) for text in texts}) == len(texts)
