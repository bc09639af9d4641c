"""Step "crawl": a source's new and changed postings become receipts; so do files that are handed in."""

import logging
import shlex
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from niemyet.extractors.fetching.bounds import Bounds
from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.judging import request_key
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.crawling import receipt_print
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.boundary import contained
from niemyet.flows.logs import LogEvent, note
from niemyet.flows.received import documents_of, newest_receipts, sightings, taken_back
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Message, msg
from niemyet.model.records import (
    Archive,
    Clock,
    CrawlProof,
    Exchange,
    Gap,
    Part,
    Receipt,
    Unchanged,
    Window,
)
from niemyet.model.system_words import system_reason
from niemyet.model.words import FetchOutcome, Outcome, ReadFault
from niemyet.storage.codec import dump
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import CrawlRow, ReceiptRow
from niemyet.transforms.completeness import Overlap, emptied, held_against, overlap_with_last
from niemyet.transforms.language.dates import local_day

log = logging.getLogger("niemyet")

#: Late and backdated decisions appear deep in a list; a night looks this far back (PORTALS §5 no. 4).
OVERLAP_DAYS = 90
#: A decision signed long ago may be posted today; every so many days a night sweeps the whole list; chosen, not measured.
SWEEP_DAYS = 7
#: A file may be replaced under its old address; those of the window are fetched again once in so many days.
#: Chosen, not measured.
LOOK_AGAIN_DAYS = 14
#: A document's page that failed on so many days in a row is a known gap; chosen, not measured.
LASTING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a crawl begins with: a source, and what earlier runs have left of it. No other source of the run adds to that."""

    source: SourceSettings
    window: Window
    held: Mapping[str, Receipt]
    unchanged: Mapping[
        str, str
    ]  # key → fingerprint of what need not be asked for as long as the list shows it so
    answered: Mapping[str, Exchange]  # requests of this job that were answered before it was interrupted


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a source has shown; nothing of it is in the lake yet."""

    receipts: tuple[Receipt, ...]
    gaps: tuple[Gap, ...]
    seen: frozenset[str]
    proof: CrawlProof
    seconds: float


def crawl(run: RunContext, source: SourceSettings, window: Window, *, again: bool = False) -> CrawlProof:
    """Fetch what a source shows that is new or changed; record receipts and proof.

    `again`: fetch also what the list shows unchanged; a file may have other bytes under its old address.
    """
    job = prepared(run, source, window, again=again)

    def tell(count: int) -> None:
        run.progress(f"crawl {source.id}", count, None)

    return record(run, job, fetch(run, job, run.folder.raw, run.clock, tell))


def prepared(run: RunContext, source: SourceSettings, window: Window, *, again: bool = False) -> Crawl:
    """What a crawl of a source begins with. `again`: as of `crawl`."""
    held = _known(run, source.id)
    unchanged = {} if again else _not_asked_again(run, source, held, window)
    return Crawl(source, window, held, unchanged, _answered(run, source.id))


def fetch(
    run: RunContext, job: Crawl, archive: Archive, clock: Clock, tell: Callable[[int], None]
) -> Crawled:
    """Walk a source; every answer goes into the archive, nothing into the lake. Safe beside other sources of the run.

    `tell`: takes how many postings were had so far.
    """
    begun = clock.now()
    source = job.source
    receipts: list[Receipt] = []
    gaps: list[Gap] = []
    seen: set[str] = set()
    proof = CrawlProof(Outcome.DARK, 0, 0, None, "the crawl ended without a proof")
    if source.url is not None:  # what lies in a folder has no pages
        run.pages.warm()
    with contained(source.id) as fault, _client(run, job, archive, clock) as client:
        if source.url is not None and source.path is None:
            client.ask_rules(source.url)  # first: what walks the list is imported in the pause that follows
        for event in portal_for(source, run.pages).crawl(client, job.window, job.unchanged):
            match event:
                case Unchanged():
                    seen.add(event.key)
                case Receipt():
                    seen.add(event.key)
                    receipts.append(replace(event, received_at=run.started_at))
                    tell(len(receipts))
                case Gap():
                    gaps.append(event)
                    log.info("%s: gap at %s: %s", source.id, event.url, event.reason)
                case CrawlProof():
                    proof = event
    if fault.reason is not None:
        # What was had before stays had; the list cannot be called whole, and what it lacks says nothing.
        gaps.append(Gap(source.url or source.path or source.id, fault.reason))
        proof = CrawlProof(Outcome.INCOMPLETE if seen else Outcome.DARK, 0, len(seen), None, fault.reason)
    seconds = (clock.now() - begun).total_seconds()
    return Crawled(tuple(receipts), tuple(gaps), frozenset(seen), proof, seconds)


