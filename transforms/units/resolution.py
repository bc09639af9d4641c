"""The units that a configuration asks for: written out, looked up in the country's table, or all of a province.

A unit that states its name and its kind (or level) is taken as written. Of any other, what is left out comes from
the table `transforms.country` (CONTRACT §2). A unit is found by its `gso_code`, its id or its name, within the
province, its predecessors and what its territory became; what else it states narrows the search. Where several
units are left there is an error with the candidates, with one exception that holds by definition: an id without
the kind of the unit (`nui-thanh`, not `huyen-nui-thanh`) means the province's own unit before its successor's, and
of units that were there at the same time the highest one, so the district and not the town in it.

What is written in the configuration wins over the table, unit by unit and succession by succession (RULINGS 28).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.records import Province
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, UnitKind
from niemyet.transforms.language.text import slug
from niemyet.transforms.units.changes import UnitChange
from niemyet.transforms.units.country import Territory, bare_name, provinces, territory

#: The only level at which a kind of unit works, where there is one.
LEVEL_OF: Mapping[UnitKind, Level] = {
    UnitKind.PROVINCE_CENTER: Level.PROVINCE,
    UnitKind.DISTRICT: Level.DISTRICT,
    UnitKind.COMMUNE: Level.COMMUNE,
    UnitKind.ONE_TIER_BRANCH: Level.COMMUNE,
    UnitKind.RECEIVING_POINT: Level.COMMUNE,
}
#: The usual kind at a level.
KIND_OF: Mapping[Level, UnitKind] = {
    Level.PROVINCE: UnitKind.PROVINCE_CENTER,
    Level.DISTRICT: UnitKind.DISTRICT,
    Level.COMMUNE: UnitKind.COMMUNE,
}

_BODY = re.compile(
    r"^(?:ubnd|uy-ban-nhan-dan|trung-tam-phuc-vu-hanh-chinh-cong|trung-tam-hanh-chinh-cong|tt-?pvhcc)-"
)
_SHOWN = 6  # candidates in an error; chosen, not measured


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as the configuration states it; None is left out."""

    unit_id: str
    kind: UnitKind | None = None
    level: Level | None = None
    name: str | None = None
    gso_code: str | None = None
    agency_id: str | None = None
    parent_unit_id: str | None = None
    province_id: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def the_kind(self) -> UnitKind | None:
        """The kind that is stated, or the only usual one of the level."""
        return self.kind or (KIND_OF.get(self.level) if self.level else None)

    @property
    def is_written_out(self) -> bool:
        """Nothing has to be looked up."""
        return self.name is not None and self.the_kind is not None


@dataclass(frozen=True, slots=True)
class WrongUnit:
    """What is wrong with the configuration: which unit (None: the province's table), which key, what was expected."""

    number: int | None
    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Roster:
    """The units and successions of a configuration, in its order, the table's after them by id."""

    units: tuple[Unit, ...] = ()
    successions: tuple[UnitSuccession, ...] = ()
    wrong: tuple[WrongUnit, ...] = ()


