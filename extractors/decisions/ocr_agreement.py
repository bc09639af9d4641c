"""Words of a scan that the same document shows read otherwise in the same surroundings.

A scanner's grain takes the hook of ổ for the stroke of ố, and not the other way: of 413 words with such a hook in lists of
made-up scans 15 lost it, of 934 with such a stroke none got a hook (docs/measurements.md, scans). So "chợ nối" is "chợ nổi"
where the document says that too. Other marks that differ ("ĐỒ ngang" among "Đò ngang") are put right only where two words on
each side are the same, twice; else the word is not sure. What was read stays in `raw`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from niemyet.extractors.decisions.ocr_reviews import SURE
from niemyet.extractors.documents.ocr_misreadings import is_phrase
from niemyet.model.records import Cell, Document, Paragraph
from niemyet.transforms.language.text import fold

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"\W*(?P<word>[^\W\d_]+)\W*")
#: A stroke above a circumflex, a breve or a horn, decomposed, and the hook that stands there otherwise.
_STROKE = re.compile("(?<=[\u0302\u031b\u0306])\u0301")
_HOOK = re.compile("(?<=[\u0302\u031b\u0306])\u0309")
#: Below SURE: a word that the document itself contradicts.
_CONTRADICTED = 0.6  # chosen, not measured
_OFTEN = 2  # readings that outweigh a single other one; chosen, not measured

#: Media whose pages may be pictures.
_OF_PICTURES = frozenset(("scan", "image", "pdf"))
_Block = TypeVar("_Block", Cell, Paragraph)
#: Two words before a word and two behind it; "" beyond the ends of its text.
_Around = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in its text: where it stands, how it is written there, and the words around it."""

    start: int
    end: int
    shown: str
    sure: bool
    around: _Around

    @property
    def key(self) -> str:
        """The word without its capitals."""
        return self.shown.lower()


@dataclass(frozen=True, slots=True)
class _Said:
    """What the sure words of a document say, each text of it once."""

    hooked: dict[str, set[_Around]]  # surroundings of words with a hook, by what they are without it
    between: dict[tuple[str, str, str], Counter[str]]  # readings between two words
    amid: dict[tuple[_Around, str], Counter[str]]  # readings amid four words


def agreed(document: Document) -> Document:
    """The document, its recognised words put right or doubted where the same words elsewhere in it prove or deny them."""
    if document.media not in _OF_PICTURES:
        return document
    # What an unsure word is found to be proves others; what is doubted then proves nothing.
    return _compared(_compared(document, doubting=False), doubting=True)


def _compared(document: Document, *, doubting: bool) -> Document:
    read = set(_recognised(document))
    if not read:
        return document
    said = _said_by(read)
    known = {one: _checked(*one, said, doubting=doubting) for one in read}
    return replace(
        document,
        blocks=tuple(
            _settled(block, known)
            if isinstance(block, Paragraph)
            else replace(
                block,
                rows=tuple(
                    replace(row, cells=tuple(_settled(cell, known) for cell in row.cells))
                    for row in block.rows
                ),
            )
            for block in document.blocks
        ),
    )


