"""Sheets for people: the clerk's work list, the list to post."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.beside import beside_others, has_ticks
from niemyet.flows.commands.queries import holds, unit_names, work_rows
from niemyet.flows.completing import complete_code, complete_unit
from niemyet.flows.meant import code_of_release, unit_of_release
from niemyet.flows.set_fees import fees_on, set_fees
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common
from niemyet.flows.unit_days import not_there, spans_of
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.words import DecisionKind, OnlineLevel, Proof, SheetWitness, UpdateKind
from niemyet.reports.words import ONLINE, PROOFS

if TYPE_CHECKING:
    from niemyet.reports.office import Office
    from niemyet.reports.work_list import WorkSheet

_WORK = {"xlsx", "html"}
PAPERS = ("list", "notice", "slip", "changes", "sheet")


@click.command(cls=Command)
@click.argument("unit", shell_complete=complete_unit)
@click.option("--to", "form", type=click.Choice(["xlsx", "html", "docx"]), required=True,
              help="xlsx, html: the work list; docx: paper by Decree 30/2020.")  # fmt: skip
@click.option("--paper", type=click.Choice(PAPERS), default="list", show_default=True,
              help="With docx: the list to post, the notice with it as annex, the slip of what comes down, what changed "
                   "since a printed list, or the sheet of one procedure.")  # fmt: skip
@click.option("--since", type=DAY, default=None, help="With --paper changes: the day of the list that hangs.")
@click.option("--code", default=None, shell_complete=complete_code, help="With --paper sheet: the procedure.")
@click.option("--as-of", type=DAY, default=None,
              help="With docx: the list of this day; the release's by default.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="By default <unit>-<day>.<format> in the current folder, with what paper it is; "
                   "a file that is there stays.")  # fmt: skip
@common
def export(
    ui: Ui,
    unit: str,
    form: str,
    paper: str,
    since: date | None,
    code: str | None,
    as_of: date | None,
    out: Path | None,
) -> None:
    """Write the work list of UNIT (xlsx, html) or the list to post (docx).

    Example: niemyet export nui-thanh --to xlsx --out viec.xlsx

    Example: niemyet export nui-thanh --to docx --paper notice
    """
    unit = unit_of_release(ui, unit) or unit
    code = None if code is None else code_of_release(ui, code)
    day = as_of or ui.release().as_of
    if form in _WORK and as_of is not None:
        raise UsageError(
            msg("--as-of goes with --to docx; the work list of another day: niemyet updates --as-of.")
        )
    _fit_together(form, paper, since=since, code=code)
    if since is not None and since > day:
        raise UsageError(
            msg("--since {since} is after {day}, the day of the new list.", since=since, day=day)
        )
    data = sheet_bytes(ui, unit, form, paper=paper, as_of=as_of, since=since, code=code)
    kind = "" if paper == "list" else f"-{paper}"
    path = out or beside_others(Path(f"{unit}-{day.isoformat()}{kind}.{form}"), data)
    if out is not None and form == "xlsx" and has_ticks(out):
        path = beside_others(out, data)
        ui.tell(msg("{out} has ticks; it stays as it is, the new list is {path}.", out=out, path=path))
    path.write_bytes(data)
    click.echo(str(path))


def _fit_together(form: str, paper: str, *, since: date | None, code: str | None) -> None:
    """Options that belong together.

    Raises:
        UsageError: one lacks its other, or goes with something else.
    """
    if form in _WORK and paper != "list":
        raise UsageError(msg("--paper {paper} goes with --to docx.", paper=paper))
    if (paper == "changes") != (since is not None):
        raise UsageError(
            msg("--since YYYY-MM-DD and --paper changes go together: the day of the list that hangs.")
        )
    if (paper == "sheet") != (code is not None):
        raise UsageError(msg("--code and --paper sheet go together: the procedure whose sheet is wanted."))


def sheet_bytes(
    ui: Ui,
    unit: str,
    form: str,
    *,
    paper: str = "list",
    as_of: date | None = None,
    since: date | None = None,
    code: str | None = None,
) -> bytes:
    """The work list of a unit as XLSX or HTML, or its paper as DOCX: with `since` that of changes, with `code` a sheet."""
    day = as_of or ui.release().as_of
    if form in _WORK:
        return _work(ui, unit, day, form)
    if since is not None:
        return _changes(ui, unit, since, day)
    if code is not None:
        return _sheet(ui, unit, day, code)
    return _slip(ui, unit, day) if paper == "slip" else _list(ui, unit, day, paper)


def _work(ui: Ui, unit: str, day: date, form: str) -> bytes:
    from niemyet.reports.work_list import to_html, to_xlsx

    rows = work_rows(ui, unit)
    sheet = unit_sheet(ui, unit, rows, day)
    return to_xlsx(sheet) if form == "xlsx" else to_html(sheet).encode()


def unit_sheet(
    ui: Ui, unit: str, rows: list[dict[str, Any]], day: date, *, closed: bool = False
) -> "WorkSheet":
    """Rows of a unit's work as its sheet, with the clerk's own columns; `closed`: what is done or cancelled too."""
    from niemyet.flows.reporting import work_notes
    from niemyet.reports.work_list import work_sheet

    own = work_notes(ui.folder().lake)
    mine = {row["update_id"]: own[row["update_id"]] for row in rows if row["update_id"] in own}
    names = unit_names(ui)
    address = ui.settings().address if ui.config.is_file() else None
    return work_sheet(
        rows,
        unit_name=names[unit],
        as_of=day,
        decisions=_decisions(ui),
        closed=closed,
        own=mine,
        lang=ui.lang,
        address=address,
    )


def _list(ui: Ui, unit: str, day: date, paper: str) -> bytes:
    """The list to post.

    Raises:
        UsageError: the unit is not there on that day.
    """
    from niemyet.reports.office_papers import posting_list, posting_notice
    from niemyet.reports.posting_list import to_docx

    if (absent := not_there(unit, spans_of(ui, unit), day)) is not None:
        raise UsageError(absent)
    (rows,) = _posted_rows(ui, unit, day)
    if ui.lang != "vi":  # an office document is in Vietnamese; this is a copy to read
        told = [row | {"proof": PROOFS[Proof(row["proof"])][1]} for row in rows]
        return to_docx(told, unit_name=unit_names(ui)[unit], as_of=day, lang=ui.lang)
    make = posting_notice if paper == "notice" else posting_list
    return make(rows, office=_office(ui, unit, day), as_of=day)


def _posted_rows(ui: Ui, unit: str, *days: date) -> list[list[dict[str, Any]]]:
    """For each day what a unit must have posted, with what its list and its sheets say of each; tables are read once."""
    release = ui.release()
    versions = {
        (row["procedure_id"], row["version"], row["opened_by"]): row
        for row in release.table("procedures").to_pylist()
    }
    wanted = ["item_id", "decision_id", "place", "legal_basis", "agency"]
    items = {row["item_id"]: row for row in release.table("decision_items", wanted).to_pylist()}
    decisions = _decisions(ui)
    board = release.table("boards", filters=[("unit_id", "=", unit)]).to_pylist()
    fees = set_fees(release)
    set_on = {day: fees_on(fees, day) for day in days}

    def said(row: dict[str, Any], day: date) -> dict[str, Any]:
        fee = set_on[day].get(row["code"])
        version, item = versions[row["procedure_id"], row["version"], row["item_id"]], items[row["item_id"]]
        return {
            "code": row["code"],
            "name": version["name"],
            "sector": version["sector"],
            "scope": row["scope"],
            "time": version["time_local"],
            "place": item["place"],
            "fee": version["fee"]
            if fee is None
            else f"{'; '.join(fee['text'].splitlines())} ({fee['paper']})",
            "legal_basis": item["legal_basis"],
            "agency": item["agency"],
            "way": _way(version),
            "decision": _cited(decisions[item["decision_id"]], ui.lang),
            "proof": row.get("proof") or Proof.DECISION,
            "effective_on": version["valid_from"],
        }

    return [[said(row, day) for row in board if holds(row, day)] for day in days]


def _way(version: dict[str, Any]) -> str:
    """How papers come in, as far as decisions say it; the counter itself is always one way."""
    online = version["online_level"]
    named = [f"trực tuyến ({ONLINE[OnlineLevel(online)][0]})"] if online else []
    return "; ".join(
        ["trực tiếp tại nơi tiếp nhận", *named, *(["qua bưu chính công ích"] if version["by_post"] else [])]
    )


def _changes(ui: Ui, unit: str, since: date, day: date) -> bytes:
    """What a list printed on `since` no longer says on `day`."""
    from niemyet.reports.office_papers import posting_changes

    before, now = ({row["code"]: row for row in rows} for rows in _posted_rows(ui, unit, since, day))
    removed = _taken_down(ui, unit)
    decisions = _decisions(ui)
    gone = [
        row
        | {
            "change": "gỡ bỏ",
            "effective_on": removed[code]["effective_on"] if code in removed else None,
            "decision": _cited(decisions[removed[code]["decision_id"]], "vi")
            if code in removed and removed[code]["decision_id"] in decisions
            else "",
        }
        for code, row in before.items()
        if code not in now
    ]
    groups = {
        "Niêm yết mới": [row | {"change": "niêm yết mới"} for code, row in now.items() if code not in before],
        "Thay nội dung": [
            row | {"change": told}
            for code, row in now.items()
            if code in before and (told := _differs(before[code], row))
        ],
        "Gỡ bỏ": gone,
    }
    return posting_changes(groups, office=_office(ui, unit, day), since=since, as_of=day)


def _taken_down(ui: Ui, unit: str) -> dict[str, dict[str, Any]]:
    """The work by which a code comes down: its own removal, else that of the one that takes its place."""
    rows = ui.release().table("listing_updates", filters=[("unit_id", "=", unit)]).to_pylist()
    rows.sort(key=lambda row: (row["effective_on"] or date.min, row["update_id"]))
    replaced = {code: row for row in rows for code in row["replaces_codes"]}
    return replaced | {row["code"]: row for row in rows if row["kind"] == UpdateKind.REMOVE}


#: What a list shows of a procedure, and how it is called there.
_SHOWN = {
    "name": "tên", "sector": "lĩnh vực", "time": "thời hạn", "place": "địa điểm", "fee": "phí, lệ phí",
    "legal_basis": "căn cứ pháp lý", "agency": "cơ quan", "decision": "quyết định công bố", "scope": "phạm vi",
}  # fmt: skip


def _differs(before: dict[str, Any], now: dict[str, Any]) -> str:
    """The columns in which two lists say something else."""
    return ", ".join(label for name, label in _SHOWN.items() if before[name] != now[name])


def _sheet(ui: Ui, unit: str, day: date, code: str) -> bytes:
    """The sheet of one procedure.

    Raises:
        UsageError: the unit does not post it on that day.
    """
    from niemyet.reports.office_papers import procedure_sheet
    from niemyet.reports.site.addresses import segment, unit_folder

    (posted,) = _posted_rows(ui, unit, day)
    rows = {row["code"]: row for row in posted}
    if code not in rows:
        raise UsageError(
            msg(
                "{unit} does not post {code} on {day}; the list: niemyet board {unit}.",
                unit=unit,
                code=code,
                day=day,
            )
        )
    address = ui.settings().address if ui.config.is_file() else None
    link = f"{address.rstrip('/')}/{unit_folder(unit)}/{segment(code)}.html" if address else None
    told = rows[code] | {"catalogue": _catalogue_says(ui, code, day)}
    return procedure_sheet(told, office=_office(ui, unit, day), as_of=day, link=link)


def _catalogue_says(ui: Ui, code: str, day: date) -> dict[str, str]:
    """What the catalogue's words of that day state of a sheet, where they are one; two that differ say nothing."""
    if not ui.release().has("sheets"):
        return {}
    only = [("code", "=", code), ("witness", "=", SheetWitness.CATALOGUE.value)]
    told: dict[str, set[str]] = {}
    for row in ui.release().table("sheets", filters=only).to_pylist():
        if (row["since"] or day) <= day and (row["valid_until"] is None or day < row["valid_until"]):
            told.setdefault("way" if row["component"] == "ways" else row["component"], set()).add(row["text"])
    return {name: texts.pop() for name, texts in told.items() if len(texts) == 1}


