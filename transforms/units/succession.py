"""Units through time: which stretch a unit works for, at which level, and what changes at its head.

A unit that goes on keeps its `unit_id` through a change of parent, name or code; each row says since when
(RULINGS 21). A statistical code means a unit only together with a date (DOMAIN §4.2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import Province, fields
from niemyet.model.tables import Review, Unit, UnitSuccession
from niemyet.model.words import Level, ReviewKind, UnitKind
from niemyet.transforms.law.questions import ask
from niemyet.transforms.two_levels import DISTRICT_END
from niemyet.transforms.units.country import provinces, territory, with_code

#: Kinds whose board follows from their level: the centre posts the province's, the others their own.
POSTING_KINDS = frozenset({UnitKind.PROVINCE_CENTER, UnitKind.DISTRICT, UnitKind.COMMUNE})


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """A stretch in which a unit posts at one level: half-open, None is open at that end."""

    unit_id: str
    level: Level
    valid_from: date | None
    valid_until: date | None
    rehead_on: tuple[date, ...] = ()  # days inside on which name or parent change
    ground: str | None = None  # the former province on whose ground it stands; None where it is not known
    whole_from: date | None = (
        None  # since when it stands on the ground of all of them: the centre of what merged
    )


def unit_spans(
    units: Iterable[Unit], province: Province, successions: Iterable[UnitSuccession] = ()
) -> tuple[UnitSpan, ...]:
    """Spans of the units that post for the province or its predecessor or successor, sorted by unit and day.

    Rows of one unit that follow each other at one level are one span: the board goes on.
    """
    family = province.family
    rows: dict[str, list[Unit]] = {}
    grounds = _grounds(units := tuple(units), province, successions)
    for unit in units:
        if unit.kind in POSTING_KINDS and unit.province_id in family:
            rows.setdefault(unit.unit_id, []).append(unit)
    return tuple(
        replace(
            _within_level(span),
            ground=grounds.get(unit_id),
            whole_from=DISTRICT_END if _is_centre(rows[unit_id][-1], province) else None,
        )
        for unit_id in sorted(rows)
        for span in _spans(rows[unit_id])
    )


def _is_centre(unit: Unit, province: Province) -> bool:
    """Whether it is the centre of a province that others merged into."""
    own = unit.kind is UnitKind.PROVINCE_CENTER and unit.province_id == province.province_id
    return own and bool(province.predecessors)


def _grounds(
    units: Sequence[Unit], province: Province, successions: Iterable[UnitSuccession]
) -> dict[str, str]:
    """The former ground on which each unit stands: its own province of before, or that of what it was made of.

    A unit of which nothing is known stands on all of it.
    """
    if not province.predecessors:
        return {}
    former = {province.province_id, *province.predecessors}
    found: dict[str, str] = {}
    for unit in units:
        before = unit.valid_from is None or unit.valid_from < DISTRICT_END
        if unit.province_id in province.predecessors or (before and unit.province_id == province.province_id):
            found.setdefault(unit.unit_id, unit.province_id)
    made_of: dict[str, set[str]] = {}
    for one in sorted(successions, key=lambda row: (row.on_date, row.from_unit_id, row.to_unit_id)):
        ground = found.get(one.from_unit_id)
        if ground in former and ground is not None:
            made_of.setdefault(one.to_unit_id, set()).add(ground)
    for unit in units:
        if _is_centre(unit, province):
            found.setdefault(unit.unit_id, province.province_id)
    for unit_id, grounds in made_of.items():
        if unit_id not in found and len(grounds) == 1:
            found[unit_id] = next(iter(grounds))
    unknown = [
        unit
        for unit in units
        if unit.unit_id not in {*found, *made_of}
        and unit.province_id == province.province_id
        and unit.gso_code
    ]
    return found | _told_by_the_country(unknown, province)


def _told_by_the_country(units: Sequence[Unit], province: Province) -> dict[str, str]:
    """The former ground of new units that are configured without those that they were made of, by the table of the country."""
    if not units or province.province_id not in provinces():
        return {}
    table = territory(province.province_id, [one for one in province.predecessors if one in provinces()])
    communes = {
        one.unit_id: one.province_id
        for one in table.units
        if one.level is Level.COMMUNE and (one.valid_from is None or one.valid_from < DISTRICT_END)
    }
    found = {}
    for unit in units:
        same = {one.unit_id for one in with_code(table.units, unit.gso_code or "", DISTRICT_END)}
        before = [row.from_unit_id for row in table.successions if row.to_unit_id in same]
        grounds = {communes[one] for one in before if one in communes}
        if len(grounds) == 1:
            found[unit.unit_id] = grounds.pop()
    return found


def _within_level(span: UnitSpan) -> UnitSpan:
    """A district posts until its level ends, whatever its own row says (RULINGS 15)."""
    if span.level is not Level.DISTRICT or (span.valid_until or date.max) <= DISTRICT_END:
        return span
    return replace(span, valid_until=DISTRICT_END)


def _spans(rows: Sequence[Unit]) -> list[UnitSpan]:
    spans: list[UnitSpan] = []
    before: Unit | None = None
    for row in sorted(rows, key=lambda one: (one.valid_from or date.min, one.name)):
        if before is not None and _goes_on(before, row):
            last = spans[-1]
            changed = (row.name, row.parent_unit_id) != (before.name, before.parent_unit_id)
            heads = (*last.rehead_on, row.valid_from) if changed and row.valid_from else last.rehead_on
            spans[-1] = UnitSpan(row.unit_id, row.level, last.valid_from, row.valid_until, heads)
        else:
            spans.append(UnitSpan(row.unit_id, row.level, row.valid_from, row.valid_until))
        before = row
    return spans


def _goes_on(before: Unit, after: Unit) -> bool:
    same = before.level is after.level and before.kind is after.kind
    return same and before.valid_until is not None and before.valid_until == after.valid_from


def unit_on(units: Iterable[Unit], unit_id: str, day: date) -> Unit | None:
    """The row that speaks for a unit on a day."""
    return next((unit for unit in units if unit.unit_id == unit_id and unit.is_there(day)), None)


def unit_doubts(units: Iterable[Unit], province: Province) -> tuple[Review, ...]:
    """One question for each unit whose kind has no posting rule yet; it has no board."""
    family = province.family
    unclear = {
        unit.unit_id: unit
        for unit in sorted(units, key=lambda one: (one.unit_id, one.valid_from or date.min))
        if unit.kind not in POSTING_KINDS and unit.province_id in family
    }
    return tuple(
        ask(ReviewKind.UNIT_WITHOUT_BOARD, fields(name=unit.name, unit_kind=unit.kind, unit=unit_id))
        for unit_id, unit in unclear.items()
    )
