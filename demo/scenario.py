"""The worked scenario of the province: decisions D00 to D12 with their exact numbers, days and contents.

Names of procedures and texts are our own; numbers of decisions are invented.
"""

from dataclasses import dataclass
from datetime import date

from niemyet.demo.records import PaperLayout, PaperRow
from niemyet.model.words import Action, DecisionKind, EffectSource, Level

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE

_HO_TICH = "Hộ tịch"
_CHUNG_THUC = "Chứng thực"
_HO_KD = "Thành lập và hoạt động của hộ kinh doanh"
_GDDT = "Giáo dục và Đào tạo thuộc hệ thống giáo dục quốc dân"
_KHEN = "Thi đua, khen thưởng"
_NONG_THON = "Kinh tế hợp tác và phát triển nông thôn"
_THUY_SAN = "Thủy sản"

NAMES: dict[str, tuple[str, str]] = {
    "1.001612": ("Đăng ký thành lập hộ kinh doanh", _HO_KD),
    "2.000720": ("Đăng ký thay đổi hộ kinh doanh", _HO_KD),
    "2.000815": ("Chứng thực bản sao", _CHUNG_THUC),
    "1.001193": ("Đăng ký khai sinh", _HO_TICH),
    "2.000635": ("Cấp bản sao Trích lục hộ tịch", _HO_TICH),
    "1.000775": ("Tặng Giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị", _KHEN),
    "1.002407": ("Xét, cấp học bổng chính sách", _GDDT),
    "3.000154": ("Thẩm định hỗ trợ liên kết tiêu thụ nông sản", _NONG_THON),
    "2.002409": ("Xác nhận nơi neo đậu thường xuyên của phương tiện nghề cá nhỏ", _THUY_SAN),
    "1.010881": ("Đăng ký hộ kinh doanh theo quy trình liên thông thuế", _HO_KD),
    "1.010811": ("Đăng ký hộ kinh doanh theo quy trình liên thông thuế", _HO_KD),
    "1.012568": ("Đăng ký hộ kinh doanh và cấp mã số hộ kinh doanh", _HO_KD),
}
"""Every code of the scenario with name and sector; 1.010811 is a misprint and never exists."""


_PLAIN = PaperLayout()


@dataclass(frozen=True, slots=True)
class Scene:
    """One decision of the scenario, before the script gives it its province's forms."""

    key: str
    issuer_id: str
    number: int
    signed_on: date
    effective_on: date
    readable_from: date
    kind: DecisionKind
    title: str
    lines: tuple[PaperRow, ...]
    effect: EffectSource = EffectSource.SIGNING_CLAUSE
    effective_until: date | None = None
    articles: tuple[str, ...] = ()
    layout: PaperLayout = _PLAIN
    formats: tuple[str, ...] = ("docx", "html")
    outlets: tuple[str, ...] = ("dvcqg", "so-tu-phap")
    annex: str = "annex"


def _line(action: Action, code: str, *levels: Level, **more: object) -> PaperRow:
    name, sector = NAMES[code]
    return PaperRow(action, levels, sector, code, name, **more)  # type: ignore[arg-type]


