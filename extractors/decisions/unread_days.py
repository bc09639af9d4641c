"""What the articles say of this list's own rows, and nothing took: days of effect, and rows named by their address.

Each day that an article names beside words of effect belongs to the decision, to some of its rows, or to an act on another
decision. One that none of them has is a question, and so is a time that is no day ("sau 30 ngày kể từ ngày ký") and a sentence
that speaks of a row ("Thủ tục số 2 …", "Thủ tục “…” …") without becoming anything. What to do with it is for a person to say.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from niemyet.extractors.decisions.effect import Effect, RowEffect, is_of_rows
from niemyet.extractors.decisions.limits import leaves_out
from niemyet.extractors.decisions.sentences import Sentence, left_over
from niemyet.extractors.decisions.unread_acts import NOT_YET
from niemyet.model.records import Question, Relation
from niemyet.model.tables import ReadItem
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import FULL_DAY, find_dates, parse_date
from niemyet.transforms.language.text import fold

_FORCE = re.compile(
    r"\b(?:hieu luc|thuc hien|ap dung|thi hanh|trien khai|tiep nhan|giai quyet|cham dut|bai bo|huy bo|niem yet"
    r"|(?<!noi )(?<!su )(?<!xay )(?<!tuyen )(?<!nguoi )(?<!ap )dung|ngung)\b"
)
#: A day from which, up to which or after which something holds.
_HOUR = r"(?: (?:luc )?\d{1,2} ?(?:gio|h)(?: ?\d{2}(?: phut)?)?,?)?"
_SPANS = re.compile(rf"\b(?:tu|den|sau|het|toi)(?: het)?{_HOUR}(?: ngay)?:? (?P<day>{FULL_DAY})(?!\d)")
#: A time counted from another day, or from what is still to come: no day that a clerk could act on.
_COUNTED = re.compile(
    r"(?<!cham nhat )(?<!khong qua )\bsau (?:thoi han |it nhat )?\d{1,3}(?: ?\([^()]{1,20}\))? (?:ngay|thang|tuan)\b[^;]{0,40}?"
    r"\b(?:ke )?tu\b"
    r"|\b(?:hieu luc|thuc hien|ap dung|thi hanh|trien khai|tiep nhan)[^;,]{0,30} (?:ke )?(?:tu|sau|cho den|den) "
    r"(?:khi (?!ky|ban hanh|cong bo)|thoi diem (?!ky|ban hanh)|(?:dau |cuoi |giua )?(?:thang|quy|nam) (?:\d|i))"
)
#: Work that is given to somebody, with a day by which it is done; what changes nothing of a procedure.
_TASK = re.compile(
    r"\b(?:hoan thanh|bao cao|cap nhat|tham muu|xay dung|ra soat|dang tai|du thao|tap huan|gui|phan anh|vuong mac"
    r"|truoc ngay|cham nhat|can cu|theo de nghi|trong thoi han|trong vong|dinh ky)\b"
)
#: A row of this list by its address: "Thủ tục số 2", "TTHC có số thứ tự 3", "các thủ tục số 1, 4 Phụ lục I".
_ADDRESSED = re.compile(
    r"\b(?:tthc|thu tuc(?: hanh chinh)?) (?:(?:co |tai |mang )?(?:stt|so thu tu|so)\s*:?\s*\d{1,3}(?![\d/]|\.\d)"
    r"|(?:thu (?:nhat|hai|ba|tu|nam|sau|bay|\d{1,2})|dau tien|cuoi(?: cung)?)\b(?! thang| nam| quy))"
)
_NAMED = re.compile(r"(?:thủ tục(?: hành chính)?|TTHC)\s*[“\"](?P<name>[^”\"]{6,300})[”\"]", re.IGNORECASE)
_LONG_NAME = 16  # letters of a name that is no common word of a sentence; chosen, not measured
_DUTY = re.compile(
    r"\b(?:niem yet|cong khai|cap nhat|trach nhiem|to chuc|xay dung|quy trinh|can cu|theo de nghi)\b"
)
#: What is done to a procedure that an article names and no list holds: "Chuyển thủ tục “…” về cấp xã".
_MOVES = re.compile(
    r"\b(?:chuyen|doi ten|bo sung|dua|gop|tach|hop nhat|sap nhap|them|thay)\b[^;.]{0,40}\b(?:thu tuc|tthc)\b"
)
#: This list as a whole, or its rows by where they stand.
_LIST = re.compile(
    r"\b(?:thu tuc(?: hanh chinh)?|tthc|danh muc|so thu tu \d+|stt \d+|ghi|neu|quy dinh)\b[^;.]{0,24}\b(?:phu luc|danh muc nay)\b"
    r"|^(?:dieu \d+[.:] ?)?danh muc nay\b"
)
#: What articles say of every list, and what is read elsewhere.
_KNOWN = re.compile(
    r"\b(?:niem yet|cong khai|cap nhat|dang tai|dang nhap|trach nhiem|to chuc|xay dung|quy trinh|tham muu|can cu|phoi hop|chu tri"
    r"|kiem tra|thiet lap|cau hinh|bao cao|huong dan|theo doi|trien khai|quan triet|tuyen truyen|pho bien|ra soat|nhap|phe duyet"
    r"|noi dung (?:cu the|chi tiet)|chi tiet|kem theo (?:quyet dinh|cong van)|hieu luc|thi hanh|khai thac|sao luc|truy cap"
    r"|dia chi|bai bo|thay the|ho so (?:da|tiep nhan) )\b"
)
#: The opening of the list itself may name its rows.
_PUBLISHED = re.compile(r"^(?:dieu \d+[.:] ?)?(?:nay )?(?:cong bo|ban hanh|phe duyet)\b")
_OF_ANOTHER_LIST = re.compile(
    r"\b(?:quyet dinh|qd) (?:so )?\d|\bquyet dinh (?:truoc|cu|da|khac|cua|cong bo|ngay|noi tren|neu tren)\b|\bcac quyet dinh\b"
)


def unread_days(
    sentences: Sequence[Sentence],
    effect: Effect,
    items: Sequence[ReadItem],
    relations: Sequence[Relation],
    asked: Iterable[Question],
    signed_on: date | None,
) -> Iterator[Question]:
    """One question for each sentence that says something of the list which nothing took."""
    taken = _taken(effect, items, relations, signed_on)
    said = [fold(text) for question in asked for name, text in question.fields if name == "text"]
    acts = [fold(item.raw_text) for item in items if item.raw_text and item.table_no is None]
    coded = {item.code for item in items if item.table_no is not None and item.code}
    dated = {code for row in effect.rows for code in row.codes}
    of_articles = {part for part in {item.part for item in items} if part and part.startswith("Điều")}
    told = [row.text for row in effect.rows if row.text and any(map(row.covers, items))]
    names: dict[str, list[str]] = defaultdict(list)  # by their last word
    for name in [item.name for item in items if item.part not in of_articles]:
        names[name[name.rfind(" ") + 1 :]].append(name)

    for sentence in sentences:
        folded = sentence.folded
        covered = any(one and (one in folded or folded in one) for one in (*said, *acts))
        if covered or len(folded) != len(sentence.text) or folded.endswith(":"):
            continue
        if any(_is_left(clause, taken) for clause in folded.split(";")):
            yield left_over(sentence, ReviewKind.LEFT_OVER_DATE)
        elif _speaks_of_a_row(_without(sentence, told), names, coded - dated) or _speaks_of_the_list(
            sentence
        ):
            yield left_over(sentence)


def _without(sentence: Sentence, clauses: Iterable[str]) -> Sentence:
    """A sentence without those of its clauses that gave rows their own effect."""
    text, folded = sentence.text, sentence.folded
    for clause in clauses:
        at = text.find(clause)
        if at >= 0:
            text, folded = (
                f"{one[:at]}{' ' * len(clause)}{one[at + len(clause) :]}" for one in (text, folded)
            )
    return replace(sentence, text=text, folded=folded)


def _taken(
    effect: Effect, items: Iterable[ReadItem], relations: Sequence[Relation], signed_on: date | None
) -> frozenset[date]:
    """Days that something has; the last day and the first one without are one and the same end."""
    holders: list[RowEffect | ReadItem | Relation] = [*effect.rows, *items, *relations]
    begins = {effect.effective_on, signed_on, *[one.effective_on for one in holders]}
    ends = {effect.effective_until, *[one.effective_until for one in holders]}
    ends |= {one.ends_on for one in effect.rows}
    begins |= {one.target.signed_on for one in relations}
    last = [day - timedelta(days=1) for day in ends if day is not None]
    return frozenset(day for day in (*begins, *ends, *last) if day is not None)


def _is_left(clause: str, taken: Collection[date]) -> bool:
    """Whether a clause names a time of effect that nothing has."""
    if _TASK.search(clause) or not _FORCE.search(clause):
        return False
    cited = {one.signed_on for one in find_citations(clause)}
    days = [parse_date(found["day"]) for found in _SPANS.finditer(clause)]
    if any(day not in taken and day not in cited for day in days):
        return True
    own = "quyet dinh nay" in clause and "hieu luc" in clause  # the clause of effect is asked about by itself
    own = own or is_of_rows(clause)  # its rows are
    return not own and not find_dates(clause) and _COUNTED.search(clause) is not None


def _speaks_of_a_row(sentence: Sentence, names: Mapping[str, Sequence[str]], coded: Collection[str]) -> bool:
    """Whether a sentence says something of one row of this list: by its code, its number in it, or its name."""
    text, folded = sentence.text, sentence.folded
    if is_of_rows(folded) or leaves_out(text, folded):
        return False  # an effect or exception was read as such
    codes = {code.base for code in find_codes(text)}
    if codes:  # those of no row have an account of their own
        return codes <= set(coded) and _PUBLISHED.search(folded) is None
    addressed = _ADDRESSED.search(folded) is not None and _OF_ANOTHER_LIST.search(folded) is None
    quoted = {_key(found["name"]) for found in _NAMED.finditer(text)}
    if addressed or (quoted and not quoted.isdisjoint(map(_key, chain.from_iterable(names.values())))):
        return True
    moved = (_MOVES.search(folded) or not _DUTY.search(folded)) and not NOT_YET.search(folded)
    if _NAMED.search(text) and moved and _PUBLISHED.search(folded) is None and not find_citations(text):
        return True
    bare = _PUBLISHED.search(folded) is None and _DUTY.search(folded) is None
    return bare and _holds_a_name(_key(text), names)


def _holds_a_name(said: str, names: Mapping[str, Sequence[str]]) -> bool:
    """Whether a long name stands in a sentence, both as keys. Names whose last word is none of it are not made into keys."""
    words, whole = set(said.split()), f" {said} "
    for last, ending in names.items():
        if last.isalpha() and (folded := fold(last)) not in words and folded.isascii():
            continue  # nearly every name of nearly every sentence
        keys = map(_key, ending)
        if any(len(key) >= _LONG_NAME and f" {key} " in whole for key in keys):
            return True
    return False


def _speaks_of_the_list(sentence: Sentence) -> bool:
    """Whether an article after the first says something of the whole list that is no task, act or effect."""
    text, folded = sentence.text, sentence.folded
    if sentence.article < 2 or _LIST.search(folded) is None or _OF_ANOTHER_LIST.search(folded):
        return False
    if is_of_rows(folded) or leaves_out(text, folded) or find_codes(text):
        return False
    return _PUBLISHED.search(folded) is None and _KNOWN.search(folded) is None


def _key(name: str) -> str:
    folded = fold(name)
    if folded.isascii():
        return " ".join(folded.translate(_TO_WORDS).split())
    return re.sub(r"[^a-z0-9]+", " ", folded).strip()


#: Signs that part words, as spaces: the same as the expression above, and far quicker.
_TO_WORDS = {code: " " for code in range(128) if not (chr(code).isdigit() or chr(code).islower())}
