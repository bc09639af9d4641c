"""Oracle WebCenter portals (PORTALS §2E): each document has one dDocName, under whatever address.

Past its last page a list begins anew; the file's address never changes though its bytes may.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.html import Headings, HtmlPortal, key_of
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.links import href_of
from niemyet.extractors.portals.pages import (
    Ask,
    Detail,
    Entry,
    ListPage,
    not_the_page,
)
from niemyet.model.messages import Message, msg

#: What the framework adds to every address and says nothing about the page.
_FLEETING = re.compile(
    r"^(?:_afr\w*|_adf\.\S+|centerWidth|leftWidth|rigthWidth|rightWidth|showFooter|showHeader)$"
)
_LOOP_BACK = re.compile(r"_afrLoop=|AdfLoopbackUtils|_adf\.ctrl-state=")


class WebCenterPortal(HtmlPortal):
    """One list of documents."""

    kind: ClassVar[str] = "webcenter"
    usual_list: ClassVar = {
        "row": "table tr:has(a[href*='dDocName='])",
        "link": "a[href*='dDocName=']",
    }

    def parse_list(self, text: str, url: str) -> ListPage:
        """See `PagedPortal.parse_list`. A script that only calls the page again is not the page."""
        # A page that only sends back is short; chosen, not measured.
        if len(text) < 20_000 and _LOOP_BACK.search(text) and "dDocName=" not in text:
            raise not_the_page(
                url,
                msg("the portal answered with a script that asks for the page again, not with the list"),
            )
        return super().parse_list(text, url)

    def key(self, url: str) -> str:
        """The dDocName."""
        found = parse_qs(urlsplit(url).query).get("dDocName")
        return found[0] if found else key_of(url)

    def entry(self, row: Tag, base: str, headings: Headings) -> Entry | None:
        """As of any table; number and title are links to the same document."""
        found = super().entry(row, base, headings)
        if found is None:
            return None
        links = [text_of(link) for link in row.select("a[href*='dDocName=']") if text_of(link)]
        title = (
            found.title if found.title and found.title != found.number else max(links, key=len, default=None)
        )
        return Entry(found.key, _plain(found.url), found.number, found.signed_on, title, found.file_names)

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """The link to the page one higher (`selectedPage`)."""
        here = _page_of(base) or 1
        for link in soup.select("a[href*='selectedPage=']"):
            url = href_of(link, base)
            if url is not None and _page_of(url) == here + 1:
                return (Ask(_plain(url)),), None
        return super().next_page(soup, base, text)

    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        """As of any page with labels; files are named by the content server, not by their address."""
        detail = super().parse_detail(text, url, entry)
        files = [
            Announced(file.url, None if _served(file.name) else file.name, key=self.key(file.url))
            for file in detail.files
        ]
        return Detail(
            detail.number,
            detail.title,
            detail.issuer,
            detail.signed_on,
            detail.effective_on,
            detail.published_on,
            detail.sectors,
            tuple(files),
        )


def _served(name: str | None) -> bool:
    return name is not None and name.startswith(("documentContent", "ShowProperty"))


def _page_of(url: str) -> int | None:
    return whole_number(parse_qs(urlsplit(url).query).get("selectedPage", [""])[0])


def _plain(url: str) -> str:
    parts = urlsplit(url)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _FLEETING.match(name)
    ]
    return parts._replace(query=urlencode(query)).geturl()
