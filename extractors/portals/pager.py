"""How a list leads to its other pages, and what on a page speaks of more of them.

Pure: a page in, its page links out. Each of them is one element with what it says ("2", "Trang sau »", an icon with
an `aria-label`) and where it leads; so the next page is found in every dress, and a list whose pager nobody recognises
is not taken for a whole one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from niemyet.extractors.fetching.addresses import joined, place_of, remembered
from niemyet.extractors.portals.fleeting import is_fleeting, without_session
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import fold


class LinkRole(StrEnum):
    """What a page link is for."""

    NUMBER = "number"
    NEXT = "next"
    LAST = "last"  # the end, or some pages on: there is more, but not which comes next
    BACK = "back"  # the page before, or the first
    MORE = "more"  # more of this page's rows, or all of them elsewhere


@dataclass(frozen=True, slots=True)
class PageLink:
    """One element of a pager."""

    role: LinkRole
    number: int | None  # the page that it names
    url: str | None  # None where only a script opens it
    said: str  # how it shows itself, for a person
    off: bool  # greyed out
    element: Tag
    weight: int = 0  # of several that lead on, the lowest leads to the next page

    @property
    def shown(self) -> str:
        """Words and address, for a reason that a clerk reads."""
        return f"“{self.said}” → {self.url}" if self.url is not None else f"“{self.said}”"


# ---- what a link says ------------------------------------------------------------------------------------

_TO = r"(?:(?:go|chuyen|di|xem|tai|bam)? ?(?:to|toi|den|sang)? ?(?:the )?)?"
_NUMBER = re.compile(
    rf"^{_TO}(?:trang(?: hien tai)?|page|current page|page number|p\.)? ?(?:so )?[\[(]?(\d{{1,4}})[\])]?$"
)
_NEXT = re.compile(
    rf"^{_TO}(?:trang )?(?:ke|ke tiep|ke sau|tiep|tiep theo|tiep tuc|sau|toi)(?: trang)?$"
    rf"|^{_TO}next(?: (?:page|posts|entries|results))?(?: of results)?$"
    r"|^(?:xem )?(?:cac )?(?:(?:bai(?: viet)?|tin|muc|van ban) )?cu hon$|^older(?: (?:posts|entries|articles|news))?$"
    r"|^tin (?:tuc )?cu$|^old(?:er)? page$"
)
_BACK = re.compile(
    rf"^{_TO}(?:trang )?(?:truoc|truoc do|lui|lai|quay lai|dau|dau tien|bat dau)$"
    rf"|^{_TO}(?:prev(?:ious)?|first|start|back)(?: (?:page|posts|entries))?$"
    r"|^(?:cac )?(?:(?:bai(?: viet)?|tin|muc|van ban) )?moi hon$|^newer(?: (?:posts|entries|articles|news))?$"
)
_LAST = re.compile(rf"^{_TO}(?:trang )?(?:cuoi|cuoi cung|ket thuc)$|^{_TO}(?:last|end|final)(?: page)?$")
_MORE = re.compile(
    r"^(?:xem|tai|hien thi|doc) (?:them|tiep)(?: (?:van ban|tin|bai|bai viet|ket qua|noi dung))?$"
    r"|^(?:load|show|view) more(?: \w+)?$|^more (?:posts|articles|results|documents)?$"
)
_ALL = re.compile(
    r"^xem (?:tat ca|toan bo|het)(?: .{0,30})?$|^tat ca (?:van ban|tin bai|bai viet)$|^(?:view|see|show) all(?: .{0,30})?$"
)
_RIGHT, _LEFT = "»›>→❯▶►⟩⇒⏵⏩⏭", "«‹<←❮◀◄⟨⇐⏴⏪⏮"
_ARROWS = re.compile(f"[{_RIGHT}{_LEFT}|…]+|\\.{{3}}")
_ICON_ON = re.compile(
    r"(?:^|[\s_-])(?:angle|chevron|arrow|caret)s?-(?:circle-)?(?:right|forward|next)|navigate[_-]next|(?:^|[\s_-])next(?:$|[\s_-])|icon-right"
)
_ICON_END = re.compile(
    r"double-(?:angle-)?right|angles-right|step-forward|fast-forward|last[_-]page|(?:^|[\s_-])last(?:$|[\s_-])"
)
_ICON_BACK = re.compile(
    r"(?:angle|chevron|arrow|caret)s?-(?:circle-)?(?:left|back)|double-left|step-backward|fast-backward|(?:^|[\s_-])(?:prev|previous|first)(?:$|[\s_-])"
)

#: Elements that hold a pager, by class, id or role.
_HOLDER = re.compile(
    r"(?:^|[\s_-])(?:pager|pagers|pagination|paginations|paginator|paginate|paging|pagenavi|page-?nav|pagebar|page-?list"
    r"|page-?numbers?|pages?links?|phan-?trang|generate_page|nav-links|posts?-nav(?:igation)?|rgnumpart|pages|page-?item|trang)(?:$|[\s_-])"
)
#: Elements whose arrows and numbers turn pictures, months or letters.
_OTHER = re.compile(
    r"carousel|slider|swiper|slick|(?:^|[\s_-])(?:owl|slide|slides|gallery|banner|calendar|datepicker|lich|rating|stars?)(?:$|[\s_-])|wp-calendar"
)
#: Query parameters that name a page or a row to begin at.
_PAGE_KEY = re.compile(
    r"(?:^|[_.\-$])(?:page|pages|trang|paged|p|pg|start|offset|limitstart|cur|currentpage|pageindex|pageno|pagenum|pagenumber"
    r"|selectedpage|cp|tabpage|from|skip|begin|query-\d+-page)$",
    re.IGNORECASE,
)
#: … and those that say how many rows a page shows.
_SIZE_KEY = re.compile(r"limit|size|per_?page|delta|show|rows|count", re.IGNORECASE)
#: Parts of a path that name one.
_PAGE_PATH = re.compile(
    r"(?:^|[/_.-])(?:page|trang|paged?|p)[/_=.,~-]?\d+(?:\.\w+)?/?$|/\d+/?$", re.IGNORECASE
)


def page_links(soup: BeautifulSoup, base: str) -> tuple[PageLink, ...]:
    """Everything on a page that leads to another page of its list, in the page's order."""
    found = [link for element in _elements(soup) if (link := _as_page_link(element, base)) is not None]
    doubled = {link.weight for link in found if link.role is LinkRole.NEXT and _arrow_only(link.said)}
    least = min(doubled, default=0)
    return tuple(
        PageLink(LinkRole.LAST, link.number, link.url, link.said, link.off, link.element, link.weight)
        if link.role is LinkRole.NEXT and _arrow_only(link.said) and link.weight > least
        else link
        for link in found
    )


