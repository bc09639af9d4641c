"""What a bare number of a column counts, where only the label says it: "Thời hạn (ngày)" above "10"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from niemyet.extractors.decisions.columns import Column
from niemyet.transforms.language.text import clean, fold

_TIMES = frozenset({Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME_ONLINE})
_FEES = frozenset({Column.FEE, Column.FEE_CHARGE, Column.FEE_ONLINE})
#: Columns whose bare numbers bear the unit of their label. A time stays as it is printed: "7" below "Thời hạn (ngày làm việc)".
COUNTED = _FEES
#: "10", "3,5", "50.000", "05/03", "10 - 15"; any word beside it says itself what it counts.
_BARE = re.compile(r"\d[\d.,]*(?: ?[-–/;+] ?\d[\d.,]*)*")
_BARE_LINE = re.compile(r"^[\d.,–/;+ -]+$", re.MULTILINE)
_BEFORE = r"(?:dvt|don vi(?: tinh)?|tinh (?:bang|theo)) ?:? ?"
_STATED = r"(?:[(\[] ?(?:{before})?(?P<bracket>{units}) ?[)\]]|\b{before}(?P<told>{units})(?![a-z]))"
_OF_TIMES = re.compile(
    _STATED.format(before=_BEFORE, units=r"(?:so )?(?:ngay(?: lam viec| lv)?|gio(?: lam viec)?|phut|thang)")
)
_OF_FEES = re.compile(
    _STATED.format(
        before=_BEFORE,
        units=r"(?:(?:nghin |ngan |trieu |1[.,]?000 ?)?(?:dong|vnd|d)(?: ?/ ?[a-z]+(?: [a-z]+){0,3})?)",
    )
)


def counted(column: Column, label: str, text: str) -> str:
    """A value with what its column's label says that it counts; as it is where it says so itself, or no label does."""
    if (
        column not in COUNTED
        or _BARE.fullmatch(text) is None
        or not any(sign in "123456789" for sign in text)
    ):
        return text
    unit = _unit(label, of_times=column in _TIMES)
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
def _unit(label: str, *, of_times: bool) -> str | None:
    """The one unit that a label states, as it is written; two of them are none."""
    shown = clean(label)
    pattern = _OF_TIMES if of_times else _OF_FEES
    said = [
        shown[found.start(group) : found.end(group)]
        for found in pattern.finditer(fold(shown))
        for group in ("bracket", "told")
        if found[group]
    ]
    units = {re.sub(r"^số ", "", one.lower()) for one in said}
    if len(units) != 1:
        return None
    return re.sub(r"^1[.,]?000 ?", "nghìn ", units.pop())
