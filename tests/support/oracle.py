"""A deliberately naive model of the state of the law, for random histories to be held against.

Written from DOMAIN §2.2, §4.1 and RULINGS: for one day and one day of knowledge, take every row that is known and
whose effect holds, in the order of RULINGS 14, and play it into a dictionary. Nothing is remembered from one day to
the next; every day that is asked is computed anew, once.

What a sentence refers to is handed in as `Meant`, not parsed: the model knows what the author meant to say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action, DecisionKind, Level, OnlineLevel, Scope
from niemyet.transforms.language.text import key
from niemyet.transforms.law.events import surrogate_code

END_OF_DISTRICTS = date(2025, 7, 1)
ACTING = {
    DecisionKind.PUBLIC_LIST,
    DecisionKind.PUBLIC_FULL,
    DecisionKind.NORMALISED,
    DecisionKind.REPLACEMENT_GROUP,
    DecisionKind.CORRECTION,
    DecisionKind.MIXED,
}


@dataclass(frozen=True)
class Meant:
    """What a row without a code, or a correction, points at."""

    decision_id: str | None = None  # the decision that the text cites
    row: tuple[str, str] | None = None  # part and number of a row there


@dataclass(frozen=True)
class Held:
    """One procedure at one level on one day."""

    item_id: str
    name: str
    sector: str | None
    time_local: str | None
    fee: str | None
    online_level: OnlineLevel | None
    by_post: bool | None
    reception_levels: tuple[Level, ...]
    corrected_by: str | None


Key = tuple[str, Level]
World = dict[Key, Held]


def _published_beside(decided: "Row | None", row: "Row") -> bool:
    """RULINGS 41: what a decision publishes, another of its rows does not take down; a person is asked."""
    if decided is None:
        return False
    same = (decided.decision.decision_id, decided.since) == (row.decision.decision_id, row.since)
    return same and decided.item.item_id != row.item.item_id


@dataclass(frozen=True)
class Row:
    """A row as it is known on one day."""

    item: DecisionItem
    decision: Decision
    corrected_by: str | None = None

    @property
    def since(self) -> date | None:
        return self.item.effective_on or self.decision.effective_on

    @property
    def until(self) -> date | None:
        return self.item.effective_until or self.decision.effective_until

    def holds(self, day: date) -> bool:
        return self.since is not None and self.since <= day and (self.until is None or day < self.until)

    @property
    def order(self) -> tuple[object, ...]:
        """RULINGS 14."""
        return (
            self.since or date.max,
            self.decision.signed_on or date.min,
            self.decision.number or -1,
            _part_order(self.item.part or ""),
            int(self.item.row_no or 0),
            self.item.item_id,
        )

    @property
    def signed(self) -> tuple[date, int]:
        return (self.decision.signed_on or date.min, self.decision.number or -1)


def _part_order(part: str) -> list[int]:
    """A/I before A/II before B/I; only the parts that the histories use."""
    numbers = {"A": 1, "B": 2, "C": 3, "I": 1, "II": 2, "III": 3, "1": 1, "2": 2}
    return [numbers[each] for each in part.split("/")]


_Method = TypeVar("_Method", bound=Callable[..., Any])


def once(method: _Method) -> _Method:
    """The same question to the same model is worked out once: of 25 days and four levels most ask for the same rows."""

    @wraps(method)
    def asked(self: object, *question: object) -> Any:
        kept = vars(self).setdefault(f"once {method.__qualname__}", {})
        if question not in kept:
            kept[question] = method(self, *question)
        return kept[question]

    return asked  # type: ignore[return-value]


class Oracle:
    """The law by brute force."""

    def __init__(
        self,
        decisions: Sequence[Decision],
        items: Sequence[DecisionItem],
        meant: Mapping[str, Meant],
        province: Province,
    ) -> None:
        self.decisions = {one.decision_id: one for one in decisions}
        self.items = list(items)
        self.meant = dict(meant)
        self.province = province

    # ---- what is known ------------------------------------------------------------------------------------

    @once
    def rows(self, known: date) -> list[Row]:
        """Every row that acts, as known at the end of a day: corrected, in order."""
        found = []
        for item in self.items:
            decision = self.decisions[item.decision_id]
            if _day(decision.received_at) > known or not self._is_own(decision):
                continue
            if item.action is Action.CORRECT or decision.kind not in ACTING | {DecisionKind.SUBSET}:
                continue
            row = self._corrected(Row(item, decision), known)
            if row.since is None or not self._reaches(decision, row.since):
                continue
            found.append(row)
        return sorted(found, key=lambda row: row.order)

    def _is_own(self, decision: Decision) -> bool:
        family = {self.province.province_id, self.province.successor_id, *self.province.predecessors}
        return decision.issuer_id in family

    def _reaches(self, decision: Decision, day: date) -> bool:
        """RULINGS 16: the successor's decisions reach the territory from the merger on; what it signed before does not."""
        if decision.issuer_id != self.province.successor_id:
            return True
        merged = self.province.successor_on
        return merged is not None and day >= merged and (decision.signed_on or merged) >= merged

    def _corrected(self, row: Row, known: date) -> Row:
        """RULINGS 8: as if printed right from the beginning, from the receipt of the correction on."""
        corrections = [
            (decision.signed_on or date.min, decision.number or -1, item)
            for item in self.items
            if item.action is Action.CORRECT
            for decision in [self.decisions[item.decision_id]]
            if _day(decision.received_at) <= known
            and self._is_own(decision)
            and decision.kind in ACTING
            and self.corrects(item, known) == row.item.item_id
            and self._stands(Row(item, decision), known)
        ]
        for _, _, item in sorted(corrections, key=lambda each: (*each[:2], each[2].item_id)):
            patched = replace(
                row.item,
                code=item.code or row.item.code,
                name=item.name or row.item.name,
                time_local=item.time_local or row.item.time_local,
                fee=item.fee or row.item.fee,
            )
            row = Row(patched, row.decision, item.item_id)
        return row

    def _stands(self, correction: Row, known: date) -> bool:
        """Whether nothing has taken a correction back before it had effect: acts are not of this model."""
        return True

    def corrects(self, correction: DecisionItem, known: date) -> str | None:
        """The one row that a correction means, as printed: by the code it replaces, else by its own, else by name."""
        target = self.meant[correction.item_id].decision_id
        if target is None or target not in self.decisions or _day(self.decisions[target].received_at) > known:
            return None
        printed = [
            item for item in self.items if item.decision_id == target and item.action is not Action.CORRECT
        ]
        for fitting in (
            [item for item in printed if item.code is not None and item.code in correction.replaces],
            [item for item in printed if item.code is not None and item.code == correction.code],
            [item for item in printed if correction.name and key(item.name) == key(correction.name)],
        ):
            if fitting:
                return fitting[0].item_id if len(fitting) == 1 else None
        return None

    # ---- one day --------------------------------------------------------------------------------------------

    @once
    def world(self, day: date, known: date) -> World:
        """What every level holds on a day, as known on a day."""
        return self._play(self.rows(known), day, known)

    def _play(
        self, rows: Sequence[Row], day: date, known: date, districts_until: date = END_OF_DISTRICTS
    ) -> World:
        world: World = {}
        closings: dict[Key, list[Row]] = {}  # of each key, those that found nothing to close
        closed_by: dict[Key, Row] = {}
        decided: dict[Key, Row] = {}
        for place, row in enumerate(rows):
            if not row.holds(day):
                continue
            for code, level in self._aims(row, rows[:place], known):
                if level is Level.DISTRICT and (row.since or date.max) >= END_OF_DISTRICTS:
                    continue  # RULINGS 15
                if row.decision.kind is DecisionKind.SUBSET:
                    self._touch(world, (code, level), row)
                elif row.item.action is Action.ABOLISH:
                    beside = (code, level) in world and _published_beside(decided.get((code, level)), row)
                    if not beside:
                        self._close(world, closings, closed_by, (code, level), row)
                else:
                    before = world.get((code, level))
                    self._open(world, closings, (code, level), row)
                    if world.get((code, level)) is not before:
                        decided[code, level] = row
                    for old in row.item.replaces:
                        if old != code and not (
                            (old, level) in world and _published_beside(decided.get((old, level)), row)
                        ):
                            self._close(world, closings, closed_by, (old, level), row)
        if day < districts_until:
            return world
        return {where: held for where, held in world.items() if where[1] is not Level.DISTRICT}

    def _aims(self, row: Row, before: Sequence[Row], known: date) -> Iterator[Key]:
        """Procedures and levels that a row acts on."""
        code, levels = row.item.code, row.item.levels
        if row.decision.kind is DecisionKind.SUBSET:
            yield from ((code, level) for level in levels if code is not None)
            return
        if code is None and row.item.action in {Action.NEW, Action.REPLACE}:
            code = surrogate_code(row.decision.issuer_id, row.item.name)
        if code is None:
            found = self.target(row, before, known)
            if found is None:
                return
            code, levels = found
        yield from ((code, level) for level in levels)

    def _touch(self, world: World, where: Key, row: Row) -> None:
        """A subset says nothing but attributes (DOMAIN §2.4)."""
        held = world.get(where)
        if held is None:
            return
        online, post = row.item.online_level, row.item.by_post
        received = {*held.reception_levels, *row.item.reception_levels} - {where[1]}
        kept = {*held.reception_levels} & {where[1]}
        world[where] = replace(
            held,
            reception_levels=tuple(level for level in Level if level in received | kept),
            online_level=held.online_level if online is None else online,
            by_post=held.by_post if post is None else post,
        )

    def _close(
        self, world: World, closings: dict[Key, list[Row]], closed_by: dict[Key, Row], where: Key, row: Row
    ) -> None:
        if where in world:
            del world[where]
            closed_by[where] = row
            return
        last = closed_by.get(where)
        if last is not None and (last.decision, last.since) == (row.decision, row.since):
            return  # several rows of one decision replace one old code (RULINGS 18)
        closings.setdefault(where, []).append(row)

    def _open(self, world: World, closings: dict[Key, list[Row]], where: Key, row: Row) -> None:
        before = world.get(where)
        item = row.item
        listed = item.action is Action.LIST or (
            row.decision.kind is DecisionKind.NORMALISED and item.action is Action.NEW
        )
        aimed_at = item.action in {Action.NEW, Action.REPLACE} and not listed
        published = row.decision.signed_on or date.min
        ended = (one for one in closings.get(where, ()) if (one.since or date.min) >= published)
        if before is None and aimed_at and any(one.signed > row.signed for one in ended):
            return  # RULINGS 12
        fresh = Held(
            item.item_id,
            item.name,
            item.sector,
            item.time_local,
            item.fee,
            item.online_level,
            item.by_post,
            tuple(level for level in item.reception_levels if level is not where[1]),
            row.corrected_by,
        )
        if before is None or not (listed or item.action is Action.AMEND):
            world[where] = fresh
            return
        merged = replace(
            fresh,
            name=fresh.name or before.name,
            sector=fresh.sector or before.sector,
            time_local=fresh.time_local or before.time_local,
            fee=fresh.fee or before.fee,
            online_level=fresh.online_level or before.online_level,
            by_post=before.by_post if fresh.by_post is None else fresh.by_post,
        )
        same = replace(merged, item_id="", sector=None, corrected_by=None, name=key(merged.name))
        if listed and same == replace(
            before, item_id="", sector=None, corrected_by=None, name=key(before.name)
        ):
            return  # a standardised list only repeats what stands (DOMAIN §2.4)  # fmt: skip
        world[where] = merged

    # ---- what a row without a code means ------------------------------------------------------------------------

    def target(self, row: Row, before: Sequence[Row], known: date) -> tuple[str, tuple[Level, ...]] | None:
        """What a row points at; an entry that its decision publishes anew is ended, the procedure is not (RULINGS 41)."""
        found = self._pointed_at(row, before, known)
        meant = self.meant.get(row.item.item_id)
        cites = meant is not None and meant.decision_id is not None
        if found is None or row.item.action is not Action.ABOLISH or not cites:
            return found
        code, levels = found
        ending = {Action.ABOLISH, Action.CORRECT, Action.SUSPEND, Action.RESTORE}
        anew = {
            level
            for one in Oracle.rows_of(self, row.decision.decision_id, known)
            if one.item.code == code and one.item.action not in ending
            for level in one.item.levels
        }
        left = tuple(level for level in levels if level not in anew)
        return (code, left) if left else None

    def _pointed_at(
        self, row: Row, before: Sequence[Row], known: date
    ) -> tuple[str, tuple[Level, ...]] | None:
        """RULINGS 9 and 11: exactly one procedure in the scope that the text names, in force on the day of effect."""
        if row.since is None:
            return None
        # What the districts held to their end can still be meant by what takes effect on that day.
        world = self._play(before, row.since, known, districts_until=END_OF_DISTRICTS + timedelta(days=1))
        meant = self.meant.get(row.item.item_id, Meant())
        if meant.decision_id is not None:
            found = self._in_cited(row, meant, world, known)
        else:
            found = self._by_name(row, world)
            lists = row.item.action is Action.LIST and row.decision.kind is DecisionKind.NORMALISED
            if lists and not found and row.item.levels:
                return surrogate_code(row.decision.issuer_id, row.item.name), row.item.levels
        standing = {}
        for code, levels in found.items():
            held = tuple(level for level in Level if level in levels and (code, level) in world
                         and (not row.item.levels or level in row.item.levels))  # fmt: skip
            if held:
                standing[code] = held
        if len(standing) != 1:
            return None
        ((code, held),) = standing.items()
        return code, row.item.levels or held

    def _in_cited(self, row: Row, meant: Meant, world: World, known: date) -> dict[str, set[Level]]:
        there = self.rows_of(meant.decision_id or "", known)
        there = (
            [one for one in there if _may_be_of(one.item.sector, row.item.sector)]
            if meant.row is None
            else there
        )
        if meant.row is not None:
            part, number = meant.row
            there = [
                one
                for one in there
                if one.item.row_no == number
                and _is_under(one.item.part or "", part)
                and _may_be_of(one.item.sector, row.item.sector)
            ]
            if len(there) != 1:
                return {}
            return {_code(there[0]): set(there[0].item.levels)}
        found: dict[str, set[Level]] = {}
        for one in there:
            if one.item.action is Action.ABOLISH:
                continue
            code = _code(one)
            borne = {key(held.name) for (each, level), held in world.items()
                     if each == code and level in one.item.levels}  # fmt: skip
            if key(row.item.name) in borne | {key(one.item.name)}:
                found.setdefault(code, set()).update(one.item.levels)
        return found

    @once
    def rows_of(self, decision_id: str, known: date) -> list[Row]:
        """Rows of one decision as known on a day, whatever they do."""
        decision = self.decisions.get(decision_id)
        if decision is None or _day(decision.received_at) > known or not self._is_own(decision):
            return []
        return [
            self._corrected(Row(item, decision), known)
            for item in self.items
            if item.decision_id == decision_id
        ]

    def _by_name(self, row: Row, world: World) -> dict[str, set[Level]]:
        found: dict[str, set[Level]] = {}
        for (code, level), held in world.items():
            if row.item.levels and level not in row.item.levels:
                continue
            if key(held.name) != key(row.item.name):
                continue
            if row.item.sector and held.sector and key(row.item.sector) != key(held.sector):
                continue
            found.setdefault(code, set()).add(level)
        return found

    # ---- boards ------------------------------------------------------------------------------------------------

    def board(self, level: Level, day: date, known: date) -> dict[str, tuple[str, Scope]]:
        """RULINGS 17: code → deciding row and scope, for every unit of a level."""
        world = self.world(day, known)
        board: dict[str, tuple[str, Scope]] = {}
        for (code, at), held in world.items():
            if at is level:
                others = [other for (each, other) in world if each == code and other is not level]
                board[code] = (held.item_id, Scope.SHARED if others else Scope.AUTHORITY)
        for at in reversed(Level):  # the highest level's row, where several name the same receiver
            for (code, holder), held in world.items():
                if holder is at and level in held.reception_levels and (code, level) not in world:
                    board[code] = (held.item_id, Scope.RECEPTION_ONLY)
        return board


def _code(row: Row) -> str:
    return row.item.code or surrogate_code(row.decision.issuer_id, row.item.name)


def _may_be_of(sector: str | None, named: str | None) -> bool:
    """Whether a row may be of the sector that another one names with it."""
    return not (sector and named) or key(sector) in key(named) or key(named) in key(sector)


def _is_under(part: str, named: str) -> bool:
    """Whether a row's section is the named one or lies in it: STT counts within the mục (RULINGS 11)."""
    own, wanted = part.split("/"), named.split("/")
    return own[: len(wanted)] == wanted


def _day(instant: datetime) -> date:
    """The local day of an instant: seven hours ahead of UTC, no summer time."""
    return (instant.astimezone(UTC) + timedelta(hours=7)).date()


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day, both ends included."""
    return (first + timedelta(days=passed) for passed in range((last - first).days + 1))