def roster(
    province: Province,
    wanted: Sequence[Wanted],
    successions: Sequence[UnitSuccession] = (),
    *,
    agency_id: str | None = None,
    levels: Collection[Level] = (),
    since: date | None = None,
    changes: Sequence[UnitChange] = (),
) -> Roster:
    """Units and successions that a configuration means.

    agency_id: the province's, for its own units from the table.
    levels: take all units of the table at these levels, besides the ones wanted.
    since: of those, leave out units that ended on this day or before it.
    changes: of units, besides those that this version knows.
    """
    if not levels and all(each.is_written_out for each in wanted):
        return Roster(
            tuple(_written(province, each) for each in wanted if _wrong_level(0, each) is None),
            tuple(successions),
            tuple(found for number, each in enumerate(wanted) if (found := _wrong_level(number, each))),
        )
    search = _Search(province, _table(province, changes))
    units: list[Unit] = []
    wrong: list[WrongUnit] = []
    claims: dict[str, str] = {}  # unit of the table → id that the configuration gives it
    written: set[str] = set()
    for number, each in enumerate(wanted):
        answer = search.find(number, each, needed=bool(levels))
        if isinstance(answer, WrongUnit):
            wrong.append(answer)
            continue
        if answer is not None and claims.setdefault(answer.unit_id, each.unit_id) != each.unit_id:
            told = msg(
                "expected a unit of its own, found {found}, which {other!r} is too",
                found=answer.shown,
                other=claims[answer.unit_id],
            )
            wrong.append(WrongUnit(number, "id", told))
            continue
        if each.is_written_out or answer is None:
            written.add(each.unit_id)
            rows = [_written(province, each)]
        else:
            rows = _filled(each, answer)
        wrong += [WrongUnit(number, "id", _twice(row)) for row in rows if _starts(row) in map(_starts, units)]
        units += rows
    if levels and not search.groups:
        told = msg("expected a province of the units table; {why}", why=search.nothing)
        wrong.append(WrongUnit(None, "all", told))
    units += [
        row
        for group in search.groups.values()
        if group.unit_id not in claims and group.rows[-1].level in levels and group.ends > (since or date.min)
        for row in group.rows
    ]
    named = [row if row.unit_id in written else _named(row, claims, province, agency_id) for row in units]
    became = _from_table(search, named, claims, successions)
    return Roster(tuple(named), (*successions, *became), tuple(wrong))


def _starts(unit: Unit) -> tuple[str, date | None]:
    return unit.unit_id, unit.valid_from


def _twice(unit: Unit) -> Message:
    return msg(
        "expected each unit once for any day, found {unit!r} twice from {day}",
        unit=unit.unit_id,
        day=unit.valid_from or msg("always"),
    )


def _table(province: Province, changes: Sequence[UnitChange]) -> Territory:
    """The province's part of the units table; empty for a province that is not in it."""
    known = set(provinces())
    if province.province_id not in known:
        return Territory((), ())
    before = [each for each in province.predecessors if each in known]
    return territory(province.province_id, before, province.successor_id, changes)


def _wrong_level(number: int, each: Wanted) -> WrongUnit | None:
    if each.level is None and each.kind is not None and each.kind not in LEVEL_OF:
        told = msg("expected the level of a {kind}, found nothing", kind=each.kind.value)
        return WrongUnit(number, "level", told)
    return None


def _written(province: Province, each: Wanted) -> Unit:
    """The unit as the configuration states it."""
    kind = each.the_kind
    assert kind is not None, "it is written out"
    assert each.name is not None, "it is written out"
    return Unit(
        unit_id=each.unit_id,
        kind=kind,
        level=each.level or LEVEL_OF[kind],
        name=each.name,
        gso_code=each.gso_code,
        agency_id=each.agency_id,
        parent_unit_id=each.parent_unit_id,
        province_id=each.province_id or province.province_id,
        valid_from=each.valid_from,
        valid_until=each.valid_until,
    )


def _filled(each: Wanted, group: "_UnitGroup") -> list[Unit]:
    """Rows of the table, what the configuration states put over them; its dates cut or stretch them."""
    rows = [row for row in group.rows if _overlap(row, each.valid_from, each.valid_until)]
    if each.valid_from:
        rows[0] = replace(rows[0], valid_from=each.valid_from)
    if each.valid_until:
        rows[-1] = replace(rows[-1], valid_until=each.valid_until)
    kind = each.the_kind
    return [
        replace(
            row,
            unit_id=each.unit_id,
            kind=kind or row.kind,
            level=each.level or (LEVEL_OF.get(kind) if kind else None) or row.level,
            name=each.name or row.name,
            gso_code=each.gso_code or row.gso_code,
            agency_id=each.agency_id or row.agency_id,
            parent_unit_id=each.parent_unit_id or row.parent_unit_id,
            province_id=each.province_id or row.province_id,
        )
        for row in rows
    ]


def _named(row: Unit, claims: Mapping[str, str], province: Province, agency_id: str | None) -> Unit:
    """With the configuration's id for its parent, and the province's agency id where none is known."""
    parent = row.parent_unit_id
    own = agency_id if row.province_id == province.province_id else None
    return replace(
        row,
        parent_unit_id=claims.get(parent, parent) if parent else None,
        agency_id=row.agency_id or own,
    )


