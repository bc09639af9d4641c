"""The clerk's sheet: what to put up, take down or replace, by when, on whose order (DOMAIN §7.1), on A4.

Rows of `listing_updates` → `WorkSheet` → XLSX or a self-contained HTML page. All functions are pure; the same rows
give the same bytes.
"""

import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from niemyet.model.messages import Message, day_words, msg
from niemyet.model.retelling import retold
from niemyet.model.words import DecisionKind, Proof
from niemyet.reports.site.addresses import decision_folder, procedure_folder
from niemyet.reports.words import PROOFS
from niemyet.reports.work_text import CHANNELS, KINDS, STATES
from niemyet.transforms.language.codes import is_own_code

Row = Mapping[str, Any]

TITLE = msg("Work on the posted lists of administrative procedures")
#: Groups in the order in which a clerk works; the opening list is one piece of work with many lines (RULINGS 19).
GROUPS = {
    "overdue": msg("Overdue"),
    "due": msg("To be done"),
    "unobserved": msg("Not looked at: nobody has seen what the unit has posted"),
    "opening_list": msg("Opening list"),
    "review": msg("To be looked into first"),
    "planned": msg("Coming, not yet in effect"),
    "done": msg("Done"),
    "cancelled": msg("Cancelled"),
}
_CLOSED = ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of work, ready to be printed. Empty texts are things that are not known."""

    what: str
    code: str
    name: str
    sector: str
    change: str
    decision: str
    proof: str
    effective_on: date | None
    due_on: date | None
    state: str
    late: bool
    done_on: date | None
    done_by: str
    update_id: str
    page: str | None = None  # address of the procedure on the public notice board
    decision_page: str | None = None  # and of the decision


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Lines under one heading."""

    key: str
    heading: str
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class WorkSheet:
    """The work of one unit on one day."""

    unit_name: str
    as_of: date
    groups: tuple[WorkGroup, ...]
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # update_id → the clerk's own columns
    lang: str = "vi"

    @property
    def annex(self) -> WorkGroup | None:
        """The opening list: one piece of work with many lines, which stand apart from the rest (RULINGS 19)."""
        found = next((group for group in self.groups if group.key == "opening_list"), None)
        return found if found and len(found.lines) > 1 else None

    @property
    def annex_line(self) -> str:
        """The opening list as one line: how many, by when, where they are listed."""
        if self.annex is None:
            return ""
        due = sorted({line.due_on for line in self.annex.lines if line.due_on})
        count, heading = len(self.annex.lines), self.annex.heading
        told = msg("{heading}: {count} procedures; listed in the annex", heading=heading, count=count)
        if due:
            told = msg(
                "{heading}: {count} procedures, due by {day}; listed in the annex",
                heading=heading, count=count, day=due[0],
            )  # fmt: skip
        return told.text(self.lang)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """Headings of the clerk's own columns."""
        return tuple(sorted({name for columns in self.own.values() for name in columns}))

    @property
    def summary(self) -> str:
        """Counts per group, in words: "2 quá hạn · 5 phải làm"."""
        counted = [
            f"{len(group.lines)} {group.heading[0].lower()}{group.heading[1:]}" for group in self.groups
        ]
        return " · ".join(counted) or msg("Nothing to be done.").text(self.lang)

    def words(self, message: Message) -> str:
        """A word of the sheet in its language."""
        return message.text(self.lang)

    def day(self, day: date | None) -> str:
        """A day in its language; nothing where there is none."""
        return day_words(day, self.lang) if day else ""

    @property
    def head(self) -> str:
        """The line below the title."""
        return msg("As of {day}: {summary}", day=self.as_of, summary=self.summary).text(self.lang)


