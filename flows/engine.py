"""Which engine runs the steps of a run: plain Python, or Prefect around the same steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A named part of a run."""

    name: str
    run: Callable[[], object]


def engine_for(asked: str | None, environment: Mapping[str, str]) -> Callable[[str, Sequence[Step]], None]:
    """The engine that was asked for; without a word, Prefect only where an API is configured."""
    from niemyet.flows.prefect_engine import choose_engine, run_with_prefect

    return run_plain if choose_engine(asked, environment) == "plain" else run_with_prefect


def run_plain(name: str, steps: Sequence[Step]) -> None:
    """The engine that needs nothing: one step after the other."""
    for step in steps:
        step.run()
