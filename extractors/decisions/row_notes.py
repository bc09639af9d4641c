"""What the note of a row says of the row itself: that it ends, waits, is another's, is wrong; or nothing of the kind.

Nobody foresees all the ways in which clerks write that. So a note that tells of a change in whatever words is asked about,
unless it speaks of a part of the procedure or of a way of doing it ("Không thu phí trực tuyến", "Sửa đổi căn cứ pháp lý").
"""

import re
from functools import lru_cache

from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.row_days import NOTHING, days_of_row
from niemyet.model.words import Level
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import tells_of_change
from niemyet.transforms.language.text import fold

#: A note by which the row is given up, or given to another: no word of an amendment (RULINGS 29, 30).
_ENDS_BY_NOTE = re.compile(
    r"\b(?:khong|ko|k) (?:con |tiep tuc )?(?:thuc hien|ap dung|giai quyet|cong khai|niem yet)\b(?! (?:truc tuyen|qua))"
    r"(?! (?:(?:doi )?voi|cho) (?:ho so|truong hop|ho |nguoi|to chuc|ca nhan|doi tuong|hinh thuc)\b)"
    r"|\b(?:khong|ko|k) (?:con |tiep tuc )?tiep nhan\b(?! (?:truc tuyen|truc tiep|qua|ban giay|ho so giay))"
    r"|\b(?:(?<!\bhang )khong (?:con )?thuoc|het|khong con) tham quyen\b"
    r"|^\W*(?:(?:thu tuc|tthc)(?: nay)? )?(?:da |bi |duoc |bai bo,? |va )*thay the (?:bang|boi)\b"
    r"|^\W*(?:(?:la )?(?:thu tuc|tthc)(?: hanh chinh)? )?noi bo\W*$|\bchuyen (?:ve|sang|len|xuong|giao"
    r"|(?:cho )?(?:ubnd|uy ban|so|cap|phong|ban|chi cuc|trung tam)) (?!.*\b(?:tham dinh|xac minh|y kien)\b)"
    r"|^\W*(?:da )?(?:duoc )?(?:gop|ghep|nhap|sap nhap|hop nhat|long ghep) (?:chung )?(?:vao|voi|cung)\b"
    r"|\bhet thoi (?:han|gian) (?:ap dung|thuc hien)\b|\bchi (?:giai quyet|tiep nhan|nhan) ho so (?:ton|cu|da)\b"
    r"|\b(?:bai bo|huy bo|loai bo|cham dut|dung|ngung)(?: viec)?(?: thuc hien)?(?: toan bo)? (?:thu tuc|tthc)(?! (?:so|ma|da) )"
)
#: A note by which the row stands still or does not count. Told by its tones: "trung" is that of "Trung tâm" too.
HOLDS_BACK = re.compile(
    r"\b(?:tạm (?:dừng|ngừng|ngưng|hoãn|thời dừng)|đình chỉ)\b"
    r"|\bchưa (?:đủ điều kiện|sẵn sàng)\b(?! (?:trực tuyến|qua|cung cấp))"
    r"|\bchưa (?:được )?(?:thực hiện|áp dụng|triển khai|tiếp nhận|công bố|có hiệu lực)\b(?! (?:trực tuyến|qua|chữ ký))"
    r"|^\W*(?:bị |công bố )?trùng(?: lặp)?\b|\b(?:bị|công bố) trùng\b"
    r"|\bdự kiến\b|\blùi thời (?:hạn|điểm)\b"
    r"|\bđề nghị (?:bỏ|bãi bỏ|loại|xóa|xoá|rút|hủy|huỷ|không (?:công bố|đưa|công khai))\b|^\W*(?:chờ|đợi)\b",
    re.IGNORECASE,
)
#: "Bãi bỏ theo Quyết định số …": the decision that is cited is that which ends the row itself.
_ENDED_BY = re.compile(
    r"\W*(?:da |bi |duoc )*(?:bai bo|huy bo|het hieu luc) (?:theo|tai|boi) (?:quyet dinh|qd)\b"
)
_CITED = re.compile(r"\b(?:quyet dinh|qd)\b[^;]{0,20}\d|\d ?/ ?qd")


