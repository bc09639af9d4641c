"""Remarks that stand behind a value in its own cell: "05 ngày. Tạm dừng thực hiện đến hết ngày 31/12/2025".

Whoever prints a list without a column of notes writes them wherever there is room. A remark is told by two things together:
it begins a piece of its cell (the cell itself, a bracket, a sentence, a line, what follows a dash), and its words are closed:
behind "tạm dừng thực hiện" stands nothing, a day, a place or a source, and no object ("… thực hiện dự án"). So what says
when, how or for whom a value counts is none.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.model.words import Level
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold


class Where(StrEnum):
    """What a cell holds: the same words may speak of the value there, and of the row elsewhere."""

    NAME = "name"
    TIME = "time"
    FEE = "fee"
    PLACE = "place"
    BASIS = "basis"


#: Where a piece begins; a line end is put before the first one. In a clean text they are spaces: there a capital begins it.
_BEGINS = r"[\n ()\[\].;:,*–—+•\-\"“](?:(?<! )[ ]?|(?=[A-ZĐÁ]))"
_SUBJECT = (
    r"(?:(?:(?:riêng )?(?:thủ tục(?: hành chính)?|tthc|nội dung|dòng)(?: này)?,? )?"
    r"(?:(?:hiện|nay|đã|đang|bị|được|sẽ|tạm thời|chính thức|vẫn|đề nghị|dự kiến) )*)"
)
_DO = r"(?:thực hiện|áp dụng|tiếp nhận|giải quyết|triển khai|công khai|niêm yết|công bố|thi hành)"
_DOING = rf"(?:{_DO}(?: {_DO})?(?: được| nữa)?)"
_UNIT = r"(?:xã|phường|thị trấn|huyện|quận|đặc khu|thôn|bản|địa bàn|địa phương|khu vực)"
#: A day with its year, or an event that nobody can date.
_DAY = (
    r"(?:(?:hết|ngày|tháng|quý|năm|thời điểm|ngày làm việc) )*"
    r"(?:\d{1,2} ?[/.-] ?(?:\d{1,2} ?[/.-] ?)?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}|[IV]+/\d{4}|20\d\d|học \d{4})"
    r"(?!\d|/\d|/NĐ|/TT|/NQ|/QĐ)(?! (?:hằng|hàng|mỗi) )"
    r"|(?:đến |tới )?khi (?:có|được) (?:hướng dẫn|văn bản|thông báo|quyết định|quy định|chỉ đạo)"
)
_SPAN = rf"(?:kể từ|từ|bắt đầu từ|cho đến|cho tới|đến|tới|sau|trước) (?:{_DAY})"
_CLOSED = r"(?=[ ]*(?:$|[)\].;\n]))"
_BY = r"(?: (?:theo|tại|bởi|bằng|vì|do)\b(?! (?:quy định|nghị quyết|nghị định|thông tư|luật|pháp luật|trường hợp)))"
_AT = rf"(?: (?:tại|ở|trên|đối với|với|trong) (?:(?:các|một số|những|toàn|cả|trên|ubnd|cấp|những) )*(?:{_UNIT}|tỉnh|sở|bộ)\b)"
_OF_FILES = r"(?: (?:hồ sơ|thủ tục|tthc)(?: mới| này)?)?"

_REMARK = re.compile(
    rf"{_BEGINS}"
    # A fee of nothing, and another sentence behind it: "Không⏎Thực hiện tại Bộ phận Một cửa".
    r"(?!(?:Không|Chưa) [A-ZĐÁ][^A-ZĐ])"
    rf"(?i:{_SUBJECT}(?:"
    rf"(?P<stops>(?:tạm (?:thời )?(?:dừng|ngừng|ngưng|hoãn)|dừng|ngừng|ngưng|chấm dứt|đình chỉ|hoãn|thôi)(?: việc)?"
    rf" {_DOING}{_OF_FILES}(?:{_CLOSED}|{_BY}|{_AT}| {_SPAN}| trong (?:thời gian|\d)| để )"
    rf"|(?:tạm (?:thời )?(?:dừng|ngừng|ngưng|hoãn)|đình chỉ)(?:{_CLOSED}|{_BY}| {_SPAN}))"
    r"|(?P<denies>(?:không|chưa|ko)(?: còn| tiếp tục| được| phải)*"
    rf" {_DOING}{_OF_FILES}(?:{_CLOSED}|{_BY}|{_AT}| {_SPAN})|(?:không|chưa) có hiệu lực)"
    rf"|(?P<ends>(?:bãi bỏ|hủy bỏ|huỷ bỏ|(?:hết|mất) hiệu lực(?: thi hành)?|hết (?:thời )?hạn {_DO})(?:{_CLOSED}|{_BY}| {_SPAN}))"
    rf"|(?P<replaced>(?<=bị |ợc |đã )thay(?: thế)? (?:bằng|bởi|tại|theo)\b)"
    r"|(?P<replaces>thay (?:thế|cho)(?: cho)?(?: các| \d{1,2})? (?:thủ tục|tthc|mục|stt|số thứ tự|dòng|mã)\b)"
    r"|(?P<merged>(?:gộp|ghép|nhập|lồng ghép|sáp nhập|hợp nhất)(?: chung)? (?:vào|với|cùng) (?:thủ tục|tthc|mục|stt|số|dòng|mã)\b"
    r"|trùng(?: lặp)?(?: với)? (?:thủ tục|tthc|mục|stt|số thứ tự|dòng|mã)\b)"
    rf"|(?P<moved>(?:(?<=đã |ợc |sẽ |bị )|(?=[^,;.()]* (?:giải quyết|thực hiện){_CLOSED}))(?:chuyển|giao)"
    r"(?: giao| trả| thẩm quyền)* (?:về|sang|lên|xuống|cho)"
    r" (?:các |chủ tịch )*(?:sở|ubnd|ủy ban|uỷ ban|cấp|bộ|phòng|ban|chi cục|trung tâm|công an|cơ quan thuế)\b)"
    r"|(?P<waits>(?:chờ|đợi) (?:hướng dẫn|văn bản hướng dẫn|bộ|trung ương|chính phủ|ban hành|triển khai|công bố|bàn giao"
    r"|nâng cấp|cấu hình)\b)"
    rf"|(?P<dated>(?:(?:chỉ|bắt đầu|tiếp tục|có) )*(?:(?:{_DOING}|nhận){_OF_FILES}|hiệu lực(?: thi hành)?) {_SPAN})"
    rf"|(?P<held>chỉ (?:được )?(?:{_DOING} )?(?:hồ sơ )?(?:tại|ở|trên|đối với|cho|với)"
    rf" (?:(?:các|một số|những|ubnd|cấp|người dân|địa bàn|toàn) )*(?:{_UNIT}|tỉnh|sở)\b"
    rf"|(?:ngoại trừ|trừ|riêng) (?:(?:các|một số|những|địa bàn) )*{_UNIT}\b)"
    rf"|(?P<pilot>thí điểm(?:{_CLOSED}|{_AT}| {_SPAN}))"
    r"|(?P<recoded>mã (?:số |tthc |thủ tục )*(?:cũ|trước đây|trước kia)\b[^;()]{0,12}?[1-9]\.\d{6})"
    r"|(?P<given>do (?P<who>(?:sở|ubnd|ủy ban|uỷ ban|chủ tịch|phòng|ban|chi cục|cấp)\b[^,;.()]{0,60}?)"
    rf" (?:tiếp nhận(?:,| và)? )?(?:giải quyết|thực hiện|quyết định){_CLOSED})"
    r"))"
)
_BEGIN = re.compile(_BEGINS)
#: How a remark begins, in small letters. Looked for first: four names of five have none of it, and the whole takes far longer.
_FIRST_WORDS = re.compile(
    r"(?:(?:(?:riêng )?(?:thủ tục|tthc)(?: hành chính)?(?: này)?,? )?"
    r"(?:nội dung|dòng|hiện|nay|đã|đang|bị|được|sẽ|tạm|chính thức|vẫn|đề nghị|dự kiến|dừng|ngừng|ngưng|chấm|đình|hoãn|thôi"
    r"|không|chưa|ko|bãi|hủy|huỷ|hết|mất|gộp|ghép|nhập|lồng|sáp|hợp|trùng|chờ|đợi|chỉ|bắt|tiếp tục|có|ngoại|trừ|riêng|thí|mã"
    rf"|thay (?:thế|cho)|do (?:sở|ubnd|ủy|uỷ|chủ|phòng|ban|chi|cấp)|(?:chuyển|giao)(?: \w+){{0,3}}? (?:về|sang|lên|xuống|cho)"
    rf"|(?:{_DO}|nhận|hiệu lực)(?: \w+){{0,6}}? (?:từ|kể|đến|tới|cho|sau|trước))(?= ))"
)
_SIGNS = '\n ()[].;:,*–—+•-"“'  # before a piece
_ENDS_OF_A_PIECE = re.compile(r"[()\[\];\n]|\.(?= |$)")
#: What a piece speaks of instead of its row.
_OF_A_VALUE = re.compile(
    r"\b(?:phí|mức thu|mức giá|đồng|miễn|giảm|trực tuyến|bưu chính|bcci|thời hạn|thời gian|trường hợp|thành phần|giấy"
    r"|mẫu|kết quả|quy trình)\b|%",
    re.IGNORECASE,
)
#: "Phí: chưa áp dụng".
_LABEL_OF_A_FEE = re.compile(r"\bphí ?: ?$", re.IGNORECASE)
_OF_LAW = re.compile(r"\b(?:luật|nghị định|nghị quyết|thông tư|văn bản quy phạm)\b", re.IGNORECASE)
_OF_THE_ROW = re.compile(r"\b(?:thủ tục|tthc)\b", re.IGNORECASE)
#: Words by which a place says where nothing is taken in; the reader of places knows them.
_OF_RECEPTION = re.compile(
    r"(?:không|chưa|chỉ)\b.*\b(?:tiếp nhận|thực hiện|nhận|nộp)\b.* (?:tại|ở)\b|chỉ (?:tại|ở)\b", re.IGNORECASE
)
#: What each column may say of itself: a fee holds for some time, a law ends and is replaced.
_OF_ITSELF = {
    Where.NAME: frozenset[str](),
    Where.TIME: frozenset[str](),
    Where.PLACE: frozenset[str](),
    Where.FEE: frozenset({"dated"}),
    Where.BASIS: frozenset({"dated", "ends", "replaced", "pilot"}),
}


@lru_cache(maxsize=1 << 12)
def remarks_on_its_row(text: str, where: Where, levels: tuple[Level, ...] = ()) -> bool:
    """Whether a cell says beside its value that its row ends, waits, begins on a day, is another's or holds for a part only."""
    return any(_counts(found, where, levels) for found in _remarks(text))


