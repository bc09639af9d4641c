"""Runs over whole sources: nightly, backfill, reprocess, and the schedule around them."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.commands.notify import tell_receivers
from niemyet.flows.ending import finish
from niemyet.flows.manual_input import stated_reason
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, ProgressLine, Ui, common
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.messages import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niemyet.extractors.settings import SourceSettings
    from niemyet.flows.config import Settings
    from niemyet.flows.run_context import RunResult
    from niemyet.flows.watching import Watch, Watched
    from niemyet.model.records import Window
    from niemyet.storage.folder import DataFolder

engine_option = click.option(
    "--engine",
    type=click.Choice(["plain", "prefect"]),
    default=None,
    help="plain: run directly; prefect: report to Prefect. By default prefect where PREFECT_API_URL is set.",
)


accept_release_option = click.option(
    "--accept-release",
    default=None,
    metavar="REASON",
    callback=stated_reason,
    help="Accept, for this run only, a release that differs much from the one before, and say why.",
)


each_option = click.option(
    "--each",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FOLDER",
    help="A night of each province of a folder (niemyet overview), one after the other; none stops the next.",
)


@click.command(cls=Command)
@engine_option
@click.option("--full", is_flag=True, help="Read the whole list and fetch every file again.")
@click.option(
    "--accept-count",
    "accepted",
    multiple=True,
    metavar="SOURCE=REASON",
    help="Accept, for this run only, that a source's list is much shorter, and say why.",
)
@accept_release_option
@each_option
@common
def nightly(
    ui: Ui,
    engine: str | None,
    full: bool,
    accepted: tuple[str, ...],
    accept_release: str | None,
    each: Path | None,
) -> None:
    """Fetch what is new or changed, read, consolidate, reckon the work, publish.

    Example: niemyet nightly --config niemyet.toml --data ./data
    """
    if each is not None:
        if accepted or accept_release is not None:
            raise UsageError(
                msg("--accept-count and --accept-release are of one province: leave out --each.")
            )
        _nights(ui, each, [*(["--engine", engine] if engine else []), *(["--full"] if full else [])])
        return
    _begin_to_load_readers_of_pages()
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.pipeline import run_nightly
    from niemyet.flows.watching import watched

    settings = ui.settings()
    folder = ui.folder()
    accepted_counts = _accepted(
        accepted, {one.id for one in settings.sources} | {f"unit:{one.unit_id}" for one in settings.listings}
    )
    tell_due_again(ui, folder)
    modes = ("full",) if full else ()
    with watched(_watched(ui, settings, "nightly", modes), engine=engine, tell=ui.tell) as watch:
        result = run_nightly(
            settings,
            folder,
            SystemClock(),
            engine=watch.engine,
            full=full,
            progress=watch.progress(ProgressLine()),
            accepted_counts=accepted_counts,
            accepted_release=accept_release,
        )
        if settings.receivers and result.release:
            result.problems.extend(tell_receivers(ui))
        _report(watch, settings, folder, result)
    finish(ui, result)


def _begin_to_load_readers_of_pages() -> None:
    """Said first by whoever will crawl: the readers load beside what the command imports itself."""
    from niemyet.flows.page_server import SERVER

    SERVER.warm()


def _nights(ui: Ui, folder: Path, words: list[str]) -> None:
    """A night of each province of a folder; what each left is told at the end, and the worst is the exit status."""
    from niemyet.flows.several import configured_in, nights, worst

    ended = nights(
        configured_in(folder, ui.data),
        [*words, "--lang", ui.lang, *ui.log.words()],
        lambda one: ui.tell(msg("\n{name}: {config}", name=one.name, config=one.config)),
    )
    said = {
        0: msg("good"),
        1: msg("failed, nothing published"),
        2: msg("wrong configuration"),
        3: msg("needs a person"),
    }
    ui.tell(msg("\nNights of {count} provinces:", count=len(ended)))
    for one, status in ended:
        ui.tell(msg("  {name}: {said}", name=one.name, said=said[status]))
    click.get_current_context().exit(worst(status for _, status in ended))


def _watched(ui: Ui, settings: "Settings", command: str, modes: tuple[str, ...] = ()) -> "Watched":
    """What a run of this command is called while it is watched."""
    from niemyet.flows.watching import Watched
    from niemyet.transforms.language.dates import local_day

    return Watched(command, local_day(datetime.now(UTC)), settings, ui.lang, modes)


def _report(watch: "Watch", settings: "Settings", folder: "DataFolder", result: "RunResult") -> None:
    """Tell whoever watches how the run ended; it is looked up only then."""
    from niemyet.flows.night_report import ending_of, report_of, sentence_of
    from niemyet.reports.night_page import NightReport

    if not watch.is_on:
        return
    try:
        report = report_of(settings, folder, result)
    except (
        NiemyetError,
        OSError,
    ):  # what was published is published; how it ended is known without looking anything up
        report = NightReport(ending_of(result), sentence_of(result))
    watch.end(report, result)


def tell_due_again(ui: Ui, folder: "DataFolder") -> None:
    """After an upgrade: how much a run reads again because its readers are others now."""
    from niemyet.flows.reading import due_again

    count = due_again(folder.lake)
    if count:
        ui.tell(
            msg(
                "The readers have changed since: {count} documents and postings are read again from "
                "the raw archive.",
                count=count,
            ),
        )


def _accepted(given: tuple[str, ...], known: set[str]) -> dict[str, str]:
    """SOURCE=REASON, as given.

    Raises:
        UsageError: no reason, or a source that is not configured.
    """
    found: dict[str, str] = {}
    for one in given:
        source, _, reason = one.partition("=")
        if source not in known or not reason.strip():
            raise UsageError(
                msg(
                    "--accept-count {one}: expected SOURCE=REASON with a source of {known}.",
                    one=one,
                    known=", ".join(sorted(known)),
                ),
            )
        found[source] = reason.strip()
    return found


@click.command(cls=Command)
@click.option("--from", "since", type=DAY, required=True, help="First signing date.")
@click.option(
    "--to",
    "until",
    type=DAY,
    required=True,
    help="Last signing date, included.",
)
@click.option("--source", "source_id", default=None, help="Only this source.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@engine_option
@common
def backfill(
    ui: Ui, since: date, until: date, source_id: str | None, dry_run: bool, engine: str | None
) -> None:
    """Like nightly, for decisions signed in a range of days; after a break the same command goes on.

    Example: niemyet backfill --from 2021-12-01 --to 2022-12-31 --source dvcqg
    """
    _begin_to_load_readers_of_pages()
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.pipeline import run_backfill
    from niemyet.flows.watching import watched
    from niemyet.model.records import Window

    if since > until:
        raise UsageError(
            msg(
                "--from {since} is after --to {until}; expected the earlier day first.",
                since=since,
                until=until,
            ),
        )
    settings = ui.settings()
    sources = (
        [settings.source(source_id)]
        if source_id
        else [each for each in settings.sources if each.kind != "inbox"]
    )
    window = Window(since, until + timedelta(days=1))
    if dry_run:
        _tell_what_would_be_fetched(ui, sources, window)
        return
    folder = ui.folder()
    with watched(_watched(ui, settings, "backfill"), engine=engine, tell=ui.tell) as watch:
        result = run_backfill(
            settings,
            folder,
            SystemClock(),
            window,
            [each.id for each in sources],
            engine=watch.engine,
            progress=watch.progress(ProgressLine()),
        )
        _report(watch, settings, folder, result)
    finish(ui, result)


def _tell_what_would_be_fetched(ui: Ui, sources: "Sequence[SourceSettings]", window: "Window") -> None:
    """Read the lists alone, record nothing, and print each document that a backfill would ask for."""
    from niemyet.extractors.fetching.politeness import Politeness
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.page_process import PageProcess
    from niemyet.flows.probing import would_fetch
    from niemyet.flows.received import newest_receipts
    from niemyet.model.words import Outcome

    clock = SystemClock()
    politeness = Politeness(clock)
    rows = []
    whole = True
    for source in sources:
        held = newest_receipts(ui.folder().lake, source.id)
        known = {key: receipt.fingerprint for key, receipt in held.items()}
        with PageProcess(ui.settings().limits) as pages:
            found = would_fetch(source, known, window, clock, politeness, pages)
        if found is None:
            ui.tell(msg("{id}: kind {kind} has no list pages to look at.", id=source.id, kind=source.kind))  # fmt: skip
            continue
        wanted, proof = found
        whole = whole and proof.outcome is Outcome.COMPLETE
        rows += [
            {
                "source": source.id,
                "state": one.state,
                "number": one.entry.number,
                "signed_on": one.entry.signed_on,
                "title": one.entry.title,
                "url": one.entry.url,
            }
            for one in wanted
        ]
        ask = sum(one.state != "known" for one in wanted)
        why = f"; {proof.outcome.value}: {proof.reason}" if proof.reason else ""
        ui.tell(
            msg(
                "{id}: {count} documents in the range, {ask} would be fetched{why}.",
                id=source.id,
                count=len(wanted),
                ask=ask,
                why=why,
            ),
        )
    shown = {
        "source": ui.say(msg("Source")),
        "state": ui.say(msg("State")),
        "number": ui.say(msg("Number")),
        "signed_on": ui.say(msg("Signed")),
        "title": ui.say(msg("Title")),
    }
    ui.print_rows(rows, shown=shown)
    ui.tell(
        msg("Only lists were read, nothing was fetched (--dry-run)."),
    )
    if not whole:
        sys.exit(3)


@click.command(cls=Command)
@click.option("--since", type=DAY, default=None, help="Only what was received from this day on.")
@accept_release_option
@common
def reprocess(ui: Ui, since: date | None, accept_release: str | None) -> None:
    """Read every page and document of the raw archive again, without the network, and publish.

    Example: niemyet reprocess --since 2026-01-01
    """
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.pipeline import run_reprocess

    result = run_reprocess(
        ui.settings(),
        ui.folder(),
        SystemClock(),
        since=since,
        progress=ProgressLine(),
        accepted_release=accept_release,
    )
    finish(ui, result)


@click.command(cls=Command)
@click.option(
    "--cron", default="0 2 * * *", show_default=True, help="Schedule in cron's form, Vietnamese time."
)
@each_option
@common
def serve(ui: Ui, cron: str, each: Path | None) -> None:
    """Run nightly on a schedule (Vietnamese time) until stopped.

    Example: niemyet serve --cron "0 2 * * *"
    """
    from niemyet.flows.serving import check_cron, serve_nightly

    check_cron(cron)
    # A wrong configuration is told now, not at two in the morning.
    served = [ui.settings()] if each is None else _right_ones(ui, each)
    # The whole command line, with absolute paths: the schedule may run it from anywhere.
    command = [sys.executable, "-m", "niemyet", "nightly", "--engine", "plain", "--lang", ui.lang]
    command += [
        "--data",
        ui.data if "://" in ui.data else str(Path(ui.data).absolute()),
        *(["--config", str(ui.config.absolute())] if each is None else ["--each", str(each.absolute())]),
        *ui.log.words(),
    ]
    ui.tell(
        msg("Serving nightly on “{cron}”, Asia/Ho_Chi_Minh. Ctrl+C stops it.", cron=cron),
    )
    about = msg(
        "The night of {province}: fetch, read, consolidate, publish. Completed: nothing to do. NeedsPerson: "
        "published, a person is needed. SourceDark, SourceIncomplete: published, a source is missing. Failed, "
        "Crashed: nothing was published. The report of each night stands under Artifacts.",
        province=", ".join(sorted({one.province.name for one in served})),
    )
    tags = sorted({f"province:{one.province.province_id}" for one in served})
    serve_nightly(cron, command=command, tags=tags, about=ui.say(about))


def _right_ones(ui: Ui, folder: Path) -> "list[Settings]":
    """Configurations of a folder. A wrong one is told now; it keeps no other province from its nights.

    Raises:
        UsageError: none is right.
    """
    from niemyet.flows.config import load
    from niemyet.flows.kept_secret import told_safely
    from niemyet.flows.several import configured_in

    found = []
    for one in configured_in(folder, ui.data):
        try:
            found.append(load(one.config))
        except UsageError as error:
            ui.warn(told_safely(error, one.config))
    if not found:
        raise UsageError(
            msg("{folder}: no configuration in it is right; there is nothing to serve.", folder=folder)
        )
    return found
