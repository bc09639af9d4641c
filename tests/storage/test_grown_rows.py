"""A table that has grown is, byte for byte, the table made of all its rows; files to which nothing came are not written."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from niemyet.model.tables import TABLES, Fetch
from niemyet.model.words import FetchOutcome
from niemyet.storage.grown_rows import GrownRows
from niemyet.storage.release import Release
from niemyet.storage.releases import Releases, table_files
from niemyet.storage.schemas import schema_of, to_arrow

DAY = date(2022, 3, 1)


def requests(since: datetime, count: int, outcome: FetchOutcome = FetchOutcome.OK) -> list[Fetch]:
    return [
        Fetch(
            run_id=f"{since:%Y%m%d}", source_id="cong", url=f"https://cong.example/{number}", method="GET",
            requested_at=since + timedelta(days=number), status=200, outcome=outcome, sha256=None, bytes=number,
            elapsed_ms=1, error=None,
        )
        for number in range(count)
    ]  # fmt: skip


BEFORE = [
    *requests(datetime(2021, 11, 20, tzinfo=UTC), 20),
    *requests(datetime(2022, 1, 20, tzinfo=UTC), 30, FetchOutcome.TIMEOUT),
]


@pytest.fixture(params=[0, 30, 5_000])
def before(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", request.param)
    monkeypatch.setattr("niemyet.storage.releases.release_checks", lambda *_: ())
    made = Releases(tmp_path).publish(
        dict.fromkeys(TABLES, ()) | {"fetches": BEFORE},
        as_of=DAY, knowledge=datetime(2022, 3, 1, tzinfo=UTC), about={"province": "quang-nam"},
    )  # fmt: skip
    assert made is not None
    return made


@pytest.mark.parametrize(
    "new",
    [
        [],
        requests(datetime(2022, 2, 25, tzinfo=UTC), 3, FetchOutcome.UNCHANGED),
        requests(datetime(2022, 2, 27, tzinfo=UTC), 4),
        requests(datetime(2021, 12, 30, tzinfo=UTC), 3),
        requests(datetime(2018, 1, 1, tzinfo=UTC), 2),
    ],
)
def test_it_is_the_table_of_all_rows(before: Release, new: list[Fetch]) -> None:
    grown = GrownRows(
        before,
        "fetches",
        to_arrow(new, schema_of(Fetch)),
        lambda: to_arrow([*BEFORE, *new], schema_of(Fetch)),
    )
    assert table_files("fetches", grown, DAY) == table_files("fetches", [*BEFORE, *new], DAY)
    labels = {f"fetches.parquet/{one.requested_at:%Y-%m}.parquet" for one in new}
    carried = {part.path for part in grown.parts(DAY) if part.is_carried}
    files = {file.path for file in before.files("fetches")}
    assert carried == (files - labels if len(files) > 1 else set())


def test_words_of_long_tables_are_told_apart_without_pandas() -> None:
    """More rows than are made by hand: words that stand side by side in several appends become one dictionary."""
    code = """
import sys
import pyarrow as pa
from niemyet.storage.schemas import as_told
words = pa.array  # imports pandas where it is called with Python's own words
from niemyet.storage.columns import of_numbers, texts
import numpy as np
kind = pa.dictionary(pa.int8(), pa.string())
def told(*used):
    numbers = of_numbers(np.arange(30_000, dtype=np.int8) % len(used))
    return pa.table([pa.DictionaryArray.from_arrays(numbers, texts(*used))], names=["outcome"])
schema = pa.schema([pa.field("outcome", kind)])
whole = as_told([told("new", "failed"), told("unchanged")], schema)
assert "pandas" not in sys.modules
column = whole.column(0).combine_chunks()
assert column.dictionary.to_pylist() == ["failed", "new", "unchanged"]
assert column.type == kind and column.to_pylist()[:2] == ["new", "failed"] and column.to_pylist()[-1] == "unchanged"
"""
    subprocess.run([sys.executable, "-c", code], check=True)
