"""What a listing says of its rows beside their code and name: that one does not hang, that its procedure is over.

A row is no proof by standing there: "Ghi chú: đã bãi bỏ", a sheet "TTHC bãi bỏ", a heading "Thủ tục hết hiệu lực" say
otherwise (RULINGS 37). Words decide, from the beginning of a cell; a note that speaks of a decision or of a part is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from niemyet.transforms.language.text import fold

_SUBJECT = r"(?:(?:tthc|thu tuc(?: hanh chinh)?)(?: nay)?\s+)?"
_PASSIVE = r"(?:(?:da|bi|duoc|tam|hien)\s+)*"
#: A note that goes on with one of these speaks of a document or of a part of the procedure, not of the procedure.
_OF_SOMETHING_ELSE = (
    r"(?!\s*(?:quyet dinh|qd\b|mot phan|noi dung|thanh phan|mau|to khai|bieu mau|le phi|phi\b|cong van|thong tu|nghi dinh"
    r"|van ban|khoan|diem|dieu|giay|ho so|yeu cau|buoc|quy trinh))"
)
_NOT_POSTED = re.compile(
    rf"^{_SUBJECT}(?:(?:chua|khong)\s+(?:duoc\s+)?(?:cong khai|niem yet|dang tai|dang len|dua len)"
    r"|(?:(?:da|bi|duoc|tam)\s+)*(?:go bo|go xuong|go|ha xuong|thao(?: do| xuong)?"
    r"|(?:ngung|thoi|dung) niem yet|ngung cong khai)"
    rf"(?:\s+(?:khoi|ngay|tu|niem yet|bang)\b.*)?$)"
)
_OVER = (
    r"(?:bai bo|huy bo|het hieu luc|khong con (?:hieu luc|thuc hien|ap dung|giai quyet|tiep nhan)|bi thay the"
    r"|thay the (?:boi|bang)|dung (?:thuc hien|tiep nhan|giai quyet)|ngung (?:thuc hien|tiep nhan|giai quyet|hieu luc)"
    # Of a procedure, where nothing else is named: "Chấm dứt hoạt động hộ kinh doanh" is what one is about.
    r"|(?:tam dung|tam ngung|dinh chi|cham dut)(?=\W*$|\W*[.,;:()–-]|\W+(?:hieu luc|thuc hien|tiep nhan|giai quyet|ap dung"
    r"|cong khai|niem yet|cung cap|thu tuc|tthc|tu\b|ke tu|den\b|theo\b|de\b|viec\b))"
    r"|dua ra khoi danh muc|(?:khong|ko|chua) (?:thuc hien|tiep nhan|giai quyet|ap dung|trien khai)(?! (?:qua|truc|ban giay))"
    r"|tam thoi (?:khong|chua|dung|ngung))"
)
_ENDED = re.compile(rf"^{_SUBJECT}{_PASSIVE}{_OVER}\b{_OF_SOMETHING_ELSE}|^inactive$")
#: Said of rows as a whole: they hung, are to hang, or to be taken down; they do not hang.
_HANGS_NOT = (
    r"(?:(?:da|bi|can|phai) (?:go|thao)\b|go bo|thao (?:do|xuong|go)|(?:go|thao|rut|loai|dua ra)(?: bo)? khoi\b"
    r"|(?:khong|chua|se|can|phai|du kien|de nghi|de xuat|chuan bi|cho) (?:duoc )?(?:niem yet|cong khai|treo|dan)\b"
    r"|con thieu|thieu (?:chua|can)|can bo sung)"
)
_ANYWHERE = re.compile(rf"\b{_OVER}\b|\b{_HANGS_NOT}\b")
#: What a clerk notes of a sheet or of its row, without a word of an end.
_DOUBTED = re.compile(
    rf"\b{_HANGS_NOT}\b|\btra (?:ve|lai) (?:cap|so|ubnd|tinh)\b|\b(?:go|thao|ha) xuong\b"
    # What is done to a sheet, or has to be.
    r"|\b(?:da|bi|tam) (?:boc|che|cat|giat|xe)\b(?! giam)|\bgo (?:de|roi|ra)\b|\bluu kho\b|(?<!da )\b(?:in|dan|treo) lai\b"
    r"|\bchua (?:in|dan|treo|co (?:to|phieu|ban in)|cap nhat|thay)\b"
    r"|\b(?:can|phai|se|sap) (?:thay|go|in|bo|het hieu luc|bai bo)\b"
    r"|\bkhong (?:thay|con|co)(?: to| phieu)?(?: o)? tren bang\b|\b(?:ban|to|phieu|mau) cu\b|\bde tham khao\b"
    # What became of the procedure, in other words than those of an end.
    r"|\brut (?:khoi|ra)\b|\bda (?:giao|ban giao|chuyen)\b|\b(?:hoan|dung|ngung) (?:thuc hien|tu|lai)\b"
    r"|\bxin y kien\b|\bdu kien\b|^\W*xem (?:tthc|thu tuc|so|stt|dong|muc)\b"
    r"|^\W*(?:bo|xoa|huy|loai|thoi|thay (?:bang|boi)\b.*)\W*$"
)
#: A heading that also names what holds is the title of a list of several kinds, and tells nothing of its rows.
_HOLDS = re.compile(
    r"\b(?:moi ban hanh|ban hanh moi|sua doi|con hieu luc|dang (?:niem yet|thuc hien|ap dung))\b"
)
_SPEAKS_OF_LISTS = re.compile(r"\b(?:thu tuc|tthc|danh muc)\b")
#: A column of marks that says where a row hangs: "Niêm yết tại Bộ phận Một cửa", "Công khai trên Trang TTĐT".
_OF_POSTING = re.compile(r"\b(?:niem yet|cong khai|dang tai|tren bang|treo)\b")
_DASHES = re.compile(r"[\s.…\-–—*_]*")


def says_not_posted(text: str) -> bool:
    """Whether a cell says that its row does not hang: "Chưa công khai", "Đã gỡ bỏ ngày 01/5"."""
    return _NOT_POSTED.search(fold(text)) is not None


def says_ended(text: str) -> bool:
    """Whether a cell says that the procedure of its row is over or suspended: "Đã bãi bỏ", "Hết hiệu lực"."""
    return _ENDED.search(fold(text)) is not None


#: By its tones: "thiếu" is not "dân tộc thiểu số", "mất" no "mặt".
_LOST = re.compile(r"\b(?:rách|mất|hỏng|thiếu)\b")
#: "Đang treo", "Đã niêm yết ngày 01/5": what a state says of most rows.
_PLAINLY_HANGS = re.compile(
    r"^(?:dang|da|co|van|con) (?:duoc )?(?:treo|niem yet|cong khai|dang tai|dang|dan|hien thi|hieu luc|co)\b"
)


#: A state of a record, whole: it is switched off, or was never switched on.
_SWITCHED_OFF = re.compile(
    r"\W*(?:(?:da|dang|bi|tam|hien) )*(?:ngung|thoi|khong con"
    r"|(?:ngung|dung|khong|thoi) (?:con )?(?:hoat dong|su dung|kich hoat|hien thi)"
    r"|vo hieu(?: hoa)?|het (?:han|thoi han)(?: hieu luc| ap dung)?|an|khoa|xoa|huy|luu tru|nhap|ban nhap|du thao"
    r"|(?:cho|chua)(?: duoc)? (?:phe )?(?:duyet|kich hoat|hien thi|ap dung|su dung|xuat ban)"
    r"|inactive|disabled|draft|archived|unpublished|hidden|deleted|removed|expired|pending|suspended|locked|off)\W*"
)


@lru_cache(maxsize=1 << 12)
def is_switched_off(state: str) -> bool:
    """Whether a state says of its record that it is off, or not yet on: "Ngừng", "Đã khóa", "Nháp", "Chờ duyệt"."""
    return bool(state) and _SWITCHED_OFF.fullmatch(fold(state)) is not None


@lru_cache(maxsize=1 << 14)
def leaves_open(text: str) -> bool:
    """Whether a note or state of a row leaves it open that the row hangs and holds: torn, missing, moved, in doubt."""
    folded = fold(text)
    if _PLAINLY_HANGS.search(folded):
        return False
    # Here, for it brings what reads the rows of decisions (0.1 s): neither a night nor who reads its pages begins with that.
    from niemyet.extractors.decisions.row_notes import doubts_itself, gives_up

    lost = _LOST.search(text.lower()) is not None
    return lost or _DOUBTED.search(folded) is not None or gives_up(text) or doubts_itself(text)


#: Columns that are filled where a row is over: "Ngày gỡ", "Quyết định bãi bỏ", "Thay thế bằng".
_OF_ENDS = re.compile(
    r"^(?:(?:ngay|thoi diem|thoi gian|ly do|so|quyet dinh|qd|van ban) )*(?:go(?: bo| xuong)?|thao(?: go| do| xuong)?|"
    r"bai bo|huy(?: bo)?|xoa(?: bo)?|loai(?: bo)?|cham dut|ket thuc|het (?:hieu luc|han)(?: tu)?|(?:bi )?thay the (?:bang|boi))$"
)


#: Without one of these no short text says anything of a row.
_MAY_TELL = re.compile(
    r"\b(?:chua|tam|dung|ngung|hoan|cho|doi|chuyen|giao|trung|sai|nham|lai|bo|huy|xoa|rut|thoi|go|thao|boc|che|cat|kho|cu|du kien"
    r"|dang|se|sap|het|khong|mat|rach|hong|can|phai|thay|thieu|bai|cham dut|tham khao|loai)\b"
)
_WORDS_OF_A_REMARK = 10  # more describe; chosen, not measured


@lru_cache(maxsize=1 << 14)
def tells_of_its_row(text: str) -> bool:
    """Whether a short text that no label explains says of its row that it is over, or leaves it open that it hangs."""
    folded = fold(text)
    if len(folded.split()) > _WORDS_OF_A_REMARK or _MAY_TELL.search(folded) is None:
        return False
    return says_not_posted(text) or says_ended(text) or leaves_open(text)


_BRACKET = re.compile(r"[(\[](?P<said>[^()\[\]]{2,60})[)\]]")


def bracket_of_a_sheet(text: str) -> bool:
    """Whether a bracket in a heading, behind a name or behind a code says that what it stands at is over or may not hang.

    Not one that says of which case a procedure is: "Cấp lại thẻ (bị mất, hỏng)".
    """
    for found in _BRACKET.finditer(text):
        said = found["said"]
        if _MAY_TELL.search(fold(said)) is None or len(said.split()) > _WORDS_OF_A_REMARK:
            continue
        if says_ended(said) or says_not_posted(said) or _DOUBTED.search(fold(said)) is not None:
            return True
        from niemyet.extractors.decisions.row_notes import bracket_tells  # as in `leaves_open`

        if bracket_tells(f"({said.lower()})"):
            return True
    return False


def is_of_ends(label: str) -> bool:
    """Whether what stands in a column of this label ends its row."""
    return _OF_ENDS.fullmatch(fold(label).strip(" .:")) is not None or squashed(label) in _LOCKS


#: Columns of databases that lock or put away a record, or say since when it is.
_LOCKS = frozenset(
    {
        *("khoa", "dakhoa", "daan", "dangung", "luutru", "daluutru", "hethan", "vohieuhoa"),
        *("locked", "islocked", "hidden", "ishidden", "disabled", "isdisabled", "archived", "isarchived"),
        *(
            f"{said}{when}"
            for said in ("deleted", "removed", "expired", "archived", "repealed")
            for when in ("at", "on", "date")
        ),
        *(
            "expiresat",
            "expireson",
            "expirydate",
            "expiredate",
            "validto",
            "validuntil",
            "effectiveto",
            "effectiveuntil",
        ),
        *("repealdate", "ngayhethieuluc", "hethieuluctu", "ngayhethan", "ngayxoa", "ngayan", "ngaykhoa"),
    }
)


def squashed(label: str) -> str:
    """The letters of a label."""
    return re.sub(r"[^a-z]", "", fold(label))


@lru_cache(maxsize=1 << 14)
def ended_by_its_name(name: str) -> bool:
    """Whether a bracket or a dash behind a name says that it is over or may not hang: "Đăng ký kết hôn (đã bãi bỏ)"."""
    found = re.search(r"[(\[][^()\[\]]{2,60}[)\]][ .;*]*$", name)
    if found is not None and bracket_of_a_sheet(found.group()):
        return True
    dashed = re.search(r"\s[-–—]+\s+(?P<said>[^-–—]{2,60})$", name)
    if dashed is not None and (says_ended(dashed["said"]) or says_not_posted(dashed["said"])):
        return True
    return any(_BADGE.fullmatch(fold(said)) for said in _badges(name))


#: A label that a page puts beside a name: an end, and nothing else but its day or decision.
_BADGE = re.compile(
    r"(?:(?:co|con) )?hieu luc (?:thi hanh )?(?:den|toi)\b.*"
    rf"|{_PASSIVE}(?:{_OVER}|{_HANGS_NOT})(?: (?:ke )?(?:tu|theo|den|ngay|qd|quyet dinh)\b.*)?\W*"
)
_BEFORE_A_NAME = re.compile(
    r"[(\[](?P<said>[^()\[\]]{2,60})[)\]]\s*\w|(?P<dashed>[^-–—:|]{2,60}?)\s*(?:\s[-–—]|[:|])\s+\w"
)
_BEHIND_A_NAME = re.compile(
    r"(?<=[\w)\].,;:])\s(?=(?P<said>(?:Hết|Đã|Bãi|Bị|Hủy|Huỷ|Tạm|Ngừng|Ngưng|Dừng|Không|Chưa|Thay|Đình|Gỡ|Chấm"
    r"|(?:Có |Còn )?Hiệu lực)\b.*))",
    re.IGNORECASE,
)


def _badges(name: str) -> Iterator[str]:
    """What stands before a name, in brackets or parted from it, and what begins anew behind it."""
    before = _BEFORE_A_NAME.match(name)
    if before is not None:
        yield before["said"] or before["dashed"]
    for found in _BEHIND_A_NAME.finditer(name):
        if found["said"][0].isupper():
            yield found["said"]


def doubts_its_row(comment: str) -> bool:
    """Whether a comment at a cell speaks of an end, anywhere in it: a comment is free text."""
    return _ANYWHERE.search(fold(comment)) is not None


def is_of_what_ended(heading: str) -> bool:
    """Whether what stands below a heading, or in a sheet of that name, is said to be over."""
    words = fold(heading)
    if _HOLDS.search(words) is None and _ANYWHERE.search(words) is not None:
        return True
    return _DRAFT.fullmatch(words) is not None or bracket_of_a_sheet(heading)


_DRAFT = re.compile(r"\W*(?:ban )?(?:du thao|nhap)(?: lan \d+)?\W*")


#: Lines that tell of the list's own decision, or of what is not in it.
_NOT_OF_THE_LIST = re.compile(
    r"\b(?:van ban|tin tuc|khong (?:bao )?gom|tru|sau khi|thay the cho|thay the (?:danh muc|quyet dinh)|loai (?:tru|bo)"
    r"|(?:quyet dinh|qd)\b.*\bhet hieu luc)\b"
)
#: "Hết hiệu lực", "II. Đã bãi bỏ"; not "Ngày hết hiệu lực", "Hết hiệu lực: 31/12/2026", which say it of a decision.
_LABEL_OF_ENDS = re.compile(
    rf"^(?:(?:\d{{1,2}}|[ivxl]{{1,5}}|[a-z])[.)] ?)?\W*{_PASSIVE}(?:{_OVER}\b{_OF_SOMETHING_ELSE}|{_HANGS_NOT})(?!.*: ?\S)"
)
_WORDS_OF_A_HEAD, _WORDS_OF_A_LABEL = 30, 6  # more are a sentence, or no label; chosen, not measured


@lru_cache(maxsize=1 << 12)
def heads_what_ended(line: str) -> bool:
    """Whether a line above a list, a heading or none by its markup, says that all of the list is over.

    A line speaks of procedures, or is short: "B. TTHC bị bãi bỏ", "Hết hiệu lực".
    """
    if len(line) > _LONGEST_HEAD:
        return False
    words = fold(line)
    if not is_of_what_ended(line):
        return False
    if _DRAFT.fullmatch(words):
        return True
    count = len(words.split())
    if _NOT_OF_THE_LIST.search(words) or count > _WORDS_OF_A_HEAD or _ANYWHERE.search(words) is None:
        return False
    if _SPEAKS_OF_LISTS.search(words) is not None:
        return True
    return count <= _WORDS_OF_A_LABEL and _LABEL_OF_ENDS.match(words) is not None


_LONGEST_HEAD = 240  # letters: what is longer is text; chosen, not measured


def says_what_holds(heading: str) -> bool:
    """Whether a heading or label says that what stands below it holds: "Đang thực hiện", "Mới ban hành"."""
    return len(heading) <= _LONGEST_HEAD and _HOLDS.search(fold(heading)) is not None


def begins_anew(heading: str) -> bool:
    """Whether a heading speaks of procedures again, so that what one above it said is over. A sector's does not."""
    return _SPEAKS_OF_LISTS.search(fold(heading)) is not None


