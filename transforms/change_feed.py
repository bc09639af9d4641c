"""What each release says otherwise than the one before it, value by value: what a subscriber follows instead of comparing.

The feed of a row of releases, read from its beginning, gives the last of them: the first release is all `added`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from niemyet.transforms.changes import CONTENT, Change, Versions, changes


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release says of procedures, and which one it is."""

    release_id: str
    as_of: date
    versions: Versions
    decision_of: Mapping[str, str]  # item → decision


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One value that differs between two releases that follow each other."""

    from_release: Annotated[str | None, "release before; null is what the feed begins with"]
    to_release: Annotated[str, "release that says it"]
    as_of: Annotated[date, "day that release speaks for"]
    change: Annotated[Change, "what became of the procedure at the level"]
    code: Annotated[str, "procedure code"]
    level: Annotated[str, "level"]
    name: Annotated[str, "name"]
    field: Annotated[str | None, "what differs; null: the procedure came or went as a whole"]
    old: Annotated[str | None, "value before, as text"]
    new: Annotated[str | None, "value now, as text"]
    on: Annotated[date | None, "first day of it"]
    decision_id: Annotated[str | None, "decision that made it; null where only the reading differs"]
    item_id: Annotated[str | None, "its row"]


_ABOUT = ("valid_from", "valid_until", "opened_by")


def feed_rows(editions: Iterable[Edition], *, after: Edition | None = None) -> Iterator[FeedRow]:
    """Rows of editions in their order; the first one against `after`, or against nothing."""
    before = after or Edition("", date.min, {}, {})
    for one in editions:
        yield from _between(before, one)
        before = one


def _between(before: Edition, after: Edition) -> Iterator[FeedRow]:
    for one in changes(before.versions, after.versions, {**before.decision_of, **after.decision_of}):
        key = (one.code, one.level)
        for field, old, new in _values(before.versions, after.versions, key, one.change):
            yield FeedRow(
                from_release=before.release_id or None, to_release=after.release_id, as_of=after.as_of, change=one.change,
                code=one.code, level=one.level, name=one.name, field=field, old=old, new=new, on=one.on,
                decision_id=one.decision_id, item_id=one.item_id,
            )  # fmt: skip


def _values(
    before: Versions, after: Versions, key: tuple[str, str], change: Change
) -> Iterator[tuple[str | None, str | None, str | None]]:
    """What differs, or once nothing where the whole came or went."""
    was, now = before.get(key), after.get(key)
    if change is not Change.CHANGED or was is None or now is None:
        yield None, None, None
        return
    for field in _ABOUT:
        if getattr(was, field) != getattr(now, field):
            yield field, _text(getattr(was, field)), _text(getattr(now, field))
    for field, old, new in zip(CONTENT, was.content, now.content, strict=True):
        if old != new:
            yield field, _text(old), _text(new)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
