"""The tables of one state as pandas frames, and what leads from one to another: names, decisions, sectors, days."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.tables import TABLES
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.dates import given_day
from niemyet.transforms.language.sectors import one_spelling

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Names = str | Iterable[str] | None
Day = date | str | None

#: Tables whose rows bear a sector as it is printed.
_WITH_SECTORS = ("decision_items", "procedures", "listing_updates")


class JoinedTables:
    """The tables of one state, each read once. Frames that are handed out as they are held must be copied by who takes them."""

    def __init__(self, read: "Callable[[str], pa.Table]") -> None:
        self._read = read
        self._held: dict[str, pd.DataFrame] = {}

    def frame(self, name: str) -> "pd.DataFrame":
        """A table with real dates, words in the order of their list."""
        if name not in self._held:
            self._held[name] = _frame(self._read(name), TABLES[name])
        return self._held[name]

    # ---- units ----

    def with_units(self, rows: "pd.DataFrame", day: date | None = None) -> "pd.DataFrame":
        """With `unit`, `parent` (names) and `level`: of a day, or as each unit was called last."""
        units = self._units_of(day)
        ids = rows["unit_id"]
        return rows.assign(
            unit=in_vietnamese_order(ids.map(units["told"]).fillna(ids)),
            parent=in_vietnamese_order(ids.map(units["above"])),
            level=ids.map(units["level"]).astype(self.frame("units")["level"].dtype),
        )

    def named_units(self, day: date) -> "pd.DataFrame":
        """Units that are there on a day, with `unit` and `parent`, the names that tell them apart; one row a unit."""
        units = self.frame("units")
        there = units[_begun(units["valid_from"], day) & _not_over(units["valid_until"], day)]
        return self.with_units(there, day).sort_values(["level", "unit", "unit_id"])

    def _units_of(self, day: date | None) -> "pd.DataFrame":
        """One row a unit, by its id: as it was on a day, else as it was called nearest to it; `told` and `above`."""
        import pandas as pd

        units = self.frame("units").sort_values("valid_from", na_position="first")
        begun = units if day is None else units[_begun(units["valid_from"], day)]
        newest = begun.drop_duplicates("unit_id", keep="last")
        to_come = units[~units["unit_id"].isin(newest["unit_id"])].drop_duplicates("unit_id")
        one = pd.concat([newest, to_come]).set_index("unit_id").sort_index()
        above = one["parent_unit_id"].map(one["name"])
        return one.assign(above=above, told=_told_apart(one["name"], above))

    # ---- decisions ----

    @cached_property
    def _decision_names(self) -> "pd.Series[str]":
        """Decision → “512/QĐ-UBND, 04/03/2022”."""
        rows = self.frame("decisions").set_index("decision_id")
        day = rows["signed_on"].dt.strftime(", %d/%m/%Y").fillna("")
        named: pd.Series[str] = rows["number_text"].fillna(rows.index.to_series()) + day
        return named

    def with_decision_names(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """With `decision` as people cite it."""
        ids = rows["decision_id"]
        return rows.assign(decision=ids.map(self._decision_names).fillna(ids))

    def with_decisions(self, rows: "pd.DataFrame", of: str = "item_id") -> "pd.DataFrame":
        """With `decision_id` and `decision` of the item that a column names."""
        behind = self.frame("decision_items").set_index("item_id")["decision_id"]
        return self.with_decision_names(rows.assign(decision_id=rows[of].map(behind)))

    # ---- sectors ----

    @cached_property
    def _sectors(self) -> dict[str, str]:
        """A sector as printed → its one name."""
        counts: dict[str, int] = {}
        for name in _WITH_SECTORS:
            for printed, count in self.frame(name)["sector"].value_counts().items():
                counts[str(printed)] = counts.get(str(printed), 0) + int(count)
        return one_spelling(counts)

    def with_sectors(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """With `sector` under one name, its categories in Vietnamese order, and `sector_printed` as it was."""
        printed = rows["sector"]
        return rows.assign(sector=in_vietnamese_order(printed.map(self._sectors)), sector_printed=printed)


def _told_apart(names: "pd.Series[str]", above: "pd.Series[str]") -> "pd.Series[str]":
    """A name that several units bear says whose it is, by the unit above or, where that is the same, by the id."""
    with_parent = names.where(
        ~names.duplicated(keep=False) | above.isna(), names + " (" + above.fillna("") + ")"
    )
    ids = names.index.to_series()
    return with_parent.where(~with_parent.duplicated(keep=False), with_parent + " [" + ids + "]")


def in_vietnamese_order(words: "pd.Series[Any]") -> "pd.Series[Any]":
    """As an ordered category, a ă â b …: sorting and grouping follow it."""
    import pandas as pd

    known = sorted({str(word) for word in words.dropna().unique()}, key=collation_key)
    return words.astype(pd.CategoricalDtype(known, ordered=True))


def _frame(table: "pa.Table", row: type) -> "pd.DataFrame":
    import pandas as pd

    from niemyet.storage.schemas import words_of

    made: pd.DataFrame = table.to_pandas(date_as_object=False)
    for name, words in words_of(row).items():
        if name in made:
            made[name] = made[name].astype(pd.CategoricalDtype([one.value for one in words], ordered=True))
    return made


# ---- days -------------------------------------------------------------------------------------------------------------


def stamp(day: date) -> "pd.Timestamp":
    """A day as pandas has it."""
    import pandas as pd

    return pd.Timestamp(day)


def _begun(begins: "pd.Series[Any]", day: date) -> "pd.Series[bool]":
    return begins.isna() | (begins <= stamp(day))


def _not_over(ends: "pd.Series[Any]", day: date) -> "pd.Series[bool]":
    return ends.isna() | (ends > stamp(day))


def holds(rows: "pd.DataFrame", day: date) -> "pd.Series[bool]":
    """Half-open: from the first day to before the first day after."""
    return (rows["valid_from"] <= stamp(day)) & _not_over(rows["valid_until"], day)


def is_in(column: "pd.Series[Any]", wanted: Names) -> "pd.Series[bool]":
    """Whether each value is one of some; all are where none is named."""
    import pandas as pd

    if wanted is None:
        return pd.Series(True, index=column.index)
    return column.isin([wanted] if isinstance(wanted, str) else list(wanted))


def words_of(kind: type[StrEnum], wanted: Names) -> Names:
    """Words of a closed list, as they were asked for.

    Raises:
        UsageError: one is none of them; an empty table would say that there is nothing of it.
    """
    words = () if wanted is None else (wanted,) if isinstance(wanted, str) else tuple(wanted)
    for word in words:
        if word not in {one.value for one in kind}:
            known = ", ".join(one.value for one in kind)
            raise UsageError(msg("{word!r}: expected one of {known}.", word=str(word), known=known))
    return wanted


def between(rows: "pd.DataFrame", column: str, since: Day, until: Day) -> "pd.DataFrame":
    """Rows whose day lies between two, both included; without days all, also those without one."""
    first, last = as_day(since), as_day(until)
    if first is None and last is None:
        return rows
    kept = rows[column].notna()
    if first is not None and first != date.min:
        kept &= rows[column] >= stamp(first)
    if last is not None:
        kept &= rows[column] <= stamp(last)
    return rows[kept]


def as_day(day: Day) -> date | None:
    """A day as it was given.

    Raises:
        UsageError: it is none.
    """
    if day is None or isinstance(day, date):
        return day
    found = given_day(day)
    if found is None:
        raise UsageError(msg("{value!r}: expected a day like 2022-12-31 or 31/12/2022", value=day))
    return found
