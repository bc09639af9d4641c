"""What was read from a row of an annex is told without a word of the tables."""

import re

from niemyet.extractors.decisions.columns import Column
from niemyet.reports.traced_words import COLUMNS, traced_words


def test_every_column_has_a_word() -> None:
    assert {one.value for one in Column} == set(COLUMNS)


def test_what_a_heading_sets_is_said() -> None:
    said = traced_words(
        "section",
        "nối vào tiêu đề ở trên: mark=I; action=new,amend; levels=commune; count=4; lists=none",
        vi=True,
    )
    assert re.fullmatch(
        r"nối vào tiêu đề ở trên: ký hiệu I; công bố mới, sửa đổi[^;]*; cấp xã; ghi 4 thủ tục; không có danh mục",
        said,
    )
    assert traced_words("header", "number | code | name", vi=True) == "số thứ tự | mã | tên"
    assert traced_words("header", "number | code", vi=False) == "number | code"
    assert traced_words("ignored", "dòng trống", vi=True) == "dòng trống"
