"""Sentences about the decision or its list as a whole that hold it back, limit it or end it in words that nobody has read.

"Quyết định này chỉ áp dụng khi có hướng dẫn của Bộ", "Quyết định này có giá trị trong 02 năm", "Chưa công khai Danh mục này":
its day of effect, its ground and its end are read elsewhere (`effect`, `limits`, `ends`); what none of them has is asked about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from niemyet.extractors.decisions.sentences import LONGEST_SHOWN, Sentence, left_over
from niemyet.model.records import Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.text import fold

_OF_ITSELF = re.compile(r"\b(?:quyet dinh|danh muc|phu luc) nay\b|^\W*quyet dinh (?:duoc|chi|khong|chua)\b")
#: What holds it back, to a part of its ground or time, or ends it on an event.
_HELD = re.compile(
    r"\bchi (?:ap dung|thuc hien|co hieu luc|thi hanh)\b|\bkhong (?:ap dung|thuc hien|niem yet|cong khai)\b"
    r"|\bchua (?:ap dung|thuc hien|thi hanh|cong khai|niem yet|co hieu luc)\b|\btam (?:thoi|dung|ngung|hoan)\b|\bthi diem\b"
    r"|\bhieu luc(?: thi hanh)? khi\b|\b(?:ap dung|thuc hien|thi hanh) (?:khi|sau khi)\b|\bco gia tri (?:trong|den|toi)\b"
    r"|\bap dung quyet dinh nay (?:doi voi|tai|cho|tu)\b|\bduoc ap dung (?:tu (?!ngay)|khi|doi voi|tai|cho)\b"
    r"|\bse (?:duoc |bi )?(?:thay the|bai bo|sua doi|dieu chinh)\b"
)
#: What was published before, whatever it is, and ends: "Các thủ tục đã công bố trước đây không còn giá trị".
_ENDS_EARLIER = re.compile(
    r"^\W*(?:cac|nhung|moi) (?:thu tuc|tthc)\b[^.;]*\b(?:truoc (?:day|ngay|do)|da (?:duoc )?cong bo)\b[^.;]*"
    r"\b(?:khong con (?:gia tri|hieu luc|phu hop)|het (?:hieu luc|gia tri))\b"
)
#: The same in a title or in Điều 1, where the list itself is held back or to some units.
_HELD_IN_TITLE = re.compile(
    r"\bthi diem\b|\btam thoi\b|\bchua (?:ap dung|thuc hien|thi hanh)\b|\bcho (?:huong dan|y kien)\b|\btrong thoi gian\b"
    r"|\b(?:tai|o) (?:cac|mot so|\d{1,3}) (?:xa|phuong|thon|dac khu) (?!phuong|xa|dac khu|thi tran|va\b|thuoc|tren)[a-z]+"
    r"|\bden het (?:ngay|thang|nam)\b"
)
_PUBLISHES = re.compile(r"\b(?:cong bo|danh muc|ban hanh)\b")  # not what suspends procedures for a time


def held_back(
    matter: Iterable[str], sentences: Sequence[Sentence], asked: Iterable[Question]
) -> Iterator[Question]:
    """A question for each title or sentence that may hold the decision back and that nothing else asks about.

    `matter`: the title and the first words of Điều 1; `sentences`: those that speak of the decision itself.
    """
    known = [text for question in asked for name, text in question.fields if name in {"text", "clause"}]
    for text in matter:
        folded = fold(text)
        held = _PUBLISHES.search(folded) is not None and _HELD_IN_TITLE.search(folded) is not None
        if held and not _is_known(text, known):
            shown = text[:LONGEST_SHOWN]
            yield Question(ReviewKind.LEFT_OVER_TEXT, fields(place="tên gọi", text=shown))
            return  # Điều 1 says the title again
    for sentence in sentences:
        folded = sentence.folded
        held = _OF_ITSELF.search(folded) is not None and _HELD.search(folded) is not None
        if (held or _ENDS_EARLIER.match(folded)) and not _is_known(sentence.text, known):
            yield left_over(sentence)


def _is_known(text: str, known: Iterable[str]) -> bool:
    shown = fold(text[:LONGEST_SHOWN])
    return any(fold(one) in shown or shown in fold(one) for one in known if one)
