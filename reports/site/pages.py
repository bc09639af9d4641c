"""Pages of the province, procedures, decisions, sectors, weeks, search and the data itself."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from jinja2 import Environment

from niemyet.model.column_words import described
from niemyet.model.words import Action, DecisionKind, DriftKind, FetchOutcome, Level, ProcedureState
from niemyet.reports.chain_text import changes_of
from niemyet.reports.not_applied import not_applied
from niemyet.reports.site.addresses import (
    decision_folder,
    procedure_folder,
    sector_folder,
    unit_folder,
)
from niemyet.reports.site.changes import LawChange, by_week
from niemyet.reports.site.facts import Row, SiteFacts
from niemyet.reports.site.labels import FETCHES, KINDS, NO_SECTOR, RELATIONS, STATES
from niemyet.reports.site.rendering import json_bytes, script
from niemyet.reports.words import ACTIONS, DRIFTS, FLAGS, LEVELS
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.dates import HO_CHI_MINH, local_day
from niemyet.transforms.language.text import clean

_LATEST = 12  # changes on the first page: a screen of them; chosen, not measured
UNDATED = "khac"


class SitePage(NamedTuple):
    """One file of the site."""

    path: str  # below the site's folder, with slashes
    data: bytes


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit on the first page."""

    folder: str
    name: str
    level: str
    count: int
    soon: int
    until: date | None


def proof_place(item: Row) -> str:
    """Where a row stands: “trang 3, bảng 2, phần A/I, dòng 4”."""
    parts = [
        f"trang {item['page']}" if item["page"] else "",
        f"bảng {item['table_no']}" if item["table_no"] else "",
        f"phần {item['part']}" if item["part"] else "",
        f"dòng {item['row_no']}" if item["row_no"] else "",
    ]
    return ", ".join(filter(None, parts)) or "trong bài văn bản"


def levels_text(levels: Sequence[str]) -> str:
    """“cấp tỉnh, cấp xã”."""
    return ", ".join(LEVELS[Level(level)][0] for level in levels)


def did_text(item: Row) -> str:
    """What a row does: “thay thế cho 1.010881”."""
    said = ACTIONS[Action(item["action"])][0]
    return f"{said} cho {', '.join(item['replaces'])}" if item["replaces"] else said


# ---- the province ------------------------------------------------------------------------------------


def province_page(
    facts: SiteFacts, templates: Environment, units: Sequence[UnitLine], changes: Sequence[LawChange]
) -> SitePage:
    """The first page: units, figures, what changed last."""
    here = [unit for unit in units if unit.until is None]
    levels = [(level, [unit for unit in here if unit.level == level]) for level in Level]
    past = [change for change in changes if change.on <= facts.day]
    figures = {
        "units": len(here),
        "in_force": len(
            {row["code"] for row in facts.tables.procedures if row["state"] == ProcedureState.IN_FORCE}
        ),
        "decisions": len(facts.tables.decisions),
        "open": sum(row["state"] == "open" for row in facts.tables.reviews),
    }
    told = templates.get_template("index.html").render(
        title="Niêm yết thủ tục hành chính", root="", here="index.html", figures=figures,
        levels=[(level, mine) for level, mine in levels if mine],
        ended=[unit for unit in units if unit.until is not None], latest=past[::-1][:_LATEST],
    )  # fmt: skip
    return SitePage("index.html", told.encode())


# ---- a procedure ---------------------------------------------------------------------------------------


def procedure_pages(facts: SiteFacts, templates: Environment, address: str | None) -> Iterator[SitePage]:
    """p/<code>/: state by level, history, questions; the proof of each step beside it."""
    from niemyet.reports.site.quick_codes import code_svg

    template = templates.get_template("procedure.html")
    before_of: dict[str, set[str]] = {}
    for code, rows in facts.versions_of_code.items():
        for row in rows:
            for successor in row["successor_codes"]:
                before_of.setdefault(successor, set()).add(code)
    for code in sorted({*facts.versions_of_code, *facts.items_of_code}):
        folder = procedure_folder(code)
        full = f"{address}/{folder}/" if address else None
        told = template.render(
            **_procedure(facts, code, sorted(before_of.get(code, ()))), qr=full is not None, address=full
        )
        yield SitePage(f"{folder}/index.html", told.encode())
        yield SitePage(f"{folder}/proof.json", json_bytes(_procedure_proof(facts, code)))
        if full:
            yield SitePage(f"{folder}/qr.svg", code_svg(full))


