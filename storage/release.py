"""One release, for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from niemyet.storage.object_store import FolderPlace, ObjectStore
from niemyet.storage.parquet import reader_of
from niemyet.storage.schemas import from_arrow, table_schema

Row = TypeVar("Row")


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
        file: Any = self._file(f"{name}.parquet")
        if filters is None:
            return pq.ParquetFile(file).read(wanted)  # read_table would import pandas first: 0.3 s
        return pq.read_table(file, columns=wanted, filters=filters)

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
        return from_arrow(self.table(name), row)

    def schema(self, name: str) -> pa.Schema:
        """The schema of a table as this release has it; older ones have fewer columns."""
        if not self.has(name):
            return table_schema(name)
        file: Any = self._file(f"{name}.parquet")
        return pq.read_schema(file)
