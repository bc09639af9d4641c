"""The account drawn: a page, or a plain rendering of a document without pages, coloured by what became of its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from niemyet.model.messages import Message, msg
from niemyet.model.records import Box, Cell, Explained, Paragraph, Picture, Row, Table
from niemyet.model.words import Standing
from niemyet.reports.account_parts import AccountPart, Colour, parts_of
from niemyet.transforms.language.text import fold

RGB = tuple[int, int, int]
#: Told apart by people who do not see red and green alike: blue-green, amber, grey, purple-red.
COLOURS: dict[Colour, RGB] = {
    Colour.USED: (0, 140, 110),
    Colour.ASKED: (235, 150, 0),
    Colour.NO_ACCOUNT: (140, 140, 140),
    Colour.LEFT_OVER: (200, 0, 70),
}
LEGEND: dict[Colour, Message] = {
    Colour.USED: msg("used"),
    Colour.ASKED: msg("used, asked about"),
    Colour.NO_ACCOUNT: msg("of no account"),
    Colour.LEFT_OVER: msg("left over, asked about"),
}
_PICTURE = msg("(picture)")
_TINT = {Colour.USED: 46, Colour.ASKED: 80, Colour.NO_ACCOUNT: 40, Colour.LEFT_OVER: 80}  # of 255
_WIDTH, _HEIGHT, _MARGIN = 1240, 1754, 60  # A4 at 150 dpi
_SIZE, _LEADING, _PAD = 19, 26, 6  # chosen, not measured
_LEGEND_ROOM = 34  # points; chosen, not measured
_WIDEST, _NARROWEST = 46, 5  # letters that a column's share of the page is counted by; chosen, not measured
#: Fonts with the letters of Vietnamese that machines have; without any the words are drawn without marks.
_FONTS = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "arial.ttf")


@lru_cache(maxsize=8)
def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """A font, and whether it has the letters of Vietnamese."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _drawable(text: str) -> str:
    return text if _font(_SIZE)[1] else fold(text)


def with_legend(page: Image.Image, lang: str) -> Image.Image:
    """The page below a strip that says what its colours mean."""
    out = Image.new("RGB", (page.width, page.height + _LEGEND_ROOM), (255, 255, 255))
    out.paste(page, (0, _LEGEND_ROOM))
    pen = ImageDraw.Draw(out)
    font, _ = _font(_SIZE)
    left = 10.0
    for colour, words in LEGEND.items():
        pen.rectangle(
            (left, 8, left + 22, 26), fill=_mixed(COLOURS[colour], _TINT[colour]), outline=COLOURS[colour]
        )
        shown = _drawable(words.text(lang))
        pen.text((left + 28, 6), shown, fill=(20, 20, 20), font=font)
        left += 28 + pen.textlength(shown, font=font) + 26
    return out


def _mixed(colour: RGB, tint: int) -> RGB:
    """A colour as its tint looks on white."""
    red, green, blue = (round(255 + (part - 255) * tint / 255) for part in colour)
    return red, green, blue


# ---- pages -----------------------------------------------------------------------------------------------------


def coloured_boxes(explained: Explained) -> dict[int, list[tuple[Box, Colour]]]:
    """Where each part stands, by page; pictures that nobody read are left over."""
    pages: dict[int, list[tuple[Box, Colour]]] = {}
    blocks = explained.document.blocks
    for part in parts_of(explained):
        page, box = _place(blocks[part.block], part)
        if page is not None and box is not None:
            pages.setdefault(page, []).append((box, part.colour))
    for picture in explained.document.pictures:
        if picture.page is not None and picture.box is not None and not picture.recognised:
            colour = _of_picture(explained, picture)
            pages.setdefault(picture.page, []).append((picture.box, colour))
    return pages


def _place(block: Paragraph | Table, part: AccountPart) -> tuple[int | None, Box | None]:
    if isinstance(block, Paragraph):
        return block.page, block.box
    assert part.row is not None, "a part of a table is a cell"
    assert part.cell is not None, "a part of a table is a cell"
    row = block.rows[part.row]
    return row.page, row.cells[part.cell].box


def _of_picture(explained: Explained, picture: Picture) -> Colour:
    """A picture is left over where the account says so; those of letterheads and signatures are of no account."""
    left = [
        one
        for one in explained.account
        if one.kind in {"picture", "list"}
        and one.standing is Standing.LEFT_OVER
        and one.place in {f"trang {picture.page}", f"sau đoạn {picture.block}"}
    ]
    return Colour.LEFT_OVER if left else Colour.NO_ACCOUNT


def tinted(image: Image.Image, points_per_pixel: float, boxes: Sequence[tuple[Box, Colour]]) -> Image.Image:
    """The picture of a page with each part in the colour of what became of it; the given picture stays as it is."""
    scale = 1 / points_per_pixel
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for box, colour in boxes:
        corners = [box.left * scale, box.top * scale, box.right * scale, box.bottom * scale]
        pen.rectangle(corners, fill=(*COLOURS[colour], _TINT[colour]), outline=(*COLOURS[colour], 255))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


# ---- documents without pages -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box of the plain rendering: where it stands on its page, its lines, its colour; `ruled` for a cell."""

    left: int
    top: int
    right: int
    bottom: int
    lines: tuple[str, ...]
    colour: Colour | None
    ruled: bool


