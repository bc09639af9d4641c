"""From the ruling lines of a page to the cells of its tables. Pure geometry; points from the upper left corner.

Programs draw the same table in many ways: one line over the whole page, a piece for each cell, thin boxes, doubled
lines. So pieces are joined first, edges that lie within a line's thickness are one edge, and a cell is whatever no
line parts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from niemyet.extractors.documents.blocks import is_layout
from niemyet.model.errors import OverLimitError
from niemyet.model.messages import msg
from niemyet.model.quick_records import made_quickly
from niemyet.model.records import Box

_DOUBLE = 3.0  # lines nearer than this are one line, drawn twice or by pieces; chosen, not measured
_SNAP = 4.0  # no text stands between edges nearer than this; chosen, not measured
# A column narrower than this that no cell has to itself is one edge, drawn crookedly; chosen, not measured:
_SLIVER = 12.0
_THIN_ROW = 5.0  # a row lower than this is one edge; chosen, not measured
_SHORTEST = 5.0  # a table has no shorter line; chosen, not measured
# How far lines reach over the last one that crosses them where a side was left open; chosen, not measured:
_OVERHANG = 10.0
# A single box higher than this frames text and is no row of a table; chosen, not measured:
_TALLEST_LONE = 150.0
_NARROWEST_LONE = 60.0  # a single box narrower than this is a box to tick; chosen, not measured
_MOST_RULES = 40_000  # of a page, as many cost seconds; chosen, not measured
_MOST_CROSSINGS = 1_000_000  # of a page; chosen, not measured
_AT_ONCE = 100_000  # pairs of lines held against each other at once: a page of a table has a thousand; chosen, not measured
_MOST_PLACES = 250_000  # of a table's grid; chosen, not measured


@made_quickly
@dataclass(frozen=True, slots=True)
class Rule:
    """One straight line on a page: `at` is its y when horizontal, its x when not."""

    horizontal: bool
    at: float
    start: float
    end: float


@made_quickly
@dataclass(frozen=True, slots=True)
class GridPlace:
    """One cell: where it begins in the grid, how far it reaches, and its box on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruled table: the x of its columns' edges, the y of its rows' edges, and its cells by row and column."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[GridPlace, ...]
    open_top: bool = False  # no line above the first row
    open_bottom: bool = False


Line = tuple[float, float, float]  # at, start, end
Lines = list[Line]


def ruled_tables(rules: Iterable[Rule], tolerance: float = 2.0) -> list[Ruled]:
    """The tables that the rules of one page draw, from top to bottom; spans are those of merged cells.

    `tolerance` is how far, in points, a line may end before the one it should meet. Underlines and frames around
    text are no tables; a single low box is given as a table of one cell, because the last page of a table may hold
    one section row alone (`pages.join_pages` decides). A table that lies in a cell of another is part of that cell,
    unless the outer one only frames it (`blocks.is_layout`).

    Raises OverLimitError when the page holds more lines than any table has.
    """
    across: Lines = []
    down: Lines = []
    for rule in rules:
        start, end = min(rule.start, rule.end), max(rule.start, rule.end)
        (across if rule.horizontal else down).append((rule.at, start, end))
    across, down = _joined(across), _joined(down)
    if len(across) + len(down) > _MOST_RULES:
        raise OverLimitError(
            msg(
                "a page has {count} ruled lines, {most} at most; the tables of this file are not read.",
                count=len(across) + len(down),
                most=_MOST_RULES,
            )
        )
    tables = (_table(*group, tolerance) for group in _groups(across, down, tolerance))
    found = _without_nested([table for table in tables if table is not None])
    return sorted(found, key=lambda table: (table.box.top, table.box.left))


# ---- lines -----------------------------------------------------------------------------------------------


def _joined(lines: Lines) -> Lines:
    """Pieces of one line put together, the same line drawn twice kept once; short strokes left out."""
    lines.sort()
    out: Lines = []
    band: Lines = []
    for line in lines:
        if band and line[0] - band[0][0] > _DOUBLE:
            out += _joined_band(band)
            band = []
        band.append(line)
    out += _joined_band(band)
    return [line for line in out if line[2] - line[1] >= _SHORTEST]


def _joined_band(band: Lines) -> Lines:
    band.sort(key=lambda line: line[1:])
    out: Lines = []
    at = longest = start = end = 0.0
    for line in band:
        length = line[2] - line[1]
        if longest and line[1] <= end + _DOUBLE:
            end = max(end, line[2])
            if length > longest:
                at, longest = line[0], length
            continue
        if longest:
            out.append((at, start, end))
        (at, start, end), longest = line, max(length, 1e-6)
    if longest:
        out.append((at, start, end))
    return out


