"""Structures of a Word 97-2003 file ([MS-DOC]): text pieces, properties, styles, fonts, lists.

Every offset and count is checked against the bytes that are there; what does not fit is a DocumentError, never a
guess. Names of structures follow [MS-DOC], so that each can be looked up.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from niemyet.extractors.documents.container import open_streams
from niemyet.extractors.documents.numbering import Numbering
from niemyet.extractors.documents.runs import Runs, add_run, symbol
from niemyet.extractors.documents.visibility import BLACK, NO_INK, WHITE, Ink
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Message, msg

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_97 = 0x00C0  # nFib from which on the structures below hold; MS-DOC 2.5.1
_PAGE = 512  # bytes of a formatted disk page; MS-DOC 2.9
_MAX_DEPTH = 20  # styles based on styles; chosen, not measured

# Places in FibRgFcLcb97, counted in pairs of (fc, lcb).
_STSHF, _SED, _BTE_CHPX, _BTE_PAPX, _FFN, _CLX, _SPA, _TXBX, _LST, _LFO = 1, 6, 12, 13, 15, 33, 40, 56, 73, 74

# Sprms ([MS-DOC] 2.6): what is understood of them.
_C_DELETED, _C_HIDDEN, _C_SPECIAL, _C_STYLE, _C_SYMBOL = 0x0800, 0x083C, 0x0855, 0x4A30, 0x6A09
_C_FONT_ASCII, _C_FONT_OTHER = 0x4A4F, 0x4A51  # sprm, MS-DOC 2.6
_C_STRUCK = frozenset({0x0837, 0x2A53})  # a line through the text, two lines
_C_COLOUR, _C_COLOUR_NUMBER, _C_SIZE = 0x6870, 0x2A42, 0x4A43  # COLORREF, Ico, half points; MS-DOC 2.6.1
_WHITE_NUMBER = 8  # Ico; MS-DOC 2.9.119
#: Shading of letters, of paragraphs, of cells: with 80 at the end in words of Word 97; MS-DOC 2.6.
_C_SHADES, _P_SHADES = frozenset({0x4866, 0xCA71, 0x2A0C}), frozenset({0x442D, 0xC64D})
_T_SHADES = frozenset({0xD609, 0xD60C, 0xD612, 0xD616, 0xD670, 0xD671, 0xD672, 0x563A})
#: Sprm, MS-DOC 2.6.
_P_STYLE, _P_LIST_LEVEL, _P_LIST, _P_IN_TABLE, _P_ROW_END = 0x4600, 0x260A, 0x460B, 0x2416, 0x2417
_P_DEPTH, _P_DEPTH_STEP, _P_INNER_CELL, _P_INNER_ROW_END = 0x6649, 0x664A, 0x244B, 0x244C  # sprm, MS-DOC 2.6
_HUGE = frozenset({0x6645, 0x6646, 0x646B})  # sprmPHugePapx (twice), sprmPTableProps: more of them in "Data"
#: Sprm, MS-DOC 2.6.
_T_DEF, _T_HEADER, _T_MERGE, _T_SPLIT, _T_VERT_MERGE = 0xD608, 0x3404, 0x5624, 0x5625, 0xD62B
_T_UNKNOWN = frozenset({0x7621, 0x5622, 0x7623})  # insert, delete, resize cells: only in fast-saved pieces
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes by sprm.spra; 0: the operand begins with its length
#: Prm0.isprm → sprm, those that matter here.
_SHORT_SPRMS = {0x0A: _P_LIST_LEVEL, 0x18: _P_IN_TABLE, 0x19: _P_ROW_END, 0x41: _C_DELETED, 0x5C: _C_HIDDEN}

_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_SPECIAL = re.compile("[\x00-\x08\x0a-\x1f]")
_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
          23: "bullet", 255: "none"}  # fmt: skip


Sprms = tuple[tuple[int, bytes], ...]
"""(code, operand) in their order."""


class OldWordError(DocumentError):
    """The file is older than Word 97; another reader must take it."""


@dataclass(frozen=True, slots=True)
class CellShape:
    """Where one cell of a row stands, in twips, and how it is merged."""

    left: int
    right: int
    vertical: int  # 0 alone, 1 goes on from above, 3 begins a merged set
    continued: bool  # horizontally merged with the cell before it


@dataclass(frozen=True, slots=True)
class RowShape:
    """What the end of a row says about it; `cells` is None where it says nothing."""

    cells: tuple[CellShape, ...] | None
    header: bool
    sure: bool  # False where a part of it was not understood
    shaded: bool = False  # a cell of it has a ground of its own


class ParagraphProperties(NamedTuple):
    """What a paragraph mark says."""

    style: int
    depth: int  # 0 outside of tables
    row_end: bool
    inner_cell_end: bool
    inner_row_end: bool
    list_number: int | None  # index into the lists, from 1
    list_level: int | None
    table: "Sprms"  # those that shape the row, where the mark ends one
    more: int | None  # where in the data stream more sprms stand
    shaded: bool = False  # it has a ground of its own


@dataclass(slots=True)
class WordParagraph:
    """A paragraph with its runs; `boxes` are the text boxes that hang in it."""

    runs: Runs
    properties: ParagraphProperties
    mark: str
    boxes: "list[list[WordParagraph]]" = field(default_factory=list)
    struck: bool = False  # some of its text is
    unseen: bool = False  # some of its text is white on white, or too small
    vanished: str = ""  # its hidden text


class _Character(NamedTuple):
    font: int | None
    style: int | None
    hidden: bool
    symbol: tuple[int, int] | None  # (font, sign)
    struck: bool = False
    vanished: bool = False  # hidden by its own word, not deleted
    ink: Ink = NO_INK
    shaded: bool = False


_PLAIN = _Character(None, None, hidden=False, symbol=None)


class _PieceDescriptor(NamedTuple):
    first: int  # character position
    last: int
    offset: int  # in the stream
    wide: bool
    sprms: bytes  # of its Prm


class WordFile:
    """One file, opened. `doubtful` collects what was not understood."""

    def __init__(self, data: bytes) -> None:
        """Read the tables that say where everything is. Raises DocumentError, OldWordError."""
        self.doubtful: set[str] = set()
        self.objects: set[str] = set()
        try:
            self._open(data)
        except (struct.error, IndexError, UnicodeDecodeError, OverflowError, RecursionError) as error:
            raise broken(msg("its structures do not fit ({error})", error=error)) from error

    def _open(self, data: bytes) -> None:
        streams = _streams(data)
        self._text = streams["WordDocument"]
        self._data = streams.get("Data", b"")
        self._fib(streams)
        self._pieces = self._read_pieces(self._part(_CLX))
        self._chpx = _Pages(self._text, self._part(_BTE_CHPX), paragraphs=False)
        self._papx = _Pages(self._text, self._part(_BTE_PAPX), paragraphs=True)
        self._fonts = _fonts(self._part(_FFN))
        self.styles = _WordStyles(self._part(_STSHF))
        self.numbers = _numbering(self._part(_LST, rest=True), self._part(_LFO, rest=True))
        self._section_ends = self._read_section_ends()
        self._boxes = self._read_boxes()
        self._row_shapes: dict[Sprms, RowShape] = {}

    def _fib(self, streams: dict[str, bytes]) -> None:
        text = self._text
        if len(text) < 0x200:
            raise broken(msg("its head (FIB) has only {size} bytes", size=len(text)))
        ident, version = struct.unpack_from("<HH", text, 0)
        flags = struct.unpack_from("<H", text, 0x0A)[0]
        if flags & 0x0100:
            raise DocumentError(msg("DOC is locked by a password. Ask for a copy without one."))
        if ident != 0xA5EC or version < _WORD_97:
            raise OldWordError(msg("DOC of a Word before 97 (nFib {version:#x}).", version=version))
        self._table = streams.get("1Table" if flags & 0x0200 else "0Table", b"")
        if not self._table:
            raise broken(msg("no table stream (0Table, 1Table)"))
        at = 34 + 2 * struct.unpack_from("<H", text, 32)[0]
        longs = struct.unpack_from("<H", text, at)[0]
        counts = struct.unpack_from(f"<{longs}i", text, at + 2)
        if longs < 11 or min(counts[3:11]) < 0:  # the fields used here ([MS-DOC] 2.5.3)
            raise broken(msg("the counts of characters in the FIB are not valid"))
        self.length = counts[3]  # ccpText; then footnotes, headers, macros, annotations, endnotes, text boxes
        self._boxes_from = sum(counts[3:9])
        self._boxes_length = counts[9]
        at += 2 + 4 * longs
        pairs = struct.unpack_from("<H", text, at)[0]
        self._pairs = struct.unpack_from(f"<{2 * pairs}I", text, at + 2)

    def _part(self, index: int, *, rest: bool = False) -> bytes:
        """A structure of the table stream; with `rest` also what follows it (lists keep their levels there)."""
        if 2 * index + 1 >= len(self._pairs):
            return b""
        start, length = self._pairs[2 * index : 2 * index + 2]
        if not length:
            return b""
        if start + length > len(self._table):
            raise broken(
                msg(
                    "table {index} lies outside its stream ({start} + {length} > {size})",
                    index=index,
                    start=start,
                    length=length,
                    size=len(self._table),
                )
            )
        return self._table[start:] if rest else self._table[start : start + length]

    # ---- pieces of text

    def _read_pieces(self, clx: bytes) -> list[_PieceDescriptor]:
        at, groups = 0, []
        while at < len(clx) and clx[at] == 1:
            size = struct.unpack_from("<H", clx, at + 1)[0]
            groups.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if at >= len(clx) or clx[at] != 2:
            raise broken(msg("no table of the pieces of text (Clx)"))
        size = struct.unpack_from("<I", clx, at + 1)[0]
        plc = clx[at + 5 : at + 5 + size]
        count = (len(plc) - 4) // 12
        positions = struct.unpack_from(f"<{count + 1}I", plc, 0)
        if count < 1 or positions[0] or any(a >= b for a, b in pairwise(positions)):
            raise broken(msg("the pieces of text do not follow each other"))
        pieces = []
        for number in range(count):
            offset, prm = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * number + 2)
            wide = not offset & 0x4000_0000
            offset = offset & 0x3FFF_FFFF if wide else (offset & 0x3FFF_FFFF) // 2
            first, last = positions[number], positions[number + 1]
            if offset + (last - first) * (1 + wide) > len(self._text):
                raise broken(msg("piece {number} of the text lies outside its stream", number=number))
            pieces.append(_PieceDescriptor(first, last, offset, wide, _modifier(prm, groups)))
        if positions[-1] > len(self._text) or positions[-1] < self.length:
            raise broken(
                msg(
                    "the pieces have {count} characters, the FIB says {stated}",
                    count=positions[-1],
                    stated=self.length,
                )
            )
        return pieces

    def _read_section_ends(self) -> frozenset[int]:
        plc = self._part(_SED)
        count = (len(plc) - 4) // 16
        return frozenset(struct.unpack_from(f"<{count + 1}I", plc, 0)[1:]) if count > 0 else frozenset()

    def _read_boxes(self) -> dict[int, tuple[int, int]]:
        """Character position of an anchor → the characters of its text box."""
        anchors, boxes = self._part(_SPA), self._part(_TXBX)
        count, held = (len(anchors) - 4) // 30, (len(boxes) - 4) // 26
        if count < 1 or held < 1 or not self._boxes_length:
            return {}
        ends = struct.unpack_from(f"<{held + 1}I", boxes, 0)
        shapes = {}
        for number in range(held):
            shape = struct.unpack_from("<i", boxes, 4 * (held + 1) + 22 * number + 14)[0]
            first, last = ends[number], min(ends[number + 1], self._boxes_length)
            if first < last:
                shapes[shape] = (self._boxes_from + first, self._boxes_from + last)
        places = struct.unpack_from(f"<{count}I", anchors, 0)
        found = (struct.unpack_from("<i", anchors, 4 * (count + 1) + 26 * n)[0] for n in range(count))
        return {
            place: shapes.pop(shape) for place, shape in zip(places, found, strict=True) if shape in shapes
        }

    # ---- paragraphs

    def paragraphs(self) -> Iterator[WordParagraph]:
        """Paragraphs of the main text in their order. Raises DocumentError when the structures do not fit."""
        try:
            yield from self._range(0, self.length, boxes=True)
        except (struct.error, IndexError, OverflowError, RecursionError) as error:
            raise broken(msg("its structures do not fit ({error})", error=error)) from error

    def _range(self, first: int, last: int, *, boxes: bool) -> Iterator[WordParagraph]:
        held: list[tuple[_Character, str]] = []
        found: list[list[WordParagraph]] = []
        fields = _Fields(self.objects)
        for position, offset, unit, text, sprms, piece in self._pieces_of(first, last):
            look = _character(sprms)
            if look.symbol is not None:
                font, sign = look.symbol
                held.append(
                    (look, "" if fields.hiding or look.hidden else symbol(sign, self._font_name(font)))
                )
                if not _SPECIAL.search(text):
                    continue
            at = 0
            for special in _SPECIAL.finditer(text):
                fields.text(text[at : special.start()], look, held)
                at = special.end()
                mark, here = special.group(), position + special.start()
                if mark in "\r\x07" or (mark == "\x0c" and here + 1 in self._section_ends):
                    properties = self._paragraph(offset + unit * special.start(), piece)
                    struck = any(one.struck and piece.strip() for one, piece in held)
                    unseen = not properties.shaded and any(_is_faint(one, piece) for one, piece in held)
                    runs = self._runs(held, properties.style)
                    yield WordParagraph(runs, properties, mark, found, struck, unseen, fields.vanished())
                    held, found = [], []
                elif mark == "\x08" and boxes and here in self._boxes:
                    found.append(list(self._range(*self._boxes[here], boxes=False)))
                elif mark in "\x13\x14\x15":
                    fields.mark(mark)
                else:
                    fields.text(_SIGNS.get(mark, ""), look, held)
            fields.text(text[at:], look, held)
        if any(text for _, text in held):
            self.doubtful.add("the last paragraph has no end mark")
            properties = _paragraph(b"", b"")
            yield WordParagraph(self._runs(held, 0), properties, "\r", found)

    def _pieces_of(self, first: int, last: int) -> Iterator[tuple[int, int, int, str, bytes, bytes]]:
        """Text of one look: (character position, offset, bytes a character, text, its sprms, the piece's)."""
        for piece in self._pieces:
            start, end = max(first, piece.first), min(last, piece.last)
            if start >= end:
                continue
            unit = 2 if piece.wide else 1
            base = piece.offset - unit * piece.first
            for begun, ended, sprms in self._chpx.over(base + unit * start, base + unit * end):
                text = _decoded(self._text[begun:ended], wide=piece.wide)
                yield (begun - base) // unit, begun, unit, text, sprms + piece.sprms, piece.sprms

    def _paragraph(self, offset: int, piece: bytes) -> ParagraphProperties:
        own = self._papx.at(offset)
        if own is None:
            self.doubtful.add("a paragraph has no properties")
            own = b"\0\0"
        properties = _paragraph(own, piece)
        if properties.more is not None:
            properties = _paragraph(own, self._more(properties.more) + piece)
        return properties

    def _more(self, offset: int) -> bytes:
        """Sprms that are kept in the data stream (PrcData)."""
        if offset + 2 > len(self._data):
            raise broken(msg("properties of a table lie outside the Data stream"))
        size = struct.unpack_from("<H", self._data, offset)[0]
        return self._data[offset + 2 : offset + 2 + size]

    def _runs(self, held: list[tuple[_Character, str]], style: int) -> Runs:
        runs: Runs = []
        for look, text in held:
            number = look.font
            if number is None and look.style is not None:
                number = self.styles.font(look.style)
            if number is None:
                number = self.styles.font(style)
            add_run(runs, self._font_name(number), text)
        return [(font, _whole(text)) for font, text in runs]

    def _font_name(self, number: int | None) -> str | None:
        return self._fonts[number] if number is not None and number < len(self._fonts) else None

    def label(self, properties: ParagraphProperties) -> str:
        """The automatic number of a paragraph with a space after it, or nothing; counts it."""
        inherited = self.styles.numbering(properties.style)
        number = properties.list_number if properties.list_number is not None else inherited[0]
        level = properties.list_level if properties.list_level is not None else inherited[1]
        if number is None or not 0 < number < 0x7FF:
            return ""
        return self.numbers.next_label(str(number), str(level or 0))

    def row_shape(self, table: Sprms) -> RowShape:
        """What the sprms at a row's end say."""
        if table not in self._row_shapes:
            self._row_shapes[table] = _row_shape(table)
        return self._row_shapes[table]


def broken(what: Message) -> DocumentError:
    """The error for structures that do not fit."""
    return DocumentError(msg("DOC is cut off or damaged: {what}. Fetch it again from its source.", what=what))


def _streams(data: bytes) -> dict[str, bytes]:
    found = open_streams(data, ("WordDocument", "0Table", "1Table", "Data"), "DOC")
    if "WordDocument" not in found:
        raise broken(msg("no WordDocument stream"))
    return found


def _modifier(prm: int, groups: list[bytes]) -> bytes:
    """The sprms that a piece adds to all in it (Prm0, Prm1); only fast-saved files have any."""
    if prm & 1:
        return groups[prm >> 1] if prm >> 1 < len(groups) else b""
    code = _SHORT_SPRMS.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)


