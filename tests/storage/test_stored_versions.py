"""Data folders as earlier versions left them: read, checked, and gone on with by this one.

`tests/stored/<schema version>` holds a small data folder that the program of that version wrote; a new schema version
brings a new one, and none is ever changed.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import SCHEMA_VERSION, TABLES
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import LAKE_TABLES
from niemyet.storage.verify import verify
from tests.support.house import build_house, decision

STORED = Path(__file__).parents[1] / "stored"
VERSIONS = sorted(path.name for path in STORED.iterdir())


def test_there_is_one_of_this_version() -> None:
    assert VERSIONS[-1] == SCHEMA_VERSION


@pytest.mark.parametrize("version", VERSIONS)
def test_every_table_is_read(version: str) -> None:
    folder = DataFolder(STORED / version)
    release = folder.releases.latest()
    assert release is not None
    assert release.manifest["schema_version"] == version
    read = {name: len(release.rows(name, row)) for name, row in TABLES.items() if release.has(name)}
    assert read == {each["name"]: each["rows"] for each in release.manifest["resources"]}
    assert (read["decisions"], read["decision_items"]) == (2, 4)
    assert len(folder.lake.read("receipts", LAKE_TABLES["receipts"])) == 2
    assert [check.name for check in verify(folder) if not check.passed] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_next_night_goes_on_with_it(version: str, tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    shutil.copytree(STORED / version, house.root / "data", symlinks=True)
    for number, section in ((1, "BAN HÀNH MỚI"), (2, "BỊ BÃI BỎ"), (3, "BAN HÀNH MỚI")):
        rows = (("1.300000", "Cấp bản sao trích lục"),)
        signed = "10/01/2022" if number == 1 else "20/02/2022"
        paper = (
            decision(number, signed, section=section) if number < 3 else decision(3, "1/3/2022", rows=rows)
        )
        house.drop(f"{number}.md", paper)
    result = run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 3, 13, tzinfo=UTC)))
    assert result.release is not None
    assert result.counts["receipts"] == 1, "what was received is known"
    assert len(house.folder.releases.all()) == 3
    assert result.release.table("decisions").num_rows == 3
    assert [check.name for check in verify(house.folder) if not check.passed] == []
