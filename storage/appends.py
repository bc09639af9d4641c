"""Appends of the lake as Parquet files, and files as appends: what of the lake needs Arrow.

Arrow and numpy take 0.16 s to import, so `storage/lake.py` loads this module when it reads or writes its first file: a crawl
into an empty folder has sent its first request by then.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from niemyet.storage import computing as pc
from niemyet.storage.columns import any_among
from niemyet.storage.parquet import reader_of, table_of
from niemyet.storage.schemas import from_arrow, listed, schema_of, to_arrow

Row = TypeVar("Row")

#: In the metadata of a file of several appends: their names, and how many rows each has.
_NAMES = b"niemyet.appends"
_SIZES = b"niemyet.rows"
_ROW_GROUP = 1 << 17  # rows; a table of the lake is read whole; chosen, not measured


class UnreadableError(ValueError):
    """Bytes are no file of appends; says what Arrow says."""


def packed_rows(rows: Sequence[Any], row: type) -> bytes:
    """Rows as the bytes of a file of one append."""
    return packed_together([("", to_arrow(rows, schema_of(row)))])


def unpacked_rows(data: bytes, row: type[Row]) -> list[Row]:
    """The rows again. Raises UnreadableError."""
    try:
        return from_arrow(pq.ParquetFile(reader_of(data)).read(), row)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise UnreadableError(str(error)) from error


def packed_together(appends: Sequence[tuple[str, pa.Table]]) -> bytes:
    """Appends as one Parquet file, one after the other; in its metadata, where they are several, their names and rows.

    Not a row group each: a night appends some rows, and a file of thousands of such groups is mostly their description.
    """
    parts = [part for _, part in appends]
    schema = parts[-1].schema
    if len(parts) > 1:
        about = {
            _NAMES: json.dumps([name for name, _ in appends]),
            _SIZES: json.dumps([part.num_rows for part in parts]),
        }
        schema = schema.with_metadata({**(schema.metadata or {}), **about})
    whole = joined(parts, schema)
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        writer.write_table(whole, row_group_size=max(1, min(whole.num_rows, _ROW_GROUP)))
    data: bytes = sink.getvalue().to_pybytes()
    return data


def joined(parts: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """The rows of appends, one after the other; columns that came later are null."""
    if not parts:  # Arrow's own empty table imports pandas: 0.2 s
        return pa.Table.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)
    return pa.concat_tables([_widened(part, schema) for part in parts]).unify_dictionaries()


def numbered_schema(schema: pa.Schema, names: Sequence[str]) -> pa.Schema:
    """A schema in which some columns of texts are dictionaries."""
    words = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([field.with_type(words) if field.name in names else field for field in schema])


def names_in(data: bytes) -> list[str]:
    """The names of the appends that a file of several holds. Raises UnreadableError."""
    try:
        return _names_in(pq.ParquetFile(reader_of(data)))
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise UnreadableError(str(error)) from error


@dataclass(frozen=True, slots=True)
class HeldAppends:
    """The appends of a file, one after the other: their names, where each ends, and all their rows."""

    names: Sequence[str]
    ends: Sequence[int]
    whole: pa.Table

    def parts(self) -> list[tuple[str, pa.Table]]:
        """Each append: its name and its rows."""
        return [(name, self.span(place, place)) for place, name in enumerate(self.names)]

    def rows(self, row: type[Row]) -> list[tuple[str, list[Row]]]:
        """The same as rows: all of a file decoded together, for each by itself costs more than its rows."""
        rows = from_arrow(self.whole, row)
        return [
            (name, rows[begin:end])
            for name, (begin, end) in zip(self.names, pairwise((0, *self.ends)), strict=True)
        ]

    def span(self, first: int, last: int) -> pa.Table:
        """The rows of some appends that stand one after the other, by their places in the file."""
        begin = self.ends[first - 1] if first else 0
        return self.whole.slice(begin, self.ends[last] - begin)


def held_in(
    data: bytes,
    name: str | None = None,
    columns: Sequence[str] | None = None,
    numbered: Sequence[str] = (),
) -> HeldAppends:
    """The appends of a file. `name`: of the one that the file holds; None where it holds several.

    `columns`: decode only these; None: all. `numbered`: columns of texts that come as dictionaries, as they lie there.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        opened = pq.ParquetFile(reader_of(data), read_dictionary=list(numbered) or None)
        whole = table_of(opened, columns)
        if name is not None:
            return HeldAppends([name], [whole.num_rows], whole)
        names = _names_in(opened)
        ends = [*accumulate(_sizes_in(opened, len(names)))]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise UnreadableError(str(error)) from error
    if len(ends) != len(names) or (ends or [0])[-1] != whole.num_rows:
        raise UnreadableError(
            f"{len(names)} appends with {ends[-1:]} rows are named, {whole.num_rows} rows are there"
        )
    return HeldAppends(names, ends, whole)


