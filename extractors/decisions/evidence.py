"""What title and articles say of the whole list, held against what its rows were read to do (RULINGS 29, 30).

A row's own column, its heading and the annex's title are stronger; a weaker place that says something else, and that no
row of the annex bears out, contradicts: then the section is asked about once and nothing of it is applied.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from niemyet.extractors.decisions.codes_twice import codes_at_two_names, rows_with_two_values
from niemyet.extractors.decisions.heading_patterns import heading_of, levels_named, parted_from_receivers
from niemyet.extractors.decisions.row_actions import action_contradicted
from niemyet.extractors.decisions.row_levels import level_contradicted
from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.transforms.language.text import fold

#: Kinds whose title does not say what each row does.
_TITLE_IS_NO_ACTION = frozenset(
    {
        *(DecisionKind.NORMALISED, DecisionKind.SUBSET, DecisionKind.CORRECTION, DecisionKind.MINISTRY),
        *(DecisionKind.OTHER, DecisionKind.REPLACEMENT_GROUP),
    }
)
_SHOWN = {
    Action.NEW: "mới ban hành",
    Action.AMEND: "sửa đổi, bổ sung",
    Action.REPLACE: "thay thế",
    Action.ABOLISH: "bãi bỏ",
    Action.LIST: "chuẩn hóa, giữ nguyên",
}
_REPLACED = re.compile(r"\bbi thay the\b")
Asked = list[tuple[int, Question]]


@dataclass(frozen=True, slots=True)
class ListEvidence:
    """What a place says of the whole list."""

    actions: frozenset[Action]
    levels: frozenset[Level]


def said_by(texts: Sequence[str]) -> ListEvidence:
    """What title and Điều 1 say; the title first, Điều 1 where the title is silent."""
    actions: frozenset[Action] = frozenset()
    levels: set[Level] = set()
    for text in texts:
        heading = heading_of(text)
        actions = actions or frozenset(heading.actions) - {Action.LIST, Action.CORRECT}
        if Action.REPLACE in actions and _REPLACED.search(fold(text)):
            actions |= {Action.ABOLISH}  # those that are replaced end, and what replaces them may be no row
        levels.update(levels_named(parted_from_receivers(fold(text))[0]))
    return ListEvidence(actions, frozenset(levels))


def weigh(
    items: Sequence[ReadItem], kind: DecisionKind, matter: Sequence[str], rows: int
) -> tuple[list[ReadItem], Asked]:
    """The rows of the annex (the first `rows` items), flagged where weaker evidence contradicts; and the questions."""
    out = list(items)
    asked: Asked = []
    _groups(out, rows, asked)
    _codes_twice(out, rows, asked)
    if kind in _TITLE_IS_NO_ACTION:
        return out, asked
    said = said_by(matter)
    own = out[:rows]
    if said.actions and own and not said.actions & {item.action for item in own}:
        other = ", ".join(_SHOWN[action] for action in _SHOWN if action in said.actions)
        for index, item in enumerate(own):
            if item.action in _SHOWN and not {"action_contradicted", "action_unknown"} & set(item.flags):
                if item.action is Action.REPLACE and said.actions & {Action.NEW, Action.AMEND}:
                    continue
                out[index] = _flagged(item, "action_contradicted")
                asked.append((index, action_contradicted(item.name, _SHOWN[item.action], other)))
    if said.levels and own and not any(said.levels & set(item.levels) for item in own):
        for index, item in enumerate(own):
            if item.levels and "level_contradicted" not in item.flags:
                out[index] = _flagged(out[index], "level_contradicted")
                named = tuple(level for level in Level if level in said.levels)
                asked.append((index, level_contradicted(item.name, item.levels, named)))
    for index, item in enumerate(own):
        if "abolish_weak" in item.flags and Action.ABOLISH not in said.actions:
            out[index] = _flagged(out[index], "abolish_words")
            words = fields(name=item.name, heading="hết hiệu lực, không còn thực hiện")
            asked.append((index, Question(ReviewKind.ABOLISH_WORDS, words, ("abolish", "amend"))))
    return out, asked


def _groups(out: list[ReadItem], rows: int, asked: Asked) -> None:
    """A row without a code whose rows below have codes and go on its number may only name their group."""
    for index, (item, after) in enumerate(pairwise(out[:rows])):
        if item.code is not None:
            continue
        child = item.row_no and (after.row_no or "").startswith(f"{item.row_no}.")
        if child and after.code and "row_doubtful" not in item.flags:
            _doubt(out, index, "group", asked)


def _codes_twice(out: list[ReadItem], rows: int, asked: Asked) -> None:
    """Of two procedures under one code one bears the code of the other, of two values of one procedure one is wrong: which one,
    the list does not say."""
    codes = [item.code for item in out[:rows] if item.code is not None]
    if len(set(codes)) == len(codes):
        return  # nearly always
    for index in codes_at_two_names(out[:rows]):
        if "row_doubtful" not in out[index].flags:
            _doubt(out, index, "code_twice", asked)
    for index in rows_with_two_values(out[:rows]):
        if "row_doubtful" not in out[index].flags:
            _doubt(out, index, "values_twice", asked)


def _doubt(out: list[ReadItem], index: int, why: str, asked: Asked) -> None:
    """Flag a row as doubtful for a reason, and ask whether it is one."""
    item = out[index]
    out[index] = replace(item, flags=(*item.flags, "row_doubtful", why))
    words = fields(name=item.name, why=why)
    asked.append((index, Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void"))))


def _flagged(item: ReadItem, flag: str) -> ReadItem:
    return replace(item, flags=(*item.flags, flag))
