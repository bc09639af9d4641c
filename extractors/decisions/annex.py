"""The annex as a state machine over its section rows (DOMAIN §2.3): action, level and sector come from them alone.

Headings keep a stack (`sections`); one of the same rank ends the earlier one and all below it, so that both nestings
in use (action → level → sector, level → sector → action) need no rule of their own. Counters "(14 TTHC)" are control
totals, and so are the numbers of the rows: a difference is said, and breaks nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.columns import (
    Column,
    Columns,
    Header,
    column_of,
    header_at,
    is_label,
    is_numbering,
)
from niemyet.extractors.decisions.dittos import REPEATABLE, is_ditto, points_elsewhere
from niemyet.extractors.decisions.heading_patterns import (
    BELONGS_TO,
    MARK_ALONE,
    Heading,
    begins_a_list,
    declared_count,
    has_cue,
    heading_of,
    is_named_mark,
    is_plain_number,
    is_tally,
    levels_named,
    rank_of,
    split_mark,
)
from niemyet.extractors.decisions.layout import Layout, is_capitals
from niemyet.extractors.decisions.listed import (
    ArticleList,
    acts_on_procedures,
    is_code_alone,
    listed_row,
    mark_of,
)
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask, doubt_of, seen_of
from niemyet.extractors.decisions.rows import (
    CODES,
    KEPT,
    SHORTEST_NAME,
    Draft,
    agency_levels,
    codes_out_of,
    is_marked,
    make_item,
    reception_levels,
)
from niemyet.extractors.decisions.sections import Scope, Section, Sections
from niemyet.model.records import NO_MARKS, Cell, Paragraph, Question, ReadItem, Row, Table, TracedRow, fields
from niemyet.model.words import Action, Level, Mark, ReviewKind
from niemyet.transforms.language.codes import completes_code, find_codes, is_whole_code
from niemyet.transforms.language.text import fold

_AFTER_TITLE = re.compile(
    r"(?:thuoc|trong|tren|cua|va|duoc|bi|ban hanh moi|moi ban hanh|do|thuc hien|ap dung|sua doi|giai quyet)\b"
)
_NO_ITEM = re.compile(
    r"(?:tong(?: cong| so)?\b|ghi chu\s*:|luu y\b|noi nhan\b|\(?kem theo\b|kt\. ?chu tich|\(\*+\))"
)
_CASE_MARK = re.compile(r"[a-zđ]\d?[.)]?|[-–+•]|\d{1,3}\.\d{1,2}(?:\.\d{1,2})?[.)]?")
_NUMBER = re.compile(r"\d{1,4}\s*[.)]?")
_LONGEST_HEADING = 500
_LONGEST_MARKED = 200  # a marked line without words of headings is one only while it is short
_LETTERS_OF_WORDS = 3  # what has as many in the column of numbers is no number
_PROCESS_LABELS = re.compile(
    r"\b(?:buoc|trinh tu|noi dung (?:cong viec|thuc hien)|cong viec|trach nhiem|nguoi thuc hien|bieu mau|ket qua"
    r"|san pham|thoi gian"
    r"|don vi thuc hien|ghi chu)\b"
)
_ROWS_OF_A_TABLE = 1_000_000
_POINTS_OF_A_LIST = 10_000
_TEXTS_OF_A_HEADING = 2  # its mark and its words: such a mark is no number of a row
_SHORT_LEVEL = 30  # letters of a cell that is a level and nothing else
_SHORTEST_FULL = 8  # letters of a name that stands without number and code
#: Flags of rows that a counter may leave out.
_UNSAID = frozenset({Mark.STRUCK.value, Mark.HIDDEN.value, "heading_marked"})
_CASE = "trường hợp của cùng thủ tục"
_MERGED = "ô số thứ tự hoặc mã gộp xuống"
#: What every row of a list says of its procedure.
_SAID_OF_A_ROW = frozenset(
    {
        *(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.FEE, Column.FEE_CHARGE, Column.PLACE),
        *(Column.BASIS, Column.AGENCY, Column.METHOD, Column.SECTOR, Column.CHANGE),
    }
)
#: What may differ between the cases of one procedure.
_OF_A_CASE = _SAID_OF_A_ROW | {Column.TIME_ONLINE, Column.TIME_CUT, Column.FEE_ONLINE}
#: Columns that go into the note under their label (RULINGS 33, 34).
_BESIDE = frozenset({Column.TIME_ONLINE, Column.FEE_ONLINE, Column.FORMER})
_MARKED_LEVELS = {
    Column.LEVEL_MINISTRY: Level.MINISTRY,
    Column.LEVEL_PROVINCE: Level.PROVINCE,
    Column.LEVEL_DISTRICT: Level.DISTRICT,
    Column.LEVEL_COMMUNE: Level.COMMUNE,
}
_SMALL_MARK = re.compile(r"[a-zđ][.)]")
_SMALL_MARKED = re.compile(r"[a-zđ][.)]\s+")
#: Words that no heading ends with: the next line goes on.
_OPEN_END = frozenset(
    {
        *(
            "và",
            "của",
            "được",
            "bị",
            "sửa",
            "thuộc",
            "giải",
            "lĩnh",
            "vực",
            "hành",
            "thủ",
            "thay",
            "bãi",
            "hủy",
            "huỷ",
        ),
        *(
            "ban",
            "cấp",
            "dùng",
            "thẩm",
            "ủy",
            "uỷ",
            "các",
            "bổ",
            "trên",
            "địa",
            "tại",
            "trong",
            "quản",
            "chức",
            "do",
        ),
    }
)
_PAIRED_NAMES = (Column.NAME, Column.NEW_NAME, Column.OLD_NAME, Column.NEW, Column.OLD)
#: Columns in which the words of a heading may stand where its row is not merged.
_HEADED = frozenset(
    {Column.NUMBER, Column.CODE, Column.OLD_CODE, Column.FORMER, Column.UNKNOWN, *_PAIRED_NAMES}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the machine is reading: a row of a table, or with table 0 a paragraph by its place in the document."""

    table_no: int
    row: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an annex that was read as nothing yet: the account says what becomes of it."""

    text: str
    page: int | None
    part: str | None  # the section that it stands in
    place: int  # its block in the document
    numbered: bool  # "1. …", "a) …": it may be a row
    section: Section | None  # the heading above it
    notes: tuple[str, ...] = ()
    marks: frozenset[Mark] = NO_MARKS


@dataclass(frozen=True, slots=True)
class LostColumn:
    """A column that holds text and is not understood, or cannot be told from another."""

    table_no: int
    page: int | None
    title: str
    sample: str
    vital: bool  # it may be the name or the code


@dataclass(slots=True)
class Annex:
    """What the annexes hold."""

    items: list[ReadItem] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    trace: list[TracedRow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    item_notes: dict[int, list[str]] = field(
        default_factory=dict
    )  # numbers of the notes that an item refers to
    lost_columns: list[LostColumn] = field(default_factory=list)
    unread_tables: list[int] = field(default_factory=list)  # asked about already
    strange: list[Section] = field(
        default_factory=list
    )  # headings whose words about their rows are not understood


def read_annex(
    layout: Layout, scope: Scope, signed_on: date | None, lists: Sequence[ArticleList] = ()
) -> Annex:
    """Items of the lists and tables in the articles and of the annexes, in reading order."""
    several = sum(1 for block in layout.annex if isinstance(block, Paragraph) and _annex_mark(block.text)) > 1
    machine = _Machine(Sections(scope, several), signed_on)
    for place, listed in enumerate(lists):
        machine.article(listed, place)
    for label, table in layout.inner_tables:
        machine.base = label
        machine.table(table)
    machine.base = None
    following = [*layout.annex[1:], None][: len(layout.annex)]
    for place, block, after in zip(layout.annex_places, layout.annex, following, strict=True):
        if isinstance(block, Table):
            machine.table(block)
        else:
            machine.leads = isinstance(after, Table)
            machine.at = Place(0, place, block.page)
            machine.notes, machine.marks = block.notes, block.marks
            machine.paragraph(block.text, doubt_of(block, block.page), seen_of(block, block.page))
    return machine.finished()


def _annex_mark(text: str) -> bool:
    mark, rank, rest = split_mark(text)
    return (
        rank == "annex"
        and mark is not None
        and (is_capitals(text) or len(text) < 20)
        and len(rest) < _LONGEST_HEADING
    )


#: Words of a sentence above a table that say of its rows something else than the headings before it.
_OTHERWISE = re.compile(
    r"\b(?:khong|chua|dung|ngung|tam|het|cham dut|thoi|huy|loai|rut|dua ra|giu nguyen|tiep tuc|chuyen|thay|khoi phuc|gia han)\b"
)


def _says_otherwise(text: str, folded: str) -> bool:
    """Whether a sentence that leads to a table says something of its procedures that headings do not know (RULINGS 29)."""
    leads = text.rstrip().endswith(":") and len(text) < _LONGEST_HEADING and not find_codes(text)
    return (
        leads
        and re.search(r"\b(?:thu tuc|tthc)\b", folded) is not None
        and _OTHERWISE.search(folded) is not None
    )


def _stands_out(heading: Heading, text: str) -> bool:
    """Whether a paragraph with the words of a heading is one: it sets something, and is no part of a sentence."""
    says = heading.sets_anything or heading.no_procedures or (heading.strange and heading.mark is not None)
    if text.endswith(";") or not (says or is_capitals(text)):
        return False
    return is_capitals(text) or heading.mark is not None or heading.count is not None or len(text) < 150


@dataclass(frozen=True, slots=True)
class _Said:
    """A heading as it stands, for what may go on with it: a line, a row, or a row of the next page."""

    text: str
    mark: str | None  # in a cell of its own
    at: Place
    bare_is_sector: bool


class _Machine:
    def __init__(self, sections: Sections, signed_on: date | None) -> None:
        self.annex = Annex()
        self.base: str | None = None
        self.at = Place(0, 0, None)
        self.leads = False  # whether a table follows the paragraph at hand
        self._sections = sections
        self._signed_on = signed_on
        self._columns: Columns | None = None
        self._labels: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._unclear: tuple[int, ...] = ()
        self.notes: tuple[str, ...] = ()  # of the paragraph at hand
        self.marks: frozenset[Mark] = NO_MARKS  # of the paragraph or the heading row at hand
        self._numbered = False  # whether the rows of this table bear numbers; automatic ones may be lost
        self._draft: Draft | None = None
        self._above: Draft | None = None  # the row that was closed last
        self._last_page: int | None = None  # of the row that was read last
        self._title_open = False
        self._said: _Said | None = None
        self._fallback: Action | None = None
        self._number: tuple[Section | None, int] | None = None  # of the item before: its heading, its number
        self._jumps: list[str] = []
        self._joint: Section | None = None  # the heading of several levels above the row that is open
        self._joints: list[tuple[int, Section]] = []

    def finished(self) -> Annex:
        """Everything that was read."""
        self.close()
        annex = self.annex
        self._settle_joints()
        annex.sections = self._sections.all
        annex.questions += self._sections.questions
        annex.flags += self._sections.flags
        annex.strange = self._sections.strange
        if self._jumps:
            self._say(ReviewKind.ROW_NUMBERS_JUMP, "; ".join(self._jumps[:20]))
        return annex

    def _settle_joints(self) -> None:
        """Give the rows of a heading of several levels all of them, where other headings prove that they are shared."""
        annex = self.annex
        for index, section in self._joints:
            item = annex.items[index]
            if "level_unknown" not in item.flags or not self._sections.holds_each(section):
                continue
            levels = section.heading.authority
            annex.items[index] = replace(
                item,
                levels=levels,
                reception_levels=reception_levels(item.place or "", levels),
                flags=tuple(flag for flag in item.flags if flag != "level_unknown"),
            )
            annex.item_questions = [
                (place, question)
                for place, question in annex.item_questions
                if place != index or question.kind is not ReviewKind.LEVEL_UNKNOWN
            ]

    # ---- lists of articles -------------------------------------------------------------------------------

    def article(self, listed: ArticleList, place: int) -> None:
        """A list in an article: its opening is the heading above its points, whatever headings they bring."""
        self.base = listed.label
        opening = heading_of(listed.heading)
        self.at = Place(0, -(place + 1) * _POINTS_OF_A_LIST, None)  # no block of the document
        self._open(
            replace(opening, mark=None, rank="opening", is_annex=False, count=listed.count), None, None, None
        )
        for number, point in enumerate(listed.points, 1):
            self.at = Place(0, -(place + 1) * _POINTS_OF_A_LIST + number, None)
            if find_codes(point) and acts_on_procedures(point):
                self._line(point, numbered=True)
            elif not find_codes(point) and point.rstrip().endswith(":"):
                self.close()
                said = re.sub(r"^(?:[-–+•*]|[a-zđ]\))\s*", "", point.rstrip(" :"))
                self._open(heading_of(said), None, None, None)
            else:
                self._text_row(point, None)
        self.close()
        self._sections.leave()
        self._number = None

    # ---- paragraphs ------------------------------------------------------------------------------------

    def paragraph(self, text: str, doubt: Doubt | None, seen: Doubt | None) -> None:
        """A heading, a line that goes on with one, or nothing to us."""
        folded = fold(text)
        if not text or BELONGS_TO.match(folded):
            return
        if _annex_mark(text):
            self.close()
            self._columns = None
            said = _Said(text, None, self.at, bare_is_sector=False)
            self._open(heading_of(text), doubt, said, seen)
            self._title_open = True
            return
        if self._goes_on_in_line(text, folded):
            assert self._said is not None
            self._reopen(f"{self._said.text} {text}", self._said.mark, doubt)
            return
        mark, _, rest = split_mark(text)
        small = _SMALL_MARKED.match(text) if mark is None else None
        rest = text[small.end() :] if small else rest
        shown = rest if small else text  # the address of rows does not name a small letter
        heads = has_cue(rest) and len(text) < _LONGEST_HEADING and not find_codes(text)
        heading = heading_of(shown) if heads else None
        if is_tally(text) and not self._sections.silent:
            self._became("text", "dòng tổng số")
            return
        if heading is None and self._is_marked_end(text, mark, rest):
            heading = heading_of(text)
            heading = replace(heading, strange=not heading.sets_anything)
            self._columns = self._columns if heading.sets_anything else None
        if heading is None and self.leads and _says_otherwise(text, folded):
            self.close()
            unknown = replace(heading_of(text), actions=(), strange=True)
            self._open(unknown, doubt, _Said(text, None, self.at, bare_is_sector=False), seen)
            return
        if heading and _stands_out(heading, shown):
            self.close()
            if heading.rank == "title" and not self._title_open:
                self._columns = None
            said = _Said(shown, None, self.at, bare_is_sector=False)
            self._open(heading, doubt, said, seen)
            self._title_open = heading.mark is None
            return
        self._title_open = False
        self._said = None
        if doubt is not None and heading is None and self._may_be_heading(text):
            self.close()
            self._open(heading_of(text), doubt, None, seen)
            return
        self._text_row(text, doubt)

    def _is_marked_end(self, text: str, mark: str | None, rest: str) -> bool:
        """Whether a marked line without known words begins a section of its own: it ends the one before (RULINGS 31).

        A letter or roman number before a short line that is no sentence and no row; among processes and full contents
        such marks order the text.
        """
        if mark is None or is_plain_number(mark) or self._sections.silent or not self._sections.all:
            return False
        if not rank_of(mark).startswith(("R", "L")) or find_codes(text) or len(text) > _LONGEST_MARKED:
            return False
        if text.rstrip().endswith((";", ".", ",", "./.")) or not rest[:1].isupper():
            return False
        return (
            re.match(r"(?:[A-HĐ]|[IVXL]{1,6})[ ]*[.):/–-]|(?:PHẦN|Phần|MỤC|Mục|NHÓM|Nhóm)\b", text)
            is not None
        )

    def _goes_on_in_line(self, text: str, folded: str) -> bool:
        """Whether a line goes on with the heading before it."""
        if self._said is None or self._said.at.table_no:
            return False
        if self._title_open and is_capitals(text) and _AFTER_TITLE.match(folded):
            return True
        following = self.at.row == self._said.at.row + 1
        return following and self._draft is None and _ends_open(self._said.text) and not self._begins(text)

    @staticmethod
    def _begins(text: str) -> bool:
        """Whether a text begins a heading of its own."""
        mark, _, rest = split_mark(text)
        return mark is not None or has_cue(_SMALL_MARKED.sub("", rest, count=1))

    @staticmethod
    def _may_be_heading(text: str) -> bool:
        """Whether a line that was not surely recognised could have been a heading."""
        letters = sum(sign.isalpha() for sign in text)
        return letters >= 8 and len(text) < _LONGEST_HEADING and is_capitals(text)

    def _text_row(self, text: str, doubt: Doubt | None) -> None:
        """A row that is a line of text: "1. 1.013337 Đăng ký …"."""
        if self._sections.silent:
            return
        text = self._with_line_before(text)
        row = listed_row(text)
        if row is None or not self._lists_here():
            self._line(text, numbered=mark_of(text) is not None)
            return
        self.close()
        draft = self._new_draft(self.at.page, None)
        draft.add(Column.NUMBER, row.number or "", doubt)
        draft.add(Column.CODE, row.code.text, doubt)
        draft.add(Column.NAME, row.name, doubt)
        if row.levels:
            draft.add(Column.LEVEL, row.levels, doubt)
        draft.raws.append(text)
        draft.wrong += [mark.value for mark in sorted(self.marks)]
        draft.flags.append("row_from_text")
        self._draft = draft
        self._became("item", "số thứ tự, mã và tên trong một dòng chữ", len(self.annex.items))

    def _with_line_before(self, text: str) -> str:
        """A code in a line of its own, put to the numbered line before it, which is then no left-over."""
        held = self.annex.lines
        before = held[-1] if held else None
        if before is None or not is_code_alone(text) or find_codes(before.text):
            return text
        if (
            not before.numbered
            or before.place != self.at.row - 1
            or before.section is not self._sections.last
        ):
            return text
        held.pop()
        self.notes, self.marks = (*before.notes, *self.notes), before.marks | self.marks
        return f"{before.text.rstrip(' ;.,')} ({text.strip(' ;.,()')})"

    def _lists_here(self) -> bool:
        """Whether a line may be a row: a heading of an annex stands above it."""
        return self._sections.last is not None

    def _line(self, text: str, *, numbered: bool) -> None:
        """Keep a line that was read as nothing, for the account."""
        above = self._sections.last
        path, at = self._sections.path, self.at
        line = Line(text, at.page, path, at.row, numbered, above, self.notes, self.marks)
        self.annex.lines.append(line)

    # ---- sections --------------------------------------------------------------------------------------

    def _open(self, heading: Heading, doubt: Doubt | None, said: _Said | None, seen: Doubt | None) -> None:
        self._said = said
        section = self._sections.open(heading, doubt, seen)
        section.marked = bool(self.marks)
        self._became("section", section.described())

    def _reopen(self, text: str, mark: str | None, doubt: Doubt | None) -> None:
        """The heading that opened last goes on with what is at hand."""
        assert self._said is not None
        last = self._sections.last
        assert last is not None
        heading = heading_of(text, mark, bare_is_sector=self._said.bare_is_sector)
        if last.heading.mark is not None and mark is None:
            heading = replace(
                heading, mark=last.heading.mark, rank=last.heading.rank, is_annex=last.heading.is_annex
            )
        self._said = replace(self._said, text=text, mark=mark, at=self.at)
        section = self._sections.reopen(heading, doubt)
        self._became("section", f"nối vào tiêu đề ở trên: {section.described()}")

    def _became(self, meaning: str, detail: str, item: int | None = None) -> None:
        """Write down what the row or paragraph at hand became."""
        self.annex.trace.append(TracedRow(self.at.table_no, self.at.row, self.at.page, meaning, detail, item))

    # ---- tables ----------------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """Rows of one table; without a header of its own it goes on with the columns of the one before."""
        self._title_open = False
        rows = table.rows
        if self._sections.silent:
            self.close()
            last = self._sections.last
            for place, row in enumerate(rows):
                self.at = Place(table.number, place, row.page)
                self._became(
                    "ignored", f"dưới tiêu đề “{last.heading.text[:80] if last else ''}” không có danh mục"
                )
            return
        place = 0
        near = range(min(len(rows), 6))
        if self._columns and self._is_other_table(rows) and not any(header_at(rows, at) for at in near):
            self._columns = None
        self._numbered = (self._numbered and self._columns is not None) or self._has_numbers(rows)
        while place < len(rows):
            row = rows[place]
            self.at = Place(table.number, place, row.page)
            header = None if self._is_numbered(row) else header_at(rows, place)
            if header is not None:
                self._check_header(rows[place : place + header.rows])
                goes_on = header.labels == self._labels  # the header of the page before, again
                self._header(header)
                for below in range(place, place + header.rows):
                    self.at = Place(table.number, below, rows[below].page)
                    self._became("header", _what_it_holds(self._columns))
                place += header.rows
                self._numbered = (goes_on and self._numbered) or self._has_numbers(rows)
                continue
            self._row(row, table.number)
            if any(cell.text for cell in row.cells):
                self._last_page = row.page
            place += 1

    def _header(self, header: Header) -> None:
        """Take the columns of a header. The same again is a page's repeat."""
        if header.labels == self._labels and self._columns:
            return
        self.close()
        if header.columns is None:
            self._columns = None
            shown = " | ".join(label for label in header.labels if label)[:200]
            self._say(ReviewKind.HEADER_UNRESOLVED, shown)
            self.annex.unread_tables.append(self.at.table_no)
            return
        self._columns, self._labels = header.columns, header.labels
        self._titles, self._unclear = header.titles, header.unclear
        folded = " ".join(fold(label) for label in header.labels)
        self._fallback = (
            Action.ABOLISH
            if re.search(r"quy dinh (?:viec )?(?:bai bo|huy bo)", folded)
            else Action.AMEND
            if re.search(r"noi dung (?:duoc )?sua doi", folded)
            else None
        )

    def _check_header(self, rows: Sequence[Row]) -> None:
        """Codes among the labels of a header tell of a row that ran into it."""
        texts = [cell.text for row in rows for cell in row.cells if find_codes(cell.text)]
        if texts:
            self._unread([(0, Cell(text, text)) for text in dict.fromkeys(texts)])

    def _text_at(self, row: Row, column: Column) -> str:
        """The text of a row in a column; empty where there is none."""
        if not self._columns or column not in self._columns:
            return ""
        place = self._columns.index(column)
        return row.cells[place].text if place < len(row.cells) else ""

    def _is_numbered(self, row: Row) -> bool:
        """Whether a row bears a number in the column of numbers: then it is no header, whatever its words."""
        return _NUMBER.fullmatch(self._text_at(row, Column.NUMBER)) is not None

    def _has_numbers(self, rows: Sequence[Row]) -> bool:
        """Whether the column of numbers is filled at all."""
        return any(
            self._is_numbered(row)
            and len({cell.text for cell in row.cells if cell.text}) > _TEXTS_OF_A_HEADING
            for row in rows
        )

    @staticmethod
    def _is_other_table(rows: Sequence[Row]) -> bool:
        """A header of its own that is none of ours: "TT | Trình tự các bước | …"."""
        first = rows[0].cells[0].text if rows and rows[0].cells else ""
        labels = " | ".join(fold(cell.text) for cell in rows[0].cells) if rows else ""
        if len(_PROCESS_LABELS.findall(labels)) > 1 and not find_codes(labels):
            return True  # steps of a process: "Bước | Nội dung công việc | Trách nhiệm | Thời gian"
        return column_of(first) is Column.NUMBER

    def _row(self, row: Row, table_no: int) -> None:
        distinct = [(place, cell) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
        if not distinct:
            self._became("ignored", "dòng trống")
            return
        if is_numbering(row):
            self._became("ignored", "dòng đánh số cột")
            return
        doubt = next((one for _, cell in distinct if (one := doubt_of(cell, row.page))), None)
        self.marks = frozenset(mark for _, cell in distinct for mark in cell.marks)
        if self._goes_on_in_row(row, distinct, doubt):
            return
        said = self._section_of(row, distinct)
        if said is not None and all(cell.marks for _, cell in distinct):
            self._unread(distinct)  # struck or hidden: whether it heads what follows is for a person to say
            self._became("ignored", "tiêu đề bị gạch ngang hoặc bị ẩn")
            return
        if said is not None:
            self.close()
            heading = heading_of(said.text, said.mark, bare_is_sector=True)
            self._open(heading, doubt, said, seen_of(distinct[0][1], row.page))
            return
        if self._is_torn_heading(row, distinct):
            self.close()
            text = " ".join(cell.text for _, cell in distinct)
            torn = doubt or Doubt(text, row.page, distinct[0][1].box)
            self._open(heading_of(text, bare_is_sector=True), torn, None, None)
            return
        self._said = None
        if self._columns is None:
            if any(find_codes(cell.text) for _, cell in distinct):
                if "table_unread" not in self.annex.flags:
                    self._say(ReviewKind.TABLE_UNREAD)
                self.annex.unread_tables.append(table_no)
            self._became("ignored", "bảng không có tiêu đề cột của danh mục")
            return
        if len(distinct) <= 2 and _NO_ITEM.match(fold(distinct[0][1].text)):
            self._became("text", "dòng tổng, ghi chú hoặc chữ ký")
            place = -(table_no * _ROWS_OF_A_TABLE + self.at.row)  # no block of the document
            text = " ".join(cell.text for _, cell in distinct)
            self.annex.lines.append(
                Line(text, row.page, self._sections.path, place, False, self._sections.last, ())
            )
            return
        self._item_row(row, distinct, table_no)

    def _is_torn_heading(self, row: Row, distinct: list[tuple[int, Cell]]) -> bool:
        """Whether a row of a scan is a heading that was recognised in pieces: words where its number should be."""
        if not 0 < len(distinct) <= 2 or all(cell.confidence is None for _, cell in distinct):
            return False
        texts = [cell.text for _, cell in distinct]
        if self._reaches_down(row, texts) or any(map(find_codes, texts)):
            return False
        number = self._text_at(row, Column.NUMBER)
        return sum(map(str.isalpha, number)) >= _LETTERS_OF_WORDS

    # ---- rows of items ---------------------------------------------------------------------------------

    def _item_row(self, row: Row, distinct: list[tuple[int, Cell]], table_no: int) -> None:
        assert self._columns is not None
        if self._is_rest_of_header(distinct):
            self._unread(distinct)
            self._became("ignored", "chỉ có nhãn cột")
            return
        why = self._continues(row) if self._draft is not None else None
        if why in {_CASE, _MERGED} and self._levels_apart(row):
            why = None
        if self._draft is not None and why is not None:
            self._go_on(self._draft, row, distinct, why)
            return
        self.close()
        draft = self._new_draft(row.page, table_no)
        for place, cell in enumerate(row.cells):
            if place < len(self._columns) and not (
                cell.merged and place and row.cells[place - 1].text == cell.text
            ):
                self._put(draft, place, cell, row.page)
        name = draft.read(*_PAIRED_NAMES) or ""
        if sum(map(str.isalpha, name)) < SHORTEST_NAME and draft.read(Column.CODE, Column.NEW_CODE) is None:
            self._unread(distinct)
            self._became("ignored", "không có tên, không có mã")
            return
        draft.raws.append(_raw(row))
        if self._numbered and draft.read(Column.NUMBER) is None:
            draft.flags.append("no_row_number")
            if draft.read(*CODES) is None and not find_codes(name):
                draft.wrong.append("unnumbered")
        if any(
            place in self._unclear and self._columns[place] in {*KEPT, *CODES}
            for place in range(len(row.cells))
        ):
            draft.wrong.append("column_unclear")
        self._draft = draft
        self._became("item", draft.context.described(), len(self.annex.items))

    def _is_rest_of_header(self, distinct: list[tuple[int, Cell]]) -> bool:
        """Whether a row holds labels alone, that of a name in the column of names: never a procedure, nor part of one."""
        columns = self._columns or ()
        named = any(
            place < len(columns) and columns[place] in KEPT and column_of(cell.text) in KEPT
            for place, cell in distinct
        )
        return named and all(is_label(cell.text) for _, cell in distinct)

    def _put(self, draft: Draft, place: int, cell: Cell, page: int | None) -> None:
        """Put a cell where its column says; what has no column goes into the note or is named in a question."""
        assert self._columns is not None
        column = self._columns[place]
        title = self._titles[place] if place < len(self._titles) else ""
        draft.wrong += [mark.value for mark in sorted(cell.marks) if mark.value not in draft.wrong]
        draft.notes += [one for one in cell.notes if one not in draft.notes]
        if column in KEPT or column in CODES:
            draft.links += cell.links
            draft.wrong += ["ditto"] if is_ditto(cell.text) else []
        elif column in REPEATABLE and (is_ditto(cell.text) or points_elsewhere(cell.text)):
            cell = self._value_above(draft, column, cell)
        if column in _MARKED_LEVELS:
            self._mark_level(draft, _MARKED_LEVELS[column], cell, title)
        elif column in _BESIDE:
            draft.put_beside(title, cell.text)
        elif column is Column.UNKNOWN and is_whole_code(cell.text) and not CODES & set(self._columns):
            draft.add(
                Column.CODE, cell.text, doubt_of(cell, page)
            )  # codes are codes, whatever stands above them
        elif column is Column.UNKNOWN or (column is Column.TIME_CUT and place in self._unclear):
            self._lose(title, cell.text)
        else:
            if place in self._unclear:
                self._lose(title, cell.text)
            draft.add(column, cell.text, doubt_of(cell, page))

    def _value_above(self, draft: Draft, column: Column, cell: Cell) -> Cell:
        """What a ditto mark stands for: the value of the row above, of this table and section; asked where there is none."""
        above = self._above
        here = (draft.table_no, draft.context.part)
        if above is not None and ((above.table_no, above.context.part) != here or "ditto" in above.wrong):
            above = None
        said = above.read(column) if above is not None else None
        if said is None or not is_ditto(cell.text):
            draft.wrong += ["ditto"] if "ditto" not in draft.wrong else []
            return cell
        draft.flags.append("as_above")
        return replace(cell, text=said)

    def _mark_level(self, draft: Draft, level: Level, cell: Cell, title: str) -> None:
        text = cell.text.strip()
        if is_marked(text):
            draft.marked.append(level)
        elif text and fold(text).strip(" .-–") not in {"", "khong", "0"}:
            self._lose(title, text)

    def _lose(self, title: str, text: str) -> None:
        """Name a column that is not understood, once for its table."""
        if not text.strip(" -–.") or text.strip() == title:
            return
        held = self.annex.lost_columns
        if any(one.table_no == self.at.table_no and one.title == title for one in held):
            return
        held.append(LostColumn(self.at.table_no, self.at.page, title, text[:80], vital=False))

    def _go_on(self, draft: Draft, row: Row, distinct: list[tuple[int, Cell]], why: str) -> None:
        """Put a row to the one that it continues."""
        assert self._columns is not None
        apart = why in {_CASE, _MERGED} and row.page == self._last_page
        for place, cell in distinct:
            if place >= len(self._columns) or self._columns[place] is Column.NUMBER:
                continue
            column = self._columns[place]
            before = draft.read(column)
            if why == _CASE and column in KEPT and before:
                draft.put_beside("", cell.text)  # the name of a case is no part of the procedure's
                continue
            if apart and column in _OF_A_CASE and before and fold(before) != fold(cell.text):
                # Cases of one level are one item: what differs between them stands in the note (RULINGS 35).
                self._put_case(draft, row, place, cell)
                continue
            self._put(draft, place, cell, row.page)
            if column in CODES:
                draft.flags.append("code_over_page")
        draft.raws.append(" | ".join(cell.raw for _, cell in distinct))
        item = len(self.annex.items)
        recognised = any(cell.confidence is not None for _, cell in distinct)
        if (
            recognised
            and row.page == self._last_page
            and not any(cell.merged and cell.text for cell in row.cells)
        ):
            # In a ruled table of one page a row without number and code is rather one whose number was not seen.
            text = " | ".join(cell.text for _, cell in distinct)
            draft.flags.append("ocr_doubt")
            self.annex.item_questions.append(
                (item, ask(ReviewKind.OCR_JOINED, Doubt(text, row.page, distinct[0][1].box)))
            )
        self._became("continuation", f"{why}: nối vào dòng {item + 1}", item)

    def _put_case(self, draft: Draft, row: Row, place: int, cell: Cell) -> None:
        """What one case of a procedure has otherwise than the first, in the note, under what names the case."""
        assert self._columns is not None
        named = [
            one.text
            for at, one in enumerate(row.cells[: len(self._columns)])
            if self._columns[at] in {*KEPT, Column.LEVEL, Column.AGENCY, Column.METHOD}
            and one.text
            and not one.merged
        ]
        title = self._titles[place] if place < len(self._titles) else ""
        draft.put_beside(" – ".join((*named, title)) if title else " – ".join(named), cell.text)
        if "cases_differ" not in draft.flags:
            draft.flags.append("cases_differ")

    def _levels_apart(self, row: Row) -> bool:
        """Whether a row under a merged number, code or name is of another level than the one above (RULINGS 35)."""
        draft = self._draft
        if draft is None or not self._columns:
            return False
        own = {
            _MARKED_LEVELS[column]
            for column, cell in zip(self._columns, row.cells, strict=False)
            if column in _MARKED_LEVELS and not cell.merged and is_marked(cell.text)
        }
        if own:
            return bool(draft.marked) and not own & set(draft.marked)
        text = next(
            (
                cell.text
                for column, cell in zip(self._columns, row.cells, strict=False)
                if column in {Column.LEVEL, Column.AGENCY} and cell.text and not cell.merged
            ),
            "",
        )
        before = draft.read(Column.LEVEL) or draft.read(Column.AGENCY) or ""
        mine, above = _levels_in(text), _levels_in(before)
        return bool(mine and above) and not set(mine) & set(above)

    def _unread(self, distinct: list[tuple[int, Cell]]) -> None:
        text = " | ".join(cell.text for _, cell in distinct)
        self._say(ReviewKind.ROW_UNREAD, text[:200])

    def _continues(self, row: Row) -> str | None:
        """Why a row only goes on with the one before: no STT and no code of its own (R-TBL-1, R-TBL-2); else None."""
        assert self._columns is not None
        own: dict[Column, str] = {}
        merged: set[Column] = set()
        for place, cell in enumerate(row.cells[: len(self._columns)]):
            column = self._columns[place]
            if cell.text and cell.merged:
                merged.add(column)
            elif cell.text:
                own[column] = f"{own.get(column, '')} {cell.text}".strip()
        number = own.get(Column.NUMBER)
        codes = {column: text for column, text in own.items() if column in CODES}
        if codes:
            return self._codes_go_on(codes) if number is None and row.page != self._last_page else None
        if number is not None:
            case = _CASE_MARK.fullmatch(number) and not number.strip(".)").isdigit()
            return _CASE if case else None
        if merged & {Column.NUMBER, Column.CODE} or self._reaches_from_name(row, own):
            return _MERGED
        if self._is_full(own):
            return None
        if self._numbered or not any(own.get(column) for column in _PAIRED_NAMES):
            return "không có số thứ tự và mã riêng"
        return None

    def _reaches_from_name(self, row: Row, own: dict[Column, str]) -> bool:
        """Whether the name of the row above reaches down: no number and code stand in cells of their own."""
        held = self._draft.values if self._draft is not None else {}
        return any(
            cell.merged
            and column in _PAIRED_NAMES
            and not own.get(column)
            and cell.text in held.get(column, ())
            for cell, column in zip(row.cells, self._columns or (), strict=False)
        )

    def _is_full(self, own: dict[Column, str]) -> bool:
        """Whether a row without number and code is one all the same: a name that begins, and what is said of it.

        The rest of a row that a page break cut begins small, or fills a few cells (R-TBL-1).
        """
        printed = next((own[column] for column in _PAIRED_NAMES if own.get(column)), "")
        name, codes = codes_out_of(printed)
        said = [text for column, text in own.items() if column in _SAID_OF_A_ROW]
        wanted = len({column for column in self._columns or () if column in _SAID_OF_A_ROW})
        begins = name[:1].isupper() and sum(map(str.isalpha, name)) >= _SHORTEST_FULL
        whole = all(text[:1].isupper() or text[:1].isdigit() for text in said)
        return begins and whole and bool(said) and (bool(codes) or len(said) * 2 >= wanted)

    def _codes_go_on(self, codes: dict[Column, str]) -> str | None:
        """Whether codes at the top of a page are the rest of those at the bottom of the page before."""
        draft = self._draft
        assert draft is not None
        for column, text in codes.items():
            before = " ".join(draft.values.get(column, ()))
            listed = column is Column.OLD_CODE and is_whole_code(text) and bool(before)
            if not (completes_code(before, text) or listed):
                return None
        return "mã bị ngắt qua trang"

    # ---- rows of headings ------------------------------------------------------------------------------

    def _goes_on_in_row(self, row: Row, distinct: list[tuple[int, Cell]], doubt: Doubt | None) -> bool:
        """Take a row that only goes on with the heading above it: its mark or its words were cut by the page."""
        said = self._said
        if said is None or self._draft is not None or not said.at.table_no:
            return False
        place, text = distinct[0][0], distinct[0][1].text
        rest = " ".join(cell.text for at, cell in distinct if at != place)
        over_page = row.page != said.at.page
        is_data = len(distinct) > 2 or bool(find_codes(rest))
        joined = (
            _joined_mark(said.mark, text) if said.mark is not None and over_page and not is_data else None
        )
        if joined is not None and (not rest or (_ends_open(said.text) and not self._begins(rest))):
            self._reopen(f"{said.text} {rest}".strip(), joined, doubt)
            return True
        if rest or find_codes(text) or self._begins(text) or _NO_ITEM.match(fold(text)):
            return False
        spanning = row.cells[place].colspan >= max(2, len(row.cells) - 2)
        if not (spanning or is_capitals(text)):
            return False
        if not (over_page or _ends_open(said.text) or text.startswith("(") or text[0].islower()):
            return False
        self._reopen(f"{said.text} {text}", said.mark, doubt)
        return True

    def _section_of(self, row: Row, distinct: list[tuple[int, Cell]]) -> _Said | None:
        """The heading that a row is, or None for any other row."""
        texts = [cell.text for _, cell in distinct]
        if self._reaches_down(row, texts) and not _is_marked_heading(texts):
            return None
        texts = self._with_counter(texts)
        if len(texts) == 1:
            return self._one_text(row, distinct[0][0], texts[0])
        if is_named_mark(texts[0]) and not any(map(find_codes, texts)):
            # "Phần I. | THỦ TỤC …": the words of a heading beside its mark, whatever they are (RULINGS 31).
            spans = row.cells[distinct[1][0]].colspan >= max(2, len(row.cells) - 2)
            words = " ".join(texts[1:])
            if spans or (len(texts) == 2 and (has_cue(words) or is_capitals(words))):
                return _Said(f"{texts[0].rstrip(' .:')}. {words}", None, self.at, bare_is_sector=True)
        squashed = texts[0].replace(" ", "")
        mark = MARK_ALONE.fullmatch(squashed)
        if len(texts) > 2:
            # A heading whose words stand in several cells: nothing but capitals that begin as headings do.
            words = " ".join(texts[1:] if mark else texts)
            if any(map(find_codes, texts)) or not (is_capitals(words) and has_cue(split_mark(words)[2])):
                return None
            return _Said(words, mark["mark"] if mark else None, self.at, bare_is_sector=True)
        if mark is None and _SMALL_MARK.fullmatch(squashed) and not find_codes(texts[1]):
            # "a) | LĨNH VỰC …" across the row: a section of the lowest rank, which the address of rows does not name.
            spans = row.cells[distinct[1][0]].colspan >= max(2, len(row.cells) - 2)
            return _Said(texts[1], None, self.at, bare_is_sector=True) if spans else None
        if mark is None or find_codes(texts[1]):
            return None
        said = _Said(texts[1], mark["mark"], self.at, bare_is_sector=True)
        if has_cue(texts[1]):
            return said
        if is_plain_number(mark["mark"]) or not rank_of(mark["mark"]).startswith(("R", "L")):
            return None
        return said

    @staticmethod
    def _with_counter(texts: list[str]) -> list[str]:
        """Texts of a row, a counter in a cell of its own put to the heading that it counts."""
        last = texts[-1]
        counts = len(texts) > 1 and (
            declared_count(f"({fold(last)})") or re.fullmatch(r"\(?\d{1,3}\)?", last)
        )
        marked = MARK_ALONE.fullmatch(texts[0].replace(" ", "")) or is_named_mark(texts[0])
        if not counts or (len(texts) == 2 and marked):
            return texts
        count = last if "(" in last else f"({last}{'' if 'T' in last else ' TTHC'})"
        return [*texts[:-2], f"{texts[-2]} {count}"]

    @staticmethod
    def _reaches_down(row: Row, texts: list[str]) -> bool:
        """Whether a cell of a row above reaches into this one: then it goes on with that row."""
        return any(cell.merged and cell.text and cell.text not in texts for cell in row.cells)

    def _one_text(self, row: Row, place: int, text: str) -> _Said | None:
        mark, _, rest = split_mark(text)
        if find_codes(text) or _NO_ITEM.match(fold(text)):
            return None
        if mark is None and (small := _SMALL_MARKED.match(text)) and has_cue(text[small.end() :]):
            return _Said(text[small.end() :], None, self.at, bare_is_sector=True)
        spanning = row.cells[place].colspan >= max(2, len(row.cells) - 1)
        said = _Said(text, None, self.at, bare_is_sector=True)
        column = self._columns[place] if self._columns is not None and place < len(self._columns) else None
        if not spanning and column is not None and column not in _HEADED:
            # The rest of a cell: a line "cấp xã" in the column of places is no heading (R-SEC-2), "B. THỦ TỤC …" is.
            marked = mark is not None and column is Column.SECTOR
            first = self._is_first_of_words(place) and begins_a_list(rest)
            return said if has_cue(rest) and (marked or first or is_capitals(rest)) else None
        if column in _PAIRED_NAMES and not spanning and text[0].islower():
            return None  # the rest of a name
        if has_cue(rest):
            return said
        at_number = column is Column.NUMBER and not text.strip(".)").isdigit()
        if not (spanning or at_number or (is_capitals(text) and len(fold(rest)) > 3)):
            return None
        if mark and is_plain_number(mark) and not is_capitals(text) and not spanning:
            return None
        return said

    def _is_first_of_words(self, place: int) -> bool:
        """Whether a place is the first of its row, the column of numbers left aside."""
        first = self._columns[0] if self._columns else None
        return place == 0 or (place == 1 and first is Column.NUMBER)

    # ---- items -----------------------------------------------------------------------------------------

    def _new_draft(self, page: int | None, table_no: int | None) -> Draft:
        self._joint = self._sections.joint
        draft = Draft(self._sections.context(self.base, self._fallback), page, table_no)
        draft.wrong += ["heading_marked"] if self._sections.marked else []
        return draft

    def close(self) -> None:
        """End the row that is open."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._above = draft
        item, questions = make_item(draft, self._signed_on)
        if item.code is None and sum(map(str.isalpha, item.name)) < SHORTEST_NAME:
            self._say(
                ReviewKind.ROW_UNREAD, item.raw_text[:200]
            )  # what has neither code nor name opens nothing
            return
        if draft.notes:
            self.annex.item_notes[len(self.annex.items)] = draft.notes
        self.annex.item_questions += [(len(self.annex.items), question) for question in questions]
        if self._joint is not None:
            self._joints.append((len(self.annex.items), self._joint))
        self.annex.items.append(item)
        self._sections.count(unsaid=bool(_UNSAID & set(item.flags)))
        self._check_number(item, sure=Column.NUMBER not in draft.doubts)

    def _check_number(self, item: ReadItem, *, sure: bool) -> None:
        """Numbers below one heading follow each other; a jump tells of a row or heading that was not read."""
        section, number = self._sections.last, item.row_no or ""
        if not (sure and number.isdigit()):
            self._number = None
            return
        before, self._number = self._number, (section, int(number))
        if before is None or before[0] is not section or int(number) == before[1] + 1:
            return
        same = self.annex.items[-2:] if len(self.annex.items) > 1 else []
        if int(number) == before[1] and len({one.code or one.name for one in same}) == 1:
            return  # one procedure on a row for each level
        path = f" (mục {item.part})" if item.part else ""
        self._jumps.append(f"sau số {before[1]} là số {int(number)}{path}")

    def _say(self, kind: ReviewKind, text: str | None = None) -> None:
        if kind not in self.annex.flags:
            self.annex.flags.append(kind)
        self.annex.questions.append(Question(kind, fields(text=text)))


def _levels_in(text: str) -> tuple[Level, ...]:
    """Levels that a cell of a level or agency column names."""
    folded = fold(text)
    return agency_levels(text) or (
        levels_named(f"cap {folded}") if folded and len(folded) < _SHORT_LEVEL else ()
    )


def _ends_open(text: str) -> bool:
    """Whether a heading cannot end here: an open parenthesis, a comma, a word that asks for another."""
    shown = text.rstrip().lower()
    if shown.endswith("bến bãi"):  # a sector; "bãi" asks for "bỏ" elsewhere
        return False
    last = shown.rpartition(" ")[2]
    return shown.endswith((",", "-", "–", ":")) or shown.count("(") > shown.count(")") or last in _OPEN_END


def _is_marked_heading(texts: list[str]) -> bool:
    """Whether texts can be nothing but a heading: a mark, and capitals that begin as headings do."""
    if len(texts) != 2 or not MARK_ALONE.fullmatch(texts[0].replace(" ", "")):
        return False
    return is_capitals(texts[1]) and has_cue(texts[1]) and not find_codes(texts[1])


def _joined_mark(mark: str, rest: str) -> str | None:
    """The mark that a page break cut: "A" and "1. 2" → "A1.2"."""
    squashed = rest.replace(" ", "")
    found = (
        MARK_ALONE.fullmatch(f"{mark}{squashed}") if re.fullmatch(r"[\d.IVX]{1,6}[.)]?", squashed) else None
    )
    return found["mark"] if found else None


def _what_it_holds(columns: Columns | None) -> str:
    """The columns of a header: `number | code | name | time_legal`."""
    return " | ".join(columns) if columns else "không xếp được các cột"


def _raw(row: Row) -> str:
    """The cells as extracted, empty ones too; what only repeats the cell to its left and empty ends are left out."""
    raws = [
        cell.raw
        for place, cell in enumerate(row.cells)
        if not (cell.merged and place and row.cells[place - 1].raw == cell.raw)
    ]
    while raws and not raws[-1].strip():
        raws.pop()
    return " | ".join(raws)


def check_totals(annex: Annex, article_total: int | None) -> int | None:
    """Compare every counter with the rows below it; returns the count that the text declares for the whole.

    One question tells of all differences; none is ever an error (R-SEC-1).
    """
    sections = [section for section in annex.sections if not section.silent]
    wrong = [section for section in sections if section.is_miscounted]
    declared = _declared(sections)
    if declared is None and article_total is not None:
        declared = article_total
    lines = [
        f"“{section.heading.mark + '. ' if section.heading.mark else ''}{_short(section.heading)}” ghi {section.heading.count}, "
        f"đọc được {section.items}"
        for section in wrong
    ]
    plain = sum(not _UNSAID & set(item.flags) for item in annex.items)
    for said in dict.fromkeys((declared, article_total)):
        if not lines and said is not None and annex.items and said not in {len(annex.items), plain}:
            lines = [f"văn bản ghi {said}, đọc được {len(annex.items)}"]
    if lines:
        annex.flags.append("control_total_mismatch")
        annex.questions.append(
            Question(
                ReviewKind.CONTROL_TOTAL_MISMATCH,
                fields(text="; ".join(lines)),
            )
        )
    return declared


def _short(heading: Heading) -> str:
    text = re.sub(r"\s*\([^()]*\)\s*$", "", heading.text)
    _, _, rest = split_mark(text)
    return rest[:80]


def _declared(sections: list[Section]) -> int | None:
    """Sum of the counters nearest to the top; those below a counted heading are parts of it.

    None where rows stand below headings without any: then no sum is that of the whole.
    """
    total: int | None = None
    counted_at: int | None = None
    counted = 0
    for section in sections:
        if counted_at is not None and section.depth > counted_at:
            continue
        counted_at = None
        if section.heading.count is not None:
            total = (total or 0) + section.heading.count
            counted_at = section.depth
            counted += section.items
    return total if counted == sum(section.items for section in sections if not section.depth) else None
