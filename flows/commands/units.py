"""The units table: what has changed of it since, and what a newer list says."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from niemyet.flows.spoken import Group
from niemyet.flows.ui import DAY, Ui, common
from niemyet.model.messages import msg
from niemyet.model.words import Level
from niemyet.reports.words import LEVELS
from niemyet.transforms.units.changes import UnitChange, UnitChangeKind


@click.group(cls=Group)
def units() -> None:
    """Units and what has changed of them.

    Example: niemyet units changes
    """


@units.command("list")
@click.option("--on", "on", type=DAY, default=None, help="Only those that are there on this day.")
@common
def list_units(ui: Ui, on: date | None) -> None:
    """The units that the configuration means: id, name, level, the unit above, since when, until when.

    Example: niemyet units list --on 2025-07-01
    """
    rows = [
        {
            "unit_id": unit.unit_id,
            "name": unit.name,
            "level": unit.level.value,
            "parent_unit_id": unit.parent_unit_id,
            "gso_code": unit.gso_code,
            "valid_from": unit.valid_from,
            "valid_until": unit.valid_until,
        }
        for unit in ui.settings().units
        if on is None or unit.is_there(on)
    ]
    shown = {
        "unit_id": ui.say(msg("Id")),
        "name": ui.say(msg("Unit")),
        "level": ui.say(msg("Level")),
        "parent_unit_id": ui.say(msg("Above it")),
        "valid_from": ui.say(msg("From")),
        "valid_until": ui.say(msg("Until")),
    }
    if ui.format == "table":
        rows = [
            row | {"level": LEVELS[Level(str(row["level"]))][0 if ui.lang == "vi" else 1]} for row in rows
        ]
    ui.print_rows(rows, shown=shown)
    count = len({row["unit_id"] for row in rows})
    ui.tell(
        msg("{count} units.", count=count)
        if count == len(rows)
        else msg(
            "{count} units in {rows} rows: one that changed has a row for each stretch of time.",
            count=count,
            rows=len(rows),
        )
    )


@units.command("changes")
@common
def list_changes(ui: Ui) -> None:
    """Changes of units after the base table: those of this version and those kept beside the configuration.

    Example: niemyet units changes
    """
    from niemyet.flows.config import kept_changes
    from niemyet.transforms.units.changes import built_in

    own = set(kept_changes(ui.config)) if ui.config.exists() else set()
    known = sorted({*built_in(), *own}, key=lambda one: one.order)
    _print(ui, [_row(one, ui.say(msg("kept here")) if one in own else "") for one in known])


@units.command("update")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True, help="Keep what is new beside the configuration.")
@click.option("--on", "on", type=DAY, default=None, help="Since when a list of names holds.")
@click.option("--decree", default=None, help="The paper that says so, for a list of names.")
@common
def update(ui: Ui, file: Path, keep: bool, on: date | None, decree: str | None) -> None:
    """What a newer file says of units: its difference to what is known. Nothing that is known is overwritten.

    FILE is a file of dated changes (on, act, code, name, into, decree, source), a list of today's units with the columns
    code and name (CSV or JSON), or the wheel of a newer package of units. Without --keep nothing is written; with it what is
    new is added to unit_changes.csv. Units that only one side has are shown: a list says no paper of theirs.

    Example: niemyet units update thay-doi-2027.csv --keep

    Example: niemyet units update vietnamadminunits-1.0.4-py3-none-any.whl --on 2027-01-01
    """
    from niemyet.flows.config import UNIT_CHANGES, kept_changes
    from niemyet.model.errors import UsageError
    from niemyet.transforms.units.changes import as_csv, built_in, contradictions

    own = kept_changes(ui.config)
    known = {*built_in(), *own}
    package = _package(file)
    given = _of_names(package, on, decree, own) if package else _given(file, on, decree, own)
    clashing = {one.other: one.one for one in contradictions(known, given)}
    fresh = [one for one in given if one not in known and one not in clashing and not _is_known(one, known)]
    rows = [_row(one, ui.say(msg("new"))) for one in fresh]
    rows += [
        _row(one, ui.say(msg("contradicts: {name} ({decree})", name=other.name, decree=other.decree)))
        for one, other in clashing.items()
    ]
    rows += _one_sided(ui, package, on, own) if package else []
    _print(ui, rows)
    ui.tell(
        msg(
            "{count} changes in the file: {new} new, {clashing} contradict what is known.",
            count=len(given),
            new=len(fresh),
            clashing=len(clashing),
        )
    )
    if keep and fresh:
        if any(not one.decree for one in fresh):
            raise UsageError(
                msg("a list of names says no paper and no day: give --on and --decree to keep it")
            )
        path = ui.config.parent / UNIT_CHANGES
        path.write_text(as_csv([*own, *fresh]), encoding="utf-8")
        ui.tell(msg("Kept in {path}; it is read with the configuration.", path=path))
    if clashing:
        click.get_current_context().exit(3)


def _package(file: Path) -> dict[str, str] | None:
    """Code → name of a wheel; None where the file is none."""
    from niemyet.extractors.unit_packages import is_package, names_in_package
    from niemyet.flows.crawling import read_file
    from niemyet.model.errors import DocumentError, UsageError

    try:
        data = read_file(file)
        return names_in_package(data, file.name) if is_package(data) else None
    except DocumentError as error:
        raise UsageError(error.told) from error


def _one_sided(
    ui: Ui, names: dict[str, str], on: date | None, own: tuple[UnitChange, ...]
) -> list[dict[str, object]]:
    """Units of today that a whole list does not have, and units of it that are not known: nobody says by which paper."""
    from niemyet.flows.clock import SystemClock
    from niemyet.model.words import Level
    from niemyet.transforms.language.dates import local_day
    from niemyet.transforms.units.country import whole_country

    today = on or local_day(SystemClock().now())
    here = {
        unit.gso_code: unit.name
        for unit in whole_country(own).units
        if unit.gso_code and unit.is_there(today) and unit.level is not Level.DISTRICT
    }
    only_here, only_there = here.keys() - names.keys(), names.keys() - here.keys()
    states = [(code, here[code], msg("not in the file")) for code in sorted(only_here)]
    states += [
        (code, names[code], msg("not known here: a dated change with its paper adds it"))
        for code in sorted(only_there)
    ]
    return [
        {"on": None, "act": "", "code": code, "name": name, "into": "", "decree": "", "state": ui.say(state)}
        for code, name, state in states
    ]


def _is_known(one: UnitChange, known: Iterable[UnitChange]) -> bool:
    """Whether the same is known, with its paper in other words."""
    return any(
        (one.on, one.act, one.code, one.name, one.into) == (k.on, k.act, k.code, k.name, k.into)
        for k in known
    )


def _given(
    file: Path, on: date | None, decree: str | None, own: tuple[UnitChange, ...]
) -> tuple[UnitChange, ...]:
    """The changes that a file states, or that a list of names amounts to."""
    from niemyet.model.errors import UsageError
    from niemyet.transforms.units.changes import COLUMNS, read_changes

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(msg("{path}: cannot be read: {error}", path=file, error=error)) from error
    head = text.partition("\n")[0]
    if set(COLUMNS[:4]) <= {name.strip().strip('"') for name in head.split(",")}:
        return read_changes(text, str(file))
    return _of_names(_names(file, text), on, decree, own)


def _names(file: Path, text: str) -> dict[str, str]:
    """Code → name of a list of today's units."""
    from niemyet.model.errors import UsageError

    try:
        rows = (
            json.loads(text)
            if text.lstrip().startswith(("[", "{"))
            else list(csv.DictReader(text.splitlines()))
        )
    except json.JSONDecodeError as error:
        raise UsageError(msg("{path}: cannot be read: {error}", path=file, error=error)) from error
    listed = rows if isinstance(rows, list) else [*rows.values()]
    found = {
        str(row["code"]): " ".join(str(row["name"]).split())
        for row in listed
        if isinstance(row, dict) and row.get("code") and row.get("name")
    }
    if not found:
        raise UsageError(
            msg("{path}: expected dated changes, or the columns code and name; found neither", path=file)
        )
    return found


