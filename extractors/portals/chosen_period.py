"""A list that shows one month or one year at a time: the others stand beside it, in a select or as tabs.

Such a page has no pager and ends nowhere visibly; what it leaves out stands in the choice.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.portals.labels import text_of
from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import fold

#: “Tháng 02/2026”, “Năm 2025”, “Quý 3/2026”, “02/2026”, “2025”.
_PERIOD = re.compile(
    r"(?:(?:thang|quy)\s*\d{1,2}(?:\s*(?:[/-]|nam)\s*(?:19|20)\d{2})?|(?:nam\s*)?(?:19|20)\d{2}|\d{1,2}\s*[/-]\s*(?:19|20)\d{2})"
)
_BOX = re.compile(r"(?:^|[-_])(?:sidebar|widgets?|footer|calendar)(?:$|[-_])", re.IGNORECASE)
_OPEN = re.compile(r"(?:^|[-_])(?:active|current|selected|dang-chon|hien-tai)(?:$|[-_])", re.IGNORECASE)


def other_periods(soup: BeautifulSoup) -> tuple[Words, ...]:
    """What says that only one period is shown, in words; nothing where all are, or none is chosen."""
    found = [*_selects(soup), *_tabs(soup)]
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


def _selects(soup: BeautifulSoup) -> Iterator[Words]:
    for choice in soup.find_all("select"):
        chosen = choice.find("option", selected=True)
        if not isinstance(chosen, Tag) or not _is_period(chosen) or _is_aside(choice):
            continue
        others = [text_of(one) for one in choice.find_all("option") if one is not chosen and _is_period(one)]
        if others:
            yield _told(text_of(chosen), others[0])


def _tabs(soup: BeautifulSoup) -> Iterator[Words]:
    """Links beside the one that is open; a link within the page opens what is there already."""
    for one in soup.find_all(["a", "li", "span", "b", "strong", "button"]):
        if not _is_open(one) or not _is_period(one) or _is_aside(one):
            continue
        for holder in list(one.parents)[:2]:
            others = [
                text_of(link)
                for link in holder.find_all("a", href=True)
                if _is_period(link) and text_of(link) != text_of(one) and _leads_elsewhere(link)
            ]
            if others:
                yield _told(text_of(one), others[0])
                break


def _told(shown: str, other: str) -> Words:
    return msg("only “{shown}” is shown, “{other}” is not", shown=shown, other=other)


def _is_period(element: Tag) -> bool:
    return _PERIOD.fullmatch(fold(text_of(element)).strip(" .:")) is not None


def _is_open(element: Tag) -> bool:
    if str(element.get("aria-current") or element.get("aria-selected") or "false").lower() not in (
        "false",
        "",
    ):
        return True
    return any(_OPEN.search(str(name)) for name in element.get("class") or ())


def _is_aside(element: Tag) -> bool:
    """In a box at the side or below: an archive's calendar there says nothing of the list."""
    return any(
        one.name in ("aside", "footer")
        or any(_BOX.search(str(name)) for name in (*(one.get("class") or ()), one.get("id") or ""))
        for one in element.parents
        if isinstance(one, Tag)
    )


def _leads_elsewhere(link: Tag) -> bool:
    address = str(link.get("href") or "").strip()
    return bool(address) and not address.startswith("#")
