"""PDF with a text layer → blocks: characters go into the cells that the ruling lines draw, the rest is paragraphs.

A page without a usable text layer is drawn and recognised (`extractors.documents.scan`): a picture with no or few
characters, text under a picture of the page (another program's recognition, not trusted), letters that the fonts do
not name. Scripts and links play no part; files that the PDF carries are read after its pages.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from niemyet.extractors.documents import lines as words
from niemyet.extractors.documents.blocks import EMPTY, numbered, repeated, shown
from niemyet.extractors.documents.grid import GridPlace, Rule, Ruled, ruled_tables
from niemyet.extractors.documents.lines import Characters, Line
from niemyet.extractors.documents.pages import Page, PageTable, join_pages
from niemyet.extractors.documents.pale_rows import table_told_apart
from niemyet.extractors.documents.pdfium import (
    FREE_TEXT,
    LINK,
    MARKUP,
    REMARK,
    STAMP,
    WIDGET,
    Annotation,
    Bounds,
    Floats,
    PdfPage,
    Piece,
    Things,
    as_rules,
    attachments,
    is_signed,
    loaded,
    opened,
    page_count,
)
from niemyet.extractors.documents.raised import with_raised
from niemyet.extractors.documents.runs import Runs, add_run, shown_runs, symbol
from niemyet.extractors.documents.scanning import require_scans
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.extractors.documents.unruled import Unruled, unruled_tables
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import Box, Cell, Document, Limits, Note, Paragraph, Picture, Row, Table
from niemyet.model.words import Mark, NoteKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.draft_marks import is_draft_watermark
from niemyet.transforms.language.syllables import is_syllable
from niemyet.transforms.language.text import clean

_FEW_SIGNS = 250  # over a picture of the page: a stamp, a page number; chosen, not measured
_MOST_OF_PAGE = 0.5  # share of the page that pictures cover where it is a scan; chosen, not measured
_LARGE_PICTURE = 0.3  # holds what the text layer does not say; chosen, not measured
_SMALLEST_SIGN = 1.5  # points: a sign that reaches no further, whatever its font says; chosen, not measured
_SMALLEST_PRINT = 2.5  # points; nobody reads smaller print, a sheet that is fitted to its page has 4
_MANY_PATHS = 150  # a page without characters: the letters are drawn; chosen, not measured
_LOST_SIGNS = 3  # signs without a letter that a page may have by chance; chosen, not measured
_DPI = (200.0, 300.0)  # least and most dots per inch a page is drawn with for recognition, as in picture.DPI

Frame = tuple[int, float, float, float, float]  # quarter turns, and the page's box in its own coordinates


def read_pdf(data: bytes, limits: Limits, depth: int = 1) -> Document:
    """Bytes of a PDF as blocks with page and place; tables that go on over page breaks are one.

    Flags: `scanned` when a page was recognised. Raises DocumentError when the file is damaged, cut off or locked by
    a password; OverLimitError beyond the limits; ProgramMissingError when a page must be recognised and nothing
    here can.
    """
    with opened(data) as document:
        count = page_count(document)
        if count == 0:
            raise DocumentError(msg("PDF has no pages. Fetch it again from its source."))
        if count > limits.max_pages:
            raise OverLimitError(
                msg("PDF has {count} pages, {most} at most; not read.", count=count, most=limits.max_pages)
            )
        reader = _PageReader(limits)
        notes: list[Note] = []
        for index in range(count):
            with loaded(document, index) as page:
                reader.take(page)
                notes += _notes(page, len(notes))
        signed = is_signed(document)
        carried = attachments(document, limits.max_files, limits.max_unpacked_mb << 20)
    blocks = tuple(map(_pale_apart, join_pages(reader.pages)))
    if reader.turned:
        blocks = tuple(_turned_back(block, reader.turned) for block in blocks)
    scanned = reader.recognised > 0
    flags = {"scanned"} if scanned else set()
    flags |= {"draft_mark"} if reader.marked_draft else set()
    for _, content in carried:
        inner = _carried(content, limits, depth)
        flags.add("attachment_not_read" if inner is None else "attachments")
        if inner is not None:
            blocks = (*blocks, *inner.blocks)
            flags |= set(inner.flags)
    blocks = numbered(blocks)
    return Document(
        media="scan" if scanned and not reader.read else "pdf",
        blocks=blocks,
        pictures=_unproven(reader.pages, blocks),
        flags=tuple(sorted(flags)),
        pages=count,
        signed=signed or scanned,
        notes=(*notes, *reader.unseen),
    )


def _pale_apart(block: Paragraph | Table) -> Paragraph | Table:
    """A table over all its pages, pale only where that may tell of a row."""
    return block if isinstance(block, Paragraph) else table_told_apart(block)


def _unproven(pages: Sequence[Page], blocks: Sequence[Paragraph | Table]) -> tuple[Picture, ...]:
    """Lists without lines that could not be read as tables: asked about with their place, as pictures are."""
    out = []
    for page in pages:
        on_page = [place for place, block in enumerate(blocks) if _page_of(block) == page.number]
        for text, box in page.unproven:
            at = max(on_page, default=len(blocks))
            out.append(Picture(at, clean(text), page=page.number, box=box, unproven=True))
    return tuple(out)


def _page_of(block: Paragraph | Table) -> int | None:
    return block.page if isinstance(block, Paragraph) else block.rows[-1].page


#: What may be part of a decision when a PDF carries it; signatures' XML and the like are not.
_CARRIED = frozenset(
    {Format.PDF, Format.DOCX, Format.DOC, Format.XLSX, Format.XLS, Format.ODS, Format.ODT, Format.RTF}
)


def _carried(content: bytes, limits: Limits, depth: int) -> Document | None:
    """The blocks of a file that a PDF carries, so that an annex as an attachment is read; they stand after its pages."""
    from niemyet.extractors.documents import read_document

    try:
        kind = sniff(content)
        if kind not in _CARRIED or depth >= limits.max_depth:
            return None
        inner = (
            read_pdf(content, limits, depth + 1)
            if kind is Format.PDF
            else read_document(content, None, limits)
        )
    except OverLimitError:
        raise
    except DocumentError:
        return None
    return replace(inner, blocks=tuple(_without_page(block) for block in inner.blocks))


def _without_page(block: Paragraph | Table) -> Paragraph | Table:
    """A block without its place, which is one in another file."""
    if isinstance(block, Paragraph):
        return replace(block, page=None, box=None)
    rows = [Row(tuple(replace(cell, box=None) for cell in row.cells)) for row in block.rows]
    return replace(block, rows=tuple(rows))


_KINDS = {WIDGET: NoteKind.FORM_FIELD, REMARK: NoteKind.COMMENT, **dict.fromkeys(MARKUP, NoteKind.COMMENT)}


def _notes(page: PdfPage, before: int) -> list[Note]:
    """Annotations and form fields of a page that hold words."""
    frame: Frame = (page.rotation, page.left, page.bottom, page.right, page.top)
    out = []
    worded = (one for one in page.annotations() if one.text and one.kind != LINK)
    for number, one in enumerate(worded, start=before + 1):
        kind = _KINDS.get(one.kind, NoteKind.ANNOTATION)
        box = Box(*_moved(np.array([one.box]), frame)[0].tolist())
        out.append(Note(kind, f"an{number}", clean(one.text), page.number, box))
    return out


def _unseen_notes(number: int, made: Page, layer: "_Layer", before: int) -> list[Note]:
    """What nobody sees outside of tables: kept beside the body, so that it is asked about and never applied."""
    if layer.unseen is None:
        return []
    tables = ruled_tables(layer.rules)
    lines = _unseen(tables, layer.unseen).get(_FREE, [])
    shown_there = _letters_of(" ".join(block.text for block in made.blocks if isinstance(block, Paragraph)))
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    out: list[Note] = []
    for held in words.paragraphs_of(lines, left, right):
        paragraph = _paragraph(number, held)
        said = _letters_of(paragraph.text)
        if len(said) >= _SAYS_LITTLE and said not in shown_there:
            label = f"hd{before + len(out) + 1}"
            out.append(Note(NoteKind.HIDDEN, label, paragraph.text, number, paragraph.box))
    return out


class _PageReader:
    """Takes page after page and counts what they cost."""

    def __init__(self, limits: Limits) -> None:
        self.pages: list[Page] = []
        self.recognised = 0
        self.read = 0  # pages with text of their own
        self.marked_draft = False  # a watermark says so
        self.unseen: list[Note] = []  # texts outside of tables that nobody sees
        self.turned: dict[
            int, tuple[Frame, Frame]
        ] = {}  # number → frame it was read in, frame it is shown in
        self._limits = limits
        self._cells = 0

    def _goes_on(self) -> tuple[float, ...] | None:
        """The edges of the table that the page before ends with."""
        last = self.pages[-1].blocks[-1:] if self.pages else ()
        return last[0].xs if last and isinstance(last[0], PageTable) else None

    def take(self, page: PdfPage) -> None:
        """Read one page, or have it recognised."""
        layer = _layer(page)
        self.marked_draft |= is_draft_watermark(layer.slanted)
        if layer.recognise:
            self.recognised += 1
            if self.recognised > self._limits.max_scanned_pages:
                raise OverLimitError(
                    msg(
                        "PDF has more than {most} scanned pages to recognise; not read further.",
                        most=self._limits.max_scanned_pages,
                    )
                )
            made = _recognised(page, layer.things)
        else:
            self.read += bool(layer.text.signs.signs)
            made = _with_links(_read(page.number, layer, self._goes_on()), layer)
            if layer.frame != layer.shown:
                self.turned[page.number] = (layer.frame, layer.shown)
            self.unseen += _unseen_notes(page.number, made, layer, len(self.unseen))
        self._cells += sum(
            len(row) for block in made.blocks if isinstance(block, PageTable) for row in block.rows
        )
        if self._cells > self._limits.max_cells:
            raise OverLimitError(
                msg(
                    "by page {number} the PDF has {count} cells, {most} at most; not read.",
                    number=page.number,
                    count=self._cells,
                    most=self._limits.max_cells,
                )
            )
        self.pages.append(made)


def _with_links(page: Page, layer: "_Layer") -> Page:
    """A page whose cells and paragraphs have the links that lie on them; only those that bear a code say anything."""
    links = [
        (Box(*_moved(np.array([one.box]), layer.frame)[0].tolist()), one.text)
        for one in layer.annotations
        if one.kind == LINK and find_codes(one.text)
    ]
    if not links:
        return page
    return replace(page, blocks=tuple(_linked_block(block, links) for block in page.blocks))


def _linked_block(block: Paragraph | PageTable, links: Sequence[tuple[Box, str]]) -> Paragraph | PageTable:
    if isinstance(block, Paragraph):
        return replace(block, links=(*block.links, *_links_on(block.box, links)))
    rows = tuple(
        tuple(
            cell if cell.merged else replace(cell, links=(*cell.links, *_links_on(cell.box, links)))
            for cell in row
        )
        for row in block.rows
    )
    return replace(block, rows=rows)


def _links_on(box: Box | None, links: Sequence[tuple[Box, str]]) -> tuple[str, ...]:
    """The links whose middle lies in a box."""
    if box is None:
        return ()
    return tuple(
        text
        for one, text in links
        if box.left <= (one.left + one.right) / 2 <= box.right
        and box.top <= (one.top + one.bottom) / 2 <= box.bottom
    )


# ---- the text layer ------------------------------------------------------------------------------------------


class _Signs(NamedTuple):
    """Characters of one direction, upright, and where their middles stand on the upright page."""

    signs: Characters
    centres: Floats  # x and y of each, moved into what a clip path leaves of it
    owners: NDArray[np.int64]  # the text object of each


class _Layer(NamedTuple):
    """What a page holds, turned upright, in points from its upper left corner."""

    frame: Frame
    shown: Frame
    text: _Signs
    sideways: tuple[_Signs, ...]  # narrow columns have their headings on the side
    rules: list[Rule]
    things: Things
    recognise: bool
    overlapped: bool = False  # letters of different texts lie over each other
    unseen: _Signs | None = None  # what nobody sees, beside pictures
    annotations: tuple[Annotation, ...] = ()
    slanted: str = ""  # what stands across the page, as watermarks do


def _layer(page: PdfPage) -> _Layer:
    things = page.things()
    codes, boxes = page.characters()
    shown: Frame = (page.rotation, page.left, page.bottom, page.right, page.top)
    turn, turns = _turn(page, things, len(codes))
    frame: Frame = (turn, *shown[1:])
    spaces = _is_among(codes, _SPACES)
    width, height = _size(frame)
    upright = _moved(boxes, frame)
    centres = (upright[:, :2] + upright[:, 2:]) / 2
    seen = ~(spaces | _is_among(codes, _UNSEEN))
    xs, ys = centres.T
    seen &= (xs > -1) & (ys > -1) & (xs < width + 1) & (ys < height + 1)
    whose = page.text_objects(len(codes))
    hidden = _hidden(page, things, whose)
    sizes, origins, painted = _of_texts(things, whose)
    reach = np.maximum(upright[:, 3] - upright[:, 1], upright[:, 2] - upright[:, 0])
    tiny = (reach < _SMALLEST_SIGN) | ((reach < _SMALLEST_PRINT) & (sizes < _SMALLEST_PRINT))
    origins = np.where(np.isnan(origins), boxes[:, ::3], origins)
    sizes = np.where(sizes >= 1, sizes, np.maximum(upright[:, 3] - upright[:, 1], 1.0))
    below = _covered(page, things, boxes, painted) | tiny
    kept = _once(codes, upright, seen & ~below if hidden is None else seen & ~below & ~hidden)

    overlapped = _has_overlaps(codes, upright, kept, whose)
    if overlapped:
        centres, kept = _clipped(page, boxes, centres, kept, whose, frame)

    def signs(of: NDArray[np.bool_], own: Frame) -> _Signs:
        points = _moved_points(origins, own)
        own_boxes = upright if own == frame else _moved(boxes, own)
        found = _characters(things, codes, own_boxes, points, sizes, spaces, of, whose)
        return _Signs(found, centres[of], whose[of])

    text = signs(kept if turns is None else kept & (turns == turn), frame)
    others = [] if turns is None else sorted(set(turns[kept].tolist()) - {turn, -1})
    sideways = tuple(signs(kept & (turns == other), (other, *shown[1:])) for other in others)
    covered = 0 if hidden is None else int((seen & hidden).sum())
    lost = seen & (painted >= 0)
    lost &= below if hidden is None else below | (hidden & ~_on_pictures(boxes, things))
    unseen = signs(lost if turns is None else lost & (turns == turn), frame) if lost.any() else None
    unreadable = _is_garbage(page, codes[kept], np.flatnonzero(kept), text.signs)
    recognise = unreadable or _is_picture(page, things, boxes[kept], covered)
    rules = _rules(things, frame)
    slanted = "" if turns is None else "".join(map(chr, codes[turns == -1].tolist()))
    return _Layer(
        frame,
        shown,
        text,
        sideways,
        rules,
        things,
        recognise,
        overlapped,
        unseen,
        tuple(page.annotations()),
        slanted,
    )


def _of_texts(things: Things, whose: NDArray[np.int64]) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Size, origin and place in the order of painting of each sign's text object; 0, nowhere and -1 of one that has none."""
    known = np.array([*things.texts], dtype=np.int64)
    order = np.argsort(known)
    ranked = np.append(known[order], -1)  # no text object is there
    begins = np.ones(len(whose), dtype=bool)
    begins[1:] = whose[1:] != whose[:-1]
    heads = whose[begins]  # signs of one text object stand together in the file
    place = np.searchsorted(ranked[:-1], heads)
    # What is in none is given the last row of each.
    of = np.where(ranked[place] == heads, np.append(order, -1)[place], -1)[np.cumsum(begins) - 1]
    sizes = np.array([*map(things.sizes.__getitem__, things.texts), 0.0])
    origins = np.array([*map(things.origins.__getitem__, things.texts), (np.nan, np.nan)])
    painted = np.array([*things.texts.values(), -1], dtype=np.int64)
    return sizes[of], origins[of], painted[of]


