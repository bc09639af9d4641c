"""Portals that announce decisions in articles: a title, a posting date, a body, files (PORTALS §2C, §2F1, §2G).

An article is not a decision: its title may cite several, its date is that of the posting. Number and signing date
come from the attached document alone; what the article says is kept as its title.
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.html import Headings, HtmlPortal, files_within
from niemyet.extractors.portals.labels import soup_of, squeeze, text_of
from niemyet.extractors.portals.links import base_of, href_of
from niemyet.extractors.portals.pages import (
    Detail,
    Entry,
    not_the_page,
)
from niemyet.model.messages import msg
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean

#: A list cuts titles off; what is left must still be long enough to be told from another article's; chosen, not measured.
_ENOUGH = 15
_MARKUP = re.compile(r"<[^>]*>")


class ArticlePortal(HtmlPortal):
    """A list of articles with one page each; a family names its elements."""

    titles: ClassVar[str]  # the link of a row that carries the title
    posted: ClassVar[str]  # where a posting date stands
    article: ClassVar[str]  # the body of an article's page
    heading: ClassVar[str]  # its title

    def entry(self, row: Tag, base: str, headings: Headings) -> Entry | None:
        """Key, address and title of an article; lists carry no number and no day of signing."""
        del headings
        link = row if row.name == "a" else row.select_one(self.titles)
        url = href_of(link, base) if isinstance(link, Tag) else None
        if url is None or not isinstance(link, Tag):
            return None
        url = self._own_scheme(url)
        title = text_of(link) or clean(_MARKUP.sub(" ", str(link.get("title") or "")))
        if not title:
            heading = row.find(
                ["h1", "h2", "h3", "h4"]
            )  # mis-nested: the heading closed before the link began
            title = text_of(heading) if isinstance(heading, Tag) else ""
        return Entry(self.key(url), url, None, None, title or None)

    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        """See `PagedPortal.parse_detail`. The page counts only if its article bears the title of the list."""
        soup = soup_of(text)
        body = soup.select_one(self.article)
        heading = next((one for one in soup.select(self.heading) if text_of(one)), None)
        shown = text_of(heading) if heading is not None else ""
        if body is None or not _is_titled(entry, shown or text_of(body)):
            title = text_of(soup.title) if soup.title is not None else ""
            raise not_the_page(
                url,
                msg(
                    "expected the article “{wanted}”, found “{shown}”",
                    wanted=entry.title or entry.key,
                    shown=shown or title,
                ),
            )
        posted = soup.select_one(self.posted)
        return Detail(
            number=None,
            title=shown or entry.title,
            issuer=None,
            signed_on=None,
            effective_on=None,
            published_on=parse_date(text_of(posted)) if posted is not None else None,
            sectors=(),
            files=self.files(soup, body, base_of(soup, url)),
        )

    def files(self, soup: BeautifulSoup, body: Tag, base: str) -> tuple[Announced, ...]:
        """Documents linked or embedded in the article; the same file often stands there twice."""
        del soup
        found: dict[str, Announced] = {}
        for file in files_within(body, base):
            found.setdefault(file.url, file)
        return tuple(found.values())

    def _own_scheme(self, url: str) -> str:
        """Some sites print http links though only https answers: links to the site itself take its own scheme."""
        own, link = urlsplit(self.url), urlsplit(url)
        if link.hostname == own.hostname and link.scheme == "http" and own.scheme == "https":
            return link._replace(scheme="https", netloc=own.netloc).geturl()
        return url


def _is_titled(entry: Entry, shown: str) -> bool:
    wanted = squeeze((entry.title or "").rstrip(". …"))
    return bool(wanted) and (len(wanted) >= _ENOUGH or wanted == squeeze(shown)) and wanted in squeeze(shown)
