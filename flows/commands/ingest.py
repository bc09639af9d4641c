"""What people hand in: decisions as files, observed listings, reports of work done."""

import shlex
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.choices import WordChoice, channels_called
from niemyet.flows.commands.fees import take_fees, take_fees_back
from niemyet.flows.commands.taking_back import hand_in_again, take_back
from niemyet.flows.completing import complete_unit
from niemyet.flows.manual_input import local_noon, new_run, publish_option, record_and_publish, wait_option
from niemyet.flows.meant import unit_of_configuration
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common, pasted_id
from niemyet.model.errors import DocumentError, UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Limits
from niemyet.model.words import Channel, DecisionKind

if TYPE_CHECKING:
    from niemyet.extractors.work_sheets import WorkRow
    from niemyet.flows.config import Settings
    from niemyet.flows.explaining import LookedAt
    from niemyet.flows.run_context import RunContext
    from niemyet.model.records import Explained, Reading
    from niemyet.storage.lake_rows import ReadingRow


#: What files count for that no source brought.
_BY_HAND = "ingest"


@click.command(cls=Command)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--received", type=DAY, default=None, help="Day on which they really arrived, for an old mailbox."
)
@click.option(
    "--source",
    "source_id",
    default=_BY_HAND,
    show_default=True,
    help="Source that they count for.",
)
@click.option("--explain", is_flag=True, help="Only show what is read and why; record nothing.")
@click.option(
    "--render",
    "render",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="DIR",
    help="Draw each page, or a plain rendering, coloured by what is used, of no account, left over, into DIR; records nothing.",
)
@click.option(
    "--withdraw",
    "withdrawn",
    multiple=True,
    metavar="SHA256|FILE",
    help="Take back a file that was handed in, by its hash or the file itself.",
)
@click.option(
    "--fees", is_flag=True, help="The files are fees that a resolution of the people's council sets."
)
@click.option(
    "--paper",
    default=None,
    metavar="TEXT",
    help="With --fees: the resolution, where the file does not name it.",
)
@click.option(
    "--from",
    "since",
    type=DAY,
    default=None,
    help="With --fees: first day of the fees, where the file does not state it.",
)
@click.option("--by", "by", default=None, metavar="NAME", help="Who hands in or takes back.")
@publish_option
@common
def ingest(
    ui: Ui,
    files: tuple[Path, ...],
    received: date | None,
    source_id: str,
    explain: bool,
    render: Path | None,
    withdrawn: tuple[str, ...],
    fees: bool,
    paper: str | None,
    since: date | None,
    by: str | None,
    no_publish: bool,
) -> None:
    """Take decisions that came as files: keep the bytes, read, consolidate, publish.

    With --explain or --render: only show what is read; nothing is written to the data folder.

    With --fees: the files set what procedures cost from a day on. They open and end nothing; sheets, boards' pages, explain and
    drift show the fee with its paper.

    Example: niemyet ingest 512-QD-UBND.docx --received 2022-03-08

    Example: niemyet ingest --explain --render hinh/ 512-QD-UBND.pdf

    Example: niemyet ingest --withdraw 512-QD-UBND.docx --by "Trần Văn B"

    Example: niemyet ingest --fees nghi-quyet-phi.docx --by "Trần Văn B"
    """
    if (paper or since) and not fees:
        raise UsageError(msg("--paper and --from go with --fees."))
    if withdrawn and fees:
        take_fees_back(ui, withdrawn, by, no_publish=no_publish)
        return
    if withdrawn:
        take_back(ui, withdrawn, by, no_publish=no_publish)
        return
    if not files:
        raise UsageError(msg("expected files, or --withdraw."))
    from niemyet.flows.crawling import take_in
    from niemyet.flows.no_decision import refuse_lists
    from niemyet.flows.reading import read_new

    folder = next((path for path in files if path.is_dir()), None)
    if folder is not None:
        raise UsageError(
            msg(
                "{folder} is a folder; expected files. Name them (`niemyet ingest {quoted}/*`), or make the folder a "
                'source of its own (kind = "inbox", path = "{folder}"), which every night looks into.',
                folder=folder,
                quoted=shlex.quote(str(folder)),
            ),
        )
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise UsageError(
            msg("no such file: {missing}. Check the path.", missing=", ".join(missing)),
        )
    if fees:
        take_fees(ui, files, paper, since, by, dry_run=explain or render is not None, no_publish=no_publish)
        return
    if explain or render:
        _explain(ui, files, render)
        return
    run = new_run(ui, "ingest", {"files": [path.name for path in files], "received": received, "by": by})
    if received and received > run.today:
        raise UsageError(
            msg(
                "--received {received} is in the future (today is {today}).",
                received=received,
                today=run.today,
            ),
        )
    if source_id != _BY_HAND:
        _require_source(run.settings, source_id)
    refuse_lists(files, run.settings.limits)
    received_at = local_noon(received) if received else run.started_at
    steps = {
        "take in": partial(take_in, run, files, source_id=source_id, received_at=received_at),
        "again": partial(hand_in_again, run, files, by),
        "read": partial(read_new, run),
    }
    tell = partial(_tell_what_was_read, ui, run, files)
    record_and_publish(ui, run, steps, no_publish=no_publish, tell=tell)


