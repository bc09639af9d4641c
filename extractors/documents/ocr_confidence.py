"""How sure a recognised text is. Codes and numbers are read twice, by two models; what differs is not sure.

Measured on codes drawn, noised, blurred and compressed (tests/test_documents_scan.py draws the same): one model read
twice, at two sizes, agreed with itself on wrong digits in 8 of 1,000 bad pictures; two models agreed on none.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from niemyet.extractors.documents.lines import joined_lines
from niemyet.extractors.documents.ocr_misreadings import mended, proven
from niemyet.extractors.documents.picture import INK, Picture
from niemyet.extractors.documents.recognition import (
    RecognisedWord,
    Shape,
    read_again,
    read_words,
    read_words_again,
    second_reader,
)
from niemyet.transforms.language.text import clean

#: Below it a text must be seen by a person. See `benchmarks` for what it costs and saves.
SURE: Final = 0.7

AGREED: Final = 0.95  # two models read the same code; chosen, not measured
_AGREED_LATER: Final = 0.8  # they did so at another size only; chosen, not measured
_REPAIRED: Final = 0.6  # both read the same digits, but no dot between them; chosen, not measured
UNSURE: Final = 0.3  # of a code that no two models read alike, well below SURE; chosen, not measured
UNSURE_WORD: Final = 0.6  # no two readings of a word agree; chosen, not measured

#: Digits are read at about 210 dots per inch, where the grain is less; words at 300, for their marks.
CODE_ZOOM: Final = 0.7
_ROOM: Final = 12  # white pixels around what is read; chosen, not measured
_ONE_LINE: Final = 46  # pixels: two lines of the smallest print are taller; chosen, not measured
_TALLEST_LINE: Final = 84  # one line of 15 points with its marks above and below
_LETTER: Final = 14  # pixels: a lower-case letter of 7 points is as tall

_CONFUSED: Final = str.maketrans(
    {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "h": "H", ",": ".", ":": "."}
)
_CODE: Final = r"[1-9]\.\d{6}(?:\.\d{2}(?!\d))?(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[HG]\d{2})?"
_BASE: Final = re.compile(r"(?<!\d)[1-9]\.\d{6}(?!\d)")
_CODES: Final = re.compile(rf"(?:{_CODE})+")
_DOTLESS: Final = re.compile(r"([1-9])(\d{6})")
_LIKE_CODE: Final = re.compile(r"(?=(?:.*\d){4})[\dOolI|.,:HGh-]{6,}")
_MARK: Final = re.compile(r"\(?(?:\d{1,3}|[IVX]{1,5}|[A-HĐ]\d?)(?:\.\d{1,2}){0,3}[.)]?")
_MARK_LIKE: Final = re.compile(r"[^\w]?[A-ZĐ\dlIiƯÚÙU|@®©Œ°]{1,4}(?:\.\d{0,2}){0,3}[^\w]?")
_ROW_NUMBER: Final = re.compile(r"^\d{1,3}[.)]?\s+(?=[1-9][.,]\s?\d)")
#: The same where no blank was seen behind it: "3.1.004511" is the third row, no code begins so.
_ROW_NUMBER_JOINED: Final = re.compile(r"^(\d{1,3})\.(?=[1-9]\.\d{6}(?!\d))")
#: The sign of an agency on a line of its own, the full stop between them alone or not seen: "1.004511", "H77".
_AGENCY_APART: Final = re.compile(r"^([1-9]\.\d{6})([HG]\d{2})$")
_NUMBER: Final = re.compile(r"\d")
_SYLLABLE: Final = re.compile(r"[^\W\d_]{2,}")
#: A hook or a stroke on top of another mark, decomposed; below 250 dots per inch they are three grey dots.
_HOOK_OR_STROKE: Final = re.compile("[\u0302\u031b\u0306][\u0301\u0309]|[\u0301\u0309][\u0302\u031b\u0306]")
# Chosen, not measured:
_FEWEST_WORDS: Final = (
    3  # "Mã số mới" heads a column, "LĨNH VỰC ĐẤT" begins a heading; a misread code has none
)


class Area:
    """A part of a sheet as it is read: ink on white, its place kept."""

    def __init__(self, sheet: Picture, left: int, top: int, right: int, bottom: int) -> None:
        self.left, self.top = max(0, left), max(0, top)
        self.gray: Picture = sheet[self.top : max(self.top, bottom), self.left : max(self.left, right)]
        self.parts = _parts(self.gray)

    @property
    def empty(self) -> bool:
        """Whether there is nothing that a sign could be."""
        # Pixels of a dot at 300 dpi; chosen, not measured.
        return not bool((self.parts[:, 4] >= 12).any()) if len(self.parts) else True

    @property
    def height(self) -> int:
        """From the top of the ink to its bottom."""
        if not len(self.parts):
            return 0
        return int((self.parts[:, 1] + self.parts[:, 3]).max() - self.parts[:, 1].min())

    def shape(self) -> Shape:
        """Whether it holds one line or several."""
        if self.height <= _ONE_LINE:
            return Shape.LINE
        if self.height > _TALLEST_LINE:
            return Shape.BLOCK
        rows = np.asarray((self.gray < INK).any(axis=1), np.bool_)
        inked = np.flatnonzero(rows)
        third = self.height // 3
        middle = rows[inked[0] + third : inked[-1] - third]
        return Shape.LINE if middle.all() else Shape.BLOCK

    def picture(self, zoom: float, *, smooth: bool = False) -> Picture:
        """On white with room around it, at a size; smoothed where grain would hide digits."""
        framed = cv2.copyMakeBorder(self.gray, _ROOM, _ROOM, _ROOM, _ROOM, cv2.BORDER_CONSTANT, value=255)
        if smooth:
            framed = cv2.GaussianBlur(framed, (0, 0), 0.8)
        if zoom == 1:
            return np.asarray(framed, np.uint8)
        way = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(framed, None, fx=zoom, fy=zoom, interpolation=way), np.uint8)

    def words(self, shape: Shape, zoom: float = 1.0, *, smooth: bool = False) -> list[RecognisedWord]:
        """The words in it, placed on the sheet."""
        return self.placed(read_words(self.picture(zoom, smooth=smooth), shape), zoom)

    def placed(self, words: Iterable[RecognisedWord], zoom: float) -> list[RecognisedWord]:
        """Words of its picture at a size, placed on the sheet."""
        return [
            replace(
                word,
                left=round(word.left / zoom) - _ROOM + self.left,
                right=round(word.right / zoom) - _ROOM + self.left,
                top=round(word.top / zoom) - _ROOM + self.top,
                bottom=round(word.bottom / zoom) - _ROOM + self.top,
            )
            for word in words
        ]

    def missed(self, words: list[RecognisedWord]) -> list[tuple[int, int, int, int]]:
        """Boxes of what is as large as a letter and in no word."""
        out = []
        for left, top, width, height, pixels in self.parts.tolist():
            # Specks, in pixels of a 300 dpi page; chosen, not measured.
            if height < _LETTER or pixels < 40 or width > 12 * height:
                continue
            x, y = left + width / 2 + self.left, top + height / 2 + self.top
            if not any(w.left - 12 <= x <= w.right + 12 and w.top - 10 <= y <= w.bottom + 10 for w in words):
                out.append(
                    (left + self.left, top + self.top, left + width + self.left, top + height + self.top)
                )
        return out


def _parts(gray: Picture) -> npt.NDArray[np.int32]:
    """Connected things of ink: left, top, width, height, pixels of each."""
    if not gray.size:  # OpenCV ends the process on a picture without pixels
        return np.empty((0, 5), np.int32)
    _, _, stats, _ = cv2.connectedComponentsWithStats((gray < INK).astype(np.uint8), connectivity=8)
    return np.asarray(stats[1:], np.int32)


def read_area(
    sheet: Picture, left: int, top: int, right: int, bottom: int
) -> tuple[list[RecognisedWord], bool]:
    """The words of a part of a sheet, and whether all its ink went into them.

    What was left out at first is read again by itself: a lone digit in its cell is often not seen as a line.
    """
    area = Area(sheet, left, top, right, bottom)
    if area.empty:
        return [], True
    shape = area.shape()
    words = area.words(shape)
    missed = area.missed(words)
    if not missed:
        return words, bool(words) or not _has_letters(area)
    if not words:
        for other, zoom in (
            (Shape.LINE, CODE_ZOOM),
            (Shape.BLOCK, CODE_ZOOM),
            (Shape.LINE, 1.0),
            (Shape.WORD, 1.0),
            (Shape.SIGN, 1.0),
        ):
            if words := area.words(other, zoom):
                break
        missed = area.missed(words)
    for box in _strips(missed):
        more = Area(sheet, left, box[0] - 6, right, box[1] + 6) if shape is Shape.BLOCK else None
        if more is not None and (found := more.words(Shape.LINE)):
            words = _inserted(words, found)
    return words, not area.missed(words)


def _has_letters(area: Area) -> bool:
    return bool((area.parts[:, 3] >= _LETTER).any())


def _strips(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """Tops and bottoms of the lines that some boxes make."""
    out: list[tuple[int, int]] = []
    for _, top, _, bottom in sorted(boxes, key=lambda box: box[1]):
        if out and top < out[-1][1]:
            out[-1] = (out[-1][0], max(bottom, out[-1][1]))
        else:
            out.append((top, bottom))
    return out


def _inserted(words: list[RecognisedWord], found: list[RecognisedWord]) -> list[RecognisedWord]:
    """Words of a line put among the lines that were read; words that are there already are not said twice."""
    new = [
        word
        for word in found
        if not any(
            other.left < (word.left + word.right) / 2 < other.right
            and other.top < (word.top + word.bottom) / 2 < other.bottom
            for other in words
        )
    ]
    if not new:
        return words
    middle = sum(word.top + word.bottom for word in new) / (2 * len(new))
    lines: dict[int, list[RecognisedWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for number, line in lines.items():
        if min(w.top for w in line) < middle < max(w.bottom for w in line):
            joined = sorted(
                [*line, *(replace(word, line=number) for word in new)], key=lambda word: word.left
            )
            return [word for other, held in lines.items() for word in (joined if other == number else held)]
    before = [
        number
        for number, line in lines.items()
        if sum(w.top + w.bottom for w in line) / (2 * len(line)) < middle
    ]
    place = len(before)
    ordered = [*list(lines.values())[:place], new, *list(lines.values())[place:]]
    return [replace(word, line=number) for number, line in enumerate(ordered) for word in line]


# ---- codes -------------------------------------------------------------------------------------------------


def is_like_code(text: str) -> bool:
    """Whether a text holds little but digits and dots, as a code does, even a misread one."""
    return _LIKE_CODE.fullmatch(re.sub(r"\s", "", text)) is not None


def is_words(text: str) -> bool:
    """Whether a text is made of words, as no code is, however misread: a heading that stands in the column of codes."""
    return len(_SYLLABLE.findall(text)) >= _FEWEST_WORDS and not is_like_code(text)


def read_codes(
    sheet: Picture, box: tuple[int, int, int, int], words: list[RecognisedWord]
) -> tuple[str, float]:
    """A cell of codes read again: its text, and how sure it is.

    Two models that read the same well-formed codes are sure. Letters that stand for digits (O, l, a comma) are put
    right only when the second model saw the digits. Anything else is unsure, with the better reading as its text.
    """
    area = Area(sheet, *box)
    shape = area.shape()
    first = text_of(words)
    own = _squashed(text_of(area.words(shape, CODE_ZOOM, smooth=True)))
    other = _behind_number(first, read_again(area.picture(CODE_ZOOM, smooth=True), shape, codes=True))
    if own == other and _CODES.fullmatch(own):
        return _as_printed(first, own), AGREED
    own_again = _squashed(first)
    other_again = _behind_number(first, read_again(area.picture(1.0), shape, codes=True))
    agreed = {one for one in (own, own_again) if one in {other, other_again}}
    formed = sorted(one for one in agreed if _CODES.fullmatch(one))
    if len(formed) == 1:
        return _as_printed(first, formed[0]), _AGREED_LATER
    for one in (own, own_again):
        if _CODES.fullmatch(one) and (bases := _BASE.findall(one)) in (
            _BASE.findall(other),
            _BASE.findall(other_again),
        ):
            # What names a procedure was read alike twice; only the signs of the agency behind it were not.
            return _as_printed(first, one), _AGREED_LATER if bases else UNSURE
    if (base := _base_of_all((own, own_again), (other, other_again))) is not None:
        return base, _AGREED_LATER
    dotless = sorted(one for one in agreed if _DOTLESS.fullmatch(one))
    if len(dotless) == 1 and not formed:
        return _DOTLESS.sub(r"\1.\2", dotless[0]), _REPAIRED
    best = next((one for one in (other, own, other_again, own_again) if _CODES.fullmatch(one)), first)
    return best, UNSURE


def _base_of_all(ours: tuple[str, str], others: tuple[str, str]) -> str | None:
    """What names the one procedure of a cell, where both models read it alike and only signs behind it were not
    ("1.005344.000.00.00.H8I1"), or where one of them did not see its dot, but every digit."""
    both = [
        str(base[0])
        for mine in ours
        for other in others
        if (base := _BASE.findall(mine)) == _BASE.findall(other) and len(base) == 1
    ]
    if len(set(both)) == 1 and all(
        one.startswith(f"{both[0]}.") for one in (*ours, *others) if _BASE.search(one)
    ):
        return both[0]
    digits = {one.replace(".", "") for one in ours} & {one.replace(".", "") for one in others}
    seen = {one for one in (*ours, *others) if _BASE.fullmatch(one)}
    return next(iter(seen)) if len(seen) == 1 and {one.replace(".", "") for one in seen} == digits else None


def _as_printed(first: str, codes: str) -> str:
    """Codes as they were first read, with what stands between and before them, where that says the same."""
    joined = _ROW_NUMBER_JOINED.sub(r"\1. ", first)
    if joined == first and _AGENCY_APART.match(re.sub(r"\s", "", first)):
        return codes
    if _squashed(first) == codes and not re.search(r"[^\d.HG\s;,)]", first):
        return joined
    return "\n".join(found.group() for found in re.finditer(_CODE, codes))


def _squashed(text: str) -> str:
    """Without what parts codes, and without a row's number before the first."""
    bare = re.sub(r"[\s;]", "", _ROW_NUMBER.sub("", text.strip())).translate(_CONFUSED).strip(".-")
    return _AGENCY_APART.sub(r"\1.\2", _ROW_NUMBER_JOINED.sub("", bare))


