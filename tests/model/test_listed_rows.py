"""Rows that are made when they are looked at are equal to rows that are there."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from niemyet.model.listed_rows import ListedRows, Stretches
from niemyet.model.tables import Listing
from niemyet.model.words import Channel
from niemyet.transforms.work.sights import stretches_of

ROW = Listing("xa", Channel.COUNTER, date(2026, 3, 2), None, None, "Tên", None, None, None, "0" * 64, 1)


class Copies(ListedRows):
    def __init__(self, count: int) -> None:
        self._count = count

    def in_order(self) -> ListedRows:
        return self

    def up_to(self, day: date) -> ListedRows:
        return self if day >= ROW.observed_on else Copies(0)

    def newest(self, day: date) -> ListedRows:
        return self.up_to(day)

    def stretches(self, day: date) -> dict[tuple[str, Channel], Stretches]:
        return stretches_of(tuple(self), day)

    def decision_texts(self) -> set[str]:
        return set()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, where: Any) -> Any:
        return ((ROW,) * self._count)[where]

    def __iter__(self) -> Iterator[Listing]:
        return iter((ROW,) * self._count)


def test_they_are_compared_by_what_they_say() -> None:
    assert Copies(2) == (ROW, ROW) == Copies(2).up_to(ROW.observed_on)
    assert Copies(2) != (ROW,)
    assert Copies(0) == Copies(2).up_to(date(2026, 3, 1)) == ()
    assert hash(Copies(1)) == hash((ROW,))
