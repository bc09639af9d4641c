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
