"""The same paper as DOCX, HTML, XLSX, PDF, text, Markdown and as a scan; DOC and a second PDF come from LibreOffice."""

import html
import io
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any, TypeVar

from benchmarks.strangers.cases import Case
from benchmarks.strangers.paper import (
    Block,
    Cell,
    Grid,
    Letterhead,
    Line,
    Look,
    PageBreak,
    Part,
    Terms,
    has_looks,
    parts_of,
    placed,
)
from benchmarks.truth.renderers import font_files

_NO_CLOCK = time.gmtime(0)
_Worded = TypeVar("_Worded", Cell, Line)
#: Which looks a format can show. Markdown and text strike with tildes.
SHOWS: dict[str, frozenset[Look]] = {
    "html": frozenset(Look),
    "docx": frozenset(Look) - {Look.FAINT},
    "xlsx": frozenset(Look) - {Look.FAINT, Look.DELETED, Look.STYLED},
    "pdf": frozenset(Look) - {Look.FAINT, Look.DELETED, Look.STYLED},
    "text": frozenset({Look.PLAIN, Look.STRUCK}),
    "markdown": frozenset({Look.PLAIN, Look.STRUCK, Look.DELETED}),
}
#: Which formats can say something when one points at words.
TELLS = frozenset({"html", "xlsx"})
_GREY = "BFBFBF"  # as word processors call "white, darker 25 %"


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


def _changed(one: _Worded, change: Callable[[str], str]) -> _Worded:
    """The words of a cell or line in other letters, those of its parts too."""
    parts = tuple(replace(part, text=change(part.text)) for part in one.parts)
    return replace(one, text=change(one.text), parts=parts)


def _lettered_cell(cell: Cell, form: str, place: int) -> Cell:
    if cell.parts:
        return _changed(cell, partial(lettered, form=form, place=place))
    return replace(cell, text=_in_cell(cell, form, place))


