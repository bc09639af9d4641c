"""What a page's end breaks in a table of a text PDF: joined where it is proven, a heading where it reads as one."""

from functools import lru_cache

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents.blocks import EMPTY, repeated
from niemyet.extractors.documents.lines import joined_lines
from niemyet.extractors.documents.pages import Page, PageTable, join_pages
from niemyet.model.records import Box, Cell, Paragraph, Table
from tests.extractors.documents.test_documents_pdf import (
    SIZE,
    font,
    grid,
    lines,
    pdf,
    read,
    steps,
    table,
    tables,
    write,
)
from tests.support.papers import At

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện")
XS = [50.0, 80.0, 160.0, 320.0, 430.0, 540.0]
Row = tuple[str | At, ...]


@lru_cache(maxsize=1)
def bold() -> str:
    font()
    for folder in ("liberation2", "liberation"):
        try:
            pdfmetrics.registerFont(
                TTFont("SerifBold", f"/usr/share/fonts/truetype/{folder}/LiberationSerif-Bold.ttf")
            )
        except TTFError:
            continue
        return "SerifBold"
    pytest.skip("no bold font with Vietnamese letters: apt-get install fonts-liberation2")


def _drawn(canvas: Canvas, top: float, rows: list[Row]) -> None:
    cells: dict[tuple[int, int], str | At] = {}
    for number, row in enumerate(rows):
        place = 0
        for content in row:
            if content != "|":  # a cell above reaches down here
                cells[number, place] = content
            place += content.across if isinstance(content, At) else 1
    table(canvas, XS, steps(top, len(rows)), cells)


def _two_pages(above: list[Row], below: list[Row]) -> bytes:
    def first(canvas: Canvas) -> None:
        _drawn(canvas, 800 - 30 * (1 + len(above)), [HEAD, *above])

    def second(canvas: Canvas) -> None:
        _drawn(canvas, 60, below)

    return pdf(first, second)


def _joined(above: list[tuple[Cell, ...]], below: list[tuple[Cell, ...]]) -> list[list[str]]:
    edges = tuple(60.0 * place for place in range(len(above[0]) + 1))
    pages = [
        Page(1, 600, 800, (PageTable(Box(0, 600, edges[-1], 780), edges, tuple(above)),)),
        Page(2, 600, 800, (PageTable(Box(0, 50, edges[-1], 200), edges, tuple(below)),)),
    ]
    (found,) = join_pages(pages)
    assert isinstance(found, Table)
    return [[cell.text for cell in row.cells] for row in found.rows]


def _row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, text) if text else EMPTY for text in texts)


# ---- headings at a page's top ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "II. Thủ tục hành chính được\nsửa đổi, bổ sung",
        "THỦ TỤC HÀNH CHÍNH ĐƯỢC\nSỬA ĐỔI, BỔ SUNG",
        "Danh mục TTHC sửa đổi,\nbổ sung (01 TTHC)",
    ],
)
def test_heading_in_the_second_cell_at_a_pages_top_begins_its_section(heading: str) -> None:
    """The merged time above it ended with its section: it is no reason to read the heading as a row going on."""
    above: list[Row] = [
        (At("I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH", 5),),
        ("1", "1.700101", "Cấp thẻ bạn đọc", At("07 ngày", 1, 2), "Thư viện"),
        ("2", "1.700102", "Gia hạn thẻ bạn đọc", "|", "Thư viện"),
    ]
    below: list[Row] = [
        HEAD,
        ("", "", heading, "", ""),
        ("1", "1.700103", "Đổi thẻ bạn đọc", "05 ngày", "Thư viện"),
    ]
    reading = read_decision(read(_two_pages(above, below)))
    assert [(item.code, item.action.value) for item in reading.items] == [
        ("1.700101", "new"),
        ("1.700102", "new"),
        ("1.700103", "amend"),
    ]
    assert reading.items[1].name == "Gia hạn thẻ bạn đọc"


def test_small_letter_with_a_parenthesis_is_no_sentence_that_goes_on() -> None:
    above = [_row("STT", "Tên TTHC", "Thời hạn"), _row("4", "Cấp thẻ bạn đọc lần đầu", "07 ngày")]
    below = [_row("", "b) Lĩnh vực Thư viện", ""), _row("1", "Đổi thẻ", "05 ngày")]
    assert [row[1] for row in _joined(above, below)] == [
        *("Tên TTHC", "Cấp thẻ bạn đọc lần đầu", "b) Lĩnh vực Thư viện", "Đổi thẻ")
    ]


def test_lone_bold_text_is_a_heading_over_the_whole_row() -> None:
    def page(canvas: Canvas) -> None:
        rows: list[Row] = [
            HEAD,
            ("1", "1.700101", "Cấp thẻ bạn đọc", "07 ngày", "Thư viện"),
            ("", "", "", "", ""),
            ("1", "1.700103", "Đổi thẻ bạn đọc", "05 ngày", "Thư viện"),
        ]
        _drawn(canvas, 100, rows)
        canvas.setFont(bold(), SIZE)
        canvas.drawString(164, canvas._pagesize[1] - 162 - SIZE, "Lưu trữ cộng đồng")

    (found,) = tables(read(pdf(page)))
    heading = found.rows[2].cells
    assert [cell.text for cell in heading] == ["Lưu trữ cộng đồng"] * 5
    assert (heading[0].colspan, [cell.merged for cell in heading]) == (5, [False, True, True, True, True])
    assert [item.sector for item in read_decision(read(pdf(page))).items] == [None, "Lưu trữ cộng đồng"]


