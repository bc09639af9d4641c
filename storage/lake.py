"""The lake: append-only tables of what was received, read, observed, confirmed, resolved and run.

One Parquet file per append, `lake/<table>/<run_id>-<n>.parquet`, written in one step and never changed.
Every row is true by itself, so a run that is killed leaves whole facts behind and no half ones.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from niemyet.model.errors import StorageError
from niemyet.model.messages import Words, msg
from niemyet.model.report_rows import ReportRows, ReportsInMemory
from niemyet.model.tables import DoubtedListing
from niemyet.model.words import Channel, ReadFault
from niemyet.storage.commits import Commits, seal_of
from niemyet.storage.lake_rows import (
    LAKE_TABLES,
    ConfirmationRow,
    HeldReceipt,
    ObservationRow,
    ReadingRow,
    ReceiptRow,
    SeenAgainRow,
)
from niemyet.storage.looks import (
    all_looks,
    days_seen_again,
    ends_of_stretches,
    sitting_content,
    standing_looks,
    telling_looks,
    under_ids,
    under_todays_ids,
)
from niemyet.storage.object_store import MissingObjectError, ObjectStore
from niemyet.storage.opening import object_store_at

if TYPE_CHECKING:
    import pyarrow as pa

    from niemyet.storage.appends import HeldAppends
    from niemyet.storage.listed_rows import RowsOfLooks

Row = TypeVar("Row")
Made = TypeVar("Made")


class Lake:
    """The lake of one data folder, or what of it one release was made from (`at`).

    What was read once is kept, decoded, by its file: a night reads and decodes each append once.
    """

    def __init__(
        self,
        place: ObjectStore | Path | str,
        only: Collection[str] | None = None,
        commits: Commits | None = None,
    ) -> None:
        """`only`: the appends that are seen, as `commit` counts them; None sees all."""
        self._place = object_store_at(place) if isinstance(place, Path | str) else place
        self._only = only
        self._inside: dict[str, list[str]] = {}  # compacted file → its appends; its name is made from theirs
        self._decoded: dict[tuple[str, type], dict[str, list[tuple[str, list[Any]]]]] = {}
        self._held: dict[str, list[HeldReceipt]] = {}
        self._next: dict[tuple[str, str], int] = {}  # table and run → number of the next append
        self.commits = commits or Commits(self._place)

    def append(self, table: str, run_id: str, rows: Sequence[Any]) -> None:
        """Add rows; nothing to add writes nothing."""
        if not rows:
            return
        from niemyet.storage.appends import packed_rows

        # What a compacted file holds is looked for once a run; what is written since is there under its own name.
        number = self._next.get((table, run_id))
        if number is None:
            number = len(self._of_run(table, run_id))
        while self._place.has(_append(table, run_id, number)):
            number += 1
        self._next[table, run_id] = number + 1
        self._place.write(_append(table, run_id, number), packed_rows(rows, LAKE_TABLES[table]))

    def read(self, table: str, row: type[Row]) -> list[Row]:
        """All rows of a table, in the order of the runs and their appends."""
        return [each for _, rows in self.appends(table, row) for each in rows]

    def table(self, name: str) -> "pa.Table":
        """All rows of a table as `to_arrow` gives them, never made into records."""
        from niemyet.storage.schemas import as_told, schema_of

        return as_told(self._in_runs(name), schema_of(LAKE_TABLES[name]))

    def numbered(self, name: str, columns: Sequence[str]) -> "pa.Table":
        """All rows of a table, some columns of texts as dictionaries: what is said again and again is there once."""
        from niemyet.storage.appends import joined, numbered_schema
        from niemyet.storage.schemas import schema_of

        schema = numbered_schema(schema_of(LAKE_TABLES[name]), columns)
        return joined(self._in_runs(name, numbered=columns), schema).combine_chunks()

    def counted(self, table: str, column: str) -> Counter[str]:
        """Each value of a column of text and in how many rows it stands; no row is made, no other column decoded."""
        from niemyet.storage.appends import counts_in

        found: Counter[str] = Counter()
        for part in self._in_runs(table, [column], [column]):
            found.update(counts_in(part, column))
        return found

    def has_null(self, table: str, column: str) -> bool:
        """Whether a column is empty in some row; appends of before it existed have it nowhere."""
        parts = self._in_runs(table, [column])
        return any(
            part.num_rows > 0 and (column not in part.column_names or part.column(column).null_count > 0)
            for part in parts
        )

    def runs_in(self, table: str) -> set[str]:
        """The runs that have appended to a table."""
        return {name.rsplit("/", 1)[-1].rsplit("-", 1)[0] for name in self._names(table)}

    def rows_of_run(self, table: str, run_id: str) -> int:
        """How many rows a run has appended to a table."""
        if not self._of_run(table, run_id):
            return 0
        mine = f"{table}/{run_id}-"
        return sum(part.num_rows for name, part in self._appends(table) if name.startswith(mine))

    def where(self, table: str, row: type[Row], wanted: Mapping[str, Sequence[str]]) -> list[Row]:
        """Rows in which any of some columns has one of some values, in the order of the runs; decodes only those.

        Of a file that has none only these columns are read.
        """
        from niemyet.storage.appends import has_some, rows_where

        def take(files: Sequence[str]) -> list[Row]:
            found: dict[str, list[Row]] = {}
            for file in filter(self._is_seen, files):
                if any(has_some(part, wanted) for _, part in self._parts(file, [*wanted])):
                    for name, part in self._parts(file):
                        found.setdefault(name, rows_where(part, row, wanted))
            return [each for _, rows in sorted(found.items()) for each in rows]

        return self._of_files(table, take)

    def appends(self, table: str, row: type[Row]) -> list[tuple[str, list[Row]]]:
        """Every append that is seen: its name and its rows, in order. Decoded once, however often it is asked for."""
        kept = self._decoded.setdefault((table, row), {})

        def take(there: Sequence[str]) -> list[tuple[str, list[Row]]]:
            files = [file for file in there if self._is_seen(file)]
            for gone in kept.keys() - set(files):
                del kept[gone]
            found: dict[str, list[Row]] = {}
            for file in files:
                if file not in kept:
                    kept[file] = self._rows(file, row)
                for name, rows in kept[file]:
                    found.setdefault(name, rows)
            return sorted(found.items())

        return self._of_files(table, take)

    def receipts(self) -> list[HeldReceipt]:
        """All receipts, in the order of the runs; each is decoded once, however often it is asked for."""
        found: list[HeldReceipt] = []
        for name, rows in self.appends("receipts", ReceiptRow):
            if name not in self._held:
                self._held[name] = [HeldReceipt.of(row) for row in rows]
            found += self._held[name]
        return found

    def newest_readings(self) -> dict[str, ReadingRow]:
        """Document → what its newest reading gave."""
        return {row.sha256: row for row in self.read("readings", ReadingRow)}

    def newest_outcomes(self) -> dict[str, ReadingRow]:
        """Document → its newest reading without what was read, of which no letter is decoded."""
        columns = self.columns("readings", "run_id", "sha256", "reader", "error", "fault")
        return {
            digest: ReadingRow(run_id, digest, reader, None, error, ReadFault(fault) if fault else None)
            for run_id, digest, reader, error, fault in zip(*columns.values(), strict=True)
        }

    def has(self, table: str, run_id: str) -> bool:
        """Whether a run has appended to a table."""
        return bool(self._of_run(table, run_id))

    # ---- which appends a release was made from ----

    def commit(self, others: Mapping[str, tuple[int, str]] | None = None) -> str | None:
        """Note which files there are by now; gives the note's name, the last one's when nothing was added since.

        `others`: files outside the lake that are noted with it (logs, manifests of releases), by size and hash.
        """
        added = self._unsealed() | dict(others or {})
        return self.commits.add(added) if added else self.commits.last()

    def at(self, note: str) -> "Lake":
        """The lake as it was when that note was made, whatever has been added since."""
        return Lake(self._place, self.commits.at(note), self.commits)

    def only(self, names: Iterable[str]) -> "Lake":
        """The lake with some of its appends alone."""
        return Lake(self._place, frozenset(names), self.commits)

    def columns(self, table: str, *names: str) -> dict[str, list[Any]]:
        """Some columns of all rows of a table, in the order of the runs; no other column is decoded."""
        parts = self._in_runs(table, names)
        if not parts:
            return {name: [] for name in names}
        from niemyet.storage.appends import values_in

        return {name: [value for part in parts for value in values_in(part, name)] for name in names}

    def keep(self, name: str, text: str) -> None:
        """Keep a text that releases were made from, once."""
        if not self._place.has(f"inputs/{name}.json"):
            self._place.write(f"inputs/{name}.json", text.encode())

    def kept(self, name: str) -> str:
        """A kept text. Raises StorageError where there is none, or another."""
        return self._whole(f"inputs/{name}.json").decode()

    def names(self) -> list[str]:
        """Every file of facts that is there: appends of all tables, and inputs."""
        return [name for name in self._place.names() if name.split("/")[0] in _HOLDS and "/" in name]

    def sizes(self) -> dict[str, int]:
        """The same with their bytes, from one look."""
        return {
            name: size
            for name, size in self._place.sizes("").items()
            if name.split("/")[0] in _HOLDS and "/" in name
        }

    def seal_of(self, name: str) -> tuple[int, str]:
        """Size and hash of a file as it is now."""
        return seal_of(self._place.read(name))

    def _unsealed(self) -> dict[str, tuple[int, str]]:
        """Files that no note has sealed yet."""
        seals = self.commits.seals()
        found = {}
        for name in self.names():
            known = seals.get(f"lake/{name}")
            if known is None or known.sha256 is None:
                found[f"lake/{name}"] = self.seal_of(name)
        return found

    def _whole(self, name: str) -> bytes:
        """A file's bytes, which must be those that were noted.

        Raises:
            StorageError: other bytes, or none.
        """
        try:
            data = self._place.read(name)
        except MissingObjectError:
            told = damaged_fact(f"{self._place.address}/{name}", name, msg("it is missing"))
            raise _VanishedError(told.told) from None
        seal = self.commits.seals().get(f"lake/{name}")
        if seal is not None and seal.sha256 is not None and seal_of(data) != (seal.size, seal.sha256):
            raise damaged_fact(
                f"{self._place.address}/{name}", name, msg("it does not hold what was written")
            )
        return data

    def _of_files(self, table: str, take: Callable[[Sequence[str]], Made]) -> Made:
        """What is made of a table's files. One that vanishes meanwhile was joined with others: then these are looked for."""
        for _ in range(_JOINED_MEANWHILE):
            try:
                return take(self._files(table))
            except _VanishedError:
                self.commits.forget()
        return take(self._files(table))

    # ---- compaction ----

    def compact(self, at_least: int = 16, *, whole: bool = True) -> dict[str, int]:
        """Write the small files of each table as one; gives table → how many files became one.

        Every append keeps its own name and its number of rows, so that what a release was made from can still be
        told apart. The one file is there before the small ones go; both at once are read once.

        `whole`: of each table one file. Else files become one with those that are not much larger than they are together: a row
        is written again as often as its table doubles, not as often as nights are many.
        """
        from niemyet.storage.appends import packed_together

        done: dict[str, int] = {}
        for table in LAKE_TABLES:
            files = self._files(table)
            if len(files) < at_least:
                continue
            chosen = set(files if whole else self._alike_in_size(table, files))
            appends = [one for file in files if file in chosen for one in self._parts(file)]
            found = sorted(dict(reversed(appends)).items())
            names = [name for name, _ in found]
            digest = sha256("\n".join(names).encode()).hexdigest()[:16]
            joined = f"{table}/{_COMPACTED}{digest}.parquet"
            data = packed_together(found)
            self._place.write(joined, data)
            self.commits.add(self._unsealed() | {f"lake/{joined}": seal_of(data)})
            for name in chosen - {joined}:
                self._place.delete(name)
            done[table] = len(chosen)
        return done

    def _alike_in_size(self, table: str, files: Sequence[str]) -> list[str]:
        """Single appends, and what was joined before from the smallest on, while it is at most twice all of them."""
        sizes = self._place.sizes(table)
        found = [file for file in files if not _is_compacted(file)]
        held = sum(sizes[file] for file in found)
        for file in sorted((one for one in files if _is_compacted(one)), key=lambda one: (sizes[one], one)):
            if found and sizes[file] > _MUCH_LARGER * held:
                break
            found.append(file)
            held += sizes[file]
        return found

    def _files(self, table: str) -> list[str]:
        return [name for name in self._place.names(table) if name.endswith(".parquet")]

    def _appends(
        self, table: str, columns: Sequence[str] | None = None, numbered: Sequence[str] = ()
    ) -> list[tuple[str, "pa.Table"]]:
        """Every append that is seen, by name, in order. `columns`: of these alone; None: of all. `numbered`: as dictionaries."""

        def take(files: Sequence[str]) -> list[tuple[str, "pa.Table"]]:
            found: dict[str, pa.Table] = {}
            for file in files:
                if self._is_seen(file):
                    for name, part in self._parts(file, columns, numbered):
                        found.setdefault(name, part)
            return sorted(found.items())

        return self._of_files(table, take)

    def _in_runs(
        self, table: str, columns: Sequence[str] | None = None, numbered: Sequence[str] = ()
    ) -> list["pa.Table"]:
        """The rows of every append that is seen, in order: as few tables as the files allow, not one for each append."""

        def take(files: Sequence[str]) -> list["pa.Table"]:
            found: dict[str, tuple[HeldAppends, int]] = {}
            for file in filter(self._is_seen, files):
                held = self._held_in(file, columns, numbered)
                for place, name in enumerate(held.names):
                    if self._is_wanted(name):
                        found.setdefault(name, (held, place))
            if not found:
                return []
            from niemyet.storage.appends import in_runs

            return in_runs(found)

        return self._of_files(table, take)

    def _is_seen(self, file: str) -> bool:
        return self._only is None or any(name in self._only for name in self._inside_of(file))

    def _is_wanted(self, name: str) -> bool:
        return self._only is None or name in self._only

    def _parts(
        self, file: str, columns: Sequence[str] | None = None, numbered: Sequence[str] = ()
    ) -> list[tuple[str, "pa.Table"]]:
        """The appends of a file that are seen."""
        found = self._held_in(file, columns, numbered).parts()
        return [(name, part) for name, part in found if self._is_wanted(name)]

    def _rows(self, file: str, row: type[Row]) -> list[tuple[str, list[Row]]]:
        """The same, decoded."""
        found = self._held_in(file).rows(row)
        return [(name, rows) for name, rows in found if self._is_wanted(name)]

    def _held_in(
        self, file: str, columns: Sequence[str] | None = None, numbered: Sequence[str] = ()
    ) -> "HeldAppends":
        """All appends of a file."""
        from niemyet.storage.appends import UnreadableError, held_in

        data = self._whole(file)
        try:
            return held_in(data, None if _is_compacted(file) else file, columns, numbered)
        except UnreadableError as error:
            raise damaged_fact(f"{self._place.address}/{file}", file, str(error)) from error

    def _names(self, table: str) -> list[str]:
        """The names of all appends."""
        return self._of_files(
            table, lambda files: sorted({name for file in files for name in self._inside_of(file)})
        )

    def check(self, *tables: str) -> None:
        """Hold the files of some tables against what was noted of them, without decoding any.

        Raises:
            StorageError: one is damaged.
        """

        def take(files: Sequence[str]) -> None:
            for file in files:
                self._whole(file)

        for table in tables:
            self._of_files(table, take)

    def names_in(self, *tables: str) -> list[str]:
        """The names of all appends of some tables: the same names, the same rows."""
        return [name for table in tables for name in self._names(table)]

    def _inside_of(self, file: str) -> list[str]:
        """The names of a file's appends; each append of a run asks, so a compacted file is opened once."""
        if not _is_compacted(file):
            return [file]
        if file not in self._inside:
            from niemyet.storage.appends import UnreadableError, names_in

            try:
                self._inside[file] = names_in(self._whole(file))
            except UnreadableError as error:
                raise damaged_fact(f"{self._place.address}/{file}", file, str(error)) from error
        return self._inside[file]

    def inside(self, file: str) -> list[str]:
        """The appends that a file holds."""
        return self._inside_of(file)

    def _of_run(self, table: str, run_id: str) -> list[str]:
        return [name for name in self._names(table) if name.startswith(f"{table}/{run_id}-")]

    def looks(
        self, renames: Mapping[str, str] | None = None, *, days: Collection[date] = (), whole: bool = False
    ) -> list[ObservationRow]:
        """Looks at listings, those that found nothing new too, as far as they tell something (`looks.telling_looks`).

        `renames`: units' ids, as recorded → as they are today. `days`: days of which every look is wanted; `whole`: of all.
        """
        seen, again = self._looks(renames)
        return all_looks(seen, again) if whole else telling_looks(seen, again, days)

    def _looks(self, renames: Mapping[str, str] | None) -> tuple[list[ObservationRow], list[SeenAgainRow]]:
        seen = under_todays_ids(self.read("observations", ObservationRow), renames or {})
        return seen, under_ids(self.read("seen_again", SeenAgainRow), renames or {})

    def listings(self, renames: Mapping[str, str] | None = None) -> "RowsOfLooks":
        """Observations joined with their rows: first and last look at each stretch of equal content.

        `renames`: units' ids, as recorded → as they are today.
        """
        from niemyet.storage.listed_rows import NUMBERED, RowsOfLooks, ShownRows

        seen, again = self._looks(renames)
        standing = standing_looks(telling_looks(seen, again))
        shown = ShownRows(self.numbered("observed_rows", NUMBERED))
        looked_on = days_seen_again([row for row in seen if row.withdrawn or shown.count(row.content)], again)
        for look in standing:
            if shown.count(look.content):
                looked_on.setdefault((look.unit_id, Channel(look.channel)), []).append(look.observed_on)
        return RowsOfLooks(ends_of_stretches(standing), shown, looked_on)

    def reports(self, renames: Mapping[str, str] | None = None) -> ReportRows:
        """What was reported of work, none of it made into records where no unit is called otherwise today.

        `renames`: units' ids, as recorded → as they are today.
        """
        from niemyet.storage.appends import joined
        from niemyet.storage.reported_rows import ReportedRows
        from niemyet.storage.schemas import from_arrow, schema_of

        if renames:
            told = under_todays_ids(self.read("confirmations", ConfirmationRow), renames)
            return ReportsInMemory([row.as_report() for row in told])
        appends = self._appends("confirmations")
        return ReportedRows(
            [(name, part.num_rows) for name, part in appends],
            joined([part for _, part in appends], schema_of(ConfirmationRow)),
            lambda table: [row.as_report() for row in from_arrow(table, ConfirmationRow)],
        )

    def doubted(self, renames: Mapping[str, str] | None = None) -> list[DoubtedListing]:
        """Per unit and channel the newest look that is not believed, unless one that counts came after it."""
        if all(look.before is None for look in self.read("observations", ObservationRow)):
            return []
        from niemyet.storage.listed_rows import NUMBERED, ShownRows, rows_of_look

        looks = self.looks(renames)
        newest: dict[tuple[str, Channel], ObservationRow] = {}
        for look in (*standing_looks(looks), *(look for look in looks if look.before is not None)):
            same = (look.unit_id, look.channel)
            newest[same] = max(
                newest.get(same, look), look, key=lambda one: (one.observed_on, one.recorded_at)
            )
        if all(last.before is None for last in newest.values()):
            return []
        rows = ShownRows(self.numbered("observed_rows", NUMBERED))
        found = []
        for _, last in sorted(newest.items()):
            if last.before is None:
                continue
            sitting = [look for look in looks if look.run_id == last.run_id and look.before is not None
                       and (look.unit_id, look.channel) == (last.unit_id, last.channel)]  # fmt: skip
            shown = tuple(
                row for look in sorted(sitting, key=lambda one: one.url) for row in rows_of_look(look, rows)
            )
            found.append(
                DoubtedListing(
                    last.unit_id, last.channel, last.observed_on, sitting_content(sitting), last.before, shown
                )
            )
        return found


