"""One paper as files: HTML, DOCX, XLSX, PDF drawn by reportlab; DOC and PDF by LibreOffice, many files in one call.

How a text is typed differs by format: marks apart (NFD) everywhere, the fonts before Unicode in Word files, the
spaces that kerning leaves inside syllables in PDF.
"""

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from benchmarks.truth.cases import Case
from benchmarks.truth.paper import Block, Grid, Line, Paper, Placed, Turn, placed, retyped
from niemyet.transforms.language.text import _TCVN3

#: Where Debian keeps a font with all Vietnamese letters (fonts-liberation2, fonts-dejavu-core).
FONTS = tuple(
    Path("/usr/share/fonts/truetype") / name
    for name in (
        "liberation2/LiberationSerif-{}.ttf",
        "liberation/LiberationSerif-{}.ttf",
        "dejavu/DejaVuSerif{}.ttf",
    )
)
_NARROW = "\ue000"  # a space that takes no room, while a PDF is made
_NBSP = "\u00a0"


# ---- how texts are typed ---------------------------------------------------------------------------------


def typed(case: Case, *, pdf: bool = False) -> Paper:
    """The paper with marks apart and kerning spaces, where the case and the format have them."""
    paper = case.paper
    if pdf and case.kerning != "none":
        sign = _NARROW if case.kerning == "narrow" else " "
        paper = retyped(paper, lambda text: _kerned(text, sign))
    if case.nfd:
        paper = retyped(paper, lambda text: unicodedata.normalize("NFD", text))
    return paper


#: Letters that come from another font in PDFs of old converters: the ones with two marks or a dot below.
_SECOND_FONT = re.compile("(?<=[^\\W\\d_])(?=[\u1ea0-\u1ef9ươƯƠ])")


def _kerned(text: str, sign: str) -> str:
    """About a third of the places before letters of a second font get a space; codes and numbers have none."""
    rng = Random(text)
    return _SECOND_FONT.sub(lambda _: sign if rng.random() < 0.3 else "", text)


# ---- HTML ------------------------------------------------------------------------------------------------


def to_html(case: Case) -> bytes:
    """Spans as spans; every third cell left unclosed, as pages have it."""
    body = []
    for block in typed(case):
        if isinstance(block, Line):
            body.append(f"<p>{_breaks(block.text)}</p>")
        elif isinstance(block, Grid):
            body.append(f"<table>{''.join(_html_rows(block))}</table>")
        else:
            body.append("<hr/>")
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Quyết định</title></head><body>"
        f"<div class='content'>{''.join(body)}</div></body></html>"
    ).encode()


def _html_rows(grid: Grid) -> Iterator[str]:
    for number, places in enumerate(placed(grid)):
        cells = []
        for place in places:
            if not place.own:
                continue
            one = place.cell
            spans = f' colspan="{one.across}"' * (one.across > 1) + f' rowspan="{one.down}"' * (one.down > 1)
            text = f"<b>{_breaks(one.text)}</b>" if one.bold else _breaks(one.text)
            cells.append(f"<td{spans}>{text}" + ("" if (number + place.column) % 3 == 0 else "</td>"))
        yield f"<tr>{''.join(cells)}</tr>"


