"""Documents with lines of signs through their letters, and with digits of other scripts (`transforms/language/odd_signs`).

Put right once for the whole document, before anything is read in it: what is struck is marked as any struck text is
(RULINGS 37), a digit is a digit. What was extracted stays in `raw`.
"""

from dataclasses import replace

from niemyet.extractors.decisions.kerning_repair import different_texts, mended
from niemyet.extractors.plain_text import in_plain_letters
from niemyet.model.records import Document, Paragraph, Row, Table
from niemyet.model.words import Mark
from niemyet.transforms.language.odd_signs import WAVES, holds_odd_signs


def mended_and_plain(document: Document) -> Document:
    """The document in plain letters, struck ones marked, its broken syllables joined; nearly always it is as it was."""
    texts = "\n".join(different_texts(document))
    if not holds_odd_signs(texts):
        return mended(document, texts)
    return mended(with_plain_signs(document))


def with_plain_signs(document: Document) -> Document:
    """The document in plain letters, struck ones marked."""
    blocks = tuple(
        in_plain_letters(one) if isinstance(one, Paragraph) else _table(one) for one in document.blocks
    )
    return replace(document, blocks=blocks)


def _table(block: Table) -> Table:
    rows = map(_struck_across, block.rows)
    return replace(block, rows=tuple(Row(tuple(map(in_plain_letters, row.cells)), row.page) for row in rows))


def _struck_across(row: Row) -> Row:
    """A row whose waves begin in one cell and end in another (`~~1.010102 ⇥ Cấp thẻ~~`): each cell between them is struck."""
    open_at = [place for place, cell in enumerate(row.cells) if cell.text.count(WAVES) % 2]
    if not open_at or len(open_at) % 2:
        return row
    cells = list(row.cells)
    for first, last in zip(open_at[::2], open_at[1::2], strict=True):
        for place in range(first, last + 1):
            cell = cells[place]
            text = cell.text.replace(WAVES, "").strip()
            cells[place] = replace(cell, text=text, marks=cell.marks | {Mark.STRUCK})
    return Row(tuple(cells), row.page)
