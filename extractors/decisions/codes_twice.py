"""One code at two names that are no cases of one procedure, in one list: one of the two rows bears a misprinted code."""

from collections.abc import Iterator, Sequence

from niemyet.model.tables import ReadItem
from niemyet.model.words import Action
from niemyet.transforms.language.two_names import may_be_one

_SINGLE = frozenset({Action.NEW, Action.AMEND, Action.ABOLISH, Action.LIST})


def codes_at_two_names(items: Sequence[ReadItem]) -> Iterator[int]:
    """Places of rows whose code another row has for the same act at the same level, under a name of its own.

    Rows of a procedure may differ by level and by act; an old name stands in another row only where both are pairs.
    """
    first: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        if item.code is not None and item.action in _SINGLE and not item.replaces:
            first.setdefault(item.code, []).append(place)
    found: set[int] = set()
    for places in first.values():
        for at, place in enumerate(places):
            for other in places[:at]:
                if _clash(items[place], items[other]):
                    found |= {place, other}
    yield from sorted(found)


def _clash(one: ReadItem, other: ReadItem) -> bool:
    beside = one.levels == other.levels or set(one.levels) & set(other.levels)
    return one.action is other.action and bool(beside) and not may_be_one(one.name, other.name)
