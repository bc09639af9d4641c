"""The units of the whole country, old to new: provinces with their centres, districts, communes (DOMAIN §4.2).

Names, statistical codes and what became of what stand in `data/units.csv`, made by `scripts/units_table.py` from a
maintained package (`data/units.LICENSE.txt`). What such a source does not say is a rule here:

- Dates: all of it changed on 2025-07-01 (Nghị quyết 202/2025/QH15 for the provinces, the resolutions of the
  Standing Committee such as 1659/NQ-UBTVQH15 for the communes, Quyết định 19/2025/QĐ-TTg for names and codes).
  Before that day the list is the one of 30 June 2025 with `valid_from` null: since when a unit of it has been
  there is not known, and units that ended earlier are not in it.
- A commune whose territory became exactly one commune that got nothing else goes on: it keeps its `unit_id`
  through the change of parent, name or kind, with a row for each time (RULINGS 21). A province that took part in
  no merger goes on too. All others end, and new ones begin, even where name and code stay: the code means a
  unit only together with a date.
- What changed later is dated data of its own (`data/unit_changes.csv`, `changes.py`).
- A district ends without a legal successor (`dissolve`); the units after it are those that have its territory.

`unit_id` is the name without its kind, and the statistical code: `tam-hai-20992`, `nui-thanh-517`; the year is added
to units that began in 2025 (`nui-thanh-20965-2025` beside the town `nui-thanh-20965`), so that every unit of the
country has an id of its own, whatever codes were used again.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, SuccessionKind, UnitKind
from niemyet.transforms.language.text import slug
from niemyet.transforms.two_levels import DISTRICT_END
from niemyet.transforms.units.changes import UnitChange, applied, built_in

#: First day of the two-level model: 34 provinces, 3,321 communes, no districts.
TWO_LEVELS = DISTRICT_END

#: QĐ 20/2020/QĐ-TTg as seen in use (DOMAIN §3.2); the others were not seen and are left to the configuration.
_AGENCY_IDS = {"38": "H56", "49": "H47"}

#: What names of units begin with.
KINDS_IN_NAMES = ("Tỉnh", "Thành phố", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu")
_LEVELS = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}  # by the length of the statistical code
_KINDS = {
    Level.PROVINCE: UnitKind.PROVINCE_CENTER,
    Level.DISTRICT: UnitKind.DISTRICT,
    Level.COMMUNE: UnitKind.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Territory:
    """Units with all their rows, and what became of them; sorted."""

    units: tuple[Unit, ...]
    successions: tuple[UnitSuccession, ...]


@dataclass(frozen=True, slots=True)
class _CountryLine:
    """A line of the data file."""

    after: str
    before: str
    within: str
    code: str
    name: str
    becomes: tuple[str, ...]


def provinces() -> tuple[str, ...]:
    """Ids of all provinces, of the old state and the new, sorted."""
    return tuple(sorted(_groups()))


def share_ground(one: str, other: str) -> bool:
    """Whether two provinces, old or new, have or had ground of one new province: one may inherit from the other."""
    groups = _groups()
    return not set(groups.get(one, ())).isdisjoint(groups.get(other, ()))


def territory(
    province_id: str,
    predecessors: Sequence[str] = (),
    successor_id: str | None = None,
    changes: Sequence[UnitChange] = (),
) -> Territory:
    """The units that a province's boards are about.

    All units of the province and of its predecessors; of the successor those that their territory went to, and
    its centre. So for Quảng Nam with the successor Đà Nẵng: 17 districts and 233 communes with the centre until
    2025-07-01, then the communes on its ground and the centre of the new city, not those of the old city.

    Raises:
        KeyError: the country has no such province; `provinces()` has their ids.
    """
    own = {province_id, *predecessors}
    groups = _groups()
    blocks = sorted({block for each in own for block in groups[each]})
    whole = _changed(_joined([_block(block) for block in blocks]), changes)
    reached = {unit.unit_id for unit in whole.units if unit.province_id in own}
    if successor_id:
        heirs = {unit.unit_id for unit in whole.units if unit.province_id == successor_id}
        reached |= {row.to_unit_id for row in whole.successions if row.from_unit_id in reached} & heirs
    return Territory(
        tuple(unit for unit in whole.units if unit.unit_id in reached),
        tuple(row for row in whole.successions if {row.from_unit_id, row.to_unit_id} <= reached),
    )


def whole_country(changes: Sequence[UnitChange] = ()) -> Territory:
    """All units there are. `changes`: what the configuration knows besides what this version does."""
    whole = [_block(block) for block in sorted({each for found in _groups().values() for each in found})]
    return _changed(_joined(whole), changes)


def _changed(table: Territory, more: Sequence[UnitChange]) -> Territory:
    """The base table with what has changed since (DOMAIN §4.2)."""
    return Territory(*applied(table.units, table.successions, (*built_in(), *more)))


def with_code(units: Iterable[Unit], gso_code: str, day: date) -> tuple[Unit, ...]:
    """The rows that bear a statistical code on a day: never more than one of the country's."""
    return tuple(unit for unit in units if unit.gso_code == gso_code and unit.is_there(day))


def bare_name(name: str) -> str:
    """A name without its kind: `Thị trấn Núi Thành` → `Núi Thành`; `Phường 12` stays, it is no name without it."""
    for kind in KINDS_IN_NAMES:
        rest = name.removeprefix(f"{kind} ")
        if rest != name:
            return name if rest[:1].isdigit() else rest
    return name


