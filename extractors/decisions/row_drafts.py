"""A row while it is read: what the headings above it say, and its texts by column."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from niemyet.extractors.decisions.columns import TIMES, Column
from niemyet.extractors.decisions.glued_remarks import Where
from niemyet.extractors.decisions.ocr_reviews import Doubt
from niemyet.extractors.decisions.row_days import NOTHING, RowDays
from niemyet.model.quick_records import made_quickly
from niemyet.model.words import Action, Level
from niemyet.transforms.language.codes import completes_code, find_codes
from niemyet.transforms.language.text import fold, mend_spaces

_MARKS = frozenset({"●", "•", "■", "○", "*", "x", "✓", "✔", "√", "☑", "☒", "+", "v", "co", "×"})
#: Marks of one meaning; of two that stand in one row one may deny: "✓" beside "x", "●" beside "○".
_SIGNS = {
    **dict.fromkeys(("✓", "✔", "√", "☑", "v"), "✓"),
    **dict.fromkeys(("x", "×", "☒"), "x"),
    **dict.fromkeys(("●", "•", "■"), "●"),
}


@made_quickly
@dataclass(frozen=True, slots=True)
class Context:
    """What the sections above a row say."""

    action: Action | None
    levels: tuple[Level, ...]
    levels_stated: bool  # a heading speaks of levels, even if it names none ("áp dụng chung")
    sector: str | None
    part: str | None
    unknown: tuple[str, ...] = ()  # action, levels, sector: what a doubtful heading above may have said
    typo: bool = False  # the action stands in a mistyped word
    weak: str | None = None  # the heading that abolishes only by words like "hết hiệu lực"
    heading: str = ""  # the words that the action stands in
    received: tuple[Level, ...] = ()  # who only receives its rows, as a heading says
    days: RowDays = NOTHING  # when its rows hold, as a heading says

    @property
    def said(self) -> Hashable:
        """What it says of its rows, wherever and in whatever words."""
        return (
            *(self.action, self.levels, self.levels_stated, self.sector, self.unknown, self.typo, self.weak),
            *(self.days, self.received),
        )

    def described(self) -> str:
        """What an item takes from the headings above it: `action=new; levels=province; part=A/I`."""
        said = (
            ("action", self.action),
            ("levels", ",".join(self.levels)),
            ("sector", self.sector),
            ("part", self.part),
        )
        return "; ".join(f"{name}={value}" for name, value in said if value)


@dataclass(slots=True)
class Draft:
    """A row while its continuations are still coming: texts by column, in their order."""

    context: Context
    page: int | None
    table_no: int | None
    values: dict[Column, list[str]] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    doubts: dict[Column, Doubt] = field(
        default_factory=dict
    )  # columns with a text that was not surely recognised
    beside: list[str] = field(default_factory=list)  # what goes into the note as printed, with its label
    marked: list[Level] = field(default_factory=list)  # levels whose column bears a mark
    signs: set[str] = field(default_factory=set)  # the marks of those levels, one for all of one meaning
    acted: list[Action] = field(default_factory=list)  # actions whose column bears a mark
    wrong: list[str] = field(default_factory=list)  # why the row does not count until a person has looked
    links: list[str] = field(default_factory=list)  # addresses behind the words of the name
    notes: list[str] = field(default_factory=list)  # numbers of the notes that the row refers to
    old_codes: list[str] = field(default_factory=list)  # those it bore before, as its code or old name says
    local_code: str | None = None  # a code of the nation's form in the column of the province's own

    def add(self, column: Column, text: str, doubt: Doubt | None = None) -> None:
        """Put a text to a column unless it only repeats what is there; pieces of codes are never repeats."""
        held = self.values.setdefault(column, [])
        if column in CODES and held and completes_code(held[-1], text):
            if not find_codes(held[-1]):
                self.flags.append("code_repaired")
            held[-1] += text
        elif text and (text not in held or column in CODES):
            held.append(text)
        if doubt is not None:
            self.doubts.setdefault(column, doubt)

    def put_beside(self, title: str, text: str) -> None:
        """Keep what has no column of its own in the note, under its label (RULINGS 33, 34)."""
        said = f"{title}: {text}" if title else text
        if text and said not in self.beside:
            self.beside.append(said)

    def put_wrong(self, why: str) -> None:
        """Note why the row does not count until a person has looked, once."""
        if why not in self.wrong:
            self.wrong.append(why)

    @property
    def what_is_wrong(self) -> str:
        """Why the row does not count until a person has looked, as its question names it: "two_names, cell_acts"."""
        return ", ".join(dict.fromkeys(self.wrong))

    def text(self, *columns: Column) -> str | None:
        """Texts of these columns joined; None when all are empty, or not surely recognised (names are kept)."""
        if self.doubts:
            columns = tuple(column for column in columns if column not in self.doubts or column in KEPT)
        elif len(columns) == 1:  # as in `read`, which this spares: a row is asked for some thirty columns
            held = self.values.get(columns[0])
            return None if not held else (held[0] if len(held) == 1 else joined(held)) or None
        return self.read(*columns)

    def read(self, *columns: Column) -> str | None:
        """The same, doubtful texts too."""
        if len(columns) == 1:  # nearly always: a row is asked for one column after the other
            held = self.values.get(columns[0])
            return None if not held else (held[0] if len(held) == 1 else joined(held)) or None
        found = [text for column in columns for text in self.values.get(column, ())]
        if len(found) == 1:
            return found[0] or None
        return joined(found) or None


#: Columns that are of one level, which a mark in them names.
MARKED_LEVELS = {
    Column.LEVEL_MINISTRY: Level.MINISTRY,
    Column.LEVEL_PROVINCE: Level.PROVINCE,
    Column.LEVEL_DISTRICT: Level.DISTRICT,
    Column.LEVEL_COMMUNE: Level.COMMUNE,
}
#: Columns that are of one action, which a mark in them names.
MARKED_ACTIONS = {
    Column.ACTION_NEW: Action.NEW,
    Column.ACTION_AMEND: Action.AMEND,
    Column.ACTION_REPLACE: Action.REPLACE,
    Column.ACTION_ABOLISH: Action.ABOLISH,
}
#: Columns of codes.
CODES = frozenset({Column.CODE, Column.OLD_CODE, Column.NEW_CODE})
#: Columns whose doubtful text is kept, flagged and asked about: an item needs words to be asked about.
KEPT = frozenset({Column.NAME, Column.OLD_NAME, Column.NEW_NAME, Column.OLD, Column.NEW})
#: What a row that is ended needs: which procedure it is.
WHICH_ONE = frozenset({Column.NUMBER, Column.CODE, Column.NAME})


def joined(texts: list[str]) -> str:
    """Texts in a row; a syllable that a page break cut is whole again."""
    whole = ""
    for text in texts:
        last, first = whole.rpartition(" ")[2], text.partition(" ")[0]
        glue = "" if not whole or (last and " " not in mend_spaces(f"{last} {first}")) else " "
        whole += glue + text
    return whole


#: What a row of pairs has of both: columns of what was, and of what takes its place.
OLD_ONES = frozenset({Column.OLD, Column.OLD_CODE, Column.OLD_NAME})
NEW_ONES = frozenset({Column.NEW, Column.NEW_CODE, Column.NEW_NAME})
#: Columns of how long it takes, and of what it costs.
OF_TIMES = frozenset(TIMES)
OF_FEES = frozenset({Column.FEE, Column.FEE_CHARGE})


def is_marked(text: str | None) -> bool:
    """Whether a cell bears a mark: x, X, ✓, "có"."""
    return text is not None and fold(text).strip(" .") in _MARKS


def sign_of(text: str) -> str:
    """The mark of a marked cell, one for all of one meaning: "✔" and "√" are "✓"."""
    mark = fold(text).strip(" .")
    return _SIGNS.get(mark, mark)


#: What stands in the columns behind whose values remarks are looked for.
_GLUED = {
    **dict.fromkeys((Column.NUMBER, *CODES, Column.NAME, Column.NEW_NAME, Column.SECTOR), Where.NAME),
    **dict.fromkeys(OF_TIMES, Where.TIME),
    **dict.fromkeys((*OF_FEES, Column.FEE_ONLINE), Where.FEE),
    **dict.fromkeys((Column.PLACE, Column.AGENCY), Where.PLACE),
    Column.BASIS: Where.BASIS,
}


def cells_of_values(draft: Draft) -> list[tuple[Where, str]]:
    """The whole cells of a row behind whose values a remark may stand: `[(Where.TIME, "05 ngày"), …]`."""
    return [
        (_GLUED[column], texts[0] if len(texts) == 1 else joined(texts))
        for column, texts in draft.values.items()
        if column in _GLUED
    ]
