"""One code at two rows of one list: at two names one of them bears a misprinted code, with two values one of them is wrong."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations

from niemyet.model.tables import ReadItem
from niemyet.model.words import Action
from niemyet.transforms.language.text import key
from niemyet.transforms.language.two_names import may_be_cases

#: What is published has a time and a fee.
_WITH_VALUES = frozenset({Action.NEW, Action.AMEND, Action.LIST})
_SINGLE = frozenset({Action.NEW, Action.AMEND, Action.ABOLISH, Action.LIST})


def codes_at_two_names(items: Sequence[ReadItem]) -> Iterator[int]:
    """Places of rows whose code another row has for the same act at the same level, under a name of its own.

    Rows of a procedure may differ by level and by act; an old name stands in another row only where both are pairs.
    """
    return _against_each_other(
        [(at, one) for at, one in enumerate(items) if not one.replaces], _SINGLE, _clash
    )


def rows_with_two_values(items: Sequence[ReadItem]) -> Iterator[int]:
    """Places of rows that say of one procedure, under one name and at one level, another time or fee than an earlier one."""
    return _against_each_other(list(enumerate(items)), _WITH_VALUES, _says_otherwise)


def _against_each_other(
    rows: Sequence[tuple[int, ReadItem]],
    acts: Collection[Action],
    differ: Callable[[ReadItem, ReadItem], bool],
) -> Iterator[int]:
    """Places of rows of some acts that differ from another row of their code and act."""
    same: dict[tuple[str, Action], list[tuple[int, ReadItem]]] = {}
    for place, item in rows:
        if item.code is not None and item.action in acts:
            same.setdefault((item.code, item.action), []).append((place, item))
    pairs = (pair for each in same.values() for pair in combinations(each, 2))
    yield from sorted({at for one, other in pairs if differ(other[1], one[1]) for at in (one[0], other[0])})


def _says_otherwise(one: ReadItem, other: ReadItem) -> bool:
    if one.levels != other.levels or key(one.name) != key(other.name):
        return False
    pairs = ((one.time_local, other.time_local), (one.time_legal, other.time_legal), (one.fee, other.fee))
    return any(mine and theirs and key(mine) != key(theirs) for mine, theirs in pairs)


def _clash(one: ReadItem, other: ReadItem) -> bool:
    beside = one.levels == other.levels or set(one.levels) & set(other.levels)
    return bool(beside) and not may_be_cases(one.name, other.name)
