"""What a unit has posted: a workbook, a document, a CSV, a web page or a JSON list → rows (CONTRACT §4 `listings`).

bytes → grids of cells → the row whose cells are labels ("Mã TTHC", "Tên thủ tục", …) → rows below it.
The format is told by the content, never by the file's name. A file in which no listing can be seen is a
`DocumentError`, never an empty listing: absence is not a deletion (CONTRACT §5.3).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from niemyet.extractors.documents.markdown import has_ruled_table, read_markdown
from niemyet.extractors.listing_frames import frames_that_may_list
from niemyet.extractors.listing_grids import (
    csv_grid,
    describe,
    document_grids,
    grids_beside_lines,
    is_annex,
    is_document,
    json_grid,
    json_value,
    lists_of_objects,
    refuse_decision,
    refuse_own_list,
    text_of,
    workbook_grids,
)
from niemyet.extractors.listing_html import ListingPage, Node, code_of_entry, is_other_xml, is_page
from niemyet.extractors.listing_labels import (
    LABELS,
    WITHIN,
    Grid,
    ListingCell,
    ListingColumns,
    TitledGrid,
    columns_beside,
    columns_of,
    squash,
)
from niemyet.extractors.listing_wholeness import (
    UNIT_LABELS,
    jumps,
    named_twice,
    serial_of,
    units_in_column,
    units_named,
)
from niemyet.extractors.listing_words import (
    apart_by_state,
    are_signs,
    begins_anew,
    bracket_of_a_sheet,
    doubts_its_row,
    ended_by_its_name,
    goes_on,
    is_counted_group,
    is_left_out,
    is_note_of_an_end,
    is_of_actions,
    is_of_ends,
    is_of_what_ended,
    is_switch,
    is_switched_off,
    leaves_open,
    says_ended,
    says_not_posted,
    side_by_side,
    signs_off,
    speaks_of_holding,
    speaks_of_posting,
    tells_of_its_row,
    unmarked,
)
from niemyet.extractors.plain_text import grid_in_plain_letters, in_plain_letters
from niemyet.model.errors import DocumentError, NoListingError, UnsupportedFormatError
from niemyet.model.messages import Messages, Spoken, Words, msg
from niemyet.model.records import NO_MARKS, ListingRow
from niemyet.model.words import Mark
from niemyet.transforms.language.codes import Code, find_codes, parse_code, split_code_name
from niemyet.transforms.language.codes_in_names import code_and_name
from niemyet.transforms.language.dates import column_dates
from niemyet.transforms.language.text import fold
from niemyet.transforms.language.two_names import holds_two_names

FLAG_NO_CODE = "no_code"  # a procedure is posted, its code cannot be read
FLAG_CODE_REPAIRED = "code_repaired"  # the printed code had to be repaired
FLAG_CODE_FROM_NUMBER = "code_from_number"  # the workbook held the code as a number: 1.0041 is 1.004100
FLAG_CODE_DIFFERS = "code_differs_in_name"  # the name carries another code than the code column
FLAG_SEVERAL_CODES = "several_codes"  # one row, several codes: none is taken
FLAG_NO_NAME = "no_name"
FLAG_NAMELESS = (
    "nameless"  # a number and other cells, but neither a code nor a name: a page without its links
)
FLAG_NOT_POSTED = "stated_not_posted"  # the listing itself says that this row does not hang
FLAG_STRUCK = "struck"  # a line is drawn through the row's code or name
FLAG_HIDDEN = "hidden"  # the row is not shown: hidden by hand or by a filter
FLAG_UNCOMPUTED = "uncomputed"  # the code or the name is a formula without a value
FLAG_OVERLAPPED = "overlapped"  # the letters of two texts lie over each other
FLAG_DATE_UNCLEAR = "date_unclear"  # day and month may be exchanged: the column shows both orders
FLAG_DATE_UNREAD = "date_unread"  # something stands where a day should, and it is none
FLAG_STATED_ENDED = "stated_ended"  # the listing itself says that the procedure is over, and shows it
FLAG_OF_ANNEX = "of_annex"  # of the annex of a decision, which does not say that it hangs
FLAG_NOTE_DOUBTS = "note_doubts"  # a note or column beside the row leaves it open that it hangs and holds
FLAG_UNNUMBERED = "unnumbered"  # a name with more beside it, without number and code: a procedure, or none
FLAG_NAME_GOES_ON = "name_goes_on"  # the row below has nothing but words that may belong to the name
FLAG_UNMARKED = "unmarked"  # without the mark that other rows have in a column of what hangs
FLAG_SWITCHED_OFF = "switched_off"  # by an attribute of its row that nobody sees
FLAG_PALE = "pale"  # its code or name is drawn paler than those of other rows
FLAG_TWO_NAMES = "two_names"  # its cell holds the names of two procedures
FLAG_LOCAL_CODE = "local_code"  # a code of the place's own making ("QLN003"), not of the national database
FLAG_RECORD_IN_NAME = (
    "record_in_name"  # the name's cell held the whole record; its parts were told by their labels
)
_EXPECTED = msg("a heading row with “Mã TTHC” or “Tên thủ tục hành chính”")
_NO = frozenset({"false", "khong", "khong co", "0", "no", "chua", "chua co"})
_YES = frozenset({"true", "co", "1", "yes", "x", "da"})
#: Labels of a record that was pasted whole into one cell, as portals print them after a procedure's name.
_RECORD = re.compile(
    r"(?:[•\uf0b7▪🔹;,*–-]\s*|\bo\s+)*(?P<label>Mã thủ tục|Tên thủ tục|Lĩnh vực|Thông tin công bố|"
    r"Số quyết định(?: công bố)?|Số QĐ|Ngày hiệu lực|Cấp thực hiện|Loại thủ tục|Cách thức|"
    r"Mức trực tuyến|Thời hạn giải quyết)[\s:*]+"
)
_DECISION = re.compile(r"\d{1,5}(?:/\d{4})?/[A-ZĐ][\w-]*")
_LOCAL_CODE = re.compile(r"[A-ZĐ]{2,}[A-ZĐ0-9_.-]*\d")
_SERIAL = re.compile(r"\d{1,4}\s*[.)]?")
#: "I.1", "2a", "A.3".
_INNER_SERIAL = re.compile(r"(?:\d{1,4}|[IVXL]{1,6}|[A-Z])(?:[.-]\d{1,4})+\s*[.)]?|\d{1,4}\s?[a-zđ][.)]?")
_BARE_NUMBER = re.compile(r"\(?\d{1,2}\)?")
#: What a list itself says of how many it has, in a row of its own.
_STATED_TOTAL = re.compile(
    r"\b(?:tong so|tong cong|tong)\s*(?:co\s*)?(?:thu tuc(?: hanh chinh)?|tthc)\D{0,20}?:?\s*(\d{1,6})\b"
)
_OF_PROCEDURES = r"(?:thu tuc(?: hanh chinh)?|tthc)"
#: The same as a line of its own: "Số lượng: 07", "Cộng: 07 thủ tục", "(12 thủ tục)". "Số: 611" is that of a decision.
_LINE_OF_A_TOTAL = re.compile(
    rf"^\W*(?:(?:tong )?so luong|so(?= {_OF_PROCEDURES})|tong(?: so| cong)?|cong|(?:hien )?(?:co|gom)(?= ?\d))"
    rf"(?: {_OF_PROCEDURES})?(?: (?:dang |duoc |da )?(?:niem yet|cong khai|hien co))?(?: tai [^:\d]{{1,60}})? ?[:=–-]? ?"
    rf"0*(\d{{1,4}})(?: ?{_OF_PROCEDURES})?\W*$|^\(\W*0*(\d{{1,4}}) {_OF_PROCEDURES}\W*\)$"
)
_SAYS_WHAT = re.compile(rf"[:=]|\b{_OF_PROCEDURES}\b")
_TOTALS = (
    re.compile(r"(?:tong so|tong cong|tim thay)\D{0,30}?\b(\d{1,6})\s*(?:thu tuc|tthc|ban ghi|ket qua)"),
    re.compile(
        r"\b\d+\s*-\s*\d+\s*(?:cua|/|trong(?: tong)?(?: so)?)\s*(\d{1,6})\s*(?:thu tuc|tthc|ban ghi|ket qua)"
    ),
)


@dataclass(frozen=True, slots=True)
class ListedRow(ListingRow):
    """A row with what the list says beside it: columns of its own, else the headings above it."""

    sector: str | None = None
    level_text: str | None = None
    agency_text: str | None = None
    state_text: str | None = None  # of the procedure, as databases print it beside their rows
    serial: int | None = None  # its number as printed
    unit_text: str | None = None  # whose row it is, where a column says so


def read_listing(
    data: bytes, name: str | None, *, whole: bool = False, page: ListingPage | None = None
) -> tuple[ListingRow, ...]:
    """Rows of an observed listing in the order they are posted, `row_no` from 1.

    A row counts when it has a code, or a name and a serial number; headings of sectors, blank rows and
    repeated headers do not. A code stands in its own column or glued to the name ("1.012753.000.00.00.H41- …");
    where none can be read `code` is None and the row is flagged. `whole`: no other file goes before this one.
    `page`: what `page_of` made of the file, where it was asked.

    Raises DocumentError when the file is empty or cut off, NoListingError when it shows none (expected and found),
    UnsupportedFormatError when its format is not one of XLSX, XLS, ODS, CSV, HTML, JSON, PDF, DOCX, DOC.
    """
    rows = read_listed(data, name, page)
    where = name or msg("listing")
    _refuse_doubtful(rows, where, _CONTRADICTED)
    _refuse_annex(rows, where)
    _refuse_jumps(rows, where, whole=whole)
    _refuse_two_names(rows, where)
    return tuple(
        ListingRow(
            row_no=row.row_no,
            code=row.code,
            code_text=row.code_text,
            name=row.name,
            decision_text=row.decision_text,
            posted_on=row.posted_on,
            effective_on=row.effective_on,
            flags=row.flags,
        )
        for row in rows
    )


def read_listed(data: bytes, name: str | None, page: ListingPage | None = None) -> tuple[ListedRow, ...]:
    """As `read_listing`, with the sector, level and agency that the list states of each row."""
    where = name or msg("listing")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise DocumentError(
            msg(
                "{where}: the file is empty ({size} bytes). Expected {expected}. Get the file again.",
                where=where,
                size=len(data),
                expected=_EXPECTED,
            )
        )
    rows, seen = _rows_of(data, where, page)
    _refuse_doubtful(rows, where, _UNREADABLE)
    if not rows:
        raise NoListingError(
            msg(
                "{where}: no listing found. Expected {expected} and at least one procedure below it (names without codes: with a "
                "column beside them that is filled, such as STT); found: {seen}. An error page or an empty file is not taken for "
                "an empty listing.",
                where=where,
                expected=_EXPECTED,
                seen=seen,
            )
        )
    return tuple(replace(row, row_no=number) for number, row in enumerate(rows, start=1))


def _rows_of(data: bytes, where: Words, page: ListingPage | None) -> tuple[list[ListedRow], Words]:
    """Rows, and a short description of what was seen for the message when there are none."""
    if is_document(data):
        return _counted(*document_grids(data, where), where)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return _rows_of_workbook(data, where)
    text = text_of(data, where)
    start = text.lstrip()[:200].lower()
    if is_other_xml(text):
        raise UnsupportedFormatError(
            msg("{where}: the XML file is no listing that can be read. Save it as XLSX or CSV.", where=where)
        )
    if is_page(text):
        return _rows_of_page(page or ListingPage(text, where), where)
    if start.startswith(("[", "{")):
        return _rows_of_json(text, where)
    if has_ruled_table(text):
        return _counted(*grids_beside_lines(read_markdown(text.encode()), where), where)
    return _counted([("", csv_grid(text, where))], [], where)


def _counted(
    lists: Sequence[TitledGrid], beside: Iterable[str], where: Words
) -> tuple[list[ListedRow], Words]:
    """Rows of grids that together are one listing; what it says of their number must be there."""
    rows, loose = _rows_of_grids(lists, where)
    lines = [*beside, *loose]
    refuse_own_list([*(title for title, _ in lists), *lines], where)
    if is_annex([*(title for title, _ in lists), *lines]):
        rows = [replace(row, flags=(*row.flags, FLAG_OF_ANNEX)) for row in rows]
    _refuse_left_over(rows, lines, where)
    _refuse_shortfall(lines, len(rows), where)
    _refuse_several_units(rows, dict.fromkeys([*(title for title, _ in lists), *lines]), where)
    return rows, describe([grid for _, grid in lists])


def _refuse_left_over(rows: Sequence[ListedRow], loose: Iterable[str], where: Words) -> None:
    """Every code in the file is one of a row that was read, or the listing was not seen whole.

    A line beside the rows that says of one of them that it is over contradicts it.
    """
    if not rows:
        return
    known = _codes_of(rows)
    for text in loose:
        if is_note_of_an_end(text):
            raise DocumentError(
                msg(
                    "{where}: a note beside the rows says that something in the list is over (“{text}”). Delete those "
                    "rows or the note, and hand it in again.",
                    where=where,
                    text=text[:80],
                )
            )
        codes = {code.base for code in find_codes(text)}
        if codes - known or (codes and doubts_its_row(text)):
            raise DocumentError(
                msg(
                    "{where}: a procedure code stands outside the rows that can be read (“{text}”), so the listing "
                    "may not have been seen whole, or says otherwise below it. Put each procedure into a row of "
                    "the table, take out the others, and hand it in again.",
                    where=where,
                    text=text[:80],
                )
            )


def _codes_of(rows: Iterable[ListedRow]) -> set[str]:
    return {
        code.base for row in rows for text in (row.code_text, row.code) for code in find_codes(text or "")
    }


def _refuse_shortfall(texts: Sequence[str], rows: int, where: Words) -> None:
    """A list that says how many it has and shows fewer is a part of it. Sums of its sections count for nothing."""
    stated = [
        int(found[1])
        for text in texts
        for pattern in (*_TOTALS, _STATED_TOTAL)
        for found in pattern.finditer(fold(text))
    ]
    # A sum without a word of what it counts may be that of any column.
    lines = (_LINE_OF_A_TOTAL.match(told) for told in map(fold, texts) if _SAYS_WHAT.search(told))
    stated += [int(found[1] or found[2]) for found in lines if found is not None]
    if rows and stated and min(stated) > rows:
        raise _part_of_it(min(stated), rows, where)


def _part_of_it(total: int, rows: int, where: Words) -> DocumentError:
    return DocumentError(
        msg(
            "{where}: the list says that it has {total} procedures and {rows} are in it: this is a part of it. Hand in "
            "the whole list; of a page, open one that shows all of it and save that.",
            where=where,
            total=total,
            rows=rows,
        )
    )


def _refuse_jumps(rows: Sequence[ListedRow], where: Words, *, whole: bool) -> None:
    """Numbers that leave some out: rows that the file lost, or that were taken down and hang no longer."""
    for before, after in jumps([*([0] if whole else []), *(row.serial for row in rows)]):
        raise DocumentError(
            msg(
                "{where}: the numbers of the rows go from {before} to {after}: rows may be missing. Hand in the whole "
                "list; where those rows were taken down, number the others anew and hand it in again.",
                where=where,
                before=before,
                after=after,
            )
        )


def _refuse_two_names(rows: Sequence[ListedRow], where: Words) -> None:
    """One of two procedures under one code bears a wrong code: which one, the list does not say."""
    for code, name, other in named_twice((row.code, row.name) for row in rows):
        raise DocumentError(
            msg(
                "{where}: code {code} stands at “{name}” and at “{other}”. Look at the sheets, put the wrong code right, "
                "and hand it in again.",
                where=where,
                code=code,
                name=name[:60],
                other=other[:60],
            )
        )


def _refuse_several_units(rows: Sequence[ListedRow], headings: Iterable[str], where: Words) -> None:
    """A file with the lists of several units is no one unit's; what hangs at which is not to be mixed."""
    units = units_in_column(row.unit_text for row in rows if row.unit_text) or units_named(headings)
    if rows and len(units) > 1:
        raise DocumentError(
            msg(
                "{where}: lists of several units stand in one file ({units}). Hand in a file for each unit.",
                where=where,
                units=", ".join(units[:3]),
            )
        )