def center_name(province: str) -> str:
    """The one-stop centre of a province (NĐ 118/2025/NĐ-CP): `Trung tâm Phục vụ hành chính công tỉnh Quảng Nam`."""
    return f"Trung tâm Phục vụ hành chính công {province[:1].lower()}{province[1:]}"


def _joined(parts: Sequence[Territory]) -> Territory:
    return Territory(
        tuple(unit for part in parts for unit in part.units),
        tuple(row for part in parts for row in part.successions),
    )


# ---- the data file ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _text() -> str:
    return (files("niemyet.transforms") / "data" / "units.csv").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    """Id of a province, old or new → codes of the new provinces in which its territory is."""
    found: dict[str, set[str]] = {}
    for line in csv.reader(re.findall(r"^\d\d,(?:\d\d)?,,\d\d,.*$", _text(), re.MULTILINE)):
        found.setdefault(slug(bare_name(line[4])), set()).add(line[0])
    return {name: tuple(sorted(codes)) for name, codes in sorted(found.items())}


def _lines(block: str) -> Iterator[_CountryLine]:
    """Lines of one new province: they stand together."""
    text = _text()
    start = text.index(f"\n{block},") + 1
    end = text.rindex(f"\n{block},")
    for after, before, within, code, name, becomes in csv.reader(
        text[start : text.index("\n", end + 1)].splitlines()
    ):
        yield _CountryLine(after, before, within, code, name, tuple(becomes.split()))


# ---- from lines to units ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _State:
    """The lines of one new province by what is asked of them."""

    old: dict[str, _CountryLine]
    new: dict[str, _CountryLine]
    going_on: dict[str, str]  # code of an old unit → code of the new one that it goes on as
    ids: dict[str, str]  # old code → unit_id
    new_ids: dict[str, str]  # new code → unit_id


@lru_cache(maxsize=64)
def _block(block: str) -> Territory:
    """The units of one new province, and of the old ones on its ground."""
    state = _state(tuple(_lines(block)))
    units = [*_old_units(state), *_new_units(state)]
    units.sort(key=lambda unit: (unit.unit_id, unit.valid_from or date.min))
    successions = sorted(
        set(_successions(state)), key=lambda row: (row.from_unit_id, row.to_unit_id, row.on_date)
    )
    return Territory(tuple(units), tuple(successions))


def _state(lines: Sequence[_CountryLine]) -> _State:
    old = {line.code: line for line in lines if line.before}
    new = {line.code: line for line in lines if not line.before}
    sources: dict[str, list[_CountryLine]] = {}
    for line in old.values():
        for code in line.becomes:
            sources.setdefault(code, []).append(line)
    going_on = {
        line.code: line.becomes[0]
        for line in old.values()
        if len(line.becomes) == 1
        and len(sources[line.becomes[0]]) == 1
        and len(line.code) == len(line.becomes[0])
    }
    ids = {line.code: _id(line) for line in old.values()}
    kept = {after: ids[before] for before, after in going_on.items()}
    new_ids = {line.code: kept.get(line.code) or f"{_id(line)}-{TWO_LEVELS.year}" for line in new.values()}
    return _State(old, new, going_on, ids, new_ids)


def _id(line: _CountryLine) -> str:
    return f"{slug(bare_name(line.name))}-{line.code}"


def _old_units(state: _State) -> Iterator[Unit]:
    for line in state.old.values():
        if len(line.code) == 2 and line.code in state.going_on:
            continue  # nothing changes at its head: the row of the new state speaks for all time
        above = line.within or (line.before if line.code != line.before else "")
        yield _unit(
            line,
            unit_id=state.ids[line.code],
            parent=state.ids[above] if above else None,
            province=state.old[line.before],
            valid_until=TWO_LEVELS,
        )


def _new_units(state: _State) -> Iterator[Unit]:
    before = {after: code for code, after in state.going_on.items()}
    for line in state.new.values():
        of_province = line.code == line.after
        since = None if of_province and line.code in before else TWO_LEVELS
        unit_id = state.new_ids[line.code]
        parent = None if of_province else state.new_ids[line.after]
        yield _unit(line, unit_id=unit_id, parent=parent, province=state.new[line.after], valid_from=since)


def _unit(
    line: _CountryLine,
    *,
    unit_id: str,
    parent: str | None,
    province: _CountryLine,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Unit:
    level = _LEVELS[len(line.code)]
    return Unit(
        unit_id=unit_id,
        kind=_KINDS[level],
        level=level,
        name=center_name(line.name) if level is Level.PROVINCE else line.name,
        gso_code=line.code,
        agency_id=_AGENCY_IDS.get(province.code),
        parent_unit_id=parent,
        province_id=slug(bare_name(province.name)),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _successions(state: _State) -> Iterator[UnitSuccession]:
    for line in state.old.values():
        before = state.ids[line.code]
        for code in line.becomes:
            after = state.new_ids[code]
            if len(line.code) == 2 and before == after:
                continue
            yield UnitSuccession(before, after, _how(state, line, code), TWO_LEVELS)
            if line.within:
                yield UnitSuccession(state.ids[line.within], after, SuccessionKind.DISSOLVE, TWO_LEVELS)


def _how(state: _State, line: _CountryLine, code: str) -> SuccessionKind:
    if _LEVELS[len(line.code)] is Level.DISTRICT:
        return SuccessionKind.DISSOLVE
    if len(line.becomes) > 1:
        return SuccessionKind.SPLIT
    if line.code not in state.going_on:
        return SuccessionKind.MERGE
    same = slug(line.name) == slug(state.new[code].name)
    return SuccessionKind.CONTINUE if same else SuccessionKind.RENAME
