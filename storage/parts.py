"""A large table of a release as several files: what is over apart from what still changes, so that a night writes what changed.

    listing_updates.parquet/open.parquet         work that is one day later each day
                            current.parquet      work that is done, yet to come, or of boards that nobody looked at
                            gone-2021-07.parquet and of these what was taken down for good, by the month in which it was
                            2021-07.parquet      work in whose place another change stands, by the month since which it does
                            2019.parquet         and by the year, where that is two years back
    boards.parquet/hanging.parquet               rows without an end
                   2021-07.parquet               the others, by the month in which they end

`procedures` and `procedure_history` go like `boards`, but by the quarter, and what was known otherwise by that since which it
is; `decisions` and `decision_items` by the quarter of the decision: `2021-q3.parquet`.

The folder bears the name that the file would have: pandas, polars, pyarrow and DuckDB read either under it. Which row stands in
which file is said by the row and the day that the release speaks for, so the same rows are the same files; a file that says what
it said in the release before is kept once for both. Months and quarters are one file when their year is two years back: in a
bucket each file of a release costs a request a night.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.piled_rows import PiledRows
from niemyet.model.shared_rows import Distinct, SharedRows
from niemyet.model.words import TO_BE_DONE, Level, UpdateKind, UpdateState
from niemyet.storage import computing as pc
from niemyet.storage.columns import in_order_of_words, numbers_in, of_numbers, texts
from niemyet.storage.listed_rows import RowsOfLooks
from niemyet.storage.schemas import table_schema, to_arrow

#: Rows up to which a table is one file. Chosen: so many rows of work are some 90 kB, as much as a night writes beside them.
WHOLE = 5_000
#: How many rows of work a row is as wide as: 1,953 decisions are 117 kB, 60 bytes each, of which the hash of a copy is half.
_WIDTHS = {"decisions": 3}


@dataclass(frozen=True, slots=True)
class _Parting:
    """How a table is parted."""

    label: Callable[[pa.Table, date], pa.Array]  # the name of each row's file in a release for a day
    told_by: tuple[str, ...]  # the columns that say it
    order: tuple[str, ...]  # the columns by which the whole table is sorted
    is_read_in_order: bool = False  # also where other columns are asked for; of large tables that is too dear
    #: Files that are one for each month of a day, which rows that share the rest may say each for itself.
    by_day: Mapping[str, str] = field(default_factory=dict)


def _month(day: pa.ChunkedArray, as_of: date) -> pa.Array:
    """The month of each day."""
    return _or_year(day, pc.strftime(day, "%Y-%m"), as_of)


def _quarter(day: pa.ChunkedArray, as_of: date) -> pa.Array:
    """The quarter, as the law goes: its rows are few, and a night asks each of its files for something."""
    quarter = pc.cast(pc.quarter(day), pa.string())
    return _or_year(day, pc.binary_join_element_wise(pc.strftime(day, "%Y"), quarter, texts("-q")[0]), as_of)


def _or_year(day: pa.ChunkedArray, within: pa.Array, as_of: date) -> pa.Array:
    """The part of the year in which each day is, and the year alone where that is neither this one nor the last.

    Until a year is two years back its parts stay files: much of what it began is seen to be done in the year after.
    """
    years = of_numbers(
        np.array(_in_parts(as_of), np.int64)
    )  # what Arrow makes of Python's numbers imports pandas
    return pc.if_else(pc.is_in(pc.year(day), years), within, pc.strftime(day, "%Y"))


def _in_parts(as_of: date) -> tuple[int, int]:
    """The years of which each month, or quarter, is a file."""
    return as_of.year - 1, as_of.year


_UNDATED = "undated"
#: Files of work that no other change has superseded.
OPEN, _CURRENT, _GONE = "open", "current", "gone"


def is_settled(label: str) -> bool:
    """Whether a file of work holds nothing but rows in whose place another change stands."""
    return label not in {OPEN, _CURRENT} and not label.startswith(_GONE)


def _of_work(table: pa.Table, as_of: date) -> pa.Array:
    """Only what is due or overdue changes from day to day (`days_overdue`, `exposed_days`, the newest look as evidence); what
    another change stands in the place of changes no more, and what was taken down hardly ever: it is most of all work that is
    done, and grows with the years, where the rest is as long as the boards. It goes by the day on which it was seen to be
    down: a unit that cleans its board takes down what years have ended, all of it on one day."""
    changes = pc.is_in(_words(table.column("state")), texts(*TO_BE_DONE))
    over = _month(table.column("superseded_on"), as_of)
    is_removal = pc.equal(_words(table.column("kind")), texts(UpdateKind.REMOVE)[0])
    is_gone = pc.and_(is_removal, pc.equal(_words(table.column("state")), texts(UpdateState.DONE)[0]))
    current = pc.if_else(is_gone, texts(_GONE)[0], texts(_CURRENT)[0])
    return pc.coalesce(over, pc.if_else(changes, texts(OPEN)[0], current))


def _of_boards(table: pa.Table, as_of: date) -> pa.Array:
    return pc.coalesce(_month(table.column("valid_until"), as_of), texts("hanging")[0])


def _of_versions(table: pa.Table, as_of: date) -> pa.Array:
    return pc.coalesce(_quarter(table.column("valid_until"), as_of), texts("hanging")[0])


def _of_history(table: pa.Table, as_of: date) -> pa.Array:
    known_until, valid_until = table.column("known_until"), table.column("valid_until")
    return pc.coalesce(_quarter(known_until, as_of), _quarter(valid_until, as_of), texts("standing")[0])


def _of_decisions(table: pa.Table, as_of: date) -> pa.Array:
    """By the day of signing, with which the id of a decision ends where it is known."""
    told = pc.extract_regex(table.column("decision_id"), r"/(?P<day>\d{4}-\d{2}-\d{2})$")
    day = pc.strptime(pc.struct_field(told, "day"), "%Y-%m-%d", "s", error_is_null=True)
    return pc.coalesce(_quarter(day, as_of), texts(_UNDATED)[0])


def _of_looks(table: pa.Table, as_of: date) -> pa.Array:
    """By month: the newest look of each unit moves on each night, and a year of looks is most of what that would write."""
    return _month(table.column("observed_on"), as_of)


def _of_requests(table: pa.Table, as_of: date) -> pa.Array:
    """By month: a year of requests is most of what a night would write."""
    return _month(table.column("requested_at"), as_of)


def order_of(name: str) -> tuple[str, ...]:
    """The columns that are read to tell in which order the rows of several files stand, whatever is asked for."""
    parting = _PARTINGS.get(name)
    return parting.order if parting is not None and parting.is_read_in_order else ()


def in_order(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a table's files in the order of the table, where the columns that say it are there."""
    order = _PARTINGS[name].order if name in _PARTINGS else ()
    if not rows or not order or not set(order) <= rows[0].keys():
        return rows
    return sorted(
        rows, key=lambda row: [(row[column] is not None, _place(column, row[column])) for column in order]
    )


