# ruff: noqa: E501 - pages are written as portals send them
"""What is particular to each family of portals: its rows, keys, page numbers and the way to the next page. Pure: no network."""

from datetime import date
from typing import ClassVar

import pytest
from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.articles import ArticlePortal
from niemyet.extractors.portals.cms14 import Cms14Portal
from niemyet.extractors.portals.html import Headings
from niemyet.extractors.portals.inbox import InboxPortal
from niemyet.extractors.portals.labels import soup_of, whole_number
from niemyet.extractors.portals.liferay import LiferayPortal
from niemyet.extractors.portals.pages import Ask, Entry
from niemyet.extractors.portals.registry import KINDS
from niemyet.extractors.portals.vnpt_articles import LOAD, VnptArticlesPortal
from niemyet.extractors.portals.vnpt_documents import VnptDocumentsPortal
from niemyet.extractors.portals.webcenter import WebCenterPortal
from niemyet.extractors.portals.webforms import postback, postback_of
from niemyet.model.errors import NotThePageError
from tests.support.loopback import source

BASE = "https://xa.example/van-ban"


def soup(html: str) -> BeautifulSoup:
    return soup_of(f"<html><body>{html}</body></html>")


def first(html: str) -> Tag:
    element = soup(html).body
    assert element is not None
    found = element.find(True)
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("", None), (None, None), ("²", None), ("٣", None), ("-1", None), ("1.000", None), ("9" * 10, None),
     ("9" * 5000, None), ("999999999", 999999999)],
)  # fmt: skip
def test_a_number_is_figures_alone_and_no_longer_than_any_list(text: str | None, number: int | None) -> None:
    assert whole_number(text) == number


# ---- the registry ----------------------------------------------------------------------------------


def test_each_kind_makes_a_portal_and_what_reads_any_table_is_held_against_a_page_last() -> None:
    for kind in KINDS:
        portal = portal_for(source(kind, BASE, path="x"))
        assert getattr(portal, "kind", kind) == kind
    order = list(KINDS)
    pages = [kind for kind in order if kind not in ("dvc-2026", "dvcqg", "inbox")]
    assert pages[-1] == "html"
    assert isinstance(portal_for(source("inbox", None, path="x")), InboxPortal)


# ---- articles --------------------------------------------------------------------------------------


class Articles(ArticlePortal):
    kind: ClassVar[str] = "html"
    titles: ClassVar[str] = "a.t"
    posted: ClassVar[str] = ".ngay"
    article: ClassVar[str] = ".bai"
    heading: ClassVar[str] = "h1"


def articles(url: str = BASE) -> Articles:
    return Articles(source("html", url))


TITLE = "Quyết định công bố danh mục thủ tục hành chính"


def test_an_article_is_told_by_its_title_wherever_the_title_stands() -> None:
    portal = articles()
    entry = lambda html: portal.entry(first(html), BASE, None)  # type: ignore[arg-type]  # noqa: E731
    shown = entry(f"<div><a class=t href='/b/1'>{TITLE}</a></div>")
    assert shown is not None
    assert (shown.title, shown.number, shown.signed_on) == (TITLE, None, None)
    held = entry("<div><a class=t href='/b/1' title='<b>Bài &amp; tệp</b>'></a></div>")
    assert held is not None
    assert held.title == "Bài & tệp"
    nested = entry(f"<div><h3>{TITLE}</h3><a class=t href='/b/1'></a></div>")
    assert nested is not None
    assert nested.title == TITLE
    assert entry("<div><a class=t>không có địa chỉ</a></div>") is None
    assert entry("<div>không có liên kết</div>") is None


def test_http_links_to_the_site_itself_take_its_own_scheme_and_others_stay() -> None:
    portal = articles("https://xa.example:8443/van-ban")
    own = portal.entry(first("<a class=t href='http://xa.example/b'>t</a>"), BASE, None)  # type: ignore[arg-type]
    other = portal.entry(first("<a class=t href='http://khac.example/b'>t</a>"), BASE, None)  # type: ignore[arg-type]
    assert own is not None
    assert other is not None
    assert (own.url, other.url) == ("https://xa.example:8443/b", "http://khac.example/b")


PAGE = "<html><title>Trang chủ</title><h1>{shown}</h1><div class=bai>{text} <a href=/t/a.pdf>Tải</a> <a href='/t/a.pdf'>lần nữa</a></div><p class=ngay>28/02/2026</p></html>"


def detail(title: str | None, shown: str, text: str = ""):
    return articles().parse_detail(
        PAGE.format(shown=shown, text=text), f"{BASE}/1", Entry("1", f"{BASE}/1", None, None, title)
    )


