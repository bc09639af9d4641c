"""A table of which some rows are others than in the release before: only files that hold such rows are written.

The rows are the same, and so are the bytes of the files, as if all of it had been made anew.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.shared_rows import SharedRows
from niemyet.storage import parts as parting
from niemyet.storage.columns import mask_among, of_numbers
from niemyet.storage.parts import FilePart, HasParts, labels_of, merged, parted, parts_of, say_the_same
from niemyet.storage.release import Release, TableFile
from niemyet.storage.schemas import table_schema, to_arrow


class ReplacedRows(HasParts):
    """The rows of the release before without some, and others in their place."""

    def __init__(
        self,
        before: Release,
        name: str,
        column: str,
        gone: Collection[str],
        rows: Sequence[Any],
        was: Sequence[Any] | None = None,
    ) -> None:
        """Hold both.

        Args:
            before: the release before, of the same year.
            name: the table.
            column: what says whether a row is gone.
            gone: what those say in it that are gone.
            rows: the rows in their place.
            was: the rows that are gone; then files of which all of them come again are not looked into. None: nobody knows them.
                Rows that many units share are told by what they share: it is spread over the same units.
        """
        self._before = before
        self._name = name
        self._column = column
        self._gone = gone
        self._rows = rows
        self._was = was

    def parts(self, as_of: date) -> list[FilePart]:
        """See HasParts."""
        name = self._name
        new = to_arrow(self._rows, table_schema(name))
        spared = self._spared(as_of)
        if spared:
            parts = self._beside(spared, new, as_of)
            if sum(part.rows for part in parts) == self._count():
                return parts
        kept = {file.path: self._kept(file.path) for file in self._before.files(name)}
        count = new.num_rows + sum(int(each.sum()) for each in kept.values())
        if count <= parting.WHOLE or f"{name}.parquet" in kept:
            tables = [self._rows_of(path, keep) for path, keep in kept.items()]
            return parts_of(name, merged(name, [*tables, new]), as_of)
        added = parted(name, new, as_of)
        labels = added.keys() | {PurePosixPath(path).stem for path in kept}
        parts = [
            self._part(f"{name}.parquet/{label}.parquet", kept, added.get(label)) for label in sorted(labels)
        ]
        return [part for part in parts if part.rows]

    def _count(self) -> int:
        """How many rows there are now, where those that are gone are known."""
        return self._before.rows_of(self._name) - len(self._was or ()) + len(self._rows)

    def _spared(self, as_of: date) -> list[TableFile]:
        """The files of which all rows that are gone come again; none where that is not known, or all rows are one file."""
        files = self._before.files(self._name)
        if self._was is None or len(files) < 2 or self._count() <= parting.WHOLE:
            return []
        was, now = Counter(_told(self._was)), Counter(_told(self._rows))
        touched = labels_of(self._name, [*(was - now)], self._before.as_of)
        touched |= labels_of(self._name, [*(now - was)], as_of)
        return [file for file in files if PurePosixPath(file.path).stem not in touched]

    def _beside(self, spared: Collection[TableFile], new: pa.Table, as_of: date) -> list[FilePart]:
        """The files where some are those of before."""
        name, carried = self._name, {file.path: file for file in spared}
        added = parted(name, new, as_of)
        files = [file.path for file in self._before.files(name)]
        labels = added.keys() | {PurePosixPath(path).stem for path in files}
        parts = []
        for path in (f"{name}.parquet/{label}.parquet" for label in sorted(labels)):
            if path in carried:
                count = carried[path].rows
                table = partial(self._part_table, path, np.ones(count, bool), None)
                parts.append(FilePart(path, count, table, is_carried=True))
                continue
            kept = {path: self._kept(path)} if path in files else {}
            parts.append(self._part(path, kept, added.get(PurePosixPath(path).stem)))
        return [part for part in parts if part.rows]

    def _part(self, path: str, kept: dict[str, NDArray[np.bool_]], added: pa.Table | None) -> FilePart:
        keep = kept.get(path, np.empty(0, bool))
        count = int(keep.sum()) + (added.num_rows if added is not None else 0)
        may_be_same = path in kept and count == len(keep)
        is_carried = may_be_same and (
            added is None or say_the_same(self._name, self._rows_of(path, ~keep), added)
        )
        return FilePart(path, count, partial(self._part_table, path, keep, added), is_carried=is_carried)

    def _part_table(self, path: str, keep: NDArray[np.bool_], added: pa.Table | None) -> pa.Table:
        tables = [self._rows_of(path, keep)] if keep.any() else []
        return merged(self._name, tables if added is None else [*tables, added])

    def _kept(self, path: str) -> NDArray[np.bool_]:
        """Which rows of a file stay."""
        said = self._before.file_table(path, [self._column], [self._column]).column(0)
        return ~mask_among(said, self._gone)

    def _rows_of(self, path: str, keep: NDArray[np.bool_]) -> pa.Table:
        table = self._before.file_table(path)
        return table if keep.all() else table.take(of_numbers(np.flatnonzero(keep)))


def _told(rows: Sequence[Any]) -> Sequence[Any]:
    """What rows say, once where many share it."""
    return rows.shared if isinstance(rows, SharedRows) and not rows.own else rows
