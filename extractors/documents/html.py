"""HTML pages, the "Word" and "Excel" files that are HTML inside, and web archives (MHTML).

The tree is walked once without recursion, so that neither deep nesting nor long tables cost more than their length.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree

from niemyet.extractors.documents import css
from niemyet.extractors.documents.blocks import (
    EMPTY,
    Block,
    cell,
    cells_of,
    is_layout,
    numbered,
    paragraph,
    repeated,
    table,
)
from niemyet.extractors.documents.html_rows import WrittenCell, written_rows
from niemyet.extractors.documents.pale import Pale
from niemyet.extractors.documents.pale_rows import told_apart
from niemyet.extractors.documents.runs import raised
from niemyet.extractors.documents.sniff import decode
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import NO_MARKS, Cell, Document, Limits, Note, Table
from niemyet.model.words import Mark, NoteKind
from niemyet.transforms.language.text import repair_legacy

_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template head nav footer button select option textarea svg iframe object",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header hr
        html li main ol p pre section ul table tr td th caption thead tbody tfoot""",
    )
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_LEGACY_FONT = re.compile(r"\.vn\w|vni-", re.IGNORECASE)
_ENDS = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_OWN_MARK = re.compile(r"(?:\d{1,4}|[a-zđ])[.)]")
_DIGITS = 6  # of the number at which a list begins; chosen, not measured
_SPACE = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")  # what is no single space already
_MAX_SPAN = 200  # more columns or rows than that are a mistake or an attack; chosen, not measured


def read_html(data: bytes, limits: Limits | None = None) -> Document:
    """Bytes of a page as blocks; scripts and navigation are left out. Raises OverLimitError for too many cells."""
    text = _decoded(data)
    root = tree_of(text)
    if root is None:
        return Document(media="html", blocks=())
    _raise_figures(root)
    styled = _SPEAKS_OF_LOOKS(root) or _has_styles(root)
    looks, legacy_fonts = _looks(text) if styled else (None, False)
    pale = Pale(text) if styled else None
    walk = _TreeWalk(
        _widths(root),
        looks,
        None if pale is None or pale.is_none else pale,
        legacy_fonts=legacy_fonts,
        limits=limits or Limits(),
    )
    blocks = numbered(walk.blocks(root))
    return Document(
        media="html",
        blocks=blocks,
        flags=("maybe_truncated",) if _is_cut(text) else (),
        notes=tuple(walk.notes),
    )


def _raise_figures(root: Any) -> None:
    """Write a figure that is set above its line with the sign for it, as in the other formats: it marks a note."""
    for node in list(root.iter("sup")):
        before = node.getprevious()
        above = node.getparent().text if before is None else before.tail
        sign = raised([(None, above or "")], "".join(node.itertext()))
        if sign is not None:
            for inner in list(node):
                node.remove(inner)
            node.text = sign.strip()


_OF_LOOKS = ("style", "class", "color", "bgcolor", "face", "hidden", "title", "aria-label", "data-content")
#: Whether any attribute says how something looks, or may; most pages of portals have none, or none of these.
_SPEAKS_OF_LOOKS = etree.XPath(
    f"boolean(//@*[not(parent::meta)]) and ({' or '.join(f'boolean(//@{name})' for name in _OF_LOOKS)})"
)


def _has_styles(root: Any) -> bool:
    return next(root.iter("style", *css.STRIKING), None) is not None


def _looks(text: str) -> tuple[css.Looks | None, bool]:
    """What the styles of a page take away, where one may; and whether it names a font from before Unicode."""
    lowered = text.lower()
    faint = any(sign in lowered for sign in css.MAY_FADE) and css.FAINT.search(lowered) is not None
    styled = any(sign in lowered for sign in css.SAYS_HOW)
    marked = faint or (
        styled and any(sign in lowered for sign in css.MAY_MARK) and css.MARKED.search(lowered)
    )
    legacy_fonts = (".vn" in lowered or "vni-" in lowered) and _LEGACY_FONT.search(text) is not None
    return css.Looks(text) if marked else None, legacy_fonts


_TAIL = 100  # signs behind which a page that is whole ends, but for what servers add; chosen, not measured


