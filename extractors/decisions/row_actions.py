"""What a row does, by its own column or note, else by the headings above it (RULINGS 29)."""

import re
from dataclasses import dataclass

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.dittos import says_it_stays
from niemyet.extractors.decisions.heading_patterns import actions_named, is_weakly_abolished
from niemyet.extractors.decisions.ocr_reviews import FLAG as DOUBTED
from niemyet.extractors.decisions.row_drafts import Draft
from niemyet.extractors.decisions.row_names import Named
from niemyet.model.records import Question, fields
from niemyet.model.words import Action, ReviewKind
from niemyet.transforms.language.text import fold


def action_of_row(draft: Draft, named: Named, *, pairs: bool) -> tuple[Action, list[str], list[Question]]:
    """(action, flags, questions): by the row's own column, else by the headings above it (RULINGS 29)."""
    context, acted = draft.context, own_action(draft)
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
NOTE_OF_ACTION = re.compile(
    r"(?:la )?(?:tthc|thu tuc(?: hanh chinh)?)? ?(?:duoc |bi |da |co noi dung |cong bo )*(?:moi|ban hanh moi"
    r"|moi ban hanh|sua doi(?:,? (?:bo sung|bs))?|sdbs|sd ?,? ?bs|bo sung|thay the|bai bo|huy bo|bo|huy"
    r"|het hieu luc(?: thi hanh)?"
    r"|(?:khong con|dung|ngung|cham dut) thuc hien|(?:dua|loai)(?: ra)? khoi danh muc|thu hoi|xoa(?: bo)?|rut|loai(?: bo)?"
    r"|giu nguyen|khong (?:thay doi|sua doi))(?: so voi truoc)?"
)
_OF_ACTIONS = frozenset({Column.ACTION, Column.NOTE, Column.CHANGE})


def own_action(draft: Draft) -> _Acted:
    """The row's own action, strongest of all evidence (RULINGS 29); what cannot be told is asked, never overridden."""
    if draft.acted:
        marked = tuple(dict.fromkeys(draft.acted))
        return _Acted(marked[0] if len(marked) == 1 else None, len(marked) > 1, ", ".join(marked))
    if _OF_ACTIONS.isdisjoint(draft.values):
        return _UNSAID
    said = draft.text(Column.ACTION)
    note, change = draft.text(Column.NOTE), draft.text(Column.CHANGE)
    if not said and note and NOTE_OF_ACTION.fullmatch(fold(note).strip(" .;()")):
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


def _action_question(name: str) -> Question:
    return Question(
        ReviewKind.ACTION_UNKNOWN,
        fields(name=name),
        ("new", "amend", "abolish"),
    )


def ends_by_action(draft: Draft) -> bool:
    """Whether a row ends its procedure, by its own column, else by the headings above it."""
    return (own_action(draft).action or draft.context.action) is Action.ABOLISH
