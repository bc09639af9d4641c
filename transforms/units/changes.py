"""Changes of units after the base table, as dated data: commune to ward, province to city, merges, splits, moves.

Each line of `data/unit_changes.csv` is one unit, one day and the paper that says so; the same form is read from a file of
the configuration's own (`unit_changes.csv` beside it). Nothing of the base table is overwritten: a row ends where the next
begins (RULINGS 21, 22). What a line says of a unit that is not in the table at hand changes nothing there.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from niemyet.model.errors import UsageError
from niemyet.model.messages import Messages, msg
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, SuccessionKind, UnitKind
from niemyet.transforms.language.text import clean, slug

COLUMNS = ("on", "act", "code", "name", "into", "decree", "source")


class UnitChangeKind(StrEnum):
    """What happens to a unit on a day."""

    RENAME = "rename"  # another name or kind, the same unit: `Xã Kép` → `Phường Kép`
    MERGE = "merge"  # it ends, `into` has its ground
    SPLIT = "split"  # it ends, each of `into` has a part of its ground
    NEW = "new"  # it begins, under the unit with the code `into`
    MOVE = "move"  # it goes on under the unit with the code `into`
    BOUNDARY = "boundary"  # ground moved to `into`; both go on


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit, one day, and the paper that says so."""

    on: date
    act: UnitChangeKind
    code: str
    name: str
    into: tuple[str, ...]
    decree: str
    source: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """By day; units begin before others end into them."""
        return self.on, list(_ORDER).index(self.act), self.code, self.name


_ORDER = (
    UnitChangeKind.NEW,
    UnitChangeKind.RENAME,
    UnitChangeKind.MOVE,
    UnitChangeKind.SPLIT,
    UnitChangeKind.MERGE,
    UnitChangeKind.BOUNDARY,
)


@lru_cache(maxsize=1)
def built_in() -> tuple[UnitChange, ...]:
    """The changes that are known to this version."""
    text = (files("niemyet.transforms") / "data" / "unit_changes.csv").read_text(encoding="utf-8")
    return read_changes(text, "unit_changes.csv")


def read_changes(text: str, where: str) -> tuple[UnitChange, ...]:
    """The changes of a file.

    Raises UsageError naming every line that is none.
    """
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    lacking = [name for name in COLUMNS[:6] if name not in (rows.fieldnames or ())]
    if lacking:
        raise UsageError(
            msg(
                "{where}: expected the columns {columns}, {lacking} is missing",
                where=where,
                columns=", ".join(COLUMNS),
                lacking=", ".join(lacking),
            )
        )
    found: list[UnitChange] = []
    wrong: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            found.append(_change(row))
        except ValueError as error:
            wrong.append(f"{number}: {error}")
    if wrong:
        raise UsageError(
            msg(
                "{where}: lines that are no change of a unit: {wrong}",
                where=where,
                wrong=Messages(tuple(wrong), "; "),
            )
        )
    return tuple(sorted(set(found), key=lambda one: one.order))


def _change(row: dict[str, str | None]) -> UnitChange:
    said = {name: clean(row.get(name) or "") for name in COLUMNS}
    act = UnitChangeKind(said["act"])
    into = tuple(said["into"].split())
    if not said["code"].isdigit() or not said["decree"]:
        raise ValueError(f"code {said['code']!r}, decree {said['decree']!r}")
    if act in (UnitChangeKind.RENAME, UnitChangeKind.NEW) and not said["name"]:
        raise ValueError("name")
    if (
        act in (UnitChangeKind.MERGE, UnitChangeKind.SPLIT, UnitChangeKind.NEW, UnitChangeKind.MOVE)
        and not into
    ):
        raise ValueError("into")
    return UnitChange(
        date.fromisoformat(said["on"]), act, said["code"], said["name"], into, said["decree"], said["source"]
    )


