"""Which column of an annex holds what: header rows by the labels they bear (DOMAIN §2.3, column sets C1-C8).

Headers have one level or several, come again on every page, and lose their spans in some formats; then the labels of
the second row belong under the one header that they can only belong to.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from niemyet.model.records import Cell, Row
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.syllables import is_syllable
from niemyet.transforms.language.text import fold, mend_spaces


class Column(StrEnum):
    """What a column of an annex holds."""

    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    TIME = "time"
    TIME_LEGAL = "time_legal"
    TIME_LOCAL = "time_local"
    TIME_CUT = "time_cut"  # by how much it was cut; no time of anything
    TIME_STEP = "time_step"  # what one office takes of it
    TIME_ONLINE = "time_online"  # beside the time of those who come in person
    PLACE = "place"
    FEE = "fee"
    FEE_CHARGE = "fee_charge"  # lệ phí, where phí has a column of its own
    FEE_ONLINE = "fee_online"
    BASIS = "basis"
    AGENCY = "agency"
    OTHER_AGENCY = "other_agency"  # who only helps, issues or counts: no evidence of a level
    METHOD = "method"
    IN_PERSON = "in_person"
    ONLINE = "online"
    ONLINE_FULL = "online_full"
    ONLINE_PARTIAL = "online_partial"
    POST = "post"
    NOTE = "note"
    CHANGE = "change"
    SECTOR = "sector"
    PUBLISHED_IN = "published_in"
    LOCAL_CODE = "local_code"  # a province's own, beside or instead of the nation's: kept in the note
    OLD_CODE = "old_code"
    OLD_NAME = "old_name"
    NEW_CODE = "new_code"
    NEW_NAME = "new_name"
    OLD = "old"  # a group over old code and old name
    NEW = "new"
    EFFECT = "effect"
    EFFECT_LAST = "effect_last"  # its last day
    EFFECT_END = "effect_end"  # the first day without
    LEVEL = "level"
    LEVEL_MINISTRY = "level_ministry"  # a mark in it names the level
    LEVEL_PROVINCE = "level_province"
    LEVEL_DISTRICT = "level_district"
    LEVEL_COMMUNE = "level_commune"
    ACTION = "action"
    ACTION_NEW = "action_new"  # a mark in it says what is done to the row
    ACTION_AMEND = "action_amend"
    ACTION_REPLACE = "action_replace"
    ACTION_ABOLISH = "action_abolish"
    COMPONENT = (
        "component"  # a part of the procedure that no board shows: its papers, its result, who applies
    )
    FORMER = "former"  # a name or value as it was before
    UNKNOWN = "unknown"


Columns = tuple[Column, ...]

NAMES = frozenset({Column.NAME, Column.NEW_NAME, Column.OLD_NAME})
#: Columns of the time that a procedure takes.
TIMES = (Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL)
#: Columns that a row's name may stand in, the new one first.
PAIRED_NAMES = (Column.NAME, Column.NEW_NAME, Column.OLD_NAME, Column.NEW, Column.OLD)
#: What every row of a list says of its procedure.
SAID_OF_A_ROW = frozenset(
    {
        *(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.FEE, Column.FEE_CHARGE, Column.PLACE),
        *(Column.BASIS, Column.AGENCY, Column.METHOD, Column.SECTOR, Column.CHANGE),
    }
)
_ACTED_ON = r"(?:(?:tthc|thu tuc(?: hanh chinh)?) )?(?:duoc |bi )?"
_LABELS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.NUMBER, r"(?:(?:so )?s? ?t ?t|so thu tu|so)(?: no)?$|no$"),
        (
            Column.NAME,
            r"ma\b.*\bten (?:thu tuc|tthc)|ma .*\bva ten\b"
            # "Lĩnh vực/Tên TTHC": a row of one or of the other
            r"|(?:ten )?linh vuc (?:va )?(?:ten )?(?:thu tuc(?: hanh chinh)?|tthc)$",
        ),
        (
            Column.ACTION,
            r"(?:phan )?loai(?: (?:hinh|tthc|thu tuc(?: hanh chinh)?|cong bo|van ban cong bo|noi dung))*$"
            r"|(?:hinh thuc|noi dung|tinh trang|trang thai|hien trang)(?: tthc)? cong bo(?: tthc| thu tuc(?: hanh chinh)?)?$"
            r"|(?:tinh trang|trang thai|hien trang)(?: tthc| thu tuc(?: hanh chinh)?| phap ly)?$|hanh dong$"
            r"|tinh chat(?: tthc)?$"
            r"|nhom(?: tthc| thu tuc)?$|hinh thuc (?:thay doi|sua doi|bien dong)$|bien dong$",
        ),
        (Column.ACTION_NEW, rf"{_ACTED_ON}(?:ban hanh moi|moi ban hanh|(?:cong bo )?moi|bo sung moi)$"),
        (Column.ACTION_AMEND, rf"{_ACTED_ON}(?:sua doi bo sung|sua doi|sdbs)$"),
        (Column.ACTION_REPLACE, rf"{_ACTED_ON}thay the$"),
        (Column.ACTION_ABOLISH, rf"{_ACTED_ON}(?:bai bo|huy bo)$"),
        (Column.LEVEL_MINISTRY, r"(?:cap )?(?:bo|trung uong)$"),
        (Column.LEVEL_PROVINCE, r"(?:ubnd )?(?:cap )?(?:tinh|tinh thanh pho|thanh pho)$"),
        (Column.LEVEL_DISTRICT, r"(?:ubnd )?(?:cap )?huyen$"),
        (Column.LEVEL_COMMUNE, r"(?:ubnd )?(?:cap )?(?:xa|xa phuong(?: thi tran| dac khu)?|phuong)$"),
        (
            # Other codes than that of the procedure, other times than that of resolving it, what the post takes.
            Column.COMPONENT,
            r"(?:so |ten |ma hieu )?quy trinh(?: so| noi bo| dien tu)?$"
            r"|ma (?:so )?(?:linh vuc|nganh|quy trinh|co quan|don vi|loai|nhom)\b"
            r"|(?:phi|gia|cuoc)(?: dich vu)? (?:bcci|buu chinh)"
            r"|thoi (?:han|gian) (?:tiep nhan|luu|nhan ho so|lam viec)\b"
            r"|thoi (?:han|gian) (?:co )?(?:hieu luc|gia tri) cua (?:giay|ket qua|the|chung chi|van bang)\b",
        ),
        (
            Column.COMPONENT,  # when the text begins on which the procedure rests: no day of the row's own
            r".*\bhieu luc(?: thi hanh)? (?:cua )?(?:cac )?(?:vb|vbqppl|van ban|luat|nghi dinh|nghi quyet|thong tu|can cu)\b",
        ),
        (
            Column.BASIS,
            r"(?:ten |so hieu )?(?:vb ?qppl|van ban)\b|c[cs] ?pl$"
            r"|(?:ten )?(?:can cu|co so)(?: phap| pl\b| (?:de )?(?:bai|huy) bo$|$)|.*\bquy dinh (?:viec|noi dung)",
        ),
        (
            Column.PUBLISHED_IN,
            r"(?:(?:so thu tu|stt|so tt|vi tri) (?:va|tai|trong|cua) )?(?:so )?(?:quyet dinh|qd)\b.*\bcong bo"
            r"|(?:so )?(?:quyet dinh|qd) (?:so|da cong bo)",
        ),
        (
            Column.EFFECT_END,
            r".*\b(?:het|cham dut|mat) hieu luc\b|(?:ngay|thoi (?:diem|gian)) (?:bi )?(?:bai bo|huy bo|cham dut)$",
        ),
        (Column.EFFECT_LAST, r"(?:ngay )?(?:ap dung|thuc hien|hieu luc|co hieu luc) (?:den|toi)\b"),
        (
            Column.EFFECT,
            r".*\bhieu luc\b|(?:ngay )?(?:bat dau )?(?:ap dung|thuc hien) (?:ke )?tu\b"
            r"|(?:ngay|thoi diem) (?:bat dau )?(?:ap dung|thuc hien|thi hanh)$",
        ),
        (
            Column.CHANGE,
            r"noi dung (?:duoc )?(?:sua doi|thay doi|cap nhat)|bo phan (?:tao thanh )?(?:duoc )?sua doi",
        ),
        (
            Column.TIME,
            r"(?:tong )?thoi (?:han|gian)\b|(?:tg|th) ?(?:gq|giai quyet)\b|(?:(?:so )?ngay|ty le|muc) (?:da "
            r"|duoc )?(?:cat giam|giai quyet|rut ngan)\b",
        ),
        (Column.FEE_CHARGE, r"(?:muc )?(?:thu )?(?:le phi|lp)$"),
        (Column.FEE, r"(?:muc )?(?:thu )?(?:phi|le phi|lp)\b"),
        (Column.POST, r".*\b(?:bcci|buu chinh)\b"),
        (Column.ONLINE_FULL, r".*\btoan trinh\b"),
        (Column.ONLINE_PARTIAL, r".*\bmot phan\b"),
        (
            Column.ONLINE,
            r"muc do(?: (?:dvc|dich vu|truc tuyen|cung cap|thuc hien|tthc).*| ?[34])?$|muc dvc\b"
            r"|(?:dich vu cong|dvc)(?: truc tuyen)?\b|dvctt\b|truc tuyen$",
        ),
        (Column.IN_PERSON, r"truc tiep$"),
        (Column.METHOD, r"(?:cach|hinh) thuc\b"),
        (
            Column.PLACE,
            r"dia (?:diem|chi)\b|noi (?:tiep nhan|nop|thuc hien|giai quyet)\b|d ?d ?(?:th|thuc hien)$",
        ),
        (Column.PLACE, r"(?:co quan|don vi|bo phan) (?:tiep nhan|nhan|tra)\b"),
        (
            Column.OTHER_AGENCY,
            r"(?:ten )?(?:co quan|don vi)(?: co)? (?:phoi hop|lien quan|tham dinh|kiem tra"
            r"|giup viec|tham muu|ban hanh|quan ly nha nuoc|tinh|cong bo|trinh)\b",
        ),
        (Column.AGENCY, r"(?:ten )?(?:co quan|don vi)\b|tham quyen\b|cq ?(?:th|gq|thuc hien|giai quyet)\b"),
        (Column.SECTOR, r"(?:ten )?linh vuc\b"),
        (Column.LEVEL, r"cap (?:thuc hien|th|giai quyet|gq|tham quyen|chinh quyen)\b|cap$"),
        (
            Column.COMPONENT,  # parts of a procedure by Nghị định 63/2010/NĐ-CP, Điều 8
            r"ket qua(?: giai quyet| thuc hien| cua| tthc| thu tuc(?: hanh chinh)?)*$|doi tuong(?: thuc hien| ap dung)*$"
            r"|(?:so luong|so bo) ho so$|thanh phan (?:so luong )?ho so$|(?:yeu cau|dieu kien)(?: (?:va )?(?:yeu cau|dieu kien))?"
            r"(?: thuc hien)?$|(?:ten )?(?:mau don|mau to khai|bieu mau)(?: mau to khai)?$|trinh tu thuc hien$"
            # "Một cửa", "Một cửa liên thông": how offices pass it on (Nghị định 118/2025/NĐ-CP)
            r"|co che (?:giai quyet|thuc hien)(?: tthc| thu tuc hanh chinh)?$"
            r"|(?:so )?trang(?: so)?$",  # where the procedure's full text stands in the same paper
        ),
        (Column.NOTE, r"ghi chu\b|chu thich$|gc$|ly do (?:bai bo|huy bo)$"),
        (Column.LOCAL_CODE, r"ma\b.*\b(?:dia phuong|noi bo|noi tinh)$"),
        (Column.CODE, r"ma\b(?! vach| qr)|so ho so\b|so hieu (?:tthc|thu tuc)"),
        (
            Column.NAME,
            r"ten (?:thu tuc|tthc|nhom|dich vu|cac thu)|ten(?: goi)?$|(?:danh muc )?(?:thu tuc(?: hanh chinh)?|tthc)$"
            r"|noi dung (?:thu tuc|tthc)$|(?:tthc|thu tuc(?: hanh chinh)?) ten$",
        ),
    )
)
#: Which of several times a label means (RULINGS 33): by law, after all cuts, the cut itself, online, in person.
_TIME_PARTS = (
    (
        Column.TIME_LEGAL,
        re.compile(
            r"\b(?:theo (?:quy dinh|luat(?: dinh)?)|quy dinh|luat dinh|truoc (?:khi )?(?:duoc )?(?:cat giam"
            r"|rut (?:ngan|gon))|cu the hoa)\b"
        ),
    ),
    (
        Column.TIME_CUT,
        re.compile(
            r"^(?:so ngay|so gio|ty le|muc|so thoi gian|thoi (?:gian|han) duoc|thoi (?:gian|han))(?: lam viec)?(?: da"
            r"| duoc)* (?:cat giam|rut (?:ngan|gon)|giam)\b(?! con)|\bty le\b"
        ),
    ),
    (
        Column.TIME_LOCAL,
        re.compile(
            r"\b(?:sau|da|con|con lai|duoc)\b.*\b(?:cat giam|rut (?:ngan|gon)|giam)\b|\b(?:cat giam|rut ngan"
            r"|giam) con\b|\bcon(?: lai)?$"
            r"|\bthuc te\b|^(?:cua |tai )?(?:dia phuong|tinh|thanh pho)\b|\b(?:dia phuong|thuc hien) (?:quy dinh"
            r"|thuc hien|ap dung)\b"
            r"|\bthoi (?:han|gian)\b.*\b(?:dia phuong|tai tinh)\b"
        ),
    ),
    (Column.TIME_ONLINE, re.compile(r"\b(?:truc tuyen|online|qua mang|dien tu|dvctt)\b")),
    (
        Column.TIME,
        re.compile(
            r"\b(?:truc tiep|tai (?:quay|bo phan|trung tam))\b|^tong(?: cong| so| thoi (?:gian|han))?$"
        ),
    ),
    (
        Column.TIME_STEP,
        re.compile(r"^(?:tai |cua |o )?(?:so|ubnd|phong|don vi|co quan|chi cuc|ban|cac)\b(?! ngay)"),
    ),
)
#: "Cắt giảm" alone: beside a time after the cuts it is the cut; alone it may be either.
_BARE_CUT = re.compile(r"^(?:thoi (?:han|gian) )?(?:giai quyet )?(?:cat giam|rut ngan|rut gon)$")
_FEE_PARTS = (
    (Column.FEE_ONLINE, re.compile(r"\b(?:truc tuyen|online|qua mang|dien tu|dvctt)\b")),
    (Column.FEE, re.compile(r"\b(?:truc tiep|tai (?:quay|bo phan|trung tam))\b")),
    (Column.FEE_CHARGE, re.compile(r"^(?:muc )?(?:thu )?(?:le phi|lp)$")),
    (Column.FEE, re.compile(r"^(?:muc )?(?:thu )?phi$")),
)
#: A name or value as it was, and as it is now (RULINGS 34).
_WAS = re.compile(
    r"\b(?:truoc (?:khi )?(?:duoc )?(?:sua(?: doi)?|dieu chinh|thay doi|cap nhat)|cu|hien hanh|truoc day"
    r"|da (?:duoc )?(?:cong bo|in|ghi)(?: truoc day)?)\b(?:,? bo sung)?$|^truoc$|(?<=noi dung )sai$"
)
_IS = re.compile(
    r"\b(?:sau (?:khi )?(?:duoc )?(?:sua(?: doi)?|dieu chinh|thay doi|cap nhat)|moi|(?:nay )?sua (?:doi )?thanh"
    r"|nay (?:sua|cong bo)(?: la)?|(?:duoc |nay |sau (?:khi )?)?dinh chinh(?: lai)?(?: (?:la|thanh))?"
    r"|sua lai(?: thanh)?)\b(?:,? bo sung)?$|^sau$"
    r"|(?<=noi dung )dung$"
)
_LEVEL_MARKS = frozenset(
    {Column.LEVEL_MINISTRY, Column.LEVEL_PROVINCE, Column.LEVEL_DISTRICT, Column.LEVEL_COMMUNE}
)
_ACTION_MARKS = frozenset(
    {Column.ACTION_NEW, Column.ACTION_AMEND, Column.ACTION_REPLACE, Column.ACTION_ABOLISH}
)
#: What the labels of a second header row may refine.
_PARTS = {
    Column.TIME: {
        Column.TIME_LEGAL,
        Column.TIME_LOCAL,
        Column.TIME_CUT,
        Column.TIME_ONLINE,
        Column.TIME,
        Column.TIME_STEP,
    },
    Column.FEE: {Column.FEE, Column.FEE_CHARGE, Column.FEE_ONLINE},
    Column.LEVEL: set(_LEVEL_MARKS),
    Column.ACTION: set(_ACTION_MARKS),
    Column.METHOD: {Column.ONLINE, Column.ONLINE_FULL, Column.ONLINE_PARTIAL, Column.POST, Column.IN_PERSON},
    Column.ONLINE: {Column.ONLINE, Column.ONLINE_FULL, Column.ONLINE_PARTIAL, Column.POST},
    Column.NAME: {Column.NAME, Column.FORMER},
    Column.OLD: {Column.OLD_CODE, Column.OLD_NAME},
    Column.NEW: {Column.NEW_CODE, Column.NEW_NAME},
}
_WORDS_OF_A_LABEL = 10  # more are a sentence; chosen, not measured
_LONGEST_LABEL = 160  # letters of a label of a column; chosen, not measured


@lru_cache(maxsize=1 << 12)
def column_of(*path: str) -> Column:
    """What a column holds by its labels from the top down: ("Thời hạn giải quyết", "Sau cắt giảm") → time_local."""
    found = _column_of(path)
    if found is not Column.UNKNOWN:
        return found
    # Words of a narrow column may be broken over its lines: "Toà n trìn h".
    mended = tuple(map(mend_spaces, path))
    found = _column_of(mended)
    if found is not Column.UNKNOWN:
        return found
    # "trực tu yến": both halves are words. One joint of two of them that makes a label, and no other that makes another one.
    joined = {_column_of(each) for each in _joined_once(mended)} - {Column.UNKNOWN}
    return joined.pop() if len(joined) == 1 else Column.UNKNOWN


def _joined_once(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The labels with two of their words joined to one that can be a syllable."""
    for at, label in enumerate(path):
        words = label.split()
        if len(words) > _WORDS_OF_A_LABEL:
            continue
        for place, (one, other) in enumerate(pairwise(words)):
            if is_syllable((one + other).lower()):
                text = " ".join([*words[:place], one + other, *words[place + 2 :]])
                yield (*path[:at], text, *path[at + 1 :])


