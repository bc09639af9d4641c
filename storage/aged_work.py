"""Rows of the work list of another day as they stand today, where nothing but the day has changed them.

Work that is to be done counts its days and is overdue once its day has passed; what the newest look shows it is cited by the
day of that look. Work without a day, a question about a sheet, counts none.
"""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.carried import Anew
from niemyet.model.words import TO_BE_DONE, UpdateState
from niemyet.storage import computing as pc
from niemyet.storage.columns import is_among, mask_in, numbers_in, of_days, of_numbers, of_truths, texts


def aged(
    table: pa.Table, since: date, as_of: date, cited: Mapping[tuple[str, str], Collection[str]]
) -> pa.Table:
    """Rows of work as of a day, told on an earlier one.

    Args:
        table: `listing_updates`; texts may stand as dictionaries.
        since: the day of which they were told.
        as_of: the day to speak for.
        cited: the words by which a look was cited, and those by which it is cited now → the units of which it is.
    """
    is_open = mask_in(pc.is_in(_plain(table, "state"), texts(*TO_BE_DONE)))
    if not is_open.any():
        return table
    table = _with_evidence(table, is_open, cited)
    due_on = _days(table.column("due_on"))
    counts = is_open & ~np.isnat(due_on)
    today = np.datetime64(as_of, "D")
    is_overdue = counts & (due_on < today)
    past = (today - np.where(is_overdue, due_on, today)).astype("i8").astype("i4")
    exposed = numbers_in(table.column("exposed_days")) + np.where(counts, (as_of - since).days, 0).astype(
        "i4"
    )
    state = pc.if_else(of_truths(is_overdue), texts(UpdateState.OVERDUE)[0], _plain(table, "state"))
    table = _with(table, "state", state)
    table = _with(table, "days_overdue", of_numbers(past))
    return _with(table, "exposed_days", of_numbers(exposed))


def units_by_words(anew: Mapping[str, Anew]) -> dict[tuple[str, str], list[str]]:
    """The words of looks, as they were cited and as they are → the units whose rows cite them so."""
    found: dict[tuple[str, str], list[str]] = {}
    for unit_id, one in anew.items():
        for words in one.cited:
            found.setdefault(words, []).append(unit_id)
    return found


def _with_evidence(
    table: pa.Table, is_open: NDArray[np.bool_], cited: Mapping[tuple[str, str], Collection[str]]
) -> pa.Table:
    if not cited:
        return table
    evidence, unit = _plain(table, "evidence"), table.column("unit_id")
    for (was, now), units in sorted(cited.items()):
        wanted = of_truths(is_open & mask_in(is_among(unit, units)))
        said = pc.replace_substring(evidence, pattern=was, replacement=now)
        evidence = pc.if_else(wanted, said, evidence)
    return _with(table, "evidence", evidence)


def _with(table: pa.Table, name: str, column: pa.ChunkedArray | pa.Array) -> pa.Table:
    """With another column, of the type that it had."""
    at = table.column_names.index(name)
    return table.set_column(at, name, pc.cast(column, table.schema.field(at).type))


def _plain(table: pa.Table, name: str) -> pa.ChunkedArray:
    return pc.cast(table.column(name), pa.string())


def _days(column: pa.ChunkedArray) -> NDArray[np.datetime64]:
    """The days of a column; none where it is null."""
    is_none = mask_in(column.is_null())
    days = numbers_in(pc.cast(column.fill_null(of_days(np.zeros(1, "M8[D]"))[0]), pa.int32())).astype("M8[D]")
    return np.where(is_none, np.datetime64("NaT"), days)
