"""A table that only grows: of the release before, files to which nothing came are kept as they are.

The rows are the same, and so are the bytes of the files, as if all of it had been made anew.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import PurePosixPath

import pyarrow as pa

from niemyet.storage import parts as parting
from niemyet.storage.parts import FilePart, HasParts, merged, part_of, parted, parts_of
from niemyet.storage.release import Release


class GrownRows(HasParts):
    """The rows of the release before, and others behind them."""

    def __init__(self, before: Release, name: str, rows: pa.Table, whole: Callable[[], pa.Table]) -> None:
        """Hold both.

        Args:
            before: the release before, of the same year; its files of the table are whole.
            name: the table, whose rows stand in no other order than that in which they came.
            rows: those that came since.
            whole: all of them.
        """
        self._before, self._name, self._rows, self._whole = before, name, rows, whole

    def parts(self, as_of: date) -> list[FilePart]:
        """See HasParts."""
        name, files = self._name, {file.path: file for file in self._before.files(self._name)}
        count = self._rows.num_rows + sum(file.rows for file in files.values())
        if count <= parting.WHOLE or f"{name}.parquet" in files or not files:
            return parts_of(name, self._whole(), as_of)
        added = parted(name, self._rows, as_of)
        labels = added.keys() | {PurePosixPath(path).stem for path in files}
        return [self._part(f"{name}.parquet/{label}.parquet", added.get(label)) for label in sorted(labels)]

    def _part(self, path: str, added: pa.Table | None) -> FilePart:
        held = [file for file in self._before.files(self._name) if file.path == path]
        if added is None:
            return FilePart(
                path, held[0].rows, partial(self._before.file_table, path), held[0].made_of, is_carried=True
            )
        tables = [self._before.file_table(file.path) for file in held]
        return part_of(path, merged(self._name, [*tables, added]))
