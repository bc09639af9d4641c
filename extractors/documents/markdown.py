"""Markdown with pipe tables, as converters write it. Emphasis and heading signs are not text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from niemyet.extractors.documents.blocks import Block, cell, numbered, paragraph, written_table
from niemyet.extractors.documents.html import read_html
from niemyet.extractors.documents.sniff import decode
from niemyet.model.records import NO_MARKS, Cell, Document, Table
from niemyet.model.words import Mark

_RULE_CELL = re.compile(r"\s*(?::-+:?|-+:|-{2,})\s*")  # "-" alone is how a cell says that it has nothing
_CLOSES = re.compile(
    r"</table\s*>\s*$", re.IGNORECASE
)  # of a table as HTML, for cells that reach over others
_LINE_END = re.compile(r"\r\n?|\n")  # CommonMark 0.31, section 2.1
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)\|")
_NOTE = re.compile(r"\[\^(\d{1,2})\](?::(?=\s))?")  # the mark of a note, and what begins the note
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|\s+#+\s*$")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{2,3})(?=\S)(.+?)(?<=\S)\1")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~|<(del|s|strike)>(.*?)</\2>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\|*_#\[\]()<>.-])")
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}


def read_markdown(data: bytes) -> Document:
    """Bytes of Markdown as blocks; each line outside a table is one paragraph."""
    text = decode(data) or ""
    return Document(media="markdown", blocks=numbered(_blocks(_lines(text))))


def _lines(text: str) -> list[str]:
    """Lines as Markdown has them: no other sign that parts lines somewhere else ends a row in the middle of a name.

    What stands in a comment is not shown (CommonMark 0.31, section 4.6).
    """
    shown = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text) if "<!--" in text else text
    return _LINE_END.split(shown)


def has_ruled_table(text: str) -> bool:
    """Whether a text has a table as Markdown writes it: a line of labels, and a rule of dashes below it."""
    lines = _lines(text)
    return any(
        "|" in above and "-|-" in re.sub(r"[ :]", "", line) and _is_rule(line)
        for above, line in pairwise(lines)
    )


def _blocks(lines: list[str]) -> Iterator[Block]:
    position = 0
    while position < len(lines):
        end = _table_end(lines, position)
        if end > position:
            yield _table(lines[position:end])
            position = end
            continue
        line = lines[position]
        if line.lstrip()[:6].lower() == "<table":
            end = next(
                (at + 1 for at in range(position, len(lines)) if _CLOSES.search(lines[at])), len(lines)
            )
            yield from read_html("\n".join(lines[position:end]).encode()).blocks
            position = end
            continue
        if not re.fullmatch(r"\s*[-*_=]{3,}\s*", line):
            said = _HEADING.sub("", _QUOTE.sub("", line))
            yield replace(paragraph(_plain(said)), marks=_marks(said))
        position += 1


def _table_end(lines: list[str], start: int) -> int:
    """Line after the table that begins at `start`; `start` itself when none does."""
    leading = lines[start].lstrip().startswith("|")
    ruled = start + 1 < len(lines) and "|" in lines[start] and _is_rule(lines[start + 1])
    if not leading and not ruled:
        return start
    end = start + (2 if ruled else 1)
    while end < len(lines) and (lines[end].lstrip().startswith("|") or (not leading and "|" in lines[end])):
        if end + 1 < len(lines) and _is_rule(lines[end + 1]) and not _is_rule(lines[end]):
            break  # the header of the next table
        end += 1
    return end


def _is_rule(line: str) -> bool:
    return "|" in line and all(_RULE_CELL.fullmatch(part) for part in _split(line))


def _split(line: str) -> list[str]:
    inner = line.strip()
    if inner.startswith("|"):
        inner = inner[1:]
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return _PIPE.split(inner)


def _table(lines: list[str]) -> Table:
    ruled = len(lines) > 1 and _is_rule(lines[1])
    grid = [[_cell(part) for part in _split(line)] for line in lines if not _is_rule(line)]
    return written_table(grid, header_rows=1 if ruled else 0)


def _cell(part: str) -> Cell:
    made, marks = cell(_plain(part).strip()), _marks(part)
    return replace(made, marks=marks) if marks else made


def _marks(text: str) -> frozenset[Mark]:
    """Whether something in a line or a cell is struck: `~~so~~`, or as HTML (RULINGS 37)."""
    return frozenset({Mark.STRUCK}) if _STRUCK.search(text) else NO_MARKS


def _plain(text: str) -> str:
    shown = _STRUCK.sub(r"\1\3", _BREAK.sub("\n", text))
    for entity, sign in _ENTITIES.items():
        shown = shown.replace(entity, sign)
    shown = _NOTE.sub(r"[\1]", shown)
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", shown))