def _decoded(data: bytes, *, wide: bool) -> str:
    """Characters one by one, so that positions hold; halves of a pair stay apart until `_whole`."""
    if not wide:
        return data.decode("latin-1").translate(_CP1252)
    text = data.decode("utf-16-le", errors="surrogatepass" if len(data) % 2 == 0 else "replace")
    if 2 * len(text) == len(data):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))


def _whole(text: str) -> str:
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


#: An optional hyphen (0x1F) is ư where the font is one of TCVN3: converters write it so; else `clean` drops it.
_SIGNS = {"\x1f": "\u00ad", "\x0a": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}


class _Fields:
    """What fields hide: their instructions. Nested ones have a level each."""

    def __init__(self, objects: set[str]) -> None:
        self._levels: list[bool] = []  # True while the instruction of that level goes on
        self._objects = objects
        self._said = ""
        self._vanished: list[str] = []

    def vanished(self) -> str:
        """The hidden text since it was asked for last."""
        text, self._vanished = "".join(self._vanished), []
        return text

    @property
    def hiding(self) -> bool:
        return any(self._levels)

    def mark(self, mark: str) -> None:
        """A field begins, its result begins, or it ends."""
        if mark == "\x13":
            self._levels.append(True)
            self._said = ""
            return
        words = self._said.split()
        if len(words) > 1 and words[0].upper() in {"EMBED", "LINK"}:
            self._objects.add(words[1])
        self._said = ""
        if mark == "\x14" and self._levels:
            self._levels[-1] = False
        elif self._levels:
            self._levels.pop()

    def text(self, text: str, look: _Character, held: list[tuple[_Character, str]]) -> None:
        """Keep text that shows."""
        if self.hiding:
            self._said = (self._said + text)[:80]
        elif text and not look.hidden and look.symbol is None:
            held.append((look, text))
        elif look.vanished:
            self._vanished.append(text)