def _letters(blocks: tuple[Block, ...], form: str) -> list[Block]:
    found: list[Block] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Line):
            found.append(_changed(block, partial(lettered, form=form, place=place)))
        elif isinstance(block, Grid):
            rows = tuple(tuple(_lettered_cell(c, form, place) for c in row) for row in block.rows)
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
        elif isinstance(block, Terms):
            for one in block.lines:
                _docx_line(document, one)
        else:
            _docx_grid(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_line(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = 1 if line.centred else None
    for part in parts_of(line):
        _docx_run(paragraph, part, bold=line.bold)


def _docx_run(paragraph: Any, part: Part, *, bold: bool) -> None:
    """Words as a run; line feeds in them are breaks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    run = paragraph.add_run(part.text)
    run.bold = bold
    run.font.strike = True if part.look is Look.STRUCK else None
    run.font.double_strike = True if part.look is Look.DELETED else None
    run.font.hidden = True if part.look is Look.HIDDEN else None
    run.font.superscript = True if part.look is Look.RAISED else None
    if part.look is Look.PALE:
        run.font.color.rgb = RGBColor.from_string(_GREY)
    if part.look is Look.STYLED:
        styles = run.part.document.styles
        if "Gạch" not in styles:
            styles.add_style("Gạch", WD_STYLE_TYPE.CHARACTER).font.strike = True
        run.style = styles["Gạch"]


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
        paragraph = square.paragraphs[0]
        if cell.numbered:
            paragraph.style = "List Number"
        if has_looks(cell):
            for part in parts_of(cell):
                _docx_run(paragraph, part, bold=cell.bold)
            continue
        first, *rest = cell.text.split("\n")
        for place, text in enumerate((first, *rest)):
            (paragraph if place == 0 else square.add_paragraph()).add_run(text).bold = cell.bold


# ---- HTML ----------------------------------------------------------------------------------------------------


def to_html(case: Case) -> bytes:
    """As a portal's editor leaves it: paragraphs and tables with spans."""
    parts = ["<html><head><meta charset='utf-8'></head><body>"]
    for block in _letters(case.blocks, case.axes["letters"]):
        if isinstance(block, PageBreak):
            parts.append("<hr>")
        elif isinstance(block, Line):
            parts.append(f"<p>{_html_words(block)}</p>")
        elif isinstance(block, Letterhead):
            parts.append(_html_letterhead(block))
        elif isinstance(block, Terms):
            pairs = (
                f"<dt>{_html_words(label)}</dt><dd>{_html_words(said)}</dd>" for label, said in block.pairs
            )
            parts.append(f"<dl>{''.join(pairs)}</dl>")
        else:
            parts.append(_html_grid(block))
    return ("\n".join(parts) + "</body></html>").encode()


def _html_words(one: Line | Cell) -> str:
    text = "".join(map(_html_part, parts_of(one)))
    return f"<b>{text}</b>" if one.bold else text


def _html_part(part: Part) -> str:
    text = html.escape(part.text).replace("\n", "<br>")
    text = {
        Look.PLAIN: "{0}",
        Look.STRUCK: "<s>{0}</s>",
        Look.DELETED: "<del>{0}</del>",
        Look.STYLED: "<span style='text-decoration:line-through'>{0}</span>",
        Look.PALE: "<span style='color:#cccccc'>{0}</span>",
        Look.FAINT: "<span style='opacity:.3'>{0}</span>",
        Look.HIDDEN: "<span style='display:none'>{0}</span>",
        Look.RAISED: "<sup>{0}</sup>",
    }[part.look].format(text)
    return f"<span title='{html.escape(part.told)}'>{text}</span>" if part.told else text


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
            spans = f" colspan='{cell.across}'" * (cell.across > 1) + f" rowspan='{cell.down}'" * (
                cell.down > 1
            )
            cells.append(f"<td{spans}>{_html_words(cell)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'>{''.join(rows)}</table>"


# ---- XLSX ----------------------------------------------------------------------------------------------------


def to_xlsx(case: Case) -> bytes:
    """The decision on the first sheet, its annex on a second one."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    forms = {
        (bold, look): book.add_format({"bold": bold, **_XLSX_LOOKS.get(look, {}), "text_wrap": True, "border": 1})
        for bold in (False, True) for look in Look
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


_XLSX_LOOKS: dict[Look, dict[str, Any]] = {
    Look.STRUCK: {"font_strikeout": True},
    Look.PALE: {"font_color": f"#{_GREY}"},
    Look.HIDDEN: {"font_color": "#FFFFFF"},
    Look.RAISED: {"font_script": 1},
}
_Forms = dict[tuple[bool, Look], Any]


def _xlsx_block(sheet: Any, block: Block, row: int, forms: _Forms) -> int:
    if isinstance(block, PageBreak):
        return row
    if isinstance(block, Line):
        if has_looks(block):
            _xlsx_words(sheet, row, 0, block, forms)
        else:
            sheet.write_string(row, 0, block.text)
        return row + 1
    if isinstance(block, Terms):
        for one in block.lines:
            row = _xlsx_block(sheet, one, row, forms)
        return row
    if isinstance(block, Letterhead):
        for y, (left, right) in enumerate(zip(*_even(block), strict=True)):
            sheet.write_string(row + y, 0, left)
            sheet.write_string(row + y, 4, right)
        return row + len(_even(block)[0])
    for y, x, cell in placed(block):
        _xlsx_cell(sheet, row + y, x, cell, forms)
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


def _xlsx_words(sheet: Any, y: int, x: int, one: Line | Cell, forms: _Forms) -> None:
    """Words of one look as the look of their cell, others as runs in it; what is told, as its note."""
    parts = [part for part in parts_of(one) if part.text]
    if len(parts) == 1:
        sheet.write_string(y, x, parts[0].text, forms[one.bold, parts[0].look])
    else:
        runs = [piece for part in parts for piece in (forms[one.bold, part.look], part.text)]
        sheet.write_rich_string(y, x, *runs, forms[one.bold, Look.PLAIN])
    for part in parts:
        if part.told:
            sheet.write_comment(y, x, part.told)


def _xlsx_cell(sheet: Any, y: int, x: int, cell: Cell, forms: _Forms) -> None:
    form = forms[cell.bold, Look.PLAIN]
    if cell.across > 1 or cell.down > 1:
        look = parts_of(cell)[0].look
        sheet.merge_range(y, x, y + cell.down - 1, x + cell.across - 1, cell.text, forms[cell.bold, look])
    elif has_looks(cell) and cell.text:
        _xlsx_words(sheet, y, x, cell, forms)
    elif cell.text.isdecimal() and not cell.text.startswith("0"):
        sheet.write_number(y, x, int(cell.text), form)
    else:
        sheet.write_string(y, x, cell.text, form)


# ---- PDF -----------------------------------------------------------------------------------------------------


def to_pdf(case: Case) -> bytes:
    """By reportlab, on a page that lies on its side."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak as Break
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    files = font_files()
    if files is None:
        raise FileNotFoundError("expected a font with Vietnamese letters; install fonts-liberation2")
    for name, file in zip(("Stranger", "Stranger-Bold"), files, strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily("Stranger", normal="Stranger", bold="Stranger-Bold")
    plain = ParagraphStyle("plain", fontName="Stranger", fontSize=11, leading=14)
    middle = ParagraphStyle("middle", parent=plain, alignment=1)

    def words(text: str, *, centred: bool = False) -> Any:
        return written(Line(text), centred=centred)

    def written(one: Line | Cell, *, centred: bool = False) -> Any:
        shown = "".join(map(_pdf_part, parts_of(one)))
        return Paragraph(f"<b>{shown}</b>" if one.bold else shown, middle if centred else plain)

    width = landscape(A4)[0] - 80
    story: list[Any] = []
    for block in _letters(case.blocks, "NFC" if case.axes["letters"] == "NFD" else case.axes["letters"]):
        if isinstance(block, PageBreak):
            story.append(Break())
        elif isinstance(block, Line):
            story.append(written(block, centred=block.centred))
        elif isinstance(block, Terms):
            story += map(written, block.lines)
        elif isinstance(block, Letterhead) and block.form in {"table", "tabs"}:
            rows = [
                [words(a, centred=True), words(b, centred=True)] for a, b in zip(*_even(block), strict=True)
            ]
            story += [Table(rows, [width * 0.45, width * 0.55]), Spacer(1, 8)]
        elif isinstance(block, Letterhead):
            story += [words(text, centred=True) for text in _bars(block)]
        else:
            story += [_pdf_grid(block, written, width), Spacer(1, 6)]
    out = io.BytesIO()
    SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40, invariant=1
    ).build(story)
    return out.getvalue()


def _pdf_grid(grid: Grid, written: Callable[[Cell], Any], width: float) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    squares: list[list[Any]] = [["" for _ in range(grid.columns)] for _ in grid.rows]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    for y, x, cell in placed(grid):
        squares[y][x] = written(cell)
        if cell.across > 1 or cell.down > 1:
            style.append(("SPAN", (x, y), (x + cell.across - 1, y + cell.down - 1)))
    whole = sum(grid.widths)
    table = Table(squares, [width * share / whole for share in grid.widths], repeatRows=grid.heads)
    table.setStyle(TableStyle(style))
    return table


def _pdf_part(part: Part) -> str:
    text = html.escape(part.text).replace("\n", "<br/>")
    return {
        Look.STRUCK: "<strike>{0}</strike>",
        Look.PALE: f"<font color='#{_GREY}'>{{0}}</font>",
        Look.HIDDEN: "<font color='#FFFFFF'>{0}</font>",
        Look.RAISED: "<super>{0}</super>",
    }.get(part.look, "{0}").format(text)


# ---- text ----------------------------------------------------------------------------------------------------


def to_text(case: Case) -> bytes:
    """As a mail or an old editor has it: cells between bars, what reaches over several only where it begins."""
    return "\n".join(_typed(case, mark=False)).encode()


def to_markdown(case: Case) -> bytes:
    """As converters leave it: a paragraph a line, tables with a rule below their header."""
    return "\n\n".join(_typed(case, mark=True)).encode()


def _typed(case: Case, *, mark: bool) -> list[str]:
    found: list[str] = []
    for block in case.blocks:
        if isinstance(block, Line):
            found.append(_typed_words(block, mark=mark))
        elif isinstance(block, Terms):
            found += [_typed_words(one, mark=mark) for one in block.lines]
        elif isinstance(block, Letterhead):
            found += [text for text in (*block.left, *block.right) if text]
        elif isinstance(block, Grid):
            found.append("\n".join(_typed_grid(block, mark=mark)))
    return found


def _typed_words(one: Line | Cell, *, mark: bool) -> str:
    return "".join(_typed_part(part, mark=mark) for part in parts_of(one))


def _typed_part(part: Part, *, mark: bool) -> str:
    looks = {Look.STRUCK: "~~{0}~~", Look.DELETED: "<del>{0}</del>"}
    return looks.get(part.look, "{0}").format(part.text.replace("\n", "<br>" if mark else " "))


def _typed_grid(grid: Grid, *, mark: bool) -> list[str]:
    squares = [["" for _ in range(grid.columns)] for _ in grid.rows]
    for y, x, cell in placed(grid):
        squares[y][x] = _typed_words(cell, mark=mark)
    rows = [f"| {' | '.join(row)} |" if mark else " | ".join(row) for row in squares]
    return [rows[0], f"|{'---|' * grid.columns}", *rows[1:]] if mark else rows


# ---- scans ---------------------------------------------------------------------------------------------------


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


#: Every format that is written here without LibreOffice.
ALL: dict[str, Callable[[Case], bytes]] = {
    "html": to_html,
    "docx": to_docx,
    "xlsx": to_xlsx,
    "pdf": to_pdf,
    "text": to_text,
    "markdown": to_markdown,
}


def looks_of(case: Case) -> frozenset[Look]:
    """The looks that words of a paper have."""
    held = [one for block in case.blocks for one in words_of(block)]
    return frozenset(part.look for one in held for part in parts_of(one))


def words_of(block: Block) -> list[Line | Cell]:
    """All cells and lines of a block."""
    if isinstance(block, Line):
        return [block]
    if isinstance(block, Terms):
        return list(block.lines)
    return [one for row in block.rows for one in row] if isinstance(block, Grid) else []
