"""Looks that found nothing new are a line of their night, and tell what they told as rows."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from niemyet.model.words import Channel
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ObservationRow, ObservedRow, SeenAgainRow
from niemyet.storage.looks import (
    Sitting,
    all_looks,
    ends_of_stretches,
    lines_of,
    pages_by_sitting,
    sittings_in,
    standing_looks,
    telling_looks,
    under_ids,
)

FIRST = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def look(
    day: int, content: str, *, run: str | None = None, page: str = "a", unit: str = "xa-a"
) -> ObservationRow:
    on = FIRST + timedelta(days=day)
    name = run or f"{day:03d}"
    return ObservationRow(
        name, unit, Channel.COUNTER, on, NOON + timedelta(days=day), page, f"bytes {content}", content
    )


class Unit:
    """A unit whose listing is looked at each night, and of which people say this and that."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seen: list[ObservationRow] = []
        self.again: list[SeenAgainRow] = []
        self.rows: list[ObservationRow] = []  # as if each look had been kept

    def night(self, day: int, run: str, content: str) -> None:
        pages = [look(day, content, run=run, page=page) for page in ("a", "b")]
        standing = standing_looks(self.rows)
        last = max(((one.observed_on, one.run_id) for one in standing), default=None)
        before = {(one.url, one.content) for one in standing if (one.observed_on, one.run_id) == last}
        shown = {(one.url, one.content) for one in pages}
        sources = {
            frozenset((one.url, one.content) for one in rows): source
            for source, rows in pages_by_sitting(self.seen).items()
        }
        if before == shown and frozenset(shown) in sources:
            if last and last[0] == pages[0].observed_on:
                return
            lines = lines_of([sources[frozenset(shown)]])
            self.again.append(SeenAgainRow(run, pages[0].observed_on, pages[0].recorded_at, lines))
        else:
            self.seen += pages
        self.rows += pages

    def said(self, day: int, run: str) -> None:
        """A person hands in a listing of an earlier day, or takes the looks at a day back."""
        past = self.rng.randint(0, day)
        if self.rng.random() < 0.5:
            rows = [
                replace(
                    look(past, self.rng.choice("XYZ"), run=run, page="file"),
                    recorded_at=NOON + timedelta(days=day, hours=6),
                )
            ]
        else:
            on = FIRST + timedelta(days=past)
            stand = [one for one in standing_looks(self.rows) if one.observed_on == on]
            rows = [
                replace(one, run_id=run, recorded_at=NOON + timedelta(days=day, hours=6), withdrawn=True)
                for one in stand
            ]
        self.seen += rows
        self.rows += rows


@pytest.mark.parametrize("seed", range(60))
def test_what_tells_something_is_what_all_of_them_tell(seed: int) -> None:
    unit = Unit(seed)
    content = "X"
    people = seed % 3  # nobody says anything, rarely, often
    for day in range(30):
        if unit.rng.random() < 0.15:
            content = unit.rng.choice("XYZ")
        unit.night(day, f"{day:03d}-1", content)
        if unit.rng.random() < 0.1:
            unit.night(day, f"{day:03d}-2", content)
        if unit.rng.random() < 0.1 * people:
            unit.said(day, f"{day:03d}-3")
        every = all_looks(unit.seen, unit.again)
        assert sorted(every, key=repr) == sorted(unit.rows, key=repr)
        expected = ends_of_stretches(standing_looks(every))
        assert ends_of_stretches(standing_looks(telling_looks(unit.seen, unit.again))) == expected
    assert unit.again, "nothing was ever seen again"
    if not people:
        assert len(telling_looks(unit.seen, unit.again)) < len(unit.rows)


def test_every_look_of_a_day_that_is_asked_for_is_there() -> None:
    night = [
        SeenAgainRow(f"{day:03d}", FIRST + timedelta(days=day), NOON, "xa-a\tcounter\t000")
        for day in range(1, 9)
    ]
    asked = FIRST + timedelta(days=4)
    found = telling_looks([look(0, "X")], night, {asked})
    assert [one.observed_on.day for one in found] == [1, 2, 5, 9]


def test_a_place_that_showed_nothing_believed_tells_nothing() -> None:
    doubted = replace(look(0, "X"), before=40)
    night = SeenAgainRow("001", FIRST + timedelta(days=1), NOON, "xa-a\tcounter\t000")
    assert all_looks([doubted], [night]) == [doubted]


def test_units_are_found_under_the_ids_of_today() -> None:
    night = SeenAgainRow(
        "001", FIRST, NOON, lines_of([Sitting("xa-cu", "counter", "000"), Sitting("xa-b", "portal", "000")])
    )
    (renamed,) = under_ids([night], {"xa-cu": "xa-a"})
    assert sittings_in(renamed.lines) == [Sitting("xa-a", "counter", "000"), Sitting("xa-b", "portal", "000")]
    assert under_ids([night], {}) == [night]


def test_listings_of_quiet_nights_are_the_first_and_the_last(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("observed_rows", "000", [ObservedRow("X", 1, "1.000001", "1.000001", "Tên", None, None)])
    lake.append("observations", "000", [look(0, "X")])
    for day in range(1, 6):
        night = SeenAgainRow(
            f"{day:03d}", FIRST + timedelta(days=day), NOON + timedelta(days=day), "xa-a\tcounter\t000"
        )
        lake.append("seen_again", f"{day:03d}", [night])
    assert [row.observed_on.day for row in lake.listings()] == [1, 6]