def plain_pages(explained: Explained, lang: str, most: int) -> Iterator[Image.Image]:
    """A document without pages as pages: its paragraphs as lines, its tables as drawn cells, at most so many."""
    for count, page in enumerate(_PictureSheet(explained, lang).pages()):
        if count >= most:
            return
        image = Image.new("RGB", (_WIDTH, _HEIGHT), (255, 255, 255))
        pen = ImageDraw.Draw(image)
        font, _ = _font(_SIZE)
        for box in page:
            frame = (box.left, box.top, box.right, box.bottom)
            fill = _mixed(COLOURS[box.colour], _TINT[box.colour]) if box.colour else None
            pen.rectangle(frame, fill=fill, outline=(90, 90, 90) if box.ruled else None)
            if box.colour and not box.ruled:
                pen.rectangle((box.left - 8, box.top, box.left - 3, box.bottom), fill=COLOURS[box.colour])
            for number, line in enumerate(box.lines):
                at = (box.left + _PAD, box.top + _PAD // 2 + number * _LEADING)
                pen.text(at, line, fill=(20, 20, 20), font=font)
        yield image


class _PictureSheet:
    def __init__(self, explained: Explained, lang: str) -> None:
        self._explained = explained
        self._lang = lang
        self._colours = {(one.block, one.row, one.cell): one.colour for one in parts_of(explained)}
        self._page: list[_Drawn] = []
        self._full: list[list[_Drawn]] = []
        self._top = _MARGIN

    def pages(self) -> Iterator[list[_Drawn]]:
        pictures = [one for one in self._explained.document.pictures if not one.recognised]
        for number, block in enumerate(self._explained.document.blocks):
            yield from self._drain()
            self._pictures(one for one in pictures if one.block == number)
            if isinstance(block, Table):
                self._table(block, number)
            else:
                self._line(block.text, self._colours.get((number, None, None)))
        self._pictures(one for one in pictures if one.block >= len(self._explained.document.blocks))
        for note in self._explained.document.notes:
            self._line(f"[{note.number}] {note.text}", self._of_note(note.number, note.text))
        self._turn()
        yield from self._drain()

    def _drain(self) -> Iterator[list[_Drawn]]:
        full, self._full = self._full, []
        yield from full

    def _turn(self) -> None:
        if self._page:
            self._full.append(self._page)
        self._page, self._top = [], _MARGIN

    def _room(self, height: int) -> int:
        """The top of what is so high, on another page where this one ends before it."""
        if self._top + height > _HEIGHT - _MARGIN and self._top > _MARGIN:
            self._turn()
        top, self._top = self._top, self._top + height
        return top

    def _of_note(self, number: str, text: str) -> Colour:
        for one in self._explained.account:
            of_it = one.kind == "note" and one.place == number
            if of_it and one.standing is not Standing.NO_ACCOUNT:
                return Colour.USED if one.standing is Standing.USED else Colour.LEFT_OVER
            if (
                one.kind == "codes"
                and one.place == "chú thích"
                and any(code in text for code in one.text.split(", "))
            ):
                return Colour.LEFT_OVER
        return Colour.NO_ACCOUNT

    def _pictures(self, pictures: Iterator[Picture]) -> None:
        for picture in pictures:
            self._line(_PICTURE.text(self._lang), _of_picture(self._explained, picture))

    def _line(self, text: str, colour: Colour | None) -> None:
        lines = _wrapped(text, _WIDTH - 2 * _MARGIN)
        height = len(lines) * _LEADING + _PAD
        top = self._room(height + 4)
        self._page.append(_Drawn(_MARGIN, top, _WIDTH - _MARGIN, top + height, lines, colour, ruled=False))

    def _table(self, table: Table, number: int) -> None:
        edges = _edges(table)
        for at, row in enumerate(table.rows):
            shown = [
                (column, cell, _wrapped(cell.text, edges[_end(row, column)] - edges[column] - 2 * _PAD))
                for column, cell in enumerate(row.cells)
                if not (cell.merged and column and row.cells[column - 1].text == cell.text)
            ]
            own = [lines for _, cell, lines in shown if not cell.merged]
            height = max((len(lines) for lines in own), default=1) * _LEADING + _PAD
            top = self._room(min(height, _HEIGHT - 2 * _MARGIN))
            for column, cell, lines in shown:
                colour = self._colours.get((number, at, column))
                frame = (edges[column], top, edges[_end(row, column)], top + height)
                self._page.append(_Drawn(*frame, () if cell.merged else lines, colour, ruled=True))
        self._top += _LEADING // 2


def _end(row: Row, column: int) -> int:
    """The column behind a cell, over which it may reach."""
    cell: Cell = row.cells[column]
    return min(column + max(cell.colspan, 1), len(row.cells))


def _edges(table: Table) -> list[int]:
    """Left edges of the columns and the right edge of the last, by how much text they hold."""
    width = max((len(row.cells) for row in table.rows), default=1)
    letters = [_NARROWEST] * width
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.colspan == 1:
                letters[column] = max(letters[column], min(len(cell.text), _WIDEST))
    share = (_WIDTH - 2 * _MARGIN) / sum(letters)
    edges = [float(_MARGIN)]
    for count in letters:
        edges.append(edges[-1] + count * share)
    return [round(edge) for edge in edges]


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Text in lines that fit; a word that is wider than its cell is cut."""
    font, _ = _font(_SIZE)
    lines: list[str] = []
    for paragraph in _drawable(text).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if font.getlength(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _cut(word, width, font.getlength(word))
            lines += full
        lines.append(line)
    return tuple(lines) or ("",)


def _cut(word: str, width: int, length: float) -> list[str]:
    """A word in pieces that fit, by its mean width of a letter."""
    most = len(word) if length <= width else max(1, int(len(word) * width / length))
    return [word[at : at + most] for at in range(0, len(word), most)] or [word]
