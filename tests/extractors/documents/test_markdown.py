"""What Markdown strikes is marked, and its signs are no text (RULINGS 37); its lines are its own."""

import pytest

from niemyet.extractors.documents.markdown import read_markdown
from niemyet.model.records import Paragraph, Table
from niemyet.model.words import Mark

HEAD = "| STT | Mã TTHC | Tên thủ tục |\n|---|---|---|\n"


@pytest.mark.parametrize(
    "struck", ["~~Cấp thẻ vá lưới~~", "<del>Cấp thẻ vá lưới</del>", "<s>Cấp thẻ</s> vá lưới"]
)
def test_a_struck_cell_is_marked(struck: str) -> None:
    text = f"{HEAD}| 1 | 1.440001 | Cấp thẻ đan lưới |\n| 2 | 1.440002 | {struck} |\n"
    (table,) = (block for block in read_markdown(text.encode()).blocks if isinstance(block, Table))
    assert [row.cells[2].marks for row in table.rows[1:]] == [frozenset(), {Mark.STRUCK}]
    assert table.rows[2].cells[2].text == "Cấp thẻ vá lưới"


def test_a_struck_line_is_marked_and_other_waves_are_text() -> None:
    read = read_markdown("~~Điều 1. Bãi bỏ~~\n\nKhoảng ~~ 5 ngày\n".encode())
    lines = [block for block in read.blocks if isinstance(block, Paragraph) and block.text]
    assert [(line.text, bool(line.marks)) for line in lines] == [
        ("Điều 1. Bãi bỏ", True),
        ("Khoảng ~~ 5 ngày", False),
    ]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028"])
def test_a_sign_that_ends_lines_elsewhere_is_a_space_in_a_row(sign: str) -> None:
    text = f"{HEAD}| 1 | 1.440001 | Cấp thẻ{sign}đan lưới |\r\n| 2 | 1.440002 | Đổi thẻ |\r"
    (table,) = (block for block in read_markdown(text.encode()).blocks if isinstance(block, Table))
    assert [row.cells[2].text for row in table.rows[1:]] == ["Cấp thẻ đan lưới", "Đổi thẻ"]


def test_what_stands_in_a_comment_is_not_shown() -> None:
    text = f"{HEAD}| 1 | 1.440001 | Cấp thẻ đan lưới |\n\n<!--\n{HEAD}| 9 | 1.440009 | Nháp |\n-->\n"
    tables = [block for block in read_markdown(text.encode()).blocks if isinstance(block, Table)]
    assert [row.cells[1].text for table in tables for row in table.rows] == ["Mã TTHC", "1.440001"]


def test_marks_of_notes_are_those_of_other_formats_and_a_quoted_line_is_a_line() -> None:
    text = (
        f"{HEAD}| 1 | 1.440001 | Đan lưới[^1] |\n\n[^1]: Áp dụng từ ngày 01/7/2022.\n\n> Ghi chú: tạm dừng.\n"
    )
    read = read_markdown(text.encode())
    (table,) = (block for block in read.blocks if isinstance(block, Table))
    assert table.rows[1].cells[2].text == "Đan lưới[1]"
    lines = [block.text for block in read.blocks if isinstance(block, Paragraph) and block.text]
    assert lines == ["[1] Áp dụng từ ngày 01/7/2022.", "Ghi chú: tạm dừng."]
