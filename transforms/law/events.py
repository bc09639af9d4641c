"""What a row of an annex does, as events on one procedure at one level.

An event holds in valid time from its effective date until its end of effect, and in knowledge time from the
local day on which it was received until the day on which it was known otherwise (RULINGS 8, 23). Everything
after this module looks at events only.

Items as known, events and what is folded of them are never changed once made. They are not frozen all the same:
there is one for each row and level, and making a frozen one takes ten times as long.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem, Suspension
from niemyet.model.words import Action, DecisionKind, Level
from niemyet.transforms import two_levels
from niemyet.transforms.language.codes import own_code
from niemyet.transforms.language.collation import size_of
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key

DISTRICT_END = two_levels.DISTRICT_END

#: Kinds of decisions whose rows change what is in force (DOMAIN §2.4).
BINDING_KINDS = frozenset(
    {
        DecisionKind.PUBLIC_LIST,
        DecisionKind.PUBLIC_FULL,
        DecisionKind.NORMALISED,
        DecisionKind.REPLACEMENT_GROUP,
        DecisionKind.CORRECTION,
        DecisionKind.MIXED,
    }
)

Natural = tuple[tuple[int, int, str], ...]
#: RULINGS 14: effective date, signing date, number, part, row; the ids only make it total.
Order = tuple[date, date, int, Natural, Natural, str, str]
#: When and as what a decision was signed; what is signed later knows what was signed before (RULINGS 12).
Rank = tuple[date, int]


class EventKind(StrEnum):
    """What an event does to a procedure at a level."""

    OPEN = "open"
    CLOSE = "close"
    ATTRIBUTES = "attributes"
    ELSEWHERE = (
        "elsewhere"  # a decision says how the procedure stands, not at this level: ends what was adopted
    )


@dataclass(slots=True)
class KnownItem:
    """An item as it was known for a time, corrections applied; `known_until` None is still."""

    item: DecisionItem
    decision: Decision
    known_from: date
    known_until: date | None = None
    corrected_by: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    #: What it says from later days on, where a correction of it holds for a time only.
    reworded: tuple["Rewording", ...] = ()
    #: The first day of the row of which this is a later wording: among others it keeps the row's place.
    placed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rewording:
    """What a row says from a day on."""

    on: date
    item: DecisionItem
    corrected_by: str | None


@dataclass(slots=True)
class Event:
    """One thing that one row does to one procedure at one level."""

    kind: EventKind
    code: str
    level: Level
    action: Action
    order: Order
    effective_on: date
    effective_until: date | None
    known_from: date
    known_until: date | None
    item: DecisionItem
    issuer_id: str
    corrected_by: str | None = None
    successors: tuple[str, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    adopted: bool = False  # of a list taken as evidence of a day, below any decision (RULINGS 45)
    #: Of a row that says who receives it and not who holds it: its level only receives, until a row says more (RULINGS 17).
    received: bool = False
    #: Units on whose ground alone its decision holds, by a clause of its own (RULINGS 49); None is all.
    units: tuple[str, ...] | None = None
    everywhere: bool = (
        False  # a person has said that it holds on all ground though it was signed before the merger
    )

    @property
    def goes_on(self) -> bool:
        """Whether it only says otherwise what its row has said before: it keeps the row's place in the order."""
        return self.order[0] < self.effective_on

    @property
    def gives_way(self) -> bool:
        """Whether every row that says who holds the procedure stands above it."""
        return self.adopted or self.received

    @property
    def rank(self) -> Rank:
        """When and under what number it was signed."""
        return self.order[1], self.order[2]

    def known_on(self, day: date) -> bool:
        """Whether it was known at the end of that local day."""
        return self.known_from <= day and (self.known_until is None or day < self.known_until)

    def active_on(self, day: date) -> bool:
        """Whether its own effect holds on that day."""
        return self.effective_on <= day and (self.effective_until is None or day < self.effective_until)


#: Flag of a list taken as evidence, and of its rows: the former province on whose ground alone it holds (RULINGS 43).
ON_GROUND = "ground:"


#: Flag of a decision that holds for some units only: their ids, parted by commas.
ON_UNITS = "units:"


def units_of(decision: Decision) -> tuple[str, ...] | None:
    """The units for which alone a decision holds; None is all."""
    said = flagged(decision.flags, ON_UNITS) if decision.flags else None
    return tuple(said.split(",")) if said else None


def flagged(flags: Iterable[str], kind: str) -> str | None:
    """What the flag of that kind says."""
    return next((flag.removeprefix(kind) for flag in flags if flag.startswith(kind)), None)


#: Flags of the reader on a row whose code was printed but could not be told.
_UNREAD_CODE = frozenset({"several_codes", "code_unclear", "ocr_doubt"})


