"""Any portal of a list and detail pages, described in the configuration by selectors or labels; no code.

    list   = { row = "…", link = "…", next = "…", number = "…", signed_on = "…", title = "…" }
    detail = { number = "…", signed_on = "…", files = "…", title = "…", issuer = "…", … }

Each value is a CSS selector or the label that the page prints ("Số ký hiệu"). What is left out is found
by the labels that portals use (PORTALS §3), so that an ordinary page needs nothing at all.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import soupsieve
from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined, parts_of
from niemyet.extractors.portals.beside import frames_of
from niemyet.extractors.portals.crawling import Announced, is_store
from niemyet.extractors.portals.fleeting import is_fleeting, without_session
from niemyet.extractors.portals.hidden import not_read, shown_rows
from niemyet.extractors.portals.labels import (
    Value,
    by_field,
    field_of,
    labelled,
    pairs,
    soup_of,
    squeeze,
    text_of,
    value_of,
    values_of,
    whole_number,
)
from niemyet.extractors.portals.links import base_of, href_of, is_misspelt
from niemyet.extractors.portals.pager import (
    next_link,
    number_here,
    page_links,
    same_page,
    stated_total,
)
from niemyet.extractors.portals.pages import (
    Ask,
    Detail,
    Entry,
    ListPage,
    PagedPortal,
    not_the_page,
    several,
)
from niemyet.extractors.portals.registry import DETAIL_KEYS, LIST_KEYS
from niemyet.extractors.portals.row_checks import (
    TOLD_APART,
    are_two,
    left_out_ranks,
    own_rows,
    ranks_of,
    without_links,
)
from niemyet.extractors.portals.rows import SPEAKING, find_rows, is_chrome, is_dated, is_numbered, what_it_is
from niemyet.extractors.portals.symbols import bears
from niemyet.extractors.portals.webforms import postback, postback_of
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.dates import column_dates, parse_date
from niemyet.transforms.language.text import clean, fold

log = logging.getLogger("niemyet.portals")

_PAGER_WORDS = frozenset(
    {
        *(
            "...",
            "…",
            "«",
            "»",
            "<",
            ">",
            "‹",
            "›",
            "|",
            "trang",
            "dau",
            "truoc",
            "tiep",
            "theo",
            "sau",
            "cuoi",
        ),
        *("first", "last", "prev", "previous", "next"),
    }
)
_NOTHING = (
    "khong co du lieu",
    "khong co van ban",
    "khong tim thay ket qua",
    "chua co van ban",
    "khong co ket qua",
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|rtf|zip|rar|7z)$", re.IGNORECASE)
_TAGS = frozenset(
    {
        *(
            "a",
            "article",
            "b",
            "body",
            "div",
            "dd",
            "dl",
            "dt",
            "em",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
        ),
        *("h5", "h6", "i", "iframe", "label", "li", "main", "ol", "p", "section", "small", "span", "strong"),
        *("table", "tbody", "td", "th", "thead", "time", "tr", "u", "ul"),
    }
)


class HtmlPortal(PagedPortal):
    """One portal as the configuration describes it."""

    kind: ClassVar[str] = "html"
    #: What a family knows of its pages; the configuration may say otherwise.
    usual_list: ClassVar[Mapping[str, str]] = {}
    usual_detail: ClassVar[Mapping[str, str]] = {}

    def __init__(self, settings: SourceSettings) -> None:
        settings = replace(
            settings,
            list={**self.usual_list, **settings.list},
            detail={**self.usual_detail, **settings.detail},
        )
        super().__init__(settings)
        _check_keys(settings, "list", settings.list, LIST_KEYS)
        _check_keys(settings, "detail", settings.detail, DETAIL_KEYS)
        for table, key in (("list", "row"), ("list", "link"), ("list", "next"), ("list", "files")):
            value = settings.list.get(key)
            if value is not None and not _is_selector(value):
                raise UsageError(
                    msg(
                        "source “{id}”: {table}.{key} is “{value}”, expected a CSS selector",
                        id=settings.id,
                        table=table,
                        key=key,
                        value=value,
                    ),
                )

    # ---- the list ----

    def parse_list(self, text: str, url: str) -> ListPage:
        """See `PagedPortal.parse_list`."""
        soup = soup_of(text)
        base = base_of(soup, url)
        rows, unseen = shown_rows(soup, text, base, self.rows(soup))
        are_all_hidden = bool(unseen) and not rows
        if are_all_hidden:
            rows, unseen = unseen, []
        headings = Headings()
        headings.under = _going_on_below(rows)
        entries: dict[str, Entry] = {}
        broken: list[Message] = []
        unlinked: list[str] = []
        for row in rows:
            entry = self.entry(row, base, headings)
            if entry is None:
                log.debug("%s: row without a link to a document: %s", url, text_of(row)[:80])
                if _opens_by_script(row):
                    broken.append(
                        msg(
                            "row “{row}” opens by a script only, its document cannot be had",
                            row=text_of(row)[:80],
                        )
                    )
                elif any(is_misspelt(link, base) for link in row.find_all("a", href=True)):
                    broken.append(msg("row “{row}” has a link that is no web address", row=text_of(row)[:80]))
                elif is_numbered(text_of(row)) or _is_of_a_document(row, headings):
                    unlinked.append(text_of(row))
            else:
                # A document may be linked twice, by its number and by its title.
                held = entries.setdefault(entry.key, entry)
                if are_two(held, entry):
                    broken.append(
                        msg(
                            "rows “{one}” and “{other}” lead to one page ({url}), the document of one of them cannot be had",
                            one=held.number or held.title,
                            other=entry.number or entry.title,
                            url=entry.url,
                        )
                    )
                if {file.url for file in held.files} != {file.url for file in entry.files}:
                    # Two rows begin with the same file, a common annex: each is what all of its files are.
                    key = " ".join(self.key(file.url) for file in entry.files) or entry.url
                    entries.setdefault(key, replace(entry, key=key))
        broken += without_links(unlinked, entries.values())
        ranks = ranks_of(rows)
        broken += left_out_ranks(ranks)
        if not entries and not broken:
            return self._nothing(soup, base, url, len(rows))
        following, stuck = self.next_page(soup, base, text)
        return ListPage(
            _dated(tuple(entries.values())),
            following,
            number=self.page_number(soup),
            total=self.total(soup),
            order=_order([entry.signed_text or "" for entry in entries.values()]),
            broken=tuple(broken),
            stuck=stuck,
            said=stated_total(soup, len(entries)),
            beside=tuple(self._beside(soup, base, entries)),
            ranks=(ranks[0][1], ranks[-1][1]) if len(ranks) > 1 else None,
            doubts=tuple(self._unseen(unseen, entries, base, headings, are_all_hidden=are_all_hidden)),
        )

    def _unseen(
        self,
        unseen: Sequence[Tag],
        entries: Mapping[str, Entry],
        base: str,
        headings: "Headings",
        *,
        are_all_hidden: bool,
    ) -> Iterator[Message]:
        """Documents of rows that the page does not show, and a list of which it shows none."""
        if are_all_hidden:
            yield msg(
                "the page hides every row of its list: a script may show them, or the list is out of use; if it is not, set "
                "trust_end = true"
            )
        for row in unseen:
            entry = self.entry(row, base, headings)
            if entry is not None and entry.key not in entries and not _is_a_template(text_of(row)):
                yield not_read(row)

    def _beside(
        self, soup: BeautifulSoup, base: str, entries: Mapping[str, Entry]
    ) -> Iterator[tuple[str, str]]:
        """Documents that the page links as its rows do, and that are in none of them: another table, a box above the list.

        They are told by an address made like those of the rows (a file's, where rows link files), and by a decision's number
        in their words.
        """
        headings = Headings()
        shapes = {shape_of(entry.url) for entry in entries.values() if not entry.files}
        had = {file.url for entry in entries.values() for file in entry.files}
        for link in soup.find_all("a", href=True):
            url = href_of(link, base)
            if url is None or same_page(url) == same_page(base):
                continue
            is_file = bool(had) and _is_file(link, base)
            is_alike = is_file or shape_of(url) in shapes
            if url in had or not (is_alike or self._is_in_another_list(link, base, entries, headings)):
                continue
            key = self.key(url)
            if key not in entries and _speaks_of_a_decision(link, is_file=is_file) and not is_chrome(link):
                yield key, text_of(link)

    def _is_in_another_list(
        self, link: Tag, base: str, entries: Mapping[str, Entry], headings: "Headings"
    ) -> bool:
        """Whether a link stands in a list, in a row that gave no document: files beside the link of one that did are its own."""
        if not _is_in_a_list(link, headings):
            return False
        row = link.find_parent("tr")
        links = row.find_all("a", href=True) if row is not None else [link]
        urls = (href_of(one, base) for one in links)
        return not any(url is not None and self.key(url) in entries for url in urls)

    def page_number(self, soup: BeautifulSoup) -> int | None:
        """The number that the page's pager shows as its own; None where it shows none."""
        del soup
        return None

    def total(self, soup: BeautifulSoup) -> int | None:
        """How many documents the page says there are in all; None where it does not say."""
        del soup
        return None

    def rows(self, soup: BeautifulSoup) -> list[Tag]:
        """The rows that the configuration names; else those of the table headed by a known label for numbers."""
        selector = self.settings.list.get("row")
        if selector is not None:
            return list(soup.select(selector))
        headings = Headings()
        for table in soup.find_all("table"):
            if "number" in headings.of(table).values():
                # Pagers and notes are rows of the same table, only not as wide (PORTALS §2F, §2D).
                return [
                    row for row in own_rows(table) if row.find("td") is not None and headings.columns(row)
                ]
        return []

    def entry(self, row: Tag, base: str, headings: "Headings") -> Entry | None:
        """What a row says of a document; None for a row that links to none."""
        link, url = self._link(row, base)
        files = self._own_files([row, *headings.under.get(id(row), ())], base, has_page=link is not None)
        if files:
            link, url = _linking(row, base, files[0].url), files[0].url
        if link is None or url is None or _is_pager(row):
            return None
        cells = headings.columns(row) if row.name == "tr" else {}
        labelled = values_of(row) if not cells else {}

        def told(field: str) -> str | None:
            spec = self.settings.list.get(field)
            if spec is not None:
                return _spec_text(row, spec, cells)
            if field in cells:
                return text_of(cells[field]) or None
            return labelled[field].text if field in labelled else None

        return Entry(
            key=self.key(url),
            url=url,
            number=told("number"),
            signed_on=_day(told("signed_on")),
            signed_text=told("signed_on"),
            title=told("title") or (_title_beside(row, link) if files else _title_in(row, link)),
            file_names=tuple(
                _file_name(file, base) for file in row.find_all("a", href=True) if _is_file(file, base)
            ),
            files=files,
        )

    def _own_files(self, rows: Sequence[Tag], base: str, *, has_page: bool) -> tuple[Announced, ...]:
        """The documents that a row links itself: where `list.files` says so, else where it leads to no page.

        `rows`: the row, and those below that go on with it.
        """
        selector = self.settings.list.get("files")
        if selector is not None:
            holders = [
                one
                for row in rows
                for one in ([row] if row.name == "a" and not row.select(selector) else row.select(selector))
            ]
            found = [file for holder in holders for file in _links(holder, base, any_link=True)]
        elif has_page:
            return ()
        else:
            found = [
                file
                for row in rows
                for file in (*_links(row, base, any_link=False), *_in_handlers(row, base))
            ]
        return tuple({file.url: file for file in found}.values())

    def key(self, url: str) -> str:
        """The source's own key of a document, from the address of its page."""
        return key_of(url)

    def _link(self, row: Tag, base: str) -> tuple[Tag | None, str | None]:
        """The link to the detail page: the configured one, else the first; a document itself is none."""
        selector = self.settings.list.get("link")
        # The usual case without a selector: the parser of selectors alone takes 80 ms to get ready, in each process.
        found_in = row.find_all("a", href=True) if selector is None else row.select(selector)
        candidates = list(found_in)
        if row.name == "a":
            candidates = [row, *candidates]
        for found in candidates:
            link = found if found.name == "a" else found.find("a", href=True)
            if not isinstance(link, Tag):
                continue
            url = href_of(link, base)
            if url is not None and not _is_file(link, base):
                return link, url
        return None, None

    def next_page(self, soup: BeautifulSoup, base: str, text: str) -> tuple[tuple[Ask, ...], Message | None]:
        """(what to ask for next, why it cannot be asked for although there is more). `text`: the page with scripts."""
        del text
        selector = self.settings.list.get("next")
        found = soup.select_one(selector) if selector is not None else None
        if found is None:
            found = _usual_next(soup, base)  # a selector that was worked out on two pages may not fit a third
        if found is None or _is_off(found):
            return (), None
        link = found if found.name in ("a", "link", "input", "button") else found.find("a")
        if not isinstance(link, Tag):
            return (), None
        url = href_of(link, base)
        if url is not None and link.name in ("a", "link"):
            return (Ask(url),), None
        target = postback_of(link)
        if target is not None:
            return (postback(soup, base, *target),), None
        script = str(link.get("href") or "")
        if script.lower().startswith("javascript:") and "(" in script and "void" not in script.lower():
            return (), msg("the next page opens by a script only, which a source of kind html does not read")
        return (), None

    def _nothing(self, soup: BeautifulSoup, base: str, url: str, rows: int) -> ListPage:
        """An empty list only where the page says so in words (CONTRACT §5.3), beside no list that the rows do not fit."""
        if _says_nothing(soup):
            other = find_rows(soup, base)
            if other is not None and other.dated:
                raise not_the_page(
                    url,
                    msg(
                        "list.row fits nothing, but the page shows {rows} rows of documents as “{selector}”: has its layout "
                        "changed? niemyet sources probe proposes it anew",
                        rows=other.rows,
                        selector=other.row,
                    ),
                )
            return ListPage((), stated_empty=True, stuck=self._unsearched(soup, base))
        title = text_of(soup.title) if soup.title is not None else ""
        named = what_it_is(soup)
        if named is not None:
            raise not_the_page(
                url, msg("no list of documents but {what} (“{title}”)", what=named, title=title)
            )
        frame = next(frames_of(soup, base), None)
        if frame is not None:
            raise not_the_page(
                url,
                msg(
                    "the page “{title}” has no row of a list of documents, but a frame shows {frame}: give the source that "
                    "address",
                    title=title,
                    frame=frame,
                ),
            )
        raise not_the_page(
            url,
            msg(
                "the page “{title}” has no row of a list of documents ({rows} rows matched, none with a link); "
                "check list.row and list.link",
                title=title,
                rows=rows,
            ),
        )

    def _unsearched(self, soup: BeautifulSoup, base: str) -> Message | None:
        """A form for searching that nothing was asked of: that it shows nothing says nothing of the documents."""
        if (
            self.settings.trust_end
            or urlsplit(base).query
            or not any(map(_is_a_search, soup.find_all("form")))
        ):
            return None
        return msg(
            "the page shows a form for searching and no document: nothing was searched for. Give the address of a search's "
            "result; or set trust_end = true if the list is empty"
        )

    # ---- the detail page ----

    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        """See `PagedPortal.parse_detail`. The page is valid only if it shows the number or the title asked for."""
        soup = soup_of(text)
        found = pairs(soup)
        values = by_field(found)
        told = {name: self._told(soup, found, values, name) for name in DETAIL_KEYS if name != "files"}
        number = told["number"]
        if not _is_about(soup, entry, number.text if number else None):
            title = text_of(soup.title) if soup.title is not None else ""
            wanted = entry.number or entry.title or entry.key
            named = what_it_is(soup)
            if named is not None:
                raise not_the_page(url, msg("{what} instead of “{wanted}”", what=named, wanted=wanted))
            raise not_the_page(
                url,
                msg(
                    "the page “{title}” shows neither a number nor “{wanted}”; check detail.number",
                    title=title,
                    wanted=wanted,
                ),
            )
        sectors = told["sectors"]
        return Detail(
            number=_words(number),
            title=_words(told["title"]),
            issuer=_words(told["issuer"]),
            signed_on=_day(_words(told["signed_on"])),
            effective_on=_day(_words(told["effective_on"])),
            published_on=_day(_words(told["published_on"])),
            sectors=several(sectors) if sectors is not None else (),
            files=self._all_files(soup, text, found, values, base_of(soup, url), entry),
        )

    def _told(
        self, soup: BeautifulSoup, found: list[Value], values: Mapping[str, Value], name: str
    ) -> Value | None:
        """The value of a field: by the configured selector or label, else by the usual labels."""
        spec = self.settings.detail.get(name)
        if spec is None:
            return values.get(name)
        if not _is_selector(spec):
            return labelled(found, spec) if field_of(spec) else value_of(soup, spec)
        place = soup.select_one(spec)
        return Value(spec, _unlabelled(text_of(place)), place) if place is not None else None

    def _all_files(
        self,
        soup: BeautifulSoup,
        text: str,
        found: list[Value],
        values: Mapping[str, Value],
        base: str,
        entry: Entry,
    ) -> tuple[Announced, ...]:
        """The announced files; where the page has no properties to stand beside, those of the article under its heading."""
        announced = tuple(self._files(soup, found, values, base))
        files = announced if any(file.lost is None for file in announced) else ()
        spec = self.settings.detail.get("files")
        if files or (spec is not None and (not _is_selector(spec) or soup.select_one(spec) is not None)):
            return announced
        if not any(name in values for name in ("number", "signed_on", "title", "files")):
            files = tuple(_of_article(soup, base, entry.title))
        return files or tuple(_in_scripts(text, base)) or announced

    def _files(
        self, soup: BeautifulSoup, found: list[Value], values: Mapping[str, Value], base: str
    ) -> Iterator[Announced]:
        """The announced files: configured, else beside a label, else the links to documents near the properties."""
        spec = self.settings.detail.get("files")
        if spec is not None and _is_selector(spec):
            holders = list(soup.select(spec))
        else:
            labelled_ones = _labelled_files(soup, found, values, spec)
            holders = [one for holder in labelled_ones for one in (holder, *_going_on(holder, base))]
        files = {
            file.url: file
            for holder in holders
            for file in (*_links(holder, base, any_link=True), *_in_handlers(holder, base))
        }
        if not files and spec is None:
            files = {file.url: file for file in _nearby(soup, values, base)}
        yield from files.values()
        names = {fold(file.name or "") for file in files.values()}
        for holder in holders:
            yield from (
                one
                for one in _by_script(holder, base, is_alone=not files)
                if fold(one.name or "") not in names
            )


# ---- addresses ---------------------------------------------------------------------------------------


def key_of(url: str) -> str:
    """The source's own key of a document: path and query of its page without what changes from visit to visit.

    Without scheme and host, so that a portal that moves to https or is renamed keeps its keys.
    """
    parts = urlsplit(url)
    path = without_session(parts.path).rstrip("/")
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not is_fleeting(name, value)
    ]
    return unquote(path) + (f"?{urlencode(query)}" if query else "")


