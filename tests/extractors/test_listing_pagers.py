"""A page that shows one page of a list says so by its pager or its numbers; a page's other pagers say nothing of the list."""

import pytest

from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from tests.extractors.test_listing_words import LABELS, THREE
from tests.extractors.test_listings import csv_of, page, table

LIST = f"<div class=list>{table([LABELS, *THREE])}</div>"


@pytest.mark.parametrize("below", [
    "<div class=pagination><a href='?p=1'>1</a><a href='?p=2'>2</a></div>",
    "<p>Trang 1 2 3 …</p>", "<div>« 1 2 3 »</div>", "<p>1 | 2 | 3</p>",
    "<div>Hiển thị 1-3 trong 48</div>", "<div>Từ 1 đến 3 trên tổng số 48 bản ghi</div>", "<div>1 - 3 / 48</div>",
    "<div>Showing 1 to 3 of 48 entries</div>", "<div>Trang 1/16</div>", "<div>Trang 1 trong tổng số 16</div>",
    "<p>Tổng số: 48</p>", "<p>Có 48 thủ tục</p>", "<nav><a href='/ds?page=2'>Trang sau</a></nav>", "<button>Xem thêm</button>",
    "<div>Trang <select><option>1</option><option>2</option></select></div>",
])  # fmt: skip
def test_a_list_that_goes_on_elsewhere_is_asked_about(below: str) -> None:
    with pytest.raises(DocumentError) as said:
        read_whole_listing(page(LIST + below), "danh-sach.html")
    told = said.value.message("vi")
    assert "danh mục còn những trang khác" in told or "đây mới là một phần" in told


@pytest.mark.parametrize("below", [
    "", "<p>Tổng số: 3</p>", "<div>Hiển thị 1-3 trong 3</div>", "<div>Trang 1/1</div>", "<p>Ngày 1/2/2024</p>",
    "<div class=pagination><span>1</span></div>", "<a href='/x'>Trang chủ</a>",
    "<div>Hiển thị 1-3 trong 3</div><div class=pagination><a href='?p=2'>2</a></div>",
    "<h3>Tin tức</h3><div class=pagination><a href='?p=1'>1</a><a href='?p=2'>2</a></div>",
    "<footer><a href='?page=2'>Trang sau</a></footer>",
])  # fmt: skip
def test_a_list_that_is_all_there_is_read(below: str) -> None:
    assert len(read_whole_listing(page(LIST + below), "danh-sach.html")) == 3


def test_pages_that_are_named_together_and_files_have_no_pager() -> None:
    """Where `listings` names several pages of one list, each of them has its pager, and together they are all of it."""
    assert len(read_listing(page(f"{LIST}<p>Trang 1 2 3 …</p>"), "danh-sach.html")) == 3
    assert len(read_whole_listing(csv_of([LABELS, *THREE]).encode(), "a.csv")) == 3


HEAD = "".join(f"<th>{label}</th>" for label in LABELS)
BODY = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in THREE)


@pytest.mark.parametrize("foot", [
    "<tr><td colspan=3><a href=\"javascript:__doPostBack('g','Page$1')\">1</a> "
    "<a href=\"javascript:__doPostBack('g','Page$2')\">2</a></td></tr>",
    "<tr><td colspan=3><table><tr><td><span>1</span></td><td><a>2</a></td><td><a>...</a></td></tr></table></td></tr>",
    "<tr><td colspan=3>Hiển thị 1-3 của 261</td></tr>", "<tr><td colspan=3><a href='?trang=2'>Trang sau</a></td></tr>",
    "<tfoot><tr><td colspan=2>Trang 1/9</td><td>Cập nhật hôm nay</td></tr></tfoot>",
    "<tr><td colspan=3><input type=button value='Xem thêm' onclick='load(2)'></td></tr>",
])  # fmt: skip
def test_a_pager_in_a_row_of_the_list_itself_is_one(foot: str) -> None:
    """As grids of old frameworks draw it (PORTALS §2, F2)."""
    with pytest.raises(DocumentError) as said:
        read_whole_listing(page(f"<table><tr>{HEAD}</tr>{BODY}{foot}</table>"), "danh-sach.html")
    assert "danh mục còn những trang khác" in said.value.message("vi")


@pytest.mark.parametrize("below", [
    "<table><tr><td><a href='?p=1'>1</a></td><td><a href='?p=2'>2</a></td></tr></table>",
    "<table><tr><td>Trang 1/27</td></tr></table>", "<div>Hiển thị 3/261</div>", "<p>Hiển thị <b>3</b> / <b>261</b> bản ghi</p>",
    "<p>3/261 thủ tục</p>", "<p>261 thủ tục</p>", "<p>Kết quả: 261 thủ tục</p>", "<p>Số bản ghi: 261</p>",
    "<a href='?page=2'>»</a>", "<a href='/ds/xa?page=2'>›</a>", "<a class=next href='?page=2'><i class=fa></i></a>",
    "<p>Đang tải thêm…</p>",
])  # fmt: skip
def test_pagers_of_few_words_and_in_frames_of_their_own_are_pagers(below: str) -> None:
    with pytest.raises(DocumentError) as said:
        read_whole_listing(page(LIST + below), "danh-sach.html")
    told = said.value.message("vi")
    assert "danh mục còn những trang khác" in told or "đây mới là một phần" in told