#: Flags of a row that changes nothing until a person has answered (RULINGS 29, 30, 37).
_HELD = frozenset(
    {
        "action_unknown",
        "action_contradicted",
        "level_contradicted",
        "abolish_words",
        "row_doubtful",
        "adopted_void",
        *("excepted", "exception_unclear", "ground_unclear"),
    }
)
#: Flags of a decision that changes nothing until a person has answered: its dates, that it is a draft, where it holds.
_WAITING = frozenset({"date_implausible", "draft", "ground_unclear"})


def waits(decision: Decision) -> bool:
    """Whether a decision changes nothing until a person has answered."""
    return bool(decision.flags) and are_of_a_waiting_decision(decision.flags)


def are_of_a_waiting_decision(flags: Iterable[str]) -> bool:
    """The same of its flags."""
    return not _WAITING.isdisjoint(flags)


#: What a row of these does is no event of its own: it changes another row, or takes a version off the boards (`pauses`).
_NO_EVENT = frozenset({Action.CORRECT, Action.SUSPEND, Action.RESTORE})


def is_held_back(item: DecisionItem) -> bool:
    """Whether a row changes nothing until a person has said what it does, or to which code (CONTRACT §5.1)."""
    return bool(item.flags) and are_of_a_waiting_row(item.flags, item.code, item.code_text)


def are_of_a_waiting_row(flags: Collection[str], code: str | None, code_text: str | None) -> bool:
    """The same of its flags and its code."""
    if not _HELD.isdisjoint(flags):
        return True
    return code is None and code_text is not None and not _UNREAD_CODE.isdisjoint(flags)


def is_foreign(decision: Decision, province: Province) -> bool:
    """Whether its issuer is neither the province nor its predecessor or successor (RULINGS 16)."""
    return decision.issuer_id not in province.family or "foreign_issuer" in decision.flags


def binds(decision: Decision, effective_on: date, province: Province) -> bool:
    """Whether a decision with effect from that day reaches the province's territory (RULINGS 16).

    The successor's decisions reach it from the day of the merger on, not before, nor what was signed before.
    """
    if is_foreign(decision, province):
        return False
    if decision.issuer_id != province.successor_id:
        return True
    merged_on = province.successor_on
    return merged_on is not None and speaks_for_all(decision, effective_on, merged_on)


#: In the id of a row that a person's answer made: behind that of its decision.
BY_ANSWER = "#trả lời/"

#: Flag of a decision of before the merger of which a person has said that it holds on all ground.
EVERYWHERE = "everywhere"


def speaks_for_all(decision: Decision, effective_on: date, merged_on: date) -> bool:
    """Whether it was the merged province that decided: signed and in effect from the merger on (RULINGS 16, 43).

    What the old province of that name signed before, with effect after it, holds on its own ground; whether on the others'
    too is asked (`law_reviews`).
    """
    if effective_on < merged_on:
        return False
    signed = decision.signed_on
    return signed is None or signed >= merged_on or EVERYWHERE in decision.flags


def effect_of(item: DecisionItem, decision: Decision) -> tuple[date | None, date | None]:
    """First day with and first day without effect; the row's own dates go before the document's (DOMAIN §2.2)."""
    return item.effective_on or decision.effective_on, item.effective_until or decision.effective_until


#: Flag of a row that goes on in other words where its effect ends: nothing of it ends there.
REWORDED = "reworded"


def stretches(known: KnownItem) -> tuple[KnownItem, ...]:
    """A row, cut where it says something else from a day on."""
    if not known.reworded:
        return (known,)
    since, until = effect_of(known.item, known.decision)
    if since is None:
        return (known,)
    wordings = [Rewording(since, known.item, known.corrected_by)]
    for one in known.reworded:
        if one.on <= since:
            wordings[0] = replace(one, on=since)
        elif until is None or one.on < until:
            wordings.append(one)
    ends = [*(one.on for one in wordings[1:]), until]
    found = []
    for one, end in zip(wordings, ends, strict=True):
        item = replace(one.item, effective_on=one.on, effective_until=end)
        if end != until:
            item = replace(item, flags=(*item.flags, REWORDED))
        found.append(replace(known, item=item, corrected_by=one.corrected_by, reworded=(), placed_on=since))
    return tuple(found)


def order_of(item: DecisionItem, decision: Decision, effective_on: date) -> Order:
    """The place of an item among all that act on one key (RULINGS 14)."""
    return (
        effective_on,
        decision.signed_on or date.min,
        -1 if decision.number is None else decision.number,
        natural(item.part) if item.part else (),
        natural(item.row_no) if item.row_no else (),
        decision.decision_id,
        item.item_id,
    )


_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@lru_cache(maxsize=1 << 14)
def natural(address: str) -> Natural:
    """Sort key of a section path or row number: `A/IX/10` comes after `A/IX/9` and before `A/X`."""
    return tuple(_token(found) for found in _TOKEN.findall(address.upper()))


