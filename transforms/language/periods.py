"""Stretches of time that a text names without a full day: `tháng 7/2022`, `quý III năm 2024`, `năm 2023`.

The first day and the first day after are exact; what begins or ends somewhere inside ("cuối năm 2023") is not to be guessed.
"""

import re
from dataclasses import dataclass
from datetime import date

from niemyet.transforms.language.text import fold

_FIRST_YEAR, _LAST_YEAR = 1945, 2100  # years of this state, and a bound above; chosen, not measured
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?: ?[/-] ?|,? (?:cua )?nam )"
#: A month in digits alone ("07/2022") and one with its word; neither is the end of a full day.
PERIOD = (
    rf"(?:quy (?P<quarter>iv|i{{1,3}}|[1-4]){_YEAR}(?P<quarter_year>\d{{4}})"
    rf"|6 thang (?P<half>dau|cuoi) nam (?P<half_year>\d{{4}})"
    rf"|thang (?P<month>0?[1-9]|1[0-2]){_YEAR}(?P<month_year>\d{{4}})"
    rf"|(?<![\d/.-])(?P<bare>0?[1-9]|1[0-2]) ?[/-] ?(?P<bare_year>\d{{4}})"
    r"|nam (?P<year>\d{4}))(?! ?[-–/]? ?\d)"
)
_FOUND = re.compile(PERIOD)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half or whole year: its first day, and the first day after it."""

    first: date
    after: date


def period_of(found: re.Match[str]) -> Period | None:
    """The period of a match of `PERIOD`; None for a year that no decision is of."""
    if found["quarter"]:
        start, months, year = _QUARTERS[found["quarter"]] * 3 - 2, 3, int(found["quarter_year"])
    elif found["half"]:
        start, months, year = (1 if found["half"] == "dau" else 7), 6, int(found["half_year"])
    elif found["month"]:
        start, months, year = int(found["month"]), 1, int(found["month_year"])
    elif found["bare"]:
        start, months, year = int(found["bare"]), 1, int(found["bare_year"])
    else:
        start, months, year = 1, 12, int(found["year"])
    if not _FIRST_YEAR <= year < _LAST_YEAR:
        return None
    after = start + months
    # Months of a year, by definition.
    return Period(date(year, start, 1), date(year + 1, 1, 1) if after > 12 else date(year, after, 1))


def find_period(text: str) -> Period | None:
    """The first period that a text names; None without one."""
    found = _FOUND.search(fold(text))
    return period_of(found) if found else None
