"""Figures of the yearly reform report: what must be posted where, and what changed in a period.

A reported total is a gate to reconcile with, never a source of truth: drift is shown, data are never forced
to a target (DOMAIN §0).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from model.tables import Board, DecisionItem, Procedure
from model.words import Action, Level
from transforms.boards import count_on


@dataclass(frozen=True, slots=True)
class CountCheck:
    """One unit's total against the one that was reported."""

    unit_id: str
    expected: int
    found: int

    @property
    def drift(self) -> int:
        """How many more the board has than was reported."""
        return self.found - self.expected


@dataclass(frozen=True, slots=True)
class Changes:
    """Procedures of one level that changed with effect in a period, each counted once per kind."""

    level: Level
    new: int
    amended: int
    replaced: int
    abolished: int


def check_counts(boards: Iterable[Board], expected: Mapping[str, int], day: date) -> tuple[CountCheck, ...]:
    """Totals of boards on a day beside the reported ones, by unit; a unit without a board has 0."""
    found = count_on(boards, day)
    return tuple(CountCheck(unit, expected[unit], found.get(unit, 0)) for unit in sorted(expected))


def held_on(procedures: Iterable[Procedure], day: date) -> dict[Level, int]:
    """How many procedures each level holds on a day; every level is there, with 0 if it holds none."""
    codes: dict[Level, set[str]] = {level: set() for level in Level}
    for one in procedures:
        if one.valid_from <= day and (one.valid_until is None or day < one.valid_until):
            codes[one.level].add(one.code)
    return {level: len(found) for level, found in codes.items()}


def changes_between(
    procedures: Iterable[Procedure], items: Iterable[DecisionItem], since: date, until: date
) -> tuple[Changes, ...]:
    """Changes with effect from `since` up to, not including, `until`, by level from the top down.

    A replacement counts as one replaced procedure, not as a new one and an ended one.
    """
    action_of = {item.item_id: item.action for item in items}
    opened: dict[tuple[Level, Action], set[str]] = {}
    ended: dict[tuple[Level, Action], set[str]] = {}
    for one in procedures:
        if since <= one.valid_from < until:
            opened.setdefault((one.level, action_of[one.opened_by]), set()).add(one.code)
        if one.valid_until is not None and since <= one.valid_until < until and one.end_action is not None:
            ended.setdefault((one.level, one.end_action), set()).add(one.code)
    return tuple(
        Changes(
            level=level,
            new=len(opened.get((level, Action.NEW), ())),
            amended=len(opened.get((level, Action.AMEND), ())),
            replaced=len(ended.get((level, Action.REPLACE), ())),
            abolished=len(ended.get((level, Action.ABOLISH), ())),
        )
        for level in Level
    )
