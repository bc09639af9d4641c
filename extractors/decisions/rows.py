"""One row of an annex → one item. What the row does not say, or says unclearly, stays empty and is flagged."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.effect import effect_in_cell
from niemyet.extractors.decisions.heading_patterns import is_shared, levels_named, sentence_case
from niemyet.extractors.decisions.ocr_reviews import FLAG as DOUBTED
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask
from niemyet.extractors.decisions.relations import level_question
from niemyet.model.records import Question, ReadItem, fields
from niemyet.model.words import Action, Level, OnlineLevel, ReviewKind
from niemyet.transforms.language.codes import (
    Code,
    codes_of,
    completes_code,
    find_codes,
    parse_code,
    split_code_name,
)
from niemyet.transforms.language.names import may_hold_basis, split_basis
from niemyet.transforms.language.text import clean, fold, mend_spaces, split_repeated

#: From this day on services are full or partial; levels 2 to 4 are of the time before (CONTRACT §4).
LEVELS_END = date(2022, 7, 1)

_MARKS = frozenset({"x", "✓", "✔", "√", "☑", "☒", "+", "v", "co", "×"})
_LEVEL_NOTE = re.compile(r"^(?:- ?)?(?:(?:la )?(?:tthc|thu tuc hanh chinh|thu tuc)) (?P<levels>cap .*)")
_RESOLVES = re.compile(
    r"^(?:co quan|don vi|nguoi)(?: co tham quyen)? (?:giai quyet|thuc hien|quyet dinh|tham dinh|phoi hop)"
)
_CENTRE = r"(?:tt ?pvhcc|tt ?hcc|trung tam (?:phuc vu )?(?:hanh chinh cong|hcc)|trung tam pvhcc)"
_RECEIVING = (
    (re.compile(rf"\b{_CENTRE}(?: cua)? (?:cap )?(?:tinh|thanh pho|tp)\b"), Level.PROVINCE),
    (re.compile(r"\b(?:bo phan (?:mot cua|tiep nhan)[^;]{0,40}?|quay )(?:cua )?so\b"), Level.PROVINCE),
)
_POST = re.compile(r"\b(?:buu chinh|bcci|buu dien)\b")
_NO_POST = re.compile(
    r"\bkhong (?:thuc hien |tiep nhan )?(?:qua |bang )?(?:dich vu )?(?:buu chinh|bcci|buu dien)\b"
)
_NEW_CODE_TAIL = re.compile(r"\s*[(\[]\s*[Mm]ã\s*(?:số\s*)?(?:TTHC|thủ tục)?[^()\[\]]*[)\]]\s*")
_REPLACED_NOTE = re.compile(r"\bthay the\b")


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

    def text(self, *columns: Column) -> str | None:
        """Texts of these columns joined; None when all are empty, or not surely recognised (names are kept)."""
        sure = [column for column in columns if column not in self.doubts or column in KEPT]
        return self.read(*sure)

    def read(self, *columns: Column) -> str | None:
        """The same, doubtful texts too."""
        return joined([text for column in columns for text in self.values.get(column, ())]) or None


#: Columns of codes.
CODES = frozenset({Column.CODE, Column.OLD_CODE, Column.NEW_CODE})
#: Columns whose doubtful text is kept, flagged and asked about: an item needs words to be asked about.
KEPT = frozenset({Column.NAME, Column.OLD_NAME, Column.NEW_NAME, Column.OLD, Column.NEW})


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


def make_item(draft: Draft, signed_on: date | None) -> tuple[ReadItem, list[Question]]:
    """The item of a row, with the questions that it raises."""
    context, questions = draft.context, []
    pairs = bool({Column.OLD, Column.OLD_CODE, Column.OLD_NAME} & draft.values.keys()) and bool(
        {Column.NEW, Column.NEW_CODE, Column.NEW_NAME} & draft.values.keys()
    )
    named = _pair(draft) if pairs else _single(draft)
    name, basis, glued = _parted(named.name, draft.text(Column.BASIS))
    named = replace(named, name=name)
    action = context.action or Action.LIST
    flags = [*draft.flags, *(["basis_in_name"] if glued else [])]
    if context.typo:
        flags.append("cue_typo")
    if context.unknown:
        flags.append(DOUBTED)
    if context.action is None and not pairs:
        flags.append("action_unknown")
        if "action" not in context.unknown:  # else the heading is asked about, once for all its rows
            questions.append(_action_question(named.name))
    if pairs and action in {Action.LIST, Action.REPLACE, Action.AMEND, Action.NEW}:
        action = Action.REPLACE
    replaces = named.replaces
    if action is Action.REPLACE and not pairs:
        replaces = _replaced_by_note(draft, named)
    if action is Action.REPLACE and not replaces:
        flags.append("replaced_unknown")
        questions.append(
            Question(
                ReviewKind.REPLACED_UNKNOWN,
                fields(name=named.name),
            )
        )
    code_flags, code_questions = _about_codes(draft, named)
    flags += code_flags
    questions += code_questions
    levels, level_flags = _levels(draft)
    flags += level_flags
    if not levels and action is not Action.CORRECT:  # a corrected row keeps its own
        flags.append("level_unknown")
        if "levels" not in context.unknown:
            questions.append(level_question(named.name))
    online, by_post, online_flags = _ways(draft, signed_on)
    flags += online_flags
    if named.case:
        flags.append("case_in_name")
    effect = next(
        (day for column in (Column.EFFECT, Column.NOTE) if (day := effect_in_cell(draft.text(column) or ""))),
        None,
    )
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
        reception_levels=reception_levels(place or "", levels),
        sector=(sentence_case(sector) if sector else None) or context.sector,
        part=context.part,
        row_no=_row_no(draft),
        raw_text=" | ".join(draft.raws),
        time_legal=draft.text(Column.TIME_LEGAL),
        time_local=draft.text(Column.TIME_LOCAL, Column.TIME),
        place=place,
        fee=draft.text(Column.FEE),
        legal_basis=basis,
        agency=draft.text(Column.AGENCY),
        online_level=online,
        by_post=by_post,
        note=_note(draft, named.case),
        effective_on=effect,
        page=draft.page,
        table_no=draft.table_no,
        flags=tuple(dict.fromkeys(flags)),
    )
    return item, questions


def _action_question(name: str) -> Question:
    return Question(
        ReviewKind.ACTION_UNKNOWN,
        fields(name=name),
        ("new", "amend", "abolish"),
    )


def _about_codes(draft: Draft, named: Named) -> tuple[list[str], list[Question]]:
    """Flags and questions about the codes of a row, and about all in it that was not surely recognised."""
    flags: list[str] = []
    questions: list[Question] = []
    if named.candidates:
        flags.append("several_codes")
        questions.append(Question(ReviewKind.SEVERAL_CODES, fields(name=named.name), named.candidates))
    elif named.code is None:
        flags.append("no_code")
        if named.code_text and sum(map(str.isdigit, named.code_text)) > 3 and not CODES & draft.doubts.keys():
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


def _note(draft: Draft, case: str | None) -> str | None:
    parts = [draft.text(Column.NOTE), draft.text(Column.CHANGE), draft.text(Column.PUBLISHED_IN), case]
    return "; ".join(part for part in parts if part) or None


# ---- name and code ---------------------------------------------------------------------------------------


def _single(draft: Draft) -> Named:
    cell = draft.read(Column.CODE)
    name = draft.text(Column.NAME, Column.NEW_NAME, Column.NEW, Column.OLD_NAME, Column.OLD) or ""
    if Column.CODE in draft.doubts:
        heading, case = _heading(split_code_name(name)[1])
        return Named(heading, None, cell, case=case)
    code = parse_code(cell) if cell else None
    if code is None and cell:
        several = tuple(dict.fromkeys(found.base for found in find_codes(cell)))
        if len(several) > 1:
            return Named(_heading(name)[0], None, cell, candidates=several)
    if code is not None:
        own, bare = split_code_name(name)
        if own is not None and own.base == code.base:
            name = bare
        heading, case = _heading(name)
        if own is not None and own.base != code.base:
            return Named(heading, None, cell, case=case, candidates=(code.base, own.base))
        return Named(heading, code, code.text, case=case)
    glued, bare = split_code_name(name)
    heading, case = _heading(bare)
    if glued is None:
        return Named(heading, None, cell, case=case)
    if Column.NAME in draft.doubts:
        return Named(heading, None, glued.text, case=case)
    return Named(heading, glued, glued.text, case=case)


def _parted(name: str, basis: str | None) -> tuple[str, str | None, bool]:
    """(name, legal basis, whether they ran together). Parted only with proof; the column of the basis goes first."""
    own, rest = split_basis(name)
    if rest is None:
        return name, basis, may_hold_basis(name)
    return own, basis or rest, True


def _heading(name: str) -> tuple[str, str | None]:
    heading, case = split_repeated(name)
    return heading.strip(" .;,:"), case


def _pair(draft: Draft) -> Named:
    """Old codes and the new procedure of one row; the new code may stand only in the new name (C8)."""
    replaced, rest = _replaced(draft)
    named = _new_of_pair(draft)
    return replace(
        named,
        name=named.name or draft.read(Column.OLD_CODE, Column.OLD_NAME, Column.OLD) or "",
        replaces=tuple(dict.fromkeys(code.base for code in replaced)),
        unclear=rest,
        repaired=any(code.repaired for code in replaced),
    )


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
    name = draft.read(Column.NEW_NAME, Column.NEW) or ""
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


def _levels(draft: Draft) -> tuple[tuple[Level, ...], list[str]]:
    """Levels of the sections; where none speaks of them, of a level column or of a note "TTHC cấp tỉnh …" (R-SEC-2).

    "TTHC cấp tỉnh và TTHC bị bãi bỏ tại …" is a procedure of the province. Place and agency are never asked.
    """
    context = draft.context
    if context.levels:
        return context.levels, []
    column = fold(draft.text(Column.LEVEL) or "")
    if column:
        found = levels_named(column if "cap" in column else f"cap {column}")
        if found:
            return found, []
    note = _LEVEL_NOTE.match(fold(draft.text(Column.NOTE) or ""))
    if note and not is_shared(note["levels"]):
        first = re.split(r"[;.]| va (?!cap)", note["levels"])[0]
        return levels_named(first), ["level_from_note"]
    return (), []


def reception_levels(place: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Levels that only receive, from the place column (R-SEC-4); none where it is not known who holds it."""
    if not levels or not place:
        return ()
    found: set[Level] = set()
    for segment in re.split(r"[;\n]|(?<=\s)[-–+]\s|\.\s", fold(place)):
        if _RESOLVES.match(segment.strip()):
            continue
        found.update(levels_named(segment))
        found.update(level for pattern, level in _RECEIVING if pattern.search(segment))
    return tuple(level for level in Level if level in found and level not in levels)


