"""Small rules at the edge of the law: what changed between releases, how old data are, retention, known issuers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from niemyet.transforms.changes import Change, Version, changes
from niemyet.transforms.data_age import OLD_AFTER_DAYS, data_ages
from niemyet.transforms.retention import Retention, kept
from niemyet.transforms.units.issuers import is_known_issuer

OPEN = Version("1.1", "commune", "Đăng ký", True, date(2024, 1, 1), None, "a", None, ("Đăng ký",))
ENDED = replace(OPEN, in_force=False, valid_until=date(2025, 7, 1), closed_by="b")
KEY = ("1.1", "commune")
OF = {"a": "Q1", "b": "Q2", "c": "Q3"}


@pytest.mark.parametrize(("before", "after", "change", "by"), [
    (None, OPEN, Change.ADDED, "Q1"), (OPEN, ENDED, Change.ENDED, "Q2"), (ENDED, OPEN, Change.BACK, "Q1"),
    (OPEN, None, Change.GONE, None), (OPEN, replace(OPEN, opened_by="c"), Change.CHANGED, "Q3"),
    (OPEN, replace(OPEN, valid_until=date(2027, 1, 1)), Change.CHANGED, "Q1"),
    (replace(ENDED, closed_by=None), OPEN, Change.ADDED, "Q1"),
])  # fmt: skip
def test_each_difference_has_its_word_and_the_decision_behind_it(
    before: Version | None, after: Version | None, change: Change, by: str | None
) -> None:
    (found,) = changes({KEY: before} if before else {}, {KEY: after} if after else {}, OF)
    assert (found.change, found.decision_id, found.code) == (change, by, "1.1")
    if change is Change.ENDED:
        assert found.on == date(2025, 7, 1)


def test_what_is_the_same_or_was_never_in_force_is_no_difference() -> None:
    assert list(changes({KEY: OPEN}, {KEY: OPEN}, OF)) == []
    assert list(changes({}, {KEY: ENDED}, OF)) == []
    assert list(changes({KEY: ENDED}, {KEY: replace(ENDED, name="khác")}, OF)) == []
    assert list(changes({}, {}, {})) == []


def test_data_are_old_after_their_days_and_not_before() -> None:
    ages = data_ages()
    assert ages
    assert len({one.name for one in ages}) == len(ages)
    for one in ages:
        assert not one.is_old(one.checked_on + timedelta(days=OLD_AFTER_DAYS))
        assert one.is_old(one.checked_on + timedelta(days=OLD_AFTER_DAYS + 1))
        assert one.source


def test_the_newest_is_always_kept_and_the_last_of_a_month() -> None:
    released = [
        ("a", date(2025, 12, 30)),
        ("b", date(2025, 12, 31)),
        ("c", date(2026, 1, 1)),
        ("d", date(2026, 1, 2)),
    ]
    assert kept(released, date(2026, 6, 1), Retention(days=0, months=0)) == {"d"}
    assert kept(released, date(2026, 6, 1), Retention(days=0, months=2)) == {"b", "d"}
    assert kept(released, date(2026, 1, 2), Retention(days=2, months=0)) == {"c", "d"}
    assert kept(reversed(released), date(2026, 1, 2), Retention(days=2, months=0)) == {"c", "d"}
    assert kept([], date(2026, 1, 2), Retention(days=9, months=9)) == frozenset()


@pytest.mark.parametrize(("issuer", "known"), [
    ("quang-nam", True), ("da-nang", True), ("hue", True), ("thu-tuong-chinh-phu", True), ("so-tu-phap", True),
    ("chi-cuc-thue-x", True), ("huyen-nui-thanh", True), ("tam-ky", True), ("cong-ty-abc", False), ("", False), ("so-", False),
    ("quảng-nam", False),
])  # fmt: skip
def test_issuers_that_anybody_knows(issuer: str, known: bool) -> None:
    assert is_known_issuer(issuer) is known
