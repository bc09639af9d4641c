"""A page with a listing → its tables as grids, what stands around them, and what of it is struck or hidden.

The tree is lxml's: of a page with 381 rows Beautiful Soup, asked cell by cell, took nine tenths of the time of a look.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml import etree

from niemyet.extractors.documents import css
from niemyet.extractors.documents.html import filled_in, tree_of
from niemyet.extractors.documents.pale import Pale
from niemyet.extractors.documents.pale_rows import set_apart
from niemyet.extractors.listing_grids import cell_text, text_of
from niemyet.extractors.listing_heads import heads_of_ended, openers
from niemyet.extractors.listing_labels import WITHIN, Grid, ListingCell, TitledGrid, columns_of
from niemyet.extractors.listing_switched import switched_off
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Words, msg
from niemyet.model.records import NO_MARKS
from niemyet.model.words import Mark
from niemyet.transforms.language.codes import Code, find_codes, split_code_name
from niemyet.transforms.language.codes_in_names import code_and_name

Node = Any  # an element of lxml, which has no types of its own

_UNREAD = ("script", "style", "noscript", "template")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption")
_FRAMES = ("nav", "aside", "footer")  # whose headings are of no list beside them
_CELLS = frozenset({"td", "th"})
_GROUPS = ("thead", "tbody", "tfoot", "table")  # what a merged cell never reaches beyond, whatever it says
_MAX_CELLS = 1_000_000  # of all tables of a page, those that are merged too; chosen, not measured


class ListingPage:
    """A page, parsed once."""

    def __init__(self, text: str, where: Words) -> None:
        """Raises DocumentError where the page was cut off, or is nested too deep."""
        refuse_cut_page(text, where)
        self._where = where
        self._laid_out = 0  # cells of its tables
        self._holders: dict[Node, str] = {}  # what elements say that hold lists
        lowered = text.lower()
        self._is_marked = css.MARKED.search(lowered) is not None or css.FAINT.search(lowered) is not None
        self._pale = Pale(text)
        root = tree_of(text)
        self.root: Node = root if root is not None else etree.Element("html")
        #: Parts that a click on a tab or fold shows: none of them is hidden.
        self._opened = frozenset(openers(self.root).values()) if self._is_marked else frozenset()
        self._shown = _marks_shown(self.root, css.Looks(text), self._opened) if self._is_marked else {}
        self._above: dict[Node, frozenset[Mark]] = {}  # by element: what it does to what stands in it
        for node in list(self.root.iter(*_UNREAD)):
            _leave_out(node)

    @cached_property
    def tables(self) -> list[Node]:
        """All tables, those within others too, in the page's order."""
        return list(self.root.iter("table"))

    @cached_property
    def grids(self) -> list[TitledGrid]:
        """What is in each of them."""
        titles = self._titles()
        return [(titles[table], self._grid(table)) for table in self.tables]

    @cached_property
    def lists(self) -> list[Node]:
        """The tables that have the header of a listing."""
        pairs = zip(self.tables, self.grids, strict=True)
        return [table for table, (_, grid) in pairs if any(map(columns_of, grid[:WITHIN]))]

    @cached_property
    def headed(self) -> list[TitledGrid]:
        """The grids, those of lists with what says above them that they are over, in the place of their titles."""
        return [
            (self.over.get(table, title), grid)
            for table, (title, grid) in zip(self.tables, self.grids, strict=True)
        ]

    @cached_property
    def over(self) -> dict[Node, str]:
        """By list what says above it that it is over."""
        return heads_of_ended(self.root, self.listed)

    @cached_property
    def entries(self) -> dict[Node, list[Node]]:
        """Lists most of whose entries begin or end with a code, with their entries; menus do not."""
        return {
            next(items[0].iterancestors("ul", "ol")): items
            for items in items_of(self)
            if sum(code_of_entry(self.text_of(item))[0] is not None for item in items) * 2 > len(items)
        }

    @property
    def listed(self) -> list[Node]:
        """Its tables of procedures; where it has none, its lists of entries."""
        return self.lists or list(self.entries)

    @cached_property
    def words(self) -> str:
        """All that the page says."""
        return self.text_of(self.root)

    @cached_property
    def framed(self) -> list[str]:
        """What the pages say that it holds within itself: it shows them as a part of its own."""
        inner = (tree_of(node.get("srcdoc")) for node in self.root.iter("iframe") if node.get("srcdoc"))
        return [self.text_of(root) for root in inner if root is not None]

    @property
    def title(self) -> str:
        """Its title; empty where it has none."""
        found = next(self.root.iter("title"), None)
        return self.text_of(found) if found is not None else ""

    def said(self, node: Node, between: str = " ") -> str:
        """The texts in an element."""
        return between.join(_texts(node))

    def text_of(self, node: Node) -> str:
        """What an element says, as it is shown."""
        return cell_text(self.said(node))

    def marks_of(self, node: Node) -> frozenset[Mark]:
        """Whether an element, what it stands in, or some text in it, is struck or not shown."""
        if not self._is_marked:
            return NO_MARKS
        marks = self._marks_above(node)
        for inner in node.iter(etree.Element):
            marks |= self._own_marks(inner) | self._shown.get(inner, NO_MARKS)
        return marks

    def _own_marks(self, node: Node) -> frozenset[Mark]:
        marks = _own_marks(node)
        return marks - _HIDDEN if node in self._opened else marks

    def _marks_above(self, node: Node) -> frozenset[Mark]:
        parent = node.getparent()
        if parent is None:
            return NO_MARKS
        if parent not in self._above:
            self._above[parent] = self._marks_above(parent) | self._own_marks(parent)
        return self._above[parent]

    def _titles(self) -> dict[Node, str]:
        """By table its caption, or the heading next above it."""
        found: dict[Node, str] = {}
        last: Node = None
        for node in self.root.iter("table", *_HEADINGS):
            if node.tag != "table" and next(node.iterancestors(*_FRAMES), None) is not None:
                continue
            if node.tag == "table":
                caption = next(node.iter("caption"), None)
                above = caption if caption is not None else last
                named = above is not None and above.tag != "table"
                found[node] = self.text_of(above) if named else ""
            last = node
        return found

    def _grid(self, table: Node) -> Grid:
        """Rows of one table, without those of tables inside it; merged cells laid out over their places."""
        grid: Grid = []
        said: list[dict[str, str] | None] = []  # attributes of the rows that are no headers
        pale: list[frozenset[int] | None] = []  # columns of their cells that are drawn paler
        hanging: _Hanging = {}
        group: Node = None
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            if (own := next(row.iterancestors(*_GROUPS))) is not group:
                group, hanging = own, {}
            cells: list[ListingCell] = []
            begun: _Hanging = {}
            faint: set[int] = set()
            self._lay_out(len(hanging))
            for node in _cells_of(row):
                _take_hanging(cells, hanging)
                if not self._pale.is_none and self._pale.holds(node):
                    faint.add(len(cells))
                text = self._text_of_cell(node)
                marks = self.marks_of(node) if text else NO_MARKS
                link = _code_of_links(node) if len(node) else ""
                down, across = _span(node, "rowspan"), _span(node, "colspan")
                self._lay_out(across)
                for place in range(across):
                    if down > 1:
                        begun[len(cells)] = (down - 1, ListingCell(text, merged=True))
                    cells.append(ListingCell(text, merged=place > 0, marks=marks, link=link))
            furthest = range(len(cells), max(hanging, default=-1) + 1)
            cells.extend(hanging[at][1] if at in hanging else ListingCell("") for at in furthest)
            hanging = {at: (left - 1, cell) for at, (left, cell) in hanging.items() if left > 1} | begun
            grid.append(cells)
            is_row = row.find("td") is not None
            said.append(_attributes(row) if is_row else None)
            if not self._pale.is_none and self._pale.is_pale(row):
                faint.update(range(len(cells)))
            pale.append(frozenset(faint) if is_row else None)
        off = switched_off(said) if any(said) else frozenset()
        apart = set_apart(pale) if any(pale) else []
        return [
            _with_off(cells, whole=place in off, at=apart[place] if apart else frozenset())
            for place, cells in enumerate(grid)
        ]

    def _lay_out(self, cells: int) -> None:
        """A few cells that are merged over thousands of places would take all time."""
        self._laid_out += cells
        if self._laid_out > _MAX_CELLS:
            raise DocumentError(
                msg(
                    "{where}: the tables of the page have more than {most} cells: no listing.",
                    where=self._where,
                    most=_MAX_CELLS,
                )
            )

    def _text_of_cell(self, node: Node) -> str:
        if not len(node):
            return cell_text(node.text) if node.text else ""
        if next(node.iter("table"), None) is not None:
            return ""
        if next(node.iter("select"), None) is not None:
            return cell_text(" ".join(_CHOSEN(node)))
        return self.text_of(node) or _shown_without_words(node)

    # ---- what stands around a table ----

    def entries_elsewhere(self) -> Iterator[str]:
        """Texts that begin with a code and stand in none of its lists, and in no frame of the page."""
        own = set(self.listed)
        for node in self.root.iter():
            inner = (node.text, node) if isinstance(node.tag, str) else (None, node)
            for text, holder in (inner, (node.tail, node.getparent())):
                if text and "." in text and split_code_name(text)[0] is not None:
                    around = {holder, *holder.iterancestors()}
                    framed = any(one.tag in _FRAMES for one in around)
                    if not framed and own.isdisjoint(around) and Mark.HIDDEN not in self.marks_of(holder):
                        yield cell_text(text)

    def lines_beside(self, table: Node) -> Iterator[str]:
        """What stands right above and below a list on a page: notes on it, its number, the pages that it has."""
        outer, words = table, self.text_of(table)
        while (parent := outer.getparent()) is not None and self._words_of_holder(parent) == words:
            outer = parent
        for around in (_siblings_above(outer), _siblings_below(outer)):
            lines = (
                cell_text(one) if isinstance(one, str) else self.text_of(one)
                for one in around
                if not self._is_list(one)
            )
            yield from islice((line for line in lines if line), _NEAR)

    def _words_of_holder(self, node: Node) -> str:
        """What an element says that may hold many lists; each of them asks."""
        if node not in self._holders:
            self._holders[node] = self.text_of(node)
        return self._holders[node]

    def _is_list(self, one: Node | str) -> bool:
        """Whether something beside a list is one, or says nothing to people."""
        if isinstance(one, str):
            return False
        if not isinstance(one.tag, str) or next(one.iter("table"), None) is not None:
            return True
        return not self.lists and any(inner in self.entries for inner in one.iter("ul", "ol"))

    def around(self, table: Node, *, above: bool) -> Iterator[Node]:
        """Elements on one side of a list, the nearest first, without those that it stands in."""
        begin = self._place_of[table]
        if not above:
            yield from self._elements[begin + sum(1 for _ in table.iter(etree.Element)) :]
            return
        holders = set(table.iterancestors())
        yield from (node for node in reversed(self._elements[:begin]) if node not in holders)

    @cached_property
    def _elements(self) -> list[Node]:
        return list(self.root.iter(etree.Element))

    @cached_property
    def _place_of(self) -> dict[Node, int]:
        return {node: place for place, node in enumerate(self._elements)}


