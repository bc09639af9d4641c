"""What the commands share that record what a person hands in, and publish after it (RULINGS 25)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.ending import finish
from niemyet.flows.ui import ProgressLine, Ui
from niemyet.model.errors import BusyError, ReleaseRefusedError, UsageError
from niemyet.model.messages import Message, Words, msg
from niemyet.transforms.language.dates import HO_CHI_MINH

if TYPE_CHECKING:
    from niemyet.flows.run_context import RunContext, RunResult
    from niemyet.transforms.answer_effects import UnitEffect

_WAIT, _REASON = "niemyet.wait", "niemyet.accepted_release"
#: Seconds that a fact waits by default while another run writes: some ten `done` of a province, one after the other.
#: Chosen, not measured.
WAIT = 20.0


def publish_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--no-publish`, and `--wait` for what must not be refused because a night is running."""
    command = click.option("--no-publish", is_flag=True, help="Only record, publish later.")(command)
    command = click.option(
        "--accept-release",
        default=None,
        metavar="REASON",
        expose_value=False,
        callback=_remember_reason,
        help="Accept, for this run only, a release that differs much from the one before, and say why.",
    )(command)
    return wait_option(WAIT)(command)


def wait_option(seconds: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--wait`, with so many seconds by default."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=seconds,
        show_default=True,
        metavar="SECONDS",
        expose_value=False,
        callback=_remember_wait,
        help="Wait so many seconds for a run that is writing.",
    )


def stated_reason(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """The reason of `--accept-release`. Raises UsageError for one without words: it stands in the release for good."""
    if value is not None and not value.strip():
        raise UsageError(
            msg(
                'expected why the release may differ, in words; found nothing. Example: --accept-release "TTPVHCC đã rà soát".'
            )
        )
    return value


def _remember_reason(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta[_REASON] = stated_reason(ctx, param, value)


def _remember_wait(ctx: click.Context, _: click.Parameter, value: float) -> None:
    ctx.meta[_WAIT] = value


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

    context = click.get_current_context(silent=True)
    accepted = context.meta.get(_REASON) if context is not None else None
    if accepted:
        asked = asked | {"accepted_release": accepted}
    return RunContext(
        ui.settings(),
        ui.folder(),
        SystemClock(),
        command=command,
        asked=asked,
        progress=ProgressLine(),
        accepted_release=accepted,
    )


#: Units that are told one by one, a third of a screen; of the others their sum. Chosen, not measured.
_TOLD = 8


def tell_units(ui: Ui, units: "Sequence[UnitEffect]") -> None:
    """What becomes different for each unit, a line each, where most does first; of many units the others together."""
    ordered = sorted(units, key=lambda one: (-_much(one), one.unit_id))
    for one in ordered[:_TOLD]:
        ui.tell(_changes_of(one.unit_id, [one]))
    if rest := ordered[_TOLD:]:
        ui.tell(_changes_of(msg("{count} more units", count=len(rest)), rest))


def _much(one: "UnitEffect") -> int:
    return one.board_added + one.board_removed + one.work_added + one.work_removed


def _changes_of(who: Words, units: "Sequence[UnitEffect]") -> Message:
    return msg(
        "  {unit_id}: board +{board_added} −{board_removed}, work +{work_added} −{work_removed}",
        unit_id=who,
        board_added=sum(one.board_added for one in units),
        board_removed=sum(one.board_removed for one in units),
        work_added=sum(one.work_added for one in units),
        work_removed=sum(one.work_removed for one in units),
    )


def record(
    run: "RunContext",
    steps: Mapping[str, Callable[[], object]],
    *,
    is_published: bool = True,
    wait: float = WAIT,
    fact: tuple[str, Sequence[object]] | None = None,
) -> "RunResult | None":
    """Run the steps and publish; None when a fact was handed in instead, because another run goes on writing.

    `fact`: the table and rows that the steps would add; that run, or the next, takes them in. Nothing that a person
    reports is refused.

    Raises:
        BusyError: another run is writing, and what is to be kept is no simple fact.
    """
    from niemyet.flows.engine import Step, run_plain
    from niemyet.flows.pipeline import execute, publishing

    wanted = [Step(name, act) for name, act in steps.items()]
    if is_published:
        wanted += publishing(run)
    try:
        return execute(run, wanted, run_plain, wait=wait)
    except BusyError:
        if fact is None:
            raise
        run.folder.hand_in(fact[0], run.run_id, fact[1])
        return None


#: What is said when a fact was handed in.
HANDED_IN = msg("Kept; the run that is going on, or the next one, takes it in and publishes.")


def record_and_publish(
    ui: Ui,
    run: "RunContext",
    steps: Mapping[str, Callable[[], object]],
    *,
    no_publish: bool,
    tell: Callable[[], None] | None = None,
    fact: tuple[str, Sequence[object]] | None = None,
) -> None:
    """Run the steps, publish unless told not to, tell, and leave with the exit status; `fact` as in `record`."""
    wait = float(click.get_current_context().meta.get(_WAIT, WAIT))
    try:
        result = record(run, steps, is_published=not no_publish, wait=wait, fact=fact)
    except ReleaseRefusedError:
        if tell is not None:  # it is recorded all the same, and the refusal may be about something else
            tell()
        for problem in run.result.problems:
            ui.warn(problem)
        raise
    if result is None:
        ui.tell(HANDED_IN)
        return
    ProgressLine().clear()
    if tell is not None:
        tell()
    finish(ui, result, is_published=not no_publish)
