"""What a portal may be: its list page held against every family, and a proposal for one that is none of them.

Pure: text and address in, a proposal out. Nothing is taken for granted that the page does not show.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.cms14 import Cms14Portal
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.labels import soup_of, text_of
from niemyet.extractors.portals.liferay import LiferayPortal
from niemyet.extractors.portals.nukeviet_laws import NukevietLawsPortal
from niemyet.extractors.portals.pages import ListPage, PagedPortal, href_of
from niemyet.extractors.portals.vnpt_articles import VnptArticlesPortal
from niemyet.extractors.portals.vnpt_documents import VnptDocumentsPortal
from niemyet.extractors.portals.webcenter import WebCenterPortal
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import NotThePageError

#: The most particular first: what fits several is taken for the first.
FAMILIES: tuple[type[PagedPortal], ...] = (
    NukevietLawsPortal,
    VnptDocumentsPortal,
    VnptArticlesPortal,
    LiferayPortal,
    Cms14Portal,
    WebCenterPortal,
    HtmlPortal,
)
_FEWEST = 3  # rows that make a list
_WORDS = re.compile(r"quyết định|công bố|thủ tục|văn bản|niêm yết|\d+/QĐ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source as it would be configured, and the list page as it would be read."""

    settings: SourceSettings
    page: ListPage
    guessed: bool  # the selectors were worked out from the page; a person should look at the preview


def recognise(text: str, settings: SourceSettings) -> Proposal | None:
    """The family that reads this list page; else selectors for it; None where no list can be seen.

    `settings` carries the address; its `kind` is not looked at.
    """
    for family in FAMILIES:
        found = _read(text, replace(settings, kind=family.kind))
        if found is not None:
            return Proposal(replace(settings, kind=family.kind), found, guessed=False)
    selectors = propose_selectors(text, settings.url or "")
    if selectors is None:
        return None
    guessed = replace(settings, kind=HtmlPortal.kind, list=selectors)
    found = _read(text, guessed)
    return Proposal(guessed, found, guessed=True) if found is not None else None


def _read(text: str, settings: SourceSettings) -> ListPage | None:
    family = next(one for one in FAMILIES if one.kind == settings.kind)
    try:
        page = family(settings).parse_list(text, settings.url or "")
    except NotThePageError:
        return None
    known_empty = page.stated_empty and settings.kind != HtmlPortal.kind
    return page if page.entries or known_empty else None


def propose_selectors(text: str, url: str) -> Mapping[str, str] | None:
    """Row and link of the list: elements of one kind, beside each other, each with a link that speaks of decisions."""
    soup = soup_of(text)
    groups: Counter[str] = Counter()
    for link in soup.find_all("a", href=True):
        row = _row_around(link)
        if row is None or href_of(link, url) is None or not _WORDS.search(text_of(row)):
            continue
        selector = _selector(row)
        if selector is not None:
            groups[selector] += 1
    for selector, _ in groups.most_common():
        if _is_list(soup, selector):
            return {"row": selector, "link": "a[href]"}
    return None


def _row_around(link: Tag) -> Tag | None:
    """The nearest element around a link that has neighbours of its own kind."""
    for around in link.parents:
        if not isinstance(around, Tag) or around.name in ("body", "html", "[document]"):
            return None
        alike = [
            one
            for one in (around.parent.find_all(around.name, recursive=False) if around.parent else [])
            if one.get("class") == around.get("class")
        ]
        if len(alike) >= _FEWEST:
            return around
    return None


def _selector(row: Tag) -> str | None:
    classes = [name for name in row.get("class") or [] if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    if classes:
        return row.name + "." + ".".join(classes)
    parent = row.parent
    named = (
        [name for name in (parent.get("class") or []) if re.fullmatch(r"[A-Za-z][\w-]*", name)]
        if parent
        else []
    )
    if parent is not None and named:
        return f"{parent.name}.{named[0]} > {row.name}"
    return f"{row.name}:has(a[href])" if row.name in ("tr", "li", "article") else None


def _is_list(soup: BeautifulSoup, selector: str) -> bool:
    rows = soup.select(selector)
    speaking = [row for row in rows if _WORDS.search(text_of(row)) and row.find("a", href=True)]
    return len(speaking) >= _FEWEST and len(speaking) * 2 >= len(rows)


def as_toml(settings: SourceSettings) -> str:
    """The `[[source]]` of a configuration."""
    lines = [
        "[[source]]",
        f'id = "{settings.id}"',
        f'kind = "{settings.kind}"',
        f'url = "{settings.url}"',
    ]
    if settings.list:
        pairs = ", ".join(f'{name} = "{value}"' for name, value in settings.list.items())
        lines.append(f"list = {{ {pairs} }}")
    return "\n".join(lines)


def id_of(url: str) -> str:
    """A stable id for a source from its host and path: `duynghia-danang-van-ban`."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.|\.(?:gov|com|org|net|edu)(?:\.vn)?$|\.vn$", "", parts.hostname or "nguon")
    words = re.findall(r"[a-z0-9]+", f"{host} {parts.path}".lower())
    return "-".join(words[:5]) or "nguon"
