"""Answers go to disk in batches: in order, bytes before lines, never believed when lost, and lost within a bound only."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.model.records import Exchange
from niemyet.model.words import FetchOutcome
from niemyet.storage import batches
from niemyet.storage.batches import Batches, Kept
from niemyet.storage.files import write_together
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.raw import RawArchive

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def exchange(number: int, run_id: str = "r1", size: int = 0) -> Exchange:
    url = f"https://a.example/{number}"
    body = f"body {number % 7}".encode() + bytes(size)  # some bodies come again
    return Exchange("s", "GET", url, None, NOON, url, 200, (), 3, FetchOutcome.OK, run_id=run_id, body=body)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_what_was_gathered_is_on_disk_as_if_each_had_been_kept_alone(tmp_path: Path) -> None:
    alone, gathered = RawArchive(tmp_path / "alone"), RawArchive(tmp_path / "gathered")
    asked = [exchange(number, run_id=f"r{number % 2}") for number in range(150)]
    one_by_one = [alone.keep(one) for one in asked]
    with gathered.gathering():
        together = [gathered.keep(one) for one in asked]
    assert together == one_by_one
    assert files(tmp_path / "gathered") == files(tmp_path / "alone")


def held_back(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Nothing is written before the event is set."""
    go = threading.Event()
    write_all = FolderPlace.write_all

    def waiting(place: FolderPlace, objects: Mapping[str, bytes]) -> None:
        assert go.wait(60)
        write_all(place, objects)

    monkeypatch.setattr(FolderPlace, "write_all", waiting)
    return go


def test_who_asks_is_answered_from_what_is_not_written_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = held_back(monkeypatch)
    raw = RawArchive(tmp_path)
    with raw.gathering():
        digest = raw.keep(exchange(1))
        assert raw.has(digest)
        assert raw.get(digest) == b"body 1"
        assert files(tmp_path) == {}
        go.set()
        assert raw.put(b"body 1") == digest
        assert [one.exchange.url for one in raw.exchanges("r1")] == ["https://a.example/1"]
        raw.keep(exchange(2))
        assert FolderPlace(Path(raw.address)).lines("exchanges/r1") == raw.lines("r1")
    assert len(raw.fetches("r1")) == 2


def test_no_more_wait_than_the_bound_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = held_back(monkeypatch)
    raw = RawArchive(tmp_path)
    kept: list[str] = []

    def fetch() -> None:
        with raw.gathering():
            kept.extend(raw.keep(exchange(number)) for number in range(200))

    def heap_up() -> None:
        with raw.gathering():
            for number in range(3):
                raw.keep(exchange(number, size=batches._MOST_BYTES))
                kept.append("")

    for work, most in ((fetch, batches.MOST), (heap_up, 1)):
        go.clear()
        kept.clear()
        thread = threading.Thread(target=work)
        thread.start()
        seen = until(lambda most=most: len(raw._batches._held()) >= most if raw._batches else False)  # type: ignore[misc]
        assert seen
        time.sleep(0.05)
        assert raw._batches is not None
        assert len(raw._batches._held()) == most
        go.set()
        thread.join(60)
    assert len(raw.fetches("r1")) == 203


def until(holds: Callable[[], bool], seconds: float = 120) -> bool:
    ends = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends:
        time.sleep(0.005)
    return holds()


def test_an_answer_that_nobody_joins_is_written_by_itself(tmp_path: Path) -> None:
    """A polite crawl waits seconds for its next request: what it has is on disk long before."""
    raw = RawArchive(tmp_path)
    with raw.gathering():
        raw.keep(exchange(1))
        assert until(lambda: bool(FolderPlace(tmp_path).lines("exchanges/r1")))


