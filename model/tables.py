"""The rows of a release (CONTRACT §4). A column is written here and nowhere else.

The Arrow schemas, the Parquet metadata, `datapackage.json`, `niemyet tables` and the docs are made
from these classes: the field's name is the column's, its type the column's, its note the description.
Dates are local dates in Asia/Ho_Chi_Minh, instants are UTC, intervals are half-open.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ClassVar

from niemyet.model.quick_records import made_quickly
from niemyet.model.words import (
    Action,
    Channel,
    DecisionKind,
    DoneKnownBy,
    DriftKind,
    EffectSource,
    FetchOutcome,
    Level,
    OnlineLevel,
    ProcedureState,
    Proof,
    RelationType,
    ReviewState,
    Scope,
    SheetComponent,
    SheetWitness,
    SuccessionKind,
    UnitKind,
    UpdateKind,
    UpdateState,
)

SCHEMA_VERSION = "1.7"


@made_quickly
@dataclass(frozen=True, slots=True)
class RelationRow:
    """What a decision does to an earlier one."""

    type: Annotated[RelationType, "what is done to the earlier decision"]
    target_decision_id: Annotated[str, "the earlier decision, as far as it was named"]
    scope: Annotated[str | None, "the part that is meant, in the words of the document; null is the whole"]
    effective_on: Annotated[
        date | None,
        "day from which the act holds, or that it gives the earlier decision; null: the decision's own",
    ] = None
    effective_until: Annotated[date | None, "first day on which it no longer holds; null is open"] = None
    undated: Annotated[bool | None, "it names a day that could not be read, and does nothing"] = None


@made_quickly
@dataclass(frozen=True, slots=True)
class CopyRow:
    """One place where a decision was seen."""

    source_id: Annotated[str, "source"]
    url: Annotated[str, "address, or path for an inbox"]
    sha256: Annotated[str, "hash of the bytes in raw/"]
    seen_at: Annotated[datetime, "first seen there"]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stretch of time in which a version is in force but not carried out (RULINGS 40)."""

    decision_id: Annotated[str, "the decision that suspends it"]
    suspended_from: Annotated[date, "first day off the boards"]
    suspended_until: Annotated[date | None, "first day on them again; null until further notice"]


@made_quickly
@dataclass(frozen=True, slots=True)
class Decision:
    """One row per decision, however many copies of it were seen."""

    decision_id: Annotated[str, "issuer, number and symbol, signing date: quang-nam/512-QD-UBND/2022-03-04"]
    issuer_id: Annotated[str, "who issued it, made from the issuer's name: quang-nam"]
    number: Annotated[int | None, "number, without leading zeros"]
    symbol: Annotated[str | None, "symbol after the number: QĐ-UBND"]
    number_text: Annotated[str | None, "number and symbol as printed, cleaned"]
    signed_on: Annotated[date | None, "day of signing"]
    effective_on: Annotated[date | None, "first day of effect; null when it cannot be proven"]
    effective_until: Annotated[date | None, "first day without effect; null is open"]
    effect_source: Annotated[EffectSource | None, "where the effective date comes from"]
    title: Annotated[str | None, "trích yếu, cleaned"]
    kind: Annotated[
        DecisionKind, "what the decision is; adopted: none, but a list taken as evidence of its first day"
    ]
    sectors: Annotated[tuple[str, ...], "sectors it names"]
    basis_decisions: Annotated[tuple[str, ...], "decisions it is based on, as cited"]
    relations: Annotated[tuple[RelationRow, ...], "what it does to earlier decisions"]
    published_on: Annotated[date | None, "earliest posting date that a portal states"]
    received_at: Annotated[datetime, "first copy received, whatever the source"]
    copies: Annotated[tuple[CopyRow, ...], "every copy seen"]
    declared_items: Annotated[int | None, "count of procedures that the text itself declares"]
    extracted_items: Annotated[int, "rows of decision_items"]
    flags: Annotated[tuple[str, ...], "what a reader should know"]
    needs_review: Annotated[bool, "an open review concerns it"]


