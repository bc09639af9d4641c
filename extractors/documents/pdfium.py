"""What stands on a page of a PDF, through pdfium: characters with their places, lines, pictures, a rendering.

The calls that are made for each character or object go through prototypes that take plain addresses, so that one
`starmap` fills an array: 0.3 µs a call instead of 2, and 0.12 where ctypes has nothing to convert or to make. pdfium is
not thread safe: a process reads one document at a time.
Scripts and links are never looked at.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise, repeat, starmap
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from niemyet.extractors.documents.grid import Rule
from niemyet.extractors.documents.visibility import is_grey
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import msg

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]
Matrix = tuple[float, float, float, float, float, float]
Handle = int
Bounds = tuple[float, float, float, float]
Piece = tuple[float, float, float, float]  # of a line: from where (x, y) to where
Stroke = tuple[Piece, ...]

_MOST_CHARACTERS = 200_000  # on one page; a dense one has 8,000
_MOST_OBJECTS = 300_000  # on one page, those in forms included; chosen, not measured
_MOST_SEGMENTS = 100_000  # in one path: a map, no table; chosen, not measured
_MOST_PIECES = 200  # of one stroke or annotation: more are a drawing; chosen, not measured
_DEEPEST_FORM = 8  # forms in forms; chosen, not measured
_THICKEST_RULE = 4.0  # points: what is thicker is an area; chosen, not measured
_SHORTEST_RULE = 0.3  # points: what is shorter is a dot; chosen, not measured
_MOST_PIXELS = 25_000_000  # of a page that is drawn: A4 at 300 dpi has 8.7 million
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # pdfium's numbers of kinds of objects, by definition
_INVISIBLE = frozenset({3, 7})  # text render modes that paint nothing
# Fill, then stroke: how programs make bold letters of a font that has none; ISO 32000-1, table 106:
_OUTLINED = 2
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_WHITE = 245  # of 255: lighter is not seen on white; chosen, not measured
_OPAQUE = 255  # by definition (255 of 255)


def _call(function: Any, *types: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """The same function with addresses as plain integers; the lock of Python is kept, for none of them takes a microsecond."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *types)(address)


_P, _I = ctypes.c_void_p, ctypes.c_int
# Asked for each character or object: no types are named, so nothing is converted. They take what `_passed` makes, an int and
# a `byref`.
_unicode = _call(pdfium.FPDFText_GetUnicode, result=ctypes.c_uint)
_loose_box = _call(pdfium.FPDFText_GetLooseCharBox)
_text_object = _call(pdfium.FPDFText_GetTextObject, result=ctypes.c_size_t)
_type = _call(pdfium.FPDFPageObj_GetType)
_bounds = _call(pdfium.FPDFPageObj_GetBounds)
_matrix = _call(pdfium.FPDFPageObj_GetMatrix)
_fill_color = _call(pdfium.FPDFPageObj_GetFillColor)
_render_mode = _call(pdfium.FPDFTextObj_GetTextRenderMode)
_font_size = _call(pdfium.FPDFTextObj_GetFontSize)
_font_of = _call(pdfium.FPDFTextObj_GetFont, result=_P)
_angle = _call(pdfium.FPDFText_GetCharAngle, _P, _I, result=ctypes.c_float)
_map_error = _call(pdfium.FPDFText_HasUnicodeMapError, _P, _I)
_font_name = _call(pdfium.FPDFFont_GetBaseFontName, _P, _P, ctypes.c_size_t, result=ctypes.c_size_t)
_count = _call(pdfium.FPDFPage_CountObjects, _P)
_object = _call(pdfium.FPDFPage_GetObject, _P, _I, result=_P)
_form_count = _call(pdfium.FPDFFormObj_CountObjects, _P)
_form_object = _call(pdfium.FPDFFormObj_GetObject, _P, ctypes.c_ulong, result=_P)
_transparent = _call(pdfium.FPDFPageObj_HasTransparency, _P)
_draw_mode = _call(pdfium.FPDFPath_GetDrawMode, _P, _P, _P)
_segment_count = _call(pdfium.FPDFPath_CountSegments, _P)
_segment = _call(pdfium.FPDFPath_GetPathSegment, _P, _I, result=_P)
_segment_point = _call(pdfium.FPDFPathSegment_GetPoint, _P, _P, _P)
_segment_type = _call(pdfium.FPDFPathSegment_GetType, _P)
_segment_close = _call(pdfium.FPDFPathSegment_GetClose, _P)
_pixel_size = _call(pdfium.FPDFImageObj_GetImagePixelSize, _P, _P, _P)


