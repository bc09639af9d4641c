"""Whether a listing is one whole list of one unit, as its rows and the lines beside them tell."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from niemyet.transforms.language.text import clean, fold
from niemyet.transforms.language.two_names import may_be_one

_SERIAL = re.compile(r"0*(\d{1,4})\s*[.)]?")


def serial_of(text: str) -> int | None:
    """The number of a row ("07", "7."); None for "I.1", "2a" and for none."""
    found = _SERIAL.fullmatch(text.strip())
    return int(found[1]) if found else None


def jumps(serials: Iterable[int | None]) -> Iterator[tuple[int, int]]:
    """Where numbers of rows leave some out: the number before and the one after.

    A number may come again (a row for each level), and numbering may begin anew; rows without a number tell nothing.
    """
    numbers = [number for number in serials if number is not None]
    yield from ((one, other) for one, other in pairwise(numbers) if other > one + 1)


def named_twice(rows: Iterable[tuple[str | None, str]]) -> Iterator[tuple[str, str, str]]:
    """Codes that stand before two names which cannot be one procedure's, each with both names.

    A case has its procedure's name with more behind it: two names that begin alike over half of the shorter one are
    cases (chosen, not measured).
    """
    first: dict[str, str] = {}
    for code, name in rows:
        if code is None or not name:
            continue
        before = first.setdefault(code, name)
        if not may_be_one(before, name):
            yield code, before, name


#: "UBND xã Tam Anh", "Trung tâm PVHCC phường Hòa Cường": a level of units has no name behind its word.
_UNIT = re.compile(
    r"\b(?:ubnd|uy ban nhan dan|trung tam(?: phuc vu hanh chinh cong| pvhcc)?|bo phan mot cua|tai|cua|don vi) "
    r"(?:cua |tai )?(?P<unit>(?:xa|phuong|thi tran|dac khu) [a-z0-9]+(?: [a-z0-9]+){0,2}?)"
    r"(?= *(?:[-–,;:.(]|tinh|huyen|thanh pho|nam|va\b|$))"
)
_UNIT_ALONE = re.compile(
    r"(?:ubnd |uy ban nhan dan )?(?P<unit>(?:xa|phuong|thi tran|dac khu) [a-z0-9 ]{1,40})"
)
_OF_LEVELS = re.compile(
    r"^(?:xa|phuong|thi tran|dac khu) ?(?:,|phuong|xa|thi tran|dac khu|noi|moi|nay|khac|co)\b"
)
#: Labels of a column that says whose row it is, squashed.
UNIT_LABELS = frozenset(
    {
        "donvi",
        "tendonvi",
        "donviniemyet",
        "xaphuong",
        "phuongxa",
        "xa",
        "phuong",
        "tenxa",
        "donvihanhchinh",
        "ubndxa",
        "unit",
    }
)


def units_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The communes that headings of lists name, each once, as they are written."""
    return _each_once(
        text[one.start("unit") : one.end("unit")]
        for text in map(clean, texts)
        for one in _UNIT.finditer(fold(text))
    )


def units_in_column(texts: Iterable[str]) -> tuple[str, ...]:
    """The communes that a column of units names, each once; none where it names offices or levels."""
    shown = [clean(text).strip(" .") for text in texts]
    found = ((text, _UNIT_ALONE.fullmatch(fold(text))) for text in shown)
    return _each_once(text[one.start("unit") :] for text, one in found if one is not None)


def _each_once(units: Iterable[str]) -> tuple[str, ...]:
    named = {fold(unit): unit for unit in units}
    return tuple(unit for folded, unit in named.items() if not _OF_LEVELS.match(folded))
