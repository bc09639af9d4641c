"""What is printed, whatever the format: lines, letterheads, tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How words are drawn."""

    PLAIN = "plain"
    STRUCK = "struck"
    DELETED = "deleted"  # marked as deleted (`<del>`), or struck twice
    STYLED = "struck by a style"
    PALE = "pale"
    FAINT = "faint"  # seen through
    HIDDEN = "hidden"  # or white on white
    RAISED = "raised"


@dataclass(frozen=True)
class Part:
    """Words that are drawn alike; `told`: what shows when one points at them."""

    text: str
    look: Look = Look.PLAIN
    told: str = ""


Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `lines` of `text` are set apart by a line feed. `parts`: its words, where they differ in their looks."""

    text: str
    across: int = 1
    down: int = 1
    bold: bool = False
    struck: bool = False
    numbered: bool = False  # its number is the word processor's own
    parts: Parts = ()


@dataclass(frozen=True)
class Line:
    text: str
    bold: bool = False
    centred: bool = False
    note: str | None = None  # a footnote at its end
    parts: Parts = ()


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
class Terms:
    """Labels and what stands below each, as a page lists them (`<dl>`)."""

    pairs: tuple[tuple[Line, Line], ...]

    @property
    def lines(self) -> Iterator[Line]:
        """One below the other, where a format knows no such list."""
        for pair in self.pairs:
            yield from pair


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Line | Letterhead | Grid | Terms | PageBreak


def line(*parts: Part, bold: bool = False) -> Line:
    """A line of parts."""
    return Line("".join(part.text for part in parts), bold=bold, parts=parts)


def cell(*parts: Part, across: int = 1) -> Cell:
    """A cell of parts."""
    return Cell("".join(part.text for part in parts), across, parts=parts)


def parts_of(one: Cell | Line) -> Parts:
    """The words of a cell or line, each with its look."""
    if one.parts:
        return one.parts
    struck = isinstance(one, Cell) and one.struck
    return (Part(one.text, Look.STRUCK if struck else Look.PLAIN),)


def has_looks(one: Cell | Line) -> bool:
    """Whether any of its words is drawn otherwise than plainly."""
    return any(part.look is not Look.PLAIN or part.told for part in parts_of(one))


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
