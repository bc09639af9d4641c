"""From the characters of a page to words, lines and paragraphs, by where they stand.

Signed PDFs hold spaces inside syllables ("v ận t ải", T14) and lack some between words; letters and their marks may
come apart and bold letters twice. What a person sees decides: a gap as wide as those between the words of the line is
a space, another is none.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from niemyet.extractors.documents.runs import Runs, add_run
from niemyet.model.records import Box
from niemyet.transforms.language.syllables import is_syllable
from niemyet.transforms.language.text import fold

# Shares of the size of the letters:
_RAISED = 0.4  # signs this much higher or lower stand on the same line; chosen, not measured
_LEVEL = 0.1  # what differs less in height stands on the same line; chosen, not measured
_BACK = 0.35  # a letter this much further left begins a new piece; chosen, not measured
_AWAY = 3.0  # a letter this much further right, too; chosen, not measured
_PLAIN_SPACE = 0.25  # the width of a space; chosen, not measured
_COLUMN_GAP = 1.5  # a gap this wide parts columns; chosen, not measured
#: Above and below the line that letters stand on; of the size, as in Times New Roman.
ASCENT, DESCENT = 0.9, 0.22


class Characters:
    """Signs of a page in the order of the file, in points from the upper left corner of the page as it is read.

    What holds between neighbours in the file is worked out for the whole page at once; where it tells a line as it is, nothing
    is made of its single signs. `at`: left, right, base and size of each as rows; size as "12 points" says it. `spaced`: a space
    stands in the file before this one; `blank`: one that the file itself writes. `fonts`: only where a font of the time before
    Unicode is used.
    """

    def __init__(
        self,
        signs: Sequence[str],
        at: NDArray[np.float64],
        spaced: NDArray[np.bool_],
        blank: NDArray[np.bool_] | None = None,
        fonts: list[str | None] | None = None,
    ) -> None:
        self.signs, self.at, self.fonts = signs, at, fonts
        left, right, base, size = at
        gaps = (left[1:] - right[:-1]) / size[1:]
        follows = (np.abs(base[1:] - base[:-1]) <= _LEVEL * size[1:]) & (left[1:] >= left[:-1] - 0.01)
        follows &= (gaps >= -_BACK) & (gaps < _AWAY)
        kinds = set(signs)
        are_marks = {sign: _is_mark(sign) for sign in kinds}
        if any(are_marks.values()):
            marks = np.array([*map(are_marks.__getitem__, signs)], dtype=bool)
            follows &= ~marks[1:] & ~marks[:-1]
        uneven = (base[1:] != base[:-1]) | (size[1:] != size[:-1])
        loose = ~spaced[1:] & (gaps > _LOOSE)
        doubtful = _doubtful_spaces(gaps, follows, spaced[1:])
        self.has_space, self._blank, self._gaps, self._follows = spaced, blank, gaps, follows
        self.breaks = _after(~follows)  # the signs that do not follow
        self.spaces = _after(spaced[1:])  # the signs before which a space stands in the file
        self.loose = _after(loose)  # those that follow without one, at a distance that letters seldom have
        self.uneven = _after(uneven)  # those of another height or size than the one before
        self.odd = _after(uneven | loose | doubtful)  # those before which a line is none that is told at once
        self.text = _as_text(signs, kinds)  # all signs, where each is one letter
        # Of signs that follow each other none ends before the one before it:
        self.rising = bool((right[1:] >= right[:-1])[follows].all())

    @cached_property
    def left(self) -> list[float]:
        """Where each begins."""
        return _listed(self.at[0])

    @cached_property
    def right(self) -> list[float]:
        """Where each ends."""
        return _listed(self.at[1])

    @cached_property
    def base(self) -> list[float]:
        """The line that each stands on."""
        return _listed(self.at[2])

    @cached_property
    def size(self) -> list[float]:
        """Of the letters."""
        return _listed(self.at[3])

    @cached_property
    def top(self) -> list[float]:
        """As high as letters of this size reach."""
        return _listed(self.at[2] - ASCENT * self.at[3])

    @cached_property
    def bottom(self) -> list[float]:
        """As low as letters of this size reach."""
        return _listed(self.at[2] + DESCENT * self.at[3])

    @cached_property
    def spaced(self) -> list[bool]:
        """Whether a space stands in the file before each."""
        return _listed(self.has_space)

    @cached_property
    def blank(self) -> list[bool]:
        """Whether the file itself writes a blank before each; as much as nothing is known of it."""
        return _listed(self._blank) if self._blank is not None else [True] * len(self.signs)

    @cached_property
    def gaps(self) -> list[float]:
        """From each to the sign before in the file, in sizes of the letters."""
        return [0.0, *_listed(self._gaps)]

    @cached_property
    def follows(self) -> list[bool]:
        """Whether each stands on the line of the sign before, after it; no marks."""
        return [False, *_listed(self._follows)]

    @cached_property
    def shown(self) -> str:
        """All signs with a blank for each space of the file."""
        if self.text is not None:
            codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
            return (
                np.insert(codes, np.array(self.spaces, dtype=np.intp), 0x20)
                .tobytes()
                .decode("utf-32-le", "surrogatepass")
            )
        return "".join(
            [f" {sign}" if has else sign for sign, has in zip(self.signs, self.spaced, strict=True)]
        )

    @cached_property
    def tokens(self) -> list[str]:
        """What stands between the spaces of the file."""
        return self.shown.split(" ")

    @cached_property
    def moved(self) -> list[int]:
        """How many blanks stand before each sign there."""
        moved = self.has_space.cumsum(dtype=np.intp)
        return _listed(moved - moved[:1])

    def between(self, first: int, last: int) -> str:
        """The text from one sign to another, with blanks."""
        return self.shown[first + self.moved[first] : last + 1 + self.moved[last]]

    def is_plain(self, first: int, last: int) -> bool:
        """Whether signs that follow each other are of one size and parted into words by the spaces of the file, and by no gap."""
        if self.fonts is not None or self.text is None or not self.rising:
            return False
        odd = self.odd
        after = bisect_right(odd, first)
        return after == len(odd) or odd[after] > last


def _as_text(signs: Sequence[str], kinds: set[str]) -> str | None:
    if isinstance(signs, str):
        return signs
    return "".join(signs) if all(len(sign) == 1 for sign in kinds) else None


def _listed(of: NDArray[Any]) -> list[Any]:
    found: list[Any] = of.tolist()
    return found


def _after(of: NDArray[np.bool_]) -> list[int]:
    """Which signs of a page these are, told of each but the first."""
    return _listed(np.flatnonzero(of) + 1)


def _doubtful_spaces(
    gaps: NDArray[np.float64], follows: NDArray[np.bool_], spaced: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The spaces that may part no words, and those wider than any between words, which say nothing of the ones beside them.

    Told of all stretches between wide spaces as `_usual_cuts` tells it of one line: each of them, or none, surely parts words.
    """
    wide = spaced & (gaps > _WIDEST_USUAL)
    places = np.flatnonzero(spaced & follows & ~wide)
    if not len(places):
        return wide
    stretches = np.cumsum(~follows | wide)[places]
    begins = np.flatnonzero(np.diff(stretches, prepend=-1))
    own = gaps[places]
    least = _LOOSE + np.maximum(_LEAST_SPACE, _SPACE_SHARE * np.maximum.reduceat(own, begins)) + _SURELY
    narrow = np.minimum.reduceat(own, begins) < least
    doubtful = wide.copy()
    doubtful[places] = np.repeat(narrow, np.diff(begins, append=len(places)))
    return doubtful