_clip_path = _call(pdfium.FPDFPageObj_GetClipPath, _P, result=_P)
_clip_count = _call(pdfium.FPDFClipPath_CountPaths, _P)
_clip_segments = _call(pdfium.FPDFClipPath_CountPathSegments, _P, _I)
_clip_segment = _call(pdfium.FPDFClipPath_GetPathSegment, _P, _I, _I, result=_P)
_MOST_CLIPS = 64  # paths of one object; programs write two or three; chosen, not measured


# ---- the document ----------------------------------------------------------------------------------------


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A document's handle, closed at the end. Raises DocumentError when the bytes cannot be opened."""
    _refuse_cut_off(data)
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise _refusal(pdfium.FPDF_GetLastError(), len(data))
    try:
        yield handle
    finally:
        pdfium.FPDF_CloseDocument(handle)


def _refuse_cut_off(data: bytes) -> None:
    """pdfium opens what is left of a file that was cut off, and says nothing."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        raise DocumentError(
            msg(
                "PDF is cut off: {size} bytes, no %%EOF at its end. Fetch it again from its source.",
                size=len(data),
            )
        )


def _refusal(reason: int, size: int) -> DocumentError:
    if reason in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return DocumentError(msg("PDF is locked by a password. Ask for a copy without one."))
    return DocumentError(
        msg(
            "PDF is damaged and cannot be opened ({size} bytes, error {reason}). Fetch it again "
            "from its source.",
            size=size,
            reason=reason,
        )
    )


def page_count(document: Any) -> int:
    """How many pages a document says it has."""
    return max(0, int(pdfium.FPDF_GetPageCount(document)))


def is_signed(document: Any) -> bool:
    """Whether a signature field of the document is filled."""
    for index in range(pdfium.FPDF_GetSignatureCount(document)):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        if signature and pdfium.FPDFSignatureObj_GetContents(signature, None, 0) > 0:
            return True
    return False


def attachments(document: Any, most: int, room: int) -> list[tuple[str, bytes]]:
    """Names and bytes of the files that a document carries, at most so many files and bytes. Raises OverLimitError."""
    out: list[tuple[str, bytes]] = []
    count = max(0, int(pdfium.FPDFDoc_GetAttachmentCount(document)))
    if count > most:
        raise OverLimitError(
            msg("PDF carries {count} files, {most} at most (max_files); not read.", count=count, most=most)
        )
    for index in range(count):
        handle = pdfium.FPDFDoc_GetAttachment(document, index)
        size = ctypes.c_ulong()
        if not handle or not pdfium.FPDFAttachment_GetFile(handle, None, 0, size) or not size.value:
            continue
        room -= size.value
        if room < 0:
            raise OverLimitError(
                msg("the files that the PDF carries are larger than max_unpacked_mb; not read.")
            )
        content = ctypes.create_string_buffer(size.value)
        if pdfium.FPDFAttachment_GetFile(handle, content, size.value, size):
            out.append((_attachment_name(handle), content.raw[: size.value]))
    return out


def _attachment_name(handle: Any) -> str:
    size = int(pdfium.FPDFAttachment_GetName(handle, None, 0))
    if not 2 < size <= _MOST_WORDS:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAttachment_GetName(handle, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


# ---- a page ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Things:
    """What a page holds besides its characters, in the page's own coordinates (y upwards)."""

    objects: int = 0
    painted: int = 0  # objects so far, in the order of painting
    paths: int = 0
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, bottom, right, top
    strokes: list[Stroke] = field(default_factory=list)  # lines that are neither level nor upright
    fills: list[tuple[float, float, float, float]] = field(
        default_factory=list
    )  # larger areas that are not white
    covers: list[tuple[int, Handle, Bounds]] = field(
        default_factory=list
    )  # larger areas and pictures that nothing shines through, in the order of painting
    images: list[tuple[int, Handle, tuple[float, float, float, float]]] = field(default_factory=list)
    texts: dict[Handle, int] = field(default_factory=dict)  # text object → place in the order of painting
    spans: dict[Handle, Bounds] = field(default_factory=dict)  # text object → its bounds
    origins: dict[Handle, tuple[float, float]] = field(default_factory=dict)  # text object → where it begins
    sizes: dict[Handle, float] = field(default_factory=dict)  # text object → size of its letters, in points
    fonts: dict[Handle, str] = field(default_factory=dict)  # text object → name of its font
    hidden: set[Handle] = field(default_factory=set)  # text objects that paint nothing
    grey: set[Handle] = field(default_factory=set)  # text objects without a hue, paler than text is
    white: dict[Handle, tuple[float, float, float, float]] = field(default_factory=dict)
    turns: set[int] = field(default_factory=set)  # quarter turns of text objects; -1: none of them
    thick: set[Handle] = field(default_factory=set)  # text objects whose letters are filled and drawn around

    def is_bold(self, text: Handle) -> bool:
        """Whether a text object is bold: by the name of its font, or because its letters are drawn around."""
        return text in self.thick or _BOLD_NAME.search(self.fonts.get(text, "")) is not None


