"""HTML pages and the "Word" files that are HTML inside."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from extractors.documents.blocks import EMPTY, Block, cell, is_layout, numbered, paragraph, repeated, table
from extractors.documents.sniff import decode
from model.records import Cell, Document, Paragraph, Table
from transforms.text import repair_legacy

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "option",
        "svg",
        "iframe",
        "object",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "ul",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "br",
    ]
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_LEGACY_FONT = re.compile(r"\.vn\w|vni-", re.IGNORECASE)
_MAX_SPAN = 200  # more columns or rows than that are a mistake or an attack
_MAX_PLACES = 400_000


def read_html(data: bytes) -> Document:
    """Bytes of a page as blocks; scripts, forms and navigation are left out."""
    text = _decoded(data)
    soup = BeautifulSoup(text, "lxml")
    reader = _Reader(legacy_fonts=_LEGACY_FONT.search(text) is not None)
    root = soup.body or soup
    lowered = text[-4096:].lower()
    cut = "<html" in text[:4096].lower() and "</html" not in lowered and "</body" not in lowered
    return Document(
        media="html", blocks=numbered(reader.blocks(root)), flags=("maybe_truncated",) if cut else ()
    )


def page_title(data: bytes) -> str:
    """The title of a page; empty when it has none."""
    found = re.search(r"<title[^>]*>(.*?)</title>", _decoded(data[:65536]), re.IGNORECASE | re.DOTALL)
    return found.group(1) if found else ""


def _decoded(data: bytes) -> str:
    found = _CHARSET.search(data[:4096])
    if found and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(found.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # the page names another charset than it is written in
    return decode(data) or ""


class _Reader:
    """Walks the tree once. Fonts are only asked for when the page names one from before Unicode."""

    def __init__(self, *, legacy_fonts: bool) -> None:
        self._legacy_fonts = legacy_fonts

    def blocks(self, root: Tag) -> Iterator[Block]:
        """Paragraphs and tables below a node, in reading order."""
        held: list[str] = []
        for child in root.children:
            if isinstance(child, NavigableString):
                held.append(self._string(child))
            elif not isinstance(child, Tag) or child.name in _SKIPPED:
                continue
            elif child.name == "br":
                yield self._flush(held)
            elif child.name == "table":
                yield self._flush(held)
                yield from self._table(child)
            elif child.name in _BLOCKS or child.find(list(_BLOCKS - {"br"})) is not None:
                yield self._flush(held)
                yield from self.blocks(child)
            else:
                first, *rest = self._text(child).split("\n")
                held.append(first)
                for line in rest:
                    yield self._flush(held)
                    held.append(line)
        yield self._flush(held)

    @staticmethod
    def _flush(held: list[str]) -> Paragraph:
        block = paragraph("".join(held).strip())
        held.clear()
        return block

    def _string(self, node: NavigableString) -> str:
        if isinstance(node, PreformattedString):  # comments, doctypes, CDATA
            return ""
        text = re.sub(r"[ \t\r\n]+", " ", str(node))
        if not self._legacy_fonts:
            return text
        font = _font_of(node)
        return repair_legacy(text, font) if font and _LEGACY_FONT.match(font) else text

    def _text(self, node: Tag) -> str:
        """Text of a node; a line for every block or break in it."""
        parts: list[str] = []
        for child in node.children:
            if isinstance(child, NavigableString):
                parts.append(self._string(child))
            elif isinstance(child, Tag) and child.name not in _SKIPPED:
                around = "\n" if child.name in _BLOCKS else ""
                parts.append(around + ("" if child.name == "br" else self._text(child) + around))
        return re.sub(r" ?\n\s*", "\n", "".join(parts))

    def _table(self, node: Tag) -> Iterator[Block]:
        nested = node.find_all("table")
        rows = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        width = max((_places(row) for row in rows), default=0)
        if is_layout(width, (_widest(inner) for inner in nested)):
            for row in rows:
                for place in _cells_of(row):
                    yield from self.blocks(place)
            return
        caption = node.find("caption", recursive=False)
        if isinstance(caption, Tag):
            yield paragraph(self._text(caption))
        yield self._grid(rows)

    def _grid(self, rows: list[Tag]) -> Table:
        """Rows as wide as the table: a value stands in every place that its cell covers."""
        grid: list[list[Cell]] = []
        reaching: dict[int, tuple[int, Cell]] = {}  # column → rows still covered, cell
        places = 0
        for row in rows:
            out: list[Cell] = []
            for node in _cells_of(row):
                self._cover(out, reaching)
                across, down = _span(node, "colspan"), _span(node, "rowspan")
                made = cell(self._text(node).strip(), colspan=across, rowspan=down)
                for offset in range(across):
                    shown = made if offset == 0 else repeated(made)
                    if down > 1:
                        reaching[len(out)] = (down - 1, repeated(made))
                    out.append(shown)
            self._cover(out, reaching, to_end=True)
            places += len(out)
            if places > _MAX_PLACES:
                break
            grid.append(out)
        heads = 0
        for row in rows:
            if row.parent is None or row.parent.name != "thead":
                break
            heads += 1
        return table(grid, header_rows=heads)

    @staticmethod
    def _cover(out: list[Cell], reaching: dict[int, tuple[int, Cell]], *, to_end: bool = False) -> None:
        """Fill the next places that a cell of a row above reaches down to."""
        last = max(reaching, default=-1)
        while len(out) in reaching or (to_end and len(out) <= last):
            left, shown = reaching.pop(len(out), (0, EMPTY))
            if left > 1:
                reaching[len(out)] = (left - 1, shown)
                last = max(last, len(out))
            out.append(shown)
            if to_end and not any(column >= len(out) for column in reaching):
                return


def _cells_of(row: Tag) -> list[Tag]:
    return [node for node in row.find_all(["td", "th"], recursive=False) if isinstance(node, Tag)]


def _span(node: Tag, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", str(node.get(name) or "1"))
    return min(max(int(found.group(1)), 1), _MAX_SPAN) if found else 1


def _places(row: Tag) -> int:
    return sum(_span(node, "colspan") for node in _cells_of(row))


def _widest(node: Tag) -> int:
    rows = node.find_all("tr")
    return max((_places(row) for row in rows), default=0)


def _font_of(node: NavigableString) -> str | None:
    for parent in node.parents:
        face = parent.get("face")
        if isinstance(face, str):
            return face.split(",")[0].strip("\"' ")
        found = _FONT.search(str(parent.get("style") or ""))
        if found:
            return found.group(1).strip()
    return None