def _require_source(settings: "Settings", source_id: str) -> None:
    """A word that is no source's would make files count for one that nobody reads."""
    known = [one.id for one in settings.sources]
    if source_id not in known:
        raise UsageError(
            msg(
                "--source {source_id}: no such source in {file}; there are: {known}. Without --source files count for "
                "`{by_hand}`.",
                source_id=source_id,
                file=settings.file,
                known=", ".join([*known, _BY_HAND]),
                by_hand=_BY_HAND,
            )
        )


@click.command(cls=Command)
@click.argument("unit", shell_complete=complete_unit)
@click.argument("what", required=False)
@click.option("--channel", type=WordChoice([each.value for each in Channel], channels_called), default=None,
              help="Where it is posted; by default portal for a web address, counter for a file.")  # fmt: skip
@click.option("--on", "on", type=DAY, default=None, help="Day of the observation; today by default.")
@click.option("--accept-count", "accepted", default=None, metavar="REASON",
              help="Why the listing is far smaller than before.")  # fmt: skip
@click.option("--withdraw", is_flag=True,
              help="Take back the observation of the day --on.")  # fmt: skip
@publish_option
@common
def observe(
    ui: Ui,
    unit: str,
    what: str | None,
    channel: str | None,
    on: date | None,
    accepted: str | None,
    withdraw: bool,
    no_publish: bool,
) -> None:
    """Record the listing that UNIT has posted, from a file (XLSX, CSV, HTML) or a web address.

    Example: niemyet observe nui-thanh so-theo-doi.xlsx --channel counter --on 2022-12-30
    """
    from niemyet.extractors.work_sheets import read_work_sheet
    from niemyet.flows.config import ListingSource
    from niemyet.flows.crawling import read_file
    from niemyet.flows.extraction import apart
    from niemyet.flows.no_decision import is_of_questions
    from niemyet.flows.observing import observe as observe_listing
    from niemyet.flows.unit_days import refuse_before

    unit = unit_of_configuration(ui, unit)
    run = new_run(ui, "observe", {"unit": unit, "what": what, "on": on})
    if withdraw:
        _take_back(ui, run, unit, channel, on, no_publish=no_publish)
        return
    if what is None:
        raise UsageError(
            msg("expected a file or an address to look at. See `niemyet observe --help`."),
        )
    if accepted is not None and not accepted.strip():
        raise UsageError(msg("--accept-count: expected a reason, found nothing."))
    if on is not None and on > run.today:
        raise UsageError(
            msg("--on {on} is in the future (today is {today}).", on=on, today=run.today),
        )
    refuse_before(run.settings, unit, on or run.today)
    is_url = what.startswith(("http://", "https://"))
    if not is_url and not Path(what).is_file():
        raise UsageError(
            msg("{what}: expected a file or an http(s) address, found neither.", what=what),
        )
    ticked = None if is_url else apart(read_work_sheet, read_file(Path(what)), limits=run.settings.limits)
    if ticked is not None:
        _take_ticks(ui, run, unit, ticked, on or run.today, no_publish=no_publish)
        return
    if not is_url and apart(is_of_questions, Path(what), limits=run.settings.limits):
        raise UsageError(
            msg(
                "{name}: this is a sheet of questions, no listing. Its answers are taken by "
                "`niemyet review import {file}`.",
                name=Path(what).name,
                file=shlex.quote(what),
            ),
        )
    listing = ListingSource(
        unit,
        Channel(channel) if channel else Channel.PORTAL if is_url else Channel.COUNTER,
        what if is_url else None,
        None if is_url else Path(what),
    )

    def look() -> None:
        rows = observe_listing(run, listing, on or run.today, accepted=accepted)
        ui.tell(msg("{unit}: {rows} rows of the listing were read.", unit=unit, rows=rows))

    record_and_publish(ui, run, {"observe": look}, no_publish=no_publish)