def work_sheet(
    rows: Iterable[Row],
    *,
    unit_name: str,
    as_of: date,
    decisions: Mapping[str, Row] | None = None,
    closed: bool = False,
    own: Mapping[str, Mapping[str, str]] | None = None,
    lang: str = "vi",
    address: str | None = None,
) -> WorkSheet:
    """Rows of `listing_updates` of one unit as a sheet: grouped by urgency, each group by due date, kind and code.

    `decisions`: decision_id → row of `decisions`, for the number and day of signing; where it is missing the
    identifier stands. `closed`: also what is done or cancelled. `own`: what clerks wrote
    in columns of their own. `address`: of the public notice board, without a slash at its end; codes and decisions lead
    there. An unknown kind or state is a KeyError: a sheet
    never leaves open work out silently.
    """
    cited = decisions or {}
    ordered = sorted((row for row in rows if closed or row["state"] not in _CLOSED), key=_order)
    groups = []
    for key, heading in GROUPS.items():
        lines = tuple(_line(row, cited, lang, address) for row in ordered if _group(row) == key)
        if lines:
            groups.append(WorkGroup(key, heading.text(lang), lines))
    return WorkSheet(unit_name, as_of, tuple(groups), own or {}, lang)


def _order(row: Row) -> tuple[date, date, str, str, str]:
    far = date.max
    return row["due_on"] or far, row["effective_on"] or far, row["kind"], row["code"] or "", row["update_id"]


def _group(row: Row) -> str:
    if row["state"] not in STATES:
        raise KeyError(f"unknown state of work: {row['state']!r} ({row['update_id']})")
    if row["state"] not in _CLOSED and row["kind"] in ("opening_list", "review"):
        return str(row["kind"])
    return str(row["state"])


def _line(row: Row, decisions: Mapping[str, Row], lang: str, address: str | None) -> WorkLine:
    side = 0 if lang == "vi" else 1
    where = f" {CHANNELS[row['channel']][side]}" if row["channel"] else ""
    late = row["state"] == "overdue"
    state = STATES[row["state"]][side]
    days = msg("{state} {days} days", state=state, days=row["days_overdue"])
    return WorkLine(
        what=KINDS[row["kind"]][side] + where,
        code=_code(row, lang),
        name=retold(row["name"], lang) if row["kind"] == "close_board" else row["name"],
        sector=row["sector"] or "",
        change=retold(row["reason"], lang),
        decision=_decision(row["decision_id"], decisions, lang),
        proof=PROOFS[Proof(row["proof"])][side] if row.get("proof") else "",
        effective_on=row["effective_on"],
        due_on=row["due_on"],
        state=days.text(lang) if late else state,
        late=late,
        done_on=row["done_on"],
        done_by=row["done_by"] or "",
        update_id=row["update_id"],
        page=f"{address}/{procedure_folder(row['code'])}/" if address and _is_printed(row["code"]) else None,
        decision_page=f"{address}/{decision_folder(row['decision_id'])}/"
        if address and row["decision_id"] in decisions
        else None,
    )


def _is_printed(code: str | None) -> bool:
    """Whether it is a code for people; a surrogate for "no code" is not."""
    return bool(code) and not is_own_code(str(code))


def _code(row: Row, lang: str) -> str:
    """The code; with a swap, what comes down stands below. A surrogate for "no code" (X:…) is not for print."""
    code = "" if is_own_code(row["code"]) else row["code"] or ""
    down = ", ".join(each for each in row["replaces_codes"] if not is_own_code(each))
    return f"{code}\n{msg('take down:').text(lang)}\n{down}" if down else code


def _decision(decision_id: str | None, decisions: Mapping[str, Row], lang: str) -> str:
    if decision_id is None:
        return ""
    row = decisions.get(decision_id)
    if row is not None and row.get("kind") == DecisionKind.ADOPTED:
        title = msg("list “{title}”", title=row["title"]).text(lang)
        return f"{title},\n{day_words(row['effective_on'], lang)}"
    if row is None or not row["number_text"]:
        return decision_id
    signed = f",\n{day_words(row['signed_on'], lang)}" if row["signed_on"] else ""
    return f"{row['number_text']}{signed}"


# ---- XLSX ------------------------------------------------------------------------------------------