def _recognised(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _of_a_scan(block)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _of_a_scan(cell)


def _of_a_scan(block: Cell | Paragraph) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A text whose words are sure but for those that are told; one that is doubtful as a whole proves nothing."""
    if block.text and block.confidence is not None and (block.confidence >= SURE or block.unsure_words):
        yield block.text, block.unsure_words


def _said_by(read: Iterable[tuple[str, tuple[str, ...]]]) -> _Said:
    said = _Said({}, {}, {})
    for text in sorted({text for text, _ in read}):
        unsure = frozenset(word for other, words in read if other == text for word in words)
        for word in _words(text, unsure):
            if not word.sure:
                continue
            if (struck := _struck(word.key)) != word.key:
                said.hooked.setdefault(struck, set()).add(word.around)
            _, before, after, _ = word.around
            letters = fold(word.key)
            said.between.setdefault((before, letters, after), Counter())[word.key] += 1
            said.amid.setdefault((word.around, letters), Counter())[word.key] += 1
    return said


def _words(text: str, unsure: Collection[str]) -> list[_Word]:
    tokens = list(_TOKEN.finditer(text))
    keys = ["", "", *(_bare(token.group()).lower() for token in tokens), "", ""]
    out = []
    for place, token in enumerate(tokens):
        found = _WORD.fullmatch(token.group())
        if found is None:
            continue
        around = keys[place], keys[place + 1], keys[place + 3], keys[place + 4]
        sure = token.group() not in unsure and found["word"] not in unsure
        out.append(
            _Word(
                token.start() + found.start("word"),
                token.start() + found.end("word"),
                found["word"],
                sure,
                around,
            )
        )
    return out


def _bare(token: str) -> str:
    return token.strip(" .,:;()[]-–“”\"'/")


def _struck(word: str) -> str:
    """A word with strokes where it has hooks above another mark."""
    return _with(_HOOK, "\u0301", word)


def _with(mark: re.Pattern[str], other: str, word: str) -> str:
    return unicodedata.normalize("NFC", mark.sub(other, unicodedata.normalize("NFD", word)))


@dataclass(frozen=True, slots=True)
class _Settled:
    """A text after it was compared with the others."""

    text: str
    unsure: tuple[str, ...]
    doubted: bool  # a word of it is contradicted


def _checked(text: str, unsure: tuple[str, ...], said: _Said, *, doubting: bool) -> _Settled:
    out, last, left, doubted = [], 0, list(unsure), False
    for word in _words(text, unsure):
        meant = _meant(word, said)
        if doubting and meant is None and word.sure and _is_contradicted(word, said):
            left.append(word.shown)
            doubted = True
        if meant is None:
            continue
        out += [text[last : word.start], meant]
        last = word.end
        left = [one for one in left if _bare(one) != _bare(word.shown)]
    return _Settled("".join([*out, text[last:]]), tuple(left), doubted)


def _meant(word: _Word, said: _Said) -> str | None:
    """The word as the document proves it, where it was read otherwise or is not sure."""
    hooked = _with(_STROKE, "\u0309", word.shown)
    places = said.hooked.get(_struck(word.key), set())
    if hooked != word.shown and not _is_of_a_phrase(word):
        proves = _is_same_place if word.sure else _is_beside
        if any(proves(word.around, other) for other in places):
            return hooked
    if not word.sure and hooked == word.shown and any(_is_beside(word.around, other) for other in places):
        return word.shown  # read with a hook here too, and surely there
    amid = said.amid.get((word.around, fold(word.key)), Counter())
    [(often, times)] = amid.most_common(1) or [("", 0)]
    outweighed = times >= _OFTEN and len(amid) <= 2 and amid[word.key] <= 1 and all(word.around)
    return _cased(often, word.shown) if outweighed and often != word.key else None


def _is_contradicted(word: _Word, said: _Said) -> bool:
    """Whether the same words beside it stand beside another word of the same letters."""
    if _is_of_a_phrase(word):
        return False
    if any(_is_beside(word.around, other) for other in said.hooked.get(word.key, ())):
        return True
    _, before, after, _ = word.around
    others = said.between.get((before, fold(word.key), after), Counter())
    often = max((times for one, times in others.items() if one != word.key), default=0)
    return bool(before and after) and others[word.key] == 1 and often >= _OFTEN


def _is_beside(one: _Around, other: _Around) -> bool:
    return bool((one[1] and one[1] == other[1]) or (one[2] and one[2] == other[2]))


def _is_same_place(one: _Around, other: _Around) -> bool:
    """Whether a word stands between the same words, or at the end of its text with the same two words beside it."""
    if one[1] and one[2]:
        return one[1:3] == other[1:3]
    beside, others = (one[:2], other[:2]) if one[1] else (one[2:], other[2:])
    return all(beside) and beside == others


def _is_of_a_phrase(word: _Word) -> bool:
    """Whether it makes a known phrase with a word beside it, as it is written: "đối với"."""
    return is_phrase(word.around[1], word.key) or is_phrase(word.key, word.around[2])


def _cased(right: str, read: str) -> str:
    if read.isupper() and len(read) > 1:
        return right.upper()
    return right.capitalize() if read[:1].isupper() else right


def _settled(block: _Block, known: Mapping[tuple[str, tuple[str, ...]], _Settled]) -> _Block:
    found = known.get((block.text, block.unsure_words)) if block.confidence is not None else None
    if (
        found is None
        or block.confidence is None
        or (found.text, found.unsure) == (block.text, block.unsure_words)
    ):
        return block
    confidence = block.confidence
    if found.doubted:
        confidence = min(confidence, _CONTRADICTED)
    elif block.unsure_words and not found.unsure:
        confidence = max(confidence, SURE)
    return replace(block, text=found.text, unsure_words=found.unsure, confidence=confidence)
