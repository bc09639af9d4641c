"""Figures of the yearly reform report: what must be posted where, and what changed in a period.

A reported total is a gate to reconcile with, never a source of truth: drift is shown, data are never forced
to a target (DOMAIN §0).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Protocol

from niemyet.model.tables import Board, Decision, DecisionItem, Listing, ListingUpdate, Procedure, Review
from niemyet.model.words import (
    TO_BE_DONE,
    Action,
    DecisionKind,
    EffectSource,
    Level,
    ReviewState,
    UpdateKind,
    UpdateState,
)
from niemyet.transforms.law.events import BINDING_KINDS
from niemyet.transforms.work.boards import count_on
from niemyet.transforms.work.calendar import Own, add_working_days
from niemyet.transforms.work.lateness import Lateness, lateness, looks_of


@dataclass(frozen=True, slots=True)
class CountCheck:
    """One unit's total against the one that was reported."""

    unit_id: str
    expected: int
    found: int

    @property
    def drift(self) -> int:
        """How many more the board has than was reported."""
        return self.found - self.expected


@dataclass(frozen=True, slots=True)
class Changes:
    """Procedures of one level that changed with effect in a period, each counted once per kind."""

    level: Level
    new: int
    amended: int
    replaced: int
    abolished: int


def check_counts(boards: Iterable[Board], expected: Mapping[str, int], day: date) -> tuple[CountCheck, ...]:
    """Totals of boards on a day beside the reported ones, by unit; a unit without a board has 0."""
    found = count_on(boards, day)
    return tuple(CountCheck(unit, expected[unit], found.get(unit, 0)) for unit in sorted(expected))


def held_on(procedures: Iterable[Procedure], day: date) -> dict[Level, int]:
    """How many procedures each level holds on a day; every level is there, with 0 if it holds none."""
    codes: dict[Level, set[str]] = {level: set() for level in Level}
    for one in procedures:
        held = one.level not in one.reception_levels
        if held and one.valid_from <= day and (one.valid_until is None or day < one.valid_until):
            codes[one.level].add(one.code)
    return {level: len(found) for level, found in codes.items()}


def changes_between(
    procedures: Iterable[Procedure], items: Iterable[DecisionItem], since: date, until: date
) -> tuple[Changes, ...]:
    """Changes with effect from `since` up to, not including, `until`, by level from the top down.

    A replacement counts as one replaced procedure, not as a new one and an ended one.
    """
    action_of = {item.item_id: item.action for item in items}
    opened: dict[tuple[Level, Action], set[str]] = {}
    ended: dict[tuple[Level, Action], set[str]] = {}
    for one in procedures:
        if since <= one.valid_from < until:
            opened.setdefault((one.level, action_of[one.opened_by]), set()).add(one.code)
        if one.valid_until is not None and since <= one.valid_until < until and one.end_action is not None:
            ended.setdefault((one.level, one.end_action), set()).add(one.code)
    return tuple(
        Changes(
            level=level,
            new=len(opened.get((level, Action.NEW), ())),
            amended=len(opened.get((level, Action.AMEND), ())),
            replaced=len(ended.get((level, Action.REPLACE), ())),
            abolished=len(ended.get((level, Action.ABOLISH), ())),
        )
        for level in Level
    )


# ---- the national database, and the score of QĐ 766/QĐ-TTg (DOMAIN §1.2, §7.3) -----------------------------

#: NĐ 63/2010 Đ.24.2 as amended by NĐ 92/2017: working days from signing to publication in the national database.
_DATABASE_DAYS = {True: 10, False: 5}  # a ministry's decision, a province's
#: NĐ 63/2010 Đ.15: how long before its legal basis takes effect a province signs; the law counts calendar days,
#: the score working days, and both are told (DOMAIN §1.2, trap).
_BEFORE_EFFECT = 5


def database_due(decision: Decision, own: Own = ()) -> date | None:
    """By when the national database must show it; None when the day of signing is not known.

    The two working days of the shortened procedure are not taken: no document says that it was used.
    """
    if decision.signed_on is None:
        return None
    return add_working_days(decision.signed_on, _DATABASE_DAYS[decision.kind is DecisionKind.MINISTRY], own)


@dataclass(frozen=True, slots=True)
class AnnouncedShare:
    """A decision held against the day on which its legal basis takes effect (indicator 1.1)."""

    legal_limit: date
    score_limit: date
    on_time_legal: bool
    on_time_score: bool


def announced_in_time(signed_on: date, *, basis_effective_on: date, own: Own = ()) -> AnnouncedShare:
    """Whether a province signed in time: five days before the effect by law, five working days by the score."""
    legal = basis_effective_on - timedelta(days=_BEFORE_EFFECT)
    score = add_working_days(basis_effective_on, -_BEFORE_EFFECT, own)
    return AnnouncedShare(legal, score, signed_on <= legal, signed_on <= score)


@dataclass(frozen=True, slots=True)
class Share:
    """Procedures counted, and those of them in time; a procedure counts once."""

    counted: frozenset[str]
    on_time: frozenset[str]

    @property
    def percent(self) -> float | None:
        """Two decimals; None where nothing was counted."""
        return round(100 * len(self.on_time) / len(self.counted), 2) if self.counted else None

    @property
    def text(self) -> str:
        """As the score shows it: 50.00 %, or N/A on an empty denominator."""
        return "N/A" if self.percent is None else f"{self.percent:.2f} %"


class Published(Protocol):
    """The tables that indicators are made from; a State has them."""

    @property
    def decisions(self) -> Iterable[Decision]:
        """Decisions."""
        ...

    @property
    def decision_items(self) -> Iterable[DecisionItem]:
        """Their rows."""
        ...

    @property
    def procedures(self) -> Iterable[Procedure]:
        """What they come to."""
        ...


