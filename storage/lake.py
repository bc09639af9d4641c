"""The lake: append-only tables of what was received, read, observed, confirmed, resolved and run.

One Parquet file per append, `lake/<table>/<run_id>-<n>.parquet`, written in one step and never changed.
Every row is true by itself, so a run that is killed leaves whole facts behind and no half ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from model.tables import Fetch, Listing, Run
from model.words import Channel, Outcome
from storage.places import Place, place_at
from storage.schemas import from_arrow, schema_of, to_arrow

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A source handed something over about a decision."""

    run_id: Annotated[str, "run"]
    source_id: Annotated[str, "source"]
    key: Annotated[str, "the source's own key"]
    received_at: Annotated[datetime, "start of the run, or the day given with --received"]
    receipt: Annotated[str, "the receipt, as JSON"]


@dataclass(frozen=True, slots=True)
class CrawlRow:
    """What a crawl of a source has proven."""

    run_id: Annotated[str, "run"]
    source_id: Annotated[str, "source, or unit:<id> for a listing"]
    crawled_at: Annotated[datetime, "start of the run"]
    since: Annotated[date | None, "first signing date asked for"]
    until: Annotated[date | None, "first signing date no longer asked for"]
    outcome: Annotated[Outcome, "complete, incomplete or dark"]
    pages: Annotated[int, "list pages read"]
    rows: Annotated[int, "rows seen"]
    declared_total: Annotated[int | None, "the site's own total"]
    gaps: Annotated[tuple[str, ...], "pages and records that could not be read"]
    reason: Annotated[str | None, "why it is not complete"]
    seen: Annotated[
        tuple[str, ...] | None, "keys of the documents that the list showed within the window"
    ] = None
    seen_again: Annotated[int | None, "of those the last comparable whole crawl saw"] = None
    expected: Annotated[int | None, "how many that one saw"] = None
    accepted: Annotated[str | None, "why a person took a list that shows far less than before as whole"] = (
        None
    )


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A receipt, read."""

    run_id: Annotated[str, "run"]
    receipt_id: Annotated[str, "hash of the receipt"]
    reader: Annotated[str, "version of the reader"]
    posting: Annotated[str | None, "the posting, as JSON; null if it could not be read"]
    error: Annotated[str | None, "why it could not be read"]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A document, read."""

    run_id: Annotated[str, "run"]
    sha256: Annotated[str, "document"]
    reader: Annotated[str, "version of the reader"]
    reading: Annotated[str | None, "the reading, as JSON; null if it could not be read, or is an archive"]
    error: Annotated[str | None, "why it could not be read"]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A file that came inside an archive; its bytes are in raw/ like any other's."""

    run_id: Annotated[str, "run"]
    archive: Annotated[str, "hash of the archive"]
    path: Annotated[str, "name inside the archive"]
    sha256: Annotated[str | None, "document; null if it could not be had"]
    reason: Annotated[str | None, "why it could not be had"]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A unit's listing was looked at; its rows are in `observed_rows` under the content hash."""

    run_id: Annotated[str, "run"]
    unit_id: Annotated[str, "unit"]
    channel: Annotated[Channel, "counter or portal"]
    observed_on: Annotated[date, "local day"]
    recorded_at: Annotated[datetime, "when we took it in"]
    url: Annotated[str, "address or path"]
    sha256: Annotated[str, "hash of the bytes in raw/"]
    content: Annotated[str, "hash of the rows, so that noise on the page is no change"]


@dataclass(frozen=True, slots=True)
class ObservedRow:
    """One row of a listing's content."""

    content: Annotated[str, "hash of the rows"]
    row_no: Annotated[int, "row, from 1"]
    code: Annotated[str | None, "base code"]
    code_text: Annotated[str | None, "code as posted"]
    name: Annotated[str, "name as posted"]
    decision_text: Annotated[str | None, "decision named"]
    posted_on: Annotated[date | None, "posting date"]
    effective_on: Annotated[date | None, "first day of the decision's effect, as stated"] = None


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A clerk reported work done."""

    run_id: Annotated[str, "run"]
    update_id: Annotated[str, "work"]
    done_on: Annotated[date, "day"]
    done_by: Annotated[str | None, "who"]
    said_at: Annotated[datetime, "when it was reported"]


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A person answered a review."""

    run_id: Annotated[str, "run"]
    review_id: Annotated[str, "question"]
    resolution: Annotated[str, "answer"]
    resolved_by: Annotated[str | None, "who"]
    resolved_at: Annotated[datetime, "when"]


