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
    return bool(province.predecessors) and any(ground_of(event, province) is not None for event in events)


def ground_of(event: Event, province: Province) -> str | None:
    """The former province on whose ground alone an event holds; None is everywhere.

    The provinces of before ended with the districts (DOMAIN §4.2): from then on the province decides for all ground.
    """
    if event.adopted:
        return flagged(event.item.flags, ON_GROUND)
    if event.issuer_id != province.province_id:
        return event.issuer_id
    return None if event.effective_on >= DISTRICT_END else province.province_id


def versions_by_ground(
    events: Sequence[Event], province: Province
) -> tuple[tuple[Segment, ...], tuple[tuple[Remark, Event], ...]]:
    """Versions in their order, each with its ground, and what is to be said on every ground alike."""
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
