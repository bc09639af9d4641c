"""Of many rows at once it is said what is carried on as of one; with other rows they are the files that all rows would be."""

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from niemyet.model.carried import Anew, is_carried
from niemyet.model.piled_rows import Block, PiledRows
from niemyet.model.tables import TABLES, ListingUpdate
from niemyet.model.words import DoneKnownBy, UpdateKind, UpdateState
from niemyet.storage.carried_work import CarriedWork, _Carried
from niemyet.storage.releases import Releases, table_files
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.work.work_rows import _OWN
from tests.model.test_carried import ROW

DAY = date(2025, 7, 1)
UNITS, CODES = ("huyện", "xã 1", "xã 2"), (None, "1", "2", "3", "4")


def rows(rng: random.Random, count: int) -> list[ListingUpdate]:
    """Some rows, in the order of the table, each id once."""
    found = [
        replace(
            ROW,
            update_id=f"{rng.getrandbits(64):016x}",
            unit_id=rng.choice(UNITS),
            code=rng.choice(CODES),
            kind=rng.choice([UpdateKind.POST, UpdateKind.REMOVE, UpdateKind.REHEAD]),
            state=rng.choice([UpdateState.DONE, UpdateState.OVERDUE, UpdateState.PLANNED]),
            effective_on=rng.choice([None, DAY - timedelta(days=9), DAY, DAY + timedelta(days=1)]),
            superseded_on=rng.choice([None, date(2024, 5, 1), date(2025, 6, 1), date(2025, 6, 30)]),
            done_known_by=rng.choice([None, *DoneKnownBy]),
            replaces_codes=rng.choice([(), ("5", "6")]),
        )
        for _ in range(count)
    ]
    return sorted(found, key=lambda row: (row.unit_id, row.code or "", row.update_id))


def anew(rng: random.Random) -> dict[str, Anew]:
    found = {}
    for unit_id in rng.sample(UNITS, rng.randint(0, 3)):
        plan = [code for code in CODES if code is not None and rng.random() < 0.8]
        beside = frozenset(code for code in plan if rng.random() < 0.2)
        grown = {code: rng.randint(0, 3) for code in plan if code not in beside and rng.random() < 0.2}
        current = beside.union(grown, (code for code in plan if rng.random() < 0.3))
        found[unit_id] = Anew(plan, beside, current, grown=grown)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_of_many_rows_the_same_is_said_as_of_one(seed: int) -> None:
    rng = random.Random(seed)
    told, given = anew(rng), rows(rng, 300)
    table = to_arrow(given, table_schema("listing_updates"))
    expected = [is_carried(row, DAY, told) for row in given]
    assert _Carried(DAY, told).rows(table).tolist() == expected
    assert _Carried(DAY, told).rows(numbered(table)).tolist() == expected
    over = [row for row in given if row.superseded_on is not None]
    held = numbered(to_arrow(over, table_schema("listing_updates")))
    assert _Carried(DAY, told).superseded(held).tolist() == [is_carried(row, DAY, told) for row in over]


def numbered(table: pa.Table) -> pa.Table:
    """A table as it is read with texts as dictionaries, in two pieces that number them otherwise."""
    half = len(table) // 2
    pieces = [table.slice(0, half), table.slice(half)]
    for name in ("unit_id", "code"):
        at = table.column_names.index(name)
        pieces = [each.set_column(at, name, each.column(name).dictionary_encode()) for each in pieces]
    return pa.concat_tables(pieces)


class _Given(PiledRows[ListingUpdate]):
    """Rows that have their ids already."""

    @property
    def in_order(self) -> list[ListingUpdate]:  # type: ignore[override]
        return [self.shared[at] for block in self._blocks for at in block.places.tolist()]

    def _with(self, blocks: Sequence[Block]) -> "_Given":
        return _Given(self.row, self.shared, self._tails, self._units, self._begins, blocks, self._kinds)


def given(found: list[ListingUpdate]) -> PiledRows[ListingUpdate]:
    places = np.arange(len(found), dtype=np.int32)
    blocks = [Block(0, places)] if found else []
    return _Given(ListingUpdate, found, [b""] * len(found), [""], [b""], blocks, _OWN)


@pytest.mark.parametrize("seed", range(12))
def test_the_files_are_those_that_all_rows_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", 40)
    monkeypatch.setattr("niemyet.storage.carried_work.WHOLE", 40)
    monkeypatch.setattr("niemyet.storage.releases.release_checks", lambda *_: ())
    rng = random.Random(seed)
    releases, before = Releases(tmp_path), rows(rng, rng.choice([10, 200, 400]))
    tables = {name: [] for name in TABLES} | {"listing_updates": before}
    release = releases.publish(tables, as_of=DAY, knowledge=datetime(2025, 7, 1, tzinfo=UTC), about={})
    assert release is not None
    told, new = anew(rng), rows(rng, rng.choice([0, 5, 100]))
    kept = [row for row in before if is_carried(row, DAY, told)]
    whole = sorted([*kept, *new], key=lambda row: (row.unit_id, row.code or "", row.update_id))
    carried = CarriedWork(release, given(new), told, keeps_superseded=False)
    day = DAY + timedelta(days=1)
    assert table_files("listing_updates", carried, day) == table_files("listing_updates", whole, day)


def test_to_carry_work_on_imports_no_pandas() -> None:
    program = """
import sys
from datetime import date
from niemyet.model.carried import Anew
from niemyet.storage.carried_work import _Carried
from niemyet.storage.schemas import table_schema, to_arrow
from tests.model.test_carried import ROW
from tests.storage.test_carried_work import numbered
table = numbered(to_arrow([ROW, ROW], table_schema("listing_updates")))
carried = _Carried(date(2025, 7, 1), {"xa": Anew(["1"], frozenset(), frozenset())})
assert carried.rows(table).tolist() == [True, True]
print("pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
