"""Answers, read as people write them: a level as `cấp xã`, `xã` or `commune`, a day in any written form, codes, rows.

An answer is read into one fixed form before it is kept, so that what is kept acts. What is none of what a question takes
is refused with what it takes; nothing is changed by it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from niemyet.model.records import Fields
from niemyet.model.tables import AskedRow, FieldRow, Review
from niemyet.model.words import Action, DecisionKind, Level
from niemyet.transforms.language.citations import parse_any_number
from niemyet.transforms.language.codes import Code, find_codes, parse_code
from niemyet.transforms.language.dates import FULL_DAY, parse_date
from niemyet.transforms.language.text import clean, fold, is_said
from niemyet.transforms.law.plausible_days import unlikely_effect
from niemyet.transforms.law.review_kinds import DOES_EN, DOES_VI, KINDS, Choice, Does, KindOfReview, Takes
from niemyet.transforms.law.sentences import ACTION_VERBS, LEVEL_NAMES, render
from niemyet.transforms.law.together import OWN_CANDIDATES, label
from niemyet.transforms.units.provinces import province_names, province_said

_Meant = TypeVar("_Meant")
#: A document, or a whole list of candidates, that is none.
NONE, ALL = "none", "all"

#: Words of answers, with their tones: an answer may leave all of them out of a word, and bears no others. Without tones "bỏ"
#: would be "bộ", "mọi" "mới", and "tính" "tỉnh".
_LEVELS = {
    "bộ": Level.MINISTRY, "cấp bộ": Level.MINISTRY, "trung ương": Level.MINISTRY, "ministry": Level.MINISTRY,
    "tỉnh": Level.PROVINCE, "cấp tỉnh": Level.PROVINCE, "thành phố": Level.PROVINCE, "province": Level.PROVINCE,
    "huyện": Level.DISTRICT, "cấp huyện": Level.DISTRICT, "district": Level.DISTRICT,
    "đặc khu": Level.COMMUNE,
    "xã": Level.COMMUNE, "cấp xã": Level.COMMUNE, "phường": Level.COMMUNE, "cấp phường": Level.COMMUNE,
    "commune": Level.COMMUNE,
}  # fmt: skip
_ACTIONS = {
    "mới": Action.NEW, "ban hành mới": Action.NEW, "mới ban hành": Action.NEW, "công bố mới": Action.NEW, "new": Action.NEW,
    "sửa đổi": Action.AMEND, "sửa đổi bổ sung": Action.AMEND, "bổ sung": Action.AMEND, "amend": Action.AMEND,
    "thay thế": Action.REPLACE, "replace": Action.REPLACE,
    "tạm dừng": Action.SUSPEND, "tạm ngưng": Action.SUSPEND, "đình chỉ": Action.SUSPEND, "suspend": Action.SUSPEND,
    "bãi bỏ": Action.ABOLISH, "bị bãi bỏ": Action.ABOLISH, "hủy bỏ": Action.ABOLISH, "abolish": Action.ABOLISH,
}  # fmt: skip
_KINDS = {
    "công bố": DecisionKind.PUBLIC_LIST, "công bố danh mục": DecisionKind.PUBLIC_LIST,
    "danh mục": DecisionKind.PUBLIC_LIST, "danh mục chuẩn hóa": DecisionKind.NORMALISED,
    "chuẩn hóa": DecisionKind.NORMALISED, "đính chính": DecisionKind.CORRECTION, "nội bộ": DecisionKind.INTERNAL,
    "quy trình": DecisionKind.PROCESS, "quy trình nội bộ": DecisionKind.PROCESS, "ủy quyền": DecisionKind.DELEGATION,
    "danh mục con": DecisionKind.SUBSET, "trích danh mục": DecisionKind.SUBSET, "khác": DecisionKind.OTHER,
}  # fmt: skip
#: Columns that a correction may put right, as people call them.
_COLUMNS = {
    "mã": "code", "mã số": "code", "code": "code",
    "tên": "name", "tên thủ tục": "name", "name": "name",
    "thời hạn": "time_local", "thời gian": "time_local", "thời hạn giải quyết": "time_local", "time": "time_local",
    "time_local": "time_local",
    "phí": "fee", "lệ phí": "fee", "phí, lệ phí": "fee", "fee": "fee",
    "địa điểm": "place", "địa điểm thực hiện": "place", "place": "place",
    "căn cứ": "legal_basis", "căn cứ pháp lý": "legal_basis", "legal_basis": "legal_basis",
    "lĩnh vực": "sector", "sector": "sector",
    "cơ quan": "agency", "cơ quan thực hiện": "agency", "agency": "agency",
    "cấp": "levels", "cấp thực hiện": "levels", "cấp giải quyết": "levels", "levels": "levels",
    "số": "number", "số quyết định": "number", "số, ký hiệu": "number", "số ký hiệu": "number", "number": "number",
    "ngày ký": "signed_on", "ngày ban hành": "signed_on", "signed_on": "signed_on",
    "ngày có hiệu lực": "effective_on", "ngày hiệu lực": "effective_on", "hiệu lực": "effective_on",
    "effective_on": "effective_on",
}  # fmt: skip
#: Those of the decision that is corrected, not of a row of it.
OF_DECISION = frozenset({"number", "signed_on", "effective_on"})
_NOT_A_DECISION = (
    "none", "no", "không", "không phải", "không phải quyết định", "không phải quyết định công bố",
    "không có", "để riêng", "bỏ qua", "put aside", "not a decision",
)  # fmt: skip
_ALL = ("all", "tất cả", "hết hiệu lực", "chấm dứt", "hết hiệu lực tất cả")
_NONE = ("none", "không", "không có", "còn hiệu lực", "vẫn còn hiệu lực", "giữ nguyên", "không thủ tục nào")

#: Of a procedure that ended with the districts it is also said that it ended.
_NO_LEVEL = (
    "none", "không", "không có", "không cấp nào", "không còn cấp nào", "không còn", "không thuộc cấp nào",
    "chấm dứt", "đã chấm dứt", "hết hiệu lực", "bị bãi bỏ", "đã bị bãi bỏ", "đã bãi bỏ", "bãi bỏ", "ended", "no level",
)  # fmt: skip


def _is_one_of(said: str, forms: Iterable[str]) -> bool:
    return any(is_said(said.strip(" ."), form) for form in forms)


def _meant_by(said: str, forms: Mapping[str, _Meant]) -> _Meant | None:
    """What the words of an answer stand for; None when they are none of these."""
    return next((meant for form, meant in forms.items() if is_said(said, form)), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that a question does not take, and what it takes."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class OverlookedRow:
    """A row that a person read where the program read none."""

    code: str
    name: str
    action: Action
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row that an answer may point at: its id, code, name, and its address as printed."""

    item_id: str
    code: str | None
    name: str
    part: str | None
    row_no: str | None


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the decision that is asked about, which make another day likely or not."""

    signed_on: date | None = None
    received_on: date | None = None


def read_answer(
    review: Review,
    answer: str,
    rows: Sequence[NamedRow] = (),
    days: Days = Days(),
    *,
    even_so: bool = False,
) -> str | Refused:
    """The answer in the form in which it is kept, or why it is none.

    `rows`: the rows of the decision, for answers that point at rows. `even_so`: take a value outside the candidates, or
    a day that is hard to believe (RULINGS 38).
    """
    entry = KINDS[review.kind]
    said = clean(answer)
    if review.asked and not entry.pooled and (named := _by_rows(review, said, rows)):
        return _read_by_rows(review, named, rows, days, even_so=even_so)
    value = _READERS[entry.takes](entry, review, said, rows) if said else None
    if value is None or (review.asked and entry.takes in OWN_CANDIDATES and value != NONE):
        return _refused(entry, review)  # what one row means is not what all of them mean
    if entry.closed and not even_so and not _is_offered(entry, review, value):
        return _refused(entry, review, outside=True)
    if not even_so and value not in review.candidates and (why := _unlikely(entry, value, days)) is not None:
        vi, en = (render("{why:word}", {"why": why}, vi=vi) for vi in (True, False))
        return Refused(
            f"ngày đó khó tin ({vi}); nếu vẫn đúng, thêm --even-so",
            f"that day is hard to believe ({en}); if it is right all the same, add --even-so",
        )
    return value


def _by_rows(review: Review, said: str, rows: Sequence[NamedRow]) -> list[tuple[AskedRow, str]] | None:
    """`1.001193: xã; 1.001194: tỉnh`: each row of a question about several with its answer; None when it is none."""
    own = [row for row in rows if row.item_id in (review.items or ())]
    found: list[tuple[AskedRow, str]] = []
    for part in filter(None, map(str.strip, said.split(";"))):
        for place in (at for at, sign in enumerate(part) if sign == ":"):
            named = _asked_row(review, part[:place].strip(), own)
            if named:
                found += [(one, part[place + 1 :].strip()) for one in named]
                break
        else:
            return None
    return found or None


def _asked_row(review: Review, said: str, rows: Sequence[NamedRow]) -> list[AskedRow]:
    code = parse_code(said)
    asked = review.asked or ()
    known = [one for one in asked if code and label(review.kind, one.item_id, _named(one)) == code.base]
    row = None if known else find_row(said, rows)
    return known or [one for one in asked if row is not None and one.item_id == row.item_id]


def _named(asked: AskedRow) -> Fields:
    return tuple((one.name, one.value) for one in asked.fields)


def _read_by_rows(
    review: Review,
    named: Iterable[tuple[AskedRow, str]],
    rows: Sequence[NamedRow],
    days: Days,
    *,
    even_so: bool,
) -> str | Refused:
    told: dict[str, str] = {}
    for one, said in named:
        alone = replace(review, item_id=one.item_id, fields=one.fields, items=None, asked=None)
        value = read_answer(alone, said, rows, days, even_so=even_so)
        if isinstance(value, Refused):
            return value
        told[label(review.kind, one.item_id, _named(one))] = value
    return "; ".join(f"{name}: {value}" for name, value in told.items())


#: Answers that say from when something has effect, and those that say when a decision was signed.
_EFFECTS = frozenset({Does.SETS_EFFECT, Does.DATES_UNDATED, Does.DATES_ACT})
_SIGNING = frozenset({Does.CONFIRMS_DATE, Does.NAMES_DECISION, Does.PUTS_ASIDE})


def _unlikely(entry: KindOfReview, value: str, days: Days) -> str | None:
    """Why nobody can believe a day that an answer names; None where one can, or it names none."""
    if entry.does in _SIGNING:
        named = parse_decision(value)
        day = named[1] if named else parse_day(value) if entry.takes is Takes.DAY else None
        return "signed_after_received" if day and days.received_on and day > days.received_on else None
    day = parse_day(value) if entry.does in _EFFECTS else None
    return None if day is None or days.signed_on is None else unlikely_effect(day, days.signed_on)


def _is_offered(entry: KindOfReview, review: Review, value: str) -> bool:
    """Whether a value is among the candidates; a question without any takes all of its form."""
    offered = set(review.candidates) | {choice.value for choice in entry.choices}
    if entry.takes in {Takes.ROW, Takes.COPY} or not review.candidates or value in {NONE, ALL}:
        return True
    return set(split(value)) <= offered or value in offered


def _refused(entry: KindOfReview, review: Review, *, outside: bool = False) -> Refused:
    vi, en = _forms(entry, review.asked or ())
    words = [choice.value for choice in entry.choices]
    # What stands in a passage that was read as nothing is shown, not offered: the row is to be written out.
    shown = () if entry.takes is Takes.OVERLOOKED else review.candidates[:20]
    if entry.takes is Takes.ISSUER:
        shown = tuple(issuer_word(one) for one in shown)
    offered = ", ".join(dict.fromkeys([*shown, *words]))
    offered_vi = ", ".join(
        dict.fromkeys([*(_said_word(entry, one) for one in shown), *map(choice_word, entry.choices)])
    )
    vi = f"cần {vi}{f' ({offered_vi})' if offered_vi else ''}; câu trả lời: {effect_of(entry)[0]}"
    en = f"expected {en}{f' ({offered})' if offered else ''}; the answer: {DOES_EN[entry.does]}"
    if outside:
        vi = f"giá trị không có trong các lựa chọn; {vi}. Nếu vẫn đúng, thêm --even-so"
        en = f"the value is none of the candidates; {en}. If it is right all the same, add --even-so"
    return Refused(vi, en)


def _of_several(entry: KindOfReview, named: str) -> tuple[str, str]:
    """What a question about several rows takes: one answer for all of them, or each row's own."""
    vi, en = _ACCEPTED[entry.takes]
    if entry.takes in OWN_CANDIDATES:
        whole = ("“không” cho mọi dòng", "“none” for all rows")
    else:
        whole = (f"cho mọi dòng: {vi}", f"for all rows: {en}")
    return (
        f"{whole[0]}; hoặc riêng từng dòng, cách nhau bằng dấu chấm phẩy: “{named}: …; …”",
        f"{whole[1]}; or each row's own, parted by semicolons: “{named}: …; …”",
    )


