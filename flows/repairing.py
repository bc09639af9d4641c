"""Mending a damaged data folder: from a copy, from `raw/`, from a release. First only a plan; nothing is thrown away.

What is taken out of the folder's life is kept under `aside/`, by its own name.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from niemyet.flows.program import made_by
from niemyet.flows.publishing import rebuild
from niemyet.model.errors import StorageError
from niemyet.model.messages import Message, msg
from niemyet.model.tables import Run
from niemyet.storage.damage import Damage, DamagedPart, damages, lost_objects
from niemyet.storage.folder import DataFolder, log_name
from niemyet.storage.lake_rows import LAKE_TABLES, ConfirmationRow, ResolutionRow
from niemyet.storage.masking import Mask, begun, finish, holding, mask_files
from niemyet.storage.object_store import MissingObjectError
from niemyet.storage.release import Release, hash_of
from niemyet.storage.releases import MANIFEST, table_files
from niemyet.transforms.language.dates import local_day


class How(StrEnum):
    """How a damage is mended."""

    COPIED = "copied"  # from the backup, byte for byte what was noted
    READ_AGAIN = "read_again"  # set aside; the next run makes it again from raw/
    FROM_RELEASE = "from_release"  # set aside; what the newest release holds of it is taken back
    SET_ASIDE = "set_aside"  # gone, unless a copy is found; what that means is told
    NOTED_ANEW = "noted_anew"  # the chain of notes begins again over what is there
    POINTED = "pointed"  # `latest` leads to the newest whole release
    MADE_AGAIN = "made_again"  # the release's file, from raw/ and lake/
    FETCH_AGAIN = "fetch_again"  # set aside; only the source still has it
    MOVED_TO_NOW = "moved_to_now"  # what a run of a wrong clock brought, under today's date
    MASKED = "masked"  # a name, password or key that an earlier version kept is taken out, and noted so


_CONSEQUENCES = {
    How.COPIED: msg("taken from the copy, byte for byte"),
    How.READ_AGAIN: msg("set aside; the next run reads it again from raw/"),
    How.FROM_RELEASE: msg("set aside; what the newest release holds of it is taken back"),
    How.SET_ASIDE: msg("set aside; lost without a copy, the next run asks the source again"),
    How.NOTED_ANEW: msg("noted anew; older releases can no longer be made again byte for byte"),
    How.POINTED: msg("latest leads to the newest whole release"),
    How.MADE_AGAIN: msg("made again from raw/ and lake/, byte for byte; else the release is set aside"),
    How.FETCH_AGAIN: msg("set aside; `niemyet nightly --full` fetches it again, or use --from"),
    How.MOVED_TO_NOW: msg("what was fetched is moved to now"),
    How.MASKED: msg("names, passwords and keys are masked, with a note in the chain; make new backups"),
}
#: How, in the words of a table; `How` itself is for programs.
HOW_WORDS = {
    How.COPIED: msg("copied"),
    How.READ_AGAIN: msg("to be read again"),
    How.FROM_RELEASE: msg("from the release"),
    How.SET_ASIDE: msg("moved aside"),
    How.NOTED_ANEW: msg("noted anew"),
    How.POINTED: msg("release chosen anew"),
    How.MADE_AGAIN: msg("made again"),
    How.FETCH_AGAIN: msg("to be fetched again"),
    How.MOVED_TO_NOW: msg("date put right"),
    How.MASKED: msg("secrets masked"),
}
#: Tables that a run makes again from raw/.
_FROM_RAW = {"readings", "postings", "fetches", "aliases"}  # aliases: from the releases that bear them
_FROM_RELEASE = {"confirmations", "resolutions"}


@dataclass(frozen=True, slots=True)
class Mend:
    """One damage and how it is mended."""

    name: str
    how: How
    act: Callable[[], None]

    @property
    def consequence(self) -> Message:
        """What that means."""
        return _CONSEQUENCES[self.how]


def plan(
    folder: DataFolder,
    copy: DataFolder | None,
    now: datetime,
    mask: Mask | None = None,
    clean: set[bytes] | None = None,
) -> list[Mend]:
    """What `repair` would do, in the order in which it would do it.

    `mask`: what takes out old secrets; `clean`: what it changes nothing in, see `masking.holding`.
    """
    if begun(folder):  # half a masking looks like damage; it is none
        return [Mend("masking", How.MASKED, partial(finish, folder))]
    found = [*damages(folder, whole=True), *_release_files(folder), *lost_objects(folder)]
    mends = {one.name: _mend(folder, copy, one, now) for one in found}
    order = [
        DamagedPart.CHAIN,
        DamagedPart.FACTS,
        DamagedPart.LOG,
        DamagedPart.OBJECT,
        DamagedPart.RELEASE,
        DamagedPart.LATEST,
    ]
    ranked = {one.name: order.index(one.part) for one in found}
    return [*(mends[name] for name in sorted(mends, key=lambda name: (ranked[name], name))),
            *_of_a_wrong_clock(folder, now), *_of_old_secrets(folder, mask, clean)]  # fmt: skip


def mend_all(
    folder: DataFolder, copy: DataFolder | None, now: datetime, mask: Mask | None = None
) -> list[Mend]:
    """Do what `plan` says, again until nothing is left that it can mend; the folder's one writer calls it."""
    done: list[Mend] = []
    clean: set[bytes] = set()
    for _ in range(5):  # a mended chain shows what else is damaged; more rounds mend nothing new
        folder.lake.commits.forget()
        planned = plan(folder, copy, now, mask, clean)
        mends = [one for one in planned if one.name not in {each.name for each in done}]
        if not mends:
            break
        for one in mends:
            with suppress(MissingObjectError):  # set aside by one before
                one.act()
            done.append(one)
    folder.lake.commits.forget()
    folder.seal(logs=False)
    return done


