"""The flow that `niemyet serve` serves. Imported only where Prefect runs: by the server's runner for each run.

A run is the command itself in a process of its own: its memory, its lock and its exit status stay its own,
whatever becomes of Prefect.
"""

import subprocess
from collections.abc import Sequence

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

_SECONDS_TO_STOP = 20.0

#: Exit statuses of the command (CONTRACT §1) in words.
_MEANINGS = {
    0: "Đã xong.",
    1: "Hỏng, không công bố gì.",
    2: "Sai lệnh hoặc sai cấu hình.",
    3: "Đã công bố, nhưng có việc cần người xem.",
}


@flow(name="niemyet-nightly", persist_result=False, log_prints=False)
def nightly(command: list[str]) -> State:
    """Run the nightly command; 0 and 3 are completed runs, anything else a failed one."""
    status = run_command(command)
    meaning = _MEANINGS.get(status, "Bị dừng giữa chừng.")
    message = f"{meaning} (mã thoát {status})"
    return Completed(message=message) if status in (0, 3) else Failed(message=message)


def run_command(command: Sequence[str]) -> int:
    """Exit status of a command; when this process is told to stop, so is the command, before anything else."""
    with subprocess.Popen(list(command)) as process:  # noqa: S603  the operator's own command, no shell
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
