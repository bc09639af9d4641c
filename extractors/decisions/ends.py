"""When the effect of a decision ends, by its own words: a full day, a period, or words that only a person can date.

"đến hết quý III/2024" is exact, "vào cuối năm 2023" and "thời hạn thực hiện 12 tháng" are not: they are asked about, never
dropped (RULINGS 13, 22). "Đến khi có quyết định thay thế" is no end.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.periods import PERIOD, Period, period_of

_DAY = r"(?P<day>\d{1,2} ?(?:/|-|\.|thang)[^;]{0,30})"
_ENDS = r"(?:het|cham dut|khong con|mat) hieu luc(?: thi hanh)?"
#: Of which decision a clause speaks: its subject, or the time that it gives its own effect.
_OURS = re.compile(
    r"(?<!voi )(?<!tai )(?<!theo )(?<!cua )(?<!kem )(?<!trong )\bquyet dinh nay\b|^(?:co )?hieu luc\b|^quyet dinh co hieu luc"
    r"|^(?:thoi (?:han|gian|diem)|ngay) (?:co )?(?:thuc hien|ap dung|thi hanh|thi diem|hieu luc|het)\b"
    r"|^viec (?:thi diem|ap dung|thuc hien)\b|^(?:va )?(?:duoc )?(?:thi diem|ap dung|thuc hien) (?:den|trong|tu)\b|^danh muc\b"
)
_DUTY = re.compile(r"\b(?:cong khai|niem yet|cap nhat|bao cao|chiu trach nhiem|giao (?:so|ubnd|van phong))\b")
#: "Thời điểm có hiệu lực của Quyết định số … được lùi đến ngày …" is an act on another decision.
_OF_ANOTHER = re.compile(
    r"^(?:thoi|ngay|viec|thuc hien|ap dung)\b[^;.]*\b(?:quyet dinh|qd|nghi quyet|nghi dinh) (?:so )?\d"
)
_FORCE = re.compile(
    r"\b(?:(?:het|cham dut|khong con|mat) )?(?:hieu luc|ap dung|thuc hien|thi diem|thi hanh|trien khai)\b"
)
#: Between the decision and its end another text may be spoken of: "các quy định trái với Quyết định này hết hiệu lực".
_OTHERS_END = re.compile(
    rf"\b(?:nhung|cac|quy dinh|van ban|noi dung|quyet dinh(?! nay)|nghi dinh|thong tu|nghi quyet|luat)\b[^;.]*\b{_ENDS}"
)
_BEFORE = re.compile(rf"\bden (?:het )?truoc (?:00? ?(?:gio|h) )?(?:ngay )?{_DAY}")
_UNTIL = re.compile(rf"\bden (?P<whole>het )?(?:ngay )?{_DAY}")
_LAST = re.compile(rf"\bngay cuoi(?: cung)?(?: la| ap dung| thuc hien| co hieu luc)*:? (?:ngay )?{_DAY}")
_FROM = re.compile(rf"\b{_ENDS}(?: ke)? tu (?:00? ?(?:gio|h) )?(?:ngay )?{_DAY}")
_TO_PERIOD = re.compile(
    rf"\bden (?:het|(?:het )?ngay cuoi(?: cung)? cua) (?:(?:thang|quy|nam) cuoi )?{PERIOD}"
    rf"|\b{_ENDS} (?:vao |ke tu )?(?:sau )?(?:het )?ngay cuoi(?: cung)? cua "
)
_NO_END = re.compile(
    r"\b(?:cho )?den (?:khi|luc|thoi diem) (?:co|bi|duoc|ban hanh)\b[^;.]*\b(?:thay the|bai bo|huy bo|sua doi|moi|khac)\b"
)
_ANY_PERIOD = re.sub(r"\?P<\w+>", "?:", PERIOD)
_NUMBER = r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi(?: \w+)?)(?: ?\( ?\w{1,6}(?: \w+)? ?\))?"
_LENGTH = rf"{_NUMBER} (?:nam|thang|ngay|tuan|quy)\b(?! ?\d)"
_SOME_END = re.compile(
    rf"\b{_ENDS}\b|\b(?:cho )?(?:den|toi) (?:het|cuoi|dau|giua|khi|luc|thoi diem|ngay|{_ANY_PERIOD})"
    rf"|\b(?:trong|voi) (?:(?:thoi (?:gian|han)|vong)\b[^;.]{{0,20}}?)?{_LENGTH}(?! lam viec)"
    r"|\b(?:trong|cho|doi voi) (?:ca )?(?:nam hoc|nam|quy|thang|giai doan)\b[^;.]{0,12}\d{4}"
    rf"|\bthoi (?:han|gian) (?:thuc hien|ap dung|thi diem|thi hanh|co hieu luc|hieu luc)\b[^;.]{{0,40}}?{_LENGTH}"
    rf"|\bhieu luc(?: thi hanh)? (?:trong )?(?:vong )?{_LENGTH}"
)
#: "sau 15 ngày kể từ ngày ký" says when it begins.
_BEGINS_AFTER = re.compile(r"\bsau \d")


@dataclass(frozen=True, slots=True)
class End:
    """First day without effect, None where there is none or none can tell; `unclear`: the words that none can date."""

    until: date | None = None
    sure: bool = True
    unclear: str | None = None
    candidates: tuple[date, ...] = ()  # last days with effect that the words may mean


NO_END = End()


def end_of(clauses: Iterable[tuple[str, str]]) -> End:
    """The end that the clauses of a decision, text and folded text, give its own effect."""
    for text, folded in clauses:
        ours = _OURS.search(folded)
        force = _FORCE.search(folded, ours.start()) if ours else None
        if force is None or _OF_ANOTHER.search(folded) or _OTHERS_END.search(folded) or _DUTY.search(folded):
            continue
        begin = 0 if ours is not None and ours.start() == 0 else force.start()
        found = _read(folded[begin:], text)
        if found is not None:
            return found
    return NO_END


def names_partly(folded: str) -> bool:
    """Whether words name a time that is no full day: a period, a length, an event."""
    return (
        re.search(
            rf"{_ANY_PERIOD}|\b(?:trong|sau) (?:\w+ ){{0,3}}?{_LENGTH}|\b(?:den|tu) khi\b|\bcuoi nam\b",
            folded,
        )
        is not None
    )


def last_day_in(folded: str) -> tuple[date | None, bool]:
    """First day without effect that the words of a clause state, and whether they leave no doubt."""
    found = _read(folded, folded)
    return (None, True) if found is None or found.unclear is not None else (found.until, found.sure)


def _read(folded: str, text: str) -> End | None:
    words = _NO_END.sub(" ", folded)
    for pattern, more in ((_BEFORE, 0), (_FROM, 0), (_LAST, 1), (_UNTIL, 1)):
        found = pattern.search(words)
        if found is None:
            continue
        day = parse_date(found["day"])
        if day is None:
            return End(unclear=text)
        sure = pattern is not _UNTIL or found["whole"] is not None
        return End(day + timedelta(days=more), sure)
    exact = _TO_PERIOD.search(words)
    if exact is not None and (period := _period(exact, words)) is not None:
        return End(period.after)
    if _SOME_END.search(words) and (re.search(_ENDS, words) or not _BEGINS_AFTER.search(words)):
        return End(unclear=text, candidates=_may_mean(words))
    return None


_NAMED = re.compile(PERIOD)


def _period(found: re.Match[str], words: str) -> Period | None:
    named = _NAMED.search(words, found.start())
    return period_of(named) if named else None


def _may_mean(words: str) -> tuple[date, ...]:
    """The last days that words without a day may mean: the end of the period that they name last."""
    periods = [period for found in _NAMED.finditer(words) if (period := period_of(found)) is not None]
    days = [periods[-1].after - timedelta(days=1)] if periods else []
    day = parse_date(words[m.start() :]) if (m := re.search(rf"\b{_ENDS}\b", words)) else None
    if day is not None:  # "hết hiệu lực vào ngày 31/12/2023": the last day, or the first without effect
        days = [day, day - timedelta(days=1)]
    return tuple(days)