#: Headings and widths in characters; together the width of A4 across. `extractors/work_sheets.py` knows the headings again.
COLUMNS: tuple[tuple[Message, float], ...] = (
    (msg("No."), 4.5),
    (msg("Work"), 12),
    (msg("Code"), 10),
    (msg("Procedure"), 25),
    (msg("Sector"), 11),
    (msg("What changes"), 24),
    (msg("Decision, day"), 21),  # "1234/QĐ-UBND, 18/11/2026" in one line
    (msg("Degree of proof"), 8),
    (msg("In effect"), 10.5),
    (msg("Due"), 10.5),
    (msg("State of work"), 9.5),
    (msg("Ticked"), 7),
    (msg("Day"), 10.5),
    (msg("By"), 10),
    (msg("Work id"), 9),
)
_WIDTHS = tuple(width for _, width in COLUMNS)
#: Places of the columns that are written one by one, by definition of the sheet's layout.
_STATE, _TICKED, _DONE_ON, _DONE_BY, _ID = 10, 11, 12, 13, 14
_FONT = {"font_name": "Times New Roman", "font_size": 10, "valign": "top", "text_wrap": True}
_HEADER_ROW = 4  # the row of the sheet, from 1, by definition of its layout
_LINE_POINTS = 12.6  # of a line of the sheet's font; chosen, not measured
#: Times is narrower than the digit that a column is measured in: LibreOffice sets 1.45 letters of our texts; some room is left.
_LETTERS_PER_WIDTH = 1.2


