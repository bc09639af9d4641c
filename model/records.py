"""What travels on the road from the portal to the release, each step's output and the next one's input.

crawl → Receipt → (read) Posting      what a source says about a decision
file  → Document → (read) Reading     what one document says
Posting + Readings → Decision, DecisionItem, Question   (transforms.identity)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from niemyet.model.quick_records import made_quickly
from niemyet.model.tables import Catalogued, ReadItem, is_offered
from niemyet.model.words import (
    Action,
    Channel,
    DecisionKind,
    EffectSource,
    FetchOutcome,
    Level,
    Mark,
    NoteKind,
    Outcome,
    RelationType,
    ReviewKind,
    SheetComponent,
    Standing,
    UpdateKind,
)

ReadRaw = Callable[[str], bytes]
"""Gives the bytes stored under a SHA-256; raises StorageError when there are none."""


class Clock(Protocol):
    """Where a run takes its time from; tests and the demo hand in their own."""

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait, or pretend to."""
        ...


# ---- what was asked and answered ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request and what came back, without its bytes."""

    source_id: str
    method: str
    url: str
    request_body: str | None
    requested_at: datetime
    final_url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    elapsed_ms: int
    outcome: FetchOutcome
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange(RequestRecord):
    """One request of a run and what came back, as it goes into raw/ before anything reads it."""

    run_id: str
    body: bytes


class Archive(Protocol):
    """The raw archive, as far as a fetching room may see it."""

    def keep(self, exchange: Exchange) -> str:
        """Store body and provenance; give the body's SHA-256."""
        ...


# ---- what a crawl hands over -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """Signing dates asked for, half-open; None is open. `full` asks for the whole list."""

    since: date | None = None
    until: date | None = None
    full: bool = False
    #: Of pages that are fetched anyway, what is not known yet is read whatever its day: it may be backdated.
    unknown_too: bool = False

    def holds(self, day: date | None) -> bool:
        """A day that is not known is held: it must be looked at."""
        if day is None or self.full:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Part:
    """One stored answer or file that belongs to a receipt."""

    role: str  # list, detail, fields, new, amended, rescinded, procedure, attachment, file
    url: str
    sha256: str
    key: str | None = None  # the portal's id of what the part describes, where it has one
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class LostPart:
    """A file that was announced but could not be had."""

    url: str
    filename: str | None
    reason: str
    refused: bool = False  # the configuration does not allow its address


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a source handed over about one decision at one time. Its parts are in raw/."""

    source_id: str
    kind: str  # the portal family that can read it again
    key: str  # the source's own key for this posting
    url: str
    received_at: datetime
    fingerprint: str  # hash of the record that the list shows, never of the page
    parts: tuple[Part, ...]
    lost: tuple[LostPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A posting that the list still shows as it was; nothing was fetched for it."""

    key: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A page or a record that could not be read: a recorded hole, never the end of the list."""

    url: str
    reason: str
    of_document: bool = False  # the page of one document; the list itself was read


@dataclass(frozen=True, slots=True)
class CrawlProof:
    """What a crawl of one source has proven; the last thing a crawl yields."""

    outcome: Outcome
    pages: int
    rows: int
    declared_total: int | None
    reason: str | None = None
    doubts: int = field(default=0, compare=False)  # how many different things speak against it
    #: Key and day of what the list showed within the window, where the list states days.
    days: tuple[tuple[str, date | None], ...] = field(default=(), compare=False, repr=False)


CrawlEvent = Receipt | Unchanged | Gap | CrawlProof


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A posting that two whole lists in a row no longer show; `on` is the day of the first of them."""

    source_id: str
    key: str
    on: date


# ---- what a source says about a decision -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostedFile:
    """A file of a posting: stored, external, or lost."""

    name: str | None
    url: str
    sha256: str | None
    reason: str | None = None  # why there is no sha256
    refused: bool = False  # … because the configuration does not allow its address


