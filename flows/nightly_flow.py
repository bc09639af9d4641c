"""The flow that `niemyet serve` serves. Imported only where Prefect runs: by the server's runner for each run.

A run is the command itself in a process of its own: its memory, its lock and its exit status stay its own,
whatever becomes of Prefect. The command is fixed by the one who serves, in the environment of the serving process:
whoever may speak to Prefect's API chooses among the options of `Choices`, and nothing else (docs/security.md).
"""

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from niemyet.flows.spoken import asked_language
from niemyet.model.messages import msg

#: Where the serving process leaves its command, as JSON, for the processes of its runs.
SERVED = "NIEMYET_SERVED_COMMAND"

_SECONDS_TO_STOP = 20.0  # for a night to end by itself before it is killed; chosen, not measured

#: Exit statuses of the command (CONTRACT §1) in words.
_MEANINGS = {
    0: msg("done, nothing open"),
    1: msg("failed, nothing was published"),
    2: msg("wrong command or configuration"),
    3: msg("published, but a person is needed"),
}


#: `SOURCE=REASON`, one line: never an option of its own, whatever it begins with.
Acceptance = Annotated[str, Field(pattern=r"^[^=\x00-\x1f]+=[^\x00-\x1f]+$", max_length=500)]
Reason = Annotated[str, Field(pattern=r"^[^\x00-\x1f]+$", max_length=500)]


@flow(name="niemyet-nightly", persist_result=False, log_prints=False)
def nightly(
    full: bool = False,
    accept_count: list[Acceptance] | None = None,
    accept_release: Reason | None = None,
) -> State:
    """Run the nightly command; 0 and 3 are completed runs, anything else a failed one.

    The parameters are those of `niemyet nightly`: `full`, `accept_count` (each `SOURCE=REASON`), `accept_release`.
    """
    chosen = ["--full"] if full else []
    chosen += [f"--accept-count={one}" for one in accept_count or ()]
    chosen += [f"--accept-release={accept_release}"] if accept_release else []
    command = _served_command()
    status = run_command([*command, *chosen])
    meaning = _MEANINGS.get(status, msg("stopped midway"))
    told = msg("{meaning} (exit status {status})", meaning=meaning, status=status)
    message = told.text(asked_language(command))
    return Completed(message=message) if status in (0, 3) else Failed(message=message)


def _served_command() -> list[str]:
    """The command that `serve_nightly` was given. KeyError outside of a served run: there is nothing to run."""
    return [str(word) for word in json.loads(os.environ[SERVED])]


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