def is_document(path: str) -> bool:
    """Whether a path ends as a document's does."""
    return _DOCUMENT.search(path) is not None


def _is_file(link: Tag, base: str) -> bool:
    url = href_of(link, base)
    return url is not None and (
        _DOCUMENT.search(unquote(urlsplit(url).path)) is not None or _in_viewer(url) is not None
    )


def _in_viewer(url: str) -> str | None:
    """The file that a viewer's address names in its own query: viewer.html?file=/uploads/12.pdf, gview?url=https://…/12.pdf."""
    parts = parts_of(url)
    asked = parse_qs(parts.query) if parts is not None else {}
    named = next((asked[name][0] for name in ("file", "url", "src", "pdf") if name in asked), None)
    found = joined(url, named) if named else None
    return found if found is not None and _DOCUMENT.search(unquote(urlsplit(found).path)) else None


def _linking(row: Tag, base: str, url: str) -> Tag:
    """The element of a row that leads to a file; the row itself where a script does."""
    links = [row, *row.find_all("a", href=True)] if row.name == "a" else row.find_all("a", href=True)
    return next((link for link in links if href_of(link, base) == url), row)


def _in_handlers(row: Tag, base: str) -> Iterator[Announced]:
    """Documents that a row opens by a handler that names them: `onclick="window.open('/tep/12.pdf')"`."""
    for one in (row, *row.find_all(True)):
        yield from _named_in(one, base)


