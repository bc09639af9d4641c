"""From the pages of a text PDF or a scan to one document: tables go on over page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from niemyet.extractors.documents.blocks import EMPTY, Block, repeated, shown
from niemyet.extractors.documents.lines import begins_code, goes_on, joined_lines
from niemyet.model.records import Box, Cell, Paragraph, Row, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_SURE = 0.7  # as ocr_confidence.SURE, which would load OpenCV for every PDF; by the same benchmarks
_EDGE = 4.0  # points: edges of two pages nearer than this are one; chosen, not measured
_EXTENT = 6.0  # points by which a table may stand further left on the next page; chosen, not measured
_TOUCHING = 4.0  # two tables of one page nearer than this are one; chosen, not measured
_MARGIN_ZONE = 0.12  # of the page's height: where running heads and feet stand; chosen, not measured
_SAME_PLACE = 6.0  # points within which a running head stands on every page; chosen, not measured
_HEADER = 6  # no header has more rows; chosen, not measured
_PAGE_NUMBER = re.compile(r"[-–—]? ?(?:trang (?:so )?:?)?\d{1,4}(?: ?/ ?\d{1,4})? ?[-–—]?")
_SAYS_SOMETHING = re.compile(r"thu tuc|phu luc|danh muc|linh vuc|quyet dinh|\bcap\b|\bso\b")


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table of one page: the x of its columns' edges, and its rows, each as wide as the table.

    A place that a merged cell reaches over holds the repeat of it (`merged=True`).
    """

    box: Box
    xs: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    open_top: bool = False  # no line is drawn above the first row; some programs draw a line on one page only
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size in points, what stands on it in reading order."""

    number: int
    width: float
    height: float
    blocks: tuple[Paragraph | PageTable, ...]
    unproven: tuple[tuple[str, Box], ...] = ()  # headers of tables without lines whose columns are not proven


def join_pages(pages: Iterable[Page]) -> tuple[Block, ...]:
    """All pages as blocks: running heads and page numbers left out, tables that go on joined, rows with their page.

    A table goes on where it is the last thing of one page and the first of the next, as wide, with the same columns
    (a page may hold merged ones only, such as section rows). A merged cell that goes on over the break is drawn empty
    on the next page: its value is repeated there (R-TBL-2). A table of one cell that goes on with nothing is text in
    a frame. A row with no line on either page where the break is, or whose code goes on after it, is one row with the
    rest of it; else the two parts stay two rows (R-TBL-1 is for whoever knows the columns).
    """
    open_table: _Growing | None = None
    out: list[Block | _Growing] = []
    for page in _without_running(list(pages)):
        for block in page.blocks:
            if isinstance(block, Paragraph):
                open_table = None
                out.append(block if block.page else replace(block, page=page.number))
            elif open_table is not None and open_table.takes(block, page.number):
                continue
            else:
                open_table = _Growing(block, page.number)
                out.append(open_table)
    return tuple(_finished(out))


# ---- running heads, feet, page numbers ----------------------------------------------------------------------


def _without_running(pages: Sequence[Page]) -> list[Page]:
    """Pages without what stands at the same place on most of them, and without their numbers.

    A running head that could be the heading of a list is kept where it stands first.
    """
    seen: Counter[tuple[str, str, int]] = Counter()
    for page in pages:
        seen.update({key for block in page.blocks if (key := _running_key(page, block))})
    least = max(3, len(pages) // 2 + 1)
    kept: set[str] = set()
    out = []
    for page in pages:
        blocks = [
            block
            for place, block in enumerate(page.blocks)
            if not _is_page_number(page, place)
            and not (
                (key := _running_key(page, block))
                and _times(seen, key) >= least
                and not _first_of(key[1], kept)
            )
        ]
        out.append(replace(page, blocks=tuple(blocks)))
    return out


def _running_key(page: Page, block: Paragraph | PageTable) -> tuple[str, str, int] | None:
    """Zone, text and place of a paragraph that stands in the upper or lower margin."""
    if not isinstance(block, Paragraph) or block.box is None:
        return None
    if block.box.bottom <= _MARGIN_ZONE * page.height:
        return "head", fold(block.text), round(block.box.top / _SAME_PLACE)
    if block.box.top >= (1 - _MARGIN_ZONE) * page.height:
        return "foot", fold(block.text), round((page.height - block.box.bottom) / _SAME_PLACE)
    return None


def _times(seen: Counter[tuple[str, str, int]], key: tuple[str, str, int]) -> int:
    zone, text, place = key
    return sum(seen[zone, text, near] for near in (place - 1, place, place + 1))


def _first_of(text: str, kept: set[str]) -> bool:
    if text in kept or not _SAYS_SOMETHING.search(text):
        return False
    kept.add(text)
    return True


def _is_page_number(page: Page, place: int) -> bool:
    """Whether a block is a bare number at the edge of the page, with nothing beyond it."""
    block = page.blocks[place]
    if not isinstance(block, Paragraph) or not _PAGE_NUMBER.fullmatch(fold(block.text)):
        return False
    if block.box is None:
        return place in (0, len(page.blocks) - 1)
    others = [other.box for other in page.blocks if other is not block and other.box is not None]
    if block.box.bottom <= _MARGIN_ZONE * page.height:
        return all(other.bottom > block.box.top for other in others)
    return block.box.top >= (1 - _MARGIN_ZONE) * page.height and all(
        other.top < block.box.bottom for other in others
    )


# ---- tables over page breaks --------------------------------------------------------------------------------


class _Growing:
    """A table while pages still add to it; its edges are counted from its left one."""

    def __init__(self, first: PageTable, page: int) -> None:
        self._edges = _own_edges(first)
        self._rows = [(cells, page) for cells in first.rows]
        self._box = first.box
        self._page = page
        self._cut = first.open_bottom

    def takes(self, other: PageTable, page: int) -> bool:
        """Add the rows of a table when it is this one going on."""
        if page == self._page and not -_TOUCHING <= other.box.top - self._box.bottom <= _TOUCHING:
            return False
        if page not in (self._page, self._page + 1):
            return False
        if page == self._page and abs(other.box.left - self._box.left) > _EXTENT:
            return False
        edges = _own_edges(other)
        together = _united(self._edges, edges)
        if together is None:
            return False
        if together != self._edges:
            self._rows = [(_respread(cells, self._edges, together), number) for cells, number in self._rows]
        below = [_respread(cells, edges, together) for cells in other.rows]
        if page != self._page:
            below = self._after_break(below, cut=self._cut and other.open_top)
        self._rows += [(cells, page) for cells in below]
        self._edges, self._box, self._page, self._cut = together, other.box, page, other.open_bottom
        return True

    def _after_break(self, below: list[Cells], *, cut: bool) -> list[Cells]:
        """Rows of the next page that are still to be added, with what belongs to the rows before."""
        top = [cells for cells, _ in self._rows[:_HEADER]]
        head = _repeated_header(top, below)
        cells, page = self._rows[-1]
        if head < len(below) and _is_broken_header(top, cells, below[head]):
            self._rows[-1] = (_row_continued(cells, below[head]), page)
            return [*below[:head], *below[head + 1 :]]
        if cut:
            glued = _glued_to_header(top, below, head)
            if glued is not None:
                self._rows[-1] = (_row_continued(cells, glued), page)
                return [*top[: head + 1], *below[head + 1 :]]
        if head == len(below) or _ends_with_header(top[: max(head, 1)], cells):
            return below  # nothing goes on from labels: they were set again as the last thing of the page
        cut = cut or _is_rest(cells, below[head], coded=self._is_coded)
        below = self._with_broken_merges(below, head)
        merging = partial(self._is_merging, below[head:])
        below = _carried_down([above for above, _ in self._rows[-2:]], below, head, merging)
        if not cut:
            return below
        cells, page = self._rows[-1]
        self._rows[-1] = (_row_continued(cells, below[head]), page)
        return [*below[:head], *below[head + 1 :]]

    def _is_merging(self, below: Sequence[Cells], column: int) -> bool:
        """Whether a column holds merged cells and, but for the first row of the page, no empty one in a full row."""
        if column == 0:
            return False
        rows = [*(cells for cells, _ in self._rows), *below[1:]]
        held = [cells[column] for cells in rows if sum(bool(cell.text) for cell in cells) >= _FULL]
        merges = any(cell.merged and cell.rowspan > 1 for cell in held[1:])
        return merges and len(held) > _FULL and all(cell.text for cell in held)

    def _is_coded(self) -> bool:
        """Whether every full row bears a code, so that a row without one is none of its own."""
        full = [cells for cells, _ in self._rows[:-1] if sum(bool(cell.text) for cell in cells) >= _FULL]
        rows = [cells for cells in full if not _is_of_header(cells, full[0])]
        return bool(rows) and all(_codes_in(cells) for cells in rows)

    def _with_broken_merges(self, below: list[Cells], head: int) -> list[Cells]:
        """Rows with the whole text of a merged cell that the page breaks; the rows above get it, too."""
        above = [cells for cells, _ in self._rows[-2:]]
        rows = [list(cells) for cells in below]
        for column, cell in enumerate(below[head]):
            over = above[-1][column]
            spans = cell.rowspan > 1 or _was_merged(above, column)
            parted = _sentence_goes_on(over.text, cell.text) or (
                bool(over.raw and cell.raw) and goes_on(over.raw, cell.raw)
            )
            if cell.merged or not spans or not parted:
                continue
            whole = _continued(over, cell)
            for row in rows[head : head + cell.rowspan]:
                row[column] = replace(whole, merged=True, box=row[column].box)
            self._rewrite(column, over, whole)
        return [tuple(row) for row in rows]

    def _rewrite(self, column: int, over: Cell, whole: Cell) -> None:
        """Put the whole text to a merged cell of the last rows."""
        for place in range(len(self._rows) - 1, -1, -1):
            cells, page = self._rows[place]
            held = cells[column]
            if held.text != over.text:
                return
            changed = replace(held, raw=whole.raw, text=whole.text)
            self._rows[place] = ((*cells[:column], changed, *cells[column + 1 :]), page)
            if not held.merged:
                return

    def finished(self) -> Iterator[Block]:
        """The table, or the paragraph that its only cell is."""
        if len(self._rows) == 1 and len(self._edges) == 2:
            (cells, page) = self._rows[0]
            only = cells[0]
            yield Paragraph(
                only.raw, only.text, page, only.box, only.confidence, only.unsure_words, only.marks
            )
            return
        yield Table(rows=tuple(Row(cells, page) for cells, page in self._rows), number=0)


def _finished(blocks: Iterable[Block | _Growing]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, _Growing):
            yield from block.finished()
        else:
            yield block


def _row_continued(above: Cells, below: Cells) -> Cells:
    """A row with the rest of it that stands on the next page.

    A cell that has several below it is parted as they are: "Cấp thực hiện" at the end of a page, "Tỉnh", "Huyện", "Xã" at the
    top of the next.
    """
    parted = _divided(above, below)
    return tuple(
        _continued(replace(cell, merged=False, colspan=1) if place in parted else cell, rest)
        for place, (cell, rest) in enumerate(zip(above, below, strict=True))
    )


def _divided(above: Cells, below: Cells) -> frozenset[int]:
    """Columns of a cell that reaches over several, each of which has a text of its own in the row below."""
    spans: list[list[int]] = []
    for place, cell in enumerate(above):
        goes_on = place and cell.merged and cell.text and cell.text == above[place - 1].text
        if goes_on:
            spans[-1].append(place)
        else:
            spans.append([place])
    own = {place for place, cell in enumerate(below) if cell.text and not cell.merged}
    return frozenset(place for span in spans if len(span) > 1 and own.issuperset(span) for place in span)


Edges = tuple[float, ...]
Cells = tuple[Cell, ...]


def _own_edges(table: PageTable) -> Edges:
    return tuple(x - table.xs[0] for x in table.xs)


def _united(one: Edges, other: Edges) -> Edges | None:
    """Edges of both pages where they are those of one table, else None.

    Each page may have columns merged that the other has not; where both have edges of their own, most must be shared.
    """
    if abs(one[-1] - other[-1]) > _EXTENT:
        return None
    only_one = [edge for edge in one[1:-1] if not _near(edge, other)]
    only_other = [edge for edge in other[1:-1] if not _near(edge, one)]
    shared = len(one) - 2 - len(only_one)
    if only_one and only_other and (shared < 2 or shared < 2 * min(len(only_one), len(only_other))):
        return None
    return tuple(sorted([*one[:-1], *only_other, max(one[-1], other[-1])]))


def _near(edge: float, edges: Edges) -> bool:
    return any(abs(edge - other) <= _EDGE for other in edges)


def _respread(cells: Cells, edges: Edges, together: Edges) -> Cells:
    """A row in the columns of the whole table; a cell over several of them is merged."""
    if len(edges) == len(together):
        return cells
    nearest = [min(range(len(together)), key=lambda place: abs(together[place] - edge)) for edge in edges]
    out: list[Cell] = [EMPTY] * (len(together) - 1)
    for place, cell in enumerate(cells):
        start, end = nearest[place], nearest[place + 1]
        reach = nearest[min(place + cell.colspan, len(edges) - 1)] - start
        own = cell if cell.merged else replace(cell, colspan=reach)
        out[start:end] = [own, *[repeated(own)] * (end - start - 1)]
    return tuple(out)


def _continued(cell: Cell, rest: Cell) -> Cell:
    """A cell with the rest of it that stands on the next page."""
    if not rest.text or (rest.merged and rest.text == cell.text):
        return cell
    if not cell.text:
        return replace(
            cell,
            raw=rest.raw,
            text=rest.text,
            confidence=rest.confidence,
            unsure_words=rest.unsure_words,
            marks=cell.marks | rest.marks,
        )
    if _MARK.fullmatch(cell.text) and _MARK_REST.fullmatch(rest.raw):
        raw = f"{cell.raw}{rest.raw}".replace("\n", "")
        return replace(cell, raw=raw, text=shown(raw))
    raw = joined_lines([*cell.raw.split("\n"), *rest.raw.split("\n")])
    as_shown = shown(cell.raw) == cell.text and shown(rest.raw) == rest.text  # no font says otherwise
    sure = [one.confidence for one in (cell, rest) if one.confidence is not None]
    return replace(
        cell,
        raw=raw,
        text=shown(raw) if as_shown else f"{cell.text} {rest.text}",
        confidence=min(sure, default=None),
        marks=cell.marks | rest.marks,
        unsure_words=_unsure_words(cell, rest),
    )


def _unsure_words(*parts: Cell) -> tuple[str, ...]:
    """The doubtful words of all parts; none where a part is doubtful for another reason."""
    other = any(
        part.confidence is not None and part.confidence < _SURE and not part.unsure_words for part in parts
    )
    return () if other else tuple(word for part in parts for word in part.unsure_words)


def _is_rest(cells: Cells, rest: Cells, *, coded: Callable[[], bool]) -> bool:
    """Whether a row is surely the rest of the one before the page break.

    It has no number, is no heading, and a code goes on in it or a sentence does, small, where the text above has not
    ended; or it has nothing but the rest of a mark ("A" + "1.2"). Where rows bear no numbers their codes tell: two
    codes are two rows, and where every row has one (`coded`) a row and the next with one code between them are one.
    """
    own = [(cell, after) for cell, after in zip(cells, rest, strict=True) if after.text and not after.merged]
    if rest[0].text:
        return (
            len(own) == 1
            and _MARK.fullmatch(cells[0].text) is not None
            and _MARK_REST.fullmatch(rest[0].raw) is not None
        )
    if not own or _is_heading(rest):
        return False
    goes_on_in = any(
        (begins_code(cell.raw) and goes_on(cell.raw, after.raw)) or _sentence_goes_on(cell.text, after.text)
        for cell, after in own
    )
    if cells[0].text:
        return goes_on_in
    codes = len(_codes_in(cells)), len(_codes_in(rest))
    if all(codes):
        return False
    begun = all(cell.text for cell, _ in own) and len([cell for cell in cells if cell.text]) >= _FULL
    return goes_on_in or (begun and any(codes) and coded())


def _codes_in(cells: Cells) -> set[str]:
    """The codes that a row bears of its own."""
    return {code.base for cell in cells if cell.text and not cell.merged for code in find_codes(cell.text)}


def _is_of_header(cells: Cells, first: Cells) -> bool:
    """Whether a row is the header of its table, or its repeat."""
    return cells is first or [cell.text for cell in cells] == [cell.text for cell in first]


def _is_broken_header(top: Sequence[Cells], cells: Cells, rest: Cells) -> bool:
    """Whether a row and the one after the page break are together a row of the header, set again in mid-table."""
    if not any(cell.text for cell in rest) or cells == top[0]:
        return False
    whole = [_squeezed(cell.text + after.text) for cell, after in zip(cells, rest, strict=True)]
    return whole == [_squeezed(label.text) for label in top[0]]


def _ends_with_header(header: Sequence[Cells], last: Cells) -> bool:
    """Whether the last row of a page is one of the header's."""
    texts = [cell.text for cell in last]
    return any(texts == [cell.text for cell in row] for row in header)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