def _behind_number(first: str, other: str) -> str:
    """The second reading of a cell without the row's number that the first one saw before its code: "51.004511"."""
    number = _ROW_NUMBER.match(first.strip())
    squashed = _squashed(other)
    return (
        squashed.removeprefix(re.sub(r"\D", "", number[0]))
        if number and _BASE.match(squashed) is None
        else squashed
    )


# ---- row numbers and marks -----------------------------------------------------------------------------------


def read_mark(
    sheet: Picture, box: tuple[int, int, int, int], words: list[RecognisedWord]
) -> tuple[str, float]:
    """A short cell read again: a row's number, the mark of a section ("A1.2", "IV"), a column's number "(3)"."""
    area = Area(sheet, *box)
    first, sure = text_of(words), least_sure(words)
    other = read_again(area.picture(CODE_ZOOM, smooth=True), Shape.LINE, codes=False)
    if _bare(first) == _bare(other):
        return (first if len(first) >= len(other) else other), max(sure, _AGREED_LATER)
    stroke = not any(map(str.isalnum, first))  # "|" for "I"
    if _MARK.fullmatch(other) and (stroke or not _MARK_LIKE.fullmatch(first)):
        return other, _REPAIRED
    return first, min(sure, UNSURE) if _MARK_LIKE.fullmatch(first) else sure


