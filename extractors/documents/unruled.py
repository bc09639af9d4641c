"""Tables that no lines draw: columns by the labels of a header, proven by the white that goes down through all rows.

A header begins with "STT" or "Mã …" and has labels for at least three columns. Its columns are those of the rows where
between each two of them a stretch of white goes down; a row is what ruling lines part, what more white parts than stands
between the lines of one cell, else what a number or a code begins. Where any of it is not provable there is no table: its
texts stand for themselves, and the account asks about every code in them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from niemyet.extractors.documents.grid import GridPlace, Rule, Ruled
from niemyet.extractors.documents.lines import Line, Word
from niemyet.extractors.documents.pages import heading_mark, reads_as_heading
from niemyet.model.records import Box
from niemyet.transforms.language.codes import find_codes, is_whole_code
from niemyet.transforms.language.text import fold

# Shares of the size of the letters:
# White this wide parts the texts of two cells on one line; a space has a quarter; chosen, not measured:
_COLUMN_GAP = 0.7
_GUTTER = 0.45  # white this wide that goes down through all rows parts two columns; chosen, not measured
# White narrower than this may part the words of one column by chance, where they are few; chosen, not measured:
_NARROW = 1.2
_ROW_GAP = 1.2  # lines this much further apart than those of one cell are of two rows; chosen, not measured
_LABEL_GAP = 1.5  # lines of a label stand no further apart; chosen, not measured
_ABOVE = 1.5  # of the letters' size: a label this near above a row is of its header; chosen, not measured
_CLOSE = 1.6  # of the letters' size: lines this near are of one cell; chosen, not measured
_END_GAP = 4.0  # what follows after so much white is no part of the table; chosen, not measured
_FEWEST_COLUMNS = 3  # number, name and one more; chosen, not measured
# A label set in the middle of its cell stands so many lines below the first one at most; chosen, not measured:
_HEADER_LINES = 6
_RULE_SHARE = 0.9  # of the table's width: a line between two rows reaches as far; chosen, not measured
_UNDERLINED = 0.1  # what reaches no further is below a word; chosen, not measured
_FIRST_LABEL = re.compile(r"(?:so ?)?s? ?t ?t|so thu tu|ma(?: so)?(?: (?:tthc|thu tuc|ho so)\b.*)?")
_BROKEN_LABEL = frozenset({"số", "st", "s"})  # narrow columns: "Số" over "TT", "ST" over "T"
_REST_OF_FIRST = frozenset({"t", "tt", "tu", "thu tu", "tthc", "ho so", "thu tuc", "hanh chinh"})
_NAME_LABEL = re.compile(r"\b(?:ten|thu tuc|tthc|danh muc|noi dung)\b")
_NO_LABEL = re.compile(r"phu luc|danh muc|kem theo|ban hanh kem")
_NOTE_LABEL = re.compile(r"ghi chu|gc\b|chu thich")
_NUMBER = re.compile(r"\d{1,4}[.)]?|\(\d{1,2}\)")
_AFTER = re.compile(
    r"(?:noi nhan|(?:kt|tm|tuq|tl|q)\. ?|ghi chu ?:|phu luc\b|danh muc (?:tthc|thu tuc)\b|dieu \d|chu tich\b|giam doc\b)"
)
_NOTE_AFTER = re.compile(
    r"\((?:\*+|1)\) "
)  # where it stands alone; the mark of a name may be wrapped beside other cells
_MARK = re.compile(r"(?:[A-HĐ]|[IVXL]{1,5}|\d{1,2}|[a-hđ])(?:\.\d{1,2})*[.)]?")
_TALLY = re.compile(r"tong (?:so|cong)\b")
_FULL = 3  # texts that begin as cells do: so many on one line begin a row; chosen, not measured
_SHORT = 2  # letters of a mark: "x"; chosen, not measured

Edges = tuple[float, ...]
Span = tuple[float, float]
Group = list[Line]


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table by alignment: its grid, the lines of each of its places, and which of its empty places may hold what
    stands above or below."""

    grid: Ruled
    lines: tuple[tuple[Line, ...], ...]
    open: frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """The tables among a page's free lines, and the lines that are of none."""

    tables: tuple[Unruled, ...]
    rest: tuple[Line, ...]
    unproven: tuple[Line, ...] = ()  # headers below which no columns are proven


