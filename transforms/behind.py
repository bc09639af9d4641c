"""What stands behind a procedure: the rows that made its versions, and the acts upon the decisions of those rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from niemyet.model.words import RelationType

Row = Mapping[str, Any]

#: Acts that concern every row of the decision that they name; what acts on a part has rows of its own.
_OF_THE_WHOLE = frozenset(
    {
        RelationType.REPLACES_DOC,
        RelationType.REPEALS_DOC,
        RelationType.WITHDRAWS,
        RelationType.SUSPENDS,
        RelationType.RESTORES,
        RelationType.POSTPONES,
        RelationType.EXTENDS,
        RelationType.RENUMBERS,
        RelationType.REDATES,
    }
)


@dataclass(frozen=True, slots=True)
class ActUpon:
    """What a decision without a row of the procedure does to one that has some."""

    decision_id: str
    relation: Row


def items_of_versions(versions: Iterable[Row]) -> frozenset[str]:
    """The rows that open, end or correct versions: a corrected misprint stands in its row under another code."""
    return frozenset(
        item
        for row in versions
        for item in (row["opened_by"], row["closed_by"], row["corrected_by"])
        if item is not None
    )


def acts_upon(decisions: Sequence[Row], named: Iterable[str]) -> list[ActUpon]:
    """The acts of others upon the decisions `named`, and upon those acts in their turn, as decisions stand in the table."""
    upon: dict[str, list[ActUpon]] = {}
    for row in decisions:
        for relation in row["relations"]:
            if RelationType(relation["type"]) in _OF_THE_WHOLE:
                upon.setdefault(relation["target_decision_id"], []).append(
                    ActUpon(row["decision_id"], relation)
                )
    waiting = sorted(set(named))
    seen = set(waiting)
    found: list[ActUpon] = []
    while waiting:
        acts = [act for act in upon.get(waiting.pop(0), ()) if act.decision_id not in seen]
        found += acts
        waiting += [act.decision_id for act in acts]
        seen |= {act.decision_id for act in acts}
    return found
