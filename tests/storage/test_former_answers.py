"""Answers and reports of a folder that tables 1.2 wrote, by ids that nobody makes any more, hold today.

`tests/stored_answers/1.2` was written by the program of that time: seven papers, an answer to each of seven questions, and
a report of work done. It is never changed.
"""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from niemyet.flows.answering import Desk
from niemyet.flows.clock import SetClock, SystemClock
from niemyet.flows.pipeline import run_nightly, run_reprocess
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import UsageError
from niemyet.model.tables import ListingUpdate, Procedure, Review
from niemyet.model.words import Level, UpdateState
from niemyet.storage.lake_rows import AliasRow, ResolutionRow
from niemyet.storage.release import Release
from niemyet.storage.verify import verify
from tests.support.house import House, build_house

STORED = Path(__file__).parents[1] / "stored_answers" / "1.2"
C, P = Level.COMMUNE, Level.PROVINCE


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    shutil.copytree(STORED, house.root / "data", symlinks=True)
    return house


def latest(house: House) -> Release:
    release = house.folder.releases.latest()
    assert release is not None
    return release


def in_force(release: Release, day: date) -> set[tuple[str, Level]]:
    return {
        (one.code, one.level)
        for one in release.rows("procedures", Procedure)
        if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)
    }


@pytest.mark.parametrize("run", [run_nightly, run_reprocess])
def test_every_answer_and_every_report_of_that_time_holds(house: House, run: object) -> None:
    before = in_force(latest(house), date(2022, 3, 20)), in_force(latest(house), date(2022, 11, 1))
    run(house.settings, house.folder, SetClock(datetime(2022, 3, 3, 13, tzinfo=UTC)))  # type: ignore[operator]
    release = latest(house)
    assert release.as_of == date(2022, 3, 3)

    assert before == (
        {
            ("1.310001", C),
            ("1.310002", C),
            ("1.310003", C),
            ("1.310006", C),
            ("1.320001", P),
            ("1.320002", C),
        },
        {("1.310003", C), ("1.310006", C), ("1.320001", P), ("1.320002", C)},
    ), (
        "what stands there: levels, the end of 1.310005, the effect of 10/3, the name, the end of the limited one"
    )
    assert (in_force(release, date(2022, 3, 20)), in_force(release, date(2022, 11, 1))) == before

    asked = release.rows("reviews", Review)
    still = [(one.kind, one.question) for one in asked if one.state == "open"]
    assert [kind for kind, _ in still] == ["name_unclear"], still  # the one that nobody answered
    work = release.rows("listing_updates", ListingUpdate)
    done = [(one.code, one.done_by) for one in work if one.state is UpdateState.DONE]
    assert done == [("1.310003", "Hoa")]


def test_what_ids_meant_is_looked_up_once(house: House) -> None:
    for day in (3, 4):
        run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, day, 13, tzinfo=UTC)))
    kept = house.folder.lake.read("aliases", AliasRow)
    assert {row.run_id[:8] for row in kept} == {"20220303"}
    answered = {row.review_id for row in house.folder.lake.read("resolutions", ResolutionRow)}
    assert answered <= {row.review_id for row in kept}
    assert [check.wrong for check in verify(house.folder) if not check.passed] == []


def test_an_id_of_that_time_is_still_answered(house: House) -> None:
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 3, 13, tzinfo=UTC)))
    desk = Desk(RunContext(house.settings, house.folder, SystemClock(), command="review", asked={}))
    assert desk.question("no_effect_clause:83af90365090fb1d").kind == "no_effect_clause"
    assert desk.question("level_unknown:32b498031e5e2a62").items, "of the section today"
    assert len(desk.question("orphaned:aa7f3aab4ae81e47").asked) == 2, "of all its procedures, as then"
    with pytest.raises(UsageError, match="no question"):
        desk.question("orphaned:0000000000000000")