@dataclass(frozen=True, slots=True)
class _Made:
    table: Unruled
    start: int  # its first line, and the one after its last
    end: int


def unruled_tables(lines: Sequence[Line], rules: Sequence[Rule], before: Edges | None = None) -> Found:
    """Take the tables out of the lines of a page, from top to bottom.

    `before` are the edges of a table that reached the end of the page before: it may go on without a header.
    """
    waiting = sorted(lines, key=lambda line: line.base)
    tables: list[Unruled] = []
    rest: list[Line] = []
    unproven: list[Line] = []
    across = [rule for rule in rules if rule.horizontal]
    # What had one column was no list, and nothing tells a row of it from a paragraph.
    if before is not None and len(before) > 2 and waiting and _header_at(waiting[:_HEADER_LINES]) is None:
        made = _made(waiting, 0, 0, before, across, None)
        if made is not None:
            tables.append(made.table)
            waiting = waiting[made.end :]
    while waiting and (start := _header_at(waiting)) is not None:
        made = _headed(waiting, start, across, before)
        if (
            made is None
        ):  # its columns are not proven: each text stands for itself, so that no row becomes a name
            unproven.append(waiting[start])
            rest += [*waiting[:start], *(piece for line in waiting[start:] for piece in _apart(line))]
            waiting = []
            break
        rest += waiting[: made.start]
        tables.append(made.table)
        waiting = waiting[made.end :]
    left = tuple(sorted([*rest, *waiting], key=lambda line: line.base))
    return Found(tuple(tables), left, tuple(unproven))


# ---- texts side by side -----------------------------------------------------------------------------------------


def _pieces(line: Line) -> list[Line]:
    """The texts that stand side by side on a line."""
    cuts = [
        place
        for place, (one, other) in enumerate(pairwise(line.words), start=1)
        if other.left - one.right >= _COLUMN_GAP * line.size
    ]
    edges = [0, *cuts, len(line.words)]
    return [_part(line, line.words[start:end]) for start, end in pairwise(edges)]


def _apart(line: Line) -> list[Line]:
    """The texts of a line of no table; a heading stays whole, its mark beside its words."""
    pieces = _pieces(line)
    if not (_has_mark_apart(pieces) and _reads_as_heading(line)):
        return pieces
    mark, text = pieces
    shown = mark.text if mark.text.endswith((".", ")")) else f"{mark.text}."
    end = text.left - 0.25 * line.size
    return [_part(line, [Word(((None, shown),), end - 0.5 * line.size * len(shown), end), *text.words])]


def _part(line: Line, words: list[Word]) -> Line:
    return Line(words, line.top, line.bottom, line.base, line.size)


def _united(pieces: Iterable[Line], gap: float = 0.0) -> list[Span]:
    """What texts take of the width, those put together that less white than `gap` parts."""
    spans: list[Span] = []
    for left, right in sorted((piece.left, piece.right) for piece in pieces):
        if spans and left <= spans[-1][1] + gap:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _is_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _reads_as_heading(line: Line) -> bool:
    """Whether a line is the heading of a section: one text, or a mark in a cell of its own before one."""
    pieces = _pieces(line)
    if find_codes(line.text):
        return False
    if _has_mark_apart(pieces):
        text = pieces[1].text
        return reads_as_heading(text, marked=False) or (_is_capitals(text) and not find_codes(text))
    if _TALLY.match(fold(line.text)):
        return True
    return len(pieces) == 1 and reads_as_heading(line.text)


def _has_mark_apart(pieces: Sequence[Line]) -> bool:
    """Whether a mark stands in a cell of its own before a text."""
    return len(pieces) == 2 and _MARK.fullmatch(pieces[0].text) is not None


