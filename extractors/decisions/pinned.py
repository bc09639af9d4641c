"""What is pinned to a row and no part of what was signed: a comment of a cell, words that show when one points at it.

It changes nothing of what the row says. Where it says that the row is out, or, of an abolished one, that it goes on, nobody knows
whether the row counts: it waits, and is asked about with these words (RULINGS 37).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from niemyet.extractors.decisions.glued_remarks import Where, remarks_on_its_row
from niemyet.extractors.decisions.row_notes import keeps, says_of_its_row
from niemyet.model.records import Note, Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, NoteKind, ReviewKind

WHY = "comment_acts"


def doubts_its_row(text: str, item: ReadItem) -> bool:
    """Whether words that are pinned to a row say that it is not what its list makes of it."""
    return _keeps(text) if item.action is Action.ABOLISH else _takes_out(text, item.levels)


def may_doubt_a_row(text: str) -> bool:
    """The same of a row of which it is not known what is done to it."""
    return _keeps(text) or _takes_out(text)


def _keeps(text: str) -> bool:
    return keeps(text.strip(_AROUND))


def _takes_out(text: str, levels: tuple[Level, ...] = ()) -> bool:
    bare = text.strip(_AROUND)
    return says_of_its_row(bare, levels) or remarks_on_its_row(bare, Where.NAME, levels)


_AROUND = " ()[]"


def put_comments(
    items: list[ReadItem], referring: Mapping[int, Sequence[str]], notes: Sequence[Note]
) -> tuple[set[str], list[tuple[int, Question]]]:
    """Let rows wait whose comments doubt them; returns the numbers of these, and one question a row."""
    said = {note.number: note.text for note in notes if note.kind is NoteKind.COMMENT}
    used: set[str] = set()
    asked: list[tuple[int, Question]] = []
    for index, numbers in referring.items() if said else ():
        own = [number for number in numbers if number in said and index < len(items)]
        doubting = [number for number in own if doubts_its_row(said[number], items[index])]
        if not doubting:
            continue
        used.update(doubting)
        item = items[index]
        if "row_doubtful" not in item.flags:
            text = "; ".join(dict.fromkeys(said[number] for number in doubting))
            words = fields(name=item.name or item.code, why=WHY, said=text)
            asked.append((index, Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void"))))
        items[index] = replace(item, flags=tuple(dict.fromkeys((*item.flags, "row_doubtful", WHY))))
    return used, asked
