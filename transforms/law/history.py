"""Items → versions of procedures, in valid time and in knowledge time.

Per (code, level): events in the order of RULINGS 14 become versions (transforms.timeline); folded once for every
day on which something about that key became known, they become `procedure_history`. Nothing else is looked at,
so the cost is that of the events, and arrival order changes `known_from` and `known_until` only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, overload

from niemyet.model.records import Province, Resolution
from niemyet.model.rows_by_column import RowsByColumn
from niemyet.model.tables import Decision, DecisionItem, Procedure, ProcedureHistory, Review, Suspension
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, ProcedureState, Proof
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.adopted import is_adopted, lay_below
from niemyet.transforms.law.alike import AlikeNames, NearCodes, Versions
from niemyet.transforms.law.citing import DecisionIndex, index_decisions
from niemyet.transforms.law.code_names import hold_back, hold_back_pauses
from niemyet.transforms.law.corrections import Chosen, apply_corrections
from niemyet.transforms.law.decision_acts import Act, apply_acts, names_procedure, strikes_of
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    DISTRICT_END,
    Event,
    EventKind,
    KnownItem,
    attribute_event,
    binds,
    effect_of,
    events_of,
    first_known,
    is_held_back,
    stretches,
    units_of,
    waits,
)
from niemyet.transforms.law.grounds import is_parted, known_days, versions_by_ground
from niemyet.transforms.law.law_reviews import Asked, Doubts, find_doubts
from niemyet.transforms.law.pauses import (
    PAUSES,
    at_level,
    days_of,
    is_known,
    pauses_of,
    with_pauses,
)
from niemyet.transforms.law.questions import reference_review_id
from niemyet.transforms.law.references import (
    Chains,
    Unresolved,
    build_library,
    by_own_decision,
    is_reference,
    resolve_references,
)
from niemyet.transforms.law.timeline import Remark, Segment, Timeline, timelines

#: Columns that a version says itself.
_KNOWN = ("known_from", "known_until")
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Folded:
    """What the decisions come to."""

    procedures: tuple[Procedure, ...]
    history: Sequence[ProcedureHistory]
    asked: tuple[Asked, ...]  # sorted by the id of the question
    item_flags: dict[str, tuple[str, ...]]  # item id → what the fold adds to its flags
    misprints: tuple[tuple[str, str], ...]  # misprinted code → right code
    names: frozenset[tuple[str, str]]  # that procedures open with, as known today, and their codes

    @property
    def reviews(self) -> tuple[Review, ...]:
        """The questions alone."""
        return tuple(one.review for one in self.asked)


def unshown_names(
    names: Iterable[tuple[str, str]], procedures: Iterable[Procedure]
) -> tuple[tuple[str, str], ...]:
    """Of the names that procedures open with those that none of their versions bears: another came on the same day."""
    borne = {(one.name, one.code) for one in procedures}
    return tuple(sorted(each for each in names if each not in borne))


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of the procedures that are not folded with a part of the items; asked for only where it matters."""

    names: Callable[[], AlikeNames]  # that they open with, as known today
    versions: Callable[[], Versions]


