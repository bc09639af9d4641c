"""The grammar of acts of one decision on another, as data: verb, object, part, from when, until when, exception.

A verb acts at the beginning of a sentence or clause with an object of the field after it; "được sửa đổi, bổ sung",
"bị bãi bỏ" inside a name act on nothing. What an act says of time belongs to its target, never to the decision that
acts (RULINGS 38, 39, 40).
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from niemyet.extractors.decisions.sentences import Sentence
from niemyet.model.words import RelationType
from niemyet.transforms.language.dates import find_dates, parse_date
from niemyet.transforms.language.exceptions import EXCEPTS
from niemyet.transforms.language.periods import PERIOD, period_of
from niemyet.transforms.language.text import clean, fold


class Verb(StrEnum):
    """What is done."""

    REPLACE = "replace"
    REPEAL = "repeal"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESTORE = "restore"
    POSTPONE = "postpone"
    EXTEND = "extend"
    CORRECT = "correct"
    AMEND = "amend"


_EFFECT = r"(?:hieu luc|thi hanh|ap dung|thuc hien)"
_FORCE = r"(?:hieu luc|thi hanh|ap dung|thuc hien)"
_PAUSE = r"(?:tam (?:dung|ngung|dinh chi|hoan)|dinh chi|ngung|hoan)"
_TIME_OF_EFFECT = rf"(?:lai |them )?(?:thoi (?:diem|han|gian)|ngay) (?:bat dau )?(?:co )?{_EFFECT}"

#: Words of each verb, folded; the first that fits names it, so that the more particular come first.
_WORDS: tuple[tuple[Verb, str], ...] = (
    (
        Verb.RESTORE,
        rf"khoi phuc|(?:cham dut|bai bo|huy bo)(?: viec| hieu luc)? {_PAUSE}|tiep tuc (?:thuc hien|ap dung|thi hanh) (?:tro )?lai"
        r"|(?:thuc hien|ap dung|thi hanh) (?:tro )?lai",
    ),
    (
        Verb.POSTPONE,
        rf"(?:lui|hoan|doi|dieu chinh|thay doi|sua doi)(?: lai)?(?= {_TIME_OF_EFFECT})"
        rf"|(?:lui|hoan)(?: lai)?(?= (?:viec )?{_FORCE})",
    ),
    (
        Verb.SUSPEND,  # what goes on longer is suspended from then on
        rf"(?:(?:tiep tuc )?(?:keo dai|gia han)(?: them)?(?: thoi (?:gian|han))?(?: viec)? {_PAUSE}(?: viec| hieu luc)?"
        r"|(?:tam )?dinh chi|tam ngung|tam dung|tam hoan|ngung(?= (?:hieu luc|viec|thi hanh|ap dung)))",
    ),
    (Verb.EXTEND, rf"(?:keo dai|gia han|tiep tuc keo dai)(?= (?:{_TIME_OF_EFFECT}|{_FORCE}|viec))"),
    (Verb.REPLACE, r"thay the"),
    (Verb.REPEAL, r"bai bo|huy bo|cham dut(?= (?:hieu luc|viec))"),
    (Verb.WITHDRAW, r"thu hoi"),
    (Verb.CORRECT, r"dinh chinh"),
    (Verb.AMEND, r"sua doi(?:,? bo sung)?|bo sung"),
)
VERB = re.compile("|".join(rf"\b(?P<{verb.value}>{words})\b" for verb, words in _WORDS))

#: What an act is on its target as a whole, and on a part of it.
TYPES: dict[Verb, tuple[RelationType, RelationType]] = {
    Verb.REPLACE: (RelationType.REPLACES_DOC, RelationType.REPLACES_PART),
    Verb.REPEAL: (RelationType.REPEALS_DOC, RelationType.REPEALS_PART),
    Verb.WITHDRAW: (RelationType.WITHDRAWS, RelationType.REPEALS_PART),
    Verb.SUSPEND: (RelationType.SUSPENDS, RelationType.SUSPENDS),
    Verb.RESTORE: (RelationType.RESTORES, RelationType.RESTORES),
    Verb.POSTPONE: (RelationType.POSTPONES, RelationType.POSTPONES),
    Verb.EXTEND: (RelationType.EXTENDS, RelationType.EXTENDS),
    Verb.CORRECT: (RelationType.CORRECTS, RelationType.CORRECTS),
    Verb.AMEND: (RelationType.AMENDS, RelationType.AMENDS),
}
#: Acts on the time of a decision, or on its being carried out: their object is its effect.
ON_TIME = frozenset({Verb.SUSPEND, Verb.RESTORE, Verb.POSTPONE, Verb.EXTEND})

_COUNT = r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi(?: \w+)?)(?: ?\( ?\d{1,3} ?\))? "
_OBJECT = re.compile(
    r"^ ?:? ?(?:toan bo |toan van |gia tri |phap ly |tu )*"
    rf"(?:toan bo |cac |mot (?:so |phan )|noi dung |nhung |hieu luc |thi hanh |cua |viec |{_COUNT})*"
    r"(?:quyet dinh|qd\b|noi dung|(?:phan )?danh muc|(?:phan )?thu tuc|tthc|phu luc"
    r"|quy trinh|khoan|diem\b|muc\b|so thu tu|stt|so \d|dieu \d|ma\b"
    r"|\d|[“\"]|thoi (?:han|gian)|ten\b|phi\b|le phi|dia diem|can cu|phan [ivx\d]|linh vuc|cap (?:tinh|huyen|xa)\b|ngay\b)"
)
_OBJECT_OF_TIME = re.compile(
    r"^ ?(?:(?:toan bo|mot phan|viec|thi hanh|thuc hien|ap dung|bat dau|co|hieu luc|cua|doi voi|cac|noi dung|ho so"
    r"|thoi (?:han|gian|diem)|ngay|lai|them|cong bo|den|mot so|nhung|tiep nhan|giai quyet|va) )*"
    r"(?:quyet dinh|qd\b|danh muc|thu tuc|tthc|phu luc|dieu \d|khoan|noi dung|so thu tu|stt|\d{1,3}\b)"
)
#: What stands between the verb and a decision that is meant as a whole.
_TIME_WORDS = re.compile(
    r"(?:(?:toan bo noi dung|toan bo|toan van|gia tri|phap ly|viec|thi hanh|thuc hien|ap dung|bat dau|co|hieu luc|cua|doi voi|cac"
    r"|thoi (?:han|gian|diem)|ngay|lai|them) ?)*"
)
_EXCEPTION = re.compile(rf"[,(;\s]*{EXCEPTS}", re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2} ?(?:/|-|\.|thang)[^;,“”]{0,26})"
#: "00 giờ", "0h00", "07 giờ 30 phút": the day is what counts.
_HOUR = r"(?:(?:luc )?[01]?\d ?(?:gio|h)(?: ?\d\d)?(?: phut)?,? )?"
_FROM = re.compile(rf"\btu (?:{_HOUR})(?:ngay )?(?:{_HOUR})(?:ngay )?[“\"]?{_DAY}")
#: A day that stands otherwise than behind "từ": "vào ngày", "sau ngày", "từ lúc 7 giờ sáng ngày". What it means is asked.
_FROM_AFAR = re.compile(
    rf"\btu (?:(?!quyet|so )[a-z0-9]+ ){{1,6}}ngay {_DAY}|\b(?:vao|sau|thoi diem|luc) (?:ngay )?{_DAY.replace('day', 'other')}"
)
_UNTIL = re.compile(rf"(?:\b(?:den|toi)|(?<=\d) ?[-–]) ?(?:het )?(?:{_HOUR})(?:ngay )?[“\"]?{_DAY}")
_MOVED = re.compile(rf"\b(?:sang|thanh|den|toi|bang|la)(?: het)?(?: tu)?(?: ngay)? ?[“\"]?{_DAY}")
_BY_OTHERS = re.compile(
    r"\btu (?:ngay|khi|thoi diem) (?:cac )?(?:luat|nghi dinh|nghi quyet|thong tu|van ban)\b"
    r"|\btu (?:ngay|thoi diem) (?:co )?hieu luc (?:thi hanh )?cua\b"
)
#: A beginning that is no day: "từ quý III/2022", "sau 06 tháng", "từ khi có hướng dẫn".
_FROM_SOME_TIME = re.compile(
    r"\btu (?:dau |giua |cuoi )?(?:thang|quy|nam|nam hoc) (?:\d|[ivx])|\bsau (?:\d{1,3}|mot|hai|ba|sau) (?:ngay|thang|nam)\b"
    r"|\b(?:tu|sau) khi (?!quyet dinh nay|ky|ban hanh|cong bo)"
    r"|\b(?:neu(?! (?:tai|trong|tren|o|ra|duoi|sau)\b)|voi dieu kien|theo lo trinh)\b"  # "nếu …", not "nêu tại …"
    r"|\bkhi (?:co |cac )*(?:luat|nghi dinh|nghi quyet|thong tu|van ban|quy dinh|huong dan)\b"
)
_TO_PERIOD = re.compile(rf"\bden het (?:ngay cuoi(?: cung)? cua )?{PERIOD}")
#: A length, or a period without its end: what it comes to is asked.
_SOME_TIME = re.compile(
    r"\b(?:trong|them)(?: thoi (?:gian|han)| vong| khoang)? (?:\d{1,3}|mot|hai|ba|bon|nam|sau|chin|muoi)"
    r"(?: ?\([^)]*\))? "
    r"(?:ngay|thang|nam|tuan|quy)\b|\bden (?:het |cuoi |dau |giua )?(?:nam|thang|quy|nam hoc) "
    r"|\b(?:cuoi|giua) (?:nam|thang|quy)\b"
)
_ENDS = re.compile(r";|,? rieng\b|(?:[,.]| va) ?(?:quyet dinh nay )?(?:co )?hieu luc\b")
_QUOTED = re.compile(r"“[^”]*”")
#: A quotation that is the new wording of another decision, not the name of a procedure.
_WORDING = re.compile(r"\bquyet dinh nay\b|\bco hieu luc\b")


@dataclass(frozen=True, slots=True)
class Span:
    """When an act holds, or which time it gives its target; `clear` is False where a day is named that none can read."""

    effective_on: date | None = None
    effective_until: date | None = None
    clear: bool = True


NO_SPAN = Span()


def has_object(verb: Verb, after: str) -> bool:
    """Whether what follows the verb, folded, is an object of the field."""
    return (_OBJECT_OF_TIME if verb in ON_TIME else _OBJECT).match(after) is not None


def is_whole(scope: str) -> bool:
    """Whether a folded scope adds nothing to the decision that follows it."""
    return _TIME_WORDS.fullmatch(scope.strip(" ,;:")) is not None


def without_exception(text: str, folded: str) -> tuple[str, str | None]:
    """A clause parted from its "trừ …"; None without one."""
    found = next((one for one in _EXCEPTION.finditer(text) if not _in_quotes(text, one.start())), None)
    if found is None or len(text) != len(folded):
        return text, None
    return text[: found.start()].strip(" ,("), clean(text[found.start() :]).strip(" ,.;()")


def _in_quotes(text: str, place: int) -> bool:
    return text.count("“", 0, place) > text.count("”", 0, place)


def span_of(verb: Verb, folded: str) -> Span:
    """The time that a clause, folded, names for its act; the day of signing of a cited decision is none."""
    folded = folded.replace("thu tu", "thu_tu")  # "số thứ tự 1-3" begins at no day
    if verb in {Verb.POSTPONE, Verb.CORRECT, Verb.AMEND}:
        moved = list(_MOVED.finditer(folded)) or list(_FROM.finditer(folded))
        day = parse_date(moved[-1]["day"]) if moved else None
        return Span(day, None, day is not None)
    until = _UNTIL.search(folded)
    begins = folded[: until.start()] if until else folded
    since = _FROM.search(begins)
    last = parse_date(until["day"]) if until else None
    ends = last + timedelta(days=1) if last else None
    if until is None and (period := _TO_PERIOD.search(folded)) is not None:
        named = period_of(period)
        ends = named.after if named else None
    first = parse_date(since["day"]) if since else None
    unread = (until is not None and last is None) or (since is not None and first is None)
    afar = _FROM_SOME_TIME.search(folded) or _FROM_AFAR.search(begins)
    by_others = since is None and (_BY_OTHERS.search(folded) or afar) is not None
    lasting = verb in {Verb.SUSPEND, Verb.EXTEND} and ends is None and _lasts(folded, since)
    turned = first is not None and ends is not None and ends <= first  # one of the two is a slip
    return Span(first, ends, not (unread or by_others or lasting or turned))


def _lasts(folded: str, since: re.Match[str] | None) -> bool:
    """Whether a clause names a length, or a day after its first that nobody has read as its last."""
    if _SOME_TIME.search(folded) is not None:
        return True
    after = folded[since.start("day") :] if since else ""
    return len(find_dates(after)) > 1


def own_words(sentences: list[Sentence], acting: dict[int, list[int]]) -> list[Sentence]:
    """The sentences without what they quote and without their acts on others: what is left speaks of this decision.

    `acting`: by place of the sentence, where its acts begin. The length of a sentence stays.
    """
    out = []
    for place, sentence in enumerate(sentences):
        text, folded = sentence.text, sentence.folded
        cuts = [
            found.span()
            for found in _QUOTED.finditer(text)
            if place in acting or _WORDING.search(fold(found.group()))
        ]
        for start in acting.get(place, ()):
            after = _ENDS.search(folded, start)
            cuts.append((start, after.start() if after else len(folded)))
        if not cuts or len(text) != len(folded):
            out.append(sentence)
            continue
        for start, end in cuts:
            text = text[:start] + " " * (end - start) + text[end:]
            folded = folded[:start] + " " * (end - start) + folded[end:]
        out.append(replace(sentence, text=text, folded=folded))
    return out