def _take_ticks(
    ui: Ui, run: "RunContext", unit: str, rows: "Sequence[WorkRow]", on: date, *, no_publish: bool
) -> None:
    """A work list of niemyet's own that came back: reports of work done, row by row; never a listing."""
    from niemyet.flows.reporting import sheet_report

    said = sheet_report(run, ui.release(), rows, on, unit=unit)
    ui.tell(
        msg(
            "A work list of niemyet's own: {reports} reports of work done, {notes} notes, {refused} rows refused.",
            reports=len(said.reports),
            notes=len(said.notes),
            refused=len(said.refused),
        )
    )
    refused = [msg("  row {row}: {error}", row=row, error=error) for row, error in said.refused]
    if not (said.reports or said.notes):
        for one in refused:
            ui.tell(one)
        if refused:
            raise SystemExit(2)
        return
    steps = {
        "confirm": partial(run.append, "confirmations", said.reports),
        "notes": partial(run.append, "work_notes", said.notes),
    }
    run.result.problems += refused  # told at the end, exit status 3
    record_and_publish(ui, run, steps, no_publish=no_publish)


def _take_back(
    ui: Ui, run: "RunContext", unit: str, channel: str | None, on: date | None, *, no_publish: bool
) -> None:
    """Looks at a unit on a day count no more; what was recorded stays."""
    from niemyet.flows.observing import withdrawals

    rows = withdrawals(run, unit, Channel(channel) if channel else None, on)
    ui.tell(msg("{unit}: {count} looks taken back.", unit=unit, count=len(rows)))
    steps = {"withdraw": partial(run.append, "observations", rows)}
    record_and_publish(ui, run, steps, no_publish=no_publish)


