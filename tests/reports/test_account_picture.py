"""The account drawn: every part of a document in the colour of what became of it, with and without pages."""

from dataclasses import replace

import pytest
from PIL import Image

from niemyet.extractors.decisions.reading import read_whole
from niemyet.extractors.documents import read_document
from niemyet.model.records import Box, Explained, Paragraph, Picture, Table
from niemyet.reports.account_parts import Colour, parts_of
from niemyet.reports.account_picture import (
    COLOURS,
    LEGEND,
    coloured_boxes,
    plain_pages,
    tinted,
    with_legend,
)
from tests.support.papers import FORMATS, Grid, paper

GRID = Grid(
    [
        ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Điểm tín nhiệm"],
        ["1", "1.009501", "Cấp phép khai thác đá", "05 ngày", "9"],
        ["2", "1.009502", "Đóng cửa mỏ (*)", "05 ngày", "8"],
        ["3", "1.009503 1.009504", "Trả lại mỏ", "05 ngày", "7"],
    ]
)
FORM = Grid([["STT", "Bước thực hiện", "Thời gian"], ["1", "Chuyên viên thẩm định", "1 ngày"]])
PAPER = paper(
    "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Khoáng sản cấp tỉnh",
    [
        "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành lĩnh vực Khoáng sản cấp tỉnh.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "Dừng thực hiện các thủ tục về than bùn.",
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.",
    ],
    [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC KHOÁNG SẢN CẤP TỈNH",
        GRID,
        "2. Thủ tục về nước khoáng",
        "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        FORM,
    ],
)


def _explained(form: str = "docx") -> Explained:
    document = read_document(FORMATS[form](PAPER), f"khoang-san.{form}")
    whole = read_whole(document)
    return Explained(f"khoang-san.{form}", document, whole.reading, whole.trace, whole.account)


def _colours(explained: Explained) -> dict[str, Colour]:
    blocks = explained.document.blocks
    found: dict[str, Colour] = {}
    for part in parts_of(explained):
        block = blocks[part.block]
        if isinstance(block, Paragraph):
            found[block.text] = part.colour
        else:
            assert part.row is not None
            assert part.cell is not None
            found[block.rows[part.row].cells[part.cell].text] = part.colour
    return found


@pytest.mark.parametrize("form", ["docx", "html"])
def test_each_part_has_the_colour_of_what_became_of_it(form: str) -> None:
    colours = _colours(_explained(form))
    expected = {
        "Số: 412/QĐ-UBND": Colour.USED,
        "An Bình, ngày 05 tháng 7 năm 2022": Colour.USED,
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;": Colour.NO_ACCOUNT,
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.": Colour.USED,
        "Dừng thực hiện các thủ tục về than bùn.": Colour.LEFT_OVER,
        "Cấp phép khai thác đá": Colour.USED,
        "Điểm tín nhiệm": Colour.LEFT_OVER,
        "9": Colour.LEFT_OVER,
        "Đóng cửa mỏ (*)": Colour.LEFT_OVER,
        "Trả lại mỏ": Colour.ASKED,
        "2. Thủ tục về nước khoáng": Colour.LEFT_OVER,
        "Chuyên viên thẩm định": Colour.NO_ACCOUNT,
    }
    assert {text: colours[text] for text in expected} == expected


def test_every_paragraph_and_own_cell_with_text_has_a_colour() -> None:
    explained = _explained()
    texts = 0
    for block in explained.document.blocks:
        if isinstance(block, Table):
            texts += sum(bool(cell.text) and not cell.merged for row in block.rows for cell in row.cells)
        else:
            texts += 1
    assert len(parts_of(explained)) == texts


def test_a_document_without_pages_is_drawn_in_those_colours() -> None:
    explained = _explained()
    (page,) = plain_pages(explained, "vi", most=3)
    shades = {colour for _, colour in page.getcolors(1 << 20) or ()}
    assert {COLOURS[Colour.USED], COLOURS[Colour.LEFT_OVER], COLOURS[Colour.NO_ACCOUNT]} <= shades
    assert page.tobytes() == next(iter(plain_pages(explained, "vi", most=1))).tobytes()
    assert list(plain_pages(explained, "vi", most=0)) == []


def test_a_long_document_goes_on_on_further_pages_up_to_the_most() -> None:
    explained = _explained()
    document = explained.document
    long = replace(explained, document=replace(document, blocks=document.blocks * 8))
    assert len(list(plain_pages(long, "vi", most=60))) > 2
    assert len(list(plain_pages(long, "vi", most=2))) == 2


def test_a_word_without_spaces_is_cut_into_its_cell() -> None:
    explained = _explained()
    block = Paragraph("x" * 900, "x" * 900)
    one = replace(explained, document=replace(explained.document, blocks=(block,)), trace=())
    (page,) = plain_pages(one, "vi", most=2)
    assert page.size == (1240, 1754)


def test_the_legend_stands_above_the_page_and_leaves_it_as_it_is() -> None:
    page = Image.new("RGB", (900, 60), (1, 2, 3))
    shown = with_legend(page, "vi")
    assert shown.crop((0, shown.height - 60, 900, shown.height)).tobytes() == page.tobytes()
    assert shown.tobytes() != with_legend(page, "en").tobytes()
    assert LEGEND.keys() == COLOURS.keys() == set(Colour)


def test_boxes_of_a_page_are_tinted_and_unread_pictures_are_left_over() -> None:
    explained = _explained()
    box = Box(10.0, 20.0, 60.0, 32.0)
    block = Paragraph("Dừng thực hiện", "Dừng thực hiện các thủ tục về than bùn.", page=1, box=box)
    document = replace(explained.document, blocks=(block,), pictures=(Picture(0, page=2, box=box),))
    boxes = coloured_boxes(replace(explained, document=document, trace=()))
    assert boxes == {1: [(box, Colour.LEFT_OVER)], 2: [(box, Colour.NO_ACCOUNT)]}
    page = Image.new("RGB", (100, 100), "white")
    drawn = tinted(page, 1.0, boxes[1])
    assert drawn.getpixel((10, 20)) == COLOURS[Colour.LEFT_OVER]
    assert drawn.getpixel((80, 80)) == page.getpixel((80, 80)) == (255, 255, 255)
