"""Words of decisions, in our own sentences; procedures are put together from verbs and objects."""

from random import Random

PROVINCES = ("Quảng Nam", "Thái Bình", "Cao Bằng", "Nghệ An", "Kon Tum", "Bến Tre", "Lào Cai", "Hà Nam")
SECTORS = (
    "Hộ tịch",
    "Chăn nuôi",
    "Đường bộ",
    "Bảo trợ xã hội",
    "Thư viện",
    "Đất đai",
    "An toàn thực phẩm",
    "Việc làm",
)
_VERBS = (
    "Cấp giấy xác nhận", "Cấp lại giấy phép", "Đăng ký", "Thẩm định hồ sơ", "Công nhận", "Gia hạn giấy phép", "Thông báo",
    "Hỗ trợ chi phí", "Phê duyệt phương án", "Thu hồi giấy chứng nhận",
)  # fmt: skip
_OBJECTS = (
    "hoạt động câu lạc bộ thể thao", "nuôi chim yến", "vận tải hàng hóa bằng xe thô sơ", "bến khách ngang sông",
    "cơ sở trợ giúp người cao tuổi", "phòng đọc sách tư nhân", "lò giết mổ gia súc, gia cầm", "kho lạnh bảo quản nông sản",
    "tổ hòa giải ở cơ sở", "nhóm trẻ độc lập", "người khuyết tật mất việc", "vườn ươm giống cây lâm nghiệp",
    "bãi đỗ xe tạm", "quảng cáo trên phương tiện giao thông", "lễ hội quy mô nhỏ", "đấu nối nước sạch nông thôn",
)  # fmt: skip
_TAILS = ("", "", " trên địa bàn", " đối với hộ gia đình, cá nhân", " cho tổ chức", " lần đầu")
TRAPS = (
    "Sửa đổi, bổ sung giấy phép hoạt động của cơ sở {0}",
    "Bãi bỏ quyết định hưởng trợ cấp đối với {0}",
    "Cấp mới, cấp lại, thay thế giấy phép về {0}",
    "Đăng ký {0}; thay đổi nội dung đã đăng ký; chấm dứt hoạt động",
    "Xác nhận hết hiệu lực hợp đồng về {0}",
)
TIMES = (
    "05 ngày làm việc", "10 ngày", "03 ngày làm việc", "15 ngày làm việc", "07 ngày", "20 ngày làm việc", "2,5 ngày làm việc",
)  # fmt: skip
FEES = ("Không", "50.000 đồng", "15.000 đồng/lần", "1.500.000 đồng", "Không quy định")
PLACES = (
    "Trung tâm Phục vụ hành chính công",
    "Bộ phận Tiếp nhận và Trả kết quả",
    "Nộp trực tiếp tại quầy hoặc qua bưu chính",
)
BASES = (
    "Luật số 12/2019/QH14; Nghị định số 45/2021/NĐ-CP ngày 12/4/2021",
    "Thông tư số 07/2022/TT-BTC ngày 01/02/2022",
)
COUNTS = (
    "không",
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
)
ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "new": {"usual": ("mới ban hành",), "other order": ("ban hành mới",), "unusual": ("được bổ sung", "công bố bổ sung")},
    "amend": {
        "usual": ("được sửa đổi, bổ sung",), "other order": ("sửa đổi, bổ sung",),
        "unusual": ("có nội dung sửa đổi, bổ sung",),
    },
    "abolish": {
        "usual": ("bị bãi bỏ",), "other order": ("bãi bỏ",),
        "unusual": (
            "hết hiệu lực thi hành", "không còn thực hiện", "đưa ra khỏi danh mục", "chấm dứt thực hiện", "bị hủy bỏ",
        ),
    },
    "replace": {"usual": ("được thay thế",), "other order": ("thay thế",), "unusual": ("được thay thế",)},
}  # fmt: skip
LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
HOLDERS = {
    "province": "Sở Tư pháp",
    "district": "UBND cấp huyện",
    "commune": "UBND cấp xã",
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def names(rng: Random, count: int, *, traps: bool) -> list[str]:
    """So many names, none twice."""
    found: list[str] = []
    while len(found) < count:
        thing = rng.choice(_OBJECTS)
        name = f"{rng.choice(_VERBS)} {thing}{rng.choice(_TAILS)}"
        if traps and rng.random() < 0.5:
            name = rng.choice(TRAPS).format(thing)
        if name not in found:
            found.append(name)
    return found


def codes(rng: Random, count: int, *, far: bool) -> list[str]:
    """So many codes, none twice."""
    found: list[str] = []
    while len(found) < count:
        code = f"{rng.choice('123456789' if far else '123')}.{rng.choice(('00', '01', '11'))}{rng.randint(1000, 9999)}"
        if code not in found:
            found.append(code)
    return found
