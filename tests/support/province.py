"""Hand-made decisions, rows and units of one small province, for the tests of what they come to.

The story is the worked scenario of DOMAIN §8: what is said of it there is computed by hand.
"""

from datetime import UTC, date, datetime
from typing import Any

from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem, RelationRow, Unit
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, RelationType, UnitKind
from niemyet.transforms.language.citations import decision_id

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE

QUANG_NAM = Province("quang-nam", "Tỉnh Quảng Nam", successor_id="da-nang", successor_on=date(2025, 7, 1))

NAMES = {
    "1.001612": "Đăng ký thành lập hộ kinh doanh",
    "2.000720": "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh",
    "2.000815": "Chứng thực bản sao từ bản chính giấy tờ",
    "1.001193": "Đăng ký khai sinh",
    "2.000635": "Cấp bản sao Trích lục hộ tịch",
    "1.000775": "Tặng Giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị",
    "1.002407": "Xét, cấp học bổng chính sách",
    "3.000154": "Xác nhận cam kết bảo vệ môi trường làng nghề",
    "2.002409": "Giải quyết khiếu nại tại xã",
    "1.010811": "Đăng ký hộ kinh doanh qua mạng",
    "1.010881": "Đăng ký hộ kinh doanh qua mạng",
    "1.012568": "Đăng ký hộ kinh doanh liên thông",
}


