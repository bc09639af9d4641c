"""Rows of a list, and parts of them, that the page does not show: left over, withdrawn, or laid out for robots.

What a click shows (a fold, a tab, further rows behind “Xem thêm”) is no such part. A list of which every row is hidden is
one that a script shows once it is loaded: it is read, and asked about.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from niemyet.extractors.portals.labels import text_of
from niemyet.extractors.portals.pager import LinkRole, page_links, says_more
from niemyet.model.messages import Message, msg
from niemyet.model.words import Mark

#: Where none of these is in a page, nothing of it is hidden; looking for words is much faster than at every element.
_MAY_HIDE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0|clip(?:-path)?\s*:|-\d{3,}"
    r"|<\w[^<>]*\shidden\b|aria-hidden|class\s*=\s*[\"']?[^\"'<>]*(?:hid|d-none|invisible|display-none|sr-only|collapse)",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_NOISE = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
#: What holds on paper, or on small screens alone.
_OTHER_MEDIA = re.compile(r"@(?:media|supports|keyframes)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SHOWING = re.compile(
    r"(?<![\w-])display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[1-9])"
)
#: While somebody points at it, or after a click: what is shown then is no hidden part.
_PSEUDO = re.compile(
    r"::?(?:hover|focus(?:-within|-visible)?|active|target|checked|visited)\b", re.IGNORECASE
)
_ADDED = re.compile(r"::?(?:before|after|first-l\w+|placeholder|selection|marker)|::", re.IGNORECASE)
#: Attributes by which something opens a part of the page.
_OPENS = ("href", "data-target", "data-bs-target", "aria-controls", "data-toggle-target", "data-tab", "for")


def shown_rows(soup: BeautifulSoup, text: str, base: str, rows: Sequence[Tag]) -> tuple[list[Tag], list[Tag]]:
    """(the rows that the page shows, those that it does not); parts of the former that are hidden are emptied.

    `text`: the page as it came, with its styles.
    """
    if not rows or _MAY_HIDE.search(text) is None:
        return list(rows), []
    unseen = Unseen(soup, text)
    off = [one for one in soup.find_all(True) if unseen.is_off(one)]
    if not off:
        return list(rows), []
    hidden = [row for row in rows if unseen.holds(row)]
    if hidden and _shows_rows_by_script(soup, base):
        hidden = []
    shown = [row for row in rows if not any(row is one for one in hidden)]
    _empty_hidden(off, shown)
    return shown, hidden


def not_read(row: Tag) -> Message:
    """Why a row that is not shown may be missing."""
    return msg(
        "row “{row}” is not shown on the page and was not read: it may be withdrawn, or shown by a script; set "
        "trust_end = true if it is of no concern",
        row=text_of(row)[:80],
    )


def _empty_hidden(off: Sequence[Tag], shown: Sequence[Tag]) -> None:
    """Keys for sorting, words for others, links for robots: none of it is what the row says. Cells stay in their place."""
    rows = {id(row) for row in shown}
    for part in off:
        if part.decomposed or not any(id(one) in rows for one in part.parents):
            continue
        if part.name in ("td", "th"):
            part.clear()
        else:
            part.decompose()


def _shows_rows_by_script(soup: BeautifulSoup, base: str) -> bool:
    """Whether a click on the page itself shows further rows: numbers or “Xem thêm” that lead nowhere else."""
    wanted = (LinkRole.NUMBER, LinkRole.NEXT, LinkRole.MORE)
    if any(link.url is None and link.role in wanted for link in page_links(soup, base)):
        return True
    return any(
        says_more(text_of(one)) for one in soup.find_all(["div", "span", "p", "li"]) if not one.find(True)
    )


class Unseen:
    """What of a page its markup and its own rules hide."""

    def __init__(self, soup: BeautifulSoup, text: str) -> None:
        self._soup = soup
        self._ruled = _hidden_by_rules(soup, text)

    @cached_property
    def _opened(self) -> frozenset[int]:
        return _opened(self._soup)

    def holds(self, element: Tag) -> bool:
        """Whether an element, or what it stands in, is hidden."""
        for one in (element, *element.parents):
            if not isinstance(one, Tag) or one.name in ("body", "html", "[document]"):
                return False
            if self.is_off(one):
                return True
        return False

    def is_off(self, element: Tag) -> bool:
        """Whether an element itself is hidden, and no click shows it."""
        is_hidden = id(element) in self._ruled or _is_hidden_by_markup(element)
        return is_hidden and id(element) not in self._opened


def _is_hidden_by_markup(element: Tag) -> bool:
    attributes = element.attrs
    if "hidden" in attributes or str(attributes.get("aria-hidden") or "").lower() == "true":
        # Icons are hidden from those who do not see them.
        return (
            "hidden" in attributes
            or element.name not in ("i", "svg", "img", "span")
            or bool(text_of(element))
        )
    style, names = attributes.get("style"), attributes.get("class")
    if style and _hides(str(style)):
        return True
    return bool(names) and _hides_by_class(" ".join(names) if isinstance(names, list) else str(names))


_STYLE_MAY_HIDE = re.compile(
    r"none|hidden|collapse|opacity|clip|-\d{3}|scale|mso-hide|transparent|rgba|0", re.IGNORECASE
)
_CLASS_MAY_HIDE = re.compile(r"hid|none|invisible|sr-only|collapse", re.IGNORECASE)


def _hides(style: str) -> bool:
    if _STYLE_MAY_HIDE.search(style) is None:
        return False
    # What reads documents is loaded only for a page that may hide something.
    from niemyet.extractors.documents.css import styled

    return Mark.HIDDEN in styled(style).marks


def _hides_by_class(names: str) -> bool:
    if _CLASS_MAY_HIDE.search(names) is None:
        return False
    from niemyet.extractors.documents.css import hides_by_class

    return hides_by_class(names)


def _hidden_by_rules(soup: BeautifulSoup, text: str) -> frozenset[int]:
    """Ids of the elements that the rules of `<style>` hide and that no other of them shows."""
    sheets = _OTHER_MEDIA.sub(" ", _NOISE.sub(" ", " ".join(_STYLE.findall(text))))
    hidden, shown = set[int](), set[int]()
    shown_by = []
    named = _names(soup) if sheets.strip() else frozenset()
    for selectors, rule in _RULE.findall(sheets):
        likely = [one for one in selectors.split(",") if _may_be_met(one, named)]
        if likely and _hides(rule):
            hidden |= {id(one) for one in _meant(soup, likely, showing=False)}
        elif likely and _SHOWING.search(rule):
            shown_by.append(likely)
    for likely in shown_by if hidden else ():
        shown |= {id(one) for one in _meant(soup, likely, showing=True)}
    return frozenset(hidden - shown)


_NAMED = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f])+)")


def _names(soup: BeautifulSoup) -> frozenset[str]:
    """Classes and ids of a page."""
    found = set[str]()
    for one in soup.find_all(True):
        found.update(str(name) for name in one.get_attribute_list("class") if name)
        found.add(str(one.get("id") or ""))
    return frozenset(found)


def _may_be_met(selector: str, named: Collection[str]) -> bool:
    """Whether a page has the classes and ids that a selector names: most rules of a sheet are for other pages."""
    return ":not(" in selector or all(name in named for name in _NAMED.findall(selector))


def _meant(soup: BeautifulSoup, selectors: Iterable[str], *, showing: bool) -> Iterator[Tag]:
    for selector in selectors:
        plain = selector.strip()
        if not plain or _ADDED.search(plain):
            continue
        if _PSEUDO.search(plain):
            if not showing:
                continue
            plain = _PSEUDO.sub("", plain)
        try:
            yield from soup.select(plain)
        except (SelectorSyntaxError, NotImplementedError):
            continue


def _opened(soup: BeautifulSoup) -> frozenset[int]:
    """Ids of the parts that something on the page opens, by their names."""
    places = {str(one["id"]): one for one in soup.find_all(id=True)}
    return frozenset(
        id(places[place])
        for one in soup.find_all(["a", "button", "li", "tr", "td", "div", "span", "label", "h3", "h4"])
        for name in _OPENS
        if (place := str(one.get(name) or "").removeprefix("#")) in places
    )