def _is_faint(look: _Character, text: str) -> bool:
    """Whether nobody sees letters on white ground."""
    return bool(text.strip()) and not look.shaded and not look.ink.is_seen(WHITE)


# ---- sprms -----------------------------------------------------------------------------------------------


def sprms(group: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each; ends where the bytes do."""
    at = 0
    while at + 2 < len(group):
        code = group[at] | group[at + 1] << 8
        at += 2
        size = _OPERAND[code >> 13]
        if size == 0:
            if code == _T_DEF:
                if at + 2 > len(group):
                    return
                size = (group[at] | group[at + 1] << 8) - 1
                at += 2
            else:
                size = group[at]
                at += 1
                # sprmPChgTabs: its length is in its parts ([MS-DOC] 2.9.182).
                if code == 0xC615 and size == 255:
                    deleted = group[at] if at < len(group) else 0
                    added = group[at + 1 + 4 * deleted] if at + 1 + 4 * deleted < len(group) else 0
                    size = 2 + 4 * deleted + 3 * added
        if code == 0 or size < 0 or at + size > len(group):
            return
        yield code, group[at : at + size]
        at += size


def _number(operand: bytes) -> int:
    return int.from_bytes(operand, "little")


@lru_cache(maxsize=1 << 12)
def _character(group: bytes) -> _Character:
    look = _PLAIN
    other: int | None = None
    deleted = vanished = False
    for code, operand in sprms(group):
        if code == _C_FONT_ASCII:
            look = look._replace(font=_number(operand))
        elif code == _C_FONT_OTHER:
            other = _number(operand)
        elif code == _C_STYLE:
            look = look._replace(style=_number(operand))
        elif code == _C_SYMBOL:
            look = look._replace(symbol=(_number(operand[:2]), _number(operand[2:])))
        elif code == _C_DELETED:
            deleted = operand[0] in {1, 0x81}
        elif code == _C_HIDDEN:
            vanished = operand[0] in {1, 0x81}
        elif code in _C_STRUCK:
            look = look._replace(struck=operand[0] in {1, 0x81})
        elif code in {_C_COLOUR, _C_COLOUR_NUMBER, _C_SIZE}:
            look = look._replace(ink=_ink(code, operand).over(look.ink))
        elif code in _C_SHADES:
            look = look._replace(shaded=_shades(code, operand))
    font = other if look.font is None else look.font
    return look._replace(font=font, hidden=deleted or vanished, vanished=vanished and not deleted)


def _ink(code: int, operand: bytes) -> Ink:
    """Colour or size that one sprm of a character gives."""
    if code == _C_SIZE:
        return Ink(points=_number(operand) / 2)
    if code == _C_COLOUR_NUMBER:
        return Ink(WHITE if operand[0] == _WHITE_NUMBER else BLACK)
    return Ink(BLACK if operand[3] == _AUTOMATIC else (operand[0], operand[1], operand[2]))


_AUTOMATIC = 0xFF  # fAuto of a COLORREF; MS-DOC 2.9.43


def _shades(code: int, operand: bytes) -> bool:
    """Whether shading gives a ground that is not white: an Ico, Shd80s of 2 bytes, or Shds of 10; MS-DOC 2.9.244."""
    if code == 0x2A0C:
        return operand[0] != 0
    if code == 0x563A:
        return False  # the style of a table: what it paints stands in the rows as well
    if code in {0x4866, 0x442D, 0xD609}:
        found = [_number(operand[at : at + 2]) for at in range(0, len(operand) - 1, 2)]
        return any(one != 0xFFFF and (one >> 5 & 31 not in {0, _WHITE_NUMBER} or one >> 10) for one in found)
    return any(
        (operand[at + 7] != _AUTOMATIC and operand[at + 4 : at + 7] != b"\xff\xff\xff")
        or operand[at + 8 : at + 10] not in {b"\0\0", b"\xff\xff"}
        for at in range(0, len(operand) - 9, 10)
    )


@lru_cache(maxsize=1 << 12)
def _paragraph(own: bytes, added: bytes) -> ParagraphProperties:
    """`own` is a GrpPrlAndIstd; `added` the sprms of the data stream and of the piece."""
    said: dict[int, bytes] = {}
    table: list[tuple[int, bytes]] = []
    for code, operand in (*sprms(own[2:]), *sprms(added)):
        if code >> 10 & 7 == 5 and code not in _HUGE:  # an operand of two bytes ([MS-DOC] 2.6)
            table.append((code, operand))
        elif code == _P_DEPTH_STEP:
            before = _number(said.get(_P_DEPTH, b"\0"))
            said[_P_DEPTH] = (before + _number(operand) & 0xFF).to_bytes(4, "little")
        else:
            said[code] = operand

    def number(code: int) -> int | None:
        return _number(said[code]) if code in said else None

    depth = min(number(_P_DEPTH) or 0, 255)
    style = number(_P_STYLE)
    return ParagraphProperties(
        style=style if style is not None else _number(own[:2]),
        depth=max(depth, 1) if number(_P_IN_TABLE) else depth,
        row_end=bool(number(_P_ROW_END)),
        inner_cell_end=bool(number(_P_INNER_CELL)),
        inner_row_end=bool(number(_P_INNER_ROW_END)),
        list_number=number(_P_LIST),
        list_level=number(_P_LIST_LEVEL),
        table=tuple(table),
        more=next((_number(said[code]) for code in sorted(_HUGE & said.keys())), None),
        shaded=any(_shades(code, said[code]) for code in _P_SHADES & said.keys()),
    )


def _row_shape(table: Sprms) -> RowShape:
    """Edges and merges of a row's cells: sprmTDefTable, then what changes it."""
    cells: list[CellShape] | None = None
    marks: list[int] = []  # horzMerge of each cell
    header, sure, shades = False, True, False
    for code, operand in table:
        if code in _T_SHADES:
            shades = shades or _shades(code, operand)
        elif code == _T_DEF:
            cells, marks = _defined(operand)
        elif code == _T_HEADER:
            header = operand[0] != 0
        elif code == _T_VERT_MERGE and cells is not None and len(operand) >= 2 and operand[0] < len(cells):
            cells[operand[0]] = replace(cells[operand[0]], vertical=operand[1] & 3)
        elif code in {_T_MERGE, _T_SPLIT} and cells is not None and operand[1] <= len(cells):
            for place in range(operand[0], operand[1]):
                marks[place] = 0 if code == _T_SPLIT else 1 if place == operand[0] else 2
        elif code in _T_UNKNOWN:
            sure = False
    if cells is None:
        return RowShape(None, header, sure=False)
    continued, clear = _continued(marks)
    shaped = (replace(cell, continued=goes_on) for cell, goes_on in zip(cells, continued, strict=True))
    return RowShape(tuple(shaped), header, sure and clear, shades)


def _defined(operand: bytes) -> tuple[list[CellShape], list[int]]:
    """TDefTableOperand: the number of cells, their edges in twips, a TC80 of 20 bytes for each."""
    if not operand or len(operand) < 1 + 2 * (operand[0] + 1):
        raise broken(msg("the definition of a table row (sprmTDefTable) is cut off"))
    count = operand[0]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells, marks = [], []
    for number in range(count):
        at = 1 + 2 * (count + 1) + 20 * number
        bits = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        cells.append(CellShape(edges[number], edges[number + 1], bits >> 5 & 3, continued=False))
        marks.append(bits & 3)
    return cells, marks


def _continued(marks: list[int]) -> tuple[list[bool], bool]:
    """Which cells go on from the one before, by their horzMerge; and whether that is clear.

    Writers and descriptions disagree which of the values begins a set: it is the one that the set begins with.
    """
    out: list[bool] = []
    head, clear = 0, True
    for number, mark in enumerate(marks):
        if not mark:
            head = 0
        elif not head:
            head = mark
            clear = clear and number + 1 < len(marks) and marks[number + 1] not in {0, mark}
            out.append(False)
            continue
        out.append(bool(mark) and mark != head)
    return out, clear


# ---- formatted disk pages -----------------------------------------------------------------------------------


class _Pages:
    """Where which properties hold: the pages that a PlcBteChpx or PlcBtePapx names, sorted by offset."""

    def __init__(self, text: bytes, plc: bytes, *, paragraphs: bool) -> None:
        count = (len(plc) - 4) // 8
        if count > len(text) // _PAGE + 1:
            raise broken(msg("more pages of properties than the file has pages"))
        ranges: list[tuple[int, int, bytes]] = []
        for number in range(max(count, 0)):
            page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
            content = text[page * _PAGE : (page + 1) * _PAGE]
            if len(content) < _PAGE:
                raise broken(msg("page {page} of properties lies outside the file", page=page))
            ranges += _paragraph_page(content) if paragraphs else _character_page(content)
        ranges.sort(key=lambda one: one[:2])
        self._starts = [start for start, _, _ in ranges]
        self._ranges = ranges

    def at(self, offset: int) -> bytes | None:
        """Properties at an offset, or None where no page speaks of it."""
        found = bisect_right(self._starts, offset) - 1
        if found < 0 or self._ranges[found][1] <= offset:
            return None
        return self._ranges[found][2]

    def over(self, first: int, last: int) -> Iterator[tuple[int, int, bytes]]:
        """(from, to, properties) that cover an interval without a gap; no properties where none are given."""
        at = first
        for number in range(max(bisect_right(self._starts, first) - 1, 0), len(self._starts)):
            start, end, group = self._ranges[number]
            if start >= last:
                break
            if end <= at:
                continue
            if start > at:
                yield at, start, b""
                at = start
            yield at, min(end, last), group
            at = min(end, last)
        if at < last:
            yield at, last, b""


def _offsets(page: bytes, most: int) -> tuple[int, ...]:
    count = page[_PAGE - 1]
    if count > most:
        raise broken(msg("a page of properties has {count} entries", count=count))
    offsets = struct.unpack_from(f"<{count + 1}I", page, 0)
    if any(a > b for a, b in pairwise(offsets)):
        raise broken(msg("a page of properties is out of order"))
    return offsets


def _character_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    """ChpxFkp: offsets, then a byte for each that says where its Chpx begins (in words)."""
    offsets = _offsets(page, 0x65)
    for number in range(len(offsets) - 1):
        at = 2 * page[4 * len(offsets) + number]
        group = page[at + 1 : min(at + 1 + page[at], _PAGE - 1)] if at else b""
        yield offsets[number], offsets[number + 1], group


def _paragraph_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    """PapxFkp: offsets, then 13 bytes (BxPap) for each, whose first says where its PapxInFkp begins."""
    offsets = _offsets(page, 0x1D)
    for number in range(len(offsets) - 1):
        at = 2 * page[4 * len(offsets) + 13 * number]
        group = b"\0\0"
        if at:
            size = 2 * page[at] - 1
            start = at + 1
            if page[at] == 0:
                size, start = 2 * page[at + 1], at + 2
            group = page[start : min(start + size, _PAGE - 1)]
        yield offsets[number], offsets[number + 1], group


# ---- fonts, styles, lists --------------------------------------------------------------------------------------


def _fonts(table: bytes) -> list[str]:
    """SttbfFfn: names by their number."""
    if len(table) < 4:  # bytes of a length ([MS-DOC] 2.8)
        return []
    count, extra = struct.unpack_from("<HH", table, 0)
    at, names = 4, []
    for _ in range(count):
        if at >= len(table):
            break
        size = table[at] + 1
        raw = table[at + 40 : at + size]
        name = raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="replace").partition("\0")[0]
        names.append(name)
        at += size + extra
    return names


