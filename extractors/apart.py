"""Where a page or a file is read: here, or in a process that can be killed. Who calls the readers says which.

A reader is pure, from bytes or text to records, so it may run anywhere. Runs hand in the process that they keep
(`flows/page_process.py`); tests and what is read for the first time by hand read here.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Apart(Protocol):
    """Calls a function, wherever that is; what it is given and gives back may have to travel."""

    def __call__(self, function: Callable[..., Value], /, *given: object) -> Value:
        """What the function gives.

        Raises:
            NiemyetError: what the function raised.
            DocumentError: it took too long or too much, or failed; the message says which.
        """
        ...


def here(function: Callable[..., Value], /, *given: object) -> Value:
    """Call it in this process, without bounds."""
    return function(*given)