@lru_cache(maxsize=1 << 10)
def gives_up(note: str, levels: tuple[Level, ...] = ()) -> bool:
    """Whether a note gives its row up, or to others than those who hold it, and cites no decision that does."""
    folded = fold(note)
    if _ENDED_BY.match(folded):
        return True
    ends = _ENDS_BY_NOTE.search(folded)
    if ends and ends.group().startswith("chuyen") and set(levels_named(folded[ends.start() :])) & set(levels):
        ends = None  # "Thủ tục cấp huyện chuyển về cấp xã": there it stands
    acts = ends or HOLDS_BACK.search(note)
    return acts is not None and _CITED.search(folded) is None


#: What is a part of the procedure, or a way of doing it: what is said of it ends no row. District bodies are of the past.
_OF_A_PART = re.compile(
    r"\b(?:phi|truc tuyen|buu chinh|bcci|dvc|dvctt|dich vu cong|toan trinh|mot phan|thoi han|thoi gian|thanh phan|ho so"
    r"|can cu|phap ly|phap luat|bieu mau|mau don|to khai|cach thuc|trinh tu|ket qua|dieu kien|yeu cau|van ban|luat|nghi dinh"
    r"|thong tu|nghi quyet|linh vuc|cat giam|rut ngan|lien thong|tham dinh|xac minh|truong hop|doi tuong|tich hop|muc do"
    r"|so hoa|chu ky so|thay doi|doi (?:ten|ma)|thay the|sua doi|bo sung|dieu chinh|cap nhat|giu nguyen|dinh chinh|huyen"
    r"|(?:co|cap) ma|khong (?:quy dinh|gioi han|thu|can|tinh|phai|han che|bat buoc|phu thuoc|qua)|chua phat sinh"
    r"|da (?:duoc )?(?:niem yet|dang tai|cong khai|cong bo|tai cau truc|chuan hoa)|quy trinh|tra tai|cap doi|doi moi|qua mang"
    r"|mau (?:so|don)?|ngay (?:nghi|le))\b|%|\d ?(?:d|dong|ngay|gio)\b"
)
#: Words by which a clerk doubts what stands in the row.
_REMARKS = re.compile(
    r"\b(?:(?:in |ghi |công bố )?(?:sai|nhầm)|(?:in|ghi) thừa|(?:xem|kiểm tra|rà soát|xác định) lại"
    r"|(?:dòng|stt|số thứ tự) này"
    r"|(?:tên|mã)(?: số)?(?: TTHC| thủ tục)? đúng)\b|\?\s*$",
    re.IGNORECASE,
)
_SAYS_NOTHING = frozenset({"khong", "khong co", "co", "x", "-", "nt", "moi"})
_WORDS_OF_A_REMARK = 12  # more are a sentence, which describes; chosen, not measured


@lru_cache(maxsize=1 << 10)
def is_unforeseen(note: str, levels: tuple[Level, ...] = ()) -> bool:
    """Whether a part of a note tells of a change in words that were not foreseen, or doubts its row."""
    return any(_tells(part.strip(), levels) for part in re.split(r"[;\n]|\. ", note))


def doubts_itself(note: str) -> bool:
    """Whether a note says that what stands in its row is wrong, or to be looked at again."""
    return _REMARKS.search(note) is not None


