"""What was read, printed again: a document's blocks as DOCX, and DOCX as the PDF that LibreOffice makes of it."""

import io
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from niemyet.model.records import Document, Paragraph, Table
from tests.support.office_clerk import saved_by_libreoffice


def as_docx(document: Document, *, landscape: bool = False) -> bytes:
    """Paragraphs and ruled tables with their merged cells; every line of a paragraph by itself."""
    out = docx.Document()
    section = out.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Pt(50)
    out.styles["Normal"].font.name = "Liberation Serif"
    out.styles["Normal"].font.size = Pt(11)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            for line in block.raw.split("\n"):
                out.add_paragraph(line)
        else:
            _add(out, block)
    stream = io.BytesIO()
    out.save(stream)
    return stream.getvalue()


def _add(out: "docx.document.Document", block: Table) -> None:
    made = out.add_table(len(block.rows), len(block.rows[0].cells), style="Table Grid")
    for number, row in enumerate(block.rows):
        cells = made.rows[number].cells
        for column, cell in enumerate(row.cells):
            if cell.merged:
                continue
            place = cells[column]
            if cell.colspan > 1 or cell.rowspan > 1:
                below = min(number + cell.rowspan, len(block.rows)) - 1
                across = min(column + cell.colspan, len(row.cells)) - 1
                place = place.merge(made.cell(below, across))
            place.text = cell.text


def ruled(word: bytes) -> bytes:
    """A DOCX with lines around the cells of its tables; those of two columns only place text."""
    document = docx.Document(io.BytesIO(word))
    for table in document.tables:
        if len(table.columns) > 2:
            table.style = "Table Grid"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_office_pdf(word: bytes, folder: Path) -> bytes:
    """A DOCX as LibreOffice prints it; skips where it is not installed."""
    source = folder / "printed.docx"
    source.write_bytes(word)
    return saved_by_libreoffice(source, "pdf", folder).read_bytes()
