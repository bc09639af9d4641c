# ruff: noqa: E501 - pages are written as portals send them
"""How a list leads to its other pages, in every dress, and what says that it goes on. Pure: a page in, its links out."""

import pytest

from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.pager import (
    LinkRole,
    Reached,
    is_page_address,
    next_link,
    number_here,
    page_links,
    same_page,
    signs_of_more,
    stated_place,
)

BASE = "https://xa.example/van-ban"


def roles(html: str, base: str = BASE) -> list[tuple[LinkRole, int | None]]:
    return [(link.role, link.number) for link in page_links(soup_of(html), base)]


def following(html: str, base: str = BASE) -> str | None:
    page = soup_of(html)
    links = page_links(page, base)
    found = next_link(links, number_here(page, links, base), base)
    return None if found is None else found.url or found.said


@pytest.mark.parametrize("words", [
    "Trang sau", "TRANG TIẾP »", "Tiếp theo", "Kế tiếp", "Next", "Next page", "Go to next page", "Tin cũ hơn", "›", "»",
])  # fmt: skip
def test_the_way_on_is_known_in_every_dress(words: str) -> None:
    assert following(f'<div class="pagination"><a href="?trang=2">{words}</a></div>') == f"{BASE}?trang=2"


@pytest.mark.parametrize(
    "words", ["Trang trước", "Về đầu", "Previous", "«", "‹", "First", "Cuối", "Last page", "Liên hệ", "2026"]
)
def test_what_leads_back_or_to_the_end_or_elsewhere_is_not_the_way_on(words: str) -> None:
    assert following(f'<div class="pagination"><a href="/khac/dia-chi">{words}</a></div>') is None


def test_an_icon_says_it_by_its_label_or_its_class() -> None:
    labelled = '<ul class="pager"><a href="?page=2" aria-label="Trang sau"><i></i></a></ul>'
    drawn = '<ul class="pager"><a href="?page=2"><i class="fa fa-angle-right"></i></a></ul>'
    assert following(labelled) == following(drawn) == f"{BASE}?page=2"


def test_of_two_arrows_the_double_one_leads_to_the_end() -> None:
    pager = '<div class="pager"><a href="?page=2">›</a><a href="?page=9">»</a></div>'
    assert roles(pager) == [(LinkRole.NEXT, None), (LinkRole.LAST, None)]
    assert following(pager) == f"{BASE}?page=2"


def test_the_number_one_higher_comes_first_and_what_is_off_is_not_taken() -> None:
    pager = '<ul class="pagination"><li class="active"><span>2</span></li><li><a href="?page=1">1</a></li><li><a href="?page=3">3</a></li>{more}</ul>'
    assert following(pager.format(more='<li><a href="?page=9">Trang sau</a></li>')) == f"{BASE}?page=3"
    last = '<ul class="pagination"><li class="active"><span>2</span></li><a href="?page=1">1</a><li class="disabled"><a href="?page=3">Sau</a></li></ul>'
    assert following(last) is None


def test_what_looks_like_a_pager_and_is_none() -> None:
    assert roles('<div class="carousel"><a href="?page=2">Next</a></div>') == []
    assert roles('<div class="pager"><a href="#muc-2">2</a></div>') == []
    assert roles('<div class="pager"><a href="?pagesize=50">50</a></div>') == [], "rows a page"
    assert roles("<p><a href='/bai/1'>→</a></p>") == [], "an arrow anywhere"
    assert roles("<a href='/bai-1.html'>Xem thêm</a>") == [], "what every row says of its own page"
    assert roles("<a href='?page=²'><img></a><a href='?page=" + "9" * 5000 + "'><img></a>") == [], (
        "no number of a page"
    )


@pytest.mark.parametrize(("pager", "number"), [
    ('<div class="pager"><b class="current">3</b><a href="?page=2">2</a></div>', 3),
    ('<div class="pager"><a href="?page=2">2</a><a href="?page=3">3</a></div>', 1),
    ('<div class="pager"><a href="?page=1">1</a><a href="?page=3">3</a></div>', 2),
    ('<div class="pager"><a aria-current="false" href="?page=5">5</a><span class="active">Trang hiện tại 4</span></div>', 4),
    ("<p>không có</p>", None),
])  # fmt: skip
def test_the_number_of_the_page_as_its_pager_marks_it(pager: str, number: int | None) -> None:
    page = soup_of(pager)
    assert number_here(page, page_links(page, BASE), BASE) == number