def _said_word(entry: KindOfReview, value: str) -> str:
    """A candidate as it is said in Vietnamese: a choice, levels, an act, a day; else as it stands."""
    day = parse_day(value) if _ISO_DAY.fullmatch(value) else None
    if day is not None:
        return f"{day:%d/%m/%Y}"
    known = {one.value: choice_word(one) for one in entry.choices}
    kinds = {kind: word for word, kind in reversed(_KINDS.items())}  # the first word of each
    words = {**LEVEL_NAMES, **ACTION_VERBS, **kinds, NONE: "không", ALL: "tất cả", **known}
    parts = value.split(", ")
    return ", ".join(words[part] for part in parts) if all(part in words for part in parts) else value


def issuer_word(value: str) -> str:
    """A province as it is called, with its id; another issuer as it stands."""
    name = province_names().get(value)
    return f"{name} ({value})" if name else value


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def choice_word(choice: Choice) -> str:
    """A choice as it is said in Vietnamese."""
    return next((word for word in choice.said if not word.isascii()), choice.value)


def _forms(entry: KindOfReview, asked: Sequence[AskedRow]) -> tuple[str, str]:
    if not asked or entry.pooled:
        return _ACCEPTED[entry.takes]
    return _of_several(entry, label(entry.kind, asked[0].item_id, _named(asked[0])))


