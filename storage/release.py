"""One release, for reading."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from niemyet.model.errors import StorageError
from niemyet.model.messages import Words, msg
from niemyet.storage.object_store import FolderPlace, ObjectStore
from niemyet.storage.parquet import is_one_of, reader_of
from niemyet.storage.schemas import from_arrow, table_schema

Row = TypeVar("Row")

#: Bytes up to which a table is hashed before it is read: some 50 ms; a province's tables are smaller.
_HASHED = 32 << 20
#: Values up to which a column is compared with each in turn; chosen, not measured.
_FEW = 16
#: Tables that this process has held against their manifest already.
_HELD: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Release:
    """A published release."""

    release_id: str
    place: ObjectStore
    manifest: dict[str, Any]

    @property
    def folder(self) -> Path:
        """Its folder on this machine; a release in a bucket has only an `address`."""
        return Path(self.place.address)

    @property
    def address(self) -> str:
        """The path or s3:// address."""
        return self.place.address

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
        wanted = list(columns) if columns else None
        if not self.has(name):  # a release from before the table existed says nothing in it
            empty = table_schema(name).empty_table()
            return empty.select(wanted) if wanted else empty
        with self._reading(name):
            file: Any = self._file(f"{name}.parquet")
            found = (
                pq.ParquetFile(file).read(wanted)  # read_table would import pandas first: 0.3 s
                if filters is None
                else pq.read_table(file, columns=wanted, filters=filters)
            )
            found.validate(full=True)
            return found

    def find(
        self, name: str, column: str, values: Sequence[str], columns: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Rows of a table in which a column has one of some values; reads little more than that column, at any size.

        Of a table that stands in the order of that column it reads the row groups that may hold them, and no other.
        """
        if not self.has(name):
            return []
        found: list[dict[str, Any]] = []
        with self._reading(name):
            file = pq.ParquetFile(self._file(f"{name}.parquet"))
            for group in range(file.num_row_groups):
                if not _may_hold(file.metadata.row_group(group), column, values):
                    continue
                held = file.read_row_group(group, [column]).column(column).cast(pa.string())
                fits = is_one_of(held, values)
                if pc.any(fits).as_py():
                    found += file.read_row_group(group, list(columns)).filter(fits).to_pylist()
        return found

    def alike(self, name: str, column: str, value: str) -> list[str]:
        """Values of a column that begin or end as one does: a slip of the pen leaves one half whole. At any size."""
        if not self.has(name) or len(value) < 2:
            return []
        half = len(value) // 2 - 1
        found: list[str] = []
        with self._reading(name):
            file = pq.ParquetFile(self._file(f"{name}.parquet"))
            for group in range(file.num_row_groups):
                held = file.read_row_group(group, [column]).column(column).cast(pa.string())
                fits = pc.or_(pc.starts_with(held, value[:half]), pc.ends_with(held, value[-half:]))
                found += held.filter(fits).to_pylist()
        return found

    def rows_of(self, name: str) -> int:
        """How many rows a table has, as its manifest says."""
        return next((int(each["rows"]) for each in self.manifest["resources"] if each["name"] == name), 0)

    def has(self, name: str) -> bool:
        """Whether the release has a table; older ones have fewer."""
        return any(each["name"] == name for each in self.manifest["resources"])

    def _file(self, name: str) -> Path | pa.NativeFile:
        """A file of this machine is opened, so that only what is asked for is read; of a bucket it is fetched."""
        if isinstance(self.place, FolderPlace):
            return self.place.root / name
        return reader_of(self.place.read(name))

    def rows(self, name: str, row: type[Row]) -> list[Row]:
        """A table as rows of the model."""
        with self._reading(name):
            return from_arrow(self.table(name), row)

    def schema(self, name: str) -> pa.Schema:
        """The schema of a table as this release has it; older ones have fewer columns."""
        if not self.has(name):
            return table_schema(name)
        with self._reading(name):
            file: Any = self._file(f"{name}.parquet")
            return pq.read_schema(file)

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """What goes wrong with a damaged table, in words.

        Raises:
            StorageError: the file is missing, or is not what was published.
        """
        where = f"{self.address}/{name}.parquet"
        try:
            self._check_bytes(name, where)
            yield
        except StorageError:
            raise
        except FileNotFoundError as error:
            raise damaged_release(where, msg("it is missing")) from error
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise damaged_release(where, str(error)) from error

    def _check_bytes(self, name: str, where: str) -> None:
        """A small table is held against its hash before it is believed; a large one against its size only."""
        if not isinstance(self.place, FolderPlace):
            return
        stated = next((each for each in self.manifest["resources"] if each["name"] == name), None)
        path = self.place.root / f"{name}.parquet"
        if stated is None or (where, stated["hash"]) in _HELD:
            return
        if path.stat().st_size != stated["bytes"]:
            raise damaged_release(
                where,
                msg(
                    "{size} bytes, {stated} were published", size=path.stat().st_size, stated=stated["bytes"]
                ),
            )
        if stated["bytes"] <= _HASHED and f"sha256:{sha256(path.read_bytes()).hexdigest()}" != stated["hash"]:
            raise damaged_release(where, msg("other bytes than were published"))
        _HELD.add((where, stated["hash"]))


def _may_hold(group: Any, column: str, values: Sequence[str]) -> bool:
    """Whether a row group may have one of some values, by the least and greatest that it says it has."""
    places = (group.column(place) for place in range(group.num_columns))
    stated = next((each.statistics for each in places if each.path_in_schema == column), None)
    if stated is None or not stated.has_min_max or not isinstance(stated.min, str):
        return True
    return any(stated.min <= value <= stated.max for value in values)


def manifest_of(data: bytes, where: str) -> dict[str, Any]:
    """A release's manifest from its bytes.

    Raises:
        StorageError: it is none.
    """
    try:
        held: dict[str, Any] = json.loads(data)
        _ = date.fromisoformat(held["as_of"]), datetime.fromisoformat(held["knowledge_time"])
        for each in held["resources"]:
            _ = each["name"], each["hash"], each["rows"], each["bytes"]
            _check_place(each["name"], each["path"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_release(where, str(error)) from error
    return held


def _check_place(name: str, path: str) -> None:
    """A table lies in its release, under its own name: what leads out is never followed."""
    if path != f"{name}.parquet" or not name.isidentifier():
        raise ValueError(f"a table's file is named {path!r}")


def damaged_release(where: str, why: Words) -> StorageError:
    """A file of a release is not what was published."""
    return StorageError(
        msg(
            "{where}: damaged or missing ({why}). It is part of a release. Put it back from a "
            "backup, or run `niemyet repair`, which makes the release again from raw/ and lake/ "
            "(--yes mends).",
            where=where,
            why=why,
        ),
    )
