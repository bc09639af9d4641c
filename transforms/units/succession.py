"""Units through time: which stretch a unit works for, at which level, and what changes at its head.

A unit that goes on keeps its `unit_id` through a change of parent, name or code; each row says since when
(RULINGS 21). A statistical code means a unit only together with a date (DOMAIN §4.2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import Province, fields
from niemyet.model.tables import Review, Unit
from niemyet.model.words import Level, ReviewKind, UnitKind
from niemyet.transforms.law.events import DISTRICT_END
from niemyet.transforms.law.questions import ask

#: Kinds whose board follows from their level: the centre posts the province's, the others their own.
POSTING_KINDS = frozenset({UnitKind.PROVINCE_CENTER, UnitKind.DISTRICT, UnitKind.COMMUNE})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch in which a unit posts at one level: half-open, None is open at that end."""

    unit_id: str
    level: Level
    valid_from: date | None
    valid_until: date | None
    rehead_on: tuple[date, ...] = ()  # days inside on which name or parent change


def unit_spans(units: Iterable[Unit], province: Province) -> tuple[Span, ...]:
    """Spans of the units that post for the province or its predecessor or successor, sorted by unit and day.

    Rows of one unit that follow each other at one level are one span: the board goes on.
    """
    family = {province.province_id, *province.predecessors, province.successor_id}
    rows: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind in POSTING_KINDS and unit.province_id in family:
            rows.setdefault(unit.unit_id, []).append(unit)
    return tuple(_within_level(span) for unit_id in sorted(rows) for span in _spans(rows[unit_id]))


def _within_level(span: Span) -> Span:
    """A district posts until its level ends, whatever its own row says (RULINGS 15)."""
    if span.level is not Level.DISTRICT or (span.valid_until or date.max) <= DISTRICT_END:
        return span
    return replace(span, valid_until=DISTRICT_END)


def _spans(rows: Sequence[Unit]) -> list[Span]:
    spans: list[Span] = []
    before: Unit | None = None
    for row in sorted(rows, key=lambda one: (one.valid_from or date.min, one.name)):
        if before is not None and _goes_on(before, row):
            last = spans[-1]
            changed = (row.name, row.parent_unit_id) != (before.name, before.parent_unit_id)
            heads = (*last.rehead_on, row.valid_from) if changed and row.valid_from else last.rehead_on
            spans[-1] = Span(row.unit_id, row.level, last.valid_from, row.valid_until, heads)
        else:
            spans.append(Span(row.unit_id, row.level, row.valid_from, row.valid_until))
        before = row
    return spans


def _goes_on(before: Unit, after: Unit) -> bool:
    same = before.level is after.level and before.kind is after.kind
    return same and before.valid_until is not None and before.valid_until == after.valid_from


def unit_on(units: Iterable[Unit], unit_id: str, day: date) -> Unit | None:
    """The row that speaks for a unit on a day."""
    for unit in units:
        if unit.unit_id != unit_id:
            continue
        started = unit.valid_from is None or unit.valid_from <= day
        if started and (unit.valid_until is None or day < unit.valid_until):
            return unit
    return None


def unit_doubts(units: Iterable[Unit], province: Province) -> tuple[Review, ...]:
    """One question for each unit whose kind has no posting rule yet; it has no board."""
    family = {province.province_id, *province.predecessors, province.successor_id}
    unclear = {
        unit.unit_id: unit
        for unit in sorted(units, key=lambda one: (one.unit_id, one.valid_from or date.min))
        if unit.kind not in POSTING_KINDS and unit.province_id in family
    }
    return tuple(
        ask(ReviewKind.UNIT_WITHOUT_BOARD, fields(name=unit.name, unit_kind=unit.kind, unit=unit_id))
        for unit_id, unit in unclear.items()
    )
