"""Rows of the lake's tables: what was received, read, observed, confirmed, answered and run, each true by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated

from niemyet.model.records import Confirmation, Receipt
from niemyet.model.tables import Fetch, Run
from niemyet.model.words import Channel, Level, Outcome, ReadFault, UpdateKind
from niemyet.storage.codec import load


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A source handed something over about a decision."""

    run_id: Annotated[str, "run"]
    source_id: Annotated[str, "source"]
    key: Annotated[str, "the source's own key"]
    received_at: Annotated[datetime, "start of the run, or the day given with --received"]
    receipt: Annotated[str, "the receipt, as JSON"]


@dataclass(frozen=True, slots=True)
class HeldReceipt:
    """A receipt of the lake, decoded, and what its posting is kept under."""

    row: ReceiptRow
    receipt: Receipt
    receipt_id: str

    @classmethod
    def of(cls, row: ReceiptRow) -> "HeldReceipt":
        """From its row."""
        return cls(row, load(Receipt, row.receipt), sha256(row.receipt.encode()).hexdigest())


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
    asked: Annotated[tuple[str, ...] | None, "keys of the documents whose page was asked for"] = None
    recent: Annotated[
        tuple[str, ...] | None, "of a whole list: keys of those that a night's window would have shown"
    ] = None


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A receipt, read."""

    run_id: Annotated[str, "run"]
    receipt_id: Annotated[str, "hash of the receipt"]
    reader: Annotated[str, "version of the reader"]
    posting: Annotated[str | None, "the posting, as JSON; null if it could not be read"]
    error: Annotated[str | None, "why it could not be read"]


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A receipt of a catalogue, read."""

    run_id: Annotated[str, "run"]
    receipt_id: Annotated[str, "hash of the receipt"]
    reader: Annotated[str, "version of the reader"]
    entry: Annotated[str | None, "the entry, as JSON; null if it could not be read"]
    error: Annotated[str | None, "why it could not be read"]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A document, read."""

    run_id: Annotated[str, "run"]
    sha256: Annotated[str, "document"]
    reader: Annotated[str, "version of the reader"]
    reading: Annotated[str | None, "the reading, as JSON; null if it could not be read, or is an archive"]
    error: Annotated[str | None, "why it could not be read, in Vietnamese"]
    fault: Annotated[ReadFault | None, "why it is asked for or read again by itself"] = None

    @property
    def known_fault(self) -> ReadFault | None:
        """The fault, also of rows from before the column, which told it by their reader or the end of their sentence."""
        if self.fault is None and self.reader == "waiting":
            return ReadFault.WAITS_FOR_PROGRAM
        if self.fault is None and (self.error or "").endswith("Lần quét sau sẽ tự hỏi lại."):
            return ReadFault.NOT_YET_THERE
        return self.fault


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
    withdrawn: Annotated[bool | None, "the looks at this unit and channel on that day count no more"] = None
    before: Annotated[
        int | None, "rows of the look before, where this one shows far less and is not believed"
    ] = None
    reader: Annotated[str | None, "what has read the bytes: read again when it is another"] = None
    left_out: Annotated[int | None, "rows of which the list says itself that they do not hang"] = None


@dataclass(frozen=True, slots=True)
class SeenAgainRow:
    """A run looked at listings and found them as they had been seen before, byte for byte."""

    run_id: Annotated[str, "run"]
    observed_on: Annotated[date, "local day"]
    recorded_at: Annotated[datetime, "when we took it in"]
    lines: Annotated[
        str, "a line each: unit, channel, and the run whose rows of `observations` say what was seen"
    ]


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
    unit_id: Annotated[str | None, "unit of the work"] = None
    code: Annotated[str | None, "code of the work"] = None
    kind: Annotated[UpdateKind | None, "kind of the work"] = None
    channel: Annotated[Channel | None, "channel of the work"] = None
    decision_id: Annotated[str | None, "decision that orders the work"] = None
    withdrawn: Annotated[bool | None, "it takes back what was reported before"] = None

    def as_report(self) -> Confirmation:
        """What it says."""
        return Confirmation(
            self.update_id,
            self.done_on,
            self.done_by,
            self.said_at,
            self.unit_id,
            self.code,
            self.kind,
            self.channel,
            self.decision_id,
            bool(self.withdrawn),
        )


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A person answered a review, or took the answer back."""

    run_id: Annotated[str, "run"]
    review_id: Annotated[str, "question"]
    resolution: Annotated[str, "answer"]
    resolved_by: Annotated[str | None, "who"]
    resolved_at: Annotated[datetime, "when"]
    kind: Annotated[str | None, "kind of question"] = None
    decision_id: Annotated[str | None, "decision that was asked about"] = None
    meant: Annotated[str | None, "what the answer is about, as JSON, so that it is found when ids move"] = (
        None
    )
    reopened: Annotated[bool | None, "the answer is taken back: the question is open again"] = None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """What an id of a question meant that was made before ids rested on what is meant; written once."""

    run_id: Annotated[str, "run"]
    review_id: Annotated[str, "id of that time"]
    meant: Annotated[str, "what it was about, as JSON"]


