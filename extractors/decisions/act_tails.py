"""What stands behind the object of an act: where it says more than which procedure is meant, the act may be held to a part.

"Bãi bỏ thủ tục … mã số 1.001193 đối với hộ nghèo", "… khi đủ điều kiện", "… trước ngày 31/12/2026": nobody foresees all the
words that limit an act. So the words are known that do not: whose decision, of what, at which level, from which day, why.
"""

import re

from niemyet.extractors.decisions.sentences import aligned_fold
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean

_QUOTED = re.compile(r"“[^”]*”")
_CITED = re.compile(
    r"\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?q[dđ](?:\s*-\s*\w+)*(?:\s*,?\s*(?:ky\s+)?ngay\s+\d{1,2}\s*(?:[/.-]|thang)\s*\d{1,2}\s*(?:[/.-]|nam)\s*\d{4})?"
)
_DAY = r"\d{1,2} ?(?:/|-|\.|thang)"
#: How words behind an object begin that hold it to nothing.
_ADDS_NOTHING = re.compile(
    r"(?:\W|(?:va|hoac|cung|gom|bao gom|cu the|nhu sau|sau day|nay|tren|neu tren|noi tren|hien hanh|toan bo)\b)*"
    r"(?:$|\d|[a-z]\)"
    # whose
    r"|(?:cua|do) (?:chu tich|pho chu tich|ubnd|uy ban|giam doc|bo\b|bo truong|thu tuong|chinh phu|so\b|trung tam|hdnd|hoi dong)"
    # about what, why
    r"|ve(?: viec)? (?:viec|cong bo|ban hanh|phe duyet|danh muc)|do\b|vi\b|theo\b(?! lo trinh)|can cu\b|ly do"
    r"|de (?:thuc hien|phu hop|thi hanh)"
    # of which sector and level
    r"|thuoc\b|trong linh vuc|linh vuc\b|nganh\b|(?:o |tai )?(?:ubnd )?cap (?:tinh|huyen|xa|bo)\b|dung chung|ap dung chung"
    r"|tren dia ban(?: toan)? (?:tinh|thanh pho)"
    # where it stands
    r"|(?:da |hien |dang )?(?:duoc )?(?:chu tich [a-z ]{0,40})?(?:cong bo|ban hanh|phe duyet|quy dinh|niem yet|thuc hien)\b"
    r"|(?:duoc )?(?:kem|dinh kem)\b"
    r"|(?:tai|o|trong|thuoc|cua) (?:cac )?(?:quyet dinh|qd\b|phu luc|danh muc|muc\b|phan\b|tieu muc|so thu tu|stt|khoan|diem"
    r"|dieu|van ban|bieu|bang|cot|dong|trang)"
    r"|phu luc|danh muc|muc\b|phan\b|tieu muc|so thu tu|stt|trang\b|so\b|ma\b|ten\b|thu tuc|tthc|quyet dinh|qd\b|ngay \d|ky\b"
    # from which day
    r"|(?:ke )?tu (?:ngay )?(?:\d|ky\b(?! (?:nghi|luat|thong|van))|ban hanh|cong bo|quyet dinh nay|hom nay)"
    rf"|(?:vao )?ngay {_DAY}|(?:co |het )?hieu luc\b"
    # the next act or object
    r"|cac (?:thu tuc|noi dung|tthc)|nhung\b|(?:bi |duoc )?(?:bai bo|huy bo|thay the\b(?! bang))|chuyen sang|trung\b"
    r"|khong con\b|het\b)"
)
#: Whose decision it is, by name, and what it is about: a title goes on to its end.
_ISSUER = re.compile(
    r"[\s,]*(?:của|do)\s+(?:Phó\s+)?(?:Chủ tịch\s+)?(?:UBND|[UỦ][yỷ] ban nhân dân)(?:\s+(?:tỉnh|thành phố|TP\.?))?"
    r"(?:\s+[A-ZĐÀ-Ỹ][\w-]*)*(?:\s+ban hành)?"
)
_TITLE = re.compile(
    r"[\s,]*(?:về việc|v/v|(?:về )?(?:công bố|ban hành|phê duyệt))\b.*", re.IGNORECASE | re.DOTALL
)
_NAME_IN_BRACKETS = re.compile(r"\s*\([A-ZĐÀ-Ỹ][^()]*\)")


