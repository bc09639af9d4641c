"""The fees that resolutions set, as a release holds them in `sheets`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from niemyet.model.messages import Message, msg
from niemyet.model.words import SheetWitness

if TYPE_CHECKING:
    from niemyet.storage.release import Release

Row = Mapping[str, Any]


def set_fees(release: "Release") -> list[dict[str, Any]]:
    """All of them, in the order of code and day; none of a release that knows none."""
    if not release.has("sheets"):
        return []
    only = [("witness", "=", SheetWitness.RESOLUTION.value)]
    rows: list[dict[str, Any]] = release.table("sheets", filters=only).to_pylist()
    return rows


def fees_on(rows: Iterable[Row], day: date) -> dict[str, Row]:
    """Code → what holds on a day."""
    return {
        row["code"]: row
        for row in rows
        if row["since"] <= day and (row["valid_until"] is None or day < row["valid_until"])
    }


def fee_line(row: Row) -> Message:
    """One fee with its paper and place, as `explain` says it."""
    return msg(
        "Fee from {day}: {text} ({paper}, {place})",
        day=row["since"],
        text="; ".join(row["text"].splitlines()),
        paper=row["paper"],
        place=_place(row),
    )


def _place(row: Row) -> Message:
    if row["page"] is None:
        return msg("row {row}", row=row["row_no"])
    return msg("page {page}, row {row}", page=row["page"], row=row["row_no"])
