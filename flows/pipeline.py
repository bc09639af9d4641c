"""The road on one screen: portal → raw → records → consolidated state → work → release.

    crawl      each source: what is new or changed, every answer into raw/ first
    observe    each unit's listing
    read       stored pages and documents → postings and readings (once per content)
    publish    everything known → consolidated tables → a release, `latest` moved

Plain Python with explicit inputs; an orchestrator may wrap the steps, it is never needed.
Each step can be repeated: what is already there is not done again.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from extractors import READER_VERSION
from extractors.client import Client, Politeness, request_key
from extractors.decisions import read_decision
from extractors.documents import read_document
from extractors.listings import read_listing
from extractors.portals import portal_for
from extractors.settings import SourceSettings
from flows.config import ListingSource, Settings
from flows.prefect_engine import Step
from model.errors import DocumentError, NiemyetError, SourceError
from model.records import (
    Clock,
    Confirmation,
    CrawlProof,
    Exchange,
    Gap,
    ListingRow,
    Part,
    Posting,
    Reading,
    Receipt,
    Received,
    Resolution,
    Window,
)
from model.tables import TABLES, Fetch, Run
from model.words import FetchOutcome, Outcome
from storage.codec import dump, load
from storage.folder import DataFolder
from storage.lake import (
    ConfirmationRow,
    CrawlRow,
    ObservationRow,
    ObservedRow,
    PostingRow,
    ReadingRow,
    ReceiptRow,
    ResolutionRow,
)
from storage.releases import ABOUT_RUNS, Release
from transforms.consolidate import Facts, State, consolidate
from transforms.dates import local_day

log = logging.getLogger("niemyet")

Progress = Callable[[str, int, int | None], None]
"""Told (step, done, of how many) as a run goes on."""


def _silent(step: str, done: int, total: int | None) -> None:
    pass


@dataclass(slots=True)
class RunResult:
    """What a run did, and what a person must know of it."""

    run_id: str
    release: Release | None = None
    proofs: dict[str, CrawlProof] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    durations: dict[str, float] = field(default_factory=dict)
    new_reviews: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)

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


class Night:
    """A run in progress: its settings, its data folder, its clock and its notes."""

    def __init__(
        self,
        settings: Settings,
        folder: DataFolder,
        clock: Clock,
        *,
        command: str,
        asked: Mapping[str, object],
        run_id: str | None = None,
        progress: Progress = _silent,
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.clock = clock
        self.command = command
        self.asked = dict(asked)
        self.run_id = run_id or f"{clock.now():%Y%m%dT%H%M%S%f}Z-{command}"
        self.started_at = datetime.strptime(self.run_id.split("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
        self.progress = progress
        self.result = RunResult(self.run_id)
        self._politeness = Politeness(clock)

    @property
    def today(self) -> date:
        """The local day of the run."""
        return local_day(self.started_at)

    # ---- crawl ---------------------------------------------------------------------------------------

    def crawl(self, source: SourceSettings, window: Window, *, again: bool = False) -> CrawlProof:
        """Fetch what a source shows that is new or changed; record receipts and proof."""
        portal = portal_for(source)
        known = {} if again else self._known(source.id)
        client = self._client(source)
        receipts: list[Receipt] = []
        gaps: list[Gap] = []
        proof = CrawlProof(Outcome.DARK, 0, 0, None, "the crawl ended without a proof")
        for event in portal.crawl(client, window, known):
            match event:
                case Receipt():
                    receipts.append(replace(event, received_at=self.started_at))
                    self.progress(f"crawl {source.id}", len(receipts), None)
                case Gap():
                    gaps.append(event)
                    log.info("%s: gap at %s: %s", source.id, event.url, event.reason)
                case CrawlProof():
                    proof = event
        fresh = [receipt for receipt in receipts if again or known.get(receipt.key) != receipt.fingerprint]
        self._record_receipts(fresh)
        self._record_crawl(source.id, window, proof, gaps)
        return proof

    def _client(self, source: SourceSettings) -> Client:
        return Client.of(
            source,
            self.folder.raw,
            self.clock,
            self.run_id,
            politeness=self._politeness,
            replay=self._answered(source.id),
        )

    def _answered(self, source_id: str) -> dict[str, Exchange]:
        """Requests that an interrupted run of the same job has already had answered."""
        return {
            request_key(exchange.method, exchange.url, exchange.request_body): replace(
                exchange, body=self.folder.raw.get(stored.sha256)
            )
            for stored in self.folder.raw.exchanges(self.run_id)
            if (exchange := stored.exchange).source_id == source_id and exchange.outcome is FetchOutcome.OK
        }

    def _known(self, source_id: str) -> dict[str, str]:
        """Key → fingerprint of the newest receipt of a source, as other runs recorded them."""
        rows = self.folder.lake.read("receipts", ReceiptRow)
        return {
            row.key: load(Receipt, row.receipt).fingerprint
            for row in rows
            if row.source_id == source_id and row.run_id != self.run_id
        }

    def _record_receipts(self, receipts: Sequence[Receipt]) -> None:
        rows = [
            ReceiptRow(self.run_id, each.source_id, each.key, each.received_at, dump(each))
            for each in receipts
        ]
        self.folder.lake.append("receipts", self.run_id, rows)
        self.result.count("receipts", len(rows))
        self.result.count("lost_files", sum(len(receipt.lost) for receipt in receipts))

    def _record_crawl(self, source_id: str, window: Window, proof: CrawlProof, gaps: Sequence[Gap]) -> None:
        row = CrawlRow(
            self.run_id,
            source_id,
            self.started_at,
            window.since,
            window.until,
            proof.outcome,
            proof.pages,
            proof.rows,
            proof.declared_total,
            tuple(f"{gap.url}: {gap.reason}" for gap in gaps),
            proof.reason,
        )
        self.folder.lake.append("crawls", self.run_id, [row])
        self.result.proofs[source_id] = proof
        self.result.count("gaps", len(gaps))

    # ---- files handed in -----------------------------------------------------------------------------

    def take_in(self, files: Sequence[Path], *, source_id: str, received_at: datetime) -> None:
        """Record decisions that came as files; the same bytes twice are one receipt."""
        known = self._known(source_id)
        receipts = []
        for path in files:
            receipt = portal_file_receipt(self, path, source_id, received_at)
            if known.get(receipt.key) != receipt.fingerprint:
                receipts.append(receipt)
        self._record_receipts(receipts)

    # ---- observe -------------------------------------------------------------------------------------

    def observe_all(self) -> None:
        """Look at every configured listing; one that cannot be read is dark, never empty."""
        for number, listing in enumerate(self.settings.listings, start=1):
            if not self._unit_is_alive(listing.unit_id):
                continue
            self.progress("observe", number, len(self.settings.listings))
            try:
                self.observe(listing, self.today)
            except (SourceError, DocumentError) as error:
                self._dark_listing(listing, error)

    def observe(self, listing: ListingSource, on: date) -> int:
        """Record what a unit has posted; give the number of rows.

        Raises:
            SourceError: the page could not be had.
            DocumentError: it shows no listing.
        """
        data, digest, url = self._listing_bytes(listing)
        read = read_listing(data, url.rsplit("/", 1)[-1])
        # A list that itself says which of its rows do not hang (taken down, not yet due) is taken at its word.
        rows = [row for row in read if "stated_not_posted" not in row.flags]
        self.result.count("stated_not_posted", len(read) - len(rows))
        content = sha256(json.dumps([dump(row) for row in rows]).encode()).hexdigest()
        if not any(known.content == content for known in self.folder.lake.read("observed_rows", ObservedRow)):
            self.folder.lake.append("observed_rows", self.run_id, [_observed(content, row) for row in rows])
        look = ObservationRow(
            self.run_id, listing.unit_id, listing.channel, on, self.started_at, url, digest, content
        )
        if not self._seen(look):
            self.folder.lake.append("observations", self.run_id, [look])
        self.result.count("observed_rows", len(rows))
        return len(rows)

    def _listing_bytes(self, listing: ListingSource) -> tuple[bytes, str, str]:
        if listing.path is not None:
            data = read_file(listing.path)
            return data, self.keep_file(f"unit:{listing.unit_id}", listing.path, data), str(listing.path)
        assert listing.url is not None, "the configuration gives an url or a path"
        client = Client(
            self.settings.fetch,
            self.folder.raw,
            self.clock,
            run_id=self.run_id,
            source_id=f"unit:{listing.unit_id}",
            politeness=self._politeness,
            url=listing.url,
        )
        response = client.get(listing.url, expect="any")
        return response.body, response.sha256, listing.url

    def keep_file(self, source_id: str, path: Path, data: bytes) -> str:
        """A file that was handed in goes into raw/ with its provenance, like an answer."""
        return self.folder.raw.keep(
            Exchange(
                run_id=self.run_id,
                source_id=source_id,
                method="FILE",
                url=path.name,
                request_body=None,
                requested_at=self.clock.now(),
                final_url=path.name,
                status=None,
                headers=(),
                body=data,
                elapsed_ms=0,
                outcome=FetchOutcome.OK,
            )
        )

    def _seen(self, look: ObservationRow) -> bool:
        same = (look.unit_id, look.channel, look.observed_on, look.content)
        return any(
            (row.unit_id, row.channel, row.observed_on, row.content) == same
            for row in self.folder.lake.read("observations", ObservationRow)
        )

    def _unit_is_alive(self, unit_id: str) -> bool:
        return any(
            unit.unit_id == unit_id and (unit.valid_until is None or self.today < unit.valid_until)
            for unit in self.settings.units
        )

    def _dark_listing(self, listing: ListingSource, error: NiemyetError) -> None:
        source_id = f"unit:{listing.unit_id}"
        log.info("%s (%s): %s", source_id, listing.channel.value, error)
        proof = CrawlProof(Outcome.DARK, 0, 0, None, str(error))
        self._record_crawl(source_id, Window(full=True), proof, ())

    # ---- read ----------------------------------------------------------------------------------------

    def read_new(self, *, again: bool = False, since: date | None = None) -> None:
        """Read stored pages and documents that this version of the readers has not read yet."""
        receipts = self._receipts()
        self._read_postings(receipts, again=again, since=since)
        self._read_documents(receipts, again=again, since=since)

    def _receipts(self) -> list[ReceiptRow]:
        return self.folder.lake.read("receipts", ReceiptRow)

    def _read_postings(self, receipts: Sequence[ReceiptRow], *, again: bool, since: date | None) -> None:
        done = {row.receipt_id: row for row in self.folder.lake.read("postings", PostingRow)}
        rows = []
        for row in receipts:
            receipt_id = sha256(row.receipt.encode()).hexdigest()
            before = done.get(receipt_id)
            if not self._to_read(
                before.reader if before else None, row.received_at, again=again, since=since
            ):
                continue
            read = self._read_posting(receipt_id, load(Receipt, row.receipt))
            if before is None or _said(before) != _said(read):
                rows.append(read)
                done[receipt_id] = read
        self.folder.lake.append("postings", self.run_id, rows)
        self.result.count("postings_read", len(rows))

    def _read_posting(self, receipt_id: str, receipt: Receipt) -> PostingRow:
        try:
            posting = read_receipt(self.settings, receipt, self.folder.raw.get)
        except (SourceError, DocumentError) as error:
            log.warning("%s: %s", receipt.url, error)
            return PostingRow(self.run_id, receipt_id, READER_VERSION, None, str(error))
        return PostingRow(self.run_id, receipt_id, READER_VERSION, dump(posting), None)

    def _read_documents(self, receipts: Sequence[ReceiptRow], *, again: bool, since: date | None) -> None:
        done = {row.sha256: row for row in self.folder.lake.read("readings", ReadingRow)}
        wanted = dict(_documents(receipts))
        rows = []
        for number, (digest, (name, received_at)) in enumerate(sorted(wanted.items()), start=1):
            before = done.get(digest)
            if not self._to_read(before.reader if before else None, received_at, again=again, since=since):
                continue
            read = self._read_document(digest, name)
            self.progress("read", number, len(wanted))
            if before is None or _said(before) != _said(read):
                rows.append(read)
        self.folder.lake.append("readings", self.run_id, rows)
        self.result.count("documents_read", len(rows))

    def _read_document(self, digest: str, name: str | None) -> ReadingRow:
        try:
            reading = read_decision(read_document(self.folder.raw.get(digest), name))
        except DocumentError as error:
            log.info("%s (%s): %s", name, digest[:12], error)
            return ReadingRow(self.run_id, digest, READER_VERSION, None, str(error))
        return ReadingRow(self.run_id, digest, READER_VERSION, dump(reading), None)

    @staticmethod
    def _to_read(reader: str | None, received_at: datetime, *, again: bool, since: date | None) -> bool:
        if again:
            return since is None or local_day(received_at) >= since
        return reader != READER_VERSION

    # ---- publish -------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Everything known, from the lake."""
        return gather(self.folder, self.settings)

    def publish(self) -> Release | None:
        """Consolidate everything known and publish a release; None when it would say nothing new."""
        self._record_fetches()
        state = consolidate(
            self.facts(),
            province=self.settings.province,
            policy=self.settings.policy,
            as_of=self.today,
            knowledge=self.started_at,
        )
        self.result.new_reviews = self._new_reviews(state)
        self.result.release = self.folder.releases.publish(
            self._tables(state),
            as_of=self.today,
            knowledge=self.started_at,
            about={"province": self.settings.province.province_id, "reader": READER_VERSION},
        )
        return self.result.release

    def _tables(self, state: State) -> dict[str, Sequence[object]]:
        tables: dict[str, Sequence[object]] = {name: getattr(state, name) for name in state_tables()}
        tables["fetches"] = self.folder.lake.read("fetches", Fetch)
        tables["runs"] = self.folder.lake.read("runs", Run)
        return tables

    def _record_fetches(self) -> None:
        """Requests of this run, and of runs that were killed before they could note theirs."""
        noted = Counter(row.run_id for row in self.folder.lake.read("fetches", Fetch))
        for run_id in self.folder.raw.run_ids():
            self.folder.lake.append("fetches", run_id, self.folder.raw.fetches(run_id)[noted[run_id] :])

    def _new_reviews(self, state: State) -> tuple[str, ...]:
        previous = self.folder.releases.latest()
        before = set(previous.table("reviews", ["review_id"]).column(0).to_pylist()) if previous else set()
        return tuple(
            row.review_id for row in state.reviews if row.state == "open" and row.review_id not in before
        )

    # ---- the run itself ------------------------------------------------------------------------------

    def go(self, steps: Iterable[Step], engine: Callable[[str, Sequence[Step]], None]) -> RunResult:
        """Run steps under an engine, then note the run in the lake."""
        engine(self.command, [Step(step.name, self._timed(step)) for step in steps])
        self._note()
        return self.result

    def _timed(self, step: Step) -> Callable[[], object]:
        def run() -> object:
            begun = self.clock.now()
            value = step.run()
            self.result.durations[step.name] = round((self.clock.now() - begun).total_seconds(), 3)
            return value

        return run

    def _note(self) -> None:
        result = self.result
        dark = [
            f"{name}: {proof.reason or proof.outcome.value}"
            for name, proof in sorted(result.proofs.items())
            if proof.outcome is not Outcome.COMPLETE
        ]
        row = Run(
            run_id=self.run_id,
            command=self.command,
            asked=json.dumps(self.asked, ensure_ascii=False, sort_keys=True, default=str),
            started_at=self.started_at,
            finished_at=self.clock.now(),
            counts=json.dumps(result.counts, sort_keys=True),
            durations=json.dumps(result.durations, sort_keys=True),
            release=result.release.release_id if result.release else None,
            complete=result.complete,
            reason="; ".join([*dark, *result.problems]) or None,
        )
        self.folder.lake.append("runs", self.run_id, [row])


