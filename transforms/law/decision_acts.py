"""What decisions do to whole decisions: annul, suspend, restore, postpone, extend (RULINGS 39, 40).

An act changes the time for which the rows of its target hold, in valid time, and is known from its receipt on. What is
annulled before its effect never opens or ends anything. What had effect already is a question of each procedure
(`law_reviews`); nothing ends by the act itself. An act whose own decision is annulled before the act's day does nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from niemyet.model.records import Province, Resolution, fields
from niemyet.model.tables import Decision, DecisionItem, RelationRow, Review, Suspension
from niemyet.model.words import Action, DecisionKind, EffectSource, RelationType, ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.exceptions import part_exception
from niemyet.transforms.language.text import fold, key
from niemyet.transforms.law.citing import DecisionIndex, scope_of
from niemyet.transforms.law.events import (
    BY_ANSWER,
    KnownItem,
    binds,
    effect_of,
    first_known,
    is_held_back,
    waits,
)
from niemyet.transforms.law.questions import ask, decision_field, item_text, reference_review_id
from niemyet.transforms.law.row_addresses import (
    address_in,
    beside_address,
    find_addresses,
    rows_at,
    rows_at_address,
    rows_in_part,
)
from niemyet.transforms.law.sentences import day_text

#: Acts by which a decision as a whole goes.
ANNULS = frozenset({RelationType.REPEALS_DOC, RelationType.REPLACES_DOC, RelationType.WITHDRAWS})
_MOVES = frozenset({RelationType.POSTPONES, RelationType.CORRECTS})
#: Acts on the time of a decision as a whole.
TIMELY = frozenset(
    {RelationType.SUSPENDS, RelationType.RESTORES, RelationType.POSTPONES, RelationType.EXTENDS}
)
_TIMELY = ANNULS | _MOVES | TIMELY | {RelationType.REDATES}
#: Effect that begins with the day of signing, which a correction may move.
_FROM_SIGNING = frozenset({EffectSource.SIGNING_CLAUSE, EffectSource.DEFAULT_SIGNED})


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one decision that was received."""

    actor: Decision
    relation: RelationRow
    target: Decision
    on: date  # from when it holds
    own_day: date  # first day of effect of the acting decision
    known_from: date
    lasts_until: date | None = (
        None  # from when its own decision is annulled: an act on time lasts as long as that
    )
    undone_by: Decision | None = None
    row: str | None = None  # the one row that it strikes
    by: str | None = None  # the row that says so

    @property
    def type(self) -> RelationType:
        """What is done."""
        return self.relation.type

    @property
    def order(self) -> tuple[object, ...]:
        """In the order of signing; a day that is put right was so from the beginning, before anything moved it."""
        moves = self.relation.type is not RelationType.CORRECTS
        return (moves, self.actor.signed_on or date.min, self.actor.number or -1, self.actor.decision_id)

    def moved(self, since: date) -> date | None:
        """The first day that it leaves what would begin on another: `date.max` until further notice; None comes too late."""
        new, last = self.relation.effective_on, self.lasts_until
        if self.type is RelationType.POSTPONES and self.own_day > since:
            return None
        if last is not None and (new is None or new > last):
            return max(since, last)  # before that day came, nobody says it any more
        return new or date.max


@dataclass(frozen=True, slots=True)
class Acted:
    """Rows with the time that acts leave them, the acts that stand at the newest knowledge, and their questions."""

    items: tuple[KnownItem, ...]
    standing: Mapping[str, tuple[Act, ...]]  # by target
    suspended: tuple[tuple[Review, DecisionItem, Act], ...]
    too_late: tuple[Act, ...]
    meanings: "Meanings"

    def concerns(self, act: Act, item: DecisionItem) -> bool:
        """Whether an act that stands means a row of its target."""
        return self.meanings.concerns(act, item, date.max)

    def is_told(self, target_id: str, scope: str) -> bool:
        """Whether the words of an act tell which rows of a decision it means."""
        return self.meanings.of(target_id, scope, date.max) is not None


