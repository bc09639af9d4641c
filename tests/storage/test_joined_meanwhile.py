"""Who reads without a turn while a night joins the files of runs reads what was there, and calls nothing damaged."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from niemyet.model.errors import StorageError
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ConfirmationRow

AT = datetime(2022, 3, 1, tzinfo=UTC)
NAME = "confirmations"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake(tmp_path / "lake")
    for number in range(4):
        row = ConfirmationRow(f"run-{number}", f"{number:016d}", date(2022, 3, 1), "Lan", AT)
        found.append(NAME, f"run-{number}", [row])
    found.commit()
    return found


READS: list[Callable[[Lake], Any]] = [
    lambda lake: lake.read(NAME, ConfirmationRow),
    lambda lake: lake.table(NAME).to_pylist(),
    lambda lake: lake.counted(NAME, "update_id"),
    lambda lake: lake.where(NAME, ConfirmationRow, {"update_id": ["0000000000000002"]}),
    lambda lake: lake.names_in(NAME),
    lambda lake: lake.check(NAME),
]


@pytest.mark.parametrize("read", READS)
def test_files_that_become_one_between_listing_and_reading(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Lake], Any]
) -> None:
    expected = read(Lake(tmp_path / "lake"))
    reader = Lake(tmp_path / "lake")
    reader.commits.seals()
    listed = reader._files(NAME)
    assert lake.compact(2) == {NAME: 4}
    real, times = Lake._files, [0]

    def stale(self: Lake, table: str) -> list[str]:
        times[0] += 1
        return listed if times[0] == 1 else real(self, table)

    monkeypatch.setattr(Lake, "_files", stale)
    assert read(reader) == expected
    assert times[0] >= 1


def test_a_file_that_cannot_be_read_though_it_is_listed_is_told(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = lake._files(NAME)
    monkeypatch.setattr(Lake, "_files", lambda *_: [*listed, f"{NAME}/gone.parquet"])
    with pytest.raises(StorageError, match=r"gone\.parquet: damaged or missing"):
        lake.read(NAME, ConfirmationRow)