def _is_cut(text: str) -> bool:
    """Whether a page begins as a whole one and does not end as one."""
    if "</html>" in text[-_TAIL:]:
        return False  # nearly every page
    end = text[-4096:].lower()
    return "<html" in text[:4096].lower() and "</html" not in end and "</body" not in end


def read_mhtml(data: bytes, limits: Limits) -> Document:
    """Bytes of a web archive: its first page. Raises DocumentError when there is none in it."""
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \r\n"), policy=email.policy.compat32)
        for part in message.walk():
            payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                return read_html(_marked(payload, charset) if charset else payload, limits)
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
        raise DocumentError(
            msg("MHTML is damaged: {error}. Fetch it again from its source.", error=error)
        ) from error
    raise DocumentError(msg("MHTML holds no HTML page, or is cut off. Fetch it again from its source."))


def _marked(payload: bytes, charset: str) -> bytes:
    """The page in UTF-8 with its mark, so that no other word about its encoding counts."""
    try:
        return b"\xef\xbb\xbf" + payload.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return payload


def page_title(data: bytes) -> str:
    """The title of a page; empty when it has none."""
    found = re.search(r"<title[^>]*>(.*?)</title>", _decoded(data[:65536]), re.IGNORECASE | re.DOTALL)
    return found.group(1) if found else ""


def _decoded(data: bytes) -> str:
    found = _CHARSET.search(data[:4096])
    return decode(data, [found.group(1).decode("ascii")] if found else ()) or ""


