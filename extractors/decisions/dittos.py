"""Cells that stand for another: ditto marks and "như trên" (the value of the row above), money in a column of time."""

import re
from functools import lru_cache

from niemyet.extractors.decisions.columns import TIMES, Column
from niemyet.transforms.language.text import fold

_DITTO = re.compile(
    r"(?:[\"'“”„″〃‟’]{1,2}|[-–\s]*(?:[\"“”″]|n ?t)[-–\s]*|/{2}|,,"
    r"|\(?(?:nhu (?:tren|dong tren|muc tren|thu tuc tren|tthc tren|tren day)|tuong tu(?: (?:nhu )?(?:tren|dong tren))?"
    r"|nhu nhau|idem|ditto)\)?)\.?"
)
_POINTS_ELSEWHERE = re.compile(
    r"(?:nhu|tuong tu)(?: nhu)? (?:(?:tai |o )?(?:tren|muc|so|stt|dong|tthc|thu tuc|diem|noi dung)\b)"
)
_MONEY = re.compile(r"\d[\d.,]* ?(?:dong|vnd|d)\b")
_TIME = re.compile(r"\b(?:ngay|gio|phut|tuan|thang|nam|buoi)\b")
_ONLY_TIME = re.compile(
    r"(?:khong qua |toi da )?\d[\d.,/]* ?(?:\(\w+\) ?)?(?:ngay|gio|phut|tuan|thang)(?: lam viec)?[ .]*"
)
#: Columns whose cell may repeat the one above: what a row says, never what it is.
REPEATABLE = frozenset(
    {
        *(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.FEE, Column.FEE_CHARGE, Column.PLACE),
        *(
            Column.BASIS,
            Column.AGENCY,
            Column.METHOD,
            Column.SECTOR,
            Column.LEVEL,
            Column.ACTION,
            Column.EFFECT,
            Column.EFFECT_LAST,
            Column.EFFECT_END,
        ),
        *(Column.ONLINE, Column.POST, Column.CHANGE, Column.PUBLISHED_IN),
    }
)
_LONGEST_DITTO = 24  # letters: "như trên, nt" with marks; chosen, not measured


def is_ditto(text: str) -> bool:
    """Whether a cell says nothing but "as above"."""
    return len(text) < _LONGEST_DITTO and _says_as_above(text)


@lru_cache(maxsize=1 << 12)
def _says_as_above(text: str) -> bool:
    return _DITTO.fullmatch(fold(text).strip()) is not None


def points_elsewhere(text: str) -> bool:
    """Whether a cell names another row instead of a value: "Như thủ tục số 1"."""
    return _POINTS_ELSEWHERE.match(fold(text).strip(" (-–")) is not None


#: Nothing but that a value is what it was before, wherever that is printed.
_STAYS = re.compile(
    r"(?:(?:van|duoc|de) )*(?:giu nguyen|(?:khong|chua) (?:co )?(?:thay doi|doi|sua doi|cat giam|dieu chinh)"
    r"|nhu (?:cu|truoc|truoc day|da cong bo))"
    r"(?: (?:nhu )?(?:cu|truoc|truoc day|da cong bo|noi dung|theo quy dinh))?[ .;]*"
)
_LONGEST_STAY = 40  # letters: "Vẫn giữ nguyên như đã công bố trước đây"; by definition of the words above


@lru_cache(maxsize=1 << 12)
def says_it_stays(text: str) -> bool:
    """Whether a cell says nothing but that it is as before: "Giữ nguyên", "Không thay đổi", "Không cắt giảm"."""
    return len(text) <= _LONGEST_STAY and _STAYS.fullmatch(fold(text).strip(" (-–)")) is not None


_BLANK = frozenset("-–—_.… ")


def is_blank(text: str) -> bool:
    """Whether a cell has nothing but dashes and points: it says nothing."""
    return text != "" and _BLANK.issuperset(text)


@lru_cache(maxsize=1 << 12)
def names_none(text: str) -> bool:
    """Whether what stands in the place of a name or of a cut time says that there is none: "Không", "Không có"."""
    return len(text) <= LONGEST_NONE and _NONE.fullmatch(fold(text).strip(" .-()")) is not None


_NONE = re.compile(r"(?:khong|chua)(?: co)?(?: ten)?|0+")
LONGEST_NONE = 16  # letters: "(Không có tên)"; by definition of the words above


#: Said of a time after all cuts, beside the legal one.
_AS_LEGAL = re.compile(
    r"(?:nhu|theo|bang|dung) (?:thoi han |thoi gian )?(?:quy dinh|luat dinh|phap luat)[ .]*"
)


