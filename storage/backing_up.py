"""A copy of a data folder, made beside whatever is writing there; again and again into the same place.

What is copied is what was there at one moment between two writes: names, notes and `latest` are looked at until nothing has
changed under the look. Then things come in the order in which a night writes them: raw/, which only grows and so holds all
that the facts name; the facts; the releases; `latest`; the runs; the notes. So the copy is whole at every moment of the next
copying too, as a folder is whose night is killed. It is a data folder like any other: `verify` looks at it, `repair --from`
takes from it, moved back it is the house again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from niemyet.model.errors import StorageError, UsageError
from niemyet.model.messages import msg
from niemyet.storage.commits import Seal
from niemyet.storage.damage import refuse_damage
from niemyet.storage.folder import DataFolder, log_name
from niemyet.storage.object_store import MissingObjectError
from niemyet.storage.releases import MANIFEST

#: Looks at a lake that changes under each of them: a run writes some ten times a night; chosen, not measured.
_LOOKS = 50
_HEAD, _FOLDED, _NOTES, _RUNS = "lake/head.json", "lake/manifest.json", "lake/commits/", "lake/runs/"
_FIRST = f"{_NOTES}00000000.json"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copying has written, and the newest release that the copy holds."""

    files: int
    bytes: int
    release: str | None


@dataclass(frozen=True, slots=True)
class _Moment:
    """What was there between two writes: files of lake/ and intake/ with their sizes, releases, `latest`, and the bytes of notes
    and of what says that runs have ended: they come last, and a run may have joined those files by then."""

    sizes: Mapping[str, int]
    releases: tuple[str, ...]
    latest: str | None
    notes: Mapping[str, bytes]
    runs: Mapping[str, bytes]


def back_up(here: DataFolder, there: DataFolder) -> Copied:
    """Bring a copy up to date.

    Raises:
        StorageError: the folder is damaged, or changed without a pause; the copy cannot be written.
        UsageError: what is there is the copy of another folder, or the folder itself.
    """
    refuse_damage(here)
    _refuse_other(here, there)
    with there.only_writer():
        if not there.place.has(_FIRST):
            there.place.write(_FIRST, here.place.read(_FIRST))
        copying = _Copying(here, there)
        moment = copying.all_but_notes()
        copying.latest(moment)
        copying.runs_and_notes(moment)
        copying.remove_what_is_gone(moment)
    there.lake.commits.forget()
    latest = moment.latest.rsplit("/", 1)[-1] if moment.latest else None
    return Copied(copying.files, copying.bytes, latest)


def on_one_disk(here: DataFolder, there: DataFolder) -> bool:
    """Whether both lie on one file system: also where the disk that was meant for the copy is not mounted."""
    if "://" in here.address or "://" in there.address:
        return False
    return here.root.stat().st_dev == there.root.stat().st_dev


def _refuse_other(here: DataFolder, there: DataFolder) -> None:
    """A copy is known by the first note of the chain; it is written before anything else of it."""
    if ("://" in here.address) != ("://" in there.address):
        raise UsageError(
            msg(
                "{there}: a folder is copied into a folder, a bucket into a bucket (their logs are noted in different "
                "measures). Name a place of the same kind.",
                there=there.address,
            )
        )
    if not here.place.has(_FIRST):
        raise StorageError(
            msg("{here}: nothing has been published yet; there is nothing to copy.", here=here.address)
        )
    if there.place.has(_FIRST) and _began_anew(here, there):
        raise UsageError(
            msg(
                "{there}: a copy from before `repair` began the notes of {here} anew. Back up into a new place, and keep this "
                "one until that is whole.",
                there=there.address,
                here=here.address,
            )
        )
    is_copy = there.place.has(_FIRST) and here.place.read(_FIRST) == there.place.read(_FIRST)
    if _lies_in(here, there) or (there.place.sizes("") and not is_copy):
        raise UsageError(
            msg(
                "{there}: expected a new or empty place, or an earlier backup of {here}; found neither. Name another one.",
                there=there.address,
                here=here.address,
            )
        )


def _began_anew(here: DataFolder, there: DataFolder) -> bool:
    """Whether a copy holds a note that `repair` has set aside here, to begin the chain anew."""
    return any(
        there.place.has(name) and here.place.read(f"aside/{name}") == there.place.read(name)
        for name in (one.removeprefix("aside/") for one in here.place.names(f"aside/{_NOTES.rstrip('/')}"))
    )


def _lies_in(here: DataFolder, there: DataFolder) -> bool:
    """Whether one of the two is the other, or within it."""
    if "://" in here.address or "://" in there.address:
        return here.address.rstrip("/") == there.address.rstrip("/")
    one, other = here.root.resolve(), there.root.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)


