"""Rows as they are found, unit by unit, before they are put in order: what units have in common is kept, told apart and compared
once for all of them.

A unit brings blocks of rows. A block says for each row which of the shared ones it is; units of one plan bring the very same
block, which costs no more for three hundred units than for one. Ids and order are made when somebody looks (`in_order`): most
rows of a work list are long over, stand in a file already, and are not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain, compress
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from niemyet.model.shared_rows import DAYS, Distinct, Places, SharedRows, as_array

Row = TypeVar("Row")


@dataclass(slots=True)
class OwnValues:
    """Rows of a block that say some columns otherwise than the shared row: their places in the block, and what they say."""

    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, row: int, **values: Any) -> None:
        """One row; every row gives the same columns."""
        self.rows.append(row)
        for name, value in values.items():
            self.columns.setdefault(name, []).append(value)

    def only(self, place: NDArray[np.intp]) -> "OwnValues":
        """Those of some rows. `place`: for each row of the block where it stands then; below 0: it does not."""
        rows = place[np.array(self.rows, np.intp)]
        kept = (rows >= 0).tolist()
        columns = {name: list(compress(values, kept)) for name, values in self.columns.items()}
        return OwnValues(rows[rows >= 0].tolist(), columns)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one unit. Several units may have the very same `places`."""

    unit: int
    places: Places
    own: tuple[OwnValues, ...] = ()


class PiledRows(Sequence[Row], Generic[Row]):
    """Rows in blocks; read like any sequence of rows, in the order of their table: by unit, code and id."""

    def __init__(
        self,
        row: type[Row],
        shared: Sequence[Row],
        tails: Sequence[bytes],
        units: Sequence[str],
        begins: Sequence[bytes],
        blocks: Sequence[Block],
        kinds: Mapping[str, str | None],
    ) -> None:
        """Hold the parts.

        Args:
            row: the class of the rows; it has columns `unit_id`, `code` and `update_id`.
            shared: what rows say.
            tails: of each shared row what the id of a row is made of beside its unit.
            units: unit ids; one may stand there more than once.
            begins: of each unit what the ids of its rows begin with.
            blocks: the rows.
            kinds: columns that blocks may say otherwise, and the numpy type of each; None: few different values.
        """
        self.row = row
        self.shared = shared
        self._tails = tails
        self._units = units
        self._begins = begins
        self._blocks = blocks
        self._kinds = kinds

    def __len__(self) -> int:
        return sum(len(block.places) for block in self._blocks)

    @overload
    def __getitem__(self, where: int) -> Row: ...

    @overload
    def __getitem__(self, where: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, where: int | slice) -> Row | tuple[Row, ...]:
        return self.in_order[where]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.in_order)

    def __eq__(self, other: object) -> bool:
        return self.in_order == (other.in_order if isinstance(other, PiledRows) else other)

    def __hash__(self) -> int:
        return hash(self.in_order)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} rows of {self.row.__name__})"

    def parted(self, label: NDArray[Any]) -> dict[int, "PiledRows[Row]"]:
        """The rows by what they share. `label`: the number of the part of each shared row."""
        parts: dict[int, list[Block]] = {}
        known: dict[int, list[_Told]] = {}
        for block in self._blocks:
            told = known.get(id(block.places))
            if told is None:
                told = known[id(block.places)] = _told_apart(block.places, label[block.places])
            _put(parts, block, told)
        return self._with_each(parts)

    def parted_by_day(
        self, column: str, label: Callable[[NDArray[np.datetime64]], NDArray[Any]]
    ) -> dict[int, "PiledRows[Row]"]:
        """The rows by a day that each may say for itself. `label`: the number of the part of each day."""
        used = self._used([block.places for block in self._blocks])[0]
        shared = np.full(len(self.shared), np.datetime64("NaT"), DAYS)
        shared[used] = as_array([getattr(self.shared[at], column) for at in used], DAYS)
        parts: dict[int, list[Block]] = {}
        for block in self._blocks:
            days = shared[block.places]
            for own in block.own:
                if column in own.columns:
                    days[own.rows] = as_array(own.columns[column], DAYS)
            _put(parts, block, _told_apart(block.places, label(days)))
        return self._with_each(parts)

    def _with_each(self, parts: Mapping[int, Sequence[Block]]) -> dict[int, "PiledRows[Row]"]:
        return {number: self._with(blocks) for number, blocks in sorted(parts.items())}

    def _with(self, blocks: Sequence[Block]) -> "PiledRows[Row]":
        return PiledRows(self.row, self.shared, self._tails, self._units, self._begins, blocks, self._kinds)

    def made_of(self, told: Callable[[Sequence[Row]], bytes]) -> str:
        """A hash over everything that the rows are made of: the same, and they are the same. `told`: shared rows as bytes."""
        arrays = list({id(block.places): block.places for block in self._blocks}.values())
        number_of = {id(array): number for number, array in enumerate(arrays)}
        used, place = self._used(arrays)
        said = sha256(told([self.shared[at] for at in used]))
        said.update(b"\0".join([self._tails[at] for at in used]))
        for array in arrays:
            said.update(f"\0{len(array)}\0".encode() + place[array].tobytes())
        for block in self._blocks:
            number = number_of[id(block.places)]
            said.update(f"\0{self._units[block.unit]}\0{number}\0".encode() + self._begins[block.unit])
            for own in block.own:
                said.update(np.array(own.rows, np.int32).tobytes())
                for name, values in own.columns.items():
                    said.update("\0".join([name, *map(str, values)]).encode())
        return said.hexdigest()

    def _used(self, arrays: Sequence[Places]) -> tuple[list[int], Places]:
        """Shared rows that some row says, in their order; and of each shared row its place among them."""
        said = np.zeros(len(self.shared), bool)
        for array in arrays:
            said[array] = True
        return np.flatnonzero(said).tolist(), np.cumsum(said, dtype=np.int32) - 1

    @cached_property
    def in_order(self) -> SharedRows[Row]:
        """The rows with their ids, sorted by unit, code and id; what nobody says is not among the shared."""
        if not len(self):
            nothing = np.empty(0, np.int32)
            return SharedRows(self.row, [], [], nothing, nothing)
        said = np.concatenate([block.places for block in self._blocks])
        used, among = self._used([said])
        place = among[said]
        shared = [self.shared[at] for at in used]
        names = sorted({self._units[block.unit] for block in self._blocks})
        rank = {name: at for at, name in enumerate(names)}
        of_block = np.array([rank[self._units[block.unit]] for block in self._blocks], np.int32)
        unit = np.repeat(of_block, [len(block.places) for block in self._blocks])
        digests = self._digests()
        codes = [code or "" for code in map(attrgetter("code"), shared)]
        code_rank = {code: at for at, code in enumerate(sorted(set(codes)))}
        ranks = np.array([code_rank[code] for code in codes], np.int32)
        order = in_turn(unit, ranks[place], np.frombuffer(digests, ">u8").astype(np.uint64))
        ids = np.frombuffer(digests.hex().encode(), "S16")
        own: dict[str, NDArray[Any] | Distinct] = {"update_id": ids[order]}
        said_by_blocks = self._said_by_blocks()
        for name, kind in self._kinds.items():
            column = _own_column(name, kind, shared, place, said_by_blocks)
            if column is not None:
                own[name] = column.of(order) if isinstance(column, Distinct) else column[order]
        return SharedRows(self.row, shared, names, unit[order], place[order], own)

    def _digests(self) -> bytes:
        """Eight bytes a row: its id."""
        tails_of: dict[int, list[bytes]] = {}
        found = []
        for block in self._blocks:
            begins, tails = self._begins[block.unit], tails_of.get(id(block.places))
            if tails is None:
                tails = tails_of[id(block.places)] = [self._tails[at] for at in block.places.tolist()]
            every = b"".join([sha256(begins + tail).digest() for tail in tails])
            found.append(np.frombuffer(every, np.uint64)[::4].tobytes())  # the first 8 of 32 bytes
        return b"".join(found)

    def _said_by_blocks(self) -> list[tuple[NDArray[np.intp], OwnValues]]:
        """What rows say otherwise, and the places of these rows among all."""
        found = []
        before = 0
        for block in self._blocks:
            found += [(np.array(own.rows, np.intp) + before, own) for own in block.own]
            before += len(block.places)
        return found


