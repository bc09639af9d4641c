"""Rows of a table that filters let through, against what Arrow's own `read_table` gives, which imports pandas."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from niemyet.storage.release import let_through

UNITS = ["xa-a", "xa-a", "xa-b", "xa-b", None, "xa-c", "xa-d", "xa-b"]
WITNESSES = ["catalogue", "sheet", "sheet", "catalogue", "sheet", None, "sheet", "sheet"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of row groups of three rows, a column of it as a dictionary."""
    table = pa.table(
        {
            "unit_id": pa.array(UNITS, pa.string()),
            "witness": pa.array(WITNESSES, pa.string()).dictionary_encode(),
            "row_no": pa.array(range(len(UNITS)), pa.int32()),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=3)
    return tmp_path / "t.parquet"


@pytest.mark.parametrize("columns", [None, ["row_no"], ["unit_id", "row_no"]])
@pytest.mark.parametrize(
    "filters",
    [
        [("unit_id", "=", "xa-b")],
        [("unit_id", "=", "xa-không")],
        [("unit_id", "in", ["xa-a", "xa-d"])],
        [("witness", "=", "sheet")],
        [("unit_id", "=", "xa-b"), ("witness", "=", "sheet")],
        [("unit_id", "in", ["xa-a", "xa-b"]), ("unit_id", "=", "xa-a")],
    ],
)
def test_the_rows_are_those_of_read_table(
    path: Path, filters: list[tuple[str, str, Any]], columns: list[str] | None
) -> None:
    found = let_through(pq.ParquetFile(path), columns, filters)
    wanted = pq.read_table(path, columns=columns, filters=filters)
    assert found.to_pylist() == wanted.to_pylist()
    assert found.schema.equals(wanted.schema)


def test_one_of_no_values_is_none(path: Path) -> None:
    """`read_table` refuses to be asked that."""
    assert let_through(pq.ParquetFile(path), None, [("unit_id", "in", [])]).num_rows == 0


def test_another_comparison_is_refused(path: Path) -> None:
    with pytest.raises(AssertionError):
        let_through(pq.ParquetFile(path), None, [("unit_id", ">", "xa-b")])