_NOTE = re.compile(r"^(?:ghi chu|luu y|chu thich|\(?\*+\)?)\W*.*\b(?:thu tuc|tthc|so thu tu|stt|dong)\b")


_STAR = re.compile(r"^\(?\*+\)?\W*")
#: What a note without a subject says of the row at its star.
_ENDS_IN_A_NOTE = re.compile(
    rf"^\W*(?:{_SUBJECT}{_PASSIVE}{_OVER}|(?:da )?co (?:quyet dinh|qd|van ban) (?:bai bo|huy bo|thay the))\b"
)
_NUMBERED_NOTE = re.compile(r"^[(\[]?\d{1,2}[)\].]? ?(?:thu tuc|tthc)(?: hanh chinh)?(?: nay)?\b")
#: What a note says behind the rows that it names: "Ghi chú: thủ tục số 1, 3 in lại".
_OF_ROWS = re.compile(
    r"(?:thủ tục|TTHC|STT|số thứ tự|dòng)\s+(?:(?:hành chính|số|STT|thứ tự)\s+)*(?:\d+[\s,;và]*)+(?P<said>.+)$",
    re.IGNORECASE,
)


def is_note_of_an_end(words: str) -> bool:
    """Whether a note beside the rows says that some of them are over: "Ghi chú: thủ tục số 2 đã bãi bỏ", "(*) Tạm dừng"."""
    told = fold(words)
    if _STAR.match(told) and (tells_of_its_row(_STAR.sub("", words)) or _ENDS_IN_A_NOTE.search(told)):
        return True
    if _NUMBERED_NOTE.match(told) and _ANYWHERE.search(told):
        return True
    if _NOTE.search(told) is None:
        return False
    said = _OF_ROWS.search(words)
    return _ANYWHERE.search(told) is not None or (said is not None and tells_of_its_row(said["said"]))


