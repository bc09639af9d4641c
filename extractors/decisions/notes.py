"""Notes below a list and footnotes, put to the rows that they belong to (RULINGS 38): "(*) Thủ tục này có hiệu lực từ …"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.extractors.decisions.account import RAISED, is_note
from niemyet.extractors.decisions.agencies import holders, resolvers
from niemyet.extractors.decisions.annex_records import UnreadLine
from niemyet.extractors.decisions.effect import row_effects
from niemyet.extractors.decisions.glued_remarks import replaces_by_a_remark
from niemyet.extractors.decisions.pinned import put_comments
from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.row_days import NOTHING, days_of_row
from niemyet.extractors.decisions.row_levels import level_contradicted
from niemyet.extractors.decisions.row_notes import keeps, says_of_its_row
from niemyet.model.records import Note, Question
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, NoteKind
from niemyet.transforms.language.text import clean, fold

_MARKER = re.compile(rf"\(\*+\)|\[\d{{1,2}}\]|\*+(?!\w)|\(\d{{1,2}}\)|(?<![mM])[{RAISED}]{{1,2}}")
_LABEL = re.compile(r"(?:Ghi chú|GHI CHÚ|Lưu ý|LƯU Ý|Chú thích|CHÚ THÍCH|Chú ý)\s*:?\s*")
#: "Các TTHC đánh dấu (*) được tiếp nhận tại …": the mark stands behind what it marks.
_MARKED_ONES = re.compile(
    r"^(?:(?:Các|Những|các|những)\s+)?(?:TTHC|(?:T|t)hủ tục(?: hành chính)?)\s+(?:có |được )?(?:đánh )?dấu\s+(\(?\*+\)?)\s*:?"
)


#: Why a row is doubtful whose note speaks of an effect that cannot be read.
UNCLEAR = "note_effect_unclear"
_ACTS = "note_acts"  # its note gives it up, holds it back or doubts it


@dataclass(frozen=True, slots=True)
class Noted:
    """Items with their notes, and which notes and lines were put to them."""

    items: list[ReadItem]
    notes: frozenset[str]  # numbers of notes of the document
    lines: frozenset[int]  # blocks
    unclear: tuple[tuple[int, str], ...] = ()  # items that wait because of a note, and why
    settled: tuple[int, ...] = ()  # items whose level was open until a note told it
    contradicted: tuple[tuple[int, Question], ...] = ()  # items that a note gives to another level
    pinned: tuple[tuple[int, Question], ...] = ()  # items that a comment takes out, or lets go on


def put_notes(
    items: Sequence[ReadItem],
    referring: Mapping[int, Sequence[str]],
    notes: Sequence[Note],
    lines: Sequence[UnreadLine],
    signed_on: date | None,
) -> Noted:
    """Put each note to the rows that refer to it; one that no row refers to is left for the account.

    A comment is what somebody wrote into the file, no part of what was signed: it changes nothing of a row (`pinned`).
    """
    out = list(items)
    by_number = {note.number: note for note in notes if note.kind is not NoteKind.COMMENT}
    used: set[str] = set()
    for index, numbers in referring.items():
        for number in numbers:
            if index < len(out) and number in by_number:
                out[index] = _with_note(out[index], by_number[number].text)
                used.add(number)
    taken = {line.place for line in lines if _put_line(out, line, signed_on)}
    unclear = [
        (index, why)
        for index, (before, now) in enumerate(zip(items, out, strict=True))
        for why in (UNCLEAR, _ACTS)
        if why in now.flags and why not in before.flags
    ]
    levelled, settled, contradicted = _levelled(items, out)
    commented, pinned = put_comments(levelled, referring, notes)
    return Noted(
        levelled,
        frozenset(used | commented),
        frozenset(taken),
        tuple(unclear),
        tuple(settled),
        tuple(contradicted),
        tuple(pinned),
    )


# ---- levels -----------------------------------------------------------------------------------------------------

_RECEIVES = re.compile(r"\b(?:tiep nhan|nop ho so|nhan ho so)\b")


def _levelled(
    before: Sequence[ReadItem], noted: Sequence[ReadItem]
) -> tuple[list[ReadItem], list[int], list[tuple[int, Question]]]:
    """Rows with the level or the place of reception that their new notes name (RULINGS 30: evidence of the row's own).

    A note narrows what a heading says, and tells what none says; one that contradicts is asked about.
    """
    out: list[ReadItem] = []
    settled: list[int] = []
    asked: list[tuple[int, Question]] = []
    for index, (old, item) in enumerate(zip(before, noted, strict=True)):
        if item.note == old.note:
            out.append(item)  # nearly every row: no note was put to it
            continue
        said = (item.note or "").removeprefix(old.note or "").strip(" ;")
        told = _with_level(item, said) if said else item
        if told.levels and not item.levels:
            settled.append(index)
        if _CONTRADICTED in told.flags and _CONTRADICTED not in item.flags:
            question = level_contradicted(item.name or item.code or "", item.levels, resolvers(said))
            asked.append((index, question))
        out.append(told)
    return out, settled, asked


_CONTRADICTED = "level_contradicted"


def _with_level(item: ReadItem, said: str) -> ReadItem:
    """A row with what its note says of levels."""
    held = holders(said)
    if not held:
        receives = _RECEIVES.search(fold(said)) and "giai quyet" not in fold(said)
        received = reception_levels(said, item.levels) if receives else ()
        given = resolvers(said)
        if given and item.levels and not set(given) & set(item.levels):
            item = replace(item, flags=(*item.flags, _CONTRADICTED))
        return replace(item, reception_levels=item.reception_levels or received)
    if not item.levels:
        flags = tuple(flag for flag in item.flags if flag != "level_unknown")
        return replace(item, levels=held, flags=(*flags, "level_from_note"))
    if set(held) <= set(item.levels):
        return replace(item, levels=held)
    return replace(item, flags=(*item.flags, _CONTRADICTED))


# ---- lines --------------------------------------------------------------------------------------------------------


def _put_line(items: list[ReadItem], line: UnreadLine, signed_on: date | None) -> bool:
    """Put a note that is a line below the list to its rows; False where it belongs to none of them for sure."""
    if not is_note(line.text):
        return False
    said = _by_marker(_LABEL.sub("", line.text, count=1))
    if not said:
        return _put_effect(items, line.text, signed_on)
    met = [
        (marker, text, [i for i, one in enumerate(items) if _refers(one, marker)]) for marker, text in said
    ]
    if not all(rows for _, _, rows in met):
        return False
    for marker, text, rows in met:
        for index in rows:
            name = clean(items[index].name.replace(marker, " "))
            items[index] = _with_note(replace(items[index], name=name), text)
    return True


def _put_effect(items: list[ReadItem], text: str, signed_on: date | None) -> bool:
    """A note that names its rows by number, code or name: "Ghi chú: thủ tục số 2 có hiệu lực từ …"."""
    met = [
        (own, [i for i, one in enumerate(items) if own.covers(one)]) for own in row_effects(text, signed_on)
    ]
    if not met or not all(len(rows) == 1 or (own.codes and rows) for own, rows in met):
        return False
    for own, rows in met:
        for index in rows:
            item = items[index]
            if own.unread:
                items[index] = _unclear(item)
                continue
            items[index] = replace(
                item,
                effective_on=own.effective_on or item.effective_on,
                effective_until=own.effective_until or item.effective_until,
            )
    return True


def _by_marker(text: str) -> list[tuple[str, str]]:
    """`(*) một; (**) hai` → [("(*)", "một"), ("(**)", "hai")]; empty where no marker begins the text."""
    text = _MARKED_ONES.sub(r"\1 ", text)
    found = list(_MARKER.finditer(text))
    if not found or found[0].start() > 0:
        return []
    ends = [*(one.start() for one in found[1:]), len(text)]
    said = [(one.group(), text[one.end() : end].strip(" :;-–")) for one, end in zip(found, ends, strict=True)]
    return [(marker, words) for marker, words in said if words]


def _refers(item: ReadItem, marker: str) -> bool:
    bare = re.escape(marker.strip("()")) if "*" in marker else re.escape(marker)
    return re.search(rf"(?<![*{RAISED}])\(?{bare}\)?(?![*{RAISED}])", item.raw_text) is not None


def _with_note(item: ReadItem, text: str) -> ReadItem:
    own = days_of_row(text)
    held = (
        item.note
        if item.note and fold(text) in fold(item.note)
        else "; ".join(filter(None, (item.note, text)))
    )
    told = own == NOTHING and not holders(text) and says_of_its_row(text, item.levels)
    ends = item.action is Action.ABOLISH
    if keeps(text) if ends else told or replaces_by_a_remark(text):
        item = _waiting(item, _ACTS)
    return replace(
        item,
        note=held,
        effective_on=own.begins or item.effective_on,
        effective_until=own.until or item.effective_until,
        flags=_unclear(item).flags if own.unclear else item.flags,
    )


def _unclear(item: ReadItem) -> ReadItem:
    """A row whose note gives it an effect that nobody can date."""
    return _waiting(item, UNCLEAR)


def _waiting(item: ReadItem, why: str) -> ReadItem:
    """A row that waits for a person."""
    return replace(item, flags=tuple(dict.fromkeys((*item.flags, "row_doubtful", why))))
