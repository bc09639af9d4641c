"""Working days of state agencies (DOMAIN §5): Monday to Friday, public holidays, and the swaps of each year.

Public holidays follow Bộ luật Lao động 2019, Điều 112, by the library `holidays`. What it says of the years that work is about
stands in `data/holidays.csv` (`python -m scripts.holidays_table`): the library brings 150 countries, 0.15 s of each process that
counts days. What it misses stands in `data/calendar.csv`, with the document that says so, and wins over it. In counting, the
first day does not count (Bộ luật Dân sự 2015, Điều 147-148).
"""

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from niemyet.model.records import OwnDay
from niemyet.model.tables import CalendarDay

#: The last year whose swaps were announced; later ones follow from the rules alone; by definition, docs/field.md.
LAST_ANNOUNCED_YEAR = 2026

#: Days of a configuration.
Own = tuple[OwnDay, ...]

_WORK_WEEK = "Tuần làm việc Thứ Hai - Thứ Sáu"
_WEEKEND_NAMES = {5: "Thứ Bảy", 6: "Chủ Nhật"}
_SATURDAY = 5  # by definition of date.weekday()


def is_working_day(day: date, own: Own = ()) -> bool:
    """Whether state agencies work on that day. `own`: days of the configuration, which win."""
    exception = _exceptions(day.year, own).get(day)
    return day.weekday() < _SATURDAY if exception is None else exception.works


def add_working_days(day: date, count: int, own: Own = ()) -> date:
    """The `count`-th working day after `day`, or before it for a negative count; the day itself for 0.

    The first day is not counted, whether worked or not: 5 working days from 2022-08-29 end on 2022-09-07.
    """
    if count == 0:
        return day
    year = day.year
    days = _working_days(year, own)
    # Where the counted day stands in the list of its year; past either end, in the years beside it.
    index = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
    while index >= len(days):
        index -= len(days)
        year += 1
        days = _working_days(year, own)
    while index < 0:
        year -= 1
        days = _working_days(year, own)
        index += len(days)
    return days[index]


def first_working_day(day: date, own: Own = ()) -> date:
    """The day itself if it is worked, else the next one that is."""
    return day if is_working_day(day, own) else add_working_days(day, 1, own)


@lru_cache(maxsize=4)
def calendar_days(start: date, end: date, own: Own = ()) -> tuple[CalendarDay, ...]:
    """The table `calendar` for the days from `start` up to, not including, `end`.

    Kept: what an answer would change is told from folds of the same years, of each of which this is 3 ms.
    """
    return tuple(_calendar_day(start + timedelta(days=passed), own) for passed in range((end - start).days))


def _calendar_day(day: date, own: Own) -> CalendarDay:
    exception = _exceptions(day.year, own).get(day)
    if exception is not None:
        return CalendarDay(day, exception.works, exception.name, exception.source)
    works = day.weekday() < _SATURDAY
    return CalendarDay(day, works, _WEEKEND_NAMES.get(day.weekday()), _WORK_WEEK)


# ---- where it is known from ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that does not follow the work week, or bears a name."""

    works: bool
    name: str | None
    source: str


@lru_cache(maxsize=256)
def _working_days(year: int, own: Own) -> tuple[date, ...]:
    """All working days of a year, in order."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    every = (first + timedelta(days=passed) for passed in range(length))
    return tuple(day for day in every if is_working_day(day, own))


@lru_cache(maxsize=256)
def _exceptions(year: int, own_days: Own) -> Mapping[date, SpecialDay]:
    """Holidays and swaps of a year; the project's own table over the library's, the configuration's days over both."""
    of_table = {day: found for day, found in _table("holidays.csv").items() if day.year == year}
    known = of_table or holidays_of(year)  # no year is without one: the table has not this year
    if year > LAST_ANNOUNCED_YEAR:
        inferred = " (suy ra từ quy tắc, lịch chính thức chưa biết)"
        known = {day: replace(found, source=found.source + inferred) for day, found in known.items()}
    own = {day: found for day, found in _table("calendar.csv").items() if day.year == year}
    local = {
        one.date: SpecialDay(one.works, one.name, one.source) for one in own_days if one.date.year == year
    }
    return {**known, **own, **local}


def holidays_of(year: int) -> Mapping[date, SpecialDay]:
    """What the library says of a year: the days off, and those worked in their place."""
    import holidays
    from holidays.version import __version__ as version

    known = holidays.country_holidays("VN", years=year, language="vi")
    source = f"holidays {version}, VN"
    off = {day: SpecialDay(False, name, source) for day, name in sorted(known.items())}
    worked = sorted(day for day in known.weekend_workdays if day.year == year)
    return off | {day: SpecialDay(True, "Làm bù", source) for day in worked}


@lru_cache(maxsize=2)
def _table(name: str) -> Mapping[date, SpecialDay]:
    """One of the tables in `data` (date, is_working_day, name, source)."""
    text = files("niemyet.transforms").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return {
        date.fromisoformat(row["date"]): SpecialDay(
            {"true": True, "false": False}[row["is_working_day"]], row["name"] or None, row["source"]
        )
        for row in csv.DictReader(text.splitlines())
    }
