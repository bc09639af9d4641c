"""Text PDF → blocks: drawn here stroke by stroke, as renderers draw and as signed papers come."""

import io
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document, scan
from niemyet.extractors.documents.blocks import paragraph
from niemyet.extractors.documents.lines import joined_lines
from niemyet.extractors.documents.pages import Page, PageTable, join_pages
from niemyet.extractors.documents.pdf import read_pdf
from niemyet.model.errors import DocumentError, OverLimitError, ProgramMissingError
from niemyet.model.messages import msg
from niemyet.model.records import Box, Cell, Document, Limits, Paragraph, Reading, Table
from niemyet.model.words import DecisionKind
from niemyet.transforms.language.text import key
from tests.support.papers import At, Grid, paper, to_docx
from tests.support.realdata import real
from tests.support.refusals import refused
from tests.support.reprinted import as_docx, as_office_pdf, ruled

WIDTH, HEIGHT = A4
SIZE = 10.0
Draw = Callable[[Canvas], None]


@lru_cache(maxsize=1)
def font() -> str:
    for folder in ("liberation2", "liberation"):
        try:
            pdfmetrics.registerFont(
                TTFont("Serif", f"/usr/share/fonts/truetype/{folder}/LiberationSerif-Regular.ttf")
            )
        except TTFError:
            continue
        return "Serif"
    pytest.skip("no font with Vietnamese letters: apt-get install fonts-liberation2")


def pdf(*pages: Draw, size: tuple[float, float] = A4, **given: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, **given)
    for draw in pages:
        canvas.setFont(font(), SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = SIZE) -> None:
    """Text whose first line begins at a place counted from the upper left corner; lines part at newlines."""
    canvas.setFont(font(), size)
    for number, line in enumerate(text.split("\n")):
        canvas.drawString(x, canvas._pagesize[1] - top - size - number * 1.2 * size, line)


def table(
    canvas: Canvas,
    xs: list[float],
    ys: list[float],
    cells: dict[tuple[int, int], str | At],
    *,
    boxes: bool = True,
) -> None:
    """Cells drawn as boxes of their own; a merged one is one larger box. Places that no cell covers stay open."""
    height = canvas._pagesize[1]
    for (row, column), content in cells.items():
        cell = content if isinstance(content, At) else At(content)
        left, top = xs[column], ys[row]
        right, bottom = xs[column + cell.across], ys[row + cell.down]
        if boxes:
            canvas.rect(left, height - bottom, right - left, bottom - top)
        write(canvas, left + 4, top + 2, cell.text)


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_pdf(data, limits or Limits())


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(document: Document) -> list[list[str]]:
    (only,) = tables(document)
    return [[cell.text for cell in row.cells] for row in only.rows]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


XS = [50.0, 80.0, 160.0, 320.0, 430.0, 540.0]
HEAD: dict[tuple[int, int], str | At] = {
    (0, 0): At("STT", 1, 2),
    (0, 1): At("Mã TTHC", 1, 2),
    (0, 2): At("Tên thủ tục hành chính", 1, 2),
    (0, 3): At("Thời hạn giải quyết", 2, 1),
    (1, 3): "Theo quy định",
    (1, 4): "Sau cắt giảm",
}


def rows_of(first: int, count: int, top: int) -> dict[tuple[int, int], str | At]:
    cells: dict[tuple[int, int], str | At] = {}
    for place in range(count):
        number = first + place
        cells |= {
            (top + place, 0): str(number),
            (top + place, 1): f"1.00{number:04d}",
            (top + place, 2): f"Cấp giấy phép thử số {number}",
            (top + place, 3): "10 ngày",
            (top + place, 4): "07 ngày",
        }
    return cells


def steps(first: float, count: int, height: float = 30) -> list[float]:
    return [first + height * place for place in range(count + 1)]


# ---- cells -------------------------------------------------------------------------------------------------


def test_merged_header_and_section_row() -> None:
    def page(canvas: Canvas) -> None:
        cells = HEAD | {(2, 0): At("I. LĨNH VỰC THỬ (02 TTHC)", 5, 1)} | rows_of(1, 2, 3)
        table(canvas, XS, steps(100, 5), cells)

    document = read(pdf(page))
    assert grid(document) == [
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Thời hạn giải quyết"],
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Theo quy định", "Sau cắt giảm"],
        ["I. LĨNH VỰC THỬ (02 TTHC)"] * 5,
        ["1", "1.000001", "Cấp giấy phép thử số 1", "10 ngày", "07 ngày"],
        ["2", "1.000002", "Cấp giấy phép thử số 2", "10 ngày", "07 ngày"],
    ]
    top, under, section, *_ = tables(document)[0].rows
    assert (top.cells[3].colspan, top.cells[0].rowspan) == (2, 2)
    assert (top.cells[4].merged, under.cells[0].merged, under.cells[3].merged) == (True, True, False)
    assert section.cells[0].colspan == 5
    assert (document.media, document.flags, document.pages, document.signed) == ("pdf", (), 1, False)


