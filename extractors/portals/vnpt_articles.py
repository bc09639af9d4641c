"""Article lists of VNPT's .NET portals (PORTALS §2F1): page 1 is HTML, the others are fragments for a form.

The form's numbers and the count of pages stand in a script of page 1 and are read from there every time.
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined
from niemyet.extractors.portals.articles import ArticlePortal
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.pages import Ask
from niemyet.model.messages import Message, msg

LOAD = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_FIELDS = (
    *("article_category_id", "categoryIds", "site_id", "page_size", "keyword", "date_begin", "date_end"),
    *("show_no", "show_post_date", "num_of_text", "show_view_count", "filter_order_in_list", "is_default"),
    *("new", "number_of_day", "articlelang", "lang", "is_authenticated"),
)
_MAX_PAGE = re.compile(r"\bmaxPage\s*=\s*parseInt\(\s*[\"']?(\d+)")
_LOAD_AT = re.compile(r"[\"']([^\"']*ArticleInMenuPagination\.aspx/LoadArticle)[\"']")
_KEY = re.compile(r"-(\d+)(?:\.html?|/)?$")


class VnptArticlesPortal(ArticlePortal):
    """One list of articles."""

    kind: ClassVar[str] = "vnpt-articles"
    usual_list: ClassVar = {"row": "ul.ArticleList > li, ul.ArticleOfCat > li, li.row:has(h2.Title)"}
    titles: ClassVar[str] = "h2.Title a, .Title a, a[href]"
    posted: ClassVar[str] = "div.Ngaydang, .PostDate"
    article: ClassVar[str] = "div.ArticleDetailControl"
    heading: ClassVar[str] = "div.ArticleHeader"

    def key(self, url: str) -> str:
        """The number at the end of the address; the words before it follow the title."""
        found = _KEY.search(urlsplit(url).path)
        return found.group(1) if found else super().key(url)

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """All pages that the script of page 1 knows; a fragment knows of none."""
        last = _MAX_PAGE.search(text)
        if last is None or int(last.group(1)) < 2:
            return (), _unreachable(soup)
        fields = {name: value for name in _FIELDS if (value := _in_script(text, name)) is not None}
        if "article_category_id" not in fields:
            return (), msg("the code of the category (article_category_id) was not found on the first page")
        address = _LOAD_AT.search(text)
        url = joined(base, address.group(1) if address else LOAD)
        if url is None:
            return (), msg("the address of the next page on the first page is no web address")
        size = fields.get("page_size", "10")
        fields["no"] = f"-{size}"
        return tuple(
            Ask(url, tuple({**fields, "page": str(page)}.items()))
            for page in range(2, int(last.group(1)) + 1)
        ), None


def _in_script(text: str, name: str) -> str | None:
    """`name: '12'`, `name = 12`, `"name":"12"` in a script."""
    found = re.search(rf"[\"']?\b{name}\b[\"']?\s*[:=]\s*(?:[\"']([^\"']*)[\"']|(-?\d+|true|false))", text)
    if found is None:
        return None
    return found.group(1) if found.group(1) is not None else found.group(2)


def _unreachable(soup: BeautifulSoup) -> Message | None:
    """A pager without the script that serves it."""
    pages = [
        number
        for item in soup.select("ul.pagination li.page-number[data-page]")
        if isinstance(item, Tag)
        and (number := whole_number(str(item.get("data-page") or text_of(item)))) is not None
    ]
    if max(pages, default=1) < 2:
        return None
    return msg("there are several pages but the first does not say how to open them")
