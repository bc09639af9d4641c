"""One decision behind many copies (DOMAIN §3.3, §9 trap 16): postings and readings → decisions, items, questions.

What makes a decision is issuer, number, symbol and signing date. Copies with that key are one decision when
they say the same: the same title, the same items or the same bytes. Where they differ, nothing is merged in
silence. The result is the same for every order of the input; only `received_at` and `seen_at` say when.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import Citation, Posting, Province, Question, Reading, Received, fields
from niemyet.model.tables import CopyRow, Decision, DecisionItem, RelationRow, Review
from niemyet.model.words import DecisionKind, EffectSource, ReviewKind
from niemyet.transforms.language.citations import decision_id, is_decision_symbol, ministry_of
from niemyet.transforms.language.text import clean, key
from niemyet.transforms.law.annexes import Items, has_articles, items_of, rows_of
from niemyet.transforms.law.decision_sources import document_order, gather_witnesses
from niemyet.transforms.law.events import BINDING_KINDS
from niemyet.transforms.law.grouping import UNKNOWN_ISSUER, Case, group_cases
from niemyet.transforms.law.kinds import kind_of_title
from niemyet.transforms.law.one_doubt import one_doubt_each
from niemyet.transforms.law.questions import ask, day_text, picture_of
from niemyet.transforms.law.review_kinds import KINDS, Subject
from niemyet.transforms.units.issuers import is_known_issuer

#: Kinds whose date of effect decides what must hang; of the others nobody needs to be asked.
_WITH_EFFECT = frozenset(
    {
        DecisionKind.PUBLIC_LIST,
        DecisionKind.PUBLIC_FULL,
        DecisionKind.NORMALISED,
        DecisionKind.SUBSET,
        DecisionKind.REPLACEMENT_GROUP,
        DecisionKind.MIXED,
    }
)


@dataclass(frozen=True, slots=True)
class Identified:
    """What was received, as rows; each tuple sorted by its key."""

    decisions: tuple[Decision, ...]
    items: tuple[DecisionItem, ...]
    reviews: tuple[Review, ...]


def identify(
    postings: Iterable[Posting],
    received: Iterable[Received],
    province: Province,
    known: Iterable[Decision] = (),
) -> Identified:
    """Fold postings and documents into decisions with all their copies.

    `known`: decisions that were made of other postings and documents; texts may cite them.

    A document without a posting that could not be read, or that names no decision, gives a review and no
    decision: nothing is known of it.
    """
    witnesses, unplaced = gather_witnesses(postings, received)
    built = [_build(case, province) for case in group_cases(witnesses)]
    reviews = [_unplaced(document) for document in _once(unplaced)]
    for one in built:
        reviews += one.reviews
    asked = {
        name
        for review in reviews
        if KINDS[review.kind].asks
        for name in (review.decision_id, *review.candidates)
        if name
    }
    index = _index((*known, *(one.decision for one in built)))
    decisions = [_related(one, index, province, asked) for one in built]
    return Identified(
        decisions=tuple(sorted(decisions, key=lambda row: row.decision_id)),
        items=tuple(sorted((item for one in built for item in one.items), key=lambda row: row.item_id)),
        reviews=tuple(
            sorted({row.review_id: row for row in reversed(reviews)}.values(), key=lambda row: row.review_id)
        ),
    )


# ---- one decision --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Built:
    decision: Decision
    items: tuple[DecisionItem, ...]
    reviews: tuple[Review, ...]
    text: Reading | None


def _build(case: Case, province: Province) -> _Built:
    issuer, number, symbol, signed_on = case.series
    text = _text_of(case)
    title = (text.title if text else None) or next((one.title for one in case.postings if one.title), None)
    title = clean(title) if title else None
    effective_on, effective_until, source = _effect(case, text)
    flags = _flags(case, province, source, effective_on)
    source_of_items = items_of(case)
    copies = _copies(case)
    decision = Decision(
        decision_id=case.decision_id,
        issuer_id=issuer,
        number=number,
        symbol=symbol,
        number_text=next((one.number_text for one in case.witnesses if one.number_text), None),
        signed_on=signed_on,
        effective_on=effective_on,
        effective_until=effective_until,
        effect_source=source,
        title=title,
        kind=_kind(case, text, title),
        sectors=_sectors(case, text),
        basis_decisions=tuple(dict.fromkeys(_cited(one) for one in text.basis)) if text else (),
        relations=(),
        published_on=min((one.published_on for one in case.postings if one.published_on), default=None),
        received_at=min(copy.seen_at for copy in copies),
        copies=copies,
        declared_items=next(
            (one.declared_items for _, one in case.readings if one.declared_items is not None), None
        ),
        extracted_items=len(source_of_items.items),
        flags=tuple(sorted((flags | source_of_items.flags) - _settled(case, source, source_of_items))),
        needs_review=False,
    )
    items = tuple(rows_of(decision, source_of_items))
    reviews = (*_questions(case, decision, items, source_of_items, text), *_doubts(case, decision, province))
    return _Built(decision, items, reviews, text)


def _text_of(case: Case) -> Reading | None:
    """The reading that holds the articles; an annex that came as a file of its own says less."""
    readings = [reading for _, reading in case.readings]
    for reading in readings:
        if has_articles(reading):
            return reading
    return readings[0] if readings else None


def _effect(case: Case, text: Reading | None) -> tuple[date | None, date | None, EffectSource | None]:
    """Dates of effect by the document; of a document not yet read only the portal's own date is known."""
    signed_on = case.series[3]
    if text is None:
        stated = next((one.effective_on for one in case.postings if one.effective_on), None)
        return (stated, None, EffectSource.EXPLICIT) if stated else (None, None, None)
    effective_on = text.effective_on
    if effective_on is None and text.effect_source in {
        EffectSource.SIGNING_CLAUSE,
        EffectSource.DEFAULT_SIGNED,
    }:
        effective_on = signed_on  # the document's own date is blank, the portal gives it
    return effective_on, text.effective_until, text.effect_source


