"""The words by which a paper says that it is no decision yet: DỰ THẢO, "Dự thảo lần 2", "(bản lấy ý kiến)"."""

import re

from niemyet.transforms.language.text import fold

_LONGEST = 80  # a mark stands alone; in a longer line the words speak of something else; chosen, not measured
_MARK = re.compile(
    r"[\W_]*(?:ban )?(?:du thao|lay y kien|xin y kien|gop y|trinh ky|draft)\b"
    r"(?:[\s:.,/-]*(?:quyet dinh|van ban|lan(?: thu)?|so|ngay|nam|thang|lay y kien|xin y kien|de (?:lay y kien|xin y kien"
    r"|gop y|tham khao|trinh)|gop y|rut gon|version|ver|v|cua|\d{1,4}|nhat|hai|ba|bon|nam|[ivx]{1,4}))*[\W_\d]*"
)
_IN_BRACKETS = re.compile(r"[(\[]\s*(?:ban )?(?:du thao|lay y kien|xin y kien)\b[^)\]]{0,40}[)\]]")


def is_draft_mark(text: str) -> bool:
    """Whether a line says nothing but that its paper is a draft."""
    folded = fold(text).strip()
    return 0 < len(folded) <= _LONGEST and _MARK.fullmatch(folded) is not None


def is_draft_watermark(text: str) -> bool:
    """Whether what stands across a page, its spaces perhaps lost and perhaps printed again and again, marks a draft."""
    return re.match(r"[\W_]*(?:ban ?)?(?:du ?thao|lay ?y ?kien|draft)", fold(text)) is not None


def draft_words(text: str) -> str | None:
    """The mark of a draft in a line of a letterhead or in a title: the line itself, or what stands in brackets."""
    if is_draft_mark(text):
        return text.strip()
    folded = fold(text)
    found = _IN_BRACKETS.search(folded)
    if found is None:
        return None
    return text[found.start() : found.end()] if len(folded) == len(text) else found.group()
