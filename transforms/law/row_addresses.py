"""Rows of an earlier annex by their address: "số thứ tự 2 mục II phần A Phụ lục" (RULINGS 11)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from niemyet.model.tables import DecisionItem
from niemyet.transforms.language.text import fold

_NEXT = r"(?:(?:thu tuc |tthc )?(?:stt |so thu tu |thu tu |so ))?\d{1,4}(?![\d/]|\.\d)"
#: What goes on with a row's number: ", 2 và 5", "; thủ tục số 4", " đến STT 9".
_GOES_ON = rf"(?:(?:(?:[,;]? ?va |[,;] ?){_NEXT})+|,? den {_NEXT})"
_MORE = re.compile(_GOES_ON)
_ROW = re.compile(
    r"\b(?:stt|so thu tu)\s*:?\s*(?:tu )?0*(\d{1,4})\b"
    rf"|\bso\s*:?\s*0*(\d{{1,4}})(?={_GOES_ON}?[\s,;]+(?:thuoc |tai |o )?(?:muc|phan)\b)"
)
#: A number of a row that no address has: then the words name more rows than were told.
_LEFT = re.compile(r"\b(?:thu tuc|tthc|stt|so thu tu|thu tu|dong)(?: so)?\s*:?\s*\d{1,4}(?![\d/]|\.\d)")
_FIGURES = 10  # of both ends of a range of rows; more is no row of any list; chosen, not measured
_LONGEST_RANGE = 500  # rows from one number to another; chosen, not measured
_SECTION = re.compile(r"\bmuc\s+([a-z0-9]+(?:\.[0-9]+)*)\b")
_PART = re.compile(r"\bphan\s+([a-z0-9]{1,4})\b")
_COMPONENT = re.compile(r"[^/\s.]+(?:\.[^/\s.]+)*")


@dataclass(frozen=True, slots=True)
class RowAddress:
    """An address as a sentence gives it; folded, lower case."""

    row: str
    section: str | None
    part: str | None


def find_address(text: str, *, alone: bool = False) -> RowAddress | None:
    """The one row that a sentence points at; None when it points at none, or at several.

    `alone`: a number without section or part is an address too, where the words speak of nothing else.
    """
    found = find_addresses(text, alone=alone)
    return found[0] if len(found) == 1 else None


def find_addresses(text: str, *, alone: bool = False) -> tuple[RowAddress, ...]:
    """The rows that a sentence points at: "số thứ tự 1, 2 và 5 mục II", "STT từ 3 đến STT 5"; each once."""
    folded = left = fold(text)
    rows: list[tuple[int, list[str]]] = []
    end = 0
    for found in _ROW.finditer(folded):
        if found.start() < end:
            continue  # a number of the list before
        more = _MORE.match(folded, found.end())
        end = more.end() if more else found.end()
        rows.append((end, _numbers(found, more)))
        left = left[: found.start()] + " " * (end - found.start()) + left[end:]
    sections, parts = list(_SECTION.finditer(folded)), list(_PART.finditer(folded))
    if not rows or (alone and _LEFT.search(left)) or not (sections or parts or alone):
        return ()
    ends = [*(at for at, _ in rows[1:]), len(folded)]
    addresses = [
        RowAddress(row, _of_rows(sections, begin, until), _of_rows(parts, begin, until))
        for (begin, numbers), until in zip(rows, ends, strict=True)
        for row in numbers
    ]
    return tuple(dict.fromkeys(addresses))


def _of_rows(named: list[re.Match[str]], begin: int, until: int) -> str | None:
    """The section or part of rows: that which is named right behind them, else the next one, else the last before."""
    behind = [one[1] for one in named if one.start() >= begin]
    within = [one[1] for one in named if begin <= one.start() < until]
    before = [one[1] for one in named if one.start() < begin]
    return next((each[0] for each in (within, before[-1:] or behind, behind) if each), None)


def _numbers(first: re.Match[str], more: re.Match[str] | None) -> list[str]:
    """The numbers of a list or a range of rows."""
    begin = first[1] or first[2]
    rest = re.findall(r"\d+", more.group()) if more else []
    is_range = bool(more and "den" in more.group()) and len(rest) == 1 and len(rest[0] + begin) < _FIGURES
    if is_range and 0 < int(rest[0]) - int(begin) < _LONGEST_RANGE:
        return [str(number) for number in range(int(begin), int(rest[0]) + 1)]
    return [begin, *(number.lstrip("0") for number in rest)]


def address_in(item: DecisionItem) -> RowAddress | None:
    """The row that an item's own words point at: its clause where the reader cut it out, else the whole text."""
    if "row_reference" in item.flags:
        return find_address(item.name, alone=True)
    return find_address(f"{item.note or ''} {item.raw_text}")


def rows_at(item: DecisionItem, rows: Iterable[DecisionItem]) -> tuple[DecisionItem, ...]:
    """Rows that the address in an item's own words fits; the printed number counts within the section."""
    address = address_in(item)
    return () if address is None else rows_at_address(address, rows)


def rows_at_address(address: RowAddress, rows: Iterable[DecisionItem]) -> tuple[DecisionItem, ...]:
    """Rows of an annex that an address fits."""
    return tuple(row for row in rows if _is_at(row, address))


def _is_at(row: DecisionItem, address: RowAddress) -> bool:
    if (row.row_no or "").strip().rstrip(".").lstrip("0") != address.row:
        return False
    path = [component.lower().rstrip(".") for component in _COMPONENT.findall(row.part or "")]
    for wanted in (address.part, address.section):
        if wanted is None:
            continue
        if wanted not in path:
            return False
        path = path[path.index(wanted) + 1 :]
    return True
