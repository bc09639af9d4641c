"""What folding leaves open, as reviews and flags (RULINGS 1-16): every doubt is said once, none changes anything.

One review per row where a row is in doubt, per procedure for the end of the district level, per decision
where hundreds would say the same.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as columns_of
from datetime import date
from itertools import pairwise

from niemyet.model.records import Fields, Province, fields
from niemyet.model.tables import Decision, DecisionItem, RelationRow, Review
from niemyet.model.words import Action, DecisionKind, Level, RelationType, ReviewKind
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.exceptions import part_exception
from niemyet.transforms.language.names import is_cut
from niemyet.transforms.language.text import fold, key
from niemyet.transforms.law.adopted_doubts import adopted_doubts, is_inferred
from niemyet.transforms.law.alike import NearCodes
from niemyet.transforms.law.citing import DecisionIndex, is_anothers, scope_of
from niemyet.transforms.law.code_names import CodeAndName
from niemyet.transforms.law.corrections import Corrected
from niemyet.transforms.law.decision_acts import ANNULS, TIMELY, Act, Acted, restored_on
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    BY_ANSWER,
    DISTRICT_END,
    EVERYWHERE,
    REWORDED,
    Event,
    EventKind,
    KnownItem,
    binds,
    effect_of,
    is_foreign,
    waits,
)
from niemyet.transforms.law.pauses import PAUSES, meet_nothing
from niemyet.transforms.law.questions import ask, decision_field, decision_text, field_of, item_text
from niemyet.transforms.law.reception_lists import reception_lists
from niemyet.transforms.law.references import Unresolved
from niemyet.transforms.law.row_addresses import levels_of_part, rows_in_part
from niemyet.transforms.law.sentences import day_text
from niemyet.transforms.law.timeline import Holding, Remark, Segment

Chain = tuple[str, Level]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it is about, for the answer to act on exactly that."""

    review: Review
    code: str | None = None
    level: Level | None = None
    levels: tuple[Level, ...] = ()  # further levels that an answer may concern
    on: date | None = None  # from when an answer has effect
    rows: tuple[str, ...] = ()  # items that an answer chooses among
    codes: tuple[str, ...] = ()  # procedures that an answer chooses among
    until: date | None = None  # until when an answer has effect, where an act restored what it ends


@dataclass(frozen=True, slots=True)
class Doubts:
    """Everything that doubts are found in, at the newest knowledge."""

    decisions: dict[str, Decision]
    items: Sequence[DecisionItem]
    corrected: Corrected
    index: DecisionIndex
    province: Province
    segments: dict[Chain, tuple[Segment, ...]]
    findings: dict[Chain, tuple[tuple[Remark, Event], ...]]
    unresolved: dict[str, Unresolved]
    undated: Sequence[KnownItem]
    acted: Acted
    strikes: Mapping[str, Act]  # rows that strike a row of an earlier decision
    contradicted: Sequence[CodeAndName]
    pauses: Sequence[KnownItem]
    near: NearCodes
    items_of: Mapping[str, Sequence[DecisionItem]]  # by decision
    as_of: date
    answered: Collection[str] = frozenset()  # questions that somebody has answered


def find_doubts(doubts: Doubts) -> tuple[tuple[Asked, ...], dict[str, tuple[str, ...]]]:
    """Questions sorted by id, each once, and by item id the flags to add."""
    flags: dict[str, set[str]] = {}
    found: dict[str, Asked] = {}
    for one in _all_reviews(doubts, flags):
        asked = one if isinstance(one, Asked) else Asked(one)
        found.setdefault(asked.review.review_id, asked)
    _flag_late_arrivals(doubts, flags)
    _flag_cut_names(doubts, flags)
    return (
        tuple(found[one] for one in sorted(found)),
        {item_id: tuple(sorted(found)) for item_id, found in sorted(flags.items())},
    )


def _all_reviews(doubts: Doubts, flags: dict[str, set[str]]) -> Iterator[Review | Asked]:
    yield from _findings(doubts, flags)
    yield from _unresolved(doubts)
    yield from _pending_corrections(doubts)
    yield from _undated(doubts)
    yield from _void_levels(doubts)
    yield from _reverts(doubts)
    yield from _limited_corrections(doubts)
    yield from _relations(doubts)
    yield from _acts(doubts)
    yield from _contradicted(doubts)
    yield from _nothing_suspended(doubts)
    yield from _left_out_of_lists(doubts)
    yield from reception_lists(doubts.decisions, doubts.items, doubts.index, doubts.acted)
    yield from _unread_kinds(doubts)
    yield from _mixed_territories(doubts)
    yield from _before_the_merger(doubts)
    yield from _two_of_a_name(doubts)
    yield from _adopted(doubts)


# ---- findings of the fold -------------------------------------------------------------------------------

_FLAGS = {
    Remark.NEW_IN_FORCE: "new_in_force",
    Remark.HISTORY_UNKNOWN: "history_unknown",
    Remark.NEVER_OPENS: "never_opens",
}


