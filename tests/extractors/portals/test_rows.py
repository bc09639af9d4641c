"""The rows of a list that nobody described, among menus, boxes at the side and rows that count themselves."""

import pytest

from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.rows import find_rows, promising_links

PAGER = "<div class='pagination'><b>1</b> <a href='/ds?page=2'>2</a></div>"
MENU = (
    "<ul id='m'>"
    + "".join(f"<li><a href='/m{n}'>Văn bản quy phạm pháp luật nhóm thứ {n}</a></li>" for n in range(9))
    + "</ul>"
)
SIDE = (
    "<div class='cot-phai'><ul>"
    + "".join(f"<li><a href='/s{n}'>Công bố thủ tục hành chính mới {n}</a></li>" for n in range(9))
    + "</ul></div>"
)


def title(n: int) -> str:
    return f"Quyết định số {n}/QĐ-UBND về việc công bố danh mục thủ tục hành chính lĩnh vực số {n}"


def many(row: str) -> str:
    return "".join(row.format(n=n, t=title(n), odd="odd" if n % 2 else "even") for n in range(1, 8))


@pytest.mark.parametrize(
    ("page", "row"),
    [
        (
            MENU
            + "<div id='content'><ul class='list'>"
            + many("<li><a href='/d{n}'>{t}</a></li>")
            + "</ul>"
            + PAGER
            + "</div>"
            + SIDE,
            "ul.list > li",
        ),
        (
            MENU
            + "<div>"
            + many("<div class='item {odd} n{n}'><a href='/d{n}'>{t}</a></div>")
            + PAGER
            + "</div>"
            + SIDE,
            "div.item",
        ),
        (
            MENU
            + "<table>"
            + many(
                "<tr><td>{n}</td><td><a href='/d{n}'>{t}</a></td><td><a href='/f{n}.pdf'>Tải</a></td></tr>"
            )
            + "</table>",
            "tr:has(a[href])",
        ),
        (
            "<dl>" + many("<dt><a href='/d{n}'>{t}</a></dt><dd>Ngày 0{n}/03/2026</dd>") + "</dl>",
            "dl > dt:has(a[href])",
        ),
        (
            "<div class='row'>"
            + many(
                "<div class='col-md-4'><div class='card'><a href='/d{n}'><img></a><h5><a href='/d{n}'>{t}</a></h5></div></div>"
            )
            + "</div>",
            "div.card",
        ),
        ("<div class='ds'>" + many("<a class='dong' href='/d{n}'><h3>{t}</h3></a>") + "</div>", "a.dong"),
        ("<div class='noidung'>" + many("<p><a href='/d{n}'>{t}</a></p>") + "</div>", "div.noidung > p"),
    ],
)
def test_rows_are_told_by_what_all_of_them_have_in_common(page: str, row: str) -> None:
    soup = soup_of(f"<html><body>{page}</body></html>")
    found = find_rows(soup, "http://x.example/ds")
    assert found is not None
    assert (found.row, found.rows, found.left_out) == (row, 7, 0)
    links = (
        [one.select_one(found.link) for one in soup.select(found.row)]
        if row != "a.dong"
        else soup.select(found.row)
    )
    assert [str(link["href"]) for link in links if link is not None] == [f"/d{n}" for n in range(1, 8)]


def test_the_first_that_is_drawn_larger_is_said_to_be_left_out() -> None:
    page = (
        f"<div class='khoi'><div class='lon'><h2><a href='/d0'>{title(0)}</a></h2></div><ul class='tin'>"
        + many("<li><a href='/d{n}'>{t}</a></li>")
    )
    found = find_rows(soup_of(f"<html><body>{page}</ul>{PAGER}</div></body></html>"), "http://x.example/ds")
    assert found is not None
    assert (found.row, found.rows, found.left_out) == ("ul.tin > li", 7, 1)


def test_menus_alone_are_no_list_of_documents_with_numbers() -> None:
    assert (
        find_rows(soup_of("<html><body><nav>" + MENU + "</nav></body></html>"), "http://x.example/") is None
    )
    links = promising_links(soup_of("<html><body><nav>" + MENU + "</nav></body></html>"), "http://x.example/")
    assert len(links) == 8


def _decision(n: int) -> str:
    return f"Quyết định số {n}/QĐ-UBND ngày 0{n}/03/2026 công bố danh mục thủ tục hành chính"


FEW = {
    "ul": lambda row: f"<ul>{row}</ul>",
    "table": lambda row: f"<table>{row}</table>",
    "div": lambda row: row,
}


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    ("holder", "row", "name"),
    [
        ("ul", "<li><a href='/vb/{n}'>{t}</a></li>", "li"),
        ("table", "<tr><td>{n}</td><td><a href='/vb/{n}'>{t}</a></td></tr>", "tr"),
        ("div", "<p><a href='/vb/{n}'>{t}</a></p>", "p"),
        ("div", "<article><h2><a href='/vb/{n}'>{t}</a></h2></article>", "article"),
        ("ul", "<li>{t} <a href='/tep/{n}.pdf'>Tải về</a></li>", "li"),
    ],
)
def test_a_short_list_is_seen_beside_a_longer_box(count: int, holder: str, row: str, name: str) -> None:
    rows = "".join(row.format(n=n, t=_decision(n)) for n in range(1, count + 1))
    news = "".join(
        f"<li><a href='/tin/{n}'>Hội nghị về thủ tục hành chính lần thứ {n} của xã</a></li>" for n in range(9)
    )
    html = f"{MENU}<div id='content'>{FEW[holder](rows)}</div><div class='tin'><ul>{news}</ul></div>{SIDE}"
    soup = soup_of(html)
    found = find_rows(soup, "https://xa.example/van-ban")
    assert found is not None
    assert found.rows == count
    assert {one.name for one in soup.select(found.row)} == {name}


def test_one_link_that_bears_no_number_is_no_list() -> None:
    html = "<div id='content'><p><a href='/tin/1'>Công bố danh mục thủ tục hành chính mới</a></p></div>"
    assert find_rows(soup_of(html), "https://xa.example/van-ban") is None
