"""Days and lengths of time as people write them (DOMAIN §2.1, §5, §6 T20-T21). Days are local, Asia/Ho_Chi_Minh."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from niemyet.transforms.language.text import fold

#: No daylight saving, one offset for the whole time the tables speak of (DOMAIN §5).
HO_CHI_MINH = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_FIRST_YEAR, _LAST_YEAR = 1945, 2100  # years of this state, and a bound above; chosen, not measured

_IN_WORDS = r"(?P<d1>\d{1,2})\s*(?:thang|thag|thnag|/)\s*(?P<m1>\d{1,2})\s*(?:nam|nma|/)\s*(?P<y1>\d{4})"
_IN_DIGITS = r"(?P<d2>\d{1,2})\s?[/.\-]+\s?(?P<m2>\d{1,2})\s?[/.\-]+\s?(?P<y2>\d{4})"
#: Behind an ISO day: the time of an instant, with the zone in which both are said.
_INSTANT = r"(?=(?P<instant>[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:z\b|[+-]\d{2}:?\d{2}\b))?)"
_ISO = r"(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?=t\d{2}:|\D|$)"
#: Only the American form of a moment ends so; a Vietnamese one says SA or CH.
_HALF_DAY = r"(?=(?P<half>,?\s+\d{1,2}:\d{2}(?::\d{2})?\s*[ap]\.?m\b)?)"
_DATE = re.compile(rf"(?<![\d/.,\-])(?:{_ISO}|{_IN_WORDS}|{_IN_DIGITS})(?!\d|/\d|-\d){_HALF_DAY}{_INSTANT}")

#: A full day in folded text, as a part of other patterns; whether a calendar has it is for `parse_date` to say.
FULL_DAY = r"\d{1,2} ?(?:/|-|\.|thang) ?\d{1,2} ?(?:/|-|\.|nam) ?\d{4}"


def find_dates(text: str) -> tuple[date, ...]:
    """All complete days in a text, in its order; a blank day or an impossible one gives nothing (T20)."""
    return tuple(day for found in _DATE.finditer(fold(text)) if (day := _as_date(found)) is not None)


def given_day(text: str) -> date | None:
    """A day that stands alone, 2022-12-31 or 31/12/2022, as options and programs give it; None for anything else."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def parse_date(text: str) -> date | None:
    """The first complete day in a text: `ngày 05 tháng 7 năm 2022`, `5-7-2022`, `10/11//2025`, `2022-07-05`.

    Day before month, except in the ISO form and before a time with AM or PM.
    None for a blank day ("ngày    tháng 7 năm 2022") and for none.
    """
    return next(iter(find_dates(text)), None)


@dataclass(frozen=True, slots=True)
class ColumnDates:
    """The days of one column, None where there is none; `unclear`: places whose day and month may be exchanged."""

    days: tuple[date | None, ...]
    unclear: frozenset[int] = frozenset()


def column_dates(texts: Sequence[str]) -> ColumnDates:
    """The days of a column, read in the order of day and month that all its cells together prove.

    "3/14/2022" proves that the month comes first in its column, "14/3/2022" the day; "AM" and "PM" are American.
    Where the cells contradict each other, a day that reads both ways is unclear and not given.
    """
    found = [_DATE.search(fold(text)) for text in texts]
    firsts = {order for match in found if match is not None and (order := _proven_order(match))}
    days: list[date | None] = []
    unclear: set[int] = set()
    for place, match in enumerate(found):
        if match is None or (digits := _in_digits(match)) is None:
            days.append(None if match is None else _as_date(match))
            continue
        order = _proven_order(match)
        if order is None and len(firsts) > 1 and digits[0] != digits[1]:
            unclear.add(place)
            days.append(None)
            continue
        order = order or next(iter(firsts), "day") if len(firsts) < 2 else order or "day"
        days.append(_in_order(match, order))
    return ColumnDates(tuple(days), frozenset(unclear))


def _proven_order(match: re.Match[str]) -> str | None:
    """Which of day and month stands first in a date in digits; None where it cannot be told from it alone."""
    digits = _in_digits(match)
    if digits is None:
        return None
    first, second, _ = digits
    if first > 12 >= second:  # months of a year, by definition
        return "day"
    # Months of a year, by definition.
    return "month" if second > 12 >= first or (match["half"] and first <= 12) else None