#: Nothing but that a row is taken out: "gạch bỏ", "xin rút", "không lấy nữa", "đã huỷ theo ý kiến Sở Tư pháp". Behind it may
#: stand what is taken out, how and by whom, and no object: "hủy bỏ hợp đồng" is what a procedure does.
_TAKEN_OUT = re.compile(
    r"\W*(?:(?:thủ tục(?: hành chính)?|tthc|dòng|mục)(?: này)? )?"
    r"(?:(?:đã|bị|được|xin|tạm|sẽ|nay|hiện|đề nghị|đề xuất|chính thức) )*"
    r"(?:gạch|bỏ|hủy|huỷ|bãi bỏ|xóa|xoá|loại|rút|dừng|ngừng|ngưng|thôi|nhầm|thừa|trùng|hết hiệu lực"
    r"|(?:(?:không|thôi|miễn)(?: còn)? )+(?:hiệu lực|lấy|dùng|tính|làm|công bố|công khai|niêm yết|áp dụng|thực hiện"
    r"|đưa vào(?: danh mục)?)|(?:in|ghi) (?:nhầm|sai|thừa))"
    r"(?:[ ,]+(?:bỏ|qua|đi|lại|ra|rồi|hẳn|luôn|nữa|từ nay|khỏi danh mục|(?:dòng|thủ tục|tthc|mục) này"
    r"|(?:theo|tại|bởi|do|vì|từ) [^,;]{1,60}))*\W*",
    re.IGNORECASE,
)


def is_taken_out(text: str) -> bool:
    """Whether a text says nothing but that its row is taken out of the list."""
    return _TAKEN_OUT.fullmatch(text) is not None


#: The last words of what takes a row out, in short; nearly no name ends on one.
_LAST_WORDS = frozenset(
    [
        "bỏ",
        "qua",
        "đi",
        "lại",
        "ra",
        "rồi",
        "hẳn",
        "luôn",
        "nữa",
        "nay",
        "rút",
        "lấy",
        "này",
        "thừa",
        "nhầm",
        "bố",
        "khai",
        "mục",
        "dùng",
        "tính",
        *("hủy", "huỷ", "xóa", "xoá", "gạch", "dừng", "ngừng", "ngưng"),
    ]
)
#: Of these one is enough: of 2,626 names of the nation and of two ministries one ends on such a word, "bị tiêu hủy".
_LAST_WORD_ALONE = frozenset({"hủy", "huỷ", "xóa", "xoá", "bỏ", "gạch"})
#: Words that go on with such a word: what is done to the object of a procedure, or what a name lists.
_GOES_ON = frozenset(
    [
        *("tiêu", "thiêu", "phá", "hoại", "tháo", "dỡ", "từ", "vứt", "tẩy", "bãi", "bị"),
        *("và", "hoặc", "hay", "việc", "được", "không", "để", "cho"),
    ]
)
_WORDS_BEHIND = range(2, 8)  # of 3,969 names of the nation's list none ends on so many that take it out


def is_taken_out_behind(name: str) -> bool:
    """Whether the last words of a name do, without a sign before them: "Đăng ký kết hôn không công bố nữa"."""
    if name[name.rfind(" ") + 1 :].rstrip(" .;)").lower() not in _LAST_WORDS:
        return False  # nearly always
    words = name.split(" ")
    if _last_alone(words):
        return True
    return any(is_taken_out(" ".join(words[-count:])) for count in _WORDS_BEHIND if count < len(words))


def _last_alone(words: list[str]) -> bool:
    """Whether the last of some words takes their row out by itself: "Đăng ký kết hôn huỷ", not "… bị tiêu hủy"."""
    if len(words) == 1 or words[-1].rstrip(" .;)").lower() not in _LAST_WORD_ALONE:
        return False
    before = words[-2].lower()
    return before[-1:].isalnum() and before not in _GOES_ON


#: Words alone across a table that begin as no heading does.
_ASIDE = re.compile(r"[(\[]|(?:Không|Thôi|Miễn)\b")


def may_be_remark(heading: str) -> bool:
    """Whether words that stand alone across a table may speak of the row above them instead of heading those below."""
    if doubts_itself(heading) or (_OF_THIS.search(heading) and is_taken_out(heading)):
        return True
    aside = heading[:1].islower() and heading[1:2] not in {".", ")"}
    return (aside or _ASIDE.match(heading) is not None) and (
        is_taken_out(heading) or bracket_tells(heading) or tells_of_change(heading)
    )