def _bare(mark: str) -> str:
    """A mark without what stands around it, in capitals: an x in a column and an X are one mark."""
    return re.sub(r"[\s().,/:;|'\"-]", "", mark).upper()


# ---- numbers in other texts ----------------------------------------------------------------------------------


def with_numbers_checked(sheet: Picture, words: list[RecognisedWord]) -> list[RecognisedWord]:
    """Words with digits, and the mark before the first word, read again; where they differ the word is unsure."""
    out = [_checked(sheet, word) if _NUMBER.search(word.text) else word for word in words]
    out = _checked_in_lines(sheet, out)
    if len(out) > 1 and not out[0].text.isdigit() and _MARK_LIKE.fullmatch(out[0].text):
        first = out[0]
        beside = [word for word in out[1:4] if word.line == first.line]  # a mark alone is often misread
        area = _around(sheet, first, *beside)
        others = (read_again(area.picture(zoom), Shape.LINE, codes=False) for zoom in (CODE_ZOOM, 1.0))
        if not any(_bare((other.split() or [""])[0]) == _bare(first.text) for other in others):
            out[0] = replace(first, confidence=min(first.confidence, UNSURE))
    return out


def _around(sheet: Picture, *words: RecognisedWord) -> Area:
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return Area(sheet, left - 5, top - 4, right + 5, bottom + 4)


