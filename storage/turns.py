"""Waiting for one's turn to write: a short fact does not go away because a night is running."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from niemyet.model.errors import BusyError
from niemyet.storage.object_store import ObjectStore

#: Seconds between two tries: short beside the second that a `done` of a province takes; chosen, not measured.
_TRY_AGAIN = 0.2


@contextmanager
def waiting_turn(place: ObjectStore, wait: float) -> Iterator[None]:
    """Be the only writer of a place, as soon as the one before has ended.

    Raises:
        BusyError: another is still writing after `wait` seconds.
    """
    until = time.monotonic() + wait
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(place.only_writer())
                break
            except BusyError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_TRY_AGAIN)
        yield
