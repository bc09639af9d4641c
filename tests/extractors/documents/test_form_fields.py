"""Cells of a page that hold fields of a form say what these show: a code in a field is no missing one."""

import pytest

from niemyet.extractors.documents.html import read_html
from niemyet.model.records import Table


def cells(row: str, head: str = "<th>Mã TTHC</th>") -> list[list[str]]:
    page = f"<table><thead><tr>{head}<th>Tên</th></tr></thead><tr>{row}<td>Dệt chiếu</td></tr></table>"
    (found,) = (one for one in read_html(page.encode()).blocks if isinstance(one, Table))
    return [[one.text for one in each.cells] for each in found.rows]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ('<input value="1.700101">', "1.700101"),
        ('<input type=text readonly value="1.700101"> (cũ)', "1.700101 (cũ)"),
        ("<select><option>1.700102</option><option selected>1.700101</option></select>", "1.700101"),
        ("<textarea>1.700101</textarea>", "1.700101"),
        ("<input type=checkbox checked>", "x"),
        ("<input type=checkbox>", ""),
        ('<input type=hidden value="1.700101">', ""),
        ('<input type=button value="Xem">', ""),
        ('<input placeholder="1.700101">', ""),
        ("<select><option>Chọn</option><option>1.700101</option></select>", ""),
    ],
)
def test_a_field_says_what_it_shows(field: str, shown: str) -> None:
    assert cells(f"<td>{field}</td>")[1] == [shown, "Dệt chiếu"]


def test_fields_by_which_a_column_is_filtered_are_not_its_label() -> None:
    head = "<th>Mã TTHC<select><option selected>Tất cả</option></select></th>"
    assert cells("<td>1.700101</td>", head)[0] == ["Mã TTHC", "Tên"]
