"""What really changed: versions that began and ended, and what that did to a unit's board.

Made from what the release says of the past and of what is already decided, never from when a release was made: a
rebuild has the same changes, and a day on which nothing happened has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from niemyet.model.words import Action, Level
from niemyet.reports.site.addresses import week_of
from niemyet.reports.site.facts import Hanging, Row, SheetVersion, SiteFacts
from niemyet.reports.site.labels import NO_SECTOR
from niemyet.transforms.language.text import clean


class Turn(StrEnum):
    """What happens to a sheet."""

    UP = "up"
    OTHER = "other"  # another version hangs in its place
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What changes on one board on one day."""

    on: date
    turn: Turn
    version: SheetVersion  # the new one; of what goes down, the old one
    decision_id: (
        str | None
    )  # what did it; null where no decision says so (a unit that is no more, a level that ended)


@dataclass(frozen=True, slots=True)
class LawChange:
    """A version that begins or ends at a level."""

    on: date
    action: (
        Action | None
    )  # null: it ended without a word of a decision (a level that is no more, a period that is over)
    ends: bool
    code: str
    name: str
    sector: str
    level: Level
    decision_id: str | None
    known_on: date


def board_changes(facts: SiteFacts, rows: Sequence[Hanging]) -> list[BoardChange]:
    """All changes of a board, oldest first. What goes down and up under one code on one day is one change."""
    begins = {(row.valid_from, row.code): row for row in rows}
    ends = {(row.valid_until, row.code): row for row in rows if row.valid_until is not None}
    found = []
    for place, row in begins.items():
        before = ends.get(place)
        version = facts.version_of(row)
        if before is not None and facts.version_of(before).key == version.key:
            continue  # the scope changed, not what the sheet says
        found.append(
            BoardChange(row.valid_from, Turn.OTHER if before else Turn.UP, version, version.decision_id)
        )
    found += [
        BoardChange(on, Turn.DOWN, facts.version_of(row), taken_down_by(facts, row, on))
        for (on, code), row in ends.items()
        if on is not None and (on, code) not in begins
    ]
    return sorted(found, key=lambda one: (one.on, one.version.code, one.turn))


def taken_down_by(facts: SiteFacts, row: Hanging, on: date) -> str | None:
    """The decision that ends the version on that day, or suspends it (RULINGS 40)."""
    version = facts.version_rows[row.procedure_id, row.version, row.item_id]
    if version["valid_until"] == on:
        return facts.decision_of_item(version["closed_by"])
    paused = (one for one in version.get("suspensions") or () if one["suspended_from"] == on)
    return next((one["decision_id"] for one in paused), None)


def law_changes(facts: SiteFacts) -> list[LawChange]:
    """All changes of the province's procedures, oldest effect first."""
    found = []
    for code, versions in facts.versions_of_code.items():
        for row in versions:
            opening = facts.items[row["opened_by"]]
            found.append(_change(facts, row, code, opening, ends=False))
            goes_on = any(
                other["level"] == row["level"] and other["valid_from"] == row["valid_until"]
                for other in versions
            )
            if row["valid_until"] is not None and not goes_on:
                closing = facts.items.get(row["closed_by"] or "")
                found.append(_change(facts, row, code, closing, ends=True))
    return sorted(found, key=lambda one: (one.on, one.code, one.level, one.ends))


def _change(facts: SiteFacts, row: Row, code: str, item: Row | None, *, ends: bool) -> LawChange:
    decision_id = item["decision_id"] if item else None
    on: date = row["valid_until"] if ends else row["valid_from"]
    return LawChange(
        on=on,
        action=Action(item["action"]) if item else None,
        ends=ends,
        code=code,
        name=clean(row["name"]),
        sector=clean(row["sector"] or "") or NO_SECTOR,
        level=Level(row["level"]),
        decision_id=decision_id,
        known_on=facts.received(decision_id) if decision_id else on,
    )


def by_week(changes: Iterable[LawChange]) -> dict[str, list[LawChange]]:
    """Changes by the week of their effect."""
    found: dict[str, list[LawChange]] = defaultdict(list)
    for change in changes:
        found[week_of(change.on)].append(change)
    return dict(found)
