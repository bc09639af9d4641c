"""Start-up of the command line against a bare interpreter and the limits of the house.

The seconds are the processor's, in turn, the least of the turns: a busy machine does not change them much. Every module is
compiled before, as `make setup` leaves it, also where Python is told to write no bytecode. A crawl is
followed to the first connection that it opens: what it loads until then counts, whenever it loads it. What its reading
processes load beside it does not. Nor does what it loads afterwards, in the pause after robots.txt: the family of the portal,
and Arrow where no night before has left anything to look up.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.goals import judged
from benchmarks.measure import Line, spread
from benchmarks.scrapy_side import CRAWL_IMPORTS, OURS
from benchmarks.simulator.configuration import configuration
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow

HELP_LIMIT = 0.3  # seconds for `niemyet --help`
#: Nobody listens there (RFC 863, discard); the programs end before the connection is made.
_NOWHERE = "http://127.0.0.1:9/"
#: Ends a program when it opens its first connection to a network. Before that it prints which modules are loaded.
ENDS_WHEN_IT_ASKS = """
import os, sys
def ends(event, given):
    if event == "socket.connect" and isinstance(given[1], tuple):
        print(*sys.modules, flush=True)
        os._exit(0)
sys.addaudithook(ends)
"""
FIRST_CRAWL = ENDS_WHEN_IT_ASKS + OURS
FIRST_NIGHT = ENDS_WHEN_IT_ASKS + "from niemyet.flows.cli import main\nmain(sys.argv[1:])\n"
#: What a night with a past cannot do without before it asks: what reads the lake, what asks, and the certificates.
_LIBRARIES = "import pyarrow.parquet, httpx; httpx.create_ssl_context()"


def measure(turns: int = 7) -> list[Line]:
    """`niemyet --help` beside `python -c pass`, and what a crawl takes before it asks."""
    with tempfile.TemporaryDirectory() as root:
        config, kept, past = (Path(root) / name for name in ("niemyet.toml", "kept", "past"))
        _leave_a_past(past)
        config.write_text(configuration("html", _NOWHERE, pause=0.0), encoding="utf-8")
        commands = {
            "bare": [sys.executable, "-c", "pass"],
            "help": [str(Path(sys.executable).with_name("niemyet")), "--help"],
            "libraries": [sys.executable, "-c", _LIBRARIES],
            "imports": [sys.executable, "-c", CRAWL_IMPORTS],
            "crawl": [sys.executable, "-c", FIRST_CRAWL, str(config), str(kept)],
            "past": [sys.executable, "-c", FIRST_CRAWL, str(config), str(past)],
            "night": [
                *(sys.executable, "-c", FIRST_NIGHT, "nightly"),
                *("--config", str(config), "--data", str(kept)),
            ],
        }
        compiled = _compiling_into(Path(root) / "compiled")
        for command in commands.values():
            _processor(command, compiled)
        found: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(turns):
            for name, command in commands.items():
                found[name].append(_processor(command, compiled))
    return _lines(found)


def _lines(found: dict[str, list[float]]) -> list[Line]:
    least = {name: min(each) for name, each in found.items()}
    beside = spread(one / other for one, other in zip(found["help"], found["bare"], strict=True))
    floor = f"Python, pyarrow, httpx and certificates alone: {least['libraries']:.3f} s"
    return [
        Line(
            "niemyet --help",
            f"{least['help']:.3f} s",
            f"limit {HELP_LIMIT} s",
            f"{least['help'] / HELP_LIMIT:.2f} of the limit",
        ),
        Line("the same beside python -c pass", f"{least['help']:.3f} s", f"{least['bare']:.3f} s", beside),
        Line("what a crawl imports at its top", f"{least['imports']:.3f} s", "", ""),
        Line("a crawl until it asks", f"{least['crawl']:.3f} s", floor, "", judged("start", least["crawl"])),
        Line("the same with a past to look up in the lake", f"{least['past']:.3f} s", "", ""),
        Line("`niemyet nightly` until it asks", f"{least['night']:.3f} s", "", ""),
    ]


def _leave_a_past(folder: Path) -> None:
    """What a crawl of another source has left in the lake: enough that the next one has to look."""
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    row = CrawlRow(
        run_id="20260101T120000000000Z-nightly",
        source_id="khac",
        crawled_at=at,
        since=None,
        until=None,
        outcome=Outcome.DARK,
        pages=0,
        rows=0,
        declared_total=None,
        gaps=(),
        reason=None,
    )
    DataFolder(folder).lake.append("crawls", row.run_id, [row])


def _compiling_into(folder: Path) -> dict[str, str]:
    """The environment in which a module is compiled once, into a folder, whatever this process's own says of it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


def _processor(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of the processor of a whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
