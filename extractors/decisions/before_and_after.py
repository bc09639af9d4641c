"""A value as it was and as it is now, printed in one cell: "Tên cũ: … Tên mới: …", "10 ngày → 07 ngày" (RULINGS 34).

Only marks that can mean nothing else part a text: an arrow, or both words. The old value is kept in the note.
"""

import re
from functools import lru_cache

from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean

_WAS = r"(?:tên |mã |giá trị )?(?:cũ|trước đây|trước khi sửa(?: đổi)?|đã công bố)"
_IS = r"(?:tên |mã |giá trị )?(?:mới|hiện nay|sau khi sửa(?: đổi)?|nay sửa (?:thành|là)|sửa thành)"
_RENAMED = (
    r"(?:(?:nay|được|đã|bị) )*(?:đổi|sửa(?: đổi)?|điều chỉnh|thay đổi) tên(?: gọi)?(?: lại)? (?:thành|là)"
)
_OFFICE = (
    r"(?:bộ|sở|ủy ban|uỷ ban|ubnd|hội|cục|tổng cục|chi cục|trung tâm|trường|phòng|ban|viện|luật|nghị|thông tư|tỉnh|thành phố"
    r"|tp|xã|phường|công an|thanh tra|quỹ|văn phòng|công ty|cơ quan|đại học|học viện|ngân hàng|tòa|toà|kho bạc|đảng)"
)
#: An amount that a rule measures: "05 ngày làm việc", "1,5 ngày", "8.000 đồng/hồ sơ"; what says more stays as printed.
_AMOUNT = (
    r"\d[\d.,/]*\s*(?:ngày|giờ|tuần|tháng|năm|phút|đồng)(?: làm việc| trên \w+)?(?:\s*/\s*\w+(?: \w+)?)?"
)
_LESS = r"(?:(?:đã|được|nay) )*(?:cắt giảm|giảm|rút ngắn)(?: thời (?:hạn|gian)(?: giải quyết)?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WAS}\s*[:\-–]\s*(?P<was>.+?)[\s;,.]*\b{_IS}\s*[:\-–]?\s+(?P<now>.+)",
        rf"{_IS}\s*[:\-–]\s*(?P<now>.+?)[\s;,.]*\b{_WAS}\s*[:\-–]?\s+(?P<was>.+)",
        rf"(?P<was>[^()]+?)\s*\({_WAS}\)[\s;,]*(?P<now>[^()]+?)\s*\({_IS}\)",
        r"(?P<was>.+?)\s*(?:→|⇒|➔|➜|=>|->)\s*(?P<now>.+)",
        rf"(?P<now>.+?)\s*\({_WAS}(?:\s+là)?\s*[:\-–]\s*(?P<was>[^()]+)\)",
        rf"(?P<now>.+?)\s*\({_WAS} là\s+[“\"](?P<was>[^()“”\"]+)[”\"]\)",
        # "Giảm từ 05 ngày xuống còn 03 ngày", "05 ngày (rút ngắn còn 03 ngày)"
        rf"(?:{_LESS} )?từ\s+(?P<was>{_AMOUNT})\s+(?:xuống còn|xuống|còn)\s+(?P<now>{_AMOUNT})\.?",
        rf"(?P<was>{_AMOUNT})[\s,;(\-–]*{_LESS}(?: xuống)? còn\s+(?P<now>{_AMOUNT})\)?\.?",
        # "03 ngày (quy định 05 ngày)", "02 ngày (thay cho 05 ngày)"
        rf"(?P<now>{_AMOUNT})\s*\((?:(?:theo )?quy định|luật định|thay cho|thay vì|(?:cắt )?giảm từ|rút ngắn từ)(?: là)?:?"
        rf"\s*(?P<was>{_AMOUNT})\)",
        # A name and the one that it bears now; offices and laws bear others too.
        rf"(?P<was>.+?)[\s,;(]*\b{_RENAMED}\s*:?\s*[“\"]?(?P<now>[^()]+?)[”\"]?\)?",
        rf"(?P<was>[^()]+?)[\s,;]+nay là\s*:?\s*(?!{_OFFICE}\b)(?P<now>(?-i:[A-ZĐÀ-Ỹ])[^()]+)",
    )
)


def speaks_of_before(lower: str) -> bool:
    """Whether a text in small letters has a word of what was: every form has one, or an arrow."""
    if "cũ" in lower or "trước" in lower or "đã" in lower or "nay là" in lower:
        return True
    if "còn " in lower or "xuống " in lower or ("(" in lower and _INSTEAD.search(lower) is not None):
        return True
    return "tên " in lower and _RENAMES.search(lower) is not None


_INSTEAD = re.compile(r"\((?:theo quy|quy|luật) định|\(thay (?:cho|vì)|(?:giảm|rút ngắn) từ")
_RENAMES = re.compile(r"tên (?:thành|là|gọi|lại)")


def holds_an_arrow(text: str) -> bool:
    """Whether a text has an arrow, or a part of one."""
    return ">" in text or "→" in text or "⇒" in text or "➔" in text or "➜" in text


@lru_cache(maxsize=1 << 12)
def now_and_was(text: str) -> tuple[str, str] | None:
    """(value now, value before); None where a text holds one value."""
    if find_codes(text):
        return None  # two codes are two procedures: asked about
    shown = clean(text)
    lower = shown.lower()
    if not (speaks_of_before(lower) or holds_an_arrow(lower)):
        return None  # no form fits it
    for form in _FORMS:
        found = form.fullmatch(shown)
        if found is not None:
            return clean(found["now"]).strip(' ;,.“”"'), clean(found["was"]).strip(' ;,.“”"')
    return None
