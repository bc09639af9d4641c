"""Fees that a resolution of a people's council sets: a file → rows, its number and its days.

A table with a column of fees and one of codes or names, anywhere in the paper; a fee under a heading of its own ("Trực tuyến")
has that heading as its condition. What cannot be read as one row of one procedure is left out and told, never filled in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.pale_rows import with_pale_rows
from niemyet.model.errors import NoListingError
from niemyet.model.messages import msg, number_words
from niemyet.model.records import Cell, Document, FeeRow, Paragraph, Row, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import find_dates, parse_date
from niemyet.transforms.language.text import clean, fold

_CODE = re.compile(r"ma( so)?( (cua )?(tthc|thu tuc( hanh chinh)?))?")
_NAME = re.compile(
    r"(ten )?(cua )?(thu tuc( hanh chinh)?|tthc|dich vu cong|noi dung (thu|cong viec))( .*)?|ten( goi)?"
)
_FEE = re.compile(r"muc (thu|phi|le phi)\b.*|(phi|le phi)( ?[,/;-]| va)? ?(le phi)?( \(.*)?")
_CONDITIONS = re.compile(
    r"(cac )?(truong hop|doi tuong|dieu kien|hinh thuc|phuong thuc|cach thuc|ghi chu)\b.*"
)
#: A heading row stands among the first rows of its table; chosen, not measured.
_HEADING_WITHIN = 6
_UNIT = re.compile(
    r"\(\s*(?:đơn vị(?: tính)?\s*:?\s*)?((?:đồng|nghìn đồng|ngàn đồng|triệu đồng|VNĐ)[^()]*)\)", re.IGNORECASE
)
_UNIT_COLUMN = re.compile(r"(don vi( tinh)?|dvt)")
_UNIT_LINE = re.compile(
    r"(?:Đơn vị tính|ĐVT|Đơn vị)\s*:\s*((?:đồng|nghìn đồng|ngàn đồng|triệu đồng|VNĐ)[^();]{0,40})",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d+")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_NUMBER = re.compile(r"\b(\d{1,4}(?:\s*/\s*(?:19|20)\d{2})?\s*/\s*NQ\s*-\s*H[ĐD]ND)\b", re.IGNORECASE)
_EFFECT = re.compile(r"hiệu lực(?: thi hành)?\s*(?:kể\s+)?từ\s+(?P<day>ngày\s[^;]{4,60})", re.IGNORECASE)
_UNTIL = re.compile(r"đến hết\s+(?P<day>ngày\s[^;]{4,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnreadFee:
    """A row with a fee that is not taken: which procedure it is of cannot be read, or its text is in doubt."""

    row_no: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """What a file says of fees; what it does not state is None."""

    rows: tuple[FeeRow, ...]
    left_out: tuple[UnreadFee, ...]
    paper: str | None
    effective_on: date | None
    effective_until: date | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where what stands in a table, below how many rows of headings. `fees`: place → its own heading, its unit."""

    first: int
    code: int | None
    name: int | None
    conditions: int | None
    unit: int | None
    fees: tuple[tuple[int, str, str], ...]


def read_fee_list(data: bytes, name: str) -> FeeSheet:
    """The fees of a file.

    Raises DocumentError and its kinds, as `read_document`; NoListingError where no table has fees of procedures.
    """
    document = read_document(data, name)
    rows: list[FeeRow] = []
    left_out: list[UnreadFee] = []
    for read in _rows_of(document):
        if isinstance(read, FeeRow):
            rows.append(read)
        else:
            left_out.append(read)
    if not rows:
        raise NoListingError(
            msg(
                "{name}: no table with fees of procedures was found. Expected a column “Mức thu” (or Phí, Lệ phí) and a "
                "column “Mã TTHC” or “Tên thủ tục”.",
                name=name,
            )
        )
    since, until = _days(document)
    return FeeSheet(tuple(rows), tuple(left_out), _paper(document), since, until)


def _rows_of(document: Document) -> Iterator[FeeRow | UnreadFee]:
    """Rows of all tables of fees; a table without headings goes on with the one before, where it is as wide."""
    before: tuple[_Columns, int] | None = None
    unit = ""
    for block in document.blocks:
        table = with_pale_rows(block) if isinstance(block, Table) else block
        if not isinstance(table, Table):
            said = _UNIT_LINE.search(clean(table.text))
            unit = said[1].strip(" .") if said else unit
            continue
        width = max((len(row.cells) for row in table.rows), default=0)
        columns = _columns(table)
        if columns is None and before is not None and before[1] == width:
            columns = replace(before[0], first=0)
        if columns is not None:
            columns = replace(columns, fees=tuple((at, own, told or unit) for at, own, told in columns.fees))
            before = columns, width
            for place, row in enumerate(table.rows[columns.first :], start=columns.first + 1):
                yield from _read_row(row, place, columns)
        elif before is not None:
            for place, row in enumerate(table.rows, start=1):
                if any(find_codes(cell.text) for cell in row.cells):
                    yield _unread(row, place)


def _unread(row: Row, place: int) -> UnreadFee:
    return UnreadFee(place, row.page, " | ".join(dict.fromkeys(clean(one.text) for one in row.cells)))


# ---- the table ----------------------------------------------------------------------------------------------------