def _own_column(
    name: str,
    kind: str | None,
    shared: Sequence[Any],
    place: Places,
    own: Sequence[tuple[NDArray[np.intp], OwnValues]],
) -> NDArray[Any] | Distinct | None:
    """A column as the shared rows say it, but for the rows that say it otherwise; None where none does."""
    told = [(rows, one.columns[name]) for rows, one in own if name in one.columns]
    if not told:
        return None
    at = np.concatenate([rows for rows, _ in told])
    values = [value for _, column in told for value in column]
    said = [getattr(row, name) for row in shared]
    if kind is not None:
        column: NDArray[Any] = as_array(said, kind)[place]
        column[at] = as_array(values, kind)
        return column
    number: dict[Any, int] = {}
    numbers = np.array([number.setdefault(value, len(number)) for value in chain(said, values)], np.int32)
    of_rows = numbers[: len(said)][place]
    of_rows[at] = numbers[len(said) :]
    return Distinct(list(number), of_rows)


def in_turn(unit: Places, code: Places, name: NDArray[np.uint64]) -> NDArray[np.intp]:
    """The order of rows by unit, code and id: by one number a row, with as much of the id as there is room for."""
    place = unit.astype(np.uint64) * np.uint64(code.max() + 1) + code.astype(np.uint64)
    taken = np.uint64(max(1, int(place.max()).bit_length()))
    number = (place << (np.uint64(64) - taken)) | (name >> taken)
    order = np.argsort(number)
    in_order = number[order]
    if np.any(in_order[1:] == in_order[:-1]):  # ids of one unit and code that begin alike
        return np.lexsort((name, code, unit))
    return order


#: Rows of a block that go to one part: its number, which rows they are, and their places.
_Told = tuple[int, NDArray[np.intp], Places]


def _told_apart(places: Places, labels: NDArray[Any]) -> list[_Told]:
    """The rows of a block by their part. `labels`: the number of the part of each row."""
    numbers = np.unique(labels).tolist()
    if len(numbers) == 1:
        return [(numbers[0], np.arange(len(places)), places)]
    told = []
    for number in numbers:
        rows = np.flatnonzero(labels == number)
        told.append((number, rows, places[rows]))
    return told


def _put(parts: dict[int, list[Block]], block: Block, told: Sequence[_Told]) -> None:
    for number, rows, places in told:
        own = block.own if len(told) == 1 else _own_of(block, rows)
        parts.setdefault(number, []).append(Block(block.unit, places, own))


def _own_of(block: Block, rows: NDArray[np.intp]) -> tuple[OwnValues, ...]:
    if not block.own:
        return ()
    place = np.full(len(block.places), -1, np.intp)
    place[rows] = np.arange(len(rows))
    own = (one.only(place) for one in block.own)
    return tuple(one for one in own if one.rows)
