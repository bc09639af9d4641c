"""Text that a person cannot see is kept, marked, and applied by nobody without a question (RULINGS 37)."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Paragraph, Reading, Table
from niemyet.model.words import Mark

BODY = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM",
    "Số: 61/QĐ-UBND",
    "Quảng Nam, ngày 05 tháng 4 năm 2023",
    "QUYẾT ĐỊNH",
    "Về việc công bố Danh mục thủ tục hành chính mới ban hành cấp xã lĩnh vực Nghề rèn",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM",
    "QUYẾT ĐỊNH:",
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "PHỤ LỤC",
    "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ",
)
HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính")
SEEN, UNSEEN = ("1", "2.500001", "Rèn dao thuê"), ("2", "2.500002", "Rèn cuốc thuê")


def marks(document: Any) -> list[frozenset[Mark]]:
    """What marks the rows below the header of the last table."""
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    return [frozenset(mark for cell in row.cells for mark in cell.marks) for row in table.rows[1:]]


def asked(reading: Reading) -> list[tuple[str | None, bool]]:
    return [(item.code, "row_doubtful" in item.flags) for item in reading.items]


# ---- DOCX -----------------------------------------------------------------------------------------------------


def shade(holder: Any, fill: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), fill)
    holder.append(shading)


def white(run: Any) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def nearly_white(run: Any) -> None:
    run.font.color.rgb = RGBColor(0xFC, 0xFC, 0xFA)


def tiny(run: Any) -> None:
    run.font.size = Pt(1)


def vanished(run: Any) -> None:
    run.font.hidden = True


def of_style(run: Any) -> None:
    style = run.part.document.styles.add_style(f"Mờ {run.text}", 2)
    style.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    run.style = style


def hidden_by_style(run: Any) -> None:
    style = run.part.document.styles.add_style(f"Ẩn {run.text}", 2)
    style.font.hidden = True
    run.style = style


def hidden_by_paragraph(run: Any) -> None:
    style = run.part.document.styles.add_style(f"Giấu {run.text}", 1)
    style.font.hidden = True
    run._r.getparent().get_or_add_pPr().style = style.style_id


def of_height(run: Any, points: float) -> None:
    row = run._r.xpath("ancestor::w:tr")[0]
    height = OxmlElement("w:trHeight")
    height.set(qn("w:val"), str(round(20 * points)))
    height.set(qn("w:hRule"), "exact")
    row.get_or_add_trPr().append(height)


def shut(run: Any) -> None:
    of_height(run, 0.5)


def low(run: Any) -> None:
    of_height(run, 4.5)


def in_docx(change: Callable[[Any], None], *, fill: str | None = None) -> bytes:
    document = docx.Document()
    for line in BODY:
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    for place, row in enumerate((HEAD, SEEN, UNSEEN)):
        for cell, text in zip(table.rows[place].cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            if place == 2:
                change(run)
            if place == 2 and fill:
                shade(cell._tc.get_or_add_tcPr(), fill)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HIDING = (white, nearly_white, tiny, vanished, of_style, hidden_by_style, hidden_by_paragraph, shut)


@pytest.mark.parametrize("change", HIDING)
def test_a_row_that_nobody_sees_in_a_docx_is_asked_about(change: Callable[[Any], None]) -> None:
    document = read_document(in_docx(change), "a.docx")
    assert marks(document) == [frozenset(), frozenset({Mark.HIDDEN})]
    assert asked(read_decision(document)) == [("2.500001", False), ("2.500002", True)]


def dark(run: Any) -> None:
    run.font.color.rgb = RGBColor(0x20, 0x20, 0x20)


@pytest.mark.parametrize(("change", "fill"), [(white, "1F3864"), (dark, None), (low, None)])
def test_a_row_that_is_seen_in_a_docx_is_not(change: Callable[[Any], None], fill: str | None) -> None:
    assert marks(read_document(in_docx(change, fill=fill), "a.docx")) == [frozenset(), frozenset()]


# ---- HTML -----------------------------------------------------------------------------------------------------


def in_html(row: str, head: str = "", inner: str = "{}") -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in BODY)
    rows = "".join(
        f"<tr{attributes}>{''.join(f'<td>{form.format(text)}</td>' for text in cells)}</tr>"
        for cells, attributes, form in ((HEAD, "", "{}"), (SEEN, "", "{}"), (UNSEEN, f" {row}", inner))
    )
    return f"<html><head>{head}</head><body>{lines}<table>{rows}</table></body></html>".encode()


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff",
        "color: white",
        "color:rgb(255, 255, 255)",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "font-size:0",
        "font-size: 1px",
        "font:1pt Arial",
        "opacity:0",
        "opacity: .05",
        "position:absolute;left:-9999px",
        "text-indent:-2000px",
        "overflow:hidden;height:0",
        "clip:rect(0,0,0,0)",
        "transform:scale(0)",
        "display:none",
    ],
)
def test_a_row_that_nobody_sees_in_a_page_is_asked_about(style: str) -> None:
    for data in (
        in_html(f'style="{style}"'),
        in_html('class="odd off"', f"<style>.list p{{margin:0}} tr.off td {{ {style} }}</style>"),
        in_html('id="x"', f"<style>@media screen {{ #x {{ {style} }} }}</style>"),
    ):
        document = read_document(data, None)
        assert marks(document) == [frozenset(), frozenset({Mark.HIDDEN})]
        assert asked(read_decision(document)) == [("2.500001", False), ("2.500002", True)]


def test_a_line_through_a_row_by_a_rule_of_the_page_is_seen() -> None:
    data = in_html('class="x"', "<style>.x td, .y {text-decoration: line-through}</style>")
    assert marks(read_document(data, None)) == [frozenset(), frozenset({Mark.STRUCK})]


@pytest.mark.parametrize(
    ("row", "head", "inner"),
    [
        ('style="color:#fff;background:#036"', "", "{}"),
        ('bgcolor="#003366"', "", '<font color="white">{}</font>'),
        ('style="font-size:0"', "", '<span style="font-size:13px">{}</span>'),
        ('style="color:white"', "", '<span style="color:black">{}</span>'),
        ('class="off"', "<style>@media print {.off {display:none}} .off:hover {opacity:0}</style>", "{}"),
        ('class="off"', "<style>.menu .off {display:none} .off.gone {color:#fff}</style>", "{}"),
        ('class="t"', "<style>.t td {background:#fff} .t th {background:#006;color:#fff}</style>", "{}"),
        ('style="font-size:0.9em;left:-3px;opacity:0.9"', "", "{}"),
    ],
)
def test_a_row_that_is_seen_in_a_page_is_not(row: str, head: str, inner: str) -> None:
    assert marks(read_document(in_html(row, head, inner), None)) == [frozenset(), frozenset()]


# ---- XLSX -----------------------------------------------------------------------------------------------------


def in_xlsx(form: dict[str, Any], *, rich: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, look = book.add_worksheet(), book.add_format(form)
        for row, line in enumerate(BODY):
            sheet.write_string(row, 0, line)
        for row, cells in enumerate((HEAD, SEEN, UNSEEN), len(BODY)):
            for column, text in enumerate(cells):
                if row < len(BODY) + 2:
                    sheet.write_string(row, column, text)
                elif rich and len(text) > 2:
                    sheet.write_rich_string(row, column, text[:2], look, text[2:])
                else:
                    sheet.write_string(row, column, text, None if rich else look)
    return out.getvalue()


@pytest.mark.parametrize(
    "form",
    [
        {"font_color": "#FFFFFF"},
        {"font_size": 1},
        {"num_format": ";;;"},
        {"font_color": "#FDFDFD", "bg_color": "#FFFFFF"},
    ],
)
def test_a_row_that_nobody_sees_in_a_sheet_is_asked_about(form: dict[str, Any]) -> None:
    document = read_document(in_xlsx(form), None)
    assert marks(document) == [frozenset(), frozenset({Mark.HIDDEN})]
    assert asked(read_decision(document)) == [("2.500001", False), ("2.500002", True)]


def test_a_part_of_a_cell_that_nobody_sees_counts() -> None:
    assert marks(read_document(in_xlsx({"font_color": "white"}, rich=True), None))[1] == {Mark.HIDDEN}


@pytest.mark.parametrize("form", [{"font_color": "#FFFFFF", "bg_color": "#000080"}, {"font_size": 8}])
def test_a_row_that_is_seen_in_a_sheet_is_not(form: dict[str, Any]) -> None:
    assert marks(read_document(in_xlsx(form), None)) == [frozenset(), frozenset()]


# ---- lines and headings ----------------------------------------------------------------------------------------


def lines(*annex: str, articles: str = "") -> Reading:
    text = "".join(f"<p>{line}</p>" for line in BODY)
    return read_decision(
        read_document(
            f"<html><body>{text.replace('<p>PHỤ LỤC', articles + '<p>PHỤ LỤC')}{''.join(annex)}</body></html>".encode(),
            None,
        )
    )


@pytest.mark.parametrize("way", ["<s>{}</s>", '<span style="color:#fff">{}</span>'])
def test_a_listed_line_is_asked_about_as_a_row_is(way: str) -> None:
    row = way.format("2. Rèn cuốc thuê (mã 2.500002)")
    assert asked(lines("<p>1. Rèn dao thuê (mã 2.500001)</p>", f"<p>{row}</p>")) == [
        ("2.500001", False),
        ("2.500002", True),
    ]


@pytest.mark.parametrize("way", ["<s>{}</s>", '<span style="color:#fff">{}</span>'])
def test_rows_below_a_heading_that_is_not_said_are_asked_about(way: str) -> None:
    heading = way.format("B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ")
    found = lines(
        "<p>1. Rèn dao thuê (mã 2.500001)</p>", f"<p>{heading}</p>", "<p>1. Rèn cuốc thuê (mã 2.500002)</p>"
    )
    assert asked(found) == [("2.500001", False), ("2.500002", True)]


@pytest.mark.parametrize("way", ["<s>{}</s>", '<span style="font-size:1px">{}</span>'])
def test_a_sentence_of_an_article_that_is_not_said_does_nothing_and_is_asked_about(way: str) -> None:
    act = way.format("Điều 3. Bãi bỏ thủ tục hành chính cấp xã mang mã 2.500009.")
    found = lines("<p>1. Rèn dao thuê (mã 2.500001)</p>", articles=f"<p>{act}</p>")
    assert asked(found) == [("2.500001", False)]
    assert [question.kind for question in found.questions] == ["left_over_text"]


def test_paragraphs_bear_what_marks_them() -> None:
    document = read_document(b"<p>x</p><p><s>y</s></p>", None)
    assert [block.marks for block in document.blocks if isinstance(block, Paragraph)] == [
        frozenset(),
        frozenset({Mark.STRUCK}),
    ]


@pytest.mark.parametrize("way", ["<s>{}</s>", '<span style="color:#fff">{}</span>'])
def test_rows_of_a_table_below_a_heading_that_is_not_said_are_asked_about(way: str) -> None:
    rows = [
        f"<tr><td>{'</td><td>'.join(HEAD)}</td></tr>",
        f"<tr><td>{'</td><td>'.join(SEEN)}</td></tr>",
        f"<tr><td colspan=3>{way.format('B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ')}</td></tr>",
        f"<tr><td>{'</td><td>'.join(UNSEEN)}</td></tr>",
    ]
    found = lines(f"<table>{''.join(rows)}</table>")
    assert asked(found) == [("2.500001", False), ("2.500002", True)]
