"""Rows of a page that nobody sees: by rules of its sheet, by classes of a framework whose sheet is not saved with it."""

import pytest

from niemyet.extractors.documents.css import CLASSES_THAT_MARK
from niemyet.extractors.documents.html import read_html
from niemyet.extractors.listing_labels import ListingCell
from niemyet.extractors.listings import read_listing
from niemyet.extractors.plain_text import in_plain_letters
from niemyet.model.errors import DocumentError
from niemyet.model.records import Table
from niemyet.model.words import Mark

NAMES = ("Cấp thẻ thợ dệt chiếu", "Xác nhận lò nung gốm", "Đăng ký nghề đan lát")


def page(sheet: str = "", second: str = "", below: str = "") -> bytes:
    """Three rows; the second has attributes of its own."""
    rows = "".join(
        f"<tr {second if at == 2 else ''}><td>{at}</td><td>1.00060{at}</td><td>{name}</td></tr>"
        for at, name in enumerate(NAMES, 1)
    )
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    return f"<html><style>{sheet}</style><body><table>{head}{rows}</table>{below}</body></html>".encode()


@pytest.mark.parametrize(
    ("sheet", "second"),
    [
        ("tr[data-s='0']{display:none}", "data-s=0"),
        ("tr[data-over]{display:none}", "data-over"),
        ("tr[class*=off]{display:none}", "class=is-off"),
        ("tr:nth-child(3){display:none}", ""),
        ("tr + tr.x{visibility:collapse}", "class=x"),
        ("tbody tr.x{text-decoration:line-through}", "class=x"),
        ("", "class='d-none'"),
        ("", "class='hide'"),
        ("", "class='line-through'"),
        ("", "class='bai-bo'"),
        ("", "class='bai_bo'"),
        ("", "class='collapse'"),
        ("", "class=mo"),
        ("", "class='chu_mo'"),
        ("", "class='mau-xam'"),
        ("", "class='da_huy'"),
        ("", "class='status-cancelled'"),
    ],
)
def test_a_row_that_is_not_shown_is_refused_by_its_name(sheet: str, second: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_listing(page(sheet, second), "a.html")
    assert NAMES[1] in str(refused.value)
    assert NAMES[0] not in str(refused.value)


@pytest.mark.parametrize("name", CLASSES_THAT_MARK)
def test_every_class_that_marks_a_row_is_looked_for(name: str) -> None:
    """A page is asked by words whether it marks anything at all: each class must be among them."""
    with pytest.raises(DocumentError) as refused:
        read_listing(page("", f"class='muc {name}'"), "a.html")
    assert NAMES[1] in str(refused.value)
    (table,) = (one for one in read_html(page("", f"class='muc {name}'")).blocks if isinstance(one, Table))
    assert [bool(row.cells[-1].marks) for row in table.rows] == [False, False, True, False]


@pytest.mark.parametrize(
    ("sheet", "second"),
    [
        ("tr:nth-child(even){background:#f2f2f2}", ""),
        ("tr:hover{opacity:0}", ""),
        ("tr[data-s='1']{display:none}", "data-s=0"),
        ("", "class='d-none d-md-table-row'"),
    ],
)
def test_a_row_that_is_shown_is_read(sheet: str, second: str) -> None:
    assert [one.name for one in read_listing(page(sheet, second), "a.html")] == list(NAMES)


def test_a_page_within_the_page_is_a_part_of_it() -> None:
    inner = "&lt;table&gt;&lt;tr&gt;&lt;td&gt;4&lt;td&gt;{}&lt;td&gt;Công nhận làng nghề&lt;/table&gt;"
    with pytest.raises(DocumentError, match=r"1\.000604"):
        read_listing(page(below=f"<iframe srcdoc='{inner.format('1.000604')}'></iframe>"), "a.html")
    assert len(read_listing(page(below="<iframe src='https://maps.example/x'></iframe>"), "a.html")) == 3


def test_a_cell_that_is_struck_by_signs_is_marked() -> None:
    plain = ListingCell("Đăng ký khai sinh")
    assert in_plain_letters(plain) is plain
    struck = in_plain_letters(ListingCell("".join(f"{sign}\u0336" for sign in plain.text)))
    assert (struck.text, struck.marks) == (plain.text, {Mark.STRUCK})
    assert in_plain_letters(ListingCell("１.０００６０２")) == ListingCell("1.000602")


def test_a_cell_that_reaches_over_all_rows_below() -> None:
    head = "<tr><th>Lĩnh vực</th><th>Mã TTHC</th><th>Tên thủ tục</th><th>Quyết định</th></tr>"
    rows = (
        f"<tr><td rowspan=0>Nghề</td><td>1.000601</td><td>{NAMES[0]}</td><td rowspan='0'>5/QĐ-UBND</td></tr>"
        f"<tr><td>1.000602</td><td>{NAMES[1]}</td></tr>"
    )
    read = read_listing(f"<html><table>{head}{rows}</table></html>".encode(), "a.html")
    assert [(one.code, one.name) for one in read] == [("1.000601", NAMES[0]), ("1.000602", NAMES[1])]
    assert {one.decision_text for one in read} == {"5/QĐ-UBND"}


@pytest.mark.parametrize(
    ("opener", "fold"),
    [
        ("data-bs-target='#nghe'", "class='collapse'"),
        ("data-target='#nghe'", "class='collapse'"),
        ("", "class='collapse show'"),
    ],
)
def test_rows_of_a_fold_that_a_click_opens_are_read(opener: str, fold: str) -> None:
    head = "<thead><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr></thead>"
    rows = "".join(
        f"<tr><td>{at}</td><td>1.00060{at}</td><td>{name}</td></tr>" for at, name in enumerate(NAMES, 1)
    )
    opens = (
        f"<tbody><tr {opener} data-bs-toggle='collapse'><td colspan=3>Lĩnh vực Làng nghề</td></tr></tbody>"
    )
    body = f"<table>{head}{opens}<tbody id='nghe' {fold}>{rows}</tbody></table>"
    assert [one.name for one in read_listing(f"<html>{body}</html>".encode(), "a.html")] == list(NAMES)
