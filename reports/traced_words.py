"""What a row of an annex set, or the columns of a heading row, in words of a person; the trace itself has those of the tables."""

import re
from collections.abc import Callable

from niemyet.model.words import Action, Level
from niemyet.reports.words import ACTIONS, LEVELS

#: Columns of annexes as people call them; one that is not here is called by its own word.
COLUMNS = {
    "number": "số thứ tự",
    "code": "mã",
    "name": "tên",
    "time": "thời hạn",
    "time_legal": "thời hạn theo quy định",
    "time_local": "thời hạn sau cắt giảm",
    "time_cut": "thời gian cắt giảm",
    "time_step": "thời gian từng bước",
    "time_online": "thời hạn khi nộp trực tuyến",
    "place": "địa điểm",
    "fee": "phí, lệ phí",
    "fee_charge": "lệ phí",
    "fee_online": "phí khi nộp trực tuyến",
    "basis": "căn cứ pháp lý",
    "agency": "cơ quan thực hiện",
    "local_code": "mã của tỉnh",
    "other_agency": "cơ quan khác",
    "method": "cách thức",
    "in_person": "trực tiếp",
    "online": "trực tuyến",
    "online_full": "toàn trình",
    "online_partial": "một phần",
    "post": "bưu chính",
    "note": "ghi chú",
    "change": "nội dung sửa đổi",
    "sector": "lĩnh vực",
    "published_in": "quyết định đã công bố",
    "old_code": "mã cũ",
    "old_name": "tên cũ",
    "new_code": "mã mới",
    "new_name": "tên mới",
    "old": "cũ",
    "new": "mới",
    "effect": "ngày hiệu lực",
    "effect_last": "ngày cuối có hiệu lực",
    "effect_end": "ngày hết hiệu lực",
    "level": "cấp",
    "level_ministry": "cấp bộ",
    "level_province": "cấp tỉnh",
    "level_district": "cấp huyện",
    "level_commune": "cấp xã",
    "action": "hành động",
    "action_new": "ban hành mới",
    "action_amend": "sửa đổi",
    "action_replace": "thay thế",
    "action_abolish": "bãi bỏ",
    "component": "thành phần của thủ tục",
    "former": "giá trị cũ",
    "unknown": "không rõ",
}


def _each(words: dict[str, str]) -> Callable[[str], str]:
    return lambda value: ", ".join(words.get(one, one) for one in value.split(","))


_ACTION = _each({one.value: ACTIONS[one][0] for one in Action if one in ACTIONS})
_LEVEL = _each({one.value: LEVELS[one][0] for one in Level} | {"shared": "nhiều cấp"})
#: What a heading sets.
_SET: dict[str, Callable[[str], str]] = {
    "mark": lambda value: f"ký hiệu {value}",
    "action": _ACTION,
    "levels": _LEVEL,
    "sector": lambda value: f"lĩnh vực {value}",
    "count": lambda value: f"ghi {value} thủ tục",
    "lists": lambda _: "không có danh mục",
    "sure": lambda _: "chưa chắc",
}
_SETS = re.compile(r"\b(mark|action|levels|sector|count|lists|sure)=([^;]*)")


def traced_words(meaning: str, detail: str, *, vi: bool) -> str:
    """The detail of a trace, said; in English the words of the tables are words."""
    if not vi:
        return detail
    if meaning == "header":
        return " | ".join(COLUMNS.get(one, one) for one in detail.split(" | "))
    return _SETS.sub(lambda found: _SET[found[1]](found[2]), detail)
