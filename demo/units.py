"""The units of Núi Thành before and after 2025-07-01 (DOMAIN §4.2), and where they post."""

from dataclasses import dataclass
from datetime import date

from niemyet.demo.truth import DISTRICTS_END
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Channel, Level, SuccessionKind, UnitKind

#: Communes of the district as of 2022: id, name, code, unit that follows.
_COMMUNES: tuple[tuple[str, str, str, str], ...] = (
    ("nui-thanh-tt", "Thị trấn Núi Thành", "20965", "xa-nui-thanh"),
    ("tam-xuan-1", "Xã Tam Xuân I", "20968", "tam-xuan"),
    ("tam-xuan-2", "Xã Tam Xuân II", "20971", "tam-xuan"),
    ("tam-tien", "Xã Tam Tiến", "20974", "tam-xuan"),
    ("tam-son", "Xã Tam Sơn", "20977", "duc-phu"),
    ("tam-thanh", "Xã Tam Thạnh", "20980", "duc-phu"),
    ("tam-anh-bac", "Xã Tam Anh Bắc", "20983", "tam-anh"),
    ("tam-anh-nam", "Xã Tam Anh Nam", "20984", "tam-anh"),
    ("tam-hoa", "Xã Tam Hòa", "20986", "tam-anh"),
    ("tam-hiep", "Xã Tam Hiệp", "20989", "xa-nui-thanh"),
    ("tam-hai", "Xã Tam Hải", "20992", "tam-hai"),
    ("tam-giang", "Xã Tam Giang", "20995", "xa-nui-thanh"),
    ("tam-quang", "Xã Tam Quang", "20998", "xa-nui-thanh"),
    ("tam-nghia", "Xã Tam Nghĩa", "21001", "xa-nui-thanh"),
    ("tam-my-tay", "Xã Tam Mỹ Tây", "21004", "tam-my"),
    ("tam-my-dong", "Xã Tam Mỹ Đông", "21005", "tam-my"),
    ("tam-tra", "Xã Tam Trà", "21007", "tam-my"),
)
_NEW_COMMUNES: tuple[tuple[str, str, str], ...] = (
    ("xa-nui-thanh", "Trung tâm Phục vụ hành chính công xã Núi Thành", "20965"),
    ("tam-xuan", "Trung tâm Phục vụ hành chính công xã Tam Xuân", "20971"),
    ("duc-phu", "Trung tâm Phục vụ hành chính công xã Đức Phú", "20977"),
    ("tam-anh", "Trung tâm Phục vụ hành chính công xã Tam Anh", "20984"),
    ("tam-my", "Trung tâm Phục vụ hành chính công xã Tam Mỹ", "21004"),
)


@dataclass(frozen=True, slots=True)
class ListingPlan:
    """One place where a unit posts, and the day at which the author has planted what is wrong."""

    unit_id: str
    channel: Channel
    level: Level
    kind: str  # html, xlsx
    path: str
    heading: str
    snapshot: date
    first_day: date | None = None  # before it the page is not there


