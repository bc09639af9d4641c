"""What changed between two releases, with the decisions that made it so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Change(StrEnum):
    """What became of a procedure at a level, or of a unit's board."""

    ADDED = "added"
    ENDED = "ended"
    CHANGED = "changed"
    BACK = "back"  # it had ended, and is in force again by what is known now
    GONE = "gone"  # no longer known: a document was read otherwise, or an answer given


#: What a version says, in the order of `Version.content`.
CONTENT = ("name", "sector", "time_local", "fee", "online_level", "by_post")


@dataclass(frozen=True, slots=True)
class Version:
    """What a release says of a procedure at a level on the day it speaks for."""

    code: str
    level: str
    name: str
    in_force: bool
    valid_from: date | None
    valid_until: date | None
    opened_by: str | None
    closed_by: str | None
    content: tuple[object, ...]  # values of CONTENT


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference. `decision_id` is the decision that made it; None where only the reading differs."""

    change: Change
    code: str
    level: str
    name: str
    on: date | None
    item_id: str | None
    decision_id: str | None


Versions = Mapping[tuple[str, str], Version]


def changes(before: Versions, after: Versions, decision_of: Mapping[str, str]) -> Iterable[Changed]:
    """Differences by code and level. `decision_of`: item → decision, of both releases together."""
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        change = _change(was, now)
        if change is None:
            continue
        one = now or was
        assert one is not None, "the key is of one of them"
        item = one.closed_by if change is Change.ENDED else one.opened_by
        on = one.valid_until if change is Change.ENDED else one.valid_from
        proof = None if change is Change.GONE else item
        yield Changed(change, one.code, one.level, one.name, on, proof, decision_of.get(proof or ""))


def _change(was: Version | None, now: Version | None) -> Change | None:
    if now is None:
        return Change.GONE
    if was is None:
        return Change.ADDED if now.in_force else None
    if was.in_force != now.in_force:
        return (
            Change.BACK if now.in_force and was.closed_by else Change.ADDED if now.in_force else Change.ENDED
        )
    same = (was.valid_from, was.valid_until, was.opened_by, was.content)
    if now.in_force and same != (now.valid_from, now.valid_until, now.opened_by, now.content):
        return Change.CHANGED
    return None