def _procedure(facts: SiteFacts, code: str, before: list[str]) -> dict[str, Any]:
    versions = facts.versions_of_code.get(code, [])
    items = facts.items_of_code.get(code, [])
    shown = _shown_versions(versions, facts.day)
    last: Row = max(versions, key=lambda row: row["valid_from"]) if versions else items[-1]
    named = max(shown, key=lambda row: row["valid_from"], default=last)
    mine = {item["item_id"] for item in items}
    questions = {
        row["review_id"]: row for item in sorted(mine) for row in facts.reviews_of_item.get(item, ())
    }
    received = {
        level for row in shown if row["state"] == ProcedureState.IN_FORCE for level in row["reception_levels"]
    }
    return {
        "title": f"{code} {clean(named['name'])}",
        "root": "../../",
        "name": named["name"],
        "procedure_code": code,
        "sector": clean(named["sector"] or "") or NO_SECTOR,
        "levels": [{**row, "decision_id": facts.decision_of_item(row["opened_by"])} for row in shown],
        "received": [LEVELS[level][0] for level in Level if level in received],
        "states": STATES,
        "before": before,
        "after": sorted({each for row in versions for each in row["successor_codes"]}),
        "steps": [_step(facts, code, item, versions, number) for number, item in enumerate(items, start=1)],
        "questions": [questions[key] for key in sorted(questions)],
        "fees": facts.fees_of_code.get(code, []),
    }


def _shown_versions(versions: Sequence[Row], day: date) -> list[Row]:
    """Of each level: what holds, what is to come, else what held last."""
    found = []
    for level in Level:
        mine = [row for row in versions if row["level"] == level]
        open_ = [row for row in mine if row["valid_until"] is None or row["valid_until"] > day]
        found += open_ or mine[-1:]
    return found


def _step(facts: SiteFacts, code: str, item: Row, versions: Sequence[Row], number: int) -> dict[str, Any]:
    misprinted = item["code"] and item["code"] != code and code not in item["replaces"]
    return {
        "anchor": f"b{number}",
        "item": item,
        "did": did_text(item) + (f", in mã {item['code']}" if misprinted else ""),
        "levels": levels_text(item["levels"]),
        "changes": changes_of(item["item_id"], versions),
        "notes": [FLAGS[flag][0] for flag in item["flags"] if flag in FLAGS],
        "not_applied": why.text("vi")
        if (why := not_applied(item, facts.decisions[item["decision_id"]]))
        else None,
        "place": proof_place(item),
        "known": facts.received(item["decision_id"]),
        "picture": facts.tables.pictures.get(item["item_id"]),
    }


def _proof(facts: SiteFacts, item: Row) -> dict[str, Any]:
    decision = facts.decisions[item["decision_id"]]
    names = (
        "item_id",
        "decision_id",
        "action",
        "code",
        "code_text",
        "sha256",
        "page",
        "table_no",
        "part",
        "row_no",
    )
    return {
        **{name: item[name] for name in names},
        "text": clean(item["raw_text"]),
        "number": decision["number_text"],
        "signed_on": decision["signed_on"].isoformat() if decision["signed_on"] else None,
        "effective_on": item["effective_on"].isoformat() if item["effective_on"] else None,
        "received_on": facts.received(item["decision_id"]).isoformat(),
        "picture": picture.path if (picture := facts.tables.pictures.get(item["item_id"])) else None,
    }


def _procedure_proof(facts: SiteFacts, code: str) -> dict[str, Any]:
    dated = ("valid_from", "valid_until")
    kept = ("level", "version", "opened_by", "closed_by", "corrected_by")
    versions = [
        {name: row[name] for name in kept}
        | {name: row[name].isoformat() if row[name] else None for name in dated}
        for row in facts.versions_of_code.get(code, ())
    ]
    return {
        "code": code,
        "versions": versions,
        "steps": [_proof(facts, item) for item in facts.items_of_code.get(code, ())],
    }


# ---- a decision ------------------------------------------------------------------------------------------


def decision_pages(facts: SiteFacts, templates: Environment) -> Iterator[SitePage]:
    """d/<decision>/ for each, the list by year, and the list of years."""
    template = templates.get_template("decision.html")
    undergoes: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(
        facts.tables.decisions, key=lambda row: (facts.signed(row["decision_id"]), row["decision_id"])
    ):
        for one in row["relations"]:
            told = {"source": row["decision_id"], "type": one["type"], "scope": one["scope"]}
            undergoes.setdefault(one["target_decision_id"], []).append(told)
    for decision_id in sorted(facts.decisions):
        folder = decision_folder(decision_id)
        root = "../" * (folder.count("/") + 1)
        known = _decision(facts, facts.decisions[decision_id], undergoes.get(decision_id, []))
        yield SitePage(f"{folder}/index.html", template.render(**known, root=root).encode())
        yield SitePage(f"{folder}/proof.json", json_bytes(_decision_proof(facts, decision_id)))
    yield from _decision_lists(facts, templates)


