"""Where decisions, the national catalogue and what the counter shows differ."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.completing import complete_unit
from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.messages import msg
from niemyet.model.tables import is_offered
from niemyet.model.words import DriftKind, Level, SheetComponent, SheetWitness, UpdateKind
from niemyet.reports.words import DRIFTS, LEVELS, SHEET_LABELS

if TYPE_CHECKING:
    from niemyet.storage.release import Release

NO_CATALOGUE = msg(
    "No national catalogue was read: configure a [[source]] of the kind dvc-2026 and run `niemyet nightly`."
)


@click.command(cls=Command)
@click.argument("unit", required=False, shell_complete=complete_unit)
@common
def drift(ui: Ui, unit: str | None) -> None:
    """The decisions against the national catalogue, each gap with its paper; with UNIT also against what its counter shows.

    The catalogue is a witness: it changes no board.

    Example: niemyet drift nui-thanh
    """
    gaps = gaps_of(ui)
    if gaps is None:
        ui.tell(NO_CATALOGUE)
        return
    if unit is None:
        _print_gaps(ui, gaps, ui.release().as_of)
        return
    from niemyet.flows.meant import unit_of_release

    _print_unit(ui, unit_of_release(ui, unit) or unit, gaps)


def gap_rows(ui: Ui, gaps: list[dict[str, Any]], as_of: date) -> list[dict[str, Any]]:
    """Gaps between decisions and catalogue, with their kind in words and whether the catalogue is late."""
    from niemyet.flows.commands.queries import unit_names

    units = unit_names(ui)
    return [
        row
        | {
            "late": bool(row["due_on"] and row["due_on"] < as_of),
            "told": _told(ui, row, units),
        }
        for row in gaps
    ]


def _told(ui: Ui, gap: dict[str, Any], units: Mapping[str, str]) -> str:
    """How decisions and catalogue differ, and what the catalogue says otherwise."""
    kind = DriftKind(gap["kind"])
    said = {
        DriftKind.NAME_DIFFERS: gap["national_name"] and f"“{gap['national_name']}”",
        DriftKind.LEVEL_MISSING: gap["level"] and _level(ui, gap["level"]),
        DriftKind.UNIT_MISSING: units.get(gap.get("unit_id") or ""),
    }.get(kind, gap["note"])
    return ": ".join(filter(None, (ui.say(DRIFTS[kind]), said)))


def _level(ui: Ui, level: str) -> str:
    return LEVELS[Level(level)][0 if ui.lang == "vi" else 1]


def _print_gaps(ui: Ui, gaps: list[dict[str, Any]], as_of: date) -> None:
    rows = gap_rows(ui, gaps, as_of)
    if ui.format == "table":
        rows = [
            row | {"late": "✗" if row["late"] else "", "level": row["level"] and _level(ui, row["level"])}
            for row in rows
        ]
    shown = {
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "told": ui.say(msg("Difference")),
        "level": ui.say(msg("Level")),
        "paper": ui.say(msg("Paper")),
        "due_on": ui.say(msg("Due")),
        "late": ui.say(msg("Late")),
    }
    ui.print_rows(rows, shown=shown)
    for kind, count in sorted(Counter(DriftKind(row["kind"]) for row in gaps).items()):
        ui.tell(msg("{kind}: {count}", kind=DRIFTS[kind], count=count))


@dataclass(frozen=True, slots=True)
class UnitDrift:
    """What decisions, catalogue and counter say of each code at a unit.

    `rows`: code, name, decisions, catalogue, counter (None: nobody has looked), kind (in words), stale (in words), paper.
    """

    rows: list[dict[str, Any]]
    due: int
    posted: int | None
    national: int


def unit_drift(ui: Ui, unit: str, gaps: list[dict[str, Any]]) -> UnitDrift:
    """The three witnesses side by side, one row a code."""
    from niemyet.flows.commands.queries import holds, unit_names

    units = unit_names(ui)
    release = ui.release()
    only = [("unit_id", "=", unit)]
    due = {
        row["code"] for row in release.table("boards", filters=only).to_pylist() if holds(row, release.as_of)
    }
    posted = _posted(release.table("listings", filters=only).to_pylist())
    level = next(row["level"] for row in release.table("units", filters=only).to_pylist())
    entries = release.table("catalogue").to_pylist()
    catalogue = {row["code"]: row["name"] for row in entries if is_offered(row["state"])}
    at_level = {row["code"] for row in entries if level in row["levels"]} & catalogue.keys()
    names = {row["code"]: row["name"] for row in release.table("procedures", ["code", "name"]).to_pylist()}
    told: dict[str, list[dict[str, Any]]] = {}
    for row in gaps:
        if row.get("unit_id") in (None, unit):
            told.setdefault(row["code"], []).append(row)
    stale = stale_sheets(release, unit)
    seen = posted or {}
    rows = [
        {
            "code": code,
            "name": names.get(code) or seen.get(code) or catalogue.get(code, ""),
            "decisions": code in due,
            "catalogue": code in catalogue,
            "counter": None if posted is None else code in posted,
            "kind": ", ".join(_told(ui, row, units) for row in told.get(code, [])),
            "stale": _told_stale(ui, stale.get(code)),
            "paper": next((row["paper"] for row in told.get(code, []) if row["paper"]), None),
        }
        for code in sorted(due | seen.keys() | at_level)
    ]
    return UnitDrift(rows, len(due), None if posted is None else len(posted), len(at_level))


#: Work after which a sheet as of that day hangs.
_HUNG_ANEW = frozenset({UpdateKind.POST, UpdateKind.REPLACE_SHEET, UpdateKind.SWAP, UpdateKind.FIX_SHEET})


@dataclass(frozen=True, slots=True)
class StaleSheet:
    """A paper that hung before the catalogue was worded otherwise, or a resolution set another fee. `parts`: what changed."""

    hung_on: date
    changed_on: date
    parts: tuple[SheetComponent, ...]


def stale_sheets(release: "Release", unit: str) -> dict[str, StaleSheet]:
    """Code → a sheet at the unit that is older than the catalogue's words or a resolution's fee.

    Nothing of a code that nobody has seen there.

    It hung on the day that the listing states, of the last report that it was put up or replaced, or it was first seen.
    """
    if not release.has("sheets"):
        return {}
    only = [("unit_id", "=", unit)]
    hung: dict[str, date] = {}
    for row in release.table("listings", filters=only).to_pylist():
        if row["code"]:
            day = row["posted_on"] or row["observed_on"]
            hung[row["code"]] = min(day, hung.get(row["code"], day))
    for row in release.table("listing_updates", filters=only).to_pylist():
        if row["done_on"] and row["code"] and row["kind"] in _HUNG_ANEW:
            hung[row["code"]] = max(row["done_on"], hung.get(row["code"], date.min))
    later: dict[str, list[tuple[date, SheetComponent]]] = {}
    told = [SheetWitness.CATALOGUE.value, SheetWitness.RESOLUTION.value]
    for row in release.table("sheets", filters=[("witness", "in", told)]).to_pylist():
        if (
            row["code"] in hung
            and hung[row["code"]] < (row["since"] or date.min)
            and _counts(row, release.as_of)
        ):
            later.setdefault(row["code"], []).append((row["since"], SheetComponent(row["component"])))
    return {
        code: StaleSheet(hung[code], max(day for day, _ in found), tuple(part for _, part in found))
        for code, found in later.items()
    }


def _counts(row: dict[str, Any], day: date) -> bool:
    """The newest wording of the catalogue; of the fees of resolutions the one that holds on the day."""
    if row["witness"] == SheetWitness.CATALOGUE:
        return row["valid_until"] is None
    return bool(row["since"] <= day and (row["valid_until"] is None or day < row["valid_until"]))


def _told_stale(ui: Ui, one: StaleSheet | None) -> str:
    if one is None:
        return ""
    parts = ", ".join(dict.fromkeys(SHEET_LABELS[part].lower() for part in one.parts))
    return ui.say(
        msg(
            "hung on {hung}, changed on {changed}: {parts}",
            hung=one.hung_on,
            changed=one.changed_on,
            parts=parts,
        )
    )


TICKS = {True: "✓", False: "–", None: "?"}


def _posted(listings: list[dict[str, Any]]) -> dict[str, str] | None:
    """Code → name of the newest look at each channel, whole (RULINGS 20); None where nobody has looked."""
    newest: dict[str, date] = {}
    for row in listings:
        newest[row["channel"]] = max(row["observed_on"], newest.get(row["channel"], date.min))
    if not newest:
        return None
    return {
        row["code"]: row["name"]
        for row in listings
        if row["code"] and row["observed_on"] == newest[row["channel"]]
    }


def _print_unit(ui: Ui, unit: str, gaps: list[dict[str, Any]]) -> None:
    found = unit_drift(ui, unit, gaps)
    rows = found.rows
    if ui.format == "table":
        rows = [
            row | {name: TICKS[row[name]] for name in ("decisions", "catalogue", "counter")} for row in rows
        ]
    shown = {
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "decisions": ui.say(msg("Decisions")),
        "catalogue": ui.say(msg("Catalogue")),
        "counter": ui.say(msg("Counter")),
        "kind": ui.say(msg("Difference")),
        "stale": ui.say(msg("Sheet older than what it shows")),
        "paper": ui.say(msg("Paper")),
    }
    ui.print_rows(rows, shown=shown)
    ui.tell(
        msg(
            "{unit}: {due} must be posted, {posted} are, {national} are in the catalogue at its level.",
            unit=unit,
            due=found.due,
            posted="?" if found.posted is None else found.posted,
            national=found.national,
        )
    )


def gaps_of(ui: Ui) -> list[dict[str, Any]] | None:
    """The gaps of the newest release; None where no catalogue was read."""
    return gaps_in(ui.release())


def gaps_in(release: "Release") -> list[dict[str, Any]] | None:
    """The gaps of a release; None where no catalogue was read."""
    if not release.has("catalogue") or not release.table("catalogue", ["code"]).num_rows:
        return None
    rows: list[dict[str, Any]] = release.table("drift").to_pylist()
    return rows
