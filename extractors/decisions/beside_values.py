"""What stands in a cell beside the form that is known of it: words behind a code or a name, or in place of a time.

Nobody foresees in which words a clerk takes a row out of a list, or lets it stay. So it is told the other way round: a code is a
code and nothing else, a time has a number or one of few words, and behind a dash a name goes on with words of names: whatever
is left over is asked about. Behind a comma, or in a line of its own, a name goes on with anything; there a remark is told by
having no object: all its words are those by which one speaks of rows.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from niemyet.extractors.decisions.dittos import is_blank, says_it_stays, stands_for_another
from niemyet.extractors.decisions.headings_in_lines import ends_open
from niemyet.extractors.decisions.row_notes import doubts_itself, is_taken_out, keeps, says_of_its_row
from niemyet.model.words import Action
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import is_made_of_names
from niemyet.transforms.language.text import fold

# ---- words that speak of rows ------------------------------------------------------------------------------------

#: What becomes of a row.
_DONE = """
    bãi bỏ hủy xóa loại rút gạch dừng ngừng ngưng thôi miễn tạm giữ khôi phục gộp ghép nhập tách chuyển thay thế đổi lùi treo
    đóng khóa gác gỡ lấy dùng tính làm đưa nghỉ đình chấm dứt xem rà soát kiểm tra nhầm sai thừa trùng hết mất hoãn thuộc
    áp dụng thực hiện công bố khai niêm yết triển giải quyết tiếp nhận tục duy trì
"""
#: What may stand beside that.
_BESIDE = """
    đã bị được xin sẽ nay hiện vẫn còn không chưa chẳng chỉ chính thức đang phải cần lại ra đi qua rồi hẳn luôn nữa khỏi vào
    một phần toàn bộ này đó khác cũ là và hoặc hay bằng hiệu lực nguyên đề nghị xuất dự kiến từ
"""
#: What is spoken of: rows, lists, and those who do it; no object of a procedure.
_SPOKEN_OF = """
    dòng mục thủ tục hành chính tthc danh sách phụ lục bảng quyết định nội dung thành phần hồ sơ địa phương cơ quan đơn vị nơi
    cấp xã huyện tỉnh ubnd tại ở trong trên
