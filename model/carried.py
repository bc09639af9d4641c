"""Which rows of a work list are worked out anew, and which are those of the release before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from niemyet.model.tables import ListingUpdate


@dataclass(frozen=True, slots=True)
class Anew:
    """Codes of a unit's plan of which rows are worked out anew; its other rows are those of the release before.

    `beside`: rows of transitions superseded and of those yet to come; `current`: of those in effect, never fewer.
    """

    plan: Collection[str]  # all of its codes
    beside: frozenset[str]
    current: frozenset[str]


def is_carried(row: ListingUpdate, on: date, anew: Mapping[str, Anew]) -> bool:
    """Whether a row of the release before, which speaks for a day, is one of today's."""
    mine = anew.get(row.unit_id)
    if mine is None or row.code is None or row.code not in mine.plan:
        return False
    if row.superseded_on is not None:
        return row.code not in mine.beside
    is_to_come = row.effective_on is not None and row.effective_on > on
    return row.code not in (mine.beside if is_to_come else mine.current)