#: Of these nobody can say what is written.
_UNREADABLE = {
    FLAG_STRUCK: msg("struck through"),
    FLAG_HIDDEN: msg("hidden or filtered out"),
    FLAG_UNCOMPUTED: msg("a formula without a value"),
    FLAG_OVERLAPPED: msg("texts lie over each other"),
    FLAG_TWO_NAMES: msg("two names in one cell"),
    FLAG_NAMELESS: msg("with a number, but without a name and a code"),
}
#: These stand in the list, and it says itself that they may not hang.
_CONTRADICTED = {
    FLAG_STATED_ENDED: msg("said to be over or suspended"),
    FLAG_NOTE_DOUBTS: msg("with a note by which it may not hang, or not hold"),
    FLAG_UNMARKED: msg("without the mark that the other rows have"),
    FLAG_UNNUMBERED: msg("without a number and a code"),
    FLAG_SWITCHED_OFF: msg("switched off by a mark of the page without words"),
    FLAG_PALE: msg("drawn paler than the other rows"),
    FLAG_NAME_GOES_ON: msg("its name may go on in the row below"),
}


def _refuse_annex(rows: Sequence[ListedRow], where: Words) -> None:
    """The annex of a decision alone is what was decided (RULINGS 36), and no look at what hangs."""
    if any(FLAG_OF_ANNEX in row.flags for row in rows):
        raise NoListingError(
            msg(
                "{where}: this is the annex of a decision: it says what must hang, not what was seen to hang. Hand it in with "
                "`niemyet ingest FILE`; for a look hand in what the unit itself keeps. Where this list itself hangs, write "
                "“Danh mục niêm yết” above it.",
                where=where,
            )
        )


