"""What a portal may be: its list page held against every family, and a proposal for one that is none of them.

Pure: text and address in, a proposal out. Nothing is taken for granted that the page does not show.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

import soupsieve
from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import literal, place_of
from niemyet.extractors.portals.crawling import Announced, is_store
from niemyet.extractors.portals.html import HtmlPortal, is_document
from niemyet.extractors.portals.labels import field_of, pairs, soup_of
from niemyet.extractors.portals.links import base_of, href_of
from niemyet.extractors.portals.pager import (
    LinkRole,
    next_link,
    number_here,
    page_links,
    same_page,
    stated_place,
)
from niemyet.extractors.portals.pages import (
    Entry,
    ListPage,
    PagedPortal,
)
from niemyet.extractors.portals.registry import KINDS, family_of
from niemyet.extractors.portals.rows import find_rows, is_chrome
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import NotThePageError

#: The families of list pages, as the registry orders them: what fits several is taken for the first.
FAMILIES: tuple[type[PagedPortal], ...] = tuple(
    family for family in map(family_of, KINDS) if isinstance(family, type) and issubclass(family, PagedPortal)
)


@dataclass(frozen=True, slots=True)
class SourceProposal:
    """A source as it would be configured, and the list page as it would be read."""

    settings: SourceSettings
    page: ListPage
    guessed: bool  # the selectors were worked out from the page; a person should look at the preview
    left_out: int = 0  # links beside the rows that speak of documents too and are not taken


@dataclass(frozen=True, slots=True)
class PageAsItCame:
    """A page as it came: its text and where it was."""

    text: str
    url: str


def recognise(text: str, settings: SourceSettings) -> SourceProposal | None:
    """The family that reads this list page; else selectors for it; None where no list can be seen.

    `settings` carries the address; its `kind` is not looked at.
    """
    for family in FAMILIES:
        found = _read(text, replace(settings, kind=family.kind))
        if found is not None and not _is_a_box(text, family, settings):
            return SourceProposal(replace(settings, kind=family.kind), found, guessed=False)
    soup = soup_of(text)
    rows = find_rows(soup, base_of(soup, settings.url or ""))
    if rows is None or (_is_home(settings.url or "") and not rows.has_pager):
        return None
    guessed = replace(settings, kind=HtmlPortal.kind, list=rows.as_list)
    found = _read(text, guessed)
    return SourceProposal(guessed, found, guessed=True, left_out=rows.left_out) if found is not None else None


def _is_home(url: str) -> bool:
    """An address without a path: its lists are the newest of several."""
    return (
        re.fullmatch(
            r"/?(?:(?:vi|en|web/guest|index|home|trang-chu|default)(?:\.\w+)?/?)?", urlsplit(url).path
        )
        is not None
    )


def _is_a_box(text: str, family: type[PagedPortal], settings: SourceSettings) -> bool:
    """Whether what a table without a configuration shows is a box at the side."""
    if family is not HtmlPortal or settings.list:
        return False
    rows = HtmlPortal(replace(settings, kind=family.kind)).rows(soup_of(text))
    return bool(rows) and is_chrome(rows[0])


def _read(text: str, settings: SourceSettings) -> ListPage | None:
    family = next(one for one in FAMILIES if one.kind == settings.kind)
    try:
        page = family(settings).parse_list(text, settings.url or "")
    except NotThePageError:
        return None
    known_empty = page.stated_empty and settings.kind != HtmlPortal.kind
    return page if page.entries or known_empty else None


def propose_selectors(text: str, url: str) -> Mapping[str, str] | None:
    """Row and link of the list; None where none can be seen."""
    soup = soup_of(text)
    found = find_rows(soup, base_of(soup, url))
    return found.as_list if found is not None else None


# ---- the next page ---------------------------------------------------------------------------------------------


def with_next(proposal: SourceProposal, first: PageAsItCame, second: PageAsItCame | None) -> SourceProposal:
    """The proposal with `list.next`, where one selector leads on from page 1 and, as the page says itself, from page 2."""
    if proposal.settings.kind != HtmlPortal.kind or second is None or "next" in proposal.settings.list:
        return proposal
    soups = [(soup, base_of(soup, page.url)) for page in (first, second) for soup in [soup_of(page.text)]]
    wanted = [_leads_to(_next_of(soup, base), base) for soup, base in soups]
    soup, base = soups[0]
    alike = [
        link.element
        for link in page_links(soup, base)
        if link.role is LinkRole.NEXT and _leads_to(link.element, base) == wanted[0]
    ]
    for selector in dict.fromkeys(way for link in alike if wanted[0] is not None for way in _ways_to(link)):
        led = [_leads_to(soup.select_one(selector), base) for soup, base in soups]
        if led == wanted and all(_is_plain(selector, soup) for soup, _ in soups):
            chosen = replace(proposal.settings, list={**proposal.settings.list, "next": selector})
            return replace(proposal, settings=chosen)
    return proposal


def _next_of(soup: BeautifulSoup, base: str) -> Tag | None:
    links = page_links(soup, base)
    found = next_link(links, number_here(soup, links, base), base)
    return found.element if found is not None else None


def _leads_to(link: Tag | None, base: str) -> object:
    url = href_of(link, base) if link is not None else None
    return same_page(url) if url is not None else None


def _is_plain(selector: str, soup: BeautifulSoup) -> bool:
    """Whether a selector means one place of the page: the same link drawn above and below the list at the most."""
    return len({str(link.get("href")) for link in soup.select(selector)}) <= 1


def _ways_to(link: Tag) -> Iterator[str]:
    relation = " ".join(link.get("rel") or [])
    if "next" in relation:
        yield f'{link.name}[rel~="next"]'
    classes = [name for name in link.get("class") or [] if re.fullmatch(r"[A-Za-z_-][\w-]*", name)]
    if classes:
        yield link.name + "." + ".".join(classes)
    for around in list(link.parents)[:2]:
        names = [name for name in around.get("class") or [] if re.fullmatch(r"[A-Za-z_-][\w-]*", name)]
        if names:
            yield f"{around.name}.{'.'.join(names)} {link.name}"
    for name in ("aria-label", "title"):
        value = str(link.get(name) or "")
        if value and '"' not in value and not re.search(r"\d", value):
            yield f'{link.name}[{name}="{value}"]'


def named_pages(page: PageAsItCame) -> tuple[int | None, int | None]:
    """(how many pages the list has, how many documents), as far as one page of it says so."""
    soup = soup_of(page.text)
    stated = stated_place(soup)
    links = page_links(soup, base_of(soup, page.url))
    numbers = [link.number for link in links if link.number is not None]
    return stated.pages or max(numbers, default=None), stated.total


# ---- documents' pages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A document's page that could be read, and the files that it announces."""

    page: PageAsItCame
    entry: Entry
    files: tuple[Announced, ...]


