"""The days that a note or column of a row says of that row's own effect (RULINGS 38).

Each full day is read with the words next before it: those of beginning, of ending, of a pause. A day that belongs to another
text is none; what names a time of effect without a full day, or a pause, is unclear and asked about.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from niemyet.transforms.language.dates import FULL_DAY, parse_date
from niemyet.transforms.language.periods import PERIOD
from niemyet.transforms.language.text import fold

_FULL_DAY = re.compile(rf"(?<![\d/.-]){FULL_DAY}(?!\d)")
#: Words that a day of effect belongs to; "dừng thực hiện" is none of beginning.
_DOES = r"(?:thuc hien|ap dung|thi hanh|trien khai|tiep nhan|giai quyet|hieu luc)(?: thi hanh)?"
_VERB = re.compile(
    rf"\b(?:(?P<pauses>(?:tam (?:dung|ngung|thoi|hoan)|dinh chi)(?: (?:viec )?{_DOES})?)"
    rf"|(?P<ends>bai bo|huy bo|(?:het|mat) hieu luc(?: thi hanh)?"
    rf"|(?:dung|ngung|cham dut|thoi|khong con|khong tiep tuc|khong)(?: viec)? {_DOES}|(?:dung|ngung|cham dut))"
    r"|(?P<begins>(?:co )?hieu luc(?: thi hanh)?|(?:thuc hien|ap dung|thi hanh|trien khai)))\b"
)
#: What may stand between such words and "từ": "có hiệu lực thi hành chính thức kể từ".
_LIGHT = re.compile(
    r"[ :–-]*(?:(?:thi hanh|thuc hien|ap dung|chinh thuc|bat dau|duoc|chi|ke|thu tuc(?: hanh chinh)?|tthc|nay|moi|noi dung"
    r"|cho|thi diem|trong (?:thoi gian|khoang thoi gian)|va)[ :–-]*)*"
)
_FROM = re.compile(r"(?:(?:ke )?tu|bat dau(?: tu)?|sau)(?: 00? ?(?:gio|h))?(?: ngay)? ?:? $")
_UP_TO = re.compile(
    r"(?P<before>(?:den |toi )?(?:het )?truoc(?: ngay)? )$|(?:den|toi)(?: het)?(?: ngay)? ?:? $"
)
#: "01/7/2022 – 31/12/2022".
_RANGE = re.compile(rf" ?[-–—] ?(?:ngay )?{FULL_DAY}")
_BESIDE = re.compile(r"(?:ngay|vao|vao ngay|la|luc)? ?[:–-]? ?(?:ngay )?$")
_OTHERS = re.compile(r"\b(?:quyet dinh|nghi dinh|thong tu|luat|nghi quyet)\b[^;.]{0,80}\bhieu luc\b")
#: "HL: 01/01/2024", "hl từ 01/7/2022".
_SHORT = re.compile(r"\bhl\b")
#: The row holds from a time that another text or event gives, which nobody can date here: "Thực hiện khi Nghị quyết … có
#: hiệu lực", "áp dụng sau khi có hướng dẫn" (RULINGS 38: indirect).
_BY_ANOTHER = re.compile(
    r"\b(?:thuc hien|ap dung|thi hanh|trien khai|tiep nhan|(?<!ngay co )(?<!da co )(?<!den khi )hieu luc)\b[^;.,]{0,30}?"
    r"\b(?:(?:tu |sau )?khi|(?:ke )?tu (?:ngay|thoi diem)|(?:cung|theo) (?:ngay|thoi diem))\b[^;.,]{0,20}?"
    r"\b(?:(?:luat|nghi dinh|nghi quyet|thong tu|quyet dinh|van ban)\b[^;]{0,80}\b(?:hieu luc|ban hanh|thong qua)"
    r"|(?:co |duoc )*(?:huong dan|van ban|thong bao))\b"
)
#: A bare day in a column or note of its own.
_ALONE = re.compile(rf"(?:ngay )?(?:[\d/. -]{{6,10}}|{FULL_DAY})")
#: A time of effect that is no full day: "áp dụng trong năm 2023", "thực hiện đến hết quý III/2022".
_NO_DAY = re.compile(
    r"[^;]{0,30}?\b(?:trong|ke tu|tu|den|toi|het|cho|cuoi|dau|giua)(?: ca)? "
    rf"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', PERIOD)}|nam hoc \d{{4}})"
)


@dataclass(frozen=True, slots=True)
class RowDays:
    """The first day with effect and the first one without; `unclear`: a time of effect that is not to be read."""

    begins: date | None = None
    until: date | None = None
    unclear: bool = False


NOTHING = RowDays()


@lru_cache(maxsize=1 << 10)
def days_of_row(text: str) -> RowDays:
    """What a note or column says of its row: "Có hiệu lực từ 01/7/2022", "Thực hiện đến hết 31/12/2022".

    "Tạm dừng từ …" is neither an end nor a beginning, "áp dụng trong năm 2023" no day: both are unclear.
    """
    if not text:
        return NOTHING
    folded = _SHORT.sub("hieu luc", fold(text))
    if _OTHERS.search(folded) or _BY_ANOTHER.search(folded):
        return RowDays(unclear=True) if _BY_ANOTHER.search(folded) else NOTHING
    if _ALONE.fullmatch(folded):
        return RowDays(parse_date(folded))
    found = [one for one in _each_day(folded) if one != NOTHING]
    if not found:
        return RowDays(unclear=_names_no_day(folded))
    begins = {one.begins for one in found if one.begins}
    until = {one.until for one in found if one.until}
    first, last = min(begins, default=None), min(until, default=None)
    turned = first is not None and last is not None and last <= first
    if turned or len(begins) > 1 or len(until) > 1 or any(one.unclear for one in found):
        return RowDays(unclear=True)
    return RowDays(first, last)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands before a day: its clause, and of it what follows the day before, which `goes_on` to this one."""

    clause: str
    before: str
    goes_on: bool
    opens: bool  # "01/7/2022 – 31/12/2022"

    @property
    def begins(self) -> re.Match[str] | None:
        return _FROM.search(self.before)

    @property
    def up_to(self) -> re.Match[str] | None:
        return _UP_TO.search(self.before)

    @property
    def closes(self) -> bool:
        return self.goes_on and re.fullmatch(r" ?[-–—] ?", self.before) is not None


