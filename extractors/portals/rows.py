"""The rows of a list that nobody described: what elements beside each other have in common, and one document in each.

Pure. Content systems number and stripe their rows (`views-row-3 odd`, `post-71 hentry`, `cat-list-row1`, `leading-0`), so
a row is told by the classes that all of them share; menus, footers and boxes at the side are no lists of documents.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from niemyet.extractors.portals.labels import text_of
from niemyet.extractors.portals.links import href_of
from niemyet.extractors.portals.pager import page_links, same_page
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.text import fold

FEWEST = 3  # rows that make a list; chosen, not measured
_DEEPEST = 8  # elements between a link and its row; chosen, not measured
_MOST = 60  # selectors that are tried; chosen, not measured
#: What a row of decisions speaks of.
SPEAKING = re.compile(r"quyết định|công bố|thủ tục|tthc|văn bản|niêm yết|\d+\s*/\s*QĐ", re.IGNORECASE)
#: What a row of decisions bears and an entry of a menu does not: a number, a day.
_EVIDENCE = re.compile(
    r"\d+\s*/\s*(?:\d{4}\s*/\s*)?[QN][ĐDQ]|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|số\s*:?\s*\d{1,5}\b",
    re.IGNORECASE,
)
#: Classes of one row alone.
_OWN = re.compile(
    r"\d|(?:^|[-_])(?:odd|even|first|last|active|current|sticky|featured|alt|alternate|hover|selected|leading)(?:$|[-_])",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z_-][\w-]*")
#: The end of an id whose beginning counts modules of a page, as ASP.NET makes them: `ctl00_12_grid` (PORTALS §2F).
_ENDING = re.compile(r"_[A-Za-z]{2,}$")
_CHROME_NAMES = frozenset({"nav", "aside"})
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:sidebar|side-bar|widgets?|menu|nav|navbar|breadcrumbs?|related|footer|foot|chan-trang|copyright|topbar|colophon|masthead|banner"
    r"|lien-quan|lienquan)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(pdf|docx?|xlsx?|odt|rtf|zip|rar|7z|jpe?g|png)(?:[?#]|$)", re.IGNORECASE)


_NUMBERED = re.compile(r"\d+\s*/\s*(?:\d{4}\s*/\s*)?[QN][ĐDQ]", re.IGNORECASE)


def is_numbered(text: str) -> re.Match[str] | None:
    """The number of a decision in words."""
    return _NUMBERED.search(text)


def is_dated(text: str) -> bool:
    """Whether words bear what a row of decisions bears: a number, a day."""
    return _EVIDENCE.search(text) is not None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A list as it would be configured: `row` and `link`, how many rows it takes, how many alike it leaves."""

    row: str
    link: str
    rows: int
    left_out: int
    has_pager: bool
    in_main: bool
    to_files: bool = False  # the rows link the documents themselves, they have no pages
    dated: bool = False  # most of them bear a number or a day

    @property
    def as_list(self) -> Mapping[str, str]:
        """For `list` of a `[[source]]`."""
        return {"row": self.row, "files" if self.to_files else "link": self.link}


def find_rows(soup: BeautifulSoup, base: str) -> RowGroup | None:
    """The best group of rows on a page; None where no list of documents can be seen.

    Rows that link the documents themselves are taken where they look more like a list than any rows of pages do.
    """
    pages, files = _best(soup, base, to_files=False), _best(soup, base, to_files=True)
    if not any(one is not None and one.dated for one in (pages, files)):
        # A box of news is larger than a list of two: what bears numbers or days is looked for among fewer rows.
        few = [_few(soup, base, to_files=to_files) for to_files in (False, True)]
        pages, files = (few[0], few[1]) if any(few) else (pages, files)
    if pages is None or (files is not None and files.seems_more_than(pages)):
        best, to_files = files, True
    else:
        best, to_files = pages, False
    if best is None:
        return None
    return RowGroup(
        best.selector,
        ", ".join(_file_links(best.rows)) if to_files else _link_within(best.rows, best.mains, base),
        best.documents,
        _left_out(best, _links(soup, base, to_files=to_files), base),
        best.has_pager,
        best.in_main,
        to_files,
        best.dated,
    )