def test_boxes_are_in_points_from_the_upper_left_corner() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 100, 60, "PHỤ LỤC")
        table(canvas, XS, steps(100, 2), rows_of(1, 2, 0))

    first, second = read(pdf(page)).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Table)
    assert first.box is not None
    assert 98 < first.box.left < 102
    assert 57 < first.box.top < 63
    box = second.rows[1].cells[2].box
    assert box is not None
    assert all(abs(a - b) < 1 for a, b in zip(box, (160, 130, 320, 160), strict=True))
    assert second.rows[1].page == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_page_reads_as_it_is_shown(rotation: int) -> None:
    """Landscape annex pages are portrait ones with /Rotate: their text stands on its side in the file."""
    width, height = landscape(A4)

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)  # reportlab turns the sheet, too
        canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[rotation])
        canvas.rotate(rotation)
        table(canvas, XS, steps(100, 2), rows_of(1, 2, 0))

    document = read(pdf(page, size=(width, height)))
    assert grid(document)[1] == ["2", "1.000002", "Cấp giấy phép thử số 2", "10 ngày", "07 ngày"]
    box = tables(document)[0].rows[0].cells[1].box
    assert box is not None
    assert all(abs(a - b) < 1.5 for a, b in zip(box, (80, 100, 160, 130), strict=True))


def test_text_on_its_side_without_rotate_is_read_upright_and_placed_as_shown() -> None:
    def page(canvas: Canvas) -> None:
        across, up = canvas._pagesize
        canvas.translate(across, 0)
        canvas.rotate(90)
        canvas._pagesize = (up, across)
        table(canvas, XS, steps(100, 2), rows_of(1, 2, 0))
        canvas._pagesize = (across, up)

    document = read(pdf(page))
    assert grid(document)[0][2] == "Cấp giấy phép thử số 1"
    box = tables(document)[0].rows[0].cells[1].box
    assert box is not None
    assert all(abs(a - b) < 1.5 for a, b in zip(box, (100, HEIGHT - 160, 130, HEIGHT - 80), strict=True))


def test_crop_box_moves_the_corner() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setCropBox((20, 0, WIDTH, HEIGHT - 50))
        table(canvas, XS, steps(100, 1), rows_of(1, 1, 0))

    box = tables(read(pdf(page)))[0].rows[0].cells[0].box
    assert box is not None
    assert all(abs(a - b) < 1 for a, b in zip(box, (30, 50, 60, 80), strict=True))


def test_lines_in_a_form_are_lines() -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("ruling")
        for x in XS:
            canvas.line(x - 50, HEIGHT - 200, x - 50, HEIGHT - 140)
        for y in (140, 170, 200):
            canvas.line(XS[0] - 50, HEIGHT - y, XS[-1] - 50, HEIGHT - y)
        canvas.endForm()
        canvas.translate(50, 40)
        canvas.doForm("ruling")
        canvas.translate(-50, -40)
        table(canvas, XS, steps(100, 2), rows_of(1, 2, 0), boxes=False)

    assert grid(read(pdf(page)))[1][1] == "1.000002"


def test_heading_on_its_side_in_a_narrow_column_stays() -> None:
    def page(canvas: Canvas) -> None:
        table(
            canvas,
            [50, 200, 220],
            [100, 170, 200],
            {(0, 0): "Tên TTHC", (0, 1): "", (1, 0): "Cấp thẻ", (1, 1): "x"},
        )
        canvas.saveState()
        canvas.translate(213, HEIGHT - 165)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Toàn trình")
        canvas.restoreState()

    assert grid(read(pdf(page))) == [["Tên TTHC", "Toàn trình"], ["Cấp thẻ", "x"]]


def test_watermark_across_the_page_is_no_text() -> None:
    def page(canvas: Canvas) -> None:
        table(canvas, XS, steps(100, 4), rows_of(1, 4, 0))
        canvas.translate(200, HEIGHT - 220)
        canvas.rotate(35)
        canvas.setFont(font(), 40)
        canvas.drawString(0, 0, "BẢN SAO")

    document = read(pdf(page))
    assert grid(document)[2] == ["3", "1.000003", "Cấp giấy phép thử số 3", "10 ngày", "07 ngày"]
    assert lines(document) == []


# ---- letters and spaces -------------------------------------------------------------------------------------


def test_space_without_room_is_no_space_and_room_without_space_is_one() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(font(), 12)
        x = 60.0
        # "vận tải đường bộ" with spaces in the file that the next letters are drawn over.
        for piece, back in (("v ", 3), ("ận ", 0), ("t ", 2.7), ("ải đư ", 3), ("ờng b ", 2.5), ("ộ", 0)):
            canvas.drawString(x, HEIGHT - 100, piece)
            x += pdfmetrics.stringWidth(piece, font(), 12) - back
        x = 60.0
        for word in ("Cấp", "lại", "giấy", "phép"):  # no sign for a space anywhere
            canvas.drawString(x, HEIGHT - 140, word)
            x += pdfmetrics.stringWidth(word, font(), 12) + 3.2

    assert lines(read(pdf(page))) == ["vận tải đường bộ", "Cấp lại giấy phép"]