def _release_files(folder: DataFolder) -> Iterator[Damage]:
    for release_id in folder.releases.all():
        with suppress(StorageError):
            release = folder.releases.open(release_id)
            for file in release.files():
                name = f"releases/{release_id}/{file.path}"
                if _hash_of(folder, name) != file.hash.removeprefix("sha256:"):
                    yield Damage(
                        DamagedPart.RELEASE,
                        name,
                        StorageError(msg("{name}: not what the manifest says", name=name)),
                    )


def _hash_of(folder: DataFolder, name: str) -> str | None:
    try:
        return folder.seal_of(name)[1]
    except MissingObjectError:
        return None


def _mend(folder: DataFolder, copy: DataFolder | None, damage: Damage, now: datetime) -> Mend:
    if copy is not None and _copy_has(folder, copy, damage):
        return Mend(damage.name, How.COPIED, partial(_copy_over, folder, copy, damage))
    if damage.part is DamagedPart.CHAIN and not folder.lake.names():
        return Mend(damage.name, How.FROM_RELEASE, partial(_lake_from_release, folder, now))
    if damage.part is DamagedPart.CHAIN:
        return Mend(damage.name, How.NOTED_ANEW, partial(_note_anew, folder))
    if damage.part is DamagedPart.FACTS:
        table = damage.name.split("/")[1]
        if table in _FROM_RELEASE:
            return Mend(damage.name, How.FROM_RELEASE, partial(_from_release, folder, damage.name, now))
        how = How.READ_AGAIN if table in _FROM_RAW else How.SET_ASIDE
        return Mend(damage.name, how, partial(_set_aside, folder, damage.name))
    if damage.part is DamagedPart.LOG:
        return Mend(damage.name, How.SET_ASIDE, partial(_mend_log, folder, damage.name))
    if damage.part is DamagedPart.OBJECT:
        return Mend(damage.name, How.FETCH_AGAIN, partial(_set_aside, folder, damage.name))
    if damage.part is DamagedPart.RELEASE:
        return Mend(damage.name, How.MADE_AGAIN, partial(_make_again, folder, damage.name))
    return Mend(damage.name, How.POINTED, partial(_point, folder))


# ---- from a copy ----


def _file(name: str, part: DamagedPart) -> str:
    return f"{name}.jsonl" if part is DamagedPart.LOG else name


def _copy_has(folder: DataFolder, copy: DataFolder, damage: Damage) -> bool:
    """Whether a copy holds the very bytes that were noted."""
    if damage.part is DamagedPart.LATEST:
        return False
    if damage.part is DamagedPart.CHAIN:
        return not copy.lake.commits.problems() and bool(copy.lake.commits.numbers())
    if damage.part is DamagedPart.OBJECT:
        digest = damage.name.rsplit("/", 1)[-1].removesuffix(".zst")
        try:
            copy.raw.get(digest)
        except StorageError:
            return False
        return True
    if damage.part is DamagedPart.LOG:
        run_id = damage.name.removeprefix("raw/exchanges/")
        seal = folder.lake.commits.seals().get(damage.name)
        if seal is None or seal.size is None:
            return False
        size = copy.raw.log_sizes().get(run_id, 0)
        return copy.raw.seal_of(run_id, size, until=seal.size) == (seal.size, seal.sha256)
    wanted = _noted(folder, damage.name)
    return wanted is not None and _hash_of(copy, damage.name) == wanted