def noon(day: date) -> datetime:
    """Noon of a local day."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def decision(
    number: int,
    signed: str,
    received: str,
    *,
    effective: str | None = None,
    until: str | None = None,
    issuer: str = "quang-nam",
    kind: DecisionKind = DecisionKind.PUBLIC_LIST,
    relations: tuple[RelationRow, ...] = (),
    symbol: str = "QĐ-UBND",
    flags: tuple[str, ...] = (),
) -> Decision:
    signed_on = day(signed)
    return Decision(
        decision_id=decision_id(issuer, number, symbol, signed_on),
        issuer_id=issuer,
        number=number,
        symbol=symbol,
        number_text=f"{number}/{symbol}",
        signed_on=signed_on,
        effective_on=day(effective) if effective else signed_on,
        effective_until=day(until) if until else None,
        effect_source=EffectSource.EXPLICIT if effective else EffectSource.SIGNING_CLAUSE,
        title="Về việc công bố danh mục thủ tục hành chính",
        kind=kind,
        sectors=(),
        basis_decisions=(),
        relations=relations,
        published_on=None,
        received_at=noon(day(received)),
        copies=(),
        declared_items=None,
        extracted_items=0,
        flags=flags,
        needs_review=False,
    )


def item(
    of: Decision,
    action: Action,
    code: str | None,
    *levels: Level,
    row: int = 1,
    part: str = "A/I",
    name: str | None = None,
    **columns: Any,
) -> DecisionItem:
    shown = name if name is not None else NAMES.get(code or "", f"Thủ tục {code}")
    values: dict[str, Any] = {
        "item_id": f"{of.decision_id}#{part}/{row}",
        "decision_id": of.decision_id,
        "action": action,
        "code": code,
        "code_text": code,
        "code_repaired": False,
        "replaces": (),
        "name": shown,
        "levels": levels,
        "reception_levels": (),
        "sector": None,
        "time_legal": None,
        "time_local": None,
        "place": None,
        "fee": None,
        "legal_basis": None,
        "agency": None,
        "online_level": None,
        "by_post": None,
        "note": None,
        "effective_on": None,
        "effective_until": None,
        "part": part,
        "row_no": str(row),
        "sha256": "0" * 64,
        "page": 1,
        "table_no": 1,
        "raw_text": f"{row} | {code} | {shown}",
        "flags": (),
    }
    return DecisionItem(**{**values, **columns})


def unit(
    unit_id: str,
    kind: UnitKind,
    name: str,
    *,
    since: str | None = None,
    until: str | None = None,
    province: str = "quang-nam",
    parent: str | None = None,
) -> Unit:
    level = {
        UnitKind.PROVINCE_CENTER: T,
        UnitKind.DISTRICT: H,
        UnitKind.COMMUNE: X,
    }.get(kind, T)
    return Unit(
        unit_id=unit_id,
        kind=kind,
        level=level,
        name=name,
        gso_code=None,
        agency_id=None,
        parent_unit_id=parent,
        province_id=province,
        valid_from=day(since) if since else None,
        valid_until=day(until) if until else None,
    )


UNITS = (
    unit("T0", UnitKind.PROVINCE_CENTER, "Trung tâm PVHCC tỉnh Quảng Nam", until="2025-07-01"),
    unit("H0", UnitKind.DISTRICT, "UBND huyện Núi Thành", until="2025-07-01"),
    unit("X1", UnitKind.COMMUNE, "Thị trấn Núi Thành", until="2025-07-01", parent="H0"),
    unit("X2", UnitKind.COMMUNE, "Xã Tam Xuân I", until="2025-07-01", parent="H0"),
    unit("X3", UnitKind.COMMUNE, "Xã Tam Hải", until="2025-07-01", parent="H0"),
    unit("X3", UnitKind.COMMUNE, "Xã Tam Hải", since="2025-07-01", province="da-nang", parent="T1"),
    unit("T1", UnitKind.PROVINCE_CENTER, "Trung tâm PVHCC Đà Nẵng", since="2025-07-01", province="da-nang"),
    unit("Y1", UnitKind.COMMUNE, "Xã Núi Thành", since="2025-07-01", province="da-nang", parent="T1"),
    unit("Y2", UnitKind.COMMUNE, "Xã Tam Xuân", since="2025-07-01", province="da-nang", parent="T1"),
)

D00 = decision(3600, "2021-12-15", "2021-12-17")
D01 = decision(512, "2022-03-04", "2022-03-08")
D02 = decision(745, "2022-03-25", "2022-03-28", effective="2022-07-01")
D03 = decision(698, "2022-03-21", "2022-05-10")
D04 = decision(1020, "2022-04-15", "2022-04-18")
D05 = decision(1234, "2022-06-10", "2022-06-13", effective="2022-06-15")
D06 = decision(
    1301,
    "2022-06-17",
    "2022-06-20",
    kind=DecisionKind.CORRECTION,
    relations=(RelationRow(RelationType.CORRECTS, D05.decision_id, None),),
)
D07 = decision(1588, "2022-07-15", "2022-07-18")
D08 = decision(1790, "2022-08-12", "2022-08-15")
D09 = decision(2005, "2022-08-26", "2022-08-29", effective="2022-09-05")
D10 = decision(2600, "2022-11-10", "2022-11-14", kind=DecisionKind.INTERNAL)
D11 = decision(58, "2025-07-01", "2025-07-02", issuer="da-nang")
D12 = decision(745, "2025-09-15", "2025-09-17", effective="2025-10-01", until="2027-03-01", issuer="da-nang")

DECISIONS = (D00, D01, D02, D03, D04, D05, D06, D07, D08, D09, D10, D11, D12)

ITEMS = (
    item(D00, Action.NEW, "1.001612", H, row=1),
    item(D00, Action.NEW, "2.000720", H, row=2),
    item(D00, Action.NEW, "2.000815", H, X, row=3),
    item(D00, Action.NEW, "1.001193", X, row=4),
    item(D00, Action.NEW, "2.000635", X, row=5),
    item(D00, Action.NEW, "1.000775", X, row=6),
    item(D00, Action.NEW, "1.002407", T, row=7),
    item(D01, Action.AMEND, "1.001193", X),
    item(D02, Action.NEW, "3.000154", H, row=1),
    item(D02, Action.ABOLISH, "2.000720", H, row=1, part="B/I"),
    item(D03, Action.AMEND, "1.001193", X),
    item(D04, Action.NEW, "2.002409", X, row=1),
    item(D04, Action.AMEND, "1.001193", X, row=1, part="B/I"),
    item(D05, Action.REPLACE, "1.010811", H, replaces=("1.001612",)),
    item(D06, Action.CORRECT, "1.010881", part="Điều 1", row_no=None, replaces=("1.010811",)),
    item(
        D07,
        Action.ABOLISH,
        None,
        part="Điều 1",
        row=1,
        row_no=None,
        name="Tặng giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị",
        raw_text="Bãi bỏ thủ tục “Tặng giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị”",
    ),
    item(
        D07,
        Action.ABOLISH,
        None,
        part="Điều 1",
        row=2,
        row_no=None,
        name="Cấp bản sao",
        raw_text="Bãi bỏ thủ tục “Cấp bản sao”",
    ),
    item(D08, Action.REPLACE, "1.012568", H, replaces=("1.010881",)),
    item(
        D09,
        Action.ABOLISH,
        None,
        part="Điều 1",
        row_no=None,
        name="",
        raw_text="Bãi bỏ TTHC số 1 mục I phần A Phụ lục kèm theo Quyết định số 1020/QĐ-UBND ngày 15/4/2022",
    ),
    item(D10, Action.NEW, "1.099999", X),
    item(D11, Action.AMEND, "1.012568", X, row=1),
    item(D11, Action.AMEND, "2.000815", X, row=2),
    item(D11, Action.AMEND, "3.000154", T, row=3),
    item(D12, Action.AMEND, "1.002407", T, reception_levels=(X,)),
)
