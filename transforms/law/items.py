"""A row of an annex as the rows of `decision_items` have it: what was read, and whose it is."""

from dataclasses import fields
from typing import Any

from niemyet.model.records import ReadItem
from niemyet.model.tables import DecisionItem

#: What a row says, under the same name where it is read and where it is kept: a new column stands in both records, no third
#: place copies it.
SAID = tuple(sorted({one.name for one in fields(ReadItem)} & {one.name for one in fields(DecisionItem)}))


def decided(item: ReadItem, *, item_id: str, decision_id: str, sha256: str, **other: Any) -> DecisionItem:
    """The row under its id, with the decision it stands in and the document that proves it.

    `other`: columns that are not as they were read (days that the row has from its decision).
    """
    said = {name: getattr(item, name) for name in SAID} | other
    return DecisionItem(item_id=item_id, decision_id=decision_id, sha256=sha256, **said)