def _refuse_doubtful(rows: Sequence[ListedRow], where: Words, doubts: Mapping[str, Spoken]) -> None:
    """Rows of which nobody can say whether they hang are asked about, not counted (RULINGS 37)."""
    said = [
        msg(
            "row {number} ({code} {name}) {doubt}",
            number=number,
            code=row.code_text or row.code or "?",
            name=row.name[:60],
            doubt=doubts[flag],
        )
        for number, row in enumerate(rows, start=1)
        for flag in row.flags
        if flag in doubts
    ]
    if said:
        raise DocumentError(
            msg(
                "{where}: not sure what is posted: {rows}. Look at the file again: delete rows that were "
                "taken down; of rows that still hang take out the line or the note, and show them; save after "
                "formulas are computed, then hand it in again.",
                where=where,
                # Rows named as examples; chosen, not measured.
                rows=Messages((*said[:3], *(["…"] if len(said) > 3 else [])), "; "),
            )
        )


# ---- grids → rows ------------------------------------------------------------------------------------


#: Headings that only niemyet's own work list bears (`reports/work_list.py`, `niemyet updates --format csv`), squashed.
_WORK_LISTS = (
    *(frozenset({"viec", "noidungthaydoi", "han"}), frozenset({"maviec"}), frozenset({"updateid"})),
    *(frozenset({"work", "whatchanges", "due"}), frozenset({"workid"})),
)


def _refuse_work_list(cells: list[ListingCell], where: Words) -> None:
    """What has to be done at a unit is not what hangs there: taken for a listing it would end its own work."""
    labels = {squash(cell.text) for cell in cells}
    if any(own <= labels for own in _WORK_LISTS):
        raise NoListingError(
            msg(
                "{where}: this file is a work list of niemyet, not a listing of what is posted. To report work as "
                "done: hand back the XLSX or ODS with its column “Mã việc”, or use `niemyet done`.",
                where=where,
            )
        )


def _rows_of_grids(lists: Iterable[TitledGrid], where: Words) -> tuple[list[ListedRow], list[str]]:
    """The rows of all grids, and the words of the lines that are none."""
    found = _RowsFound(where)
    for title, grid in lists:
        for part in _side_by_side(grid_in_plain_letters(grid)):
            found.take(part, title)
    return [*found.rows, *found.settled()], found.loose


