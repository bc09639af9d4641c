"""A row whose code and name belong to two procedures: asked, not applied (the code may be the misprint).

Either the name is that of another code in force, or it shares next to no word with any name that the code has borne: of
225 renamings of the nation's procedures in 2025 and 2026 none shares less than 45 words in a hundred, of pairs of its names
by chance 97 in a hundred share less than 40.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.tables import DecisionItem
from niemyet.model.words import Action, Level
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import key
from niemyet.transforms.law.alike import words_of
from niemyet.transforms.law.events import Event, EventKind, KnownItem
from niemyet.transforms.law.timeline import Holding, state_before

_Chains = dict[tuple[str, Level], list[Event]]
_NEWEST = date.max
_OPEN = EventKind.OPEN  # asked of every event: looked up in its class it takes seven times as long


@dataclass(frozen=True, slots=True)
class CodeAndName:
    """A row, the name under which its code is in force, and the codes that bear its name."""

    item: DecisionItem
    held: str
    others: tuple[str, ...]
    since: date  # when all of it was known


def hold_back(chains: _Chains) -> tuple[CodeAndName, ...]:
    """Take the events of such rows out of the chains, from the day on which the contradiction is known."""
    doubted = [
        event
        for events in chains.values()
        if len(events) > 1  # with nothing before it a code has no other name
        for place, event in _otherwise_named(events)
        if _may_contradict(event) and not _bears(events, place, event)
    ]
    if not doubted:
        return ()
    by_name = _by_name(chains, {key(event.item.name) for event in doubted})
    found: dict[_Wording, CodeAndName] = {}
    for event in doubted:
        contradiction = _contradiction(event, chains, by_name)
        if contradiction is not None:
            found.setdefault(_wording(event), contradiction)
    if found:
        _take_out(chains, found)
    return tuple(found[one] for one in sorted(found))


def hold_back_pauses(
    pauses: Mapping[str, Sequence[KnownItem]], chains: _Chains
) -> tuple[dict[str, list[KnownItem]], tuple[CodeAndName, ...]]:
    """Pauses without those that name another procedure than their code has ever been, and these."""
    kept: dict[str, list[KnownItem]] = {}
    found: dict[str, CodeAndName] = {}
    for code, rows in pauses.items():
        opened = [event for level in Level for event in chains.get((code, level), ()) if event.kind is _OPEN]
        for one in rows:
            doubt = _other_than(one, opened, chains)
            if doubt is None:
                kept.setdefault(code, []).append(one)
            else:
                found.setdefault(one.item.item_id, doubt)
    return kept, tuple(found[each] for each in sorted(found))


def _other_than(one: KnownItem, opened: Sequence[Event], chains: _Chains) -> CodeAndName | None:
    item, wanted = one.item, key(one.item.name)
    borne = {event.item.name for event in opened}
    if not wanted or not borne or not {"name_missing", "answered"}.isdisjoint(item.flags):
        return None
    if wanted in {key(name) for name in borne}:
        return None
    bearers = {code for code, _ in _bearing(chains, wanted)} - {item.code}
    if not bearers and not all(share_little(item.name, name) for name in borne):
        return None
    newest = max(opened, key=lambda event: event.order)
    return CodeAndName(item, newest.item.name, tuple(sorted(bearers)), one.known_from)


def _bearing(chains: _Chains, wanted: str) -> list[tuple[str, Level]]:
    """Codes that ever bore a name, at their levels."""
    return [
        where
        for where, events in chains.items()
        if not is_own_code(where[0])
        and any(event.kind is _OPEN and key(event.item.name) == wanted for event in events)
    ]


_Wording = tuple[str, str, date]  # a row, the code that it bore, and since when


def _wording(event: Event) -> _Wording:
    return event.item.item_id, event.item.code or "", event.known_from


def _otherwise_named(events: list[Event]) -> list[tuple[int, Event]]:
    """Those of another name than the one under which the code was published; nearly none, so the rest is not looked at."""
    first = events[0]
    if first.kind is not _OPEN or first.known_until is not None:
        return list(enumerate(events))
    names = [event.item.name for event in events]
    if names.count(names[0]) == len(names):
        return []
    return [(place, events[place]) for place, name in enumerate(names) if name != names[0]]


def _may_contradict(event: Event) -> bool:
    item = event.item
    acts = item.action is Action.ABOLISH or (
        item.action in {Action.AMEND, Action.NEW} and event.kind is _OPEN
    )
    return acts and bool(item.name) and item.code == event.code and "answered" not in item.flags


def _bears(events: list[Event], place: int, event: Event) -> bool:
    """Whether the code has borne that name, as printed or to the key, or nothing is known of it before."""
    name, item_id = event.item.name, event.item.item_id
    borne = False
    for one in events[:place]:
        if one.kind is _OPEN and one.item.item_id != item_id:
            if one.item.name == name:
                return True
            borne = True
    if not borne:
        return True
    wanted = key(name)
    return any(
        key(one.item.name) == wanted
        for one in events[:place]
        if one.kind is _OPEN and one.item.item_id != item_id
    )


def _by_name(chains: _Chains, wanted: set[str]) -> dict[tuple[str, Level], set[str]]:
    """The codes that ever bore one of the names wanted, by name and level."""
    found: dict[tuple[str, Level], set[str]] = {}
    for (code, level), events in chains.items():
        if is_own_code(code):
            continue
        for name in {event.item.name for event in events if event.kind is _OPEN}:
            named = key(name)
            if named in wanted:
                found.setdefault((named, level), set()).add(code)
    return found


def _contradiction(
    event: Event, chains: _Chains, by_name: Mapping[tuple[str, Level], set[str]]
) -> CodeAndName | None:
    wanted = key(event.item.name)
    # Two codes of one name are lawful where one is new: then only a strange name speaks against the code.
    is_new = event.item.action is Action.NEW
    bearers = set() if is_new else by_name.get((wanted, event.level), set()) - {event.code}
    if not bearers and not _is_strange(event, chains[event.code, event.level]):
        return None
    own = state_before(chains[event.code, event.level], event, _NEWEST)
    if own is None or key(own.name) == wanted:
        return None
    if not bearers:
        return CodeAndName(event.item, own.name, (), max(own.event.known_from, event.known_from))
    others: dict[str, Holding] = {}
    for code in sorted(bearers):
        events = chains[code, event.level]
        if event.kind is _OPEN and _gives_its_name_away(events, event, wanted):
            if not _is_passed_around(code, event, chains, by_name):
                continue
            events = [one for one in events if one.item.decision_id != event.item.decision_id]
        held = state_before(events, event, _NEWEST)
        if held is not None and key(held.name) == wanted and held.event.item.item_id != event.item.item_id:
            others[code] = held
    if not others:
        return None
    known = (own.event.known_from, *(one.event.known_from for one in others.values()), event.known_from)
    return CodeAndName(event.item, own.name, tuple(others), max(known))


_LEAST_SHARED = 0.4  # of the words of the shorter name; measured, as above
_FEWEST_WORDS = 3  # of a name that can be told from another by its words; chosen, not measured
#: What a sentence of an article says beside a code need not be its name; what it puts in quotes is.
_QUOTED = ("“", '"')


def _is_strange(event: Event, events: list[Event]) -> bool:
    """Whether a row bears a name that shares next to no word with any that its code has borne."""
    item = event.item
    named = item.table_no is not None or any(f"{mark}{item.name}" in item.raw_text for mark in _QUOTED)
    if not named or "name_missing" in item.flags:
        return False
    borne = {one.item.name for one in events if one.kind is _OPEN and one.item.item_id != item.item_id}
    return bool(borne) and all(share_little(item.name, one) for one in borne)


def share_little(one: str, other: str) -> bool:
    """Whether two names of three words or more have next to none in common."""
    mine, theirs = words_of(one), words_of(other)
    fewest = min(len(mine), len(theirs))
    return fewest >= _FEWEST_WORDS and len(mine & theirs) < _LEAST_SHARED * fewest


def _gives_its_name_away(events: list[Event], event: Event, wanted: str) -> bool:
    """Whether the same decision ends the other code or names it otherwise: the name is free for this one."""
    decision_id = event.item.decision_id
    return any(
        one.kind is EventKind.CLOSE or key(one.item.name) != wanted
        for one in events
        if one.item.decision_id == decision_id and one.kind is not EventKind.ATTRIBUTES
    )


def _is_passed_around(
    code: str, event: Event, chains: _Chains, by_name: Mapping[tuple[str, Level], set[str]]
) -> bool:
    """Whether the names that a decision gives codes come back to the first: rows that slipped, and no renaming."""
    passed: set[str] = set()
    while code not in passed:
        passed.add(code)
        given = [
            one.item.name
            for one in chains[code, event.level]
            if one.kind is _OPEN and one.item.decision_id == event.item.decision_id
        ]
        bearers = {bearer for name in given for bearer in by_name.get((key(name), event.level), ())} - {code}
        if event.code in bearers:
            return True
        code = min(bearers, default=code)
    return False


def _take_out(chains: _Chains, found: Mapping[_Wording, CodeAndName]) -> None:
    for where, events in chains.items():
        if not any(_wording(event) in found for event in events):
            continue
        kept = []
        for event in events:
            doubt = found.get(_wording(event))
            if doubt is None:
                kept.append(event)
            elif event.known_from < doubt.since:
                until = min(event.known_until or doubt.since, doubt.since)
                kept.append(replace(event, known_until=until))
        chains[where] = kept
