"""Lines of the annexes: which are headings, which rows, and which nothing to us."""

from dataclasses import replace

from niemyet.extractors.decisions.annex_records import HeadingText, RowPlace, UnreadLine
from niemyet.extractors.decisions.annex_state import AnnexState
from niemyet.extractors.decisions.beside_values import is_remark_below
from niemyet.extractors.decisions.columns import SAID_OF_A_ROW, Column, column_of, header_at
from niemyet.extractors.decisions.heading_patterns import (
    BELONGS_TO,
    Heading,
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
from niemyet.extractors.decisions.layout import is_capitals
from niemyet.extractors.decisions.listed import (
    ends_with_a_cell,
    holds_a_time,
    is_code_alone,
    labelled_value,
    listed_row,
    mark_of,
)
from niemyet.extractors.decisions.ocr_headings import says_nothing
from niemyet.extractors.decisions.ocr_reviews import Doubt, doubt_of, joined, seen_of
from niemyet.extractors.decisions.table_matter import codes_in, lists_procedures
from niemyet.model.records import Paragraph, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import tells_of_change
from niemyet.transforms.language.text import fold

# Letters of a line between two lists that heads the second one, whatever it says; chosen, not measured:
_LONGEST_BETWEEN = 60


class AnnexLines:
    """Paragraphs of the annexes: headings, lines that go on with them, rows of text, left-overs."""

    def __init__(self, state: AnnexState) -> None:
        self.next_table: Table | None = None  # the table that follows the paragraph at hand
        self._leads_to_line = False  # whether a line follows it that may be a row
        self._notes: tuple[str, ...] = ()  # of the paragraph at hand
        self._raw = ""  # the paragraph at hand as extracted, with its tabs
        self._state = state

    def read(self, block: Paragraph, place: int, after: Paragraph | Table | None) -> None:
        """A paragraph of the annexes by its place in the document, with the block that follows it."""
        state = self._state
        self.next_table = after if isinstance(after, Table) else None
        self._leads_to_line = isinstance(after, Paragraph) and mark_of(after.text) is not None
        state.at = RowPlace(0, place, block.page)
        self._notes, state.marks, self._raw = block.notes, block.marks, block.raw
        self._paragraph(block.text, doubt_of(block, block.page), seen_of(block, block.page))

    @property
    def _leads(self) -> bool:
        """Whether a table follows the paragraph at hand."""
        return self.next_table is not None

    def _paragraph(self, text: str, doubt: Doubt | None, seen: Doubt | None) -> None:
        """A heading, a line that goes on with one, or nothing to us."""
        state = self._state
        folded = fold(text)
        if not text or BELONGS_TO.match(folded):
            return
        if state.sections.goes_on(text):
            state.became("text", "tiêu đề của trang trước, in lại")
            return
        if is_annex_mark(text):
            state.table.columns = None
            state.head(heading_of(text), text, doubt, seen)
            state.title_open = True
            return
        if state.said is not None and self._goes_on_in_line(state.said, text, folded):
            state.reopen(f"{state.said.text} {text}", state.said.mark, doubt)
            return
        acts = self._leads and acting_count(text, 0) is not None  # and does not only count
        if not acts and self._is_counted_by(text):
            state.became("text", "số thủ tục của danh mục")
            return
        if not self._is_remark(text):
            self._heading_or_row(text, folded, doubt, seen, acts=acts)

    def _heading_or_row(
        self, text: str, folded: str, doubt: Doubt | None, seen: Doubt | None, *, acts: bool
    ) -> None:
        """A line that is a heading by its words or by what follows it, or else may be a row."""
        state = self._state
        line = read_line(text)
        heading = line.heading
        if is_tally(text) and not (acts or state.sections.silent):
            state.became("text", "dòng tổng số")
            state.annex.tallies.append(text)
            return
        begun = bool(state.sections.all) and not state.sections.silent
        if heading is None and begun and is_marked_end(text, line.mark, line.rest):
            heading = heading_of(text, bare_is_sector=True)
            state.table.columns = state.table.columns if heading.sets_anything else None
        stands = heading is not None and stands_out(heading, line.shown)
        leading = None if stands else self.leading(text, folded, line, heading, begun=begun)
        if leading is not None:
            state.head(leading, text, doubt, seen)
            return
        if heading is not None and stands:
            if heading.rank == "title" and not state.title_open:
                state.table.columns = None
            state.head(heading, line.shown, doubt, seen)
            state.title_open = heading.mark is None
            return
        state.title_open = False
        state.said = None
        if heading is None and self._is_of_a_scan(text, doubt, seen):
            return
        self.text_row(text, doubt)

    def _is_remark(self, text: str) -> bool:
        """Whether a line right below a row is a remark on it, which is put to it."""
        state = self._state
        trace, row = state.annex.trace, state.row
        below = (row.draft is not None or row.plain is not None) and trace[-1].meaning in {
            "item",
            "continuation",
        }
        if not below or self._leads or not is_remark_below(text):
            return False  # above a table it may head it
        row.remark(text)
        state.became("continuation", "nói về dòng ở trên", len(state.annex.items))
        return True

    def leading(
        self, text: str, folded: str, line: LineRead, heading: Heading | None, *, begun: bool
    ) -> Heading | None:
        """The heading that a line is because of what it leads to: a table, or lines that are rows."""
        if heading is None and self.next_table is not None:
            point = acting_point(text) or acting_count(text, codes_in(self.next_table))
            if point is not None:
                return point
        if heading is None and self._leads and (says_otherwise(text, folded) or is_strange_end(text, line)):
            return replace(heading_of(text), actions=(), strange=True)
        if heading is None and (self._leads or self._leads_to_line) and leads_with_words(text, folded):
            said = heading_of(text)
            strange = len(said.actions) != 1 or says_otherwise(text, folded)
            rank = rank_by_words(said) if said.mark is None else said.rank
            return replace(said, rank=rank, actions=() if strange else said.actions, strange=strange)
        placed = self._by_place(text) if begun else None
        return strange_point(text) if placed is None and heading is None and self._leads else placed

    def _by_place(self, text: str) -> Heading | None:
        """The heading that a line is because it stands right above a list, whatever it says (RULINGS 31).

        What names a field, a level or an act heads the rows below it; what tells of a change or speaks of procedures in other
        words does so too, and is asked about. Other lines are for the account.
        """
        table = self.next_table
        if table is None or not heads_by_place(text) or not lists_procedures(table):
            return None
        heading = heading_of(unpointed(text), bare_is_sector=True)
        lists = begins_a_list(split_mark(unpointed(text))[2])
        if heading.no_procedures or count_alone(text) is not None:
            return None
        rank = rank_by_words(heading) if heading.mark is None else heading.rank
        below_rows = bool(self._state.annex.items) or self._state.row.draft is not None
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
            self._state.head(heading_of(words, mark), text, joined(unread, doubt) if doubt else unread, seen)
            return True
        if doubt is None or not may_be_heading(text) or says_nothing(text, doubt.words):
            return False
        self._state.row.close()
        self._state.open(heading_of(text), doubt, None, seen)
        return True

    def _is_counted_by(self, text: str) -> bool:
        """Whether a line only gives the count of the list that begins here; its heading bears it from now on."""
        count, section = count_alone(text), self._state.sections.last
        if count is None or section is None or section.items or section.heading.count is not None:
            return False
        section.heading = replace(section.heading, count=count)
        return True

    def _goes_on_in_line(self, said: HeadingText, text: str, folded: str) -> bool:
        """Whether a line goes on with the heading before it."""
        if said.at.table_no:
            return False
        if self._state.title_open and goes_on_with_title(text, folded):
            return True
        following = self._state.at.row == said.at.row + 1
        return (
            following and self._state.row.draft is None and ends_open(said.text) and not begins_heading(text)
        )

    def text_row(self, text: str, doubt: Doubt | None) -> None:
        """A row that is a line of text: "1. 1.013337 Đăng ký …"."""
        state = self._state
        if state.sections.silent:
            return
        if self._goes_on_with_value(text, doubt):
            return
        text = self._with_line_before(text)
        row = listed_row(text)
        if row is None or not self._lists_here():
            self._line(text, numbered=mark_of(text) is not None)
            return
        state.row.close()
        draft = state.new_draft(state.at.page, None)
        draft.add(Column.NUMBER, row.number or "", doubt)
        draft.add(Column.CODE, row.code.text, doubt)
        draft.add(Column.NAME, row.name, doubt)
        if row.levels:
            draft.add(Column.LEVEL, row.levels, doubt)
        draft.raws.append(text)
        draft.wrong += [mark.value for mark in sorted(state.marks)]
        draft.flags.append("row_from_text")
        if holds_a_time(row.name) or ends_with_a_cell(row.name, self._raw):
            draft.wrong.append("name_goes_on")
        state.row.draft = draft
        state.became("item", "số thứ tự, mã và tên trong một dòng chữ", len(state.annex.items))

    def _goes_on_with_value(self, text: str, doubt: Doubt | None) -> bool:
        """Whether a line gives the row above it, itself a line, a value by its label: "Phí, lệ phí: Không"."""
        state = self._state
        draft, said = state.row.draft, labelled_value(text)
        if draft is None or said is None or "row_from_text" not in draft.flags or state.marks:
            return False
        before = state.annex.trace[-1]
        if before.table_no or before.row != state.at.row - 1:
            return False  # other lines between: it need not speak of that row
        label, value = said
        column = column_of(label)
        if column not in SAID_OF_A_ROW or column in draft.values:
            return False
        draft.add(column, value, doubt)
        draft.raws.append(text)
        state.became("continuation", f"{label} của dòng ở trên")
        return True

    def _with_line_before(self, text: str) -> str:
        """A code in a line of its own, put to the numbered line before it, which is then no left-over."""
        state = self._state
        held = state.annex.lines
        before = held[-1] if held else None
        if before is None or not is_code_alone(text) or find_codes(before.text):
            return text
        if (
            not before.numbered
            or before.place != state.at.row - 1
            or before.section is not state.sections.last
        ):
            return text
        held.pop()
        self._notes, state.marks = (*before.notes, *self._notes), before.marks | state.marks
        return f"{before.text.rstrip(' ;.,')} ({text.strip(' ;.,()')})"

    def _lists_here(self) -> bool:
        """Whether a line may be a row: a heading of an annex stands above it."""
        return self._state.sections.last is not None

    def _line(self, text: str, *, numbered: bool) -> None:
        """Keep a line that was read as nothing, for the account."""
        state = self._state
        above = state.sections.last
        path, at = state.sections.path, state.at
        line = UnreadLine(text, at.page, path, at.row, numbered, above, self._notes, state.marks)
        state.annex.lines.append(line)
