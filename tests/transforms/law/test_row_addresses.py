"""Rows of an earlier annex by their address: all that the words name, or none."""

import pytest

from niemyet.transforms.law.row_addresses import find_address, find_addresses


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("nội dung thủ tục số 2, số 4 tại mục III phần A", [("2", "iii", "a"), ("4", "iii", "a")]),
        ("thủ tục số 2; thủ tục số 4 mục III", [("2", "iii", None), ("4", "iii", None)]),
        ("số thứ tự 2 và thứ tự 4 mục I", [("2", "i", None), ("4", "i", None)]),
        ("các số thứ tự: 2; 4; 6 mục I", [("2", "i", None), ("4", "i", None), ("6", "i", None)]),
        ("số 2 mục I và số 4 mục II phần A", [("2", "i", "a"), ("4", "ii", "a")]),
        ("mục II: số thứ tự 3 và 4", [("3", "ii", None), ("4", "ii", None)]),
        ("số thứ tự từ 2 đến 4 mục III", [("2", "iii", None), ("3", "iii", None), ("4", "iii", None)]),
        ("số thứ tự 2 mục I và dòng 5", []),  # a row that no address has
        ("thủ tục 2, 4 mục I", []),
    ],
)
def test_all_rows_that_words_name(words: str, rows: list[tuple[str, str | None, str | None]]) -> None:
    found = find_addresses(words, alone=True)
    assert [(one.row, one.section, one.part) for one in found] == rows


def test_several_rows_are_no_one_row() -> None:
    assert find_address("thủ tục số 2 và số 4 mục III") is None