def _checked(sheet: Picture, word: RecognisedWord) -> RecognisedWord:
    area = _around(sheet, word)
    code = is_like_code(word.text) and "." in word.text
    expected = _digits(word.text)
    for zoom in (CODE_ZOOM, 1.0):
        other = read_again(area.picture(zoom), Shape.LINE, codes=code)
        if _digits(other) == expected:
            whole = code or _same(other, word.text)  # a number's letters too: "1383/QĐ-UBND"
            return replace(word, confidence=max(word.confidence, _AGREED_LATER)) if whole else word
    return replace(word, confidence=min(word.confidence, UNSURE))


def _checked_in_lines(sheet: Picture, words: list[RecognisedWord]) -> list[RecognisedWord]:
    """Numbers that the second model reads otherwise by themselves, read by it again in their line: there it knows their
    height, and what is a digit."""
    unsure = [word for word in words if word.confidence <= UNSURE and _NUMBER.search(word.text)]
    sure: set[RecognisedWord] = set()
    for number in sorted({word.line for word in unsure}):
        mine = [word for word in unsure if word.line == number]
        area = _around(sheet, *(word for word in words if word.line == number))
        for zoom in (1.0, CODE_ZOOM):
            seen = area.placed(read_words_again(area.picture(zoom), Shape.LINE), zoom)
            sure |= {word for word in mine if _has_digits_of(word, seen)}
    return [replace(word, confidence=_AGREED_LATER) if word in sure else word for word in words]


