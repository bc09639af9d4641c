"""Which rows must be folded together for a few procedures to come out as in a fold of everything.

A procedure comes to what the events on its code come to. Other rows bear on it where they share a code, a name (a name may
stand for the code, or speak against it) or a decision that is cited row by row; so rows are taken in until none of them shares
anything with a row outside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from niemyet.model.item_rows import ItemRows
from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action, RelationType
from niemyet.transforms.language.text import key, letters
from niemyet.transforms.law.citing import DecisionIndex, index_decisions, scope_of
from niemyet.transforms.law.events import surrogate_code
from niemyet.transforms.law.row_addresses import address_in

_Value = TypeVar("_Value", bound=str | None)

#: Rows that do something to rows of the decisions that they cite, whatever these rows are about.
_ON_ROWS = frozenset({RelationType.REPEALS_ROW, RelationType.CORRECTS})
#: A row of these speaks of a procedure by its own name, also without a code.
_PUBLISHES = frozenset({Action.NEW, Action.REPLACE})


def _places(values: Iterable[_Value]) -> defaultdict[_Value, list[int]]:
    """Where each value stands."""
    found: defaultdict[_Value, list[int]] = defaultdict(list)
    for place, value in enumerate(values):
        found[value].append(place)
    return found


class LinkedRows:
    """Rows of annexes, and what they share."""

    def __init__(self, decisions: Iterable[Decision], items: ItemRows, province: Province) -> None:
        self.items = items
        self.decision_of: Sequence[str] = items.column("decision_id")
        self.names: Sequence[str] = items.column("name")
        self.codes: Sequence[str | None] = items.column("code")
        self._actions: Sequence[Action] = items.column("action")
        self._replaces: Sequence[tuple[str, ...]] = items.column("replaces")
        self.decisions = {one.decision_id: one for one in decisions}
        self.index: DecisionIndex = index_decisions(self.decisions.values(), province)
        self.by_text = _places(self.names)
        self.by_decision = _places(self.decision_of)
        self.by_code = self._places_by_code()
        self.cited_by: defaultdict[str, list[int]] = defaultdict(list)  # decision → rows that cite it
        self._cites: dict[int, tuple[str, ...]] = {}
        self._by_key: dict[str, Mapping[str, list[str]]] = {}  # by letters, once asked for
        self._note_cited()
        self.acted_on = {
            target.decision_id
            for decision in self.decisions.values()
            for relation in decision.relations
            for target in self.index.meant(relation.target_decision_id)
        }
        self.partly = {
            target.decision_id
            for decision in self.decisions.values()
            for relation in decision.relations
            if relation.scope is not None
            for target in self.index.meant(relation.target_decision_id)
        }

    def _places_by_code(self) -> defaultdict[str, list[int]]:
        """The rows that may act on a procedure, see `codes_of`."""
        by_code = _places(self.codes)
        without = by_code.pop(None, [])
        found = defaultdict(list, {code: places for code, places in by_code.items() if code is not None})
        for place in without:
            found[self._own_code(place)].append(place)
        for place, replaced in enumerate(self._replaces):
            for code in replaced:
                found[code].append(place)
        return found

    def _note_cited(self) -> None:
        places = [
            place
            for place, (code, action) in enumerate(zip(self.codes, self._actions, strict=True))
            if action is Action.CORRECT or (code is None and action not in _PUBLISHES)
        ]
        for place, item in zip(places, self.items.at(places), strict=True):
            self._cites[place] = cited = tuple(self._cited(item))
            for decision_id in cited:
                self.cited_by[decision_id].append(place)

    def codes_of(self, place: int) -> Iterator[str]:
        """The procedures that a row may act on by what it says itself."""
        yield self.codes[place] or self._own_code(place)
        yield from self._replaces[place]

    def _own_code(self, place: int) -> str:
        """That of a row which bears none."""
        return surrogate_code(self.decisions[self.decision_of[place]].issuer_id, self.names[place])

    def _cited(self, item: DecisionItem) -> Iterator[str]:
        decision = self.decisions[item.decision_id]
        for citation in scope_of(item, decision):
            yield from (one.decision_id for one in self.index.named(citation))
        if item.action is Action.CORRECT or address_in(item) is not None:
            for relation in decision.relations:
                if relation.type in _ON_ROWS:
                    yield from (one.decision_id for one in self.index.meant(relation.target_decision_id))

    def cites(self, place: int) -> tuple[str, ...]:
        """Decisions whose rows a row means."""
        return self._cites.get(place, ())

    def named_as(self, place: int) -> Iterator[int]:
        """Rows that bear the name of a row, however it is written."""
        name = self.names[place]
        (same,) = letters([name])
        if same not in self._by_key:
            self._by_key[same] = self._keyed(self._by_letters[same])
        for text in self._by_key[same].get(key(name), ()):
            yield from self.by_text[text]

    @staticmethod
    def _keyed(texts: Iterable[str]) -> Mapping[str, list[str]]:
        """Names by their key. Many may have the same letters: those that differ by a number alone."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            found[key(text)].append(text)
        return found

    @cached_property
    def _by_letters(self) -> Mapping[str, list[str]]:
        """Names by what those of one key have in common: few keys are made of all there ever were."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for text, same in zip(self.by_text, letters(self.by_text), strict=True):
            found[same].append(text)
        return found


class Slice:
    """Rows that share nothing with any row outside, and the codes that they speak of."""

    def __init__(self, rows: LinkedRows) -> None:
        self._rows = rows
        self.places: set[int] = set()
        self.codes: set[str] = set()
        self.whole: set[str] = set()  # decisions of which all rows are in
        self._names: set[str] = set()

    def add_codes(self, codes: Iterable[str]) -> None:
        """Take in procedures."""
        waiting = [code for code in codes if code not in self.codes]
        self.codes.update(waiting)
        self._add([place for code in waiting for place in self._rows.by_code.get(code, ())])

    def add_rows(self, places: Iterable[int]) -> None:
        """Take in rows."""
        self._add(list(places))

    def add_decision(self, decision_id: str) -> None:
        """Take in all rows of a decision."""
        if decision_id not in self.whole:
            self.whole.add(decision_id)
            self._add(list(self._rows.by_decision.get(decision_id, ())))

    def add_acted_on(self, decision_id: str) -> None:
        """Take in a decision on which something new acts, and those on which it acts itself in turn."""
        waiting, seen = [decision_id], {decision_id}
        while waiting:
            here = waiting.pop()
            self.add_decision(here)
            for relation in self._rows.decisions[here].relations:
                for target in self._rows.index.meant(relation.target_decision_id):
                    if target.decision_id not in seen:
                        seen.add(target.decision_id)
                        waiting.append(target.decision_id)

    def _add(self, waiting: list[int]) -> None:
        rows = self._rows
        while waiting:
            place = waiting.pop()
            if place in self.places:
                continue
            self.places.add(place)
            decision_id = rows.decision_of[place]
            for code in rows.codes_of(place):
                if code not in self.codes:
                    self.codes.add(code)
                    waiting += rows.by_code.get(code, ())
            name = rows.names[place]
            if name not in self._names:
                self._names.add(name)
                waiting += rows.named_as(place)
            waiting += rows.cited_by.get(decision_id, ())
            needed = [*rows.cites(place), *({decision_id} & rows.partly)]
            for each in needed:
                if each not in self.whole:
                    self.whole.add(each)
                    waiting += rows.by_decision.get(each, ())

    def items(self) -> list[DecisionItem]:
        """The rows, in the order of their ids."""
        return sorted(self._rows.items.at(self.places), key=lambda one: one.item_id)
