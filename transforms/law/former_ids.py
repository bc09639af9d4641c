"""How ids of questions were made up to tables 1.2, and how answers of that time are said today."""

from hashlib import sha256

from niemyet.model.records import Meant
from niemyet.model.tables import Review
from niemyet.model.words import ReviewKind
from niemyet.transforms.law.answers import ALL, NONE, parse_codes
from niemyet.transforms.law.review_kinds import KINDS, Takes


def former_review_id(review: Review, about: str) -> bool:
    """Whether the id of a question of that time was made with this word."""
    parts = f"{review.decision_id or ''}|{review.item_id or ''}|{about}"
    return review.review_id.rpartition(":")[2] == sha256(parts.encode()).hexdigest()[:16]


def said_today(answer: str, meant: Meant) -> str:
    """An answer of that time as today's question takes it.

    What was asked once for all procedures of a decision is asked for each: those that were named end, the others stay.
    """
    said = answer.strip()
    if meant.kind == ReviewKind.ORPHANED:
        code = dict(meant.about).get("code", "")
        if said.lower() == ALL or code in (parse_codes(said) or ()):
            return "end"
        return "keep" if said.lower() == NONE or parse_codes(said) else said
    entry = KINDS.get(meant.kind)
    if entry is not None and entry.takes is Takes.CHOICE:
        return next((one.value for one in entry.choices if said in {one.value, *one.said}), said)
    return said
