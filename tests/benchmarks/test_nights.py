"""The province of the nights' benchmark has what real use has; a plain one has none of it."""

import os
import re
import time
from dataclasses import asdict
from datetime import date, timedelta
from multiprocessing.forkserver import ensure_running
from pathlib import Path

import pytest

from benchmarks.nights import KEPT, nights
from benchmarks.nights_past import QUIET, WITH_NEWS, aged
from benchmarks.nights_processes import in_a_process
from benchmarks.nights_province import FIRST, PLAIN, Habits, Province, _lag
from niemyet.flows.commands import init
from niemyet.flows.config import load
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow, ObservationRow, ReceiptRow
from niemyet.transforms.language.dates import local_day


def province(root: Path, habits: Habits, days: int = 60) -> str:
    """All decisions of its first days, as they lie in the inbox by then."""
    made = Province(root, units=3, most=10, seed=0, habits=habits)
    for number in range(1, days + 1):
        made.day(number)
    return "".join(path.read_text() for path in sorted((root / "inbox").iterdir()))


def test_clerks_hang_on_two_channels_and_papers_lack_codes(tmp_path: Path) -> None:
    papers = province(tmp_path / "p", Habits(no_code=0.3, unknown=0.3, past=0.3))
    assert re.search(r"<td>\d</td><td></td><td>Thủ tục", papers)
    assert {"4.", "3.", "1."} <= {code[:2] for code in re.findall(r"<td>(\d\.\d{6})</td>", papers)}
    assert len(load(tmp_path / "p" / "niemyet.toml").listings) == 6
    assert len(list((tmp_path / "p" / "listings").iterdir())) == 6


def test_a_plain_province_has_none_of_it(tmp_path: Path) -> None:
    papers = province(tmp_path / "p", PLAIN)
    assert "<td></td>" not in papers
    assert {code[:2] for code in re.findall(r"<td>(\d\.\d{6})</td>", papers)} == {"1."}
    assert len(list((tmp_path / "p" / "listings").iterdir())) == 3


@pytest.mark.parametrize("habits", [PLAIN, Habits()])
def test_boards_stay_as_long_as_a_board_is(tmp_path: Path, habits: Habits) -> None:
    made = Province(tmp_path / "p", units=1, most=10, seed=0, habits=habits)
    long = []
    for number in range(1, 200):
        made.day(number)
        long.append(made.in_force)
    assert 200 <= min(long[60:]) < max(long[60:]) < 450


def test_releases_are_kept_as_a_new_configuration_says(tmp_path: Path) -> None:
    for key, count in asdict(KEPT).items():
        assert re.search(rf"^{key} = {count} ", init._FILE, re.MULTILINE)
    Province(tmp_path, units=1, most=1, seed=0, kept=KEPT)
    assert load(tmp_path / "niemyet.toml").retention == KEPT


@pytest.mark.parametrize(
    ("chance", "days"), [(0.0, 1), (0.49, 7), (0.5, 21), (0.69, 60), (0.7, None), (0.99, None)]
)
def test_what_is_done_soon_late_or_never(chance: float, days: int | None) -> None:
    assert _lag(chance, soon=0.5, late=0.2) == days


@pytest.mark.long
def test_a_past_that_is_made_at_once_has_its_decisions_looks_and_reports(tmp_path: Path) -> None:
    habits = Habits(reposts=0.9, reports=0.9)
    made = Province(tmp_path, units=2, most=4, seed=1, habits=habits)
    found = aged(tmp_path, made, nights=12, turns=1, every=6)
    assert [one.what for one in found[1:]] == [
        "the first run that consolidates", found[2].what, QUIET, WITH_NEWS,
    ]  # fmt: skip
    folder = DataFolder(tmp_path / "data")
    release = folder.releases.latest()
    assert release is not None
    assert release.rows_of("decisions") == made.decisions
    received = {local_day(row.received_at) for row in folder.lake.read("receipts", ReceiptRow)}
    assert {FIRST + timedelta(days=night) for night in (6, 12)} <= received
    assert len({row.observed_on for row in folder.lake.read("observations", ObservationRow)}) > 2
    said = folder.lake.read("confirmations", ConfirmationRow)
    assert (
        found[2].what
        == f"the night that counts {len({row for row in said if row.done_on <= _last(12)}):,} reports"
    )
    assert len({row.done_on for row in said}) > 3
    assert all(local_day(row.said_at) >= row.done_on for row in said)


def _last(nights: int) -> date:
    return FIRST + timedelta(days=nights + 1)


def test_every_night_of_a_past_can_be_run_instead(tmp_path: Path) -> None:
    made = Province(tmp_path, units=1, most=2, seed=1, habits=PLAIN)
    found = aged(tmp_path, made, nights=1, turns=0, every=None)
    assert [one.what for one in found] == [f"1 nights, {made.decisions} decisions", "no decisions"]
    assert DataFolder(tmp_path / "data").releases.all()


def test_a_night_of_its_own_starts_its_own_reading_processes() -> None:
    ensure_running()  # as another test of this worker may have done
    assert in_a_process(ensure_running)[1] > 0


@pytest.mark.long
def test_what_the_weekly_check_costs_is_told_apart(tmp_path: Path) -> None:
    found = nights(tmp_path, 8, Province(tmp_path, 2, 3, 0, habits=PLAIN))
    assert [one.number for one in found if one.check] == [8], "the first night makes all of it from nothing"
    assert all(one.seconds > 0 for one in found)


def test_processes_that_nobody_waits_for_are_counted() -> None:
    """Those that read pages and documents have a parent of their own, which ends before they do."""

    def leaves_an_orphan() -> None:
        if os.fork() == 0:
            if os.fork() == 0:
                begun = time.process_time()
                while time.process_time() - begun < 0.3:
                    pass
            os._exit(0)
        os.wait()

    assert in_a_process(leaves_an_orphan)[0] >= 0.3


def test_a_night_that_fails_is_told() -> None:
    def fails() -> None:
        raise ValueError("on purpose")

    with pytest.raises(RuntimeError, match="the night has failed"):
        in_a_process(fails)