def page_of(data: bytes, where: Words) -> ListingPage | None:
    """The page that a file is; None where it is none.

    Raises:
        DocumentError: it was cut off, has lost its letters, or is nested too deep.
    """
    head = data[:2000].replace(b"\x00", b"").lstrip(_BEFORE_A_PAGE).lower()
    if head[:1] != b"<" and b"<html" not in head:
        return None
    text = text_of(data, where)
    return ListingPage(text, where) if is_page(text) else None


#: Byte order marks and white: a page that is put together of several files has the marks of each of them.
_BEFORE_A_PAGE = b"\xef\xbb\xbf\xff\xfe \t\r\n"


def is_page(text: str) -> bool:
    """Whether a text is a page."""
    return _start(text).startswith("<") and not is_other_xml(text)


def _start(text: str) -> str:
    return text[:2000].replace("\ufeff", "").lstrip()[:200].lower()


def is_other_xml(text: str) -> bool:
    """Whether it is XML of another kind."""
    start = _start(text)
    return start.startswith("<?xml") and "<html" not in start and "<!doctype html" not in start


def refuse_cut_page(text: str, where: Words) -> None:
    """A page that opens what it never closes was cut; the rest of its listing is not known."""
    low = text.lower()
    for tag in ("html", "body", "table"):
        if re.search(rf"<{tag}[\s>]", low) and (
            f"</{tag}" not in low or (tag == "table" and _ends_in_a_table(low))
        ):
            raise DocumentError(
                msg(
                    "{where}: the page is cut off: it opens <{tag}> and never closes it. Download it again.",
                    where=where,
                    tag=tag,
                )
            )


