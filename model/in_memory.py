"""Python's search for cycles, held off while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_in_memory() -> Iterator[None]:
    """What is read, gathered and computed stays until it is handed over, and holds no circles: nothing is searched for garbage.

    Searching it over and over costs a fifth of the fold and of a reading. Memory stays bounded without it: what is dropped
    goes when the last name for it goes, and neither consolidation nor reading makes cycles that would wait for a search
    (`tests/flows/test_in_memory.py`, `tests/extractors/test_in_memory.py`).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
