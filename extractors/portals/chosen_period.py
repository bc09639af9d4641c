"""A list that shows one month, one year or one field at a time: the others stand beside it, in a select or as tabs.

Such a page has no pager and ends nowhere visibly; what it leaves out stands in the choice.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined
from niemyet.extractors.portals.filters import filters_set
from niemyet.extractors.portals.labels import text_of
from niemyet.extractors.portals.pager import is_page_address, same_page
from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import fold

#: “Tháng 02/2026”, “Năm 2025”, “Quý 3/2026”, “02/2026”, “2025”, “Năm 2025 (34)”.
_PERIOD = re.compile(
    r"(?:(?:thang|quy)\s*\d{1,2}(?:\s*(?:[/-]|nam)\s*(?:19|20)\d{2})?|(?:nam\s*)?(?:19|20)\d{2}|\d{1,2}\s*[/-]\s*(?:19|20)\d{2})(?:\s*\(\s*\d+\s*\))?"
)
#: What a choice is of that parts the documents of a list, by its label or name: a field, a kind, an office.
_PARTS = re.compile(
    r"linh ?vuc|chuyen ?muc|loai ?(?:van ?ban|vb)|the ?loai|co ?quan|don ?vi ?ban ?hanh|sector|category|^lv$|^loai$"
    r"|tinh ?trang|hieu ?luc|trang ?thai|status|cap ?(?:ban ?hanh|thuc ?hien|hanh ?chinh|co ?quan)"
    r"|^cap$|dia ?ban|(?:phuong|xa) ?/? ?(?:xa|phuong)"
)
_EVERYTHING = re.compile(r"^(?:\W*$|-|tat ca|toan bo|chon\b|all\b|moi )")
#: Parameters that choose how a list is shown, not what of it.
_MANNER = re.compile(r"lang|sort|order|view|sap|mode|size|limit", re.IGNORECASE)

_BOX = re.compile(r"(?:^|[-_])(?:sidebar|widgets?|footer|calendar)(?:$|[-_])", re.IGNORECASE)
_OPEN = re.compile(r"(?:^|[-_])(?:active|current|selected|dang-chon|hien-tai)(?:$|[-_])", re.IGNORECASE)


def other_periods(soup: BeautifulSoup) -> tuple[Words, ...]:
    """What says that only one period is shown, in words; nothing where all are, or none is chosen."""
    found = [*_selects(soup), *_tabs(soup), *_days(soup), *_headed(soup), *_called_by_script(soup)]
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


def other_parts(soup: BeautifulSoup, base: str, first: str) -> tuple[Words, ...]:
    """What says that only the documents of one field, kind or office are shown; nothing where the source's address chose it.

    `first`: that address, of the list's first page; `base`: of the page at hand.
    """
    asked = {name for name, _ in parse_qsl(urlsplit(first).query)}
    found = [
        *_part_selects(soup, asked),
        *_part_tabs(soup, base, asked),
        *_fetched_tabs(soup),
        *filters_set(soup, asked),
    ]
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


def other_fields(soup: BeautifulSoup) -> tuple[Words, ...]:
    """What says of a page, wherever it is, that it shows the procedures of one field of several.

    A page does not know its own address: tabs are held against that of the open one, without what it asks for.
    """
    found = [*_part_selects(soup, (), _FIELD), *_fetched_tabs(soup)]
    for link in soup.find_all("a", href=re.compile(r"\?")):
        address = joined(_ANYWHERE, str(link.get("href"))) if _is_marked_open(link) else None
        if address is not None:
            found += _part_tabs(soup, address.partition("?")[0], ())
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


_FIELD = re.compile(r"linh ?vuc|chuyen ?muc|sector|^lv$")
_ANYWHERE = "https://trang.invalid/"


def _part_selects(
    soup: BeautifulSoup, asked: Collection[str], called: re.Pattern[str] = _PARTS
) -> Iterator[Words]:
    for choice in soup.find_all("select"):
        name = str(choice.get("name") or "")
        if name in asked or choice.has_attr("multiple") or _is_aside(choice):
            continue
        if not any(called.search(fold(words)) for words in _called(soup, choice)):
            continue
        options = choice.find_all("option")
        chosen = choice.find("option", selected=True) or (options[0] if options else None)
        others = [one for one in options if one is not chosen and not _is_everything(one)]
        if (
            choice.find("option", selected=True) is not None
        ):  # chosen on purpose: “Tất cả” beside it is left out too
            others = others or [one for one in options if one is not chosen and fold(text_of(one))]
        if isinstance(chosen, Tag) and not _is_everything(chosen) and others:
            yield _told(text_of(chosen), text_of(others[0]))


def _called(soup: BeautifulSoup, choice: Tag) -> Iterator[str]:
    """What a choice is called: by its name, its id, its label, or the words before it."""
    own = str(choice.get("id") or "")
    label = soup.find("label", attrs={"for": own}) if own else None
    before = choice.find_previous_sibling()
    # The words of a label; chosen, not measured.
    near = [text_of(one) for one in (label, before) if isinstance(one, Tag) and len(text_of(one)) <= 40]
    yield from (str(choice.get("name") or ""), own, str(choice.get("aria-label") or ""), *near)


def _is_everything(option: Tag) -> bool:
    value = option.get("value")
    return (value is not None and str(value).strip() in ("", "0", "-1")) or (
        _EVERYTHING.search(fold(text_of(option))) is not None
    )


def _part_tabs(soup: BeautifulSoup, base: str, asked: Collection[str]) -> Iterator[Words]:
    """Tabs that lead to the list's own address with another value of one parameter; one of them is open."""
    for one in soup.find_all("a", href=True):
        if not _is_marked_open(one) or _is_aside(one) or _is_everything(one) or _is_period(one):
            continue
        name = _parted_by(one, base)
        if name is None or name in asked:
            continue
        holder = next((up for up in list(one.parents)[:2] if len(up.find_all("a", href=True)) > 1), None)
        others = [
            link
            for link in (holder.find_all("a", href=True) if holder is not None else ())
            if link is not one and _parted_by(link, base) == name and not _is_everything(link)
        ]
        if others:
            yield _told(text_of(one), text_of(others[0]))


