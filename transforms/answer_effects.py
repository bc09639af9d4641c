"""What an answer changes: the difference between two states of the same day, told by unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from niemyet.model.tables import Decision
from niemyet.model.words import ReviewState
from niemyet.transforms.consolidate import State

#: Columns that say how a piece of work stands on a day, not what it is.
_STANDING = frozenset({"days_overdue", "exposed_days"})


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """Rows of one unit's board and work that are there only after, or only before."""

    unit_id: str
    board_added: int
    board_removed: int
    work_added: int
    work_removed: int


@dataclass(frozen=True, slots=True)
class AnswerEffects:
    """What differs."""

    procedures: tuple[str, ...]  # codes whose versions differ
    units: tuple[UnitEffect, ...]
    answered: int
    opened: int  # questions that were not asked before
    decisions: tuple[str, ...] = ()  # decisions that are others, or not the same

    @property
    def is_nothing(self) -> bool:
        """Whether no procedure, board and work differs."""
        return not self.procedures and not self.units


def effects_between(before: State, after: State) -> AnswerEffects:
    """What an answer changes, between the state without it and the state with it."""
    versions = _counted(before.procedures), _counted(after.procedures)
    boards = _counted(before.boards), _counted(after.boards)
    work = _counted(before.listing_updates), _counted(after.listing_updates)
    units = {
        row[0]
        for one, other in (boards, work)
        for row in ((one - other) + (other - one))
        if isinstance(row[0], str)
    }
    open_before = {one.review_id for one in before.reviews if one.state is ReviewState.OPEN}
    open_after = {one.review_id for one in after.reviews if one.state is ReviewState.OPEN}
    return AnswerEffects(
        procedures=tuple(
            sorted({str(row[0]) for row in (versions[0] - versions[1]) + (versions[1] - versions[0])})
        ),
        units=tuple(
            UnitEffect(
                unit,
                _of(boards[1] - boards[0], unit),
                _of(boards[0] - boards[1], unit),
                _of(work[1] - work[0], unit),
                _of(work[0] - work[1], unit),
            )
            for unit in sorted(units)
        ),
        answered=len(open_before - open_after),
        opened=len(open_after - open_before),
        decisions=_others(before.decisions, after.decisions),
    )


def _others(before: Iterable[Decision], after: Iterable[Decision]) -> tuple[str, ...]:
    """Decisions that are there only before or after, or that differ in more than whether a question is open."""
    rows = [{one.decision_id: replace(one, needs_review=False) for one in side} for side in (before, after)]
    return tuple(
        sorted(name for name in rows[0].keys() | rows[1].keys() if rows[0].get(name) != rows[1].get(name))
    )


def _counted(rows: Iterable[object]) -> Counter[tuple[object, ...]]:
    """Rows as tuples, the unit or code first; what only says how work stands is left out."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        names = [each.name for each in fields(row)]  # type: ignore[arg-type]
        first = "unit_id" if "unit_id" in names else "code"
        values = tuple(getattr(row, name) for name in names if name not in _STANDING and name != first)
        found[(getattr(row, first), *values)] += 1
    return found


def _of(rows: Counter[tuple[object, ...]], unit: str) -> int:
    return sum(count for row, count in rows.items() if row[0] == unit)