def apply_acts(
    known: Sequence[KnownItem],
    decisions: Mapping[str, Decision],
    index: DecisionIndex,
    province: Province,
    answers: Mapping[str, Resolution],
    printed: Sequence[DecisionItem],
    strikes: Mapping[str, Act] | None = None,
) -> Acted:
    """Give every row the time that acts on its decision leave it, at each knowledge time.

    `printed`: the rows without what corrections made of them; an act may cite either wording. `strikes`: see `strikes_of`.
    """
    acts = _gather(decisions, index, province, strikes.values() if strikes else ())
    if not acts:
        return Acted(tuple(known), {}, (), (), Meanings((), ()))
    meanings = Meanings(
        (one for one in known if one.decision.decision_id in acts),
        (item for item in printed if item.decision_id in acts),
    )
    desk = _Desk(acts, answers, meanings)
    items: list[KnownItem] = []
    for one in known:
        target_id = one.decision.decision_id
        items += desk.through_time(one) if target_id in acts else [one]
    standing = {target_id: desk.standing(target_id, date.max) for target_id in sorted(acts)}
    return Acted(tuple(items), standing, tuple(desk.asked.values()), tuple(desk.too_late.values()), meanings)


def _gather(
    decisions: Mapping[str, Decision], index: DecisionIndex, province: Province, strikes: Iterable[Act]
) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for strike in strikes:
        found.setdefault(strike.target.decision_id, []).append(strike)
    for actor in decisions.values():
        own_day = actor.effective_on
        if own_day is None or waits(actor) or not binds(actor, own_day, province):
            continue
        for said in actor.relations:
            if said.type not in _TIMELY or said.undated:
                continue
            relation = said
            if relation.type is RelationType.CORRECTS and relation.effective_on is None:
                continue
            targets = index.meant(relation.target_decision_id)
            if len(targets) != 1 or targets[0].decision_id == actor.decision_id:
                continue
            if relation.type is RelationType.REDATES:
                if targets[0].effect_source not in _FROM_SIGNING:
                    continue
                relation = replace(relation, type=RelationType.CORRECTS)
            on = own_day if relation.type in _MOVES else relation.effective_on or own_day
            act = Act(actor, relation, targets[0], on, own_day, local_day(actor.received_at))
            found.setdefault(targets[0].decision_id, []).append(act)
    for acts in found.values():
        acts.sort(key=lambda act: act.order)
    return found


#: Rows that are no procedure: that one of them falls away undoes what it does.
STRUCK = frozenset({Action.ABOLISH, Action.SUSPEND, Action.CORRECT})


def strikes_of(
    items: Sequence[DecisionItem],
    decisions: Mapping[str, Decision],
    index: DecisionIndex,
    province: Province,
    wordings: Mapping[str, Sequence[KnownItem]],
    answers: Mapping[str, Resolution],
) -> dict[str, Act]:
    """By row, what "Bãi bỏ số thứ tự n của Quyết định A" does to a row of A that itself ends, pauses or corrects.

    "Bãi bỏ thủ tục số thứ tự n" may mean the procedure: it strikes the row where a person says so (`references`).
    """
    pointing = [one for one in items if one.code is None and one.action is Action.ABOLISH]
    found: dict[str, Act] = {}
    for item in pointing:
        known = wordings[item.item_id][-1] if item.item_id in wordings else None
        known = known or first_known(item, decisions[item.decision_id])
        actor = known.decision
        on, until = effect_of(known.item, actor)
        if on is None or until is not None or is_held_back(known.item) or waits(actor):
            continue
        if not binds(actor, on, province) or address_in(known.item) is None:
            continue
        cited = {one.decision_id for each in scope_of(known.item, actor) for one in index.named(each)}
        rows = [one for one in items if one.decision_id in cited] if len(cited) == 1 else []
        at = rows_at(known.item, rows)
        if len(at) != 1 or at[0].action not in STRUCK or _names_another(known.item, at[0]):
            continue
        target = decisions[at[0].decision_id]
        relation = RelationRow(RelationType.REPEALS_ROW, target.decision_id, None, on)
        strike = Act(actor, relation, target, on, on, known.known_from, row=at[0].item_id, by=item.item_id)
        answer = answers.get(reference_review_id(item))
        if not names_procedure(known.item):
            found[item.item_id] = strike
        elif answer is not None and answer.resolution == at[0].item_id:
            since = max(known.known_from, local_day(answer.resolved_at))
            found[item.item_id] = replace(strike, known_from=since)
    return found