def test_an_articles_page_gives_files_once_and_the_day_of_posting_alone() -> None:
    found = detail(f"{TITLE}…", f"{TITLE} của Sở Thử nghiệm")
    assert (found.number, found.signed_on, found.published_on) == (None, None, date(2026, 2, 28))
    assert found.title == f"{TITLE} của Sở Thử nghiệm", "the page's own: the list cuts titles off"
    assert [file.url for file in found.files] == ["https://xa.example/t/a.pdf"]
    assert detail(TITLE, "", TITLE).title == TITLE, "without a heading the body tells it"


@pytest.mark.parametrize(("title", "shown"), [
    (TITLE, "Lỗi truy cập"), (None, TITLE), ("", TITLE), ("Tin mới…", "Tin mới hôm nay về bóng đá"), (" …", "x"),
])  # fmt: skip
def test_a_page_that_does_not_bear_the_title_is_not_the_page(title: str | None, shown: str) -> None:
    with pytest.raises(NotThePageError, match=shown):
        detail(title, shown)


def test_a_short_title_must_be_the_whole_heading() -> None:
    assert detail("Tin mới", "Tin  mới").title == "Tin mới"


# ---- CMS14 -----------------------------------------------------------------------------------------


def cms14() -> Cms14Portal:
    return Cms14Portal(source("cms14", "https://xa.example/"))


def test_cms14_rows_keys_and_pages() -> None:
    page = soup("""<div class='QTI_tinmoi'><h3>x</h3><a href='/tabid/1/nid/77/Default.aspx'>y</a></div><div class='QTI_tinmoi'>quảng cáo</div>
        <table><tr class='rgRow'><td><a href='/nid/78'>z</a></td></tr></table><span class='rgCurrentPage'>2</span>""")
    portal = cms14()
    assert len(portal.rows(page)) == 2
    assert portal.key("https://xa.example/tin-moi/tabid/9/nid/77/tieu-de.aspx") == "77"
    assert portal.key("https://xa.example/khac/1") != portal.key("https://xa.example/khac/2")
    assert portal.page_number(page) == 2
    assert portal.page_number(soup("<span class=rgCurrentPage>²</span>")) is None


def test_the_grids_button_is_pressed_but_on_the_last_page_where_it_does_nothing() -> None:
    portal = cms14()
    grid = "<form action='/x.aspx'><input type=hidden name=__VIEWSTATE value=S><input type=submit class=rgPageNext name='g$next' value=' ' {more}></form>"
    asked, stuck = portal.next_page(soup(grid.format(more="")), BASE, "")
    assert stuck is None
    assert asked[0].url == "https://xa.example/x.aspx"
    assert dict(asked[0].form or ())["__EVENTTARGET"] == "g$next"
    assert portal.next_page(soup(grid.format(more="onclick='return false;'")), BASE, "") == ((), None)
    asked, stuck = portal.next_page(soup("<a class=rgPageNext>»</a>"), BASE, "")
    assert asked == ()
    assert stuck is not None


# ---- WebForms --------------------------------------------------------------------------------------

FORM = """<form action="ds.aspx?a=1"><input type=hidden name=__VIEWSTATE value="S="><input name=tim value="Đất">
  <input type=checkbox name=co checked><input type=checkbox name=khong><input type=radio name=nam value=2026 checked>
  <select name=loai><option value="">x</option><option selected>Tất cả</option></select>
  <select name=co-quan><option value=7>Sở</option></select><textarea name=y>hai
dòng</textarea><input type=submit name=gui value=Gửi><input type=file name=tep><input name=tat value=1 disabled><input value=không-tên></form>"""


def test_the_form_is_sent_back_as_a_browser_would() -> None:
    ask = postback(soup(FORM), BASE, "luoi", "Page$2")
    assert ask.url == "https://xa.example/ds.aspx?a=1"
    assert dict(ask.form or ()) == {
        "__VIEWSTATE": "S=", "tim": "Đất", "co": "on", "nam": "2026", "loai": "Tất cả", "co-quan": "7", "y": "hai\ndòng",
        "__EVENTTARGET": "luoi", "__EVENTARGUMENT": "Page$2",
    }  # fmt: skip
    assert postback(soup("<form></form>"), BASE, "t", "").url == BASE
    assert postback(soup(""), BASE, "t", "").url == BASE


