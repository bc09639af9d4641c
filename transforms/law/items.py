"""A row of an annex as `decision_items` has it: what was read, and whose it is."""

from dataclasses import fields
from operator import attrgetter
from typing import Any

from niemyet.model.tables import DecisionItem, ReadItem

#: What is read of a row; the table has all of it, and whose it is.
READ = tuple(one.name for one in fields(ReadItem))
_PLACES = {name: place for place, name in enumerate(READ)}
_read = attrgetter(*READ)


def decided(item: ReadItem, *, item_id: str, decision_id: str, sha256: str, **other: Any) -> DecisionItem:
    """The row under its id, with the decision it stands in and the document that proves it.

    `other`: columns that are not as they were read (days that the row has from its decision).
    """
    read = list(_read(item))
    for name, value in other.items():
        read[_PLACES[name]] = value
    return DecisionItem(*read, item_id=item_id, decision_id=decision_id, sha256=sha256)
