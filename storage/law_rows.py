"""The law of a release, of which only those rows are made into records that are asked for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from niemyet.model.law_rows import LawRows, items_behind
from niemyet.model.tables import Decision, DecisionItem, Procedure
from niemyet.storage import computing as pc
from niemyet.storage.columns import is_among, numbers_in, of_numbers
from niemyet.storage.parts import together
from niemyet.storage.release import Release
from niemyet.storage.schemas import from_arrow

Row = TypeVar("Row", Procedure, DecisionItem)

#: By which item a version stands.
_BEHIND = ("opened_by", "closed_by", "corrected_by")
#: What says that a version holds for a part of the province only.
_GROUNDS = ("ground", "only_units", "not_units")


class ReleaseLaw(LawRows):
    """See LawRows; files are read when they are asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """See LawRows."""
        return tuple(self._release.rows("decisions", Decision))

    @cached_property
    def items(self) -> Sequence[DecisionItem]:
        """See LawRows."""
        return tuple(self._release.rows("decision_items", DecisionItem))

    @cached_property
    def procedures(self) -> Sequence[Procedure]:
        """See LawRows."""
        return tuple(self._release.rows("procedures", Procedure))

    def procedures_of(self, codes: Collection[str]) -> Sequence[Procedure]:
        """See LawRows."""
        return self._rows("procedures", Procedure, {"code": codes})

    def items_of(self, codes: Collection[str], ids: Collection[str]) -> Sequence[DecisionItem]:
        """See LawRows."""
        return self._rows("decision_items", DecisionItem, {"code": codes, "item_id": ids})

    def ordered_by(self, decisions: Collection[str]) -> Collection[str]:
        """See LawRows."""
        if not decisions:
            return frozenset()
        ids = self._rows("decision_items", DecisionItem, {"decision_id": decisions})
        named = {one.item_id for one in ids}
        return {
            one.code
            for one in self._rows("procedures", Procedure, dict.fromkeys(_BEHIND, named))
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
        parts = self._columns("procedures", ["code", "name"])
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
        return tuple(self._columns("procedures", ["code", "successor_codes", "suspensions", *_GROUNDS]))

    def _rows(self, name: str, row: type[Row], wanted: dict[str, Collection[str]]) -> list[Row]:
        """Rows in which any of some columns has one of some values; of a file that has none only these columns are read."""
        found = []
        for file in self._release.files(name):
            told = self._release.file_table(file.path, list(wanted))
            fits = _any_fits(told, wanted)
            if pc.any(fits).as_py():
                found.append(self._release.file_table(file.path).filter(fits))
        return from_arrow(together(name, found), row) if found else []

    def _columns(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns of each file; those that came after it was written are not among them."""
        here = [each for each in columns if each in self._release.schema(name).names]
        if here:
            yield from (self._release.file_table(file.path, here) for file in self._release.files(name))


def _any_fits(told: pa.Table, wanted: dict[str, Collection[str]]) -> Any:
    fits = None
    for column, values in wanted.items():
        one = is_among(told.column(column), values)
        fits = one if fits is None else pc.or_(fits, one)
    return fits
