"""Scanned pages: a picture → the page's paragraphs and tables, each cell with how sure it is.

What the picture holds must come out: ink that no cell and no line took up lowers the confidence of what stands
nearest to it, and a grid that is drawn only in part lowers that of its cells. Nothing is dropped.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image, ImageSequence, UnidentifiedImageError

from niemyet.extractors.documents.blocks import EMPTY, cell, numbered, paragraph, repeated
from niemyet.extractors.documents.grid import GridPlace, Rule, Ruled, ruled_tables
from niemyet.extractors.documents.lines import Line, paragraphs_of
from niemyet.extractors.documents.ocr_confidence import (
    SURE,
    UNSURE,
    is_like_code,
    is_words,
    least_sure,
    read_area,
    read_codes,
    read_mark,
    text_of,
    unsure_words,
    with_numbers_checked,
    with_second_reading,
)
from niemyet.extractors.documents.ocr_misreadings import mended_with_spaces
from niemyet.extractors.documents.page_columns import (
    Region,
    letterhead_order,
    placed_lines,
    print_only,
    regions,
)
from niemyet.extractors.documents.pages import Page, PageTable, join_pages
from niemyet.extractors.documents.picture import (
    INK,
    PageSheet,
    Picture,
    Ruling,
    rulings,
    straighten,
    without_rules,
    without_specks,
)
from niemyet.extractors.documents.recognition import RecognisedWord, Shape, read_words, recognition_ready
from niemyet.model.errors import DocumentError, OverLimitError, ProgramMissingError
from niemyet.model.messages import msg
from niemyet.model.records import Cell, Document, Limits, Paragraph
from niemyet.transforms.language.text import fold

__all__ = ["SURE", "frames", "read_image", "read_page", "recognition_ready"]

_MOST_PIXELS: Final = 120_000_000  # A3 at 600 dpi is 70 million
_NARROWEST: Final = 16  # pixels; no letter is lower in a picture that can be read; chosen, not measured
_PAGE_LONG: Final = 842.0  # points: A4, where a picture does not say how large its paper is
_PLAUSIBLE: Final = (300.0, 1_700.0)  # points that the longer side of a page may have; chosen, not measured
# Pixels between the middle of a ruling line and what is read of the cell; chosen, not measured:
_INSET: Final = 5
_UPRIGHT: Final = 0.72  # mean confidence of lines that stand upright; chosen, not measured
_SHORT: Final = 6  # signs of a row's number or a section's mark; chosen, not measured
_CODE_HEADING: Final = re.compile(r"\bma\b(?! vach| qr)|\bma so\b")
_SECTION: Final = re.compile(
    r"thu tuc|linh vuc|cap (?:tinh|xa|huyen|bo|trung uong)|tthc|ban hanh|sua doi|bai bo|thay the"
)


def read_page(picture: Picture, number: int, points_per_pixel: float) -> Page:
    """One page by its picture (RGB or grey, uint8), which may be skewed by 5 degrees or stand on its side or head.

    Boxes of cells and paragraphs are points of the picture as it was handed in; those of tables, and the columns'
    edges, are points of the page stood upright and straight, so that they can be compared from page to page.

    Raises ProgramMissingError when the language data are not installed.
    """
    missing = recognition_ready()
    if missing:
        raise ProgramMissingError(missing)
    if min(picture.shape[:2]) < _NARROWEST:
        height, width = picture.shape[:2]
        return Page(number, width * points_per_pixel, height * points_per_pixel, ())
    sheet, drawn = _upright(straighten(picture, points_per_pixel))
    bare = without_specks(without_rules(sheet.gray, drawn), sheet.quality)
    rules = [_in_points(rule, sheet.point) for one in drawn for rule in one.rules]
    tables = ruled_tables(rules)
    unclear = [edge for one in drawn for edge in one.unclear]
    rest = bare.copy()
    found: list[tuple[float, list[Paragraph | PageTable]]] = []
    for ruled in tables:
        found.append((ruled.box.top / sheet.point, [_table(sheet, bare, ruled, unclear)]))
        for place in ruled.places:
            left, top, right, bottom = _pixels(place, sheet.point)
            rest[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
    found += _texts(sheet, rest, tables)
    height, width = sheet.gray.shape
    blocks = tuple(block for _, group in sorted(found, key=lambda one: one[0]) for block in group)
    return Page(number, round(width * sheet.point, 1), round(height * sheet.point, 1), blocks)


def read_image(data: bytes, limits: Limits) -> Document:
    """A picture file (PNG, JPEG, TIFF with pages, BMP, GIF, WEBP) as the scan of a signed paper.

    Raises OverLimitError over the limits of pages or pixels, DocumentError for a broken file, ProgramMissingError
    when the language data are not installed.
    """
    pages: list[Page] = []
    for number, (image, points_per_pixel) in enumerate(frames(data), start=1):
        if number > limits.max_scanned_pages:
            raise OverLimitError(
                msg(
                    "the picture has more than {most} pages (limits.max_scanned_pages); this file is not "
                    "recognised.",
                    most=limits.max_scanned_pages,
                )
            )
        pages.append(read_page(np.asarray(image.convert("RGB"), np.uint8), number, points_per_pixel))
    return Document("image", numbered(join_pages(pages)), pages=len(pages), signed=True)


def frames(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    """The pages of a picture file as they are meant to be seen, and how many points one pixel of each is.

    Raises OverLimitError for a picture of too many pixels, before it is unpacked; DocumentError for a broken file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                for frame in ImageSequence.Iterator(image):
                    yield _frame(frame)
    except Image.DecompressionBombError as error:
        raise OverLimitError(msg("the picture is too large: {error}", error=error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DocumentError(
            msg(
                "the picture is damaged or cut off ({size} bytes): {error}. Fetch it again from its source.",
                size=len(data),
                error=error,
            )
        ) from error


def _frame(frame: Image.Image) -> tuple[Image.Image, float]:
    from PIL import ImageOps

    width, height = frame.size
    if width * height > _MOST_PIXELS:
        raise OverLimitError(
            msg(
                "a picture of {width} × {height} dots, {most} million at most; this file is not opened.",
                width=width,
                height=height,
                most=_MOST_PIXELS // 1000000,
            )
        )
    frame.load()
    seen = ImageOps.exif_transpose(frame).convert("RGB")
    return seen, _points_per_pixel(frame)


def _points_per_pixel(frame: Image.Image) -> float:
    """By the resolution the file states, where that makes a page of paper; else as if its longer side were A4's."""
    longer = max(frame.size)
    stated = frame.info.get("dpi")
    if isinstance(stated, tuple) and stated and float(stated[0]) > 0:
        points = 72 / float(stated[0])
        if _PLAUSIBLE[0] <= longer * points <= _PLAUSIBLE[1]:
            return points
    return _PAGE_LONG / longer


# ---- standing upright ----------------------------------------------------------------------------------------


def _upright(sheet: PageSheet) -> tuple[PageSheet, list[Ruling]]:
    """The sheet turned so that its print can be read, and its ruling lines.

    A few lines are read; only when they make no sense are the other three ways tried.
    """
    drawn = rulings(sheet.gray)
    sure = _sense(sheet, drawn)
    if sure is None or sure >= _UPRIGHT:
        return sheet, drawn
    best, found, lines = sure, sheet, drawn
    for quarters in (2, 1, 3):
        turned = sheet.turned(quarters)
        its_lines = rulings(turned.gray)
        sense = _sense(turned, its_lines)
        if sense is not None and sense > best + 0.1:
            best, found, lines = sense, turned, its_lines
    return found, lines


def _sense(sheet: PageSheet, drawn: Sequence[Ruling]) -> float | None:
    """Mean confidence of some lines of the sheet as it stands; None where it holds too little print to say."""
    bare = without_specks(without_rules(sheet.gray, drawn), sheet.quality)
    boxes = _line_boxes(bare)
    words = [word for box in boxes for word in _sample(bare, box)]
    letters = sum(len(word.text) for word in words)
    if not boxes:
        return None if not (bare < INK).any() else 0.0
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _line_boxes(bare: Picture) -> list[tuple[int, int, int, int]]:
    """Up to eight things that have the shape of a line of print, the longest ones."""
    import cv2

    near = cv2.morphologyEx((bare < INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 31), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    boxes = [
        (left, top, left + width, top + height)
        for left, top, width, height, _ in stats[1:].tolist()
        # Pixels of a line of 8 to 20 points at 300 dpi; chosen, not measured.
        if 22 <= height <= 110 and width > 3 * height
    ]
    return sorted(boxes, key=lambda box: (box[0] - box[2], box[1]))[:8]


def _sample(bare: Picture, box: tuple[int, int, int, int]) -> tuple[RecognisedWord, ...]:
    from niemyet.extractors.documents.ocr_confidence import CODE_ZOOM, Area

    left, top, right, bottom = box
    area = Area(bare, left - 4, top - 8, min(right, left + 700) + 4, bottom + 8)
    return read_words(area.picture(CODE_ZOOM), Shape.LINE)


# ---- tables ----------------------------------------------------------------------------------------------------


def _in_points(rule: Rule, point: float) -> Rule:
    return Rule(rule.horizontal, rule.at * point, rule.start * point, rule.end * point)


def _pixels(place: GridPlace, point: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(value / point) for value in place.box)
    return left, top, right, bottom


def _table(
    sheet: PageSheet, bare: Picture, ruled: Ruled, unclear: Sequence[tuple[float, float]]
) -> PageTable:
    """One ruled table, cell by cell."""
    read = {place: _read_cell(bare, place, sheet.point) for place in ruled.places}
    codes = _code_columns(ruled, {place: text_of(words) for place, (words, _) in read.items()})
    grid: list[list[Cell]] = [[EMPTY] * (len(ruled.xs) - 1) for _ in range(len(ruled.ys) - 1)]
    for place in ruled.places:
        is_code = place.column in codes and place.colspan == 1 and not is_words(text_of(read[place][0]))
        made = _cell(sheet, bare, place, read[place], is_code=is_code)
        if made.confidence is not None and _doubtful(place, sheet.point, unclear):
            made = replace(made, confidence=min(made.confidence, UNSURE), unsure_words=())
        for row in range(place.row, place.row + place.rowspan):
            for column in range(place.column, place.column + place.colspan):
                own = (row, column) == (place.row, place.column)
                grid[row][column] = made if own else repeated(made)
    return PageTable(ruled.box, ruled.xs, tuple(tuple(row) for row in grid))


def _read_cell(bare: Picture, place: GridPlace, point: float) -> tuple[list[RecognisedWord], bool]:
    left, top, right, bottom = _pixels(place, point)
    return read_area(bare, left + _INSET, top + _INSET, right - _INSET + 1, bottom - _INSET + 1)


def _cell(
    sheet: PageSheet,
    bare: Picture,
    place: GridPlace,
    read: tuple[list[RecognisedWord], bool],
    *,
    is_code: bool,
) -> Cell:
    words, whole = read
    left, top, right, bottom = _pixels(place, sheet.point)
    inner = (left + _INSET, top + _INSET, right - _INSET + 1, bottom - _INSET + 1)
    text = text_of(words)
    unsure: tuple[str, ...] = ()
    if is_code and any(sign.isdigit() for sign in text):
        text, sure = read_codes(bare, inner, words)
    elif 0 < len(text) <= _SHORT:
        text, sure = read_mark(bare, inner, words)
        unsure = (text,) if sure < SURE else ()
    elif is_code and not _CODE_HEADING.search(fold(text)):
        sure = UNSURE if text else least_sure(words)
    else:
        checked = with_second_reading(bare, with_numbers_checked(bare, words), careful=sheet.quality < 1)
        text, sure, unsure = text_of(checked), least_sure(checked), unsure_words(checked)
    if not words:
        sure = 1.0 if whole else 0.0
    elif not whole:
        sure, unsure = min(sure, UNSURE), ()
    made = cell(text, colspan=place.colspan, rowspan=place.rowspan)
    return replace(
        made,
        text=mended_with_spaces(text),
        box=sheet.box(left, top, right, bottom),
        confidence=round(sure, 3),
        unsure_words=unsure,
    )


def _code_columns(ruled: Ruled, texts: dict[GridPlace, str]) -> set[int]:
    """Columns of codes: by their heading, or because most of what stands in them looks like codes."""
    out: set[int] = set()
    for column in range(len(ruled.xs) - 1):
        own = [texts[place] for place in ruled.places if place.column == column and place.colspan == 1]
        held = [text for text in own if text]
        # A header, not a sentence; chosen, not measured.
        headed = any(_CODE_HEADING.search(fold(text)) and len(text) < 60 for text in held[:3])
        alike = sum(is_like_code(text) for text in held)
        if alike and (headed or alike * 2 >= len(held)):
            out.add(column)
    return out


def _doubtful(place: GridPlace, point: float, unclear: Sequence[tuple[float, float]]) -> bool:
    left, top, right, bottom = _pixels(place, point)
    return any(left - 12 <= x <= right + 12 and top - 12 <= y <= bottom + 12 for x, y in unclear)


# ---- text outside tables -----------------------------------------------------------------------------------------


def _texts(
    sheet: PageSheet, rest: Picture, tables: Sequence[Ruled]
) -> list[tuple[float, list[Paragraph | PageTable]]]:
    """Print that stands in no table, by regions from top to bottom."""
    dark = print_only(rest < INK)
    clean_rest = np.where(_near(dark), rest, 255).astype(np.uint8)
    found: list[tuple[Region, list[list[tuple[Line, list[RecognisedWord]]]], bool]] = []
    for region in regions(dark):
        areas = [(left - 6, top - 8, right + 6, bottom + 8) for left, top, right, bottom in region.columns]
        read = [read_area(clean_rest, *area) for area in areas]
        columns = [
            placed_lines(
                with_second_reading(
                    clean_rest, with_numbers_checked(clean_rest, words), careful=sheet.quality < 1
                ),
                sheet.point,
            )
            for words, _ in read
        ]
        if any(columns):
            found.append((region, columns, all(whole for _, whole in read)))
    alone = [line for _, columns, _ in found if len(columns) == 1 for line, _ in columns[0]]
    edges = [edge for table in tables for edge in (table.box.left, table.box.right)]
    first = min([*(line.left for line in alone), *edges], default=0.0)
    last = max([*(line.right for line in alone), *edges], default=0.0)
    out: list[tuple[float, list[Paragraph | PageTable]]] = []
    for region, columns, whole in found:
        words_of = {id(line): words for column in columns for line, words in column}
        lines = [[line for line, _ in column] for column in columns]
        if region.unruled:
            groups = [
                [line]
                for line in sorted((line for column in lines for line in column), key=lambda one: one.base)
            ]
        elif len(lines) > 1:
            groups = [[line] for line in letterhead_order(lines)]
        else:
            groups = paragraphs_of(lines[0], first, last)
        at_most = 1.0 if whole and not region.unruled else UNSURE
        made = [
            _paragraph(sheet, group, [word for line in group for word in words_of[id(line)]], at_most)
            for group in groups
        ]
        if len(lines) > 1 and not region.unruled:
            out.append((float(region.columns[0][1]), [*made]))
            continue
        # A region may reach past a table: each paragraph stands where its own first line does.
        out += [(group[0].base / sheet.point, [one]) for group, one in zip(groups, made, strict=True)]
    return out


def _near(
    dark: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    import cv2

    return np.asarray(cv2.dilate(dark.astype(np.uint8), np.ones((5, 5), np.uint8)), np.bool_)


def _paragraph(
    sheet: PageSheet, lines: Sequence[Line], words: list[RecognisedWord], at_most: float
) -> Paragraph:
    box = sheet.box(
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
    made = paragraph(" ".join(line.text for line in lines))
    return replace(
        made,
        text=mended_with_spaces(made.raw),
        box=box,
        confidence=round(min(least_sure(words), at_most), 3),
        unsure_words=unsure_words(words) if at_most >= SURE else (),
    )
