"""Rows of annexes, of which only those are made into records that are asked for: a night needs few of all there ever were."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from niemyet.model.tables import DecisionItem


class ItemRows(ABC):
    """Items of decisions, each at a place of its own; in no order that says anything."""

    @abstractmethod
    def __len__(self) -> int:
        """How many there are."""
        ...

    @abstractmethod
    def column(self, name: str) -> Sequence[Any]:
        """What each of them says in a column, as its record does."""
        ...

    @abstractmethod
    def at(self, places: Iterable[int]) -> list[DecisionItem]:
        """Those at some places, in the order of these."""
        ...


class ItemsInMemory(ItemRows):
    """The same of rows that are there already."""

    def __init__(self, items: Sequence[DecisionItem]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def column(self, name: str) -> Sequence[Any]:
        """See ItemRows."""
        return [getattr(one, name) for one in self._items]

    def at(self, places: Iterable[int]) -> list[DecisionItem]:
        """See ItemRows."""
        return [self._items[place] for place in places]