#: What a table's files hold, in words for who must decide what to do without them. A table that is not here would stand
#: outside the chain of notes, and outside of what releases are made again from.
_HOLDS = {
    "fetches": msg("what was asked of the sources"),
    "receipts": msg("what the sources have posted"),
    "crawls": msg("what each crawl has proven"),
    "postings": msg("postings that were read"),
    "catalogue": msg("what the national catalogue says"),
    "readings": msg("documents that were read"),
    "members": msg("what archives held"),
    "observations": msg("looks at listings"),
    "seen_again": msg("looks at listings that had not changed"),
    "observed_rows": msg("rows of listings"),
    "confirmations": msg("work reported as done"),
    "work_notes": msg("what clerks noted beside their work"),
    "resolutions": msg("people's answers"),
    "aliases": msg("what earlier ids of questions meant"),
    "taken_back": msg("files that were taken back"),
    "adoptions": msg("lists taken as evidence"),
    "adopted_rows": msg("rows of lists taken as evidence"),
    "fee_lists": msg("fees of resolutions"),
    "fee_rows": msg("rows of fees of resolutions"),
    "notifications": msg("who was told of what"),
    "runs": msg("runs"),
    "inputs": msg("the configuration that releases were made with"),
}


def damaged_fact(where: str, name: str, why: Words) -> StorageError:
    """A file of the lake is not what was written: nothing is published from what is left."""
    held = _HOLDS.get(name.split("/", maxsplit=1)[0], msg("facts"))
    return StorageError(
        msg(
            "{where}: damaged or missing ({why}). It held {held}; nothing is published without it. Put it back "
            "from a backup, or run `niemyet repair` (it only lists; --yes mends).",
            where=where,
            why=why,
            held=held,
        )
    )


class _VanishedError(StorageError):
    """A file that was listed is not there any more."""


#: How often a table's files are looked for again; chosen, not measured: a night joins them once.
_JOINED_MEANWHILE = 3
_COMPACTED = "0-compacted-"  # no run's name begins so
#: A joined file this many times as large as what is joined stays as it is; chosen: files of a table are then some 16 at most.
_MUCH_LARGER = 2


def _append(table: str, run_id: str, number: int) -> str:
    return f"{table}/{run_id}-{number:04d}.parquet"


def _is_compacted(file: str) -> bool:
    return file.rsplit("/", 1)[-1].startswith(_COMPACTED)


def packed_rows(table: str, rows: Sequence[Any]) -> bytes:
    """Rows of a table as the bytes of one file."""
    from niemyet.storage import appends

    return appends.packed_rows(rows, LAKE_TABLES[table])


def unpacked_rows(table: str, data: bytes, where: str) -> list[Any]:
    """The rows again.

    Raises:
        StorageError: the file is damaged.
    """
    from niemyet.storage import appends

    try:
        return appends.unpacked_rows(data, LAKE_TABLES[table])
    except appends.UnreadableError as error:
        raise damaged_fact(where, f"{table}/", str(error)) from error
