"""What is like a code or a name, looked up and not compared with everything: candidates for a person, never applied.

Every abolition that finds nothing asks for codes one slip away, and every row without a code for names that share its
words. Compared with each code and each name, a history twice as long cost four times as much. What is found here is what
comparing with each would find (`tests/transforms/law/test_alike.py`).
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from typing import Any, Protocol

import numpy as np

from niemyet.model.words import Level
from niemyet.transforms.language.text import key

CANDIDATES_SHOWN = 5  # in one question; chosen, not measured
_LEAST_SHARED = 0.6  # of the words of the shorter name; chosen, not measured


# ---- codes ---------------------------------------------------------------------------------------------------


def one_slip(one: str, other: str) -> bool:
    """Whether one digit differs, or two neighbours changed places."""
    if len(one) != len(other):
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 2:
        first, second = places
        return second == first + 1 and (one[first], one[second]) == (other[second], other[first])
    return len(places) == 1


class Slips:
    """Codes held, asked for those one slip from a code.

    Codes are written with a dozen signs, so a code has some hundred neighbours: where few are asked for, they are made up and
    looked for. Once that has cost as much as an index of all codes by what is left of them without one sign, it is made.
    """

    __slots__ = ("_asked", "_codes", "_signs", "_without_one")

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._signs = sorted(set("".join(self._codes)))
        self._asked = 0
        self._without_one: dict[tuple[str, str], list[str]] | None = None

    def of(self, code: str) -> set[str]:
        """The codes one slip away."""
        found = set(self._codes.intersection(_swapped(code)))
        self._asked += 1
        if self._asked * len(self._signs) <= len(self._codes):
            found |= self._codes.intersection(_otherwise_in_one_sign(code, self._signs))
            return found - {code}
        if self._without_one is None:
            self._without_one = _by_what_is_left(self._codes)
        for left in _without_one_sign(code):
            found.update(self._without_one.get(left, ()))
        return found - {code}


def _by_what_is_left(codes: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        for left in _without_one_sign(code):
            found.setdefault(left, []).append(code)
    return found


def _without_one_sign(code: str) -> list[tuple[str, str]]:
    """What stands before and behind each sign."""
    return [(code[:place], code[place + 1 :]) for place in range(len(code))]


def _otherwise_in_one_sign(code: str, signs: Iterable[str]) -> Iterator[str]:
    for place in range(len(code)):
        before, after = code[:place], code[place + 1 :]
        for sign in signs:
            yield f"{before}{sign}{after}"


def _swapped(code: str) -> Iterator[str]:
    for place in range(len(code) - 1):
        yield f"{code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}"


class BearsName(Protocol):
    """What a version bears."""

    @property
    def name(self) -> str:
        """Its name."""
        ...


class HeldVersion(Protocol):
    """A version as it is looked up here: a segment, or what a release says of one (`KnownVersion`)."""

    @property
    def holding(self) -> BearsName:
        """What it says."""
        ...

    @property
    def valid_from(self) -> date:
        """The first day."""
        ...

    @property
    def valid_until(self) -> date | None:
        """The first day after."""
        ...

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        ...


@dataclass(slots=True)
class KnownVersion:
    """A version of which only its name and its time are known."""

    name: str
    valid_from: date
    valid_until: date | None

    @property
    def holding(self) -> "KnownVersion":
        """What it says: its name."""
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


Versions = Mapping[tuple[str, Level], Sequence[HeldVersion]]


@dataclass(slots=True)
class LevelIndex:
    """The procedures of one level: by code, by slips of their codes, and by the names that they ever bore."""

    held: Mapping[str, Sequence[HeldVersion]]  # by code
    slips: Slips
    named: dict[str, set[str]] = field(default_factory=dict)  # name key → codes


class NearCodes:
    """Procedures of a level that may have been meant by a code: of the same name, or one slip away."""

    __slots__ = ("_beside", "_levels", "_segments")

    def __init__(self, segments: Versions, beside: Callable[[], Versions] = dict) -> None:
        """`beside`: gives the versions of other codes, where they are not folded with these."""
        self._segments = segments
        self._beside = beside
        self._levels: dict[Level, LevelIndex] = {}

    def at(self, level: Level, code: str, name: str) -> tuple[set[str], set[str]]:
        """Codes that ever had a version at a level: those that fit by code, and those that ever bore the name."""
        if level not in self._levels:
            self._levels[level] = self._indexed(level)
        index = self._levels[level]
        named = index.named.get(key(name), set()) if name else set()
        return index.slips.of(code), named

    def in_force(self, level: Level, code: str, name: str, day: date) -> list[tuple[bool, str]]:
        """Versions of these codes that hold on a day: whether it bears another name, and its code."""
        slips, named = self.at(level, code, name)
        held, wanted = self._levels[level].held, key(name)
        found = [
            (other not in named or key(segment.holding.name) != wanted, other)
            for other in slips
            for segment in held[other]
            # As `holds_on` says it, without a call for each of the hundred codes that may be a slip.
            if segment.valid_from <= day and (segment.valid_until is None or day < segment.valid_until)
        ]
        return found + [
            (False, other)
            for other in named - slips
            for segment in held[other]
            if segment.holds_on(day) and key(segment.holding.name) == wanted
        ]

    def _indexed(self, level: Level) -> LevelIndex:
        held = {
            code: segments
            for each in (self._beside(), self._segments)
            for (code, at), segments in each.items()
            if at is level
        }
        index = LevelIndex(held, Slips(held))
        for code, segments in held.items():
            for name in {segment.holding.name for segment in segments}:
                index.named.setdefault(key(name), set()).add(code)
        return index


# ---- names ---------------------------------------------------------------------------------------------------


def most_alike(name: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Codes whose names share most words with a name; for a person to choose from, never applied."""
    words = words_of(name)
    best: dict[str, float] = {}
    for code, other in pairs:
        much = likeness(words, words_of(other))
        if much is not None:
            best[code] = max(best.get(code, 0.0), much)
    return _first(best)