#: Cells with text of a row that is no heading; chosen, not measured.
_FULL = 3
#: How a heading of a section begins: a mark before a capital, or the words of headings.
_HEADING_MARK = re.compile(
    r"(?:(?:[A-HĐ]|[IVXL]{1,5})(?:\.?\d{1,2}){0,2}[.)/:]|\d{1,2}(?:\.\d{1,2})?[.)]|[a-hđ][.)]"
    r"|(?:PHẦN|Phần|MỤC|Mục|NHÓM|Nhóm)\s+(?:[IVXL]{1,5}|[A-HĐ]|\d{1,2})\b[.:)]?)\s*(?=[^\W\d_])"
)
_HEADING_WORDS = re.compile(
    r"(?:danh muc |cac |nhom )*(?:tthc|thu tuc hanh chinh|thu tuc (?:cap|duoc|bi|moi|ap|dung)|linh vuc|danh muc)\b"
)
_LONGEST_HEADING = 300  # letters of a row that is a heading; chosen, not measured


def _is_heading(cells: Cells) -> bool:
    """Whether a row can only be the heading of a section: one text, or a mark and one, that begins as headings do."""
    own = [cell for cell in cells if cell.text and not cell.merged]
    if not 0 < len(own) <= 2 or any(find_codes(cell.text) for cell in own):
        return False
    text = " ".join(cell.text for cell in own)
    if len(own) == 2 and not own[0].text.strip("()./ ").isalnum():
        return False
    return reads_as_heading(text, marked=len(own) == 1)