def _side_by_side(grid: Grid) -> Iterator[Grid]:
    """The lists that stand side by side in a grid, from the left; nearly always the grid itself."""
    for cells in grid[:WITHIN]:
        if columns_of(cells):
            labels = ["" if cell.merged else squash(cell.text) for cell in cells]
            starts = side_by_side(labels, (*LABELS["code"], *LABELS["name"]))
            if starts:
                ends = (*starts[1:], None)
                yield from ([row[at:end] for row in grid] for at, end in zip(starts, ends, strict=True))
                return
            break
    yield grid


@dataclass(frozen=True, slots=True)
class _Held:
    """A row before its header is done with: the texts of its days, and its marks in columns of what hangs."""

    row: ListedRow
    stated: dict[str, str]
    marks: tuple[str, ...]
    end: str = ""  # what a column of ends says
    states: tuple[str, ...] = ()  # what columns of states say
    sign: str = ""  # what the column without a label shows

    def doubted(self, flag: str) -> "_Held":
        """The same, with one doubt more."""
        return replace(self, row=replace(self.row, flags=(*self.row.flags, flag)))


@dataclass(slots=True)
class _Header:
    """What the labels of a list say, and the rows below it: its columns, those whose marks tell what hangs."""

    columns: ListingColumns
    of_posting: tuple[int, ...]
    of_holding: tuple[int, ...]
    of_states: tuple[int, ...] = ()
    held: list[_Held] = field(default_factory=list)

    @property
    def marks(self) -> int:
        """How many marks a row has."""
        return len(self.of_posting) + len(self.of_holding)


class _RowsFound:
    """The rows of grids one after the other; a grid without a header may go on with the columns of the one before."""

    def __init__(self, where: Words) -> None:
        self.rows: list[ListedRow] = []  # of headers that are done with
        self.loose: list[str] = []
        self._where = where
        self._header: _Header | None = None

    def settled(self) -> Iterator[ListedRow]:
        """The rows of the header in progress, each column read as a whole, however many pages it goes over."""
        return _settled(self._header.held) if self._header is not None else iter(())

    def take(self, grid: Grid, title: str) -> None:
        """Add the rows below the headers of a grid, and its other lines."""
        before = self._header
        header = before if before is not None and _goes_on(grid, before.columns) else None
        sector: str | None = None
        level: str | None = None
        over = is_of_what_ended(title)
        for position, cells in enumerate(grid):
            found = columns_of(cells) if header is not None or position < WITHIN else None
            if found:
                _refuse_work_list(cells, self._where)
                header = self._begin(_with_codes(found, cells, grid[position + 1 :]), cells)
                continue
            if header is not None:
                _refuse_shortened(cells, self._where)
                held = _held_of(cells, header, (sector, level), is_over=over)
                if held is not None:
                    header.held.append(held)
                    continue
            self.loose.append(_words_of(cells))
            heading = _heading_text(cells)
            if heading is not None:
                over = is_of_what_ended(heading) or (over and not begins_anew(heading))
            if header is None:
                continue
            if heading is not None:
                sector, level = _under(heading, sector, level)
                if header.held and goes_on(heading) and _own(cells, header.columns.get("name", len(cells))):
                    header.held[-1] = header.held[-1].doubted(FLAG_NAME_GOES_ON)
            elif _may_be_a_procedure(cells, header.columns):
                name = cells[header.columns["name"]].text
                header.held.append(_unnumbered(name, header.marks))

    def _begin(self, columns: ListingColumns, labels: list[ListingCell]) -> _Header:
        """A header: the rows of the one before are done with. A later one of the same grid only moves the columns."""
        self.rows += self.settled()
        columns |= columns_beside(labels)
        units = (at for at, cell in enumerate(labels) if squash(cell.text) in UNIT_LABELS)
        if (at_unit := next((at for at in units if at not in columns.values()), None)) is not None:
            columns["unit"] = at_unit
        ends = (at for at, cell in enumerate(labels) if at not in columns.values() and is_of_ends(cell.text))
        if (place := next(ends, None)) is not None:
            columns["ended"] = place
        actions = (at for at, cell in enumerate(labels) if is_of_actions(cell.text))
        if (place := next(actions, None)) is not None:
            columns["actions"] = place
        posting = tuple(_of_posting(labels, columns))
        holding = tuple(_of_holding(labels, columns, posting))
        self._header = _Header(columns, posting, holding, tuple(_of_states(labels, columns, holding)))
        return self._header


_DAYS = ("posted_on", "effective_on")


def _words_of(cells: list[ListingCell]) -> str:
    return " ".join(cell.text for cell in cells if cell.text and not cell.merged)


def _goes_on(grid: Grid, columns: ListingColumns) -> bool:
    """Whether a grid without a header is the same list on another page or sheet: its code column holds codes throughout."""
    at = columns.get("code")
    filled = [cells for cells in grid if any(cell.text for cell in cells)]
    if at is None or any(columns_of(cells) for cells in grid[:WITHIN]):
        return False
    return bool(filled) and all(len(cells) > at and parse_code(cells[at].text) for cells in filled)


#: A column of codes that bears one of these labels is not the row's own code.
_OF_ANOTHER = re.compile(
    r"\b(?:cu|truoc|thay the|bai bo|huy bo|lien quan|lien thong|goc|tuong ung|dinh chinh)\b"
)


def _with_codes(
    columns: ListingColumns, labels: list[ListingCell], below: Sequence[list[ListingCell]]
) -> ListingColumns:
    """With the column whose cells are codes, where no label names it: codes are known by their form.

    Not where its label says whose codes they are: "Mã TTHC cũ", "Bị thay thế".
    """
    if "code" in columns or "name" not in columns:
        return columns
    taken = set(columns.values())
    lines = [cells for cells in below if len(cells) > columns["name"] and cells[columns["name"]].text]
    held = {
        place: [cells[place].text for cells in lines if place < len(cells) and cells[place].text]
        for place in range(max((len(cells) for cells in lines), default=0))
        if place not in taken
    }
    found = [place for place, texts in held.items() if texts and all(map(parse_code, texts))]
    if len(found) != 1:
        return columns  # of an old and a new code none is chosen
    if found[0] < len(labels) and _OF_ANOTHER.search(fold(labels[found[0]].text)):
        return columns
    return {**columns, "code": found[0]}


#: Columns of which one is filled beside a name where the row is a procedure and no line of signatures.
_OF_A_ROW = ("decision", "sector", "level", "agency", "effective_on", "posted_on")


def _may_be_a_procedure(cells: list[ListingCell], columns: ListingColumns) -> bool:
    """Whether a row without number and code has a name and something else that rows have: dropped, it would be lost unsaid."""
    name = _own(cells, columns["name"]) if "name" in columns else None
    if name is None or _BARE_NUMBER.fullmatch(name.text):
        return False
    beside = (_own(cells, columns[one]) for one in _OF_A_ROW if one in columns)
    return any(beside) and not signs_off(_words_of(cells))


