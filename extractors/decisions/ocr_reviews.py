"""What was recognised on a scan without being sure: a question with its place, never a value."""

import re
from dataclasses import dataclass, replace

from niemyet.model.records import Box, Cell, Paragraph, Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.syllables import strange_words
from niemyet.transforms.language.text import mend_spaces

#: Below it a recognised text is doubtful: the least sure word of a cell counts. As in `ocr_confidence`, by its benchmarks.
SURE = 0.7
FLAG = "ocr_doubt"
#: Syllables that exist, but hardly in the name of a procedure, and that a scan's grain makes of common ones: it takes the hook
#: of ổ for the stroke of ố ("hoa nố"). Each with its hook is common there: sở, thẩm, điểm, triển, nổ …
_HOOK_LOST = frozenset(
    (
        "sớ", "thấm", "điếm", "triến", "trớ", "nố", "mớ", "biếu", "chớ", "khấn", "tiếu", "thướng", "đố", "cứa",
        "sứa", "tấy", "bấn",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that was read without being sure, and where it stands."""

    text: str
    page: int | None
    box: Box | None
    words: tuple[str, ...] = ()  # the words that are doubtful, where nothing else is


def doubt_of(block: Cell | Paragraph, page: int | None) -> Doubt | None:
    """The doubt about a cell or paragraph; None where it was not recognised, or surely.

    Words that are none in Vietnamese are doubtful however sure the recognition was: "phấm" was "phẩm".
    """
    if block.confidence is None or not block.text:
        return None
    strange = (*strange_words(mend_spaces(block.text)), *_without_hooks(block.text))
    if block.confidence >= SURE:
        return Doubt(block.text, page, block.box, strange) if strange else None
    words = (*block.unsure_words, *strange) if block.unsure_words else ()
    return Doubt(block.text, page, block.box, words)


def _without_hooks(text: str) -> tuple[str, ...]:
    return tuple(found.group() for found in _WORD.finditer(text) if found.group().lower() in _HOOK_LOST)


def joined(first: Doubt | None, second: Doubt | None) -> Doubt | None:
    """The doubt about a text that was read in two pieces."""
    if first is None or second is None:
        return first or second
    words = (*first.words, *second.words) if first.words and second.words else ()
    return replace(second, words=words)


def seen_of(block: Cell | Paragraph, page: int | None) -> Doubt | None:
    """Where on its picture a recognised text stands; None where it was not recognised."""
    return None if block.confidence is None else Doubt(block.text, page, block.box)


def ask(
    kind: ReviewKind, doubt: Doubt, *candidates: str, section: str | None = None, **more: object
) -> Question:
    """A question with its place on the picture. Without candidates the text itself is the only one."""
    return Question(
        kind,
        fields(text=doubt.text[:300], **more),
        candidates or (doubt.text,),
        page=doubt.page,
        box=doubt.box,
        section=section,
    )
