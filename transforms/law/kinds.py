"""What a decision is, as its title says (DOMAIN §2.4). The text of the document may know better; see the reader."""

import re

from niemyet.model.words import DecisionKind
from niemyet.transforms.language.citations import ministry_of
from niemyet.transforms.language.text import fold

_PROCEDURE = r"(?:thu tuc hanh chinh|thu tuc)"
#: What stands before the matter itself: "QUYẾT ĐỊNH Về việc", "V/v".
_OPENING = re.compile(r"^(?:(?:quyet dinh|ve viec|v/v|vv)[\s:.,-]*)+")
#: What a portal puts before: "Công khai Quyết định số: 3584/QĐ-UBND ngày … của UBND … về việc".
_ANNOUNCED = re.compile(
    r"^(?:(?!dinh chinh|phe duyet|uy quyen|bai bo|huy bo|sua doi|cong bo|thay the).){0,120}?"
    r"quyet dinh(?: so)?:? ?\d{1,6} ?/ ?qd\S*.{0,120}?"
    r"(?:ve viec?\s|v/v\s|:\s|(?=cong bo|dinh chinh|phe duyet|ban hanh|uy quyen|bai bo|sua doi))"
)

_CORRECTION = re.compile(r"\bdinh chinh\b")
_CORRECTS_DECISION = re.compile(r"dinh chinh (?:\S+ ){0,12}quyet dinh(?: so)? \d")
_DELEGATION = re.compile(r"^(?:viec )?uy quyen\b|\buy quyen (?:giai quyet|thuc hien|tiep nhan)")
#: Of the procedure, not of the process: "quy trình nội bộ" must not fall here (the trap of §2.4).
_INTERNAL = re.compile(
    rf"{_PROCEDURE} noi bo\b|{_PROCEDURE}(?: \w+){{0,6}} noi bo (?:giua|trong) (?:cac|he thong|noi bo)"
)
_PUBLIC_BESIDE_INTERNAL = re.compile(
    rf"{_PROCEDURE}(?! noi bo)[^;]* (?:va|cung) (?:danh muc )?(?:cac )?{_PROCEDURE} noi bo"
    rf"|{_PROCEDURE} noi bo[^;]*(?:;| va) (?:danh muc )?(?:cac )?{_PROCEDURE}(?! noi bo)"
)
_PROCESS = re.compile(
    r"quy trinh (?:noi bo|dien tu|giai quyet)|phe duyet (?:[\w,]+ ){0,8}quy trinh|tai cau truc,? (?:[\w,]+ ){0,3}quy trinh"
)
#: "Phê duyệt Danh mục và Quy trình nội bộ thủ tục hành chính …": a list beside the process.
_LIST_AND_PROCESS = re.compile(
    rf"^(?:phe duyet|ban hanh|thong qua"
    rf"|cong bo) (?:\d+ )?(?:bo )?danh muc (?:(?:cac )?{_PROCEDURE}[^;]{{0,120}}?)?(?:va|,"
    rf"|cung) (?:phe duyet )?(?:cac )?quy trinh"
)
_PUBLISHES = re.compile(
    rf"\bcong bo\b|^(?:danh muc|{_PROCEDURE}|bai bo|huy bo|sua doi|bo sung|thay the|dieu chinh)\b"
    # "Phê duyệt Danh mục và Quy trình nội bộ …", "Ban hành Danh mục thủ tục hành chính …": the list counts.
    rf"|^(?:phe duyet|ban hanh|thong qua) (?:\d+ )?danh muc (?:va\b|(?:cac )?(?:{_PROCEDURE}|dich vu cong truc tuyen))"
)
#: Procedures that are suspended or come back: what the decision names acts, though it publishes no list.
_PAUSES = re.compile(
    r"(?:(?:ke )?tu (?:ngay )?\d[^;]{0,60}?, )?"
    r"(?:(?:tiep tuc )?(?:keo dai|gia han)(?: them)?(?: thoi (?:gian|han))? ?)?(?:viec )?"
    r"(?:tam (?:dung|ngung|dinh chi)|dinh chi|khoi phuc|tiep tuc)\b(?! (?:\w+ ){0,6}quyet dinh)"
)
_MATTER = re.compile(rf"{_PROCEDURE}|\bdanh muc\b")
#: Decisions about the work with procedures, not about procedures.
_ABOUT_THE_WORK = re.compile(
    r"^(?:ban hanh|phe duyet|thong qua|kien toan|thanh lap|giao|cong bo)? ?(?:kem theo quyet dinh nay:? )?(?:\w+ ){0,3}"
    r"(?:quy che|quy dinh|ke hoach|phuong an don gian hoa|chuong trinh|de an|bo tieu chi|to cong tac"
    # "Hủy kết quả công bố thủ tục …" is about procedures.
    r"|(?<!huy )(?<!huy bo )(?<!bai bo )(?<!thu hoi )ket qua)\b"
)
_ACTIONS = re.compile(
    r"(?:moi|duoc) ban hanh|ban hanh moi|moi\b(?! cap)|sua doi|bo sung|bai bo|huy bo|thay the|chuan hoa|dac thu"
)
_SUBSET = re.compile(
    r"truc tuyen|toan trinh|buu chinh|\bbcci\b|phi dia gioi|khong phu thuoc (?:vao )?dia gioi|ngoai dia gioi"
    r"|mien(?:,? giam)? (?:phi|le phi)|khong tiep nhan (?:ho so )?giay|tiep nhan (?:va tra|tai)|lien quan den doanh nghiep"
)
#: A heading of a list within a decision: "Danh mục thủ tục hành chính tiếp nhận qua dịch vụ bưu chính công ích".
_SUBSET_LIST = re.compile(
    rf"\bdanh muc (?:cac )?{_PROCEDURE}\b[^;.]*?\b(?:(?:thuc hien|tiep nhan|cung cap|du dieu kien|nop ho so)\b[^;.]*?"
    r"\b(?:buu chinh|bcci|truc tuyen|toan trinh)|phi dia gioi|khong phu thuoc (?:vao )?dia gioi|ngoai dia gioi)"
)
_OF_WAYS = re.compile(r"\b(?:buu chinh|bcci|truc tuyen|toan trinh)\b")
#: Who receives or holds them, or that they do no more: more than a way.
_OF_PLACES = re.compile(
    r"\bdia gioi\b|\b(?:tai|chuyen|phan cap|uy quyen)\b|\b(?:khong|chua|tam|dung|ngung|thoi)\b(?! giay)|\bmien\b"
)
_NORMALISED = re.compile(
    rf"{_PROCEDURE}(?: da| duoc| da duoc)? chuan hoa|chuan hoa (?:bo |danh muc )?{_PROCEDURE}|danh muc chuan hoa|cong bo lai"
)
_GROUP = re.compile(rf"nhom {_PROCEDURE}")


