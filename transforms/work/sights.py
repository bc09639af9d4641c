"""Since when a channel has shown what its newest look shows: the day on which work was seen done.

A look says that a sheet hangs or does not. The newest says what is so today; the first of the looks that show the same without a
break says since when, and later looks at what was done long ago change nothing about it (RULINGS 20, 46).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from niemyet.model.listed_rows import Stretches, Words
from niemyet.model.tables import Listing
from niemyet.model.words import Channel
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import key
from niemyet.transforms.work.transitions import Track

words_of: Callable[[Listing], Words] = attrgetter("code", "code_text", "decision_text", "name")


class Sight(NamedTuple):
    """The first of the looks that show a sheet without a break up to the newest, and where on its page."""

    day: date
    row_no: int
    sha256: str


class Sights:
    """What a channel of a unit shows, and since when."""

    def __init__(self, looks: Stretches, tracks: Mapping[str, Track], misprints: Mapping[str, str]) -> None:
        self._looks = looks
        self._tracks = tracks
        self._misprints = misprints
        self._named: dict[bool, dict[str, int]] = {}
        self._sheets: dict[int, dict[str | None, list[Words]]] = {}
        self._places: dict[int, Callable[[Words], tuple[int, str]]] = {}
        self._looked: dict[date, date] = {}

    @cached_property
    def _days(self) -> NDArray[np.datetime64]:
        return np.array(self._looks.days, "M8[D]")

    @property
    def first(self) -> date:
        """The day of the first look of all."""
        return self._looks.days[0]

    def on_first(self, rows: Iterable[Listing], since: Iterable[date]) -> list[tuple[int, str] | None]:
        """Of rows, each since a day of its own: number and file in the first look of all, where `of` says that; else None."""
        looks, place_of, first = self._looks, self._place_in(0), self.first
        has_changed = len(looks.days) > 1
        return [
            None if day > first or (has_changed and looks.begun(words)) else place_of(words)
            for words, day in zip(map(words_of, rows), since, strict=True)
        ]

    def of(self, code: str, row: Listing, since: date, is_right: Callable[[Words], bool]) -> Sight:
        """The first look, on a day or after it, of those that have shown the code rightly ever since; `row` is of the newest.

        A sheet that was right and is written otherwise today was right without a break.
        """
        words, days = words_of(row), self._looks.days
        begun = same = self._looks.begun(words)
        while begun and days[begun] > since and self._shows_rightly(code, begun - 1, is_right):
            begun -= 1
        day = self._look(max(days[begun], since))
        stretch = max(begun, bisect_right(days, day) - 1)
        there = words if stretch >= same else self._words(code, stretch)[0]
        return Sight(day, *self._place_in(stretch)(there))

    def _place_in(self, stretch: int) -> Callable[[Words], tuple[int, str]]:
        if stretch not in self._places:
            self._places[stretch] = self._looks.place_in(stretch)
        return self._places[stretch]

    def _shows_rightly(self, code: str, stretch: int, is_right: Callable[[Words], bool]) -> bool:
        shown = self._words(code, stretch)
        return bool(shown) and all(map(is_right, shown))

    def _words(self, code: str, stretch: int) -> list[Words]:
        """What is read on the sheets of a code in a stretch; one without a code is of it by its name."""
        if stretch not in self._sheets:
            found: dict[str | None, list[Words]] = {}
            for words in self._looks.words_on(stretch):
                found.setdefault(words[0], []).append(words)
            self._sheets[stretch] = found
        sheets = self._sheets[stretch]
        if code in sheets or code not in self._tracks:
            return sheets.get(code, [])
        names = {key(entry.procedure.name) for entry in self._tracks[code].entries}
        kinds = sheets if is_own_code(code) else (None,)
        return [words for kind in kinds for words in sheets.get(kind, ()) if key(words[3]) in names]

    def gone(self, code: str, since: date) -> date:
        """The same of those that have shown no sheet of the code; the newest shows none."""
        last = max(*self._last_of([code]), self._last_by_name(code))
        return self._look(max(self._looks.days[min(last + 1, len(self._looks.days) - 1)], since))

    def all_gone(self, codes: Sequence[str], since: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """The same of many codes, each since a day of its own."""
        begun = self._gone_by(codes) if len(self._days) > 1 else self._days[0]
        days, number = np.unique(np.maximum(begun, since), return_inverse=True)
        return np.array([self._look(day) for day in days.tolist()], "M8[D]")[number]

    def _gone_by(self, codes: Sequence[str]) -> NDArray[np.datetime64]:
        """Of codes that the newest look does not show the first day of the stretch from which on none shows them."""
        is_named = bool(self._by_name(coded=False))
        last = np.array(self._last_of(codes), np.intp)
        for at, code in enumerate(codes):
            if is_named or is_own_code(code):
                last[at] = max(last[at], self._last_by_name(code))
        begun: NDArray[np.datetime64] = self._days[np.minimum(last + 1, len(self._days) - 1)]
        return begun

    def _look(self, day: date) -> date:
        """The first look on a day or after it; what the newest look shows is asked of no day after it."""
        if day not in self._looked:
            self._looked[day] = self._looks.first_look(day) or self._looks.days[-1]
        return self._looked[day]

    def _last_of(self, codes: Sequence[str]) -> list[int]:
        """Of each of some codes the last stretch that shows it, or a misprint of it."""
        last = list(self._looks.last_with(codes))
        if not self._misprints:
            return last
        place = {code: at for at, code in enumerate(codes)}
        for code in place.keys() & self._misprints.keys():
            last[place[code]] = -1  # its sheets are of another
        for wrong, stretch in zip(self._misprints, self._looks.last_with([*self._misprints]), strict=True):
            at = place.get(self._misprints[wrong])
            if at is not None:
                last[at] = max(last[at], stretch)
        return last

    def _last_by_name(self, code: str) -> int:
        """The last stretch with a row of that name without a code; of a procedure without one, with any."""
        kinds = (False, True) if is_own_code(code) else (False,)
        shown = [named for kind in kinds if (named := self._by_name(coded=kind))]
        track = self._tracks.get(code) if shown else None
        if track is None:
            return -1
        names = {key(entry.procedure.name) for entry in track.entries}
        return max((named.get(name, -1) for named in shown for name in names), default=-1)

    def _by_name(self, *, coded: bool) -> dict[str, int]:
        if coded not in self._named:
            found: dict[str, int] = {}
            for name, stretch in self._looks.last_with_name(coded=coded).items():
                found[key(name)] = max(stretch, found.get(key(name), -1))
            self._named[coded] = found
        return self._named[coded]


class RowStretches:
    """Looks as rows in memory; `niemyet.storage.listed_rows` says the same of columns."""

    def __init__(self, rows: Iterable[Listing]) -> None:
        """`rows`: of one unit and channel."""
        self._stretches: list[tuple[date, list[Listing]]] = []
        self._looked_on: list[date] = []
        self._places: dict[int, dict[Words, tuple[int, str]]] = {}
        self._rows = ordered = sorted(rows, key=_by_look)
        for day, look in groupby(ordered, key=attrgetter("observed_on")):
            shown = list(look)
            self._looked_on.append(day)
            if not self._stretches or not _show_the_same(self._stretches[-1][1], shown):
                self._stretches.append((day, shown))

        self.days: Sequence[date] = [day for day, _ in self._stretches]

    @property
    def newest(self) -> date:
        """See Stretches."""
        return self._looked_on[-1]

    def shown(self, but: frozenset[str] = frozenset()) -> Sequence[Listing]:
        """See Stretches."""
        return [row for row in self._newest if row.code not in but]

    def files(self) -> Collection[str]:
        """See Stretches."""
        return sorted({row.sha256 for row in self._newest})

    def put_up(self) -> Sequence[tuple[int, date]]:
        """See Stretches."""
        rows = sorted(self._newest, key=attrgetter("sha256", "row_no"))
        return [(row.row_no, row.posted_on) for row in rows if row.posted_on is not None]

    @cached_property
    def _newest(self) -> Sequence[Listing]:
        newest = self.newest
        return [row for row in self._rows if row.observed_on == newest]

    def lines(self) -> str:
        """See Stretches."""
        rows = (replace(row, observed_on=date.min) for row in self._newest)
        return sha256("\n".join(map(repr, rows)).encode()).hexdigest()

    def first_look(self, day: date) -> date | None:
        """See Stretches."""
        at = bisect_left(self._looked_on, day)
        return self._looked_on[at] if at < len(self._looked_on) else None

    def begun(self, words: Words) -> int:
        """See Stretches."""
        at = len(self._stretches) - 1
        while at and self._shows(words, at - 1):
            at -= 1
        return at

    def place_in(self, stretch: int) -> Callable[[Words], tuple[int, str]]:
        """See Stretches."""
        return self._rows_of(stretch).__getitem__

    def _rows_of(self, stretch: int) -> Mapping[Words, tuple[int, str]]:
        """The first row that bears some words."""
        if stretch not in self._places:
            rows = reversed(self._stretches[stretch][1])
            self._places[stretch] = {words_of(row): (row.row_no, row.sha256) for row in rows}
        return self._places[stretch]

    def _shows(self, words: Words, stretch: int) -> bool:
        return words in self._rows_of(stretch)

    def words_on(self, stretch: int) -> Sequence[Words]:
        """See Stretches."""
        return [words_of(row) for row in self._stretches[stretch][1]]

    def last_with(self, codes: Sequence[str]) -> Sequence[int]:
        """See Stretches."""
        return [self._last_with_code.get(code, -1) for code in codes]

    @cached_property
    def _last_with_code(self) -> Mapping[str | None, int]:
        return {row.code: at for at, (_, rows) in enumerate(self._stretches) for row in rows}

    def codes_beside(self, texts: frozenset[str]) -> Collection[str | None]:
        """See Stretches."""
        return {row.code for row in self._rows if row.decision_text in texts}

    def codes_since(self, day: date) -> Collection[str | None] | None:
        """See Stretches."""
        looks = [list(rows) for _, rows in groupby(self._rows, key=attrgetter("observed_on"))]
        begin = max(bisect_right(self._looked_on, day) - 1, 0)
        if any(len({(row.url, row.sha256) for row in look}) > 1 for look in looks[begin:]):
            return None
        told = [_by_code(look) for look in looks[begin:]]
        return {
            code
            for before, after in pairwise(told)
            for code in before.keys() | after.keys()
            if before.get(code) != after.get(code)
        }

    def made_of(self, day: date) -> str:
        """See Stretches."""
        rows = (repr(row) for row in self._rows if row.observed_on <= day)
        return sha256("\n".join(rows).encode()).hexdigest()

    def last_with_name(self, *, coded: bool) -> Mapping[str, int]:
        """See Stretches."""
        return {
            row.name: at
            for at, (_, rows) in enumerate(self._stretches)
            for row in rows
            if (row.code is not None) is coded
        }


_by_look = attrgetter("observed_on", "row_no", "sha256")


def _show_the_same(look: Iterable[Listing], other: Iterable[Listing]) -> bool:
    return list(map(words_of, look)) == list(map(words_of, other))


_sheet = attrgetter("code_text", "decision_text", "name", "posted_on", "effective_on")


def _by_code(look: Iterable[Listing]) -> dict[str | None, list[object]]:
    """What the sheets of each code say, in their order."""
    found: dict[str | None, list[object]] = {}
    for row in look:
        found.setdefault(row.code, []).append(_sheet(row))
    return found


def stretches_of(listings: Iterable[Listing], day: date) -> dict[tuple[str, Channel], Stretches]:
    """Looks up to a day, of each unit and channel."""
    return {place: RowStretches(rows) for place, rows in by_channel(listings, day).items()}


def by_channel(listings: Iterable[Listing], day: date) -> dict[tuple[str, Channel], list[Listing]]:
    """Rows of looks up to a day by unit and channel; those of one mostly stand together."""
    found: dict[tuple[str, Channel], list[Listing]] = {}
    for place, together in groupby(listings, attrgetter("unit_id", "channel")):
        rows = [row for row in together if row.observed_on <= day]
        if rows:
            found.setdefault(place, []).extend(rows)
    return found
