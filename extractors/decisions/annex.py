"""The annex as a state machine over its section rows (DOMAIN §2.3): action, level and sector come from them alone.

Headings keep a stack; one of the same rank ends the earlier one and all below it, so that both nestings in use
(action → level → sector, level → sector → action) need no rule of their own. Counters "(14 TTHC)" are control
totals: a difference is said, and breaks nothing.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from extractors.decisions.columns import (
    Column,
    Columns,
    column_of,
    columns_of,
    is_header,
    is_numbering,
    is_under_header,
)
from extractors.decisions.cues import (
    BELONGS_TO,
    MARK_ALONE,
    Heading,
    declared_count,
    has_cue,
    heading_of,
    is_plain_number,
    rank_of,
    split_mark,
)
from extractors.decisions.layout import Layout, is_capitals
from extractors.decisions.rows import Context, Draft, make_item
from model.records import Cell, Paragraph, Question, ReadItem, Row, Table, TracedRow
from model.words import Action, Level
from transforms.codes import find_codes, split_code_name
from transforms.text import fold

_AFTER_TITLE = re.compile(
    r"(?:thuoc|trong|tren|cua|va|duoc|bi|ban hanh moi|moi ban hanh|do|thuc hien|ap dung|sua doi|giai quyet)\b"
)
_NO_ITEM = re.compile(
    r"(?:tong(?: cong| so)?\b|ghi chu\s*:|luu y\b|noi nhan\b|\(?kem theo\b|kt\. ?chu tich|\(\*+\))"
)
_CASE_MARK = re.compile(r"[a-zđ]\d?[.)]?|[-–+•]|\d{1,3}\.\d{1,2}(?:\.\d{1,2})?[.)]?")
_TEXT_ROW = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?=\d[.,]\s?\d)")
_LONGEST_HEADING = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """What title and Điều 1 say of the whole list; sections say otherwise where they speak."""

    action: Action | None
    levels: tuple[Level, ...]  # one level that the whole list belongs to, or none
    all_levels: tuple[Level, ...]  # every level named, for "dùng chung" without a list of its own (R-SEC-3)
    sector: str | None
    forced_action: Action | None = None  # a subset lists, a correction corrects, whatever the sections say


@dataclass(slots=True)
class Section:
    """An open heading, and how many items stand below it."""

    heading: Heading
    levels: tuple[Level, ...] | None  # None: it does not speak of levels
    depth: int
    silent: bool  # no procedures are listed below it
    items: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the machine is reading: a row of a table, or with table 0 a paragraph by its place in the document."""

    table_no: int
    row: int
    page: int | None


@dataclass(slots=True)
class Annex:
    """What the annexes hold."""

    items: list[ReadItem] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    trace: list[TracedRow] = field(default_factory=list)


def read_annex(layout: Layout, scope: Scope, signed_on: date | None) -> Annex:
    """Items of the tables in the articles and of the annexes, in reading order."""
    several = sum(1 for block in layout.annex if isinstance(block, Paragraph) and _annex_mark(block.text)) > 1
    machine = _Machine(scope, signed_on, name_annexes=several)
    for label, table in layout.inner_tables:
        machine.base = label
        machine.table(table)
    machine.base = None
    for place, block in zip(layout.annex_places, layout.annex, strict=True):
        if isinstance(block, Table):
            machine.table(block)
        else:
            machine.at = Place(0, place, block.page)
            machine.paragraph(block.text)
    machine.close()
    return machine.annex


def _annex_mark(text: str) -> bool:
    mark, rank, rest = split_mark(text)
    return (
        rank == "annex"
        and mark is not None
        and (is_capitals(text) or len(text) < 20)
        and len(rest) < _LONGEST_HEADING
    )


def _stands_out(heading: Heading, text: str) -> bool:
    """Whether a paragraph with the words of a heading is one: it sets something, and is no part of a sentence."""
    if text.endswith(";") or not (heading.sets_anything or heading.no_procedures or is_capitals(text)):
        return False
    return is_capitals(text) or heading.mark is not None or heading.count is not None or len(text) < 150