def _kind(case: Case, text: Reading | None, title: str | None) -> DecisionKind:
    issuer, _, symbol, _ = case.series
    if (symbol is not None and ministry_of(symbol) is not None) or issuer.startswith("bo-"):
        return DecisionKind.MINISTRY
    kind = text.kind if text is not None else kind_of_title(title, symbol)
    if text is not None and kind is DecisionKind.OTHER:
        kind = next((one.kind for _, one in case.readings if one.kind is not DecisionKind.OTHER), kind)
    if symbol is not None and not is_decision_symbol(symbol) and kind is not DecisionKind.CORRECTION:
        return DecisionKind.OTHER
    return kind


def _sectors(case: Case, text: Reading | None) -> tuple[str, ...]:
    named = list(text.sectors) if text else []
    named = named or [sector for one in case.postings for sector in one.sectors]
    by_key = {key(sector): clean(sector) for sector in reversed(named) if key(sector)}
    return tuple(by_key[each] for each in dict.fromkeys(map(key, named)) if each in by_key)


def _flags(
    case: Case, province: Province, source: EffectSource | None, effective_on: date | None
) -> set[str]:
    issuer, number, symbol, signed_on = case.series
    family = province.family
    portal_days = {one.effective_on for one in case.postings} - {None}
    read = bool(case.readings)
    holds = {
        "foreign_issuer": issuer not in family,
        "issuer_unknown": issuer == UNKNOWN_ISSUER,
        "number_unknown": number is None,
        "signing_date_unknown": signed_on is None,
        "not_a_decision": symbol is not None and not is_decision_symbol(symbol),
        "same_number_different_content": bool(case.rivals),
        "title_mismatch": bool(case.strangers),
        "no_effect_clause": source is EffectSource.DEFAULT_SIGNED,
        "document_not_read": not read and bool(case.documents),
        "no_document": not read and not case.documents,
        "effect_from_portal": not read and effective_on is not None,
        "effect_date_mismatch": read and bool(portal_days - {effective_on}),
        "file_lost": any(file.sha256 is None for posting in case.postings for file in posting.files),
    }
    said = {flag for one in case.witnesses for flag in one.flags}
    return said | {flag for flag, true in holds.items() if true}


def _settled(case: Case, source: EffectSource | None, items: Items) -> set[str]:
    """Flags of one document that another document of the same decision answers."""
    readings = [reading for _, reading in case.readings]
    settled = {
        "annex_missing": bool(items.parts),
        "effect_default_signed": source is not EffectSource.DEFAULT_SIGNED,
        "number_missing": any(one.number is not None for one in readings),
        "signed_on_missing": any(one.signed_on is not None for one in readings),
        "draft": any("draft" not in one.flags and has_articles(one) for one in readings),
    }
    return {flag for flag, true in settled.items() if true}