@pytest.mark.parametrize("below", [
    "<table><tr><td>T2</td><td>T3</td></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
    "<table><tr><td>Tổng truy cập</td><td>2610</td></tr></table>", "<div>Hiển thị 3/3</div>", "<p>3 thủ tục</p>",
    "<p>Hiển thị ngày 10/12/2026</p>", "<p>Cập nhật tháng 10/2026</p>", "<a href='/'>« Quay lại</a>", "<a href='#top'>▲</a>",
    "<a href='/bai-khac'>Bài viết khác »</a>", "<p>Số lượng hồ sơ: 261</p>", "<p>Số: 261/QĐ-UBND</p>",
])  # fmt: skip
def test_what_only_looks_like_a_pager_is_none(below: str) -> None:
    assert len(read_whole_listing(page(LIST + below), "danh-sach.html")) == 3


def test_rows_of_one_cell_that_are_no_pager_are_none() -> None:
    rows = f"<tr><td colspan=3>I. Lĩnh vực Hộ tịch (3 thủ tục)</td></tr>{BODY}<tfoot><tr><td>Tổng</td><td>3</td></tr></tfoot>"
    assert len(read_whole_listing(page(f"<table><tr>{HEAD}</tr>{rows}</table>"), "danh-sach.html")) == 3


@pytest.mark.parametrize(
    "title",
    [
        "<h2>Danh mục {} thủ tục hành chính</h2>",
        "<p>Danh mục gồm {} TTHC cấp xã</p>",
        "<h3>Niêm yết danh mục {} TTHC</h3>",
    ],
)
def test_a_title_that_counts_more_than_the_page_shows_is_asked_about(title: str) -> None:
    with pytest.raises(DocumentError) as said:
        read_whole_listing(page(title.format(261) + LIST), "danh-sach.html")
    assert "261" in said.value.message("vi")
    assert len(read_whole_listing(page(title.format("03") + LIST), "danh-sach.html")) == 3


LISTED = (
    "<table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
    "<tr><td>1</td><td>1.001193</td><td>Đăng ký khai sinh</td></tr>"
    "<tr><td>2</td><td>2.000908</td><td>Cấp bản sao từ sổ gốc</td></tr></table>"
)
FIELD_TABS = '<ul><li class="active"><a href="/tthc?lv=1">Hộ tịch</a></li><li><a href="/tthc?lv=2">Đất đai</a></li></ul>'
FIELD_CHOICE = (
    '<label>Lĩnh vực</label><select name="f"><option value="1">Hộ tịch</option>'
    '<option value="2">Đất đai</option></select>'
)


@pytest.mark.parametrize(("before", "after"), [
    (FIELD_TABS, ""), (FIELD_CHOICE, ""), ("", '<div id="them">Xem thêm</div>'), ("", "<script>var totalPages = 3;</script>"),
    ("", "<script>$('#t').DataTable({serverSide: true})</script>"),
    ("", "<script>addEventListener('scroll', () => fetch('/api?page=' + p))</script>"),
])  # fmt: skip
def test_a_page_that_shows_a_part_of_a_listing_without_any_pager_is_refused(before: str, after: str) -> None:
    with pytest.raises(DocumentError):
        read_whole_listing(f"<html><body>{before}{LISTED}{after}</body></html>".encode(), "trang.html")


@pytest.mark.parametrize(("before", "after"), [
    (FIELD_TABS.replace("Hộ tịch", "Tất cả"), ""), (FIELD_TABS.replace("/tthc?lv=", "#muc-"), ""),
    (FIELD_TABS.replace("?lv=", "/muc-"), ""), (FIELD_CHOICE.replace('value="1">Hộ tịch', 'value="">Tất cả'), ""),
    (FIELD_CHOICE.replace("Lĩnh vực", "Ngôn ngữ"), ""), ("", "<script>var totalPages = 1;</script>"),
    ("", "<p>Tổng số: 2 thủ tục</p><script>$('#t').DataTable({serverSide: true})</script>"),
    ("", '<div><a href="/tin-tuc">Xem thêm</a></div>'), ("", "<script>new IntersectionObserver(show).observe(anh)</script>"),
])  # fmt: skip
def test_a_page_that_shows_all_of_a_listing_is_read_whatever_stands_beside_it(
    before: str, after: str
) -> None:
    rows = read_whole_listing(f"<html><body>{before}{LISTED}{after}</body></html>".encode(), "trang.html")
    assert [row.code for row in rows] == ["1.001193", "2.000908"]
