"""Headings of a scan in which single words were not surely recognised: what is proven of them all the same.

A heading is made of few words. One that was read as such a word is that word, however faint its marks: no two of
them are alike ("bãi bỏ", "ban hành mới"). A section's mark is proven by the ones before it, and what reads like the
next one ("H" where "II" must stand) is the next one. A name of a sector, and a count, need a sure reading.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.heading_patterns import Heading, rank_by_words, rank_of
from niemyet.transforms.language.distance import edits
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
#: A mark of the right shape is printed so, wherever it stands: what is missing before it was not read.
_PROPER_MARK = re.compile(r"[IVX]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*")
#: What recognition takes marks for, seen on scans of 150 to 200 dots per inch.
_LOOKS_LIKE = {
    "I": {"I", "l", "1", "|", "i", "Í", "Ï", "L", "Ị", "T", "J", "!", "Ụ", "Ù", "Ủ", "U", "D"},  # the last ones: "I)"
    "II": {
        "II", "IL", "LI", "H", "ll", "Il", "lI", "1I", "I1", "11", "U", "Ii", "iI", "ÏI", "IÏ", "TI", "N", "IÍ", "ÍI", "IT",
        "HI", "IH", "LL", "IE", "ĐI",
    },
    "III": {
        "III", "HI", "IH", "lll", "Ill", "111", "M", "IIl", "lII", "IU", "UI", "HL", "TII", "IIL", "ILI", "HÍ", "HĨ",
        "IHI", "HII", "LII", "II",
    },
    "IV": {"IV", "lV", "1V", "TV", "|V", "IY", "Iv", "ÏV", "LV", "IW", "W"},
    "V": {"V", "v", "Y", "Ư", "W"},
    "VI": {"VI", "Vl", "V1", "VÌ", "Vi", "VL", "VỊ"},
    "A": {"A", "Á", "À", "Ạ", "Ã", "Â", "Ă", "4", "a"},
    "B": {"B", "8", "E", "R", "Ð", "b"},
    "C": {"C", "€", "G", "c", "Ç", "("},
    "D": {"D", "Đ", "Ð", "Ñ", "O", "0"},
    "1": {"1", "l", "i", "Ì"},
    "2": {"2", "Z", "z"},
    "3": {"3", "Ề", "S"},
}  # fmt: skip
#: Signs by the upright strokes that they are made of, without the dots between the parts of a mark.
_STROKES = str.maketrans(
    {
        **dict.fromkeys("Il|LiÍÏÌỊTJ!1", "1"), **dict.fromkeys("HNU", "11"), "M": "111", "Z": "2", "z": "2", ".": "",
    }
)  # fmt: skip
#: What a closing bracket behind a mark is read as.
_BRACKETS = "DJR"
#: As many signs as a mark has at most where nobody can say which one it is; chosen, not measured.
_LONGEST_MARK = 4


#: Words that change what a heading sets; what was read as something far from all of them hides none of them.
_ACTING = (
    "bai", "bo", "huy", "thay", "the", "sua", "doi", "moi", "hanh", "ban", "chinh", "chuan", "hoa", "tinh", "huyen", "xa",
)  # fmt: skip
#: Lines of who signs, and for whom; folded.
_SIGNING = frozenset(
    (
        "chu tich", "pho chu tich", "kt. chu tich", "tm. uy ban nhan dan", "giam doc", "pho giam doc", "kt. giam doc",
        "bo truong", "thu truong", "kt. bo truong", "noi nhan", "nguoi ky",
    )
)  # fmt: skip
#: After these words a level, or who decides, is named.
_BEFORE_LEVEL = frozenset(("cap", "ubnd", "dan", "tham", "quyen", "dung"))


@dataclass(frozen=True, slots=True)
class Settled:
    """A heading as far as it is proven, and what it may have said besides."""

    heading: Heading
    unknown: tuple[str, ...] = ()


def settled(
    heading: Heading, unsure: Sequence[str], before: Sequence[Heading], empty: Collection[str | None] = ()
) -> Settled | None:
    """What of a heading is proven although `unsure` words of it are not sure; None where nothing is.

    `before`: the headings that are open, and that ended just now, from the top down; `empty`: the marks of those below
    which no row stands yet, None for one without a mark: then all below that one have none.
    """
    if unsure and heading.is_annex:
        return _settled_annex(heading, unsure, before)
    if not unsure or not heading.sets_anything:
        return None
    unknown: tuple[str, ...] = ()
    # A mark may be told twice: as it stands in its heading, and without its full stop.
    for bare in dict.fromkeys(word.strip(" .,:;()[]-–“”\"'/") for word in unsure):
        folded = fold(bare)
        if not bare or (folded in _WORDS and bare != heading.mark) or _is_of_its_word(heading, bare):
            continue
        if _is_mark(heading, bare):
            marked = _of_a_kind(heading, bare, before) or _with_mark(heading, bare, before, empty)
            if marked is None:
                return None
            heading = marked
        elif heading.sector and folded in fold(heading.sector).split():
            heading, unknown = replace(heading, sector=None), ("sector",)
        elif heading.count is not None and re.sub(r"\D", "", bare):
            heading = replace(heading, count=None)
        elif not _is_harmless(heading, folded):
            return None
    return Settled(heading, unknown)


def _is_of_its_word(heading: Heading, bare: str) -> bool:
    """Whether doubtful letters are a part of "LĨNH VỰC" that was put right: "2.L ÍNH VỰC"."""
    return heading.says_sector and len(bare) > 1 and fold(bare) in "linh" and bare not in heading.text


def _is_harmless(heading: Heading, word: str) -> bool:
    """Whether a word, whatever it truly is, says nothing of action and level: far from their words and their place."""
    words = fold(heading.text).split()
    places = [place for place, other in enumerate(words) if word in other]
    beside = any(place and words[place - 1].strip(",;(") in _BEFORE_LEVEL for place in places)
    return bool(places) and len(word) > 2 and not beside and all(edits(word, one) > 1 for one in _ACTING)


def says_nothing(text: str, unsure: Sequence[str]) -> bool:
    """Whether a line in capitals is surely no heading that sets anything: who signs, or words of which none is, or may
    be, one that headings are made of ("TRUYỀN THÔNG", the end of a title)."""
    if fold(text).strip(" .,:;/") in _SIGNING:
        return True
    doubtful = [fold(word.strip(" .,:;()[]-–“”\"'/")) for word in unsure]
    # A short word is near to any other.
    return bool(doubtful) and all(
        len(word) > _LONGEST_MARK and all(edits(word, one) > 1 for one in _WORDS) for word in doubtful
    )


def _settled_annex(heading: Heading, unsure: Sequence[str], before: Sequence[Heading]) -> Settled | None:
    """ "PHỤ LỤC II" whose number alone is not sure: an annex it is, the next one if it looks like that, or one without
    a number."""
    numbers = [bare for word in unsure if fold(bare := word.strip(" .,:;()-–")) not in _WORDS and bare]
    if heading.sets_anything or len(numbers) > 1:
        return None
    held = next((one.mark for one in before if one.is_annex and one.mark), "PL ")
    after = (_next(held) if held != "PL" else None) or "PL I"
    is_next = all(f"PL {number}" == after or number in _LOOKS_LIKE.get(after[3:], ()) for number in numbers)
    return Settled(replace(heading, mark=after if is_next and numbers else "PL") if numbers else heading)


def _is_mark(heading: Heading, word: str) -> bool:
    """Whether an unsure word stands where the mark does: it is the mark, or what was read of one that is none."""
    if heading.mark is not None:
        return word == heading.mark
    first = heading.text.lstrip("([“\"'|.").startswith(word)
    is_word = word.islower() or (word.istitle() and len(word) > 1)
    return first and len(word) <= _LONGEST_MARK and not is_word


def _with_mark(
    heading: Heading, word: str, before: Sequence[Heading], empty: Collection[str | None]
) -> Heading | None:
    """The heading under the mark that must stand here, where `word` can be it and no other one; without a mark where it
    is a first one, whichever ("l" for I or 1): it stands below what is open."""
    found = _candidates(word, before, empty)
    is_first = len(found) > 1 and all(mark in _FIRST for mark in found)
    is_none = not found and _PROPER_MARK.fullmatch(word) is None and _ends_nothing(before, empty)
    if (is_first or is_none) and _alike(heading, before) is None:
        return replace(heading, mark=None, rank=rank_by_words(heading))
    mark = found[0] if len(found) == 1 else None
    return replace(heading, mark=mark, rank=rank_of(mark)) if mark is not None else None


def _ends_nothing(before: Sequence[Heading], empty: Collection[str | None]) -> bool:
    """Whether a heading stands below all that is open, whatever its mark is: nothing but the captions of the list stand
    above it, or a section that has no row yet and is not said to have none."""
    last = before[-1] if before else None
    if last is None:
        return False
    if last.is_annex or last.rank in _OF_WHOLE:
        return True
    return last.mark in empty and last.count != 0


def _meant(word: str, before: Sequence[Heading], empty: Collection[str | None]) -> str | None:
    """The one mark that may stand here and that `word` is, or looks like."""
    found = _candidates(word, before, empty)
    return found[0] if len(found) == 1 else None


def _candidates(word: str, before: Sequence[Heading], empty: Collection[str | None]) -> list[str]:
    """The marks that may stand here and that `word` is, or looks like.

    A section without a row is not over: what stands below "I" right away, and looks like "II" as well as like "I.1",
    is its first part.
    """
    expected = _expected(before)
    if word in expected:
        return [word]
    over = {_next(mark) for mark in empty if mark is not None}
    open_ones = [mark for mark in dict.fromkeys(expected) if mark not in over]
    alike = [mark for mark in open_ones if _looks_like(word, mark)]
    alike = alike or [mark for mark in open_ones if _has_parts_of(word, mark)]
    alike = alike or [mark for mark in open_ones if _has_strokes_of(word, mark)]
    if len({mark.replace(".", "") for mark in alike}) != 1:
        return alike
    return [min(alike, key=lambda mark: abs(mark.count(".") - word.count(".")))]


def _looks_like(word: str, mark: str) -> bool:
    """Whether recognition may make `word` of a mark; a bracket behind it looks like a D ("ID" of "I)")."""
    bare = word[:-1] if len(word) > 1 and word[-1] in _BRACKETS else word
    return word in _LOOKS_LIKE.get(mark, ()) or (bare != word and (bare == mark or _looks_like(bare, mark)))


def _has_parts_of(word: str, mark: str) -> bool:
    """The same for a mark of several parts, part by part: "IH.1" of II.1."""
    own, others = word.split("."), mark.split(".")
    return len(own) == len(others) > 1 and all(
        one == other or one in _LOOKS_LIKE.get(other, ()) for one, other in zip(own, others, strict=True)
    )


def _has_strokes_of(word: str, mark: str) -> bool:
    """The same for a mark of several parts, stroke by stroke: "H.1" and "11.1" of II.1, "22" of 2.2."""
    strokes = word.translate(_STROKES)
    digits = strokes.isdigit() and any(map(str.isdigit, word))
    return digits and len(strokes) > 1 and strokes == mark.translate(_STROKES)


def remarked(heading: Heading, before: Sequence[Heading], empty: Collection[str | None] = ()) -> Heading:
    """A recognised heading whose mark cannot stand here, under the only one that it can be: "H" after "I" is "II".

    A mark of the right shape stays as it is printed, in order or not; none of a list is L, 50.
    """
    if heading.is_annex or heading.rank.startswith("word:") or heading.rank in _OF_WHOLE:
        return heading
    if heading.mark is None:
        return _unmarked(heading, before)
    if "." in heading.mark and before and heading.mark == f"{before[-1].mark}.1":
        return heading  # "1.1" right below "1", whatever stands further up
    above = _alike(heading, before)
    if above is not None and above.rank == heading.rank and "L" not in heading.mark:
        return heading
    beside = above is not None and _kind(heading) == _SECTOR_ALONE and not _is_marked_surely(above)
    if above is not None and (beside or not _may_be_below(heading.mark, above)):
        placed = _of_a_kind(heading, heading.mark, before) or heading
        roman = any(heading.mark in _LOOKS_LIKE.get(mark, ()) for mark in _ROMAN if mark != heading.mark)
        lost = roman and heading.mark not in _ROMAN  # "H" is no mark of a list of three
        return replace(placed, mark=placed.mark or (None if lost else heading.mark))
    found = _meant(heading.mark, before, empty)
    if found is None or (rank_of(found) == heading.rank and "L" not in heading.mark):
        return heading
    return replace(heading, mark=found, rank=rank_of(found))


def _is_marked_surely(heading: Heading) -> bool:
    """Whether a heading stands where its mark puts it: that of another was read as none, or was not read."""
    return heading.mark is not None and heading.rank == rank_of(heading.mark)


def _may_be_below(mark: str, above: Heading) -> bool:
    """Whether a mark can begin what stands below a heading that speaks of the same: a first one, or one that goes on its."""
    return mark in _FIRST or bool(
        above.mark and mark != above.mark and mark.startswith(above.mark) and mark[-1] == "1"
    )


def _unmarked(heading: Heading, before: Sequence[Heading]) -> Heading:
    """A recognised heading without a mark, or with one that is none ("IH."), beside the marked one that speaks of the
    same: below what that one holds it would end with the next heading there, and what it says with it."""
    above = _alike(heading, before)
    if above is None or above.mark is None:
        return heading
    first = heading.text.split(maxsplit=1)[0].strip(" .,:;()[]-–“”\"'|")
    return _of_a_kind(heading, first, before) or heading


def _of_a_kind(heading: Heading, word: str, before: Sequence[Heading]) -> Heading | None:
    """The heading whose mark is `word` in the place of the open one that speaks of the same, whatever its mark is.

    A heading of levels ends the heading of levels before it, and all that stands below that one: the words count, not
    the mark. It has a mark where it can be the next one.
    """
    above = _alike(heading, before)
    if heading.is_annex or above is None:
        return None
    after = _next(above.mark) if above.mark is not None else None
    is_next = after is not None and (
        word in {after, after.replace(".", "")} or _looks_like(word, after) or _has_strokes_of(word, after)
    )
    mark = after if is_next else None
    return replace(heading, mark=mark, rank=above.rank)


def _alike(heading: Heading, before: Sequence[Heading]) -> Heading | None:
    """The open heading that speaks of the same as this one."""
    if not any(_kind(heading)):
        return None
    same = (
        one
        for one in before
        if not one.is_annex and one.rank not in _OF_WHOLE and _kind(one) == _kind(heading)
    )
    return next(same, None)


#: Marks that begin a row of sections.
_FIRST = frozenset({"I", "A", "1", "a"})
#: Ranks of headings that stand above a whole list.
_OF_WHOLE = frozenset({"title", "opening"})


def is_alike(one: Heading, other: Heading) -> bool:
    """Whether two headings speak of the same."""
    return _kind(one) == _kind(other)


#: Of a heading that names a sector and nothing else: none of them stands below another one.
_SECTOR_ALONE = (False, False, True)


def _kind(heading: Heading) -> tuple[bool, bool, bool]:
    """What a heading speaks of: action, level, sector."""
    return (
        bool(heading.actions),
        bool(heading.levels or heading.authority or heading.shared),
        bool(heading.sector),
    )


def _expected(before: Sequence[Heading]) -> list[str]:
    """The marks that may come next: after each open heading its successor or its first child, or a first mark."""
    marks = [one.mark for one in before if one.mark is not None and not _counts_apart(one)]
    following = [
        after
        for mark in reversed(marks)
        for after in (_next(mark), None if mark[-1].isdigit() else f"{mark}1", f"{mark}.1")
        if after
    ]
    return [*following, *(first for first in ("I", "A", "1") if first not in marks)]


def _counts_apart(heading: Heading) -> bool:
    """Whether a mark is one of its own row, which others below it begin anew: "Phụ lục I", "PHẦN I"."""
    return heading.is_annex or heading.rank.startswith("word:")


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