@made_quickly
@dataclass(frozen=True, slots=True)
class ReadItem:
    """One procedure on one row of an annex, as it is read: before it has an id and a day that is not its own."""

    action: Annotated[Action, "what the row does, from its section, never from its name"]
    name: Annotated[str, "name of the procedure, cleaned"]
    code: Annotated[str | None, "base code d.dddddd; null if none was printed"]
    code_text: Annotated[str | None, "the code as printed"]
    code_repaired: Annotated[bool, "the printed code had to be repaired"]
    replaces: Annotated[tuple[str, ...], "codes that this row replaces"]
    levels: Annotated[tuple[Level, ...], "levels that hold it; empty when no heading states them"]
    reception_levels: Annotated[tuple[Level, ...], "levels that only receive it, from the place column"]
    sector: Annotated[str | None, "lĩnh vực"]
    part: Annotated[str | None, "section path of the annex (A/I/I.1), or the article"]
    row_no: Annotated[str | None, "STT as printed; null for a sentence of an article"]
    raw_text: Annotated[str, "the row as extracted"]
    time_legal: Annotated[str | None, "time by law, as printed"] = None
    time_local: Annotated[str | None, "time after the locality's cut, as printed; this is what is posted"] = (
        None
    )
    place: Annotated[str | None, "địa điểm thực hiện"] = None
    fee: Annotated[str | None, "phí, lệ phí"] = None
    legal_basis: Annotated[str | None, "căn cứ pháp lý"] = None
    agency: Annotated[str | None, "cơ quan thực hiện"] = None
    online_level: Annotated[OnlineLevel | None, "online service level"] = None
    by_post: Annotated[bool | None, "through the public post (BCCI); null if not stated"] = None
    note: Annotated[str | None, "ghi chú"] = None
    effective_on: Annotated[date | None, "first day of effect of this row"] = None
    effective_until: Annotated[date | None, "first day without effect; null is open"] = None
    page: Annotated[int | None, "page, from 1; null where the format has none"] = None
    table_no: Annotated[int | None, "table in the document, from 1"] = None
    flags: Annotated[tuple[str, ...], "what a reader should know"] = ()


@made_quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionItem(ReadItem):
    """One row per procedure, action and row of an annex."""

    #: The order of the table's columns since 1.0, which is another than that of a reading; a column it does not name stands last.
    COLUMNS: ClassVar[tuple[str, ...]] = (
        "item_id",
        "decision_id",
        "action",
        "code",
        "code_text",
        "code_repaired",
        "replaces",
        "name",
        "levels",
        "reception_levels",
        "sector",
        "time_legal",
        "time_local",
        "place",
        "fee",
        "legal_basis",
        "agency",
        "online_level",
        "by_post",
        "note",
        "effective_on",
        "effective_until",
        "part",
        "row_no",
        "sha256",
        "page",
        "table_no",
        "raw_text",
        "flags",
    )

    item_id: Annotated[
        str,
        "decision and what the row means, its code or name; the same for every reader",
    ]
    decision_id: Annotated[str, "the decision it stands in"]
    sha256: Annotated[str, "the document that proves it"]


@made_quickly
@dataclass(frozen=True, slots=True)
class Procedure:
    """One row per version of a procedure at a level, newest knowledge."""

    procedure_id: Annotated[str, "province and code: quang-nam/1.001193"]
    code: Annotated[str, "base code, or X:issuer:hash for one without a code"]
    province_id: Annotated[str, "province whose decision holds it"]
    level: Annotated[Level, "level that holds it"]
    version: Annotated[int, "1, 2, … by valid time"]
    name: Annotated[str, "name in this version"]
    sector: Annotated[str | None, "lĩnh vực"]
    time_local: Annotated[str | None, "time to post"]
    fee: Annotated[str | None, "fee to post"]
    online_level: Annotated[OnlineLevel | None, "online service level"]
    by_post: Annotated[bool | None, "through the public post"]
    reception_levels: Annotated[
        tuple[Level, ...],
        "levels that only receive it; its own level among them: nobody has said yet who holds it",
    ]
    valid_from: Annotated[date, "first day"]
    valid_until: Annotated[date | None, "first day after; null is open"]
    state: Annotated[ProcedureState, "on the day the release speaks for"]
    opened_by: Annotated[str, "item that decides this version"]
    closed_by: Annotated[str | None, "item that ends it"]
    corrected_by: Annotated[str | None, "item that corrects it"]
    end_action: Annotated[Action | None, "action that ends it"]
    successor_codes: Annotated[tuple[str, ...], "codes that replace it"]
    ground: Annotated[
        str | None, "province on whose former ground alone this holds (RULINGS 43); null is everywhere"
    ] = field(default=None, kw_only=True)
    only_units: Annotated[
        tuple[str, ...] | None,
        "units on whose ground alone this holds, where a decision says so; null is all",
    ] = field(default=None, kw_only=True)
    not_units: Annotated[
        tuple[str, ...] | None,
        "units on whose ground another version holds, where a decision says so; null is none",
    ] = field(default=None, kw_only=True)
    suspensions: Annotated[
        tuple[Suspension, ...] | None, "stretches in which it is in force but off every board; null is none"
    ] = field(default=None, kw_only=True)
    proof: Annotated[
        Proof | None,
        "by what it is known: a decision, or a list taken as evidence of a day (RULINGS 45); null before tables 1.4",
    ] = field(default=Proof.DECISION, kw_only=True)


