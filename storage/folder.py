"""The data folder: raw archive, lake and releases of one customer (CONTRACT §3)."""

from contextlib import AbstractContextManager
from pathlib import Path

from niemyet.storage.lake import Lake
from niemyet.storage.object_store import MissingObjectError, object_store_at
from niemyet.storage.raw import RawArchive
from niemyet.storage.releases import Releases


class DataFolder:
    """The rooms of one data folder, and the notes of jobs that were not finished."""

    def __init__(self, address: Path | str) -> None:
        self._place = object_store_at(address)
        self.raw = RawArchive(self._place.within("raw"))
        self.lake = Lake(self._place.within("lake"))
        self.releases = Releases(self._place)

    @property
    def address(self) -> str:
        """The path or s3:// address."""
        return self._place.address

    @property
    def root(self) -> Path:
        """The folder on this machine; a bucket has none."""
        return Path(self._place.address)

    def only_writer(self) -> AbstractContextManager[None]:
        """Be the only process that writes here. Raises StorageError at once when there is another."""
        return self._place.only_writer()

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

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return bool(self._place.names("raw") or self._place.names("lake") or self._place.pointer("latest"))


def _job(job: str) -> str:
    return f"lake/.jobs/{job}"
