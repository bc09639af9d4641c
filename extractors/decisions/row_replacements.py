"""What a row says of those that it replaces, or of being replaced, elsewhere than in columns of pairs."""

import re

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.glued_remarks import replaces_by_a_remark
from niemyet.extractors.decisions.heading_patterns import actions_named
from niemyet.extractors.decisions.row_drafts import WHICH_ONE, Draft, cells_of_values
from niemyet.extractors.decisions.row_names import Named
from niemyet.model.words import Action
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_REPLACED_NOTE = re.compile(r"\bthay the\b")
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


def replaces_beside(draft: Draft, named: Named) -> bool:
    """Whether words behind the name or a note say that a row replaces another, and no code says which."""
    if "(" in named.name and _REPLACES_BESIDE.search(fold(named.name)):
        return True
    if any(replaces_by_a_remark(text) for _, text in cells_of_values(draft)):
        return True
    note = draft.text(Column.NOTE)
    return bool(note) and _REPLACES_BY_NOTE.match(fold(note or "")) is not None and not find_codes(note or "")


#: "THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ": those that go; "được thay thế" may be either.
_REPLACED = re.compile(r"\bbi thay the\b")
_OF_THE_REPLACED = WHICH_ONE | {
    Column.SECTOR,
    Column.BASIS,
    Column.PUBLISHED_IN,
    Column.LEVEL,
    Column.AGENCY,
    Column.NOTE,
}


def is_replaced(draft: Draft) -> bool:
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


def replaced_by_note(draft: Draft, named: Named) -> tuple[str, ...]:
    """Base codes that a note names as replaced: "thay thế TTHC có mã số 1.004269 …" → `("1.004269",)`."""
    note = draft.text(Column.NOTE, Column.CHANGE) or ""
    if not _REPLACED_NOTE.search(fold(note)):
        return ()
    own = named.code.base if named.code else None
    return tuple(dict.fromkeys(code.base for code in find_codes(note) if code.base != own))


def pair_codes(draft: Draft) -> None:
    """A code beside one that its label calls the old or the new one: where they differ the new one takes the place of the old.

    "Mã TTHC | Tên TTHC | Mã cũ": most rows have none, or the same. A list of what ends gives no other code.
    """
    held = draft.values
    if Column.CODE not in held or draft.context.action is Action.ABOLISH:
        return
    for column, other in ((Column.OLD_CODE, Column.NEW_CODE), (Column.NEW_CODE, Column.OLD_CODE)):
        said = draft.text(column)
        if said is None or other in held:
            continue
        own = [code.base for code in find_codes(draft.text(Column.CODE) or "")]
        beside = [code.base for code in find_codes(said) if code.base not in own]
        if len(own) == len(beside) == 1:
            held[other] = held.pop(Column.CODE)
            return
        del held[column]
        draft.old_codes += beside  # of several nobody knows which
