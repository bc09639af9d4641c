"""The provinces of a day by their names, and which ones they were made of (Nghị quyết 202/2025/QH15)."""

import difflib
from dataclasses import dataclass
from datetime import date

from niemyet.model.words import Level
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.text import fold
from niemyet.transforms.units.country import bare_name, center_name, whole_country

#: “Trung tâm Phục vụ hành chính công ”, which the table puts before a province's name.
_CENTER = center_name("")

#: A name of before the table begins: Thừa Thiên Huế until 2025-01-01 (Nghị quyết 175/2024/QH15).
_FORMER = {"thuathienhue": "hue"}


@dataclass(frozen=True, slots=True)
class ProvinceOfDay:
    """A province that is there on a day, with the ids of those that it was made of, its own former self left out."""

    province_id: str
    name: str  # “Thành phố Đà Nẵng”
    predecessors: tuple[str, ...]


def provinces_on(day: date) -> tuple[ProvinceOfDay, ...]:
    """The provinces that are there on a day, in Vietnamese order."""
    table = whole_country()
    own = {unit.unit_id: unit.province_id for unit in table.units if unit.level is Level.PROVINCE}
    found = []
    for unit in table.units:
        if unit.level is not Level.PROVINCE or not unit.is_there(day):
            continue
        before = {
            own[row.from_unit_id]
            for row in table.successions
            if row.to_unit_id == unit.unit_id and row.from_unit_id in own and row.on_date <= day
        }
        found.append(
            ProvinceOfDay(unit.province_id, _name(unit.name), tuple(sorted(before - {unit.province_id})))
        )
    return tuple(sorted(found, key=lambda one: collation_key(bare_name(one.name))))


def province_named(name: str, day: date) -> ProvinceOfDay | None:
    """The province of a day that a person means: by name with or without its kind and marks, by id, or by that of one
    that became part of it. None where none is meant."""
    wanted = _squashed(name)
    wanted = _FORMER.get(wanted, wanted)
    there = provinces_on(day)
    for one in there:
        if wanted in {_squashed(one.name), _squashed(bare_name(one.name)), _squashed(one.province_id)}:
            return one
    return next((one for one in there if wanted in map(_squashed, one.predecessors)), None)


def nearest_provinces(name: str, day: date) -> list[str]:
    """Names that are near to what was written, for a message."""
    names = {_squashed(bare_name(one.name)): one.name for one in provinces_on(day)}
    return [names[near] for near in difflib.get_close_matches(_squashed(name), names, n=3)]


def _name(center: str) -> str:
    name = center.removeprefix(_CENTER)
    return f"{name[:1].upper()}{name[1:]}"


def _squashed(text: str) -> str:
    """Without kind, marks, spaces and hyphens: `Tỉnh Quảng Nam`, `quang-nam` and `QUANG NAM` are one."""
    plain = fold(text).replace("-", " ")
    for kind in ("thanh pho ", "tinh ", "tp. ", "tp "):
        plain = plain.removeprefix(kind)
    return "".join(plain.split())
