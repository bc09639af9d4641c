"""The public Python API: the tables of one release as data frames, with names joined and real dates (docs/analysts.md).

    >>> import niemyet
    >>> data = niemyet.open("data")
    >>> late = data.updates(state="overdue")

Read only and without a lock: an object holds one release, whatever a night publishes meanwhile. Dates become `datetime64`,
words of a closed list ordered categories, instants stay aware and in UTC. Nothing heavy is imported before it is needed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from niemyet.model.errors import StorageError, UsageError
from niemyet.model.messages import msg
from niemyet.model.tables import TABLES
from niemyet.model.words import UpdateState
from niemyet.transforms.language.dates import given_day

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release

Engine = Literal["pandas", "polars", "arrow", "duckdb"]
Names = str | Iterable[str] | None
Day = date | str | None
#: A data frame of the engine that was asked for (`pandas.DataFrame` by default).
Frame = Any


def open_data(
    address: str | Path = "data", *, release: str | None = None, engine: Engine = "pandas"
) -> "Data":
    """The newest release of a data folder, or of a bucket (`s3://…`), or the one of that id.

    Raises:
        StorageError: there is no release there, or none of that id.
        UsageError: no such engine.
    """
    from niemyet.storage.folder import DataFolder

    if engine not in get_args(Engine):
        raise UsageError(
            msg(
                "engine {engine!r}: expected one of {known}.",
                engine=engine,
                known=", ".join(get_args(Engine)),
            )
        )
    folder = DataFolder(str(address) if "://" in str(address) else Path(address))
    found = folder.releases.open(release) if release is not None else folder.releases.latest()
    if found is None:
        raise StorageError(
            msg(
                "no release in {data}. Run `niemyet nightly` (or `niemyet demo`) first, or name the folder with --data.",
                data=folder.address,
            )
        )
    return Data(folder, found, engine)


@dataclass(frozen=True)
class Data:
    """One release. Every method gives a data frame of its own."""

    _folder: "DataFolder" = field(repr=False)
    _release: "Release" = field(repr=False)
    engine: Engine = "pandas"

    @property
    def release(self) -> str:
        """The release's id."""
        return self._release.release_id

    @property
    def as_of(self) -> date:
        """The local day it speaks for."""
        return self._release.as_of

    @property
    def releases(self) -> tuple[str, ...]:
        """Ids of all releases of the folder, oldest first."""
        return self._folder.releases.all()

    def at(self, release: str) -> "Data":
        """Another release of the same folder.

        Raises:
            StorageError: there is none of that id.
        """
        return Data(self._folder, self._folder.releases.open(release), self.engine)

    def table(self, name: str) -> Frame:
        """A table as it was published; `niemyet tables` explains its columns.

        Raises:
            UsageError: there is no such table.
        """
        if name not in TABLES:
            raise UsageError(msg("no table {name!r}; there are {known}.", name=name, known=", ".join(TABLES)))
        return self._out(self._published.frame(name).copy())

    def boards(self, *, on: Day = None, known: Day = None, unit: Names = None, level: Names = None) -> Frame:
        """What units must have posted on a day: a row for each unit and procedure.

        Columns: unit_id, unit, parent, level, code, name, sector, scope, time_local, fee, valid_from, valid_until, decision,
        decision_id, item_id, proof.

        on: a day, the release's by default. known: as known at the end of this day; what the release knows by default.

            >>> data.boards(on="2022-12-31", level="district").groupby("sector").size()
        """
        tables = self._tables(None, known)
        boards = tables.frame("boards")
        boards = tables.with_units(boards[_holds(boards, self._day(on)) & _is_in(boards["unit_id"], unit)])
        boards = boards[_is_in(boards["level"], level)]
        versions = tables.frame("procedures").rename(columns={"opened_by": "item_id"})
        keys = ["procedure_id", "version", "item_id"]  # levels that share a procedure open it by one row
        said = versions.drop_duplicates(keys)[[*keys, "name", "sector", "time_local", "fee"]]
        boards = boards.merge(said, how="left", on=keys)
        return self._out(tables.with_decisions(boards)[list(_BOARD_COLUMNS)])

    def updates(
        self,
        *,
        as_of: Day = None,
        known: Day = None,
        unit: Names = None,
        state: Names = None,
        level: Names = None,
    ) -> Frame:
        """The work that makes listings right: a row for each piece of it.

        Columns: update_id, unit_id, unit, parent, level, kind, channel, code, name, sector, decision, decision_id, reason,
        effective_on, due_on, state, days_overdue, exposed_days, done_on, done_by, proof. `days_overdue` counts only where the
        listing was looked at: work of units that nobody looks at has the state `unobserved`, and 0 days.

            >>> data.updates(state="overdue").groupby("unit")["days_overdue"].max()
        """
        tables = self._tables(as_of, known)
        work = tables.frame("listing_updates")
        work = tables.with_units(work[_is_in(work["unit_id"], unit) & _is_in(work["state"], state)])
        work = tables.with_decision_names(work[_is_in(work["level"], level)])
        return self._out(work[list(_UPDATE_COLUMNS)])

    def decisions(self, *, since: Day = None, until: Day = None) -> Frame:
        """Decisions signed from `since` to `until`, both included; without days all, also those without a date."""
        return self._out(_between(self._published.frame("decisions"), "signed_on", since, until))

    def items(self, *, since: Day = None, until: Day = None) -> Frame:
        """Rows of annexes that take effect from `since` to `until`, both included, with `decision` as people cite it."""
        items = _between(self._published.frame("decision_items"), "effective_on", since, until)
        return self._out(self._published.with_decision_names(items))

    def procedures(self, *, on: Day = None, known: Day = None, level: Names = None) -> Frame:
        """Procedures in force on a day, with the decision (`decision`, `decision_id`) that opened the version that holds."""
        tables = self._tables(None, known)
        rows = tables.frame("procedures")
        rows = rows[_holds(rows, self._day(on)) & _is_in(rows["level"], level)]
        return self._out(tables.with_decisions(rows, of="opened_by"))

    def history(self, code: str) -> Frame:
        """Every version of a procedure at every level, as known at every time, oldest first.

        Raises:
            UsageError: no decision that was received names the code.
        """
        rows = self._published.frame("procedure_history")
        rows = rows[rows["code"] == code].sort_values(["level", "valid_from", "known_from", "version"])
        if rows.empty:
            raise UsageError(
                msg(
                    "no decision received names the code {code}. Check the code (like 1.001193) and the day.",
                    code=code,
                )
            )
        return self._out(self._published.with_decisions(rows, of="opened_by"))

    def changes(self, *, since: Day = None, until: Day = None) -> Frame:
        """What changed in the law from `since` to `until` (the release's day), both included: a row for each turn.

        Columns: on (first day), code, name, level, sector, change (`opened`, `changed`, `ended`), decision, decision_id,
        successor_codes, time_before, time_after, fee_before, fee_after.

            >>> changes = data.changes(since="2022-01-01")
            >>> changes.groupby([changes["on"].dt.to_period("M"), "sector"]).size()
        """
        import pandas as pd

        tables = self._published
        rows = tables.frame("procedures").sort_values(["code", "level", "version"])
        before = rows.groupby(["code", "level", "ground"], dropna=False, observed=True)
        follows = before["valid_until"].shift() == rows["valid_from"]
        begun = rows.assign(
            on=rows["valid_from"],
            change=follows.map({True: ProcedureTurn.CHANGED.value, False: ProcedureTurn.OPENED.value}),
            item_id=rows["opened_by"],
            time_before=before["time_local"].shift().where(follows),
            time_after=rows["time_local"],
            fee_before=before["fee"].shift().where(follows),
            fee_after=rows["fee"],
        )
        goes_on = before["valid_from"].shift(-1) == rows["valid_until"]
        over = rows[rows["valid_until"].notna() & ~goes_on]
        ended = over.assign(
            on=over["valid_until"], change=ProcedureTurn.ENDED.value, item_id=over["closed_by"], time_before=over["time_local"],
            fee_before=over["fee"], time_after=None, fee_after=None,
        )  # fmt: skip
        turns = _between(pd.concat([begun, ended]), "on", since, self._day(until))
        turns = tables.with_decisions(turns.sort_values(["on", "code", "level", "change"]))
        words = pd.CategoricalDtype([one.value for one in ProcedureTurn], ordered=True)
        return self._out(turns[list(_CHANGE_COLUMNS)].astype({"change": words}))

    def units(self, *, on: Day = None) -> Frame:
        """Units that are there on a day, with `parent`, the name of the one above."""
        units = self._published.frame("units")
        day = _stamp(self._day(on))
        there = units[
            (units["valid_from"].isna() | (units["valid_from"] <= day))
            & (units["valid_until"].isna() | (units["valid_until"] > day))
        ]
        return self._out(there.assign(parent=there["parent_unit_id"].map(self._published.unit_names)))

    def months(self, *, since: Day = None, until: Day = None) -> Frame:
        """The panel unit × month: how much work fell due, and what became of it.

        Columns: unit_id, unit, parent, level, month (its first day), due, in_time, late, open, unobserved. By the month in
        which the work falls due. Cancelled work and work without a day is not counted; work of a listing that nobody
        has looked at is `unobserved`, neither late nor in time.

            >>> data.months(since="2025-07-01").groupby("unit")["late"].sum().nlargest(10)
        """
        tables = self._published
        work = _between(tables.frame("listing_updates"), "due_on", since or date.min, self._day(until))
        work = work[work["state"] != UpdateState.CANCELLED.value]
        done, unobserved = (
            work["state"] == UpdateState.DONE.value,
            work["state"] == UpdateState.UNOBSERVED.value,
        )
        late = (work["done_on"] > work["due_on"]) | (work["state"] == UpdateState.OVERDUE.value)
        counted = work[["unit_id"]].assign(
            month=work["due_on"].dt.to_period("M").dt.start_time.astype("datetime64[ms]"),
            due=1,
            in_time=(done & ~late).astype(int),
            late=late.astype(int),
            open=(~done & ~late & ~unobserved).astype(int),
            unobserved=unobserved.astype(int),
        )
        panel = counted.groupby(["unit_id", "month"], as_index=False, observed=True).sum()
        return self._out(tables.with_units(panel)[list(_MONTH_COLUMNS)])

    # ---- how ----

    def _day(self, day: Day) -> date:
        return _as_day(day) or self.as_of

    def _tables(self, as_of: Day, known: Day) -> "_Tables":
        if as_of is None and known is None:
            return self._published
        from niemyet.flows.manual_input import end_of
        from niemyet.flows.publishing import state_of
        from niemyet.storage.schemas import table_schema, to_arrow

        until = _as_day(known)
        knowledge = (
            min(end_of(until), self._release.knowledge_time) if until else self._release.knowledge_time
        )
        state = state_of(self._folder, self._release, self._day(as_of), knowledge)
        return _Tables(lambda name: to_arrow(getattr(state, name), table_schema(name)))

    @cached_property
    def _published(self) -> "_Tables":
        return _Tables(self._release.table)

    def _out(self, made: "pd.DataFrame") -> Frame:
        made = made.reset_index(drop=True)
        if self.engine == "pandas":
            return made
        import pyarrow as pa

        table = pa.Table.from_pandas(made, preserve_index=False)
        if self.engine == "arrow":
            return table
        if self.engine == "polars":
            import polars

            return polars.from_arrow(table)
        import duckdb

        return duckdb.from_arrow(table)