def _findings(doubts: Doubts, flags: dict[str, set[str]]) -> Iterator[Asked]:
    levels_of: dict[str, list[Level]] = {}
    without: dict[tuple[str, Level | None, date], list[tuple[Asked, Event]]] = {}
    for code, level in doubts.segments:
        levels_of.setdefault(code, []).append(level)
    for chain, found in doubts.findings.items():
        levels = levels_of[chain[0]]
        barred = [event for finding, event in found if finding is Remark.NEVER_OPENS]
        for finding, event in found:
            if finding is Remark.ADOPTED_ENDED:
                continue  # said once for each list (`adopted_doubts`)
            opens = finding is Remark.FIRST_AT_LEVEL or finding is Remark.HISTORY_UNKNOWN
            elsewhere = _held_elsewhere(doubts, event, levels) if opens and len(levels) > 1 else ()
            if elsewhere:
                flags.setdefault(event.item.item_id, set()).add("level_added")
                asked = _level_added(doubts, event, elsewhere)
                yield Asked(asked, event.code, event.level, elsewhere, event.effective_on)
                continue
            if finding is Remark.FIRST_AT_LEVEL:
                continue
            if finding is Remark.HISTORY_UNKNOWN and _moved_here(doubts, event, levels):
                flags.setdefault(event.item.item_id, set()).add("level_moved")
                continue
            if finding in _FLAGS and not _opens_later(finding, event, doubts.segments[chain]):
                flags.setdefault(event.item.item_id, set()).add(_FLAGS[finding])
            if finding is Remark.NOT_IN_FORCE and any(one.rank < event.rank for one in barred):
                continue
            if finding in _QUESTIONS:
                flags.setdefault(event.item.item_id, set()).add(finding.value)
                review = _QUESTIONS[finding](doubts, event)
                one = Asked(review, event.code, event.level, (), event.effective_on, review.candidates)
                if review.kind == ReviewKind.NOT_IN_FORCE and not review.candidates:
                    # A row of several levels is answered for each of them; others are told apart by their rows.
                    own = event.level if len(event.item.levels) > 1 else None
                    together = (event.item.decision_id, own, event.effective_on)
                    without.setdefault(together, []).append((one, event))
                else:
                    yield one
    yield from _never_seen(doubts, without)


