"""A run that is watched: its steps, its log and its end go into a journal as they happen; another process shows them.

The run itself is plain Python and knows nothing of who reads: Prefect is imported, asked and waited for in a process of its
own (flows/prefect_watcher.py), or by the flow that started this run (flows/nightly_flow.py).
"""

import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from niemyet.flows.config import Settings
from niemyet.flows.engine import Ending, Step, StepEnd, run_plain
from niemyet.flows.journal import (
    JOURNAL,
    Begun,
    Journal,
    Over,
    Planned,
    PlannedStep,
    Progressed,
    Said,
    SourceSeen,
    StepBegun,
    StepEnded,
)
from niemyet.flows.kept_secret import mask_for
from niemyet.flows.logs import LogEvent, LogNote, text_of
from niemyet.flows.prefect_engine import choose_engine
from niemyet.flows.run_context import Progress, RunResult
from niemyet.model.errors import NiemyetError
from niemyet.model.messages import Message, Words, msg
from niemyet.model.retelling import retold
from niemyet.reports.night_page import NightReport, night_page, source_rows
from niemyet.storage.masking import Mask

log = logging.getLogger("niemyet")

#: Lines of the log that are shown; what a night of faults says beyond is no news; chosen, not measured.
_MOST_LINES = 2000
_PROGRESS_SECONDS = 1.0  # between two lines of progress; chosen, not measured
#: For the watcher to send its last words once the run is over: 1 to 4 s were measured on a busy machine.
_LAST_WORDS = 20.0
#: … where it has to start a server of its own first, which makes its database: 14 to 27 s were measured.
_LAST_WORDS_OWN_SERVER = 100.0
_OF_PROVINCE = re.compile(r"^(?:Tỉnh|Thành phố|TP\.)\s+")

_TRACES = logging.Formatter()
#: Steps have lines of their own in a journal.
_NOTED_OTHERWISE = frozenset({LogEvent.STEP_BEGUN, LogEvent.STEP_ENDED, LogEvent.STEP_FAILED})


