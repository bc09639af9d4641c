"""One row of an annex → one item. What the row does not say, or says unclearly, stays empty and is flagged."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from niemyet.extractors.decisions.columns import TIMES, Column, column_of
from niemyet.extractors.decisions.dittos import (
    denies,
    holds_its_time,
    holds_two_values,
    is_law_for_fee,
    is_money_for_time,
    is_of_another_column,
    says_it_stays,
)
from niemyet.extractors.decisions.glued_remarks import (
    Where,
    remarks_on_its_row,
    replaces_by_a_remark,
    said_to_resolve,
)
from niemyet.extractors.decisions.heading_patterns import (
    POLICE_BELOW,
    actions_named,
    is_shared,
    is_weakly_abolished,
    levels_named,
    sentence_case,
)
from niemyet.extractors.decisions.named_levels import levels_of_name, resolvers_in_value
from niemyet.extractors.decisions.ocr_reviews import FLAG as DOUBTED
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask
from niemyet.extractors.decisions.relations import level_question
from niemyet.extractors.decisions.row_days import NOTHING, RowDays, days_of_row
from niemyet.extractors.decisions.row_notes import (
    HOLDS_BACK,
    bracket_tells,
    ends_its_row,
    gives_a_day,
    gives_up,
    is_marked_out,
    is_no_name,
    is_taken_out_behind,
    is_unforeseen,
    keeps,
)
from niemyet.model.quick_records import made_quickly
from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, Mark, OnlineLevel, ReviewKind
from niemyet.transforms.language.codes import (
    Code,
    codes_of,
    completes_code,
    find_codes,
    parse_code,
    split_code_name,
)
from niemyet.transforms.language.codes_in_names import codes_out_of, is_of_another
from niemyet.transforms.language.names import may_hold_basis, split_basis
from niemyet.transforms.language.text import clean, fold, mend_spaces, split_repeated
from niemyet.transforms.language.two_names import holds_two_names, may_be_two_of_one_matter

#: From this day on services are full or partial; levels 2 to 4 are of the time before (CONTRACT §4).
LEVELS_END = date(2022, 7, 1)

_MARKS = frozenset({"●", "•", "■", "○", "*", "x", "✓", "✔", "√", "☑", "☒", "+", "v", "co", "×"})
#: What may be a code in a name although it is not written as one: "1004108", "1. 004109", "1,004110".
_BROKEN_CODE = re.compile(
    r"(?<![\d.,-])(?<!\d/)[1-9]\s?(?:[.,]?\s?\d{6}|[.,]\s?\d(?:\s?\d){5})(?![\d/]|[.,]\d)"
)
#: Codes of Đề án 30 (to 2017): "T-QNA-276123-TT" of a province, "B-BTP-…", "BNN-288349" of a ministry (DOMAIN §3.1).
_OLD_CODE = re.compile(
    r"(?:[TB]\s?[-–]\s?[A-ZĐ]{2,5}\s?[-–]\s?\d{5,7}|B[A-ZĐ]{2,5}\s?[-–]\s?\d{6})(?:\s?[-–]\s?TT)?"
)
_LEVEL_NOTE = re.compile(r"^(?:- ?)?(?:(?:la )?(?:tthc|thu tuc hanh chinh|thu tuc)) (?P<levels>cap .*)")
_RESOLVES = re.compile(
    r"^(?:co quan|don vi|nguoi)(?: co tham quyen)? (?:giai quyet|thuc hien|quyet dinh|tham dinh|phoi hop)"
)
_CENTRE = r"(?:tt ?pvhcc|tt ?hcc|trung tam (?:phuc vu )?(?:hanh chinh cong|hcc)|trung tam pvhcc)"
_OF_CENTRE = re.compile(rf"\b{_CENTRE}(?: cua)? (?:cap )?(?:tinh|thanh pho|tp)\b")
#: Those of all communes, not one by its name: "Trung tâm PVHCC xã, phường", "bất kỳ Trung tâm PVHCC các xã".
_OF_COMMUNE_CENTRES = re.compile(
    rf"\b{_CENTRE}(?: cua)?(?: ubnd)?(?: (?:cac|moi|tung|bat ky))?(?: cap)? (?:xa|phuong|dac khu)"
    r"(?= ?(?:[,/]|va\b|hoac\b) ?(?:xa|phuong|dac khu)\b| (?:nao|bat ky|tren dia ban|noi)\b| ?(?:$|[.)]))"
)
_OF_COUNTER = re.compile(r"\b(?:bo phan (?:mot cua|tiep nhan)[^;]{0,40}?|quay )(?:cua )?so\b")
_POST = re.compile(r"\b(?:buu chinh|bcci|buu dien)\b")
_NO_POST = re.compile(
    r"\b(?:khong|chua) (?:thuc hien |tiep nhan |nhan |ap dung |ho tro |cung cap )?"
    r"(?:qua |bang )?(?:dich vu )?(?:buu chinh|bcci|buu dien)\b"
)
_NEW_CODE_TAIL = re.compile(r"\s*[(\[]\s*[Mm]ã\s*(?:số\s*)?(?:TTHC|thủ tục)?[^()\[\]]*[)\]]\s*")
_REPLACED_NOTE = re.compile(r"\bthay the\b")


@made_quickly
@dataclass(frozen=True, slots=True)
class Context:
    """What the sections above a row say."""

    action: Action | None
    levels: tuple[Level, ...]
    levels_stated: bool  # a heading speaks of levels, even if it names none ("áp dụng chung")
    sector: str | None
    part: str | None
    unknown: tuple[str, ...] = ()  # action, levels, sector: what a doubtful heading above may have said
    typo: bool = False  # the action stands in a mistyped word
    weak: str | None = None  # the heading that abolishes only by words like "hết hiệu lực"
    heading: str = ""  # the words that the action stands in
    received: tuple[Level, ...] = ()  # who only receives its rows, as a heading says
    days: RowDays = NOTHING  # when its rows hold, as a heading says

    @property
    def said(self) -> Hashable:
        """What it says of its rows, wherever and in whatever words."""
        return (
            *(self.action, self.levels, self.levels_stated, self.sector, self.unknown, self.typo, self.weak),
            *(self.days, self.received),
        )

    def described(self) -> str:
        """What an item takes from the headings above it: `action=new; levels=province; part=A/I`."""
        said = (
            ("action", self.action),
            ("levels", ",".join(self.levels)),
            ("sector", self.sector),
            ("part", self.part),
        )
        return "; ".join(f"{name}={value}" for name, value in said if value)


@dataclass(slots=True)
class Draft:
    """A row while its continuations are still coming: texts by column, in their order."""

    context: Context
    page: int | None
    table_no: int | None
    values: dict[Column, list[str]] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    doubts: dict[Column, Doubt] = field(
        default_factory=dict
    )  # columns with a text that was not surely recognised
    beside: list[str] = field(default_factory=list)  # what goes into the note as printed, with its label
    marked: list[Level] = field(default_factory=list)  # levels whose column bears a mark
    acted: list[Action] = field(default_factory=list)  # actions whose column bears a mark
    wrong: list[str] = field(default_factory=list)  # why the row does not count until a person has looked
    links: list[str] = field(default_factory=list)  # addresses behind the words of the name
    notes: list[str] = field(default_factory=list)  # numbers of the notes that the row refers to
    old_code: str | None = None  # the code that the procedure bore before, as the cell of its code says

    def add(self, column: Column, text: str, doubt: Doubt | None = None) -> None:
        """Put a text to a column unless it only repeats what is there; pieces of codes are never repeats."""
        held = self.values.setdefault(column, [])
        if column in CODES and held and completes_code(held[-1], text):
            if not find_codes(held[-1]):
                self.flags.append("code_repaired")
            held[-1] += text
        elif text and (text not in held or column in CODES):
            held.append(text)
        if doubt is not None:
            self.doubts.setdefault(column, doubt)

    def put_beside(self, title: str, text: str) -> None:
        """Keep what has no column of its own in the note, under its label (RULINGS 33, 34)."""
        said = f"{title}: {text}" if title else text
        if text and said not in self.beside:
            self.beside.append(said)

    def put_wrong(self, why: str) -> None:
        """Note why the row does not count until a person has looked, once."""
        if why not in self.wrong:
            self.wrong.append(why)

    def text(self, *columns: Column) -> str | None:
        """Texts of these columns joined; None when all are empty, or not surely recognised (names are kept)."""
        if self.doubts:
            columns = tuple(column for column in columns if column not in self.doubts or column in KEPT)
        elif len(columns) == 1:  # as in `read`, which this spares: a row is asked for some thirty columns
            held = self.values.get(columns[0])
            return None if not held else (held[0] if len(held) == 1 else joined(held)) or None
        return self.read(*columns)

    def read(self, *columns: Column) -> str | None:
        """The same, doubtful texts too."""
        if len(columns) == 1:  # nearly always: a row is asked for one column after the other
            held = self.values.get(columns[0])
            return None if not held else (held[0] if len(held) == 1 else joined(held)) or None
        found = [text for column in columns for text in self.values.get(column, ())]
        if len(found) == 1:
            return found[0] or None
        return joined(found) or None


#: Columns that are of one level, which a mark in them names.
MARKED_LEVELS = {
    Column.LEVEL_MINISTRY: Level.MINISTRY,
    Column.LEVEL_PROVINCE: Level.PROVINCE,
    Column.LEVEL_DISTRICT: Level.DISTRICT,
    Column.LEVEL_COMMUNE: Level.COMMUNE,
}
#: Columns that are of one action, which a mark in them names.
MARKED_ACTIONS = {
    Column.ACTION_NEW: Action.NEW,
    Column.ACTION_AMEND: Action.AMEND,
    Column.ACTION_REPLACE: Action.REPLACE,
    Column.ACTION_ABOLISH: Action.ABOLISH,
}
#: Columns of codes.
CODES = frozenset({Column.CODE, Column.OLD_CODE, Column.NEW_CODE})
#: Columns whose doubtful text is kept, flagged and asked about: an item needs words to be asked about.
KEPT = frozenset({Column.NAME, Column.OLD_NAME, Column.NEW_NAME, Column.OLD, Column.NEW})
#: What a row that is ended needs: which procedure it is.
_NAMED = frozenset({Column.NUMBER, Column.CODE, Column.NAME})


def joined(texts: list[str]) -> str:
    """Texts in a row; a syllable that a page break cut is whole again."""
    whole = ""
    for text in texts:
        last, first = whole.rpartition(" ")[2], text.partition(" ")[0]
        glue = "" if not whole or (last and " " not in mend_spaces(f"{last} {first}")) else " "
        whole += glue + text
    return whole


@dataclass(frozen=True, slots=True)
class Named:
    """A name, its code and what was wrong with them."""

    name: str
    code: Code | None
    code_text: str | None
    replaces: tuple[str, ...] = ()
    case: str | None = None
    candidates: tuple[str, ...] = ()
    unclear: str | None = None  # digits that may be a code of those that are replaced
    repaired: bool = False  # one of those that are replaced was broken


#: What a row of pairs has of both.
OLD_ONES = frozenset({Column.OLD, Column.OLD_CODE, Column.OLD_NAME})
_NEW = frozenset({Column.NEW, Column.NEW_CODE, Column.NEW_NAME})
#: Behind a name: "Cấp thẻ (thay thế thủ tục “Đổi thẻ”)". What it replaces is told by no code.
_REPLACES_BESIDE = re.compile(
    r"\((?:de )?(?:thay the|thay cho|(?:gop|hop nhat|sap nhap)(?! (?:chung )?(?:vao|voi)))\b"
    r"[^()]*\b(?:thu tuc|tthc)\b[^()]*\)"
)


#: A note that says the same: "Thay thế TTHC số 3 tại Quyết định …"; one with a code is asked about by it.
_REPLACES_BY_NOTE = re.compile(
    r"(?:duoc )?(?:(?:de )?thay (?:the|cho)|(?:hop nhat|gop|sap nhap|nhap)(?: tu| cua)?)"
    r" (?:cac |cho |\d{1,2} |hai |ba |bon )*(?:thu tuc|tthc|(?:muc|stt|so thu tu|so|dong) \d)"
)


def _replaces_beside(draft: Draft, named: Named) -> bool:
    """Whether words behind the name or a note say that a row replaces another, and no code says which."""
    if "(" in named.name and _REPLACES_BESIDE.search(fold(named.name)):
        return True
    if any(replaces_by_a_remark(text) for _, text in _cells_of_values(draft)):
        return True
    note = draft.text(Column.NOTE)
    return bool(note) and _REPLACES_BY_NOTE.match(fold(note or "")) is not None and not find_codes(note or "")


def _only_names(draft: Draft) -> bool:
    """Whether a row prints nothing but which procedure it is about."""
    return {column for column, held in draft.values.items() if any(held)} <= _NAMED


def make_item(draft: Draft, signed_on: date | None) -> tuple[ReadItem, list[Question]]:
    """The item of a row, with the questions that it raises."""
    context, questions = draft.context, []
    _take_changes(draft)
    pairs = not (OLD_ONES.isdisjoint(draft.values) or _NEW.isdisjoint(draft.values))
    ends = pairs and OLD_ONES & draft.values.keys() and _ends(draft)
    named = _ended_of_pair(draft) if ends else _pair(draft) if pairs else _single(draft)
    name, basis, glued = _parted(named.name, draft.text(Column.BASIS))
    number = _row_no(draft) or _number_of_name(name)
    name = _without_number(name, number)
    if name != named.name:
        named = replace(named, name=name)
    flags = [*draft.flags, *(["basis_in_name"] if glued else [])]
    action, action_flags, asked = _action_of(draft, named, pairs=pairs)
    flags += action_flags
    questions += asked
    replaces = named.replaces
    if action is Action.REPLACE and not pairs:
        replaces = _replaced_by_note(draft, named)
    if action is Action.REPLACE and not (pairs or replaces) and _is_replaced(draft):
        action = Action.ABOLISH
    if action is Action.REPLACE and not replaces:
        flags.append("replaced_unknown")
        questions.append(
            Question(
                ReviewKind.REPLACED_UNKNOWN,
                fields(name=named.name),
            )
        )
    of_codes = (
        len(flags),
        len(questions),
    )  # where what is said of its codes goes, once all that is wrong is known
    levels, level_flags, asked = _levels_asked(draft, named, action, signed_on)
    flags += level_flags
    questions += asked
    online, by_post, online_flags = _ways(draft, signed_on)
    flags += online_flags
    if named.case:
        flags.append("case_in_name")
    if action is Action.ABOLISH:
        _keep_successor(draft, named)
    own = _own_effect(draft)
    draft.wrong += _unread(draft, named, action, own, levels)
    if Mark.SHORT in draft.wrong and action is Action.ABOLISH and _only_names(draft):
        draft.wrong.remove(Mark.SHORT)  # what it lacks stands behind code and name, and ends nothing
    code_flags, code_questions = _about_codes(draft, named)
    flags[of_codes[0] : of_codes[0]] = code_flags
    questions[of_codes[1] : of_codes[1]] = code_questions
    if draft.wrong:
        flags += ["row_doubtful", *draft.wrong]
        if not named.candidates:  # else the question about its codes asks for both
            said = fields(name=named.name or named.code_text, why=_what_is_wrong(draft))
            questions.append(Question(ReviewKind.ROW_DOUBTFUL, said, ("valid", "void")))
    if action is not Action.REPLACE and (draft.old_code or _replaces_beside(draft, named)):
        flags.append("replaced_unknown")
        old = (draft.old_code,) if draft.old_code else ()
        questions.append(Question(ReviewKind.REPLACED_UNKNOWN, fields(name=named.name), old))
    sector = draft.text(Column.SECTOR)
    place = draft.text(Column.PLACE)
    item = ReadItem(
        action=action,
        name=named.name,
        code=named.code.base if named.code else None,
        code_text=named.code_text,
        code_repaired=named.code is not None and (named.code.repaired or "code_repaired" in flags),
        replaces=replaces,
        levels=levels,
        reception_levels=_receivers(place, levels, context.received),
        sector=(sentence_case(sector) if sector else None) or context.sector,
        part=context.part,
        row_no=number,
        raw_text=" | ".join(draft.raws),
        time_legal=draft.text(Column.TIME_LEGAL),
        time_local=draft.text(Column.TIME_LOCAL) or draft.text(Column.TIME) or draft.text(Column.TIME_ONLINE),
        place=place,
        fee=_fee(draft),
        legal_basis=basis,
        agency=draft.text(Column.AGENCY),
        online_level=online,
        by_post=by_post,
        note=_note(draft, named.case),
        effective_on=own.begins or (own.until if action is Action.ABOLISH else None),
        effective_until=None if action is Action.ABOLISH else own.until,
        page=draft.page,
        table_no=draft.table_no,
        flags=tuple(dict.fromkeys(flags)),
    )
    return item, questions


#: Columns whose cell is a value of its row as it stands, if it holds nothing else (`plain_rows`).
VALUES: tuple[Column, ...] = (
    *(Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME, Column.FEE, Column.BASIS),
    *(Column.AGENCY, Column.PLACE, Column.SECTOR),
)
#: Those of them from which more is read than the value itself, and which of those is the place.
OF_VALUES, OF_PLACE = slice(5, 8), 1


def _keep_successor(draft: Draft, named: Named) -> None:
    """What a list of abolished procedures says that takes the place of one: another list publishes it, here it is a note."""
    for column in (Column.NEW_CODE, Column.NEW_NAME, Column.NEW):
        text = draft.text(column)
        if text and text not in {named.name, named.code_text} and any(map(str.isalnum, text)):
            draft.put_beside("Thay thế bằng", text)


def plain_item(
    told: ReadItem,
    part: str | None,
    named: tuple[str, str, str, str],
    values: tuple[str | None, ...],
    raw: str,
    at: tuple[int | None, int],
) -> ReadItem:
    """The item of a row of which nothing is asked: `told` is that of a row with the same agency and sector and no place.

    `named` is number, base code, code and name; `values` are the texts of `VALUES`; `at` is page and table.
    """
    number, code, code_text, name = named
    time_legal, time_local, time, fee, basis, agency, place, _ = values
    receives, by_post = (reception_levels(place, told.levels), _post_in(place)) if place else ((), None)
    if told.reception_levels:
        receives = _receivers(place, told.levels, told.reception_levels)
    # By their places: two dozen names cost more than the item itself (`test_both_roads_give_the_same` holds them to it).
    return ReadItem(
        *(told.action, name, code, code_text, False, (), told.levels, receives, told.sector),
        *(part, number, raw, time_legal, time_local or time, place, fee, basis, agency),
        *(told.online_level, by_post, None, told.effective_on, told.effective_until, *at),
    )


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
_NEW_VALUE = re.compile(r"\d[\d.,/]* ?(?:ngay|gio|phut|dong|vnd)\b")
_OF_TIMES = frozenset(TIMES)
_OF_FEES = frozenset({Column.FEE, Column.FEE_CHARGE})


#: The new one of two values in the words of a change: "từ 05 ngày xuống còn 03 ngày", "từ 10.000 đồng thành 8.000 đồng".
_VALUES = re.compile(r"(?P<number>\d[\d.,/]*) ?(?P<unit>ngay|gio|phut|dong|vnd)\b")
_UNIT_OF = {"ngay": _OF_TIMES, "gio": _OF_TIMES, "phut": _OF_TIMES, "dong": _OF_FEES, "vnd": _OF_FEES}


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


def _take_changes(draft: Draft) -> None:
    """Values that only the words of a change give: taken where a field and its whole value stand there, else asked about."""
    said = draft.text(Column.CHANGE)
    if not said or not _NEW_VALUE.search(fold(said)):
        return
    held = draft.values.keys()
    for piece in re.split(r"[;\n]", said):
        if not _NEW_VALUE.search(fold(piece)):
            continue
        found = _CHANGED_FIELD.fullmatch(piece.strip(" ."))
        column = column_of(found["label"].strip()) if found else Column.UNKNOWN
        field_of = (
            _OF_TIMES if column in _OF_TIMES else _OF_FEES if column in _OF_FEES else frozenset[Column]()
        )
        if held & (field_of or (_OF_TIMES | _OF_FEES)):
            if _is_elsewise(draft, piece):
                draft.put_wrong("change_differs")
            continue  # its own column says what it is now
        if found and field_of and _WHOLE_VALUE.fullmatch(fold(found["value"]).strip(" .")):
            draft.add(column, found["value"].strip(" ."))
        else:
            draft.put_wrong("change_says")


#: "THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ": those that go; "được thay thế" may be either.
_REPLACED = re.compile(r"\bbi thay the\b")
_OF_THE_REPLACED = _NAMED | {Column.SECTOR, Column.BASIS, Column.PUBLISHED_IN, Column.LEVEL, Column.AGENCY}


def _is_replaced(draft: Draft) -> bool:
    """Whether a row names a procedure that another one replaces, and says nothing of how it is done from now on: it ends.

    What takes its place is a row of its own, or is not said here: the end needs no more (RULINGS 29).
    """
    folded = fold(draft.context.heading)
    said = {column for column, held in draft.values.items() if any(held)}
    only = "thay the" not in _REPLACED.sub("", folded) and len(actions_named(folded)) == 1
    return (
        _REPLACED.search(folded) is not None
        and only
        and said <= _OF_THE_REPLACED
        and not draft.context.unknown
    )


def _action_of(draft: Draft, named: Named, *, pairs: bool) -> tuple[Action, list[str], list[Question]]:
    """What a row does, by its own column, else by the headings above it (RULINGS 29)."""
    context, acted = draft.context, _acted(draft)
    flags: list[str] = []
    asked: list[Question] = []
    action = acted.action or context.action or Action.LIST
    if acted.unclear or (acted.action and context.action and not _agree(acted.action, context.action)):
        flags.append("action_contradicted")
        said = acted.text if acted.unclear else context.heading
        asked.append(action_contradicted(named.name, said, acted.text))
    by_row = acted.action is Action.ABOLISH and is_weakly_abolished(fold(acted.text))
    if by_row or (context.weak is not None and acted.action is None):
        flags.append("abolish_weak")
    if context.typo:
        flags.append("cue_typo")
    if context.unknown:
        flags.append(DOUBTED)
    if context.action is None and acted.action is None and not acted.unclear and not pairs:
        flags.append("action_unknown")
        if "action" not in context.unknown:  # else the heading is asked about, once for all its rows
            asked.append(_action_question(named.name))
    if pairs and action in {Action.LIST, Action.REPLACE, Action.AMEND, Action.NEW}:
        action = Action.REPLACE
    return action, flags, asked


def action_contradicted(name: str, heading: str, other: str) -> Question:
    """Two places of a document say different things of what a row does."""
    return Question(
        ReviewKind.ACTION_CONTRADICTED,
        fields(name=name, heading=heading or None, other=other),
        ("new", "amend", "abolish"),
    )


def level_contradicted(name: str, taken: tuple[Level, ...], other: tuple[Level, ...]) -> Question:
    """Two places of a document name different levels for a row."""
    return Question(
        ReviewKind.LEVEL_CONTRADICTED,
        fields(name=name, heading=_in_words(taken), other=_in_words(other)),
        tuple(level.value for level in Level),
    )


def _in_words(levels: tuple[Level, ...]) -> str:
    names = {Level.MINISTRY: "cấp bộ", Level.PROVINCE: "cấp tỉnh", Level.DISTRICT: "cấp huyện"}
    return ", ".join(names.get(level, "cấp xã") for level in levels)


def _levels_asked(
    draft: Draft, named: Named, action: Action, signed_on: date | None
) -> tuple[tuple[Level, ...], list[str], list[Question]]:
    levels, flags, other = _levels(draft, signed_on)
    asked = [level_contradicted(named.name, levels, other)] if other else []
    if not levels and action is not Action.CORRECT:  # a corrected row keeps its own
        flags.append("level_unknown")
        if "levels" not in draft.context.unknown:
            asked.append(level_question(named.name))
    return levels, flags, asked


@dataclass(frozen=True, slots=True)
class _Acted:
    """What the column of actions says of a row."""

    action: Action | None
    unclear: bool
    text: str


_UNSAID = _Acted(None, False, "")
_ACTION_WORDS: tuple[tuple[re.Pattern[str], Action], ...] = (
    (re.compile(r"^(?:tthc |thu tuc )?(?:moi|ban hanh|cong bo|bo sung)(?: moi)?$"), Action.NEW),
    (
        re.compile(
            r"^(?:tthc |thu tuc )?(?:duoc )?(?:sua(?: doi)?|sdbs|sd ?,? ?bs|sd|thay doi|dieu chinh)(?:,? (?:bo sung|bs))?$"
        ),
        Action.AMEND,
    ),
    (re.compile(r"^(?:tthc |thu tuc )?(?:bi )?(?:bai|huy|bo)$"), Action.ABOLISH),
    (re.compile(r"^(?:giu nguyen|khong (?:thay doi|sua doi)|chuan hoa|dang thuc hien)\b"), Action.LIST),
)


#: A note that says nothing but what is done to its row.
_NOTE_OF_ACTION = re.compile(
    r"(?:la )?(?:tthc|thu tuc(?: hanh chinh)?)? ?(?:duoc |bi |da |co noi dung |cong bo )*(?:moi|ban hanh moi"
    r"|moi ban hanh|sua doi(?:,? (?:bo sung|bs))?|sdbs|sd ?,? ?bs|bo sung|thay the|bai bo|huy bo|bo|huy"
    r"|het hieu luc(?: thi hanh)?"
    r"|(?:khong con|dung|ngung|cham dut) thuc hien|(?:dua|loai)(?: ra)? khoi danh muc|thu hoi|xoa(?: bo)?|rut|loai(?: bo)?"
    r"|giu nguyen|khong (?:thay doi|sua doi))(?: so voi truoc)?"
)


_OF_ACTIONS = frozenset({Column.ACTION, Column.NOTE, Column.CHANGE})


def _acted(draft: Draft) -> _Acted:
    """The row's own action, strongest of all evidence (RULINGS 29); what cannot be told is asked, never overridden."""
    if draft.acted:
        marked = tuple(dict.fromkeys(draft.acted))
        return _Acted(marked[0] if len(marked) == 1 else None, len(marked) > 1, ", ".join(marked))
    if _OF_ACTIONS.isdisjoint(draft.values):
        return _UNSAID
    said = draft.text(Column.ACTION)
    note, change = draft.text(Column.NOTE), draft.text(Column.CHANGE)
    if not said and note and _NOTE_OF_ACTION.fullmatch(fold(note).strip(" .;()")):
        said = note
    if not said and change and says_it_stays(change):
        said = "giữ nguyên"
    if not said:
        return _UNSAID
    folded = fold(said).strip(" .;")
    found = actions_named(folded) or tuple(action for words, action in _ACTION_WORDS if words.search(folded))
    if Action.NEW in found and Action.AMEND in found and "sua doi" in folded and "moi" not in folded:
        found = (Action.AMEND,)
    if len(found) == 1:
        return _Acted(found[0], False, said)
    return _Acted(None, True, said)


