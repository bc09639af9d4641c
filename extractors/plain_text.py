"""What is written with odd signs (`transforms/language/odd_signs`), in plain letters; what is struck is marked as struck."""

from dataclasses import replace
from typing import TypeVar

from niemyet.extractors.listing_labels import Grid, ListingCell
from niemyet.model.records import Cell, Paragraph
from niemyet.model.words import Mark
from niemyet.transforms.language.odd_signs import holds_odd_signs, plain_and_struck

_Written = TypeVar("_Written", Paragraph, Cell, ListingCell)
_STRUCK = frozenset({Mark.STRUCK})


def in_plain_letters(one: _Written) -> _Written:
    """The same in plain letters, marked where lines were drawn through them."""
    text, is_struck = plain_and_struck(one.text)
    if text == one.text:
        return one
    return replace(one, text=text, marks=one.marks | _STRUCK if is_struck else one.marks)


def grid_in_plain_letters(grid: Grid) -> Grid:
    """A listing's grid in plain letters, struck cells marked (RULINGS 37); the same one where none has such signs."""
    if not holds_odd_signs("\n".join(cell.text for cells in grid for cell in cells)):
        return grid
    return [list(map(in_plain_letters, cells)) for cells in grid]