def tree_of(text: str) -> Any:
    """Root of a page; None when nothing is shown. Raises OverLimitError where its tags are nested too deep."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    # The parser drops what comes after </html>, but portals put whole pages into pages.
    whole = _ENDS.sub(" ", text.replace("\x00", "") if "\x00" in text else text)
    try:
        root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    faults = {entry.type_name for entry in parser.error_log}
    if "ERR_NO_MEMORY" in faults:
        raise MemoryError  # else a page too large for this process would be one without text
    if "ERR_RESOURCE_LIMIT" in faults:
        # The parser stops there and would leave out the rest without a word.
        raise OverLimitError(msg("the tags of the HTML page are nested too deep; not read."))
    return root


# ---- tables: which hold data, which only place things on the page -------------------------------------------


def _widths(root: Any) -> set[Any]:
    """The tables that are frames, told by their own width and that of the tables in them."""
    if len(list(islice(root.iter("table"), 2))) < 2 or not _NESTED(root):
        return set()
    own: dict[Any, int] = {}
    inner: dict[Any, int] = {}
    open_tables: list[Any] = []
    for event, node in etree.iterwalk(root, events=("start", "end"), tag=("table", "tr")):
        if node.tag == "tr":
            if event == "start" and open_tables:
                own[open_tables[-1]] = max(own[open_tables[-1]], _places(node))
        elif event == "start":
            open_tables.append(node)
            own[node] = inner[node] = 0
        else:
            open_tables.pop()
            if open_tables:
                outer = open_tables[-1]
                inner[outer] = max(inner[outer], own[node], inner[node])
    return {node for node, width in own.items() if inner[node] and is_layout(width, [inner[node]])}


_PALE = frozenset({Mark.PALE})
_NESTED = etree.XPath("boolean(//table//table)")
_ASTRAY = etree.XPath(
    "boolean(self::*/text()[normalize-space()] | */text()[normalize-space()] | *//tr/text()[normalize-space()])"
)


def _places(row: Any) -> int:
    return sum(_span(node, "colspan") for node in row if node.tag in {"td", "th"})


def _span(node: Any, name: str) -> int:
    said = node.get(name)
    return 1 if said is None else _reach(re.match(r"\s*(\d{1,4})", said), down=name == "rowspan")


def _reach(said: re.Match[str] | None, *, down: bool) -> int:
    """How far a cell reaches; one of no rows at all goes on to the end (HTML, 4.9.11)."""
    reach = int(said.group(1)) if said else 1
    return min(reach, _MAX_SPAN) if reach else _MAX_SPAN if down else 1


class _Read(NamedTuple):
    """One cell as it is read."""

    text: str
    across: int = 1
    down: int = 1
    marks: frozenset[Mark] = NO_MARKS
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _OpenTable:
    """A table of data while it is walked through."""

    rows: list[list[_Read | str]] = field(default_factory=list)  # a text where there is nothing else to say
    heads: int = 0
    in_head: bool = False
    parts: list[str] = field(default_factory=list)  # of the open cell or caption
    at: Any = None  # the open cell or caption
    inside: int = 0  # tables open within that cell
    caption: str = ""
    astray: list[str] = field(default_factory=list)  # text beside the cells
    marks: frozenset[Mark] = NO_MARKS  # of the text in the open cell
    links: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()  # of the open cell


class _TreeWalk:
    """One walk over the tree. Fonts are only asked for when the page names one from before Unicode."""

    def __init__(
        self,
        frames: set[Any],
        looks: css.Looks | None,
        pale: Pale | None,
        *,
        legacy_fonts: bool,
        limits: Limits,
    ) -> None:
        self._frames = frames
        self._looks = looks
        self._pale = pale
        self._shown: list[css.Look] = [css.PAGE]
        self._held_marks = NO_MARKS
        self._faint: list[
            Any
        ] = []  # elements around the words at hand that are drawn paler, or say that they are over
        self._held_links: list[str] = []
        self.notes: list[Note] = []  # words that show when one points at something
        self._held_notes: list[str] = []
        self._legacy_fonts = legacy_fonts
        self._limits = limits
        self._fonts: list[str | None] = [None]
        self._held: list[str] = []
        self._open: _OpenTable | None = None
        self._numbers: dict[Any, int] = {}  # of the last item of each numbered list
        self._cells = 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """Paragraphs and tables below a node, in reading order."""
        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        skipped: Any = None
        for event, node in walk:
            if event == "start":
                if node.tag in _FIELDS and self._open is not None and not self._open.in_head:
                    self._text(filled_in(node))
                if node.tag in _SKIPPED and node is not root:
                    walk.skip_subtree()
                    skipped = node
                    continue
                if self._open is None and node.tag == "table" and (plain := self._plain_table(node)):
                    walk.skip_subtree()
                    skipped = node
                    yield from self._flush()
                    yield self._grid(plain)
                    continue
                if node.tag == "p" and self._is_plain_line(node):
                    walk.skip_subtree()
                    skipped = node
                    yield from self._flush()
                    if text := _squeezed(node.text or "").strip():
                        yield paragraph(text)
                    continue
                yield from self._enter(node)
                if node.tag == "li" and self._open is None:
                    self._text(self._number_of(node))
                self._text(node.text)
            else:
                if event == "end":
                    if node is skipped:
                        skipped = None
                    else:
                        yield from self._leave(node)
                if node is not root:
                    self._text(node.tail)
        yield from self._flush()

    def _number_of(self, node: Any) -> str:
        """The number that a browser draws before an item of a numbered list, where the text has none of its own."""
        above, text = node.getparent(), (node.text or "").strip()
        if above is None or above.tag != "ol" or above.get("type", "1") != "1":
            return ""
        first = above.get("start", "1")
        before = self._numbers.get(above, int(first) - 1 if first.isdecimal() and len(first) < _DIGITS else 0)
        self._numbers[above] = before + 1
        return "" if not text or _OWN_MARK.match(text) else f"{before + 1}. "

    def _is_plain_line(self, node: Any) -> bool:
        """Whether an element on a line of its own holds plain text alone, and nothing is to be asked of its look."""
        return self._open is None and self._looks is None and not self._legacy_fonts and not len(node)

    def _plain_table(self, node: Any) -> _OpenTable | None:
        """A table of data of rows and cells and nothing else, read cell by cell; None where there is more to it."""
        if self._looks is not None or self._pale is not None or self._legacy_fonts:
            return None
        if node in self._frames or _ASTRAY(node):
            return None
        if (only := _rows_at_once(node)) is not None:
            return _OpenTable(only)
        made = _OpenTable()
        for group in node:
            if group.tag == "tr":
                read = _rows_one_by_one([group])
            elif group.tag in {"thead", "tbody", "tfoot"}:
                if group.tag == "thead" and not made.rows:
                    made.heads = len(group)
                read = _rows_at_once(group) or _rows_one_by_one(group)
            elif group.tag in {"colgroup", "col"} or not isinstance(group.tag, str):
                continue
            else:
                return None
            if read is None:
                return None
            made.rows += read
        return made

    def _enter(self, node: Any) -> Iterator[Block]:
        if self._looks is not None:
            self._shown.append(self._looks.of(node).over(self._shown[-1]))
        if self._pale is not None and self._open is None and self._pale.holds_line(node):
            self._faint.append(node)
        if node.tag == "a" and (link := node.get("href")):
            (self._held_links if self._open is None else self._open.links).append(link)
        if self._legacy_fonts:
            self._fonts.append(_font(node) or self._fonts[-1])
        if self._open is not None:
            self._enter_in_table(node, self._open)
        elif node.tag == "table" and node not in self._frames:
            yield from self._flush()
            self._open = _OpenTable()
        elif node.tag in _BLOCKS or node.tag == "br":
            yield from self._flush()
        if self._pale is not None and self._open is None:
            self._held_notes += self._pinned(self._pale.pinned(node, within=False))

    def _leave(self, node: Any) -> Iterator[Block]:
        if self._looks is not None:
            self._shown.pop()
        if self._legacy_fonts:
            self._fonts.pop()
        if self._faint and self._faint[-1] is node:
            yield from self._flush() if node.tag in _BLOCKS else ()
            self._faint.pop()
        if self._open is not None:
            if node.tag == "table" and not self._open.inside:
                ended, self._open = self._open, None
                yield paragraph(ended.caption)
                yield paragraph("".join(ended.astray).strip())
                yield self._grid(ended)
            else:
                _leave_in_table(node, self._open)
        elif node.tag in _BLOCKS:
            yield from self._flush()

    def _enter_in_table(self, node: Any, current: _OpenTable) -> None:
        tag = node.tag
        if tag == "table":
            current.inside += 1
        if current.at is not None or current.inside:
            if tag in _BLOCKS or tag == "br":
                current.parts.append("\n")
        elif tag in {"td", "th"}:
            if not current.rows:
                current.rows.append([])
            marks = _PALE if self._is_pale(node) else NO_MARKS
            current.at, current.parts, current.marks, current.links = node, [], marks, []
            current.notes = () if self._pale is None else self._notes_of(node, self._pale)
        elif tag == "caption":
            current.at, current.parts = node, []
        elif tag == "tr":
            current.rows.append([])
            current.heads += current.in_head and current.heads == len(current.rows) - 1
        elif tag == "thead":
            current.in_head = True

    def _notes_of(self, cell: Any, pale: Pale) -> tuple[str, ...]:
        """Numbers of what shows when one points at a cell, its row, or something in it."""
        said = [*pale.pinned(cell, within=True), *pale.pinned(cell.getparent(), within=False)]
        return self._pinned(said)

    def _pinned(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Numbers of new comments with these words."""
        first = len(self.notes) + 1
        self.notes += [Note(NoteKind.COMMENT, f"cm{at}", text) for at, text in enumerate(texts, first)]
        return tuple(note.number for note in self.notes[first - 1 :])

    def _is_pale(self, cell: Any) -> bool:
        """Whether a cell or its row is drawn pale, or says that it is over."""
        pale = self._pale
        return pale is not None and (pale.holds(cell) or pale.holds_row(cell.getparent()))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        shown = _SPACE.sub(" ", text)
        font = self._fonts[-1]
        if font is not None and _LEGACY_FONT.match(font):
            shown = repair_legacy(shown, font)
        if self._open is None:
            self._held.append(shown)
            if not shown.isspace():
                self._held_marks |= self._marks()
                if self._faint:
                    self._held_marks |= _PALE
        elif self._open.at is not None or self._open.inside:
            self._open.parts.append(shown)
            if not shown.isspace():
                self._open.marks |= self._marks()
        elif shown.strip():
            self._open.astray.append(shown)

    def _marks(self) -> frozenset[Mark]:
        """What is done to the text at hand: struck, hidden, or drawn as nobody sees it."""
        look = self._shown[-1]
        return look.marks if look.ink.is_seen(look.ground) else look.marks | {Mark.HIDDEN}

    def _flush(self) -> Iterator[Block]:
        if self._held:
            text = "".join(self._held).strip()
            self._held.clear()
            if text:
                made = paragraph(text)
                marks, links = _without_doubled(self._held_marks), tuple(self._held_links)
                notes = tuple(self._held_notes)
                yield (
                    replace(made, marks=marks, links=links, notes=notes) if marks or links or notes else made
                )
                self._held_notes.clear()
            self._held_marks = NO_MARKS
            self._held_links.clear()

    def _grid(self, read: _OpenTable) -> Table:
        """Rows as wide as the table: a value stands in every place that its cell covers."""
        grid: list[list[Cell]] = []
        reaching: dict[int, tuple[int, Cell]] = {}  # column → rows still covered, cell
        plain = cells_of([one for one in set(chain.from_iterable(read.rows)) if isinstance(one, str)])
        for row in read.rows:
            out = [] if reaching else _all_plain(row, plain)
            for read_cell in () if out else row:
                if reaching:
                    _cover(out, reaching)
                if isinstance(read_cell, str):
                    out.append(plain[read_cell])
                    continue
                text, across, down, marks, links, notes = read_cell
                made = cell(text, colspan=across, rowspan=down)
                if marks or links or notes:
                    made = replace(made, marks=_without_doubled(marks), links=links, notes=notes)
                if across == down == 1:
                    out.append(made)
                    continue
                for offset in range(across):
                    if down > 1:
                        reaching[len(out)] = (down - 1, repeated(made))
                    out.append(made if offset == 0 else repeated(made))
            if reaching:
                _cover(out, reaching, to_end=True)
            self._cells += len(out)
            if self._cells > self._limits.max_cells:
                raise OverLimitError(
                    msg(
                        "the tables have more than {most} cells (max_cells); stopped.",
                        most=self._limits.max_cells,
                    )
                )
            grid.append(out)
        return table(grid if self._pale is None else told_apart(grid), header_rows=read.heads)


