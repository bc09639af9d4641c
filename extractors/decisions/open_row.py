"""The row that is open, and the items that closed rows become."""

from collections.abc import Sequence
from datetime import date

from niemyet.extractors.decisions.annex_records import UNSAID, Annex, LostColumn
from niemyet.extractors.decisions.beside_values import agrees
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.plain_rows import PlainRow
from niemyet.extractors.decisions.row_drafts import Context, Draft
from niemyet.extractors.decisions.row_names import is_nameless
from niemyet.extractors.decisions.row_numbers import RowNumbers
from niemyet.extractors.decisions.rows import make_item
from niemyet.extractors.decisions.sections import Section, Sections
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, ReviewKind


class OpenRow:
    """The row that is open while what follows may go on with it, and the items of those that were closed.

    A row is a draft, or, where it was read at a glance, a plain row that has its item already.
    """

    def __init__(self, annex: Annex, sections: Sections, signed_on: date | None) -> None:
        self.draft: Draft | None = None
        self.plain: PlainRow | None = None  # then no draft is
        self.above: Draft | PlainRow | None = None  # the row that was closed last
        self.numbers = RowNumbers()
        self.joints: list[tuple[int, Section]] = []  # items below a heading of several levels
        self.ends_replaced = False  # whether those that others replace are rows of their own
        self._annex = annex
        self._sections = sections
        self._signed_on = signed_on
        self._joint: Section | None = None  # the heading of several levels above the row that is open

    def begin(self, context: Context, page: int | None, table_no: int | None) -> Draft:
        """A draft below the headings at hand, which is not open yet: what it holds may be no row."""
        self._joint = self._sections.joint
        draft = Draft(context, page, table_no)
        draft.wrong += ["heading_marked"] if self._sections.marked else []
        draft.wrong += ["not_listed"] if self._sections.silent else []
        return draft

    def open_again(self) -> None:
        """Hold the plain row that is open as any other row: what follows may go on with it."""
        plain, self.plain = self.plain, None
        if plain is not None:
            self._joint = self._sections.joint
            self.draft = plain.draft()
            told = self._annex.trace[-1]
            self._annex.plain.discard((told.table_no, told.row))

    def remark(self, text: str) -> None:
        """Put a remark that stands below the row that is open to it; what its list says of all its rows asks nothing."""
        self.open_again()
        if self.draft is None:
            return
        self.draft.put_beside("", text)
        if not agrees(text, self.draft.context.action):
            self.draft.put_wrong("remark_below")

    def row_above(self) -> Draft | None:
        """The row that was closed last, as a draft; None before the first."""
        if isinstance(self.above, PlainRow):
            self.above = self.above.draft()
        return self.above

    def close(self) -> None:
        """End the row that is open."""
        if self.plain is not None:
            self.above, self.plain = self.plain, None
            self.keep_plain([self.above.item])
            return
        draft, self.draft = self.draft, None
        if draft is None:
            return
        self.above = draft
        item, questions = make_item(draft, self._signed_on)
        if item.code is None and is_nameless(item.name):
            self._annex.ask(
                ReviewKind.ROW_UNREAD, item.raw_text[:200]
            )  # what has neither code nor name opens nothing
            return
        if draft.notes:
            self._annex.item_notes[len(self._annex.items)] = draft.notes
        self._annex.item_questions += [(len(self._annex.items), question) for question in questions]
        if self._joint is not None:
            self.joints.append((len(self._annex.items), self._joint))
        self._note_two_ways(item)
        self._annex.items.append(item)
        self.ends_replaced |= draft.context.action is Action.REPLACE and item.action is Action.ABOLISH
        self._sections.count(unsaid=bool(UNSAID & set(item.flags)))
        self.numbers.check(self._annex.items, self._sections.last, sure=Column.NUMBER not in draft.doubts)

    def keep_plain(self, items: Sequence[ReadItem]) -> None:
        """End plain rows that follow each other."""
        section = self._sections.last
        if self.numbers.follow([int(item.row_no or 0) for item in items], section):
            self._annex.items += items  # nearly always
        else:
            for item in items:
                self._annex.items.append(item)
                self.numbers.check(self._annex.items, section, sure=True)
        self._sections.count(len(items), unsaid=False)

    def _note_two_ways(self, item: ReadItem) -> None:
        """Name the columns of a table that mark one row as both "toàn trình" and "một phần": the value is not taken."""
        if "online_level_conflict" not in item.flags or item.table_no is None:
            return
        lost = LostColumn(item.table_no, item.page, "Toàn trình; Một phần", item.raw_text[:80], vital=False)
        if all((one.table_no, one.title) != (lost.table_no, lost.title) for one in self._annex.lost_columns):
            self._annex.lost_columns.append(lost)