def fold_history(
    decisions: Sequence[Decision],
    items: Sequence[DecisionItem],
    province: Province,
    as_of: date,
    knowledge_day: date,
    resolutions: Iterable[Resolution] = (),
    wordings: Mapping[str, Sequence[KnownItem]] | None = None,
    chosen: Mapping[str, Chosen] | None = None,
    beside: Others | None = None,
) -> Folded:
    """Fold what was received up to the end of `knowledge_day`; states are those of `as_of`.

    Decisions of foreign issuers, internal procedures, processes, delegations and subsets open nothing
    (DOMAIN §2.4, RULINGS 16); what cannot be settled from the documents becomes a review and changes nothing.
    `wordings` and `chosen` are what people's answers come to (`transforms.answers`): by item how it was known over
    time, and by correction the row that it means. `beside`: where `items` are those of a part of the procedures, of the others
    what questions look up in all of them.
    """
    known_decisions = {
        one.decision_id: one for one in decisions if local_day(one.received_at) <= knowledge_day
    }
    known_items = sorted(
        [item for item in items if item.decision_id in known_decisions], key=attrgetter("item_id")
    )
    index = index_decisions(known_decisions.values(), province)
    answers = {one.review_id: one for one in resolutions}
    strikes = strikes_of(known_items, known_decisions, index, province, wordings or {}, answers)
    held = _corrections_held(known_items, known_decisions, index, province, answers, wordings or {}, strikes)
    corrected = apply_corrections(known_items, known_decisions, index, wordings, chosen, held)
    before_acts = corrected.items
    acted = apply_acts(corrected.items, known_decisions, index, province, answers, known_items, strikes)
    corrected = replace(corrected, items=acted.items)
    in_words = acted.items  # each as long as it says the same
    if any(one.reworded for one in in_words):
        in_words = tuple(stretch for one in in_words for stretch in stretches(one))
    chains, undated = _chains(in_words, province)
    contradicted = hold_back(chains)
    lists = {one.decision_id for one in known_decisions.values() if is_adopted(one)}
    lay_below(chains, (one for one in corrected.items if one.decision.decision_id in lists) if lists else ())
    references = [
        one
        for one in corrected.items
        if (one.item.code is None or not one.item.levels) and is_reference(one, province)
    ]
    if strikes:  # that it strikes an entry is said by nobody but the row itself: nothing is to be asked
        references = [
            one for one in references if one.item.item_id not in strikes or names_procedure(one.item)
        ]
    unresolved: dict[str, Unresolved] = {}
    if references:
        library = build_library(corrected.items, chains, index, province)
        library.beside = by_own_decision(references, before_acts)
        if beside is not None:
            library.names.look_beside(beside.names)
        unresolved = resolve_references(
            references,
            library,
            {
                one.item.item_id: answers[reference_review_id(one.item)]
                for one in references
                if reference_review_id(one.item) in answers
            },
        )
    procedures: list[Procedure] = []
    history: list[tuple[Sequence[Event], Sequence[_Version]]] = []
    pauses, misnamed = hold_back_pauses(pauses_of(in_words, province), chains)
    segments: dict[tuple[str, Level], tuple[Segment, ...]] = {}
    findings: dict[tuple[str, Level], tuple[tuple[Remark, Event], ...]] = {}
    by_ground = bool(province.predecessors) or any(units_of(one) for one in known_decisions.values())
    for chain in sorted(chains, key=lambda one: (one[0], _LEVEL_ORDER[one[1]])):
        events = chains[chain]
        paused = at_level(pauses[chain[0]], chain[1]) if chain[0] in pauses else []
        if paused or (by_ground and is_parted(events, province)):
            known = _anew_each_day(events, paused, province, as_of)
        else:
            known = _in_knowledge_time(events, as_of)
        history.append((events, known.history))
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
        acted=acted,
        strikes=strikes,
        contradicted=(*contradicted, *misnamed),
        pauses=[one for held in pauses.values() for one in held],
        near=NearCodes(segments, beside.versions) if beside is not None else NearCodes(segments),
        items_of=_by_decision(known_items),
        as_of=as_of,
        answered=answers.keys(),
    )
    asked, item_flags = find_doubts(doubts)
    return Folded(
        # Of one procedure they are in order already: by level, version, and day of knowledge.
        tuple(sorted(procedures, key=attrgetter("procedure_id"))),
        History(_by_procedure(history), as_of),
        asked,
        item_flags,
        corrected.misprints,
        _names_opened(chains),
    )