def _noted(folder: DataFolder, name: str) -> str | None:
    with suppress(StorageError):
        seal = folder.lake.commits.seals().get(name)
        if seal is not None:
            return seal.sha256
        release_id, path = _place_of(name)
        for file in folder.releases.open(release_id).files():
            if file.path == path:
                return file.hash.removeprefix("sha256:")
    return None


def _copy_over(folder: DataFolder, copy: DataFolder, damage: Damage) -> None:
    if damage.part is not DamagedPart.CHAIN:
        name = _file(damage.name, damage.part)
        folder.place.write(name, copy.place.read(name))
        return
    mine = {f"lake/commits/{number:08d}.json" for number in folder.lake.commits.numbers()}
    theirs = [f"lake/commits/{number:08d}.json" for number in copy.lake.commits.numbers()]
    for name in theirs:
        folder.place.write(name, copy.place.read(name))
    for name in ("lake/head.json", "lake/manifest.json"):
        if copy.place.has(name):
            folder.place.write(name, copy.place.read(name))
        else:
            folder.place.delete(name)
    folder.lake.commits.forget()
    if folder.lake.commits.problems():  # notes made since the copy do not follow from it
        for name in sorted(mine - set(theirs)):
            _put_aside(folder, name)
        folder.lake.commits.forget()
    folder.seal(logs=False)


# ---- without a copy ----


def _put_aside(folder: DataFolder, name: str) -> None:
    """Out of the way, not thrown away."""
    with suppress(MissingObjectError):
        folder.place.write(f"aside/{name}", folder.place.read(name))
    folder.place.delete(name)


def _set_aside(folder: DataFolder, name: str) -> None:
    _put_aside(folder, name)
    if name in folder.lake.commits.seals():
        folder.lake.commits.add({}, gone=[name])


def _note_anew(folder: DataFolder) -> None:
    for name in [*folder.place.names("lake/commits"), "lake/head.json", "lake/manifest.json"]:
        _put_aside(folder, name)
    folder.lake.commits.restart({f"lake/{name}": folder.lake.seal_of(name) for name in folder.lake.names()})


def _lake_from_release(folder: DataFolder, now: datetime) -> None:
    """Nothing of the lake is left: notes begin anew, and what people said is taken from the newest release."""
    _note_anew(folder)
    for table in sorted(_FROM_RELEASE):
        _take_from_release(folder, table, now)


def _from_release(folder: DataFolder, name: str, now: datetime) -> None:
    _set_aside(folder, name)
    _take_from_release(folder, name.split("/")[1], now)


def _take_from_release(folder: DataFolder, table: str, now: datetime) -> None:
    release = folder.releases.latest()
    if release is None:
        return
    run_id = f"{now:%Y%m%dT%H%M%S%f}Z-repair"
    with suppress(StorageError):
        if table == "confirmations":
            folder.lake.append("confirmations", run_id, [*_confirmations(folder, release, run_id, now)])
        else:
            folder.lake.append("resolutions", run_id, [*_resolutions(folder, release, run_id)])


def _confirmations(
    folder: DataFolder, release: Release, run_id: str, now: datetime
) -> Iterator[ConfirmationRow]:
    held = {row.update_id for row in folder.lake.read("confirmations", ConfirmationRow)}
    for row in release.table("listing_updates", ["update_id", "done_on", "done_by"]).to_pylist():
        if row["done_on"] is not None and row["done_by"] is not None and row["update_id"] not in held:
            yield ConfirmationRow(run_id, row["update_id"], row["done_on"], row["done_by"], now)


def _resolutions(folder: DataFolder, release: Release, run_id: str) -> Iterator[ResolutionRow]:
    held = {row.review_id for row in folder.lake.read("resolutions", ResolutionRow)}
    wanted = ["review_id", "resolution", "resolved_by", "resolved_at", "kind", "decision_id"]
    for row in release.table("reviews", wanted).to_pylist():
        if row["resolution"] is None or row["resolved_at"] is None or row["review_id"] in held:
            continue
        yield ResolutionRow(run_id, row["review_id"], row["resolution"], row["resolved_by"], row["resolved_at"],
                            kind=str(row["kind"]), decision_id=row["decision_id"])  # fmt: skip


def _mend_log(folder: DataFolder, name: str) -> None:
    """Lines that can be read stay, the others go aside; the log is noted anew as it is then."""
    run_id = name.removeprefix("raw/exchanges/")
    folder.raw.set_bad_lines_aside(run_id)
    size = folder.raw.log_sizes().get(run_id)
    if size is None:
        folder.lake.commits.add({}, gone=[name])
    elif name in folder.lake.commits.seals():
        folder.lake.commits.add({log_name(run_id): folder.raw.seal_of(run_id, size)})


