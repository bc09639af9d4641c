"""A merged province of two ancestors, 2024 to 2027: Quảng Nam and Đà Nẵng until 30 June 2025, one city after it.

Small enough to be worked out by hand; `tests/scenarios/test_merged_province.py` has the table. Each ancestor publishes for its
own ground, one of them something for after its end; the city takes up, abolishes and replaces what one of them or both had,
publishes for all of it, and lists what every commune receives. Numbers, codes and texts are our own.
"""

from datetime import date

from niemyet.demo.records import PaperLayout, PaperRow, ScriptedDecision
from niemyet.demo.scenario import Scene
from niemyet.demo.script import script_of
from niemyet.model.words import Action, DecisionKind, EffectSource, Level

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE

_HO_TICH, _CHUNG_THUC = "Hộ tịch", "Chứng thực"
NAMES = {
    "1.310001": ("Xác nhận thông tin về nơi sinh", _HO_TICH),
    "1.310002": ("Ghi chú thay đổi trong sổ hộ tịch cũ", _HO_TICH),
    "1.310003": ("Cấp phiếu xác nhận công dân cho kiều bào", _HO_TICH),
    "1.310004": ("Chứng thực hợp đồng thuê thuyền", _CHUNG_THUC),
    "1.310005": ("Chứng thực giấy bán thuyền thúng", _CHUNG_THUC),
    "1.310006": ("Cấp bản sao sổ gốc của thành phố", _CHUNG_THUC),
    "1.310007": ("Đính chính bản sao do thành phố cấp", _CHUNG_THUC),
    "1.310008": ("Cấp giấy xác nhận công dân theo mẫu mới", _HO_TICH),
}
_PLAIN = PaperLayout(columns="C2")


def _line(action: Action, code: str, *levels: Level, **more: object) -> PaperRow:
    name, sector = NAMES[code]
    return PaperRow(action, levels, sector, code, name, **more)  # type: ignore[arg-type]


def _scene(issuer: str, number: int, signed: date, *lines: PaperRow, effective: date | None = None) -> Scene:
    return Scene(
        key=f"D-{number}",
        issuer_id=issuer,
        number=number,
        signed_on=signed,
        effective_on=effective or signed,
        readable_from=signed,
        kind=DecisionKind.PUBLIC_LIST,
        title="",
        lines=lines,
        effect=EffectSource.EXPLICIT if effective else EffectSource.SIGNING_CLAUSE,
        layout=_PLAIN,
    )


_WITHOUT_BOUNDARY = "Danh mục thủ tục hành chính tiếp nhận không phụ thuộc vào địa giới hành chính trên địa bàn thành phố Đà Nẵng"
SCENES: tuple[Scene, ...] = (
    _scene("quang-nam", 101, date(2024, 1, 10),
           _line(Action.NEW, "1.310001", X), _line(Action.NEW, "1.310002", X), _line(Action.NEW, "1.310003", T),
           _line(Action.NEW, "1.310004", H)),
    _scene("da-nang", 102, date(2024, 2, 5),
           _line(Action.NEW, "1.310001", X), _line(Action.NEW, "1.310005", X), _line(Action.NEW, "1.310006", T),
           _line(Action.NEW, "1.310004", H)),
    _scene("quang-nam", 133, date(2024, 6, 10), _line(Action.AMEND, "1.310002", X), effective=date(2024, 8, 1)),
    _scene("da-nang", 144, date(2024, 9, 9), _line(Action.AMEND, "1.310005", X)),
    # Signed by an ancestor for after its end: it holds on its former ground all the same.
    _scene("quang-nam", 115, date(2025, 6, 16), _line(Action.AMEND, "1.310001", X), effective=date(2025, 7, 15)),
    _scene("da-nang", 201, date(2025, 7, 10), _line(Action.AMEND, "1.310004", X)),
    _scene("da-nang", 22, date(2026, 1, 15), _line(Action.AMEND, "1.310001", X), effective=date(2026, 2, 1)),
    _scene("da-nang", 83, date(2026, 5, 5), _line(Action.NEW, "1.310007", T, reception=(X,))),
    _scene("da-nang", 154, date(2026, 8, 3), _line(Action.ABOLISH, "1.310002", X)),
    _scene("da-nang", 15, date(2027, 1, 11),
           _line(Action.REPLACE, "1.310008", T, old_code="1.310003", old_name=NAMES["1.310003"][0])),
    Scene(
        key="D-66", issuer_id="da-nang", number=66, signed_on=date(2027, 3, 1), effective_on=date(2027, 3, 15),
        readable_from=date(2027, 3, 1), kind=DecisionKind.SUBSET,
        title=f"Về việc công bố {_WITHOUT_BOUNDARY}",
        lines=(_line(Action.LIST, "1.310006", T, reception=(X,)),),
        effect=EffectSource.EXPLICIT,
        articles=(f"Điều 1. Công bố kèm theo Quyết định này {_WITHOUT_BOUNDARY}.",),
        layout=_PLAIN,
    ),
)  # fmt: skip


def merged_script() -> tuple[ScriptedDecision, ...]:
    """The decisions of both ancestors and of the city, the same every time."""
    return script_of(SCENES)