@dataclass(frozen=True, slots=True)
class TakenBackRow:
    """A person took back a file that was handed in, or handed it in again; its bytes stay in raw/."""

    run_id: Annotated[str, "run"]
    sha256: Annotated[str, "document"]
    name: Annotated[str, "name of the file, as far as it is known"]
    said_by: Annotated[str | None, "who"]
    said_at: Annotated[datetime, "when"]
    again: Annotated[bool, "handed in again"]


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """A person took a list as evidence of what was in force on a day, or took that back (RULINGS 45)."""

    run_id: Annotated[str, "run"]
    source: Annotated[str, "whose list it is, as a person would cite it"]
    held_on: Annotated[date, "day of which it speaks"]
    sha256: Annotated[str, "hash of the bytes in raw/"]
    name: Annotated[str, "name of the file"]
    unit_id: Annotated[str | None, "unit whose own inventory it is"]
    levels: Annotated[tuple[Level, ...], "levels that the person gave for rows that state none"]
    content: Annotated[str, "hash of the rows in `adopted_rows`"]
    said_by: Annotated[str | None, "who"]
    said_at: Annotated[datetime, "when"]
    withdrawn: Annotated[bool, "it is taken back"]


@dataclass(frozen=True, slots=True)
class AdoptedListRow:
    """One row of such a list."""

    content: Annotated[str, "hash of the rows"]
    row_no: Annotated[int, "row, from 1"]
    code: Annotated[str | None, "base code"]
    code_text: Annotated[str | None, "code as printed"]
    name: Annotated[str, "name as printed"]
    sector: Annotated[str | None, "lĩnh vực"]
    levels: Annotated[tuple[Level, ...], "levels that the list states"]
    decision_text: Annotated[str | None, "decision that the list names"]


@dataclass(frozen=True, slots=True)
class FeeListRow:
    """A person handed in the fees that a resolution sets, or took them back."""

    run_id: Annotated[str, "run"]
    paper: Annotated[str, "the resolution, as a person would cite it"]
    effective_on: Annotated[date, "first day of its fees"]
    effective_until: Annotated[date | None, "first day on which they no longer hold"]
    sha256: Annotated[str, "hash of the bytes in raw/"]
    name: Annotated[str, "name of the file"]
    content: Annotated[str, "hash of the rows in `fee_rows`"]
    said_by: Annotated[str | None, "who"]
    said_at: Annotated[datetime, "when"]
    withdrawn: Annotated[bool, "it is taken back"]


@dataclass(frozen=True, slots=True)
class FeeListedRow:
    """One row of such a list."""

    content: Annotated[str, "hash of the rows"]
    place: Annotated[int, "place in the list, from 1"]
    row_no: Annotated[int, "row of its table, from 1"]
    page: Annotated[int | None, "page"]
    code: Annotated[str | None, "base code"]
    name: Annotated[str | None, "name as printed"]
    fee: Annotated[str, "fee as printed"]
    conditions: Annotated[str | None, "when it is that much, as printed"]


@dataclass(frozen=True, slots=True)
class WorkNoteRow:
    """What a clerk wrote in a column of their own of a work list that came back."""

    run_id: Annotated[str, "run"]
    update_id: Annotated[str, "work"]
    column: Annotated[str, "heading of the clerk's column"]
    text: Annotated[str, "what stands there"]
    said_at: Annotated[datetime, "when the sheet came back"]


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """A receiver was told of something; it is not told again."""

    run_id: Annotated[str, "run"]
    receiver: Annotated[str, "id of its `[[notify]]`"]
    key: Annotated[str, "work, question, or source with its outcome; `started` with the first message"]
    told_at: Annotated[datetime, "when the message went"]


LAKE_TABLES: dict[str, type] = {
    "fetches": Fetch,
    "receipts": ReceiptRow,
    "crawls": CrawlRow,
    "postings": PostingRow,
    "catalogue": CatalogueRow,
    "readings": ReadingRow,
    "members": MemberRow,
    "observations": ObservationRow,
    "seen_again": SeenAgainRow,
    "observed_rows": ObservedRow,
    "confirmations": ConfirmationRow,
    "work_notes": WorkNoteRow,
    "resolutions": ResolutionRow,
    "aliases": AliasRow,
    "taken_back": TakenBackRow,
    "adoptions": AdoptionRow,
    "adopted_rows": AdoptedListRow,
    "fee_lists": FeeListRow,
    "fee_rows": FeeListedRow,
    "notifications": NotificationRow,
    "runs": Run,
}
