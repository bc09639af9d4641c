"""Letters are read within limits.max_text_seconds of processor time, and what is no letters is not held by it."""

import signal
from time import process_time

import pytest

from niemyet.flows.text_time import read_in_time, text_time
from niemyet.model.errors import OverLimitError
from niemyet.model.records import Document, Limits

_SECOND = Limits(max_text_seconds=1)


def _busy(seconds: float) -> None:
    end = process_time() + seconds
    while process_time() < end:
        pass


def test_letters_that_take_longer_are_refused_by_the_name_of_the_limit() -> None:
    with pytest.raises(OverLimitError, match="max_text_seconds"), text_time(_SECOND):
        _busy(3)


def test_what_is_read_in_time_is_given_and_no_timer_is_left() -> None:
    def paragraphs(document: Document) -> int:
        return len(document.blocks)

    document, count = read_in_time("Điều 1.\n\nĐiều 2.".encode(), "a.md", _SECOND, paragraphs)
    assert count == len(document.blocks) > 0
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