@pytest.mark.parametrize(("html", "target"), [
    ("<a href=\"javascript:__doPostBack('luoi','Page$2')\">2</a>", ("luoi", "Page$2")),
    ("<a onclick='__doPostBack(\"luoi\", \"\")'>x</a>", ("luoi", "")),
    ("<input type=submit name='luoi$tiep'>", ("luoi$tiep", "")),
    ("<button name=tiep>›</button>", ("tiep", "")),
    ("<a href='/2'>2</a>", None), ("<button>›</button>", None), ("<a href=\"javascript:__doPostBack('','x')\">2</a>", None),
])  # fmt: skip
def test_only_what_the_page_has_rendered_posts_back(html: str, target: tuple[str, str] | None) -> None:
    assert postback_of(first(html)) == target


# ---- VNPT: documents -------------------------------------------------------------------------------


def documents() -> VnptDocumentsPortal:
    return VnptDocumentsPortal(source("vnpt-documents", BASE))


def grid(pager: str) -> BeautifulSoup:
    return soup(
        f"<form action='/van-ban'><table class=search-result><tr class=grid-pager><td>{pager}</td></tr></table></form>"
    )


def page_link(number: int, said: str | None = None) -> str:
    return f"<a href=\"javascript:__doPostBack('g','Page${number}')\">{said or number}</a>"


def test_the_pager_says_which_page_this_is_by_the_only_number_that_is_no_link() -> None:
    portal = documents()
    assert portal.page_number(grid(page_link(1) + "<span>2</span>")) == 2
    assert portal.page_number(grid("<span>…</span>")) is None
    assert portal.page_number(soup("")) is None
    assert portal.total(soup("<i id='ctl_document_page_info'>1 - 50 | 95.775</i>")) == 95_775
    assert portal.total(soup("<i id='ctl_document_page_info'>1 - 50</i>")) is None
    assert portal.key(f"{BASE}?page=3&docid=77&mid=2") == "77"


def test_the_page_one_higher_is_asked_for_though_it_is_labelled_with_dots() -> None:
    portal = documents()
    asked, stuck = portal.next_page(grid(page_link(9) + "<span>10</span>" + page_link(11, "...")), BASE, "")
    assert stuck is None
    assert dict(asked[0].form or ())["__EVENTARGUMENT"] == "Page$11"
    assert portal.next_page(grid(page_link(1) + "<span>2</span>"), BASE, "") == ((), None)
    asked, stuck = portal.next_page(grid("<span>2</span>" + page_link(4)), BASE, "")
    assert asked == ()
    assert stuck is not None, "a page is there that cannot be opened"
    asked, stuck = portal.next_page(grid(page_link(2)), BASE, "")
    assert stuck is not None, "which page this is must be said"
    asked, _ = portal.next_page(grid("<span>1</span><a href='?trang=2'>2</a>"), BASE, "")
    assert asked == (Ask(f"{BASE}?trang=2"),)


# ---- VNPT: articles --------------------------------------------------------------------------------


def listed(script: str, pager: str = "") -> tuple[tuple[Ask, ...], object]:
    return VnptArticlesPortal(source("vnpt-articles", BASE)).next_page(
        soup(pager), BASE, f"<script>{script}</script>"
    )


def test_the_script_of_page_1_says_all_pages_and_the_form_that_asks_for_them() -> None:
    asked, stuck = listed(
        "var maxPage = parseInt('3'); load({ article_category_id: '55', page_size: 20, \"is_default\": false })"
    )
    assert stuck is None
    assert [dict(one.form or ())["page"] for one in asked] == ["2", "3"]
    assert {one.url for one in asked} == {f"https://xa.example{LOAD}"}
    assert (
        dict(asked[0].form or ()).items()
        >= {"article_category_id": "55", "page_size": "20", "is_default": "false", "no": "-20"}.items()
    )


def test_an_address_of_its_own_is_taken_from_the_script() -> None:
    asked, _ = listed(
        "maxPage = parseInt(2); article_category_id = 5; url = '/khac/ArticleInMenuPagination.aspx/LoadArticle'"
    )
    assert [one.url for one in asked] == ["https://xa.example/khac/ArticleInMenuPagination.aspx/LoadArticle"]


@pytest.mark.parametrize(("script", "pager", "told"), [
    ("maxPage = parseInt(1)", "", False), ("", "", False),
    ("maxPage = parseInt(2)", "", True),
    ("", "<ul class=pagination><li class=page-number data-page=2>2</li></ul>", True),
    ("", "<ul class=pagination><li class=page-number data-page=²>²</li></ul>", False),
])  # fmt: skip
def test_more_pages_that_cannot_be_asked_for_are_told(script: str, pager: str, told: bool) -> None:
    asked, stuck = listed(script, pager)
    assert asked == ()
    assert (stuck is not None) is told


