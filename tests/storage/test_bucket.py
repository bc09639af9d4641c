"""The same storage on a real S3 server: the same bytes, one writer, nothing half visible, whatever the network does."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from niemyet.flows.clock import SetClock, SystemClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.rebuilding import rebuilt
from niemyet.flows.run_context import RunResult
from niemyet.model.errors import BusyError, StorageError, UsageError
from niemyet.model.records import Limits
from niemyet.storage.backing_up import back_up
from niemyet.storage.bucket import LEASE
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.object_store import FolderPlace, ObjectStore
from niemyet.storage.opening import object_store_at
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision
from tests.support.s3 import BUCKET, Mood, environment, hostile_proxy, server

pytestmark = pytest.mark.xdist_group("s3")

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return _house(tmp_path / "nhà")


def _house(root: Path) -> House:
    house = build_house(root)
    house.drop("3600.md", decision(3600, "15/12/2021"))
    house.drop("41.md", decision(41, "10/10/2022", section="SỬA ĐỔI, BỔ SUNG"))
    return house


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    for name, value in environment(endpoint).items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/{abs(hash(request.node.name))}"


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return FolderPlace(tmp_path / "data")
    address: str = request.getfixturevalue("bucket")
    return object_store_at(address)


# ---- the protocol, in both places ------------------------------------------------------------------


def test_objects_logs_and_names(place: ObjectStore) -> None:
    room = place.within("raw")
    room.write("a/1", b"one")
    room.write("a/1", b"other")
    room.append("log/run", b"first")
    room.append("log/run", b"second")
    assert (room.read("a/1"), room.size("a/1"), room.has("a/1"), room.has("a/2")) == (
        b"other",
        5,
        True,
        False,
    )
    assert place.within("raw").lines("log/run") == [b"first", b"second"]
    assert (room.logs("log"), room.lines("log/none")) == (["run"], [])
    assert [name for name in place.names() if "log" not in name] == ["raw/a/1"]
    room.delete("a/1")
    room.delete("a/1")
    with pytest.raises(StorageError, match="a/1"):
        room.read("a/1")


def test_the_pointer_moves_only_from_where_it_was(place: ObjectStore) -> None:
    if isinstance(place, FolderPlace):
        place.root.mkdir()
    assert place.pointer("latest") is None
    place.move("latest", "releases/1", None)
    with pytest.raises(StorageError, match="moved by another"):
        place.move("latest", "releases/9", None)
    place.move("latest", "releases/2", "releases/1")
    with pytest.raises(StorageError, match="moved by another"):
        place.move("latest", "releases/9", "releases/1")
    assert place.pointer("latest") == "releases/2"


def test_one_writer_at_a_time(place: ObjectStore) -> None:
    with place.only_writer(), pytest.raises(StorageError, match="another niemyet run"), place.only_writer():
        pytest.fail("two writers")
    assert place.written_since(datetime.now(UTC)) is None
    before = datetime.now(UTC)
    with place.only_writer():
        since = object_store_at(place.address).written_since(datetime.now(UTC))
        assert since is not None
        assert abs(since - before) < timedelta(seconds=5), "when the turn began, not when it was renewed"
    assert place.written_since(datetime.now(UTC)) is None


def test_a_lease_that_nobody_renews_is_nobodys(bucket: str) -> None:
    """A killed run's: who only looks says so as soon as the next one could take it over."""
    object_store_at(bucket).write(".lock", b'{"holder": "x", "process": 1}')
    place, now = object_store_at(bucket), datetime.now(UTC)
    assert place.written_since(now) is not None
    assert place.written_since(now + LEASE + timedelta(seconds=2)) is None


