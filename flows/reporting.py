"""Reports of work done, held against the work list before they are kept: a wrong one would make a wrong board."""

import difflib
from collections.abc import Sequence
from datetime import date
from typing import Any

from niemyet.flows.run_context import RunContext
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.tables import Unit
from niemyet.model.words import Channel, UpdateKind
from niemyet.storage.lake import ConfirmationRow
from niemyet.storage.release import Release

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
_COLUMNS = ["update_id", "unit_id", "code", "kind", "channel", "decision_id", "effective_on", "done_on"]


def report_rows(
    run: RunContext, release: Release, updates: Sequence[str], *, on: date, by: str | None, undo: bool = False
) -> list[ConfirmationRow]:
    """Rows of the lake for reports on pieces of work, each with what it means.

    Raises UsageError, and nothing is kept, for an id that is not known, a day in the future, before the effect of a
    removal or a changed content, or on which the unit did not work; with `undo`, for work that nobody reported.
    """
    known = {row["update_id"]: row for row in release.table("listing_updates", _COLUMNS).to_pylist()}
    if on > run.today:
        raise UsageError(
            msg(
                "--on {on} is in the future (today is {today}). Report the work on the day on which "
                "it is done.",
                on=on,
                today=run.today,
            ),
        )
    rows = [_known(known, update) for update in updates]
    units = release.rows("units", Unit)
    reported = {row.update_id for row in run.folder.lake.read("confirmations", ConfirmationRow)}
    for row in rows:
        if undo:
            _check_reported(row, reported)
        else:
            _check_effect(row, on)
            _check_unit(row, on, units)
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


def _known(known: dict[str, dict[str, Any]], update: str) -> dict[str, Any]:
    if update in known:
        return known[update]
    near = ", ".join(difflib.get_close_matches(update, known, n=3, cutoff=0.5))
    raise UsageError(
        f"no work with id {update}{f'; nearest: {near}' if near else ''}. "
        "The ids stand in `niemyet updates --format csv`.",
        vi=f"không có việc mang mã {update}{f'; gần nhất: {near}' if near else ''}. "
        "Mã việc có trong `niemyet updates --format csv`.",
    )


def _check_reported(row: dict[str, Any], reported: set[str]) -> None:
    if row["update_id"] not in reported:
        raise UsageError(
            msg(
                "nobody reported {update_id} done; there is nothing to take back.", update_id=row["update_id"]
            ),
        )


def _check_effect(row: dict[str, Any], on: date) -> None:
    effective_on = row["effective_on"]
    if effective_on is None or on >= effective_on or UpdateKind(row["kind"]) not in _NOT_BEFORE_EFFECT:
        return
    raise UsageError(
        f"{row['update_id']} ({row['kind']} {row['code']}) has effect from {effective_on}; done on {on}, the board would be "
        "wrong until then. Do it on that day and report it then.",
        vi=f"việc {row['update_id']} ({row['code']}) chỉ có hiệu lực từ {effective_on:%d/%m/%Y}; làm ngày {on:%d/%m/%Y} thì "
        "bảng niêm yết sai cho tới ngày đó. Hãy làm và báo đúng ngày.",
    )


def _check_unit(row: dict[str, Any], on: date, units: Sequence[Unit]) -> None:
    spans = [unit for unit in units if unit.unit_id == row["unit_id"]]
    if not spans or UpdateKind(row["kind"]) is UpdateKind.CLOSE_BOARD:
        return
    if any(
        (one.valid_from is None or one.valid_from <= on) and (one.valid_until is None or on < one.valid_until)
        for one in spans
    ):
        return
    raise UsageError(
        msg(
            "unit {unit_id} did not work on {on}. Name a day on which it did with --on.",
            unit_id=row["unit_id"],
            on=on,
        ),
    )