def _agree(own: Action, above: Action) -> bool:
    """Whether a row's own action is no other than that of the heading above it."""
    if own is Action.LIST and above in {Action.ABOLISH, Action.REPLACE}:
        return False  # "giữ nguyên" among those that end
    return own is above or Action.LIST in {own, above} or Action.CORRECT in {own, above}


#: Letters of a name: what has fewer names nothing; chosen, not measured.
SHORTEST_NAME = 2


def is_nameless(text: str) -> bool:
    """Whether a text has fewer letters than any name."""
    if len(text) >= SHORTEST_NAME and text[:SHORTEST_NAME].isalpha():
        return False  # nearly every text: its first signs are letters
    return sum(map(str.isalpha, text)) < SHORTEST_NAME


#: A cell of nothing but a time that is no day: "07/2022", "Quý III/2022", "cuối năm 2023".
_NO_DAY = re.compile(
    r"(?:(?:ke|tu|den|toi|het|trong|ngay|thang|quy|nam|dau|giua|cuoi|i{1,3}|iv)\b|[\d/.\- ])+"
)


_LAST_BRACKET = re.compile(r"[(\[](?P<said>[^()\[\]]{2,60})[)\]][ .;*]*$")


def _ended_by_name(name: str) -> bool:
    """Whether a bracket behind a name says nothing but that it ends or waits: "Đăng ký kết hôn (đã bãi bỏ)"."""
    found = _LAST_BRACKET.search(name)
    if found is None:
        return False
    if bracket_tells(name) or gives_a_day(name):
        return True
    if _NOTE_OF_ACTION.fullmatch(fold(found["said"]).strip(" .;")) is None:
        return HOLDS_BACK.match(found["said"]) is not None
    return Action.ABOLISH in actions_named(fold(found["said"])) or fold(found["said"]).strip() in {
        "bo",
        "huy",
    }


