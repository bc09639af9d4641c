"""One release, for reading."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from niemyet.model.errors import StorageError
from niemyet.model.messages import Words, msg
from niemyet.storage import computing as pc
from niemyet.storage.columns import is_among, texts
from niemyet.storage.object_store import FolderPlace, ObjectStore
from niemyet.storage.parquet import opened, read_of, reader_of
from niemyet.storage.parts import in_order, order_of, together
from niemyet.storage.schemas import from_arrow, table_schema

Row = TypeVar("Row")

#: What a column of texts must say: a value ("="), or one of some ("in").
Filters = Sequence[tuple[str, str, Any]]


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a table, as the manifest names it."""

    path: str
    rows: int
    bytes: int
    hash: str
    made_of: str | None = None  # see storage/parts.py


def hash_of(data: bytes) -> str:
    """The hash of a file's bytes, as a manifest states it."""
    return f"sha256:{sha256(data).hexdigest()}"


def files_of(resource: Mapping[str, Any]) -> list[TableFile]:
    """The files of a table: one, or of a large table several (`storage/parts.py`)."""
    parts = resource.get("parts") or [resource]
    return [
        TableFile(each["path"], each["rows"], each["bytes"], each["hash"], each.get("made_of"))
        for each in parts
    ]


#: Bytes up to which a table is hashed before it is read: some 50 ms; a province's tables are smaller.
_HASHED = 32 << 20
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

    def table(
        self, name: str, columns: Sequence[str] | None = None, filters: Filters | None = None
    ) -> pa.Table:
        """A table as Arrow, of all rows or of those that every one of some filters lets through."""
        wanted = list(columns) if columns else None
        if not self.has(name):  # a release from before the table existed says nothing in it
            empty = table_schema(name).empty_table()
            return empty.select(wanted) if wanted else empty
        order = order_of(name) if wanted and len(self.files(name)) > 1 else ()
        beside = [column for column in order if column not in (wanted or ())]
        read = [*wanted, *beside] if wanted else None
        with self._reading(name):
            found = together(name, [self._read(file, read, filters) for file in self.files(name)])
            found.validate(full=True)
            return found.drop_columns(beside) if beside else found

    def unordered(self, name: str, columns: Sequence[str], files: Collection[str] | None = None) -> pa.Table:
        """Some columns of a table, the rows of one file after those of another: they stand in no order that says anything.

        `files`: of these alone; None: of all of the table.
        """
        wanted = [each for each in self.files(name) if files is None or each.path in files]
        if not wanted:
            return table_schema(name).empty_table().select(list(columns))
        with self._reading(name, wanted):
            return pa.concat_tables(read_of(self._opened(file), columns) for file in wanted)

    def nulls(self, name: str, column: str) -> int:
        """How many rows of a table say nothing in a column; where its files state that, none of it is read."""
        if not self.has(name):
            return 0
        with self._reading(name):
            return sum(_nulls_in(self._opened(file), column) for file in self.files(name))

    def _read(
        self, file: TableFile, wanted: list[str] | None, filters: Filters | None, numbered: Sequence[str] = ()
    ) -> pa.Table:
        if filters is None:
            return read_of(self._opened(file, numbered), wanted)
        return let_through(self._opened(file), wanted, filters)

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
            for file, group in self._row_groups(name):
                if not _may_hold(file.metadata.row_group(group), column, values):
                    continue
                held = file.read_row_group(group, [column]).column(column).cast(pa.string())
                fits = is_among(held, values)
                if pc.any(fits).as_py():
                    found += file.read_row_group(group, list(columns)).filter(fits).to_pylist()
        return in_order(name, found) if len(self.files(name)) > 1 else found

    def _row_groups(self, name: str) -> Iterator[tuple[pq.ParquetFile, int]]:
        for each in self.files(name):
            file = self._opened(each)
            yield from ((file, group) for group in range(file.num_row_groups))

    def alike(self, name: str, column: str, value: str) -> list[str]:
        """Values of a column that begin or end as one does: a slip of the pen leaves one half whole. At any size."""
        if not self.has(name) or len(value) < 2:
            return []
        half = len(value) // 2 - 1
        found: list[str] = []
        with self._reading(name):
            for file, group in self._row_groups(name):
                held = file.read_row_group(group, [column]).column(column).cast(pa.string())
                fits = pc.or_(pc.starts_with(held, value[:half]), pc.ends_with(held, value[-half:]))
                found += held.filter(fits).to_pylist()
        return found

    def distinct(self, name: str, column: str, files: Collection[str] | None = None) -> pa.Array:
        """The different texts of a column, without null; of a large table little more than its dictionaries is read.

        `files`: of these alone; None: of all of the table.
        """
        if not self.has(name):
            return texts()
        found = []
        with self._reading(name):
            for each in self.files(name):
                if files is not None and each.path not in files:
                    continue
                told = read_of(self._opened(each, [column]), [column]).column(0)
                found += [_said(chunk) for chunk in told.chunks]
        return pa.chunked_array(found, pa.string()).unique() if found else texts()

    def is_whole(self, tables: Collection[str]) -> bool:
        """Whether the files of some tables are those that were published."""
        try:
            return all(self._is_as_published(file) for name in tables for file in self.files(name))
        except StorageError:
            return False

    def _is_as_published(self, file: TableFile) -> bool:
        is_same = hash_of(self.place.read(file.path)) == file.hash
        if is_same:
            _HELD.add((f"{self.address}/{file.path}", file.hash))
        return is_same

    def rows_of(self, name: str) -> int:
        """How many rows a table has, as its manifest says."""
        return next((int(each["rows"]) for each in self.manifest["resources"] if each["name"] == name), 0)

    def has(self, name: str) -> bool:
        """Whether the release has a table; older ones have fewer."""
        return any(each["name"] == name for each in self.manifest["resources"])

    def files(self, name: str | None = None) -> list[TableFile]:
        """The files of a table, as the manifest names them; none where there is no such table. None: of all tables."""
        resources = [each for each in self.manifest["resources"] if name in (None, each["name"])]
        return [file for each in resources for file in files_of(each)]

    def _opened(self, file: TableFile, numbered: Sequence[str] = ()) -> pq.ParquetFile:
        """A file. Of one on this machine only what is asked for is read; one of a bucket is fetched."""
        return opened(file.hash, lambda: self._source(file.path), numbered)

    def _source(self, path: str) -> Any:
        if isinstance(self.place, FolderPlace):
            return self.place.root / path
        return reader_of(self.place.read(path))

    def file_table(
        self, path: str, columns: Sequence[str] | None = None, numbered: Sequence[str] = ()
    ) -> pa.Table:
        """The rows of one of its files, as Arrow; `numbered`: columns of texts that come as dictionaries, as they lie there."""
        file = self._file(path)
        with self._reading(path.partition(".parquet")[0], [file]):
            return self._read(file, list(columns) if columns else None, None, numbered)

    def _file(self, path: str) -> TableFile:
        return next(each for each in self.files(path.partition(".parquet")[0]) if each.path == path)

    def rows(self, name: str, row: type[Row]) -> list[Row]:
        """A table as rows of the model."""
        with self._reading(name):
            return from_arrow(self.table(name), row)

    def schema(self, name: str) -> pa.Schema:
        """The schema of a table as this release has it; older ones have fewer columns."""
        if not self.has(name):
            return table_schema(name)
        with self._reading(name):
            return self._opened(self.files(name)[0]).schema_arrow

    @contextmanager
    def _reading(self, name: str, files: Sequence[TableFile] | None = None) -> Iterator[None]:
        """What goes wrong with a damaged table, in words. `files`: only these are read; None: all of the table.

        Raises:
            StorageError: the file is missing, or is not what was published.
        """
        where = f"{self.address}/{name}.parquet"
        try:
            for file in self.files(name) if files is None else files:
                where = f"{self.address}/{file.path}"
                self._check_bytes(file, where)
            yield
        except StorageError:
            raise
        except FileNotFoundError as error:
            raise damaged_release(where, msg("it is missing")) from error
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise damaged_release(where, str(error)) from error

    def _check_bytes(self, file: TableFile, where: str) -> None:
        """A small file is held against its hash before it is believed; a large one against its size only."""
        if not isinstance(self.place, FolderPlace) or (where, file.hash) in _HELD:
            return
        path = self.place.root / file.path
        size = path.stat().st_size
        if size != file.bytes:
            raise damaged_release(
                where, msg("{size} bytes, {stated} were published", size=size, stated=file.bytes)
            )
        if file.bytes <= _HASHED and hash_of(path.read_bytes()) != file.hash:
            raise damaged_release(where, msg("other bytes than were published"))
        _HELD.add((where, file.hash))


