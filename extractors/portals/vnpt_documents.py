"""The document grid of VNPT's .NET portals (PORTALS §2F2): a WebForms table whose last row is its pager.

The address never changes while paging, each page is asked for with the state of the page before, and a stale state
silently gives the first page: so a page counts only if its pager shows the number that was asked for.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.html import HtmlPortal, key_of
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.links import href_of
from niemyet.extractors.portals.pages import (
    Ask,
)
from niemyet.extractors.portals.webforms import postback, postback_of
from niemyet.model.messages import Message, msg

_PAGE = re.compile(r"Page\$(\d+)")


class VnptDocumentsPortal(HtmlPortal):
    """One document grid."""

    kind: ClassVar[str] = "vnpt-documents"
    usual_list: ClassVar = {
        "row": "table.search-result tr:has(a[href*='docid='])",
        "link": "a[href*='docid=']",
        "number": "span.code",
        "signed_on": "span.issued-date",  # printed three times a row, once for each width of screen
        "title": "span.substract",
    }

    def key(self, url: str) -> str:
        """The document's number in its address; the page and module numbers beside it change."""
        found = parse_qs(urlsplit(url).query).get("docid")
        return found[0] if found else key_of(url)

    def page_number(self, soup: BeautifulSoup) -> int | None:
        """The only number of the pager that is no link."""
        pager = _pager(soup)
        here = pager.find("span") if pager is not None else None
        words = text_of(here) if isinstance(here, Tag) else ""
        return whole_number(words)

    def total(self, soup: BeautifulSoup) -> int | None:
        """“1 - 50 | 95775”."""
        info = soup.select_one("[id$='document_page_info']")
        found = re.search(r"\|\s*([\d.]+)", text_of(info)) if info is not None else None
        return int(found.group(1).replace(".", "")) if found else None

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """The page whose number is one higher, also where it is labelled “...”; only rendered targets are asked for."""
        pager = _pager(soup)
        if pager is None:
            return super().next_page(soup, base, text)
        here = self.page_number(soup)
        if here is None:
            return (), msg("the pager does not say which page it is on")
        beyond = []
        for link in pager.find_all("a"):
            target = postback_of(link)
            page = _PAGE.fullmatch(target[1]) if target is not None else None
            if target is not None and page is not None:
                if int(page.group(1)) == here + 1:
                    return (postback(soup, base, *target),), None
                beyond.append(int(page.group(1)))
            elif target is None and text_of(link) == str(here + 1) and (url := href_of(link, base)):
                return (Ask(url),), None
        return (), (
            msg("there is a page after page {number} but no button to open it", number=here)
            if max(beyond, default=0) > here
            else None
        )


def _pager(soup: BeautifulSoup) -> Tag | None:
    return soup.select_one("tr.grid-pager, tr.rgPager, .grid-pager")