def _kept_by_name(name: str) -> bool:
    """Whether a bracket behind the name of an abolished row lets it go on: "Đăng ký kết hôn (vẫn thực hiện)"."""
    found = _LAST_BRACKET.search(name)
    return found is not None and keeps(found["said"])


#: An effect that is that of the decision, in words; what goes on with a condition or another's effect is none.
_OF_THE_DECISION = re.compile(
    r"(?:(?:co|con|dang|het) )?(?:hieu luc )?(?:thi hanh )?(?:(?:ke|tinh) )?(?:tu |theo |cung |sau |vao )?"
    r"(?:(?:ngay|thoi diem) )*(?:(?:quyet dinh nay|quyet dinh|ky|ban hanh|cong bo|duoc|co|hieu luc|thi hanh|va) ?)*"
)
_SHORTEST_EFFECT = 3  # letters: "x", "có" are marks; chosen, not measured


def _is_no_day(effect: str) -> bool:
    """Whether what stands in a column of effect is neither a day nor the decision's own effect."""
    folded = fold(effect).strip(" .-–;")
    if re.search(r"\d", folded) is not None and _NO_DAY.fullmatch(folded) is not None:
        return True
    return sum(map(str.isalpha, folded)) >= _SHORTEST_EFFECT and _OF_THE_DECISION.fullmatch(folded) is None


