"""DOC (Word 97-2003), read in this process: paragraphs, tables with their merges, automatic numbers, fonts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from niemyet.extractors.documents.blocks import EMPTY, Block, is_layout, numbered, repeated, table
from niemyet.extractors.documents.runs import lacks_hidden_words, shown_runs
from niemyet.extractors.documents.wordfile import CellShape, OldWordError, RowShape, WordFile, WordParagraph
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import Cell, Document, Limits, Paragraph
from niemyet.model.words import Mark

_MAX_DEPTH = 12  # tables in tables; chosen, not measured
_NEAR = 100  # twips (1.8 mm): edges of different rows so near are one edge; no cell of an annex is so narrow


def read_doc(data: bytes, limits: Limits) -> Document:
    """Bytes of a DOC as blocks. Raises DocumentError when it is damaged or locked, OverLimitError when too large.

    Flags: `doc_structure_doubtful` where the cells of a row and its definition disagree or a part of the file was
    not understood; `embedded_object` where a sheet or a document is embedded whose text is not in this one.
    """
    try:
        file = WordFile(data)
    except OldWordError:
        from niemyet.extractors.documents.office import converted

        return converted(data, "doc", limits, media="doc")
    builder = _BodyBuilder(file)
    for paragraph in file.paragraphs():
        builder.add(paragraph)
    tree = builder.finish()
    renderer = _Renderer(file, limits)
    blocks = numbered(renderer.blocks(tree, 0))
    flags = ["doc_structure_doubtful"] if file.doubtful else []
    if any(name.startswith(("Excel", "Word", "Package", "opendocument")) for name in file.objects):
        flags.append("embedded_object")
    return Document(media="doc", blocks=blocks, flags=tuple(flags))


# ---- paragraphs → tree --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    shape: RowShape
    cells: "list[list[_Node]]"


@dataclass(slots=True)
class _WordTable:
    rows: list[_Row] = field(default_factory=list)
    cells: "list[list[_Node]]" = field(default_factory=list)  # of the row that is open
    open: "list[_Node]" = field(default_factory=list)  # the cell that is open


_Node = WordParagraph | _WordTable


class _BodyBuilder:
    """Puts paragraphs into tables by what their marks say; depth 1 is a table, 2 a table in a cell, and so on."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._body: list[_Node] = []
        self._stack: list[_WordTable] = []

    def add(self, paragraph: WordParagraph) -> None:
        """The next paragraph of the text."""
        depth = paragraph.properties.depth
        if depth > _MAX_DEPTH:
            raise DocumentError(
                msg("DOC has tables nested deeper than {most} layers; not read.", most=_MAX_DEPTH)
            )
        if depth == 0 and paragraph.mark == "\x07":
            self._file.doubtful.add("a cell mark stands outside a table")
        while len(self._stack) > depth:
            self._close()
        while len(self._stack) < depth:
            self._stack.append(_WordTable())
        if depth == 0:
            self._body.append(paragraph)
            return
        inner = depth > 1
        current = self._stack[-1]
        if paragraph.properties.inner_row_end if inner else paragraph.properties.row_end:
            self._end_row(current, self._file.row_shape(paragraph.properties.table))
            return
        current.open.append(paragraph)
        if paragraph.properties.inner_cell_end if inner else paragraph.mark == "\x07":
            current.cells.append(current.open)
            current.open = []

    def finish(self) -> list[_Node]:
        """The whole text, when all paragraphs were added."""
        while self._stack:
            self._close()
        return self._body

    def _end_row(self, current: _WordTable, shape: RowShape) -> None:
        if current.open:
            self._file.doubtful.add("the last cell of a row has no end mark")
            current.cells.append(current.open)
            current.open = []
        if not shape.sure or shape.cells is None or len(shape.cells) != len(current.cells):
            self._file.doubtful.add("the cells of a row are not those of its definition")
        if shape.shaded:  # white letters are seen there
            for node in (node for cell in current.cells for node in cell):
                if isinstance(node, WordParagraph):
                    node.unseen = False
        if current.cells:
            current.rows.append(_Row(shape, current.cells))
        current.cells = []

    def _close(self) -> None:
        """The innermost table ends."""
        ended = self._stack.pop()
        if ended.open or ended.cells:
            self._end_row(ended, RowShape(None, header=False, sure=False))
        if ended.rows:
            (self._stack[-1].open if self._stack else self._body).append(ended)


# ---- tree → blocks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell on the columns of its table."""

    column: int
    across: int
    vertical: int
    nodes: list[_Node]


