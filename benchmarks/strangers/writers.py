"""The same paper as DOCX, HTML, XLSX, PDF and as a scan; DOC and a second PDF come from LibreOffice."""

import html
import io
import re
import time
import unicodedata
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.strangers.cases import Case
from benchmarks.strangers.paper import Block, Cell, Grid, Letterhead, Line, PageBreak, placed
from benchmarks.truth.renderers import font_files

_NO_CLOCK = time.gmtime(0)


def lettered(text: str, form: str, place: int) -> str:
    """The letters of a text as some word processors leave them."""
    if form == "NFD":
        return unicodedata.normalize("NFD", text)
    if form == "NBSP":
        return re.sub(
            r"(?<=\w) (?=\w)", lambda found: "\u00a0" if found.start() % 3 == place % 3 else " ", text
        )
    return text


def _in_cell(cell: Cell, form: str, place: int) -> str:
    """Kerning comes out of a PDF as a blank within a word ("ngh ỉ dưỡng"), here in one long word of a name."""
    if form == "kerned" and not cell.bold:
        return re.sub(r"(?<=\b[a-zđ]{2})(?=[áàảãạắằấầếềộốồớờứừỉị])", " ", cell.text, count=1)
    return lettered(cell.text, form, place)


def _letters(blocks: tuple[Block, ...], form: str) -> list[Block]:
    found: list[Block] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Line):
            found.append(replace(block, text=lettered(block.text, form, place)))
        elif isinstance(block, Grid):
            rows = tuple(tuple(replace(c, text=_in_cell(c, form, place)) for c in row) for row in block.rows)
            found.append(replace(block, rows=rows))
        elif isinstance(block, Letterhead):
            left, right = (
                tuple(lettered(t, form, place) for t in side) for side in (block.left, block.right)
            )
            found.append(replace(block, left=left, right=right))
        else:
            found.append(block)
    return found


def _bars(head: Letterhead) -> list[str]:
    if head.form == "stacked":
        return [*head.left[:-1], *head.right[:-1], head.left[-1], head.right[-1]]
    rows = max(len(head.left), len(head.right))
    left, right = ([""] * (rows - len(side)) + list(side) for side in (head.left, head.right))
    return [
        f"{a}\t{b}" if head.form == "tabs" else f"{a} | {b}".strip(" |")
        for a, b in zip(left, right, strict=True)
    ]


# ---- DOCX ----------------------------------------------------------------------------------------------------


