"""Small Word 97-2003 files written by hand, by the published layout: for what no program at hand would write."""

import struct
from dataclasses import dataclass, field

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole2(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams; each is padded so that it needs no mini stream."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [("Root Entry", 5, END, 0)]
    for name, content in streams.items():
        size = max(len(content), 4096)
        body = content.ljust(-(-size // SECTOR) * SECTOR, b"\0")
        first = len(sectors)
        pieces = [body[at : at + SECTOR] for at in range(0, len(body), SECTOR)]
        sectors += pieces
        chain += [*range(first + 1, first + len(pieces)), END]
        entries.append((name, 2, first, size))
    directory = b""
    for number, (name, kind, start, size) in enumerate(entries):
        right = number + 1 if 0 < number < len(entries) - 1 else FREE
        child = 1 if number == 0 and len(entries) > 1 else FREE
        raw = (name + "\0").encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
        directory += b"\0" * 36 + struct.pack("<IQ", start, size)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    directory_at = len(sectors)
    pieces = [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    sectors += pieces
    chain += [*range(directory_at + 1, directory_at + len(pieces)), END]
    fats = 1
    while fats * 128 < len(sectors) + fats:
        fats += 1
    fat_at = len(sectors)
    chain += [FAT] * fats
    chain += [FREE] * (fats * 128 - len(chain))
    sectors.append(struct.pack(f"<{len(chain)}I", *chain))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    head += struct.pack("<IIIIIIIII", 0, fats, directory_at, 0, 4096, END, 0, END, 0)
    head += struct.pack(f"<{fats}I", *range(fat_at, fat_at + fats)).ljust(109 * 4, b"\xff")
    return head + b"".join(sectors)


def sprm(code: int, value: int = 1) -> bytes:
    """One property with its operand, as wide as its code says."""
    size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
    return struct.pack("<H", code) + value.to_bytes(size, "little")


IN_TABLE, ROW_END = sprm(0x2416), sprm(0x2417)


@dataclass
class Run:
    """Text with its character properties."""

    text: str
    properties: bytes = b""


@dataclass
class Par:
    """Runs, the mark that ends them, and the paragraph's properties."""

    runs: list[Run]
    properties: bytes = b""
    mark: str = "\r"
    style: int = 0


def par(*parts: "str | Run", properties: bytes = b"", mark: str = "\r") -> Par:
    """A paragraph of text and runs."""
    return Par([Run(part) if isinstance(part, str) else part for part in parts], properties, mark)


def font(number: int) -> bytes:
    """The properties of a run in one of the fonts."""
    return sprm(0x4A4F, number) + sprm(0x4A51, number)


def cell(*parts: "str | Run", depth: int = 1) -> Par:
    """A paragraph that ends a cell."""
    if depth == 1:
        return par(*parts, properties=IN_TABLE, mark="\x07")
    return par(*parts, properties=IN_TABLE + sprm(0x6649, depth) + sprm(0x244B))


def row_end(
    edges: list[int],
    merges: list[int] | None = None,
    *,
    header: bool = False,
    more: bytes = b"",
    depth: int = 1,
) -> Par:
    """The mark that ends a row: edges in twips, TC80 bits for each cell (1, 2: across; 0x60 begins, 0x20 goes on down)."""
    count = len(edges) - 1
    bits = merges or [0] * count
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges)
    body += b"".join(struct.pack("<H", one).ljust(20, b"\0") for one in bits)
    table = struct.pack("<HH", 0xD608, len(body) + 1) + body + (sprm(0x3404) if header else b"") + more
    if depth == 1:
        return par(properties=IN_TABLE + ROW_END + table, mark="\x07")
    return par(properties=IN_TABLE + sprm(0x6649, depth) + sprm(0x244B) + sprm(0x244C) + table)


@dataclass
class Word:
    """A whole file; what is not set is left out of it."""

    paragraphs: list[Par]
    fonts: list[str] = field(
        default_factory=lambda: ["Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times", "Wingdings"]
    )
    version: int = 0xC1
    flags: int = 0x0200
    narrow: bool = False  # one byte a character (cp1252)
    piece_prm: int = 0
    groups: list[bytes] = field(default_factory=list)  # Prcs, before the pieces
    cuts: list[int] = field(default_factory=list)  # where another piece begins
    data: bytes = b""
    styles: bytes = b""
    lists: bytes = b""
    overrides: bytes = b""

    def build(self) -> bytes:
        """The bytes of the file."""
        return ole2(self.streams())

    def streams(self) -> dict[str, bytes]:
        """Its streams, before they are put into a container."""
        unit = 1 if self.narrow else 2
        start = 0x800
        text = ""
        looks: list[tuple[int, int, bytes]] = []
        marks: list[tuple[int, int, bytes]] = []
        for one in self.paragraphs:
            begun = len(text)
            for run in one.runs:
                looks.append((len(text), len(text) + len(run.text), run.properties))
                text += run.text
            looks.append((len(text), len(text) + 1, b""))
            text += one.mark
            marks.append((begun, len(text), struct.pack("<H", one.style) + one.properties))
        looks = [look for look in looks if look[0] < look[1]]
        content = text.encode("cp1252" if self.narrow else "utf-16-le")
        body = b"\0" * start + content
        body = body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0")
        table = b""
        parts: dict[int, tuple[int, int]] = {}
        for index, ranges, make in ((12, looks, _character_page), (13, marks, _paragraph_page)):
            pages = []
            for first, last, properties in ranges:
                pages.append(len(body) // SECTOR)
                body += make(start + unit * first, start + unit * last, properties)
            offsets = [start + unit * first for first, _, _ in ranges] + [start + unit * len(text)]
            plc = struct.pack(f"<{len(offsets)}I", *offsets) + struct.pack(f"<{len(pages)}I", *pages)
            parts[index], table = (len(table), len(plc)), table + plc
        cuts = [0, *self.cuts, len(text)]
        plc = struct.pack(f"<{len(cuts)}I", *cuts)
        for first in cuts[:-1]:
            offset = start + unit * first
            plc += struct.pack("<HIH", 0, 0x4000_0000 | 2 * offset if self.narrow else offset, self.piece_prm)
        clx = b"".join(b"\1" + struct.pack("<H", len(group)) + group for group in self.groups)
        clx += b"\2" + struct.pack("<I", len(plc)) + plc
        names = struct.pack("<HH", len(self.fonts), 0)
        for name in self.fonts:
            raw = b"\0" * 39 + (name + "\0").encode("utf-16-le")
            names += bytes([len(raw)]) + raw
        for index, content in (
            (33, clx),
            (15, names),
            (1, self.styles),
            (73, self.lists),
            (74, self.overrides),
        ):
            if content:
                parts[index] = (len(table), len(content))
                table += content
        pairs = b"".join(struct.pack("<II", *parts.get(index, (0, 0))) for index in range(93))
        fib = (
            struct.pack("<HH", 0xA5EC, self.version) + b"\0" * 6 + struct.pack("<H", self.flags) + b"\0" * 20
        )
        fib += struct.pack("<H", 14) + b"\0" * 28
        fib += struct.pack("<H22i", 22, len(body), 0, 0, len(text), *[0] * 18) + struct.pack("<H", 93) + pairs
        streams = {"WordDocument": fib + body[len(fib) :], "1Table": table}
        return {**streams, "Data": self.data} if self.data else streams


def _character_page(first: int, last: int, properties: bytes) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into("<II", page, 0, first, last)
    if properties:
        at = (SECTOR - 2 - len(properties)) // 2 * 2
        page[8] = at // 2
        page[at : at + 1 + len(properties)] = bytes([len(properties)]) + properties
    page[SECTOR - 1] = 1
    return bytes(page)


def _paragraph_page(first: int, last: int, properties: bytes) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into("<II", page, 0, first, last)
    body = properties + b"\0" * (len(properties) % 2)
    at = (SECTOR - 4 - len(body)) // 2 * 2
    page[8] = at // 2
    page[at : at + 2 + len(body)] = bytes([0, len(body) // 2]) + body
    page[SECTOR - 1] = 1
    return bytes(page)


def style_sheet(*paragraph_fonts: int | None, default: int = 0) -> bytes:
    """STSH: paragraph styles in these fonts, each based on the one before it."""
    sheet = struct.pack("<HHHHHHHHHH", 18, len(paragraph_fonts), 10, 1, 90, 15, 0, default, default, default)
    for number, one in enumerate(paragraph_fonts):
        base = number - 1 if number else 0xFFF
        std = struct.pack("<HHHHH", 0, 1 | base << 4, 2 | number << 4, 0, 0)
        name = f"S{number}"
        std += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
        papx = struct.pack("<H", number)
        std += struct.pack("<H", len(papx)) + papx
        chpx = b"" if one is None else font(one)
        std += struct.pack("<H", len(chpx)) + chpx
        sheet += struct.pack("<H", len(std)) + std + b"\0" * (len(std) % 2)
    return sheet


def one_list(form: int, text: str, start: int = 1) -> tuple[bytes, bytes]:
    """(PlfLst, PlfLfo) of one list of one level; chr(0) in the text stands for the number."""
    lstf = struct.pack("<ii", 7, 0) + b"\xff\x0f" * 9 + b"\1\0"
    level = struct.pack("<iBB", start, form, 0) + b"\1" + b"\0" * 8 + b"\0" + b"\0" * 8 + b"\0\0" + b"\0\0"
    level += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    lfo = struct.pack("<I", 1) + struct.pack("<iIIBBBB", 7, 0, 0, 0, 0, 0, 0) + struct.pack("<I", 0xFFFFFFFF)
    return struct.pack("<H", 1) + lstf + level, lfo
