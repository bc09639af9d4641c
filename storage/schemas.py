"""Arrow schemas and the data dictionary, made from the row classes of the model.

A Python type gives the Arrow type: str → string, int → int32, date → date32, datetime →
timestamp[us, UTC], StrEnum → dictionary<string>, tuple[X, ...] → list<X>, a dataclass → struct.
"""

import ast
import dataclasses
import inspect
import sys
import textwrap
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Annotated, Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.model.piled_rows import PiledRows
from niemyet.model.rows_by_column import RowsByColumn
from niemyet.model.shared_rows import Distinct, SharedRows
from niemyet.model.tables import SCHEMA_VERSION, TABLES
from niemyet.storage.columns import few, in_order_of_words, numbers_in, of_days, of_numbers

Row = TypeVar("Row")


@dataclasses.dataclass(frozen=True, slots=True)
class ColumnEntry:
    """One column as the dictionary tells it."""

    name: str
    type: str
    nullable: bool
    description: str
    values: tuple[str, ...]  # of an enumeration


_PLAIN: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}
_WIDE = {"bytes", "elapsed_ms"}  # counts that may pass 2**31
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def schema_of(row: type) -> pa.Schema:
    """The Arrow schema of a row class, with descriptions in the field metadata."""
    return pa.schema([_field(name, hint) for name, hint in _hints(row).items()])


def table_schema(name: str) -> pa.Schema:
    """The schema of a release table, with its description and version in the metadata."""
    row = TABLES[name]
    about = {b"description": describe(row).encode(), b"schema_version": SCHEMA_VERSION.encode()}
    return schema_of(row).with_metadata(about)


@cache
def describe(row: type) -> str:
    """The first paragraph of the row class's docstring, on one line.

    From its source, not from `__doc__`: Python under -OO strips docstrings, and a release's bytes must not depend on it.
    """
    defined = _classes_of(row.__module__).get(row.__qualname__)
    if defined is None:  # made within a function, as tests do
        (defined,) = ast.parse(textwrap.dedent(inspect.getsource(row))).body
    told = ast.get_docstring(defined) if isinstance(defined, ast.ClassDef) else None
    return " ".join((told or "").split("\n\n")[0].split())


@cache
def _classes_of(module: str) -> dict[str, ast.stmt]:
    """The classes of a module by their names, as its source has them: read once for all of them."""
    body = ast.parse(inspect.getsource(sys.modules[module])).body
    return {one.name: one for one in body if isinstance(one, ast.ClassDef)}


@cache
def columns(row: type) -> tuple[ColumnEntry, ...]:
    """The dictionary entries of a row class."""
    found = []
    for name, hint in _hints(row).items():
        inner, nullable, note = _unwrap(hint)
        kind = inner if isinstance(inner, type) else None
        values = tuple(member.value for member in kind) if kind and issubclass(kind, StrEnum) else ()
        found.append(ColumnEntry(name, _type_name(_arrow(name, inner)), nullable, note, values))
    return tuple(found)


class MakesTable(ABC):
    """Rows that are columns already: their table is made of these, no row of it."""

    @abstractmethod
    def table(self) -> pa.Table:
        """The rows as the table they are of."""
        ...


def to_arrow(rows: Sequence[Any] | pa.Table, schema: pa.Schema) -> pa.Table:
    """Rows (dataclass instances with the schema's columns) as an Arrow table of exactly that schema."""
    if isinstance(rows, MakesTable):
        rows = rows.table()
    if isinstance(rows, pa.Table):
        return pa.Table.from_arrays(rows.columns, schema=schema)
    if isinstance(rows, PiledRows):
        rows = rows.in_order
    if isinstance(rows, SharedRows):
        return pa.Table.from_arrays([_spread_column(rows, column) for column in schema], schema=schema)
    if isinstance(rows, RowsByColumn):
        return pa.Table.from_arrays(
            [_checked(rows.column(column.name), column) for column in schema], schema=schema
        )
    if not isinstance(rows, list | tuple):
        rows = list(rows)  # each row may be made when it is looked at: once is enough
    return pa.Table.from_arrays([_column(rows, column) for column in schema], schema=schema)


