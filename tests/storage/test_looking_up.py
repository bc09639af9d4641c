"""Rows that are looked up at any size: the same that reading everything would find, in the same order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from benchmarks.done import update_id, written
from niemyet.storage import release as release_module
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.release import Release

AT = datetime(2026, 1, 2, tzinfo=UTC)
ROWS = 700


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root = tmp_path_factory.mktemp("việc")
    written(root, ROWS)
    found = DataFolder(root).releases.latest()
    assert found is not None
    assert len(found.table("listing_updates")) == found.rows_of("listing_updates") == ROWS
    return found


@pytest.mark.parametrize("place", range(16))
def test_what_is_alike_is_found_wherever_the_slip_is(release: Release, place: int) -> None:
    meant = update_id(321)
    other = "0" if meant[place] != "0" else "1"
    for said in (meant[:place] + other + meant[place + 1 :], meant[:place] + meant[place + 1 :]):
        assert meant in release.alike("listing_updates", "update_id", said)
    assert release.alike("listing_updates", "update_id", "x" * 16) == []
    assert release.alike("no_such_table", "update_id", meant) == []


def test_of_a_table_in_order_only_the_row_groups_that_may_hold_a_unit_are_read(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    asked = release_module.is_among

    def noted(column: pa.ChunkedArray, values: Sequence[str]) -> Any:
        read.append(column[0].as_py())
        return asked(column, values)

    monkeypatch.setattr(release_module, "is_among", noted)
    names = release.schema("listing_updates").names
    every = release.table("listing_updates").to_pylist()
    for unit in ("xa-00000", "xa-00001", "xa-00002"):
        found = release.find("listing_updates", "unit_id", [unit], names)
        assert found == [row for row in every if row["unit_id"] == unit]
    read.clear()
    assert release.find("listing_updates", "unit_id", ["xa-9"], names) == []
    assert release.find("listing_updates", "unit_id", ["a"], names) == []
    assert read == [], "least and greatest of each group say that it has none"


def said(name: str, unit: str | None) -> ConfirmationRow:
    return ConfirmationRow("r", name, date(2026, 1, 1), None, AT, unit_id=unit)


def test_facts_of_some_ids_or_units_are_those_of_reading_all(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    told = [said("a", "xa-1"), said("b", None), said("c", "xa-2"), said("a", "xa-3")]
    lake.append("confirmations", "r1", told[:2])
    lake.append("confirmations", "r2", told[2:])
    found = lake.where("confirmations", ConfirmationRow, {"update_id": ["a"], "unit_id": ["xa-2"]})
    assert found == [
        one
        for one in lake.read("confirmations", ConfirmationRow)
        if one.update_id == "a" or one.unit_id == "xa-2"
    ]
    assert lake.where("confirmations", ConfirmationRow, {"update_id": ["z"]}) == []
    many = [f"id-{number}" for number in range(40)]
    assert lake.where("confirmations", ConfirmationRow, {"update_id": [*many, "b"]}) == [told[1]]
