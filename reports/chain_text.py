"""Why a procedure is as it is: the answer, then one entry per decision with its document, page and row."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from niemyet.model.words import Action, Level, OnlineLevel, Proof
from niemyet.reports.words import ACTIONS, FLAGS, LEVELS, ONLINE

Row = Mapping[str, Any]

#: What a sheet shows of a version, and how it is called.
_SHOWN = {
    "name": ("tên", "name"),
    "sector": ("lĩnh vực", "sector"),
    "time_local": ("thời hạn", "time"),
    "fee": ("phí, lệ phí", "fee"),
    "online_level": ("dịch vụ trực tuyến", "online service"),
    "by_post": ("qua bưu chính", "by post"),
    "reception_levels": ("nơi tiếp nhận", "reception"),
}


def chain_text(rows: Sequence[Row], code: str, *, lang: str = "vi", room: int = 120) -> str:
    """The chain of decisions behind a code, oldest effect first.

    `rows`: items with decision (as people name it), known_on, evidence, `changes` (see `changes_of`) and `not_applied` (why
    they change nothing, in words) put to them; or, with `act` in words, what a decision does to one of these.
    """
    column = 0 if lang == "vi" else 1
    lines = []
    for number, row in enumerate(rows, start=1):
        mark = f"{number:2}. "
        body = [row["not_applied"], _when(row, column), row["name"], *row["changes"], row["evidence"]]
        notes = [FLAGS[flag][column] for flag in row["flags"] if flag in FLAGS]
        if notes:
            body.append(("Lưu ý: ", "Note: ")[column] + "; ".join(notes))
        lines += textwrap.wrap(_what(row, code, column), room, initial_indent=mark, subsequent_indent="    ")
        for text in filter(None, body):
            lines += textwrap.wrap(
                text,
                room,
                initial_indent="    ",
                subsequent_indent="    ",
                break_long_words=False,  # an address is for copying
                break_on_hyphens=False,
            )
    return "\n".join(lines)


def _what(row: Row, code: str, column: int) -> str:
    """“Quyết định số … thay thế cho 1.010881 ở cấp huyện”."""
    if row.get("act"):
        return f"{row['decision']}: {row['act']}"
    did = ACTIONS[Action(row["action"])][column]
    if row["action"] == Action.CORRECT and code in row["replaces"]:
        did = f"{('đính chính mã in sai này thành', 'corrects this misprint to')[column]} {row['code']}"
    elif code in row["replaces"] and row["code"] != code:
        did = f"{('thay bằng', 'replaces it by')[column]} {row['code'] or row['name']}"
    elif row["replaces"]:
        did += f" {('cho', 'for')[column]} {', '.join(row['replaces'])}"
    levels = ", ".join(LEVELS[Level(level)][column] for level in row["levels"])
    at = f" {('ở', 'at')[column]} {levels}" if levels else ""
    is_misprint = row["code"] and code not in (row["code"], *row["replaces"])
    printed = f", {('in mã', 'printed as')[column]} {row['code']}" if is_misprint else ""
    return f"{row['decision']}: {did}{at}{printed}"


def _when(row: Row, column: int) -> str:
    since, until, known = row["effective_on"], row["effective_until"], row["known_on"]
    if column == 0:
        begins = "văn bản ghi hiệu lực từ" if row["not_applied"] else "có hiệu lực từ"
        valid = f"{begins} {_day(since)}" if since else "chưa rõ ngày có hiệu lực"
        valid += f" đến trước {_day(until)}" if until else ""
        return f"{valid}, biết từ {_day(known)}"
    begins = "stated as valid from" if row["not_applied"] else "valid from"
    valid = f"{begins} {since}" if since else "day of effect unknown"
    return f"{valid}{f' until {until}' if until else ''}, known since {known}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# ---- what a version changed ------------------------------------------------------------------------------------


def changes_of(item_id: str, procedures: Iterable[Row], *, lang: str = "vi") -> list[str]:
    """What a row changed of what the sheets show, level by level: “thời hạn: 05 ngày → 03 ngày”.

    `procedures`: all versions of the code. Nothing for the first version of a level.
    """
    column = 0 if lang == "vi" else 1
    found: dict[str, None] = {}
    versions = sorted(procedures, key=lambda row: (row["level"], row["version"]))
    for before, row in pairwise(versions):
        returns = row["opened_by"] == item_id and any(
            one["opened_by"] == item_id for one in versions if one["version"] < row["version"]
        )
        if (
            row["level"] != before["level"]
            or item_id not in (row["opened_by"], row["corrected_by"])
            or returns
        ):
            continue
        changed = [
            f"{words[column]}: {_shown(before[name], column)} → {_shown(row[name], column)}"
            for name, words in _SHOWN.items()
            if before[name] != row[name]
        ]
        unchanged = (
            "danh mục ghi như cũ; nội dung bên trong đã đổi",
            "listed as before; its content changed",
        )
        found["; ".join(changed) or unchanged[column]] = None
    return list(found)


def _shown(value: Any, column: int) -> str:
    if value is None or value in ([], ()):
        return ("không ghi", "not stated")[column]
    if isinstance(value, bool):
        return (("không", "có") if column == 0 else ("no", "yes"))[value]
    if isinstance(value, list | tuple):
        return ", ".join(LEVELS[Level(each)][column] for each in value)
    if value in ONLINE:
        return ONLINE[OnlineLevel(value)][column]
    return f"“{value}”"


# ---- the answer --------------------------------------------------------------------------------------------------


def answer_lines(
    code: str, day: date, procedures: Sequence[Row], decision_of: Mapping[str, str], *, lang: str = "vi"
) -> list[str]:
    """What holds on a day and on whose order; what came before and what after.

    `procedures`: every version of every code. `decision_of`: item → its decision, as people name it.
    """
    vi = lang == "vi"
    own = [row for row in procedures if row["code"] == code]
    lines = [_held(row, decision_of, vi=vi) for row in own if _holds(row, day)]
    lines += [_to_come(row, decision_of, vi=vi) for row in own if row["valid_from"] > day]
    on = f"Ngày {_day(day)}: " if vi else f"On {day}: "
    if lines:
        lines[0] = on + lines[0]
    else:
        lines = [on + _ended(own, day, decision_of, vi=vi)]
    old = _chain(code, {row["code"]: row["successor_codes"] for row in procedures}, back=True)
    new = _chain(code, {row["code"]: row["successor_codes"] for row in procedures}, back=False)
    if old:
        lines.append(("Trước đó: " if vi else "Before: ") + " → ".join([*old, code]))
    if new:
        lines.append(("Nay là: " if vi else "Now: ") + " → ".join([code, *new]))
    return lines


def _holds(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_until"] is None or day < row["valid_until"]))


def _held(row: Row, decision_of: Mapping[str, str], *, vi: bool) -> str:
    level = LEVELS[Level(row["level"])][not vi]
    decision = decision_of.get(row["opened_by"], row["opened_by"])
    received = ", ".join(LEVELS[Level(each)][not vi] for each in row["reception_levels"])
    until = row["valid_until"]
    if row["level"] in row["reception_levels"]:
        by = f"{level} tiếp nhận từ {_day(row['valid_from'])}, theo {decision}; chưa rõ cấp nào giải quyết"
        en = f"received at {level} level since {row['valid_from']}, by {decision}; who holds it is not known yet"
        return by if vi else en
    if vi:
        text = f"còn hiệu lực ở {level} từ {_day(row['valid_from'])}, theo {decision}"
        text += _where(row, vi=vi) + (f"; {received} chỉ tiếp nhận" if received else "")
        return text + (f"; đến trước {_day(until)}" if until else "")
    text = f"in force at {level} level since {row['valid_from']}, by {decision}"
    text += _where(row, vi=vi) + (f"; {received} level only receives" if received else "")
    return text + (f"; until {until}" if until else "")


def _where(row: Row, *, vi: bool) -> str:
    """On which ground alone it holds (RULINGS 43); that no decision proves it (RULINGS 45)."""
    ground = row.get("ground")
    on = f", trên địa bàn cũ của {ground}" if vi else f", on the former ground of {ground}"
    if units := row.get("only_units"):
        named = ", ".join(units)
        on = (on if ground else "") + (f", chỉ tại {named}" if vi else f", only at {named}")
        ground = named
    elif units := row.get("not_units"):
        named = ", ".join(units)
        on = (on if ground else "") + (f", trừ {named}" if vi else f", but not at {named}")
        ground = named
    proof = "; chưa có quyết định nào chứng minh" if vi else "; no decision proves it"
    return (on if ground else "") + (proof if row.get("proof") == Proof.ADOPTED else "")


def _to_come(row: Row, decision_of: Mapping[str, str], *, vi: bool) -> str:
    level = LEVELS[Level(row["level"])][not vi]
    decision = decision_of.get(row["opened_by"], row["opened_by"])
    if vi:
        return (
            f"bản {row['version']} ở {level} sẽ có hiệu lực từ {_day(row['valid_from'])}, theo {decision}"
            + _where(row, vi=vi)
        )
    return (
        f"version {row['version']} at {level} level takes effect on {row['valid_from']}, by {decision}"
        + _where(row, vi=vi)
    )


def _ended(own: Sequence[Row], day: date, decision_of: Mapping[str, str], *, vi: bool) -> str:
    gone = [row for row in own if row["valid_until"] is not None and row["valid_until"] <= day]
    if not gone:
        return (
            "chưa từng có hiệu lực (mã in sai, hoặc chưa nhận được quyết định công bố)"
            if vi
            else "never in force (a misprint, or what published it has not been received)"
        )
    last = max(gone, key=lambda row: row["valid_until"])
    level = LEVELS[Level(last["level"])][not vi]
    decision = decision_of.get(last["closed_by"] or "", "")
    by = (f", theo {decision}" if vi else f", by {decision}") if decision else ""
    if vi:
        return f"không còn hiệu lực ở cấp nào; {level} thôi thực hiện từ {_day(last['valid_until'])}{by}"
    return f"in force at no level; ended at {level} level on {last['valid_until']}{by}"


def _chain(code: str, successors: Mapping[str, Sequence[str]], *, back: bool) -> list[str]:
    """The codes before or after a code, nearest to it innermost; each once."""
    steps: dict[str, list[str]] = {}
    for old, news in sorted(successors.items()):
        for new in news:
            steps.setdefault(new if back else old, []).append(old if back else new)
    found: list[str] = []
    waiting = list(steps.get(code, []))
    while waiting:
        one = waiting.pop(0)
        if one == code or one in found:
            continue
        found.append(one)
        waiting += steps.get(one, [])
    return found[::-1] if back else found
