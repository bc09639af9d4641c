"""DOMAIN §5: every year's row of the table and every counted example."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.transforms.work.calendar import (
    add_working_days,
    calendar_days,
    first_working_day,
    holidays_of,
    is_working_day,
)
from scripts.holidays_table import TABLE, written


def days(year: int, text: str) -> set[date]:
    """`31/1-4/2; 11/4` → the days, both ends included."""
    found: set[date] = set()
    for part in filter(None, text.split("; ")):
        ends = part.split("-")
        if "/" not in ends[0]:
            ends[0] += "/" + ends[-1].split("/")[1]
        first, last = (
            date(year, int(end.split("/")[1]), int(end.split("/")[0])) for end in (ends[0], ends[-1])
        )
        found |= {first + timedelta(days=passed) for passed in range((last - first).days + 1)}
    return found


@pytest.mark.parametrize(
    ("year", "off", "saturdays"),
    [
        (2021, "1/1; 10-16/2; 21/4; 30/4; 3/5; 2-3/9", ""),
        (2022, "3/1; 31/1-4/2; 11/4; 2-3/5; 1-2/9", ""),
        (2023, "2/1; 20-26/1; 1-3/5; 1/9; 4/9", ""),
        (2024, "1/1; 8-14/2; 18/4; 29-30/4; 1/5; 2-3/9", "4/5"),
        (2025, "1/1; 27-31/1; 7/4; 30/4-2/5; 1-2/9", "26/4"),
        (2026, "1-2/1; 16-20/2; 27/4; 30/4-1/5; 31/8-2/9; 24/11", "10/1; 22/8"),
        (2027, "1/1; 4-10/2; 16/4; 30/4; 3/5; 2-3/9; 24/11", ""),
    ],
)
def test_every_year(year, off, saturdays):
    every = [date(year, 1, 1) + timedelta(days=passed) for passed in range(365 + (year % 4 == 0))]
    free = {day for day in every if day.weekday() < 5 and not is_working_day(day)}
    assert free == {day for day in days(year, off) if day.weekday() < 5}
    assert {day for day in every if day.weekday() >= 5 and is_working_day(day)} == days(year, saturdays)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2022-08-29", 5, "2022-09-07"),
        ("2023-01-18", 5, "2023-02-01"),
        ("2024-04-26", 3, "2024-05-04"),
        ("2025-04-24", 5, "2025-05-05"),
        ("2025-12-31", 5, "2026-01-09"),
        ("2025-12-31", 6, "2026-01-10"),
        ("2026-08-20", 5, "2026-08-26"),
        ("2026-08-27", 5, "2026-09-08"),
        ("2026-11-20", 5, "2026-11-30"),
        ("2022-07-01", -5, "2022-06-24"),
        # the worked scenario, DOMAIN §8
        ("2021-12-17", 5, "2021-12-24"),
        ("2022-03-08", 5, "2022-03-15"),
        ("2022-04-18", 5, "2022-04-25"),
        ("2022-08-29", 0, "2022-08-29"),
        ("2025-07-02", 5, "2025-07-09"),
        ("2022-01-04", -1, "2021-12-31"),
    ],
)
def test_counting(start, count, end):
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


@given(st.dates(date(2015, 1, 1), date(2040, 12, 31)), st.integers(-600, 600))
def test_counting_is_one_day_after_another(start, count):
    end = add_working_days(start, count)
    assert count == 0 or is_working_day(end)
    step = timedelta(days=1 if count > 0 else -1)
    between, day = 0, start
    while day != end:
        day += step
        between += is_working_day(day)
    assert between == abs(count)


def test_first_working_day():
    assert first_working_day(date(2022, 7, 1)) == date(2022, 7, 1)
    assert first_working_day(date(2022, 9, 1)) == date(2022, 9, 5)
    assert first_working_day(date(2026, 8, 22)) == date(2026, 8, 22)


def test_the_table():
    rows = calendar_days(date(2026, 1, 1), date(2026, 1, 13))
    assert [row.date.day for row in rows] == list(range(1, 13))
    by_day = {row.date.day: row for row in rows}
    assert not by_day[2].is_working_day
    assert "12729/VPCP-KGVX" in by_day[2].source
    assert by_day[10].is_working_day
    assert (by_day[11].is_working_day, by_day[11].name) == (False, "Chủ Nhật")
    assert (by_day[5].is_working_day, by_day[5].name) == (True, None)
    assert all(row.is_working_day == is_working_day(row.date) for row in rows)
    assert calendar_days(date(2026, 1, 1), date(2026, 1, 1)) == ()
    (holiday,) = calendar_days(date(2027, 11, 24), date(2027, 11, 25))
    assert "suy ra" in holiday.source


def test_the_library_is_imported_only_for_years_that_the_table_has_not():
    code = (
        "import sys, datetime, niemyet.transforms.work.calendar as calendar\n"
        "calendar.is_working_day(datetime.date(int(sys.argv[1]), 4, 30))\nsys.exit('holidays' in sys.modules)"
    )
    for year, imported in (("2026", False), ("2036", False), ("2037", True), ("2004", True)):
        done = subprocess.run([sys.executable, "-c", code, year], check=False)
        assert done.returncode == imported, year


def test_the_table_is_what_the_library_says():
    assert TABLE.read_text(encoding="utf-8") == written(), (
        "python -m scripts.holidays_table, and look at the difference"
    )


@pytest.mark.parametrize("year", [1990, 2045])
def test_other_years_are_asked_of_the_library(year: int):
    off = {day for day, told in holidays_of(year).items() if not told.works}
    assert {date(year, 4, 30), date(year, 5, 1)} <= off
    assert not any(map(is_working_day, off))
    (new_year,) = calendar_days(date(year, 1, 1), date(year, 1, 2))
    assert (new_year.name, new_year.is_working_day) == ("Tết Dương lịch", False)
