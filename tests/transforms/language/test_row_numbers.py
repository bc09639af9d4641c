"""Rows as sentences list them: all of them, whatever stands between their numbers (RULINGS 11)."""

import pytest

from niemyet.transforms.language.row_numbers import ROWS, row_numbers
from niemyet.transforms.language.text import fold


@pytest.mark.parametrize(("text", "rows"), [
    ("số thứ tự 3, 5-7 tại Phụ lục I", "3 5 6 7"), ("số thứ tự 3, 5 đến 7", "3 5 6 7"), ("STT: 3, 5–7", "3 5 6 7"),
    ("STT 3; 5-7", "3 5 6 7"), ("số thứ tự 3 và từ 5 đến 7", "3 5 6 7"), ("từ số thứ tự 5 đến số thứ tự 7", "5 6 7"),
    ("số thứ tự từ 01 đến 03 và 15 mục II", "1 2 3 15"), ("số thứ tự 2 và số thứ tự từ 6 đến 8", "2 6 7 8"),
    ("STT 3,5,7", "3 5 7"),
    ("số thứ tự 1, thủ tục hành chính số thứ tự 4 và thủ tục hành chính số thứ tự 8", "1 4 8"),
    ("số 3, số 5 và số 7 mục A", "3 5 7"), ("số 05, 06 tại mục II", "5 6"), ("số thứ tự thứ 2", "2"), ("dòng số 2", "2"),
    ("STT 3, 05 thủ tục cấp xã", "3"), ("số thứ tự 2, 1.001193", "2"), ("số thứ tự 4, 12/QĐ-UBND", "4"), ("STT 9-5", "9 5"),
    ("số thứ tự 1 mục I", "1"), ("Quyết định số 5", ""),
])  # fmt: skip
def test_a_list_of_rows_is_read_to_its_end(text: str, rows: str) -> None:
    found = ROWS.search(fold(text))
    assert (row_numbers(found["rows"]) if found else ()) == tuple(rows.split())
