"""Values that only the words of a change give: "Sửa đổi thời hạn giải quyết: 02 ngày làm việc"."""

import re

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.columns import Column, column_of
from niemyet.extractors.decisions.row_drafts import OF_FEES, OF_TIMES, Draft
from niemyet.model.words import Level
from niemyet.transforms.language.text import fold

#: A piece of the words of a change that gives one field its new value: "Sửa đổi thời hạn giải quyết: 02 ngày làm việc".
_CHANGED_FIELD = re.compile(
    r"(?:[-–+•*]|[a-zđ][.)]|\d{1,2}[.)])?\s*"
    r"(?:(?:sửa đổi|thay đổi|điều chỉnh|cập nhật|cắt giảm|giảm|về|quy định)(?:, bổ sung)?\s+)*"
    r"(?P<label>[^:;]{2,60}):\s*(?P<value>[^;]+)",
    re.IGNORECASE,
)
_WHOLE_VALUE = re.compile(
    r"(?:khong qua )?\d[\d.,/]* ?(?:\(\w+\) ?)?(?:ngay|gio|phut|tuan|thang)(?: lam viec)?"
    r"|\d[\d.,]* ?(?:dong|vnd)(?:/[\w ]+)?|khong(?: thu)?|mien phi"
)
#: The same where the new value is told from the old one: "Giảm thời hạn giải quyết từ 15 ngày xuống còn 07 ngày".
_CHANGED_INTO = re.compile(
    r"(?:[-–+•*]|[a-zđ][.)]|\d{1,2}[.)])?\s*"
    r"(?:(?:sửa đổi|sửa|thay đổi|điều chỉnh|cắt giảm|rút ngắn|giảm|tăng|về)(?:, bổ sung)?\s+)*"
    r"(?P<label>[^:;\d]{2,60}?):?\s+(?:(?:được )?(?:sửa đổi|sửa|thay đổi|điều chỉnh|cắt giảm|rút ngắn|giảm|tăng)\s+)?"
    r"(?:từ\s+(?P<old>[^:;]{2,40}?)\s+)?(?:xuống còn|xuống|còn|thành|sang|lên|là)\s+(?P<value>[^:;]{2,40})",
    re.IGNORECASE,
)
_NEW_VALUE = re.compile(r"\d[\d.,/]* ?(?:ngay|gio|phut|dong|vnd)\b")
#: The new one of two values in the words of a change: "từ 05 ngày xuống còn 03 ngày", "từ 10.000 đồng thành 8.000 đồng".
_VALUES = re.compile(r"(?P<number>\d[\d.,/]*) ?(?P<unit>ngay|gio|phut|dong|vnd)\b")
_UNIT_OF = {"ngay": OF_TIMES, "gio": OF_TIMES, "phut": OF_TIMES, "dong": OF_FEES, "vnd": OF_FEES}


def _values_in(text: str) -> list[tuple[str, str]]:
    """Numbers with their units, without zeros before and points within."""
    return [
        (found["number"].rstrip(".,").replace(".", "").lstrip("0"), found["unit"].replace("vnd", "dong"))
        for found in _VALUES.finditer(fold(text))
    ]


def _is_elsewise(draft: Draft, piece: str) -> bool:
    """Whether a change gives one value, and the columns of its kind have others of that unit and not this one."""
    said = _values_in(piece)
    if not said or not _NEW_ONE.search(fold(piece)):
        return False
    number, unit = said[-1]
    columns = (draft.read(column) for column in _UNIT_OF[unit])
    printed = {value for text in columns if text for value in _values_in(text) if value[1] == unit}
    return bool(printed) and (number, unit) not in printed


#: A change that says what a value is from now on: with a label before it, or as the second of two.
_NEW_ONE = re.compile(
    r"^[^:;\d]{2,60}: ?(?:con |la |thanh )?\d[^;:]*$|\btu \d[^;]*\b(?:xuong|len|con|thanh|sang|la) "
)


def _field_changed(piece: str) -> re.Match[str] | None:
    """A label and its new value in the words of a change; None where they cannot be told apart."""
    shown = piece.strip(" .")
    into = _CHANGED_INTO.fullmatch(shown)
    if into and _is_value(into["value"]) and (into["old"] is None or _is_value(into["old"])):
        return into
    return _CHANGED_FIELD.fullmatch(shown)