def made_public_in_time(
    tables: Published, made_public: Mapping[str, date], since: date, until: date
) -> Share:
    """Indicator 1.2: procedures made public in the national database from `since` up to, not including, `until`.

    `made_public`: decision → the day on which the database showed it; what is not in it is not counted, since
    nobody can say so of it. Corrections are no decisions of the score. One late decision makes a procedure late.
    """
    known = {
        one.decision_id: one
        for one in tables.decisions
        if one.kind in BINDING_KINDS - {DecisionKind.CORRECTION}
        and since <= made_public.get(one.decision_id, date.min) < until
    }
    corrected = {row.opened_by: row.code for row in tables.procedures if row.corrected_by}
    counted: set[str] = set()
    late: set[str] = set()
    for item in tables.decision_items:
        decision = known.get(item.decision_id)
        due = database_due(decision) if decision is not None else None
        if decision is None or due is None:
            continue
        own = corrected.get(item.item_id, item.code)  # a misprinted code never was a procedure (RULINGS 8)
        codes = {code for code in (own, *item.replaces) if code is not None}
        counted |= codes
        if made_public[decision.decision_id] > due:
            late |= codes
    return Share(frozenset(counted), frozenset(counted - late))


def announced_share(tables: Published, since: date, until: date) -> Share:
    """Indicator 1.1: procedures that decisions signed in the period announce, against the effect of their basis.

    The basis is the latest effective of the cited decisions that were received; a decision whose basis nobody has
    received is not counted, since nobody can say. One late decision makes a procedure late.
    """
    by_id = {one.decision_id: one for one in tables.decisions}
    judged: dict[str, bool] = {}
    for one in by_id.values():
        if one.signed_on is None or not since <= one.signed_on < until or one.kind not in BINDING_KINDS:
            continue
        days = [by_id[basis].effective_on for basis in one.basis_decisions if basis in by_id]
        known = [day for day in days if day is not None]
        if known:
            judged[one.decision_id] = announced_in_time(
                one.signed_on, basis_effective_on=max(known)
            ).on_time_score
    counted: set[str] = set()
    late: set[str] = set()
    for item in tables.decision_items:
        if item.decision_id in judged and item.code is not None:
            counted.add(item.code)
            if not judged[item.decision_id]:
                late.add(item.code)
    return Share(frozenset(counted), frozenset(counted - late))


# ---- our own (DOMAIN §7.3) ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    of: int

    @property
    def text(self) -> str:
        """Two decimals, or N/A on an empty denominator."""
        return f"{100 * self.part / self.of:.2f} %" if self.of else "N/A"


_MISSING = frozenset({UpdateKind.POST, UpdateKind.OPENING_LIST})
_STALE = frozenset({UpdateKind.REPLACE_SHEET, UpdateKind.FIX_SHEET, UpdateKind.REMOVE, UpdateKind.SWAP})


def board_accuracy(
    boards: Iterable[Board], updates: Iterable[ListingUpdate], listings: Iterable[Listing], day: date
) -> Rate:
    """Entries posted rightly of all that must be, or still are, posted, over the units whose listing was seen."""
    seen = {row.unit_id for row in listings if row.observed_on <= day}
    must = sum(number for unit_id, number in count_on(boards, day).items() if unit_id in seen)
    wrong = {
        (one.unit_id, one.code): one.kind
        for one in updates
        if one.unit_id in seen and one.state in TO_BE_DONE and one.kind in _MISSING | _STALE
    }
    extra = sum(kind is UpdateKind.REMOVE for kind in wrong.values())
    return Rate(max(0, must - (len(wrong) - extra)), must + extra)


#: Work of which nobody can say whether it was in time: taken over, or where nobody ever looked (RULINGS 46).
_NOT_JUDGED = frozenset({UpdateState.CANCELLED, UpdateState.UNOBSERVED})


def posted_in_time(
    updates: Iterable[ListingUpdate], since: date, until: date, listings: Iterable[Listing] = ()
) -> Rate:
    """Work due from `since` up to, not including, `until` that was done by its day, of that of which anybody can say.

    `listings`: the looks at boards; a look alone does not say since when a sheet hangs (`lateness`).
    """
    looks = looks_of(listings)
    due = [one for one in updates if one.due_on is not None and since <= one.due_on < until]
    told = Counter(lateness(one, looks) for one in due)
    counted = (Lateness.IN_TIME, Lateness.LATE, Lateness.OPEN)
    return Rate(told[Lateness.IN_TIME], sum(told[one] for one in counted))


def median_exposed_days(updates: Iterable[ListingUpdate], since: date, until: date) -> float | None:
    """Median of the days a board was wrong, of work due in the period; None without any."""
    days = [
        one.exposed_days
        for one in updates
        if one.due_on is not None and since <= one.due_on < until and one.state not in _NOT_JUDGED
    ]
    return float(median(days)) if days else None


def open_reviews(reviews: Iterable[Review]) -> int:
    """Questions that wait for a person."""
    return sum(one.state is ReviewState.OPEN for one in reviews)


def explicit_effect(decisions: Sequence[Decision], since: date, until: date) -> Rate:
    """Decisions signed in the period that say themselves from when they hold."""
    signed = [
        one
        for one in decisions
        if one.signed_on is not None and since <= one.signed_on < until and one.kind in BINDING_KINDS
    ]
    stated = {EffectSource.EXPLICIT, EffectSource.SIGNING_CLAUSE}
    return Rate(sum(one.effect_source in stated for one in signed), len(signed))
