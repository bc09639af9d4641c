"""Proof of a data folder: every release made again from `raw/` and `lake/`, every reading from its document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from niemyet.extractors import is_current
from niemyet.flows.extraction import Task, extract_all
from niemyet.flows.program import made_by
from niemyet.flows.publishing import rebuild
from niemyet.model.errors import StorageError
from niemyet.model.messages import Message, Words, msg
from niemyet.model.records import Limits
from niemyet.storage.checks import Check
from niemyet.storage.codec import dump
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release, hash_of
from niemyet.storage.releases import table_files


def rebuilt(folder: DataFolder, limits: Limits) -> Iterator[Check]:
    """Each release byte for byte, and the readings of this version from their documents."""
    yield _readings(folder, limits)
    for release_id in folder.releases.all():
        try:
            yield _release(folder, folder.releases.open(release_id))
        except StorageError as error:
            yield Check(_made_again(release_id), 0, (error.told,))


def _made_again(release_id: str) -> Message:
    return msg("release {release}: made again, byte for byte", release=release_id)


def _release(folder: DataFolder, release: Release) -> Check:
    """Another version of the program may rightly write other bytes; then nothing was looked at, and that is said."""
    name = _made_again(release.release_id)
    made = release.manifest.get("version")
    if made != made_by():
        return Check(
            msg(
                "{check}: not tried, it was made by {made}", check=name, made=made or msg("an older version")
            ),
            0,
        )
    try:
        wrong = tuple(one.told for one in differing(folder, release))
    except StorageError as error:
        return Check(name, 0, (error.told,))
    return Check(name, len(release.manifest["resources"]), wrong)


@dataclass(frozen=True, slots=True)
class Difference:
    """A table of a release that is not, byte for byte, what it is made again."""

    table: str
    before: int  # rows
    now: int

    @property
    def told(self) -> Message:
        """As people read it."""
        return msg(
            "{table}: {before} rows then, {now} now, other bytes",
            table=self.table,
            before=self.before,
            now=self.now,
        )


def differing(folder: DataFolder, release: Release) -> Iterator[Difference]:
    """The tables of a release that are made again from `raw/` and `lake/` as others, by this version of the program.

    Raises:
        StorageError: what it was made from is not there.
    """
    tables = rebuild(folder, release)
    for each in release.manifest["resources"]:
        name = each["name"]
        found = table_files(name, tables[name], release.as_of)
        hashes = {path: hash_of(data) for path, (data, _) in found.items()}
        if hashes != {file.path: file.hash for file in release.files(name)}:
            yield Difference(name, each["rows"], sum(rows for _, rows in found.values()))


def _readings(folder: DataFolder, limits: Limits) -> Check:
    name = msg("lake: every reading is what its document gives")
    try:
        return _read_again(folder, limits, name)
    except StorageError as error:
        return Check(name, 0, (error.told,))


def _read_again(folder: DataFolder, limits: Limits, name: Message) -> Check:
    newest = folder.lake.newest_readings()
    mine = {one: row for one, row in sorted(newest.items()) if is_current(row.reader) and row.reading}
    tasks = [Task(digest, None) for digest in mine]
    wrong: list[Words] = []
    for one in extract_all(folder.raw.address, tasks, limits):
        kept = mine[one.task.sha256].reading or ""
        if one.reading is None or json.loads(dump(one.reading)) != json.loads(kept):
            wrong.append(
                msg(
                    "{where}: {error}",
                    where=one.task.sha256,
                    error=one.error or msg("another reading than the one in the lake"),
                )
            )
    return Check(name, len(tasks), tuple(wrong))
