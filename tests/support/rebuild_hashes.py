"""Releases of stored data folders beside what this program makes of the same facts, table by table.

python -m tests.support.rebuild_hashes [FOLDER …]     all of tests/stored by default; status 1 where a table differs

Rows are compared in the columns that the table had then, by the hash of what they say: the columns that came later, the order in
which Parquet lays words out and the version in the metadata are no difference.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from niemyet.flows.facts import Inputs, gather
from niemyet.flows.publishing import rebuild
from niemyet.model.tables import TABLES, Fetch, Run
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.consolidate import consolidate
from tests.support.house import build_house

STORED = Path(__file__).parents[1] / "stored"


@dataclass(frozen=True, slots=True)
class Compared:
    """A table of a release, then and made again."""

    folder: str
    release: str
    table: str
    rows_then: int
    rows_now: int
    then: str
    now: str
    columns: tuple[str, ...]  # that hold other values

    @property
    def is_equal(self) -> bool:
        return self.then == self.now


def compared(folder: Path) -> Iterator[Compared]:
    """Every table of every release of a folder."""
    data = DataFolder(folder)
    for release_id in data.releases.all():
        release = data.releases.open(release_id)
        again = _again(data, release)
        for each in release.manifest["resources"]:
            name = each["name"]
            was = release.table(name)
            now = to_arrow(again[name], table_schema(name))
            kept = [column for column in was.column_names if column in now.column_names]
            then, made = _rows(was, was.column_names), _rows(now, kept)
            yield Compared(
                folder.as_posix(), release_id, name, len(then), len(made), _hash(then), _hash(made), _differing(was, now, kept)
            )  # fmt: skip


def _again(data: DataFolder, release: Release) -> dict[str, Sequence[Any]]:
    """Its tables now; before tables 1.2 a release did not say what it was made from: all that was known by then, for a house."""
    if "inputs" in release.manifest:
        return dict(rebuild(data, release))
    with TemporaryDirectory() as root:
        inputs = Inputs.of(build_house(Path(root) / "house").settings)
    state = consolidate(
        gather(data.lake, inputs),
        province=inputs.province,
        policy=inputs.policy,
        as_of=release.as_of,
        knowledge=release.knowledge_time,
    )
    known = {run.run_id for run in data.lake.read("runs", Run) if run.started_at < release.knowledge_time}
    own = {row["run_id"] for row in _rows(release.table("fetches"), ["run_id"])}
    return {name: getattr(state, name, ()) for name in TABLES} | {
        "runs": [run for run in data.lake.read("runs", Run) if run.run_id in known],
        "fetches": [one for one in data.lake.read("fetches", Fetch) if one.run_id in known | own],
    }


def _differing(was: pa.Table, now: pa.Table, kept: Sequence[str]) -> tuple[str, ...]:
    gone = [column for column in was.column_names if column not in kept]
    return (*(one for one in kept if _values(was, one) != _values(now, one)), *gone)


def _values(table: pa.Table, column: str) -> list[str]:
    """Sorted: rows stand in the order of their ids, which another id changes."""
    return sorted(str(row) for row in _rows(table, [column]))


def _rows(table: pa.Table, columns: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.select(list(columns)).to_pylist()
    return [{name: _without_nulls(value) for name, value in row.items()} for row in rows]


def _without_nulls(value: Any) -> Any:
    """Fields of a struct that came later say nothing in what was made before."""
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return value


def _hash(rows: Sequence[Any]) -> str:
    return sha256(json.dumps(rows, ensure_ascii=False, default=str, sort_keys=True).encode()).hexdigest()[:12]


def main(folders: Sequence[str]) -> int:
    """Print a line for each table; 1 where one differs."""
    differs = 0
    for folder in [Path(one) for one in folders] or sorted(STORED.iterdir()):
        for one in compared(folder):
            told = "equal" if one.is_equal else f"differs in {', '.join(one.columns)}"
            print(one.folder, one.release, one.table, one.rows_then, one.rows_now, one.then, one.now, told)
            differs += not one.is_equal
    return int(differs > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