#: The time of the procedure, not of a step of it: "Thời hạn thẩm định".
_OF_PROCEDURE = re.compile(
    r"thoi (?:han|gian)(?: (?:giai quyet|thuc hien|xu ly|gq)(?: (?:cua )?(?:tthc|thu tuc(?: hanh chinh)?|ho so))?)?"
    r"(?: (?:theo quy dinh|(?:sau|da|duoc) cat giam))?"
)


def _column_of(label: str) -> Column:
    column = column_of(label)
    return Column.UNKNOWN if column in OF_TIMES and not _OF_PROCEDURE.fullmatch(fold(label)) else column


def _is_value(text: str) -> bool:
    return _WHOLE_VALUE.fullmatch(fold(text).strip(" .")) is not None


def take_changes(draft: Draft) -> None:
    """Values that only the words of a change give: taken where a field and its whole value stand there, else asked about."""
    said = draft.text(Column.CHANGE)
    if not said or not _NEW_VALUE.search(fold(said)):
        return
    held = draft.values.keys()
    for piece in re.split(r"[;\n]", said):
        if not _NEW_VALUE.search(fold(piece)):
            continue
        found = _field_changed(piece)
        column = _column_of(found["label"].strip()) if found else Column.UNKNOWN
        field_of = OF_TIMES if column in OF_TIMES else OF_FEES if column in OF_FEES else frozenset[Column]()
        if held & (field_of or (OF_TIMES | OF_FEES)):
            if _is_elsewise(draft, piece):
                draft.put_wrong("change_differs")
            continue  # its own column says what it is now
        if found and field_of and _is_value(found["value"]):
            draft.add(column, found["value"].strip(" ."))
        else:
            draft.put_wrong("change_says")


#: A piece of the words of a change that gives the procedure another name: "Tên TTHC: …", "Sửa đổi tên thành “…”".
_RENAMED = re.compile(
    r"(?:[-–+•*]|[a-zđ][.)]|\d{1,2}[.)])?\s*(?:(?:sửa đổi|sửa|thay đổi|điều chỉnh|cập nhật|đổi|về)(?:, bổ sung)?\s+)*"
    r"tên(?: gọi)?(?: của)?(?: thủ tục(?: hành chính)?| TTHC)?(?: mới)?(?: (?:được )?(?:sửa đổi|sửa|đổi|thay đổi))?\s*"
    r"(?::|(?:từ [^:;]+ )?(?:thành|là|sang)\b:?)\s*(?P<name>[^;\n]{8,})",
    re.IGNORECASE,
)


def renames(said: str, name: str) -> bool:
    """Whether the words of a change give a procedure another name than its row."""
    for piece in re.split(r"[;\n]", said):
        found = _RENAMED.match(piece.strip())
        if found is None:
            continue
        told, held = fold(found["name"]).strip(_AROUND), fold(name).strip(_AROUND)
        if told not in held and held not in told:
            return True
    return False


_AROUND = " .,;:\"'“”‘’()"

#: A piece that gives the procedure to others: "Cơ quan thực hiện: Sở Tư pháp", "Thẩm quyền: chuyển từ UBND cấp xã lên UBND tỉnh".
_GIVEN = re.compile(
    r"\b(?:co quan|don vi|tham quyen|cap)(?: (?:co tham quyen|thuc hien|giai quyet|quyet dinh|xu ly|thu ly))*"
    r" ?(?::|(?=(?:duoc |nay )?(?:chuyen|tu|thanh|sang|ve|len|xuong|la|thay doi|dieu chinh)\b))(?P<who>[^;\n]+)"
)
#: Behind the last of these stands who has it from now on.
_GIVEN_TO = re.compile(r"\b(?:thanh|sang|ve|len|xuong|cho|la)\b")
_ONLY_HELPS = re.compile(r"\b(?:phoi hop|tiep nhan|tham dinh|xac minh|lay y kien|tra ket qua)\b")


def given_to(said: str) -> tuple[Level, ...]:
    """The levels of those to whom the words of a change give a procedure; none where they give it to nobody."""
    folded = fold(said)
    found = None if _ONLY_HELPS.search(folded) else _GIVEN.search(folded)
    if found is None:
        return ()
    return agency_levels(_GIVEN_TO.split(found["who"])[-1].strip())