def _columns(table: Table) -> _Columns | None:
    for place, row in enumerate(table.rows[:_HEADING_WITHIN]):
        told = [fold(clean(cell.text)).rstrip(" .:*") for cell in row.cells]
        code, name = _first(told, _CODE), _first(told, _NAME)
        fees = [at for at, text in enumerate(told) if _FEE.fullmatch(text)]
        if not fees or (code is None and name is None):
            continue
        below = table.rows[place + 1] if place + 1 < len(table.rows) else None
        key = code if code is not None else name
        deeper = below is not None and key is not None and key < len(below.cells) and below.cells[key].merged
        heads = [_fee_head(row, below if deeper else None, at, alone=len(fees) == 1) for at in fees]
        return _Columns(
            place + 1 + deeper,
            code,
            name,
            _first(told, _CONDITIONS),
            _first(told, _UNIT_COLUMN),
            tuple(heads),
        )
    return None


def _first(told: Sequence[str], label: re.Pattern[str]) -> int | None:
    return next((at for at, text in enumerate(told) if label.fullmatch(text)), None)


def _fee_head(row: Row, below: Row | None, at: int, *, alone: bool) -> tuple[int, str, str]:
    """(place, condition, unit) of a column of fees: its own heading below, or, of several columns, what each is."""
    upper = clean(row.cells[at].text)
    lower = clean(below.cells[at].text) if below is not None and not below.cells[at].merged else ""
    unit = next((found[1].strip() for text in (lower, upper) if (found := _UNIT.search(text))), "")
    own = clean(_UNIT.sub("", lower)) or ("" if alone else clean(_UNIT.sub("", upper)))
    return at, own, unit


def _read_row(row: Row, place: int, columns: _Columns) -> Iterator[FeeRow | UnreadFee]:
    code_cell, name_cell, condition_cell = (
        _cell(row, at) for at in (columns.code, columns.name, columns.conditions)
    )
    codes = find_codes(code_cell.text) if code_cell is not None else ()
    name = clean(name_cell.text) if name_cell is not None else ""
    named = name if any(map(str.isalpha, name)) else None
    for at, heading, unit in columns.fees:
        cell = _cell(row, at)
        own = _cell(row, columns.unit)
        fee = _fee(cell, clean(own.text) if own is not None and own.text.strip() else unit)
        if cell is None or fee is None or (name_cell is not None and cell.text == name_cell.text):
            continue  # an empty cell, or a heading that reaches over the row
        said = clean(condition_cell.text) if condition_cell is not None else ""
        doubted = any(
            one is not None and (one.marks or one.unsure_words) for one in (code_cell, name_cell, cell)
        )
        if doubted or len(codes) > 1 or (not codes and named is None):
            yield _unread(row, place)
            continue
        conditions = "; ".join(part for part in (heading, said) if part) or None
        yield FeeRow(place, row.page, codes[0].base if codes else None, named, fee, conditions)


def _cell(row: Row, at: int | None) -> Cell | None:
    return row.cells[at] if at is not None and at < len(row.cells) else None


def _fee(cell: Cell | None, unit: str) -> str | None:
    """A fee as printed; a bare number with the unit of its heading. None for nothing, and for a heading's number."""
    text = clean(cell.text) if cell is not None else ""
    if not any(map(str.isalnum, text)) or _COLUMN_NUMBER.fullmatch(text):
        return None  # "(4)" below headings is their number
    if not _BARE.fullmatch(text):
        return text
    if not unit:
        return None  # an amount without its unit says nothing
    shown = text if re.search(r"[.,]", text) else number_words(int(text), "vi", ",")
    return f"{shown} {unit}"


# ---- the paper ----------------------------------------------------------------------------------------------------


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif _columns(block) is None:
            for row in block.rows:
                yield from (line for cell in row.cells if not cell.merged for line in cell.text.splitlines())


def _paper(document: Document) -> str | None:
    """The number and day of the letterhead, or of "(Kèm theo Nghị quyết số …)"; never of what it is based on."""
    for place, line in enumerate(lines := [clean(one) for one in _lines(document)]):
        told = fold(line)
        found = _NUMBER.search(line)
        if found is None or told.startswith(("can cu", "theo ", "sua doi")):
            continue
        if not told.startswith(("so", "(kem theo", "kem theo", "(ban hanh kem theo", "ban hanh kem theo")):
            continue
        near = [line[found.end() :], *lines[max(0, place - 3) : place], *lines[place + 1 : place + 6]]
        day = next((day for text in near if "ngày" in text.lower() and (day := parse_date(text))), None)
        number = re.sub(r"\s+", "", found[1])
        return f"Nghị quyết số {number}" + (f" ngày {day:%d/%m/%Y}" if day is not None else "")
    return None


def _days(document: Document) -> tuple[date | None, date | None]:
    """(first day, first day after) by the resolution's own words; two that differ say nothing."""
    since: set[date] = set()
    until: set[date] = set()
    for line in map(clean, _lines(document)):
        found = _EFFECT.search(line)
        if found is None or "nghi quyet nay" not in fold(line[: found.start()]):
            continue
        since |= set(find_dates(found["day"])[:1])
        last = _UNTIL.search(line, found.start())
        day = parse_date(last["day"]) if last is not None else None
        if day is not None:
            until.add(day + timedelta(days=1))
    return (
        since.pop() if len(since) == 1 else None,
        until.pop() if len(until) == 1 else None,
    )
