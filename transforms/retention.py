"""Which releases are kept: all of the last days, then the last of each week and of each month, and always the newest.

A release is a megabyte or so that no other shares, and what a removed one said is made again from `raw/` and `lake/`. So for
some weeks each day is kept, for some months each week, for years each month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long releases are kept: every one of so many days, the last one of each of so many months and of so many weeks."""

    days: int
    months: int
    weeks: int = 0


def kept(releases: Iterable[tuple[str, date]], today: date, rule: Retention) -> frozenset[str]:
    """Identifiers to keep, of (identifier, local day it speaks for), in whatever order.

    A week is Monday to Sunday; weeks and months in which nothing was published are not counted.
    """
    ordered = sorted(releases, key=lambda one: (one[1], one[0]))
    if not ordered:
        return frozenset()
    recent = {name for name, day in ordered if day > today - timedelta(days=rule.days)}
    weekly = _last(((day.isocalendar()[:2], name) for name, day in ordered), rule.weeks)
    monthly = _last((((day.year, day.month), name) for name, day in ordered), rule.months)
    return frozenset(recent | weekly | monthly | {ordered[-1][0]})


def _last(named: Iterable[tuple[tuple[int, int], str]], count: int) -> set[str]:
    """The last of each of the last so many weeks or months."""
    last_of = dict(named)
    return {last_of[each] for each in sorted(last_of, reverse=True)[:count]}