_LINKS = frozenset({"a", "link", "button", "input"})
_LIKE_LINKS = frozenset({"li", "span", "div"})  # with an attribute by which a script opens a page


def may_be_page_link(name: str, attributes: Collection[str]) -> bool:
    """Whether an element of a name with some attributes may be one of `page_links`."""
    return name in _LINKS or (name in _LIKE_LINKS and ("data-page" in attributes or "onclick" in attributes))


def _elements(soup: BeautifulSoup) -> Iterator[Tag]:
    for element in soup.find_all([*_LINKS, *_LIKE_LINKS]):
        if element.name in ("a", "button") or (element.name == "link" and "next" in _tokens(element, "rel")):
            yield element
        elif element.name == "input":
            if str(element.get("type") or "").lower() in ("button", "submit", "image"):
                yield element
        elif (element.has_attr("data-page") or element.has_attr("onclick")) and not element.find(
            ["a", "button"]
        ):
            yield element


def _as_page_link(element: Tag, base: str) -> PageLink | None:
    relation = _tokens(element, "rel")
    href = str(element.get("href") or "").strip()
    if re.match(r"#[\w-]", href) or element.has_attr("data-slide") or element.has_attr("data-bs-slide"):
        return None  # a place on the same page, a picture show
    said = _words(element)
    role, number, weight = _role(element, said)
    if role is None and not said and _opens_a_page(element, base):
        role = LinkRole.LAST  # a picture without words that leads to another page of the list
    if role is None and "next" not in relation:
        return None
    if role is None or ("next" in relation and role not in (LinkRole.NUMBER, LinkRole.BACK)):
        role = LinkRole.NEXT
    around = _around(element)
    if _OTHER.search(around):
        return None
    url = _address(element, base)
    held = _HOLDER.search(around) is not None
    paged = url is not None and (
        is_page_address(url, base) or (role is LinkRole.NUMBER and _counts_on(url, base, number))
    )
    if role is LinkRole.NEXT and "next" not in relation and not (held or paged) and not _spoken(said):
        return None  # an arrow anywhere
    if role is LinkRole.NUMBER and url is not None and _sizes_only(url, base):
        return None  # “10 | 20 | 50” rows a page
    if role in (LinkRole.NUMBER, LinkRole.LAST, LinkRole.BACK) and not (held or paged or _runs(element)):
        return None
    if role is LinkRole.MORE and not _asks_for_more(element, url, base, held=held):
        return None
    return PageLink(role, number, url, said or _class_words(element), _is_off(element), element, weight)


