"""A night in a process of its own, and what it leaves on disk."""

import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import forkserver
from pathlib import Path

from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.engine import Step
from niemyet.flows.pipeline import run_nightly
from niemyet.storage.folder import DataFolder

_CHECK = "check-seconds.txt"


def run_night(root: Path, day: date) -> None:
    """The night of a day, as the command runs it; what its weekly check used is left beside the data (`seconds_of_check`)."""
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)  # ten in the evening there
    used: dict[str, float] = {}

    def timed(name: str, steps: Sequence[Step]) -> None:
        del name
        for step in steps:
            begun = time.process_time()
            step.run()
            used[step.name] = time.process_time() - begun

    result = run_nightly(load(root / "niemyet.toml"), DataFolder(root / "data"), SetClock(at), engine=timed)
    (root / _CHECK).write_text(str(used["check"] if result.carried_wrongly is not None else 0.0))
    if result.carried_wrongly:
        raise RuntimeError(f"carried on wrongly: {', '.join(result.carried_wrongly)}")


def seconds_of_check(root: Path) -> float:
    """Seconds of the processor that the last night used to hold its release against the same made from nothing."""
    return float((root / _CHECK).read_text())


def child_doing(act: Callable[[], object]) -> int:
    """The id of a process that does something and ends, with status 1 where it fails. It is forked from one without threads."""
    child = os.fork()
    if child == 0:
        # Python takes its parent's server of reading processes for its own, waits for it and fails: it has no child.
        forkserver._forkserver._forkserver_pid = None  # type: ignore[attr-defined]
        try:
            act()
        except BaseException:  # noqa: BLE001  # a child must not go on as its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


@contextmanager
def temporary_root() -> Iterator[Path]:
    """A folder for a province, in which the nights leave their temporary files too: a child that is forked removes none."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as root:
        tempfile.tempdir = root
        try:
            yield Path(root)
        finally:
            tempfile.tempdir = before


def in_a_process(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and peak MB of one night in a process of its own."""
    _, status, used = os.wait4(child_doing(act), 0)
    if status:
        raise RuntimeError("the night has failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def new_in(release: Path) -> tuple[int, int]:
    """Bytes and files of a release that it shares with no other."""
    own = [about for each in release.rglob("*") if each.is_file() and (about := each.lstat()).st_nlink == 1]
    return sum(about.st_size for about in own), len(own)


def held(folder: Path) -> tuple[int, int]:
    """Bytes on disk under a folder, what is linked several times once, and files by their names."""
    seen: dict[int, int] = {}
    files = 0
    for place, _, names in os.walk(folder):
        for name in names:
            about = Path(place, name).lstat()
            seen[about.st_ino] = about.st_size
            files += 1
    return sum(seen.values()), files
