"""The journal of a run in progress: what it does, line by line, for whoever watches it (Prefect does).

The run appends to a file and never waits for a reader; a reader follows the file. So nothing that becomes of the one who
watches can touch the run. The file lives as long as the run; what is kept of a run is in the lake.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from niemyet.flows.engine import Ending
from niemyet.model.words import Outcome
from niemyet.storage.codec import ShapeError, dump, parse

#: Where a run is told to keep its journal, by the one who watches it.
JOURNAL: Final = "NIEMYET_JOURNAL"
_LOOK_AGAIN = 0.1  # seconds between two looks at the file; chosen, not measured


@dataclass(frozen=True, slots=True)
class Begun:
    """The first line: the run's name, and what it can be found by. `key`: of its artifacts; the same every night."""

    title: str
    tags: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that is going to run."""

    name: str
    title: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The steps of the run, in order."""

    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class StepBegun:
    """A step begins."""

    index: int


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the step in progress is."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the log. `level`: as the logging module counts."""

    level: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepEnded:
    """The step in progress has ended."""

    ending: Ending
    told: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """How the crawl of a source ended."""

    province: str
    source: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Over:
    """The last line: how the run ended, and the report on it (Markdown, and rows of a table with their headings)."""

    ending: Ending
    told: str
    page: str
    rows: tuple[dict[str, str], ...]


Note = Begun | Planned | StepBegun | Progressed | Said | StepEnded | SourceSeen | Over
_KINDS: dict[str, type[Note]] = {
    kind.__name__: kind for kind in (Begun, Planned, StepBegun, Progressed, Said, StepEnded, SourceSeen, Over)
}


class Journal:
    """Writes the journal. A run never fails or waits for it: what cannot be noted is not noted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._whole = True

    def note(self, note: Note) -> None:
        """Append a line, at once."""
        if not self._whole:
            return
        line = f"{type(note).__name__} {dump(note)}\n".encode()
        try:
            place = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                self._whole = os.write(place, line) == len(line)
            finally:
                os.close(place)
        except OSError:
            self._whole = False  # a disk that is full, a reader that took the file away: the run goes on


def _nothing() -> None:
    """What most readers do while the journal says nothing."""


class JournalReader:
    """Reads a journal while it is written."""

    def __init__(self, path: Path, is_alive: Callable[[], bool]) -> None:
        """`is_alive`: whether the run still writes; when it does not, what is there is all there is."""
        self._path = path
        self._is_alive = is_alive
        self._read = 0
        self._held = b""

    def next(self, idle: Callable[[], None] = _nothing) -> Note | None:
        """The next line, waited for; None when none will come. `idle`: called at each look that finds none."""
        while True:
            note = self._line()
            if note is not None:
                return note
            was_alive = self._is_alive()
            if not self._more() and not was_alive:
                return None
            if not self._held.count(b"\n"):
                idle()
                time.sleep(_LOOK_AGAIN)

    def _line(self) -> Note | None:
        """A whole line of those that were read; one that is none is passed over."""
        while b"\n" in self._held:
            line, self._held = self._held.split(b"\n", 1)
            kind, _, body = line.partition(b" ")
            try:
                return parse(_KINDS[kind.decode(errors="replace")], body)
            except (KeyError, ShapeError):
                continue
        return None

    def _more(self) -> bool:
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                found = file.read()
        except FileNotFoundError:
            return False
        self._read += len(found)
        self._held += found
        return bool(found)