class PdfPage:
    """One page, to be used inside `loaded`."""

    def __init__(self, document: Any, index: int) -> None:
        self.number = index + 1
        self._document = document
        self._page = pdfium.FPDF_LoadPage(document, index)
        if not self._page:
            raise DocumentError(
                msg(
                    "page {number} of the PDF is damaged and cannot be read. Fetch it again from its source.",
                    number=self.number,
                )
            )
        self._handle = _address(self._page)
        self._annotations: list[Annotation] | None = None
        self._text: Any = None
        self._text_handle = 0
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self._page, box)
        self.left, self.bottom = float(box.left), float(box.bottom)
        self.right, self.top = float(box.right), float(box.top)
        self.rotation = max(0, pdfium.FPDFPage_GetRotation(self._page)) % 4  # quarter turns, clockwise

    def close(self) -> None:
        """Give everything back to pdfium."""
        if self._text:
            pdfium.FPDFText_ClosePage(self._text)
        pdfium.FPDF_ClosePage(self._page)

    # ---- characters ----------------------------------------------------------------------------------------

    def characters(self) -> tuple[NDArray[np.uint32], Floats]:
        """Code points; boxes (left, top, right, bottom; y upwards) that reach over the advance."""
        self._text = pdfium.FPDFText_LoadPage(self._page)
        if not self._text:
            raise DocumentError(
                msg(
                    "the text of page {number} of the PDF could not be had. Fetch it again from its source.",
                    number=self.number,
                )
            )
        self._text_handle = _address(self._text)
        count = max(0, pdfium.FPDFText_CountChars(self._text))
        if count > _MOST_CHARACTERS:
            raise OverLimitError(
                msg(
                    "page {number} has {count} characters, {most} at most; this file is not read.",
                    number=self.number,
                    count=count,
                    most=_MOST_CHARACTERS,
                )
            )
        return _codes(self._text, self._text_handle, count), _loose_boxes(self._text_handle, count)

    def angles(self, count: int) -> Floats:
        """For each character how far it is turned clockwise, in radians."""
        return np.fromiter(
            map(_angle, repeat(self._text_handle), range(count)), dtype=np.float64, count=count
        )

    def text_objects(self, count: int) -> NDArray[np.int64]:
        """For each character the text object that it belongs to, 0 for those that pdfium made up."""
        asked = zip(repeat(_passed(self._text_handle)), range(count))
        return np.fromiter(starmap(_text_object, asked), dtype=np.int64, count=count)

    @staticmethod
    def painted_area(thing: Handle, area: Bounds) -> Bounds:
        """What the clip paths of a thing leave of an area that it fills."""
        clip = _clip_of(thing)
        if clip is None:
            return area
        return max(area[0], clip[0]), max(area[1], clip[1]), min(area[2], clip[2]), min(area[3], clip[3])

    @staticmethod
    def clips(handles: Iterable[Handle]) -> dict[Handle, "Bounds"]:
        """For each text object the box that it is clipped to, where it is."""
        found = {handle: _clip_of(handle) for handle in handles if handle}
        return {handle: box for handle, box in found.items() if box is not None}

    def annotations(self) -> "list[Annotation]":
        """Words that stand in annotations and form fields, and what annotations strike out or draw."""
        if self._annotations is None:
            found = []
            for index in range(max(0, pdfium.FPDFPage_GetAnnotCount(self._page))):
                annotation = pdfium.FPDFPage_GetAnnot(self._page, index)
                if annotation:
                    found.append(_annotation(annotation, self._document))
                    pdfium.FPDFPage_CloseAnnot(annotation)
            shown = [one for one in found if one is not None]
            if any(one.kind in _WORDED and not one.text.strip() for one in shown):
                shown = _with_drawn_words(self._document, self.number - 1, shown)
            shown = [self._without_copy(one) for one in shown]
            self._annotations = [
                one for one in shown if one.text.strip() or one.kind in _DRAWN or one.removed or one.covered
            ]
        return self._annotations

    def _without_copy(self, one: "Annotation") -> "Annotation":
        """An annotation without words that only repeat what it marks: some programs note them so."""
        if one.kind not in MARKUP or not one.text.strip():
            return one
        (below,) = _words_on(self._page, [one.box])
        return replace(one, text="") if "".join(one.text.split()) in "".join(below.split()) else one

    def is_unmapped(self, index: int) -> bool:
        """Whether the font does not say which letter a character is."""
        return int(_map_error(self._text_handle, index)) == 1

    # ---- lines and pictures --------------------------------------------------------------------------------

    def things(self) -> Things:
        """Lines, pictures and properties of text objects, those in forms included."""
        things = Things()
        count = _count(self._handle)
        self._walk(list(map(_object, repeat(self._handle), range(count))), None, 0, things)
        return things

    def _walk(self, handles: list[Handle], form: Matrix | None, depth: int, things: Things) -> None:
        things.objects += len(handles)
        if things.objects > _MOST_OBJECTS:
            raise OverLimitError(
                msg(
                    "page {number} has more than {most} drawn objects; this file is not read.",
                    number=self.number,
                    most=_MOST_OBJECTS,
                )
            )
        passed = [*map(_passed, handles)]
        boxes, kinds = _boxes(passed, form), [*map(_type, passed)]
        written: dict[Handle, Bounds] = {}
        for handle, kind, box in zip(handles, kinds, boxes, strict=True):
            things.painted += 1
            if kind == _TEXT:
                written[handle] = box
                things.texts[handle] = things.painted
            elif kind == _PATH:
                _take_path(things, handle, box, form)
            elif kind == _IMAGE:
                if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_RULE:
                    things.rules.append(box)
                else:
                    things.images.append((things.painted, handle, box))
                    if not _transparent(handle):
                        things.covers.append((things.painted, handle, box))
            elif kind == _FORM and depth < _DEEPEST_FORM:
                inner = _form_count(handle)
                children = list(map(_form_object, repeat(handle), range(max(0, inner))))
                self._walk(children, _times(_matrix_of(handle), form), depth + 1, things)
        texts = [one for one, kind in zip(passed, kinds, strict=True) if kind == _TEXT]
        _take_texts(things, written, texts, form)

    def is_opaque(self, image: Handle) -> bool:
        """Whether a picture covers what lies below it."""
        return not _transparent(image)

    def resolution(self, image: Handle, width: float) -> float:
        """Dots per inch of a picture that is `width` points wide on the page."""
        if not _pixel_size(image, _U, _U + 4) or width <= 0:
            return 0.0
        return _UNSIGNED[0] * 72 / width

    def rendered(self, dpi: float) -> tuple[Picture, float]:
        """The page as a person sees it, without annotations, as RGB; and points per pixel."""
        width, height = pdfium.FPDF_GetPageWidthF(self._page), pdfium.FPDF_GetPageHeightF(self._page)
        scale = min(dpi / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
        pixels = np.full((rows, columns, 3), 255, dtype=np.uint8)
        bitmap = pdfium.FPDFBitmap_CreateEx(
            columns, rows, pdfium.FPDFBitmap_BGR, ctypes.c_void_p(pixels.ctypes.data), columns * 3
        )
        if not bitmap:
            raise DocumentError(
                msg("page {number} of the PDF could not be drawn for recognition.", number=self.number)
            )
        try:
            pdfium.FPDF_RenderPageBitmap(
                bitmap, self._page, 0, 0, columns, rows, 0, pdfium.FPDF_REVERSE_BYTE_ORDER
            )
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return pixels, 1 / scale


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page: what it is, its words, its box (left, bottom, right, top; y upwards)."""

    kind: int
    text: str
    box: tuple[float, float, float, float]
    drawn: bool = False  # its words are those that its appearance draws
    struck: tuple[Bounds, ...] = ()  # boxes of the pieces of text that it strikes out, a line each
    strokes: tuple[Stroke, ...] = ()  # lines that it draws
    removed: tuple[Bounds, ...] = ()  # areas whose text it is to take away, once somebody applies it
    covered: tuple[Bounds, ...] = ()  # areas that it paints over


#: Pdfium's numbers of kinds of annotations; by definition.
REMARK, LINK, FREE_TEXT, LINE, STRIKE_OUT, STAMP, INK, WIDGET = 1, 2, 3, 4, 12, 13, 15, 20
#: More of them; by definition.
SQUARE, CIRCLE, POLYGON, HIGHLIGHT, UNDERLINE, SQUIGGLY, CARET, REDACT = 5, 6, 7, 9, 10, 11, 14, 28
_DRAWN = frozenset({LINE, STRIKE_OUT, INK})
_FILLED = frozenset({SQUARE, CIRCLE, POLYGON})
#: Kinds whose words are what somebody says of the page.
MARKUP = frozenset({*_FILLED, HIGHLIGHT, UNDERLINE, SQUIGGLY, CARET, REDACT})
_LEAST_OPAQUE = 0.9  # of a painted area: what is more clear lets its text through; chosen, not measured
_WORDED = frozenset({FREE_TEXT, STAMP, WIDGET})
_NOT_SHOWN = 0x02 | 0x20  # flags of an annotation: hidden, no view (ISO 32000-1, table 165)
_MOST_WORDS = 20_000  # bytes; chosen, not measured


def _annotation(handle: Any, document: Any) -> Annotation | None:
    kind = int(pdfium.FPDFAnnot_GetSubtype(handle))
    if kind not in _WORDED | _DRAWN | MARKUP | {LINK, REMARK}:
        return None
    if pdfium.FPDFAnnot_GetFlags(handle) & _NOT_SHOWN:
        return None
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(handle, rect):
        return None
    if kind == LINK:
        text = _address_of(handle, document)
    else:
        text = "" if kind in _DRAWN else _words_of(handle, b"V" if kind == WIDGET else b"Contents")
    low, high = sorted((float(rect.bottom), float(rect.top)))
    left, right = sorted((float(rect.left), float(rect.right)))
    box = (left, low, right, high)
    pieces = tuple(_quads(handle)) or (box,)
    return Annotation(
        kind,
        text,
        box,
        struck=pieces if kind == STRIKE_OUT else (),
        strokes=tuple(_strokes(handle, kind)),
        removed=pieces if kind == REDACT else (),
        covered=(box,) if kind in _FILLED and _is_opaque(handle) else (),
    )


def _is_opaque(handle: Any) -> bool:
    """Whether a shape is filled, and lets nothing through (ISO 32000-1, table 170 and 177)."""
    clear = ctypes.c_float(1.0)
    said = pdfium.FPDFAnnot_GetNumberValue(handle, b"CA", clear)
    return bool(pdfium.FPDFAnnot_HasKey(handle, b"IC")) and (not said or clear.value >= _LEAST_OPAQUE)


def _quads(handle: Any) -> Iterator[Bounds]:
    """Boxes of the pieces of text that an annotation is about: one of several lines has one of each."""
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(min(int(pdfium.FPDFAnnot_CountAttachmentPoints(handle)), _MOST_PIECES)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(handle, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))


def _strokes(handle: Any, kind: int) -> Iterator[Stroke]:
    """Lines that an annotation draws: a straight one, or those of a pen."""
    if kind == LINE:
        start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
        if pdfium.FPDFAnnot_GetLine(handle, start, end):
            yield ((float(start.x), float(start.y), float(end.x), float(end.y)),)
    elif kind == INK:
        for index in range(min(int(pdfium.FPDFAnnot_GetInkListCount(handle)), _MOST_PIECES)):
            count = int(pdfium.FPDFAnnot_GetInkListPath(handle, index, None, 0))
            if count > _MOST_SEGMENTS:
                continue
            points = (pdfium.FS_POINTF * count)()
            pdfium.FPDFAnnot_GetInkListPath(handle, index, points, count)
            pairs = pairwise((float(one.x), float(one.y)) for one in points)
            yield tuple((*first, *second) for first, second in pairs)


def _with_drawn_words(document: Any, index: int, shown: "list[Annotation]") -> "list[Annotation]":
    """Annotations without words of their own, with those that their appearance draws: stamps and signatures of signed papers.

    The page is copied and its annotations are painted into the copy; what stands in their boxes there and not here is theirs.
    """
    copy = pdfium.FPDF_CreateNewDocument()
    try:
        if not pdfium.FPDF_ImportPagesByIndex(copy, document, (ctypes.c_int * 1)(index), 1, 0):
            return shown
        before = _words_in(copy, [one.box for one in shown])
        page = pdfium.FPDF_LoadPage(copy, 0)
        painted = page and pdfium.FPDFPage_Flatten(page, 0)  # as on a screen
        pdfium.FPDF_ClosePage(page)
        if painted != _PAINTED:
            return shown
        after = _words_in(copy, [one.box for one in shown])
    finally:
        pdfium.FPDF_CloseDocument(copy)
    return [
        one
        if one.kind not in _WORDED or one.text.strip()
        else replace(one, text=_added(held, now), drawn=True)
        for one, held, now in zip(shown, before, after, strict=True)
    ]


_PAINTED = 1  # FLATTEN_SUCCESS, as in PDFium's fpdf_flatten.h


def _words_in(document: Any, boxes: Sequence[Bounds]) -> list[str]:
    """The text of the first page in each box."""
    page = pdfium.FPDF_LoadPage(document, 0)
    said = _words_on(page, boxes)
    if page:
        pdfium.FPDF_ClosePage(page)
    return said


def _words_on(page: Any, boxes: Sequence[Bounds]) -> list[str]:
    """The text of a page in each box."""
    text = pdfium.FPDFText_LoadPage(page) if page else None
    said = []
    for left, bottom, right, top in boxes:
        size = int(pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, None, 0)) if text else 0
        size = min(max(0, size), _MOST_WORDS)
        buffer = (ctypes.c_ushort * (size + 1))()
        if size:
            pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, buffer, size)
        said.append(bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00").replace("\x00", ""))
    if text:
        pdfium.FPDFText_ClosePage(text)
    return said


def _added(before: str, after: str) -> str:
    """What stands in a box now that did not stand there before; nothing where the two cannot be told apart."""
    if not before.strip():
        return after
    return after.replace(before, "") if before in after else ""


def _address_of(handle: Any, document: Any) -> str:
    """Where a link leads to; empty for one within the document."""
    action = pdfium.FPDFLink_GetAction(pdfium.FPDFAnnot_GetLink(handle))
    size = int(pdfium.FPDFAction_GetURIPath(document, action, None, 0)) if action else 0
    if not 1 < size <= _MOST_WORDS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _words_of(handle: Any, key: bytes) -> str:
    size = int(pdfium.FPDFAnnot_GetStringValue(handle, key, None, 0))
    if not 2 < size <= _MOST_WORDS:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(handle, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


@contextmanager
def loaded(document: Any, index: int) -> Iterator[PdfPage]:
    """One page, given back at the end."""
    page = PdfPage(document, index)
    try:
        yield page
    finally:
        page.close()


# ---- characters ----------------------------------------------------------------------------------------------

_AT_ONCE = 4096  # figures; a thousand boxes. Chosen, not measured
_ROOM_OF_C = (ctypes.c_uint32 * _AT_ONCE)()  # where pdfium puts that many
_ROOM = np.ctypeslib.as_array(_ROOM_OF_C)
_PLACES = tuple(ctypes.byref(_ROOM_OF_C, 4 * place) for place in range(_AT_ONCE))


def _passed(address: Handle) -> Any:
    """An address as a call takes it that names no types; made once, where it is passed many times."""
    return ctypes.byref(ctypes.c_char.from_address(address))


def _written(
    function: Callable[..., Any], width: int, *asked: Sequence[Any], apart: bool = False
) -> tuple[list[int], NDArray[np.uint32]]:
    """What a function returns for each of those asked, and the figures of four bytes that it writes, `width` of each.

    `apart`: it takes the place of each figure, else that of the first.
    """
    count, step = len(asked[0]), _AT_ONCE // width
    out = np.zeros((count, width), dtype=np.uint32)
    told: list[int] = []
    columns = [_PLACES[place::width] for place in range(width if apart else 1)]
    for first in range(0, count, step):
        last = min(first + step, count)
        room = _ROOM[: (last - first) * width]
        room[:] = 0
        told += starmap(function, zip(*(each[first:last] for each in asked), *columns, strict=False))
        out[first:last] = room.reshape(-1, width)
    return told, out


def _codes(page: Any, text: Handle, count: int) -> NDArray[np.uint32]:
    """The code point of each character of a page: from its text where that has one for each, as nearly always."""
    held = np.zeros(count + 1, dtype=np.uint16)
    room = held.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    said = pdfium.FPDFText_GetText(page, 0, count, room) if count else 0
    codes = held[:count]
    # The text leaves out control signs, has two halves for a letter beyond 16 bits and 0xFFFE for a hyphen at an end.
    other = (codes < 1) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes >= 0xFFFE)
    if said == count + 1 and not other.any():
        return codes.astype(np.uint32)
    asked = zip(repeat(_passed(text)), range(count))
    return np.fromiter(starmap(_unicode, asked), dtype=np.uint32, count=count)


def _loose_boxes(text: Handle, count: int) -> Floats:
    """Left, top, right, bottom of each character, over its advance; y upwards."""
    _, boxes = _written(_loose_box, 4, [_passed(text)] * count, range(count))
    return boxes.view(np.float32).astype(np.float64)


# ---- objects -------------------------------------------------------------------------------------------------


def _address(handle: Any) -> int:
    value = ctypes.cast(handle, ctypes.c_void_p).value
    assert value is not None
    return value


def _boxes(objects: list[Any], form: Matrix | None) -> list[Bounds]:
    """Left, bottom, right, top of each object; objects without bounds stand nowhere."""
    _, found = _written(_bounds, 4, objects, apart=True)
    boxes = found.view(np.float32).astype(np.float64)
    if form is not None:
        a, b, c, d, e, f = form
        xs, ys = boxes[:, (0, 2, 0, 2)], boxes[:, (1, 1, 3, 3)]
        moved_x, moved_y = a * xs + c * ys + e, b * xs + d * ys + f
        boxes = np.stack([moved_x.min(1), moved_y.min(1), moved_x.max(1), moved_y.max(1)], axis=1)
    boxes[~np.isfinite(boxes).all(axis=1)] = 0
    return [(left, bottom, right, top) for left, bottom, right, top in boxes.tolist()]


#: Where pdfium puts single answers; asked and read at once, one document at a time.
_FLOATS, _UNSIGNED, _INTEGERS = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)(), (ctypes.c_int * 2)()
_F, _U, _N = ctypes.addressof(_FLOATS), ctypes.addressof(_UNSIGNED), ctypes.addressof(_INTEGERS)
_COLOR = tuple(ctypes.byref(_UNSIGNED, place) for place in (0, 4, 8, 12))


def _matrix_of(handle: Handle) -> Matrix:
    _matrix(_passed(handle), _FLOATS)
    a, b, c, d, e, f = _FLOATS
    return a, b, c, d, e, f


def _times(first: Matrix, second: Matrix | None) -> Matrix:
    """The matrix that does `first` and then `second`."""
    if second is None:
        return first
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return (
        a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r
    )  # fmt: skip


def _color(handle: Handle) -> tuple[int, int, int, int] | None:
    if not _fill_color(_passed(handle), *_COLOR):
        return None
    red, green, blue, alpha = _UNSIGNED
    return red, green, blue, alpha


def _take_texts(things: Things, written: dict[Handle, Bounds], texts: list[Any], form: Matrix | None) -> None:
    """Place, size, font and colour of text objects, all at once; `texts`: the same objects as calls take them."""
    matrices = _written(_matrix, 6, texts)[1].view(np.float32)
    sizes = _written(_font_size, 1, texts)[1].view(np.float32)[:, 0]
    colored, colors = _written(_fill_color, 4, texts, apart=True)
    fonts = [*map(_font_of, texts)]
    names = {font: _name_of(font) for font in set(fonts)}
    things.fonts.update(zip(written, map(names.__getitem__, fonts), strict=True))
    things.spans.update(written)
    placed = [_times((a, b, c, d, e, f), form) for a, b, c, d, e, f in matrices.tolist()]
    # Most texts of a page are turned and skewed alike.
    things.turns |= {*map(_quarter, {(matrix[0], matrix[1]) for matrix in placed})}
    for handle, size, (_, _, c, d, e, f) in zip(written, sizes.tolist(), placed, strict=True):
        things.origins[handle] = e, f
        things.sizes[handle] = abs(size) * math.hypot(c, d)
    modes = [*map(_render_mode, texts)]
    has_color = np.array(colored, dtype=bool)
    clear = has_color & (colors[:, 3] == 0)
    light = has_color & (colors[:, :3].min(axis=1) >= _WHITE)
    if (has_color & (colors[:, :3].min(axis=1) > 0)).any():  # nearly always all is black
        things.grey |= {
            handle
            for handle, is_known, (red, green, blue, _) in zip(written, colored, colors.tolist(), strict=True)
            if is_known and is_grey((red, green, blue))
        }
    if not (any(modes) or clear.any() or light.any()):
        return  # filled with a colour that is seen
    for (handle, box), mode, is_clear, is_light in zip(
        written.items(), modes, clear.tolist(), light.tolist(), strict=True
    ):
        if mode == _OUTLINED:
            things.thick.add(handle)
        if mode in _INVISIBLE or is_clear:
            things.hidden.add(handle)
        elif is_light:
            things.white[handle] = box


def _clip_of(handle: Handle) -> Bounds | None:
    """The box that all clip paths of an object leave."""
    path = _clip_path(handle)
    count = _clip_count(path) if path else 0
    boxes = []
    for index in range(min(max(0, count), _MOST_CLIPS)):
        xs, ys = [], []
        for place in range(min(max(0, _clip_segments(path, index)), _MOST_CLIPS)):
            if _segment_point(_clip_segment(path, index, place), _F, _F + 4):
                xs.append(_FLOATS[0])
                ys.append(_FLOATS[1])
        if xs:
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _name_of(font: Handle | None) -> str:
    """Name of a font, without the tag of a subset."""
    name = ctypes.create_string_buffer(128)
    size = _font_name(font, ctypes.addressof(name), 128) if font else 0
    text = name.raw[: max(0, min(size, 128) - 1)].decode("utf-8", "replace")
    # "ABCDEF+" before a subset's name (ISO 32000-1, 9.6.4).
    return text[7:] if len(text) > 7 and text[6] == "+" else text


def _quarter(along: tuple[float, float]) -> int:
    """Quarter turns clockwise of what is drawn through a matrix that begins so, or -1."""
    if along[1] == 0 and along[0] > 0:
        return 0
    turn = -math.atan2(along[1], along[0]) / (math.pi / 2)
    # Of a quarter turn; chosen, not measured.
    return round(turn) % 4 if abs(turn - round(turn)) < 0.05 else -1


def _take_path(things: Things, handle: Handle, box: Bounds, form: Matrix | None) -> None:
    things.paths += 1
    width, height = box[2] - box[0], box[3] - box[1]
    if max(width, height) < _SHORTEST_RULE:
        return
    _draw_mode(handle, _N, _N + 4)
    filled, stroked = _INTEGERS
    if not filled and not stroked:
        return
    if min(width, height) <= _THICKEST_RULE:
        things.rules.append(box)
        return
    segments = _segment_count(handle)
    if segments > _MOST_SEGMENTS:
        return
    matrix = _times(_matrix_of(handle), form)
    fills: list[Bounds] = []
    for points in _subpaths(handle, segments, matrix):
        if stroked:
            things.rules += _straight(points)
            _take_stroke(things, points)
        if filled and len(points) >= 2:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            drawn = (min(xs), min(ys), max(xs), max(ys))
            thin = min(drawn[2] - drawn[0], drawn[3] - drawn[1]) <= _THICKEST_RULE
            (things.rules if thin else fills).append(drawn)
    color = _color(handle) if fills else None
    if color is None or not color[3]:
        return
    if min(color[:3]) < _WHITE:
        things.fills += fills
    if color[3] == _OPAQUE and not _transparent(handle):
        things.covers += [(things.painted, handle, area) for area in fills]


def _subpaths(handle: Handle, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Points of each subpath, on the page; one that bends has no more points after the bend."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = _segment(handle, index)
        kind = _segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            if points:
                yield points
            points = []
            continue
        _segment_point(segment, _F, _F + 4)
        x, y = _FLOATS[0], _FLOATS[1]
        here = (a * x + c * y + e, b * x + d * y + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points
            points = []
        points.append(here)
        if _segment_close(segment) and len(points) > 1:
            points.append(points[0])
    if points:
        yield points


def _straight(points: list[tuple[float, float]]) -> Iterator[Bounds]:
    """The level and upright pieces of a line."""
    for (x, y), (to_x, to_y) in pairwise(points):
        if min(abs(to_x - x), abs(to_y - y)) <= 0.7:  # points: a hairline is level; chosen, not measured
            yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def _take_stroke(things: Things, points: list[tuple[float, float]]) -> None:
    pieces = tuple((x, y, to_x, to_y) for (x, y), (to_x, to_y) in pairwise(points))
    slanted = [one for one in pieces if min(abs(one[2] - one[0]), abs(one[3] - one[1])) > _THICKEST_RULE]
    if slanted and len(pieces) <= _MOST_PIECES:
        things.strokes.append(pieces)


def as_rules(boxes: NDArray[np.float64]) -> list[Rule]:
    """Thin boxes (left, top, right, bottom) as the lines that they are."""
    out: list[Rule] = []
    for left, top, right, bottom in boxes.tolist():
        if right - left >= bottom - top:
            out.append(Rule(True, (top + bottom) / 2, left, right))
        else:
            out.append(Rule(False, (left + right) / 2, top, bottom))
    return out