def _make_again(folder: DataFolder, name: str) -> None:
    """A release's table from what it was made of; where that gives other bytes, the release goes aside."""
    release_id, path = _place_of(name)
    with suppress(StorageError):
        release = folder.releases.open(release_id)
        if path != MANIFEST and release.manifest.get("version") == made_by():
            table = path.partition(".")[0]
            stated = next(file for file in release.files(table) if file.path == path)
            made = table_files(table, rebuild(folder, release)[table], release.as_of)
            data, _ = made.get(path, (b"", 0))
            if hash_of(data) == stated.hash:
                folder.place.write(name, data)
                return
    for each in folder.place.names(f"releases/{release_id}"):
        _put_aside(folder, each)
    folder.place.drop(f"releases/{release_id}")
    folder.lake.commits.add({}, gone=[f"releases/{release_id}/{MANIFEST}"])
    _point(folder)


def _place_of(name: str) -> tuple[str, str]:
    """The release of a file, and its path there: a large table is a folder of files."""
    release_id, _, path = name.removeprefix("releases/").partition("/")
    return release_id, path


def _point(folder: DataFolder) -> None:
    """Let `latest` lead to the newest release that can be opened."""
    whole = []
    for release_id in folder.releases.all():
        with suppress(StorageError):
            whole.append(folder.releases.open(release_id).release_id)
    if whole:
        folder.place.move("latest", f"releases/{max(whole)}", folder.place.pointer("latest"))
    else:
        folder.place.delete("latest")


# ---- what earlier versions kept ----


def _of_old_secrets(folder: DataFolder, mask: Mask | None, clean: set[bytes] | None) -> Iterator[Mend]:
    """Files that hold a name, a password or a key; a release's files are masked together, under one manifest."""
    if mask is None:
        return
    together: dict[str, list[str]] = {}
    for name in holding(folder, mask, clean):
        parts = name.split("/")
        together.setdefault("/".join(parts[:2]) if parts[0] == "releases" else name, []).append(name)
    for names in together.values():
        yield Mend(", ".join(names), How.MASKED, partial(mask_files, folder, names, mask))


# ---- a clock that ran ahead ----

#: How far ahead of the clock a run may be before it is taken for one of a wrong clock; chosen, not measured.
_AHEAD = timedelta(hours=1)


def _of_a_wrong_clock(folder: DataFolder, now: datetime) -> Iterator[Mend]:
    """Runs that say they were made later than now: no later run may follow them."""
    with suppress(StorageError):
        for run_id in sorted(
            {row.run_id for row in folder.lake.read("runs", Run) if row.started_at > now + _AHEAD}
        ):
            yield Mend(f"run {run_id}", How.MOVED_TO_NOW, partial(_move_to_now, folder, run_id, now))


def _move_to_now(folder: DataFolder, run_id: str, now: datetime) -> None:
    """What a run brought, as if it had run now; its releases go aside, and its files with the wrong date."""
    today = f"{now:%Y%m%dT%H%M%S%f}Z-{run_id.split('-', 1)[-1]}"
    for release_id in folder.releases.all():
        if folder.releases.open(release_id).knowledge_time > now + _AHEAD:
            for each in folder.place.names(f"releases/{release_id}"):
                _put_aside(folder, each)
            folder.place.drop(f"releases/{release_id}")
            folder.lake.commits.add({}, gone=[f"releases/{release_id}/{MANIFEST}"])
    for table, kind in LAKE_TABLES.items():
        appends: list[tuple[str, list[Any]]] = folder.lake.appends(table, kind)
        for name, rows in appends:
            if not name.startswith(f"{table}/{run_id}-"):
                continue
            folder.lake.append(table, today, [_moved(row, run_id, today, now) for row in rows])
            _set_aside(folder, f"lake/{name}")
    folder.raw.rename_log(run_id, today)
    if log_name(run_id) in folder.lake.commits.seals():
        size = folder.raw.log_sizes()[today]
        folder.lake.commits.add({log_name(today): folder.raw.seal_of(today, size)}, gone=[log_name(run_id)])
    _point(folder)


#: Days that a run takes from its clock; what a document states stays as it is.
_OWN_DAYS = frozenset({"observed_on", "done_on", "held_on"})


def _moved(row: object, run_id: str, today: str, now: datetime) -> object:
    """A row with every instant that has not come yet set to now, every such day of what was done or seen to today."""
    changed: dict[str, object] = {}
    for field in row.__dataclass_fields__:  # type: ignore[attr-defined]
        value = getattr(row, field)
        if value == run_id:
            changed[field] = today
        elif isinstance(value, datetime) and value > now:
            changed[field] = now
        elif field in _OWN_DAYS and value > local_day(now):
            changed[field] = local_day(now)
        elif field == "release":
            changed[field] = None
    return replace(row, **changed)  # type: ignore[type-var]
