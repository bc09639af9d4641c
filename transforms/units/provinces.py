"""The provinces of a day by their names, and which ones they were made of (Nghị quyết 202/2025/QH15)."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from niemyet.model.words import Level
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.text import fold, is_said
from niemyet.transforms.units.country import TWO_LEVELS, bare_name, center_name, whole_country

#: “Trung tâm Phục vụ hành chính công ”, which the table puts before a province's name.
_CENTER = center_name("")

#: Names of before the table begins, and how people shorten names: Thừa Thiên Huế until 2025-01-01 (Nghị quyết
#: 175/2024/QH15), Hà Tây until 2008-08-01 (Nghị quyết 15/2008/QH12), Sài Gòn until 1976-07-02.
_FORMER = {
    "thuathienhue": "hue",
    "thuathien": "hue",
    "tthue": "hue",
    "hatay": "hanoi",
    "saigon": "hochiminh",
    "hcm": "hochiminh",
    "sg": "hochiminh",
    "brvt": "bariavungtau",
}
#: What stands before a province's name.
_KINDS = (
    "uy ban nhan dan ",
    "ubnd ",
    "thanh pho ",
    "tinh ",
    "t. p. ",
    "t. p ",
    "t.p. ",
    "t.p ",
    "tp. ",
    "tp.",
    "tp ",
)
#: The last day on which the provinces of before stood (Nghị quyết 202/2025/QH15).
_BEFORE = TWO_LEVELS - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ProvinceOfDay:
    """A province that is there on a day, with the ids of those that it was made of, its own former self left out."""

    province_id: str
    name: str  # “Thành phố Đà Nẵng”
    predecessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeantProvince:
    """A province of a day, and the name of the former one by which it was meant, where that was part of what it is now."""

    province: ProvinceOfDay
    former: str | None = None  # “Tỉnh Quảng Nam”


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


@cache
def province_names() -> Mapping[str, str]:
    """Every province of today and of before the mergers by its id; one that goes on under another name by today's."""
    return {one.province_id: one.name for day in (_BEFORE, TWO_LEVELS) for one in provinces_on(day)}


_OFFICES = ("chủ tịch ", "ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd ")
_KINDS_SAID = ("tỉnh ", "thành phố ", "tp. ", "tp.", "tp ")


def province_said(text: str) -> str | None:
    """The id of the province that a text names, as people write it: with its kind and office or without, with tones or none."""
    bare = " ".join(text.lower().split())
    for word in (*_OFFICES, *_KINDS_SAID):
        toneless = fold(word) + word[len(word.rstrip()) :]
        bare = bare.removeprefix(word).removeprefix(toneless)
    found = {one for one, name in province_names().items() if bare == one or is_said(bare, bare_name(name))}
    return next(iter(found)) if len(found) == 1 else None


def provinces_meant(name: str, day: date) -> tuple[MeantProvince, ...]:
    """The provinces of a day that a person may mean: by name with or without its kind and marks, by id, or by that of one
    that became part of it. One whose whole name it is is meant alone; else all of whose name it is the beginning."""
    wanted = _squashed(name)
    wanted = _FORMER.get(wanted, wanted)
    named = [*((one, None) for one in provinces_on(day)), *_former_of(day)]
    for one, former in named:
        own = {former} if former else {one.name, one.province_id}
        if wanted in {_squashed(each) for each in own} | {_squashed(bare_name(each)) for each in own}:
            return (MeantProvince(one, former),)
    words = _words(name)
    begun = [
        MeantProvince(one, former)
        for one, former in named
        if words and _words(bare_name(former or one.name))[: len(words)] == words
    ]
    return tuple(sorted(begun, key=lambda one: collation_key(bare_name(one.former or one.province.name))))


def _former_of(day: date) -> list[tuple[ProvinceOfDay, str]]:
    """The provinces of a day with each name that became part of them; without its own former one."""
    if day <= _BEFORE:
        return []
    names = {one.province_id: one.name for one in provinces_on(_BEFORE)}
    return [(one, names[before]) for one in provinces_on(day) for before in one.predecessors]


def nearest_provinces(name: str, day: date) -> list[str]:
    """Names that are near to what was written, for a message."""
    names = {_squashed(bare_name(one.name)): one.name for one in provinces_on(day)}
    names |= {_squashed(bare_name(former)): former for _, former in _former_of(day)}
    return [names[near] for near in difflib.get_close_matches(_squashed(name), names, n=3)]


def _name(center: str) -> str:
    name = center.removeprefix(_CENTER)
    return f"{name[:1].upper()}{name[1:]}"


def _squashed(text: str) -> str:
    """Without kind, marks, spaces and hyphens: `Tỉnh Quảng Nam`, `quang-nam` and `QUANG NAM` are one."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    plain = " ".join(fold(text).replace("-", " ").replace("–", " ").split())
    for kind in _KINDS:
        plain = plain.removeprefix(kind)
    return (plain.removeprefix("tp") if plain == "tphcm" else plain).split()
