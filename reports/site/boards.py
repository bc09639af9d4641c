"""A unit's pages: its board, one small page for each procedure that ever hung there, and the data of the date picker."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from niemyet.model.words import Scope, UnitKind
from niemyet.reports.site.addresses import (
    decision_folder,
    sector_folder,
    segment,
    unit_folder,
)
from niemyet.reports.site.changes import BoardChange, Turn
from niemyet.reports.site.facts import Facts, Hanging, Version
from niemyet.reports.site.labels import UNIT_KINDS
from niemyet.reports.site.pages import Page, proof_place
from niemyet.reports.site.rendering import day_text, script
from niemyet.reports.words import SCOPES
from niemyet.transforms.language.text import clean

TURNS = {
    Turn.UP: ("niêm yết mới", "goes up"),
    Turn.OTHER: ("thay bản niêm yết", "the sheet changes"),
    Turn.DOWN: ("gỡ xuống", "comes down"),
}


class Boards:
    """Pages of units. What units share is rendered once: boards of a province differ in little."""

    def __init__(self, facts: Facts, templates: Environment, *, has_codes: bool) -> None:
        self._facts = facts
        self._has_codes = has_codes
        self._unit = templates.get_template("unit.html")
        self._row = templates.get_template("board_row.html")
        self._single = templates.get_template("at_unit.html")
        self._rows: dict[str, Markup] = {}
        self._singles: dict[tuple[Any, ...], bytes] = {}

    def pages(self, unit_id: str, changes: Sequence[BoardChange], *, has_due: bool) -> Iterator[Page]:
        """Everything below u/<unit>/ that shows the board."""
        folder = unit_folder(unit_id)
        rows = self._facts.tables.boards.get(unit_id, ())
        unit = self._facts.unit_on(unit_id, self._facts.day)
        yield Page(f"{folder}/index.html", self._board(unit_id, rows, changes, has_due=has_due))
        yield Page(f"{folder}/unit.js", script("unit", clean(unit["name"])))
        yield Page(f"{folder}/board.js", script("board", self._intervals(rows)))
        stays: dict[str, list[Hanging]] = defaultdict(list)
        for row in rows:
            stays[row.code].append(row)
        for code in sorted(stays):
            mine = sorted(stays[code], key=lambda row: row.valid_from)
            yield Page(f"{folder}/{segment(code)}.html", self._at_unit(mine))

    def count(self, unit_id: str) -> int:
        """Procedures that must hang on the release's day."""
        rows = self._facts.tables.boards.get(unit_id, ())
        return len({row.code for row in rows if row.on(self._facts.day)})

    def soon(self, changes: Sequence[BoardChange]) -> list[BoardChange]:
        """Changes after the release's day."""
        return [one for one in changes if one.on > self._facts.day]

    def _board(
        self, unit_id: str, rows: Sequence[Hanging], changes: Sequence[BoardChange], *, has_due: bool
    ) -> bytes:
        facts, day = self._facts, self._facts.day
        unit = facts.unit_on(unit_id, day)
        ended = facts.unit_ended(unit_id)
        hanging = {version.key: version for version in (facts.version_of(row) for row in rows if row.on(day))}
        groups = [
            (sector, sector_folder(sector), [self._row_of(version) for version in versions])
            for sector, versions in facts.by_sector(hanging.values())
        ]
        former = sorted({clean(row["name"]) for row in facts.units[unit_id]} - {clean(unit["name"])})
        return self._unit.render(
            title=clean(unit["name"]), name=unit["name"], root="../../", kind=UNIT_KINDS[UnitKind(unit["kind"])],
            former=former, ended=ended, successors=self._successors(unit_id) if ended else [],
            first=min((row.valid_from for row in rows), default=day),
            default_day=ended - timedelta(days=1) if ended else None,
            count=len(hanging), groups=groups, span=_span(changes, day),
            soon=self.soon(changes), turns=TURNS, has_due=has_due, has_codes=self._has_codes,
        ).encode()  # fmt: skip

    def _row_of(self, version: Version) -> Markup:
        if version.key not in self._rows:
            self._rows[version.key] = Markup(self._row.render(one=version))  # noqa: S704 - rendered, escaped
        return self._rows[version.key]

    def _successors(self, unit_id: str) -> list[dict[str, str]]:
        to = [row["to_unit_id"] for row in self._facts.tables.successions if row["from_unit_id"] == unit_id]
        return [
            {"folder": unit_folder(one), "name": self._facts.unit_on(one, self._facts.day)["name"]}
            for one in sorted(set(to))
            if one in self._facts.units
        ]

    def _intervals(self, rows: Sequence[Hanging]) -> list[tuple[str, str, str | None]]:
        """What hangs from when until when, each sheet by its key in assets/versions.js."""
        found = {
            (
                self._facts.version_of(row).key,
                row.valid_from.isoformat(),
                row.valid_until.isoformat() if row.valid_until else None,
            )
            for row in rows
        }
        return sorted(found, key=lambda one: (one[1], one[0], one[2] or ""))

    def _at_unit(self, stays: Sequence[Hanging]) -> bytes:
        """The page of one procedure at a unit. It names no unit, so units whose boards agree share its bytes."""
        day = self._facts.day
        key = tuple(
            (row.procedure_id, row.version, row.item_id, row.scope, row.valid_from, row.valid_until)
            for row in stays
        )
        if key not in self._singles:
            shown = next((row for row in reversed(stays) if row.on(day)), None)
            shown = shown or next((row for row in stays if row.valid_from > day), stays[-1])
            one = self._facts.version_of(shown)
            item = self._facts.items[shown.item_id]
            self._singles[key] = self._single.render(
                title=one.name, root="../../", one=one, item=item, standing=_standing(shown, day),
                scope=SCOPES[Scope(shown.scope)], place=f" ({proof_place(item)})",
                stays=[(row, self._facts.version_of(row)) for row in stays],
            ).encode()  # fmt: skip
        return self._singles[key]


def _standing(row: Hanging, day: date) -> str:
    if row.on(day):
        until = f" đến trước {day_text(row.valid_until)}" if row.valid_until else ""
        return f"Phải niêm yết tại đơn vị này, bản này từ {day_text(row.valid_from)}{until}."
    if row.valid_from > day:
        return f"Phải niêm yết tại đơn vị này từ {day_text(row.valid_from)}."
    return f"Không còn niêm yết tại đơn vị này từ {day_text(row.valid_until)}."


def _span(changes: Sequence[BoardChange], day: date) -> str:
    """Since when the board is as it is, and until when. It holds on every day in between, so the page stays as it is."""
    past = max((one.on for one in changes if one.on <= day), default=None)
    coming = min((one.on for one in changes if one.on > day), default=None)
    since = f"Bảng như dưới đây từ ngày {day_text(past)}" if past else "Bảng như dưới đây"
    return since + (
        f", đến trước ngày {day_text(coming)}." if coming else ", chưa có thay đổi nào được công bố thêm."
    )


def versions_script(facts: Facts) -> bytes:
    """What each sheet says, by key, for the date picker."""
    shown = {}
    for rows in facts.tables.boards.values():
        for row in rows:
            version = facts.version_of(row)
            if version.key in shown:
                continue
            shown[version.key] = (
                "chưa có mã" if version.code.startswith("X:") else version.code,
                version.name, version.sector, version.time, version.fee, facts.cited(version.decision_id),
                decision_folder(version.decision_id), sector_folder(version.sector), segment(version.code),
            )  # fmt: skip
    return script("versions", dict(sorted(shown.items())))
