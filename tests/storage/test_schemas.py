"""A column is written once; a table's columns keep their order, whatever class they are written in."""

from dataclasses import dataclass, fields
from typing import Annotated, ClassVar

from niemyet.model.tables import Catalogued, DecisionItem, ReadItem
from niemyet.storage.schemas import schema_of, table_schema


@dataclass(frozen=True, slots=True)
class _Heard:
    said: Annotated[str, "what was said"]
    aside: Annotated[str | None, "what was said beside it"] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted(_Heard):
    COLUMNS: ClassVar[tuple[str, ...]] = ("by", "said")

    by: Annotated[str, "who said it"]


def test_a_row_says_the_order_of_its_columns_and_what_it_does_not_name_stands_last() -> None:
    assert schema_of(_Noted).names == ["by", "said", "aside"]
    assert schema_of(_Heard).names == ["said", "aside"]
    assert schema_of(_Noted).field("aside").metadata == {b"description": b"what was said beside it"}


def test_rows_of_decisions_begin_with_their_ids_and_have_all_that_is_read() -> None:
    names = table_schema("decision_items").names
    assert names[:4] == ["item_id", "decision_id", "action", "code"]
    assert names[-5:] == ["sha256", "page", "table_no", "raw_text", "flags"]
    assert {one.name for one in fields(ReadItem)} < set(names) == {one.name for one in fields(DecisionItem)}


def test_the_catalogue_shows_nothing_that_its_table_does_not_name() -> None:
    assert table_schema("catalogue").names == [one.name for one in fields(Catalogued)]
