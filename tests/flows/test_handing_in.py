"""What a unit or a clerk hands in: believed as a source is, checked before it is kept, taken back as a new fact."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.tables import Listing, ListingUpdate
from niemyet.model.words import UpdateState
from niemyet.storage.release import Release
from tests.support.house import House, build_house, decision

ROWS = tuple((f"1.2{number:05d}", f"Cấp giấy phép loại {number}") for number in range(1, 21))


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    assert told(house, "nightly").exit_code in {0, 3}
    return house


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended, as `main` tells it."""

    exit_code: int
    text: str


def told(house: House, *words: str) -> Told:
    result = CliRunner().invoke(niemyet, [*words, *house.options])
    error = result.exception
    if isinstance(error, NiemyetError):
        return Told(2 if isinstance(error, UsageError) else 1, str(error))
    return Told(result.exit_code, result.output)


def latest(house: House) -> Release:
    release = house.folder.releases.latest()
    assert release is not None
    return release


def listing(house: House, name: str, rows: tuple[tuple[str, str], ...]) -> str:
    path = house.root / name
    lines = ["STT;Mã TTHC;Tên thủ tục", *(f"{n};{code};{text}" for n, (code, text) in enumerate(rows, 1))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def unit_of(house: House) -> str:
    return next(iter({row.unit_id for row in latest(house).rows("listing_updates", ListingUpdate)}))


def posted(house: House, unit: str) -> int:
    rows = [row for row in latest(house).rows("listings", Listing) if row.unit_id == unit]
    last = max((row.observed_on for row in rows), default=None)
    return sum(row.observed_on == last for row in rows)


def test_a_list_that_shrank_is_not_believed_until_a_person_says_why(house: House) -> None:
    unit = unit_of(house)
    assert told(house, "observe", unit, listing(house, "a.csv", ROWS), "--on", "2022-02-01").exit_code in {
        0,
        3,
    }
    small = listing(house, "b.csv", ROWS[:3])
    refused = told(house, "observe", unit, small, "--on", "2022-02-02")
    assert refused.exit_code == 1
    assert "--accept-count" in refused.text
    assert posted(house, unit) == 20
    right = told(house, "observe", unit, small, "--on", "2022-02-02", "--accept-count", "phòng đóng cửa")
    assert right.exit_code in {0, 3}
    assert posted(house, unit) == 3
    back = told(house, "observe", unit, "--withdraw", "--on", "2022-02-02")
    assert back.exit_code in {0, 3}
    assert posted(house, unit) == 20
    assert told(house, "observe", unit, "--withdraw", "--on", "2020-01-01").exit_code == 2


def test_rows_of_one_name_without_codes_stop_nobody(house: House) -> None:
    unit = unit_of(house)
    twice = listing(house, "c.csv", (*ROWS, ("", "Xác nhận việc lạ"), ("", "Xác nhận  việc lạ")))
    found = told(house, "observe", unit, twice, "--on", "2022-02-01")
    assert found.exit_code in {0, 3}, found.text
    asked = [
        row for row in latest(house).rows("listing_updates", ListingUpdate) if row.name.startswith("Xác nhận")
    ]
    assert len(asked) == 1
    assert "2 dòng" in asked[0].reason
    without = listing(house, "d.csv", tuple(("", name) for _, name in ROWS) * 2)
    assert told(house, "observe", unit, without, "--on", "2022-02-03").exit_code in {0, 3}


def test_a_report_is_checked_and_taken_back(house: House) -> None:
    unit = unit_of(house)
    work = [row for row in latest(house).rows("listing_updates", ListingUpdate) if row.unit_id == unit]
    first = work[0]
    assert first.state is UpdateState.UNOBSERVED
    wrong = told(house, "done", first.update_id[:-1] + "x")
    assert wrong.exit_code == 2
    assert first.update_id in wrong.text
    assert told(house, "done", first.update_id, "--on", "2999-01-01").exit_code == 2
    assert told(house, "done", first.update_id, "--on", "1999-01-01").exit_code in {0, 2, 3}
    assert told(house, "done", first.update_id, "--undo").exit_code in {0, 2, 3}
    before = state_of(house, first.update_id)
    assert told(house, "done", first.update_id, "--by", "Hoa").exit_code in {0, 3}
    assert state_of(house, first.update_id) is UpdateState.DONE
    assert told(house, "done", first.update_id, "--undo", "--by", "Hoa").exit_code in {0, 3}
    assert state_of(house, first.update_id) is before


def state_of(house: House, update_id: str) -> UpdateState:
    return next(
        row.state
        for row in latest(house).rows("listing_updates", ListingUpdate)
        if row.update_id == update_id
    )


def test_a_unit_that_left_the_configuration_stays_with_what_was_seen(house: House) -> None:
    unit = unit_of(house)
    assert told(house, "observe", unit, listing(house, "a.csv", ROWS), "--on", "2022-02-01").exit_code in {
        0,
        3,
    }
    config = house.root / "niemyet.toml"
    text = config.read_text(encoding="utf-8")
    assert unit in text
    config.write_text(text.replace(f'"{unit}"', '"ten-moi"'), encoding="utf-8")
    found = told(house, "nightly")
    assert found.exit_code in {0, 3}, found.text
    assert posted(house, unit) == 20
