"""How long letters may be read: hostile text makes expressions and passes slow that take milliseconds of any real paper.

What is counted is processor time of this process, so that a busy machine refuses nothing that a quiet one reads; programs that
are waited for (LibreOffice) have limits of their own.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from niemyet.model.errors import OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import Document, Limits

Read = TypeVar("Read")

#: Seconds until it is said again, where a reader took the refusal for that of a part; chosen, not measured.
_AGAIN = 1.0

#: Families whose documents are letters from the beginning; of others (PDF, scans, mail) only the text that came out is held.
_LETTERS = frozenset({"text", "html", "docx", "doc", "sheet"})


def read_in_time(
    data: bytes, name: str | None, limits: Limits, read: Callable[[Document], Read]
) -> tuple[Document, Read]:
    """A document, and what is read of it.

    Raises:
        DocumentError: see `read_document`.
        OverLimitError: its letters take more time than `limits.max_text_seconds`.
    """
    from niemyet.extractors.documents import read_document
    from niemyet.extractors.documents.families import family_of

    if family_of(data) in _LETTERS:
        with text_time(limits):
            document = read_document(data, name, limits)
            return document, read(document)
    document = read_document(data, name, limits)
    with text_time(limits):
        return document, read(document)


@contextmanager
def text_time(limits: Limits) -> Iterator[None]:
    """Hold what is read within `limits.max_text_seconds`; outside a main thread only `max_seconds` holds.

    Raises:
        OverLimitError: the time is over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OverLimitError(
            msg(
                "reading the text took more than {most} seconds (limits.max_text_seconds). Open the file and "
                "enter it by hand if it is needed.",
                most=limits.max_text_seconds,
            )
        )

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limits.max_text_seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
