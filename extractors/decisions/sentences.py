"""Articles as sentences, each knowing its article, folded beside its text with the same positions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from niemyet.extractors.decisions.layout import Article
from niemyet.model.records import Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_END = re.compile(r"(?<=[;.])(?<!TP\.)(?<!Tp\.)(?<!KT\.)\s+(?=[A-ZĐÀ-Ỹ“\"]|\d{1,2}[.)]\s|[-–+]\s|[a-zđ]\)\s)")
_LIST_MARK = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})?[.)]|[a-zđ]\)|[-–+•])\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article; `folded` has the length of `text`, so that places in one are places in the other."""

    article: int
    text: str
    folded: str
    listed: bool  # it is a point of a list: "1. …", "a) …", "- …"


LONGEST_SHOWN = 300  # letters of a sentence in a question; chosen, not measured


def left_over(sentence: Sentence, kind: ReviewKind = ReviewKind.LEFT_OVER_TEXT) -> Question:
    """The question about a sentence, or a day in it, that nothing has read."""
    return Question(kind, fields(place=f"Điều {sentence.article}", text=sentence.text[:LONGEST_SHOWN]))


def sentences_of(articles: list[Article]) -> list[Sentence]:
    """All sentences of all articles, in their order, without list marks."""
    found = []
    for article in articles:
        for paragraph in article.paragraphs:
            for part in _parts(paragraph):
                mark = _LIST_MARK.match(part)
                text = part[mark.end() :].strip() if mark else part.strip()
                if text:
                    found.append(Sentence(article.number, text, aligned_fold(text), mark is not None))
    return found


def _parts(paragraph: str) -> list[str]:
    """The sentences of a paragraph; what stands in quotes, as the new wording of an article, is never parted."""
    parts: list[str] = []
    pieces = _END.split(paragraph)
    for place, part in enumerate(pieces):
        goes_on = bool(parts) and parts[-1].endswith(";") and part[0] in '“"' and _is_quoted(parts[-1])
        open_quote = (
            bool(parts) and parts[-1].count("“") > parts[-1].count("”") and _is_closed(pieces[place:])
        )
        goes_on |= bool(parts) and (_goes_on_citing(parts[-1], part) or _goes_on_naming(parts[-1], part))
        if goes_on or open_quote:
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


#: "… thay thế các Quyết định: Quyết định số 11/QĐ-UBND …;" goes on with "Quyết định số 12/QĐ-UBND ngày …".
_LISTS_DECISIONS = re.compile(r"\bcác (?:quyết định|QĐ)\b[^.]*\bsố\s*:?\s*\d[^.]*;$", re.IGNORECASE)
_CITES = re.compile(r"(?:(?:và|các)\s+)?(?:Quyết định|QĐ)\s+số\s*:?\s*\d[^\s;]*\s+(?:ngày|ký)\s[^;:“]*[;.]?$")


def _goes_on_citing(before: str, part: str) -> bool:
    """Whether a piece is one more decision of the list that the piece before it begins."""
    return _LISTS_DECISIONS.search(before) is not None and _CITES.match(part) is not None


#: "Tạm dừng các thủ tục: Đăng ký kết hôn (1.000894);" goes on with "Đăng ký khai tử (1.000656) từ ngày …".
_LISTS_PROCEDURES = re.compile(r":\s[^:]*\(?[1-9]\.\d{6}\b[^:;]*;$")
_ACTS_ANEW = re.compile(
    r"(?:đồng thời|riêng|trừ|ngoại trừ|không|chưa|vẫn|giao|các|những|đối với|quyết định|thủ tục|tthc|bãi bỏ|hủy bỏ"
    r"|huỷ bỏ|thay thế|sửa đổi|bổ sung|công bố|ban hành|thu hồi|đính chính|tạm|đình chỉ|khôi phục|gia hạn|kéo dài"
    r"|tiếp tục|giữ)\b",
    re.IGNORECASE,
)


def _goes_on_naming(before: str, part: str) -> bool:
    """Whether a piece names one more procedure of the list that the piece before it begins."""
    return (
        _LISTS_PROCEDURES.search(before) is not None
        and part[:1].isupper()
        and _ACTS_ANEW.match(part) is None
        and bool(find_codes(part))
    )


def _is_quoted(part: str) -> bool:
    """Whether a piece ends with a quotation: "… các thủ tục: “A”;" goes on with “B”."""
    return part.rstrip(" ;")[-1:] in '”"'


def _is_closed(pieces: Sequence[str]) -> bool:
    """Whether a quotation that is open ends in one of the pieces; the next one that opens says that its end was forgotten."""
    if "”" in pieces[0]:
        return True
    signs = "".join(sign for piece in pieces for sign in piece if sign in "“”")
    return signs.startswith("”")


def aligned_fold(text: str) -> str:
    """Folded text of the same length; letters that fold to none or to several are left as they are."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one := fold(sign)) == 1 else " " if sign.isspace() else sign for sign in text)
