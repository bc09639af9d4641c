"""One row of an annex → one item. What the row does not say, or says unclearly, stays empty and is flagged."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.heading_patterns import sentence_case
from niemyet.extractors.decisions.reception_places import receivers, reception_levels
from niemyet.extractors.decisions.row_actions import action_of_row, ends_by_action
from niemyet.extractors.decisions.row_changes import take_changes
from niemyet.extractors.decisions.row_codes import about_codes
from niemyet.extractors.decisions.row_doubts import why_unread
from niemyet.extractors.decisions.row_drafts import NEW_ONES, OLD_ONES, WHICH_ONE, Draft
from niemyet.extractors.decisions.row_effects import effect_of_row
from niemyet.extractors.decisions.row_levels import levels_of_row
from niemyet.extractors.decisions.row_names import (
    Named,
    named_alone,
    named_as_ended,
    named_in_pair,
    number_of_name,
    without_basis,
    without_number,
)
from niemyet.extractors.decisions.row_replacements import (
    is_replaced,
    pair_codes,
    replaced_by_note,
    replaces_beside,
)
from niemyet.extractors.decisions.row_ways import post_in, ways_of_row
from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Mark, ReviewKind
from niemyet.transforms.language.text import fold


def _only_names(draft: Draft) -> bool:
    """Whether a row prints nothing but which procedure it is about."""
    return {column for column, held in draft.values.items() if any(held)} <= WHICH_ONE


def _named(draft: Draft, *, pairs: bool) -> Named:
    """Which procedure a row is about; of a pair the new one, or the old one where the row ends it."""
    if not pairs:
        return named_alone(draft)
    return named_as_ended(draft) if ends_by_action(draft) else named_in_pair(draft)


@dataclass(slots=True)
class _Raised:
    """Flags and questions of a row, in the order in which they are shown."""

    flags: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, flags: Iterable[str], questions: Iterable[Question] = ()) -> None:
        self.flags += flags
        self.questions += questions


def _replaced(
    draft: Draft, named: Named, action: Action, raised: _Raised, *, pairs: bool
) -> tuple[Action, tuple[str, ...]]:
    """What a row does and which codes it replaces, once it is known whether it replaces or is replaced."""
    replaces = named.replaces
    if action is Action.REPLACE and not pairs:
        replaces = replaced_by_note(draft, named) or tuple(dict.fromkeys(draft.old_codes))
    if action is Action.REPLACE and not (pairs or replaces) and is_replaced(draft):
        action = Action.ABOLISH
    if action is Action.REPLACE and not replaces:
        raised.add(["replaced_unknown"], [Question(ReviewKind.REPLACED_UNKNOWN, fields(name=named.name))])
    return action, replaces


def _ask_of_row(draft: Draft, named: Named, action: Action, raised: _Raised) -> None:
    """Ask whether a row counts of which something is wrong, and what it replaces where it says so in passing."""
    if draft.wrong:
        raised.add(["row_doubtful", *draft.wrong])
        if not named.candidates:  # else the question about its codes asks for both
            said = fields(name=named.name or named.code_text, why=draft.what_is_wrong)
            raised.add([], [Question(ReviewKind.ROW_DOUBTFUL, said, ("valid", "void"))])
    own = named.code.base if named.code else None
    old = tuple(dict.fromkeys(code for code in draft.old_codes if code != own))
    if action is not Action.REPLACE and (old or replaces_beside(draft, named)):
        raised.add(
            ["replaced_unknown"], [Question(ReviewKind.REPLACED_UNKNOWN, fields(name=named.name), old)]
        )


def make_item(draft: Draft, signed_on: date | None) -> tuple[ReadItem, list[Question]]:
    """(item, questions): the item of a row with what the headings above it say, and the questions that it raises."""
    context = draft.context
    pair_codes(draft)
    take_changes(draft)
    pairs = not (OLD_ONES.isdisjoint(draft.values) or NEW_ONES.isdisjoint(draft.values))
    named = _named(draft, pairs=pairs)
    name, basis, glued = without_basis(named.name, draft.text(Column.BASIS))
    number = _row_no(draft) or number_of_name(name)
    name = without_number(name, number)
    if name != named.name:
        named = replace(named, name=name)
    raised, behind = _Raised(), _Raised()  # `behind`: what stands behind what is said of its codes
    raised.add([*draft.flags, *(["basis_in_name"] if glued else [])])
    action, flags, asked = action_of_row(draft, named, pairs=pairs)
    raised.add(flags, asked)
    action, replaces = _replaced(draft, named, action, raised, pairs=pairs)
    levels, flags, asked = levels_of_row(draft, named, action, signed_on)
    behind.add(flags, asked)
    online, by_post, flags = ways_of_row(draft, signed_on)
    behind.add([*flags, *(["case_in_name"] if named.case else [])])
    if action is Action.ABOLISH:
        _keep_successor(draft, named)
    own = effect_of_row(draft)
    draft.wrong += why_unread(draft, named, action, own, levels)
    if Mark.SHORT in draft.wrong and action is Action.ABOLISH and _only_names(draft):
        draft.wrong.remove(Mark.SHORT)  # what it lacks stands behind code and name, and ends nothing
    raised.add(*about_codes(draft, named))  # once all that is wrong is known
    raised.add(behind.flags, behind.questions)
    _ask_of_row(draft, named, action, raised)
    sector = draft.text(Column.SECTOR)
    place = draft.text(Column.PLACE)
    item = ReadItem(
        action=action,
        name=named.name,
        code=named.code.base if named.code else None,
        code_text=named.code_text,
        code_repaired=named.code is not None and (named.code.repaired or "code_repaired" in raised.flags),
        replaces=replaces,
        levels=levels,
        reception_levels=receivers(place, levels, context.received),
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
        flags=tuple(dict.fromkeys(raised.flags)),
    )
    return item, raised.questions


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
    receives, by_post = (reception_levels(place, told.levels), post_in(place)) if place else ((), None)
    if told.reception_levels:
        receives = receivers(place, told.levels, told.reception_levels)
    # By their places: two dozen names cost more than the item itself (`test_both_roads_give_the_same` holds them to it).
    return ReadItem(
        *(told.action, name, code, code_text, False, (), told.levels, receives, told.sector),
        *(part, number, raw, time_legal, time_local or time, place, fee, basis, agency),
        *(told.online_level, by_post, None, told.effective_on, told.effective_until, *at),
    )


def _fee(draft: Draft) -> str | None:
    """Phí and lệ phí, told apart where they stand in columns of their own and differ."""
    fee, charge = draft.text(Column.FEE), draft.text(Column.FEE_CHARGE)
    if fee and charge:
        return fee if fold(fee) == fold(charge) else f"Phí: {fee}; lệ phí: {charge}"
    return fee or charge or draft.text(Column.FEE_ONLINE)


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