class _Style(NamedTuple):
    base: int
    font: int | None
    number: int | None
    level: int | None


class _WordStyles:
    """STSH: fonts and lists that paragraphs and runs inherit."""

    def __init__(self, sheet: bytes) -> None:
        self._styles: dict[int, _Style] = {}
        self._default: int | None = None
        self._resolved: dict[int, int | None] = {}
        if len(sheet) < 2 + 18:  # a length and the fields below ([MS-DOC] 2.9.273)
            return
        size = struct.unpack_from("<H", sheet, 0)[0]
        count, base = struct.unpack_from("<HH", sheet, 2)
        # Bytes up to the default style ([MS-DOC] 2.9.273).
        self._default = struct.unpack_from("<H", sheet, 2 + 12)[0] if size >= 14 else None
        at = 2 + size
        for number in range(count):
            if at + 2 > len(sheet):
                break
            length = struct.unpack_from("<H", sheet, at)[0]
            style = _style(sheet[at + 2 : at + 2 + length], base)
            if style is not None:
                self._styles[number] = style
            at += 2 + length + length % 2

    def font(self, number: int) -> int | None:
        """Number of the font of a style, through what it is based on; the document's own where there is none."""
        if number not in self._resolved:
            found = (style.font for style in self._chain(number) if style.font is not None)
            paragraph = self._styles.get(number)
            default = self._default if paragraph is None or paragraph.level != _OF_CHARACTERS else None
            self._resolved[number] = next(found, default)
        return self._resolved[number]

    def numbering(self, number: int) -> tuple[int | None, int | None]:
        """(list, level) that a style brings."""
        for style in self._chain(number):
            if style.number is not None:
                return style.number, style.level
        return None, None

    def _chain(self, number: int) -> Iterator[_Style]:
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(number)
            if style is None:
                return
            yield style
            number = style.base


