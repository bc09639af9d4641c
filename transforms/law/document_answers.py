"""Answers about documents, which act before decisions are made of them: which copy is right, what decision it is, or none.

A document that is put aside is asked about no more; it stays in `raw/` and its answer on record, and comes back when the
answer is taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.records import Posting, Reading, Received
from niemyet.model.tables import Decision
from niemyet.transforms.language.citations import parse_any_number
from niemyet.transforms.law.answers import ALL, NONE, parse_day, parse_decision, parse_number
from niemyet.transforms.law.questions import field_of
from niemyet.transforms.law.review_kinds import KINDS, Does, Takes
from niemyet.transforms.law.standing_answers import Told

ACTING = frozenset(
    {Does.CHOOSES_COPY, Does.CHOOSES_RIVAL, Does.PARTS_POSTING, Does.PUTS_ASIDE, Does.NAMES_DECISION}
)


@dataclass(frozen=True, slots=True)
class Papers:
    """What was received, as answers leave it."""

    postings: tuple[Posting, ...]
    received: tuple[Received, ...]


def amended(papers: Papers, told: Iterable[Told], decisions: Mapping[str, Decision]) -> Papers:
    """Postings and documents as the answers say."""
    for one in told:
        papers = _ACTS[KINDS[one.review.kind].does](papers, one, decisions)
    return papers


def _choose_copy(papers: Papers, told: Told, decisions: Mapping[str, Decision]) -> Papers:
    fitting = [sha for sha in told.review.candidates if told.answer and sha.startswith(told.answer)]
    if len(fitting) != 1:
        return papers
    left_out = set(told.review.candidates) - set(fitting)
    return replace(
        papers,
        received=tuple(
            replace(one, reading=_without_rows(one.reading))
            if one.sha256 in left_out and one.reading is not None
            else one
            for one in papers.received
        ),
    )


def _without_rows(reading: Reading) -> Reading:
    return replace(reading, items=(), questions=tuple(one for one in reading.questions if one.item is None))


def _choose_rival(papers: Papers, told: Told, decisions: Mapping[str, Decision]) -> Papers:
    """Only the chosen content is the decision; the documents and postings of the others are put aside."""
    if told.answer == ALL or told.answer not in decisions:
        return papers
    own = {copy.sha256 for copy in decisions[told.answer].copies}
    others = {
        copy.sha256
        for name in told.review.candidates
        if name in decisions and name != told.answer
        for copy in decisions[name].copies
    }
    return _without(papers, others - own)


def _without(papers: Papers, shas: set[str]) -> Papers:
    return Papers(
        tuple(one for one in papers.postings if one.sha256 not in shas),
        tuple(one for one in papers.received if one.sha256 not in shas),
    )


def _part_posting(papers: Papers, told: Told, decisions: Mapping[str, Decision]) -> Papers:
    if told.answer != "other":
        return papers
    url = field_of(told.review, "url")
    gone = {(one.source_id, one.key) for one in papers.postings if one.url == url}
    return Papers(
        tuple(one for one in papers.postings if (one.source_id, one.key) not in gone),
        tuple(one for one in papers.received if (one.source_id, one.posting_key or "") not in gone),
    )


def _put_aside(papers: Papers, told: Told, decisions: Mapping[str, Decision]) -> Papers:
    shas = set(told.review.documents or ())
    if told.answer == NONE:
        return replace(papers, received=tuple(one for one in papers.received if one.sha256 not in shas))
    named = parse_decision(told.answer)
    return _named(papers, shas, number=named[0], signed_on=named[1]) if named else papers


def _name_decision(papers: Papers, told: Told, decisions: Mapping[str, Decision]) -> Papers:
    shas = set(told.review.documents or ())
    if KINDS[told.review.kind].takes is Takes.NUMBER:
        return _named(papers, shas, number=parse_number(told.answer))
    return _named(papers, shas, signed_on=parse_day(told.answer))


def _named(
    papers: Papers, shas: set[str], *, number: str | None = None, signed_on: date | None = None
) -> Papers:
    """The documents and postings with the number and day that a person read on them."""
    cited = parse_any_number(number) if number else None

    def reading(read: Reading | None) -> Reading | None:
        if read is None:
            return None
        questions = tuple(one for one in read.questions if not _is_answered(one.kind, cited, signed_on))
        if cited is not None:
            read = replace(
                read, number=cited.number, symbol=cited.symbol or read.symbol, number_text=cited.number_text
            )
        return replace(read, signed_on=signed_on or read.signed_on, questions=questions)

    def posting(one: Posting) -> Posting:
        return replace(
            one,
            number_text=cited.number_text if cited is not None else one.number_text,
            signed_on=signed_on or one.signed_on,
        )

    return Papers(
        tuple(posting(one) if one.sha256 in shas else one for one in papers.postings),
        tuple(
            replace(one, reading=reading(one.reading)) if one.sha256 in shas else one
            for one in papers.received
        ),
    )


def _is_answered(kind: str, cited: object, signed_on: date | None) -> bool:
    family = KINDS[kind].family
    return (family == "number" and cited is not None) or (family == "signed_on" and signed_on is not None)


_ACTS = {
    Does.CHOOSES_COPY: _choose_copy,
    Does.CHOOSES_RIVAL: _choose_rival,
    Does.PARTS_POSTING: _part_posting,
    Does.PUTS_ASIDE: _put_aside,
    Does.NAMES_DECISION: _name_decision,
}


def acting_on_documents(told: Sequence[Told]) -> list[Told]:
    """Of the answers that stand those that act on documents."""
    return [one for one in told if KINDS[one.review.kind].does in ACTING]
