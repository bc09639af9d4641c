"""Prefect watches a run, it never decides: what a run's journal says is shown as a flow run with its tasks.

The run goes on in a process of its own and waits for nothing here (flows/watching.py). This side may fail, be slow or be
killed: then the run is not shown, and its work is done all the same.

Prefect takes seconds to import: it is imported inside the functions that need it.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

import httpx

from niemyet.flows.engine import Ending
from niemyet.flows.journal import (
    Begun,
    JournalReader,
    Note,
    Over,
    Planned,
    PlannedStep,
    Progressed,
    Said,
    SourceSeen,
    StepBegun,
    StepEnded,
)
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

Engine = Literal["plain", "prefect"]

#: Settings of Prefect for a run that must not wait for it; what the environment says itself goes first.
SETTINGS: Final = {
    # A first start migrates its database: 14 to 27 s were measured, the default gives up after 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    "PREFECT_API_REQUEST_TIMEOUT": "5",
    # Prefect's network troubles stay off standard error, which is ours.
    "PREFECT_LOGGING_CONFIG_PATH": str(Path(__file__).with_name("data") / "prefect_logging.yml"),
}
_PROBE_SECONDS = 3.0  # a server that is there answers in tenths of a second; chosen, not measured
#: For the last events of a run; a server that answers takes tenths of a second; chosen, not measured.
DRAIN_SECONDS = 5.0
PROGRESS_SECONDS = 2.0  # between two moves of the bar of progress; chosen, not measured
_WHOLE = 100.0  # per cent, by definition

#: How an ending is called among Prefect's states. The names are what automations listen for (`prefect.flow-run.SourceDark`):
#: they do not change. A night that published is completed, as its exit status is no failure's.
STATES: Final[Mapping[Ending, tuple[str, str]]] = {
    Ending.DONE: ("COMPLETED", "Completed"),
    Ending.NEEDS_PERSON: ("COMPLETED", "NeedsPerson"),
    Ending.SOURCE_INCOMPLETE: ("COMPLETED", "SourceIncomplete"),
    Ending.SOURCE_DARK: ("COMPLETED", "SourceDark"),
    Ending.FAILED: ("FAILED", "Failed"),
    Ending.STOPPED: ("CRASHED", "Crashed"),
}
#: Of a step, a dark source is a failure: it is red among the others.
STATES_OF_STEPS: Final[Mapping[Ending, tuple[str, str]]] = {
    **STATES,
    Ending.SOURCE_DARK: ("FAILED", "SourceDark"),
}


def choose_engine(asked: str | None, env: Mapping[str, str]) -> Engine:
    """The engine that was asked for; without one, Prefect where its API is configured, else plain."""
    if asked is None:
        return "prefect" if env.get("PREFECT_API_URL", "").strip() else "plain"
    if asked == "plain":
        return "plain"
    if asked == "prefect":
        return "prefect"
    raise UsageError(msg("--engine: expected “plain” or “prefect”, found “{found}”.", found=asked))


def prepare_prefect() -> None:
    """Give Prefect its settings before it is imported; what the environment says itself goes first."""
    for setting, value in SETTINGS.items():
        os.environ.setdefault(setting, value)


def share_done(done: int, part: float, steps: int) -> float:
    """Per cent of a run that is over: steps that have ended, and how far the one in progress is (0 to 1)."""
    return _WHOLE * (done + min(part, 1.0)) / max(steps, 1)


class Follower:
    """Shows in the flow run that is in progress what a journal says, as it says it."""

    def __init__(self, reader: JournalReader, lang: str) -> None:
        self._reader = reader
        self._lang = lang
        self._log = _log_of_the_run()
        self._begun: list[Begun] = []
        self._steps: tuple[PlannedStep, ...] = ()
        self._done = 0
        self._bar: UUID | None = None
        self._moved_at = 0.0
        self._held: Note | None = None  # a line that belongs to the next run

    def follow(self, *, several: bool = False) -> Over | None:
        """Until the run is over, or `several` are; gives the last line, None when the run was stopped before it.

        Of several runs in one journal, one for each province, it is the worst, with what all of them told.
        """
        overs: list[tuple[str, Over]] = []
        while (note := self._next()) is not None:
            match note:
                case StepBegun():
                    self._show_step(self._steps[note.index])
                case Over():
                    self._show_end(note)
                    overs.append((self._begun[-1].title if self._begun else "", note))
                    if not several:
                        break
                case _:
                    self._take(note)
        return _worst(overs)

    def _next(self) -> Note | None:
        held, self._held = self._held, None
        return held if held is not None else self._reader.next()

    def _take(self, note: Note) -> None:
        match note:
            case Begun():
                self._begun.append(note)
                _rename_run(self._begun)
            case Planned():
                self._steps, self._done = note.steps, 0
                self._bar = _new_bar(self._begun[-1].title if self._begun else None)
            case Said():
                self.note(note.level, note.text, note.at.timestamp())
            case Progressed():
                self._move(note.done / note.total if note.total else 0.0)
            case SourceSeen():
                _emit(note)
            case _:
                pass

    def _show_step(self, step: PlannedStep) -> None:
        """A task that lasts as long as the step does."""
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        def last() -> "State":
            while (note := self._next()) is not None:
                if isinstance(note, StepEnded):
                    self.note(LEVELS.get(note.ending, logging.INFO), f"{step.title}: {note.told}")
                    return state_of(note.ending, told_of_step(step, note, self._lang), STATES_OF_STEPS)
                if isinstance(
                    note, Begun | Over | StepBegun
                ):  # this run was killed; the next province's has begun
                    self._held = note
                    return stopped(self._lang)
                self._take(note)
            return stopped(self._lang)

        # By its plain name: the letters of Vietnamese are missing in the font of Prefect's graph.
        shown = task(
            name=step.name,
            task_run_name=step.name.replace("{", "{{").replace("}", "}}"),  # it is taken for a pattern
            tags=step.tags,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(last)
        shown(return_state=True)
        self._done += 1
        self._moved_at = 0.0
        self._move(0.0)

    def note(self, level: int, text: str, at: float | None = None) -> None:
        """A line in the run's log."""
        record = self._log.makeRecord(self._log.name, level, "", 0, text, (), None)
        record.created = at or record.created
        self._log.handle(record)

    def _move(self, part: float) -> None:
        """Move the bar of progress: steps that are done, and how far this one is. It is no matter when it sticks."""
        from prefect.artifacts import update_progress_artifact

        now = time.monotonic()
        if self._bar is None or now - self._moved_at < PROGRESS_SECONDS:
            return
        self._moved_at = now
        whole = share_done(self._done, part, len(self._steps))
        with suppress(Exception):  # whatever the server or Prefect has against it
            update_progress_artifact(self._bar, progress=whole)

    def _show_end(self, over: Over) -> None:
        """The report; without it the run's state still says how it ended."""
        from prefect.artifacts import create_markdown_artifact, create_table_artifact

        key, title = (self._begun[-1].key, self._begun[-1].title) if self._begun else (None, None)
        try:
            create_markdown_artifact(over.page, key=key, description=title)
            if over.rows:
                rows = [dict(row) for row in over.rows]
                create_table_artifact(rows, key=f"{key}-sources" if key else None, description=title)
        except Exception as problem:  # noqa: BLE001 - whatever the server or Prefect has against it
            self.note(logging.WARNING, in_one_line(problem))
        self.note(LEVELS.get(over.ending, logging.INFO), over.told)