def names_procedure(item: DecisionItem) -> bool:
    """Whether a row points at a procedure by its address, not only at an entry of a list."""
    return _PROCEDURE.search(fold(item.name)) is not None


_PROCEDURE = re.compile(r"\b(?:thu tuc|tthc)\b")


def _names_another(item: DecisionItem, row: DecisionItem) -> bool:
    """Whether a code or a name beside an address is not that of its row."""
    said, name = beside_address(item.name), key(row.name)
    if said.bears_another_code(row.code):
        return True
    return (bool(said.names) and name not in said.names) or said.bears_another_name([name])


class Meanings:
    """Which rows of a decision the words of an act mean, as the rows are known on a day."""

    def __init__(self, known: Iterable[KnownItem], printed: Iterable[DecisionItem]) -> None:
        self._known: dict[str, list[KnownItem]] = {}
        for one in known:
            self._known.setdefault(one.decision.decision_id, []).append(one)
        self._printed: dict[str, list[DecisionItem]] = {}
        for item in printed:
            self._printed.setdefault(item.decision_id, []).append(item)
        self._found: dict[tuple[str, str, date], frozenset[str] | None] = {}

    def of(self, target_id: str, scope: str, day: date) -> frozenset[str] | None:
        """The rows; None where it cannot be told."""
        if (target_id, scope, day) not in self._found:
            rows = [one.item for one in self._known.get(target_id, ()) if _is_known(one, day)]
            self._found[target_id, scope, day] = rows_meant(scope, rows, self._printed.get(target_id, ()))
        return self._found[target_id, scope, day]

    def days(self, target_id: str) -> set[date]:
        """Days on which a row of a decision became known, or was known otherwise."""
        return {one.known_from for one in self._known.get(target_id, ())}

    def concerns(self, act: Act, item: DecisionItem, day: date) -> bool:
        """Whether the row is among those that the act means: all, those named, or all but those excepted."""
        scope = act.relation.scope
        if act.row is not None:
            return act.row == item.item_id
        if scope is None or (act.type in _MOVES and _ARTICLE.match(fold(scope))):
            return True
        named = self.of(act.target.decision_id, scope, day)
        return named is not None and item.item_id in named  # which rows, nobody can tell: asked as a part


def _is_known(one: KnownItem, day: date) -> bool:
    return one.known_from <= day and (one.known_until is None or day < one.known_until)


@dataclass(slots=True)
class _Time:
    """The time for which a row holds, while acts are applied."""

    spans: list[tuple[date, date | None]]
    suspensions: list[Suspension]