def _first(best: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:CANDIDATES_SHOWN])


def likeness(words: frozenset[str], others: frozenset[str]) -> float | None:
    """How much of two names is the same; None where too little of the shorter one is."""
    shared = len(words & others)
    if not shared or shared / min(len(words), len(others)) < _LEAST_SHARED:
        return None
    return shared / len(words | others)


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words of two names share so many that one may be offered for the other."""
    return likeness(one, other) is not None


@lru_cache(maxsize=1 << 15)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, as names are matched."""
    return frozenset(key(name).split())


def _places() -> "array[int]":
    return array("i")


def _begin(code: str) -> int:
    """Its first seven bytes as a number: of two codes the one that stands first has none that is greater."""
    return int.from_bytes(code.encode(errors="surrogatepass")[:7].ljust(7, b"\0"), "big")


class AlikeNames:
    """Names by their words: `most_alike` of a name by counting, over the bearers of its words, how many each shares.

    The counting is done in arrays: a name is held against all that share a word at the price of adding up their places.
    """

    __slots__ = ("_bearers", "_begins", "_beside", "_codes", "_found", "_lengths", "_places", "_shown")

    def __init__(self) -> None:
        self._places: dict[frozenset[str], int] = {}  # of names, by their words
        self._codes: list[set[str]] = []  # by place
        self._lengths = array("i")  # how many words, by place
        self._begins = array("q")  # how the first of its codes begins, by place
        self._bearers: defaultdict[str, array[int]] = defaultdict(_places)  # by word
        self._found: dict[frozenset[str], dict[str, float]] = {}
        self._shown: dict[int, list[str]] = {}  # by place the codes that may be shown
        self._beside: Callable[[], AlikeNames] | None = None

    def add(self, name: str, code: str) -> None:
        """A procedure that bears the name."""
        words = words_of(name)
        place = self._places.get(words)
        if place is None:
            place = self._places[words] = len(self._codes)
            self._codes.append({code})
            self._lengths.append(len(words))
            self._begins.append(_begin(code))
            for word in words:
                self._bearers[word].append(place)
        elif code not in self._codes[place]:
            self._codes[place].add(code)
            self._begins[place] = min(self._begins[place], _begin(code))
            self._shown.pop(place, None)
        else:
            return
        self._found.clear()

    def look_beside(self, beside: "Callable[[], AlikeNames]") -> None:
        """Look among other names of other codes too. `beside`: gives them, when first a name is asked for."""
        self._beside = beside

    def most_alike(self, name: str) -> tuple[str, ...]:
        """Codes whose names share most words with a name, the most alike first."""
        words = words_of(name)
        found = self._best(words)
        return _first(found if self._beside is None else {**self._beside()._best(words), **found})

    def _best(self, words: frozenset[str]) -> dict[str, float]:
        """How much of a name is the same: of the codes that may be shown, and of some more."""
        if words not in self._found:
            self._found[words] = self._most_alike(words)
        return self._found[words]

    def _most_alike(self, words: frozenset[str]) -> dict[str, float]:
        bearers = [np.frombuffer(self._bearers[word], np.int32) for word in words if word in self._bearers]
        if not bearers:
            return {}
        shared = np.bincount(np.concatenate(bearers), minlength=len(self._codes))
        lengths = np.frombuffer(self._lengths, np.int32)
        # As `likeness` says it: the same divisions of the same whole numbers.
        places = np.flatnonzero(shared)
        shared, lengths = shared[places], lengths[places]
        alike = shared / np.minimum(lengths, len(words)) >= _LEAST_SHARED
        much = shared[alike] / (lengths[alike] + len(words) - shared[alike])
        return self._first(places[alike], much)

    def _first(self, places: "np.ndarray[Any, Any]", much: "np.ndarray[Any, Any]") -> dict[str, float]:
        """The codes of the most alike, down to the last that may still be shown.

        Hundreds of names may be as much alike: those whose codes stand behind enough others are not looked at.
        """
        best: dict[str, float] = {}
        ahead: set[str] = set()  # codes that stand before those of every name with a later begin
        begins = np.frombuffer(self._begins, np.int64)[places]
        order = np.lexsort((begins, -much))
        last: tuple[float, int] | None = None
        for at in order:  # most often the first few are enough
            value, begin = float(much[at]), int(begins[at])
            if len(ahead) >= CANDIDATES_SHOWN and last != (value, begin):
                break
            last = value, begin
            shown = self._first_of(int(places[at]))
            for code in shown:
                best.setdefault(code, value)
            ahead.add(shown[0])
        return best

    def _first_of(self, place: int) -> list[str]:
        """The codes of a name that may be shown: behind so many that are as much alike, none is."""
        if place not in self._shown:
            self._shown[place] = nsmallest(CANDIDATES_SHOWN, self._codes[place])
        return self._shown[place]
