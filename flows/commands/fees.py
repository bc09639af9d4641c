"""`niemyet ingest --fees`: fees that resolutions of the people's council set, as an overlay on the sheets."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from niemyet.flows.manual_input import new_run, record_and_publish
from niemyet.flows.ui import Ui
from niemyet.model.messages import msg

if TYPE_CHECKING:
    from niemyet.flows.fee_lists import FeeProposal
    from niemyet.flows.run_context import RunContext

SHOWN = 20  # rows that a terminal shows at once; chosen, not measured


def take_fees(
    ui: Ui,
    files: Sequence[Path],
    paper: str | None,
    since: date | None,
    by: str | None,
    *,
    dry_run: bool,
    no_publish: bool,
) -> None:
    """Read lists of fees, say what they come to, keep them."""
    from niemyet.flows.fee_lists import keep_fees, propose_fees

    run = new_run(ui, "ingest", {"fees": [path.name for path in files], "paper": paper, "by": by})
    proposals = [propose_fees(run, path, paper=paper, since=since) for path in files]
    for one in proposals:
        _tell(ui, run, one)
    if dry_run:
        ui.tell(msg("Nothing was recorded (--explain)."))
        return

    def keep() -> None:
        for one in proposals:
            keep_fees(run, one, by)

    record_and_publish(ui, run, {"fees": keep}, no_publish=no_publish)


def take_fees_back(ui: Ui, named: Sequence[str], by: str | None, *, no_publish: bool) -> None:
    """New facts; the lists, their bytes and what was said stay on record."""
    from niemyet.flows.fee_lists import fees_taken_back

    run = new_run(ui, "ingest", {"fees": True, "withdraw": list(named), "by": by})
    rows = fees_taken_back(run, named, by)
    for row in rows:
        ui.tell(msg("Taking back {row} ({sha256}).", row=row.name, sha256=row.sha256[:12]))
    steps = {"take back": partial(run.append, "fee_lists", rows)}
    record_and_publish(ui, run, steps, no_publish=no_publish, fact=("fee_lists", rows))


def _tell(ui: Ui, run: "RunContext", one: "FeeProposal") -> None:
    from niemyet.flows.fee_lists import fees_with

    fees = fees_with(run, one.told)
    ui.tell(
        msg(
            "{name}: {paper}, fees from {day}: {rows} rows, {codes} procedures, {questions} rows to ask about, {left} left out.",
            name=one.told.name,
            paper=one.told.paper,
            day=one.told.effective_on,
            rows=len(one.told.rows),
            codes=len(fees.facts),
            questions=len(fees.reviews),
            left=len(one.sheet.left_out),
        )
    )
    for row in one.sheet.left_out[:SHOWN]:
        ui.tell(msg("  left out, row {row}: {text}", row=row.row_no, text=row.text))
    if len(one.sheet.left_out) > SHOWN:
        ui.tell(msg("  … and {count} more rows", count=len(one.sheet.left_out) - SHOWN))
