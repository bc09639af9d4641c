"""A release opened by others: pandas, polars, DuckDB, a validator of data packages; no warnings, the contract's types."""

import warnings
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import TABLES
from niemyet.storage.schemas import columns
from tests.support.house import build_house, decision

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = build_house(tmp_path_factory.mktemp("readers") / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    house.drop("2.md", decision(2, "20/02/2022", section="BỊ BÃI BỎ"))
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    return house.folder.root / "latest"


@pytest.mark.parametrize("table", TABLES)
def test_pandas_polars_and_duckdb_read_the_same_rows(latest: Path, table: str) -> None:
    file = latest / f"{table}.parquet"
    rows = pq.ParquetFile(file).metadata.num_rows
    assert len(pd.read_parquet(file)) == rows
    assert pl.read_parquet(file).height == rows
    assert duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall() == [(rows,)]


def test_types_are_the_contracts_in_every_reader(latest: Path) -> None:
    file = latest / "decisions.parquet"
    frame = pl.read_parquet(file)
    assert frame.schema["received_at"] == pl.Datetime("us", "UTC")
    assert frame.schema["signed_on"] == pl.Date
    assert frame.schema["number"] == pl.Int32
    assert frame.schema["kind"] in (pl.Categorical, pl.Enum)
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    types = {row[0]: row[1] for row in described}
    assert types["received_at"] == "TIMESTAMP WITH TIME ZONE"
    assert (types["signed_on"], types["number"], types["sectors"]) == ("DATE", "INTEGER", "VARCHAR[]")
    assert str(pd.read_parquet(file)["received_at"].dt.tz) == "UTC"


def test_every_column_is_explained_in_the_parquet_file(latest: Path) -> None:
    for name, row in TABLES.items():
        schema = pq.read_schema(latest / f"{name}.parquet")
        told = {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in schema}
        assert told == {column.name: column.description for column in columns(row)}


def test_a_validator_of_data_packages_is_content(latest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own imports
        from frictionless import validate
    monkeypatch.chdir(latest)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its use of its own libraries
        # It does not count the bytes of Parquet files; `niemyet verify` compares sizes and hashes.
        report = validate("datapackage.json", skip_errors=["byte-count", "hash-count"])
    assert [
        (task.name, task.errors, task.warnings) for task in report.tasks if task.errors or task.warnings
    ] == []
    assert (report.valid, report.errors, report.warnings) == (True, [], [])
    assert len(report.tasks) == len(TABLES)


def test_views_for_duckdb(latest: Path, tmp_path: Path) -> None:
    script = CliRunner().invoke(niemyet, ["tables", "--duckdb", "--data", str(latest.parent)])
    assert script.exit_code == 0, script.output
    with duckdb.connect() as open_:
        open_.execute(script.stdout)
        names = {
            row[0]
            for row in open_.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        }
        assert set(TABLES) <= names
        assert open_.execute("SELECT count(*) FROM boards_today").fetchone() is not None
        told = open_.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'boards'").fetchone()
    assert told is not None
    assert told[0]