def _ends_in_a_table(low: str) -> bool:
    """Whether a part of a page ends before its last table does. A whole page may leave a table open."""
    return "</html" not in low and low.rfind("<table") > low.rfind("</table")


def _leave_out(node: Node) -> None:
    """Take an element out; the texts before and behind it stay two."""
    parent = node.getparent()
    if parent is None:
        return
    nothing = etree.Comment("")
    nothing.tail = node.tail
    parent.replace(node, nothing)


def _texts(node: Node) -> list[str]:
    """The texts in an element, in their order; a comment parts two."""
    if not len(node):
        return [node.text] if node.text else []
    found: list[str] = _TEXTS(node)
    return found


#: The same, with the one entry of a choice that is shown.
_CHOSEN = etree.XPath(
    "descendant::text()[not(parent::rt or parent::rp)"
    " and not(parent::option[not(@selected) and (../option[@selected] or preceding-sibling::option)])]",
    smart_strings=False,
)
#: Without what stands above other letters as their reading.
_TEXTS = etree.XPath("descendant::text()[not(parent::rt or parent::rp)]", smart_strings=False)


def _marks_shown(root: Node, looks: css.Looks, opened: Collection[Node]) -> dict[Node, frozenset[Mark]]:
    """By element what the rules and colours of the page do to its own letters: `<style>` strikes and hides too."""
    found: dict[Node, frozenset[Mark]] = {}
    shown: dict[Node, css.Look] = {}
    for node in root.iter(etree.Element):
        own = looks.of(node)
        if node in opened:
            own = replace(own, marks=own.marks - _HIDDEN)
        look = shown[node] = own.over(shown.get(node.getparent(), css.PAGE))
        unseen = {Mark.HIDDEN} if not look.ink.is_seen(look.ground) else set()
        marks = look.marks | unseen
        # Its own words may stand behind a <br> or a picture.
        if marks and any(words and words.strip() for words in (node.text, *(child.tail for child in node))):
            found[node] = frozenset(marks)
    return found


