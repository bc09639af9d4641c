"""A province of three units and a handful of procedures as the tables of a release, in our own words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from niemyet.reports.site.facts import Hanging, ShownTable, SiteTables
from niemyet.reports.site.tables import shown_table

DAY = date(2026, 3, 10)
#: Names as anybody could print them into a decision.
HOSTILE = (
    "<script>alert(1)</script> & </a>",
    'Tên "trong ngoặc" \' onmouseover=alert(2)',
    "Đảo \u202echữ\u202c và \x07chuông\x00",
    "{{ 7*7 }} {% raw %} </script><!--",
)


def decision(number: int, signed: date, **more: Any) -> dict[str, Any]:
    return {
        "decision_id": f"tinh-x/{number}-QD-UBND/{signed}", "issuer_id": "tinh-x", "number": number,
        "symbol": "QĐ-UBND", "number_text": f"{number}/QĐ-UBND", "signed_on": signed, "effective_on": signed,
        "effective_until": None, "effect_source": "explicit", "title": "Về việc công bố danh mục", "kind": "public_list",
        "sectors": ["Đất đai"], "basis_decisions": [], "relations": [], "published_on": None,
        "received_at": datetime(signed.year, signed.month, signed.day, 3, tzinfo=UTC),
        "copies": [{"source_id": "cong", "url": "https://cong.example/a?b=1&c=2", "sha256": "a" * 64,
                    "seen_at": datetime(signed.year, signed.month, signed.day, 3, tzinfo=UTC)}],
        "declared_items": None, "extracted_items": 1, "flags": [], "needs_review": False,
    } | more  # fmt: skip


def item(of: dict[str, Any], code: str, name: str, action: str = "new", **more: Any) -> dict[str, Any]:
    return {
        "item_id": f"{of['decision_id']}#{code}", "decision_id": of["decision_id"], "action": action, "code": code,
        "code_text": code, "code_repaired": False, "replaces": [], "name": name, "levels": ["commune"],
        "reception_levels": [], "sector": "Đất đai", "time_legal": None, "time_local": "05 ngày làm việc",
        "place": None, "fee": "Không", "legal_basis": None, "agency": None, "online_level": None, "by_post": None,
        "note": None, "effective_on": of["effective_on"], "effective_until": None, "part": "A/I", "row_no": "1",
        "sha256": "b" * 64, "page": 2, "table_no": 1, "raw_text": f"1 | {code} | {name}", "flags": [],
    } | more  # fmt: skip


def version(
    of: dict[str, Any], number: int, since: date, until: date | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "procedure_id": f"tinh-x/{of['code']}", "code": of["code"], "province_id": "tinh-x", "level": "commune",
        "version": number, "name": of["name"], "sector": of["sector"], "time_local": of["time_local"], "fee": of["fee"],
        "online_level": None, "by_post": None, "reception_levels": [], "valid_from": since, "valid_until": until,
        "state": "ended" if until and until <= DAY else "scheduled" if since > DAY else "in_force",
        "opened_by": of["item_id"], "closed_by": None, "corrected_by": None, "end_action": None, "successor_codes": [],
        "ground": None, "suspensions": None,
    } | more  # fmt: skip


def unit(unit_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "unit_id": unit_id, "kind": "commune", "level": "commune", "name": name, "gso_code": None, "agency_id": None,
        "parent_unit_id": None, "province_id": "tinh-x", "valid_from": None, "valid_until": None,
    } | more  # fmt: skip


def hang(of: dict[str, Any]) -> Hanging:
    return Hanging(
        of["code"],
        of["procedure_id"],
        of["version"],
        "authority",
        of["valid_from"],
        of["valid_until"],
        of["opened_by"],
    )


OLD, NEW, LATER = (
    decision(11, date(2024, 1, 5)),
    decision(22, date(2026, 2, 2)),
    decision(33, date(2026, 3, 1), effective_on=date(2026, 4, 1)),
)


def small_site() -> SiteTables:
    """Two communes with the same board, one that is no more; a procedure amended, one that goes, one that comes."""
    names = ("Đăng ký đất đai", "Cấp giấy phép", "Ăn uống công cộng")
    first = [item(OLD, f"1.00000{n}", name) for n, name in enumerate(names, start=1)]
    amended = item(NEW, "1.000001", "Đăng ký đất đai lần đầu", "amend", time_local="03 ngày")
    gone = item(NEW, "1.000002", names[1], "abolish")
    coming = item(LATER, "2.000009", "Thủ tục sắp có", effective_on=date(2026, 4, 1), sector="Hộ tịch")
    versions = [
        version(
            first[0], 1, date(2024, 1, 5), date(2026, 2, 2), end_action="amend", closed_by=amended["item_id"]
        ),
        version(amended, 2, date(2026, 2, 2)),
        version(
            first[1], 1, date(2024, 1, 5), date(2026, 2, 2), end_action="abolish", closed_by=gone["item_id"]
        ),
        version(first[2], 1, date(2024, 1, 5), sector="An toàn thực phẩm"),
        version(coming, 1, date(2026, 4, 1)),
    ]
    board = [hang(one) for one in versions]
    units = [
        unit("xa-b", "Xã B"),
        unit("xa-a", "Xã Ấm"),
        unit("xa-cu", "Xã Cũ", valid_until=date(2025, 7, 1)),
    ]
    closed = [
        row._replace(valid_until=min(row.valid_until or date.max, date(2025, 7, 1))) for row in board[:1]
    ]
    return SiteTables(
        manifest={"as_of": str(DAY), "knowledge_time": "2026-03-10T16:00:00+00:00", "schema_version": "1.3", "resources": []},
        province_name="Tỉnh X", as_of=DAY, decisions=[OLD, NEW, LATER], items=[*first, amended, gone, coming],
        procedures=versions, units=units,
        successions=[{"from_unit_id": "xa-cu", "to_unit_id": "xa-b", "kind": "merge", "on_date": date(2025, 7, 1)}],
        boards={"xa-b": board, "xa-a": board, "xa-cu": closed}, shown=[looked_through(versions)],
    )  # fmt: skip


def looked_through(versions: list[dict[str, Any]]) -> ShownTable:
    """The table of procedures, to be looked through in the page."""
    names = ("code", "name", "sector", "version", "valid_from", "valid_until", "state", "successor_codes")
    fields = [{"name": name, "description": f"what {name} is"} for name in names]
    resource = {"name": "procedures", "description": "versions of procedures", "schema": {"fields": fields}}
    return shown_table(resource, versions, "data/procedures.parquet")


def hostile_site() -> SiteTables:
    """The same where every name and text is one that nobody would print in good faith."""
    plain = small_site()
    bad = HOSTILE * 9

    def spoil(rows: Any, *names: str) -> list[dict[str, Any]]:
        return [row | {name: bad[n + k] for k, name in enumerate(names)} for n, row in enumerate(rows)]

    evil = [
        {**OLD["copies"][0], "url": url}
        for url in ("javascript:alert(3)", "/srv/inbox/bí mật/x.docx", 'https://a"b<i>')
    ]
    return replace(
        plain,
        province_name=HOSTILE[0],
        decisions=[row | {"copies": evil} for row in spoil(plain.decisions, "title", "number_text")],
        items=spoil(plain.items, "name", "time_local", "fee", "place", "legal_basis", "raw_text", "row_no"),
        procedures=spoil(plain.procedures, "name", "time_local", "fee", "sector"),
        shown=[looked_through(spoil(plain.procedures, "name", "time_local", "fee", "sector"))],
        units=spoil(plain.units, "name"),
        reviews=[{"review_id": "r", "decision_id": OLD["decision_id"], "item_id": None, "items": [], "state": "open",
                  "question": HOSTILE[0]}],
    )  # fmt: skip