def parts_of(data: bytes, name: str | None = None) -> list[tuple[str, pa.Table]]:
    """Each append of a file: its name and its rows. Raises UnreadableError."""
    return held_in(data, name).parts()


def in_runs(found: Mapping[str, tuple[HeldAppends, int]]) -> list[pa.Table]:
    """The rows of appends in the order of their names; those that stand beside each other in a file come as one table.

    `found`: each append's file and its place there.
    """
    tables: list[pa.Table] = []
    begin: tuple[HeldAppends, int] | None = None
    last = -1
    for _, (held, place) in sorted(found.items(), key=itemgetter(0)):
        if begin is not None and held is begin[0] and place == last + 1:
            last = place
            continue
        if begin is not None:
            tables.append(begin[0].span(begin[1], last))
        begin, last = (held, place), place
    if begin is not None:
        tables.append(begin[0].span(begin[1], last))
    return tables


def rows_where(part: pa.Table, row: type[Row], wanted: Mapping[str, Sequence[str]]) -> list[Row]:
    """Rows in which any of some columns has one of some values; decodes only those."""
    fits = _fits(part, wanted)
    return [] if fits is None else from_arrow(part.filter(fits), row)


def has_some(part: pa.Table, wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether there is a row in which any of some columns has one of some values."""
    fits = _fits(part, wanted)
    return fits is not None and bool(pc.any(fits).as_py())


def _fits(part: pa.Table, wanted: Mapping[str, Sequence[str]]) -> pa.ChunkedArray | None:
    """Where any of some columns has one of its values; None where a file is from before all of them."""
    held = ((name, values) for name, values in wanted.items() if name in part.column_names)
    return any_among((part.column(name).cast(pa.string()), values) for name, values in held)


def values_in(part: pa.Table, column: str) -> list[Any]:
    """The values of a column; a file from before the column says nothing in it."""
    return listed(part.column(column)) if column in part.column_names else [None] * part.num_rows


def counts_in(part: pa.Table, column: str) -> Counter[str]:
    """Each value of a column of text and in how many rows it stands."""
    values = pc.value_counts(part.column(column))
    return Counter(dict(zip(values.field(0).to_pylist(), values.field(1).to_pylist(), strict=True)))


def _names_in(opened: pq.ParquetFile) -> list[str]:
    names: list[str] = json.loads((opened.schema_arrow.metadata or {})[_NAMES])
    return names


def _sizes_in(opened: pq.ParquetFile, appends: int) -> list[int]:
    """How many rows each append has; in files of earlier versions each is a row group."""
    stated = (opened.schema_arrow.metadata or {}).get(_SIZES)
    if stated is not None:
        sizes: list[int] = json.loads(stated)
        return sizes
    return [opened.metadata.row_group(place).num_rows for place in range(appends)]


def _widened(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """An older append in today's schema: columns that came later are null."""
    arrays = [
        _as(table.column(field.name), field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return column if column.type == kind else column.cast(kind)