class _Desk:
    """All acts, and the answers to what they leave open."""

    def __init__(
        self,
        acts: Mapping[str, Sequence[Act]],
        answers: Mapping[str, Resolution],
        meanings: Meanings,
    ) -> None:
        self._acts = acts
        self._meanings = meanings
        self._answers = answers
        self._standing: dict[tuple[str, date], tuple[Act, ...]] = {}
        self._days: dict[str, tuple[date, ...]] = {}
        self._newest = False
        self.asked: dict[str, tuple[Review, DecisionItem, Act]] = {}
        self.too_late: dict[tuple[str, str], Act] = {}

    def standing(self, target_id: str, day: date, seen: frozenset[str] = frozenset()) -> tuple[Act, ...]:
        """Acts on a decision that are known on a day and that no act on their own decision undoes before."""
        asked_for = (target_id, day)
        if asked_for in self._standing:
            return self._standing[asked_for]
        found = []
        for act in self._acts.get(target_id, ()):
            if act.known_from > day or act.actor.decision_id in seen:
                continue
            standing = self._with_own_time(act, day, seen | {target_id})
            if standing is not None and standing.on < date.max:
                found.append(standing)
        if not seen:
            self._standing[asked_for] = tuple(found)
        return tuple(found)

    def _with_own_time(self, act: Act, day: date, seen: frozenset[str]) -> Act | None:
        """The act as acts on its own decision leave it; None where they undo it before its day."""
        standing: Act | None = act
        for over in self.standing(act.actor.decision_id, day, seen):
            if over.row is not None and over.row != act.by:
                continue
            if (over.type in ANNULS or over.row is not None) and over.on <= act.on:
                standing = None
            elif over.type in ANNULS and over.relation.scope is None and standing is not None:
                if standing.lasts_until is None or over.on < standing.lasts_until:
                    standing = replace(standing, lasts_until=over.on, undone_by=over.actor)
            elif over.type in _MOVES and standing is not None:
                moved = over.moved(standing.own_day) or standing.own_day
                stated = act.relation.effective_on is not None and act.type not in _MOVES
                standing = replace(standing, own_day=moved, on=standing.on if stated else moved)
            elif over.type is RelationType.RESTORES and standing is None:
                standing = replace(act, on=max(act.on, over.on))
        return standing

    def through_time(self, known: KnownItem) -> list[KnownItem]:
        """A row, cut where an act on its decision, or an answer, becomes known."""
        target_id = known.decision.decision_id
        days = {known.known_from, *self._known_days(target_id)}
        if any(act.relation.scope is not None for act in self._acts[target_id]):
            days |= self._meanings.days(target_id)
        answered = self._answer_days(known.item, target_id)
        inside = sorted(
            day
            for day in days | answered
            if day >= known.known_from and (known.known_until is None or day < known.known_until)
        )
        out: list[KnownItem] = []
        for day, until in zip(inside, [*inside[1:], known.known_until], strict=True):
            self._newest = until is None  # what is asked is what is open now, whatever was known before
            for made in self._on(known, day):
                made.known_from, made.known_until = day, until
                out.append(made)
        return out

    def _known_days(self, target_id: str, seen: frozenset[str] = frozenset()) -> tuple[date, ...]:
        if target_id in self._days:
            return self._days[target_id]
        days: set[date] = set()
        for act in self._acts.get(target_id, ()):
            if act.actor.decision_id not in seen:
                days |= {act.known_from, *self._known_days(act.actor.decision_id, seen | {target_id})}
        if not seen:
            self._days[target_id] = tuple(sorted(days))
        return tuple(sorted(days))

    def _answer_days(self, item: DecisionItem, target_id: str) -> set[date]:
        found = set()
        for act in self._acts[target_id]:
            if act.type is RelationType.SUSPENDS:
                answer = self._answers.get(_suspended(item, act, off=False).review_id)
                if answer is not None:
                    found.add(local_day(answer.resolved_at))
        for act in self.standing(target_id, date.max):
            if act.type in ANNULS and act.undone_by is not None:
                answer = self._answers.get(_back_again(item, act, act.undone_by).review_id)
                if answer is not None:
                    found.add(local_day(answer.resolved_at))
            if act.type is RelationType.CORRECTS and act.undone_by is not None:
                answer = self._answers.get(_as_printed(item, act, act.undone_by, date.max).review_id)
                if answer is not None:
                    found.add(local_day(answer.resolved_at))
        return found

    def _on(self, known: KnownItem, day: date) -> list[KnownItem]:
        """The row as it is known on a day: one for each stretch of time for which it holds."""
        item, decision = known.item, known.decision
        standing = self.standing(decision.decision_id, day)
        acts = [act for act in standing if self._meanings.concerns(act, item, day)]
        since, until = effect_of(item, decision)
        if not acts or since is None:
            return [replace(known)]
        time = _Time([(since, until)], [])
        moved = since
        for act in acts:
            if act.type in _MOVES:
                moved = self._move(act, item, decision, time, moved, day)
            elif act.type is RelationType.EXTENDS:
                _extend(act, item, decision, time)
            elif act.type in ANNULS or act.row is not None:
                if act.on <= moved:
                    time.spans = self._never_begun(act, item, time, day)
                elif decision.kind is DecisionKind.SUBSET or item.action is Action.SUSPEND:
                    # A list of attributes ends no procedure: reception by it ends with it, unless the new list has it again.
                    # A procedure is suspended no longer than its suspension is in force.
                    time.spans = [piece for span in time.spans for piece in _without(span, act.on, None)]
                elif item.action is Action.CORRECT:
                    _correct_again(act, acts, decision, time)
            elif act.type is RelationType.SUSPENDS:
                self._suspend(act, item, time, moved, day)
            elif item.action is Action.SUSPEND and act.relation.scope is not None:
                # "Bãi bỏ việc tạm dừng tiếp nhận thủ tục … tại Quyết định A": its row suspends no longer.
                time.spans = [piece for span in time.spans for piece in _without(span, act.on, None)]
            else:
                _restore(act, time, (moved, until))
        return [
            replace(known, item=_timed(item, *span, own=(since, until)), suspensions=tuple(time.suspensions))
            for span in time.spans
        ]

    def _never_begun(
        self, act: Act, item: DecisionItem, time: _Time, day: date
    ) -> list[tuple[date, date | None]]:
        """Nothing of what is annulled before its effect begins; where its annulment is annulled since, a person says."""
        undone, by = act.lasts_until, act.undone_by
        if undone is None or by is None or not time.spans:
            return []
        if BY_ANSWER in item.item_id:  # what was answered to be back from then on
            return [span for span in time.spans if span[0] >= undone]
        review = _back_again(item, act, by)
        self._ask(review, item, act)
        if self._said(review, day) != "before":
            return []
        spans = [(max(first, undone), until) for first, until in time.spans]
        return [(first, until) for first, until in spans if until is None or first < until]

    def _ask(self, review: Review, item: DecisionItem, act: Act) -> None:
        """Only what is open as known now is asked."""
        if self._newest:
            self.asked.setdefault(review.review_id, (review, item, act))

    def _said(self, review: Review, day: date) -> str | None:
        """What was answered up to a day."""
        answer = self._answers.get(review.review_id)
        return answer.resolution if answer is not None and local_day(answer.resolved_at) <= day else None

    def _move(
        self, act: Act, item: DecisionItem, decision: Decision, time: _Time, since: date, day: date
    ) -> date:
        """Postponed or put right: rows with a day of their own keep it."""
        own = item.effective_on is not None and item.effective_on != decision.effective_on
        if own or not time.spans:
            return since
        new = act.moved(since)
        if new is None:
            if self._newest:
                self.too_late.setdefault((act.actor.decision_id, act.target.decision_id), act)
            return since
        until = act.relation.effective_until or time.spans[-1][1]
        time.spans = [(new, until)] if new < (until or date.max) else []
        undone, by = act.lasts_until, act.undone_by
        if undone is not None and by is not None and new < undone < since:
            # It had begun on the right day, and the printed one had not come when nobody said so any more.
            review = _as_printed(item, act, by, since)
            if self._said(review, day) == "before":
                time.spans = [piece for span in time.spans for piece in _without(span, undone, since)]
            self._ask(review, item, act)
        return new

    def _suspend(self, act: Act, item: DecisionItem, time: _Time, since: date, day: date) -> None:
        begins, ends = act.on, _first(act.relation.effective_until, act.lasts_until)
        if not time.spans:
            return
        first, until = time.spans[0]
        if begins <= first:
            # Not yet in effect: it begins when the suspension ends, whatever it does.
            if ends is None:
                time.spans = []
            elif ends > first:
                time.spans = [(ends, until)] if until is None or ends < until else []
            return
        off = item.action in {Action.NEW, Action.LIST}
        review = _suspended(item, act, off=off)
        self._ask(review, item, act)
        said = self._said(review, day)
        if said == "before":
            time.spans = [piece for a, b in time.spans for piece in _without((a, b), begins, ends)]
        elif said == "off" or (said is None and off):
            time.suspensions.append(Suspension(act.actor.decision_id, begins, ends))