def _held_of(
    cells: list[ListingCell], header: _Header, under: tuple[str | None, str | None], *, is_over: bool
) -> _Held | None:
    """The row that some cells are, with what stands above it; None for a line that is none."""
    row = _read_row(cells, header.columns)
    if row is None:
        return _without_a_name(cells, header) if _is_next(cells, header) else None
    own, stated = row
    own = _below(own, *under)
    if is_over and not {FLAG_STATED_ENDED, FLAG_NOT_POSTED} & set(own.flags):
        own = replace(own, flags=(*own.flags, FLAG_STATED_ENDED))
    marks = tuple(_mark_of(cells, place, header.columns) for place in header.of_posting)
    if not own.flags and any(marks) and all(fold(mark) in _NO for mark in marks if mark):
        own = replace(own, flags=(FLAG_NOT_POSTED,))
    states = (_reached(cells, place) for place in (*header.of_posting, *header.of_holding))
    if not own.flags and any(map(is_switched_off, states)):
        own = replace(own, flags=(FLAG_NOTE_DOUBTS,))
    holds = (_reached(cells, place) for place in header.of_holding)
    shown = (*marks, *("" if fold(mark) in _NO else mark for mark in holds))
    said = tuple(_reached(cells, place) for place in header.of_states)
    sign = _reached(cells, header.columns.get("unlabelled"))
    return _Held(own, stated, shown, _said_of_end(cells, header.columns), said, sign)


_OF_A_SECTOR = ("linh vuc", "nhom", "thu tuc hanh chinh cap", "cap ")


def _is_next(cells: list[ListingCell], header: _Header) -> bool:
    """Whether a row goes on with the numbers of the rows above and has words where its code should be, and no name.

    Its cells were merged or moved: dropped as a heading, a procedure would be lost unsaid. A heading's cell reaches to
    the end of its row.
    """
    place, number = header.columns.get("code"), header.columns.get("row_no")
    code = _own(cells, place) if place is not None else None
    last = header.held[-1].row.serial if header.held else None
    if code is None or place is None or last is None or serial_of(_reached(cells, number)) != last + 1:
        return False
    if "name" in header.columns and _own(cells, header.columns["name"]) is not None:
        return False
    reaches = len(cells) > place + 1 and all(cell.merged for cell in cells[place + 1 :])
    return not (reaches or code.text.isupper() or fold(code.text).startswith(_OF_A_SECTOR))


def _without_a_name(cells: list[ListingCell], header: _Header) -> _Held:
    row = ListedRow(
        row_no=0,
        code=None,
        code_text=_reached(cells, header.columns.get("row_no")),
        name=_reached(cells, header.columns["code"]),
        flags=(FLAG_NO_CODE, FLAG_NAMELESS),
    )
    return _Held(row, dict.fromkeys(_DAYS, ""), ("?",) * header.marks)


def _unnumbered(name: str, marks: int) -> _Held:
    flags = (FLAG_NO_CODE, FLAG_UNNUMBERED)
    row = ListedRow(row_no=0, code=None, code_text=None, name=name, flags=flags)
    return _Held(row, dict.fromkeys(_DAYS, ""), ("?",) * marks)


def _of_posting(cells: list[ListingCell], columns: ListingColumns) -> list[int]:
    """Columns whose marks say what hangs, beside those that are read."""
    read = {at for name, at in columns.items() if name != "posted"}
    marked = columns.get("posted")
    return [
        at
        for at, cell in enumerate(cells)
        if at not in read and (at == marked or speaks_of_posting(cell.text))
    ]


def _of_holding(
    cells: list[ListingCell], columns: ListingColumns, of_posting: Sequence[int]
) -> Iterator[int]:
    """Columns whose marks say which procedures hold."""
    taken = {*of_posting, *(at for name, at in columns.items() if name != "state")}
    yield from (at for at, cell in enumerate(cells) if at not in taken and speaks_of_holding(cell.text))


def _of_states(cells: list[ListingCell], columns: ListingColumns, of_holding: Sequence[int]) -> Iterator[int]:
    """Columns whose words are states of the rows."""
    states = {*of_holding, columns.get("state")}
    yield from (at for at, cell in enumerate(cells) if at in states or is_switch(cell.text))


def _mark_of(cells: list[ListingCell], place: int, columns: ListingColumns) -> str:
    """The mark of a row in a column of what hangs; what the column of rows that hang says in words is read with the row."""
    text = _reached(cells, place)
    told = place == columns.get("posted") and any(sign.isalnum() for sign in text)
    return "x" if told else text


def _below(row: ListedRow, sector: str | None, level: str | None) -> ListedRow:
    """A row with what the headings above it say, where it says nothing itself."""
    if not sector and not level:
        return row
    return replace(row, sector=row.sector or sector, level_text=row.level_text or level)


def _refuse_shortened(cells: list[ListingCell], where: Words) -> None:
    """A row of "…" stands for rows that nobody wrote: what is missing from the list may hang all the same."""
    if is_left_out(cell.text for cell in cells):
        raise DocumentError(
            msg(
                "{where}: the list is shortened: a row of “…” stands for others. Hand in the whole list.",
                where=where,
            )
        )


def _settled(held: list[_Held]) -> Iterator[ListedRow]:
    """Rows of one header, each column read as a whole: its cells together prove the order of its days, or what a blank means."""
    posted, effective = (column_dates([one.stated[name] for one in held]) for name in _DAYS)
    told = {*_CONTRADICTED, FLAG_NOT_POSTED}
    ended = _ended([one.end for one in held])
    most = max((len(one.states) for one in held), default=0)
    apart = apart_by_state(dict(enumerate(zip(*[one.states or ("",) * most for one in held], strict=True))))
    signs = [one.sign for one in held]
    apart |= unmarked({0: signs}) if are_signs(signs) else frozenset()
    bare = unmarked(dict(enumerate(zip(*[one.marks for one in held], strict=True))))
    for place, one in enumerate(held):
        unclear = place in posted.unclear or place in effective.unclear
        unread = any(
            column.days[place] is None and place not in column.unclear and may_be.search(one.stated[name])
            for name, column, may_be in zip(
                _DAYS, (posted, effective), (_SAYS_SOMETHING, _MAY_BE_A_DAY), strict=True
            )
        )
        flags = (
            *one.row.flags,
            *([FLAG_DATE_UNCLEAR] if unclear else []),
            *([FLAG_DATE_UNREAD] if unread else []),
            *(
                [FLAG_UNMARKED]
                if place in bare or (place in apart and told.isdisjoint(one.row.flags))
                else []
            ),
            *([FLAG_NOTE_DOUBTS] if place in ended and told.isdisjoint(one.row.flags) else []),
        )
        days = posted.days[place], effective.days[place]
        if days == (None, None) and flags == one.row.flags:
            yield one.row
        else:
            yield replace(one.row, posted_on=days[0], effective_on=days[1], flags=flags)


