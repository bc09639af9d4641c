"""Words that made-up decisions are written with. Provinces, trades and names are nobody's; the syntax is the field's."""

from random import Random

PROVINCES = (
    ("TỈNH", "An Bình"), ("TỈNH", "Hòa Thuận"), ("TỈNH", "Đông Khê"), ("TỈNH", "Tân Phước"),
    ("TỈNH", "Thủy Nguyên Hạ"), ("THÀNH PHỐ", "Lạc Dương"), ("THÀNH PHỐ", "Vĩnh Trạch"), ("TỈNH", "Sơn Kỳ"),
)  # fmt: skip
DEPARTMENTS = (
    "Sở Văn nghệ",
    "Sở Nghề truyền thống",
    "Sở Bến bãi và Đò ngang",
    "Sở Làng xã",
    "Ban Quản lý Khu làng nghề",
)
MINISTRIES = (("Bộ Văn nghệ", "BVN"), ("Bộ Nghề truyền thống", "BNTT"), ("Bộ Làng xã", "BLX"))
PEOPLE = ("Lê Văn Thử", "Trần Thị Mẫu", "Nguyễn Giả Định", "Phạm Đặt Ra")

#: A sector and the things that are done in it.
SECTORS: dict[str, tuple[str, ...]] = {
    "Nuôi ong và sản phẩm từ ong": (
        "di chuyển đàn ong lấy mật", "cơ sở nhân giống ong nội", "khai thác mật ong rừng trong vùng đệm",
        "kiểm nghiệm chất lượng mật ong", "trạm kiểm dịch đàn ong", "hợp tác xã nuôi ong lấy mật",
    ),
    "Gốm sứ mỹ nghệ": (
        "lò nung gốm thủ công", "khai thác đất sét làm gốm", "nhãn hiệu tập thể làng gốm", "nghệ nhân vẽ men lam",
        "xưởng tráng men sứ dân dụng", "trưng bày gốm cổ",
    ),
    "Đò ngang, bến bãi": (
        "bến khách ngang sông", "phương tiện đò chở khách dưới 12 người", "vận tải khách bằng đò dọc",
        "hoạt động của bến đò ngoài giờ", "người lái đò", "phao cứu sinh trên đò ngang",
    ),
    "Khinh khí cầu": (
        "bay khinh khí cầu có người điều khiển", "bãi cất cánh khinh khí cầu", "người điều khiển khinh khí cầu",
        "thả đèn trời trong lễ hội", "nhập khẩu vải dù làm khinh khí cầu",
    ),
    "An toàn, vệ sinh làng nghề": (
        "huấn luyện an toàn cho thợ làng nghề", "kiểm định nồi hấp của làng nghề", "quan trắc môi trường lao động làng nghề",
        "khám sức khỏe định kỳ cho thợ rèn", "sử dụng lò hơi trong làng nghề",
    ),
    "Thư viện lưu động": (
        "tuyến xe thư viện lưu động", "thư viện tư nhân phục vụ cộng đồng", "mượn liên thư viện",
        "số hóa sách cổ viết tay", "tủ sách gia đình mở cửa cho trẻ em",
    ),
    "Chợ nổi và chợ phiên": (
        "điểm neo đậu tại chợ nổi", "quầy hàng lưu động tại chợ phiên", "hộ bán hàng trên sông",
        "ban quản lý chợ phiên vùng cao", "kinh doanh đặc sản tại chợ nổi",
    ),
    "Hội làng": (
        "tổ chức hội làng quy mô nhiều xã", "đua thuyền trong hội làng", "danh hiệu làng văn hiến", "phục dựng trò chơi dân gian",
        "người cao tuổi giữ nghi lễ hội làng",
    ),
    "Giếng khơi và nước sạch thôn bản": (
        "đào giếng khơi phục vụ sinh hoạt", "trám lấp giếng không sử dụng", "tổ quản lý nước sạch thôn bản",
        "khai thác nước dưới đất bằng giếng khơi", "hạn mức lấy nước từ giếng cộng đồng",
    ),
    "Nhạc cụ cổ truyền": (
        "chế tác nhạc cụ cổ truyền", "biểu diễn cồng chiêng ngoài cộng đồng", "xuất cảnh nhạc cụ là cổ vật",
        "câu lạc bộ đờn ca", "truyền dạy đàn bầu",
    ),
    "Cân, thước và đo đong": (
        "kiểm định cân đồng hồ lò xo", "sản xuất thước thợ mộc", "dấu kiểm định của đồ đong", "cân đối chứng tại chợ",
        "sửa chữa phương tiện đo nhóm 2",
    ),
    "Trâu bò kéo": (
        "phối giống trâu đực", "hỗ trợ chuồng trại cho hộ nuôi trâu bò kéo", "vận chuyển trâu bò ra ngoài địa bàn",
        "thẻ tai cho trâu bò kéo", "hội chọi trâu",
    ),
    "Rừng tre và mây tre đan": (
        "khai thác tre luồng", "vùng nguyên liệu mây tre", "chứng chỉ nguồn gốc tre nứa", "trồng xen tre lấy măng",
        "xuất khẩu hàng mây tre đan",
    ),
    "Đèn lồng, pháo hoa": (
        "sản xuất đèn lồng giấy", "bắn pháo hoa tầm thấp", "kho chứa nguyên liệu pháo hoa", "treo đèn lồng trên đường phố",
        "vận chuyển pháo hoa nổ",
    ),
}  # fmt: skip