def accepted(kind: str, asked: Sequence[AskedRow] = ()) -> tuple[str, str]:
    """What a question takes, in Vietnamese and English. `asked`: the rows that are asked as one."""
    entry = KINDS[kind]
    vi, en = _forms(entry, asked)
    if not entry.choices:
        return vi, en
    said = "; ".join(map(choice_word, entry.choices))
    return f"{vi} ({said})", f"{en} ({'; '.join(choice.value for choice in entry.choices)})"


def effect_of(entry: KindOfReview) -> tuple[str, str]:
    """What an answer does, in Vietnamese and English, with the words that people say."""
    vi = DOES_VI[entry.does]
    for choice in entry.choices:
        vi = vi.replace(f"“{choice.value}”", f"“{choice_word(choice)}”")
    return vi, DOES_EN[entry.does]


def accepted_by(row: Mapping[str, Any]) -> tuple[str, str]:
    """What the question of a row of `reviews` takes."""
    asked = (
        AskedRow(one["review_id"], one["item_id"], tuple(FieldRow(**each) for each in one["fields"]))
        for one in row.get("asked") or ()
    )
    return accepted(row["kind"], tuple(asked))


# ---- forms ---------------------------------------------------------------------------------------------------


def split(answer: str) -> list[str]:
    """Parts of an answer that names several."""
    return [part.strip() for part in re.split(r"[,;]|\bvà\b|\band\b", answer) if part.strip()]


