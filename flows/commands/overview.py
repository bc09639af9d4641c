"""`niemyet overview`: several provinces on one machine, a line each."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.messages import Message, msg
from niemyet.model.retelling import retold

if TYPE_CHECKING:
    from niemyet.flows.several import ProvinceNow

#: A release's id up to the seconds, `2026-11-28T213437`: the rest tells two of one second apart.
_TO_THE_SECOND = 17


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("niemyet.d"))
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@common
def overview(ui: Ui, folder: Path, as_json: bool) -> None:
    """Several provinces on one machine: of each its last night, dark sources, open questions, late work, release.

    FOLDER holds NAME/niemyet.toml (data beside it) or NAME.toml (data in --data/NAME) for each.

    Example: niemyet overview /etc/niemyet --data /srv/niemyet
    """
    from niemyet.flows.several import NightSaid, configured_in, province_now

    now = datetime.now(UTC)
    found = [province_now(one, now) for one in configured_in(folder, ui.data)]
    if as_json or ui.format != "table":
        Ui(ui.data, ui.config, ui.lang, "json" if as_json else ui.format).print_rows(
            [asdict(one) | {"why": _why(ui, one)} for one in found]
        )
    else:
        _print(ui, found)
    if any(
        one.outcome in (NightSaid.NEEDS_PERSON, NightSaid.FAILED, NightSaid.WRONG) or _is_missed(one)
        for one in found
    ):
        click.get_current_context().exit(3)


def _is_missed(one: "ProvinceNow") -> bool:
    from niemyet.flows.nights import MISSED

    return one.hours is not None and one.hours > MISSED / timedelta(hours=1)


def _why(ui: Ui, one: "ProvinceNow") -> str | None:
    if one.why is None:
        return None
    return retold(one.why, ui.lang) if isinstance(one.why, str) else ui.words(one.why)


def _print(ui: Ui, found: list["ProvinceNow"]) -> None:
    rows = [
        {
            "name": one.name,
            "province": one.province or "—",
            "last_night": one.last_night or "—",
            "outcome": ui.say(outcome_words(one)),
            "dark": ", ".join(one.dark),
            "questions": one.questions,
            "late": one.late,
            "release": one.release and one.release[:_TO_THE_SECOND],
            "hours": None if one.hours is None else round(one.hours),
        }
        for one in found
    ]
    shown = {
        "name": ui.say(msg("Id")),
        "province": ui.say(msg("Province")),
        "last_night": ui.say(msg("Last night")),
        "outcome": ui.say(msg("Outcome")),
        "dark": ui.say(msg("Sources not read whole")),
        "questions": ui.say(msg("Questions")),
        "late": ui.say(msg("Late")),
        "release": ui.say(msg("Release")),
        "hours": ui.say(msg("Hours since")),
    }
    ui.print_rows(rows, shown=shown)
    for one in found:
        if (why := _why(ui, one)) is not None:
            ui.tell(msg("{name}: {why}", name=one.name, why=why))


def outcome_words(one: "ProvinceNow") -> Message:
    """What the last night of a province left, in words; that it is long ago where it is."""
    from niemyet.flows.several import NightSaid

    if _is_missed(one) and one.outcome in (NightSaid.GOOD, NightSaid.NEEDS_PERSON):
        return msg("no night since")
    return {
        NightSaid.GOOD: msg("good"),
        NightSaid.NEEDS_PERSON: msg("needs a person"),
        NightSaid.FAILED: msg("failed, nothing published"),
        NightSaid.NEVER: msg("never run"),
        NightSaid.RUNNING: msg("running"),
        NightSaid.WRONG: msg("cannot be read"),
    }[one.outcome]