def _copies(case: Case) -> tuple[CopyRow, ...]:
    """Every place where it was seen: the posting's page, and each of its documents."""
    seen = [CopyRow(one.source_id, one.url, one.sha256, one.received_at) for one in case.postings]
    seen += [CopyRow(one.source_id, one.url, one.sha256, one.received_at) for one in case.documents]
    first: dict[tuple[str, str, str], CopyRow] = {}
    for copy in sorted(seen, key=lambda copy: copy.seen_at):
        first.setdefault((copy.source_id, copy.url, copy.sha256), copy)
    return tuple(first[place] for place in sorted(first))


# ---- relations ---------------------------------------------------------------------------------------------------


def _related(
    built: _Built, index: dict[int, list[Decision]], province: Province, asked: set[str]
) -> Decision:
    """The decision with what it does to others, and whether somebody is asked about it; most do and are neither."""
    relations = tuple(_relations(built, index, province))
    decision = built.decision
    if not relations and decision.decision_id not in asked:
        return decision
    return replace(decision, relations=relations, needs_review=decision.decision_id in asked)


def _index(decisions: Iterable[Decision]) -> dict[int, list[Decision]]:
    index: dict[int, list[Decision]] = {}
    for decision in sorted(decisions, key=lambda one: one.decision_id):
        if decision.number is not None:
            index.setdefault(decision.number, []).append(decision)
    return index


def _relations(built: _Built, index: dict[int, list[Decision]], province: Province) -> Iterator[RelationRow]:
    for relation in built.text.relations if built.text else ():
        target = _target(relation.target, built.decision.issuer_id, index, province)
        yield RelationRow(
            relation.type,
            target,
            relation.scope,
            relation.effective_on,
            relation.effective_until,
            relation.undated or None,
        )


def _target(cited: Citation, issuer: str, index: dict[int, list[Decision]], province: Province) -> str:
    """The decision that is meant: the one received that fits a dated citation, else what the text names.

    A text seldom says whose decision it cites: its own issuer's, or that of the province before or after. Where it
    does, no other issuer's is meant, whatever number and day it bears.
    """
    family = province.family
    own = (ministry_of(cited.symbol) if cited.symbol else None) or cited.issuer
    issuers = [own] if own else [issuer, *(one for one in family if one != issuer and issuer in family)]
    if cited.number is not None and cited.signed_on is not None:
        fitting = [
            one
            for one in index.get(cited.number, ())
            if one.signed_on == cited.signed_on
            and cited.symbol in {None, one.symbol}
            and one.issuer_id in issuers
        ]
        best = min((issuers.index(one.issuer_id) for one in fitting), default=None)
        nearest = [one for one in fitting if issuers.index(one.issuer_id) == best]
        if nearest:
            return nearest[0].decision_id
    return decision_id(issuers[0], cited.number, cited.symbol, cited.signed_on)


def _cited(citation: Citation) -> str:
    if citation.signed_on is None:
        return citation.number_text
    return f"{citation.number_text} ngày {day_text(citation.signed_on)}"


# ---- questions ---------------------------------------------------------------------------------------------------


def _questions(
    case: Case,
    decision: Decision,
    items: Sequence[DecisionItem],
    source: Items,
    text: Reading | None,
) -> Iterator[Review]:
    """Questions of the readings that were used; those of other copies ask the same again."""
    if _is_nameless(case):
        yield from (_nameless(document) for document in _once(case.documents))
        return
    yield from _asked_by_readings(decision, items, source, text)
    if decision.effect_source is EffectSource.DEFAULT_SIGNED and decision.kind in _WITH_EFFECT:
        day = decision.effective_on
        yield ask(
            ReviewKind.NO_EFFECT_CLAUSE,
            fields(on=day),
            decision=decision,
            candidates=[day.isoformat()] if day else [],
        )
    for document in _once(case.documents):
        if document.reading is None:
            yield _unread(document, decision)
    if not case.readings:
        yield from _lost_files(case, decision)
    elif "from_portal_list" in decision.flags and "annex_missing" not in decision.flags:
        yield ask(ReviewKind.ITEMS_FROM_PORTAL, decision=decision)
    if source.others:
        signed = any(reading.signed for _, reading in source.parts)
        yield ask(
            ReviewKind.COPIES_DIFFER,
            fields(taken=source.shas[0][:12], signed="signed" if signed else None),
            decision=decision,
            candidates=[source.shas[0], *source.others],
        )