_DOCUMENTS = (
    "Giấy phép {}", "Giấy chứng nhận đủ điều kiện {}", "giấy xác nhận {}", "chứng chỉ hành nghề {}",
    "Giấy chứng nhận đăng ký {}", "thẻ nghề {}", "Quyết định công nhận {}",
)  # fmt: skip
_DO_DOCUMENT = (
    "Cấp {}", "Cấp lại {}", "Cấp đổi {}", "Gia hạn {}", "Điều chỉnh {}", "Thu hồi {}", "Cấp, cấp lại {}",
    "Cấp mới, cấp lại, cấp đổi {}", "Thủ tục cấp {}", "Thủ tục cấp lại {}",
)  # fmt: skip
_DO_MATTER = (
    "Đăng ký {}", "Đăng ký thay đổi nội dung {}", "Thẩm định, phê duyệt phương án {}", "Công nhận {}", "Xác nhận {}",
    "Chấp thuận chủ trương {}", "Thông báo tạm ngừng {}", "Hỗ trợ kinh phí {}", "Đăng ký lại {}", "Xét, công nhận {}",
    "Thủ tục đăng ký {}", "Phê duyệt đề án {}",
)  # fmt: skip
#: Names that sound like actions of a section (DOMAIN §9, trap 1).
_TRAPS = (
    "Thủ tục sửa đổi, bổ sung/ cấp lại Giấy phép {}", "Sửa đổi, bổ sung Giấy chứng nhận {}", "Bãi bỏ {}",
    "Hủy bỏ Quyết định công nhận {}", "Thay thế giấy xác nhận {}", "Sửa đổi, bổ sung nội dung đăng ký {}",
    "Chấm dứt, bãi bỏ {}", "Cấp lại giấy phép {}", "Bổ sung, thay thế phương tiện {}", "Thủ tục ban hành mới quy chế {}",
)  # fmt: skip
_TAILS = (
    "đối với tổ chức, cá nhân", "đối với hộ kinh doanh, hợp tác xã có từ hai cơ sở trở lên trên địa bàn",
    "trong trường hợp bị mất, bị hư hỏng hoặc sai thông tin", "do thay đổi địa chỉ, người đại diện theo pháp luật",
    "có yếu tố nước ngoài", "tại khu vực biên giới, hải đảo; vùng có điều kiện kinh tế - xã hội đặc biệt khó khăn",
    "(trường hợp chuyển nhượng, thừa kế, tặng cho)", "lần đầu", "có thời hạn dưới 12 tháng",
    "thuộc danh mục hàng hóa có mức độ rủi ro cao", "bằng nguồn vốn xã hội hóa", "nhóm 2 nhập khẩu",
)  # fmt: skip
_LEVEL_TAILS = (
    "(cấp tỉnh)", "(cấp xã)", "thuộc thẩm quyền của Ủy ban nhân dân cấp xã", "(thẩm quyền cấp tỉnh)",
    "do Ủy ban nhân dân tỉnh thành lập", "trên địa bàn từ hai xã trở lên", "của Chủ tịch Ủy ban nhân dân cấp xã",
)  # fmt: skip
_LAW_TAILS = (
    "theo quy định tại khoản 2 Điều 15 Nghị định số {n}/{y}/NĐ-CP", "quy định tại Thông tư số {n}/{y}/TT-BVN",
)  # fmt: skip
_CASES = (
    "đối với người học nghề từ đủ 15 tuổi", "đối với tổ chức không chuyên nghiệp", "đối với trường hợp cấp lần đầu",
    "đối với hộ nghèo, hộ cận nghèo", "trường hợp thay đổi địa điểm",
)  # fmt: skip

