"""Rows of work of another day come to what one by one they are today."""

import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest

from niemyet.model.carried import Anew
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import UpdateState
from niemyet.storage.aged_work import aged, units_by_words
from niemyet.storage.schemas import from_arrow, table_schema, to_arrow
from tests.model.test_carried import ROW

SINCE = date(2025, 7, 1)
OPEN = {UpdateState.DUE, UpdateState.OVERDUE}
Cited = Mapping[tuple[str, str], Collection[str]]
CITED: Cited = {
    ("quan sát A ngày 01/7/2025", "quan sát A ngày 04/7/2025"): {"xa-1", "xa-2"},
    ("quan sát B ngày 01/7/2025", "quan sát B ngày 03/7/2025"): {"xa-2"},
    ("quan sát A ngày 04/7/2025", "quan sát A ngày 05/7/2025"): {"xa-3"},
}


def rows(rng: random.Random) -> list[ListingUpdate]:
    found = []
    for number in range(rng.randrange(60)):
        state = rng.choice(list(UpdateState))
        due_on = rng.choice([None, *(SINCE + timedelta(days=day) for day in range(-3, 6))])
        is_late = state is UpdateState.OVERDUE and due_on is not None
        evidence = [None, *(f"{was}, dòng {number}" for was, _ in CITED), "; ".join(was for was, _ in CITED)]
        found.append(
            replace(
                ROW,
                update_id=f"{number:016x}",
                unit_id=rng.choice(["xa-1", "xa-2", "xa-3", "xa-4"]),
                state=state,
                due_on=due_on,
                days_overdue=max(0, (SINCE - due_on).days) if is_late and due_on else 0,
                exposed_days=rng.randrange(40) if due_on else 0,
                evidence=rng.choice(evidence),
            )
        )
    return found


def of_today(row: ListingUpdate, as_of: date, cited: Cited) -> ListingUpdate:
    """The same of one row."""
    if row.state not in OPEN:
        return row
    for (was, now), units in sorted(cited.items()):
        if row.unit_id in units and row.evidence:
            row = replace(row, evidence=row.evidence.replace(was, now))
    if row.due_on is None:
        return replace(row, days_overdue=0)
    late = max(0, (as_of - row.due_on).days)
    state = UpdateState.OVERDUE if late else row.state
    exposed = row.exposed_days + (as_of - SINCE).days
    return replace(row, state=state, days_overdue=late, exposed_days=exposed)


@pytest.mark.parametrize("days", [0, 1, 3])
@pytest.mark.parametrize("seed", range(8))
def test_of_many_rows_the_same_comes_as_of_one(seed: int, days: int) -> None:
    given, as_of = rows(random.Random(seed)), SINCE + timedelta(days=days)
    cited = CITED if seed % 2 else {}
    expected = [of_today(row, as_of, cited) for row in given]
    table = to_arrow(given, table_schema("listing_updates"))
    assert from_arrow(aged(table, SINCE, as_of, cited), ListingUpdate) == expected
    assert from_arrow(aged(numbered(table), SINCE, as_of, cited), ListingUpdate) == expected


def numbered(table: pa.Table) -> pa.Table:
    """The same with texts as dictionaries, in two pieces that number them otherwise."""
    half = len(table) // 2
    pieces = [table.slice(0, half), table.slice(half)]
    for name in ("unit_id", "evidence", "name"):
        at = table.column_names.index(name)
        pieces = [each.set_column(at, name, each.column(name).dictionary_encode()) for each in pieces]
    return pa.concat_tables(pieces)


def test_a_table_keeps_its_types() -> None:
    table = numbered(to_arrow(rows(random.Random(1)), table_schema("listing_updates")))
    assert aged(table, SINCE, SINCE + timedelta(days=2), CITED).schema.types == table.schema.types


def test_units_are_told_by_the_words_that_their_rows_cite() -> None:
    pair = ("then", "now")
    told = {
        "xa-1": Anew((), frozenset(), frozenset(), (pair,)),
        "xa-2": Anew((), frozenset(), frozenset(), (pair, ("else", "now"))),
        "xa-3": Anew((), frozenset(), frozenset()),
    }
    assert units_by_words(told) == {pair: ["xa-1", "xa-2"], ("else", "now"): ["xa-2"]}