def _is_nameless(case: Case) -> bool:
    """Documents alone that state neither number nor day: what decision they are, if any, is the one question."""
    _, number, _, signed_on = case.series
    return number is None and signed_on is None and not case.postings


def _nameless(document: Received) -> Review:
    rows = len(document.reading.items) if document.reading is not None else 0
    return ask(
        ReviewKind.NOT_A_DECISION,
        fields(file=_file_name(document), count=rows or None),
        documents=(document.sha256,),
    )


def _asked_by_readings(
    decision: Decision, items: Sequence[DecisionItem], source: Items, text: Reading | None
) -> Iterator[Review]:
    offset = 0
    for document, reading in source.parts:
        own = items[offset : offset + len(reading.items)]
        offset += len(reading.items)
        asked = [
            question
            for question in reading.questions
            if _still_open(question, source) and not _said_by_body(question, own, reading, text)
        ]
        grouped, rest = one_doubt_each(asked, own)
        for question, rows in grouped:
            yield _of_section(question, rows, decision, document.sha256)
        for question in rest:
            yield _of_reading(question, decision, own, document.sha256)
    if text is not None and not any(text is reading for _, reading in source.parts):
        for question in text.questions:
            if question.item is None and _still_open(question, source):
                yield _of_reading(question, decision, (), "")


#: Doubts of an annex in a file of its own that the decision itself settles (RULINGS 36).
_OF_THE_BODY = {
    ReviewKind.ACTION_UNKNOWN: "action_unknown",
    ReviewKind.LEVEL_UNKNOWN: "level_unknown",
}
_OF_AN_ANNEX = frozenset({ReviewKind.BODY_MISSING, ReviewKind.KIND_UNCLEAR})


def _said_by_body(
    question: Question, items: Sequence[DecisionItem], reading: Reading, text: Reading | None
) -> bool:
    """Whether the decision says what its annex, in a file of its own, leaves open."""
    if text is None or text is reading or reading.has_articles or not text.has_articles:
        return False
    if question.kind in _OF_AN_ANNEX:
        return True
    flag = _OF_THE_BODY.get(question.kind)
    if flag is None or question.item is None or question.item >= len(items):
        return False
    return flag not in items[question.item].flags


def _still_open(question: Question, source: Items) -> bool:
    """Effect and day are asked of the decision, not of each copy; an annex that came as another file is not missing."""
    if question.kind is ReviewKind.ANNEX_MISSING:
        return not source.parts
    return question.kind not in {ReviewKind.EFFECT_UNSTATED, ReviewKind.SIGNING_DATE_UNKNOWN}


def _of_section(question: Question, rows: Sequence[DecisionItem], decision: Decision, sha256: str) -> Review:
    said = dict(question.fields)
    said.pop("name", None)
    said |= {"section": question.section or "*", "count": str(len(rows))}
    return ask(
        question.kind,
        tuple(said.items()),
        decision=decision,
        candidates=question.candidates,
        picture=picture_of(sha256, question.page, question.box),
        items=(row.item_id for row in rows),
    )


def _of_reading(question: Question, decision: Decision, items: Sequence[DecisionItem], sha256: str) -> Review:
    item = items[question.item] if question.item is not None and question.item < len(items) else None
    of_document = KINDS[question.kind].subject is Subject.DOCUMENT
    return ask(
        question.kind,
        question.fields,
        decision=decision,
        item=item,
        candidates=question.candidates,
        picture=picture_of(sha256, question.page, question.box) if sha256 else None,
        documents=(sha256,) if of_document and sha256 else (),
    )


def _once(documents: Iterable[Received]) -> list[Received]:
    """Each content once, in the order of its hash."""
    first = {one.sha256: one for one in sorted(documents, key=document_order, reverse=True)}
    return [first[sha] for sha in sorted(first)]


def _file_name(document: Received) -> str:
    return document.url.rpartition("/")[2] or document.url


def _unread(document: Received, decision: Decision | None) -> Review:
    return ask(
        ReviewKind.NOT_YET_READ,
        fields(file=_file_name(document), reason=document.error or None),
        decision=decision,
        documents=(document.sha256,),
    )


