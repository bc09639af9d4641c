"""The public Python API: the tables of one release as data frames, with names joined and real dates (docs/analysts.md).

    >>> import niemyet
    >>> data = niemyet.open("data")
    >>> late = data.updates(state="overdue")

Read only and without a lock: an object holds one release, whatever a night publishes meanwhile. Dates become `datetime64`,
words of a closed list categories in the order of their list, sectors and units categories in Vietnamese order, instants stay
aware and in UTC. Intervals are half-open. Nothing heavy is imported before it is needed. The examples run in the tests, on the
demo's data (`niemyet demo --data-only DIR`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast, get_args, overload

from niemyet.flows.joined_tables import Day, JoinedTables, Names, as_day, between, holds, is_in, words_of
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.extras import Extra, lack_of
from niemyet.model.messages import msg
from niemyet.model.tables import TABLES
from niemyet.model.words import DoneKnownBy, Level, UpdateState
from niemyet.transforms.work.lateness import Lateness, done_lateness, looks_on

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars
    import pyarrow as pa

    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release

Engine = Literal["pandas", "polars", "arrow", "duckdb"]
#: A data frame of the engine that was asked for.
Frame = TypeVar("Frame")

_NEEDS = {"polars": Extra.POLARS, "duckdb": Extra.DUCKDB}


@overload
def open_data(
    address: str | Path = ..., *, release: str | None = ..., engine: Literal["pandas"] = ...
) -> "Data[pd.DataFrame]": ...
@overload
def open_data(
    address: str | Path = ..., *, release: str | None = ..., engine: Literal["polars"]
) -> "Data[polars.DataFrame]": ...
@overload
def open_data(
    address: str | Path = ..., *, release: str | None = ..., engine: Literal["arrow"]
) -> "Data[pa.Table]": ...
@overload
def open_data(
    address: str | Path = ..., *, release: str | None = ..., engine: Literal["duckdb"]
) -> "Data[duckdb.DuckDBPyRelation]": ...
def open_data(
    address: str | Path = "data", *, release: str | None = None, engine: Engine = "pandas"
) -> "Data[Any]":
    """The newest release of a data folder, or of a bucket, or the one of an id.

    Args:
        address: the data folder, or `s3://bucket/prefix` (with niemyet[s3]).
        release: the id of an older release, one of `Data.releases`.
        engine: `pandas`, `arrow`, `polars` (niemyet[polars]) or `duckdb` (niemyet[duckdb]).

    Raises:
        StorageError: there is no release there, or none of that id.
        UsageError: no such engine, or what it needs is not installed; the message names the extra.

    Example:
        >>> niemyet.open("data").as_of
        datetime.date(2026, 11, 20)
        >>> type(niemyet.open("data", engine="polars").boards())
        <class 'polars.dataframe.frame.DataFrame'>
    """
    from niemyet.storage.folder import DataFolder

    _check_engine(engine)
    folder = DataFolder(address)
    found = folder.releases.open(release) if release is not None else folder.releases.latest()
    if found is None:
        raise StorageError(
            msg(
                "no release in {data}. Run `niemyet nightly` (or `niemyet demo`) first, or name the folder with --data.",
                data=folder.address,
            )
        )
    return Data(folder, found, engine)


def _check_engine(engine: str) -> None:
    """That an engine is one, and can be used here.

    Raises:
        UsageError: no such engine, or its part is not installed.
    """
    if engine not in get_args(Engine):
        raise UsageError(
            msg(
                "engine {engine!r}: expected one of {known}.",
                engine=engine,
                known=", ".join(get_args(Engine)),
            )
        )
    lacking = lack_of(_NEEDS[engine]) if engine in _NEEDS else None
    if lacking is not None:
        raise UsageError(lacking)


@dataclass(frozen=True)
class Data(Generic[Frame]):
    """One release of a data folder. Every method gives a data frame of its own, that may be changed.

    Days may be given as `date`, "2022-12-31" or "31/12/2022"; units, levels and states as one word or several.
    """

    _folder: "DataFolder" = field(repr=False)
    _release: "Release" = field(repr=False)
    engine: Engine = "pandas"

    @property
    def release(self) -> str:
        """The release's id: the instant, in UTC, up to which it knows."""
        return self._release.release_id

    @property
    def as_of(self) -> date:
        """The local day it speaks for."""
        return self._release.as_of

    @property
    def releases(self) -> tuple[str, ...]:
        """Ids of all releases of the folder, oldest first.

        Example:
            >>> len(data.releases)
            3
        """
        return self._folder.releases.all()

    def at(self, release: str) -> "Data[Frame]":
        """Another release of the same folder.

        Raises:
            StorageError: there is none of that id.

        Example:
            >>> data.at(data.releases[1]).as_of
            datetime.date(2022, 12, 31)
        """
        return Data(self._folder, self._folder.releases.open(release), self.engine)

    def table(self, name: str) -> Frame:
        """A table as it was published; `niemyet tables NAME` and the dictionary explain its columns.

        Raises:
            UsageError: there is no such table.

        Example:
            >>> data.table("unit_successions")["kind"].value_counts().idxmax()
            'merge'
        """
        if name not in TABLES:
            raise UsageError(msg("no table {name!r}; there are {known}.", name=name, known=", ".join(TABLES)))
        return self._out(self._published.frame(name).copy())

    def boards(self, *, on: Day = None, known: Day = None, unit: Names = None, level: Names = None) -> Frame:
        """What units must have posted on a day: a row for each unit and procedure.

        Columns:
            unit_id, unit, parent, level: the unit, its name and that of the one above, as on that day.
            code, name, sector, sector_printed, time_local, fee: the procedure, its sector under one name and as printed.
            scope: why the unit posts it (`authority`, `shared`, `reception_only`).
            valid_from, valid_until: first day on this board, first day off it (NaT: open).
            decision, decision_id, item_id: what orders it, as people cite it, and its row.
            proof: `decision`, or `adopted` where a list is the only evidence.

        Args:
            on: a day, the release's by default.
            known: as known at the end of this day; what the release knows by default. Needs the folder's `lake/`.
            unit: only these, each by its id or as people call it (“xã Núi Thành”).
            level: only these.

        Raises:
            UsageError: a day that is none.
            UnclearNameError: a name that no unit bears, or several; `candidates` and the message list them.

        Example:
            >>> board = data.boards(on="2022-12-31", level="district")
            >>> board.groupby("unit").size().to_dict()
            {'UBND huyện Núi Thành': 261}
        """
        tables, day = self._tables(None, known), self._day(on)
        boards = tables.frame("boards")
        boards = tables.with_units(
            boards[holds(boards, day) & is_in(boards["unit_id"], self._units(unit))], day
        )
        boards = boards[is_in(boards["level"], words_of(Level, level))]
        versions = tables.frame("procedures").rename(columns={"opened_by": "item_id"})
        keys = ["procedure_id", "version", "item_id"]  # levels that share a procedure open it by one row
        said = versions.drop_duplicates(keys)[[*keys, "name", "sector", "time_local", "fee"]]
        boards = tables.with_sectors(boards.merge(said, how="left", on=keys))
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

        Columns:
            update_id: the same from release to release.
            unit_id, unit, parent, level: who has to act, as it is called now.
            kind, channel: what to do and where (null: everywhere the unit posts).
            code, name, sector, sector_printed: the procedure.
            decision, decision_id, reason, proof: on whose order, and why.
            effective_on, due_on, done_on: days; never before the first, by the second, done on the third.
            state: `planned`, `due`, `overdue`, `unobserved`, `done` or `cancelled` on the day asked for.
            days_overdue, exposed_days: calendar days past `due_on` while overdue, and that the board was wrong. They count only
                where somebody looked: work of units that nobody looks at is `unobserved`, and 0 days.
            done_by: who reported it.

        Args:
            as_of: reckon for this day; the release's by default. Needs the folder's `lake/`, as `known` does.
            known: as known at the end of this day.
            unit: only these, each by its id or as people call it (“xã Núi Thành”).
            state, level: only these.

        Raises:
            UsageError: a day that is none.
            UnclearNameError: a name that no unit bears, or several; `candidates` and the message list them.

        Example:
            >>> late = data.updates(state="overdue")
            >>> late.groupby("unit")["days_overdue"].max().sort_values().index[-1]
            'Trung tâm Phục vụ hành chính công xã Tam Xuân'
        """
        tables = self._tables(as_of, known)
        work = tables.frame("listing_updates")
        work = tables.with_units(
            work[
                is_in(work["unit_id"], self._units(unit)) & is_in(work["state"], words_of(UpdateState, state))
            ]
        )
        work = tables.with_sectors(
            tables.with_decision_names(work[is_in(work["level"], words_of(Level, level))])
        )
        return self._out(work[list(_UPDATE_COLUMNS)])

    def decisions(self, *, since: Day = None, until: Day = None) -> Frame:
        """Decisions signed from `since` to `until`, both included; without days all, also those without a date.

        Columns: those of the table `decisions`.

        Example:
            >>> len(data.decisions(since="2022-01-01", until="2022-12-31")) > 50
            True
        """
        return self._out(between(self._published.frame("decisions"), "signed_on", since, until))

    def items(self, *, since: Day = None, until: Day = None) -> Frame:
        """Rows of annexes that take effect from `since` to `until`, both included.

        Columns: those of the table `decision_items`, with `decision` as people cite it and `sector` under one name.

        Example:
            >>> data.items(since="2022-01-01").groupby("action").size().index[0]
            'new'
        """
        tables = self._published
        items = between(tables.frame("decision_items"), "effective_on", since, until)
        return self._out(tables.with_sectors(tables.with_decision_names(items)))

    def procedures(self, *, on: Day = None, known: Day = None, level: Names = None) -> Frame:
        """Procedures in force on a day: a row for each procedure and level.

        Columns: those of the table `procedures`, with the decision that opened the version that holds (`decision`,
        `decision_id`) and `sector` under one name, `sector_printed` as printed.

        Example:
            >>> data.procedures(on="2025-07-01", level="district").empty
            True
        """
        tables = self._tables(None, known)
        rows = tables.frame("procedures")
        rows = rows[holds(rows, self._day(on)) & is_in(rows["level"], words_of(Level, level))]
        return self._out(tables.with_sectors(tables.with_decisions(rows, of="opened_by")))

    def history(self, code: str) -> Frame:
        """Every version of a procedure at every level, as known at every time, oldest first.

        Args:
            code: the code, or the name as people write it (“đăng ký khai sinh”).

        Columns: those of the table `procedure_history` (`valid_from`, `valid_until`: when it held; `known_from`,
        `known_until`: when that was known), with `decision` and `decision_id`.

        Raises:
            UsageError: no decision that was received names the code.
            UnclearNameError: a name that no procedure bears, or several; `candidates` and the message list them.

        Example:
            >>> data.history("1.001193")["level"].unique().tolist()
            ['commune']
        """
        from niemyet.flows.meant import is_code, procedures_of, the_procedure

        if not is_code(code):
            code, _ = the_procedure(code, procedures_of(self._release))
        tables = self._published
        rows = tables.frame("procedure_history")
        rows = rows[rows["code"] == code].sort_values(["level", "valid_from", "known_from", "version"])
        if rows.empty:
            raise UsageError(
                msg(
                    "no decision received names the code {code}. Check the code (like 1.001193) and the day.",
                    code=code,
                )
            )
        return self._out(tables.with_sectors(tables.with_decisions(rows, of="opened_by")))

    def changes(self, *, since: Day = None, until: Day = None) -> Frame:
        """What changed in the law from `since` to `until` (the release's day), both included: a row for each turn.

        Columns:
            on: its first day.
            code, name, level, sector, sector_printed: the procedure.
            change: `opened`, `changed` or `ended`.
            decision, decision_id: what made it so.
            successor_codes: what replaces it.
            time_before, time_after, fee_before, fee_after: as printed; null before an opening and after an end.

        Raises:
            UsageError: a day that is none.

        Example:
            >>> changes = data.changes(since="2022-01-01", until="2022-12-31")
            >>> changes.groupby([changes["on"].dt.to_period("M"), "sector"]).size().index.names
            FrozenList(['on', 'sector'])
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
        turns = between(pd.concat([begun, ended]), "on", since, self._day(until))
        turns = tables.with_decisions(turns.sort_values(["on", "code", "level", "change"]))
        words = pd.CategoricalDtype([one.value for one in ProcedureTurn], ordered=True)
        return self._out(tables.with_sectors(turns)[list(_CHANGE_COLUMNS)].astype({"change": words}))

    def feed(self, *, since: str | None = None) -> Frame:
        """What each release says otherwise than the one before it, up to this release: a row for each value.

        Columns:
            from_release, to_release, as_of: between which two; null and the first release: what it began with.
            change: `added`, `ended`, `changed`, `back` or `gone`.
            code, level, name: the procedure.
            field, old, new: what differs, as text; `field` is null where a procedure came or went as a whole.
            on, decision_id, item_id: first day, and what made it so; null where only the reading differs.

        Args:
            since: only what came after the release of this id.

        Example:
            >>> feed = data.feed(since=data.releases[0])
            >>> feed["to_release"].unique().tolist() == list(data.releases[1:])
            True
        """
        from niemyet.flows.change_feed import feed_of, feed_table

        until = [name for name in self.releases if name <= self.release]
        return self._out(
            feed_table(feed_of(self._folder, until, after=since)).to_pandas(date_as_object=False)
        )

    def units(self, *, on: Day = None) -> Frame:
        """Units that are there on a day: one row a unit, whatever it was called before.

        Columns: those of the table `units`, with `unit`, the name that tells it from every other, and `parent`, that of the one
        above.

        Example:
            >>> len(data.units(on="2022-12-31")), len(data.units())
            (19, 7)
        """
        return self._out(self._published.named_units(self._day(on)))

    def months(self, *, since: Day = None, until: Day = None) -> Frame:
        """The panel unit × month: how much work fell due, and what became of it.

        Columns:
            unit_id, unit, parent, level: as the unit is called now.
            month: its first day; the month in which the work falls due.
            due: pieces of work; the four that follow add up to it.
            in_time, late, open, unobserved: done by its day; done after it or overdue; not yet due; nobody can say.

        Cancelled work and work without a day is not counted. What nobody looked at in time to say is `unobserved`, neither late
        nor in time: a look says that a sheet hangs, not since when, unless an earlier one after the day found it missing.

        Example:
            >>> panel = data.months(since="2025-07-01")
            >>> panel.groupby("unit")["late"].sum().nlargest(2).tolist()
            [1, 1]
        """
        tables = self._published
        work = self._due_work(since, until)
        work = work[work["state"] != UpdateState.CANCELLED.value]
        is_done, unobserved = work["state"] == UpdateState.DONE.value, self._unobserved(work)
        late = ~unobserved & (
            (work["done_on"] > work["due_on"]) | (work["state"] == UpdateState.OVERDUE.value)
        )
        counted = work[["unit_id", "month"]].assign(
            due=1,
            in_time=(is_done & ~late & ~unobserved).astype(int),
            late=late.astype(int),
            open=(~is_done & ~late & ~unobserved).astype(int),
            unobserved=unobserved.astype(int),
        )
        panel = counted.groupby(["unit_id", "month"], as_index=False, observed=True).sum()
        return self._out(tables.with_units(panel)[list(_MONTH_COLUMNS)])

    def panel(self, *, since: Day = None, until: Day = None) -> Frame:
        """The panel unit × month × state: how many pieces of work that fell due in a month are in each state now.

        Columns:
            unit_id, unit, parent, level: as the unit is called now.
            month: its first day; the month in which the work falls due.
            state: every state, in its order; `unobserved` is neither late nor in time.
            updates: how many. Every unit with work has every month of the period and every state: 0 where there is none.

        Example:
            >>> panel = data.panel(since="2025-07-01", until="2025-09-30")
            >>> len(panel) == panel["unit_id"].nunique() * 3 * panel["state"].nunique()
            True
        """
        import pandas as pd

        tables, work = self._published, self._due_work(since, until)
        first, last = as_day(since), self._day(until)
        months = pd.date_range(
            first.replace(day=1) if first else work["month"].min(), last, freq="MS", unit="ms", name="month"
        ) if first or len(work) else pd.DatetimeIndex([], name="month")  # fmt: skip
        axes = [
            pd.Index(sorted(work["unit_id"].unique()), name="unit_id"),
            months,
            pd.CategoricalIndex(work["state"].cat.categories, dtype=work["state"].dtype, name="state"),
        ]
        counted = work.groupby(["unit_id", "month", "state"], observed=True).size()
        every = counted.reindex(pd.MultiIndex.from_product(axes), fill_value=0).rename("updates")
        return self._out(tables.with_units(every.reset_index())[list(_PANEL_COLUMNS)])

    # ---- how ----

    def _unobserved(self, work: "pd.DataFrame") -> "pd.Series[bool]":
        """Of which work nobody can say whether it was in time: never looked at, or found done at a first look after its day."""
        import pandas as pd

        listings = self._published.frame("listings")[["unit_id", "observed_on"]].drop_duplicates()
        looks = looks_on(
            (str(unit_id), seen.date())
            for unit_id, seen in zip(listings["unit_id"], listings["observed_on"], strict=True)
        )
        after = work[work["done_on"] > work["due_on"]]
        known_by = after["done_known_by"].astype(object) if "done_known_by" in after else [None] * len(after)
        unclear = [
            done_lateness(
                due.date(),
                done.date(),
                looks.get(unit_id, ()),
                DoneKnownBy(by) if isinstance(by, str) else None,
            )
            is Lateness.UNOBSERVED
            for unit_id, due, done, by in zip(
                after["unit_id"], after["due_on"], after["done_on"], known_by, strict=True
            )
        ]
        by_sight = pd.Series(unclear, index=after.index, dtype=bool).reindex(work.index, fill_value=False)
        return by_sight | (work["state"] == UpdateState.UNOBSERVED.value)

    def _due_work(self, since: Day, until: Day) -> "pd.DataFrame":
        """Work that falls due in a period (up to the release's day), with the first day of the month."""
        work = between(
            self._published.frame("listing_updates"), "due_on", since or date.min, self._day(until)
        )
        return work.assign(month=work["due_on"].dt.to_period("M").dt.start_time.astype("datetime64[ms]"))

    def _units(self, wanted: Names) -> Names:
        """Ids of the units that are meant."""
        if wanted is None:
            return None
        from niemyet.flows.meant import the_unit, units_of

        known = units_of(self._release)
        names = (wanted,) if isinstance(wanted, str) else wanted
        return tuple(the_unit(str(one), known).unit_id for one in names)

    def _day(self, day: Day) -> date:
        return as_day(day) or self.as_of

    def _tables(self, as_of: Day, known: Day) -> JoinedTables:
        if as_of is None and known is None:
            return self._published
        from niemyet.flows.manual_input import end_of
        from niemyet.flows.publishing import state_of
        from niemyet.storage.schemas import table_schema, to_arrow

        until = as_day(known)
        knowledge = (
            min(end_of(until), self._release.knowledge_time) if until else self._release.knowledge_time
        )
        state = state_of(self._folder, self._release, self._day(as_of), knowledge)
        return JoinedTables(lambda name: to_arrow(getattr(state, name), table_schema(name)))

    @cached_property
    def _published(self) -> JoinedTables:
        return JoinedTables(self._release.table)

    def _out(self, made: "pd.DataFrame") -> Frame:
        return cast(Frame, _in_engine(made.reset_index(drop=True), self.engine))


def _in_engine(made: "pd.DataFrame", engine: Engine) -> Any:
    if engine == "pandas":
        return made
    import pyarrow as pa

    table = pa.Table.from_pandas(made, preserve_index=False)
    if engine == "arrow":
        return table
    if engine == "polars":
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
    "unit_id", "unit", "parent", "level", "code", "name", "sector", "sector_printed", "scope", "time_local", "fee", "valid_from",
    "valid_until", "decision", "decision_id", "item_id", "proof",
)  # fmt: skip
_UPDATE_COLUMNS = (
    "update_id", "unit_id", "unit", "parent", "level", "kind", "channel", "code", "name", "sector", "sector_printed", "decision",
    "decision_id", "reason", "effective_on", "due_on", "state", "days_overdue", "exposed_days", "done_on", "done_by", "proof",
)  # fmt: skip
_CHANGE_COLUMNS = (
    "on", "code", "name", "level", "sector", "sector_printed", "change", "decision", "decision_id", "successor_codes",
    "time_before", "time_after", "fee_before", "fee_after",
)  # fmt: skip
_UNIT_MONTH = ("unit_id", "unit", "parent", "level", "month")
_MONTH_COLUMNS = (*_UNIT_MONTH, "due", "in_time", "late", "open", "unobserved")
_PANEL_COLUMNS = (*_UNIT_MONTH, "state", "updates")
