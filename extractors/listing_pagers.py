"""A page that says of itself that it shows one page of a listing: its pager, "Hiển thị 1-50 trong 312", "Trang 1/7".

What hangs on the pages that nobody opened would be missing work. Only what stands beside the list counts: a page has pagers
of its news, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from bs4 import BeautifulSoup
from lxml import html

from niemyet.extractors.fetching.addresses import joined
from niemyet.extractors.listing_grids import text_of
from niemyet.extractors.listing_html import ListingPage, Node, page_of
from niemyet.extractors.listings import read_listing
from niemyet.extractors.portals.chosen_period import other_fields
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.pager import (
    LinkRole,
    is_page_address,
    may_be_page_link,
    page_links,
    paged_by_script,
    says_more,
)
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Words, msg
from niemyet.model.records import ListingRow
from niemyet.transforms.language.text import fold

#: Elements beside a list that may be its pager: fewer than a page of news has; chosen, not measured.
_NEAR = 60
#: Where what belongs to a list ends.
_ENDS = frozenset({"h1", "h2", "h3", "h4", "footer", "aside", "table", "article"})
_LONG = 120  # letters of a line that may be a pager's; chosen, not measured
_UNIT = r"(?:thu tuc(?: hanh chinh)?|tthc|ban ghi|ket qua|muc|dong|entries|records|results|items)"
_TOTALS = (
    re.compile(
        r"\b\d{1,5} ?(?:-|–|den|to|toi) ?\d{1,5} ?(?:trong(?: tong)?(?: so)?|tren(?: tong)?(?: so)?|cua|of|/) ?:? ?(\d{1,6})\b"
        rf"(?! ?[/.-] ?\d)(?:$|\W| {_UNIT})"
    ),
    re.compile(rf"^(?:tong so|tong cong|tong)(?: {_UNIT})? ?:? ?(\d{{1,6}})(?: {_UNIT})?\.?$"),
    re.compile(rf"^(?:(?:co|tim thay|ket qua) ?:? ?)?(?:tat ca )?(\d{{1,6}}) {_UNIT}\.?$"),
    re.compile(rf"^(?:so luong|so {_UNIT}|ket qua) ?: ?(\d{{1,6}})(?: {_UNIT})?\.?$"),
    # "Hiển thị 10/261", "10/261 thủ tục".
    re.compile(r"\b(?:hien thi|showing) ?:? ?\d{1,5} ?(?:/|tren|trong|of) ?(\d{1,6})\b(?! ?[/.-] ?\d)"),
    re.compile(rf"(?<![\d/.-])\d{{1,5}} ?/ ?(\d{{1,6}}) {_UNIT}\b"),
)
#: A title that counts: "Danh mục 261 thủ tục hành chính", "Danh mục gồm 12 TTHC cấp xã".
_COUNTED_TITLE = re.compile(
    r"^(?:niem yet |cong khai )?(?:danh muc|danh sach) (?:gom |co )?(?:tat ca )?(\d{1,5}) (?:thu tuc|tthc)\b"
)
_LOADS_MORE = re.compile(r"^dang tai them\b")
_PAGES = re.compile(r"\b(?:trang|page)\W{0,3}(\d{1,4}) ?(?:/|trong|tren|cua|of) ?(?:tong so )?(\d{1,4})\b")
#: The numbers of pages in a row: "Trang 1 2 3 …", "« 1 2 3 »".
_NUMBERS = re.compile(
    r"^(?:(?:trang|page) ?:? ?)?(?:(?:truoc|dau) )?\W*1(?:[ |·-]+2)(?:[ |·-]+(?:3|\W*$)|\W*(?:sau|cuoi|tiep|$))"
)


def read_whole_listing(data: bytes, name: str | None) -> tuple[ListingRow, ...]:
    """As `read_listing`, of a page that is all that there is to see of a listing.

    Raises DocumentError, too, when the page says that there are more pages of it.
    """
    where = name or msg("listing")
    page = page_of(data, where)
    rows = read_listing(data, name, whole=True, page=page)
    if page is None:
        return rows
    lines = [line for table in page.listed for line in _lines_around(page, table)]
    totals = _totals_in(lines)
    if totals and max(totals) <= len(rows):
        return rows  # all of them are in the page, whatever turns its pages on the screen
    _refuse_one_page(page, lines, len(rows), where)
    _refuse_a_part(page, text_of(data, where), len(rows), where)
    return rows


def _refuse_one_page(page: ListingPage, lines: Sequence[str], rows: int, where: Words) -> None:
    titles = [title for title, _ in page.grids]
    said = next((line for line in lines if _tells_of_more(line, rows)), None)
    said = (
        said or next((one for one in [*lines, *titles] if _counts_more(one, rows)), None) or _pager_of(page)
    )
    if said is not None:
        raise DocumentError(
            msg(
                "{where}: the page shows {rows} procedures, and that there are more pages of the list (“{text}”). Open "
                "one that shows all of it, or name all its pages in `listings` of the unit.",
                where=where,
                rows=rows,
                text=said[:80],
            )
        )


def _totals_in(lines: Iterable[str]) -> list[int]:
    """How many there are said to be, in the lines beside a list."""
    return [int(found[1]) for line in lines for pattern in _TOTALS for found in pattern.finditer(fold(line))]


def _refuse_a_part(page: ListingPage, text: str, rows: int, where: Words) -> None:
    """A page without a pager that shows one field of several, or whose other rows a script brings."""
    sign = next(iter(_signs_of_a_part(page, text)), None)
    if sign is not None:
        raise DocumentError(
            msg(
                "{where}: the page shows {rows} procedures, and that they are a part of the list ({sign}). Open one that "
                "shows all of it, or name all its pages in `listings` of the unit.",
                where=where,
                rows=rows,
                sign=sign,
            )
        )


def _signs_of_a_part(page: ListingPage, text: str) -> Iterator[Words]:
    for table in page.listed:
        for node in _around(page, table, above=False):
            # An element that a script listens to; a link that says so leads elsewhere, or is a pager's.
            if node.tag in ("div", "span", "p") and next(node.iter("a", "button"), None) is None:
                words = page.text_of(node)
                if words and len(words) <= _LONG and says_more(words):
                    yield f"“{words}”"
    paged = paged_by_script(text)
    if paged is not None:
        yield paged
    if _MAY_CHOOSE.search(text):
        yield from other_fields(soup_of(text))


#: A choice, or something marked as open: without one a page is not walked through again for them.
_MAY_CHOOSE = re.compile(r"<select\b|\b(?:active|current|selected|dang-chon|hien-tai)\b", re.IGNORECASE)


def _tells_of_more(line: str, rows: int) -> bool:
    """Whether a line beside a list says that it goes on elsewhere."""
    told = fold(line)
    if any(int(found[1]) > rows for pattern in _TOTALS for found in pattern.finditer(told)):
        return True
    pages = _PAGES.search(told)
    if pages is not None and int(pages[2]) > 1:
        return True
    return _NUMBERS.search(told) is not None or _LOADS_MORE.search(told) is not None


def _counts_more(title: str, rows: int) -> bool:
    found = _COUNTED_TITLE.match(fold(title))
    return found is not None and int(found[1]) > rows


def _around(page: ListingPage, table: Node, *, above: bool) -> Iterator[Node]:
    """Elements on one side of a list, up to the next heading, list or frame of the page."""
    for node in islice(page.around(table, above=above), _NEAR):
        if node.tag in _ENDS:
            if node.tag == "table" and node not in page.listed:
                yield node  # a pager may be a table of its own
            return
        yield node


def _rows_beside(table: Node) -> Iterator[Node]:
    """Rows of a list's own table that are one cell, and the cells of its foot: its pager, its sum, a section's heading."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        if row.getparent().tag == "tfoot":
            yield from row.iterchildren("td", "th")
        elif len(row) == 1:
            yield row