SCENES: tuple[Scene, ...] = (
    Scene(
        "D00",
        "quang-nam",
        3600,
        date(2021, 12, 15),
        date(2021, 12, 15),
        date(2021, 12, 17),
        DecisionKind.PUBLIC_LIST,
        "",
        (
            _line(Action.NEW, "1.002407", T),
            _line(Action.NEW, "1.001612", H),
            _line(Action.NEW, "2.000720", H),
            _line(Action.NEW, "2.000815", H, X),
            _line(Action.NEW, "1.001193", X),
            _line(Action.NEW, "2.000635", X),
            _line(Action.NEW, "1.000775", X),
        ),
    ),
    Scene(
        "D01",
        "quang-nam",
        512,
        date(2022, 3, 4),
        date(2022, 3, 4),
        date(2022, 3, 8),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.AMEND, "1.001193", X, time_local="Trong ngày"),),
        formats=("docx",),
    ),
    Scene(
        "D02",
        "quang-nam",
        745,
        date(2022, 3, 25),
        date(2022, 7, 1),
        date(2022, 3, 28),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.NEW, "3.000154", H), _line(Action.ABOLISH, "2.000720", H)),
        effect=EffectSource.EXPLICIT,
    ),
    Scene(
        "D03",
        "quang-nam",
        698,
        date(2022, 3, 21),
        date(2022, 3, 21),
        date(2022, 5, 10),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.AMEND, "1.001193", X, fee="8.000 đồng/bản sao thứ hai"),),
        formats=("docx",),
    ),
    Scene(
        "D04",
        "quang-nam",
        1020,
        date(2022, 4, 15),
        date(2022, 4, 15),
        date(2022, 4, 18),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.NEW, "2.002409", X), _line(Action.AMEND, "1.001193", X, time_local="01 ngày làm việc")),
        formats=("html",),
        outlets=("dvcqg",),  # D04′ stands on the other portal, under another date
    ),
    Scene(
        "D05",
        "quang-nam",
        1234,
        date(2022, 6, 10),
        date(2022, 6, 15),
        date(2022, 6, 13),
        DecisionKind.PUBLIC_LIST,
        "",
        (
            _line(
                Action.REPLACE,
                "1.010811",
                H,
                old_code="1.001612",
                old_name=NAMES["1.001612"][0],
                means="1.010811",
            ),
        ),
        effect=EffectSource.EXPLICIT,
        # the national record bears the right code from the beginning: only the paper has the misprint
        outlets=("so-tu-phap",),
    ),
    Scene(
        "D06",
        "quang-nam",
        1301,
        date(2022, 6, 17),
        date(2022, 6, 17),
        date(2022, 6, 20),
        DecisionKind.CORRECTION,
        "Về việc đính chính Quyết định số 1234/QĐ-UBND ngày 10/6/2022 của Chủ tịch UBND tỉnh Quảng Nam",
        (_line(Action.CORRECT, "1.010881", H, old_code="1.010811"),),
        effect=EffectSource.DEFAULT_SIGNED,
        articles=(
            "Điều 1. Đính chính mã số thủ tục hành chính thay thế tại số thứ tự 1 mục I phần A Phụ lục kèm theo "
            "Quyết định số 1234/QĐ-UBND ngày 10/6/2022 của Chủ tịch UBND tỉnh Quảng Nam: mã số đã in là “1.010811”, "
            "nay sửa lại là “1.010881”. Các nội dung khác tại Quyết định số 1234/QĐ-UBND không thay đổi.",
        ),
        annex="none",
        outlets=("so-tu-phap",),
    ),
    Scene(
        "D07",
        "quang-nam",
        1588,
        date(2022, 7, 15),
        date(2022, 7, 15),
        date(2022, 7, 18),
        DecisionKind.PUBLIC_LIST,
        "Về việc bãi bỏ thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã trên địa bàn tỉnh Quảng Nam",
        (
            PaperRow(
                Action.ABOLISH,
                (X,),
                _KHEN,
                None,
                "Tặng giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị",
                means="1.000775",
            ),
            PaperRow(Action.ABOLISH, (X,), _HO_TICH, None, "Cấp bản sao"),
        ),
        articles=(
            "Điều 1. Bãi bỏ các thủ tục hành chính sau đây thuộc thẩm quyền giải quyết của UBND cấp xã:",
            "1. Bãi bỏ thủ tục “Tặng giấy khen của Chủ tịch UBND cấp xã về thực hiện nhiệm vụ chính trị” được công bố "
            "tại Quyết định số 3600/QĐ-UBND ngày 15/12/2021 của Chủ tịch UBND tỉnh Quảng Nam.",
            "2. Bãi bỏ thủ tục “Cấp bản sao” được công bố tại Quyết định số 3600/QĐ-UBND ngày 15/12/2021 của "
            "Chủ tịch UBND tỉnh Quảng Nam.",
        ),
        annex="none",
    ),
    Scene(
        "D08",
        "quang-nam",
        1790,
        date(2022, 8, 12),
        date(2022, 8, 12),
        date(2022, 8, 15),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.REPLACE, "1.012568", H, old_code="1.010881", old_name=NAMES["1.010881"][0]),),
        layout=PaperLayout(replaced="grouped"),
    ),
    Scene(
        "D09",
        "quang-nam",
        2005,
        date(2022, 8, 26),
        date(2022, 9, 5),
        date(2022, 8, 29),
        DecisionKind.PUBLIC_LIST,
        "Về việc bãi bỏ thủ tục hành chính đã công bố tại Quyết định số 1020/QĐ-UBND ngày 15/4/2022",
        (PaperRow(Action.ABOLISH, (X,), _THUY_SAN, None, NAMES["2.002409"][0], means="2.002409"),),
        effect=EffectSource.EXPLICIT,
        articles=(
            "Điều 1. Bãi bỏ thủ tục hành chính số thứ tự 1 mục I phần A Phụ lục kèm theo Quyết định số 1020/QĐ-UBND "
            "ngày 15/4/2022 của Chủ tịch UBND tỉnh Quảng Nam.",
        ),
        annex="none",
    ),
    Scene(
        "D10",
        "quang-nam",
        2600,
        date(2022, 11, 10),
        date(2022, 11, 10),
        date(2022, 11, 14),
        DecisionKind.INTERNAL,
        "Về việc công bố Danh mục thủ tục hành chính nội bộ giữa các cơ quan hành chính nhà nước trên địa bàn tỉnh "
        "Quảng Nam",
        (),
        articles=(
            "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính nội bộ giữa các cơ quan hành chính "
            "nhà nước trên địa bàn tỉnh Quảng Nam.",
        ),
        annex="internal",
    ),
    Scene(
        "D11",
        "da-nang",
        58,
        date(2025, 7, 1),
        date(2025, 7, 1),
        date(2025, 7, 2),
        DecisionKind.PUBLIC_LIST,
        "",
        (
            _line(Action.AMEND, "3.000154", T),
            _line(Action.AMEND, "1.012568", X),
            _line(Action.AMEND, "2.000815", X),
            _line(Action.ABOLISH, "1.012568", H),
            _line(Action.ABOLISH, "2.000815", H),
            _line(Action.ABOLISH, "3.000154", H),
        ),
    ),
    Scene(
        "D12",
        "da-nang",
        745,
        date(2025, 9, 15),
        date(2025, 10, 1),
        date(2025, 9, 17),
        DecisionKind.PUBLIC_LIST,
        "",
        (_line(Action.AMEND, "1.002407", T, reception=(X,)),),
        effect=EffectSource.EXPLICIT,
        effective_until=date(2027, 3, 1),
    ),
)
