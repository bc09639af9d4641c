"""Numbers of rows: below one heading they follow each other, up or all the way down."""

from collections.abc import Sequence
from typing import NamedTuple

from niemyet.extractors.decisions.sections import Section
from niemyet.model.tables import ReadItem


class _Numbered(NamedTuple):
    """The number of a row and the heading below which it stands; the way that the numbers there run, 1 up or -1 down, 0 while
    it is the first; and with which number that began."""

    section: Section | None
    number: int
    step: int
    first: int

    def follows(self, before: "_Numbered") -> bool:
        """Whether numbers run on from another one in the one way that they ran until then."""
        return self.step in {1, -1} and before.step in {0, self.step}


#: Numbers that prove that a list runs down: of two the second may as well be the first of a list whose heading was not read;
#: chosen, not measured.
_RUNS_DOWN = 3


class RowNumbers:
    """Whether the numbers of rows follow each other below their headings; what jumps is kept for one question."""

    def __init__(self) -> None:
        self.jumps: list[str] = []
        self._last: _Numbered | None = None  # of the item before
        self._falls: list[str] = []  # lists of two numbers that run down
        self._runs_down = False  # whether a longer one does

    def check(self, items: Sequence[ReadItem], section: Section | None, *, sure: bool) -> None:
        """Look at the number of the last item; a jump tells of a row or heading that was not read."""
        item = items[-1]
        said = item.row_no or ""
        if not (sure and said.isdigit()):
            self.end()
            return
        before, number = self._last, int(said)
        if before is None or before.section is not section:
            goes_on = before is not None and before.step < 0 and before.number == number + 1
            if not goes_on:
                self._end(before)
            first, step = (before.first, -1) if before is not None and goes_on else (number, 0)
            self._last = _Numbered(section, number, step, first)
            return
        step = number - before.number
        now = _Numbered(section, number, step, before.first)
        same = items[-2:] if len(items) > 1 else []
        if step == 0 and len({one.code or one.name for one in same}) == 1:
            return  # one procedure on a row for each level
        if now.follows(before):
            self._last = now
            return
        self._last = _Numbered(section, number, 0, number)
        path = f" (mục {item.part})" if item.part else ""
        self.jumps.append(f"sau số {before.number} là số {number}{path}")

    def follow(self, numbers: Sequence[int], section: Section | None) -> bool:
        """Whether numbers of rows that follow each other run on by one; then they are looked at, else each is to be."""
        before = self._last
        above = before.number if before is not None and before.section is section else None
        follow = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
        rises = before is None or before.step >= 0  # else it may go on below another heading
        if not (follow and rises and above in {None, numbers[0] - 1}):
            return False
        self._last = _Numbered(section, numbers[-1], int(len(numbers) > 1 or above is not None), numbers[0])
        return True

    def end(self) -> None:
        """What comes goes on with no number before it."""
        self._end(self._last)
        self._last = None

    def _end(self, last: _Numbered | None) -> None:
        """Numbers that ran down end with 1: else rows at the end were not read."""
        if last is None or last.step >= 0:
            return
        if last.number != 1:
            self.jumps.append(f"số cuối của danh mục đánh số ngược là {last.number}")
        elif last.first < _RUNS_DOWN:
            self._falls.append(f"sau số {last.first} là số 1")
        else:
            self._runs_down = True

    def settle(self) -> None:
        """Two numbers that run down are a jump, unless a longer list of the document runs down too."""
        self._end(self._last)
        self.jumps += self._falls if not self._runs_down else []
