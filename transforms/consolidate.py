"""The seam: everything received → every table that is computed. Pure: no I/O, no clock.

State = f(facts known by the end of the local day of `knowledge`, the day it speaks for). Arrival order,
repetition and the machine's clock change nothing (CONTRACT §3, RULINGS 23).
"""

from dataclasses import dataclass
from datetime import date, datetime

from model.records import Confirmation, Policy, Posting, Province, Received, Resolution
from model.tables import (
    Board,
    CalendarDay,
    Decision,
    DecisionItem,
    Listing,
    ListingUpdate,
    Procedure,
    ProcedureHistory,
    Review,
    Unit,
    UnitSuccession,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was ever received, observed, confirmed, resolved or configured; order means nothing."""

    postings: tuple[Posting, ...] = ()
    received: tuple[Received, ...] = ()
    listings: tuple[Listing, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    units: tuple[Unit, ...] = ()
    successions: tuple[UnitSuccession, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """One tuple per computed table, named as the table and sorted by its key."""

    decisions: tuple[Decision, ...] = ()
    decision_items: tuple[DecisionItem, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    procedure_history: tuple[ProcedureHistory, ...] = ()
    units: tuple[Unit, ...] = ()
    unit_successions: tuple[UnitSuccession, ...] = ()
    boards: tuple[Board, ...] = ()
    listings: tuple[Listing, ...] = ()
    listing_updates: tuple[ListingUpdate, ...] = ()
    reviews: tuple[Review, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()


def consolidate(
    facts: Facts, *, province: Province, policy: Policy, as_of: date, knowledge: datetime
) -> State:
    """Fold what is known by the end of `knowledge`'s local day into the tables of a release for `as_of`."""
    del province, policy, as_of, knowledge
    return State(units=facts.units, unit_successions=facts.successions, listings=facts.listings)
