"""What a night costs after many nights: processor seconds, bytes, files and memory of each, and the slope of them.

A made-up province (`nights_province.py`): 0 to 10 new decisions a night, clerks who hang most of them within days and report, a
clock that is set. Each night is a process of its own, as the command is; what it and its children used is what the kernel says
of them. What the clerks do by day is not measured. Once a week a release is held against the same made from nothing
(`flows/checking.py`): that costs what all there ever was does, and is told apart.

    python -m benchmarks nights [--nights 400] [--units 40] [--minutes 60] [--days 30] [--plot docs/nights.svg]
    python -m benchmarks nights --from-night 3650 …    a province that is years old (`nights_past.py`)
    python -m benchmarks nights --plain …    listings hardly ever change, nobody reports, one channel, a code in every row

`--minutes`: as many of the nights as fit. `--days`: keep releases as `niemyet init` writes, but for so many days; without it all
stay. Each habit of the province has an option of its own.
"""

import argparse
import contextlib
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import mean

from benchmarks import nights_past
from benchmarks.goals import judged
from benchmarks.measure import Line, machine
from benchmarks.nights_processes import (
    held,
    in_a_process,
    new_in,
    run_night,
    seconds_of_check,
    temporary_root,
)
from benchmarks.nights_province import FIRST, PLAIN, Habits, Province, add_habits, habits_of
from niemyet.reports.text_table import text_table
from niemyet.transforms.retention import Retention


@dataclass(frozen=True, slots=True)
class Night:
    """What one night has cost."""

    number: int
    decisions: int  # that there are by then
    seconds: float  # of the processor, its children included, without the weekly check
    peak: float  # MB
    written: int  # bytes that raw, lake and a new release have more on disk; what releases share counts once
    files: int  # that they have more
    work: int = 0  # pieces of work that its release lists
    open: int = 0  # of which are not done and not cancelled
    check: float = 0.0  # seconds of the processor beside `seconds`: the weekly comparison with everything made from nothing


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
    parser.add_argument("--from-night", type=int, help="make a past of so many nights at once, then measure")
    parser.add_argument(
        "--every", type=int, default=nights_past.EVERY, help="days between two looks of that past"
    )
    parser.add_argument("--grown", action="store_true", help="run every night of that past instead")
    parser.add_argument("--turns", type=int, default=2, help="nights of each kind that are measured after it")
    parser.add_argument("--profile", type=Path, help="where the profiles of the last night of each kind go")
    add_habits(parser)
    options = parser.parse_args(arguments)
    habits = habits_of(options)
    print(machine())
    print(habits)
    with contextlib.nullcontext(options.keep) if options.keep else temporary_root() as root:
        kept = replace(KEPT, days=options.days) if options.days else None
        province = Province(root, options.units, options.most, options.seed, kept=kept, habits=habits)
        if options.from_night:
            old = nights_past.aged(
                root,
                province,
                options.from_night,
                options.turns,
                None if options.grown else options.every,
                options.profile,
            )
            print(text_table(nights_past.rows(old), nights_past.HEAD))
            _print_held(root / "data")
            return
        found = nights(root, options.nights, province, options.minutes)
        print(
            text_table(
                _rows(found),
                ["night", "decisions", "processor", "memory", "bytes more", "files more", "work", "open"],
            )
        )
        print(_summary(found))
        _print_held(root / "data")
    if options.plot:
        options.plot.write_text(plot(found), encoding="utf-8")


def _print_held(data: Path) -> None:
    for name in ("releases", "lake", "raw"):
        size, files = held(data / name)
        print(f"{name}: {size / 1e6:.1f} MB in {files} files")


#: How long releases are kept where `niemyet init` has written the configuration.
KEPT = Retention(days=30, weeks=13, months=36)
_YEAR = 365


