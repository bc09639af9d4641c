"""Công khai, minh bạch of the score of QĐ 766/QĐ-TTg, procedure by procedure: what is counted, what is at stake and until when.

Three of its four parts (DOMAIN §7.3): 1.1 announced in time (6 points), 1.2 made public in time (4), 1.3 complete in its parts
(2); the fourth, files passed on to the national portal, is not ours to see. Points are the weight times the share in time:
0/89, 0/70, 87/89 and a full fourth part are shown as 7.96 of 18 by the national service (year 2026, one province).

Only what was observed is counted. What nobody has seen is `unobserved`: in no numerator and no denominator (RULINGS 46).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from niemyet.model.tables import (
    Catalogued,
    Decision,
    DecisionItem,
    Drift,
    SheetText,
    is_offered,
)
from niemyet.model.words import DecisionKind, DriftKind, Level, SheetComponent, SheetWitness
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.events import BINDING_KINDS
from niemyet.transforms.work.calendar import Own, add_working_days
from niemyet.transforms.work.indicators import Published, announced_in_time, database_due


class Indicator(StrEnum):
    """A part of the score."""

    ANNOUNCED = "announced"  # 1.1
    MADE_PUBLIC = "made_public"  # 1.2
    COMPLETE = "complete"  # 1.3


#: QĐ 766/QĐ-TTg; `maxScore` of the national service's own answers.
WEIGHTS = {Indicator.ANNOUNCED: 6, Indicator.MADE_PUBLIC: 4, Indicator.COMPLETE: 2}


class Verdict(StrEnum):
    """How a procedure stands to a limit."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"  # not done, and the day is still to come
    MISSED = "missed"  # not done, and the day has passed: late whenever it is done
    UNOBSERVED = "unobserved"  # nobody has seen whether, or when


@dataclass(frozen=True, slots=True)
class ScoredProcedure:
    """A procedure under one part of the score. Law and score have a limit each: 5 days are not 5 working days."""

    indicator: Indicator
    code: str
    name: str
    decision_id: str | None  # that is judged; of what is not announced yet, the ministry's
    basis_on: date | None  # 1.1: when the legal basis takes effect
    done_on: date | None  # 1.1: signed; 1.2: seen in the national database
    law_limit: date | None
    score_limit: date | None
    in_law: Verdict
    in_score: Verdict
    lacking: tuple[SheetComponent, ...] = ()  # 1.3
    points: float | None = None  # what this one procedure is worth, of the part's weight


@dataclass(frozen=True, slots=True)
class PartOfScore:
    """A part of the score: today, and as it ends if all that is open is done in time, or nothing of it."""

    indicator: Indicator
    in_time: int
    counted: int
    to_come: int  # open or missed: they are counted once they are done
    missed: int
    unobserved: int

    @property
    def points(self) -> float | None:
        """Today's; None where nothing is counted (shown as N/A)."""
        return self._of(self.in_time, self.counted)

    @property
    def best(self) -> float | None:
        """If everything open is done in time; what is missed is late whenever it is done."""
        return self._of(self.in_time + self.to_come - self.missed, self.counted + self.to_come)

    @property
    def worst(self) -> float | None:
        """If everything open is late."""
        return self._of(self.in_time, self.counted + self.to_come)

    def _of(self, part: int, of: int) -> float | None:
        return round(WEIGHTS[self.indicator] * part / of, 2) if of else None


class Scored(Published, Protocol):
    """The tables that the score is made from, in all its parts."""

    @property
    def catalogue(self) -> Iterable[Catalogued]:
        """What the national service says of procedures."""
        ...

    @property
    def drift(self) -> Iterable[Drift]:
        """Where it differs from the decisions."""
        ...

    @property
    def sheets(self) -> Iterable[SheetText]:
        """What sheets say."""
        ...


@dataclass(frozen=True, slots=True)
class ScorePeriod:
    """From a day up to, not including, another, as seen on a third (by the end of which all is counted)."""

    since: date
    until: date
    as_of: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since <= day < self.until


def score_of(
    tables: Scored,
    period: ScorePeriod,
    *,
    national: frozenset[str] = frozenset(),
    looks: frozenset[date] = frozenset(),
    own: Own = (),
) -> tuple[tuple[PartOfScore, ...], tuple[ScoredProcedure, ...]]:
    """The parts of the score and every procedure that they count or will count, each once a part, by code.

    `national`: sources that are the national database itself, so that a decision seen there is public. `looks`: days on which
    it was looked at, beside those on which something new was seen there.
    """
    parts: list[PartOfScore] = []
    every: list[ScoredProcedure] = []
    for indicator, rows in (
        (Indicator.ANNOUNCED, [*_announced(tables, period, own), *_to_announce(tables, period, own)]),
        (Indicator.MADE_PUBLIC, list(_made_public(tables, period, _Shown.of(tables, national, looks), own))),
        (Indicator.COMPLETE, list(_complete(tables))),
    ):
        worst = _one_each(rows)
        part = _part(indicator, worst)
        of = part.counted + part.to_come
        worth = round(WEIGHTS[indicator] / of, 4) if of else None
        parts.append(part)
        every += [replace(row, points=None if row.in_score is Verdict.UNOBSERVED else worth) for row in worst]
    return tuple(parts), tuple(every)


