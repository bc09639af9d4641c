"""Corrections printed as a table: "Vị trí | Đã in | Sửa lại", one row each (DOMAIN W9, RULINGS 8, 42).

A row says where, what is printed and what is right; it becomes the sentence that says the same, so that rows and sentences are
read by one rule. The field is told by the label of the pair, by the words before the value, by a column of its own, or by
what stands there: two codes, two periods. What is told by none is asked about (`correction_unclear`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.columns import Column, column_of, is_numbering
from niemyet.extractors.decisions.correction_columns import (
    CorrectionPair,
    correction_pair,
    field_named,
    is_table_of_corrections,
)
from niemyet.extractors.decisions.corrections import read_corrections, unclear_correction
from niemyet.extractors.decisions.layout import Layout
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Cell, Question, Row, Table, TracedRow
from niemyet.model.tables import ReadItem
from niemyet.model.words import Level
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean, fold

_PERIOD = re.compile(r"\d{1,3}(?:[.,]\d)? ?(?:\(\d{1,3}\) ?)?(?:ngay|gio|thang)\b[a-z ,()]{0,40}")
_LABELLED = re.compile(r"(?P<label>[^:“”\"]{2,40}):\s*(?P<value>\S.*)", re.DOTALL)


def without_corrections(layout: Layout) -> tuple[Layout, tuple[tuple[str | None, Table], ...]]:
    """A layout without its tables of corrections, and these, each with the article that it stands in."""
    inner = [(label, table) for label, table in layout.inner_tables if is_table_of_corrections(table)]
    annexed = [one for one in layout.annex if isinstance(one, Table) and is_table_of_corrections(one)]
    numbers = {table.number for table in (*annexed, *(table for _, table in inner))}
    if not numbers:
        return layout, ()
    kept = [
        (place, block)
        for place, block in zip(layout.annex_places, layout.annex, strict=True)
        if not (isinstance(block, Table) and block.number in numbers)
    ]
    rest = replace(
        layout,
        inner_tables=[one for one in layout.inner_tables if one[1].number not in numbers],
        annex=[block for _, block in kept],
        annex_places=[place for place, _ in kept],
    )
    return rest, (*inner, *((None, table) for table in annexed))


@dataclass(frozen=True, slots=True)
class TableCorrections:
    """The corrections of tables, questions by the place of the item that they are about, what each row became."""

    items: tuple[ReadItem, ...] = ()
    questions: tuple[tuple[int, Question], ...] = ()
    trace: tuple[TracedRow, ...] = ()


def read_tables(tables: Sequence[tuple[str | None, Table]], levels: tuple[Level, ...]) -> TableCorrections:
    """The corrections of those tables."""
    items: list[ReadItem] = []
    questions: list[tuple[int, Question]] = []
    trace: list[TracedRow] = []
    for label, table in tables:
        pair = correction_pair(table.rows[0])
        if pair is None:
            continue
        trace.append(TracedRow(table.number, 0, table.rows[0].page, "header", "đã in | sửa lại"))
        for place, row in enumerate(table.rows[1:], 1):
            said = [] if is_numbering(row) else [_sentence(text) for text in _corrections_of(row, pair)]
            found, asked = read_corrections(said, levels)
            at = len(items)
            questions += [(at + index, question) for index, question in asked]
            unsure = _is_unsure(row, pair)
            questions += [
                (at + index, unclear_correction(_row_text(row))) for index in range(len(found)) if unsure
            ]
            items += [_of_table(one, label, table, row, pair, unsure=unsure) for one in found]
            became = ("item", "đính chính", at) if found else ("ignored", "không sửa gì", None)
            trace.append(TracedRow(table.number, place, row.page, *became))
    return TableCorrections(tuple(items), tuple(questions), tuple(trace))


def _of_table(
    item: ReadItem, label: str | None, table: Table, row: Row, pair: CorrectionPair, *, unsure: bool
) -> ReadItem:
    number = row.cells[pair.number].text.strip(" .)") if pair.number is not None else None
    flags = (*item.flags, *(("correction_unclear",) if unsure else ()))
    return replace(item, part=label, row_no=number or None, page=row.page, table_no=table.number, flags=flags)


def _is_unsure(row: Row, pair: CorrectionPair) -> bool:
    """Whether a cell may not be live; what is printed wrong may well be struck through."""
    return any(cell.marks for place, cell in enumerate(row.cells) if place != pair.was)


def _row_text(row: Row) -> str:
    """The cells of a row, as a question shows them."""
    return " | ".join(cell.text for cell in row.cells if cell.text and not cell.merged)


def _sentence(text: str) -> Sentence:
    return Sentence(0, text, aligned_fold(text), listed=True)


# ---- the rows ------------------------------------------------------------------------------------------------------


def _corrections_of(row: Row, pair: CorrectionPair) -> Iterator[str]:
    """The sentences that say what a row says."""
    if max(pair.was, pair.right) >= len(row.cells):
        return
    was, right = row.cells[pair.was], row.cells[pair.right]
    if not right.text or was.text == right.text:
        return
    where, field_beside = _where(row.cells, pair)
    for field, before, after in _fields_of(was, right, pair.field or field_beside):
        said = f"{field} " if field else ""
        yield clean(f"Đính chính {where}: {said}đã in là “{_bare(before)}”, nay sửa là “{_bare(after)}”.")


def _where(cells: Sequence[Cell], pair: CorrectionPair) -> tuple[str, str | None]:
    """What a row says of the place of its correction, and the field that a column of its own names."""
    said: list[str] = []
    field: str | None = None
    for place, cell in enumerate(cells):
        if place in {pair.was, pair.right, pair.number} or not cell.text or place >= len(pair.labels):
            continue
        column, text = column_of(pair.labels[place]), cell.text.strip(" .;:")
        named = field_named(text)
        if named is not None:
            field = named
        elif column is Column.NAME:
            said.append(f"thủ tục “{_bare(text)}”")
        elif column is Column.CODE and find_codes(text):
            said.append(f"có mã {text}")
        elif text.isdigit():
            said.append(
                f"số thứ tự {text}"
                if re.search(r"\b(?:stt|so thu tu|dong)\b", fold(pair.labels[place]))
                else text
            )
        else:
            said.append(text)
    return ", ".join(said), field


def _fields_of(was: Cell, right: Cell, field: str | None) -> Iterator[tuple[str | None, str, str]]:
    """Each field that a pair of cells changes: (its words, what is printed, what is right)."""
    before, after = _labelled(was), _labelled(right)
    if before and before.keys() == after.keys():
        for words, printed in before.items():
            if printed != after[words]:
                yield words, printed, after[words]
        return
    if len(after) == 1 and not before:  # "1.001193" → "Mã TTHC: 1.001139"
        field, text = next(iter(after.items()))
        yield field, was.text, text
        return
    yield field or _by_content(was.text, right.text), was.text, right.text


def _labelled(cell: Cell) -> dict[str, str]:
    """The values of a cell under the labels that stand before them; empty where a line has none that is known."""
    found: dict[str, str] = {}
    for line in re.split(r"\n|;\s", cell.raw.strip()):
        part = _LABELLED.match(clean(line).strip(" -–+•;"))
        field = field_named(part["label"]) if part else None
        if part is None or field is None or field in found:
            return {}
        found[field] = part["value"].strip(" .;")
    return found


def _by_content(was: str, right: str) -> str | None:
    """The field that what stands there can only be: one code for another, one period for another."""
    codes = [find_codes(was), find_codes(right)]
    if all(
        len(one) == 1 and len(text) < _LONGEST_CODE for one, text in zip(codes, (was, right), strict=True)
    ):
        return "mã số"
    if all(_PERIOD.fullmatch(fold(text).strip(" .;")) for text in (was, right)):
        return "thời hạn giải quyết"
    return None


_LONGEST_CODE = 40  # letters of a code with its word, "mã TTHC: 1.001193.000.00.00.H12"; chosen, not measured


def _bare(text: str) -> str:
    """A text without quotation marks of its own, which would end the quotation that it is put in."""
    return re.sub(r"[“”\"]", "", text).strip(" .;,")