def _named_in(element: Tag, base: str) -> Iterator[Announced]:
    for name in _HANDLERS:
        for found in _QUOTED_FILE.finditer(f"'{element.get(name) or ''}'".replace("\\/", "/")):
            url = joined(base, found.group(1))
            if url is not None:
                yield Announced(url, clean(unquote(urlsplit(url).path).rsplit("/", 1)[-1]))


#: Attributes in which pages name what a click opens.
_HANDLERS = ("onclick", "data-href", "data-url", "data-file", "data-src")
#: Words of a link that say what a click does, not what is opened.
_DOES = re.compile(
    r"^(?:\W*(?:tai|xem|tep|file|van ban|dinh kem|ve|toan van|noi dung|chi tiet|day|may|download|view|open|pdf|docx?|xlsx?"
    r"|ban|word|excel|so|\d+|[kmg]b|phu luc|them|doc|tiep|tuc|read|more|details?|continue|reading))*\W*$"
)


#: What holds a title beside the link.
_CELLS = ("td", "th", "p", "h2", "h3", "h4", "h5", "span", "div", "strong", "b")


def _title_of(link: Tag) -> str | None:
    return clean(str(link.get("title") or "")) or text_of(link) or None


def _title_in(row: Tag, link: Tag) -> str | None:
    """What a row calls its document: the words of the link to its page; where they only say what a click does ("Xem
    thêm"), the heading of the row."""
    own = _title_of(link)
    if own is not None and not _DOES.fullmatch(fold(own)):
        return own
    heading = row.find(["h1", "h2", "h3", "h4", "h5", "h6"])
    if isinstance(heading, Tag) and text_of(heading):
        return text_of(heading)
    return _title_beside(row, link) if SPEAKING.search(text_of(row)) else own


