"""The score of QĐ 766/QĐ-TTg as people and programs read it: its parts, and every procedure with what it is worth and by when.

Beside our own figures stands what the national service says, where it was asked; a difference is shown, never settled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from niemyet.model.messages import Message, msg, number_words
from niemyet.model.tables import Catalogued, Decision, DecisionItem, Drift, Procedure, SheetText
from niemyet.reports.no_figure import NOT_AVAILABLE, figure_text
from niemyet.reports.words import SHEET_LABELS
from niemyet.transforms.work.score import WEIGHTS, Indicator, PartOfScore, ScoredProcedure, Verdict

PARTS = {
    Indicator.ANNOUNCED: msg("1.1 announced in time"),
    Indicator.MADE_PUBLIC: msg("1.2 made public in time"),
    Indicator.COMPLETE: msg("1.3 complete in its parts"),
}
VERDICTS = {
    Verdict.IN_TIME: msg("in time"),
    Verdict.LATE: msg("late"),
    Verdict.OPEN: msg("still to be done"),
    Verdict.MISSED: msg("not done, the day has passed"),
    Verdict.UNOBSERVED: msg("not observed, not counted"),
}
_COMPLETE = {Verdict.IN_TIME: msg("complete"), Verdict.LATE: msg("lacks parts")}
#: The service's word for a part.
SERVICE_WORDS = {
    Indicator.ANNOUNCED: "PUBLISH_ON_TIME",
    Indicator.MADE_PUBLIC: "PUBLIC_UPDATE_ON_TIME",
    Indicator.COMPLETE: "PUBLIC_CONTENT_FULL",
}


class StatedFigure(Protocol):
    """A figure of the service, of all procedures or of one."""

    @property
    def numerator(self) -> int | None:
        """Those in time."""
        ...

    @property
    def denominator(self) -> int | None:
        """Those counted."""
        ...

    @property
    def score(self) -> float | None:
        """Points."""
        ...


class Compared(StrEnum):
    """How the service's figure of a procedure stands to ours."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_COUNTED = "not_counted"  # by the service, or by us
    NOT_ASKED = "not_asked"


COMPARISONS = {
    Compared.SAME: msg("the service says the same"),
    Compared.DIFFERS: msg("the service says otherwise"),
    Compared.NOT_COUNTED: msg("only one of the two counts it"),
    Compared.NOT_ASKED: msg("the service was not asked"),
}


@dataclass(frozen=True, slots=True)
class ScoreTables:
    """The tables that the score is made from, all for one day."""

    decisions: Sequence[Decision]
    decision_items: Sequence[DecisionItem]
    procedures: Sequence[Procedure]
    catalogue: Sequence[Catalogued]
    drift: Sequence[Drift]
    sheets: Sequence[SheetText]


@dataclass(frozen=True, slots=True)
class ServiceSays:
    """What the service says: of all procedures, by its word for the part; of one, by code and that word."""

    whole: Mapping[str, StatedFigure] = field(default_factory=dict)
    of_code: Mapping[str, Mapping[str, StatedFigure]] = field(default_factory=dict)


def part_rows(
    parts: Sequence[PartOfScore], says: ServiceSays, *, lang: str = "vi"
) -> Iterator[dict[str, Any]]:
    """A row a part: share, points today and as it may end, and the service's figures beside them."""
    for part in parts:
        stated = says.whole.get(SERVICE_WORDS[part.indicator])
        yield {
            "part": PARTS[part.indicator].text(lang),
            "indicator": part.indicator.value,
            "share": f"{part.in_time}/{part.counted}",
            "weight": WEIGHTS[part.indicator],
            "points": _number(part.points, lang),
            "worst": _number(part.worst, lang),
            "best": _number(part.best, lang),
            "to_come": part.to_come,
            "unobserved": part.unobserved,
            "service_share": _share(stated),
            "service_points": _number(stated.score, lang) if stated else None,
        }


def procedure_rows(
    rows: Sequence[ScoredProcedure], papers: Mapping[str, str], says: ServiceSays, *, lang: str = "vi"
) -> Iterator[dict[str, Any]]:
    """A row a procedure and part: limits and verdicts in law and in score, what it is worth, what the service says."""
    for row in rows:
        stated = says.of_code.get(row.code, {}).get(SERVICE_WORDS[row.indicator])
        lacking = ", ".join(SHEET_LABELS[one].lower() for one in row.lacking)
        yield {
            "part": PARTS[row.indicator].text(lang),
            "indicator": row.indicator.value,
            "code": row.code,
            "name": row.name,
            "decision": papers.get(row.decision_id or "", ""),
            "decision_id": row.decision_id,
            "basis_on": row.basis_on,
            "done_on": row.done_on,
            "law_limit": row.law_limit,
            "score_limit": row.score_limit,
            "in_law": verdict_word(row, row.in_law).text(lang),
            "in_score": verdict_word(row, row.in_score).text(lang) + (f": {lacking}" if lacking else ""),
            "verdict": row.in_score.value,
            "lacking": lacking,
            "points": row.points,
            "service_share": _share(stated),
            "compared": COMPARISONS[compared(row, stated)].text(lang),
            "comparison": compared(row, stated).value,
        }


def verdict_word(row: ScoredProcedure, verdict: Verdict) -> Message:
    """How a procedure stands, in words; completeness has no days."""
    return (
        _COMPLETE.get(verdict, VERDICTS[verdict])
        if row.indicator is Indicator.COMPLETE
        else VERDICTS[verdict]
    )


def compared(row: ScoredProcedure, stated: StatedFigure | None) -> Compared:
    """The service's figure of one procedure beside ours."""
    if stated is None:
        return Compared.NOT_ASKED
    ours = {Verdict.IN_TIME: True, Verdict.LATE: False}.get(row.in_score)
    theirs = stated.numerator == stated.denominator if stated.denominator else None
    if ours is None or theirs is None:
        return Compared.SAME if ours is theirs else Compared.NOT_COUNTED
    return Compared.SAME if ours == theirs else Compared.DIFFERS


def due_first(rows: Sequence[ScoredProcedure], as_of: date) -> list[ScoredProcedure]:
    """In the order of what can still be done: open by its day, then missed, late, not observed; what is in time last."""
    order = (Verdict.OPEN, Verdict.MISSED, Verdict.LATE, Verdict.UNOBSERVED, Verdict.IN_TIME)
    return sorted(
        rows,
        key=lambda row: (
            order.index(row.in_score),
            row.score_limit or as_of,
            tuple(Indicator).index(row.indicator),
            row.code,
        ),
    )


def _share(stated: StatedFigure | None) -> str | None:
    if stated is None or stated.denominator is None:
        return None
    return f"{stated.numerator}/{stated.denominator}"


def _number(value: float | None, lang: str) -> str:
    """Two decimals; on an empty denominator N/A (the score's own way), or that in words."""
    return figure_text(NOT_AVAILABLE if value is None else number_words(value, lang, ".2f"), lang)
