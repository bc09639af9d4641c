"""Step "publish": everything known → consolidated tables → a release."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from extractors import READER_VERSION
from flows.config import Settings
from flows.crawling import documents_of, sightings
from flows.night import Night
from flows.reading import receipt_id
from model.records import Confirmation, Part, Posting, Reading, Receipt, Received, Resolution, Withdrawn
from model.tables import TABLES, Fetch, Run
from model.words import ReviewState
from storage.codec import load
from storage.folder import DataFolder
from storage.lake import ConfirmationRow, MemberRow, PostingRow, ReadingRow, ReceiptRow, ResolutionRow
from storage.release import Release
from storage.releases import ABOUT_RUNS
from transforms.completeness import withdrawn
from transforms.consolidate import Facts, State, consolidate


def publish(night: Night) -> Release | None:
    """Consolidate everything known and publish a release; None when it would say nothing new."""
    _record_fetches(night)
    settings = night.settings
    facts = gather(night.folder, settings)
    with _kept_in_memory():
        state = consolidate(
            facts,
            province=settings.province,
            policy=settings.policy,
            as_of=night.today,
            knowledge=night.started_at,
        )
        night.result.new_reviews = _new_reviews(night, state)
        night.result.release = night.folder.releases.publish(
            _tables(night, state),
            as_of=night.today,
            knowledge=night.started_at,
            about={"province": settings.province.province_id, "reader": READER_VERSION},
        )
    return night.result.release


@contextmanager
def _kept_in_memory() -> Iterator[None]:
    """What was gathered stays until the release is out: searching it for garbage over and over costs a third."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def gather(folder: DataFolder, settings: Settings) -> Facts:
    """The facts of a data folder, as consolidation takes them."""
    lake = folder.lake
    receipts = lake.read("receipts", ReceiptRow)
    return Facts(
        postings=tuple(_postings(folder, receipts)),
        received=tuple(_received(folder, receipts)),
        listings=tuple(lake.listings()),
        confirmations=tuple(
            Confirmation(row.update_id, row.done_on, row.done_by, row.said_at)
            for row in lake.read("confirmations", ConfirmationRow)
        ),
        resolutions=tuple(
            Resolution(row.review_id, row.resolution, row.resolved_by, row.resolved_at)
            for row in lake.read("resolutions", ResolutionRow)
        ),
        withdrawn=tuple(
            Withdrawn(source_id, key, on)
            for source_id, seen in sorted(sightings(lake).items())
            for key, on in withdrawn(seen).items()
        ),
        units=settings.units,
        successions=settings.successions,
    )


def _tables(night: Night, state: State) -> dict[str, Sequence[object]]:
    lake = night.folder.lake
    tables: dict[str, Sequence[object]] = {
        name: getattr(state, name) for name in TABLES if name not in ABOUT_RUNS
    }
    return tables | {"fetches": lake.read("fetches", Fetch), "runs": lake.read("runs", Run)}


def _record_fetches(night: Night) -> None:
    """Requests of this run, and of runs that were killed before they could note theirs."""
    folder = night.folder
    noted = Counter(row.run_id for row in folder.lake.read("fetches", Fetch))
    for run_id in folder.raw.run_ids():
        folder.lake.append("fetches", run_id, folder.raw.fetches(run_id)[noted[run_id] :])


def _new_reviews(night: Night, state: State) -> tuple[str, ...]:
    previous = night.folder.releases.latest()
    before = set(previous.table("reviews", ["review_id"]).column(0).to_pylist()) if previous else set()
    asked = (row.review_id for row in state.reviews if row.state is ReviewState.OPEN)
    return tuple(review_id for review_id in asked if review_id not in before)


def _newest(rows: Sequence[ReceiptRow]) -> list[ReceiptRow]:
    """Per posting its newest receipt, in the order of source and key."""
    newest = {(row.source_id, row.key): row for row in rows}
    return [row for _, row in sorted(newest.items())]


def _postings(folder: DataFolder, receipts: Sequence[ReceiptRow]) -> Iterable[Posting]:
    first: dict[tuple[str, str], datetime] = {}
    for row in receipts:
        key = (row.source_id, row.key)
        first[key] = min(first.get(key, row.received_at), row.received_at)
    read = {row.receipt_id: row for row in folder.lake.read("postings", PostingRow)}
    for row in _newest(receipts):
        found = read.get(receipt_id(row))
        if found is None or found.posting is None or load(Receipt, row.receipt).kind == "inbox":
            continue
        yield replace(load(Posting, found.posting), received_at=first[row.source_id, row.key])


def _received(folder: DataFolder, receipts: Sequence[ReceiptRow]) -> Iterable[Received]:
    members = _members(folder)
    first: dict[tuple[str, str], datetime] = {}
    for row in receipts:
        for part, _ in _opened(documents_of(load(Receipt, row.receipt)), members):
            key = (row.source_id, part.sha256)
            first[key] = min(first.get(key, row.received_at), row.received_at)
    readings = {row.sha256: row for row in folder.lake.read("readings", ReadingRow)}
    for row in _newest(receipts):
        receipt = load(Receipt, row.receipt)
        for part, unread in _opened(documents_of(receipt), members):
            found = readings.get(part.sha256)
            read = found.reading if found is not None else None
            yield Received(
                sha256=part.sha256,
                source_id=receipt.source_id,
                url=part.url,
                received_at=first[receipt.source_id, part.sha256],
                reading=load(Reading, read) if read is not None else None,
                error=unread or (found.error if found is not None else None),
                posting_key=receipt.key if receipt.kind != "inbox" else None,
            )


def _members(folder: DataFolder) -> dict[str, dict[str, MemberRow]]:
    """Archive → path → what was there; of an archive opened again the newest."""
    found: dict[str, dict[str, MemberRow]] = {}
    for row in folder.lake.read("members", MemberRow):
        found.setdefault(row.archive, {})[row.path] = row
    return found


def _opened(
    parts: Iterable[Part], members: Mapping[str, Mapping[str, MemberRow]]
) -> Iterable[tuple[Part, str | None]]:
    """Documents, archives replaced by what they hold; with it why a part of an archive could not be had."""
    for part in parts:
        inside = members.get(part.sha256)
        if inside is None:
            yield part, None
            continue
        for path, row in sorted(inside.items()):
            if row.sha256 is not None:
                yield replace(part, sha256=row.sha256, url=f"{part.url}#{path}", filename=path), None
        lost = [f"{path}: {row.reason}" for path, row in sorted(inside.items()) if row.sha256 is None]
        if lost:
            yield part, "; ".join(lost)