def _title_beside(row: Tag, link: Tag) -> str | None:
    """What a row calls its document: the link's words, unless they are a file's name or only say what a click does."""
    own = _title_of(link) if link is not row or row.name == "a" else None
    if own is not None and not _DOES.fullmatch(fold(own)) and not _DOCUMENT.search(own):
        return own
    around = {id(one) for one in (link, *link.parents)}
    cells = [text_of(cell) for cell in row.find_all(_CELLS) if id(cell) not in around]
    return max(cells, key=len, default="") or text_of(row) or own


def _says_nothing(soup: BeautifulSoup) -> bool:
    """Whether the page says that there is nothing, in its content: a box at the side speaks of other things."""
    if not any(words in fold(soup.get_text(" ")) for words in _NOTHING):
        return False
    spoken = [text for text in soup.find_all(string=True) if any(words in fold(text) for words in _NOTHING)]
    # Words that stand in several elements are in none of their texts.
    return not spoken or any(text.parent is not None and not is_chrome(text.parent) for text in spoken)


def _is_a_template(words: str) -> bool:
    """Whether a hidden row is only a mould, into which a script pours each document: `{{soKyHieu}}`."""
    return not words or re.search(r"\{\{|\$\{|<%|\[\[", words) is not None


def _is_of_a_document(row: Tag, headings: "Headings") -> bool:
    """Whether a row without a number is of a document all the same: its own cells bear a day and what it is about."""
    cells = headings.columns(row) if row.name == "tr" and row.find("td") is not None else {}
    has_day = "signed_on" in cells and parse_date(text_of(cells["signed_on"])) is not None
    return has_day and "title" in cells and bool(text_of(cells["title"]))


