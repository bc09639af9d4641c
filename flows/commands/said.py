"""Who said what when: answers, reports of work done, observations, files handed in and taken back."""

import json
from datetime import datetime
from typing import Any

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common
from niemyet.model.messages import day_words, msg
from niemyet.transforms.language.dates import HO_CHI_MINH, local_day


@click.command(cls=Command)
@click.option("--since", type=DAY, default=None, help="From this day on.")
@click.option(
    "--about",
    default=None,
    metavar="TEXT",
    help="Only what is about this id, procedure or unit: an id, a code or a name.",
)
@common
def log(ui: Ui, since: Any, about: str | None) -> None:
    """Who said what when: answers, work done, observations, files in and back. Nothing is overwritten.

    Example: niemyet log --since 2026-11-01

    Example: niemyet log --about "xã Núi Thành"
    """
    concerned = _concerned(ui, about)
    rows = [
        row
        for row in sorted(said_rows(ui), key=lambda row: (row["at"], row["what"], row["about"], row["said"]))
        if (since is None or local_day(row["at"]) >= since)
        and (concerned is None or any(one in row["about"] for one in concerned))
    ]
    if ui.format == "table":
        rows = [row | {"at": _moment(row["at"], ui.lang)} for row in rows]
    shown = {
        "at": ui.say(msg("When")),
        "by": ui.say(msg("Who")),
        "what": ui.say(msg("What")),
        "about": ui.say(msg("About")),
        "said": ui.say(msg("Said")),
    }
    ui.print_rows(rows, shown=shown)


def _concerned(ui: Ui, about: str | None) -> set[str] | None:
    """Ids by which what was said is found: the one that was named, and of a procedure or a unit its questions and work."""
    from niemyet.flows.concerned import questions_about, work_about
    from niemyet.flows.meant import subject_of_release

    if about is None:
        return None
    release = ui.folder().releases.latest()
    if release is None:
        return {about}
    subject = subject_of_release(ui, about)
    return {subject, *questions_about(release, subject), *work_about(release, subject)}


def _moment(at: datetime, lang: str) -> str:
    local = at.astimezone(HO_CHI_MINH)
    return f"{day_words(local.date(), lang)} {local:%H:%M}"


def said_rows(ui: Ui) -> list[dict[str, Any]]:
    """What was said, in no order: `at`, `by`, `what`, `about`, `said`."""
    from niemyet.model.records import Receipt
    from niemyet.model.tables import Run
    from niemyet.reports.kind_words import said_as
    from niemyet.reports.work_text import CHANNELS
    from niemyet.storage.codec import load
    from niemyet.storage.lake import (
        AdoptionRow,
        ConfirmationRow,
        FeeListRow,
        ObservationRow,
        ReceiptRow,
        ResolutionRow,
        TakenBackRow,
    )

    lake, shown = ui.folder().lake, ui.format == "table"
    who = {one.run_id: json.loads(one.asked).get("by") for one in lake.read("runs", Run)}
    rows = [
        _row(
            one.resolved_at,
            one.resolved_by,
            ui.say(msg("answer taken back")) if one.reopened else ui.say(msg("answer")),
            one.review_id,
            said_as(one.kind, one.resolution, ui.lang) if shown and one.kind else one.resolution,
        )
        for one in [*lake.read("resolutions", ResolutionRow), *ui.folder().handed_in("resolutions")]
    ]
    rows += [
        _row(
            one.said_at,
            one.done_by,
            ui.say(msg("report of work taken back")) if one.withdrawn else ui.say(msg("done")),
            one.update_id,
            day_words(one.done_on, ui.lang) if shown else one.done_on.isoformat(),
        )
        for one in [*lake.read("confirmations", ConfirmationRow), *ui.folder().handed_in("confirmations")]
    ]
    rows += [
        _row(
            one.recorded_at,
            who.get(one.run_id),
            ui.say(msg("observation taken back")) if one.withdrawn else ui.say(msg("observation")),
            f"{one.unit_id} {CHANNELS[one.channel][ui.lang != 'vi'] if shown else one.channel}",
            one.url,
        )
        for one in lake.read("observations", ObservationRow)
    ]
    rows += [
        _row(one.received_at, who.get(one.run_id), ui.say(msg("file handed in")), one.source_id, one.key)
        for one in lake.read("receipts", ReceiptRow)
        if load(Receipt, one.receipt).kind == "inbox"
    ]
    rows += [
        _row(
            one.said_at,
            one.said_by,
            ui.say(msg("file handed in again")) if one.again else ui.say(msg("file taken back")),
            one.sha256,
            one.name,
        )
        for one in lake.read("taken_back", TakenBackRow)
    ]
    rows += [
        _row(
            one.said_at,
            one.said_by,
            ui.say(msg("adopted list taken back")) if one.withdrawn else ui.say(msg("list adopted")),
            one.sha256,
            f"{one.name}: {one.source}, {one.held_on}" + (f", {one.unit_id}" if one.unit_id else ""),
        )
        for one in lake.read("adoptions", AdoptionRow)
    ]
    rows += [
        _row(
            one.said_at,
            one.said_by,
            ui.say(msg("list of fees taken back")) if one.withdrawn else ui.say(msg("list of fees")),
            one.sha256,
            f"{one.name}: {one.paper}, {one.effective_on}",
        )
        for one in lake.read("fee_lists", FeeListRow)
    ]
    return rows


def _row(at: datetime, by: str | None, what: str, about: str, said: str) -> dict[str, Any]:
    return {"at": at, "by": by, "what": what, "about": about, "said": said}