@lru_cache(maxsize=1 << 12)
def says_it_is_legal(text: str) -> bool:
    """Whether a time says nothing but that it is the legal one: "Như quy định"."""
    return _AS_LEGAL.fullmatch(fold(text)) is not None


@lru_cache(maxsize=1 << 12)
def stands_for_another(text: str) -> bool:
    """Whether a cell says nothing of its own: as above, as in a row that it names, or as before."""
    return is_ditto(text) or points_elsewhere(text) or says_it_stays(text)


#: How a line may begin that stands for another: with a sign, or the first letters of "như", "nt", "tương", "idem", "ditto",
#: "giữ", "vẫn", "được", "để"; "không", "chưa" is a value of most fees, and nothing else where no word of a change is behind it.
_MAY_STAND = re.compile(
    r"^(?:[^\w]|n[ht ]|t[uưúùủũụứừửữự]|[iíìỉĩị][dđ]|[dđ][iíìỉĩị]|gi[uữ]|v[aẫ]n|đư|đ[eể]"
    r"|(?:kh[oô]ng|ch[uư]a) (?:c[oó] )?(?:th|[dđ]|s|c[aắ]))",
    re.IGNORECASE | re.MULTILINE,
)


def may_stand_for_others(lines: str) -> bool:
    """Whether any of some lines, in Vietnamese letters that are composed, may be what `stands_for_another` tells."""
    return _MAY_STAND.search(lines) is not None


def are_money_for_times(lines: str, column: Column) -> bool:
    """Whether any of some lines of a column, in such letters, may be what `is_money_for_time` tells."""
    if column in TIMES:
        return _MAY_BE_MONEY.search(lines) is not None
    return column is Column.FEE and _MAY_BE_TIME.search(lines) is not None


#: Letters of which every place begins that may stand in a wrong column; what begins a time, or denies a place.
_MAY_BE_PLACE = re.compile(r"(?:trung|bộ|bo|tt|ubnd|uỷ|ủy|trụ|quầy|chi|văn|ban)", re.IGNORECASE)
_MAY_DENY = re.compile(r"^[^\w]*(?:\d|k|c)", re.IGNORECASE | re.MULTILINE)


def may_be_of_another_column(lines: str, column: Column) -> bool:
    """Whether any of some lines of a column may be what `is_of_another_column`, `is_law_for_fee` or `denies` tells."""
    if column in TIMES or column is Column.FEE:
        swapped = _MAY_BE_PLACE.search(lines) is not None or _MAY_BE_DAY.search(lines) is not None
        return swapped or (column is Column.FEE and _MAY_BE_LAW.search(lines) is not None)
    return column is Column.PLACE and _MAY_DENY.search(lines) is not None


#: A day or an hour and nothing else: a sheet makes one of "3-5" (days), and no time or fee is either.
_DAY = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}(?: \d{1,2}:\d{2})?|\d{1,2}:\d{2}(?::\d{2})?")
_MAY_BE_DAY = re.compile(rf"^(?:{_DAY.pattern})", re.MULTILINE)
#: How an amount and a time must begin.
_MAY_BE_MONEY = re.compile(r"\d[\d.,]* *[dđv]", re.IGNORECASE)
_MAY_BE_TIME = re.compile(r"\d[\d.,/]* *(?:\(\w+\) *)?[ngpt]", re.IGNORECASE)


#: How a place begins: who receives, or where.
_OF_PLACE = re.compile(
    r"[-–+• ]*(?:tai |o |nop tai )?(?:trung tam|bo phan|tt ?pvhcc|tt ?hcc|ubnd|uy ban|tru so|quay|chi nhanh|van phong"
    r"|ban quan ly)\b"
)
_VALUE_OF_FEE = re.compile(r"\d|\b(?:phi|mien|dong|quy dinh|thu|khong)\b")
_SETS_A_FEE = re.compile(r"\b(?:phi|mien|dong|thu|khong)\b")
_DENIES = re.compile(
    r"\W*(?:da |bi )*(?:bai bo|huy bo|het hieu luc|tam (?:dung|ngung))\b"
    r"|\W*(?:khong|chua) (?:duoc )?(?:thuc hien|tiep nhan|ap dung|giai quyet|trien khai)\b(?! (?:truc tuyen|qua))"
)


#: "Không tiếp nhận tại UBND cấp xã; tiếp nhận tại Trung tâm …": a place follows.
_ELSEWHERE = re.compile(
    r"[;.,] ?(?:ma |chi )?(?:tiep nhan|nop|nhan|thuc hien) (?:ho so )?(?:tai|o)\b|[;.] ?(?:trung tam|tt ?pvhcc|bo phan)\b"
)


