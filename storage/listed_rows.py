"""Looks at listings joined with what they showed: columns as they lie in the lake, rows where somebody looks at them.

A unit's page that changes each week shows 300 rows 100 times a year, first and last look of each stretch. The work needs the
newest look; the table needs columns. Neither needs a million records.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa

from niemyet.model.listed_rows import ListedRows
from niemyet.model.tables import Listing
from niemyet.storage.schemas import table_schema, to_arrow

if TYPE_CHECKING:
    from niemyet.storage.lake import ObservationRow

#: Columns of the table that the look says; what hung says the others.
_OF_THE_LOOK = ("unit_id", "channel", "observed_on", "url", "sha256")
_OF_THE_ROW = ("code", "code_text", "name", "decision_text", "posted_on", "row_no", "effective_on")


class ShownRows:
    """What listings showed: the rows of each content in their order, each number once (the last that was written counts)."""

    def __init__(self, rows: pa.Table) -> None:
        """`rows`: the table `observed_rows` of the lake."""
        told = rows.column("content").combine_chunks().dictionary_encode()
        content = told.indices.to_numpy(zero_copy_only=False)
        number = rows.column("row_no").to_numpy()
        order = np.lexsort((number, content))  # stable: of one number the one written last stands last
        same = (content[order][1:] == content[order][:-1]) & (number[order][1:] == number[order][:-1])
        order = order[np.append(~same, True)] if len(order) else order
        self.rows = rows.take(pa.array(order)).combine_chunks()
        ordered = content[order]
        begins = [*np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])).tolist(), len(ordered)]
        names = told.dictionary.to_pylist()
        self.spans: Mapping[str, tuple[int, int]] = (
            {names[ordered[begin]]: (begin, end) for begin, end in pairwise(begins)} if len(order) else {}
        )

    def count(self, content: str) -> int:
        """How many rows a content has."""
        begin, end = self.spans.get(content, (0, 0))
        return end - begin

    def of(self, content: str) -> Iterator[tuple[Any, ...]]:
        """The values of each row, as `_OF_THE_ROW` names them."""
        begin, end = self.spans.get(content, (0, 0))
        part = self.rows.slice(begin, end - begin)
        return zip(*(part.column(name).to_pylist() for name in _OF_THE_ROW), strict=True)


class RowsOfLooks(ListedRows):
    """Rows of looks, look after look."""

    def __init__(self, looks: Sequence["ObservationRow"], shown: ShownRows) -> None:
        """`looks`: those of one unit and channel by day; of what was seen of nothing there is no row."""
        self._looks = [look for look in looks if shown.count(look.content)]
        self._shown = shown

    def in_order(self) -> "RowsOfLooks | None":
        """See ListedRows. Of pages of one day with the same bytes rows stand by number, not by page."""
        told = sorted(self._looks, key=_place)
        if any(_place(one) == _place(other) for one, other in pairwise(told)):
            return None
        return RowsOfLooks(told, self._shown)

    def up_to(self, day: date) -> "RowsOfLooks":
        """See ListedRows."""
        return RowsOfLooks([look for look in self._looks if look.observed_on <= day], self._shown)

    def newest(self, day: date) -> "RowsOfLooks":
        """See ListedRows."""
        told = self.up_to(day)._looks
        last = {(look.unit_id, look.channel): look.observed_on for look in told}
        newest = [look for look in told if last[look.unit_id, look.channel] == look.observed_on]
        return RowsOfLooks(newest, self._shown)

    def table(self) -> pa.Table:
        """The table `listings`, no row of it made."""
        schema = table_schema("listings")
        counts = np.array([self._shown.count(look.content) for look in self._looks], np.int64)
        begins = np.array([self._shown.spans[look.content][0] for look in self._looks], np.int64)
        look = pa.array(np.repeat(np.arange(len(counts), dtype=np.int64), counts))
        row = pa.array(
            np.arange(self._ends[-1]) + np.repeat(begins - np.array(self._ends[:-1], np.int64), counts)
        )
        looks = to_arrow(self._looks, pa.schema([schema.field(name) for name in _OF_THE_LOOK]))
        columns = [
            looks.column(field.name).combine_chunks().take(look)
            if field.name in _OF_THE_LOOK
            else self._shown.rows.column(field.name).combine_chunks().take(row)
            for field in schema
        ]
        return pa.Table.from_arrays(columns, schema=schema)

    @cached_property
    def _ends(self) -> list[int]:
        """Where the rows of each look end, after a nought."""
        ends = [0]
        for look in self._looks:
            ends.append(ends[-1] + self._shown.count(look.content))
        return ends

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, where: int) -> Listing: ...

    @overload
    def __getitem__(self, where: slice) -> tuple[Listing, ...]: ...

    def __getitem__(self, where: int | slice) -> Listing | tuple[Listing, ...]:
        return tuple(self)[where]

    def __iter__(self) -> Iterator[Listing]:
        for look in self._looks:
            yield from rows_of_look(look, self._shown)


def _place(look: "ObservationRow") -> tuple[str, str, date, str]:
    return look.unit_id, str(look.channel), look.observed_on, look.sha256


def rows_of_look(look: "ObservationRow", shown: ShownRows) -> Iterator[Listing]:
    """What a look has shown. By place: a province makes some 100,000 of them a night."""
    unit_id, channel, day, url, digest = look.unit_id, look.channel, look.observed_on, look.url, look.sha256
    for code, code_text, name, decision_text, posted_on, row_no, effective_on in shown.of(look.content):
        yield Listing(
            unit_id, channel, day, code, code_text, name, decision_text, posted_on, url, digest, row_no, effective_on
        )  # fmt: skip
