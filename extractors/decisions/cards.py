"""Procedures as cards: "Tên thủ tục: …", "Mã số: …", "Lĩnh vực: …" in lines of their own, again for each procedure.

Labels and values that alternate ("Tên thủ tục" / "Đăng ký …"), several fields in a line, and a numbered name above its
fields ("1. Đăng ký …") come to the same. A stretch of lines between two tables is read as cards where all of it is: each
procedure with its name and its one code, nothing in between that is neither a field nor a heading. Else its lines stay lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from niemyet.extractors.decisions.beside_values import is_remark_below, speaks_of_a_numbered_row
from niemyet.extractors.decisions.columns import SAID_OF_A_ROW, Column, column_of
from niemyet.extractors.decisions.fields_of_rows import (
    Field,
    are_printed_elsewhere,
    each_once,
    field_of_line,
    looking_as,
    parted,
    table_of,
)
from niemyet.extractors.decisions.heading_patterns import BELONGS_TO
from niemyet.extractors.decisions.headings_in_lines import is_annex_mark, read_line, stands_out
from niemyet.extractors.decisions.layout import lay_out, lines_of
from niemyet.extractors.decisions.limits import is_held_to_a_place
from niemyet.extractors.decisions.listed import acts_on_procedures
from niemyet.extractors.decisions.row_notes import keeps
from niemyet.model.records import Cell, Document, Paragraph, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.names import names_a_source
from niemyet.transforms.language.sector_words import tells_of_change
from niemyet.transforms.language.text import fold

_LABEL = r"(?P<label>[^:.;|\d]{2,60}?)"
_FIELD = re.compile(
    rf"(?:(?P<number>\d{{1,3}})[.)]\s*|[a-zđ][.)]\s+)?[-–+•*]?\s*{_LABEL}\s*:\s*(?P<value>.*)"
)
_ALONE = re.compile(rf"[-–+•*]?\s*{_LABEL}\s*:?")
_COUNTED = re.compile(
    r"(?:thủ tục|TTHC)(?: số| thứ)? (?P<number>\d{1,3})\s*[.:]?\s*(?P<name>.*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<name>[^\W\d].*)")
_BETWEEN = re.compile(r"\s*[;|]\s*")
_POINT = re.compile(r"[-–+•*]\s")
#: A look at a line that costs little: the label of a code, with nothing before it but what may be the card's.
_OF_A_CODE = re.compile(r"(?:^|[;|\n])\W*(?:\d{1,2}\W+)?(?:mã|số hồ sơ)\b[^.:;]{0,40}(?::|$)", re.IGNORECASE)
#: What a card may say; marks are for columns, other labels are not understood.
_SAID = SAID_OF_A_ROW | {
    *(Column.CODE, Column.NAME, Column.LEVEL, Column.NOTE, Column.COMPONENT, Column.POST, Column.ONLINE),
    *(Column.TIME_LEGAL, Column.TIME_LOCAL, Column.TIME_ONLINE, Column.FEE_ONLINE, Column.PUBLISHED_IN),
    *(Column.ACTION, Column.EFFECT, Column.EFFECT_LAST, Column.EFFECT_END),
}
_TELLING = {Column.NAME.value, Column.CODE.value}


@dataclass(frozen=True, slots=True)
class _CardLine:
    """A line with its fields, if it has any; `first` and `last` are the paragraphs in which it stands."""

    first: int
    last: int
    text: str
    fields: tuple[Field, ...] = ()
    number: str | None = None  # that stands before its first field
    block: Paragraph | None = None  # in which it ends

    @property
    def keys(self) -> set[str]:
        """What is said in it."""
        return {one.key for one in self.fields}


def with_cards_as_tables(document: Document) -> Document:
    """The document with its cards as tables; the same one where it has none. No block moves to another place."""
    if not any(isinstance(one, Paragraph) and _may_be_of_a_card(one) for one in document.blocks):
        return document  # nearly always
    blocks = list(document.blocks)
    number = max((block.number for block in blocks if isinstance(block, Table)), default=0)
    for places in _stretches(document):
        for first, last, table in _cards(document, places):
            number += 1
            blocks[first] = replace(table, number=number)
            blocks[first + 1 : last + 1] = [Paragraph("", "")] * (last - first)
    return replace(document, blocks=tuple(blocks)) if blocks != list(document.blocks) else document


def _may_be_of_a_card(block: Paragraph) -> bool:
    return _OF_A_CODE.search(block.text) is not None or _OF_A_CODE.search(block.raw) is not None


def _stretches(document: Document) -> Iterator[list[int]]:
    """The places of paragraphs between two tables of the annexes; what articles list is read with their words."""
    of_annex = lay_out(document).annex_places
    for is_text, held in groupby(of_annex, key=lambda place: isinstance(document.blocks[place], Paragraph)):
        if is_text:
            yield list(held)


def _cards(document: Document, places: Sequence[int]) -> list[tuple[int, int, Table]]:
    """The cards of a stretch, each group of them with its first and its last block; none where one is not proven."""
    lines = _below_sectors(_gone_on(_with_names(_with_values(list(_lines(document, places))))))
    begin = next((at for at, line in enumerate(lines) if line.keys & _TELLING), None)
    if begin is None:
        return []
    while begin and lines[begin - 1].fields:
        begin -= 1
    stop = max(at for at, line in enumerate(lines) if line.fields) + 1
    within = lines[begin:stop]
    groups = [
        list(held) for has_fields, held in groupby(within, key=lambda line: bool(line.fields)) if has_fields
    ]
    records = [parted(_fields(group, within)) for group in groups]
    tables = [table_of(one, 0) for one in records if one]
    blocks = {place for group in groups for place in range(group[0].first, group[-1].last + 1)}
    beside = [line for at, line in enumerate(lines) if not (begin <= at < stop and line.fields)]
    proven = (
        all(records)
        and all(line.fields or _may_stand_between(line.text) for line in within)
        and not any(blocks & {line.first, line.last} for line in beside)
        and not any(_is_a_rest(line.text) for line in lines[stop : stop + 1])
        and not any(are_printed_elsewhere(table, document, blocks) for table in tables)
    )
    if not proven:
        return []
    return [(group[0].first, group[-1].last, table) for group, table in zip(groups, tables, strict=True)]


def _lines(document: Document, places: Sequence[int]) -> Iterator[_CardLine]:
    for place in places:
        block = document.blocks[place]
        if isinstance(block, Paragraph) and block.text:
            for text in lines_of(block):
                yield replace(_read(text, place, block), block=block)


def _read(text: str, place: int, block: Paragraph) -> _CardLine:
    """A line with the fields that it is: "Tên thủ tục: …; Mã số: …", "Thủ tục 1"."""
    counted = _COUNTED.fullmatch(text)
    if counted is not None:
        number = field_of_line("STT", counted["number"], block)
        named = (field_of_line("Tên thủ tục", counted["name"], block),) if counted["name"] else ()
        return _CardLine(place, place, text, (number, *named))
    parts: list[str] = []
    for part in _BETWEEN.split(text):
        if parts and not _is_field(part):
            parts[-1] += f"; {part}"
        else:
            parts.append(part)
    found = [one for part in parts if (one := _FIELD.fullmatch(part)) is not None]
    if len(found) != len(parts) or not all(map(_is_field, parts)):
        return _CardLine(place, place, text, (_label(text, block),) if _is_label(text) else ())
    fields = tuple(field_of_line(one["label"], one["value"].rstrip(" ;"), block) for one in found)
    return _CardLine(place, place, text, fields, found[0]["number"])


def _is_field(text: str) -> bool:
    found = _FIELD.fullmatch(text)
    column = None if found is None else column_of(found["label"].strip())
    return column in _SAID and not (column is Column.NOTE and speaks_of_a_numbered_row(text))


def _is_label(text: str) -> bool:
    found = _ALONE.fullmatch(text)
    return found is not None and column_of(found["label"].strip()) in _SAID and not is_remark_below(text)


def _label(text: str, block: Paragraph) -> Field:
    return field_of_line(text.strip(" -–+•*:"), "", block)


def _with_values(lines: Sequence[_CardLine]) -> list[_CardLine]:
    """The lines, those that are a label alone with the line below as its value."""
    out: list[_CardLine] = []
    for line in lines:
        before = out[-1] if out else None
        if before is None or line.fields or not before.fields or before.fields[-1].value.text:
            out.append(line)
            continue
        *held, last = before.fields
        value = replace(_with_what_is_known(last.value, line.block), raw=line.text, text=line.text)
        out[-1] = replace(before, last=line.last, fields=(*held, replace(last, value=value)))
    return out


def _with_what_is_known(value: Cell, block: Paragraph | None) -> Cell:
    """A value with what is known of the paragraph that it takes words from too: lines through it, notes, unsure words."""
    if block is None:
        return value
    confidences = [one for one in (value.confidence, block.confidence) if one is not None]
    return replace(
        looking_as(value, block),
        box=value.box or block.box,
        confidence=min(confidences, default=None),
        unsure_words=each_once(value.unsure_words, block.unsure_words),
    )


def _with_names(lines: Sequence[_CardLine]) -> list[_CardLine]:
    """The lines, where no field is a name the numbered ones above the fields as names: "1. Đăng ký …"."""
    if any(Column.NAME in line.keys for line in lines):
        return list(lines)
    out = list(lines)
    for at, (line, after) in enumerate(pairwise(lines)):
        found = _NUMBERED.fullmatch(line.text) if after.fields and not line.fields else None
        if found is None or find_codes(line.text) or _is_heading(line.text) or acts_on_procedures(line.text):
            continue
        number, name = (
            _with_what_is_known(Cell(found[one], found[one]), line.block) for one in ("number", "name")
        )
        page = after.fields[0].page
        out[at] = replace(line, fields=(Field("STT", number, page), Field("Tên thủ tục", name, page)))
    return out


def _gone_on(lines: Sequence[_CardLine]) -> list[_CardLine]:
    """The lines, those that only go on with the value above put to it."""
    out: list[_CardLine] = []
    for line in lines:
        before = out[-1] if out else None
        if before is not None and before.fields and not line.fields and _is_note_of_card(before, line.text):
            note = field_of_line("Ghi chú", line.text, line.block or Paragraph("", ""))
            out[-1] = replace(before, last=line.last, fields=(*before.fields, note))
            continue
        if before is None or line.fields or not before.fields or not _goes_on(before.fields[-1], line.text):
            out.append(line)
            continue
        *held, last = before.fields
        value = replace(
            _with_what_is_known(last.value, line.block),
            raw=f"{last.value.raw}\n{line.text}",
            text=f"{last.value.text} {line.text}",
        )
        out[-1] = replace(before, last=line.last, fields=(*held, replace(last, value=value)))
    return out


def _is_note_of_card(card: _CardLine, text: str) -> bool:
    """Whether a line in small letters is a remark on the card that it stands below, and goes on with no name."""
    return text[:1].islower() and is_remark_below(text) and card.fields[-1].key != Column.NAME


#: Fields of which a value goes on in the next line; a time, fee or place that does so may be held to something there.
_LONG = frozenset({Column.BASIS.value, Column.NOTE.value, Column.PUBLISHED_IN.value})


def _goes_on(said: Field, text: str) -> bool:
    """Whether a line can only be more of a value: a name that goes on small, a point of a long text, or one more law."""
    if said.key == Column.NAME and is_remark_below(text):
        return True  # asked about below the name, as in a cell of a table
    if find_codes(text) or acts_on_procedures(text) or _is_heading(text):
        return False
    if tells_of_change(text) or is_held_to_a_place(text):
        return False
    if said.key == Column.NAME:
        return text[0].islower()
    long = said.key in _LONG or column_of(said.label) is Column.COMPONENT
    return (long and _is_a_rest(text)) or (said.key == Column.BASIS and names_a_source(text))


def _below_sectors(lines: Sequence[_CardLine]) -> list[_CardLine]:
    """The lines, those of sectors that stand above several procedures each being headings: the first field is one."""
    sectors = [at for at, line in enumerate(lines) if line.keys == {Column.SECTOR}]
    named = [at for at, line in enumerate(lines) if line.keys & _TELLING]
    begun = next((at for at, line in enumerate(lines) if at + 1 in named and line.fields), None)
    names = sum(Column.NAME in line.keys for line in lines)
    if begun not in sectors or len(sectors) >= names:
        return list(lines)
    heads = {at for at in sectors if at + 1 in named and Column.NAME in lines[at + 1].keys}
    return [replace(line, fields=()) if at in heads else line for at, line in enumerate(lines)]


def _fields(group: Sequence[_CardLine], within: Sequence[_CardLine]) -> list[Field]:
    """The fields of a group; numbers only where they count the procedures, and not the fields of each."""
    begins = group[0].fields[0].key
    counts = {line.fields[0].key for line in within if line.number} == {begins}
    out: list[Field] = []
    for line in group:
        if counts:
            number = line.number or ""
            out += (
                [Field("STT", Cell(number, number), line.fields[0].page)]
                if line.fields[0].key == begins
                else []
            )
        out += line.fields
    return out


def _is_a_rest(text: str) -> bool:
    """Whether a line goes on with what stands above it, whatever it says."""
    return text[0].islower() or text[0] == "(" or _POINT.match(text) is not None


def _may_stand_between(text: str) -> bool:
    if speaks_of_a_numbered_row(text):  # for the account
        return True
    if is_remark_below(text) and keeps(text):
        return False  # whether it speaks of the card above or of those below is not said
    return is_annex_mark(text) or BELONGS_TO.match(fold(text)) is not None or _is_heading(text)


def _is_heading(text: str) -> bool:
    line = read_line(text)
    return line.heading is not None and stands_out(line.heading, line.shown)
