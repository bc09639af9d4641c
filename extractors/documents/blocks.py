"""Paragraphs, cells and tables, made the same way by every reader of a format.

The order of DOMAIN §6 holds here for all formats: legacy encodings are repaired first, `clean` comes after.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from niemyet.model.records import Cell, Paragraph, Row, Table
from niemyet.model.words import Mark
from niemyet.transforms.language.text import clean, repair_legacy, stand_as_they_are

Block = Paragraph | Table
Grid = Sequence[Sequence[Cell]]

EMPTY = Cell(raw="", text="")
#: For a cell that a row of plain text does not have. It may be any of the row: what reaches over several is printed once.
UNPRINTED = Cell(raw="", text="", marks=frozenset({Mark.SHORT}))


@lru_cache(maxsize=1 << 13)
def shown(raw: str, font: str | None = None) -> str:
    """The text to show for what a format holds; cells of an annex say the same thing many times."""
    return _shown(raw, font)


def _shown(raw: str, font: str | None) -> str:
    if font is None and raw.isascii() and raw.isalnum():
        return raw  # a number, a word: nothing is there to mend
    return clean(repair_legacy(raw, font))


def paragraph(raw: str, font: str | None = None) -> Paragraph:
    """One paragraph; `raw` is what the format holds, `text` what is shown."""
    return Paragraph(raw=raw, text=shown(raw, font))


@lru_cache(maxsize=1 << 13)
def cell(raw: str, font: str | None = None, colspan: int = 1, rowspan: int = 1) -> Cell:
    """One cell; line breaks inside it stay in `raw` as newlines. Cells that say the same are one: nothing changes them."""
    return Cell(raw=raw, text=_shown(raw, font), colspan=colspan, rowspan=rowspan)


def cells_of(raws: Collection[str]) -> dict[str, Cell]:
    """The cells of many texts, each told once. What stands as it is in all of them is told by one look.

    Texts with "/" by a look of their own: of them more often one has a symbol to be put right.
    """
    usual = [raw for raw in raws if raw and raw.isprintable()]
    made: dict[str, Cell] = {}
    for alike in ([raw for raw in usual if "/" not in raw], [raw for raw in usual if "/" in raw]):
        if stand_as_they_are(alike):
            made |= {raw: Cell(raw, raw) for raw in alike}
    if len(made) < len(raws):
        made |= {raw: cell(raw) for raw in raws if raw not in made}
    return made


def repeated(origin: Cell) -> Cell:
    """The cell for a place that a merged one reaches over: its value, marked as a repeat."""
    return replace(origin, merged=True)


def table(grid: Grid, header_rows: int = 0) -> Table:
    """A table whose rows are all as wide as the widest; `number` is given by `numbered`."""
    width = max((len(row) for row in grid), default=0)
    rows = tuple(
        [Row(tuple(row) if len(row) == width else (*row, *[EMPTY] * (width - len(row)))) for row in grid]
    )
    return Table(rows=rows, number=0, header_rows=header_rows)


def written_table(grid: Grid, header_rows: int = 0) -> Table:
    """A table that is written with bars: a row with fewer cells than the first one does not say which it lacks."""
    width = len(grid[0]) if grid else 0
    whole = [[*row, *[UNPRINTED] * (width - len(row))] for row in grid]
    return table(whole, header_rows)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks without empty paragraphs and tables; tables numbered from 1 in reading order."""
    kept: list[Block] = []
    number = 0
    for block in blocks:
        if not is_kept(block):
            continue
        if isinstance(block, Paragraph):
            kept.append(block)
        else:
            number += 1
            kept.append(replace(block, number=number))
    return tuple(kept)


def is_kept(block: Block) -> bool:
    """Whether a block holds anything."""
    if isinstance(block, Paragraph):
        return bool(block.text)
    return any(cell.text for row in block.rows for cell in row.cells)


def is_layout(own_width: int, nested_widths: Iterable[int]) -> bool:
    """Whether a table only places other things on the page.

    A table that holds a wider table of at least three columns is a frame: what it holds is read in its order.
    Any other nested table is a part of its cell.
    """
    return max(nested_widths, default=0) >= max(3, own_width + 1)
