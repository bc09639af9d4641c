"""Lists of procedures that are received regardless of boundary: who receives them, where title or Điều 1 says it.

"Danh mục thủ tục hành chính tiếp nhận không phụ thuộc vào địa giới hành chính tại Trung tâm Phục vụ hành chính công cấp xã":
the level named behind "tiếp nhận … tại" receives, it holds nothing (RULINGS 17, 30). Such a list says nothing of who holds
its procedures and need not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.sections import ListScope
from niemyet.model.records import Question
from niemyet.model.tables import ReadItem
from niemyet.model.words import DecisionKind, Level, ReviewKind
from niemyet.transforms.language.text import fold

_RECEIVED_AT = re.compile(r"\btiep nhan\b[^;.]{0,120}?\b(?:tai|o)\b(?P<where>[^;.]{3,200})")


def receiving_levels(matter: Sequence[str], kind: DecisionKind) -> tuple[Level, ...]:
    """Levels that receive everything on the list, as title or Điều 1 says; none where neither does."""
    if kind is not DecisionKind.SUBSET:
        return ()
    for text in matter:
        found = _RECEIVED_AT.search(fold(text))
        levels = reception_levels(found["where"], ()) if found else ()
        if levels:
            return levels
    return ()


def without_receivers(scope: ListScope, receivers: tuple[Level, ...]) -> ListScope:
    """What title and Điều 1 say of the list, where the level they name is the receivers'."""
    if not receivers:
        return scope
    return replace(
        scope,
        levels=tuple(level for level in scope.levels if level not in receivers),
        all_levels=tuple(level for level in scope.all_levels if level not in receivers),
    )


def as_received(
    items: Sequence[ReadItem],
    questions: Sequence[tuple[int, Question]],
    kind: DecisionKind,
    receivers: tuple[Level, ...],
) -> tuple[list[ReadItem], list[tuple[int, Question]]]:
    """Rows of such a list with those who receive them; whose they are is not asked of them."""
    if kind is not DecisionKind.SUBSET:
        return list(items), list(questions)
    made: list[ReadItem] = []
    settled: set[int] = set()
    for place, item in enumerate(items):
        received = item.reception_levels or tuple(one for one in receivers if one not in item.levels)
        flags = item.flags
        if received and not item.levels:
            settled.add(place)
            flags = tuple(flag for flag in item.flags if flag != "level_unknown")
        made.append(replace(item, reception_levels=received, flags=flags))
    kept = [
        (place, question)
        for place, question in questions
        if place not in settled or question.kind is not ReviewKind.LEVEL_UNKNOWN
    ]
    return made, kept
