"""What the commands share that record what a person hands in, and publish after it (RULINGS 25)."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING

import click

from niemyet.flows.commands.runs import finish
from niemyet.flows.ui import ProgressLine, Ui
from niemyet.transforms.language.dates import HO_CHI_MINH

if TYPE_CHECKING:
    from niemyet.flows.run_context import RunContext

publish_option = click.option("--no-publish", is_flag=True, help="Chỉ ghi nhận, chưa công bố / record only.")


def local_noon(day: date) -> datetime:
    """An instant that is surely inside a local day."""
    return datetime.combine(day, time(12), HO_CHI_MINH).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last microsecond of a local day (RULINGS 23)."""
    return datetime.combine(day, time.max, HO_CHI_MINH).astimezone(UTC)


def new_run(ui: Ui, command: str, asked: dict[str, object]) -> "RunContext":
    """A run of a command on the machine's clock."""
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.run_context import RunContext

    return RunContext(
        ui.settings(), ui.folder(), SystemClock(), command=command, asked=asked, progress=ProgressLine()
    )


def record_and_publish(
    ui: Ui,
    run: "RunContext",
    steps: Mapping[str, Callable[[], object]],
    *,
    no_publish: bool,
    tell: Callable[[], None] | None = None,
) -> None:
    """Run the steps, publish unless told not to, tell, and leave with the exit status."""
    from niemyet.flows.pipeline import execute
    from niemyet.flows.prefect_engine import Step
    from niemyet.flows.publishing import publish

    wanted: dict[str, Callable[[], object]] = dict(steps)
    if not no_publish:
        wanted["publish"] = partial(publish, run)
    result = execute(run, [Step(name, act) for name, act in wanted.items()], "plain")
    ProgressLine().clear()
    if tell is not None:
        tell()
    finish(ui, result)
