"""Rows in memory say by column what they say themselves."""

from niemyet.model.item_rows import ItemsInMemory
from niemyet.model.words import Action, Level
from tests.support.province import decision, item

ONE = decision(1, "2022-01-10", "2022-01-10")
ROWS = [item(ONE, Action.NEW, f"1.00000{row}", Level.COMMUNE, row=row) for row in (1, 2, 3)]


def test_rows_in_memory_are_asked_for_by_column_and_by_place() -> None:
    rows = ItemsInMemory(ROWS)
    assert len(rows) == 3
    assert list(rows.column("code")) == [one.code for one in ROWS]
    assert list(rows.column("action")) == [Action.NEW] * 3
    assert rows.at([2, 0]) == [ROWS[2], ROWS[0]]
    assert rows.at([]) == []