def goes_on(words: str) -> bool:
    """Whether words that stand alone look like the end of the name above: "(có yếu tố nước ngoài)", "trong nước"."""
    return words[:1] in "(-–,;" or words[:1].islower()


_SIGNS_OFF = re.compile(
    r"\b(?:nguoi lap|nguoi ky|chu tich|pho chu tich|truong phong|giam doc|ngay \d+ thang|noi nhan|ky ten)\b"
)


def signs_off(words: str) -> bool:
    """Whether a line is one of signatures, as they stand below a list."""
    return _SIGNS_OFF.search(fold(words)) is not None


#: A column that says by marks whether a row's procedure holds.
_OF_HOLDING = re.compile(
    r"(?:(?:tinh trang|trang thai) )?(?:(?:con|dang|co) )?(?:hieu luc|ap dung|thuc hien)|tinh trang"
)


def speaks_of_holding(label: str) -> bool:
    """Whether a column's label says that its marks tell what holds: "Còn hiệu lực", "Đang áp dụng", "Tình trạng"."""
    return _OF_HOLDING.fullmatch(fold(label).strip(" .:?")) is not None


_COUNTED_GROUP = re.compile(r".+\(0*\d{1,4}(?: (?:thu tuc(?: hanh chinh)?|tthc))?\)\W*")


