"""What a DOCX keeps beside its text: notes, links, pictures, embedded files and chunks of other formats.

All of them are parts of the same package; nothing outside of it is opened.
"""

import io
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import olefile
from lxml import etree

from niemyet.extractors.documents.archives import CheckedZip
from niemyet.extractors.documents.blocks import Block, is_kept
from niemyet.extractors.documents.sniff import OLE_ERRORS, Format, sniff
from niemyet.model.errors import DocumentError
from niemyet.model.messages import msg
from niemyet.model.records import Document, Limits, Note, Paragraph, Picture, Table
from niemyet.model.words import NoteKind
from niemyet.transforms.language.draft_marks import is_draft_mark
from niemyet.transforms.language.running_heads import says_something_of_a_list
from niemyet.transforms.language.text import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"

#: Elements of a run that refer to a note, and how the numbers of such notes begin.
NOTE_REFERENCES = {
    f"{_W}footnoteReference": "fn",
    f"{_W}endnoteReference": "en",
    f"{_W}commentReference": "cm",
}
#: Elements that place a picture or an embedded file.
PLACED = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})
_NOTES = (
    ("footnotes", "footnote", "fn", NoteKind.FOOTNOTE),
    ("endnotes", "endnote", "en", NoteKind.ENDNOTE),
    ("comments", "comment", "cm", NoteKind.COMMENT),
)
_EMU_A_CM = 360_000  # by definition (ECMA-376, 20.1.2.1)
#: Centimetres from which on a picture may hold a table: emblems, stamps and signatures are smaller.
_WIDE_CM, _HIGH_CM = 7.0, 3.0  # chosen, not measured
_SHEETS = frozenset({Format.XLSX, Format.XLS, Format.ODS})
_CHUNKS = frozenset({Format.HTML, Format.MHTML, Format.DOCX, Format.RTF, Format.TEXT, Format.ODT})


