"""The law that a release came to, asked for by code: a night needs few of all the codes that ever were."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence

from niemyet.model.tables import Decision, DecisionItem, Procedure


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