@lru_cache(maxsize=1 << 12)
def _column_of(path: tuple[str, ...]) -> Column:
    labels = [_squashed(_CODE_BESIDE.sub("", label)) for label in path if label]
    while len(labels) > 1 and _of_label(labels[0]) is Column.UNKNOWN and not _era_of(labels[0]):
        labels.pop(0)  # a banner over the columns
    if not labels:
        return Column.UNKNOWN
    era = next((found for label in labels if (found := _era_of(label))), None)
    if era is not None:
        bare = [rest for label in labels if (rest := _without_era(label))]
        base = _of_path(bare) if bare else Column.UNKNOWN
        if base in _VALUES:
            return _in_era(base, era)
    return _of_path(labels)


#: "Tên TTHC mới (mã số)": the code stands in the cell of the name, and the label is that of the name.
_CODE_BESIDE = re.compile(r"(?<=\w)\s*[(\[](?:kèm |và |, )?[Mm]ã\b[^()\[\]]*[)\]]\s*$")
#: Both halves are words, and without them the column is another one: that of those who come in person.
_ONLINE_BROKEN = re.compile(r"\btruc t ?u ?y ?en\b")


def _squashed(label: str) -> str:
    return _ONLINE_BROKEN.sub("truc tuyen", re.sub(r"[^a-z0-9]+", " ", fold(label)).strip())


