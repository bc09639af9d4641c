"""Step "read": stored pages become postings, stored documents become readings, each content once."""

import logging
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from niemyet.extractors import is_current, portal_reader, reader_of
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.dvc2026 import Dvc2026Portal
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.boundary import contained
from niemyet.flows.config import Settings
from niemyet.flows.extraction import Extracted, Task, extract_all
from niemyet.flows.no_decision import no_decisions
from niemyet.flows.received import documents_of
from niemyet.flows.run_context import RunContext
from niemyet.model.messages import Message, msg
from niemyet.model.records import Province, Reading, Receipt
from niemyet.model.words import ReadFault
from niemyet.storage.codec import dump
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import CatalogueRow, HeldReceipt, MemberRow, PostingRow, ReadingRow
from niemyet.transforms.language.citations import issuer_id
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.units.country import provinces

log = logging.getLogger("niemyet")

_NOTED_AT_ONCE = 200  # readings that a killed run may lose; chosen, not measured


def read_new(run: RunContext, *, again: bool = False, since: date | None = None) -> None:
    """Read stored pages and documents that this version of the readers has not read yet.

    `again`: read also what was read; with `since`, only what was received on that day or later.
    """
    receipts = run.folder.lake.receipts()
    entries = [held for held in receipts if held.receipt.kind == Dvc2026Portal.kind]
    _read_postings(
        run, [held for held in receipts if held.receipt.kind != Dvc2026Portal.kind], again=again, since=since
    )
    _read_catalogue(run, entries, again=again, since=since)
    _read_documents(run, receipts, again=again, since=since)


def is_of_another_province(province: Province, reading: Reading) -> bool:
    """Whether another province issued a document; where it names none, that is asked."""
    issuer = issuer_id(reading.issuer_name) if reading.issuer_name else None
    return issuer in provinces() and issuer not in province.family


def of_another_province(run: RunContext, reading: Reading, label: str, file: str) -> Message | None:
    """That a province issued a document whose decisions hold nowhere here (RULINGS 16); of ministries nobody expects a board."""
    if not is_of_another_province(run.settings.province, reading):
        return None
    return msg(
        "{label}: issued by {issuer}, not by {province}: it changes no board here. If it was handed in by "
        "mistake: niemyet ingest --withdraw {file}",
        label=label,
        issuer=reading.issuer_name,
        province=run.settings.province.name,
        file=shlex.quote(file),
    )


def due_again(lake: Lake) -> int:
    """How many documents and postings were read by an earlier version of their readers: the next run reads them again."""
    readers = [row.reader for row in lake.newest_outcomes().values() if not _waits(row)]
    readers += [
        row.reader for row in {row.receipt_id: row for row in lake.read("postings", PostingRow)}.values()
    ]
    return sum(1 for reader in readers if not is_current(reader))


def _read_postings(
    run: RunContext, receipts: Sequence[HeldReceipt], *, again: bool, since: date | None
) -> None:
    done = {row.receipt_id: row for row in run.folder.lake.read("postings", PostingRow)}
    rows = []
    for held in receipts:
        key = held.receipt_id
        before = done.get(key)
        if not _is_to_read(before.reader if before else None, held.row.received_at, again=again, since=since):
            continue
        read = _posting(run, key, held.receipt)
        if before is None or _said(before) != _said(read):
            rows.append(read)
            done[key] = read
    run.append("postings", rows)
    run.result.count("postings_read", len(rows))


def _read_catalogue(
    run: RunContext, receipts: Sequence[HeldReceipt], *, again: bool, since: date | None
) -> None:
    """Entries of the national catalogue, each receipt once by each version of its reader."""
    done = (
        {row.receipt_id: row for row in run.folder.lake.read("catalogue", CatalogueRow)} if receipts else {}
    )
    rows = []
    for held in receipts:
        before = done.get(held.receipt_id)
        if not _is_to_read(before.reader if before else None, held.row.received_at, again=again, since=since):
            continue
        entry = None
        with contained(held.receipt.url) as fault:
            portal = Dvc2026Portal(_source_of(run.settings, held.receipt))
            portal.apart = run.pages
            entry = dump(portal.read_entry(held.receipt, run.folder.raw.get))
        row = CatalogueRow(run.run_id, held.receipt_id, portal_reader(), entry, fault.english)
        if before is None or (before.reader, before.entry, before.error) != (
            row.reader,
            row.entry,
            row.error,
        ):
            rows.append(row)
    run.append("catalogue", rows)
    run.result.count("catalogue_read", len(rows))


def _posting(run: RunContext, key: str, receipt: Receipt) -> PostingRow:
    posting = None
    with contained(receipt.url) as fault:
        posting = dump(
            portal_for(_source_of(run.settings, receipt), run.pages).read(receipt, run.folder.raw.get)
        )
    return PostingRow(run.run_id, key, portal_reader(), posting, fault.english)


def _source_of(settings: Settings, receipt: Receipt) -> SourceSettings:
    """The source as configured now, or what a receipt of a source that is no longer configured needs."""
    for source in settings.sources:
        if source.id == receipt.source_id and source.kind == receipt.kind:
            return source
    return SourceSettings(id=receipt.source_id, kind=receipt.kind, url=receipt.url, fetch=settings.fetch)


