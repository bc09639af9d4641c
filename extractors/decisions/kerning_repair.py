"""Documents whose letters stand apart: kerning of a PDF's fonts broke syllables (DOMAIN §6, T14).

Mended once for the whole document, before anything is read in it, and only where the breaks are beyond doubt;
what was extracted stays in `raw`.
"""

from collections.abc import Iterator
from dataclasses import replace

from niemyet.model.records import Cell, Document, Paragraph, Row, Table
from niemyet.transforms.language.text import broken_syllables, mend_spaces

#: So many broken syllables prove kerning; one alone may be a slip of the keys or the name of a point; chosen, not measured.
_EVIDENT = 2
FLAG = "spaces_mended"


def mended(document: Document, texts: str | None = None) -> Document:
    """The document with its broken syllables joined, flagged `spaces_mended`; the same one where none is broken.

    `texts`: all that it says, where that was put together already.
    """
    if not broken_syllables("\n".join(different_texts(document)) if texts is None else texts):
        return document  # nearly every one
    found = 0
    for text in _texts(document):
        found += broken_syllables(text)
        if found >= _EVIDENT:
            return replace(
                document,
                blocks=tuple(
                    _paragraph(b) if isinstance(b, Paragraph) else _table(b) for b in document.blocks
                ),
                flags=(*document.flags, FLAG),
            )
    return document


def different_texts(document: Document) -> set[str]:
    """Its texts, each once: cells say the same things again and again."""
    texts: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.add(block.text)
        else:
            texts.update([cell.text for row in block.rows for cell in row.cells if not cell.merged])
    return texts


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells if not cell.merged)


def _paragraph(block: Paragraph) -> Paragraph:
    text = mend_spaces(block.text)
    return block if text == block.text else replace(block, text=text)


def _table(block: Table) -> Table:
    return replace(block, rows=tuple(Row(tuple(map(_cell, row.cells)), row.page) for row in block.rows))


def _cell(cell: Cell) -> Cell:
    text = mend_spaces(cell.text)
    return cell if text == cell.text else replace(cell, text=text)
