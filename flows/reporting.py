"""Reports of work done, held against the work list before they are kept: a wrong one would make a wrong board."""

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from niemyet.extractors.work_sheets import WorkRow
from niemyet.flows.clock import SKEW
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.messages import Both, msg
from niemyet.model.tables import Run
from niemyet.model.words import TO_BE_DONE, Channel, UpdateKind, UpdateState
from niemyet.reports.work_text import KINDS
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ConfirmationRow, WorkNoteRow
from niemyet.storage.release import Release
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.dates import local_day

#: Kinds that may not be carried out before their effect: the board would be wrong until then (CONTRACT §5.4).
_NOT_BEFORE_EFFECT = frozenset(
    {
        UpdateKind.REMOVE,
        UpdateKind.REPLACE_SHEET,
        UpdateKind.SWAP,
        UpdateKind.FIX_SHEET,
        UpdateKind.CLOSE_BOARD,
    }
)
_COLUMNS = [
    "update_id",
    "unit_id",
    "code",
    "name",
    "kind",
    "channel",
    "decision_id",
    "effective_on",
    "done_on",
    "state",
    "evidence",
]
#: A typing slip in an id of 16 signs leaves at least 13 of them alike; ids of other work are not near in any sense.
_NEAR = 0.8
#: Releases in which the work of an id that is no longer there is looked up: some three months of nights; chosen, not measured.
_EARLIER = 90
#: Rows of work in which it is looked up at the most: some 2 s; a province's 90 releases hold fewer.
_EARLIER_ROWS = 10_000_000


class Hand(Protocol):
    """Who hands something in: a run, or a report that needs none."""

    @property
    def run_id(self) -> str:
        """Under which it is kept."""

    @property
    def started_at(self) -> datetime:
        """When."""

    @property
    def today(self) -> date:
        """The local day."""

    @property
    def folder(self) -> DataFolder:
        """Where."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of work done that is recorded at once, without a run."""

    folder: DataFolder
    started_at: datetime

    @property
    def run_id(self) -> str:
        """As runs are named."""
        return f"{self.started_at:%Y%m%dT%H%M%S%f}Z-done"

    @property
    def today(self) -> date:
        """The local day of the report."""
        return local_day(self.started_at)


def refuse_clock(release: Release, now: datetime) -> None:
    """What is said later must be recorded as later.

    Raises:
        StorageError: the clock is behind what was published.
    """
    if now + SKEW < release.knowledge_time:
        raise StorageError(
            msg(
                "the clock says {now:%Y-%m-%d %H:%M:%S} UTC, but {release} was published later. Set the clock right and "
                "run the same command again.",
                now=now,
                release=release.release_id,
            ),
        )


#: Rows of the computed tables up to which a whole publication costs some tenths of a second: the demo's 18,600 cost 1.5 s.
_QUICK = 2_000


def is_quick(release: Release) -> bool:
    """Whether a report may be published at once; a larger folder counts it with its next run."""
    computed = {"boards", "procedure_history", "listing_updates", "decision_items"}
    rows = (int(each["rows"]) for each in release.manifest["resources"] if each["name"] in computed)
    return sum(rows) <= _QUICK


def unpublished(folder: DataFolder, release: Release) -> list[ConfirmationRow]:
    """Reports that the release does not count yet: handed in, or recorded after the last run that published."""
    waiting: list[ConfirmationRow] = folder.handed_in("confirmations")
    newest = folder.lake.read("confirmations", ConfirmationRow)
    if not newest or max(one.said_at for one in newest) <= release.knowledge_time:
        return waiting
    counted = max(
        (run.started_at for run in folder.lake.read("runs", Run) if "publish" in json.loads(run.durations)),
        default=release.knowledge_time,
    )
    since = max(counted, release.knowledge_time)
    return [*(one for one in newest if one.said_at > since), *waiting]


def changed_by(reports: Iterable[ConfirmationRow]) -> int:
    """Pieces of work of which reports, in the order in which they were made, leave something else than was said before.

    What was reported and taken back again is as it was.
    """
    said: dict[str, list[ConfirmationRow]] = {}
    for one in sorted(reports, key=lambda row: row.said_at):
        said.setdefault(one.update_id, []).append(one)
    return sum(bool(of[0].withdrawn) != (not of[-1].withdrawn) for of in said.values())