def _decision(facts: SiteFacts, row: Row, undergoes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    items = facts.items_of_decision.get(row["decision_id"], [])
    does = [
        {"type": one["type"], "target": one["target_decision_id"], "scope": one["scope"],
         "known": one["target_decision_id"] in facts.decisions}
        for one in row["relations"]
    ]  # fmt: skip
    return {
        "title": _called(facts, row),
        "heading": _called(facts, row),
        "row": row,
        "year": _year(row),
        "kind": KINDS[DecisionKind(row["kind"])],
        "received": facts.received(row["decision_id"]),
        "relations": RELATIONS,
        "does": does,
        "undergoes": undergoes,
        "items": [
            {
                "item": item,
                "place": proof_place(item),
                "did": did_text(item),
                "levels": levels_text(item["levels"]),
            }
            for item in items
        ],
        "questions": facts.reviews_of_decision.get(row["decision_id"], []),
        "copies": [_copy(one) for one in row["copies"]],
    }


def _called(facts: SiteFacts, row: Row) -> str:
    if row["kind"] == DecisionKind.ADOPTED:
        return facts.cited(row["decision_id"])
    return f"Quyết định số {clean(row['number_text'] or row['decision_id'])}"


_WEB = re.compile(r"https?://[^\s/]", re.ASCII)


def _copy(copy: Mapping[str, Any]) -> dict[str, Any]:
    """A copy that was seen. Only an address of the web becomes a link; of a path the file's name is told, no more."""
    url = clean(copy["url"])
    return {
        "source_id": copy["source_id"],
        "seen": local_day(copy["seen_at"]),
        "href": url if _WEB.match(url) else None,
        "name": PurePosixPath(url.replace("\\", "/")).name,
        "sha256": copy["sha256"],
    }


def _decision_proof(facts: SiteFacts, decision_id: str) -> dict[str, Any]:
    row = facts.decisions[decision_id]
    copies = [_copy(one) for one in row["copies"]]
    return {
        "decision_id": decision_id,
        "copies": [
            {"source_id": one["source_id"], "url": one["href"], "sha256": one["sha256"]} for one in copies
        ],
        "items": [_proof(facts, item) for item in facts.items_of_decision.get(decision_id, ())],
    }


def _year(row: Row) -> str:
    return str(row["signed_on"].year) if row["signed_on"] else UNDATED


def _decision_lists(facts: SiteFacts, templates: Environment) -> Iterator[SitePage]:
    template = templates.get_template("decisions.html")
    by_year: dict[str, list[Row]] = {}
    for row in facts.tables.decisions:
        by_year.setdefault(_year(row), []).append(row)
    years = sorted(by_year, reverse=True)
    told = template.render(
        title="Quyết định", heading="Quyết định công bố", root="../", here="decisions/index.html",
        years=[(year, len(by_year[year])) for year in years], rows=[],
    )  # fmt: skip
    yield SitePage("decisions/index.html", told.encode())
    for year in years:
        rows = sorted(
            by_year[year],
            key=lambda row: (facts.signed(row["decision_id"]), row["decision_id"]),
            reverse=True,
        )
        heading = "Quyết định chưa rõ ngày ký" if year == UNDATED else f"Quyết định năm {year}"
        told = template.render(title=heading, heading=heading, root="../../", years=[], rows=rows)
        yield SitePage(f"decisions/{year}/index.html", told.encode())


# ---- sectors ---------------------------------------------------------------------------------------------


def sector_pages(facts: SiteFacts, templates: Environment) -> Iterator[SitePage]:
    """s/<sector>/ for each, and the list of them."""
    of_sector: dict[str, dict[str, list[Row]]] = {sector: {} for sector in facts.sectors}
    for code, rows in facts.versions_of_code.items():
        for row in rows:
            of_sector[clean(row["sector"] or "") or NO_SECTOR].setdefault(code, []).append(row)
    lines = []
    template = templates.get_template("sector.html")
    for sector in facts.sectors:
        groups = _sector_groups(of_sector[sector])
        lines.append((sector, len(groups["now"]), len(groups["past"])))
        shown = [
            (("Còn hiệu lực", "In force"), groups["now"]),
            (("Sắp có hiệu lực", "To come"), groups["soon"]),
            (("Đã hết hiệu lực", "Ended"), groups["past"]),
        ]
        told = template.render(
            title=sector, sector=sector, root="../../", groups=[(name, rows) for name, rows in shown if rows]
        )
        yield SitePage(f"{sector_folder(sector)}/index.html", told.encode())
    told = templates.get_template("sectors.html").render(
        title="Lĩnh vực", root="../", here="s/index.html", rows=lines
    )
    yield SitePage("s/index.html", told.encode())


def _sector_groups(codes: Mapping[str, Sequence[Row]]) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {"now": [], "soon": [], "past": []}
    for code, rows in codes.items():
        states = {row["state"] for row in rows}
        held = [row for row in rows if row["state"] in (ProcedureState.IN_FORCE, ProcedureState.SUSPENDED)]
        coming = [row for row in rows if row["state"] == ProcedureState.SCHEDULED]
        shown = held or coming or [max(rows, key=lambda row: row["valid_from"])]
        levels = levels_text([level for level in Level if level in {row["level"] for row in shown}])
        group = "now" if held else "soon" if ProcedureState.SCHEDULED in states else "past"
        groups[group].append({"code": code, "name": clean(shown[-1]["name"]), "levels": levels})
    for lines in groups.values():
        lines.sort(key=lambda line: (collation_key(line["name"]), line["code"]))
    return groups


# ---- what changed ------------------------------------------------------------------------------------------


def change_pages(templates: Environment, changes: Sequence[LawChange]) -> Iterator[SitePage]:
    """changes/<week>/ for each week with a change, and the list of weeks."""
    weeks = by_week(changes)
    names = sorted(weeks)
    years: dict[str, list[tuple[str, date, int]]] = {}
    template = templates.get_template("changes.html")
    for number, week in enumerate(names):
        monday = _monday(weeks[week][0].on)
        years.setdefault(week[:4], []).insert(0, (week, monday, len(weeks[week])))
        told = template.render(
            title=f"Thay đổi tuần {monday:%d/%m/%Y}", root="../../", weeks=[], first=monday,
            last=monday + timedelta(days=6), changes=weeks[week], earlier=names[number - 1] if number else None,
            later=names[number + 1] if number + 1 < len(names) else None,
        )  # fmt: skip
        yield SitePage(f"changes/{week}/index.html", told.encode())
    shown = [(year, years[year]) for year in sorted(years, reverse=True)]
    told = template.render(
        title="Thay đổi theo tuần", root="../", here="changes/index.html", weeks=shown or [("", [])]
    )
    yield SitePage("changes/index.html", told.encode())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


# ---- search, the data itself ---------------------------------------------------------------------------------


def search_pages(facts: SiteFacts, templates: Environment, units: Sequence[UnitLine]) -> Iterator[SitePage]:
    """The page that searches, and the index that it reads."""
    told = templates.get_template("search.html").render(
        title="Tìm kiếm", root="../", sectors=facts.sectors, all_levels=list(Level)
    )
    yield SitePage("search/index.html", told.encode())
    labels = {
        "state": {state.value: STATES[state][0] for state in ProcedureState},
        "level": {level.value: LEVELS[level][0] for level in Level},
    }
    yield SitePage("assets/index.js", script("index", _index(facts, units)) + script("labels", labels))


def _index(facts: SiteFacts, units: Sequence[UnitLine]) -> list[tuple[Any, ...]]:
    """What site.js searches: (kind, code, name, sector, levels, live, address, what stands below).

    Of a procedure with a code the address follows from the code, and below it stand its sector, levels and state: site.js
    writes both, so that the index of a province is half as long.
    """
    entries: list[tuple[Any, ...]] = []
    for code in sorted(facts.versions_of_code):
        shown = _shown_versions(facts.versions_of_code[code], facts.day)
        live = [row for row in shown if row["state"] == ProcedureState.IN_FORCE]
        named = max(live or shown, key=lambda row: row["valid_from"])
        levels = [level.value for level in Level if level in {row["level"] for row in live or shown}]
        sector = clean(named["sector"] or "") or NO_SECTOR
        folder = procedure_folder(code)
        address = 0 if folder == f"p/{code}" else f"{folder}/index.html"
        plain = "" if is_own_code(code) else code
        entries.append(
            ("p", plain, clean(named["name"]), sector, levels, int(bool(live)), address, named["state"])
        )
    for decision_id in sorted(facts.decisions):
        row = facts.decisions[decision_id]
        entries.append(
            ("d", clean(row["number_text"] or ""), _in_index(facts, row), "", [], 1,
             f"{decision_folder(decision_id)}/index.html", clean(row["title"] or ""))
        )  # fmt: skip
    for unit in units:
        more = f"đến trước {unit.until:%d/%m/%Y}" if unit.until else f"{unit.count} thủ tục phải niêm yết"
        entries.append(
            ("u", "", unit.name, "", [unit.level], int(unit.until is None), f"{unit.folder}/index.html", more)
        )
    return entries


def _in_index(facts: SiteFacts, row: Row) -> str:
    cited = facts.cited(row["decision_id"])
    return cited if row["kind"] == DecisionKind.ADOPTED else f"Quyết định {cited}"


def about_page(facts: SiteFacts, templates: Environment) -> SitePage:
    """Sources with freshness and completeness, downloads, the dictionary of the tables."""
    tables = facts.tables
    resources = [each for each in tables.manifest["resources"] if each["name"] in tables.downloads]
    run = max(tables.runs, key=lambda row: row["finished_at"], default=None)
    told = templates.get_template("about.html").render(
        title="Về dữ liệu", root="../", here="about/index.html", day=facts.day,
        knowledge=_local_time(str(tables.manifest["knowledge_time"])),
        schema_version=tables.manifest["schema_version"], sources=_sources(facts),
        run={"on": local_day(run["finished_at"]), "complete": run["complete"], "reason": run["reason"]} if run else None,
        open=sum(row["state"] == "open" for row in tables.reviews), tables=resources, drift=_drift(facts),
        downloads=[
            {"name": one["name"], "path": tables.downloads[one["name"]], "description": described(one["description"], "vi"),
             "is_shown": one["name"] in {table.name for table in tables.shown},
             "rows": one["rows"], "kb": -(-one["bytes"] // 1000)}
            for one in resources
        ],
    )  # fmt: skip
    return SitePage("about/index.html", told.encode())


def _local_time(instant: str) -> str:
    """23:00 ngày 20/11/2026, as clocks in Viet Nam show it."""
    return f"{datetime.fromisoformat(instant).astimezone(HO_CHI_MINH):%H:%M ngày %d/%m/%Y}"


def _drift(facts: SiteFacts) -> list[dict[str, Any]] | None:
    """Where the national catalogue says something else than the decisions; None where it was not read."""
    if facts.tables.drift is None:
        return None
    return [
        {
            "code": row["code"],
            "name": clean(row["name"]),
            "path": f"{procedure_folder(row['code'])}/index.html"
            if row["code"] in facts.versions_of_code
            else None,
            "told": DRIFTS[DriftKind(row["kind"])].text("vi"),
            "paper": clean(row["paper"] or ""),
        }
        for row in facts.tables.drift
    ]


def _sources(facts: SiteFacts) -> list[dict[str, Any]]:
    """Each source: when it was last read, when it was last asked, with what outcome. Listings of units are none."""
    seen = Counter(
        source for row in facts.tables.decisions for source in {copy["source_id"] for copy in row["copies"]}
    )
    asked: dict[str, list[Row]] = {source: [] for source in seen}
    for row in facts.tables.fetches:
        if not row["source_id"].startswith("unit:"):
            asked.setdefault(row["source_id"], []).append(row)
    good = (FetchOutcome.OK, FetchOutcome.UNCHANGED)
    found = []
    for source in sorted(asked):
        rows = sorted(asked[source], key=lambda row: row["requested_at"])
        read = [row for row in rows if row["outcome"] in good]
        found.append(
            {
                "name": source,
                "read": local_day(read[-1]["requested_at"]) if read else None,
                "asked": local_day(rows[-1]["requested_at"]) if rows else None,
                "outcome": FETCHES[FetchOutcome(rows[-1]["outcome"])][0] if rows else "nhận dưới dạng tệp",
                "decisions": seen.get(source, 0),
            }
        )
    return found


def unit_line(facts: SiteFacts, unit_id: str, count: int, soon: int) -> UnitLine:
    """A unit as the first page shows it."""
    row = facts.unit_on(unit_id, facts.day)
    return UnitLine(
        unit_folder(unit_id), clean(row["name"]), row["level"], count, soon, facts.unit_ended(unit_id)
    )
