"""Lists whose columns are parted by tabs alone, as text that was copied out of a table has them, or saved as CSV.

A header line ("STT ⇥ Mã TTHC ⇥ Tên thủ tục hành chính") with at least three labels begins one; lines with as many cells go on
with it. Without the header nobody can tell a column from a sentence, and the lines stay lines.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace

from niemyet.extractors.documents.blocks import Block
from niemyet.model.records import Cell, Document, Paragraph, Row, Table
from niemyet.transforms.language.text import clean, fold

_FEWEST_COLUMNS = 3  # number, code or name, and what is said of them; chosen, not measured
_FIRST = re.compile(r"(?:so ?)?s? ?t ?t|so thu tu|ma(?: so)?(?: (?:tthc|thu tuc|ho so)\b.*)?")
_NAME = re.compile(r"\b(?:ten|thu tuc|tthc)\b")
_LONGEST_LABEL = 60  # letters of a label, which is no sentence; chosen, not measured


#: What parts the cells of a line; commas and semicolons only in plain text, as a sheet that was saved as CSV has them.
_SEPARATORS = ("\t", ";", ",")


def with_tabbed_tables(document: Document) -> Document:
    """The document with such lists as tables; the same one where it has none. No block moves to another place."""
    for separator in _SEPARATORS if document.media == "text" else _SEPARATORS[:1]:
        found = _with_tables(document, separator)
        if found is not document:
            return found
    return document


def _with_tables(document: Document, separator: str) -> Document:
    blocks = list(document.blocks)
    number = max((block.number for block in blocks if isinstance(block, Table)), default=0)
    width = 0  # columns of the header above
    rows: list[Row] = []
    begun = 0
    for place, block in enumerate((*document.blocks, None)):
        cells = _cells(block, separator) if isinstance(block, Paragraph) else ()
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
    if not number or blocks == list(document.blocks):
        return document
    if separator != "\t":
        if not _has_rows(blocks):
            return document  # a sentence may begin as a header does
        blocks = [_without_ends(block, separator) for block in blocks]
    return replace(document, blocks=tuple(blocks))


def _has_rows(blocks: Sequence[Block]) -> bool:
    """Whether tables hold more than headers."""
    tables = (block for block in blocks if isinstance(block, Table))
    return any(not _is_header(row.cells) for table in tables for row in table.rows)


def _without_ends(block: Block, separator: str) -> Block:
    """A line of a sheet that fills its first cell only, without the separators of the empty ones behind it."""
    cells = _cells(block, separator) if isinstance(block, Paragraph) else ()
    if not isinstance(block, Paragraph) or not cells or any(cell.text for cell in cells[1:]):
        return block
    return replace(block, raw=cells[0].raw, text=cells[0].text)


def _cells(block: Paragraph, separator: str) -> tuple[Cell, ...]:
    """The cells of a line; none where it has too few, or a quotation mark that is not closed."""
    line = block.raw.strip("\n")
    if line.count(separator) + 1 < _FEWEST_COLUMNS:
        return ()
    parts = line.split(separator)
    if separator != "\t":
        try:
            parts = next(csv.reader([line], delimiter=separator, strict=True), [])
        except csv.Error:
            return ()
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