def test_lone_bold_text_is_none_where_all_is_bold_or_a_label_above_it_spans() -> None:
    def all_bold(canvas: Canvas) -> None:
        _drawn(canvas, 100, [("", "", "", "", ""), ("", "", "", "", "")])
        canvas.setFont(bold(), SIZE)
        for place, text in enumerate(("1", "x", "Cấp thẻ", "07 ngày", "y")):
            canvas.drawString(XS[place] + 4, canvas._pagesize[1] - 102 - SIZE, text)
        canvas.drawString(164, canvas._pagesize[1] - 132 - SIZE, "Lưu trữ")

    def label(canvas: Canvas) -> None:
        rows: list[Row] = [
            ("STT", "Mã TTHC", "Tên thủ tục", At("", 2)),
            ("", "", "", "", ""),
            ("1", "1.700103", "Đổi thẻ bạn đọc", "05 ngày", "Thư viện"),
        ]
        _drawn(canvas, 100, rows)
        canvas.setFont(bold(), SIZE)
        canvas.drawString(324, canvas._pagesize[1] - 102 - SIZE, "Thời hạn")
        canvas.drawString(434, canvas._pagesize[1] - 132 - SIZE, "Còn lại")

    assert grid(read(pdf(all_bold)))[1] == ["", "", "Lưu trữ", "", ""]
    assert grid(read(pdf(label)))[1] == ["", "", "", "", "Còn lại"]


# ---- rows and cells that go on ----------------------------------------------------------------------------------


def test_days_of_two_merged_cells_are_not_one_text() -> None:
    """ "07 ngày" has its number; "… ngày" before "03 ngày" asks for none."""
    over = Cell("07 ngày", "07 ngày", rowspan=2)
    own = Cell("03 ngày làm việc", "03 ngày làm việc", rowspan=2)
    above = [
        _row("STT", "Mã TTHC", "Tên TTHC", "Thời hạn"),
        (*_row("1", "1.700101", "Cấp thẻ"), over),
        (*_row("2", "1.700102", "Gia hạn thẻ"), repeated(over)),
    ]
    below = [(*_row("3", "1.700103", "Đổi thẻ"), own), (*_row("4", "1.700104", "Hủy thẻ"), repeated(own))]
    assert [row[3] for row in _joined(above, below)] == [
        "Thời hạn", "07 ngày", "07 ngày", "03 ngày làm việc", "03 ngày làm việc",
    ]  # fmt: skip


def test_header_set_again_in_mid_table_and_broken_by_the_page_is_one_row() -> None:
    above = [
        _row("STT", "TÊN THỦ TỤC HÀNH CHÍNH", "ĐỊA ĐIỂM THỰC HIỆN"),
        _row("1", "Cấp thẻ", "Thư viện"),
        _row("STT", "TÊN THỦ", "ĐỊA ĐIỂM"),
    ]
    below = [_row("", "TỤC HÀNH CHÍNH", "THỰC HIỆN"), _row("1", "Đổi thẻ", "Thư viện")]
    assert _joined(above, below)[2:] == [
        ["STT", "TÊN THỦ TỤC HÀNH CHÍNH", "ĐỊA ĐIỂM THỰC HIỆN"],
        ["1", "Đổi thẻ", "Thư viện"],
    ]


def test_labels_below_one_that_reaches_over_them_are_each_its_own_where_the_page_cuts_the_header() -> None:
    label = Cell("Cấp thực hiện", "Cấp thực hiện", colspan=2)
    top = (*_row("STT", "Tên thủ"), label, repeated(label))
    below = _row("", "tục hành chính", "Tỉnh", "Xã")
    above = [_row("1", "Cấp thẻ", "", "x"), top]
    joined = _joined(above, [below, _row("1", "Đổi thẻ", "x", "")])
    assert joined[1] == ["STT", "Tên thủ tục hành chính", "Cấp thực hiện Tỉnh", "Cấp thực hiện Xã"]


def test_nothing_goes_on_from_a_header_that_ends_a_page() -> None:
    """ "Mã số" asks for no number there."""
    label = Cell("Mã số", "Mã số", rowspan=2)
    top = (*_row("TT"), label, *_row("Tên TTHC"))
    under = (*_row(""), repeated(label), *_row("Tên mới"))
    above = [top, under, _row("1", "1.700101", "Cấp thẻ"), top, under]
    below = [top, under, _row("1", "1.700102", "Đổi thẻ")]
    assert _joined(above, below)[-1] == ["1", "1.700102", "Đổi thẻ"]
    assert [row[1] for row in _joined(above, below)][3:7] == ["Mã số"] * 4


