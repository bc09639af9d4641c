"""What is damaged or missing in a data folder, told by the chain of notes. Results, never logs.

Quickly: the chain, sizes, `latest`. Wholly: also the bytes of every file of the lake, log and manifest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from niemyet.model.errors import StorageError
from niemyet.model.messages import Message, msg
from niemyet.storage.commits import Seal
from niemyet.storage.folder import DataFolder, log_name
from niemyet.storage.lake import damaged_fact
from niemyet.storage.raw import no_archive
from niemyet.storage.release import damaged_release
from niemyet.storage.releases import MANIFEST


class DamagedPart(StrEnum):
    """Which part of a data folder is damaged; each is mended in its own way (docs/operations.md)."""

    CHAIN = "chain"
    FACTS = "facts"
    LOG = "log"
    LATEST = "latest"
    RELEASE = "release"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged or missing file."""

    part: DamagedPart
    name: str  # relative to the data folder
    error: StorageError


def damages(folder: DataFolder, *, whole: bool) -> Iterator[Damage]:
    """Everything that is not as it was noted; `whole`: bytes too, not sizes alone."""
    chain = list(_chain(folder, whole=whole))
    yield from chain
    if not chain:
        yield from _facts(folder, whole=whole)
        yield from _logs(folder, whole=whole)
        yield from _manifests(folder, whole=whole)
    yield from _garbled_lines(folder) if whole else ()
    yield from _latest(folder)


def told_once(found: Iterable[Damage]) -> list[StorageError]:
    """What is wrong, each sentence once: of an archive that is not there at all every log says the same."""
    return list({str(one.error): one.error for one in found}.values())


def refuse_damage(folder: DataFolder) -> None:
    """Stop before anything is done with a folder in which facts are damaged or missing.

    Raises:
        StorageError: the first damage that a quick look finds, with how many more there are.
    """
    found = told_once(damages(folder, whole=False))
    if not found:
        return
    first = found[0]
    more = len(found) - 1
    if not more:
        raise first
    raise StorageError(msg("{first} ({more} more: `niemyet verify`)", first=first, more=more))


def _chain(folder: DataFolder, *, whole: bool) -> Iterator[Damage]:
    # A folder of an early version has facts without a note; one that published holds at least one of them.
    if not folder.lake.commits.numbers() and not folder.lake.names() and folder.releases.all():
        yield Damage(DamagedPart.CHAIN, "lake/commits", _lost_notes(f"{folder.address}/lake/commits"))
        return
    if whole:
        for problem in folder.lake.commits.problems():
            yield Damage(DamagedPart.CHAIN, "lake/commits", problem)
        return
    try:
        folder.lake.commits.seals()
    except StorageError as error:
        yield Damage(DamagedPart.CHAIN, "lake/commits", error)


def _lost_notes(where: str) -> StorageError:
    """A folder whose releases are there had facts: all of them are gone."""
    return StorageError(
        msg(
            "{where}: it is missing, though there are releases. It holds which facts there were when releases "
            "were made; look whether lake/ was moved. Put it back from a backup, or run `niemyet repair` "
            "(it only lists; --yes mends).",
            where=where,
        ),
    )


def _facts(folder: DataFolder, *, whole: bool) -> Iterator[Damage]:
    seals = folder.lake.commits.seals()
    sizes = folder.lake.sizes()
    inside: set[str] = set()
    for name in sizes:
        if "/0-compacted-" in name:
            try:
                inside |= set(folder.lake.inside(name))
            except StorageError as error:
                yield Damage(DamagedPart.FACTS, f"lake/{name}", error)
    for full, seal in sorted(seals.items()):
        if not full.startswith("lake/"):
            continue
        name = full.removeprefix("lake/")
        why = _wrong(folder, name, sizes.get(name), seal, whole=whole)
        if why is not None and not (name not in sizes and (name in inside or "/0-compacted-" in name)):
            where = f"{folder.address}/{full}"
            yield Damage(DamagedPart.FACTS, full, damaged_fact(where, name, why))


def _wrong(folder: DataFolder, name: str, size: int | None, seal: Seal, *, whole: bool) -> Message | None:
    """Why a file is not the one that was noted."""
    if size is None:
        return msg("it is missing")
    if seal.size is not None and size != seal.size:
        return msg("{size} bytes, {noted} were written", size=size, noted=seal.size)
    if whole and seal.sha256 is not None and folder.lake.seal_of(name)[1] != seal.sha256:
        return msg("other bytes than were written")
    return None


