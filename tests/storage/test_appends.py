"""Appends as files, and what is no such file."""

from datetime import UTC, datetime

import pytest

from niemyet.storage.appends import (
    UnreadableError,
    names_in,
    packed_rows,
    packed_together,
    parts_of,
    rows_of,
    unpacked_rows,
)
from niemyet.storage.lake_rows import ReceiptRow

AT = datetime(2022, 12, 30, 16, tzinfo=UTC)
FIRST = [ReceiptRow("20221230T160000000000Z-nightly", "cong", key, AT, "{}") for key in ("a", "b")]
SECOND = [ReceiptRow("20221231T160000000000Z-nightly", "cong", "c", AT, "{}")]


def test_one_append_is_one_file_without_a_list_of_names() -> None:
    data = packed_rows(FIRST, ReceiptRow)
    assert unpacked_rows(data, ReceiptRow) == FIRST
    assert rows_of(parts_of(data, "receipts/one.parquet"), ReceiptRow) == [("receipts/one.parquet", FIRST)]
    with pytest.raises(UnreadableError):
        names_in(data)


def test_appends_that_were_joined_are_told_apart_again() -> None:
    parts = [("one", packed_rows(FIRST, ReceiptRow)), ("two", packed_rows(SECOND, ReceiptRow))]
    data = packed_together([part for name, one in parts for part in parts_of(one, name)])
    assert names_in(data) == ["one", "two"]
    assert rows_of(parts_of(data), ReceiptRow) == [("one", FIRST), ("two", SECOND)]


@pytest.mark.parametrize("data", [b"", b"PAR1", packed_rows(FIRST, ReceiptRow)[:-9]])
def test_bytes_that_are_no_such_file_are_refused(data: bytes) -> None:
    for read in (names_in, parts_of, lambda given: unpacked_rows(given, ReceiptRow)):
        with pytest.raises(UnreadableError):
            read(data)