def _unplaced(document: Received) -> Review:
    return _unread(document, None) if document.reading is None else _nameless(document)


def _lost_files(case: Case, decision: Decision) -> Iterator[Review]:
    # What the configuration does not allow is asked about once for its host (`source_doubts`).
    lost = {
        file.url: file
        for posting in case.postings
        for file in posting.files
        if file.sha256 is None and not file.refused
    }
    for url, file in sorted(lost.items()):
        yield ask(
            ReviewKind.FILE_LOST,
            fields(file=file.name or url, reason=file.reason or None, url=url),
            decision=decision,
        )


#: Words of the motto beside a letterhead; in an issuer's name they tell that it was torn.
_MOTTO = re.compile(r"(?:^|-)(?:chu-nghia|cong-hoa|xa-hoi-chu|viet-nam|doc-lap|tu-do|hanh-phuc)(?:-|$)")
_OFFICES_BELOW = re.compile(
    r"(?:so|ban|cong-an|thanh-tra|chi-cuc|cuc|hoi-dong|huyen|quan|thi-xa|thanh-pho|xa|phuong|thi-tran|dac-khu|phong|truong"
    r"|benh-vien|bao-hiem|dien-luc|kho-bac|toa-an|vien|lien-doan|hoi|doan|tinh-uy|uy-ban|trung-tam|van-phong|bo)-"
)


def _is_torn(issuer: str, province: Province) -> bool:
    """Whether an issuer is nobody anybody knows: a name with the motto in it, or our own with more around it."""
    if issuer.startswith("bo-"):
        return False
    family = province.family
    if issuer in family or _OFFICES_BELOW.match(issuer):
        return _MOTTO.search(issuer) is not None and issuer not in family
    ours = any(re.search(rf"(?:^|-){re.escape(one)}(?:-|$)", issuer) for one in family)
    return ours or _MOTTO.search(issuer) is not None


def _is_a_stranger(decision: Decision, province: Province) -> bool:
    """Whether what would act bears the name of nobody anybody knows: never silently foreign (RULINGS 16)."""
    issuer = decision.issuer_id
    if issuer in province.family:
        return False
    if decision.kind not in BINDING_KINDS and not decision.extracted_items:
        return False
    by_symbol = ministry_of(decision.symbol) if decision.symbol else None
    return issuer != by_symbol and not is_known_issuer(issuer)


def _doubts(case: Case, decision: Decision, province: Province) -> Iterator[Review]:
    """Questions about what decision it is at all."""
    if _is_nameless(case):
        return
    issuer, number, _, signed_on = case.series
    where = "; ".join(copy.url for copy in decision.copies[:3])
    if case.rivals and case.rivals[0] == case.decision_id:
        yield ask(
            ReviewKind.SAME_NUMBER,
            fields(count=len(case.rivals)),
            decision=decision,
            candidates=case.rivals,
        )
    for one in case.strangers:
        yield ask(
            ReviewKind.TITLE_MISMATCH,
            fields(
                other=one.posting.title if one.posting else None,
                title=decision.title,
                url=one.posting.url if one.posting else None,
            ),
            decision=decision,
            candidates=("same", "other"),
        )
    if issuer == UNKNOWN_ISSUER or _is_torn(issuer, province) or _is_a_stranger(decision, province):
        family = province.family
        yield ask(ReviewKind.ISSUER_UNKNOWN, fields(where=where), decision=decision, candidates=family)
    read = [document.sha256 for document, _ in case.readings] or [one.sha256 for one in case.postings]
    papers = tuple(read[:1])
    if number is None:
        yield ask(ReviewKind.NUMBER_UNKNOWN, fields(where=where), decision=decision, documents=papers)
    if signed_on is None:
        printed = next(_printed_days(case), None)
        said = fields(where=where, text=printed)
        yield ask(ReviewKind.SIGNING_DATE_UNKNOWN, said, decision=decision, documents=papers)


def _printed_days(case: Case) -> Iterator[str]:
    """What its documents print where their day should stand, and no calendar has."""
    for _, reading in case.readings:
        for question in reading.questions:
            if question.kind is ReviewKind.SIGNING_DATE_UNKNOWN and (
                text := dict(question.fields).get("text")
            ):
                yield text