@dataclass(frozen=True, slots=True)
class PostedProcedure:
    """A procedure that the portal itself lists under a decision."""

    action: Action
    name: str
    code_text: str | None
    levels: tuple[Level, ...]
    row_no: str
    sha256: str
    raw_text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A source's own words about one decision, cleaned but not judged."""

    source_id: str
    key: str
    url: str
    received_at: datetime
    sha256: str  # the page or answer that says so
    number_text: str | None
    title: str | None
    issuer_name: str | None
    signed_on: date | None
    effective_on: date | None
    published_on: date | None
    sectors: tuple[str, ...]
    files: tuple[PostedFile, ...]
    procedures: tuple[PostedProcedure, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry(Catalogued):
    """One answer of the national service, with what the table of the catalogue does not show."""

    received_at: datetime
    applied: tuple[str, ...]  # ids of the offices that apply it, where it says so
    sheet: tuple[tuple[SheetComponent, str], ...] = ()  # what it says for the sheet at the counter

    @property
    def is_open(self) -> bool:
        """Whether the service shows it as one that may be asked for."""
        return is_offered(self.state)


# ---- what one document says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost; beyond it, it is quarantined. Time and memory are enforced from outside."""

    max_seconds: int = 300
    max_text_seconds: int = 60  # of processor time, for letters; recognition takes as long as max_seconds
    max_memory_mb: int = 2_048  # address space of the process that reads
    max_pages: int = 2_000
    max_scanned_pages: int = 150  # pages that need recognition, at one to three seconds each
    max_cells: int = 2_000_000
    max_unpacked_mb: int = 500  # all that comes out of an archive or a zipped document
    max_files: int = 500  # in one archive, nested ones included
    max_depth: int = 3  # archives in archives
    workers: int = 0  # processes that read at once; 0: one per core


class Box(NamedTuple):
    """Where something stands on its page, in points (1/72 inch) from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


NO_MARKS: frozenset[Mark] = frozenset()


@made_quickly
@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph; `raw` as extracted, `text` cleaned."""

    raw: str
    text: str
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None  # 0 to 1, of the least sure word; only where a scan was recognised
    unsure_words: tuple[str, ...] = ()  # those words of it, where they alone are the reason
    marks: frozenset[Mark] = NO_MARKS  # why the text, or a part of it, may not be live
    notes: tuple[str, ...] = ()  # numbers of the `Note`s that it refers to, in their order
    links: tuple[str, ...] = ()  # addresses that it links to


@made_quickly
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a merged one says how far it reaches, and repeats carry `merged=True`."""

    raw: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    merged: bool = False  # this place only continues a cell above or to the left
    box: Box | None = None  # on the page of its row
    confidence: float | None = None  # 0 to 1, of the least sure word; only where a scan was recognised
    unsure_words: tuple[str, ...] = ()  # those words of it, where they alone are the reason
    marks: frozenset[Mark] = NO_MARKS  # as in `Paragraph`
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its rows as wide as the table where the format says so."""

    rows: tuple[Row, ...]
    number: int  # in the document, from 1
    header_rows: int = 0  # how many the format itself marks as header; 0 when it does not say


@dataclass(frozen=True, slots=True)
class Note:
    """Text beside the body that the body may refer to: `Paragraph.notes`, `Cell.notes` hold its number."""

    kind: NoteKind
    number: str  # unique among the notes of its document: "fn2", "en1", "cm3"
    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture large enough to hold text."""

    block: int  # index of the block that it stands before
    text: str = ""  # where it was recognised and put among the blocks as well
    recognised: bool = False
    page: int | None = None
    box: Box | None = None
    unproven: bool = False  # no picture: a list without lines, whose columns nothing proves


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order."""

    media: str  # markdown, text, html, docx, doc, xlsx, xls, pdf, scan, image
    blocks: tuple[Paragraph | Table, ...]
    flags: tuple[str, ...] = ()
    pages: int | None = None  # where the format has pages
    signed: bool = False  # bears a digital signature, or is the picture of a signed paper
    notes: tuple[Note, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A decision as another text names it."""

    number: int | None
    symbol: str | None
    number_text: str
    signed_on: date | None
    issuer: str | None = None  # an `issuer_id`, where the text says whose it is


@dataclass(frozen=True, slots=True)
class Relation:
    """What a document says it does to an earlier decision."""

    type: RelationType
    target: Citation
    scope: str | None = None
    effective_on: date | None = None  # the act's own day, or the day that it gives its target
    effective_until: date | None = None
    undated: bool = False  # it names a day that none can read: it does nothing


#: What the sentence of a question is made of: names and values in a fixed form (days as ISO, levels as words of `Level`).
Fields = tuple[tuple[str, str], ...]


def fields(**given: object) -> Fields:
    """Fields of a question, sorted by name; what is None is left out."""
    return tuple((name, _as_field(value)) for name, value in sorted(given.items()) if value is not None)


def _as_field(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(one) for one in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Question:
    """What a room would not decide alone; becomes a row of `reviews` or `notices`.

    It has no sentence: `transforms/law/review_kinds.py` has one for each kind, made from the fields last. It is about an
    item, about all items of a section that bear the doubt (`section`: their `part`), or about the document.
    """

    kind: ReviewKind
    fields: Fields = ()
    candidates: tuple[str, ...] = ()
    item: int | None = None  # index into the items it stands with
    page: int | None = None  # with `box`: the picture that the question is about
    box: Box | None = None
    section: str | None = None  # all rows of this part of the annex, and of those below it


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says. Nothing here comes from the portal or the file's name."""

    media: str
    issuer_name: str | None
    number: int | None
    symbol: str | None
    number_text: str | None
    signed_on: date | None
    effective_on: date | None
    effective_until: date | None
    effect_source: EffectSource | None
    title: str | None
    kind: DecisionKind
    sectors: tuple[str, ...]
    basis: tuple[Citation, ...]
    relations: tuple[Relation, ...]
    declared_items: int | None
    items: tuple[ReadItem, ...]
    questions: tuple[Question, ...] = ()
    flags: tuple[str, ...] = ()
    signed: bool = False  # as in `Document`
    list_action: Action | None = (
        None  # what title and Điều 1 say of the whole list, for an annex in its own file
    )
    list_levels: tuple[Level, ...] = ()
    list_sector: str | None = None
    has_articles: bool = True
    others: "tuple[Reading, ...]" = ()  # further decisions in the same file


@made_quickly
@dataclass(frozen=True, slots=True)
class TracedRow:
    """What became of one row of a table, for whoever asks why."""

    table_no: int
    row: int  # from 0, in its table
    page: int | None
    meaning: str  # header, section, item, continuation, text, ignored
    detail: str  # the columns of a header; what a section sets; why a row was left out
    item: int | None = None  # index into the items of the reading


@made_quickly
@dataclass(frozen=True, slots=True)
class Accounted:
    """One thing that is printed in a document, and what became of it."""

    kind: str  # code, table, line, column, heading, picture, list, note
    text: str
    place: str
    standing: Standing
    why: str  # by what it is used; the rule that puts it aside
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A document, what it says, and what became of each of its rows."""

    name: str
    document: Document
    reading: Reading
    trace: tuple[TracedRow, ...]
    account: tuple[Accounted, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """One document with its reading, as consolidation takes it."""

    sha256: str
    source_id: str
    url: str
    received_at: datetime
    reading: Reading | None  # None: kept, not yet read
    error: str | None = None  # why it could not be read
    posting_key: str | None = None
    archive: str | None = None  # hash of the archive that holds it


# ---- what people say -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A clerk's report that work is done."""

    update_id: str
    done_on: date
    done_by: str | None
    said_at: datetime
    # what was meant, so that the report holds when the id moves; None in folders written before schema 1.3
    unit_id: str | None = None
    code: str | None = None
    kind: UpdateKind | None = None
    channel: Channel | None = None
    decision_id: str | None = None
    withdrawn: bool = False  # it takes back what was reported before


@dataclass(frozen=True, slots=True)
class RowMeant:
    """A row that an answer is about, told so that it is found again however it is read later."""

    item_id: str
    code: str | None
    name_key: str
    sha256: str
    page: int | None
    table_no: int | None
    row_no: str | None


@dataclass(frozen=True, slots=True)
class PartMeant:
    """One of the questions of single rows that an answer to several at once is for."""

    review_id: str
    rows: tuple[RowMeant, ...] = ()
    about: Fields = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """What an answer is about, kept with it: it holds when ids move, questions are reworded or another copy wins."""

    kind: str
    decision_id: str | None
    rows: tuple[RowMeant, ...] = ()
    documents: tuple[str, ...] = ()
    about: Fields = ()
    chosen: bool = False  # the answer is for these rows of the question only
    answered: tuple[RowMeant, ...] = ()  # rows that the answer itself names
    parts: tuple[PartMeant, ...] = ()  # what was asked as one; each has its answer by this one


@dataclass(frozen=True, slots=True)
class Resolution:
    """A person's answer to a review, or that an answer is taken back."""

    review_id: str
    resolution: str
    resolved_by: str | None
    resolved_at: datetime
    meant: Meant | None = None  # None: from before answers kept it
    reopened: bool = False
    is_former: bool = False  # its id is of the time before; what it meant was looked up, it was not checked


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A file that was handed in is taken back, or handed in again after that."""

    sha256: str
    said_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class AdoptedRow:
    """One procedure of a list that is taken as evidence of a day."""

    row_no: int
    code: str | None
    code_text: str | None
    name: str
    sector: str | None = None
    levels: tuple[Level, ...] = ()  # as the list states them
    decision_text: str | None = None  # the decision that the list names


@dataclass(frozen=True, slots=True)
class Adoption:
    """A person takes a list as evidence of what was in force on a day (RULINGS 45), or takes that back."""

    source: str  # whose list it is, as a person would cite it
    held_on: date  # the day of which it speaks
    sha256: str
    name: str  # of the file
    said_at: datetime
    rows: tuple[AdoptedRow, ...] = ()
    unit_id: str | None = None  # the unit whose own inventory it is
    levels: tuple[Level, ...] = ()  # said by the person, for rows that state none
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row of a list of fees: of which procedure, under which conditions, how much, all as printed."""

    row_no: int  # in its table, from 1
    page: int | None
    code: str | None
    name: str | None
    fee: str
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class FeeList:
    """A person hands in the fees that a resolution of the people's council sets, or takes them back.

    It says what a sheet shows from a day on; it never opens or ends a procedure.
    """

    paper: str  # the resolution, as a person would cite it
    effective_on: date
    effective_until: date | None
    sha256: str
    name: str  # of the file
    said_at: datetime
    rows: tuple[FeeRow, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of the configuration's calendar: a swap that was announced, a local holiday; it wins over what is known."""

    date: date
    works: bool
    name: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Deadlines of the house: no decree names a number of days (DOMAIN §1.4)."""

    post_within_working_days: int = 5
    short_within_working_days: int = 2
    days: tuple[OwnDay, ...] = ()
    #: Unit → its id at the national service (`appliedDepartmentIds`), where the configuration names it.
    departments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """Whose decisions count, and who comes before and after."""

    province_id: str
    name: str
    predecessors: tuple[str, ...] = ()
    successor_id: str | None = None
    successor_on: date | None = None

    @property
    def family(self) -> tuple[str, ...]:
        """Whose decisions can count here (RULINGS 16): its own, those of before, that of after; in this order."""
        return (self.province_id, *self.predecessors, *filter(None, [self.successor_id]))


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One row of an observed listing, before unit and day are put to it."""

    row_no: int
    code: str | None
    code_text: str | None
    name: str
    decision_text: str | None = None
    posted_on: date | None = None
    flags: tuple[str, ...] = field(default=())
    effective_on: date | None = None  # of the decision, as the listing states it
