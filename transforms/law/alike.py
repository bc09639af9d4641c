"""What is like a code or a name, looked up and not compared with everything: candidates for a person, never applied.

Every abolition that finds nothing asks for codes one slip away, and every row without a code for names that share its
words. Compared with each code and each name, a history twice as long cost four times as much. What is found here is what
comparing with each would find (`tests/transforms/law/test_alike.py`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

from niemyet.model.words import Level
from niemyet.transforms.language.text import key
from niemyet.transforms.law.timeline import Segment

_CANDIDATES_SHOWN = 5  # in one question; chosen, not measured
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
    """Codes by what is left of them where one sign is blotted out: two codes that leave the same differ in one sign."""

    __slots__ = ("_blotted", "_codes")

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._blotted: dict[tuple[str, str], list[str]] = {}
        for code in self._codes:
            for rest in _blotted(code):
                self._blotted.setdefault(rest, []).append(code)

    def of(self, code: str) -> set[str]:
        """The codes one slip away."""
        found = {other for rest in _blotted(code) for other in self._blotted.get(rest, ())}
        found |= self._codes.intersection(_swapped(code))
        return found - {code}


def _blotted(code: str) -> Iterator[tuple[str, str]]:
    return ((code[:place], code[place + 1 :]) for place in range(len(code)))


def _swapped(code: str) -> Iterator[str]:
    for place in range(len(code) - 1):
        yield f"{code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}"


@dataclass(slots=True)
class LevelIndex:
    """The procedures of one level: by slips of their codes, and by the names that they ever bore."""

    slips: Slips
    named: dict[str, set[str]] = field(default_factory=dict)  # name key → codes


class NearCodes:
    """Procedures of a level that may have been meant by a code: of the same name, or one slip away."""

    __slots__ = ("_levels", "_segments")

    def __init__(self, segments: Mapping[tuple[str, Level], Sequence[Segment]]) -> None:
        self._segments = segments
        self._levels: dict[Level, LevelIndex] = {}

    def at(self, level: Level, code: str, name: str) -> set[str]:
        """Codes that ever had a version at a level and fit by code or by name."""
        if level not in self._levels:
            self._levels[level] = self._indexed(level)
        index = self._levels[level]
        named = index.named.get(key(name), set()) if name else set()
        return index.slips.of(code) | named

    def _indexed(self, level: Level) -> LevelIndex:
        held = {code: segments for (code, at), segments in self._segments.items() if at is level}
        index = LevelIndex(Slips(held))
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
        likeness = _likeness(words, words_of(other))
        if likeness is not None:
            best[code] = max(best.get(code, 0.0), likeness)
    return _first(best)


def _first(best: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:_CANDIDATES_SHOWN])


def _likeness(words: frozenset[str], others: frozenset[str]) -> float | None:
    """How much of two names is the same; None where too little of the shorter one is."""
    shared = len(words & others)
    if not shared or shared / min(len(words), len(others)) < _LEAST_SHARED:
        return None
    return shared / len(words | others)


@lru_cache(maxsize=1 << 15)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, as names are matched."""
    return frozenset(key(name).split())


@lru_cache(maxsize=1 << 12)
def _least(length: int, other: int) -> int:
    """How many words two names of so many words must share to be alike at all."""
    shorter = min(length, other)
    least = max(1, ceil(shorter * _LEAST_SHARED) - 1)
    while least / shorter < _LEAST_SHARED:  # as `_likeness` says it, in the same arithmetic
        least += 1
    return least


class AlikeNames:
    """Names by their words: `most_alike` of a name without looking at those that cannot be.

    Two names that must share r of n words have one of the first n - r + 1 in common, whatever the order of the words; the
    order is from the rarest to the commonest, and the commonest are looked up for nobody. Once enough are found, words
    whose bearers could at best share what follows them are left out.
    """

    __slots__ = ("_answers", "_bearers", "_codes", "_counted")

    def __init__(self) -> None:
        self._codes: dict[frozenset[str], set[str]] = {}
        self._bearers: dict[str, dict[int, list[frozenset[str]]]] = {}  # word → number of words → names
        self._counted: Counter[str] = Counter()
        self._answers: dict[frozenset[str], tuple[str, ...]] = {}

    def add(self, name: str, code: str) -> None:
        """A procedure that bears the name."""
        words = words_of(name)
        codes = self._codes.get(words)
        if codes is None:
            codes = self._codes[words] = set()
            self._counted.update(words)
            for word in words:
                self._bearers.setdefault(word, {}).setdefault(len(words), []).append(words)
        if code not in codes:
            codes.add(code)
            self._answers.clear()

    def most_alike(self, name: str) -> tuple[str, ...]:
        """Codes whose names share most words with a name, the most alike first."""
        words = words_of(name)
        if words not in self._answers:
            self._answers[words] = self._most_alike(words)
        return self._answers[words]

    def _most_alike(self, words: frozenset[str]) -> tuple[str, ...]:
        best: dict[str, float] = {}
        asked: set[frozenset[str]] = set()
        for bound, bearers in self._in_turn(words):
            if _is_beaten(best, bound):
                break
            for bearer in bearers:
                if bearer in asked:
                    continue
                asked.add(bearer)
                likeness = _likeness(words, bearer)
                if likeness is not None:
                    best |= {code: max(best.get(code, 0.0), likeness) for code in self._codes[bearer]}
        return _first(best)

    def bearers_of(self, name: str) -> Iterator[frozenset[str]]:
        """Names that are held against one, at most: as often as they share a word that is looked up."""
        for _, bearers in self._in_turn(words_of(name)):
            yield from bearers

    def _in_turn(self, words: frozenset[str]) -> Iterator[tuple[float, Iterator[frozenset[str]]]]:
        """Bearers of each word, the rarest first, and how alike those can be at best that have none of the words before."""
        length = len(words)
        for place, word in enumerate(sorted(words, key=lambda one: (self._counted[one], one))):
            left = length - place
            held = self._bearers.get(word, {})
            yield (
                left / length,
                (one for other in held if left >= _least(length, other) for one in held[other]),
            )


def _is_beaten(best: Mapping[str, float], bound: float) -> bool:
    """Whether as many as are shown are more alike than anything still to come: what is as alike may come first by its code."""
    if len(best) < _CANDIDATES_SHOWN:
        return False
    return sorted(best.values(), reverse=True)[_CANDIDATES_SHOWN - 1] > bound