def record(run: RunContext, job: Crawl, found: Crawled) -> CrawlProof:
    """Note in the lake what a source has shown, and what that proves."""
    source_id = job.source.id
    proof = _without_known_gaps(run, source_id, found.proof, found.gaps)
    news = [each for each in found.receipts if _is_news(each, job.held.get(each.key))]
    run.result.news[source_id] = len(news)
    _record_receipts(run, news)
    if job.source.kind == "inbox":
        run.result.problems += _not_counted(run, job, found)
    accepted = run.accepted_counts.get(source_id)
    # What people have filed away is not withdrawn: of a folder no list is kept that a later one would have to show again.
    is_list = job.source.kind != "inbox"
    if is_list:
        overlap = overlap_with_last(found.seen, job.window, sightings(run.folder.lake).get(source_id, []))
    else:
        overlap = emptied(proof.rows, _rows_of_last_whole(run, source_id))
    proof = held_against(proof, overlap, source_id=source_id, accepted=accepted)
    record_proof(
        run,
        source_id,
        job.window,
        proof,
        found.gaps,
        seen=found.seen if is_list else None,
        overlap=overlap,
        accepted=accepted,
        asked={each.key for each in found.receipts},
        seconds=round(found.seconds, 3),
    )
    return proof


#: Files of an inbox that do not count and are named one by one; of more the first stands for all. Chosen, not measured.
_NAMED = 3


def _not_counted(run: RunContext, job: Crawl, found: Crawled) -> list[Message]:
    """Files that lie in an inbox and were taken back: who put them there means them to count."""
    gone = taken_back(run.folder.lake)
    held = {**job.held, **{each.key: each for each in found.receipts}}
    folder = Path(job.source.path or "")
    left = [
        (part.url, shlex.quote(str(folder / part.url)), gone[part.sha256])
        for key in sorted(found.seen & held.keys())
        for part in documents_of(held[key])
        if part.sha256 in gone
    ]
    if len(left) > _NAMED:
        return [
            msg(
                "{count} files in {folder} were taken back and do not count ({file}, …). Those that should count again: `niemyet "
                "ingest {path} …`; take the others out of the folder.",
                count=len(left),
                folder=folder,
                file=left[0][0],
                path=left[0][1],
            )
        ]
    return [
        msg(
            "{file} was taken back on {day} by {by} and does not count. If it should count again: `niemyet ingest {path}`; "
            "else take it out of the folder.",
            file=file,
            day=local_day(row.said_at),
            by=row.said_by or msg("somebody unnamed"),
            path=path,
        )
        for file, path, row in left
    ]


def _rows_of_last_whole(run: RunContext, source_id: str) -> int | None:
    rows = [
        (row.crawled_at, row.rows)
        for row in run.folder.lake.read("crawls", CrawlRow)
        if row.source_id == source_id and row.outcome is Outcome.COMPLETE
    ]
    return max(rows)[1] if rows else None


def nightly_window(run: RunContext, source_id: str, *, full: bool = False) -> Window:
    """Which signing dates a night looks at: everything, or what reaches behind the last complete crawl."""
    whole = [
        row
        for row in run.folder.lake.read("crawls", CrawlRow)
        if row.source_id == source_id and row.outcome is Outcome.COMPLETE and row.until is None
    ]
    swept = [local_day(row.crawled_at) for row in whole if row.since is None]
    if full or not swept or (run.today - max(swept)).days >= SWEEP_DAYS or _has_freed(run, source_id):
        return Window(full=True)
    since = max(local_day(row.crawled_at) for row in whole) - timedelta(days=OVERLAP_DAYS)
    return Window(since=since, unknown_too=True)


def _has_freed(run: RunContext, source_id: str) -> bool:
    """Whether files that the configuration refused may be had now: then the whole list is asked for, the same night."""
    source = run.settings.source(source_id)
    return bool(_freed(source, _known(run, source_id)))


def _freed(source: SourceSettings, held: Mapping[str, Receipt]) -> frozenset[str]:
    """Keys of postings with a file that was refused and is allowed now."""
    bounds = Bounds(source.url, source.allowed_hosts, source.fetch.allow_private)
    hosts: dict[tuple[str, str], bool] = {}

    def is_allowed(url: str) -> bool:
        place = urlsplit(url)[:2]
        if place not in hosts:
            hosts[place] = bounds.refuse(url) is None
        return hosts[place]

    return frozenset(
        key
        for key, receipt in held.items()
        if any(part.refused and is_allowed(part.url) for part in receipt.lost)
    )


