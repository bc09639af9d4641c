"""Once a week a release is held against the same made from nothing; a mistake in what is carried on is said, and put right."""

import logging
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from niemyet.flows import carrying, checking
from niemyet.flows.clock import SetClock
from niemyet.flows.night_report import sentence_of
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.model.errors import StorageError
from niemyet.model.tables import Procedure
from niemyet.storage.codec import dump, parse
from niemyet.storage.release import Release
from niemyet.transforms import consolidate
from tests.flows.test_carried_work import _open as still_open
from tests.flows.test_carried_work import at, report
from tests.flows.test_carrying import LISTING, night, posted, was_folded
from tests.support.house import House, build_house, decision

ROWS = tuple((f"1.00{at:04d}", f"Thủ tục thứ {at} của xã") for at in range(100, 120))


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = build_house(tmp_path / "nhà")
    found.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    night(found, "2022-03-01")
    return found


def evening(house: House, day: str) -> RunResult:
    """A night as it is run, without a comparison of our own."""
    at = datetime.fromisoformat(f"{day}T13:00:00").replace(tzinfo=UTC)
    return run_nightly(house.settings, house.folder, SetClock(at))


def latest(house: House) -> Release:
    release = house.folder.releases.latest()
    assert release is not None
    return release


def codes_in_force(release: Release) -> int:
    return release.table("procedures", ["code"], filters=[("state", "=", "in_force")]).num_rows


def test_it_is_due_a_week_after_everything_was_made_from_nothing(house: House) -> None:
    days = ("2022-03-02", "2022-03-07", "2022-03-08", "2022-03-09", "2022-03-14", "2022-03-15")
    nights = [evening(house, day) for day in days]
    assert [one.carried_wrongly for one in nights] == [None, None, (), None, None, ()]
    assert {one.exit_status for one in nights} == {0}


def test_a_release_that_is_made_from_nothing_need_not_be_held_against_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("publishing", "checking"):
        monkeypatch.setattr(f"niemyet.flows.{step}.code_hash", lambda: "of another program")
    evening(house, "2022-03-06")
    assert was_folded(latest(house))
    assert evening(house, "2022-03-12").carried_wrongly is None
    assert evening(house, "2022-03-13").carried_wrongly == ()


def test_where_all_is_folded_but_work_is_carried_on_it_is_due_all_the_same(house: House) -> None:
    house.drop("1-lai.md", decision(1, "10/01/2022", rows=ROWS))
    evening(house, "2022-03-07")
    assert was_folded(latest(house))
    assert evening(house, "2022-03-08").carried_wrongly == ()


@pytest.mark.parametrize("stands", [None, b"", b"gestern", "\N{SNOWMAN}".encode(), b"2022-03-09"])
def test_where_nobody_knows_when_it_was_due_it_is(house: House, stands: bytes | None) -> None:
    if stands is None:
        (house.root / "data" / "carried" / carrying._WHOLE).unlink()
    else:
        house.folder.hand_on(carrying._WHOLE, stands)
    assert evening(house, "2022-03-02").carried_wrongly == ()
    assert evening(house, "2022-03-03").carried_wrongly is None


