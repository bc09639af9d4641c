"""Lists in other forms than a row a procedure, as the tables that they come to, before anything is read of them."""

from dataclasses import replace

from niemyet.extractors.decisions.cards import with_cards_as_tables
from niemyet.extractors.decisions.fields_of_rows import are_printed_elsewhere
from niemyet.extractors.decisions.lists_side_by_side import one_below_the_other
from niemyet.extractors.decisions.turned_tables import turned
from niemyet.model.records import Document, Paragraph, Table


def with_lists_as_rows(document: Document) -> Document:
    """The document with cards, turned tables and lists side by side as rows; the same one where it has none of them."""
    blocks = tuple(_as_rows(place, document) for place in range(len(document.blocks)))
    changed = any(new is not old for new, old in zip(blocks, document.blocks, strict=True))
    return with_cards_as_tables(replace(document, blocks=blocks) if changed else document)


def _as_rows(place: int, document: Document) -> Paragraph | Table:
    """A block, as rows where it is a table of another form."""
    block = document.blocks[place]
    if isinstance(block, Paragraph):
        return block
    other = turned(block)
    if other is block:
        return one_below_the_other(block)
    return block if are_printed_elsewhere(other, document, {place}) else other
