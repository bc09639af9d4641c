"""A list that a person takes as evidence of what was in force on a day: bytes → rows, or why it is none (RULINGS 45).

Read as listings are. What would prove nothing is refused by name before anything is kept: niemyet's own work list and
list to post (they say what follows from the evidence, they are none), a list without codes, a table that is no such list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.documents import read_document
from niemyet.extractors.listing_grids import OWN_LIST
from niemyet.extractors.listings import (
    FLAG_NOT_POSTED,
    FLAG_NOTE_DOUBTS,
    FLAG_STATED_ENDED,
    FLAG_SWITCHED_OFF,
    FLAG_UNMARKED,
    ListedRow,
    read_listed,
)
from niemyet.model.errors import DocumentError, NoListingError
from niemyet.model.messages import msg
from niemyet.model.records import AdoptedRow, Paragraph
from niemyet.model.words import Level
from niemyet.transforms.language.text import clean, fold

#: The end of the district level (DOMAIN §4.2): a list of a later day has no district.
_DISTRICT_END = date(2025, 7, 1)
#: Of a list's rows at least so many must have a code that can be read, and as large a part of the codes must differ: of
#: the inventories and national lists that were seen, the worst has 97 in 100.
_LEAST_SHARE = 0.5
#: Of the national list of July 2026 39 of 100 rows are of ministries and other agencies, of a ministry's own export 13 or
#: more; of the inventories of units that were seen none.
_OTHERS = 0.05
#: The whole national list has some 6,000 procedures of all levels and agencies.
_MOST = 10_000
#: The columns of niemyet's table `boards`.
_OWN_TABLE = (b"procedure_id", b"item_id")


class LeftOut(StrEnum):
    """Why a row is not taken."""

    NO_CODE = "no_code"
    NOT_POSTED = "not_posted"  # the list itself says that it does not hang
    STATED_ENDED = "stated_ended"  # the list itself says that it is over or suspended
    NOT_YET = "not_yet"  # in effect only after the day, as the list states it
    OTHER_LEVEL = "other_level"  # a ministry's, or of the district level after its end
    NO_LEVEL = "no_level"  # the list states levels, and of this row none that can be read


@dataclass(frozen=True, slots=True)
class AdoptedSheet:
    """The rows of a list, and those that are left out, with the reason."""

    rows: tuple[AdoptedRow, ...]
    left_out: tuple[tuple[AdoptedRow, LeftOut], ...]

    @property
    def states_levels(self) -> bool:
        """Whether it says of its rows which level holds them."""
        return any(row.levels for row in self.rows)

    @property
    def is_of_all_levels(self) -> bool:
        """Whether it is the list of a whole database: a unit's own inventory has no procedures of ministries."""
        others = sum(why is LeftOut.OTHER_LEVEL for _, why in self.left_out)
        return others > _OTHERS * (len(self.rows) + len(self.left_out))

    def with_levels_only(self) -> "AdoptedSheet":
        """Without rows whose level cannot be read: of a list that is no unit's, nothing else says it."""
        bare = tuple((row, LeftOut.NO_LEVEL) for row in self.rows if not row.levels)
        return AdoptedSheet(tuple(row for row in self.rows if row.levels), (*self.left_out, *bare))


def read_adopted(data: bytes, name: str, held_on: date) -> AdoptedSheet:
    """The list of a file, for the day of which it speaks.

    Raises DocumentError and its kinds, as `read_listing`; NoListingError for niemyet's own lists and for what has too few
    codes, too many rows, or the same code over and over.
    """
    _refuse_own(data, name)
    listed = read_listed(data, name)
    _refuse_absurd(listed, name)
    rows: list[AdoptedRow] = []
    left_out: list[tuple[AdoptedRow, LeftOut]] = []
    for each in listed:
        row, why = _row(each, held_on)
        if why is None:
            rows.append(row)
        else:
            left_out.append((row, why))
    if not rows:
        raise NoListingError(
            msg(
                "{name}: no row of this list was in force on {day}: {count} rows, all of them left out. "
                "Check the day and the file.",
                name=name,
                day=held_on,
                count=len(listed),
            )
        )
    return AdoptedSheet(tuple(rows), tuple(left_out))