def with_detail(proposal: SourceProposal, seen: Sequence[SeenPage]) -> SourceProposal:
    """The proposal with the files' place and with labels of the portal's own, where all pages that were read agree."""
    if proposal.settings.kind != HtmlPortal.kind or not seen:
        return proposal
    detail = {**_own_labels(seen), **dict(proposal.settings.detail)}
    place = _files_place(replace(proposal.settings, detail=detail), [one for one in seen if one.files])
    if place is not None and "files" not in detail:
        detail["files"] = place
    return replace(proposal, settings=replace(proposal.settings, detail=detail)) if detail else proposal


def _own_labels(seen: Sequence[SeenPage]) -> dict[str, str]:
    """A label that nobody knows beside a decision's number, on every page: `Ký hiệu hồ sơ: 12/QĐ-UBND`."""
    found: list[dict[str, str]] = []
    for one in seen:
        values = pairs(soup_of(one.page.text))
        if any(field_of(value.label) == "number" for value in values):
            return {}
        found.append(
            {value.label.rstrip(": "): value.text for value in values if _NUMBER.fullmatch(value.text)}
        )
    shared = [label for label in found[0] if all(label in other for other in found)]
    return {"number": shared[0]} if len(shared) == 1 else {}


_NUMBER = re.compile(r"\s*0*\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?QĐ\s*-?\s*[A-ZĐ&.-]+\s*", re.IGNORECASE)


def _files_place(settings: SourceSettings, seen: Sequence[SeenPage]) -> str | None:
    """The smallest named element that holds all files of a page, and nothing else, on every page that has any."""
    if not seen:
        return None
    places: list[list[str]] = []
    for one in seen:
        soup = soup_of(one.page.text)
        places.append(list(_places(soup, {file.url for file in one.files}, base_of(soup, one.page.url))))
    for place in places[0]:
        if not all(place in other for other in places):
            continue
        for selector in (place, _files_of(place)):
            if all(
                _same_files(replace(settings, detail={**settings.detail, "files": selector}), one)
                for one in seen
            ):
                return selector
    return None


def _places(soup: BeautifulSoup, urls: set[str], base: str) -> Iterator[str]:
    links = [
        link for link in soup.find_all("a", href=True) if href_of(link, base) in urls and not is_chrome(link)
    ]
    if not links:
        return
    for around in links[0].parents:
        if not isinstance(around, Tag) or around.name in ("body", "html", "[document]"):
            return
        if not all(around in link.parents for link in links):
            continue
        own = str(around.get("id") or "")
        if re.fullmatch(r"[A-Za-z][\w-]*", own) and not re.search(r"\d", own):
            yield f"#{own}"
        for name in around.get("class") or []:
            if re.fullmatch(r"[A-Za-z][\w-]*", name) and not re.search(r"\d", name):
                yield f"{around.name}.{name}"