class Word(NamedTuple):
    """Letters that stand together."""

    runs: tuple[tuple[str | None, str], ...]
    left: float
    right: float

    @property
    def text(self) -> str:
        """As the file holds it."""
        return self.runs[0][1] if len(self.runs) == 1 else "".join(text for _, text in self.runs)


@dataclass(slots=True)
class Line:
    """Words that stand side by side."""

    held: list[Word] | None  # None: those between its first and its last sign, made when they are asked for
    top: float
    bottom: float
    base: float
    size: float = 0.0  # of its letters; 0: as high as the line is
    first: int = -1  # its first and its last sign, where it stands as the page has it
    last: int = -1
    blank: bool = True  # the file writes a blank before its first sign
    plain: bool = False  # known to be in no font that needs repair
    signs: Characters | None = None  # of its page, where the words are not made yet

    def __post_init__(self) -> None:
        if self.size <= 0:
            self.size = self.bottom - self.top

    @property
    def words(self) -> list[Word]:
        """From left to right."""
        if self.held is None:
            assert self.signs is not None
            self.held = _plain_words(self.signs, self.first, self.last + 1)
        return self.held

    @property
    def first_word(self) -> Word:
        """The one furthest to the left."""
        if self.held is not None or self.signs is None:
            return self.words[0]
        text = self.text.partition(" ")[0]
        return Word(((None, text),), self.left, self.signs.right[self.first + len(text) - 1])

    @property
    def left(self) -> float:
        """Where the first word begins."""
        if self.held is None and self.signs is not None:
            return self.signs.left[self.first]
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the last word ends."""
        if self.held is None and self.signs is not None:
            return self.signs.right[self.last]
        return self.words[-1].right

    @property
    def text(self) -> str:
        """Words with one space between them."""
        if self.held is None and self.signs is not None:
            return self.signs.between(self.first, self.last)
        return " ".join(
            [runs[0][1] if len(runs) == 1 else word.text for word in self.words for runs in word[:1]]
        )

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.left, self.top, self.right, self.bottom)


# ---- signs → lines ----------------------------------------------------------------------------------------


Piece = Sequence[int]  # signs; a range where each follows the one before


def lines_of(signs: Characters, members: Sequence[int]) -> list[Line]:
    """The lines that some of the characters make, from top to bottom; `members` in the order of the file."""
    pieces = _pieces(signs, members)
    if len(pieces) == 1:
        return [_line(signs, pieces[0])]
    rows: list[list[Piece]] = []
    base = size = width = 0.0
    for piece in sorted(pieces, key=lambda piece: signs.base[piece[0]]):
        first, last = piece[0], piece[-1]
        reach = signs.right[last] - signs.left[first]
        if rows and abs(signs.base[first] - base) <= _RAISED * max(signs.size[first], size):
            rows[-1].append(piece)
            if reach > width:
                base, size, width = signs.base[first], signs.size[first], reach
        else:
            rows.append([piece])
            base, size, width = signs.base[first], signs.size[first], reach
    return [_line(signs, _in_order(signs, row)) for row in rows]


def _pieces(signs: Characters, members: Sequence[int]) -> list[Piece]:
    """Runs of characters that follow each other on one line, as the file has them; marks stay with their letters."""
    out: list[Piece] = []
    last = -2
    for run in _runs(signs, members):
        if last >= 0 and _follows(signs, last, run[0]):
            out[-1] = [*out[-1], *run]
            if _is_mark(signs.signs[run[0]]):
                continue
        else:
            out.append(run)
        last = run[-1]
    return out


def _runs(signs: Characters, members: Sequence[int]) -> list[range]:
    """The members as stretches of the file in which each sign follows the one before."""
    if not members:
        return []
    first, last = members[0], members[-1]
    if last - first == len(members) - 1:  # the text of a cell stands together, as nearly always
        cuts = signs.breaks[bisect_right(signs.breaks, first) : bisect_right(signs.breaks, last)]
        return [range(start, end) for start, end in pairwise((first, *cuts, last + 1))]
    out: list[range] = []
    last = first
    for index in members[1:]:
        if index != last + 1 or not signs.follows[index]:
            out.append(range(first, last + 1))
            first = index
        last = index
    return [*out, range(first, last + 1)]


def _follows(signs: Characters, last: int, index: int) -> bool:
    """Whether a sign goes on after the last letter: on its line and to its right, a mark over it."""
    left, right, size = signs.left, signs.right, signs.size[index]
    if abs(signs.base[index] - signs.base[last]) > _LEVEL * size:
        return False
    if _is_mark(signs.signs[index]):
        return left[last] - 0.3 * size <= right[index] and left[index] <= right[last] + 0.1 * size
    return left[last] - 0.01 <= left[index] and -_BACK * size <= left[index] - right[last] < _AWAY * size


def _in_order(signs: Characters, pieces: list[Piece]) -> Piece:
    """Pieces of a line from left to right; letters of pieces that lie over each other in the order they are seen."""
    if len(pieces) == 1:
        return pieces[0]
    pieces.sort(key=lambda piece: signs.left[piece[0]])
    order: list[int] = []
    right = -1e9
    mixed = False
    for piece in pieces:
        mixed = mixed or signs.left[piece[0]] < right - 0.2 * signs.size[piece[0]]
        right = max(right, signs.right[piece[-1]])
        order += piece
    return _letter_by_letter(signs, pieces) if mixed else order


def _letter_by_letter(signs: Characters, pieces: list[Piece]) -> list[int]:
    """Letters with their marks, from left to right; marks that the file draws later stand where they are seen."""
    letters: list[tuple[float, list[int]]] = []
    for piece in pieces:
        for place, index in enumerate(piece):
            if place and _is_mark(signs.signs[index]):
                letters[-1][1].append(index)
            elif _is_mark(signs.signs[index]):
                letters.append(((signs.left[index] + signs.right[index]) / 2, [index]))
            else:
                letters.append((signs.left[index], [index]))
    letters.sort(key=lambda letter: letter[0])
    return [index for _, letter in letters for index in letter]


def _is_mark(sign: str) -> bool:
    return sign >= "\u0300" and unicodedata.combining(sign) != 0


def _line(signs: Characters, order: Piece) -> Line:
    start, end = order[0], order[-1] + 1
    if signs.fonts is None and (
        isinstance(order, range) or (end - start == len(order) and all(signs.follows[start + 1 : end]))
    ):
        return _plain_line(signs, start, end)
    words = [_word(signs, indexes) for indexes in _parted(signs, order)]
    top = min(map(signs.top.__getitem__, order))
    bottom = max(map(signs.bottom.__getitem__, order))
    first = max(order, key=signs.size.__getitem__)
    blank = signs.blank[order[0]]
    return Line(
        words,
        top,
        bottom,
        signs.base[first],
        signs.size[first],
        order[0],
        order[-1],
        blank,
        signs.fonts is None,
    )


def _plain_line(signs: Characters, start: int, end: int) -> Line:
    """The line of signs that follow each other in the file, as nearly all lines do: whole stretches at a time."""
    if signs.is_plain(start, end - 1):
        base, size = signs.base[start], signs.size[start]
        top, bottom = base - ASCENT * size, base + DESCENT * size
        return Line(None, top, bottom, base, size, start, end - 1, signs.blank[start], True, signs)
    first = start  # of the largest letters
    top, bottom = signs.top[start], signs.bottom[start]
    if bisect_right(signs.uneven, start) != bisect_left(signs.uneven, end):
        sizes = signs.size[start:end]
        first += sizes.index(max(sizes))
        top, bottom = min(signs.top[start:end]), max(signs.bottom[start:end])
    return Line(
        _plain_words(signs, start, end),
        top,
        bottom,
        signs.base[first],
        signs.size[first],
        start,
        end - 1,
        signs.blank[start],
        True,
    )


def _plain_words(signs: Characters, start: int, end: int) -> list[Word]:
    cuts = _usual_cuts(signs, start, end)
    if cuts is None:
        found = _cuts(signs.gaps[start + 1 : end], signs.spaced[start + 1 : end])
        cuts = [start + place for place in found]
    pairs = pairwise((start, *cuts, end))
    left, right, text = signs.left, signs.right, signs.text
    if text is not None and signs.rising:
        # A tuple's own making is half the time of the call that `Word` is: there are as many as words in a file.
        return [
            _made(Word, (((None, text[one:other]),), left[one], right[other - 1])) for one, other in pairs
        ]
    letters = signs.signs
    return [
        Word(((None, "".join(letters[one:other])),), left[one], max(right[one:other])) for one, other in pairs
    ]


_made = tuple.__new__

#: Of the size: letters seldom stand further apart. It only parts the short way from the long one; chosen, not measured.
_LOOSE = 0.05
_SURELY = 1e-6  # more than sums of floats are off by; chosen, not measured


def _usual_cuts(signs: Characters, start: int, end: int) -> list[int] | None:
    """The places of `_cuts` where one look tells them: letters side by side, and every space of the file a wide gap.

    A gap between letters is below the least one that parts words without a space. `spread` lies between 0 and `_LOOSE`,
    so a space as wide as `_LOOSE` and the most that `_least_gaps` can ask for beside it parts words whatever they are.
    """
    loose = signs.loose
    after = bisect_right(loose, start)
    if after < len(loose) and loose[after] < end:
        return None
    spaces = signs.spaces
    cuts = spaces[bisect_right(spaces, start) : bisect_left(spaces, end)]
    if not cuts:
        return cuts
    gaps = [*map(signs.gaps.__getitem__, cuts)]
    least = _LOOSE + max(_LEAST_SPACE, _SPACE_SHARE * min(max(gaps), _WIDEST_USUAL)) + _SURELY
    return cuts if min(gaps) >= least else None


def _word(signs: Characters, indexes: Piece) -> Word:
    left, right = signs.left[indexes[0]], max(map(signs.right.__getitem__, indexes))
    if signs.fonts is None:
        return Word(((None, "".join(map(signs.signs.__getitem__, indexes))),), left, right)
    runs: Runs = []
    for index in indexes:
        add_run(runs, signs.fonts[index], signs.signs[index])
    return Word(tuple(runs), left, right)


def _parted(signs: Characters, order: Piece) -> list[Piece]:
    """The letters of a line as words: parted where the gap is one between words of this line."""
    first, last = order[0], order[-1]
    if last - first == len(order) - 1 and all(signs.follows[first + 1 : last + 1]):
        gaps, spaced = signs.gaps[first + 1 : last + 1], signs.spaced[first + 1 : last + 1]
    else:
        gaps, spaced = _gaps(signs, order), list(map(signs.spaced.__getitem__, order[1:]))
    edges = [0, *_cuts(gaps, spaced), len(order)]
    return [order[start:end] for start, end in pairwise(edges)]


def _cuts(gaps: list[float], spaced: list[bool]) -> list[int]:
    """Where a line is parted: places of the letters that begin a word."""
    with_space, without = _least_gaps(gaps, spaced)
    return [
        place
        for place, (gap, has) in enumerate(zip(gaps, spaced, strict=True), start=1)
        if gap >= (with_space if has else without)
    ]


def _gaps(signs: Characters, order: Piece) -> list[float]:
    """The gap before each sign but the first; none before a mark, which may stand beside its letter."""
    gaps: list[float] = []
    end = signs.right[order[0]]
    for index in order[1:]:
        if _is_mark(signs.signs[index]):
            gaps.append(0.0)
            continue
        gaps.append((signs.left[index] - end) / signs.size[index])
        end = max(end, signs.right[index])
    return gaps


#: Of the size, but for the share, which is of the usual space of a line; chosen, not measured.
_LEAST_SPACE, _SPACE_SHARE, _WIDEST_USUAL = 0.07, 0.36, 0.6


def _least_gaps(gaps: list[float], spaced: list[bool]) -> tuple[float, float]:
    """From which gap on there is a space: where the file has a sign for it, and where it has none.

    Letters may be spread ("Q U Y Ế T"), so what counts is how much wider a gap is than those between letters. A sign
    for a space with much less room than the others of its line stands inside a syllable; a gap without a sign must be
    almost as wide as a space.
    """
    close = sorted([gap for gap, has in zip(gaps, spaced, strict=True) if not has])
    # A median of two is none; chosen, not measured.
    spread = max(0.0, close[len(close) // 2]) if len(close) >= 3 else 0.0
    # A tenth of the type size; chosen, not measured.
    wide = [gap - spread for gap, has in zip(gaps, spaced, strict=True) if has and gap - spread > 0.1]
    usual = min(_median(wide), _WIDEST_USUAL) if wide else _PLAIN_SPACE
    return spread + max(_LEAST_SPACE, _SPACE_SHARE * usual), spread + max(0.16, 0.65 * min(usual, 0.3))


def _median(numbers: list[float]) -> float:
    """As `statistics.median`, without its care for numbers of other kinds: it is asked for each line of a document."""
    ranked, half = sorted(numbers), len(numbers) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


# ---- lines of a cell -----------------------------------------------------------------------------------------

_WHOLE_CODE = re.compile(r"[1-9]\.\d{6}(?:\.\d{2})?(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[HG]\d{2})?")
_CODE = re.compile(r"[1-9]\.\d{6}(?:\.\d{0,3}){0,4}(?:\.?[HG]\d{0,2})?")  # whole, or its beginning
_WIDE_DOT = re.compile(r"(?<=\d) ?\. ?(?=\d)")  # "3. 009111"
_CODE_SO_FAR = re.compile(r"(?:\d{1,3}\.)?[1-9]\.\d{0,6}|[1-9]\.\d{6}\.[\d.HG]*")
_BEFORE_CODE = re.compile(r"^.*[^\d\s.,][/–;:(\[-](?=\d\.)")
_SIGN_HEAD = re.compile(r"\d{1,5}/(?:\d{4}/)?[A-ZĐ]{1,2}")
_KNOWN_HEADS = ("QĐ", "NĐ", "TT", "NQ", "CT", "KH", "TB", "HD", "BC", "QH")
_DATE_SO_FAR = re.compile(r"(?:\d{1,2}/){1,2}\d{0,3}")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}\b")
_YEAR_SO_FAR = re.compile(r"\d{1,5}/\d{1,3}")
_YEAR = re.compile(r"\d{1,5}/(?:19|20)\d{2}/")
_AMOUNT_SO_FAR = re.compile(r"\d{1,3}(?:\.\d{3})*\.\d{0,2}")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}\.\d{3}(?= ?(?:đ|VN|/|-|–|$))")


def joined_lines(lines: Iterable[str]) -> str:
    """Lines of one cell as its raw text: newlines between them, none where a code, a symbol or a number goes on.

    "1.009" + "325.H17", "NĐ-" + "CP", "37/2026/N" + "Đ-CP", "01/01/202" + "6", "1.500." + "000": such a break is
    the column's, not the author's, so nothing is put in its place. Everything else stays a line of its own.
    """
    out = ""
    for line in lines:
        if out and line:
            out += "" if goes_on(out, line) else "\n"
        out += line
    return out


def breaks(lines: Sequence[Line], room: float | None = None) -> list[bool]:
    """For each line whether it begins anew (True) or goes on inside a token of the one before.

    `room` is the width of the cell: a column narrower than a word breaks it anywhere ("Toà" + "n", "A" + "1.1").
    """
    return breaks_of(lines, [line.text for line in lines], room)


def breaks_of(
    lines: Sequence[Line], texts: Sequence[str], room: float | None, *, writes_blanks: bool = False
) -> list[bool]:
    """The same, where the texts of the lines are known. `writes_blanks`: as of the function of that name."""
    if len(lines) == 1:
        return [True]
    out: list[bool] = []
    before = ""
    for place, (line, text) in enumerate(zip(lines, texts, strict=True)):
        whole = bool(place) and (
            goes_on(before, text)
            or (room is not None and _forced(before, lines[place - 1], line, room))
            or (
                room is not None
                and _follows_without_blank(lines[place - 1], line)
                and _is_full(lines[place - 1], line, room)
                and (_is_one_word(before, text) if writes_blanks else _is_cut_syllable(before, text))
            )
        )
        out.append(not whole)
        before = f"{before}{'' if whole else chr(10)}{text}"
    return out


_PADDING = 6.0  # points at most between a cell's border and its text; chosen, not measured
_ACRONYMS = (
    *("STT", "TTHC", "TTPVHCC", "UBND", "HĐND", "BCCI", "DVC", "VBQPPL", "ĐVHC", "TTHCC"),
    *("TGGQ", "CCPL", "CSPL", "CQTH", "CQGQ", "DVCTT"),
)
_CODE_ALONE = re.compile(r"[1-9]\.\d{0,5}")
#: Words that begin with a vowel; what else a line begins with so is the end of the word before ("huy" + "ện").
_VOWELS_FIRST = """
a à á ả ai ái ải am an án anh ánh ảnh ao ào ảo áo áp au áu âm ấm ầm ẩm ân ấn ẩn ấp âu ấu ấy ăn
em én eo ép êm ếch ích im in ít ô ố ồ ổ ốc ôi ối ôm ốm ôn ồn ổn ông ống ơ ở ớ ới ơn ớt oai oan
oán oanh ong óng uất uẩn úc um ung úng uy úy ủy uỷ uyên uyển ước ươm ưa ưng ứng ưu ức ứ ủ ủng
uống uốn út yếm yên yến yêu yếu yết y ý ỷ
"""
_VOWEL_WORDS = frozenset(_VOWELS_FIRST.split())
_DAY = "ngày"  # in every list, and "ngà" and "y" are words of their own


#: Breaks between words that tell how a file writes them, and the share of those with a blank; chosen, not measured.
_TELLING_BREAKS, _WITH_BLANK = 8, 0.9


def writes_blanks(cells: Iterable[Sequence[Line]]) -> bool:
    """Whether a file writes a blank where a line of a cell ends between two words, as word processors do.

    Then a full line that ends without one was cut within a word: the column is narrower than the word, or what stands between
    the words of the cell keeps them together.
    """
    between = blanks = 0
    for lines in cells:
        for last, line in pairwise(lines):
            if line.first != last.last + 1 or _is_one_word(last.text, line.first_word.text):
                continue
            between += 1
            blanks += line.blank
            if between == _TELLING_BREAKS and blanks < _WITH_BLANK * between:
                return False
    return between >= _TELLING_BREAKS and blanks >= _WITH_BLANK * between


def _follows_without_blank(last: Line, line: Line) -> bool:
    return not line.blank and line.first == last.last + 1


def _is_full(last: Line, line: Line, room: float) -> bool:
    """Whether no letter more would have stood on a line."""
    first, width = line.first_word, last.right - last.left
    letter = (first.right - first.left) / max(1, len(unicodedata.normalize("NFC", first.text)))
    return width + 1.2 * letter > room - 2 * _PADDING


_LETTERS_LAST, _LETTERS_FIRST = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
#: Letters that begin syllables and under which no decree has a point: points go from a to k.
_NO_POINT = frozenset("lmnpqrstvx")
_CODE_IN_PIECES = re.compile(r"(?:^|[^\d.,])[1-9]\.?\d{0,6}$")
_MORE_OF_CODE = re.compile(r"\.?\d{1,6}(?:\.[HG]\d{2})?")
_SYMBOL_IN_PIECES = re.compile(r"\d/[\w/.-]*$|\d{4}$|[A-ZĐ]{2}[/-]$")
_MORE_OF_SYMBOL = re.compile(r"[A-ZĐ\d/-][A-ZĐ\d/.-]*")


def _is_one_word(before: str, line: str) -> bool:
    """Whether the end of one line and the beginning of the next may be one word, code or symbol of a document."""
    one, other = _at_the_break(before, line)
    last, first = _LETTERS_LAST.search(one), _LETTERS_FIRST.match(other)
    if last is not None and first is not None:
        same = last.group()[-1].isupper() == first.group()[0].isupper()  # "Số" above "TT" is no "sốt"
        return same and is_syllable((last.group() + first.group()).lower())
    other = other.rstrip(".,;:)”")
    if _CODE_IN_PIECES.search(one) and _MORE_OF_CODE.fullmatch(other):
        return True
    return _SYMBOL_IN_PIECES.search(one) is not None and _MORE_OF_SYMBOL.fullmatch(other) is not None


def _at_the_break(before: str, line: str) -> tuple[str, str]:
    """The last token before a break and the first behind it, composed (letters of NFD are no letters to a pattern)."""
    one = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
    other = (line.split(maxsplit=1) or [""])[0]
    return unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other)


def _is_cut_syllable(before: str, line: str) -> bool:
    """Whether two pieces that cannot both stand alone are one syllable: "CHÍN" + "H", "th" + "ực"."""
    ends, begins = _at_the_break(before, line)
    last, first = _LETTERS_LAST.search(ends), _LETTERS_FIRST.match(begins)
    if last is None or first is None:
        return False
    one, other = last.group(), first.group()
    if len(one) < 2 and one not in _NO_POINT:  # "nhóm B", "điểm a" may end a line
        return False
    if one + other in _ACRONYMS:
        return True
    if one[-1].isupper() != other[0].isupper():  # "Số" above "TT" is no "sốt"
        return False
    one, other = one.lower(), other.lower()
    both = is_syllable(one) and is_syllable(other) and _stands_alone(one, other)
    return is_syllable(one + other) and not both


def _forced(before: str, last: Line, line: Line, room: float) -> bool:
    """Whether a single word filled its line to the end and goes on in the next."""
    if " " in before[before.rfind("\n") + 1 :]:
        return False
    if not _is_full(last, line, room):
        return False
    first = line.first_word
    one = unicodedata.normalize("NFC", before[before.rfind("\n") + 1 :])
    other = unicodedata.normalize("NFC", first.text)
    if not any(sign.isalnum() for sign in other):
        return True
    if other[0].isdigit():
        if other.isdigit() and _CODE_ALONE.fullmatch(one):
            return True
        return re.fullmatch(r"[A-ZĐIVX]{0,4}\d{0,3}(?:\.\d*)*", one) is not None and one[-1] in ".ABCDEĐIVX"
    bare = other.rstrip(".,;:)")
    if (one + bare).isupper():
        return any(known.startswith(one + bare) for known in _ACRONYMS) or one + bare == "TT"
    return (
        one.isalpha()
        and bare.islower()
        and is_syllable(one + bare)
        and not (is_syllable(one) and is_syllable(bare) and _stands_alone(one, bare))
    )


def _stands_alone(one: str, other: str) -> bool:
    """Whether the second of two syllables can be a word of its own after the first."""
    vowel = unicodedata.normalize("NFD", other)[0] in "aeiouy"
    return (one + other).lower() != _DAY and (not vowel or other in _VOWEL_WORDS)


def goes_on(before: str, line: str) -> bool:
    """Whether a line only broke inside a token: a code, a symbol, a date or an amount."""
    if not before or not line or before[-1].islower() or (line[0].islower() and before[-1] not in "-/–"):
        return False
    tail = _WIDE_DOT.sub(".", before[before.rfind("\n") + 1 :])
    last = tail[tail.rfind(" ") + 1 :].lstrip("(“\"'")
    first = (line.split(maxsplit=1) or [""])[0].rstrip(",;:)”\"'")
    if not last or not first:
        return False
    whole = last + first
    code = _BEFORE_CODE.sub("", last)  # "lần đầu/3.111" + "102": the code is glued to the name
    if _WHOLE_CODE.fullmatch(code):
        return first[0] == "." and _CODE.fullmatch(code + first) is not None
    if (
        _CODE_SO_FAR.fullmatch(code)
        and first[0] in "0123456789.HG"
        and (
            _CODE.fullmatch(_without_number(code + first)) or (code != last and _is_more_of_code(code, first))
        )
    ):
        return True
    if _AMOUNT_SO_FAR.fullmatch(last) and first[0].isdigit():
        return _AMOUNT.match(last + line) is not None
    if _DATE_SO_FAR.fullmatch(last) and first[0].isdigit():
        return _DATE.match(whole) is not None or _YEAR.match(whole) is not None
    if _YEAR_SO_FAR.fullmatch(last) and first[0].isdigit():
        return _YEAR.match(whole) is not None
    return _symbol_goes_on(last, first)


def _is_more_of_code(code: str, more: str) -> bool:
    """Whether digits go on with a code that is glued to a name and that the next line ends: "…/2." + "11466" + "7"."""
    return more.isdigit() and re.fullmatch(r"[1-9]\.\d{1,5}", code + more) is not None


def begins_code(text: str) -> bool:
    """Whether a cell's text ends with a code or the beginning of one."""
    last = _BEFORE_CODE.sub("", text[max(text.rfind(" "), text.rfind("\n")) + 1 :])
    return len(last) > 2 and _CODE_SO_FAR.fullmatch(last) is not None


