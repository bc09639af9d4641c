"""Plain text in which tables are lines of `a | b | c`, whose cells may go on over the following lines."""

import re
from collections.abc import Iterator

from niemyet.extractors.documents.blocks import Block, cell, numbered, paragraph, written_table
from niemyet.extractors.documents.sniff import decode
from niemyet.model.records import Document, Row, Table
from niemyet.transforms.language.text import fold

_PIPE = re.compile(r"[ \t]*\|[ \t]*")
#: What a first cell of a row looks like: 1, 1., I, I.1, A, A1, a)
_ROW_MARK = re.compile(
    r"\s*(?:\d{1,4}(?:\.\d{1,3})*|[IVXLC]{1,6}(?:\.\d{1,3})*|[A-Za-zĐđ]\d{0,2})\s*[.)]?\s*"
)
_SURE = 5  # columns from which on the cells of two lines do not make up a row by chance; chosen, not measured
_MOST_ABOVE = 6  # lines of a letterhead above its bar: who issues, its number and day; chosen, not measured
_WIDE = 3  # columns from which on lines with bars are a table of data; chosen, not measured


def read_text(data: bytes) -> Document:
    """Bytes of plain text as blocks; each line outside a table is one paragraph."""
    text = decode(data) or ""
    return Document(media="text", blocks=numbered(_merged(_blocks(text))))


def _blocks(text: str) -> Iterator[Block]:
    width = 0  # of the table that was last begun: its rows may come in chunks of their own
    for chunk in re.split(
        r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    ):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if not any("|" in line for line in lines):
            yield from (paragraph(line) for line in lines)
            continue
        width = max(width, *(_width(line) for line in lines))
        yield from _barred(lines, width)


def _barred(lines: list[str], width: int) -> Iterator[Block]:
    """A chunk of lines with bars: rows, with what belongs to none of them as paragraphs."""
    first = next(number for number, line in enumerate(lines) if "|" in line)
    rows: list[list[str]] = []
    if width >= _SURE and sum(line.count("|") for line in lines) == width - 1 and first == 0:
        yield _table([_PIPE.split("\n".join(lines))])  # exactly one row, wherever its cells break
        return
    if (
        first <= _MOST_ABOVE
        and _width(lines[first]) < _WIDE
        and not _ROW_MARK.fullmatch(_PIPE.split(lines[first])[0])
    ):
        # A letterhead: the lines before the bar are its left half, and all of it is one row.
        lines = ["\n".join(lines[: first + 1]), *lines[first + 1 :]]
        first = 0
    yield from (paragraph(line) for line in lines[:first])
    for line in lines[first:]:
        parts = _PIPE.split(line.strip(" \t"))
        if not rows and len(parts) == 1:
            yield paragraph(line)
        elif not rows or _begins_row(rows[-1], parts, width):
            rows.append(parts)
        elif len(parts) == 1 and _is_of_the_list(line, whole=len(rows[-1]) >= width, wide=width >= _WIDE):
            yield _table(rows)
            yield paragraph(line)
            rows = []
        else:
            rows[-1] = [*rows[-1][:-1], f"{rows[-1][-1]}\n{parts[0]}", *parts[1:]]
    if rows:
        yield _table(rows)


def _begins_row(last: list[str], parts: list[str], width: int) -> bool:
    if len(parts) == 1:
        return False
    if len(last) >= width:
        return True
    if width >= _SURE and len(parts) < width and len(last) + len(parts) - 1 == width:
        return False  # it fills the open row exactly: "1.0139" and "98 | …" are one cell broken in two
    return len(parts) > 1 and _ROW_MARK.fullmatch(parts[0]) is not None


def _width(line: str) -> int:
    return line.count("|") + 1


#: "Ghi chú: …", "Bỏ dòng 3", "Số 1.1: …": a line that speaks of a list or of a row by its number.
_BELOW = re.compile(
    r"\W*(?:(?:ghi chu|luu y|chu thich|chu y)\b"
    r"|(?:rieng |bo )?(?:thu tuc|tthc|dong|muc|stt)(?: so)? \d{1,3}\b|so \d{1,3}(?:\.\d{1,3})? ?:)"
)


def _is_of_the_list(line: str, *, whole: bool, wide: bool) -> bool:
    """Whether a line below a row is no more of its last cell: a title, or a note that begins as no cell goes on."""
    return whole and ((wide and _is_title(line)) or _BELOW.match(fold(line)) is not None)


def _is_title(line: str) -> bool:
    letters = [sign for sign in re.sub(r"\(.*?\)", "", line) if sign.isalpha()]
    # Fewer letters are an abbreviation; chosen, not measured.
    return len(letters) > 5 and all(sign.isupper() for sign in letters)


def _table(rows: list[list[str]]) -> Table:
    """Rows as they stand; how wide their table is, its first row says (`_merged`)."""
    return Table(tuple([Row(tuple([cell(part.strip()) for part in row])) for row in rows]), number=0)


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Chunks of one table, parted by blank lines, as one: the wide ones that follow on each other."""
    held: list[Row] = []
    for block in blocks:
        if isinstance(block, Table):
            if held and not _goes_on(held, block):
                yield written_table([row.cells for row in held])
                held = []
            held += block.rows
        elif block.text:
            if held:
                yield written_table([row.cells for row in held])
                held = []
            yield block
    if held:
        yield written_table([row.cells for row in held])


def _goes_on(held: list[Row], block: Table) -> bool:
    widest = len(held[0].cells)
    return widest >= _WIDE and len(block.rows[0].cells) <= widest
