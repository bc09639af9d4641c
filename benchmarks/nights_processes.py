"""A night in a process of its own, and what it leaves on disk."""

import ctypes
import json
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
    """Seconds of the processor of one night with all that it starts, and the peak MB of the greatest of its processes.

    Processes that read pages and documents belong to a server whose parent does not wait for it: what they use nobody is told
    but whoever takes orphans in. So each night has a process of its own that does.
    """
    told, tells = os.pipe()
    holder = os.fork()
    if holder == 0:
        os.close(told)
        try:
            with os.fdopen(tells, "w") as out:
                json.dump(_waited_for(act), out)
        except BaseException:  # noqa: BLE001  # a child must not go on as its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(tells)
    with os.fdopen(told) as said:
        text = said.read()
    os.waitpid(holder, 0)
    failed, seconds, peak = json.loads(text) if text else (True, 0.0, 0.0)
    if failed:
        raise RuntimeError("the night has failed")
    return seconds, peak


_PR_SET_CHILD_SUBREAPER = 36  # include/uapi/linux/prctl.h


def _waited_for(act: Callable[[], object]) -> tuple[bool, float, float]:
    """Whether a night failed, the seconds of all processes that it started, and the greatest peak of one."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    night, failed, seconds, peak = child_doing(act), False, 0.0, 0.0
    while True:
        try:
            child, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            return failed, seconds, peak
        failed = failed or (child == night and status != 0)
        seconds += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss / 1024)


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