LISTING_PLANS: tuple[ListingPlan, ...] = (
    ListingPlan(
        "nui-thanh",
        Channel.PORTAL,
        Level.DISTRICT,
        "html",
        "/nui-thanh/thu-tuc-hanh-chinh/",
        "Danh mục thủ tục hành chính niêm yết tại Bộ phận Tiếp nhận và Trả kết quả UBND huyện Núi Thành",
        date(2022, 12, 30),
    ),
    ListingPlan(
        "tam-xuan-1",
        Channel.PORTAL,
        Level.COMMUNE,
        "html",
        "/tam-xuan-1/niem-yet-tthc/",
        "Thủ tục hành chính niêm yết công khai tại UBND xã Tam Xuân I",
        date(2022, 12, 30),
    ),
    ListingPlan(
        "nui-thanh-tt",
        Channel.COUNTER,
        Level.COMMUNE,
        "xlsx",
        "/kiem-ke/thi-tran-nui-thanh.xlsx",
        "BẢNG KIỂM KÊ THỦ TỤC HÀNH CHÍNH ĐANG NIÊM YẾT TẠI UBND THỊ TRẤN NÚI THÀNH",
        date(2022, 12, 30),
    ),
    ListingPlan(
        "xa-nui-thanh",
        Channel.PORTAL,
        Level.COMMUNE,
        "html",
        "/xa-nui-thanh/niem-yet-tthc/",
        "Thủ tục hành chính niêm yết công khai tại Trung tâm Phục vụ hành chính công xã Núi Thành",
        date(2026, 11, 19),
        DISTRICTS_END,
    ),
    ListingPlan(
        "tam-xuan",
        Channel.COUNTER,
        Level.COMMUNE,
        "xlsx",
        "/kiem-ke/ttpvhcc-xa-tam-xuan.xlsx",
        "BẢNG KIỂM KÊ THỦ TỤC HÀNH CHÍNH ĐANG NIÊM YẾT TẠI TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ TAM XUÂN",
        date(2026, 11, 19),
        DISTRICTS_END,
    ),
)


def demo_units() -> tuple[Unit, ...]:
    """Rows of the units table, parents before children; xã Tam Hải has one row per parent."""
    units = [
        _unit(
            "tt-pvhcc-quang-nam", UnitKind.PROVINCE_CENTER, "Trung tâm Phục vụ hành chính công tỉnh Quảng Nam"
        ),
        _unit(
            "tt-pvhcc-da-nang",
            UnitKind.PROVINCE_CENTER,
            "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng",
            new=True,
        ),
        _unit("nui-thanh", UnitKind.DISTRICT, "UBND huyện Núi Thành", gso="517", parent="tt-pvhcc-quang-nam"),
    ]
    for unit_id, name, code, _ in _COMMUNES:
        units.append(_unit(unit_id, UnitKind.COMMUNE, name, gso=code, parent="nui-thanh"))
    units.append(
        _unit("tam-hai", UnitKind.COMMUNE, "Xã Tam Hải", gso="20992", parent="tt-pvhcc-da-nang", new=True),
    )
    for unit_id, name, code in _NEW_COMMUNES:
        units.append(_unit(unit_id, UnitKind.COMMUNE, name, gso=code, parent="tt-pvhcc-da-nang", new=True))
    return tuple(units)


def _unit(
    unit_id: str,
    kind: UnitKind,
    name: str,
    *,
    gso: str | None = None,
    parent: str | None = None,
    new: bool = False,
) -> Unit:
    level = {
        UnitKind.PROVINCE_CENTER: Level.PROVINCE,
        UnitKind.DISTRICT: Level.DISTRICT,
        UnitKind.COMMUNE: Level.COMMUNE,
    }[kind]
    return Unit(
        unit_id=unit_id,
        kind=kind,
        level=level,
        name=name,
        gso_code=gso,
        agency_id="H17" if new else "H47",
        parent_unit_id=parent,
        province_id="da-nang" if new else "quang-nam",
        valid_from=DISTRICTS_END if new else None,
        valid_until=None if new else DISTRICTS_END,
    )


def demo_successions() -> tuple[UnitSuccession, ...]:
    """Who became whom on 2025-07-01."""
    rows = [
        ("tt-pvhcc-quang-nam", "tt-pvhcc-da-nang", SuccessionKind.MERGE),
        ("nui-thanh", "tt-pvhcc-da-nang", SuccessionKind.DISSOLVE),
    ]
    for unit_id, _, _, after in _COMMUNES:
        kind = SuccessionKind.CONTINUE if unit_id == after else SuccessionKind.MERGE
        rows.append((unit_id, after, kind))
    return tuple(UnitSuccession(before, after, kind, DISTRICTS_END) for before, after, kind in rows)