def test_of_many_that_move_the_pointer_one_does(bucket: str) -> None:
    place = object_store_at(bucket)
    place.move("latest", "releases/0", None)
    for number in range(8):
        moved: list[str] = []

        def move(name: str, was: str = f"releases/{number}", moved: list[str] = moved) -> None:
            try:
                object_store_at(bucket).move("latest", name, was)
            except StorageError:
                return
            moved.append(name)

        threads = [threading.Thread(target=move, args=(f"releases/{number}-{each}",)) for each in range(6)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(moved) == 1
        assert place.pointer("latest") == moved[0]
        place.move("latest", f"releases/{number + 1}", moved[0])


def test_a_lease_that_nobody_renews_is_taken_over(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = object_store_at(bucket)
    place.write(".lock", b'{"holder": "a run that was killed"}')
    with pytest.raises(StorageError, match="another niemyet run"), place.only_writer():
        pytest.fail("taken too early")
    monkeypatch.setattr("niemyet.storage.bucket.LEASE", timedelta(0))
    with place.only_writer():
        assert b"killed" not in place.read(".lock")


_WRITER = """
import sys, time
from niemyet.model.errors import LostTurnError
from niemyet.storage.opening import object_store_at

place = object_store_at(sys.argv[1])
room = place.within("lake")
try:
    with place.only_writer():
        for number in range(400):
            room.write("was", f"first {number}".encode())
            print(number, flush=True)
            time.sleep(0.05)
except LostTurnError:
    sys.exit(7)
"""


def test_a_writer_that_stood_still_past_its_lease_writes_nothing_more(bucket: str, endpoint: str) -> None:
    known = os.environ | environment(endpoint) | {"NIEMYET_S3_LEASE": "2"}
    stopped = subprocess.Popen([sys.executable, "-c", _WRITER, bucket], env=known, stdout=subprocess.PIPE)
    assert stopped.stdout is not None
    stopped.stdout.readline()
    os.kill(stopped.pid, signal.SIGSTOP)
    time.sleep(3)
    place = object_store_at(bucket)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("niemyet.storage.bucket.LEASE", timedelta(seconds=2))
        with place.only_writer():
            place.within("lake").write("was", b"second")
            os.kill(stopped.pid, signal.SIGCONT)
            assert stopped.wait(60) == 7
            assert place.read("lake/was") == b"second"
            place.within("lake").write("was", b"second again")
    assert place.read("lake/was") == b"second again"
    assert not place.has(".lock")


def test_a_writer_that_is_slow_but_alive_keeps_its_turn(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.storage.bucket.LEASE", timedelta(seconds=10))
    place = object_store_at(bucket)
    with place.only_writer():
        time.sleep(11)
        with pytest.raises(BusyError), object_store_at(bucket).only_writer():
            pytest.fail("two writers")
        place.write("a", b"1")


def test_of_two_that_take_the_same_note_one_does(place: ObjectStore) -> None:
    place.create("commits/00000000.json", b"one")
    with pytest.raises(StorageError, match="another process"):
        place.create("commits/00000000.json", b"two")
    assert place.read("commits/00000000.json") == b"one"


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_a_lost_answer_to_its_own_lease_locks_nobody_out(
    bucket: str, endpoint: str, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    with hostile_proxy(endpoint, Mood(lose_first=lost)) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        with object_store_at(bucket).only_writer():
            pass
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert not object_store_at(bucket).has(".lock")


def test_a_store_that_knows_no_conditions_is_refused_at_once(
    bucket: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hostile_proxy(endpoint, Mood(unconditional=True)) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        with pytest.raises(StorageError, match="If-None-Match"), object_store_at(bucket).only_writer():
            pytest.fail("taken for a store that knows them")
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert not object_store_at(bucket).has(".lock")


def test_without_keys_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    with pytest.raises(UsageError, match="AWS_ACCESS_KEY_ID"):
        object_store_at("s3://niemyet/x")


# ---- the whole road --------------------------------------------------------------------------------


def night(house: House, address: str | Path, at: datetime = AT) -> RunResult:
    return run_nightly(house.settings, DataFolder(address), SetClock(at))


def content(address: str | Path) -> dict[str, str]:
    release = DataFolder(address).releases.latest()
    assert release is not None
    return {each["name"]: each["hash"] for each in release.manifest["resources"]}


def test_a_bucket_holds_the_same_release_as_a_folder(house: House, bucket: str, tmp_path: Path) -> None:
    night(house, tmp_path / "here")
    night(house, bucket)
    assert content(bucket) == content(tmp_path / "here")
    again = night(house, bucket, AT + timedelta(minutes=1))
    assert again.release is None, "nothing new, nothing published"
    assert [check.name for check in verify(DataFolder(bucket)) if not check.passed] == []


def test_lost_connections_and_throttling_change_nothing(
    house: House, bucket: str, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(house, tmp_path / "here")
    mood = Mood(throttled=0.08, cut_before=0.04, cut_after=0.04)
    seen: list[str] = []
    stop = threading.Event()
    reader = threading.Thread(target=_read_on, args=(DataFolder(bucket), stop, seen))
    reader.start()
    with hostile_proxy(endpoint, mood) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        night(house, bucket)
        night(house, bucket, AT + timedelta(days=1))
    stop.set()
    reader.join()
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert min(mood.done.get(name, 0) for name in ("throttled", "cut_before", "cut_after")) > 0, mood.done
    night(house, tmp_path / "here", AT + timedelta(days=1))
    assert content(bucket) == content(tmp_path / "here")
    assert not [each for each in seen if each.startswith("half")]
    assert "whole" in seen


def _read_on(folder: DataFolder, stop: threading.Event, seen: list[str]) -> None:
    """Follow `latest`, twenty looks a second and more in each step of a night: whole, or not there yet, never half."""
    while not stop.wait(0.05):
        release = folder.releases.latest()
        if release is None:
            seen.append("none")
            continue
        rows = {each["name"]: each["rows"] for each in release.manifest["resources"]}
        found = {name: release.table(name).num_rows for name in rows}
        seen.append("whole" if found == rows else f"half {release.release_id}")


def test_a_store_that_is_away_ends_the_run_with_words(
    house: House, bucket: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(house, bucket)
    before = content(bucket)
    monkeypatch.setattr(
        "niemyet.storage.bucket._RETRY", {"max_retries": 1, "retry_timeout": timedelta(seconds=2)}
    )
    with hostile_proxy(endpoint, Mood(away=True)) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        with pytest.raises(StorageError, match="AWS_ENDPOINT_URL"):
            night(house, bucket, AT + timedelta(days=1))
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert content(bucket) == before


def test_two_runs_at_once_and_a_killed_one(house: House, bucket: str, endpoint: str) -> None:
    program = str(Path(sys.executable).with_name("niemyet"))
    command = [
        program,
        "nightly",
        "--config",
        str(house.root / "niemyet.toml"),
        "--data",
        bucket,
        "--engine",
        "plain",
        "--lang",
        "en",
    ]
    known = os.environ | environment(endpoint) | {"NIEMYET_S3_LEASE": "4"}
    killed = subprocess.Popen(command, env=known, stderr=subprocess.PIPE)
    place = object_store_at(bucket)
    while not place.has(".lock") and killed.poll() is None:
        time.sleep(0.02)
    late = subprocess.run(command, env=known, capture_output=True, check=False, text=True)
    killed.kill()
    killed.wait()
    assert late.returncode in (0, 1, 3)
    if late.returncode == 1:
        assert "another niemyet run is writing" in late.stderr
    time.sleep(5)  # the dead one's lease
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("niemyet.storage.bucket.LEASE", timedelta(seconds=4))
        assert run_nightly(house.settings, DataFolder(bucket), SystemClock()).exit_status in (0, 3)
    assert content(bucket)


@pytest.mark.parametrize("what", ["throttled", "cut_before", "cut_after"])
def test_each_step_of_a_night_may_be_refused_or_its_answer_lost_once(
    house: House, bucket: str, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    night(house, tmp_path / "here")
    mood = Mood(each_first=what)
    with hostile_proxy(endpoint, mood) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        night(house, f"{bucket}-{what}")
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    assert mood.done[what] == len(mood.asked) > 50
    assert content(f"{bucket}-{what}") == content(tmp_path / "here")
    assert [check.name for check in verify(DataFolder(f"{bucket}-{what}")) if not check.passed] == []


#: Turns of the two machines: of each, one in which it is the last to write. `NIEMYET_S3_TURNS=3` and more try longer.
_TURNS = int(os.environ.get("NIEMYET_S3_TURNS", "2"))


def test_two_machines_whose_clocks_differ_write_in_turn_and_lose_nothing(
    house: House, bucket: str, endpoint: str
) -> None:
    """Processes with clients, clocks (±10 min) and connections of their own; one of them is throttled and loses answers."""
    known = os.environ | environment(endpoint) | {"NIEMYET_S3_LEASE": "20"}
    machine = [sys.executable, "-m", "tests.support.machine", str(house.root / "niemyet.toml"), bucket]

    def begin(minutes: int, address: str, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*machine, str(minutes), *words],
            env=known | {"AWS_ENDPOINT_URL": address},
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
        )

    confirmed: set[str] = set()
    with hostile_proxy(endpoint, Mood(throttled=0.05, cut_before=0.03, cut_after=0.05)) as bad:
        for turn in range(_TURNS):
            house.drop(
                f"{turn}.md",
                decision(100 + turn, "10/11/2022", rows=((f"1.00000{turn}", f"Thủ tục {turn}"),)),
            )
            running = {"fast": begin(10, endpoint, "nightly"), "slow": begin(-10, bad, "nightly")}
            for minutes, address in ((10, bad), (-10, endpoint)):
                confirmed.add(f"viec-{turn}-{minutes}")
                running[f"done {minutes}"] = begin(minutes, address, "done", f"viec-{turn}-{minutes}")
            said = {name: one.communicate(timeout=400)[1].decode() for name, one in running.items()}
            left = {name: one.returncode for name, one in running.items()}
            assert {left[name] for name in left if name.startswith("done")} == {0}, said
            assert {left["fast"], left["slow"]} <= {0, 3, 5}, said
            last = begin(-10 if turn % 2 else 10, endpoint, "nightly")
            assert (last.communicate(timeout=400)[1].decode(), last.returncode)[1] in (0, 3)
    folder = DataFolder(bucket)
    assert {row.update_id for row in folder.lake.read("confirmations", ConfirmationRow)} == confirmed
    assert [check.name for check in verify(folder) if not check.passed] == []
    assert [check.wrong for check in rebuilt(folder, Limits()) if not check.passed] == [], "the same bytes"
    latest = folder.releases.latest()
    assert latest is not None
    assert latest.release_id == max(folder.releases.all())
    assert latest.table("decisions").num_rows == 2 + _TURNS


def test_a_bucket_is_backed_up_into_another_place_of_a_store_and_never_into_a_folder(
    house: House, bucket: str, tmp_path: Path
) -> None:
    run_nightly(house.settings, DataFolder(bucket), SetClock(AT))
    there = DataFolder(f"{bucket}-copy")
    back_up(DataFolder(bucket), there)
    assert [check.wrong for check in verify(there) if not check.passed] == []
    assert back_up(DataFolder(bucket), there).files <= 2, "what is there is not sent again"
    with pytest.raises(UsageError, match="bucket"):
        back_up(DataFolder(bucket), DataFolder(tmp_path / "sao-luu"))
    assert not (tmp_path / "sao-luu").exists()


#: How many of a night's writes are killed at here; `NIEMYET_S3_KILLS=200` kills at each of them, in each of the three ways.
_KILLS = int(os.environ.get("NIEMYET_S3_KILLS", "1"))


@pytest.fixture(scope="module")
def undisturbed(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any]]:
    """How often a night puts that nobody disturbs, and what it comes to."""
    house, address, counted = _house(tmp_path_factory.mktemp("whole") / "nhà"), f"s3://{BUCKET}/whole", Mood()
    with hostile_proxy(endpoint, counted) as proxy, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(proxy).items():
            patch.setenv(name, value)
        assert run_nightly(house.settings, DataFolder(address), SystemClock()).exit_status in (0, 3)
        return counted.puts, facts(address)


@pytest.mark.parametrize("way", ["before", "after", "between"])
def test_a_night_killed_at_a_write_is_whole_after_the_next(
    house: House, bucket: str, endpoint: str, undisturbed: tuple[int, dict[str, Any]], way: str
) -> None:
    """`before` the store hears of a put, `after` it has done it but nobody was told, `between` two puts."""
    puts, expected = undisturbed
    known = os.environ | environment(endpoint) | {"NIEMYET_S3_LEASE": "1"}
    options = ["--config", str(house.root / "niemyet.toml"), "--engine", "plain"]
    program = [str(Path(sys.executable).with_name("niemyet")), "nightly", *options]
    assert puts > 10
    step = puts / (_KILLS + 1)
    points = sorted({max(1, round(each * step)) for each in range(1, _KILLS + 1)})
    for point in points:
        address = f"{bucket}-{way}-{point}"
        mood = Mood(kill_at=point, kill_way=way)
        with hostile_proxy(endpoint, mood) as proxy:
            killed = subprocess.Popen(
                [*program, "--data", address],
                env=known | {"AWS_ENDPOINT_URL": proxy},
                stderr=subprocess.DEVNULL,
            )
            mood.victim = killed.pid
            killed.wait(120)
        time.sleep(1.2)  # the dead one's lease
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("niemyet.storage.bucket.LEASE", timedelta(seconds=1))
            again = run_nightly(house.settings, DataFolder(address), SystemClock())
        assert again.exit_status in (0, 3), point
        assert facts(address) == expected, point
        assert [check.name for check in verify(DataFolder(address)) if not check.passed] == [], point


def facts(address: str) -> dict[str, Any]:
    """What a release says of decisions and boards, whatever its instants are."""
    release = DataFolder(address).releases.latest()
    assert release is not None
    columns = {
        "boards": ["unit_id", "code", "valid_from", "valid_until"],
        "decisions": ["decision_id", "signed_on"],
    }
    return {name: release.table(name, wanted).to_pylist() for name, wanted in columns.items()}
