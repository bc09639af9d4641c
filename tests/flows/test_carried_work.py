"""Of the work list a night works out what may be another than before; with what it carries on it is what all of it comes to."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from niemyet.flows import carrying
from niemyet.flows.carrying import work_note
from niemyet.model.carried import Anew
from niemyet.model.words import Channel, UpdateKind
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.release import Release
from tests.flows.test_carrying import LISTING, night, posted
from tests.support.house import House, build_house, decision

CHILD, CARD, COPY = "1.001193", "1.009999", "2.000815"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Anew]]:
    """By night what was worked out anew of what might have been carried on; tables stand in several files."""
    found: list[Mapping[str, Anew]] = []
    real = carrying.with_carried

    def noted(latest: Release, work: carrying.WorkedOut) -> carrying.CarriedWork:
        found.append(work.anew)
        return real(latest, work)

    monkeypatch.setattr("niemyet.flows.publishing.with_carried", noted)
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", 2)
    monkeypatch.setattr("niemyet.storage.carried_work.WHOLE", 2)
    return found


@pytest.fixture
def house(tmp_path: Path, worked_out: list[Mapping[str, Anew]]) -> House:
    del worked_out  # its files are small from the first night on
    found = build_house(tmp_path / "nhà", huyen_listing=LISTING)
    posted(found, COPY)
    found.drop("1.md", decision(1, "10/01/2022", rows=((CHILD, "Đăng ký khai sinh"), (CARD, "Cấp thẻ"))))
    found.drop("2.md", decision(2, "12/01/2022", level="CẤP HUYỆN", rows=((COPY, "Chứng thực bản sao"),)))
    found.drop("3.md", decision(3, "13/01/2022", level="CẤP HUYỆN", rows=((CHILD, "Đăng ký khai sinh"),)))
    night(found, "2022-03-01")
    return found


def test_a_quiet_night_works_out_nothing_and_what_is_open_is_a_day_older(
    house: House, worked_out: list[Mapping[str, Anew]]
) -> None:
    release = night(house, "2022-03-02")
    (anew,) = worked_out
    assert {unit_id: (one.beside, one.current) for unit_id, one in anew.items()} == {
        "huyen-a": (frozenset(), frozenset()),
        "xa-b": (frozenset(), frozenset()),  # nobody looked
    }
    (row,) = _open(release)
    (next_day,) = _open(night(house, "2022-03-03"))
    assert (row["unit_id"], row["code"], row["state"]) == ("huyen-a", CHILD, "due")
    assert next_day["exposed_days"] - row["exposed_days"] == 1
    assert "ngày 02/3/2022" in row["evidence"]
    assert "ngày 03/3/2022" in next_day["evidence"]
    later = [night(house, f"2022-03-{day:02d}") for day in range(4, 13)]
    assert row["due_on"] == date(2022, 3, 8)
    assert [(one["state"], one["days_overdue"]) for release in later for one in _open(release)] == [
        *[("due", 0)] * 5,
        *(("overdue", days) for days in range(1, 5)),
    ]


def _open(release: Release) -> list[dict[str, Any]]:
    return release.table("listing_updates", filters=[("state", "in", ["due", "overdue"])]).to_pylist()


def _of_copy(release: Release) -> dict[str, Any]:
    (row,) = (one for one in _open(release) if (one["unit_id"], one["code"]) == ("huyen-a", COPY))
    return row


def test_the_same_on_other_lines_is_worked_out_anew(
    house: House, worked_out: list[Mapping[str, Anew]]
) -> None:
    """Nothing is shown otherwise, but what is to be taken down cites line and file of its sheet."""
    rows = ((COPY, "Chứng thực bản sao"),)
    house.drop("4.md", decision(4, "01/03/2022", level="CẤP HUYỆN", rows=rows, section="BỊ BÃI BỎ"))
    posted(house, COPY, CHILD)
    row = _of_copy(night(house, "2022-03-02"))
    assert (row["code"], row["kind"]) == (COPY, "remove")
    assert "dòng 1" in row["evidence"]
    posted(house, CHILD, COPY)
    assert "dòng 2" in _of_copy(night(house, "2022-03-03"))["evidence"]
    assert worked_out[-1]["huyen-a"].current == {COPY, CHILD}, "of the other the sheet bears another name"


def test_a_decision_is_worked_out_for_its_codes(house: House, worked_out: list[Mapping[str, Anew]]) -> None:
    house.drop("4.md", decision(4, "01/03/2022", rows=((CARD, "Cấp thẻ"),), section="BỊ BÃI BỎ"))
    release = night(house, "2022-03-02")
    assert [(one["xa-b"].beside, {*one["xa-b"].grown}) for one in worked_out] == [(frozenset(), {CARD})]
    kinds = release.table("listing_updates", filters=[("code", "=", CARD)]).column("kind").to_pylist()
    assert "remove" in kinds


def test_another_page_is_worked_out_for_the_sheets_that_have_changed(
    house: House, worked_out: list[Mapping[str, Anew]]
) -> None:
    posted(house, COPY, CHILD)
    release = night(house, "2022-03-02")
    (anew,) = worked_out
    assert (anew["huyen-a"].current, anew["xa-b"].current) == (frozenset({CHILD}), frozenset())
    work = release.table("listing_updates", filters=[("unit_id", "=", "huyen-a"), ("code", "=", COPY)])
    assert set(work.column("state").to_pylist()) == {"done"}
    night(house, "2022-03-03")
    assert COPY not in worked_out[-1]["huyen-a"].current


def test_a_report_is_worked_out_for_what_it_bears_on(
    house: House, worked_out: list[Mapping[str, Anew]]
) -> None:
    latest = house.folder.releases.latest()
    assert latest is not None
    rows = latest.table(
        "listing_updates", filters=[("unit_id", "=", "xa-b"), ("code", "=", CARD)]
    ).to_pylist()
    said = report(rows[0], datetime(2022, 3, 2, 3, tzinfo=UTC))
    house.folder.hand_in("confirmations", "một", [said])
    release = night(house, "2022-03-02")
    assert CARD in worked_out[-1]["xa-b"].beside
    assert worked_out[-1]["huyen-a"].beside == frozenset()
    states = release.table("listing_updates", filters=[("update_id", "=", said.update_id)])
    assert states.column("state").to_pylist() == ["done"]
    house.folder.hand_in("confirmations", "hai", [replace(said, withdrawn=True, said_at=at(3))])
    back = night(house, "2022-03-03").table("listing_updates", filters=[("update_id", "=", said.update_id)])
    assert back.column("state").to_pylist() == ["unobserved"]


def at(day: int) -> datetime:
    return datetime(2022, 3, day, 3, tzinfo=UTC)


def report(row: Mapping[str, object], said_at: datetime) -> ConfirmationRow:
    return ConfirmationRow(
        run_id="",
        update_id=str(row["update_id"]),
        done_on=date(2022, 3, 1),
        done_by="Lan",
        said_at=said_at,
        unit_id=str(row["unit_id"]),
        code=str(row["code"]),
        kind=UpdateKind(str(row["kind"])),
        channel=Channel(str(row["channel"])) if row["channel"] else None,
        decision_id=str(row["decision_id"]),
    )


def test_files_that_say_the_same_are_kept_once(house: House) -> None:
    before, after = night(house, "2022-03-02"), night(house, "2022-03-03")
    (current,) = (file for file in after.files("listing_updates") if file.path.endswith("current.parquet"))
    assert (after.folder / current.path).samefile(before.folder / current.path)


@pytest.mark.parametrize("told", [b"", b"x", zlib.compress(b"{}"), zlib.compress(b"[1]")])
def test_without_a_note_all_of_it_is_worked_out(
    house: House, worked_out: list[Mapping[str, Anew]], told: bytes
) -> None:
    house.folder.hand_on(carrying._WORK, told)
    night(house, "2022-03-02")
    assert worked_out == []
    night(house, "2022-03-03")
    assert len(worked_out) == 1


def test_a_note_of_another_release_says_nothing(house: House) -> None:
    night(house, "2022-03-02")
    folder, latest = house.folder, house.folder.releases.latest()
    assert work_note(folder, latest, date(2022, 3, 3)) is not None
    first = folder.releases.open(folder.releases.all()[0])
    assert work_note(folder, first, date(2022, 3, 3)) is None
    assert work_note(folder, latest, date(2023, 1, 1)) is None, "months of a year are one file then"
    assert latest is not None
    hurt = latest.folder / latest.files("listing_updates")[0].path
    data = hurt.read_bytes()
    hurt.unlink()
    hurt.write_bytes(data[:-1] + b"?")
    assert work_note(folder, latest, date(2022, 3, 3)) is None, "nothing is built on what is hurt"


@pytest.mark.parametrize("what", ["made_by", "code_hash"])
def test_another_program_works_out_all_of_it(
    house: House, worked_out: list[Mapping[str, Anew]], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(f"niemyet.flows.publishing.{what}", lambda: "another")
    night(house, "2022-03-02")
    assert worked_out == []