#: Columns whose label may say that it is about the value before or after.
_VALUES = frozenset(
    {
        Column.NAME,
        Column.CODE,
        Column.TIME,
        Column.FEE,
        Column.PLACE,
        Column.BASIS,
        Column.AGENCY,
        Column.SECTOR,
        Column.LEVEL,
    }
)


def _era_of(label: str) -> str | None:
    """Whether a label speaks of what was ("was") or of what is now ("is")."""
    return "was" if _WAS.search(label) else "is" if _IS.search(label) else None


def _without_era(label: str) -> str:
    return re.sub(r" (?:va|,)$", "", _IS.sub("", _WAS.sub("", label)).strip())


def _in_era(base: Column, era: str) -> Column:
    if base is Column.CODE:
        return Column.OLD_CODE if era == "was" else Column.NEW_CODE
    return Column.FORMER if era == "was" else base


def _of_path(labels: list[str]) -> Column:
    top = _of_label(labels[0])
    if len(labels) == 1:
        return _time_part(labels[0]) if top is Column.TIME else _fee_part(labels[0], top)
    leaf = labels[-1]
    if top is Column.TIME:
        return _time_part(leaf)
    if top in {Column.FEE, Column.FEE_CHARGE}:
        return _fee_part(leaf, Column.FEE)
    own = _of_label(leaf)
    if top in {Column.OLD, Column.NEW}:
        if own is Column.NUMBER:
            return own
        code = own in {Column.CODE, Column.OLD_CODE, Column.NEW_CODE}
        if top is Column.OLD:
            return Column.OLD_CODE if code else Column.OLD_NAME
        return Column.NEW_CODE if code else Column.NEW_NAME
    if top in {Column.METHOD, Column.ONLINE}:
        return own if own in _PARTS[Column.METHOD] else top
    if top is Column.ACTION and own in _ACTION_MARKS:
        return own
    if top is Column.LEVEL or (top is Column.AGENCY and own in _LEVEL_MARKS):
        return own if own in _LEVEL_MARKS else top
    return top if top is not Column.UNKNOWN else own


