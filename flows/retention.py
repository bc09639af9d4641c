"""How long releases are kept: the last one of each week too, beside those of `niemyet.transforms.retention`.

A release is a megabyte or so that no other shares, and what a removed one said is made again from `raw/` and `lake/`. So for
some weeks each day is kept, for some months each week, for years each month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from niemyet.transforms import retention


@dataclass(frozen=True, slots=True)
class ReleaseRetention(retention.Retention):
    """How long releases are kept: every one of so many days, the last one of each of so many months and of so many weeks."""

    weeks: int = 0


def kept(releases: Iterable[tuple[str, date]], today: date, rule: ReleaseRetention) -> frozenset[str]:
    """Identifiers to keep, of (identifier, local day it speaks for), in whatever order.

    A week is Monday to Sunday; as with months, those in which nothing was published are not counted.
    """
    known = sorted(releases, key=lambda one: (one[1], one[0]))
    last_of = {day.isocalendar()[:2]: name for name, day in known}
    weekly = {last_of[week] for week in sorted(last_of, reverse=True)[: rule.weeks]}
    return retention.kept(known, today, days=rule.days, months=rule.months) | weekly
