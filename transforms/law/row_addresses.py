"""Rows of an earlier annex by their address: "số thứ tự 2 mục II phần A Phụ lục" (RULINGS 11)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from niemyet.model.tables import DecisionItem
from niemyet.transforms.language.text import fold

_ROW = re.compile(
    r"\b(?:stt|so thu tu)\s*:?\s*(?:tu )?0*(\d{1,4})\b|\bso\s*:?\s*0*(\d{1,4})(?=[\s,;]+(?:thuoc |tai |o )?(?:muc|phan)\b)"
)
#: What goes on with a row's number: ", 2 và 5", " đến STT 9".
_MORE = re.compile(
    r"(?:(?:,? ?va |, ?)(?:stt |so thu tu |so )?\d{1,4}(?![\d/]|\.\d))+|,? den (?:stt |so thu tu |so )?\d{1,4}(?![\d/])"
)
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
    folded = fold(text)
    rows: list[str] = []
    for found in _ROW.finditer(folded):
        rows += _numbers(found, _MORE.match(folded, found.end()))
    section, part = _SECTION.search(folded), _PART.search(folded)
    if section is None and part is None and not alone:
        return ()
    return tuple(
        RowAddress(row, section[1] if section else None, part[1] if part else None)
        for row in dict.fromkeys(rows)
    )


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