class Work:
    """Pieces of work by their ids, with the days on which their units work; looked up once for many reports."""

    def __init__(self, run: Hand, release: Release, updates: Sequence[str]) -> None:
        self._run, self._release = run, release
        found = release.find("listing_updates", "update_id", list(updates), _COLUMNS)
        self._by_id = {row["update_id"]: row for row in found}
        self._spans: dict[str, list[dict[str, Any]]] = {}
        self._looks: dict[str, dict[str, date]] = {}
        self._signed: dict[str, dict[str, Any] | None] = {}

    def of(self, updates: Sequence[str]) -> list[dict[str, Any]]:
        """The work of ids, each once; an id of an earlier release stands for the same work under its ids of today.

        Raises UsageError for an id that nothing ever bore.
        """
        found: dict[str, dict[str, Any]] = {}
        for update in updates:
            known = self._by_id.get(update)
            held = [known] if known else _moved(self._run.folder, self._release, update)
            found |= {row["update_id"]: row for row in held or [_unknown(self._release, update)]}
        return list(found.values())

    def last_looks(self, unit_id: str) -> dict[str, date]:
        """By channel the last day on which a unit's listing was looked at."""
        if unit_id not in self._looks:
            seen = self._release.table(
                "listings", ["channel", "observed_on"], filters=[("unit_id", "=", unit_id)]
            )
            self._looks[unit_id] = {
                row["channel"]: row["observed_on_max"]
                for row in seen.group_by("channel").aggregate([("observed_on", "max")]).to_pylist()
            }
        return self._looks[unit_id]

    def signed(self, decision_id: str | None) -> dict[str, Any] | None:
        """The number of a decision and the day on which it was signed."""
        if decision_id is None:
            return None
        if decision_id not in self._signed:
            names = ["decision_id", "number_text", "signed_on"]
            found = self._release.find("decisions", "decision_id", [decision_id], names)
            self._signed[decision_id] = found[0] if found else None
        return self._signed[decision_id]

    def spans(self, unit_id: str) -> list[dict[str, Any]]:
        """When a unit works."""
        if unit_id not in self._spans:
            names = ["unit_id", "valid_from", "valid_until"]
            self._spans[unit_id] = self._release.find("units", "unit_id", [unit_id], names)
        return self._spans[unit_id]


