"""Reports of work that are made into records where somebody looks at them: years of them are only asked what is new."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import overload

from niemyet.model.records import Confirmation


class ReportRows(Sequence[Confirmation]):
    """Reports in the order in which they came."""

    @abstractmethod
    def said_before(self, instant: datetime) -> "ReportRows":
        """Those said before an instant."""
        ...

    @abstractmethod
    def told(self, count: int) -> tuple[str, str]:
        """Hashes of the first so many, and of all; where it cannot be told where so many end, one that is no other's."""
        ...

    @abstractmethod
    def newly(self, count: int, after: date, until: date) -> Sequence[Confirmation]:
        """Those behind the first so many, and earlier ones on work done after a day, up to another."""
        ...

    @abstractmethod
    def of_ids(self, ids: Collection[str]) -> Sequence[Confirmation]:
        """Those on work of these ids."""
        ...

    @abstractmethod
    def bearing_on(self, codes: Collection[str], decisions: Collection[str]) -> Sequence[Confirmation]:
        """Those on work of some codes or by order of some decisions or of neither, and what takes reports back.

        All of them where one does not say what it means (folders written before schema 1.3).
        """
        ...


class ReportsInMemory(ReportRows):
    """Reports that are records already."""

    def __init__(self, reports: Sequence[Confirmation]) -> None:
        self._reports = tuple(reports)

    def __len__(self) -> int:
        return len(self._reports)

    @overload
    def __getitem__(self, place: int) -> Confirmation: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Confirmation, ...]: ...

    def __getitem__(self, place: int | slice) -> Confirmation | tuple[Confirmation, ...]:
        return self._reports[place]

    def said_before(self, instant: datetime) -> "ReportsInMemory":
        """See ReportRows."""
        return ReportsInMemory([one for one in self._reports if one.said_at < instant])

    def told(self, count: int) -> tuple[str, str]:
        """See ReportRows."""
        begin = sha256("".join(map(_written, self._reports[:count])).encode(errors="surrogatepass"))
        every = begin.copy()
        every.update("".join(map(_written, self._reports[count:])).encode(errors="surrogatepass"))
        return begin.hexdigest()[:HASH_LETTERS], every.hexdigest()[:HASH_LETTERS]

    def newly(self, count: int, after: date, until: date) -> Sequence[Confirmation]:
        """See ReportRows."""
        earlier = (one for one in self._reports[:count] if after < one.done_on <= until)
        return [*self._reports[count:], *earlier]

    def of_ids(self, ids: Collection[str]) -> Sequence[Confirmation]:
        """See ReportRows."""
        return [one for one in self._reports if one.update_id in ids]

    def bearing_on(self, codes: Collection[str], decisions: Collection[str]) -> Sequence[Confirmation]:
        """See ReportRows."""
        if any(one.unit_id is None or one.kind is None for one in self._reports):
            return self._reports
        return [
            one
            for one in self._reports
            if one.withdrawn or one.code is None or one.code in codes or one.decision_id in decisions
        ]


#: 64 bits: where a million things are another each night, one is taken for what it was once in 18,000,000 million nights.
HASH_LETTERS = 16


def _written(one: Confirmation) -> str:
    """All of a report. Written out: `repr` of its words takes twice as long, and years have hundreds of thousands of reports."""
    return (
        f"{one.update_id!r}{one.done_on}{one.done_by!r}{one.said_at}{one.unit_id!r}{one.code!r}{one.kind}|{one.channel}|"
        f"{one.decision_id!r}{one.withdrawn}\n"
    )
