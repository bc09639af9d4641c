"""Events on one procedure at one level → the stretches of time in which it is in force, and how.

On any day the events whose effect holds are applied in the order of RULINGS 14. So an event that ends gives
back what was there before it (RULINGS 13), and the order of arrival means nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from operator import attrgetter

from niemyet.model.tables import Suspension
from niemyet.model.words import Action, Level, OnlineLevel
from niemyet.transforms.language.text import key
from niemyet.transforms.law.events import DISTRICT_END, Event, EventKind

# Asked of every event, and so looked up once: to find a member of an enum in its class takes seven times as long.
_ELSEWHERE, _CLOSE, _OPEN = EventKind.ELSEWHERE, EventKind.CLOSE, EventKind.OPEN
_NEW, _LIST, _DISTRICT = Action.NEW, Action.LIST, Level.DISTRICT
#: Rows that leave out what stays as it was.
_GO_ON = frozenset({Action.AMEND, Action.LIST})
#: Rows that an abolition signed later keeps from opening.
_AIMED_AT = frozenset({Action.NEW, Action.REPLACE})


class Remark(StrEnum):
    """What a reader should know, or a person decide, about one event."""

    NEW_IN_FORCE = "new_in_force"  # RULINGS 6
    HISTORY_UNKNOWN = "history_unknown"  # RULINGS 2
    AMENDED_AFTER_END = "amended_after_end"
    FIRST_AT_LEVEL = "first_at_level"  # looked at again beside the other levels: RULINGS 3
    NOT_IN_FORCE = "not_in_force"  # RULINGS 5 and 7
    NEVER_OPENS = "never_opens"  # RULINGS 12
    SAME_DECISION = "same_decision"
    OVERTAKEN = "overtaken"  # what was signed later is from before, and stands no more
    LEVEL_ENDED = "level_ended"  # RULINGS 15
    ADOPTED_ENDED = "adopted_ended"  # a decision had ended it before the day of the list (RULINGS 45)


@dataclass(slots=True)
class Holding:
    """A procedure in force: the event that decides it, and what it says.

    What an amendment or a standardised list leaves out stays as it was; only reception is what the deciding
    row names (RULINGS 17).
    """

    event: Event
    name: str
    sector: str | None
    time_local: str | None
    fee: str | None
    online_level: OnlineLevel | None
    by_post: bool | None
    reception: tuple[Level, ...] = ()  # levels that only receive it


@dataclass(slots=True)
class Segment:
    """A version: half-open in valid time. `ended_by` None with a `valid_until` is the end of the level."""

    holding: Holding
    valid_from: date
    valid_until: date | None = None
    ended_by: Event | None = None
    end_action: Action | None = None
    successors: tuple[str, ...] = ()
    ground: str | None = None  # the former province on whose ground alone it holds
    only_units: tuple[str, ...] | None = None  # units on whose ground alone it holds
    not_units: tuple[str, ...] | None = None  # units on whose ground it does not
    suspended: tuple[Suspension, ...] = ()  # for which it is off the boards by an act on the procedure itself

    @property
    def is_everywhere(self) -> bool:
        """Whether it holds on the ground of every unit."""
        return self.ground is None and self.only_units is None and self.not_units is None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(slots=True)
class _Fold:
    """The state while events are applied in order."""

    holding: Holding | None = None
    closed_by: Event | None = None  # the event that ended the last holding
    successors: tuple[str, ...] = ()
    bars: tuple[Event, ...] = ()  # abolitions that found nothing in force (RULINGS 12)
    #: The decision that ended what was only adopted. Kept apart: what decisions say of each other is the same without it.
    yielded_to: Event | None = None
    yielded_successors: tuple[str, ...] = ()
    findings: list[tuple[Remark, Event]] = field(default_factory=list)


def state_before(events: Iterable[Event], before: Event, known_on: date) -> Holding | None:
    """What is in force for an event to act on: earlier in order, known on that day, active on its first day."""
    fold = _Fold()
    for event in events:
        if event.order < before.order and event.known_on(known_on) and event.active_on(before.effective_on):
            _apply(fold, event)
    return fold.holding


def timelines(events: Sequence[Event]) -> Iterator[tuple[date, "Timeline"]]:
    """The timeline of one key, sorted by order, at the end of each day on which something became known.

    It is one object that grows: what arrives in its order is folded once, not again for each later day.
    """
    if len(events) == 1 and events[0].known_until is None:
        yield events[0].known_from, Timeline(events)
        return
    arriving: dict[date, list[Event]] = {}
    for event in events:
        arriving.setdefault(event.known_from, []).append(event)
    forgotten = {event.known_until for event in events if event.known_until is not None}
    if forgotten:
        for day in sorted(arriving.keys() | forgotten):
            yield day, Timeline([event for event in events if event.known_on(day)])
        return
    timeline: Timeline | None = None
    known: list[Event] = []
    for day in sorted(arriving):
        coming = arriving[day]
        known += coming
        if timeline is not None and timeline.goes_on_with(coming):
            timeline.add(coming)
        else:
            known.sort(key=attrgetter("order"))
            timeline = Timeline(known)
        yield day, timeline


class Timeline:
    """Versions of one key by valid time, as events are added in their order."""

    __slots__ = ("_current", "_ended", "_fold", "_last", "_late", "_limited", "settled")

    def __init__(self, events: Sequence[Event]) -> None:
        self._fold = _Fold()
        self._ended: list[Segment] = []
        self._current: Segment | None = None
        self._late: list[Event] = []  # of the district level after its end
        self._last = date.min  # the last day on which something began or ended
        self._limited = False  # whether the effect of any event ends
        self.settled = 0  # how many of the first versions the last addition left as they were
        self.add(events)

    def goes_on_with(self, events: Sequence[Event]) -> bool:
        """Whether these only come after all that was added, so that nothing before has to be looked at again."""
        if self._limited or events[0].effective_on <= self._last:
            return False
        if len(events) == 1:
            return events[0].effective_until is None and not events[0].goes_on
        return not any(event.effective_until is not None or event.goes_on for event in events)

    def add(self, events: Sequence[Event]) -> None:
        """Apply events, sorted by order; to a timeline that has some already only those it `goes_on_with`."""
        self.settled = len(self._ended)
        if events and events[0].level is _DISTRICT:
            self._late += [event for event in events if not _in_district_time(event)]
            events = [event for event in events if _in_district_time(event)]
        if len(events) == 1 and events[0].effective_until is None:
            self._begin(events[0].effective_on, events, (), events)
            return
        for day, starting, expired, begun in _breakpoints(events):
            coming = starting
            if begun:
                self._limited = True
                self._fold = _refold(begun, day, self._fold)
                coming = [event for event in starting if not event.goes_on]
            self._begin(day, coming, expired, starting)

    def _begin(
        self, day: date, coming: Sequence[Event], expired: Sequence[Event], starting: Sequence[Event]
    ) -> None:
        """What holds from a day on, once what begins on it is applied; `coming`: what of it is not yet."""
        self._last = day
        for event in coming:
            _apply(self._fold, event)
        holding, current = self._fold.holding, self._current
        if current is not None and not _is_the_same(holding, current.holding):
            self._ended.append(_ended(current, day, self._fold, starting, expired))
            current = None
        if current is None and holding is not None:
            current = Segment(holding, day)
        self._current = current

    def versions(self, since: int = 0) -> tuple[Segment, ...]:
        """Versions in their order, without the first `since`; the district's are cut at the end of the level (RULINGS 15)."""
        return tuple(self.shown(since))

    def shown(self, since: int) -> list[Segment]:
        """The same, to be looked at only."""
        found = self._ended[since:]
        if self._current is not None:
            found.append(self._current)
        if found and found[0].holding.event.level is _DISTRICT:
            return [_cut(segment) for segment in found if segment.valid_from < DISTRICT_END]
        return found

    def findings(self) -> tuple[tuple[Remark, Event], ...]:
        """What a reader should know or a person decide."""
        late = sorted(self._late, key=lambda event: event.order)
        return (*self._fold.findings, *((Remark.LEVEL_ENDED, event) for event in late))


