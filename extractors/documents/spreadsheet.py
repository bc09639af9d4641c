"""XLSX, XLS, ODS and sheets saved with tabs: what stands in cells as paragraphs and tables in reading order.

A whole decision may be typed into one sheet: the letterhead in two cells side by side, a line of text to a cell,
then the annex. Rows with one text are paragraphs, rows with two are a frame, wider ones begin a table.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from niemyet.extractors.documents.blocks import EMPTY, Block, is_kept, numbered, repeated, table
from niemyet.extractors.documents.pale_rows import told_apart
from niemyet.extractors.documents.runs import Runs, shown_runs
from niemyet.extractors.documents.workbook import Sheet, SheetCell, open_workbook
from niemyet.model.errors import OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import Cell, Document, Limits, Note, Paragraph, Picture
from niemyet.model.words import Mark, NoteKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.draft_marks import is_draft_mark
from niemyet.transforms.language.running_heads import says_something_of_a_list
from niemyet.transforms.language.sector_words import is_made_of_names, tells_of_change
from niemyet.transforms.language.text import clean, fold

_FAINT = frozenset({Mark.PALE})
_WIDE = 3  # texts in a row from which on it begins a table; chosen, not measured
_NUMBERED = frozenset({"stt", "tt", "so tt", "so thu tu", "s tt", "st t"})
_ROW_MARK = re.compile(r"(?:\d{1,4}(?:\.\d{1,3})*|[IVXLC]{1,6}(?:\.\d{1,3})*|[A-ZĐ]\d{0,2})\s*[.)]?")
_CODE_HEADING = re.compile(r"^ma$|\bma (?:so|tthc|thu tuc|ho so|dinh danh)\b")


def read_spreadsheet(data: bytes, limits: Limits) -> Document:
    """Bytes of a workbook as blocks, its sheets one after the other.

    Raises DocumentError when it is damaged or locked, OverLimitError when it has more cells than `limits` allow.
    Flags: `uncomputed_cells` where a formula has no value;
    `hidden_sheet`, `hidden_cells` where what a reader would not see is among the blocks;
    `code_typed_as_number` where zeros at the end of a code were lost in the file and put back (`raw` is as found).
    """
    media, sheets = open_workbook(data, limits)
    reader = _SheetReader(limits, named=sum(bool(sheet.rows) and not sheet.hidden for sheet in sheets) > 1)
    blocks = numbered(block for sheet in sheets for block in reader.blocks_and_boxes(sheet))
    margins = dict.fromkeys(line for sheet in sheets for line in sheet.beside.margins)
    notes = [
        *reader.notes,
        *(
            Note(NoteKind.MARGIN, f"hf{at}", line)
            for at, line in enumerate(margins, 1)
            if says_something_of_a_list(line)
        ),
    ]
    flags = {
        "draft_mark": any(map(is_draft_mark, margins)),
        "hidden_sheet": any(sheet.hidden and sheet.rows for sheet in sheets),
        "hidden_cells": any(sheet.hides for sheet in sheets),
        "code_typed_as_number": reader.repaired,
        "uncomputed_cells": any(
            Mark.UNCOMPUTED in cell.marks
            for sheet in sheets
            for line in sheet.rows.values()
            for cell in line.values()
        ),
    }
    return Document(
        media=media,
        blocks=blocks,
        flags=tuple(name for name, said in flags.items() if said),
        notes=tuple(notes),
        pictures=tuple(reader.pictures),
    )


@dataclass(frozen=True, slots=True)
class _SheetLine:
    """A row that holds something: its number and its cells by column."""

    row: int
    cells: dict[int, SheetCell]

    def first_text(self) -> str:
        return _text(self.cells[min(self.cells)])

    def ruled(self) -> bool:
        """Whether its cells have borders."""
        return any(cell.ruled for cell in self.cells.values())

    def heads(self) -> bool:
        """Whether it looks like the header of a table."""
        return len(self.cells) > 1 and fold(self.first_text()).rstrip(".") in _NUMBERED


#: What the name of a sheet may say of its list where nothing in it does: "Bãi bỏ", "2. Cấp xã".
_SAID_BY_NAME = re.compile(
    r"\b(?:bai bo|huy bo|sua doi|ban hanh moi|moi ban hanh|thay the|cap (?:tinh|huyen|xa))\b"
)


_OF_PROCEDURES = re.compile(r"(?:(?:cac|nhung|nhom) )*(?:thu tuc|tthc)\b")


def _says_more(name: str, above: str) -> bool:
    """Whether the name of a sheet says something of its list that the lines above the list do not."""
    folded = fold(name)
    if folded in above:
        return False
    strange = tells_of_change(name) or (_OF_PROCEDURES.match(folded) and not is_made_of_names(name))
    return bool(strange) or any(word not in above for word in _SAID_BY_NAME.findall(folded))


_LEVEL = re.compile(r"\bcap (?:tinh|thanh pho|huyen|xa)\b")
_ACT = re.compile(r"\b(?:bai bo|huy bo|sua doi|ban hanh moi|moi ban hanh|thay the)\b")


def _contradicts(name: str, above: str) -> bool:
    """Whether the name of a sheet says a level or an act, and the lines above its list say others."""
    for words in (_LEVEL, _ACT):
        named, said = set(words.findall(fold(name))), set(words.findall(above))
        if named and said and named.isdisjoint(said):
            return True
    return False


class _SheetReader:
    def __init__(self, limits: Limits, *, named: bool = False) -> None:
        self._limits = limits
        self._named = named  # several sheets, each with a name that a person sees
        self._cells = 0
        self.repaired = False
        self.notes: list[Note] = []  # comments
        self.pictures: list[Picture] = []
        self._sheet = Sheet("")
        self._commented: set[tuple[int, int]] = set()  # cells of it whose comment is a note
        self._kept = 0  # blocks that hold something
        self._row = 0  # of the block that was given last

    def blocks_and_boxes(self, sheet: Sheet) -> Iterator[Block]:
        """The blocks of a sheet, its text boxes after them; its pictures are put where they begin."""
        self._sheet, self._commented = sheet, set()
        waiting = sorted(sheet.beside.pictures)
        said: str | None = ""  # above its first table; None behind that
        for block in self.blocks(sheet):
            if said is not None and isinstance(block, Paragraph):
                said = f"{said} {fold(block.text)}"
            elif said is not None:
                named = self._named and not sheet.hidden
                if named and _contradicts(sheet.name, said):
                    place = f"tên trang tính {len(self.notes) + 1}"
                    self.notes.append(Note(NoteKind.SHEET_NAME, place, clean(sheet.name)))
                elif named and _says_more(sheet.name, said):
                    self._kept += 1
                    yield Paragraph(sheet.name, clean(sheet.name))
                said = None
            while waiting and waiting[0] < self._row:
                self.pictures.append(Picture(self._kept))
                waiting.pop(0)
            self._kept += is_kept(block)
            yield block
        self.pictures += [Picture(self._kept) for _ in waiting]
        for at in sorted(sheet.beside.comments.keys() - self._commented):  # at cells that hold nothing
            self._hangs_at(*at)
        for _, text in sorted(sheet.beside.boxes):
            for line in text.split("\n"):
                box = Paragraph(*shown_runs("", [(None, line)]))
                self._kept += is_kept(box)
                yield box

    def _spend(self, count: int) -> None:
        self._cells += count
        if self._cells > self._limits.max_cells:
            raise OverLimitError(
                msg(
                    "the tables have more than {most} cells (max_cells); stopped.",
                    most=self._limits.max_cells,
                )
            )

    def blocks(self, sheet: Sheet) -> Iterator[Block]:
        """Paragraphs and tables of one sheet, from top to bottom."""
        merges = self._settled(sheet)
        lines = [_SheetLine(row, sheet.rows[row]) for row in sorted(sheet.rows) if sheet.rows[row]]
        at = 0
        while at < len(lines):
            line = lines[at]
            self._row = line.row
            if len(line.cells) >= _WIDE or line.heads():
                end = _table_end(lines, at)
            elif len(line.cells) > 1:
                end = at + 1
                while end < len(lines) and len(lines[end].cells) == 2 and not lines[end].heads():
                    end += 1
            else:
                for column, cell in line.cells.items():
                    noted, _ = self._hangs_at(line.row, column)
                    first, *rest = _paragraphs(cell)
                    yield replace(first, notes=noted) if noted else first
                    yield from rest
                at += 1
                continue
            yield table(told_apart(self._grid(lines[at:end], merges)))
            at = end

    def _settled(self, sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
        """First cell of a merged range → its last; what a range covers is taken out of the sheet's cells."""
        rows = sorted(sheet.rows)
        merges: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in sheet.merges:
            if top > bottom or left > right or (top, left) in merges:
                continue
            merges[top, left] = (bottom, right)
            for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
                cells = sheet.rows[row]
                covered = [c for c in cells if left <= c <= right and (row, c) != (top, left)]
                self._spend(1)
                for column in covered:
                    del cells[column]
        return merges

    def _grid(
        self, lines: list[_SheetLine], merges: dict[tuple[int, int], tuple[int, int]]
    ) -> list[list[Cell]]:
        """Rows on the columns in which any cell begins; every place of a merged range filled."""
        columns = sorted({column for line in lines for column in line.cells})
        rows = [line.row for line in lines]
        self._spend(len(rows) * len(columns))
        codes = self._code_columns(lines)
        grid: list[list[Cell]] = [[EMPTY] * len(columns) for _ in lines]
        covered: list[tuple[int, int, int, int, Cell]] = []
        for number, line in enumerate(lines):
            for column, cell in line.cells.items():
                # Where a search is faster than a scan; chosen, not measured.
                place = columns.index(column) if len(columns) < 8 else bisect_left(columns, column)
                bottom, right = merges.get((line.row, column), (line.row, column))
                across = bisect_right(columns, right) - place
                down = bisect_right(rows, bottom) - number
                made = self._cell(cell, column in codes, across, down)
                noted, links = self._hangs_at(line.row, column)
                if noted or links:
                    made = replace(made, notes=noted, links=links)
                grid[number][place] = made
                if across > 1 or down > 1:
                    covered.append((number, place, down, across, made))
        for number, place, down, across, made in covered:
            again = repeated(made)
            self._spend(down * across)
            for row in range(number, number + down):
                for column in range(place, place + across):
                    if (row, column) != (number, place) and grid[row][column] is EMPTY:
                        grid[row][column] = again
        return grid

    def _hangs_at(self, row: int, column: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Numbers of the notes and the links of a cell."""
        beside = self._sheet.beside
        link, comment = beside.links.get((row, column)), beside.comments.get((row, column))
        if comment is not None:
            self._commented.add((row, column))
            self.notes.append(Note(NoteKind.COMMENT, f"cm{len(self.notes) + 1}", comment))
        return ((self.notes[-1].number,) if comment else ()), ((link,) if link else ())

    def _cell(self, cell: SheetCell, is_code: bool, across: int, down: int) -> Cell:
        raw, text = shown_runs("", cell.runs)
        made = Cell(raw=raw, text=text, colspan=across, rowspan=down, marks=cell.marks)
        # A code has one digit before its point (docs/field.md).
        number = cell.number
        cut = is_code and number is not None and 0 < number < 10 and not number.is_integer()
        whole = f"{number:.6f}" if cut else text
        # What a double keeps of six decimals, by definition.
        if whole == text or cell.number is None or abs(cell.number - float(whole)) > 1e-9:
            return made
        self.repaired = True
        return replace(made, text=whole)

    @staticmethod
    def _code_columns(lines: list[_SheetLine]) -> frozenset[int]:
        """Columns of codes of which some were typed as numbers: their heading or their other cells say so."""
        numbers = {
            column
            for line in lines
            for column, cell in line.cells.items()
            if cell.number is not None and not cell.number.is_integer()
        }
        found = set()
        for column in numbers:
            texts = [_text(line.cells[column]) for line in lines if column in line.cells]
            if any(find_codes(text) or _CODE_HEADING.search(fold(text)) for text in texts):
                found.add(column)
        return frozenset(found)


def _table_end(lines: list[_SheetLine], begin: int) -> int:
    """Where a table ends: after its last wide row, or after its last bordered one where it has borders.

    Lines of text and then a header begin another table.
    """
    last = begin
    ruled = lines[begin].ruled()
    for number in range(begin + 1, len(lines)):
        line = lines[number]
        if len(line.cells) >= _WIDE or line.heads():
            if line.heads() and number > last + 1:
                break
            last = number
        elif number == last + 1 and (line.ruled() if ruled else _goes_on(lines[begin], line)):
            last = number
    return last + 1


def _goes_on(head: _SheetLine, line: _SheetLine) -> bool:
    """Whether a narrow row without borders still belongs to the table above it.

    It does when it is numbered, when the whole table is as narrow, or when it only goes on with the text of one of
    the inner columns.
    """
    if len(line.cells) == 2:
        return len(head.cells) == 2 or _ROW_MARK.fullmatch(line.first_text()) is not None
    column = min(line.cells)
    return column in head.cells and column != min(head.cells) and line.first_text()[:1].islower()


def _text(cell: SheetCell) -> str:
    return shown_runs("", cell.runs)[1]


def _paragraphs(cell: SheetCell) -> Iterator[Paragraph]:
    """A line of a cell is a paragraph."""
    lines: list[Runs] = [[]]
    for font, text in cell.runs:
        first, *rest = text.split("\n")
        lines[-1].append((font, first))
        lines += [[(font, part)] for part in rest]
    for line in lines:
        yield Paragraph(*shown_runs("", line), marks=cell.marks | _FAINT if cell.faint else cell.marks)