#: Columns of values; what a place says of its row is looked at with the place.
_OF_ENDS = (
    *(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL, Column.FEE, Column.BASIS, Column.AGENCY),
    Column.PLACE,
)


#: What stands in the columns behind whose values remarks are looked for.
GLUED = {
    **dict.fromkeys((Column.NUMBER, *CODES, Column.NAME, Column.NEW_NAME, Column.SECTOR), Where.NAME),
    **dict.fromkeys(_OF_TIMES, Where.TIME),
    **dict.fromkeys((*_OF_FEES, Column.FEE_ONLINE), Where.FEE),
    **dict.fromkeys((Column.PLACE, Column.AGENCY), Where.PLACE),
    Column.BASIS: Where.BASIS,
}


def _cells_of_values(draft: Draft) -> list[tuple[Where, str]]:
    """The whole cells of a row behind whose values a remark may stand."""
    return [
        (GLUED[column], texts[0] if len(texts) == 1 else joined(texts))
        for column, texts in draft.values.items()
        if column in GLUED
    ]


def _is_ended_in_a_cell(draft: Draft, levels: tuple[Level, ...]) -> bool:
    """Whether a cell says of its row that it ends, waits or is taken back, where its value, name, number or code should stand."""
    held = draft.values
    if any(ends_its_row(text) for column in _OF_ENDS if column in held for text in held[column]):
        return True
    if any(remarks_on_its_row(text, where, levels) for where, text in _cells_of_values(draft)):
        return True
    if any(map(is_no_name, held.get(Column.NAME, ()))):
        return True
    return any(
        is_marked_out(text) or bracket_tells(text) or gives_a_day(text)
        for column in (Column.NUMBER, Column.CODE)
        for text in held.get(column, ())
    )


def _of_note(note: str, action: Action, levels: tuple[Level, ...], found: list[str]) -> list[str]:
    """Why a row waits for its note, beside what was found: it goes on though it is abolished, or something is to happen."""
    if action is Action.ABOLISH:
        return ["note_keeps"] if keeps(note) else []
    if action is Action.REPLACE and not found and keeps(note):
        return ["note_keeps"]
    if (
        found
        or action in {Action.REPLACE, Action.CORRECT}
        or _NOTE_OF_ACTION.fullmatch(fold(note).strip(" .;()"))
    ):
        return []
    return ["note_unforeseen"] if is_unforeseen(note, levels) else []


def _unread_name(draft: Draft, named: Named, action: Action) -> list[str]:
    """Why the name of a row cannot be its name: words of an end behind it, a code in its place, another name in it."""
    found = []
    name = draft.text(Column.NAME) or ""
    ended = action is not Action.ABOLISH and (_ended_by_name(name) or is_taken_out_behind(name))
    if ended or (action in {Action.ABOLISH, Action.REPLACE} and _kept_by_name(name)):
        found.append("name_acts")
    code = draft.text(Column.CODE)  # words in the column of codes: the two columns changed places
    opens = action in {Action.NEW, Action.LIST} or (code is not None and not find_codes(code))
    if opens and named.code is not None and is_nameless(named.name):
        found.append("nameless")
    two = holds_two_names(named.name) or (named.code is None and may_be_two_of_one_matter(named.name))
    if two and "two_names" not in draft.wrong:
        found.append("two_names")
    if holds_its_time(named.name) and "name_goes_on" not in draft.wrong:
        found.append("name_goes_on")
    return found


