"""A work list of which most rows are those of the release before: only files that hold other rows are written.

Of work that is to be done the days are counted on, and the newest look is cited by its day of today.
The rows are the same, and so are the bytes of the files, as if all of it had been worked out.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.carried import Anew
from niemyet.model.piled_rows import PiledRows
from niemyet.model.tables import ListingUpdate
from niemyet.storage import computing as pc
from niemyet.storage.aged_work import aged, units_by_words
from niemyet.storage.columns import as_day, mask_in, numbers_in, of_numbers
from niemyet.storage.parts import (
    OPEN,
    WHOLE,
    FilePart,
    HasParts,
    is_settled,
    merged,
    parts_of,
    piled_parts,
    say_the_same,
)
from niemyet.storage.release import Release, TableFile
from niemyet.storage.schemas import table_schema, to_arrow

_NAME = "listing_updates"
#: What says whether a row is carried on, see `model.carried.is_carried`; and of one in whose place another change stands.
_WHOSE = ("unit_id", "code")
_REPEATED = tuple(
    field.name
    for field in table_schema(_NAME)
    if pa.types.is_string(field.type) and field.name != "update_id"
)
_TELLING = (*_WHOSE, "effective_on", "superseded_on")


class CarriedWork(HasParts):
    """Rows that were worked out, and those of the release before that are carried on."""

    def __init__(
        self,
        before: Release,
        rows: PiledRows[ListingUpdate],
        anew: Mapping[str, Anew],
        *,
        keeps_superseded: bool,
    ) -> None:
        """Hold both.

        Args:
            before: the release before.
            rows: those worked out.
            anew: what they are of.
            keeps_superseded: all superseded rows of the release before are carried on; they need not be looked at.
        """
        self._before = before
        self._rows = rows
        self._carried = _Carried(before.as_of, anew)
        self._cited = units_by_words(anew)
        self._keeps_superseded = keeps_superseded

    def parts(self, as_of: date) -> list[FilePart]:
        """See HasParts."""
        schema = table_schema(_NAME)
        new = piled_parts(_NAME, self._rows, as_of)
        kept = {file.path: self._kept(file) for file in self._before.files(_NAME)}
        count = len(self._rows) + sum(int(each.sum()) for each in kept.values())
        if count <= WHOLE or f"{_NAME}.parquet" in kept:
            tables = [self._rows_of(path, keep, as_of) for path, keep in kept.items()]
            return parts_of(_NAME, merged(_NAME, [*tables, to_arrow(self._rows, schema)]), as_of)
        labels = new.keys() | {PurePosixPath(path).stem for path in kept}
        paths = {label: f"{_NAME}.parquet/{label}.parquet" for label in sorted(labels)}
        parts = [
            self._part(path, kept.get(path, np.empty(0, bool)), new.get(label), as_of)
            for label, path in paths.items()
        ]
        return [part for part in parts if part.rows]

    def _part(
        self, path: str, keep: NDArray[np.bool_], new: PiledRows[ListingUpdate] | None, as_of: date
    ) -> FilePart:
        count = int(keep.sum()) + len(new or ())
        may_be_same = count == len(keep) and not path.endswith(f"/{OPEN}.parquet")  # that is one day later
        if may_be_same and (new is None or self._is_as_it_was(path, ~keep, new)):
            keep = np.ones(count, bool)
            return FilePart(path, count, partial(self._part_table, path, keep, None, as_of), is_carried=True)
        return FilePart(path, count, partial(self._part_table, path, keep, new, as_of))

    def _is_as_it_was(self, path: str, gone: NDArray[np.bool_], new: PiledRows[ListingUpdate]) -> bool:
        was = self._held(path).take(of_numbers(np.flatnonzero(gone)))
        return say_the_same(_NAME, was, to_arrow(new, table_schema(_NAME)))

    def _part_table(
        self, path: str, keep: NDArray[np.bool_], new: PiledRows[ListingUpdate] | None, as_of: date
    ) -> pa.Table:
        tables = [self._rows_of(path, keep, as_of)] if keep.any() else []
        if new is not None:
            tables.append(to_arrow(new, table_schema(_NAME)))
        return merged(_NAME, tables)

    def _kept(self, file: TableFile) -> NDArray[np.bool_]:
        """Which of its rows are carried on."""
        label = PurePosixPath(file.path).stem
        if label == _NAME or not is_settled(label):
            return self._carried.rows(self._before.file_table(file.path, _TELLING, _WHOSE))
        if self._keeps_superseded:
            return np.ones(file.rows, bool)
        return self._carried.superseded(self._before.file_table(file.path, _WHOSE, _WHOSE))

    def _held(self, path: str) -> pa.Table:
        """The rows of a file; texts as dictionaries: to make each out costs five times as much, and few are asked for."""
        return self._before.file_table(path, numbered=_REPEATED)

    def _rows_of(self, path: str, keep: NDArray[np.bool_], as_of: date) -> pa.Table:
        table = self._held(path)
        kept = table if keep.all() else table.take(of_numbers(np.flatnonzero(keep)))
        if PurePosixPath(path).stem not in {_NAME, OPEN}:
            return kept
        return aged(kept, self._before.as_of, as_of, self._cited)


class _Carried:
    """Says of many rows at once what `is_carried` says of one."""

    def __init__(self, on: date, anew: Mapping[str, Anew]) -> None:
        self._on = as_day(on)
        self._unit = {unit_id: at for at, unit_id in enumerate(anew)}
        self._code = {
            code: at for at, code in enumerate(sorted({code for one in anew.values() for code in one.plan}))
        }
        # A row and a column more than there are: of what is not known nothing is carried, and its place is -1.
        self._beside = np.zeros((len(self._unit) + 1, len(self._code) + 1), bool)
        self._to_come, self._current = self._beside.copy(), self._beside.copy()
        plans: dict[int, list[int]] = {}  # by identity: units of one plan share it
        for at, one in enumerate(anew.values()):
            if id(one.plan) not in plans:
                plans[id(one.plan)] = self._places(one.plan)
            plan = plans[id(one.plan)]
            for table, but in (
                (self._beside, (one.beside,)),
                (self._to_come, (one.beside, one.grown)),
                (self._current, (one.current,)),
            ):
                table[at, plan] = True
                table[at, self._places(chain(*but))] = False

    def _places(self, codes: Iterable[str]) -> list[int]:
        return [self._code.get(code, -1) for code in codes]

    def superseded(self, table: pa.Table) -> NDArray[np.bool_]:
        """Which of the rows are carried on, where another change stands in the place of each."""
        return self._beside[self._whose(table)]

    def _whose(self, table: pa.Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return _numbers(table.column("unit_id"), self._unit), _numbers(table.column("code"), self._code)

    def rows(self, table: pa.Table) -> NDArray[np.bool_]:
        """Which of the rows are carried on."""
        unit, code = self._whose(table)
        superseded = mask_in(table.column("superseded_on").is_valid())
        since = table.column("effective_on")
        to_come = mask_in(pc.and_kleene(since.is_valid(), pc.greater(since, self._on)))
        return np.where(
            superseded,
            self._beside[unit, code],
            np.where(to_come, self._to_come[unit, code], self._current[unit, code]),
        )


def _numbers(column: pa.ChunkedArray, number_of: Mapping[str, int]) -> NDArray[np.intp]:
    """The number of each text; -1 of what has none."""
    if not len(column):
        return np.empty(0, np.intp)
    is_numbered = pa.types.is_dictionary(column.type)
    told = (column.unify_dictionaries() if is_numbered else column.dictionary_encode()).combine_chunks()
    numbers = np.array([*(number_of.get(text, -1) for text in told.dictionary.to_pylist()), -1], np.intp)
    none = of_numbers(np.array([len(numbers) - 1], np.int32))[0]  # of a Python number Arrow imports pandas
    found: NDArray[np.intp] = numbers[numbers_in(told.indices.fill_null(none))]
    return found