@click.command(cls=Command)
@click.argument("updates", nargs=-1, required=True, metavar="UPDATE...")
@click.option("--on", "on", type=DAY, default=None, help="Day of completion; today by default.")
@click.option("--by", "by", default=None, metavar="NAME", help="Who reports.")
@click.option("--undo", is_flag=True, help="Take the report back.")
@click.option(
    "--publish/--no-publish",
    "publish",
    default=None,
    help="Publish at once, or with the next run; by default at once where that is quick.",
)
@wait_option(0.0)
@common
def done(
    ui: Ui, updates: tuple[str, ...], on: date | None, by: str | None, undo: bool, publish: bool | None
) -> None:
    """Report work done: recorded at once, never changed.

    A small folder publishes it at once, a large one with its next run (`niemyet nightly`, or --publish); `niemyet
    updates`, `export` and `report` count it from now on.

    Example: niemyet done 3f2a91c0b7de4a15 --by "Nguyễn Thị A"
    """
    from datetime import UTC, datetime

    from niemyet.flows.reporting import Report, is_quick, refuse_clock, report_rows, said_already

    updates = tuple(map(pasted_id, updates))
    report = Report(ui.folder(), datetime.now(UTC))
    release = ui.release()
    refuse_clock(release, report.started_at)
    rows = report_rows(report, release, updates, on=on or report.today, by=by, undo=undo)
    for update, before in said_already(report, rows).items():
        ui.tell(
            msg(
                "{update_id}: {by} reported it done on {day} already; nothing new is recorded.",
                update_id=update,
                by=before.done_by or msg("somebody without a name"),
                day=before.done_on,
            )
        )
        rows = [row for row in rows if row.update_id != update]
    if not rows:
        return
    if publish is None:
        publish = is_quick(release)
    if not publish:
        report.folder.hand_in("confirmations", report.run_id, rows)
        told = msg(
            "{count} reports recorded; the next run (niemyet nightly) or --publish puts them into a release; niemyet "
            "updates counts them from now on.",
            count=len(rows),
        )
        if undo:
            told = msg(
                "{count} reports taken back: that work is to be done again. The next run (niemyet nightly) or --publish puts "
                "this into a release; niemyet updates counts it from now on.",
                count=len(rows),
            )
        ui.tell(told)
        return
    run = new_run(ui, "done", {"updates": list(updates), "on": on, "by": by, "undo": undo})
    steps = {"confirm": partial(run.append, "confirmations", rows)}
    record_and_publish(ui, run, steps, no_publish=False, fact=("confirmations", rows))


def _explain(ui: Ui, files: Sequence[Path], render: Path | None) -> None:
    """Show what is read from files; exit 1 when one could not be read."""
    from niemyet.flows.explaining import LookedAt, look_at
    from niemyet.flows.foreseeing import of_another_province
    from niemyet.flows.no_decision import no_decisions

    limits = ui.settings().limits if ui.config.is_file() else Limits()
    for told in no_decisions(files, limits):
        ui.tell(told)
    unread = 0
    looked: list[LookedAt] = []
    for path in files:
        try:
            looks = look_at(path, limits)
        except DocumentError as error:
            ui.tell(msg("{where}: {error}", where=path.name, error=error))
            unread += 1
            continue
        for look in looks:
            if look.explained is None:
                ui.tell(msg("{look}: {error}", look=look.name, error=look.error))
                unread += 1
                continue
            _show(ui, look.explained)
            if (foreign := of_another_province(ui, look)) is not None:
                ui.warn(foreign)
            if render:
                _render(ui, look, render, limits)
        looked += looks
    _show_asked(ui, looked)  # of all together: what is known beside them is worked out once
    if unread:
        raise SystemExit(1)


def _show(ui: Ui, explained: "Explained") -> None:
    from niemyet.reports.reading_rows import account_lines, explained_rows, facts

    vi = ui.lang == "vi"
    told = [f"{label}: {value}" for label, value in facts(explained, ui.lang)]
    click.echo("\n".join([*told, *account_lines(explained, vi=vi)]), err=ui.format != "table")
    rows = explained_rows(explained, vi=vi)
    shown = {
        "where": ui.say(msg("Where")),
        "read_as": ui.say(msg("Read as")),
        "text": ui.say(msg("Words")),
    }
    ui.print_rows(rows, shown=shown)


def _show_asked(ui: Ui, looks: "Sequence[LookedAt]") -> None:
    """What documents would ask once they are handed in; without a data folder, what they ask of themselves."""
    from niemyet.flows.foreseeing import asked_by
    from niemyet.reports.kind_words import kind_word

    head, asked = asked_by(ui, looks)
    if not asked:
        return
    lines = [f"? [{kind_word(kind, ui.lang)}] {question}" for kind, question in asked]
    click.echo("\n".join(["", ui.say(head), *lines]), err=ui.format != "table")


