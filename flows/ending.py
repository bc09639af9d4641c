"""What every run says at its end, and the status that it leaves with."""

from typing import TYPE_CHECKING

import click

from niemyet.flows.counts import COUNTS
from niemyet.flows.ui import ProgressLine, Ui
from niemyet.model.messages import Messages, msg
from niemyet.model.retelling import retold
from niemyet.reports.words import OUTCOMES

if TYPE_CHECKING:
    from niemyet.flows.run_context import RunResult


def finish(ui: Ui, result: "RunResult", *, is_published: bool = True) -> None:
    """Tell what a run did and leave with its exit status."""
    ProgressLine().clear()
    for name, proof in sorted(result.proofs.items()):
        if proof.outcome.value != "complete":
            ui.warn(
                msg(
                    "SOURCE {name}: {outcome}: {reason}",
                    name=name,
                    outcome=OUTCOMES[proof.outcome],
                    reason=retold(proof.reason or "", ui.lang),
                ),
            )
    for problem in result.problems:
        ui.warn(problem)
    if result.new_reviews:
        ui.warn(
            msg("{count} new questions for a person: niemyet review list", count=len(result.new_reviews)),
        )
    counts = [(name, count) for name, count in sorted(result.counts.items()) if count]
    if counts:
        ui.tell(
            msg(
                "Done: {counts}",
                counts=Messages(
                    tuple(
                        msg("{what} {count}", what=COUNTS.get(name, name), count=count)
                        for name, count in counts
                    )
                ),
            )
        )
    if result.release:
        click.echo(ui.say(msg("Published: {address}", address=result.release.address)))
        if not result.release.rows_of("decisions"):
            ui.warn(
                msg(
                    "No decision is known yet, so every board is empty. Put files into the inbox (niemyet ingest), or find a "
                    "portal: niemyet sources probe URL"
                )
            )
    elif is_published:
        click.echo(ui.say(msg("Nothing new; the release stays.")))
    else:
        click.echo(ui.say(msg("Recorded; the next run that publishes counts it.")))
    raise SystemExit(result.exit_status)
