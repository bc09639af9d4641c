"""Checks of a data folder: hashes, schemas, references between tables. Results, never logs."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import pyarrow as pa

from niemyet.model.errors import StorageError
from niemyet.model.messages import Words, msg
from niemyet.model.tables import SCHEMA_VERSION, TABLES
from niemyet.storage.checks import Check, keys, references
from niemyet.storage.damage import DamagedPart, damages, lost_objects, told_once
from niemyet.storage.folder import DataFolder
from niemyet.storage.object_store import MissingObjectError
from niemyet.storage.raw import no_archive
from niemyet.storage.release import Release, hash_of
from niemyet.storage.schemas import table_schema


def verify(folder: DataFolder, *, whole: bool = True) -> list[Check]:
    """Every check over raw archive, lake and releases; without `whole` the chain of notes, sizes and `latest` alone."""
    is_sample = folder.is_sample
    checks = list(_damages(folder, whole=whole, without=DamagedPart.LOG if is_sample else None))
    if not whole:
        return checks
    opened = list(_opened(folder))
    checks += [_no_archive_meant()] if is_sample else [_raw(folder)]
    checks += [_files(release) for release in opened]
    target = folder.place.pointer("latest")
    latest = next((one for one in opened if target == f"releases/{one.release_id}"), None)
    if latest is None or not _files(latest).passed:
        return checks  # what is said above; a damaged table proves nothing about the others
    return [
        *checks,
        *_schemas(latest),
        *_of_latest(keys(latest)),
        *_of_latest(references(latest)),
        *(() if is_sample else (_evidence(folder, latest),)),
    ]


_DAMAGES = {
    DamagedPart.CHAIN: msg("lake: the chain of notes is whole"),
    DamagedPart.FACTS: msg("lake: every file is the one that was noted"),
    DamagedPart.LOG: msg("raw: every log of requests is the one that was noted"),
    DamagedPart.RELEASE: msg("releases: every manifest is the one that was published"),
    DamagedPart.LATEST: msg("latest: leads to the newest release"),
}


def _damages(folder: DataFolder, *, whole: bool, without: DamagedPart | None) -> Iterator[Check]:
    found = list(damages(folder, whole=whole))
    for part, name in _DAMAGES.items():
        if part is without:
            continue
        wrong = told_once(each for each in found if each.part is part)
        yield Check(name, 1, tuple(each.told for each in wrong))


def _opened(folder: DataFolder) -> Iterator[Release]:
    """The releases whose manifest can be read; of the others it is said that they are damaged."""
    for release_id in folder.releases.all():
        with suppress(StorageError):
            yield folder.releases.open(release_id)


def _raw(folder: DataFolder) -> Check:
    wrong = tuple(each.error.told for each in lost_objects(folder))
    count = sum(1 for _ in folder.raw.digests())
    return Check(msg("raw: every object holds the bytes its name says"), count, wrong)


def _no_archive_meant() -> Check:
    """What a sample lacks is said, not left out; nothing of it is wrong."""
    return Check(msg("raw: left out of this sample on purpose; nothing to look at"), 0, ())


def _files(release: Release) -> Check:
    wrong: list[Words] = []
    for file in release.files():
        path = f"{release.address}/{file.path}"
        try:
            data = release.place.read(file.path)
        except MissingObjectError:
            wrong.append(msg("{where}: {error}", where=path, error=msg("it is missing")))
            continue
        if hash_of(data) != file.hash:
            wrong.append(msg("{path}: not the bytes that datapackage.json names", path=path))
    return Check(
        msg("release {release}: files are those of the manifest", release=release.release_id),
        len(TABLES),
        tuple(wrong),
    )


def _schemas(release: Release) -> Iterator[Check]:
    is_todays = release.manifest.get("schema_version") == SCHEMA_VERSION
    wrong = [
        msg(
            "{table}: expected the columns {expected}, found {found}",
            table=name,
            expected=", ".join(table_schema(name).names),
            found=", ".join(found.names),
        )
        for name in TABLES
        if not _is_of(found := release.schema(name), table_schema(name), today=is_todays)
    ]
    yield Check(msg("latest: schemas are those of the dictionary"), len(TABLES), tuple(wrong))


def _is_of(found: pa.Schema, dictionary: pa.Schema, *, today: bool) -> bool:
    """The dictionary's schema; in a release of an earlier version, one to which columns that may be null were added."""
    if today:
        return bool(found.equals(dictionary))
    return _grew(list(found), list(dictionary))


def _grew(before: Sequence[pa.Field], after: Sequence[pa.Field]) -> bool:
    """Whether fields are those of before, in their order, and others that may be null; in lists and structs too."""
    known = {field.name: field for field in before}
    kept = [field for field in after if field.name in known]
    added = [field for field in after if field.name not in known]
    return (
        [field.name for field in kept] == [field.name for field in before]
        and all(field.nullable for field in added)
        and all(_is_same(known[field.name], field) for field in kept)
    )


def _is_same(before: pa.Field, after: pa.Field) -> bool:
    if before.nullable != after.nullable:
        return False
    if pa.types.is_list(before.type) and pa.types.is_list(after.type):
        return _is_same(before.type.value_field, after.type.value_field)
    if pa.types.is_struct(before.type) and pa.types.is_struct(after.type):
        return _grew(list(before.type), list(after.type))
    return bool(before.type == after.type)


def _of_latest(checks: Iterable[Check]) -> Iterator[Check]:
    for check in checks:
        yield replace(check, name=msg("latest: {check}", check=check.name))


def _evidence(folder: DataFolder, release: Release) -> Check:
    """Every item leads to bytes in raw/ (CONTRACT §5.2)."""
    digests = sorted(set(release.table("decision_items", ["sha256"]).column(0).to_pylist()))
    wrong: tuple[Words, ...] = tuple(digest for digest in digests if not folder.raw.has(digest))
    if wrong and folder.raw.is_empty:
        wrong = (no_archive(folder.raw.address).told,)
    return Check(msg("latest: every item leads to a document in raw/"), len(digests), wrong)
