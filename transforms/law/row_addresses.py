"""Rows of an earlier annex by their address: "số thứ tự 2 mục II phần A Phụ lục" (RULINGS 11)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from niemyet.model.tables import DecisionItem
from niemyet.model.words import Level
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.row_numbers import ROWS, row_numbers
from niemyet.transforms.language.text import fold, key
from niemyet.transforms.law.events import Natural, natural

#: A number of a row that no address has: then the words name more rows than were told.
_LEFT = re.compile(r"\b(?:thu tuc|tthc|stt|so thu tu|thu tu|dong)(?: so)?\s*:?\s*\d{1,4}(?![\d/]|\.\d)")
_SECTION = re.compile(r"\bmuc\s+([a-z0-9]+(?:\.[0-9]+)*)\b")
_PART = re.compile(r"\bphan\s+([a-z0-9]{1,4})\b")
_ANNEX = re.compile(r"\bphu luc\s+(?:so\s+)?([ivxl]{1,6}|\d{1,2})\b")
_MARK_OF_ANNEX = re.compile(
    r"PL (?P<number>[^/\s]+)(?:/|$)"
)  # how a row says in which annex it stands: "PL II/A"
#: A name beside an address, in quotes or brackets: "số thứ tự 1 mục B (Đăng ký khai tử)".
_BESIDE = re.compile(r"“(?P<quoted>[^”]+)”|\((?P<bracketed>[^()]+)\)")
#: One without either: "thủ tục Đăng ký khai tử tại số thứ tự 1 mục B"; what begins otherwise is a place of the list.
_BARE_NAME = re.compile(
    r"\b(?i:thủ tục(?: hành chính)?|TTHC)(?: về(?: việc)?)?[ :–-]+"
    r"(?!(?:Danh mục|Phụ lục|Phần|Mục|Quyết định|Chủ tịch|UBND|Ủy ban|TTHC|Lĩnh vực)\b)(?P<name>[A-ZĐÀ-Ỹ][^“”();:,]{7,}?)"
    r"(?=[,;:(“]| (?:tại|có|thuộc|ở|nêu|quy định|số thứ tự|STT|mã|trong|của|được|ban hành|kèm theo)\b|$)"
)
_COMPONENT = re.compile(r"[^/\s.]+(?:\.[^/\s.]+)*")


@dataclass(frozen=True, slots=True)
class SaidBeside:
    """What words say beside an address of the procedure that they mean: its code, and its name as a key."""

    codes: frozenset[str]
    names: frozenset[str]  # in quotes or brackets, where remarks stand as well
    bare_names: frozenset[str]

    @property
    def all_names(self) -> frozenset[str]:
        """Names however they are written."""
        return self.names | self.bare_names

    def bears_another_code(self, code: str | None) -> bool:
        """Whether codes stand there and that of the row is none of them; of a row without a code nothing is told."""
        return bool(self.codes) and code is not None and code not in self.codes

    def bears_another_name(self, borne: Iterable[str]) -> bool:
        """Whether a name stands there that is no name of the row, nor a part of one or more than one."""
        known = tuple(borne)
        return any(not any(one in each or each in one for each in known) for one in self.bare_names)


def beside_address(text: str) -> SaidBeside:
    """Code and name that stand beside the address of a row in a clause."""
    inside = [one["quoted"] or one["bracketed"] for one in _BESIDE.finditer(text)]
    return SaidBeside(
        frozenset(code.base for code in find_codes(text)),
        frozenset(key(one) for one in inside if not find_codes(one)),
        frozenset(key(one["name"].strip()) for one in _BARE_NAME.finditer(text)),
    )


@dataclass(frozen=True, slots=True)
class RowAddress:
    """An address as a sentence gives it; folded, lower case. Without a row it is a whole part of a list."""

    row: str | None
    section: str | None
    part: str | None
    annex: str | None = None


def find_address(text: str, *, alone: bool = False) -> RowAddress | None:
    """The one row that a sentence points at; None when it points at none, or at several.

    `alone`: a number without section or part is an address too, where the words speak of nothing else.
    """
    found = find_addresses(text, alone=alone)
    return found[0] if len(found) == 1 else None


def find_addresses(text: str, *, alone: bool = False) -> tuple[RowAddress, ...]:
    """The rows that a sentence points at: "số thứ tự 1, 2 và 5 mục II", "STT từ 3 đến STT 5"; each once."""
    folded = left = fold(text)
    lists = list(ROWS.finditer(folded))
    for found in lists:
        left = left[: found.start()] + " " * (found.end() - found.start()) + left[found.end() :]
    sections, parts = list(_SECTION.finditer(folded)), list(_PART.finditer(folded))
    if not lists or (alone and _LEFT.search(left)) or not (sections or parts or alone):
        return ()
    annexes = set(_ANNEX.findall(folded))
    annex = annexes.pop() if len(annexes) == 1 else None
    ends = [*(found.end() for found in lists[1:]), len(folded)]
    addresses = [
        RowAddress(row, _of_rows(sections, found.end(), until), _of_rows(parts, found.end(), until), annex)
        for found, until in zip(lists, ends, strict=True)
        for row in row_numbers(found["rows"])
    ]
    return tuple(dict.fromkeys(addresses))


def _of_rows(named: list[re.Match[str]], begin: int, until: int) -> str | None:
    """The section or part of rows: that which is named right behind them, else the next one, else the last before."""
    behind = [one[1] for one in named if one.start() >= begin]
    within = [one[1] for one in named if begin <= one.start() < until]
    before = [one[1] for one in named if one.start() < begin]
    return next((each[0] for each in (within, before[-1:] or behind, behind) if each), None)


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
    """Rows of a decision that an address fits; its annex counts where the rows say in which one they stand."""
    given = tuple(rows)
    marked = [_annex_of(row) for row in given]
    here = given
    if address.annex is not None and any(marked):
        wanted = natural(address.annex)  # "Phụ lục 2" is "Phụ lục II"
        here = tuple(row for row, mark in zip(given, marked, strict=True) if mark in {None, wanted})
    return tuple(row for row in here if _is_at(row, address))


def _annex_of(row: DecisionItem) -> Natural | None:
    found = _MARK_OF_ANNEX.match(row.part or "")
    return natural(found["number"]) if found else None


#: Words of a part of a list and no others: what else stands there may hold it to less.
_PART_ALONE = re.compile(
    r"(?:(?:toan bo|cac|nhung|noi dung|danh muc|thu tuc hanh chinh|thu tuc|tthc|tai|thuoc|o|cua|trong|nam|ban hanh|kem theo|va)\b"
    r"[ ,]*"
    r"|(?:muc|phan|phu luc)(?: so)? (?:[a-h]|[ivxl]{1,6}|\d{1,2})(?:\.\d{1,2})*\b[ ,]*|phu luc\b[ ,]*)+"
)
_LEVELS = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_LEVEL = re.compile(rf"\bcap ({'|'.join(_LEVELS)})\b")


def levels_of_part(text: str) -> frozenset[Level]:
    """The levels to which words hold a part of a list: "danh mục cấp huyện kèm theo …"; none where they say none."""
    return frozenset(_LEVELS[word] for word in _LEVEL.findall(fold(text)))


def rows_in_part(text: str, rows: Iterable[DecisionItem], *, alone: bool = False) -> tuple[DecisionItem, ...]:
    """Rows of the annex, part or section that words name; none where they name none, or several of a kind.

    `alone`: only where the words speak of nothing else.
    """
    folded = fold(text).strip(" .,;()")
    named = [set(one.findall(folded)) for one in (_SECTION, _PART, _ANNEX)]
    if not any(named) or any(len(one) > 1 for one in named):
        return ()
    if alone and _PART_ALONE.fullmatch(folded) is None:
        return ()
    section, part, annex = (next(iter(one), None) for one in named)
    given = tuple(rows)
    if annex is not None and not all(_annex_of(row) for row in given):
        return ()
    return rows_at_address(RowAddress(None, section, part, annex), given)


def _is_at(row: DecisionItem, address: RowAddress) -> bool:
    if address.row is not None and (row.row_no or "").strip().rstrip(".").lstrip("0") != address.row:
        return False
    within = _MARK_OF_ANNEX.sub("", row.part or "")  # "PL I" is no "mục I"
    path = [component.lower().rstrip(".") for component in _COMPONENT.findall(within)]
    for wanted in (address.part, address.section):
        if wanted is None:
            continue
        if wanted not in path:
            return False
        path = path[path.index(wanted) + 1 :]
    return True
