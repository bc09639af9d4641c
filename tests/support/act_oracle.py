"""The naive model grown by the acts of docs/acts.md: what decisions do to decisions, and to the time of procedures.

Written from docs/acts.md, docs/rulings.md (10, 39, 40, 43) and the contract alone, for one day and one day of knowledge; every
day is worked out anew, once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.tables import Decision, DecisionItem, RelationRow
from niemyet.model.words import Action, DecisionKind, Level, RelationType, Scope
from niemyet.transforms.language.text import key
from tests.support.oracle import ACTING, Oracle, Row, _day, once

ANNULLING = (RelationType.REPEALS_DOC, RelationType.REPLACES_DOC, RelationType.WITHDRAWS)
MOVING = (RelationType.POSTPONES, RelationType.CORRECTS)
PAUSING = (Action.SUSPEND, Action.RESTORE)
Stretch = tuple[date, date | None]


@dataclass(frozen=True)
class Deed:
    """One act on one decision, with the day from which it holds and the first day of its own decision."""

    actor: Decision
    said: RelationRow
    on: date
    own: date
    goes: date | None = (
        None  # when its own decision is annulled after it began: what it does to a time lasts so long
    )


@dataclass
class Time:
    """What acts leave of the time of a row."""

    stretches: list[Stretch]
    off: list[Stretch]


def _in(stretch: Stretch, day: date) -> bool:
    return stretch[0] <= day and (stretch[1] is None or day < stretch[1])


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


class ActOracle(Oracle):
    """The law by brute force, with acts."""

    # ---- acts ---------------------------------------------------------------------------------------------

    def deeds(self, target: str, known: date, above: tuple[str, ...] = ()) -> list[Deed]:
        """Acts on a decision that stand as known on a day, in the order of signing."""
        found = []
        for actor in self.decisions.values():
            if actor.decision_id == target or actor.decision_id in above or actor.effective_on is None:
                continue
            if _day(actor.received_at) > known or not self._is_own(actor):
                continue
            if not self._reaches(actor, actor.effective_on):
                continue
            for said in actor.relations:
                if said.target_decision_id == target:
                    deed = self._standing(actor, said, known, (*above, target))
                    found += [deed] if deed else []
        return sorted(
            found,
            key=lambda one: (
                one.said.type
                is not RelationType.CORRECTS,  # right from the beginning, whatever moves it since
                one.actor.signed_on or date.min,
                one.actor.number or -1,
                one.actor.decision_id,
            ),
        )

    def _standing(
        self, actor: Decision, said: RelationRow, known: date, above: tuple[str, ...]
    ) -> Deed | None:
        """An annulled act does nothing when its decision goes on or before the act's day; a postponed one acts later."""
        own = actor.effective_on or date.max
        named = said.effective_on if said.type not in MOVING else None
        original = Deed(actor, said, named or own, own)
        deed: Deed | None = original
        for over in self.deeds(actor.decision_id, known, above):
            if over.said.type in ANNULLING and over.on <= original.on:
                deed = None
            elif over.said.type in ANNULLING and over.said.scope is None and deed is not None:
                deed = replace(deed, goes=_sooner(deed.goes, over.on))
            elif over.said.type in MOVING and over.said.effective_on is not None and deed is not None:
                if over.said.type is RelationType.POSTPONES and over.own > deed.own:
                    continue  # too late
                moved = over.said.effective_on
                if over.goes is not None and moved > over.goes:
                    moved = max(deed.own, over.goes)
                deed = replace(deed, on=named or moved, own=moved)
            elif over.said.type is RelationType.RESTORES and deed is None:
                deed = replace(original, on=max(original.on, over.on))
        return deed

    def _means(self, said: RelationRow, item: DecisionItem, known: date) -> bool:
        """Whole decisions, a row named by its code, or all but one; the code as it is known, else as it was printed.

        Where no row bears it, nobody knows which rows are meant: none is (docs/acts.md).
        """
        if said.scope is None:
            return True
        (code,) = re.findall(r"\d\.\d{6}", said.scope)
        printed = [one for one in self.items if one.decision_id == said.target_decision_id]
        decision = self.decisions[said.target_decision_id]
        now = [self._corrected(Row(one, decision), known).item for one in printed]
        named = [one.item_id for one in now if one.code == code] or [
            one.item_id for one in printed if one.code == code
        ]
        return bool(named) and ((item.item_id not in named) == said.scope.startswith("trừ"))

    def time_of(self, row: Row, known: date) -> Time:
        """docs/acts.md, the table of acts: before the target's effect, and after it."""
        first, until = row.since, row.until
        assert first is not None
        time = Time([(first, until)], [])
        begins = first
        for deed in self.deeds(row.decision.decision_id, known):
            if not self._means(deed.said, row.item, known):
                continue
            kind = deed.said.type
            if kind in ANNULLING:
                time.stretches = [] if deed.on <= begins else self._annulled(deed, row, time.stretches)
            elif kind in MOVING:
                begins = self._move(deed, row, time, begins)
            elif kind is RelationType.EXTENDS:
                self._extend(deed, row, time)
            elif kind is RelationType.SUSPENDS:
                self._suspend(deed, row, time)
            elif kind is RelationType.RESTORES and row.item.action is Action.SUSPEND and deed.said.scope:
                ended = [(since, min(end or deed.on, deed.on)) for since, end in time.stretches]
                time.stretches = [(since, end) for since, end in ended if since < end]
            elif kind is RelationType.RESTORES:
                self._restore(deed, time, begins, first, until)
        return time

    def _annulled(self, deed: Deed, row: Row, stretches: list[Stretch]) -> list[Stretch]:
        """Versions are asked about; a list of attributes publishes nothing and holds no longer (docs/acts.md, Reception)."""
        if row.decision.kind is not DecisionKind.SUBSET and row.item.action is not Action.SUSPEND:
            return stretches
        ended = [(since, min(until or deed.on, deed.on)) for since, until in stretches]
        return [(since, until) for since, until in ended if since < until]

    def _move(self, deed: Deed, row: Row, time: Time, begins: date) -> date:
        day = deed.said.effective_on
        its_own = row.item.effective_on not in {None, row.decision.effective_on}
        if day is None or its_own or not time.stretches:
            return begins
        if deed.said.type is RelationType.POSTPONES and deed.own > begins:
            return begins  # too late
        if deed.goes is not None and day > deed.goes:
            day = max(begins, deed.goes)
        until = time.stretches[-1][1]
        time.stretches = [(day, until)] if until is None or day < until else []
        return day

    def _extend(self, deed: Deed, row: Row, time: Time) -> None:
        new = deed.said.effective_until
        its_own = row.item.effective_until not in {None, row.decision.effective_until}
        if new is None or its_own or not time.stretches:
            return
        new = new if deed.goes is None else min(new, deed.goes)
        begun, until = time.stretches[-1]
        if until is None or new <= until:
            return
        if deed.own <= until:
            time.stretches[-1] = (begun, new)
        elif deed.own < new:
            time.stretches.append((deed.own, new))

    def _suspend(self, deed: Deed, row: Row, time: Time) -> None:
        if not time.stretches:
            return
        begun, until = time.stretches[0]
        end = _sooner(deed.said.effective_until, deed.goes)
        if deed.on <= begun:  # the target begins when the suspension ends
            if end is None or (end > begun and until is not None and end >= until):
                time.stretches = []
            elif end > begun:
                time.stretches = [(end, until)]
        elif row.item.action in {Action.NEW, Action.LIST}:
            time.off.append((deed.on, end))

    def _restore(self, deed: Deed, time: Time, begins: date, first: date, until: date | None) -> None:
        time.off = [
            (since, deed.on if end is None or end > deed.on else end)
            for since, end in time.off
            if since < deed.on
        ]
        start = max(begins, deed.on)
        waits = not time.stretches or (time.stretches[0][0] > start and begins < time.stretches[0][0])
        if waits:
            time.stretches = [(start, until)] if until is None or start < until else []

    # ---- corrections ----

    def _stands(self, correction: Row, known: date) -> bool:
        """What is annulled before its effect puts nothing right; what is annulled later is asked about (docs/acts.md)."""
        return correction.since is None or bool(self.time_of(correction, known).stretches)

    def corrects(self, correction: DecisionItem, known: date) -> str | None:
        """Either wording may be cited: the printed one, or what an earlier correction made of it (docs/acts.md)."""
        target = self.meant[correction.item_id].decision_id
        if target is None or target not in self.decisions or _day(self.decisions[target].received_at) > known:
            return None
        printed = [
            one for one in self.items if one.decision_id == target and one.action is not Action.CORRECT
        ]
        said = {one.item_id: self._wordings(one, correction, known) for one in printed}
        for fits in (
            lambda one: one.code is not None and one.code in correction.replaces,
            lambda one: one.code is not None and one.code == correction.code,
            lambda one: bool(correction.name) and key(one.name) == key(correction.name),
        ):
            fitting = [item_id for item_id, wordings in said.items() if any(fits(one) for one in wordings)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def _wordings(self, row: DecisionItem, correction: DecisionItem, known: date) -> list[DecisionItem]:
        mine = self._signing(correction)
        found = [row]
        for other in sorted((one for one in self.items if one.action is Action.CORRECT), key=self._signing):
            decision = self.decisions[other.decision_id]
            earlier = self._signing(other) < mine and other.decision_id != correction.decision_id
            acts = self._is_own(decision) and decision.kind in ACTING and _day(decision.received_at) <= known
            if earlier and acts and self.corrects(other, known) == row.item_id:
                found.append(
                    replace(found[-1], code=other.code or found[-1].code, name=other.name or found[-1].name)
                )
        return found

    def _signing(self, item: DecisionItem) -> tuple[date, int, str]:
        decision = self.decisions[item.decision_id]
        return (decision.signed_on or date.min, decision.number or -1, item.item_id)

    # ---- rows in their time ---------------------------------------------------------------------------------

    @once
    def _printed(self, known: date) -> list[Row]:
        """Every row of the province's own decisions as known on a day, corrected, in the time that it states."""
        found = []
        for item in self.items:
            decision = self.decisions[item.decision_id]
            if _day(decision.received_at) > known or not self._is_own(decision):
                continue
            if item.action is Action.CORRECT or decision.kind not in {*ACTING, DecisionKind.SUBSET}:
                continue
            row = self._corrected(Row(item, decision), known)
            found += [row] if row.since is not None else []
        return sorted(found, key=lambda row: row.order)

    @once
    def rows(self, known: date) -> list[Row]:
        """Every row, once for each stretch of time that acts leave it; it must reach the ground in that time."""
        found = []
        for row in self._printed(known):
            if row.item.action in {Action.SUSPEND, Action.RESTORE}:
                continue
            for since, until in self.time_of(row, known).stretches:
                if not self._reaches(row.decision, since):
                    continue
                moved = (since, until) != (row.since, row.until)
                item = replace(row.item, effective_on=since, effective_until=until) if moved else row.item
                decision = (
                    replace(row.decision, effective_until=None) if moved and until is None else row.decision
                )
                found.append(Row(item, decision, row.corrected_by))
        kept: list[Row] = []
        for row in sorted(found, key=lambda row: row.order):
            if not self._names_another(row, kept, found, known):
                kept.append(row)
        return kept

    def _names_another(self, row: Row, before: Sequence[Row], every: Sequence[Row], known: date) -> bool:
        """Its code and its name belong to two procedures in force: asked about, it changes nothing (docs/acts.md)."""
        item, wanted = row.item, key(row.item.name)
        named = item.code is not None and wanted and row.decision.kind is not DecisionKind.SUBSET
        if not named or item.action not in {Action.ABOLISH, Action.AMEND} or row.since is None:
            return False
        world = self._play(before, row.since, known)
        for level in item.levels:
            own = world.get((item.code or "", level))
            if own is None or key(own.name) == wanted or self._bore(row, level, before):
                continue
            for (code, at), held in world.items():
                other = at is level and code != item.code and not code.startswith("X:")
                if other and key(held.name) == wanted and held.item_id != item.item_id:
                    free = item.action is Action.AMEND and self._leaves_the_name(row, code, level, every)
                    if not free:
                        return True
        return False

    def _bore(self, row: Row, level: Level, before: Sequence[Row]) -> bool:
        """Whether an earlier row gave its code that name there: a former name is the code's own."""
        return any(
            one.item.code == row.item.code
            and level in one.item.levels
            and key(one.item.name) == key(row.item.name)
            and one.item.action is not Action.ABOLISH
            and one.decision.kind is not DecisionKind.SUBSET
            and one.item.item_id != row.item.item_id
            for one in before
        )

    def _leaves_the_name(self, row: Row, code: str, level: Level, every: Sequence[Row]) -> bool:
        """Whether the same decision ends the other procedure at that level, or gives it another name there."""
        return any(
            one.decision.decision_id == row.decision.decision_id
            and level in one.item.levels
            and code in {one.item.code, *one.item.replaces}
            and (
                one.item.action is Action.ABOLISH
                or code in one.item.replaces
                or key(one.item.name) != key(row.item.name)
            )
            for one in every
        )

    @once
    def rows_of(self, decision_id: str, known: date) -> list[Row]:
        """Rows of a decision that later ones may point at: those that publish or end, and that acts have left any time."""
        found = [row for row in super().rows_of(decision_id, known) if row.item.action not in PAUSING]
        return [row for row in found if row.since is None or self.time_of(row, known).stretches]

    # ---- what is off the boards --------------------------------------------------------------------------------

    def off(self, code: str, level: Level, item_id: str, day: date, known: date) -> bool:
        """Whether what a row decides is suspended on a day: with its decision, or the procedure by itself."""
        row = next(one for one in self._printed(known) if one.item.item_id == item_id)
        return any(
            _in(one, day) for one in (*self.time_of(row, known).off, *self._paused(code, level, known))
        )

    def _paused(self, code: str, level: Level, known: date) -> list[Stretch]:
        acting = [
            one
            for one in self._pausing(known)
            if one[0].code == code and level in (one[0].levels or tuple(Level))
        ]
        found = [(stretch, item) for item, stretch in acting if item.action is Action.SUSPEND]
        for item, (day, _) in acting:
            if item.action is not Action.RESTORE:
                continue
            running = [stretch for stretch, _ in found if _in(stretch, day)]
            before = self._issued(item)
            found = [
                ((since, day if _in((since, end), day) else end), by)
                for (since, end), by in found
                if since != day and (running or since < day or self._issued(by) > before)
            ]
        return [stretch for stretch, _ in found]

    def _issued(self, item: DecisionItem) -> tuple[date, int, str]:
        decision = self.decisions[item.decision_id]
        return (decision.signed_on or date.min, decision.number or -1, decision.decision_id)

    def _pausing(self, known: date) -> Iterator[tuple[DecisionItem, Stretch]]:
        for row in self._printed(known):
            if row.item.action not in {Action.SUSPEND, Action.RESTORE} or row.decision.kind not in ACTING:
                continue
            for since, until in self.time_of(row, known).stretches:
                if self._reaches(row.decision, since) and (until is None or since < until):
                    yield row.item, (since, until)

    def board(self, level: Level, day: date, known: date) -> dict[str, tuple[str, Scope]]:
        """What hangs: what is in force and not suspended; where several levels name a receiver, the highest that is not."""
        world = self.world(day, known)
        shown: dict[str, tuple[str, Scope]] = {}
        for code, (item_id, scope) in super().board(level, day, known).items():
            if scope is not Scope.RECEPTION_ONLY:
                if not self.off(code, level, item_id, day, known):
                    shown[code] = (item_id, scope)
                continue
            for at in Level:
                held = world.get((code, at))
                names = held is not None and level in held.reception_levels
                if held is not None and names and not self.off(code, at, held.item_id, day, known):
                    shown[code] = (held.item_id, scope)
                    break
        return shown
