"""The flow that `niemyet serve` serves. Imported only where Prefect runs: by the server's runner for each run.

A run is the command itself in a process of its own: its memory, its lock and its exit status stay its own,
whatever becomes of Prefect; its journal is shown here as it is written. The command is fixed by the one who serves, in the
environment of the serving process: whoever may speak to Prefect's API chooses among the options of `Choices`, and nothing
else (docs/security.md).
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import IO, Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from niemyet.flows.engine import Ending
from niemyet.flows.journal import JOURNAL, JournalReader, Over
from niemyet.flows.prefect_engine import Follower, in_one_line, state_of
from niemyet.flows.spoken import asked_language
from niemyet.model.messages import Messages, Words, msg
from niemyet.transforms.language.dates import local_day

#: Where the serving process leaves its command, as JSON, for the processes of its runs.
SERVED = "NIEMYET_SERVED_COMMAND"

log = logging.getLogger("niemyet")

_SECONDS_TO_STOP = 20.0  # for a night to end by itself before it is killed; chosen, not measured
_LAST_LINES = 10  # of what a command said: the message of an error has fewer; chosen, not measured

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


def _first_name() -> str:
    """A run's name until its journal says more; one whose configuration is wrong keeps it."""
    return f"nightly {local_day(datetime.now(UTC)).isoformat()}"


@flow(name="niemyet-nightly", flow_run_name=_first_name, persist_result=False, log_prints=False)
def nightly(
    full: bool = False,
    accept_count: list[Acceptance] | None = None,
    accept_release: Reason | None = None,
) -> State:
    """Run the nightly command and show its steps; 0 and 3 are completed runs, anything else a failed one.

    The parameters are those of `niemyet nightly`: `full`, `accept_count` (each `SOURCE=REASON`), `accept_release`.
    """
    chosen = ["--full"] if full else []
    chosen += [f"--accept-count={one}" for one in accept_count or ()]
    chosen += [f"--accept-release={accept_release}"] if accept_release else []
    command = _served_command()
    lang = asked_language(command)
    return state_of_run(run_shown([*command, *chosen], lang), lang)


def _served_command() -> list[str]:
    """The command that `serve_nightly` was given. KeyError outside of a served run: there is nothing to run."""
    return [str(word) for word in json.loads(os.environ[SERVED])]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit status, the end of its journal (None: it wrote none), its last lines on standard error."""

    status: int
    over: Over | None
    said: str


def run_shown(command: Sequence[str], lang: str) -> Ran:
    """Run a command, showing its journal in the flow run that is in progress. Trouble with Prefect does not touch it."""
    over: Over | None = None
    with tempfile.TemporaryDirectory(prefix="niemyet-") as place:
        journal = Path(place) / "journal"

        def show(process: subprocess.Popen[bytes]) -> None:
            nonlocal over
            try:
                over = Follower(JournalReader(journal, lambda: process.poll() is None), lang).follow(
                    several=True
                )
            except Exception as problem:  # noqa: BLE001 - whatever Prefect raises, the command goes on
                log.warning("%s", in_one_line(problem))

        status, said = _run(command, {JOURNAL: str(journal)}, show)
    return Ran(status, over, said)


def _run(
    command: Sequence[str], more: Mapping[str, str], meanwhile: Callable[["subprocess.Popen[bytes]"], None]
) -> tuple[int, str]:
    """Exit status and last lines on standard error, which are passed on.

    When this process is told to stop, so is the command, before anything else.
    """
    with subprocess.Popen(  # noqa: S603  the operator's own command, no shell
        list(command), env={**os.environ, **more}, stderr=subprocess.PIPE
    ) as process:
        said = _Heard(process.stderr)
        try:
            meanwhile(process)
            status = process.wait()
        except BaseException:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    return status, said.last()


class _Heard:
    """Passes on what a command says, line by line, and keeps the last of it."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._thread = Thread(target=self._hear, args=(stream,), daemon=True)
        self._thread.start()

    def _hear(self, stream: IO[bytes] | None) -> None:
        for line in stream or ():
            text = line.decode(errors="replace")
            self._lines.append(text.strip())
            with suppress(OSError, ValueError):  # nobody reads any more: the command must not wait for that
                sys.stderr.write(text)

    def last(self) -> str:
        """The last paragraph: of a wrong command line, what is wrong; of a traceback, all that was kept."""
        self._thread.join(_SECONDS_TO_STOP)
        paragraph: list[str] = []
        for line in reversed(self._lines):
            if not line and paragraph:
                break
            paragraph.append(line)
        return "\n".join(line for line in reversed(paragraph) if line)


def state_of_run(ran: Ran, lang: str) -> State:
    """How a command ended, with its reason: what it said itself goes before what its exit status means."""
    if ran.status in (0, 3):
        if ran.over is not None:
            return state_of(ran.over.ending, ran.over.told)
        return state_of(
            Ending.DONE if ran.status == 0 else Ending.NEEDS_PERSON, _MEANINGS[ran.status].text(lang)
        )
    if ran.status < 0:
        named = signal.Signals(-ran.status).name
        return state_of(Ending.STOPPED, msg("the run was stopped by {signal}", signal=named).text(lang))
    if ran.over is not None and ran.over.ending in (Ending.FAILED, Ending.STOPPED):
        return state_of(ran.over.ending, ran.over.told)
    meaning = _MEANINGS.get(ran.status, msg("stopped midway"))
    reason: Words = ran.said or msg("exit status {status}", status=ran.status)
    return state_of(Ending.FAILED, Messages((meaning.text(lang).rstrip("."), reason), ": ").text(lang))
