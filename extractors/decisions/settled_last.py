"""What only the end of the annexes proves of their rows: sectors, levels that are shared, what is replaced."""

from collections.abc import Iterable
from dataclasses import replace

from niemyet.extractors.decisions.annex_records import Annex
from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.sections import Section, Sections
from niemyet.model.words import Action, ReviewKind
from niemyet.transforms.language.text import key


def settle_sectors(annex: Annex, whole: str | None, own_sectors: set[int]) -> None:
    """A blank cell of a column of sectors is of the whole decision's sector where no other cell says another.

    `own_sectors` are the numbers of the tables that have such a column.
    """
    of_own = [index for index, item in enumerate(annex.items) if item.table_no in own_sectors]
    said = {key(annex.items[index].sector or "") for index in of_own} - {""}
    if whole is None or not said <= {key(whole)}:
        return
    for index in of_own:
        item = annex.items[index]
        annex.items[index] = item if item.sector else replace(item, sector=whole)


def settle_replaced(annex: Annex) -> None:
    """What replaces others need not say which, where those that are replaced are a list of their own, and end."""
    items = annex.items
    told = {
        index
        for index, item in enumerate(items)
        if item.action is Action.REPLACE and "replaced_unknown" in item.flags
    }
    for index in told:
        flags = tuple(flag for flag in items[index].flags if flag != "replaced_unknown")
        items[index] = replace(items[index], flags=flags)
    annex.item_questions = [
        (index, question)
        for index, question in annex.item_questions
        if index not in told or question.kind is not ReviewKind.REPLACED_UNKNOWN
    ]


def settle_joints(annex: Annex, joints: Iterable[tuple[int, Section]], sections: Sections) -> None:
    """Give the rows of a heading of several levels all of them, where other headings prove that they are shared.

    `joints` names the items by their places, each with its heading.
    """
    for index, section in joints:
        item = annex.items[index]
        if "level_unknown" not in item.flags or not sections.holds_each(section):
            continue
        levels = section.heading.authority
        annex.items[index] = replace(
            item,
            levels=levels,
            reception_levels=reception_levels(item.place or "", levels),
            flags=tuple(flag for flag in item.flags if flag != "level_unknown"),
        )
        annex.item_questions = [
            (place, question)
            for place, question in annex.item_questions
            if place != index or question.kind is not ReviewKind.LEVEL_UNKNOWN
        ]