_SEARCHES = re.compile(r"\b(?:tim kiem|tim|tra cuu|search)\b")


def _is_a_search(form: Tag) -> bool:
    """A form of the content with a field for words and a button that searches; the box in a page's head is another."""
    if is_chrome(form) or form.find_parent(["header", "nav"]) is not None:
        return False
    fields = [
        one
        for one in form.find_all("input")
        if str(one.get("type") or "text").lower() in ("text", "search") and one.get("name")
    ]
    buttons = [one for one in form.find_all(["button", "input", "a"]) if one not in fields]
    said = " ".join(f"{text_of(one)} {one.get('value') or ''}" for one in buttons)
    return bool(fields) and _SEARCHES.search(fold(said)) is not None


def shape_of(url: str) -> tuple[str, str, tuple[str, ...]]:
    """How an address is made: its path without numbers and its last part, and the names of its parameters."""
    parts = urlsplit(url)
    path, _, last = re.sub(r"\d+", "0", unquote(parts.path)).rstrip("/").rpartition("/")
    names = tuple(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.hostname}{path}", last if names else _ending(last), names


def _ending(last: str) -> str:
    return last[last.rfind(".") :] if "." in last else ""


_NEAR_WORDS = 600  # letters of a row around a link, not of a page; chosen, not measured


def _speaks_of_a_decision(link: Tag, *, is_file: bool) -> bool:
    """Whether a link, or the row that it stands in, bears a decision's number."""
    if is_numbered(text_of(link)):
        return True
    row = link.find_parent(["tr", "li", "article"])
    words = text_of(row) if row is not None else ""
    # "Tải về" says enough of a file.
    says_enough = is_file or len(text_of(link)) >= TOLD_APART
    return len(words) <= _NEAR_WORDS and says_enough and is_numbered(words) is not None


def _is_in_a_list(link: Tag, headings: "Headings") -> bool:
    """Whether a link stands in a row of a table that is headed as lists of documents are."""
    row = link.find_parent("tr")
    return row is not None and row.find("td") is not None and "number" in headings.columns(row)


def _opens_by_script(row: Tag) -> bool:
    """A row of a document, by its number or day, whose only way there is a script."""
    if not is_dated(text_of(row)):
        return False
    return any(
        str(one.get("onclick") or "") or str(one.get("href") or "").lower().startswith("javascript:")
        for one in row.find_all(["a", "button", "span", "img", "i"])
    )