def _time_part(label: str) -> Column:
    """Which time a label means; TIME_CUT for a bare "cắt giảm", which `told_apart` looks at again."""
    if _BARE_CUT.match(label):
        return Column.TIME_CUT
    return next((column for column, pattern in _TIME_PARTS if pattern.search(label)), Column.TIME)


def _fee_part(label: str, top: Column) -> Column:
    if top is not Column.FEE:
        return top
    return next((column for column, pattern in _FEE_PARTS if pattern.search(label)), Column.FEE)


#: Columns of which a row has one value: two of them under different labels cannot both be it.
_SINGLE = frozenset(
    {
        *(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.FEE, Column.FEE_CHARGE),
        *(Column.NAME, Column.CODE, Column.NUMBER, Column.ACTION, Column.LEVEL, Column.AGENCY),
    }
)


def told_apart(columns: Columns, titles: tuple[str, ...]) -> tuple[Columns, tuple[int, ...]]:
    """The columns, and the places of those that cannot be told apart or are not understood (RULINGS 33).

    Two labels for one value are none: neither is taken, and both are named in a question. A bare "Cắt giảm" is the
    cut where a time after the cuts stands beside it.
    """
    found = list(columns)
    paired = Column.OLD_CODE in found or Column.OLD_NAME in found
    if paired:  # an old and a new code: what was is then the procedure that was
        found = [
            Column.OLD_NAME if column is Column.FORMER and "ten" in _squashed(title).split() else column
            for column, title in zip(found, titles, strict=True)
        ]
        first = found.index(Column.NUMBER) if Column.NUMBER in found else len(found)
        found = [
            Column.COMPONENT if column is Column.NUMBER and place > first else column
            for place, column in enumerate(found)  # the number of the other half is none of the row's
        ]
    found = _national_apart(_codes_apart(_receiving_apart(found, titles), titles), titles)
    found = _names_apart(found, titles)
    unclear: list[int] = []
    if Column.TIME_LOCAL not in found and not {Column.TIME, Column.TIME_LEGAL} <= set(found):
        # By how much a time was cut says what is left of it to nobody, and "cắt giảm" may be either.
        unclear += [place for place, column in enumerate(found) if column is Column.TIME_CUT]
    for column in _SINGLE:
        places = [place for place, other in enumerate(found) if other is column]
        if len({_squashed(titles[place]) for place in places}) > 1:
            unclear += places
    serious = {place for place in unclear if found[place] not in {Column.NUMBER}}
    for place in serious:
        if found[place] not in NAMES and found[place] is not Column.CODE:
            found[place] = Column.UNKNOWN
    return tuple(found), tuple(sorted(serious))


