"""Start-up of the command line against a bare interpreter and the limits of the house.

The seconds are the processor's, in turn, the least of the turns: a busy machine does not change them much.
"""

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.goals import judged
from benchmarks.measure import Line, spread
from benchmarks.scrapy_side import CRAWL_IMPORTS

HELP_LIMIT = 0.3  # seconds for `niemyet --help`


def measure(turns: int = 7) -> list[Line]:
    """`niemyet --help`, and what a crawl imports before it can ask, beside `python -c pass`."""
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "help": [str(Path(sys.executable).with_name("niemyet")), "--help"],
        "crawl": [sys.executable, "-c", CRAWL_IMPORTS],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            found[name].append(_processor(command))
    bare, ours, crawl = (min(found[name]) for name in commands)
    beside = spread(one / other for one, other in zip(found["help"], found["bare"], strict=True))
    return [
        Line(
            "niemyet --help",
            f"{ours:.3f} s",
            f"limit {HELP_LIMIT} s",
            f"{ours / HELP_LIMIT:.2f} of the limit",
        ),
        Line("the same beside python -c pass", f"{ours:.3f} s", f"{bare:.3f} s", beside),
        Line(
            "what a crawl imports before it asks",
            f"{crawl:.3f} s",
            f"limit {HELP_LIMIT} s",
            "",
            judged("start", crawl),
        ),
    ]


def _processor(command: Sequence[str]) -> float:
    """Seconds of the processor of a whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