def test_spread_letters_are_words() -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, HEIGHT - 100)
        text.setFont(font(), 12)
        text.setCharSpace(3)
        text.textOut("QUYẾT ĐỊNH")
        canvas.drawText(text)

    assert lines(read(pdf(page))) == ["QUYẾT ĐỊNH"]


def test_bold_by_printing_twice_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Cấp giấy chứng nhận xoong nồi")
        write(canvas, 60.3, 100, "Cấp giấy chứng nhận xoong nồi")

    assert lines(read(pdf(page))) == ["Cấp giấy chứng nhận xoong nồi"]


def test_marks_apart_from_their_letters() -> None:
    name = "Thẩm định, phê duyệt đề án bến đò ngang"

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, unicodedata.normalize("NFD", name))

    assert lines(read(pdf(page))) == [name]


def test_letters_drawn_after_the_rest_of_their_line_stand_where_they_are_seen() -> None:
    """Letters that a font lacks are drawn from another one, some programs after all others."""
    name, later = "Cấp giấy phép", set("ấé")

    def page(canvas: Canvas) -> None:
        for wanted in (False, True):
            x = 60.0
            for sign in name:
                if (sign in later) is wanted and sign != " ":
                    canvas.drawString(x, HEIGHT - 100, sign)
                x += pdfmetrics.stringWidth(sign, font(), SIZE)

    assert lines(read(pdf(page))) == [name]


def test_raised_figure_stays_on_its_line() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Cấp giấy phép")
        write(canvas, 60.3 + pdfmetrics.stringWidth("Cấp giấy phép", font(), SIZE), 101, "(1)", 6)
        write(canvas, 60, 115, "Xây dựng trên đất")

    assert lines(read(pdf(page))) == ["Cấp giấy phép(1)", "Xây dựng trên đất"]


@pytest.mark.parametrize(("rise", "size"), [(3, 5), (4.5, 6), (6, 6)])
@pytest.mark.parametrize(
    ("before", "figure", "read_as"),
    [
        ("Đăng ký khai tử", "2", "Đăng ký khai tử²"),
        ("Đăng ký khai tử", "12", "Đăng ký khai tử¹²"),
        ("1.000101", "3", "1.000101³"),
        ("Cấp đất 100 m", "2", "Cấp đất 100 m2"),  # a power
        ("Cấp đất km", "2", "Cấp đất km2"),
        ("Đăng ký khai tử", "(4)", "Đăng ký khai tử(4)"),
    ],
)
def test_a_raised_figure_is_the_sign_of_a_note(
    before: str, figure: str, read_as: str, rise: float, size: float
) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, before)
        write(
            canvas, 60 + pdfmetrics.stringWidth(before, font(), SIZE), 100 + SIZE - size - rise, figure, size
        )
        write(canvas, 60, 130, "Đăng ký kết hôn")

    assert lines(read(pdf(page))) == [read_as, "Đăng ký kết hôn"]


def test_a_raised_figure_before_its_note_stands_on_its_line() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 101, "1", 6)
        write(canvas, 60.5 + pdfmetrics.stringWidth("1", font(), 6), 100, "Chỉ áp dụng ở xã miền núi")

    assert lines(read(pdf(page))) == ["¹Chỉ áp dụng ở xã miền núi"]


def test_small_print_on_its_own_line_is_not_raised() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Cấp giấy phép")
        write(canvas, 200, 97, "2022", 6)
        write(canvas, 60, 112, "12", 6)

    assert not set("¹²⁰") & set("".join(lines(read(pdf(page)))))


def test_hidden_text_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Điều 1. Công bố danh mục")
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 60, 130, "trắng trên trắng")
        canvas.setFillColorRGB(0.1, 0.1, 0.4)
        canvas.rect(50, HEIGHT - 175, 300, 20, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 60, 158, "TÊN THỦ TỤC")
        canvas.setFillColorRGB(0, 0, 0)
        text = canvas.beginText(60, HEIGHT - 220)
        text.setTextRenderMode(3)
        text.textOut("không vẽ gì")
        canvas.drawText(text)

    assert lines(read(pdf(page))) == ["Điều 1. Công bố danh mục", "TÊN THỦ TỤC"]