def _logs(folder: DataFolder, *, whole: bool) -> Iterator[Damage]:
    """A log may have grown since (an interrupted job goes on in it), never shrunk or changed."""
    sizes = folder.raw.log_sizes()
    is_empty = not sizes and folder.raw.is_empty
    for full, seal in sorted(folder.lake.commits.seals().items()):
        if not full.startswith("raw/exchanges/"):
            continue
        run_id = full.removeprefix("raw/exchanges/")
        size, noted = sizes.get(run_id, 0), seal.size or 0
        if size < noted:
            why = (
                msg("it is missing")
                if run_id not in sizes
                else msg("it was cut: {size} of {noted}", size=size, noted=noted)
            )
        elif whole and folder.raw.seal_of(run_id, size, until=noted) != (noted, seal.sha256):
            why = msg("other bytes than were written")
        else:
            continue
        lost = _damaged_log(f"{folder.address}/{full}.jsonl", why)
        yield Damage(DamagedPart.LOG, full, no_archive(f"{folder.address}/raw") if is_empty else lost)


def _garbled_lines(folder: DataFolder) -> Iterator[Damage]:
    seals = folder.lake.commits.seals() if not folder.lake.commits.problems() else {}
    for run_id in folder.raw.run_ids():
        if log_name(run_id) in seals:
            continue
        try:
            for _ in folder.raw.exchanges(run_id):
                pass
        except StorageError as error:
            yield Damage(DamagedPart.LOG, log_name(run_id), error)


def _damaged_log(where: str, why: Message) -> StorageError:
    return StorageError(
        msg(
            "{where}: damaged or missing ({why}). It held what a run asked and got. Put it back "
            "from a backup, or run `niemyet repair` (it only lists; --yes mends).",
            where=where,
            why=why,
        ),
    )


#: Releases whose manifest a quick look reads; of older ones it looks at the size. Readers follow the newest, and look back
#: a day or a week: chosen, not measured.
_READ_QUICKLY = 8


def _manifests(folder: DataFolder, *, whole: bool) -> Iterator[Damage]:
    noted = sorted(one for one in folder.lake.commits.seals().items() if one[0].startswith("releases/"))
    for place, (full, seal) in enumerate(noted):
        try:
            is_same = (
                folder.seal_of(full) == (seal.size, seal.sha256)
                if whole or place >= len(noted) - _READ_QUICKLY
                else folder.place.size(full) == seal.size
            )
            why = None if is_same else msg("other bytes than were published")
        except StorageError:
            why = msg("it is missing")
        if why is not None:
            yield Damage(DamagedPart.RELEASE, full, damaged_release(f"{folder.address}/{full}", why))


def _latest(folder: DataFolder) -> Iterator[Damage]:
    """`latest` leads to a release that is there, and to none older than the last one that a run has let out."""
    known = folder.releases.all()
    target = folder.place.pointer("latest")
    now = target.rsplit("/", 1)[-1] if target else None
    try:
        published = folder.lake.columns("runs", "release")["release"]
    except StorageError:
        published = []  # told above
    newest = max((release for release in published if release in known), default=None)
    if now is None:
        why = msg("it is missing") if newest is not None else None
    elif now not in known:
        why = msg("it leads to {now}, which is not there", now=now)
    else:
        why = (
            msg("it leads to {now}, but {newest} was published since", now=now, newest=newest)
            if newest and now < newest
            else None
        )
    if why is not None:
        yield Damage(
            DamagedPart.LATEST,
            "latest",
            StorageError(
                msg(
                    "{address}/latest: {why}. Readers follow it. `niemyet repair` lets it lead to the "
                    "newest whole release (it only lists; --yes mends).",
                    address=folder.address,
                    why=why,
                ),
            ),
        )
    if now is not None and now in known:
        try:
            folder.releases.open(now)
        except StorageError as error:
            yield Damage(DamagedPart.RELEASE, f"releases/{now}/{MANIFEST}", error)


def lost_objects(folder: DataFolder) -> Iterator[Damage]:
    """Objects of raw/ that are damaged, and those that a log of requests names and that are not there."""
    there = set(folder.raw.digests())
    for digest in sorted(there):
        try:
            folder.raw.get(digest)
        except StorageError as error:
            yield Damage(DamagedPart.OBJECT, f"raw/objects/{digest[:2]}/{digest}.zst", error)
    named: set[str] = set()
    for run_id in folder.raw.run_ids():
        try:
            named |= {stored.sha256 for stored in folder.raw.exchanges(run_id)}
        except StorageError:
            continue  # told as a damaged log
    for digest in sorted(named - there):
        try:
            folder.raw.get(digest)
        except StorageError as error:
            yield Damage(DamagedPart.OBJECT, f"raw/objects/{digest[:2]}/{digest}.zst", error)
