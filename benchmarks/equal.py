"""Random histories of nights: each release beside the same made from nothing, and the same history run twice.

    python -m benchmarks equal [--histories 200] [--first 0] [--jobs 2] [--minutes 60]

What is made from nothing is made in a process that has run no night, from a copy of `raw/` and `lake/` alone; the second run of a
history is a process of its own too, in which sets have another order. Status 1 where a table or a byte differs, or a run failed:
seed, night, table and the first rows that differ are printed.
"""

import argparse
import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path

from benchmarks.goals import judged
from benchmarks.measure import Line, machine
from niemyet.reports.text_table import text_table
from tests.scenarios.random_nights import CHECKED, EVENTS, LAID_OVER, History, run_history

_TESTS = "tests.scenarios.random_nights"


@dataclass(slots=True)
class Equal:
    """What the comparison of one history has found."""

    seed: int
    nights: int = 0
    compared: int = 0  # releases, and nights that published nothing
    releases: int = 0
    events: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> None:
    """Run, count, print what differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks equal")
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    parser.add_argument("--jobs", type=int, default=2, help="histories side by side")
    parser.add_argument("--minutes", type=float, help="begin none after so many")
    options = parser.parse_args(arguments)
    print(machine())
    found: list[Equal] = []
    until = time.monotonic() + 60 * options.minutes if options.minutes else None
    for one in compared(range(options.first, options.first + options.histories), options.jobs, until):
        found.append(one)
        for line in one.wrong:
            print(line, flush=True)
        if len(found) % 10 == 0:
            print(f"{len(found)} histories, {sum(map(_is_wrong, found))} wrong", file=sys.stderr, flush=True)
    print(_told(found))
    if any(map(_is_wrong, found)):
        sys.exit(1)


def measure(histories: int, first: int, jobs: int = 2, minutes: float | None = None) -> list[Line]:
    """The same as lines of the page of figures; what differs is named beside."""
    until = time.monotonic() + 60 * minutes if minutes is not None else None
    found = list(compared(range(first, first + histories), jobs, until))
    for one in found:
        for line in one.wrong:
            print(line, file=sys.stderr, flush=True)
    wrong = [str(one.seed) for one in found if one.wrong]
    seeds = f": seeds {', '.join(wrong)}" if wrong else ""
    runs = sum(one.compared for one in found)
    events = sum((one.events for one in found), Counter[str]())
    return [
        Line(
            f"histories from seed {first} on, each of them run twice",
            f"{len(found)} of {sum(one.nights for one in found):,} nights",
            f"asked for: {histories}",
            f"{len(events.keys() - {LAID_OVER, CHECKED})} kinds of events",
        ),
        Line(
            "runs compared with a full one made from nothing, table by table and byte by byte",
            f"{runs:,}",
            f"of which {sum(one.releases for one in found):,} published a release",
            f"{events[LAID_OVER]:,} folded only what new decisions touch, {events[CHECKED]:,} held a release against everything",
        ),
        Line(
            "histories with a difference, or that failed",
            f"{len(wrong)}{seeds}",
            f"of {len(found)}",
            f"{len(wrong)} of {len(found)} histories, {runs:,} runs",
            judged("equal", len(wrong)) if found else "",
        ),
    ]


def compared(seeds: Sequence[int], jobs: int, until: float | None = None) -> Iterator[Equal]:
    """Each history, in the order of the seeds; none is begun after an instant of the clock that only goes on."""
    with (
        tempfile.TemporaryDirectory() as root,
        ProcessPoolExecutor(jobs, mp_context=_clean(), max_tasks_per_child=1) as processes,
        ThreadPoolExecutor(jobs) as waiting,
    ):
        begun = waiting.map(lambda seed: _in_time(seed, Path(root) / str(seed), processes, until), seeds)
        yield from (one for one in begun if one is not None)


def _in_time(seed: int, root: Path, processes: ProcessPoolExecutor, until: float | None) -> Equal | None:
    return None if until is not None and time.monotonic() > until else _one(seed, root, processes)


def _one(seed: int, root: Path, processes: ProcessPoolExecutor) -> Equal:
    found = Equal(seed)
    try:
        history = processes.submit(run_history, seed, root).result()
        found.nights, found.releases, found.events = history.nights, history.releases, history.events
        found.wrong += processes.submit(_differences, history).result()
        found.compared = len(history.snapshots)
        shutil.rmtree(root)
        found.wrong += _otherwise(history, _again(seed, root))
    except Exception:  # noqa: BLE001  # one history that fails is told, the others go on
        found.wrong.append(f"seed {seed}: failed\n{traceback.format_exc()}")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return found


def _differences(history: History) -> list[str]:
    return [str(one) for one in history.differences()]


def _again(seed: int, root: Path) -> list[str]:
    """The hashes of a second run, in the same place, in a process that shares nothing with the first."""
    command = [sys.executable, "-m", _TESTS, str(seed), str(root)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # our own module
    hashes: list[str] = json.loads(told.stdout)
    return hashes


def _otherwise(history: History, again: Sequence[str]) -> list[str]:
    if history.digests == again:
        return []
    same = zip(history.digests, again, strict=False)
    place = next((at for at, (one, other) in enumerate(same) if one != other), len(again))
    return [f"seed {history.seed}: run twice, release {place + 1} of {history.releases} has other bytes"]


def _clean() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_TESTS, "benchmarks.__main__"])
    return context


def _is_wrong(one: Equal) -> bool:
    return bool(one.wrong)


def _told(found: Sequence[Equal]) -> str:
    events = sum((one.events for one in found), Counter[str]())
    rows = [
        [kind, f"{events[kind]:,}"] for kind in sorted({*EVENTS, *events}, key=lambda kind: -events[kind])
    ]
    wrong = [one.seed for one in found if one.wrong]
    return "\n".join(
        (
            text_table(rows, ["event", "times"]),
            f"{len(found)} histories, {sum(one.nights for one in found):,} nights; {sum(one.compared for one in found):,} runs "
            f"compared with a full one, {sum(one.releases for one in found):,} of which published a release",
            f"wrong: {len(wrong)} histories, seeds {wrong}" if wrong else "wrong: none",
        )
    )