#: A day of effect may be said in words ("từ ngày ký"); a sheet was put up on a day, and on nothing else.
_MAY_BE_A_DAY, _SAYS_SOMETHING = re.compile(r"\d"), re.compile(r"\w")


def _heading_text(cells: list[ListingCell]) -> str | None:
    """The words of a row that is nothing but a heading, its mark ("I.", "A") aside."""
    texts = [cell.text for cell in cells if cell.text and not cell.merged]
    long = [text for text in texts if len(text) > _MARK]
    return long[0] if len(long) == 1 and len(texts) <= 2 else None


_MARK = 5  # "VIII."; letters, by definition of what is the longest mark
_SECTOR = re.compile(
    r"^(?:[IVXL\d]{1,6}[.):]?\s+)?(?:NHÓM\s+)?LĨNH\s+VỰC\s*:?\s+(?P<name>.+)$", re.IGNORECASE
)
_LEVELS_NAMED = re.compile(r"\bcap (?:tinh|huyen|xa|bo)\b")


def _under(heading: str, sector: str | None, level: str | None) -> tuple[str | None, str | None]:
    """The sector and level that hold below a heading; a heading of a level begins its sectors anew."""
    found = _SECTOR.match(heading)
    if found:
        return re.sub(r"\s*\(\d+[^)]*\)$", "", found["name"]).strip(), level
    return (None, heading) if _LEVELS_NAMED.search(fold(heading)) else (sector, level)


def _read_row(cells: list[ListingCell], columns: ListingColumns) -> tuple[ListedRow, dict[str, str]] | None:
    """One posted procedure with the texts of its days; None for a section row, a blank row, a row of column numbers."""
    doubts = _doubts(cells, columns)
    if Mark.UNCOMPUTED in doubts and not any(
        (one := _own(cells, columns[name])) and one.text for name in ("code", "name") if name in columns
    ):
        cells = [replace(cell, text="?") if Mark.UNCOMPUTED in cell.marks else cell for cell in cells]
    filled = [cell for cell in cells if cell.text and not cell.merged]
    if not filled or all(_BARE_NUMBER.fullmatch(cell.text) for cell in filled):
        return None
    own = {column: _own(cells, position) for column, position in columns.items()}
    if own.get("code") is None and own.get("name") is None:
        # Else a merged procedure goes on over several rows.
        return (_nameless(own), dict.fromkeys(_DAYS, "")) if _lacks_its_name(cells, columns, own) else None
    beside = _take_record_apart(own)
    reading = _read_code(own.get("code"), own.get("name"))
    if reading.code is None and not _is_numbered(own, filled, has_serial="row_no" in columns):
        return None
    if not reading.name and not reading.code_text:
        return None
    flags = [
        *reading.flags,
        *([FLAG_RECORD_IN_NAME] if beside else []),
        *sorted(str(mark) for mark in doubts),
    ]
    if not reading.name:
        flags.append(FLAG_NO_NAME)
    elif holds_two_names(reading.name):
        flags.append(FLAG_TWO_NAMES)
    posted = own.get("posted")
    removed = own.get("removed")
    if (posted is not None and fold(posted.text) in _NO) or (
        removed is not None and fold(removed.text) in _YES
    ):
        flags.append(FLAG_NOT_POSTED)
    else:
        flags += _said_beside(cells, columns) or (
            [FLAG_STATED_ENDED] if ended_by_its_name(reading.name) else []
        )
    stated = {
        column: _reached(cells, columns.get(column)) or beside.get(column, "")
        for column in ("decision", "effective_on", "posted_on", "sector", "level", "agency", "state")
    }
    row = ListedRow(
        row_no=0,
        code=reading.code,
        code_text=reading.code_text,
        name=reading.name,
        decision_text=stated["decision"] if any(sign.isdecimal() for sign in stated["decision"]) else None,
        flags=tuple(flags),
        sector=stated["sector"] or None,
        level_text=stated["level"] or None,
        agency_text=stated["agency"] or None,
        state_text=stated["state"] or None,
        serial=serial_of(_reached(cells, columns.get("row_no"))),
        unit_text=_reached(cells, columns.get("unit")) or None,
    )
    return row, stated


def _lacks_its_name(
    cells: list[ListingCell], columns: ListingColumns, own: dict[str, ListingCell | None]
) -> bool:
    """Whether a row has its number and what rows have beside their name, but the name itself is not in the file.

    Pages that write names by a script or as links are saved without them. A form's empty lines have nothing beside
    their number, a group by its field has nothing but the field.
    """
    serial = own.get("row_no")
    reached = any(
        cells[columns[one]].merged for one in ("code", "name") if columns.get(one, len(cells)) < len(cells)
    )
    if serial is None or reached or not _SERIAL.fullmatch(serial.text):
        return False
    apart = {columns[one] for one in ("row_no", "sector") if one in columns}
    said = [place for place, cell in enumerate(cells) if place not in apart and cell.text and not cell.merged]
    return len(said) > 1 or any(
        columns.get(one) in said for one in ("decision", "agency", "level", "effective_on")
    )


def _nameless(own: dict[str, ListingCell | None]) -> ListedRow:
    serial = own.get("row_no")
    number = serial.text if serial is not None else ""
    return ListedRow(row_no=0, code=None, code_text=number, name="", flags=(FLAG_NO_CODE, FLAG_NAMELESS))


#: Columns that say what a procedure is, or when; the others may say whether it holds and hangs.
_OF_THE_PROCEDURE = (
    "row_no",
    "code",
    "name",
    "decision",
    "effective_on",
    "posted_on",
    "sector",
    "level",
    "agency",
    "unit",
    "actions",
)


def _said_beside(cells: list[ListingCell], columns: ListingColumns) -> list[str]:
    """What notes, states and comments of a row say against its hanging."""
    read = {columns[name] for name in _OF_THE_PROCEDURE if name in columns}
    texts = [cell.text for place, cell in enumerate(cells) if cell.text and place not in read]
    if any(map(says_not_posted, texts)):
        return [FLAG_NOT_POSTED]
    comments = (cell.comment for cell in cells if cell.comment)
    if any(map(says_ended, texts)) or any(map(doubts_its_row, comments)):
        return [FLAG_STATED_ENDED]
    note, state = (_reached(cells, columns.get(name)) for name in ("note", "state"))
    remarks = (_reached(cells, columns.get(name)) for name in ("remark", "unlabelled"))
    printed = _reached(cells, columns.get("code"))
    if leaves_open(note) or leaves_open(state):
        return [FLAG_NOTE_DOUBTS]
    if is_switched_off(note) or is_switched_off(state):
        return [FLAG_NOTE_DOUBTS]
    if any(
        cells[columns[name]].off for name in ("code", "name") if columns.get(name, len(cells)) < len(cells)
    ):
        return [FLAG_SWITCHED_OFF]
    if any(map(tells_of_its_row, remarks)) or bracket_of_a_sheet(printed):
        return [FLAG_NOTE_DOUBTS]
    return []