def _from_table(
    search: "_Search", units: Iterable[Unit], claims: Mapping[str, str], stated: Iterable[UnitSuccession]
) -> Iterator[UnitSuccession]:
    """What the table says became of these units, except of those of which the configuration says it."""
    known = {unit.unit_id for unit in units} & {claims.get(each, each) for each in search.groups}
    settled = {row.from_unit_id for row in stated}
    for row in search.table.successions:
        before = claims.get(row.from_unit_id, row.from_unit_id)
        after = claims.get(row.to_unit_id, row.to_unit_id)
        if {before, after} <= known and before not in settled:
            yield replace(row, from_unit_id=before, to_unit_id=after)


# ---- looking up ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _UnitGroup:
    """A unit of the table with all its rows."""

    unit_id: str
    rows: tuple[Unit, ...]

    @cached_property
    def full_names(self) -> frozenset[str]:
        """Ids that say its kind: `huyen-nui-thanh`, `tinh-quang-nam`, `tt-pvhcc-quang-nam`."""
        found = {_plain(row.name) for row in self.rows}
        if self.rows[-1].kind is UnitKind.PROVINCE_CENTER:
            province = self.rows[-1].province_id
            found |= {f"tt-pvhcc-{province}", f"ttpvhcc-{province}", f"trung-tam-{province}"}
        return frozenset(found)

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Ids that do not: `nui-thanh`, `quang-nam`."""
        if self.rows[-1].kind is UnitKind.PROVINCE_CENTER:
            return frozenset({self.rows[-1].province_id})
        return frozenset(slug(bare_name(row.name)) for row in self.rows)

    @property
    def begins(self) -> date:
        return min(row.valid_from or date.min for row in self.rows)

    @property
    def ends(self) -> date:
        return max(row.valid_until or date.max for row in self.rows)

    @property
    def shown(self) -> Message:
        return msg(
            "{unit} ({name}{since}{until})",
            unit=self.unit_id,
            name=self.rows[-1].name,
            since=msg(", from {day}", day=self.begins) if self.begins != date.min else "",
            until=msg(", until {day}", day=self.ends) if self.ends != date.max else "",
        )


@dataclass(frozen=True)
class _Search:
    """The units of one province's part of the table, and how one of them is found."""

    province: Province
    table: Territory

    @cached_property
    def groups(self) -> dict[str, _UnitGroup]:
        rows: dict[str, list[Unit]] = {}
        for unit in self.table.units:
            rows.setdefault(unit.unit_id, []).append(unit)
        return {unit_id: _UnitGroup(unit_id, tuple(found)) for unit_id, found in rows.items()}

    @property
    def nothing(self) -> Message:
        import difflib

        near = difflib.get_close_matches(self.province.province_id, provinces(), n=3)
        return msg(
            "the units table has no province {province!r}; nearest: {near}",
            province=self.province.province_id,
            near=", ".join(near) or msg("none"),
        )

    def find(self, number: int, each: Wanted, *, needed: bool) -> _UnitGroup | WrongUnit | None:
        """The unit of the table that is meant; None for a unit that is written out and has none there.

        needed: look for one that is written out too, because all of the table is taken.
        """
        if each.is_written_out:
            if wrong := _wrong_level(number, each):
                return wrong
            if not needed:
                return None
        found = self._candidates(each)
        if len(found) == 1:
            return found[0]
        if found:
            told = msg(
                "expected one unit, found {count}: {units}; name one by its id, gso_code or valid_from",
                count=len(found),
                units=_listed(found),
            )
            return WrongUnit(number, "gso_code" if each.is_written_out else "id", told)
        return None if each.is_written_out else self._unknown(number, each)

    def _unknown(self, number: int, each: Wanted) -> WrongUnit:
        """Nothing fits: the key that has to change, and what is near."""
        import difflib

        named = {
            name: group for group in self.groups.values() for name in group.full_names | group.short_names
        }
        coded = {group.rows[-1].gso_code or "": group for group in self.groups.values()}
        near = [named[name] for name in difflib.get_close_matches(each.unit_id, sorted(named), n=_SHOWN)]
        if each.gso_code:
            near += [coded[code] for code in difflib.get_close_matches(each.gso_code, sorted(coded), n=2)]
        unique = list({group.unit_id: group for group in near}.values())
        reason = self.nothing
        if self.groups:
            reason = msg(
                "the units table has none such in {province}; nearest: {near}",
                province=self.province.province_id,
                near=_listed(unique) if unique else msg("none"),
            )
        if each.gso_code:
            told = msg(
                "expected a code of the units table, found {code!r}: {why}", code=each.gso_code, why=reason
            )
            return WrongUnit(number, "gso_code", told)
        if each.name is None:
            told = msg(
                "expected this key, or a unit that the units table knows, found neither: {why}", why=reason
            )
            return WrongUnit(number, "name", told)
        told = msg(
            "expected one of {kinds} (or a level), found nothing; {why}",
            kinds=", ".join(UnitKind),
            why=reason,
        )
        return WrongUnit(number, "kind", told)

    def _candidates(self, each: Wanted) -> list[_UnitGroup]:
        exact = self.groups.get(each.unit_id)
        if exact is not None:
            return (
                [exact] if any(_overlap(row, each.valid_from, each.valid_until) for row in exact.rows) else []
            )
        everyone = [group for group in self.groups.values() if _fits(group, each)]
        ids = {each.unit_id, each.unit_id.removeprefix("ubnd-")}
        full = [group for group in everyone if ids & group.full_names]
        short = [group for group in everyone if ids & group.short_names]
        by_name = [group for group in everyone if each.name and _plain(each.name) in group.full_names]
        if each.gso_code:
            coded = [group for group in everyone if any(row.gso_code == each.gso_code for row in group.rows)]
            return _narrowed(_narrowed(coded, full or short), by_name)
        if by_name and (full or short):
            agreed = [group for group in by_name if group in (full or short)]
            return agreed or [*(full or short), *by_name]
        return full or by_name or self._meant(short) or self._centers(everyone, each)

    def _centers(self, everyone: Iterable[_UnitGroup], each: Wanted) -> list[_UnitGroup]:
        """The centre of a province needs no name: its kind says which unit it is."""
        if each.the_kind is not UnitKind.PROVINCE_CENTER:
            return []
        province_id = each.province_id or self.province.province_id
        return [
            group
            for group in everyone
            if group.rows[-1].kind is UnitKind.PROVINCE_CENTER and group.rows[-1].province_id == province_id
        ]

    def _meant(self, found: list[_UnitGroup]) -> list[_UnitGroup]:
        """Of units with one bare name: the province's own, and of those there at one time the highest."""
        own = [
            group
            for group in found
            if any(row.province_id == self.province.province_id for row in group.rows)
        ]
        found = own or found
        if len(found) < 2 or max(group.begins for group in found) >= min(group.ends for group in found):
            return found
        order = list(Level)
        top = min(order.index(group.rows[0].level) for group in found)
        return [group for group in found if order.index(group.rows[0].level) == top]