def heading_mark(text: str) -> str | None:
    """The mark of a heading that a text begins with: "II.", "b)"."""
    mark = _HEADING_MARK.match(text)
    return mark.group() if mark else None


def reads_as_heading(text: str, *, marked: bool = True) -> bool:
    """Whether a text begins as headings do: with their words, or (`marked`) with a mark before a capital."""
    if len(text) > _LONGEST_HEADING:
        return False
    mark = _HEADING_MARK.match(text)
    begins = text[mark.end() :] if mark else text
    return begins[:1].isupper() and (
        (marked and mark is not None) or _HEADING_WORDS.match(fold(begins)) is not None
    )


def _sentence_goes_on(text: str, rest: str) -> bool:
    """Whether a text that has not ended goes on small, or with the number that its last word asks for."""
    if not text or not rest or text[-1] in ".;:" or _LIST_MARK.match(rest):
        return False
    return rest[0].islower() or (rest[0].isdigit() and _ASKS_FOR_NUMBER.search(text) is not None)


_LIST_MARK = re.compile(r"[a-zđ]\d?[.)]\s")
#: "… năm" asks for a number; "07 ngày" has its own.
_ASKS_FOR_NUMBER = re.compile(r"(?<![\d/] )\b(?:số|ngày|tháng|năm|khoản|điều|điểm|mục)$", re.IGNORECASE)
_MARK = re.compile(r"[A-ZĐ]\d?|[IVX]{1,5}|(?:[A-ZĐIVX]{0,5}|\d)(?:\.\d{0,2})+")
_MARK_REST = re.compile(r"\.?\d{0,2}(?:\n?\.\n?\d{0,2})*")