def _file_name(link: Tag, base: str) -> str:
    """The name of a linked file: from its address where that has one, else what the link says."""
    url = href_of(link, base) or ""
    name = clean(unquote(urlsplit(url).path).rsplit("/", 1)[-1])
    if _DOCUMENT.search(name):
        return name
    shown = _unlabelled(text_of(link)) or clean(str(link.get("title") or ""))
    return shown or name


def _links(holder: Tag, base: str, *, any_link: bool) -> Iterator[Announced]:
    """Files linked or embedded in an element; with `any_link` whatever the address looks like."""
    links = [holder] if holder.name == "a" else holder.find_all("a", href=True)
    for link in links:
        url = href_of(link, base)
        if url is not None and (any_link or _is_file(link, base)):
            shown = _in_viewer(url)
            if shown is not None and _DOCUMENT.search(unquote(urlsplit(url).path)) is None:
                yield Announced(shown, clean(unquote(urlsplit(shown).path).rsplit("/", 1)[-1]))
            else:
                yield Announced(url, _file_name(link, base) or None)
    embedded = (
        [holder]
        if holder.name in ("iframe", "embed", "object")
        else holder.find_all(["iframe", "embed", "object"])
    )
    for frame in embedded:
        source = joined(base, str(frame.get("src") or frame.get("data") or ""))
        url = (_in_viewer(source) or source) if source is not None else None
        if url is not None and _DOCUMENT.search(unquote(urlsplit(url).path)):
            yield Announced(url, clean(unquote(urlsplit(url).path).rsplit("/", 1)[-1]))


def files_within(holder: Tag, base: str) -> Iterator[Announced]:
    """Documents linked or embedded in an element; a link to a store of files elsewhere counts too."""
    yield from _links(holder, base, any_link=False)
    for link in holder.find_all("a", href=True):
        url = href_of(link, base)
        marked = {"link-download", "view-gallery"} & set(link.get("class") or [])
        if url is not None and (marked or is_store(url)):
            yield Announced(url, _file_name(link, base) or None)


#: Rows of files that bear another label than the usual ones, beside them: “Phụ lục kèm theo”, “Bản PDF”.
_OF_FILES = re.compile(
    r"(?:cac )?(?:phu luc|(?:tai lieu|tep(?: tin)?|tap tin|file|van ban|danh muc) (?:di )?kem theo|tai xuong|download"
    r"|(?:ban|file|tep) (?:goc|scan|ky so|pdf|word|docx?))(?: kem theo| dinh kem)?(?: \(?[\divx]+\)?)?"
)


def _is_of_files(label: str) -> bool:
    return field_of(label) == "files" or _OF_FILES.fullmatch(fold(label).strip(" :.*")) is not None


def _labelled_files(
    soup: BeautifulSoup, pairs_of_page: list[Value], values: Mapping[str, Value], label: str | None
) -> list[Tag]:
    """What stands beside every label for files in the smallest block around the properties.

    One file may have one label ("Tải tập tin 2: …"); the files of related decisions lie further off.
    """
    if label is None:
        found = [value.where for value in pairs_of_page if _is_of_files(value.label)]
    else:
        wanted = squeeze(label)
        found = [value.where for value in pairs(soup, wanted) if squeeze(value.label) == wanted]
    start = values.get("number") or values.get("signed_on") or values.get("title")
    if start is None or len(found) < 2:
        return found[:1]
    around = next(
        (block for block in start.where.parents if any(block in where.parents for where in found)), soup
    )
    return [where for where in found if around in where.parents]


def _going_on(holder: Tag, base: str) -> Iterator[Tag]:
    """Where files stand on below what is beside their label: rows without a label, further `dd`, the next blocks of links."""
    if holder.name in ("td", "th"):
        row = holder.find_parent("tr")
        for other in row.find_next_siblings("tr") if isinstance(row, Tag) else ():
            cells = other.find_all(["td", "th"], recursive=False)
            if any(text_of(cell) for cell in cells[:-1]) or not cells or not _has_file(cells[-1], base):
                return
            yield cells[-1]
    elif holder.name in ("dd", "div", "p"):
        for sibling in holder.find_next_siblings():
            if sibling.name != holder.name or not _has_file(sibling, base) or _is_labelled(sibling):
                return
            yield sibling


def _has_file(block: Tag, base: str) -> bool:
    return next(_links(block, base, any_link=False), None) is not None


def _is_labelled(block: Tag) -> bool:
    """Whether a block begins with a label of its own: “Văn bản liên quan: 12.pdf”."""
    first = next((clean(text) for text in block.stripped_strings), "")
    return ":" in first or field_of(first) is not None


_FETCHES = re.compile(r"\btai (?:\w+ ){0,2}(?:ve|xuong|tep|tin|file)\b|\bdownload\b")


def _by_script(holder: Tag, base: str, *, is_alone: bool) -> Iterator[Announced]:
    """Files of a holder that only a script can fetch: by their name; by “Tải về” where nothing else is there.

    They cannot be had and are said to be missing; a script beside a file's own link fetches that file once more.
    """
    for link in [holder, *holder.find_all(["a", "button", "input"])]:
        runs = str(link.get("onclick") or "") or str(link.get("href") or "")[:11].lower() == "javascript:"
        if not runs or href_of(link, base) is not None or next(_named_in(link, base), None) is not None:
            continue
        said = text_of(link) or str(link.get("title") or link.get("value") or "")
        if _DOCUMENT.search(said) or (is_alone and _FETCHES.search(fold(said))):
            yield Announced(
                f"{base}#{said}",
                said,
                lost=msg("only a script of the page can fetch “{file}”; save it by hand", file=said),
            )