_ARTICLE = re.compile(r"(?:khoan \w+ )?dieu \d|ngay|thoi (?:diem|han|gian)")


#: A scope that is all rows of its decision.
_ALL_ROWS = re.compile(
    r"(?:toan bo |cac |nhung |tat ca |viec |tiep nhan |giai quyet |thuc hien |ho so |doi voi )*"
    r"(?:(?:thu tuc hanh chinh|thu tuc|tthc|danh muc|noi dung|hieu luc|thi hanh)\b[ ,]*)*"
)


def rows_meant(
    scope: str, rows: Sequence[DecisionItem], printed: Sequence[DecisionItem] = ()
) -> frozenset[str] | None:
    """Rows of a decision that the scope of an act means, without those that it leaves out; None where it cannot be told."""
    of, but = part_exception(scope)
    if but is None:
        return _rows_named(scope, rows, printed)
    left_out = _rows_named(but, rows, printed)
    whole = _ALL_ROWS.fullmatch(fold(of).strip()) is not None
    meant = frozenset(row.item_id for row in rows) if whole else _rows_named(of, rows, printed)
    return None if left_out is None or meant is None else meant - left_out


def _rows_named(
    scope: str, rows: Sequence[DecisionItem], printed: Sequence[DecisionItem]
) -> frozenset[str] | None:
    """Rows that words name by code, name in quotes, address or part of the list; None where they name none that is there.

    What no row bears now is looked for among the wordings that were printed and corrected since (RULINGS 42).
    """
    found: set[str] = set()
    for code in sorted({code.base for code in find_codes(scope)}):
        by_code = _none_empty([row.item_id for row in each if row.code == code] for each in (rows, printed))
        if not by_code:
            return None
        found |= by_code
    for name in sorted({key(name) for name in re.findall(r"“([^”]+)”", scope)}):
        by_name = _none_empty(
            [row.item_id for row in each if key(row.name) == name] for each in (rows, printed)
        )
        if not by_name:
            return None
        found |= by_name
    for address in find_addresses(scope, alone=True):
        at = rows_at_address(address, rows)
        if len(at) != 1:
            return None
        found |= {at[0].item_id}
    if not found:
        found = {row.item_id for row in rows_in_part(scope, rows, alone=True)}
    return frozenset(found) or None


