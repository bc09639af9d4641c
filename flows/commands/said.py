"""Who said what when: answers, reports of work done, observations, files handed in and taken back."""

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common
from niemyet.model.messages import day_words, msg
from niemyet.transforms.language.dates import HO_CHI_MINH, local_day

if TYPE_CHECKING:
    from niemyet.storage.release import Release


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
    said = sorted(said_rows(ui), key=lambda row: (row["at"], row["what"], row["about"], row["said"]))
    if about is not None:
        said = _said_about(ui, about, said)
    rows = [row for row in said if since is None or local_day(row["at"]) >= since]
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
    if not rows:
        ui.tell(msg("Nobody has said anything yet that is on record here."))


def _said_about(ui: Ui, about: str, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said about an id, and of a procedure or a unit about its questions and work."""
    from niemyet.flows.concerned import questions_about, work_about
    from niemyet.flows.meant import check_known, subject_of_release

    release = ui.folder().releases.latest()
    concerned = {about}
    if release is not None:
        subject = subject_of_release(ui, about)
        concerned = {subject, *questions_about(release, subject), *work_about(release, subject)}
    found = [row for row in said if any(_is_about(row["about"], one) for one in concerned)]
    if not found and release is not None and about not in _ids_of(release):
        check_known(ui, subject)
    return found


#: The first letters of a hash that are enough to name a file; as many as no unit's id has of these alone, chosen.
_BEGIN_OF_A_HASH = re.compile(r"[0-9a-f]{8,}")


def _is_about(told: str, wanted: str) -> bool:
    """Whether an id stands there as a word, or begins a file's hash: `nui-thanh` is not `nui-thanh-tt`."""
    if f" {wanted} " in f" {told} ":
        return True
    return _BEGIN_OF_A_HASH.fullmatch(wanted) is not None and told.startswith(wanted)


def _ids_of(release: "Release") -> set[str]:
    """Ids of which something may be said: those of questions, of work and of decisions."""
    of_tables = (("reviews", "review_id"), ("listing_updates", "update_id"), ("decisions", "decision_id"))
    return {
        each for table, name in of_tables for each in release.table(table, [name]).column(name).to_pylist()
    }


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
    from niemyet.storage.lake_rows import (
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
