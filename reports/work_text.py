"""The work list for a terminal: two lines a piece of work, grouped by unit, nothing cut off."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from niemyet.model.messages import day_words
from niemyet.model.retelling import retold
from niemyet.model.words import Proof
from niemyet.reports.words import PROOFS

KINDS = {
    "post": ("Niêm yết mới", "Post"),
    "replace_sheet": ("Thay bản niêm yết", "Replace the sheet"),
    "swap": ("Gỡ cũ, niêm yết mới", "Take down the old, post the new"),
    "remove": ("Gỡ bỏ", "Take down"),
    "fix_sheet": ("Sửa bản niêm yết", "Mend the sheet"),
    "rehead": ("Sửa tên đơn vị", "Change the heading"),
    "opening_list": ("Niêm yết ban đầu", "Opening list"),
    "close_board": ("Đóng bảng", "Close the board"),
    "review": ("Cần xem xét", "Look into it"),
}
STATES = {
    "planned": ("sắp tới", "planned"),
    "due": ("phải làm", "due"),
    "overdue": ("quá hạn", "overdue"),
    "unobserved": ("chưa kiểm tra", "not looked at"),
    "done": ("đã xong", "done"),
    "cancelled": ("hủy", "cancelled"),
}
CHANNELS = {"counter": ("tại quầy", "at the counter"), "portal": ("trên cổng", "on the portal")}

#: What needs no word: most work is ordered by a decision; null is the end of a board, or a table from before 1.4.
_USUAL = (None, Proof.DECISION)

Row = Mapping[str, Any]


def work_text(rows: Sequence[Row], names: Mapping[str, str], *, lang: str = "vi", room: int = 120) -> str:
    """Rows of `listing_updates`, by unit and due date, as text of at most `room` columns.

    `names`: unit_id → name.
    """
    ordered = sorted(rows, key=by_due)
    parts = []
    for unit, mine in groupby(ordered, key=lambda row: row["unit_id"]):
        work = list(mine)
        parts.append(f"{names.get(unit, unit)} ({unit}): {len(work)}")
        opening = [row for row in work if row["kind"] == "opening_list"]
        if len(opening) > 1:  # one piece of work with many lines (RULINGS 19); the sheet lists them
            parts += _opening(opening, lang, room)
            work = [row for row in work if row["kind"] != "opening_list"]
        parts += [_entry(row, lang, room) for row in work]
        parts.append("")
    return "\n".join(parts).rstrip()


def _opening(rows: Sequence[Row], lang: str, room: int) -> list[str]:
    """The opening list of a unit, a line for each day and state that its rows have."""
    column = 0 if lang == "vi" else 1
    found = []
    for when, mine in groupby(rows, key=lambda row: _when(row, column)):
        count, first = len(list(mine)), rows[0]["unit_id"]
        what = (
            f"{KINDS['opening_list'][column]}: {count} thủ tục",
            f"{KINDS['opening_list'][column]}: {count} procedures",
        )
        where = (
            f"từng thủ tục: niemyet export {first} --to xlsx",
            f"each of them: niemyet export {first} --to xlsx",
        )
        found += textwrap.wrap(what[column], room, initial_indent="  • ", subsequent_indent="    ")
        found += textwrap.wrap(
            f"{when} · {where[column]}", room, initial_indent="      ", subsequent_indent="      "
        )
    return found


def by_due(row: Row) -> tuple[str, date, str, str]:
    """The order of a work list: unit, due date, kind, code."""
    return row["unit_id"], row["due_on"] or date.max, row["kind"], row["code"] or ""


def _entry(row: Row, lang: str, room: int) -> str:
    column = 0 if lang == "vi" else 1
    where = f" {CHANNELS[row['channel']][column]}" if row["channel"] else ""
    name = retold(row["name"], lang) if row["kind"] == "close_board" else row["name"]
    what = f"{KINDS[row['kind']][column]}{where}: {row['code'] or ''} {name}".replace(":  ", ": ")
    body = textwrap.wrap(what, room, initial_indent="  • ", subsequent_indent="    ")
    proof = f" · {PROOFS[Proof(row['proof'])][column]}" if row.get("proof") not in _USUAL else ""
    detail = f"{_when(row, column)} · {retold(row['reason'], lang)}{proof} · [{row['update_id']}]"
    body += textwrap.wrap(detail, room, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(body)


def _when(row: Row, column: int) -> str:
    state = STATES[row["state"]][column]
    late = f" {row['days_overdue']} {('ngày', 'days')[column]}" if row["state"] == "overdue" else ""
    due = (
        f"{('hạn', 'due by')[column]} {day_words(row['due_on'], ('vi', 'en')[column])}"
        if row["due_on"]
        else ("chưa có hạn", "no date yet")[column]
    )
    return f"{due}, {state}{late}"