def _lines_around(page: ListingPage, table: Node) -> Iterator[str]:
    nodes = chain(_around(page, table, above=True), _around(page, table, above=False), _rows_beside(table))
    for node in nodes:
        line = page.text_of(node)
        if line and len(line) <= _LONG:
            yield line


def _pager_of(page: ListingPage) -> str | None:
    """What leads on below a list, or in a row of its own: a number beyond the first page, “Sau”, “Xem thêm”."""
    near = [node for table in page.listed for node in _around(page, table, above=False)]
    near += [
        node
        for table in page.listed
        for row in _rows_beside(table)
        for node in row.iter("a", "button", "input")
    ]
    if not any(may_be_page_link(node.tag, node.attrib) for node in near):
        return None
    for node in near:
        node.set(_IS_NEAR, "")
    soup = BeautifulSoup(html.tostring(page.root, encoding="unicode"), "lxml")
    for link in (link for base in _addresses(near) for link in page_links(soup, base)):
        leads = link.role in {LinkRole.NEXT, LinkRole.MORE} or (link.number or 0) > 1
        if leads and not link.off and link.element.has_attr(_IS_NEAR):
            return link.said
    return None


_IS_NEAR = "data-niemyet-near"
#: A page does not know its own address: links that begin with "?" are its own wherever it is.
_HERE = "https://trang.invalid/"


def _addresses(near: Iterable[Node]) -> list[str]:
    """What the page's own address may be: those that links near its list give with a page's number added."""
    found = {_HERE: None}
    for node in near:
        url = joined(_HERE, (node.get("href") or "").strip()) if node.tag == "a" else None
        own, asks, _ = (url or "").partition("?")
        if url and asks and is_page_address(url, own):
            found[own] = None
    return list(found)[:_MOST_ADDRESSES]


_MOST_ADDRESSES = 3  # each of them is a walk through the page; chosen, not measured