def test_an_articles_key_is_its_number_whatever_its_title() -> None:
    portal = VnptArticlesPortal(source("vnpt-articles", BASE))
    assert portal.key(f"{BASE}/tin-mot-123.html") == portal.key(f"{BASE}/tin-hai-123.htm") == "123"
    assert portal.key(f"{BASE}/khong-so.html") != portal.key(f"{BASE}/khac.html")


# ---- WebCenter -------------------------------------------------------------------------------------


def webcenter() -> WebCenterPortal:
    return WebCenterPortal(source("webcenter", BASE))


def test_a_document_is_its_name_under_whatever_address() -> None:
    portal = webcenter()
    assert (
        portal.key(f"{BASE}?_afrLoop=1&dDocName=UBND_7")
        == portal.key(f"{BASE}/khac?dDocName=UBND_7&x=2")
        == "UBND_7"
    )
    table = soup(
        "<table><tr><th>Số ký hiệu</th><th>Trích yếu</th></tr><tr><td><a href='/d?dDocName=U7&_afrLoop=9&centerWidth=100'>12/QĐ-UBND</a></td><td><a href='/d?dDocName=U7'>Công bố danh mục dài</a></td></tr></table>"
    )
    row = table.find_all("tr")[1]
    entry = portal.entry(row, BASE, Headings())
    assert entry is not None
    assert (entry.key, entry.url, entry.title) == (
        "U7",
        "https://xa.example/d?dDocName=U7",
        "Công bố danh mục dài",
    )


def test_a_script_that_asks_for_the_page_again_is_not_the_page() -> None:
    with pytest.raises(NotThePageError):
        webcenter().parse_list("<html><script>AdfLoopbackUtils.run('_afrLoop=1')</script></html>", BASE)


def test_the_link_to_the_page_one_higher_without_what_says_nothing() -> None:
    pager = "<a href='?selectedPage=1'>1</a><a href='?selectedPage=3&_afrLoop=8'>›</a><a href='?selectedPage=²'>x</a>"
    assert webcenter().next_page(soup(pager), f"{BASE}?selectedPage=2", "") == (
        (Ask(f"{BASE}?selectedPage=3"),),
        None,
    )


# ---- Liferay ---------------------------------------------------------------------------------------


def liferay() -> LiferayPortal:
    return LiferayPortal(source("liferay", BASE))


def test_one_article_has_one_key_under_all_its_addresses() -> None:
    portal = liferay()
    addresses = (
        "/w/b%C3%A0i-m%E1%BB%99t",
        "/en/web/xa/-/bài-một?redirect=%2F",
        "https://khac.example/-/bài-một",
    )
    assert {portal.key(one) for one in addresses} == {"bài-một"}
    assert portal.key("/chi-tiet?id=1&p_auth=a") == portal.key("/chi-tiet?p_auth=b&id=1") == "chi-tiet?id=1"


def test_of_several_links_to_one_article_the_one_that_says_most_is_its_row() -> None:
    page = soup("""<div class="portlet-asset-publisher"><a href="/-/mot"></a><a href="/-/mot">Bài một nói dài</a><a href="/-/mot">Bài</a>
        <a href="/lien-he">Liên hệ</a><a href="http://[hỏng/-/x">hỏng</a><a href="/chi-tiet?id=3">Ba</a></div><a href="/-/ngoai">ngoài</a>""")
    assert [row.get_text() for row in liferay().rows(page)] == ["Bài một nói dài", "Ba"]


def test_the_next_page_keeps_the_whole_query_but_tokens() -> None:
    page = soup(
        "<ul class=pagination><li class=active>Trang 2</li></ul><a href='?p_p_id=X&_X_cur=1'>1</a><a href='?p_p_id=X&p_auth=t&_X_delta=&_X_cur=3'>3</a>"
    )
    assert liferay().page_number(page) == 2
    assert liferay().next_page(page, BASE, "") == ((Ask(f"{BASE}?p_p_id=X&_X_delta=&_X_cur=3"),), None)


def test_a_file_of_the_library_is_one_whatever_its_version() -> None:
    body = soup(
        "<a href='/documents/1/2/quy%E1%BA%BFt.pdf/uuid?t=1'>Tải</a><a href='/documents/1/2/quy%E1%BA%BFt.pdf/uuid?t=2&version=1.1'>bản khác</a><a href='/khac.docx'>tệp</a>"
    )
    assert body.body is not None
    files = liferay().files(body, body.body, BASE)
    assert [(file.name, file.key is not None) for file in files] == [
        ("quyết.pdf", True),
        ("khac.docx", False),
    ]
