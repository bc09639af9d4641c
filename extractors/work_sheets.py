"""The clerk's sheet, handed back with ticks: what `niemyet export --to xlsx` wrote, saved by any spreadsheet program.

It is told by the ids that it carries under "Mã việc", never by its name, so it is never taken for a listing.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold

#: Headings of `reports/work_list.py` that are read, folded, in each language that it writes.
_ID, _TICK, _DAY, _WHO = ("ma viec", "work id"), ("da lam", "ticked"), ("ngay", "day"), ("nguoi", "by")
#: All of them; columns beside them are the clerk's own.
_OURS = frozenset(
    ("stt", "viec", "ma", "ten thu tuc", "linh vuc", "noi dung thay doi", "quyet dinh, ngay", "muc chung minh", "hieu luc",
     "han", "tinh trang", "no", "no.", "work", "code", "procedure", "sector", "what changes", "decision, day",
     "degree of proof", "in effect", "due", "state of work", *_ID, *_TICK, *_DAY, *_WHO)
)  # fmt: skip
_UPDATE = re.compile(r"[0-9a-f]{16}")
_TICKS = frozenset(
    {"x", "v", "✓", "✔", "√", "1", "true", "co", "roi", "xong", "da xong", "da lam", "yes", "y", "done"}
)
_BLANK = frozenset({"", "0", "false", "khong", "chua", "-", "no", "n"})


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of a sheet that came back."""

    row: int  # in its sheet, from 1
    update_id: str  # as it stands there; empty or no id at all only where a tick stands beside it
    ticked: bool | None  # None: something else than a tick stands there
    done_on: date | None
    day_text: str  # as it stands there, where it is no day
    done_by: str | None
    own: tuple[tuple[str, str], ...]  # the clerk's own columns: heading, text


def read_work_sheet(data: bytes) -> tuple[WorkRow, ...] | None:
    """Rows of a work list that carries its ids; None for any other file."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_grid(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError):
        return None
    found: list[WorkRow] = []
    is_ours = False
    for sheet in sheets:  # the opening list stands on a sheet of its own
        head = next((place for place, row in enumerate(sheet) if _is_head(row)), None)
        if head is not None:
            is_ours = True
            found += _rows(sheet, head)
    return tuple(found) if is_ours else None


def _grid(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet; what is merged over several rows stands in each of them, as a clerk sees it."""
    cells: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top == bottom or bottom >= len(cells) or right != left or left >= len(cells[top]):
            continue  # a heading over several columns stays where it is
        for row in cells[top + 1 : bottom + 1]:
            row[left] = cells[top][left]
    return cells


def _is_head(row: Sequence[Any]) -> bool:
    names = {fold(str(cell)) for cell in row}
    return any({own, tick} <= names for own, tick in zip(_ID, _TICK, strict=True))


def _rows(sheet: Sequence[Sequence[Any]], head: int) -> list[WorkRow]:
    names = [clean(str(cell)) for cell in sheet[head]]
    by_name = {fold(name): column for column, name in enumerate(names)}
    ids, ticks, days, who = (_first(by_name, own) for own in (_ID, _TICK, _DAY, _WHO))
    found: list[WorkRow] = []
    for number, cells in enumerate(sheet[head + 1 :], start=head + 2):
        update, tick = _text(cells, ids), _tick(_text(cells, ticks))
        is_work = _UPDATE.fullmatch(update) is not None
        if not is_work and (not tick or _is_head(cells)):
            continue  # the heading of a group, an empty row; a tick without an id is somebody's report, and is told
        day = cells[days] if days is not None and days < len(cells) else ""
        own = tuple(
            (name, text)
            for column, name in enumerate(names)
            if is_work and name and fold(name) not in _OURS and (text := _text(cells, column))
        )
        done_on = _day(day)
        found.append(
            WorkRow(
                row=number,
                update_id=update,
                ticked=tick,
                done_on=done_on,
                day_text="" if done_on else clean(str(day)),
                done_by=_text(cells, who) or None,
                own=own,
            )
        )
    return found


def _first(by_name: Mapping[str, int], names: Sequence[str]) -> int | None:
    return next((by_name[name] for name in names if name in by_name), None)


def _text(cells: Sequence[Any], column: int | None) -> str:
    if column is None or column >= len(cells):
        return ""
    value = cells[column]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value))


def _tick(text: str) -> bool | None:
    folded = fold(text).strip(" .")
    return True if folded in _TICKS else False if folded in _BLANK else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(str(value))