def _read_documents(
    run: RunContext, receipts: Sequence[HeldReceipt], *, again: bool, since: date | None
) -> None:
    """Read each content once; what comes out of an archive is read in a second round."""
    done = run.folder.lake.newest_outcomes()

    def is_wanted(digest: str, received_at: datetime) -> bool:
        before = done.get(digest)
        reader = before.reader if before and not _waits(before) else None  # what waits is tried by every run
        return _is_to_read(reader, received_at, again=again, since=since)

    stored = dict(_documents(receipts))
    tasks = [Task(digest, name) for digest, (name, day) in sorted(stored.items()) if is_wanted(digest, day)]
    _extract(run, tasks, _dropped(run, receipts, [(task.sha256, task.sha256) for task in tasks]))
    # From the lake: a run that was killed may have unpacked an archive and read nothing of it.
    inner: dict[str, Task] = {}
    archives: list[tuple[str, str]] = []
    for row in run.folder.lake.read("members", MemberRow):
        if not row.sha256 or row.sha256 in stored or row.archive not in stored:
            continue
        if is_wanted(row.sha256, stored[row.archive][1]):
            inner.setdefault(row.sha256, Task(row.sha256, row.path))
            archives.append((row.sha256, row.archive))
    _extract(run, [inner[digest] for digest in sorted(inner)], _dropped(run, receipts, archives))


def _dropped(
    run: RunContext, receipts: Sequence[HeldReceipt], lies_in: Sequence[tuple[str, str]]
) -> dict[str, Path]:
    """Of documents, each in itself or in an archive, those that lie in an inbox, and where; `ingest` says what it was given."""
    if not lies_in or run.command == "ingest":
        return {}
    folders = {one.id: Path(one.path) for one in run.settings.sources if one.path is not None}
    files = {file for _, file in lies_in}
    where = {
        part.sha256: folders[held.receipt.source_id] / part.url
        for held in receipts
        if held.receipt.source_id in folders
        for part in documents_of(held.receipt)
        if part.sha256 in files
    }
    found: dict[str, Path] = {}
    for digest, file in lies_in:
        if file in where:
            found.setdefault(digest, where[file])
    return found


def _extract(run: RunContext, tasks: Sequence[Task], dropped: Mapping[str, Path]) -> None:
    """Read documents and note what came of each; what is noted before the end survives a kill."""
    if not tasks:
        return
    wanted = {"sha256": [task.sha256 for task in tasks]}
    done = {row.sha256: row for row in run.folder.lake.where("readings", ReadingRow, wanted)}
    rows: list[ReadingRow] = []
    members: list[MemberRow] = []

    def note() -> None:
        run.append("members", members)
        run.append("readings", rows)
        rows.clear()
        members.clear()

    results = _results(run, tasks)
    for number, result in enumerate(results, start=1):
        run.progress("read", number, len(tasks))
        run.result.count("documents_read")
        digest = result.task.sha256
        if result.error:
            log.info("%s (%s): %s", result.task.name, digest[:12], result.error)
        if result.reading is not None and digest in dropped:
            lies = dropped[digest]
            foreign = of_another_province(run, result.reading, result.task.name or lies.name, str(lies))
            if foreign is not None:
                run.result.problems.append(foreign)
            if result.reading.issuer_name is None and not result.reading.has_articles and lies.is_file():
                run.result.problems += [
                    msg(
                        "{advice} Take it out of the folder and back: `niemyet ingest --withdraw {file}`.",
                        advice=advice,
                        file=shlex.quote(str(lies)),
                    )
                    for advice in no_decisions([lies], run.settings.limits)
                ]
        members += [
            MemberRow(run.run_id, digest, each.path, each.sha256, each.reason) for each in result.members
        ]
        row = _row(run.run_id, result)
        before = done.get(digest)
        if before is None or _said(before) != _said(row):
            rows.append(row)
        if len(rows) >= _NOTED_AT_ONCE:
            note()
    note()


def _results(run: RunContext, tasks: Sequence[Task]) -> Iterator[Extracted]:
    """The same readings, from this machine's cores or from the cluster that the configuration names."""
    raw, settings = run.folder.raw.address, run.settings
    if settings.cluster is None:
        return extract_all(raw, tasks, settings.limits)
    from niemyet.flows.cluster import extract_on_cluster

    return extract_on_cluster(raw, tasks, settings.limits, settings.cluster)


def _row(run_id: str, result: Extracted) -> ReadingRow:
    reading = dump(result.reading) if result.reading is not None else None
    return ReadingRow(
        run_id, result.task.sha256, reader_of(result.family), reading, result.error, result.fault
    )


def _waits(row: ReadingRow) -> bool:
    return row.known_fault is ReadFault.WAITS_FOR_PROGRAM


def _documents(receipts: Sequence[HeldReceipt]) -> Iterable[tuple[str, tuple[str | None, datetime]]]:
    """Each document of the receipts once: hash → name and first receipt."""
    found: dict[str, tuple[str | None, datetime]] = {}
    for held in receipts:
        for part in documents_of(held.receipt):
            found.setdefault(part.sha256, (part.filename, held.row.received_at))
    return found.items()


def _is_to_read(reader: str | None, received_at: datetime, *, again: bool, since: date | None) -> bool:
    if again:
        return since is None or local_day(received_at) >= since
    return not is_current(reader)


def _said(row: PostingRow | ReadingRow) -> tuple[str, str | None, str | None]:
    said = row.posting if isinstance(row, PostingRow) else row.reading
    return row.reader, said, row.error