def _breaks(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


# ---- DOCX ------------------------------------------------------------------------------------------------


def to_docx(case: Case) -> bytes:
    """With merged cells, header rows marked, landscape sections, and the font that the case is typed in."""
    return _word(typed(case), legacy=case.legacy)


def to_docx_for_pdf(case: Case) -> bytes:
    """The same for printing to PDF: Unicode, with the kerning of the case and page numbers."""
    return _word(typed(case, pdf=True), legacy=False, page_numbers=True)


def _word(paper: Paper, *, legacy: bool, page_numbers: bool = False) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = ".VnTime" if legacy else "Times New Roman"
    style.font.size = Pt(12)
    style.paragraph_format.space_after = Pt(3)
    _page(document.sections[0], turned=False)
    if page_numbers:
        _number_pages(document.sections[0])
    for block in paper:
        if isinstance(block, Line):
            paragraph = document.add_paragraph()
            paragraph.alignment = _WORD_ALIGN[block.align]
            _type(paragraph, block.text, bold=block.bold, legacy=legacy)
        elif isinstance(block, Turn):
            _page(document.add_section(WD_SECTION.NEW_PAGE), turned=block.landscape)
        else:
            _word_table(document, block, legacy=legacy)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_WORD_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def _page(section: Any, *, turned: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    short, long = Cm(21), Cm(29.7)
    section.page_width, section.page_height = (long, short) if turned else (short, long)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)


def _number_pages(section: Any) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = text
        run._r.append(node)


def _word_table(document: Any, grid: Grid, *, legacy: bool) -> None:
    rows = placed(grid)
    table = document.add_table(rows=len(rows), cols=len(grid.widths))
    if grid.ruled:
        table.style = "Table Grid"
    table.autofit = False
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [int(room * share / sum(grid.widths)) for share in grid.widths]
    grid_columns = table._tbl.tblGrid.findall(qn("w:gridCol"))
    for column, width in zip(grid_columns, widths, strict=True):
        column.set(qn("w:w"), str(int(width / 635)))
    nodes = [list(line._tr.tc_lst) for line in table.rows]
    for number, places in enumerate(rows):
        if grid.repeats and number < grid.header_rows:
            table.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for place in places:
            _word_cell(table, nodes[number], place, widths, legacy=legacy)


def _word_cell(table: Any, nodes: list[Any], place: Placed, widths: list[int], *, legacy: bool) -> None:
    """One place of a row; merges are written as Word writes them, gridSpan and vMerge."""
    node, one = nodes[place.column], place.cell
    properties = node.get_or_add_tcPr()
    width = sum(widths[place.column : place.column + one.across])
    node.width = width
    if one.across > 1:
        properties.grid_span = one.across
        for other in nodes[place.column + 1 : place.column + one.across]:
            other.getparent().remove(other)
    if one.down > 1:
        node.vMerge = "restart" if place.own else "continue"
    if not place.own:
        return
    cell = docx.table._Cell(node, table)
    for number, line in enumerate(one.text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if one.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _type(paragraph, line, bold=one.bold, legacy=legacy, size=11 if len(widths) < 8 else 9)


def _type(paragraph: Any, text: str, *, bold: bool, legacy: bool, size: int | None = None) -> None:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for font, part, points in _runs(line, legacy=legacy):
            run = paragraph.add_run(part)
            run.bold = bold or None
            if height := points or size:
                run.font.size = Pt(height)
            if font:
                run.font.name = font


def _runs(text: str, *, legacy: bool) -> Iterator[tuple[str | None, str, int | None]]:
    """(font, text, size) of the runs of a line: legacy fonts by case, narrow spaces as tiny ones."""
    if legacy:
        yield from ((font, part, None) for font, part in _in_vn_fonts(text))
        return
    parts = text.split(_NARROW)
    for number, part in enumerate(parts):
        if number:
            yield None, _NBSP, 1
        if part:
            yield None, part, None


_TO_TCVN3 = {letter: chr(code) for code, letter in _TCVN3.items()}


def _in_vn_fonts(text: str) -> Iterator[tuple[str, str]]:
    """A Unicode text as runs of .VnTime, and of .VnTimeH for the capitals that TCVN3 has no code for (T7, T9)."""
    whole = unicodedata.normalize("NFC", text)
    for word in re.findall(r"\s+|[^\s]+", whole):
        if word.isupper() and len(word) > 1:
            yield ".VnTimeH", _encoded(word.lower())
            continue
        for piece in re.findall(r"[À-ỸĐ]|[^À-ỸĐ]+", word):
            lone = len(piece) == 1 and piece.isupper() and piece not in _TO_TCVN3 and not piece.isascii()
            yield (".VnTimeH", _encoded(piece.lower())) if lone else (".VnTime", _encoded(piece))


def _encoded(text: str) -> str:
    return "".join(_TO_TCVN3.get(sign, sign) for sign in text)


# ---- XLSX ------------------------------------------------------------------------------------------------


def to_xlsx(case: Case) -> bytes:
    """The whole decision down one sheet with the annex as merged ranges, or a sheet for each annex and no more."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    plain = {"text_wrap": True, "valign": "top"}
    formats = {
        "": book.add_format(plain),
        "bold": book.add_format({**plain, "bold": True}),
        "ruled": book.add_format({**plain, "border": 1}),
        "ruled bold": book.add_format({**plain, "border": 1, "bold": True, "align": "center"}),
    }
    for number, blocks in enumerate(_sheets(typed(case), whole=case.xlsx == "whole"), start=1):
        _sheet(book.add_worksheet("QĐ" if case.xlsx == "whole" else f"PL {number}"), blocks, formats)
    book.close()
    return out.getvalue()


def _sheets(paper: Paper, *, whole: bool) -> list[list[Block]]:
    if whole:
        return [list(paper)]
    sheets: list[list[Block]] = []
    for block in paper:
        if isinstance(block, Line) and block.opens_annex:
            sheets.append([])
        if sheets:
            sheets[-1].append(block)
    return sheets


def _sheet(sheet: Any, blocks: Sequence[Block], formats: dict[str, Any]) -> None:
    """Tables of several widths share the columns of one sheet: the widest gives their number."""
    width = max((len(block.widths) for block in blocks if isinstance(block, Grid)), default=1)
    line = 0
    for block in blocks:
        if isinstance(block, Line):
            form = formats["bold" if block.bold else ""]
            _merge(sheet, (line, 0, line, width - 1), block.text, form)
            line += 1
        elif isinstance(block, Grid):
            line = _sheet_table(sheet, block, line, width, formats)


def _sheet_table(sheet: Any, grid: Grid, top: int, width: int, formats: dict[str, Any]) -> int:
    # A table without rules only places text; its columns are spread over the width of the sheet.
    columns = len(grid.widths)
    edges = list(range(columns + 1))
    if not grid.ruled:
        edges = [place * width // columns for place in range(columns)] + [width]
    rows = placed(grid)
    for number, places in enumerate(rows):
        for place in places:
            if not place.own:
                continue
            one = place.cell
            form = formats[("ruled bold" if one.bold else "ruled") if grid.ruled else ""]
            last = edges[place.column + one.across] - 1
            area = (
                top + number,
                edges[place.column],
                top + number + one.down - 1,
                max(last, edges[place.column]),
            )
            _merge(sheet, area, one.text, form)
    return top + len(rows)


def _merge(sheet: Any, area: tuple[int, int, int, int], text: str, form: Any) -> None:
    first_row, first_column, last_row, last_column = area
    if (first_row, first_column) == (last_row, last_column):
        if re.fullmatch(r"\d{1,3}", text) and text[0] != "0":
            sheet.write_number(first_row, first_column, int(text), form)
        else:
            sheet.write_string(first_row, first_column, text, form)
        return
    sheet.merge_range(first_row, first_column, last_row, last_column, "", form)
    sheet.write_string(first_row, first_column, text, form)


# ---- PDF by reportlab ------------------------------------------------------------------------------------


def font_files() -> tuple[Path, Path] | None:
    """Regular and bold of a serif font with Vietnamese letters; None where the machine has none."""
    for pattern in FONTS:
        for regular, bold in (("Regular", "Bold"), ("", "-Bold")):
            files = (Path(str(pattern).format(regular)), Path(str(pattern).format(bold)))
            if all(file.exists() for file in files):
                return files
    return None


def _fonts() -> None:
    if "Truth" in pdfmetrics.getRegisteredFontNames():
        return
    files = font_files()
    if files is None:
        raise FileNotFoundError(
            f"expected a font with Vietnamese letters at one of {FONTS}; install fonts-liberation2"
        )
    pdfmetrics.registerFont(TTFont("Truth", str(files[0])))
    pdfmetrics.registerFont(TTFont("Truth-Bold", str(files[1])))
    pdfmetrics.registerFontFamily(
        "Truth", normal="Truth", bold="Truth-Bold", italic="Truth", boldItalic="Truth-Bold"
    )


def to_reportlab_pdf(case: Case) -> bytes:
    """Ruled tables whose rows may break over pages; stroked rules, colours and paddings drawn from the seed."""
    _fonts()
    rng = Random(f"page {case.seed}")
    size = rng.choice((8.5, 9.0, 10.0))
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, leftMargin=2 * cm, rightMargin=1.5 * cm, topMargin=1.8 * cm, bottomMargin=1.8 * cm, invariant=1
    )
    document.addPageTemplates(
        [_template(document, A4, "upright"), _template(document, landscape(A4), "landscape")]
    )
    look = _Look(
        size, rng.choice((0.25, 0.5, 0.75, 1.0)), rng.choice((colors.black, colors.black, colors.grey))
    )
    story: list[Any] = []
    width = A4[0] - 3.5 * cm
    for block in typed(case, pdf=True):
        if isinstance(block, Turn):
            width = (A4[1] if block.landscape else A4[0]) - 3.5 * cm
            story += [NextPageTemplate("landscape" if block.landscape else "upright"), PageBreak()]
        elif isinstance(block, Line):
            story += [_shown(block.text, look, size + 1, block.align, bold=block.bold), Spacer(1, 4)]
        else:
            story += [_drawn(block, width, look), Spacer(1, 6)]
    document.build(story)
    return out.getvalue()


class _Look:
    """How the tables of one file are drawn."""

    def __init__(self, size: float, rule: float, colour: Any) -> None:
        self.size, self.rule, self.colour = size, rule, colour


def _template(document: BaseDocTemplate, size: tuple[float, float], name: str) -> PageTemplate:
    frame = Frame(
        document.leftMargin,
        document.bottomMargin,
        size[0] - document.leftMargin - document.rightMargin,
        size[1] - document.topMargin - document.bottomMargin,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def number(canvas: Any, _: Any) -> None:
        if canvas.getPageNumber() > 1:
            canvas.setFont("Truth", 11)
            canvas.drawCentredString(size[0] / 2, size[1] - 1.2 * cm, str(canvas.getPageNumber()))

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "justify": TA_JUSTIFY, "right": TA_RIGHT}


def _shown(text: str, look: _Look, size: float, align: str, *, bold: bool) -> Paragraph:
    style = ParagraphStyle(
        "x",
        fontName="Truth-Bold" if bold else "Truth",
        fontSize=size,
        leading=size * 1.2,
        alignment=_ALIGN[align],
        splitLongWords=1,
    )
    text = re.sub(" {2,}", lambda found: _NBSP * len(found.group()), text)  # blanks to be filled in by hand
    marked = _breaks(text).replace(_NARROW, f'<font size="1">{_NBSP}</font>')
    return Paragraph(marked, style)


def _drawn(grid: Grid, width: float, look: _Look) -> Table:
    rows = placed(grid)
    data: list[list[Any]] = [["" for _ in grid.widths] for _ in rows]
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP" if grid.ruled else "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]  # fmt: skip
    if grid.ruled:
        style.append(("GRID", (0, 0), (-1, -1), look.rule, look.colour))
        # A row that breaks over a page is closed below and opened above, as word processors draw it.
        style.append(("LINEBELOW", (0, "inrowsplitstart"), (-1, "inrowsplitstart"), look.rule, look.colour))
        style.append(("LINEABOVE", (0, "inrowsplitend"), (-1, "inrowsplitend"), look.rule, look.colour))
    for number, places in enumerate(rows):
        for place in places:
            if not place.own:
                continue
            one = place.cell
            align = "center" if one.centred or not grid.ruled else "left"
            data[number][place.column] = _shown(one.text, look, look.size, align, bold=one.bold)
            if one.across > 1 or one.down > 1:
                corner = (place.column + one.across - 1, number + one.down - 1)
                style.append(("SPAN", (place.column, number), corner))
    shares = [width * share / sum(grid.widths) for share in grid.widths]
    return Table(
        data,
        colWidths=shares,
        style=style,
        repeatRows=grid.header_rows if grid.repeats else 0,
        splitByRow=1,
        splitInRow=1,
    )


# ---- DOC and PDF by LibreOffice ----------------------------------------------------------------------------


def convert(files: Sequence[Path], form: str, into: Path, profile: Path, *, seconds: int = 600) -> None:
    """Many files in one call of soffice, with a profile of its own. `form`: "doc" or "pdf".

    Raises RuntimeError when a file did not come out; FileNotFoundError without LibreOffice.
    """
    into.mkdir(parents=True, exist_ok=True)
    target = {"doc": "doc:MS Word 97", "pdf": "pdf:writer_pdf_Export"}[form]
    command = [
        "soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", target,
        "--outdir", str(into), *map(str, files),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, timeout=seconds)
    missing = [file.name for file in files if not (into / f"{file.stem}.{form}").exists()]
    if missing:
        raise RuntimeError(
            f"soffice made no {form} of {missing[:5]}: {done.stderr.decode(errors='replace')[:400]}"
        )
