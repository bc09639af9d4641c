"""The "laws" module of NukeViet (PORTALS §2H), classic pages and those of branch 4.6.

The module's alias is renamed freely: it is what `url` says. The number at the end of a detail address is the key.
"""

import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.hidden import not_read, shown_rows
from niemyet.extractors.portals.labels import soup_of, text_of, values_of, whole_number
from niemyet.extractors.portals.links import base_of, href_of
from niemyet.extractors.portals.pages import (
    Ask,
    Detail,
    Entry,
    ListPage,
    PagedPortal,
    not_the_page,
    several,
)
from niemyet.model.errors import NotThePageError
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Response

_KEY = re.compile(r"detail/(?:[^?&#/]*-)?(\d+)(?:/|\.html)?(?=[?&#]|$)")
_NOTHING = ("khong co ket qua nao", "chua co van ban nao", "khong co van ban nao")
#: The words before a file's name in its link: "Tải tập tin 1: 188-qd-ubnd.pdf".
_FILE_WORDS = re.compile(r"^(?:tải tập tin|tải về)\s*\d*\s*:?\s*", re.IGNORECASE)


class NukevietLawsPortal(PagedPortal):
    """One laws module."""

    kind: ClassVar[str] = "nukeviet-laws"

    def page_url(self, number: int) -> str:
        """`/laws/page-3/`."""
        return urljoin(self.url.rstrip("/") + "/", f"page-{number}/")

    def parse_list(self, text: str, url: str) -> ListPage:
        """See `PagedPortal.parse_list`. Detail pages carry lists of related decisions too: they are no list."""
        soup = soup_of(text)
        if _properties(soup) is not None:
            raise not_the_page(url, msg("a detail page instead of the list"))
        grid = soup.select_one("div.flex-table-laws")
        if grid is None:
            if any(words in fold(soup.get_text(" ")) for words in _NOTHING):
                return ListPage((), stated_empty=True)
            raise _unknown(soup, url, msg("a list of documents"))
        base = base_of(soup, url)
        entries: list[Entry] = []
        broken: list[Message] = []
        ranks: list[int] = []
        rows, unseen = shown_rows(soup, text, base, grid.select("div.table-rows:not(.table-head)"))
        for row in rows:
            entry = _entry(row, base)
            if entry is None:
                broken.append(msg("a row without a link to a document: {row}", row=text_of(row)[:80]))
            else:
                entries.append(entry)
            rank = row.select_one(".c-stt")
            place = whole_number(text_of(rank)) if rank is not None else None
            ranks += [place] if place is not None else []
        number, next_url, last_page = _pager(soup, base)
        return ListPage(
            tuple(entries),
            (Ask(next_url),) if next_url is not None else (),
            number=number,
            last_page=last_page,
            last_rank=ranks[-1] if ranks else None,
            broken=tuple(broken),
            doubts=tuple(not_read(row) for row in unseen if _entry(row, base) is not None),
        )

    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        """See `PagedPortal.parse_detail`. Empty fields are omitted by the software."""
        soup = soup_of(text)
        table = _properties(soup)
        values = values_of(table) if table is not None else {}
        if "number" not in values and "signed_on" not in values:
            raise _unknown(soup, url, msg("document {number}", number=entry.number or entry.key))
        number, issuer = values.get("number"), values.get("issuer")
        days = {name: parse_date(values[name].text) for name in values if name.endswith("_on")}
        return Detail(
            number=number.text if number else None,
            title=_abstract(soup) or (values["title"].text if "title" in values else None),
            issuer=issuer.text if issuer else None,
            signed_on=days.get("signed_on"),
            effective_on=days.get("effective_on"),
            published_on=days.get("published_on"),
            sectors=several(values["sectors"]) if "sectors" in values else (),
            files=_files(soup, base_of(soup, url)),
        )

    def check_place(self, answer: "Response", entry: Entry) -> None:
        """The key must still be in the address: unknown documents lead to the list with status 200."""
        found = _KEY.search(answer.final_url)
        if found is None or found.group(1) != entry.key:
            raise not_the_page(answer.url, msg("redirected to {address}", address=answer.final_url))


def _entry(row: Tag, base: str) -> Entry | None:
    for label in row.select("span.label-name"):
        label.decompose()
    link = row.select_one(".c-code a[href]") or row.select_one(".c-intro a[href]")
    url = href_of(link, base) if link is not None else None
    key = _KEY.search(url) if url else None
    if url is None or key is None:
        return None
    return Entry(
        key=key.group(1),
        url=url,
        number=_text(row, ".c-code"),
        signed_on=parse_date(_text(row, ".c-time") or ""),
        title=_text(row, ".c-intro"),
        file_names=tuple(
            clean(str(file.get("title") or file.get("href"))) for file in row.select(".c-file a[href]")
        ),
    )


def _text(row: Tag, selector: str) -> str | None:
    cell = row.select_one(selector)
    return (text_of(cell) or None) if cell is not None else None


def _pager(soup: BeautifulSoup, base: str) -> tuple[int | None, str | None, int | None]:
    """(this page, address of the next one, highest page named); no pager is a single page.

    All later pages carry rel="next", so the next one is the one whose number is one higher.
    """
    pager = soup.select_one("div.generate_page, ul.pagination")
    if pager is None:
        return None, None, None
    active = pager.select_one("li.active")
    here = whole_number(text_of(active)) if active is not None else None
    links = {
        number: href_of(link, base)
        for link in pager.select("a[href]")
        if (number := whole_number(text_of(link))) is not None
    }
    last = max([*links, here or 1])
    return here, links.get((here or 1) + 1), last


def _properties(soup: BeautifulSoup) -> Tag | None:
    """The table of a document's properties: after the heading in classic pages, by its class in 4.6."""
    table = soup.select_one("table.table-properties")
    if table is not None:
        return table
    heading = soup.select_one("h1.lawh3")
    row = heading.find_next("tr", class_="hoatim") if heading is not None else None
    return row.find_parent("table") if row is not None else None


def _abstract(soup: BeautifulSoup) -> str | None:
    """The introductory text; without one the heading."""
    heading = soup.select_one("h1.lawh3, .law-detail h1")
    intro = soup.select_one("#doc-basic p")
    if intro is None and heading is not None:
        following = heading.find_next_sibling()
        intro = following if following is not None and following.name == "p" else None
    for element in (intro, heading):
        if element is not None and text_of(element):
            return text_of(element)
    return None


def _files(soup: BeautifulSoup, base: str) -> tuple[Announced, ...]:
    """Links of the download box; the title attribute glues number and name together, so it is not used."""
    files: dict[str, Announced] = {}
    for link in soup.select(".laws-download-file a[href]"):
        url = href_of(link, base)
        if url is None or link.get("role") == "button" or url in files:
            continue
        strong = link.find("strong")
        name = text_of(strong) if isinstance(strong, Tag) else _FILE_WORDS.sub("", text_of(link))
        files[url] = Announced(url, name or None)
    return tuple(files.values())


def _unknown(soup: BeautifulSoup, url: str, wanted: Message) -> NotThePageError:
    """The words that the page shows instead, for the clerk: "Lỗi truy cập", "Your request is blocked"."""
    title = text_of(soup.title) if soup.title is not None else ""
    shown = text_of(soup.body)[:120] if soup.body is not None else ""
    return not_the_page(
        url,
        msg("expected {wanted}, found “{title}”: {shown}", wanted=wanted, title=title, shown=shown),
    )
