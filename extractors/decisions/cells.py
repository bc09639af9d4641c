"""Cells of a row, put where their columns say; what has no column goes into the note or is named in a question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.annex_records import LostColumn, RowPlace
from niemyet.extractors.decisions.before_and_after import now_and_was
from niemyet.extractors.decisions.beside_values import agrees, is_remark, says_below_name
from niemyet.extractors.decisions.columns import SAID_OF_A_ROW, Column
from niemyet.extractors.decisions.continuations import CASE, MERGED
from niemyet.extractors.decisions.dittos import (
    REPEATABLE,
    is_blank,
    is_ditto,
    names_none,
    points_elsewhere,
    says_it_is_legal,
    says_it_stays,
    stands_for_another,
)
from niemyet.extractors.decisions.headings_in_lines import ends_open
from niemyet.extractors.decisions.ocr_reviews import doubt_of
from niemyet.extractors.decisions.row_drafts import (
    CODES,
    KEPT,
    MARKED_ACTIONS,
    MARKED_LEVELS,
    OLD_ONES,
    Draft,
    is_marked,
    sign_of,
)
from niemyet.extractors.decisions.sectors_in_names import sector_above, sector_of_group
from niemyet.extractors.decisions.table_columns import TableColumns
from niemyet.extractors.decisions.units_in_labels import COUNTED, counted
from niemyet.model.records import Cell, Row
from niemyet.model.words import Action, Mark
from niemyet.transforms.language.codes import find_codes, is_whole_code
from niemyet.transforms.language.text import fold
from niemyet.transforms.language.two_names import may_be_one

#: Columns of values that may be said to stay as they were; of an action or a change that says what is done.
_MAY_STAY = REPEATABLE - {
    *(Column.ACTION, Column.CHANGE, Column.EFFECT, Column.EFFECT_LAST, Column.EFFECT_END),
    Column.PUBLISHED_IN,
}
#: What may differ between the cases of one procedure.
_OF_A_CASE = SAID_OF_A_ROW | {Column.TIME_ONLINE, Column.TIME_CUT, Column.FEE_ONLINE}
#: Columns that go into the note under their label (RULINGS 33, 34).
_BESIDE = frozenset(
    {
        *(Column.TIME_ONLINE, Column.TIME_STEP, Column.FEE_ONLINE),
        *(Column.FORMER, Column.OTHER_AGENCY, Column.LOCAL_CODE),
    }
)

#: Columns whose cell may hold the value before beside the one now (RULINGS 34); two codes are asked about.
_CHANGED = frozenset({Column.NAME, Column.TIME, Column.TIME_LOCAL, Column.FEE, Column.AGENCY, Column.LEVEL})


#: What a row is told by: another cell that is drawn paler says nothing of the row.
_NAMES_IT = KEPT | CODES | {Column.NUMBER}

_CASE = re.compile(
    r"(?:truong hop|doi voi|neu|cap (?:tinh|huyen|xa|bo)|ho so|loai|nhom|linh vuc|cong trinh|du an|to chuc|ca nhan|ho gia dinh)\b"
)
_WORDS_OF_A_NAME = 3  # fewer are a case: "Cấp lại"; chosen, not measured


def _is_case(name: str) -> bool:
    """Whether what stands below a merged number and code where the name does is a case of the procedure, and no other one."""
    return _CASE.match(fold(name)) is not None or len(name.split()) < _WORDS_OF_A_NAME


def _begins_anew(before: str, text: str) -> bool:
    """Whether a text below a name begins large and neither goes on with it nor is another form of it."""
    return text[:1].isupper() and not ends_open(before) and not may_be_one(before, text)


def _has_no_successor(draft: Draft, column: Column) -> bool:
    """Whether a list of abolished procedures says in a column that none takes the place of this one."""
    return column is not Column.NAME and draft.context.action is Action.ABOLISH


def _take_code_beside(draft: Draft, column: Column, text: str) -> None:
    """Codes of a cell that goes into the note: those that the procedure bore before, and that of the province."""
    if column is Column.FORMER:
        draft.old_codes += [code.base for code in find_codes(text)]
    elif column is Column.LOCAL_CODE and is_whole_code(text):
        draft.local_code = text


#: Labels of columns that may name the act, or a group of procedures.
_GROUPS = re.compile(r"(?:phan )?nhom(?: (?:tthc|thu tuc(?: hanh chinh)?))?")


#: What a cell says that bears no mark where its neighbours do; "✗" may be a mark, an empty box is none.
_UNMARKED = frozenset({"", "khong", "0", "☐", "□", "⬜"})


@dataclass(slots=True)
class Cells:
    """The cells of the row at hand, on their way into a draft."""

    table: TableColumns
    at: RowPlace
    above: Callable[[], Draft | None]  # the row that was closed last
    lost: list[LostColumn]  # columns that are not understood

    def put_all(self, draft: Draft, row: Row) -> None:
        """Put all cells of a row; what only repeats the cell to its left is none."""
        cells, columns = row.cells, self.table.columns or ()
        for place, cell in enumerate(cells[: len(columns)]):
            if not (cell.merged and place and cells[place - 1].text == cell.text):
                self.put(draft, place, cell, row.page)
        if Column.NAME in columns and draft.read(Column.NAME) is None:
            self._take_former_name(draft, cells)

    def _take_former_name(self, draft: Draft, cells: Sequence[Cell]) -> None:
        """The name as it was of a row whose column of the name as it is now is empty, or says that it stays."""
        places = [place for place in self._former_names() if place < len(cells) and cells[place].text.strip()]
        if len(places) == 1:
            cell = cells[places[0]]
            draft.add(Column.NAME, cell.text, None if cell.confidence is None else doubt_of(cell, draft.page))

    def _former_names(self) -> list[int]:
        """The columns of names as they were."""
        columns = self.table.columns or ()
        return [
            place
            for place, column in enumerate(columns)
            if column is Column.FORMER and "ten" in fold(self.table.title(place)).split()
        ]

    def go_on(
        self, draft: Draft, row: Row, distinct: list[tuple[int, Cell]], why: str, *, same_page: bool
    ) -> None:
        """Put the cells of a row to the one that it continues."""
        columns = self.table.columns or ()
        apart = why in {CASE, MERGED} and same_page
        for place, cell in distinct:
            if place >= len(columns) or columns[place] is Column.NUMBER:
                continue
            column = columns[place]
            before = draft.read(column)
            if why == CASE and column in KEPT and before:
                draft.put_beside("", cell.text)  # the name of a case is no part of the procedure's
                continue
            if apart and column in KEPT and before and _begins_anew(before, cell.text):
                if not _is_case(cell.text):
                    draft.put_wrong("two_names")
                draft.put_beside("", cell.text)
                continue
            if (
                apart
                and column in _OF_A_CASE
                and (before or why == CASE)
                and fold(before or "") != fold(cell.text)
            ):
                # Cases of one level are one item: what differs between them stands in the note (RULINGS 35).
                self._put_case(draft, row, place, cell)
                continue
            if column in KEPT and is_remark(cell.text) and not agrees(cell.text, draft.context.action):
                draft.put_wrong("remark_below")
            self.put(draft, place, cell, row.page)
            if column in CODES:
                draft.flags.append("code_over_page")

    def put(self, draft: Draft, place: int, cell: Cell, page: int | None) -> None:
        """Put a cell where its column says; what has no column goes into the note or is named in a question."""
        columns = self.table.columns or ()
        column = columns[place]
        if cell.marks:
            marks = cell.marks if column in _NAMES_IT else cell.marks - {Mark.PALE}
            draft.wrong += [mark.value for mark in sorted(marks) if mark.value not in draft.wrong]
        if cell.notes:
            draft.notes += [one for one in cell.notes if one not in draft.notes]
        below = says_below_name(cell.raw) if column in KEPT and "\n" in cell.raw else None
        if below is not None and not agrees(below, draft.context.action):
            draft.put_wrong("name_acts")
        column, cell = self._with_sector(draft, place, cell)
        cell = self._with_unit(column, place, cell)
        cell = self._standing_for_itself(draft, column, place, cell)
        if column in _CHANGED and (parted := now_and_was(cell.text)) is not None:
            title = self.table.title(place)
            draft.put_beside(f"{title} (trước)" if title else "", parted[1])
            cell = replace(cell, text=parted[0])
        if column is Column.PLACE and is_marked(cell.text.strip()):
            above, _, label = self.table.title(place).rpartition(" – ")
            cell = replace(cell, text=label) if above else cell  # who receives stands in the label
        if column in MARKED_LEVELS or column in MARKED_ACTIONS:
            self._mark(draft, column, cell, self.table.title(place))
        elif column in _BESIDE:
            draft.put_beside(self.table.title(place), cell.text)
            if cell.confidence is None or doubt_of(cell, page) is None:
                _take_code_beside(draft, column, cell.text)
        elif column is Column.UNKNOWN and is_whole_code(cell.text) and not CODES & set(columns):
            draft.add(
                Column.CODE, cell.text, doubt_of(cell, page)
            )  # codes are codes, whatever stands above them
        elif column is Column.UNKNOWN or (column is Column.TIME_CUT and place in self.table.unclear):
            self._lose(self.table.title(place), cell.text)
        else:
            if place in self.table.unclear:
                self._lose(self.table.title(place), cell.text)
            draft.add(column, cell.text, None if cell.confidence is None else doubt_of(cell, page))

    def _standing_for_itself(self, draft: Draft, column: Column, place: int, cell: Cell) -> Cell:
        """A cell that stands for another value, with that value; asked about where it is not known."""
        if column in KEPT or column in CODES:
            draft.links += cell.links
            if stands_for_another(cell.text) and not points_elsewhere(cell.text):
                as_above = is_ditto(cell.text)
                if as_above or column is not Column.NAME or not self._former_names():
                    draft.wrong.append("ditto" if as_above else "stays")
                if column in KEPT and not as_above:
                    return replace(
                        cell, text=""
                    )  # no name: that it stays is no name for the work list either
            elif column in KEPT and (is_blank(cell.text) or names_none(cell.text)):
                if (
                    column not in OLD_ONES
                    and not is_blank(cell.text)
                    and not _has_no_successor(draft, column)
                ):
                    draft.put_wrong("nameless")
                return replace(cell, text="")
        elif column in REPEATABLE and is_blank(cell.text):
            return replace(cell, text="")
        elif column is Column.TIME_LOCAL and names_none(cell.text):
            return self._value_before(draft, column, place, cell)  # of a cut: no time is none
        elif column is Column.TIME_LOCAL and says_it_is_legal(cell.text) and draft.read(Column.TIME_LEGAL):
            return self._value_before(draft, column, place, cell)
        elif says_it_stays(cell.text):
            return self._value_before(draft, column, place, cell) if column in _MAY_STAY else cell
        elif column in REPEATABLE and stands_for_another(cell.text):
            return self._value_above(draft, column, cell)
        return cell

    def _with_unit(self, column: Column, place: int, cell: Cell) -> Cell:
        """A bare number with what its label says that it counts."""
        if column not in COUNTED:
            return cell
        value = counted(column, self.table.title(place), cell.text)
        return cell if value == cell.text else replace(cell, text=value)

    def _with_sector(self, draft: Draft, place: int, cell: Cell) -> tuple[Column, Cell]:
        """The column and cell at a place; a name without the sector printed above it, a group that is a sector as one."""
        column = (self.table.columns or ())[place]
        if column is Column.ACTION and _GROUPS.fullmatch(fold(self.table.title(place))):
            group = sector_of_group(cell.text)
            return (column, cell) if group is None else (Column.SECTOR, replace(cell, text=group))
        if column is not Column.NAME:
            return column, cell
        found = sector_above(cell.raw, cell.text, draft.context.sector)
        if found is None:
            return column, cell
        sector, name = found
        if draft.read(Column.SECTOR) is None:
            draft.add(Column.SECTOR, sector)
        return column, replace(cell, text=name)

    def _value_above(self, draft: Draft, column: Column, cell: Cell) -> Cell:
        """What a ditto mark stands for: the value of the row above, of this table and section; asked where there is none."""
        above = self.above()
        here = (draft.table_no, draft.context.part)
        if above is not None and ((above.table_no, above.context.part) != here or above.wrong):
            above = None
        said = above.read(column) if above is not None else None
        if said is None or not is_ditto(cell.text):
            draft.put_wrong("ditto")
            return cell
        draft.flags.append("as_above")
        return replace(cell, text=said)

    def _value_before(self, draft: Draft, column: Column, place: int, cell: Cell) -> Cell:
        """The legal time of a row whose time was not cut; any other value that stays is asked about: it is not printed."""
        legal = draft.read(Column.TIME_LEGAL) if column is Column.TIME_LOCAL else None
        if legal is None or not any(map(str.isdecimal, legal)):
            draft.put_wrong("stays")
            return cell
        draft.put_beside(self.table.title(place), cell.text)
        return replace(cell, text=legal)

    def _mark(self, draft: Draft, column: Column, cell: Cell, title: str) -> None:
        """Take the mark of a column of one level or one action; anything else in it is named."""
        text = cell.text.strip()
        if is_marked(text) and column in MARKED_LEVELS:
            draft.marked.append(MARKED_LEVELS[column])
            draft.signs.add(sign_of(text))
        elif is_marked(text):
            draft.acted.append(MARKED_ACTIONS[column])
        elif text and fold(text).strip(" .-–") not in _UNMARKED:
            self._lose(title, text)

    def _lose(self, title: str, text: str) -> None:
        """Name a column that is not understood, once for its table."""
        if not text.strip(" -–.") or text.strip() == title:
            return
        if any(one.table_no == self.at.table_no and one.title == title for one in self.lost):
            return
        self.lost.append(LostColumn(self.at.table_no, self.at.page, title, text[:80], vital=False))

    def _put_case(self, draft: Draft, row: Row, place: int, cell: Cell) -> None:
        """What one case of a procedure has otherwise than the first, in the note, under what names the case."""
        columns = self.table.columns or ()
        named = [
            one.text
            for at, one in enumerate(row.cells[: len(columns)])
            if columns[at] in {*KEPT, Column.LEVEL, Column.AGENCY, Column.METHOD}
            and one.text
            and not one.merged
        ]
        title = self.table.title(place)
        draft.put_beside(" – ".join((*named, title)) if title else " – ".join(named), cell.text)
        if "cases_differ" not in draft.flags:
            draft.flags.append("cases_differ")
