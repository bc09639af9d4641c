"""“CMS14” (QTI) communes on DotNetNuke (PORTALS §2G): articles in malformed markup, documents in a Telerik grid.

Attributes in single quotes, headings closed before their links, absolute http links on sites that answer https only,
titles cut off with dots, no dates in lists.
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.articles import ArticlePortal
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.pages import Ask
from niemyet.extractors.portals.webforms import postback, postback_of
from niemyet.model.messages import Message, msg

_NID = re.compile(r"/nid/(\d+)")


class Cms14Portal(ArticlePortal):
    """One list of a CMS14 site."""

    kind: ClassVar[str] = "cms14"
    titles: ClassVar[str] = "a[href*='/nid/']"
    posted: ClassVar[str] = "[class*=ngay], [class*=date], [class*=time]"
    article: ClassVar[str] = ".QTI_chitiet, .news-detail, .noidung, .DNNModuleContent:has(h1)"
    heading: ClassVar[str] = "h1, h2.title"

    def rows(self, soup: BeautifulSoup) -> list[Tag]:
        """Blocks of the news list, or rows of the grid; each with a link that carries the number of a page."""
        blocks = soup.select("div.QTI_tinthuong, div.QTI_tinmoi, tr.rgRow, tr.rgAltRow")
        return [block for block in blocks if block.select_one(self.titles) is not None]

    def key(self, url: str) -> str:
        """The number after /nid/; tab numbers and words before it change."""
        found = _NID.search(urlsplit(url).path)
        return found.group(1) if found else super().key(url)

    def page_number(self, soup: BeautifulSoup) -> int | None:
        """The page that the grid marks as current."""
        here = soup.select_one(".rgCurrentPage, .rgNumPart .current, .pagination .active")
        words = text_of(here) if here is not None else ""
        return whole_number(words)

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """The grid's own button, else what ordinary pagers show."""
        button = soup.select_one(".rgPageNext")
        if button is None:
            return super().next_page(soup, base, text)
        if "return false" in str(button.get("onclick") or ""):
            return (), None  # on the last page the button is drawn and does nothing
        target = postback_of(button)
        if target is None:
            return (), msg("the grid's button for the next page does not say how to open it")
        return (postback(soup, base, *target),), None