def _is_across(line: Line, columns: Sequence[Span]) -> bool:
    """Whether a line is set over several columns, or is the heading of a section."""
    pieces = _pieces(line)
    if _reads_as_heading(line):
        return True
    if len(pieces) > 1:
        return False
    middles = [(left + right) / 2 for left, right in columns]
    over = sum(line.left <= middle <= line.right for middle in middles)
    return over > 1 or (line.left <= columns[0][1] and line.right > columns[1][0])


# ---- header and columns -------------------------------------------------------------------------------------------


def _header_at(lines: Sequence[Line]) -> int | None:
    """The first line that has the first label of a header: "STT", "Mã TTHC", or "Số" over "TT"."""
    for place, line in enumerate(lines):
        first, *others = _pieces(line)
        if not others or any(find_codes(one.text) for one in others):
            continue
        label = fold(first.text).strip(" .:")
        if _is_broken_label(first) and place + 1 < len(lines):
            label += fold(_pieces(lines[place + 1])[0].text).strip(" .:")
        if _FIRST_LABEL.fullmatch(label):
            return place
    return None


def _is_broken_label(piece: Line) -> bool:
    return unicodedata.normalize("NFC", piece.text).casefold() in _BROKEN_LABEL


def _headed(lines: list[Line], start: int, across: Sequence[Rule], before: Edges | None) -> _Made | None:
    """The table whose header has its first label on a line."""
    top, below = _header_lines(lines, start)
    header = lines[top:below]
    text = fold(" ".join(line.text for line in header))
    labels = _united(piece for line in header for piece in _pieces(line))
    if len(labels) < _FEWEST_COLUMNS or not _NAME_LABEL.search(text):
        return None
    body = _without_repeats(lines[below : _end(lines, below, labels)], header)
    columns = _columns(header, [line for line in body if not _is_across(line, labels)])
    if columns is None or len(columns) < _FEWEST_COLUMNS:
        return None
    edges = _edges(columns, header[0].size)
    if before is not None and len(before) == len(edges) and _fits([*header, *body], before):
        edges = before  # the same table on the next page, where its texts reach less far
    return _made(lines, top, below, edges, across, header)


def _without_repeats(lines: Sequence[Line], header: Sequence[Line]) -> list[Line]:
    """Lines without the header where it is set again among them."""
    texts = [line.text for line in header]
    out: list[Line] = []
    place = 0
    while place < len(lines):
        again = [line.text for line in lines[place : place + len(texts)]]
        if texts and again == texts:
            place += len(texts)
            continue
        out.append(lines[place])
        place += 1
    return out


def _header_lines(lines: Sequence[Line], start: int) -> tuple[int, int]:
    """The first line of a header and the one after its last."""
    first = _pieces(lines[start])[0]
    below = start + 1
    while below < len(lines) and _is_label_line(lines[below - 1], lines[below], first):
        below += 1
    top = start
    columns = len(_united(piece for line in lines[start:below] for piece in _pieces(line)))
    while top and _is_above(lines[top - 1], lines[top], first):
        more = len(_united(piece for line in lines[top - 1 : below] for piece in _pieces(line)))
        if more < columns and len(_pieces(lines[top - 1])) == 1:  # it reaches over several: a title
            break
        columns, top = more, top - 1
    return top, below


def _is_label_line(over: Line, line: Line, first: Line) -> bool:
    """Whether a line goes on with the labels above it: close below, no number, code or heading."""
    own, *others = _pieces(line)
    if line.base - over.base > _LABEL_GAP * line.size or find_codes(line.text):
        return False
    if own.left < first.right:  # below the first label stands the rest of it, or the first row
        return fold(own.text).strip(" .") in _REST_OF_FIRST
    if not others and _is_capitals(own.text) and not _is_capitals(over.text):
        return False
    return bool(others) or not reads_as_heading(line.text)


def _is_above(line: Line, below: Line, first: Line) -> bool:
    """Whether a line over the first label may be of the header: labels are set in the middle of their cells."""
    close = below.base - line.base <= _ABOVE * below.size and line.left > first.right
    return close and not (find_codes(line.text) or _NO_LABEL.search(fold(line.text)))