def _slip(ui: Ui, unit: str, day: date) -> bytes:
    """What has to come down at a unit, from its open work."""
    from niemyet.reports.office_papers import removal_slip

    decisions = _decisions(ui)
    names = _names(ui)
    rows = []
    for row in work_rows(ui):
        if row["unit_id"] != unit or row["state"] in ("done", "cancelled"):
            continue
        down = [row["code"]] if row["kind"] == UpdateKind.REMOVE else row["replaces_codes"]
        cited = _cited(decisions[row["decision_id"]], "vi") if row["decision_id"] in decisions else ""
        by = "" if row["kind"] == UpdateKind.REMOVE else f"(nay thay bằng {row['code']} {row['name']})"
        rows += [
            {
                "code": code,
                "name": f"{names.get(code, '')} {by}".strip() if by else row["name"],
                "effective_on": row["effective_on"],
                "decision": cited,
            }
            for code in down
        ]
    return removal_slip(rows, office=_office(ui, unit, day), as_of=day)


def _names(ui: Ui) -> dict[str, str]:
    """The last name of each procedure: what stands on the sheet that comes down."""
    versions = ui.release().table("procedures", ["code", "name", "valid_from"]).to_pylist()
    return {row["code"]: row["name"] for row in sorted(versions, key=lambda row: row["valid_from"])}


