"""The demo province: seconds per stage, a night without news, `niemyet updates`, and what Prefect costs."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Line, command_seconds, peak_mb
from niemyet.demo.config import demo_config
from niemyet.demo.portal import DemoPortal
from niemyet.demo.world import build_world
from niemyet.flows.clock import SystemClock
from niemyet.flows.commands.demo import NIGHTS
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.serving import local_server
from niemyet.storage.folder import DataFolder

UPDATES_LIMIT = 1.0  # seconds for `niemyet updates` on the demo's data


def measure() -> list[Line]:
    """One night over all decisions, one more without news, the same under Prefect."""
    world = build_world()
    day = NIGHTS[-1]
    with DemoPortal(world, day) as portal, tempfile.TemporaryDirectory() as root:
        config = Path(root) / "niemyet.toml"
        config.write_text(demo_config(portal.url, day=day), encoding="utf-8")
        settings, folder = load(config), DataFolder(Path(root) / "data")
        lines = []
        begun = time.perf_counter()
        first = run_nightly(settings, folder, SystemClock())
        whole = time.perf_counter() - begun
        for stage, seconds in first.durations.items():
            lines.append(
                Line(
                    f"night over all decisions: {stage}",
                    f"{seconds:.2f} s",
                    f"{whole:.2f} s",
                    f"{seconds / whole:.0%}",
                )
            )
        begun = time.perf_counter()
        run_nightly(settings, folder, SystemClock())
        quiet = time.perf_counter() - begun
        lines.append(
            Line(
                "a night without news", f"{quiet:.2f} s", f"the first: {whole:.2f} s", f"{quiet / whole:.0%}"
            )
        )
        lines.append(Line("peak memory of this process", f"{peak_mb():.0f} MB", "", ""))
        lines += [_updates(folder, config), _prefect(config, Path(root))]
        return lines


def _updates(folder: DataFolder, config: Path) -> Line:
    program = str(Path(sys.executable).with_name("niemyet"))
    command = [program, "updates", "--data", str(folder.root), "--config", str(config)]
    ours = command_seconds(command)
    return Line(
        "niemyet updates",
        f"{ours:.2f} s",
        f"limit {UPDATES_LIMIT} s",
        f"{ours / UPDATES_LIMIT:.2f} of the limit",
    )


def _prefect(config: Path, root: Path) -> Line:
    """The whole command with and without being shown at a Prefect server that is up already.

    The share is of the processor, the night's watcher included: it does not depend on who else uses the machine.
    """
    program = [str(Path(sys.executable).with_name("niemyet")), "nightly", "--config", str(config)]
    home = {"PREFECT_HOME": str(root / "prefect")}
    plain, plain_work = _command([*program, "--engine", "plain", "--data", str(root / "plain")], {})
    with local_server(root / "server.log", env=home) as server:
        shown, shown_work = _command(
            [*program, "--engine", "prefect", "--data", str(root / "shown")],
            {**home, "PREFECT_API_URL": server.url},
        )
    return Line(
        "the first night as a command, shown at a Prefect server",
        f"{shown:.2f} s, {shown_work:.2f} s of the processor",
        f"plain: {plain:.2f} s, {plain_work:.2f} s of the processor",
        f"{(shown_work - plain_work) / shown_work:.0%} of the work is Prefect",
    )


def _command(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor with all processes that the command started and waited for."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    if done.returncode not in {0, 3}:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
