"""A run's journal shown at a Prefect server through its REST API alone, without Prefect's library.

The library takes two thirds of a second of the processor to import, which is most of what a watched night costs; what is sent
is a flow run, its tasks, its log and its report: a dozen small requests. Whoever needs more of the library (a cloud key,
headers, certificates, a profile) gets it: `is_enough` says so, and the flow of `niemyet serve` always has it.
The requests are those of the version in requirements.lock; tests/flows/test_prefect_server.py has them answered by a real server.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

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
from niemyet.flows.prefect_engine import (
    LEVELS,
    PROGRESS_SECONDS,
    STATES,
    STATES_OF_STEPS,
    WITHOUT_A_WORD,
    event_of,
    in_one_line,
    share_done,
    told_of_step,
)

#: Settings of Prefect that are understood here; any other of its client's means the library.
_UNDERSTOOD: Final = frozenset(
    {
        "PREFECT_API_URL",
        "PREFECT_API_AUTH_STRING",
        "PREFECT_API_REQUEST_TIMEOUT",
        "PREFECT_CLIENT_MAX_RETRIES",
    }
)
_OF_THE_CLIENT: Final = ("PREFECT_API_", "PREFECT_CLIENT_", "PREFECT_CLOUD_", "PREFECT_PROFILE")
_REQUEST_SECONDS = 5.0  # as the library is told (SETTINGS); chosen, not measured
_KEEP_SECONDS = 2.0  # a connection is kept; the server lets go of one after 5 (uvicorn)
_LOG_SECONDS = 2.0  # between two sendings of lines of the log, as the library does; chosen, not measured
#: After a request that nobody answered, for so long only what must be sent is tried; chosen, not measured.
_PAUSE_SECONDS = 10.0
#: A busy server (its SQLite is locked) says so, and when to come again.
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_TRIES = 4  # the library asks five times; chosen, not measured
_MOST_WAIT_SECONDS = 5.0  # chosen, not measured
_MOST_LINES = 100  # of the log in one request; chosen, not measured


def is_enough(environment: Mapping[str, str]) -> bool:
    """Whether this module can speak to the server that is named: an address, and at the most a name with its word."""
    if not environment.get("PREFECT_API_URL", "").strip():
        return False
    named = {name for name in environment if name.startswith(_OF_THE_CLIENT)}
    return named <= _UNDERSTOOD and not _has_profile(environment)


def _has_profile(environment: Mapping[str, str]) -> bool:
    """Whether a profile says anything of the client: the address in the environment would not be all of it."""
    home = environment.get("PREFECT_HOME") or str(Path.home() / ".prefect")
    try:
        lines = (Path(home) / "profiles.toml").read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # the library may know better
    return any(line.strip().startswith(_OF_THE_CLIENT) for line in lines)


def show(reader: JournalReader, command: str, lang: str) -> str | None:
    """Show a run until its journal ends; what went wrong with the server, None when nothing did."""
    name, _, word = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    with httpx.Client(
        base_url=os.environ["PREFECT_API_URL"].strip().rstrip("/"),
        auth=(name, word) if name else None,
        timeout=_REQUEST_SECONDS,
        limits=httpx.Limits(keepalive_expiry=_KEEP_SECONDS),
    ) as client:
        shown = _ShownRun(client, command, lang)
        try:
            shown.follow(reader)
        except (httpx.HTTPError, KeyError, ValueError) as problem:  # it is no such API, or it is away
            return in_one_line(problem)
    return None


def _seconds_to_wait(answer: httpx.Response) -> float:
    """As long as a busy server asks for, a second where it says nothing that is a number."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), _MOST_WAIT_SECONDS) if asked.isdecimal() else 1.0