@dataclass(frozen=True, slots=True)
class Watched:
    """What a run is called while it is watched. `modes`: what was asked of it beside the usual (`full`)."""

    command: str
    day: date
    settings: Settings
    lang: str
    modes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name in a list of runs: `nightly 2026-11-28 Quảng Nam`."""
        return f"{self.command} {self.day.isoformat()} {_OF_PROVINCE.sub('', self.settings.province.name)}"

    @property
    def tags(self) -> tuple[str, ...]:
        """What it is found by."""
        return (
            f"province:{self.settings.province.province_id}",
            f"command:{self.command}",
            *(f"mode:{mode}" for mode in self.modes),
        )

    @property
    def key(self) -> str:
        """Of its artifacts: small letters, figures and dashes, the same for each run of a province."""
        return re.sub(
            r"[^a-z0-9]+", "-", f"niemyet-{self.settings.province.province_id}-{self.command}".lower()
        )


class Watch:
    """Notes what a run does; without a journal it notes nothing and costs nothing."""

    def __init__(self, watched: Watched, journal: Journal | None, mask: Mask) -> None:
        self._watched = watched
        self._journal = journal
        self._mask = mask
        self._begun_at = 0.0
        self._told_at = 0.0
        if journal is not None:
            journal.note(Begun(watched.title, watched.tags, watched.key))

    @property
    def is_on(self) -> bool:
        """Whether anybody reads."""
        return self._journal is not None

    def engine(self, name: str, steps: Sequence[Step]) -> None:
        """Run the steps plainly, each noted as it begins and ends."""
        if self._journal is None:
            run_plain(name, steps)
            return
        planned = (
            PlannedStep(step.name, self._said(step.title or step.name), (*self._watched.tags, *step.tags))
            for step in steps
        )
        self._journal.note(Planned(tuple(planned)))
        for index, step in enumerate(steps):
            self._run(self._journal, index, step)

    def _run(self, journal: Journal, index: int, step: Step) -> None:
        journal.note(StepBegun(index))
        self._begun_at = time.monotonic()
        try:
            step.run()
        except BaseException as error:
            self._end_step(journal, StepEnd(_ending_of(error), reason_of(error)))
            raise
        self._end_step(journal, step.came_of() if step.came_of else StepEnd(Ending.DONE))

    def _end_step(self, journal: Journal, end: StepEnd) -> None:
        seconds = round(time.monotonic() - self._begun_at, 3)
        journal.note(StepEnded(end.ending, self._said(end.told), seconds))

    def progress(self, shown: Progress) -> Progress:
        """What a run tells of its progress, shown and noted."""
        if self._journal is None:
            return shown
        journal = self._journal

        def both(step: str, done: int, total: int | None) -> None:
            shown(step, done, total)
            now = time.monotonic()
            if now - self._told_at >= _PROGRESS_SECONDS:
                self._told_at = now
                journal.note(Progressed(done, total))

        return both

    def log(self, level: int, text: str, at: datetime) -> None:
        """A line of the log."""
        if self._journal is not None:
            self._journal.note(Said(level, self._mask(text), at))

    def end(self, report: NightReport, result: RunResult | None = None) -> None:
        """The run is over: how, and the report."""
        if self._journal is None:
            return
        province = self._watched.settings.province.province_id
        configured = {source.id for source in self._watched.settings.sources}
        for name, proof in sorted(result.proofs.items()) if result else ():
            if name in configured:
                reason = self._mask(retold(proof.reason or "", self._watched.lang))
                self._journal.note(SourceSeen(province, name, proof.outcome, reason))
        page = self._mask(night_page(self._watched.title, report, self._watched.lang))
        rows = tuple(
            {name: self._mask(value) for name, value in row.items()}
            for row in source_rows(report, self._watched.lang)
        )
        self._journal.note(Over(Ending(report.ending), self._said(report.told), page, rows))

    def _said(self, words: Words) -> str:
        return self._mask(words if isinstance(words, str) else words.text(self._watched.lang))


@contextmanager
def watched(what: Watched, *, engine: str | None, tell: Callable[[Message], None]) -> Iterator[Watch]:
    """A run within the block is watched: by the one who asked for a journal, or by Prefect where it is wanted.

    `engine`: as the command line has it. `tell`: takes the one line that is said when Prefect could not note the run.
    Whatever becomes of Prefect, the block runs once, as it would alone.
    """
    journal = os.environ.pop(JOURNAL, "")
    mask = mask_for(what.settings, file=what.settings.file)
    if journal:
        with _noted(Watch(what, Journal(Path(journal)), mask)) as watch:
            yield watch
        return
    if choose_engine(engine, os.environ) == "plain":
        yield Watch(what, None, mask)
        return
    with ExitStack() as held:
        try:
            path = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="niemyet-"))) / "journal"
            watcher = _Watcher(path, what)
        except OSError as error:  # no room, no process left: nobody watches, the run is the same
            tell(_not_noted(str(error)))
            yield Watch(what, None, mask)
            return
        try:
            with _noted(Watch(what, Journal(path), mask)) as watch:
                yield watch
        finally:
            trouble = watcher.end()
            if trouble is not None:
                tell(_not_noted(trouble))


def _not_noted(trouble: Words) -> Message:
    return msg(
        "Prefect could not note this run ({trouble}); the work is done in full, its result is the same.",
        trouble=trouble,
    )


@contextmanager
def _noted(watch: Watch) -> Iterator[Watch]:
    """What the block logs is noted; an exception that leaves it is the end of the run, with its reason."""
    handler = _LogTaker(watch)
    before = log.level
    log.addHandler(handler)
    log.setLevel(min(log.level or logging.INFO, logging.INFO))
    try:
        yield watch
    except BaseException as error:
        watch.end(NightReport(_ending_of(error), reason_of(error)))
        raise
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


class _LogTaker(logging.Handler):
    """Takes what the run logs; what would be said on standard error without it is said there all the same."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.INFO)
        self._watch = watch
        self._lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        last = logging.lastResort
        if last is not None and record.levelno >= last.level and not logging.getLogger().handlers:
            last.handle(record)
        if isinstance(record.msg, LogNote) and record.msg.event in _NOTED_OTHERWISE:
            return
        self._lines += 1
        if self._lines <= _MOST_LINES:
            at = datetime.fromtimestamp(record.created, UTC)
            trace = f"\n{_TRACES.formatException(record.exc_info)}" if record.exc_info else ""
            self._watch.log(record.levelno, text_of(record) + trace, at)


class _Watcher:
    """The process that reports to Prefect; killed when it takes too long, it takes nothing with it."""

    def __init__(self, journal: Path, what: Watched) -> None:
        self._trouble = journal.with_name("trouble")
        own = not os.environ.get("PREFECT_API_URL", "").strip()
        self._patience = _LAST_WORDS_OWN_SERVER if own else _LAST_WORDS
        command = [
            sys.executable,
            "-m",
            "niemyet.flows.prefect_watcher",
            str(journal),
            what.command,
            what.lang,
            str(os.getpid()),
        ]
        with self._trouble.open("wb") as trouble:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                command,
                stdin=subprocess.DEVNULL,
                stdout=trouble,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl+C is the run's; how the run ended is still to be shown
            )

    def end(self) -> Words | None:
        """Wait for its last words, for so long; what went wrong, None when nothing did."""
        try:
            status = self._process.wait(self._patience)
        except BaseException as error:
            self._process.kill()
            self._process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            return msg("its last words were not all sent")
        said = self._trouble.read_text(encoding="utf-8", errors="replace").strip()
        if status == 0:
            return None
        return " ".join(said.split())[:300] or msg("exit status {status}", status=status)


def reason_of(error: BaseException) -> Words:
    """Why a run ended, in words."""
    if isinstance(error, NiemyetError):
        return error.told
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return msg("stopped midway")
    if isinstance(error, OSError):
        return f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
    return " ".join(f"{type(error).__name__}: {error}".split())


def _ending_of(error: BaseException) -> Ending:
    return Ending.FAILED if isinstance(error, Exception) else Ending.STOPPED