def _corrections_held(
    items: Sequence[DecisionItem],
    decisions: Mapping[str, Decision],
    index: DecisionIndex,
    province: Province,
    answers: Mapping[str, Resolution],
    wordings: Mapping[str, Sequence[KnownItem]],
    strikes: Mapping[str, Act],
) -> Mapping[str, Sequence[KnownItem]]:
    """The correcting rows over knowledge time, with the time that acts on their decisions leave them."""
    correcting = {item.decision_id for item in items if item.action is Action.CORRECT}
    printed = [item for item in items if item.decision_id in correcting]
    known = [
        one
        for item in printed
        for one in wordings.get(item.item_id) or (first_known(item, decisions[item.decision_id]),)
    ]
    held: dict[str, list[KnownItem]] = {item.item_id: [] for item in printed if item.action is Action.CORRECT}
    acted = apply_acts(known, decisions, index, province, answers, printed, strikes).items if known else ()
    for one in acted:
        if one.item.item_id in held:
            held[one.item.item_id].append(one)
    return held


def _names_opened(chains: Chains) -> frozenset[tuple[str, str]]:
    """The names that procedures open with by decisions, as known today; as `references.build_library` notes them."""
    opens = EventKind.OPEN
    found: set[tuple[str, str]] = set()
    for (code, _), events in chains.items():
        before: str | None = None  # most versions of a procedure bear the name of the one before
        for event in events:
            if event.kind is opens and event.known_until is None and not event.adopted:
                name = event.item.name
                if name != before:
                    found.add((name, code))
                    before = name
    return frozenset(found)


def _by_decision(items: Iterable[DecisionItem]) -> dict[str, list[DecisionItem]]:
    found: dict[str, list[DecisionItem]] = {}
    for item in items:
        found.setdefault(item.decision_id, []).append(item)
    return found


def _chains(items: Iterable[KnownItem], province: Province) -> tuple[Chains, list[KnownItem]]:
    """Events of the items that say what they mean, by (code, level); and the items whose effect is not dated."""
    chains: Chains = {}
    undated = []
    of_any_level: list[KnownItem] = []
    decision: Decision | None = None
    is_silent = is_bound = False
    for known in items:
        if known.decision is not decision:  # rows of one stand together, and what it is holds for all of them
            decision = known.decision
            # Lists are laid below all of these (`lay_below`); what is asked about is not applied (RULINGS 38).
            is_silent = decision.kind is DecisionKind.ADOPTED or waits(decision)
            own = decision.effective_on
            is_bound = own is not None and binds(decision, own, province)
        if is_silent:
            continue
        effective_on, effective_until = effect_of(known.item, decision)
        if effective_on is None or (effective_until is not None and effective_until <= effective_on):
            if known.known_until is None and _would_act(known):
                undated.append(known)
            continue
        if not (is_bound if effective_on == own else binds(decision, effective_on, province)):
            continue
        if decision.kind is DecisionKind.SUBSET and not known.item.levels:
            of_any_level.append(known)
        for event in events_of(known):
            chains.setdefault((event.code, event.level), []).append(event)
    _spread(chains, of_any_level)
    for events in chains.values():
        if len(events) > 1:
            events.sort(key=attrgetter("order"))
    return chains, undated


def _spread(chains: Chains, lists: Iterable[KnownItem]) -> None:
    """Rows of lists of attributes, such as reception, that name no level: they speak of every level that holds the code."""
    levels: dict[str, list[Level]] = {}
    for code, level in chains:
        levels.setdefault(code, []).append(level)
    for known in lists:
        named = known.item.code
        if named is not None and known.item.reception_levels and not is_held_back(known.item):
            for level in levels.get(named, ()):
                chains[named, level].append(attribute_event(known, named, level))


def _would_act(known: KnownItem) -> bool:
    """Whether only the missing date keeps it from acting, and nobody has been asked for it yet."""
    item, decision = known.item, known.decision
    kind_acts = decision.kind in BINDING_KINDS or decision.kind is DecisionKind.SUBSET
    asked = decision.effect_source in {EffectSource.INDIRECT, EffectSource.UNREAD}
    aims = item.action not in {Action.CORRECT, *PAUSES} and (bool(item.levels) or item.code is None)
    return kind_acts and aims and not asked


class _Version(NamedTuple):
    """A version as it was known for a time; its row is made when somebody looks at it."""

    segment: Segment
    number: int
    known_from: date
    known_until: date | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """One key at every knowledge time, and in detail at the newest."""

    history: tuple[_Version, ...]
    newest: tuple[Procedure, ...]
    segments: tuple[Segment, ...]
    findings: tuple[tuple[Remark, Event], ...]


