"""Appends as files, and what is no such file."""

from datetime import UTC, datetime

import pytest

from niemyet.storage.appends import (
    UnreadableError,
    held_in,
    in_runs,
    names_in,
    packed_rows,
    packed_together,
    parts_of,
    unpacked_rows,
)
from niemyet.storage.lake_rows import ReceiptRow

AT = datetime(2022, 12, 30, 16, tzinfo=UTC)
FIRST = [ReceiptRow("20221230T160000000000Z-nightly", "cong", key, AT, "{}") for key in ("a", "b")]
SECOND = [ReceiptRow("20221231T160000000000Z-nightly", "cong", "c", AT, "{}")]


def test_one_append_is_one_file_without_a_list_of_names() -> None:
    data = packed_rows(FIRST, ReceiptRow)
    assert unpacked_rows(data, ReceiptRow) == FIRST
    assert held_in(data, "receipts/one.parquet").rows(ReceiptRow) == [("receipts/one.parquet", FIRST)]
    with pytest.raises(UnreadableError):
        names_in(data)


def test_appends_that_were_joined_are_told_apart_again() -> None:
    parts = [("one", packed_rows(FIRST, ReceiptRow)), ("two", packed_rows(SECOND, ReceiptRow))]
    data = packed_together([part for name, one in parts for part in parts_of(one, name)])
    assert names_in(data) == ["one", "two"]
    assert held_in(data).rows(ReceiptRow) == [("one", FIRST), ("two", SECOND)]


def test_appends_that_stand_beside_each_other_come_as_one_table() -> None:
    parts = [(name, packed_rows(FIRST, ReceiptRow)) for name in ("one", "three", "two")]
    several = held_in(packed_together([part for name, one in parts for part in parts_of(one, name)]))
    single = held_in(packed_rows(SECOND, ReceiptRow), "between")
    found = {name: (several, place) for place, name in enumerate(several.names)}
    assert [table.num_rows for table in in_runs(found)] == [6]
    assert [table.num_rows for table in in_runs(found | {"ready": (single, 0)})] == [2, 1, 4]
    assert [table.num_rows for table in in_runs({"one": (several, 0), "two": (several, 2)})] == [2, 2]
    assert in_runs({}) == []


@pytest.mark.parametrize("data", [b"", b"PAR1", packed_rows(FIRST, ReceiptRow)[:-9]])
def test_bytes_that_are_no_such_file_are_refused(data: bytes) -> None:
    for read in (names_in, parts_of, lambda given: unpacked_rows(given, ReceiptRow)):
        with pytest.raises(UnreadableError):
            read(data)
