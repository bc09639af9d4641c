"""The sentence of a question or notice, made last, from its fields, in the reader's language.

A template names fields: `{name}`, `{on:day}`, `{decision:decision}`. A part in double brackets is left out as a whole
where one of its fields is not known. A field that is not known and stands outside brackets is shown as “…”.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from niemyet.model.words import Action, Level
from niemyet.transforms.language.citations import cited_by_id

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_FIELD = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
_UNKNOWN = "…"

LEVEL_NAMES = {
    Level.MINISTRY: "cấp bộ",
    Level.PROVINCE: "cấp tỉnh",
    Level.DISTRICT: "cấp huyện",
    Level.COMMUNE: "cấp xã",
}
LEVEL_NAMES_EN = {
    Level.MINISTRY: "ministry",
    Level.PROVINCE: "province",
    Level.DISTRICT: "district",
    Level.COMMUNE: "commune",
}
_VERBS = {
    Action.NEW: ("công bố mới", "publishes"),
    Action.ABOLISH: ("bãi bỏ", "abolishes"),
    Action.AMEND: ("sửa đổi, bổ sung", "amends"),
    Action.REPLACE: ("thay thế", "replaces"),
    Action.CORRECT: ("đính chính", "corrects"),
    Action.LIST: ("công bố lại", "lists"),
    Action.SUSPEND: ("tạm dừng", "suspends"),
    Action.RESTORE: ("cho tiếp nhận trở lại", "restores"),
}
#: What an act is called in Vietnamese.
ACTION_VERBS = {action: vi for action, (vi, _) in _VERBS.items()}


def day_text(day: date) -> str:
    """A day as documents write it: 01/7/2022, 15/02/2022 (NĐ 30/2020: a zero before days < 10, months 1 and 2)."""
    # As in NĐ 30/2020, Phụ lục I: "tháng 01", "tháng 3".
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def render(template: str, fields: Mapping[str, str], *, vi: bool) -> str:
    """The sentence of a template."""
    said: list[str] = []
    for part in _parts(template):
        if part.is_optional and not all(fields.get(name) for name, _ in part.fields):
            continue
        for text, (name, form) in zip(part.texts, part.fields, strict=False):
            said.append(text)
            value = fields.get(name)
            said.append(_UNKNOWN if not value else value if form == "text" else _formed(form, value, vi))
        said.append(part.texts[-1])
    return "".join(said)


@lru_cache(maxsize=1 << 12)
def _formed(form: str, value: str, vi: bool) -> str:
    """A value as a sentence says it; days, levels and decisions are those of many questions, names are not kept."""
    return _FORMS[form](value, vi)


@dataclass(frozen=True, slots=True)
class _TemplatePart:
    """A stretch of a template: texts, and between each two of them a field with its form."""

    texts: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    is_optional: bool


@lru_cache(maxsize=1 << 10)
def _parts(template: str) -> tuple[_TemplatePart, ...]:
    """A template taken apart; there are few hundred, and thousands of sentences."""
    found = []
    for place, stretch in enumerate(_OPTIONAL.split(template)):
        pieces = _FIELD.split(stretch)  # text, name, form, text, name, form, … text
        named = tuple((name, form or "text") for name, form in zip(pieces[1::3], pieces[2::3], strict=True))
        found.append(_TemplatePart(tuple(pieces[::3]), named, is_optional=place % 2 == 1))
    return tuple(found)


def _day(value: str, vi: bool) -> str:
    return day_text(date.fromisoformat(value)) if vi else value


def _decision(value: str, vi: bool) -> str:
    """`745/QĐ-UBND|2022-03-25` as documents cite it: Quyết định số 745/QĐ-UBND ngày 25/3/2022."""
    number, _, signed_on = value.partition("|")
    if vi:
        named = f"số {number}" if number else "chưa rõ số"
        return f"Quyết định {named}" + (f" ngày {_day(signed_on, vi)}" if signed_on else "")
    named = f"decision {number}" if number else "a decision without a number"
    return named + (f" of {signed_on}" if signed_on else "")


def _cited(value: str, vi: bool) -> str:
    """Ids of decisions, parted by semicolons, as documents cite them; what is none stands as it is."""
    return "; ".join(_one_cited(part, vi) for part in value.split("; "))


def _one_cited(value: str, vi: bool) -> str:
    found = cited_by_id(value)
    return value if found is None else _decision(f"{found[0]}|{found[1].isoformat()}", vi)


def _levels(value: str, vi: bool) -> str:
    named = {part.strip() for part in value.split(",")}
    words = LEVEL_NAMES if vi else LEVEL_NAMES_EN
    return ", ".join(words[level] for level in Level if level.value in named)


def _verb(value: str, vi: bool) -> str:
    return _VERBS[Action(value)][0 if vi else 1]


def _section(value: str, vi: bool) -> str:
    if value == "*":
        return "toàn danh mục" if vi else "the whole list"
    return f"mục {value}" if vi else f"section {value}"


_WORDS: dict[str, tuple[str, str]] = {
    "published": ("công bố", "published"),
    "amended": ("sửa đổi", "amended"),
    "replaced": ("thay thế", "replaced"),
    "abolished": ("bãi bỏ", "abolished"),
    "content": ("nội dung trước đó trở lại", "does what stood before return"),
    "back": ("thủ tục có hiệu lực trở lại", "does it come back"),
    "off": ("gỡ trong thời gian đó", "off the boards for that time"),
    "nothing": ("chưa có gì thay đổi", "nothing has changed"),
    "returns": ("nội dung trước đó được áp dụng trở lại", "what stood before applies again"),
    "in_force_again": ("thủ tục có hiệu lực trở lại", "the procedure is in force again"),
    "over": (
        "thủ tục không còn hiệu lực, vì trước đó chưa có nội dung nào",
        "it is over: nothing stood before it",
    ),
    "signed_after_received": ("ký sau ngày nhận được", "signed after it was received"),
    "effect_before_signing": ("có hiệu lực quá lâu trước ngày ký", "in force long before it was signed"),
    "effect_after_signing": ("có hiệu lực quá lâu sau ngày ký", "in force long after it was signed"),
    "province_ended": ("tỉnh ban hành đã kết thúc", "its province had ended"),
    "far_from_neighbours": ("xa ngày của các số liền kề", "far from the days of the numbers around it"),
}


def _word(value: str, vi: bool) -> str:
    return _WORDS[value][0 if vi else 1]


#: Why a row or a day is doubtful (RULINGS 37, 38).
DOUBTS = {
    "struck": ("bị gạch ngang", "is struck through"),
    "hidden": ("bị ẩn trong tệp", "is hidden in the file"),
    "uncomputed": ("có công thức chưa được tính", "holds a formula without a value"),
    "overlapped": ("có chữ chồng lên nhau", "holds texts that lie over each other"),
    "pale": (
        "bị làm mờ hoặc ghi là đã hết hiệu lực khi trỏ chuột vào",
        "is drawn pale, or says when pointed at that it is over",
    ),
    "open": (
        "có ô trống mà không có đường kẻ tách với ô trên, dưới",
        "has an empty cell that no line parts from the next",
    ),
    "short": (
        "có ít ô hơn hàng tiêu đề, không rõ thiếu ô nào",
        "has fewer cells than its header, and nothing says which are missing",
    ),
    "group": ("có thể chỉ là tên nhóm của các dòng dưới", "may only name the group of the rows below"),
    "unnumbered": ("không có số thứ tự và mã", "has neither number nor code"),
    "merged_differ": ("có nhiều giá trị cho cùng một cấp", "has several values for one level"),
    "nameless": ("không có tên ở cột tên", "has no name in the column of names"),
    "heading_marked": (
        "đứng dưới tiêu đề bị gạch ngang hoặc không nhìn thấy",
        "stands below a heading that is struck through or not seen",
    ),
    "time_is_money": ("ghi số tiền ở cột thời hạn", "has an amount of money in the column of time"),
    "not_listed": (
        "đứng dưới tiêu đề của quy trình hoặc thủ tục nội bộ",
        "stands below a heading of processes or of internal procedures",
    ),
    "cells_swapped": (
        "có ô nằm nhầm cột: nơi thực hiện, ngày, số tiền, căn cứ hay thời hạn ở cột khác",
        "has a cell in a wrong column: a place, a day, an amount, a law or a time where another value should be",
    ),
    "cell_acts": (
        "có ô ghi là bãi bỏ, tạm dừng, không còn hoặc bỏ, ở chỗ của giá trị, tên, số thứ tự hoặc mã",
        "has a cell that says it ends, waits or is taken back, in the place of a value, name, number or code",
    ),
    "place_denied": (
        "ghi ở cột địa điểm là không thực hiện",
        "says in the column of the place that it is not done",
    ),
    "change_says": (
        "có thời hạn hoặc số tiền mới chỉ ghi trong nội dung sửa đổi (được tính: chưa lấy giá trị đó)",
        "has a new time or amount in the words of its change only (if it counts: without that value)",
    ),
    "change_differs": (
        "có thời hạn hoặc số tiền trong nội dung sửa đổi khác với cột của nó",
        "has another time or amount in the words of its change than in its column",
    ),
    "change_names": (
        "có tên khác trong nội dung sửa đổi hoặc ghi chú (được tính: giữ tên ở cột tên)",
        "has another name in the words of its change or note (if it counts: the name of its column stays)",
    ),
    "note_unforeseen": (
        "có ghi chú không rõ có làm thay đổi dòng này không",
        "has a note that may change it",
    ),
    "note_keeps": (
        "bị bãi bỏ nhưng có ghi chú nói là vẫn thực hiện hoặc chỉ bãi bỏ có điều kiện",
        "is abolished, but has a note that it goes on or ends on a condition only",
    ),
    "name_acts": (
        "có chữ nói về bãi bỏ, tạm dừng hoặc hết hiệu lực sau tên thủ tục",
        "has words of abolition, suspension or end behind its name",
    ),
    "ditto": ("ghi “như trên” mà không rõ là dòng nào", "says “as above” without a row that it can mean"),
    "stays": (
        "ghi “giữ nguyên” ở chỗ của một giá trị mà dòng này không in ra",
        "says “as before” in the place of a value that it does not print",
    ),
    "two_names": (
        "có tên của hai thủ tục dưới một số thứ tự và mã",
        "has the names of two procedures under one number and code",
    ),
    "effect_unread": ("có cột hiệu lực không ghi đủ ngày", "has a column of effect without a full day"),
    "effect_clause_unread": (
        "có hiệu lực riêng không ghi đủ ngày (được tính: theo ngày của quyết định)",
        "has an effect of its own without a full day (if it counts: from the decision's day)",
    ),
    "act_limited": (
        "nằm trong câu có thêm điều kiện, thời hạn hoặc giới hạn chưa đọc được",
        "is of a sentence with a condition, a time or a limit that was not read",
    ),
    "basis_later": (
        "bị bãi bỏ theo văn bản có hiệu lực sau ngày của quyết định (được tính: từ ngày của quyết định)",
        "is abolished by a text in force later than the decision (if it counts: from the decision's day)",
    ),
    "note_effect_unclear": (
        "có ghi chú về hiệu lực mà không rõ ngày (được tính: theo ngày của quyết định)",
        "has a note of effect whose day is not clear (if it counts: from the decision's day)",
    ),
    "joined": (
        "có bên dưới một dòng chữ riêng, không rõ là phần tiếp theo của tên hay thủ tục khác (được tính: là phần tiếp theo)",
        "has a text of its own below it that may go on with its name or be another procedure (if it counts: it goes on)",
    ),
    "remark_below": (
        "có bên dưới một dòng chữ có thể nói là không tính dòng này",
        "has a line below it that may say that it does not count",
    ),
    "another_issuer": (
        "nằm trong quyết định của cơ quan khác, không phải của tỉnh",
        "is of a decision of another issuer, not of the province",
    ),
    "local": ("chỉ áp dụng trên một phần địa bàn", "holds on a part of the ground only"),
    "note_acts": (
        "có ghi chú nói là không hoặc chưa thực hiện, tạm dừng, trùng, chuyển đi hoặc bãi bỏ",
        "has a note by which it is given up, held back, a repeat, moved or abolished",
    ),
    "comment_acts": (
        "có lời ghi thêm ngoài văn bản nói là không tính dòng này, hoặc vẫn thực hiện",
        "has a comment beside the text by which it is out, or goes on",
    ),
    "code_twice": (
        "có mã mà một dòng khác của danh mục ghi cho tên khác",
        "bears a code that another row of the list has under another name",
    ),
    "values_twice": (
        "đứng hai lần trong danh mục, với thời hạn hoặc phí khác nhau",
        "stands twice in the list, with another time or fee",
    ),
    "two_values": (
        "có hai thời hạn hoặc hai mức phí mà không ghi của trường hợp nào",
        "has two times or fees, and nothing says of which case each is",
    ),
    "replaced_by_nothing": (
        "được thay thế nhưng không rõ thủ tục nào thay thế",
        "is replaced, and nothing says by what",
    ),
    "rows_miscounted": (
        "nằm trong câu ghi số thủ tục khác với các số thứ tự được nêu",
        "is of a sentence that counts other rows than it names",
    ),
    "name_goes_on": (
        "có thời hạn lẫn trong tên thủ tục",
        "has a time within its name",
    ),
    "code_merged": (
        "dùng chung ô mã với dòng khác tên ở trên",
        "shares the cell of its code with a row of another name above",
    ),
    "column_unclear": ("có hai cột cùng tên khác nội dung", "has two columns of one label that differ"),
}


def _doubt(value: str, vi: bool) -> str:
    known = [DOUBTS[part.strip()][0 if vi else 1] for part in value.split(",") if part.strip() in DOUBTS]
    return (" và " if vi else " and ").join(known) or value


_CHANNELS = {"counter": ("nơi tiếp nhận", "counter"), "portal": ("cổng thông tin", "portal")}
_FORMS: dict[str, Callable[[str, bool], str]] = {
    "text": lambda value, vi: value,
    "day": _day,
    "decision": _decision,
    "cited": _cited,
    "levels": _levels,
    "verb": _verb,
    "section": _section,
    "word": _word,
    "doubt": _doubt,
    "channel": lambda value, vi: _CHANNELS[value][0 if vi else 1],
    "signed": lambda value, vi: "đã ký" if vi else "signed",
}
