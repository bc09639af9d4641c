"""A run in progress: what it was asked, where it writes, what it has done so far."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.credentials import NO_CREDENTIALS, Credentials
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.flows.config import Settings
from niemyet.flows.engine import Engine, Step
from niemyet.flows.logs import LogEvent, note
from niemyet.flows.page_process import PageProcess
from niemyet.model.errors import StorageError
from niemyet.model.messages import Message
from niemyet.model.records import Archive, Clock, CrawlProof
from niemyet.model.tables import Run
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.transforms.language.dates import local_day

if TYPE_CHECKING:
    from niemyet.storage.release import Release

Progress = Callable[[str, int, int | None], None]
"""Told (step, done, of how many) as a run goes on."""


def silent(step: str, done: int, total: int | None) -> None:
    """The progress that nobody watches."""


@dataclass(slots=True)
class RunResult:
    """What a run did, and what a person must know of it."""

    run_id: str
    release: "Release | None" = None
    proofs: dict[str, CrawlProof] = field(default_factory=dict)
    news: dict[str, int] = field(default_factory=dict)  # source → postings that are new or changed
    counts: dict[str, int] = field(default_factory=dict)
    durations: dict[str, float] = field(default_factory=dict)
    new_reviews: tuple[str, ...] = ()
    carried_wrongly: tuple[str, ...] | None = None  # tables; None: not looked at this time
    problems: list[Message] = field(default_factory=list)
    started_at: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether every source and every listing was read whole."""
        return all(proof.outcome is Outcome.COMPLETE for proof in self.proofs.values()) and not self.problems

    @property
    def exit_status(self) -> int:
        """0 done; 3 published, but something needs a person (CONTRACT §1)."""
        return 0 if self.complete and not self.new_reviews else 3

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, 0) + by


class RunContext:
    """One run over a data folder. The steps get it handed in; they share nothing else."""

    def __init__(
        self,
        settings: Settings,
        folder: DataFolder,
        clock: Clock,
        *,
        command: str,
        asked: Mapping[str, object],
        run_id: str | None = None,
        progress: Progress = silent,
        accepted_counts: Mapping[str, str] | None = None,
        accepted_release: str | None = None,
    ) -> None:
        """`run_id`: of an interrupted run of the same job, to go on with it.

        `accepted_counts`: source → why its list may show far less than before, in this run only.
        `accepted_release`: why the release may differ far from the one before, in this run only.
        """
        self.settings = settings
        self.folder = folder
        self.clock = clock
        self.command = command
        self.asked = dict(asked)
        self.run_id = run_id or f"{clock.now():%Y%m%dT%H%M%S%f}Z-{command}"
        self.started_at = datetime.strptime(self.run_id.split("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
        self.progress = progress
        self.accepted_counts = dict(accepted_counts or {})
        self.accepted_release = accepted_release
        self.politeness = Politeness(clock)
        self.pages = PageProcess(settings.limits)
        self.result = RunResult(self.run_id, started_at=self.started_at)

    def follow(self, instant: datetime) -> None:
        """Count as begun at an instant: after what another run has recorded meanwhile, or by a faster clock.

        Facts are read in the order of the runs' names, so the name follows; a job that may have to go on keeps its own.
        """
        self.started_at = self.result.started_at = instant
        if self.command != "backfill":
            self.run_id = f"{instant:%Y%m%dT%H%M%S%f}Z-{self.command}"
            self.result.run_id = self.run_id

    @property
    def today(self) -> date:
        """The local day of the run."""
        return local_day(self.started_at)

    def append(self, table: str, rows: Sequence[object]) -> None:
        """Add rows of this run to a table of the lake, once what they come from is on disk."""
        self.folder.raw.settle()
        self.folder.lake.append(table, self.run_id, rows)

    def keep_file(self, source_id: str, name: str, data: bytes) -> str:
        """A file that was handed in goes into raw/ with its provenance, like an answer; give its SHA-256."""
        with self.client(source_id, None) as client:
            return client.keep_file(name, data)

    def client(
        self,
        source_id: str,
        url: str | None,
        credentials: Credentials | None = None,
        lane: tuple[Archive, Clock] | None = None,
    ) -> Client:
        """A client of this run that may go to one address; to none, it only keeps. `lane`: what it keeps in, and goes by."""
        archive, clock = lane or (self.folder.raw, self.clock)
        return Client(
            self.settings.fetch,
            archive,
            clock,
            self.run_id,
            source_id,
            politeness=self.politeness,
            url=url,
            credentials=credentials or NO_CREDENTIALS,
        )

    def go(self, steps: Iterable[Step], engine: Engine) -> RunResult:
        """Run steps under an engine, then note the run in the lake and in the log."""
        note(LogEvent.RUN_BEGUN, run=self.run_id, data=self.folder.address)
        engine(self.command, [replace(step, run=self._timed(step)) for step in steps])
        try:
            self.append("runs", [self._row()])
        except StorageError as error:
            if self.result.release is None:
                raise
            self.result.problems.append(
                error.told
            )  # what is published is published: the note of it is lacking
        release = self.result.release
        note(
            LogEvent.RUN_ENDED,
            run=self.run_id,
            status=self.result.exit_status,
            release=release.release_id if release else None,
            new_questions=len(self.result.new_reviews),
            **self.result.counts,
        )
        return self.result

    def _timed(self, step: Step) -> Callable[[], object]:
        def run() -> object:
            begun, counted = self.clock.now(), dict(self.result.counts)
            note(LogEvent.STEP_BEGUN, run=self.run_id, step=step.name)
            try:
                with self.folder.raw.gathering():
                    value = step.run()
            except BaseException as error:
                reason = f"{type(error).__name__}: {error}"
                note(LogEvent.STEP_FAILED, logging.ERROR, run=self.run_id, step=step.name, reason=reason)
                raise
            seconds = round((self.clock.now() - begun).total_seconds(), 3)
            self.result.durations[step.name] = seconds
            new = {
                name: count - counted.get(name, 0)
                for name, count in self.result.counts.items()
                if count != counted.get(name, 0)
            }
            note(LogEvent.STEP_ENDED, run=self.run_id, step=step.name, seconds=seconds, **new)
            return value

        return run

    def _row(self) -> Run:
        result = self.result
        dark = [
            f"{name}: {proof.reason or proof.outcome.value}"
            for name, proof in sorted(result.proofs.items())
            if proof.outcome is not Outcome.COMPLETE
        ]
        return Run(
            run_id=self.run_id,
            command=self.command,
            asked=json.dumps(self.asked, ensure_ascii=False, sort_keys=True, default=str),
            started_at=self.started_at,
            finished_at=self.clock.now(),
            counts=json.dumps(result.counts, sort_keys=True),
            durations=json.dumps(result.durations, sort_keys=True),
            release=result.release.release_id if result.release else None,
            complete=result.complete,
            reason="; ".join([*dark, *(one.text("vi") for one in result.problems)]) or None,
        )