@pytest.mark.parametrize(("url", "is_page"), [
    (f"{BASE}?page=2", True), (f"{BASE}/trang-2", True), (f"{BASE}/page/2/", True), ("https://www.xa.example/van-ban?p=2", True),
    (f"{BASE}?id=2", False), ("https://khac.example/van-ban?page=2", False), ("https://xa.example/tin?page=2", False),
    (f"{BASE}?page=hai", False), (f"{BASE}?page=²", False),
])  # fmt: skip
def test_the_address_of_a_page_differs_in_what_names_the_page(url: str, is_page: bool) -> None:
    assert is_page_address(url, BASE) is is_page


def test_two_addresses_of_one_page() -> None:
    assert same_page("http://a.example/x?b=2&a=1&p_auth=9") == same_page("https://b.example/x?a=1&b=2")
    assert same_page(f"{BASE}?a=1") != same_page(f"{BASE}?a=2")


@pytest.mark.parametrize(("words", "page", "pages", "total", "all_"), [
    ("Trang 1/3", 1, 3, None, None), ("Page 2 of 7", 2, 7, None, None), ("Trang 01 trên tổng số 12", 1, 12, None, None),
    ("Hiển thị 1 - 20 trong tổng số 1.057 văn bản", None, None, 1057, 1057), ("Tìm thấy 57 kết quả", None, None, None, 57),
    ("ngày 12/03/2026", None, None, None, None), ("Trang 1/3/2026", None, None, None, None),
])  # fmt: skip
def test_what_a_page_says_of_its_place(
    words: str, page: int | None, pages: int | None, total: int | None, all_: int | None
) -> None:
    found = stated_place(soup_of(f"<p>{words}</p>"))
    assert (found.page, found.pages, found.total, found.all) == (page, pages, total, all_)


def signs(html: str, **place: int) -> tuple[object, ...]:
    reached = Reached(**({"number": 1, "rows": 20, "asked": ()} | place))
    return signs_of_more(soup_of(html), html, BASE, reached)


def test_a_list_that_may_end_here_gives_no_sign() -> None:
    assert signs("<p>một trang ngắn</p>", rows=3) == ()
    assert signs("<p>Trang 1/1</p>") == ()
    assert signs("<p>Hiển thị 1 - 20 trong tổng số 20 văn bản</p>") == ()


@pytest.mark.parametrize("html", [
    "<p>Trang 1/3</p>", "<p>Hiển thị 1 - 20 trong tổng số 57 văn bản</p>", "<p>Tổng số 57 văn bản</p>",
    '<div class="pagination"><a href="?page=2">2</a></div>', '<button class="btn">Xem thêm</button>',
    '<select name="page"><option value="1">1</option><option value="2">2</option></select>',
])  # fmt: skip
def test_each_sign_that_the_list_goes_on_is_told(html: str) -> None:
    assert signs(html)


def test_a_page_that_was_asked_for_is_no_sign() -> None:
    page = '<div class="pagination"><a href="?page=1">1</a><a href="?page=2">2</a></div>'
    html_signs = signs_of_more(soup_of(page), page, f"{BASE}?page=2", Reached(2, 20, (f"{BASE}?page=1",)))
    assert html_signs == ()


def test_a_link_of_the_rows_that_follow_is_a_sign_and_other_ranges_are_none() -> None:
    def signs(words: str) -> tuple[object, ...]:
        html = f"<div>{'<p>dòng</p>' * 12}<a href='?tu=13'>{words}</a></div>"
        return signs_of_more(soup_of(html), html, BASE, Reached(1, 12, (BASE,), 12))

    assert "“13-24”" in signs("13-24")
    assert "“(13 – 24)”" in signs("(13 – 24)")
    assert "“2021-2026”" not in signs("2021-2026")
    assert "“1-12”" not in signs("1-12")


def test_a_pager_that_shows_the_neighbours_of_its_page_alone() -> None:
    pager = '<div class="pages"><a href="?page=2">2</a> <b>3</b> <a href="?page=4">4</a> <a href="?page=8">Cuối</a></div>'
    assert following(pager, f"{BASE}?page=3") == f"{BASE}?page=4"
