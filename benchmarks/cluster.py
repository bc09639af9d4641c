"""Extraction on a Dask cluster of separate worker processes, beside the process pool of one machine.

Made-up decisions (DOCX, benchmarks/truth) go into a raw archive; the same documents are read at home and by one and two
workers, then by the same two again, of which one is killed in the middle. The readings must be the same, one by one.

    python -m benchmarks cluster [--documents 2000] [--workers 2]
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import machine
from benchmarks.truth.cases import make_case
from benchmarks.truth.renderers import to_docx
from niemyet.flows.cluster import extract_on_cluster
from niemyet.flows.extraction import Extracted, Task, extract_all
from niemyet.flows.prefect_engine import prepare_prefect
from niemyet.flows.serving import local_server
from niemyet.model.records import Limits
from niemyet.reports.text_table import text_table
from niemyet.storage.raw import RawArchive

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, slots=True)
class Timed:
    """One way of reading all documents."""

    name: str
    seconds: float
    same: bool


def main(arguments: Sequence[str]) -> None:
    """Read them every way, and print seconds and whether the readings are the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks cluster")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    print(machine())
    timed = compare(options.documents, range(1, options.workers + 1))
    first = next(one.seconds for one in timed if one.name.startswith("1 worker"))
    rows = [
        [one.name, f"{one.seconds:.1f} s", f"{first / one.seconds:.2f}×", "same" if one.same else "DIFFERENT"]
        for one in timed
    ]
    print(text_table(rows, [f"{options.documents} documents", "time", "against 1 worker", "readings"]))


def compare(
    documents: int,
    workers: Sequence[int],
    batch: int = 50,
    *,
    kills: bool = True,
    asked: Mapping[str, str] | None = None,
) -> list[Timed]:
    """At home, with each number of workers, and, where `kills`, once more with the most of them, of which one is killed.

    `asked`: settings of a Prefect server that is there; without, one is started.
    """
    timed: list[Timed] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        raw = RawArchive(root / "raw")
        with ProcessPoolExecutor() as pool:
            papers = list(pool.map(_paper, range(documents), chunksize=8))
        tasks = [Task(raw.put(data), f"{number}.docx") for number, data in enumerate(papers)]
        limits = Limits()
        began = time.perf_counter()
        home = list(extract_all(raw.address, tasks, Limits(workers=1)))
        timed.append(Timed("at home, 1 process", time.perf_counter() - began, same=True))
        began = time.perf_counter()
        pooled = list(extract_all(raw.address, tasks, limits))
        timed.append(Timed("at home, a process per core", time.perf_counter() - began, pooled == home))
        if asked is None:
            own = {"PREFECT_HOME": str(root / "prefect")}
            asked = own | {
                "PREFECT_API_URL": stack.enter_context(local_server(root / "prefect.log", env=own)).url
            }
        stack.enter_context(_known(asked))
        stack.enter_context(_asked_of(asked))
        for count in workers:
            with dask(root / f"dask-{count}", count) as cluster:
                found, seconds = _timed(raw.address, tasks, limits, cluster.address, batch)
                name = f"{count} worker{'' if count == 1 else 's'}"
                timed.append(Timed(name, seconds, found == home))
                if kills and count == max(workers):
                    with cluster.one_killed_at_work():
                        found, seconds = _timed(raw.address, tasks, limits, cluster.address, batch)
                    timed.append(Timed(f"{name}, one killed", seconds, found == home and cluster.killed))
    return timed


def _paper(number: int) -> bytes:
    return to_docx(make_case(number))


def _timed(
    raw: str, tasks: Sequence[Task], limits: Limits, address: str, batch: int
) -> tuple[list[Extracted], float]:
    began = time.perf_counter()
    found = list(extract_on_cluster(raw, tasks, limits, address, batch=batch))
    return found, time.perf_counter() - began


@contextmanager
def _known(settings: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _asked_of(server: Mapping[str, str]) -> Iterator[None]:
    """Prefect asks this server, also where it was imported before: it reads the environment once.

    Else it would start a temporary server of its own beside this one, and on a busy machine that one is up too late.
    """
    prepare_prefect()
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    told = {PREFECT_API_URL: server["PREFECT_API_URL"], PREFECT_LOGGING_TO_API_ENABLED: False}
    if "PREFECT_API_AUTH_STRING" in server:
        told[PREFECT_API_AUTH_STRING] = server["PREFECT_API_AUTH_STRING"]
    with temporary_settings(told):
        yield


class Cluster:
    """A scheduler and its workers, each a process of its own with those that it starts."""

    def __init__(self, address: str, workers: list["subprocess.Popen[bytes]"]) -> None:
        self.address = address
        self.killed = False
        self._workers = workers

    @contextmanager
    def one_killed_at_work(self) -> Iterator[None]:
        """As soon as each worker has work in hand, one of them is killed."""
        from distributed import Client

        is_over = threading.Event()
        # Asked before the work begins: on a busy machine it may be over before a scheduler has answered.
        with Client(self.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            killer = threading.Thread(target=self._kill_one_at_work, args=(client, is_over))
            killer.start()
            try:
                yield
            finally:
                is_over.set()
                killer.join()

    def _kill_one_at_work(self, client: "Client", is_over: threading.Event) -> None:
        """SIGKILL to one worker and all it started; its nanny too, so that nobody starts it again."""
        while not all(client.processing().values()):  # type: ignore[no-untyped-call]
            if is_over.wait(0.05):
                return
        os.killpg(self._workers[0].pid, signal.SIGKILL)
        self.killed = True


@contextmanager
def dask(root: Path, count: int) -> Iterator[Cluster]:
    """A Dask scheduler on loopback with so many workers of one thread each."""
    root.mkdir(parents=True)
    note = root / "scheduler.json"
    settings = os.environ | {
        "DASK_DISTRIBUTED__WORKER__DAEMON": "false",
        "DASK_TEMPORARY_DIRECTORY": str(root),
    }
    beginning = [sys.executable, "-m"]
    commands = [
        [*beginning, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(note)],
        *([*beginning, "distributed.cli.dask_worker", "--scheduler-file", str(note), "--nthreads", "1",
           "--no-dashboard", "--host", "127.0.0.1"] for _ in range(count)),
    ]  # fmt: skip
    running: list[subprocess.Popen[bytes]] = []
    try:
        for place, command in enumerate(commands):
            with (root / f"{place}.log").open("wb") as log:
                running.append(
                    subprocess.Popen(command, env=settings, stdout=log, stderr=log, start_new_session=True)
                )
        yield Cluster(_address(note, count), running[1:])
    finally:
        for one in running:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def _address(note: Path, count: int) -> str:
    from distributed import Client

    until = time.monotonic() + _START_SECONDS
    while (address := _noted(note)) is None:
        if time.monotonic() > until:
            raise RuntimeError("the Dask scheduler did not start")
        time.sleep(0.1)
    with Client(address) as client:  # type: ignore[no-untyped-call]
        if count:
            client.wait_for_workers(count, timeout=_START_SECONDS)
    return address


def _noted(note: Path) -> str | None:
    """The address that the scheduler has written; None as long as not all of it is there."""
    try:
        return str(json.loads(note.read_text())["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return None


#: Scheduler and workers import Dask and Prefect, some 3 s of the processor each; a busy machine has time for it. Chosen.
_START_SECONDS = 180