def is_counted_group(name: str) -> bool:
    """Whether a text is the name of a group with how many it has: "Hộ tịch (12)". No procedure is called so."""
    return name.rstrip(" .:")[-1:] == ")" and _COUNTED_GROUP.fullmatch(fold(name)) is not None


def is_of_actions(label: str) -> bool:
    """Whether a column has what a person may do to its row, as buttons: "Gỡ bỏ" is an offer there, no statement."""
    return squashed(label) in _ACTIONS


_ACTIONS = frozenset({"thaotac", "hanhdong", "chucnang", "tacvu", "action", "actions"})


def speaks_of_posting(label: str) -> bool:
    """Whether a column's label says that its marks tell what hangs."""
    return _OF_POSTING.search(fold(label)) is not None or is_switch(label)


#: Columns of databases that switch a record on or off: "trang_thai", "is_active", "hien_thi".
_SWITCHES = frozenset(
    {
        "trangthai",
        "trangthaithutuc",
        "status",
        "state",
        "active",
        "isactive",
        "enabled",
        "isenabled",
        "hienthi",
        "isshow",
        "visible",
        "hoatdong",
        "kichhoat",
        "dakichhoat",
        "sudung",
        "dangsudung",
    }
)


def is_switch(label: str) -> bool:
    """Whether a column's label is one of a switch; what its off means for the row's hanging nobody says."""
    return squashed(label) in _SWITCHES