def _columns(header: Sequence[Line], body: Sequence[Line]) -> list[Span] | None:
    """What each column takes of the width; None where a column of the rows has no label, or two share one.

    A label over several columns counts for them where each has one of its own below; else they are one column, whose
    words leave white between them by chance.
    """
    size = header[0].size
    labels = [piece for line in header for piece in _pieces(line)]
    spans = _united((piece for line in body for piece in _pieces(line)), _GUTTER * size)
    spans = _with_unfilled(spans, labels)
    merged: list[Span] = []
    for span in spans:
        own = any(_over(label, [span]) and len(_under(label, spans)) == 1 for label in labels)
        near = merged and span[0] - merged[-1][1] < _NARROW * size
        shared = merged and any(_over(label, [span]) and _over(label, [merged[-1]]) for label in labels)
        if own or not merged:
            merged.append(span)
        elif shared or near:
            merged[-1] = (merged[-1][0], span[1])
        else:
            return None
    found: list[Span] = []
    for span in merged:
        over = [label for label in labels if _under(label, merged) == [span]]
        if not over:
            return None
        if len(_united(over, _GUTTER * size)) > 1:
            return None  # two labels over one column of texts
        found.append((min(span[0], *(one.left for one in over)), max(span[1], *(one.right for one in over))))
    white = all(other[0] - one[1] >= _GUTTER * size for one, other in pairwise(found))
    return found if white else None


def _with_unfilled(spans: list[Span], labels: Sequence[Line]) -> list[Span]:
    """The columns of the rows, and those of labels under which every row is empty."""
    alone = [label for label in labels if not _under(label, spans)]
    return sorted([*spans, *_united(alone)])


def _under(label: Line, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if label.left < span[1] and label.right > span[0]]


def _over(label: Line, spans: Sequence[Span]) -> bool:
    return bool(_under(label, spans))


def _edges(columns: Sequence[Span], size: float) -> Edges:
    between = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    return (columns[0][0] - size / 2, *between, columns[-1][1] + size / 2)


def _fits(lines: Sequence[Line], edges: Edges) -> bool:
    """Whether no text crosses the edges, but for labels and headings over several columns."""
    columns = list(pairwise(edges))
    pieces = [piece for line in lines if not _is_across(line, columns) for piece in _pieces(line)]
    inside = all(
        edges[0] - 4 <= piece.left for piece in pieces
    )  # to the right of the last column stands nothing
    return inside and not any(piece.left < edge < piece.right for piece in pieces for edge in edges[1:-1])


# ---- rows ---------------------------------------------------------------------------------------------------------


def _end(lines: Sequence[Line], below: int, columns: Sequence[Span]) -> int:
    """The line after the last one of the table."""
    for place in range(below, len(lines)):
        line, over = lines[place], lines[place - 1] if place else None
        if _is_after(line) or (over and line.top - over.bottom > _END_GAP * line.size):
            return place
        goes_on = over is not None and _is_across(over, columns) and _is_close(over, line)
        if _is_across(line, columns) and not (_reads_as_heading(line) or _is_capitals(line.text) or goes_on):
            return place
    return len(lines)


def _is_after(line: Line) -> bool:
    """Whether a line is what stands below lists: a note, the receipt, a signature."""
    folded = fold(line.text)
    alone = len(_pieces(line)) == 1
    return _AFTER.match(folded) is not None or (alone and _NOTE_AFTER.match(folded) is not None)


def _is_close(over: Line, line: Line) -> bool:
    return line.base - over.base < _CLOSE * line.size


def _made(
    lines: list[Line],
    top: int,
    begin: int,
    edges: Edges,
    across: Sequence[Rule],
    header: Sequence[Line] | None,
) -> _Made | None:
    """The table whose rows begin with a line; None where a text crosses an edge, or nothing proves a row."""
    end = _end(lines, begin, list(pairwise(edges)))
    held = _without_repeats(lines[begin:end], header or ())
    if not held or not _fits(held, edges):
        return None
    groups = _rows(held, edges, across)
    if groups is None or not any(_is_proof(group, edges) for group in groups):
        return None
    return _Made(_table(header, groups, edges), top, end)


