"""Checks of a data folder: hashes, schemas, references between tables. Results, never logs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

import pyarrow as pa

from niemyet.model.errors import StorageError
from niemyet.model.tables import TABLES
from niemyet.storage.checks import Check, keys, references
from niemyet.storage.folder import DataFolder
from niemyet.storage.object_store import MissingObjectError
from niemyet.storage.release import Release
from niemyet.storage.schemas import table_schema


def verify(folder: DataFolder) -> list[Check]:
    """Every check over raw archive and releases."""
    checks = [
        _raw(folder),
        *(_files(folder.releases.open(release_id)) for release_id in folder.releases.all()),
    ]
    latest = folder.releases.latest()
    if latest:
        checks += [
            *_schemas(latest),
            *_of_latest(keys(latest)),
            *_of_latest(references(latest)),
            _evidence(folder, latest),
        ]
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
        path = f"{release.address}/{each['path']}"
        try:
            data = release.place.read(each["path"])
        except MissingObjectError:
            wrong.append(f"{path}: missing")
            continue
        if f"sha256:{sha256(data).hexdigest()}" != each["hash"]:
            wrong.append(f"{path}: not the bytes that datapackage.json names")
    return Check(f"release {release.release_id}: files are those of the manifest", len(TABLES), tuple(wrong))


def _schemas(release: Release) -> Iterator[Check]:
    wrong = [
        f"{name}: expected {table_schema(name).names}, found {found.names}"
        for name in TABLES
        if not _is_of(found := release.schema(name), table_schema(name))
    ]
    yield Check("latest: schemas are those of the dictionary", len(TABLES), tuple(wrong))


def _is_of(found: pa.Schema, today: pa.Schema) -> bool:
    """The dictionary's schema, or an earlier one's: columns are only ever added, and may then be null."""
    known = [field for field in today if field.name in found.names]
    added = [field for field in today if field.name not in found.names]
    return list(found) == known and all(field.nullable for field in added)


def _of_latest(checks: Iterable[Check]) -> Iterator[Check]:
    for check in checks:
        yield replace(check, name=f"latest: {check.name}")


def _evidence(folder: DataFolder, release: Release) -> Check:
    """Every item leads to bytes in raw/ (CONTRACT §5.2)."""
    digests = sorted(set(release.table("decision_items", ["sha256"]).column(0).to_pylist()))
    wrong = tuple(digest for digest in digests if not folder.raw.has(digest))
    return Check("latest: every item leads to a document in raw/", len(digests), wrong)
