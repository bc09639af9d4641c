"""What a night without news costs on a portal of 2,000 decisions, against the first crawl.

python -m benchmarks quiet-night [--decisions 2000]
"""

import argparse
import tempfile
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from benchmarks.measure import machine
from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import Plain
from benchmarks.simulator.store import FIRST_NIGHT, long_store
from benchmarks.simulator.switches import weather
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.crawling import SWEEP_DAYS
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder


def main(arguments: Sequence[str]) -> None:
    """Crawl once, then an ordinary night and a sweep, and print requests."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks quiet-night")
    parser.add_argument("--decisions", type=int, default=2000)
    options = parser.parse_args(arguments)
    print(machine())
    counted = nights(options.decisions)
    first = counted["the first crawl"][0]
    print(
        text_table(
            [
                [name, f"{requests:,}", f"{100 * requests / first:.2f} %", str(read)]
                for name, (requests, read) in counted.items()
            ],
            [f"{options.decisions} decisions", "requests", "of the first", "pages and documents read"],
        )
    )


def nights(decisions: int) -> dict[str, tuple[int, int]]:
    """Requests, and what was extracted, of the first crawl and of nights without news."""
    counted: dict[str, tuple[int, int]] = {}
    store = long_store(1, decisions)
    with tempfile.TemporaryDirectory() as root:
        folder = DataFolder(Path(root) / "data")
        clock = _at(0)
        with SimulatedPortal(Plain(), store, weather((), 1, 2), clock) as portal:
            config = Path(root) / "niemyet.toml"
            config.write_text(configuration("html", portal.url, pause=0.0), encoding="utf-8")
            settings = load(config)
            for name, night in (
                ("the first crawl", 0),
                ("an ordinary night", 1),
                ("the weekly sweep", SWEEP_DAYS),
            ):
                before = sum(portal.log.requests.values())
                portal.clock = clock = _at(night)
                result = run_nightly(settings, folder, clock)
                if not result.complete:
                    raise RuntimeError(f"{name}: {result.proofs}")
                counted[name] = (sum(portal.log.requests.values()) - before, _read(result))
    return counted


def _at(night: int) -> SetClock:
    return SetClock(datetime.combine(FIRST_NIGHT + timedelta(days=night), time(19)).astimezone())


def _read(result: RunResult) -> int:
    return result.counts.get("postings_read", 0) + result.counts.get("documents_read", 0)