class _Machine:
    def __init__(self, scope: Scope, signed_on: date | None, *, name_annexes: bool) -> None:
        self.annex = Annex()
        self.base: str | None = None
        self.at = Place(0, 0, None)
        self._scope = scope
        self._signed_on = signed_on
        self._name_annexes = name_annexes
        self._stack: list[Section] = []
        self._columns: Columns | None = None
        self._labels: tuple[str, ...] = ()
        self._draft: Draft | None = None
        self._title_open = False
        self._fallback: Action | None = None

    # ---- paragraphs ------------------------------------------------------------------------------------

    def paragraph(self, text: str) -> None:
        """A heading, a line that goes on with one, or nothing to us."""
        folded = fold(text)
        if not text or BELONGS_TO.match(folded):
            return
        if _annex_mark(text):
            self.close()
            self._columns = None
            self._open(heading_of(text))
            self._title_open = True
            return
        if self._title_open and is_capitals(text) and _AFTER_TITLE.match(folded) and self._stack:
            last = self._stack.pop()
            self.annex.sections.remove(last)
            mark = last.heading.mark
            joined = heading_of(f"{last.heading.text} {text}")
            self._open(replace(joined, mark=mark, rank=last.heading.rank))
            return
        _, _, rest = split_mark(text)
        heading = heading_of(text) if has_cue(rest) and len(text) < _LONGEST_HEADING else None
        if heading and _stands_out(heading, text):
            self.close()
            if heading.rank == "title" and not self._title_open:
                self._columns = None
            self._open(heading)
            self._title_open = heading.mark is None
            return
        self._title_open = False
        self._text_row(text)

    def _text_row(self, text: str) -> None:
        """A row that is a line of text: "1. 1.013337 Đăng ký …"."""
        found = _TEXT_ROW.match(text)
        if found is None or self._silent():
            return
        code, name = split_code_name(text[found.end() :])
        if code is None or not name:
            return
        self.close()
        draft = self._new_draft(None, None)
        draft.add(Column.NUMBER, found["number"])
        draft.add(Column.CODE, code.text)
        draft.add(Column.NAME, name)
        draft.raws.append(text)
        draft.flags.append("row_from_text")
        self._draft = draft
        self._became("item", "số thứ tự, mã và tên trong một dòng chữ", len(self.annex.items))

    # ---- sections --------------------------------------------------------------------------------------

    def _open(self, heading: Heading) -> None:
        """Put a heading on the stack, ending those of its rank and below."""
        if heading.is_annex:
            self._stack.clear()
        for place, section in enumerate(self._stack):
            if section.heading.rank == heading.rank:
                del self._stack[place:]
                break
        silent = heading.no_procedures or self._silent()
        section = Section(heading, self._levels_of(heading), depth=len(self._stack), silent=silent)
        self._stack.append(section)
        self.annex.sections.append(section)
        self._became("section", _what_it_sets(section))

    def _became(self, meaning: str, detail: str, item: int | None = None) -> None:
        """Write down what the row or paragraph at hand became."""
        self.annex.trace.append(TracedRow(self.at.table_no, self.at.row, self.at.page, meaning, detail, item))

    def _levels_of(self, heading: Heading) -> tuple[Level, ...] | None:
        """Levels that a heading sets; () when it speaks of sharing without saying between whom; None: silent."""
        if heading.shared:
            return heading.levels or self._scope.all_levels
        named = heading.authority or heading.levels
        if not named:
            return None
        of_whole_list = heading.is_annex or heading.rank == "title" or bool(heading.authority)
        if of_whole_list and len(named) > 1:
            return None  # the list holds rows of each; a section below says which
        return named

    def _silent(self) -> bool:
        return bool(self._stack) and self._stack[-1].silent

    def _context(self) -> Context:
        newest = self._stack[::-1]
        action = next(
            (s.heading.actions[0] for s in newest if len(s.heading.actions) == 1),
            self._scope.action or self._fallback,
        )
        levels = next((s.levels for s in newest if s.levels is not None), None)
        sector = next((s.heading.sector for s in newest if s.heading.sector), self._scope.sector)
        marks = [
            s.heading.mark
            for s in self._stack
            if s.heading.mark and (self._name_annexes or not s.heading.is_annex)
        ]
        path = "/".join([self.base, *marks] if self.base else marks)
        return Context(
            action=self._scope.forced_action or action,
            levels=self._scope.levels if levels is None else levels,
            levels_stated=levels is not None,
            sector=sector,
            part=path or None,
        )

    # ---- tables ----------------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """Rows of one table; without a header of its own it goes on with the columns of the one before."""
        self._title_open = False
        rows = table.rows
        if self._silent():
            self.close()
            for place, row in enumerate(rows):
                self.at = Place(table.number, place, row.page)
                self._became(
                    "ignored", f"dưới tiêu đề “{self._stack[-1].heading.text[:80]}” không có danh mục"
                )
            return
        numbered = self._has_numbers(rows)
        place = 0
        if not any(is_header(row) for row in rows[:6]) and self._columns and self._is_other_table(rows):
            self._columns = None
        while place < len(rows):
            row = rows[place]
            self.at = Place(table.number, place, row.page)
            if is_header(row):
                taken = self._header(row, rows[place + 1] if place + 1 < len(rows) else None)
                for below in range(place, place + taken):
                    self.at = Place(table.number, below, rows[below].page)
                    self._became("header", _what_it_holds(self._columns))
                place += taken
                numbered = self._has_numbers(rows)
                continue
            self._row(row, table.number, numbered=numbered)
            place += 1

    def _header(self, top: Row, after: Row | None) -> int:
        """Take the columns of a header; returns how many rows it has. The same again is a page's repeat."""
        under = after if after is not None and is_under_header(top, after) else None
        labels = tuple(cell.text for row in (top, under) if row for cell in row.cells)
        taken = 2 if under else 1
        if labels == self._labels and self._columns:
            return taken
        self.close()
        columns = columns_of(top, under)
        if columns is None:
            self._columns = None
            self._say(
                "header_unresolved",
                f"Không xếp được các cột con của tiêu đề bảng “{' | '.join(label for label in labels if label)[:200]}”. "
                "Bảng này chưa được đọc.",
            )
            return taken
        self._columns, self._labels = columns, labels
        folded = " ".join(fold(label) for label in labels)
        self._fallback = (
            Action.ABOLISH
            if re.search(r"quy dinh (?:viec )?(?:bai bo|huy bo)", folded)
            else Action.AMEND
            if re.search(r"noi dung (?:duoc )?sua doi", folded)
            else None
        )
        return taken

    def _has_numbers(self, rows: tuple[Row, ...]) -> bool:
        """Whether the column of numbers is filled at all; automatic ones may be lost."""
        if not self._columns or Column.NUMBER not in self._columns:
            return False
        place = self._columns.index(Column.NUMBER)
        texts = (row.cells[place].text for row in rows if place < len(row.cells))
        return any(re.fullmatch(r"\d{1,4}\s*[.)]?", text) for text in texts)

    @staticmethod
    def _is_other_table(rows: tuple[Row, ...]) -> bool:
        """A header of its own that is none of ours: "TT | Trình tự các bước | …"."""
        first = rows[0].cells[0].text if rows and rows[0].cells else ""
        return column_of(first) is Column.NUMBER

    def _row(self, row: Row, table_no: int, *, numbered: bool) -> None:
        distinct = [(place, cell) for place, cell in enumerate(row.cells) if cell.text and not cell.merged]
        if not distinct:
            self._became("ignored", "dòng trống")
            return
        if is_numbering(row):
            self._became("ignored", "dòng đánh số cột")
            return
        heading = self._section_of(row, distinct)
        if heading is not None:
            self.close()
            self._open(heading)
            return
        if self._columns is None:
            if any(find_codes(cell.text) for _, cell in distinct) and "table_unread" not in self.annex.flags:
                self._say(
                    "table_unread",
                    "Có bảng chứa mã thủ tục nhưng không nhận ra tiêu đề cột; bảng này chưa được đọc.",
                )
            self._became("ignored", "bảng không có tiêu đề cột của danh mục")
            return
        if len(distinct) <= 2 and _NO_ITEM.match(fold(distinct[0][1].text)):
            self._became("text", "dòng tổng, ghi chú hoặc chữ ký")
            return
        self._item_row(row, distinct, table_no, numbered=numbered)

    def _item_row(self, row: Row, distinct: list[tuple[int, Cell]], table_no: int, *, numbered: bool) -> None:
        assert self._columns is not None
        if self._draft is not None and self._continues(row, numbered=numbered):
            for place, cell in distinct:
                if place < len(self._columns) and self._columns[place] is not Column.NUMBER:
                    self._draft.add(self._columns[place], cell.text)
            self._draft.raws.append(" | ".join(cell.raw for _, cell in distinct))
            item = len(self.annex.items)
            self._became("continuation", f"không có số thứ tự và mã riêng: nối vào dòng {item + 1}", item)
            return
        self.close()
        draft = self._new_draft(row.page, table_no)
        for place, cell in enumerate(row.cells):
            if place < len(self._columns) and not (
                cell.merged and place and row.cells[place - 1].text == cell.text
            ):
                draft.add(self._columns[place], cell.text)
        name = draft.text(Column.NAME, Column.NEW_NAME, Column.OLD_NAME, Column.NEW, Column.OLD)
        if name is None and draft.text(Column.CODE, Column.NEW_CODE) is None:
            self._unread(distinct)
            self._became("ignored", "không có tên, không có mã")
            return
        draft.raws.append(_raw(row))
        if numbered and draft.text(Column.NUMBER) is None:
            draft.flags.append("no_row_number")
        self._draft = draft
        self._became("item", draft.context.described(), len(self.annex.items))

    def _unread(self, distinct: list[tuple[int, Cell]]) -> None:
        text = " | ".join(cell.text for _, cell in distinct)
        self._say("row_unread", f"Có dòng không đọc được thành thủ tục: “{text[:200]}”. Dòng này là gì?")

    def _continues(self, row: Row, *, numbered: bool) -> bool:
        """Whether a row only goes on with the one before: no STT and no code of its own (R-TBL-1, R-TBL-2)."""
        assert self._columns is not None
        own: dict[Column, bool] = {}
        merged: dict[Column, bool] = {}
        number = ""
        for place, cell in enumerate(row.cells[: len(self._columns)]):
            column = self._columns[place]
            own[column] = own.get(column, False) or bool(cell.text and not cell.merged)
            merged[column] = merged.get(column, False) or bool(cell.text and cell.merged)
            if column is Column.NUMBER:
                number = cell.text
        if any(own.get(column) for column in (Column.CODE, Column.NEW_CODE, Column.OLD_CODE)):
            return False
        if own.get(Column.NUMBER):
            return bool(_CASE_MARK.fullmatch(number)) and not number.strip(".)").isdigit()
        if merged.get(Column.NUMBER) or merged.get(Column.CODE):
            return True
        names = any(
            own.get(column)
            for column in (Column.NAME, Column.NEW_NAME, Column.OLD_NAME, Column.NEW, Column.OLD)
        )
        return numbered or not names

    def _section_of(self, row: Row, distinct: list[tuple[int, Cell]]) -> Heading | None:
        """The heading that a row is, or None for any other row."""
        texts = [cell.text for _, cell in distinct]
        if len(texts) > 3 or self._reaches_down(row, texts):
            return None
        if (
            len(texts) > 1
            and (declared_count(f"({fold(texts[-1])})") or re.fullmatch(r"\(?\d{1,3}\)?", texts[-1]))
            and not (len(texts) == 2 and MARK_ALONE.fullmatch(texts[0]))
        ):
            count = texts[-1] if "(" in texts[-1] else f"({texts[-1]}{'' if 'T' in texts[-1] else ' TTHC'})"
            texts = [*texts[:-2], f"{texts[-2]} {count}"]
        if len(texts) == 1:
            return self._one_text(row, distinct[0][0], texts[0])
        mark = MARK_ALONE.fullmatch(texts[0])
        if len(texts) != 2 or mark is None or find_codes(texts[1]):
            return None
        if has_cue(texts[1]):
            return heading_of(texts[1], mark["mark"], bare_is_sector=True)
        if is_plain_number(mark["mark"]) or not rank_of(mark["mark"]).startswith(("R", "L")):
            return None
        return heading_of(texts[1], mark["mark"], bare_is_sector=True)

    @staticmethod
    def _reaches_down(row: Row, texts: list[str]) -> bool:
        """Whether a cell of a row above reaches into this one: then it goes on with that row."""
        return any(cell.merged and cell.text and cell.text not in texts for cell in row.cells)

    def _one_text(self, row: Row, place: int, text: str) -> Heading | None:
        mark, _, rest = split_mark(text)
        if find_codes(text) or _NO_ITEM.match(fold(text)):
            return None
        if has_cue(rest):
            return heading_of(text, bare_is_sector=True)
        spanning = row.cells[place].colspan >= max(2, len(row.cells) - 1)
        at_number = (
            self._columns is not None and place < len(self._columns) and self._columns[place] is Column.NUMBER
        )
        if (
            spanning
            or (at_number and not text.strip(".)").isdigit())
            or (is_capitals(text) and len(fold(rest)) > 3)
        ):
            if mark and is_plain_number(mark) and not is_capitals(text) and not spanning:
                return None
            return heading_of(text, bare_is_sector=True)
        return None

    # ---- items -----------------------------------------------------------------------------------------

    def _new_draft(self, page: int | None, table_no: int | None) -> Draft:
        return Draft(self._context(), page, table_no)

    def close(self) -> None:
        """End the row that is open."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        item, questions = make_item(draft, self._signed_on)
        self.annex.item_questions += [(len(self.annex.items), question) for question in questions]
        self.annex.items.append(item)
        for section in self._stack:
            section.items += 1

    def _say(self, kind: str, question: str) -> None:
        if kind not in self.annex.flags:
            self.annex.flags.append(kind)
        self.annex.questions.append(Question(kind, question))


def _what_it_sets(section: Section) -> str:
    """What a heading sets, in the words of the tables: `mark=I; action=amend; levels=province; count=14`."""
    heading = section.heading
    levels = ",".join(section.levels) if section.levels is not None else ""
    said = (
        ("mark", heading.mark),
        ("action", ",".join(heading.actions)),
        ("levels", levels or ("shared" if heading.shared else "")),
        ("sector", heading.sector),
        ("count", heading.count),
        ("lists", "none" if section.silent else None),
    )
    return "; ".join(f"{name}={value}" for name, value in said if value not in {None, ""})


def _what_it_holds(columns: Columns | None) -> str:
    """The columns of a header: `number | code | name | time_legal`."""
    return " | ".join(columns) if columns else "không xếp được các cột"


def _raw(row: Row) -> str:
    """The cells as extracted, empty ones too; what only repeats the cell to its left and empty ends are left out."""
    raws = [
        cell.raw
        for place, cell in enumerate(row.cells)
        if not (cell.merged and place and row.cells[place - 1].raw == cell.raw)
    ]
    while raws and not raws[-1].strip():
        raws.pop()
    return " | ".join(raws)


def check_totals(annex: Annex, article_total: int | None) -> int | None:
    """Compare every counter with the rows below it; returns the count that the text declares for the whole.

    One question tells of all differences; none is ever an error (R-SEC-1).
    """
    sections = [section for section in annex.sections if not section.silent]
    wrong = [s for s in sections if s.heading.count is not None and s.heading.count != s.items]
    declared = _declared(sections)
    if declared is None and article_total is not None:
        declared = article_total
    lines = [
        f"“{section.heading.mark + '. ' if section.heading.mark else ''}{_short(section.heading)}” ghi {section.heading.count}, "
        f"đọc được {section.items}"
        for section in wrong
    ]
    for said in dict.fromkeys((declared, article_total)):
        if not lines and said is not None and annex.items and said != len(annex.items):
            lines = [f"văn bản ghi {said}, đọc được {len(annex.items)}"]
    if lines:
        annex.flags.append("control_total_mismatch")
        annex.questions.append(
            Question(
                "control_total_mismatch",
                f"Số thủ tục ghi ở tiêu đề khác số dòng: {'; '.join(lines)}. Có thiếu dòng nào không?",
            )
        )
    return declared


def _short(heading: Heading) -> str:
    text = re.sub(r"\s*\([^()]*\)\s*$", "", heading.text)
    _, _, rest = split_mark(text)
    return rest[:80]


def _declared(sections: list[Section]) -> int | None:
    """Sum of the counters nearest to the top; those below a counted heading are parts of it."""
    total: int | None = None
    counted_at: int | None = None
    for section in sections:
        if counted_at is not None and section.depth > counted_at:
            continue
        counted_at = None
        if section.heading.count is not None:
            total = (total or 0) + section.heading.count
            counted_at = section.depth
    return total
