"""Rows of `reviews` and `notices`: what the pipeline would not decide alone, in fields; its sentence is made last.

Kinds, what they take and what they say stand in `review_kinds`.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from niemyet.model.records import Box, Fields
from niemyet.model.tables import Decision, DecisionItem, FieldRow, Notice, Review
from niemyet.model.words import DecisionKind, Level, ReviewKind, ReviewState
from niemyet.transforms.law.review_kinds import KINDS, OFFERED, offers_by_choice, sentence
from niemyet.transforms.law.sentences import LEVEL_NAMES, day_text

__all__ = ["LEVEL_NAMES", "day_text"]


def decision_text(decision: Decision) -> str:
    """A decision as documents cite it: Quyết định số 745/QĐ-UBND ngày 25/3/2022; a list that was adopted by its name."""
    if decision.kind is DecisionKind.ADOPTED and decision.effective_on is not None:
        return f"Danh mục “{decision.title}” ngày {day_text(decision.effective_on)}"
    signed = f" ngày {day_text(decision.signed_on)}" if decision.signed_on else ""
    return f"Quyết định {f'số {decision.number_text}' if decision.number_text else 'chưa rõ số'}{signed}"


def decision_field(decision: Decision) -> str:
    """A decision as a field of a question; never by its id, which is nobody's word."""
    signed_on = decision.signed_on.isoformat() if decision.signed_on else ""
    return (
        f"{decision.number_text or ''}|{signed_on}"
        if signed_on or not decision.number_text
        else decision.number_text
    )


def item_text(item: DecisionItem) -> str:
    """A row as a person would point at it: 1.001193 “Đăng ký khai sinh”."""
    return f"{item.code} “{item.name}”" if item.code else f"“{item.name}”"


def levels_text(levels: Iterable[Level]) -> str:
    """Levels in words, from the top down."""
    named = set(levels)
    return ", ".join(LEVEL_NAMES[level] for level in Level if level in named)


def review_id(kind: ReviewKind, *parts: str | None) -> str:
    """The same from run to run: what is asked about, never when, in which order or in which words."""
    family = KINDS[kind].family or kind.value
    return f"{family}:{sha256('|'.join(part or '' for part in parts).encode()).hexdigest()[:16]}"


def ask(
    kind: ReviewKind,
    said: Fields = (),
    *,
    decision: Decision | None = None,
    item: DecisionItem | None = None,
    candidates: Iterable[str] = (),
    picture: str | None = None,
    items: Iterable[str] = (),
    documents: Iterable[str] = (),
) -> Review:
    """An open question, or what will be a notice.

    Its id is made of what it is about: the documents alone where its subject is a document, the first of the rows where
    it is asked of a section, else decision and row, and the fields that tell questions of one kind apart.
    """
    entry = KINDS[kind]
    decision_id = decision.decision_id if decision else item.decision_id if item else None
    rows, papers = tuple(items), tuple(sorted(documents))
    item_id = item.item_id if item else None
    known = dict(said)
    if decision is not None:
        known.setdefault("decision", decision_field(decision))
    offered = tuple(candidates)
    if offers_by_choice(entry):
        known[OFFERED] = ",".join(offered)
    named = tuple(sorted(known.items()))
    about = tuple(known.get(name) for name in entry.told_apart)
    subject = (papers[0],) if papers else (decision_id, item_id or (rows[0] if rows else None))
    return Review(
        review_id=review_id(kind, *subject, *about),
        kind=kind,
        decision_id=decision_id,
        item_id=item_id,
        question=sentence(kind, named),
        candidates=offered,
        picture=picture,
        state=ReviewState.OPEN,
        resolution=None,
        resolved_by=None,
        resolved_at=None,
        fields=tuple(FieldRow(name, value) for name, value in named),
        items=rows,
        documents=papers,
    )


def field_of(review: Review, name: str) -> str | None:
    """A field of a question."""
    return next((one.value for one in review.fields or () if one.name == name), None)


def notice_of(review: Review) -> Notice:
    """What asks nothing, as a row of `notices`."""
    return Notice(
        notice_id=review.review_id,
        kind=review.kind,
        decision_id=review.decision_id,
        item_id=review.item_id,
        text=review.question,
        candidates=review.candidates,
        picture=review.picture,
        fields=review.fields or (),
    )


def reference_review_id(item: DecisionItem) -> str:
    """The question that an unresolved reference becomes; the same whatever the reason is today."""
    return review_id(ReviewKind.NAME_UNCLEAR, item.decision_id, item.item_id)


def picture_of(sha256: str, page: int | None, box: Box | None) -> str | None:
    """The address of a part of a page, as `reviews.picture` holds it."""
    if page is None or box is None:
        return None
    size = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    return f"{sha256}#page={page}&xywh={','.join(f'{each:.0f}' for each in size)}"


def parse_picture(text: str) -> tuple[str, int, Box] | None:
    """Document, page and place of such an address; None when it is none."""
    found = re.fullmatch(r"([0-9a-f]{64})#page=(\d+)&xywh=(-?\d+),(-?\d+),(\d+),(\d+)", text)
    if found is None:
        return None
    left, top, width, height = (float(found[group]) for group in range(3, 7))
    return found[1], int(found[2]), Box(left, top, left + width, top + height)