#: Of the narrower letter: neighbours in a line of print overlap less, slanted ones too; chosen, not measured.
_MUCH = 0.4
_FEW_OVERLAPS = 3  # an accent drawn apart, a tick in its box; chosen, not measured


def _overlaps(left: Floats, right: Floats, base: Floats, size: Floats, whose: NDArray[np.int64]) -> int:
    """How many neighbours of one line, of different text objects, lie over each other."""
    if len(left) < 2:
        return 0
    most = 0
    step = max(1.0, _middle(size))
    for offset in (0.0, 0.5):
        order = _by_row(np.floor(base / step + offset), left)
        parted = np.flatnonzero(np.diff(whose[order]))
        one, other = order[parted], order[parted + 1]
        common = np.minimum(right[one], right[other]) - np.maximum(left[one], left[other])
        width = np.minimum(right[one] - left[one], right[other] - left[other])
        over = (common > _MUCH * width) & (width > 0.15 * step)
        over &= np.abs(base[one] - base[other]) < 0.6 * np.minimum(size[one], size[other])
        most = max(most, int(over.sum()))
    return most


def _middle(numbers: Floats) -> float:
    """As `np.median`, without its care for numbers of other kinds."""
    ranked, half = np.sort(numbers), len(numbers) // 2
    return float(ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2)