def _unread(draft: Draft, named: Named, action: Action, own: RowDays, levels: tuple[Level, ...]) -> list[str]:
    """Why a row cannot count as it was read: a code where its name should stand, a column of effect without a day."""
    found = _unread_name(draft, named, action)
    times = {column: draft.text(column) for column in TIMES}
    note = " ; ".join(filter(None, (draft.text(Column.NOTE), draft.text(Column.CHANGE))))
    if action is not Action.ABOLISH and not own.until and note and gives_up(note, levels):
        found.append("note_acts")
    published = draft.text(Column.PUBLISHED_IN)
    if published and action is not Action.ABOLISH and "note_acts" not in found and ends_its_row(published):
        found.append("note_acts")
    said = draft.text(Column.NOTE)
    if said and own.begins is None and own.until is None:
        found += _of_note(said, action, levels, found)
    fee, place = draft.text(Column.FEE), draft.text(Column.PLACE)
    if is_money_for_time(times, fee):
        found.append("time_is_money")
    moved = fee and Column.BASIS in draft.values and not draft.text(Column.BASIS) and is_law_for_fee(fee)
    if moved or is_of_another_column(times, fee, place):
        found.append("cells_swapped")
    if any(text and holds_two_values(text) for text in (*times.values(), fee)):
        found.append("two_values")
    if place and denies(place):
        found.append("place_denied")
    if action is not Action.ABOLISH and _is_ended_in_a_cell(draft, levels):
        found.append("cell_acts")
    effect = None
    if not _OF_EFFECT.isdisjoint(draft.values):
        effect = draft.text(Column.EFFECT, Column.EFFECT_LAST, Column.EFFECT_END)
    if effect and own.begins is None and own.until is None and _is_no_day(effect):
        found.append("effect_unread")
    elif own.unclear:
        found.append("note_effect_unclear")
    return found


#: Columns that may give a row an effect of its own.
_OF_EFFECT = frozenset({Column.EFFECT, Column.NOTE, Column.CHANGE, Column.EFFECT_LAST, Column.EFFECT_END})


def _own_effect(draft: Draft) -> RowDays:
    """The first day with effect and the first one without that columns or notes of the row name."""
    if _OF_EFFECT.isdisjoint(draft.values):
        return draft.context.days
    said = [days_of_row(draft.text(column) or "") for column in (Column.EFFECT, Column.NOTE)]
    changed = days_of_row(draft.text(Column.CHANGE) or "")  # what is unclear in it is no clause of the row's
    begins = next((one.begins for one in (*said, changed) if one.begins), None)
    ends = _ends_by_column(draft)
    ends += [one.until for one in (*said, changed) if one.until]
    unclear = any(one.unclear for one in said)
    if begins is None and not ends and not unclear:
        return draft.context.days
    return RowDays(begins, next(iter(ends), None), unclear=unclear)


def _ends_by_column(draft: Draft) -> list[date]:
    """The first day without effect by columns of their own: of the last day, of the first one without."""
    last = days_of_row(draft.text(Column.EFFECT_LAST) or "")
    end = days_of_row(draft.text(Column.EFFECT_END) or "")
    days = [last.begins + timedelta(days=1) if last.begins else last.until, end.begins or end.until]
    return [day for day in days if day is not None]


def _fee(draft: Draft) -> str | None:
    """Phí and lệ phí, told apart where they stand in columns of their own and differ."""
    fee, charge = draft.text(Column.FEE), draft.text(Column.FEE_CHARGE)
    if fee and charge:
        return fee if fold(fee) == fold(charge) else f"Phí: {fee}; lệ phí: {charge}"
    return fee or charge or draft.text(Column.FEE_ONLINE)


def _action_question(name: str) -> Question:
    return Question(
        ReviewKind.ACTION_UNKNOWN,
        fields(name=name),
        ("new", "amend", "abolish"),
    )


def _is_broken(printed: str) -> bool:
    """Whether what stands in place of a code was one: "0" is what a formula makes of an empty cell that it looked up."""
    # Three digits are a number of the list; chosen, not measured.
    return sum(map(str.isdigit, printed)) > 3 or printed.strip() == "0"


def _about_codes(draft: Draft, named: Named) -> tuple[list[str], list[Question]]:
    """Flags and questions about the codes of a row, and about all in it that was not surely recognised."""
    flags: list[str] = []
    questions: list[Question] = []
    if named.candidates:
        flags.append("several_codes")
        questions.append(_several_codes(draft, named))
    elif named.code is None:
        flags.append("no_code")
        broken = _BROKEN_CODE.search(named.name)
        if broken is not None and not CODES & draft.doubts.keys():
            flags.append("code_unclear")
            said = fields(name=named.name, code_text=broken.group())
            candidate = re.sub(r"\D", "", broken.group())
            questions.append(Question(ReviewKind.CODE_UNCLEAR, said, (f"{candidate[0]}.{candidate[1:]}",)))
        elif _OLD_CODE.fullmatch(named.code_text or ""):
            pass  # of the time before codes of the nation: the procedure is known by its name
        elif named.code_text and _is_broken(named.code_text) and not CODES & draft.doubts.keys():
            flags.append("code_unclear")
            said = fields(name=named.name, code_text=named.code_text)
            questions.append(Question(ReviewKind.CODE_UNCLEAR, said, (named.code_text,)))
    elif named.code.repaired:
        flags.append("code_repaired")
    if named.repaired and "code_repaired" not in flags:
        flags.append("code_repaired")
    if named.unclear is not None:
        flags.append("replaced_unclear")
        said = fields(name=named.name, code_text=named.unclear)
        questions.append(Question(ReviewKind.REPLACED_UNCLEAR, said, (named.unclear,)))
    if draft.doubts:
        flags.append(DOUBTED)
        questions += _doubts(draft, named.name)
    return flags, questions


def _what_is_wrong(draft: Draft) -> str:
    return ", ".join(dict.fromkeys(draft.wrong))


def _several_codes(draft: Draft, named: Named) -> Question:
    """Which code a row bears; of a row that may not count, one of whose codes is struck, say, whether it does too."""
    if not draft.wrong:
        return Question(ReviewKind.SEVERAL_CODES, fields(name=named.name), named.candidates)
    said = fields(name=named.name, why=_what_is_wrong(draft))
    return Question(ReviewKind.SEVERAL_CODES, said, (*named.candidates, "void"))


def _doubts(draft: Draft, name: str) -> list[Question]:
    """One question for each code or name that was not surely read, one for all other cells of the row."""
    questions: list[Question] = []
    others: list[Column] = []
    for column, doubt in draft.doubts.items():
        if column in CODES:
            read = draft.read(column) or doubt.text
            bases = tuple(dict.fromkeys(code.base for code in codes_of(read)[0]))
            questions.append(ask(ReviewKind.OCR_CODE, doubt, *(bases or (read,)), name=name, column=column))
        elif column in KEPT:
            questions.append(ask(ReviewKind.OCR_NAME, doubt, draft.read(column) or doubt.text))
        elif column is not Column.NUMBER:
            others.append(column)
    if others:
        said = "; ".join(f"{column}: {draft.read(column)}" for column in others)
        first = draft.doubts[others[0]]
        questions.append(ask(ReviewKind.OCR_ROW, replace(first, text=said), name=name))
    return questions


def _row_no(draft: Draft) -> str | None:
    number = (draft.text(Column.NUMBER) or "").strip(" .)(:")
    return number or None


_OF_NOTE = frozenset({Column.NOTE, Column.CHANGE, Column.PUBLISHED_IN})


def _note(draft: Draft, case: str | None) -> str | None:
    if case is None and not draft.beside and _OF_NOTE.isdisjoint(draft.values):
        return None
    parts = [draft.text(Column.NOTE), draft.text(Column.CHANGE), draft.text(Column.PUBLISHED_IN), case]
    parts += draft.beside
    return "; ".join(part for part in parts if part) or None


# ---- name and code ---------------------------------------------------------------------------------------