def _of_article(soup: BeautifulSoup, base: str, title: str | None) -> list[Announced]:
    """Documents of an article: in the smallest block around its heading that has any, without the frame of the page."""
    heading = _heading(soup, title) or soup.find("h1")
    for block in heading.parents if isinstance(heading, Tag) else ():
        if not isinstance(block, Tag) or block.name in ("body", "html", "[document]"):
            break
        framed = {
            file.url
            for link in block.find_all("a", href=True)
            if is_chrome(link)
            for file in _links(link, base, any_link=True)
        }
        files = {file.url: file for file in files_within(block, base) if file.url not in framed}
        if files:
            return list(files.values())
    return []


def _heading(soup: BeautifulSoup, title: str | None) -> Tag | None:
    """The heading that bears a title; a list may cut the title off."""
    wanted = squeeze((title or "").rstrip(". …"))
    if not wanted:
        return None
    for heading in soup.find_all(["h1", "h2", "h3"]):
        shown = squeeze(text_of(heading))
        if shown == wanted or (len(wanted) >= TOLD_APART and wanted in shown):
            return heading
    return None


_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_QUOTED_FILE = re.compile(
    r"""["']([^"'<>\s]{2,400}?\.(?:pdf|docx?|xlsx?|odt|rtf|zip|rar|7z))["']""", re.IGNORECASE
)


def _in_scripts(text: str, base: str) -> Iterator[Announced]:
    """Files that only a script of the page names (PORTALS §5 no. 22); addresses with a path alone, names are none."""
    seen = set[str]()
    for script in _SCRIPT.finditer(text):
        for found in _QUOTED_FILE.finditer(script.group(1).replace("\\/", "/")):
            url = joined(base, found.group(1)) if "/" in found.group(1) else None
            if url is not None and url not in seen:
                seen.add(url)
                yield Announced(url, clean(unquote(urlsplit(url).path).rsplit("/", 1)[-1]))


def _nearby(soup: BeautifulSoup, values: Mapping[str, Value], base: str) -> list[Announced]:
    """Documents linked in the smallest block around the properties; a footer's are not this decision's."""
    start = values.get("number") or values.get("signed_on") or values.get("title")
    if start is None:
        return []
    for block in start.where.parents:
        if not isinstance(block, Tag) or block.name in ("body", "html", "[document]"):
            break
        files = {file.url: file for file in (*_links(block, base, any_link=False), *_downloads(block, base))}
        if files:
            return list(files.values())
    return []


def _downloads(block: Tag, base: str) -> Iterator[Announced]:
    """Links that say that they fetch a file, whatever their address looks like: “Tải phụ lục về” → download.aspx?id=12."""
    for link in block.find_all("a", href=True):
        url = href_of(link, base)
        if url is not None and (link.has_attr("download") or _FETCHES.search(fold(text_of(link)))):
            yield Announced(url, _file_name(link, base) or None)


# ---- rows and columns --------------------------------------------------------------------------------


def _header(table: Tag) -> dict[int, str]:
    """Column → field, from the first row of the table that names two fields or more."""
    for row in islice(own_rows(table), 3):
        names = {
            place: field for place, cell in _placed(row) if (field := field_of(text_of(cell))) is not None
        }
        if len(names) >= 2:
            return names
    return {}


class Headings:
    """The headings of the tables of one page, each looked for once: a list of 8,000 rows asks for its heading 16,000 times."""

    def __init__(self) -> None:
        self._known: dict[
            int, tuple[Tag, dict[int, str]]
        ] = {}  # with the table, so that its id stays its own
        self.under: dict[int, list[Tag]] = {}  # id of a row → rows below it that go on with it

    def of(self, table: Tag) -> dict[int, str]:
        """Column → field of a table; a heading that spans several columns names the first of them."""
        if id(table) not in self._known:
            self._known[id(table)] = table, _header(table)
        return self._known[id(table)][1]

    def columns(self, row: Tag) -> dict[str, Tag]:
        """Field → cell of a row, by the heading of its table; nothing for rows that are not as wide."""
        table = row.find_parent("table")
        header = self.of(table) if table is not None else {}
        if not header:
            return {}
        found = {field: cell for place, cell in _filled(row) if (field := header.get(place)) is not None}
        # Narrower rows lack columns; a cell of the whole width (a pager, a note) stands in several.
        return found if len({id(cell) for cell in found.values()}) == len(header) else {}


def _going_on_below(rows: Sequence[Tag]) -> dict[int, list[Tag]]:
    """Of rows whose cells reach down: the rows beside those cells, where they bear no number and no day of their own."""
    own = {id(row) for row in rows}
    found: dict[int, list[Tag]] = {}
    for row in rows:
        cells = row.find_all(["td", "th"], recursive=False) if row.name == "tr" else []
        reach = max((_span(cell, "rowspan") for cell in cells), default=1)
        below = row.find_next_siblings("tr", limit=reach - 1) if reach > 1 else []
        going_on = [one for one in below if id(one) not in own and not is_dated(text_of(one))]
        if going_on:
            found[id(row)] = going_on
    return found


