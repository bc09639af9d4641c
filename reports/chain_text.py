"""Why a procedure is as it is: one entry per decision, with its document, page and row."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from model.words import Action, Level
from reports.words import ACTIONS, LEVELS

Row = Mapping[str, Any]


def chain_text(rows: Sequence[Row], code: str, *, lang: str = "vi", room: int = 120) -> str:
    """The chain of decisions behind a code, oldest effect first.

    `rows`: items with number_text, signed_on, known_on and evidence put to them.
    """
    column = 0 if lang == "vi" else 1
    lines = []
    for row in rows:
        body = [_what(row, code, column), row["name"], row["evidence"]]
        if row["flags"]:
            body.append(("Lưu ý: ", "Flags: ")[column] + ", ".join(row["flags"]))
        first, *rest = body
        lines += textwrap.wrap(first, room, initial_indent="• ", subsequent_indent="  ")
        for text in rest:
            lines += textwrap.wrap(text, room, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def _what(row: Row, code: str, column: int) -> str:
    did = ACTIONS[Action(row["action"])][column]
    if code in row["replaces"] and row["code"] != code:
        did = f"{('được thay bằng', 'replaced by')[column]} {row['code'] or row['name']}"
    elif row["replaces"]:
        did += f" {('cho', 'for')[column]} {', '.join(row['replaces'])}"
    levels = (
        ", ".join(LEVELS[Level(level)][column] for level in row["levels"])
        or ("cấp: chưa rõ", "level unknown")[column]
    )
    since = _day(row["effective_on"]) or ("chưa rõ", "unknown")[column]
    if column == 0:
        return f"{since}: {did} ({levels}) tại {row['number_text']} ký {_day(row['signed_on'])}, nhận {_day(row['known_on'])}"
    return f"{since}: {did} ({levels}) by {row['number_text']} of {_day(row['signed_on'])}, known {_day(row['known_on'])}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