def _row(each: ListedRow, held_on: date) -> tuple[AdoptedRow, LeftOut | None]:
    stated = levels_named(fold(each.level_text)) if each.level_text else ()
    levels = stated or _of_agency(each.agency_text, held_on)
    gone = {Level.MINISTRY, Level.DISTRICT} if held_on >= _DISTRICT_END else {Level.MINISTRY}
    row = AdoptedRow(
        row_no=each.row_no,
        code=each.code,
        code_text=each.code_text,
        name=each.name,
        sector=_sector(each.sector),
        levels=tuple(level for level in levels if level not in gone),
        decision_text=each.decision_text,
    )
    if {FLAG_NOT_POSTED, FLAG_UNMARKED, FLAG_SWITCHED_OFF} & set(each.flags):
        return row, LeftOut.NOT_POSTED
    if {FLAG_STATED_ENDED, FLAG_NOTE_DOUBTS} & set(each.flags):
        return row, LeftOut.STATED_ENDED
    if each.code is None:
        return row, LeftOut.NO_CODE
    if each.effective_on is not None and each.effective_on > held_on:
        return row, LeftOut.NOT_YET
    elsewhere = bool(levels) and not row.levels
    return row, LeftOut.OTHER_LEVEL if elsewhere or _is_of_others(each) else None


def _of_agency(text: str | None, held_on: date) -> tuple[Level, ...]:
    """Since 2025-07-01 a "Phòng" is a commune's: it says nothing of a district."""
    found = agency_levels(text) if text else ()
    return tuple(level for level in found if held_on < _DISTRICT_END or level is not Level.DISTRICT)


def _is_of_others(each: ListedRow) -> bool:
    """The national list has procedures of agencies that are of no level: "Cơ quan khác"."""
    return fold(each.level_text or "") == "co quan khac"


def _sector(text: str | None) -> str | None:
    return clean(text) if text else None


# ---- what is no evidence -------------------------------------------------------------------------------------------


def _refuse_own(data: bytes, name: str) -> None:
    """niemyet's own lists say what follows from the evidence: taken as evidence they would prove themselves."""
    table = all(word in data[:4096] for word in _OWN_TABLE)
    if table or any(OWN_LIST.search(fold(text)) for text in _texts(data, name)):
        raise NoListingError(
            msg(
                "{name}: this is a list that niemyet itself has made (the list to post, or its table of boards); "
                "it proves nothing. Take the unit's own inventory, or a list of the province or of the "
                "national database.",
                name=name,
            )
        )


def _texts(data: bytes, name: str) -> Sequence[str]:
    """The paragraphs and cells of a file; none where it is no document (the listing's reader says what is wrong)."""
    try:
        document = read_document(data, name)
    except DocumentError:
        return ()
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [cell.text for row in block.rows[:5] for cell in row.cells if not cell.merged]
    return found


def _refuse_absurd(rows: Sequence[ListedRow], name: str) -> None:
    codes = [row.code for row in rows if row.code is not None]
    if len(rows) > _MOST:
        raise NoListingError(
            msg(
                "{name}: {count} rows; no list of procedures has more than {most}.",
                name=name,
                count=len(rows),
                most=_MOST,
            )
        )
    if len(codes) < _LEAST_SHARE * len(rows) or len(set(codes)) < _LEAST_SHARE * len(codes):
        raise NoListingError(
            msg(
                "{name}: {count} rows, {codes} with a code, {different} different codes: this is no list of "
                "procedures with their codes. Expected a column “Mã TTHC” with one code a row.",
                name=name,
                count=len(rows),
                codes=len(codes),
                different=len(set(codes)),
            )
        )
