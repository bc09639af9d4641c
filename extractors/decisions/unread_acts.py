"""Acts on other decisions that the grammar of acts does not know: asked about, never passed over.

A sentence of an article that names a decision of the same kind beside words of acting does something to it. What became
neither relation nor item is one question; what only tells, orders somebody to prepare, or says that all stays is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from niemyet.extractors.decisions.sentences import LONGEST_SHOWN, Sentence, left_over
from niemyet.model.records import Question, Relation, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, RelationType, ReviewKind
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_CITED = re.compile(
    r"\b(?:quyet dinh|qd) (?:so )?\d{1,6} ?/ ?(?:\d{4} ?/ ?)?qd ?- ?(?:ubnd|ct)"
    r"|\bquyet dinh (?:so )?\d{1,5} (?=ngay \d)"
)
#: "Dừng" without its tones is "dung" of "nội dung", "sử dụng", "áp dụng", "xây dựng" too.
_STOP = r"(?<!noi )(?<!su )(?<!ap )(?<!xay )(?<!tuyen )(?<!nguoi )dung"
#: What happens to a decision that is the subject.
_HAPPENS = re.compile(
    r"^(?:(?!\b(?:ve viec|cong bo|v/v|thu tuc|tthc|danh muc)\b)[^;]){0,140}?\b(?:(?:bi|duoc) (?:bai bo|huy bo|thay the|thu hoi"
    r"|dinh chi|tam \w+|lui|keo dai|gia han|khoi phuc|sua doi|dinh chinh|dieu chinh)|tam (?:ngung|dung|dinh chi|hoan)"
    r"|(?:khong con|het|mat|cham dut) (?:gia tri|hieu luc)"
    rf"|(?:ngung|{_STOP}|thoi|chua|khong) (?:thuc hien|thi hanh|ap dung|hieu luc)"
    r"|chuyen (?:giao )?(?:cho|ve|sang|len|xuong)|co hieu luc (?:ke )?tu|tiep tuc [^;]{0,60}\bden)\b"
)
#: What a sentence does to a decision that is the object.
_DOES = re.compile(
    rf"(?<!bi )(?<!duoc )\b(?:hoan|thoi|ngung|{_STOP}|(?:khong|chua)(?: tiep tuc| con)? (?:thuc hien|ap dung"
    r"|cong khai|niem yet|tiep nhan|giai quyet|cong bo)"
    r"|tiep tuc (?:thuc hien|ap dung)|cham dut|bai bo|huy bo|loai (?:bo|khoi|ra)|dua (?:ra )?khoi|go bo"
    r"|rut|huy|gia han|keo dai|lui|khoi phuc|tam \w+|dinh chi"
    r"|thu hoi|thay (?:the|cho)|dinh chinh|cong bo lai|sua doi|(?:het|mat|vo) hieu(?: luc)?|xoa bo|thoi)\b[^;]{0,110}$"
)
#: Before a decision that is itself the subject of its sentence: whatever follows says what becomes of it.
_SUBJECT = re.compile(
    r"\s*(?:dieu \d{1,2}[a-z]?\s*[.:]\s*)?(?:\d{1,2}[.)]\s*|[a-zd]\)\s*|-\s*)?"
    r"(?:(?:rieng|doi voi|toan bo|noi dung|cac|danh muc|phu luc(?: \w{1,4})?|phan \w{1,4}|kem theo|ban hanh|cua|tai),? )*$"
)
#: Asked for, prepared or supposed: nothing happens yet.
NOT_YET = re.compile(
    r"\b(?:tham muu|trinh|de nghi|de xuat|ra soat|bao cao|truong hop|khi can|kien nghi|nghien cuu|du kien"
    r"|neu(?! (?:tai|tren|o|trong|ten|ro|ra|sau|duoi)\b))\b"  # "nêu tại" is no "nếu"
)
_STAYS = re.compile(
    r"\b(?:khong|chua)(?: duoc| bi| phai)? (?:bai bo|huy bo|thay the|thu hoi|sua doi)"
    r"|(?<!chi )\b(?:van|con|giu nguyen) (?:con |co )?hieu luc"
    r"|\bnoi dung (?:khac|con lai)\b[^;]*\b(?:khong thay doi|giu nguyen)\b"
)
_UNTIL = re.compile(r"\b(?:den|tu) (?:het )?(?:ngay |thang |nam |quy |khi )")
#: Titles and lists of what was published there: "thủ tục … được sửa đổi tại Quyết định số …".
_TELLS = re.compile(
    r"\b(?:bi|duoc|da)(?: duoc)? (?:bai bo|huy bo|thay the|sua doi|bo sung|cong bo|ban hanh)[^;]{0,90}$"
)
_QUOTED = re.compile(r"“[^”]*”")
_FIELD = (
    r"(?:thoi (?:gian|han)(?: giai quyet| thuc hien)?|(?:muc )?(?:thu )?(?:le )?phi"
    r"|dia diem|co quan (?:thuc hien|giai quyet)|ten goi|tham quyen(?: giai quyet| tiep nhan| thuc hien)*|ten)"
)
_ALTERS = r"(?:giam|rut ngan|cat giam|tang|dieu chinh|mien|thay doi|nang|ha|khong thu|quy dinh lai|an dinh|doi|chuyen|phan cap)"
#: What is posted of a procedure is made another: "Giảm thời hạn giải quyết thủ tục …", "Mức thu lệ phí của thủ tục … điều chỉnh".
_ALTERED = re.compile(
    rf"^(?:dieu \w+[.:] ?)?[^;]{{0,60}}?\b(?:{_ALTERS}\b[^;]{{0,40}}\b{_FIELD}\b[^;]{{0,80}}\b(?:thu tuc|tthc)"
    rf"|{_FIELD}\b[^;]{{0,80}}\b(?:thu tuc|tthc)\b[^;]*\b(?:{_ALTERS}|con|thanh)\b"
    rf"|(?:thu tuc|tthc)\b[^;]*\b(?:giam|rut ngan|dieu chinh)\b[^;]{{0,40}}\b(?:con|thanh|xuong)\b)"
)
#: Which procedure, or which value: without one it is a task for somebody ("cắt giảm thời gian giải quyết thủ tục hành chính").
_CERTAIN = re.compile(
    r"\b(?:con|thanh|la|xuong) (?:\d{1,3} (?:ngay|gio)\b|[\d.]+ ?dong)|\b(?:thu tuc|tthc)\s+[“\"]"
    r"|\b(?:thu tuc(?: hanh chinh)?|tthc|danh muc)\b[^;.]{0,30}\b(?:tai|neu|thuoc|trong|theo|nay|tren)\b ?"
    r"(?:phu luc|danh muc|dieu|kem|$)"
)
#: The list gives way to something else that is printed or shown: "Trường hợp thời hạn tại Phụ lục khác với … thì áp dụng …".
#: To law it always does, and an earlier decision gives way to this one: both say nothing of its rows.
_YIELDS = re.compile(
    r"\b(?:truong hop|khi|neu)\b[^.;]{0,120}\b(?:khac (?:voi|nhau)|khong (?:thong nhat|trung khop|dong nhat|khop|phu hop)"
    r"|mau thuan|sai khac|su khac (?:nhau|biet))\b[^.;]{0,200}\b(?:ap dung|thuc hien|tuan|theo|can cu)\b"
    r"(?! (?:theo )?(?:cac )?(?:van ban (?:quy pham )?phap luat|quy dinh (?:cua |tai )?(?:van ban|phap luat|luat|nghi dinh)"
    r"|quyet dinh nay|van ban (?:moi|do)))(?! [^.;]*\b(?:quyet dinh nay|van ban quy pham|phap luat)\b)"
)
#: What an office is to do, what a decision is about, and words of the course of things: such a sentence only names the decision.
_COURSE = re.compile(
    r"\b(?:giao|trach nhiem|niem yet|cong khai|cap nhat|xay dung|phoi hop|chu tri|to chuc|trien khai|theo doi|don doc|huong dan"
    r"|bao cao|can cu|vuong mac|phan anh|thong bao|thi hanh|quy trinh|cau hinh|kiem tra|yeu cau|noi nhan|gom|sau day|nhu sau"
    r"|chi tiet|dong dau|nhiem vu|chuc nang|ke hoach|de an|quy che|quyet dinh nay|uy quyen|phan cong|ve viec"
    r"|xem|tham khao|(?:phi|le phi|muc thu)\b[^;]*\btheo"
    r"|(?:thuc hien|ap dung|giai quyet|tuan thu)(?: dung)? (?:theo|quy dinh)"
    r"(?! (?:danh muc|phu luc|ban|noi dung) (?:nay|moi|kem)))\b"
    r"|:\s*$"
)
_OF_LISTS = re.compile(r"\b(?:thu tuc|tthc|danh muc|phu luc|noi dung|so thu tu|stt)\b")
#: A decision that only says where a procedure was published, and then what becomes of it here: "… nhường chỗ cho dòng 1".
_GOES_ON = re.compile(
    r"\b(?:danh muc|phu luc) nay\b|\b(?:dong|hang|thu tuc|muc) (?:thu (?:nhat|hai|ba|tu|nam)|(?:so )?\d)\b"
)
#: Decisions without a number that hold no more: "Các quyết định công bố trước ngày … từ nay không dùng".
_SOME_END = re.compile(
    r"\b(?:cac|nhung|moi|tat ca|toan bo) quyet dinh\b(?! nay| sau| duoi)[^;.]{0,160}?"
    r"\b(?:khong|thoi|ngung|chang)(?: con| duoc| tiep tuc| phai)*"
    r" (?:dung|su dung|ap dung|thuc hien|thi hanh|gia tri|hieu luc|luu hanh)\b"
)
#: "Bổ sung 02 thủ tục hành chính vào Danh mục ban hành kèm theo Quyết định số …": its rows say which, and all else there stays.
_ADDS = re.compile(
    r"\s*(?:dieu \d+[a-z]?[.:] ?)?(?:\d+[.)] ?)?(?:cong bo )?bo sung (?:danh muc )?(?:\d{1,3} |cac )?(?:thu tuc|tthc)\b[^;.]*?"
    r"\bvao (?:danh muc|phu luc|muc|phan|quyet dinh)\b(?!.*\b(?:bai bo|huy bo|thay the|sua doi|het hieu luc|dinh chinh)\b)"
)
#: "Các thủ tục hành chính cấp xã … tiếp tục thực hiện": beside a decision that ends as a whole it says that a part does not.
_LISTED_GOES_ON = re.compile(
    r"^(?:(?:rieng|doi voi|cac|nhung|tat ca|toan bo|\d{1,3}|danh muc|phan),? )*(?:thu tuc|tthc|danh muc|phu luc|linh vuc)\b"
    r"(?![^;.]*\bho so\b)[^;.]*\b(?:(?:van|con) (?:con |co )?hieu luc"
    r"|tiep tuc (?:duoc )?(?:thuc hien|ap dung|co hieu luc|niem yet|giai quyet)|giu nguyen|khong (?:bi )?(?:bai bo|thay the))\b"
)
_ENDS_WHOLE = frozenset({RelationType.REPEALS_DOC, RelationType.REPLACES_DOC, RelationType.WITHDRAWS})
#: Relations that say what becomes of their target; of the others more has to be told.
_TOLD = frozenset(RelationType) - {RelationType.CORRECTS, RelationType.AMENDS}


def unread_acts(
    sentences: Sequence[Sentence], relations: Sequence[Relation], items: Iterable[ReadItem], own: int | None
) -> Iterator[Question]:
    """One question a sentence whose act on a decision was not read."""
    told = {one.target.number for one in relations if one.type in _TOLD or one.effective_on or one.undated}
    told |= {
        int(one.scope or 0) for one in relations if one.type is RelationType.RENUMBERS
    }  # the right number
    listed = list(items)
    corrects = any(one.action is Action.CORRECT for one in listed)
    coded = {one.code for one in listed}
    ends_whole = any(one.type in _ENDS_WHOLE and one.scope is None for one in relations)
    for sentence in sentences:
        folded = _without_quotes(sentence)
        if folded is None or re.match(r"(?:can cu|theo de nghi|xet )", folded):
            continue
        if _alters_a_procedure(sentence, coded) and not _is_of_a_row(sentence, listed):
            yield left_over(sentence)
            continue
        if ends_whole and _LISTED_GOES_ON.search(folded):
            yield left_over(sentence)
            continue
        if listed and _YIELDS.search(sentence.folded):
            yield left_over(sentence)
            continue
        if _SOME_END.search(folded) and not NOT_YET.search(folded) and _CITED.search(folded) is None:
            yield left_over(sentence)
            continue
        numbers = [one.number for one in find_citations(sentence.text) if one.number not in {None, own}]
        if (
            not numbers
            or set(numbers) <= told
            or (
                corrects and re.match(r"(?:dieu \d+[a-z]?[.:] ?)?dinh chinh\b", folded.lstrip())
            )  # its rows say what
            or _is_of_a_row(sentence, listed)
            or (_ADDS.match(folded) and any(one.action is Action.NEW and one.table_no for one in listed))
        ):
            continue
        if any(_acts(folded, cited) for cited in _CITED.finditer(folded)):
            yield left_over(sentence)


def _is_of_a_row(sentence: Sentence, listed: Iterable[ReadItem]) -> bool:
    """Whether a sentence is a row of this decision, or a part of one. Asked of few, so that rows are folded for them alone."""
    texts = (fold(one.raw_text) for one in listed if one.raw_text)
    return any(text and (text in sentence.folded or sentence.folded in text) for text in texts)


def _alters_a_procedure(sentence: Sentence, listed: set[str | None]) -> bool:
    """Whether a sentence gives a procedure another time, fee or place that no row of this decision states."""
    codes = {code.base for code in find_codes(sentence.text)}
    if NOT_YET.search(sentence.folded) or not _ALTERED.search(sentence.folded):
        return False
    return not codes <= listed if codes else _CERTAIN.search(sentence.folded) is not None


def _without_quotes(sentence: Sentence) -> str | None:
    if len(sentence.text) != len(sentence.folded):
        return None
    out = sentence.folded
    for found in _QUOTED.finditer(sentence.text):
        out = out[: found.start()] + " " * len(found.group()) + out[found.end() :]
    return out


def _acts(folded: str, cited: re.Match[str]) -> bool:
    """Whether something is done to the decision that is cited there."""
    begun = folded.rfind(";", 0, cited.start()) + 1
    before, after = folded[begun : cited.start()], folded[cited.end() :]
    stays = _STAYS.search(folded[begun:]) and not _UNTIL.search(after[40:])
    if NOT_YET.search(before) or stays:
        return False
    if _HAPPENS.search(after) or _SUBJECT.fullmatch(before) or _is_no_task(folded[begun:], before):
        return True
    does = _DOES.search(before)
    if does is None or _TELLS.search(before):
        return False
    goes_on = does.group().startswith("tiep tuc")
    return not goes_on or "tro lai" in does.group() or _UNTIL.search(after[12:]) is not None


def _is_no_task(clause: str, before: str) -> bool:
    """Whether a clause brings lists and a decision together in words that nobody foresaw: "Thủ tục tại Quyết định A mà trùng
    tên thì theo Danh mục này", "Danh mục tại Quyết định A được viết lại"."""
    clause = clause.partition(". ")[0] if not _CITED.search(clause.partition(". ")[2]) else clause
    told = _TELLS.search(before) is not None and _GOES_ON.search(clause, len(before)) is None
    return not told and _OF_LISTS.search(clause) is not None and _COURSE.search(clause) is None


#: "UBND tỉnh đính chính mã thủ tục …", "V/v đính chính Quyết định số …"; a procedure may be named "Đính chính Giấy chứng nhận".
_PUTS_RIGHT = re.compile(r"(?<!thu tuc )\bdinh chinh\b(?! (?:giay|gcn|thong tin ho tich|so ho tich))")


def unread_letter(lines: Iterable[str], asked: Iterable[Question]) -> Iterator[Question]:
    """One question about a paper without articles that puts a decision right ("công văn đính chính"): nothing of it is read."""
    folded = [(line, fold(line)) for line in lines]
    if not any(_CITED.search(one) for _, one in folded):
        return
    said = next((line for line, one in folded if _PUTS_RIGHT.search(one)), None)
    if said is not None and not any(one.kind in _OF_LETTERS for one in asked):
        yield Question(ReviewKind.LEFT_OVER_TEXT, fields(place="công văn", text=said[:LONGEST_SHOWN]))


#: What asks about the same words already.
_OF_LETTERS = frozenset({ReviewKind.LEFT_OVER_CODE, ReviewKind.CORRECTION_UNCLEAR})
