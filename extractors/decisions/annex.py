"""The annex as a state machine over its section rows (DOMAIN §2.3): action, level and sector come from them alone.

Headings keep a stack (`sections`); one of the same rank ends the earlier one and all below it, so that both nestings
in use (action → level → sector, level → sector → action) need no rule of their own. Which lines and rows are headings
stand in `headings_in_lines` and `headings_in_rows`, what a table's columns are in `table_columns`, which rows go on with
the one above in `continuations`, where the cells of a row go in `cells`, its item in `rows`. Rows that say everything at a
glance take a shorter road to the same items (`plain_rows`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import repeat
from typing import NamedTuple

from niemyet.extractors.decisions.annex_records import (
    UNSAID,
    Annex,
    HeadingText,
    LostColumn,
    RowPlace,
    UnreadLine,
)
from niemyet.extractors.decisions.cells import Cells
from niemyet.extractors.decisions.columns import (
    PAIRED_NAMES,
    SAID_OF_A_ROW,
    Column,
    TableHeader,
    column_of,
    header_at,
    is_numbering,
)
from niemyet.extractors.decisions.columns_by_content import completed, header_by_content
from niemyet.extractors.decisions.continuations import (
    CASE,
    MERGED,
    bears_a_number,
    continues,
    levels_apart,
    may_be_a_row,
)
from niemyet.extractors.decisions.heading_patterns import (
    BELONGS_TO,
    MARK_ALONE,
    Heading,
    actions_named,
    begins_a_list,
    count_alone,
    heading_of,
    is_tally,
    rank_by_words,
    split_mark,
    split_unread_mark,
)
from niemyet.extractors.decisions.headings_in_lines import (
    LineRead,
    acting_count,
    acting_point,
    begins_heading,
    ends_open,
    goes_on_with_title,
    heads_by_place,
    is_annex_mark,
    is_marked_end,
    is_strange_end,
    leads_with_words,
    may_be_heading,
    read_line,
    says_otherwise,
    stands_out,
    strange_point,
    unpointed,
)
from niemyet.extractors.decisions.headings_in_rows import (
    NO_ITEM,
    Distinct,
    goes_on_in_row,
    group_of,
    heading_in_row,
    is_torn_heading,
    says_of_rows,
)
from niemyet.extractors.decisions.layout import Layout, is_capitals, is_table_of_contents, lines_of_contents
from niemyet.extractors.decisions.listed import (
    ArticleList,
    ends_with_a_cell,
    holds_a_time,
    is_code_alone,
    labelled_value,
    listed_row,
    mark_of,
)
from niemyet.extractors.decisions.ocr_headings import says_nothing
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask, doubt_of, joined, seen_of
from niemyet.extractors.decisions.page_cuts import rejoined
from niemyet.extractors.decisions.plain_rows import PlainRow, PlainRows
from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.row_drafts import CODES, KEPT, Context, Draft
from niemyet.extractors.decisions.row_names import is_nameless
from niemyet.extractors.decisions.row_notes import may_be_remark
from niemyet.extractors.decisions.rows import make_item
from niemyet.extractors.decisions.sections import ListScope, Section, Sections
from niemyet.extractors.decisions.table_columns import DAYS, TableColumns, days_in_order
from niemyet.model.records import NO_MARKS, Paragraph, Question, Row, Table, TracedRow, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Mark, ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import tells_of_change
from niemyet.transforms.language.text import fold, key
from niemyet.transforms.law.kinds import is_of_ways

_SHORTEST_ALONE = 8  # letters of a name that stands without number and code: a piece of a label has fewer; chosen, not measured
_ROWS_OF_A_TABLE = 1_000_000  # parts addresses of tables from each other; chosen, not measured
# Letters of a line between two lists that heads the second one, whatever it says; chosen, not measured:
_LONGEST_BETWEEN = 60
_ROWS_OF_A_HEAD = 3  # rows of a table among which its header begins; chosen, not measured
_POINTS_OF_A_LIST = 10_000  # parts addresses of lists from each other; chosen, not measured


def read_annex(
    layout: Layout, scope: ListScope, signed_on: date | None, lists: Sequence[ArticleList] = ()
) -> Annex:
    """Items of the lists and tables in the articles and of the annexes, in reading order."""
    several = (
        sum(1 for block in layout.annex if isinstance(block, Paragraph) and is_annex_mark(block.text)) > 1
    )
    machine = _Machine(Sections(scope, several), signed_on)
    for place, listed in enumerate(lists):
        machine.article(listed, place)
    for place, (label, table) in enumerate(layout.inner_tables, len(lists)):
        machine.inner_table(label, layout.leads.get(table.number, ()), table, place)
    machine.end_article()
    following = [*layout.annex[1:], None][: len(layout.annex)]
    contents = lines_of_contents(layout.annex)
    for at, (place, block, after) in enumerate(
        zip(layout.annex_places, layout.annex, following, strict=True)
    ):
        if isinstance(block, Table):
            machine.table(block)
        elif at not in contents:
            machine.next_table = after if isinstance(after, Table) else None
            machine.leads_to_line = isinstance(after, Paragraph) and mark_of(after.text) is not None
            machine.at = RowPlace(0, place, block.page)
            machine.notes, machine.marks, machine.raw = block.notes, block.marks, block.raw
            machine.paragraph(block.text, doubt_of(block, block.page), seen_of(block, block.page))
    return machine.finished()


class _Numbered(NamedTuple):
    """The number of a row and the heading below which it stands; the way that the numbers there run, 1 up or -1 down, 0 while
    it is the first; and with which number that began."""

    section: Section | None
    number: int
    step: int
    first: int

    def follows(self, before: "_Numbered") -> bool:
        """Whether numbers run on from another one in the one way that they ran until then."""
        return self.step in {1, -1} and before.step in {0, self.step}


#: Numbers that prove that a list runs down: of two the second may as well be the first of a list whose heading was not read;
#: chosen, not measured.
_RUNS_DOWN = 3


class _Machine:
    def __init__(self, sections: Sections, signed_on: date | None) -> None:
        self.annex = Annex()
        self.base: str | None = None
        self.at = RowPlace(0, 0, None)
        self.next_table: Table | None = None  # the table that follows the paragraph at hand
        self.leads_to_line = False  # whether a line follows it that may be a row
        self._sections = sections
        self._signed_on = signed_on
        self._table = TableColumns()
        self.notes: tuple[str, ...] = ()  # of the paragraph at hand
        self.raw = ""  # the paragraph at hand as extracted, with its tabs
        self.marks: frozenset[Mark] = NO_MARKS  # of the paragraph or the heading row at hand
        self._draft: Draft | None = None
        self._above: Draft | PlainRow | None = None  # the row that was closed last
        self._plain_rows = PlainRows(signed_on)
        self._plain: PlainRow | None = (
            None  # the row that is open, where it was read at a glance: then no draft is
        )
        self._last_page: int | None = None  # of the row that was read last
        self._title_open = False
        self._said: HeadingText | None = None
        self._number: _Numbered | None = None  # of the item before
        self._described: tuple[Context, str] | None = None  # of the row before: rows of a section share it
        self._jumps: list[str] = []
        self._falls: list[str] = []  # lists of two numbers that run down
        self._runs_down = False  # whether a longer one does
        self._joint: Section | None = None  # the heading of several levels above the row that is open
        self._joints: list[tuple[int, Section]] = []
        self._ends_replaced = False  # whether those that others replace are rows of their own
        self._own_sectors: set[int] = set()  # tables that have a column of sectors

    def finished(self) -> Annex:
        """Everything that was read."""
        self.close()
        annex = self.annex
        self._settle_numbers()
        self._settle_joints()
        self._settle_sectors()
        self._settle_replaced()
        annex.sections = self._sections.all
        annex.questions += self._sections.questions
        annex.flags += self._sections.flags
        annex.strange = self._sections.strange
        if self._jumps:
            self._say(ReviewKind.ROW_NUMBERS_JUMP, "; ".join(self._jumps[:20]))
        return annex

    def _settle_sectors(self) -> None:
        """A blank cell of a column of sectors is of the whole decision's sector where no other cell says another."""
        whole = self._sections.scope.sector
        of_own = [index for index, item in enumerate(self.annex.items) if item.table_no in self._own_sectors]
        said = {key(self.annex.items[index].sector or "") for index in of_own} - {""}
        if whole is None or not said <= {key(whole)}:
            return
        for index in of_own:
            item = self.annex.items[index]
            self.annex.items[index] = item if item.sector else replace(item, sector=whole)

    def _settle_replaced(self) -> None:
        """What replaces others need not say which, where those that are replaced are a list of their own, and end."""
        items = self.annex.items
        told = {
            index
            for index, item in enumerate(items)
            if self._ends_replaced and item.action is Action.REPLACE and "replaced_unknown" in item.flags
        }
        for index in told:
            flags = tuple(flag for flag in items[index].flags if flag != "replaced_unknown")
            items[index] = replace(items[index], flags=flags)
        self.annex.item_questions = [
            (index, question)
            for index, question in self.annex.item_questions
            if index not in told or question.kind is not ReviewKind.REPLACED_UNKNOWN
        ]

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
        self.at = RowPlace(0, -(place + 1) * _POINTS_OF_A_LIST, None)  # no block of the document
        self._open_article(heading_of(listed.heading), listed.count)
        for number, point in enumerate(listed.points, 1):
            self.at = RowPlace(0, -(place + 1) * _POINTS_OF_A_LIST + number, None)
            line = read_line(point)
            speaks = line.heading is not None and bool(line.heading.actions or line.heading.levels)
            if not find_codes(point) and (speaks or point.rstrip().endswith(":")):
                self.close()
                said = re.sub(r"^(?:[-–+•*]|[a-zđ]\))\s*", "", point.rstrip(" :"))
                self._open(heading_of(said), None, None, None)
            else:
                self._text_row(point, None)
        self.end_article()

    def _open_article(self, opening: Heading, count: int | None) -> None:
        self._open(replace(opening, mark=None, rank="opening", is_annex=False, count=count), None, None, None)

    def end_article(self) -> None:
        """What stands in an article is over, and what its headings said."""
        self.close()
        self._sections.leave()
        self._end_numbers(self._number)
        self._number = None
        self.base = None

    def inner_table(self, label: str, lead: Sequence[str], table: Table, place: int) -> None:
        """A table in an article, below what its opening and the lines right before it say of its rows."""
        at = -(place + 1) * _POINTS_OF_A_LIST  # no block of the document
        if label != self.base:
            self.end_article()
            self.base = label
            self.at = RowPlace(0, at, None)
            self._open_table(*lead[:1])
            lead = lead[1:]
        for number, text in enumerate(lead, 1):
            self.at = RowPlace(0, at + number, None)
            self.next_table = table if number == len(lead) else None
            line = read_line(text.rstrip(" :."))
            stands = line.heading is not None and stands_out(line.heading, line.shown)
            heading = (
                line.heading
                if stands
                else self._leading(text, fold(text), line, line.heading, begun=True) or acting_point(text)
            )
            if heading is not None:
                self._head(heading, text, None, None)
        self.table(table)

    def _open_table(self, opening: str = "") -> None:
        """The first words of an article above a table: one act holds for its rows, another thing is asked about."""
        said = heading_of(opening)
        if says_otherwise(opening, fold(opening)):
            self._open_article(replace(said, actions=(), strange=True), None)
        elif len(said.actions) == 1:
            self._open_article(said, None)

    # ---- paragraphs ------------------------------------------------------------------------------------

    @property
    def leads(self) -> bool:
        """Whether a table follows the paragraph at hand."""
        return self.next_table is not None

    def paragraph(self, text: str, doubt: Doubt | None, seen: Doubt | None) -> None:
        """A heading, a line that goes on with one, or nothing to us."""
        folded = fold(text)
        if not text or BELONGS_TO.match(folded):
            return
        if self._sections.goes_on(text):
            self._became("text", "tiêu đề của trang trước, in lại")
            return
        if is_annex_mark(text):
            self._table.columns = None
            self._head(heading_of(text), text, doubt, seen)
            self._title_open = True
            return
        if self._said is not None and self._goes_on_in_line(self._said, text, folded):
            self._reopen(f"{self._said.text} {text}", self._said.mark, doubt)
            return
        acts = self.leads and acting_count(text, 0) is not None  # and does not only count
        if not acts and self._is_counted_by(text):
            self._became("text", "số thủ tục của danh mục")
            return
        line = read_line(text)
        heading = line.heading
        if is_tally(text) and not (acts or self._sections.silent):
            self._became("text", "dòng tổng số")
            self.annex.tallies.append(text)
            return
        begun = bool(self._sections.all) and not self._sections.silent
        if heading is None and begun and is_marked_end(text, line.mark, line.rest):
            heading = heading_of(text, bare_is_sector=True)
            self._table.columns = self._table.columns if heading.sets_anything else None
        stands = heading is not None and stands_out(heading, line.shown)
        leading = None if stands else self._leading(text, folded, line, heading, begun=begun)
        if leading is not None:
            self._head(leading, text, doubt, seen)
            return
        if heading is not None and stands:
            if heading.rank == "title" and not self._title_open:
                self._table.columns = None
            self._head(heading, line.shown, doubt, seen)
            self._title_open = heading.mark is None
            return
        self._title_open = False
        self._said = None
        if heading is None and self._is_of_a_scan(text, doubt, seen):
            return
        self._text_row(text, doubt)

    def _leading(
        self, text: str, folded: str, line: LineRead, heading: Heading | None, *, begun: bool
    ) -> Heading | None:
        """The heading that a line is because of what it leads to: a table, or lines that are rows."""
        if heading is None and self.next_table is not None:
            point = acting_point(text) or acting_count(text, _codes_in(self.next_table))
            if point is not None:
                return point
        if heading is None and self.leads and (says_otherwise(text, folded) or is_strange_end(text, line)):
            return replace(heading_of(text), actions=(), strange=True)
        if heading is None and (self.leads or self.leads_to_line) and leads_with_words(text, folded):
            said = heading_of(text)
            strange = len(said.actions) != 1 or says_otherwise(text, folded)
            rank = rank_by_words(said) if said.mark is None else said.rank
            return replace(said, rank=rank, actions=() if strange else said.actions, strange=strange)
        placed = self._by_place(text) if begun else None
        return strange_point(text) if placed is None and heading is None and self.leads else placed

    def _by_place(self, text: str) -> Heading | None:
        """The heading that a line is because it stands right above a list, whatever it says (RULINGS 31).

        What names a field, a level or an act heads the rows below it; what tells of a change or speaks of procedures in other
        words does so too, and is asked about. Other lines are for the account.
        """
        table = self.next_table
        if table is None or not heads_by_place(text) or not _lists(table):
            return None
        heading = heading_of(unpointed(text), bare_is_sector=True)
        lists = begins_a_list(split_mark(unpointed(text))[2])
        if heading.no_procedures or count_alone(text) is not None:
            return None
        rank = rank_by_words(heading) if heading.mark is None else heading.rank
        below_rows = bool(self.annex.items) or self._draft is not None
        if heading.strange or heading.unforeseen:
            parts = below_rows and len(text) <= _LONGEST_BETWEEN and header_at(table.rows, 0) is not None
            speaks = parts or tells_of_change(text) or is_capitals(text) or lists
            return replace(heading, rank=rank) if speaks else None
        says = bool(heading.actions or heading.levels or heading.authority) or heading.says_sector
        heads = says or (below_rows and (heading.sets_anything or lists))
        return replace(heading, rank=rank) if heads else None

    def _is_of_a_scan(self, text: str, doubt: Doubt | None, seen: Doubt | None) -> bool:
        """Take a line of a scan that is a heading all the same: its mark was read as none, or its words are not sure."""
        torn = split_unread_mark(text) if seen is not None else None
        if torn is not None and seen is not None:
            mark, words = torn
            unread = replace(seen, words=(mark,))
            self._head(heading_of(words, mark), text, joined(unread, doubt) if doubt else unread, seen)
            return True
        if doubt is None or not may_be_heading(text) or says_nothing(text, doubt.words):
            return False
        self.close()
        self._open(heading_of(text), doubt, None, seen)
        return True

    def _head(self, heading: Heading, text: str, doubt: Doubt | None, seen: Doubt | None) -> None:
        """A line that is a heading: the row above is ended, and the next line may go on with it."""
        self.close()
        self._open(heading, doubt, HeadingText(text, None, self.at, bare_is_sector=False), seen)

    def _is_counted_by(self, text: str) -> bool:
        """Whether a line only gives the count of the list that begins here; its heading bears it from now on."""
        count, section = count_alone(text), self._sections.last
        if count is None or section is None or section.items or section.heading.count is not None:
            return False
        section.heading = replace(section.heading, count=count)
        return True

    def _goes_on_in_line(self, said: HeadingText, text: str, folded: str) -> bool:
        """Whether a line goes on with the heading before it."""
        if said.at.table_no:
            return False
        if self._title_open and goes_on_with_title(text, folded):
            return True
        following = self.at.row == said.at.row + 1
        return following and self._draft is None and ends_open(said.text) and not begins_heading(text)

    def _text_row(self, text: str, doubt: Doubt | None) -> None:
        """A row that is a line of text: "1. 1.013337 Đăng ký …"."""
        if self._sections.silent:
            return
        if self._goes_on_with_value(text, doubt):
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
        if holds_a_time(row.name) or ends_with_a_cell(row.name, self.raw):
            draft.wrong.append("name_goes_on")
        self._draft = draft
        self._became("item", "số thứ tự, mã và tên trong một dòng chữ", len(self.annex.items))

    def _goes_on_with_value(self, text: str, doubt: Doubt | None) -> bool:
        """Whether a line gives the row above it, itself a line, a value by its label: "Phí, lệ phí: Không"."""
        draft, said = self._draft, labelled_value(text)
        if draft is None or said is None or "row_from_text" not in draft.flags or self.marks:
            return False
        before = self.annex.trace[-1]
        if before.table_no or before.row != self.at.row - 1:
            return False  # other lines between: it need not speak of that row
        label, value = said
        column = column_of(label)
        if column not in SAID_OF_A_ROW or column in draft.values:
            return False
        draft.add(column, value, doubt)
        draft.raws.append(text)
        self._became("continuation", f"{label} của dòng ở trên")
        return True

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
        line = UnreadLine(text, at.page, path, at.row, numbered, above, self.notes, self.marks)
        self.annex.lines.append(line)

    # ---- sections --------------------------------------------------------------------------------------

    def _open(
        self, heading: Heading, doubt: Doubt | None, said: HeadingText | None, seen: Doubt | None
    ) -> None:
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
        if is_table_of_contents(table):
            self.close()
            for place, row in enumerate(rows):
                self.at = RowPlace(table.number, place, row.page)
                self._became("ignored", "mục lục: không có danh mục")
            return
        if self._sections.silent:
            self._leave_out(table)
            return
        columns = self._table
        columns.begin(rows)
        rows, halves = rejoined(rows)
        place = 0
        while place < len(rows):
            row = rows[place]
            if place in halves:
                self.at = RowPlace(table.number, place, row.page)
                self._became("header", "nối vào dòng ở trang trước: bị ngắt qua trang")
                place += 1
                continue
            taken = self._plain_from(rows, place, table.number)
            if taken:
                place += taken
                continue
            self.at = RowPlace(table.number, place, row.page)
            own = columns.below_labels(row)
            header = None if self._is_no_header(row, own) else self._header_at(rows, place)
            if header is not None:
                self._check_header(rows[place : place + header.rows])
                goes_on = header.labels == columns.labels  # the header of the page before, again
                self._header(header)
                for below in range(place, place + header.rows):
                    self.at = RowPlace(table.number, below, rows[below].page)
                    self._became("header", columns.described())
                place += header.rows
                if DAYS.intersection(columns.columns or ()):
                    assert columns.columns is not None, "its columns are known"
                    rows = (*rows[:place], *days_in_order(rows[place:], columns.columns))
                columns.numbered = (goes_on and columns.numbered) or columns.has_numbers(rows)
                continue
            group = group_of(row, rows[place + 1]) if place + 1 < len(rows) and columns.columns else None
            if group is not None:
                self._group(group)
            else:
                self._row(own, table.number)
            if any(cell.text for cell in row.cells):
                self._last_page = row.page
            place += 1

    def _group(self, text: str) -> None:
        """The name of a group of rows: nothing but a name, or asked about where it says what is done to them, or where."""
        self.close()
        if says_of_rows(text):
            self._open(replace(heading_of(text), rank="group", actions=(), strange=True), None, None, None)
        else:
            self._became("text", "tên nhóm của các dòng bên dưới")

    def _is_no_header(self, row: Row, own: Row) -> bool:
        """Whether a row bears a number, or at the top of a page the rest of a row below labels: `own` is what stands there."""
        if self._table.is_numbered(row) or own is row or row.page == self._last_page:
            return self._table.is_numbered(row)
        rest = [cell.text for cell in own.cells if cell.text]
        return all(text[0].islower() and not actions_named(fold(text)) for text in rest)

    def _header_at(self, rows: Sequence[Row], place: int) -> TableHeader | None:
        """The header that begins at a row; on a scan with the columns that are known by what stands in them."""
        header = header_at(rows, place)
        if header is not None:
            return completed(header, rows, place)
        return header_by_content(rows, place) if self._table.columns is None else None

    def _header(self, header: TableHeader) -> None:
        """Take the columns of a header. The same again is a page's repeat."""
        if header.labels == self._table.labels and self._table.columns:
            return
        self.close()
        self._table.take(header)
        if header.columns is None:
            shown = " | ".join(label for label in header.labels if label)[:200]
            self._say(ReviewKind.HEADER_UNRESOLVED, shown)
            self.annex.unread_tables.append(self.at.table_no)

    def _check_header(self, rows: Sequence[Row]) -> None:
        """Codes among the labels of a header tell of a row that ran into it."""
        texts = [cell.text for row in rows for cell in row.cells if find_codes(cell.text)]
        if texts:
            self._unread(dict.fromkeys(texts))

    def _row(self, row: Row, table_no: int) -> None:
        distinct = [(place, cell) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
        if not distinct:
            self._became("ignored", "dòng trống")
            return
        if len(distinct) > 2 and is_numbering(row):  # three numbers at the least
            self._became("ignored", "dòng đánh số cột")
            return
        doubt = next(
            (
                one
                for _, cell in distinct
                if cell.confidence is not None and (one := doubt_of(cell, row.page))
            ),
            None,
        )
        marked = [cell.marks for _, cell in distinct if cell.marks]
        self.marks = frozenset().union(*marked) if marked else NO_MARKS
        above = self._said
        if above is not None and self._draft is None and above.at.table_no:
            longer = goes_on_in_row(above, row, distinct)
            if longer is not None:
                self._reopen(*longer, doubt)
                return
        said = heading_in_row(row, distinct, self._table.columns, self.at)
        if said is not None and all(cell.marks for _, cell in distinct):
            self._set_aside(distinct)
            return
        if said is not None:
            heading = self._heading_row(said)
            seen = seen_of(distinct[0][1], row.page)
            self._open(heading, _doubt_of_heading(said, distinct, row.page), said, seen)
            return
        if is_torn_heading(row, distinct, self._table.text_at(row, Column.NUMBER)):
            self.close()
            text = " ".join(cell.text for _, cell in distinct)
            torn = doubt or Doubt(text, row.page, distinct[0][1].box)
            self._open(heading_of(text, bare_is_sector=True), torn, None, None)
            return
        self._said = None
        if self._table.columns is None:
            if any(find_codes(cell.text) for _, cell in distinct):
                if "table_unread" not in self.annex.flags:
                    self._say(ReviewKind.TABLE_UNREAD)
                self.annex.unread_tables.append(table_no)
            self._became("ignored", "bảng không có tiêu đề cột của danh mục")
            return
        if len(distinct) <= 2 and NO_ITEM.match(fold(distinct[0][1].text)):
            self._became("text", "dòng tổng, ghi chú hoặc chữ ký")
            place = -(table_no * _ROWS_OF_A_TABLE + self.at.row)  # no block of the document
            text = " ".join(cell.text for _, cell in distinct)
            self.annex.tallies.append(text)
            self.annex.lines.append(
                UnreadLine(text, row.page, self._sections.path, place, False, self._sections.last, ())
            )
            return
        self._item_row(row, distinct, table_no)

    def _leave_out(self, table: Table) -> None:
        """A table below a heading that lists no procedures; one of ways that says what is done to its rows is asked about."""
        self.close()
        last = self._sections.last
        text = last.heading.text if last is not None else ""
        if is_of_ways(text) and _tells_of_acts(table):
            self._say(ReviewKind.TABLE_UNREAD)
            self.annex.unread_tables.append(table.number)
        for place, row in enumerate(table.rows):
            self.at = RowPlace(table.number, place, row.page)
            self._became("ignored", f"dưới tiêu đề “{text[:80]}” không có danh mục")

    def _heading_row(self, said: HeadingText) -> Heading:
        """The heading that a row is, and the row above it ended; what may be a remark on that row leaves both open."""
        heading = heading_of(said.text, said.mark, bare_is_sector=True)
        if said.mark is None and may_be_remark(said.text):
            self._opened_again()
            if self._draft is not None:
                self._draft.put_wrong("remark_below")
            heading = replace(heading, actions=(), sector=None, strange=True)
        self.close()
        return heading

    def _set_aside(self, distinct: Distinct) -> None:
        """A heading that is struck or hidden: whether it heads what follows is for a person to say, so that nothing of
        that is applied (RULINGS 37)."""
        self.close()
        if self._sections.last is not None:
            self._sections.last.marked = True
        self._unread(cell.text for _, cell in distinct)
        self._became("ignored", "tiêu đề bị gạch ngang hoặc bị ẩn")

    # ---- rows of items ---------------------------------------------------------------------------------

    def _plain_from(self, rows: Sequence[Row], place: int, table_no: int) -> int:
        """Take the rows from a place on that are read at a glance; how many they are."""
        columns = self._table.columns
        if columns is None or self._table.unclear or self._sections.marked or self._sections.silent:
            return 0
        context = self._context()
        taken = self._plain_rows.read(rows, place, table_no, columns, context)
        if not taken:
            return 0
        self.close()
        described, first = self._described_by(context), len(self.annex.items)
        self.annex.plain.update(
            zip(repeat(table_no, len(taken)), range(place, place + len(taken)), strict=True)
        )
        self.annex.trace += [
            TracedRow(table_no, place + more, item.page, "item", described, first + more)
            for more, item in enumerate(taken)
        ]
        after = place + len(taken)
        last = [
            PlainRow(item, row, context, columns)
            for item, row in zip(taken[-2:], rows[max(place, after - 2) : after], strict=True)
        ]
        self._keep_plain(taken[:-1])
        self._above = last[0] if len(last) > 1 else self._above
        self._plain, self._said, self._last_page = last[-1], None, taken[-1].page
        return len(taken)

    def _described_by(self, context: Context) -> str:
        """What a row takes from its headings, told once for all rows of a section."""
        if self._described is None or self._described[0] is not context:
            self._described = context, context.described()
        return self._described[1]

    def _opened_again(self) -> None:
        """Hold the plain row that is open as any other row: what follows may go on with it."""
        plain, self._plain = self._plain, None
        if plain is not None:
            self._joint = self._sections.joint
            self._draft = plain.draft()
            told = self.annex.trace[-1]
            self.annex.plain.discard((told.table_no, told.row))

    def _item_row(self, row: Row, distinct: Distinct, table_no: int) -> None:
        if self._sections.silent and not any(find_codes(cell.text) for _, cell in distinct):
            self.close()
            self._became("ignored", "dưới tiêu đề không có danh mục")
            return
        if self._table.is_rest_of_header(distinct):
            self._unread(cell.text for _, cell in distinct)
            self._became("ignored", "chỉ có nhãn cột")
            return
        if self._plain is not None and not bears_a_number(row, self._table.columns or ()):
            self._opened_again()
        why = self._why_it_continues(row)
        if self._draft is not None and why is not None:
            self._go_on(self._draft, row, distinct, why)
            return
        self.close()
        draft = self._new_draft(row.page, table_no)
        self._cells().put_all(draft, row)
        name = draft.read(*PAIRED_NAMES) or ""
        if draft.read(Column.CODE, Column.NEW_CODE) is None and is_nameless(name):
            self._unread(cell.text for _, cell in distinct)
            self._became("ignored", "không có tên, không có mã")
            return
        draft.raws.append(_raw(row))
        if self._shares_a_code(row):
            draft.wrong.append("code_merged")
        unnumbered = draft.read(Column.NUMBER) is None
        if self._table.numbered and unnumbered:
            draft.flags.append("no_row_number")
        if (
            unnumbered
            and _is_uncoded(draft, name)
            and (self._table.numbered or sum(map(str.isalpha, name)) < _SHORTEST_ALONE)
        ):
            draft.wrong.append("unnumbered")
        if self._table.is_unclear(row, KEPT | CODES):
            draft.wrong.append("column_unclear")
        self._draft = draft
        self._became("item", self._described_by(draft.context), len(self.annex.items))

    def _shares_a_code(self, row: Row) -> bool:
        """Whether a row of its own name takes its code from a cell that reaches down from another row's.

        One code is one procedure: either the cell was drawn too long, or a code was left out (RULINGS 35).
        """
        columns = self._table.columns or ()
        shared = [
            cell.text
            for column, cell in zip(columns, row.cells, strict=False)
            if column is Column.CODE and cell.merged
        ]
        if not any(find_codes(text) for text in shared):
            return False
        own = {
            column for column, cell in zip(columns, row.cells, strict=False) if cell.text and not cell.merged
        }
        above = self._row_above()
        return (
            Column.NUMBER in own
            and bool(own & set(PAIRED_NAMES))
            and above is not None
            and above.read(Column.CODE) in shared
        )

    def _cells(self) -> Cells:
        return Cells(self._table, self.at, self._row_above, self.annex.lost_columns)

    def _row_above(self) -> Draft | None:
        """The row that was closed last."""
        if isinstance(self._above, PlainRow):
            self._above = self._above.draft()
        return self._above

    def _why_it_continues(self, row: Row) -> str | None:
        """Why a row goes on with the one that is open; None where it begins one."""
        draft, columns, numbered = self._draft, self._table.columns, self._table.numbered
        if draft is None or columns is None:
            return None
        why = continues(row, draft, columns, same_page=row.page == self._last_page, numbered=numbered)
        return None if why in {CASE, MERGED} and levels_apart(row, draft, columns) else why

    def _go_on(self, draft: Draft, row: Row, distinct: Distinct, why: str) -> None:
        """Put a row to the one that it continues."""
        same_page = row.page == self._last_page
        if why not in {CASE, MERGED} and may_be_a_row(row, draft, self._table.columns or ()):
            draft.put_wrong("joined")
        self._cells().go_on(draft, row, distinct, why, same_page=same_page)
        unsure = [mark.value for cell in row.cells for mark in sorted(cell.marks) if not cell.text]
        draft.wrong += [one for one in dict.fromkeys(unsure) if one not in draft.wrong]
        draft.raws.append(" | ".join(cell.raw for _, cell in distinct))
        item = len(self.annex.items)
        recognised = any(cell.confidence is not None for _, cell in distinct)
        if recognised and same_page and not any(cell.merged and cell.text for cell in row.cells):
            # In a ruled table of one page a row without number and code is rather one whose number was not seen.
            text = " | ".join(cell.text for _, cell in distinct)
            draft.flags.append("ocr_doubt")
            self.annex.item_questions.append(
                (item, ask(ReviewKind.OCR_JOINED, Doubt(text, row.page, distinct[0][1].box)))
            )
        self._became("continuation", f"{why}: nối vào dòng {item + 1}", item)

    def _unread(self, texts: Iterable[str]) -> None:
        self._say(ReviewKind.ROW_UNREAD, " | ".join(texts)[:200])

    # ---- items -----------------------------------------------------------------------------------------

    def _new_draft(self, page: int | None, table_no: int | None) -> Draft:
        self._joint = self._sections.joint
        draft = Draft(self._context(), page, table_no)
        draft.wrong += ["heading_marked"] if self._sections.marked else []
        draft.wrong += ["not_listed"] if self._sections.silent else []
        return draft

    def _note_two_ways(self, item: ReadItem) -> None:
        """Name the columns of a table that mark one row as both "toàn trình" and "một phần": the value is not taken."""
        if "online_level_conflict" not in item.flags or item.table_no is None:
            return
        lost = LostColumn(item.table_no, item.page, "Toàn trình; Một phần", item.raw_text[:80], vital=False)
        if all((one.table_no, one.title) != (lost.table_no, lost.title) for one in self.annex.lost_columns):
            self.annex.lost_columns.append(lost)

    def _context(self) -> Context:
        """What headings, title and Điều 1 say of a row here."""
        own = Column.SECTOR in (self._table.columns or ())
        if own:
            self._own_sectors.add(self.at.table_no)
        return self._sections.context(self.base, self._table.fallback, own_sectors=own)

    def close(self) -> None:
        """End the row that is open."""
        if self._plain is not None:
            self._above, self._plain = self._plain, None
            self._keep_plain([self._above.item])
            return
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._above = draft
        item, questions = make_item(draft, self._signed_on)
        if item.code is None and is_nameless(item.name):
            self._say(
                ReviewKind.ROW_UNREAD, item.raw_text[:200]
            )  # what has neither code nor name opens nothing
            return
        if draft.notes:
            self.annex.item_notes[len(self.annex.items)] = draft.notes
        self.annex.item_questions += [(len(self.annex.items), question) for question in questions]
        if self._joint is not None:
            self._joints.append((len(self.annex.items), self._joint))
        self._note_two_ways(item)
        self.annex.items.append(item)
        self._ends_replaced |= draft.context.action is Action.REPLACE and item.action is Action.ABOLISH
        self._sections.count(unsaid=bool(UNSAID & set(item.flags)))
        self._check_number(item, sure=Column.NUMBER not in draft.doubts)

    def _keep_plain(self, items: Sequence[ReadItem]) -> None:
        """End plain rows that follow each other."""
        section, before = self._sections.last, self._number
        numbers = [int(item.row_no or 0) for item in items]
        above = before.number if before is not None and before.section is section else None
        follow = numbers == list(range(numbers[0], numbers[0] + len(items))) if numbers else False
        rises = before is None or before.step >= 0  # else it may go on below another heading
        if follow and rises and above in {None, numbers[0] - 1}:
            self.annex.items += items  # nearly always
            self._number = _Numbered(
                section, numbers[-1], int(len(items) > 1 or above is not None), numbers[0]
            )
        else:
            for item in items:
                self.annex.items.append(item)
                self._check_number(item, sure=True)
        self._sections.count(len(items), unsaid=False)

    def _check_number(self, item: ReadItem, *, sure: bool) -> None:
        """Numbers below one heading follow each other; a jump tells of a row or heading that was not read."""
        section, said = self._sections.last, item.row_no or ""
        if not (sure and said.isdigit()):
            self._end_numbers(self._number)
            self._number = None
            return
        before, number = self._number, int(said)
        if before is None or before.section is not section:
            goes_on = before is not None and before.step < 0 and before.number == number + 1
            if not goes_on:
                self._end_numbers(before)
            first, step = (before.first, -1) if before is not None and goes_on else (number, 0)
            self._number = _Numbered(section, number, step, first)
            return
        step = number - before.number
        now = _Numbered(section, number, step, before.first)
        same = self.annex.items[-2:] if len(self.annex.items) > 1 else []
        if step == 0 and len({one.code or one.name for one in same}) == 1:
            return  # one procedure on a row for each level
        if now.follows(before):
            self._number = now
            return
        self._number = _Numbered(section, number, 0, number)
        path = f" (mục {item.part})" if item.part else ""
        self._jumps.append(f"sau số {before.number} là số {number}{path}")

    def _end_numbers(self, last: _Numbered | None) -> None:
        """Numbers that ran down end with 1: else rows at the end were not read."""
        if last is None or last.step >= 0:
            return
        if last.number != 1:
            self._jumps.append(f"số cuối của danh mục đánh số ngược là {last.number}")
        elif last.first < _RUNS_DOWN:
            self._falls.append(f"sau số {last.first} là số 1")
        else:
            self._runs_down = True

    def _settle_numbers(self) -> None:
        """Two numbers that run down are a jump, unless a longer list of the document runs down too."""
        self._end_numbers(self._number)
        self._jumps += self._falls if not self._runs_down else []

    def _say(self, kind: ReviewKind, text: str | None = None) -> None:
        if kind not in self.annex.flags:
            self.annex.flags.append(kind)
        self.annex.questions.append(Question(kind, fields(text=text)))


#: Columns by which a list of ways would do more than say the ways.
_OF_ACTS = frozenset(
    {
        *(
            Column.ACTION,
            Column.ACTION_NEW,
            Column.ACTION_AMEND,
            Column.ACTION_REPLACE,
            Column.ACTION_ABOLISH,
        ),
        *(
            Column.CHANGE,
            Column.EFFECT,
            Column.EFFECT_LAST,
            Column.EFFECT_END,
            Column.OLD_CODE,
            Column.NEW_CODE,
        ),
    }
)


def _tells_of_acts(table: Table) -> bool:
    """Whether a table says of its rows, in a column of acts or a note, that something is done to them."""
    header = next(
        (
            one
            for place in range(min(len(table.rows), _ROWS_OF_A_HEAD))
            if (one := header_at(table.rows, place))
        ),
        None,
    )
    columns = header.columns if header is not None and header.columns is not None else ()
    notes = [place for place, column in enumerate(columns) if column is Column.NOTE]
    told = (row.cells[place].text for row in table.rows for place in notes if place < len(row.cells))
    return not _OF_ACTS.isdisjoint(columns) or any(map(tells_of_change, filter(None, told)))


def _lists(table: Table) -> bool:
    """Whether a table lists procedures: by a header, or by codes where it goes on with the one before."""
    if any(header_at(table.rows, place) for place in range(min(len(table.rows), _ROWS_OF_A_HEAD))):
        return True
    return any(find_codes(cell.text) for row in table.rows for cell in row.cells)


def _codes_in(table: Table) -> int:
    """How many rows of a table have a code."""
    return sum(any(find_codes(cell.text) for cell in row.cells) for row in table.rows)


def _is_uncoded(draft: Draft, name: str) -> bool:
    """Whether a row has no code, nor digits in the column of codes that may be one."""
    printed = draft.read(*CODES) or ""
    return not find_codes(f"{printed} {name}") and not any(map(str.isdigit, printed))


def _doubt_of_heading(said: HeadingText, distinct: Distinct, page: int | None) -> Doubt | None:
    """All that is doubtful of a heading: of its mark, which may be read as none, and of its words."""
    doubt: Doubt | None = None
    for _, cell in distinct:
        doubt = joined(doubt, doubt_of(cell, page))
    seen = seen_of(distinct[0][1], page)
    if seen is not None and said.mark is not None and not MARK_ALONE.fullmatch(said.mark):
        unread = replace(seen, words=(said.mark,))
        doubt = joined(unread, doubt) if doubt is None or said.mark not in doubt.words else doubt
    return doubt and replace(doubt, text=" ".join(cell.text for _, cell in distinct))


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