def is_of_another_column(times: dict[Column, str | None], fee: str | None, place: str | None) -> bool:
    """Whether a place or a day stands where a time or a fee should, or nothing but a time where the place should."""
    if any(value and _DAY.fullmatch(value.strip()) for value in (*times.values(), fee)):
        return True
    if any(time and _is_place(time) and not _TIME.search(fold(time)) for time in times.values()):
        return True
    if fee and _is_place(fee) and not _VALUE_OF_FEE.search(fold(fee)):
        return True
    return bool(place) and (_is_only_time(place or "") or _begins_with_money(place or ""))


#: How a law begins that stands where a fee should; resolutions of a council do set fees.
_OF_LAW = re.compile(r"[-–+• ]*(?:bo )?(?:luat|nghi dinh|nd|thong tu)\b")
_MAY_BE_LAW = re.compile(
    r"^[^\w]*(?:b[oộ] )?(?:lu[aậ]t|ngh[iị]|n[dđ]|th[oô]ng)", re.IGNORECASE | re.MULTILINE
)


@lru_cache(maxsize=1 << 12)
def is_law_for_fee(fee: str) -> bool:
    """Whether nothing but a law stands where a fee should: the cells of the row have moved, where its own place is empty."""
    folded = fold(fee)
    return _OF_LAW.match(folded) is not None and not _SETS_A_FEE.search(folded)


@lru_cache(maxsize=1 << 12)
def _begins_with_money(text: str) -> bool:
    return _MONEY.match(fold(text)) is not None


@lru_cache(maxsize=1 << 12)
def _is_place(text: str) -> bool:
    folded = fold(text)
    return _OF_PLACE.match(folded) is not None and not any(map(str.isdigit, folded))


@lru_cache(maxsize=1 << 12)
def denies(text: str) -> bool:
    """Whether the place of a row says that it is none: "Không thực hiện tại cấp xã"."""
    folded = fold(text)
    return _DENIES.match(folded) is not None and _ELSEWHERE.search(folded) is None


def is_money_for_time(times: dict[Column, str | None], fee: str | None) -> bool:
    """Whether an amount of money stands where a time should, or nothing but a time where the fee should."""
    for column in TIMES:
        time = times.get(column)
        if time and _is_money(time):
            return True
    return bool(fee) and _is_only_time(fee or "")


def _several(unit: str, word: str = "") -> str:
    """A pattern of two or more whole values of one unit; `word` is a value without a number."""
    one = rf"(?:(?:khong qua |toi da )?\d[\d.,]* ?(?:\(\w+\) ?)?{unit}(?: lam viec)?{word})"
    return rf"{one}(?:[ ;,.]+{one})+"


_AT_ONCE = "|ngay trong (?:ngay|buoi)(?: lam viec)?"
#: Whole values of one unit, and no word of which is of what: "10 ngày 05 ngày", "10.000 đồng 20.000 đồng".
_TWO_VALUES = re.compile(
    rf"(?:{_several('ngay', _AT_ONCE)}|{_several('gio')}|{_several('phut')}|{_several('dong')})[ .]*"
)
_MAY_HOLD_TWO = re.compile(r"(?:ngày|giờ|phút|đồng|việc)[ ;,.]+(?:không quá |tối đa )?\d")


def may_hold_two_values(lower: str) -> bool:
    """Whether any of some lines in small letters may be what `holds_two_values` tells."""
    return _MAY_HOLD_TWO.search(lower) is not None


@lru_cache(maxsize=1 << 12)
def holds_two_values(text: str) -> bool:
    """Whether a time or fee is two of them: of two columns of one label, or of two lines for two cases that nothing names."""
    return may_hold_two_values(text.lower()) and _TWO_VALUES.fullmatch(fold(text).strip()) is not None


#: A time in working days, or a cell that begins with "Ngay": no procedure is named so.
_TIME_IN_NAME = re.compile(r"\d ?(?:\(\w+\) ?)?(?i:ngày|giờ) (?i:làm việc)\b|\bNgay trong (?:ngày|buổi)\b")


def holds_its_time(name: str) -> bool:
    """Whether the time of a row stands within its name: cells that ran into one, or a table within the cell."""
    if "làm việc" not in name.lower() and "Ngay trong" not in name:
        return False  # nearly always
    return _TIME_IN_NAME.search(name) is not None


@lru_cache(maxsize=1 << 12)
def _is_money(text: str) -> bool:
    """Whether a text names an amount of money and no time."""
    folded = fold(text)
    return _MONEY.search(folded) is not None and _TIME.search(folded) is None


@lru_cache(maxsize=1 << 12)
def _is_only_time(text: str) -> bool:
    return _ONLY_TIME.fullmatch(fold(text).strip()) is not None
