"""Decisions for a part of the ground: applied where the table of units proves which, else asked with those that may be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.tables import Decision, DecisionItem, Review, Unit, UnitSuccession
from niemyet.model.words import Action, RelationType, ReviewKind
from niemyet.transforms.law.events import ON_UNITS
from niemyet.transforms.law.identity import Identified
from niemyet.transforms.law.pauses import PAUSES
from niemyet.transforms.law.questions import field_of
from niemyet.transforms.units.named_ground import named_ground

#: Flag of a decision whose ground nobody has told yet.
UNCLEAR = "ground_unclear"


def told_grounds(
    found: Identified, units: Sequence[Unit], successions: Iterable[UnitSuccession]
) -> Identified:
    """Decisions whose clause names units that the table proves hold for those; the others' questions offer what may be meant."""
    asked = [one for one in found.reviews if one.kind == ReviewKind.GROUND_UNCLEAR and one.decision_id]
    if not asked:
        return found
    decisions = {one.decision_id: one for one in found.decisions}
    acting = _acting_on_others(found.items, found.decisions)
    kept = {one.review_id: one for one in found.reviews}
    turns = tuple(successions)
    for review in asked:
        decision = decisions.get(review.decision_id or "")
        if decision is None:
            continue
        day = decision.effective_on or decision.signed_on or date.max
        meant = named_ground(field_of(review, "text") or "", units, turns, day)
        if meant.proven and decision.decision_id not in acting and UNCLEAR in decision.flags:
            flags = {*decision.flags, f"{ON_UNITS}{','.join(meant.units)}"} - {UNCLEAR}
            decisions[decision.decision_id] = replace(decision, flags=tuple(sorted(flags)))
            del kept[review.review_id]
        elif meant.units:
            kept[review.review_id] = _offering(review, meant.units)
    return replace(
        found,
        decisions=tuple(decisions[one.decision_id] for one in found.decisions),
        reviews=tuple(kept[one] for one in sorted(kept)),
    )


def _offering(review: Review, units: Sequence[str]) -> Review:
    return replace(review, candidates=tuple(dict.fromkeys((*review.candidates, *units))))


def _acting_on_others(items: Iterable[DecisionItem], decisions: Iterable[Decision]) -> set[str]:
    """Decisions that also act on other decisions, correct or suspend: whether that holds on their ground only, nobody says."""
    acting = {one.decision_id for one in items if one.action in {Action.CORRECT, *PAUSES}}
    speaking = {RelationType.AMENDS, RelationType.REPEALS_ROW}
    return acting | {
        one.decision_id for one in decisions if any(each.type not in speaking for each in one.relations)
    }
