"""Procedures that are suspended one by one: "tạm dừng tiếp nhận TTHC mã X từ ngày … đến hết ngày …" (RULINGS 40).

A suspension leaves the version as it is and takes it off the boards for its time, at the levels that its row names, else at
every level that holds the procedure; open without an end, until a restoration. Known from its receipt on, like any row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.records import Province
from niemyet.model.tables import Suspension
from niemyet.model.words import Action, Level
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    DISTRICT_END,
    KnownItem,
    binds,
    effect_of,
    is_held_back,
    speaks_for_all,
    waits,
)
from niemyet.transforms.law.timeline import Segment

PAUSES = frozenset({Action.SUSPEND, Action.RESTORE})
Pauses = Mapping[str, Sequence[KnownItem]]


def pauses_of(known: Iterable[KnownItem], province: Province) -> dict[str, list[KnownItem]]:
    """By code, the rows that suspend or restore it and that act."""
    found: dict[str, list[KnownItem]] = {}
    for one in known:
        if one.item.action not in PAUSES or one.item.code is None:
            continue
        since, until = effect_of(one.item, one.decision)
        if since is None:
            continue
        acts = one.decision.kind in BINDING_KINDS and not (waits(one.decision) or is_held_back(one.item))
        if acts and binds(one.decision, since, province) and (until is None or since < until):
            found.setdefault(one.item.code, []).append(one)
    return found


def at_level(pauses: Iterable[KnownItem], level: Level) -> list[KnownItem]:
    """Those that concern a level; a row that names none concerns all."""
    return [one for one in pauses if not one.item.levels or level in one.item.levels]


def is_known(one: KnownItem, day: date) -> bool:
    """Whether it was known at the end of that local day."""
    return one.known_from <= day and (one.known_until is None or day < one.known_until)


def days_of(pauses: Iterable[KnownItem]) -> set[date]:
    """Days on which something about them became known, or was known otherwise."""
    days = {one.known_from for one in pauses}
    return days | {one.known_until for one in pauses if one.known_until is not None}


def with_pauses(
    segments: Iterable[Segment], pauses: Sequence[KnownItem], province: Province
) -> tuple[Segment, ...]:
    """Versions with the time for which they are off the boards."""
    return tuple(
        replace(one, suspended=_suspensions([each for each in pauses if _reaches(each, one, province)]))
        for one in segments
    )


def _reaches(pause: KnownItem, segment: Segment, province: Province) -> bool:
    """A former province's suspension reaches its own former ground only (RULINGS 43)."""
    since, _ = effect_of(pause.item, pause.decision)
    issuer = pause.decision.issuer_id
    merged = speaks_for_all(pause.decision, since or date.max, DISTRICT_END)
    local = bool(province.predecessors) and not merged
    if issuer != province.province_id and issuer in province.predecessors:
        local = True
    return not local or segment.ground in {None, issuer}


def _suspensions(pauses: Sequence[KnownItem]) -> tuple[Suspension, ...]:
    """The times of suspensions, as restorations leave them."""
    found: list[tuple[Suspension, KnownItem]] = []
    for one in pauses:
        since, until = effect_of(one.item, one.decision)
        if one.item.action is Action.SUSPEND and since is not None:
            found.append((Suspension(one.decision.decision_id, since, until), one))
    for one in pauses:
        since, _ = effect_of(one.item, one.decision)
        if one.item.action is Action.RESTORE and since is not None:
            found = _restored(found, one, since)
    return tuple(sorted({one for one, _ in found}, key=lambda one: (one.suspended_from, one.decision_id)))


def _restored(
    found: Sequence[tuple[Suspension, KnownItem]], restoring: KnownItem, day: date
) -> list[tuple[Suspension, KnownItem]]:
    """What runs on that day ends with it; where nothing does, what was ordered before and has not begun never does."""
    runs = any(_runs(one, day) for one, _ in found)
    kept = []
    for suspension, by in found:
        begins_later = suspension.suspended_from > day and not runs and _ordered(by) < _ordered(restoring)
        if suspension.suspended_from != day and not begins_later:
            ends = replace(suspension, suspended_until=day) if _runs(suspension, day) else suspension
            kept.append((ends, by))
    return kept


def _runs(suspension: Suspension, day: date) -> bool:
    begun = suspension.suspended_from <= day
    return begun and (suspension.suspended_until is None or suspension.suspended_until > day)


def _ordered(one: KnownItem) -> tuple[date, int, str]:
    decision = one.decision
    return decision.signed_on or date.min, decision.number or -1, decision.decision_id


def meet_nothing(
    pauses: Iterable[KnownItem], segments: Mapping[tuple[str, Level], Sequence[Segment]]
) -> list[KnownItem]:
    """Suspensions of what is not in force in their time, at the newest knowledge."""
    found = []
    for one in pauses:
        if one.known_until is not None or one.item.action is not Action.SUSPEND:
            continue
        since, until = effect_of(one.item, one.decision)
        own = [
            segment
            for (code, level), held in segments.items()
            if code == one.item.code and (not one.item.levels or level in one.item.levels)
            for segment in held
        ]
        if since is not None and not any(_meets(segment, since, until) for segment in own):
            found.append(one)
    return found


def _meets(segment: Segment, since: date, until: date | None) -> bool:
    return (segment.valid_until is None or since < segment.valid_until) and (
        until is None or segment.valid_from < until
    )