_STRUCK, _HIDDEN = frozenset({Mark.STRUCK}), frozenset({Mark.HIDDEN})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


def _own_marks(node: Node) -> frozenset[Mark]:
    """What an element itself says of what stands in it."""
    style = node.get("style") or ""
    marks = _STRUCK if node.tag in css.STRIKING or "line-through" in style else NO_MARKS
    return marks | _HIDDEN if node.get("hidden") is not None or _NOT_SHOWN.search(style) else marks


#: Elements to each side of a list that may speak of it; what is further away is the page's; chosen, not measured.
_NEAR = 3


def _siblings_above(node: Node) -> Iterator[Node | str]:
    """What stands beside an element before it, the nearest first: elements, and texts between them."""
    for one in node.itersiblings(preceding=True):
        if one.tail:
            yield one.tail
        yield one
    parent = node.getparent()
    if parent is not None and parent.text:
        yield parent.text


def _siblings_below(node: Node) -> Iterator[Node | str]:
    if node.getparent() is not None and node.tail:
        yield node.tail
    for one in node.itersiblings():
        yield one
        if one.tail:
            yield one.tail


def _cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row, those too that a form or a link stands around."""
    for node in row:
        if node.tag in _CELLS:
            yield node
        elif len(node) and node.tag not in {"tr", "table"}:
            yield from _cells_of(node)


def _code_of_links(cell: Node) -> str:
    """The one code in the addresses that a cell leads to; empty where there is none, or several."""
    addresses = (link.get("href") or "" for link in cell.iter("a"))
    found = {code.base for address in addresses for code in find_codes(unquote(address)) if not code.repaired}
    return found.pop() if len(found) == 1 else ""


_TICK = re.compile(r"(?:^|[\s_-])(?:check|tick|ok)(?:$|[\s_-])")
_CROSS = re.compile(r"(?:^|[\s_-])(?:times|xmark|cross|remove|ban)(?:$|[\s_-])")


def _shown_without_words(cell: Node) -> str:
    """What a cell shows that has no words: a tick, the value of a field, what a picture says of itself.

    Not what may be done there: the picture of a link or button.
    """
    for one in cell.iter("input", "img", "i", "span", "svg"):
        if one.tag == "input":
            said = cell_text(filled_in(one, "✓"))
        elif next(one.iterancestors("a", "button"), None) is not None:
            continue
        else:
            said = next((text for name in _SAY if (text := cell_text(one.get(name) or ""))), "")
            said = said or _sign_of_icon(one.get("class") or "")
        if said:
            return said
    return ""


_SAY = ("alt", "title", "aria-label")


def _sign_of_icon(classes: str) -> str:
    return "✓" if _TICK.search(classes) else "✗" if _CROSS.search(classes) else ""


def _with_off(cells: list[ListingCell], *, whole: bool, at: Collection[int]) -> list[ListingCell]:
    """The cells of a row, those that its markup puts apart marked."""
    if not whole and not at:
        return cells
    return [replace(cell, off=True) if whole or place in at else cell for place, cell in enumerate(cells)]


_Hanging = dict[int, tuple[int, ListingCell]]  # column → rows that are still reached from above, and by what


def _take_hanging(cells: list[ListingCell], hanging: _Hanging) -> None:
    while len(cells) in hanging:
        cells.append(hanging[len(cells)][1])


def _attributes(node: Node) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _span(node: Node, attribute: str) -> int:
    value = node.get(attribute)
    if value is None:
        return 1
    value = value.strip()
    if not value.isdecimal():
        return 1
    if not int(value):
        return (
            _FURTHEST if attribute == "rowspan" else 1
        )  # to the end of its part of the table (HTML, 4.9.11)
    return min(int(value), _FURTHEST)


_FURTHEST = 1000  # rows or columns that a cell reaches over, as browsers have it for columns (HTML, 4.9.11)


def code_of_entry(text: str) -> tuple[Code | None, str]:
    """The code with which an entry begins or ends, and its name: "1.004269 - Đăng ký …", "Đăng ký … Mã: 1.004269"."""
    code, name = split_code_name(text)
    if code is not None:
        return code, name
    if not find_codes(text):
        return None, text
    code, name = code_and_name(text)
    ends = code is not None and text.rstrip(" .)]").endswith(code.text)
    return (code, name.rstrip(" .")) if ends else (None, text)


def items_of(page: ListingPage) -> Iterable[list[Node]]:
    """The entries of each list of a page that have no list within them."""
    for outer in page.root.iter("ul", "ol"):
        yield [
            item
            for item in outer.iter("li")
            if next(item.iterdescendants("li"), None) is None
            and next(item.iterancestors("ul", "ol"), None) is outer
        ]
