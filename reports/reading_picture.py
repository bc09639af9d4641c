"""Recognised cells drawn on the picture of their page, so that a misreading is seen at a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from niemyet.model.records import Box, Explained, Paragraph, Row, TracedRow
from niemyet.transforms.language.text import fold

#: Meaning → colour of its frame; what is doubtful goes before what it means.
COLOURS = {
    "header": (30, 90, 200),
    "section": (20, 140, 60),
    "item": (220, 120, 0),
    "continuation": (190, 160, 0),
    "text": (130, 130, 130),
    "ignored": (130, 130, 130),
    "doubt": (210, 0, 40),
}
_TINT = 26  # of 255: the words below stay readable
_DOUBT = frozenset({"ocr_doubt", "action_unknown", "level_unknown", "several_codes", "replaced_unknown"})
_LABEL_POINTS = 7.5  # height of the labels; chosen, not measured
_LABEL_COLOUR = (60, 70, 90)  # a dark grey; chosen, not measured
_LABEL_ROOM = 110.0  # points of margin; chosen, not measured


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """What to draw for one row: its cells, what they mean, and a label of signs that every font has."""

    boxes: tuple[Box, ...]
    meaning: str
    label: str


def marks_of(explained: Explained, placed: Iterable[tuple[TracedRow, Row | Paragraph]]) -> list[DrawnMark]:
    """Marks for the rows of one page."""
    found = []
    for traced, place in placed:
        boxes = boxes_of(place)
        if boxes:
            found.append(DrawnMark(boxes, meaning_of(explained, traced), _label(explained, traced)))
    return found


def boxes_of(place: Row | Paragraph) -> tuple[Box, ...]:
    """Where a row's own cells, or a paragraph, stand."""
    if isinstance(place, Paragraph):
        return (place.box,) if place.box else ()
    return tuple(cell.box for cell in place.cells if cell.box and not cell.merged)


def meaning_of(explained: Explained, traced: TracedRow) -> str:
    """The meaning of a traced row; `doubt` where its item needs a person."""
    items = explained.reading.items
    if traced.item is not None and traced.item < len(items) and _DOUBT & set(items[traced.item].flags):
        return "doubt"
    return traced.meaning


def draw(
    image: Image.Image, points_per_pixel: float, marks: Sequence[DrawnMark], *, framed: bool = True
) -> Image.Image:
    """The page with its marks, and a margin at its left for their labels; the given picture stays as it is.

    Without frames only the labels are written, in one colour: the colours of the page say something else.
    """
    scale = 1 / points_per_pixel
    margin = round(_LABEL_ROOM * scale)
    page = Image.new("RGBA", (image.width + margin, image.height), (255, 255, 255, 255))
    page.paste(image.convert("RGBA"), (margin, 0))
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    font = ImageFont.load_default(_LABEL_POINTS * scale)
    for mark in marks:
        colour = COLOURS[mark.meaning] if framed else _LABEL_COLOUR
        for box in mark.boxes if framed else ():
            corners = [
                box.left * scale + margin,
                box.top * scale,
                box.right * scale + margin,
                box.bottom * scale,
            ]
            pen.rectangle(corners, fill=(*colour, _TINT), outline=(*colour, 255), width=max(1, round(scale)))
        _write(pen, mark, colour, scale, margin, font)
    return Image.alpha_composite(page, layer).convert("RGB")


def _write(
    pen: ImageDraw.ImageDraw,
    mark: DrawnMark,
    colour: tuple[int, int, int],
    scale: float,
    margin: int,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    """The label, in a small flag that ends where the row begins."""
    if not mark.label:
        return
    left = min(box.left for box in mark.boxes) * scale + margin
    top = min(box.top for box in mark.boxes) * scale
    around = pen.textbbox((left, top), mark.label, font=font)
    width = around[2] - around[0]
    at = (max(0.0, left - width - 4), top)
    around = pen.textbbox(at, mark.label, font=font)
    pen.rectangle((around[0] - 2, around[1] - 1, around[2] + 2, around[3] + 1), fill=(*colour, 235))
    pen.text(at, mark.label, fill=(255, 255, 255, 255), font=font)


def _label(explained: Explained, traced: TracedRow) -> str:
    """ASCII only: what the section sets, or the item's number, action, code and levels."""
    if traced.meaning == "section":
        return fold(traced.detail).replace("mark=", "").strip("; ")[:40]
    items = explained.reading.items
    if traced.meaning != "item" or traced.item is None or traced.item >= len(items):
        return "" if traced.meaning in {"ignored", "text"} else traced.meaning
    item = items[traced.item]
    levels = "+".join(level.value[:4] for level in item.levels) or "level?"
    return f"{traced.item + 1} {item.action.value} {item.code or 'no code'} {levels}"