#: What names a level beside its word: "UBND cấp xã", "commune level".
_OFFICE = re.compile(r"^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?=\S)|\s+level$", re.IGNORECASE)


def parse_levels(answer: str) -> tuple[Level, ...] | None:
    """Levels, from the top down; None when any part is none."""
    parts = re.split(r"[/–-]", answer) if re.search(r"[/–-]", answer) else split(answer)
    named = [_meant_by(_OFFICE.sub("", part.strip(" .")).strip(), _LEVELS) for part in parts]
    if not named or None in named:
        return None
    return tuple(level for level in Level if level in named)


def parse_action(answer: str) -> Action | None:
    """What a row does; None when it is no such word."""
    return _meant_by(re.sub(r"[\s,.;/()-]+", " ", answer).strip().removeprefix("được "), _ACTIONS)


def parse_heading(answer: str) -> tuple[Action | None, tuple[Level, ...]] | None:
    """An action and levels, either of them left out; None when any part is neither."""
    action: Action | None = None
    levels: list[str] = []
    for part in split(answer):
        found = parse_action(part)
        if found is not None and action in {None, found}:
            action = found
        elif parse_levels(part) is not None:
            levels.append(part)
        else:
            return None
    named = parse_levels(",".join(levels)) or ()
    return (action, named) if action is not None or named else None


def parse_codes(answer: str) -> tuple[str, ...] | None:
    """Codes; None when any part is none."""
    named = re.sub(r"\b[Mm]ã(?: số| TTHC)?:?\s+(?=\S)", "", answer)
    found = [_code_alone(part) for part in re.split(r"[,;\s]+(?:và\s+)?", named) if part.strip()]
    if not found or any(code is None for code in found):
        return None
    return tuple(dict.fromkeys(code.base for code in found if code is not None))


def _code_alone(part: str) -> Code | None:
    """The code that a part of an answer is and holds nothing else beside: no `1.001193x`, no `1.001193?`."""
    code = parse_code(part)
    return code if code is not None and len(code.text) >= len(part.strip(' .“”"')) else None


_DAY = re.compile(
    r"(?:(?P<since>(?:ke |bat dau )?tu )|(?P<until>den (?:het )?|het )|vao |la |ngay |ky |m[uo]ng )*"
    rf"(?P<day>{FULL_DAY}|\d{{4}}[-/]\d\d[-/]\d\d)"
    r"(?:[t ]00:00(?::00)?)?"  # as a sheet keeps a day
)


def parse_day(answer: str) -> date | None:
    """A day in any written form, and nothing beside it: 2026-09-01, 01/9/2026, 1.9.2026, ngày 01 tháng 9 năm 2026.

    None for "trước 01/9/2026", "01/9/2026 hoặc 05/9/2026": what else is said of a day is not that day.
    """
    try:
        return date.fromisoformat(answer.strip())
    except ValueError:
        found = _said_day(answer)
        return parse_date(re.sub(r"(?<=\d{4})/(\d\d)/", r"-\1-", found["day"])) if found else None


def _said_day(answer: str) -> re.Match[str] | None:
    return _DAY.fullmatch(" ".join(fold(answer).strip(" .").split()))


def _is_first_day(answer: str) -> bool:
    """Whether an answer says of its day that something begins: "từ ngày 01/9/2026"."""
    found = _said_day(answer)
    return found is not None and found["since"] is not None


def _is_last_day(answer: str) -> bool:
    """Whether an answer says of its day that something ends: "đến hết 31/8/2026"."""
    found = _said_day(answer)
    return found is not None and found["until"] is not None


def parse_column(answer: str) -> tuple[str, str] | None:
    """`thời hạn: 5 ngày` as a column and its value; None when it is none."""
    named, _, value = answer.partition(":")
    column = _meant_by(named.strip(), _COLUMNS)
    value = clean(value)
    if column is None or not value or _leaves_open(value) or not _may_stand_in(column, value):
        return None
    read = _READ_COLUMNS.get(column)
    if read is None:
        return column, value
    said = read(value)
    return None if said is None else (column, said)


