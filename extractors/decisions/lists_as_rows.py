"""Lists in other forms than a row a procedure, as the tables that they come to, before anything is read of them."""

from dataclasses import replace

from niemyet.extractors.decisions.cards import with_cards_as_tables
from niemyet.extractors.decisions.fields_of_rows import are_printed_elsewhere
from niemyet.extractors.decisions.lists_side_by_side import one_below_the_other
from niemyet.extractors.decisions.turned_tables import turned
from niemyet.extractors.documents.pale_rows import with_pale_rows
from niemyet.model.records import Document, Paragraph, Table
from niemyet.model.words import Mark


def with_lists_as_rows(document: Document) -> Document:
    """The document with cards, turned tables and lists side by side as rows; the same one where it has none of them."""
    blocks = tuple(_as_rows(place, document) for place in range(len(document.blocks)))
    changed = any(new is not old for new, old in zip(blocks, document.blocks, strict=True))
    read = with_cards_as_tables(replace(document, blocks=blocks) if changed else document)
    if not any(isinstance(block, Paragraph) and Mark.PALE in block.marks for block in read.blocks):
        return read  # nearly always
    return replace(read, blocks=tuple(map(_as_text, read.blocks)))


def _as_rows(place: int, document: Document) -> Paragraph | Table:
    """A block, as rows where it is a table of another form."""
    block = document.blocks[place]
    if isinstance(block, Paragraph):
        return block
    other = turned(block)
    if other is not block and not are_printed_elsewhere(other, document, {place}):
        return other
    return with_pale_rows(one_below_the_other(block) if other is block else block)


def _as_text(block: Paragraph | Table) -> Paragraph | Table:
    """A block that is no card, not pale: of lines no others are beside which it were."""
    if isinstance(block, Table) or Mark.PALE not in block.marks:
        return block
    return replace(block, marks=block.marks - {Mark.PALE})
