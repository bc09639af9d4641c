"""What the articles take back from the list that they publish: exceptions, and a ground that is not the whole.

"…, trừ thủ tục tại số thứ tự 2 Phụ lục": the rows named are left out where they can be told, otherwise nothing of the list
is applied and a person is asked. "Chỉ áp dụng tại xã Tam Hải": never on every board (RULINGS 43).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from niemyet.extractors.decisions.acts import VERB
from niemyet.extractors.decisions.effect import RowEffect, is_of_rows, rows_meant
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import find_codes

#: In the letters of the document: without marks "trừ" is "trú", "trụ", "trữ".
_LEAVES_OUT = re.compile(
    r"(?<!khấu )(?<!loại )\b(?:ngoại trừ|trừ ra|trừ|loại trừ|không bao gồm|không gồm|không kể|không tính"
    r"|không áp dụng(?: Quyết định này)?(?: đối với| cho| với)|không công bố|chưa công bố)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\briêng\b", re.IGNORECASE)
_STAYS = re.compile(
    r"\b(?:vẫn |được )?(?:tiếp tục (?:được )?(?:thực hiện|áp dụng|giải quyết)|giữ nguyên|(?:không|chưa) (?:được )?(?:thực hiện"
    r"|áp dụng|tiếp nhận|triển khai|thay đổi|bãi bỏ|sửa đổi|công bố|có hiệu lực))\b"
    r"|\bvẫn (?:thực hiện|áp dụng|giải quyết|còn hiệu lực|có hiệu lực)\b",
    re.IGNORECASE,
)
_OF_PROCEDURES = re.compile(
    r"\b(?:thu tuc|tthc|stt|so thu tu|so \d|muc (?:\d|[ivxlabcd]{1,4}\b)|phan (?:\d|[ivxlabcd]{1,4}\b)|phu luc|ma so|ma \d"
    r"|linh vuc|danh muc|noi dung)"
)
#: Others than those of the list: they are not published here, so nothing is left out of it.
_OTHERS = re.compile(
    r"\b(?:khac|con lai|(?<!\bhang )khong (?:thuoc|co trong|nam trong|duoc|phai)|ngoai danh muc"
    r"|da (?:duoc )?cong bo truoc|ho so)\b"
)
#: A clause of this list: "tiếp tục thực hiện theo quy định cũ" leaves its rows out for sure.
_SURE = re.compile(
    r"\btru\b|\btru ra\b|khong bao gom|khong gom|khong ke|khong tinh|khong ap dung|khong cong bo|loai tru"
    r"|tiep tuc (?:duoc )?(?:thuc hien|ap dung|giai quyet) theo (?:quy dinh |noi dung )?(?:cu|hien hanh|quyet dinh)"
)
#: "trừ thủ tục số 2 do Sở Tư pháp giải quyết": it is published, and another's.
_GIVEN_AWAY = re.compile(r"\bdo\b[^;.]{2,60}\b(?:giai quyet|thuc hien|quyet dinh)\b|\bthuoc tham quyen\b")
_QUOTED = re.compile(r"“[^”]*”")
_ROW_WORDS = re.compile(r"\b(?:stt|so thu tu|so)\b")


@dataclass(slots=True)
class ListLimits:
    """What limits a list: its rows as they stand after it, flags of the decision, questions."""

    items: list[ReadItem]
    questions: list[Question] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def read_limits(
    title: str | None,
    sentences: Sequence[Sentence],
    headings: Iterable[str],
    items: Sequence[ReadItem],
    issuer_name: str | None,
    lines: Iterable[str] = (),
) -> ListLimits:
    """Exceptions and ground, as title, articles (without their acts on others), headings, notes and the lines beside the list
    state them."""
    limits = ListLimits(list(items))
    listed = [
        index
        for index, item in enumerate(items)
        if item.table_no is not None or "row_from_text" in item.flags
    ]
    if not listed:
        return limits
    headed = [(text, aligned_fold(text)) for text in headings]
    for text, folded in (*_clauses(sentences), *headed):
        _leave_out(limits, text, folded, listed)
    beside = [
        (text, aligned_fold(text)) for text in lines if _ONLY.search(text) and not _OF_A_ROW.search(text)
    ]
    spoken = [*((one.text, one.folded) for one in sentences), *headed, *beside]
    if title:
        spoken.insert(0, (title, aligned_fold(title)))
    for text, folded in spoken:
        if is_local(text, folded, issuer_name):
            limits.flags.append("ground_unclear")
            limits.questions.append(
                Question(ReviewKind.GROUND_UNCLEAR, fields(text=text.strip()[:300]), ("everywhere", "none"))
            )
            break
    _local_rows(limits, listed, issuer_name)
    return limits


# ---- exceptions ----------------------------------------------------------------------------------------------


def _clauses(sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    """Clauses that do not themselves act on procedures: an act has an exception of its own (`acts`)."""
    for sentence in sentences:
        if len(sentence.text) != len(sentence.folded) or VERB.match(sentence.folded.lstrip()):
            continue
        last = 0
        for cut in re.finditer(r";", sentence.text):
            yield sentence.text[last : cut.start()], sentence.folded[last : cut.start()]
            last = cut.end()
        yield sentence.text[last:], sentence.folded[last:]


def _leave_out(limits: ListLimits, text: str, folded: str, listed: Sequence[int]) -> None:
    """Rows that a clause leaves out of the list."""
    if len(text) != len(folded):
        return
    place = _excepted(text, folded)
    if place is None or is_of_rows(folded) or is_of_rows(folded[place[0] : place[1]]):
        return  # an effect of its own: `effect`
    start, end = place
    named = text[start:end], folded[start:end]
    meant = rows_meant(*named, named[1])
    rows = _rows_of(limits.items, listed, meant) if meant is not None else []
    if rows and _SURE.search(folded[max(0, start - 20) :]) and not _GIVEN_AWAY.search(named[1]):
        for index in rows:
            limits.items[index] = _flagged(limits.items[index], "excepted")
        return
    for index in rows or listed:
        limits.items[index] = _flagged(limits.items[index], "exception_unclear")
    if "exception_unclear" not in limits.flags:
        limits.flags.append("exception_unclear")
    limits.questions.append(Question(ReviewKind.EXCEPTION_UNCLEAR, fields(text=text.strip(" ,.")[:300])))


def leaves_out(text: str, folded: str) -> bool:
    """Whether a clause leaves something out of the list."""
    return len(text) == len(folded) and _excepted(text, folded) is not None


@lru_cache(maxsize=1 << 10)
def _excepted(text: str, folded: str) -> tuple[int, int] | None:
    """Where a clause speaks of what it leaves out; None where it leaves out nothing of the list."""
    for pattern in (_LEAVES_OUT, _APART):
        for found in pattern.finditer(text):
            after = folded[found.end() :]
            if not _inside(text, found.start()) and _names_procedures(text[found.end() :], after[:200]):
                return found.end(), len(text)
    for found in _STAYS.finditer(text):
        before = folded[: found.start()]
        addressed = (
            _ROW_WORDS.search(before) or find_codes(text[: found.start()]) or "“" in text[: found.start()]
        )
        quiet = _OTHERS.search(before) or "quyet dinh nay" in before[-60:]
        if not _inside(text, found.start()) and addressed and not quiet and _OF_PROCEDURES.search(before):
            return 0, found.start()
    return None


def _names_procedures(text: str, folded: str) -> bool:
    if re.match(r"[\s:]*(?:cac )?truong hop\b", folded) or _OTHERS.search(folded[:60]):
        return False
    return _OF_PROCEDURES.search(folded) is not None or bool(find_codes(text))


def _rows_of(items: Sequence[ReadItem], listed: Sequence[int], meant: RowEffect) -> list[int]:
    """The rows of the list that are meant, where each that is named is there exactly once; else none."""
    met = [index for index in listed if meant.covers(items[index])]
    if meant.codes:
        exact = {items[index].code for index in met} == set(meant.codes)
    elif meant.rows:
        exact = len(met) == len(meant.rows)
    elif meant.names:
        exact = len(met) == len(meant.names)
    else:
        exact = bool(met) and len(met) < len(listed)
    return met if exact else []


def _flagged(item: ReadItem, flag: str) -> ReadItem:
    return item if flag in item.flags else replace(item, flags=(*item.flags, flag))


def _inside(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("“") > before.count("”")


# ---- ground ------------------------------------------------------------------------------------------------------

_KIND = r"(?:xa|phuong|thi tran|thi xa|huyen|quan|dac khu|thanh pho|tp\.?)"
_BODY = r"(?:(?:ubnd|uy ban nhan dan|bo phan mot cua|trung tam phuc vu hanh chinh cong|tru so|dia ban|pham vi|cua|cac) )*"
#: Looked at from every word on: in "cho các phường thuộc thành phố Tam Kỳ" the second unit is the one with a name.
_NAMED_UNIT = re.compile(
    r"(?=\b(?:tai|o|tren|trong|doi voi|thuoc|cho|rieng|tru|tham quyen(?: giai quyet| tiep nhan)*(?: cua)?) "
    rf"{_BODY}(?P<unit>{_KIND} (?P<name>\S[^,;.()]{{0,40}})))"
)
#: The kinds of units in the letters of the document: without marks "quản lý" is a quận, "phương tiện" a phường.
_UNIT_WORD = re.compile(
    r"(?:xã(?! hội)|phường|thị trấn|thị xã|huyện|quận|đặc khu|thành phố|tp\.?)(?!\w)", re.IGNORECASE
)
#: Units that are counted or described instead of named: "áp dụng tại 05 xã vùng cao", "đối với các xã đảo".
_SOME_UNITS = re.compile(
    rf"\b(?:ap dung|trien khai|thuc hien|tiep nhan|hieu luc|lam|tien hanh|giai quyet) (?:tai|o|doi voi|cho|tren dia ban) {_BODY}"
    rf"(?:\d{{1,3}} {_KIND}\b|(?:nhung |mot so )?{_KIND}, ?(?:{_KIND},? ?(?:va )?)*"
    r"(?:dao|vung|mien|ven|bien gioi|khu vuc|dac biet|kho khan)\b"
    rf"|(?:nhung |mot so )?{_KIND} (?:dao|vung|mien|ven|bien gioi|khu vuc|dac biet|kho khan|thuoc (?:vung|khu vuc|dien)))"
)
#: Ground that is no unit: "thực hiện ở khu vực biên giới", "riêng Khu kinh tế mở Chu Lai do Ban Quản lý giải quyết".
_AREA = r"(?:khu (?:kinh te|cong nghiep|che xuat|cong nghe|vuc)|vung (?:bien|cao|sau|xa|dan toc|kho khan)|hai dao|bien gioi)"
_SOME_AREA = re.compile(
    r"\b(?:ap dung|trien khai|thuc hien|tiep nhan|hieu luc) (?:tai|o|doi voi|cho|tren dia ban|trong(?: pham vi)?) "
    rf"(?:cac |nhung |mot so )?{_AREA}\b"
    rf"|\brieng (?:doi voi |tai |o |cho |tren dia ban )?(?:cac )?(?:{_AREA}|{_KIND} (?:dao|vung|mien|ven|bien))\b"
)
_FORCE = re.compile(
    r"\b(?:ap dung|thuc hien|trien khai|thi diem|tiep nhan|giai quyet|hieu luc|cong bo|tham quyen)\b"
)
_ONLY = re.compile(
    r"(?<!địa )(?<!đình )(?<!chứng )\bchỉ (?:được )?(?:áp dụng|thực hiện|tiếp nhận|triển khai|có hiệu lực|giải quyết|thí điểm)\b"
    r"|\bthí điểm\b",
    re.IGNORECASE,
)
#: A line beside the list that speaks of one row, not of all of them.
_OF_A_ROW = re.compile(r"\d\.\d{6}|\b(?:số|STT|thứ tự)\s*\d", re.IGNORECASE)
_SOME_PLACE = re.compile(
    r"\b(?:tai|o|tren|doi voi|trong pham vi|cho)\b[^;.]{0,40}?(?<!cap )\b(?:xa|phuong|thi tran|huyen|quan|dac khu|dia ban|khu vuc"
    r"|dia phuong|don vi|thon|vung|dao|mien nui)\b"
)
_WHOLE = re.compile(
    r"\b(?:toan tinh|toan thanh pho|toan dia ban|tat ca (?:cac )?(?:xa|phuong|huyen|don vi|dia phuong))\b"
)
_DUTY = re.compile(r"\b(?:niem yet|cong khai|chiu trach nhiem|to chuc thuc hien|noi nhan)\b")


@lru_cache(maxsize=1 << 10)  # headings and clauses say the same in one decision after the other
def is_local(text: str, folded: str, issuer_name: str | None) -> bool:
    """Whether words hold a list to a part of the ground: a unit that is named, or "chỉ", "thí điểm" at some place."""
    if len(text) != len(folded) or _WHOLE.search(folded):
        return False
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    words = "".join(sign if kept != " " else " " for sign, kept in zip(folded, bare, strict=True))
    own = aligned_fold(issuer_name or "")
    for found in _NAMED_UNIT.finditer(words):
        begins = bare[found.start("name")]
        if not _UNIT_WORD.match(bare, found.start("unit")):
            continue
        named = found["unit"].split(" va ")[0].strip()
        of_issuer = any(one.startswith(own_unit) for own_unit in _units_in(own) for one in (named,))
        if (
            begins.isupper()
            and not of_issuer
            and (_force_before(words, found.start()) or _is_apart(words, found.start()))
        ):
            return True
    if _SOME_UNITS.search(words) or _SOME_AREA.search(words):
        return True
    only = _ONLY.search(bare)
    return only is not None and _SOME_PLACE.search(words, only.start()) is not None


def is_held_to_a_place(text: str) -> bool:
    """Whether a line says that something is done at some place only: "Thủ tục số 3 chỉ thực hiện tại các xã biên giới"."""
    return _ONLY.search(text) is not None and is_local(text, aligned_fold(text), None)


def names_unit(text: str) -> bool:
    """Whether words hold what they say to a unit by its name: "đối với xã Tam Hải"."""
    folded = aligned_fold(text)
    return any(
        text[found.start("name")].isupper() and _UNIT_WORD.match(text, found.start("unit"))
        for found in _NAMED_UNIT.finditer(folded)
    )


def _units_in(issuer: str) -> list[str]:
    """The unit whose decision it is: "thanh pho da nang"."""
    found = re.search(rf"{_KIND} \S.*$", issuer)
    return [found.group()] if found else []


def _is_apart(words: str, place: int) -> bool:
    """Whether a unit is told apart from all others: "Riêng đặc khu Côn Đảo được thực hiện sau …"."""
    rest = words[place:].partition(";")[0]
    return rest.startswith("rieng ") and _FORCE.search(rest) is not None and _DUTY.search(rest) is None


def _force_before(words: str, place: int) -> bool:
    begun = max(words.rfind(";", 0, place), words.rfind(". ", 0, place)) + 1
    before = words[begun:place] + words[place : place + 24]
    return _FORCE.search(before) is not None and _DUTY.search(words[begun:place]) is None


def _local_rows(limits: ListLimits, listed: Sequence[int], issuer_name: str | None) -> None:
    """Rows whose own note holds them to a part of the ground: asked, each on its own."""
    for index in listed:
        item = limits.items[index]
        note = item.note or ""
        if note and _ONLY.search(note) and is_local(note, aligned_fold(note), issuer_name):
            limits.items[index] = _flagged(item, "row_doubtful")
            words = fields(name=item.name or item.code, why="local")
            limits.item_questions.append((index, Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void"))))
