"""Rows of items in the tables of the annexes: those read at a glance, those that begin an item, those that go on with one."""

from collections.abc import Sequence
from datetime import date
from itertools import repeat

from niemyet.extractors.decisions.annex_state import AnnexState
from niemyet.extractors.decisions.beside_values import is_remark
from niemyet.extractors.decisions.cells import Cells
from niemyet.extractors.decisions.columns import PAIRED_NAMES, Column
from niemyet.extractors.decisions.continuations import (
    CASE,
    MERGED,
    bears_a_number,
    continues,
    levels_apart,
    may_be_a_row,
)
from niemyet.extractors.decisions.headings_in_rows import (
    Distinct,
)
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask
from niemyet.extractors.decisions.plain_rows import PlainRow, PlainRows
from niemyet.extractors.decisions.row_drafts import CODES, KEPT, Context, Draft
from niemyet.extractors.decisions.row_names import is_nameless
from niemyet.model.records import Row, TracedRow
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import find_codes

# Letters of a name that stands without number and code: a piece of a label has fewer; chosen, not measured.
_SHORTEST_ALONE = 8


class AnnexRows:
    """Rows of tables that are neither headers nor headings."""

    def __init__(self, state: AnnexState, signed_on: date | None) -> None:
        self.last_page: int | None = None  # of the row that was read last
        self._state = state
        self._plain_rows = PlainRows(signed_on)
        self._described: tuple[Context, str] | None = None  # of the row before: rows of a section share it

    def take_plain(self, rows: Sequence[Row], place: int, table_no: int) -> int:
        """Take the rows from a place on that are read at a glance; how many they are."""
        state = self._state
        columns = state.table.columns
        if columns is None or state.table.unclear or state.sections.marked or state.sections.silent:
            return 0
        context = state.context()
        taken = self._plain_rows.read(rows, place, table_no, columns, context)
        if not taken:
            return 0
        state.row.close()
        described, first = self._described_by(context), len(state.annex.items)
        state.annex.plain.update(
            zip(repeat(table_no, len(taken)), range(place, place + len(taken)), strict=True)
        )
        state.annex.trace += [
            TracedRow(table_no, place + more, item.page, "item", described, first + more)
            for more, item in enumerate(taken)
        ]
        after = place + len(taken)
        last = [
            PlainRow(item, row, context, columns)
            for item, row in zip(taken[-2:], rows[max(place, after - 2) : after], strict=True)
        ]
        state.row.keep_plain(taken[:-1])
        state.row.above = last[0] if len(last) > 1 else state.row.above
        state.row.plain, state.said, self.last_page = last[-1], None, taken[-1].page
        return len(taken)

    def _described_by(self, context: Context) -> str:
        """What a row takes from its headings, told once for all rows of a section."""
        if self._described is None or self._described[0] is not context:
            self._described = context, context.described()
        return self._described[1]

    def read(self, row: Row, distinct: Distinct, table_no: int) -> None:
        """A row that says something of a procedure: it goes on with the row that is open, or begins an item."""
        state = self._state
        if state.sections.silent and not any(find_codes(cell.text) for _, cell in distinct):
            state.row.close()
            state.became("ignored", "dưới tiêu đề không có danh mục")
            return
        if state.table.is_rest_of_header(distinct):
            state.annex.ask_unread(cell.text for _, cell in distinct)
            state.became("ignored", "chỉ có nhãn cột")
            return
        if state.row.plain is not None and not bears_a_number(row, state.table.columns or ()):
            state.row.open_again()
        if self._is_a_remark(distinct):
            state.row.remark(distinct[0][1].text)
            state.became("continuation", "nói về dòng ở trên", len(state.annex.items))
            return
        why = self._why_it_continues(row)
        if state.row.draft is not None and why is not None:
            self._go_on(state.row.draft, row, distinct, why)
            return
        state.row.close()
        draft = state.new_draft(row.page, table_no)
        self._cells().put_all(draft, row)
        name = draft.read(*PAIRED_NAMES) or ""
        if draft.read(Column.CODE, Column.NEW_CODE) is None and is_nameless(name):
            state.annex.ask_unread(cell.text for _, cell in distinct)
            state.became("ignored", "không có tên, không có mã")
            return
        draft.raws.append(_raw(row))
        if self._shares_a_code(row):
            draft.wrong.append("code_merged")
        unnumbered = draft.read(Column.NUMBER) is None
        if state.table.numbered and unnumbered:
            draft.flags.append("no_row_number")
        if (
            unnumbered
            and _is_uncoded(draft, name)
            and (state.table.numbered or sum(map(str.isalpha, name)) < _SHORTEST_ALONE)
        ):
            draft.wrong.append("unnumbered")
        if state.table.is_unclear(row, KEPT | CODES):
            draft.wrong.append("column_unclear")
        state.row.draft = draft
        state.became("item", self._described_by(draft.context), len(state.annex.items))

    def _shares_a_code(self, row: Row) -> bool:
        """Whether a row of its own name takes its code from a cell that reaches down from another row's.

        One code is one procedure: either the cell was drawn too long, or a code was left out (RULINGS 35).
        """
        columns = self._state.table.columns or ()
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
        above = self._state.row.row_above()
        return (
            Column.NUMBER in own
            and bool(own & set(PAIRED_NAMES))
            and above is not None
            and above.read(Column.CODE) in shared
        )

    def _is_a_remark(self, distinct: Distinct) -> bool:
        """Whether a row is nothing but words on the row above it, where a name would stand."""
        state = self._state
        if state.row.draft is None or len(distinct) != 1:
            return False
        (place, cell), columns = distinct[0], state.table.columns or ()
        at_name = place < len(columns) and columns[place] in PAIRED_NAMES
        return (at_name or cell.colspan > 1) and not cell.marks and is_remark(cell.text)

    def _cells(self) -> Cells:
        state = self._state
        return Cells(state.table, state.at, state.row.row_above, state.annex.lost_columns)

    def _why_it_continues(self, row: Row) -> str | None:
        """Why a row goes on with the one that is open; None where it begins one."""
        state = self._state
        draft, columns, numbered = (
            state.row.draft,
            state.table.columns,
            state.table.numbered,
        )
        if draft is None or columns is None:
            return None
        why = continues(row, draft, columns, same_page=row.page == self.last_page, numbered=numbered)
        return None if why in {CASE, MERGED} and levels_apart(row, draft, columns) else why

    def _go_on(self, draft: Draft, row: Row, distinct: Distinct, why: str) -> None:
        """Put a row to the one that it continues."""
        state = self._state
        same_page = row.page == self.last_page
        if why not in {CASE, MERGED} and may_be_a_row(row, draft, state.table.columns or ()):
            draft.put_wrong("joined")
        self._cells().go_on(draft, row, distinct, why, same_page=same_page)
        unsure = [mark.value for cell in row.cells for mark in sorted(cell.marks) if not cell.text]
        draft.wrong += [one for one in dict.fromkeys(unsure) if one not in draft.wrong]
        draft.raws.append(" | ".join(cell.raw for _, cell in distinct))
        item = len(state.annex.items)
        recognised = any(cell.confidence is not None for _, cell in distinct)
        if recognised and same_page and not any(cell.merged and cell.text for cell in row.cells):
            # In a ruled table of one page a row without number and code is rather one whose number was not seen.
            text = " | ".join(cell.text for _, cell in distinct)
            draft.flags.append("ocr_doubt")
            state.annex.item_questions.append(
                (item, ask(ReviewKind.OCR_JOINED, Doubt(text, row.page, distinct[0][1].box)))
            )
        state.became("continuation", f"{why}: nối vào dòng {item + 1}", item)


def _is_uncoded(draft: Draft, name: str) -> bool:
    """Whether a row has no code, nor digits in the column of codes that may be one."""
    printed = draft.read(*CODES) or ""
    return not find_codes(f"{printed} {name}") and not any(map(str.isdigit, printed))


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
