"""Where a page or a file is read: here, or in a process that can be killed. Who calls the readers says which.

A reader is pure, from bytes or text to records, so it may run anywhere. Runs hand in the process that they keep
(`flows/page_process.py`); tests and what is read for the first time by hand read here.
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

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


@runtime_checkable
class Ahead(Protocol):
    """What reads apart and need not be waited for."""

    def begin(self, function: Callable[..., Value], /, *given: object) -> Callable[[], Value]:
        """Let a function be called; what this gives waits for its value, or raises as `Apart` does."""
        ...


def begin(apart: Apart, function: Callable[..., Value], /, *given: object) -> Callable[[], Value]:
    """Let a function be called while the caller goes on, where that can be; else it is called when its value is wanted."""
    if isinstance(apart, Ahead):
        return apart.begin(function, *given)
    return partial(apart, function, *given)


def here(function: Callable[..., Value], /, *given: object) -> Value:
    """Call it in this process, without bounds."""
    return function(*given)
