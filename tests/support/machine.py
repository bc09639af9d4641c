"""A machine of its own: one command over a data folder, with a clock that is off by some minutes.

python -m tests.support.machine CONFIG DATA MINUTES nightly|done [UPDATE]
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from niemyet.flows.clock import SystemClock
from niemyet.flows.config import load
from niemyet.flows.engine import Step, run_plain
from niemyet.flows.pipeline import execute, run_nightly
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import BusyError
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow


class SkewedClock(SystemClock):
    """The machine's clock, off by some minutes."""

    def __init__(self, minutes: float) -> None:
        self.off = timedelta(minutes=minutes)

    def now(self) -> datetime:
        return super().now() + self.off


def main() -> int:
    config, data, minutes, command, *rest = sys.argv[1:]
    settings, folder, clock = load(Path(config)), DataFolder(data), SkewedClock(float(minutes))
    if command == "nightly":
        try:
            return run_nightly(settings, folder, clock).exit_status
        except BusyError:
            return 5
    run = RunContext(settings, folder, clock, command="done", asked={})
    rows = [ConfirmationRow(run.run_id, rest[0], run.today, "Lan", run.started_at)]
    try:
        execute(run, [Step("confirm", lambda: run.append("confirmations", rows))], run_plain, wait=5)
    except BusyError:
        folder.hand_in("confirmations", run.run_id, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
