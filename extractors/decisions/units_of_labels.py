"""Units that stand in a label and not in its cells: "Thời hạn giải quyết (ngày làm việc)" above "3" is three working days."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from niemyet.extractors.decisions.columns import Column, Columns, is_header
from niemyet.model.records import Row

_TIMES = frozenset({Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME_ONLINE})
_FEES = frozenset({Column.FEE, Column.FEE_CHARGE, Column.FEE_ONLINE})
_PERIOD = r"(?:ngày|giờ|buổi)(?: làm việc)?|phút|tuần|tháng"
_MONEY = r"(?:(?:1\.?000|nghìn|ngàn|triệu) ?)?(?:đồng|vnđ|vnd|đ)(?: ?/ ?[^()]{1,30})?"
_BRACKETS = r"\(\s*(?:(?:đvt|đơn vị(?: tính)?)\s*:?\s*)?(?P<unit>{})\s*\)"
_OF_TIME = (
    re.compile(_BRACKETS.format(_PERIOD), re.IGNORECASE),
    re.compile(rf"\bsố (?P<unit>{_PERIOD})", re.IGNORECASE),
)
_OF_MONEY = (re.compile(_BRACKETS.format(_MONEY), re.IGNORECASE),)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_BARE_TIME = re.compile(rf"{_NUMBER}(?: ?[-–] ?{_NUMBER})?")
_BARE_MONEY = re.compile(r"\d[\d.,]*")
_THOUSAND = re.compile(r"1\.?000\b")


@lru_cache(maxsize=1 << 10)
def unit_of(column: Column, title: str) -> str | None:
    """The unit that the label of a column gives the bare numbers below it; the one nearest to them."""
    forms = _OF_TIME if column in _TIMES else _OF_MONEY if column in _FEES else ()
    found = [one for form in forms for one in form.finditer(title)]
    return _THOUSAND.sub("nghìn", found[-1]["unit"].lower()) if found else None


def with_units(rows: Sequence[Row], columns: Columns, titles: Sequence[str]) -> tuple[Row, ...]:
    """Rows up to the next header, their bare numbers with the units of their labels."""
    units = {
        place: (unit, _BARE_TIME if column in _TIMES else _BARE_MONEY)
        for place, (column, title) in enumerate(zip(columns, titles, strict=False))
        if (unit := unit_of(column, title)) is not None
    }
    if not units:
        return tuple(rows)
    end = next((number for number, row in enumerate(rows) if is_header(row)), len(rows))
    return (*(_in_units(row, units) for row in rows[:end]), *rows[end:])


def _in_units(row: Row, units: dict[int, tuple[str, re.Pattern[str]]]) -> Row:
    cells = list(row.cells)
    for place, (unit, bare) in units.items():
        if place < len(cells) and bare.fullmatch(cells[place].text):
            cells[place] = replace(cells[place], text=f"{cells[place].text} {unit}")
    return replace(row, cells=tuple(cells))