def _said_of_end(cells: list[ListingCell], columns: ListingColumns) -> str:
    """What a row has in a column of ends; empty where that is nothing."""
    said = fold(_reached(cells, columns.get("ended"))).strip(" .-–")
    return "" if said in _NO else said


def _ended(said: Sequence[str]) -> frozenset[int]:
    """Places of rows that a column of ends ends. The same word or sign in every row is a button."""
    is_button = len(set(said)) == 1 and len(said) > 1 and not any(sign.isdecimal() for sign in said[0])
    return frozenset() if is_button else frozenset(place for place, one in enumerate(said) if one)


def _doubts(cells: list[ListingCell], columns: ListingColumns) -> frozenset[Mark]:
    """Why a row's code or name may not be live text."""
    marks = NO_MARKS
    for name in ("code", "name"):
        position = columns.get(name)
        if position is not None and position < len(cells) and not cells[position].merged:
            marks |= cells[position].marks
    return marks


def _take_record_apart(own: dict[str, ListingCell | None]) -> dict[str, str]:
    """A name or a code that carries a whole record keeps its own part; the other parts, by column."""
    beside: dict[str, str] = {}
    for column in ("name", "code"):
        cell = own.get(column)
        found = list(_RECORD.finditer(cell.text)) if cell is not None else []
        if cell is None or not found or found[0].start() == 0:
            continue
        ends = [*(one.start() for one in found[1:]), len(cell.text)]
        said: dict[str, str] = {}
        for one, end in zip(found, ends, strict=True):
            said.setdefault(squash(one["label"]), cell.text[one.end() : end].strip(" •,;."))
        own[column] = replace(cell, text=cell.text[: found[0].start()].rstrip(" •,;("))
        if own.get("code") is None and "mathutuc" in said:
            own["code"] = ListingCell(said["mathutuc"])
        for label in ("soqd", "soquyetdinh", "soquyetdinhcongbo"):
            decision = _DECISION.search(said.get(label, ""))
            if decision:
                beside.setdefault("decision", decision.group())
        for label, name in (("linhvuc", "sector"), ("capthuchien", "level")):
            if label in said:
                beside.setdefault(name, said[label])
        if "ngayhieuluc" in said:
            beside.setdefault("effective_on", said["ngayhieuluc"][:10])
        beside.setdefault("record", column)
    return beside


def _is_numbered(own: dict[str, ListingCell | None], filled: list[ListingCell], *, has_serial: bool) -> bool:
    """A name without a code is a procedure when its row has a serial number and is no heading of a section.

    Without a serial column a heading is known by standing alone in its row.
    """
    name = own.get("name")
    if name is None or not name.text or is_counted_group(name.text):
        return False
    if not has_serial:
        return len(filled) >= 2
    serial = own.get("row_no")
    if serial is None or not _SERIAL.fullmatch(serial.text):
        # A row of more than its number and its name: a heading has no more.
        return serial is not None and _INNER_SERIAL.fullmatch(serial.text) is not None and len(filled) > 2
    return len(filled) > 2 or not fold(name.text).startswith(
        ("linh vuc", "nhom linh vuc", "thu tuc hanh chinh cap")
    )


def _own(cells: list[ListingCell], position: int) -> ListingCell | None:
    if position >= len(cells) or cells[position].merged or not cells[position].text:
        return None
    return cells[position]


def _reached(cells: list[ListingCell], position: int | None) -> str:
    """Text of a cell, also where a merged cell only reaches over this row."""
    return cells[position].text if position is not None and position < len(cells) else ""


@dataclass(frozen=True, slots=True)
class _Reading:
    code: str | None
    code_text: str | None
    name: str
    flags: tuple[str, ...]


def _read_code(code_cell: ListingCell | None, name_cell: ListingCell | None) -> _Reading:
    """Code and name of a row. The code column decides; a code glued to the name is taken off it."""
    return _reading_of(
        code_cell.text if code_cell else None,
        name_cell.text if name_cell else None,
        is_number=code_cell is not None and code_cell.number,
        link=name_cell.link if name_cell else "",
    )


@lru_cache(maxsize=1 << 14)
def _reading_of(printed: str | None, name_text: str | None, *, is_number: bool, link: str) -> _Reading:
    """The same of texts: units hang the same procedures."""
    flags: list[str] = []
    glued, name = split_code_name(name_text) if name_text is not None else (None, "")
    code: Code | None = None
    if printed:
        several = {found.base for found in find_codes(printed)}
        if len(several) > 1:
            return _Reading(None, printed, name, (FLAG_NO_CODE, FLAG_SEVERAL_CODES))
        if is_number:
            printed = _code_of_number(printed)
            flags.append(FLAG_CODE_FROM_NUMBER)
        code, beside = _code_and_rest(printed)
        name = name or beside
    linked = parse_code(link) if link else None
    if code is None and glued is None and "." in name and (within := find_codes(name)):
        if len({one.base for one in within}) > 1:
            return _Reading(None, printed, name, (*flags, FLAG_NO_CODE, FLAG_SEVERAL_CODES))
        glued, name = code_and_name(name)
    if code and any(other and other.base != code.base for other in (glued, linked)):
        flags.append(FLAG_CODE_DIFFERS)
    code = code or glued or linked
    if code is None:
        local = (FLAG_LOCAL_CODE,) if printed and _LOCAL_CODE.fullmatch(printed) else ()
        return _Reading(None, printed, name, (*flags, FLAG_NO_CODE, *local))
    if code.repaired:
        flags.append(FLAG_CODE_REPAIRED)
    return _Reading(code.base, code.text if printed is None else printed, name, tuple(flags))


def _code_and_rest(printed: str) -> tuple[Code | None, str]:
    """A code cell is a code, or a code with the name glued to it where the name has no column."""
    code = parse_code(printed)
    glued, rest = split_code_name(printed)
    if glued is not None and rest:
        return glued, rest
    return code, ""


def _code_of_number(text: str) -> str:
    """Workbooks drop the zeros at a code's end: 1.0041 was entered as 1.004100."""
    whole, _, fraction = text.partition(".")
    # Digits of a code after its point (docs/field.md).
    return f"{whole}.{fraction.ljust(6, '0')}" if fraction and len(fraction) < 6 else text


# ---- XLSX, XLS, ODS -----------------------------------------------------------------------------------