# ---- ways of doing it --------------------------------------------------------------------------------------


def _ways(draft: Draft, signed_on: date | None) -> tuple[OnlineLevel | None, bool | None, list[str]]:
    """Online level and post from their columns, else from what a column of ways says."""
    flags: list[str] = []
    full, partial = (_is_marked(draft.text(column)) for column in (Column.ONLINE_FULL, Column.ONLINE_PARTIAL))
    online: OnlineLevel | None = None
    if full and partial:
        flags.append("online_level_conflict")
    elif full or partial:
        online = OnlineLevel.FULL if full else OnlineLevel.PARTIAL
    else:
        online = online_level(draft.text(Column.ONLINE) or "", bare=True) or online_level(
            draft.text(Column.METHOD) or "", bare=False
        )
    if (
        online in {OnlineLevel.LEVEL_2, OnlineLevel.LEVEL_3, OnlineLevel.LEVEL_4}
        and signed_on
        and signed_on >= LEVELS_END
    ):
        flags.append("old_online_level")
    return online, _by_post(draft), flags


def online_level(text: str, *, bare: bool) -> OnlineLevel | None:
    """Level of a text; a single digit counts only in a column that holds nothing else (`bare`)."""
    folded = fold(text)
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
    stated = fold(f"{draft.text(Column.METHOD) or ''} {draft.text(Column.PLACE) or ''}")
    if _NO_POST.search(stated):
        return False
    return True if _POST.search(stated) else None


def _is_marked(text: str | None) -> bool:
    return text is not None and fold(text).strip(" .") in _MARKS
