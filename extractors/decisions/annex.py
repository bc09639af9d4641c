"""The annex as a state machine over its section rows (DOMAIN §2.3): action, level and sector come from them alone.

Headings keep a stack (`sections`); one of the same rank ends the earlier one and all below it, so that both nestings
in use (action → level → sector, level → sector → action) need no rule of their own. Which lines and rows are headings
stand in `headings_in_lines` and `headings_in_rows`, what a table's columns are in `table_columns`, which rows go on with
the one above in `continuations`, where the cells of a row go in `cells`, its item in `rows`. Rows that say everything at a
glance take a shorter road to the same items (`plain_rows`). Paragraphs are read in `annex_lines`, tables in `annex_tables` and
`annex_rows`, with what they have in common in `annex_state` and the row that is open in `open_row`; what only the end proves
is in `settled_last`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from niemyet.extractors.decisions.annex_lines import AnnexLines
from niemyet.extractors.decisions.annex_records import Annex, RowPlace
from niemyet.extractors.decisions.annex_state import AnnexState
from niemyet.extractors.decisions.annex_tables import AnnexTables
from niemyet.extractors.decisions.heading_patterns import Heading, heading_of
from niemyet.extractors.decisions.headings_in_lines import (
    acting_point,
    is_annex_mark,
    read_line,
    says_otherwise,
    stands_out,
)
from niemyet.extractors.decisions.layout import Layout, lines_of_contents
from niemyet.extractors.decisions.listed import ArticleList
from niemyet.extractors.decisions.sections import ListScope, Sections
from niemyet.extractors.decisions.settled_last import settle_joints, settle_replaced, settle_sectors
from niemyet.model.records import Paragraph, Table
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_POINTS_OF_A_LIST = 10_000  # parts addresses of lists from each other; chosen, not measured


def read_annex(
    layout: Layout, scope: ListScope, signed_on: date | None, lists: Sequence[ArticleList] = ()
) -> Annex:
    """Items of the lists and tables in the articles and of the annexes, in reading order."""
    several = (
        sum(1 for block in layout.annex if isinstance(block, Paragraph) and is_annex_mark(block.text)) > 1
    )
    machine = _Machine(Sections(scope, several), signed_on)
    for place, listed in enumerate(lists):
        machine.article(listed, place)
    for place, (label, table) in enumerate(layout.inner_tables, len(lists)):
        machine.inner_table(label, layout.leads.get(table.number, ()), table, place)
    machine.end_article()
    following = [*layout.annex[1:], None][: len(layout.annex)]
    contents = lines_of_contents(layout.annex)
    for at, (place, block, after) in enumerate(
        zip(layout.annex_places, layout.annex, following, strict=True)
    ):
        if isinstance(block, Table):
            machine.tables.read(block)
        elif at not in contents:
            machine.lines.read(block, place, after)
    return machine.finished()


class _Machine:
    """Lists and tables of articles; lines and tables of the annexes."""

    def __init__(self, sections: Sections, signed_on: date | None) -> None:
        self._state = AnnexState(sections, signed_on)
        self.lines = AnnexLines(self._state)
        self.tables = AnnexTables(self._state, signed_on)

    def finished(self) -> Annex:
        """Everything that was read, with what only the end of the annexes proves."""
        state = self._state
        annex, row, sections = state.annex, state.row, state.sections
        row.close()
        row.numbers.settle()
        settle_joints(annex, row.joints, sections)
        settle_sectors(annex, sections.scope.sector, state.own_sectors)
        if row.ends_replaced:
            settle_replaced(annex)
        annex.sections = sections.all
        annex.questions += sections.questions
        annex.flags += sections.flags
        annex.strange = sections.strange
        if row.numbers.jumps:
            annex.ask(ReviewKind.ROW_NUMBERS_JUMP, "; ".join(row.numbers.jumps[:20]))
        return annex

    def article(self, listed: ArticleList, place: int) -> None:
        """A list in an article: its opening is the heading above its points, whatever headings they bring."""
        state = self._state
        state.base = listed.label
        state.at = RowPlace(0, -(place + 1) * _POINTS_OF_A_LIST, None)  # no block of the document
        self._open_article(heading_of(listed.heading), listed.count)
        for number, point in enumerate(listed.points, 1):
            state.at = RowPlace(0, -(place + 1) * _POINTS_OF_A_LIST + number, None)
            line = read_line(point)
            speaks = line.heading is not None and bool(line.heading.actions or line.heading.levels)
            if not find_codes(point) and (speaks or point.rstrip().endswith(":")):
                state.row.close()
                said = re.sub(r"^(?:[-–+•*]|[a-zđ]\))\s*", "", point.rstrip(" :"))
                state.open(heading_of(said), None, None, None)
            else:
                self.lines.text_row(point, None)
        self.end_article()

    def _open_article(self, opening: Heading, count: int | None) -> None:
        self._state.open(
            replace(opening, mark=None, rank="opening", is_annex=False, count=count), None, None, None
        )

    def end_article(self) -> None:
        """What stands in an article is over, and what its headings said."""
        state = self._state
        state.row.close()
        state.sections.leave()
        state.row.numbers.end()
        state.base = None

    def inner_table(self, label: str, lead: Sequence[str], table: Table, place: int) -> None:
        """A table in an article, below what its opening and the lines right before it say of its rows."""
        state = self._state
        at = -(place + 1) * _POINTS_OF_A_LIST  # no block of the document
        if label != state.base:
            self.end_article()
            state.base = label
            state.at = RowPlace(0, at, None)
            self._open_table(*lead[:1])
            lead = lead[1:]
        for number, text in enumerate(lead, 1):
            state.at = RowPlace(0, at + number, None)
            self.lines.next_table = table if number == len(lead) else None
            line = read_line(text.rstrip(" :."))
            stands = line.heading is not None and stands_out(line.heading, line.shown)
            heading = (
                line.heading
                if stands
                else self.lines.leading(text, fold(text), line, line.heading, begun=True)
                or acting_point(text)
            )
            if heading is not None:
                state.head(heading, text, None, None)
        self.tables.read(table)

    def _open_table(self, opening: str = "") -> None:
        """The first words of an article above a table: one act holds for its rows, another thing is asked about."""
        said = heading_of(opening)
        if says_otherwise(opening, fold(opening)):
            self._open_article(replace(said, actions=(), strange=True), None)
        elif len(said.actions) == 1:
            self._open_article(said, None)
