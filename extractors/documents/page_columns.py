"""What stands side by side on a scanned page: the letterhead's two halves, the signature beside the addressees."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from niemyet.extractors.documents.lines import Line
from niemyet.extractors.documents.lines import Word as Placed
from niemyet.extractors.documents.picture import SCALE
from niemyet.extractors.documents.recognition import RecognisedWord
from niemyet.transforms.language.text import fold

Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]

_LOWEST: Final = round(2.0 * SCALE)  # lower than any letter with its mark: no line of its own
_RULE: Final = 10  # pixels: longer things that are not thicker are lines, not print; chosen, not measured
_WIDE_GAP: Final = round(28 * SCALE)  # so much white parts two columns by itself
_GAP: Final = round(11 * SCALE)  # so much does where the line above or below has it in the same place
_COMMON: Final = round(8 * SCALE)
_FAR: Final = round(40 * SCALE)
_NUMBER_LINE: Final = re.compile(r"so\s*[:.;]|so\s*\d")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that is read by itself: its columns from left to right, as boxes in sheet pixels."""

    columns: tuple[tuple[int, int, int, int], ...]
    unruled: bool  # rows of three columns and more without ruling lines: a table that only white parts


def print_only(dark: Mask) -> Mask:
    """Ink without drawn lines (under headings, for signatures)."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    lying = (height <= _RULE) & (width > 8 * height)
    # Taller than two lines at 300 dpi; chosen, not measured.
    standing = (width <= _RULE) & (height > 8 * width) & (height > 60)
    kept = ~lying & ~standing
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def regions(dark: Mask) -> list[Region]:
    """The regions of a page from top to bottom: print in one column, or several side by side."""
    strips = _strips(dark)
    groups: list[list[_Strip]] = []
    gutters: list[Span] = []
    for place, strip in enumerate(strips):
        own = _accepted(strips, place)
        common = _intersections(gutters, own)
        if groups and (common or (gutters and _is_beside(strips, place, gutters)) or not (gutters or own)):
            groups[-1].append(strip)
            gutters = common or gutters
        else:
            groups.append([strip])
            gutters = own
        groups[-1][0].gutters = gutters
    return [_region(group) for group in groups]


@dataclass(slots=True)
class _Strip:
    """Rows of a page with ink between two rows without: mostly one line. `pieces` are its parts from left to right."""

    top: int
    bottom: int
    pieces: list[Span]
    gutters: list[Span]  # of the group that it begins

    @property
    def gaps(self) -> list[Span]:
        return [(before[1], after[0]) for before, after in pairwise(self.pieces)]


def _strips(dark: Mask) -> list[_Strip]:
    spans: list[Span] = []
    for top, bottom in _runs(_along(dark, 1), 3):
        low = bool(spans) and (bottom - top < _LOWEST or spans[-1][1] - spans[-1][0] < _LOWEST)
        if low and top - spans[-1][1] < _LOWEST:  # marks above or below letters belong to their line
            spans[-1] = (spans[-1][0], bottom)
        else:
            spans.append((top, bottom))
    return [_Strip(top, bottom, _runs(_along(dark[top:bottom], 0), _GAP), []) for top, bottom in spans]


def _along(dark: Mask, axis: int) -> Mask:
    """Which rows (axis 1) or columns (axis 0) hold ink."""
    return np.asarray(dark.any(axis=axis), np.bool_)


def _runs(inked: Mask, gap: int) -> list[Span]:
    """Stretches with ink, those joined that less than `gap` parts."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    out: list[Span] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _accepted(strips: list[_Strip], place: int) -> list[Span]:
    """Gaps of a strip that part columns: wide ones, and those that a neighbour has in the same place."""
    strip = strips[place]
    near = [
        gap
        for other in (place - 1, place + 1)
        if 0 <= other < len(strips) and _distance(strip, strips[other]) < _FAR
        for gap in strips[other].gaps
    ]
    return [gap for gap in strip.gaps if gap[1] - gap[0] >= _WIDE_GAP or _intersections([gap], near)]


def _distance(one: _Strip, other: _Strip) -> int:
    return max(one.top, other.top) - min(one.bottom, other.bottom)


def _intersections(ones: list[Span], others: list[Span]) -> list[Span]:
    both = [(max(one[0], other[0]), min(one[1], other[1])) for one in ones for other in others]
    return [(start, end) for start, end in both if end - start >= _COMMON]


def _is_beside(strips: list[_Strip], place: int, gutters: list[Span]) -> bool:
    """Whether a strip without a gap stands in one of the columns: it crosses no gutter, and the columns go on below."""
    strip = strips[place]
    left, right = strip.pieces[0][0], strip.pieces[-1][1]
    if any(left < (start + end) / 2 < right for start, end in gutters):
        return False
    return any(
        _intersections(gutters, _accepted(strips, later))
        for later in range(place + 1, min(place + 4, len(strips)))
        if _distance(strip, strips[later]) < _FAR
    )


def _region(group: list[_Strip]) -> Region:
    left = min(strip.pieces[0][0] for strip in group)
    right = max(strip.pieces[-1][1] for strip in group)
    gutters = group[0].gutters
    edges = [left, *((start + end) // 2 for start, end in gutters), right]
    top, bottom = group[0].top, group[-1].bottom
    columns = tuple((start, top, end, bottom) for start, end in pairwise(edges))
    # Two rows may align by chance; chosen, not measured.
    return Region(columns, unruled=len(gutters) >= 2 and len(group) >= 3)


def placed_lines(words: Sequence[RecognisedWord], point: float) -> list[tuple[Line, list[RecognisedWord]]]:
    """Recognised words as lines in points of the sheet, from top to bottom, each with the words it was made of.

    Boxes of recognised words are as high as their letters happen to be; lines of about one height get one height.
    """
    held: dict[int, list[RecognisedWord]] = {}
    for word in words:
        held.setdefault(word.line, []).append(word)
    if not held:
        return []
    heights = [max(word.bottom - word.top for word in line) for line in held.values()]
    usual = median(heights)
    out = []
    for line, height in zip(held.values(), heights, strict=True):
        own = usual if 0.65 * usual < height < 1.45 * usual else height
        base = median(word.bottom for word in line)
        placed = [Placed(((None, word.text),), word.left * point, word.right * point) for word in line]
        out.append((Line(placed, (base - own) * point, base * point, base * point), line))
    return out


def letterhead_order(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Lines of columns that stand side by side, column by column; but a line "Số: …" begins a new band of all.

    So the issuer and the motto come first, then number, place and day (DOMAIN §2.1).
    """
    numbers = [line.top for line in columns[0] if _NUMBER_LINE.match(fold(line.text))]
    if not numbers:
        return [line for column in columns for line in column]
    upper = [line for column in columns for line in column if (line.top + line.bottom) / 2 < numbers[0]]
    lower = [line for column in columns for line in column if (line.top + line.bottom) / 2 >= numbers[0]]
    return [*upper, *lower]
