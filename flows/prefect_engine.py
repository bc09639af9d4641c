"""The pipeline's steps as one Prefect flow; Prefect watches, it never decides.

The steps are plain functions. Under Prefect each runs as a task of one flow, so that runs, times and failures
show in Prefect's pages. Whatever becomes of Prefect, every step runs exactly once, an exception of a step
reaches the caller unchanged, and the process ends when its work ends (Prefect left alone drains its events for
minutes when its server has died).

Prefect takes seconds to import: it is imported inside the functions that need it.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import httpx

from niemyet.flows.engine import Step
from niemyet.flows.spoken import asked_language
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, Words, msg

log = logging.getLogger("niemyet")

Engine = Literal["plain", "prefect"]

#: Settings of Prefect for a run that must not wait for it; what the environment says itself goes first.
SETTINGS: Final = {
    # A first start migrates its database: 14 to 27 s were measured, the default gives up after 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    "PREFECT_API_REQUEST_TIMEOUT": "5",
    # The pipeline writes its own log; Prefect's copy would put its network troubles on our standard error.
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_CONFIG_PATH": str(Path(__file__).with_name("data") / "prefect_logging.yml"),
}
_PROBE_SECONDS = 3.0  # a server that is there answers in tenths of a second; chosen, not measured
# For the last events of a run; a server that answers takes tenths of a second; chosen, not measured:
_DRAIN_SECONDS = 5.0


def choose_engine(asked: str | None, env: Mapping[str, str]) -> Engine:
    """The engine that was asked for; without one, Prefect where its API is configured, else plain."""
    if asked is None:
        return "prefect" if env.get("PREFECT_API_URL", "").strip() else "plain"
    if asked == "plain":
        return "plain"
    if asked == "prefect":
        return "prefect"
    raise UsageError(msg("--engine: expected “plain” or “prefect”, found “{found}”.", found=asked))


def run_with_prefect(name: str, steps: Sequence[Step], *, say: Callable[[str], None] | None = None) -> None:
    """Run the steps in order, each exactly once, as tasks of the Prefect flow `name`.

    An exception of a step propagates as it was raised and ends the run. Trouble with Prefect (no answer, server
    lost on the way) is said in one line (`say`, by default to standard error); the steps then run without it.
    """
    ledger = _Ledger(steps)
    tell = say or _say
    trouble: Words | None = _start_trouble()
    if trouble is None:
        trouble = _run_reported(name, ledger)
    if trouble is not None:
        told = msg(
            "Prefect could not note this run ({trouble}); the work is done in full, its result is the same.",
            trouble=trouble,
        )
        tell(told.text(asked_language(sys.argv)))
    ledger.finish()


class _Ledger:
    """What has been run. Prefect calls into it, and so does the plain way: neither can run a step twice."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self.done = 0
        self.failure: BaseException | None = None

    def attempt(self, index: int) -> None:
        """Try one step once. A step that is done is not run again."""
        if index < self.done:
            return
        try:
            self.steps[index].run()
        except BaseException as failure:
            self.failure = failure
            raise
        self.failure = None
        self.done = index + 1

    def is_over(self) -> bool:
        """A step has failed; nothing is tried twice."""
        return self.failure is not None

    def finish(self) -> None:
        """Run what is left, without Prefect."""
        while self.done < len(self.steps):
            if self.failure is not None:
                raise self.failure
            self.attempt(self.done)


def _run_reported(name: str, ledger: _Ledger) -> Words | None:
    """Run the steps as a Prefect flow; say what went wrong with Prefect, None when nothing did."""
    try:
        _call(_flow_of(name, ledger))
    except BaseException as problem:
        trouble = _in_one_line(problem)
        if ledger.failure is not None and ledger.is_over():
            _let_go(_DRAIN_SECONDS)
            if problem is ledger.failure:
                raise
            raise ledger.failure from None
        _let_go(0.0)
        if not isinstance(problem, Exception):
            raise
        return trouble
    return _let_go(_DRAIN_SECONDS)


def _flow_of(name: str, ledger: _Ledger) -> Any:
    """A flow that runs each step as a task, in order. Nothing is cached or stored by Prefect."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    @flow(name=name, validate_parameters=False, persist_result=False)
    def whole() -> None:
        for index, step in enumerate(ledger.steps):

            def one(index: int = index) -> None:
                ledger.attempt(index)

            report = task(
                name=step.name,
                task_run_name=step.name,
                cache_policy=NO_CACHE,
                persist_result=False,
            )(one)
            report()

    return whole


def _call(flow: Any) -> None:
    """Call the flow without its heartbeat: joining that thread costs each run a second."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        flow()


def prepare_prefect() -> None:
    """Give Prefect its settings before it is imported; what the environment says itself goes first."""
    for setting, value in SETTINGS.items():
        os.environ.setdefault(setting, value)


def _start_trouble() -> str | None:
    """Ask the API for a sign of life, before Prefect itself would wait for it, and prepare its settings."""
    url = os.environ.get("PREFECT_API_URL", "").strip()
    trouble = _probe(url) if url else None
    if trouble is not None:
        return trouble
    prepare_prefect()
    if url:
        return None
    from prefect.settings import PREFECT_API_URL  # a profile may name one

    return _probe(PREFECT_API_URL.value()) if PREFECT_API_URL.value() else None


def _probe(url: str) -> str | None:
    """Whether something answers at the API's address; any answer but a server error will do."""
    try:
        answer = httpx.get(f"{url.rstrip('/')}/health", timeout=_PROBE_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        return f"{url}: {_in_one_line(problem)}"
    return None if answer.status_code < 500 else f"{url}: HTTP {answer.status_code}"


def _let_go(seconds: float) -> Message | None:
    """Give Prefect's background services a moment to send what they hold, then release the process from them.

    At exit Prefect waits for each service without a limit. A service that is not through after `seconds` is
    marked as drained; its thread is a daemon and ends with the process. The marks are Prefect's own fields, held
    by the exact version in requirements.lock and watched by tests/flows/test_prefect_engine.py.
    """
    if "prefect" not in sys.modules:
        return None
    from prefect._internal.concurrency.services import _active_services

    held: list[Any] = [service for service in list(_active_services) if service._started]
    until = time.monotonic() + seconds
    for service in held:
        service._stop()
    late = []
    for service in held:
        while not service._done_event.is_set() and time.monotonic() < until:
            time.sleep(0.02)
        if not service._done_event.is_set():
            service._loop.call_soon_threadsafe(service._done_event.set)
            late.append(type(service).__name__)
    return (
        msg("its last words were not all sent: {services}", services=", ".join(sorted(late)))
        if late
        else None
    )


def _in_one_line(problem: BaseException) -> str:
    return " ".join(f"{type(problem).__name__}: {problem}".split())[:300]


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
