"""Whether a question about a name may show other codes, now that names are gone and others have come."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from niemyet.transforms.law.alike import CANDIDATES_SHOWN, are_alike, likeness, words_of

_Named = tuple[str, str]  # a name with which a procedure opens, its code


@dataclass(frozen=True, slots=True)
class ChangedNames:
    """Names that no procedure opens with any more, and those that one newly opens with."""

    gone: Collection[_Named]
    come: Collection[_Named]

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)

    def may_show_another(
        self, name: str, shown: tuple[str, ...], borne: Mapping[str, Collection[str]]
    ) -> bool:
        """Whether the codes that are shown for a name (`alike.most_alike`, the best first) may be others.

        What is gone counts where it was shown; what has come where it may stand before the last that is shown. `borne`: of each
        code some names that it opens with: by all of them it stands where these put it, or before.
        """
        words = words_of(name)
        if any(code in shown and are_alike(words, words_of(other)) for other, code in self.gone):
            return True
        held = [(likeness(words, words_of(other)), code) for other, code in self.come]
        alike = [(-much, code) for much, code in held if much is not None]
        if not alike or len(shown) < CANDIDATES_SHOWN:
            return bool(alike)
        last = max((-_most(words, borne.get(code, ())), code) for code in shown)
        return any(code in shown or (much, code) < last for much, code in alike)


def _most(words: frozenset[str], names: Iterable[str]) -> float:
    found = (likeness(words, words_of(each)) for each in names)
    return max((much for much in found if much is not None), default=0.0)


def names_of_codes(named: Iterable[_Named]) -> Mapping[str, Collection[str]]:
    """The names of each code."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in named:
        found[code].add(name)
    return found
