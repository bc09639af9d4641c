"""Small signs of a page that are set above their line: figures that mark notes, powers, brackets around either.

They stand on the line of the letters beside them, for nobody reads them as a line of their own. A figure becomes the sign of a
raised one, as in DOCX and XLSX (`runs.raised`): else it is a digit of the name or code before it.
"""

import numpy as np
from numpy.typing import NDArray

from niemyet.extractors.documents.runs import POWER_OF, RAISED

# Shares of the size of the letters beside them. Word sets two thirds of the size a third higher, others a half.
_SMALL = 0.85  # of signs that are raised; chosen, not measured
_LEAST_RISE, _MOST_RISE = 0.12, 0.75  # of their line; chosen, not measured
_NEAR = 0.45  # between them and the letters; chosen, not measured
_LONGEST = 4  # signs, "(12)"; chosen, not measured
_SAME = 0.01  # points between signs of one size and height; chosen, not measured


def with_raised(
    codes: NDArray[np.uint32], at: NDArray[np.float64], spaced: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Code points and places (left, right, base and size as rows) of a page, those that are raised put onto their line.

    `spaced`: a space stands in the file before this one.
    """
    sizes = at[3]
    if len(codes) < 2 or float(sizes.min()) >= _SMALL * float(sizes.max()):
        return codes, at
    before, behind = np.roll(sizes, 1), np.roll(sizes, -1)
    begins = np.flatnonzero((sizes < _SMALL * before) | (sizes < _SMALL * behind))
    if not len(begins):
        return codes, at
    codes, at = codes.copy(), at.copy()
    done = -1
    for told in begins.tolist():
        if told <= done:
            continue
        first = _first(at, told, done)
        last = _end(at, first)
        host = next((one for one in (first - 1, last + 1) if _is_on(at, first, last, one)), None)
        if host is None:
            continue
        at[2:4, first : last + 1] = at[2:4, host : host + 1]
        done = last
        figure = _text(codes[first : last + 1])
        if figure.isascii() and figure.isdecimal():
            word = _word_before(codes, spaced, first) if host < first else ""
            if POWER_OF.search(word) is None:
                codes[first : last + 1] = [*map(ord, figure.translate(RAISED))]
    return codes, at


def _first(at: NDArray[np.float64], told: int, done: int) -> int:
    """The first sign of those of one size and height that hold this one: beside small ones of another line it is not told."""
    first = told
    while (
        first - 1 > done
        and told - first < _LONGEST
        and (abs(at[2:4, first - 1] - at[2:4, told]) < _SAME).all()
    ):
        first -= 1
    return first


def _end(at: NDArray[np.float64], first: int) -> int:
    """The last sign of those of one size and height that begin with this one."""
    last = first
    while (
        last + 1 < at.shape[1]
        and last - first < _LONGEST
        and (abs(at[2:4, last + 1] - at[2:4, first]) < _SAME).all()
    ):
        last += 1
    return last


def _is_on(at: NDArray[np.float64], first: int, last: int, host: int) -> bool:
    """Whether small signs stand above the line of a letter beside them."""
    if not 0 <= host < at.shape[1] or last - first >= _LONGEST:
        return False
    size = float(at[3, host])
    rise = float(at[2, host] - at[2, first]) / size
    gap = float(at[0, first] - at[1, host] if host < first else at[0, host] - at[1, last]) / size
    return at[3, first] < _SMALL * size and _LEAST_RISE <= rise <= _MOST_RISE and abs(gap) <= _NEAR


def _word_before(codes: NDArray[np.uint32], spaced: NDArray[np.bool_], at: int) -> str:
    """The letters right before a sign, back to a space."""
    first = at
    while first and not spaced[first]:
        first -= 1
    return "" if first == at else _text(codes[first:at])


def _text(codes: NDArray[np.uint32]) -> str:
    return "".join(map(chr, codes.tolist()))