class _Renderer:
    """Walks the tree once in reading order; numbers of lists count up as it goes."""

    def __init__(self, file: WordFile, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._cells = 0

    def blocks(self, nodes: Iterable[_Node], depth: int) -> Iterator[Block]:
        """Paragraphs and tables in reading order."""
        for node in nodes:
            if isinstance(node, _WordTable):
                yield from self._table(node, depth)
                continue
            raw, text = self._text(node)
            if not text and _vanished([node]):
                raw, text = shown_runs("", [(None, node.vanished)])
                yield Paragraph(raw, text, marks=frozenset({Mark.HIDDEN}))
            else:
                yield Paragraph(raw, text, marks=_marks([node]))
            for box in node.boxes:
                yield from self.blocks(_tree(self._file, box), depth + 1)

    def _text(self, paragraph: WordParagraph) -> tuple[str, str]:
        label = self._file.label(paragraph.properties)
        hidden = [(None, paragraph.vanished)] if _keeps_hidden(paragraph) else []
        return shown_runs(label, [*paragraph.runs, *hidden])

    def _table(self, node: _WordTable, depth: int) -> Iterator[Block]:
        rows, width = self._placed(node)
        nested = [_width(inner) for inner in _tables_in(node)]
        if nested and is_layout(width, nested):
            for row in rows:
                for place in row:
                    yield from self.blocks(place.nodes, depth + 1)
            return
        heads = 0
        for written in node.rows:
            if not written.shape.header:
                break
            heads += 1
        yield table(self._grid(rows), header_rows=heads)

    def _placed(self, node: _WordTable) -> tuple[list[list[_Place]], int]:
        columns = _columns(node.rows)
        return [_places(row, columns) for row in node.rows], _width(node)

    def _grid(self, rows: list[list[_Place]]) -> list[list[Cell]]:
        """Rows with every place of a merged cell filled, across and down."""
        grid: list[list[Cell]] = []
        above: dict[int, Cell] = {}  # column → cell that a vertical merge goes on from
        for row in rows:
            out: list[Cell] = []
            for place in row:
                out += [EMPTY] * (place.column - len(out))
                if place.vertical == 1 and place.column in above:
                    made = repeated(above[place.column])
                else:
                    made = self._cell(place)
                    above.pop(place.column, None)
                    if place.vertical:
                        above[place.column] = made
                out += [made] + [repeated(made)] * (place.across - 1)
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

    def _cell(self, place: _Place) -> Cell:
        parts = list(self._cell_text(place.nodes))
        raw = "\n".join(raw for raw, _ in parts)
        text = " ".join(text for _, text in parts if text)
        if not text and (hidden := _vanished(place.nodes)):
            raw, text = shown_runs("", [(None, hidden)])
            return Cell(raw=raw, text=text, colspan=place.across, marks=frozenset({Mark.HIDDEN}))
        return Cell(raw=raw, text=text, colspan=place.across, marks=_marks(place.nodes))

    def _cell_text(self, nodes: Iterable[_Node]) -> Iterator[tuple[str, str]]:
        """Paragraphs of a cell as (raw, shown); a table inside it flattened to a line a row."""
        for node in nodes:
            if isinstance(node, _WordTable):
                for row in self._grid(self._placed(node)[0]):
                    own = [inner for inner in row if not inner.merged]
                    yield " ".join(inner.raw for inner in own), " ".join(inner.text for inner in own)
                continue
            yield self._text(node)
            for box in node.boxes:
                yield from self._cell_text(_tree(self._file, box))


def _tree(file: WordFile, paragraphs: Iterable[WordParagraph]) -> list[_Node]:
    builder = _BodyBuilder(file)
    for paragraph in paragraphs:
        builder.add(paragraph)
    return builder.finish()


def _tables_in(node: _WordTable) -> Iterator[_WordTable]:
    for row in node.rows:
        for cell in row.cells:
            for inner in cell:
                if isinstance(inner, _WordTable):
                    yield inner
                    yield from _tables_in(inner)


def _width(node: _WordTable) -> int:
    columns = _columns(node.rows)
    widest = max((len(row.cells) for row in node.rows), default=0)
    return max(len(set(columns.values())) - 1, widest)


def _columns(rows: Iterable[_Row]) -> dict[int, int]:
    """Every edge of the cells → its column: edges of different rows that nearly meet are one."""
    holders: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for cell in _joined(row):
            for edge in (cell.left, cell.right):
                holders.setdefault(edge, set()).add(number)
    columns: dict[int, int] = {}
    held: set[int] = set()
    first, column = 0, -1
    for edge in sorted(holders):
        if column < 0 or edge - first > _NEAR or held & holders[edge]:
            first, held, column = edge, set(), column + 1
        held |= holders[edge]
        columns[edge] = column
    return columns


def _joined(row: _Row) -> list[CellShape]:
    """The cells of a row that show, those merged across as one; nothing where the row's definition does not fit."""
    shapes = row.shape.cells
    if shapes is None or len(shapes) != len(row.cells):
        return []
    out: list[CellShape] = []
    for shape in shapes:
        if shape.continued and out:
            out[-1] = CellShape(out[-1].left, shape.right, out[-1].vertical, continued=False)
        else:
            out.append(shape)
    return out


def _places(row: _Row, columns: dict[int, int]) -> list[_Place]:
    joined = _joined(row)
    if not joined:
        return [_Place(number, 1, 0, nodes) for number, nodes in enumerate(row.cells)]
    shown = [
        nodes for shape, nodes in zip(row.shape.cells or (), row.cells, strict=True) if not shape.continued
    ]
    places: list[_Place] = []
    for shape, nodes in zip(joined, shown, strict=True):
        column = max(columns[shape.left], places[-1].column + places[-1].across if places else 0)
        places.append(_Place(column, max(columns[shape.right] - column, 1), shape.vertical, nodes))
    return places


def _marks(nodes: Iterable[_Node]) -> frozenset[Mark]:
    """Whether some text of paragraphs is struck, or nobody sees it."""
    own = [node for node in nodes if isinstance(node, WordParagraph)]
    found = {Mark.STRUCK} if any(node.struck for node in own) else set()
    unseen = any(node.unseen or _keeps_hidden(node) for node in own)
    return frozenset(found | ({Mark.HIDDEN} if unseen else set()))


def _keeps_hidden(paragraph: WordParagraph) -> bool:
    """Whether what is shown of a paragraph says nothing without its hidden words."""
    raw = "".join(text for _, text in paragraph.runs)
    return bool(raw.strip() and paragraph.vanished.strip()) and lacks_hidden_words(raw)


def _vanished(nodes: Iterable[_Node]) -> str:
    """The hidden text of paragraphs: where nothing else stands it is kept, marked, and asked about (RULINGS 37)."""
    return "\n".join(
        node.vanished for node in nodes if isinstance(node, WordParagraph) and node.vanished.strip()
    )
