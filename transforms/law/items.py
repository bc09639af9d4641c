"""A row of an annex as `decision_items` has it: what was read, and whose it is."""

from dataclasses import fields
from operator import attrgetter
from typing import Any

from niemyet.model.tables import Decision, DecisionItem, ReadItem

#: What is read of a row; the table has all of it, and whose it is.
READ = tuple(one.name for one in fields(ReadItem))
_PLACES = {name: place for place, name in enumerate(READ)}
_EFFECTIVE_ON, _EFFECTIVE_UNTIL = _PLACES["effective_on"], _PLACES["effective_until"]
_read = attrgetter(*READ)


def decided(item: ReadItem, *, item_id: str, decision_id: str, sha256: str, **other: Any) -> DecisionItem:
    """The row under its id, with the decision it stands in and the document that proves it.

    `other`: columns that are not as they were read (days that the row has from its decision).
    """
    read = list(_read(item))
    for name, value in other.items():
        read[_PLACES[name]] = value
    return DecisionItem(*read, item_id=item_id, decision_id=decision_id, sha256=sha256)


def of_decision(item: ReadItem, decision: Decision, item_id: str, sha256: str) -> DecisionItem:
    """The same, with the days of the decision where the row states none."""
    read = list(_read(item))
    if item.effective_on is None:
        read[_EFFECTIVE_ON] = decision.effective_on
    if item.effective_until is None:
        read[_EFFECTIVE_UNTIL] = decision.effective_until
    return DecisionItem(*read, item_id=item_id, decision_id=decision.decision_id, sha256=sha256)
