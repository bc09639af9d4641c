"""What an officer looks for beside the single pieces of work: papers that are named but not here, and lateness by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from niemyet.model.words import UpdateState
from niemyet.transforms.language.citations import cited_by_id

Row = Mapping[str, Any]
#: States that say nothing about lateness: what was called off, and what nobody has looked at.
_NOT_COUNTED = frozenset({UpdateState.CANCELLED.value, UpdateState.UNOBSERVED.value})


@dataclass(frozen=True, slots=True)
class MissingDecision:
    """A decision that received ones act on, and that was not received itself."""

    decision_id: str
    number: str
    signed_on: date | None
    named_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateWeek:
    """The work that was late at the end of a week; `day` is its Sunday, or the last day looked at."""

    day: date
    late: int


def missing_decisions(decisions: Iterable[Row]) -> list[MissingDecision]:
    """Decisions named by `relations` of others and not among `decisions`, those named most often first."""
    rows = list(decisions)
    here = {row["decision_id"] for row in rows}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for relation in row["relations"] or ():
            target = relation["target_decision_id"]
            if target and target not in here:
                named[target].add(row["number_text"] or row["decision_id"])
    found = [_missing(target, sorted(by)) for target, by in named.items()]
    return sorted(found, key=lambda one: (-len(one.named_by), one.decision_id))


def _missing(decision_id: str, named_by: Sequence[str]) -> MissingDecision:
    number, signed_on = cited_by_id(decision_id) or (decision_id, None)
    return MissingDecision(decision_id, number, signed_on, tuple(named_by))


def late_by_week(updates: Iterable[Row], today: date, weeks: int) -> list[LateWeek]:
    """How much work was late at the end of each of the last `weeks` weeks, the current one up to `today`.

    Late on a day: due before it and not done by it, as known today. What was called off and what nobody has looked
    at is not counted.
    """
    spans = [
        (row["due_on"], row["done_on"])
        for row in updates
        if row["due_on"] is not None and row["state"] not in _NOT_COUNTED
    ]
    last_sunday = today - timedelta(days=today.isoweekday() % 7)
    days = [last_sunday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    if days[-1] != today:
        days = [*days[1:], today]
    return [
        LateWeek(day, sum(due < day and (done is None or done > day) for due, done in spans)) for day in days
    ]