def _is_the_same(one: Holding | None, other: Holding) -> bool:
    """Whether two say the same; what events of another place in the order decide does not, and nothing else is compared."""
    if one is other or one is None:
        return one is other
    return one.event.order == other.event.order and one == other


def _in_district_time(event: Event) -> bool:
    """Whether it takes effect before the district level ends.

    What comes to end a version on the very day is the reason of its end, not the level's.
    """
    if event.effective_on == DISTRICT_END:
        return event.kind is EventKind.CLOSE
    return event.effective_on < DISTRICT_END


def _cut(segment: Segment) -> Segment:
    if segment.valid_until is not None and segment.valid_until <= DISTRICT_END:
        return segment
    return Segment(segment.holding, segment.valid_from, DISTRICT_END)


def _breakpoints(
    events: Sequence[Event],
) -> Iterator[tuple[date, Sequence[Event], Sequence[Event], Sequence[Event]]]:
    """Each day on which something begins or ends: what begins, what ends, and what is to be folded anew before.

    That is all that has begun, in its order, where something ends, or where a row goes on in other words: it keeps its place.
    """
    starts: dict[date, list[Event]] = {}
    ends: dict[date, list[Event]] = {}
    for event in events:
        starts.setdefault(event.effective_on, []).append(event)
        if event.effective_until is not None:
            ends.setdefault(event.effective_until, []).append(event)
    for day in sorted(starts.keys() | ends.keys()):
        starting, expired = starts.get(day, []), ends.get(day, [])
        begun = []
        if expired or any(event.goes_on for event in starting):
            begun = [
                one for one in events if one.effective_on < day or (one.effective_on == day and one.goes_on)
            ]
        yield day, starting, expired, begun


