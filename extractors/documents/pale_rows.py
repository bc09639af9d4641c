"""Which rows of a list are paler than the others.

What all rows of a column have is how the page looks, and every other row a stripe. Readers mark whatever is pale, in cells and
in lines: which of them belong to one procedure is only known where the list is read (`lists_as_rows`).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from niemyet.model.records import Cell, Table
from niemyet.model.words import Mark


def set_apart(rows: Sequence[frozenset[int] | None]) -> list[frozenset[int]]:
    """By row the columns whose cells are pale where those of other rows are not; headers are None.

    Every other row is a stripe, which only leads the eye.
    """
    own = [row for row in rows if row is not None]
    telling = {column for column in frozenset().union(*own) if not _is_of_all([column in row for row in own])}
    return [row & telling if row else frozenset() for row in rows]


def _is_of_all(pale: Sequence[bool]) -> bool:
    """Whether pale cells of a column tell nothing: all are, or every other one."""
    return all(pale) or (sum(pale) > 1 and all(one is not other for one, other in pairwise(pale)))


def marked_apart(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Rows of a table whose cells are marked as pale, so marked only where those of other rows are not, and by nothing else.

    Its header and its headings may look otherwise: of the list are rows of three cells or more behind the first of them.
    """
    filled = [sum(not cell.merged and cell.text != "" for cell in row) for row in rows]
    pale = [frozenset(at for at, cell in enumerate(row) if Mark.PALE in cell.marks) for row in rows]
    return [
        [_with_its_mark(cell, is_apart=at in apart) for at, cell in enumerate(row)]
        for row, apart in zip(rows, apart_in_list(filled, pale), strict=True)
    ]


def told_apart(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Rows as a reader of documents hands them over: all that is pale where a column may be a procedure, else `marked_apart`."""
    return rows if may_be_turned(rows) else marked_apart(rows)


def with_pale_rows(table: Table) -> Table:
    """A table with a row a procedure, pale only where a row is so beside the others; nearly always the same one."""
    return _apart(table) if may_be_turned(table.rows) else table


def table_told_apart(table: Table) -> Table:
    """`told_apart` of a table that a reader has made already."""
    return table if may_be_turned(table.rows) else _apart(table)


def _apart(table: Table) -> Table:
    """A table with its rows `marked_apart`; nearly always the same one."""
    if not any(Mark.PALE in one.marks for row in table.rows for one in row.cells):
        return table
    apart = marked_apart([row.cells for row in table.rows])
    rows = (replace(row, cells=tuple(cells)) for row, cells in zip(table.rows, apart, strict=True))
    return replace(table, rows=tuple(rows))


def may_be_turned(rows: Sequence[object]) -> bool:
    """Whether a table may have a column a procedure, or its fields below each other: there a pale column is told."""
    return len(rows) <= _MOST_FIELDS


_MOST_FIELDS = 40  # rows of a few procedures of ten fields each; chosen, not measured


def apart_in_list(filled: Sequence[int], pale: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """By row the columns whose cells are pale where those of other rows of a list are not; `filled`: how many hold something."""
    listed = [count >= _CELLS_OF_A_ROW for count in filled]
    header = next((place for place, is_row in enumerate(listed) if is_row), len(listed))
    return set_apart([own if listed[at] and at > header else None for at, own in enumerate(pale)])


def _with_its_mark(cell: Cell, *, is_apart: bool) -> Cell:
    if Mark.PALE not in cell.marks or (is_apart and cell.text and len(cell.marks) == 1):
        return cell
    return replace(cell, marks=cell.marks - {Mark.PALE})


_CELLS_OF_A_ROW = 3  # number, code and name, by definition; a heading has its mark and its words