#: How long a pause lasts is read with its days: "đến hết ngày …", "cho đến khi có thông báo mới".
_LASTS = re.compile(r"\W*(?:(?:cho )?(?:den|toi)|trong)\b")


def limits_pause(scope: str) -> bool:
    """Whether words behind the codes or names that are suspended may hold the pause to a part of them."""
    tail = _behind_object(scope)
    return _ADDS_NOTHING.match(tail) is None and _LASTS.match(tail) is None


#: What may stand behind the new value of a field: why it is changed.
_WHY = re.compile(r"\W*cho (?:dung|phu hop|thong nhat|chinh xac)\b")


def limits_value(text: str, value: str | None) -> bool:
    """Whether words behind the last quotation of a sentence, the new value of a field, may hold the change to a part."""
    if value is None or not clean(text[: max(text.rfind("”"), 0)]).endswith(value):
        return False
    tail = behind_value(text)
    return _ADDS_NOTHING.match(tail) is None and _WHY.match(tail) is None


def behind_value(text: str) -> str:
    """The folded words behind the last quotation of a sentence; none where it has none."""
    last = text.rfind("”")
    return aligned_fold(text[last + 1 :]) if last >= 0 else ""


#: A correction holds from the beginning of what it corrects (RULINGS 8): one "từ ngày …" is none.
_FROM_A_DAY = re.compile(r"\btu (?:ngay )?\d")


def begins_later(text: str) -> bool:
    """Whether words behind the last quotation of a correction let it begin on a day of its own."""
    return _FROM_A_DAY.search(behind_value(text)) is not None


def limits(scope: str, whole: str) -> bool:
    """Whether words behind a code or a name in quotes, or behind the decision that is cited, may hold an act to a part."""
    return any(_ADDS_NOTHING.match(tail) is None for tail in (_behind_object(scope), _behind_cited(whole)))


def _behind_object(scope: str) -> str:
    """The words behind the last code or quotation of an act's object; none where it has neither."""
    text = clean(scope)
    ends = [found.end() for found in _QUOTED.finditer(text)]
    ends += [text.rfind(code.text) + len(code.text) for code in find_codes(text)]
    if not ends or name_behind(text[max(ends) :]) is not None:
        return ""
    return aligned_fold(_NAME_IN_BRACKETS.sub("", text[max(ends) :], count=1))


#: A name behind its code: "1.001022 - Đăng ký nhận cha, mẹ, con;", of at least three words (chosen, not measured).
_BEHIND_ITS_CODE = re.compile(
    r"\s*[-–—:|(]\s*[“\"]?(?P<name>[A-ZĐÀ-Ỹ][^\d;:()“”\"]*?(?:\s[^\s\d;:()“”\"]+){2,}?)[”\"]?[\s;,.)]*(?:và\s+)?"
    r"(?:(?:\(?\d{1,2}[.)]|[-–+•])\s*)?(?:(?:mã\s*(?:số|TTHC)?|TTHC|thủ tục)\s*:?\s*)?"
)
#: What a name has seldom, and what holds an act to a part often: then nobody can say where the name ends.
_MAY_LIMIT = re.compile(
    r"\b(?:doi voi|tru\b|ngoai tru|rieng|khi\b|neu\b|ke tu|tu ngay|truoc ngay|sau ngay|cho den|den het|tai"
    r"|tren dia ban|thuoc|duoc|da|cua|theo|trong thoi gian|mot phan)\b"
)


def name_behind(text: str) -> str | None:
    """The name that stands between a code and the next, or the end of the object; None where more or something else does."""
    found = _BEHIND_ITS_CODE.fullmatch(text)
    if found is None or _MAY_LIMIT.search(aligned_fold(found["name"])):
        return None
    return found["name"].strip()


def end_of_citations(whole: str) -> int:
    """Where the last decision ends that a clause cites; 0 where it cites none."""
    return max((found.end() for found in _CITED.finditer(aligned_fold(whole))), default=0)


def _behind_cited(whole: str) -> str:
    """The words behind the last decision that a clause cites, without whose it is and what it is about."""
    text = clean(whole)
    found = list(_CITED.finditer(aligned_fold(text)))
    if not found:
        return ""
    rest = text[found[-1].end() :]
    issuer = _ISSUER.match(rest)
    rest = rest[issuer.end() :] if issuer else rest
    return "" if _TITLE.match(rest) else aligned_fold(rest)