class Beside:
    """The other parts of one package, read when they are asked for."""

    def __init__(self, archive: CheckedZip, main: str, limits: Limits) -> None:
        self._archive = archive
        self._folder, self._main = posixpath.split(main)
        self._limits = limits
        self._flags: set[str] = set()
        self._recognised = 0
        self._bytes: dict[int, bytes] = {}

    # ---- notes and links

    def notes(self, text_of: Callable[[Any], str]) -> tuple[Note, ...]:
        """Footnotes, endnotes and comments with their text; separators between them are none."""
        out: list[Note] = []
        for part, tag, prefix, kind in _NOTES:
            root = self._xml(posixpath.join(self._folder, f"{part}.xml"))
            for node in root.iterfind(f"{_W}{tag}") if root is not None else ():
                text = text_of(node)
                if text and node.get(f"{_W}type") not in {"separator", "continuationSeparator"}:
                    out.append(Note(kind, f"{prefix}{node.get(f'{_W}id')}", text))
        return tuple(out)

    def link(self, node: Any) -> list[str]:
        """The address that a w:hyperlink leads to, where it leads outside."""
        target = self._external.get(node.get(f"{_R}id") or "")
        return [target] if target else []

    # ---- pictures and embedded files

    def placed(self, node: Any) -> Iterator[Block | Picture]:
        """What a drawing or an embedded object stands for: a workbook as its tables, a large picture as a picture."""
        for inner in node.iter(f"{_O}OLEObject"):
            data = self._embedded(inner.get(f"{_R}id") or "")
            if data is not None:
                document = self._document(data, _SHEETS)
                if document is not None:
                    self._flags.add("embedded_sheet")
                    yield from document.blocks
                    return
        for reference in _pictures(node):
            data = self._embedded(reference)
            if data is not None and _is_large(node):
                yield from self._picture(data)

    def chunk(self, node: Any) -> Iterator[Block]:
        """A w:altChunk: a whole document of another format in the place of some paragraphs."""
        data = self._embedded(node.get(f"{_R}id") or "")
        document = None if data is None else self._document(data, _CHUNKS)
        self._flags.add("chunk_not_read" if document is None else "chunk")
        if document is not None:
            yield from document.blocks

    def settled(
        self, blocks: Iterable[Block | Picture]
    ) -> tuple[list[Block], tuple[Picture, ...], tuple[str, ...]]:
        """Blocks without the pictures, the pictures with the index of the block they stand before, the flags."""
        kept: list[Block] = []
        pictures: list[Picture] = []
        count = 0
        for block in blocks:
            if isinstance(block, Picture):
                pictures.append(replace(block, block=count))
                continue
            kept.append(block)
            count += is_kept(block)
        return kept, tuple(pictures), tuple(sorted(self._flags))

    def margins(self) -> tuple[Note, ...]:
        """Lines of headers and footers that name a code or say what is done to a list, each once."""
        texts = [
            text for name in self._margins() for text in self._margin(name) if says_something_of_a_list(text)
        ]
        lines = dict.fromkeys(map(clean, texts))
        return tuple(Note(NoteKind.MARGIN, f"hf{at}", text) for at, text in enumerate(lines, 1))

    def _margins(self) -> list[str]:
        pattern = re.compile(rf"{re.escape(self._folder)}/(?:header|footer)\d*\.xml")
        return [name for name in sorted(self._archive.names) if pattern.fullmatch(name)]

    def mark_draft(self, body: Any) -> None:
        """Note where a header, a footer or a watermark says that the paper is a draft."""
        texts = [shape.get("string") or "" for shape in body.iter(f"{_V}textpath")]
        for name in self._margins():
            texts += self._margin(name)
        if any(map(is_draft_mark, texts)):
            self._flags.add("draft_mark")

    def _margin(self, name: str) -> list[str]:
        """Texts of a header or footer, paragraph by paragraph; one that cannot be parsed has none."""
        try:
            root = self._xml(name)
        except DocumentError:
            return []
        shapes = [shape.get("string") or "" for shape in root.iter(f"{_V}textpath")]
        return shapes + [
            "".join(one.text or "" for one in paragraph.iter(f"{_W}t")) for paragraph in root.iter(f"{_W}p")
        ]

    def _picture(self, data: bytes) -> Iterator[Block | Picture]:
        """A picture, then what is recognised in it, where recognition is installed and finds tables or lines."""
        from niemyet.extractors.documents import read_document

        self._recognised += 1
        document = None
        if self._recognised <= self._limits.max_scanned_pages:
            try:
                document = read_document(data, None, self._limits)
            except DocumentError:
                document = None
        if document is None:
            self._flags.add("picture_not_read")
            yield Picture(0)
            return
        self._flags.add("scanned")
        said = (block.text for block in document.blocks if isinstance(block, Paragraph))
        yield Picture(0, text=" ".join(said), recognised=True)
        for block in document.blocks:
            yield _unplaced(block)

    def _document(self, data: bytes, wanted: frozenset[Format]) -> Document | None:
        from niemyet.extractors.documents import read_document

        try:
            return read_document(data, None, self._limits) if sniff(data) in wanted else None
        except DocumentError:
            return None

    def _embedded(self, reference: str) -> bytes | None:
        """Bytes of a part that a relation names; what an OLE package holds is taken out of it."""
        name = self._internal.get(reference, "")
        if name not in self._archive.names:
            return None
        data = self._archive.read(name)
        if not data.startswith(b"\xd0\xcf\x11\xe0"):
            return data
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as container:
                return container.openstream("Package").read() if container.exists("Package") else data
        except OLE_ERRORS:
            return data

    # ---- relations

    @cached_property
    def _relations(self) -> list[Any]:
        root = self._xml(posixpath.join(self._folder, "_rels", f"{self._main}.rels"))
        return [] if root is None else [node for node in root if isinstance(node.tag, str)]

    @cached_property
    def _external(self) -> dict[str, str]:
        return {
            node.get("Id") or "": node.get("Target") or ""
            for node in self._relations
            if node.get("TargetMode") == "External"
        }

    @cached_property
    def _internal(self) -> dict[str, str]:
        return {
            node.get("Id") or "": self._full(node.get("Target") or "")
            for node in self._relations
            if node.get("TargetMode") != "External"
        }

    def _full(self, target: str) -> str:
        return (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")
        )

    def _xml(self, name: str) -> Any:
        if name not in self._archive.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._archive.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise DocumentError(
                msg("{name} in the DOCX is not valid XML: {error}.", name=name, error=error)
            ) from error
        if root.getroottree().docinfo.doctype:
            raise DocumentError(msg("{name} in the DOCX declares a DTD or entities; not read.", name=name))
        return root


def _pictures(node: Any) -> Iterator[str]:
    for blip in node.iter(f"{_A}blip"):
        yield blip.get(f"{_R}embed") or ""
    for image in node.iter(f"{_V}imagedata"):
        yield image.get(f"{_R}id") or ""


def _is_large(node: Any) -> bool:
    """Whether a picture is large enough to hold a table; one that does not say its size is."""
    extent = next(node.iter(f"{_WP}extent"), None)
    if extent is None:
        return True
    try:
        width, height = (int(extent.get(name) or 0) / _EMU_A_CM for name in ("cx", "cy"))
    except ValueError:
        return True
    return width >= _WIDE_CM and height >= _HIGH_CM


def _unplaced(block: Block) -> Block:
    """A recognised block without its place, which is one in the picture and not on a page of the document."""
    if isinstance(block, Paragraph):
        return replace(block, page=None, box=None)
    rows = tuple(
        replace(row, page=None, cells=tuple(replace(cell, box=None) for cell in row.cells))
        for row in block.rows
    )
    return Table(rows, block.number, block.header_rows)