def _is_proof(group: Group, edges: Edges) -> bool:
    """Whether a row has what rows have: a number of its own and another text, or a code."""
    number = any(_has_number(line, edges) for line in group)
    texts = sum(len(_pieces(line)) for line in group)
    return (number and texts > 1) or bool(find_codes(" ".join(line.text for line in group)))


def _has_number(line: Line, edges: Edges) -> bool:
    first = _pieces(line)[0]
    return (
        first.right <= edges[1] and _NUMBER.fullmatch(first.text) is not None and not _reads_as_heading(line)
    )


def _begins(line: Line, edges: Edges, over: Line | None = None) -> bool:
    """Whether a line begins a row by itself: a number, a code in a cell of its own, the first label of a header.

    `over` is the line above it: "TT" goes on below "Số".
    """
    broken = over is not None and _is_broken_label(_pieces(over)[0]) and _is_close(over, line)
    if broken and fold(_pieces(line)[0].text) in _REST_OF_FIRST:
        return False
    if _has_number(line, edges) or _header_at([line]) is not None:
        return True
    pieces = _pieces(line)
    if len(pieces) >= _FEWEST_COLUMNS and _is_broken_label(pieces[0]):
        return True
    return len(pieces) > 1 and any(is_whole_code(one.text) for one in pieces)


def _rows(lines: list[Line], edges: Edges, across: Sequence[Rule]) -> list[Group] | None:
    """The lines of each row: by ruling lines, by white, else by the numbers and codes that begin rows."""
    for groups in (_by_rules(lines, edges, across), _by_white(lines, edges)):
        if groups and all(_beginnings(group, edges) <= 1 and not _holds_another(group) for group in groups):
            return groups
    return _by_beginnings(lines, edges)


def _beginnings(group: Group, edges: Edges) -> int:
    """How many rows begin among some lines."""
    return sum(_begins(line, edges, over) for over, line in zip([None, *group[:-1]], group, strict=True))


def _by_rules(lines: list[Line], edges: Edges, across: Sequence[Rule]) -> list[Group]:
    """Rows between ruling lines; none where no line parts any."""
    ats = _full_rules(lines, edges, across)
    if not ats:
        return []
    groups: list[Group] = [[]]
    for line in lines:
        if ats and ats[0] < line.base:
            while ats and ats[0] < line.base:
                ats.pop(0)
            groups.append([])
        elif groups[-1] and _heads_or_ends(groups[-1], line, edges):
            groups.append([])
        groups[-1].append(line)
    found = [group for group in groups if group]
    return found if len(found) > 1 else []


def _full_rules(lines: Sequence[Line], edges: Edges, across: Sequence[Rule]) -> list[float] | None:
    """Where lines run over the whole table, between its rows; None where one runs below some columns only: there cells
    reach over rows."""
    width = edges[-1] - edges[0]
    drawn: dict[int, float] = {}
    for rule in across:
        common = min(rule.end, edges[-1]) - max(rule.start, edges[0])
        if common > 0 and lines[0].base < rule.at < lines[-1].base:
            drawn[round(rule.at)] = drawn.get(round(rule.at), 0.0) + common
    if any(_UNDERLINED < length / width < _RULE_SHARE for length in drawn.values()):
        return None
    return sorted(float(at) for at, length in drawn.items() if length >= _RULE_SHARE * width)


def _by_white(lines: list[Line], edges: Edges) -> list[Group]:
    """Rows that more white parts than stands between the lines of one cell; headings are rows of their own."""
    step = _line_step(lines, edges)
    groups: list[Group] = [[lines[0]]]
    for over, line in pairwise(lines):
        apart = line.base - over.base > (_ROW_GAP * step if step else _CLOSE * line.size)
        if apart or _heads_or_ends(groups[-1], line, edges):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _heads_or_ends(group: Group, line: Line, edges: Edges) -> bool:
    """Whether a line is no more of a row: the heading after it, the row after a heading, the next heading."""
    columns = list(pairwise(edges))
    if _reads_as_heading(line) and (_has_mark_apart(_pieces(line)) or heading_mark(line.text)):
        return True
    if _is_across(line, columns) == _is_across(group[-1], columns):
        return False
    return not _goes_on_in_cell(group, line, edges)


