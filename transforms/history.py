"""Items → versions of procedures, in valid time and in knowledge time.

Per (code, level): events in the order of RULINGS 14 become versions (transforms.timeline); folded once for every
day on which something about that key became known, they become `procedure_history`. Nothing else is looked at,
so the cost is that of the events, and arrival order changes `known_from` and `known_until` only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from model.records import Province, Resolution
from model.tables import Decision, DecisionItem, Procedure, ProcedureHistory, Review
from model.words import Action, DecisionKind, EffectSource, Level, ProcedureState
from transforms.citing import index_decisions
from transforms.corrections import Corrected, apply_corrections
from transforms.dates import local_day
from transforms.doubts import Doubts, find_doubts
from transforms.events import BINDING_KINDS, DISTRICT_END, Event, KnownItem, binds, effect_of, events_of
from transforms.references import (
    Chains,
    build_library,
    is_reference,
    reference_review_id,
    resolve_references,
)
from transforms.timeline import Finding, Segment, build_timeline

_COLUMNS = tuple(column.name for column in fields(Procedure))
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Folded:
    """What the decisions come to."""

    procedures: tuple[Procedure, ...]
    history: tuple[ProcedureHistory, ...]
    reviews: tuple[Review, ...]
    item_flags: dict[str, tuple[str, ...]]  # item id → what the fold adds to its flags
    misprints: tuple[tuple[str, str], ...]  # misprinted code → right code


def fold_history(
    decisions: Sequence[Decision],
    items: Sequence[DecisionItem],
    province: Province,
    as_of: date,
    knowledge_day: date,
    resolutions: Iterable[Resolution] = (),
) -> Folded:
    """Fold what was received up to the end of `knowledge_day`; states are those of `as_of`.

    Decisions of foreign issuers, internal procedures, processes, delegations and subsets open nothing
    (DOMAIN §2.4, RULINGS 16); what cannot be settled from the documents becomes a review and changes nothing.
    """
    known_decisions = {
        one.decision_id: one for one in decisions if local_day(one.received_at) <= knowledge_day
    }
    known_items = sorted(
        (item for item in items if item.decision_id in known_decisions), key=lambda item: item.item_id
    )
    index = index_decisions(known_decisions.values(), province)
    corrected = apply_corrections(known_items, known_decisions, index)
    chains, undated = _chains(corrected, province)
    answers = {one.review_id: one for one in resolutions}
    references = [one for one in corrected.items if is_reference(one, province)]
    unresolved = resolve_references(
        references,
        build_library(corrected.items, chains, index, province),
        {
            one.item.item_id: answers[reference_review_id(one.item)]
            for one in references
            if reference_review_id(one.item) in answers
        },
    )
    procedures: list[Procedure] = []
    history: list[ProcedureHistory] = []
    segments: dict[tuple[str, Level], tuple[Segment, ...]] = {}
    findings: dict[tuple[str, Level], tuple[tuple[Finding, Event], ...]] = {}
    for chain in sorted(chains, key=lambda one: (one[0], _LEVEL_ORDER[one[1]])):
        known = _in_knowledge_time(chains[chain], as_of)
        history.extend(known.history)
        procedures.extend(known.newest)
        segments[chain], findings[chain] = known.segments, known.findings
    doubts = Doubts(
        decisions=known_decisions,
        items=known_items,
        corrected=corrected,
        index=index,
        province=province,
        segments=segments,
        findings=findings,
        unresolved=unresolved,
        undated=undated,
        as_of=as_of,
    )
    reviews, item_flags = find_doubts(doubts)
    return Folded(
        tuple(sorted(procedures, key=_procedure_key)),
        tuple(sorted(history, key=lambda row: (*_procedure_key(row), row.known_from))),
        reviews,
        item_flags,
        corrected.misprints,
    )


def _procedure_key(row: Procedure) -> tuple[str, int, int]:
    return row.procedure_id, _LEVEL_ORDER[row.level], row.version


def _chains(corrected: Corrected, province: Province) -> tuple[Chains, list[KnownItem]]:
    """Events of the items that say what they mean, by (code, level); and the items whose effect is not dated."""
    chains: Chains = {}
    undated = []
    for known in corrected.items:
        effective_on, effective_until = effect_of(known.item, known.decision)
        if effective_on is None or (effective_until is not None and effective_until <= effective_on):
            if _would_act(known):
                undated.append(known)
            continue
        if not binds(known.decision, effective_on, province):
            continue
        for event in events_of(known):
            chains.setdefault((event.code, event.level), []).append(event)
    for events in chains.values():
        events.sort(key=lambda event: event.order)
    return chains, undated


def _would_act(known: KnownItem) -> bool:
    """Whether only the missing date keeps it from acting, and nobody has been asked for it yet."""
    item, decision = known.item, known.decision
    kind_acts = decision.kind in BINDING_KINDS or decision.kind is DecisionKind.SUBSET
    asked = decision.effect_source is EffectSource.INDIRECT
    aims = item.action is not Action.CORRECT and (bool(item.levels) or item.code is None)
    return kind_acts and aims and not asked


@dataclass(frozen=True, slots=True)
class _Known:
    """One key at every knowledge time, and in detail at the newest."""

    history: tuple[ProcedureHistory, ...]
    newest: tuple[Procedure, ...]
    segments: tuple[Segment, ...]
    findings: tuple[tuple[Finding, Event], ...]


def _in_knowledge_time(events: Sequence[Event], as_of: date) -> _Known:
    """Fold the events of one key for each day on which they became known."""
    history: list[ProcedureHistory] = []
    alive: dict[Procedure, date] = {}
    segments: tuple[Segment, ...] = ()
    findings: tuple[tuple[Finding, Event], ...] = ()
    for day, known in _knowledge_steps(events):
        segments, findings = build_timeline(known)
        rows = {_procedure(segment, version, as_of): day for version, segment in enumerate(segments, start=1)}
        history.extend(_historic(row, since, day) for row, since in alive.items() if row not in rows)
        alive = {row: alive.get(row, day) for row in rows}
    history.extend(_historic(row, since, None) for row, since in alive.items())
    return _Known(tuple(history), tuple(alive), segments, findings)


def _knowledge_steps(events: Sequence[Event]) -> Iterator[tuple[date, Sequence[Event]]]:
    days = {event.known_from for event in events}
    days |= {event.known_until for event in events if event.known_until is not None}
    if len(days) == 1:
        yield days.pop(), events
        return
    for day in sorted(days):
        yield day, [event for event in events if event.known_on(day)]


def _procedure(segment: Segment, version: int, as_of: date) -> Procedure:
    holding = segment.holding
    event = holding.event
    return Procedure(
        procedure_id=f"{event.issuer_id}/{event.code}",
        code=event.code,
        province_id=event.issuer_id,
        level=event.level,
        version=version,
        name=holding.name,
        sector=holding.sector,
        time_local=holding.time_local,
        fee=holding.fee,
        online_level=holding.online_level,
        by_post=holding.by_post,
        reception_levels=event.item.reception_levels,
        valid_from=segment.valid_from,
        valid_until=segment.valid_until,
        state=_state(segment, as_of),
        opened_by=event.item.item_id,
        closed_by=segment.ended_by.item.item_id if segment.ended_by else None,
        corrected_by=event.corrected_by,
        end_action=segment.end_action,
        successor_codes=segment.successors,
    )


def _state(segment: Segment, as_of: date) -> ProcedureState:
    if segment.valid_from > as_of:
        return ProcedureState.SCHEDULED
    if segment.holds_on(as_of):
        return ProcedureState.IN_FORCE
    if segment.ended_by is None and segment.valid_until == DISTRICT_END:
        return ProcedureState.VOID_LEVEL
    return ProcedureState.ENDED


def _historic(row: Procedure, known_from: date, known_until: date | None) -> ProcedureHistory:
    columns: dict[str, Any] = {column: getattr(row, column) for column in _COLUMNS}
    return ProcedureHistory(**columns, known_from=known_from, known_until=known_until)