def _office(ui: Ui, unit: str, day: date) -> "Office":
    """Who issues: as the configuration says it, the unit's name of that day otherwise; the rest is left blank."""
    from niemyet.reports.office import Office

    rows = [row for row in ui.release().table("units").to_pylist() if row["unit_id"] == unit]
    rows.sort(key=lambda row: row["valid_from"] or date.min)
    there = [row for row in rows if (row["valid_from"] or date.min) <= day] or rows[:1]
    settings = ui.settings() if ui.config.is_file() else None
    told = {**settings.office, **settings.offices.get(unit, {})} if settings else {}
    return Office(**{"issuer": there[-1]["name"], **told})


def _cited(decision: dict[str, Any], lang: str) -> str:
    """As a board cites what decides a row: a decision by its number, a list that was adopted by whose it is."""
    if decision["kind"] == DecisionKind.ADOPTED:
        return msg("list “{title}” of {day}", title=decision["title"], day=decision["effective_on"]).text(
            lang
        )
    number, signed_on = str(decision["number_text"]), decision["signed_on"]
    return msg("{number} of {day}", number=number, day=signed_on).text(lang) if signed_on else number


def _decisions(ui: Ui) -> dict[str, dict[str, Any]]:
    names = ["decision_id", "number_text", "signed_on", "kind", "title", "effective_on"]
    return {row["decision_id"]: row for row in ui.release().table("decisions", names).to_pylist()}