def _token(token: str) -> tuple[int, int, str]:
    if token.isdecimal():
        return (0, *size_of(token))
    if _ROMAN.fullmatch(token):
        return (0, *size_of(str(_roman(token))))
    return (1, 0, token)


def _roman(token: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in token]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def surrogate_code(issuer_id: str, name: str) -> str:
    """The code of a procedure that was published without one (DOMAIN §3.3)."""
    return own_code(f"{issuer_id}:{sha256(key(name).encode()).hexdigest()[:12]}")


def first_known(item: DecisionItem, decision: Decision) -> KnownItem:
    """An item as its decision brought it: known from the local day of receipt (RULINGS 23)."""
    return KnownItem(item, decision, local_day(decision.received_at))


# Asked of every row, and so looked up once: to find a member of an enum in its class takes seven times as long.
_SUBSET, _ADOPTED, _NORMALISED = DecisionKind.SUBSET, DecisionKind.ADOPTED, DecisionKind.NORMALISED
_NEW, _ABOLISH, _OPEN, _CLOSE = Action.NEW, Action.ABOLISH, EventKind.OPEN, EventKind.CLOSE


def events_of(known: KnownItem) -> tuple[Event, ...]:
    """Events of an item that says which procedure and which levels it means; others give none.

    A replacement opens the new code and closes each old one at the levels named (RULINGS 4, 18). A subset only
    touches attributes (DOMAIN §2.4). Rows without a code open only when they are new.
    """
    item, decision = known.item, known.decision
    if is_held_back(item):
        return ()
    if decision.kind is _SUBSET:
        return _attribute_events(known) if item.action not in _NO_EVENT else ()
    if decision.kind is _ADOPTED:
        return aimed_events(known, item.code, item.levels) if item.code else ()
    if decision.kind not in BINDING_KINDS or item.action in _NO_EVENT:
        return ()
    code = item.code
    if code is None and item.action in {Action.NEW, Action.REPLACE}:
        code = surrogate_code(decision.issuer_id, item.name)
    if code is None:
        return ()
    if not item.levels and item.action in _PUBLISHING:
        return tuple(
            _event(known, EventKind.OPEN, code, level, received=True) for level in item.reception_levels
        )
    return aimed_events(known, code, item.levels)


_PUBLISHING = frozenset({Action.NEW, Action.AMEND, Action.REPLACE, Action.LIST})


def aimed_events(known: KnownItem, code: str, levels: tuple[Level, ...]) -> tuple[Event, ...]:
    """Events of an item on one procedure at these levels."""
    item = known.item
    if item.action is Action.ABOLISH:
        return tuple([_event(known, EventKind.CLOSE, code, level) for level in levels])
    opened = [_event(known, EventKind.OPEN, code, level) for level in levels]
    for old in item.replaces:
        if old != code:
            opened += [_event(known, EventKind.CLOSE, old, level, successors=(code,)) for level in levels]
    return tuple(opened)


def _attribute_events(known: KnownItem) -> tuple[Event, ...]:
    item = known.item
    says = item.online_level is not None or item.by_post is not None or bool(item.reception_levels)
    if item.code is None or not says:
        return ()
    return tuple(_event(known, EventKind.ATTRIBUTES, item.code, level) for level in item.levels)


def attribute_event(known: KnownItem, code: str, level: Level) -> Event:
    """What a list of attributes that names no level does to a procedure at a level that holds it."""
    return _event(known, EventKind.ATTRIBUTES, code, level)


def _event(
    known: KnownItem,
    kind: EventKind,
    code: str,
    level: Level,
    *,
    successors: tuple[str, ...] = (),
    received: bool = False,
) -> Event:
    item, decision = known.item, known.decision
    effective_on, effective_until = effect_of(item, decision)
    if effective_on is None:
        raise ValueError(f"expected a dated item, found none on {item.item_id}; ask `effect_of` first")
    action = Action.REPLACE if successors else item.action
    # A standardised list says what stands, whatever its sections are called (DOMAIN §2.4).
    if decision.kind is _NORMALISED and action is _NEW:
        action = Action.LIST
    # By their places, since there is one for each row and level; to name its fields takes twice as long.
    event = Event(
        kind,
        code,
        level,
        action,
        order_of(item, decision, known.placed_on or effective_on),
        effective_on,
        effective_until,
        known.known_from,
        known.known_until,
        item,
        decision.issuer_id,
        known.corrected_by,
        successors,
        known.suspensions,
    )
    # What few decisions are is put in afterwards: there is an event for each row and level.
    if received:
        event.received = True
    if decision.flags:
        event.units = units_of(decision)
        event.everywhere = EVERYWHERE in decision.flags
    if decision.kind is _ADOPTED:
        event.adopted = True
        # Of several lists of a day the same one speaks for all codes; a row's place in it decides nothing.
        event.order = (effective_on, date.min, -1, (), (), decision.decision_id, item.item_id)
    return event
