"""Liferay 7 sites: an asset publisher that lists articles (PORTALS §2C).

Instance ids change when an editor rebuilds the page, so the whole query of the “next” link is taken from the page.
One article is reachable under several addresses, hosts and languages: its key is the slug alone.
"""

import re
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import parts_of
from niemyet.extractors.portals.articles import ArticlePortal
from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.fleeting import is_fleeting
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.links import base_of, href_of
from niemyet.extractors.portals.pages import (
    Ask,
)
from niemyet.model.messages import Message

_ARTICLE = re.compile(r"/(?:w|-)/([^/?#]+)")
_OLD_STYLE = re.compile(r"/chi-tiet[\w-]*$")
_TOKENS = frozenset({"p_auth", "p_p_auth", "p_l_back_url", "p_p_state_rcv", "redirect"})


class LiferayPortal(ArticlePortal):
    """One asset publisher."""

    kind: ClassVar[str] = "liferay"
    titles: ClassVar[str] = "a[href]"
    posted: ClassVar[str] = "[class*=date], [class*=time], [class*=ngay]"
    article: ClassVar[str] = ".journal-content-article, .content-detail"
    heading: ClassVar[str] = ".title-detail, h1"

    def rows(self, soup: BeautifulSoup) -> list[Tag]:
        """Links to articles within the publisher; of several links to one article the one that says most."""
        best: dict[str, Tag] = {}
        for link in soup.select("div.portlet-asset-publisher a[href]"):
            parts = parts_of(str(link["href"]))
            path = parts.path if parts is not None else ""
            if not _ARTICLE.search(path) and not _OLD_STYLE.search(path):
                continue
            key = self.key(str(link["href"]))
            if key not in best or len(text_of(link)) > len(text_of(best[key])):
                best[key] = link
        return list(best.values())

    def key(self, url: str) -> str:
        """The slug; of the older addresses path and query without tokens."""
        parts = urlsplit(url)
        found = _ARTICLE.search(parts.path)
        if found:
            return unquote(found.group(1))
        query = [(name, value) for name, value in parse_qsl(parts.query) if not _is_token(name, value)]
        return unquote(parts.path.rsplit("/", 1)[-1]) + (f"?{urlencode(query)}" if query else "")

    def page_number(self, soup: BeautifulSoup) -> int | None:
        """The number that the pager marks as active."""
        active = soup.select_one(".pagination .active, .lfr-pagination .active, .pagination [aria-current]")
        digits = re.findall(r"\d+", text_of(active)) if active is not None else []
        return whole_number(digits[-1]) if digits else None

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """The link whose page number (`…_cur`) is one higher than this page's."""
        here = self.page_number(soup) or 1
        for link in soup.select("a[href*='_cur=']"):
            url = href_of(link, base)
            if url is not None and _page_of(url) == here + 1:
                return (Ask(_without_tokens(url)),), None
        return super().next_page(soup, base, text)

    def files(self, soup: BeautifulSoup, body: Tag, base: str) -> tuple[Announced, ...]:
        """Files of the document library, one for each file whatever its version and moment of linking."""
        found: dict[str, Announced] = {}
        for link in body.select("a[href*='/documents/']"):
            url = href_of(link, base)
            if url is not None:
                path = urlsplit(url).path
                name = next((part for part in path.split("/") if re.search(r"\.\w{2,5}$", part)), "")
                found.setdefault(path, Announced(url, unquote(name) or text_of(link) or None, key=path))
        for file in super().files(soup, body, base_of(soup, base)):
            found.setdefault(urlsplit(file.url).path, file)
        return tuple(found.values())


def _is_token(name: str, value: str) -> bool:
    return name in _TOKENS or is_fleeting(name, value)


def _page_of(url: str) -> int | None:
    for name, value in parse_qsl(urlsplit(url).query):
        if name.endswith("_cur") and (number := whole_number(value)) is not None:
            return number
    return None


def _without_tokens(url: str) -> str:
    parts = urlsplit(url)
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _TOKENS
    ]
    return parts._replace(query=urlencode(query)).geturl()