def report_rows(
    run: Hand,
    release: Release,
    updates: Sequence[str],
    *,
    on: date,
    by: str | None,
    undo: bool = False,
    work: Work | None = None,
) -> list[ConfirmationRow]:
    """Rows of the lake for reports on pieces of work, each with what it means.

    `work`: looked up already, for many reports.

    Raises UsageError, and nothing is kept, for an id that is not known, a day in the future, before the effect of a
    removal or a changed content, or on which the unit did not work; with `undo`, for work that nobody reported.
    """
    if on > run.today:
        raise UsageError(
            msg(
                "{on} is in the future (today is {today}). Report the work on the day on which it is done.",
                on=on,
                today=run.today,
            ),
        )
    work = work or Work(run, release, updates)
    rows = work.of(updates)
    if undo:
        _check_reported(
            rows,
            [*_said_of(run.folder.lake, rows), *run.folder.handed_in("confirmations")],
        )
    else:
        for row in rows:
            _check_effect(row, on)
            _check_signed(row, on, work.signed(row["decision_id"]))
            _check_seen(row, on, work.last_looks(row["unit_id"]) if on < run.today else {})
            _check_unit(row, on, work.spans(row["unit_id"]))
    return [
        ConfirmationRow(
            run.run_id,
            row["update_id"],
            on,
            by,
            run.started_at,
            unit_id=row["unit_id"],
            code=row["code"],
            kind=UpdateKind(row["kind"]),
            channel=Channel(row["channel"]) if row["channel"] else None,
            decision_id=row["decision_id"],
            withdrawn=undo or None,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a work list that came back says: reports and notes to keep, and rows that cannot be, with the reason."""

    reports: tuple[ConfirmationRow, ...]
    notes: tuple[WorkNoteRow, ...]
    refused: tuple[tuple[int, UsageError], ...]


def sheet_report(
    run: Hand, release: Release, rows: Sequence[WorkRow], on: date, *, unit: str | None = None
) -> SheetReport:
    """Ticks as reports, each row checked as `done` is; what stands as done already says nothing new.

    `on`: the day of rows that are ticked without one. `unit`: whose sheet it is said to be; rows of another's are refused.
    """
    done = {
        row["update_id"]
        for row in release.table("listing_updates", ["update_id", "done_on"]).to_pylist()
        if row["done_on"] is not None
    }
    work = Work(run, release, [row.update_id for row in rows])
    reports: list[ConfirmationRow] = []
    refused: list[tuple[int, UsageError]] = []
    for row in rows:
        try:
            _check_row(row)
            if unit is not None and (row.ticked or row.own):
                _check_owner(work.of([row.update_id]), unit)
            if row.ticked and row.update_id not in done:
                day = row.done_on or on
                reports += report_rows(run, release, [row.update_id], on=day, by=row.done_by, work=work)
        except UsageError as error:
            refused.append((row.row, error))
    kept, wrong = work_notes(run.folder.lake), {number for number, _ in refused}
    notes = [
        WorkNoteRow(run.run_id, row.update_id, column, text, run.started_at)
        for row in rows
        for column, text in row.own
        if row.row not in wrong or unit is None
        if kept.get(row.update_id, {}).get(column) != text
    ]
    return SheetReport(tuple(reports), tuple(notes), tuple(refused))


def _check_owner(work: Iterable[dict[str, Any]], unit: str) -> None:
    for row in work:
        if row["unit_id"] != unit:
            raise UsageError(
                msg(
                    "{update_id} is work of {owner}, not of {unit}. Hand the sheet in for that unit.",
                    update_id=row["update_id"],
                    owner=row["unit_id"],
                    unit=unit,
                )
            )


def _check_row(row: WorkRow) -> None:
    if not row.update_id:
        raise UsageError(
            msg(
                "a tick stands there, but no work id under “Mã việc”: nothing is recorded of it. Tick the rows of single pieces "
                "of work (those of the opening list are on the sheet “Phụ lục”); where the id was deleted, take it from a "
                "new `niemyet export`."
            ),
        )
    if row.ticked is None:
        raise UsageError(
            msg(
                "expected a tick (x, v, ✓, 1, có, xong, đã làm) or nothing under “Đã làm”. Mend the cell and hand the sheet in "
                "again."
            ),
        )
    if not row.ticked and (row.done_on or row.done_by):
        raise UsageError(
            msg(
                "a day or a name stands there, but no tick under “Đã làm”: not reported as done. Tick the row, or "
                "clear the day and the name."
            ),
        )
    if row.day_text:
        raise UsageError(
            msg(
                "expected a day of the calendar under “Ngày”, like 28/11/2026 (day/month/year), found “{found}”. Mend the cell "
                "and hand the sheet in again.",
                found=row.day_text,
            ),
        )


def work_notes(lake: Lake) -> dict[str, dict[str, str]]:
    """Work → the clerk's own columns, as they were handed back last."""
    found: dict[str, dict[str, str]] = {}
    for row in lake.read("work_notes", WorkNoteRow):
        found.setdefault(row.update_id, {})[row.column] = row.text
    return found


def _moved(folder: DataFolder, release: Release, update: str) -> list[dict[str, Any]]:
    """Work whose id is another by now, as when a look at one channel parts it by channel: found by what it is.

    Raises:
        UsageError: that work is on the list no more.
    """
    earlier = [name for name in folder.releases.all() if name < release.release_id][-_EARLIER:]
    looked_at = 0
    for name in reversed(earlier):
        looked_at += folder.releases.open(name).rows_of("listing_updates")
        if looked_at > _EARLIER_ROWS:
            break
        for row in folder.releases.open(name).find("listing_updates", "update_id", [update], _COLUMNS):
            mine = release.find("listing_updates", "unit_id", [row["unit_id"]], _COLUMNS)
            same = [one for one in mine if _work(one) == _work(row)]
            fitting = [one for one in same if row["channel"] in {None, one["channel"]}] or same
            if fitting:  # said of all channels, it counts for each of them
                return [row] if row["channel"] is None else fitting
            raise UsageError(
                msg(
                    "{update_id} was “{kind}: {code} {name}” for {unit_id}; that work is on the list no more. See "
                    "`niemyet updates --unit {unit_id}`.",
                    update_id=update,
                    kind=Both(*reversed(KINDS[row["kind"]])),
                    code=row["code"] or "",
                    name=row["name"] or "",
                    unit_id=row["unit_id"],
                ),
            )
    return []


def _work(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("unit_id", "kind", "code", "decision_id"))


def _unknown(release: Release, update: str) -> dict[str, Any]:
    if parse_code(update) is not None:
        raise UsageError(
            msg(
                "{update} is the code of a procedure; a piece of work has an id of its own, in brackets in "
                "`niemyet updates --unit UNIT`.",
                update=update,
            )
        )
    known = release.alike("listing_updates", "update_id", update)
    near = ", ".join(difflib.get_close_matches(update, known, n=3, cutoff=_NEAR))
    raise UsageError(
        msg(
            "no work with id {update}; nearest: {near}. The ids stand in `niemyet updates --format csv`.",
            update=update,
            near=near or msg("none"),
        )
    )


#: What a report means, in the columns of the work list.
_MEANT = ("unit_id", "code", "decision_id", "kind", "channel")


def _meaning(row: ConfirmationRow) -> object:
    return tuple(getattr(row, name) for name in _MEANT)


def named_reports(run: Hand, release: Release | None) -> list[ConfirmationRow]:
    """Reports written before schema 1.3, said again with what they mean: looked up once by their id in a release."""
    if release is None or not run.folder.lake.has_null("confirmations", "unit_id"):
        return []
    told = run.folder.lake.read("confirmations", ConfirmationRow)
    known = {row.update_id for row in told if row.unit_id is not None}
    nameless = {row.update_id: row for row in told if row.unit_id is None and row.update_id not in known}
    if not nameless:
        return []
    work = release.table("listing_updates", _COLUMNS, filters=[("update_id", "in", sorted(nameless))])
    return [
        replace(
            nameless[row["update_id"]],
            run_id=run.run_id,
            unit_id=row["unit_id"],
            code=row["code"],
            kind=UpdateKind(row["kind"]),
            channel=Channel(row["channel"]) if row["channel"] else None,
            decision_id=row["decision_id"],
        )
        for row in work.to_pylist()
    ]


def last_word(work: dict[str, Any], told: Iterable[ConfirmationRow]) -> ConfirmationRow | None:
    """What was said last of a piece of work, by its id or by what it means."""
    meant = tuple(work[name] for name in _MEANT)
    own = [row for row in told if row.update_id == work["update_id"] or _meaning(row) == meant]
    return max(own, key=lambda row: row.said_at, default=None)


def said_already(run: Hand, rows: Sequence[ConfirmationRow]) -> dict[str, ConfirmationRow]:
    """Of new reports those that say what was said last already, on that day: nothing is gained by keeping them again."""
    work = [{name: getattr(row, name) for name in ("update_id", *_MEANT)} for row in rows]
    told = [*_said_of(run.folder.lake, work), *run.folder.handed_in("confirmations")]
    found: dict[str, ConfirmationRow] = {}
    for row, one in zip(rows, work, strict=True):
        last = last_word(one, told)
        if last is not None and not last.withdrawn and not row.withdrawn and last.done_on == row.done_on:
            found[row.update_id] = last
    return found


def _said_of(lake: Lake, rows: Sequence[dict[str, Any]]) -> list[ConfirmationRow]:
    """What was reported under the ids of this work, or of its units."""
    names = {name: sorted({row[name] for row in rows}) for name in ("update_id", "unit_id")}
    return lake.where("confirmations", ConfirmationRow, names)


def _check_reported(rows: Iterable[dict[str, Any]], told: Sequence[ConfirmationRow]) -> None:
    for row in rows:
        last = last_word(row, told)
        if last is None or last.withdrawn:
            raise UsageError(
                msg(
                    "nobody reported {update_id} done; there is nothing to take back.",
                    update_id=row["update_id"],
                ),
            )


def _check_effect(row: dict[str, Any], on: date) -> None:
    effective_on = row["effective_on"]
    if effective_on is None or on >= effective_on or UpdateKind(row["kind"]) not in _NOT_BEFORE_EFFECT:
        return
    raise UsageError(
        msg(
            "work {update} ({code}) has effect from {effective_on}; done on {on}, the board would be wrong until "
            "then. Do it on that day and report it then.",
            update=row["update_id"],
            code=row["code"],
            effective_on=effective_on,
            on=on,
        )
    )


def _check_signed(row: dict[str, Any], on: date, decision: dict[str, Any] | None) -> None:
    """Nothing is done on the order of a decision before there is one."""
    signed = decision["signed_on"] if decision is not None else None
    if decision is None or signed is None or on >= signed:
        return
    raise UsageError(
        msg(
            "work {update} ({code}): decision {number} was signed on {signed}, after {on}. Name the day on which it was done.",
            update=row["update_id"],
            code=row["code"],
            number=decision["number_text"],
            signed=signed,
            on=on,
        )
    )


def _check_seen(row: dict[str, Any], on: date, looks: Mapping[str, date]) -> None:
    """A later look that shows the work undone stands against the report, which then would change nothing (RULINGS 20)."""
    seen = [day for channel, day in looks.items() if row["channel"] in {None, channel}]
    if row["evidence"] is None or UpdateState(row["state"]) not in TO_BE_DONE or not seen or min(seen) <= on:
        return
    raise UsageError(
        msg(
            "work {update} ({code}) was seen undone on {day}, after {on}: a report of that day would change nothing. "
            "Name the day on which it was done since.",
            update=row["update_id"],
            code=row["code"],
            day=min(seen),
            on=on,
        )
    )


def _check_unit(row: dict[str, Any], on: date, spans: Sequence[dict[str, Any]]) -> None:
    if not spans or UpdateKind(row["kind"]) is UpdateKind.CLOSE_BOARD:
        return
    if any(
        (one["valid_from"] is None or one["valid_from"] <= on)
        and (one["valid_until"] is None or on < one["valid_until"])
        for one in spans
    ):
        return
    raise UsageError(
        msg(
            "unit {unit_id} did not work on {on}. Name a day on which it did.",
            unit_id=row["unit_id"],
            on=on,
        ),
    )
