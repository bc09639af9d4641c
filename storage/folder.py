"""The data folder: raw archive, lake and releases of one customer (CONTRACT §3)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from niemyet.storage.commits import seal_of
from niemyet.storage.lake import Lake, packed_rows, unpacked_rows
from niemyet.storage.lake_rows import LAKE_TABLES
from niemyet.storage.object_store import MissingObjectError, ObjectStore
from niemyet.storage.opening import object_store_at
from niemyet.storage.raw import RawArchive
from niemyet.storage.turns import waiting_turn

if TYPE_CHECKING:
    from niemyet.storage.releases import Releases


#: Lies in a folder that was made without raw/ on purpose, and says so to whoever opens it.
SAMPLE_NOTE = "sample.txt"


class DataFolder:
    """The rooms of one data folder, and the notes of jobs that were not finished."""

    def __init__(self, address: Path | str) -> None:
        self._place = object_store_at(address)
        self.raw = RawArchive(self._place.within("raw"))
        self.lake = Lake(self._place.within("lake"))

    @cached_property
    def releases(self) -> "Releases":
        """The releases; who crawls needs none of what reads and writes them."""
        from niemyet.storage.releases import Releases

        return Releases(self._place)

    @property
    def address(self) -> str:
        """The path or s3:// address."""
        return self._place.address

    @property
    def root(self) -> Path:
        """The folder on this machine; a bucket has none."""
        return Path(self._place.address)

    @contextmanager
    def only_writer(self, wait: float = 0) -> Iterator[None]:
        """Be the only process that writes here.

        Raises:
            StorageError: there is another, still after `wait` seconds.
        """
        with waiting_turn(self._place, wait):
            self.lake.commits.forget()  # what was read before the turn came may be old
            self._place.make_private("raw")  # pages hold names and addresses, headers what a source was told
            yield

    def written_since(self, now: datetime) -> datetime | None:
        """Since when somebody has been writing here; None where nobody is."""
        return self._place.written_since(now)

    @property
    def is_sample(self) -> bool:
        """Whether it was made without its archive on purpose (`niemyet demo --data-only`), and still has none.

        Only the note tells that from a disk that is not mounted.
        """
        return self._place.has(SAMPLE_NOTE) and self.raw.is_empty

    @property
    def place(self) -> ObjectStore:
        """Where all of it is; names in the chain of notes are relative to it."""
        return self._place

    def seal(self, *, logs: bool) -> str | None:
        """Note every file of facts with size and hash; gives the newest note's name.

        `logs`: also the logs of requests; only once what they hold is in the lake, because a sealed log is not read again.
        """
        seals = self.lake.commits.seals()
        others: dict[str, tuple[int, str]] = {}
        if logs:
            for run_id, size in self.raw.log_sizes().items():
                known = seals.get(log_name(run_id))
                if known is None or known.size != size:
                    others[log_name(run_id)] = self.raw.seal_of(run_id, size)
        for release_id in self.releases.all():
            name = _manifest_of(release_id)
            if name not in seals:
                others[name] = seal_of(self._place.read(name))
        return self.lake.commit(others)

    def seal_of(self, name: str) -> tuple[int, str]:
        """Size and hash of a file of the folder as it is now. Raises MissingObjectError."""
        return seal_of(self._place.read(name))

    def remove_releases(self, names: Iterable[str]) -> None:
        """Remove releases for good, and note that they are not missed."""
        gone = sorted(names)
        for name in gone:
            self.releases.remove(name)
        if gone:
            self.lake.commits.add({}, gone=[_manifest_of(name) for name in gone])

    def hand_in(self, table: str, run_id: str, rows: Sequence[object]) -> None:
        """Leave facts for whoever is writing now, or next; needs no turn."""
        self._place.write(f"intake/{table}/{run_id}-{uuid4().hex[:8]}.parquet", packed_rows(table, rows))

    def handed_in(self, table: str) -> list[Any]:
        """Facts of a table that were handed in and not yet taken into the lake, in the order of the runs."""
        found: list[Any] = []
        for name in self._place.names(f"intake/{table}"):
            try:
                data = self._place.read(name)
            except MissingObjectError:
                continue  # taken in since
            found += unpacked_rows(table, data, f"{self.address}/{name}")
        return found

    def take_in(self) -> int:
        """Take facts that were handed in into the lake; gives how many. A killed one is taken in once all the same."""
        count = 0
        for name in self._place.names("intake"):
            table, file = name.split("/")[1:3]
            run_id = file.rsplit("-", 1)[0]
            rows = unpacked_rows(table, self._place.read(name), f"{self.address}/{name}")
            known: set[object] = set(self.lake.read(table, LAKE_TABLES[table]))
            news = [row for row in rows if row not in known]
            self.lake.append(table, run_id, news)
            self._place.delete(name)
            count += len(news)
        return count

    def unfinished(self, job: str) -> str | None:
        """What was noted for a job that has not ended (its run's id), or None."""
        try:
            return self._place.read(_job(job)).decode().strip()
        except MissingObjectError:
            return None

    def begin(self, job: str, run_id: str) -> None:
        """Note that a job has begun, so that the same command can go on where it stopped."""
        self._place.write(_job(job), run_id.encode())

    def end(self, job: str) -> None:
        """Forget a finished job."""
        self._place.delete(_job(job))

    def hand_on(self, name: str, data: bytes) -> None:
        """Leave the next night what shortens its work, in place of what was left before; no backup has it, nothing needs it."""
        self._place.write(f"carried/{name}", data)

    def handed_on(self, name: str) -> bytes | None:
        """What the night before has left under a name; None where there is nothing."""
        try:
            return self._place.read(f"carried/{name}")
        except MissingObjectError:
            return None

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return bool(self._place.names("raw") or self._place.names("lake") or self._place.pointer("latest"))


def log_name(run_id: str) -> str:
    """What a run's log of requests is called in the chain of notes."""
    return f"raw/exchanges/{run_id}"


def _manifest_of(release_id: str) -> str:
    from niemyet.storage.releases import MANIFEST

    return f"releases/{release_id}/{MANIFEST}"


def _job(job: str) -> str:
    return f"lake/.jobs/{job}"
