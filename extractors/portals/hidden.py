"""Rows of a list, and parts of them, that the page does not show: left over, withdrawn, or laid out for robots.

What a click shows (a fold, a tab, further rows behind “Xem thêm”) is no such part. A list of which every row is hidden is
one that a script shows once it is loaded: it is read, and asked about.
"""

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from niemyet.extractors.documents.css import hides_by_class, styled
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
    hidden = [row for row in rows if unseen.holds(row)]
    if hidden and _shows_rows_by_script(soup, base):
        hidden = []
    shown = [row for row in rows if not any(row is one for one in hidden)]
    for row in shown:
        _empty_hidden(row, unseen)
    return shown, hidden


def not_read(row: Tag) -> Message:
    """Why a row that is not shown may be missing."""
    return msg(
        "row “{row}” is not shown on the page and was not read: it may be withdrawn, or shown by a script; set "
        "trust_end = true if it is of no concern",
        row=text_of(row)[:80],
    )


def _empty_hidden(row: Tag, unseen: "Unseen") -> None:
    """Keys for sorting, words for others, links for robots: none of it is what the row says. Cells stay in their place."""
    for part in row.find_all(True):
        if part.decomposed or not unseen.is_off(part):
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
        self._ruled = _hidden_by_rules(soup, text)
        self._opened = _opened(soup)

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
        return id(element) not in self._opened and (
            id(element) in self._ruled or _is_hidden_by_markup(element)
        )


def _is_hidden_by_markup(element: Tag) -> bool:
    attributes = element.attrs
    if "hidden" in attributes or str(attributes.get("aria-hidden") or "").lower() == "true":
        # Icons are hidden from those who do not see them.
        return (
            "hidden" in attributes
            or element.name not in ("i", "svg", "img", "span")
            or bool(text_of(element))
        )
    if Mark.HIDDEN in styled(str(attributes.get("style") or "")).marks:
        return True
    names = attributes.get("class", "")
    return hides_by_class(" ".join(names) if isinstance(names, list) else str(names))


def _hidden_by_rules(soup: BeautifulSoup, text: str) -> frozenset[int]:
    """Ids of the elements that the rules of `<style>` hide and that no other of them shows."""
    sheets = _OTHER_MEDIA.sub(" ", _NOISE.sub(" ", " ".join(_STYLE.findall(text))))
    hidden, shown = set[int](), set[int]()
    for selectors, rule in _RULE.findall(sheets):
        if Mark.HIDDEN in styled(rule).marks:
            hidden |= {id(one) for one in _meant(soup, selectors, showing=False)}
        elif _SHOWING.search(rule):
            shown |= {id(one) for one in _meant(soup, selectors, showing=True)}
    return frozenset(hidden - shown)


def _meant(soup: BeautifulSoup, selectors: str, *, showing: bool) -> Iterator[Tag]:
    for selector in selectors.split(","):
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
