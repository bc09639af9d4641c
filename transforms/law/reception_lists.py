"""Lists of what is received regardless of boundary that follow each other without a word of it: asked once, nothing ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from niemyet.model.records import fields
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import DecisionKind, ReviewKind
from niemyet.transforms.language.text import key
from niemyet.transforms.law.citing import DecisionIndex
from niemyet.transforms.law.decision_acts import ANNULS, Acted
from niemyet.transforms.law.events import is_held_back, waits
from niemyet.transforms.law.questions import ask, decision_text

#: Codes that a sentence about many of them names; chosen, not measured.
_SHOWN = 6


def reception_lists(
    decisions: Mapping[str, Decision], items: Iterable[DecisionItem], index: DecisionIndex, acted: Acted
) -> Iterator[Review]:
    """Of each list the question whether it stands for the earlier ones of its sectors, whose procedures it lacks."""
    rows: dict[str, list[DecisionItem]] = {}
    for item in items:
        decision = index.by_id.get(item.decision_id)
        if decision is None or decision.kind is not DecisionKind.SUBSET or waits(decision):
            continue
        if item.reception_levels and item.code is not None and not is_held_back(item):
            rows.setdefault(item.decision_id, []).append(item)
    ordered = sorted((decisions[one] for one in rows if decisions[one].effective_on), key=_order)
    for place, later in enumerate(ordered):
        own = rows[later.decision_id]
        codes = {row.code for row in own}
        earlier = [
            one
            for one in ordered[:place]
            if one.effective_on != later.effective_on
            and _speaks_of_the_same(rows[one.decision_id], own)
            and not {row.code for row in rows[one.decision_id]} <= codes
            and not _is_ended(one, later, acted)
        ]
        if earlier:
            yield _asked(later, earlier, codes, rows)


def _order(decision: Decision) -> tuple[date, date, int, str]:
    return (
        decision.effective_on or date.max,
        decision.signed_on or date.min,
        decision.number or -1,
        decision.decision_id,
    )


def _speaks_of_the_same(one: Sequence[DecisionItem], other: Sequence[DecisionItem]) -> bool:
    """Whether the sectors of two lists may be the same, and one receiver of both is: else they stand beside each other."""
    sectors = [{key(row.sector) for row in rows if row.sector} for rows in (one, other)]
    levels = [{level for row in rows for level in row.reception_levels} for rows in (one, other)]
    return bool(levels[0] & levels[1]) and (not all(sectors) or bool(sectors[0] & sectors[1]))


def _is_ended(one: Decision, by: Decision, acted: Acted) -> bool:
    """Whether an act ends the earlier list by the time of the later."""
    day = by.effective_on or date.max
    return any(act.type in ANNULS and act.on <= day for act in acted.standing.get(one.decision_id, ()))


def _asked(
    later: Decision,
    earlier: Sequence[Decision],
    codes: set[str | None],
    rows: Mapping[str, Sequence[DecisionItem]],
) -> Review:
    lacks = sorted({row.code or "" for one in earlier for row in rows[one.decision_id]} - codes)
    shown = ", ".join(lacks[:_SHOWN]) + (" …" if len(lacks) > _SHOWN else "")
    return ask(
        ReviewKind.RECEPTION_LIST,
        fields(
            targets="; ".join(decision_text(one) for one in earlier),
            earlier="; ".join(one.decision_id for one in earlier),
            count=len(lacks),
            codes=shown,
        ),
        decision=later,
        candidates=("replaces", "beside"),
    )
