"""Rows that say everything at a glance: a number, one whole code, a name, and cells that are values and nothing else.

Most rows of a list are such rows. What this room asks of a row (is it a heading, does it go on, did its name run into its
code, does a note act on it, …) has the same answer for all of them, so that their items are made from their cells at
once. A row of which one question might be answered otherwise takes the road of all rows. Both roads give the same
(`tests/extractors/decisions/test_plain_rows.py`).
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from niemyet.extractors.decisions.before_and_after import holds_an_arrow, now_and_was, speaks_of_before
from niemyet.extractors.decisions.beside_values import (
    ends,
    is_no_time,
    may_be_remarks,
    may_say_behind,
    says_behind_name,
    says_below_name,
    speaks_beside_itself,
    stays_behind,
    with_note_below,
)
from niemyet.extractors.decisions.columns import TIMES, Column, Columns
from niemyet.extractors.decisions.dittos import (
    LONGEST_NONE,
    are_money_for_times,
    denies,
    holds_its_time,
    is_blank,
    is_ditto,
    is_law_for_fee,
    is_money_for_time,
    is_of_another_column,
    may_be_of_another_column,
    may_hold_two_values,
    may_stand_for_others,
    names_none,
    says_it_is_legal,
    says_it_stays,
    stands_for_another,
)
from niemyet.extractors.decisions.glued_remarks import may_remark
from niemyet.extractors.decisions.named_levels import may_hold_a_level, may_name_a_level
from niemyet.extractors.decisions.row_drafts import WHICH_ONE, Context, Draft
from niemyet.extractors.decisions.row_notes import (
    ends_its_row,
    is_no_name,
    is_taken_out_behind,
    may_end_a_row,
    may_tell,
)
from niemyet.extractors.decisions.rows import OF_PLACE, OF_VALUES, VALUES, make_item, plain_item
from niemyet.extractors.decisions.sectors_in_names import sector_above
from niemyet.extractors.decisions.units_in_labels import COUNTED, has_bare_line
from niemyet.model.quick_records import made_quickly
from niemyet.model.records import Cell, Row
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.names import names_a_source
from niemyet.transforms.language.text import CONSONANTS, begins_again
from niemyet.transforms.language.two_names import holds_two_names, may_hold_a_second

_NUMBER = re.compile(r"[0-9]{1,4}")
_CODE = re.compile(r"[1-9]\.[0-9]{6}(?:\.000\.00\.00\.H[0-9]{2})?")
_BASE = 8  # signs of a code that identify a procedure, d.dddddd: by definition, docs/field.md
_LETTER = "A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
#: Words and commas, in letters that cleaning leaves as they are.
_NAME = re.compile(rf"[{_LETTER}]{{2}}[{_LETTER}0-9 ,]*[{_LETTER}0-9]")
_NAMES = re.compile(rf"{_NAME.pattern}(?:\n{_NAME.pattern})*")
#: What a broken code may look like behind a comma.
_DIGITS = re.compile(r", ?[0-9OoIl](?: ?[0-9OoIl]){5}")
#: Columns of pairs: what a row of a table does that has them is told by both sides.
_PAIRS = frozenset(
    {*(Column.OLD, Column.OLD_CODE, Column.OLD_NAME), *(Column.NEW, Column.NEW_CODE, Column.NEW_NAME)}
)
#: Values that may say who resolves their row.
_RESOLVED = frozenset((*TIMES, Column.FEE, Column.PLACE))
#: Actions that ask nothing more of a row.
_ACTIONS = frozenset({Action.NEW, Action.AMEND, Action.ABOLISH, Action.LIST})


@made_quickly
@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row that was read at a glance, and its item."""

    item: ReadItem
    row: Row
    context: Context
    columns: Columns

    def draft(self) -> Draft:
        """The row as the road of all rows would hold it, for a row below that goes on with it or repeats it."""
        values = {
            column: [cell.text]
            for column, cell in zip(self.columns, self.row.cells, strict=True)
            if cell.text
        }
        item = self.item
        return Draft(self.context, item.page, item.table_no, values, [item.raw_text])


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the cells of a row stand, below one header."""

    code: int
    name: int
    #: Cells but number, code and name: where, of which column, and which texts were seen there to be values or more.
    others: tuple[tuple[int, Column, dict[str, bool]], ...]
    width: int
    #: The texts of the columns of `VALUES`, in that order; one that is not there is the text after the last.
    values: Callable[[Sequence[str | None]], tuple[str | None, ...]]
    #: Those cells themselves, and what rows with the very same ones said in them: lists say the same row after row, and
    #: readers make one cell of all that say the same. The cells are held, so that no other can come in their place.
    beside: Callable[[tuple[Cell, ...]], tuple[Cell, ...]]
    known: dict[tuple[int, ...], "_Beside"]


class _Beside(NamedTuple):
    """What the cells beside number, code and name say."""

    cells: tuple[Cell, ...]
    values: tuple[str | None, ...]  # in the order of `VALUES`
    of_values: tuple[str | None, ...]  # those from which more is read, without the place
    end: str | None  # of the row as extracted, where they are its end


class PlainRows:
    """The plain rows of one document."""

    def __init__(self, signed_on: date | None) -> None:
        self._signed_on = signed_on
        self._columns: Columns | None = None
        self._layout: _Layout | None = None
        self._context: Context | None = None
        self._ends = False  # whether what stands below those headings ends
        self._rows: Sequence[Row] | None = None
        self._names: set[str] = set()  # of those rows, that are names and nothing else
        #: What the headings above a row and its agency and sector say; None where they leave anything open.
        self._told: dict[Hashable, dict[tuple[str | None, ...], ReadItem | None]] = {}
        self._told_here: dict[tuple[str | None, ...], ReadItem | None] = {}

    def read(
        self, rows: Sequence[Row], place: int, table_no: int, columns: Columns, context: Context
    ) -> list[ReadItem]:
        """The items of the plain rows of a table from a place on, up to the first row that is none."""
        if columns is not self._columns:
            self._columns, self._layout, self._rows = columns, _layout_of(columns), None
        if context is not self._context:
            self._context = context
            self._ends = ends(context.action)
            self._told_here = self._told.setdefault(context.said, {})
        found: list[ReadItem] = []
        if self._layout is not None:
            if rows is not self._rows:
                self._rows, self._names = rows, _plain_names_of(rows, place, self._layout)
                _see_values(rows, place, self._layout)
            for row in islice(rows, place, None):
                item = self._item(row, table_no, self._layout, context)
                if item is None:
                    break
                found.append(item)
        return found

    def _item(self, row: Row, table_no: int, layout: _Layout, context: Context) -> ReadItem | None:
        """The item of a plain row; None for any other."""
        cells = row.cells
        if len(cells) != layout.width or not _NUMBER.fullmatch(cells[0].text):
            return None
        code, name = cells[layout.code], cells[layout.name]
        if not _CODE.fullmatch(code.text) or code.links or name.links or name.text not in self._names:
            return None
        if "\n" in name.raw and (
            sector_above(name.raw, name.text, context.sector) is not None
            or says_below_name(name.raw) is not None
            or with_note_below(name.raw) is not None
        ):
            return None
        if self._ends and stays_behind(name.text) is not None:
            return None
        if not (_is_bare(cells[0]) and _is_bare(code) and _is_bare(name)):
            return None
        same = tuple(map(id, layout.beside(cells)))
        beside = layout.known.get(same) or _beside(cells, layout, same)
        if beside is None:
            return None
        told = self._told_by(context, beside.of_values)
        if told is None:
            return None
        named = cells[0].text, code.text[:_BASE], code.text, name.text
        raw = _raw_before(beside.end, cells)
        return plain_item(told, context.part, named, beside.values, raw, (row.page, table_no))

    def _told_by(self, context: Context, said: tuple[str | None, ...]) -> ReadItem | None:
        """An item of a row with nothing but that agency and sector; None where anything would be asked of it.

        Of the place is read who receives and the post, which asks nothing and is told with the row (`plain_item`).
        """
        if said not in self._told_here:
            values = {Column.CODE: ["1.000000"], Column.NAME: ["Cấp giấy phép nuôi ong"]}
            of = zip(VALUES[OF_VALUES], said, strict=True)
            values |= {column: [text] for column, text in of if text}
            item, questions = make_item(Draft(context, None, None, values), self._signed_on)
            acts = item.action in _ACTIONS and context.action is not Action.REPLACE
            plain = acts and not (questions or item.flags)
            self._told_here[said] = item if plain else None
        return self._told_here[said]


def _is_bare(cell: Cell) -> bool:
    """Whether a cell is surely read and reaches over no rows; nothing of it is struck, hidden or noted about."""
    return not (cell.merged or cell.marks or cell.notes or cell.confidence is not None)


def _beside(cells: tuple[Cell, ...], layout: _Layout, same: tuple[int, ...]) -> _Beside | None:
    """What the cells beside number, code and name say; None where one is more than a value."""
    beside = layout.beside(cells)
    texts: list[str | None] = [cell.text or None for cell in cells]
    for at, column, seen in layout.others:
        text = texts[at]
        if text is not None and not (seen[text] if text in seen else _is_value(column, text, seen)):
            return None
    if not all(map(_is_bare, beside)) or any(_is_noted_below(cell.raw) for cell in beside):
        return None
    values = layout.values([*texts, None])
    end = _raw((_NOTHING, *beside)) if beside == cells[_LEADING:] else None
    said = values[OF_VALUES]
    said = (*said[:OF_PLACE], None, *said[OF_PLACE + 1 :])
    layout.known[same] = made = _Beside(beside, values, said, end)
    return made


def _is_noted_below(raw: str) -> bool:
    """Whether a note on a row by its number stands below a value."""
    return "\n" in raw and with_note_below(raw) is not None


_LEADING = 3  # places of number, code and name, by definition
_NOTHING = Cell("", "")


def _plain_names_of(rows: Sequence[Row], place: int, layout: _Layout) -> set[str]:
    """The names of rows from a place on that are names and nothing else."""
    texts = {row.cells[layout.name].text for row in rows[place:] if len(row.cells) == layout.width}
    texts.discard("")
    return set(plain_names(list(texts)))


def plain_names(texts: Sequence[str]) -> Iterable[str]:
    """Those texts of which `is_plain_name` is true. Nearly all are, and many are looked at together in half the time."""
    if _are_plain_names(texts):
        return texts
    if len(texts) <= _FEW:
        return filter(is_plain_name, texts)
    half = len(texts) // 2  # few are not: only what is near them is looked at one by one
    return chain(plain_names(texts[:half]), plain_names(texts[half:]))


_FEW = 8  # names that are soon looked at one by one; chosen, not measured


def _are_plain_names(texts: Sequence[str]) -> bool:
    """Whether each of some texts is surely a plain name: on lines of their own, over which none of these patterns reaches."""
    lines = "\n".join(texts)
    lower = lines.lower()
    return (
        lines.count("\n") == len(texts) - 1
        and _are_words(lines, _NAMES)
        and not speaks_of_before(lower)
        and not names_a_source(lines)
        and not may_end_a_row(lines)
        and not may_remark(lines)
        and not may_name_a_level(lower)
        and not holds_its_time(lines)
        and not any(_may_begin_again(text) and begins_again(text.split(" ")) for text in texts)
        and not (may_hold_a_second(texts) and any(map(holds_two_names, texts)))
        and not any(is_ditto(text) or says_it_stays(text) or is_taken_out_behind(text) for text in texts)
        and not (may_say_behind(lines) and any(says_behind_name(text, None) is not None for text in texts))
        and not (min(map(len, texts), default=0) <= LONGEST_NONE and any(map(names_none, texts)))
    )


def is_plain_name(text: str) -> bool:
    """Whether a text in the column of names is a name and nothing else: no code, source, value before or case in it."""
    return (
        _are_words(text, _NAME)
        and not speaks_of_before(text.lower())
        and not names_a_source(text)
        and not is_no_name(text)
        and not may_remark(text)
        and not may_name_a_level(text.lower())
        and not holds_its_time(text)
        and not (_may_begin_again(text) and begins_again(text.split(" ")))
        and not (may_hold_a_second((text,)) and holds_two_names(text))
        and not is_ditto(text)
        and not says_it_stays(text)
        and not is_taken_out_behind(text)
        and says_behind_name(text, None) is None
        and not names_none(text)
    )


def _are_words(text: str, form: re.Pattern[str]) -> bool:
    """Whether a text of that form, or each line of it, is words, parted by one space, by a comma or by a dash between spaces."""
    bare = text.replace(" - ", " ") if "-" in text else text
    parted = "  " not in text and " ," not in text
    return form.fullmatch(bare) is not None and parted and not ("," in bare and _DIGITS.search(bare))


def _may_begin_again(name: str) -> bool:
    """Whether a word after the third begins with the letter that the name begins with; always where that may bear a mark."""
    first = name[0]
    if first not in CONSONANTS:
        return True
    words = name.split(" ", 3)
    rest = f" {words[3]}" if len(words) > 3 else ""  # by definition: what stands behind the third
    return f" {first.lower()}" in rest or f" {first.upper()}" in rest


def _layout_of(columns: Columns) -> _Layout | None:
    """The places of plain columns; None where a row of such a table is never plain."""
    found = {column: place for place, column in enumerate(columns)}
    alone = all(
        columns.count(column) == 1 for column in (*found.keys() & {*VALUES}, Column.CODE, Column.NAME)
    )
    if not alone or columns[:1] != (Column.NUMBER,) or found[Column.NUMBER] or _PAIRS & found.keys():
        return None
    # The last two cells may be a heading's words and their count.
    if found[Column.CODE] > len(columns) - 3:
        return None
    others = tuple(
        (place, column, dict[str, bool]()) for place, column in enumerate(columns) if column not in WHICH_ONE
    )
    values = itemgetter(*(found.get(column, len(columns)) for column in VALUES))
    beside = _picked([place for place, _, _ in others])
    return _Layout(found[Column.CODE], found[Column.NAME], others, len(columns), values, beside, {})


def _picked(places: list[int]) -> Callable[[tuple[Cell, ...]], tuple[Cell, ...]]:
    """Gives the cells at some places; an `itemgetter` of one or none gives no tuple."""
    return itemgetter(*places) if len(places) > 1 else lambda cells: tuple(cells[place] for place in places)


def _is_value(column: Column, text: str, seen: dict[str, bool]) -> bool:
    """Whether a text is the value of its column as it stands, and says nothing of anything else."""
    fee = text if column is Column.FEE else None
    place = text if column is Column.PLACE else None
    value = column in VALUES and not (
        find_codes(text)
        or stands_for_another(text)
        or now_and_was(text) is not None
        or is_blank(text)
        or (column is Column.TIME_LOCAL and names_none(text))
        or (column in TIMES and says_it_is_legal(text))
        or is_money_for_time({column: text} if column in TIMES else {}, fee)
        or is_of_another_column({column: text} if column in TIMES else {}, fee, place)
        or (fee is not None and is_law_for_fee(text))
        or (place is not None and denies(text))
        or ends_its_row(text)
        or may_remark(text)
        or (column is not Column.BASIS and speaks_beside_itself(text))
        or (column in TIMES and is_no_time(text))
        or (column in COUNTED and has_bare_line(text))
        or (column in _RESOLVED and _says_more(text.lower()))
    )
    seen[text] = value
    return value


#: Letters and signs that cleaning leaves as they are, and lines of them.
_USUAL = re.compile(rf"[{_LETTER}0-9 !-/:-@\[-`{{-~–—…“”‘’•°\n]*")
_MAY_BE_CODE = re.compile(r"[1-9]\.[0-9]{6}")  # whatever else is asked of a code


def _see_values(rows: Sequence[Row], place: int, layout: _Layout) -> None:
    """Note which texts of rows from a place on are surely values: many are looked at together in a tenth of the time."""
    whole = [row.cells for row in rows[place:] if len(row.cells) == layout.width]
    for at, column, seen in layout.others:
        texts = {cells[at].text for cells in whole}.difference(seen)
        texts.discard("")
        if column in VALUES and len(texts) > _FEW:
            seen.update(dict.fromkeys(_sure_values(column, list(texts)), True))


def _sure_values(column: Column, texts: Sequence[str]) -> Sequence[str]:
    """Those texts of a column of which `_is_value` is true at a glance, and perhaps not all of which it is true."""
    if _are_values(column, texts):
        return texts
    if len(texts) <= _FEW:
        return ()
    half = len(texts) // 2
    return [*_sure_values(column, texts[:half]), *_sure_values(column, texts[half:])]


def _are_values(column: Column, texts: Sequence[str]) -> bool:
    """Whether each of some texts, on lines of their own, is surely what `_is_value` asks."""
    lines = "\n".join(texts)
    if lines.count("\n") != len(texts) - 1 or not _USUAL.fullmatch(lines):
        return False
    lower = lines.lower()
    return not (
        ("." in lines and _MAY_BE_CODE.search(lines))
        or speaks_of_before(lower)
        or holds_an_arrow(lower)
        or may_stand_for_others(lines)
        or (column is Column.TIME_LOCAL and _MAY_BE_LEGAL.search(lower))
        or are_money_for_times(lines, column)
        or may_be_of_another_column(lines, column)
        or may_end_a_row(lines)
        or may_tell(lower)
        or may_remark(lines)
        or (column is not Column.BASIS and may_be_remarks(lower))
        or (column in TIMES and any(map(is_no_time, texts)))
        or (column in COUNTED and has_bare_line(lines))
        or (column in _RESOLVED and _says_more(lower))
    )


#: How a time may begin that says that it is the legal one, or none.
_MAY_BE_LEGAL = re.compile(
    r"^(?:nh|theo|b[aằ]ng|[đd][uú]ng|kh[oô]ng(?: c[oó])?(?: t[eê]n)?[ .]*$|ch[uư]a|0+$)", re.MULTILINE
)


def _says_more(lower: str) -> bool:
    """Whether values in small letters may say who resolves their row, or be two of them."""
    return may_hold_a_level(lower) or may_hold_two_values(lower)


def _raw(cells: tuple[Cell, ...]) -> str:
    """The cells as extracted; empty ends are left out."""
    raws = [cell.raw for cell in cells]
    while len(raws) > 1 and not raws[-1].strip():
        raws.pop()
    return " | ".join(raws)


def _raw_before(end: str | None, cells: tuple[Cell, ...]) -> str:
    """The cells as extracted, where the end of the row is known from a row before."""
    return _raw(cells) if end is None else f"{cells[0].raw} | {cells[1].raw} | {cells[2].raw}{end}"
