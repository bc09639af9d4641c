"""The script's own account of what holds: a plain fold over its lines, for the author's side of the comparison.

It knows the meaning of every line from the script, never from a document. It is no second implementation of the
rules of law; the script keeps to the plain cases, and what is unclear in the field is kept out of the boards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from niemyet.demo.records import Ended, Held, PaperRow, ScriptedDecision
from niemyet.model.words import Action, DecisionKind, Level

DISTRICTS_END = date(2025, 7, 1)
"""First day without district level (DOMAIN §4.2)."""

Key = tuple[str, Level]


@dataclass(slots=True)
class Holdings:
    """What every level holds on a day, how it came to it, and what it held before."""

    held: dict[Key, Held] = field(default_factory=dict)
    versions: dict[Key, list[Held]] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)

    def at(self, level: Level) -> dict[str, Held]:
        """What a level holds or receives, by code, in the order of codes."""
        return {code: held for (code, at), held in sorted(self.held.items()) if at is level}

    def put(self, key: Key, held: Held) -> None:
        """A new version."""
        self.held[key] = held
        self.versions.setdefault(key, []).append(held)


def fold(decisions: Iterable[ScriptedDecision], as_of: date, known: date | None = None) -> Holdings:
    """Apply what is readable on `known` (all, if None) and in force on `as_of`, in order of effect."""
    readable = [each for each in decisions if known is None or each.readable_from <= known]
    misprints = misprints_of(readable)
    holdings = Holdings()
    for decision in sorted(readable, key=lambda each: (each.effective_on, each.signed_on, each.number)):
        if not decision.changes_boards or decision.effective_on > as_of:
            continue
        if decision.effective_until and decision.effective_until <= as_of:
            continue
        for line in decision.lines:
            _apply(holdings, decision, line, misprints)
    if as_of >= DISTRICTS_END:
        for key in [key for key in holdings.held if key[1] is Level.DISTRICT]:
            del holdings.held[key]
    return holdings


def misprints_of(decisions: Iterable[ScriptedDecision]) -> dict[str, str]:
    """Misprinted code → right code, as far as these decisions correct it."""
    return {
        line.old_code: line.code
        for each in decisions
        if each.kind is DecisionKind.CORRECTION
        for line in each.lines
        if line.old_code and line.code and line.old_code != line.code
    }


def _apply(holdings: Holdings, decision: ScriptedDecision, line: PaperRow, misprints: dict[str, str]) -> None:
    code = line.true_code
    if code is None or line.action in (Action.LIST, Action.CORRECT):
        return
    code = misprints.get(code, code)
    if line.action is Action.ABOLISH:
        _end_everywhere(holdings, code, decision, line, None)
        return
    if line.action is Action.REPLACE and line.old_code:
        _end_everywhere(holdings, line.old_code, decision, line, code)
    for level in line.levels:
        holdings.put((code, level), Held(code, level, line.name, line.sector, decision, line.action))
    for level in Level:
        _receive(holdings, (code, level), decision, line)


def _end_everywhere(
    holdings: Holdings, code: str, decision: ScriptedDecision, line: PaperRow, successor: str | None
) -> None:
    """End it at the line's levels; what no level holds any more, nobody receives either."""
    for level in line.levels:
        _end(holdings, (code, level), decision, line, successor)
    left = [holdings.held[(code, level)] for level in Level if (code, level) in holdings.held]
    if all(held.reception_only for held in left):
        for held in left:
            _end(holdings, (code, held.level), decision, line, successor)


def _end(
    holdings: Holdings, key: Key, decision: ScriptedDecision, line: PaperRow, successor: str | None
) -> None:
    gone = holdings.held.pop(key, None)
    if gone is not None:
        holdings.ended.append(Ended(gone, decision.effective_on, line.action, successor, decision))


def _receive(holdings: Holdings, key: Key, decision: ScriptedDecision, line: PaperRow) -> None:
    """A place column that names a level makes it receive; a later row without it ends that (RULINGS 17)."""
    code, level = key
    if level in line.levels:
        return
    now = holdings.held.get(key)
    if level in line.reception and (now is None or now.reception_only):
        holdings.put(
            key, Held(code, level, line.name, line.sector, decision, line.action, reception_only=True)
        )
    elif now is not None and now.reception_only:
        _end(holdings, key, decision, line, None)