def _words(element: Tag) -> str:
    """What an element shows, or is said to show; nothing where it shows a sentence."""
    for said in _sayings(element):
        if said.strip():
            return said.strip() if len(said.strip()) <= _LONGEST else ""
    return ""


_ROWS = re.compile(r"\(?(\d{1,6})\s*[-–]\s*\d{1,6}\)?")
_LONGEST = 60  # signs; what leads to a page says so in fewer; chosen, not measured


def _sayings(element: Tag) -> Iterator[str]:
    yield text_of(element)
    if element.name in ("input", "button"):
        yield str(element.get("value") or "")
    yield str(element.get("aria-label") or "")
    yield str(element.get("title") or "")
    for inner in element.find_all(["i", "img", "span", "svg"]):
        yield str(inner.get("aria-label") or inner.get("title") or inner.get("alt") or "")


def _role(element: Tag, said: str) -> tuple[LinkRole | None, int | None, int]:
    """(what it is for, the number that it names, how far it leads on among arrows)."""
    for words in dict.fromkeys((said, str(element.get("aria-label") or ""), str(element.get("title") or ""))):
        folded = fold(words)
        arrows = "".join(_ARROWS.findall(folded if folded else words))
        plain = " ".join(re.sub(r"[:,()\[\]]+$|^[:,]+", " ", _ARROWS.sub(" ", folded)).split()).rstrip(".")
        number = _NUMBER.fullmatch(plain)
        if number:
            return LinkRole.NUMBER, int(number.group(1)), 0
        # Markup for those who do not see it is glued to what others see: "Trang sau ››", "Next page Next".
        for part in dict.fromkeys((plain, *(_halves(plain)))):
            for role, form in (
                (LinkRole.BACK, _BACK),
                (LinkRole.NEXT, _NEXT),
                (LinkRole.LAST, _LAST),
                (LinkRole.MORE, _MORE),
                (LinkRole.MORE, _ALL),
            ):
                if form.fullmatch(part):
                    return role, None, 0
        if not plain and arrows:
            found = _of_arrows(arrows)
            if found[0] is not None:
                return found[0], None, found[1]
    if fold(said) and len(fold(said)) > 2:
        return None, None, 0
    return _of_icon(_class_words(element))


def _halves(plain: str) -> tuple[str, ...]:
    words = plain.split()
    return (
        tuple(" ".join(part) for cut in range(1, len(words)) for part in (words[:cut], words[cut:]))
        if len(words) <= 5  # "1", "…", "Trang sau"; chosen, not measured
        else ()
    )


def _of_arrows(arrows: str) -> tuple[LinkRole | None, int]:
    right = sum(arrows.count(sign) for sign in _RIGHT)
    left = sum(arrows.count(sign) for sign in _LEFT)
    if right and left:
        return None, 0
    if left:
        return LinkRole.BACK, 0
    if right:
        return LinkRole.NEXT, right * 2 + arrows.count("»") + 2 * arrows.count("|")
    return None, 0


def _of_icon(classes: str) -> tuple[LinkRole | None, int | None, int]:
    if _ICON_BACK.search(classes):
        return LinkRole.BACK, None, 0
    if _ICON_END.search(classes):
        return LinkRole.LAST, None, 0
    if _ICON_ON.search(classes):
        return LinkRole.NEXT, None, 0
    return None, None, 0


def _class_words(element: Tag) -> str:
    """The classes of an element, of the item around it and of the icons in it."""
    around = [
        element,
        *(
            [element.parent]
            if isinstance(element.parent, Tag) and element.parent.name in ("li", "span", "div")
            else []
        ),
    ]
    inner = list(element.find_all(["i", "span", "svg", "img"]))
    words = [name for one in (*around, *inner) for name in _tokens(one, "class")]
    return " ".join(words).lower()


def _arrow_only(said: str) -> bool:
    return bool(said) and not re.sub(r"[\s.]", "", _ARROWS.sub("", said))


def _spoken(said: str) -> bool:
    """Whether it says in words that it leads on."""
    return bool(re.search(r"[a-z]{3}", fold(said)))


def _around(element: Tag) -> str:
    """Classes, ids and roles of an element and what it stands in, up to four levels."""
    words: list[str] = []
    for level, one in enumerate((element, *element.parents)):
        # Elements around a link; chosen, not measured.
        if level > 4 or not isinstance(one, Tag) or one.name in ("body", "html", "[document]"):
            break
        words += [*_tokens(one, "class"), str(one.get("id") or ""), str(one.get("role") or "")]
    return " ".join(words).lower()


def _tokens(element: Tag, name: str) -> list[str]:
    value = element.get(name)
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else str(value).split()


