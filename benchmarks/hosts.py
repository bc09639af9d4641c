"""A night over several slow hosts, side by side and one after the other: seconds, and whether the same comes of it.

python -m benchmarks hosts [--hosts 6] [--answer 0.05] [--decisions 40]
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.kills import tables
from benchmarks.measure import Line, machine, show, spread
from benchmarks.simulator.configuration import configuration, further_source
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import Plain
from benchmarks.simulator.store import long_store
from benchmarks.simulator.switches import weather
from niemyet.demo.serving import Reply, ServedRequest
from niemyet.flows.clock import SystemClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.storage.folder import DataFolder


class SlowPortal(SimulatedPortal):
    """Answers after a while."""

    def __init__(self, seconds: float, *given: Any) -> None:
        super().__init__(*given)
        self.seconds = seconds

    def _respond(self, asked: ServedRequest) -> Reply:
        time.sleep(self.seconds)
        return super()._respond(asked)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks hosts")
    parser.add_argument("--hosts", type=int, default=6)
    parser.add_argument("--answer", type=float, default=0.05, help="seconds that each answer takes")
    parser.add_argument(
        "--decisions", type=int, default=40, help="of the largest host; the others have fewer"
    )
    parser.add_argument("--turns", type=int, default=1)
    options = parser.parse_args(arguments)
    print(machine())
    print(show(measure(options.hosts, options.answer, options.decisions, options.turns)))


def measure(hosts: int, answer: float, decisions: int, turns: int = 1) -> list[Line]:
    """Seconds of fetching with one, four and all hosts at once, in turn, against the answers of the slowest host alone."""
    found: dict[int, list[tuple[float, dict[str, str]]]] = {
        at_once: [] for at_once in dict.fromkeys((1, 4, hosts))
    }
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        portals = [
            stack.enter_context(
                SlowPortal(
                    answer,
                    Plain(),
                    long_store(number, max(10, decisions // number)),
                    weather((), 1, 2),
                    SystemClock(),
                    f"127.0.0.{number}",
                )
            )
            for number in range(1, hosts + 1)
        ]
        for turn in range(turns):
            for at_once, nights in found.items():
                nights.append(_night(Path(place), portals, at_once, turn))
        asked = max(sum(portal.log.requests.values()) for portal in portals)
    slowest, same = asked / len(found) / turns * answer, found[1][0][1]
    lines = [
        Line(
            f"fetching from {hosts} hosts of {answer * 1000:.0f} ms an answer, {at_once} at once",
            f"{min(seconds for seconds, _ in nights):.1f} s",
            f"{slowest:.1f} s: the answers of the slowest",
            spread(
                (alone / seconds for (alone, _), (seconds, _) in zip(found[1], nights, strict=True)),
                "× as fast as one after the other",
            ),
        )
        for at_once, nights in found.items()
    ]
    others = sum(told != same for nights in found.values() for _, told in nights)
    return [*lines, Line("… nights that came to other tables than the first", f"{others}", "0", "")]


def _night(
    place: Path, portals: Sequence[SimulatedPortal], at_once: int, turn: int
) -> tuple[float, dict[str, str]]:
    """Seconds of the steps that fetch, and the tables that came of it."""
    more = "".join(
        further_source(f"cong-{number}", "html", portal.url)
        for number, portal in enumerate(portals[1:], start=2)
    )
    config = place / f"{at_once}-{turn}.toml"
    text = configuration("html", portals[0].url, pause=0.0, more=more)
    config.write_text(text.replace("[fetch]\n", f"[fetch]\nhosts_at_once = {at_once}\n"), encoding="utf-8")
    folder = place / f"data-{at_once}-{turn}"
    result = run_nightly(load(config), DataFolder(folder), SystemClock())
    fetching = sum(seconds for step, seconds in result.durations.items() if step.startswith("crawl"))
    return fetching, tables(folder)