#: "1.001193 (mã cũ: 2.000321)": of a cell with both the new code is the row's (RULINGS 34).
_OLD_CODE_BESIDE = re.compile(
    r"[\s,;]*[(\[]\s*(?:mã\s*)?(?:số\s*|TTHC\s*)?cũ\s*(?:là)?\s*:?\s*(?P<code>[1-9]\.\d{6})[^()\[\]]*[)\]]",
    re.IGNORECASE,
)


def _without_old_code(draft: Draft) -> str | None:
    """The cell of codes without an old one in brackets, which is asked about: the row may replace it."""
    cell = draft.read(Column.CODE)
    old = _OLD_CODE_BESIDE.search(cell) if cell and "c" in cell.lower() else None
    if cell is None or old is None or len(find_codes(cell)) != 2:
        return cell
    draft.put_beside("Mã cũ", old["code"])
    draft.old_code = old["code"]
    return clean(cell[: old.start()] + cell[old.end() :])


_BULLETS = "-–—+•*· "


def _single(draft: Draft) -> Named:
    cell = _without_old_code(draft)
    name = draft.text(Column.NAME, Column.NEW_NAME, Column.NEW, Column.OLD_NAME, Column.OLD) or ""
    if name[:1] in _BULLETS and not holds_two_names(name):
        name = name.lstrip(_BULLETS)
    if Column.CODE in draft.doubts:
        heading, case = _heading(split_code_name(name)[1])
        return Named(heading, None, cell, case=case)
    code = parse_code(cell) if cell else None
    if code is None and cell:
        several = tuple(dict.fromkeys(found.base for found in find_codes(cell)))
        if len(several) > 1:
            return Named(_heading(name)[0], None, cell, candidates=several)
    bare, own = codes_out_of(name)
    linked = tuple(one for link in draft.links for one in find_codes(link))
    bases = tuple(dict.fromkeys(one.base for one in (*((code,) if code else ()), *own, *linked)))
    glued, without = split_code_name(name) if not own else (None, bare)
    if glued is not None:  # a broken code at the beginning
        own, bare, bases = (glued,), without, bases or (glued.base,)
    heading, case = _heading(bare)
    if len(bases) > 1:
        return Named(heading if code is None else _heading(bare)[0], None, cell, case=case, candidates=bases)
    if code is not None:
        return Named(heading, code, code.text, case=case)
    found = next(iter((*own, *linked)), None)
    if found is not None and is_of_another(name, found.text):
        return Named(heading, None, cell or found.text, case=case)  # asked: it may be another procedure's
    if found is None:
        return Named(heading, None, cell, case=case)
    doubt = draft.doubts.get(Column.NAME)
    if doubt is not None and not _is_beside(doubt, found.text):
        return Named(heading, None, found.text, case=case)
    return Named(heading, found, found.text, case=case)


def _is_beside(doubt: Doubt, code: str) -> bool:
    """Whether the words that are doubtful in a name are none with digits: the code beside them was surely read."""
    return bool(doubt.words) and code in doubt.text and not any(map(str.isdigit, "".join(doubt.words)))


def _parted(name: str, basis: str | None) -> tuple[str, str | None, bool]:
    """(name, legal basis, whether they ran together). Parted only with proof; the column of the basis goes first."""
    own, rest = split_basis(name)
    if rest is None:
        return name, basis, may_hold_basis(name)
    return own, basis or rest, True


_NUMBERED = re.compile(r"0*(?P<number>\d{1,3})[.)]\s+(?=[^\W\d_]{2})")


def _number_of_name(name: str) -> str | None:
    """The number of a row that has none in a column, where its name begins with one: "2. Đăng ký kết hôn"."""
    found = _NUMBERED.match(name)
    return found["number"] if found else None


def _without_number(name: str, number: str | None) -> str:
    """A name without the number of its row, which some print before it again: "2 | 2. Đăng ký kết hôn"."""
    found = _NUMBER_AGAIN.match(name) if number is not None and number.isdigit() else None
    is_again = found is not None and int(found["number"]) == int(number or "")
    return name[found.end() :] if found is not None and is_again else name


#: Of any number, and read once: an expression of its own for each row took a third of the reading of a long list.
_NUMBER_AGAIN = re.compile(r"(?P<number>\d+)[.)]\s+(?=[^\W\d_])")


def _heading(name: str) -> tuple[str, str | None]:
    heading, case = split_repeated(name)
    return heading.strip(" .;,:"), case


def _pair(draft: Draft) -> Named:
    """Old codes and the new procedure of one row; the new code may stand only in the new name (C8)."""
    replaced, rest = _replaced(draft)
    named = _new_of_pair(draft)
    if not named.name:
        # Whether the new one bears the name of the old one is nowhere said.
        if "stays" not in draft.wrong:
            draft.put_wrong("nameless")
        old, _ = codes_out_of(draft.read(Column.OLD_NAME, Column.OLD) or "")
        named = replace(named, name=old or draft.read(Column.OLD_CODE) or "")
    return replace(
        named,
        replaces=tuple(dict.fromkeys(code.base for code in replaced)),
        unclear=rest,
        repaired=any(code.repaired for code in replaced),
    )


def _ends(draft: Draft) -> bool:
    """Whether a row ends its procedure, by its own column, else by the headings above it."""
    return (_acted(draft).action or draft.context.action) is Action.ABOLISH


def _ended_of_pair(draft: Draft) -> Named:
    """The procedure that a list of abolished ones names beside the one that takes its place."""
    cell = draft.read(Column.OLD_CODE)
    bare, in_name = codes_out_of(draft.read(Column.OLD_NAME, Column.OLD) or "")
    heading, case = _heading(bare)
    if not {Column.OLD_CODE, Column.OLD_NAME, Column.OLD}.isdisjoint(draft.doubts):
        return Named(heading, None, cell, case=case)
    printed = (*(codes_of(cell)[0] if cell else ()), *in_name)
    bases = tuple(dict.fromkeys(code.base for code in printed))
    if len(bases) != 1:
        return Named(heading, None, cell, case=case, candidates=bases)
    return Named(heading, printed[0], printed[0].text, case=case)


def _replaced(draft: Draft) -> tuple[tuple[Code, ...], str | None]:
    """Codes that are replaced, and what may be another one that cannot be read; none from a doubtful cell."""
    codes: tuple[Code, ...] = ()
    unclear = None
    for column in (Column.OLD_CODE, Column.OLD_NAME, Column.OLD):
        text = draft.read(column)
        if text is None or column in draft.doubts:
            continue
        if column is Column.OLD_CODE:
            found, rest = codes_of(text)
        else:
            found, rest = find_codes(text), None
            if column is Column.OLD and not codes and not found:
                found, rest = codes_of(text)
        codes += found
        unclear = unclear or rest
    return codes, unclear


def _new_of_pair(draft: Draft) -> Named:
    cell = draft.read(Column.NEW_CODE)
    name = draft.read(Column.NEW_NAME, Column.NEW) or draft.read(Column.NAME) or ""
    in_name = find_codes(name)
    own, bare = split_code_name(name)
    if own is None and in_name:
        bare = clean(_NEW_CODE_TAIL.sub(" ", name))
    heading, case = _heading(bare)
    if {Column.NEW_CODE, Column.NEW, *([] if cell else [Column.NEW_NAME])} & draft.doubts.keys():
        return Named(heading, None, cell or (in_name[0].text if in_name else None), case=case)
    code = parse_code(cell) if cell else None
    if code is None and not cell:
        code = own or (in_name[0] if len({found.base for found in in_name}) == 1 else None)
    several = tuple(dict.fromkeys(found.base for found in (*in_name, *(codes_of(cell)[0] if cell else ()))))
    candidates = several if code is None and len(several) > 1 else ()
    return Named(heading, code, code.text if code else cell, case=case, candidates=candidates)


def _replaced_by_note(draft: Draft, named: Named) -> tuple[str, ...]:
    """Old codes of a note "thay thế TTHC có mã số 1.00…"."""
    note = draft.text(Column.NOTE, Column.CHANGE) or ""
    if not _REPLACED_NOTE.search(fold(note)):
        return ()
    own = named.code.base if named.code else None
    return tuple(dict.fromkeys(code.base for code in find_codes(note) if code.base != own))


# ---- levels ----------------------------------------------------------------------------------------------


