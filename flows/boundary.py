"""The one boundary between what the world sends and a run: a fault of a source, a listing or a page costs that, not the night.

Parsers are written not to fail on what a page, header or name holds, and portals yield faults as gaps. What slips through
all the same, a fault of our own included, is caught here: with its traceback in the log and its reason in the proof.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from niemyet.model.errors import NiemyetError, StorageError, UsageError
from niemyet.model.messages import msg

log = logging.getLogger("niemyet")

#: What says something of this machine or its configuration, not of a source: the run must not go on.
_STOPS = (StorageError, UsageError, OSError)


@dataclass(slots=True)
class Fault:
    """Why the contained part did not come to its end, in Vietnamese and English; None when it did."""

    reason: str | None = None
    english: str | None = None


@contextmanager
def contained(what: str) -> Iterator[Fault]:
    """Whatever the block meets in what was sent ends the block, and is told in the fault."""
    fault = Fault()
    try:
        yield fault
    except _STOPS:
        raise
    except NiemyetError as error:
        fault.reason, fault.english = error.message("vi"), error.message("en")
        log.info("%s: %s", what, error)
    except Exception as error:  # the boundary: nothing that was sent may end a night
        told = msg(
            "unforeseen fault while reading ({kind}: {said})",
            kind=type(error).__name__,
            said=str(error)[:200],
        )
        fault.reason, fault.english = told.text("vi"), told.text("en")
        log.exception("%s: unforeseen", what)