class _Copying:
    def __init__(self, here: DataFolder, there: DataFolder) -> None:
        self._here, self._there = here, there
        self._held = there.place.sizes("")
        self._seals = _seals(there)
        self._noted: Mapping[str, Seal] = {}
        self.files = self.bytes = 0

    def all_but_notes(self) -> _Moment:
        """Copy raw/, the facts and the releases of one moment; without those that retention has removed meanwhile.

        Raises:
            StorageError: the newest release was removed under each look.
        """
        for _ in range(_LOOKS):
            moment = self.raw_and_facts()
            kept = tuple(release for release in moment.releases if self.release(release))
            if moment.latest is None or moment.latest.rsplit("/", 1)[-1] in kept:
                return replace(moment, releases=kept)
        raise self._restless()

    def raw_and_facts(self) -> _Moment:
        """Copy raw/, then lake/ and intake/ as they were at one moment, but for what says that a run has ended.

        Raises:
            StorageError: they changed under each look.
        """
        for _ in range(_LOOKS):
            moment = self._moment()
            if moment is None:
                continue
            self._raw()
            try:
                for name in moment.sizes:
                    if name not in moment.notes and name not in moment.runs:
                        self._fact(name, moment)
            except MissingObjectError:
                continue  # small files became one: another moment
            return moment
        raise self._restless()

    def _restless(self) -> StorageError:
        return StorageError(
            msg(
                "{here}: it changed under each of {looks} looks. Run the same command again when no run is writing.",
                here=self._here.address,
                looks=_LOOKS,
            )
        )

    def _moment(self) -> _Moment | None:
        """What is there; None where it changed meanwhile."""
        before = self._names()
        try:
            notes = {name: self._here.place.read(name) for name in before[0] if _is_note(name)}
            runs = {name: self._here.place.read(name) for name in before[0] if name.startswith(_RUNS)}
        except MissingObjectError:
            return None
        if self._names() != before:
            return None
        self._here.lake.commits.forget()
        self._noted = _seals(self._here)
        return _Moment(*before, notes, runs)

    def _names(self) -> tuple[Mapping[str, int], tuple[str, ...], str | None]:
        place = self._here.place
        return place.sizes("lake") | place.sizes("intake"), self._here.releases.all(), place.pointer("latest")

    def _fact(self, name: str, moment: _Moment) -> None:
        if self._held.get(name) != moment.sizes[name] or self._is_rewritten(name):
            self._write(name, self._here.place.read(name))

    def _is_rewritten(self, name: str) -> bool:
        """Whether a file was noted with other bytes since: masked, or taken back from a backup."""
        known, noted = self._seals.get(name), self._noted.get(name)
        return known is not None and noted is not None and known.sha256 != noted.sha256

    def _raw(self) -> None:
        """Objects that are not there, and logs that have grown: nothing in raw/ is rewritten but by masking."""
        for name in self._here.place.names("raw/objects"):
            if name not in self._held:
                self._write(name, self._here.place.read(name))
        there = self._there.raw.log_sizes()
        for run_id, size in self._here.raw.log_sizes().items():
            if there.get(run_id) != size or self._is_rewritten(log_name(run_id)):
                lines = self._here.raw.lines(run_id)
                self._there.raw.rewrite(run_id, lines)
                self._count(sum(map(len, lines)))

    def release(self, release_id: str) -> bool:
        """A release is there whole or not at all; a table that is the same as in the one before is kept once.

        False where it is no longer kept: retention has removed it since.
        """
        if f"releases/{release_id}/{MANIFEST}" in self._held:
            return True
        room = f"releases/{release_id}"
        draft = self._there.place.draft(room)
        self._there.place.drop(draft)
        before = max((one for one in self._there.releases.all() if one < release_id), default="")
        # The manifest last: in a bucket a release is there as soon as it is.
        names = sorted(self._here.place.names(room), key=lambda name: (name.endswith(f"/{MANIFEST}"), name))
        try:
            for name in names:
                data, own = self._here.place.read(name), name.removeprefix(f"{room}/")
                if not self._there.place.write_like(f"{draft}/{own}", data, f"releases/{before}/{own}"):
                    self._count(len(data))
        except MissingObjectError:
            if release_id in self._here.releases.all():
                raise
        if release_id not in self._here.releases.all():
            self._there.place.drop(draft)
            return False
        self._there.place.settle(room)
        return True

    def latest(self, moment: _Moment) -> None:
        """Readers of the copy follow it to the release of that moment."""
        was = self._there.place.pointer("latest")
        if moment.latest is not None and moment.latest != was:
            self._there.place.move("latest", moment.latest, was)

    def runs_and_notes(self, moment: _Moment) -> None:
        """That runs have ended, and what was noted; the head last."""
        for name, data in moment.runs.items():
            if self._held.get(name) != len(data) or self._is_rewritten(name):
                self._write(name, data)
        for name in sorted(moment.notes, key=lambda name: (name == _HEAD, name == _FOLDED, name)):
            if self._held.get(name) != len(moment.notes[name]) or name in (_HEAD, _FOLDED):
                self._write(name, moment.notes[name])

    def remove_what_is_gone(self, moment: _Moment) -> None:
        """What was made one file, taken in or is no longer kept, by the folder's own notes: what is only missing stops before."""
        for name in self._held:
            if name.startswith(("lake/", "intake/")) and name not in moment.sizes:
                self._there.place.delete(name)
        for release in set(self._there.releases.all()) - set(moment.releases):
            self._there.releases.remove(release)

    def _write(self, name: str, data: bytes) -> None:
        self._there.place.write(name, data)
        self._held[name] = len(data)
        self._count(len(data))

    def _count(self, size: int) -> None:
        self.files += 1
        self.bytes += size


def _seals(folder: DataFolder) -> Mapping[str, Seal]:
    try:
        return folder.lake.commits.seals()
    except StorageError:
        return {}  # of a copy that was never ended: all of it is held against sizes


def _is_note(name: str) -> bool:
    return name in (_HEAD, _FOLDED) or name.startswith(_NOTES)
