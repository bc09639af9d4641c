"""Headings of a scan in which single words were not surely recognised: what is proven of them all the same.

A heading is made of few words. One that was read as such a word is that word, however faint its marks: no two of
them are alike ("bãi bỏ", "ban hành mới"). A section's mark is proven by the ones before it, and what reads like the
next one ("H" where "II" must stand) is the next one. A name of a sector, and a count, need a sure reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.heading_patterns import Heading, rank_of
from niemyet.transforms.language.text import fold

#: The words that headings of annexes are made of (DOMAIN §2.3), without sectors' names; folded.
_WORDS = frozenset(
    [
        "phu",
        "luc",
        "danh",
        "muc",
        "thu",
        "tuc",
        "hanh",
        "chinh",
        "tthc",
        "linh",
        "vuc",
        "cap",
        "tinh",
        "huyen",
        "xa",
        "bo",
        "trung",
        "uong",
        "phuong",
        "thanh",
        "pho",
        "thi",
        "tran",
        "dac",
        "khu",
        "ban",
        "moi",
        "cong",
        "bo",
        "sua",
        "doi",
        "bo",
        "sung",
        "thay",
        "the",
        "bi",
        "duoc",
        "bai",
        "huy",
        "het",
        "hieu",
        "luc",
        "thi",
        "chuan",
        "hoa",
        "dinh",
        "chinh",
        "giu",
        "nguyen",
        "thuoc",
        "tham",
        "quyen",
        "giai",
        "quyet",
        "tiep",
        "nhan",
        "quan",
        "ly",
        "cua",
        "va",
        "cac",
        "trong",
        "tren",
        "dia",
        "dung",
        "chung",
        "uy",
        "nhan",
        "dan",
        "ubnd",
        "so",
        "nganh",
        "phan",
        "chuc",
        "nang",
        "pham",
        "vi",
        "kem",
        "theo",
    ]
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: What recognition takes Roman numbers for, seen on scans of 150 to 200 dots per inch.
_LOOKS_LIKE = {
    "I": {"I", "l", "1", "|", "i", "Í", "Ï"},
    "II": {"II", "IL", "LI", "H", "ll", "Il", "lI", "1I", "I1", "11", "U", "Ii", "iI", "ÏI", "IÏ", "TI", "N"},
    "III": {"III", "HI", "IH", "lll", "Ill", "111", "M", "IIl", "lII", "IU", "UI", "HL", "TII", "IIL", "ILI"},
    "IV": {"IV", "lV", "1V", "TV", "|V", "IY", "Iv", "ÏV"},
    "V": {"V", "v", "Y", "Ư"},
    "VI": {"VI", "Vl", "V1", "VÌ", "Vi"},
}


#: Words that change what a heading sets; what was read as something far from all of them hides none of them.
_ACTING = (
    "bai", "bo", "huy", "thay", "the", "sua", "doi", "moi", "hanh", "ban", "chinh", "chuan", "hoa", "tinh", "huyen", "xa",
)  # fmt: skip
#: After these words a level, or who decides, is named.
_BEFORE_LEVEL = frozenset(("cap", "ubnd", "dan", "tham", "quyen", "dung"))


@dataclass(frozen=True, slots=True)
class Settled:
    """A heading as far as it is proven, and what it may have said besides."""

    heading: Heading
    unknown: tuple[str, ...] = ()


def settled(heading: Heading, unsure: Sequence[str], before: Sequence[Heading]) -> Settled | None:
    """What of a heading is proven although `unsure` words of it are not sure; None where nothing is.

    `before`: the headings that are open, and that ended just now, from the top down.
    """
    if not unsure or not heading.sets_anything:
        return None
    unknown: tuple[str, ...] = ()
    for word in unsure:
        bare = word.strip(" .,:;()[]-–“”\"'")
        folded = fold(bare)
        if not bare or folded in _WORDS:
            continue
        if heading.sector and folded in fold(heading.sector).split():
            heading, unknown = replace(heading, sector=None), ("sector",)
        elif heading.count is not None and re.sub(r"\D", "", bare):
            heading = replace(heading, count=None)
        elif (marked := _with_mark(heading, bare, before)) is not None:
            heading = marked
        elif not _is_harmless(heading, folded):
            return None
    return Settled(heading, unknown)


def _is_harmless(heading: Heading, word: str) -> bool:
    """Whether a word, whatever it truly is, says nothing of action and level: far from their words and their place."""
    words = fold(heading.text).split()
    places = [place for place, other in enumerate(words) if word in other]
    beside = any(place and words[place - 1].strip(",;(") in _BEFORE_LEVEL for place in places)
    return bool(places) and len(word) > 2 and not beside and all(_distance(word, one) > 1 for one in _ACTING)


def _distance(one: str, other: str) -> int:
    """Edit distance of two short words."""
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, sign_of_other in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (sign != sign_of_other))
    return row[-1]


def _with_mark(heading: Heading, word: str, before: Sequence[Heading]) -> Heading | None:
    """The heading under the mark that must stand here, where `word` can be it."""
    if heading.mark is None or word != heading.mark:
        return None
    for mark in _expected(before):
        if word in _LOOKS_LIKE.get(mark, {mark}):
            return replace(heading, mark=mark, rank=rank_of(mark))
    return None


def _expected(before: Sequence[Heading]) -> list[str]:
    """The marks that may come next: after each open heading its successor or its first child, or a first mark."""
    marks = [one.mark for one in before if one.mark is not None and not one.is_annex]
    following = [
        after for mark in reversed(marks) for after in (_next(mark), f"{mark}1", f"{mark}.1") if after
    ]
    return [*following, *(first for first in ("I", "A", "1") if first not in marks)]


def _next(mark: str) -> str | None:
    parted = re.fullmatch(r"(.*?)([IVX]+|\d+|[A-Z])", mark)
    if parted is None:
        return None
    last = parted[2]
    if last in _ROMAN[:-1]:
        return parted[1] + _ROMAN[_ROMAN.index(last) + 1]
    if last.isdigit():
        return f"{parted[1]}{int(last) + 1}"
    return parted[1] + chr(ord(last) + 1) if len(last) == 1 and last < "Z" else None
