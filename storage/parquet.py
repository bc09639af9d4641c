"""Bytes that Arrow reads: copied into memory of its own first, so that its threads never hold an object of Python.

Arrow decodes on native threads, and one of them may let go of its source a moment after the reader has returned. Where
that source is a Python object, the thread asks for the interpreter's lock; once the interpreter is ending, Python answers
by ending the thread, and C++ turns that into `std::terminate`: "terminate called without an active exception",
status 134, after everything had been published. `benchmarks/exits.py` counts how often.
"""

import pyarrow as pa


def reader_of(data: bytes) -> pa.NativeFile:
    """Bytes in Arrow's own memory, to be read from."""
    own = pa.allocate_buffer(len(data))
    if data:
        memoryview(own).cast("B")[:] = data
    return pa.BufferReader(own)  # noqa: TID251
