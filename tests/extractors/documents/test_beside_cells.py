"""What hangs beside the text of a sheet or a DOCX reaches the account: comments, links, boxes, pictures, margins."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from PIL import Image

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import ReviewKind
from tests.support.papers import Grid, paper, to_docx

TITLE = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Thủy sản cấp tỉnh"
ARTICLES = [
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành lĩnh vực Thủy sản cấp tỉnh.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
]
HEADING = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC THỦY SẢN CẤP TỈNH"
CODED = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.006301", "Cấp giấy phép nuôi cá lồng"]])
NAMED = Grid([["STT", "Tên TTHC", "Thời hạn"], ["1", "Cấp giấy phép nuôi cá lồng", "05 ngày"]])


def _sheet(hang: Callable[[Any, int], object], grid: Grid = CODED) -> Reading:
    """The paper typed into one sheet; `hang` gets the sheet and the row of the table's header."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, at, head = book.add_worksheet(), 0, 0
        for block in paper(TITLE, ARTICLES, [HEADING, grid]):
            if isinstance(block, str):
                sheet.write_string(at, 0, block)
                at += 1
                continue
            head = at
            for number, row in enumerate(block.rows):
                for column, text in enumerate(row):
                    sheet.write_string(at + number, column, str(text))
            at += len(block.rows) + 1
        hang(sheet, head)
    return read_decision(read_document(out.getvalue(), "so.xlsx"))


def _asked(reading: Reading) -> list[ReviewKind]:
    return [question.kind for question in reading.questions]


def test_a_comment_of_a_sheet_dates_nothing_and_lets_its_row_wait() -> None:
    def write(sheet: Any, head: int) -> None:
        sheet.write_comment(head + 1, 2, "Đề nghị bãi bỏ thủ tục này từ 01/9/2022")
        sheet.write_comment(head + 1, 30, "Hủy bỏ thủ tục 1.006399")  # at a cell that holds nothing

    reading = _sheet(write)
    assert [one.effective_until for one in reading.items] == [None]
    assert _asked(reading) == [ReviewKind.ROW_DOUBTFUL, ReviewKind.LEFT_OVER_CODE]


def test_a_comment_of_a_docx_dates_nothing_and_lets_its_row_wait() -> None:
    document = docx.Document(io.BytesIO(to_docx(paper(TITLE, ARTICLES, [HEADING, CODED]))))
    run = document.tables[2].rows[1].cells[2].paragraphs[0].runs[0]
    document.add_comment(run, text="Bãi bỏ từ 01/9/2022", author="A")
    reading = _read(document)
    assert [one.effective_until for one in reading.items] == [None]
    assert _asked(reading) == [ReviewKind.ROW_DOUBTFUL]
    assert ("said", "Bãi bỏ từ 01/9/2022") in reading.questions[0].fields


def test_a_text_box_over_a_sheet_is_read() -> None:
    reading = _sheet(
        lambda sheet, head: sheet.insert_textbox(head, 8, "Bãi bỏ thủ tục Nuôi ba ba (1.006388)")
    )
    assert _asked(reading) == [ReviewKind.LEFT_OVER_CODE]


@pytest.mark.parametrize(("below", "asked"), [(True, [ReviewKind.LEFT_OVER_PICTURE]), (False, [])])
def test_a_large_picture_in_the_annex_of_a_sheet_is_asked_about(below: bool, asked: list[ReviewKind]) -> None:
    png = io.BytesIO()
    Image.new("RGB", (900, 500), "white").save(png, "PNG")
    place = {"image_data": png}
    reading = _sheet(lambda sheet, head: sheet.insert_image(head + 3 if below else 0, 0, "anh.png", place))
    assert _asked(reading) == asked


def test_a_small_picture_is_none() -> None:
    png = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(png, "PNG")
    reading = _sheet(lambda sheet, head: sheet.insert_image(head + 3, 0, "dau.png", {"image_data": png}))
    assert _asked(reading) == []


def test_a_code_in_the_link_or_link_formula_of_a_cell_is_the_code() -> None:
    address, name = "https://dichvucong.example.vn/?ma=1.006301", "Cấp giấy phép nuôi cá lồng"
    linked = _sheet(lambda sheet, head: sheet.write_url(head + 1, 1, address, string=name), NAMED)
    formula = _sheet(
        lambda sheet, head: sheet.write_formula(head + 1, 1, f'=HYPERLINK("{address}","{name}")', None, name),
        NAMED,
    )
    assert [one.code for one in (*linked.items, *formula.items)] == ["1.006301", "1.006301"]


def test_headers_and_footers_of_a_sheet_tell_drafts_and_codes() -> None:
    def write(sheet: Any, head: int) -> None:
        sheet.set_header('&C&"Arial"&10DỰ THẢO')
        sheet.set_footer("&LBãi bỏ 1.006399")

    assert _asked(_sheet(write)) == [ReviewKind.DRAFT, ReviewKind.LEFT_OVER_CODE]


def test_a_code_in_the_field_of_a_link_is_the_code() -> None:
    document = docx.Document(io.BytesIO(to_docx(paper(TITLE, ARTICLES, [HEADING, NAMED]))))
    place = document.tables[2].rows[1].cells[1].paragraphs[0]
    name = place.text
    place.clear()
    for kind in ("begin", "separate", "end"):
        node = OxmlElement("w:fldChar")
        node.set(qn("w:fldCharType"), kind)
        place.add_run()._r.append(node)
        if kind == "begin":
            for piece in (' HYPERLINK "https://dvc.example.vn/?ma=1.00', '6301" '):
                said = OxmlElement("w:instrText")
                said.text = piece
                place.add_run()._r.append(said)
        elif kind == "separate":
            place.add_run(name)
    assert [(one.code, one.name) for one in _read(document).items] == [("1.006301", name)]


def test_a_code_in_the_footer_of_a_docx_is_asked_about() -> None:
    document = docx.Document(io.BytesIO(to_docx(paper(TITLE, ARTICLES, [HEADING, CODED]))))
    document.sections[0].footer.paragraphs[0].text = "Thay thế 1.006399"
    assert _asked(_read(document)) == [ReviewKind.LEFT_OVER_CODE]


def _read(document: Any) -> Reading:
    out = io.BytesIO()
    document.save(out)
    return read_decision(read_document(out.getvalue(), "so.docx"))


def test_pale_styles_that_nothing_bears_do_not_count_and_those_that_are_borne_do() -> None:
    document = docx.Document(io.BytesIO(to_docx(paper(TITLE, ARTICLES, [HEADING, CODED]))))
    pale = document.styles.add_style("Nhạt", WD_STYLE_TYPE.CHARACTER)
    pale.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    assert _asked(_read(document)) == []
    heir = document.styles.add_style("Con của Nhạt", WD_STYLE_TYPE.CHARACTER)
    heir.base_style = pale
    document.tables[2].rows[1].cells[2].paragraphs[0].runs[0].style = heir
    assert _asked(_read(document)) == [ReviewKind.ROW_DOUBTFUL]