def _by_row(rows: Floats, left: Floats) -> NDArray[np.intp]:
    """The order by row, a whole number, and then from the left.

    The file has it nearly so, which a stable sort by one key makes use of; a power of two takes no figure from what is added.
    """
    from_left = left - left.min()
    wide = 2.0 ** np.ceil(np.log2(from_left.max() + 1))
    order: NDArray[np.intp] = np.argsort(rows * wide + from_left, kind="stable")
    return order


def _has_overlaps(
    codes: NDArray[np.uint32], upright: Floats, kept: NDArray[np.bool_], whose: NDArray[np.int64]
) -> bool:
    letters = kept & ~((codes >= 0x300) & (codes < 0x370))
    own = upright[letters]
    return _overlaps(own[:, 0], own[:, 2], own[:, 3], own[:, 3] - own[:, 1], whose[letters]) >= _FEW_OVERLAPS


def _clipped(
    page: PdfPage,
    boxes: Floats,
    centres: Floats,
    kept: NDArray[np.bool_],
    whose: NDArray[np.int64],
    frame: Frame,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Middles moved into the clip path of their text, so that a cell keeps its own; what nobody sees is gone.

    Spreadsheets print a text that is too long for its cell whole and cut it by a path: what is cut off lies over
    the neighbours. Lines of the same path belong together, so they stay when any of them is seen.
    """
    clips = page.clips(set(whose[kept].tolist()))
    if not clips:
        return centres, kept
    everything = (page.left - 1, page.bottom - 1, page.right + 1, page.top + 1)
    areas = np.array([clips.get(owner, everything) for owner in whose.tolist()]).reshape(-1, 4)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = (middles >= areas[:, :2]).all(axis=1) & (middles <= areas[:, 2:]).all(axis=1)
    groups, of = np.unique(np.round(areas, 1), axis=0, return_inverse=True)
    seen = np.zeros(len(groups), dtype=bool)
    np.logical_or.at(seen, of.ravel(), inside & kept)
    moved = np.clip(middles, areas[:, :2] + 0.1, np.maximum(areas[:, 2:] - 0.1, areas[:, :2] + 0.1))
    return _moved_points(moved, frame), kept & seen[of.ravel()]


def _table_of(signs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each code point up to the one after the last of some signs whether it is one of them."""
    table = np.zeros(int(signs.max()) + 2, dtype=bool)
    table[signs] = True
    return table


def _is_among(codes: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    among: NDArray[np.bool_] = table[np.minimum(codes, len(table) - 1)]
    return among


_SPACES = _table_of(
    np.array([9, 10, 11, 12, 13, 32, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x3000])
)
_UNSEEN = _table_of(np.array([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF]))
#: What pdfium says for a hyphen at the end of a line.
_HYPHENS = frozenset({0x02, 0xFFFE, 0xFFFF})


def _turn(page: PdfPage, things: Things, count: int) -> tuple[int, NDArray[np.int64] | None]:
    """Quarter turns that set the text of a page upright; and those of each sign, where not all are the same.

    A landscape page is often a portrait one whose text stands on its side, with or without /Rotate.
    """
    if not things.turns or count == 0:
        return page.rotation, None
    if len(things.turns) == 1 and -1 not in things.turns:
        return (-next(iter(things.turns))) % 4, None
    quarters = page.angles(count) / (np.pi / 2)
    # Of a quarter turn, as a scanner sets a page; chosen, not measured.
    near = np.abs(quarters - np.round(quarters)) < 0.05
    turns = np.where(near, -np.round(quarters) % 4, -1).astype(np.int64)
    common = np.bincount(turns[near], minlength=4)
    return (int(common.argmax()) if common.any() else page.rotation), turns


def _size(frame: Frame) -> tuple[float, float]:
    turn, left, bottom, right, top = frame
    return (top - bottom, right - left) if turn % 2 else (right - left, top - bottom)


def _moved_points(points: Floats, frame: Frame) -> Floats:
    """Points of the page's own coordinates in those of the upright page."""
    return np.stack(_moved_to(points[:, 0], points[:, 1], frame), axis=1)


def _moved_to(xs: Floats, ys: Floats, frame: Frame) -> tuple[Floats, Floats]:
    turn, left, bottom, right, top = frame
    if turn == 0:
        return xs - left, top - ys
    if turn == 1:
        return ys - bottom, xs - left
    if turn == 2:
        return right - xs, ys - bottom
    return top - ys, right - xs


def _moved(boxes: Floats, frame: Frame) -> Floats:
    """Boxes likewise: left, top, right, bottom."""
    x, y = _moved_to(boxes[:, 0], boxes[:, 1], frame)
    to_x, to_y = _moved_to(boxes[:, 2], boxes[:, 3], frame)
    sides = np.minimum(x, to_x), np.minimum(y, to_y), np.maximum(x, to_x), np.maximum(y, to_y)
    return np.stack(sides, axis=1)


def _rules(things: Things, frame: Frame) -> list[Rule]:
    return as_rules(_moved(np.array(things.rules).reshape(-1, 4), frame))


def _hidden(page: PdfPage, things: Things, whose: NDArray[np.int64]) -> NDArray[np.bool_] | None:
    """Which signs nobody sees: painted with nothing, white on white, or below a picture of the page; None: all seen."""
    hidden = set(things.hidden)
    hidden.update(handle for handle, box in things.white.items() if not _on_dark(box, things.fills))
    cover = max((order for order, image, _ in _covers(page, things) if page.is_opaque(image)), default=-1)
    hidden.update(handle for handle, order in things.texts.items() if order < cover)
    hidden -= _printed_again(things, hidden)
    if not hidden:
        return None
    return np.fromiter(map(hidden.__contains__, whose.tolist()), dtype=bool, count=len(whose))


def _printed_again(things: Things, hidden: set[int]) -> set[int]:
    """Those of the texts without ink that stand on the page a second time, with ink: pdfium tells the first only."""
    if not hidden:
        return set()
    inked = {_place_of(things, handle) for handle in things.texts if handle not in hidden}
    return {handle for handle in hidden if _place_of(things, handle) in inked}


def _place_of(things: Things, handle: int) -> tuple[float, ...]:
    return tuple(
        round(each, 1) for each in (*things.origins[handle], things.sizes[handle], *things.spans[handle])
    )


def _covered(page: PdfPage, things: Things, boxes: Floats, painted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which signs lie below an area or a picture that was painted over them later; the page's own picture apart."""
    out = np.zeros(len(painted), dtype=bool)
    texts = painted[painted >= 0]
    if not len(texts) or not things.covers or _covers(page, things):
        return out
    xs, ys = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    first = int(texts.min())
    for order, handle, area in things.covers:
        if order <= first:
            continue
        below = _within(xs, ys, area) & (painted >= 0) & (painted < order)
        if below.any():
            out |= below & _within(xs, ys, page.painted_area(handle, area))
    return out


def _within(xs: Floats, ys: Floats, area: Bounds) -> NDArray[np.bool_]:
    left, bottom, right, top = area
    inside: NDArray[np.bool_] = (xs >= left) & (xs <= right) & (ys >= bottom) & (ys <= top)
    return inside


def _on_pictures(boxes: Floats, things: Things) -> NDArray[np.bool_]:
    """Which signs stand on a picture: there invisible text says what the picture shows, and is no secret."""
    xs, ys = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    out = np.zeros(len(boxes), dtype=bool)
    for _, _, area in things.images:
        out |= _within(xs, ys, area)
    return out


def _on_dark(box: Bounds, fills: Sequence[Bounds]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in fills)


def _covers(page: PdfPage, things: Things) -> list[tuple[int, int, Bounds]]:
    """Pictures that hide the page: the one over most of it, or the strips that a scan is cut into."""
    area = max(1.0, (page.right - page.left) * (page.top - page.bottom))
    shares = [_area(box, page) / area for _, _, box in things.images]
    if sum(shares) < _MOST_OF_PAGE:
        return []
    # Of the page: a logo or stamp is less; chosen, not measured.
    return [image for image, share in zip(things.images, shares, strict=True) if share > 0.02]


def _area(box: Bounds, page: PdfPage) -> float:
    """What a box covers of the page."""
    width = min(box[2], page.right) - max(box[0], page.left)
    height = min(box[3], page.top) - max(box[1], page.bottom)
    return float(max(0.0, width) * max(0.0, height))


_TWICE = 0.12  # of the height of a letter; chosen, not measured


def _once(codes: NDArray[np.uint32], boxes: Floats, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without letters that were printed a second time at almost the same place, to look bold."""
    indexes = np.flatnonzero(kept)
    if len(indexes) < 2:
        return kept
    own = boxes[indexes]
    height = own[:, 3] - own[:, 1]
    if not _may_be_twice(codes[indexes], own, height):
        return kept
    order = np.lexsort((own[:, 0], np.round(own[:, 3] / 2), codes[indexes]))
    one, other = order[:-1], order[1:]
    twice = codes[indexes[one]] == codes[indexes[other]]
    near = _TWICE * height[one]
    twice &= (np.abs(own[one, 0] - own[other, 0]) < near) & (np.abs(own[one, 3] - own[other, 3]) < near)
    twice &= np.abs(indexes[one] - indexes[other]) > 0
    if not twice.any():
        return kept
    out = kept.copy()
    out[np.maximum(indexes[one[twice]], indexes[other[twice]])] = False
    return out


#: Of a point, as far as places are told apart at a glance; and the bits that rows and places have then. Chosen, not measured.
_PARTS, _ROW_BITS, _PLACE_BITS = 1024, 20, 24


def _may_be_twice(codes: NDArray[np.uint32], boxes: Floats, height: Floats) -> bool:
    """Whether any letter stands so near another of its kind that it may be printed twice.

    Asked of whole numbers, which sort many times faster than letters, rows and places one by one.
    """
    rows, places = np.round(boxes[:, 3] / 2).astype(np.int64), np.floor(boxes[:, 0] * _PARTS).astype(np.int64)
    if rows.min() < -1 or places.min() < -_PARTS:
        return True  # off the page
    if int(rows.max()) + 2 >> _ROW_BITS or int(places.max()) + _PARTS >> _PLACE_BITS:
        return True  # a page of no usual size
    keys = np.sort(((codes.astype(np.int64) << _ROW_BITS) + rows + 1 << _PLACE_BITS) + places + _PARTS)
    kinds, places = keys >> _PLACE_BITS, keys & (1 << _PLACE_BITS) - 1
    near = _TWICE * float(height.max())
    close = kinds[1:] - kinds[:-1] <= int(near / 2) + 1  # of one letter, in one row or in the next
    return bool((close & (np.abs(places[1:] - places[:-1]) <= int(near * _PARTS) + 2)).any())


def _characters(
    things: Things,
    codes: NDArray[np.uint32],
    boxes: Floats,
    origins: Floats,
    sizes: Floats,
    spaces: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    whose: NDArray[np.int64],
) -> Characters:
    indexes = np.flatnonzero(kept)
    # A space in the file before the sign, which is none itself:
    spaced = _told_apart(np.cumsum(spaces, dtype=np.intp)[indexes])
    # Of the file: a text object has it. What pdfium makes up at the end of a line is none.
    blank = _told_apart(np.cumsum(spaces & (whose != 0), dtype=np.intp)[indexes])
    places = np.stack((boxes[indexes, 0], boxes[indexes, 2], origins[indexes, 1], sizes[indexes]))
    own, places = with_raised(codes[indexes], places, spaced)
    fonts = _legacy_fonts(things, whose[indexes])
    signs = _signs_of(own)
    if fonts is not None:
        signs = [
            "\u00ad" if code == 0xAD and font else sign
            for sign, code, font in zip(signs, own.tolist(), fonts, strict=True)
        ]
    return Characters(signs, places, spaced, blank, fonts)


def _told_apart(counts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """For each of some counts whether it is not the one before; the first is."""
    out = np.zeros(len(counts), dtype=bool)
    out[1:] = counts[1:] != counts[:-1]
    return out


def _signs_of(codes: NDArray[np.uint32]) -> Sequence[str]:
    """What is shown for each code point: most pages have none but those that stand for themselves."""
    odd = (codes == 0x02) | (codes == 0xAD) | ((codes >= 0xD800) & (codes <= 0xF0FF))
    odd |= ((codes >= 0xFB00) & (codes <= 0xFB06)) | (codes >= 0xFFFE)
    return [*map(_sign, codes.tolist())] if odd.any() else codes.astype("<u4").tobytes().decode("utf-32-le")


@lru_cache(maxsize=1 << 12)
def _sign(code: int) -> str:
    if code in _HYPHENS or code == 0xAD:
        return "-"
    if 0xF000 <= code <= 0xF0FF:
        return symbol(code)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _legacy_fonts(things: Things, whose: NDArray[np.int64]) -> list[str | None] | None:
    """For each sign its font where that is of an encoding before Unicode (T7-T10); None where no font is."""
    legacy = {owner: name for owner, name in things.fonts.items() if name.lower().startswith((".vn", "vni"))}
    return [*map(legacy.get, whose.tolist())] if legacy else None


# ---- is it usable? ---------------------------------------------------------------------------------------------


def _is_picture(page: PdfPage, things: Things, seen: Floats, hidden: int) -> bool:
    """Whether what a person sees on the page is a picture (or drawn letters), not its text layer."""
    count = len(seen)
    if count == 0 and hidden == 0 and not things.images:
        return things.paths > _MANY_PATHS
    area = max(1.0, (page.right - page.left) * (page.top - page.bottom))
    share = sum(_area(box, page) for _, _, box in things.images) / area
    if hidden > count and share > _LARGE_PICTURE:
        return True
    if share >= _MOST_OF_PAGE and count < _FEW_SIGNS:
        return True
    if count == 0:
        return share > 0.02  # of the page: a logo or stamp is less; chosen, not measured
    if share < _LARGE_PICTURE:
        return False
    return _signs_on_pictures(seen, things) < 0.5 * count


def _signs_on_pictures(seen: Floats, things: Things) -> int:
    """How many signs stand on the large pictures: text on a background, which is no scan."""
    xs, ys = (seen[:, 0] + seen[:, 2]) / 2, (seen[:, 1] + seen[:, 3]) / 2
    held = np.zeros(len(seen), dtype=bool)
    for _, _, (left, bottom, right, top) in things.images:
        held |= (xs >= left) & (xs <= right) & (ys >= bottom) & (ys <= top)
    return int(held.sum())


def _is_garbage(page: PdfPage, own: NDArray[np.uint32], indexes: NDArray[np.intp], signs: Characters) -> bool:
    """Whether the letters of the layer are not those that are seen: a font that does not say what it shows."""
    if not len(own):
        return False
    private = ((own >= 0xE000) & (own < 0xF000)) | ((own > 0xF0FF) & (own < 0xF900)) | (own >= 0xF0000)
    # Control characters, by definition.
    lost = (own == 0) | (own == 0xFFFD) | private | ((own < 32) & (own != 2))
    if int(lost.sum()) >= max(_LOST_SIGNS, 0.005 * len(own)):
        return True
    if signs.fonts is not None:
        return False
    tokens = signs.tokens
    strange = {token for token in set(tokens) if not _is_known(token)}
    count = sum(token in strange for token in tokens) if strange else 0
    # Fewer broken words prove no broken font; chosen, not measured.
    if count < 4 or (len(tokens) >= 20 and count < 0.1 * len(tokens)):
        return False
    if len(tokens) >= 30 and count > 0.8 * len(tokens):  # nearly every word; chosen, not measured
        return True
    begins = [0, *np.cumsum([len(token) for token in tokens]).tolist()]
    asked = [begin for begin, token in zip(begins, tokens, strict=False) if token in strange][:200]
    return sum(page.is_unmapped(int(indexes[begin])) for begin in asked) > 0.3 * len(asked)


@lru_cache(maxsize=1 << 14)
def _is_known(word: str) -> bool:
    """Whether a word could stand in a Vietnamese text."""
    if len(word) < 2 or any(map(str.isdigit, word)):
        return True
    bare = unicodedata.normalize("NFC", word).strip(".,;:()/\"'“”!?*-–…[]|")
    if not bare:
        return True
    return all(not piece or is_syllable(piece) or piece.isupper() for piece in re.split(r"[-/.–,]", bare))


def _recognised(page: PdfPage, things: Things) -> Page:
    """The page drawn and read as a scan, at the resolution that its picture has."""
    require_scans()
    from niemyet.extractors.documents.scan import read_page

    # Points: wider than a stamp; chosen, not measured.
    found = [
        page.resolution(image, box[2] - box[0]) for _, image, box in things.images if box[2] - box[0] > 100
    ]
    dpi = min(max(found, default=_DPI[1]), _DPI[1])
    picture, points_per_pixel = page.rendered(max(dpi, _DPI[0]))
    made: Page = read_page(picture, page.number, points_per_pixel)
    return made


_At = tuple[int, int]  # table and place in it
_FREE: _At = (-1, -1)  # no table and no cell; a word of ours, by definition


# ---- cells and paragraphs ---------------------------------------------------------------------------------------


def _read(number: int, layer: _Layer, before: tuple[float, ...] | None = None) -> Page:
    strikes = _strikes(layer)
    tables = ruled_tables(
        [rule for rule in layer.rules if rule not in strikes.rules] if strikes.rules else layer.rules
    )
    overlapped: set[_At] = set()
    pale: set[_At] = set()
    grey = np.array(sorted(layer.things.grey), dtype=np.int64)
    faint = _Grey.of(layer.text, grey)
    held: dict[_At, list[Line]] = {}
    members: dict[_At, list[int]] = {}
    for text in (layer.text, *layer.sideways):
        found = _members(_places(tables, text))
        members = members or found
        for place, indexes in found.items():
            if place != _FREE or text is layer.text:
                held.setdefault(place, []).extend(words.lines_of(text.signs, indexes))
                if layer.overlapped and place != _FREE and _overlap_among(text, indexes):
                    overlapped.add(place)
                if len(grey) and place != _FREE and np.isin(text.owners[indexes], grey).all():
                    pale.add(place)
    unseen = _unseen(tables, layer.unseen)
    blanks = words.writes_blanks(lines for place, lines in held.items() if place != _FREE)
    blocks: list[PageTable] = []
    for order, table in enumerate(tables):
        cells = [
            _marked(
                _cell(lines, place, writes_blanks=blanks),
                lines,
                strikes,
                overlapped=(order, index) in overlapped,
            )
            for index, place in enumerate(table.places)
            for lines in [held.get((order, index), ())]
        ]
        if unseen:
            cells = [_with_unseen(cell, unseen.get((order, index), ())) for index, cell in enumerate(cells)]
        if any(cell.raw for cell in cells):
            bold = _Bold(layer, {at[1]: own for at, own in members.items() if at[0] == order})
            cells = [
                replace(cell, marks=cell.marks | _PALE) if (order, index) in pale and cell.raw else cell
                for index, cell in enumerate(cells)
            ]
            blocks.append(_page_table(*_headings_across(table, cells, bold)))
    width, height = _size(layer.frame)
    free = _with_annotations(held.get(_FREE, []), layer)
    found_unruled = unruled_tables(free, layer.rules, before)
    for one in found_unruled.tables:
        cells = _unruled_cells(one, strikes, faint)
        blocks.append(_page_table(one.grid, cells))
        tables.append(one.grid)
    free = list(found_unruled.rest)
    tables.sort(key=lambda table: (table.box.top, table.box.left))
    blocks.sort(key=lambda table: (table.box.top, table.box.left))
    paragraphs = _paragraphs(number, free, tables)
    if strikes:
        paragraphs = [_struck_paragraph(paragraph, free, strikes) for paragraph in paragraphs]
    if faint is not None:
        paragraphs = [_pale_paragraph(paragraph, free, faint) for paragraph in paragraphs]
    unproven = tuple((line.text, line.box) for line in found_unruled.unproven)
    return Page(number, width, height, _ordered(blocks, paragraphs), unproven)


# ---- headings in one cell of their row ---------------------------------------------------------------------------


class _Bold:
    """Which places of a table hold bold letters only."""

    def __init__(self, layer: _Layer, members: dict[int, list[int]]) -> None:
        self._owners, self._things, self._members = layer.text.owners, layer.things, members

    def share(self, place: int) -> float | None:
        """How many of its letters are bold; None where it has none that stand upright."""
        indexes = self._members.get(place)
        if not indexes:
            return None
        owners = self._owners[indexes].tolist()
        return sum(self._things.is_bold(owner) for owner in owners) / len(owners)


#: Shares of letters: a full stop or a footnote's figure may be set otherwise; chosen, not measured.
_BOLD, _PLAIN = 0.95, 0.05
_FEWEST_COLUMNS = 3  # number, name and one more; chosen, not measured
_FULL_ROW = 3  # texts of a row that is no heading; chosen, not measured


def _headings_across(table: Ruled, cells: list[Cell], bold: _Bold) -> tuple[Ruled, list[Cell]]:
    """A row with nothing but one bold text, in a table whose other rows are not bold, is a heading across the table.

    Writers leave the cells of such a row unmerged and put the words into the first or second one. What lies below a
    label over several columns is a label, too; a row that a cell above reaches into goes on with that one.
    """
    width = len(table.xs) - 1
    if width < _FEWEST_COLUMNS:
        return table, cells
    rows: dict[int, list[int]] = {}
    for index, place in enumerate(table.places):
        for row in range(place.row, place.row + place.rowspan):
            rows.setdefault(row, []).append(index)
    texts = {row: [index for index in held if cells[index].text] for row, held in rows.items()}
    lone = [row for row, held in texts.items() if _is_lone(table, cells, rows[row], held)]
    if not lone or not any(
        len(held) >= _FULL_ROW and all((bold.share(index) or 0.0) <= _PLAIN for index in held)
        for held in texts.values()
    ):
        return table, cells
    gone: set[int] = set()
    places, changed = list(table.places), list(cells)
    for row in lone:
        (index,) = texts[row]
        place = places[index]
        above = next(
            (places[over] for over in texts.get(row - 1, ()) if _covers_column(places[over], place)), None
        )
        if (bold.share(index) or 0.0) < _BOLD or (above is not None and above.colspan > place.colspan):
            continue
        box = Box(table.xs[0], place.box.top, table.xs[-1], place.box.bottom)
        places[index] = GridPlace(row, 0, 1, width, box)
        changed[index] = replace(changed[index], colspan=width)
        gone.update(other for other in rows[row] if other != index)
    if not gone:
        return table, cells
    kept = sorted(
        (index for index in range(len(places)) if index not in gone),
        key=lambda i: (places[i].row, places[i].column),
    )
    return replace(table, places=tuple(places[i] for i in kept)), [changed[i] for i in kept]


def _is_lone(table: Ruled, cells: Sequence[Cell], held: Sequence[int], texts: Sequence[int]) -> bool:
    """Whether a row holds one text, in one row and without a code, and no cell reaches into or out of it."""
    if len(texts) != 1 or find_codes(cells[texts[0]].text):
        return False
    width = len(table.xs) - 1
    return all(table.places[index].rowspan == 1 for index in held) and table.places[texts[0]].colspan < width


def _covers_column(above: GridPlace, place: GridPlace) -> bool:
    return above.column <= place.column < above.column + above.colspan


# ---- what is struck, laid over, annotated ------------------------------------------------------------------------

_STRIKE_HIGH, _STRIKE_LOW = (
    0.5,
    0.1,
)  # above the line that letters stand on, in sizes: where a line strikes them; chosen, not measured
_LEAST_STRUCK = 3  # letters; chosen, not measured
_STRUCK_SHARE = 0.4  # of the line's length that letters fill; chosen, not measured


class _Strikes(NamedTuple):
    """What runs through the middle of letters: level lines, and slanted or bent ones; and what lies over them."""

    rules: frozenset[Rule]
    pieces: tuple[Piece, ...]
    removed: tuple[Piece, ...] = ()  # left, top, right, bottom of what is to be taken away
    covered: tuple[Piece, ...] = ()  # of what an annotation paints over

    def __bool__(self) -> bool:
        return any(self)


def _strikes(layer: _Layer) -> _Strikes:
    boxes, removed, covered = (
        tuple(map(tuple, _moved(np.array(found).reshape(-1, 4), layer.frame).tolist()))
        for found in (
            [box for one in layer.annotations for box in one.struck],
            [box for one in layer.annotations for box in one.removed],
            [box for one in layer.annotations for box in one.covered],
        )
    )
    rules = {Rule(True, (top + bottom) / 2, left, right) for left, top, right, bottom in boxes}
    if not layer.text.signs.signs:
        return _Strikes(frozenset(rules), (), removed, covered)
    rules |= _level_strikes(layer)
    return _Strikes(frozenset(rules), tuple(_slanted_strikes(layer)), removed, covered)


def _level_strikes(layer: _Layer) -> set[Rule]:
    """The lines that run through the middle of letters: of one stretch of text, or through several columns."""
    found = set()
    left, right, base, size = layer.text.signs.at
    order = np.argsort(base)
    ranked, largest = base[order], float(size.max())
    level = [rule for rule in layer.rules if rule.horizontal]
    at = np.array([rule.at for rule in level])
    firsts, lasts = np.searchsorted(ranked, at), np.searchsorted(ranked, at + _STRIKE_HIGH * largest)
    for rule, first, last in zip(level, firsts.tolist(), lasts.tolist(), strict=True):
        if first == last:
            continue
        near = order[first:last]
        above = (base[near] - rule.at) / size[near]
        crossed = near[
            (above > _STRIKE_LOW)
            & (above < _STRIKE_HIGH)
            & (left[near] < rule.end)
            & (right[near] > rule.start)
        ]
        if len(crossed) < _LEAST_STRUCK:
            if len(crossed) and _is_of_a_word(rule, crossed, layer.text.signs):
                found.add(rule)
            continue
        filled = float((right[crossed] - left[crossed]).sum())
        ends = np.sort(left[crossed])
        columns = int((np.diff(ends) > 3 * largest).sum()) + 1
        if filled >= _STRUCK_SHARE * (rule.end - rule.start) or columns > 1:
            found.add(rule)
    return found


_WORD_SHARE = 0.6  # of a line through a number or a word of two letters that these fill; chosen, not measured


def _is_of_a_word(rule: Rule, crossed: NDArray[np.intp], signs: Characters) -> bool:
    """Whether a line is as long as the few letters that it runs through, and these are all of a word: "2", "15"."""
    left, right, base, size = signs.at
    begin, end = float(left[crossed].min()), float(right[crossed].max())
    if end - begin < _WORD_SHARE * (rule.end - rule.start) or not any(
        signs.signs[at].isalnum() for at in crossed
    ):
        return False
    room = float(size[crossed].max())
    beside = (
        (abs(base - base[crossed[0]]) < 0.5 * room) & (right > begin - 0.3 * room) & (left < end + 0.3 * room)
    )
    beside &= ~np.array(signs.blank, dtype=bool)
    return int(beside.sum()) == len(crossed)


_MOST_STROKES = 200  # of one page: more are a drawing; chosen, not measured


def _slanted_strikes(layer: _Layer) -> Iterator[Piece]:
    """Pieces of the lines that cross out: from corner to corner of a row or of several, by a pen."""
    drawn = layer.things.strokes if len(layer.things.strokes) <= _MOST_STROKES else []
    for stroke in (*drawn, *(stroke for one in layer.annotations for stroke in one.strokes)):
        ends = _moved_points(np.array(stroke).reshape(-1, 2), layer.frame).reshape(-1, 4).tolist()
        pieces = [(x, y, to_x, to_y) for x, y, to_x, to_y in ends]
        crossed = sum(int(_crosses(piece, layer.text.signs.at).sum()) for piece in pieces)
        if crossed >= _LEAST_STRUCK:
            yield from pieces


def _crosses(piece: Piece, at: Floats) -> NDArray[np.bool_]:
    """Which letters a line runs through in their middle; `at`: left, right, base, size of each."""
    x, y, to_x, to_y = piece
    left, right, base, size = at
    high, low = base - _STRIKE_HIGH * size, base - _STRIKE_LOW * size
    there = (min(y, to_y) < low) & (max(y, to_y) > high)
    if y == to_y:
        return np.asarray(there & (min(x, to_x) < right) & (max(x, to_x) > left))
    enters, leaves = (x + (to_x - x) * np.clip((edge - y) / (to_y - y), 0, 1) for edge in (high, low))
    return np.asarray(there & (np.minimum(enters, leaves) < right) & (np.maximum(enters, leaves) > left))


def _lies_below(line: Line, areas: Sequence[Piece]) -> bool:
    """Whether the middle of a line's letters lies in one of some areas, for half of the line or for a letter's width."""
    middle, least = line.base - 0.3 * line.size, min(line.size, 0.5 * (line.right - line.left))
    return any(
        top < middle < bottom and min(line.right, right) - max(line.left, left) > least
        for left, top, right, bottom in areas
    )


def _marks_of(lines: Sequence[Line], strikes: _Strikes) -> set[Mark]:
    """What lines through some letters, and areas over them, do to them."""
    found: set[Mark] = set()
    if any(_is_struck(line, strikes) for line in lines):
        found.add(Mark.STRUCK)
    if strikes.covered and any(_lies_below(line, strikes.covered) for line in lines):
        found.add(Mark.HIDDEN)
    return found


def _is_struck(line: Line, strikes: _Strikes) -> bool:
    if strikes.removed and _lies_below(line, strikes.removed):
        return True
    for rule in strikes.rules:
        above = (line.base - rule.at) / max(line.size, 0.1)
        common = min(line.right, rule.end) - max(line.left, rule.start)
        if _STRIKE_LOW < above < _STRIKE_HIGH and common > min(line.size, 0.5 * (line.right - line.left)):
            return True
    # A pen that has crossed letters out need not meet those of each line: a letter's width beside them is on them.
    at = np.array([[line.left - line.size], [line.right + line.size], [line.base], [line.size]])
    return any(bool(_crosses(piece, at)[0]) for piece in strikes.pieces)


def _overlap_among(text: _Signs, indexes: Sequence[int]) -> bool:
    signs = text.signs
    own = [index for index in indexes if not unicodedata.combining(signs.signs[index])]
    left, right, base, size = signs.at[:, own]
    return _overlaps(left, right, base, size, text.owners[own]) >= _FEW_OVERLAPS


def _marked(cell: Cell, lines: Sequence[Line], strikes: _Strikes, *, overlapped: bool) -> Cell:
    if not (overlapped or strikes):
        return cell
    marks = {Mark.OVERLAPPED} if overlapped else set()
    if strikes:
        marks |= _marks_of(lines, strikes)
    return replace(cell, marks=frozenset(marks)) if marks else cell


def _unseen(tables: Sequence[Ruled], text: _Signs | None) -> dict[_At, list[Line]]:
    """Lines of what nobody sees, by the place that they stand in."""
    if text is None:
        return {}
    members = _members(_places(tables, text))
    return {place: words.lines_of(text.signs, indexes) for place, indexes in members.items()}


_SAYS_LITTLE = 2  # letters and figures beside what is seen: a figure that a form keeps


def _with_unseen(cell: Cell, lines: Sequence[Line]) -> Cell:
    """A cell marked as hidden where it holds text that nobody sees, and that what is seen does not say as well."""
    if not lines:
        return cell
    raw, text = _shown(lines)
    said = _letters_of(text)
    if not said or (cell.text and (len(said) < _SAYS_LITTLE or said in _letters_of(cell.text))):
        return cell
    marks = cell.marks | {Mark.HIDDEN}
    return replace(cell, marks=marks) if cell.text else replace(cell, raw=raw, text=text, marks=marks)


def _letters_of(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _struck_paragraph(paragraph: Paragraph, lines: Sequence[Line], strikes: _Strikes) -> Paragraph:
    marks = _marks_of(_lines_of(paragraph, lines), strikes)
    return replace(paragraph, marks=frozenset(marks)) if marks else paragraph


def _lines_of(paragraph: Paragraph, lines: Sequence[Line]) -> list[Line]:
    """Those of some lines that stand where a paragraph does."""
    box = paragraph.box
    if box is None:
        return []
    own = (line for line in lines if line.top >= box.top - 0.1 and line.bottom <= box.bottom + 0.1)
    return [line for line in own if line.left < box.right and line.right > box.left]


_PALE = frozenset({Mark.PALE})


class _Grey(NamedTuple):
    """Where the signs of a page stand that are not blank, and those of them that are grey: left, right, base of each."""

    signs: Floats
    grey: Floats

    @classmethod
    def of(cls, text: _Signs, owners: NDArray[np.int64]) -> "_Grey | None":
        """Those of a text; None where nothing of it is grey. `owners`: the grey text objects."""
        seen = ~np.array(text.signs.blank, dtype=bool)
        grey = seen & np.isin(text.owners, owners) if len(owners) else np.zeros_like(seen)
        return cls(text.signs.at[:3, seen], text.signs.at[:3, grey]) if grey.any() else None

    def are_in(self, line: Line) -> bool:
        """Whether some signs of a line are grey."""
        return _count_in(line, self.grey) > 0

    def are_all(self, lines: Sequence[Line]) -> bool:
        """Whether all signs of some lines are."""
        return bool(lines) and all(
            _count_in(line, self.grey) == _count_in(line, self.signs) for line in lines
        )


def _count_in(line: Line, at: Floats) -> int:
    """How many signs stand within a line; `at`: left, right, base of each."""
    left, right, base = at
    middle = (left + right) / 2
    within = (abs(base - line.base) < 0.5 * line.size) & (middle > line.left) & (middle < line.right)
    return int(within.sum())


def _pale_paragraph(paragraph: Paragraph, lines: Sequence[Line], faint: _Grey) -> Paragraph:
    pale = any(map(faint.are_in, _lines_of(paragraph, lines)))
    return replace(paragraph, marks=paragraph.marks | _PALE) if pale else paragraph


_LONGEST_STAMP = (
    40  # letters of a number or a day that is stamped; who signed when is longer; chosen, not measured
)


def _with_annotations(lines: list[Line], layer: _Layer) -> list[Line]:
    """Lines of free text with the words that annotations and form fields show, where they stand on the page."""
    for one in layer.annotations:
        if one.kind not in {FREE_TEXT, WIDGET, STAMP} or (one.drawn and len(one.text) > _LONGEST_STAMP):
            continue
        left, top, right, bottom = _moved(np.array([one.box]), layer.frame)[0].tolist()
        place = next((line for line in lines if top <= line.base - 0.3 * line.size <= bottom), None)
        if place is None:
            continue  # it stands in the notes of the document
        placed: list[words.Word] = []
        at = left
        for piece in one.text.split():  # the box is often wider than the words in it, which begin at its left
            end = min(at + 0.5 * place.size * len(piece), max(right, at + 1))
            placed.append(words.Word(((None, piece),), at, end))
            at = end + 0.25 * place.size
        if any(word.left < placed[-1].right - 1 and word.right > left + 1 for word in place.words):
            continue
        place.words[:] = sorted([*place.words, *placed], key=lambda word: word.left)
    return lines


def _places(tables: Sequence[Ruled], text: _Signs) -> NDArray[np.int64]:
    """For each sign its table and its place there, or nowhere (-1, -1)."""
    found = np.full((len(text.signs.signs), 2), -1, dtype=np.int64)
    xs, ys = text.centres[:, 0], text.centres[:, 1]
    for order, table in enumerate(tables):
        taken = np.full((len(table.ys) - 1, len(table.xs) - 1), -1, dtype=np.int64)
        for index, place in enumerate(table.places):
            taken[place.row : place.row + place.rowspan, place.column : place.column + place.colspan] = index
        left, top, right, bottom = table.box
        inside = np.flatnonzero((xs >= left) & (xs <= right) & (ys >= top) & (ys <= bottom))
        rows = np.clip(np.searchsorted(table.ys, ys[inside]) - 1, 0, taken.shape[0] - 1)
        columns = np.clip(np.searchsorted(table.xs, xs[inside]) - 1, 0, taken.shape[1] - 1)
        place_of = taken[rows, columns]
        found[inside, 0] = np.where(place_of >= 0, order, -1)
        found[inside, 1] = place_of
    if tables:
        _keep_words_whole(found, text.signs)
    return found


def _members(places: NDArray[np.int64]) -> dict[_At, list[int]]:
    """The signs of each place, in the order of the file."""
    if not len(places):
        return {}
    keys = places[:, 0] * (int(places[:, 1].max()) + 2) + places[:, 1]
    order = np.argsort(keys, kind="stable")
    starts = [0, *(np.flatnonzero(np.diff(keys[order])) + 1).tolist()]
    ranked: list[int] = order.tolist()
    groups = [ranked[start:end] for start, end in pairwise((*starts, len(ranked)))]
    out = dict(zip(map(tuple, places[order[starts]].tolist()), groups, strict=True))
    return dict(sorted(out.items(), key=lambda group: group[1][0]))


def _keep_words_whole(found: NDArray[np.int64], signs: Characters) -> None:
    """A word that sticks out of its cell stays with most of its letters."""
    apart = (found[1:, 0] != found[:-1, 0]) | (found[1:, 1] != found[:-1, 1])
    left, right, base, size = signs.at
    touching = np.abs(left[1:] - right[:-1]) < 0.04 * size[1:]
    touching &= np.abs(base[1:] - base[:-1]) < 0.05 * size[1:]
    touching &= ~signs.has_space[1:]
    for place in np.flatnonzero(touching & apart).tolist():
        first, last = place, place + 1
        while first and touching[first - 1]:
            first -= 1
        while last < len(touching) and touching[last]:
            last += 1
        values, counts = np.unique(found[first : last + 1], axis=0, return_counts=True)
        found[first : last + 1] = values[int(counts.argmax())]


def _cell(lines: Sequence[Line], place: GridPlace, *, writes_blanks: bool = False) -> Cell:
    raw, text = _shown(lines, place.box.right - place.box.left, writes_blanks=writes_blanks)
    return Cell(raw, text, place.colspan, place.rowspan, box=place.box)


def _shown(
    lines: Sequence[Line], room: float | None = None, *, writes_blanks: bool = False
) -> tuple[str, str]:
    """Lines as (raw, shown)."""
    if not lines:
        return "", ""
    if len(lines) == 1 and lines[0].plain:
        raw = lines[0].text
        return raw, shown(raw)
    texts = [line.text for line in lines]
    begins = words.breaks_of(lines, texts, room, writes_blanks=writes_blanks)
    if all(line.plain for line in lines) or not any(
        font for line in lines for word in line.words for font, _ in word.runs
    ):
        raw = "".join(["\n" + line if anew else line for line, anew in zip(texts, begins, strict=True)])[1:]
        return raw, shown(raw)
    runs: Runs = []
    for line, anew in zip(lines, begins, strict=True):
        if runs:
            add_run(runs, runs[-1][0], "\n" if anew else "")
        for place, word in enumerate(line.words):
            if place:
                add_run(runs, runs[-1][0], " ")
            for font, piece in word.runs:
                add_run(runs, font, piece)
    return shown_runs("", runs)


def _open_cell(cell: Cell, *, is_open: bool) -> Cell:
    return replace(cell, marks=cell.marks | {Mark.OPEN}) if is_open else cell


def _unruled_cells(table: Unruled, strikes: _Strikes, faint: _Grey | None) -> list[Cell]:
    """The cells of a table without lines, with what is known of each."""
    cells = []
    for index, (place, lines) in enumerate(zip(table.grid.places, table.lines, strict=True)):
        cell = _marked(_cell(lines, place), lines, strikes, overlapped=False)
        if faint is not None and cell.raw and faint.are_all(lines):
            cell = replace(cell, marks=cell.marks | _PALE)
        cells.append(_open_cell(cell, is_open=index in table.open))
    return cells


def _page_table(table: Ruled, cells: Sequence[Cell]) -> PageTable:
    rows = [[EMPTY] * (len(table.xs) - 1) for _ in table.ys[1:]]
    for place, cell in zip(table.places, cells, strict=True):
        if place.rowspan > 1 or place.colspan > 1:
            again = repeated(cell)
            for row in rows[place.row : place.row + place.rowspan]:
                row[place.column : place.column + place.colspan] = [again] * place.colspan
        rows[place.row][place.column] = cell
    return PageTable(
        table.box, table.xs, tuple(tuple(row) for row in rows), table.open_top, table.open_bottom
    )


def _paragraphs(number: int, lines: Sequence[Line], tables: Sequence[Ruled]) -> list[Paragraph]:
    """Free text between the tables: each stretch by itself, columns one after the other."""
    edges = [table.box.top for table in tables]
    stretches: dict[int, list[list[Line]]] = {}
    for line in lines:
        stretches.setdefault(bisect_right(edges, line.base), []).append(words.columns_parted(line))
    left, right = words.margins(lines)
    left, right = (
        min([left, *(table.box.left for table in tables)]),
        max([right, *(table.box.right for table in tables)]),
    )
    out: list[Paragraph] = []
    for _, rows in sorted(stretches.items()):
        groups = words.in_reading_order(words.letterhead_parted(words.letterhead_side_by_side(rows)))
        for group, beside in groups:
            held = [[line] for line in group] if beside else words.paragraphs_of(group, left, right)
            out += [_paragraph(number, lines) for lines in held]
    return out


def _paragraph(number: int, lines: Sequence[Line]) -> Paragraph:
    raw, text = _shown(lines)
    box = Box(
        min(line.left for line in lines), lines[0].top, max(line.right for line in lines), lines[-1].bottom
    )
    return Paragraph(raw.replace("\n", " "), text, number, box)


def _ordered(
    tables: Sequence[PageTable], paragraphs: Sequence[Paragraph]
) -> tuple[Paragraph | PageTable, ...]:
    """Paragraphs in their order, tables where they begin between them."""
    waiting = list(tables)
    out: list[Paragraph | PageTable] = []
    for paragraph in paragraphs:
        while waiting and paragraph.box is not None and waiting[0].box.top <= paragraph.box.top:
            out.append(waiting.pop(0))
        out.append(paragraph)
    return (*out, *waiting)


# ---- places on the page as it is shown ------------------------------------------------------------------------------


def _turned_back(block: Paragraph | Table, turned: dict[int, tuple[Frame, Frame]]) -> Paragraph | Table:
    """The block with its boxes on the page as a viewer shows it, where its text stands on the side there."""
    if isinstance(block, Paragraph):
        return replace(block, box=_box_shown(block.box, turned.get(block.page or 0)))
    rows = [
        Row(
            tuple(replace(cell, box=_box_shown(cell.box, turned.get(row.page or 0))) for cell in row.cells),
            row.page,
        )
        for row in block.rows
    ]
    return replace(block, rows=tuple(rows))


def _box_shown(box: Box | None, frames: tuple[Frame, Frame] | None) -> Box | None:
    if box is None or frames is None:
        return box
    (turn, left, bottom, right, top), shown = frames
    xs, ys = np.array([box.left, box.right]), np.array([box.top, box.bottom])
    own = (
        (left + xs, top - ys),
        (left + ys, bottom + xs),
        (right - xs, bottom + ys),
        (right - ys, top - xs),
    )[turn]
    points = _moved_points(np.stack(own, axis=1), shown)
    (x, y), (to_x, to_y) = points.min(0).tolist(), points.max(0).tolist()
    return Box(x, y, to_x, to_y)