def _said(chunk: pa.Array) -> pa.Array:
    """The different texts of a piece of a column."""
    if not pa.types.is_dictionary(chunk.type):
        return chunk.unique().drop_null().cast(pa.string())
    return chunk.dictionary.take(chunk.indices.unique().drop_null()).cast(pa.string())


def _nulls_in(file: pq.ParquetFile, column: str) -> int:
    stated = [_stated(file.metadata.row_group(group), column) for group in range(file.num_row_groups)]
    if all(each is not None and each.has_null_count for each in stated):
        return sum(each.null_count for each in stated)
    found: int = read_of(file, [column]).column(0).null_count
    return found


def _stated(group: Any, column: str) -> Any:
    """What a row group states of a column; None where it states nothing."""
    places = (group.column(place) for place in range(group.num_columns))
    return next((each.statistics for each in places if each.path_in_schema == column), None)


def let_through(file: pq.ParquetFile, wanted: Sequence[str] | None, filters: Filters) -> pa.Table:
    """Rows of a file that pass all filters, some columns of them. `read_table` would do it, and import pandas first: 0.3 s."""
    assert all(how in {"=", "in"} for _, how, _ in filters), "nobody asks anything else"
    asked = [(column, [value] if how == "=" else value) for column, how, value in filters]
    found = [file.read_row_groups([], columns=wanted)]
    for group in range(file.num_row_groups):
        if not all(_may_hold(file.metadata.row_group(group), *one) for one in asked):
            continue
        held = file.read_row_group(group, columns=[column for column, _ in asked])
        fits = reduce(
            pc.and_, (is_among(held.column(column).cast(pa.string()), values) for column, values in asked)
        )
        if pc.any(fits).as_py():
            found.append(file.read_row_group(group, columns=wanted).filter(fits))
    return pa.concat_tables(found)


def _may_hold(group: Any, column: str, values: Sequence[str]) -> bool:
    """Whether a row group may have one of some values, by the least and greatest that it says it has."""
    stated = _stated(group, column)
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
            for file in files_of(each):
                _check_place(each["name"], file.path)
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_release(where, str(error)) from error
    return held


def is_of_one_program(manifest: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two releases were made by the same version and the same code: then the same rows are the same bytes."""
    return all(manifest.get(name) == other.get(name) for name in ("version", "code"))


def _check_place(name: str, path: str) -> None:
    """A table lies in its release, under its own name: what leads out is never followed."""
    if not name.isidentifier() or not re.fullmatch(rf"{name}\.parquet(/[0-9a-z-]+\.parquet)?", path):
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
