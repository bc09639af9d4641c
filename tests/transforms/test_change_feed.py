"""What a release says otherwise than the one before it, value by value."""

from dataclasses import replace
from datetime import date

from niemyet.transforms.change_feed import Edition, feed_rows
from niemyet.transforms.changes import CONTENT, Change, Version

_SAID = dict.fromkeys(CONTENT) | {"name": "Cấp giấy", "time_local": "05 ngày", "by_post": False}
_ONE = Version(
    "1.000001", "commune", "Cấp giấy", True, date(2024, 1, 2), None, "a#1", None, tuple(_SAID.values())
)


def edition(name: str, *versions: Version) -> Edition:
    held = {(one.code, one.level): one for one in versions}
    return Edition(name, date(2024, 5, 1), held, {"a#1": "a", "b#1": "b"})


def test_the_first_edition_is_all_added_and_the_next_says_old_and_new() -> None:
    shorter = tuple((_SAID | {"time_local": "03 ngày", "by_post": True}).values())
    now = replace(_ONE, valid_from=date(2024, 4, 1), opened_by="b#1", content=shorter)
    first, *then = feed_rows([edition("r1", _ONE), edition("r2", now)])
    assert (first.from_release, first.to_release, first.change, first.field) == (
        None,
        "r1",
        Change.ADDED,
        None,
    )
    assert [(one.field, one.old, one.new) for one in then] == [
        ("valid_from", "2024-01-02", "2024-04-01"),
        ("opened_by", "a#1", "b#1"),
        ("time_local", "05 ngày", "03 ngày"),
        ("by_post", "False", "True"),
    ]
    assert {(one.from_release, one.to_release, one.decision_id) for one in then} == {("r1", "r2", "b")}


def test_what_ends_or_is_no_longer_known_is_one_row_each() -> None:
    over = replace(_ONE, in_force=False, valid_until=date(2024, 3, 1), closed_by="b#1")
    (ended,) = feed_rows([edition("r2", over)], after=edition("r1", _ONE))
    assert (ended.change, ended.field, ended.on, ended.item_id) == (
        Change.ENDED,
        None,
        date(2024, 3, 1),
        "b#1",
    )
    (gone,) = feed_rows([edition("r2")], after=edition("r1", _ONE))
    assert (gone.change, gone.decision_id) == (Change.GONE, None)


def test_editions_that_say_the_same_give_nothing() -> None:
    assert list(feed_rows([edition("r2", _ONE)], after=edition("r1", _ONE))) == []