_UNNUMBERED = [
    _row("STT", "Mã TTHC", "Tên TTHC", "Thời hạn"),
    _row("", "1.700101", "Cấp thẻ bạn đọc", "07 ngày"),
]


def test_row_without_number_is_joined_where_a_sentence_goes_on_and_its_code_is_the_only_one() -> None:
    above = [*_UNNUMBERED, _row("", "1.700102", "Đăng ký", "15 ngày")]
    below = [_row("", "", "phòng đọc; thay đổi", "làm việc"), _row("", "1.700103", "Đổi thẻ", "05 ngày")]
    assert _joined(above, below)[2:] == [
        ["", "1.700102", "Đăng ký phòng đọc; thay đổi", "15 ngày làm việc"],
        ["", "1.700103", "Đổi thẻ", "05 ngày"],
    ]


def test_row_without_number_and_code_goes_on_where_every_other_row_has_a_code() -> None:
    above = [*_UNNUMBERED, _row("", "1.700102", "Cấp giấy phép cho Hội", "15 ngày")]
    below = [_row("", "", "Nhà văn", ""), _row("", "1.700103", "Đổi thẻ", "05 ngày")]
    assert _joined(above, below)[2][2] == "Cấp giấy phép cho Hội Nhà văn"


def test_two_codes_are_two_rows() -> None:
    above = [*_UNNUMBERED, _row("", "1.700102", "Gia hạn thẻ", "15 ngày")]
    below = [_row("", "1.700103", "đổi thẻ bạn đọc", "05 ngày")]
    assert [row[1] for row in _joined(above, below)] == ["Mã TTHC", "1.700101", "1.700102", "1.700103"]


def test_merged_cell_over_two_rows_that_the_page_parts_is_whole_where_its_column_merges() -> None:
    over = Cell("10 ngày", "10 ngày", rowspan=2)
    body = [
        _row("STT", "Mã TTHC", "Tên TTHC", "Thời hạn"),
        (*_row("1", "1.700101", "Cấp thẻ"), over),
        (*_row("2", "1.700102", "Gia hạn thẻ"), repeated(over)),
        _row("3", "1.700103", "Đổi thẻ", "05 ngày"),
    ]
    below = [_row("4", "1.700104", "Hủy thẻ", ""), _row("5", "1.700105", "Mượn sách", "01 ngày")]
    assert _joined(body, below)[4][3] == "05 ngày"
    plain = [
        body[0],
        _row("1", "1.700101", "Cấp thẻ", "02 ngày"),
        _row("2", "1.700102", "In thẻ", "03 ngày"),
        body[3],
    ]
    assert _joined(plain, below)[4][3] == ""  # nothing shows that this column merges at all


# ---- words of narrow cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "raw"),
    [
        (["lần", "đầu/3.111", "102"], "lần\nđầu/3.111102"),
        (["sơ/1.0030", "89"], "sơ/1.003089"),
        (["sản/2.", "11466", "7"], "sản/2.114667"),
        (["mục 2.", "11466 hộ"], "mục 2.\n11466 hộ"),
        (["bàn/1.003789", "Cấp thẻ"], "bàn/1.003789\nCấp thẻ"),
    ],
)
def test_code_glued_to_a_name_is_whole(given: list[str], raw: str) -> None:
    assert joined_lines(given) == raw


def test_narrow_column_breaks_words_whose_halves_are_syllables() -> None:
    def page(canvas: Canvas) -> None:
        narrow = [50.0, 78.0, 110.0, 300.0]
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "ngà\ny",
            (0, 1): "huy\nện",
            (0, 2): "Tên",
            (1, 0): "TGG\nQ",
            (1, 1): "quy\nđịnh",
            (1, 2): "x",
        }
        table(canvas, narrow, [100, 160, 200], cells)

    assert grid(read(pdf(page))) == [["ngày", "huyện", "Tên"], ["TGGQ", "quy định", "x"]]


def test_halves_of_a_letterhead_at_heights_of_their_own_are_parted_on_any_page() -> None:
    """A motto that wraps moves the right half down; a second decision of a file begins on a later page."""
    left, right = (
        ("ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 17/QĐ-UBND"),
        ("Việt Nam", "Độc lập", "An Bình, ngày 07"),
    )

    def first(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Điều 1. Công bố danh mục thủ tục hành chính.")

    def second(canvas: Canvas) -> None:
        write(canvas, 300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            write(canvas, 80, 78 + 15 * place, one)
            write(canvas, 320, 72 + 15 * place, other)

    assert lines(read(pdf(first, second)))[1:] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", *left, *right]


def test_code_below_a_listed_name_is_of_its_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "1. Cấp thẻ bạn đọc\nMã TTHC: 1.700101\n2. Đổi thẻ bạn đọc")

    assert lines(read(pdf(page))) == ["1. Cấp thẻ bạn đọc Mã TTHC: 1.700101", "2. Đổi thẻ bạn đọc"]
    assert all(isinstance(block, Paragraph) for block in read(pdf(page)).blocks)
