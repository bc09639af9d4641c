"""Lists whose columns are parted by tabs alone, as text that was copied out of a table has them.

A header line ("STT ⇥ Mã TTHC ⇥ Tên thủ tục hành chính") with at least three labels begins one; lines with as many tabs go on with
it. Without the header nobody can tell a column from a sentence, and the lines stay lines.
"""

import re
from dataclasses import replace

from niemyet.model.records import Cell, Document, Paragraph, Row, Table
from niemyet.transforms.language.text import clean, fold

_FEWEST_COLUMNS = 3  # number, code or name, and what is said of them; chosen, not measured
_FIRST = re.compile(r"(?:so ?)?s? ?t ?t|so thu tu|ma(?: so)?(?: (?:tthc|thu tuc|ho so)\b.*)?")
_NAME = re.compile(r"\b(?:ten|thu tuc|tthc)\b")
_LONGEST_LABEL = 60  # letters of a label, which is no sentence; chosen, not measured


def with_tabbed_tables(document: Document) -> Document:
    """The document with such lists as tables; the same one where it has none. No block moves to another place."""
    blocks = list(document.blocks)
    number = max((block.number for block in blocks if isinstance(block, Table)), default=0)
    width = 0  # columns of the header above
    rows: list[Row] = []
    begun = 0
    for place, block in enumerate((*document.blocks, None)):
        cells = _cells(block) if isinstance(block, Paragraph) else ()
        if _is_header(cells):
            width = len(cells)
        if width and len(cells) == width and isinstance(block, Paragraph):
            begun = begun if rows else place
            rows.append(Row(cells, block.page))
            continue
        if rows and not (isinstance(block, Paragraph) and not block.text):
            number += 1
            blocks[begun] = Table(tuple(rows), number)
            blocks[begun + 1 : begun + len(rows)] = [Paragraph("", "")] * (len(rows) - 1)
            rows = []
    return replace(document, blocks=tuple(blocks)) if number and blocks != list(document.blocks) else document


def _cells(block: Paragraph) -> tuple[Cell, ...]:
    parts = block.raw.strip("\n").split("\t")
    if len(parts) < _FEWEST_COLUMNS:
        return ()
    return tuple(Cell(part, clean(part), marks=block.marks, notes=block.notes) for part in parts)


def _is_header(cells: tuple[Cell, ...]) -> bool:
    labels = [fold(cell.text) for cell in cells]
    return (
        len(labels) >= _FEWEST_COLUMNS
        and all(labels)
        and all(len(label) <= _LONGEST_LABEL for label in labels)
        and _FIRST.fullmatch(labels[0].rstrip(".")) is not None
        and any(_NAME.search(label) for label in labels[1:])
    )