def as_told(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """Tables one after the other, as `to_arrow` would make them of their rows; columns that came later are null."""
    return pa.Table.from_arrays([_joined(tables, column) for column in schema], schema=schema)


def _joined(tables: Sequence[pa.Table], column: pa.Field) -> pa.Array:
    plain = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    parts = [
        table.column(column.name).cast(plain)
        if column.name in table.column_names
        else pa.chunked_array([pa.nulls(table.num_rows, plain)])
        for table in tables
    ]
    chunks = [chunk for part in parts for chunk in part.chunks]
    if not chunks:  # to combine nothing imports pandas
        return pa.nulls(0, column.type)
    joined = pa.chunked_array(chunks, plain).combine_chunks()
    return joined if plain == column.type else in_order_of_words(joined.dictionary_encode())


def _column(rows: Sequence[Any], column: pa.Field) -> pa.Array:
    return _checked(list(map(attrgetter(column.name), rows)), column)


def _has_struct(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) or (pa.types.is_list(kind) and _has_struct(kind.value_type))


def _spread_column(rows: SharedRows[Any], column: pa.Field) -> pa.Array:
    """A column of rows that share what they say: made once for what is shared, then taken for each row."""
    if column.name in rows.own:
        return _own_column(rows.own[column.name], column)
    if column.name == "unit_id":
        return _array(rows.units, column.type).take(of_numbers(rows.unit))
    return _column(rows.shared, column).take(of_numbers(rows.place))


def _own_column(values: NDArray[Any] | Distinct, column: pa.Field) -> pa.Array:
    if isinstance(values, Distinct):
        if pa.types.is_dictionary(column.type):
            used, numbers = np.unique(values.number, return_inverse=True)
            values = Distinct([values.values[at] for at in used.tolist()], numbers.astype(np.int32))
        return _checked(list(values.values), column).take(of_numbers(values.number))
    if values.dtype.kind == "S":
        return _of_one_length(values)
    if values.dtype.kind == "i":
        return of_numbers(values)
    if values.dtype.kind == "M":
        return of_days(values)
    return _checked(values.tolist(), column)


def _of_one_length(texts: NDArray[np.bytes_]) -> pa.Array:
    """Texts that are as long as each other, without making each: their bytes as they lie."""
    ends = np.arange(len(texts) + 1, dtype=np.int64) * texts.dtype.itemsize
    data = pa.py_buffer(np.ascontiguousarray(texts).view(np.uint8))
    wide = pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), data)
    return wide.cast(pa.string())  # refuses what is more than such a column can hold


def _checked(values: list[Any], column: pa.Field) -> pa.Array:
    try:
        return _array(values, column.type)
    except UnicodeEncodeError:  # half of a letter, as JSON or a file's name may spell it
        return _array(_encodable(values), column.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
        raise StorageError(
            msg(
                "column {name}: expected {kind}, found other values: {error}",
                name=column.name,
                kind=column.type,
                error=error,
            )
        ) from error


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, list | tuple):
        return [_encodable(one) for one in value]
    if isinstance(value, dict):
        return {name: _encodable(one) for name, one in value.items()}
    return value


def from_arrow(table: pa.Table, row: type[Row]) -> list[Row]:
    """The rows of an Arrow table as instances of the row class."""
    kind = typing.cast(typing.Any, row)
    return _records(kind, [values_of(table, kind, name) for name in _hints(kind)], table.num_rows)


def values_of(table: pa.Table, row: type, name: str) -> list[Any]:
    """What the rows of a table say in a column, as the row class has it.

    A file from before the column existed says nothing, where nothing may be said.
    """
    inner, nullable, _ = _unwrap(_hints(row)[name])
    if name in table.column_names:
        return [value for chunk in table.column(name).chunks for value in _said_in(chunk, inner)]
    if not nullable:
        raise StorageError(
            msg("column {name} is missing; found {names}", name=name, names=", ".join(table.column_names))
        )
    return [None] * table.num_rows


def _records(row: type, values: Sequence[Sequence[Any]], count: int) -> list[Any]:
    """Instances of a row class of the values of its columns, in the order of these."""
    if not values:
        return [row() for _ in range(count)]
    if _in_order(row):
        return list(map(row, *values))
    return [row(**dict(zip(_hints(row), each, strict=True))) for each in zip(*values, strict=True)]


@cache
def _in_order(row: type) -> bool:
    """Whether the columns are the row's arguments in their order."""
    fields = dataclasses.fields(row)
    return [field.name for field in fields if not field.kw_only] == [*_hints(row)]