def _without_doubled(marks: frozenset[Mark]) -> frozenset[Mark]:
    """The marks of a text; that it is pale says no more where another of them is there."""
    return marks if len(marks) < 2 else marks - _PALE


_Rows = list[list[_Read | str]]


def _rows_at_once(parent: Any) -> _Rows | None:
    """Rows of a table or group that holds rows alone, nearly all of plain cells; None for any other."""
    last = next(parent.iterchildren(reversed=True), None)
    if last is None or last.tag != "tr" or any(map(len, last)):
        return None  # rows are mostly like the last one
    written = written_rows(parent)
    if written is None:
        return None
    nodes = list(parent) if None in written else []
    found: _Rows = []
    for place, cells in enumerate(written):
        if isinstance(cells, list):
            found.append(cells)
            continue
        row = _plain_row(nodes[place]) if cells is None else list(map(_with_spans, cells))
        if row is None:
            return None
        found.append(row)
    return found


def _all_plain(row: list[_Read | str], plain: dict[Any, Cell]) -> list[Cell]:
    """The cells of a row of nothing but texts; none for any other."""
    try:
        return list(map(plain.__getitem__, row))
    except KeyError:
        return []


def _with_spans(cell: str | WrittenCell) -> str | _Read:
    if isinstance(cell, str):
        return cell
    said = cell.attributes
    if "span" not in said:
        return cell.text
    return _Read(cell.text, _reach(_ACROSS.search(said), down=False), _reach(_DOWN.search(said), down=True))