def told_of_step(step: PlannedStep, note: StepEnded, lang: str) -> str:
    """How a step ended, and how long it took."""
    seconds = msg("{seconds:.1f} s", seconds=note.seconds).text(lang)
    told = f"{note.told} ({seconds})" if note.told else seconds
    return f"{step.title}: {told}"


def _worst(overs: Sequence[tuple[str, Over]]) -> Over | None:
    """Of several ends the worst, told with all of them; of one that end."""
    if not overs:
        return None
    worst = max((over for _, over in overs), key=lambda over: _SEVERITY.index(over.ending))
    if len(overs) == 1:
        return worst
    return replace(worst, told="; ".join(f"{title}: {over.told}" for title, over in overs))


#: From good to bad; as the exit statuses of several nights are told by the worst.
_SEVERITY: Final = (
    Ending.DONE,
    Ending.NEEDS_PERSON,
    Ending.SOURCE_INCOMPLETE,
    Ending.SOURCE_DARK,
    Ending.FAILED,
    Ending.STOPPED,
)


#: How loud the end of a step or a run is in the log.
LEVELS: Final[Mapping[Ending, int]] = {
    Ending.NEEDS_PERSON: logging.WARNING,
    Ending.SOURCE_INCOMPLETE: logging.WARNING,
    Ending.SOURCE_DARK: logging.ERROR,
    Ending.FAILED: logging.ERROR,
    Ending.STOPPED: logging.CRITICAL,
}