def _of_names(
    names: dict[str, str], on: date | None, decree: str | None, own: tuple[UnitChange, ...]
) -> tuple[UnitChange, ...]:
    """Units of the table that a list calls otherwise; what differs in spelling alone is no change."""
    from niemyet.flows.clock import SystemClock
    from niemyet.model.words import Level
    from niemyet.transforms.language.dates import local_day
    from niemyet.transforms.language.text import key
    from niemyet.transforms.units.changes import UnitChangeKind, shown_name
    from niemyet.transforms.units.country import whole_country

    today = on or local_day(SystemClock().now())
    found = []
    country = whole_country(own).units
    former = {(unit.gso_code, key(unit.name)) for unit in country if not unit.is_there(today)}
    for unit in country:
        name = names.get(unit.gso_code or "")
        if name is None or not unit.is_there(today) or unit.level is Level.DISTRICT:
            continue
        told = key(shown_name(unit.level, name))
        if (
            told != key(unit.name) and (unit.gso_code, told) not in former
        ):  # an earlier name: the list is older
            found.append(
                UnitChange(today, UnitChangeKind.RENAME, unit.gso_code or "", name, (), decree or "")
            )
    return tuple(sorted(found, key=lambda one: one.order))


def _row(one: UnitChange, state: str) -> dict[str, object]:
    return {
        "on": one.on,
        "act": one.act.value,
        "code": one.code,
        "name": one.name,
        "into": " ".join(one.into),
        "decree": one.decree,
        "state": state,
    }


#: What happens to a unit, as people call it.
_ACTS = {
    UnitChangeKind.RENAME: msg("another name"),
    UnitChangeKind.MERGE: msg("becomes part of another"),
    UnitChangeKind.SPLIT: msg("is parted"),
    UnitChangeKind.NEW: msg("begins"),
    UnitChangeKind.MOVE: msg("stands under another"),
    UnitChangeKind.BOUNDARY: msg("gives up ground"),
}


def _print(ui: Ui, rows: list[dict[str, object]]) -> None:
    if ui.format == "table":
        acts = {act.value: ui.say(word) for act, word in _ACTS.items()}
        rows = [row | {"act": acts.get(str(row["act"]), row["act"])} for row in rows]
    shown = {
        "on": ui.say(msg("On")),
        "act": ui.say(msg("Change")),
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name of the unit")),
        "into": ui.say(msg("Into")),
        "decree": ui.say(msg("Paper")),
        "state": ui.say(msg("State")),
    }
    ui.print_rows(rows, shown=shown)
