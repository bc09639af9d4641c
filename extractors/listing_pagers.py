"""A page that says of itself that it shows one page of a listing: its pager, "Hiển thị 1-50 trong 312", "Trang 1/7".

What hangs on the pages that nobody opened would be missing work. Only what stands beside the list counts: a page has pagers
of its news, too.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup
from lxml import html

from niemyet.extractors.listing_grids import cell_text
from niemyet.extractors.listing_html import ListingPage, Node, page_of
from niemyet.extractors.listings import read_listing
from niemyet.extractors.portals.pager import LinkRole, may_be_page_link, page_links
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
    re.compile(rf"^(?:co|tim thay) (?:tat ca )?(\d{{1,6}}) {_UNIT}\.?$"),
)
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
    if page is not None:
        _refuse_one_page(page, len(rows), where)
    return rows


def _refuse_one_page(page: ListingPage, rows: int, where: Words) -> None:
    lines = [line for table in page.listed for line in _lines_around(page, table)]
    totals = [
        int(found[1]) for line in lines for pattern in _TOTALS for found in pattern.finditer(fold(line))
    ]
    if totals and max(totals) <= rows:
        return  # all of them are in the page, whatever turns its pages on the screen
    said = next((line for line in lines if _tells_of_more(line, rows)), None) or _pager_of(page)
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


def _tells_of_more(line: str, rows: int) -> bool:
    """Whether a line beside a list says that it goes on elsewhere."""
    told = fold(line)
    if any(int(found[1]) > rows for pattern in _TOTALS for found in pattern.finditer(told)):
        return True
    pages = _PAGES.search(told)
    return (pages is not None and int(pages[2]) > 1) or _NUMBERS.search(told) is not None


def _around(page: ListingPage, table: Node, *, above: bool) -> Iterator[Node]:
    """Elements on one side of a list, up to the next heading, list or frame of the page."""
    for node in islice(page.around(table, above=above), _NEAR):
        if node.tag in _ENDS:
            return
        yield node


def _lines_around(page: ListingPage, table: Node) -> Iterator[str]:
    for above in (True, False):
        for node in _around(page, table, above=above):
            line = cell_text(page.said(node))
            if line and len(line) <= _LONG:
                yield line


def _pager_of(page: ListingPage) -> str | None:
    """What leads on below a list: a number beyond the first page, “Sau”, “Xem thêm”."""
    near = [node for table in page.listed for node in _around(page, table, above=False)]
    if not any(may_be_page_link(node.tag, node.attrib) for node in near):
        return None
    for node in near:
        node.set(_IS_NEAR, "")
    soup = BeautifulSoup(html.tostring(page.root, encoding="unicode"), "lxml")
    for link in page_links(soup, ""):
        leads = link.role in {LinkRole.NEXT, LinkRole.MORE} or (link.number or 0) > 1
        if leads and not link.off and link.element.has_attr(_IS_NEAR):
            return link.said
    return None


_IS_NEAR = "data-niemyet-near"
