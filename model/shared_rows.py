"""Rows that many units share, as one row and the places where it stands.

What hangs at a level hangs at every unit of it: a table with a row for each unit and procedure says a few
thousand things many times over. `SharedRows` holds each of them once and, for each row, which unit it is of and
which of them it says. It is read like any sequence of rows, each made when it is looked at; who writes whole
columns takes `shared`, `units` and `own` as they are.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Row = TypeVar("Row")
Places = NDArray[np.int32]
#: The type of a column of days.
DAYS = "M8[D]"
_NO_DAY = np.iinfo(np.int64).min  # not a time, by numpy's definition
_EPOCH = date(1970, 1, 1).toordinal()


def as_array(values: Sequence[Any], kind: str) -> NDArray[Any]:
    """An array of numbers or days; numpy itself takes twenty times as long for days."""
    if kind != DAYS:
        return np.array(values, kind)
    numbers = [_NO_DAY if value is None else value.toordinal() - _EPOCH for value in values]
    return np.array(numbers, np.int64).view(DAYS)


@dataclasses.dataclass(frozen=True, slots=True)
class Distinct:
    """A column of few different values: what they are, and for each row which one it says."""

    values: Sequence[Any]
    number: Places

    def item(self, row: int) -> Any:
        """What a row says."""
        return self.values[self.number[row]]

    def of(self, rows: NDArray[np.intp]) -> "Distinct":
        """The column of some rows, without values that none of them says."""
        number = self.number[rows]
        said = np.zeros(len(self.values), bool)
        said[number] = True
        among = np.cumsum(said, dtype=np.int32) - np.int32(1)
        return Distinct(list(compress(self.values, said.tolist())), among[number])


class SharedRows(Sequence[Row], Generic[Row]):
    """Rows in the order of their table; row `n` is `shared[place[n]]` as the unit `units[unit[n]]` has it."""

    def __init__(
        self,
        row: type[Row],
        shared: Sequence[Row],
        units: Sequence[str],
        unit: Places,
        place: Places,
        own: Mapping[str, NDArray[Any] | Distinct] | None = None,
    ) -> None:
        """Hold the parts.

        Args:
            row: the class of the rows; it has a column `unit_id`.
            shared: what rows say, each with any unit's `unit_id`.
            units: unit ids.
            unit: for each row its place in `units`.
            place: for each row its place in `shared`.
            own: columns in which rows differ that share the rest, a value for each row; of texts of one length their ASCII bytes,
                of days `datetime64[D]`.
        """
        self.row = row
        self.shared = shared
        self.units = units
        self.unit = unit
        self.place = place
        self.own = own or {}
        names = [field.name for field in dataclasses.fields(row)]  # type: ignore[arg-type]
        self._values = attrgetter(*names)
        self._at_unit = names.index("unit_id")
        self._at_own = [names.index(name) for name in self.own]

    def __len__(self) -> int:
        return len(self.place)

    @overload
    def __getitem__(self, where: int) -> Row: ...

    @overload
    def __getitem__(self, where: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, where: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(where, slice):
            return tuple(self._made(range(len(self))[where]))
        return next(self._made([range(len(self))[where]]))

    def __iter__(self) -> Iterator[Row]:
        return self._made(range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} rows of {self.row.__name__})"

    def of_unit(self, unit_id: str) -> Iterator[Row]:
        """The rows of one unit, in their order."""
        if unit_id in self.units:
            yield from self._made(np.flatnonzero(self.unit == self.units.index(unit_id)))

    def only(self, rows: NDArray[np.intp]) -> "SharedRows[Row]":
        """Some of the rows, in their order, with nothing kept that none of them says."""
        used, place = np.unique(self.place[rows], return_inverse=True)
        there, unit = np.unique(self.unit[rows], return_inverse=True)
        own = {
            name: column.of(rows) if isinstance(column, Distinct) else column[rows]
            for name, column in self.own.items()
        }
        return SharedRows(
            self.row,
            [self.shared[at] for at in used.tolist()],
            [self.units[at] for at in there.tolist()],
            unit.astype(np.int32),
            place.astype(np.int32),
            own,
        )

    def _made(self, rows: Sequence[int] | NDArray[np.intp]) -> Iterator[Row]:
        own = [
            (at, column, not isinstance(column, Distinct) and column.dtype.kind == "S")
            for at, column in zip(self._at_own, self.own.values(), strict=True)
        ]
        for row in rows:
            values: list[Any] = list(self._values(self.shared[self.place[row]]))
            values[self._at_unit] = self.units[self.unit[row]]
            for at, column, is_ascii in own:
                values[at] = column.item(row).decode() if is_ascii else column.item(row)
            yield self.row(*values)


def _same(one: object, other: object) -> bool:
    return one == other