@pytest.mark.parametrize("at", ["objects", "lines", "nothing written yet"])
def test_a_kill_leaves_no_line_for_bytes_that_are_not_there(tmp_path: Path, at: str) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        raw = RawArchive(tmp_path)
        with pytest.MonkeyPatch.context() as patch, raw.gathering():
            for number in range(100):
                raw.keep(exchange(number))
            raw.settle()
            if at == "objects":
                replace = Path.replace
                patch.setattr(Path, "replace", lambda path, target: (replace(path, target), die()))
            if at == "lines":
                patch.setattr(FolderPlace, "append_all", die)
            raw.keep(Exchange(**{**_said(exchange(1000)), "body": b"neu"}))
            raw.keep(Exchange(**{**_said(exchange(1001)), "body": b"neuer"}))
            if at != "nothing written yet":
                raw.settle()
            die()
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    raw = RawArchive(tmp_path)
    urls = [one.exchange.url for one in raw.exchanges("r1")]
    assert urls[:100] == [exchange(number).url for number in range(100)]
    assert at == "nothing written yet" or len(urls) == 100
    for one in raw.exchanges("r1"):
        raw.get(one.sha256)


def _said(one: Exchange) -> dict[str, object]:
    return {name: getattr(one, name) for name in Exchange.__dataclass_fields__}


def failing(_: FolderPlace, __: Mapping[str, bytes]) -> None:
    raise StorageError(msg("cannot write {path}: {why}. Free space.", path="x", why="full"))


def test_what_could_not_be_written_is_told_before_anything_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = RawArchive(tmp_path)
    monkeypatch.setattr(FolderPlace, "write_all", failing)
    gathering = raw.gathering()
    gathering.__enter__()
    raw.keep(exchange(1))
    for ask in (raw.settle, lambda: raw.keep(exchange(2)), lambda: gathering.__exit__(None, None, None)):
        with pytest.raises(StorageError, match="full"):
            ask()
    monkeypatch.undo()
    with raw.gathering():
        raw.keep(exchange(3))
    assert [one.exchange.url for one in raw.exchanges("r1")] == ["https://a.example/3"]


def test_several_threads_may_add_and_each_that_settles_finds_its_own_on_disk() -> None:
    written: list[str] = []

    def write(batch: Sequence[Kept]) -> None:
        assert len(batch) <= batches.MOST
        time.sleep(0.001)
        written.extend(one.exchange.url for one in batch)

    gathered = Batches(write)
    missing: list[str] = []

    def work(first: int) -> None:
        for number in range(first, first + 60):
            one = exchange(number)
            gathered.add(Kept(one, "0"))
            if number % 20 == 19:
                gathered.settle()
                missing.extend({one.url} - set(written))

    threads = [threading.Thread(target=work, args=(1000 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    gathered.end()
    assert missing == []
    assert len(written) == len(set(written)) == 240


def test_files_written_together_are_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {tmp_path / "a" / "1": b"eins", tmp_path / "b" / "2": b"zwei", tmp_path / "b" / "3": b""}
    synced: list[int] = []
    fsync = os.fsync

    def failing_sync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing_sync)
    with pytest.raises(StorageError, match="No space"):
        write_together(wanted)
    assert files(tmp_path) == {}
    monkeypatch.undo()
    write_together(wanted)
    assert {path: path.read_bytes() for path in wanted} == wanted
    assert len(files(tmp_path)) == 3


def test_a_child_of_a_process_that_synced_syncs_with_threads_of_its_own(tmp_path: Path) -> None:
    write_together({tmp_path / "1": b"eins", tmp_path / "2": b"zwei"})
    child = os.fork()
    if child == 0:
        signal.alarm(20)  # it would wait for ever for threads that are not there
        write_together({tmp_path / "3": b"drei", tmp_path / "4": b"vier"})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert len(files(tmp_path)) == 4


def test_a_disk_that_takes_a_part_says_so(tmp_path: Path) -> None:
    """In a process of its own: it may write files of so many bytes and no more, as on a full disk."""
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from niemyet.storage.files import write_together\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_together({Path(sys.argv[1]) / 'a': bytes(5000), Path(sys.argv[1]) / 'b': b'b'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert "StorageError" in done.stderr
    assert list(tmp_path.iterdir()) == []
