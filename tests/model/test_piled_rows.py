"""Rows in blocks are read, told apart and compared as the rows that they say."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np
import pytest

from niemyet.model.piled_rows import Block, OwnValues, PiledRows, in_turn
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import DoneKnownBy, UpdateKind, UpdateState
from niemyet.storage.schemas import table_schema, to_arrow

DAY = date(2026, 3, 2)
WORK = ListingUpdate(
    "", "", UpdateKind.POST, None, "1.000001", (), "Tên", None, None, None, "Lý do", DAY, DAY,
    UpdateState.DONE, 0, 0, None, None, None,
)  # fmt: skip
KINDS = {"evidence": None, "done_on": "M8[D]", "exposed_days": "i4", "done_known_by": None}
UNITS = ["xa-b", "xa-a", "xa-b", "xa-c"]  # one in two stretches of time


class Pile:
    """Blocks and, beside them, the rows that they say, one by one."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.shared = [
            replace(
                WORK,
                code=self.rng.choice([None, "1.000001", "1.000002"]),
                state=self.rng.choice(list(UpdateState)),
                kind=self.rng.choice((UpdateKind.POST, UpdateKind.REMOVE)),
                done_on=self.rng.choice((None, date(2025, 5, 5))),
            )
            for _ in range(12)
        ]
        self.tails = [f"|{number}".encode() for number in range(12)]
        self.blocks: list[Block] = []
        self.rows: list[ListingUpdate] = []
        self.labels: list[int] = []
        plans = [self.places() for _ in range(2)]
        for unit in range(len(UNITS)):
            self.put(unit, self.rng.choice(plans), ())
            places = self.places()
            self.put(unit, places, self.own(len(places)))

    def places(self) -> np.ndarray:
        return np.array(self.rng.sample(range(12), self.rng.randrange(1, 9)), np.int32)

    def own(self, count: int) -> tuple[OwnValues, ...]:
        seen, named = OwnValues(), OwnValues()
        for row in range(count):
            if self.rng.random() < 0.4:
                day = date(self.rng.randint(2023, 2026), self.rng.choice((1, 2, 12)), self.rng.randint(1, 28))
                seen.add(
                    row,
                    done_on=day,
                    done_known_by=self.rng.choice(list(DoneKnownBy)),
                    exposed_days=3,
                    evidence="thấy",
                )
            elif self.rng.random() < 0.4:
                named.add(row, evidence=f"dòng {row}")
        return tuple(one for one in (seen, named) if one.rows)

    def put(self, unit: int, places: np.ndarray, own: tuple[OwnValues, ...]) -> None:
        self.blocks.append(Block(unit, places, own))
        for row, place in enumerate(places.tolist()):
            digest = sha256(UNITS[unit].encode() + self.tails[place]).hexdigest()[:16]
            said = replace(self.shared[place], unit_id=UNITS[unit], update_id=digest)
            for one in own:
                if row in one.rows:
                    at = one.rows.index(row)
                    said = replace(said, **{name: values[at] for name, values in one.columns.items()})
            self.rows.append(said)
            self.labels.append(place % 3)

    def piled(self, blocks: Sequence[Block] | None = None) -> PiledRows[ListingUpdate]:
        begins = [unit.encode() for unit in UNITS]
        told = self.blocks if blocks is None else blocks
        return PiledRows(ListingUpdate, self.shared, self.tails, UNITS, begins, told, KINDS)


def in_order(rows: Sequence[ListingUpdate]) -> list[ListingUpdate]:
    return sorted(rows, key=lambda row: (row.unit_id, row.code or "", row.update_id))


def as_bytes(rows: Sequence[ListingUpdate]) -> bytes:
    return repr(list(rows)).encode()


