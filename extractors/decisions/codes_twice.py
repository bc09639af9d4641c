"""One code at two rows of one list: at two names one of them bears a misprinted code, with two values one of them is wrong."""

from collections.abc import Iterator, Sequence

from niemyet.model.tables import ReadItem
from niemyet.model.words import Action
from niemyet.transforms.language.text import key
from niemyet.transforms.language.two_names import may_be_one

#: What is published has a time and a fee.
_WITH_VALUES = frozenset({Action.NEW, Action.AMEND, Action.LIST})
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


def rows_with_two_values(items: Sequence[ReadItem]) -> Iterator[int]:
    """Places of rows that say of one procedure, under one name and at one level, another time or fee than an earlier one."""
    first: dict[tuple[str, Action], list[int]] = {}
    for place, item in enumerate(items):
        if item.code is not None and item.action in _WITH_VALUES:
            first.setdefault((item.code, item.action), []).append(place)
    found: set[int] = set()
    for places in first.values():
        for at, place in enumerate(places):
            for other in places[:at]:
                if _says_otherwise(items[place], items[other]):
                    found |= {place, other}
    yield from sorted(found)


def _says_otherwise(one: ReadItem, other: ReadItem) -> bool:
    if one.levels != other.levels or key(one.name) != key(other.name):
        return False
    pairs = ((one.time_local, other.time_local), (one.time_legal, other.time_legal), (one.fee, other.fee))
    return any(mine and theirs and key(mine) != key(theirs) for mine, theirs in pairs)


def _clash(one: ReadItem, other: ReadItem) -> bool:
    beside = one.levels == other.levels or set(one.levels) & set(other.levels)
    return one.action is other.action and bool(beside) and not may_be_one(one.name, other.name)