_FETCHES = ("data-url", "data-href", "data-ajax", "data-remote", "data-source", "hx-get")


def _fetched_tabs(soup: BeautifulSoup) -> Iterator[Words]:
    """Tabs whose contents a script fetches when they are opened: only the open one's are in the page."""
    for one in soup.find_all(["a", "button"]):
        if not _is_marked_open(one) or _is_aside(one) or not any(one.get(name) for name in _FETCHES):
            continue
        holder = next((up for up in list(one.parents)[:2] if len(up.find_all(one.name)) > 1), None)
        for other in holder.find_all(one.name) if holder is not None else ():
            if other is not one and any(other.get(name) for name in _FETCHES):
                yield _told(text_of(one), text_of(other))
                break


def _is_marked_open(link: Tag) -> bool:
    return _is_open(link) or (
        isinstance(link.parent, Tag) and link.parent.name == "li" and _is_open(link.parent)
    )


def _parted_by(link: Tag, base: str) -> str | None:
    """The one parameter by which a link differs from the list's own address, where it is no page and no manner of showing."""
    url = joined(base, str(link.get("href") or ""))
    if url is None or not text_of(link) or is_page_address(url, base) or text_of(link).isdigit():
        return None
    one, other = urlsplit(url), urlsplit(base)
    if one.hostname != other.hostname or same_page(url)[0] != same_page(base)[0]:
        return None
    own = dict(parse_qsl(other.query))
    differing = [name for name, value in parse_qsl(one.query) if own.get(name) != value]
    return differing[0] if len(differing) == 1 and not _MANNER.search(differing[0]) else None


def _selects(soup: BeautifulSoup) -> Iterator[Words]:
    for choice in soup.find_all("select"):
        # Where none is marked browsers choose the first, and what acts at once shows what is chosen.
        acts = choice.has_attr("onchange")
        chosen = choice.find("option", selected=True) or (choice.find("option") if acts else None)
        if not isinstance(chosen, Tag) or not _is_period(chosen) or _is_aside(choice):
            continue
        others = [text_of(one) for one in choice.find_all("option") if one is not chosen and _is_period(one)]
        if others:
            yield _told(text_of(chosen), others[0])


_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")
_SINCE = re.compile(r"tu ?_?ngay|^tu$|from|start|bat ?dau|begin")


def _days(soup: BeautifulSoup) -> Iterator[Words]:
    """A field “Từ ngày” that holds a day: what is older is not shown."""
    for one in soup.find_all("input", value=_DAY):
        if str(one.get("type") or "").lower() == "hidden" or _is_aside(one):
            continue
        if any(_SINCE.search(fold(words).strip(" :*")) for words in _called(soup, one)):
            yield msg("only what is not older than “{day}” is shown", day=str(one["value"]))


_NEIGHBOUR = re.compile(r"(?:thang|nam|quy) (?:truoc|sau)(?: do)?")
_NAMED = re.compile(_PERIOD.pattern + r"$")


def _headed(soup: BeautifulSoup) -> Iterator[Words]:
    """A heading that names a period (“Văn bản tháng 11/2026”), and links to others: “Tháng 10/2026”, “Tháng trước”."""
    heads = [
        head
        for head in soup.find_all(["h1", "h2", "h3", "h4", "h5", "caption", "legend"])
        # A heading, not a title of a document; chosen, not measured.
        if len(text_of(head)) <= 60 and _NAMED.search(fold(text_of(head))) and not _is_aside(head)
        if head.find("a", href=True) is None and head.find_parent("a") is None
    ]
    for link in soup.find_all("a", href=True) if heads else ():
        words = fold(text_of(link)).strip(" .:«»‹›<>")
        if not (_PERIOD.fullmatch(words) or _NEIGHBOUR.fullmatch(words)) or _is_aside(link):
            continue
        if _leads_elsewhere(link) and words not in fold(text_of(heads[0])):
            yield _told(text_of(heads[0]), text_of(link))
            return


_CALLS = re.compile(
    r"(?:load|get|fetch|ajax|select|filter|loc|chon|xem|tai|show_?by|doi)\w*\s*\(|__doPostBack", re.IGNORECASE
)


def _called_by_script(soup: BeautifulSoup) -> Iterator[Words]:
    """“Năm 2025” that a script fetches; one that only folds what is there out of the page is none."""
    for one in soup.find_all(["a", "li", "span", "button", "div", "h3", "h4"]):
        call = str(one.get("onclick") or "")
        if str(one.get("href") or "").lower().startswith("javascript:"):
            call += str(one.get("href"))
        if _CALLS.search(call) and _is_period(one) and not _is_open(one) and not _is_aside(one):
            yield msg("“{period}” opens by a script only", period=text_of(one))
            return


def _tabs(soup: BeautifulSoup) -> Iterator[Words]:
    """Links beside the one that is open; a link within the page opens what is there already."""
    for one in soup.find_all(["a", "li", "span", "b", "strong", "button"]):
        if not (_is_open(one) or _is_plain_bold(one)) or not _is_period(one) or _is_aside(one):
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


def _is_plain_bold(element: Tag) -> bool:
    """“Năm: **2026** | 2025”: what is not a link among links is the one that is open."""
    return element.name in ("b", "strong") and element.find("a") is None and element.find_parent("a") is None


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
