"""Looks at listings. One that showed what the sitting before it showed, byte for byte, is kept as a line of its night.

    observations   unit, channel, day, page, bytes, content   a look that showed something else than the one before
    seen_again     run, day, lines                            what that run saw unchanged: unit, channel, and which run's sitting

A province looks at hundreds of listings every night for ten years; what they showed is a few rows.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import TypeVar

from niemyet.model.words import Channel
from niemyet.storage.lake_rows import ConfirmationRow, ObservationRow, SeenAgainRow

Named = TypeVar("Named", ObservationRow, ConfirmationRow)


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """All pages of a unit's listing as one run saw them."""

    unit_id: str
    channel: str
    run_id: str


def lines_of(sittings: Iterable[Sitting]) -> str:
    """Sittings as the text of a night."""
    return "\n".join(f"{one.unit_id}\t{one.channel}\t{one.run_id}" for one in sorted(sittings))


def sittings_in(lines: str) -> list[Sitting]:
    """The sittings of a night's text."""
    return [Sitting(*line.split("\t")) for line in lines.splitlines()]


def all_looks(seen: Sequence[ObservationRow], again: Sequence[SeenAgainRow]) -> list[ObservationRow]:
    """Every look, as if each had been kept as rows, in the order of the runs."""
    pages = pages_by_sitting(seen)
    rows = [
        row
        for night in again
        for sitting in sittings_in(night.lines)
        for row in _as_seen(pages, sitting, night)
    ]
    return sorted([*seen, *rows], key=lambda row: row.run_id)


def telling_looks(
    seen: Sequence[ObservationRow], again: Sequence[SeenAgainRow], days: Collection[date] = ()
) -> list[ObservationRow]:
    """The looks that tell something: of a stretch in which nothing else was seen only its first and its last day.

    `days`: days of which every look is wanted. Whatever asks for the first and last look at what a unit showed, or for
    what it showed last, gets the same from these as from `all_looks`.
    """
    pages = pages_by_sitting(seen)
    marks, broken = _marks(seen)
    rows: list[ObservationRow] = []
    for sitting, nights in _nights(again).items():
        place = (sitting.unit_id, sitting.channel)
        kept = nights if place in broken else _ends(nights, marks.get(place, []), days)
        rows += (row for night in kept for row in _as_seen(pages, sitting, night))
    return sorted([*seen, *rows], key=lambda row: row.run_id)


def days_seen_again(
    seen: Sequence[ObservationRow], again: Sequence[SeenAgainRow]
) -> dict[tuple[str, Channel], list[date]]:
    """Unit and channel → days on which it showed what it had shown before; none of those where a look was taken back."""
    pages = pages_by_sitting(seen)
    _, broken = _marks(seen)
    found: dict[tuple[str, Channel], list[date]] = {}
    for sitting, nights in _nights(again).items():
        if sitting in pages and (sitting.unit_id, sitting.channel) not in broken:
            place = (sitting.unit_id, Channel(sitting.channel))
            found.setdefault(place, []).extend(night.observed_on for night in nights)
    return found


def pages_by_sitting(seen: Iterable[ObservationRow]) -> dict[Sitting, list[ObservationRow]]:
    """What each run that looked kept of a unit's pages, where it was believed."""
    found: dict[Sitting, list[ObservationRow]] = {}
    for row in seen:
        if row.before is None and not row.withdrawn:
            found.setdefault(Sitting(row.unit_id, row.channel, row.run_id), []).append(row)
    return found


def under_ids(again: Iterable[SeenAgainRow], renames: Mapping[str, str]) -> list[SeenAgainRow]:
    """Nights under the ids that units have today."""
    if not renames:
        return list(again)
    return [
        replace(
            night,
            lines=lines_of(
                replace(one, unit_id=renames.get(one.unit_id, one.unit_id))
                for one in sittings_in(night.lines)
            ),
        )
        for night in again
    ]


def under_todays_ids(rows: Iterable[Named], renames: Mapping[str, str]) -> list[Named]:
    """Rows of units that the configuration calls otherwise today."""
    if not renames:
        return list(rows)
    return [replace(row, unit_id=renames.get(row.unit_id or "", row.unit_id)) for row in rows]