def _address(element: Tag, base: str) -> str | None:
    href = str(element.get("href") or "").strip()
    if element.name not in ("a", "link") or not href or href.startswith("#"):
        return None
    url = joined(base, href)
    return url if url is not None and place_of(url) is not None else None


def _opens_a_page(element: Tag, base: str) -> bool:
    """Whether the address alone says that it is another page: a page's parameter in it, that the list's own has not."""
    url = _address(element, base)
    if url is None or not is_page_address(url, base) or same_page(url) == same_page(base):
        return False
    own = {name: whole_number(value) or 0 for name, value in _query(base)}
    return any(
        _PAGE_KEY.search(name) and (whole_number(value) or 0) > own.get(name, 0)
        for name, value in _query(url)
    )


def _runs(element: Tag) -> bool:
    """Whether a script of its own turns pages: `__doPostBack('…','Page$2')`, `goToPage(2)`."""
    if any(element.has_attr(name) for name in ("data-page", "data-page-number", "data-next")):
        return True
    calls = " ".join(str(element.get(name) or "") for name in ("href", "onclick"))
    return re.search(r"page|trang|paging|postback|load", calls, re.IGNORECASE) is not None and "(" in calls


def _asks_for_more(element: Tag, url: str | None, base: str, *, held: bool) -> bool:
    """“Xem thêm” is also what every row says of its own page: it counts where it is a button or opens a page of the list."""
    marked = re.search(
        r"load-?_?more|show-?_?more|view-?_?more|more-?(?:posts|link)?-?btn|xem-?_?them|infinite",
        _class_words(element),
    )
    if url is not None and (is_page_address(url, base) or _shows_all(element, url, base)):
        return True
    if element.name in ("button", "input"):
        return True
    return url is None and (
        held or marked is not None or _runs(element) or str(element.get("href") or "") in ("#", "")
    )


def _shows_all(element: Tag, url: str, base: str) -> bool:
    """“Xem tất cả” that leads to the list's own address with more in it."""
    one, other = urlsplit(url), urlsplit(base)
    words = fold(_ARROWS.sub(" ", _words(element))).strip()
    return (
        _ALL.fullmatch(words) is not None
        and one.hostname == other.hostname
        and _bare_path(one.path) == _bare_path(other.path)
        and same_page(url) != same_page(base)
    )


def _is_off(element: Tag) -> bool:
    around = [element, *([element.parent] if isinstance(element.parent, Tag) else [])]
    return (
        any(
            {"disabled", "is-disabled", "off"} & {name.lower() for name in _tokens(one, "class")}
            or str(one.get("aria-disabled") or "").lower() == "true"
            for one in around
        )
        or element.has_attr("disabled")
        or str(element.get("onclick") or "").strip().rstrip(";") == "return false"
    )


# ---- addresses of pages ------------------------------------------------------------------------------------


def is_page_address(url: str, base: str) -> bool:
    """Whether an address differs from the list's own in nothing but what names a page."""
    one, other = urlsplit(url), urlsplit(base)
    if (one.hostname or "").removeprefix("www.") != (other.hostname or "").removeprefix("www."):
        return False
    here, there = _bare_path(other.path), _bare_path(one.path)
    pages = [
        name for name, value in _query(url) if _PAGE_KEY.search(name) and whole_number(value) is not None
    ]
    if pages and here == there:
        return True
    own_page = _PAGE_PATH.search(unquote(one.path))
    return own_page is not None and here == there


def _counts_on(url: str, base: str, number: int | None) -> bool:
    """Whether a bare number leads to the list's own address with another number in its query: `?so=2` under “2”."""
    one, other = urlsplit(url), urlsplit(base)
    # Years are no pages; chosen, not measured.
    if number is None or number >= 1000 or one.hostname != other.hostname:
        return False
    own = dict(_query(base))
    differing = [
        name for name, value in _query(url) if whole_number(value) is not None and own.get(name) != value
    ]
    return _bare_path(one.path) == _bare_path(other.path) and any(
        not _SIZE_KEY.search(name) for name in differing
    )


def _sizes_only(url: str, base: str) -> bool:
    """Whether an address differs from the list's own in nothing but how many rows a page shows."""
    one, other = urlsplit(url), urlsplit(base)
    own = dict(_query(base))
    said = _query(url)
    differing = [name for name, value in said if own.get(name) != value]
    same = _bare_path(one.path) == _bare_path(other.path)
    sized = [name for name in differing if _SIZE_KEY.search(name)]
    # The first page is often named along with the size: `?limit=50&start=0`.
    rest = [name for name in differing if name not in sized and dict(said).get(name) not in ("0", "1", "")]
    return same and bool(sized) and not rest


