"""Two lists side by side in one table ("STT | Mã | Tên | STT | Mã | Tên"), as the one list that they are.

The same labels once more say that the columns are the same; that they are one list, and no pairs of old and new, is proven
by the numbers alone: they must run, down the left half and on in the right one, or row by row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from niemyet.extractors.decisions.columns import Column, TableHeader, header_at, is_numbering
from niemyet.model.records import Row, Table
from niemyet.transforms.language.text import fold

_ROWS_OF_A_HEAD = 3  # rows among which the header of a list begins; as in `annex`
_MOST_LISTS = 4  # side by side on a page; chosen, not measured


def one_below_the_other(table: Table) -> Table:
    """The table with its lists one below the other; the same one where it holds one list, or more is not proven."""
    for place in range(min(len(table.rows), _ROWS_OF_A_HEAD)):
        header = header_at(table.rows, place)
        if header is not None and header.columns is not None:
            return _stacked(table, place, header) or table
    return table


def _stacked(table: Table, place: int, header: TableHeader) -> Table | None:
    columns = header.columns or ()
    if columns.count(Column.NAME) < 2 or columns.count(Column.NUMBER) != columns.count(Column.NAME):
        return None  # nearly always
    width = max(len(row.cells) for row in table.rows)
    if any(len(row.cells) != width for row in table.rows):
        return None
    filled = [at for at in range(width) if any(_is_own(row, at) for row in table.rows)]
    rows = [replace(row, cells=tuple(row.cells[at] for at in filled)) for row in table.rows]
    halves = _halves([fold(cell.text) for cell in rows[place].cells])
    top, body = rows[: place + header.rows], rows[place + header.rows :]
    if halves is None or not all(map(_is_across, top[:place])):
        return None
    labels = [[fold(cell.text) for cell in row.cells] for row in top[place:]]
    if any(_halves(one) != halves for one in labels):
        return None
    if any(_halves([f"{cell.marks}{cell.notes}" for cell in row.cells]) is None for row in top[place:]):
        return None  # said of one list alone
    if any(_reaches_over(row, halves) for row in body):
        return None
    own = [columns[at] for at in filled][: halves[1]]
    if own.count(Column.NUMBER) != 1:
        return None
    for rowwise in (False, True):
        order = list(_in_order(body, halves, labels, rowwise=rowwise))
        if _runs(order, own.index(Column.NUMBER)):
            return replace(table, rows=tuple([_cut(row, 0, halves[1]) for row in top] + order))
    return None


def _is_own(row: Row, place: int) -> bool:
    return bool(row.cells[place].text) and not row.cells[place].merged


def _halves(labels: Sequence[str]) -> tuple[int, int] | None:
    """How many lists there are, and how wide each is: the same labels again and again."""
    for lists in range(2, _MOST_LISTS + 1):
        width, rest = divmod(len(labels), lists)
        if not rest and all(
            list(labels[at * width : (at + 1) * width]) == list(labels[:width]) for at in range(lists)
        ):
            return lists, width
    return None


def _in_order(
    body: Sequence[Row], halves: tuple[int, int], labels: Sequence[Sequence[str]], *, rowwise: bool
) -> Iterator[Row]:
    """The rows of all halves: each half down to the next row that reaches across all of them, or row by row."""
    lists, width = halves
    held: list[Row] = []
    for row in (*body, None):
        across = (
            row is None
            or _is_across(row)
            or is_numbering(row)
            or [fold(one.text) for one in row.cells] in labels
        )
        if row is not None and not across:
            held.append(row)
            continue
        parts = [[_cut(one, at * width, width) for one in held] for at in range(lists)]
        ordered = zip(*parts, strict=True) if rowwise else parts
        yield from (one for part in ordered for one in part if any(cell.text for cell in one.cells))
        held = []
        if row is not None:
            yield _cut(row, 0, width)


def _is_across(row: Row) -> bool:
    return row.cells[0].colspan >= len(row.cells) or not any(cell.text for cell in row.cells)


def _reaches_over(row: Row, halves: tuple[int, int]) -> bool:
    """Whether a cell belongs to two lists, and not to all of them."""
    lists, width = halves
    borders = [(row.cells[at * width - 1], row.cells[at * width]) for at in range(1, lists)]
    return not _is_across(row) and any(
        right.merged and right.colspan > 1 and right.text == left.text for left, right in borders
    )


def _cut(row: Row, start: int, width: int) -> Row:
    cells = row.cells[start : start + width]
    return replace(
        row, cells=tuple(replace(one, colspan=min(one.colspan, width - at)) for at, one in enumerate(cells))
    )


def _runs(rows: Sequence[Row], place: int) -> bool:
    """Whether the numbers follow each other; below a heading they may begin anew."""
    last, headed, numbers = 0, True, 0
    for row in rows:
        text = row.cells[place].text.rstrip(".) ")
        if not text.isdigit():
            headed = headed or row.cells[0].colspan > 1 or bool(text)
            continue
        number = int(text)
        if is_numbering(row):
            continue
        if number != last + 1 and not (headed and (number == 1 or not numbers)):
            return False
        last, headed, numbers = number, False, numbers + 1
    return numbers > 1
