"""Two names of one procedure: the same, cut short, run on, or different (DOMAIN §6; §9 trap 13).

Only words decide, never likeness: "Đăng ký lại khai sinh" is no part of "Đăng ký khai sinh".
"""

import re
from enum import StrEnum

from niemyet.transforms.language.text import clean, key, key_nospace

_LEAST_WORDS = 3  # of a name that may stand for a longer one; chosen, not measured

_SOURCE = r"(?:Bộ luật|Luật|Nghị định|Thông tư(?: liên tịch)?|Nghị quyết|Pháp lệnh)"
#: A citation that leaves no doubt: its kind, its number, its year.
_CITED = re.compile(
    rf"(?P<lead>[\s;,.]*(?:[-–+•]\s*)?)"
    rf"(?P<basis>(?:(?:[ĐđKk]iểm?\s+[a-zđ]\d?,?\s+)?(?:[Kk]hoản\s+\d+,?\s+)?(?:Điều|điều)\s+\d+[a-z]?(?:,|\s+(?:của\s+)?))?"
    rf"(?:{_SOURCE}\b(?:\s+[^\d;()“”]{{0,90}}?)?\s*(?:số\s*:?\s*)?\d{{1,4}}\s*/\s*(?:\d{{4}}\s*/\s*)?(?:NĐ|TT|TTLT|QH|NQ|UBTVQH|PL|L)[\w-]*"
    r"|(?:Bộ luật|Luật)\s+(?=[A-ZĐÀ-Ỹ])[^\d;()“”]{2,90}?\s+(?:ngày|năm)\s+\d))"
)
_MAY_BE_CITED = re.compile(rf"[\s;]\s*[-–+•]\s*{_SOURCE}\b|[;.]\s*{_SOURCE}\b")
#: After these words a citation is a part of the name: "theo Nghị định số …", "quy định tại Thông tư số …".
_LEADS_ON = re.compile(
    r"(?:\b(?:theo|tại|của|trong|bởi|quy định|và|hoặc|với|về|thực hiện|từ|cho|bằng|sửa đổi|bổ sung|ban hành|kèm|căn cứ|là"
    r"|như|trừ|không|chưa|được|hướng dẫn|áp dụng|thuộc|gồm|điều|khoản|ở|do)"
    r"|[,(“\":/])$"
)


class NameMatch(StrEnum):
    """How a name that was read stands to a name that is known."""

    SAME = "same"
    PREFIX = "prefix"  # what was read is the beginning of the known name: it was cut
    EXTENDED = "extended"  # the known name is the beginning of what was read: something ran into it
    DIFFERS = "differs"


def compare_names(read: str, known: str) -> NameMatch:
    """Compare a name as read with the name that its code is known under. Broken spaces count for nothing."""
    if key(read) == key(known) or key_nospace(read) == key_nospace(known):
        return NameMatch.SAME
    if _begins(known, read):
        return NameMatch.PREFIX
    return NameMatch.EXTENDED if _begins(read, known) else NameMatch.DIFFERS


def is_cut(read: str, known: str) -> bool:
    """Whether `compare_names` says PREFIX: what was read is the beginning of the known name, and not the whole of it.

    A name with more words has more letters, so the key without spaces need not be asked.
    """
    return _begins(known, read)


def _begins(whole: str, part: str) -> bool:
    """Whether the words of `part` are the first words of `whole`, and enough of them to prove something."""
    words, first = key(whole).split(), key(part).split()
    return len(first) >= _LEAST_WORDS and len(first) < len(words) and words[: len(first)] == first


def split_basis(name: str) -> tuple[str, str | None]:
    """Part a name from the legal basis that ran into it: (name, basis), or (name, None).

    Only what is proven is parted: a citation with its number that nothing in the name leads on to ("Cấp thẻ nuôi
    ong Nghị định số 1/2026/NĐ-CP …"); "hỗ trợ theo Nghị định số …" is a name.
    """
    shown = clean(name)
    if not names_a_source(shown):
        return shown, None
    for found in _CITED.finditer(shown):
        before = shown[: found.start()].rstrip(" -–+•;,.")
        bulleted = found["lead"].strip(" ,.") != ""
        if not found["basis"][0].isupper() or _is_open(before):
            continue
        if not bulleted and _LEADS_ON.search(before.lower()):
            continue
        if len(before.split()) < 2:
            continue
        return before, shown[found.start("basis") :]
    return shown, None


def may_hold_basis(name: str) -> bool:
    """Whether a name ends in what looks like a source of law, without proof that it is no part of the name."""
    shown = clean(name)
    return names_a_source(shown) and _MAY_BE_CITED.search(shown) is not None


def names_a_source(shown: str) -> bool:
    """Whether a clean text holds the word of a source at all: most names do not, and looking for it is quick."""
    return "uật" in shown or "Nghị " in shown or "Thông tư" in shown or "Pháp lệnh" in shown


def _is_open(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("“") > text.count("”")
