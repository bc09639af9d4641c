"""What lines and tables of the annexes have in common while they are read, one after the other."""

from dataclasses import replace
from datetime import date

from niemyet.extractors.decisions.annex_records import Annex, HeadingText, RowPlace
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.heading_patterns import Heading, heading_of
from niemyet.extractors.decisions.ocr_reviews import Doubt
from niemyet.extractors.decisions.open_row import OpenRow
from niemyet.extractors.decisions.row_drafts import Context, Draft
from niemyet.extractors.decisions.sections import Sections
from niemyet.extractors.decisions.table_columns import TableColumns
from niemyet.model.records import NO_MARKS, TracedRow
from niemyet.model.words import Mark


class AnnexState:
    """Where reading stands, the headings above it and the row that is open: what lines and tables have in common."""

    def __init__(self, sections: Sections, signed_on: date | None) -> None:
        self.annex = Annex()
        self.sections = sections
        self.row = OpenRow(self.annex, sections, signed_on)
        self.table = TableColumns()
        self.base: str | None = None  # the article at hand
        self.at = RowPlace(0, 0, None)
        self.said: HeadingText | None = None  # the heading that what is at hand may go on with
        self.title_open = False  # whether the next line may go on with the title of an annex
        self.marks: frozenset[Mark] = NO_MARKS  # of the paragraph or the heading row at hand
        self.own_sectors: set[int] = set()  # tables that have a column of sectors

    def head(self, heading: Heading, text: str, doubt: Doubt | None, seen: Doubt | None) -> None:
        """A line that is a heading: the row above is ended, and the next line may go on with it."""
        self.row.close()
        self.open(heading, doubt, HeadingText(text, None, self.at, bare_is_sector=False), seen)

    def open(
        self, heading: Heading, doubt: Doubt | None, said: HeadingText | None, seen: Doubt | None
    ) -> None:
        """Open the section of a heading; `said` is its text where what follows may go on with it."""
        self.said = said
        section = self.sections.open(heading, doubt, seen)
        section.marked = bool(self.marks)
        self.became("section", section.described())

    def reopen(self, text: str, mark: str | None, doubt: Doubt | None) -> None:
        """The heading that opened last goes on with what is at hand."""
        assert self.said is not None
        last = self.sections.last
        assert last is not None
        heading = heading_of(text, mark, bare_is_sector=self.said.bare_is_sector)
        if last.heading.mark is not None and mark is None:
            heading = replace(
                heading, mark=last.heading.mark, rank=last.heading.rank, is_annex=last.heading.is_annex
            )
        self.said = replace(self.said, text=text, mark=mark, at=self.at)
        section = self.sections.reopen(heading, doubt)
        self.became("section", f"nối vào tiêu đề ở trên: {section.described()}")

    def became(self, meaning: str, detail: str, item: int | None = None) -> None:
        """Write down what the row or paragraph at hand became."""
        self.annex.trace.append(TracedRow(self.at.table_no, self.at.row, self.at.page, meaning, detail, item))

    def context(self) -> Context:
        """What headings, title and Điều 1 say of a row here."""
        own = Column.SECTOR in (self.table.columns or ())
        if own:
            self.own_sectors.add(self.at.table_no)
        return self.sections.context(self.base, self.table.fallback, own_sectors=own)

    def new_draft(self, page: int | None, table_no: int | None) -> Draft:
        """A draft below the headings at hand."""
        return self.row.begin(self.context(), page, table_no)
