"""Every figure in one run, written into the page of measurements: `python -m benchmarks all`.

    python -m benchmarks all [--only PART,…] [--full] [--plot] [--scrapy-python PYTHON] [--page docs/measurements.md] [--print]

Quick settings unless `--full` is said: some ten minutes on an idle machine against some hours. The table of each part says which
it was. The page is written after each part, with the overview of all goals, so a part that fails, or Ctrl+C, costs no other one
its figures. A part that fails or lacks what it needs says so in its table, above what was measured before; the exit status is
then 1, and 130 after Ctrl+C.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from benchmarks.figures import Part, block, with_figures
from benchmarks.measure import Line, machine

PAGE = Path("docs/measurements.md")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A part of the page: which module measures it, and with what, quickly and in full.

    `plot`: the picture that it can make, beside the page; made with the full settings, or where it is asked for.
    """

    name: str
    title: str
    module: str
    quick: dict[str, Any]
    full: dict[str, Any]
    needs_scrapy: bool = False
    plot: str = ""


#: In the order of the page. Modules are imported when they are run: one that cannot be costs its own part.
MEASUREMENTS = (
    Measurement(
        "country",
        "The whole country beside SQL",
        "country",
        {"share": 0.25, "territories": 2, "turns": 2},
        {"share": 1.0, "territories": 2, "turns": 3},
    ),
    Measurement("reported", "Reports and channels", "reported", {"turns": 3}, {"turns": 5}),
    Measurement("done", "The command `done`", "done", {"rows": 300_000}, {"rows": 3_000_000}),
    Measurement("documents", "Documents beside general readers", "documents", {}, {}),
    Measurement("reading", "Formats without a peer", "reading", {}, {}),
    Measurement(
        "crawl",
        "The crawl beside Scrapy",
        "scrapy_side",
        {"decisions": 300, "turns": 3},
        {"decisions": 600, "turns": 7},
        needs_scrapy=True,
    ),
    Measurement(
        "hosts",
        "Several hosts at once",
        "hosts",
        {"hosts": 4, "answer": 0.05, "decisions": 20, "turns": 2},
        {"hosts": 6, "answer": 0.05, "decisions": 40, "turns": 3},
    ),
    Measurement("startup", "Start-up", "startup", {"turns": 7}, {"turns": 15}),
    Measurement(
        "nights",
        "Night after night, plain",
        "nights",
        {"count": 30, "plain": True},
        {"count": 400, "plain": True},
        plot="nights.svg",
    ),
    Measurement(
        "clerks",
        "Night after night, with clerks who re-post and report",
        "nights",
        {"count": 20, "units": 10},
        {"count": 60, "units": 20},
    ),
    Measurement(
        "old",
        "Nights of a province that is years old",
        "nights_past",
        {"nights": (60, 240), "units": 5, "turns": 2},
        {"nights": (400, 1600), "units": 20, "turns": 3},
    ),
    Measurement(
        "equal",
        "Random histories beside a full run",
        "equal",
        {"histories": 6, "first": 7000},
        {"histories": 200, "first": 8000},
    ),
    Measurement(
        "growth",
        "The fold with twice the past",
        "growth",
        {"counts": (100, 200)},
        {"counts": (200, 400, 800)},
    ),
    Measurement("night", "The demo province", "night", {}, {}),
    Measurement("store", "The stores", "store", {}, {}),
)


