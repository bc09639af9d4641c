"""Checks of a data folder: hashes, schemas, references between tables. Results, never logs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from model.errors import StorageError
from model.tables import TABLES
from storage.folder import DataFolder
from storage.releases import Release
from storage.schemas import table_schema


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, over how many things, and what was found wrong."""

    name: str
    checked: int
    wrong: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing wrong, and something was looked at."""
        return not self.wrong


#: (table, column, table it refers to, column there); null refers to nothing.
_REFERENCES = (
    ("decision_items", "decision_id", "decisions", "decision_id"),
    ("procedures", "opened_by", "decision_items", "item_id"),
    ("procedures", "closed_by", "decision_items", "item_id"),
    ("procedures", "corrected_by", "decision_items", "item_id"),
    ("boards", "unit_id", "units", "unit_id"),
    ("boards", "item_id", "decision_items", "item_id"),
    ("boards", "procedure_id", "procedures", "procedure_id"),
    ("listing_updates", "unit_id", "units", "unit_id"),
    ("listing_updates", "item_id", "decision_items", "item_id"),
    ("listing_updates", "decision_id", "decisions", "decision_id"),
    ("listings", "unit_id", "units", "unit_id"),
    ("reviews", "item_id", "decision_items", "item_id"),
)
_KEYS = {
    "decisions": ("decision_id",),
    "decision_items": ("item_id",),
    "listing_updates": ("update_id",),
    "reviews": ("review_id",),
    "procedures": ("procedure_id", "level", "version"),
    "units": ("unit_id", "valid_from"),
}


def verify(folder: DataFolder) -> list[Check]:
    """Every check over raw archive and releases."""
    checks = [
        _raw(folder),
        *(_files(folder.releases.open(release_id)) for release_id in folder.releases.all()),
    ]
    latest = folder.releases.latest()
    if latest:
        checks += [*_schemas(latest), *_keys(latest), *_references(latest), _evidence(folder, latest)]
    return checks


def _raw(folder: DataFolder) -> Check:
    wrong = []
    digests = list(folder.raw.digests())
    for digest in digests:
        try:
            folder.raw.get(digest)
        except StorageError as error:
            wrong.append(str(error))
    return Check("raw: every object holds the bytes its name says", len(digests), tuple(wrong))


def _files(release: Release) -> Check:
    wrong = []
    for each in release.manifest["resources"]:
        path = release.folder / each["path"]
        if not path.exists():
            wrong.append(f"{path}: missing")
        elif f"sha256:{sha256(path.read_bytes()).hexdigest()}" != each["hash"]:
            wrong.append(f"{path}: not the bytes that datapackage.json names")
    return Check(f"release {release.release_id}: files are those of the manifest", len(TABLES), tuple(wrong))


def _schemas(release: Release) -> Iterator[Check]:
    wrong = [
        f"{name}: expected {table_schema(name).names}, found {found.names}"
        for name in TABLES
        if not _is_of(found := pq.read_schema(release.folder / f"{name}.parquet"), table_schema(name))
    ]
    yield Check("latest: schemas are those of the dictionary", len(TABLES), tuple(wrong))


def _is_of(found: pa.Schema, today: pa.Schema) -> bool:
    """The dictionary's schema, or an earlier version's: columns are only ever added, and may then be null."""
    version = (found.metadata or {}).get(b"schema_version")
    if version == (today.metadata or {}).get(b"schema_version"):
        return bool(found.equals(today))
    known = [field for field in today if field.name in found.names]
    added = [field for field in today if field.name not in found.names]
    return list(found) == known and all(field.nullable for field in added)


def _keys(release: Release) -> Iterator[Check]:
    for table, key in _KEYS.items():
        rows = release.table(table, key)
        counted = rows.group_by(list(key)).aggregate([([], "count_all")])
        twice = counted.filter(pc.greater(counted["count_all"], 1)).to_pylist()
        wrong = tuple(json.dumps(each, default=str, ensure_ascii=False) for each in twice[:20])
        yield Check(f"latest: {table} has one row per {', '.join(key)}", rows.num_rows, wrong)


def _references(release: Release) -> Iterator[Check]:
    for table, column, target, target_column in _REFERENCES:
        held = set(release.table(target, [target_column]).column(0).to_pylist())
        values = [
            value for value in release.table(table, [column]).column(0).to_pylist() if value is not None
        ]
        wrong = tuple(sorted({value for value in values if value not in held})[:20])
        yield Check(f"latest: {table}.{column} leads to {target}", len(values), wrong)


def _evidence(folder: DataFolder, release: Release) -> Check:
    """Every item leads to bytes in raw/ (CONTRACT §5.2)."""
    digests = sorted(set(release.table("decision_items", ["sha256"]).column(0).to_pylist()))
    wrong = tuple(digest for digest in digests if not folder.raw.has(digest))
    return Check("latest: every item leads to a document in raw/", len(digests), wrong)
