"""Cases that are marked in the column of names, below a number and code that reach over them, are no part of the name."""

import pytest

from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = (
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Làng nghề."
)
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_marked_case_stands_in_the_note(form: str) -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"],
            [At("1", 1, 3), At("1.000601", 1, 3), "Cấp thẻ thợ dệt chiếu", ""],
            ["a) Trường hợp cấp mới", "05 ngày"],
            ["b) Trường hợp cấp lại", "02 ngày"],
        ]
    )
    (item,) = read_as(form, paper(TITLE, [FIRST, SIGNED], ["DANH MỤC", grid])).items
    assert item.name == "Cấp thẻ thợ dệt chiếu"
    assert item.time_local is None
    assert item.note is not None
    assert "b) Trường hợp cấp lại – Thời hạn giải quyết: 02 ngày" in item.note
