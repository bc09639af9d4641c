"""Whether a paper is a draft by its own marks: above the letterhead, in its title, behind or beside the text.

A draft with number and day looks like a decision and changes nothing until a person says that it was issued.
"""

import re
from collections.abc import Iterator

from niemyet.extractors.decisions.layout import Layout, is_capitals
from niemyet.model.records import Document, Paragraph, Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.draft_marks import draft_words, is_draft_mark
from niemyet.transforms.language.text import fold

#: What readers of files leave where a header, footer or watermark bears the mark.
MARKED = "draft_mark"
FLAG = "draft"

_COUNTED = re.compile(r"\b(?:lan(?: thu)?|ngay) [\w/]")


def _standing_out(document: Document) -> Iterator[str]:
    """Paragraphs in capitals, or with the count or day of a draft, as a footer has them: "Dự thảo lần 2"."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and (is_capitals(block.text) or _COUNTED.search(fold(block.text))):
            yield block.text


def read_draft(document: Document, layout: Layout) -> Question | None:
    """The question whether it was issued; None without a mark."""
    found = next(
        (words for line in (*layout.letterhead, *layout.title) if (words := draft_words(line))), None
    )
    found = found or next(
        (line for line in _standing_out(document) if is_draft_mark(line)), None
    )  # behind the text of a page
    found = found or next((note.text for note in document.notes if is_draft_mark(note.text)), None)
    if found is None and MARKED in document.flags:
        found = "dự thảo"
    return Question(ReviewKind.DRAFT, fields(text=found[:80]), ("issued", "draft")) if found else None
