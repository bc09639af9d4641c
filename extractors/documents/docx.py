"""DOCX, read straight from its XML: paragraphs, tables with their merges, automatic numbers, fonts run by run.

A file is data: sizes are bounded before anything is unpacked, no entity is expanded, nothing outside is opened.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lxml import etree

from niemyet.extractors.documents.archives import CheckedZip, checked_zip
from niemyet.extractors.documents.blocks import (
    EMPTY,
    Block,
    cell,
    is_layout,
    numbered,
    repeated,
    shown,
    table,
)
from niemyet.extractors.documents.docx_beside import NOTE_REFERENCES, PLACED, Beside
from niemyet.extractors.documents.numbering import Numbering
from niemyet.extractors.documents.pale_rows import told_apart
from niemyet.extractors.documents.runs import Runs, add_run, lacks_hidden_words, raised, shown_runs, symbol
from niemyet.extractors.documents.visibility import WHITE, Colour, Ink, hex_colour, is_grey
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import NO_MARKS, Cell, Document, Limits, Paragraph, Picture, Table
from niemyet.model.words import Mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Word may also write the "strict" form of the standard: the same names under other addresses.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_MAX_XML = 128 * 1024 * 1024  # of one part: its tree takes some ten times that; chosen, not measured
_MAX_RATIO = 250  # documents of long tables pack about 40 to 1
_RATIO_FROM = 4 * 1024 * 1024  # bytes; small parts pack well without harm; chosen, not measured
_MAX_DEPTH = 12  # tables in tables; chosen, not measured
_MAX_SPAN = 200  # as in html.py: more columns are a mistake or an attack

_PASSED_OVER = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "sdtEndPr")}
    | {f"{_MC}Fallback"}
)
#: Where one of these is in the bytes, it takes care to tell what is shown: hidden runs, boxes, tracked changes.
_HIDES = (
    b"strike",
    b"superscript",
    b"showingPlcHdr",
    b"footnoteReference",
    b"endnoteReference",
    b"commentReference",
    b":hyperlink",
    b"HYPERLINK",
    b":hidden",
    b"altChunk",
    b"OLEObject",
    b":blip",
    b":imagedata",
    b":cellDel",
    b"vanish",
    b"moveFrom",
    b"Fallback",
    b"txbxContent",
    b"PrChange",
    b":del ",
    b":del>",
    b":del/>",
    b"<del ",
)
#: Letters in a light colour or a grey, or of two points and less: it takes care to tell whether a person sees them as the rest.
_PALE = re.compile(
    rb'<w:color\s[^>]*?w:(?:val="(?:[7-9A-Fa-f][0-9A-Fa-f]){3}"|themeColor="(?:background|light|bg|lt)[12]")'
)
_TINY = re.compile(rb'<w:sz[^>]*?w:val="[0-4](?:\.\d+)?"')
#: Rows that may be shut by their height, see `_is_shut`.
_LOW = re.compile(rb'<w:trHeight[^>]*?w:val="\d{1,2}(?:\.\d+)?"')
_SHUT = 40  # twips: the height of letters of two points, which nobody reads (`_TINY`); chosen, not measured
#: Names of fonts that are no Unicode, as they may be written; then the signs of symbol fonts (U+F000 to F0FF).
_LEGACY_FONTS = (b".vn", b"vni", b"wingdings", b"webdings")
_LEGACY_SIGNS = (b"\xef\x80", b"\xef\x81", b"\xef\x82", b"\xef\x83")


def _is_legacy(part: bytes) -> bool:
    """Whether a part may name such a font, or hold such a sign. Looked at as a whole: styles are the longest part of many."""
    lowered = part.lower()
    if any(name in lowered for name in _LEGACY_FONTS) or b"&#" in part:
        return True
    return b"\xef" in part and any(sign in part for sign in _LEGACY_SIGNS)


def read_docx(data: bytes, limits: Limits | None = None) -> Document:
    """Bytes of a DOCX as blocks.

    Raises DocumentError when it is damaged, encrypted or built to do harm, OverLimitError when it is too large.
    """
    bounds = limits or Limits()
    archive = checked_zip(data, bounds)
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    parts = {name: _part(archive, f"{folder}/{name}.xml") for name in ("styles", "numbering")}
    content = _part(archive, main)
    if content is None:
        raise DocumentError(msg("DOCX lacks {main}. Fetch it again from its source.", main=main))
    body = _parsed(content, main)
    plain = not (any(sign in content for sign in _HIDES) or _is_legacy(content) or _LOW.search(content))
    plain = plain and not _is_legacy(parts["styles"] or b"")
    styles, numbers = (
        None if part is None else (part, f"{folder}/{name}.xml") for name, part in parts.items()
    )
    root = body.find(f"{_W}body")
    if root is None:
        raise DocumentError(msg("DOCX has no content (w:body). Fetch it again from its source."))
    numbering = Numbering(_parsed(*numbers) if numbers else None)
    used = _styles_in_use(parts["styles"] or b"", content)
    plain = plain and b"strike" not in used and b"vanish" not in used
    faint = any(sign.search(part) is not None for sign in (_PALE, _TINY) for part in (content, used))
    beside = Beside(archive, main, bounds)
    reader = _BodyReader(
        _DocxStyles(styles), numbering, bounds, beside, plain=plain and not faint, faint=faint
    )
    beside.mark_draft(root)
    blocks, pictures, flags = beside.settled(reader.blocks(root, 0))
    notes = (*beside.notes(reader.plain_text), *beside.margins())
    return Document(media="docx", blocks=numbered(blocks), flags=flags, notes=notes, pictures=pictures)


_STYLE_BEGINS, _STYLE_ENDS = b"<w:style ", b"</w:style>"
_STYLE_ID = re.compile(rb'w:styleId="([^"]*)"')
_STYLE_BELOW = re.compile(rb'<w:(?:basedOn|link)\s[^>]*?w:val="([^"]*)"')
_STYLE_ASKED = re.compile(rb'Style w:val="([^"]*)"')
_STYLE_DEFAULT = re.compile(rb'w:default="(?:1|true|on)"')


def _styles_in_use(styles: bytes, content: bytes) -> bytes:
    """What styles.xml says of the text at hand: its defaults, the styles that the text asks for, and what those build on.

    A template brings dozens of styles in light colours that nothing in the document bears.
    """
    found: dict[bytes, bytes] = {}
    before, *whole = styles.split(_STYLE_BEGINS)
    for part in whole:
        one, _, after = part.partition(_STYLE_ENDS)
        name = _STYLE_ID.search(one)
        found[name[1] if name else b""] = one
        before += after
    asked = [*set(_STYLE_ASKED.findall(content))]
    asked += [name for name, one in found.items() if _STYLE_DEFAULT.search(one)]
    kept: dict[bytes, bytes] = {}
    while asked:
        wanted = asked.pop()
        if wanted in found and wanted not in kept:
            kept[wanted] = found[wanted]
            asked += _STYLE_BELOW.findall(found[wanted])
    return b"".join((before, *kept.values()))


# ---- the container -------------------------------------------------------------------------------------


def _main_part(archive: CheckedZip) -> str:
    """Name of the part that holds the text: mostly word/document.xml, else what the package says."""
    usual = "word/document.xml"
    if usual in archive.names:
        return usual
    relations = _part(archive, "_rels/.rels")
    for node in _parsed(relations, "_rels/.rels") if relations is not None else ():
        if (node.get("Type") or "").endswith("/officeDocument"):
            return (node.get("Target") or usual).lstrip("/")
    return usual


def _part(archive: CheckedZip, name: str) -> bytes | None:
    """Bytes of one part, or None when it is absent."""
    return _unpacked(archive, name) if name in archive.names else None


def _parsed(content: bytes, name: str) -> Any:
    """Root of one part."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            msg(
                "{name} in the DOCX is not valid XML: {error}. Fetch it again from its source.",
                name=name,
                error=error,
            )
        ) from error
    if root.getroottree().docinfo.doctype:
        raise DocumentError(
            msg(
                "{name} in the DOCX declares a DTD or entities, which Word never writes; not read.", name=name
            )
        )
    return root


