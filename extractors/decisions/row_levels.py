"""The levels of a row by the strongest evidence, and what weaker evidence says against it (RULINGS 30)."""

import re
from datetime import date

from niemyet.extractors.decisions.agencies import DISTRICTS_END, agency_levels, agency_levels_on, resolvers
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.glued_remarks import said_to_resolve
from niemyet.extractors.decisions.heading_patterns import is_shared, levels_named
from niemyet.extractors.decisions.named_levels import levels_of_name, resolvers_in_value
from niemyet.extractors.decisions.relations import level_question
from niemyet.extractors.decisions.row_changes import given_to
from niemyet.extractors.decisions.row_drafts import Draft
from niemyet.extractors.decisions.row_names import Named
from niemyet.model.records import Question, fields
from niemyet.model.words import Action, Level, ReviewKind
from niemyet.transforms.language.text import fold

_LEVEL_NOTE = re.compile(r"^(?:- ?)?(?:(?:la )?(?:tthc|thu tuc hanh chinh|thu tuc)) (?P<levels>cap .*)")


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


def levels_of_row(
    draft: Draft, named: Named, action: Action, signed_on: date | None
) -> tuple[tuple[Level, ...], list[str], list[Question]]:
    """(levels in their order, flags, questions): asked where nothing names a level, or two places name different ones."""
    levels, flags, other = _levels(draft, signed_on)
    asked = [level_contradicted(named.name, levels, other)] if other else []
    if not levels and action is not Action.CORRECT:  # a corrected row keeps its own
        flags.append("level_unknown")
        if "levels" not in draft.context.unknown:
            asked.append(level_question(named.name))
    return levels, flags, asked


def _levels(draft: Draft, signed_on: date | None) -> tuple[tuple[Level, ...], list[str], tuple[Level, ...]]:
    """Levels of a row by the strongest evidence (RULINGS 30), and what weaker evidence says that contradicts it.

    Marks or text of a level column, then the headings, then who carries it out, then Điều 1 and the title; a note
    "TTHC cấp tỉnh …" where nothing else speaks. "TTHC cấp tỉnh và TTHC bị bãi bỏ tại …" is a procedure of the
    province. The place is never asked: it names who receives.
    """
    if len(draft.signs) > 1:
        return (), [], ()  # one of two marks may say no: "✓" for the province, "x" for the commune
    context = draft.context
    own = tuple(level for level in Level if level in draft.marked) if draft.marked else ()
    stated = draft.text(Column.LEVEL)
    if not own and stated and (column := fold(stated)):
        own = _levels_in(column)
        if not own and any(map(str.isalpha, column)):
            return (
                (),
                [],
                (),
            )  # it names a level in words that nobody here knows: what stands above would be guessed
    above = context.levels if context.levels_stated else ()
    agent = draft.text(Column.AGENCY)
    agency = agency_levels_on(agent, signed_on) if agent else ()
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
    if taken is agency:
        strong.append(of_list)  # Điều 1 and the title stand below the agency, and are held against it
    against = next((levels for levels in strong if levels and not set(levels) & set(taken)), ())
    if against:
        flags.append("level_contradicted")
    return taken, flags, against


_LEVELS_ONLY = re.compile(
    r"(?:(?:cap |ubnd |va |[-–+•] ?)*(?:trung uong|bo|tinh|thanh pho|huyen|quan|xa|phuong|thi tran|dac khu)[ ,;/&+.-]*)+"
)
#: What hands a procedure on, or takes a level out: of "Tỉnh ủy quyền cho xã" two words name levels and one of them does it.
_HANDED_ON = re.compile(r"\b(?:uy quyen|phan cap|tiep nhan|chuyen|khong|tru|chi)\b")
#: "T, X", "T/H/X"; a lone "x" is as well a mark as a commune.
_LETTERS_ONLY = re.compile(r"[th]|[thx](?: ?[,;/&+-] ?[thx])+")
_LETTERS = {"t": "tinh", "h": "huyen", "x": "xa"}
_OFFICES_ONLY = re.compile(r"(?:cap )?(?:cac )?so(?:,? (?:ban|nganh))*")


def _levels_in(column: str) -> tuple[Level, ...]:
    """Levels of a cell of the column of levels; its lines may be parted by nothing: "Tỉnh⏎Xã"."""
    if _OFFICES_ONLY.fullmatch(column):
        return (Level.PROVINCE,)
    if _HANDED_ON.search(column):
        return ()
    if _LETTERS_ONLY.fullmatch(column):
        return levels_named(f"cap {', '.join(_LETTERS[one] for one in column if one in _LETTERS)}")
    if _LEVELS_ONLY.fullmatch(column):
        words = re.findall(r"trung uong|bo|tinh|thanh pho|huyen|quan|xa|phuong|thi tran|dac khu", column)
        return levels_named(f"cap {', '.join(words)}")
    return levels_named(column if "cap" in column or "ubnd" in column else f"cap {column}")


#: Behind a name, who resolves it: "… (UBND cấp xã giải quyết)"; a level alone, "(cấp huyện)", is a part of the name.
_RESOLVED_BY = re.compile(
    r"\((?=[^()]*\b(?:giai quyet|thuc hien|tham quyen)\b)(?P<who>[^()]*\b(?:cap|ubnd)\b[^()]*)\)[ .;]*$"
)


def _said_beside(draft: Draft) -> tuple[Level, ...]:
    """Levels that words behind the name or a note give as those who resolve; only ever held against a heading."""
    name = draft.text(Column.NAME) or ""
    found = _RESOLVED_BY.search(fold(name)) if "(" in name else None
    if found:
        return levels_named(found["who"])
    who = said_to_resolve(name)
    if who is not None:
        return agency_levels(who)
    note, change = draft.text(Column.NOTE), draft.text(Column.CHANGE)
    resolved_by = resolvers(note) if note else ()
    return resolved_by or given_to(" ; ".join(filter(None, (note, change))))


def _in_name(draft: Draft, signed_on: date | None) -> tuple[Level, ...]:
    """The levels that the name gives; a district's, once there are none, is a name of the past."""
    named = levels_of_name(draft.text(Column.NAME) or "")
    past = signed_on is not None and signed_on >= DISTRICTS_END
    return () if past and Level.DISTRICT in named else named


_OF_A_VALUE = (Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME, Column.PLACE, Column.FEE)


def _in_values(draft: Draft) -> list[tuple[Level, ...]]:
    """The levels that values give beside themselves: "05 ngày do Sở Công Thương giải quyết"."""
    return [resolvers_in_value(text) for column in _OF_A_VALUE if (text := draft.text(column))]
