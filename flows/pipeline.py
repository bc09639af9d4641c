"""The road on one screen: portal → raw → records → consolidated state → work → release.

    crawl      each source: what is new or changed, every answer into raw/ first     flows/crawling.py
               sources of different hosts side by side                               flows/side_by_side.py
    observe    each unit's listing                                                   flows/observing.py
    read       stored pages and documents → postings and readings, each once         flows/reading.py
    publish    everything known → tables → a release, `latest` moved in one step     flows/publishing.py
    check      once a week: the release against the same made from nothing           flows/checking.py

Plain Python with explicit inputs. An engine may wrap the steps (Prefect does, where it is wanted); none is
needed. Each step can be repeated: what is already there is not done again.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from niemyet.flows.checking import check
from niemyet.flows.clock import SKEW
from niemyet.flows.config import Settings
from niemyet.flows.crawling import nightly_window
from niemyet.flows.engine import Engine, Step, run_plain
from niemyet.flows.nights import NIGHT
from niemyet.flows.observing import observe_all
from niemyet.flows.publishing import publish
from niemyet.flows.reading import read_new
from niemyet.flows.run_context import Progress, RunContext, RunResult, silent
from niemyet.flows.side_by_side import SideBySide
from niemyet.flows.steps import checking_step, crawling_step, observing_step, publishing_step, reading_step
from niemyet.model.errors import StorageError
from niemyet.model.in_memory import set_aside_by_step
from niemyet.model.messages import msg
from niemyet.model.records import Clock, Window
from niemyet.model.tables import Run
from niemyet.storage.damage import refuse_damage
from niemyet.storage.folder import DataFolder
from niemyet.storage.releases import known_until
from niemyet.transforms.language.dates import HO_CHI_MINH, local_day
from niemyet.transforms.retention import Retention, kept

log = logging.getLogger("niemyet")


def run_nightly(
    settings: Settings,
    folder: DataFolder,
    clock: Clock,
    *,
    engine: Engine = run_plain,
    full: bool = False,
    progress: Progress = silent,
    accepted_counts: Mapping[str, str] | None = None,
    accepted_release: str | None = None,
) -> RunResult:
    """One night: every source over its window, every listing, read, publish.

    One night catches up after any pause: the window reaches behind the last complete crawl.
    `full`: the whole list, and every file again, because bytes may change under an old address.
    `accepted_counts`: source → why its list may show far less than before, in this run only.
    `accepted_release`: why the release may differ far from the one before, in this run only.
    """
    asked: dict[str, object] = {"full": full}
    if accepted_release:
        asked["accepted_release"] = accepted_release
    if accepted_counts:
        asked["accepted_counts"] = dict(sorted(accepted_counts.items()))
    run = RunContext(
        settings,
        folder,
        clock,
        command=NIGHT,
        asked=asked,
        progress=progress,
        accepted_counts=accepted_counts,
        accepted_release=accepted_release,
    )

    crawls = SideBySide(
        run,
        settings.sources,
        partial(nightly_window, run, full=full),
        again=full,
    )
    steps = [crawling_step(run, source.id, partial(crawls.crawl, source.id)) for source in settings.sources]
    steps.append(observing_step(run, partial(observe_all, run)))
    return execute(run, [*steps, *reading_and_publishing(run)], crawls.engine(engine), noted=NIGHT)


def run_backfill(
    settings: Settings,
    folder: DataFolder,
    clock: Clock,
    window: Window,
    source_ids: Sequence[str],
    *,
    engine: Engine = run_plain,
    progress: Progress = silent,
) -> RunResult:
    """A past range of signing dates. Interrupted, the same call goes on where it stopped."""
    asked = {"from": window.since, "until": window.until, "sources": list(source_ids)}
    job = "backfill-" + sha256(repr(sorted(asked.items(), key=str)).encode()).hexdigest()[:16]
    run = RunContext(
        settings,
        folder,
        clock,
        command="backfill",
        asked=asked,
        run_id=folder.unfinished(job),
        progress=progress,
    )
    folder.begin(job, run.run_id)
    crawls = SideBySide(run, [settings.source(each) for each in source_ids], lambda _: window)
    steps = [crawling_step(run, each, partial(crawls.crawl, each)) for each in source_ids]
    result = execute(run, [*steps, *reading_and_publishing(run)], crawls.engine(engine))
    folder.end(job)
    return result


def run_reprocess(
    settings: Settings,
    folder: DataFolder,
    clock: Clock,
    *,
    since: date | None = None,
    progress: Progress = silent,
    accepted_release: str | None = None,
) -> RunResult:
    """Extract again from the raw archive; no network."""
    asked: dict[str, object] = {"since": since}
    if accepted_release:
        asked["accepted_release"] = accepted_release
    run = RunContext(
        settings,
        folder,
        clock,
        command="reprocess",
        asked=asked,
        progress=progress,
        accepted_release=accepted_release,
    )
    steps = [
        reading_step(run, partial(read_new, run, again=True, since=since)),
        *publishing(run),
    ]
    return execute(run, steps, run_plain)


def reading_and_publishing(run: RunContext) -> list[Step]:
    """What follows whenever something has come in."""
    return [reading_step(run, partial(read_new, run)), *publishing(run)]


def publishing(run: RunContext) -> list[Step]:
    """A release, and once a week a look whether it is what everything comes to."""
    return [publishing_step(run, partial(publish, run)), checking_step(run, partial(check, run))]


def execute(
    run: RunContext, steps: Sequence[Step], engine: Engine, *, wait: float = 0, noted: str | None = None
) -> RunResult:
    """Run the steps of a night as the only writer of its data folder, after `wait` seconds at most.

    `noted`: the name under which the run is noted as begun, until it ends well.

    Raises:
        StorageError: another process writes there, facts there are damaged, or the clock is behind what is recorded.
    """
    with run.pages, run.folder.only_writer(wait):
        if noted is not None:
            run.folder.begin(noted, run.run_id)
        refuse_damage(run.folder)
        _check_clock(run)
        run.folder.take_in()
        with set_aside_by_step() as set_aside:
            result = run.go([_before(step, set_aside) for step in steps], engine)
        _keep_small(run)
        _note(run)
        if noted is not None:
            run.folder.end(noted)
        return result


def _before(step: Step, first: Callable[[], None]) -> Step:
    """A step that does something else first."""

    def run() -> object:
        first()
        return step.run()

    return replace(step, run=run)


#: Files of a table from which on a run joins small ones. Each costs a night 0.3 ms of the processor to open (450 files);
#: joining them costs what the table does, and a table is joined as often as it doubles.
_SMALL_FILES = 16


def _keep_small(run: RunContext) -> None:
    """Few files in the lake, and releases as long as the configuration says; a run that cannot do it leaves it to the next."""
    try:
        run.folder.lake.compact(_SMALL_FILES, whole=False)
        if run.settings.retention is not None:
            run.folder.remove_releases(_outlived(run.folder, run.settings.retention, run.today))
    except StorageError as error:
        log.warning("%s", error)


def _outlived(folder: DataFolder, retention: Retention, today: date) -> set[str]:
    """Releases that are no longer kept; never the one that readers follow."""
    known = {name: local_day(known_until(name)) for name in folder.releases.all()}
    latest = folder.releases.latest()
    stay = kept(known.items(), today, retention)
    return known.keys() - stay - ({latest.release_id} if latest else set())


def _note(run: RunContext) -> None:
    """What was written after the release went out is noted too; a run that cannot do it leaves it to the next."""
    try:
        run.folder.seal(logs=False)
    except StorageError as error:
        log.warning("%s", error)


def _check_clock(run: RunContext) -> None:
    """What came later must be recorded as later; with a clock that was set back, old news would win over new."""
    last = max((row.started_at for row in run.folder.lake.read("runs", Run)), default=None)
    now = run.clock.now()
    if last is not None and run.started_at <= last and last - now <= SKEW:
        # It waited for its turn, or another machine's clock is ahead: what it publishes is newer all the same.
        run.follow(max(now, last + timedelta(microseconds=1)))
        return
    if last is not None and now < last:
        raise StorageError(
            msg(
                "the clock says {now:%Y-%m-%d %H:%M:%S}, but a run of {last:%Y-%m-%d %H:%M:%S} "
                "(Asia/Ho_Chi_Minh) is recorded in {address}. Set the clock right and run the same command again.",
                now=now.astimezone(HO_CHI_MINH),
                last=last.astimezone(HO_CHI_MINH),
                address=run.folder.address,
            ),
        )
