"""Lists taken as evidence of what was in force on a day: an opening balance below every decision (RULINGS 45).

A province that begins today has no decisions since 2010. What a unit's own inventory, a standardised list or the national
list shows on a day holds from that day on while no decision speaks of that code and level; a decision's word, whether it
came before the day or comes after it, always stands. Nothing ends because a list leaves it out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from niemyet.model.records import AdoptedRow, Adoption, Province
from niemyet.model.tables import CopyRow, Decision, DecisionItem, ReadItem
from niemyet.model.words import Action, DecisionKind, Level
from niemyet.transforms.law.events import DISTRICT_END, ON_GROUND, Event, EventKind, KnownItem, events_of
from niemyet.transforms.law.items import decided
from niemyet.transforms.units.succession import UnitSpan

#: Flags of a row of such a list. Where its level is only that of the unit that posts it, a decision that ends the
#: procedure at any level, or says that the unit only receives it, has spoken of it.
LEVEL_INFERRED = "level_inferred"
#: The level whose whole board the list shows: a unit's own inventory.
WHOLE_OF = "whole_of:"

_Chains = dict[tuple[str, Level], list[Event]]


def is_adopted(decision: Decision) -> bool:
    """Whether it is no decision, but a list taken as evidence."""
    return decision.kind is DecisionKind.ADOPTED


# ---- which lists stand ---------------------------------------------------------------------------------------


def standing_adoptions(adoptions: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """Lists whose last word is not that they are taken back; each once, as first said since."""
    said: dict[tuple[str, ...], list[Adoption]] = {}
    for one in adoptions:
        said.setdefault(_name_of(one), []).append(one)
    found = []
    for name in sorted(said):
        ordered = sorted(said[name], key=lambda one: (one.said_at, one.withdrawn))
        since = [place for place, one in enumerate(ordered) if one.withdrawn]
        rest = ordered[since[-1] + 1 :] if since else ordered
        if rest:
            found.append(rest[0])
    return tuple(found)


def _name_of(one: Adoption) -> tuple[str, ...]:
    return one.source, one.held_on.isoformat(), one.sha256, one.unit_id or ""


# ---- lists as decisions and rows of a kind of their own ---------------------------------------------------------


def adopted_lists(
    adoptions: Iterable[Adoption],
    spans: Sequence[UnitSpan],
    province: Province,
    renames: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[Decision, ...], tuple[DecisionItem, ...]]:
    """The lists that stand as rows of `decisions` (kind `adopted`) and `decision_items`.

    `renames`: ids of units, before and today; a list keeps the identity that it was adopted with.
    """
    today = dict(renames)
    decisions: list[Decision] = []
    items: list[DecisionItem] = []
    for one in standing_adoptions(adoptions):
        own = _span_of(today.get(one.unit_id or "", one.unit_id), one.held_on, spans)
        decision = _decision(one, own, province)
        rows = tuple(_items(one, decision, own))
        decisions.append(replace(decision, extracted_items=len(rows)))
        items += rows
    return tuple(decisions), tuple(items)


def _span_of(unit_id: str | None, day: date, spans: Iterable[UnitSpan]) -> UnitSpan | None:
    """The stretch in which the unit whose inventory it is worked on that day."""
    for span in spans:
        begun = span.valid_from is None or span.valid_from <= day
        if span.unit_id == unit_id and begun and (span.valid_until is None or day < span.valid_until):
            return span
    return None


def _decision(one: Adoption, own: UnitSpan | None, province: Province) -> Decision:
    issuer = _issuer(one.held_on, own, province)
    digest = sha256("|".join((one.source, one.unit_id or "", one.sha256)).encode()).hexdigest()[:12]
    flags = []
    if own is not None:
        flags.append(f"{WHOLE_OF}{own.level}")
        if own.ground is not None and (own.whole_from is None or one.held_on < own.whole_from):
            flags.append(f"{ON_GROUND}{own.ground}")
    return Decision(
        decision_id=f"{issuer}/danh-muc-{digest}/{one.held_on.isoformat()}",
        issuer_id=issuer,
        number=None,
        symbol=None,
        number_text=None,
        signed_on=None,
        effective_on=one.held_on,
        effective_until=None,
        effect_source=None,
        title=one.source,
        kind=DecisionKind.ADOPTED,
        sectors=tuple(sorted({row.sector for row in one.rows if row.sector})),
        basis_decisions=(),
        relations=(),
        published_on=None,
        received_at=one.said_at,
        copies=(CopyRow("adopt", one.name, one.sha256, one.said_at),),
        declared_items=None,
        extracted_items=0,
        flags=tuple(sorted(flags)),
        needs_review=False,
    )


def _issuer(on: date, own: UnitSpan | None, province: Province) -> str:
    """Whose list it is: the province that decides for that ground on that day, the same in both configurations."""
    if (
        province.successor_id is not None
        and province.successor_on is not None
        and on >= province.successor_on
    ):
        return province.successor_id
    if on < DISTRICT_END and own is not None and own.ground is not None:
        return own.ground
    return province.province_id


def _items(one: Adoption, decision: Decision, own: UnitSpan | None) -> Iterable[DecisionItem]:
    by_code: dict[str, list[AdoptedRow]] = {}
    for row in sorted(one.rows, key=lambda row: row.row_no):
        if row.code is not None:
            by_code.setdefault(row.code, []).append(row)
    for code, rows in sorted(by_code.items()):
        levels, reception, inferred = _levels(one, rows, own)
        first = rows[0]
        listed = ReadItem(
            action=Action.LIST,
            name=next((row.name for row in rows if row.name), ""),
            code=code,
            code_text=first.code_text,
            code_repaired=False,
            replaces=(),
            levels=levels,
            reception_levels=reception,
            sector=next((row.sector for row in rows if row.sector), None),
            part=None,
            row_no=str(first.row_no),
            raw_text=" | ".join(part for part in (str(first.row_no), code, first.name) if part),
            note=next((row.decision_text for row in rows if row.decision_text), None),
            effective_on=decision.effective_on,
            flags=tuple(sorted({*decision.flags, *((LEVEL_INFERRED,) if inferred else ())})),
        )
        yield decided(
            listed,
            item_id=f"{decision.decision_id}#{code}",
            decision_id=decision.decision_id,
            sha256=one.sha256,
        )


def _levels(
    one: Adoption, rows: Sequence[AdoptedRow], own: UnitSpan | None
) -> tuple[tuple[Level, ...], tuple[Level, ...], bool]:
    """Levels that hold it, levels that only receive it, and whether the level is only the unit's own.

    What a unit posts and the list places at another level, the unit receives. The district level is no more (RULINGS 15).
    """
    stated = {level for row in rows for level in row.levels} or set(one.levels)
    inferred = not stated and own is not None
    held = stated or ({own.level} if own is not None else set())
    gone = {Level.DISTRICT} if one.held_on >= DISTRICT_END else set()
    held -= {Level.MINISTRY, *gone}
    received = {own.level} - held if own is not None and stated else set()
    return (
        tuple(level for level in Level if level in held),
        tuple(level for level in Level if level in received - gone) if held else (),
        inferred,
    )


# ---- below the decisions ----------------------------------------------------------------------------------------


def lay_below(chains: _Chains, adopted: Iterable[KnownItem]) -> None:
    """Put the rows of lists under the events of decisions, and the events that speak of them from other levels.

    The same events speak of rows of decisions that say who receives and not who holds.
    """
    laid: _Chains = {chain: [] for chain, events in chains.items() if any(event.received for event in events)}
    for known in adopted:
        for event in events_of(known):
            laid.setdefault((event.code, event.level), []).append(event)
    if not laid:
        return
    levels: dict[str, list[Level]] = {}
    for code, level in chains:
        levels.setdefault(code, []).append(level)
    added: _Chains = {}
    for (code, level), events in laid.items():
        inferred = all(LEVEL_INFERRED in event.item.flags for event in events)
        elsewhere = [
            replace(event, kind=EventKind.ELSEWHERE, level=level)
            for other in levels.get(code, ())
            if other is not level
            for event in chains[code, other]
            if not event.received
            if _speaks_of(event, level, inferred=inferred)
        ]
        added[code, level] = [*events, *elsewhere]
    for chain, events in added.items():
        chains[chain] = sorted([*chains.get(chain, ()), *events], key=lambda event: event.order)


def _speaks_of(event: Event, level: Level, *, inferred: bool) -> bool:
    """Whether a decision's row for another level says how the procedure stands at this one."""
    if level is Level.DISTRICT and event.effective_on >= DISTRICT_END:
        return False
    if event.kind is EventKind.CLOSE:
        return inferred
    return level in event.item.reception_levels