def _said_in(chunk: pa.Array, hint: Any) -> list[Any]:
    """What a piece of a column says, as a row class has it: what lies within lists and records as columns too."""
    if pa.types.is_list(chunk.type):
        (item, *_) = typing.get_args(hint)
        ends = numbers_in(chunk.offsets).tolist()
        begin, end = ends[0], ends[-1]
        items = _said_in(chunk.values.slice(begin, end - begin), _unwrap(item)[0])
        return _none_where_null([tuple(items[a - begin : b - begin]) for a, b in pairwise(ends)], chunk)
    if pa.types.is_struct(chunk.type):
        held = dict(zip([field.name for field in chunk.type], chunk.flatten(), strict=True))
        fields = [
            _said_in(held[name], _unwrap(each)[0]) if name in held else [None] * len(chunk)
            for name, each in _hints(hint).items()
        ]
        return _none_where_null(_records(hint, fields, len(chunk)), chunk)
    values = _listed(chunk)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        words = _words(hint)
        # What is no word of the list says so itself.
        return [None if value is None else words.get(value) or hint(value) for value in values]
    return values


def _none_where_null(values: list[Any], chunk: pa.Array) -> list[Any]:
    if not chunk.null_count:
        return values
    bits = np.unpackbits(np.frombuffer(chunk.buffers()[0], np.uint8), bitorder="little")
    held = bits[chunk.offset : chunk.offset + len(chunk)].tolist()
    return [value if is_held else None for value, is_held in zip(values, held, strict=True)]


@cache
def _words(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {str(one): one for one in kind}


def listed(column: pa.ChunkedArray) -> list[Any]:
    """Values of a column."""
    return [value for chunk in column.chunks for value in _listed(chunk)]


def _listed(chunk: pa.Array) -> list[Any]:
    """Values of a piece of a column. Instants and words by way of numbers: Arrow makes them one by one, and imports pandas."""
    if pa.types.is_timestamp(chunk.type) and chunk.type.unit == "us":
        since = chunk.view(pa.int64()).to_pylist()
        return [None if one is None else _EPOCH + timedelta(microseconds=one) for one in since]
    if pa.types.is_dictionary(chunk.type):
        known = chunk.dictionary.to_pylist()
        return [None if place is None else known[place] for place in chunk.indices.to_pylist()]
    values: list[Any] = chunk.to_pylist()
    return values


@cache
def _hints(row: type) -> Mapping[str, Any]:
    """Names and annotations in the order of the fields, a base class's columns first; `COLUMNS` of a row says otherwise."""
    hints = typing.get_type_hints(row, include_extras=True)
    names = [field.name for field in dataclasses.fields(row)]
    told = getattr(row, "COLUMNS", ())
    return {name: hints[name] for name in (*told, *(name for name in names if name not in told))}


def words_of(row: type) -> dict[str, type[StrEnum]]:
    """Columns that hold a word of a closed list → the list, in its order."""
    kinds = {name: _unwrap(hint)[0] for name, hint in _hints(row).items()}
    return {
        name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, StrEnum)
    }


def _unwrap(hint: Any) -> tuple[Any, bool, str]:
    """The bare type, whether it may be null, and the description."""
    note = ""
    if typing.get_origin(hint) is Annotated:
        hint, note = typing.get_args(hint)[:2]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(hint) if each is not type(None)]
        return inner[0], True, note
    return hint, False, note


def _field(name: str, hint: Any) -> pa.Field:
    inner, nullable, note = _unwrap(hint)
    return pa.field(
        name, _arrow(name, inner), nullable=nullable, metadata={"description": note} if note else None
    )


def _arrow(name: str, hint: Any) -> pa.DataType:
    if typing.get_origin(hint) is tuple:
        return pa.list_(_list_item(name, typing.get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return pa.struct(
            [_plain_words(_field(each, inner)) for each, inner in _hints(typing.cast(type, hint)).items()]
        )
    if issubclass(hint, StrEnum):
        return pa.dictionary(pa.int8(), pa.string())
    return pa.int64() if name in _WIDE else _PLAIN[hint]


def _list_item(name: str, hint: Any) -> pa.Field:
    return _plain_words(pa.field("item", _arrow(name, _unwrap(hint)[0]), nullable=False))


def _plain_words(field: pa.Field) -> pa.Field:
    """Words inside lists and structs stay plain strings: several readers take no dictionaries there."""
    return field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        short = few(values, kind)
        if short is not None:
            return short
        # Only what holds a dataclass somewhere is made over, value by value: Arrow takes words and tuples as they are.
        return pa.array([_plain(value) for value in values] if _has_struct(kind) else values, kind)
    codes = {
        word: index for index, word in enumerate(sorted({value for value in values if value is not None}))
    }
    indices = _array([None if value is None else codes[value] for value in values], pa.int8())
    return pa.DictionaryArray.from_arrays(indices, _array(list(codes), pa.string()))


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return "enumeration"
    if pa.types.is_list(kind):
        return f"list of {_type_name(kind.value_type)}"
    if pa.types.is_struct(kind):
        return f"struct({', '.join(field.name for field in kind)})"
    return str(kind)