def _files_of(place: str) -> str:
    """Only the links to documents within a place."""
    return ", ".join(f'{place} a[href*=".{kind}" i]' for kind in ("pdf", "doc", "xls", "zip", "rar"))


def _same_files(settings: SourceSettings, one: SeenPage) -> bool:
    try:
        detail = HtmlPortal(settings).parse_detail(one.page.text, one.page.url, one.entry)
    except (NotThePageError, soupsieve.SelectorSyntaxError):
        return False
    return {file.url for file in detail.files} == {file.url for file in one.files}


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where files lie outside of the portal: hosts to allow, private addresses, stores of files that are not chased."""

    foreign: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()


def hosts_of(url: str, files: Sequence[Announced], allowed: Sequence[str] = ()) -> Hosts:
    """The hosts of announced files that the source's own address and `allowed` do not cover."""
    home = place_of(url)
    foreign, private, stores = set[str](), set[str](), set[str]()
    for file in files:
        place = place_of(file.url)
        if place is None or home is None or (place.host, place.port) == (home.host, home.port):
            continue
        if place.host == home.host and {place.port, home.port} <= {80, 443}:
            continue
        # Ports of http and https, which addresses leave out, by definition.
        shown = place.host if place.port in (80, 443) else f"{place.host}:{place.port}"
        if (
            shown in allowed
            or place.host in allowed
            or any(one.startswith("*.") and place.host.endswith(one[1:]) for one in allowed)
        ):
            continue
        if is_store(file.url):
            stores.add(place.host)
        elif _is_private(place.host) and not _is_private(home.host):
            private.add(shown)
        elif is_document(unquote(urlsplit(file.url).path)) or file.name is not None:
            foreign.add(shown)
    return Hosts(tuple(sorted(foreign)), tuple(sorted(private)), tuple(sorted(stores)))


def _is_private(host: str) -> bool:
    """A host that only an office's own network reaches."""
    own = literal(host)
    if own is not None:
        return not own.is_global
    return "." not in host or host.endswith((".local", ".lan", ".internal", ".intranet", ".localhost"))


def with_hosts(proposal: SourceProposal, found: Hosts) -> SourceProposal:
    """The proposal with the hosts on which the portal keeps its files."""
    allowed = (*proposal.settings.allowed_hosts, *found.foreign)
    return replace(proposal, settings=replace(proposal.settings, allowed_hosts=allowed))


# ---- as a configuration ----------------------------------------------------------------------------------------------


def as_toml(settings: SourceSettings) -> str:
    """The `[[source]]` of a configuration."""
    lines = [
        "[[source]]",
        f'id = "{settings.id}"',
        f'kind = "{settings.kind}"',
        f"url = {_quoted(settings.url or '')}",
    ]
    if settings.allowed_hosts:
        lines.append(f"allowed_hosts = [{', '.join(_quoted(host) for host in settings.allowed_hosts)}]")
    private = [
        host for host in settings.allowed_hosts if _by_name(host) and _is_private(host.partition(":")[0])
    ]
    if private:
        lines.append(f"allow_private = [{', '.join(_quoted(host.partition(':')[0]) for host in private)}]")
    for name, table in (("list", settings.list), ("detail", settings.detail)):
        if table:
            inner = ", ".join(f"{key} = {_quoted(value)}" for key, value in table.items())
            lines.append(f"{name} = {{ {inner} }}")
    return "\n".join(lines)


def _by_name(host: str) -> bool:
    return literal(host.partition(":")[0]) is None


def _quoted(value: str) -> str:
    """A TOML string: a literal one where the value holds quotation marks; what a page holds ends no string and no line."""
    if (
        not value.isprintable()
    ):  # escapes of JSON are TOML's too, but for halves of letters, which no file holds
        return json.dumps(value.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False).replace(
            "\x7f", "\\u007f"
        )
    if '"' in value or "\\" in value:
        return (
            f"'{value}'" if "'" not in value else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        )
    return f'"{value}"'


def id_of(url: str) -> str:
    """A stable id for a source from its host and path: `duynghia-danang-van-ban`."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.|\.(?:gov|com|org|net|edu)(?:\.vn)?$|\.vn$", "", parts.hostname or "nguon")
    words = re.findall(r"[a-z0-9]+", f"{host} {parts.path}".lower())
    return "-".join(words[:5]) or "nguon"