def take_in(run: RunContext, files: Sequence[Path], *, source_id: str, received_at: datetime) -> None:
    """Record decisions that came as files.

    The same bytes under the same name are one receipt, unless they are now said to have come earlier.
    """
    known = _known(run, source_id)
    receipts = [_file_receipt(run, path, source_id, received_at) for path in files]
    news = [
        each for each in receipts if each.key not in known or known[each.key].received_at > each.received_at
    ]
    _record_receipts(run, news)


def read_file(path: Path) -> bytes:
    """The bytes of a file that a person named.

    Raises:
        DocumentError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            msg(
                "cannot read {path}: {strerror}. Check the path and try again.",
                path=path,
                strerror=system_reason(error),
            ),
        ) from error


def record_proof(
    run: RunContext,
    source_id: str,
    window: Window,
    proof: CrawlProof,
    gaps: Sequence[Gap] = (),
    *,
    seen: AbstractSet[str] | None = None,
    overlap: Overlap | None = None,
    accepted: str | None = None,
    asked: AbstractSet[str] | None = None,
    seconds: float | None = None,
) -> None:
    """Note in the lake what a crawl, or a look at a listing, has proven. `seconds`: what it took, for the log."""
    row = CrawlRow(
        run_id=run.run_id,
        source_id=source_id,
        crawled_at=run.started_at,
        since=window.since,
        until=window.until,
        outcome=proof.outcome,
        pages=proof.pages,
        rows=proof.rows,
        declared_total=proof.declared_total,
        gaps=tuple(f"{gap.url}: {gap.reason}" for gap in gaps),
        reason=proof.reason,
        seen=tuple(sorted(seen)) if seen is not None else None,
        seen_again=overlap.seen_again if overlap else None,
        expected=overlap.expected if overlap else None,
        accepted=accepted if overlap is not None and not overlap.is_enough else None,
        asked=tuple(sorted(asked)) if asked is not None else None,
        recent=_recent(run.today, window, proof) if seen is not None else None,
    )
    run.append("crawls", [row])
    note(
        LogEvent.SOURCE_READ,
        logging.INFO if proof.outcome is Outcome.COMPLETE else logging.WARNING,
        run=run.run_id,
        source=source_id,
        outcome=proof.outcome.value,
        pages=proof.pages,
        rows=proof.rows,
        gaps=len(gaps),
        seconds=seconds,
        reason=proof.reason,
    )
    run.result.proofs[source_id] = proof
    run.result.count("gaps", len(gaps))


def _recent(today: date, window: Window, proof: CrawlProof) -> tuple[str, ...] | None:
    """What the window of a night would have shown of a whole list; None where it is none or states no days."""
    if window.since is not None or window.until is not None or not proof.days:
        return None
    since = today - timedelta(days=OVERLAP_DAYS)
    return tuple(sorted(key for key, day in proof.days if Window(since=since).holds(day)))


def _client(run: RunContext, job: Crawl, archive: Archive, clock: Clock) -> Client:
    return Client.of(job.source, archive, clock, run.run_id, politeness=run.politeness, replay=job.answered)


def _answered(run: RunContext, source_id: str) -> dict[str, Exchange]:
    """Requests that an interrupted run of the same job has already had answered."""
    return {
        request_key(exchange.method, exchange.url, exchange.request_body): replace(
            exchange, body=run.folder.raw.get(stored.sha256)
        )
        for stored in run.folder.raw.exchanges(run.run_id)
        if (exchange := stored.exchange).source_id == source_id and exchange.outcome is FetchOutcome.OK
    }


def _not_asked_again(
    run: RunContext, source: SourceSettings, held: Mapping[str, Receipt], window: Window
) -> dict[str, str]:
    """Key → fingerprint of what need not be fetched again, as the list still shows it.

    A sweep asks again for files that could not be had, and for placeholders and error pages that came in their place;
    a night's window asks again for each of its documents once in `LOOK_AGAIN_DAYS`, counted from when it was last asked
    for: a file may be replaced under its old address (PORTALS §5 nos. 16 to 18). Files that the configuration refused and
    allows now are asked for by either.
    """
    freed = _freed(source, held)
    unread = _unread(run.folder.lake) if window.full else frozenset()
    last = _last_asked(run, source.id, held)

    def is_asked_again(key: str, receipt: Receipt) -> bool:
        if key in freed:
            return True
        if window.full:
            return bool(receipt.lost) or any(part.sha256 in unread for part in documents_of(receipt))
        # Spread over the second week, so that what was first read on one night does not come due on one.
        due = LOOK_AGAIN_DAYS - crc32(key.encode()) % (LOOK_AGAIN_DAYS // 2)
        return window.until is None and (run.today - last[key]).days >= due

    return {key: receipt.fingerprint for key, receipt in held.items() if not is_asked_again(key, receipt)}


def _last_asked(run: RunContext, source_id: str, held: Mapping[str, Receipt]) -> dict[str, date]:
    """The local day on which each document was last asked for."""
    last = {key: local_day(receipt.received_at) for key, receipt in held.items()}
    for row in run.folder.lake.read("crawls", CrawlRow):
        if row.source_id == source_id and row.run_id != run.run_id:
            day = local_day(row.crawled_at)
            for key in row.asked or ():
                if key in last:
                    last[key] = max(last[key], day)
    return last


def _without_known_gaps(
    run: RunContext, source_id: str, proof: CrawlProof, gaps: Sequence[Gap]
) -> CrawlProof:
    """A list is whole although single documents of it cannot be read for good: those are known, and asked about once.

    Members-only pages would keep a source incomplete for ever. Only what failed on each of the last crawls of other days
    counts, only pages of single documents, and only few of them.
    """
    if proof.outcome is not Outcome.INCOMPLETE or proof.doubts == 0:
        return proof
    before = _last_crawls(run, source_id)
    if len(before) < LASTING_DAYS:
        return proof
    lasting = [
        gap
        for gap in gaps
        if gap.of_document and all(any(one.startswith(f"{gap.url}: ") for one in row.gaps) for row in before)
    ]
    if len({gap.reason for gap in lasting}) < proof.doubts or len(lasting) > max(3, proof.rows // 20):
        return proof
    reason = msg(
        "{count} documents' pages have not been readable for long: {url}",
        count=len(lasting),
        url=lasting[0].url,
    )
    return replace(proof, outcome=Outcome.COMPLETE, reason=reason.text("vi"), doubts=0)


def _last_crawls(run: RunContext, source_id: str) -> list[CrawlRow]:
    """The newest crawl of each of the last days before today on which the source was read."""
    by_day: dict[date, CrawlRow] = {}
    for row in run.folder.lake.read("crawls", CrawlRow):
        day = local_day(row.crawled_at)
        if (
            row.source_id == source_id
            and day < run.today
            and row.outcome is not Outcome.DARK
            and row.until is None
        ):
            by_day[day] = row
    return [by_day[day] for day in sorted(by_day)[-LASTING_DAYS:]]


def _unread(lake: Lake) -> frozenset[str]:
    """Documents that were none by their newest reading: a placeholder, an error page in their place."""
    newest = lake.newest_outcomes()
    return frozenset(one for one, row in newest.items() if row.known_fault is ReadFault.NOT_YET_THERE)


def _known(run: RunContext, source_id: str) -> dict[str, Receipt]:
    """Key → newest receipt of a source, as other runs recorded them."""
    return newest_receipts(run.folder.lake, source_id, but=run.run_id)


def _is_news(receipt: Receipt, held: Receipt | None) -> bool:
    """Whether a receipt says more than the one held: another record in the list, or other documents.

    Pages do not count: they differ on each load.
    """
    if held is None:
        return True
    if _refused(receipt) != _refused(held) and _brings_as_much(receipt, held):
        return True  # the configuration has changed: what is lost is lost for another reason
    if receipt.fingerprint == receipt_print(held.fingerprint, passing=True):
        return False  # the same record in the list, asked for again, and less was had: what is held stays
    if held.fingerprint != receipt.fingerprint:
        return True
    return {part.sha256 for part in documents_of(receipt)} != {part.sha256 for part in documents_of(held)}


def _refused(receipt: Receipt) -> set[str]:
    return {part.url for part in receipt.lost if part.refused}


def _brings_as_much(receipt: Receipt, held: Receipt) -> bool:
    brought, had = ({part.sha256 for part in documents_of(one)} for one in (receipt, held))
    roles = {part.role for part in receipt.parts}
    return brought >= had and ("detail" in roles or "detail" not in {part.role for part in held.parts})


def _record_receipts(run: RunContext, receipts: Sequence[Receipt]) -> None:
    rows = [
        ReceiptRow(run.run_id, each.source_id, each.key, each.received_at, dump(each)) for each in receipts
    ]
    run.append("receipts", rows)
    run.result.count("receipts", len(rows))
    run.result.count("lost_files", sum(len(receipt.lost) for receipt in receipts))


def _file_receipt(run: RunContext, path: Path, source_id: str, received_at: datetime) -> Receipt:
    """A receipt for a file that was handed in; its bytes go into raw/ first."""
    digest = run.keep_file(source_id, path.name, read_file(path))
    part = Part(role="file", url=path.name, sha256=digest, filename=path.name)
    return Receipt(source_id, "inbox", f"{path.name}#{digest[:12]}", path.name, received_at, digest, (part,))
