"""What is kept while annexes are read: where, what each line and row became, what nobody could read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from niemyet.extractors.decisions.sections import Section
from niemyet.model.quick_records import made_quickly
from niemyet.model.records import NO_MARKS, Question, TracedRow, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Mark, ReviewKind

#: Flags of rows that a counter may leave out.
UNSAID = frozenset({Mark.STRUCK.value, Mark.HIDDEN.value, "heading_marked"})


@made_quickly
@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where the machine is reading: a row of a table, or with table 0 a paragraph by its place in the document."""

    table_no: int
    row: int
    page: int | None


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of an annex that was read as nothing yet: the account says what becomes of it."""

    text: str
    page: int | None
    part: str | None  # the section that it stands in
    place: int  # its block in the document
    numbered: bool  # "1. …", "a) …": it may be a row
    section: Section | None  # the heading above it
    notes: tuple[str, ...] = ()
    marks: frozenset[Mark] = NO_MARKS


@dataclass(frozen=True, slots=True)
class LostColumn:
    """A column that holds text and is not understood, or cannot be told from another."""

    table_no: int
    page: int | None
    title: str
    sample: str
    vital: bool  # it may be the name or the code


@dataclass(slots=True)
class Annex:
    """What the annexes hold."""

    items: list[ReadItem] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    trace: list[TracedRow] = field(default_factory=list)
    lines: list[UnreadLine] = field(default_factory=list)
    item_notes: dict[int, list[str]] = field(
        default_factory=dict
    )  # numbers of the notes that an item refers to
    lost_columns: list[LostColumn] = field(default_factory=list)
    tallies: list[str] = field(default_factory=list)  # what only counts the rows above it
    unread_tables: list[int] = field(default_factory=list)  # asked about already
    plain: set[tuple[int, int]] = field(default_factory=set)  # table and row: rows with no code but their own
    strange: list[Section] = field(
        default_factory=list
    )  # headings whose words about their rows are not understood

    def ask(self, kind: ReviewKind, text: str | None = None) -> None:
        """Ask of the annexes as a whole; the flag of that kind is set once."""
        if kind not in self.flags:
            self.flags.append(kind)
        self.questions.append(Question(kind, fields(text=text)))

    def ask_unread(self, texts: Iterable[str]) -> None:
        """Ask about a row that was read as nothing, by the texts of its cells."""
        self.ask(ReviewKind.ROW_UNREAD, " | ".join(texts)[:200])

    @property
    def headings(self) -> list[str]:
        """The words of its headings, in reading order."""
        return [section.heading.text for section in self.sections]


@made_quickly
@dataclass(frozen=True, slots=True)
class HeadingText:
    """A heading as it stands, for what may go on with it: a line, a row, or a row of the next page."""

    text: str
    mark: str | None  # in a cell of its own
    at: RowPlace
    bare_is_sector: bool
