"""Step "read": stored pages become postings, stored documents become readings, each content once."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256

from extractors import READER_VERSION
from extractors.decisions import read_decision
from extractors.documents import read_document
from extractors.portals import portal_for
from extractors.settings import SourceSettings
from flows.config import Settings
from flows.crawling import documents_of
from flows.night import Night
from model.errors import DocumentError, SourceError
from model.records import Receipt
from storage.codec import dump, load
from storage.lake import PostingRow, ReadingRow, ReceiptRow
from transforms.dates import local_day

log = logging.getLogger("niemyet")


def read_new(night: Night, *, again: bool = False, since: date | None = None) -> None:
    """Read stored pages and documents that this version of the readers has not read yet.

    `again`: read also what was read; with `since`, only what was received on that day or later.
    """
    receipts = night.folder.lake.read("receipts", ReceiptRow)
    _read_postings(night, receipts, again=again, since=since)
    _read_documents(night, receipts, again=again, since=since)


def receipt_id(row: ReceiptRow) -> str:
    """What a receipt's posting is kept under."""
    return sha256(row.receipt.encode()).hexdigest()


def _read_postings(night: Night, receipts: Sequence[ReceiptRow], *, again: bool, since: date | None) -> None:
    done = {row.receipt_id: row for row in night.folder.lake.read("postings", PostingRow)}
    rows = []
    for row in receipts:
        key = receipt_id(row)
        before = done.get(key)
        if not _is_to_read(before.reader if before else None, row.received_at, again=again, since=since):
            continue
        read = _posting(night, key, load(Receipt, row.receipt))
        if before is None or _said(before) != _said(read):
            rows.append(read)
            done[key] = read
    night.append("postings", rows)
    night.result.count("postings_read", len(rows))


def _posting(night: Night, key: str, receipt: Receipt) -> PostingRow:
    try:
        posting = portal_for(_source_of(night.settings, receipt)).read(receipt, night.folder.raw.get)
    except (SourceError, DocumentError) as error:
        log.warning("%s: %s", receipt.url, error)
        return PostingRow(night.run_id, key, READER_VERSION, None, str(error))
    return PostingRow(night.run_id, key, READER_VERSION, dump(posting), None)


def _source_of(settings: Settings, receipt: Receipt) -> SourceSettings:
    """The source as configured now, or what a receipt of a source that is no longer configured needs."""
    for source in settings.sources:
        if source.id == receipt.source_id and source.kind == receipt.kind:
            return source
    return SourceSettings(id=receipt.source_id, kind=receipt.kind, url=receipt.url, fetch=settings.fetch)


def _read_documents(night: Night, receipts: Sequence[ReceiptRow], *, again: bool, since: date | None) -> None:
    done = {row.sha256: row for row in night.folder.lake.read("readings", ReadingRow)}
    wanted = dict(_documents(receipts))
    rows = []
    for number, (digest, (name, received_at)) in enumerate(sorted(wanted.items()), start=1):
        before = done.get(digest)
        if not _is_to_read(before.reader if before else None, received_at, again=again, since=since):
            continue
        read = _reading(night, digest, name)
        night.progress("read", number, len(wanted))
        if before is None or _said(before) != _said(read):
            rows.append(read)
    night.append("readings", rows)
    night.result.count("documents_read", len(rows))


def _reading(night: Night, digest: str, name: str | None) -> ReadingRow:
    try:
        reading = read_decision(read_document(night.folder.raw.get(digest), name))
    except DocumentError as error:
        log.info("%s (%s): %s", name, digest[:12], error)
        return ReadingRow(night.run_id, digest, READER_VERSION, None, error.told_in("vi"))
    return ReadingRow(night.run_id, digest, READER_VERSION, dump(reading), None)


def _documents(receipts: Sequence[ReceiptRow]) -> Iterable[tuple[str, tuple[str | None, datetime]]]:
    """Each document of the receipts once: hash → name and first receipt."""
    found: dict[str, tuple[str | None, datetime]] = {}
    for row in receipts:
        for part in documents_of(load(Receipt, row.receipt)):
            found.setdefault(part.sha256, (part.filename, row.received_at))
    return found.items()


def _is_to_read(reader: str | None, received_at: datetime, *, again: bool, since: date | None) -> bool:
    if again:
        return since is None or local_day(received_at) >= since
    return reader != READER_VERSION


def _said(row: PostingRow | ReadingRow) -> tuple[str, str | None, str | None]:
    said = row.posting if isinstance(row, PostingRow) else row.reading
    return row.reader, said, row.error
