"""Releases: immutable folders of Parquet tables, and the one pointer that readers follow.

    releases/<UTC time>/<table>.parquet + datapackage.json
    latest → releases/<UTC time>

A release is written beside its place, renamed into it, and only then `latest` moves: a reader sees the
previous release or the whole new one. Same tables, same bytes.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from model.errors import StorageError
from model.tables import SCHEMA_VERSION, TABLES
from storage.files import point, storing, sync_folder, write_atomic
from storage.schemas import Column, columns, describe, from_arrow, table_schema, to_arrow

Row = TypeVar("Row")

#: Tables that tell how the data came to be. A night that changes only these has brought nothing new.
ABOUT_RUNS = frozenset({"fetches", "runs"})
_ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Release:
    """A published release."""

    release_id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> date:
        """The day it speaks for."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def knowledge_time(self) -> datetime:
        """The instant up to which it knows."""
        return datetime.fromisoformat(self.manifest["knowledge_time"])

    def table(self, name: str, columns: Sequence[str] | None = None, filters: Any = None) -> pa.Table:
        """A table as Arrow, of all rows or of those that `filters` (as in `read_table`) let through."""
        path = self.folder / f"{name}.parquet"
        wanted = list(columns) if columns else None
        if filters is None:
            return pq.ParquetFile(path).read(wanted)  # read_table would import pandas first: 0.3 s
        return pq.read_table(path, columns=wanted, filters=filters)

    def rows(self, name: str, row: type[Row]) -> list[Row]:
        """A table as rows of the model."""
        return from_arrow(self.table(name), row)


class Releases:
    """The releases of one data folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "releases"
        self._latest = root / "latest"

    def latest(self) -> Release | None:
        """The newest complete release, or None before the first.

        Raises:
            StorageError: the pointer leads nowhere.
        """
        if not self._latest.is_symlink():
            return None
        return self._open(self._latest.resolve())

    def all(self) -> tuple[str, ...]:
        """Identifiers of every release, oldest first."""
        return tuple(sorted(path.parent.name for path in self._folder.glob("[!.]*/datapackage.json")))

    def open(self, release_id: str) -> Release:
        """One release by its identifier."""
        return self._open(self._folder / release_id)

    def publish(
        self,
        tables: Mapping[str, Sequence[Any]],
        *,
        as_of: date,
        knowledge: datetime,
        about: Mapping[str, str],
    ) -> Release | None:
        """Write a release and move `latest` to it; None when it would say nothing new.

        Args:
            tables: rows per table of CONTRACT §4; every table must be given.
            as_of: the day it speaks for.
            knowledge: the instant up to which it knows.
            about: further words for the manifest (province, versions).
        """
        with storing(self._folder):
            draft = self._draft(tables, as_of=as_of, knowledge=knowledge, about=about)
            previous = self.latest()
            if previous and _says_the_same(previous.manifest, draft.manifest):
                shutil.rmtree(draft.folder)
                return None
            return self._commit(draft)

    def _draft(
        self,
        tables: Mapping[str, Sequence[Any]],
        *,
        as_of: date,
        knowledge: datetime,
        about: Mapping[str, str],
    ) -> Release:
        release_id = self._free_id(knowledge)
        folder = self._folder / f".draft-{release_id}"
        for stale in self._folder.glob(".draft-*"):  # of runs that were killed; there is one writer only
            shutil.rmtree(stale)
        folder.mkdir(parents=True)
        resources = [_write_table(folder, name, tables[name]) for name in TABLES]
        manifest = {
            "name": "niemyet",
            "title": "Danh mục thủ tục hành chính phải niêm yết",
            "profile": "data-package",
            "schema_version": SCHEMA_VERSION,
            "as_of": as_of.isoformat(),
            "knowledge_time": knowledge.isoformat(),
            **about,
            "resources": resources,
        }
        write_atomic(folder / "datapackage.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        return Release(release_id, folder, manifest)

    def _commit(self, draft: Release) -> Release:
        folder = self._folder / draft.release_id
        draft.folder.replace(folder)
        sync_folder(self._folder)
        point(self._latest, f"releases/{draft.release_id}")
        return Release(draft.release_id, folder, draft.manifest)

    def _free_id(self, knowledge: datetime) -> str:
        stem = knowledge.strftime("%Y-%m-%dT%H%M%S.%fZ")
        names = [stem, *(f"{stem}-{number:02d}" for number in range(2, 100))]
        return next(name for name in names if not (self._folder / name).exists())

    def _open(self, folder: Path) -> Release:
        path = folder / "datapackage.json"
        if not path.exists():
            raise StorageError(
                f"no release at {folder}: datapackage.json is missing. Run `niemyet nightly` to publish one.",
                vi=f"không có bản công bố tại {folder}: thiếu datapackage.json. Hãy chạy `niemyet nightly`.",
            )
        return Release(folder.name, folder, json.loads(path.read_text()))


def _write_table(folder: Path, name: str, rows: Sequence[Any]) -> dict[str, Any]:
    table = to_arrow(rows, table_schema(name))
    path = folder / f"{name}.parquet"
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=_ROW_GROUP, write_statistics=True)
    data = sink.getvalue().to_pybytes()
    write_atomic(path, data)
    return {
        "name": name,
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": describe(TABLES[name]),
        "rows": table.num_rows,
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": {"fields": [_dictionary_entry(column) for column in columns(TABLES[name])]},
    }


_FRICTIONLESS = {"int32": "integer", "int64": "integer", "date32[day]": "date", "bool": "boolean"}


def _dictionary_entry(column: Column) -> dict[str, Any]:
    """A field in the words of the Table Schema standard, with the Arrow type beside it."""
    kind = "datetime" if column.type.startswith("timestamp") else _FRICTIONLESS.get(column.type, "string")
    kind = "array" if column.type.startswith("list") else kind
    entry: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "arrow": column.type,
        "description": column.description,
    }
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return entry | ({"constraints": constraints} if constraints else {})


def _says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two manifests hold the same content for the same day."""
    return _content(before) == _content(after)


def _content(manifest: Mapping[str, Any]) -> dict[str, Any]:
    hashes = {each["name"]: each["hash"] for each in manifest["resources"] if each["name"] not in ABOUT_RUNS}
    about = {key: value for key, value in manifest.items() if key not in {"resources", "knowledge_time"}}
    return {"tables": hashes, **about}
