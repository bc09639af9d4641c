"""Columns of few rows without pandas: `pa.array` of a Python list imports it, 0.3 s and 32 MB for a command that writes a line.

Buffers are laid out as Arrow's columnar format says (validity bits, offsets, values), so that the array equals the one that
`pa.array` makes. What is not exactly what its column holds is left to `pa.array`, which converts or refuses it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import accumulate
from operator import attrgetter, methodcaller
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.storage import computing as pc

#: Values from which on Arrow's own conversion is worth what it imports: it is some three times as fast, and a column of so
#: many takes 10 ms here. Chosen, near what was measured.
_FEW = 20_000
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)  # the unit of the instants in a table: by definition of their type


class _OtherError(Exception):
    """A value that is not exactly what its column holds."""


def few(values: Sequence[Any], kind: pa.DataType) -> pa.Array | None:
    """The array of a short column; None where `pa.array` should make it."""
    if len(values) > _FEW:
        return None
    try:
        return _array(values, kind)
    except (_OtherError, OverflowError):
        return None


def texts(*words: str) -> pa.Array:
    """Texts as an array; what Arrow makes of Python's words imports pandas."""
    return _strings([str(word) for word in words])


def is_among(column: pa.ChunkedArray, values: Collection[str]) -> pa.ChunkedArray:
    """Where a column of texts has one of some values; none of them where it is null."""
    return pc.is_in(column, value_set=texts(*sorted(values)))


def any_among(asked: Iterable[tuple[pa.ChunkedArray, Collection[str]]]) -> pa.ChunkedArray | None:
    """Where any of some columns of a table has one of its values; None where no column is asked."""
    fits = [is_among(column, values) for column, values in asked]
    return reduce(pc.or_, fits) if fits else None


def mask_among(column: pa.ChunkedArray, values: Collection[str]) -> NDArray[np.bool_]:
    """The same as truths; a dictionary's words are looked for once, however many rows bear them."""
    if not pa.types.is_dictionary(column.type):
        return mask_in(is_among(column, values))
    none = of_numbers(np.array([-1], np.int32))[0]  # of a Python number Arrow imports pandas
    found = [np.empty(0, bool)]
    for chunk in column.chunks:
        among = np.append(mask_in(pc.is_in(chunk.dictionary, value_set=texts(*sorted(values)))), False)
        found.append(among[numbers_in(pc.cast(chunk.indices, pa.int32()).fill_null(none))])
    return np.concatenate(found)


def mask_in(column: pa.ChunkedArray | pa.Array) -> NDArray[np.bool_]:
    """The truths of a column without null."""
    return numbers_in(pc.cast(column, pa.int8())).astype(bool)


def of_truths(values: NDArray[np.bool_]) -> pa.Array:
    """An array over the truths of a numpy array."""
    packed = pa.py_buffer(np.packbits(values, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, packed], 0)


def of_numbers(values: Any) -> pa.Array:
    """An array over the numbers of a numpy array, which must not change any more."""
    numbers = np.ascontiguousarray(values)
    kind = pa.from_numpy_dtype(numbers.dtype)
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)], 0)


def of_days(values: NDArray[np.datetime64]) -> pa.Array:
    """An array of days over those of a numpy array, of which some may be none."""
    none = np.isnat(values)
    days = np.where(none, np.datetime64(0, "D"), values).astype("M8[D]").astype("i8").astype("i4")
    validity = pa.py_buffer(np.packbits(~none, bitorder="little")) if none.any() else None
    return pa.Array.from_buffers(pa.date32(), len(days), [validity, pa.py_buffer(days)], int(none.sum()))


