"""`niemyet notify`: tell people of what is new; a nightly run does it at its end by itself."""

import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import BusyError, UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.retelling import retold
from niemyet.model.words import Outcome, ReviewState

if TYPE_CHECKING:
    from niemyet.model.errors import NotifyError
    from niemyet.reports.bulletin import Night
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release


@click.command(cls=Command)
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
@click.option("--failed", default=None, metavar="SERVICE",
              help="Tell that this service of the machine failed, with the last lines of the log.")  # fmt: skip
@common
def notify(ui: Ui, dry_run: bool, failed: str | None) -> None:
    """Send what is new to those of [[notify]]: new work, sources that went dark or came back, questions.

    Example: niemyet notify --dry-run

    Example: niemyet notify --failed niemyet-nightly
    """
    from niemyet.flows.notifying import due_events
    from niemyet.storage.lake_rows import NotificationRow

    receivers = ui.settings().receivers
    if not receivers:
        raise UsageError(
            msg("{file} names nobody to tell: no [[notify]] (docs/operations.md).", file=ui.config)
        )
    if failed is not None:
        _tell_failure(ui, failed, dry_run=dry_run)
        return
    if not dry_run:
        problems = tell_receivers(ui)
        for problem in problems:
            ui.warn(problem)
        raise SystemExit(3 if problems else 0)
    night = night_of(ui, ui.release())
    told = ui.folder().lake.read("notifications", NotificationRow)
    for receiver in receivers:
        for event in due_events(receiver, night, [row for row in told if row.receiver == receiver.id]):
            click.echo("\n".join([f"{receiver.id}: {event.title}", *event.lines, ""]))


def _tell_failure(ui: Ui, service: str, *, dry_run: bool) -> None:
    """Send it to all who want to hear of failures. The data folder is not looked at: it may be what failed."""
    from niemyet.flows.kept_secret import mask_for
    from niemyet.flows.log_tail import last_lines
    from niemyet.flows.notifying import send
    from niemyet.model.errors import NotifyError
    from niemyet.model.words import NewsKind
    from niemyet.reports.bulletin import failure

    settings, now = ui.settings(), datetime.now(UTC)
    mask = mask_for(settings, file=settings.file)
    lines = [mask(line) for line in last_lines(ui.log.file, but=os.getpid())]
    event = failure(service, platform.node(), now.isoformat(), lines)
    lost: list[str] = []
    for receiver in settings.receivers:
        if NewsKind.FAILURE not in receiver.about:
            continue
        if dry_run:
            click.echo("\n".join([f"{receiver.id}: {event.title}", *event.lines, ""]))
            continue
        try:
            send(receiver, event, now)
        except NotifyError:
            lost.append(receiver.id)
            ui.warn(
                msg(
                    "[[notify]] {receiver}: it could not be told that {service} failed.",
                    receiver=receiver.id,
                    service=service,
                )
            )
    raise SystemExit(3 if lost else 0)


def tell_receivers(ui: Ui) -> "list[Message]":
    """Send what is new; gives what could not be sent. What is sent is recorded, so that only one run at a time sends."""
    folder, now = ui.folder(), datetime.now(UTC)
    try:
        with folder.only_writer(_TURN):
            sent, failed = _send_all(ui, folder, now)
    except BusyError as error:
        return [error.told]
    ui.tell(msg("{count} messages sent.", count=sent))
    return [error.told for error in failed]


#: Seconds to wait for another run's end, as `done` waits; after them the next run tells; as in manual_input.WAIT.
_TURN = 20.0


def _send_all(ui: Ui, folder: "DataFolder", now: datetime) -> "tuple[int, list[NotifyError]]":
    from niemyet.flows.notifying import notify as send_all

    run_id = f"{now:%Y%m%dT%H%M%S%f}Z-notify"
    sent, failed = send_all(
        ui.settings().receivers, folder, night_of(ui, ui.release()), run_id=run_id, now=now
    )
    folder.seal(logs=False)
    return sent, failed


def night_of(ui: Ui, release: "Release") -> "Night":
    """What the newest release and the lake say that can be told."""
    from niemyet.reports.bulletin import Night
    from niemyet.reports.office import day_text
    from niemyet.transforms.law.review_kinds import sentence_of

    decisions = release.table("decisions", ["decision_id", "number_text", "signed_on"]).to_pylist()
    units = sorted(release.table("units").to_pylist(), key=lambda row: str(row["valid_from"] or ""))
    return Night(
        work=release.table("listing_updates").to_pylist(),
        units={row["unit_id"]: row["name"] for row in units},
        decisions={
            row["decision_id"]: " ngày ".join(filter(None, (row["number_text"], day_text(row["signed_on"]))))
            for row in decisions
        },
        outcomes=_outcomes(ui, ui.folder()),
        questions={
            row["review_id"]: sentence_of(row, vi=True) or row["question"]
            for row in release.table("reviews").to_pylist()
            if row["state"] == ReviewState.OPEN.value
        },
    )


def _outcomes(ui: Ui, folder: "DataFolder") -> dict[str, tuple[Outcome, str]]:
    """How the last crawl of each configured source ended, and why."""
    from niemyet.storage.lake_rows import CrawlRow

    wanted = {source.id for source in ui.settings().sources}
    last = {row.source_id: row for row in folder.lake.read("crawls", CrawlRow) if row.source_id in wanted}
    return {name: (row.outcome, retold(row.reason or "", "vi")) for name, row in last.items()}
