"""Numbers and symbols of decisions as pages print them: "12/QĐ-UBND", "Số 02204/QĐ-UBND.", "12/2026/QĐ-SNN".

Every office counts its own decisions, so "12/QĐ-UBND" and "12/QĐ-SNN" are two documents.
"""

import re
from collections.abc import Iterator

from niemyet.transforms.language.text import fold

_WORD = r"[^\W\d_]+"
#: A number, perhaps a year, and a symbol whose parts hang together by signs; a blank ends it ("12/QĐ-UBND ngày …").
_PRINT = re.compile(
    rf"(?<![\d/.-])(\d{{1,6}})\s*[/-]\s*(?:\d{{4}}\s*[/-]\s*)?({_WORD}(?:\s*[-–—.&/]\s*{_WORD})*)"
)
_DIGITS = re.compile(r"\d+")
#: "QĐ-UB" is an older print of the same office's symbol.
_SAME_OFFICE = {"ub": "ubnd"}


def prints_in(text: str) -> Iterator[str]:
    """Every number with a symbol that words bear, as they print it."""
    return (found.group() for found in _PRINT.finditer(text))


def number_of(text: str) -> str:
    """The number in front of a symbol, without leading zeros, for comparing two prints of it."""
    found = _DIGITS.search(text)
    return (found.group().lstrip("0") or "0") if found else fold(text)


def may_be_one(one: str, other: str) -> bool:
    """Whether two prints may be of one document: the same number, and no symbol that is another office's or kind's."""
    return number_of(one) == number_of(other) and _are_alike(_symbol(one), _symbol(other))


def bears(text: str, number: str) -> bool:
    """Whether words bear a number as it is printed elsewhere: "2/QĐ-UBND" is no part of "12/QĐ-UBND"."""
    if _symbol(number):
        return any(may_be_one(one, number) for one in prints_in(text))
    wanted = number_of(number)
    if not wanted.isdigit():
        return bool(wanted) and wanted in fold(text)
    return re.search(rf"(?<!\d)0*{wanted}(?!\d)", text) is not None


def _symbol(text: str) -> tuple[str, ...]:
    found = _PRINT.search(text)
    words = re.findall(_WORD, fold(found.group(2))) if found else []
    return tuple(_SAME_OFFICE.get(word, word) for word in words)


def _are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Letters that changed places are a slip of the keyboard ("UBDN"); other letters are another office ("SNN", "SNV")."""
    if not one or not other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]  # "12/QĐ" leaves the office out
    return "".join(map(_letters, one)) == "".join(map(_letters, other))


def _letters(word: str) -> str:
    return "".join(sorted(word))
