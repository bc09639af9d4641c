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
    """Rows under headings, the widest column wrapped so that a line fits the terminal."""
    if not rows:
        return ""
    rows = [[unicodedata.normalize("NFC", " ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    spare = (room or shutil.get_terminal_size((120, 24)).columns) - sum(widths) - 2 * (len(widths) - 1)
    while spare < 0 and max(widths) > 16:  # narrower columns cannot be read; chosen, not measured
        widest = widths.index(max(widths))
        cut = min(-spare, widths[widest] - 16)
        widths[widest] -= cut
        spare += cut
    lines = [_line(headings, widths), "  ".join("─" * each for each in widths)]
    for row in rows:
        wrapped = [_wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
        lines += [_line(cells, widths) for cells in zip_longest(*wrapped, fillvalue="")]
    return "\n".join(lines)


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
