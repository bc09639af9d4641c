"""Tables whose rows are fields: a column a procedure ("Mã TTHC | 1.… | 1.…"), or one below the other in two columns.

Read as the table that they are when they are turned, where each label, name and code proves it; any other stays as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from niemyet.extractors.decisions.columns import NO_EVIDENCE, Column, column_of, header_at
from niemyet.extractors.decisions.fields_of_rows import Field, codes_of, key_of, looking_as, parted, table_of
from niemyet.model.records import Cell, Row, Table

_ROWS_OF_A_HEAD = 3  # rows among which the header of a list begins; as in `annex`
_FEWEST_ROWS = 2  # name and code, without which no procedure is told; by definition
#: What stands above the labels, where the columns are counted: "Nội dung | Thủ tục 1 | Thủ tục 2".
_CORNER = re.compile(r"(?:nội dung|thông tin|tiêu chí|chỉ tiêu|các trường|trường|mục)?", re.IGNORECASE)
_COUNTED = re.compile(r"(?:(?:thủ tục|TTHC)(?: số| thứ)? ?)?(?P<number>\d{1,3})", re.IGNORECASE)


def turned(table: Table) -> Table:
    """The table with a row a procedure; the same one where it has none of these forms."""
    if any(header_at(table.rows, place) for place in range(min(len(table.rows), _ROWS_OF_A_HEAD))):
        return table  # nearly always
    rows, below = _parted_from_notes(table.rows)
    rows = _without_ordinals(rows)
    width = len(rows[0].cells) if rows else 0
    if width < 2 or len(rows) < _FEWEST_ROWS or any(len(row.cells) != width for row in rows):
        return table
    labels = [row.cells[0] for row in rows]
    if column_of(labels[0].text) in NO_EVIDENCE and _CORNER.fullmatch(labels[0].text.strip(" .:")) is None:
        return table
    if not {Column.NAME, Column.CODE} <= {column_of(cell.text) for cell in labels}:
        return table
    if any(cell.merged or cell.colspan > 1 or cell.rowspan > 1 for cell in labels):
        return table
    if width > 2 and any(cell.marks or cell.notes for cell in labels):
        return table  # said of all procedures at once
    read = _of_pairs(rows, table.number) if width == 2 else _of_columns(rows, table.number)
    return table if read is None else _with_below(read, below)


def _parted_from_notes(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of fields, and the last ones that reach across all of them: notes below the list, of no procedure."""
    end = len(rows)
    while end and len(rows[end - 1].cells) > 1 and _is_below(rows[end - 1].cells):
        end -= 1
    return rows[:end], [row for row in rows[end:] if row.cells[0].text]


def _is_below(cells: Sequence[Cell]) -> bool:
    """Whether cells are one across, or words that are no label beside nothing: a sheet has no lines below its list."""
    label = cells[0]
    beside_nothing = bool(label.text) and not any(cell.text for cell in cells[1:])
    return label.colspan >= len(cells) or (beside_nothing and column_of(label.text) in NO_EVIDENCE)


def _with_below(table: Table, below: Sequence[Row]) -> Table:
    """A table with notes below it, as wide as it is."""
    width = len(table.rows[0].cells)
    across = (replace(row.cells[0], colspan=width) for row in below)
    rows = (
        Row((cell, *[replace(cell, merged=True)] * (width - 1)), row.page)
        for cell, row in zip(across, below, strict=True)
    )
    return replace(table, rows=(*table.rows, *rows))


def _without_ordinals(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without a first column that only counts them."""
    firsts = [row.cells[0].text.rstrip(".) ") for row in rows if row.cells]
    counts = len(firsts) == len(rows) and firsts == [str(number) for number in range(1, len(rows) + 1)]
    counts = counts and not any(row.cells[0].marks or row.cells[0].notes for row in rows)
    return [replace(row, cells=row.cells[1:]) for row in rows] if counts else rows


def _of_pairs(rows: Sequence[Row], number: int) -> Table | None:
    """A label and a value a row, one procedure below the other."""
    if any(row.cells[1].merged or not row.cells[0].text for row in rows):
        return None
    if any(column_of(row.cells[0].text) in NO_EVIDENCE - {Column.COMPONENT} for row in rows):
        return None
    records = parted(
        [Field(row.cells[0].text, looking_as(row.cells[1], row.cells[0]), row.page) for row in rows]
    )
    return table_of(records, number) if records else None


def _of_columns(rows: Sequence[Row], number: int) -> Table | None:
    """A label a row, a column a procedure."""
    rows = [_with_numbers(rows[0]), *rows[1:]]
    labels = [row.cells[0].text for row in rows]
    if not all(labels) or len(set(map(key_of, labels))) != len(labels):
        return None
    if column_of(labels[0]) in NO_EVIDENCE or sum(
        column_of(one) not in NO_EVIDENCE for one in labels
    ) * 2 < len(labels):
        return None
    columns = [
        [Field(row.cells[0].text, _on_its_side(row.cells[place]), row.page) for row in rows]
        for place in range(1, len(rows[0].cells))
    ]
    if any(one.value.merged for column in columns for one in column if one.key in {Column.NAME, Column.CODE}):
        return None
    told = [parted(column) for column in columns]
    if any(one is None or len(one) != 1 for one in told):
        return None
    codes = [code.base for column in columns for code in codes_of(column)]
    return table_of(columns, number) if len(set(codes)) == len(codes) else None


def _with_numbers(first: Row) -> Row:
    """The first row, "Thủ tục 1 | Thủ tục 2" beside nothing or "Nội dung" read as the numbers of the procedures."""
    corner, *others = first.cells
    counted = [_COUNTED.fullmatch(cell.text.strip(" .:")) for cell in others]
    if _CORNER.fullmatch(corner.text.strip(" .:")) is None or not all(counted):
        return first
    numbers = (replace(cell, text=one["number"]) for cell, one in zip(others, counted, strict=True) if one)
    return replace(first, cells=(replace(corner, text="STT"), *numbers))


def _on_its_side(cell: Cell) -> Cell:
    return replace(cell, colspan=cell.rowspan, rowspan=cell.colspan)
