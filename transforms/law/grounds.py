"""On which ground a decision holds, where provinces have merged (RULINGS 16, 43).

A former province's decision holds on its former ground; what the province decides from the merger on holds everywhere.
So each key is folded once for every former ground, and what comes out the same is one version for all of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.records import Province
from niemyet.transforms.law.events import DISTRICT_END, ON_GROUND, Event, flagged
from niemyet.transforms.law.timeline import Remark, Segment, Timeline


def is_parted(events: Sequence[Event], province: Province) -> bool:
    """Whether some of the events hold on a part of the ground only."""
    return any(event.units is not None for event in events) or _of_former_provinces(events, province)


def _of_former_provinces(events: Sequence[Event], province: Province) -> bool:
    return bool(province.predecessors) and any(ground_of(event, province) is not None for event in events)


def ground_of(event: Event, province: Province) -> str | None:
    """The former province on whose ground alone an event holds; None is everywhere.

    The provinces of before ended with the districts (DOMAIN §4.2): from then on the province decides for all ground.
    """
    said = flagged(event.item.flags, ON_GROUND)
    if event.adopted or said is not None:
        return said
    if event.issuer_id != province.province_id:
        return event.issuer_id
    signed, _ = event.rank
    merged = event.everywhere or signed == date.min or signed >= DISTRICT_END
    return None if merged and event.effective_on >= DISTRICT_END else province.province_id


def versions_by_ground(
    events: Sequence[Event], province: Province
) -> tuple[tuple[Segment, ...], tuple[tuple[Remark, Event], ...]]:
    """Versions in their order, each with its ground, and what is to be said on every ground alike."""
    sets = sorted({event.units for event in events if event.units is not None})
    if not sets:
        return _by_province(events, province)
    cells = _cells(sets)
    found: dict[tuple[str, ...] | None, tuple[tuple[Segment, ...], tuple[tuple[Remark, Event], ...]]] = {}
    for cell in cells:
        here = [
            event
            for event in events
            if event.units is None or (cell is not None and set(cell) <= set(event.units))
        ]
        found[cell] = _by_province(here, province)
    segments: list[Segment] = []
    named = tuple(sorted({unit for one in sets for unit in one}))
    for cell in cells:
        for segment in found[cell][0]:
            if all(segment in found[other][0] for other in cells):
                if segment not in segments:
                    segments.append(segment)
            elif cell is None:
                segments.append(replace(segment, not_units=named))
            else:
                segments.append(replace(segment, only_units=cell))
    segments.sort(key=lambda one: (one.valid_from, one.only_units or ()))
    said = [one for cell in cells for one in found[cell][1]]
    unique: list[tuple[Remark, Event]] = []
    for finding in said:
        remark, event = finding
        touched = [cell for cell in cells if event.units is None or (cell and set(cell) <= set(event.units))]
        if finding not in unique and all(finding in found[cell][1] for cell in touched):
            unique.append((remark, event))
    return tuple(segments), tuple(unique)


def _cells(sets: Sequence[tuple[str, ...]]) -> list[tuple[str, ...] | None]:
    """Units that the same sets name, together; None is all the others."""
    of: dict[tuple[int, ...], list[str]] = {}
    for unit in sorted({unit for one in sets for unit in one}):
        of.setdefault(tuple(place for place, one in enumerate(sets) if unit in one), []).append(unit)
    return [None, *(tuple(units) for _, units in sorted(of.items()))]


def _by_province(
    events: Sequence[Event], province: Province
) -> tuple[tuple[Segment, ...], tuple[tuple[Remark, Event], ...]]:
    if not _of_former_provinces(events, province):
        timeline = Timeline(events)
        return timeline.versions(), timeline.findings()
    grounds = (province.province_id, *province.predecessors)
    folded = {}
    for ground in grounds:
        here = [event for event in events if ground_of(event, province) in {None, ground}]
        folded[ground] = Timeline(here)
    found: list[Segment] = []
    versions = {ground: timeline.versions() for ground, timeline in folded.items()}
    for ground in grounds:
        for segment in versions[ground]:
            everywhere = all(segment in versions[other] for other in grounds)
            if everywhere and segment in found:
                continue
            found.append(segment if everywhere else replace(segment, ground=ground))
    order = {ground: place for place, ground in enumerate(grounds)}
    found.sort(key=lambda one: (one.valid_from, order.get(one.ground or "", -1)))
    return tuple(found), _findings(folded, events, province)


def _findings(
    folded: dict[str, Timeline], events: Sequence[Event], province: Province
) -> tuple[tuple[Remark, Event], ...]:
    """Of what holds everywhere only what is found on every ground where the key is known at all."""
    said: list[tuple[Remark, Event]] = []
    touched = {ground_of(event, province) for event in events} - {None}
    for ground, timeline in folded.items():
        for finding, event in timeline.findings():
            own = ground_of(event, province)
            if own is not None:
                said.append((finding, event))
                continue
            elsewhere = [other for other in touched if other != ground]
            if ground in touched and all(
                (finding, event) in folded[str(other)].findings() for other in elsewhere
            ):
                said.append((finding, event))
    unique: list[tuple[Remark, Event]] = []
    for one in said:
        if one not in unique:
            unique.append(one)
    return tuple(unique)


def known_days(events: Sequence[Event]) -> list[date]:
    """Days on which something about a key became known, or was known otherwise."""
    days = {event.known_from for event in events}
    days |= {event.known_until for event in events if event.known_until is not None}
    return sorted(days)
