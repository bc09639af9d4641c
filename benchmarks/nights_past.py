"""Nights of a province that is years old: its past is made at once, then some nights are run as they are run now.

    python -m benchmarks nights --from-night 3650 [--units 300] [--most 14] [--every 4] [--turns 2] [--profile FILE]

Of the past, only every so many nights (`--every`) look at inbox and boards and read what is there; none of them publishes. Then
one run consolidates everything, the clerks' reports of all the years are handed in, each with its own day, and the night
after counts them. So a decision is known up to `--every` days later than it would be, and boards that hung anew twice in
between were seen once; `--grown` runs every night of the past instead, to hold one against the other. What is measured
begins there, in turn: a night in which nothing at all has changed, and one with five decisions, boards and reports as the
province's habits bring them.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.goals import judged
from benchmarks.measure import Line, spread
from benchmarks.nights_processes import held, in_a_process, run_night, temporary_root
from benchmarks.nights_province import FIRST, Province
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.crawling import crawl, nightly_window
from niemyet.flows.engine import run_plain
from niemyet.flows.observing import observe_all
from niemyet.flows.pipeline import execute
from niemyet.flows.reading import read_new
from niemyet.flows.run_context import RunContext
from niemyet.flows.steps import crawling_step, observing_step, reading_step
from niemyet.storage.folder import DataFolder

NEWS = 5  # decisions of a night with news
QUIET, WITH_NEWS = "nothing has changed", f"{NEWS} decisions"
#: Days between two looks of the past. A board that is hung anew with every decision is so about each fifth day; with looks every
#: fourteen days half of what boards have shown was never seen. A decision leaves the inbox after twenty.
EVERY = 4


@dataclass(frozen=True, slots=True)
class Aged:
    """What one run of an old province has cost."""

    what: str
    seconds: float  # of the processor, its children included
    wall: float
    peak: float  # MB
    written: int  # bytes that the data folder has more


def aged(
    root: Path,
    province: Province,
    nights: int,
    turns: int,
    every: int | None = EVERY,
    profile: Path | None = None,
) -> list[Aged]:
    """The past, the run that folds it, the night that counts its reports, and the nights that are measured.

    `every`: days between two looks of the past; None: each night of it is run.
    """
    found = [_grown(root, province, nights)] if every is None else [_past(root, province, nights, every)]
    number = nights + 1
    province.day(number, 0)
    found.append(_measured(root, "the first run that consolidates" if every else "no decisions", number))
    work, reports = province.evenings(number) if every else province.evening(number)
    print(f"{work:,} pieces of work", file=sys.stderr, flush=True)
    if every:
        number += 1
        province.day(number, 0)
        found.append(_measured(root, f"the night that counts {reports:,} reports", number))
    for turn in range(turns):
        last = profile if turn == turns - 1 else None
        number += 1
        found.append(_measured(root, QUIET, number, _beside(last, "quiet")))
        province.evening(number)
        number += 1
        province.day(number, NEWS)
        found.append(_measured(root, WITH_NEWS, number, _beside(last, "news")))
    return found


def measure(
    nights: Sequence[int], units: int, most: int = 10, turns: int = 3, every: int = EVERY
) -> list[Line]:
    """Pasts of several lengths as lines of the page of figures; the longest beside the shortest."""
    lines: list[Line] = []
    middles: list[dict[str, float]] = []
    for count in nights:
        with temporary_root() as root:
            province = Province(root, units, most, seed=0)
            past, first, counting, *measured = aged(root, province, count, turns, every)
        lines += [
            _line(f"{past.what}, {units} units × 2 channels", past),
            _line(f"… {first.what}", first),
            _line(f"… {counting.what}", counting),
        ]
        kinds = {kind: [one for one in measured if one.what == kind] for kind in (QUIET, WITH_NEWS)}
        middles.append({kind: median(one.seconds for one in same) for kind, same in kinds.items()})
        lines += [
            Line(
                f"… a night after it: {kind}",
                f"{spread((one.seconds for one in same), ' s')}, {max(one.peak for one in same):,.0f} MB",
                f"{median(one.written for one in same) / 1e3:,.0f} kB",
                "",
            )
            for kind, same in kinds.items()
        ]
    for kind, goal in _GOALS.items():
        before, now = middles[0][kind], middles[-1][kind]
        told = judged(goal, now / before) if nights[-1] == _TIMES * nights[0] else ""
        what = f"{kind}: night {nights[-1]:,} beside night {nights[0]:,}"
        lines.append(Line(what, f"{now:.2f} s", f"{before:.2f} s", f"{now / before:.2f}×", told))
    return lines


def _line(what: str, one: Aged) -> Line:
    return Line(what, f"{one.seconds:.2f} s, {one.peak:,.0f} MB", f"{one.written / 1e3:,.0f} kB", "")


_TIMES = 4
_GOALS = {
    QUIET: "old, quiet",
    WITH_NEWS: "old, news",
}


def rows(found: Sequence[Aged]) -> list[list[str]]:
    """As they are printed."""
    return [
        [
            one.what,
            f"{one.seconds:.2f} s",
            f"{one.wall:.1f} s",
            f"{one.peak:,.0f} MB",
            f"{one.written / 1e3:,.0f} kB",
        ]
        for one in found
    ]


HEAD = ["run", "processor", "wall", "memory", "bytes more"]


def _grown(root: Path, province: Province, nights: int) -> Aged:
    begun, seconds, peak = time.monotonic(), 0.0, 0.0
    for number in range(1, nights + 1):
        province.day(number)
        spent, memory = in_a_process(partial(run_night, root, FIRST + timedelta(days=number)))
        province.evening(number)
        seconds, peak = seconds + spent, max(peak, memory)
        print(f"night {number}: {spent:.1f} s", file=sys.stderr, flush=True)
    what = f"{nights:,} nights, {province.decisions:,} decisions"
    return _told(Aged(what, seconds, time.monotonic() - begun, peak, held(root / "data")[0]))


def _past(root: Path, province: Province, nights: int, every: int) -> Aged:
    begun, seconds, peak = time.monotonic(), 0.0, 0.0
    for last in range(nights % every or every, nights + 1, every):
        province.days(range(max(1, last - every + 1), last + 1))
        spent, memory = in_a_process(partial(_look, root, FIRST + timedelta(days=last)))
        seconds, peak = seconds + spent, max(peak, memory)
        print(f"night {last}: {province.decisions:,} decisions, {spent:.1f} s", file=sys.stderr, flush=True)
    what = f"the past: {nights:,} nights, {province.decisions:,} decisions"
    return _told(Aged(what, seconds, time.monotonic() - begun, peak, held(root / "data")[0]))


def _look(root: Path, day: date) -> None:
    """Inbox and boards, and what is there read: a night that does not publish."""
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    settings = load(root / "niemyet.toml")
    run = RunContext(
        settings,
        DataFolder(root / "data"),
        SetClock(at),
        command="nightly",
        asked={},
        # Most of what lay in the inbox is filed by the next look.
        accepted_counts={one.id: "days have passed" for one in settings.sources},
    )
    crawls = [
        crawling_step(run, one.id, partial(crawl, run, one, nightly_window(run, one.id)))
        for one in run.settings.sources
    ]
    steps = [
        *crawls,
        observing_step(run, partial(observe_all, run)),
        reading_step(run, partial(read_new, run)),
    ]
    execute(run, steps, run_plain)


def _measured(root: Path, what: str, number: int, profile: Path | None = None) -> Aged:
    before, begun = held(root / "data")[0], time.monotonic()
    night: Callable[[], object] = partial(run_night, root, FIRST + timedelta(days=number))
    seconds, peak = in_a_process(partial(_profiled, night, profile) if profile else night)
    return _told(Aged(what, seconds, time.monotonic() - begun, peak, held(root / "data")[0] - before))


def _told(one: Aged) -> Aged:
    print("; ".join(rows([one])[0]), file=sys.stderr, flush=True)
    return one


def _beside(profile: Path | None, kind: str) -> Path | None:
    return profile.with_name(f"{profile.name}.{kind}") if profile else None


def _profiled(act: Callable[[], object], path: Path) -> None:
    """Its seconds are those of a night that is watched: a third to a half more."""
    watch = cProfile.Profile()
    watch.runcall(act)
    with path.open("w", encoding="utf-8") as out:
        pstats.Stats(watch, stream=out).sort_stats("cumulative").print_stats(70)
        pstats.Stats(watch, stream=out).sort_stats("tottime").print_stats(40)