LAKE_TABLES: dict[str, type] = {
    "fetches": Fetch,
    "receipts": ReceiptRow,
    "crawls": CrawlRow,
    "postings": PostingRow,
    "readings": ReadingRow,
    "members": MemberRow,
    "observations": ObservationRow,
    "observed_rows": ObservedRow,
    "confirmations": ConfirmationRow,
    "resolutions": ResolutionRow,
    "runs": Run,
}


class Lake:
    """The lake of one data folder."""

    def __init__(self, place: Place | Path | str) -> None:
        self._place = place_at(place) if isinstance(place, Path | str) else place

    def append(self, table: str, run_id: str, rows: Sequence[Any]) -> None:
        """Add rows; nothing to add writes nothing."""
        if not rows:
            return
        number = len(self._of_run(table, run_id))
        sink = pa.BufferOutputStream()
        pq.write_table(to_arrow(rows, schema_of(LAKE_TABLES[table])), sink, compression="zstd")
        self._place.write(f"{table}/{run_id}-{number:04d}.parquet", sink.getvalue().to_pybytes())

    def read(self, table: str, row: type[Row]) -> list[Row]:
        """All rows of a table, in the order of the runs and their appends."""
        found: list[Row] = []
        for name in self._files(table):
            found += from_arrow(pq.ParquetFile(pa.BufferReader(self._place.read(name))).read(), row)
        return found

    def has(self, table: str, run_id: str) -> bool:
        """Whether a run has appended to a table."""
        return bool(self._of_run(table, run_id))

    def _files(self, table: str) -> list[str]:
        return [name for name in self._place.names(table) if name.endswith(".parquet")]

    def _of_run(self, table: str, run_id: str) -> list[str]:
        return [name for name in self._files(table) if name.startswith(f"{table}/{run_id}-")]

    def listings(self) -> list[Listing]:
        """Observations joined with their rows: first and last look at each stretch of equal content."""
        content: dict[str, list[ObservedRow]] = {}
        for row in self.read("observed_rows", ObservedRow):
            content.setdefault(row.content, []).append(row)
        found = []
        for look in _ends_of_stretches(self.read("observations", ObservationRow)):
            rows = {row.row_no: row for row in content.get(look.content, [])}
            found += [_listing(look, rows[number]) for number in sorted(rows)]
        return found


def _ends_of_stretches(looks: Sequence[ObservationRow]) -> list[ObservationRow]:
    """Per unit and channel, the first and the last sitting of each stretch of equal content.

    A sitting is what one run saw on one day, all pages of a listing together; the later sitting of a day counts.
    """
    kept: dict[tuple[str, str], list[list[ObservationRow]]] = {}
    ordered = sorted(
        looks, key=lambda look: (look.unit_id, look.channel, look.observed_on, look.recorded_at, look.run_id)
    )
    sittings = groupby(ordered, key=lambda look: (look.unit_id, look.channel, look.observed_on, look.run_id))
    for (unit_id, channel, _, _), pages in sittings:
        sitting = [look for _, look in sorted({look.url: look for look in pages}.items())]
        stretch = kept.setdefault((unit_id, channel), [])
        if stretch and stretch[-1][0].observed_on == sitting[0].observed_on:
            stretch.pop()
        if len(stretch) >= 2 and _contents(stretch[-1]) == _contents(stretch[-2]) == _contents(sitting):
            stretch.pop()
        stretch.append(sitting)
    return [look for key in sorted(kept) for sitting in kept[key] for look in sitting]


def _contents(sitting: Sequence[ObservationRow]) -> list[tuple[str, str]]:
    return [(look.url, look.content) for look in sitting]


def _listing(look: ObservationRow, row: ObservedRow) -> Listing:
    return Listing(
        unit_id=look.unit_id,
        channel=look.channel,
        observed_on=look.observed_on,
        code=row.code,
        code_text=row.code_text,
        name=row.name,
        decision_text=row.decision_text,
        posted_on=row.posted_on,
        url=look.url,
        sha256=look.sha256,
        row_no=row.row_no,
        effective_on=row.effective_on,
    )
