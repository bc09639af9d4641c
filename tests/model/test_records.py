"""Records: what a window holds, what an entry of the national service counts as, how a question's fields are kept."""

from dataclasses import fields as columns_of
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from niemyet.model.records import CatalogueEntry, ReadItem, Window, fields
from niemyet.model.tables import DecisionItem
from niemyet.model.words import Level

FIRST, LAST = date(2024, 2, 29), date(2024, 3, 1)


@pytest.mark.parametrize(
    ("window", "day", "held"),
    [
        (Window(FIRST, LAST), FIRST, True),
        (Window(FIRST, LAST), LAST, False),
        (Window(FIRST, LAST), date(2024, 2, 28), False),
        (Window(until=LAST), date.min, True),
        (Window(since=FIRST), date.max, True),
        (Window(FIRST, FIRST), FIRST, False),
        (Window(FIRST, FIRST, full=True), LAST, True),
        (Window(FIRST, FIRST), None, True),
        (Window(), LAST, True),
    ],
)
def test_a_window_is_half_open_and_holds_what_has_no_day(
    window: Window, day: date | None, held: bool
) -> None:
    assert window.holds(day) is held


def test_fields_are_sorted_without_what_is_not_known_and_in_one_form() -> None:
    assert fields(name="Đăng ký", day=FIRST, levels=(Level.PROVINCE, Level.COMMUNE), nothing=None, count=0) == (
        ("count", "0"), ("day", "2024-02-29"), ("levels", "province, commune"), ("name", "Đăng ký"),
    )  # fmt: skip
    assert fields() == ()
    assert fields(empty=(), text="") == (("empty", ""), ("text", ""))


def entry(state: str) -> CatalogueEntry:
    plain: dict[str, Any] = {one.name: None for one in columns_of(CatalogueEntry)}
    return CatalogueEntry(
        **(plain | {"state": state, "levels": (), "sectors": (), "fees": (), "applied": ()})
    )


@pytest.mark.parametrize(("state", "is_open"), [
    ("ACTIVE", True), ("published", True), ("INACTIVE", False), ("inactive", False), ("Deleted", False),
])  # fmt: skip
def test_an_entry_is_open_until_it_says_otherwise(state: str, is_open: bool) -> None:
    assert entry(state).is_open is is_open


def test_a_read_row_has_the_columns_of_a_row_of_the_table_under_the_same_names() -> None:
    """CONTRIBUTING, "A column": what a row says is carried by its name."""
    table = {one.name for one in columns_of(DecisionItem)}
    assert {one.name for one in columns_of(ReadItem)} <= table
    assert table - {one.name for one in columns_of(ReadItem)} == {"item_id", "decision_id", "sha256"}


def test_records_are_values() -> None:
    assert replace(Window(FIRST), until=LAST) == Window(FIRST, LAST)
    assert len({Window(FIRST), Window(FIRST)}) == 1