@pytest.mark.parametrize(
    ("given", "raw"),
    [
        (["1.009", "325.H17"], "1.009325.H17"),
        (["1.009325.", "000.00.00.", "H17"], "1.009325.000.00.00.H17"),
        (["1.00932", "5.000.0", "0.00.H1", "7"], "1.009325.000.00.00.H17"),
        (["3. 009111.000.0", "0.00.H84"], "3. 009111.000.00.00.H84"),
        (["1.009325", "1.009326"], "1.009325\n1.009326"),
        (["Nghị định số 37/2026/NĐ-", "CP ngày"], "Nghị định số 37/2026/NĐ-CP ngày"),
        (["số 37/2026/", "NĐ-CP"], "số 37/2026/NĐ-CP"),
        (["37/2026/N", "Đ-CP"], "37/2026/NĐ-CP"),
        (["512/QĐ", "-UBND"], "512/QĐ-UBND"),
        (["512/QĐ-UBND", "NGÀY"], "512/QĐ-UBND\nNGÀY"),
        (["ngày 01/01/202", "6 của"], "ngày 01/01/2026 của"),
        (["37/20", "26/NĐ-CP"], "37/2026/NĐ-CP"),
        (["1.500.", "000 đồng"], "1.500.000 đồng"),
        (["1.500.00", "0", "đồng"], "1.500.000\nđồng"),
        (["mục 1.2", "30 ngày"], "mục 1.2\n30 ngày"),
        (["kinh tế -", "xã hội"], "kinh tế -\nxã hội"),
        (["Bà Rịa-", "Vũng Tàu"], "Bà Rịa-Vũng Tàu"),
        (["Cấp lại giấy", "phép"], "Cấp lại giấy\nphép"),
        (["1.", "Đăng ký"], "1.\nĐăng ký"),
    ],
)
def test_breaks_inside_a_token_leave_no_trace(given: list[str], raw: str) -> None:
    assert joined_lines(given) == raw


def test_column_narrower_than_a_word_breaks_it() -> None:
    def page(canvas: Canvas) -> None:
        narrow = [50.0, 70.0, 96.0, 300.0]
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "ST\nT",
            (0, 1): "Toà\nn\ntrìn\nh",
            (0, 2): "Tên thủ\ntục",
        }
        table(
            canvas, narrow, [100, 160, 200], cells | {(1, 0): "A\n1.1", (1, 1): "x", (1, 2): "Cấp thẻ\nthử"}
        )

    assert grid(read(pdf(page))) == [["STT", "Toàn trình", "Tên thủ tục"], ["A1.1", "x", "Cấp thẻ thử"]]


# ---- free text ------------------------------------------------------------------------------------------------


def test_letterhead_is_read_column_by_column() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 80, 60, "ỦY BAN NHÂN DÂN")
        write(canvas, 90, 76, "TỈNH AN BÌNH")
        write(canvas, 70, 104, "Số:         /QĐ-UBND")
        write(canvas, 180, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        write(canvas, 320, 75, "Độc lập - Tự do - Hạnh phúc")
        write(canvas, 330, 104, "An Bình, ngày      tháng 7 năm 2022")
        write(canvas, 250, 140, "QUYẾT ĐỊNH")

    assert lines(read(pdf(page))) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH AN BÌNH",
        "Số: /QĐ-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày tháng 7 năm 2022",
        "QUYẾT ĐỊNH",
    ]


def test_wrapped_lines_are_one_paragraph_and_articles_begin_anew() -> None:
    def page(canvas: Canvas) -> None:
        write(
            canvas,
            80,
            100,
            "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi của",
        )
        write(canvas, 60, 112, "Sở Văn nghệ tỉnh An Bình.")
        write(
            canvas,
            80,
            126,
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành và được đăng trên trang của",
        )
        write(canvas, 60, 138, "tỉnh.")
        write(canvas, 180, 160, "PHỤ LỤC")
        write(canvas, 140, 174, "DANH MỤC THỦ TỤC HÀNH CHÍNH")

    assert lines(read(pdf(page))) == [
        "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi của Sở Văn nghệ tỉnh An Bình.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành và được đăng trên trang của tỉnh.",
        "PHỤ LỤC",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
    ]


def test_heading_whose_counter_is_wrapped_is_one_heading() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "B. THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN CỦA ỦY BAN NHÂN DÂN (04 thủ")
        write(canvas, 60, 112, "tục)")
        write(canvas, 60, 126, "B1. LĨNH VỰC CHỢ PHIÊN")

    assert lines(read(pdf(page))) == [
        "B. THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN CỦA ỦY BAN NHÂN DÂN (04 thủ tục)",
        "B1. LĨNH VỰC CHỢ PHIÊN",
    ]


def test_headings_between_tables_stand_between_them() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 80, "A. THỦ TỤC MỚI")
        table(canvas, XS, steps(100, 1), rows_of(1, 1, 0))
        write(canvas, 60, 150, "B. THỦ TỤC BÃI BỎ")
        table(canvas, XS, steps(180, 1), rows_of(2, 1, 0))

    blocks = read(pdf(page)).blocks
    said = [block.text if isinstance(block, Paragraph) else block.rows[0].cells[1].text for block in blocks]
    assert said == ["A. THỦ TỤC MỚI", "1.000001", "B. THỦ TỤC BÃI BỎ", "1.000002"]


def test_page_numbers_and_running_feet_are_left_out_and_headings_kept_once() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, 290, 30, str(number))
            write(canvas, 200, 60, "DANH MỤC THỦ TỤC HÀNH CHÍNH")
            write(canvas, 60, 200, f"Dòng chữ riêng của trang thứ {number}")
            write(canvas, 60, 810, "Văn thư, 05/07/2022 10:20:11")

        return draw

    said = lines(read(pdf(*map(page, range(1, 5)))))
    assert said.count("DANH MỤC THỦ TỤC HÀNH CHÍNH") == 1
    assert [line for line in said if "riêng" not in line] == ["DANH MỤC THỦ TỤC HÀNH CHÍNH"]
    assert len(said) == 5


