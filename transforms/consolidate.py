"""The seam: everything received → every table that is computed. Pure: no I/O, no clock.

State = f(facts known by the end of the local day of `knowledge`, the day it speaks for). Arrival order,
repetition and the machine's clock change nothing (CONTRACT §3, RULINGS 23).
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from dataclasses import fields as columns_of
from datetime import date, datetime
from itertools import chain

from niemyet.model.law_rows import LawRows
from niemyet.model.listed_rows import ListedRows
from niemyet.model.records import (
    Adoption,
    CatalogueEntry,
    Confirmation,
    FeeList,
    Policy,
    Posting,
    Province,
    Received,
    Resolution,
    TakenBack,
    Withdrawn,
    fields,
)
from niemyet.model.report_rows import ReportRows, ReportsInMemory
from niemyet.model.tables import (
    Board,
    CalendarDay,
    Catalogued,
    Decision,
    DecisionItem,
    DoubtedListing,
    Drift,
    Listing,
    ListingUpdate,
    Notice,
    Procedure,
    ProcedureHistory,
    Review,
    SheetText,
    Unit,
    UnitSuccession,
)
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.transforms.language.dates import end_of, local_day
from niemyet.transforms.law.adopted import adopted_lists
from niemyet.transforms.law.document_answers import Papers, acting_on_documents, amended
from niemyet.transforms.law.events import DISTRICT_END
from niemyet.transforms.law.history import unshown_names
from niemyet.transforms.law.identity import Identified, identify
from niemyet.transforms.law.plausible import judge_dates
from niemyet.transforms.law.questions import ask, notice_of
from niemyet.transforms.law.renamed import as_told, put_right
from niemyet.transforms.law.resolutions import ROWS_MISSING, fold_answered
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.source_doubts import source_doubts
from niemyet.transforms.law.standing_answers import Told, is_settled, meant_by, readdressed, standing
from niemyet.transforms.law.together import answers_by_row, put_together
from niemyet.transforms.local_grounds import told_grounds
from niemyet.transforms.touched import Touched
from niemyet.transforms.units.succession import UnitSpan, unit_doubts, unit_spans
from niemyet.transforms.work.asked_codes import asked_codes
from niemyet.transforms.work.boards import GroundBoards, build_boards
from niemyet.transforms.work.calendar import calendar_days
from niemyet.transforms.work.drift import Behind, national_drift, newest_entries
from niemyet.transforms.work.fees import fees_of
from niemyet.transforms.work.made_from import MoreIsAskedError
from niemyet.transforms.work.sheets import sheet_texts
from niemyet.transforms.work.updates import Looks, Start, WorkedOut, compute_work, looks_of


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was ever received, observed, confirmed, resolved or configured; order means nothing."""

    postings: tuple[Posting, ...] = ()
    received: tuple[Received, ...] = ()
    listings: Sequence[Listing] = ()
    confirmations: Sequence[Confirmation] = ()
    resolutions: tuple[Resolution, ...] = ()
    units: tuple[Unit, ...] = ()
    successions: tuple[UnitSuccession, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    doubted: tuple[DoubtedListing, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()  # units' ids: before, today; what was said stands under today's
    adoptions: tuple[Adoption, ...] = ()
    fee_lists: tuple[FeeList, ...] = ()
    catalogue: tuple[CatalogueEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The rows of each computed table, named as the table and sorted by its key."""

    decisions: Sequence[Decision] = ()
    decision_items: Sequence[DecisionItem] = ()
    procedures: Sequence[Procedure] = ()
    procedure_history: Sequence[ProcedureHistory] = ()
    units: tuple[Unit, ...] = ()
    unit_successions: tuple[UnitSuccession, ...] = ()
    boards: Sequence[Board] = ()
    listings: Sequence[Listing] = ()
    listing_updates: Sequence[ListingUpdate] = ()
    reviews: tuple[Review, ...] = ()
    notices: tuple[Notice, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    catalogue: tuple[Catalogued, ...] = ()
    drift: tuple[Drift, ...] = ()
    sheets: tuple[SheetText, ...] = ()
    misprints: tuple[tuple[str, str], ...] = ()  # no table: misprinted code → right code
    unshown_names: tuple[tuple[str, str], ...] = ()  # no table: see `law.history.unshown_names`
    told_on: Mapping[str, date] = field(
        default_factory=dict
    )  # no table: items that act since an answer, and since when
    work: WorkedOut | None = None  # no table: of what `listing_updates` is, where a part of it is carried on


def consolidate(
    facts: Facts,
    *,
    province: Province,
    policy: Policy,
    as_of: date,
    knowledge: datetime,
    start: Start | None = None,
) -> State:
    """Fold what is known by the end of `knowledge`'s local day into the tables of a release for `as_of`.

    `start`: what of the work may be carried on; then only the rest is in `listing_updates`, and `work` says which.

    Raises ValueError for an instant without a time zone.
    """
    state = _consolidated(facts, province, policy, as_of, local_day(knowledge), start)
    said = tuple(_with_what_is_meant(facts.resolutions, state))
    if said == facts.resolutions:
        return state
    return _consolidated(
        replace(facts, resolutions=said), province, policy, as_of, local_day(knowledge), start
    )


def _with_what_is_meant(said: Iterable[Resolution], state: State) -> Iterator[Resolution]:
    """Answers that do not say what they mean, with all that is asked under their id now."""
    wholes = {one.review_id: one for one in state.reviews if one.asked}
    items = {one.item_id: one for one in state.decision_items} if wholes else {}
    for one in said:
        whole = wholes.get(one.review_id) if one.meant is None else None
        yield one if whole is None else replace(one, meant=meant_by(whole, items))


def _consolidated(
    facts: Facts, province: Province, policy: Policy, as_of: date, today: date, start: Start | None
) -> State:
    known = _known(facts, today)
    identified = _with_judged_dates(_identified(known, province), province, known.resolutions)
    identified = told_grounds(identified, known.units, known.successions)
    spans = unit_spans(known.units, province, known.successions)
    lists, rows = adopted_lists(known.adoptions, spans, province, known.renames)
    decisions, items = (*identified.decisions, *lists), (*identified.items, *rows)
    known = replace(known, resolutions=readdressed(known.resolutions, items))
    answered = fold_answered(decisions, items, identified.reviews, province, as_of, today, known.resolutions)
    folded = answered.folded
    doubted = tuple(_of_doubted(one) for one in known.doubted)
    believed = {one.review.review_id for one in standing(doubted, known.resolutions) if one.answer == "right"}
    seen = {
        row
        for one, review in zip(known.doubted, doubted, strict=True)
        if review.review_id in believed
        for row in one.rows
    }
    listings = _each_once(known.listings, seen)
    by_ground = GroundBoards(folded.procedures)
    fees = fees_of(known.fee_lists, folded.procedures, known.resolutions)
    said = (
        *identified.reviews,
        *_not_yet_asked(answered.reviews, identified.reviews),
        *unit_doubts(known.units, province),
        *doubted,
        *_withdrawals(known, answered.decisions),
        *source_doubts(known.postings, answered.decisions),
        *fees.reviews,
    )
    reviews = put_together(_with_answers((one for one in said if KINDS[one.kind].asks), known.resolutions))
    asked = {
        named
        for one in reviews
        if one.state is ReviewState.OPEN
        for named in (one.decision_id, *one.candidates)
    }
    boards = build_boards(by_ground, spans)
    law = State(
        decisions=tuple(
            sorted((_with_need(one, asked) for one in answered.decisions), key=lambda one: one.decision_id)
        ),
        decision_items=_with_flags(answered.items, folded.item_flags),
        procedures=folded.procedures,
        procedure_history=folded.history,
        units=tuple(sorted(known.units, key=lambda one: (one.unit_id, one.valid_from or date.min, one.name))),
        unit_successions=tuple(
            sorted(known.successions, key=lambda one: (one.from_unit_id, one.to_unit_id, one.on_date))
        ),
        boards=boards,
        reviews=reviews,
        notices=_notices(said),
        calendar=_calendar(answered.decisions, as_of, policy),
        catalogue=_catalogue(known.catalogue),
        drift=national_drift(
            known.catalogue,
            folded.procedures,
            Behind.of(answered.decisions, answered.items) if known.catalogue else Behind({}, {}),
            as_of,
            policy.days,
            boards if known.catalogue and policy.departments else (),
            policy.departments,
            fees.on(as_of),
        ),
        sheets=sheet_texts(
            known.catalogue,
            folded.procedures,
            {one.item_id: one for one in answered.items},
            as_of,
            fees.facts,
        ),
        misprints=folded.misprints,
        unshown_names=unshown_names(folded.names, folded.procedures),
        told_on=answered.told_on,
    )
    return _with_work(law, known, listings, spans, province, policy, as_of, start)


def _with_work(
    law: State,
    known: Facts,
    listings: Sequence[Listing],
    spans: Sequence[UnitSpan],
    province: Province,
    policy: Policy,
    as_of: date,
    start: Start | None,
    looks: Looks | None = None,
) -> State:
    """What the law comes to, with what was seen and the work that there is by it."""
    work = compute_work(
        procedures=law.procedures,
        spans=spans,
        decisions=law.decisions,
        items=law.decision_items,
        misprints=law.misprints,
        told_on=law.told_on,
        listings=listings,
        confirmations=known.confirmations,
        renames=known.renames,
        province=province,
        policy=policy,
        as_of=as_of,
        start=start,
        looks=looks,
    )
    return replace(
        law, listings=listings, listing_updates=work.rows, work=work if start is not None else None
    )


@dataclass(frozen=True, slots=True)
class Law:
    """The law that a release came to, as far as the work asks for it.

    `touched`: codes of which it is another than in the release before; None: nobody knows.
    """

    rows: LawRows
    misprints: tuple[tuple[str, str], ...]
    told_on: Mapping[str, date]
    touched: frozenset[str] | None = None


def carried_on(
    law: Law,
    facts: Facts,
    *,
    province: Province,
    policy: Policy,
    as_of: date,
    knowledge: datetime,
    start: Start | None = None,
) -> State:
    """The work of another day, by a law of which it is known for which codes it is another than in the release before.

    `law`: it is read as far as the work needs it. Only `listings` and `listing_updates` come out
    (`unchanged_until` says how long the others hold).
    """
    known = _known(facts, local_day(knowledge))
    spans = unit_spans(known.units, province, known.successions)
    listings = _each_once(known.listings, ())
    looks = looks_of(listings, as_of)

    def worked_out(rows: LawRows, start: Start | None) -> State:
        state = State(
            rows.decisions, rows.items, rows.procedures, misprints=law.misprints, told_on=law.told_on
        )
        return _with_work(state, known, listings, spans, province, policy, as_of, start, looks)

    if start is not None and start.before is not None and law.touched is not None:
        asked = asked_codes(
            start.before,
            law.rows,
            law.touched,
            law.misprints,
            spans,
            looks,
            _reports(known.confirmations),
            as_of,
        )
        with suppress(MoreIsAskedError):
            if asked is not None:
                return worked_out(law.rows.of(asked), replace(start, asked=asked))
    return worked_out(law.rows, start)


def laid_over(
    found: Touched,
    before: LawRows,
    told_on: Mapping[str, date],
    facts: Facts,
    *,
    province: Province,
    policy: Policy,
    as_of: date,
    knowledge: datetime,
    start: Start | None = None,
) -> State:
    """A state of a day on which the law before goes on but for what new decisions touch (`touched`).

    `before`: the law before, and `told_on` what of it no new decision changes.
    Versions, their history and the boards have the rows of the touched codes alone, the items those that are new or say
    something else; units, calendar, catalogue and drift are as they were.
    """
    rows = found.over(before)
    touched = None
    if start is not None and start.before is not None:
        touched = frozenset(found.codes.union(_codes_of(found), rows.with_a_day(start.before.on, as_of)))
    law = Law(rows, found.misprints, told_on, touched)
    worked_out = carried_on(
        law, facts, province=province, policy=policy, as_of=as_of, knowledge=knowledge, start=start
    )
    return replace(
        worked_out,
        decisions=found.decisions,
        decision_items=found.items,
        procedures=found.procedures,
        procedure_history=found.history,
        boards=build_boards(found.procedures, unit_spans(facts.units, province, facts.successions)),
        reviews=found.reviews,
        notices=found.notices,
        sheets=found.sheets,
        unshown_names=found.unshown_names,
    )


def _codes_of(found: Touched) -> Iterator[str]:
    """The codes of rows that are new or say something else."""
    for item in found.items:
        yield from (code for code in (item.code, *item.replaces) if code is not None)


def unchanged_until(state: State, facts: Facts, day: date) -> date:
    """The first day after `day` on which the same facts may come to something else, whatever is seen and reported by then.

    A day of effect or of its end passes, a year begins (`calendar`), or a fact is known from a later day on. Which of these
    matters is not asked: any of them ends it.
    """
    days = chain(days_of_law(state), _days_of_knowledge(facts), _days_of_fees(facts))
    later = (one for one in days if one is not None and one > day)
    return min([date(day.year + 1, 1, 1), *later])


def days_of_law(state: State) -> Iterator[date | None]:
    """Days on which something begins or ends, in the rows of a state; none of its calendar."""
    yield DISTRICT_END
    for decision in state.decisions:
        yield from (decision.effective_on, decision.effective_until)
        for relation in decision.relations:
            yield from (relation.effective_on, relation.effective_until)
    for item in state.decision_items:
        yield from (item.effective_on, item.effective_until)
    for version in state.procedures:
        yield from (version.valid_from, version.valid_until)
        for pause in version.suspensions or ():
            yield from (pause.suspended_from, pause.suspended_until)
    for known in state.procedure_history:
        yield from (known.valid_from, known.valid_until)
    for unit in state.units:
        yield from (unit.valid_from, unit.valid_until)
    for succession in state.unit_successions:
        yield succession.on_date


def _days_of_knowledge(facts: Facts) -> Iterator[date]:
    yield from (local_day(one.received_at) for one in facts.postings)
    yield from (local_day(one.received_at) for one in facts.received)
    yield from (local_day(one.resolved_at) for one in facts.resolutions)
    yield from (local_day(one.said_at) for one in facts.taken_back)
    yield from (local_day(one.said_at) for one in facts.adoptions)
    yield from (local_day(one.said_at) for one in facts.fee_lists)
    yield from (local_day(one.received_at) for one in facts.catalogue)
    yield from (one.on for one in facts.withdrawn)


def _days_of_fees(facts: Facts) -> Iterator[date | None]:
    for fees in facts.fee_lists:
        yield from (fees.effective_on, fees.effective_until)


def _with_judged_dates(
    found: Identified, province: Province, resolutions: Sequence[Resolution]
) -> Identified:
    """Decisions under their right numbers and days; those whose dates nobody can believe wait for a person (RULINGS 38)."""
    named, taken = put_right(as_told(found.decisions, found.reviews, resolutions, province), province)
    decisions, asked = judge_dates(named, found.items, province)
    return replace(found, decisions=decisions, reviews=(*found.reviews, *taken, *asked))


def _identified(known: Facts, province: Province) -> Identified:
    """Decisions and rows of the documents as people's answers leave them; answered questions stay on record.

    An answer may raise another question about a document, which may have its answer too: done anew until none is left.
    """
    papers = Papers(known.postings, known.received)
    found = identify(papers.postings, papers.received, province)
    if not known.resolutions:
        return found
    asked = {one.review_id: one for one in found.reviews}
    decisions = {one.decision_id: one for one in found.decisions}
    acted: list[Told] = []
    while True:
        told = acting_on_documents(standing(asked.values(), known.resolutions))
        if [one.name for one in told] == [one.name for one in acted]:
            break
        acted = told
        amend = amended(papers, told, decisions)
        found = identify(amend.postings, amend.received, province)
        asked |= {one.review_id: one for one in found.reviews if one.review_id not in asked}
        decisions |= {one.decision_id: one for one in found.decisions}
    if not acted:
        return found
    current = {one.decision_id for one in found.decisions}
    rows = {one.item_id for one in found.items}
    kept = {one.review.review_id: _of_today(one.review, current, rows) for one in acted}
    kept |= {one.review_id: one for one in found.reviews if one.review_id not in kept}
    return replace(found, reviews=tuple(kept[one] for one in sorted(kept)))


def _of_today(review: Review, decisions: Container[str], rows: Container[str]) -> Review:
    """An answered question without the decision and row that its answer has made another of."""
    return replace(
        review,
        decision_id=review.decision_id if review.decision_id in decisions else None,
        item_id=review.item_id if review.item_id in rows else None,
    )


def _known(facts: Facts, today: date) -> Facts:
    """What had been received, seen and said up to the end of a local day (RULINGS 23)."""
    gone = _taken_back(facts, today)
    return Facts(
        postings=tuple(one for one in facts.postings if local_day(one.received_at) <= today),
        received=tuple(
            one
            for one in facts.received
            if local_day(one.received_at) <= today
            and not (one.posting_key is None and (one.sha256 in gone or one.archive in gone))
        ),
        listings=_up_to(facts.listings, today),
        confirmations=_reports(facts.confirmations).said_before(end_of(today)),
        resolutions=tuple(
            answers_by_row(one for one in facts.resolutions if local_day(one.resolved_at) <= today)
        ),
        units=facts.units,
        successions=facts.successions,
        doubted=tuple(one for one in facts.doubted if one.observed_on <= today),
        renames=facts.renames,
        withdrawn=tuple(one for one in facts.withdrawn if one.on <= today),
        adoptions=tuple(one for one in facts.adoptions if local_day(one.said_at) <= today),
        fee_lists=tuple(one for one in facts.fee_lists if local_day(one.said_at) <= today),
        catalogue=tuple(one for one in facts.catalogue if local_day(one.received_at) <= today),
    )


def _reports(said: Sequence[Confirmation]) -> ReportRows:
    return said if isinstance(said, ReportRows) else ReportsInMemory(said)


def _taken_back(facts: Facts, today: date) -> set[str]:
    """Documents that were handed in as files and whose last word is that they are taken back."""
    last = {
        one.sha256: one.again
        for one in sorted(facts.taken_back, key=lambda said: (said.said_at, said.again))
        if local_day(one.said_at) <= today
    }
    return {sha for sha, again in last.items() if not again}


def _withdrawals(known: Facts, decisions: Iterable[Decision]) -> Iterator[Review]:
    """Decisions that a source no longer shows: a person is asked, nothing ends by it (CONTRACT §5.3).

    A decision that the same source shows under another key or address, as after a change of platform, is still shown.
    """
    keys = {(one.source_id, one.key) for one in known.withdrawn}
    urls = {(one.source_id, one.key): one.url for one in known.postings}
    shown = {(one.source_id, one.url) for one in known.postings if (one.source_id, one.key) not in keys}
    by_copy = {(copy.source_id, copy.url): one for one in decisions for copy in one.copies}
    for gone in sorted(known.withdrawn, key=lambda one: (one.source_id, one.key)):
        decision = by_copy.get((gone.source_id, urls.get((gone.source_id, gone.key), "")))
        if decision is None:
            continue
        if not any((gone.source_id, copy.url) in shown for copy in decision.copies):
            yield ask(ReviewKind.WITHDRAWN, fields(source=gone.source_id, on=gone.on), decision=decision)


def _of_doubted(look: DoubtedListing) -> Review:
    """Whether a listing far smaller than before is what hangs: what was seen before counts until a person says so."""
    return ask(
        ReviewKind.LISTING_SHRANK,
        fields(
            unit=look.unit_id,
            channel=look.channel,
            on=look.observed_on,
            now=len(look.rows),
            before=look.before,
            content=look.content,
        ),
        candidates=("right", "wrong"),
    )


def _not_yet_asked(reviews: Iterable[Review], before: Iterable[Review]) -> tuple[Review, ...]:
    """Questions that no earlier step has put to the same row."""
    asked = {(one.kind, one.decision_id, one.item_id) for one in before}
    return tuple(one for one in reviews if (one.kind, one.decision_id, one.item_id) not in asked)


def _notices(said: Iterable[Review]) -> tuple[Notice, ...]:
    """What asks nothing, each once."""
    found = {one.review_id: notice_of(one) for one in said if not KINDS[one.kind].asks}
    return tuple(found[one] for one in sorted(found))


def _with_answers(reviews: Iterable[Review], resolutions: Iterable[Resolution]) -> tuple[Review, ...]:
    """Each question once, with the latest answer that a person gave; one with rows left is open still."""
    found = {one.review_id: one for one in reviews}
    told: dict[str, list[Told]] = {}
    for one in standing(found.values(), resolutions):
        told.setdefault(one.review.review_id, []).append(one)
    return tuple(
        _answered(found[one], told[one][-1].said) if is_settled(found[one], told.get(one, [])) else found[one]
        for one in sorted(found)
    )


def _answered(review: Review, answer: Resolution) -> Review:
    return replace(
        review,
        state=ReviewState.RESOLVED,
        resolution=answer.resolution,
        resolved_by=answer.resolved_by,
        resolved_at=answer.resolved_at,
    )


def _with_need(decision: Decision, asked: set[str | None]) -> Decision:
    return replace(decision, needs_review=decision.decision_id in asked or ROWS_MISSING in decision.flags)


def _with_flags(
    items: Iterable[DecisionItem], flags: Mapping[str, tuple[str, ...]]
) -> tuple[DecisionItem, ...]:
    """Items with what the fold found out about them, sorted by id."""
    return tuple(
        replace(item, flags=tuple(sorted({*item.flags, *flags[item.item_id]})))
        if item.item_id in flags
        else item
        for item in sorted(items, key=lambda one: one.item_id)
    )


def _up_to(listings: Sequence[Listing], day: date) -> Sequence[Listing]:
    if isinstance(listings, ListedRows):
        return listings.up_to(day)
    return tuple(one for one in listings if one.observed_on <= day)


def _each_once(listings: Sequence[Listing], seen: Collection[Listing]) -> Sequence[Listing]:
    """Rows of listings in their order, each once. By neighbours: hashing a million rows costs more than they are worth."""
    ordered = listings.in_order() if isinstance(listings, ListedRows) and not seen else None
    if ordered is not None:
        return ordered
    found: list[Listing] = []
    key: tuple[object, ...] = ()
    alike: list[Listing] = []  # rows of one key that were kept: nearly always one
    for row in sorted((*listings, *seen), key=_listing_key):
        if (own := _listing_key(row)) != key:
            key, alike = own, []
        elif row in alike:
            continue
        alike.append(row)
        found.append(row)
    return tuple(found)


def _listing_key(row: Listing) -> tuple[str, str, date, str, int, str, str, str]:
    return (
        row.unit_id,
        row.channel,
        row.observed_on,
        row.sha256,
        row.row_no,
        row.url or "",
        row.code or "",
        row.name,
    )


def _catalogue(entries: Iterable[CatalogueEntry]) -> tuple[Catalogued, ...]:
    """The catalogue as it was last seen, by code."""
    rows = [
        Catalogued(**{column.name: getattr(one, column.name) for column in columns_of(Catalogued)})
        for found in newest_entries(entries).values()
        for one in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.code, row.source_id, row.key)))


def _calendar(decisions: Iterable[Decision], as_of: date, policy: Policy) -> tuple[CalendarDay, ...]:
    """From the year of the first decision signed to the end of the year after the day it speaks for."""
    years = [one.signed_on.year for one in decisions if one.signed_on is not None]
    first = min([as_of.year, *years])
    return calendar_days(date(first, 1, 1), date(as_of.year + 2, 1, 1), policy.days)
