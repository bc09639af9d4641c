"""The sector "Hàng không" ends in the word of a denial: "lĩnh vực Hàng không thuộc thẩm quyền của UBND cấp xã" denies nothing."""

import pytest

from niemyet.model.words import Level
from tests.support.papers import Grid, paper, read_as

ROW = ["1", "1.000601", "Cấp thẻ thợ dệt chiếu"]
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


@pytest.mark.parametrize(
    ("whose", "level"),
    [("UBND cấp xã", Level.COMMUNE), ("cấp tỉnh", Level.PROVINCE), ("Sở Xây dựng", Level.PROVINCE)],
)
@pytest.mark.parametrize("capitals", [False, True])
def test_the_sector_of_aviation_denies_no_level(whose: str, level: Level, capitals: bool) -> None:
    list_of = f"Danh mục 01 thủ tục hành chính sửa đổi, bổ sung lĩnh vực Hàng không thuộc thẩm quyền giải quyết của {whose}"
    heading = list_of.upper() if capitals else list_of
    grid = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], [*ROW]])
    first = f"Điều 1. Công bố kèm theo Quyết định này {list_of}."
    reading = read_as("html", paper(f"Về việc công bố {list_of}", [first, SIGNED], [heading, grid]))
    assert [item.levels for item in reading.items] == [(level,)]
    assert not reading.questions


def test_what_is_denied_is_asked_about() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], [*ROW]])
    said = "Danh mục thủ tục hành chính sửa đổi, bổ sung lĩnh vực Làng nghề không thuộc thẩm quyền của UBND cấp xã"
    first = f"Điều 1. Công bố kèm theo Quyết định này {said}."
    assert read_as("html", paper(f"Về việc công bố {said}", [first, SIGNED], [said, grid])).questions
