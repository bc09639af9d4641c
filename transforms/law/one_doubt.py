"""One question for one doubt: what a heading leaves open for all rows below it is asked once, not once a row.

On 66 real decisions 177 of 235 questions were the level or the action of one row each, all rows of a section sharing
the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from niemyet.model.records import Question
from niemyet.model.tables import DecisionItem
from niemyet.transforms.law.review_kinds import KINDS, Does

#: What a row bears while the doubt is open, by what an answer does.
DOUBT_FLAGS = {
    Does.SETS_ACTION: frozenset({"action_unknown", "action_contradicted", "abolish_words"}),
    Does.SETS_LEVELS: frozenset({"level_unknown", "level_contradicted"}),
    Does.SETS_HEADING: frozenset({"action_unknown", "level_unknown"}),
    Does.KEEPS_ROW: frozenset({"row_doubtful"}),
}
#: Questions that may be asked of one row or of several together: an answer is found by the rows that it is for.
BY_ROW = frozenset({*DOUBT_FLAGS, Does.AIMS_END})
_SHARED = frozenset({Does.SETS_ACTION, Does.SETS_LEVELS, Does.KEEPS_ROW})
Grouped = tuple[Question, tuple[DecisionItem, ...]]


def one_doubt_each(
    questions: Iterable[Question], rows: Sequence[DecisionItem]
) -> tuple[list[Grouped], list[Question]]:
    """Questions of sections with the rows that they concern, and the questions that stand alone.

    Rows that are asked the same are put together under the highest heading below which every row is in that doubt.
    """
    grouped: list[Grouped] = []
    alone: list[Question] = []
    shared: dict[tuple[str, ...], list[Question]] = {}
    for question in questions:
        does = KINDS[question.kind].does
        if does in DOUBT_FLAGS and question.item is None and (below := rows_in_doubt(question, rows)):
            grouped.append((question, below))
        elif does in _SHARED and question.item is not None and question.item < len(rows):
            why = dict(question.fields).get("why", "")
            shared.setdefault((question.kind, why, *question.candidates), []).append(question)
        else:
            alone.append(question)
    for asked in shared.values():
        for section, together in _by_section(asked, rows).items():
            if len(together) == 1:
                alone.append(together[0])
                continue
            whole = replace(together[0], item=None, page=None, box=None, section=section or None)
            grouped.append((whole, tuple(rows[one.item] for one in together if one.item is not None)))
    return grouped, alone


def rows_in_doubt(question: Question, rows: Sequence[DecisionItem]) -> tuple[DecisionItem, ...]:
    """The rows of a question's section that bear its doubt; where none says so, all of the section."""
    section = question.section
    below = [row for row in rows if section is None or is_below(row.part, section)]
    flags = DOUBT_FLAGS[KINDS[question.kind].does]
    doubted = tuple(row for row in below if flags & set(row.flags))
    return doubted or (tuple(below) if section is not None else ())


def is_below(part: str | None, section: str) -> bool:
    """Whether a part of an annex is a section or stands below it."""
    return part == section or (part or "").startswith(f"{section}/")


def _by_section(asked: Sequence[Question], rows: Sequence[DecisionItem]) -> dict[str, list[Question]]:
    """The questions by the highest heading below which every row is asked the same; "" is the whole list."""
    doubted = {question.item for question in asked}
    sure = [row.part or "" for place, row in enumerate(rows) if place not in doubted]
    found: dict[str, list[Question]] = {}
    for question in asked:
        assert question.item is not None, "only questions about rows are put together"
        found.setdefault(_highest(rows[question.item].part or "", sure), []).append(question)
    return found


def _highest(part: str, sure: Sequence[str]) -> str:
    if not sure:
        return ""
    marks = part.split("/")
    for depth in range(1, len(marks) + 1):
        section = "/".join(marks[:depth])
        if not any(is_below(other, section) for other in sure):
            return section
    return part
