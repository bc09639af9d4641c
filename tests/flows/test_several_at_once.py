"""Several at once: a person's report waits its turn or is handed in; none is lost, none refused."""

import os
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.storage.lake import ConfirmationRow
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


def done(house: House, update: str, wait: str) -> int:
    told = CliRunner().invoke(niemyet, ["done", update, "--by", "Hoa", "--wait", wait, *house.options])
    return told.exit_code


def confirmed(house: House) -> list[str]:
    return sorted(row.update_id for row in house.folder.lake.read("confirmations", ConfirmationRow))


def test_fifty_beside_a_night_that_goes_on_are_handed_in(tmp_path: Path) -> None:
    house, updates = house_with_work(tmp_path / "nhà")
    assert len(updates) >= 50
    with house.folder.only_writer():
        assert {done(house, update, "0") for update in updates[:50]} == {0}
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
    children = []
    for update in updates[:8]:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = done(house, update, "60")
            finally:
                os._exit(status)
        children.append(child)
    assert {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children} <= {0, 3}
    assert confirmed(house) == sorted(updates[:8])
    assert house.folder.place.names("intake") == []
    assert [check.wrong for check in verify(house.folder) if not check.passed] == []
