"""Why a row of a decision changes nothing, or nothing yet: what it prints is no state of the law then."""

from collections.abc import Iterable, Mapping
from typing import Any

from niemyet.model.messages import Message, msg
from niemyet.model.words import DecisionKind, ReviewState
from niemyet.transforms.law.events import BINDING_KINDS, are_of_a_waiting_decision, are_of_a_waiting_row

Row = Mapping[str, Any]
_MAY_ACT = BINDING_KINDS | {DecisionKind.ADOPTED, DecisionKind.SUBSET}


def not_applied(item: Row, decision: Row) -> Message | None:
    """Why a row is not applied; None where it is, as far as it and its decision say."""
    if is_waiting(item, decision):
        return msg("not applied: it waits for a person's answer")
    if "foreign_issuer" in decision["flags"]:
        return msg("not applied: it is another issuer's")
    if DecisionKind(decision["kind"]) not in _MAY_ACT:
        return msg("not applied: its document is none that publishes procedures")
    if (item["effective_on"] or decision["effective_on"]) is None:
        return msg("not applied: the day from which it holds is not known")
    return None


def is_waiting(item: Row, decision: Row) -> bool:
    """Whether a row is held back until a person has answered."""
    lacks_level = "level_unknown" in item["flags"] and not (item["levels"] or item["reception_levels"])
    return (
        lacks_level
        or are_of_a_waiting_decision(decision["flags"])
        or are_of_a_waiting_row(item["flags"], item["code"], item["code_text"])
    )


def questions_about(item: Row, reviews: Iterable[Row]) -> list[str]:
    """The open questions that a row, or its whole decision, waits for."""
    return [
        one["review_id"]
        for one in reviews
        if one["state"] == ReviewState.OPEN
        and one["decision_id"] == item["decision_id"]
        and item["item_id"] in (one["item_id"] or item["item_id"], *(one["items"] or ()))
    ]
