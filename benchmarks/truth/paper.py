"""A decision as blocks on paper, before any format: lines, ruled tables, turned pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class At:
    """A cell; it may reach over columns and rows."""

    text: str
    across: int = 1
    down: int = 1
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    text: str
    bold: bool = False
    align: str = "left"  # left, center, justify, right
    opens_annex: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A new page, upright or landscape."""

    landscape: bool


Row = tuple[At, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; rows leave out the places that a cell above reaches into. `widths` are shares of the page."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    header_rows: int = 0
    repeats: bool = False  # the format repeats the header on each page
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in one place of a row: where a cell begins, or what reaches down into it."""

    cell: At
    column: int
    own: bool


Block = Line | Grid | Turn
Paper = tuple[Block, ...]


def cell(text: str | At) -> At:
    """A cell of a text; a cell stays as it is."""
    return At(text) if isinstance(text, str) else text


def row(*texts: str | At) -> Row:
    """A row of texts and cells."""
    return tuple(cell(text) for text in texts)


def placed(grid: Grid) -> list[list[Placed]]:
    """Every place of every row, cells that reach down repeated with `own=False`. Raises ValueError if rows do not fit."""
    width = len(grid.widths)
    below: dict[int, tuple[int, At]] = {}
    out: list[list[Placed]] = []
    for number, texts in enumerate(grid.rows):
        waiting = iter(texts)
        line = list(_places(waiting, width, below, number))
        if next(waiting, None) is not None:
            raise ValueError(f"row {number} has more cells than places: {texts}")
        out.append(line)
    if any(left for left, _ in below.values()):
        raise ValueError("a cell reaches below the last row")
    return out


def _places(
    waiting: Iterator[At], width: int, below: dict[int, tuple[int, At]], number: int
) -> Iterator[Placed]:
    column = 0
    while column < width:
        left, above = below.get(column, (0, At("")))
        if left:
            below[column] = (left - 1, above)
            yield Placed(above, column, own=False)
            column += above.across
            continue
        found = next(waiting, None)
        if found is None:
            raise ValueError(f"row {number} ends at column {column} of {width}")
        if found.down > 1:
            below[column] = (found.down - 1, found)
        yield Placed(found, column, own=True)
        column += found.across
    if column != width:
        raise ValueError(f"row {number} is {column} wide, not {width}")


def texts_of(paper: Sequence[Block]) -> Iterator[str]:
    """Every text of a paper, in its order."""
    for block in paper:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            for cells in block.rows:
                for one in cells:
                    yield one.text


def retyped(paper: Sequence[Block], typed: Callable[[str], str]) -> Paper:
    """The same paper with every text typed in another way."""
    out: list[Block] = []
    for block in paper:
        if isinstance(block, Line):
            out.append(replace(block, text=typed(block.text)))
        elif isinstance(block, Grid):
            rows = tuple(tuple(replace(one, text=typed(one.text)) for one in cells) for cells in block.rows)
            out.append(replace(block, rows=rows))
        else:
            out.append(block)
    return tuple(out)