def _levels(draft: Draft, signed_on: date | None) -> tuple[tuple[Level, ...], list[str], tuple[Level, ...]]:
    """Levels of a row by the strongest evidence (RULINGS 30), and what weaker evidence says that contradicts it.

    Marks or text of a level column, then the headings, then who carries it out, then Điều 1 and the title; a note
    "TTHC cấp tỉnh …" where nothing else speaks. "TTHC cấp tỉnh và TTHC bị bãi bỏ tại …" is a procedure of the
    province. The place is never asked: it names who receives.
    """
    context = draft.context
    own = tuple(level for level in Level if level in draft.marked) if draft.marked else ()
    stated = draft.text(Column.LEVEL)
    if not own and stated and (column := fold(stated)):
        own = _levels_in(column)
    above = context.levels if context.levels_stated else ()
    agent = draft.text(Column.AGENCY)
    agency = _agency_levels_on(agent, signed_on) if agent else ()
    of_list = () if context.levels_stated else context.levels
    said = [levels for levels in (own, above, agency, of_list) if levels]
    in_name = _in_name(draft, signed_on)
    if not said and in_name:
        return in_name, ["level_from_name"], ()
    if not said:
        note = _LEVEL_NOTE.match(fold(draft.text(Column.NOTE) or ""))
        if note and not is_shared(note["levels"]):
            first = re.split(r"[;.]| va (?!cap)", note["levels"])[0]
            return levels_named(first), ["level_from_note"], ()
        return (), [], ()
    taken = said[0]
    flags = ["level_from_agency"] if taken is agency and not own and not above else []
    beside = (_said_beside(draft), in_name, *_in_values(draft))
    strong = [levels for levels in (own, above, agency, *beside) if levels]
    against = next((levels for levels in strong if not set(levels) & set(taken)), ())
    if against:
        flags.append("level_contradicted")
    return taken, flags, against


_LEVELS_ONLY = re.compile(
    r"(?:(?:cap |ubnd |va |[-–+•] ?)*(?:trung uong|bo|tinh|thanh pho|huyen|quan|xa|phuong|thi tran|dac khu)[ ,;/&+.-]*)+"
)


_OFFICES_ONLY = re.compile(r"(?:cap )?(?:cac )?so(?:,? (?:ban|nganh))*")


def _levels_in(column: str) -> tuple[Level, ...]:
    """Levels of a cell of the column of levels; its lines may be parted by nothing: "Tỉnh⏎Xã"."""
    if _OFFICES_ONLY.fullmatch(column):
        return (Level.PROVINCE,)
    if _LEVELS_ONLY.fullmatch(column):
        words = re.findall(r"trung uong|bo|tinh|thanh pho|huyen|quan|xa|phuong|thi tran|dac khu", column)
        return levels_named(f"cap {', '.join(words)}")
    return levels_named(column if "cap" in column or "ubnd" in column else f"cap {column}")


#: Behind a name, who resolves it: "… (UBND cấp xã giải quyết)"; a level alone, "(cấp huyện)", is a part of the name.
_RESOLVED_BY = re.compile(
    r"\((?=[^()]*\b(?:giai quyet|thuc hien|tham quyen)\b)(?P<who>[^()]*\b(?:cap|ubnd)\b[^()]*)\)[ .;]*$"
)


#: A note that says nothing but who holds its rows: "TTHC cấp xã", "Thủ tục thực hiện tại cấp xã", "do UBND cấp xã giải quyết".
_LEVEL = r"(?:trung uong|tinh|thanh pho|huyen|xa|phuong|dac khu)"
_HOLDS = re.compile(
    r"(?:(?:la|cac|nhung|day) )*(?:tthc|thu tuc(?: hanh chinh)?)? ?"
    r"(?:(?:nay|duoc|do|thuoc|tham quyen|giai quyet|thuc hien|cua|tai|o|boi|ubnd|uy ban nhan dan|chi) )*"
    rf"(?:cap |(?<=ubnd )|(?<=nhan dan )){_LEVEL}(?:(?: ?, ?| va |/)(?:ubnd )?(?:cap )?{_LEVEL})*"
    r"(?: (?:thuc hien|giai quyet))?[ .;)]*"
)
_WHO_RESOLVES = re.compile(
    r"(?P<who>[^,;.]{3,60}) (?:la (?:co quan|don vi) )?(?:giai quyet|quyet dinh)[ .;)]*(?=[,;]|$)"
)


_DONE_BY = re.compile(
    r"\W*do (?P<who>(?:so|ubnd|uy ban|chu tich|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?) (?:tiep nhan(?:,| va)? )?"
    r"(?:giai quyet|thuc hien|quyet dinh)\b"
)
#: "Thuộc thẩm quyền của Sở Tư pháp".
_IN_POWER_OF = re.compile(
    r"\W*thuoc tham quyen(?: giai quyet| thuc hien| quyet dinh)*(?: cua)?"
    r" (?P<who>(?:cac |chu tich |giam doc )*(?:so|ubnd|uy ban|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?)[ .;)]*$"
)
#: "Phân cấp cho Sở Tư pháp theo Quyết định số …", "ủy quyền Chủ tịch UBND cấp xã giải quyết".
_GIVEN_TO = re.compile(
    r"\b(?:phan cap|phan quyen|uy quyen)(?: (?:giai quyet|thuc hien|tham quyen))* (?:cho |ve |xuong |toi )?"
    r"(?P<who>(?:cac |chu tich |giam doc |truong )*(?:so|ubnd|uy ban|phong|ban|chi cuc|cap)\b[^,;.(]{0,60}?)"
    r"(?= (?:giai quyet|thuc hien|theo|tai)\b|[,;.(]|$)"
)


def holders(note: str) -> tuple[Level, ...]:
    """The levels of a note that says nothing but who holds its row; none where it says anything else."""
    folded = fold(note)
    return levels_named(folded) if _HOLDS.fullmatch(folded) else ()


def _said_beside(draft: Draft) -> tuple[Level, ...]:
    """Levels that words behind the name or a note give as those who resolve; only ever held against a heading."""
    name = draft.text(Column.NAME) or ""
    found = _RESOLVED_BY.search(fold(name)) if "(" in name else None
    if found:
        return levels_named(found["who"])
    who = said_to_resolve(name)
    if who is not None:
        return agency_levels(who)
    note = draft.text(Column.NOTE)
    return resolvers(note) if note else ()


def _in_name(draft: Draft, signed_on: date | None) -> tuple[Level, ...]:
    """The levels that the name gives; a district's, once there are none, is a name of the past."""
    named = levels_of_name(draft.text(Column.NAME) or "")
    past = signed_on is not None and signed_on >= DISTRICTS_END
    return () if past and Level.DISTRICT in named else named


_OF_A_VALUE = (Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME, Column.PLACE, Column.FEE)


def _in_values(draft: Draft) -> list[tuple[Level, ...]]:
    """The levels that values give beside themselves: "05 ngày do Sở Công Thương giải quyết"."""
    return [resolvers_in_value(text) for column in _OF_A_VALUE if (text := draft.text(column))]


def resolvers(note: str) -> tuple[Level, ...]:
    """The levels of those who resolve a row, as its note says."""
    folded = fold(note)
    who = _GIVEN_TO.search(folded) or _DONE_BY.match(folded) or _IN_POWER_OF.match(folded)
    who = who or _WHO_RESOLVES.search(folded)
    return holders(note) or (agency_levels(who["who"]) if who and "tiep nhan" not in who["who"] else ())


_AGENCY_PROVINCE = re.compile(
    r"\b(?:(?<!co )so|cac so|ban quan ly|ban dan toc|ban to chuc|nganh|chi cuc|"
    r"(?:ubnd|uy ban nhan dan|chu tich ubnd|cong an|thanh tra|bhxh|bao hiem xa hoi|hdnd|buu dien) (?:cap )?tinh"
    r"|trung tam (?:phuc vu hanh chinh cong|pvhcc|hanh chinh cong)(?: cap)? (?:tinh|thanh pho)|ttpvhcc tinh)\b"
)
_AGENCY_DISTRICT = re.compile(r"^(?:cac )?phong\b(?!.*\bso\b)")
#: Since 2025-07-01 communes have offices of this name too: "Phòng Kinh tế xã", "Phòng Văn hóa - Xã hội phường".
_OF_COMMUNE = re.compile(r"\b(?:xa|phuong|dac khu)$|\b(?:cap|thuoc(?: ubnd)?|ubnd) xa\b")
_AGENCY_MINISTRY = re.compile(r"^(?:cac )?(?:bo(?! phan)|cuc|tong cuc|vu)\b")


