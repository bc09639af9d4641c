"""Nothing can tear it: killed, out of disk or without permission at every single write, and read all the while."""

import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from multiprocessing import forkserver
from pathlib import Path

import pytest

from benchmarks.kills import tables
from niemyet.flows import extraction
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.model.errors import StorageError
from niemyet.storage import files, object_store
from niemyet.storage.folder import DataFolder
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
#: Everything that changes what is on the disk.
WRITES = ("write", "write_all", "write_like", "append", "append_all", "settle", "move", "drop", "delete")


def night(house: House, at: datetime) -> RunResult:
    return run_nightly(house.settings, house.folder, SetClock(at))


def build(root: Path) -> House:
    """A first night is over; the second has a decision to read and one that ends procedures."""
    house = build_house(root)
    house.drop("1.md", decision(1, "10/01/2022"))
    night(house, FIRST)
    house.drop("2.md", decision(2, "20/02/2022", section="BỊ BÃI BỎ"))
    return house


def name_of(method: str, key: str) -> str:
    return f"{method} {'/'.join(key.split('/')[:2])}"


class Fault:
    """Does something at the n-th write of a process: before it, in its middle (a file begun), or after it."""

    def __init__(
        self, at: int, when: str, happen: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.at, self.when, self.happen = at, when, happen
        self.seen: list[str] = []
        self.in_two_steps: set[int] = set()  # writes that begin a file and then put it in its place
        self.due = False
        for method in WRITES:
            self._wrap(method, monkeypatch)
        replace = Path.replace

        def replacing(path: Path, target: Path) -> Path:
            self.in_two_steps.add(len(self.seen))
            if self.due and self.when == "in the middle":
                self.due = False
                self.happen()
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", replacing)

    def _wrap(self, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
        original = getattr(FolderPlace, method)

        def wrapped(place: FolderPlace, written: str | Mapping[str, bytes], *given: object) -> object:
            key = written if isinstance(written, str) else next(iter(written))
            self.seen.append(name_of(method, (place.root / key).as_posix().split("/data/")[-1]))
            mine = len(self.seen) == self.at
            if mine and self.when == "before":
                self.happen()
            self.due = mine
            value = original(place, written, *given)
            if mine and self.when == "after":
                self.happen()
            return value

        monkeypatch.setattr(FolderPlace, method, wrapped)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def writes_of_a_night(root: Path) -> tuple[list[str], set[int]]:
    """What a night writes, and the numbers of the writes that have a middle."""
    house = build(root)
    with pytest.MonkeyPatch.context() as patch:
        fault = Fault(0, "before", die, patch)
        night(house, SECOND)
    return fault.seen, fault.in_two_steps


def in_a_process(work: Callable[[], object]) -> int:
    """Run in a child; gives the signal that ended it, or 0.

    Its documents are read by processes of the parent's server, which has loaded the readers: a server for each child would
    load them again. The server is no child of this one: whether it is alive cannot be asked here, and need not.
    """
    forkserver.ensure_running()
    child = os.fork()
    if child == 0:
        try:
            extraction.ensure_running = forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


class Reader:
    """Follows `latest` in a tight loop."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.half: list[str] = []
        self.looks = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            release = self.folder.releases.latest()
            if release is None:
                self.half.append("no release")
                continue
            for each in release.manifest["resources"]:
                if release.table(each["name"]).num_rows != each["rows"]:
                    self.half.append(f"{release.release_id} {each['name']}")
            self.looks += 1


def wrong(folder: DataFolder) -> list[str]:
    return [f"{check.name}: {check.wrong}" for check in verify(folder) if not check.passed]


#: Of writes of one kind that follow each other, as the tables of a release, the first and the last; `NIEMYET_EVERY_WRITE=1`
#: kills at each.
_EVERY = os.environ.get("NIEMYET_EVERY_WRITE") == "1"


def worth_a_kill(steps: list[str]) -> set[int]:
    """Numbers of the writes to be killed at."""
    first = {name: number for number, name in reversed(list(enumerate(steps, start=1)))}
    last = {name: number for number, name in enumerate(steps, start=1)}
    return set(range(1, len(steps) + 1)) if _EVERY else {*first.values(), *last.values()}


@pytest.mark.long
@pytest.mark.parametrize("when", ["before", "in the middle", "after"])
def test_killed_at_every_kind_of_write_the_next_night_ends_as_if_nothing_had_happened(
    tmp_path: Path, when: str
) -> None:
    calm = build(tmp_path / "calm")
    night(calm, SECOND + timedelta(minutes=1))
    expected = tables(calm.folder.root)
    steps, in_two_steps = writes_of_a_night(tmp_path / "counted")
    assert len(steps) >= 25
    assert len(in_two_steps) >= 10
    assert {step.split("/")[0].split()[1] for step in steps} == {
        "raw",
        "lake",
        "releases",
        "latest",
        "carried",
    }
    house = build(tmp_path / "house")
    house.root.rename(tmp_path / "before")
    # What stands on the disk after a write is what stands there before the next: after the last alone is something new.
    last = len(steps)
    tried = {"before": range(1, last + 1), "in the middle": sorted(in_two_steps), "after": [last]}
    for number in sorted(worth_a_kill(steps).intersection(tried[when])):
        shutil.rmtree(house.root, ignore_errors=True)
        shutil.copytree(tmp_path / "before", house.root, symlinks=True)

        def work(number: int = number) -> None:
            with pytest.MonkeyPatch.context() as patch:
                Fault(number, when, die, patch)
                night(house, SECOND)

        ended = in_a_process(work)
        assert ended == signal.SIGKILL, steps[number - 1]
        release = house.folder.releases.latest()
        assert release is not None, steps[number - 1]
        night(house, SECOND + timedelta(minutes=1))
        assert tables(house.folder.root) == expected, f"{when} {number}: {steps[number - 1]}"
        assert wrong(house.folder) == [], f"{when} {number}: {steps[number - 1]}"
        assert not list(house.folder.root.rglob(".*.tmp")), "what a killed write had begun is swept out"


def failing_at(number: int, fail: Callable[[], None]) -> Callable[[Path, bytes], None]:
    left = [number]

    def failing(path: Path, data: bytes) -> None:
        left[0] -= 1
        with files.storing(path):
            if left[0] == 0:
                fail()
        files.write_atomic(path, data)

    return failing


def night_with(writing: Callable[[Path, bytes], None], house: House, at: datetime) -> str | None:
    """A night with another way of writing; gives what it said when it failed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(object_store, "write_atomic", writing)
        try:
            night(house, at)
        except StorageError as error:
            return str(error)
    return None


@pytest.mark.parametrize(
    "fault", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=["disk full", "no permission", "i/o"]
)
def test_a_disk_that_fails_at_any_write_is_said_and_changes_nothing(tmp_path: Path, fault: int) -> None:
    calm = build(tmp_path / "calm")
    night(calm, SECOND + timedelta(minutes=1))
    expected = tables(calm.folder.root)
    steps, _ = writes_of_a_night(tmp_path / "counted")
    house = build(tmp_path / "house")
    before = house.folder.releases.latest()
    assert before is not None

    def fail() -> None:
        raise OSError(fault, os.strerror(fault))

    for number in range(1, len(steps) + 1, 3):
        said = night_with(failing_at(number, fail), house, SECOND + timedelta(seconds=number))
        assert said is None or os.strerror(fault) in said
        latest = house.folder.releases.latest()
        assert said is None or (latest is not None and latest.release_id == before.release_id)
    night(house, SECOND + timedelta(minutes=1))
    assert tables(house.folder.root) == expected
    assert wrong(house.folder) == []


def test_a_reader_in_a_tight_loop_sees_only_whole_releases(tmp_path: Path) -> None:
    house = build(tmp_path / "house")
    with Reader(house.folder) as reader:
        for number in range(6):
            house.drop(
                f"{10 + number}.md",
                decision(10 + number, "21/02/2022", rows=((f"1.3000{number:02d}", "Thử"),)),
            )
            night(house, SECOND + timedelta(minutes=number))
    assert reader.half == []
    assert reader.looks > 20


def test_a_clock_that_was_set_back_stops_the_run(tmp_path: Path) -> None:
    house = build(tmp_path / "house")
    night(house, SECOND)
    before = house.folder.releases.latest()
    with pytest.raises(StorageError, match="clock"):
        night(house, FIRST - timedelta(days=400))
    after = house.folder.releases.latest()
    assert before is not None
    assert after is not None
    assert after.release_id == before.release_id


def test_two_runs_at_once_one_leaves_with_words(tmp_path: Path) -> None:
    house = build(tmp_path / "house")
    with house.folder.only_writer(), pytest.raises(StorageError, match="another niemyet run"):
        night(house, SECOND)
    night(house, SECOND)
    assert wrong(house.folder) == []
