"""The process that shows a run at Prefect: `python -m niemyet.flows.prefect_watcher JOURNAL COMMAND LANG PID`.

Started by the run that it shows (flows/watching.py). It follows the run's journal and ends with it; what goes wrong with
Prefect is its exit status 1 and a line on standard output. It speaks to nobody else.
"""

import os
import shutil
import sys
from pathlib import Path

from niemyet.flows import prefect_rest
from niemyet.flows.journal import JournalReader
from niemyet.flows.prefect_engine import (
    DRAIN_SECONDS,
    Follower,
    in_one_line,
    let_go,
    start_trouble,
    state_of,
    stopped,
    without_heartbeat,
)


def main() -> int:
    """Follow the journal to its end."""
    journal, command, lang, run = sys.argv[1:5]

    def is_alive() -> bool:
        return os.getppid() == int(run)  # whose parent has died is another's child

    given = dict(os.environ)  # as it is before Prefect gets settings of ours
    trouble = start_trouble()
    if trouble is None:
        show = prefect_rest.show if prefect_rest.is_enough(given) else _shown
        trouble = show(JournalReader(Path(journal), is_alive), command, lang)
    if not is_alive():
        shutil.rmtree(Path(journal).parent, ignore_errors=True)  # who made it cannot take it away any more
    if trouble is not None:
        sys.stdout.write(trouble + "\n")
    return 0 if trouble is None else 1


def _shown(reader: JournalReader, command: str, lang: str) -> str | None:
    """Show the run as a flow run, with Prefect's library; what went wrong with Prefect, None when nothing did."""
    from prefect import flow
    from prefect.client.schemas.objects import State

    @flow(name=f"niemyet-{command}", validate_parameters=False, persist_result=False)
    def whole() -> State:
        over = Follower(reader, lang).follow()
        return state_of(over.ending, over.told) if over else stopped(lang)

    trouble = None
    try:
        without_heartbeat(whole)
    except Exception as problem:  # noqa: BLE001 - whatever Prefect raises is told, and is no matter to the run
        trouble = in_one_line(problem)
    late = let_go(DRAIN_SECONDS if trouble is None else 0.0)
    return trouble or (", ".join(late) or None)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # What there was to send is sent; of a server that has died the threads of Prefect would hold the exit.
    os._exit(code)