_OF_THIS = re.compile(r"\b(?:thủ tục|tthc|mục) này\b", re.IGNORECASE)


def says_of_its_row(text: str, levels: tuple[Level, ...] = ()) -> bool:
    """Whether words that stand where a name, value or heading goes on say of their row that it is given up, waits or is wrong."""
    found = gives_up(text, levels) or doubts_itself(text) or is_unforeseen(text, levels)
    return found or is_taken_out(text)


_LAST_BRACKET = re.compile(r"[(\[](?P<said>[^()\[\]]{2,60})[)\]][ .;*]*$")
#: How a bracket begins that says of which case or whom a procedure is: of 266 brackets behind 3,113 names of the nation's
#: list that leaves none that tells of a change.
_OF_A_CASE = re.compile(
    r"(?:trong|nếu|đối với|trừ|ngoài|(?:không )?bao gồm|gồm|trường hợp|cơ sở|tại|của|cho|theo|là|thông tin|chưa có thông tin"
    r"|có hiệu lực|hàng|khai|các|mọi|(?:do |khi )?(?:bị )?(?:mất|hỏng|hư|rách|thất lạc|sai sót|hết hạn)|hạn)\b",
    re.IGNORECASE,
)
_WORDS_OF_A_BRACKET = 8  # more describe; chosen, not measured


def bracket_tells(text: str, levels: tuple[Level, ...] = ()) -> bool:
    """Whether a bracket behind a name, code or heading says of its row that it is given up, waits or is wrong."""
    found = _LAST_BRACKET.search(text)
    if found is None or len(found["said"].split()) > _WORDS_OF_A_BRACKET or find_codes(found["said"]):
        return False
    said = found["said"]
    return _OF_A_CASE.match(said) is None and (
        says_of_its_row(said, levels) or _PILOT.search(said) is not None
    )


_PILOT = re.compile(r"\bthí điểm\b", re.IGNORECASE)


def gives_a_day(name: str) -> bool:
    """Whether a bracket behind a name or code gives its row a day of effect: there nobody reads it."""
    found = _LAST_BRACKET.search(name)
    return found is not None and days_of_row(found["said"]) != NOTHING


def _tells(part: str, levels: tuple[Level, ...]) -> bool:
    folded = fold(part).strip(" .()-")
    if doubts_itself(part) or is_taken_out(part):
        return True
    if _LEAVES_OUT.match(part) and not _OF_A_PART.search(folded):
        return True
    if folded in _SAYS_NOTHING or len(part.split()) > _WORDS_OF_A_REMARK:
        return False
    if _OF_A_PART.search(folded) or _CITED.search(folded) or days_of_row(part) != NOTHING:
        return False
    if set(levels_named(folded)) & set(levels) and not re.search(r"\b(?:khong|chua|ngoai|tru)\b", folded):
        return False  # "Đã phân cấp cho cấp xã": it is where it stands
    return tells_of_change(part)


#: A note that holds its row to a part of the ground: "Trừ các xã biên giới".
_LEAVES_OUT = re.compile(
    r"\W*(?:ngoại trừ|trừ|riêng) (?:(?:các|một số|những|địa bàn) )*(?:xã|phường|thị trấn|huyện|quận|đặc khu|thôn|địa bàn)\b",
    re.IGNORECASE,
)


def keeps(note: str) -> bool:
    """Whether a note lets an abolished row go on, end on a condition only, or doubts it: "Ghi nhầm", "Bỏ dòng này"."""
    return _KEEPS.search(note) is not None or doubts_itself(note)


