"""Which rows of a work list are worked out anew, and which are those of the release before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from niemyet.model.tables import ListingUpdate


class ChangesWith(IntEnum):
    """What alone may change a row of work, where all that it is made from is the same.

    That it counts the days and cites the day of the newest look is no change: it is carried on a day older.
    """

    NOTHING = 0
    OTHER_LINES = 1  # a newest look whose sheets stand on other lines, or in another file: the row cites one
    A_LOOK = 2  # a look on another day, whatever it shows: none has been since it took effect
    A_DAY = 3


@dataclass(frozen=True, slots=True)
class Anew:
    """Codes of a unit's plan of which rows are worked out anew; its other rows are those of the release before, a day older.

    `beside`: rows of transitions superseded and of those yet to come; `current`: of those in effect, never fewer.
    `grown`: codes, not among `beside`, on whose tracks something came behind what had been superseded, with the number of
    transitions that had: the rows of these stay, others superseded since and those yet to come are worked out anew.
    `cited`: the words by which rows cite the newest look of each channel, and those by which they cite it today.
    """

    plan: Collection[str]  # all of its codes
    beside: frozenset[str]
    current: frozenset[str]
    cited: tuple[tuple[str, str], ...] = ()
    grown: Mapping[str, int] = field(default_factory=dict)


def is_carried(row: ListingUpdate, on: date, anew: Mapping[str, Anew]) -> bool:
    """Whether a row of the release before, which speaks for a day, is one of today's, but for the days that it counts."""
    mine = anew.get(row.unit_id)
    if mine is None or row.code is None or row.code not in mine.plan:
        return False
    if row.superseded_on is not None:
        return row.code not in mine.beside
    is_to_come = row.effective_on is not None and row.effective_on > on
    if is_to_come:
        return row.code not in mine.beside and row.code not in mine.grown
    return row.code not in mine.current