TIMES = (
    ("07 ngày làm việc", "3,5 ngày làm việc"), ("15 ngày làm việc", "10 ngày làm việc"), ("05 ngày", "03 ngày"),
    ("10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"),
    ("90 ngày, kể từ ngày nhận được hồ sơ hợp lệ", "60 ngày, kể từ ngày nhận được hồ sơ hợp lệ"),
    ("Trong ngày làm việc; nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo", "04 giờ làm việc"),
    ("mười tám (18) ngày làm việc", "12 ngày làm việc"), ("03 ngày làm việc", "03 ngày làm việc"),
    ("- Thẩm định: 20 ngày;\n- Trả kết quả: 05 ngày làm việc", "- Thẩm định: 15 ngày;\n- Trả kết quả: 03 ngày làm việc"),
)  # fmt: skip
FEES = (
    "Không", "Không", "Không quy định", "1.500.000 đồng", "1.000.000 đồng/hồ sơ", "2.150.000 đồng", "50.000 đồng",
    "Phí: 1.200.000 đồng/lần;\nLệ phí: 150.000 đồng", "3.000.000 - 5.500.000 đồng", "400.000 đ/hồ sơ", "1.250.000",
    "Phí thẩm định 2.000.000 đồng; giảm còn 1.000.000 đồng đến hết năm", "Theo quy định của Bộ trưởng Bộ Ngân khố",
)  # fmt: skip
CHANGES = (
    "Thời hạn giải quyết; căn cứ pháp lý", "Thành phần hồ sơ", "Tên thủ tục; mẫu đơn, tờ khai", "Phí, lệ phí",
    "Trình tự thực hiện; cơ quan thực hiện; căn cứ pháp lý",
)  # fmt: skip
METHODS = (
    "Trực tiếp; trực tuyến một phần; qua dịch vụ bưu chính công ích", "Trực tiếp hoặc trực tuyến toàn trình",
    "- Trực tiếp;\n- Qua dịch vụ bưu chính", "Trực tuyến toàn trình",
)  # fmt: skip


def place_of(rng: Random, city: bool) -> str:
    """Where files are handed in; a place names levels that are not the level of the row (R-SEC-2)."""
    top = "thành phố" if city else "tỉnh"
    return rng.choice(
        (
            f"Trung tâm Phục vụ hành chính công {top}",
            f"Trung tâm Phục vụ hành chính công {top}; Trung tâm Phục vụ hành chính công cấp xã",
            f"TTPVHCC {top}; TTPVHCC cấp xã",
            f"- Trung tâm Phục vụ hành chính công {top};\n- Trung tâm Phục vụ hành chính công\ncấp xã",
            "Bộ phận Tiếp nhận và Trả kết quả của UBND cấp xã",
            f"- Trực tiếp tại Trung tâm Phục vụ hành chính công {top};\n- Qua dịch vụ bưu chính công ích;\n"
            "- Trực tuyến tại Cổng Dịch vụ công quốc gia",
        )
    )


def basis_of(rng: Random, year: int, lines: int) -> str:
    """Acts that a procedure rests on, one a line."""
    ministry, letters = rng.choice(MINISTRIES)
    out = []
    for _ in range(lines):
        day, month, of = rng.randint(1, 28), rng.randint(1, 12), rng.randint(max(2010, year - 6), year)
        number = rng.randint(1, 180)
        out.append(
            rng.choice(
                (
                    f"Nghị định số {number:02d}/{of}/NĐ-CP ngày {day:02d}/{month}/{of} của Chính phủ",
                    f"Thông tư số {number:02d}/{of}/TT-{letters} ngày {day:02d} tháng {month:02d} năm {of} "
                    f"của Bộ trưởng {ministry}",
                    f"Luật Làng nghề năm {of}",
                    f"Nghị quyết số {number}/{of}/NQ-HĐND ngày {day:02d}/{month:02d}/{of} của Hội đồng nhân dân tỉnh quy định "
                    "mức thu phí, lệ phí trên địa bàn tỉnh",
                )
            )
        )
    if lines == 1:
        return out[0]
    return ";\n".join(f"- {line}" for line in out) + rng.choice((".", ""))


def name_of(rng: Random, sector: str, *, trap: str, year: int) -> str:
    """The name of a procedure. `trap`: plain, action (sounds like a section), level (names one), law (cites an act)."""
    thing = rng.choice(SECTORS[sector])
    if trap == "action":
        name = rng.choice(_TRAPS).format(thing)
    elif rng.random() < 0.55:
        name = rng.choice(_DO_DOCUMENT).format(rng.choice(_DOCUMENTS).format(thing))
    else:
        name = rng.choice(_DO_MATTER).format(thing)
    tails = rng.sample(_TAILS, rng.choices((0, 1, 2), (4, 4, 1))[0])
    if trap == "level":
        tails.append(rng.choice(_LEVEL_TAILS))
    if trap == "law":
        tails.append(
            rng.choice(_LAW_TAILS).format(n=f"{rng.randint(2, 150):02d}", y=rng.randint(year - 4, year))
        )
    return " ".join((name, *tails))


def case_of(rng: Random) -> str:
    """A case of a procedure, as it follows the repeated name."""
    return rng.choice(_CASES)
