"""Runs over whole sources: nightly, backfill, reprocess, and the schedule around them."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.ui import DAY, ProgressLine, Ui, common
from model.errors import UsageError

if TYPE_CHECKING:
    from flows.config import Settings
    from flows.pipeline import Night, RunResult
    from flows.prefect_engine import Step
    from model.records import Clock, Window
    from storage.folder import DataFolder

#: Late and backdated decisions appear deep in a list; a night looks this far back (PORTALS §5 no. 4).
OVERLAP_DAYS = 90
#: A decision signed long ago may be posted today; every so many days a night sweeps the whole list.
SWEEP_DAYS = 7

#: What a run counts, in the reader's words.
COUNTS_VI = {
    "receipts": "bài đăng mới hoặc thay đổi",
    "lost_files": "tệp không lấy được",
    "gaps": "chỗ chưa đọc được",
    "postings_read": "trang đã đọc",
    "documents_read": "văn bản đã đọc",
    "observed_rows": "dòng niêm yết",
    "stated_not_posted": "dòng ghi là không niêm yết",
}

engine_option = click.option(
    "--engine",
    type=click.Choice(["plain", "prefect"]),
    default=None,
    help="plain: chạy thẳng; prefect: báo cho Prefect. Mặc định: prefect khi có PREFECT_API_URL.",
)


@click.command()
@engine_option
@click.option("--full", is_flag=True, help="Đọc lại toàn bộ danh sách / sweep the whole list.")
@common
def nightly(ui: Ui, engine: str | None, full: bool) -> None:
    """Tải những gì mới hoặc thay đổi, đọc, hợp nhất, tính việc phải làm, công bố.

    Ví dụ: niemyet nightly --config niemyet.toml --data ./data
    """
    from flows.clock import SystemClock

    result = run_nightly(
        ui.settings(), ui.folder(), SystemClock(), engine=engine, full=full, progress=ProgressLine()
    )
    finish(ui, result)


@click.command()
@click.option("--from", "since", type=DAY, required=True, help="Ngày ký đầu tiên / first signing date.")
@click.option(
    "--to",
    "until",
    type=DAY,
    required=True,
    help="Ngày ký cuối cùng (tính cả) / last signing date, included.",
)
@click.option("--source", "source_id", default=None, help="Chỉ nguồn này / only this source.")
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ làm gì / only say what would be done.")
@engine_option
@common
def backfill(
    ui: Ui, since: date, until: date, source_id: str | None, dry_run: bool, engine: str | None
) -> None:
    """Như nightly, cho các quyết định ký trong một khoảng ngày; bị ngắt thì chạy lại cùng lệnh để làm tiếp.

    Ví dụ: niemyet backfill --from 2021-12-01 --to 2022-12-31 --source dvcqg
    """
    from flows.clock import SystemClock
    from model.records import Window

    if since > until:
        raise UsageError(
            f"--from {since} is after --to {until}; expected the earlier day first.",
            vi=f"--from {since} sau --to {until}; ngày đầu phải trước ngày cuối.",
        )
    settings = ui.settings()
    sources = (
        [settings.source(source_id)]
        if source_id
        else [each for each in settings.sources if each.kind != "inbox"]
    )
    window = Window(since, until + timedelta(days=1))
    if dry_run:
        ui.print_rows(
            [
                {"source": each.id, "kind": each.kind, "url": each.url, "from": since, "to": until}
                for each in sources
            ]
        )
        ui.tell("Chưa tải gì (--dry-run).", "Nothing was fetched (--dry-run).")
        return
    result = run_backfill(
        settings,
        ui.folder(),
        SystemClock(),
        window,
        [each.id for each in sources],
        engine=engine,
        progress=ProgressLine(),
    )
    finish(ui, result)


@click.command()
@click.option("--since", type=DAY, default=None, help="Chỉ những gì nhận từ ngày này / only what came since.")
@common
def reprocess(ui: Ui, since: date | None) -> None:
    """Đọc lại mọi trang và văn bản trong kho gốc, không dùng mạng, rồi công bố.

    Ví dụ: niemyet reprocess --since 2026-01-01
    """
    from flows.clock import SystemClock

    result = run_reprocess(ui.settings(), ui.folder(), SystemClock(), since=since, progress=ProgressLine())
    finish(ui, result)


@click.command()
@click.option(
    "--cron", default="0 2 * * *", show_default=True, help="Lịch cron, giờ Việt Nam / cron, Asia/Ho_Chi_Minh."
)
@common
def serve(ui: Ui, cron: str) -> None:
    """Chạy nightly theo lịch (giờ Việt Nam) cho đến khi bị dừng.

    Ví dụ: niemyet serve --cron "0 2 * * *"
    """
    from flows.serving import serve_nightly

    ui.settings()  # a wrong configuration is told now, not at two in the morning
    # The whole command line, with absolute paths: the schedule may run it from anywhere.
    command = [sys.executable, "-m", "flows", "nightly", "--engine", "plain", "--lang", ui.lang]
    command += ["--data", str(Path(ui.data).absolute()), "--config", str(ui.config.absolute())]
    ui.tell(
        f"Chạy hằng đêm theo lịch «{cron}», giờ Việt Nam. Ctrl+C để dừng.",
        f"Serving nightly on “{cron}”, Asia/Ho_Chi_Minh. Ctrl+C stops it.",
    )
    serve_nightly(cron, command=command)


def run_nightly(
    settings: "Settings",
    folder: "DataFolder",
    clock: "Clock",
    *,
    engine: str | None = "plain",
    full: bool = False,
    progress: Any = None,
) -> "RunResult":
    """One night: every source over its window, every listing, read, publish.

    A source that was not swept whole for `SWEEP_DAYS` is; else the window reaches back `OVERLAP_DAYS`
    before the last complete crawl. So one night catches up after any pause.
    """
    from flows.pipeline import Night
    from flows.prefect_engine import Step

    asked = {"full": full}
    night = Night(settings, folder, clock, command="nightly", asked=asked, progress=progress or _silent)
    steps = [
        Step(f"crawl {source.id}", _crawl(night, source.id, partial(nightly_window, night, source.id, full)))
        for source in settings.sources
    ]
    steps += [
        Step("observe", night.observe_all),
        Step("read", night.read_new),
        Step("publish", night.publish),
    ]
    return _run(night, steps, engine)


def run_backfill(
    settings: "Settings",
    folder: "DataFolder",
    clock: "Clock",
    window: "Window",
    source_ids: Sequence[str],
    *,
    engine: str | None = "plain",
    progress: Any = None,
) -> "RunResult":
    """A past range of signing dates. Interrupted, the same call goes on where it stopped."""
    from flows.pipeline import Night
    from flows.prefect_engine import Step

    asked = {"from": window.since, "until": window.until, "sources": list(source_ids)}
    job = "backfill-" + sha256(repr(sorted(asked.items(), key=str)).encode()).hexdigest()[:16]
    night = Night(
        settings,
        folder,
        clock,
        command="backfill",
        asked=asked,
        run_id=folder.unfinished(job),
        progress=progress or _silent,
    )
    folder.begin(job, night.run_id)
    steps = [Step(f"crawl {each}", _crawl(night, each, lambda: window)) for each in source_ids]
    steps += [Step("read", night.read_new), Step("publish", night.publish)]
    result = _run(night, steps, engine)
    folder.end(job)
    return result


def run_reprocess(
    settings: "Settings",
    folder: "DataFolder",
    clock: "Clock",
    *,
    since: date | None = None,
    progress: Any = None,
) -> "RunResult":
    """Extract again from the raw archive; no network."""
    from flows.pipeline import Night
    from flows.prefect_engine import Step

    night = Night(
        settings, folder, clock, command="reprocess", asked={"since": since}, progress=progress or _silent
    )
    steps = [
        Step("read", lambda: night.read_new(again=True, since=since)),
        Step("publish", night.publish),
    ]
    return _run(night, steps, "plain")


def nightly_window(night: "Night", source_id: str, full: bool) -> "Window":
    """Which signing dates a night looks at."""
    from model.records import Window
    from model.words import Outcome
    from storage.lake import CrawlRow
    from transforms.dates import local_day

    whole = [
        row
        for row in night.folder.lake.read("crawls", CrawlRow)
        if row.source_id == source_id and row.outcome is Outcome.COMPLETE and row.until is None
    ]
    swept = [local_day(row.crawled_at) for row in whole if row.since is None]
    if full or not swept or (night.today - max(swept)).days >= SWEEP_DAYS:
        return Window(full=True)
    return Window(since=max(local_day(row.crawled_at) for row in whole) - timedelta(days=OVERLAP_DAYS))


def _crawl(night: "Night", source_id: str, window: Callable[[], "Window"]) -> Callable[[], object]:
    return lambda: night.crawl(night.settings.source(source_id), window())


def _run(night: "Night", steps: Sequence["Step"], engine: str | None) -> "RunResult":
    from flows.engine import engine_for
    from storage.files import only_writer

    with only_writer(night.folder.root):
        return night.go(steps, engine_for(engine, os.environ))


def finish(ui: Ui, result: "RunResult") -> None:
    """Tell what a run did and leave with its exit status."""
    ProgressLine().clear()
    for name, proof in sorted(result.proofs.items()):
        if proof.outcome.value != "complete":
            ui.tell(
                f"NGUỒN {name}: {proof.outcome.value}: {proof.reason}",
                f"SOURCE {name}: {proof.outcome.value}: {proof.reason}",
            )
    for problem in result.problems:
        ui.tell(problem, problem)
    if result.new_reviews:
        ui.tell(
            f"{len(result.new_reviews)} câu hỏi mới cần người trả lời: niemyet review list",
            f"{len(result.new_reviews)} new questions for a person: niemyet review list",
        )
    counts = [(name, count) for name, count in sorted(result.counts.items()) if count]
    if counts:
        ui.tell(
            "Đã làm: " + ", ".join(f"{COUNTS_VI[name]} {count}" for name, count in counts),
            "Done: " + ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts),
        )
    if result.release:
        click.echo(ui.say(f"Đã công bố: {result.release.folder}", f"Published: {result.release.folder}"))
    else:
        click.echo(ui.say("Không có gì mới; bản công bố giữ nguyên.", "Nothing new; the release stays."))
    raise SystemExit(result.exit_status)


def _silent(step: str, done: int, total: int | None) -> None:
    pass