def _in_digits(match: re.Match[str]) -> tuple[int, int, int] | None:
    """The numbers of a date without words, in their order, the year last; None for any other form."""
    for form in "12":
        if match[f"y{form}"] is not None and not re.search("[a-z]", match.group()):
            return int(match[f"d{form}"]), int(match[f"m{form}"]), int(match[f"y{form}"])
    return None


def _in_order(match: re.Match[str], order: str) -> date | None:
    digits = _in_digits(match)
    if digits is None:
        return None
    first, second, year = digits
    day, month = (first, second) if order == "day" else (second, first)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _as_date(found: re.Match[str]) -> date | None:
    if found["half"] and _in_digits(found) is not None:
        return _in_order(found, _proven_order(found) or "day")
    groups = found.groupdict()
    for form in "123":
        if groups[f"y{form}"] is None:
            continue
        year, month, day = (int(groups[part + form]) for part in "ymd")
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        try:
            there = date(year, month, day)
        except ValueError:
            return None
        return _local(there, found["instant"]) if form == "3" and found["instant"] else there
    return None


def _local(there: date, time_and_zone: str) -> date:
    """The local day of an instant that programs write in another zone: "2022-03-09T17:00:00Z" is midnight of the tenth."""
    said = time_and_zone.strip("t ").replace(" ", "")
    try:
        return local_day(datetime.fromisoformat(f"{there}T{said.upper()}"))
    except ValueError:  # 25:00
        return there


def local_day(instant: datetime) -> date:
    """The local day of an aware instant. Raises ValueError for a naive one, whose day nobody knows."""
    if instant.tzinfo is None:
        raise ValueError(
            f"expected an instant with its time zone, found {instant!r}; add UTC where it was made"
        )
    return instant.astimezone(HO_CHI_MINH).date()


def end_of(day: date) -> datetime:
    """The instant at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, HO_CHI_MINH)


def from_epoch_ms(milliseconds: int) -> date:
    """The local day of a portal's epoch milliseconds: 1761843600000 is 2025-10-31, a day later than in UTC."""
    return local_day(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds))


# ---- lengths of time and amounts --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; a "ngày" is a calendar day unless "ngày làm việc" is written (DOMAIN §2.5 W1)."""

    qty: Decimal
    unit: str  # working_day, day, hour, month, year


_UNITS = (
    (r"ngay\s*(?:lam\s*viec|lv\b)", "working_day"),
    (r"ngay", "day"),
    (r"gio", "hour"),
    (r"thang", "month"),
    (r"nam", "year"),
)
_UNIT = "|".join(f"(?P<{name}>{pattern})" for pattern, name in _UNITS)
_QUANTITY = r"(?P<qty>\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
#: No number of a day in a date ("ngày 05 tháng 7 năm 2022") is a length of time.
_DURATION = re.compile(
    rf"(?<![\d/.,\-]){_QUANTITY}(?:\s*\([^()\d]*\)|\s*\))?\s*(?:{_UNIT})\b(?!\s*\d)(?!\s*(?:thang|nam)\s*\d)"
)
_FIRST_QUANTITY = re.compile(rf"(?<![\d/.,]){_QUANTITY}")


def parse_duration(text: str) -> Duration | None:
    """The one length of time that a text states: `3,5 ngày làm việc`, `mười tám (18) ngày`, `24 giờ`.

    None when it states none, or several that differ: which one holds is not to be guessed.
    """
    found = {
        Duration(_as_decimal(match["qty"]), match.lastgroup or "") for match in _DURATION.finditer(fold(text))
    }
    return found.pop() if len(found) == 1 else None


def parse_quantity(text: str) -> Decimal | None:
    """The first number of a text, written the Vietnamese way: `3,5` is 3.5, `1.000.000 đồng` is 1000000 (T21)."""
    found = _FIRST_QUANTITY.search(fold(text))
    return _as_decimal(found["qty"]) if found else None


def _as_decimal(written: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", written):
        written = written.replace(".", "")
    return Decimal(written.replace(",", "."))