def main(arguments: Sequence[str]) -> None:
    """Measure part by part; write the page after each, so that what was had stays had."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks all")
    names = [one.name for one in MEASUREMENTS]
    parser.add_argument("--only", default="", help="parts by their names, with commas between")
    parser.add_argument("--full", action="store_true", help="the sizes of the documents; hours")
    parser.add_argument("--plot", action="store_true", help="make the pictures with quick settings too")
    parser.add_argument("--scrapy-python", default="", help="the Python that has Scrapy")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--print", action="store_true", help="print, and leave the page alone")
    options = parser.parse_args(arguments)
    wanted = [name for name in options.only.split(",") if name]
    for name in wanted:
        if name not in names:
            parser.error(f"--only {name}: no such part; there are {', '.join(names)}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as after Ctrl+C
    failed = False
    for one in MEASUREMENTS:
        if wanted and one.name not in wanted:
            continue
        print(f"{one.name} …", file=sys.stderr, flush=True)
        place = options.page.parent if (options.full or options.plot) and not options.print else None
        try:
            part = measured(one, full=options.full, scrapy=options.scrapy_python, plots=place)
        except KeyboardInterrupt:
            print(f"{one.name}: stopped; what was measured before it is kept", file=sys.stderr)
            sys.exit(130)
        failed |= part.lack is not None
        print(block(part), flush=True)
        if not options.print:
            _write(options.page, with_figures(options.page.read_text(encoding="utf-8"), [part], names))
    sys.exit(1 if failed else 0)


def _write(page: Path, text: str) -> None:
    """In one step: whoever stops it has the page of before or of after."""
    beside = page.with_name(f".{page.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(page)


def measured(one: Measurement, *, full: bool, scrapy: str = "", plots: Path | None = None) -> Part:
    """Run a part in a process of its own: neither memory nor what was read before is another's."""
    settings = dict(one.full if full else one.quick)
    lack = None
    if one.plot and plots is not None:
        settings["plot_to"] = str(plots / one.plot)
    if one.needs_scrapy:
        settings["scrapy_python"] = scrapy
        if not Path(scrapy).is_file():
            lack = "Scrapy is installed apart, name its Python with --scrapy-python"
    before, begun, processor = os.getloadavg()[0], time.perf_counter(), _processor()
    lines: list[Line] = []
    if lack is None:
        lines, lack = in_a_process(f"benchmarks.{one.module}", settings)
    said = f"{datetime.now(UTC):%Y-%m-%d}; {machine()}; {'full' if full else 'quick'} settings"
    spent = f"{time.perf_counter() - begun:.0f} s, {_processor() - processor:.0f} of the processor"
    load = f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    return Part(one.name, one.title, tuple(lines), f"{said}; {spent}; {load}", lack)


def _processor() -> float:
    """Seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_a_process(module: str, settings: dict[str, Any]) -> tuple[list[Line], str | None]:
    """(what `measure` of a module gives, why it gives nothing)."""
    with tempfile.TemporaryDirectory() as room:
        told = Path(room) / "lines.json"
        process = multiprocessing.get_context("spawn").Process(
            target=_tell, args=(module, settings, str(told))
        )
        process.start()
        try:
            process.join()
        finally:
            _end(process)
        if not told.exists():
            return [], f"its process ended with status {process.exitcode}"
        found = json.loads(told.read_text(encoding="utf-8"))
    return [Line(**line) for line in found["lines"]], found["lack"]


def _end(process: BaseProcess) -> None:
    """Stop a process that still runs, with all that it has started; first so that it can clear away what it wrote."""
    for sign, patience in ((signal.SIGINT, _CLEARING), (signal.SIGKILL, None)):
        if process.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid or 0, sign)
            process.join(patience)


#: Seconds for a part that is stopped to remove its folders; chosen, not measured.
_CLEARING = 20.0


def _tell(module: str, settings: dict[str, Any], path: str) -> None:
    """Measure, and leave what was found in a file. Runs in the process, which heads a group of its own: `_end`."""
    if multiprocessing.parent_process() is not None:
        os.setsid()
    found: dict[str, Any] = {"lines": [], "lack": None}
    try:
        measure: Callable[..., list[Line]] = import_module(module).measure
        found["lines"] = [asdict(line) for line in measure(**settings)]
    except Exception as error:  # noqa: BLE001 - the part says that it failed, and the next one is run
        traceback.print_exc()
        found["lack"] = f"it failed ({type(error).__name__}: {str(error)[:200]})"
    Path(path).write_text(json.dumps(found), encoding="utf-8")