def measure(count: int, units: int = 40, *, plain: bool = False, plot_to: str = "") -> list[Line]:
    """Some nights as lines of the page of figures: each tenth, the last beside the first, the slope, what the folder holds.

    `plot_to`: where the picture of them goes.
    """
    habits = PLAIN if plain else Habits()
    with temporary_root() as root:
        province = Province(root, units, most=10, seed=0, habits=habits, kept=KEPT)
        found = nights(root, count, province)
        size, files = held(root / "data")
    if plot_to:
        Path(plot_to).write_text(plot(found), encoding="utf-8")
    step = max(1, count // 10)
    first, last = mean(one.seconds for one in found[:step]), mean(one.seconds for one in found[-step:])
    kind = "nights, plain" if plain else "nights, clerks re-post and report"
    lines = [
        Line(
            f"{kind}, {units} units: {night}, {decisions} decisions",
            f"{seconds} of the processor, {memory}",
            more,
            f"{work} pieces of work, {is_open} open",
        )
        for night, decisions, seconds, memory, more, _, work, is_open in _rows(found)
    ]
    for end in [one for one in found if one.number > 1 and not _brings(found, one)][-1:]:
        what = f"… the last one without a decision, {end.number}"
        lines.append(
            Line(what, f"{end.seconds:.2f} s, {end.peak:.0f} MB", f"{end.written / 1e3:,.0f} kB", "")
        )
    more = mean(one.written for one in found[-step:])
    is_judged = plain and count >= _YEAR
    lines += [
        Line("… slope of the seconds", f"{1000 * slope(found):.2f} ms a night for each night before it", "flat: 0", ""),
        Line(
            "… the last tenth beside the first", f"{last:.2f} s", f"{first:.2f} s", f"{last / first:.2f}×",
            judged("nights" if plain else "clerks", last / first),
        ),
        *_with_checks(found, step),
        Line(
            "… what a night adds, of the last tenth",
            f"{more / 1e3:,.0f} kB",
            f"a year of such, if all stayed: {more * _YEAR / 1e6:,.0f} MB",
            "",
        ),
        Line(
            f"… the folder after {count} nights, releases of {KEPT.days} days, {KEPT.weeks} weeks' and all months' ends",
            f"{size / 1e6:,.0f} MB in {files:,} files",
            "",
            "",
            judged("releases", size / 1e6) if is_judged else "",
        ),
    ]  # fmt: skip
    return lines


def nights(root: Path, count: int, province: Province, minutes: float | None = None) -> list[Night]:
    """Every night in turn, each measured; after some minutes none is begun."""
    found: list[Night] = []
    data = root / "data"
    begun = time.monotonic()
    for number in range(1, count + 1):
        if minutes is not None and time.monotonic() - begun > 60 * minutes:
            break
        province.day(number)
        before, last = _facts_held(data), _newest(data)
        seconds, peak = in_a_process(partial(run_night, root, FIRST + timedelta(days=number)))
        now, newest = _facts_held(data), _newest(data)
        fresh = new_in(newest) if newest is not None and newest != last else (0, 0)
        more = (now[0] - before[0] + fresh[0], now[1] - before[1] + fresh[1])
        work, still_open = province.evening(number)
        check = seconds_of_check(root)
        night = Night(number, province.decisions, seconds - check, peak, *more, work, still_open, check)
        found.append(night)
        print(f"night {number}: {night.seconds:.2f} s, check {check:.2f} s", file=sys.stderr, flush=True)
    return found


def _facts_held(data: Path) -> tuple[int, int]:
    """Bytes and files of what nights leave beside releases."""
    every = [
        held(place) for place in data.glob("*") if place.name not in {"releases", "latest"} and place.is_dir()
    ]
    return sum(size for size, _ in every), sum(files for _, files in every)


def _newest(data: Path) -> Path | None:
    return (data / "latest").resolve() if (data / "latest").exists() else None


def _with_checks(found: Sequence[Night], step: int) -> list[Line]:
    """What holding a release against everything made from nothing costs, once a week, and the nights with it."""
    parts = found[:step], found[-step:]
    checks = [[one.check for one in part if one.check] for part in parts]
    first, last = (mean(one.seconds + one.check for one in part) for part in parts)
    lines = [Line("… with the weekly check", f"{last:.2f} s", f"{first:.2f} s", f"{last / first:.2f}×")]
    if all(checks):
        first, last = mean(checks[0]), mean(checks[1])
        lines.append(
            Line("… the check alone, once a week", f"{last:.2f} s", f"{first:.2f} s", f"{last / first:.2f}×")
        )
    return lines


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