def _render(ui: Ui, look: "LookedAt", folder: Path, limits: Limits) -> None:
    from niemyet.flows.explaining import file_stem, pictures
    from niemyet.reports.reading_page import reading_page
    from niemyet.storage.files import write_atomic

    assert look.explained is not None, "only what was read is drawn"
    drawn = pictures(look, limits, ui.lang)
    stem = file_stem(look.name)
    for number, png in drawn.items():
        write_atomic(folder / f"{stem}-{number:03d}.png", png)
    page = folder / f"{stem}.html"
    write_atomic(page, reading_page(look.explained, drawn, ui.lang).encode())
    ui.tell(msg("{count} pages drawn: {page}", count=len(drawn), page=page))


def _tell_what_was_read(ui: Ui, run: "RunContext", files: Sequence[Path]) -> None:
    """One line per file: what it is, or why it could not be read."""
    from hashlib import sha256

    from niemyet.storage.lake_rows import MemberRow, ReadingRow

    read = {row.sha256: row for row in run.folder.lake.read("readings", ReadingRow)}
    held: dict[str, dict[str, MemberRow]] = {}
    for member in run.folder.lake.read("members", MemberRow):
        held.setdefault(member.archive, {})[member.path] = member
    for path in files:
        digest = sha256(path.read_bytes()).hexdigest()
        if digest not in held:
            _tell_of_one(ui, run, path.name, read.get(digest))
            continue
        for inner in sorted(held[digest].values(), key=lambda one: one.path):
            label = f"{path.name}#{inner.path}"
            if inner.sha256 is None:
                run.result.problems.append(msg("{where}: {error}", where=label, error=inner.reason or "—"))
            else:
                _tell_of_one(ui, run, label, read.get(inner.sha256))


def _tell_of_one(ui: Ui, run: "RunContext", label: str, row: "ReadingRow | None") -> None:
    from niemyet.flows.reading import of_another_province
    from niemyet.model.records import Reading
    from niemyet.reports.kind_words import flag_words
    from niemyet.reports.site.labels import KINDS as DECISIONS
    from niemyet.storage.codec import load

    if row is None or row.reading is None:
        why = (row.error if row else None) or "—"
        where = "" if why.startswith(label) else f"{label}: "
        run.result.problems.append(msg("{where}{error}", where=where, error=why))
        return
    reading = load(Reading, row.reading)
    number = reading.number_text or ui.say(msg("no number read"))
    flags = f" [{', '.join(flag_words(reading.flags, ui.lang))}]" if reading.flags else ""
    ui.tell(
        msg(
            "{label}: {number}, {signed_on}, {kind}, {count} items{flags}",
            label=label,
            number=number,
            signed_on=reading.signed_on or "—",
            kind=DECISIONS[reading.kind][0 if ui.lang == "vi" else 1],
            count=len(reading.items),
            flags=flags,
        ),
    )
    if (foreign := of_another_province(run, reading, label, label.partition("#")[0])) is not None:
        run.result.problems.append(foreign)
    if run.folder.raw.has(row.sha256) and _sets_fees(run, reading, row.sha256, label):
        run.result.problems.append(
            msg(
                "{label}: this is a resolution that sets fees, no decision on procedures; as such it changes nothing. Take it "
                "back (niemyet ingest --withdraw {file}) and hand it in with --fees.",
                label=label,
                file=shlex.quote(label.partition("#")[0]),  # of what an archive holds, the archive
            )
        )


def _sets_fees(run: "RunContext", reading: "Reading", sha256: str, name: str) -> bool:
    """Whether what was read as no decision is a resolution of a people's council with a table of fees."""
    from niemyet.extractors.fee_lists import read_fee_list
    from niemyet.flows.extraction import apart

    if reading.kind is not DecisionKind.OTHER or reading.number is not None:
        return False
    try:
        sheet = apart(read_fee_list, run.folder.raw.get(sha256), name, limits=run.settings.limits)
    except DocumentError:
        return False
    return sheet.paper is not None
