"""Several at once: a person's report waits its turn or is handed in; none is lost, none refused."""

import os
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import StorageError
from niemyet.model.tables import Run
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)
SECOND = datetime(2022, 3, 2, 13, tzinfo=UTC)


def house_with_work(root: Path) -> tuple[House, list[str]]:
    house = build_house(root)
    rows = tuple((f"1.4000{number:02d}", f"Thủ tục {number}") for number in range(50))
    house.drop("1.md", decision(1, "10/01/2022", rows=rows))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    release = house.folder.releases.latest()
    assert release is not None
    return house, release.table("listing_updates", ["update_id"]).column(0).to_pylist()


def done(house: House, update: str, *more: str) -> int:
    came = CliRunner().invoke(niemyet, ["done", update, "--by", "Hoa", *more, *house.options])
    if came.exc_info is not None and came.exit_code not in {
        0,
        3,
    }:  # said by a forked child, which nobody else hears
        traceback.print_exception(*came.exc_info)
    return came.exit_code


def done_at_once(house: House, updates: list[str], *more: str) -> set[int]:
    """Each in a process of its own; forked, as fifty that import the program again would take turns at that."""
    children = []
    for update in updates:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = done(house, update, *more)
            finally:
                os._exit(status)
        children.append(child)
    return {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children}


def confirmed(house: House) -> list[str]:
    return sorted(row.update_id for row in house.folder.lake.read("confirmations", ConfirmationRow))


def test_fifty_beside_a_night_that_goes_on_are_handed_in(tmp_path: Path) -> None:
    house, updates = house_with_work(tmp_path / "nhà")
    assert len(updates) >= 50
    with house.folder.only_writer():
        assert {done(house, update, "--wait", "0") for update in updates[:50]} == {0}
        assert confirmed(house) == [], "nobody wrote beside the one writer"
    run_nightly(house.settings, house.folder, SetClock(datetime.now(UTC)))
    assert confirmed(house) == sorted(updates[:50])
    assert house.folder.place.names("intake") == []
    release = house.folder.releases.latest()
    assert release is not None
    told = release.table("listing_updates", ["update_id", "done_by"]).to_pylist()
    assert {row["update_id"] for row in told if row["done_by"] == "Hoa"} == set(updates[:50])
    assert [check.wrong for check in verify(house.folder) if not check.passed] == []


def test_what_was_handed_in_twice_is_taken_in_once(tmp_path: Path) -> None:
    house, updates = house_with_work(tmp_path / "nhà")
    row = ConfirmationRow(
        "20220301T140000000000Z-done", updates[0], FIRST.date(), "Hoa", FIRST, unit_id="xa-b"
    )
    for _ in range(2):  # as if a run had been killed between taking it in and clearing it away
        house.folder.hand_in("confirmations", row.run_id, [row])
    run_nightly(house.settings, house.folder, SetClock(SECOND))
    assert confirmed(house) == [updates[0]]


def test_those_that_wait_their_turn_are_all_kept(tmp_path: Path) -> None:
    house, updates = house_with_work(tmp_path / "nhà")
    assert done_at_once(house, updates[:8], "--wait", "60") <= {0, 3}
    assert confirmed(house) == sorted(updates[:8])
    assert house.folder.place.names("intake") == []
    assert [check.wrong for check in verify(house.folder) if not check.passed] == []


def test_a_slower_clock_writes_after_the_faster_one_and_one_far_behind_stops(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    noon = datetime(2022, 3, 1, 12, tzinfo=UTC)
    house.drop("1.md", decision(1, "10/02/2022"))
    first = run_nightly(house.settings, house.folder, SetClock(noon)).release
    house.drop("2.md", decision(2, "11/02/2022", rows=(("1.000009", "Tên khác"),)))
    slow = run_nightly(
        house.settings, DataFolder(house.root / "data"), SetClock(noon - timedelta(minutes=20))
    )
    assert first is not None
    assert slow.release is not None
    assert slow.release.knowledge_time > first.knowledge_time
    assert slow.release.release_id > first.release_id
    runs = [row.run_id for row in house.folder.lake.read("runs", Run)]
    assert runs == sorted(runs), "facts are read in the order in which they came"
    with pytest.raises(StorageError, match="Set the clock right"):
        run_nightly(house.settings, DataFolder(house.root / "data"), SetClock(noon - timedelta(minutes=40)))


@pytest.mark.long
def test_fifty_processes_at_once_beside_a_night_and_an_ingest(tmp_path: Path) -> None:
    house, updates = house_with_work(tmp_path / "nhà")
    house.drop("2.md", decision(2, "11/02/2022", rows=(("1.000009", "Tên khác"),)))
    paper = tmp_path / "3.md"
    paper.write_text(decision(3, "12/02/2022", rows=(("1.000008", "Tên nữa"),)))
    program = [sys.executable, "-m", "niemyet"]
    beside = [
        subprocess.Popen(
            [*program, *words, *house.options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for words in (["nightly"], ["ingest", str(paper), "--wait", "120"])
    ]
    left = done_at_once(house, updates[:50])
    ended = [one.communicate(timeout=300)[1].decode() for one in beside]
    # A night leaves at once where somebody else writes; nobody's report is refused, and neither is the ingest.
    assert left <= {0, 3}, left
    assert beside[0].returncode in (0, 1, 3), ended
    assert beside[1].returncode in (0, 3), ended
    run_nightly(house.settings, house.folder, SetClock(datetime.now(UTC)))
    folder = DataFolder(house.root / "data")
    assert {row.update_id for row in folder.lake.read("confirmations", ConfirmationRow)} == set(updates[:50])
    assert folder.place.names("intake") == []
    release = folder.releases.latest()
    assert release is not None
    assert release.table("decisions").num_rows == 3
    assert [check.wrong for check in verify(folder) if not check.passed] == []
