"""A short column is laid out by hand: the same array and the same bytes as Arrow's own, and no pandas for it."""

import io
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from niemyet.storage import columns
from niemyet.storage.columns import few, of_numbers
from niemyet.storage.lake_rows import LAKE_TABLES
from niemyet.storage.schemas import schema_of

INNER = pa.struct(
    [pa.field("name", pa.string()), pa.field("days", pa.list_(pa.field("item", pa.date32(), nullable=False)))]
)
KINDS = (
    pa.string(), pa.bool_(), pa.int8(), pa.int32(), pa.int64(), pa.date32(), pa.timestamp("us", "UTC"),
    pa.list_(pa.string()), pa.list_(pa.field("item", pa.list_(pa.int64()), nullable=False)), INNER, pa.list_(INNER),
)  # fmt: skip


NAIVE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Word(StrEnum):
    """A word of a closed list."""

    YES = "có"


def made_up(rng: random.Random, kind: pa.DataType, *, nulls: bool) -> Any:
    if nulls and rng.random() < 0.3:
        return None
    if pa.types.is_list(kind):
        many = [
            made_up(rng, kind.value_type, nulls=nulls and kind.value_field.nullable)
            for _ in range(rng.randrange(4))
        ]
        return rng.choice((list, tuple))(many)
    if pa.types.is_struct(kind):
        return {field.name: made_up(rng, field.type, nulls=nulls) for field in kind if rng.random() < 0.9}
    if pa.types.is_string(kind):
        return rng.choice(("", "a", "Thủ tục " * rng.randrange(5), Word.YES, "🪪"))
    if pa.types.is_boolean(kind):
        return rng.random() < 0.5
    if pa.types.is_date32(kind):
        return date(1, 1, 1) + timedelta(days=rng.randrange(3_000_000))
    if pa.types.is_timestamp(kind):
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(
            days=rng.randrange(3_000_000), microseconds=rng.randrange(10**10)
        )
    width = kind.bit_width - 1
    return rng.randrange(-(2**width), 2**width)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_it_is_the_array_that_arrow_makes(kind: pa.DataType) -> None:
    rng = random.Random(str(kind))
    for size in (0, 1, 7, 8, 9, 300):
        for nulls in (False, True):
            values = [made_up(rng, kind, nulls=nulls) for _ in range(size)]
            found, wanted = few(values, kind), pa.array(values, kind)
            assert found is not None
            found.validate(full=True)
            assert found.equals(wanted)
            assert (found.type, found.null_count, found.to_pylist()) == (
                kind,
                wanted.null_count,
                wanted.to_pylist(),
            )
            assert parquet(found) == parquet(wanted)


def parquet(array: pa.Array) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"column": array}), sink, compression="zstd")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1], pa.string()), (["1"], pa.int64()), ([True], pa.int64()), ([1], pa.bool_()), ([300], pa.int8()),
        ([2**63], pa.int64()), ([NAIVE], pa.timestamp("us", "UTC")), ([1.5], pa.float64()),
        ([datetime(2026, 1, 1, tzinfo=UTC)], pa.date32()), (["ab"], pa.list_(pa.string())), ([["a", 1]], pa.list_(pa.string())),
        ([[]], INNER), (["a"], pa.binary()), ([None] * (columns._FEW + 1), pa.string()),
    ],
)  # fmt: skip
def test_what_is_not_exactly_of_the_column_is_left_to_arrow(values: list[Any], kind: pa.DataType) -> None:
    assert few(values, kind) is None


def test_half_a_letter_is_told_as_arrow_tells_it() -> None:
    with pytest.raises(UnicodeEncodeError):
        few(["\ud800"], pa.string())


@pytest.mark.parametrize("dtype", ["i4", "i8", "u2"])
def test_numbers_of_numpy_are_an_array_as_they_lie(dtype: str) -> None:
    numbers = np.arange(12, dtype=dtype)
    assert of_numbers(numbers).equals(pa.array(numbers))
    assert of_numbers(numbers[::2]).equals(pa.array(numbers[::2]))


def test_every_column_of_the_lake_can_be_laid_out() -> None:
    for row in LAKE_TABLES.values():
        for column in schema_of(row):
            kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
            assert few([None, None], kind) is not None, column


def test_a_run_that_appends_little_imports_no_pandas() -> None:
    program = """
import sys, tempfile
from datetime import UTC, datetime
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ReceiptRow
with tempfile.TemporaryDirectory() as root:
    lake = DataFolder(root).lake
    lake.append("receipts", "r1", [ReceiptRow("r1", "s", "k", datetime(2026, 11, 28, tzinfo=UTC), "{}")])
    assert len(lake.read("receipts", ReceiptRow)) == 1
print("pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
