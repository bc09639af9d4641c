"""The law that a release came to, asked for by code: a night needs few of all the codes that ever were."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import chain

from niemyet.model.item_rows import ItemRows, ItemsInMemory
from niemyet.model.tables import Decision, DecisionItem, Procedure
from niemyet.model.words import Level

#: Of a version its code, level and name, since when it holds, and until when.
BriefVersion = tuple[str, Level, str, date, date | None]


class DecisionRows(Sequence[Decision]):
    """Decisions that are made into records when they are asked for."""

    @abstractmethod
    def of(self, ids: Collection[str]) -> Sequence[Decision]:
        """Those of some ids, in the order of the table."""
        ...


def some_of(decisions: Sequence[Decision], ids: Collection[str]) -> Sequence[Decision]:
    """Decisions among which are those of some ids: all that are there already, else these alone."""
    return decisions.of(ids) if isinstance(decisions, DecisionRows) else decisions


class LawRows(ABC):
    """Decisions, their items, and versions of procedures."""

    @property
    @abstractmethod
    def decisions(self) -> Sequence[Decision]:
        """All of them."""
        ...

    @property
    @abstractmethod
    def items(self) -> Sequence[DecisionItem]:
        """All of them."""
        ...

    @property
    @abstractmethod
    def procedures(self) -> Sequence[Procedure]:
        """All of them."""
        ...

    @property
    @abstractmethod
    def item_rows(self) -> ItemRows:
        """The items, made when they are asked for."""
        ...

    @abstractmethod
    def versions(self) -> Iterable[BriefVersion]:
        """All versions in brief."""
        ...

    @abstractmethod
    def with_a_day(self, after: date, until: date) -> set[str]:
        """Codes of which something begins or ends after a day and up to another, by a version or by an item."""
        ...

    @abstractmethod
    def next_day(self, after: date) -> date | None:
        """The first day after another on which a version or an item begins or ends; None: there is none."""
        ...

    @abstractmethod
    def procedures_of(self, codes: Collection[str]) -> Sequence[Procedure]:
        """The versions of some codes, in the order of the table."""
        ...

    @abstractmethod
    def items_of(self, codes: Collection[str], ids: Collection[str]) -> Sequence[DecisionItem]:
        """The items that bear some codes, and those of some ids, in the order of the table."""
        ...

    def of(self, codes: Collection[str]) -> "LawInMemory":
        """The law of some codes: their versions, their items and those that these stand on, and all decisions."""
        versions = self.procedures_of(codes)
        behind = {item_id for version in versions for item_id in items_behind(version)}
        return LawInMemory(self.decisions, self.items_of(codes, behind), versions)

    @abstractmethod
    def ordered_by(self, decisions: Collection[str]) -> Collection[str]:
        """The codes of which a version is opened, ended or corrected by an item of some decisions."""
        ...

    @abstractmethod
    def successions(self) -> Iterable[tuple[str, str]]:
        """Codes, and what came in their place."""
        ...

    @abstractmethod
    def names(self) -> Iterable[tuple[str, str]]:
        """Codes, and the names that they bear or bore."""
        ...

    @abstractmethod
    def suspended(self) -> Collection[str]:
        """Codes that are, were or will be suspended."""
        ...

    @abstractmethod
    def is_by_ground(self) -> bool:
        """Whether some version holds for a part of the province only."""
        ...


class LawInMemory(LawRows):
    """The same of rows that are there already."""

    def __init__(
        self, decisions: Sequence[Decision], items: Sequence[DecisionItem], procedures: Sequence[Procedure]
    ) -> None:
        self._decisions, self._items, self._procedures = decisions, items, procedures

    @property
    def decisions(self) -> Sequence[Decision]:
        """See LawRows."""
        return self._decisions

    @property
    def items(self) -> Sequence[DecisionItem]:
        """See LawRows."""
        return self._items

    @property
    def procedures(self) -> Sequence[Procedure]:
        """See LawRows."""
        return self._procedures

    @property
    def item_rows(self) -> ItemRows:
        """See LawRows."""
        return ItemsInMemory(self._items)

    def versions(self) -> Iterable[BriefVersion]:
        """See LawRows."""
        return ((one.code, one.level, one.name, one.valid_from, one.valid_until) for one in self._procedures)

    def with_a_day(self, after: date, until: date) -> set[str]:
        """See LawRows."""
        effects = {one.decision_id: (one.effective_on, one.effective_until) for one in self._decisions}
        found = {
            one.code
            for one in self._procedures
            if is_within(after, until, one.valid_from) or is_within(after, until, one.valid_until)
        }
        for one in self._items:
            days = (one.effective_on, one.effective_until, *effects[one.decision_id])
            if one.code is not None and any(is_within(after, until, day) for day in days):
                found.add(one.code)
        return found

    def next_day(self, after: date) -> date | None:
        """See LawRows."""
        days = chain.from_iterable(
            chain(
                ((one.valid_from, one.valid_until) for one in self._procedures),
                ((one.effective_on, one.effective_until) for one in self._items),
                pauses_of(self._procedures),
            )
        )
        return min((day for day in days if day is not None and day > after), default=None)

    def procedures_of(self, codes: Collection[str]) -> Sequence[Procedure]:
        """See LawRows."""
        return [one for one in self._procedures if one.code in codes]

    def items_of(self, codes: Collection[str], ids: Collection[str]) -> Sequence[DecisionItem]:
        """See LawRows."""
        return [one for one in self._items if one.code in codes or one.item_id in ids]

    def ordered_by(self, decisions: Collection[str]) -> Collection[str]:
        """See LawRows."""
        ids = {one.item_id for one in self._items if one.decision_id in decisions}
        return {one.code for one in self._procedures if not ids.isdisjoint(items_behind(one))}

    def successions(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        return ((one.code, other) for one in self._procedures for other in one.successor_codes)

    def names(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        return {(one.code, one.name) for one in self._procedures}

    def suspended(self) -> Collection[str]:
        """See LawRows."""
        return {one.code for one in self._procedures if one.suspensions}

    def is_by_ground(self) -> bool:
        """See LawRows."""
        return any(
            one.ground is not None or one.only_units is not None or one.not_units is not None
            for one in self._procedures
        )


def items_behind(version: Procedure) -> tuple[str, ...]:
    """The items that a version stands on."""
    return tuple(
        one for one in (version.opened_by, version.closed_by, version.corrected_by) if one is not None
    )


def pauses_of(versions: Iterable[Procedure]) -> Iterable[tuple[date, date | None]]:
    """The first and last days of suspensions."""
    return ((each.suspended_from, each.suspended_until) for one in versions for each in one.suspensions or ())


def is_within(after: date, until: date, day: date | None) -> bool:
    """Whether a day is after one and not after another."""
    return day is not None and after < day <= until


class LaidOver(LawRows):
    """A law of which some codes and items are others than in the one before."""

    def __init__(
        self,
        before: LawRows,
        decisions: Sequence[Decision],
        codes: Collection[str],
        items: Sequence[DecisionItem],
        procedures: Sequence[Procedure],
    ) -> None:
        """Hold both.

        Args:
            before: the law before.
            decisions: all of today.
            codes: those of which the versions are others.
            items: those that are new, or stand in the place of one of the same id.
            procedures: the versions of these codes.
        """
        self._before, self._decisions, self._codes = before, decisions, codes
        self._new = LawInMemory(decisions, items, procedures)
        self._ids = frozenset(one.item_id for one in items)

    @property
    def decisions(self) -> Sequence[Decision]:
        """See LawRows."""
        return self._decisions

    @property
    def items(self) -> Sequence[DecisionItem]:
        """See LawRows."""
        kept = (one for one in self._before.items if one.item_id not in self._ids)
        return sorted((*kept, *self._new.items), key=_place_of_item)

    @property
    def procedures(self) -> Sequence[Procedure]:
        """See LawRows."""
        kept = (one for one in self._before.procedures if one.code not in self._codes)
        return sorted((*kept, *self._new.procedures), key=_place_of_version)

    @property
    def item_rows(self) -> ItemRows:
        """See LawRows."""
        return ItemsInMemory(self.items)

    def versions(self) -> Iterable[BriefVersion]:
        """See LawRows."""
        kept = (one for one in self._before.versions() if one[0] not in self._codes)
        return chain(kept, self._new.versions())

    def with_a_day(self, after: date, until: date) -> set[str]:
        """See LawRows; perhaps also codes of which it was so before."""
        if until <= after:
            return set()  # a second release of one day
        return self._before.with_a_day(after, until) | self._new.with_a_day(after, until)

    def next_day(self, after: date) -> date | None:
        """See LawRows; perhaps one on which it was so before."""
        days = (self._before.next_day(after), self._new.next_day(after))
        return min((day for day in days if day is not None), default=None)

    def procedures_of(self, codes: Collection[str]) -> Sequence[Procedure]:
        """See LawRows."""
        kept = self._before.procedures_of({code for code in codes if code not in self._codes})
        return sorted((*kept, *self._new.procedures_of(codes)), key=_place_of_version)

    def items_of(self, codes: Collection[str], ids: Collection[str]) -> Sequence[DecisionItem]:
        """See LawRows."""
        kept = (one for one in self._before.items_of(codes, ids) if one.item_id not in self._ids)
        return sorted((*kept, *self._new.items_of(codes, ids)), key=_place_of_item)

    def ordered_by(self, decisions: Collection[str]) -> Collection[str]:
        """See LawRows."""
        return {
            *(code for code in self._before.ordered_by(decisions) if code not in self._codes),
            # A version may stand on an item that is as before: its id begins with that of its decision.
            *(
                one.code
                for one in self._new.procedures
                if any(each.partition("#")[0] in decisions for each in items_behind(one))
            ),
        }

    def successions(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        kept = (pair for pair in self._before.successions() if pair[0] not in self._codes)
        return chain(kept, self._new.successions())

    def names(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        kept = (pair for pair in self._before.names() if pair[0] not in self._codes)
        return {*kept, *self._new.names()}

    def suspended(self) -> Collection[str]:
        """See LawRows."""
        return {*(one for one in self._before.suspended() if one not in self._codes), *self._new.suspended()}

    def is_by_ground(self) -> bool:
        """See LawRows; perhaps it was so before."""
        return self._before.is_by_ground() or self._new.is_by_ground()


_LEVELS = {level: place for place, level in enumerate(Level)}


def _place_of_version(one: Procedure) -> tuple[str, int, int]:
    return one.procedure_id, _LEVELS[one.level], one.version


def _place_of_item(one: DecisionItem) -> str:
    return one.item_id
