"""Where decisions, the national catalogue and what the counter shows differ."""

from collections import Counter
from datetime import date
from typing import Any

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.messages import Message, msg
from niemyet.model.words import DriftKind

#: What a gap is, as a person reads it.
KINDS: dict[DriftKind, Message] = {
    DriftKind.NOT_ENTERED: msg("in force, not in the catalogue"),
    DriftKind.NO_DECISION: msg("in the catalogue, no decision known"),
    DriftKind.ABOLISHED_OPEN: msg("ended, still open in the catalogue"),
    DriftKind.LEVEL_MISSING: msg("a level is missing in the catalogue"),
    DriftKind.NAME_DIFFERS: msg("the name differs"),
    DriftKind.FEE_DIFFERS: msg("the fee differs"),
}


@click.command(cls=Command)
@click.argument("unit", required=False)
@common
def drift(ui: Ui, unit: str | None) -> None:
    """The decisions against the national catalogue, each gap with its paper; with UNIT also against what its counter shows.

    The catalogue is a witness: it changes no board.

    Example: niemyet drift nui-thanh
    """
    release = ui.release()
    if not release.has("catalogue") or not release.table("catalogue", ["code"]).num_rows:
        ui.tell(
            msg(
                "No national catalogue was read: configure a [[source]] of the kind dvc-2026 and run `niemyet nightly`."
            )
        )
        return
    gaps = release.table("drift").to_pylist()
    if unit is None:
        _print_gaps(ui, gaps, release.as_of)
        return
    from niemyet.flows.commands.queries import require_unit

    require_unit(ui, unit)
    _print_unit(ui, unit, gaps)


def _print_gaps(ui: Ui, gaps: list[dict[str, Any]], as_of: date) -> None:
    rows = [row | {"late": bool(row["due_on"] and row["due_on"] < as_of)} for row in gaps]
    if ui.format == "table":
        rows = [
            row | {"kind": ui.say(KINDS[DriftKind(row["kind"])]), "late": "✗" if row["late"] else ""}
            for row in rows
        ]
    shown = {
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "kind": ui.say(msg("Difference")),
        "level": ui.say(msg("Level")),
        "paper": ui.say(msg("Paper")),
        "due_on": ui.say(msg("Due")),
        "late": ui.say(msg("Late")),
    }
    ui.print_rows(rows, shown=shown)
    for kind, count in sorted(Counter(DriftKind(row["kind"]) for row in gaps).items()):
        ui.tell(msg("{kind}: {count}", kind=KINDS[kind], count=count))


def _print_unit(ui: Ui, unit: str, gaps: list[dict[str, Any]]) -> None:
    """One row a code: what decisions, catalogue and counter say of it."""
    from niemyet.flows.commands.queries import holds

    release = ui.release()
    only = [("unit_id", "=", unit)]
    due = {
        row["code"] for row in release.table("boards", filters=only).to_pylist() if holds(row, release.as_of)
    }
    listings = [row for row in release.table("listings", filters=only).to_pylist() if row["code"]]
    newest = max((row["observed_on"] for row in listings), default=None)
    posted = {row["code"]: row["name"] for row in listings if row["observed_on"] == newest}
    level = next(row["level"] for row in release.table("units", filters=only).to_pylist())
    catalogue = {
        row["code"]: row["name"]
        for row in release.table("catalogue").to_pylist()
        if row["state"].upper() not in {"INACTIVE", "DELETED", "REVOKED"}
    }
    at_level = {
        row["code"] for row in release.table("catalogue").to_pylist() if level in row["levels"]
    } & catalogue.keys()
    names = {row["code"]: row["name"] for row in release.table("procedures", ["code", "name"]).to_pylist()}
    told: dict[str, list[dict[str, Any]]] = {}
    for row in gaps:
        told.setdefault(row["code"], []).append(row)
    rows = []
    for code in sorted(due | posted.keys() | at_level):
        found = told.get(code, [])
        rows.append(
            {
                "code": code,
                "name": names.get(code) or posted.get(code) or catalogue.get(code, ""),
                "decisions": code in due,
                "catalogue": code in catalogue,
                "counter": code in posted if newest is not None else None,
                "kind": ", ".join(ui.say(KINDS[DriftKind(row["kind"])]) for row in found),
                "paper": next((row["paper"] for row in found if row["paper"]), None),
            }
        )
    if ui.format == "table":
        ticks = {True: "✓", False: "–", None: "?"}
        rows = [
            row | {name: ticks[row[name]] for name in ("decisions", "catalogue", "counter")} for row in rows
        ]
    shown = {
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "decisions": ui.say(msg("Decisions")),
        "catalogue": ui.say(msg("Catalogue")),
        "counter": ui.say(msg("Counter")),
        "kind": ui.say(msg("Difference")),
        "paper": ui.say(msg("Paper")),
    }
    ui.print_rows(rows, shown=shown)
    ui.tell(
        msg(
            "{unit}: {due} must be posted, {posted} are, {national} are in the catalogue at its level.",
            unit=unit,
            due=len(due),
            posted=len(posted) if newest is not None else "?",
            national=len(at_level),
        )
    )
