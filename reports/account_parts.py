"""The account of a document put back on its text: of each paragraph and cell, whether it is used, of no account, left over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from niemyet.model.records import Cell, Explained, Paragraph, Row, Table, TracedRow
from niemyet.model.words import Standing
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import find_dates
from niemyet.transforms.language.text import fold


class Colour(StrEnum):
    """How a part of a document is shown: its standing, or that it is used and asked about."""

    USED = "used"
    ASKED = "asked"
    NO_ACCOUNT = "no_account"
    LEFT_OVER = "left_over"


#: Flags of an item that is asked about.
_ASKED = frozenset(
    {
        *("ocr_doubt", "action_unknown", "level_unknown", "several_codes", "replaced_unknown"),
        *("row_doubtful", "action_contradicted", "level_contradicted", "code_unclear"),
    }
)
#: Lines that only say on what ground a paper is written, whom it reaches, who signs.
_ASIDE = re.compile(
    r"(?:can cu|theo de nghi|xet de nghi|xet to trinh|theo to trinh|noi nhan|noi gui|luu ?:|kt\.|tm\.|tuq\.)(?= |$|:)"
)
#: What the list is taken from: its action, levels and sector where nothing nearer says them.
_PUBLISHES = re.compile(r"dieu 1\b")
_SHORTEST = 4  # letters: what is shorter says nothing that could be told apart; chosen, not measured
_READ = frozenset({"item", "continuation", "section", "header"})


@dataclass(frozen=True, slots=True)
class AccountPart:
    """A paragraph (`row` and `cell` None) or a cell of the document, by its place among the blocks."""

    block: int
    row: int | None
    cell: int | None
    colour: Colour


def parts_of(explained: Explained) -> list[AccountPart]:
    """Every paragraph and every cell of its own that holds text, in reading order."""
    return list(_Painter(explained).parts())


class _Painter:
    """What an account says of the text at hand."""

    def __init__(self, explained: Explained) -> None:
        self._explained = explained
        self._traced = {(one.table_no, one.row): one for one in explained.trace}
        self._asked = {one.item for one in explained.reading.questions if one.item is not None}
        self._lines: dict[Standing, list[str]] = {standing: [] for standing in Standing}
        self._codes: set[str] = set()  # left over
        self._starred: set[str] = set()  # names whose mark no note explains
        self._columns: dict[str, list[str]] = {}  # place → labels left over
        for one in explained.account:
            if one.kind in {"code", "codes"}:
                self._codes |= set(one.text.split(", ")) if one.standing is Standing.LEFT_OVER else set()
            elif one.kind == "column" and one.standing is Standing.LEFT_OVER:
                self._columns[one.place] = [label.rpartition(" – ")[2] for label in one.text.split("; ")]
            elif one.kind == "note" and one.place == "(*)":
                self._starred |= set(one.text.split("; "))
            elif one.kind in {"line", "heading", "date"}:
                said = [fold(piece).strip(" …") for piece in one.text.split(" / ")]
                self._lines[one.standing] += [piece for piece in said if len(piece) >= _SHORTEST]
        reading = explained.reading
        facts = (reading.number_text, reading.issuer_name, reading.title)
        self._facts = [fold(fact) for fact in facts if fact]
        self._relations = [fold(one.target.number_text) for one in reading.relations]

    def parts(self) -> Iterator[AccountPart]:
        for number, block in enumerate(self._explained.document.blocks):
            if isinstance(block, Table):
                yield from self._of_table(block, number)
            else:
                yield AccountPart(number, None, None, self._of_paragraph(block, number))

    def _of_paragraph(self, paragraph: Paragraph, number: int) -> Colour:
        told = self._traced.get((0, number))
        if told is not None and told.meaning in _READ and not self._is_left(paragraph.text):
            return self._of_row(told)
        return self._of_text(paragraph.text)

    def _of_row(self, told: TracedRow) -> Colour:
        items = self._explained.reading.items
        if told.item is None or told.item >= len(items):
            return Colour.USED
        doubted = told.item in self._asked or _ASKED & set(items[told.item].flags)
        return Colour.ASKED if doubted else Colour.USED

    def _of_table(self, table: Table, number: int) -> Iterator[AccountPart]:
        place = f"bảng {table.number}"
        lost = {
            at
            for row in table.rows
            for at, cell in enumerate(row.cells)
            if cell.text and cell.text in self._columns.get(place, ())
        }
        unread = any(
            one.kind == "table" and one.place == place and one.standing is Standing.LEFT_OVER
            for one in self._explained.account
        )
        for at, row in enumerate(table.rows):
            told = self._traced.get((table.number, at))
            for column, cell in _own(row):
                read = told is not None and told.meaning in _READ
                if unread or column in lost or (read and self._is_left_in_row(cell)):
                    colour = Colour.LEFT_OVER
                elif told is not None and read:
                    colour = self._of_row(told)
                else:
                    colour = self._of_text(cell.text)
                yield AccountPart(number, at, column, colour)

    def _is_left_in_row(self, cell: Cell) -> bool:
        return cell.text in self._starred or any(code.base in self._codes for code in find_codes(cell.text))

    def _is_left(self, text: str) -> bool:
        left = self._lines[Standing.LEFT_OVER]
        return _met(fold(text), left) or any(code.base in self._codes for code in find_codes(text))

    def _of_text(self, text: str) -> Colour:
        """Text that no row or heading was made of: by the entries that speak of it, else by where such text belongs."""
        folded = fold(text)
        if self._is_left(text):
            return Colour.LEFT_OVER
        if _ASIDE.match(folded):
            return Colour.NO_ACCOUNT
        dated = self._explained.reading.signed_on in find_dates(text)
        of_paper = dated or any(
            fact in folded or (len(folded) > _SHORTEST and folded in fact) for fact in self._facts
        )
        acts = any(number in folded for number in self._relations) or "hieu luc" in folded
        acts = acts or (bool(self._explained.reading.items) and _PUBLISHES.match(folded) is not None)
        if of_paper or acts or _met(folded, self._lines[Standing.USED]):
            return Colour.USED
        return Colour.NO_ACCOUNT


def _met(folded: str, said: list[str]) -> bool:
    return any(piece in folded or (len(folded) >= _SHORTEST and folded in piece) for piece in said)


def _own(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((at, cell) for at, cell in enumerate(row.cells) if cell.text and not cell.merged)
