"""Blocks → bytes: an HTML attachment, a DOCX file, an XLSX inventory. Same blocks, same bytes.

The DOCX is written part by part (a millisecond or two a file, where python-docx takes a hundred); no clock goes
into it: core properties and zip entries bear one fixed date.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from xml.sax.saxutils import escape as xml_escape

import xlsxwriter

from niemyet.demo.annex import Block, Grid, TableCell, Text

_EPOCH = datetime(2021, 12, 1)  # noqa: DTZ001 - Office files store a time without a zone
#: A day before the script begins, the same in every file; chosen, not measured.
_ZIP_TIME = (2021, 12, 1, 0, 0, 0)
# Rows on a page of an HTML attachment before its header row comes again; chosen, not measured:
_REPEAT_AFTER = 12
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


# ---- HTML -------------------------------------------------------------------------------------------


def to_html(title: str, blocks: Iterable[Block]) -> bytes:
    """An attachment as a word processor would save it: one file, UTF-8, tables with spans."""
    body = "\n".join(_html_block(block) for block in blocks)
    head = (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>\n<body>\n"
    )
    return (head + body + "\n</body></html>\n").encode()


def _html_block(block: Block) -> str:
    if isinstance(block, Text):
        text = _lines(escape(block.text, quote=False))
        inner = f"<b>{text}</b>" if "bold" in block.style else text
        return f'<p style="text-align:center">{inner}</p>' if "center" in block.style else f"<p>{inner}</p>"
    border = ' border="1"' if block.borders else ""
    return f"<table{border}>\n{''.join(_html_rows(block))}</table>"


def _html_rows(grid: Grid) -> Iterable[str]:
    header = "".join(
        f"<tr>{''.join(_html_cell(box, 'th') for box in row)}</tr>\n" for row in grid.rows[: grid.header_rows]
    )
    if header:
        yield f"<thead>\n{header}</thead>\n"
    open_until = since = 0
    for number, row in enumerate(grid.rows[grid.header_rows :]):
        if header and since >= _REPEAT_AFTER and number >= open_until:
            yield header.replace("<th", "<td").replace("</th>", "</td>")
            since = 0
        since += 1
        open_until = max(open_until, *(number + box.rowspan for box in row), 0)
        yield f"<tr>{''.join(_html_cell(box, 'td') for box in row)}</tr>\n"


def _html_cell(box: TableCell, tag: str) -> str:
    spans = (f' colspan="{box.colspan}"' if box.colspan > 1 else "") + (
        f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    )
    return f"<{tag}{spans}>{_lines(escape(box.text, quote=False))}</{tag}>"


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")


# ---- DOCX -------------------------------------------------------------------------------------------

_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/></Relationships>'
)
_DOCUMENT_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
)
_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style></w:styles>"
)


def to_docx(title: str, blocks: Iterable[Block]) -> bytes:
    """A Word file: tables with gridSpan, vMerge and marked header rows."""
    body = "".join(_docx_block(block) for block in blocks)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body>'
        "</w:document>"
    )
    parts = (
        ("[Content_Types].xml", _CONTENT_TYPES),
        ("_rels/.rels", _RELATIONSHIPS),
        ("docProps/core.xml", _core(title)),
        ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONSHIPS),
        ("word/styles.xml", _STYLES),
        ("word/document.xml", document),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            _write(package, name, text.encode())
    return out.getvalue()


def _core(title: str) -> str:
    stamp = _EPOCH.isoformat() + "Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_escape(title)}</dc:title><dc:creator>Văn phòng UBND</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def _write(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    package.writestr(info, data)


def _docx_block(block: Block) -> str:
    if isinstance(block, Text):
        return _docx_paragraph(block.text, center="center" in block.style, bold="bold" in block.style)
    border = '<w:tblStyle w:val="TableGrid"/>' if block.borders else ""
    grid = '<w:gridCol w:w="1200"/>' * block.width
    rows = "".join(_docx_rows(block))
    # a paragraph after each table: Word joins tables that touch
    return f'<w:tbl><w:tblPr>{border}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>'


def _docx_rows(grid: Grid) -> Iterable[str]:
    below: dict[int, tuple[int, int]] = {}  # column → rows still to cover, columns that the cell spans
    for number, row in enumerate(grid.rows):
        cells: list[str] = []
        column, boxes = 0, iter(row)
        while column < grid.width:
            left, span = below.get(column, (0, 1))
            if left:
                cells.append(_docx_cell("", span, "<w:vMerge/>"))
                below[column] = (left - 1, span)
                column += span
                continue
            box = next(boxes, TableCell(""))
            merge = '<w:vMerge w:val="restart"/>' if box.rowspan > 1 else ""
            cells.append(_docx_cell(box.text, box.colspan, merge, bold=number < grid.header_rows))
            if box.rowspan > 1:
                below[column] = (box.rowspan - 1, box.colspan)
            column += box.colspan
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if number < grid.header_rows else ""
        yield f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def _docx_cell(text: str, span: int, merge: str, *, bold: bool = False) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraphs = "".join(_docx_paragraph(line, bold=bold) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{spans}{merge}</w:tcPr>{paragraphs}</w:tc>'


def _docx_paragraph(text: str, *, center: bool = False, bold: bool = False) -> str:
    style = '<w:pPr><w:jc w:val="center"/></w:pPr>' if center else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{xml_escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{style}<w:r>{weight}{lines}</w:r></w:p>"


# ---- XLSX -------------------------------------------------------------------------------------------


def to_xlsx(title: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """An inventory as a counter keeps it: merged title rows, a blank row, the header, the rows."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": title[0], "author": "Bộ phận Một cửa", "created": _EPOCH})
    sheet = workbook.add_worksheet("Kiểm kê")
    bold = workbook.add_format({"bold": True, "align": "center", "text_wrap": True})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    last = len(header) - 1
    for number, line in enumerate(title):
        sheet.merge_range(number, 0, number, last, line, bold)
    top = len(title) + 1
    for column, label in enumerate(header):
        sheet.write_string(top, column, label, bold)
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            sheet.write(number, column, value, wrap)
    sheet.set_column(2, 2, 60)
    workbook.close()
    return out.getvalue()
