"""Rows of listings that are made when they are looked at: most are of looks long past, and only written again."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from niemyet.model.tables import Listing
from niemyet.model.words import Channel

#: What a row says that a sheet is of: its code as read and as printed, the decision and the name on it. Not the day on which it
#: was put up: some listings show another one each week.
Words = tuple[str | None, str | None, str | None, str]


class Stretches(Protocol):
    """The looks at one channel of a unit, in order; neighbours that show the same are one stretch."""

    @property
    def days(self) -> Sequence[date]:
        """The first day of each stretch."""
        ...

    @property
    def newest(self) -> date:
        """The day of the newest look whose rows are kept: of looks that show the same these are the first and the last."""
        ...

    def shown(self, but: frozenset[str] = frozenset()) -> Sequence[Listing]:
        """The rows of the newest look; those that bear none of some codes."""
        ...

    def files(self) -> Collection[str]:
        """The files of the newest look, each once and in order."""
        ...

    def put_up(self) -> Sequence[tuple[int, date]]:
        """Number and day of each row of the newest look that says when its sheet was put up, in the order of the files."""
        ...

    def lines(self) -> str:
        """A hash over what the newest look shows, line by line, and in which file: all that is cited of it but its day."""
        ...

    def first_look(self, day: date) -> date | None:
        """The first look on a day or after it, in whatever stretch; None: there is none."""
        ...

    def begun(self, words: Words) -> int:
        """Of words that the newest look shows: the stretch from which on every look shows them."""
        ...

    def place_in(self, stretch: int) -> Callable[[Words], tuple[int, str]]:
        """What says of words that a stretch shows number and file of the first row that bears them."""
        ...

    def words_on(self, stretch: int) -> Sequence[Words]:
        """The words of each row of a stretch."""
        ...

    def last_with(self, codes: Sequence[str]) -> Sequence[int]:
        """Of each of some codes the last stretch that shows it; -1: none."""
        ...

    def last_with_name(self, *, coded: bool) -> Mapping[str, int]:
        """Each name that was ever shown with a code, or without one → the last stretch that shows it so."""
        ...

    def codes_beside(self, texts: frozenset[str]) -> Collection[str | None]:
        """The codes of rows that name a decision by one of these texts, in whatever stretch; None: of one without a code."""
        ...

    def codes_since(self, day: date) -> Collection[str | None] | None:
        """The codes of sheets that a look after a day shows otherwise than the look before it: they came, went, say another thing
        or day, or stand in another order. None among them: of a sheet without a code. None for all: a look has several pages.
        """
        ...

    def made_of(self, day: date) -> str:
        """A hash of the looks up to a day: the same, and these are the same."""
        ...


class ListedRows(Sequence[Listing]):
    """Rows of looks at listings."""

    @abstractmethod
    def in_order(self) -> "ListedRows | None":
        """The same in the order of their table, each once; None where they must be made to say so."""
        ...

    @abstractmethod
    def up_to(self, day: date) -> "ListedRows":
        """Those of looks up to the end of a day."""
        ...

    @abstractmethod
    def stretches(self, day: date) -> Mapping[tuple[str, Channel], Stretches]:
        """Of each unit and channel the looks up to a day."""
        ...

    @abstractmethod
    def decision_texts(self) -> Collection[str]:
        """How their rows name decisions; perhaps also how others do."""
        ...

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