class _ShownRun:
    """A flow run at the server: what a journal says, as it says it."""

    def __init__(self, client: httpx.Client, command: str, lang: str) -> None:
        self._client = client
        self._command = command
        self._lang = lang
        self._run = ""
        self._begun: Begun | None = None
        self._steps: tuple[PlannedStep, ...] = ()
        self._step: tuple[PlannedStep, str] | None = None  # the one that is going on, and the id of its task
        self._done = 0
        self._bar: str | None = None
        self._moved_at = 0.0
        self._lines: list[dict[str, object]] = []
        self._sent_at = time.monotonic()
        self._pause_until = 0.0

    def follow(self, reader: JournalReader) -> None:
        """Until the run is over.

        Raises:
            httpx.HTTPError: the run could not be created, or its end not be told.
        """
        note = reader.next(self._idle)
        self._begin(note if isinstance(note, Begun) else None)
        over: Over | None = None
        while note is not None and over is None:
            self._take(note)
            over = note if isinstance(note, Over) else None
            note = None if over else reader.next(self._idle)
        if self._step is not None:
            self._end_step(Ending.STOPPED, WITHOUT_A_WORD.text(self._lang))
        if over is not None:
            self._show_report(over)
        self._send_lines()
        ending, told = (over.ending, over.told) if over else (Ending.STOPPED, WITHOUT_A_WORD.text(self._lang))
        self._state(f"/flow_runs/{self._run}/set_state", STATES[ending], told)

    def _begin(self, begun: Begun | None) -> None:
        self._begun = begun
        flow = self._ask("/flows/", {"name": f"niemyet-{self._command}"})["id"]
        body: dict[str, object] = {"flow_id": flow, "state": {"type": "RUNNING", "name": "Running"}}
        if begun is not None:
            body |= {"name": begun.title, "tags": sorted(set(begun.tags))}
        self._run = str(self._ask("/flow_runs/", body)["id"])

    def _take(self, note: Note) -> None:
        match note:
            case Planned():
                self._steps = note.steps
                self._try(self._new_bar)
            case StepBegun():
                step = self._steps[note.index]
                self._try(lambda: self._begin_step(step, note.index))
            case StepEnded():
                if self._step is not None:
                    self._say(LEVELS.get(note.ending, 20), f"{self._step[0].title}: {note.told}")
                    self._end_step(note.ending, told_of_step(self._step[0], note, self._lang))
            case Said():
                self._say(note.level, note.text, note.at)
            case Progressed():
                self._move(note.done / note.total if note.total else 0.0)
            case SourceSeen():
                self._try(lambda: self._emit(note))
            case _:
                pass

    # ---- steps ----

    def _begin_step(self, step: PlannedStep, index: int) -> None:
        body = {
            "flow_run_id": self._run,
            "task_key": step.name,
            "dynamic_key": str(index),
            "name": step.name,  # the letters of Vietnamese are missing in the font of Prefect's graph
            "tags": list(step.tags),
            "state": {"type": "RUNNING", "name": "Running"},
        }
        self._step = (step, str(self._ask("/task_runs/", body)["id"]))

    def _end_step(self, ending: Ending, told: str) -> None:
        if self._step is None:
            return
        task = self._step[1]
        self._try(lambda: self._state(f"/task_runs/{task}/set_state", STATES_OF_STEPS[ending], told))
        self._step = None
        self._done += 1
        self._moved_at = 0.0
        self._move(0.0)

    # ---- log, bar, events, report ----

    def _say(self, level: int, text: str, at: datetime | None = None) -> None:
        line: dict[str, object] = {
            "name": "niemyet.run",
            "level": level,
            "message": text,
            "timestamp": (at or datetime.now(UTC)).isoformat(),
            "flow_run_id": self._run,
        }
        if self._step is not None:
            line["task_run_id"] = self._step[1]
        self._lines.append(line)
        if len(self._lines) >= _MOST_LINES:
            self._send_lines()

    def _idle(self) -> None:
        """The journal says nothing for a moment: lines that wait are sent."""
        if self._lines and time.monotonic() - self._sent_at >= _LOG_SECONDS:
            self._send_lines()

    def _send_lines(self) -> None:
        lines, self._lines = self._lines, []
        self._sent_at = time.monotonic()
        if lines:
            self._try(lambda: self._ask("/logs/", lines))

    def _new_bar(self) -> None:
        body = {"type": "progress", "data": 0.0, "flow_run_id": self._run, "description": self._title}
        self._bar = str(self._ask("/artifacts/", body)["id"])

    def _move(self, part: float) -> None:
        """Move the bar of progress: steps that are done, and how far this one is."""
        now = time.monotonic()
        if self._bar is None or now - self._moved_at < PROGRESS_SECONDS:
            return
        self._moved_at = now
        whole = share_done(self._done, part, len(self._steps))
        self._try(lambda: self._ask(f"/artifacts/{self._bar}", {"data": whole}, method="PATCH"))

    def _emit(self, seen: SourceSeen) -> None:
        of_run = {"prefect.resource.id": f"prefect.flow-run.{self._run}", "prefect.resource.role": "flow-run"}
        event = event_of(seen) | {
            "id": str(uuid4()),
            "occurred": datetime.now(UTC).isoformat(),
            "related": [of_run],
        }
        self._ask("/events", [event])

    def _show_report(self, over: Over) -> None:
        key = self._begun.key if self._begun else None
        page = {"type": "markdown", "key": key, "data": over.page}
        papers = [page]
        if over.rows:
            rows = json.dumps([dict(row) for row in over.rows], ensure_ascii=False)
            papers.append({"type": "table", "key": f"{key}-sources" if key else None, "data": rows})
        for one in papers:
            body = {**one, "flow_run_id": self._run, "description": self._title}
            self._try(lambda body=body: self._ask("/artifacts/", body))  # type: ignore[misc]
        self._say(LEVELS.get(over.ending, 20), over.told)

    @property
    def _title(self) -> str | None:
        return self._begun.title if self._begun else None

    # ---- requests ----

    def _state(self, path: str, state: tuple[str, str], told: str) -> None:
        kind, name = state
        self._ask(path, {"state": {"type": kind, "name": name, "message": told}, "force": True})

    def _ask(self, path: str, body: object, method: str = "POST") -> Any:
        """What the server answers.

        Raises:
            httpx.HTTPError: it does not, also at a second try, it refuses, or it stays busy.
        """
        answer = self._answer(method, path, body)
        for _ in range(_TRIES - 1):
            if answer.status_code not in _BUSY:
                break
            time.sleep(_seconds_to_wait(answer))
            answer = self._answer(method, path, body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def _answer(self, method: str, path: str, body: object) -> httpx.Response:
        try:
            return self._client.request(method, path, json=body)
        except (
            httpx.NetworkError,
            httpx.RemoteProtocolError,
        ):  # a connection that was let go of: nothing was done
            return self._client.request(method, path, json=body)

    def _try(self, ask: Callable[[], object]) -> None:
        """Send what is no matter when it is lost: the run goes on being shown, and its end is told."""
        if time.monotonic() < self._pause_until:
            return
        try:
            ask()
        except httpx.TransportError:
            self._pause_until = time.monotonic() + _PAUSE_SECONDS
        except (httpx.HTTPError, KeyError, ValueError):
            pass  # it answers, and refuses this one
