"""The picture of a page, made ready for recognition: colours, light, skew, ruling lines.

Everything works on one sheet of about 300 dots per inch; distances below are pixels of it unless they say points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from niemyet.extractors.documents.grid import Rule
from niemyet.model.records import Box

# Documents are read side by side on all cores; threads of one page would only wait for those of another.
cv2.setNumThreads(1)

Picture = npt.NDArray[np.uint8]

#: Dots per inch; chosen, not measured.
DPI: Final = 300
#: Sheet pixels in a point.
SCALE: Final = DPI / 72
_LARGEST_SIDE: Final = 5_400  # pixels: A3 at 300 dpi and some margin; larger sheets are read coarser
INK: Final = 165  # darker than this, on paper made white, is ink; chosen, not measured
_GRAY_INK: Final = 200  # the same for what is small and therefore faint: dots, accents; chosen, not measured
_STEEPEST: Final = 5.0  # degrees of skew that are looked for; chosen, not measured

_SPECK_CLEAN: Final = 700  # area by darkness; see `without_specks`; chosen, not measured
_SPECK_NOISY: Final = 1_800  # the same on a noisy page; chosen, not measured

#: Hues of OpenCV (0 to 179) of stamps and ball pens.
_RED: Final = ((0, 14), (160, 179))
_BLUE: Final = ((92, 140),)  # as above; chosen, not measured
# The lightest channel of a stamp's ink where no print lies under it; chosen, not measured:
_STAMP_ALONE: Final = 110
# Chosen, not measured:
_STAMP_SIDE: Final = (
    0.3  # inches: coloured things taller and wider than this are stamps and signatures, not print
)

_SHORTEST_RULE: Final = 44  # pixels that a ruling line runs straight at least; chosen, not measured
#: … and heights of a capital: no stem is longer (a capital with a dot below it is 1.3), a row of one line is 2.0 at
#: least (line spacing of Times is 1.15 em, its capitals are 0.66).
_LONGER_THAN_STEMS: Final = 1.6
_LETTER_HEIGHTS: Final = (14, 110)  # pixels: a lower-case letter of 7 points, a capital of 40
_THICKEST: Final = 15  # pixels that a ruling line is thick at most; chosen, not measured
# Grey values that a ruling line is darker than its sides; more counts no more; chosen, not measured:
_DARK_ENOUGH: Final = 75
_FAINTEST: Final = 48  # the same on the mean of a few pixels along the line; chosen, not measured
_SAME_LINE: Final = 10  # pixels between two rules that are one; chosen, not measured
_DRIFT: Final = 5  # pixels a rule may leave its straight line; chosen, not measured
_THERE: Final = 0.6  # share of an edge that must be drawn; chosen, not measured
# By the pages of 48 made-up scans: below 15 stems of letters were 6 pixels of paper or more, beside edges as black 3 at most;
# faint edges of up to 12 are not blacker than 155.
_PAPER_BESIDE: Final = 6
_BLACK: Final = 100  # measured on the same pages
_ROW_OF_A_LINE: Final = 120  # pixels: a letter is no large part of a higher row; chosen, not measured
_WHOLE: Final = 0.8  # share that at least one edge of a line has; chosen, not measured
# Share below which an edge is not there; between the two it is unclear; chosen, not measured:
_PERHAPS: Final = 0.25


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A page upright and straight: grey values (paper 255) at `SCALE` pixels a point, and the way back to the page."""

    gray: Picture
    to_page: npt.NDArray[np.float64]  # 2 x 3: sheet pixels → points of the page as it was handed in
    point: float  # points in a pixel of the sheet
    quality: float  # 1 for a clean picture; less when noise had to be smoothed

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the sheet as the box around it on the page, in points."""
        corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]])
        places = corners @ self.to_page.T
        (x0, y0), (x1, y1) = places.min(axis=0), places.max(axis=0)
        return Box(round(float(x0), 1), round(float(y0), 1), round(float(x1), 1), round(float(y1), 1))

    def turned(self, quarters: int) -> "PageSheet":
        """The sheet turned clockwise by quarters of a circle."""
        height, width = self.gray.shape
        turns = {
            1: (cv2.ROTATE_90_CLOCKWISE, [[0, 1, 0], [-1, 0, height - 1]]),
            2: (cv2.ROTATE_180, [[-1, 0, width - 1], [0, -1, height - 1]]),
            3: (cv2.ROTATE_90_COUNTERCLOCKWISE, [[0, -1, width - 1], [1, 0, 0]]),
        }
        if quarters % 4 == 0:
            return self
        code, back = turns[quarters % 4]
        return replace(
            self, gray=_gray(cv2.rotate(self.gray, code)), to_page=_after(self.to_page, np.array(back))
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """The ruling lines of one table: `rules` in sheet pixels, and where they leave room for doubt."""

    left: int
    top: int
    right: int
    bottom: int
    rules: tuple[Rule, ...]
    unclear: tuple[tuple[float, float], ...]  # middles of edges that are drawn in part only


def straighten(picture: Picture, points_per_pixel: float) -> PageSheet:
    """A page's picture (RGB or grey, uint8) as an even, straight sheet; it may still stand on its side or head."""
    height, width = picture.shape[:2]
    zoom = min(points_per_pixel * SCALE, _LARGEST_SIDE / max(height, width))
    point = points_per_pixel / zoom
    if zoom < 1:
        picture, points_per_pixel, zoom = _resize(picture, zoom), point, 1.0
    gray, quality = _denoised(_even_light(_resize(without_stamps(picture, points_per_pixel), zoom)))
    to_page = np.array([[point, 0, 0], [0, point, 0]], np.float64)
    angle = skew(gray)
    if abs(angle) < 0.03:  # degrees that move a line by less than a pixel; chosen, not measured
        return PageSheet(gray, to_page, point, quality)
    height, width = gray.shape
    there = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    straight = cv2.warpAffine(gray, there, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return PageSheet(_gray(straight), _after(to_page, cv2.invertAffineTransform(there)), point, quality)


def _after(then: npt.NDArray[np.float64], first: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """Two affine maps as one."""
    return np.asarray(then @ np.vstack([first.astype(np.float64), [0, 0, 1]]), np.float64)


def _gray(picture: object) -> Picture:
    return np.asarray(picture, np.uint8)


def _resize(gray: Picture, zoom: float) -> Picture:
    if abs(zoom - 1) < 0.02:  # a scale that changes no letter; chosen, not measured
        return gray
    way = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    return _gray(cv2.resize(gray, None, fx=zoom, fy=zoom, interpolation=way))


# ---- colour ------------------------------------------------------------------------------------------------


def without_stamps(picture: Picture, points_per_pixel: float) -> Picture:
    """Grey values in which red and blue stamps and signatures are paper, and the print under them stays.

    Ink of one colour leaves one channel light, black print leaves none: there the lightest channel counts. Only
    large coloured things are taken for stamps; a number or a line of text in colour is print.
    """
    if picture.ndim == 2:
        return picture
    gray = _gray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    hue, saturation, lightest = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2HSV))
    vivid = (saturation > 55) & (lightest > 40)  # of 255: red and blue ink, not black; chosen, not measured
    if np.count_nonzero(vivid) < vivid.size // 5000:
        return gray
    side = _STAMP_SIDE * 72 / points_per_pixel
    for hues in (_RED, _BLUE):
        coloured = vivid & np.logical_or.reduce([(hue >= low) & (hue <= high) for low, high in hues])
        for left, top, right, bottom in _large_parts(coloured, side):
            area = np.s_[top:bottom, left:right]
            gray[area] = _lightened(gray[area], _gray(lightest[area]), coloured[area])
    return gray


