"""How a list of procedures is laid out: in rows, as cards, turned, in pairs, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.strangers.paper import Block, Cell, Grid, Line, Look, Part, Parts, Terms, cell, line


class Layout(StrEnum):
    """One way to print a list; the value is how a case is called by it."""

    ROWS = "rows"
    CARDS = "cards"
    BROKEN = "cards of one paragraph"
    RUN_ON = "cards of one line"
    TURNED = "turned"
    PAIRS = "pairs"
    TERMS = "terms"
    BELOW = "values below labels"
    BESIDE = "side by side"
    DOWNWARDS = "downwards"
    GROUPED = "grouped"


@dataclass(frozen=True)
class Entry:
    """One procedure as it is printed: the words of each field, with their looks.

    `label`: how its number, or the label of its name, is drawn; `below`: a row or line of its own behind it;
    `across`: that row is one cell.
    """

    number: Parts
    code: Parts
    name: Parts
    time: Parts
    note: Parts = ()
    label: Look = Look.PLAIN
    below: str = ""
    across: bool = False


NAME, CODE, TIME, NOTE = "Tên thủ tục", "Mã số", "Thời hạn giải quyết", "Ghi chú"
_HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính")
#: Those whose entries have no time: numbers, codes and names alone.
UNTIMED = frozenset({Layout.BESIDE, Layout.DOWNWARDS, Layout.GROUPED})


def laid_out(layout: Layout, entries: Sequence[Entry]) -> list[Block]:
    """The list as blocks."""
    return _LAYOUTS[layout](entries)


def count_of(layout: Layout) -> int:
    """How many entries it takes: two halves or two groups want four."""
    return 4 if layout in UNTIMED else 3


# ---- rows ------------------------------------------------------------------------------------------------------


def _grid(rows: Sequence[tuple[Cell, ...]], heads: int = 1) -> Grid:
    columns = max(sum(one.across for one in row) for row in rows)
    return Grid(tuple(rows), columns, heads, (2, 5, 12, *(5,) * columns)[:columns])


def _head(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, bold=True) for text in texts)


def _numbered(entry: Entry) -> Cell:
    return cell(*(Part(part.text, entry.label) for part in entry.number))


def _below(entry: Entry, columns: int) -> list[tuple[Cell, ...]]:
    if not entry.below:
        return []
    if entry.across:
        return [(Cell(entry.below, columns),)]
    return [(Cell(""), Cell(""), Cell(entry.below), *(Cell("") for _ in range(columns - 3)))]


def _rows(entries: Sequence[Entry]) -> list[Block]:
    noted = any(entry.note for entry in entries)
    rows = [_head(*_HEAD, TIME, *([NOTE] if noted else []))]
    for entry in entries:
        own = [_numbered(entry), cell(*entry.code), cell(*entry.name), cell(*entry.time)]
        rows.append((*own, *([cell(*entry.note)] if noted else [])))
        rows += _below(entry, len(rows[0]))
    return [_grid(rows)]


def _short(entries: Sequence[Entry], numbers: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Rows of number, code and name, with their notes where there are any."""
    noted = any(entry.note for entry in entries)
    rows: list[tuple[Cell, ...]] = []
    for entry, number in zip(entries, numbers, strict=True):
        own = (cell(Part(number, entry.label)), cell(*entry.code), cell(*entry.name))
        rows.append((*own, cell(*entry.note)) if noted else own)
        rows += _below(entry, len(rows[-1]))
    return rows


def _short_head(entries: Sequence[Entry]) -> tuple[Cell, ...]:
    return _head(*_HEAD, *([NOTE] if any(entry.note for entry in entries) else []))


def _downwards(entries: Sequence[Entry]) -> list[Block]:
    numbers = [str(len(entries) - place) for place in range(len(entries))]
    return [_grid([_short_head(entries), *_short(entries, numbers)])]


def _grouped(entries: Sequence[Entry]) -> list[Block]:
    head = _short_head(entries)
    rows = [head]
    for number, group in enumerate((entries[:2], entries[2:]), 1):
        rows.append((Cell(str(number)), Cell(f"Nhóm thủ tục số {number}", len(head) - 1)))
        own = _short(group, [f"{number}.{place}" for place in range(1, len(group) + 1)])
        rows += [_as_wide(row, len(head)) for row in own]
    return [_grid(rows)]


def _as_wide(row: tuple[Cell, ...], columns: int) -> tuple[Cell, ...]:
    return (*row, *(Cell("") for _ in range(columns - sum(one.across for one in row))))


