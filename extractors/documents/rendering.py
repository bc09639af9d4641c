"""Pages of a document as pictures, for people who want to see what was read. Only formats that have pages."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from niemyet.extractors.documents.scanning import require_scans
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.model.errors import DocumentError
from niemyet.model.messages import msg
from niemyet.model.records import Box

_DPI = 110  # a page fits a screen, and a code of 8 points can still be read
_CROP_DPI = 200  # of a cell alone, which may be looked at closely; chosen, not measured
_MARGIN = 6.0  # points around a cell, so that its borders are seen
_POINTS_PER_INCH = 72  # by definition (ISO 32000-1, 8.3.2.3)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as people see it."""

    number: int
    image: Image.Image
    points_per_pixel: float


def has_pages(data: bytes) -> bool:
    """Whether the bytes are of a format whose pages can be shown."""
    return sniff(data) in {Format.PDF, Format.IMAGE}


def page_pictures(
    data: bytes, *, first: int = 1, last: int | None = None, dpi: int = _DPI
) -> Iterator[PagePicture]:
    """The pages from `first` to `last`, one after the other. Raises DocumentError when they cannot be shown."""
    if sniff(data) is Format.IMAGE:
        yield from _frames(data, first, last)
        return
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(
            msg("the PDF could not be opened to draw a page: {error}.", error=error)
        ) from error
    try:
        count = len(document)
        for number in range(max(1, first), (count if last is None else min(last, count)) + 1):
            page = document[number - 1]
            image = page.render(scale=dpi / _POINTS_PER_INCH).to_pil().convert("RGB")
            page.close()
            yield PagePicture(number, image, _POINTS_PER_INCH / dpi)
    finally:
        document.close()


def crop(data: bytes, page: int, box: Box) -> bytes:
    """A part of a page as PNG, with a little of what is around it.

    Raises:
        DocumentError: the document has no such page.
    """
    for picture in page_pictures(data, first=page, last=page, dpi=_CROP_DPI):
        return png(cut(picture, box))
    raise DocumentError(msg("the document has no page {page}.", page=page))


def cut(picture: PagePicture, box: Box, margin: float = _MARGIN) -> Image.Image:
    """A part of a page that is drawn already, with `margin` points of what is around it."""
    scale = 1 / picture.points_per_pixel
    left, top, right, bottom = (
        (box.left - margin) * scale,
        (box.top - margin) * scale,
        (box.right + margin) * scale,
        (box.bottom + margin) * scale,
    )
    width, height = picture.image.size
    return picture.image.crop(
        (
            max(0, min(int(left), width - 1)),
            max(0, min(int(top), height - 1)),
            max(1, min(int(right), width)),
            max(1, min(int(bottom), height)),
        )
    )


def png(image: Image.Image) -> bytes:
    """A picture as PNG bytes; the same picture, the same bytes."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _frames(data: bytes, first: int, last: int | None) -> Iterator[PagePicture]:
    require_scans()
    from niemyet.extractors.documents.scan import frames

    for number, (image, points_per_pixel) in enumerate(frames(data), start=1):
        if number >= first and (last is None or number <= last):
            yield PagePicture(number, image, points_per_pixel)
