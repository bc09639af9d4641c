"""Rows of a table that a page break cut in two, where that is proven: a header, and a heading of a section.

Office programs break a row wherever the page ends: "Tên thủ tục" stands on one page, "hành chính" on the next.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from niemyet.extractors.decisions.columns import NO_EVIDENCE, column_of, is_header, is_numbering
from niemyet.extractors.decisions.heading_patterns import has_cue, split_mark
from niemyet.extractors.decisions.headings_in_lines import begins_heading
from niemyet.model.records import Cell, Row
from niemyet.transforms.language.codes import find_codes

_FIRST_NUMBERS = frozenset(("1", "01", "1.", "01."))


def rejoined(rows: Sequence[Row]) -> tuple[tuple[Row, ...], frozenset[int]]:
    """The rows, each that was cut as a whole in its first place; and the places of the second halves."""
    out = list(rows)
    halves: set[int] = set()
    for place, (top, below) in enumerate(pairwise(rows)):
        if top.page == below.page or place in halves:
            continue
        after = rows[place + 2] if place + 2 < len(rows) else None
        if _is_cut_heading(top, below) or _is_cut_header(top, below, after):
            out[place] = _joined(top, below)
            halves.add(place + 1)
    return tuple(out), frozenset(halves)


def _joined(top: Row, below: Row) -> Row:
    return replace(top, cells=tuple(_cell(*pair) for pair in zip(top.cells, below.cells, strict=True)))


def _cell(top: Cell, below: Cell) -> Cell:
    if not (top.text and below.text):
        return top if top.text else replace(top, text=below.text, raw=below.raw)
    return replace(top, text=f"{top.text} {below.text}", raw=f"{top.raw}\n{below.raw}")


def _own(row: Row) -> list[tuple[int, Cell]]:
    return [(place, cell) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]


def _is_cut_heading(top: Row, below: Row) -> bool:
    """Whether two rows of one text each, over the whole table, are a heading only together: "THỦ", "TỤC HÀNH CHÍNH …"."""
    first, second = _own(top), _own(below)
    if len(first) != 1 or len(second) != 1 or len(top.cells) != len(below.cells):
        return False
    if min(first[0][1].colspan, second[0][1].colspan) < max(2, len(top.cells) - 2):
        return False
    above, rest = first[0][1].text, second[0][1].text
    if find_codes(above + rest) or begins_heading(above) or begins_heading(rest):
        return False
    return above.isupper() == rest.isupper() and has_cue(split_mark(f"{above} {rest}")[2])


def _is_cut_header(top: Row, below: Row, after: Row | None) -> bool:
    """Whether labels of columns go on below them, where the first row of the list or the columns' numbers follow."""
    if after is None or len(top.cells) != len(below.cells):
        return False
    if not (
        is_header(top) or is_header(_joined(top, below))
    ):  # "Tên thủ" is no label before "tục hành chính"
        return False
    if not (is_numbering(after) or after.cells[0].text in _FIRST_NUMBERS):
        return False
    rest = _own(below)
    small = any(cell.text[0].islower() for _, cell in rest)
    return len(rest) > 1 and all(
        _goes_on(top.cells[place].text, cell.text, beside_small=small) for place, cell in rest
    )


def _goes_on(label: str, rest: str, *, beside_small: bool) -> bool:
    """Whether a text is the rest of a label: it begins small, or is capitals ("TTHC") that make a label with what stands
    above, beside such a text or where they are none by themselves."""
    if not label or any(map(str.isdigit, rest)):
        return False
    known = column_of(f"{label} {rest}") not in NO_EVIDENCE
    return rest[0].islower() or (
        known and rest.isupper() and (beside_small or column_of(rest) in NO_EVIDENCE)
    )
