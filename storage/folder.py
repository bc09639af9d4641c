"""The data folder: raw archive, lake and releases of one customer (CONTRACT §3)."""

from pathlib import Path

from storage.files import write_atomic
from storage.lake import Lake
from storage.raw import RawArchive
from storage.releases import Releases


class DataFolder:
    """The rooms of one data folder, and the notes of jobs that were not finished."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = RawArchive(root / "raw")
        self.lake = Lake(root / "lake")
        self.releases = Releases(root)
        self._jobs: Path = root / "lake" / ".jobs"

    def unfinished(self, job: str) -> str | None:
        """What was noted for a job that has not ended (its run's id), or None."""
        path = self._jobs / job
        return path.read_text().strip() if path.exists() else None

    def begin(self, job: str, run_id: str) -> None:
        """Note that a job has begun, so that the same command can go on where it stopped."""
        write_atomic(self._jobs / job, run_id.encode())

    def end(self, job: str) -> None:
        """Forget a finished job."""
        (self._jobs / job).unlink(missing_ok=True)

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        return (
            (self.root / "raw").exists()
            or (self.root / "lake").exists()
            or (self.root / "latest").is_symlink()
        )
