"""Rows that only go on with the one above: cut by a page, a case of it, below its merged cells (R-TBL-1, R-TBL-2)."""

import re

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.columns import PAIRED_NAMES, SAID_OF_A_ROW, Column, Columns
from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.headings_in_lines import ends_open
from niemyet.extractors.decisions.row_drafts import CODES, MARKED_LEVELS, Draft, is_marked
from niemyet.model.records import Row
from niemyet.model.words import Level
from niemyet.transforms.language.codes import completes_code, is_whole_code
from niemyet.transforms.language.codes_in_names import codes_out_of
from niemyet.transforms.language.text import fold

_CASE_MARK = re.compile(r"[a-zđ]\d?[.)]?|[-–+•]|\d{1,3}\.\d{1,2}(?:\.\d{1,2})?[.)]?")
_SHORT_LEVEL = 30  # letters of a cell that is a level and nothing else; chosen, not measured
_SHORTEST_FULL = 8  # letters of a name that stands without number and code; chosen, not measured
CASE = "trường hợp của cùng thủ tục"
MERGED = "ô số thứ tự hoặc mã gộp xuống"


def continues(row: Row, draft: Draft, columns: Columns, *, same_page: bool, numbered: bool) -> str | None:
    """Why a row only goes on with the one before: no STT and no code of its own; else None.

    `same_page`: both stand on one page; `numbered`: the rows of the table bear numbers.
    """
    if bears_a_number(row, columns):
        return None  # nearly every row; what follows says the same of it, whatever its codes
    own: dict[Column, str] = {}
    merged: set[Column] = set()
    for place, cell in enumerate(row.cells[: len(columns)]):
        column = columns[place]
        if cell.text and cell.merged:
            merged.add(column)
        elif cell.text:
            own[column] = f"{own.get(column, '')} {cell.text}".strip()
    number = own.get(Column.NUMBER)
    codes = {column: text for column, text in own.items() if column in CODES}
    if codes:
        return _codes_go_on(codes, draft) if number is None and not same_page else None
    if number is not None:
        case = _CASE_MARK.fullmatch(number) and not number.strip(".)").isdigit()
        return CASE if case else None
    if not same_page and (_goes_on_small(own, draft) or _is_the_code_of(own, draft)):
        return "tên bị ngắt qua trang"
    if same_page and _names_a_case(own):
        return CASE  # below a merged number as well: "b) Trường hợp cần xác minh" is no part of the name
    if merged & {Column.NUMBER, Column.CODE} or _reaches_from_name(row, own, draft, columns):
        return MERGED
    if _is_full(own, columns):
        return None
    if numbered or not any(own.get(column) for column in PAIRED_NAMES):
        return "không có số thứ tự và mã riêng"
    return None


def _goes_on_small(own: dict[Column, str], draft: Draft) -> bool:
    """Whether the name at the top of a page begins small, below one that has no code yet: "Đăng ký", "bến khách … (1.018610)"."""
    for column in PAIRED_NAMES:
        before = draft.read(column)
        if own.get(column) and before:
            coded = any(draft.values.get(code) for code in CODES) or bool(codes_out_of(before)[1])
            return own[column][0].islower() and before[0].isupper() and not coded
    return False


_LABEL_OF_A_CODE = re.compile(r"\bma(?: so)?(?: (?:tthc|thu tuc(?: hanh chinh)?|ho so))?\s*:?$")


def _is_the_code_of(own: dict[Column, str], draft: Draft) -> bool:
    """Whether the name at the top of a page is the code that the one above it has a label for: "… Mã TTHC:", "1.018610"."""
    return any(
        is_whole_code(own.get(column, ""))
        and _LABEL_OF_A_CODE.search(fold(draft.read(column) or "")) is not None
        for column in PAIRED_NAMES
    )


#: The name of a case below the procedure: "a) Công trình cấp I", "- Trường hợp cấp lại".
_CASE_NAME = re.compile(r"(?:[a-zđ]\d?[.)]|[-–+•])\s*\w")