def _crossings(across: Lines, down: Lines, tolerance: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of a horizontal and a vertical line that meet, as two arrays of indexes. `down` is sorted."""
    step = max(1, _AT_ONCE // max(1, len(down)))
    xs, starts, ends = np.array(down).reshape(-1, 3).T
    starts, ends = starts - tolerance, ends + tolerance
    left: list[NDArray[np.intp]] = []
    right: list[NDArray[np.intp]] = []
    total = 0
    for first in range(0, len(across), step):
        at, start, end = np.array(across[first : first + step]).T[:, :, None]
        meet = (xs >= start - tolerance) & (xs <= end + tolerance) & (starts <= at) & (ends >= at)
        rows, columns = np.nonzero(meet)
        total += len(rows)
        if total > _MOST_CROSSINGS:
            raise OverLimitError(
                msg(
                    "the ruled lines of a page cross more than {most} times; the tables of this file are "
                    "not read.",
                    most=_MOST_CROSSINGS,
                )
            )
        left.append(rows + first)
        right.append(columns)
    none = np.empty(0, dtype=np.intp)
    return (np.concatenate(left), np.concatenate(right)) if left else (none, none)


def _groups(across: Lines, down: Lines, tolerance: float) -> list[tuple[Lines, Lines]]:
    """Lines that hang together, each group sorted."""
    down.sort()
    left, right = _crossings(across, down, tolerance)
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for one, other in zip(left.tolist(), (right + len(across)).tolist(), strict=True):
        first, second = root(one), root(other)
        if first != second:
            parents[max(first, second)] = min(first, second)
    groups: dict[int, tuple[Lines, Lines]] = {}
    for index, line in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(line)
    for index, line in enumerate(down):
        groups.setdefault(root(index + len(across)), ([], []))[1].append(line)
    return [(sorted(rows), sorted(columns)) for rows, columns in groups.values() if rows and columns]


def _missing(lines: Lines, first: float, last: float, reach: tuple[float, float]) -> tuple[Lines, Lines]:
    """Lines for a side that was left open: no outer borders, or a row that the end of a page cuts.

    Such a side shows in the common ends of lines that reach over the outermost one that crosses them; as lists of
    one or none, before the first and after the last.
    """
    low = sorted(start for _, start, _ in lines if start < first - _OVERHANG)
    high = sorted(end for _, _, end in lines if end > last + _OVERHANG)
    at_low = sum(start <= first + _SNAP for _, start, _ in lines)
    at_high = sum(end >= last - _SNAP for _, _, end in lines)
    return _common(low, at_low, reach), _common(high, at_high, reach)


def _common(ends: list[float], of: int, reach: tuple[float, float]) -> Lines:
    if len(ends) < max(2, of / 2) or ends[-1] - ends[0] > _SNAP:
        return []
    return [(ends[len(ends) // 2], *reach)]


def _trimmed(across: Lines, down: Lines, tolerance: float) -> tuple[Lines, Lines]:
    """Lines cut at the outermost ones that they meet; one that meets fewer than two parts nothing."""
    while across and down:
        down.sort()
        left, right = _crossings(across, down, tolerance)
        new_across = _cut(across, left, np.array([line[0] for line in down])[right])
        new_down = _cut(down, right, np.array([line[0] for line in across])[left])
        if len(new_across) == len(across) and len(new_down) == len(down):
            return new_across, new_down
        across, down = new_across, new_down
    return [], []


def _cut(lines: Lines, met: NDArray[np.intp], at: NDArray[np.float64]) -> Lines:
    count = np.bincount(met, minlength=len(lines))
    least = np.full(len(lines), np.inf)
    most = np.full(len(lines), -np.inf)
    np.minimum.at(least, met, at)
    np.maximum.at(most, met, at)
    wide = (count >= 2) & (most - least >= _SNAP)
    return [(lines[i][0], float(least[i]), float(most[i])) for i in np.flatnonzero(wide).tolist()]


# ---- cells -----------------------------------------------------------------------------------------------


def _table(across: Lines, down: Lines, tolerance: float) -> Ruled | None:
    """The table of one group of lines, or None where they draw none."""
    top, bottom = _missing(down, across[0][0], across[-1][0], (down[0][0], down[-1][0]))
    left, right = _missing(across, down[0][0], down[-1][0], (across[0][0], across[-1][0]))
    across, down = _trimmed(sorted(across + top + bottom), sorted(down + left + right), tolerance)
    xs, ys = _edges(down), _edges(across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    if len(xs) * len(ys) > _MOST_PLACES:
        raise OverLimitError(
            msg(
                "a table has {count} cells, {most} at most on a page; this file is not read.",
                count=len(xs) * len(ys),
                most=_MOST_PLACES,
            )
        )
    rows, columns = len(ys) - 1, len(xs) - 1
    beside = _walls(down, xs, ys)  # beside[edge][row]: a line at this x along this row
    above = _walls(across, ys, xs)  # above[edge][column]: a line at this y along this column
    spans = [
        span
        for span in _grown(rows, columns, beside, above)
        if not _is_outside(span, rows, columns, beside, above)
    ]
    spans, xs = _without_slivers(spans, xs, 1, _SLIVER)
    spans, ys = _without_slivers(spans, ys, 0, _THIN_ROW)
    if not spans or (
        len(spans) == 1 and (ys[-1] - ys[0] > _TALLEST_LONE or xs[-1] - xs[0] < _NARROWEST_LONE)
    ):
        return None
    places = tuple(
        GridPlace(top, left, bottom - top, right - left, Box(xs[left], ys[top], xs[right], ys[bottom]))
        for top, left, bottom, right in sorted(spans)
    )
    return Ruled(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), places, bool(top), bool(bottom))


Span = tuple[int, int, int, int]  # top, left, bottom, right as indexes of edges
Walls = list[list[bool]]


def _edges(lines: Lines) -> list[float]:
    """Where lines lie, those that are one edge taken together; the longest lines say where it is."""
    out: list[float] = []
    band: list[Line] = []
    for line in [*sorted(lines), None]:
        if band and (line is None or line[0] - band[0][0] > _SNAP):
            weight = sum(end - start for _, start, end in band)
            out.append(sum(at * (end - start) for at, start, end in band) / weight)
            band = []
        if line is not None:
            band.append(line)
    return out


def _nearest(edges: Sequence[float], at: float) -> int:
    place = bisect_left(edges, at)
    if place and (place == len(edges) or at - edges[place - 1] <= edges[place] - at):
        return place - 1
    return place


def _walls(lines: Lines, edges: list[float], along: list[float]) -> Walls:
    """For each edge and each stretch between two edges of the other direction: whether a line runs there."""
    walls = [[False] * (len(along) - 1) for _ in edges]
    middles = [(first + second) / 2 for first, second in pairwise(along)]
    for at, start, end in lines:
        wall = walls[_nearest(edges, at)]
        for stretch in range(bisect_left(middles, start), bisect_right(middles, end)):
            wall[stretch] = True
    return walls


def _grown(rows: int, columns: int, beside: Walls, above: Walls) -> list[Span]:
    """Rectangles that no line parts, grown to the right and then down; what is not rectangular ends up in several."""
    taken = [[False] * columns for _ in range(rows)]
    spans: list[Span] = []
    for top in range(rows):
        for left in range(columns):
            if taken[top][left]:
                continue
            right = left + 1
            while right < columns and not beside[right][top] and not taken[top][right]:
                right += 1
            bottom = top + 1
            while bottom < rows and _goes_on(bottom, left, right, beside, above, taken):
                bottom += 1
            for row in range(top, bottom):
                taken[row][left:right] = [True] * (right - left)
            spans.append((top, left, bottom, right))
    return spans


def _goes_on(row: int, left: int, right: int, beside: Walls, above: Walls, taken: Walls) -> bool:
    """Whether the rectangle above reaches into this row."""
    if any(above[row][left:right]) or any(taken[row][left:right]):
        return False
    return not any(beside[edge][row] for edge in range(left + 1, right))


def _is_outside(span: Span, rows: int, columns: int, beside: Walls, above: Walls) -> bool:
    """Whether a rectangle is no cell but the room beside a table that is not rectangular: a corner, open twice."""
    top, left, bottom, right = span
    open_top = top == 0 and not any(above[0][left:right])
    open_bottom = bottom == rows and not any(above[rows][left:right])
    open_left = left == 0 and not any(beside[0][top:bottom])
    open_right = right == columns and not any(beside[columns][top:bottom])
    return (open_top or open_bottom) and (open_left or open_right)


def _without_slivers(
    spans: list[Span], edges: list[float], axis: int, width: float
) -> tuple[list[Span], list[float]]:
    """Narrow stretches that no cell has to itself are a crooked edge, not a column: their two edges become one."""
    edges = list(edges)
    place = 0
    while place < len(edges) - 1 and len(edges) > 2:
        own = any(span[axis] == place and span[axis + 2] == place + 1 for span in spans)
        if own or edges[place + 1] - edges[place] >= width:
            place += 1
            continue
        kept = sum(place + 1 in (span[axis], span[axis + 2]) for span in spans)
        lost = sum(place in (span[axis], span[axis + 2]) for span in spans)
        at = edges[place + 1] if (kept > lost and place) or place + 2 == len(edges) else edges[place]
        edges[place : place + 2] = [at]
        spans = [_shifted(span, axis, place) for span in spans]
    return spans, edges


def _shifted(span: Span, axis: int, place: int) -> Span:
    moved = list(span)
    for index in (axis, axis + 2):
        moved[index] -= moved[index] > place
    return moved[0], moved[1], moved[2], moved[3]


# ---- tables in tables --------------------------------------------------------------------------------------


def _without_nested(tables: list[Ruled]) -> list[Ruled]:
    """Each place of the page in one table only: a frame goes, and so does a table that is part of a cell."""
    tables = sorted(tables, key=lambda table: -_area(table.box))
    boxes = np.array([table.box for table in tables]).reshape(-1, 4)
    kept: list[Ruled] = []
    gone: set[int] = set()
    for index, outer in enumerate(tables):
        if index in gone:
            continue
        low, high = (boxes >= np.array(outer.box) - _SNAP), (boxes <= np.array(outer.box) + _SNAP)
        held = np.flatnonzero(low[:, 0] & low[:, 1] & high[:, 2] & high[:, 3]).tolist()
        inner = [other for other in held if other > index]
        width = len(outer.xs) - 1
        if inner and (len(outer.places) == 1 or is_layout(width, (len(tables[i].xs) - 1 for i in inner))):
            continue
        gone.update(inner)
        kept.append(outer)
    return kept


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