@made_quickly
@dataclass(frozen=True, slots=True)
class ProcedureHistory(Procedure):
    """The same with knowledge time: what was known when."""

    known_from: Annotated[date, "first local day on which this was known"]
    known_until: Annotated[date | None, "first local day on which it was known otherwise; null is open"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A counter that receives or resolves procedures, for a stretch of time."""

    unit_id: Annotated[str, "stable, ASCII"]
    kind: Annotated[UnitKind, "kind of unit"]
    level: Annotated[Level, "level it works at"]
    name: Annotated[str, "full name"]
    gso_code: Annotated[str | None, "statistical office's code; means a unit only together with a date"]
    agency_id: Annotated[str | None, "agency id: H47"]
    parent_unit_id: Annotated[str | None, "unit above"]
    province_id: Annotated[str, "province"]
    valid_from: Annotated[date | None, "first day; null is always"]
    valid_until: Annotated[date | None, "first day after; null is open"]

    def is_there(self, day: date) -> bool:
        """Whether the row speaks of a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class UnitSuccession:
    """How one unit becomes another."""

    from_unit_id: Annotated[str, "before"]
    to_unit_id: Annotated[str, "after"]
    kind: Annotated[SuccessionKind, "what happened"]
    on_date: Annotated[date, "first day of the new state"]


@made_quickly
@dataclass(frozen=True, slots=True)
class Board:
    """What a unit must have posted, and since when."""

    unit_id: Annotated[str, "unit"]
    code: Annotated[str, "procedure code"]
    procedure_id: Annotated[str, "procedure"]
    version: Annotated[int, "version of the procedure"]
    scope: Annotated[Scope, "why the unit posts it"]
    valid_from: Annotated[date, "first day on this board"]
    valid_until: Annotated[date | None, "first day off it; null is open"]
    item_id: Annotated[str, "item that decides it"]
    proof: Annotated[
        Proof | None,
        "by what it is known: a decision, or a list taken as evidence of a day; null before tables 1.4",
    ] = Proof.DECISION


@dataclass(frozen=True, slots=True)
class Listing:
    """What a unit was seen to have posted."""

    unit_id: Annotated[str, "unit"]
    channel: Annotated[Channel, "counter or portal"]
    observed_on: Annotated[date, "day of the observation"]
    code: Annotated[str | None, "base code; null if none could be read"]
    code_text: Annotated[str | None, "code as posted"]
    name: Annotated[str, "name as posted, cleaned"]
    decision_text: Annotated[str | None, "decision named on the sheet"]
    posted_on: Annotated[date | None, "posting date, if stated"]
    url: Annotated[str | None, "address, or path of the file"]
    sha256: Annotated[str, "hash of the bytes in raw/"]
    row_no: Annotated[int, "row in the listing, from 1"]
    effective_on: Annotated[date | None, "first day of the decision's effect, if stated"] = None


@dataclass(frozen=True, slots=True)
class DoubtedListing:
    """A look at a unit's listing that shows far less than the one before: it counts when a person says so."""

    unit_id: str
    channel: Channel
    observed_on: date
    content: str  # hash of what it shows; the same list again is the same doubt
    before: int  # rows of the last look that counts
    rows: tuple[Listing, ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class ListingUpdate:
    """One piece of work that brings a listing to its board."""

    update_id: Annotated[str, "the same from run to run"]
    unit_id: Annotated[str, "unit that has to act"]
    kind: Annotated[UpdateKind, "what to do"]
    channel: Annotated[Channel | None, "where; null is everywhere the unit posts"]
    code: Annotated[str | None, "procedure code"]
    replaces_codes: Annotated[tuple[str, ...], "codes to take down with it"]
    name: Annotated[str, "name of the procedure"]
    sector: Annotated[str | None, "lĩnh vực"]
    decision_id: Annotated[str | None, "on whose order"]
    item_id: Annotated[str | None, "the row that proves it"]
    reason: Annotated[str, "why, in Vietnamese"]
    effective_on: Annotated[date | None, "never to be done before this day"]
    due_on: Annotated[date | None, "to be done by this day"]
    state: Annotated[UpdateState, "on the day the release speaks for"]
    days_overdue: Annotated[int, "calendar days past due_on, while overdue; 0 in every other state"]
    exposed_days: Annotated[int, "days the board has been wrong, from effect to completion or today"]
    done_on: Annotated[date | None, "day of completion"]
    done_by: Annotated[str | None, "who reported it"]
    evidence: Annotated[str | None, "what shows the state: an observation or a report"]
    proof: Annotated[
        Proof | None,
        "what orders it: a decision, a list taken as evidence of a day, or only what was seen to hang; null: "
        "it concerns the whole board",
    ] = None
    done_known_by: Annotated[
        DoneKnownBy | None,
        "what says on which day it was done; by a look it was done by that day; null: it is not done, or before tables 1.7",
    ] = None
    superseded_on: Annotated[
        date | None,
        "effective day of the change that stands in its place; null: it is the current or a coming one, or before tables 1.7",
    ] = None


@made_quickly
@dataclass(frozen=True, slots=True)
class FieldRow:
    """One thing that a question speaks of."""

    name: Annotated[str, "what it is"]
    value: Annotated[str, "in a fixed form: a day as 2026-09-01, levels as province, commune"]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One of several questions that are asked as one: an answer to the whole is its answer too."""

    review_id: Annotated[str, "its own id, by which it can be answered alone"]
    item_id: Annotated[str | None, "item concerned"]
    fields: Annotated[tuple[FieldRow, ...], "what it speaks of"]


@made_quickly
@dataclass(frozen=True, slots=True)
class Review:
    """What the pipeline would not decide alone, and a person's answer can settle."""

    review_id: Annotated[
        str, "the same from run to run, however the question is worded or the annex was read"
    ]
    kind: Annotated[str, "kind of question, a word of ReviewKind"]
    decision_id: Annotated[str | None, "decision concerned"]
    item_id: Annotated[str | None, "item concerned"]
    question: Annotated[str, "what is asked, in Vietnamese"]
    candidates: Annotated[tuple[str, ...], "possible answers, best first"]
    picture: Annotated[
        str | None,
        "what the question is about, on its page: <sha256>#page=<n>&xywh=<left>,<top>,<width>,<height>, points from top left",
    ]
    state: Annotated[ReviewState, "open or resolved"]
    resolution: Annotated[str | None, "the answer, as it was understood"]
    resolved_by: Annotated[str | None, "who answered"]
    resolved_at: Annotated[datetime | None, "when"]
    fields: Annotated[
        tuple[FieldRow, ...] | None, "what the question speaks of; its sentence is made of it"
    ] = None
    items: Annotated[
        tuple[str, ...] | None, "items that an answer concerns, where it is asked of a section"
    ] = None
    documents: Annotated[tuple[str, ...] | None, "documents that the question is about"] = None
    asked: Annotated[
        tuple[AskedRow, ...] | None,
        "the questions of single rows that are one doubt and are asked as this one",
    ] = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader should know and nobody is asked about."""

    notice_id: Annotated[str, "the same from run to run"]
    kind: Annotated[str, "kind of notice, a word of ReviewKind"]
    decision_id: Annotated[str | None, "decision concerned"]
    item_id: Annotated[str | None, "item concerned"]
    text: Annotated[str, "what is said, in Vietnamese"]
    candidates: Annotated[tuple[str, ...], "what it may be about"]
    picture: Annotated[str | None, "what it is about, on its page, as in `reviews`"]
    fields: Annotated[tuple[FieldRow, ...], "what it speaks of"]


@dataclass(frozen=True, slots=True)
class Fetch:
    """One row per request."""

    run_id: Annotated[str, "run"]
    source_id: Annotated[str, "source, or unit:<id> for a listing"]
    url: Annotated[str, "address asked for"]
    method: Annotated[str, "GET or POST"]
    requested_at: Annotated[datetime, "when it was sent"]
    status: Annotated[int | None, "HTTP status; null without an answer"]
    outcome: Annotated[FetchOutcome, "what came of it"]
    sha256: Annotated[str | None, "hash of the body in raw/"]
    bytes: Annotated[int, "length of the body"]
    elapsed_ms: Annotated[int, "time to the last byte"]
    error: Annotated[str | None, "what went wrong"]


@dataclass(frozen=True, slots=True)
class Run:
    """One row per finished run."""

    run_id: Annotated[str, "UTC instant and what was run"]
    command: Annotated[str, "nightly, backfill, ingest, …"]
    asked: Annotated[str, "what was asked, as JSON"]
    started_at: Annotated[datetime, "start"]
    finished_at: Annotated[datetime, "end"]
    counts: Annotated[str, "counts per step, as JSON"]
    durations: Annotated[str, "seconds per step, as JSON"]
    release: Annotated[str | None, "release it published; null if nothing was new"]
    complete: Annotated[bool, "every source was read whole"]
    reason: Annotated[str | None, "why it is not complete"]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Working days and holidays (DOMAIN §5)."""

    date: Annotated[date, "day"]
    is_working_day: Annotated[bool, "state agencies work"]
    name: Annotated[str | None, "holiday or reason"]
    source: Annotated[str, "where this is known from"]


@dataclass(frozen=True, slots=True)
class Catalogued:
    """What the national catalogue says of a procedure: a witness that proves nothing against a decision."""

    code: Annotated[str, "base code"]
    name: Annotated[str, "name there"]
    state: Annotated[str, "state there: ACTIVE, UPDATED, INACTIVE …"]
    levels: Annotated[tuple[Level, ...], "levels that it names"]
    sectors: Annotated[tuple[str, ...], "fields that it names"]
    decision_text: Annotated[str | None, "decision that it points at; null for a migration's placeholder"]
    decision_on: Annotated[date | None, "day of that decision, local"]
    published_on: Annotated[date | None, "day of publication there, local"]
    updated_on: Annotated[date | None, "day of the last change there, local"]
    is_placeholder: Annotated[bool, "it points at a migration's placeholder, so at no decision"]
    fees: Annotated[tuple[str, ...], "amounts other than 0, which is a default there and no fee"]
    content: Annotated[str, "hash of what the sheet at the counter shows"]
    source_id: Annotated[str, "source"]
    key: Annotated[str, "the service's id"]
    sha256: Annotated[str, "hash of the answer in raw/"]


def is_offered(state: str) -> bool:
    """Whether an entry of the catalogue in that state may be asked for (docs/portals.md, dvc-2026)."""
    return state.upper() not in {"INACTIVE", "DELETED", "REVOKED"}


@dataclass(frozen=True, slots=True)
class Drift:
    """A gap between the decisions and the national catalogue on the day that the release speaks for."""

    code: Annotated[str, "base code"]
    kind: Annotated[DriftKind, "what differs"]
    level: Annotated[Level | None, "level that is missing; null where it is about the procedure"]
    name: Annotated[str, "name by the decisions; by the catalogue where no decision is known"]
    national_name: Annotated[str | None, "name in the catalogue; null where it is not there"]
    decision_id: Annotated[str | None, "decision that explains it"]
    paper: Annotated[str | None, "the same, as documents cite it"]
    national_paper: Annotated[str | None, "decision that the catalogue points at"]
    due_on: Annotated[
        date | None, "by when the catalogue must follow (NĐ 63/2010 Đ.24); null where no decision says"
    ]
    note: Annotated[str | None, "the values that differ"]
    unit_id: Annotated[str | None, "unit that is missing; null where it is not about one"] = None


@dataclass(frozen=True, slots=True)
class SheetText:
    """One component of the sheet of a procedure (NĐ 63/2010/NĐ-CP, Đ.8.2), as one witness words it."""

    code: Annotated[str, "base code"]
    component: Annotated[SheetComponent, "what it is about"]
    witness: Annotated[SheetWitness, "who says it"]
    level: Annotated[Level | None, "level of the version; null for the catalogue, which words all as one"]
    version: Annotated[
        int, "version of `procedures`; of the catalogue: the how-manieth wording that was seen"
    ]
    text: Annotated[str, "its words, one line each"]
    content: Annotated[str, "hash of the words"]
    since: Annotated[
        date | None, "first day of these words: of the effect, or of the change; null: not known"
    ]
    valid_until: Annotated[date | None, "first day of the version after; null is open"]
    item_id: Annotated[str | None, "row of the decision that says it"]
    key: Annotated[str | None, "the national service's id"]
    sha256: Annotated[str, "hash of the bytes in raw/ that say it"]
    paper: Annotated[str | None, "the resolution that sets a fee, as people cite it"] = None
    page: Annotated[int | None, "its page"] = None
    row_no: Annotated[int | None, "row of its table, from 1"] = None


#: Table name → row class, in the order of CONTRACT §4.
TABLES: dict[str, type] = {
    "decisions": Decision,
    "decision_items": DecisionItem,
    "procedures": Procedure,
    "procedure_history": ProcedureHistory,
    "units": Unit,
    "unit_successions": UnitSuccession,
    "boards": Board,
    "listings": Listing,
    "listing_updates": ListingUpdate,
    "reviews": Review,
    "notices": Notice,
    "fetches": Fetch,
    "runs": Run,
    "calendar": CalendarDay,
    "catalogue": Catalogued,
    "drift": Drift,
    "sheets": SheetText,
}
