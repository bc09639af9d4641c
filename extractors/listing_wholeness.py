"""Whether a listing is one whole list of one unit, as its rows and the lines beside them tell."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from niemyet.transforms.language.text import clean, fold, key

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


_FIRST_AND_SECOND = re.compile(r"1[.)/] ?[^\W\d_].* 2[.)/] ?[^\W\d_]|[-–•+] [^\W\d_].* [-–•+] [A-ZĐ]")
_MAY_BE_FIRST = frozenset("1-–•+")
_LEADS_ON = frozenset({"va", "hoac", "viec", "ve", "hop", "voi", "tuc", "cho", "la", "theo", "cua", "xoa"})
_WORDS_OF_A_NAME = 3  # the least that a name of its own has; chosen, not measured


@lru_cache(maxsize=1 << 14)
def holds_two_names(name: str) -> bool:
    """Whether one cell holds the names of two procedures: its first words begin again, large, and go on otherwise.

    "Đăng ký kết hôn Đăng ký khai tử", "1. … 2. …"; not "Cấp phép; Cấp lại …", and no name that its source wrote twice.
    """
    if name[:1] in _MAY_BE_FIRST and _FIRST_AND_SECOND.match(name):
        return True
    words = name.split()
    if not words or words.count(words[0]) == 1 or not words[0][0].isupper():
        return False
    for at in range(_WORDS_OF_A_NAME, len(words) - _WORDS_OF_A_NAME + 1):
        begins = words[at : at + 2] == words[:2]
        if begins and words[at - 1][-1].isalnum() and fold(words[at - 1]) not in _LEADS_ON:
            return not may_be_one(" ".join(words[:at]), " ".join(words[at:]))
    return False


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be those of cases of one procedure."""
    words, others = key(one).split(), key(other).split()
    if "".join(words) in "".join(others) or "".join(others) in "".join(words):
        return True
    alike = next((n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), len(words))
    return alike * 2 > min(len(words), len(others))


#: "UBND xã Tam Anh", "Trung tâm PVHCC phường Hòa Cường": a level of units has no name behind its word.
_UNIT = re.compile(
    r"\b(?:ubnd|uy ban nhan dan|trung tam(?: phuc vu hanh chinh cong| pvhcc)?|bo phan mot cua|tai|cua|don vi) "
    r"(?:cua |tai )?(?P<unit>(?:xa|phuong|thi tran|dac khu) [a-z0-9]+(?: [a-z0-9]+){0,2}?)"
    r"(?= *(?:[-–,;:.(]|tinh|huyen|thanh pho|nam|$))"
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