_ACROSS, _DOWN = (re.compile(rf' {name}="\s*(\d{{1,4}})') for name in ("colspan", "rowspan"))


def _rows_one_by_one(rows: Any) -> _Rows | None:
    found: _Rows = []
    for row in rows:
        read = _plain_row(row)
        if read is None:
            return None
        found.append(read)
    return found


def _plain_row(row: Any) -> list[_Read | str] | None:
    """Cells of a row that holds nothing else; None where it does, or a cell holds more than a few inline elements."""
    if row.tag != "tr":
        return None
    out: list[_Read | str] = []
    for place in row:
        if place.tag not in _PLACES:
            return None
        text = place.text or ""
        links: tuple[str, ...] = ()
        if len(place):
            read = _inline(place)
            if read is None:
                return None
            text, links = read
        else:
            text = _squeezed(text).strip()
        says_more = place.keys()  # of a cell without attributes none is made up, as `attrib` would
        if not says_more and not links:
            out.append(text)
            continue
        across, down = (_span(place, "colspan"), _span(place, "rowspan")) if says_more else (1, 1)
        out.append(_Read(text, across, down, NO_MARKS, links))
    return out


def _squeezed(text: str) -> str:
    """A text with a plain space for each run of spaces and breaks; nearly every text is one already."""
    return text if text.isprintable() and "  " not in text else _SPACE.sub(" ", text)


