"""Sentences of articles that say of procedures what is no task for an office: they end, move or are posted no more.

Read with their tones: without them "dừng" is the one of "sử dụng", "bỏ" that of "bộ", "thôi" that of "kịp thời".
"""

import re
from functools import lru_cache

from niemyet.transforms.language.sector_words import tells_of_change

_OBJECT = r"(?:thủ tục|tthc|danh mục)"
_VERB = r"(?:hủy|huỷ|gỡ|xóa|xoá|rút|loại|dừng|ngừng|ngưng|thôi|chấm dứt|bãi bỏ|bỏ|lược bỏ|khóa|đóng(?! dấu)|treo|gác|không)"
_DOING = r"(?:thực hiện|áp dụng|tiếp nhận|giải quyết|niêm yết|công khai|công bố|cung cấp|thu phí|thu lệ phí)"
_BEGINS = (
    r"^(?:điều \d+[.:] ?)?(?:\d+[.)] |[a-zđ]\) |[-–+] )?"
    r"(?:(?:đồng thời|nay|ngoài ra|riêng|thống nhất|quyết định|(?:kể )?từ ngày [^,;]{4,40}),? ){0,4}"
)  # bounded: one opening can swallow the next, so that their number is an exponent
_SAID = re.compile(
    # "Gỡ bỏ các thủ tục …", "Xóa tên thủ tục “…” trong danh mục …"
    rf"{_BEGINS}{_VERB}\b[^.;]{{0,60}}\b{_OBJECT}\b"
    # "UBND cấp xã ngừng niêm yết các thủ tục …"
    rf"|\b(?:dừng|ngừng|ngưng|thôi|không(?: tiếp tục| được| còn)?)(?: việc)? {_DOING}\b[^.;]{{0,40}}\b{_OBJECT}\b"
    # "Các thủ tục … không còn thuộc thẩm quyền của …", "… đều không thực hiện"; not "lĩnh vực Hàng không thuộc …"
    rf"|\b{_OBJECT}\b[^.;]{{0,160}}\b(?:(?<!hàng )không|chưa|thôi)(?: còn| được| phải| tiếp tục)*"
    rf" (?:thuộc (?:thẩm quyền|phạm vi|danh mục)|{_DOING}|hiệu lực)\b"
    # "Thay cụm từ … trong các thủ tục …", "Giao Sở … giải quyết các thủ tục … thay cho …"
    rf"|{_BEGINS}thay (?:thế )?(?:các )?(?:cụm )?từ\b[^.;]{{0,300}}\b{_OBJECT}\b"
    rf"|\b(?:giải quyết|thực hiện|tiếp nhận)\b[^.;]{{0,80}}\b{_OBJECT}\b[^.;]{{0,300}}"
    r"\bthay (?:cho|thế|mặt|(?:UBND|Ủy ban|Uỷ ban|Sở|Phòng|Chủ tịch)\b)"
    # "Thủ tục Đăng ký khai sinh được thực hiện tại Ủy ban nhân dân cấp tỉnh"
    rf"|{_BEGINS}(?:riêng |đối với )*thủ tục (?!hành chính|này|trên)[^.;,]{{3,120}}\b(?:được |do )?(?:thực hiện|tiếp nhận"
    r"|giải quyết) (?:tại|ở|bởi)\b",
    re.IGNORECASE,
)
#: What is asked of an office in the course of things, what was said already, and what only tells of other law.
_IN_THE_COURSE = re.compile(
    r"\b(?:rà soát|tham mưu|đề xuất|đề nghị|trình|kịp thời|thường xuyên|nếu|trường hợp|khi có|khi thực hiện"
    r"|phát hiện|bảo đảm|đảm bảo|không phụ thuộc|không quá|chưa giải quyết xong|tiếp tục (?:được )?thực hiện"
    r"|không yêu cầu|không để)\b"
    r"|\b(?:bị|đã|được|đã được|đã bị) (?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|hết hiệu lực)\b|\bhết hiệu lực\b"
    r"|\b(?:nội dung|các nội dung|vấn đề) (?:khác )?không (?:quy định|nêu|đề cập)\b",
    re.IGNORECASE,
)


#: "Phụ lục I: Danh mục thủ tục hành chính cấp tỉnh (02 thủ tục sửa đổi, bổ sung; 01 thủ tục bãi bỏ)": an annex by its name.
_NAMES_ANNEX = re.compile(
    r"^(?:\d+[.)] |[a-zđ]\) |[-–+] )?phụ lục (?:số )?[ivxl\d]{1,5} ?[:.–-] ?(?:gồm )?(?:các )?(?:danh mục|\d+|thủ tục|tthc)\b"
    r"(?!.*\b(?:không|chưa|thôi|dừng|ngừng|chấm dứt|chuyển|trả|giao|đều|sẽ|tạm|trừ|riêng|thực hiện|thay cho|của quyết định)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def says_of_procedures(text: str) -> bool:
    """Whether a sentence says that procedures end, are held back, moved to somebody else, or posted no more."""
    if _IN_THE_COURSE.search(text) is not None or _NAMES_ANNEX.match(text) is not None:
        return False
    if _CERTAIN.search(text) is not None and _LATER.search(text) is not None:
        return True
    return _SAID.search(text) is not None or _is_no_task(text)


#: Words of what a decision publishes, orders, or says of itself and of other decisions, which others read.
_TASKS = re.compile(
    r"\b(?:giao|trách nhiệm|niêm yết|công khai|công bố|cập nhật|xây dựng|phối hợp|chủ trì|tổ chức|triển khai|theo dõi|đôn đốc"
    r"|hướng dẫn|báo cáo|căn cứ|kèm theo|hiệu lực|vướng mắc|phản ánh|thông báo|thi hành|quy định|quy trình|cấu hình|kiểm tra"
    r"|thực hiện theo|áp dụng theo|quyết định số|yêu cầu|nơi nhận|gồm|sau đây|như sau|chi tiết|đính chính|đóng dấu"
    r"|(?:được|bị) (?:sửa đổi|bổ sung|ban hành|chuẩn hóa|chuẩn hoá)|mới ban hành|ban hành mới)\b|:\s*$",
    re.IGNORECASE,
)
_OF_PROCEDURES = re.compile(rf"\b(?:{_OBJECT}|phụ lục)\b", re.IGNORECASE)
#: A procedure by its name, or a row or column of this list.
_CERTAIN = re.compile(
    r"(?i:\bthủ tục)\s+(?:[“\"]|[A-ZĐ][a-zà-ỹ])|(?i:\b(?:số thứ tự|stt|thủ tục số|(?:cột|dòng|hàng)(?: số)?)\s+\d)"
    r"|(?i:\b(?:dòng|hàng|thủ tục|mục|cột)\s+thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\d))"
)
#: A place of the list that is kept for later: "Số thứ tự 2 để trống, sẽ công bố sau".
_LATER = re.compile(
    r"\b(?:để trống|bỏ trống|(?:công bố|bổ sung|ban hành|cập nhật|công khai) sau)\b", re.IGNORECASE
)


def _is_no_task(text: str) -> bool:
    """Whether a sentence speaks of procedures, of what changes or of a certain one, and in no word of a task."""
    if _TASKS.search(text) is not None:
        return False
    return _CERTAIN.search(text) is not None or (
        _OF_PROCEDURES.search(text) is not None and tells_of_change(text)
    )