def state_tables() -> tuple[str, ...]:
    """Tables of a release that consolidation computes."""
    return tuple(name for name in TABLES if name not in ABOUT_RUNS)


def read_receipt(settings: Settings, receipt: Receipt, read_raw: Callable[[str], bytes]) -> Posting:
    """What a receipt says, read by the family it came from."""
    from extractors.portals.registry import KINDS

    known = {source.id: source for source in settings.sources}
    source = known.get(receipt.source_id)
    if source is None or source.kind != receipt.kind:
        source = SourceSettings(
            id=receipt.source_id, kind=receipt.kind, url=receipt.url, fetch=settings.fetch
        )
    return KINDS[receipt.kind](source).read(receipt, read_raw)


def gather(folder: DataFolder, settings: Settings) -> Facts:
    """The facts of a data folder, as consolidation takes them."""
    lake = folder.lake
    return Facts(
        postings=tuple(_postings(folder)),
        received=tuple(_received(folder)),
        listings=tuple(lake.listings()),
        confirmations=tuple(
            Confirmation(row.update_id, row.done_on, row.done_by, row.said_at)
            for row in lake.read("confirmations", ConfirmationRow)
        ),
        resolutions=tuple(
            Resolution(row.review_id, row.resolution, row.resolved_by, row.resolved_at)
            for row in lake.read("resolutions", ResolutionRow)
        ),
        units=settings.units,
        successions=settings.successions,
    )


