"""Reports as the lake holds them, beside the same reports as records."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from niemyet.model.records import Confirmation
from niemyet.model.report_rows import ReportsInMemory
from niemyet.model.words import Channel, UpdateKind
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.reported_rows import ReportedRows

_AT = datetime(2026, 3, 1, 2, tzinfo=UTC)
_DAY = date(2026, 3, 1)


def _rows(rng: random.Random, count: int, *, named: bool) -> list[ConfirmationRow]:
    return [
        ConfirmationRow(
            run_id="r",
            update_id=f"{rng.randrange(20):016d}",
            done_on=_DAY + timedelta(days=rng.randrange(30)),
            done_by=rng.choice([None, "Lan"]),
            said_at=_AT + timedelta(hours=number),
            unit_id=f"xa-{rng.randrange(3)}" if named else rng.choice([None, "xa-1"]),
            code=rng.choice([None, "1.000001", "1.000002", "1.000003"]),
            kind=rng.choice([*UpdateKind]) if named else rng.choice([None, UpdateKind.POST]),
            channel=rng.choice([None, *Channel]),
            decision_id=rng.choice([None, "d1", "d2", "d3"]),
            withdrawn=rng.choice([None, False, True]),
        )
        for number in range(count)
    ]


def _lake(folder: Path, nights: list[list[ConfirmationRow]]) -> Lake:
    for number, rows in enumerate(nights):
        DataFolder(folder).lake.append("confirmations", f"2026-03-0{number + 1}", rows)
    return DataFolder(folder).lake


@pytest.mark.parametrize("seed", range(8))
def test_columns_say_what_records_say(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    nights = [_rows(rng, rng.randrange(1, 9), named=seed % 2 == 0) for _ in range(4)]
    if seed % 3 == 0:
        nights = []
    held = _lake(tmp_path, nights).reports()
    records = ReportsInMemory([row.as_report() for rows in nights for row in rows])
    assert isinstance(held, ReportedRows)
    assert list(held) == list(records)
    assert len(held) == len(records)
    assert held[:3] == records[:3]
    for count in range(len(records) + 1):
        after = _DAY + timedelta(days=rng.randrange(30))
        until = after + timedelta(days=rng.randrange(9))
        assert _said(held.newly(count, after, until)) == _said(records.newly(count, after, until))
    for names in ((), (f"{3:016d}",), tuple(f"{number:016d}" for number in range(20))):
        assert list(held.of_ids(names)) == list(records.of_ids(names))
    for codes, decisions in (((), ()), (("1.000001",), ()), ((), ("d1", "d2")), (("1.000002",), ("d3",))):
        assert list(held.bearing_on(codes, decisions)) == list(records.bearing_on(codes, decisions))
    for hours in (0, 2, 40):
        instant = _AT + timedelta(hours=hours)
        assert list(held.said_before(instant)) == list(records.said_before(instant))


def _said(reports: object) -> list[str]:
    assert isinstance(reports, list)
    return sorted(map(repr, reports))


def test_what_had_come_before_is_told_as_it_was_told_then(tmp_path: Path) -> None:
    rng = random.Random(1)
    nights = [_rows(rng, 5, named=True) for _ in range(3)]
    first = _lake(tmp_path / "first", nights[:2]).reports()
    lake = _lake(tmp_path / "all", nights)
    every = lake.reports()
    assert every.told(10)[0] == first.told(0)[1]
    assert every.told(0)[1] != first.told(0)[1]
    assert every.told(7)[0] == "", "it ends within what came together"
    lake.compact(2)
    assert list(DataFolder(tmp_path / "all").lake.reports()) == list(every)
    assert DataFolder(tmp_path / "all").lake.reports().told(10) == every.told(10), (
        "joined files are the same reports"
    )
    other = _lake(tmp_path / "other", [nights[1], nights[0], nights[2]]).reports()
    assert len(other) == len(every)


def test_reports_of_units_that_are_called_otherwise_today(tmp_path: Path) -> None:
    rows = _rows(random.Random(2), 6, named=True)
    told = _lake(tmp_path, [rows]).reports({"xa-1": "xa-một"})
    assert [one.unit_id for one in told] == [
        {"xa-1": "xa-một"}.get(str(row.unit_id), row.unit_id) for row in rows
    ]
    assert isinstance(told[0], Confirmation)
    assert replace(told[0], unit_id=None) == replace(rows[0].as_report(), unit_id=None)


def test_to_ask_for_what_is_new_imports_no_pandas(tmp_path: Path) -> None:
    """0.2 s of each night, also where nobody has ever reported anything."""
    program = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from niemyet.storage.folder import DataFolder
for folder in sys.argv[1:]:
    told = DataFolder(Path(folder)).lake.reports().said_before(datetime(2030, 1, 1, tzinfo=UTC))
    told.newly(0, date(2026, 1, 1), date(2026, 2, 1)), told.of_ids(["0"]), told.bearing_on(["1.000001"], ["d1"])
    print("pandas" in sys.modules)
"""
    _lake(tmp_path / "some", [_rows(random.Random(3), 5, named=True)])
    command = [sys.executable, "-c", program, str(tmp_path / "none"), str(tmp_path / "some")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # our own module
    assert done.stdout == "False\nFalse\n"
