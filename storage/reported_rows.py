"""Reports of work as columns, as they lie in the lake: of years of them a night asks for what is new and for what bears on its
work."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import overload

import numpy as np
import pyarrow as pa

from niemyet.model.records import Confirmation
from niemyet.model.report_rows import HASH_LETTERS, ReportRows, ReportsInMemory
from niemyet.storage import computing as pc
from niemyet.storage.columns import is_among, of_days


class ReportedRows(ReportRows):
    """Reports as their appends hold them."""

    def __init__(
        self,
        appends: Sequence[tuple[str, int]],
        table: pa.Table,
        made: Callable[[pa.Table], list[Confirmation]],
    ) -> None:
        """`appends`: the name of each and how many rows of the table are its own, in order. `made`: rows into records."""
        self._appends = appends
        self._table = table
        self._of = made

    def __len__(self) -> int:
        return int(self._table.num_rows)

    @overload
    def __getitem__(self, place: int) -> Confirmation: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Confirmation, ...]: ...

    def __getitem__(self, place: int | slice) -> Confirmation | tuple[Confirmation, ...]:
        return self._made[place]

    @cached_property
    def _made(self) -> tuple[Confirmation, ...]:
        return tuple(self._of(self._table))

    def said_before(self, instant: datetime) -> ReportRows:
        """See ReportRows. Nothing is said after a night begins that it reads, so nearly always they are all of them."""
        if not len(self):
            return self
        last = pc.max(self._table.column("said_at").cast(pa.int64())).as_py()
        if last < int(instant.timestamp() * 1_000_000):
            return self
        return ReportsInMemory(self._made).said_before(instant)

    def told(self, count: int) -> tuple[str, str]:
        """See ReportRows. An append is never written anew: its name stands for its rows."""
        begun, every, held = sha256(), sha256(), 0
        ends = count == 0
        for name, rows in self._appends:
            told = f"{name} {rows}\n".encode()
            every.update(told)
            if held < count:
                begun.update(told)
                held += rows
                ends = held == count
        return begun.hexdigest()[:HASH_LETTERS] if ends else "", every.hexdigest()[:HASH_LETTERS]

    def newly(self, count: int, after: date, until: date) -> Sequence[Confirmation]:
        """See ReportRows."""
        done_on = self._table.column("done_on").slice(0, count)
        first, last = of_days(np.array([after, until], "M8[D]"))
        earlier = pc.and_(pc.greater(done_on, first), pc.less_equal(done_on, last))
        return self._of(
            pa.concat_tables([self._table.slice(count), self._table.slice(0, count).filter(earlier)])
        )

    def of_ids(self, ids: Collection[str]) -> Sequence[Confirmation]:
        """See ReportRows."""
        return self._of(self._table.filter(is_among(self._table.column("update_id"), ids)))

    def bearing_on(self, codes: Collection[str], decisions: Collection[str]) -> Sequence[Confirmation]:
        """See ReportRows."""
        table = self._table
        if table.column("unit_id").null_count or table.column("kind").null_count:
            return self._made
        code = table.column("code")
        bears = pc.or_(is_among(code, codes), is_among(table.column("decision_id"), decisions))
        taken_back = pc.and_kleene(table.column("withdrawn"), table.column("withdrawn").is_valid())
        return self._of(table.filter(pc.or_kleene(pc.or_(bears, code.is_null()), taken_back)))