def _never_seen(
    doubts: Doubts, asked: Mapping[tuple[str, Level | None, date], Sequence[tuple[Asked, Event]]]
) -> Iterator[Asked]:
    """Abolitions of what was never seen there and is like nothing that is: one doubt, asked once a decision.

    A list of 2020 abolishes 20 procedures that were published before anything was received: 20 questions said the same.
    """
    for (decision_id, level, on), found in asked.items():
        if len(found) == 1:
            yield found[0][0]
            continue
        codes = sorted({event.code for _, event in found})
        levels = {event.level for _, event in found}
        shown = ", ".join(codes[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")
        review = ask(
            ReviewKind.NOT_IN_FORCE,
            fields(level=[each for each in Level if each in levels], count=len(codes), codes=shown, on=on),
            decision=doubts.decisions[decision_id],
            items=sorted({event.item.item_id for _, event in found}),
        )
        yield Asked(review, None, level, (), on)


#: Codes that a sentence about many of them names; chosen, not measured.
_SHOWN = 6


def _opens_later(finding: Remark, event: Event, segments: Sequence[Segment]) -> bool:
    """Whether what "never opens" does so all the same, once the limited effect that bars it has run out."""
    return finding is Remark.NEVER_OPENS and any(one.holding.event is event for one in segments)


def _held_elsewhere(doubts: Doubts, event: Event, levels: list[Level]) -> tuple[Level, ...]:
    """Other levels at which an earlier decision holds the procedure on the day of the event (RULINGS 3)."""
    held = []
    for level in levels:
        if level is event.level:
            continue
        held += [
            level
            for segment in doubts.segments[(event.code, level)]
            if segment.holds_on(event.effective_on)
            and not is_inferred(segment)
            and segment.holding.event.item.decision_id != event.item.decision_id
            and segment.holding.event.order < event.order
        ]
    return tuple(held)


def _moved_here(doubts: Doubts, event: Event, levels: list[Level]) -> bool:
    """Whether the same decision ends it at another level on the same day: a move, whose history is known."""
    return any(
        segment.valid_until == event.effective_on
        and segment.ended_by is not None
        and segment.ended_by.item.decision_id == event.item.decision_id
        for level in levels
        if level is not event.level
        for segment in doubts.segments[(event.code, level)]
    )


def _level_added(doubts: Doubts, event: Event, elsewhere: tuple[Level, ...]) -> Review:
    decision = doubts.decisions[event.item.decision_id]
    return ask(
        ReviewKind.LEVEL_ADDED,
        _about(event, levels=elsewhere),
        decision=decision,
        item=event.item,
        candidates=("moved", "both"),
    )


def _about(event: Event, **more: object) -> Fields:
    """What a question about an event speaks of."""
    return fields(
        row=item_text(event.item), code=event.code, level=event.level, on=event.effective_on, **more
    )


def _not_in_force(doubts: Doubts, event: Event) -> Review:
    decision = doubts.decisions[event.item.decision_id]
    return ask(
        ReviewKind.REPLACED_NOT_IN_FORCE if event.action is Action.REPLACE else ReviewKind.NOT_IN_FORCE,
        _about(event),
        decision=decision,
        item=event.item,
        candidates=_near_codes(doubts, event),
    )


def _near_codes(doubts: Doubts, event: Event) -> tuple[str, ...]:
    """What may have been meant: in force there on that day, of the row's name, or of a code one slip away."""
    own = {event.code, event.item.code}
    found = doubts.near.in_force(event.level, event.code, event.item.name, event.effective_on)
    near = [(is_other, code) for is_other, code in found if code not in own]
    if not near:
        return ()
    printed = {item.code for item in doubts.items_of.get(event.item.decision_id, ())}
    # A code that the decision prints in another row is that row's: it was not meant here too, unless the names agree.
    return tuple(code for is_other, code in sorted(near) if not (is_other and code in printed))


def _amended_after_end(doubts: Doubts, event: Event) -> Review:
    decision = doubts.decisions[event.item.decision_id]
    return ask(
        ReviewKind.AMENDED_AFTER_END,
        _about(event),
        decision=decision,
        item=event.item,
        candidates=("in_force", "ended"),
    )


def _same_decision(doubts: Doubts, event: Event) -> Review:
    decision = doubts.decisions[event.item.decision_id]
    rows = sorted(
        item.item_id
        for item in doubts.items_of.get(decision.decision_id, ())
        if event.code in {item.code, *item.replaces}
        and event.level in item.levels
        and item.item_id != event.item.item_id
    )
    return ask(
        ReviewKind.SAME_DECISION,
        fields(code=event.code, level=event.level),
        decision=decision,
        candidates=(event.item.item_id, *rows),
    )


def _overtaken(doubts: Doubts, event: Event) -> Review:
    """Of two rows that say different things the one that was signed first stands, for it takes effect last."""
    segments = doubts.segments.get((event.code, event.level), ())
    last = next((one.holding.event for one in segments if one.valid_until == event.effective_on), event)
    return ask(
        ReviewKind.OVERTAKEN,
        fields(
            code=event.code,
            level=event.level,
            on=event.effective_on,
            other=decision_field(doubts.decisions[last.item.decision_id]),
        ),
        decision=doubts.decisions[event.item.decision_id],
        candidates=(event.item.item_id, last.item.item_id),
    )


def _level_ended(doubts: Doubts, event: Event) -> Review:
    decision = doubts.decisions[event.item.decision_id]
    return ask(
        ReviewKind.LEVEL_ENDED,
        fields(row=item_text(event.item), code=event.code, on=event.effective_on, end=DISTRICT_END),
        decision=decision,
        item=event.item,
        candidates=(Level.PROVINCE, Level.COMMUNE),
    )


_QUESTIONS: dict[Remark, Callable[[Doubts, Event], Review]] = {
    Remark.NOT_IN_FORCE: _not_in_force,
    Remark.AMENDED_AFTER_END: _amended_after_end,
    Remark.SAME_DECISION: _same_decision,
    Remark.OVERTAKEN: _overtaken,
    Remark.LEVEL_ENDED: _level_ended,
}


#: Every flag that the fold adds to a row; no reader sets one of them.
FOLD_FLAGS = frozenset(
    {
        *_FLAGS.values(),
        *(remark.value for remark in _QUESTIONS),
        *("level_added", "level_moved", "late_arrival", "name_cut"),
    }
)


def _flag_late_arrivals(doubts: Doubts, flags: dict[str, set[str]]) -> None:
    """Received when a later decision, known before, had already taken its place (DOMAIN §4.1)."""
    for segments in doubts.segments.values():
        for segment in segments:
            after = segment.ended_by
            if after is None or segment.valid_until is None:
                continue
            received = segment.holding.event.known_from
            if after.known_from >= received:
                continue
            if segment.valid_until <= received and not segment.holding.event.adopted:
                flags.setdefault(segment.holding.event.item.item_id, set()).add("late_arrival")


def _flag_cut_names(doubts: Doubts, flags: dict[str, set[str]]) -> None:
    """A name that is only the beginning of the one before, under the same code: its source may have cut it (§6)."""
    for segments in doubts.segments.values():
        if len(segments) < 2:
            continue
        names = [segment.holding.event.item.name for segment in segments]
        if names.count(names[0]) == len(names):
            continue  # nearly all
        for place, (known, read) in enumerate(pairwise(names)):
            if len(read) >= len(known) or not is_cut(read, known):
                continue
            if not segments[place].holding.event.adopted:  # a list is no measure for what a decision prints
                flags.setdefault(segments[place + 1].holding.event.item.item_id, set()).add("name_cut")


# ---- rows that did not act ----------------------------------------------------------------------------------


def _unresolved(doubts: Doubts) -> Iterator[Review]:
    by_id = {item.item_id: item for item in doubts.items if item.item_id in doubts.unresolved}
    for item_id, unresolved in doubts.unresolved.items():
        item = by_id[item_id]
        decision = doubts.decisions[item.decision_id]
        yield ask(
            unresolved.why,
            fields(action=item.action, row=item_text(item), cited=_cited(item, decision, unresolved)),
            decision=decision,
            item=item,
            candidates=unresolved.candidates,
        )


def _cited(item: DecisionItem, decision: Decision, unresolved: Unresolved) -> str | None:
    """The decision that a row cites and that was not received: rows that cite one are one doubt."""
    if unresolved.why is not ReviewKind.REFERENCE_NOT_RECEIVED:
        return None
    cited = [
        f"{one.number_text or one.number}{f' ngày {day_text(one.signed_on)}' if one.signed_on else ''}"
        for one in scope_of(item, decision)
    ]
    return "; ".join(cited) or None


def _pending_corrections(doubts: Doubts) -> Iterator[Review]:
    for item, targets in doubts.corrected.pending:
        decision = doubts.decisions[item.decision_id]
        yield ask(
            ReviewKind.CORRECTION_PENDING,
            fields(row=item_text(item)),
            decision=decision,
            item=item,
            candidates=tuple(target.item_id for target in targets),
        )


def _undated(doubts: Doubts) -> Iterator[Review]:
    """One review per decision whose rows lack a provable first day of effect (RULINGS, CONTRACT §5.1)."""
    codes_of: dict[str, set[str | None]] = {}
    for known in doubts.undated:
        codes_of.setdefault(known.decision.decision_id, set()).add(known.item.code)
    for decision_id, codes in sorted(codes_of.items()):
        decision = doubts.decisions[decision_id]
        if is_foreign(decision, doubts.province) or decision.signed_on is None:
            continue  # what it is and when it was signed is asked first: one doubt, one question
        yield ask(
            ReviewKind.EFFECT_UNKNOWN,
            fields(codes=sorted(code for code in codes if code)),
            decision=decision,
        )


# ---- levels, expiry, whole decisions ------------------------------------------------------------------------


def _void_levels(doubts: Doubts) -> Iterator[Asked]:
    """Procedures of the district level that no decision took up at another (RULINGS 15)."""
    if doubts.as_of < DISTRICT_END:
        return
    living: dict[str, date] = {}
    for (code, level), segments in doubts.segments.items():
        if level is not Level.DISTRICT:
            for since in (segment.valid_from for segment in segments if _goes_on(segment)):
                living[code] = min(since, living.get(code, since))
    for (code, level), segments in doubts.segments.items():
        if level is not Level.DISTRICT:
            continue
        taken_up = living.get(code)
        for segment in segments:
            if segment.ended_by is None and segment.valid_until == DISTRICT_END:
                item = segment.holding.event.item
                review = ask(
                    ReviewKind.VOID_LEVEL,
                    fields(code=code, name=segment.holding.name),
                    decision=doubts.decisions[item.decision_id],
                    item=item,
                    candidates=(Level.PROVINCE, Level.COMMUNE),
                )
                # What was answered holds until a decision took it up later; nobody is asked about that any more.
                until_then = taken_up is not None and taken_up > DISTRICT_END
                if taken_up is None or (until_then and review.review_id in doubts.answered):
                    yield Asked(review, code, level, on=DISTRICT_END)


def _goes_on(segment: Segment) -> bool:
    return segment.valid_until is None or segment.valid_until > DISTRICT_END


def _reverts(doubts: Doubts) -> Iterator[Asked]:
    """What a limited effect gives back is asked from the receipt on, for each procedure (RULINGS 13).

    Never about one that a later decision has settled: at its end nothing of the limited row is left to end.
    """
    limited: dict[tuple[str, date, str], set[str]] = {}
    for (code, _), segments in doubts.segments.items():
        for segment in segments:
            event = segment.holding.event
            until = event.effective_until
            if until is None or not _ANSWERED_OR_REWORDED.isdisjoint(event.item.flags):
                continue
            # A segment that ended before was ended by what came later; one cut by the level's end is no more.
            if segment.valid_until == until:
                limited.setdefault((event.item.decision_id, until, code), set()).add(event.item.item_id)
    for known in doubts.corrected.items:
        item, decision = known.item, known.decision
        until = item.effective_until or decision.effective_until
        if until is None or (item.replaces and (decision.decision_id, until, item.code) in limited):
            continue  # a replacement that is over is asked about by its new code
        for code in _ended_for_a_time(doubts, known):
            if _comes_back(doubts, item, code, until):
                limited.setdefault((decision.decision_id, until, code), set()).add(item.item_id)
    for (decision_id, until, code), rows in sorted(limited.items()):
        review = ask(
            ReviewKind.REVERT,
            fields(last=_day_before(until), until=until, codes=code, then=_after(doubts, rows, code, until)),
            decision=doubts.decisions[decision_id],
            candidates=("reverts", "ended", "stays"),
        )
        yield Asked(review, code, on=until, rows=tuple(sorted(rows)), codes=(code,))


#: Of a row whose end a person has said, or that goes on in other words, nothing is left to ask at its end.
_ANSWERED_OR_REWORDED = frozenset({"answered", REWORDED})


def _limited_corrections(doubts: Doubts) -> Iterator[Asked]:
    """What a correction for a limited time gives back at its end: what stood before it."""
    for known in doubts.corrected.items:
        item = known.item
        _, until = effect_of(item, known.decision)
        if item.action is not Action.CORRECT or known.known_until is not None or until is None:
            continue
        if "answered" in item.flags or _given_back(doubts, item.item_id, _day_before(until), until) is None:
            continue
        code = doubts.corrected.rows[item.item_id].printed.code or item.code or ""
        review = ask(
            ReviewKind.REVERT,
            fields(last=_day_before(until), until=until, codes=code, then="returns"),
            decision=known.decision,
            candidates=("reverts", "stays"),
        )
        yield Asked(review, code, on=until, rows=(item.item_id,))


def _given_back(
    doubts: Doubts, correction_id: str, on: date, since: date
) -> tuple[DecisionItem, DecisionItem] | None:
    """A row as it is corrected on a day, and without that; None where it is the same, or nothing of it holds from `since` on."""
    both = doubts.corrected.taken_back(correction_id, on)
    if both is None:
        return None
    now, before = both
    opens = now.action not in {Action.ABOLISH, *PAUSES} and now.code is not None
    if not opens or (now.code, now.levels, now.replaces) != (before.code, before.levels, before.replaces):
        return both
    later = (
        segment.holding
        for level in now.levels
        for segment in doubts.segments.get((now.code or "", level), ())
        if segment.valid_until is None or segment.valid_until > since
    )
    return both if any(_shows(one, now, before) for one in later) else None


def _shows(holding: Holding, now: DecisionItem, before: DecisionItem) -> bool:
    """Whether a version says what a correction put right: it is the row's own, or it leaves that out."""
    item = holding.event.item
    if item.item_id == now.item_id:
        return True
    columns = [one for one in _GOES_ON if getattr(now, one) != getattr(before, one)]
    return any(not getattr(item, one) and getattr(holding, one) == getattr(now, one) for one in columns)


#: What a later row that leaves it out takes from the one before (`timeline`).
_GOES_ON = ("name", "sector", "time_local", "fee", "online_level", "by_post")


def _after(doubts: Doubts, rows: Collection[str], code: str, until: date) -> str:
    """What is at the end of a limited effect, as a word of `sentences`: an abolition gives back, other rows may not."""
    if any(item.item_id in rows and item.action is Action.ABOLISH for item in doubts.items):
        return "in_force_again"
    chains = [doubts.segments.get((code, level), ()) for level in Level]
    return "returns" if any(one.valid_from == until for chain in chains for one in chain) else "over"


def _ended_for_a_time(doubts: Doubts, known: KnownItem) -> tuple[str, ...]:
    """The codes that a row with an end of its own ends, as it is known now."""
    item = known.item
    if known.known_until is not None or known.reworded or "answered" in item.flags or item.code is None:
        return ()
    if is_foreign(known.decision, doubts.province):
        return ()
    if item.action is Action.REPLACE:
        return item.replaces
    return (item.code,) if item.action is Action.ABOLISH else ()


def _comes_back(doubts: Doubts, item: DecisionItem, code: str, until: date) -> bool:
    """Whether what a limited row ended holds again from its end on, or would on no other ground."""
    segments = [one for level in item.levels for one in doubts.segments.get((code, level), ())]
    return any(one.valid_from == until for one in segments)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _relations(doubts: Doubts) -> Iterator[Asked]:
    rows = doubts.items_of
    for decision in doubts.decisions.values():
        effective_on = decision.effective_on
        if effective_on is None or not decision.relations:
            continue
        if not binds(decision, effective_on, doubts.province):
            continue
        own = rows.get(decision.decision_id, [])
        asked: list[Asked] = []
        for relation in decision.relations:
            if is_anothers(relation.target_decision_id, doubts.province):
                continue  # what is no decision of ours changes nothing here, received or not (RULINGS 16)
            if relation.type in _ON_DECISIONS:
                yield from _targets_received(doubts, decision, relation)
            asked += _parts(doubts, decision, relation, own, rows)
        yield from _of_one_sentence(decision, asked)


_ON_DECISIONS = ANNULS | TIMELY | {RelationType.RENUMBERS, RelationType.REDATES}


def _targets_received(doubts: Doubts, decision: Decision, relation: RelationRow) -> Iterator[Asked]:
    """An act on a decision that was not received, or on one of several, does nothing; those it nearly names are said."""
    targets = doubts.index.meant(relation.target_decision_id)
    if len(targets) == 1:
        return
    near = [
        one
        for one in targets or doubts.index.near(relation.target_decision_id)
        if one.decision_id != decision.decision_id
    ]
    target = relation.target_decision_id
    if not near:
        yield Asked(ask(ReviewKind.CITED_NOT_RECEIVED, fields(target=target), decision=decision))
        return
    review = ask(
        ReviewKind.CITED_NEARLY,
        fields(target=target, near="; ".join(decision_text(one) for one in near)),
        decision=decision,
        candidates=tuple(one.decision_id for one in near),
    )
    yield Asked(review)


_PROCESS = re.compile(r"(?:toan bo |cac |mot so |noi dung |mot phan |phan |cac noi dung |\d+ )*quy trinh\b")


def _parts(
    doubts: Doubts,
    decision: Decision,
    relation: RelationRow,
    own: Sequence[DecisionItem],
    rows: Mapping[str, Sequence[DecisionItem]],
) -> Iterator[Asked]:
    """A part of an earlier decision that goes: asked, unless a row acts or asks for itself, or the reader asked."""
    abolished = [item for item in own if item.action is Action.ABOLISH]
    day = relation.effective_on or decision.effective_on
    scope = relation.scope or ""
    if relation.type is RelationType.REPEALS_ROW and not abolished:
        yield Asked(_row_without_item(decision, relation), on=day)
    whole = relation.type in ANNULS or relation.type is RelationType.SUSPENDS
    partly = whole and relation.scope is not None
    if relation.type not in {RelationType.REPLACES_PART, RelationType.REPEALS_PART} and not partly:
        return
    if _PROCESS.match(fold(scope)):
        return  # processes hang on no board
    targets = doubts.index.meant(relation.target_decision_id)
    of_target = rows.get(targets[0].decision_id, ()) if len(targets) == 1 else ()
    if partly and len(targets) == 1 and doubts.acted.is_told(targets[0].decision_id, scope):
        return  # the rows are told: the act itself is applied or asked
    asked = relation.scope is None and "review_scope" in decision.flags
    named = key(scope)
    if any(item.name and key(item.name) in named for item in abolished):
        return
    if any("row_of_list" in item.flags for item in abolished):
        return
    if not asked:
        meant = _rows_of_part(scope, of_target)
        codes = sorted({row.code for row in meant if row.code is not None})
        concerned = tuple(row.item_id for row in of_target)
        levels = tuple(sorted(levels_of_part(scope)))
        yield Asked(_partial(decision, relation, codes), on=day, rows=concerned, levels=levels)


def _of_one_sentence(decision: Decision, asked: Sequence[Asked]) -> Iterator[Asked]:
    """Parts of several decisions that one sentence takes back in the same words: one doubt, asked once."""
    same: dict[tuple[str, str | None, date | None], list[Asked]] = {}
    for one in asked:
        scope = field_of(one.review, "scope")
        if one.review.kind != ReviewKind.PARTIAL_REPEAL or not scope:
            yield one
        else:
            same.setdefault((one.review.kind, scope, one.on), []).append(one)
    for (_, scope, on), together in same.items():
        if len(together) == 1:
            yield together[0]
            continue
        targets = sorted({field_of(one.review, "target") or "" for one in together})
        codes = sorted({code for one in together for code in one.review.candidates})
        said = fields(target="; ".join(targets), scope=scope)
        review = ask(ReviewKind.PARTIAL_REPEAL, said, decision=decision, candidates=codes)
        concerned = tuple(row for one in together for row in one.rows)
        yield Asked(review, on=on, rows=concerned, levels=together[0].levels)


def _rows_of_part(scope: str, rows: Sequence[DecisionItem]) -> list[DecisionItem]:
    """Rows that a part may mean: those of the section, sector or levels that its words name, without those left out; else all."""
    of, but = part_exception(scope)
    if but is not None:
        left_out = {row.item_id for row in _rows_of_part(but, rows)}
        kept = [row for row in _rows_of_part(of, rows) if row.item_id not in left_out]
        return kept or list(rows)
    named, levels = key(of), levels_of_part(of)
    narrowed = [row for row in rows if row.code is not None]
    for fitting in (
        rows_in_part(of, narrowed),
        [row for row in narrowed if row.sector and key(row.sector) in named],
        [row for row in narrowed if levels & set(row.levels)],
    ):
        both = [row for row in narrowed if row in fitting]
        narrowed = both or narrowed
    return narrowed


def _nothing_suspended(doubts: Doubts) -> Iterator[Review]:
    for known in meet_nothing(doubts.pauses, doubts.segments):
        yield ask(
            ReviewKind.NOTHING_SUSPENDED,
            fields(action=known.item.action, row=item_text(known.item)),
            decision=known.decision,
            item=known.item,
        )


def _contradicted(doubts: Doubts) -> Iterator[Review]:
    for one in doubts.contradicted:
        yield ask(
            ReviewKind.CODE_AND_NAME,
            fields(code=one.item.code, held=one.held, name=one.item.name, other=one.others),
            decision=doubts.decisions[one.item.decision_id],
            item=one.item,
            candidates=(one.item.code or "", *one.others),
        )


def _adopted(doubts: Doubts) -> Iterator[Asked]:
    for one in adopted_doubts(doubts.decisions.values(), doubts.items, doubts.segments, doubts.findings):
        yield Asked(one.review, rows=one.rows, codes=one.codes)


# ---- acts on whole decisions -----------------------------------------------------------------------------------


def _acts(doubts: Doubts) -> Iterator[Asked]:
    """What acts on whole decisions leave open: asked of each procedure, before the day on which it matters."""
    for act in doubts.acted.too_late:
        yield Asked(
            ask(
                ReviewKind.ACT_TOO_LATE,
                fields(
                    target=decision_field(act.target),
                    target_id=act.target.decision_id,
                    on=act.target.effective_on,
                ),
                decision=act.actor,
            )
        )
    for review, item, _ in doubts.acted.suspended:
        yield Asked(review, item.code, rows=(item.item_id,))
    annulled = [
        act
        for acts in doubts.acted.standing.values()
        for act in acts
        if act.type in ANNULS or act.row is not None
    ]
    if not annulled:
        return
    listed: dict[str, set[str]] = {}
    actors = {act.actor.decision_id for act in annulled}
    for item in doubts.items:
        if item.decision_id in actors and item.action not in {Action.ABOLISH, Action.CORRECT, *PAUSES}:
            named = listed.setdefault(item.decision_id, set())
            named |= {code for code in (item.code, *item.replaces) if code}
    by_decision = _touched(doubts)
    for act in annulled:
        yield from _orphans(doubts, act, listed.get(act.actor.decision_id, set()), by_decision)
        yield from _annulled_corrections(doubts, act)


_Touched = tuple[Event, Segment, bool]  # the event, the version that it opened or ended, whether it opened it


def _touched(doubts: Doubts) -> dict[str, list[_Touched]]:
    """By decision, the versions that it opened and those that it ended for good."""
    found: dict[str, list[_Touched]] = {}
    for segments in doubts.segments.values():
        for place, segment in enumerate(segments):
            event = segment.holding.event
            found.setdefault(event.item.decision_id, []).append((event, segment, True))
            by = segment.ended_by
            if by is not None and by.kind is EventKind.CLOSE and place + 1 == len(segments):
                found.setdefault(by.item.decision_id, []).append((by, segment, False))
    return found


_DID = {
    Action.NEW: "published",
    Action.LIST: "published",
    Action.AMEND: "amended",
    Action.REPLACE: "replaced",
    Action.ABOLISH: "abolished",
}


def _orphans(
    doubts: Doubts, act: Act, listed: set[str], by_decision: Mapping[str, Sequence[_Touched]]
) -> Iterator[Asked]:
    """Procedures that the annulled decision alone decides on the day and the new one does not list (RULINGS 10, 39)."""
    day = act.on
    restored = restored_on(act, doubts.acted.standing.get(act.target.decision_id, ()))
    asked: set[str] = set()
    touched = by_decision.get(act.target.decision_id, ())
    for event, segment, opened in sorted(touched, key=lambda one: (not one[2], one[0].code, one[0].level)):
        item = event.item
        back = _returned_on(segment, act, restored) if opened else None
        stands = segment.holds_on(day) or back is not None if opened else event.effective_on < day
        code = event.code
        if not stands or code in listed or item.item_id in asked or event.effective_on >= day:
            continue
        if not doubts.acted.concerns(act, item):
            continue
        asked.add(item.item_id)
        action = Action.ABOLISH if not opened else event.action
        before = {Action.AMEND: "content", Action.REPLACE: "content", Action.ABOLISH: "back"}.get(action)
        candidates = (*(("before",) if before else ()), *(("end",) if opened else ()), "keep")
        review = ask(
            ReviewKind.ORPHANED,
            fields(
                target=decision_field(act.target),
                target_id=act.target.decision_id,
                on=back or day,
                code=code,
                name=segment.holding.name,
                levels=[level.value for level in item.levels] or [event.level.value],
                did=_DID[action],
                before=before,
            ),
            decision=act.actor,
            item=item,
            candidates=candidates,
        )
        levels = item.levels or (event.level,)
        yield Asked(review, code, event.level, levels, back or day, (item.item_id,), (code,), restored)


def _returned_on(segment: Segment, act: Act, restored: date | None) -> date | None:
    """When a version of an annulled decision is there again, because what stood above it on the act's day is over."""
    since = segment.valid_from
    if since <= act.on or segment.holding.event.effective_on >= act.on:
        return None
    return None if restored is not None and restored <= since else since


def _annulled_corrections(doubts: Doubts, act: Act) -> Iterator[Asked]:
    """Rows that an annulled decision has put right: whether they say so from then on."""
    for item in doubts.items_of.get(act.target.decision_id, ()):
        if item.action is not Action.CORRECT or not doubts.acted.concerns(act, item):
            continue
        since, _ = effect_of(item, act.target)
        both = _given_back(doubts, item.item_id, act.on, act.on)
        if both is None or (since is not None and act.on <= since):
            continue
        now, before = both
        review = ask(
            ReviewKind.CORRECTION_ANNULLED,
            fields(
                target=decision_field(act.target),
                target_id=act.target.decision_id,
                on=act.on,
                row=item_text(now),
                before=_differing(before, now),
                now=_differing(now, before),
            ),
            decision=act.actor,
            item=item,
            candidates=("before", "keep"),
        )
        yield Asked(review, now.code, on=act.on, rows=(item.item_id,))


def _differing(one: DecisionItem, other: DecisionItem) -> str:
    """What one wording of a row says where the other says something else."""
    both = ((getattr(one, each.name), getattr(other, each.name)) for each in columns_of(one))
    said = (value for value, another in both if value != another)
    return "; ".join(", ".join(each) if isinstance(each, tuple) else each or "–" for each in said)


def _partial(decision: Decision, relation: RelationRow, codes: Sequence[str]) -> Review:
    return ask(
        ReviewKind.PARTIAL_REPEAL,
        fields(target=relation.target_decision_id, scope=relation.scope),
        decision=decision,
        candidates=codes,
    )


def _row_without_item(decision: Decision, relation: RelationRow) -> Review:
    """A repealed row needs a row of its own to act by; without one it is a question."""
    return ask(
        ReviewKind.ROW_UNCLEAR,
        fields(target=relation.target_decision_id, scope=relation.scope),
        decision=decision,
    )


def _left_out_of_lists(doubts: Doubts) -> Iterator[Asked]:
    """What a standardised list does not name in its sectors and levels: asked, never ended (DOMAIN §2.4)."""
    lists = {
        decision_id: rows
        for decision_id, rows in doubts.items_of.items()
        if doubts.decisions[decision_id].kind is DecisionKind.NORMALISED
        and not is_foreign(doubts.decisions[decision_id], doubts.province)
    }
    if not lists:
        return
    by_scope: dict[tuple[str, Level], list[tuple[str, Segment]]] = {}
    for (code, level), segments in doubts.segments.items():
        for segment in segments:
            scope = (key(segment.holding.sector or ""), level)
            by_scope.setdefault(scope, []).append((code, segment))
    for decision_id, rows in sorted(lists.items()):
        decision = doubts.decisions[decision_id]
        day = decision.effective_on
        if day is None:
            continue
        scopes = {(key(row.sector), level) for row in rows if row.sector for level in row.levels}
        listed = {row.code for row in rows} | {old for row in rows for old in row.replaces}
        left_out = {
            code
            for scope in scopes
            for code, segment in by_scope.get(scope, ())
            if segment.holds_on(day)
            and code not in listed
            and segment.holding.event.item.decision_id != decision_id
        }
        if left_out:
            review = ask(
                ReviewKind.NOT_IN_LIST,
                fields(count=len(left_out)),
                decision=decision,
                candidates=sorted(left_out),
            )
            yield Asked(review, on=day, codes=tuple(sorted(left_out)))


def _unread_kinds(doubts: Doubts) -> Iterator[Review]:
    """Decisions that may change who resolves what, or whose kind is not clear: kept, asked, without effect."""
    for decision in doubts.decisions.values():
        if is_foreign(decision, doubts.province):
            continue
        if decision.kind is DecisionKind.DELEGATION:
            yield ask(ReviewKind.DELEGATION, decision=decision)
        elif (
            decision.kind is DecisionKind.OTHER
            and any(
                one.item_id not in doubts.strikes for one in doubts.items_of.get(decision.decision_id, ())
            )
            and "body_missing" not in decision.flags  # asked what kind it is by that already
        ):
            yield ask(ReviewKind.KIND_UNCLEAR, decision=decision)


def _mixed_territories(doubts: Doubts) -> Iterator[Review]:
    """Decisions of two provinces on one key from before their merger: each held in its own territory only.

    Boards tell the grounds apart (RULINGS 43); that there are two answers for one code is said all the same.
    """
    if not doubts.province.predecessors:
        return
    mixed: dict[str, set[str]] = {}
    own = doubts.province.province_id
    for (code, _), segments in doubts.segments.items():
        before = {
            segment.holding.event.issuer_id
            for segment in segments
            if segment.holding.event.effective_on < DISTRICT_END
        }
        if own in before:
            for issuer in before & set(doubts.province.predecessors):
                mixed.setdefault(issuer, set()).add(code)
    for issuer, codes in sorted(mixed.items()):
        yield ask(
            ReviewKind.MIXED_TERRITORIES,
            fields(count=len(codes), own=own, issuer=issuer),
            candidates=sorted(codes),
        )


def _before_the_merger(doubts: Doubts) -> Iterator[Review]:
    """What the old province of the new one's name signed before the merger with effect after it: for which ground, asked once."""
    province = doubts.province
    merged_on = DISTRICT_END if province.predecessors else province.successor_on
    name = province.province_id if province.predecessors else province.successor_id
    if merged_on is None or name is None or (name == province.province_id and not province.predecessors):
        return
    begins: dict[str, date] = {}
    before = {
        one.decision_id
        for one in doubts.decisions.values()
        if one.issuer_id == name and one.signed_on is not None and one.signed_on < merged_on
    }
    for item in doubts.items if before else ():
        if item.decision_id not in before or item.action is Action.CORRECT or _was_taken_up(item):
            continue
        since, _ = effect_of(item, doubts.decisions[item.decision_id])
        if since is not None:
            begins[item.decision_id] = max(since, begins.get(item.decision_id, since))
    for decision_id, on in begins.items():
        decision = doubts.decisions[decision_id]
        acts = decision.kind in BINDING_KINDS or decision.kind is DecisionKind.SUBSET
        if acts and merged_on <= on and EVERYWHERE not in decision.flags and not waits(decision):
            yield ask(
                ReviewKind.GROUND_BEFORE_MERGER,
                fields(on=on, merged=merged_on),
                decision=decision,
                candidates=("own", "everywhere"),
            )


def _was_taken_up(item: DecisionItem) -> bool:
    """Whether a row is a district's procedure that goes on by an answer: its paper took effect long before, on its own ground."""
    return BY_ANSWER in item.item_id and item.action is Action.LIST and item.effective_on == DISTRICT_END


def _two_of_a_name(doubts: Doubts) -> Iterator[Review]:
    """A procedure published without a code beside one of the same name with a code (DOMAIN §3.3)."""
    bare: dict[tuple[str, Level], dict[str, Segment]] = {}
    for (code, level), segments in doubts.segments.items():
        if is_own_code(code) and segments and _holds_or_will(segments[-1], doubts.as_of):
            bare.setdefault((key(segments[-1].holding.name), level), {})[code] = segments[-1]
    if not bare:
        return
    coded: dict[tuple[str, Level], list[str]] = {}
    for (code, level), segments in doubts.segments.items():
        if segments and not is_own_code(code) and _holds_or_will(segments[-1], doubts.as_of):
            named = (key(segments[-1].holding.name), level)
            if named in bare:
                coded.setdefault(named, []).append(code)
    for (name_key, level), without in sorted(bare.items()):
        for code, segment in sorted(without.items()):
            same = sorted(coded.get((name_key, level), ()))
            if not same:
                continue
            item = segment.holding.event.item
            yield ask(
                ReviewKind.SAME_NAME,
                fields(name=segment.holding.name, code=code, level=level, others=same),
                decision=doubts.decisions[item.decision_id],
                item=item,
                candidates=same,
            )


def _holds_or_will(segment: Segment, day: date) -> bool:
    return segment.valid_until is None or segment.valid_until > day
