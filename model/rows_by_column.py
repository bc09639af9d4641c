"""Rows that are made when they are looked at, and whose columns are there without them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")


class RowsByColumn(Sequence[Row]):
    """Who writes whole columns asks for them; who reads gets rows."""

    @abstractmethod
    def column(self, name: str) -> list[Any]:
        """What each row says in a column."""
        ...
