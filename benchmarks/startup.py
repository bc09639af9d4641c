"""Start-up of the command line against a bare interpreter and the limits of the house."""

import sys
from pathlib import Path

from benchmarks.measure import Line, command_seconds

HELP_LIMIT = 0.3  # seconds for `niemyet --help`


def measure() -> list[Line]:
    """`niemyet --help` beside `python -c pass`."""
    program = str(Path(sys.executable).with_name("niemyet"))
    bare = command_seconds([sys.executable, "-c", "pass"])
    ours = command_seconds([program, "--help"])
    return [
        Line(
            "niemyet --help",
            f"{ours:.3f} s",
            f"limit {HELP_LIMIT} s",
            f"{ours / HELP_LIMIT:.2f} of the limit",
        ),
        Line("the same beside python -c pass", f"{ours:.3f} s", f"{bare:.3f} s", f"{ours / bare:.1f}×"),
    ]
