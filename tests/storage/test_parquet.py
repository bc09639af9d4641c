"""Arrow's threads hold nothing of Python's: see storage/parquet.py and benchmarks/exits.py."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from niemyet.storage.parquet import reader_of


def test_what_arrow_reads_from_is_not_pythons() -> None:
    data = b"x" * 5000
    before = sys.getrefcount(data)
    source = reader_of(data)
    assert sys.getrefcount(data) == before
    assert source.read() == data


def test_a_table_is_read_from_it(tmp_path) -> None:
    table = pa.table({"mã": ["1.001193", None]})
    pq.write_table(table, tmp_path / "t.parquet")
    assert pq.ParquetFile(reader_of((tmp_path / "t.parquet").read_bytes())).read() == table


@pytest.mark.parametrize("data", [b"", b"PAR1"])
def test_what_is_no_table_is_an_error_of_the_reader(data: bytes) -> None:
    with pytest.raises(pa.ArrowInvalid):
        pq.ParquetFile(reader_of(data))
