"""`niemyet adopt`: a list is taken as evidence of what was in force on a day (RULINGS 45)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.choices import WordChoice, levels_called
from niemyet.flows.completing import complete_unit
from niemyet.flows.manual_input import new_run, publish_option, record_and_publish, tell_units
from niemyet.flows.meant import unit_of_configuration
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.words import Level
from niemyet.reports.words import LEVELS, STANDINGS

if TYPE_CHECKING:
    from niemyet.flows.adopting import AdoptionOutcome
    from niemyet.transforms.answer_effects import AnswerEffects


@click.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--day", "held_on", type=DAY, default=None, help="Day of which the list speaks.")
@click.option("--source", default=None, metavar="TEXT", help="Whose list it is, as a person would cite it.")
@click.option(
    "--unit", default=None, shell_complete=complete_unit, help="The unit whose own inventory it is."
)
@click.option("--level", "levels", multiple=True, type=WordChoice(["province", "district", "commune"], levels_called),
              help="Level of the rows that state none, where it is no unit's inventory.")  # fmt: skip
@click.option("--by", "by", default=None, metavar="NAME", help="Who takes the list, or takes it back.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--withdraw", default=None, metavar="SHA256|FILE", help="Take an adopted list back.")
@publish_option
@common
def adopt(
    ui: Ui,
    file: Path | None,
    held_on: date | None,
    source: str | None,
    unit: str | None,
    levels: tuple[str, ...],
    by: str | None,
    dry_run: bool,
    withdraw: str | None,
    no_publish: bool,
) -> None:
    """Take a list as evidence of what was in force on a day: an opening balance, below every decision.

    FILE is a unit's own inventory (--unit), a standardised list, or the national list (XLSX, CSV, DOCX, HTML). What it shows
    holds from its day on until a decision speaks; nothing ends because a list leaves it out. Boards, work and exports say of
    each row by what it is proven.

    Example: niemyet adopt so-niem-yet.xlsx --unit nui-thanh --day 2026-09-01 --source "Sổ niêm yết xã Núi Thành" --dry-run

    Example: niemyet adopt danh-muc-quoc-gia.csv --day 2026-07-01 --source "CSDL quốc gia, tháng 7/2026"

    Example: niemyet adopt --withdraw so-niem-yet.xlsx --by "Trần Văn B"
    """
    if withdraw is not None:
        _take_back(ui, withdraw, source, held_on, unit, by, no_publish=no_publish)
        return
    if file is None or held_on is None or not (source or "").strip():
        raise UsageError(
            msg(
                "expected FILE, --day (the day of which the list speaks) and --source (whose list it is), or "
                "--withdraw. See `niemyet adopt --help`."
            )
        )
    if not file.is_file():
        raise UsageError(msg("no such file: {missing}. Check the path.", missing=file))
    _adopt(ui, file, held_on, source or "", unit, [Level(one) for one in levels], by, dry_run, no_publish)


def _adopt(
    ui: Ui,
    file: Path,
    held_on: date,
    source: str,
    unit: str | None,
    levels: Sequence[Level],
    by: str | None,
    dry_run: bool,
    no_publish: bool,
) -> None:
    from niemyet.flows.adopting import Ledger, is_kept, keep, propose

    if unit is not None:
        unit = unit_of_configuration(ui, unit)
    asked = {"file": file.name, "day": held_on, "source": source, "unit": unit, "by": by}
    run = new_run(ui, "adopt", {name: value for name, value in asked.items() if value is not None})
    proposal = propose(run, file, unit_id=unit, source=source, held_on=held_on, levels=levels)
    if is_kept(run, proposal.adoption):
        ui.tell(msg("{name}: this list is adopted already, for that day and source.", name=file.name))
        return
    ledger = Ledger(run)
    after = ledger.with_list(proposal.adoption)
    outcomes = ledger.outcomes(proposal, after)
    effects = ledger.effects(after)
    _tell(ui, outcomes, effects, would=dry_run)
    if unit is not None and any(one.unit_id != unit for one in effects.units):
        ui.tell(
            msg(
                "Other units change too: the inventory of one unit is evidence of what is in force at its level on its ground, "
                "and so for all units of that level there."
            )
        )
    if dry_run:
        _print(ui, outcomes)
        ui.tell(msg("Nothing was recorded (--dry-run)."))
        return
    record_and_publish(ui, run, {"adopt": partial(keep, run, proposal, by)}, no_publish=no_publish)


def _tell(ui: Ui, outcomes: "Sequence[AdoptionOutcome]", effects: "AnswerEffects", *, would: bool) -> None:
    counted = Counter(one.standing for one in outcomes)
    for standing, words in STANDINGS.items():
        if counted[standing]:
            ui.tell(msg("  {count} {words}", count=counted[standing], words=words[ui.lang != "vi"]))
    tell_units(ui, effects.units)
    ui.tell(
        msg("Questions: {answered} settled, {opened} new.", answered=effects.answered, opened=effects.opened)
    )


def _print(ui: Ui, outcomes: "Sequence[AdoptionOutcome]") -> None:
    rows = [asdict(one) for one in outcomes]
    if ui.format == "table":
        column = 0 if ui.lang == "vi" else 1
        rows = [
            row
            | {
                "standing": STANDINGS[row["standing"]][column],
                "levels": ", ".join(LEVELS[Level(level)][column] for level in row["levels"]),
            }
            for row in rows
        ]
    shown = {
        "row_no": ui.say(msg("Row")),
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "levels": ui.say(msg("Level")),
        "standing": ui.say(msg("What it comes to")),
    }
    ui.print_rows(rows, shown=shown)


def _take_back(
    ui: Ui,
    named: str,
    source: str | None,
    held_on: date | None,
    unit: str | None,
    by: str | None,
    *,
    no_publish: bool,
) -> None:
    """A new fact; the list, its bytes and what was said stay on record."""
    from niemyet.flows.adopting import withdrawals

    run = new_run(ui, "adopt", {"withdraw": named, "by": by})
    rows = withdrawals(run, named, source=source, held_on=held_on, unit_id=unit, by=by)
    for row in rows:
        ui.tell(msg("Taking back {row} ({sha256}).", row=row.name, sha256=row.sha256[:12]))
    steps = {"take back": partial(run.append, "adoptions", rows)}
    record_and_publish(ui, run, steps, no_publish=no_publish, fact=("adoptions", rows))