def _one_code(value: str) -> str | None:
    codes = parse_codes(value)
    return codes[0] if codes and len(codes) == 1 else None


def _number_alone(value: str) -> str | None:
    """`101/QĐ-UBND`, or the number alone, and nothing beside it."""
    found = re.fullmatch(r"(?:số:? ?)?0*(\d{1,6})((?: ?/ ?QĐ[-–]\w+(?:[-–]\w+)*)?)", value, re.IGNORECASE)
    return f"{found[1]}{found[2].replace(' ', '')}" if found else None


def _day_alone(value: str) -> str | None:
    day = parse_day(value)
    return day.isoformat() if day else None


def _levels_alone(value: str) -> str | None:
    levels = parse_levels(value)
    return ", ".join(levels) if levels else None


#: Columns of which a value has a form of its own.
_READ_COLUMNS: dict[str, Callable[[str], str | None]] = {
    "code": _one_code,
    "levels": _levels_alone,
    "number": _number_alone,
    "signed_on": _day_alone,
    "effective_on": _day_alone,
}


_OF_TIME = re.compile(r"\b(?:ngay|gio|phut|tuan|thang|nam|buoi)\b|\btheo\b|\bkhong quy dinh\b")
_OF_MONEY = re.compile(r"\d ?(?:d|dong|vnd|nghin|ngan|trieu)\b|%|\d/")


#: No value, or two of them: "chưa rõ", "xem lại", "không đổi", "5 ngày hay 7 ngày", "?".
_OPEN_VALUE = re.compile(
    r"^(?:chua (?:ro|biet|xac dinh)|khong (?:ro|biet|doi|thay doi|nho)|xem (?:lai|o)|nhu (?:cu|tren|truoc)|giu nguyen|dung|sai)\b"
    r"|\b(?:hoac|hay) (?:la )?\d|\?|^[^a-z0-9]*$"
)


def _leaves_open(value: str) -> bool:
    """Whether an answer puts nothing in a column that could be printed there."""
    return _OPEN_VALUE.search(fold(value)) is not None


def _may_stand_in(column: str, value: str) -> bool:
    """Whether a value may be one of its column: a time has a unit, an amount one of money, a name words."""
    folded = fold(value)
    if column == "time_local":
        return _OF_TIME.search(folded) is not None
    if column == "fee":
        return not any(map(str.isdigit, folded)) or _OF_MONEY.search(folded) is not None
    return column != "name" or is_name(value)


#: How an answer begins that is no name: "không biết", "xem lại", "đúng rồi", "bỏ qua".
_NO_NAME = frozenset({"khong", "chua", "xem", "bo", "dung", "sai", "nhu", "ok", "none", "no", "yes"})


def is_name(said: str) -> bool:
    """Whether an answer may be the name of a procedure: words, and none of those that say yes, no or nothing."""
    words = fold(said).split()
    # Fewer letters are no name; chosen, not measured.
    return sum(map(str.isalpha, said)) >= 4 and len(words) > 1 and words[0] not in _NO_NAME


def parse_pairs(answer: str) -> dict[str, str] | None:
    """`1.002272: 1.002273; …`: the printed code and the one that was meant; None when any part is none."""
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, answer.split(";"))):
        printed, meant = (parse_codes(side) for side in part.partition(":")[::2])
        if printed is None or meant is None or len(printed) != 1 or len(meant) != 1:
            return None
        found[printed[0]] = meant[0]
    return found or None


#: A bracket that tells what became of the procedure is no part of its name.
_SAID_OF_NAME = re.compile(r"\((?:da|bi|dang|chua|tam|het|khong con) [^)]*\)\s*$")


def parse_overlooked(answer: str) -> tuple[OverlookedRow, ...] | None:
    """`1.034687 Hỗ trợ lương thực: sửa đổi, cấp xã; …` as rows; None when any part is none.

    An abolition may leave the name out; what is published has one.
    """
    found = []
    for part in filter(None, map(str.strip, answer.split(";"))):
        row, _, said = part.rpartition(":")
        code, _, name = row.strip().partition(" ")
        codes, heading = parse_codes(code), parse_heading(said)
        if codes is None or len(codes) != 1 or heading is None:
            return None
        action, levels = heading
        name = clean(name).strip(' -–:“”"')
        if action is None or not levels or not (name or action is Action.ABOLISH):
            return None
        if name and (not is_name(name) or find_codes(name) or _SAID_OF_NAME.search(fold(name))):
            return None  # "1.001193 xem lại", "1.001193 1.001194", "… (đã bãi bỏ)": no name of a procedure
        found.append(OverlookedRow(codes[0], name, action, levels))
    return tuple(found) or None


