"""Whether a unit is there on a day, and since or until when, in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, msg

if TYPE_CHECKING:
    from niemyet.flows.config import Settings

#: First day and first day after; None is always, or open.
Span = tuple[date | None, date | None]


def spans_of(ui: Ui, unit_id: str) -> list[Span]:
    """When a unit is there, as the newest release has it."""
    names = ["unit_id", "valid_from", "valid_until"]
    rows = ui.release().find("units", "unit_id", [unit_id], names)
    return [(row["valid_from"], row["valid_until"]) for row in rows]


def not_there(unit_id: str, spans: Iterable[Span], day: date) -> Message | None:
    """That a unit was not there yet, or no more, on a day; None where it was, or nothing is known of it."""
    known = list(spans)
    if not known or any(_holds(span, day) for span in known):
        return None
    later = [since for since, _ in known if since is not None and since > day]
    if later:
        return msg(
            "{unit_id} was not there on {day}: it is from {since} on.",
            unit_id=unit_id,
            day=day,
            since=min(later),
        )
    ended = max(until for _, until in known if until is not None)
    return msg(
        "{unit_id} was there no more on {day}: {last} was its last day.",
        unit_id=unit_id,
        day=day,
        last=ended - timedelta(days=1),
    )


def refuse_before(settings: "Settings", unit_id: str, on: date) -> None:
    """A unit is looked at from its first day on; also after its last, to see whether its board was closed.

    Raises:
        UsageError: it was not there yet.
    """
    spans = [(each.valid_from, None) for each in settings.units if each.unit_id == unit_id]
    early = not_there(unit_id, spans, on)
    if early is not None:
        raise UsageError(early)


def _holds(span: Span, day: date) -> bool:
    since, until = span
    return (since is None or since <= day) and (until is None or day < until)