def as_csv(changes: Iterable[UnitChange]) -> str:
    """The same, as a file: sorted, each change once."""
    lines = [",".join(COLUMNS)]
    for one in sorted(set(changes), key=lambda change: change.order):
        cells = (
            one.on.isoformat(),
            one.act.value,
            one.code,
            one.name,
            " ".join(one.into),
            one.decree,
            one.source,
        )
        lines.append(",".join(_cell(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two changes of one unit on one day that cannot both be."""

    one: UnitChange
    other: UnitChange


def contradictions(known: Iterable[UnitChange], more: Iterable[UnitChange]) -> tuple[Contradiction, ...]:
    """What of `more` says something else of a unit and day than what is known."""
    held = {(one.on, one.act, one.code): one for one in known}
    found = []
    for change in sorted(more, key=lambda one: one.order):
        other = held.get((change.on, change.act, change.code))
        if other is not None and (slug(other.name), other.into) != (slug(change.name), change.into):
            found.append(Contradiction(other, change))
    return tuple(found)


# ---- over a table -----------------------------------------------------------------------------------------------


def applied(
    units: Sequence[Unit], successions: Sequence[UnitSuccession], changes: Iterable[UnitChange]
) -> tuple[tuple[Unit, ...], tuple[UnitSuccession, ...]]:
    """A table with the changes over it, each from its day on."""
    table = _UnitTable(units)
    for change in sorted(set(changes), key=lambda one: one.order):
        table.change(change)
    rows = sorted(table.rows, key=lambda unit: (unit.unit_id, unit.valid_from or date.min))
    told = sorted(
        {*successions, *table.told}, key=lambda row: (row.from_unit_id, row.to_unit_id, row.on_date)
    )
    return tuple(rows), tuple(told)


class _UnitTable:
    def __init__(self, units: Sequence[Unit]) -> None:
        self.rows = list(units)
        self.told: list[UnitSuccession] = []
        self._by_code: dict[str, list[int]] = {}
        for place, unit in enumerate(self.rows):
            self._by_code.setdefault(unit.gso_code or "", []).append(place)

    def change(self, change: UnitChange) -> None:
        """One change; nothing where its unit is not in this table on that day."""
        if change.act is UnitChangeKind.NEW:
            self._begin(change)
            return
        place = self._at(change.code, change.on)
        if place is None or change.act is UnitChangeKind.BOUNDARY:
            return
        match change.act:
            case UnitChangeKind.RENAME:
                self._rename(place, change)
            case UnitChangeKind.MOVE:
                self._move(place, change)
            case _:
                self._end(place, change)

    def _at(self, code: str, on: date) -> int | None:
        """The row that bears a code on the eve of a day, or from that day on."""
        for place in self._by_code.get(code, ()):
            unit = self.rows[place]
            if (unit.valid_from is None or unit.valid_from <= on) and (
                unit.valid_until is None or unit.valid_until > on
            ):
                return place
        return None

    def _put(self, unit: Unit) -> None:
        self._by_code.setdefault(unit.gso_code or "", []).append(len(self.rows))
        self.rows.append(unit)

    def _go_on(self, place: int, later: Unit, on: date) -> None:
        """The row ends, another of the same unit begins; on its own first day it is that one."""
        unit = self.rows[place]
        if unit.valid_from == on:
            self.rows[place] = replace(later, valid_from=on)
            return
        self.rows[place] = replace(unit, valid_until=on)
        self._put(replace(later, valid_from=on))

    def _rename(self, place: int, change: UnitChange) -> None:
        unit = self.rows[place]
        name = shown_name(unit.level, change.name)
        if unit.name == name:
            return
        self._go_on(place, replace(unit, name=name), change.on)
        self.told.append(UnitSuccession(unit.unit_id, unit.unit_id, SuccessionKind.RENAME, change.on))

    def _move(self, place: int, change: UnitChange) -> None:
        above = self._at(change.into[0], change.on)
        unit = self.rows[place]
        if above is None or unit.parent_unit_id == self.rows[above].unit_id:
            return
        parent = self.rows[above]
        later = replace(
            unit, parent_unit_id=parent.unit_id, province_id=parent.province_id, agency_id=parent.agency_id,
            name=change.name or unit.name,
        )  # fmt: skip
        self._go_on(place, later, change.on)
        self.told.append(UnitSuccession(unit.unit_id, unit.unit_id, SuccessionKind.CONTINUE, change.on))

    def _end(self, place: int, change: UnitChange) -> None:
        unit = self.rows[place]
        heirs = [self.rows[heir] for code in change.into if (heir := self._at(code, change.on)) is not None]
        if not heirs:
            return
        self.rows[place] = replace(unit, valid_until=change.on)
        kind = SuccessionKind.MERGE if change.act is UnitChangeKind.MERGE else SuccessionKind.SPLIT
        self.told += [UnitSuccession(unit.unit_id, heir.unit_id, kind, change.on) for heir in heirs]

    def _begin(self, change: UnitChange) -> None:
        above = self._at(change.into[0], change.on)
        if above is None or self._at(change.code, change.on) is not None:
            return
        parent = self.rows[above]
        from niemyet.transforms.units.country import bare_name

        self._put(
            Unit(
                unit_id=f"{slug(bare_name(change.name))}-{change.code}-{change.on.year}",
                kind=UnitKind.COMMUNE,
                level=Level.COMMUNE,
                name=change.name,
                gso_code=change.code,
                agency_id=parent.agency_id,
                parent_unit_id=parent.unit_id,
                province_id=parent.province_id,
                valid_from=change.on,
                valid_until=None,
            )
        )


def shown_name(level: Level, name: str) -> str:
    """A unit of the province's level is its centre."""
    from niemyet.transforms.units.country import center_name

    return center_name(name) if level is Level.PROVINCE else name