#: Who only helps: "UBND cấp xã (phối hợp với Sở Tư pháp)"; where nobody else is named, all who work together are meant.
_BESIDE_AGENCY = re.compile(r"\(?(?:co quan |don vi )?phoi hop\b[^;\n)]*\)?")


#: Other offices of vertical branches, alone between commas: their procedures are no commune's or district's either.
_OTHER_BRANCH = re.compile(
    r"^(?:bhxh|bao hiem xa hoi|(?:co quan |chi cuc )?thue|kho bac(?: nha nuoc)?|(?:toa an|vien kiem sat)(?: nhan dan)?"
    r"|ban (?:chi huy quan su|chqs)) (?:cap )?(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b"
)


@lru_cache(maxsize=1 << 10)
def agency_levels(text: str) -> tuple[Level, ...]:
    """Levels of those who carry a procedure out (RULINGS 30): Sở → province, Phòng → district, UBND cấp xã → commune."""
    found: set[Level] = set()
    alone = _BESIDE_AGENCY.sub(" ", fold(text))
    said = alone if levels_named(alone) or _AGENCY_PROVINCE.search(alone.strip(" .:()")) else fold(text)
    for segment in re.split(r"[;,\n]|(?:^|\s)[-–+]\s", said):
        part = re.sub(r"^.*\bnay la\b", "", segment).strip(" .:()")  # "UBND cấp huyện (nay là UBND cấp xã)"
        part = re.sub(r"\bchu tich (?=ubnd|uy ban)", "", part)  # here he resolves, and signs nothing
        part = _OTHER_BRANCH.sub(" ", POLICE_BELOW.sub(" ", part))
        found.update(levels_named(part))
        if _AGENCY_PROVINCE.search(part):
            found.add(Level.PROVINCE)
        if _AGENCY_DISTRICT.search(part):
            whole = (
                part if re.search(r"[;,\n]", text) else fold(text).strip(" .:")
            )  # a dash may stand in its name
            found.add(Level.COMMUNE if _OF_COMMUNE.search(whole) else Level.DISTRICT)
        if _AGENCY_MINISTRY.search(part):
            found.add(Level.MINISTRY)
    return tuple(level for level in Level if level in found)


#: From this day on there are no districts (docs/field.md), and communes have these offices (Nghị định 150/2025/NĐ-CP).
DISTRICTS_END = date(2025, 7, 1)
_COMMUNE_OFFICES = re.compile(r"^phong (?:kinh te|van hoa\b.{0,3}\bxa hoi)\b")


def _agency_levels_on(text: str, signed_on: date | None) -> tuple[Level, ...]:
    """The same by the offices of that day: what was a district's is a commune's since."""
    found = agency_levels(text)
    if Level.DISTRICT not in found or signed_on is None or signed_on < DISTRICTS_END:
        return found
    if "huyen" in fold(text) or not _COMMUNE_OFFICES.match(fold(text).strip(" .-–")):
        return found
    now = {*found, Level.COMMUNE} - {Level.DISTRICT}
    return tuple(level for level in Level if level in now)


@lru_cache(maxsize=1 << 10)
def reception_levels(place: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Levels that only receive, from the place column (R-SEC-4): all it names where it is not known who holds it."""
    if not place:
        return ()
    found: set[Level] = set()
    for segment in _PLACES.split(_NO_PLACE.sub(" ", fold(place))):
        if _RESOLVES.match(segment.strip()):
            continue
        found.update(levels_named(segment))
        if _receives_for_province(segment):
            found.add(Level.PROVINCE)
        if "hcc" in segment or "hanh chinh cong" in segment:
            found.update([Level.COMMUNE] if _OF_COMMUNE_CENTRES.search(segment) else [])
    return tuple([level for level in Level if level in found and level not in levels]) if found else ()


def _receivers(place: str | None, levels: tuple[Level, ...], headed: tuple[Level, ...]) -> tuple[Level, ...]:
    """Who only receives a row, by its place and the heading above it."""
    found = reception_levels(place, levels) if place else ()
    more = [level for level in headed if level not in levels and level not in found]
    return tuple(level for level in Level if level in {*found, *more}) if more else found


def _receives_for_province(segment: str) -> bool:
    """Whether the province's centre or the counter of a Sở is named. The words are looked for first: most places have none."""
    if ("hcc" in segment or "hanh chinh cong" in segment) and _OF_CENTRE.search(segment):
        return True
    return (
        "so" in segment
        and ("bo phan" in segment or "quay" in segment)
        and _OF_COUNTER.search(segment) is not None
    )


#: Where a row is not received, was received once, or is only confirmed.
_NO_PLACE = re.compile(
    r"\(?\b(?:khong|chua) (?:tiep nhan|nhan|nop|thuc hien)\b[^;.)]*\)?|\(truoc[^)]*\)"
    r"|\b(?:ubnd|uy ban nhan dan) (?:cap )?\w+ (?:xac nhan|xac minh)\b"
)
_PLACES = re.compile(r"[;\n]|(?<=\s)[-–+]\s|\.\s")  # what parts places in one cell


# ---- ways of doing it --------------------------------------------------------------------------------------


_OF_WAYS = frozenset({Column.ONLINE, Column.ONLINE_FULL, Column.ONLINE_PARTIAL, Column.METHOD})


def _ways(draft: Draft, signed_on: date | None) -> tuple[OnlineLevel | None, bool | None, list[str]]:
    """Online level and post from their columns, else from what a column of ways says."""
    if _OF_WAYS.isdisjoint(draft.values):
        return None, _by_post(draft), []
    flags: list[str] = []
    full, partial = (_is_marked(draft.text(column)) for column in (Column.ONLINE_FULL, Column.ONLINE_PARTIAL))
    online: OnlineLevel | None = None
    if full and partial:
        flags.append("online_level_conflict")
    elif full or partial:
        online = OnlineLevel.FULL if full else OnlineLevel.PARTIAL
    else:
        column, ways = draft.text(Column.ONLINE), draft.text(Column.METHOD)
        online = (online_level(column, bare=True) if column else None) or (
            online_level(ways, bare=False) if ways else None
        )
    if (
        online in {OnlineLevel.LEVEL_2, OnlineLevel.LEVEL_3, OnlineLevel.LEVEL_4}
        and signed_on
        and signed_on >= LEVELS_END
    ):
        flags.append("old_online_level")
    return online, _by_post(draft), flags


#: "Chưa cung cấp dịch vụ công toàn trình": what is denied is no level.
_NOT_ONLINE = re.compile(r"\b(?:khong|chua)\b[^,;.()]{0,40}?\b(?:toan trinh|mot phan)\b")


@lru_cache(maxsize=1 << 10)
def online_level(text: str, *, bare: bool) -> OnlineLevel | None:
    """Level of a text; a single digit counts only in a column that holds nothing else (`bare`)."""
    folded = _NOT_ONLINE.sub(" ", fold(text))
    full, partial = "toan trinh" in folded, "mot phan" in folded
    if full != partial:
        return OnlineLevel.FULL if full else OnlineLevel.PARTIAL
    levels = {"2": OnlineLevel.LEVEL_2, "3": OnlineLevel.LEVEL_3, "4": OnlineLevel.LEVEL_4}
    found = set(re.findall(r"\bmuc (?:do )?(?:dvc )?0?([234])\b", folded))
    if bare and (alone := re.fullmatch(r"0?([234])", folded.strip(" ."))):
        found.add(alone.group(1))
    return levels[found.pop()] if len(found) == 1 else None


def _by_post(draft: Draft) -> bool | None:
    cell = draft.text(Column.POST)
    if cell is not None:
        folded = fold(cell)
        if folded.startswith("khong"):
            return False
        return True if _is_marked(cell) or folded.startswith("co") or _POST.search(folded) else None
    ways, place = draft.text(Column.METHOD), draft.text(Column.PLACE)
    return _post_in(" ".join(filter(None, (ways, place)))) if ways or place else None


@lru_cache(maxsize=1 << 10)
def _post_in(text: str) -> bool | None:
    """What words of ways and places say of the post."""
    stated = fold(text)
    if "buu" not in stated and "bcci" not in stated:
        return None  # neither form fits it
    if _NO_POST.search(stated):
        return False
    return True if _POST.search(stated) else None


def is_marked(text: str | None) -> bool:
    """Whether a cell bears a mark: x, X, ✓, "có"."""
    return _is_marked(text)


def _is_marked(text: str | None) -> bool:
    return text is not None and fold(text).strip(" .") in _MARKS