def _unpacked(archive: CheckedZip, name: str) -> bytes:
    content = archive.read(name, at_most=_MAX_XML)
    ratio = len(content) / max(archive.packed_size(name), 1)
    if len(content) > _RATIO_FROM and ratio > _MAX_RATIO:
        raise OverLimitError(
            msg(
                "{name} unpacks to {size} bytes ({ratio:.0f} times), over the limit of {most} times; "
                "not read.",
                name=name,
                size=len(content),
                ratio=ratio,
                most=_MAX_RATIO,
            )
        )
    for strict, usual in _STRICT:
        if strict in content[:8192]:
            content = content.replace(strict, usual)
    return content


# ---- styles: fonts and numbers ---------------------------------------------------------------------------


def _value(node: Any, path: str) -> str | None:
    """The w:val of a child, or None."""
    found = node.find(path) if node is not None else None
    return None if found is None else found.get(f"{_W}val")


def _font(properties: Any) -> str | None:
    found = properties.find(f"{_W}rFonts") if properties is not None else None
    return None if found is None else found.get(f"{_W}ascii") or found.get(f"{_W}hAnsi")


#: Colours that a mark of a text marker has, by their names in the file.
_HIGHLIGHTS = {
    "black": (0, 0, 0), "white": (255, 255, 255), "yellow": (255, 255, 0), "green": (0, 255, 0),
    "cyan": (0, 255, 255), "magenta": (255, 0, 255), "blue": (0, 0, 255), "red": (255, 0, 0),
    "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0), "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_LIGHT_THEMES = frozenset({"background1", "light1", "bg1", "lt1"})


def _ink(properties: Any) -> Ink:
    """Colour and size that run properties give."""
    if properties is None:
        return Ink()
    colour = properties.find(f"{_W}color")
    shown = None
    if colour is not None:
        shown = hex_colour(colour.get(_VAL))
        if colour.get(f"{_W}themeColor") in _LIGHT_THEMES and not colour.get(f"{_W}themeShade"):
            shown = WHITE
    size = _value(properties, f"{_W}sz")
    return Ink(shown, float(size) / 2 if size and re.fullmatch(r"\d{1,4}(?:\.\d+)?", size) else None)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What letters stand on; `colour` None: nobody knows, as where the style of a table paints."""

    colour: Colour | None = WHITE

    def under(self, properties: Any) -> "_Ground":
        """The ground within what paragraph, run or cell properties shade."""
        if properties is None:
            return self
        marker = _value(properties, f"{_W}highlight")
        if marker in _HIGHLIGHTS:
            return _Ground(_HIGHLIGHTS[marker])
        shading = properties.find(f"{_W}shd")
        if shading is None:
            return self
        if shading.get(f"{_W}themeFill") and shading.get(f"{_W}themeFill") not in _LIGHT_THEMES:
            return _Ground(hex_colour(shading.get(f"{_W}fill")))
        fill = shading.get(f"{_W}fill")
        return self if fill in {None, "auto"} else _Ground(hex_colour(fill))


class _DocxStyles:
    """Fonts, colours and list numbers that paragraphs and runs inherit."""

    def __init__(self, part: tuple[bytes, str] | None) -> None:
        """`part` is styles.xml and its name; it is only parsed when something is asked."""
        self._part = part
        self._default_paragraph: str | None = None
        self._fonts: dict[str, str | None] = {}

    @cached_property
    def _root(self) -> Any:
        return _parsed(*self._part) if self._part else None

    @cached_property
    def default_font(self) -> str | None:
        """Font of what says nothing else."""
        if self._root is None:
            return None
        return _font(self._root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        nodes: dict[str, Any] = {}
        for node in self._root.iterfind(f"{_W}style") if self._root is not None else ():
            name = node.get(f"{_W}styleId") or ""
            nodes[name] = node
            if node.get(f"{_W}type") == "paragraph" and node.get(f"{_W}default") in {"1", "true", "on"}:
                self._default_paragraph = name
        return nodes

    def font(self, style: str | None) -> str | None:
        """Font of a style, through what it is based on."""
        nodes = self._nodes
        name = style or self._default_paragraph
        if name is None or not nodes:
            return None
        if name not in self._fonts:
            chain = self._chain(name)
            self._fonts[name] = next((font for node in chain if (font := _font(node.find(f"{_W}rPr")))), None)
        return self._fonts[name]

    def ink(self, style: str | None) -> Ink:
        """Colour and size of a style, through what it is based on."""
        found = Ink()
        for node in self._chain(style or self._default_paragraph or "") if self._nodes else ():
            found = found.over(_ink(node.find(f"{_W}rPr")))
        return found

    @cached_property
    def default_ink(self) -> Ink:
        """Colour and size of what says nothing else."""
        return (
            Ink() if self._root is None else _ink(self._root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        )

    def paints(self, style: str | None) -> bool:
        """Whether the style of a table gives its cells a ground of their own."""
        chain = self._chain(style) if style and self._nodes else ()
        return any(
            (shade.get(f"{_W}fill") or "auto") != "auto" for node in chain for shade in node.iter(f"{_W}shd")
        )

    def struck(self, style: str | None) -> bool:
        """Whether a style draws a line through its text."""
        if style is None or not self._nodes:
            return False
        said = (_strikes(node.find(f"{_W}rPr")) for node in self._chain(style))
        return next((one for one in said if one is not None), False)

    def hides(self, style: str | None) -> bool:
        """Whether a style hides its text."""
        if style is None or not self._nodes:
            return False
        said = (node.find(f"{_W}rPr/{_W}vanish") for node in self._chain(style))
        return next((_on(one) for one in said if one is not None), False)

    def numbering(self, style: str | None) -> Any:
        """The w:numPr that a style brings, or None."""
        if style is None:
            return None
        found = (node.find(f"{_W}pPr/{_W}numPr") for node in self._chain(style))
        return next((node for node in found if node is not None), None)

    def _chain(self, name: str) -> list[Any]:
        chain: list[Any] = []
        while name in self._nodes and len(chain) < 20:  # styles on styles; chosen, not measured
            chain.append(self._nodes[name])
            name = _value(self._nodes[name], f"{_W}basedOn") or ""
        return chain


# ---- the body --------------------------------------------------------------------------------------------


class _BodyReader:
    """Walks the body once; numbers of lists count up as it goes."""

    def __init__(
        self,
        styles: _DocxStyles,
        numbers: Numbering,
        limits: Limits,
        beside: Beside,
        *,
        plain: bool,
        faint: bool = False,
    ) -> None:
        self._faint = faint  # some letters are light or tiny: each is looked at
        self._ground = _Ground()  # of the cell at hand
        self._beside = beside
        self._styles = styles
        self._numbers = numbers
        self._limits = limits
        self._cells = 0
        self._plain = plain

    def plain_text(self, node: Any) -> str:
        """Text of a note: its paragraphs with spaces between them."""
        said = (self._text(part, _Found())[1] for part in node.iter(f"{_W}p"))
        return " ".join(text for text in said if text)

    def blocks(self, parent: Any, depth: int) -> Iterator[Block | Picture]:
        """Paragraphs, tables and pictures below a node, in reading order."""
        for node in parent:
            if node.tag == f"{_W}p":
                yield from self._paragraphs(node, depth)
            elif node.tag == f"{_W}tbl":
                yield from self._table(node, depth)
            elif node.tag == f"{_W}altChunk":
                yield from self._beside.chunk(node)
            elif isinstance(node.tag, str) and node.tag not in _PASSED_OVER:
                yield from self.blocks(node, depth)

    def _paragraphs(self, node: Any, depth: int) -> Iterator[Block | Picture]:
        found = _Found()
        raw, text = self._text(node, found)
        if not text:
            raw, text = found.only_hidden(raw)
        if found.pale:
            found.marks |= {Mark.PALE}
        yield Paragraph(
            raw=raw, text=text, marks=found.marks, notes=tuple(found.notes), links=found.all_links()
        )
        for box in found.boxes:
            if depth < _MAX_DEPTH:
                yield from self.blocks(box, depth + 1)
        for placed in found.placed:
            yield from self._beside.placed(placed)

    def _text(self, node: Any, found: "_Found") -> tuple[str, str]:
        """A paragraph as (raw, shown); what else hangs in it is put to `found`."""
        if self._plain:
            line = _CellLine()
            for part in node.iter(*_OF_A_LINE):
                line.add(part)
            raw = self._line(line)
            return raw, shown(raw)
        properties = node.find(f"{_W}pPr")
        style = _value(properties, f"{_W}pStyle")
        font = self._styles.font(style) or self._styles.default_font
        runs: Runs = []
        found.struck_style, found.hidden_style = self._styles.struck(style), self._styles.hides(style)
        if self._faint:
            found.ink = self._styles.ink(style).over(self._styles.default_ink)
            found.ground = self._ground.under(properties)
        self._gather(node, font, runs, found)
        label = self._label(properties, style)
        raw, text = shown_runs(label, runs)
        if text and "".join(found.vanished).strip() and lacks_hidden_words(raw):
            found.marks |= {Mark.HIDDEN}
            return shown_runs(label, self._with_hidden(node, font, found))
        return raw, text

    def _with_hidden(self, node: Any, font: str | None, found: "_Found") -> Runs:
        """The runs of a paragraph, those that are hidden among them."""
        again, runs = _Found(), list[tuple[str | None, str]]()
        again.struck_style, again.keeps_hidden = found.struck_style, True
        again.ink, again.ground = found.ink, found.ground
        self._gather(node, font, runs, again)
        return runs

    def _label(self, properties: Any, style: str | None) -> str:
        numbering = None if properties is None else properties.find(f"{_W}numPr")
        inherited = self._styles.numbering(style)
        if numbering is None and inherited is None:
            return ""
        number = _value(numbering, f"{_W}numId") or _value(inherited, f"{_W}numId")
        level = _value(numbering, f"{_W}ilvl") or _value(inherited, f"{_W}ilvl") or "0"
        return self._numbers.next_label(number, level)

    def _gather(self, node: Any, font: str | None, runs: Runs, found: "_Found") -> None:
        for child in node:
            tag = child.tag
            if tag == _RUN:
                properties = child.find(f"{_W}rPr")
                if self._is_apart(child, properties, runs, found):
                    continue
                own = _font(properties) or self._styled(properties) or font
                if self._strikes(properties, found) and _has_text(child):
                    found.marks |= {Mark.STRUCK}
                if self._faint and _has_text(child):
                    self._look_at(properties, found)
                self._gather(child, own, runs, found)
            elif tag in _TEXTS:
                add_run(runs, font, child.text or "")
            elif tag == f"{_W}txbxContent":
                found.boxes.append(child)
            elif tag == f"{_W}instrText":
                found.instructions.append(child.text or "")
            elif tag in _SHOWN:
                add_run(runs, font, _sign(child))
            elif isinstance(tag, str) and tag not in _PASSED_OVER and not _is_unfilled(child):
                self._note_what_hangs(child, found)
                self._gather(child, font, runs, found)

    def _is_apart(self, run: Any, properties: Any, runs: Runs, found: "_Found") -> bool:
        """Whether a run says nothing, for it is hidden, or is only the raised figure of a note; both are kept."""
        said = [part.text or "" for part in run.iter(_T)]
        if not found.keeps_hidden and self._vanishes(properties, found):
            found.vanished += said
            return True
        above = _value(properties, f"{_W}vertAlign") == "superscript"
        sign = raised(runs, "".join(said)) if above else None
        if sign is not None:
            add_run(runs, None, sign)
        return sign is not None

    def _look_at(self, properties: Any, found: "_Found") -> None:
        """Note whether the letters of a run can be told from what they stand on, and whether they are grey on white."""
        style = _value(properties, f"{_W}rStyle")
        inherited = self._styles.ink(style).over(found.ink) if style else found.ink
        ink, ground = _ink(properties).over(inherited), found.ground.under(properties).colour
        if not ink.is_seen(ground):
            found.marks |= {Mark.HIDDEN}
        elif ink.colour is not None and ground == WHITE and is_grey(ink.colour):
            found.pale = True
        else:
            found.dark = True

    def _note_what_hangs(self, node: Any, found: "_Found") -> None:
        """References to notes, pictures and embedded files, links."""
        if node.tag in NOTE_REFERENCES:
            found.notes.append(f"{NOTE_REFERENCES[node.tag]}{node.get(f'{_W}id')}")
        elif node.tag in PLACED:
            found.placed.append(node)
        elif node.tag == f"{_W}hyperlink":
            found.links += self._beside.link(node)
        elif node.tag == f"{_W}fldSimple":
            found.instructions.append(node.get(f"{_W}instr") or "")

    def _strikes(self, properties: Any, found: "_Found") -> bool:
        """Whether a run is struck: by its own word, its style's, its paragraph style's."""
        said = _strikes(properties)
        if said is not None:
            return said
        style = _value(properties, f"{_W}rStyle")
        return self._styles.struck(style) if style else found.struck_style

    def _vanishes(self, properties: Any, found: "_Found") -> bool:
        """Whether a run is hidden: by its own word, its style's, its paragraph style's."""
        own = None if properties is None else properties.find(f"{_W}vanish")
        if own is not None:
            return _on(own)
        style = _value(properties, f"{_W}rStyle")
        return self._styles.hides(style) if style else found.hidden_style

    def _styled(self, properties: Any) -> str | None:
        style = _value(properties, f"{_W}rStyle")
        return self._styles.font(style) if style else None

    def _table(self, node: Any, depth: int) -> Iterator[Block | Picture]:
        if depth >= _MAX_DEPTH:
            raise DocumentError(
                msg("DOCX has tables nested deeper than {most} layers; not read.", most=_MAX_DEPTH)
            )
        nested = [inner for inner in node.iter(f"{_W}tbl") if inner is not node]
        if self._plain and not nested:
            yield self._plain_table(node)
            return
        rows = list(_rows(node))
        if nested and is_layout(_width(rows), (_width(list(_rows(inner))) for inner in nested)):
            for row in rows:
                for place in _places(row):
                    yield from self.blocks(place, depth + 1)
            return
        after: list[Any] = []
        around = self._ground
        if self._faint and self._styles.paints(_value(node.find(f"{_W}tblPr"), f"{_W}tblStyle")):
            self._ground = _Ground(None)
        grid = self._grid(rows, depth, after)
        yield table(told_apart(grid) if self._faint else grid, header_rows=_header_rows(rows))
        self._ground = around
        for placed in after:
            yield from self._beside.placed(placed)

    def _grid(self, rows: list[Any], depth: int, placed: list[Any]) -> list[list[Cell]]:
        """Rows with every place of a merged cell filled, across and down; pictures in cells go to `placed`."""
        grid: list[list[Cell]] = []
        above: dict[int, Cell] = {}  # column → cell that a vertical merge goes on from
        for row in rows:
            properties = row.find(f"{_W}trPr")
            out: list[Cell] = [EMPTY] * _int(_value(properties, f"{_W}gridBefore"), 0)
            for place in _places(row):
                cell_properties = place.find(f"{_W}tcPr")
                across = _int(_value(cell_properties, f"{_W}gridSpan"), 1)
                merge = cell_properties.find(f"{_W}vMerge") if cell_properties is not None else None
                column = len(out)
                if merge is not None and merge.get(f"{_W}val") != "restart" and column in above:
                    made = repeated(above[column])
                else:
                    made = self._cell(place, across, depth, placed)
                    if properties is not None and (
                        _on(properties.find(f"{_W}hidden")) or _is_shut(properties)
                    ):
                        made = replace(made, marks=made.marks | {Mark.HIDDEN})
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = made
                out.append(made)
                if across > 1:
                    out += [repeated(made)] * (across - 1)
            out += [EMPTY] * _int(_value(properties, f"{_W}gridAfter"), 0)
            self._cells += len(out)
            if self._cells > self._limits.max_cells:
                raise OverLimitError(
                    msg(
                        "the tables have more than {most} cells (max_cells); stopped.",
                        most=self._limits.max_cells,
                    )
                )
            grid.append(out)
        return grid

    def _line(self, line: "_CellLine") -> str:
        """The text of a paragraph with its automatic number."""
        number, level = line.number, line.level
        if number is None or level is None:
            inherited = self._styles.numbering(line.style)
            if inherited is not None:
                number = number or _value(inherited, f"{_W}numId")
                level = level or _value(inherited, f"{_W}ilvl")
        text = "".join(line.parts)
        return self._numbers.next_label(number, level or "0") + text if number else text

    def _plain_table(self, node: Any) -> Table:
        """A table of a document that needs no care, in one walk over what counts in it: rows, cells, lines, texts.

        Reads the same as `_grid`, several times faster: nothing else of the tree is touched.
        """
        walk = _GridWalk(self._line, self._limits.max_cells - self._cells)
        for part in node.iter(*_OF_A_TABLE):
            walk.take(part)
        grid = walk.ended()
        self._cells += sum(map(len, grid))
        return table(grid, header_rows=walk.heads)

    def _cell(self, place: Any, across: int, depth: int, placed: list[Any]) -> Cell:
        found = _Found()
        around = self._ground
        self._ground = around.under(place.find(f"{_W}tcPr"))
        parts = list(self._cell_text(place, depth, found))
        self._ground = around
        placed += found.placed
        raw, text = "\n".join(raw for raw, _ in parts), " ".join(text for _, text in parts if text)
        if not text:
            raw, text = found.only_hidden(raw)
        if found.pale and not found.dark:
            found.marks |= {Mark.PALE}
        return Cell(
            raw=raw,
            text=text,
            colspan=across,
            marks=found.marks,
            notes=tuple(found.notes),
            links=found.all_links(),
        )

    def _cell_text(self, parent: Any, depth: int, found: "_Found") -> Iterator[tuple[str, str]]:
        """Paragraphs of a cell as (raw, shown); a table inside it flattened to a line a row."""
        for node in parent:
            if node.tag == _P:
                own = _Found()
                yield self._text(node, own)
                found.take(own)
                for box in own.boxes:
                    if depth < _MAX_DEPTH:
                        yield from self._cell_text(box, depth + 1, found)
            elif node.tag == f"{_W}tbl":
                if depth >= _MAX_DEPTH:
                    raise DocumentError(
                        msg("DOCX has tables nested deeper than {most} layers; not read.", most=_MAX_DEPTH)
                    )
                for row in self._grid(list(_rows(node)), depth + 1, found.placed):
                    line = " ".join(inner.raw for inner in row if not inner.merged)
                    for inner in row:
                        found.marks |= inner.marks
                    yield line, " ".join(inner.text for inner in row if not inner.merged)
            elif isinstance(node.tag, str) and node.tag not in _PASSED_OVER and node.tag != f"{_W}tcPr":
                yield from self._cell_text(node, depth, found)


#: The instruction of a field that is a link.
_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"')


class _Found:
    """What hangs in a paragraph or cell besides its text."""

    __slots__ = (
        "boxes",
        "dark",
        "ground",
        "hidden_style",
        "ink",
        "instructions",
        "keeps_hidden",
        "links",
        "marks",
        "notes",
        "pale",
        "placed",
        "struck_style",
        "vanished",
    )

    def __init__(self) -> None:
        self.boxes: list[Any] = []
        self.placed: list[Any] = []  # pictures and embedded files
        self.notes: list[str] = []
        self.links: list[str] = []
        self.instructions: list[str] = []  # of fields, in pieces
        self.marks: frozenset[Mark] = NO_MARKS
        self.struck_style = False
        self.hidden_style = False
        self.keeps_hidden = False  # hidden runs are gathered as any other
        self.ink = Ink()
        self.ground = _Ground()
        self.pale = self.dark = False  # it has letters in grey; in another colour
        self.vanished: list[str] = []  # hidden text

    def only_hidden(self, raw: str) -> tuple[str, str]:
        """What stands where nothing but hidden text does: it is kept, marked, and asked about (RULINGS 37)."""
        said = "".join(self.vanished)
        if not said.strip():
            return raw, ""
        self.marks |= {Mark.HIDDEN}
        return said, shown(said)

    def all_links(self) -> tuple[str, ...]:
        """Addresses of links and of the fields that are links."""
        return (*self.links, *_HYPERLINK.findall("".join(self.instructions)))

    def take(self, other: "_Found") -> None:
        """Put what another found to it, text boxes apart."""
        self.placed += other.placed
        self.notes += other.notes
        self.links += other.links
        self.instructions += other.instructions
        self.vanished += other.vanished
        self.marks |= other.marks
        self.pale, self.dark = self.pale or other.pale, self.dark or other.dark


class _CellLine:
    """A paragraph while its parts are coming, where nothing hides any of them."""

    __slots__ = ("level", "number", "parts", "style")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.style: str | None = None
        self.number: str | None = None
        self.level: str | None = None

    def add(self, part: Any) -> None:
        """Take one node: text, a sign, or what numbers the paragraph."""
        tag = part.tag
        if tag in _TEXTS:
            self.parts.append(part.text or "")
        elif tag in _SHOWN:
            if tag != _TAB or part.getparent().tag == _RUN:  # else it is a tab stop
                self.parts.append(_sign(part))
        elif tag == _STYLE:
            self.style = part.get(_VAL)
        elif tag == _NUM:
            self.number = part.get(_VAL)
        elif tag == _LEVEL:
            self.level = part.get(_VAL)


class _GridWalk:
    """The grid of a table while its nodes come in their order."""

    def __init__(self, text_of: Callable[[_CellLine], str], most_cells: int) -> None:
        self.heads = 0
        self._text_of = text_of
        self._most, self._left = most_cells, most_cells
        self._grid: list[list[Cell]] = []
        self._row: list[Cell] | None = None
        self._above: dict[int, Cell] = {}  # column → cell that a vertical merge goes on from
        self._after = 0
        self._lines: list[_CellLine] | None = None  # of the open cell
        self._across = 1
        self._merge: str | None = None

    def take(self, part: Any) -> None:
        """One node of the table."""
        tag = part.tag
        if tag == _T:
            if self._lines:
                self._lines[-1].parts.append(part.text or "")
        elif tag == _P:
            if self._lines is not None:
                self._lines.append(_CellLine())
        elif tag == _TC:
            self._end_cell()
            self._lines = []
        elif tag == _TR:
            self._end_row()
            self._row = []
        elif self._lines is None:
            self._of_row(tag, part)
        elif tag == _SPAN:
            self._across = _int(part.get(_VAL), 1)
        elif tag == _MERGE:
            self._merge = part.get(_VAL) or "continue"
        elif self._lines:
            self._lines[-1].add(part)

    def ended(self) -> list[list[Cell]]:
        """All rows, the last one closed."""
        self._end_row()
        return self._grid

    def _of_row(self, tag: str, part: Any) -> None:
        if self._row is None:
            return
        if tag == _BEFORE:
            self._row += [EMPTY] * _int(part.get(_VAL), 0)
        elif tag == _AFTER:
            self._after = _int(part.get(_VAL), 0)
        elif tag == _HEAD and _on(part) and self.heads == len(self._grid):
            self.heads += 1

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._row += [EMPTY] * self._after
        self._left -= len(self._row)
        if self._left < 0:
            raise OverLimitError(
                msg("the tables have more than {most} cells (max_cells); stopped.", most=self._most)
            )
        self._grid.append(self._row)
        self._row, self._after = None, 0

    def _end_cell(self) -> None:
        """Close a cell: with its text, or as the repeat of the one that reaches down into it."""
        if self._lines is None or self._row is None:
            return
        made = self._cell(self._lines)  # also where it is not shown: its numbers are counted
        column = len(self._row)
        if self._merge is not None and self._merge != "restart" and column in self._above:
            made = repeated(self._above[column])
        else:
            self._above.pop(column, None)
            if self._merge is not None:
                self._above[column] = made
        self._row.append(made)
        if self._across > 1:
            self._row += [repeated(made)] * (self._across - 1)
        self._lines, self._across, self._merge = None, 1, None

    def _cell(self, lines: list[_CellLine]) -> Cell:
        if len(lines) == 1 and lines[0].style is None and lines[0].number is None:
            return cell("".join(lines[0].parts), None, self._across)  # nearly every cell: one line, no number
        raws = [self._text_of(line) for line in lines]
        return Cell("\n".join(raws), " ".join(text for raw in raws if (text := shown(raw))), self._across)


_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "\u00ad",  # ư where the font is one of TCVN3: converters write it so; else `clean` drops it
}

_T, _P, _TC, _TR, _RUN, _TAB, _SYM = (f"{_W}{name}" for name in ("t", "p", "tc", "tr", "r", "tab", "sym"))
_SPAN, _MERGE, _HEAD = (f"{_W}{name}" for name in ("gridSpan", "vMerge", "tblHeader"))
_BEFORE, _AFTER = f"{_W}gridBefore", f"{_W}gridAfter"
_STYLE, _NUM, _LEVEL = f"{_W}pStyle", f"{_W}numId", f"{_W}ilvl"
_VAL = f"{_W}val"
_TEXTS = (_T, "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_SHOWN = frozenset({*_SIGNS, _SYM, f"{_W}checkBox", f"{_W}ddList"})  # what shows something without a text
_OF_A_LINE = (*_TEXTS, *_SHOWN, _STYLE, _NUM, _LEVEL)
_OF_A_TABLE = (_TR, _TC, _P, *_OF_A_LINE, _SPAN, _MERGE, _HEAD, _BEFORE, _AFTER)  # all that `_GridWalk` takes


def _code(text: str | None) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0


def _sign(node: Any) -> str:
    """What a node without a text shows."""
    if node.tag == _SYM:
        return symbol(_code(node.get(f"{_W}char")), node.get(f"{_W}font"))
    return _SIGNS[node.tag] if node.tag in _SIGNS else _chosen(node)


def _chosen(field: Any) -> str:
    """What a form field of old Word shows, whose text stands nowhere: a ticked box is an x, a list its chosen entry."""
    said = [field.find(f"{_W}{name}") for name in ("checked", "result", "default")]
    chosen = next((one for one in said if one is not None), None)
    if field.tag == f"{_W}checkBox":
        return "x" if _on(chosen) else ""
    entries = field.findall(f"{_W}listEntry")
    place = 0 if chosen is None else _int(chosen.get(_VAL), 0)
    return entries[place].get(_VAL) or "" if place < len(entries) else ""


def _is_shut(properties: Any) -> bool:
    """Whether a row is held so low that none of its letters can be seen."""
    height = properties.find(f"{_W}trHeight")
    return (
        height is not None and height.get(f"{_W}hRule") == "exact" and _int(height.get(_VAL), _SHUT) < _SHUT
    )


def _on(node: Any) -> bool:
    return node is not None and node.get(f"{_W}val") not in {"0", "false", "off"}


def _has_text(run: Any) -> bool:
    return any((part.text or "").strip() for part in run.iter(_T))


def _strikes(properties: Any) -> bool | None:
    """Whether run properties draw a line through the text; None where they say nothing of it."""
    if properties is None:
        return None
    said = [node for name in ("strike", "dstrike") if (node := properties.find(f"{_W}{name}")) is not None]
    return any(map(_on, said)) if said else None


def _is_unfilled(node: Any) -> bool:
    """Whether a content control only asks for its value: "Bấm vào đây để nhập văn bản." """
    return bool(node.tag == f"{_W}sdt" and _on(node.find(f"{_W}sdtPr/{_W}showingPlcHdr")))


def _int(text: str | None, default: int) -> int:
    return min(int(text), _MAX_SPAN) if text and text.isascii() and text.isdigit() else default


_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins"))


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those that a content control or a tracked insertion wraps."""
    for node in parent:
        if node.tag == wanted:
            yield node
        elif node.tag in _WRAPPERS:
            yield from _inside(node, wanted)


def _rows(node: Any) -> Iterator[Any]:
    """Rows of a table, without those that a tracked change deletes: changes count as accepted (RULINGS 37)."""
    return (row for row in _inside(node, _TR) if row.find(f"{_W}trPr/{_W}del") is None)


def _places(row: Any) -> Iterator[Any]:
    return (place for place in _inside(row, _TC) if place.find(f"{_W}tcPr/{_W}cellDel") is None)


def _width(rows: list[Any]) -> int:
    widths = (
        sum(_int(_value(place.find(f"{_W}tcPr"), f"{_W}gridSpan"), 1) for place in _places(row))
        for row in rows
    )
    return max(widths, default=0)


def _header_rows(rows: list[Any]) -> int:
    count = 0
    for row in rows:
        properties = row.find(f"{_W}trPr")
        if properties is None or not _on(properties.find(f"{_W}tblHeader")):
            break
        count += 1
    return count