def _has_digits_of(word: RecognisedWord, seen: list[RecognisedWord]) -> bool:
    """Whether the same digits were read where a word stands, in one word or in several."""
    there = [one.text for one in seen if one.left < word.right - 3 and word.left < one.right - 3]
    return bool(there) and _digits("".join(there)) == _digits(word.text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_CONFUSED))


# ---- texts ---------------------------------------------------------------------------------------------------


def text_of(words: list[RecognisedWord]) -> str:
    """Words as text: a blank between words, a line break between lines, none where a code or symbol goes on."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return joined_lines(" ".join(line) for line in lines.values())


def with_second_reading(
    sheet: Picture, words: list[RecognisedWord], *, careful: bool = False
) -> list[RecognisedWord]:
    """Words of letters, each line read by the second model too: what both read alike is sure, however faint.

    Where they differ a third reading decides between the two; what no two readings give is not sure. One model alone
    takes ổ for ố on grainy pages and is sure of it (docs/measurements.md, scans). `careful`: the page is grainy, and a
    letter with such marks needs three readings alike. Without a second model a word is as sure as the first one was, and
    such a letter of a grainy page is not.
    """
    if not second_reader():
        return with_phrases_proven([_alone(word) for word in words] if careful else words)
    out: list[RecognisedWord] = []
    for number in dict.fromkeys(word.line for word in words):
        out += _read_again_in_line(sheet, [word for word in words if word.line == number], careful=careful)
    return with_phrases_proven(out)


def with_phrases_proven(words: list[RecognisedWord]) -> list[RecognisedWord]:
    """Words that only one phrase of two words can be, as that phrase has them, and sure; a line's end parts none."""
    return [
        word if text is None else replace(word, text=text, confidence=max(word.confidence, _AGREED_LATER))
        for word, text in zip(words, proven([word.text for word in words]), strict=True)
    ]


def _alone(word: RecognisedWord) -> RecognisedWord:
    """A word of a grainy page that no second model reads."""
    doubtful = _is_of_letters(word) and _has_tone_alike(word.text)
    return replace(word, confidence=min(word.confidence, UNSURE_WORD)) if doubtful else word


