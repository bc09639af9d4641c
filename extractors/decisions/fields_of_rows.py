"""Fields of procedures, a label and its value each, as rows of a table: what cards, turned tables and lines come to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from niemyet.extractors.decisions.columns import NO_EVIDENCE, Column, column_of
from niemyet.extractors.documents.pale_rows import set_apart
from niemyet.model.records import Cell, Document, Paragraph, Row, Table
from niemyet.model.words import Mark
from niemyet.transforms.language.codes import Code, find_codes
from niemyet.transforms.language.text import clean, fold

_FEWEST_FIELDS = 2  # code and name, by which a row is one; chosen, not measured


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said of a procedure."""

    label: str
    value: Cell
    page: int | None = None

    @property
    def key(self) -> str:
        """What tells it from the other fields of its procedure: its column, else its label."""
        return key_of(self.label)


def key_of(label: str) -> str:
    """What two labels of one meaning share."""
    column = column_of(label)
    return fold(label) if column in NO_EVIDENCE else column.value


def looking_as(value: Cell, beside: Cell | Paragraph) -> Cell:
    """A value with how a text looks that belongs to it, its label or more of its words: marks, notes, links."""
    return replace(
        value,
        marks=value.marks | beside.marks,
        notes=each_once(value.notes, beside.notes),
        links=each_once(value.links, beside.links),
    )


def each_once(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both one after the other, what both hold once."""
    return (*some, *(one for one in more if one not in some))


def field_of_line(label: str, value: str, block: Paragraph) -> Field:
    """A field that is a line of a paragraph, with all that is known of its text."""
    cell = Cell(
        value,
        clean(value),
        box=block.box,
        confidence=block.confidence,
        unsure_words=block.unsure_words,
        marks=block.marks,
        notes=block.notes,
        links=block.links,
    )
    return Field(label, cell, block.page)


def parted(fields: Sequence[Field]) -> list[list[Field]] | None:
    """The fields of each procedure: what begins the first begins each. None where that is not proven.

    Each must have a name and say nothing twice; all of them have a code, or none is told from a sentence.
    """
    if not fields:
        return None
    begins = fields[0].key
    records: list[list[Field]] = []
    for one in fields:
        if one.key == begins:
            records.append([])
        records[-1].append(one)
    return records if all(map(_is_of_one_procedure, records)) and _say_alike(records) else None


def _is_of_one_procedure(record: Sequence[Field]) -> bool:
    said = {one.key: one.value.text for one in record}
    codes = {code.base for code in find_codes(said.get(Column.CODE, ""))}
    return (
        len(said) == len(record) >= _FEWEST_FIELDS
        and bool(said.get(Column.NAME))
        and not find_codes(said[Column.NAME])
        and len(codes) == 1
    )


def _say_alike(records: Sequence[Sequence[Field]]) -> bool:
    """Whether no sector stands with some of the records only: at the end of one it may head those that follow."""
    with_sector = sum(any(one.key == Column.SECTOR for one in record) for record in records)
    codes = [code.base for record in records for code in codes_of(record)]
    return with_sector in {0, len(records)} and len(set(codes)) == len(codes)


def codes_of(fields: Iterable[Field]) -> Iterator[Code]:
    """The codes in the fields of codes."""
    return chain.from_iterable(find_codes(one.value.text) for one in fields if one.key == Column.CODE)


def table_of(records: Sequence[Sequence[Field]], number: int) -> Table:
    """A table with a row a procedure and a column a label, in the order in which they come; the number first."""
    labels: dict[str, str] = {}
    for one in chain.from_iterable(records):
        labels.setdefault(one.key, one.label)
    keys = sorted(labels, key=lambda key: key != Column.NUMBER)
    header = Row(tuple(Cell(labels[key], labels[key]) for key in keys), records[0][0].page)
    return Table((header, *_told_apart([_row(record, keys) for record in records])), number, header_rows=1)


def _told_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows, pale only where others of the list are not."""
    pale = [
        frozenset(at for at, cell in enumerate(row.cells) if cell.text and Mark.PALE in cell.marks)
        for row in rows
    ]
    return [
        row if not any(Mark.PALE in cell.marks for cell in row.cells) else _pale_at(row, apart)
        for row, apart in zip(rows, set_apart(pale) if any(pale) else pale, strict=True)
    ]


def _pale_at(row: Row, places: Collection[int]) -> Row:
    cells = (
        cell if at in places or Mark.PALE not in cell.marks else replace(cell, marks=cell.marks - {Mark.PALE})
        for at, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _row(record: Sequence[Field], keys: Sequence[str]) -> Row:
    page = record[0].page
    said = {one.key: one.value if one.page == page else replace(one.value, box=None) for one in record}
    return Row(tuple(said.get(key, Cell("", "")) for key in keys), page)


def are_printed_elsewhere(table: Table, document: Document, places: Collection[int]) -> bool:
    """Whether a code of a table is printed outside of these blocks: then it may only say more of a row that is there."""
    codes = {code.base for text in texts_of(table) for code in find_codes(text)}
    texts = (text for at, block in enumerate(document.blocks) if at not in places for text in texts_of(block))
    return any(code.base in codes for text in texts for code in find_codes(text))


def texts_of(block: Paragraph | Table) -> Iterator[str]:
    """The text of a paragraph, or of each cell of a table."""
    if isinstance(block, Paragraph):
        yield block.text
        return
    for row in block.rows:
        yield from (cell.text for cell in row.cells)