def _goes_on_in_cell(group: Group, line: Line, edges: Edges) -> bool:
    """Whether a heading in a narrow cell goes on: one text below it, that begins where it begins."""
    heading = _pieces(group[0])[-1]
    return (
        _reads_as_heading(group[0])
        and len(_pieces(line)) == 1
        and not _reads_as_heading(line)
        and not _has_number(line, edges)
        and abs(line.left - heading.left) < line.size
    )


def _by_beginnings(lines: list[Line], edges: Edges) -> list[Group] | None:
    """Rows by what stands on their first lines; None where the first of all begins none, or a number stands alone."""
    columns = list(pairwise(edges))
    groups: list[Group] = []
    for line in lines:
        over = groups[-1][-1] if groups else None
        if over is None or _begins(line, edges, over) or _heads_or_ends(groups[-1], line, edges):
            groups.append([line])
        else:
            groups[-1].append(line)
    if any(map(_holds_another, groups)):
        return None
    numbered = [group[0] for group in groups if any(_has_number(line, edges) for line in group)]
    upright = all(len(_pieces(line)) > 1 for line in numbered)
    first = groups[0][0]
    return groups if upright and (_begins(first, edges) or _is_across(first, columns)) else None


def _looks_like_a_row(line: Line) -> bool:
    """Whether so many texts of a line begin as cells do that it may begin a row of its own, without number and code."""
    pieces = _pieces(line)
    anew = sum(one.text[:1].isupper() or one.text[:1].isdigit() for one in pieces)
    return anew >= _FULL or anew == len(pieces) > 1


def _holds_another(group: Group) -> bool:
    """Whether the lines of a row hold a second one without number and code, below a number that is merged down."""
    full = [place for place, line in enumerate(group) if len(_pieces(line)) >= _FULL]
    return bool(full) and any(_looks_like_a_row(line) for line in group[full[0] + 1 :])


def _line_step(lines: Sequence[Line], edges: Edges) -> float | None:
    """How far the lines of one cell stand from each other; None where no cell has two."""
    steps: list[float] = []
    for left, right in pairwise(edges):
        bases = [line.base for line in lines if any(left <= word.left < right for word in line.words)]
        steps += [after - before for before, after in pairwise(bases)]
    size = median(line.size for line in lines)
    close = sorted(step for step in steps if 0.9 * size <= step <= _CLOSE * size)
    return close[0] if close else None


# ---- cells ---------------------------------------------------------------------------------------------------------


class _Grid:
    """Places and their lines, while rows are added."""

    def __init__(self, edges: Edges) -> None:
        self.places: list[GridPlace] = []
        self.texts: list[tuple[Line, ...]] = []
        self._edges = edges

    def put(
        self,
        row: int,
        column: int,
        box: tuple[float, float],
        texts: Sequence[Line],
        down: int = 1,
        wide: int = 1,
    ) -> None:
        """One cell: its row and column, top and bottom, lines, and how far it reaches."""
        top, bottom = box
        place = Box(self._edges[column], top, self._edges[column + wide], bottom)
        self.places.append(GridPlace(row, column, down, wide, place))
        self.texts.append(tuple(texts))


def _table(header: Sequence[Line] | None, groups: Sequence[Group], edges: Edges) -> Unruled:
    columns = list(pairwise(edges))
    grid = _Grid(edges)
    parts = [list(header), *groups] if header else list(groups)
    bounds = _bounds(parts)
    notes: frozenset[int] = frozenset()
    ys = list(bounds)
    first = 0
    if header:
        ys, first, notes = _put_header(grid, header, edges, bounds)
    for number, (group, box) in enumerate(zip(groups, pairwise(ys[first:]), strict=True), start=first):
        if _is_heading(group, columns):
            pieces = _pieces(group[0])
            apart = _has_mark_apart(pieces)
            if apart:
                grid.put(number, 0, box, pieces[:1])
            texts = [pieces[1], *group[1:]] if apart else group
            grid.put(number, int(apart), box, texts, wide=len(columns) - apart)
            continue
        for column, (left, right) in enumerate(columns):
            grid.put(number, column, box, _in_column(group, left, right))
    ruled = Ruled(Box(edges[0], ys[0], edges[-1], ys[-1]), edges, tuple(ys), tuple(grid.places))
    return Unruled(ruled, tuple(grid.texts), _open(grid, first, notes))


