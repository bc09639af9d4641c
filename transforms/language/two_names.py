"""Whether one text is the names of two procedures, and whether two names may be those of cases of one.

How real names go on was looked at in the 3,500 of the national list of July 2026, of a city and of two ministries: 130 have a
semicolon, in 50 of them a large letter follows, and none of all is told here as two.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from niemyet.transforms.language.text import clean, fold, key

_FIRST_AND_SECOND = re.compile(r"1[.)/] ?[^\W\d_].* 2[.)/] ?[^\W\d_]|[-–•+] [^\W\d_].* [-–•+] [A-ZĐ]")
_MAY_BE_FIRST = frozenset("1-–•+")
_LEADS_ON = frozenset({"va", "hoac", "viec", "ve", "hop", "voi", "tuc", "cho", "la", "theo", "cua", "xoa"})
_WORDS_OF_A_NAME = 3  # the least that a name of its own has; chosen, not measured

#: Words with which names of procedures begin; "Quyết định", "Hỗ trợ", "Thỏa thuận", "Giao" stand large within others too.
_OPENING = (
    r"(?:C(?:ấp|ông nhận|hấp thuận|huyển|hấm dứt|hứng thực|ho phép)"
    r"|T(?:hủ tục|hẩm định|hay đổi|hông báo|hu hồi|rả lại|hành lập|uyển chọn|iếp nhận|ạm ngừng)"
    r"|Đ(?:ăng ký|iều chỉnh|ề nghị|ính chính)|X(?:ác nhận|ét|óa|oá)|Gi(?:ải quyết|ải thể|a hạn)|Phê duyệt|S(?:ửa đổi|áp nhập)"
    r"|K(?:iểm tra|hai báo)|Bổ nhiệm|Miễn nhiệm|Yêu cầu|H(?:ủy|uỷ))\b"
)
_LARGE = "CTĐXGPSKBMYH"  # with which these begin
#: A second beginning in a text, behind a word or a semicolon: what is before a comma, a colon or in a bracket goes on.
_SECOND = re.compile(rf"(?:;|(?<=[^\W\d_])|(?<=[)”\"’])) (?={_OPENING})")
#: Behind a semicolon any large letter may begin another name: of 3,900 names of the nation and of a city none does so with
#: another matter, whatever its words.
_BEHIND_A_SEMICOLON = re.compile(r";\s*(?=[^\W\d_a-zđ])")  # small letters with marks are told later
_MAY_BE_SECOND = re.compile(rf" {_OPENING}|{_BEHIND_A_SEMICOLON.pattern}")
#: Behind these a name goes on with a word that is only written large: "Giấy chứng nhận Đăng ký …", "thủ tục Cấp …".
_LEADS_ON_LARGE = re.compile(
    r"\b(?:va|hoac|viec|ve|hop|voi|tuc|cho|la|theo|cua|xoa|chung nhan|giay|phep|so|to|don|phieu|thong|quyet dinh|ban|gom|bang"
    r"|mau|sau|khi|de|trong|tai|cac|ket qua|de nghi|duoc|chung chi|thuoc|the|dung|thoi|lien|nhom|trinh tu)$"
)
_BEGINS = re.compile(_OPENING)
#: Syllables that names of any matter share.
_OF_EVERY_NAME = frozenset(
    re.findall(
        r"\w+",
        """thủ tục hành chính cấp lại mới đổi đăng ký xác nhận thông báo công chứng phê duyệt thẩm định giấy phép thẻ sổ phiếu
        gia hạn điều chỉnh sửa bổ sung và hoặc cho của với tại theo trong ở do là có các những một để về từ đến khi được bị quy
        trường hợp người việc thực hiện giải quyết""",
    )
)


@lru_cache(maxsize=1 << 14)
def holds_two_names(name: str) -> bool:
    """Whether one cell holds the names of two procedures: its first words begin again, large, and go on otherwise.

    "Đăng ký kết hôn Đăng ký khai tử", "1. … 2. …"; not "Cấp phép; Cấp lại …", and no name that its source wrote twice. So are
    names of other matters, whatever they begin with: "Cấp thẻ thợ dệt; Xác nhận lò gốm", "Khai thác bản đồ;
    Tặng kỷ niệm chương", or one below the other.
    """
    if name[:1] in _MAY_BE_FIRST and _FIRST_AND_SECOND.match(name):
        return True
    if may_hold_a_second((name,)) and _holds_another(name):
        return True
    words = name.split()
    if not words or words.count(words[0]) == 1 or not words[0][0].isupper():
        return False
    for at in range(_WORDS_OF_A_NAME, len(words) - _WORDS_OF_A_NAME + 1):
        begins = words[at : at + 2] == words[:2]
        if begins and words[at - 1][-1].isalnum() and fold(words[at - 1]) not in _LEADS_ON:
            return not may_be_one(" ".join(words[:at]), " ".join(words[at:]))
    return False


def may_hold_a_second(names: Sequence[str]) -> bool:
    """Whether any of some names, in letters that are composed, may be told as two by words with which another begins."""
    rest = "\n".join([name[1:] for name in names])
    # A sign is found in a hundredth of the time in which every word is looked at.
    return (";" in rest or any(sign in rest for sign in _LARGE)) and _MAY_BE_SECOND.search(rest) is not None


def _holds_another(name: str) -> bool:
    """Whether a text goes on, behind a semicolon or a word, with the name of a procedure of another matter."""
    if any(_are_apart(before, behind) for before, behind in _parted_by_semicolons(name)):
        return True
    if _BEGINS.match(name) is None:
        return False
    for found in _SECOND.finditer(name):
        before, behind = name[: found.start()], name[found.end() :]
        if _lists_on(before):
            return False  # what the name lists
        if not found.group().startswith(";") and _LEADS_ON_LARGE.search(fold(before)):
            continue
        if min(len(before.split()), len(behind.split())) >= _WORDS_OF_A_NAME and _are_apart(before, behind):
            return True
    return False


def may_be_two_of_one_matter(name: str) -> bool:
    """Whether a semicolon parts a name into two that begin large, of one matter: "Cấp thẻ …; Đổi thẻ …".

    In a dozen of 3,900 real names it does, and one code is theirs: so where a code stands it is one procedure.
    """
    return any(True for _ in _parted_by_semicolons(name))


def _parted_by_semicolons(name: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each semicolon that a large letter follows, where each may be a name."""
    for found in _BEHIND_A_SEMICOLON.finditer(name):
        before, behind = name[: found.start()], name[found.end() :]
        if _lists_on(before):
            return
        if _OF_WHOM.match(behind):
            continue
        if behind[0].isupper() and min(len(before.split()), len(behind.split())) >= _WORDS_OF_A_NAME:
            yield before, behind


