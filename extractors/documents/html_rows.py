"""Rows of a table of an HTML page from how its tree is written out, instead of from one node after the other.

A list has a thousand cells of plain text. Asking each node for its name, text and attributes costs more than writing the
whole table out and parting that: a tree writes every tag the same way, whatever the page wrote. What is more than a cell of
plain text is left to the nodes; both roads give the same (`tests/extractors/documents/test_html_rows.py`).
"""

import re
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree


class WrittenCell(NamedTuple):
    """A cell with attributes, as they are written out."""

    attributes: str
    text: str


#: A list of texts, of cells without attributes alone; or any plain cells, where one without attributes is its text.
Cells = list[Any] | tuple[str | WrittenCell, ...]

#: A cell as it is written out. In texts and attributes `<` and `>` are written as entities.
_CELL = re.compile(r"<t[dh]((?: [^<>]*)?)(?:/>|>([^<]*)</t[dh]>)")
_OPENING = re.compile(r"<\w+(?: [^<>]*)?>(?=<tr)")
_ROW = re.compile(r"<tr(?: [^<>]*)?> *")
_BETWEEN = re.compile(r">[ \t\n]+<")
_SPACE = re.compile(r"[ \t\n]{2,}|[\t\n]")  # what is no single space already
_FIRST, _LAST, _NEXT = "<tr><td>", "</td>", "</td><td>"


def written_rows(parent: Any) -> list[Cells | None] | None:
    """The cells of the rows in a table or a group of rows, as the nodes give them, spaces squeezed.

    A row that holds more than cells of plain text is None; so is the whole where more than rows stands in it. Text beside the
    cells must have been ruled out before.
    """
    written = etree.tostring(parent, encoding="unicode", with_tail=False)
    # One sign is found many times faster than two.
    if ("!" in written and "<!" in written) or ("&" in written and "&#" in written):
        return None  # a comment; a sign that is written as its number
    if "\n" in written:
        written = _BETWEEN.sub("><", written)
    opening = _OPENING.match(written)
    *rows, end = written.split("</tr>")
    if opening is None or end.strip() != f"</{parent.tag}>":
        return None
    rows[0] = rows[0][opening.end() :]
    found: list[Cells | None] = []
    for row in rows:
        if not row.startswith("<tr"):
            return None
        cells = _cells(row)
        if cells is None and row.count("<tr") > 1:
            return None  # an empty row, or one in a cell
        found.append(cells)
    return _in_order(found)


def _cells(row: str) -> Cells | None:
    texts = row[len(_FIRST) : -len(_LAST)].split(_NEXT)
    if row.startswith(_FIRST) and row.count("<") == 2 * len(texts) + 1:
        return texts
    if _ROW.fullmatch(_CELL.sub("", row)) is None:
        return None
    return tuple(WrittenCell(said, text) if said else text for said, text in _CELL.findall(row))


def _in_order(rows: list[Cells | None]) -> list[Cells | None]:
    """The rows with their texts as the nodes have them: in nearly every table they are that already."""
    different: set[str | WrittenCell] = set(chain.from_iterable(row for row in rows if row is not None))
    joined = " ".join(filter(None, [cell if isinstance(cell, str) else cell.text for cell in different]))
    if "&" not in joined and "  " not in f" {joined} " and joined.isprintable():
        return rows  # no entity, and no space but single ones within the texts
    plain = {cell: _plain(cell) for cell in different}
    return [row and tuple(plain[cell] for cell in row) for row in rows]


def _plain(cell: str | WrittenCell) -> str | WrittenCell:
    """A cell with its text as the tree holds it: written out, three signs are entities."""
    if isinstance(cell, WrittenCell):
        return WrittenCell(cell.attributes, _text(cell.text))
    return _text(cell)


def _text(written: str) -> str:
    text = _SPACE.sub(" ", written).strip()
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text