def _is_heading(group: Group, columns: Sequence[Span]) -> bool:
    return _is_across(group[0], columns) and all(len(_pieces(line)) == 1 for line in group[1:])


def _put_header(
    grid: _Grid, header: Sequence[Line], edges: Edges, bounds: Sequence[float]
) -> tuple[list[float], int, frozenset[int]]:
    """Put the labels; returns the y of all rows, how many rows the header has, and the columns of notes."""
    columns = list(pairwise(edges))
    over: dict[tuple[int, int], list[Line]] = {}
    own: dict[int, list[Line]] = {}
    for line in header:
        for piece in _pieces(line):
            held = [
                place
                for place, (left, right) in enumerate(columns)
                if piece.left < right and piece.right > left
            ]
            middle = (piece.left + piece.right) / 2
            at = next((place for place in held if columns[place][0] <= middle < columns[place][1]), held[0])
            if len(held) > 1:
                over.setdefault((held[0], held[-1]), []).append(piece)
            else:
                own.setdefault(at, []).append(piece)
    levels = 2 if over else 1
    top, bottom = bounds[0], bounds[1]
    middle_y = (max(piece.bottom for pieces in over.values() for piece in pieces)) if over else bottom
    middle_y = min(max(middle_y, top + 1), bottom - 1)
    spanned: set[int] = set()
    for (start, end), pieces in over.items():
        grid.put(0, start, (top, middle_y), pieces, wide=end - start + 1)
        spanned.update(range(start, end + 1))
    for column in range(len(columns)):
        pieces = own.get(column, [])
        if column in spanned:
            grid.put(1, column, (middle_y, bottom), pieces)
        else:
            grid.put(0, column, (top, bottom), pieces, down=levels)
    notes = {
        column
        for column, pieces in own.items()
        if _NOTE_LABEL.match(fold(" ".join(piece.text for piece in pieces)))
    }
    ys = [top, middle_y, *bounds[1:]] if over else list(bounds)
    return ys, levels, frozenset(notes)


def _bounds(rows: Sequence[Group]) -> list[float]:
    """The y between the rows."""
    tops = [min(line.top for line in row) for row in rows]
    bottoms = [max(line.bottom for line in row) for row in rows]
    between = [
        max((bottom + below) / 2, top + 1)
        for top, bottom, below in zip(tops[:-1], bottoms[:-1], tops[1:], strict=True)
    ]
    return [tops[0] - 1, *between, bottoms[-1] + 1]


def _in_column(group: Group, left: float, right: float) -> list[Line]:
    out = []
    for line in group:
        words = [word for word in line.words if left <= (word.left + word.right) / 2 < right]
        if words:
            out.append(_part(line, words))
    return out


def _open(grid: _Grid, first: int, notes: frozenset[int]) -> frozenset[int]:
    """Empty places in a column that else holds words: no line says that they are not filled from above or below.

    The column of numbers, of notes, and of marks ("x") are empty by their nature.
    """
    by_column: dict[int, list[int]] = {}
    for index, place in enumerate(grid.places):
        if place.row >= first and place.colspan == 1 and place.column and place.column not in notes:
            by_column.setdefault(place.column, []).append(index)
    found: set[int] = set()
    for held in by_column.values():
        texts = [" ".join(line.text for line in grid.texts[index]) for index in held]
        if any(len(text) > _SHORT for text in texts):
            found.update(index for index, text in zip(held, texts, strict=True) if not text)
    return frozenset(found)