def _place(column: str, value: Any) -> Any:
    return list(Level).index(Level(value)) if column == "level" else value


def _sorted_as(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    plain = _words(column)
    if name == "level":  # they stand from the top down
        return pc.index_in(plain, texts(*Level))
    return pc.coalesce(plain, texts("")[0]) if pa.types.is_string(plain.type) else plain


def _words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column


_PARTINGS: Mapping[str, _Parting] = {
    "listing_updates": _Parting(
        _of_work,
        ("state", "superseded_on", "kind"),
        ("unit_id", "code", "update_id"),
        by_day={_GONE: "done_on"},
    ),
    "boards": _Parting(_of_boards, ("valid_until",), ("unit_id", "code", "valid_from")),
    "procedures": _Parting(
        _of_versions, ("valid_until",), ("procedure_id", "level", "version"), is_read_in_order=True
    ),
    "procedure_history": _Parting(
        _of_history,
        ("known_until", "valid_until"),
        ("procedure_id", "level", "version", "known_from"),
        is_read_in_order=True,
    ),
    "decisions": _Parting(_of_decisions, ("decision_id",), ("decision_id",), is_read_in_order=True),
    "decision_items": _Parting(_of_decisions, ("decision_id",), ("item_id",), is_read_in_order=True),
    "listings": _Parting(
        _of_looks,
        ("observed_on",),
        ("unit_id", "channel", "observed_on", "sha256", "row_no", "url", "code", "name"),
    ),
    "fetches": _Parting(_of_requests, ("requested_at",), ()),
}


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of a table: its path, its rows, and what they are made of where that is known before they are made."""

    path: str
    rows: int
    table: Callable[[], pa.Table]
    made_of: str | None = None  # a hash: the same gives the same rows
    is_carried: bool = False  # the file of that path in the release before, whole


class HasParts(ABC):
    """Rows that know themselves in which files they stand."""

    @abstractmethod
    def parts(self, as_of: date) -> list[FilePart]:
        """The files of a release for a day."""
        ...


def parts_of(name: str, rows: Sequence[Any] | HasParts | pa.Table, as_of: date) -> list[FilePart]:
    """The files of a table of a release for a day, each with its rows in the table's order."""
    if isinstance(rows, HasParts):
        return rows.parts(as_of)
    schema = table_schema(name)
    parting = _PARTINGS.get(name)
    if parting is None or len(rows) * _WIDTHS.get(name, 1) <= WHOLE:
        return [FilePart(f"{name}.parquet", len(rows), partial(to_arrow, rows, schema))]
    if isinstance(rows, PiledRows | SharedRows | RowsOfLooks):
        return [
            _shared_part(f"{name}.parquet/{word}.parquet", part, schema)
            for word, part in sorted(_parts_that_share(name, rows, as_of).items(), key=itemgetter(0))
        ]
    table = to_arrow(rows, schema)
    return [
        part_of(f"{name}.parquet/{word}.parquet", _taken(table, where))
        for word, where in _where(*_numbered(_labels_of_rows(parting, table, as_of)))
    ]


def parted(name: str, table: pa.Table, as_of: date) -> dict[str, pa.Table]:
    """Rows of a table that has several files by the names of these; their dictionaries are those of all of them."""
    words, numbers = _numbered(_PARTINGS[name].label(table, as_of))
    return {word: table.take(of_numbers(where)) for word, where in _where(words, numbers)}


def labels_of(name: str, rows: Sequence[Any], as_of: date) -> set[str]:
    """The names of the files in which some rows of a table that has several would stand."""
    if not rows:
        return set()
    schema, parting = table_schema(name), _PARTINGS[name]
    telling = pa.schema([schema.field(each) for each in parting.told_by])
    return set(parting.label(to_arrow(list(rows), telling), as_of).to_pylist())


def part_of(path: str, table: pa.Table) -> FilePart:
    """A file of some rows that are there already."""
    return FilePart(path, table.num_rows, lambda: table, sha256(_as_stream(table)).hexdigest())


_Sharing = PiledRows[Any] | SharedRows[Any] | RowsOfLooks
Row = TypeVar("Row")


def piled_parts(name: str, rows: PiledRows[Row], as_of: date) -> dict[str, PiledRows[Row]]:
    """Rows of a table that has several files by the names of these."""
    words, numbers = _numbered(_labels(name, rows, as_of))
    parts = {words[number]: part for number, part in rows.parted(numbers).items()}
    for word, column in _PARTINGS[name].by_day.items():
        part = parts.pop(word, None)
        found = part.parted_by_day(column, partial(_month_numbers, as_of=as_of)) if part else {}
        parts |= {f"{word}-{_month_word(number)}": each for number, each in found.items()}
    return parts


def _month_numbers(days: NDArray[np.datetime64], as_of: date) -> NDArray[np.int64]:
    """What `_month` says of days: 202107, 2019, and 0 where there is none."""
    month = days.astype("M8[M]").astype(np.int64)
    year = month // 12 + 1970  # numpy counts from there
    told = np.where(np.isin(year, _in_parts(as_of)), 100 * year + month % 12 + 1, year)
    return np.where(np.isnat(days), 0, told)


def _month_word(number: int) -> str:
    if not number:
        return _UNDATED
    year, month = f"{number}"[:4], f"{number}"[4:]
    return f"{year}-{month}" if month else year


def _labels(name: str, rows: _Sharing, as_of: date) -> pa.Array:
    """The name of the file of what rows share, which is made into columns for that: then only are they made into columns."""
    parting, schema = _PARTINGS[name], table_schema(name)
    telling = pa.schema([schema.field(each) for each in parting.told_by])
    return parting.label(to_arrow(rows.shared, telling), as_of)


def _labels_of_rows(parting: _Parting, table: pa.Table, as_of: date) -> pa.Array:
    """The name of the file of each row."""
    label = parting.label(table, as_of)
    for word, column in parting.by_day.items():
        month = pc.coalesce(_month(table.column(column), as_of), texts(_UNDATED)[0])
        named = pc.binary_join_element_wise(texts(word)[0], month, texts("-")[0])
        label = pc.if_else(pc.equal(label, texts(word)[0]), named, label)
    return label


def _parts_that_share(name: str, rows: _Sharing, as_of: date) -> Mapping[str, _Sharing]:
    """The rows of each file, by its name; columns are made of as few rows as tell it."""
    if isinstance(rows, PiledRows):
        return piled_parts(name, rows, as_of)
    parting, schema = _PARTINGS[name], table_schema(name)
    if parting.by_day and isinstance(rows, SharedRows):
        telling = pa.schema([schema.field(each) for each in (*parting.told_by, *parting.by_day.values())])
        labels = _labels_of_rows(parting, to_arrow(rows, telling), as_of)
        return {word: rows.only(where) for word, where in _where(*_numbered(labels))}
    words, numbers = _numbered(_labels(name, rows, as_of))
    if isinstance(rows, SharedRows):
        return {word: rows.only(where) for word, where in _where(words, numbers[rows.place])}
    return {words[number]: part for number, part in rows.parted(numbers).items()}


def _shared_part(path: str, rows: _Sharing, schema: pa.Schema) -> FilePart:
    return FilePart(path, len(rows), partial(to_arrow, rows, schema), _made_of(rows, schema))


def _told(rows: Sequence[Any], schema: pa.Schema) -> bytes:
    """Rows as bytes, to be compared."""
    return _as_stream(to_arrow(rows, schema))


def _as_stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _made_of(rows: _Sharing, schema: pa.Schema) -> str:
    """Over everything that the rows are made of: a fifth of what it costs to make and to write them."""
    if isinstance(rows, RowsOfLooks):
        return rows.made_of()
    if isinstance(rows, PiledRows):
        return rows.made_of(partial(_told, schema=schema))
    told = sha256(_told(rows.shared, schema))
    told.update("\0".join(rows.units).encode())
    for name, values in (("unit", rows.unit), ("place", rows.place), *sorted(rows.own.items())):
        told.update(f"\0{name}\0".encode())
        if isinstance(values, Distinct):
            told.update("\0".join(map(str, values.values)).encode())
        numbers = values.number if isinstance(values, Distinct) else values
        told.update(np.ascontiguousarray(numbers).tobytes())
    return told.hexdigest()


def _taken(table: pa.Table, where: NDArray[np.intp]) -> pa.Table:
    rows = table.take(of_numbers(where))
    return pa.Table.from_arrays([in_order_of_words(column) for column in rows.columns], schema=table.schema)


def _numbered(labels: pa.Array | pa.ChunkedArray) -> tuple[list[str], NDArray[Any]]:
    """The names of the files, and for each row which of them is its own."""
    if not len(labels):  # to combine nothing imports pandas
        return [], np.empty(0, np.intp)
    told = (labels.combine_chunks() if isinstance(labels, pa.ChunkedArray) else labels).dictionary_encode()
    return told.dictionary.to_pylist(), numbers_in(told.indices)


def _where(words: Sequence[str], numbers: NDArray[Any]) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """The rows of each file, by its name."""
    for word, number in sorted((word, number) for number, word in enumerate(words)):
        where = np.flatnonzero(numbers == number)
        if len(where):
            yield word, where


def merged(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of several files in the order of the table, its columns as they are made of rows: same rows, same bytes."""
    schema = table_schema(name)
    whole = together(name, [table.cast(schema) for table in tables])
    return pa.Table.from_arrays([in_order_of_words(column) for column in whole.columns], schema=schema)


def say_the_same(name: str, gone: pa.Table, added: pa.Table) -> bool:
    """Whether rows that come are those that go: what is worked out anew most often comes to what stood there."""
    return bool(merged(name, [gone]).equals(merged(name, [added])))


def together(name: str, tables: list[pa.Table]) -> pa.Table:
    """The rows of a table's files, in the order of the table where the columns that say it are there."""
    if len(tables) == 1:
        return tables[0]
    whole = pa.concat_tables(tables).unify_dictionaries()
    order = _PARTINGS[name].order if name in _PARTINGS else ()
    if not order or not set(order) <= set(whole.column_names):
        return whole
    # An absent code or address sorts as an empty one, as where the rows are made.
    plain = pa.table({column: _sorted_as(column, whole.column(column)) for column in order})
    keys: Any = [(column, "ascending") for column in order]
    return whole.take(pc.sort_indices(plain, sort_keys=keys))