def _each_day(folded: str) -> list[RowDays]:
    """What each full day says, in the order of the text."""
    out: list[RowDays] = []
    start = 0  # of the words that may speak of the next day
    for found in _FULL_DAY.finditer(folded):
        clause = max(folded.rfind(";", 0, found.start()), folded.rfind(". ", 0, found.start())) + 1
        if out == [] and found.start() > clause and _ELSEWHERE.match(folded, found.end()):
            out.append(RowDays(unclear=True))
            start = found.end()
            continue
        words = _Words(
            folded[clause : found.start()],
            folded[max(start, clause) : found.start()],
            goes_on=bool(out) and out[-1] != NOTHING and start > clause,
            opens=_RANGE.match(folded, found.end()) is not None,
        )
        out.append(_one_day(parse_date(found.group()), words))
        start = found.end()
    return out


#: "Từ ngày 01/9/2026 thực hiện tại Trung tâm …": from then on elsewhere, or by others; whether the row begins is not said.
_ELSEWHERE = re.compile(r",? ?(?:duoc |se )?(?:thuc hien|tiep nhan|giai quyet)? ?(?:tai|o|do|chuyen) ")


def _one_day(day: date | None, words: _Words) -> RowDays:
    """What a day says by the words next before it."""
    verb = next(iter([*_VERB.finditer(words.clause)][::-1]), None)
    marked = words.begins or words.up_to
    if verb is None:
        bare = words.before[: marked.start()] if marked else words.before
        own = words.goes_on or not bare.strip(" (:–-")
        return _spanned(day, words) if own else NOTHING
    if marked is None and not (words.opens or words.closes):
        direct = _BESIDE.fullmatch(words.clause[verb.end() :].lstrip()) is not None
        if not direct or "hieu luc" not in verb.group():
            return NOTHING  # a day of something else: of a decision, of an application
        return RowDays(day) if verb["begins"] else RowDays(None, day, unclear=bool(verb["pauses"]))
    between = words.before[: marked.start()] if marked else words.before
    if not words.goes_on:
        between = between[max(0, verb.end() - (len(words.clause) - len(words.before))) :]
    if verb["pauses"] or (verb["begins"] and not _LIGHT.fullmatch(between)):
        return RowDays(unclear=True)
    if verb["ends"]:
        return RowDays(None, day, unclear=day is None) if words.begins else RowDays(unclear=True)
    return _spanned(day, words)


def _spanned(day: date | None, words: _Words) -> RowDays:
    """A day that begins or ends what its words speak of: "từ …", "đến …", "… – …"; any other is none."""
    if words.begins or (words.opens and not words.up_to):
        unclear = day is None or (words.begins is not None and words.begins.group().startswith("sau"))
        return RowDays(unclear=True) if unclear else RowDays(day)
    return _until(day, words.up_to) if words.up_to or words.closes else NOTHING


def _until(day: date | None, found: re.Match[str] | None) -> RowDays:
    if day is None:
        return RowDays(unclear=True)
    before = found is not None and found["before"] is not None
    return RowDays(None, day if before else day + timedelta(days=1))


def _names_no_day(folded: str) -> bool:
    return any(_NO_DAY.match(folded, verb.end()) for verb in _VERB.finditer(folded))


def is_of_another(text: str) -> bool:
    """Whether the day of effect in a text is that of another text: "Nghị định … có hiệu lực từ …"."""
    return _OTHERS.search(fold(text)) is not None


def speaks_of_effect(text: str) -> bool:
    """Whether a text names a time beside words of effect, or a day from or up to which something holds."""
    folded = fold(text)
    spans = any(
        _FROM.search(folded, 0, found.start()) or _UP_TO.search(folded, 0, found.start())
        for found in _FULL_DAY.finditer(folded)
    )
    words = re.search(
        r"\bhieu luc\b|\b(?:thuc hien|ap dung|thi hanh|trien khai|dung|ngung|cham dut|bai bo)\b[^;]{0,30}\b(?:tu|den)\b",
        folded,
    )
    named = re.search(r"\d{1,2} ?(?:/|-|\.|thang|nam) ?\d{1,4}|\bnam \d{4}", folded)
    return spans or (words is not None and named is not None)
