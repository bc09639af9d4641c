"""What a night costs after many nights: processor seconds, bytes, files and memory of each, and the slope of them.

A made-up province (`nights_province.py`): 0 to 10 new decisions a night, clerks who hang most of them within days and report, a
clock that is set. Each night is a process of its own, as the command is; what it and its children used is what the kernel says
of them. What the clerks do by day is not measured.

    python -m benchmarks nights [--nights 400] [--units 40] [--minutes 60] [--days 30] [--plot docs/nights.svg]
    python -m benchmarks nights --plain …    listings hardly ever change, nobody reports, one channel, a code in every row

`--minutes`: as many of the nights as fit. `--days`: what `[releases] days` says; of months the last release stays. Each habit of
the province has an option of its own.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import Line, machine
from benchmarks.nights_province import FIRST, Province, add_habits, habits_of
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder


@dataclass(frozen=True, slots=True)
class Night:
    """What one night has cost."""

    number: int
    decisions: int  # that there are by then
    seconds: float  # of the processor, its children included
    peak: float  # MB
    written: int  # bytes that the data folder has more on disk; what several releases share counts once
    files: int  # that the data folder has more
    work: int = 0  # pieces of work that its release lists
    open: int = 0  # of which are not done and not cancelled


def main(arguments: Sequence[str]) -> None:
    """Run the nights and print every tenth part of them, the slope and what the folder holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nights")
    parser.add_argument("--nights", type=int, default=400)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--most", type=int, default=10, help="new decisions of a night, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, help="begin no night after so many")
    parser.add_argument("--days", type=int, help="keep releases for so many days")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", type=Path, help="a new folder in which the province stays")
    add_habits(parser)
    options = parser.parse_args(arguments)
    habits = habits_of(options)
    print(machine())
    print(habits)
    with contextlib.nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as root:
        province = Province(
            Path(root), options.units, options.most, options.seed, days=options.days, habits=habits
        )
        found = nights(Path(root), options.nights, province, options.minutes)
        print(
            text_table(
                _rows(found),
                ["night", "decisions", "processor", "memory", "bytes more", "files more", "work", "open"],
            )
        )
        print(_summary(found))
        for name in ("releases", "lake", "raw"):
            size, files = _held(Path(root) / "data" / name)
            print(f"{name}: {size / 1e6:.1f} MB in {files} files")
    if options.plot:
        options.plot.write_text(plot(found), encoding="utf-8")


def measure(count: int, units: int = 40) -> list[Line]:
    """Some nights as lines of the page of figures: the first and the last of them, their slope, what the folder holds."""
    with tempfile.TemporaryDirectory() as root:
        found = nights(Path(root), count, Province(Path(root), units, most=10, seed=0))
        size, files = _held(Path(root) / "data" / "releases")
    rows = _rows(found)
    told = [
        Line(
            f"nights {night}, {decisions} decisions, {units} units × 2 channels",
            f"{seconds} of the processor, {memory}",
            more,
            f"{is_open} of the work is open",
        )
        for night, decisions, seconds, memory, more, _, _, is_open in (rows[0], rows[-1])
    ]
    slow = Line("slope", f"{1000 * slope(found):.2f} ms a night for each night before it", "flat: 0", "")
    return [*told, slow, Line("releases", f"{size / 1e6:.1f} MB in {files} files", "", "")]


def nights(root: Path, count: int, province: Province, minutes: float | None = None) -> list[Night]:
    """Every night in turn, each measured; after some minutes none is begun."""
    found: list[Night] = []
    held = (0, 0)
    begun = time.monotonic()
    for number in range(1, count + 1):
        if minutes is not None and time.monotonic() - begun > 60 * minutes:
            break
        province.day(number)
        seconds, peak = _in_a_process(partial(_night, root, FIRST + timedelta(days=number)))
        now = _held(root / "data")
        work, still_open = province.evening(number)
        more = (now[0] - held[0], now[1] - held[1])
        found.append(Night(number, province.decisions, seconds, peak, *more, work, still_open))
        held = _held(root / "data")
        print(f"night {number}: {seconds:.2f} s", file=sys.stderr, flush=True)
    return found