def _none_empty(found: Iterable[Collection[str]]) -> set[str]:
    return set(next(filter(None, found), ()))


def _without(
    span: tuple[date, date | None], begins: date, ends: date | None
) -> list[tuple[date, date | None]]:
    """A stretch without another within it."""
    first, until = span
    if (until is not None and until <= begins) or (ends is not None and ends <= first):
        return [span]
    pieces: list[tuple[date, date | None]] = [(first, begins)] if first < begins else []
    if ends is not None and (until is None or ends < until):
        pieces.append((ends, until))
    return pieces


@overload
def _first(one: date | None, other: date) -> date: ...
@overload
def _first(one: date | None, other: date | None) -> date | None: ...
def _first(one: date | None, other: date | None) -> date | None:
    """The earlier of two days; none is never."""
    return min((day for day in (one, other) if day is not None), default=None)


def _extend(act: Act, item: DecisionItem, decision: Decision, time: _Time) -> None:
    """A new end for what ends with its decision; what had ended before the extension begins anew with it."""
    new = _first(act.relation.effective_until, act.lasts_until)
    if not time.spans or new is None or act.relation.effective_until is None:
        return
    first, until = time.spans[-1]
    own = item.effective_until is not None and item.effective_until != decision.effective_until
    if own or until is None or new <= until:
        return
    if act.own_day <= until:
        time.spans[-1] = (first, new)
    elif act.own_day < new:
        time.spans.append((act.own_day, new))