#: The label of a name as it is from now on, beside one that says nothing of when: "Tên TTHC | Tên TTHC sửa đổi".
_NAME_NOW = re.compile(
    r"^(?:noi dung )?(?:(?:duoc )?(?:sua doi|dieu chinh|thay doi)(?:,? bo sung)? )?(?:ve )?ten\b"
    r"(?: goi| cua| thu tuc(?: hanh chinh)?| tthc)*"
    r"(?: (?:sau (?:khi )?)?(?:(?:duoc |nay )?(?:sua doi|dieu chinh|thay doi|dinh chinh)(?:,? bo sung)?(?: thanh| lai)?|moi))?$"
)
_PLAIN_NAME = re.compile(r"(?:danh muc )?(?:ten )?(?:thu tuc(?: hanh chinh)?|tthc)|ten(?: goi)?")


def _names_apart(columns: list[Column], titles: tuple[str, ...]) -> list[Column]:
    """ "Tên TTHC" beside "Tên TTHC sau khi sửa đổi" is the name as it was (RULINGS 34)."""
    labels = [_squashed(title) for title in titles]
    plain = [
        place
        for place, (column, label) in enumerate(zip(columns, labels, strict=True))
        if column is Column.NAME and _PLAIN_NAME.fullmatch(label)
    ]
    now = [
        place
        for place, (column, label) in enumerate(zip(columns, labels, strict=True))
        if column in {Column.NAME, Column.CHANGE} and place not in plain and _NAME_NOW.fullmatch(label)
    ]
    if len(plain) != 1 or len(now) != 1 or sum(column is Column.NAME for column in columns) > 2:
        return columns
    columns[plain[0]], columns[now[0]] = Column.FORMER, Column.NAME
    return columns


