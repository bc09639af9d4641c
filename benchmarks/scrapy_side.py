"""The crawl beside Scrapy: the same loopback site, politeness off, list + detail pages + attachments kept.

niemyet keeps every exchange in its raw archive and proves its list; Scrapy stores the files only. Scrapy is no part of
this project: install it in an environment of its own and name its Python.

    python -m venv /tmp/scrapy && /tmp/scrapy/bin/pip install scrapy
    python -m benchmarks scrapy --scrapy-python /tmp/scrapy/bin/python [--decisions 600]
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.goals import judged
from benchmarks.measure import Line, machine, spread
from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import Plain
from benchmarks.simulator.store import long_store
from benchmarks.simulator.switches import weather
from niemyet.flows.clock import SystemClock
from niemyet.reports.text_table import text_table

#: What a crawl loads before it can ask for anything.
CRAWL_IMPORTS = """
from niemyet.flows.clock import SystemClock
from niemyet.flows.config import load
from niemyet.flows.crawling import crawl
from niemyet.flows.run_context import RunContext
from niemyet.model.records import Window
from niemyet.storage.folder import DataFolder
"""
#: A whole crawl of the first source of a configuration (first argument) into a folder (second).
OURS = (
    """
import sys
from pathlib import Path
from niemyet.flows.garbage import look_less_often
look_less_often()  # this and the next as the command does
from niemyet.flows.page_server import SERVER
SERVER.warm()
"""
    + CRAWL_IMPORTS
    + """
settings = load(Path(sys.argv[1]))
night = RunContext(settings, DataFolder(Path(sys.argv[2])), SystemClock(), command="backfill", asked={})
with night.folder.raw.gathering():  # as each step of a run
    proof = crawl(night, settings.sources[0], Window(full=True))
print(proof.outcome, proof.rows)
"""
)
_SPIDER = """
import sys, hashlib, pathlib
import scrapy
from scrapy.crawler import CrawlerProcess
URL, OUT, AT_ONCE = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
OUT.mkdir(parents=True, exist_ok=True)
class Portal(scrapy.Spider):
    name = "cong"
    start_urls = [URL]
    seen = 0
    def parse(self, response):
        for row in response.css("table.ds tr"):
            link = row.css("td a::attr(href)").get()
            if link:
                yield response.follow(link, self.document)
        after = response.css("a[rel=next]::attr(href)").get()
        if after:
            yield response.follow(after, self.parse)
    def document(self, response):
        values = dict(zip(response.css("td.col1::text").getall(), response.css("td:nth-child(2)::text").getall()))
        for link in response.css("table.thuoc-tinh a::attr(href)").getall():
            yield response.follow(link, self.file, cb_kwargs={"values": values})
    def file(self, response, values):
        (OUT / hashlib.sha256(response.body).hexdigest()).write_bytes(response.body)
        yield values
process = CrawlerProcess(settings={
    "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
})
process.crawl(Portal)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one crawl took; `files`: attachments kept."""

    requests: int
    files: int
    seconds: float
    processor: float
    peak_mb: float

    @property
    def speed(self) -> float:
        """Requests a second, start-up included."""
        return self.requests / self.seconds


def main(arguments: Sequence[str]) -> None:
    """Crawl with both and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scrapy")
    parser.add_argument("--scrapy-python", default="", help="the Python that has Scrapy")
    parser.add_argument("--decisions", type=int, default=600)
    parser.add_argument("--turns", type=int, default=3, help="how often each is run, one after the other")
    options = parser.parse_args(arguments)
    print(machine())
    if not options.scrapy_python or not Path(options.scrapy_python).exists():
        print("skipped: name the Python that has Scrapy with --scrapy-python (see --help)")
        return
    found = _in_turn(options.scrapy_python, options.decisions, options.turns)
    rows = [_row(name, costs, found[_OWN]) for name, costs in found.items()]
    print(text_table(rows, ["", "requests", "files", "requests/s", "processor s", "peak MB", "niemyet is"]))


def measure(scrapy_python: str, decisions: int, turns: int) -> list[Line]:
    """The same as lines of the page of figures."""
    found = _in_turn(scrapy_python, decisions, turns)
    ours = found.pop(_OWN)
    return [
        Line(
            f"one request at a time beside {name}: {what}",
            of(ours),
            of(costs),
            ratio,
            judged("crawl", _ratio(ours, costs)) if ratio and name == _ONE else "",
        )
        for name, costs in found.items()
        for what, of, ratio in (
            ("requests a second", _shown_speed, _shown_ratio(ours, costs)),
            ("processor, its children included", _shown_processor, ""),
            ("peak memory", _shown_memory, ""),
        )
    ]