def may_remark(lines: str) -> bool:
    """Whether any of some lines may be what `remarks_on_its_row` or `replaces_by_a_remark` tells, in whatever column."""
    return any(True for _ in _remarks(lines))


def _remarks(text: str) -> Iterator[re.Match[str]]:
    """What reads like a remark, wherever it begins."""
    lines = f"\n{text}"
    small = lines.lower()
    in_step = len(small) == len(lines)  # "İ" is two signs in small letters
    for begun in _BEGIN.finditer(lines):
        if in_step and _FIRST_WORDS.match(small, begun.end()) is None:
            continue
        found = _REMARK.match(lines, begun.start())
        if found is not None:
            yield found


@lru_cache(maxsize=1 << 12)
def replaces_by_a_remark(text: str) -> bool:
    """Whether a cell says beside its value that its row replaces another, and no code says which."""
    found = [one for one in _remarks(text) if one["replaces"]]
    return any(not find_codes(_piece(one)) for one in found)


def said_to_resolve(name: str) -> str | None:
    """Who resolves a row by a remark behind its name: "Cấp thẻ. Do Sở Văn nghệ giải quyết"."""
    return next((one["who"] for one in _remarks(name) if one["given"]), None)


def _counts(found: re.Match[str], where: Where, levels: tuple[Level, ...]) -> bool:
    """Whether a remark speaks of its row, not of the value of its column."""
    kind, piece = _kind(found), _piece(found)
    if kind in {"replaces", "given"} or _OF_A_VALUE.search(piece.replace(found[kind], "", 1)):
        return False
    if kind == "recoded":
        return where is not Where.NAME  # there another code is asked about in any case
    if not _OF_THE_ROW.match(piece):
        alone = piece.strip(_SIGNS) == found.string.strip(_SIGNS)  # of no value: there is none
        if where in {Where.FEE, Where.BASIS} and _OF_LAW.search(piece):
            return False
        if where is Where.FEE and _LABEL_OF_A_FEE.search(found.string, 0, found.start() + 1):
            return False
        if kind in _OF_ITSELF[where] and not alone and "nhận" not in found.group():
            return False
    named = set(levels_named(fold(piece)))
    if named and levels:
        return _is_against(kind, named, set(levels))
    if where is Where.PLACE and _OF_RECEPTION.match(piece):
        return kind == "held"
    leaves_out = kind == "held" and not piece.lower().startswith("chỉ")
    return not leaves_out or where in {Where.NAME, Where.PLACE}


def _kind(found: re.Match[str]) -> str:
    return next(name for name, said in found.groupdict().items() if said and name != "who")


def _is_against(kind: str, named: set[Level], held: set[Level]) -> bool:
    """Whether a remark that names levels takes its row from one that holds it: what becomes of others changes nothing."""
    if kind == "denies":
        return bool(named & held)
    return not named <= held if kind in {"held", "moved"} else True


def _piece(found: re.Match[str]) -> str:
    """The words from a remark on to the end of its piece."""
    end = _ENDS_OF_A_PIECE.search(found.string, found.end())
    return found.string[found.start() : end.start() if end else None].lstrip(_SIGNS)