def _best(soup: BeautifulSoup, base: str, *, to_files: bool) -> "_RowGroup | None":
    pagers = [link.element for link in page_links(soup, base)]
    selectors = _selectors(_links(soup, base, to_files=to_files))
    judged = (_judged(soup, base, selector, pagers, to_files=to_files) for selector in selectors)
    return max((group for group in judged if group is not None), key=lambda one: one.rank, default=None)


def _few(soup: BeautifulSoup, base: str, *, to_files: bool) -> "_RowGroup | None":
    """A list of one or two rows, each of which bears a decision's number or day; narrow ones where it is one alone."""
    selectors = _selectors(_links(soup, base, to_files=to_files), 1)
    pagers = [link.element for link in page_links(soup, base)]
    judged = [_judged(soup, base, one, pagers, to_files=to_files, fewest=1) for one in selectors]
    groups = [one for one in judged if one is not None and one.documents < FEWEST and one.is_dated_whole]
    groups = [one for one in groups if one.documents > 1 or one.rows[0].name not in _HOLDING]
    return max(groups, key=lambda one: (one.documents, *_of_few(one)), default=None)


_HOLDING = frozenset({"ul", "ol", "dl", "table", "tbody", "main", "section", "form"})  # rows, and are none


def _of_few(group: "_RowGroup") -> tuple[object, ...]:
    # Around the only row everything is as good a row as it is; its own element is the smallest that bears all of it.
    width = group.weight[0] if group.documents > 1 else -group.weight[0]
    return (width, *group.weight[1:])


def _file_links(rows: Sequence[Tag]) -> list[str]:
    """How the documents are selected within a row: by the ends of their addresses, as far as the page shows them."""
    links = [link for row in rows for link in (row, *row.find_all("a", href=True)) if link.name == "a"]
    ends = {found.group(1).lower() for link in links if (found := _FILE.search(str(link.get("href") or "")))}
    usual = {"pdf", "doc", "xls", "zip", "rar"}
    others = sorted(end for end in ends if not any(end.startswith(one) for one in usual))
    return [f'a[href*=".{end}" i]' for end in (*sorted(usual), *others)]


@dataclass(frozen=True, slots=True)
class _RowGroup:
    selector: str
    rows: tuple[Tag, ...]
    mains: tuple[Tag, ...]  # the link of each row that leads to its document
    has_pager: bool
    in_main: bool
    weight: tuple[int, int, int]

    @property
    def documents(self) -> int:
        return len(self.mains)

    @property
    def dated(self) -> bool:
        """Whether most rows bear a number or a day."""
        return sum(1 for row in self.rows if _EVIDENCE.search(text_of(row))) * 2 >= len(self.rows)

    @property
    def is_dated_whole(self) -> bool:
        """Whether each of them does, and speaks of decisions."""
        return all(_EVIDENCE.search(words) and SPEAKING.search(words) for words in map(text_of, self.rows))

    @property
    def rank(self) -> tuple[object, ...]:
        """Rows that bear numbers or days go before rows of words alone (menus speak of decisions too), a pager decides next."""
        paged = self.has_pager
        return (
            self.dated and paged,
            self.dated,
            self.in_main and paged,
            paged,
            self.documents,
            self.in_main,
            self.weight,
        )

    def seems_more_than(self, pages: "_RowGroup") -> bool:
        """Whether rows of files are the list and rows of pages are not: not where both are the same rows."""
        own = {id(one) for row in self.rows for one in (row, *row.descendants, *row.parents)}
        apart = not any(id(link) in own for row in pages.rows for link in (row,))
        return apart and self.rank[:5] > pages.rank[:5]


def _links(soup: BeautifulSoup, base: str, *, to_files: bool) -> list[Tag]:
    """Links that may lead to a document's page, or to the document: in the content, and not to a page of the list."""
    paging = {id(link.element) for link in page_links(soup, base)}
    found = []
    for link in soup.find_all("a", href=True):
        url = href_of(link, base)
        # Letters of a title; chosen, not measured.
        if (
            url is None
            or id(link) in paging
            or bool(_FILE.search(url)) != to_files
            # "Tải về" says enough of a file; chosen, not measured.
            or (not to_files and len(text_of(link)) < 8)
            or is_chrome(link)
        ):
            continue
        if same_page(url) != same_page(base):
            found.append(link)
    return found


def is_chrome(element: Tag) -> bool:
    """Whether an element is of the frame around the content: menus, footers, boxes at the side."""
    for one in (element, *element.parents):
        if not isinstance(one, Tag) or one.name in ("body", "html", "[document]"):
            return False
        if one.name in _CHROME_NAMES:
            return True
        if one.name in ("header", "footer") and one.find_parent(["article", "main", "li", "section"]) is None:
            return True
        if _CHROME.search(_names(one)):
            return True
    return False