_BEFORE_NUMBER = r"(?:(?:là|Quyết định|QĐ)\s+)*(?:số\s*(?:ký hiệu)?\s*:?\s*)?"
#: Between a decision's number and its day, and behind the day; anything else says another day, or doubts this one.
_SAID_OF_DECISION = re.compile(
    r"(?P<number>\S+(?:\s*/\s*\S+)?)[\s,]+\(?(?:(?:ký|ban hành|of|ngày)\s+)*(?P<day>\d.*?\d{4}|\d{4}-\d\d-\d\d)\)?"
    r"(?:\s+của\s+[^?]+)?[\s.]*",
    re.IGNORECASE,
)


def parse_number(answer: str) -> str | None:
    """A decision's number and symbol, as `745/QĐ-UBND`; None when it is none, or when more is said than the number."""
    found = parse_any_number(answer)
    first = re.match(rf"(?:{_BEFORE_NUMBER})?0*(\d+)\s*[/-]", answer.strip(), re.IGNORECASE)
    if found is None or found.number is None or first is None or int(first[1]) != found.number:
        return None  # "745 hoặc 746/QĐ-UBND", "74 5/QĐ-UBND": which number is meant is not said
    return f"{found.number}/{found.symbol}" if found.symbol else str(found.number)


def parse_decision(answer: str) -> tuple[str, date] | None:
    """`745/QĐ-UBND ngày 25/3/2022` as number and day."""
    said = re.sub(rf"^(?:{_BEFORE_NUMBER})", "", answer.strip(), flags=re.IGNORECASE)
    found = _SAID_OF_DECISION.fullmatch(said)
    if found is None:
        return None
    number, day = parse_number(found["number"]), parse_day(found["day"])
    return (number, day) if number is not None and day is not None else None


def find_row(said: str, rows: Sequence[NamedRow]) -> NamedRow | None:
    """The one row that a code, an id, a name or an address as printed (`số 3 mục II phần A`, `A/II/3`) points at."""
    codes = parse_codes(said)
    code = codes[0] if codes is not None and len(codes) == 1 else None
    folded = fold(said).strip(" .")
    found = [row for row in rows if said == row.item_id or (code is not None and row.code == code)]
    found = found or [row for row in rows if fold(row.name) == folded]
    found = found or [row for row in rows if _address(row) == _asked_address(folded)]
    return found[0] if len(found) == 1 else None


def _address(row: NamedRow) -> tuple[str, ...]:
    marks = [mark.strip(" .)") for mark in fold(row.part or "").split("/") if mark.strip(" .)")]
    return (*marks, (row.row_no or "").strip(" .)").lstrip("0"))


_ROW = r"(?:stt|so thu tu|so|dong|row)\s*:?\s*0*(?P<row>\d{1,4})"
_SECTION = r"(?:muc|section)\s+(?P<section>[a-z0-9]+(?:\.[0-9]+)*)"
_PART = r"(?:phan|part)\s+(?P<part>[a-z0-9]{1,4})"
#: An address from the row up or from the part down, and nothing beside it: "không phải số 2 mục I" names no row.
_ADDRESSES = tuple(
    re.compile(rf"[\s,]*{form}")
    for form in (
        rf"{_ROW}(?:[\s,]+{_SECTION})?(?:[\s,]+{_PART})?",
        rf"(?:{_PART}[\s,]+)?(?:{_SECTION}[\s,]+)?{_ROW}",
    )
)


def _asked_address(folded: str) -> tuple[str, ...]:
    """`A/II/3`, or the words that name the parts from the row up or the part down, as marks from the top down."""
    if "/" in folded:
        return tuple(mark.strip(" .)").lstrip("0") for mark in folded.split("/"))
    if folded.isdigit():
        return (folded.lstrip("0"),)
    said = next(filter(None, (form.fullmatch(folded) for form in _ADDRESSES)), None)
    return tuple(said[name] for name in ("part", "section", "row") if said[name]) if said else ()


_Reader = Callable[[KindOfReview, Review, str, Sequence[NamedRow]], str | None]


def _levels_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    levels = parse_levels(said)
    return ", ".join(levels) if levels else None


