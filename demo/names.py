"""Sectors of the scripted province and the names of its procedures, in our own words.

A name is verb + object + circumstance; each sector has its own families of the three. The names are
made up, the manner of speaking is that of the field. Order is fixed: the same call gives the same names.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from niemyet.model.words import Level

Family = tuple[str, str, str]
"""Verbs, objects and circumstances, each a list parted by `|`; an empty circumstance is allowed."""


@dataclass(frozen=True, slots=True)
class Sector:
    """One lĩnh vực: who proposes its decisions, how many procedures each level holds at the start."""

    name: str
    department: str
    ministry: str
    symbol: str  # of the ministry's decisions
    base: tuple[int, int, int, int]  # province, district, commune, district and commune together
    families: tuple[Family, ...]


_TU_PHAP = ("Sở Tư pháp", "Bộ Tư pháp", "QĐ-BTP")
_TNMT = ("Sở Tài nguyên và Môi trường", "Bộ Tài nguyên và Môi trường", "QĐ-BTNMT")
_KHDT = ("Sở Kế hoạch và Đầu tư", "Bộ Kế hoạch và Đầu tư", "QĐ-BKHĐT")
_GDDT = ("Sở Giáo dục và Đào tạo", "Bộ Giáo dục và Đào tạo", "QĐ-BGDĐT")
_LDTBXH = (
    "Sở Lao động - Thương binh và Xã hội",
    "Bộ Lao động - Thương binh và Xã hội",
    "QĐ-LĐTBXH",
)
_XD = ("Sở Xây dựng", "Bộ Xây dựng", "QĐ-BXD")
_VHTTDL = ("Sở Văn hóa, Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch", "QĐ-BVHTTDL")
_NNPTNT = ("Sở Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Phát triển nông thôn", "QĐ-BNN")
_CT = ("Sở Công Thương", "Bộ Công Thương", "QĐ-BCT")
_NV = ("Sở Nội vụ", "Bộ Nội vụ", "QĐ-BNV")
_GTVT = ("Sở Giao thông vận tải", "Bộ Giao thông vận tải", "QĐ-BGTVT")
_TTR = ("Thanh tra tỉnh", "Thanh tra Chính phủ", "QĐ-TTCP")
_YT = ("Sở Y tế", "Bộ Y tế", "QĐ-BYT")

SECTORS: tuple[Sector, ...] = (
    Sector(
        "Hộ tịch",
        *_TU_PHAP,
        (2, 12, 14, 0),
        (
            (
                "Đăng ký",
                "khai tử|kết hôn|giám hộ|chấm dứt giám hộ|nhận cha, mẹ, con|thay đổi họ, tên|cải chính hộ tịch|"
                "bổ sung thông tin hộ tịch|xác định lại dân tộc",
                "|có yếu tố nước ngoài|lưu động tại thôn, khối phố|cho người cư trú ở vùng giáp biên",
            ),
            (
                "Đăng ký lại",
                "khai sinh|khai tử|kết hôn|việc nhận con",
                "|khi sổ hộ tịch không còn lưu giữ|có yếu tố nước ngoài",
            ),
            (
                "Cấp|Cấp lại",
                "giấy xác nhận tình trạng hôn nhân|giấy xác nhận quan hệ cha, mẹ, con",
                "để kết hôn trong nước|để sử dụng vào mục đích khác",
            ),
            ("Ghi vào sổ hộ tịch", "việc kết hôn|việc ly hôn|việc hủy kết hôn", "đã làm ở nước ngoài"),
        ),
    ),
    Sector(
        "Chứng thực",
        *_TU_PHAP,
        (1, 5, 3, 3),
        (
            (
                "Chứng thực",
                "chữ ký trong giấy tờ, văn bản|chữ ký người dịch|di chúc|văn bản từ chối nhận di sản|"
                "văn bản thỏa thuận phân chia di sản|văn bản khai nhận di sản|hợp đồng ủy quyền|"
                "hợp đồng về tài sản là động sản|hợp đồng về quyền sử dụng đất và nhà ở",
                "|ngoài trụ sở|đối với người không ký, không điểm chỉ được",
            ),
            (
                "Chứng thực việc",
                "sửa đổi hợp đồng|hủy bỏ hợp đồng|sửa lỗi kỹ thuật trong hợp đồng",
                "đã chứng thực",
            ),
        ),
    ),
    Sector(
        "Đất đai",
        *_TNMT,
        (10, 18, 4, 1),
        (
            (
                "Đăng ký",
                "đất đai lần đầu|biến động do nhận chuyển nhượng|biến động do thừa kế|biến động do tặng cho|"
                "biến động do đổi tên người sử dụng đất|biến động do sạt lở tự nhiên|thế chấp quyền sử dụng đất",
                "|đối với hộ gia đình, cá nhân|đối với cộng đồng dân cư",
            ),
            (
                "Cấp|Cấp đổi|Cấp lại|Đính chính",
                "Giấy chứng nhận quyền sử dụng đất ở|Giấy chứng nhận quyền sử dụng đất nông nghiệp|"
                "Giấy chứng nhận quyền sở hữu công trình trên đất",
                "cho hộ gia đình, cá nhân|cho tổ chức",
            ),
            (
                "Giao|Cho thuê|Gia hạn sử dụng|Thu hồi",
                "đất ở tại nông thôn|đất trồng cây lâu năm|đất nuôi trồng thủy sản|đất rừng sản xuất",
                "không thông qua đấu giá|theo đề nghị của người sử dụng đất",
            ),
            ("Hòa giải|Giải quyết", "tranh chấp ranh giới thửa đất|tranh chấp lối đi chung", "lần đầu"),
        ),
    ),
    Sector(
        "Thành lập và hoạt động của hộ kinh doanh",
        *_KHDT,
        (0, 8, 0, 0),
        (
            (
                "Đăng ký|Thông báo",
                "tạm ngừng kinh doanh|tiếp tục kinh doanh trước thời hạn|thay đổi chủ hộ|thay đổi ngành nghề|"
                "thay đổi địa chỉ trụ sở|địa điểm kinh doanh ngoài trụ sở|chấm dứt hoạt động",
                "của hộ kinh doanh",
            ),
            (
                "Cấp lại|Hiệu đính",
                "Giấy chứng nhận đăng ký hộ kinh doanh",
                "|do thay đổi địa giới|do bị mất, hư hỏng",
            ),
        ),
    ),
    Sector(
        "Thành lập và hoạt động của hợp tác xã",
        *_KHDT,
        (2, 12, 0, 0),
        (
            (
                "Đăng ký",
                "thành lập|thay đổi nội dung hoạt động|giải thể|chia, tách|hợp nhất|sáp nhập|chuyển đổi loại hình",
                "hợp tác xã|liên hiệp hợp tác xã|tổ hợp tác",
            ),
            (
                "Cấp lại|Thu hồi",
                "giấy chứng nhận đăng ký",
                "hợp tác xã|chi nhánh hợp tác xã|văn phòng đại diện hợp tác xã",
            ),
            (
                "Thông báo",
                "thay đổi vốn điều lệ|thay đổi người đại diện|góp vốn, mua cổ phần",
                "của hợp tác xã",
            ),
        ),
    ),
    Sector(
        "Giáo dục mầm non",
        *_GDDT,
        (2, 8, 4, 0),
        (
            (
                "Thành lập|Sáp nhập, chia, tách|Giải thể|Cho phép hoạt động trở lại đối với|Đình chỉ hoạt động của",
                "trường mẫu giáo, trường mầm non|nhà trẻ|nhóm trẻ, lớp mẫu giáo độc lập|lớp mầm non tại khu công nghiệp",
                "|do tổ chức, cá nhân đầu tư",
            ),
            (
                "Hỗ trợ",
                "tiền ăn trưa|học phí|đồ dùng học tập",
                "cho trẻ mẫu giáo vùng khó khăn|cho trẻ là con công nhân",
            ),
        ),
    ),
    Sector(
        "Giáo dục phổ thông",
        *_GDDT,
        (8, 12, 1, 0),
        (
            (
                "Thành lập|Sáp nhập, chia, tách|Giải thể|Cho phép hoạt động đối với",
                "trường tiểu học|trường trung học cơ sở|trường phổ thông có nhiều cấp học|"
                "trường phổ thông dân tộc bán trú|trường trung học phổ thông chuyên",
                "|tư thục",
            ),
            (
                "Tiếp nhận|Chuyển trường cho|Xét đặc cách tốt nghiệp cho",
                "học sinh tiểu học|học sinh trung học cơ sở|học sinh trung học phổ thông",
                "|từ nước ngoài về",
            ),
        ),
    ),
    Sector(
        "Giáo dục và Đào tạo thuộc hệ thống giáo dục quốc dân",
        *_GDDT,
        (6, 4, 1, 0),
        (
            (
                "Công nhận|Công nhận lại|Đề nghị đánh giá",
                "trường đạt chuẩn quốc gia|xã đạt chuẩn phổ cập giáo dục|đơn vị học tập|cộng đồng học tập cấp xã",
                "mức độ 1|mức độ 2",
            ),
            (
                "Xét, cấp",
                "hỗ trợ chi phí học tập|hỗ trợ gạo|học bổng khuyến khích|trợ cấp xã hội",
                "cho học sinh bán trú|cho học sinh khuyết tật|cho học viên giáo dục thường xuyên",
            ),
        ),
    ),
    Sector(
        "Bảo trợ xã hội",
        *_LDTBXH,
        (6, 12, 8, 2),
        (
            (
                "Quyết định trợ cấp|Điều chỉnh trợ cấp|Thôi hưởng trợ cấp",
                "xã hội hằng tháng|nuôi dưỡng tại cộng đồng|kinh phí chăm sóc",
                "cho người khuyết tật nặng|cho người cao tuổi không có lương hưu|cho trẻ em mồ côi|"
                "cho người đơn thân nghèo nuôi con",
            ),
            (
                "Hỗ trợ",
                "chi phí mai táng|sửa chữa nhà ở|lương thực giáp hạt|chi phí điều trị người bị thương nặng",
                "cho đối tượng bảo trợ xã hội|do thiên tai, hỏa hoạn",
            ),
            (
                "Đăng ký thành lập|Giải thể|Cấp giấy phép hoạt động cho",
                "cơ sở trợ giúp xã hội ngoài công lập|cơ sở chăm sóc người cao tuổi",
                "|dưới 10 đối tượng",
            ),
            ("Xác định|Xác định lại", "mức độ khuyết tật|hộ nghèo, hộ cận nghèo", "hằng năm|theo đề nghị"),
        ),
    ),
    Sector(
        "Người có công",
        *_LDTBXH,
        (10, 6, 9, 1),
        (
            (
                "Giải quyết chế độ|Di chuyển hồ sơ|Sửa đổi thông tin hồ sơ|Tạm đình chỉ trợ cấp",
                "thương binh|bệnh binh|thân nhân liệt sĩ|người hoạt động kháng chiến|người bị nhiễm chất độc hóa học|"
                "Bà mẹ Việt Nam anh hùng",
                "hằng tháng|một lần",
            ),
            (
                "Cấp|Cấp lại",
                "giấy chứng nhận gia đình liệt sĩ|giấy báo tin mộ liệt sĩ|phương tiện trợ giúp",
                "theo đề nghị",
            ),
            (
                "Hỗ trợ",
                "thăm viếng mộ liệt sĩ|di chuyển hài cốt liệt sĩ|xây mộ liệt sĩ",
                "|ngoài nghĩa trang",
            ),
        ),
    ),
    Sector(
        "Hoạt động xây dựng",
        *_XD,
        (10, 9, 0, 0),
        (
            (
                "Cấp|Điều chỉnh|Gia hạn|Cấp lại",
                "giấy phép xây dựng nhà ở riêng lẻ|giấy phép xây dựng công trình không theo tuyến|"
                "giấy phép di dời công trình|giấy phép sửa chữa, cải tạo công trình|chứng chỉ hành nghề xây dựng hạng III",
                "|trong khu bảo tồn",
            ),
            (
                "Thẩm định",
                "báo cáo kinh tế - kỹ thuật|thiết kế triển khai sau thiết kế cơ sở",
                "công trình cấp III|công trình cấp IV",
            ),
        ),
    ),
    Sector(
        "Quy hoạch xây dựng, kiến trúc",
        *_XD,
        (4, 6, 0, 0),
        (
            (
                "Thẩm định|Phê duyệt|Điều chỉnh cục bộ",
                "nhiệm vụ quy hoạch chi tiết|đồ án quy hoạch chi tiết|quy hoạch chung xây dựng xã|quy chế quản lý kiến trúc",
                "|của dự án do nhà đầu tư lập",
            ),
            (
                "Cung cấp|Cấp",
                "thông tin quy hoạch|giấy phép quy hoạch",
                "cho dự án nhóm C|cho cá nhân có nhu cầu",
            ),
        ),
    ),
    Sector(
        "Hạ tầng kỹ thuật",
        *_XD,
        (3, 5, 1, 0),
        (
            (
                "Cấp phép|Gia hạn giấy phép",
                "chặt hạ, dịch chuyển cây xanh|đấu nối thoát nước|đào đường đô thị|sử dụng tạm thời hè phố",
                "|để tổ chức sự kiện|để thi công công trình ngầm",
            ),
        ),
    ),
    Sector(
        "Môi trường",
        *_TNMT,
        (8, 5, 2, 1),
        (
            (
                "Cấp|Cấp đổi|Điều chỉnh|Cấp lại",
                "giấy phép môi trường|giấy xác nhận đăng ký môi trường|giấy xác nhận phương án cải tạo phục hồi môi trường",
                "|cho cơ sở chăn nuôi|cho cơ sở sản xuất trong làng nghề",
            ),
            (
                "Tham vấn|Tiếp nhận đăng ký",
                "đánh giá tác động môi trường|khoản chi trả dịch vụ hệ sinh thái",
                "của dự án",
            ),
        ),
    ),
    Sector(
        "Tài nguyên nước",
        *_TNMT,
        (8, 4, 2, 0),
        (
            (
                "Cấp|Gia hạn|Điều chỉnh|Cấp lại",
                "giấy phép thăm dò nước dưới đất|giấy phép khai thác nước mặt|giấy phép hành nghề khoan giếng",
                "quy mô vừa|quy mô nhỏ",
            ),
            (
                "Đăng ký|Lấy ý kiến về",
                "khai thác nước dưới đất|công trình điều tiết nước|hành lang bảo vệ nguồn nước",
                "|liên xã",
            ),
        ),
    ),
    Sector(
        "Văn hóa cơ sở",
        *_VHTTDL,
        (3, 9, 4, 0),
        (
            (
                "Cấp|Điều chỉnh|Gia hạn",
                "giấy phép kinh doanh dịch vụ karaoke|giấy phép kinh doanh dịch vụ vũ trường|giấy phép triển lãm",
                "|theo phân cấp",
            ),
            (
                "Xét tặng|Công nhận",
                "danh hiệu gia đình văn hóa|danh hiệu thôn, khối phố văn hóa|giấy khen khu dân cư văn hóa|"
                "danh hiệu xã, phường, thị trấn tiêu biểu",
                "hằng năm|03 năm liên tục",
            ),
            (
                "Thông báo|Đăng ký",
                "tổ chức lễ hội|đoàn người quảng cáo|tổ chức biểu diễn nghệ thuật",
                "quy mô thôn|quy mô liên xã",
            ),
        ),
    ),
    Sector(
        "Thư viện",
        *_VHTTDL,
        (2, 3, 2, 0),
        (
            (
                "Thông báo",
                "thành lập|chia, tách, sáp nhập|chấm dứt hoạt động|thay đổi quy chế",
                "thư viện cộng đồng|thư viện tư nhân có phục vụ cộng đồng|thư viện trường học",
            ),
        ),
    ),
    Sector(
        "Thể dục, thể thao",
        *_VHTTDL,
        (6, 2, 1, 0),
        (
            (
                "Cấp giấy chứng nhận đủ điều kiện|Cấp lại giấy chứng nhận đủ điều kiện",
                "tổ chức hoạt động bơi, lặn|tổ chức hoạt động bóng đá phong trào|tổ chức hoạt động võ cổ truyền|"
                "tổ chức hoạt động đua thuyền",
                "|cho hộ kinh doanh",
            ),
            ("Công nhận|Đăng cai", "câu lạc bộ thể thao cơ sở|giải thi đấu thể thao quần chúng", "|liên xã"),
        ),
    ),
    Sector(
        "Gia đình",
        *_VHTTDL,
        (2, 3, 2, 0),
        (
            (
                "Đăng ký hoạt động của|Đổi giấy chứng nhận cho|Chấm dứt hoạt động của",
                "cơ sở hỗ trợ nạn nhân bạo lực gia đình|cơ sở tư vấn phòng, chống bạo lực gia đình|"
                "nhân viên tư vấn gia đình|địa chỉ tin cậy tại cộng đồng",
                "",
            ),
        ),
    ),
    Sector(
        "Trồng trọt",
        *_NNPTNT,
        (6, 3, 4, 0),
        (
            (
                "Đăng ký|Thông báo|Chấp thuận",
                "chuyển đổi cơ cấu cây trồng trên đất lúa|mã số vùng trồng|gieo trồng giống mới|sản xuất hữu cơ",
                "|theo vụ|theo nhóm hộ",
            ),
            (
                "Hỗ trợ",
                "khôi phục sản xuất sau thiên tai|giống cây trồng|vật tư phòng trừ dịch hại",
                "cho hộ trồng trọt|cho hợp tác xã",
            ),
        ),
    ),
    Sector(
        "Thủy sản",
        *_NNPTNT,
        (8, 6, 0, 0),
        (
            (
                "Cấp|Cấp lại|Gia hạn",
                "giấy chứng nhận đăng ký tàu cá|giấy xác nhận nguồn gốc thủy sản|giấy xác nhận nuôi trồng lồng bè",
                "dưới 12 mét|từ 12 mét trở lên|vùng nước ven bờ",
            ),
            (
                "Công nhận|Sửa đổi quyết định công nhận|Công bố mở",
                "tổ chức cộng đồng bảo vệ nguồn lợi|khu neo đậu tránh trú bão|cảng cá loại III",
                "|thuộc địa bàn ven biển",
            ),
        ),
    ),
    Sector(
        "Lâm nghiệp",
        *_NNPTNT,
        (6, 7, 2, 0),
        (
            (
                "Phê duyệt|Điều chỉnh|Thẩm định",
                "phương án quản lý rừng bền vững|thiết kế trồng rừng thay thế|phương án khai thác lâm sản|"
                "hồ sơ chuyển mục đích sử dụng rừng",
                "của hộ gia đình|của cộng đồng dân cư",
            ),
            (
                "Xác nhận|Cấp mã số cho",
                "bảng kê lâm sản|cơ sở nuôi động vật rừng thông thường|cơ sở chế biến gỗ",
                "|lần đầu",
            ),
        ),
    ),
    Sector(
        "Thủy lợi",
        *_NNPTNT,
        (6, 5, 3, 0),
        (
            (
                "Cấp|Gia hạn|Điều chỉnh",
                "giấy phép hoạt động trong phạm vi bảo vệ công trình thủy lợi|giấy phép xả nước vào kênh mương",
                "|đối với công trình nhỏ|đối với công trình liên xã",
            ),
            (
                "Phê duyệt|Thẩm định",
                "phương án bảo vệ đập|quy trình vận hành hồ chứa|phương án ứng phó khẩn cấp",
                "thuộc địa bàn|do xã quản lý",
            ),
        ),
    ),
    Sector(
        "Kinh tế hợp tác và phát triển nông thôn",
        *_NNPTNT,
        (4, 7, 2, 0),
        (
            (
                "Công nhận|Hỗ trợ|Thẩm định",
                "dự án liên kết theo chuỗi giá trị|làng nghề truyền thống|kế hoạch khuyến nông địa phương|"
                "bố trí, ổn định dân cư|sản phẩm đặc trưng mỗi xã",
                "|trong cùng địa bàn|ngoài địa bàn",
            ),
        ),
    ),
    Sector(
        "Lưu thông hàng hóa trong nước",
        *_CT,
        (6, 11, 0, 0),
        (
            (
                "Cấp|Cấp lại|Sửa đổi, bổ sung",
                "giấy phép bán lẻ rượu|giấy phép sản xuất rượu thủ công|giấy phép bán lẻ thuốc lá|"
                "giấy phép bán buôn rượu|giấy chứng nhận cửa hàng bán lẻ khí hóa lỏng|giấy xác nhận cửa hàng xăng dầu",
                "|do hết thời hạn hiệu lực|do thay đổi địa điểm",
            ),
        ),
    ),
    Sector(
        "An toàn thực phẩm và dinh dưỡng",
        *_YT,
        (5, 5, 1, 0),
        (
            (
                "Cấp|Cấp lại|Thu hồi",
                "giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm|giấy xác nhận kiến thức về an toàn thực phẩm",
                "cho cơ sở chế biến nhỏ|cho bếp ăn tập thể|cho cơ sở dịch vụ ăn uống|cho hộ sản xuất nước uống",
            ),
        ),
    ),
    Sector(
        "Thi đua, khen thưởng",
        *_NV,
        (4, 7, 4, 0),
        (
            (
                "Tặng",
                "danh hiệu Lao động tiên tiến|danh hiệu Tập thể lao động tiên tiến|danh hiệu Chiến sĩ thi đua cơ sở|"
                "giấy khen về phong trào thi đua theo chuyên đề|giấy khen về thành tích đột xuất|giấy khen cho gia đình",
                "|cho cá nhân người nước ngoài|theo đợt|hằng năm",
            ),
        ),
    ),
    Sector(
        "Tổ chức hội, quỹ",
        *_NV,
        (6, 9, 0, 0),
        (
            (
                "Công nhận ban vận động|Cho phép thành lập|Phê duyệt điều lệ|Đổi tên|Cho phép giải thể|"
                "Báo cáo tổ chức đại hội",
                "hội|quỹ xã hội, quỹ từ thiện|quỹ khuyến học",
                "trong phạm vi xã|trong phạm vi liên xã",
            ),
        ),
    ),
    Sector(
        "Tín ngưỡng, tôn giáo",
        *_NV,
        (6, 7, 8, 0),
        (
            (
                "Đăng ký|Thông báo|Đề nghị chấp thuận",
                "hoạt động tín ngưỡng|lễ hội tín ngưỡng|danh mục hoạt động tôn giáo|sinh hoạt tôn giáo tập trung|"
                "thay đổi người đại diện nhóm sinh hoạt|tổ chức quyên góp|cuộc lễ ngoài cơ sở tôn giáo",
                "|hằng năm|bổ sung",
            ),
        ),
    ),
    Sector(
        "Phòng, chống tệ nạn xã hội",
        *_LDTBXH,
        (2, 3, 2, 0),
        (
            (
                "Quyết định|Hoãn|Miễn|Tạm đình chỉ",
                "cai nghiện tự nguyện|quản lý sau cai nghiện|hỗ trợ nạn nhân bị mua bán",
                "tại cộng đồng|tại gia đình",
            ),
        ),
    ),
    Sector(
        "Khiếu nại, tố cáo, tiếp công dân",
        *_TTR,
        (3, 2, 2, 1),
        (
            (
                "Xử lý|Giải quyết",
                "đơn kiến nghị, phản ánh|đơn khiếu nại quyết định hành chính|đơn tố cáo cán bộ, công chức|đơn yêu cầu giải trình",
                "|lần đầu|lần hai",
            ),
        ),
    ),
    Sector(
        "Phòng, chống thiên tai",
        *_NNPTNT,
        (1, 2, 4, 0),
        (
            (
                "Đăng ký|Hỗ trợ|Trợ cấp",
                "kê khai ban đầu số lượng chăn nuôi|khám chữa bệnh cho người tham gia ứng phó|"
                "tai nạn của lực lượng xung kích|thiệt hại vật nuôi|thiệt hại nuôi trồng thủy sản",
                "|do bão, lũ",
            ),
        ),
    ),
    Sector(
        "Đường thủy nội địa",
        *_GTVT,
        (3, 6, 4, 2),
        (
            (
                "Đăng ký|Đăng ký lại|Xóa đăng ký",
                "phương tiện thủy|phương tiện phục vụ vui chơi dưới nước|bến khách ngang sông",
                "chưa khai thác|đang khai thác|do chuyển quyền sở hữu|do thay đổi tính năng kỹ thuật",
            ),
            (
                "Công bố|Gia hạn",
                "hoạt động bến thủy|khu vực neo đậu|tuyến vận tải hành khách ngang sông",
                "|tạm thời",
            ),
        ),
    ),
    Sector(
        "Lao động, tiền lương",
        *_LDTBXH,
        (6, 2, 0, 0),
        (
            (
                "Đăng ký|Báo cáo|Tiếp nhận",
                "nội quy lao động|thang lương, bảng lương|thỏa ước lao động tập thể|thay đổi người sử dụng lao động|"
                "hợp đồng đưa người lao động đi thực tập ở nước ngoài",
                "|của doanh nghiệp nhỏ",
            ),
        ),
    ),
)

_BY_NAME = {sector.name: sector for sector in SECTORS}


def sector_named(name: str) -> Sector:
    """The sector of that name; KeyError when there is none."""
    return _BY_NAME[name]


def _of_family(family: Family) -> Iterator[str]:
    verbs, objects, cases = (part.split("|") for part in family)
    for case in cases:
        for verb in verbs:
            for thing in objects:
                yield f"{verb} {thing} {case}".strip()


def names_of(sector: Sector) -> tuple[str, ...]:
    """All names that the sector can give, in a shuffled but fixed order."""
    names = [name for family in sector.families for name in _of_family(family)]
    random.Random(f"names/{sector.name}").shuffle(names)
    return tuple(names)


#: How a level is called in headings and on sheets.
LEVEL_WORDS: dict[Level, str] = {
    Level.PROVINCE: "cấp tỉnh",
    Level.DISTRICT: "cấp huyện",
    Level.COMMUNE: "cấp xã",
}