class ProcedureTurn(StrEnum):
    """What happens to a procedure at a level on a day."""

    OPENED = "opened"
    CHANGED = "changed"
    ENDED = "ended"


_BOARD_COLUMNS = (
    "unit_id", "unit", "parent", "level", "code", "name", "sector", "scope", "time_local", "fee", "valid_from", "valid_until",
    "decision", "decision_id", "item_id", "proof",
)  # fmt: skip
_UPDATE_COLUMNS = (
    "update_id", "unit_id", "unit", "parent", "level", "kind", "channel", "code", "name", "sector", "decision", "decision_id",
    "reason", "effective_on", "due_on", "state", "days_overdue", "exposed_days", "done_on", "done_by", "proof",
)  # fmt: skip
_CHANGE_COLUMNS = (
    "on", "code", "name", "level", "sector", "change", "decision", "decision_id", "successor_codes", "time_before",
    "time_after", "fee_before", "fee_after",
)  # fmt: skip
_MONTH_COLUMNS = (
    "unit_id",
    "unit",
    "parent",
    "level",
    "month",
    "due",
    "in_time",
    "late",
    "open",
    "unobserved",
)


# ---- tables side by side --------------------------------------------------------------------------------------------


class _Tables:
    """The tables of one state, each read once, and what leads from one to another."""

    def __init__(self, read: "Callable[[str], pa.Table]") -> None:
        self._read = read
        self._held: dict[str, pd.DataFrame] = {}

    def frame(self, name: str) -> "pd.DataFrame":
        """A table with real dates, words in the order of their list."""
        if name not in self._held:
            self._held[name] = _frame(self._read(name), TABLES[name])
        return self._held[name]

    @cached_property
    def _newest_units(self) -> "pd.DataFrame":
        """One row a unit, as it was called last."""
        units = self.frame("units").sort_values("valid_from", na_position="first")
        return units.drop_duplicates("unit_id", keep="last").set_index("unit_id")

    @cached_property
    def unit_names(self) -> "pd.Series[str]":
        """Unit → name."""
        names: pd.Series[str] = self._newest_units["name"]
        return names

    @cached_property
    def _decision_names(self) -> "pd.Series[str]":
        """Decision → “512/QĐ-UBND, 04/03/2022”."""
        rows = self.frame("decisions").set_index("decision_id")
        day = rows["signed_on"].dt.strftime(", %d/%m/%Y").fillna("")
        named: pd.Series[str] = rows["number_text"].fillna(rows.index.to_series()) + day
        return named

    def with_units(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """With `unit`, `parent` (names) and `level`."""
        units = self._newest_units
        parents = units["parent_unit_id"].map(self.unit_names)
        ids = rows["unit_id"]
        return rows.assign(
            unit=ids.map(units["name"]).fillna(ids), parent=ids.map(parents), level=ids.map(units["level"])
        )

    def with_decision_names(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """With `decision` as people cite it."""
        ids = rows["decision_id"]
        return rows.assign(decision=ids.map(self._decision_names).fillna(ids))

    def with_decisions(self, rows: "pd.DataFrame", of: str = "item_id") -> "pd.DataFrame":
        """With `decision_id` and `decision` of the item that a column names."""
        behind = self.frame("decision_items").set_index("item_id")["decision_id"]
        return self.with_decision_names(rows.assign(decision_id=rows[of].map(behind)))


def _frame(table: "pa.Table", row: type) -> "pd.DataFrame":
    import pandas as pd

    from niemyet.storage.schemas import words_of

    made: pd.DataFrame = table.to_pandas(date_as_object=False)
    for name, words in words_of(row).items():
        if name in made:
            made[name] = made[name].astype(pd.CategoricalDtype([one.value for one in words], ordered=True))
    return made


def _stamp(day: date) -> "pd.Timestamp":
    import pandas as pd

    return pd.Timestamp(day)


def _holds(rows: "pd.DataFrame", day: date) -> "pd.Series[bool]":
    """Half-open: from the first day to before the first day after."""
    at = _stamp(day)
    return (rows["valid_from"] <= at) & (rows["valid_until"].isna() | (rows["valid_until"] > at))


def _is_in(column: "pd.Series[Any]", wanted: Names) -> "pd.Series[bool]":
    import pandas as pd

    if wanted is None:
        return pd.Series(True, index=column.index)
    return column.isin([wanted] if isinstance(wanted, str) else list(wanted))


def _between(rows: "pd.DataFrame", column: str, since: Day, until: Day) -> "pd.DataFrame":
    first, last = _as_day(since), _as_day(until)
    if first is None and last is None:
        return rows
    kept = rows[column].notna()
    if first is not None and first != date.min:
        kept &= rows[column] >= _stamp(first)
    if last is not None:
        kept &= rows[column] <= _stamp(last)
    return rows[kept]


def _as_day(day: Day) -> date | None:
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
