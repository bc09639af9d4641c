"""Rows of `reviews`: what the pipeline would not decide alone, in words that an officer can answer."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import sha256

from niemyet.model.records import Box
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import Level, ReviewState

LEVEL_NAMES = {
    Level.MINISTRY: "cấp bộ",
    Level.PROVINCE: "cấp tỉnh",
    Level.DISTRICT: "cấp huyện",
    Level.COMMUNE: "cấp xã",
}


@lru_cache(maxsize=1 << 14)
def day_text(day: date) -> str:
    """A day as documents write it: 01/7/2022, 15/02/2022 (NĐ 30/2020: a zero before days < 10, months 1 and 2)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def decision_text(decision: Decision) -> str:
    """A decision as documents cite it: Quyết định số 745/QĐ-UBND ngày 25/3/2022."""
    number = decision.number_text or decision.decision_id
    if decision.signed_on is None:
        return f"Quyết định số {number}"
    return f"Quyết định số {number} ngày {day_text(decision.signed_on)}"


def item_text(item: DecisionItem) -> str:
    """A row as a person would point at it: 1.001193 “Đăng ký khai sinh”."""
    return f"{item.code} “{item.name}”" if item.code else f"“{item.name}”"


def levels_text(levels: Iterable[Level]) -> str:
    """Levels in words, from the top down."""
    named = set(levels)
    return ", ".join(LEVEL_NAMES[level] for level in Level if level in named)


def review_id(subject: str, *parts: str | None) -> str:
    """The same from run to run: what is asked about, never when or in which order."""
    return f"{subject}:{sha256('|'.join(part or '' for part in parts).encode()).hexdigest()[:16]}"


def ask(
    kind: str,
    question: str,
    *,
    decision: Decision | None = None,
    item: DecisionItem | None = None,
    candidates: Iterable[str] = (),
    about: str = "",
    subject: str | None = None,
    picture: str | None = None,
) -> Review:
    """An open question; `about` tells questions of one kind on one row apart."""
    decision_id = decision.decision_id if decision else item.decision_id if item else None
    item_id = item.item_id if item else None
    return Review(
        review_id=review_id(subject or kind, decision_id, item_id, about),
        kind=kind,
        decision_id=decision_id,
        item_id=item_id,
        question=question,
        candidates=tuple(candidates),
        picture=picture,
        state=ReviewState.OPEN,
        resolution=None,
        resolved_by=None,
        resolved_at=None,
    )


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
