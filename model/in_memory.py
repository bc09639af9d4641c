"""Python's search for cycles, held off while much is made that stays."""

import gc
from collections.abc import Callable, Iterator
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


@contextmanager
def set_aside_by_step() -> Iterator[Callable[[], None]]:
    """A call that sets aside what is in memory by now; at the end it is searched like anything else again.

    A night decodes what the lake holds once and keeps it: each step after would search all of it for what it has dropped itself.
    """
    try:
        yield gc.freeze
    finally:
        gc.unfreeze()