_OWN = "niemyet, one request at a time"
_ONE = "Scrapy, one at a time"


def _in_turn(scrapy_python: str, decisions: int, turns: int) -> dict[str, list[Cost]]:
    """What each took, turn by turn: what else the machine does meets all of them."""
    found: dict[str, list[Cost]] = {_OWN: [], _ONE: [], "Scrapy, eight at a time": []}
    with tempfile.TemporaryDirectory() as root:
        spider = Path(root) / "spider.py"  # Scrapy looks at the source of its callbacks
        spider.write_text(_SPIDER, encoding="utf-8")
        for _ in range(turns):
            for name, at_once in zip(found, (0, 1, 8), strict=True):
                # A folder each until all are measured: right after files were deleted, ext4 looks past each of their inodes
                # for five seconds when it makes one (0.5 ms of the processor a file were measured, 0.02 otherwise).
                place = Path(tempfile.mkdtemp(dir=root))
                if at_once:
                    cost = _measured(decisions, [scrapy_python, str(spider)], place, at_once=at_once)
                else:
                    cost = _measured(decisions, [sys.executable, "-c", OURS], place, ours=True)
                found[name].append(cost)
    return found


def _row(name: str, costs: Sequence[Cost], ours: Sequence[Cost]) -> list[str]:
    return [
        name,
        f"{costs[0].requests:,}",
        f"{costs[0].files:,}",
        _shown_speed(costs),
        _shown_processor(costs),
        _shown_memory(costs),
        "" if costs is ours else _shown_ratio(ours, costs),
    ]


def _shown_speed(costs: Sequence[Cost]) -> str:
    return f"{max(cost.speed for cost in costs):.0f}"


def _shown_processor(costs: Sequence[Cost]) -> str:
    return f"{min(cost.processor for cost in costs):.1f} s"


def _shown_memory(costs: Sequence[Cost]) -> str:
    return f"{max(cost.peak_mb for cost in costs):.0f} MB"


def _shown_ratio(ours: Sequence[Cost], costs: Sequence[Cost]) -> str:
    """The middle one of the turns, with the least and the greatest."""
    return spread(_ratios(ours, costs), "× as fast")


def _ratio(ours: Sequence[Cost], costs: Sequence[Cost]) -> float:
    return median(_ratios(ours, costs))


def _ratios(ours: Sequence[Cost], costs: Sequence[Cost]) -> list[float]:
    return [mine.speed / other.speed for mine, other in zip(ours, costs, strict=True)]


def _measured(
    decisions: int, command: list[str], place: Path, *, ours: bool = False, at_once: int = 1
) -> Cost:
    """One crawl in a process of its own, of a site in another one. `place`: an empty folder for what it keeps."""
    near, far = multiprocessing.Pipe()
    site = multiprocessing.Process(target=_serve, args=(decisions, far), daemon=True)
    site.start()
    url = near.recv()
    kept = place / "kept"
    if ours:
        config = place / "niemyet.toml"
        config.write_text(configuration("html", url, pause=0.0), encoding="utf-8")
        given = [str(config), str(kept)]
    else:
        given = [url, str(kept), str(at_once)]
    usage = place / "usage.json"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _WATCH, str(usage), *command, *given], check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command[0]}: exit {done.returncode}")
    used = json.loads(usage.read_text())
    files = _kept(kept, ours=ours)
    near.send("stop")
    requests = near.recv()
    site.join(timeout=10)
    return Cost(requests, files, seconds, used["processor"], used["peak"] / 1024)


#: Runs a command and writes what it used; a process of its own, so that only that command is counted. What the command left
#: behind (the server of its reading processes) becomes its own child and is waited for: prctl(2), PR_SET_CHILD_SUBREAPER.
_WATCH = """
import ctypes, json, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1)
code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(json.dumps({"processor": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss}))
sys.exit(code)
"""


def _kept(folder: Path, *, ours: bool) -> int:
    if not ours:
        return len(list(folder.iterdir()))
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.lake_rows import ReceiptRow

    rows = DataFolder(folder).lake.read("receipts", ReceiptRow)
    return len(
        {
            part["sha256"]
            for row in rows
            for part in json.loads(row.receipt)["parts"]
            if part["role"] == "attachment"
        }
    )


def _serve(decisions: int, pipe: Connection) -> None:
    """The site, until told to stop; then says how often it was asked."""
    store = long_store(1, decisions)
    with SimulatedPortal(Plain(), store, weather((), 1, 2), SystemClock()) as portal:
        pipe.send(portal.url)
        pipe.recv()
        pipe.send(sum(portal.log.requests.values()))
