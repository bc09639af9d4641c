"""Rows of listings that are made when they are looked at: most are of looks long past, and only written again."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date

from niemyet.model.tables import Listing


class ListedRows(Sequence[Listing]):
    """Rows of looks at listings."""

    @abstractmethod
    def in_order(self) -> "ListedRows | None":
        """The same in the order of their table, each once; None where they must be made to say so."""
        ...

    @abstractmethod
    def up_to(self, day: date) -> "ListedRows":
        """Those of looks up to the end of a day."""
        ...

    @abstractmethod
    def newest(self, day: date) -> "ListedRows":
        """Of each unit and channel those of the last day on which it was looked at, up to a day."""
        ...

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
