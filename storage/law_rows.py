"""The law of a release, of which only those rows are made into records that are asked for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from itertools import accumulate, chain, pairwise
from typing import Any, TypeVar, overload

import numpy as np
import pyarrow as pa

from niemyet.model.item_rows import ItemRows
from niemyet.model.law_rows import BriefVersion, DecisionRows, LawRows, is_within, items_behind, pauses_of
from niemyet.model.tables import Decision, DecisionItem, Procedure, ProcedureHistory
from niemyet.storage import computing as pc
from niemyet.storage.columns import any_among, as_day, is_among, numbers_in, of_numbers, of_truths
from niemyet.storage.parts import together
from niemyet.storage.release import Release
from niemyet.storage.schemas import from_arrow, values_of

Row = TypeVar("Row", Decision, DecisionItem, Procedure, ProcedureHistory)

#: What is asked of all versions, and of all items.
_BRIEF_VERSION = ("code", "level", "name", "valid_from", "valid_until")
_BRIEF_ITEM = (
    "item_id", "decision_id", "code", "name", "action", "replaces", "flags", "effective_on", "effective_until",
)  # fmt: skip
#: On which days something begins or ends.
_OF_VERSIONS, _OF_ITEMS = ("valid_from", "valid_until"), ("effective_on", "effective_until")
_OF_PAUSES = ("suspended_from", "suspended_until")
#: By which item a version stands.
_BEHIND = ("opened_by", "closed_by", "corrected_by")
#: What says that a version holds for a part of the province only.
_GROUNDS = ("ground", "only_units", "not_units")
#: Columns of which most nights ask for several, one after the other: to open a file costs as much as to read them together.
_TOGETHER: Mapping[str, frozenset[str]] = {
    "procedures": frozenset((*_BRIEF_VERSION, "successor_codes", "suspensions", *_GROUNDS, *_BEHIND)),
    "procedure_history": frozenset(("code", "suspensions", *_OF_VERSIONS)),
    "decision_items": frozenset((*_BRIEF_ITEM, *_OF_ITEMS)),
}


class ReleaseLaw(LawRows):
    """See LawRows; files are read when they are asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._of_versions = _FileColumns(release, "procedures")
        self._of_items = _FileColumns(release, "decision_items")

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """See LawRows."""
        return _ReleaseDecisions(self._release)

    @cached_property
    def items(self) -> Sequence[DecisionItem]:
        """See LawRows."""
        return tuple(self._release.rows("decision_items", DecisionItem))

    @cached_property
    def procedures(self) -> Sequence[Procedure]:
        """See LawRows."""
        return tuple(self._release.rows("procedures", Procedure))

    @cached_property
    def item_rows(self) -> ItemRows:
        """See LawRows."""
        return _ReleaseItems(self._of_items)

    def versions(self) -> Iterable[BriefVersion]:
        """See LawRows."""
        for part in self._of_versions.parts(_BRIEF_VERSION):
            yield from zip(*(values_of(part, Procedure, name) for name in _BRIEF_VERSION), strict=True)

    def with_a_day(self, after: date, until: date) -> set[str]:
        """See LawRows."""
        passing = {
            one.decision_id
            for one in self.decisions
            if is_within(after, until, one.effective_on) or is_within(after, until, one.effective_until)
        }
        found: set[str] = set()
        for part in self._of_versions.parts(["code", *_OF_VERSIONS]):
            found |= _codes_where(part, _has_a_day(part, _OF_VERSIONS, after, until))
        for part in self._of_items.parts(["code", "decision_id", *_OF_ITEMS]):
            wanted = pc.or_(
                _has_a_day(part, _OF_ITEMS, after, until), is_among(part.column("decision_id"), passing)
            )
            found |= _codes_where(part, wanted)
        return found

    def next_day(self, after: date) -> date | None:
        """See LawRows."""
        pauses = chain.from_iterable(pauses_of(self.procedures_of(self.suspended())))
        days = chain(
            (day for day in pauses if day is not None and day > after),
            _days_after(self._of_versions, _OF_VERSIONS, after),
            _days_after(self._of_items, _OF_ITEMS, after),
        )
        return min(days, default=None)

    def procedures_of(self, codes: Collection[str]) -> Sequence[Procedure]:
        """See LawRows."""
        return self._of_versions.rows(Procedure, {"code": codes})

    def items_of(self, codes: Collection[str], ids: Collection[str]) -> Sequence[DecisionItem]:
        """See LawRows."""
        return self._of_items.rows(DecisionItem, {"code": codes, "item_id": ids})

    def ordered_by(self, decisions: Collection[str]) -> Collection[str]:
        """See LawRows."""
        ids = self._of_items.rows(DecisionItem, {"decision_id": decisions})
        named = {one.item_id for one in ids}
        return {
            one.code
            for one in self._of_versions.rows(Procedure, dict.fromkeys(_BEHIND, named))
            if not named.isdisjoint(items_behind(one))
        }

    def successions(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        for part in self._versions:
            count = numbers_in(pc.list_value_length(part.column("successor_codes")))
            told = part.select(["code", "successor_codes"]).take(of_numbers(np.flatnonzero(count)))
            for code, others in zip(*(column.to_pylist() for column in told.columns), strict=True):
                yield from ((code, other) for other in others)

    def names(self) -> Iterable[tuple[str, str]]:
        """See LawRows."""
        parts = self._of_versions.parts(["code", "name"])
        pairs = (zip(*(column.to_pylist() for column in part.columns), strict=True) for part in parts)
        return set(chain.from_iterable(pairs))

    def suspended(self) -> Collection[str]:
        """See LawRows."""
        return {
            code
            for part in self._versions
            if "suspensions" in part.column_names
            for code in part.column("code").filter(part.column("suspensions").is_valid()).to_pylist()
        }

    def is_by_ground(self) -> bool:
        """See LawRows."""
        return any(
            part.column(name).null_count < part.num_rows
            for part in self._versions
            for name in _GROUNDS
            if name in part.column_names
        )

    @cached_property
    def _versions(self) -> Sequence[pa.Table]:
        """What of the versions is asked of all of them."""
        wanted = ["code", "successor_codes", "suspensions", *_GROUNDS, *_OF_VERSIONS]
        return tuple(self._of_versions.parts(wanted))


class ReleaseHistory:
    """The history of the versions of a release."""

    def __init__(self, release: Release) -> None:
        self._rows = _FileColumns(release, "procedure_history")

    def of(self, codes: Collection[str]) -> list[ProcedureHistory]:
        """The rows of some codes."""
        return self._rows.rows(ProcedureHistory, {"code": codes})

    def turning(self, after: date, until: date) -> set[str]:
        """Codes of which something begins or ends after a day and up to another."""
        found: set[str] = set()
        for part in self._rows.parts(["code", "suspensions", *_OF_VERSIONS]):
            found |= _codes_where(part, _has_a_day(part, _OF_VERSIONS, after, until))
            paused = part.select(["code", "suspensions"]).filter(part.column("suspensions").is_valid())
            for one in paused.to_pylist():
                ends = (each[name] for each in one["suspensions"] for name in _OF_PAUSES)
                found |= {one["code"] for day in ends if is_within(after, until, day)}
        return found

    def next_day(self, after: date) -> date | None:
        """The first day after another on which something begins or ends; None: there is none."""
        return min(_days_after(self._rows, _OF_VERSIONS, after), default=None)


class _FileColumns:
    """A table of a release, file by file; a column that was read once is there."""

    def __init__(self, release: Release, name: str) -> None:
        self._release, self._name = release, name
        self.files = release.files(name)
        self._held: list[dict[str, pa.ChunkedArray]] = [{} for _ in self.files]
        self._together = _TOGETHER.get(name, frozenset())

    @cached_property
    def _names(self) -> Sequence[str]:
        names: list[str] = self._release.schema(self._name).names
        return names

    def part(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Some columns of a file, or all; those that came after it was written are not among them."""
        held, wanted = self._held[number], [each for each in columns or self._names if each in self._names]
        lacking = [each for each in wanted if each not in held]
        if not self._together.isdisjoint(lacking):
            lacking = sorted({*lacking, *self._together.intersection(self._names)} - held.keys())
        if lacking:
            read = self._release.file_table(self.files[number].path, lacking)
            held |= zip(lacking, read.columns, strict=True)
        return pa.Table.from_arrays([held[each] for each in wanted], wanted)

    def parts(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns of each file; none where the table has none of them."""
        if any(each in self._names for each in columns):
            yield from (self.part(number, columns) for number in range(len(self.files)))

    def rows(self, row: type[Row], wanted: dict[str, Collection[str]]) -> list[Row]:
        """Rows in which any of some columns has one of some values; of a file that has none only these columns are read."""
        found = []
        for number in range(len(self.files)):
            told = self.part(number, list(wanted))
            fits = any_among((told.column(name), values) for name, values in wanted.items())
            if pc.any(fits).as_py():
                found.append(self.part(number).filter(fits))
        return from_arrow(together(self._name, found), row) if found else []


class _ReleaseDecisions(DecisionRows):
    """See DecisionRows."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._columns = _FileColumns(release, "decisions")

    def __len__(self) -> int:
        return sum(file.rows for file in self._columns.files)

    @overload
    def __getitem__(self, place: int) -> Decision: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Decision, ...]: ...

    def __getitem__(self, place: int | slice) -> Decision | tuple[Decision, ...]:
        return self._all[place]

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._all)

    def of(self, ids: Collection[str]) -> Sequence[Decision]:
        """See DecisionRows."""
        return self._columns.rows(Decision, {"decision_id": ids})

    @cached_property
    def _all(self) -> tuple[Decision, ...]:
        return tuple(self._release.rows("decisions", Decision))


class _ReleaseItems(ItemRows):
    """See ItemRows; the rows of one file after those of another."""

    def __init__(self, columns: _FileColumns) -> None:
        self._columns = columns
        self._ends = [0, *accumulate(file.rows for file in columns.files)]
        self._told: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return self._ends[-1]

    def column(self, name: str) -> Sequence[Any]:
        """See ItemRows."""
        if name not in self._told:
            wanted = (
                _BRIEF_ITEM if name in _BRIEF_ITEM else [name]
            )  # one is hardly asked for without the others
            parts = self._columns.parts(wanted)
            self._told[name] = [value for part in parts for value in values_of(part, DecisionItem, name)]
        return self._told[name]

    def at(self, places: Iterable[int]) -> list[DecisionItem]:
        """See ItemRows."""
        wanted = list(places)
        made: dict[int, DecisionItem] = {}
        for number, (begin, end) in enumerate(pairwise(self._ends)):
            mine = sorted({place for place in wanted if begin <= place < end})
            if not mine:
                continue
            rows = self._columns.part(number).take(of_numbers(np.array(mine, np.int64) - begin))
            made |= dict(zip(mine, from_arrow(rows, DecisionItem), strict=True))
        return [made[place] for place in wanted]


def _days_after(table: _FileColumns, names: Sequence[str], after: date) -> Iterator[date]:
    """The days in some columns that are after another."""
    for part in table.parts(names):
        for column in part.columns:
            yield from column.filter(pc.greater(column, as_day(after))).unique().to_pylist()


def _has_a_day(part: pa.Table, names: Sequence[str], after: date, until: date) -> Any:
    """Where any of some columns of days is after a day and not after another."""
    fits = [
        pc.and_(pc.greater(part.column(name), as_day(after)), pc.less_equal(part.column(name), as_day(until)))
        for name in names
    ]
    return reduce(pc.or_, (pc.coalesce(one, _FALSE) for one in fits))


def _codes_where(part: pa.Table, wanted: Any) -> set[str]:
    return {code for code in part.column("code").filter(wanted).to_pylist() if code is not None}


_FALSE = of_truths(np.zeros(1, bool))[0]