def _refold(events: Sequence[Event], day: date, before: _Fold) -> _Fold:
    """What holds on a day when the effect of something ends: everything that still holds, in order."""
    fold = _Fold()
    for event in events:
        if event.active_on(day):
            _apply(fold, event)
    fold.findings = before.findings
    return fold


def _ended(
    current: Segment, day: date, fold: _Fold, starting: Sequence[Event], expired: Sequence[Event]
) -> Segment:
    """Close a version, and say by what."""
    if starting and fold.holding is not None and fold.holding.event in starting:
        by = fold.holding.event
        return Segment(current.holding, current.valid_from, day, by, by.action)
    if starting and fold.holding is None and fold.closed_by is not None:
        closed_by = fold.closed_by
        return Segment(current.holding, current.valid_from, day, closed_by, closed_by.action, fold.successors)
    if (
        starting
        and fold.holding is None
        and current.holding.event.gives_way
        and _is_among(fold.yielded_to, starting)
    ):
        spoke = fold.yielded_to
        assert spoke is not None, "it is among those that begin"
        return Segment(current.holding, current.valid_from, day, spoke, spoke.action, fold.yielded_successors)
    touched = [event for event in starting if event.kind is EventKind.ATTRIBUTES]
    if touched:
        return Segment(current.holding, current.valid_from, day, touched[-1], touched[-1].action)
    # Its own limited effect, or that of the list of attributes it carried, has run out.
    own = current.holding.event
    by = own if own in expired or not expired else expired[-1]
    return Segment(current.holding, current.valid_from, day, by)


def _is_among(event: Event | None, starting: Sequence[Event]) -> bool:
    return any(event is one for one in starting)


def _apply(fold: _Fold, event: Event) -> None:
    if event.adopted or event.received:
        _adopt(fold, event)
    elif event.kind is _ELSEWHERE:
        _yield_to(fold, event, event.successors)
    elif event.kind is _CLOSE:
        _close(fold, event)
    elif event.kind is _OPEN:
        _open(fold, event)
    elif fold.holding is not None:
        fold.holding = replace(
            fold.holding,
            online_level=event.item.online_level or fold.holding.online_level,
            by_post=fold.holding.by_post if event.item.by_post is None else event.item.by_post,
            reception=_received(fold.holding, event),
        )


def _adopt(fold: _Fold, event: Event) -> None:
    """What a list shows in force on its day holds only while no decision has spoken (RULINGS 45).

    A row of a decision that says only who receives stands above lists, and below rows that say who holds.
    """
    before = fold.holding
    if event.received:
        if (before is None or before.event.gives_way) and not _is_barred(fold, event):
            fold.holding = _holding(event, before if event.action in _GO_ON else None)
        return
    if before is not None:
        return
    ended_by = fold.closed_by or max(fold.bars, key=_rank, default=None) or fold.yielded_to
    if ended_by is None:
        fold.holding = _holding(event, None)
    elif ended_by.action is Action.ABOLISH or ended_by.successors:
        fold.findings.append((Remark.ADOPTED_ENDED, event))


def _yield_to(fold: _Fold, event: Event, successors: tuple[str, ...] = ()) -> None:
    """A decision speaks: what was only adopted gives way."""
    if fold.holding is not None and fold.holding.event.gives_way:
        fold.holding = None
    fold.yielded_to = event
    fold.yielded_successors = successors


def _received(holding: Holding, event: Event) -> tuple[Level, ...]:
    """Those that receive it, with those that a reception list adds: "không phụ thuộc vào địa giới hành chính"."""
    added = set(event.item.reception_levels) - {event.level, *event.item.levels}
    return tuple(level for level in Level if level in {*holding.reception, *added})


def _close(fold: _Fold, event: Event) -> None:
    before = fold.holding
    if before is not None and before.event.gives_way:
        _yield_to(fold, event, event.successors)
        _bar(fold, event)
        return
    if before is not None:
        if _conflicts(before.event, event):
            # The order of parts never decides alone, and nothing is taken down on a doubt (RULINGS 41).
            if not _swaps(before.event, event):
                fold.findings.append((Remark.SAME_DECISION, event))
            return
        fold.holding = None
        fold.closed_by = event
        fold.successors = event.successors
        return
    if fold.closed_by is not None and _together(fold.closed_by, event):
        # One to many: several rows of one decision replace the same old code (RULINGS 18).
        fold.successors = tuple(sorted({*fold.successors, *event.successors}))
        return
    _bar(fold, event)
    if fold.yielded_to is not None and _together(fold.yielded_to, event):
        fold.yielded_successors = tuple(sorted({*fold.yielded_successors, *event.successors}))
        return
    fold.findings.append((Remark.NOT_IN_FORCE, event))