def portal_file_receipt(night: Night, path: Path, source_id: str, received_at: datetime) -> Receipt:
    """A receipt for a file that was handed in; its bytes go into raw/ first."""
    data = read_file(path)
    digest = night.keep_file(source_id, path, data)
    part = Part(role="file", url=path.name, sha256=digest, filename=path.name)
    return Receipt(source_id, "inbox", f"{path.name}#{digest[:12]}", path.name, received_at, digest, (part,))


def read_file(path: Path) -> bytes:
    """The bytes of a file that a person named.

    Raises:
        DocumentError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"cannot read {path}: {error.strerror}. Check the path and try again.",
            vi=f"không đọc được {path}: {error.strerror}. Hãy kiểm tra lại đường dẫn.",
        ) from error


def _said(row: PostingRow | ReadingRow) -> tuple[str, str | None, str | None]:
    said = row.posting if isinstance(row, PostingRow) else row.reading
    return row.reader, said, row.error


def _observed(content: str, row: ListingRow) -> ObservedRow:
    return ObservedRow(
        content, row.row_no, row.code, row.code_text, row.name, row.decision_text, row.posted_on
    )


def _documents(receipts: Sequence[ReceiptRow]) -> Iterable[tuple[str, tuple[str | None, datetime]]]:
    """Each document of the receipts once: hash → name and first receipt."""
    found: dict[str, tuple[str | None, datetime]] = {}
    for row in receipts:
        for part in load(Receipt, row.receipt).parts:
            if part.role in {"attachment", "file"} and part.sha256 not in found:
                found[part.sha256] = (part.filename, row.received_at)
    return found.items()


def _newest(rows: Sequence[ReceiptRow]) -> list[tuple[Receipt, str, datetime]]:
    """Per posting its newest receipt, that receipt's id, and when the posting was first received."""
    newest: dict[tuple[str, str], ReceiptRow] = {}
    first: dict[tuple[str, str], datetime] = {}
    for row in rows:
        key = (row.source_id, row.key)
        newest[key] = row
        first[key] = min(first.get(key, row.received_at), row.received_at)
    return [
        (load(Receipt, row.receipt), sha256(row.receipt.encode()).hexdigest(), first[key])
        for key, row in sorted(newest.items())
    ]


