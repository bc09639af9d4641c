"""The columns of the table at hand: from its header, or from that of the table before where it has none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.columns import Column, Columns, TableHeader, column_of, header_at, is_label
from niemyet.extractors.decisions.row_drafts import KEPT
from niemyet.model.records import Cell, Row
from niemyet.model.words import Action
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import column_dates, parse_date
from niemyet.transforms.language.text import fold

_NUMBER = re.compile(r"\d{1,4}\s*[.)]?")
_PROCESS_LABELS = re.compile(
    r"\b(?:buoc|trinh tu|noi dung (?:cong viec|thuc hien)|cong viec|trach nhiem|nguoi thuc hien|bieu mau|ket qua"
    r"|san pham|thoi gian"
    r"|don vi thuc hien|ghi chu)\b"
)
_TEXTS_OF_A_HEADING = 2  # its mark and its words: such a mark is no number of a row; chosen, not measured
_LABELS_AGAIN = (
    2  # labels that stand in a row as they do in its header: no row of a list has them; chosen, not measured
)
_NEAR = 6  # rows from the top of a table in which its header stands; chosen, not measured


@dataclass(slots=True)
class TableColumns:
    """What each place of a row holds, and the labels that say so."""

    columns: Columns | None = None
    labels: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    unclear: tuple[int, ...] = ()  # places whose meaning cannot be told from another's
    fallback: Action | None = None  # the action that the labels speak of
    numbered: bool = False  # whether the rows bear numbers; automatic ones may be lost

    def begin(self, rows: Sequence[Row]) -> None:
        """Begin a table: one with a header of its own that is none of ours has no columns for us."""
        near = range(min(len(rows), _NEAR))
        if self.columns and _is_other_table(rows) and not any(header_at(rows, at) for at in near):
            self.columns = None
        self.numbered = (self.numbered and self.columns is not None) or self.has_numbers(rows)

    def take(self, header: TableHeader) -> None:
        """Take the columns of a header; None where its second row cannot be placed."""
        self.columns = header.columns
        if header.columns is None:
            return
        self.labels, self.titles, self.unclear = header.labels, header.titles, header.unclear
        folded = " ".join(fold(label) for label in header.labels)
        ends = re.search(r"quy dinh (?:viec )?(?:bai bo|huy bo)", folded)
        amends = re.search(r"noi dung (?:duoc )?sua doi", folded)
        # Labels of both leave it open which row is which:
        self.fallback = (
            None if ends and amends else Action.ABOLISH if ends else Action.AMEND if amends else None
        )

    def title(self, place: int) -> str:
        """The label of a place, from the top down; empty where there is none."""
        return self.titles[place] if place < len(self.titles) else ""

    def text_at(self, row: Row, column: Column) -> str:
        """The text of a row in a column; empty where there is none."""
        if not self.columns or column not in self.columns:
            return ""
        place = self.columns.index(column)
        return row.cells[place].text if place < len(row.cells) else ""

    def is_numbered(self, row: Row) -> bool:
        """Whether a row bears a number in the column of numbers: then it is no header, whatever its words."""
        return _NUMBER.fullmatch(self.text_at(row, Column.NUMBER)) is not None

    def has_numbers(self, rows: Sequence[Row]) -> bool:
        """Whether the column of numbers is filled at all."""
        return Column.NUMBER in (self.columns or ()) and any(
            self.is_numbered(row)
            and len({cell.text for cell in row.cells if cell.text}) > _TEXTS_OF_A_HEADING
            for row in rows
        )

    def is_unclear(self, row: Row, wanted: frozenset[Column]) -> bool:
        """Whether a row has a place of those columns whose meaning cannot be told from another's."""
        if not self.unclear:
            return False
        columns = self.columns or ()
        return any(place in self.unclear and columns[place] in wanted for place in range(len(row.cells)))

    def is_rest_of_header(self, distinct: list[tuple[int, Cell]]) -> bool:
        """Whether a row holds labels alone, that of a name in the column of names: never a procedure, nor part of one."""
        columns = self.columns or ()
        return all(is_label(cell.text) for _, cell in distinct) and any(
            place < len(columns) and columns[place] in KEPT and column_of(cell.text) in KEPT
            for place, cell in distinct
        )

    def below_labels(self, row: Row) -> Row:
        """A row without the labels of its columns, where each of its cells begins with its own.

        A page repeats the header above the rest of a row that it cut, and no line parts the two.
        """
        pairs = list(zip(row.cells, self.labels, strict=False))
        said = [(cell.text, label) for cell, label in pairs if cell.text]
        repeated = sum(text == label for text, label in said)
        if repeated < _LABELS_AGAIN or repeated == len(said) or len(row.cells) != len(self.labels):
            return row
        if not all(label and text.startswith(label) for text, label in said):
            return row
        cells = (
            replace(cell, text=(rest := cell.text[len(label) :].strip()), raw=rest) for cell, label in pairs
        )
        return replace(row, cells=tuple(cells))

    def stand_again(self, rows: Sequence[Row]) -> bool:
        """Whether rows are the header again, with cells in it that reach down from the row above in place of labels."""
        cells = [cell for row in rows for cell in row.cells]
        if not self.columns or len(cells) != len(self.labels):
            return False
        others = [
            cell for cell, label in zip(cells, self.labels, strict=True) if cell.text not in {"", label}
        ]
        return bool(others) and all(cell.merged for cell in others)

    def described(self) -> str:
        """The columns of a header: `number | code | name | time_legal`."""
        return " | ".join(self.columns) if self.columns else "không xếp được các cột"


#: Columns of days of effect.
DAYS = frozenset({Column.EFFECT, Column.EFFECT_LAST, Column.EFFECT_END})
_BARE_DAY = re.compile(
    r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[APap]\.?[Mm]\.?)?)?\s*"
)


def days_in_order(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """Rows whose bare days of effect are written day first, by the order that all days of their column prove.

    "9/1/2022" beside "12/25/2022" is the first of September. Where a column contradicts itself, only the year of such a day is
    left, so that its row is asked about.
    """
    out = list(rows)
    for place in (place for place, column in enumerate(columns) if column in DAYS):
        texts = [row.cells[place].text if place < len(row.cells) else "" for row in rows]
        bare = [text if _BARE_DAY.fullmatch(text) else "" for text in texts]
        read = column_dates(bare)
        for number, (text, day) in enumerate(zip(bare, read.days, strict=True)):
            if not text or (day == parse_date(text) and ":" not in text):
                continue
            said = f"{day:%d/%m/%Y}" if day is not None else text.strip()[-4:]
            cells = list(out[number].cells)
            cells[place] = replace(cells[place], text=said)
            out[number] = replace(out[number], cells=tuple(cells))
    return out


def _is_other_table(rows: Sequence[Row]) -> bool:
    """A header of its own that is none of ours: "TT | Trình tự các bước | …"."""
    first = rows[0].cells[0].text if rows and rows[0].cells else ""
    # A heading over the table is said once, however many columns it crosses: "LĨNH VỰC … SẢN PHẨM …".
    labels = " | ".join(fold(cell.text) for cell in rows[0].cells if not cell.merged) if rows else ""
    if len(_PROCESS_LABELS.findall(labels)) > 1 and not find_codes(labels):
        return True  # steps of a process: "Bước | Nội dung công việc | Trách nhiệm | Thời gian"
    return column_of(first) is Column.NUMBER
