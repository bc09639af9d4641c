"""Releases: immutable folders of Parquet tables, and the one pointer that readers follow.

    releases/<UTC time>/<table>.parquet + datapackage.json     a large table is a folder of that name (`parts`)
    latest → releases/<UTC time>

A release is written beside its place, renamed into it, and only then `latest` moves: a reader sees the
previous release or the whole new one. Same tables, same bytes: a table that says what it said in the release
before is one file under two names, where the file system has such names.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from niemyet.model.errors import ReleaseRefusedError, StorageError
from niemyet.model.messages import Messages, msg
from niemyet.model.tables import SCHEMA_VERSION, TABLES
from niemyet.storage.checks import Check, release_checks
from niemyet.storage.object_store import MissingObjectError, ObjectStore
from niemyet.storage.opening import object_store_at
from niemyet.storage.parts import FilePart, HasParts, parts_of
from niemyet.storage.release import (
    Release,
    TableFile,
    damaged_release,
    hash_of,
    is_of_one_program,
    manifest_of,
)
from niemyet.storage.schemas import ColumnEntry, columns, describe, table_schema, to_arrow

#: Tables that tell how the data came to be. A night that changes only these has brought nothing new.
ABOUT_RUNS = frozenset({"fetches", "runs"})
MANIFEST = "datapackage.json"
REFUSED = "refused.json"


class Releases:
    """The releases of one data folder."""

    def __init__(self, place: ObjectStore | Path | str) -> None:
        self._place = object_store_at(place) if isinstance(place, Path | str) else place

    def latest(self) -> Release | None:
        """The newest complete release, or None before the first.

        Raises:
            StorageError: the pointer leads nowhere.
        """
        target = self._place.pointer("latest")
        return self._open(target) if target is not None else None

    def all(self) -> tuple[str, ...]:
        """Identifiers of every release, oldest first."""
        return tuple(self._place.holders("releases", MANIFEST))

    def open(self, release_id: str) -> Release:
        """One release by its identifier."""
        return self._open(f"releases/{release_id}")

    def publish(
        self,
        tables: Mapping[str, Sequence[Any] | HasParts],
        *,
        as_of: date,
        knowledge: datetime,
        about: Mapping[str, Any],
        accepted: str | None = None,
        carried: Collection[str] = (),
        taken_back: Collection[str] = (),
    ) -> Release | None:
        """Write a release, check it against the one before and move `latest` to it; None when it would say nothing new.

        Args:
            tables: rows per table of CONTRACT §4; every table must be given.
            as_of: the day it speaks for.
            knowledge: the instant up to which it knows.
            about: further words for the manifest (province, versions, inputs).
            carried: tables that say what they said in the release before, if there is one; `tables` is not asked for them then.
            taken_back: hashes of documents that a person took back: that what rests on them goes is no loss.
            accepted: why the release may differ more from the one before than the checks allow, if a person said so.

        Raises:
            ReleaseRefusedError: a check failed; the draft is kept, `latest` is where it was.
        """
        previous = self.latest()
        release_id = self._free_id(knowledge)
        key = f"releases/{release_id}"
        self._drop_stale_drafts()
        room = self._place.within(self._place.draft(key))
        draft_key, before = self._place.draft(key), _files_before(previous, about)
        resources = [
            _write_again(self._place, draft_key, name, previous, before)
            if previous is not None and name in carried
            else _write_table(self._place, draft_key, name, tables[name], as_of, before)
            for name in TABLES
        ]
        draft = Release(release_id, room, _manifest(resources, as_of, knowledge, about))
        if previous and _says_the_same(previous.manifest, draft.manifest):
            self._place.drop(self._place.draft(key))
            return None
        failed = [check for check in release_checks(draft, previous, taken_back) if not check.passed]
        refusals = [check for check in failed if not (accepted and check.is_acceptable)]
        if refusals:
            room.write(REFUSED, _json({"refused": [f"{one.name}: {one.wrong[0]}" for one in refusals]}))
            raise _refused(draft, refusals)
        if failed:
            draft.manifest["accepted"] = {"reason": accepted, "checks": [str(one.name) for one in failed]}
        room.write(MANIFEST, _json(draft.manifest))
        self._place.settle(key)
        self._place.move("latest", key, f"releases/{previous.release_id}" if previous else None)
        return Release(release_id, self._place.within(key), draft.manifest)

    def remove(self, release_id: str) -> None:
        """Remove a release; its manifest first, so that no reader takes half of it for whole."""
        self._place.delete(f"releases/{release_id}/{MANIFEST}")
        self._place.drop(f"releases/{release_id}")

    def _drop_stale_drafts(self) -> None:
        """Drafts of runs that were killed, and the refused one before; there is one writer only."""
        for key in self._place.drafts("releases"):
            self._place.drop(key)

    def _free_id(self, knowledge: datetime) -> str:
        stem = knowledge.strftime(_STAMP)
        names = [stem, *(f"{stem}-{number:02d}" for number in range(2, 100))]
        return next(name for name in names if not self._place.names(f"releases/{name}"))

    def _open(self, key: str) -> Release:
        room = self._place.within(key)
        try:
            manifest = manifest_of(room.read(MANIFEST), f"{room.address}/{MANIFEST}")
        except MissingObjectError:
            raise StorageError(
                msg(
                    "no release at {address}: {MANIFEST} is missing. Run `niemyet nightly` to publish one.",
                    address=room.address,
                    MANIFEST=MANIFEST,
                ),
            ) from None
        return Release(key.rsplit("/", 1)[-1], room, manifest)


_STAMP = "%Y-%m-%dT%H%M%S.%fZ"


def known_until(release_id: str) -> datetime:
    """The instant up to which a release knows, as its name tells it: no manifest is read."""
    return datetime.strptime(release_id[: release_id.index("Z") + 1], _STAMP).replace(tzinfo=UTC)


def _refused(draft: Release, failed: Sequence[Check]) -> ReleaseRefusedError:
    what = Messages(
        tuple(msg("{where}: {error}", where=one.name, error=one.wrong[0]) for one in failed[:5]), "; "
    )
    hint = all(one.is_acceptable for one in failed)
    refused = msg(
        "the new release was not published, its draft is kept at {draft}: {what}.",
        draft=draft.address,
        what=what,
    )
    if not hint:
        return ReleaseRefusedError(refused)
    return ReleaseRefusedError(  # what was handed in is recorded, and cannot be handed in a second time
        msg(
            "{refused} What was handed in or fetched is recorded. If that is right, publish it with `niemyet nightly "
            "--accept-release REASON`.",
            refused=refused,
        )
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _manifest(
    resources: Sequence[dict[str, Any]], as_of: date, knowledge: datetime, about: Mapping[str, Any]
) -> dict[str, Any]:
    """What the tables are, in the words of the Data Package standard."""
    return {
        "name": "niemyet",
        "title": "Danh mục thủ tục hành chính phải niêm yết",
        "profile": "data-package",
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of.isoformat(),
        "knowledge_time": knowledge.isoformat(),
        **about,
        "resources": resources,
    }


def table_files(name: str, rows: Sequence[Any] | HasParts, as_of: date) -> dict[str, tuple[bytes, int]]:
    """A table of a release for a day as the bytes of its files by their path, with their rows. Same rows, same bytes."""
    return {part.path: (_file_bytes(name, part.table()), part.rows) for part in parts_of(name, rows, as_of)}


def table_bytes(name: str, rows: Sequence[Any]) -> tuple[bytes, int]:
    """A table as one file, however large, and its number of rows."""
    table = to_arrow(rows, table_schema(name))
    return _file_bytes(name, table), table.num_rows


#: Rows of a row group. Chosen, not measured: a unit of the country has some 2,000 rows in boards, and so many rows are 0.5 MB.
_ROW_GROUP = 25_000


def _file_bytes(name: str, table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=_repeating(name, table.schema),
        row_group_size=_ROW_GROUP,  # a unit of the country has some 2,000 rows in boards: a filter on it reads one group
        write_statistics=True,
        write_page_index=True,  # statistics of each page, so that a filter skips within a row group too
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


#: Columns, as Parquet names them, that have no dictionary. Of values that are each their own it is all of them, with a number
#: for each row beside it (150,000 ids of work: 1.56 MB with, 1.29 without; nothing can go below 1.16, they are hashes). Values in
#: order have long beginnings in common, which zstd sees in them and not in numbers that are packed to bits (`opened_by` of 9,038
#: rows of history: 41 kB with, 31 without; `row_no` of 541,000 rows of looks: 168 and 42). Named are those that take a tenth less
#: in the files of `benchmarks nights --plain --from-night 400 --every 16`, if DuckDB, pandas and polars read them as fast; of
#: `boards` (1.51 and 0.94 MB) DuckDB counted codes in 22 ms instead of 17, polars read it in 25 instead of 17.
_PLAIN = {
    "decision_items": {"item_id", "sha256", "raw_text"},
    "decisions": {"decision_id", "number", "number_text", "copies.list.element.url"},
    "listing_updates": {"update_id"},
    "listings": {"row_no"},
    "procedure_history": {"procedure_id", "code", "name", "opened_by", "closed_by"},
    "procedures": {"procedure_id", "code", "name", "opened_by", "closed_by"},
}


def _repeating(name: str, schema: pa.Schema) -> bool | list[str]:
    """Columns, as Parquet names them, whose values are worth a dictionary."""
    plain = _PLAIN.get(name)
    return True if plain is None else [path for path in _leaves(schema) if path not in plain]


def _leaves(fields: Iterable[pa.Field], above: str = "") -> Iterator[str]:
    for field in fields:
        path = above + field.name
        if pa.types.is_list(field.type):
            yield from _leaves([pa.field("element", field.type.value_type)], f"{path}.list.")
        elif pa.types.is_struct(field.type):
            yield from _leaves(field.type, f"{path}.")
        else:
            yield path


def _write_table(
    place: ObjectStore,
    key: str,
    name: str,
    rows: Sequence[Any] | HasParts,
    as_of: date,
    before: Mapping[str, "_Before"],
) -> dict[str, Any]:
    """Write a table of a release; a file that says what it said in the release before is kept once for both."""
    parts = parts_of(name, rows, as_of)
    files = [_write_part(place, key, name, part, before.get(part.path)) for part in parts]
    return {
        "name": name,
        **stated_files(files),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": describe(TABLES[name]),
        "schema": {
            "missingValues": [],
            "fields": [_dictionary_entry(column) for column in columns(TABLES[name])],
        },
    }


@dataclass(frozen=True, slots=True)
class _Before:
    """A file of the release before, and where it lies."""

    key: str
    file: TableFile

    def whole(self, place: ObjectStore) -> bytes | None:
        """Its bytes as they were published; None where it is hurt, and must be made again."""
        with suppress(StorageError):
            data = place.read(self.key)
            if hash_of(data) == self.file.hash:
                return data
        return None


def _files_before(previous: Release | None, about: Mapping[str, object]) -> dict[str, _Before]:
    """Files of the release before by their path; what those of another program are made of says nothing here."""
    if previous is None:
        return {}
    files = previous.files()
    if not is_of_one_program(previous.manifest, about):
        files = [replace(file, made_of=None) for file in files]
    return {file.path: _Before(f"releases/{previous.release_id}/{file.path}", file) for file in files}


def _write_part(place: ObjectStore, key: str, name: str, part: FilePart, before: _Before | None) -> TableFile:
    path = f"{key}/{part.path}"
    if before is not None and (part.is_carried or _is_made_of_the_same(part, before.file)):
        data = before.whole(place)
        if data is not None:
            place.write_like(path, data, before.key)
            return before.file
    data = _file_bytes(name, part.table())
    written = TableFile(part.path, part.rows, len(data), hash_of(data), part.made_of)
    if before is not None and before.file.hash == written.hash:
        place.write_like(path, data, before.key)
    else:
        place.write(path, data)
    return written


def _is_made_of_the_same(part: FilePart, file: TableFile) -> bool:
    return part.made_of is not None and part.made_of == file.made_of


def _write_again(
    place: ObjectStore, key: str, name: str, previous: Release, before: Mapping[str, _Before]
) -> dict[str, Any]:
    """A table of the release before, once more.

    Raises:
        StorageError: a file of it is hurt.
    """
    for file in previous.files(name):
        data = before[file.path].whole(place)
        if data is None:
            raise damaged_release(f"{previous.address}/{file.path}", msg("other bytes than were published"))
        place.write_like(f"{key}/{file.path}", data, before[file.path].key)
    return next(dict(each) for each in previous.manifest["resources"] if each["name"] == name)


def stated_files(files: Sequence[TableFile]) -> dict[str, Any]:
    """What the manifest says of a table's files. Of several `path` names all of them, as the Data Package standard has it."""
    if len(files) == 1:
        return {
            "path": files[0].path,
            "rows": files[0].rows,
            "bytes": files[0].bytes,
            "hash": files[0].hash,
        }
    told = "".join(f"{file.path} {file.hash}\n" for file in files)
    return {
        "path": [file.path for file in files],
        "rows": sum(file.rows for file in files),
        "bytes": sum(file.bytes for file in files),
        "hash": hash_of(told.encode()),
        "parts": [asdict(file) for file in files],
    }


_FRICTIONLESS = {"int32": "integer", "int64": "integer", "date32[day]": "date", "bool": "boolean"}


def _dictionary_entry(column: ColumnEntry) -> dict[str, Any]:
    """A field in the words of the Table Schema standard, with the Arrow type beside it."""
    kind = "datetime" if column.type.startswith("timestamp") else _FRICTIONLESS.get(column.type, "string")
    # "any", not "array": validators meet lists of Parquet as objects of their own, not as JSON texts.
    kind = "any" if column.type.startswith("list") else kind
    if kind == "integer" and column.nullable:
        kind = "number"  # validators read with pandas, which knows no integer beside null
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


#: Words of a manifest that say how it came to be, not what it says.
_ABOUT_ITSELF = frozenset({"resources", "knowledge_time", "inputs", "version", "accepted", "folded"})


def _says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two manifests hold the same content for the same day."""
    return _content(before) == _content(after)


def _content(manifest: Mapping[str, Any]) -> dict[str, Any]:
    hashes = {each["name"]: each["hash"] for each in manifest["resources"] if each["name"] not in ABOUT_RUNS}
    about = {key: value for key, value in manifest.items() if key not in _ABOUT_ITSELF}
    return {"tables": hashes, **about}