def _by_procedure(history: Iterable[tuple[Sequence[Event], Sequence[_Version]]]) -> list[_Version]:
    """Versions by the id of their procedure; those of one chain are nearly always of one, and are not parted to be sorted."""
    parts: list[tuple[str, Sequence[_Version]]] = []
    for events, versions in history:
        if (
            versions and len({event.issuer_id for event in events}) == 1
        ):  # there are fewer events than versions
            parts.append((_procedure_id(versions[0].segment.holding.event), versions))
        else:
            parts += [(_procedure_id(one.segment.holding.event), (one,)) for one in versions]
    parts.sort(key=itemgetter(0))
    return [one for _, versions in parts for one in versions]


def _in_knowledge_time(events: Sequence[Event], as_of: date) -> _Known:
    """Fold the events of one key for each day on which they became known."""
    past: list[_Version] = []
    standing: list[_Version] = []
    timeline: Timeline | None = None
    for day, timeline in timelines(events):
        settled = min(timeline.settled, len(standing))
        segments = timeline.shown(settled)
        # What this day may show otherwise: nearly always one, the version in force.
        for place, segment in enumerate(segments, settled):
            if place == len(standing):
                standing.append(_Version(segment, place + 1, day))
            elif not _show_the_same((was := standing[place]).segment, segment):
                past.append(_Version(was.segment, was.number, was.known_from, day))
                standing[place] = _Version(segment, place + 1, day)
        shown = settled + len(segments)
        if shown < len(standing):
            past += [gone._replace(known_until=day) for gone in standing[shown:]]
            del standing[shown:]
    if past:
        past += standing
        past.sort(key=attrgetter("number", "known_from"))
    else:
        past = standing
    newest = tuple([_procedure(one.segment, one.number, as_of) for one in standing])
    if timeline is None:
        return _Known(tuple(past), newest, (), ())
    return _Known(tuple(past), newest, timeline.versions(), timeline.findings())


def _anew_each_day(
    events: Sequence[Event], paused: Sequence[KnownItem], province: Province, as_of: date
) -> _Known:
    """The same where former provinces decided each for its own ground (RULINGS 43), or where acts suspend the procedure."""
    past: list[_Version] = []
    standing: list[_Version] = []
    segments: tuple[Segment, ...] = ()
    findings: tuple[tuple[Remark, Event], ...] = ()
    parted = is_parted(events, province)
    for day in sorted({*known_days(events), *days_of(paused)}):
        known = [one for one in events if one.known_on(day)]
        if parted:
            segments, findings = versions_by_ground(known, province)
        else:
            timeline = Timeline(known)
            segments, findings = timeline.versions(), timeline.findings()
        segments = with_pauses(segments, [one for one in paused if is_known(one, day)], province)
        now = []
        for place, segment in enumerate(segments):
            before = standing[place] if place < len(standing) else None
            same = before is not None and _show_the_same(before.segment, segment)
            since = before.known_from if before is not None and same else day
            now.append(_Version(segment, place + 1, since))
        kept = {(one.number, one.known_from) for one in now}
        past.extend(
            one._replace(known_until=day) for one in standing if (one.number, one.known_from) not in kept
        )
        standing = now
    past += standing
    past.sort(key=attrgetter("number", "known_from"))
    newest = tuple(_procedure(one.segment, one.number, as_of) for one in standing)
    return _Known(tuple(past), newest, segments, findings)


def _show_the_same(one: Segment, other: Segment) -> bool:
    """Whether two versions of the same number have the same row, whatever they were folded from."""
    if one is other:
        return True
    if one.valid_until != other.valid_until or one.valid_from != other.valid_from:
        return False
    if one.holding.event.item.item_id != other.holding.event.item.item_id:
        return False  # the rows say which item decides them
    return one == other or _procedure(one, 0, date.min) == _procedure(other, 0, date.min)


