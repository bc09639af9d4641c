"""Which releases are kept: all of the last days, then the last of each month, and always the newest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long releases are kept: every one of so many days, the last one of each of so many months."""

    days: int
    months: int


def kept(releases: Iterable[tuple[str, date]], today: date, *, days: int, months: int) -> frozenset[str]:
    """Identifiers to keep, of (identifier, day it was published).

    `days`: every release of the last so many days; `months`: the last release of each of the last so many months.
    """
    ordered = sorted(releases, key=lambda one: (one[1], one[0]))
    if not ordered:
        return frozenset()
    recent = {name for name, day in ordered if day > today - timedelta(days=days)}
    last_of = {(day.year, day.month): name for name, day in ordered}
    wanted = sorted(last_of, reverse=True)[:months]
    return frozenset(recent | {last_of[month] for month in wanted} | {ordered[-1][0]})
