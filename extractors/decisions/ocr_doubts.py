"""Number, day, title, effect and articles of a scan, where they were not surely recognised.

What another sure place of the document confirms is taken; what nothing confirms is a question and no value.
"""

from dataclasses import dataclass, replace

from niemyet.extractors.decisions.effect import Effect
from niemyet.extractors.decisions.header import Header
from niemyet.extractors.decisions.ocr_reviews import FLAG, Doubt, ask, doubt_of
from niemyet.extractors.decisions.relations import Acts
from niemyet.model.records import Cell, Citation, Document, Paragraph
from niemyet.model.words import EffectSource, ReviewKind
from niemyet.transforms.language.citations import parse_number
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import fold

_SMALL = 4  # rows of a table that only places text; chosen, not measured
_SHORTEST = 6  # letters of a line that can be found again in a longer text; chosen, not measured


@dataclass(frozen=True, slots=True)
class Unsure:
    """Lines outside the tables of an annex that were not surely recognised."""

    doubts: tuple[Doubt, ...]

    def about(self, text: str) -> Doubt | None:
        """The doubt that a text stands under: it holds a doubtful line, or is a part of one."""
        return next((one for one in self.doubts if _touches(one.text, text)), None)


def _touches(line: str, text: str) -> bool:
    if min(len(line), len(text)) < _SHORTEST:
        return line == text
    return line in text or text in line


def unsure_lines(document: Document) -> Unsure:
    """All doubtful paragraphs, and doubtful cells of small tables that only place text."""
    found: list[Doubt] = []
    for block in document.blocks:
        held: list[tuple[Paragraph | Cell, int | None]] = []
        if isinstance(block, Paragraph):
            held.append((block, block.page))
        elif len(block.rows) <= _SMALL:
            held += [(cell, row.page) for row in block.rows for cell in row.cells if not cell.merged]
        found += [doubt for one, page in held if (doubt := doubt_of(one, page))]
    return Unsure(tuple(found))


def doubted_header(header: Header, said: Citation | None, unsure: Unsure) -> Header:
    """Number and day only where they were surely read, or where the annex says the same (DOMAIN §2.1, 8)."""
    if not unsure.doubts:
        return header
    flags, questions = list(header.flags), list(header.questions)
    sure_said = None if any("kem theo" in fold(one.text) for one in unsure.doubts) else said
    number = next((one for one in unsure.doubts if _is_number_of(one.text, header)), None)
    if number is not None and not (sure_said and sure_said.number == header.number):
        questions.append(ask(ReviewKind.OCR_NUMBER, number, header.number_text or number.text))
        flags += [FLAG, "number_doubt"]
        header = replace(header, number=None, number_text=None)
    day = next((one for one in unsure.doubts if _is_day_of(one.text, header)), None)
    if day is not None and header.signed_on and not (sure_said and sure_said.signed_on == header.signed_on):
        questions.append(ask(ReviewKind.OCR_SIGNED_ON, day, header.signed_on.isoformat()))
        flags += [FLAG, "signed_on_doubt"]
        header = replace(header, signed_on=None)
    return replace(header, flags=tuple(dict.fromkeys(flags)), questions=tuple(questions))


def _is_number_of(line: str, header: Header) -> bool:
    if header.number is None or len(line) > 60:  # a line of a number stands alone; chosen, not measured
        return False
    read = parse_number(line)
    return read is not None and read.number == header.number


def _is_day_of(line: str, header: Header) -> bool:
    # A line of place and date stands alone; chosen, not measured.
    return header.signed_on is not None and len(line) < 80 and parse_date(line) == header.signed_on


def doubted_effect(effect: Effect, unsure: Unsure, clause: str | None) -> Effect:
    """A day that stands in a doubtful clause is not taken."""
    doubt = unsure.about(clause) if clause else None
    if doubt is None or effect.source is not EffectSource.EXPLICIT:
        return effect
    read = effect.effective_on.isoformat() if effect.effective_on else doubt.text
    return Effect(
        None,
        None,
        EffectSource.INDIRECT,
        rows=effect.rows,
        flags=[*effect.flags, FLAG],
        questions=[*effect.questions, ask(ReviewKind.OCR_EFFECT, doubt, read)],
    )


def doubt_acts(acts: Acts, unsure: Unsure) -> None:
    """Items of doubtful sentences keep their words; their codes are not taken."""
    for index, item in enumerate(acts.items):
        doubt = unsure.about(item.raw_text) or (unsure.about(item.name) if item.name else None)
        if doubt is None:
            continue
        codes = tuple(code.base for code in find_codes(item.raw_text))
        acts.items[index] = replace(item, code=None, flags=(*item.flags, FLAG))
        acts.item_questions.append((index, ask(ReviewKind.OCR_SENTENCE, doubt, *codes, name=item.name)))