"""
_OF_ROWS = frozenset(f"{_DONE} {_BESIDE} {_SPOKEN_OF}".split())
#: Without one of these such words are only what a name lists: "…, gia hạn, tạm ngừng, chấm dứt".
_TELLING = re.compile(
    r"\b(?:đã|vẫn|còn|không|chưa|xin|nay|nữa|khỏi|giữ (?:nguyên|lại)|tạm giữ|này|nhầm|chỉ|thôi|miễn|hoãn|hiệu lực|một phần"
    r"|khôi phục|xem lại|rút lại|danh mục|phụ lục|sai|thừa|trùng|tạm (?:dừng|ngừng|ngưng) \w+)\b"
)
#: From where on a remark says why, by whom or since when, in whatever words.
_BECAUSE = re.compile(r"(?<=[\w,] )(?:theo|do|bởi|vì|chờ|đợi|kể từ|từ ngày|để|đến|tới|khi)\b.*", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_OF_A_REMARK = 12  # as of a note (`row_notes`); chosen, not measured
#: Other places of the tone, and what would make “không có” of a fee a remark.
_SPELT = (("uỷ", "ủy"), ("oá", "óa"), ("oà", "òa"), ("có hiệu lực", "hiệu lực"))


@lru_cache(maxsize=1 << 12)
def is_remark(text: str) -> bool:
    """Whether a text has no words but those by which one speaks of rows: "đã huỷ theo ý kiến Sở", "Không bãi bỏ"."""
    if is_taken_out(text):
        return True
    said = text.lower()
    for old, new in _SPELT:
        said = said.replace(old, new)
    said = _BECAUSE.sub("", said)
    words = _WORD.findall(said)
    if not 0 < len(words) <= _WORDS_OF_A_REMARK or not _OF_ROWS.issuperset(words):
        return False
    alone = len(words) == 1  # "không" is a fee
    return doubts_itself(said) if alone else _TELLING.search(said) is not None


#: What says of a row in a list of those that end that it ends.
_ENDS = re.compile(
    r"\W*(?:(?:thu tuc(?: hanh chinh)?|tthc)(?: nay)? )?(?:(?:da|bi|duoc|nay|hien|se) )*"
    r"(?:bai bo|huy bo|huy|bo|xoa bo|xoa|het hieu luc|cham dut|dung|ngung|thay the|thay bang (?:thu tuc|tthc) khac"
    r"|khong(?: con)? (?:hieu luc|thuc hien|ap dung|giai quyet|tiep nhan|cong bo|cong khai|niem yet|lam))"
    r"(?: (?:thuc hien|hieu luc|thi hanh|hoan toan|toan bo|nua))*(?:,? (?:theo|tai|boi|do|vi|tu|ke tu|bang)\b.*)?\W*"
)


def agrees(said: str, action: Action | None) -> bool:
    """Whether words say of a row what its list says of all: that it ends."""
    return action is Action.ABOLISH and _ENDS.fullmatch(fold(said)) is not None


# ---- codes and numbers -------------------------------------------------------------------------------------------

_CODE = re.compile(r"[1-9lI|]\s?[.,]\s?[0-9OoIl]{6}[\w.]*")
#: What may stand beside a code and says nothing of its row: labels, levels and ways of doing it, marks of notes.
_HARMLESS = re.compile(
    r"(?:(?:ma(?: so)?|tthc|thu tuc(?: hanh chinh)?|ho so|cu|moi|ban hanh|cong bo|sua doi|bo sung|duoc|thay the|va|hoac|so|cap"
    r"|dac thu|lien thong|toan trinh|mot phan|truc tuyen|dvc|dvctt|muc do|h\d\d|x|stt|thu|muc|phan|chua co|khong co)\W*)*"
)


def left_beside_code(cell: str) -> str:
    """The words beside the codes of a cell of codes: "1.004567 (loại ra)" → "loại ra"; none where it has no code."""
    return _CODE.sub(" ", cell).strip(" ()[]{}-–—+•*.,;:/|\n\t") if find_codes(cell) else ""


def says_beside_code(cell: str, name: str, action: Action | None) -> bool:
    """Whether words stand behind a code that are neither a label of it nor its name, nor made of words of names."""
    said = left_beside_code(cell)
    if sum(map(str.isalpha, said)) < _FEWEST_LETTERS or said in name or agrees(said, action):
        return False
    return _is_strange(said)


def _is_strange(said: str) -> bool:
    """Whether words are neither labels nor words of names, or tell of their row in any case."""
    if is_remark(said) or keeps(said):
        return True
    return _HARMLESS.fullmatch(fold(said)) is None and not is_made_of_names(said)


_FEWEST_LETTERS = 2  # of a word; by definition


# ---- names -------------------------------------------------------------------------------------------------------

#: Behind a dash or in square brackets: of 3,292 names of the nation 25 have such a piece, and none is asked about.
_APART = re.compile(
    r" [-–—] (?P<dashed>[^\[\]<>()/]+)$|\[(?P<framed>[^\[\]]+)\][ .;]*$|<br ?/?>(?P<broken>[^<>]+)$",
    re.IGNORECASE,
)
_LETTERS_OF_A_NAME = 8  # fewer stand before a name; chosen, not measured
_WORDS_BEHIND = 8  # more describe; chosen, not measured
_OF_A_CASE = re.compile(r"(?:đối với|trong|trường hợp|theo|tại|của|cho|nếu|khi)\b", re.IGNORECASE)
#: How a remark may begin behind a comma. Looked at first: nearly no name has it.
_FIRST_WORDS = frozenset(
    [
        *(
            "đã",
            "bị",
            "được",
            "xin",
            "sẽ",
            "nay",
            "hiện",
            "vẫn",
            "còn",
            "không",
            "chưa",
            "chỉ",
            "đang",
            "tạm",
            "thôi",
            "miễn",
        ),
        *(
            "rút",
            "giữ",
            "loại",
            "đưa",
            "bỏ",
            "hủy",
            "huỷ",
            "xóa",
            "xoá",
            "gạch",
            "khôi",
            "hoãn",
            "nhầm",
            "sai",
            "trùng",
            "xem",
        ),
        *(
            "dừng",
            "ngừng",
            "hết",
            "thủ",
            "tthc",
            "dòng",
            "mục",
            "đề",
            "chính",
            "ghi",
            "lùi",
            "treo",
            "chờ",
            "bãi",
            "thay",
        ),
    ]
)
_OF_A_NAME_TOO = frozenset({"sửa", "chỉnh", "mới"})  # "… Báo cáo kinh tế - kỹ thuật điều chỉnh"
_NAMES_OF_ONE = re.compile(r"(?<!^)\b[A-ZÀ-ỸĐ][\w]*")  # "Bộ Công an", "Việt Nam – Lào"


def says_behind_name(name: str, action: Action | None) -> str | None:
    """What the end of a name says of its row: behind a dash, in square brackets, as a remark behind a comma or a sentence."""
    if "," in name and (said := _behind_comma(name)) is not None:
        return said
    if (said := _as_a_sentence(name)) is not None or (
        ends(action) and (said := stays_behind(name)) is not None
    ):
        return said
    if " thay " in name and (replaced := _REPLACED.search(name)) is not None:
        return replaced.group().strip(" .;")
    if not ("-" in name or "–" in name or "—" in name or "[" in name or "<" in name):
        return None  # nearly always
    found = _APART.search(name)
    if found is None or sum(map(str.isalpha, name[: found.start()])) < _LETTERS_OF_A_NAME:
        return None  # "3.012263 - Thông báo …": what stands behind it is the name
    said = next(filter(None, found.groups()), "").strip(" .;()")
    words = [one for one in _WORD.findall(_NAMES_OF_ONE.sub(" ", said)) if one not in _OF_A_NAME_TOO]
    if not 0 < len(words) <= _WORDS_BEHIND or find_codes(said) or _OF_A_CASE.match(said):
        return None
    return said if _is_strange(" ".join(words)) else None


#: How a remark begins without a sign before it: as a sentence of its own, or as what only an abolition is said to leave.
_BEGINNINGS = (
    r"Đã|Bị|Được|Xin|Sẽ|Nay|Hiện|Vẫn|Còn|Không|Chưa|Chỉ|Đang|Tạm|Thôi|Miễn|Rút|Giữ|Loại|Đưa|Bỏ|Hủy|Huỷ|Xóa|Xoá|Gạch|Khôi"
    r"|Hoãn|Nhầm|Sai|Thừa|Trùng|Xem|Dừng|Ngừng|Hết|Thủ tục này|TTHC này|Dòng|Đề|Ghi|Lùi|Bãi|Thay"
)
_SENTENCE = re.compile(rf"(?:{_BEGINNINGS})(?: |$)", re.MULTILINE)
_STAYING = re.compile(r" (?:vẫn|giữ|khôi|hoãn|đưa|rút|còn|chỉ|chưa|không|tạm) ")


#: No name of the nation's list goes on so, with or without a sign before it.
_REPLACED = re.compile(r" (?:(?:đã|bị|được|nay) )+thay(?: thế)? (?:bằng|bởi)\b.*")


def _as_a_sentence(name: str) -> str | None:
    """The remark that begins in a name as a sentence does: "Đăng ký kết hôn Không bãi bỏ"."""
    for found in _SENTENCE.finditer(name):
        said = name[found.start() :].strip(" .;")
        if name[: found.start()].endswith(" ") and is_remark(said) and _TELLING.search(said.lower()):
            return said
    return None


def ends(action: Action | None) -> bool:
    """Whether a list ends its rows, or may: there a name may be followed by words by which its row stays."""
    return action is Action.ABOLISH or action is Action.REPLACE


def stays_behind(name: str) -> str | None:
    """The remark behind a name of a list that ends its rows by which this one stays, without a sign before it."""
    for found in _STAYING.finditer(name):
        said = name[found.start() :].strip(" .;")
        if is_remark(said) and keeps(said):
            return said
    return None


_FIRST_FORMS = _FIRST_WORDS | {word.capitalize() for word in _FIRST_WORDS}


def may_say_behind(names: str) -> bool:
    """Whether any of some names of letters, commas and dashes, each in its line, may say something of its row behind itself."""
    behind_commas = {piece.lstrip(" ").partition(" ")[0].partition("\n")[0] for piece in names.split(",")[1:]}
    if " - " in names or not _FIRST_FORMS.isdisjoint(behind_commas) or _REPLACED.search(names) is not None:
        return True
    return _SENTENCE.search(names) is not None


def _behind_comma(name: str) -> str | None:
    pieces = name.split(",")
    for place in range(len(pieces) - 1, 0, -1):
        said = pieces[place].strip(" (")
        if said.partition(" ")[0].lower().rstrip(".;)") in _FIRST_WORDS:
            said = ",".join(pieces[place:]).strip(" .;()")
            if is_remark(said) and not _lists_on(pieces[place - 1], said):
                return said
    return None


#: What a name that lists ends on before the next thing that it lists: "Cấp lại thẻ khi thay đổi, hủy".
_LISTED = re.compile(
    r"(?:đổi|lại|mới|hạn|sung|cấp|hồi|hủy|huỷ|dứt|ngừng|dừng|xóa|xoá|mất|hỏng|rách|nát|cháy|sửa|chỉnh|ký|nhận|duyệt|chuyển|nhập"
    r"|tách|gộp)$",
    re.IGNORECASE,
)


def _lists_on(before: str, said: str) -> bool:
    """Whether words behind a comma only go on with what the name lists."""
    return _TELLING.search(said.lower()) is None and _LISTED.search(before.strip()) is not None


def says_below_name(raw: str) -> str | None:
    """What the last line of a cell of a name says of its row, below one on which a name may end."""
    above, _, last = (piece.strip() for piece in raw.strip().rpartition("\n"))
    if not above or not is_remark(last):
        return None
    tells = _TELLING.search(last.lower()) is not None
    goes_on = _GOES_ON.search(above) is not None if tells else ends_open(above)
    return None if goes_on else last


#: What goes on with a remark that is one by more than its verb: "… nhưng⏎chưa thực hiện".
_GOES_ON = re.compile(
    r"(?:[,(:]|\b(?:và|hoặc|hay|nhưng|mà|do|bị|được|không|chưa|đã|sẽ|đang|khi|để|cho|của|các))$",
    re.IGNORECASE,
)


# ---- values ------------------------------------------------------------------------------------------------------

#: What a time without a number is made of.
_A_TIME = re.compile(
    r"\b(?:ngay|gio|buoi|tuan|thang|quy|nam|thoi (?:han|gian|diem)|quy dinh|thong tin|luat|nghi dinh|thong tu|ke hoach|ky"
    r"|khong|chua|cap nhat|tuc thoi|thoa thuan|hop dong|thuc te|de an|du an|phuong an|vu viec|truong hop|ho so)\b"
    r"|^\W*(?:x|co)\W*$"
)
_HAS_DIGIT = re.compile(r"\d")


def is_remark_below(text: str) -> bool:
    """Whether a line below a row is such a remark on it; what a mark begins is a note on what bears the mark."""
    begins = text.lstrip(' -–—+•([“"')[:1].isalpha()
    return begins and is_remark(text) and _OF_THE_LIST.search(text) is None


_OF_THE_LIST = re.compile(
    r"\b(?:danh mục|danh sách|phụ lục|quyết định|bảng) này\b|\bcác (?:thủ tục|tthc)\b", re.IGNORECASE
)


@lru_cache(maxsize=1 << 12)
def is_no_time(text: str) -> bool:
    """Whether what stands in place of a time is none: neither a number nor a word of times, nor what stands for another."""
    if _HAS_DIGIT.search(text) or sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return False
    if says_it_stays(text):
        return False  # asked about as such
    if is_remark(text) or keeps(text):
        return True
    return not (
        _A_TIME.search(fold(text)) or is_blank(text) or stands_for_another(text) or is_made_of_names(text)
    )


_PIECE = re.compile(r"[;\n,]|\.(?= |$)| [-–—] |[()\[\]]")


def pieces_of(text: str) -> Iterator[str]:
    """The pieces of a value that may be remarks, without it."""
    return (piece for one in _PIECE.split(text) if (piece := one.strip()) and not piece.isdecimal())


@lru_cache(maxsize=1 << 12)
def remarks_beside(text: str) -> tuple[str, ...]:
    """The pieces of a value that speak of its row only, or let it go on: "05 ngày; vẫn thực hiện"."""
    return tuple(
        piece
        for piece in pieces_of(text)
        if is_remark(piece) and not says_it_stays(piece) and not _OF_A_VALUE.search(piece)
    )


#: What says of a value where it is so, "(không tiếp nhận tại cấp huyện)", or stands below a fee of nothing: "Không⏎Thực hiện …".
_OF_A_VALUE = re.compile(r"\b(?:[Tt]iếp nhận|nhận|nộp)\b.*\b(?:tại|ở|qua)\b|^(?:Không|Chưa) [A-ZĐÁ][^A-ZĐ]")


#: What values in small letters must have of which `remarks_beside` or `keeps` tells.
_IN_REMARKS = (
    *(
        "vẫn",
        "còn",
        "chưa",
        "xin",
        "nay",
        "nữa",
        "khỏi",
        "giữ",
        "này",
        "nhầm",
        "chỉ ",
        "thôi",
        "miễn",
        "hoãn",
        "hiệu lực",
    ),
    *(
        "một phần",
        "khôi phục",
        "xem lại",
        "rút",
        "danh mục",
        "phụ lục",
        "sai",
        "thừa",
        "trùng",
        "tạm",
        "đã ",
        "lùi",
    ),
    *(
        "đình chỉ",
        "chờ",
        "đợi",
        "dự kiến",
        "tiếp tục",
        "sẽ ",
        "khi",
        "hủy",
        "huỷ",
        "bỏ",
        "xóa",
        "xoá",
        "loại",
        "gạch",
        "dừng",
    ),
    *("ngừng", "ngưng", "hết", "lại", "?", "không "),
)
#: "Không quá 05 ngày", "không có".
_NOT_OF_A_VALUE = re.compile(r"không (?!quá|có|thu|mất|quy|phải)")


def may_be_remarks(lines: str) -> bool:
    """Whether any of some lines in small letters may hold a piece that speaks of its row."""
    found = next((word for word in _IN_REMARKS if word in lines), None)
    return found is not None and (found != "không " or _NOT_OF_A_VALUE.search(lines) is not None)


# ---- rows by their numbers ---------------------------------------------------------------------------------------

#: "Riêng thủ tục số 2 …", "Bỏ dòng 2", "Số 1.1: …": what speaks of a row by its number.
_ROW_BY_NUMBER = re.compile(
    r"\b(?:(?:thu tuc|tthc)(?: hanh chinh)?(?: so)?|stt|so thu tu|dong(?: so)?|muc) \d{1,3}\b"
    r"|^\W*so \d{1,3}(?:\.\d{1,2})*\.? ?:"
    r"|\b(?:thu tuc|tthc) (?:thu (?:nhat|hai|ba|tu|nam)|dau tien|cuoi cung)\b"
)
_MAY_NUMBER = re.compile(r"thủ tục|tthc|stt|số|dòng|mục", re.IGNORECASE)


def speaks_of_a_numbered_row(text: str) -> bool:
    """Whether words say of a row that they name by its number that it is given up, waits, is wrong, or goes on."""
    if _MAY_NUMBER.search(text) is None or _ROW_BY_NUMBER.search(fold(text)) is None:
        return False
    return says_of_its_row(text) or keeps(text)


def with_note_below(raw: str) -> tuple[str, str] | None:
    """A cell and the line below it, where that is a note on a numbered row: a text has no end of its table."""
    above, _, last = (piece.strip() for piece in raw.strip().rpartition("\n"))
    begins = _BY_NUMBER.match(fold(last)) is not None  # what is put into another row speaks of its own
    return (above, last) if above and begins and speaks_of_a_numbered_row(last) else None


_BY_NUMBER = re.compile(
    r"\W*(?:(?:ghi chu|luu y|chu thich|rieng|bo|huy|xoa|loai|rut|de nghi|tam dung)\W+)*"
    r"(?:(?:thu tuc|tthc)(?: hanh chinh)?(?: so)?|stt|so thu tu|dong(?: so)?|muc|so) \d"
)


def speaks_beside_itself(value: str) -> bool:
    """Whether a value may hold a remark on its row, or on another one: such a row is looked at as a whole."""
    return keeps(value) or remarks_beside(value) != () or speaks_of_a_numbered_row(value)


_NOTE_MARK = re.compile(r"(?:\(\d{1,2}\)|\[\d{1,2}\]|[⁰¹²³⁴-⁹]{1,2}|\(?\*+\)?) ?")


def is_note_on_a_row(text: str) -> bool:
    """Whether words across a table are a note on what bears their mark: "(1) giữ nguyên."; "(1) Lĩnh vực …" is a heading."""
    found = _NOTE_MARK.match(text)
    said = text[found.end() :] if found is not None else ""
    return bool(said) and (is_remark(said) or says_of_its_row(said) or keeps(said))
