"""What was read from one document and why, and pictures of its pages: for a look, nothing is recorded.

Like every reading, it happens in a process of its own.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from niemyet.flows.extraction import apart
from niemyet.model.errors import DocumentError
from niemyet.model.records import Box, Explained, Limits

Value = TypeVar("Value")

#: Pages drawn of one document; a person looks at some, and the rows of all are in the table; chosen, not measured.
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One document, or why it could not be read."""

    name: str
    explained: Explained | None
    error: str | None
    data: bytes


def look_at(path: Path, limits: Limits) -> list[LookedAt]:
    """Read a file, or each file of an archive."""
    from niemyet.flows.crawling import read_file

    return apart(_look_at, read_file(path), path.name, limits, limits=limits)


def pictures(look: LookedAt, limits: Limits, lang: str = "vi") -> dict[int, bytes]:
    """Pages of a document as PNG, its parts coloured by what became of them, the rows that were read labelled.

    A format without pages is rendered plainly: paragraphs as lines, tables as drawn cells.
    """
    return apart(_draw, look, lang, limits=limits)


def crop(data: bytes, page: int, box: Box, limits: Limits) -> bytes:
    """A part of a page as PNG."""
    from niemyet.extractors.documents.rendering import crop as cut

    return apart(cut, data, page, box, limits=limits)


def _look_at(data: bytes, name: str, limits: Limits) -> list[LookedAt]:
    from niemyet.extractors.documents.archives import is_archive, open_archive

    if not is_archive(data):
        return [_explained(data, name, limits)]
    opened = open_archive(data, name, limits)
    looks = [_explained(member.data, f"{name}#{member.path}", limits) for member in opened.members]
    return [
        *looks,
        *(LookedAt(f"{name}#{one.path}", None, one.reason.text("vi"), b"") for one in opened.skipped),
    ]


def _explained(data: bytes, name: str, limits: Limits) -> LookedAt:
    from niemyet.extractors.decisions.reading import read_whole
    from niemyet.flows.text_time import read_in_time

    try:
        _, whole = read_in_time(data, None, limits, read_whole)
    except DocumentError as error:
        return LookedAt(name, None, error.message("vi"), data)
    return LookedAt(
        name, Explained(name, whole.document, whole.reading, whole.trace, whole.account), None, data
    )


def _draw(look: LookedAt, lang: str) -> dict[int, bytes]:
    return dict(_drawn(look, lang))


def _drawn(look: LookedAt, lang: str) -> Iterator[tuple[int, bytes]]:
    from niemyet.extractors.documents.rendering import has_pages, page_pictures, png
    from niemyet.reports.account_picture import coloured_boxes, plain_pages, tinted, with_legend
    from niemyet.reports.reading_picture import draw, marks_of
    from niemyet.reports.reading_rows import marks_by_page

    if look.explained is None:
        return
    if not has_pages(look.data):
        for number, page in enumerate(plain_pages(look.explained, lang, MOST_PAGES), start=1):
            yield number, png(with_legend(page, lang))
        return
    placed = marks_by_page(look.explained)
    boxes = coloured_boxes(look.explained)
    for picture in page_pictures(look.data, last=MOST_PAGES):
        marks = marks_of(look.explained, placed.get(picture.number, ()))
        page = tinted(picture.image, picture.points_per_pixel, boxes.get(picture.number, ()))
        labelled = draw(page, picture.points_per_pixel, marks, framed=False)
        yield picture.number, png(with_legend(labelled, lang))


def file_stem(name: str) -> str:
    """A file name for what is written about a document: letters, digits and dashes, told apart by a hash."""
    from niemyet.transforms.language.text import slug

    return f"{slug(name)[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
