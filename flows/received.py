"""What the lake says of what was received: the ground on which crawling, reading and publishing stand."""

from niemyet.model.records import Part, Receipt, Window, Withdrawn
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import CrawlRow, MemberRow, TakenBackRow
from niemyet.transforms.completeness import Sighting, withdrawn
from niemyet.transforms.language.dates import local_day


def documents_of(receipt: Receipt) -> tuple[Part, ...]:
    """The parts of a receipt that are documents."""
    return tuple(part for part in receipt.parts if part.role in {"attachment", "file"})


def newest_receipts(lake: Lake, source_id: str, *, but: str | None = None) -> dict[str, Receipt]:
    """Key → newest receipt of a source; `but` leaves out those of one run."""
    return {
        held.row.key: held.receipt
        for held in lake.receipts()
        if held.row.source_id == source_id and held.row.run_id != but
    }


def taken_back(lake: Lake) -> dict[str, TakenBackRow]:
    """Document → who took it back when, of files that were handed in and do not count today."""
    last = {row.sha256: row for row in lake.read("taken_back", TakenBackRow)}
    return {sha: row for sha, row in last.items() if not row.again}


def documents_taken_back(lake: Lake) -> frozenset[str]:
    """Documents that do not count because they, or the archives that hold them, were taken back."""
    gone = taken_back(lake)
    if not gone:
        return frozenset()
    inside = (row for row in lake.read("members", MemberRow) if row.archive in gone)
    return frozenset(gone) | {row.sha256 for row in inside if row.sha256 is not None}


def no_longer_shown(lake: Lake) -> tuple[Withdrawn, ...]:
    """Documents that the lists of their sources no longer show, and since when."""
    return tuple(
        Withdrawn(source_id, key, on)
        for source_id, seen in sorted(sightings(lake).items())
        for key, on in withdrawn(seen).items()
    )


def sightings(lake: Lake) -> dict[str, list[Sighting]]:
    """What each source's crawls have seen, as the lake holds it."""
    found: dict[str, list[Sighting]] = {}
    for row in lake.read("crawls", CrawlRow):
        if row.seen is not None:
            window = Window(row.since, row.until, full=row.since is None and row.until is None)
            recent = frozenset(row.recent) if row.recent is not None else None
            one = Sighting(local_day(row.crawled_at), window, row.outcome, frozenset(row.seen), recent)
            found.setdefault(row.source_id, []).append(one)
    return found