def _placed(row: Tag) -> Iterator[tuple[int, Tag]]:
    """(column, cell) of a row; a cell that spans several columns stands in the first of them."""
    place = 0
    for cell in row.find_all(["td", "th"], recursive=False):
        yield place, cell
        place += _span(cell, "colspan")


def _filled(row: Tag) -> Iterator[tuple[int, Tag]]:
    """The same with every column that a cell spans."""
    for place, cell in _placed(row):
        for step in range(_span(cell, "colspan")):
            yield place + step, cell


#: A list has not so many columns, and a document not so many files: a wider span is nonsense. Chosen, not measured.
_WIDEST = 30


def _span(cell: Tag, name: str) -> int:
    number = whole_number(str(cell.get(name) or "").strip())
    return number if number and number <= _WIDEST else 1


def _is_pager(row: Tag) -> bool:
    """Whether a row holds nothing but page numbers and words for the next page."""
    words = text_of(row).split()
    return bool(words) and all(word.isdigit() or fold(word) in _PAGER_WORDS for word in words)


def _spec_text(row: Tag, spec: str, cells: Mapping[str, Tag]) -> str | None:
    """What a configured selector or label gives within a row."""
    if _is_selector(spec):
        found = row.select_one(spec)
        return (_unlabelled(text_of(found)) or None) if found is not None else None
    field = field_of(spec)
    if field is not None and field in cells:
        return text_of(cells[field]) or None
    value = value_of(row, spec)
    return value.text if value is not None else None


def _usual_next(soup: BeautifulSoup, base: str) -> Tag | None:
    """The link to the next page, in whatever dress a pager shows it."""
    links = page_links(soup, base)
    found = next_link(links, number_here(soup, links, base), base)
    return found.element if found is not None else None


def _is_off(link: Tag) -> bool:
    """Whether a pager's link is greyed out."""
    around = [link, link.parent] if isinstance(link.parent, Tag) else [link]
    return any("disabled" in (element.get("class") or []) for element in around)


# ---- values ------------------------------------------------------------------------------------------


def _is_about(soup: BeautifulSoup, entry: Entry, number: str | None) -> bool:
    """Whether the page is a document's: it shows its own number, or the number or title that the list shows."""
    if number is not None and any(sign.isdigit() for sign in number):
        return True
    shown = squeeze(soup.get_text(" "))
    # A title that a list cuts off with dots is compared as far as it goes.
    title = squeeze((entry.title or "").rstrip(". …"))
    if entry.number and bears(soup.get_text(" "), entry.number):
        return True
    # A title that says something; chosen, not measured.
    return (len(title) >= 20 and title in shown) or _heading(soup, entry.title) is not None


def _unlabelled(text: str) -> str:
    """A selected text without the label that stands in the same element: `Số ký hiệu: 12/QĐ` → `12/QĐ`."""
    label, colon, rest = text.partition(":")
    return rest.strip() if colon and field_of(label) is not None else text


def _words(value: Value | None) -> str | None:
    return (value.text or None) if value is not None else None


_MONTH_FIRST, _DAY_FIRST = "12/31/2000", "31/12/2000"


def _order(texts: list[str]) -> str | None:
    """Which of day and month a column proves to stand first; None where it proves nothing, or both."""
    sample = "3/4/2022"
    proven = [
        name
        for name, proof in (("day", _MONTH_FIRST), ("month", _DAY_FIRST))
        if 0 in column_dates([sample, proof, *texts]).unclear
    ]
    return proven[0] if len(proven) == 1 else None


def _dated(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Rows with their days as the whole column proves them: "3/14/2022" or "12:00:00 AM" anywhere puts the month first.

    What nothing proves may be either day; what the column contradicts is no day, so that it is looked at whatever is asked.
    """
    texts = [entry.signed_text or "" for entry in entries]
    if not any(texts):
        return entries
    column = column_dates(texts)
    either = [column_dates([*texts, proof]) for proof in (_MONTH_FIRST, _DAY_FIRST)]
    found = []
    for place, entry in enumerate(entries):
        day = column.days[place]
        other = {one.days[place] for one in either if place not in one.unclear} - {day, None}
        free = not any(place in one.unclear for one in either)
        found.append(replace(entry, signed_on=day, or_on=other.pop() if free and len(other) == 1 else None))
    return tuple(found)


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None


# ---- configuration -----------------------------------------------------------------------------------


def _is_selector(spec: str) -> bool:
    """Whether a configured value is a CSS selector; else it is a label as the page prints it."""
    marked = (
        re.search(r"\w[.#\[]\w|^[.#\[]\w", spec) is not None
    )  # a.so-ky-hieu is no label, whatever it spells
    if not marked and field_of(spec) is not None:
        return False
    bare = spec.strip().rstrip(":*")
    words = re.split(r"[\s>+~,]+", bare)
    if not re.search(r"[.#\[>:*]", bare) and not all(word.lower() in _TAGS for word in words):
        return False
    try:
        soupsieve.compile(spec)
    except soupsieve.SelectorSyntaxError:
        return False
    return True


def _check_keys(
    settings: SourceSettings, table: str, given: Mapping[str, str], keys: tuple[str, ...]
) -> None:
    for key in given:
        if key not in keys:
            raise UsageError(
                msg(
                    "source “{id}”: {table}.{key} is not known, expected one of: {keys}",
                    id=settings.id,
                    table=table,
                    key=key,
                    keys=", ".join(keys),
                ),
            )