def _rows_of_workbook(data: bytes, where: Words) -> tuple[list[ListedRow], Words]:
    """Rows of the sheets that are shown, and of hidden ones what the others have not: those are doubtful (RULINGS 37)."""
    shown, hidden = workbook_grids(data, where)
    rows, seen = _counted(shown, [], where)
    known = {row.code for row in rows}
    return [*rows, *(row for row in _rows_of_grids(hidden, where)[0] if row.code not in known)], seen


# ---- JSON ---------------------------------------------------------------------------------------------


def _rows_of_json(text: str, where: Words) -> tuple[list[ListedRow], Words]:
    try:
        value = json_value(text)
    except ValueError as problem:
        raise DocumentError(
            msg(
                "{where}: the JSON is cut off or damaged ({problem}). Get the file again.",
                where=where,
                problem=problem,
            )
        ) from problem
    candidates = [json_grid(objects) for objects in lists_of_objects(value, depth=4)]
    listings = [grid for grid in map(_with_titles_as_names, candidates) if columns_of(grid[0])]
    if len(listings) > 1:
        raise DocumentError(
            msg(
                "{where}: the JSON holds {count} lists that look like listings; expected one. Split it "
                "into a file each.",
                where=where,
                count=len(listings),
            )
        )
    keys = sorted(value) if isinstance(value, dict) else [type(value).__name__]
    rows, _ = _counted([("", grid) for grid in listings], [], where)
    _refuse_one_page(value, len(rows), where)
    rows = [
        replace(row, serial=None) for row in rows
    ]  # the keys of records, which leave out what was deleted
    return rows, msg("JSON with {keys}", keys=", ".join(keys)[:160])


_TITLES = frozenset({"title", "tieude", "label"})


def _with_titles_as_names(grid: Grid) -> Grid:
    """Objects with a code each and a title are procedures; a title alone is anything that a page lists."""
    labels = [squash(cell.text) for cell in grid[0]]
    at = next((place for place, label in enumerate(labels) if label in LABELS["code"]), None)
    titles = [place for place, label in enumerate(labels) if label in _TITLES]
    named = any(label in LABELS["name"] for label in labels)
    if at is None or named or len(titles) != 1 or not all(parse_code(cells[at].text) for cells in grid[1:]):
        return grid
    header = list(grid[0])
    header[titles[0]] = ListingCell("name")
    return [header, *grid[1:]]


#: Keys of an answer that is one page of several, as the frameworks of portals write them, lower case.
_COUNTS = frozenset(
    {"total", "totalcount", "totalelements", "totalrecords", "totalitems", "recordstotal", "totalrows"}
)
_PAGES = frozenset({"totalpages", "pagecount", "lastpage", "numpages"})


def _refuse_one_page(value: Any, rows: int, where: Words) -> None:
    """An answer that counts more than it holds is one page of several."""
    objects = [value, *value.values()] if isinstance(value, dict) else []
    said = {
        key.lower().replace("_", ""): number
        for one in objects
        if isinstance(one, dict)
        for key, number in one.items()
        if isinstance(number, int)
    }
    most = max((said[key] for key in said.keys() & _COUNTS), default=0)
    if rows and (most > rows or any(said[key] > 1 for key in said.keys() & _PAGES)):
        raise DocumentError(
            msg(
                "{where}: the answer is one page of several ({rows} procedures in it). Hand in all of them in one file.",
                where=where,
                rows=rows,
            )
        )


# ---- HTML ---------------------------------------------------------------------------------------------


def _rows_of_page(page: ListingPage, where: Words) -> tuple[list[ListedRow], Words]:
    refuse_decision(page.said(page.root, "\n").splitlines(), where)
    refuse_own_list([page.words], where)
    beside = [line for one in page.listed for line in page.lines_beside(one)]
    rows, _ = _counted(page.headed, beside, where)
    rows = rows or _rows_of_entries(page, beside, where)
    known = _codes_of(rows)
    strays = (text for text in page.entries_elsewhere() if {code.base for code in find_codes(text)} - known)
    _refuse_left_over(rows, [*strays, *page.framed], where)
    if rows:
        _refuse_part(page.words, len(rows), where)
        _refuse_frames(page, where)
    return rows, msg(
        "the page “{title}” has {tables} tables, {size} characters: “{text}”",
        title=page.title,
        tables=len(page.grids),
        size=len(page.words),
        text=page.words[:120],
    )


def _refuse_frames(page: ListingPage, where: Words) -> None:
    """What a page shows of another page or file is not in it: a person at the screen sees more than was handed in."""
    for address in frames_that_may_list(page):
        raise DocumentError(
            msg(
                "{where}: the page shows another page or file within itself (“{address}”), which is not in it and may "
                "hold more of the list. Open that one by its own address, and hand in what holds the whole list.",
                where=where,
                address=address[:120],
            )
        )


def _refuse_part(words: str, rows: int, where: Words) -> None:
    """A page that says how many there are and shows fewer is one page of several, not the listing."""
    plain = fold(words)
    for pattern in _TOTALS:
        match = pattern.search(plain)
        if match and int(match[1]) > rows:
            raise _part_of_it(int(match[1]), rows, where)


_WORDS_OF_A_NAME = 4  # fewer are an entry of a menu; chosen, not measured


def _rows_of_entries(page: ListingPage, beside: Sequence[str], where: Words) -> list[ListedRow]:
    """Rows of lists of entries, where the page has no table."""
    rows = [
        row
        for entries, items in page.entries.items()
        for item in items
        if (row := _row_of_entry(page, item, is_over=entries in page.over)) is not None
    ]
    _refuse_left_over(rows, [*(row.name for row in rows), *beside], where)
    _refuse_shortfall(beside, len(rows), where)
    _refuse_several_units(rows, dict.fromkeys(beside), where)
    return rows


def _row_of_entry(page: ListingPage, item: Node, *, is_over: bool) -> ListedRow | None:
    shown = in_plain_letters(ListingCell(page.text_of(item), marks=page.marks_of(item)))
    text, marks = shown.text, [str(mark) for mark in sorted(shown.marks)]
    code, name = code_of_entry(text)
    if code is None:
        if len(name.split()) < _WORDS_OF_A_NAME or is_counted_group(name):
            return None
        flags = (FLAG_NO_CODE, FLAG_UNNUMBERED, *marks)
        return ListedRow(row_no=0, code=None, code_text=None, name=name, flags=flags)
    told = [*([FLAG_CODE_REPAIRED] if code.repaired else []), *marks]
    if is_over or ended_by_its_name(name):
        told.append(FLAG_STATED_ENDED)
    number = _NUMBER_OF_AN_ENTRY.match(text)
    return ListedRow(
        row_no=0,
        code=code.base,
        code_text=code.text,
        name=name,
        flags=tuple(told),
        serial=int(number[1]) if number else None,
    )


#: "12. 1.004269 Đăng ký …".
_NUMBER_OF_AN_ENTRY = re.compile(r"(\d{1,4})\s*[.)]\s")
