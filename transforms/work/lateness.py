"""Whether work was done in time, as far as anybody saw (RULINGS 46: what nobody looked at is neither late nor in time).

A report and a day on the sheet say when it was done. A look at the board says only that it was done by then: of work that was
due before the look, and that no earlier look after the due day found undone, nobody knows whether it was late.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from niemyet.model.tables import Listing, ListingUpdate
from niemyet.model.words import DoneKnownBy, UpdateState


class Lateness(StrEnum):
    """What can be said of a piece of work and its day."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"  # not done, and not yet past its day
    UNOBSERVED = "unobserved"  # nobody looked, or not at a time that says anything


Looks = Mapping[str, Sequence[date]]


def looks_of(listings: Iterable[Listing]) -> Looks:
    """Unit → the days on which its board was looked at, in order."""
    return looks_on((row.unit_id, row.observed_on) for row in listings)


def looks_on(observed: Iterable[tuple[str, date]]) -> Looks:
    """The same of units and days on which a row of their boards was seen."""
    days: dict[str, set[date]] = defaultdict(set)
    for unit_id, day in observed:
        days[unit_id].add(day)
    return {unit_id: sorted(found) for unit_id, found in days.items()}


def lateness(one: ListingUpdate, looks: Looks) -> Lateness | None:
    """How a piece of work stands; None of what has no day or was taken over by other work."""
    if one.due_on is None or one.state is UpdateState.CANCELLED:
        return None
    if one.state is UpdateState.UNOBSERVED:
        return Lateness.UNOBSERVED
    if one.done_on is None:
        return Lateness.LATE if one.state is UpdateState.OVERDUE else Lateness.OPEN
    return done_lateness(one.due_on, one.done_on, looks.get(one.unit_id, ()), one.done_known_by)


def done_lateness(
    due_on: date, done_on: date, looks: Sequence[date], known_by: DoneKnownBy | None = None
) -> Lateness:
    """Of work that is done: the day of a first look is the last on which it can have been done, any other is the day itself.

    `known_by`: what says the day; None, as before tables 1.7: a look, where there was one on it.
    """
    if done_on <= due_on:
        return Lateness.IN_TIME
    at = bisect_left(looks, done_on)
    by_look = known_by is DoneKnownBy.LOOK
    if known_by is None:
        by_look = at < len(looks) and looks[at] == done_on
    found_undone = at > 0 and looks[at - 1] >= due_on
    return Lateness.UNOBSERVED if by_look and not found_undone else Lateness.LATE
