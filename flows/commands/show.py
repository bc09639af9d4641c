"""Sheets for people: the clerk's work list, the list to post."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from niemyet.flows.commands.queries import holds, require_unit, unit_names, work_rows
from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.messages import msg
from niemyet.model.words import DecisionKind, Proof
from niemyet.reports.words import PROOFS

_WORK = {"xlsx", "html"}


@click.command(cls=Command)
@click.argument("unit")
@click.option("--to", "form", type=click.Choice(["xlsx", "html", "docx"]), required=True,
              help="xlsx, html: the work list; docx: the list to post.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="By default <unit>-<day>.<format> in the current folder.")  # fmt: skip
@common
def export(ui: Ui, unit: str, form: str, out: Path | None) -> None:
    """Write the work list of UNIT (xlsx, html) or the list to post (docx).

    Example: niemyet export nui-thanh --to xlsx --out viec.xlsx
    """
    require_unit(ui, unit)
    day = ui.release().as_of
    data = sheet_bytes(ui, unit, form)
    path = out or Path(f"{unit}-{day.isoformat()}.{form}")
    path.write_bytes(data)
    click.echo(str(path))


def sheet_bytes(ui: Ui, unit: str, form: str) -> bytes:
    """The work list of a unit as XLSX or HTML, or its list to post as DOCX."""
    day = ui.release().as_of
    return _work(ui, unit, day, form) if form in _WORK else _list(ui, unit, day)


def _work(ui: Ui, unit: str, day: date, form: str) -> bytes:
    from niemyet.flows.reporting import work_notes
    from niemyet.reports.work_list import to_html, to_xlsx, work_sheet

    rows = [row for row in work_rows(ui) if row["unit_id"] == unit]
    own = work_notes(ui.folder().lake)
    mine = {row["update_id"]: own[row["update_id"]] for row in rows if row["update_id"] in own}
    names = unit_names(ui)
    sheet = work_sheet(
        rows, unit_name=names[unit], as_of=day, decisions=_decisions(ui), own=mine, lang=ui.lang
    )
    return to_xlsx(sheet) if form == "xlsx" else to_html(sheet).encode()


def _list(ui: Ui, unit: str, day: date) -> bytes:
    from niemyet.reports.posting_list import to_docx

    release = ui.release()
    versions = {
        (row["procedure_id"], row["version"], row["opened_by"]): row
        for row in release.table("procedures").to_pylist()
    }
    items = release.table("decision_items", ["item_id", "decision_id"]).to_pylist()
    decision_of = {row["item_id"]: row["decision_id"] for row in items}
    decisions = _decisions(ui)
    rows = []
    for row in release.table("boards", filters=[("unit_id", "=", unit)]).to_pylist():
        if not holds(row, day):
            continue
        version = versions[row["procedure_id"], row["version"], row["item_id"]]
        decision = decisions[decision_of[row["item_id"]]]
        rows.append(
            {
                "code": row["code"],
                "name": version["name"],
                "sector": version["sector"],
                "decision": _cited(decision, ui.lang),
                "proof": PROOFS[Proof(row.get("proof") or Proof.DECISION)][ui.lang != "vi"],
            }
        )
    return to_docx(rows, unit_name=unit_names(ui)[unit], as_of=day, lang=ui.lang)


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