#: A note by which an abolished row goes on, or ends on a condition only: "cấp xã vẫn thực hiện", "chỉ bãi bỏ khi …".
_KEEPS = re.compile(
    r"\bvẫn\b|\bgiữ (?:lại|nguyên)\b|\btạm giữ\b|\bkhôi phục\b|(?<!\bkhông )\bcòn hiệu lực\b|\bbãi bỏ một phần\b"
    r"|\bkhỏi (?:(?:danh mục|danh sách) )?(?:bị )?(?:bãi bỏ|hủy bỏ|huỷ bỏ)\b|\bkhỏi (?:phụ lục|danh sách)\b"
    r"|\b(?:tạm (?:dừng|ngừng|ngưng|hoãn)|hoãn|lùi|đình chỉ)\b|^\W*(?:chờ|đợi)\b|\bdự kiến\b"
    r"|\bchưa (?:được )?(?:thực hiện|áp dụng|triển khai|công bố|có hiệu lực)\b(?! (?:trực tuyến|qua))"
    r"|\btiếp tục (?:được )?(?:thực hiện|tiếp nhận|giải quyết|áp dụng|duy trì|có hiệu lực)\b"
    r"|\bchỉ (?:bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực)\b|\b(?:chưa|không) (?:bị )?(?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)\b"
    r"|\bsẽ (?:bị |được )?(?:bãi bỏ|hủy bỏ|huỷ bỏ)\b|\b(?:bãi bỏ|hết hiệu lực) (?:sau )?khi\b",
    re.IGNORECASE,
)


# ---- cells -------------------------------------------------------------------------------------------------------

_ITSELF = r"\W*(?:(?:thu tuc(?: hanh chinh)?|tthc)(?: nay)? )?(?:(?:da|bi|duoc|hien) )*"
#: How a cell begins that says something of its row instead of its value: "Thủ tục này bị bãi bỏ", "Tạm dừng thực hiện".
_ENDS_IN_CELL = re.compile(
    rf"{_ITSELF}(?:(?:bai bo|huy bo|het hieu luc)\b"
    r"|(?:tam )?(?:dung|ngung|dinh chi|cham dut|hoan)(?: viec)? (?:thuc hien|tiep nhan|giai quyet|ap dung)\b"
    r"|(?:tam (?:dung|ngung|hoan)|dinh chi)\W*$|(?:khong|chua) (?:con |tiep tuc |duoc )?(?:thuc hien|tiep nhan|giai quyet)\b"
    r"(?! (?:truc tuyen|truc tiep|qua|thu))|khong con\b|thay the (?:bang|boi)\b)"
)
#: The same as the name of a procedure: names begin with "Tạm ngừng …", "Hủy bỏ …", but with none of these.
_NO_NAME = re.compile(
    rf"{_ITSELF}(?:khong con\b|(?:khong|chua) (?:thuc hien|ap dung|tiep nhan)\b|het hieu luc\W*$|(?<=da )(?:bai|huy) bo\b"
    r"|(?<=bi )(?:bai|huy) bo\b)"
)
_LABELLED = re.compile(r"\b(?:lưu ý|ghi chú|chú ý|chú thích)\s*:\s*(?P<said>.+)$", re.IGNORECASE | re.DOTALL)
_THIS_ROW = re.compile(r"\b(?:dòng|stt) này\b", re.IGNORECASE)
_MARKED_OUT = re.compile(
    r"\b(?:bai bo|huy(?: bo)?|bo|xoa|het hieu luc|tam dung|tam ngung|khong con|sai|nham)\b"
)
#: What a line must have of which any of these is true, in the letters of the document. Many names begin with "Thủ tục": of these
#: only those matter in which one of the words follows.
_MAY_END = re.compile(
    r"^\W*(?:(?:th[uủ] t[uụ]c|tthc)(?: h\w+ ch\w+)?(?: n\w+)? )?"
    r"(?:đã|da |bị|được|hiện|bãi|bai|h[uủ][yỷ]|hu[yỷ]|hết|het|tạm|tam|d[uừ]ng|ng[uừư]ng|đình|chấm|hoãn"
    r"|bi |duoc |hien |cham |dinh chi|hoan |không (?:còn|tiếp tục|được|thực|tiếp|giải|áp)"
    r"|khong (?:con|tiep|duoc|thuc|giai|ap)|chưa|chua|thay)",
    re.IGNORECASE | re.MULTILINE,
)