_PLACES = frozenset({"td", "th"})


def _inline(cell: Any) -> tuple[str, tuple[str, ...]] | None:
    """Text and links of a cell that holds flat lines and inline elements only."""
    parts, links = [_SPACE.sub(" ", cell.text or "")], []
    for inner in cell:
        if len(inner) or (inner.tag not in _INLINE and inner.tag not in _BREAKING):
            return None
        text, tail = _SPACE.sub(" ", inner.text or ""), _SPACE.sub(" ", inner.tail or "")
        if inner.tag == "a" and inner.get("href"):
            links.append(inner.get("href"))
        parts += ["\n", text, "\n", tail] if inner.tag in _BREAKING else [text, tail]
    return _LINE_END.sub("\n", "".join(parts)).strip(), tuple(links)


_LINE_END = re.compile(r" ?\n\s*")
_BREAKING = frozenset({"br", "p", "div"})
_INLINE = frozenset({"a", "b", "i", "u", "em", "strong", "span", "font", "sup", "sub", "small"})


_FIELDS = frozenset({"input", "select", "textarea"})
_TICKED = frozenset({"checkbox", "radio"})
_NOT_WRITTEN_IN = frozenset({"hidden", "button", "submit", "reset", "image", "file", "password"})


def filled_in(node: Any, ticked: str = "x") -> str:
    """What a field of a form shows: what is written in it, the entry that was chosen, a sign where it is ticked."""
    if node.tag == "select":
        return " ".join(one.text or "" for one in node.iter("option") if "selected" in one.attrib)
    if node.tag == "textarea":
        return node.text or ""
    kind = (node.get("type") or "").lower()
    if kind in _TICKED:
        return ticked if "checked" in node.attrib else ""
    return "" if kind in _NOT_WRITTEN_IN else node.get("value") or ""


def _leave_in_table(node: Any, current: _OpenTable) -> None:
    tag = node.tag
    if node is current.at:
        text = _LINE_END.sub("\n", "".join(current.parts)).strip()
        if tag == "caption":
            current.caption = text
        else:
            across, down = _span(node, "colspan"), _span(node, "rowspan")
            current.rows[-1].append(
                _Read(text, across, down, current.marks, tuple(current.links), current.notes)
            )
        current.at, current.parts = None, []
        return
    if tag == "table":
        current.inside -= 1
    if tag in _BLOCKS and (current.at is not None or current.inside):
        current.parts.append("\n")
    elif tag == "thead":
        current.in_head = False


def _cover(out: list[Cell], reaching: dict[int, tuple[int, Cell]], *, to_end: bool = False) -> None:
    """Fill the next places that a cell of a row above reaches down to."""
    last = max(reaching, default=-1)
    while len(out) in reaching or (to_end and len(out) <= last):
        left, shown = reaching.pop(len(out), (0, EMPTY))
        if left > 1:
            reaching[len(out)] = (left - 1, shown)
            last = max(last, len(out))
        out.append(shown)


def _font(node: Any) -> str | None:
    face = node.get("face")
    if face:
        return str(face.split(",")[0].strip("\"' "))
    found = _FONT.search(node.get("style") or "")
    return found.group(1).strip() if found else None
