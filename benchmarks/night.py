"""The demo province: seconds per stage, a night without news, `niemyet updates`, and what Prefect costs."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Line, command_seconds, peak_mb
from demo.config import demo_config
from demo.portal import DemoPortal
from demo.world import build_world
from flows.clock import SystemClock
from flows.commands.demo import NIGHTS
from flows.config import load
from flows.pipeline import run_nightly
from storage.folder import DataFolder

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
        first = run_nightly(settings, folder, SystemClock(), engine="plain")
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
        run_nightly(settings, folder, SystemClock(), engine="plain")
        quiet = time.perf_counter() - begun
        lines.append(
            Line(
                "a night without news", f"{quiet:.2f} s", f"the first: {whole:.2f} s", f"{quiet / whole:.0%}"
            )
        )
        lines.append(Line("peak memory of this process", f"{peak_mb():.0f} MB", "", ""))
        lines += [_updates(folder, config), _prefect(settings, root, whole)]
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


def _prefect(settings: object, root: str, plain: float) -> Line:
    os.environ.setdefault("PREFECT_HOME", str(Path(root) / "prefect"))
    begun = time.perf_counter()
    run_nightly(settings, DataFolder(Path(root) / "again"), SystemClock(), engine="prefect")  # type: ignore[arg-type]
    seconds = time.perf_counter() - begun
    return Line(
        "the first night under Prefect (its own server started)",
        f"{seconds:.2f} s",
        f"plain: {plain:.2f} s",
        f"{(seconds - plain) / seconds:.0%} of the run is Prefect",
    )
