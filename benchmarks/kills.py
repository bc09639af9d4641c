"""Nights and backfills over two hosts, killed (SIGKILL) at random instants, run again, and held against an undisturbed run.

Each folder is killed several times, then run to its end. What must hold: the same tables as undisturbed (instants
aside: a later run starts later), no page fetched twice within a backfill (but for the request that was under way at each host
when the kill came, and the answers that were not on disk yet, see storage/batches.py), `verify` finds nothing.

    python -m benchmarks kills [--count 100] [--seed 0]
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import machine
from benchmarks.simulator.configuration import configuration, further_source
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import Plain
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import weather
from niemyet.flows.clock import SystemClock
from niemyet.model.tables import TABLES, Run
from niemyet.storage.batches import MOST
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release
from niemyet.storage.releases import ABOUT_RUNS
from niemyet.storage.verify import verify

_UNIT = """
[[unit]]
id = "xa-a"
kind = "commune"
name = "Xã A"
"""
_PER_FOLDER = 5
_HOSTS = 2  # at each of them one request is under way
COMMANDS = {
    "nightly": ["nightly"],
    "backfill": ["backfill", "--from", "2025-12-01", "--to", "2026-12-31"],
}


@dataclass(frozen=True, slots=True)
class Killed:
    """One data folder: how often it was killed, and what was wrong at the end (nothing, one hopes)."""

    command: str
    kills: int
    again: int  # requests of a backfill that were sent again
    wrong: tuple[str, ...]


def main(arguments: Sequence[str]) -> None:
    """Kill, run again, compare, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks kills")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    print(machine())
    found = kill_and_compare(options.count, options.seed)
    for command in COMMANDS:
        mine = [one for one in found if one.command == command]
        wrong = [line for one in mine for line in one.wrong]
        kills, again = sum(one.kills for one in mine), sum(one.again for one in mine)
        print(
            f"{command}: {kills} kills in {len(mine)} folders, {len(wrong)} wrong, {again} requests sent again"
        )
        for line in wrong[:5]:
            print(f"  {line}")


def kill_and_compare(count: int, seed: int) -> list[Killed]:
    """About `count` kills, half of them of nights, half of backfills."""
    found: list[Killed] = []
    with tempfile.TemporaryDirectory() as root:
        store = write_store(1, 3, Plan())
        with (
            SimulatedPortal(Plain(), store, weather((), 1, 3), SystemClock()) as portal,
            SimulatedPortal(Plain(), store, weather((), 1, 3), SystemClock(), "127.0.0.2") as other,
        ):
            config = Path(root) / "niemyet.toml"
            more = further_source("cong-khac", "html", other.url) + _UNIT
            config.write_text(configuration("html", portal.url, pause=0.02, more=more), encoding="utf-8")
            for name, command in COMMANDS.items():
                calm = Path(root) / f"{name}-calm"
                began = time.perf_counter()
                _finish(command, config, calm)
                seconds = time.perf_counter() - began
                expected = tables(calm)
                rng = random.Random(f"{name} {seed}")
                number = 0
                while sum(one.kills for one in found if one.command == name) < count / 2:
                    folder = Path(root) / f"{name}-{number}"
                    number += 1
                    portal.paths.clear()
                    other.paths.clear()
                    kills = 0
                    # A run that was killed while it was leaving has done its job; asked again, it begins another.
                    while kills < _PER_FOLDER and not _is_done(folder):
                        if not _kill(command, config, folder, rng.uniform(0.3, 0.9 * seconds)):
                            break
                        kills += 1
                    if not _is_done(folder):
                        _finish(command, config, folder)
                    # The whole of a backfill, however often it was interrupted, is one job.
                    again = _again(portal.paths) + _again(other.paths) if name == "backfill" else 0
                    wrong = _wrong(folder, expected, again, kills)
                    found.append(Killed(name, kills, again, tuple(wrong)))
    return found


def _program(command: Sequence[str], config: Path, folder: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("niemyet"))
    return [program, *command, "--config", str(config), "--data", str(folder), "--engine", "plain"]


def _kill(command: Sequence[str], config: Path, folder: Path, after: float) -> bool:
    """Start the command, kill it and all it started; whether it was still running."""
    process = subprocess.Popen(
        _program(command, config, folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def _finish(command: Sequence[str], config: Path, folder: Path) -> None:
    done = subprocess.run(_program(command, config, folder), capture_output=True, check=False)
    if done.returncode not in {0, 3}:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.decode()[-400:]}")


def _is_done(folder: Path) -> bool:
    """Whether the run has noted its end: what it was asked is no longer unfinished, and its release is out."""
    return bool(DataFolder(folder).lake.read("runs", Run)) and not any(
        (folder / "lake" / ".jobs").glob("[!.]*")  # a dot: what a killed write has left
    )


def _wrong(folder: Path, expected: dict[str, str], again: int, kills: int) -> list[str]:
    """What is not as it would be undisturbed. What a kill may lose is sent again, and no more than that."""
    found = tables(folder)
    wrong = [f"{folder.name}: {name} differs" for name in expected if found.get(name) != expected[name]]
    if again > kills * (_HOSTS + MOST):
        wrong.append(f"{folder.name}: fetched again after {kills} kills: {again}")
    wrong += [
        f"{folder.name}: {check.name}: {check.wrong[:2]}"
        for check in verify(DataFolder(folder))
        if not check.passed
    ]
    return wrong


def _again(paths: Counter[str]) -> int:
    return sum(times - 1 for times in paths.values())


def tables(folder: Path) -> dict[str, str]:
    """Table → hash of its rows without instants, of the newest release."""
    release = DataFolder(folder).releases.latest()
    if release is None:
        return {}
    return {name: _hash(release, name) for name in TABLES if name not in ABOUT_RUNS}


def _hash(release: Release, name: str) -> str:
    table = release.table(name)
    kept = [field.name for field in table.schema if not pa.types.is_timestamp(field.type)]
    rows = [_without_instants(row) for row in table.select(kept).to_pylist()]
    return sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


def _without_instants(row: dict[str, object]) -> dict[str, object]:
    copies = row.get("copies")
    if isinstance(copies, list):
        row["copies"] = [{name: value for name, value in one.items() if name != "seen_at"} for one in copies]
    return row
