"""A unit's pages: its board, one small page for each procedure that ever hung there, and the data of the date picker."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from jinja2 import Environment
from markupsafe import Markup

from niemyet.model.words import Scope, UnitKind
from niemyet.reports.site.addresses import (
    decision_folder,
    sector_folder,
    segment,
    unit_folder,
)
from niemyet.reports.site.changes import BoardChange, Turn, board_changes, taken_down_by
from niemyet.reports.site.facts import Hanging, SheetVersion, SiteFacts
from niemyet.reports.site.feeds import FeedEntry, board_entries
from niemyet.reports.site.labels import UNIT_KINDS
from niemyet.reports.site.pages import SitePage, proof_place
from niemyet.reports.site.rendering import day_text, proven, script
from niemyet.reports.words import SCOPES
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import clean

TURNS = {
    Turn.UP: ("niêm yết mới", "goes up"),
    Turn.OTHER: ("thay bản niêm yết", "the sheet changes"),
    Turn.DOWN: ("gỡ xuống", "comes down"),
}


@dataclass(frozen=True)
class SharedBoard:
    """A board, whoever's it is: units of a level often have the very same one, and it is made once for all of them."""

    changes: Sequence[BoardChange]
    first: date  # its first day
    count: int  # procedures that hang on the release's day
    groups: Sequence[tuple[str, str, Sequence[Markup]]]  # sector, its folder, the rows
    span: str
    soon: Sequence[BoardChange]
    intervals: bytes  # for the date picker
    singles: Sequence[tuple[str, bytes]]  # name and bytes of each procedure's page
    entries: dict[date | None, list[FeedEntry]] = field(
        default_factory=dict
    )  # messages, by the unit's first day


class Boards:
    """Pages of units."""

    def __init__(self, facts: SiteFacts, templates: Environment, *, has_codes: bool) -> None:
        self._facts = facts
        self._has_codes = has_codes
        self._unit = templates.get_template("unit.html")
        self._row = templates.get_template("board_row.html")
        self._single = templates.get_template("at_unit.html")
        self._rows: dict[str, Markup] = {}
        self._known: dict[tuple[Hanging, ...], SharedBoard] = {}

    def of(self, unit_id: str) -> SharedBoard:
        """The board of a unit."""
        rows = tuple(self._facts.tables.boards.get(unit_id, ()))
        if rows not in self._known:
            self._known[rows] = self._made(rows)
        return self._known[rows]

    def pages(self, unit_id: str, *, has_due: bool) -> Iterator[SitePage]:
        """Everything below u/<unit>/ that shows the board."""
        folder = unit_folder(unit_id)
        board = self.of(unit_id)
        unit = self._facts.unit_on(unit_id, self._facts.day)
        yield SitePage(f"{folder}/index.html", self._page(unit_id, board, has_due=has_due))
        yield SitePage(f"{folder}/unit.js", script("unit", clean(unit["name"])))
        yield SitePage(f"{folder}/board.js", board.intervals)
        for name, data in board.singles:
            yield SitePage(f"{folder}/{name}", data)

    def entries(self, unit_id: str) -> list[FeedEntry]:
        """Messages about changes of the unit's board."""
        board, since = self.of(unit_id), self._facts.units[unit_id][0]["valid_from"]
        if since not in board.entries:
            board.entries[since] = board_entries(self._facts, board.changes, since)
        return board.entries[since]

    def _made(self, rows: Sequence[Hanging]) -> SharedBoard:
        facts, day = self._facts, self._facts.day
        changes = board_changes(facts, rows)
        hanging = {version.key: version for version in (facts.version_of(row) for row in rows if row.on(day))}
        stays: dict[str, list[Hanging]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.code, row.valid_from, row.item_id)):
            stays[row.code].append(row)
        return SharedBoard(
            changes=changes,
            first=min((row.valid_from for row in rows), default=day),
            count=len(hanging),
            groups=[
                (sector, sector_folder(sector), [self._row_of(version) for version in versions])
                for sector, versions in facts.by_sector(hanging.values())
            ],
            span=_span(changes, day),
            soon=[one for one in changes if one.on > day],
            intervals=script("board", self._intervals(rows)),
            singles=[(f"{segment(code)}.html", self._at_unit(mine)) for code, mine in stays.items()],
        )

    def _page(self, unit_id: str, board: SharedBoard, *, has_due: bool) -> bytes:
        facts = self._facts
        unit = facts.unit_on(unit_id, facts.day)
        ended = facts.unit_ended(unit_id)
        former = sorted({clean(row["name"]) for row in facts.units[unit_id]} - {clean(unit["name"])})
        return self._unit.render(
            title=clean(unit["name"]), name=unit["name"], root="../../", kind=UNIT_KINDS[UnitKind(unit["kind"])],
            former=former, ended=ended, successors=self._successors(unit_id) if ended else [], board=board,
            default_day=ended - timedelta(days=1) if ended else None, turns=TURNS, has_due=has_due,
            has_codes=self._has_codes,
        ).encode()  # fmt: skip

    def _row_of(self, version: SheetVersion) -> Markup:
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
        """The page of one procedure at a unit. It names no unit, so units with one board share its bytes."""
        day = self._facts.day
        shown = next((row for row in reversed(stays) if row.on(day)), None)
        shown = shown or next((row for row in stays if row.valid_from > day), stays[-1])
        one = self._facts.version_of(shown)
        item = self._facts.items[shown.item_id]
        return self._single.render(
            title=one.name, root="../../", one=one, item=item, standing=_standing(shown, day),
            scope=SCOPES[Scope(shown.scope)], place=proof_place(item),
            stays=[(row, self._facts.version_of(row), self._ended_by(row, stays)) for row in stays],
            fees=self._facts.fees_of_code.get(one.code, []),
        ).encode()  # fmt: skip

    def _ended_by(self, row: Hanging, stays: Sequence[Hanging]) -> str | None:
        """The decision on whose order a sheet comes down; None where another takes its place, or no decision says it."""
        on = row.valid_until
        if on is None or any(one.valid_from == on for one in stays):
            return None
        return taken_down_by(self._facts, row, on)


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


def versions_script(facts: SiteFacts) -> bytes:
    """What each sheet says, by key, for the date picker."""
    shown = {}
    for rows in facts.tables.boards.values():
        for row in rows:
            version = facts.version_of(row)
            if version.key in shown:
                continue
            shown[version.key] = (
                "chưa có mã" if is_own_code(version.code) else version.code,
                version.name, version.sector, version.time, version.fee, facts.cited(version.decision_id),
                decision_folder(version.decision_id), sector_folder(version.sector), segment(version.code),
                proven(version.proof),
            )  # fmt: skip
    return script("versions", dict(sorted(shown.items())))
