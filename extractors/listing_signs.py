"""Cells of a listing with lines of signs through their letters: struck, as by any other line (RULINGS 37)."""

from dataclasses import replace

from niemyet.extractors.listing_labels import Grid, ListingCell
from niemyet.model.records import NO_MARKS
from niemyet.model.words import Mark
from niemyet.transforms.language.odd_signs import holds_odd_signs, plain_and_struck

_STRUCK = frozenset({Mark.STRUCK})


def with_plain_signs(grid: Grid) -> Grid:
    """The grid in plain letters, struck cells marked; the same one where none has such signs."""
    if not holds_odd_signs("\n".join(cell.text for cells in grid for cell in cells)):
        return grid
    return [[plain_cell(cell) for cell in cells] for cells in grid]


def plain_cell(cell: ListingCell) -> ListingCell:
    """The cell in plain letters, marked where they were struck."""
    text, is_struck = plain_and_struck(cell.text)
    return (
        cell
        if text == cell.text
        else replace(cell, text=text, marks=cell.marks | (_STRUCK if is_struck else NO_MARKS))
    )