# ---- over page breaks --------------------------------------------------------------------------------------------


def test_table_goes_on_over_pages_and_rows_know_their_page() -> None:
    def first(canvas: Canvas) -> None:
        table(canvas, XS, steps(100, 4), HEAD | rows_of(1, 2, 2))

    def second(canvas: Canvas) -> None:
        write(canvas, 290, 20, "2")
        table(canvas, XS, steps(60, 4), HEAD | rows_of(3, 2, 2))

    def third(canvas: Canvas) -> None:  # mirrored margins: shifted, as wide
        shifted = [x + 9 for x in XS]
        table(canvas, shifted, steps(60, 1), {(0, 0): At("II. LĨNH VỰC KHÁC", 5, 1)})

    def fourth(canvas: Canvas) -> None:
        table(canvas, XS, steps(60, 1), rows_of(5, 1, 0))

    (only,) = tables(read(pdf(first, second, third, fourth)))
    assert [row.page for row in only.rows] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 4]
    assert [row.cells[0].text for row in only.rows[4:]] == ["STT", "STT", "3", "4", "II. LĨNH VỰC KHÁC", "5"]
    assert only.rows[8].cells[0].colspan == 5
    assert only.rows[8].cells[4].merged


def test_other_columns_or_text_between_end_a_table() -> None:
    def first(canvas: Canvas) -> None:
        table(canvas, XS, steps(100, 1), rows_of(1, 1, 0))

    def other(canvas: Canvas) -> None:
        table(canvas, [50, 200, 300, 540], steps(60, 1), {(0, 0): "a", (0, 1): "b", (0, 2): "c"})

    def after_text(canvas: Canvas) -> None:
        write(canvas, 60, 60, "B. THỦ TỤC BÃI BỎ")
        table(canvas, XS, steps(90, 1), rows_of(2, 1, 0))

    assert len(tables(read(pdf(first, other)))) == 2
    assert len(tables(read(pdf(first, after_text)))) == 2


def test_merged_cell_goes_on_after_a_page_break() -> None:
    xs = [50.0, 80.0, 160.0, 320.0, 540.0]

    def first(canvas: Canvas) -> None:
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "1", (0, 1): "1.000001", (0, 2): "Cấp thẻ", (0, 3): At("Luật Thử nghiệm", 1, 2),
            (1, 0): "2", (1, 1): "1.000002", (1, 2): "Đổi thẻ",
        }  # fmt: skip
        table(canvas, xs, steps(700, 2), cells)

    def second(canvas: Canvas) -> None:
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "3", (0, 1): "", (0, 2): "Thu thẻ", (0, 3): At("", 1, 2),
            (1, 0): "4", (1, 1): "1.000004", (1, 2): "Hủy thẻ",
            (2, 0): "5", (2, 1): "1.000005", (2, 2): "Mua thẻ", (2, 3): "",
        }  # fmt: skip
        table(canvas, xs, steps(60, 3), cells)

    (only,) = tables(read(pdf(first, second)))
    assert [row.cells[3].text for row in only.rows] == ["Luật Thử nghiệm"] * 4 + [""]
    assert all(row.cells[3].merged for row in only.rows[1:4])
    assert only.rows[2].cells[1].text == ""  # a code is never carried to another number


def test_row_cut_by_the_page_without_a_line_is_one_row() -> None:
    def first(canvas: Canvas) -> None:
        table(canvas, XS, steps(700, 1), rows_of(1, 1, 0))
        for x in XS:
            canvas.line(x, HEIGHT - 730, x, HEIGHT - 780)
        for x, text in zip(XS, ("2", "1.0000", "Cấp lại giấy phép của", "10", "07"), strict=False):
            write(canvas, x + 4, 735, text)

    def second(canvas: Canvas) -> None:
        for x in XS:
            canvas.line(x, HEIGHT - 50, x, HEIGHT - 90)
        for x, text in zip(XS, ("", "02", "Nhà nước", "ngày", "ngày"), strict=False):
            write(canvas, x + 4, 55, text)
        table(canvas, XS, steps(90, 1), rows_of(3, 1, 0))

    document = read(pdf(first, second))
    assert grid(document) == [
        ["1", "1.000001", "Cấp giấy phép thử số 1", "10 ngày", "07 ngày"],
        ["2", "1.000002", "Cấp lại giấy phép của Nhà nước", "10 ngày", "07 ngày"],
        ["3", "1.000003", "Cấp giấy phép thử số 3", "10 ngày", "07 ngày"],
    ]