#: With whom or what it is about no name of a procedure begins: "trợ cấp cho người cao tuổi; Người khuyết tật nhẹ" goes on.
_OF_WHOM = re.compile(
    r"(?:Người|Cá nhân|Tổ chức|Cơ sở|Hộ|Đối tượng|Trẻ em|Học sinh|Sinh viên|Doanh nghiệp|Trường hợp|Công dân|Thân nhân|Con"
    r"|Cha|Mẹ|Vợ)\b"
)


def _lists_on(before: str) -> bool:
    """Whether what follows these words is a part of what they list, or of a bracket."""
    return ":" in before or before.count("(") != before.count(")")


def _are_apart(one: str, other: str) -> bool:
    """Whether two names each have a matter, and no word of it in common."""
    matter, another = _matter(one), _matter(other)
    return bool(matter) and bool(another) and matter.isdisjoint(another)


def _matter(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", clean(name).lower()) if word not in _OF_EVERY_NAME}


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be those of cases of one procedure."""
    words, others = key(one).split(), key(other).split()
    if "".join(words) in "".join(others) or "".join(others) in "".join(words):
        return True
    alike = next((n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), len(words))
    return alike * 2 > min(len(words), len(others))


def may_be_cases(one: str, other: str) -> bool:
    """Whether two names may be those of cases of one procedure, and none is about another thing than the other."""
    if not may_be_one(one, other):
        return False
    words, others = (re.findall(r"[^\W_]+|\(", fold(name)) for name in (one, other))
    parts = next((n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), None)
    if parts is None:
        return True  # the same, or one goes on with the other
    begin = max(parts - _BEFORE_A_CASE, 0)
    return any(_OF_A_CASE.search(" ".join(name[begin:])) is not None for name in (words, others))


_BEFORE_A_CASE = 2  # words: "đối với nhà ở", "đối với công trình"; chosen, not measured
#: Words of a case; a name without one that parts from another's is about something else: "… trên cạn", "… thủy sản".
_OF_A_CASE = re.compile(
    r"\(|\b(?:doi voi|truong hop|do|khi|tai|cho|cap|lan|nhom|loai|hang|muc|theo|qua|bang|tu|thuoc|cua|lai|moi|doi|trong|voi)\b"
)