def _fits(group: _UnitGroup, each: Wanted) -> bool:
    """Whether kind, level, province and dates that are stated leave the unit in question."""
    kind = each.the_kind
    return any(
        (kind is None or kind is row.kind)
        and (each.level is None or each.level is row.level)
        and (each.province_id is None or each.province_id == row.province_id)
        and _overlap(row, each.valid_from, each.valid_until)
        for row in group.rows
    )


def _overlap(row: Unit, since: date | None, until: date | None) -> bool:
    starts = row.valid_from or date.min
    ends = row.valid_until or date.max
    return starts < (until or date.max) and (since or date.min) < ends


def _narrowed(found: list[_UnitGroup], hints: list[_UnitGroup]) -> list[_UnitGroup]:
    return [group for group in found if group in hints] or found


def _plain(name: str) -> str:
    """A unit's name as an id that says its kind: `UBND huyện Núi Thành` → `huyen-nui-thanh`."""
    plain = slug(name)
    while (rest := _BODY.sub("", plain)) != plain:
        plain = rest
    return plain


def _listed(groups: Sequence[_UnitGroup]) -> Words:
    first = Messages(tuple(group.shown for group in groups[:_SHOWN]))
    if len(groups) <= _SHOWN:
        return first
    return msg("{units} and {count} more", units=first, count=len(groups) - _SHOWN)
