"""Why a row cannot count as it was read: words of an end behind its name, another column's value in a cell, …"""

import re

from niemyet.extractors.decisions.beside_values import (
    agrees,
    is_no_time,
    is_remark,
    remarks_beside,
    says_behind_name,
    says_beside_code,
)
from niemyet.extractors.decisions.columns import TIMES, Column
from niemyet.extractors.decisions.dittos import (
    denies,
    holds_its_time,
    holds_two_values,
    is_law_for_fee,
    is_money_for_time,
    is_of_another_column,
)
from niemyet.extractors.decisions.glued_remarks import remarks_on_its_row, replaces_by_a_remark
from niemyet.extractors.decisions.heading_patterns import actions_named
from niemyet.extractors.decisions.row_actions import NOTE_OF_ACTION
from niemyet.extractors.decisions.row_changes import renames
from niemyet.extractors.decisions.row_days import RowDays
from niemyet.extractors.decisions.row_drafts import Draft, cells_of_values
from niemyet.extractors.decisions.row_effects import OF_EFFECT
from niemyet.extractors.decisions.row_names import Named, is_nameless
from niemyet.extractors.decisions.row_notes import (
    HOLDS_BACK,
    bracket_tells,
    ends_its_row,
    gives_a_day,
    gives_up,
    is_marked_out,
    is_no_name,
    is_taken_out,
    is_taken_out_behind,
    is_unforeseen,
    keeps,
)
from niemyet.model.words import Action, Level
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold
from niemyet.transforms.language.two_names import holds_two_names, may_be_two_of_one_matter

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
    if NOTE_OF_ACTION.fullmatch(fold(found["said"]).strip(" .;")) is None:
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


def _is_ended_in_a_cell(draft: Draft, levels: tuple[Level, ...]) -> bool:
    """Whether a cell says of its row that it ends, waits or is taken back, where its value, name, number or code should stand."""
    held = draft.values
    if any(ends_its_row(text) for column in _OF_ENDS if column in held for text in held[column]):
        return True
    if any(remarks_on_its_row(text, where, levels) for where, text in cells_of_values(draft)):
        return True
    if any(map(is_no_name, held.get(Column.NAME, ()))):
        return True
    return any(
        is_marked_out(text) or bracket_tells(text) or gives_a_day(text)
        for column in (Column.NUMBER, Column.CODE)
        for text in held.get(column, ())
    )


#: Columns whose values a remark may stand beside; laws end and go on themselves.
_REMARKED = tuple(column for column in _OF_ENDS if column is not Column.BASIS)


def _is_remarked_on(draft: Draft, action: Action) -> bool:
    """Whether words stand beside a code or value, or in place of a time, that its list does not say of all its rows."""
    held, name = draft.values, draft.read(Column.NAME) or ""
    codes = (
        text for text in held.get(Column.CODE, ()) if not replaces_by_a_remark(text)
    )  # asked about as such
    if name and any(says_beside_code(text, name, action) for text in codes):
        return True
    for column in _REMARKED:
        for text in held.get(column, ()):
            if column in TIMES and is_no_time(text) and not agrees(text, action):
                return True
            if any(not agrees(piece, action) for piece in remarks_beside(text)):
                return True
    numbers = held.get(Column.NUMBER, ())
    return action is Action.ABOLISH and any(any(map(str.isalpha, one)) and keeps(one) for one in numbers)


def _of_note(note: str, action: Action, levels: tuple[Level, ...], found: list[str]) -> list[str]:
    """Why a row waits for its note, beside what was found: it goes on though it is abolished, or something is to happen."""
    acts = NOTE_OF_ACTION.fullmatch(fold(note).strip(" .;()")) is not None  # then the row does what it says
    remarked = not acts and is_remark(note) and not agrees(note, action)
    if action is Action.ABOLISH:
        return ["note_keeps"] if keeps(note) or remarked else []
    if action is Action.REPLACE and not found and keeps(note):
        return ["note_keeps"]
    if found or action in {Action.REPLACE, Action.CORRECT} or acts:
        return []
    return ["note_unforeseen"] if remarked or is_unforeseen(note, levels) else []


def _is_other_act(change: str, action: Action) -> bool:
    """Whether a piece of the words of a change is nothing but an act, and not that of its row: "Bãi bỏ" among the amended."""
    for piece in re.split(r"[;\n]", change):
        folded = fold(piece).strip(" .;()-+")
        if is_taken_out(piece.strip()):
            return True
        if NOTE_OF_ACTION.fullmatch(folded) and not _AMENDS.search(folded) and action is Action.AMEND:
            return True
    return False


#: What amends, and what stays as it is: no other act than that of an amended row.
_AMENDS = re.compile(r"\b(?:sua|sdbs|sd|bo sung|giu nguyen|khong)\b")


def _unread_name(draft: Draft, named: Named, action: Action) -> list[str]:
    """Why the name of a row cannot be its name: words of an end behind it, a code in its place, another name in it."""
    found = []
    name = draft.text(Column.NAME) or ""
    ended = action is not Action.ABOLISH and (_ended_by_name(name) or is_taken_out_behind(name))
    behind = says_behind_name(name, action)
    ended = ended or (behind is not None and not agrees(behind, action))
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


def _given_up(
    draft: Draft, named: Named, action: Action, own: RowDays, levels: tuple[Level, ...]
) -> list[str]:
    """Why a row that is not abolished waits for its note, the words of its change, or what stands where it was published."""
    note = " ; ".join(filter(None, (draft.text(Column.NOTE), draft.text(Column.CHANGE))))
    change, published = draft.text(Column.CHANGE), draft.text(Column.PUBLISHED_IN)
    acts = (
        (note and not own.until and gives_up(note, levels))
        or (change and _is_other_act(change, action))
        or (published and ends_its_row(published))
    )
    return [
        *(["note_acts"] if acts else []),
        *(["change_names"] if note and renames(note, named.name) else []),
    ]


def why_unread(
    draft: Draft, named: Named, action: Action, own: RowDays, levels: tuple[Level, ...]
) -> list[str]:
    """Why a row cannot count as it was read, as marks of `Draft.wrong`: `["name_acts", "effect_unread"]`."""
    found = _unread_name(draft, named, action)
    times = {column: draft.text(column) for column in TIMES}
    if action is not Action.ABOLISH:
        found += _given_up(draft, named, action, own, levels)
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
    ended = action is not Action.ABOLISH and _is_ended_in_a_cell(draft, levels)
    if ended or _is_remarked_on(draft, action):
        found.append("cell_acts")
    effect = None
    if not OF_EFFECT.isdisjoint(draft.values):
        effect = draft.text(Column.EFFECT, Column.EFFECT_LAST, Column.EFFECT_END)
    if effect and own.begins is None and own.until is None and _is_no_day(effect):
        found.append("effect_unread")
    elif own.unclear:
        found.append("note_effect_unclear")
    return found