def test_line_at_the_break_may_be_drawn_on_one_page_only() -> None:
    """Browsers draw it where the row ends; the first row of the next page is open above, and another one."""

    def first(canvas: Canvas) -> None:
        table(canvas, XS, steps(700, 2), rows_of(1, 2, 0))

    def second(canvas: Canvas) -> None:
        for x in XS:
            canvas.line(x, HEIGHT - 50, x, HEIGHT - 90)
        for x, text in zip(
            XS, ("3", "1.000003", "Cấp giấy phép thử số 3", "10 ngày", "07 ngày"), strict=False
        ):
            write(canvas, x + 4, 55, text)
        table(canvas, XS, steps(90, 1), rows_of(4, 1, 0))

    assert [row[:2] for row in grid(read(pdf(first, second)))] == [
        [str(n), f"1.00000{n}"] for n in range(1, 5)
    ]


LEGACY = {
    ".VnTimeaaaaaaaa": ("Thñ tôc hµnh chÝnh ®­îc söa ®æi", "Thủ tục hành chính được sửa đổi"),
    ".VnTimeaaaaaaaH": ("ñy ban nh©n d©n", "ỦY BAN NHÂN DÂN"),
    "VNI-Timesaaaaaa": ("Thuû tuïc haønh chính", "Thủ tục hành chính"),
}


@pytest.mark.parametrize("name", sorted(LEGACY))
def test_fonts_of_the_time_before_unicode(name: str) -> None:
    written, shown = LEGACY[name]

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, written)

    data = pdf(page, pageCompression=0)
    assert len(name) == len("LiberationSerif")
    renamed = data.replace(b"LiberationSerif", name.encode())
    assert renamed != data
    assert lines(read(renamed)) == [shown]


def test_row_whose_code_goes_on_after_the_page_is_one_row() -> None:
    head = {(0, 0): "STT", (0, 1): "Mã TTHC", (0, 2): "Tên TTHC", (0, 3): "Thời hạn", (0, 4): "Phí"}

    def first(canvas: Canvas) -> None:
        cells = head | {
            (1, 0): "1",
            (1, 1): "2.008793.000.0",
            (1, 2): "Đăng ký tủ sách",
            (1, 3): "10",
            (1, 4): "Không",
        }
        table(canvas, XS, steps(700, 2), cells)

    def second(canvas: Canvas) -> None:
        cells = head | {(1, 0): "", (1, 1): "0.00.H9\n1", (1, 2): "Gia đình", (1, 3): "ngày", (1, 4): ""}
        table(canvas, XS, steps(60, 3), cells | rows_of(2, 1, 2))

    found = grid(read(pdf(first, second)))
    assert found[1] == ["1", "2.008793.000.00.00.H91", "Đăng ký tủ sách Gia đình", "10 ngày", "Không"]
    assert [row[0] for row in found] == ["STT", "1", "STT", "2"]


def test_row_that_only_might_go_on_stays_a_row() -> None:
    """What has a capital may be a row of its own: whoever knows the columns decides (R-TBL-1)."""

    def first(canvas: Canvas) -> None:
        table(canvas, XS, steps(700, 1), rows_of(1, 1, 0))

    def second(canvas: Canvas) -> None:
        cells = {(0, 0): "", (0, 1): "", (0, 2): "Trường hợp cấp lại", (0, 3): "", (0, 4): ""}
        table(canvas, XS, steps(60, 2), cells | rows_of(2, 1, 1))

    assert [row[2] for row in grid(read(pdf(first, second)))] == [
        "Cấp giấy phép thử số 1",
        "Trường hợp cấp lại",
        "Cấp giấy phép thử số 2",
    ]


def test_box_around_text_is_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, HEIGHT - 140, 300, 40)
        write(canvas, 60, 105, "Ghi chú trong khung\ncó hai dòng")
        write(canvas, 60, 200, "Điều 1. Công bố")

    document = read(pdf(page))
    assert tables(document) == []
    assert lines(document) == ["Ghi chú trong khung có hai dòng", "Điều 1. Công bố"]


def _cell(text: str, **given: int | bool) -> Cell:
    return Cell(text, text, **given)  # type: ignore[arg-type]


def test_columns_of_two_pages_are_united() -> None:
    """One page has the last two columns merged, the next one the first two."""
    one = PageTable(Box(0, 700, 300, 720), (0.0, 100.0, 300.0), ((_cell("a"), _cell("b")),))
    other = PageTable(
        Box(0, 50, 300, 70), (0.0, 100.0, 200.0, 300.0), ((_cell("c"), _cell("d"), _cell("e")),)
    )
    (joined,) = join_pages([Page(1, 600, 800, (one,)), Page(2, 600, 800, (other,))])
    assert isinstance(joined, Table)
    assert [[cell.text for cell in row.cells] for row in joined.rows] == [["a", "b", "b"], ["c", "d", "e"]]
    assert (joined.rows[0].cells[1].colspan, joined.rows[0].cells[2].merged) == (2, True)


# ---- pages without a usable text layer ----------------------------------------------------------------------------


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, ...], float]]:
    """Stands in for recognition: says which pages it was given."""
    asked: list[tuple[int, tuple[int, ...], float]] = []

    def read_page(picture: np.ndarray, number: int, points_per_pixel: float) -> Page:
        asked.append((number, picture.shape, points_per_pixel))
        height, width = picture.shape[:2]
        words = paragraph(f"Chữ nhận dạng của trang {number}")
        return Page(number, width * points_per_pixel, height * points_per_pixel, (words,))

    monkeypatch.setattr(scan, "read_page", read_page)
    return asked


