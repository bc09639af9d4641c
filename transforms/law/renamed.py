"""Number and day of signing of a decision, put right by another (RULINGS 42): it is the same decision under its right name.

Its id stays the one under which it was received; texts may cite either name (`citing`). What a day of signing moves in valid
time, the effect "từ ngày ký", is an act known from the receipt of the correction on (`decision_acts`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.records import Province, Resolution, fields
from niemyet.model.tables import Decision, RelationRow, Review
from niemyet.model.words import RelationType, ReviewKind
from niemyet.transforms.language.citations import decision_id, find_citations
from niemyet.transforms.law.answers import OF_DECISION, parse_column
from niemyet.transforms.law.citing import DecisionIndex, index_decisions
from niemyet.transforms.law.events import is_foreign, waits
from niemyet.transforms.law.questions import ask, decision_field, field_of
from niemyet.transforms.law.standing_answers import standing

#: Flags of a decision whose number or day of signing is not the printed one.
NUMBER_CORRECTED, DATE_CORRECTED = "number_corrected", "signed_on_corrected"
_RENAMING = frozenset({RelationType.RENUMBERS, RelationType.REDATES})
_WHOLE_ENDS = frozenset({RelationType.REPEALS_DOC, RelationType.REPLACES_DOC, RelationType.WITHDRAWS})


_CORRECTS = RelationType.CORRECTS


def as_told(
    decisions: Sequence[Decision],
    reviews: Iterable[Review],
    resolutions: Sequence[Resolution],
    province: Province,
) -> tuple[Decision, ...]:
    """Correcting decisions with what people say of the number or a day of the decision that each corrects."""
    if not resolutions:
        return tuple(decisions)
    index = index_decisions(decisions, province)
    said: dict[str, list[RelationRow]] = {}
    by_id = {one.decision_id: one for one in decisions}
    unclear = (one for one in reviews if one.kind == ReviewKind.CORRECTION_UNCLEAR)
    for told in standing(unclear, resolutions):
        column, value = parse_column(told.answer) or ("", "")
        actor = by_id.get(told.review.decision_id or "")
        named = _named_by(told.review, actor, index) if actor else set()
        if actor is None or column not in OF_DECISION or len(named) != 1:
            continue
        target = named.pop()
        if column == "number":
            made = RelationRow(RelationType.RENUMBERS, target, value.partition("/")[0])
        else:
            kind = RelationType.REDATES if column == "signed_on" else _CORRECTS
            made = RelationRow(kind, target, None, date.fromisoformat(value))
        said.setdefault(actor.decision_id, []).append(made)
    if not said:
        return tuple(decisions)
    return tuple(
        replace(one, relations=(*one.relations, *said.get(one.decision_id, ()))) for one in decisions
    )


def _named_by(review: Review, actor: Decision, index: DecisionIndex) -> set[str]:
    """The decisions that a correcting sentence names outside its quotes; else those that its decision corrects."""
    cited = find_citations(_QUOTED.sub(" ; ", field_of(review, "text") or ""))
    found = {one.decision_id for each in cited for one in index.named(each)} - {actor.decision_id}
    return found or {one.target_decision_id for one in actor.relations if one.type is _CORRECTS}


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def put_right(
    decisions: Sequence[Decision], province: Province
) -> tuple[tuple[Decision, ...], tuple[Review, ...]]:
    """The decisions under their right numbers and days, and what was not put right because another bears that name."""
    found = {one.decision_id: one for one in decisions}
    index = index_decisions(decisions, province)
    said: list[Review] = []
    for actor in sorted(
        decisions, key=lambda one: (one.signed_on or date.min, one.number or -1, one.decision_id)
    ):
        if is_foreign(actor, province) or waits(actor):
            continue
        for relation in actor.relations:
            if relation.type not in _RENAMING or _is_annulled(actor, decisions, index):
                continue
            targets = index.meant(relation.target_decision_id)
            if len(targets) != 1 or targets[0].decision_id == actor.decision_id:
                continue  # said where acts on decisions that were not received are (`law_reviews`)
            renamed = _renamed(targets[0], relation)
            other = index.by_id.get(_name(renamed))
            if other is not None and other.decision_id != renamed.decision_id:
                said.append(_taken(actor, targets[0], other))
                continue
            found[renamed.decision_id] = renamed
            index = index_decisions(found.values(), province)
    return tuple(found[one.decision_id] for one in decisions), tuple(said)


def _is_annulled(actor: Decision, decisions: Iterable[Decision], index: DecisionIndex) -> bool:
    """Whether another decision ends the correcting one as a whole: what it put right nobody is sure of any more."""
    return any(
        relation.type in _WHOLE_ENDS
        and relation.scope is None
        and [one.decision_id for one in index.meant(relation.target_decision_id)] == [actor.decision_id]
        for other in decisions
        for relation in other.relations
    )


def _renamed(target: Decision, relation: RelationRow) -> Decision:
    if relation.type is RelationType.REDATES:
        flags = tuple(sorted({*target.flags, DATE_CORRECTED}))
        return replace(target, signed_on=relation.effective_on, flags=flags)
    number = int(relation.scope or 0)
    text = f"{number}/{target.symbol}" if target.symbol else str(number)
    return replace(
        target, number=number, number_text=text, flags=tuple(sorted({*target.flags, NUMBER_CORRECTED}))
    )


def _name(decision: Decision) -> str:
    return decision_id(decision.issuer_id, decision.number, decision.symbol, decision.signed_on)


def _taken(actor: Decision, target: Decision, other: Decision) -> Review:
    return ask(
        ReviewKind.NAME_TAKEN,
        fields(target=decision_field(target), other=decision_field(other), target_id=target.decision_id),
        decision=actor,
    )