def restored_on(annulment: Act, acts: Iterable[Act]) -> date | None:
    """From when what an annulment ended is there again: it is restored, or the annulment itself is annulled."""
    again = [act.on for act in acts if act.type is RelationType.RESTORES and act.on > annulment.on]
    own = annulment.lasts_until
    return min([*again, *([own] if own is not None else [])], default=None)


def _correct_again(annulment: Act, acts: Sequence[Act], decision: Decision, time: _Time) -> None:
    """A correction that ended with its decision, as was answered, puts right again what is restored."""
    again, limit = restored_on(annulment, acts), decision.effective_until
    ended = bool(time.spans) and time.spans[-1][1] == annulment.on != limit
    if ended and again is not None and again < (limit or date.max):
        time.spans.append((again, limit))


def _restore(act: Act, time: _Time, own: tuple[date, date | None]) -> None:
    """A suspension ends with it; what never began begins with it, not before its own day."""
    time.suspensions = [
        replace(one, suspended_until=act.on)
        if one.suspended_until is None or one.suspended_until > act.on
        else one
        for one in time.suspensions
        if one.suspended_from < act.on
    ]
    begins = max(own[0], act.on)
    if not time.spans or (time.spans[0][0] > begins and own[0] < time.spans[0][0]):
        time.spans = [(begins, own[1])] if own[1] is None or begins < own[1] else []


def _timed(
    item: DecisionItem, since: date, until: date | None, own: tuple[date, date | None]
) -> DecisionItem:
    if (since, until) == own:
        return item
    return replace(item, effective_on=since, effective_until=until)


def _suspended(item: DecisionItem, act: Act, *, off: bool) -> Review:
    candidates = ("off", "keep") if item.action in {Action.NEW, Action.LIST} else ("before", "keep", "off")
    if item.action in {Action.ABOLISH, Action.CORRECT}:
        candidates = ("before", "keep")
    return ask(
        ReviewKind.SUSPENDED,
        fields(
            target=decision_field(act.target),
            target_id=act.target.decision_id,
            on=act.on,
            until=act.relation.effective_until,
            code=item.code or "",
            name=item.name,
            now="off" if off else "nothing",
        ),
        decision=act.actor,
        item=item,
        candidates=candidates,
    )


def _back_again(item: DecisionItem, act: Act, by: Decision) -> Review:
    """Whether a row whose decision was annulled before its effect begins, now that the annulment is annulled."""
    return ask(
        ReviewKind.ORPHANED,
        fields(
            target=decision_field(act.actor),
            target_id=act.actor.decision_id,
            on=act.lasts_until,
            code=item.code or "",
            name=item.name,
            levels=[level.value for level in item.levels],
            did="abolished",
            before="back",
        ),
        decision=by,
        item=item,
        candidates=("before", "keep"),
    )


def _as_printed(item: DecisionItem, act: Act, by: Decision, printed: date) -> Review:
    """Whether a row waits for its printed day again, now that the correction that let it begin before is annulled."""
    right = act.relation.effective_on
    return ask(
        ReviewKind.CORRECTION_ANNULLED,
        fields(
            target=decision_field(act.actor),
            target_id=act.actor.decision_id,
            on=act.lasts_until,
            row=item_text(item),
            before=day_text(printed),
            now=day_text(right) if right is not None else "",
        ),
        decision=by,
        item=item,
        candidates=("before", "keep"),
    )