def is_left_out(texts: Iterable[str]) -> bool:
    """Whether a row stands for others that are not written: "…" in each of its cells."""
    filled = [text for text in texts if text.strip()]
    return bool(filled) and all(_DASHES.fullmatch(text) and re.search(r"…|\.\.", text) for text in filled)


def unmarked(columns: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """Places of rows without the mark that the others have, in a column of marks; none where all or no row has it.

    `columns`: the cells of each column that speaks of posting, in the order of the rows.
    """
    found: set[int] = set()
    for cells in columns.values():
        ticked = any(_sign(text) in _TICKS for text in cells)
        bare = {place for place, text in enumerate(cells) if _is_bare(text, ticked=ticked)}
        if {fold(text) for text in cells if text} in _ON_AND_OFF:
            found |= {place for place, text in enumerate(cells) if fold(text) in _OFF}
        marks = {fold(text) for place, text in enumerate(cells) if place not in bare}
        if bare and len(marks) == 1 and len(next(iter(marks))) <= _MARK:
            found |= bare
    return frozenset(found)


#: What a state says of a row that hangs and holds, or says of something else.
_PLAIN_STATE = re.compile(
    r"\W*(?:dang |da |con |co |duoc |van )*"
    r"(?:(?:cong khai|niem yet|hieu luc|ap dung|thuc hien|hoat dong|su dung|tiep nhan|treo|hien thi|dang tai|co|con|dang|moi"
    r"|binh thuong|ban hanh|cong bo|sua doi|bo sung|chuan hoa|toan trinh|mot phan|truc tuyen|truc tiep"
    r"|active|enabled|public|published|posted|valid|normal|on|yes|true|y|x|ok|effective|in force|new|amended|updated)"
    r"(?:,? (?:moi|ban hanh|bo sung|thi hanh|lai))*\W*)+"
)
_STATES, _WORDS_OF_A_STATE = 4, 5  # more are no enumeration of states; chosen, not measured


def apart_by_state(columns: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """Places of rows whose state is neither that of most rows nor one of what hangs, in columns of states: "2" beside "1"."""
    found: set[int] = set()
    for cells in columns.values():
        told = [_said_in_words(text) for text in cells]
        filled = [text for text in told if text]
        if not 1 < len(set(filled)) <= _STATES or any(
            len(text.split()) > _WORDS_OF_A_STATE for text in filled
        ):
            continue
        if any(_A_DAY.search(text) for text in filled):
            continue
        (most, times), *_ = Counter(filled).most_common(1)
        known = {text for text in filled if _PLAIN_STATE.fullmatch(text)} | (
            {most} if times * 2 > len(filled) else set()
        )
        found |= {place for place, text in enumerate(told) if known and text and text not in known}
    return frozenset(found)


_A_DAY = re.compile(r"\d{1,2} ?[/.-] ?\d|\d{4}|\bngay\b")


def _said_in_words(state: str) -> str:
    """A state folded, "CON_HIEU_LUC" in words; empty for dashes."""
    return "" if _DASHES.fullmatch(state) else fold(state).replace("_", " ").strip(" .")


def are_signs(texts: Iterable[str]) -> bool:
    """Whether cells are nothing but ticks and crosses, and both."""
    signs = {_sign(text) for text in texts if text}
    return bool(signs & _TICKS) and bool(signs & _CROSSES) and signs <= _TICKS | _CROSSES


def _is_bare(text: str, *, ticked: bool) -> bool:
    """Whether a cell is blank or crossed. A cross is a mark like any other, but beside a tick."""
    sign = _sign(text)
    return _DASHES.fullmatch(text) is not None or sign in _CROSSES or (ticked and sign in _EITHER)


def _sign(text: str) -> str:
    return text.strip().removesuffix("\ufe0f").lower()


_TICKS, _CROSSES, _EITHER = frozenset("✓✔☑√✅"), frozenset("✗✘☐□❌⬜"), frozenset("x×✕✖☒")
#: What a switch may be; of one value only nothing follows.
_ON_AND_OFF = ({"0", "1"}, {"false", "true"}, {"n", "y"}, {"no", "yes"}, {"off", "on"})
_OFF = frozenset({"0", "false", "n", "no", "off"})
_MARK = 2  # letters of a mark ("x", "có", "✓"); chosen, not measured


def side_by_side(labels: Sequence[str], needed: Iterable[str]) -> tuple[int, ...]:
    """Where each of several lists in one header begins: the same labels once more, to the right; none for one list.

    `labels`: squashed, "" where there is none; `needed`: those that tell a list, of which each must be there as often.
    """
    telling = set(labels).intersection(needed)
    if not telling:
        return ()
    first = next(label for label in labels if label)
    starts = tuple(place for place, label in enumerate(labels) if label == first)
    if len(starts) < 2 or any(labels.count(label) != len(starts) for label in telling):
        return ()
    return starts