def _photo() -> ImageReader:
    from PIL import Image

    noise = np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    return ImageReader(Image.fromarray(noise))


def _full(canvas: Canvas) -> None:
    canvas.drawImage(_photo(), 0, 0, WIDTH, HEIGHT)


def test_picture_of_a_page_is_recognised(recognised: list[tuple[int, tuple[int, ...], float]]) -> None:
    def text(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Điều 1. Công bố danh mục thủ tục hành chính")

    document = read(pdf(text, _full, lambda canvas: None))
    assert [number for number, _, _ in recognised] == [2]
    _, shape, points_per_pixel = recognised[0]
    assert shape[2] == 3
    assert abs(shape[0] * points_per_pixel - HEIGHT) < 2
    assert (document.media, document.flags, document.signed) == ("pdf", ("scanned",), True)
    assert "Chữ nhận dạng của trang 2" in lines(document)
    assert read(pdf(_full)).media == "scan"


@pytest.mark.parametrize("layer", ["invisible", "below", "few"])
def test_text_of_another_program_over_a_scan_is_not_trusted(
    layer: str, recognised: list[tuple[int, tuple[int, ...], float]]
) -> None:
    said = "Quyet dinh nay co hieu luc tu ngay ky\n" * (3 if layer == "few" else 40)

    def page(canvas: Canvas) -> None:
        if layer == "below":
            write(canvas, 60, 100, said)
        _full(canvas)
        if layer == "few":
            write(canvas, 60, 100, said)
        if layer == "invisible":
            text = canvas.beginText(60, HEIGHT - 100)
            text.setFont(font(), 10)
            text.setTextRenderMode(3)
            text.textLines(said)
            canvas.drawText(text)

    assert lines(read(pdf(page))) == ["Chữ nhận dạng của trang 1"]
    assert len(recognised) == 1


def test_text_over_a_picture_in_the_background_is_read(recognised: list[object]) -> None:
    def page(canvas: Canvas) -> None:
        _full(canvas)
        write(canvas, 60, 100, "Điều 1. Công bố danh mục thủ tục hành chính\n" * 20)

    assert lines(read(pdf(page)))[0].startswith("Điều 1. Công bố")
    assert recognised == []


def test_large_picture_beside_text_is_recognised_with_its_page(recognised: list[object]) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 40, "Điều 1. Công bố danh mục thủ tục hành chính trong ảnh dưới đây\n" * 8)
        canvas.drawImage(_photo(), 50, 50, 500, 600)

    read(pdf(page))
    assert len(recognised) == 1


def test_letters_that_the_font_does_not_name_are_recognised(recognised: list[object]) -> None:
    """The same page with its ToUnicode maps taken away says nothing that can be trusted."""

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "Công bố danh mục thủ tục hành chính được sửa đổi, bổ sung\n" * 10)

    whole = pdf(page, pageCompression=0)
    assert len(lines(read(whole))) >= 1
    assert recognised == []
    broken = whole.replace(b"/ToUnicode", b"/ToNothing")
    assert broken != whole
    read(broken)
    assert len(recognised) == 1


def test_missing_recognition_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Page:
        raise ProgramMissingError(msg("the data to recognise “{language}” are missing.", language="vie"))

    monkeypatch.setattr(scan, "read_page", missing)
    with refused(ProgramMissingError, "thiếu dữ liệu"):
        read(pdf(_full))


def test_too_many_scanned_pages_are_refused(recognised: list[object]) -> None:
    with refused(OverLimitError, "trang quét"):
        read(pdf(_full, _full, _full), Limits(max_scanned_pages=2))


# ---- the file ---------------------------------------------------------------------------------------------------


def _text_page(canvas: Canvas) -> None:
    write(canvas, 60, 100, "Điều 1. Công bố danh mục thủ tục hành chính")


def test_password_is_asked_for_and_an_empty_one_is_none() -> None:
    locked = pdf(_text_page, encrypt=StandardEncryption("mật khẩu", canPrint=0))
    with refused(DocumentError, "mật khẩu"):
        read(locked)
    restricted = pdf(_text_page, encrypt=StandardEncryption("", ownerPassword="chủ", canPrint=0, canCopy=0))
    assert lines(read(restricted)) == ["Điều 1. Công bố danh mục thủ tục hành chính"]


