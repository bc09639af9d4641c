"""What a bare fee counts, where only the label says it: "Phí (nghìn đồng)" above "50". A time stays as it is printed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from niemyet.extractors.decisions.columns import Column
from niemyet.transforms.language.text import clean, fold

#: Columns whose bare numbers bear the unit of their label.
COUNTED = frozenset({Column.FEE, Column.FEE_CHARGE, Column.FEE_ONLINE})
#: "10", "3,5", "50.000", "05/03", "10 - 15"; any word beside it says itself what it counts.
_BARE = re.compile(r"\d[\d.,]*(?: ?[-–/;+] ?\d[\d.,]*)*")
_BARE_LINE = re.compile(r"^[\d.,–/;+ -]+$", re.MULTILINE)
_BEFORE = r"(?:dvt|don vi(?: tinh)?|tinh (?:bang|theo)) ?:? ?"
_UNITS = r"(?:(?:nghin |ngan |trieu |1[.,]?000 ?)?(?:dong|vnd|d)(?: ?/ ?[a-z]+(?: [a-z]+){0,3})?)"
_STATED = re.compile(
    rf"(?:[(\[] ?(?:{_BEFORE})?(?P<bracket>{_UNITS}) ?[)\]]|\b{_BEFORE}(?P<told>{_UNITS})(?![a-z]))"
)


def counted(column: Column, label: str, text: str) -> str:
    """A value with what its column's label says that it counts; as it is where it says so itself, or no label does."""
    if (
        column not in COUNTED
        or _BARE.fullmatch(text) is None
        or not any(sign in "123456789" for sign in text)
    ):
        return text
    unit = _unit(label)
    return f"{text} {unit}" if unit else text


#: "Đơn vị tính: nghìn đồng" beside a list; a bare fee is in đồng without it.
_UNIT_OF_A_LIST = re.compile(
    r"\W*(?:don vi(?: tinh)?|dvt)\b[^:]{0,30}: ?(?:(?:nghin|ngan|trieu|1[.,]?000|10{3,}) ?(?:dong|d|vnd)?|ngay|gio)\b.*"
)


def counts_values(line: str, values: Iterable[str | None]) -> bool:
    """Whether a line beside a list says what its bare numbers count, and there are such numbers."""
    if _UNIT_OF_A_LIST.fullmatch(fold(line)) is None:
        return False
    return any(value is not None and _BARE.fullmatch(value) is not None for value in values)


def has_bare_line(lines: str) -> bool:
    """Whether one of some texts, each on a line of its own, may be a number alone: then its label must be asked."""
    return _BARE_LINE.search(lines) is not None


@lru_cache(maxsize=1 << 10)
def _unit(label: str) -> str | None:
    """The one unit that a label states, as it is written; two of them are none."""
    shown = clean(label)
    units = {
        shown[found.start(group) : found.end(group)].lower()
        for found in _STATED.finditer(fold(shown))
        for group in ("bracket", "told")
        if found[group]
    }
    if len(units) != 1:
        return None
    return re.sub(r"^1[.,]?000 ?", "nghìn ", units.pop())