def _read_again_in_line(sheet: Picture, line: list[RecognisedWord], *, careful: bool) -> list[RecognisedWord]:
    if not any(_is_of_letters(word) for word in line):
        return line
    area = _around(sheet, *line)
    line = with_phrases_mended(line)

    def again(zoom: float) -> list[RecognisedWord]:
        return with_phrases_mended(area.placed(read_words_again(area.picture(zoom), Shape.LINE), zoom))

    second = _in_places_of(line, again(1.0))
    alike = [_same(word.text, other) for word, other in zip(line, second, strict=True)]
    careful = careful and any(_has_tone_alike(word.text) for word in line)
    third = _in_places_of(line, again(CODE_ZOOM)) if careful or not all(alike) else second
    return [
        _voted(word, line, one, other, careful=careful) if _is_of_letters(word) else word
        for word, one, other in zip(line, second, third, strict=True)
    ]


def with_phrases_mended(line: list[RecognisedWord]) -> list[RecognisedWord]:
    """Words of a line in which only one phrase is possible, as that phrase has them."""
    whole = mended(" ".join(word.text for word in line)).split(" ")
    if len(whole) != len(line):
        return line
    return [
        replace(word, text=text) if _is_of_letters(word) else word
        for word, text in zip(line, whole, strict=True)
    ]


def _is_of_letters(word: RecognisedWord) -> bool:
    """Digits have a check of their own."""
    return any(map(str.isalpha, word.text)) and not _NUMBER.search(word.text)


def _in_places_of(line: list[RecognisedWord], seen: list[RecognisedWord]) -> list[str]:
    """For each word of a line what another reading has in its place; nothing where it has no word of its own there.

    Where one reading parts what the other holds together ("PHẦN I", "PHẦNI"), the same signs are the same words.
    """
    return [_in_place_of(word, line, seen) for word in line]


def _in_place_of(word: RecognisedWord, line: list[RecognisedWord], seen: list[RecognisedWord]) -> str:
    parts = [one for one in seen if word.left <= _middle(one) <= word.right]
    if len(parts) > 1:
        return word.text if _same("".join(one.text for one in parts), word.text) else ""
    found = next((one for one in seen if one.left <= _middle(word) <= one.right), None)
    if found is None:
        return ""
    held = [other for other in line if found.left <= _middle(other) <= found.right]
    if len(held) > 1:
        return word.text if _same("".join(other.text for other in held), found.text) else ""
    return found.text


def _middle(word: RecognisedWord) -> float:
    return (word.left + word.right) / 2


def _voted(
    word: RecognisedWord, line: list[RecognisedWord], second: str, third: str, *, careful: bool
) -> RecognisedWord:
    """A word as two of its three readings give it; not sure where none do, or where marks alike differ in one of them."""
    for one, other in ((word.text, second), (word.text, third), (second, third)):
        if not any(map(str.isalpha, one)) or not _same(
            one, other
        ):  # two marks of dirt are no word against a word
            continue
        text = _cased(one, other, word, line)
        if (
            careful
            and _has_tone_alike(one)
            and not (_same(one, second) and _same(one, third) and _same(one, word.text))
        ):
            return replace(word, text=text or one, confidence=min(word.confidence, UNSURE_WORD))
        return replace(word, text=text, confidence=max(word.confidence, _AGREED_LATER)) if text else word
    return replace(word, confidence=min(word.confidence, UNSURE_WORD))


def _same(one: str, other: str) -> bool:
    return clean(one).casefold() == clean(other).casefold()


def _has_tone_alike(text: str) -> bool:
    """Whether a word has a letter that is told from another by a hook or a stroke above a mark: ổ and ố, ẩ and ấ."""
    return _HOOK_OR_STROKE.search(unicodedata.normalize("NFD", text)) is not None


def _cased(one: str, other: str, word: RecognisedWord, line: list[RecognisedWord]) -> str | None:
    """Where only capitals differ ("BỊ bãi bỏ"), the reading that is written as the words beside it; None: neither."""
    if clean(one) == clean(other):
        return one
    small = any(any(map(str.islower, beside.text)) for beside in line if beside is not word)
    told = [text for text in (one, other) if text.isupper() is not small]
    return told[0] if len(told) == 1 else None


def unsure_words(words: list[RecognisedWord]) -> tuple[str, ...]:
    """The words that are not sure, as they were read, in order."""
    return tuple(word.text for word in words if word.confidence < SURE and any(map(str.isalnum, word.text)))


def least_sure(words: list[RecognisedWord]) -> float:
    """Confidence of the least sure word that says something; marks alone do not."""
    telling = [word.confidence for word in words if any(sign.isalnum() for sign in clean(word.text))]
    return round(min(telling or [word.confidence for word in words], default=0.0), 3)