def standing_looks(looks: Iterable[ObservationRow]) -> list[ObservationRow]:
    """Looks that count: believed, and not taken back since they were recorded."""
    taken_back: dict[tuple[str, str, date], datetime] = {}
    for look in looks:
        if look.withdrawn:
            same = (look.unit_id, look.channel, look.observed_on)
            taken_back[same] = max(look.recorded_at, taken_back.get(same, look.recorded_at))
    return [
        look
        for look in looks
        if not look.withdrawn
        and look.before is None
        and not look.recorded_at
        < taken_back.get((look.unit_id, look.channel, look.observed_on), look.recorded_at)
    ]


def ends_of_stretches(looks: Sequence[ObservationRow]) -> list[ObservationRow]:
    """Per unit and channel, the first and the last sitting of each stretch of equal content.

    A sitting is what one run saw on one day, all pages of a listing together; the later sitting of a day counts.
    """
    kept: dict[tuple[str, str], list[list[ObservationRow]]] = {}
    ordered = sorted(
        looks, key=lambda look: (look.unit_id, look.channel, look.observed_on, look.recorded_at, look.run_id)
    )
    sittings = groupby(ordered, key=lambda look: (look.unit_id, look.channel, look.observed_on, look.run_id))
    for (unit_id, channel, _, _), pages in sittings:
        sitting = [look for _, look in sorted({look.url: look for look in pages}.items())]
        stretch = kept.setdefault((unit_id, channel), [])
        if stretch and stretch[-1][0].observed_on == sitting[0].observed_on:
            stretch.pop()
        if len(stretch) >= 2 and _contents(stretch[-1]) == _contents(stretch[-2]) == _contents(sitting):
            stretch.pop()
        stretch.append(sitting)
    return [look for key in sorted(kept) for sitting in kept[key] for look in sitting]


def sitting_content(sitting: Iterable[ObservationRow]) -> str:
    """What all pages of a sitting show, as one short hash."""
    return sha256("|".join(sorted(look.content for look in sitting)).encode()).hexdigest()[:16]


def _contents(sitting: Sequence[ObservationRow]) -> list[tuple[str, str]]:
    return [(look.url, look.content) for look in sitting]


def _as_seen(
    pages: Mapping[Sitting, Sequence[ObservationRow]], sitting: Sitting, night: SeenAgainRow
) -> Iterator[ObservationRow]:
    for page in pages.get(sitting, ()):
        yield replace(page, run_id=night.run_id, observed_on=night.observed_on, recorded_at=night.recorded_at)


def _marks(
    seen: Iterable[ObservationRow],
) -> tuple[dict[tuple[str, str], list[date]], set[tuple[str, str]]]:
    """Days at which each unit and channel showed something else; and those of which a look was taken back: there all count."""
    days: dict[tuple[str, str], set[date]] = {}
    broken: set[tuple[str, str]] = set()
    for row in seen:
        place = (row.unit_id, str(Channel(row.channel)))
        days.setdefault(place, set()).add(row.observed_on)
        if row.withdrawn:
            broken.add(place)
    return {place: sorted(found) for place, found in days.items()}, broken


def _nights(again: Iterable[SeenAgainRow]) -> dict[Sitting, list[SeenAgainRow]]:
    """Each sitting with the nights on which it was seen again. Nights mostly say the same, so a text is taken apart once."""
    by_text: dict[str, list[SeenAgainRow]] = {}
    for night in again:
        by_text.setdefault(night.lines, []).append(night)
    found: dict[Sitting, list[SeenAgainRow]] = {}
    for text, nights in by_text.items():
        for sitting in sittings_in(text):
            found.setdefault(sitting, []).extend(nights)
    return found


def _ends(
    nights: Sequence[SeenAgainRow], marks: Sequence[date], days: Collection[date]
) -> Iterator[SeenAgainRow]:
    """The nights of the first and last day between two days of `marks`, and those of such days and of `days` themselves."""
    between: dict[int, list[SeenAgainRow]] = {}
    for night in nights:
        place = bisect_right(marks, night.observed_on)
        if night.observed_on in days or (place and marks[place - 1] == night.observed_on):
            yield night
        else:
            between.setdefault(place, []).append(night)
    for group in between.values():
        ends = {min(one.observed_on for one in group), max(one.observed_on for one in group)}
        yield from (night for night in group if night.observed_on in ends)