def _levels_or_none(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    return NONE if _is_one_of(said, _NO_LEVEL) else _levels_form(entry, review, said, rows)


def _heading_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    found = parse_heading(said)
    if found is None:
        return None
    action, levels = found
    return ", ".join([*([action.value] if action else []), *levels])


def _code_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if said in review.candidates:
        return said  # a procedure without a code of its own bears a made one
    if (chosen := _choice_form(entry, review, said, rows)) in review.candidates:
        return chosen
    codes = parse_codes(said)
    return codes[0] if codes and len(codes) == 1 else None


def _codes_of_row(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    return _code_form(entry, review, said, rows) or _codes_form(entry, review, said, rows)


def _codes_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    parts = split(said)
    if parts and set(parts) <= set(review.candidates) and parse_codes(said) is None:
        return ", ".join(dict.fromkeys(parts))
    codes = parse_codes(said)
    return ", ".join(codes) if codes else None


def _codes_or_none(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    return NONE if _is_one_of(said, _NONE) else _codes_form(entry, review, said, rows)


def _codes_all_none(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if _is_one_of(said, _NONE):
        return NONE
    if _is_one_of(said, _ALL):
        return ALL if review.candidates else None
    return _codes_form(entry, review, said, rows)


def _day_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    """A day; of what begins no last one ("đến hết …"), an extension apart, whose act has only an end."""
    day = parse_day(said)
    return day.isoformat() if day and (entry.does is Does.DATES_ACT or not _is_last_day(said)) else None


def _last_day_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if _is_one_of(said, _NONE):
        return NONE
    day = parse_day(said)
    return day.isoformat() if day and not _is_first_day(said) else None


def _kind_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    folded = fold(said)
    if folded in {kind.value for kind in DecisionKind}:
        return folded
    kind = _meant_by(said, _KINDS)
    return kind.value if kind else None


def _candidate_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if said in review.candidates:
        return said
    return _choice_form(entry, review, said, rows) or (said if re.fullmatch(r"[\w/.-]+", said) else None)


def _issuer_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    """The province that is named, else what stands there: an id."""
    return province_said(said) or _candidate_form(entry, review, said, rows)


def _choice_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    folded = fold(said)
    for choice in entry.choices:
        if folded == choice.value or _is_one_of(said, choice.said):
            return choice.value
    return None


def _ground_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    """Everywhere, nowhere, or ids of units that the question offers."""
    chosen = _choice_form(entry, review, said, rows)
    if chosen is not None:
        return chosen
    named = sorted({one.strip() for one in re.split(r"[,;]", said) if one.strip()})
    return ", ".join(named) if named and set(named) <= set(review.candidates) else None


def _copy_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    # Digits that tell one document from another; chosen, not measured.
    fitting = [sha for sha in review.candidates if len(said) >= 6 and sha.startswith(said.lower())]
    return fitting[0] if len(fitting) == 1 else None


def _row_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if said in review.candidates:
        return said
    row = find_row(said, [row for row in rows if row.item_id in review.candidates] or rows)
    return row.item_id if row and (row.item_id in review.candidates or not review.candidates) else None


def _rows_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if _is_one_of(said, _NONE):
        return NONE
    found = [find_row(part, rows) for part in split(said)]
    if not found or any(row is None for row in found):
        return None
    return "; ".join(dict.fromkeys(row.item_id for row in found if row is not None))


def _column_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    found = parse_column(said)
    return f"{found[0]}: {found[1]}" if found else None


def _decision_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if _is_one_of(said, _NOT_A_DECISION):
        return NONE
    if said in review.candidates:  # a decision's id, as the question offers it
        _, number, day = said.rsplit("/", 2)
        said = f"{number.replace('-', '/', 1)} ngày {day}"
    found = parse_decision(said)
    return f"{found[0]} ngày {found[1].isoformat()}" if found else None


def _meant_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    if _is_one_of(said, _NONE):
        return NONE
    pairs = parse_pairs(said)
    if pairs is None:
        return None if review.items else _code_form(entry, review, said, rows)
    asked = {row.code for row in rows if row.item_id in (review.items or (review.item_id,))}
    return "; ".join(f"{one}: {other}" for one, other in pairs.items()) if set(pairs) <= asked else None


def _overlooked_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    found = parse_overlooked(said)
    if found is None:
        return _choice_form(entry, review, said, rows)
    return "; ".join(
        f"{one.code}{f' {one.name}' if one.name else ''}: {', '.join((one.action, *one.levels))}"
        for one in found
    )


def _aside_form(entry: KindOfReview, review: Review, said: str, rows: Sequence[NamedRow]) -> str | None:
    return NONE if _is_one_of(said, _NOT_A_DECISION) else None


_READERS: dict[Takes, _Reader] = {
    Takes.NOTHING: lambda entry, review, said, rows: None,
    Takes.ACTION: lambda entry, review, said, rows: parse_action(said),
    Takes.LEVELS: _levels_form,
    Takes.LEVELS_NONE: _levels_or_none,
    Takes.HEADING: _heading_form,
    Takes.CODE: _code_form,
    Takes.CODES: _codes_of_row,
    Takes.CODES_NONE: _codes_or_none,
    Takes.CODES_ALL_NONE: _codes_all_none,
    Takes.NAME: lambda entry, review, said, rows: (
        said if said in review.candidates or is_name(said) else None
    ),
    Takes.DAY: _day_form,
    Takes.LAST_DAY: _last_day_form,
    Takes.DECISION_KIND: _kind_form,
    Takes.CANDIDATE: _candidate_form,
    Takes.ISSUER: _issuer_form,
    Takes.NUMBER: lambda entry, review, said, rows: parse_number(said),
    Takes.COPY: _copy_form,
    Takes.ROW: _row_form,
    Takes.ROWS: _rows_form,
    Takes.COLUMN: _column_form,
    Takes.CHOICE: _choice_form,
    Takes.GROUND: _ground_form,
    Takes.DECISION: _decision_form,
    Takes.ASIDE: _aside_form,
    Takes.OVERLOOKED: _overlooked_form,
    Takes.MEANT_CODE: _meant_form,
}

_ACCEPTED: dict[Takes, tuple[str, str]] = {
    Takes.NOTHING: ("không có câu trả lời nào (đây là thông báo)", "no answer (it is a notice)"),
    Takes.ACTION: ("mới, sửa đổi, thay thế hoặc bãi bỏ", "new, amend, replace or abolish"),
    Takes.LEVELS: ("các cấp: bộ, tỉnh, huyện, xã", "levels: ministry, province, district, commune"),
    Takes.LEVELS_NONE: (
        "các cấp: bộ, tỉnh, huyện, xã; hoặc “không” khi không còn cấp nào giữ",
        "levels: ministry, province, district, commune; or “none” where none holds it any more",
    ),
    Takes.HEADING: (
        "hành động (mới, sửa đổi, thay thế, bãi bỏ), các cấp (tỉnh, huyện, xã), hoặc cả hai, cách nhau bằng dấu phẩy",
        "an action (new, amend, replace, abolish), levels, or both, parted by commas",
    ),
    Takes.CODE: ("một mã dạng 1.001193", "one code like 1.001193"),
    Takes.CODES: ("một hay nhiều mã dạng 1.001193", "one or more codes like 1.001193"),
    Takes.CODES_NONE: ("một hay nhiều mã dạng 1.001193, hoặc “không”", "one or more codes like 1.001193, or “none”"),
    Takes.CODES_ALL_NONE: (
        "các mã dạng 1.001193, “tất cả” hoặc “không”", "codes like 1.001193, “all” or “none”"
    ),
    Takes.NAME: ("tên thủ tục", "the name of the procedure"),
    Takes.LAST_DAY: ("ngày cuối cùng còn hiệu lực, như 31/12/2026, hoặc “không”",
                     "the last day with effect, like 2026-12-31, or “none”"),
    Takes.DAY: ("một ngày, như 01/9/2026", "a day, like 2026-09-01"),
    Takes.DECISION_KIND: (
        "một loại quyết định (công bố danh mục, chuẩn hóa, đính chính, danh mục con, nội bộ, quy trình, ủy quyền, khác)",
        f"a kind of decision ({', '.join(kind.value for kind in DecisionKind)})",
    ),
    Takes.GROUND: (
        "“mọi đơn vị”, “không đơn vị nào”, hoặc mã các đơn vị trong số các lựa chọn, cách nhau bằng dấu phẩy",
        "“everywhere”, “none”, or ids of units among the candidates, parted by commas",
    ),
    Takes.ISSUER: ("tên hoặc mã của tỉnh, thành phố", "the name or id of a province"),
    Takes.CANDIDATE: ("một trong các lựa chọn", "one of the candidates"),
    Takes.NUMBER: ("số và ký hiệu, như 745/QĐ-UBND", "number and symbol, like 745/QĐ-UBND"),
    Takes.COPY: ("phần đầu mã băm của một bản", "the beginning of a copy's hash"),
    Takes.ROW: ("một dòng: địa chỉ như in (số 3 mục II phần A), mã hoặc tên",
                "a row: its address as printed (A/II/3), its code or its name"),
    Takes.ROWS: ("các dòng (địa chỉ như in, mã hoặc tên), hoặc “không”",
                 "rows (addresses as printed, codes or names), or “none”"),
    Takes.COLUMN: (
        "cột và nội dung đúng, như “thời hạn: 5 ngày” (mã, tên, thời hạn, phí, địa điểm, căn cứ, lĩnh vực, cấp, cơ quan; "
        "của chính quyết định được đính chính: số, ngày ký, ngày có hiệu lực)",
        "a column and what is right, like “time: 5 ngày” (code, name, time, fee, place, legal_basis, sector, levels, agency; "
        "of the corrected decision itself: number, signed_on, effective_on)",
    ),
    Takes.CHOICE: ("một trong các lựa chọn", "one of the choices"),
    Takes.DECISION: (
        "“không phải quyết định”, hoặc số và ngày như “745/QĐ-UBND ngày 25/3/2022”",
        "“not a decision”, or number and day like “745/QĐ-UBND 2022-03-25”",
    ),
    Takes.MEANT_CODE: (
        "mã đúng (dạng 1.001193), “không”, hoặc “mã in: mã đúng” khi hỏi về nhiều dòng",
        "the right code (like 1.001193), “none”, or “printed code: right code” where several rows are asked about",
    ),
    Takes.OVERLOOKED: (
        "“không” (không sót gì), “thiếu”, hoặc dòng bị sót, như “1.001193 Đăng ký khai sinh: sửa đổi, cấp xã”; "
        "bãi bỏ thì không cần tên; nhiều dòng cách nhau bằng dấu chấm phẩy",
        "“none” (nothing was missed), “missing”, or the row that was missed, like “1.001193 Đăng ký khai sinh: amend, "
        "commune”; an abolition needs no name; several rows are parted by semicolons",
    ),
    Takes.ASIDE: ("“không phải quyết định công bố” để tệp sang một bên", "“not a decision” to put the file aside"),
}  # fmt: skip