def in_order_of_words(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column with its words in their order, and none that none of its rows says: the same rows are the same bytes, whatever
    stood beside them. What is no dictionary stays as it is, in one piece."""
    held = column
    if isinstance(column, pa.ChunkedArray):
        held = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if not pa.types.is_dictionary(held.type):
        return held
    numbers = held.indices
    words = held.dictionary.to_pylist()
    used = sorted(np.unique(numbers_in(numbers.drop_null())).tolist(), key=words.__getitem__)
    place = np.zeros(max(len(words), 1), np.int8)
    place[used] = np.arange(len(used), dtype=np.int8)
    indices = of_numbers(place).take(numbers)  # of none there is none
    return pa.DictionaryArray.from_arrays(indices, texts(*map(words.__getitem__, used)))


def as_day(day: date) -> pa.Scalar:
    """A day as Arrow has it; what Arrow makes of Python's days imports pandas."""
    return of_days(np.array([day], "M8[D]"))[0]


def numbers_in(column: Any) -> NDArray[Any]:
    """The numbers of a column without null as they lie in memory; Arrow's own way to numpy imports pandas."""
    held = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    width = f"i{held.type.bit_width // 8}"
    if len(held) == 0:
        return np.empty(0, width)
    return np.frombuffer(held.buffers()[1], width, len(held) + held.offset)[held.offset :]


_ID = 16  # letters of an id of work, by definition: 8 bytes of a hash
#: 2^64 by the golden ratio: an odd number without a pattern (Knuth, The Art of Computer Programming, 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def numbers_of_ids(values: pa.ChunkedArray) -> NDArray[np.uint64] | None:
    """A number for each text of sixteen bytes, the same for the same; None where there is any other text.

    Texts of different numbers differ: half a million ids are told apart so in a tenth of the time that their letters take.
    """
    numbers = [np.empty(0, np.uint64)]
    for chunk in values.chunks:
        if chunk.null_count:
            return None
        if len(chunk) == 0:
            continue
        _, offsets, letters = chunk.buffers()
        ends = np.frombuffer(offsets, np.int32, len(chunk) + 1, 4 * chunk.offset)
        if (np.diff(ends) != _ID).any():
            return None
        halves = np.frombuffer(letters, np.uint64, 2 * len(chunk), ends[0])
        numbers.append(halves[::2] * _SPREAD + halves[1::2])
    return np.concatenate(numbers)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return _strings(values)
    if pa.types.is_boolean(kind):
        return _flat(values, kind, bool, lambda given: np.packbits(given, bitorder="little"), "?")
    if pa.types.is_list(kind):
        return _lists(values, kind)
    if pa.types.is_struct(kind):
        return _structs(values, kind)
    for told, (exact, number, width) in _NUMBERS.items():
        if kind == told:
            return _flat(
                [None if one is None else number(one) for one in _exactly(values, exact)],
                kind,
                int,
                None,
                width,
            )
    raise _OtherError


def _microseconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise _OtherError
    return (at - _EPOCH) // _MICROSECOND


#: Type of the column → the one type its values may have, how they are numbers, and how wide those are.
_NUMBERS: dict[pa.DataType, tuple[type, Callable[[Any], int], str]] = {
    pa.int8(): (int, int, "i1"),
    pa.int32(): (int, int, "i4"),
    pa.int64(): (int, int, "i8"),
    pa.date32(): (date, lambda day: day.toordinal() - _EPOCH_DAY, "i4"),
    pa.timestamp("us", "UTC"): (datetime, _microseconds, "i8"),
}


def _exactly(values: Sequence[Any], kind: type) -> Sequence[Any]:
    if not {*map(type, values)} <= {kind, type(None)}:
        raise _OtherError
    return values


def _flat(
    values: Sequence[Any], kind: pa.DataType, exact: type, pack: Callable[[Any], Any] | None, width: str
) -> pa.Array:
    count = len(values)
    given = np.fromiter((exact() if one is None else one for one in _exactly(values, exact)), width, count)
    packed = given if pack is None else pack(given)
    return pa.Array.from_buffers(kind, count, [_validity(values), pa.py_buffer(packed)], values.count(None))


def _strings(values: Sequence[Any]) -> pa.Array:
    given = ["" if one is None else one for one in values] if None in values else values
    try:
        joined = "".join(given)
    except TypeError as error:
        raise _OtherError from error
    # As many bytes as letters where all are ASCII, as ids, codes and hashes are: then none is encoded by itself.
    parts = given if joined.isascii() else [one.encode() for one in given]
    buffers = [_validity(values), _offsets(parts), pa.py_buffer(joined.encode())]
    return pa.Array.from_buffers(pa.string(), len(values), buffers, values.count(None))


def _lists(values: Sequence[Any], kind: pa.ListType) -> pa.Array:
    if not {*map(type, values)} <= {list, tuple, type(None)}:
        raise _OtherError
    given = [() if one is None else one for one in values]
    items = _array([item for one in given for item in one], kind.value_type)
    buffers = [_validity(values), _offsets(given)]
    return pa.Array.from_buffers(kind, len(values), buffers, values.count(None), 0, [items])


def _structs(values: Sequence[Any], kind: pa.StructType) -> pa.Array:
    """Of dicts or of records with these fields."""
    kinds = {*map(type, values)} - {type(None)}
    if len(kinds) > 1 or not all(one is dict or is_dataclass(one) for one in kinds):
        raise _OtherError
    by_name = dict in kinds
    members = []
    for field in kind:
        get = methodcaller("get", field.name) if by_name else attrgetter(field.name)
        members.append(_array([None if one is None else get(one) for one in values], field.type))
    return pa.Array.from_buffers(kind, len(values), [_validity(values)], values.count(None), 0, members)


def _validity(values: Sequence[Any]) -> pa.Buffer | None:
    if None not in values:
        return None
    return pa.py_buffer(np.packbits([one is not None for one in values], bitorder="little"))


def _offsets(parts: Sequence[Any]) -> pa.Buffer:
    return pa.py_buffer(np.fromiter(accumulate(map(len, parts), initial=0), "i4", len(parts) + 1))