def _postings(folder: DataFolder) -> Iterable[Posting]:
    read = {row.receipt_id: row for row in folder.lake.read("postings", PostingRow)}
    for receipt, receipt_id, first in _newest(folder.lake.read("receipts", ReceiptRow)):
        row = read.get(receipt_id)
        if row is not None and row.posting is not None and receipt.kind != "inbox":
            yield replace(load(Posting, row.posting), received_at=first)


def _received(folder: DataFolder) -> Iterable[Received]:
    rows = folder.lake.read("receipts", ReceiptRow)
    first = {(row.source_id, digest): at for row in reversed(rows) for digest, at in _dated(row)}
    readings = {row.sha256: row for row in folder.lake.read("readings", ReadingRow)}
    for receipt, _, _ in _newest(rows):
        for part in receipt.parts:
            if part.role not in {"attachment", "file"}:
                continue
            row = readings.get(part.sha256)
            yield Received(
                sha256=part.sha256,
                source_id=receipt.source_id,
                url=part.url,
                received_at=first[receipt.source_id, part.sha256],
                reading=load(Reading, row.reading) if row is not None and row.reading is not None else None,
                error=row.error if row is not None else None,
                posting_key=receipt.key if receipt.kind != "inbox" else None,
            )


def _dated(row: ReceiptRow) -> Iterable[tuple[str, datetime]]:
    return ((part.sha256, row.received_at) for part in load(Receipt, row.receipt).parts)