_SUFFIX = re.compile(r"(?:\.html?|\.php|\.aspx?)$", re.IGNORECASE)
_PAGE_AT_END = re.compile(r"(?:[/_.-](?:page|trang|paged?|p)[/_=.,~-]?\d+|/\d+)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)$")


@remembered
def _bare_path(path: str) -> str:
    """A path without what names a page at its end."""
    bare = _SUFFIX.sub("", unquote(path).rstrip("/"))
    return _INDEX.sub("", _PAGE_AT_END.sub("", bare)).lower()


@remembered
def _query(url: str) -> tuple[tuple[str, str], ...]:
    """The parameters of an address that say something."""
    return tuple(parse_qsl(urlsplit(url).query))


@remembered
def same_page(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What two addresses of one page have in common: path and query, without scheme, host, order and fleeting words."""
    parts = urlsplit(url)
    path = without_session(parts.path)
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not is_fleeting(name, value)
    )
    return unquote(path).rstrip("/").lower() or "/", tuple(query)


# ---- the next page -----------------------------------------------------------------------------------------


def number_here(soup: BeautifulSoup, links: Sequence[PageLink], base: str) -> int | None:
    """The number of the page as its pager marks it: active, not a link, missing in the row of numbers."""
    holders: list[Tag | None] | None = None
    for element in _marked(soup):
        if str(element.get("aria-current") or "").lower() == "false":
            continue
        number = _NUMBER.fullmatch(fold(_words(element)).rstrip("."))
        if number and _HOLDER.search(_around(element)) is not None:
            return int(number.group(1))
        if number:
            holders = _holders(links) if holders is None else holders
            if any(holder is not None and holder in element.parents for holder in holders):
                return int(number.group(1))
    for link in links:
        if link.number is not None and link.url is not None and same_page(link.url) == same_page(base):
            return link.number
    numbers = sorted({link.number for link in links if link.number is not None})
    if not numbers:
        return None
    gaps = [number + 1 for number, after in pairwise(numbers) if after == number + 2]
    if numbers[0] == 2 and not (len(gaps) == 1 and _names_a_page(base)):
        return 1
    if len(gaps) == 1:
        return gaps[0]
    return 1 if numbers[0] == 1 and not gaps and not _names_a_page(base) else None


#: Classes that mark the page one is on.
_MARKS = frozenset(
    {
        *(
            "active",
            "current",
            "is-active",
            "selected",
            "pager-current",
            "pager__item--active",
            "rgCurrentPage",
            "here",
        ),
    }
)


def _marked(soup: BeautifulSoup) -> Iterator[Tag]:
    """Elements that are marked as the one that one is on; a selector for all of it costs ten times as much."""
    for element in soup.descendants:
        if isinstance(element, Tag) and (
            "aria-current" in element.attrs or not _MARKS.isdisjoint(_tokens(element, "class"))
        ):
            yield element


def _holders(links: Sequence[PageLink]) -> list[Tag | None]:
    """What the numbers of a pager stand in; numbers beside each other stand in the same."""
    beside = {id(link.element.parent): link.element for link in links if link.number is not None}
    return [_holder_of(element) for element in beside.values()]


def _names_a_page(url: str) -> bool:
    parts = urlsplit(url)
    keyed = any(
        _PAGE_KEY.search(name) and whole_number(value) is not None for name, value in parse_qsl(parts.query)
    )
    return keyed or _PAGE_PATH.search(unquote(parts.path)) is not None


def _holder_of(element: Tag) -> Tag | None:
    """What a pager's link stands in together with the others."""
    for one in element.parents:
        if not isinstance(one, Tag) or one.name in ("body", "html", "[document]"):
            return None
        if len(one.find_all(["a", "button"], limit=2)) > 1:
            return one
    return None


def next_link(links: Sequence[PageLink], here: int | None, base: str) -> PageLink | None:
    """The link to the page after this one; None where no link is certain to be it."""
    own = same_page(base)
    useful = [link for link in links if not link.off and (link.url is None or same_page(link.url) != own)]
    if here is not None:
        for link in useful:
            if link.number == here + 1:
                return link
    onward = [link for link in useful if link.role is LinkRole.NEXT]
    if not onward:  # “Xem thêm” that opens the next rows as a page of their own
        onward = [link for link in useful if link.role is LinkRole.MORE and link.url is not None]
    stated = [link for link in onward if "next" in _tokens(link.element, "rel")]
    if stated:
        return stated[0]
    return min(onward, key=lambda link: (link.url is None, link.weight), default=None)


# ---- what speaks of more -------------------------------------------------------------------------------------

_OF = r"(?:/|of|tren|trong(?: tong so| so)?|cua|tong so|trong tong)"
_PAGE_OF = re.compile(rf"\b(?:trang|page)\s*:?\s*(\d{{1,4}})\s*{_OF}\s*(?:tong so )?(\d{{1,4}})\b(?!\s*/)")
_RANGE_OF = re.compile(
    r"(?<![\d/.,-])(\d{1,6})\s*(?:-|–|—|den|to)\s*(\d{1,6})\s*(?:van ban|ban ghi|ket qua|muc|bai)?\s*"
    rf"{_OF}\s*(?:so )?(\d{{1,3}}(?:[., ]\d{{3}})+|\d{{1,6}})(?![\d/])"
)
_COUNT_OF = re.compile(
    rf"\b(?:hien thi|dang xem|showing)\s*:?\s*(\d{{1,6}})\s*{_OF}\s*(?:so )?(\d{{1,6}})(?![\d/])"
)
_UNIT = r"(?:van ban|ket qua|ban ghi|tai lieu|quyet dinh|dong|documents|results)"
_ALL_OF = re.compile(
    r"\b(?:tong so|tong cong|tong|tim thay|tat ca|co)\s*(?:so|co|:)?\s*:?\s*(\d{1,3}(?:[., ]\d{3})+|\d{1,6})"
    rf"\s*{_UNIT}\b"
    rf"|\b(?:tong so|tong cong|tong|so luong)\s*(?:so )?{_UNIT}(?: tim thay)?\s*:\s*(\d{{1,3}}(?:[., ]\d{{3}})+"
    r"|\d{1,6})\b(?!\s*/)"
)
#: “Tổng số: 27” in an element of its own.
_SUM = re.compile(r"(?:tong so|tong cong|tong)\s*:\s*(\d{1,3}(?:[., ]\d{3})+|\d{1,6})")
_PAGES_OF = re.compile(rf"\b(?:trang|page)\s*:?\s*{_OF}\s*(?:tong so )?(\d{{1,4}})\b(?!\s*/)")
_BARE_OF = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_SCRIPTED = re.compile(
    r"infinite-?_?scroll|load-?_?more|loadmore|jscroll|ajax-?load-?more|data-(?:next-page|max-?pages)",
    re.IGNORECASE,
)
#: Scripts that draw a pager, or that have the rows of a table from the server page by page.
_PAGED_BY_SCRIPT = re.compile(
    r"\bb?serverSide['\"]?\s*:\s*true|\.(?:twbsPagination|simplePagination|bootpag)\(|renderPag(?:ing|ination|er)\(",
    re.IGNORECASE,
)
#: `var totalPages = 3`, `"pageCount":7`.
_SCRIPT_PAGES = re.compile(
    r"\b(?:total_?pages?|page_?count|num_?pages|max_?pages?|so_?trang|tong_?so_?trang)['\"]?\s*[:=]\s*['\"]?(\d{1,5})\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_WATCHES = re.compile(r"IntersectionObserver|addEventListener\(\s*['\"]scroll|onscroll|\.scroll\(")
_ASKS_A_PAGE = re.compile(
    r"(?:fetch\(|\.ajax\(|\.get\(|\.post\(|\.load\(|XMLHttpRequest|axios).{0,300}?(?:page|trang|offset|start|skip)",
    re.IGNORECASE | re.DOTALL,
)
#: Rows that lists show on a full page: tens and fives as CMS offer them, and grids of three and four columns.
_GRIDS = frozenset({12, 16, 18, 24})


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says in words about its own place in the list."""

    page: int | None = None
    pages: int | None = None
    first: int | None = None
    last: int | None = None
    total: int | None = None
    shown: int | None = None  # how many of the total are said to be shown, where no range is
    all: int | None = None  # how many there are said to be, somewhere on the page


def stated_place(soup: BeautifulSoup) -> Stated:
    """“Trang 1/3”, “Page 1 of 3”, “Hiển thị 1 - 20 trong tổng số 57 văn bản”."""
    words = fold(soup.get_text(" "))
    page = _PAGE_OF.search(words) or _held_place(soup)
    pages = _PAGES_OF.search(words)
    counted = _COUNT_OF.search(words)
    whole = _ALL_OF.search(words)
    ranged = next((one for one in _RANGE_OF.finditer(words) if _is_range(one)), None)
    return Stated(
        page=int(page.group(1)) if page else None,
        pages=int(page.group(2)) if page else int(pages.group(1)) if pages else None,
        first=int(ranged.group(1)) if ranged else None,
        last=int(ranged.group(2)) if ranged else None,
        total=_figure(ranged.group(3)) if ranged else int(counted.group(2)) if counted else None,
        shown=int(counted.group(1)) if counted and not ranged else None,
        all=_figure(whole.group(1) or whole.group(2)) if whole else _sum_beside(soup),
    )


def stated_total(soup: BeautifulSoup, rows: int) -> int | None:
    """Of how many documents the page's own rows are said to be a part: 57 of “1 - 20 / 57” above 20 rows."""
    found = (one for one in _RANGE_OF.finditer(fold(soup.get_text(" "))) if _is_range(one))
    return next(
        (_figure(one.group(3)) for one in found if int(one.group(2)) - int(one.group(1)) + 1 == rows), None
    )


def _sum_beside(soup: BeautifulSoup) -> int | None:
    """“Tổng số: 27” alone in an element of the content; counters of visits say the same of others."""
    for element in soup.find_all(["div", "p", "span", "li", "td"]):
        # "Tổng số: 1.234"; chosen, not measured.
        found = _SUM.fullmatch(fold(words)) if len(words := text_of(element)) <= 20 else None
        if found and not any(_COUNTER.search(fold(text_of(one))[:_HEADING]) for one in _frames(element)):
            return _figure(found.group(1))
    return None


_COUNTER = re.compile(r"\btruy cap|\bluot\b|\bonline\b|\btruc tuyen\b|\bvisit")
_HEADING = 200  # letters with which a box says what it is; chosen, not measured


def _frames(element: Tag) -> list[Tag]:
    """What a counter stands in: a box of the page's frame, or the block around it."""
    return [
        one for one in list(element.parents)[:3] if isinstance(one, Tag) and one.name not in ("body", "html")
    ]


def _held_place(soup: BeautifulSoup) -> re.Match[str] | None:
    """“1/3” alone in a pager."""
    for element in soup.find_all(["span", "div", "li", "p", "strong"]):
        words = text_of(element) if len(element.contents) <= 3 else ""  # text, element, text, by definition
        # From "1/2" to "Trang 10/20"; chosen, not measured.
        found = _BARE_OF.fullmatch(words) if 3 <= len(words) <= 11 else None
        if found and _HOLDER.search(_around(element)):
            return found
    return None


def _is_range(found: re.Match[str]) -> bool:
    first, last = int(found.group(1)), int(found.group(2))
    return 1 <= first <= last <= _figure(found.group(3))


def _figure(text: str) -> int:
    return int(re.sub(r"[., ]", "", text))


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the walk stands: the page's number by counting, its rows, and which pages have been asked for."""

    number: int
    rows: int
    asked: Collection[str]
    seen: int = 0  # different documents of all pages


def signs_of_more(soup: BeautifulSoup, text: str, base: str, place: Reached) -> tuple[Words, ...]:
    """What on the last page that was reached says that the list goes on, in words; nothing where it may end here.

    `text`: the page as it came, scripts and all.
    """
    asked = {same_page(url) for url in (*place.asked, base)}
    links = page_links(soup, base)
    signs: list[Words] = [link.shown for link in links if _leads_on(link, place, asked)]
    signs += _chosen_pages(soup, base, place, asked)
    signs += _next_ranges(soup, place)
    signs += _more_words(soup, place)
    stated = stated_place(soup)
    if stated.pages is not None and stated.page in (place.number, None) and stated.pages > place.number:
        signs.append(f"“trang {stated.page or '…'}/{stated.pages}”")
    if stated.total is not None and _falls_short(stated, place):
        signs.append(f"“{stated.first or 1} - {stated.last or stated.shown} / {stated.total}”")
    if stated.all is not None and stated.all > max(place.seen, place.rows):
        signs.append(f"“{stated.all} văn bản”")
    if signs or links or stated.pages is not None or stated.total is not None:
        return tuple(one for number, one in enumerate(signs) if one not in signs[:number])
    return _silent_signs(text, place)


def _chosen_pages(
    soup: BeautifulSoup, base: str, place: Reached, asked: Collection[object]
) -> Iterator[Words]:
    """Pages that are chosen from a list of numbers: `<select name="page">`, or options that are addresses."""
    for choice in soup.find_all("select"):
        about = " ".join(
            [
                str(choice.get("name") or ""),
                str(choice.get("id") or ""),
                str(choice.get("aria-label") or ""),
                _around(choice),
            ]
        )
        if _SIZE_KEY.search(about):
            continue
        if place.number == 1 and _counts_pages(choice):
            yield msg("a choice of pages, “{page}”", page="2")
            continue
        for option in choice.find_all("option"):
            url = joined(base, str(option.get("value") or ""))
            words = _NUMBER.fullmatch(fold(text_of(option)))
            if words is None or int(words.group(1)) <= place.number:
                continue
            by_address = (
                url is not None and not str(option.get("value")).isdigit() and is_page_address(url, base)
            )
            if by_address and url is not None and same_page(url) not in asked:
                yield f"“{text_of(option)}” → {url}"
            elif (
                not by_address
                and (_HOLDER.search(about.lower()) or _PAGE_KEY.search(str(choice.get("name") or "")))
                and place.number == 1
            ):
                yield msg("a choice of pages, “{page}”", page=text_of(option))


def _counts_pages(choice: Tag) -> bool:
    """“Trang [1, 2, 3]”: numbers from 1 on and nothing else, behind the word."""
    said = [text_of(option) for option in choice.find_all("option")]
    before = choice.previous_sibling
    word = fold(str(before) if not isinstance(before, Tag) else text_of(before)) if before is not None else ""
    return (
        len(said) > 1
        and said == [str(number) for number in range(1, len(said) + 1)]
        and re.search(r"\b(?:trang|page)\W*$", word) is not None
    )


def _next_ranges(soup: BeautifulSoup, place: Reached) -> Iterator[Words]:
    """A link of rows that begin where those that were seen end: “11-20”."""
    for link in soup.find_all("a", href=True):
        found = _ROWS.fullmatch(text_of(link))
        if found is not None and int(found.group(1)) == max(place.seen, place.rows) + 1:
            yield f"“{text_of(link)}”"


def _more_words(soup: BeautifulSoup, place: Reached) -> Iterator[Words]:
    """“Xem thêm” that is no link: an element that a script listens to. Where rows say it, it is said of each of them."""
    if place.number > 1:
        return
    said = [
        words
        for element in soup.find_all(["div", "span", "p", "li"])
        # "Xem thêm văn bản"; chosen, not measured.
        if not element.find(True) and len(words := text_of(element)) <= 30
        if says_more(words) and element.find_parent(["a", "button", "aside", "footer", "nav"]) is None
    ]
    if len(said) == 1:
        yield f"“{said[0]}”"


def _falls_short(stated: Stated, place: Reached) -> bool:
    """Whether what the page says to show, its own rows, is not the end of what it says there is."""
    if stated.total is None:
        return False
    if stated.first is not None and stated.last is not None:
        return stated.last < stated.total and stated.last - stated.first + 1 == place.rows
    return (
        stated.shown is not None and stated.shown < stated.total and stated.shown in (place.rows, place.seen)
    )


def _leads_on(link: PageLink, place: Reached, asked: Collection[object]) -> bool:
    if link.off or link.role is LinkRole.BACK:
        return False
    if link.number is not None and link.number <= place.number:
        return False
    if link.url is not None:
        return same_page(link.url) not in asked
    # The last page of a list that was walked by real addresses may still draw a button that does nothing.
    return place.number == 1 or link.number is not None or _runs(link.element)


def paged_by_script(text: str) -> Words | None:
    """What says that scripts bring the other pages of a list into its first one; None where nothing does."""
    scripts = _SCRIPT.findall(text)
    pages = [int(found.group(1)) for script in scripts for found in _SCRIPT_PAGES.finditer(script)]
    if pages:  # a script that counts one page draws the pager of one
        return msg("a script of the page counts {pages} pages", pages=max(pages)) if max(pages) > 1 else None
    for script in scripts:
        drawn = _PAGED_BY_SCRIPT.search(script)
        if drawn is not None:
            return msg("a script turns the pages of the list ({script})", script=drawn.group().rstrip("("))
        if _WATCHES.search(script) and _ASKS_A_PAGE.search(script):
            return msg("a script asks for more rows when the end of the page is reached")
    return None


def says_more(words: str) -> bool:
    """Whether words alone lead to more of what is shown: “Xem thêm”, “Tải thêm kết quả”."""
    return _MORE.fullmatch(fold(words)) is not None


def _silent_signs(text: str, place: Reached) -> tuple[Words, ...]:
    """A first page with no pager at all: a full page of rows, or a script that fetches more while one scrolls."""
    if place.number > 1:
        return ()
    scripted = _SCRIPTED.search(text)
    if scripted:
        return (msg("a script loads more rows as the page is scrolled ({script})", script=scripted.group()),)
    paged = paged_by_script(text)
    if paged is not None:
        return (paged,)
    # Fewest rows of a full page; chosen, not measured.
    if place.rows >= 10 and (place.rows % 5 == 0 or place.rows in _GRIDS):
        return (msg("exactly {rows} rows and nothing that says that this is the end", rows=place.rows),)
    return ()
