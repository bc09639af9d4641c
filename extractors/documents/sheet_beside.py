"""What a sheet of an XLSX keeps beside its cells: comments, links, text boxes, pictures, headers and footers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: As for the pictures of a DOCX: a smaller one is a logo, a stamp, a signature.
_WIDE, _HIGH = 6 * 360_000, 3 * 360_000  # EMU: centimetres; chosen, not measured
#: A picture whose size is told by cells alone: rows and columns that it reaches over; chosen, not measured.
_FEWEST_ROWS = 6
#: Elements of a sheet that hold its headers and footers.
MARGINS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
_MARGIN_CODES = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z&])")

Part = Callable[[str], Any]
Relations = Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class SheetBeside:
    """What hangs at or lies over the cells of a sheet; rows and columns from 0."""

    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    boxes: list[tuple[int, str]] = field(default_factory=list)  # row of its upper left corner, text
    pictures: list[int] = field(default_factory=list)  # rows of the upper left corners of large pictures
    margins: list[str] = field(default_factory=list)  # lines of headers and footers


def read_beside(
    part: Part, relations: Relations, cell_at: Callable[[str], tuple[int, int] | None]
) -> SheetBeside:
    """Comments, text boxes and pictures by the parts that a sheet refers to; what is no XML raises as the sheet does."""
    beside = SheetBeside()
    for kind, name in relations.values():
        tail = kind.rpartition("/")[2]
        root = part(name) if tail in {"comments", "threadedComment", "drawing"} else None
        if root is None:
            continue
        if tail == "drawing":
            _read_drawing(root, beside)
            continue
        for node in root.iter("{*}comment", "{*}threadedComment"):
            at = cell_at(node.get("ref") or "")
            text = _words(node, "{*}t" if tail == "comments" else "{*}text")
            if at is not None and text and not text.startswith("[Threaded comment]"):
                beside.comments[at] = text
    return beside


def _read_drawing(root: Any, beside: SheetBeside) -> None:
    for anchor in root:
        if not isinstance(anchor.tag, str):
            continue
        row = _number(anchor.findtext("{*}from/{*}row"))
        for shape in anchor.iter("{*}sp"):
            text = "\n".join(
                line for body in shape.iter("{*}txBody") for line in _lines(body) if line.strip()
            )
            if text:
                beside.boxes.append((row, text))
        if any(_is_large(picture, anchor) for picture in anchor.iter("{*}pic")):
            beside.pictures.append(row)


def _lines(body: Any) -> Iterator[str]:
    for paragraph in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        yield _words(paragraph, "{http://schemas.openxmlformats.org/drawingml/2006/main}t")


def _is_large(picture: Any, anchor: Any) -> bool:
    """Whether a picture may hold a table; one that does not say its size does where it reaches over many rows."""
    extent = next((node for node in picture.iter("{*}ext") if node.get("cx")), None)
    width, height = (_number(extent.get(name)) if extent is not None else 0 for name in ("cx", "cy"))
    if width and height:
        return width >= _WIDE and height >= _HIGH
    first, last = (anchor.findtext(f"{{*}}{end}/{{*}}row") for end in ("from", "to"))
    return last is None or _number(last) - _number(first) >= _FEWEST_ROWS


def link_of(node: Any, external: Mapping[str, str]) -> str | None:
    """The address that a hyperlink element leads to, where it leads outside."""
    return external.get(node.get(f"{_R}id") or "")


def external_addresses(relations: Any) -> dict[str, str]:
    """Id → address of what a part points to outside the file; nothing of it is ever fetched."""
    return {
        node.get("Id") or "": node.get("Target") or ""
        for node in (relations if relations is not None else ())
        if isinstance(node.tag, str) and node.get("TargetMode") == "External"
    }


def margin_lines(text: str) -> list[str]:
    """Lines of a header or footer without the codes of its layout: "&C&\"Arial\"&10DỰ THẢO" → "DỰ THẢO"."""
    return [line.strip() for line in _MARGIN_CODES.sub("\n", text).split("\n") if line.strip()]


def _words(node: Any, tag: str) -> str:
    return "".join(one.text or "" for one in node.iter(tag)).strip()


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