def _without_number(text: str) -> str:
    """Without a row's number that is glued to its code: "1.1.004269"."""
    return re.sub(r"^\d{1,3}\.(?=[1-9]\.\d{6})", "", text)


def _symbol_goes_on(last: str, first: str) -> bool:
    """`512/QĐ-` + `UBND`, `37/2026/` + `NĐ-CP`, `37/2026/N` + `Đ-CP`, `512/QĐ` + `-UBND`; also `Bà Rịa-` + `Vũng Tàu`."""
    if len(last) > 1 and last[-1] in "-/–" and last[-2].isalnum():
        return first[0].isalnum()
    if not _SIGN_HEAD.search(last) and not re.fullmatch(r"[A-ZĐ]{2,}(?:-[A-ZĐ]+)*", last):
        return False
    if first[0] in "-–" and len(first) > 1 and first[1].isupper():
        return True
    head = re.search(r"/([A-ZĐ]{1,4})$", last)
    return (
        head is not None
        and head.group(1) not in _KNOWN_HEADS
        and re.match(r"[A-ZĐ]{1,3}-[A-ZĐ]", first) is not None
    )


# ---- free text → paragraphs --------------------------------------------------------------------------------

_MOTTO = re.compile(r"cong hoa xa hoi|doc lap ?[-–] ?tu do")
_MARK = re.compile(
    r"(?:[-–+•*●▪]|\(?(?:[ivxl]{1,6}|\d{1,3}(?:\.\d{1,2}){0,3}|[a-z])[.)]|dieu(?: \d{1,3}[.:]?)?|phan|muc|chuong)"
)
#: The code of the procedure that a line above names.
_CODE_LABEL = re.compile(r"[(\[]?ma(?: (?:so|tthc|thu tuc|ho so))*:? ?[1-9][.,] ?\d")
_BLANK_FOLLOWS = re.compile(r"(?:.*\b)?(?:so|ngay|thang|nam) ?:?$")
_OPENING = re.compile(
    r"(?:[-–+•*●▪] |\(?(?:[ivxl]{1,6}|\d{1,3}|[a-z]\d?)(?:\.\d{1,2}){0,3}[.)] |dieu \d|can cu\b|theo de nghi|xet de nghi"
    r"|phu luc|danh muc|quyet dinh\b|chuong |muc |phan |noi nhan|\(?kem theo|\(?ban hanh kem|so ?:|tong (?:so|cong)|ghi chu"
    r"|linh vuc)"
)
_LISTED = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[a-z])[.)] |[-–+•*●▪] ")
#: A heading ends with how many procedures stand below it.
_COUNTED = re.compile(r"\(\D{0,12}\d{1,4} [^()\d]*(?:tthc|thu tuc)[^()]*\)$")