def test_cut_off_and_damaged_files_are_refused() -> None:
    whole = pdf(_text_page, _text_page)
    for cut in (len(whole) // 3, len(whole) // 2, len(whole) - 30):
        with refused(DocumentError, "cắt cụt"):
            read(whole[:cut])
    with pytest.raises(DocumentError):
        read(b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF")
    assert lines(read(whole + b"\r\n<!-- sent by a server -->")) == lines(read(whole))


def test_limits() -> None:
    with refused(OverLimitError, "2 trang"):
        read(pdf(_text_page, _text_page), Limits(max_pages=1))

    def page(canvas: Canvas) -> None:
        table(canvas, XS, steps(100, 4), rows_of(1, 4, 0))

    with refused(OverLimitError, "20 ô"):
        read(pdf(page), Limits(max_cells=19))


def test_document_is_read_by_its_content() -> None:
    data = pdf(lambda canvas: table(canvas, XS, steps(100, 4), HEAD | rows_of(1, 2, 2)))
    assert len(tables(read_document(data, "ten.html"))) == 1


def test_same_bytes_same_blocks() -> None:
    data = pdf(lambda canvas: table(canvas, XS, steps(100, 4), HEAD | rows_of(1, 2, 2)))
    assert read(data) == read(data)


# ---- LibreOffice --------------------------------------------------------------------------------------------------


def _said(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (item.action, item.code, item.levels, item.replaces, item.row_no, item.part, key(item.name))
        for item in reading.items
    ]


def test_paper_printed_by_libreoffice_reads_like_its_docx(tmp_path: Path) -> None:
    rows = [
        [
            str(n),
            f"1.01{n:04d}.000.00.00.H17",
            f"Cấp giấy phép mở quán hàng số {n} tại chợ phiên của xã",
            "10 ngày",
            "07 ngày",
        ]
        for n in range(1, 40)
    ]
    basis: list[list[str | At]] = [
        [*row, At("Nghị định số 37/2026/NĐ-CP ngày 01/01/2026 của Chính phủ", down=3)]
        if n % 3 == 0
        else list(row)
        for n, row in enumerate(rows)
    ]
    annex = Grid(
        [
            [At("STT", down=2), At("Mã TTHC", down=2), At("Tên thủ tục hành chính", down=2),
             At("Thời hạn giải quyết", across=2), At("Căn cứ pháp lý", down=2)],
            ["Theo quy định", "Sau cắt giảm"],
            [At("I. LĨNH VỰC CHỢ PHIÊN (39 TTHC)", across=6)],
            *basis,
        ],
        header_rows=2,
    )  # fmt: skip
    blocks = paper(
        "Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung",
        ["Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi, bổ sung."],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ ĐƯỢC SỬA ĐỔI, BỔ SUNG", annex],
    )
    word = ruled(to_docx(blocks))
    wanted = read_decision(read_document(word, "a.docx"))
    document = read_document(as_office_pdf(word, tmp_path), "a.pdf")
    found = read_decision(document)
    assert len(wanted.items) == 39
    assert _said(found) == _said(wanted)
    assert [item.legal_basis for item in found.items] == [item.legal_basis for item in wanted.items]
    assert [item.time_local for item in found.items] == [item.time_local for item in wanted.items]
    assert (found.number, found.signed_on, found.issuer_name) == (
        wanted.number,
        wanted.signed_on,
        wanted.issuer_name,
    )
    assert len({item.page for item in found.items}) > 2


# ---- real material -------------------------------------------------------------------------------------------------


@pytest.mark.realdata
@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize(
    "name",
    ["1766-QD-UBND-2020-BinhThuan.md", "1351-QD-UBND-2022-QuangNgai.md", "3218-QD-UBND-2024-QuangBinh.txt"],
)
def test_real_decision_printed_again_gives_the_same_items(name: str, landscape: bool, tmp_path: Path) -> None:
    path = real(f"decisions/{name}")
    document = read_document(path.read_bytes(), name)
    wanted = read_decision(document)
    printed = read_document(as_office_pdf(as_docx(document, landscape=landscape), tmp_path), "printed.pdf")
    found = read_decision(printed)
    assert printed.media == "pdf"
    assert _said(found) == _said(wanted)
    assert (found.number_text, found.signed_on, found.kind) == (
        wanted.number_text,
        wanted.signed_on,
        wanted.kind,
    )
    assert (found.effective_on, found.basis) == (wanted.effective_on, wanted.basis)


@pytest.mark.long
@pytest.mark.realdata
def test_signed_resolution_is_read_whole_and_lists_nothing() -> None:
    if scan.recognition_ready() is not None:
        pytest.skip("no Vietnamese for Tesseract: apt-get install tesseract-ocr-vie")
    data = real("decisions/66.9-NQ-CP-2025.signed.pdf").read_bytes()
    document = read_document(data, "66.9-NQ-CP-2025.signed.pdf")
    assert (document.media, document.pages, document.signed, document.flags) == (
        "scan",
        4,
        True,
        ("scanned",),
    )
    text = " ".join(lines(document))
    for said in (
        "Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15",
        "Cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính",
        "Trách nhiệm của Bộ Công an",
    ):
        assert said in text
    reading = read_decision(document)
    assert reading.kind is DecisionKind.OTHER
    assert reading.items == ()
    assert reading.signed
    # The day is read from a picture: where it was not read surely, it is asked about and not taken.
    assert reading.signed_on == date(2025, 12, 8) or "signed_on_doubt" in reading.flags