def _large_parts(mask: npt.NDArray[np.bool_], side: float) -> Iterator[tuple[int, int, int, int]]:
    reach = max(3, int(side / 12)) | 1
    near = cv2.dilate(mask.astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for left, top, width, height, _ in stats[1:].tolist():
        if min(width, height) > side:
            yield left, top, left + width, top + height


def _lightened(gray: Picture, lightest: Picture, coloured: npt.NDArray[np.bool_]) -> Picture:
    """One stamp's surroundings with its ink lifted to the paper's value."""
    if not coloured.any():
        return gray
    paper = float(np.percentile(gray[~coloured], 80)) if not coloured.all() else 255.0
    alone = lightest[coloured & (lightest > _STAMP_ALONE)]
    ink = float(np.percentile(alone, 15)) if alone.size else 255.0
    near = cv2.dilate(coloured.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    lifted = np.clip(lightest.astype(np.float32) * (paper / max(ink, 1.0)), 0, paper)
    return np.where(near, np.maximum(lifted, gray), gray).astype(np.uint8)


# ---- light and noise -----------------------------------------------------------------------------------------


def _even_light(gray: Picture) -> Picture:
    """Paper at 255 everywhere: shadows and yellowing divided out."""
    small = cv2.resize(gray, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    light = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return _gray(cv2.divide(gray, np.maximum(light, 60), scale=250))


def _denoised(gray: Picture) -> tuple[Picture, float]:
    """The picture smoothed as far as its noise asks for, and its quality.

    The grain of a usual scan stays: the model reads through it, and smoothing takes the hook of ẩ for the stroke of ấ
    (a fifth more words were misread).
    """
    noise = _noise(gray)
    if noise < 15:  # grey levels of a clean scan; chosen, not measured
        # Grey levels of a page made by a program; chosen, not measured.
        return gray, 1.0 if noise < 4 else 0.95
    return _gray(cv2.medianBlur(cv2.GaussianBlur(gray, (0, 0), 0.8), 3)), 0.9


def without_specks(gray: Picture, quality: float) -> Picture:
    """Only print on pure paper: what is too small or too faint to be a dot of print is gone, and so is the grain.

    A full stop of 11 points weighs 4,000 (area by darkness), a speck of one scanned dot 600.
    """
    count, labels = cv2.connectedComponents((gray < _GRAY_INK).astype(np.uint8), connectivity=8)
    weights = np.bincount(labels.ravel(), weights=(255 - gray).ravel(), minlength=count)
    lightest = _SPECK_CLEAN if quality >= 1 else _SPECK_NOISY
    kept = weights >= lightest
    kept[0] = False
    near = cv2.dilate(kept[labels].astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(near > 0, gray, 255).astype(np.uint8)


def _noise(gray: Picture) -> float:
    """Spread of grey values between neighbours on paper, in grey values (robust against print)."""
    part = gray[::2, ::2].astype(np.int16)
    return float(np.percentile(np.abs(np.diff(part, axis=1)), 75)) * 1.05


def ink(gray: Picture) -> npt.NDArray[np.bool_]:
    """Where ink is."""
    return gray < INK


# ---- skew ----------------------------------------------------------------------------------------------------


def skew(gray: Picture) -> float:
    """Degrees by which the page must be turned counter-clockwise to lie straight; 0 where nothing says so.

    Rows of print make the sums over rows of a straight page rise and fall most (Postl). The sums over columns are
    asked too: the page may lie on its side.
    """
    zoom = 1_000 / max(gray.shape)
    small = cv2.resize(255 - gray, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    # Pixels of a dot at 300 dpi; chosen, not measured.
    small = np.where(small > 40, small, 0).astype(np.uint8)
    if not small.any():
        return 0.0
    upright, lying = _steepest(_gray(small)), _steepest(_gray(np.ascontiguousarray(small.T)))
    return upright[1] if upright[0] >= lying[0] else -lying[1]


def _steepest(small: Picture) -> tuple[float, float]:
    best = max((_sharpness(small, angle), angle) for angle in np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5))
    for step in (0.1, 0.02):
        around = best[1] + np.arange(-4, 5) * step
        best = max((_sharpness(small, angle), angle) for angle in around)
    return best[0], float(best[1])


def _sharpness(small: Picture, angle: float) -> float:
    height, width = small.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
    sums = cv2.reduce(cv2.warpAffine(small, turn, (width, height)), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    steps = np.diff(sums[:, 0])
    return float(np.dot(steps, steps))


# ---- ruling lines --------------------------------------------------------------------------------------------


def rulings(gray: Picture) -> list[Ruling]:
    """The tables that ruling lines draw, from top to bottom; lone lines (under a heading, a signature) are none."""
    shortest = _shortest_rule(gray)
    across, down = _straight(gray, shortest, across=True), _straight(gray, shortest, across=False)
    found = [_ruling(gray, area, across, down, shortest) for area in _areas(across | down, shortest)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.top, one.left))


def _shortest_rule(gray: Picture) -> int:
    """Pixels that a ruling line of this page runs straight at least: more than any letter of its print is high.

    A stem of a bold capital of 11 points, widened by a blurred scan, is as straight and as long as 44 pixels ask for:
    where a heading crosses its table, stems below the edges of columns made cells doubtful.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats((gray < INK).astype(np.uint8), connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    low, high = _LETTER_HEIGHTS
    letters = height[(height >= low) & (height <= high) & (width <= high)]
    if not letters.size:
        return _SHORTEST_RULE
    return max(_SHORTEST_RULE, round(float(np.percentile(letters, 90)) * _LONGER_THAN_STEMS))


def without_rules(gray: Picture, tables: Sequence[Ruling]) -> Picture:
    """The picture with the ruling lines of the tables painted over."""
    bare = gray.copy()
    dark = gray < _GRAY_INK
    for table in tables:
        for rule in table.rules:
            _paint_over(bare, dark, rule)
    return bare


def _straight(gray: Picture, shortest: int, *, across: bool) -> Picture:
    """Where something thin runs straight over `shortest` pixels, small breaks and a slight slant allowed.

    Thin lines of a blurred scan are grey: so not ink is asked for, but what is darker than its two sides.
    """
    along = (1, 0) if across else (0, 1)

    def kernel(length: int, width: int) -> Picture:
        return np.ones((width, length) if across else (length, width), np.uint8)

    thin = cv2.morphologyEx(255 - gray, cv2.MORPH_TOPHAT, kernel(1, _THICKEST))
    thick = cv2.dilate(np.minimum(thin, _DARK_ENOUGH), kernel(1, 3))
    smooth = cv2.blur(thick, (9 * along[0] or 1, 9 * along[1] or 1))
    drawn = (smooth > _FAINTEST).astype(np.uint8) * 255
    share = cv2.blur(drawn, (shortest * along[0] or 1, shortest * along[1] or 1))
    middles = (share > 0.85 * 255).astype(np.uint8)  # nearly all ink; chosen, not measured
    return _gray(cv2.dilate(middles, kernel(shortest - 8, 1)))


def _areas(lines: Picture, shortest: int) -> list[tuple[int, int, int, int]]:
    near = cv2.dilate(lines, np.ones((9, 9), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    areas = [
        (left, top, left + width, top + height)
        for left, top, width, height, _ in stats[1:].tolist()
        if width > 2 * shortest and height > shortest
    ]
    return _joined(areas)


def _joined(areas: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Areas that touch are one: a break in a line does not part a table."""
    done: list[tuple[int, int, int, int]] = []
    for area in sorted(areas):
        one = area
        again = True
        while again:
            touching = [
                o for o in done if o[0] < one[2] and one[0] < o[2] and o[1] < one[3] and one[1] < o[3]
            ]
            again = bool(touching)
            for other in touching:
                done.remove(other)
                one = (
                    min(one[0], other[0]),
                    min(one[1], other[1]),
                    max(one[2], other[2]),
                    max(one[3], other[3]),
                )
        done.append(one)
    return done


def _ruling(
    gray: Picture, area: tuple[int, int, int, int], across: Picture, down: Picture, shortest: int
) -> Ruling | None:
    """The edges of one table's grid that are drawn; None where no cell is closed by them."""
    left, top, right, bottom = area
    across, down = across[top:bottom, left:right], down[top:bottom, left:right]
    down = _gray(np.ascontiguousarray(down.T))
    ys, xs = _grid(across, down, shortest)
    if len(ys) < 2 or len(xs) < 2:
        return None
    rules: list[Rule] = []
    unclear: list[tuple[float, float]] = []
    for horizontal, lines, along, mask in ((True, ys, xs, across), (False, xs, ys, down)):
        first, origin = (left, top) if horizontal else (top, left)
        for at in lines:
            shares = _shares(mask, at, along)
            if not horizontal:
                shares = _without_stems(gray, at + left, shares, [place + top for place in along])
            rules += [
                Rule(horizontal, float(at + origin), float(a + first), float(b + first))
                for a, b in _runs(along, shares)
            ]
            for share, (a, b) in zip(shares, pairwise(along), strict=True):
                if _PERHAPS < share < _THERE:
                    middle, place = (a + b) / 2 + first, float(at + origin)
                    unclear.append((middle, place) if horizontal else (place, middle))
    return Ruling(left, top, right, bottom, tuple(rules), tuple(unclear))


def _without_stems(gray: Picture, at: int, shares: list[float], along: list[int]) -> list[float]:
    """The shares of an upright line, none where what is drawn of it is the stem of a letter.

    The stem of a bold capital in a heading that crosses the table may stand on the edge of a column, and with its marks
    (Ệ) is nearly as high as its row: headings were cut there, or doubted.
    """
    return [
        0.0 if share > _PERHAPS and _is_stem(gray, at, top, bottom) else share
        for share, (top, bottom) in zip(shares, pairwise(along), strict=True)
    ]


def _is_stem(gray: Picture, at: int, top: int, bottom: int) -> bool:
    """Whether what is drawn between two lines is as black as a letter and leaves paper at one of its ends: an edge
    reaches both lines, and what is faint may break anywhere."""
    strip = gray[top + _DRIFT : bottom - _DRIFT + 1, max(0, at - _DRIFT) : at + _DRIFT + 1]
    if not 4 * _PAPER_BESIDE <= len(strip) <= _ROW_OF_A_LINE:
        return False
    darkest = cv2.blur(strip, (3, 3)).min(axis=1)
    quarter = len(darkest) // 4
    paper = darkest > _GRAY_INK
    beside = max(_longest(paper[:quarter]), _longest(paper[-quarter:]))
    return bool(darkest.min() < _BLACK) and beside >= _PAPER_BESIDE


def _longest(marks: npt.NDArray[np.bool_]) -> int:
    """The length of the longest run of true ones."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _grid(across: Picture, down: Picture, shortest: int) -> tuple[list[int], list[int]]:
    """The y and x of the lines that make edges of cells: a letter's stem or an underline reaches no other line."""
    ys, xs = _lines(across, shortest), _lines(down, shortest)
    while True:
        kept_ys = [y for y in ys if max(_shares(across, y, xs), default=0) >= _WHOLE]
        kept_xs = [x for x in xs if max(_shares(down, x, kept_ys), default=0) >= _WHOLE]
        if (kept_ys, kept_xs) == (ys, xs):
            return ys, xs
        ys, xs = kept_ys, kept_xs


def _shares(mask: Picture, at: int, along: list[int]) -> list[float]:
    return [_share(mask, at, a, b) for a, b in pairwise(along)]


def _lines(mask: Picture, shortest: int) -> list[int]:
    """Where the lines of a mask lie that run across it, as the rows they have."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = sorted(
        (float(middle[1]), int(width))
        for (_, _, width, height, _), middle in zip(stats[1:].tolist(), middles[1:].tolist(), strict=True)
        if width >= shortest and height < 3 * _SAME_LINE
    )
    groups: list[list[tuple[float, int]]] = []
    for part in parts:
        if groups and part[0] - groups[-1][-1][0] <= _SAME_LINE:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [
        round(sum(at * width for at, width in group) / sum(width for _, width in group)) for group in groups
    ]


def _share(mask: Picture, at: int, start: int, end: int) -> float:
    """Which share of the way from start to end is drawn along a line."""
    strip = mask[max(0, at - _DRIFT) : at + _DRIFT + 1, start + 4 : max(start + 5, end - 3)]
    return float(strip.any(axis=0).mean()) if strip.size else 0.0


def _runs(along: list[int], shares: list[float]) -> Iterator[tuple[int, int]]:
    """Neighbouring edges that are there, as one rule each."""
    start: int | None = None
    for place, share in enumerate(shares):
        if share >= _THERE and start is None:
            start = along[place]
        if share < _THERE and start is not None:
            yield start, along[place]
            start = None
    if start is not None:
        yield start, along[-1]


def _paint_over(bare: Picture, dark: npt.NDArray[np.bool_], rule: Rule) -> None:
    """Follow the line from cell to cell, for it may drift, and paint over just its own thickness."""
    at, start, end = round(rule.at), round(rule.start), round(rule.end)
    reach = _DRIFT + 3
    view = bare if rule.horizontal else bare.T
    ink_view = dark if rule.horizontal else dark.T
    first = max(0, at - reach)
    for place in range(max(0, start - 4), min(end + 4, view.shape[1]), 60):
        piece = np.s_[first : at + reach + 1, place : min(place + 60, end + 4)]
        drawn = ink_view[piece].mean(axis=1) > 0.55  # of the length is ink; chosen, not measured
        rows = np.flatnonzero(np.convolve(drawn, np.ones(5), "same"))
        view[piece][rows] = 255