def may_end_a_row(lines: str) -> bool:
    """Whether any of some lines may be what `ends_its_row` or `is_no_name` tells."""
    of_this = (
        "này" in lines.lower() and _THIS_ROW.search(lines) is not None
    )  # the word first: it costs a tenth
    return of_this or _MAY_END.search(lines) is not None


#: A fee of nothing above another line, whose words do not go on with it: "Không⏎Thực hiện tại Bộ phận Một cửa".
_NOTHING_AND = re.compile(r"Không (?=[A-ZĐÁ][^A-ZĐ])")


@lru_cache(maxsize=1 << 12)
def ends_its_row(cell: str) -> bool:
    """Whether a cell of a value says of its row that it ends or waits: "Bãi bỏ" in the column of times."""
    if found := _NOTHING_AND.match(cell):
        return ends_its_row(cell[found.end() :])
    return _ENDS_IN_CELL.match(fold(cell)) is not None or _tells_in_cell(cell)


#: Without one of these no cell of a value says anything of its row. Told by tones.
_MAY_TELL = re.compile(
    r"chưa|tạm|dừng|ngừng|ngưng|hoãn|chờ|đợi|chuyển|đã giao|trùng|sai\b|nhầm|kiểm tra lại|bỏ|hủy|huỷ|xóa|xoá|rút|thôi|nghỉ"
    r"|đóng thủ|khóa|khoá|loại|cắt bỏ|dỡ|gỡ|vô hiệu|không (?:còn|thuộc|niêm|áp|lấy|dùng|tính|làm|công|đưa|hiệu)"
    r"|miễn (?:công|niêm)|gạch|thừa|\b(?:dòng|stt|số thứ tự) này|hết thời|gộp|ghép|tách|phân cấp"
    r"|ủy quyền|uỷ quyền|dự kiến|đang|sẽ |lùi|\?"
)
#: "Chưa quy định", "không thu", "đang lưu hành": of the value itself.
_OF_THE_VALUE = re.compile(r"\b(?:(?:chua|khong) (?:co|mat|phai)|thu(?! tuc)|phi|quy dinh)\b")
_WORDS_OF_A_CELL = 8  # more describe where, how long or how much; chosen, not measured


def may_tell(lines: str) -> bool:
    """Whether any of some lines in small letters may be a cell that says something of its row in words that nobody foresaw."""
    return _MAY_TELL.search(lines) is not None


def _tells_in_cell(cell: str) -> bool:
    """Whether a short cell of a value says of its row what a note may say of it: "Chờ hướng dẫn", "Đã chuyển về Sở"."""
    if not may_tell(cell.lower()) or len(cell.split()) > _WORDS_OF_A_CELL or _OF_THE_VALUE.search(fold(cell)):
        return False
    return says_of_its_row(cell)


@lru_cache(maxsize=1 << 12)
def is_no_name(name: str) -> bool:
    """Whether a name says that there is no procedure, or does so behind it: "Đăng ký kết hôn. Lưu ý: chưa thực hiện"."""
    said = _LABELLED.search(name)
    if said is not None and (gives_up(said["said"]) or is_unforeseen(said["said"])):
        return True
    if _THIS_ROW.search(name):
        return True
    return _NO_NAME.match(fold(name)) is not None


def is_marked_out(cell: str) -> bool:
    """Whether a number or code has words beside it by which it is taken back: "2 (bỏ)", "1.001193 (bãi bỏ)"."""
    return any(map(str.isalpha, cell)) and _MARKED_OUT.search(fold(cell)) is not None