def to_xlsx(sheet: WorkSheet) -> bytes:
    """The sheet as a workbook: A4 across, the heading repeated on each page, days as days, texts never as formulas."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    # The day the sheet speaks for, not the moment of writing: the same rows give the same bytes.
    book.set_properties(
        {
            "title": sheet.words(TITLE),
            "created": datetime.combine(sheet.as_of, time(), UTC).replace(tzinfo=None),
        }
    )
    front = tuple(group for group in sheet.groups if group is not sheet.annex)
    _write_page(book, sheet.words(msg("To be done")), sheet, front, sheet.annex_line)
    if sheet.annex:
        _write_page(book, sheet.words(msg("Annex")), sheet, (sheet.annex,), "")
    book.close()
    return buffer.getvalue()


def _write_page(book: Any, name: str, sheet: WorkSheet, groups: Sequence[WorkGroup], first: str) -> None:
    """One sheet of the workbook; `first`: a line above all others that leads to the annex."""
    page = book.add_worksheet(name)
    _lay_out(book, page, sheet)
    _write_lines(book, page, sheet, groups, first)


def _lay_out(book: Any, page: Any, sheet: WorkSheet) -> None:
    last = len(COLUMNS) - 1
    page.set_paper(9)  # A4
    page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADER_ROW)
    page.freeze_panes(_HEADER_ROW + 1, 0)
    page.set_row(_HEADER_ROW, 2 * _LINE_POINTS + 4)  # the longest heading takes two lines
    page.set_footer(f"&L&8niemyet&R&8{sheet.words(msg('Page'))} &P/&N")
    for position, width in enumerate(_WIDTHS):
        page.set_column(position, position, width)
    bold = {**_FONT, "bold": True, "text_wrap": False}
    centred = {**bold, "align": "center"}
    page.write_string(0, 0, sheet.unit_name.upper(), book.add_format(bold))
    page.merge_range(1, 0, 1, last, sheet.words(TITLE).upper(), book.add_format({**centred, "font_size": 14}))
    page.merge_range(2, 0, 2, last, sheet.head, _italic(book))
    heading = book.add_format(
        {**_FONT, "bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#E7ECF2"}
    )
    titles = [sheet.words(title) for title, _ in COLUMNS]
    for position, title in enumerate((*titles, *sheet.own_columns)):
        page.write_string(_HEADER_ROW, position, title, heading)


def _italic(book: Any) -> Any:
    return book.add_format({**_FONT, "italic": True, "align": "center"})


def _write_lines(book: Any, page: Any, sheet: WorkSheet, groups: Sequence[WorkGroup], first: str) -> None:
    text = book.add_format({**_FONT, "border": 1})
    middle = book.add_format({**_FONT, "border": 1, "align": "center"})
    late = book.add_format({**_FONT, "border": 1, "align": "center", "bold": True, "font_color": "#A61B1B"})
    form = "dd/mm/yyyy" if sheet.lang == "vi" else "yyyy-mm-dd"
    day = book.add_format({**_FONT, "border": 1, "align": "center", "num_format": form})
    small = book.add_format({**_FONT, "border": 1, "font_size": 7, "font_color": "#666666"})
    group_format = book.add_format(
        {**_FONT, "border": 1, "bold": True, "bg_color": "#F6F3EA", "text_wrap": False}
    )
    row = _HEADER_ROW + 1
    number = 0
    if first:
        page.merge_range(row, 0, row, len(COLUMNS) - 1, first, group_format)
        row += 1
    for group in groups:
        page.merge_range(row, 0, row, len(COLUMNS) - 1, f"{group.heading} ({len(group.lines)})", group_format)
        row += 1
        for line in group.lines:
            number += 1
            page.set_row(row, _height(line))
            page.write_number(row, 0, number, middle)
            links = {2: line.page, 6: line.decision_page}
            for position, value in enumerate(_texts(line), start=1):
                style = middle if position == 2 else text
                page.write_string(row, position, value, style)
                link = links.get(position)
                # LibreOffice shows a linked cell as one line. A swap's cell has what comes down in its third: no link there.
                if link and value and (position != 2 or "\n" not in value):
                    page.write_url(row, position, link, style, value.replace("\n", " "))
            _write_day(page, row, 8, line.effective_on, day)
            _write_day(page, row, 9, line.due_on, day)
            page.write_string(row, _STATE, line.state, late if line.late else middle)
            page.write_string(row, _TICKED, "x" if line.done_on else "", middle)
            _write_day(page, row, _DONE_ON, line.done_on, day)
            page.write_string(row, _DONE_BY, line.done_by, text)
            page.write_string(row, _ID, line.update_id, small)
            for place, name in enumerate(sheet.own_columns, start=len(COLUMNS)):
                page.write_string(row, place, sheet.own.get(line.update_id, {}).get(name, ""), text)
            row += 1
    last = len(COLUMNS) + len(sheet.own_columns) - 1
    page.autofilter(_HEADER_ROW, 0, max(row - 1, _HEADER_ROW), last)
    page.print_area(0, 0, max(row - 1, _HEADER_ROW), last)


def _height(line: WorkLine) -> float:
    """Points for the tallest cell: programs do not agree on fitting a row to its text when they open a file."""
    widths = _WIDTHS[1:8]
    texts = [
        *zip(_texts(line), widths, strict=True),
        (line.state, _WIDTHS[_STATE]),
        (line.done_by, _WIDTHS[_DONE_BY]),
    ]
    return max(_lines(text, width) for text, width in texts) * _LINE_POINTS + 2


def _lines(text: str, width: float) -> int:
    letters = int(width * _LETTERS_PER_WIDTH)
    return sum(max(1, len(textwrap.wrap(part, letters))) for part in text.split("\n"))


def _texts(line: WorkLine) -> Sequence[str]:
    return line.what, line.code, line.name, line.sector, line.change, line.decision, line.proof


def _write_day(page: Any, row: int, column: int, day: date | None, style: Any) -> None:
    if day is None:
        page.write_blank(row, column, None, style)
    else:
        page.write_datetime(row, column, day, style)


# ---- HTML ------------------------------------------------------------------------------------------


def to_html(sheet: WorkSheet) -> str:
    """The sheet as one page without anything outside itself, to be read on a screen or printed on A4 across."""
    return str(
        _template().render(
            sheet=sheet,
            title=sheet.words(TITLE),
            groups=[
                *(group for group in sheet.groups if group is not sheet.annex),
                *filter(None, [sheet.annex]),
            ],
            columns=[sheet.words(title) for title, _ in COLUMNS[:_DONE_ON]],
            footer=sheet.words(
                msg(
                    "Each piece of work has the decision that orders it; nothing is guessed: what is not sure "
                    "stands under “To be looked into first”."
                )
            ),
        )
    )


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("work_list.html")