def _codes_apart(columns: list[Column], titles: tuple[str, ...]) -> list[Column]:
    """ "Thủ tục hành chính" over "Mã số | Tên": the label above both is that of names, and one of them holds codes."""
    if Column.CODE in columns:
        return columns
    below = {
        place: _of_label(_squashed(titles[place].rpartition(" – ")[2]))
        for place, column in enumerate(columns)
        if column is Column.NAME and " – " in titles[place]
    }
    if sorted(below.values()) != [Column.CODE, Column.NAME]:
        return columns
    return [below.get(place, column) for place, column in enumerate(columns)]


_OF_NATION = re.compile(r"\b(?:quoc gia|csdlqg|dvcqg)\b")
_OF_PROVINCE = re.compile(r"\b(?:tinh|thanh pho|dia phuong)\b")
_CODE_ALONE = re.compile(r"ma(?: so)?(?: (?:tthc|thu tuc(?: hanh chinh)?))?$")


def _national_apart(columns: list[Column], titles: tuple[str, ...]) -> list[Column]:
    """ "Mã quốc gia | Mã của tỉnh": the code of a procedure is the nation's, and that of the province is kept as printed."""
    places = [place for place, column in enumerate(columns) if column is Column.CODE]
    leaves = {place: _squashed(titles[place].rpartition(" – ")[2]) for place in places}
    national = [place for place in places if _OF_NATION.search(leaves[place])]
    local = [place for place in places if place not in national and _OF_PROVINCE.search(leaves[place])]
    national = national or [place for place in places if _CODE_ALONE.match(leaves[place])]
    if len(national) != 1 or not local or len(local) + 1 != len(places):
        return columns
    return [Column.LOCAL_CODE if place in local else column for place, column in enumerate(columns)]


def _receiving_apart(columns: list[Column], titles: tuple[str, ...]) -> list[Column]:
    """ "Nơi tiếp nhận | Nơi giải quyết": beside the place that receives, the other is who resolves."""
    places = [place for place, column in enumerate(columns) if column is Column.PLACE]
    labels = {place: _squashed(titles[place]) for place in places}
    resolves = [place for place in places if re.match(r"noi (?:giai quyet|thuc hien)$", labels[place])]
    receives = [place for place in places if re.search(r"\b(?:tiep nhan|nop|nhan)\b", labels[place])]
    if len(resolves) != 1 or not receives or resolves[0] in receives or Column.AGENCY in columns:
        return columns
    return [Column.AGENCY if place == resolves[0] else column for place, column in enumerate(columns)]


#: Labels of pairs: "Mã TTHC bị thay thế", "TTHC thay thế", "Tên thủ tục hành chính được thay thế".
_PAIRED = re.compile(
    r"(?P<what>ma|ten)?(?: so)? ?(?:(?:cac|nhom|danh muc) )*(?:tthc|thu tuc(?: hanh chinh)?|ho so)?"
    r"(?: lien thong(?: dien tu)?)? ?(?P<old>(?:duoc|bi) )?(?:de |dung de )?thay the(?: (?:moi|cu|cho))?$"
)


def _of_label(label: str) -> Column:
    paired = _PAIRED.match(label) if "thay the" in label else None
    if paired:
        parts = {"ma": (Column.NEW_CODE, Column.OLD_CODE), "ten": (Column.NEW_NAME, Column.OLD_NAME)}
        new, old = parts.get(paired["what"] or "", (Column.NEW, Column.OLD))
        return old if paired["old"] else new
    return next((column for column, pattern in _LABELS if pattern.match(label)), Column.UNKNOWN)


@dataclass(frozen=True, slots=True)
class TableHeader:
    """A header of a table: how many rows it takes, its labels, what each place holds."""

    rows: int
    labels: tuple[str, ...]
    columns: Columns | None  # None: its second row cannot be placed
    titles: tuple[str, ...] = ()  # of each place, from the top down
    unclear: tuple[int, ...] = ()  # places whose meaning cannot be told from another's