def slope(found: Sequence[Night], quiet: bool = False) -> float:
    """Processor seconds that a night costs more for each night before it (least squares), after the first ten."""
    chosen = [one for one in found[10:] if not quiet or not _brings(found, one)]
    if len(chosen) < 2:
        return 0.0
    middle = sum(one.number for one in chosen) / len(chosen)
    cost = sum(one.seconds for one in chosen) / len(chosen)
    spread = sum((one.number - middle) ** 2 for one in chosen)
    return sum((one.number - middle) * (one.seconds - cost) for one in chosen) / spread


def _brings(found: Sequence[Night], one: Night) -> int:
    before = found[one.number - 2].decisions if one.number > 1 else 0
    return one.decisions - before


def _rows(found: Sequence[Night]) -> list[list[str]]:
    step = max(1, len(found) // 10)
    rows = []
    for end in range(step, len(found) + 1, step):
        part = found[end - step : end]
        mean = sum(one.seconds for one in part) / step
        rows.append(
            [
                f"{part[0].number} to {part[-1].number}",
                f"{part[-1].decisions:,}",
                f"{mean:.2f} s",
                f"{max(one.peak for one in part):.0f} MB",
                f"{sum(one.written for one in part) / step / 1e3:,.0f} kB",
                f"{sum(one.files for one in part) / step:.1f}",
                f"{part[-1].work:,}",
                _share(part[-1]),
            ]
        )
    return rows


def _share(one: Night) -> str:
    return f"{one.open / one.work:.0%}" if one.work else "–"


def _summary(found: Sequence[Night]) -> str:
    quiet = [one for one in found if not _brings(found, one)]
    lines = [f"slope: {1000 * slope(found):.2f} ms of the processor a night for each night before it"]
    if quiet:
        last = quiet[-1]
        lines.append(
            f"the last night without news, {last.number}: {last.seconds:.2f} s, "
            f"{last.written / 1e3:,.0f} kB in {last.files} files"
        )
    end = found[-1]
    lines.append(f"of {end.work:,} pieces of work {end.open:,} are open ({_share(end)})")
    return "\n".join(lines)


def _night(root: Path, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)  # ten in the evening there
    run_nightly(load(root / "niemyet.toml"), DataFolder(root / "data"), SetClock(at))


def _in_a_process(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and peak MB of one night in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException as error:  # noqa: BLE001  # a child must not go on as its parent
            print(error)
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError("the night has failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _held(folder: Path) -> tuple[int, int]:
    """Bytes on disk under a folder, what is linked several times once, and files by their names."""
    seen: dict[int, int] = {}
    files = 0
    for place, _, names in os.walk(folder):
        for name in names:
            about = Path(place, name).lstat()
            seen[about.st_ino] = about.st_size
            files += 1
    return sum(seen.values()), files


def plot(found: Sequence[Night]) -> str:
    """Seconds and bytes of each night as one picture, drawn without any library."""
    wide, high, left, top = 860, 220, 60, 24
    panels = []
    for place, (title, values) in enumerate(
        (
            ("processor seconds of each night", [one.seconds for one in found]),
            ("kB that the data folder grew", [one.written / 1e3 for one in found]),
        )
    ):
        most = max([*values, 0.001])
        base = top + place * (high + 60)
        dots = "".join(
            f'<circle cx="{left + wide * at / len(values):.1f}" cy="{base + high * (1 - value / most):.1f}" r="1.8"/>'
            for at, value in enumerate(values)
        )
        panels.append(
            f'<g fill="#246"><text x="{left}" y="{base - 8}">{title}</text>{dots}'
            f'<text x="{left - 6}" y="{base + 8}" text-anchor="end">{most:,.1f}</text>'
            f'<text x="{left - 6}" y="{base + high}" text-anchor="end">0</text>'
            f'<path d="M{left} {base}V{base + high}H{left + wide}" fill="none" stroke="#888"/>'
            f'<text x="{left + wide}" y="{base + high + 16}" text-anchor="end">night {len(found)}</text></g>'
        )
    size = f'width="{left + wide + 20}" height="{top + 2 * (high + 60)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">{"".join(panels)}</svg>\n'
