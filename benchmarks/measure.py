"""Timing, memory, and the table of results."""

import gc
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from niemyet.reports.text_table import text_table


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: ours, the peer's or the limit's, and the ratio that counts.

    `goal`: which goal it is the figure of, and whether that is met (`goals.judged`).
    """

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str = ""


def best_of(times: int, run: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs: the least disturbed one."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


@dataclass(frozen=True, slots=True)
class Beside:
    """Two things done in turn: least seconds of the processor of each, and how their times compare, turn by turn."""

    ours: float
    peer: float
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer, the middle one of the turns."""
        return median(self.ratios)

    def shown(self) -> str:
        """The middle of the ratios with the least and the greatest."""
        return spread(self.ratios, "× as fast")


def spread(ratios: Iterable[float], unit: str = "×") -> str:
    """The middle one with the least and the greatest."""
    told = sorted(ratios)
    return f"{median(told):.2f}{unit} ({told[0]:.2f} to {told[-1]:.2f})"


def in_turn(times: int, ours: Callable[[], object], peer: Callable[[], object]) -> Beside:
    """Each once to warm up, then in turn: what else the machine does meets both alike, and only the processor counts.

    What a turn left is searched for garbage before the next one begins, and nothing older: Python would search all libraries
    in the middle of whichever turn makes one object too many (70 ms in one of 15).
    """
    ours()
    peer()
    gc.collect()
    gc.freeze()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(times):
        for held, run in ((mine, ours), (theirs, peer)):
            gc.collect(1)  # a whole one would take the free places of both away too
            begun = time.process_time()
            run()
            held.append(time.process_time() - begun)
    gc.unfreeze()
    ratios = tuple(b / a for a, b in zip(mine, theirs, strict=True))
    return Beside(min(mine), min(theirs), ratios)


def command_seconds(command: list[str], *, times: int = 5, cwd: Path | None = None) -> float:
    """Seconds of a whole command, the quickest of several."""
    return best_of(times, lambda: subprocess.run(command, cwd=cwd, capture_output=True, check=True))


def own_peak_mb() -> float:
    """Peak memory of this process in MB, not of the one that started it, whose figure `getrusage` inherits."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in status if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def peak_mb(pid_self: bool = True) -> float:
    """Peak memory of this process (or its children), in MB."""
    who = resource.RUSAGE_SELF if pid_self else resource.RUSAGE_CHILDREN
    return resource.getrusage(who).ru_maxrss / 1024


def machine() -> str:
    """What this ran on."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, {sys.platform}"


def show(lines: list[Line]) -> str:
    """The table."""
    rows = [[line.what, line.ours, line.peer, line.ratio] for line in lines]
    return text_table(rows, ["measured", "niemyet", "peer or limit", "ratio"], room=140)
