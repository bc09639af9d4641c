"""What a run consists of, and the engine that needs nothing: plain Python, one step after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from niemyet.model.messages import Words


class Ending(StrEnum):
    """How a run or one of its steps ended, as whoever watches it has to tell it apart."""

    DONE = "done"
    NEEDS_PERSON = "needs_person"
    SOURCE_INCOMPLETE = "source_incomplete"
    SOURCE_DARK = "source_dark"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class StepEnd:
    """What came of a step."""

    ending: Ending
    told: Words = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A named part of a run. `title`: as people read it. `came_of`: asked once the step has run."""

    name: str
    run: Callable[[], object]
    title: Words | None = None
    tags: tuple[str, ...] = ()
    came_of: Callable[[], StepEnd] | None = None


Engine = Callable[[str, Sequence[Step]], None]
"""Runs named steps in order, each exactly once; an exception of a step reaches the caller unchanged."""


def run_plain(name: str, steps: Sequence[Step]) -> None:
    """The engine that needs nothing: one step after the other."""
    for step in steps:
        step.run()
