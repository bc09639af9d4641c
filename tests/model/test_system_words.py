"""What the system says is said in the language of whoever reads it."""

import errno
import os

import pytest

from niemyet.model.messages import Message
from niemyet.model.system_words import system_reason


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.EROFS])
def test_a_common_reason_is_said_in_both_languages(number: int) -> None:
    said = system_reason(OSError(number, os.strerror(number), "x"))
    assert isinstance(said, Message)
    assert said.text("en") == os.strerror(number)
    assert not said.text("vi").isascii()


def test_what_is_seldom_said_stands_as_it_is() -> None:
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_reason(OSError("no number")) == "no number"
    assert system_reason(OSError(errno.ENOENT, "another text")) == "another text"