def _beside(entries: Sequence[Entry]) -> list[Block]:
    """Two lists in one table, the second one going on at the right; a row of its own stands in its half."""
    half = len(entries) // 2
    head = _short_head(entries)
    rows = [(*head, *head)]
    for place in range(half):
        pair = (entries[place], entries[place + half])
        numbers = (str(place + 1), str(place + half + 1))
        left, right = (
            _as_wide(_short([replaced], [number])[0], len(head))
            for replaced, number in zip(pair, numbers, strict=True)
        )
        rows.append((*left, *right))
        if pair[0].below or pair[1].below:
            own = [(Cell(""), Cell(""), *_as_wide((Cell(entry.below),), len(head) - 2)) for entry in pair]
            rows.append((*own[0], *own[1]))
    return [_grid(rows)]


def _turned(entries: Sequence[Entry]) -> list[Block]:
    fields: list[tuple[str, list[Cell]]] = [
        ("STT", [_numbered(entry) for entry in entries]),
        ("Mã TTHC", [cell(*entry.code) for entry in entries]),
        ("Tên thủ tục hành chính", [cell(*entry.name) for entry in entries]),
        (TIME, [cell(*entry.time) for entry in entries]),
    ]
    if any(entry.note for entry in entries):
        fields.append((NOTE, [cell(*entry.note) for entry in entries]))
    if any(entry.below for entry in entries):
        fields.append(("", [Cell(entry.below) for entry in entries]))
    rows = [(Cell(label), *cells) for label, cells in fields]
    return [Grid(tuple(rows), len(entries) + 1, 0, (5, *(8,) * len(entries)))]


# ---- labels and values -----------------------------------------------------------------------------------------


def _fields(entry: Entry) -> list[tuple[str, Parts]]:
    fields = [(NAME, entry.name), (CODE, entry.code), (TIME, entry.time)]
    return [*fields, (NOTE, entry.note)] if entry.note else fields


def _label(entry: Entry, label: str) -> Part:
    return Part(label, entry.label if label == NAME else Look.PLAIN)


def _cards(entries: Sequence[Entry]) -> list[Block]:
    blocks: list[Block] = []
    for entry in entries:
        blocks += [line(_label(entry, label), Part(": "), *parts) for label, parts in _fields(entry)]
        blocks += [Line(entry.below)] if entry.below else []
    return blocks


def _in_one(between: str) -> Callable[[Sequence[Entry]], list[Block]]:
    def cards(entries: Sequence[Entry]) -> list[Block]:
        blocks: list[Block] = []
        for entry in entries:
            parts: list[Part] = []
            for label, own in _fields(entry):
                parts += [*([Part(between)] if parts else []), _label(entry, label), Part(": "), *own]
            parts += [Part(f"{between}{entry.below}")] if entry.below else []
            blocks.append(line(*parts))
        return blocks

    return cards


def _pairs(entries: Sequence[Entry]) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for entry in entries:
        rows += [(cell(_label(entry, label)), cell(*parts)) for label, parts in _fields(entry)]
        if entry.below:
            rows.append((Cell(entry.below, 2),) if entry.across else (Cell(""), Cell(entry.below)))
    return [Grid(tuple(rows), 2, 0, (5, 12))]


def _labelled(entries: Sequence[Entry]) -> list[tuple[Line, Line]]:
    pairs: list[tuple[Line, Line]] = []
    for entry in entries:
        pairs += [(line(_label(entry, label)), line(*parts)) for label, parts in _fields(entry)]
        if entry.below:
            pairs.append((Line(NOTE), Line(entry.below)))
    return pairs


def _terms(entries: Sequence[Entry]) -> list[Block]:
    return [Terms(tuple(_labelled(entries)))]


def _values_below(entries: Sequence[Entry]) -> list[Block]:
    return [one for pair in _labelled(entries) for one in pair]


_LAYOUTS: dict[Layout, Callable[[Sequence[Entry]], list[Block]]] = {
    Layout.ROWS: _rows,
    Layout.CARDS: _cards,
    Layout.BROKEN: _in_one("\n"),
    Layout.RUN_ON: _in_one("; "),
    Layout.TURNED: _turned,
    Layout.PAIRS: _pairs,
    Layout.TERMS: _terms,
    Layout.BELOW: _values_below,
    Layout.BESIDE: _beside,
    Layout.DOWNWARDS: _downwards,
    Layout.GROUPED: _grouped,
}