def kind_of_title(title: str | None, symbol: str | None) -> DecisionKind:
    """The kind that a title and a symbol prove; OTHER where they prove none.

    A ministry's symbol makes it a ministry's whatever the title says. "nội bộ" makes a decision internal only
    when it is the procedure that is internal; a list that also approves processes is MIXED, and its public part
    counts.
    """
    if symbol is not None and ministry_of(symbol) is not None:
        return DecisionKind.MINISTRY
    matter = _matter(title)
    if _DELEGATION.search(matter) and not matter.startswith("cong bo"):
        return DecisionKind.DELEGATION
    if not _MATTER.search(matter) or _ABOUT_THE_WORK.search(matter):
        # "Đính chính Quyết định số 12": of what, the decision that it names will say.
        return DecisionKind.CORRECTION if _CORRECTS_DECISION.match(matter) else DecisionKind.OTHER
    if _INTERNAL.search(matter):
        return DecisionKind.MIXED if _PUBLIC_BESIDE_INTERNAL.search(matter) else DecisionKind.INTERNAL
    process = _PROCESS.search(matter)
    if process:
        return DecisionKind.MIXED if _says_more_than(matter, process) else DecisionKind.PROCESS
    if _CORRECTION.search(matter):
        return DecisionKind.CORRECTION
    return _public_kind(matter)


def _matter(title: str | None) -> str:
    """The matter of a title, folded, without what opens or announces it."""
    folded = fold(title or "").replace("tthc", "thu tuc hanh chinh")
    return _OPENING.sub("", _ANNOUNCED.sub("", folded, count=1))


def speaks_of_procedures(title: str | None) -> bool:
    """Whether a title is about procedures, and not about the work with them."""
    matter = _matter(title)
    return _MATTER.search(matter) is not None and _ABOUT_THE_WORK.search(matter) is None


def is_subset(heading: str) -> bool:
    """Whether a heading lists procedures by how they are received, and says of none that it is published."""
    folded = fold(heading).replace("tthc", "thu tuc hanh chinh")
    return _SUBSET_LIST.search(folded) is not None and _ACTIONS.search(folded) is None


def is_of_ways(heading: str) -> bool:
    """Whether such a heading only says by which way its procedures are received: by post, online. Where they are is more."""
    folded = fold(heading)
    return is_subset(heading) and _OF_WAYS.search(folded) is not None and _OF_PLACES.search(folded) is None


def _says_more_than(matter: str, process: re.Match[str]) -> bool:
    """Whether a list is published, or an earlier one corrected, beside the process."""
    if _LIST_AND_PROCESS.search(matter):
        return True
    before = matter[: process.start()]
    if _CORRECTION.search(before) or "va cong bo" in matter[process.end() :]:
        return True
    return bool(_PUBLISHES.search(before) and _MATTER.search(before))


def _public_kind(matter: str) -> DecisionKind:
    if _PAUSES.match(matter):
        return DecisionKind.PUBLIC_LIST
    if not _PUBLISHES.search(matter):
        return DecisionKind.OTHER
    if _GROUP.search(matter) and "thay the" in matter:
        return DecisionKind.REPLACEMENT_GROUP
    if _NORMALISED.search(matter):
        return DecisionKind.NORMALISED
    if "dac thu" in matter:
        return DecisionKind.PUBLIC_FULL
    if _SUBSET.search(matter) and not _ACTIONS.search(matter):
        return DecisionKind.SUBSET
    return DecisionKind.PUBLIC_LIST
