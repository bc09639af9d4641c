"""Every figure in one run, written into the page of measurements: `python -m benchmarks all`.

    python -m benchmarks all [--only WORD,…] [--full] [--scrapy-python PYTHON] [--page docs/measurements.md] [--print]

Quick settings unless `--full` is said: a quarter of an hour on an idle machine against some hours. The table of each part says
which it was. A part that fails or lacks what it needs is named with the reason; the exit status is then 1, and what the
page said of it stays.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.figures import Part, block, with_figures
from benchmarks.measure import Line, machine

PAGE = Path("docs/measurements.md")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A part of the page: which module measures it, and with what, quickly and in full."""

    name: str
    title: str
    module: str
    quick: dict[str, Any]
    full: dict[str, Any]
    needs_scrapy: bool = False


#: In the order of the page. Modules are imported when they are run: one that cannot be costs its own part.
MEASUREMENTS = (
    Measurement("reading", "Reading the formats", "reading", {}, {}),
    Measurement("documents", "Documents beside general readers", "documents", {}, {}),
    Measurement("startup", "Start-up", "startup", {}, {}),
    Measurement("night", "The demo province", "night", {}, {}),
    Measurement("reported", "Reports and channels", "reported", {}, {}),
    Measurement("done", "One report of work done", "done", {"rows": 300_000}, {"rows": 3_000_000}),
    Measurement(
        "growth",
        "The fold with twice the past",
        "growth",
        {"counts": (100, 200)},
        {"counts": (200, 400, 800)},
    ),
    Measurement(
        "country",
        "The whole country beside SQL",
        "country",
        {"share": 0.25, "territories": 4, "turns": 2},
        {"share": 1.0, "territories": 63, "turns": 3},
    ),
    Measurement("nights", "Night after night", "nights", {"count": 24}, {"count": 400}),
    Measurement("store", "The stores", "store", {}, {}),
    Measurement(
        "crawl",
        "The crawl beside Scrapy",
        "scrapy_side",
        {"decisions": 300, "turns": 3},
        {"decisions": 600, "turns": 7},
        needs_scrapy=True,
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Measure part by part; write the page after each, so that what was had stays had."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks all")
    parser.add_argument("--only", default="", help="parts, by words in their names, with commas between")
    parser.add_argument("--full", action="store_true", help="the sizes of the documents; hours")
    parser.add_argument("--scrapy-python", default="", help="the Python that has Scrapy")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--print", action="store_true", help="print, and leave the page alone")
    options = parser.parse_args(arguments)
    words = [word for word in options.only.split(",") if word]
    for word in words:
        if not any(word in one.name for one in MEASUREMENTS):
            parser.error(
                f"--only {word}: no such part; there are {', '.join(one.name for one in MEASUREMENTS)}"
            )
    failed = False
    for one in MEASUREMENTS:
        if words and not any(word in one.name for word in words):
            continue
        print(f"{one.name} …", file=sys.stderr, flush=True)
        part = measured(one, full=options.full, scrapy=options.scrapy_python)
        failed |= part.lack is not None
        print(block(part), flush=True)
        if not options.print:
            page = options.page.read_text(encoding="utf-8")
            order = [each.name for each in MEASUREMENTS]
            options.page.write_text(with_figures(page, [part], order), encoding="utf-8")
    sys.exit(1 if failed else 0)


def measured(one: Measurement, *, full: bool, scrapy: str = "") -> Part:
    """Run a part in a process of its own: neither memory nor what was read before is another's."""
    settings = dict(one.full if full else one.quick)
    lack = None
    if one.needs_scrapy:
        settings["scrapy_python"] = scrapy
        lack = (
            None
            if Path(scrapy).is_file()
            else "Scrapy is installed apart, name its Python with --scrapy-python"
        )
    before, begun = os.getloadavg()[0], time.perf_counter()
    lines: list[Line] = []
    if lack is None:
        lines, lack = in_a_process(f"benchmarks.{one.module}", settings)
    said = f"{datetime.now(UTC):%Y-%m-%d}; {machine()}; {'full' if full else 'quick'} settings"
    spent = f"{time.perf_counter() - begun:.0f} s; load {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    return Part(one.name, one.title, tuple(lines), f"{said}; {spent}", lack)


def in_a_process(module: str, settings: dict[str, Any]) -> tuple[list[Line], str | None]:
    """(what `measure` of a module gives, why it gives nothing)."""
    with tempfile.TemporaryDirectory() as room:
        told = Path(room) / "lines.json"
        process = multiprocessing.get_context("spawn").Process(
            target=_tell, args=(module, settings, str(told))
        )
        process.start()
        process.join()
        if not told.exists():
            return [], f"its process ended with status {process.exitcode}"
        found = json.loads(told.read_text(encoding="utf-8"))
    return [Line(**line) for line in found["lines"]], found["lack"]


def _tell(module: str, settings: dict[str, Any], path: str) -> None:
    """Measure, and leave what was found in a file. Runs in the process."""
    found: dict[str, Any] = {"lines": [], "lack": None}
    try:
        measure: Callable[..., list[Line]] = import_module(module).measure
        found["lines"] = [asdict(line) for line in measure(**settings)]
    except Exception as error:  # noqa: BLE001 - the part says that it failed, and the next one is run
        traceback.print_exc()
        found["lack"] = f"it failed ({type(error).__name__}: {str(error)[:200]})"
    Path(path).write_text(json.dumps(found), encoding="utf-8")