class History(RowsByColumn[ProcedureHistory]):
    """The rows of `procedure_history`. There are more than items; each is made when it is looked at."""

    def __init__(self, versions: Sequence[_Version], as_of: date) -> None:
        self._versions = versions
        self._as_of = as_of

    def __len__(self) -> int:
        return len(self._versions)

    @overload
    def __getitem__(self, place: int) -> ProcedureHistory: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[ProcedureHistory, ...]: ...

    def __getitem__(self, place: int | slice) -> ProcedureHistory | tuple[ProcedureHistory, ...]:
        if isinstance(place, slice):
            return tuple(self._row(one) for one in self._versions[place])
        return self._row(self._versions[place])

    def __iter__(self) -> Iterator[ProcedureHistory]:
        return map(self._row, self._versions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def column(self, name: str) -> list[Any]:
        """See RowsByColumn."""
        return list(map(attrgetter(name), self._versions if name in _KNOWN else self._rows))

    @cached_property
    def _rows(self) -> list[Procedure]:
        return [_procedure(one.segment, one.number, self._as_of) for one in self._versions]

    def _row(self, one: _Version) -> ProcedureHistory:
        columns, seldom = _columns(one.segment, one.number, self._as_of)
        known: tuple[Any, ...] = (*columns, one.known_from, one.known_until)
        return ProcedureHistory(*known, **seldom)


def _procedure(segment: Segment, version: int, as_of: date) -> Procedure:
    columns, seldom = _columns(segment, version, as_of)
    return Procedure(*columns, **seldom)


def _columns(segment: Segment, version: int, as_of: date) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    """What a version says, by place; and by name what few say."""
    holding, ended_by = segment.holding, segment.ended_by
    event = holding.event
    suspensions = _suspensions(segment) if segment.suspended or event.suspensions else None
    # By their places: there is a row for each version of each procedure, and to name its columns takes as long again.
    columns = (
        _procedure_id(event),
        event.code,
        event.issuer_id,
        event.level,
        version,
        holding.name,
        holding.sector,
        holding.time_local,
        holding.fee,
        holding.online_level,
        holding.by_post,
        holding.reception,
        segment.valid_from,
        segment.valid_until,
        _state(segment, as_of, suspensions),
        event.item.item_id,
        None if ended_by is None else ended_by.item.item_id,
        event.corrected_by,
        segment.end_action,
        segment.successors,
    )
    if suspensions is None and not event.adopted and segment.is_everywhere:
        return columns, _NOTHING_SELDOM
    seldom = {
        "ground": segment.ground,
        "only_units": segment.only_units,
        "not_units": segment.not_units,
        "suspensions": suspensions,
        "proof": Proof.ADOPTED if event.adopted else Proof.DECISION,
    }
    return columns, seldom


_NOTHING_SELDOM: Mapping[str, Any] = {}


def _procedure_id(event: Event) -> str:
    return f"{event.issuer_id}/{event.code}"


def is_off(suspension: Suspension, day: date) -> bool:
    """Whether what is suspended is off the boards on a day."""
    until = suspension.suspended_until
    return suspension.suspended_from <= day and (until is None or day < until)


def _suspensions(segment: Segment) -> tuple[Suspension, ...] | None:
    """Those within the time of the version."""
    found = tuple(
        one
        for one in (*segment.holding.event.suspensions, *segment.suspended)
        if (segment.valid_until is None or one.suspended_from < segment.valid_until)
        and (one.suspended_until is None or segment.valid_from < one.suspended_until)
    )
    return found or None


def _state(segment: Segment, as_of: date, suspensions: Iterable[Suspension] | None) -> ProcedureState:
    if segment.valid_from > as_of:
        return ProcedureState.SCHEDULED
    if segment.valid_until is None or as_of < segment.valid_until:
        if suspensions and any(is_off(one, as_of) for one in suspensions):
            return ProcedureState.SUSPENDED
        return ProcedureState.IN_FORCE
    if segment.ended_by is None and segment.valid_until == DISTRICT_END:
        return ProcedureState.VOID_LEVEL
    return ProcedureState.ENDED