def columns_parted(line: Line) -> list[Line]:
    """A line of free text cut where columns stand side by side: the two halves of a letterhead, of a signature."""
    cuts: list[int] = []
    gaps = [after.left - before.right for before, after in pairwise(line.words)]
    usual = median(gaps) if gaps else 0.0
    begun = 0
    for place, gap in enumerate(gaps, start=1):
        rest = fold(" ".join(word.text for word in line.words[place : place + 6]))
        if _MOTTO.match(rest) and gap > 0.2 * line.size:
            cuts.append(place)
            begun = place
            continue
        if gap < max(_COLUMN_GAP * line.size, 3 * usual if len(gaps) > 2 else 0.0):
            continue
        held = fold(" ".join(word.text for word in line.words[begun:place]))
        if _MARK.fullmatch(held) or _BLANK_FOLLOWS.fullmatch(held) or line.words[place].text.startswith("/"):
            continue
        cuts.append(place)
        begun = place
    edges = [0, *cuts, len(line.words)]
    return [
        Line(line.words[start:end], line.top, line.bottom, line.base, line.size)
        for start, end in pairwise(edges)
    ]


_LETTERHEAD = 12  # lines of both halves; chosen, not measured


def letterhead_side_by_side(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows in which the two halves of a letterhead stand at heights of their own, each line put beside the next one.

    A motto that wraps, or other sizes, leave no line of the left half at the height of one of the right half.
    """
    start = next(
        (place for place, row in enumerate(rows) if len(row) == 1 and _MOTTO.match(fold(row[0].text))), None
    )
    if start is None:
        return rows
    motto = rows[start][0]
    out, place = list(rows[: max(0, start - 2)]), max(0, start - 2)
    while place < len(rows):
        row, after = rows[place], rows[place + 1] if place + 1 < len(rows) else []
        near = place < start + _LETTERHEAD and len(row) == len(after) == 1
        if near and row[0].base < after[0].base < row[0].base + 1.2 * row[0].size:
            first, second = sorted((row[0], after[0]), key=lambda line: line.left)
            if first.right < min(second.left, motto.left) and second.right <= motto.right + 1:
                out.append([first, second])
                place += 2
                continue
        out.append(row)
        place += 1
    return out


def letterhead_parted(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows below the motto cut where its columns part, also at a gap that alone would part nothing.

    A motto that wraps, or stands close beside a long name, leaves less room than two columns have elsewhere.
    """
    out: list[list[Line]] = []
    gutter: tuple[float, float] | None = None
    for whole in rows:
        row = whole
        if gutter is not None and row[0].top - out[-1][0].bottom > 2.5 * row[0].size:
            gutter = None
        if gutter is not None and len(row) == 1:
            row = _cut_in_gutter(row[0], gutter)
        if len(row) == 2 and (gutter is not None or _MOTTO.match(fold(row[1].text))):
            gutter = (row[0].right, row[1].left)
        elif len(row) == 1 and gutter is not None and row[0].left < gutter[0] and row[0].right > gutter[1]:
            gutter = None  # it stands below both
        out.append(row)
    return out


def _cut_in_gutter(line: Line, gutter: tuple[float, float]) -> list[Line]:
    """A line cut at its widest gap that lies in the gutter, where it is wider than the spaces of the line."""
    gaps = [
        (after.left - before.right, place) for place, (before, after) in enumerate(pairwise(line.words), 1)
    ]
    inside = [
        (gap, place)
        for gap, place in gaps
        if line.words[place - 1].right < gutter[1] and line.words[place].left > gutter[0]
    ]
    if not inside:
        return [line]
    gap, place = max(inside)
    spaces = [other for other, at in gaps if at != place]
    if gap < max(0.45 * line.size, 1.3 * max(spaces, default=0.0)):
        return [line]
    return [
        Line(words, line.top, line.bottom, line.base, line.size)
        for words in (line.words[:place], line.words[place:])
    ]


def in_reading_order(rows: Sequence[Sequence[Line]]) -> list[tuple[list[Line], bool]]:
    """Lines in the order a person reads them, in groups: where two columns stand side by side, the left one first.

    `rows` are lines from top to bottom, each cut by `columns_parted`. The second value says that a group is a column
    beside another one: its lines are as short as the column, nothing tells whether one goes on.
    """
    groups: list[tuple[list[Line], bool]] = [([], False)]
    place = 0
    while place < len(rows):
        if len(rows[place]) == 1:
            groups[-1][0].append(rows[place][0])
            place += 1
            continue
        end, gutter = _band(rows, place)
        held = [line for row in rows[place:end] for line in row]
        left = [line for line in held if line.right <= gutter]
        right = [line for line in held if line.right > gutter]
        groups += [(left, True), (right, True), ([], False)]
        place = end
    return [group for group in groups if group[0]]


def _band(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, float]:
    """How far down two columns go from a row that has both, and where the left one ends at most."""
    low, high = rows[start][0].right, rows[start][1].left
    end = start
    bottom = rows[start][0].bottom
    for row in rows[start:]:
        height = row[0].size
        if row[0].top - bottom > 2.5 * height:
            break
        left = [line.right for line in row if line.right <= high]
        right = [line.left for line in row if line.left >= low]
        if len(left) + len(right) < len(row) or not (left or right):
            break
        new_low = max([low, *(edge for edge in left if edge > low)])
        new_high = min([high, *(edge for edge in right if edge < high)])
        if new_high - new_low < 0.3 * height:
            break
        low, high, bottom = new_low, new_high, max(line.bottom for line in row)
        end += 1
    while end > start + 1 and len(rows[end - 1]) == 1:  # what stands below both is not of them
        end -= 1
    return max(end, start + 1), low


def paragraphs_of(lines: Sequence[Line], left: float, right: float) -> list[list[Line]]:
    """Lines as paragraphs: one goes on where the next word found no room in the line before (margins in points)."""
    out: list[list[Line]] = []
    for line in lines:
        if out and _continues(out[-1], line, left, right):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _continues(held: list[Line], line: Line, left: float, right: float) -> bool:
    before = held[-1]
    height = max(before.size, line.size)
    if min(before.size, line.size) < 0.8 * height or line.top - before.bottom > 0.75 * height:
        return False
    if line.base > before.base and _CODE_LABEL.match(fold(line.text)) and _LISTED.match(fold(held[0].text)):
        return _WHOLE_CODE.search(" ".join(one.text for one in held)) is None
    if line.base <= before.base or _OPENING.match(fold(line.text)) or _COUNTED.search(fold(before.text)):
        return False
    first = line.words[0]
    ended = before.text.rstrip()[-1:] in ".;:)" and first.text[:1].isupper()
    if ended or {_is_capitals(before.text), _is_capitals(line.text)} >= {True, False}:
        return False
    if before.right + (first.right - first.left) + 0.25 * height <= right:
        return False
    indented = line.left - left > 0.5 * height
    if not indented:
        return True
    # Centred lines: both stand as far from the left margin as from the right one.
    middle = (left + right) / 2
    return all(abs((one.left + one.right) / 2 - middle) < height for one in (before, line)) or (
        len(held) > 1 and abs(line.left - before.left) < 0.3 * height
    )


def _is_capitals(text: str) -> bool | None:
    """Whether a line is set in capitals, what stands in parentheses apart; None where nothing else is left."""
    letters = [sign for sign in _PARENTHESES.sub("", text) if sign.isalpha()]
    return sum(map(str.isupper, letters)) > 0.8 * len(letters) if letters else None


_PARENTHESES = re.compile(r"\([^)]*(?:\)|$)|^[^(]*\)")


def margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right edge of the free text of a page."""
    if not lines:
        return 0.0, 0.0
    return min(line.left for line in lines), max(line.right for line in lines)