def test_a_night_that_was_cut_off_before_it_is_caught_up_with(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as only:
        only.setattr("niemyet.flows.rebuilding.differing", dies)
        with pytest.raises(KeyboardInterrupt):
            evening(house, "2022-03-08")
    assert latest(house).as_of == date(2022, 3, 8), "the release is out"
    assert evening(house, "2022-03-09").carried_wrongly == ()


def test_a_law_that_was_carried_wrongly_is_put_right_the_same_night(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = codes_in_force(latest(house))
    fold = consolidate.consolidate

    def with_less(*given: object, **named: object) -> consolidate.State:
        found = fold(*given, **named)  # type: ignore[arg-type]
        return replace(found, procedures=found.procedures[:-1])

    with monkeypatch.context() as only:  # the release on which the nights build is wrong
        only.setattr("niemyet.flows.publishing.consolidate", with_less)
        only.setattr("niemyet.storage.releases.release_checks", lambda *_: ())
        house.drop("1-lai.md", decision(1, "10/01/2022", rows=ROWS))
        evening(house, "2022-03-02")
    assert codes_in_force(latest(house)) == right - 1
    assert evening(house, "2022-03-07").carried_wrongly is None
    assert codes_in_force(latest(house)) == right - 1
    wrong = evening(house, "2022-03-08")
    assert wrong.carried_wrongly == ("procedures",)
    assert wrong.exit_status == 3
    assert [one.text("en")[:60] for one in wrong.problems] == [
        "procedures: what was carried on is not what everything comes"
    ]
    assert "procedures: phần giữ lại" in sentence_of(wrong).text("vi"), (
        "and whoever watches the nights is told"
    )
    assert (codes_in_force(latest(house)), latest(house).as_of) == (right, date(2022, 3, 8))
    assert evening(house, "2022-03-15").carried_wrongly == ()


def test_what_was_laid_over_wrongly_is_put_right(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    right = codes_in_force(latest(house)) - 1
    house.drop("3.md", decision(3, "01/03/2022", section="BỊ BÃI BỎ", rows=ROWS[:1]))

    def forgets(*_: object) -> dict[str, tuple[Procedure, ...]]:
        return {"procedures": tuple(latest(house).rows("procedures", Procedure))}

    with monkeypatch.context() as only:
        only.setattr("niemyet.flows.publishing.tables_of", forgets)
        only.setattr("niemyet.storage.releases.release_checks", lambda *_: ())
        result = evening(house, "2022-03-08")
    assert not was_folded(house.folder.releases.open(house.folder.releases.all()[-2]))
    assert result.carried_wrongly is not None
    assert "procedures" in result.carried_wrongly
    assert was_folded(latest(house))
    assert codes_in_force(latest(house)) == right


def test_work_that_was_carried_wrongly_is_put_right(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà", huyen_listing=LISTING)
    posted(house, "2.000815")
    house.drop("1.md", decision(1, "10/01/2022", level="CẤP HUYỆN", rows=ROWS))
    night(house, "2022-03-01")
    row = next(iter(still_open(latest(house))))
    house.folder.hand_in("confirmations", "một", [replace(report(row, at(2)), done_on=date(2022, 3, 2))])
    before = len(still_open(night(house, "2022-03-02")))
    text = house.folder.handed_on(carrying._WORK)
    assert text is not None
    note = parse(carrying.WorkNote, zlib.decompress(text))
    units = {  # as if no later look could speak against the report
        unit_id: replace(one, changing={}) for unit_id, one in note.made_from.units.items()
    }
    wrong = replace(note, made_from=replace(note.made_from, units=units))
    house.folder.hand_on(carrying._WORK, zlib.compress(dump(wrong).encode()))
    assert evening(house, "2022-03-08").carried_wrongly == ("listing_updates",)
    assert len(still_open(latest(house))) > before


def test_a_release_that_cannot_be_made_again_gives_way_to_one_that_can(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost(*_: object) -> None:
        raise StorageError("the configuration is not there")

    monkeypatch.setattr("niemyet.flows.rebuilding.rebuild", lost)
    with caplog.at_level(logging.WARNING, logger="niemyet"):
        result = evening(house, "2022-03-08")
    assert result.carried_wrongly is None
    assert result.release is not None
    assert result.release.release_id == latest(house).release_id, (
        "of which nobody is told that it is nothing new"
    )
    assert "the configuration is not there" in caplog.text
    assert latest(house).as_of == date(2022, 3, 8), "which says the same, and nothing new is published"
    assert not checking.is_due(house.folder, date(2022, 3, 9))


def test_a_release_of_another_program_is_not_held_against_what_this_one_makes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("niemyet.flows.checking.code_hash", lambda: "of another program")
    assert evening(house, "2022-03-08").carried_wrongly is None
    monkeypatch.undo()
    assert evening(house, "2022-03-09").carried_wrongly == ()