def header_at(rows: Sequence[Row], place: int) -> TableHeader | None:
    """The header that begins at a row, with all its rows; None where none begins."""
    top = rows[place]
    plain = is_header(top)
    if not plain and not _may_be_banner(top):
        return None
    under: list[Row] = []
    for row in rows[place + 1 : place + _DEEPEST]:
        above = under[-1] if under else top
        second = plain and not under and is_under_header(top, row)
        if any(_MARKED_HEADING.match(cell.text) for cell in row.cells):
            break
        if not (second or _is_spanned_by(above, row) or (plain and _hangs_below(above, row))):
            break
        under.append(row)
    columns = columns_of(top, under[0]) if len(under) == 1 else _deep(top, under) if under else None
    if not under:
        columns = columns_of(top, None)
    if not plain and (columns is None or not _is_of_a_list(columns)):
        return None
    labels = tuple(cell.text for row in (top, *under) for cell in row.cells)
    if columns is None:
        return TableHeader(1 + len(under), labels, columns)
    titles = _titles(top, under, len(columns))
    columns, unclear = told_apart(columns, titles)
    return TableHeader(1 + len(under), labels, columns, titles, unclear)


def _titles(top: Row, under: Sequence[Row], width: int) -> tuple[str, ...]:
    """The label of each place, from the top down: "Thời hạn giải quyết – Sau cắt giảm"."""
    titles: list[str] = []
    for place in range(width):
        path: list[str] = []
        for row in (top, *under):
            text = row.cells[place].text if place < len(row.cells) else ""
            if text and text not in path:
                path.append(text)
        titles.append(" – ".join(path))
    return tuple(titles)


_DEEPEST = 5  # rows of a header; chosen, not measured


def _is_of_a_list(columns: Columns) -> bool:
    """Whether columns are those of an annex: a name, and more known than not."""
    known = [column for column in columns if column not in NO_EVIDENCE]
    named = any(column in NAMES or column in {Column.OLD, Column.NEW} for column in known)
    return named and len(set(known)) >= 2 and len(known) * 2 >= len(columns)


def _may_be_banner(row: Row) -> bool:
    """Whether a row could be the top of a header whose names stand below: labels over several columns."""
    own = [cell for cell in row.cells if cell.text and not cell.merged]
    if len(own) < 2 or any(len(cell.text) > _LONGEST_LABEL or find_codes(cell.text) for cell in own):
        return False
    return any(cell.colspan > 1 for cell in own) and any(
        column_of(cell.text) is not Column.UNKNOWN for cell in own if cell.colspan == 1
    )


#: "B. THỦ TỤC …", "II. Lĩnh vực …": a heading, whatever columns of a label it stands under.
_MARKED_HEADING = re.compile(r"(?:[A-HĐ]|[IVXL]{1,6})\s*[.)]\s*\w{2}")


def _is_spanned_by(above: Row, row: Row) -> bool:
    """Whether all that a row holds of its own stands under labels that reach over several columns, and parts them.

    What is as wide as the label above it is no part of it: tables that a converter joined have wide cells everywhere.
    """
    own = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
    if not own or is_numbering(row) or any(len(text) > _LONGEST_LABEL or find_codes(text) for _, text in own):
        return False
    return all(
        place < len(above.cells)
        and _is_spanned(above.cells, place)
        and (row.cells[place].colspan < above.cells[place].colspan or is_label(text))
        for place, text in own
    )


def _hangs_below(above: Row, row: Row) -> bool:
    """Whether a row is held by cells of the header that reach down into it, and holds nothing but labels itself.

    "STT | Tên TTHC {Tên mới} | Căn cứ" whose "Tên mới" stands below a label of its own width: no span tells it.
    """
    own = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
    if not own or is_numbering(row) or any(find_codes(text) or text[0].isdigit() for _, text in own):
        return False
    held = sum(
        cell.merged and cell.text == label.text for label, cell in zip(above.cells, row.cells, strict=False)
    )
    spanned = {place for place, _ in own if place < len(above.cells) and _is_spanned(above.cells, place)}
    return held * 2 >= len(row.cells) and all(place in spanned or is_label(text) for place, text in own)


#: Letters of a label that is nothing else; names of procedures that begin alike ("Phí bảo vệ môi trường …") are longer.
#: Chosen, not measured.
_SHORT_LABEL = 40


def is_label(text: str) -> bool:
    """Whether a text is the label of a column and can hardly be a name."""
    return len(text) <= _SHORT_LABEL and not find_codes(text) and column_of(text) not in NO_EVIDENCE


def _deep(top: Row, under: Sequence[Row]) -> Columns:
    """Columns of a header of three rows or more: each place by its labels from the top down."""
    columns: list[Column] = []
    for place in range(len(top.cells)):
        path: list[str] = []
        for row in (top, *under):
            text = row.cells[place].text if place < len(row.cells) else ""
            if text and text not in path[-1:]:
                path.append(text)
        columns.append(column_of(*path))
    return tuple(columns)


#: Labels that steps of a process and contents of a procedure bear too: no evidence of a list.
NO_EVIDENCE = frozenset({Column.UNKNOWN, Column.COMPONENT})


def is_header(row: Row) -> bool:
    """Whether a row is the first row of a header: labels, one of them a name's, and no code anywhere."""
    labels = [cell.text for cell in row.cells if cell.text and not cell.merged]
    if len(labels) < 2 or any(len(label) > _LONGEST_LABEL or find_codes(label) for label in labels):
        return False
    known = [column for label in labels if (column := column_of(label)) not in NO_EVIDENCE]
    named = any(column in NAMES or column in {Column.OLD, Column.NEW} for column in known)
    return named and len(known) >= 2 and len(known) * 2 >= len(labels)


