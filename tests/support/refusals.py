"""Errors as a clerk reads them: in Vietnamese, the language that stored sentences are in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from niemyet.model.errors import NiemyetError


@dataclass
class Refusal:
    """What was raised in the block."""

    said: str = ""
    error: NiemyetError | None = None


@contextmanager
def refused(kind: type[NiemyetError], match: str = "") -> Iterator[Refusal]:
    """The block raises an error of this kind, and its Vietnamese holds the pattern."""
    refusal = Refusal()
    with pytest.raises(kind) as caught:
        yield refusal
    refusal.error = caught.value
    refusal.said = caught.value.message("vi")
    assert re.search(match, refusal.said), f"{match!r} is not in {refusal.said!r}"
    assert refusal.said != caught.value.message("en"), "it says the same in English"