_OF_CHARACTERS = -1  # in place of a list level: styles of characters have none; by definition


def _style(std: bytes, base_size: int) -> _Style | None:
    """STD: its kind, what it is based on, then its property groups (paragraph styles have two)."""
    if len(std) < 10 or base_size < 10:  # bytes of the fields read below ([MS-DOC] 2.9.260)
        return None
    kind_and_base, counts = struct.unpack_from("<HH", std, 2)
    kind, base = kind_and_base & 15, kind_and_base >> 4
    at = base_size
    if at + 2 > len(std):
        return _Style(base, None, None, None)
    at += 2 + 2 * struct.unpack_from("<H", std, at)[0] + 2
    groups = []
    for _ in range(min(counts & 15, 3)):
        at += at % 2
        if at + 2 > len(std):
            break
        size = struct.unpack_from("<H", std, at)[0]
        groups.append(std[at + 2 : at + 2 + size])
        at += 2 + size
    if kind == 1 and groups:
        paragraph = _paragraph(groups[0], b"")
        font = _character(groups[1]).font if len(groups) > 1 else None
        return _Style(base, font, paragraph.list_number, paragraph.list_level)
    if kind == 2 and groups:
        return _Style(base, _character(groups[0]).font, None, _OF_CHARACTERS)
    return _Style(base, None, None, None)


