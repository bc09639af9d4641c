"""A running line is kept where it names a code, or says what is done to procedures."""

import pytest

from niemyet.transforms.language.running_heads import says_something_of_a_list


@pytest.mark.parametrize(
    "line", ["Phụ lục thủ tục bị bãi bỏ", "xem 1.000301", "DANH MỤC TTHC TẠM DỪNG TIẾP NHẬN"]
)
def test_it_says_something(line: str) -> None:
    assert says_something_of_a_list(line)


@pytest.mark.parametrize("line", ["Trang 2", "Danh mục thủ tục hành chính", "Sửa đổi ngày 01/02/2026"])
def test_it_says_nothing(line: str) -> None:
    assert not says_something_of_a_list(line)