def to_docx(case: Case) -> bytes:
    """With merged cells, lines through words, and numbers of the word processor's own."""
    import docx

    document: Any = docx.Document()
    for block in _letters(case.blocks, case.axes["letters"]):
        if isinstance(block, PageBreak):
            document.add_page_break()
        elif isinstance(block, Line):
            _docx_line(document, block)
        elif isinstance(block, Letterhead):
            _docx_letterhead(document, block)
        else:
            _docx_grid(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_line(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = 1 if line.centred else None
    paragraph.add_run(line.text).bold = line.bold


def _docx_letterhead(document: Any, head: Letterhead) -> None:
    if head.form != "table":
        for text in _bars(head):
            document.add_paragraph(text)
        return
    table = document.add_table(1, 2)
    for cell, lines in zip(table.rows[0].cells, (head.left, head.right), strict=True):
        cell.text = lines[0]
        for text in lines[1:]:
            cell.add_paragraph(text)


def _docx_grid(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), grid.columns)
    table.style = "Table Grid"
    squares = [list(row.cells) for row in table.rows]
    for y, x, cell in placed(grid):
        square = squares[y][x]
        if cell.across > 1 or cell.down > 1:
            square = square.merge(squares[y + cell.down - 1][x + cell.across - 1])
        first, *rest = cell.text.split("\n")
        paragraph = square.paragraphs[0]
        if cell.numbered:
            paragraph.style = "List Number"
        for place, text in enumerate((first, *rest)):
            run = (paragraph if place == 0 else square.add_paragraph()).add_run(text)
            run.bold = cell.bold
            run.font.strike = cell.struck or None


# ---- HTML ----------------------------------------------------------------------------------------------------


def to_html(case: Case) -> bytes:
    """As a portal's editor leaves it: paragraphs and tables with spans."""
    parts = ["<html><head><meta charset='utf-8'></head><body>"]
    for block in _letters(case.blocks, case.axes["letters"]):
        if isinstance(block, PageBreak):
            parts.append("<hr>")
        elif isinstance(block, Line):
            text = html.escape(block.text).replace("\n", "<br>")
            parts.append(f"<p>{f'<b>{text}</b>' if block.bold else text}</p>")
        elif isinstance(block, Letterhead):
            parts.append(_html_letterhead(block))
        else:
            parts.append(_html_grid(block))
    return ("\n".join(parts) + "</body></html>").encode()


def _html_letterhead(head: Letterhead) -> str:
    if head.form != "table":
        return "".join(f"<p>{html.escape(text)}</p>" for text in _bars(head))
    sides = ("<br>".join(map(html.escape, side)) for side in (head.left, head.right))
    return f"<table><tr>{''.join(f'<td>{side}</td>' for side in sides)}</tr></table>"


def _html_grid(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            text = html.escape(cell.text).replace("\n", "<br>")
            text = f"<s>{text}</s>" if cell.struck else text
            text = f"<b>{text}</b>" if cell.bold else text
            spans = f" colspan='{cell.across}'" * (cell.across > 1) + f" rowspan='{cell.down}'" * (
                cell.down > 1
            )
            cells.append(f"<td{spans}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'>{''.join(rows)}</table>"


# ---- XLSX ----------------------------------------------------------------------------------------------------


def to_xlsx(case: Case) -> bytes:
    """The decision on the first sheet, its annex on a second one."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    forms = {
        (bold, struck): book.add_format({"bold": bold, "font_strikeout": struck, "text_wrap": True, "border": 1})
        for bold in (False, True) for struck in (False, True)
    }  # fmt: skip
    blocks = _letters(case.blocks, case.axes["letters"])
    sheet, row = book.add_worksheet("Quyết định"), 0
    for place, block in enumerate(blocks):
        if place == case.annex_from and place < len(blocks):
            sheet, row = book.add_worksheet("Phụ lục"), 0
        elif isinstance(block, PageBreak):
            sheet, row = book.add_worksheet(f"Văn bản {place}"), 0
        row = _xlsx_block(sheet, block, row, forms)
    book.close()
    return out.getvalue()


def _xlsx_block(sheet: Any, block: Block, row: int, forms: dict[tuple[bool, bool], Any]) -> int:
    if isinstance(block, PageBreak):
        return row
    if isinstance(block, Line):
        sheet.write_string(row, 0, block.text)
        return row + 1
    if isinstance(block, Letterhead):
        for y, (left, right) in enumerate(zip(*_even(block), strict=True)):
            sheet.write_string(row + y, 0, left)
            sheet.write_string(row + y, 4, right)
        return row + len(_even(block)[0])
    for y, x, cell in placed(block):
        _xlsx_cell(sheet, row + y, x, cell, forms[cell.bold, cell.struck])
    return row + len(block.rows) + 1


def _even(head: Letterhead) -> tuple[list[str], list[str]]:
    rows = max(len(head.left), len(head.right))
    left, right = (
        ["", *side[:-1]] if len(side) < rows else list(side[:-1]) for side in (head.left, head.right)
    )
    return (
        [*left, *[""] * (rows - 1 - len(left)), head.left[-1]],
        [*right, *[""] * (rows - 1 - len(right)), head.right[-1]],
    )


def _xlsx_cell(sheet: Any, y: int, x: int, cell: Cell, form: Any) -> None:
    if cell.across > 1 or cell.down > 1:
        sheet.merge_range(y, x, y + cell.down - 1, x + cell.across - 1, cell.text, form)
    elif cell.text.isdecimal() and not cell.text.startswith("0"):
        sheet.write_number(y, x, int(cell.text), form)
    else:
        sheet.write_string(y, x, cell.text, form)


# ---- PDF -----------------------------------------------------------------------------------------------------


def to_pdf(case: Case) -> bytes:
    """By reportlab, on a page that lies on its side."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak as Break
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    files = font_files()
    if files is None:
        raise FileNotFoundError("expected a font with Vietnamese letters; install fonts-liberation2")
    for name, file in zip(("Stranger", "Stranger-Bold"), files, strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily("Stranger", normal="Stranger", bold="Stranger-Bold")
    plain = ParagraphStyle("plain", fontName="Stranger", fontSize=11, leading=14)
    middle = ParagraphStyle("middle", parent=plain, alignment=1)

    def words(text: str, *, bold: bool = False, struck: bool = False, centred: bool = False) -> Any:
        shown = html.escape(text).replace("\n", "<br/>")
        shown = f"<strike>{shown}</strike>" if struck else shown
        return Paragraph(f"<b>{shown}</b>" if bold else shown, middle if centred else plain)

    width = landscape(A4)[0] - 80
    story: list[Any] = []
    for block in _letters(case.blocks, "NFC" if case.axes["letters"] == "NFD" else case.axes["letters"]):
        if isinstance(block, PageBreak):
            story.append(Break())
        elif isinstance(block, Line):
            story.append(words(block.text, bold=block.bold, centred=block.centred))
        elif isinstance(block, Letterhead) and block.form in {"table", "tabs"}:
            rows = [
                [words(a, centred=True), words(b, centred=True)] for a, b in zip(*_even(block), strict=True)
            ]
            story += [Table(rows, [width * 0.45, width * 0.55]), Spacer(1, 8)]
        elif isinstance(block, Letterhead):
            story += [words(text, centred=True) for text in _bars(block)]
        else:
            squares: list[list[Any]] = [["" for _ in range(block.columns)] for _ in block.rows]
            style: list[tuple[Any, ...]] = [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
            for y, x, cell in placed(block):
                squares[y][x] = words(cell.text, bold=cell.bold, struck=cell.struck)
                if cell.across > 1 or cell.down > 1:
                    style.append(("SPAN", (x, y), (x + cell.across - 1, y + cell.down - 1)))
            whole = sum(block.widths)
            table = Table(squares, [width * share / whole for share in block.widths], repeatRows=block.heads)
            table.setStyle(TableStyle(style))
            story += [table, Spacer(1, 6)]
    out = io.BytesIO()
    SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40, invariant=1
    ).build(story)
    return out.getvalue()


def to_scan(pdf: bytes, seed: int) -> bytes:
    """Pages at 200 dpi, as JPEG, a little askew and grey where the seed is odd."""
    import pypdfium2
    from PIL import Image, ImageFilter

    rng = Random(f"stranger scan {seed}")
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for number in range(len(document)):
        picture = document[number].render(scale=200 / 72).to_pil().convert("L")
        if seed % 2:
            picture = picture.rotate(rng.uniform(-0.6, 0.6), fillcolor=255, resample=Image.Resampling.BICUBIC)
            picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        pages.append(picture)
    document.close()
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=75, creationDate=_NO_CLOCK, modDate=_NO_CLOCK
    )  # fmt: skip
    return out.getvalue()