#: "If it appears in several and one is late, it is late" (the score's own formula); what is known goes before what is not.
_WORST_FIRST = (Verdict.LATE, Verdict.MISSED, Verdict.OPEN, Verdict.IN_TIME, Verdict.UNOBSERVED)


def _one_each(rows: Iterable[ScoredProcedure]) -> list[ScoredProcedure]:
    """A procedure counts once; the worst row speaks for it, of equals the one with the earliest limit."""
    found: dict[str, list[ScoredProcedure]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return [
        min(
            found[code],
            key=lambda one: (
                _WORST_FIRST.index(one.in_score),
                one.score_limit or date.max,
                one.decision_id or "",
            ),
        )
        for code in sorted(found)
    ]


def _part(indicator: Indicator, rows: Sequence[ScoredProcedure]) -> PartOfScore:
    count = {verdict: sum(row.in_score is verdict for row in rows) for verdict in Verdict}
    return PartOfScore(
        indicator,
        in_time=count[Verdict.IN_TIME],
        counted=count[Verdict.IN_TIME] + count[Verdict.LATE],
        to_come=count[Verdict.OPEN] + count[Verdict.MISSED],
        missed=count[Verdict.MISSED],
        unobserved=count[Verdict.UNOBSERVED],
    )


def _judged(done_on: date | None, limit: date, as_of: date) -> Verdict:
    if done_on is not None:
        return Verdict.IN_TIME if done_on <= limit else Verdict.LATE
    return Verdict.OPEN if as_of <= limit else Verdict.MISSED


# ---- 1.1 ---------------------------------------------------------------------------------------------------------------


def _announced(tables: Scored, period: ScorePeriod, own: Own) -> Iterator[ScoredProcedure]:
    """What decisions signed in the period announce, against the latest effect among the cited decisions that were received."""
    by_id = {one.decision_id: one for one in tables.decisions}
    for item, decision in _rows_of(tables, lambda one: one.kind in BINDING_KINDS and one.signed_on in period):
        assert decision.signed_on is not None, "it is in the period"
        days = [by_id[basis].effective_on for basis in decision.basis_decisions if basis in by_id]
        known = [day for day in days if day is not None]
        basis_on = max(known) if known else None
        held = (
            announced_in_time(decision.signed_on, basis_effective_on=basis_on, own=own) if basis_on else None
        )
        yield ScoredProcedure(
            Indicator.ANNOUNCED, _code(item), item.name, decision.decision_id, basis_on, decision.signed_on,
            held.legal_limit if held else None,
            held.score_limit if held else None,
            _judged(decision.signed_on, held.legal_limit, period.as_of) if held else Verdict.UNOBSERVED,
            _judged(decision.signed_on, held.score_limit, period.as_of) if held else Verdict.UNOBSERVED,
        )  # fmt: skip


def _to_announce(tables: Scored, period: ScorePeriod, own: Own) -> Iterator[ScoredProcedure]:
    """What ministries' decisions of the period ask a province to announce, and no decision that was received cites yet."""
    cited = {basis for one in tables.decisions if one.kind in BINDING_KINDS for basis in one.basis_decisions}

    def waits(one: Decision) -> bool:
        return (
            one.kind is DecisionKind.MINISTRY and one.effective_on in period and one.decision_id not in cited
        )

    for item, decision in _rows_of(tables, waits):
        if item.levels and set(item.levels) == {Level.MINISTRY}:
            continue  # nobody below the ministry receives or resolves it
        assert decision.effective_on is not None, "it is in the period"
        law = decision.effective_on - timedelta(days=5)
        score = add_working_days(decision.effective_on, -5, own)
        yield ScoredProcedure(
            Indicator.ANNOUNCED, _code(item), item.name, decision.decision_id, decision.effective_on, None, law, score,
            _judged(None, law, period.as_of), _judged(None, score, period.as_of),
        )  # fmt: skip


# ---- 1.2 ---------------------------------------------------------------------------------------------------------------


def _made_public(tables: Scored, period: ScorePeriod, shown: "_Shown", own: Own) -> Iterator[ScoredProcedure]:
    """What was made public in the period, or had to be; 5 working days from signing, in law (NĐ 63/2010 Đ.24.2) and in score."""
    corrected = {row.opened_by: row.code for row in tables.procedures if row.corrected_by}
    kinds = BINDING_KINDS - {DecisionKind.CORRECTION}
    for item, decision in _rows_of(tables, lambda one: one.kind in kinds and one.signed_on is not None):
        due = database_due(decision, own)
        assert due is not None, "the day of signing is known"
        for code in dict.fromkeys((corrected.get(item.item_id, _code(item)), *item.replaces)):
            seen, on = shown.of_procedure(code, decision, due)
            if not (on in period if on is not None else due in period):
                continue
            verdict = _judged(on, due, period.as_of) if seen else Verdict.UNOBSERVED
            if not seen and due >= period.as_of:
                verdict = Verdict.OPEN  # whatever has been looked at: the day is still to come
            yield ScoredProcedure(
                Indicator.MADE_PUBLIC, code, item.name, decision.decision_id, None, on, due, due, verdict, verdict
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sightings:
    """When decisions were first seen in the national database, and when anybody looked."""

    first: Mapping[str, date]  # decision → first seen there
    looks: Sequence[date]  # in order

    @classmethod
    def of(
        cls, decisions: Iterable[Decision], national: AbstractSet[str], looks: AbstractSet[date] = frozenset()
    ) -> "Sightings":
        """From the copies of decisions that some sources showed; what was new on a day was looked for on it."""
        first: dict[str, date] = {}
        for one in decisions:
            days = [local_day(copy.seen_at) for copy in one.copies if copy.source_id in national]
            if days:
                first[one.decision_id] = min(days)
        return cls(first, sorted({*looks, *first.values()}))

    def settles(self, on: date, due: date) -> bool:
        """Whether seeing it first on a day says if it was public by another.

        It was there by then; since when nobody knows, but that it was not at the look before.
        """
        before = bisect_left(self.looks, on)
        return on <= due or (before > 0 and self.looks[before - 1] > due)

    def settled(self, decisions: Iterable[Decision], own: Own = ()) -> dict[str, date]:
        """Decision → first seen, of those of which that settles whether they were public in time."""
        days = {one.decision_id: database_due(one, own) for one in decisions}
        return {
            decision: on
            for decision, on in self.first.items()
            if (due := days.get(decision)) is not None and self.settles(on, due)
        }


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was seen of the national database."""

    seen: "Sightings"
    entries: Mapping[str, tuple[Catalogued, ...]]  # code → what the catalogue says
    lacking: frozenset[tuple[str, str | None]]  # (code, decision) that the catalogue does not follow

    @classmethod
    def of(cls, tables: Scored, national: frozenset[str], looks: frozenset[date]) -> "_Shown":
        entries: dict[str, list[Catalogued]] = defaultdict(list)
        for entry in tables.catalogue:
            entries[entry.code].append(entry)
        return cls(
            Sightings.of(tables.decisions, national, looks),
            {code: tuple(found) for code, found in entries.items()},
            frozenset(
                (gap.code, gap.decision_id)
                for gap in tables.drift
                if gap.kind in {DriftKind.NOT_ENTERED, DriftKind.ABOLISHED_OPEN}
            ),
        )

    def of_procedure(self, code: str, decision: Decision, due: date) -> tuple[bool, date | None]:
        """Whether anybody can say, and the day on which it was public; no day: it was seen not to be."""
        said = [
            entry.published_on
            for entry in self.entries.get(code, ())
            if entry.published_on is not None
            and not entry.is_placeholder
            and entry.decision_text == decision.number_text
            and entry.decision_on == decision.signed_on
        ]
        if said:
            return True, min(said)
        on = self.seen.first.get(decision.decision_id)
        if on is not None:
            return self.seen.settles(on, due), on
        return (code, decision.decision_id) in self.lacking, None


# ---- 1.3 ---------------------------------------------------------------------------------------------------------------

#: Components a) to g) of NĐ 63/2010 Đ.8.2 that the catalogue's answers are known to hold; the name is always there, and of the
#: order of steps nobody knows where they stand in them (docs/portals.md), so it lets no procedure fail.
NEEDED = (
    SheetComponent.WAYS,
    SheetComponent.DOSSIER,
    SheetComponent.TIME,
    SheetComponent.SUBJECTS,
    SheetComponent.AGENCY,
)


def _complete(tables: Scored) -> Iterator[ScoredProcedure]:
    """What is public now, with the components that its page lacks; not by period."""
    held: dict[str, set[SheetComponent]] = defaultdict(set)
    for sheet in tables.sheets:
        if sheet.witness is SheetWitness.CATALOGUE and sheet.valid_until is None:
            held[sheet.code].add(sheet.component)
    for entry in tables.catalogue:
        if not is_offered(entry.state):
            continue
        lacking = tuple(one for one in NEEDED if one not in held[entry.code])
        verdict = Verdict.LATE if lacking else Verdict.IN_TIME
        yield ScoredProcedure(
            Indicator.COMPLETE, entry.code, entry.name, None, None, entry.published_on, None, None, verdict, verdict, lacking
        )  # fmt: skip


# ---- rows --------------------------------------------------------------------------------------------------------------


def _rows_of(tables: Scored, wanted: Callable[[Decision], bool]) -> Iterator[tuple[DecisionItem, Decision]]:
    """Rows with a code, and their decision."""
    decisions = {one.decision_id: one for one in tables.decisions if wanted(one)}
    for item in tables.decision_items:
        if item.decision_id in decisions and item.code is not None:
            yield item, decisions[item.decision_id]


def _code(item: DecisionItem) -> str:
    assert item.code is not None, "rows without a code are left out"
    return item.code
