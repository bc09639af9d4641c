"""Which releases go and which stay: every day for a while, the last of each week and of each month, always the newest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.storage.releases import known_until
from niemyet.storage.verify import verify
from niemyet.transforms.retention import Retention, kept
from tests.support.house import build_house, decision

TODAY = date(2026, 1, 7)  # a Wednesday


def nightly(first: date, last: date) -> list[tuple[str, date]]:
    """A release of each day, named as the day."""
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [(day.isoformat(), day) for day in days]


def test_days_then_weeks_then_months() -> None:
    stay = kept(nightly(date(2025, 10, 1), TODAY), TODAY, Retention(days=3, weeks=4, months=3))
    assert sorted(stay) == [
        "2025-11-30",  # the last of its month
        "2025-12-21",  # Sundays, the last of their weeks
        "2025-12-28",
        "2025-12-31",
        "2026-01-04",  # the first week of a year by the calendar begins in the year before
        "2026-01-05",  # the last three days
        "2026-01-06",
        "2026-01-07",
    ]


def test_a_week_goes_on_over_the_turn_of_the_year() -> None:
    turn = nightly(date(2025, 12, 29), date(2026, 1, 5))
    assert kept(turn, date(2026, 6, 1), Retention(days=0, weeks=2, months=0)) == {
        "2026-01-04",
        "2026-01-05",
    }
    before = nightly(date(2020, 12, 28), date(2021, 1, 3))  # the 53rd week of 2020
    assert kept(before, date(2026, 6, 1), Retention(days=0, weeks=9, months=0)) == {"2021-01-03"}


def test_of_a_week_in_which_a_night_failed_the_last_that_there_is_stays() -> None:
    some = [("b", date(2025, 12, 26)), ("a", date(2025, 12, 23)), ("c", date(2025, 12, 30)), ("d", TODAY)]
    assert kept(some, TODAY, Retention(days=0, weeks=3, months=0)) == {"b", "c", "d"}
    twice = [("2026-01-07T1", TODAY), ("2026-01-07T2", TODAY)]
    assert kept(twice, TODAY, Retention(days=0, weeks=1, months=0)) == {"2026-01-07T2"}


@given(
    st.lists(st.integers(0, 1500), max_size=60), st.integers(0, 100), st.integers(0, 60), st.integers(0, 40)
)
def test_weeks_only_add_the_last_of_each_week(ages: list[int], days: int, weeks: int, months: int) -> None:
    known = [(f"{at:03d}", TODAY - timedelta(days=age)) for at, age in enumerate(sorted(ages, reverse=True))]
    without = kept(known, TODAY, Retention(days, months))
    stay = kept(known, TODAY, Retention(days, months, weeks))
    assert without <= stay
    assert len(stay - without) <= weeks
    monday_of = {name: day - timedelta(days=day.weekday()) for name, day in known}
    newest = {monday_of[name]: name for name, _ in known}
    assert stay - without <= set(newest.values())
    assert {newest[monday] for monday in sorted(newest, reverse=True)[:weeks]} <= stay


def test_a_week_ends_with_the_sunday_of_vietnam(tmp_path: Path) -> None:
    house = build_house(tmp_path / "house", more="[releases]\ndays = 1\nweeks = 2\nmonths = 1\n")
    house.drop("1.md", decision(1, "10/01/2022"))
    nights = [
        datetime(2022, 3, 5, 15, tzinfo=UTC),
        datetime(2022, 3, 6, 16, 59, tzinfo=UTC),  # a minute before Monday in Vietnam
        datetime(2022, 3, 6, 17, tzinfo=UTC),  # Monday there, Sunday in UTC
        datetime(2022, 3, 8, 15, tzinfo=UTC),
    ]
    for night in nights:
        run_nightly(house.settings, house.folder, SetClock(night))
    assert [known_until(name) for name in house.folder.releases.all()] == [nights[1], nights[3]]
    latest = house.folder.releases.latest()
    assert latest is not None
    assert latest.knowledge_time == nights[3]
    assert all(check.passed for check in verify(house.folder))


def test_a_configuration_without_weeks_keeps_what_it_kept(tmp_path: Path) -> None:
    house = build_house(tmp_path / "house", more="[releases]\ndays = 90\n")
    assert house.settings.retention == Retention(days=90, months=36, weeks=0)
    file = tmp_path / "house" / "niemyet.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("days = 90", "weeks = 5"), encoding="utf-8")
    assert load(file).retention is None, "weeks alone are no rule: without days every release stays"