def _numbering(lists: bytes, overrides: bytes) -> Numbering:
    """PlfLst and PlfLfo as the numbering part of a DOCX would say it: one counter serves both formats."""
    if len(lists) < 2 or len(overrides) < 4:  # bytes of a length ([MS-DOC] 2.9.131)
        return Numbering(None)
    root = etree.Element(f"{_W}numbering")
    known: dict[int, int] = {}
    count = struct.unpack_from("<H", lists, 0)[0]
    at = 2 + 28 * count
    for number in range(count):
        identity = struct.unpack_from("<i", lists, 2 + 28 * number)[0]
        known[identity] = number
        node = etree.SubElement(root, f"{_W}abstractNum", {f"{_W}abstractNumId": str(number)})
        for depth in range(1 if lists[2 + 28 * number + 26] & 1 else 9):
            at = _level(lists, at, depth, node)
    count = struct.unpack_from("<I", overrides, 0)[0]
    if 4 + 16 * count > len(overrides):
        raise broken(msg("the table of numbered lists (PlfLfo) is cut off"))
    at = 4 + 16 * count
    for number in range(count):
        identity = struct.unpack_from("<i", overrides, 4 + 16 * number)[0]
        node = etree.SubElement(root, f"{_W}num", {f"{_W}numId": str(number + 1)})
        etree.SubElement(node, f"{_W}abstractNumId", {f"{_W}val": str(known.get(identity, -1))})
        at += 4
        for _ in range(overrides[4 + 16 * number + 12]):
            start, bits = struct.unpack_from("<iI", overrides, at)
            at += 8
            if bits & 0x20:
                at = _level(overrides, at, bits & 15, etree.Element(f"{_W}abstractNum"))
            if bits & 0x10:
                change = etree.SubElement(node, f"{_W}lvlOverride", {f"{_W}ilvl": str(bits & 15)})
                etree.SubElement(change, f"{_W}startOverride", {f"{_W}val": str(max(start, 0))})
    return Numbering(root)


def _level(table: bytes, at: int, depth: int, parent: etree._Element) -> int:
    """LVL: 28 bytes, two groups of sprms, the text with the numbers' places; gives where the next begins."""
    start, form = struct.unpack_from("<iB", table, at)
    characters, paragraphs = table[at + 24], table[at + 25]
    at += 28 + characters + paragraphs
    size = int.from_bytes(table[at : at + 2], "little")
    raw = table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", errors="replace")
    # Marks of the levels ([MS-DOC] 2.9.150).
    text = "".join(
        f"%{ord(sign) + 1}" if ord(sign) < 9 else sign for sign in raw if ord(sign) < 9 or sign.isprintable()
    )
    level = etree.SubElement(parent, f"{_W}lvl", {f"{_W}ilvl": str(depth)})
    etree.SubElement(level, f"{_W}start", {f"{_W}val": str(max(start, 0))})
    etree.SubElement(level, f"{_W}numFmt", {f"{_W}val": _FORMS.get(form, "decimal")})
    # A bullet ([MS-OSHARED] 2.2.1.3).
    etree.SubElement(level, f"{_W}lvlText", {f"{_W}val": "" if form == 23 else text})
    return at + 2 + 2 * size
