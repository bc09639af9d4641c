"""Rows that are made when they are looked at give their columns without being made."""

from collections.abc import Iterator
from typing import Any

from niemyet.model.rows_by_column import RowsByColumn
from niemyet.model.tables import UnitSuccession
from niemyet.model.words import SuccessionKind
from niemyet.storage.schemas import table_schema, to_arrow
from tests.support.province import day

ROW = UnitSuccession("xa-a", "xa-b", SuccessionKind.MERGE, day("2025-07-01"))


class Columns(RowsByColumn[UnitSuccession]):
    def column(self, name: str) -> list[Any]:
        return [getattr(ROW, name)] * 2

    def __len__(self) -> int:
        return 2

    def __getitem__(self, where: Any) -> Any:
        raise AssertionError("a row was made")

    def __iter__(self) -> Iterator[UnitSuccession]:
        raise AssertionError("a row was made")


def test_a_table_is_made_of_the_columns_alone() -> None:
    schema = table_schema("unit_successions")
    assert to_arrow(Columns(), schema).equals(to_arrow([ROW, ROW], schema))
