"""Rows that many units share: read as rows, written as columns, the same either way."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from niemyet.model.shared_rows import DAYS, SharedRows, as_array
from niemyet.model.tables import Board
from niemyet.model.words import Scope
from niemyet.storage.schemas import table_schema, to_arrow

ONE = Board("", "1.000001", "p/1.000001", 1, Scope.AUTHORITY, date(2022, 1, 1), None, "d#1")
TWO = Board("", "1.000002", "p/1.000002", 3, Scope.SHARED, date(2022, 1, 1), date(2023, 1, 1), "d#2")


@pytest.fixture(params=[object, "S1"], ids=["texts", "texts of one length as bytes"])
def spread(request: pytest.FixtureRequest) -> SharedRows[Board]:
    return SharedRows(
        Board,
        [TWO, ONE],
        ["A", "B"],
        unit=np.array([0, 0, 1], dtype=np.int32),
        place=np.array([1, 0, 1], dtype=np.int32),
        own={"item_id": np.array(["x", "y", "z"], dtype=request.param)},
    )


ROWS = (
    replace(ONE, unit_id="A", item_id="x"),
    replace(TWO, unit_id="A", item_id="y"),
    replace(ONE, unit_id="B", item_id="z"),
)


def test_it_reads_as_the_rows_themselves(spread: SharedRows[Board]) -> None:
    assert tuple(spread) == ROWS
    assert len(spread) == 3
    assert spread[-1] == ROWS[-1]
    assert spread[1:] == ROWS[1:]
    assert spread == ROWS
    assert ROWS == spread  # noqa: SIM300 - from either side
    assert spread != ROWS[:2]
    assert spread != (ROWS[0], ROWS[1], ROWS[1])


def test_the_rows_of_one_unit(spread: SharedRows[Board]) -> None:
    assert tuple(spread.of_unit("A")) == ROWS[:2]
    assert tuple(spread.of_unit("C")) == ()


def test_it_is_written_as_the_rows_themselves(spread: SharedRows[Board]) -> None:
    schema = table_schema("boards")
    assert to_arrow(spread, schema).equals(to_arrow(ROWS, schema), check_metadata=True)


def test_without_rows(spread: SharedRows[Board]) -> None:
    none = np.empty(0, dtype=np.int32)
    empty = SharedRows(Board, [], [], none, none)
    assert empty == ()
    assert to_arrow(empty, table_schema("boards")).num_rows == 0


def test_days_are_those_that_numpy_makes() -> None:
    days = [date(1, 1, 1), None, date(1969, 12, 31), date(2025, 7, 1), date.max]
    told = as_array(days, DAYS)
    assert told.dtype == np.array(days, DAYS).dtype
    assert told.tolist() == days
