"""What tests let a process do that reads pages. Each such process imports this module, which is why it imports so little."""

import os
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from niemyet.flows import page_process
from niemyet.model.errors import NotThePageError
from niemyet.model.messages import msg
from niemyet.model.records import Limits


def doubled(value: int) -> int:
    """Twice as much."""
    return 2 * value


def where() -> int:
    """The number of the process."""
    return os.getpid()


def never() -> None:
    """Goes on for ever."""
    while True:
        time.sleep(60)


def greedy() -> int:
    """Asks for 2 GB."""
    return len(bytearray(1 << 31))


def dies() -> None:
    """Ends the process."""
    os.abort()


def dies_once(marker: Path) -> str:
    """Ends the process where nobody has left the marker."""
    if not marker.exists():
        marker.touch()
        os.abort()
    return "đọc được"


def slips(text: str) -> None:
    """Fails as nobody foresaw."""
    raise KeyError(text)


def refuses() -> None:
    """Fails on purpose."""
    raise NotThePageError(msg("no record could be read"))


def gives_what_cannot_travel() -> object:
    """Gives a value that no channel takes."""
    return lambda: None


def waits(seconds: float, value: int) -> int:
    """Gives a value after a while."""
    time.sleep(seconds)
    return value


def serves_late(channel: "Connection[Any, Any]", limits: Limits, keys: Mapping[str, str]) -> None:
    """The process itself, ready only after more time than a page may take."""
    time.sleep(limits.max_seconds + 1)
    page_process._serve(channel, limits, dict(keys))