def _bar(fold: _Fold, event: Event) -> None:
    fold.bars = (*fold.bars, event)


_rank = attrgetter("rank")


def _open(fold: _Fold, event: Event) -> None:
    before, lower = fold.holding, None
    if before is not None and (before.event.adopted or before.event.received):
        before, lower = None, before
    if before is None and _is_barred(fold, event):
        fold.findings.append((Remark.NEVER_OPENS, event))
        return
    if before is not None and _conflicts(before.event, event) and not _says_the_same(before, event):
        fold.findings.append((Remark.SAME_DECISION, event))
    if before is None and fold.closed_by is not None and _conflicts(fold.closed_by, event):
        if not _swaps(fold.closed_by, event):
            fold.findings.append((Remark.SAME_DECISION, event))  # another row of its decision ends it
    elif before is None:
        fold.findings.append((_finding_on_opening(fold, event), event))
    elif event.action is _NEW and event.effective_on > before.event.effective_on:
        fold.findings.append((Remark.NEW_IN_FORCE, event))
    if before is not None and _overtakes(before, event):
        fold.findings.append((Remark.OVERTAKEN, event))
    if before is not None and event.action is _LIST and _says_the_same(before, event):
        return
    fold.holding = _holding(event, before or lower if event.action in _GO_ON else None)


def _finding_on_opening(fold: _Fold, event: Event) -> Remark:
    if event.action is not Action.AMEND:
        return Remark.FIRST_AT_LEVEL
    return Remark.HISTORY_UNKNOWN if fold.closed_by is None else Remark.AMENDED_AFTER_END


def _is_barred(fold: _Fold, event: Event) -> bool:
    """An abolition signed later, effective earlier, aimed at this: it never opens (RULINGS 12).

    On a day before this was signed nobody can have meant it: the day is a slip, and nothing is taken down on a doubt.
    """
    if not fold.bars or event.action not in _AIMED_AT:
        return False
    return any(one.rank > event.rank and one.effective_on >= event.rank[0] for one in fold.bars)


def _overtakes(before: Holding, event: Event) -> bool:
    """Whether what is published with effect from later takes the place of what another decision, signed later, says otherwise:
    an amendment of what had not begun is over once that begins."""
    last = before.event
    if event.action not in _AIMED_AT or last.item.decision_id == event.item.decision_id:
        return False
    return (
        last.rank > event.rank
        and last.effective_on < event.effective_on
        and not _says_the_same(before, event)
    )


def _swaps(one: Event, other: Event) -> bool:
    """Two codes that take each other's place in one decision: each is replaced, and each replaces."""
    return one.action is Action.REPLACE and other.action is Action.REPLACE


def _together(one: Event, other: Event) -> bool:
    return one.effective_on == other.effective_on and one.item.decision_id == other.item.decision_id


def _conflicts(one: Event, other: Event) -> bool:
    """Two rows of one decision that say different things of one key on one day (DOMAIN §4.1)."""
    return _together(one, other) and one.item.item_id != other.item.item_id


def _says_the_same(before: Holding, event: Event) -> bool:
    """Whether a row only repeats what is in force (DOMAIN §2.4: a standardised list is diffed)."""
    item = event.item
    if item.name and key(item.name) != key(before.name):
        return False
    if _receivers(event) != before.reception:
        return False
    stated = (
        (item.time_local, before.time_local),
        (item.fee, before.fee),
        (item.online_level, before.online_level),
        (item.by_post, before.by_post),
    )
    return all(new is None or new == old for new, old in stated)


def _holding(event: Event, before: Holding | None) -> Holding:
    item = event.item
    if before is None:
        return Holding(
            event,
            item.name,
            item.sector,
            item.time_local,
            item.fee,
            item.online_level,
            item.by_post,
            _receivers(event) if item.reception_levels else (),
        )
    return Holding(
        event,
        item.name or before.name,
        item.sector or before.sector,
        item.time_local or before.time_local,
        item.fee or before.fee,
        item.online_level or before.online_level,
        before.by_post if item.by_post is None else item.by_post,
        _receivers(event) if item.reception_levels else (),
    )


def _receivers(event: Event) -> tuple[Level, ...]:
    """Levels that only receive it: a level that an answer, another row, or what the row points at says holds it is none."""
    held = event.item.levels if event.received else (*event.item.levels, event.level)
    return tuple(level for level in event.item.reception_levels if level not in held)