def is_under_header(top: Row, row: Row) -> bool:
    """Whether a row is the second row of the header that `top` begins."""
    own = [(place, cell.text) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
    if (
        not own
        or any(len(label) > _LONGEST_LABEL or find_codes(label) for _, label in own)
        or is_numbering(row)
    ):
        return False
    if _says_all_again(top, own):
        return True
    spanned = [place for place, _ in own if place < len(top.cells) and _is_spanned(top.cells, place)]
    if len(spanned) == len(own):
        return True
    if spanned or any(cell.merged for cell in row.cells):
        return False
    return all(_may_refine(top, label) for _, label in own)


def _says_all_again(top: Row, own: list[tuple[int, str]]) -> bool:
    """Whether a second row has a label in every place, repeating those that reach down into it."""
    tops = {cell.text for cell in top.cells if cell.text}
    again = sum(label in tops for _, label in own)
    return 2 <= again < len(own) and all(label in tops or _may_refine(top, label) for _, label in own)


def _is_spanned(cells: tuple[Cell, ...], place: int) -> bool:
    return cells[place].colspan > 1


def _may_refine(top: Row, label: str) -> bool:
    return any(_refines(cell.text, label) for cell in top.cells if cell.text)


def _refines(above: str, label: str) -> bool:
    parent = column_of(above)
    if parent not in _PARTS:
        return False
    squashed = re.sub(r"[^a-z0-9]+", " ", fold(label)).strip()
    if parent is Column.TIME:
        return _BARE_CUT.match(squashed) is not None or any(p.search(squashed) for _, p in _TIME_PARTS)
    if parent is Column.FEE:
        return any(pattern.search(squashed) for _, pattern in _FEE_PARTS)
    if parent in {Column.OLD, Column.NEW}:
        return _of_label(squashed) in {Column.CODE, Column.NAME}
    if parent is Column.NAME:
        return _era_of(squashed) is not None and column_of(label) in _PARTS[Column.NAME]
    return _of_label(squashed) in _PARTS[parent]


_FEWEST_NUMBERS = 3  # of columns: two may be a row's own; chosen, not measured
_LONGEST_NUMBERING = 40  # letters: "(6) = (4) - (5)", and what a scan makes of it


def is_numbering(row: Row) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2 3; on a scan not each need be well read."""
    for cell in row.cells:
        if len(cell.text) > _LONGEST_NUMBERING and not cell.merged:
            return False
    cells = [cell for cell in row.cells if cell.text and not cell.merged]
    if len(cells) < _FEWEST_NUMBERS:
        return False
    texts = [re.sub(r"[()\[\]\s]|=.*$", "", cell.text) for cell in cells]  # "(6) = (4) - (5)"
    if any(cell.confidence is not None for cell in cells) and len(texts) > _FEWEST_NUMBERS:
        right = sum(text == str(place) for place, text in enumerate(texts, start=1))
        # "(12)" is the longest number of a column, by definition.
        return all(len(cell.text) <= 4 for cell in cells) and right * 2 > len(texts)
    while len(texts) > _FEWEST_NUMBERS and re.fullmatch("[A-C]", texts[0]):
        texts.pop(0)
    if not all(text.isdigit() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers[0] <= 1 and all(after == before + 1 for before, after in pairwise(numbers))


def columns_of(top: Row, under: Row | None) -> Columns | None:
    """What each place holds, as wide as the header proves. None when a second row cannot be placed."""
    if under is None:
        return tuple(column_of(cell.text) for cell in top.cells)
    own = [(place, cell.text) for place, cell in enumerate(under.cells) if cell.text and not cell.merged]
    if _says_all_again(top, own):
        return tuple(_under(top, cell.text) for cell in under.cells)
    if any(cell.merged for cell in (*top.cells, *under.cells)) or own[0][0] > 0:
        return _aligned(top, under)
    return _packed([cell.text for cell in top.cells], [label for _, label in own], len(top.cells))


def _under(top: Row, label: str) -> Column:
    """What a label of a complete second row means: as it stands, or as a part of the one header that it refines."""
    above = [cell.text for cell in top.cells if cell.text]
    parent = None if label in above else next((one for one in above if _refines(one, label)), None)
    return column_of(parent, label) if parent else column_of(label)


def _aligned(top: Row, under: Row) -> Columns:
    """Both rows keep their places; a header without a label of its own goes on from its left."""
    columns: list[Column] = []
    above = ""
    for place, cell in enumerate(under.cells):
        label = top.cells[place].text if place < len(top.cells) else ""
        if label or not cell.text:
            above = label
        columns.append(column_of(above) if cell.text in {"", above} else column_of(above, cell.text))
    return tuple(columns)


def _packed(tops: list[str], under: list[str], width: int) -> Columns | None:
    """The spans were lost: labels of the second row moved to its left end. Put each under what it refines."""
    columns: list[Column] = []
    waiting = list(under)
    while tops and not tops[-1]:
        tops.pop()
    for label in tops:
        taken: list[Column] = []
        while waiting and _refines(label, waiting[0]):
            part = column_of(label, waiting[0])
            if part in taken:
                break
            taken.append(part)
            waiting.pop(0)
        columns += taken or [column_of(label)]
    if waiting or len(columns) > width:
        return None
    return tuple(columns)
