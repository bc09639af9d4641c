"""Bytes that Arrow reads: copied into memory of its own first, so that its threads never hold an object of Python.

Arrow decodes on native threads, and one of them may let go of its source a moment after the reader has returned. Where
that source is a Python object, the thread asks for the interpreter's lock; once the interpreter is ending, Python answers
by ending the thread, and C++ turns that into `std::terminate`: "terminate called without an active exception",
status 134, after everything had been published. `benchmarks/exits.py` counts how often.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

#: Cells up to which one thread is faster than several: a night's appends have some hundred. Measured at 450 files of a lake.
_ALONE = 100_000


_Opened = dict[tuple[str, ...], pq.ParquetFile]
_KEPT: ContextVar[_Opened | None] = ContextVar("kept", default=None)
#: Files that are kept open at most: a process may have 1,024 by default, and a release of ten years has some 300.
_MOST = 400


@contextmanager
def kept_open() -> Iterator[None]:
    """Within it a file is opened once, however often it is read: to open one takes 0.4 ms, to read a column of it 0.15."""
    if _KEPT.get() is not None:
        yield
        return
    kept: _Opened = {}
    token = _KEPT.set(kept)
    try:
        yield
    finally:
        _KEPT.reset(token)
        for each in kept.values():
            each.close()


def opened(digest: str, source: Callable[[], Any], numbered: Sequence[str] = ()) -> pq.ParquetFile:
    """A file that never changes, to be read: the same for two releases that share it.

    Args:
        digest: the hash of its bytes, against which it was held.
        source: gives what is opened.
        numbered: columns of texts that come as dictionaries.
    """
    kept = _KEPT.get()
    key = (digest, *numbered)
    found = kept.get(key) if kept is not None else None
    if found is not None:
        return found
    found = pq.ParquetFile(source(), read_dictionary=list(numbered) or None)
    if kept is not None:
        if len(kept) >= _MOST:
            kept.pop(next(iter(kept))).close()
        kept[key] = found
    return found


def reader_of(data: bytes) -> pa.NativeFile:
    """Bytes in Arrow's own memory, to be read from."""
    own = pa.allocate_buffer(len(data))
    if data:
        memoryview(own).cast("B")[:] = data
    return pa.BufferReader(own)  # noqa: TID251


def table_of(opened: pq.ParquetFile, columns: Sequence[str] | None = None) -> pa.Table:
    """The whole of a file, or some of its columns, checked. A small one on this thread alone: others cost more than they read
    (0.2 of 0.5 ms)."""
    whole = read_of(opened, columns)
    whole.validate(full=True)
    return whole


def read_of(opened: pq.ParquetFile, columns: Sequence[str] | None = None) -> pa.Table:
    """The same, not checked."""
    few = opened.metadata.num_rows * (len(columns) if columns else opened.metadata.num_columns) < _ALONE
    return opened.read(columns=list(columns) if columns else None, use_threads=not few)