def _names(element: Tag) -> str:
    return " ".join([*(str(name) for name in element.get("class") or []), str(element.get("id") or "")])


# ---- selectors ------------------------------------------------------------------------------------------------


def _selectors(links: Sequence[Tag], fewest: int = FEWEST) -> list[str]:
    """How rows around the links may be selected: by what each element around a link shares with others."""
    counted: Counter[str] = Counter()
    for link in links:
        named = set[str]()
        for around in _around(link):
            named |= set(_names_of(around))
        counted.update(named)
    return [selector for selector, count in counted.most_common(_MOST) if count >= fewest]


def _around(link: Tag) -> Iterator[Tag]:
    for level, one in enumerate((link, *link.parents)):
        if level > _DEEPEST or not isinstance(one, Tag) or one.name in ("body", "html", "[document]"):
            return
        yield one


def _names_of(element: Tag) -> Iterator[str]:
    shared = [name for name in element.get("class") or [] if _PLAIN.fullmatch(name) and not _OWN.search(name)]
    for name in shared:
        yield f"{element.name}.{name}"
    if len(shared) > 1:
        yield element.name + "." + ".".join(shared)
    parent = element.parent
    if isinstance(parent, Tag) and parent.name not in ("body", "html", "[document]"):
        for holder in _names_of_holder(parent):
            yield f"{holder} > {element.name}"
        above = parent.parent
        if parent.name == "tbody" and isinstance(above, Tag):
            for holder in _names_of_holder(above):
                yield f"{holder} {element.name}:has(a[href])"
    if element.name == "tr" and isinstance(parent, Tag) and parent.name == "tbody":
        yield "tbody > tr:has(a[href])"
    if element.name in ("tr", "article"):
        yield f"{element.name}:has(a[href])"
    elif element.name == "li" and not shared:
        yield "li:has(a[href])"
        yield from _names_from_above(element)
    elif element.name == "dt":
        yield "dl > dt:has(a[href])"


def _names_from_above(element: Tag) -> Iterator[str]:
    """Of an entry of a list without a name: by what the list stands in, so that menus are none of it."""
    parent = element.parent
    above = parent.parent if isinstance(parent, Tag) else None
    if not isinstance(parent, Tag) or not isinstance(above, Tag) or next(_names_of_holder(parent), None):
        return
    if above.name not in ("body", "html", "[document]"):
        for holder in _names_of_holder(above):
            yield f"{holder} > {parent.name} > {element.name}"


def _names_of_holder(parent: Tag) -> Iterator[str]:
    own = str(parent.get("id") or "")
    if _PLAIN.fullmatch(own) and not re.search(r"\d{2}", own):
        yield f"{parent.name}#{own}"
    elif ending := _ENDING.search(own):
        yield f'{parent.name}[id$="{ending.group()}"]'
    for name in parent.get("class") or []:
        if _PLAIN.fullmatch(name) and not _OWN.search(name):
            yield f"{parent.name}.{name}"


# ---- how good a group is -----------------------------------------------------------------------------------------


def _judged(
    soup: BeautifulSoup,
    base: str,
    selector: str,
    pagers: Sequence[Tag],
    *,
    to_files: bool,
    fewest: int = FEWEST,
) -> _RowGroup | None:
    """Rows of a selector with one document each; None where they are no list."""
    try:
        rows = soup.select(selector)
    except SelectorSyntaxError:
        return None
    if not re.search(r"[.#]", selector) and len({id(row.parent) for row in rows}) > 1:
        return None  # what only its tag names is a list where it stands together
    # Rows that a page can hold; chosen, not measured.
    if not fewest <= len(rows) <= 5_000 or any(row in rows[0].descendants for row in rows[1:2]):
        return None
    mains = _main_files(rows, base) if to_files else _main_links(rows, base)
    having = [(row, link) for row, link in zip(rows, mains, strict=True) if link is not None]
    distinct = {same_page(href_of(link, base) or "") for _, link in having}
    if len(distinct) < fewest or len(distinct) < len(having) or len(having) * 5 < len(rows) * 4:
        return None
    # Letters of a title; chosen, not measured.
    speaking = sum(
        1 for row, link in having if SPEAKING.search(text_of(row)) and (to_files or len(text_of(link)) >= 8)
    )
    if speaking * 2 < len(having) or any(
        is_chrome(row) or row.find_parent("thead") is not None for row in rows
    ):
        return None
    first = rows[0]
    return _RowGroup(
        selector,
        tuple(row for row, _ in having),
        tuple(link for _, link in having),
        has_pager=any(_is_near(pager, first) for pager in pagers if pager.find_parent("aside") is None),
        in_main=_is_main(first),
        # The widest rows hold number and date too; the plainest selector lives longest.
        weight=(
            sum(len(text_of(row)) for row in rows),
            -(selector.count(".") + selector.count(":")),
            -len(selector),
        ),
    )