def state_of(ending: Ending, told: str, states: Mapping[Ending, tuple[str, str]] = STATES) -> "State":
    """The state of Prefect that an ending is shown as."""
    from prefect.client.schemas.objects import State, StateType

    kind, name = states[ending]
    return State(type=StateType(kind), name=name, message=told)


#: Of a run, or of its step, that ended without a last line: it was killed.
WITHOUT_A_WORD: Final = msg("the run was stopped midway, without a word")


def stopped(lang: str) -> "State":
    """The state of a run, or of its step, that was killed."""
    return state_of(Ending.STOPPED, WITHOUT_A_WORD.text(lang))


def _log_of_the_run() -> logging.Logger:
    """A logger whose lines stand in the run's log at Prefect, and nowhere else; Prefect's own lines do not stand among them."""
    from prefect.logging.handlers import APILogHandler

    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    found = logging.getLogger("niemyet.run")
    found.setLevel(logging.DEBUG)
    found.propagate = False
    if not found.handlers:
        found.addHandler(APILogHandler())
    return found


def _rename_run(begun: Sequence[Begun]) -> None:
    """Name and tags of the flow run in progress; the tags that its deployment gave it stay."""
    from prefect import get_client
    from prefect.context import FlowRunContext

    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    tags = sorted({*context.flow_run.tags, *(tag for one in begun for tag in one.tags)})
    with get_client(sync_client=True) as client:
        client.update_flow_run(context.flow_run.id, name=" · ".join(one.title for one in begun), tags=tags)


def _new_bar(title: str | None) -> UUID | None:
    from prefect.artifacts import create_progress_artifact

    bar = create_progress_artifact(0.0, description=title)
    assert isinstance(bar, UUID)  # outside of an event loop it is no coroutine
    return bar


def event_of(seen: SourceSeen) -> dict[str, Any]:
    """An event for each source and night: what automations listen for (docs/operations.md)."""
    return {
        "event": f"niemyet.source.{seen.outcome.value}",
        "resource": {
            "prefect.resource.id": f"niemyet.source.{seen.province}.{seen.source}",
            "prefect.resource.name": seen.source,
            "niemyet.province": seen.province,
        },
        "payload": {"reason": seen.reason},
    }


def _emit(seen: SourceSeen) -> None:
    from prefect.events import emit_event

    emit_event(**event_of(seen))


def without_heartbeat(flow: Any) -> "State":
    """Call a flow without its heartbeat, whose thread costs each run a second to join; gives its state."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        state: State = flow(return_state=True)
    return state


def start_trouble() -> str | None:
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
        return f"{url}: {in_one_line(problem)}"
    return None if answer.status_code < 500 else f"{url}: HTTP {answer.status_code}"


def let_go(seconds: float) -> tuple[str, ...]:
    """Give Prefect's background services a moment to send what they hold, then release the process from them.

    Gives the names of those that were not through.

    At exit Prefect waits for each service without a limit. A service that is not through after `seconds` is
    marked as drained; its thread is a daemon and ends with the process. The marks are Prefect's own fields, held
    by the exact version in requirements.lock and watched by tests/flows/test_prefect_engine.py.
    """
    if "prefect" not in sys.modules:
        return ()
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
    return tuple(sorted(late))


def in_one_line(problem: BaseException) -> str:
    """An exception of Prefect or the network, as one line tells it."""
    return " ".join(f"{type(problem).__name__}: {problem}".split())[:300]
