"""Abolitions that rest on a text which is in force later than the decision.

A procedure ends with the text that abolishes it; the decision only makes that public (Nghị định 63/2010/NĐ-CP, Điều 15.3).
Whether the day of the decision or that of the text is meant, nobody can tell from the paper.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, ReviewKind
from niemyet.transforms.language.dates import FULL_DAY, parse_date
from niemyet.transforms.language.text import fold

_IN_FORCE = re.compile(rf"\bhieu luc(?: thi hanh)?(?: ke)?(?: tu)?(?: ngay)? ?:? ?(?P<day>{FULL_DAY})")


def abolished_before_basis(
    items: Sequence[ReadItem], effective_on: date | None
) -> tuple[list[ReadItem], list[tuple[int, Question]]]:
    """The items, those doubtful that the decision ends before the text on which that rests is in force; with their questions."""
    out, asked = list(items), []
    for index, item in enumerate(items):
        if item.action is not Action.ABOLISH or "row_doubtful" in item.flags or effective_on is None:
            continue
        day = _last_day(item.legal_basis) if item.effective_on is None else None
        if day is not None and day > effective_on:
            out[index] = replace(item, flags=(*item.flags, "row_doubtful", "basis_later"))
            said = fields(name=item.name or item.code, why="basis_later")
            asked.append((index, Question(ReviewKind.ROW_DOUBTFUL, said, ("valid", "void"))))
    return out, asked


def _last_day(basis: str | None) -> date | None:
    """The last of the days from which texts of a legal basis are said to be in force."""
    if basis is None:
        return None
    found = (parse_date(one["day"]) for one in _IN_FORCE.finditer(fold(basis)))
    return max((day for day in found if day is not None), default=None)