def _main_links(rows: Sequence[Tag], base: str) -> list[Tag | None]:
    """Of each row the link that says most, and that other rows do not have too (a category, an author)."""
    candidates = [
        [
            (same_page(url), link)
            for link in ([row] if row.name == "a" else row.find_all("a", href=True))
            if (url := href_of(link, base))
        ]
        for row in rows
    ]
    common = Counter(place for links in candidates for place in {place for place, _ in links})
    often = max(2, len(rows) // 2)
    found: list[Tag | None] = []
    for links in candidates:
        own = [
            link for place, link in links if common[place] < often and not _FILE.search(str(link.get("href")))
        ]
        # Letters of a title; chosen, not measured.
        places = {same_page(href_of(link, base) or "") for link in own if len(text_of(link)) >= 25}
        best = max(own, key=lambda link: len(text_of(link)), default=None)
        # Two documents in one element: it is a block of rows, not a row.
        found.append(best if best is not None and text_of(best) and len(places) <= 1 else None)
    return found


def _main_files(rows: Sequence[Tag], base: str) -> list[Tag | None]:
    """Of each row the first document that it links and that not all of them do."""
    links = [
        [
            (same_page(url), link)
            for link in ([row] if row.name == "a" else row.find_all("a", href=True))
            if (url := href_of(link, base)) and _FILE.search(url)
        ]
        for row in rows
    ]
    common = Counter(place for found in links for place in {place for place, _ in found})
    often = max(2, len(rows) // 2)
    return [next((link for place, link in found if common[place] < often), None) for found in links]


def _is_near(pager: Tag, row: Tag) -> bool:
    """Whether a pager stands beside the rows: within the third element around them."""
    around = [
        one for one in row.parents if isinstance(one, Tag) and one.name not in ("body", "html", "[document]")
    ][:4]
    return any(one in pager.parents for one in around)


def _is_main(row: Tag) -> bool:
    for one in row.parents:
        if one.name == "main" or str(one.get("role") or "") == "main":
            return True
        if re.search(
            r"(?:^|[\s_-])(?:content|main|noi-?dung|primary)(?:$|[\s_-])", _names(one), re.IGNORECASE
        ):
            return True
    return False


def _left_out(group: _RowGroup, links: Sequence[Tag], base: str) -> int:
    """Links that speak of documents beside the rows and are in none of them."""
    inside = {id(link) for row in group.rows for link in row.find_all("a", href=True)} | {
        id(row) for row in group.rows
    }
    had = {same_page(href_of(link, base) or "") for link in group.mains}
    holder = _common_holder(group.rows[0], group.rows[-1])
    if holder is not None and isinstance(holder.parent, Tag) and holder.parent.name not in ("body", "html"):
        holder = holder.parent  # the first of a list is often drawn larger, beside the others
    left = {
        same_page(href_of(link, base) or "")
        for link in links
        if id(link) not in inside
        and (holder is None or holder in link.parents)
        and SPEAKING.search(text_of(link))
        and len(text_of(link)) >= 20  # letters of a title; chosen, not measured
    }
    return len(left - had)


def _common_holder(first: Tag, last: Tag) -> Tag | None:
    return next((one for one in first.parents if one in last.parents), None)


def _link_within(rows: Sequence[Tag], mains: Sequence[Tag], base: str) -> str:
    """How the document's link is selected within a row, the same way in all of them."""
    if all(row is main for row, main in zip(rows, mains, strict=True)):
        return "a[href]"
    candidates = ["a[href]"]
    sample = mains[0]
    for around in list(_around(sample))[:3]:
        shared = [
            name for name in around.get("class") or [] if _PLAIN.fullmatch(name) and not _OWN.search(name)
        ]
        inner = "" if around is sample else " a[href]"
        candidates += [f"{around.name}.{name}{inner}" for name in shared]
        if around is not sample and around.name in ("h1", "h2", "h3", "h4", "h5", "strong", "th"):
            candidates.append(f"{around.name} a[href]")
    for selector in candidates:
        if all(
            _leads_alike(row.select_one(selector), main, base) for row, main in zip(rows, mains, strict=True)
        ):
            return selector
    return "a[href]"


def _leads_alike(found: Tag | None, main: Tag, base: str) -> bool:
    """Whether a link is the row's own and says its title."""
    if found is None:
        return False
    url, other = href_of(found, base), href_of(main, base)
    return (
        url is not None
        and other is not None
        and same_page(url) == same_page(other)
        and len(text_of(found)) * 2 >= len(text_of(main))
    )


# ---- pages that are no list ----------------------------------------------------------------------------------------

_MAINTENANCE = re.compile(
    r"\b(?:bao tri|nang cap)\b|under maintenance|maintenance mode|down for maintenance"
    r"|site (?:is )?(?:currently )?(?:offline|unavailable)|tam (?:ngung|dung) (?:hoat dong|phuc vu)"
)
_LOGIN = re.compile(r"\bdang nhap\b|\bsign in\b|\blog in\b")
_AGENCY = re.compile(
    r"^(?:so|ban|ubnd|uy ban|phong|thanh tra|van phong|chi cuc|cuc|bo|hdnd|xa|phuong|huyen|thanh pho|thi xa|bao hiem"
    r"|cong an|vien|toa)\b"
)
_SHORT = 1_500  # signs of text; a page of a portal that works says more; chosen, not measured


def what_it_is(soup: BeautifulSoup) -> Message | None:
    """What a page is that shows no list, where it says so: under maintenance, a choice of agencies, a login."""
    words = fold(soup.get_text(" "))
    title = fold(text_of(soup.title)) if soup.title is not None else ""
    if (len(words) < _SHORT and _MAINTENANCE.search(words)) or _MAINTENANCE.search(title):
        return msg("a page that says the portal is under maintenance")
    texts = [fold(text_of(link)) for link in soup.find_all("a", href=True)]
    agencies = [
        text
        for text in texts
        if _AGENCY.match(text)
        and not re.search(r"\d+ ?/ ?qd", text)
        and len(text) < 90  # its name; chosen, not measured
    ]
    # Agencies of a list by agency, a half of its lines; chosen, not measured.
    if len(agencies) >= 5 and len(agencies) * 2 >= len([text for text in texts if len(text) >= 8]):
        return msg(
            "a choice of {count} agencies, not a list of documents; open one of them and take its address",
            count=len(agencies),
        )
    if soup.select_one("input[type=password]") is not None and _LOGIN.search(words):
        return msg("a page for logging in")
    return None


def promising_links(soup: BeautifulSoup, base: str) -> tuple[tuple[str, str], ...]:
    """(words, address) of links that look like lists of documents, the likeliest first; for an address that is none."""
    found: dict[object, tuple[int, str, str]] = {}
    for link in soup.find_all("a", href=True):
        url, said = href_of(link, base), text_of(link)
        # A link's words, not a paragraph; chosen, not measured.
        if url is None or not said or len(said) > 80 or _FILE.search(url):
            continue
        score = _promise(fold(said), fold(url))
        if score > 0 and same_page(url) != same_page(base):
            held = found.get(same_page(url))
            if held is None or score > held[0]:
                found[same_page(url)] = score, said, url
    ranked = sorted(found.values(), key=lambda one: (-one[0], one[2]))
    return tuple((said, url) for _, said, url in ranked[:8])


def _promise(said: str, url: str) -> int:
    score = 0
    for words, worth in (
        (r"quyet dinh cong bo|cong bo (?:danh muc|tthc|thu tuc)", 6),
        (r"niem yet", 4),
        (r"quyet dinh", 3),
        (r"van ban|vbqppl|van-ban|quyet-dinh|laws", 3),
        (r"thu tuc hanh chinh|tthc|thu-tuc", 2),
    ):
        if re.search(words, said):
            score += worth
        if re.search(words, url):
            score += 1
    return score if not re.search(r"\d+ ?/ ?(?:qd|nq|tt)|dang nhap|tra cuu ho so|lien he", said) else 0