def _carried_down(
    above: Sequence[Cells], below: Sequence[Cells], head: int, merging: Callable[[int], bool]
) -> list[Cells]:
    """Rows of the next page with the values of merged cells that go on there.

    The first row after a repeated header tells: a cell drawn empty goes on with the one above it when it spans rows
    itself, or when the one above was merged, or when the column (as `merging` says) has merged cells and no other
    empty one: of a cell over two rows the break leaves one on either page. Nothing goes on in the heading of another
    section. A row with a number of its own begins anew where the row above was one of several with one number; and a
    code is never carried to another number.
    """
    rows = [list(cells) for cells in below]
    if head >= len(rows) or _is_heading(below[head]):
        return [tuple(row) for row in rows]
    numbered = bool(below[head][0].text) and not below[head][0].merged
    begins_anew = numbered and _was_merged(above, 0)
    for column, cell in enumerate(below[head]):
        over = above[-1][column]
        if numbered and ((begins_anew and cell.rowspan < 2) or find_codes(over.text)):
            continue
        if cell.text or cell.merged or not over.text or over.colspan != cell.colspan:
            continue
        if cell.rowspan < 2 and not _was_merged(above, column) and not merging(column):
            continue
        for row in rows[head : head + cell.rowspan]:
            row[column : column + cell.colspan] = [replace(over, merged=True, box=cell.box)] * cell.colspan
    return [tuple(row) for row in rows]


def _repeated_header(top: Sequence[Cells], below: Sequence[Cells]) -> int:
    """How many rows the next page begins with that are the first rows of the table again."""
    count = 0
    for first, again in zip(top, below, strict=False):
        texts = [cell.text for cell in first]
        if not any(texts) or texts != [cell.text for cell in again]:
            break
        count += 1
    return count


def _glued_to_header(top: Sequence[Cells], below: Sequence[Cells], head: int) -> Cells | None:
    """The rest of a cut row, where no line parts it from the header that is repeated above it."""
    if head >= len(top) or head >= len(below):
        return None
    rest = []
    for label, cell in zip(top[head], below[head], strict=True):
        if not cell.text.startswith(label.text) or not cell.raw.startswith(label.raw):
            return None
        raw, text = cell.raw.removeprefix(label.raw).strip(), cell.text.removeprefix(label.text).strip()
        rest.append(replace(cell, raw=raw, text=text))
    return tuple(rest)


def _was_merged(above: Sequence[Cells], column: int) -> bool:
    """Whether the last cell of a column reaches over rows."""
    cell = above[-1][column]
    return cell.rowspan > 1 or (cell.merged and len(above) > 1 and above[-2][column].text == cell.text)