def _names_a_case(own: dict[Column, str]) -> bool:
    """Whether a row without number and code has a name that is marked as a case, and a value of its own."""
    names = [text for column, text in own.items() if column in PAIRED_NAMES]
    marked = len(names) == 1 and _CASE_NAME.match(names[0]) is not None and not codes_out_of(names[0])[1]
    return marked and any(column in SAID_OF_A_ROW for column in own)


def bears_a_number(row: Row, columns: Columns) -> bool:
    """Whether a whole number stands in the column of numbers, in a cell of its own."""
    place = columns.index(Column.NUMBER) if Column.NUMBER in columns else len(row.cells)
    if place >= len(row.cells):
        return False
    cell = row.cells[place]
    return not cell.merged and cell.text.strip(".)").isdigit()


def may_be_a_row(row: Row, draft: Draft, columns: Columns) -> bool:
    """Whether a name alone that begins large may as well be a procedure of its own as the rest of the name above it.

    What goes on begins small, or the name above cannot end where it does ("… của Ủy ban nhân dân", "… và").
    """
    own = [
        (columns[place], cell.text)
        for place, cell in enumerate(row.cells[: len(columns)])
        if cell.text and not cell.merged
    ]
    if len({column for column, _ in own}) != 1 or own[0][0] not in PAIRED_NAMES:
        return False
    text = own[0][1]
    letters = sum(map(str.isalpha, text))
    before = draft.read(own[0][0]) or ""
    return text[0].isupper() and letters >= _SHORTEST_FULL and not ends_open(before)


def levels_apart(row: Row, draft: Draft, columns: Columns) -> bool:
    """Whether a row under a merged number, code or name is of another level than the one above (RULINGS 35)."""
    own = {
        MARKED_LEVELS[column]
        for column, cell in zip(columns, row.cells, strict=False)
        if column in MARKED_LEVELS and not cell.merged and is_marked(cell.text)
    }
    if own:
        return bool(draft.marked) and not own & set(draft.marked)
    text = next(
        (
            cell.text
            for column, cell in zip(columns, row.cells, strict=False)
            if column in {Column.LEVEL, Column.AGENCY} and cell.text and not cell.merged
        ),
        "",
    )
    before = draft.read(Column.LEVEL) or draft.read(Column.AGENCY) or ""
    mine, above = _levels_in(text), _levels_in(before)
    return bool(mine and above) and not set(mine) & set(above)


def _reaches_from_name(row: Row, own: dict[Column, str], draft: Draft, columns: Columns) -> bool:
    """Whether the name of the row above reaches down: no number and code stand in cells of their own."""
    return any(
        cell.merged
        and column in PAIRED_NAMES
        and not own.get(column)
        and cell.text in draft.values.get(column, ())
        for cell, column in zip(row.cells, columns, strict=False)
    )


def _is_full(own: dict[Column, str], columns: Columns) -> bool:
    """Whether a row without number and code is one all the same: a name that begins, and what is said of it.

    The rest of a row that a page break cut begins small, or fills a few cells (R-TBL-1).
    """
    printed = next((own[column] for column in PAIRED_NAMES if own.get(column)), "")
    name, codes = codes_out_of(printed)
    said = [text for column, text in own.items() if column in SAID_OF_A_ROW]
    wanted = len({column for column in columns if column in SAID_OF_A_ROW})
    begins = name[:1].isupper() and sum(map(str.isalpha, name)) >= _SHORTEST_FULL
    whole = all(text[:1].isupper() or text[:1].isdigit() for text in said)
    return begins and whole and bool(said) and (bool(codes) or len(said) * 2 >= wanted)


def _codes_go_on(codes: dict[Column, str], draft: Draft) -> str | None:
    """Whether codes at the top of a page are the rest of those at the bottom of the page before."""
    for column, text in codes.items():
        before = " ".join(draft.values.get(column, ()))
        listed = column is Column.OLD_CODE and is_whole_code(text) and bool(before)
        if not (completes_code(before, text) or listed):
            return None
    return "mã bị ngắt qua trang"


def _levels_in(text: str) -> tuple[Level, ...]:
    """Levels that a cell of a level or agency column names."""
    folded = fold(text)
    return agency_levels(text) or (
        levels_named(f"cap {folded}") if folded and len(folded) < _SHORT_LEVEL else ()
    )
