"""What is printed, whatever the format: lines, letterheads, tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `lines` of `text` are set apart by a line feed."""

    text: str
    across: int = 1
    down: int = 1
    bold: bool = False
    struck: bool = False
    numbered: bool = False  # its number is the word processor's own


@dataclass(frozen=True)
class Line:
    text: str
    bold: bool = False
    centred: bool = False
    note: str | None = None  # a footnote at its end


@dataclass(frozen=True)
class Letterhead:
    """Two columns over the decision; `form`: table, tabs, bars, stacked."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class Grid:
    """`rows[:heads]` are the header. A cell that a cell above or at the left covers is not given."""

    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    heads: int
    widths: tuple[int, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Line | Letterhead | Grid | PageBreak


def placed(grid: Grid) -> list[tuple[int, int, Cell]]:
    """Row, column and cell of each cell, with room left for what reaches down from above."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            found.append((number, column, cell))
            taken |= {(number + y, column + x) for y in range(cell.down) for x in range(cell.across)}
            column += cell.across
    return found
