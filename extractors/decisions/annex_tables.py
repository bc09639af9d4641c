"""Tables of the annexes: which of their rows are headers, which headings, and which are left to be items."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from niemyet.extractors.decisions.annex_records import HeadingText, RowPlace, UnreadLine
from niemyet.extractors.decisions.annex_rows import AnnexRows
from niemyet.extractors.decisions.annex_state import AnnexState
from niemyet.extractors.decisions.beside_values import is_note_on_a_row, is_remark, with_note_below
from niemyet.extractors.decisions.columns import Column, TableHeader, header_at, is_numbering
from niemyet.extractors.decisions.columns_by_content import completed, header_by_content
from niemyet.extractors.decisions.heading_patterns import MARK_ALONE, Heading, actions_named, heading_of
from niemyet.extractors.decisions.headings_in_rows import (
    NO_ITEM,
    Distinct,
    goes_on_in_row,
    group_of,
    heading_in_row,
    is_torn_heading,
    says_of_rows,
)
from niemyet.extractors.decisions.layout import is_table_of_contents
from niemyet.extractors.decisions.ocr_reviews import Doubt, doubt_of, joined, seen_of
from niemyet.extractors.decisions.page_cuts import rejoined
from niemyet.extractors.decisions.row_notes import keeps, may_be_remark
from niemyet.extractors.decisions.table_columns import DAYS, days_in_order
from niemyet.extractors.decisions.table_matter import tells_of_acts
from niemyet.model.records import NO_MARKS, Row, Table
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean, fold
from niemyet.transforms.law.kinds import is_of_ways

_ROWS_OF_A_TABLE = 1_000_000  # parts addresses of tables from each other; chosen, not measured


class AnnexTables:
    """Tables of the annexes: their headers and heading rows; other rows are for `AnnexRows`."""

    def __init__(self, state: AnnexState, signed_on: date | None) -> None:
        self._state = state
        self._rows = AnnexRows(state, signed_on)

    def read(self, table: Table) -> None:
        """Rows of one table; without a header of its own it goes on with the columns of the one before."""
        state = self._state
        state.title_open = False
        rows: Sequence[Row] = table.rows
        if is_table_of_contents(table):
            state.row.close()
            for place, row in enumerate(rows):
                state.at = RowPlace(table.number, place, row.page)
                state.became("ignored", "mục lục: không có danh mục")
            return
        if state.sections.silent:
            self._leave_out(table)
            return
        columns = state.table
        columns.begin(rows)
        rows, halves = rejoined(rows)
        place = 0
        while place < len(rows):
            row = rows[place]
            if place in halves:
                state.at = RowPlace(table.number, place, row.page)
                state.became("header", "nối vào dòng ở trang trước: bị ngắt qua trang")
                place += 1
                continue
            taken = self._rows.take_plain(rows, place, table.number)
            if taken:
                place += taken
                continue
            state.at = RowPlace(table.number, place, row.page)
            own = columns.below_labels(row)
            header = None if self._is_no_header(row, own) else self._header_at(rows, place)
            if header is not None:
                rows = self._headed(rows, place, header, table.number)
                place += header.rows
                continue
            group = group_of(row, rows[place + 1]) if place + 1 < len(rows) and columns.columns else None
            if group is not None:
                self._group(group)
            else:
                self._row(own, table.number)
            if any(cell.text for cell in row.cells):
                self._rows.last_page = row.page
            place += 1

    def _group(self, text: str) -> None:
        """The name of a group of rows: nothing but a name, or asked about where it says what is done to them, or where."""
        self._state.row.close()
        if says_of_rows(text):
            self._state.open(
                replace(heading_of(text), rank="group", actions=(), strange=True), None, None, None
            )
        else:
            self._state.became("text", "tên nhóm của các dòng bên dưới")

    def _is_no_header(self, row: Row, own: Row) -> bool:
        """Whether a row bears a number, or at the top of a page the rest of a row below labels: `own` is what stands there."""
        if self._state.table.is_numbered(row) or own is row or row.page == self._rows.last_page:
            return self._state.table.is_numbered(row)
        rest = [cell.text for cell in own.cells if cell.text]
        return all(text[0].islower() and not actions_named(fold(text)) for text in rest)

    def _header_at(self, rows: Sequence[Row], place: int) -> TableHeader | None:
        """The header that begins at a row; on a scan with the columns that are known by what stands in them."""
        header = header_at(rows, place)
        if header is not None:
            return completed(header, rows, place)
        return header_by_content(rows, place) if self._state.table.columns is None else None

    def _headed(self, rows: Sequence[Row], place: int, header: TableHeader, table_no: int) -> Sequence[Row]:
        """The rows of a table once the header at a place is taken: days below it are written in one order."""
        columns, below = self._state.table, place + header.rows
        self._check_header(rows[place:below])
        again = columns.stand_again(rows[place:below])
        goes_on = again or header.labels == columns.labels  # the header of the page before, again
        if not again:
            self._header(header)
        for at in range(place, below):
            self._state.at = RowPlace(table_no, at, rows[at].page)
            self._state.became("header", columns.described())
        if DAYS.intersection(columns.columns or ()):
            assert columns.columns is not None, "its columns are known"
            rows = (*rows[:below], *days_in_order(rows[below:], columns.columns))
        columns.numbered = (goes_on and columns.numbered) or columns.has_numbers(rows)
        return rows

    def _header(self, header: TableHeader) -> None:
        """Take the columns of a header. The same again is a page's repeat."""
        state = self._state
        if header.labels == state.table.labels and state.table.columns:
            return
        state.row.close()
        state.table.take(header)
        if header.columns is None:
            shown = " | ".join(label for label in header.labels if label)[:200]
            state.annex.ask(ReviewKind.HEADER_UNRESOLVED, shown)
            state.annex.unread_tables.append(state.at.table_no)

    def _check_header(self, rows: Sequence[Row]) -> None:
        """Codes among the labels of a header tell of a row that ran into it."""
        texts = [cell.text for row in rows for cell in row.cells if find_codes(cell.text)]
        if texts:
            self._state.annex.ask_unread(dict.fromkeys(texts))

    def _row(self, row: Row, table_no: int) -> None:
        state = self._state
        distinct = [(place, cell) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
        if not distinct:
            state.became("ignored", "dòng trống")
            return
        if len(distinct) > 2 and is_numbering(row):  # three numbers at the least
            state.became("ignored", "dòng đánh số cột")
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
        state.marks = frozenset().union(*marked) if marked else NO_MARKS
        above = state.said
        if above is not None and state.row.draft is None and above.at.table_no:
            longer = goes_on_in_row(above, row, distinct)
            if longer is not None:
                state.reopen(*longer, doubt)
                return
        noted = len(distinct) == 1 and is_note_on_a_row(distinct[0][1].text)
        said = None if noted else heading_in_row(row, distinct, state.table.columns, state.at)
        if said is not None and all(cell.marks for _, cell in distinct):
            self._set_aside(distinct)
            return
        if said is not None:
            heading = self._heading_row(said)
            seen = seen_of(distinct[0][1], row.page)
            state.open(heading, _doubt_of_heading(said, distinct, row.page), said, seen)
            return
        if is_torn_heading(row, distinct, state.table.text_at(row, Column.NUMBER)):
            state.row.close()
            text = " ".join(cell.text for _, cell in distinct)
            torn = doubt or Doubt(text, row.page, distinct[0][1].box)
            state.open(heading_of(text, bare_is_sector=True), torn, None, None)
            return
        state.said = None
        if state.table.columns is None:
            if any(find_codes(cell.text) for _, cell in distinct):
                if "table_unread" not in state.annex.flags:
                    state.annex.ask(ReviewKind.TABLE_UNREAD)
                state.annex.unread_tables.append(table_no)
            state.became("ignored", "bảng không có tiêu đề cột của danh mục")
            return
        if noted or (len(distinct) <= 2 and NO_ITEM.match(fold(distinct[0][1].text))):
            state.became("text", "dòng tổng, ghi chú hoặc chữ ký")
            text = " ".join(cell.text for _, cell in distinct)
            state.annex.tallies.append(text)
            self._leave(text, row, table_no)
            return
        row = self._without_notes(row, distinct, table_no)
        self._rows.read(row, [(place, row.cells[place]) for place, _ in distinct], table_no)

    def _without_notes(self, row: Row, distinct: Distinct, table_no: int) -> Row:
        """The row without a line below a cell that is a note on a numbered row."""
        for place, cell in distinct:
            parted = with_note_below(cell.raw) if "\n" in cell.raw else None
            if parted is not None:
                above, note = parted
                self._leave(note, row, table_no)
                cut = replace(cell, raw=above, text=clean(above))
                row = replace(row, cells=(*row.cells[:place], cut, *row.cells[place + 1 :]))
        return row

    def _leave(self, text: str, row: Row, table_no: int) -> None:
        """Keep words of a row that belong to none, as a line below the table, for the account."""
        state = self._state
        place = -(table_no * _ROWS_OF_A_TABLE + state.at.row)  # no block of the document
        state.annex.lines.append(
            UnreadLine(text, row.page, state.sections.path, place, False, state.sections.last, ())
        )

    def _leave_out(self, table: Table) -> None:
        """A table below a heading that lists no procedures; one of ways that says what is done to its rows is asked about."""
        state = self._state
        state.row.close()
        last = state.sections.last
        text = last.heading.text if last is not None else ""
        if is_of_ways(text) and tells_of_acts(table):
            state.annex.ask(ReviewKind.TABLE_UNREAD)
            state.annex.unread_tables.append(table.number)
        for place, row in enumerate(table.rows):
            state.at = RowPlace(table.number, place, row.page)
            state.became("ignored", f"dưới tiêu đề “{text[:80]}” không có danh mục")

    def _heading_row(self, said: HeadingText) -> Heading:
        """The heading that a row is, and the row above it ended; what may be a remark on that row leaves both open."""
        state = self._state
        heading = heading_of(said.text, said.mark, bare_is_sector=True)
        if said.mark is None and (may_be_remark(said.text) or (is_remark(said.text) and keeps(said.text))):
            state.row.open_again()
            if state.row.draft is not None:
                state.row.draft.put_wrong("remark_below")
            heading = replace(heading, actions=(), sector=None, strange=True)
        state.row.close()
        return heading

    def _set_aside(self, distinct: Distinct) -> None:
        """A heading that is struck or hidden: whether it heads what follows is for a person to say, so that nothing of
        that is applied (RULINGS 37)."""
        state = self._state
        state.row.close()
        if state.sections.last is not None:
            state.sections.last.marked = True
        state.annex.ask_unread(cell.text for _, cell in distinct)
        state.became("ignored", "tiêu đề bị gạch ngang hoặc bị ẩn")


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