@pytest.mark.parametrize("seed", range(20))
def test_they_are_the_rows_that_they_say_in_the_order_of_the_table(seed: int) -> None:
    pile = Pile(seed)
    rows, piled = in_order(pile.rows), pile.piled()
    assert len(piled) == len(rows)
    assert list(piled) == rows
    assert (piled[0], piled[-1], piled[1:3]) == (rows[0], rows[-1], tuple(rows[1:3]))
    schema = table_schema("listing_updates")
    assert to_arrow(piled, schema).equals(to_arrow(rows, schema))


@pytest.mark.parametrize("seed", range(20))
def test_parts_have_the_rows_of_their_number(seed: int) -> None:
    pile = Pile(seed)
    parts = pile.piled().parted(np.arange(12) % 3)
    for number, part in parts.items():
        assert list(part) == in_order(
            [row for row, label in zip(pile.rows, pile.labels, strict=True) if label == number]
        )
    assert parts.keys() == set(pile.labels)


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_parted_by_the_day_that_each_says(seed: int) -> None:
    pile = Pile(seed)
    parts = pile.piled().parted_by_day("done_on", lambda days: days.astype("M8[Y]").astype(np.int64))
    by_year: dict[int, list[ListingUpdate]] = {}
    for row in pile.rows:
        year = row.done_on.year - 1970 if row.done_on else np.iinfo(np.int64).min
        by_year.setdefault(int(year), []).append(row)
    assert len(by_year) > 2
    assert {number: list(part) for number, part in parts.items()} == {
        number: in_order(rows) for number, rows in by_year.items()
    }


@pytest.mark.parametrize("seed", range(20))
def test_what_they_are_made_of_changes_with_any_of_them_and_with_nothing_else(seed: int) -> None:
    pile = Pile(seed)
    made_of = pile.piled().made_of(as_bytes)
    assert Pile(seed).piled().made_of(as_bytes) == made_of
    pile.shared.insert(0, WORK)  # said by nobody
    pile.tails.insert(0, b"")
    moved = [Block(one.unit, one.places + 1, one.own) for one in pile.blocks]
    same = {id(one.places): again.places for one, again in zip(pile.blocks, moved, strict=True)}
    moved = [
        replace(again, places=same[id(one.places)]) for one, again in zip(pile.blocks, moved, strict=True)
    ]
    assert pile.piled(moved).made_of(as_bytes) == made_of
    told = {made_of}
    others = [
        [*moved[:-1], replace(moved[-1], unit=0)],
        [*moved[:-1], replace(moved[-1], places=moved[-1].places[::-1].copy())],
        moved[:-1],
        [replace(moved[0], own=(OwnValues([0], {"evidence": ["khác"]}),)), *moved[1:]],
        [replace(moved[0], own=(OwnValues([0], {"done_on": [DAY]}),)), *moved[1:]],
    ]
    for blocks in others:
        if list(pile.piled(blocks)) != list(pile.piled(moved)):
            told.add(pile.piled(blocks).made_of(as_bytes))
    pile.shared[int(moved[0].places[0])] = replace(WORK, name="Tên khác")
    told.add(pile.piled(moved).made_of(as_bytes))
    assert len(told) == 2 + sum(list(pile.piled(blocks)) != list(pile.piled(moved)) for blocks in others)


def test_without_rows() -> None:
    piled = PiledRows(ListingUpdate, [], [], [], [], [], KINDS)
    assert list(piled) == []
    assert piled.parted(np.empty(0, np.int32)) == {}
    assert to_arrow(piled, table_schema("listing_updates")).num_rows == 0


@pytest.mark.parametrize(
    "shift", [56, 0], ids=["ids that differ early", "ids that differ in their last bits only"]
)
def test_rows_stand_by_unit_code_and_id(shift: int) -> None:
    rng = np.random.default_rng(63)
    unit, code = rng.integers(0, 5, 200).astype(np.int32), rng.integers(0, 3, 200).astype(np.int32)
    name = rng.permutation(200).astype(np.uint64) << np.uint64(shift)
    told = [(int(unit[at]), int(code[at]), int(name[at])) for at in in_turn(unit, code, name)]
    assert told == sorted(told)
