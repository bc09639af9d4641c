"""The marks of a draft: above the letterhead, in a title, in a header, behind the text."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Received
from niemyet.transforms.language.draft_marks import draft_words, is_draft_mark
from tests.extractors.documents.test_documents_pdf import font, pdf, write
from tests.support.papers import Grid, paper, to_docx

LETTERHEAD = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM\nSố: 110/QĐ-UBND    Quảng Nam, ngày 10 tháng 01 năm 2022\nQUYẾT ĐỊNH\n"
    "Về việc công bố danh mục thủ tục hành chính mới ban hành\nQUYẾT ĐỊNH:\nĐiều 1. Công bố danh mục thủ tục hành chính.\n"
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
)
CODES = ("1.000201", "1.000202", "1.000203")


def marked(mark: str) -> Received:
    """A decision below a line that says what it is."""
    text = (
        f"{mark}\n\n| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        "| Số: 110/QĐ-UBND | Quảng Nam, ngày 10 tháng 01 năm 2022 |\n\nQUYẾT ĐỊNH\n\nVề việc công bố Danh mục thủ tục "
        "hành chính\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Công bố Danh mục thủ tục hành chính "
        "ban hành mới.\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n\nPHỤ LỤC\n\nA. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI "
        "CẤP XÃ\n\n| STT | Mã TTHC | Tên thủ tục hành chính |\n|---|---|---|\n"
        + "\n".join(f"| {n} | {code} | Đăng ký thợ dệt loại {n} |" for n, code in enumerate(CODES, 1))
    )
    reading = read_decision(read_document(text.encode(), "110.md"))
    return Received(f"{7:064d}", "hop-thu", "inbox/110.md", datetime(2022, 1, 10, 3, tzinfo=UTC), reading)


@pytest.mark.parametrize(
    "text",
    ["DỰ THẢO", "Dự thảo lần 2", "BẢN DỰ THẢO", "(Dự thảo)", "Dự thảo 2 ngày 10/3/2022", "(bản lấy ý kiến)", "DỰ THẢO QUYẾT ĐỊNH",
     "- DỰ THẢO -", "Bản xin ý kiến lần 3"],
)  # fmt: skip
def test_a_mark_says_nothing_else(text: str) -> None:
    assert is_draft_mark(text)


@pytest.mark.parametrize(
    "text",
    ["Góp ý dự thảo Quyết định của Ủy ban nhân dân", "Thẩm định dự thảo nghị quyết", "Theo dự thảo đã trình", "Quyết định", "",
     "Lấy ý kiến cử tri về việc thành lập xã"],
)  # fmt: skip
def test_words_about_drafts_are_no_mark(text: str) -> None:
    assert not is_draft_mark(text)


def test_a_title_bears_its_mark_in_brackets() -> None:
    assert draft_words("Về việc công bố danh mục thủ tục hành chính (dự thảo lần 1)") == "(dự thảo lần 1)"
    assert draft_words("Về việc công bố thủ tục góp ý dự thảo") is None


_HEADER = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
    "<w:p><w:r>{}</w:r></w:p></w:hdr>"
)


@pytest.mark.parametrize(
    ("content", "is_draft"),
    [
        ('<w:pict><v:shape><v:textpath string="DỰ THẢO"/></v:shape></w:pict>', True),
        ("<w:t>Dự </w:t></w:r><w:r><w:t>thảo lần 2</w:t>", True),
        ("<w:t>Phụ lục kèm theo Quyết định số 412/QĐ-UBND</w:t>", False),
    ],
)
def test_a_header_or_watermark_of_a_word_file(content: str, is_draft: bool) -> None:
    one = paper(
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành",
        ["Điều 1. Công bố Danh mục thủ tục hành chính mới ban hành.", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
         Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.000201", "Đăng ký thợ dệt"]])],
    )  # fmt: skip
    packed = io.BytesIO(to_docx(one))
    with ZipFile(packed, "a") as archive:
        archive.writestr("word/header7.xml", _HEADER.format(content))
    reading = read_decision(read_document(packed.getvalue(), "a.docx"))
    assert ("draft" in reading.flags) is is_draft


@pytest.mark.parametrize("words", ["DỰ THẢO", "BẢN DỰ THẢO"])
def test_a_watermark_across_a_pdf_page(words: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.setFont(font(), 80)
        canvas.drawCentredString(0, 0, words)
        canvas.restoreState()
        write(canvas, 60, 60, LETTERHEAD)

    assert "draft_mark" in read_document(pdf(draw), "a.pdf").flags
    assert (
        "draft_mark"
        not in read_document(pdf(lambda canvas: write(canvas, 60, 60, LETTERHEAD)), "a.pdf").flags
    )


@pytest.mark.parametrize(("top", "words"), [(800, "Dự thảo lần 3"), (20, "DỰ THẢO")])
def test_a_mark_in_the_margin_of_a_pdf_page(top: float, words: str) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 60, 60, LETTERHEAD)
        write(canvas, 60, top, words)

    assert "draft" in read_decision(read_document(pdf(draw), "a.pdf")).flags
