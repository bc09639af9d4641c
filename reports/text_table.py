"""Rows as text for a terminal; widths counted as the terminal shows them."""

import shutil
import textwrap
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest


def width(text: str) -> int:
    """Columns a terminal needs: combining marks none, wide letters two."""
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def text_table(rows: Sequence[Sequence[str]], headings: Sequence[str], *, room: int | None = None) -> str:
    """Rows under headings, wrapped so that a line fits the terminal: sentences first, ids and other single words last."""
    if not rows:
        return ""
    rows = [[unicodedata.normalize("NFC", " ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    room = room or shutil.get_terminal_size((120, 24)).columns
    ids = [
        place
        for place, column in enumerate(zip(*rows, strict=True))
        if widths[place] <= _LONGEST_ID and not any(" " in cell for cell in column)
    ]
    _narrow(widths, [place for place in range(len(widths)) if place not in ids], room)
    # What is copied from a table stands in its first columns.
    for place in reversed(ids):
        _narrow(widths, [place], room)
    lines = [_line(headings, widths), "  ".join("─" * each for each in widths)]
    for row in rows:
        wrapped = [_wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
        lines += [_line(cells, widths) for cells in zip_longest(*wrapped, fillvalue="")]
    return "\n".join(lines)


#: Narrower columns cannot be read; chosen, not measured.
_NARROWEST = 16
#: The longest id of a question, `control_total_mismatch:012fd4a5de7aa38a`; nobody copies a whole hash of 64.
_LONGEST_ID = 40


def _narrow(widths: list[int], places: Sequence[int], room: int) -> None:
    """Take from the widest of some columns what a line is too long by."""
    while (over := sum(widths) + 2 * (len(widths) - 1) - room) > 0:
        widest = max(places, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            return
        next_widest = max([_NARROWEST, *(widths[one] for one in places if widths[one] < widths[widest])])
        widths[widest] -= min(over, widths[widest] - next_widest)


def _wrapped(cell: str, room: int) -> list[str]:
    """A cell in lines of a width; between its words where that can be, by what the terminal shows and not by letters."""
    lines = [""]
    for line in textwrap.wrap(cell, room):
        taken = 0
        lines.append("")
        for mark in line:
            taken += width(mark)
            if taken > room:
                taken = width(mark)
                lines.append("")
            lines[-1] += mark
    return lines[1:] or lines


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        cell + " " * (each - width(cell)) for cell, each in zip(cells, widths, strict=True)
    ).rstrip()
