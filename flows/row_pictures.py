"""The picture of the row that proves a step: cut from the page it is printed on, for the public pages and for a question.

A row is found again by reading its document once more, in a process of its own like every reading. What was cut stands in
the folder of the pages under the hash of its bytes, with a list of what was looked for, so that the next run cuts only rows
that are new.
"""

import io
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from niemyet.flows.extraction import apart, each_apart
from niemyet.model.errors import DocumentError, NiemyetError, StorageError
from niemyet.model.records import Box, Explained, Limits, Paragraph, Row
from niemyet.model.tables import ReadItem
from niemyet.reports.site.facts import RowPicture
from niemyet.storage.folder import DataFolder

#: Rows of a site that are shown as pictures, the newest decisions first: 20 to 40 MB; chosen, not measured.
MOST_PICTURES = 5000
#: Documents that are read again for them: a first run of some minutes on two cores; chosen, not measured.
_MOST_DOCUMENTS = 400
#: … of which scans, whose pages are recognised again at five to ten seconds each; chosen, not measured.
_MOST_SCANNED = 20
_DPI = 120  # a row fits a screen, a code of 8 points can be read; chosen, not measured
_MARGIN = 2.0  # points: the rules above and below, not the words of the neighbours; chosen, not measured
_COLOURS = 16  # black on white with its in-between tones, and the red of a stamp; chosen, not measured
_INDEX = "pictures/index.json"
_SAID = ("table_no", "part", "row_no", "code", "raw_text")
_LAID = "1"  # how rows are found and cut: another number cuts all of them anew


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as its document prints it: what a release says of where it stands, and its words."""

    page: int | None
    said: tuple[Any, ...]  # table, part, number, code, words

    @classmethod
    def of(cls, item: Mapping[str, Any] | ReadItem) -> "PrintedRow":
        """The row of `decision_items`, or of an item as it is read."""
        told = item if isinstance(item, Mapping) else asdict(item)
        return cls(told["page"], tuple(told[name] for name in _SAID))

    @property
    def key(self) -> str:
        """The row under a short name that stays."""
        return sha256(repr((self.page, self.said)).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class RowCut:
    """A row as PNG."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SitePictures:
    """Pictures of a site: by row, and the files they are."""

    of_item: Mapping[str, RowPicture] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def row_picture(folder: DataFolder, digest: str, places: Sequence[PrintedRow], limits: Limits) -> bytes:
    """Rows of one document as one PNG, one below the other; the whole page where none of them is found on it.

    Raises:
        DocumentError: the document has no pages, or cannot be read.
    """
    return apart(_rows_or_page, folder.raw.address, digest, tuple(places), limits, limits=limits)


def site_pictures(
    folder: DataFolder,
    items: Sequence[Mapping[str, Any]],
    out: Path,
    limits: Limits,
    *,
    scanned: Container[str] = (),
    most: int = MOST_PICTURES,
) -> SitePictures:
    """Pictures of the newest rows that stand on a page; what the folder of the pages holds already is taken from it.

    items: rows of `decision_items`, the newest decision first. scanned: decisions whose document is a scan.
    """
    wanted = _wanted(items, scanned, most)
    before = _HeldPictures(out)
    cuts: dict[str, Sequence[RowCut | None]] = {}
    missing = []
    for digest, places in wanted.items():
        if (held := before.of(digest, places)) is None:
            missing.append(digest)
        else:
            cuts[digest] = held
    calls = [(folder.raw.address, digest, tuple(wanted[digest]), limits) for digest in missing]
    for digest, found in zip(missing, each_apart(cut_rows, calls, limits=limits), strict=True):
        if isinstance(found, StorageError):
            continue  # the bytes are not at hand tonight; the pages say where the row stands, and the next run looks again
        cuts[digest] = [None] * len(wanted[digest]) if isinstance(found, NiemyetError) else found
    return _laid_out(items, {digest: wanted[digest] for digest in wanted if digest in cuts}, cuts)


def cut_rows(raw: str, digest: str, places: Sequence[PrintedRow], limits: Limits) -> list[RowCut | None]:
    """The rows of one stored document as pictures; None where a row is not found, or where two fit."""
    from niemyet.extractors.documents.rendering import cut, has_pages, page_pictures
    from niemyet.storage.raw import RawArchive

    data = RawArchive(raw).get(digest)
    if not has_pages(data):
        return [None] * len(places)
    boxes = _boxes(data, places, limits)
    found: list[RowCut | None] = [None] * len(places)
    for page in sorted({place.page for place, box in zip(places, boxes, strict=True) if box and place.page}):
        for picture in page_pictures(data, first=page, last=page, dpi=_DPI):
            for number, (place, box) in enumerate(zip(places, boxes, strict=True)):
                if box is not None and place.page == page:
                    found[number] = _as_cut(cut(picture, box, _MARGIN))
    return found


# ---- finding the row again ---------------------------------------------------------------------------------------


def _boxes(data: bytes, places: Sequence[PrintedRow], limits: Limits) -> list[Box | None]:
    from niemyet.extractors.decisions.reading import read_whole
    from niemyet.extractors.documents import read_document

    whole = read_whole(read_document(data, None, limits))
    if whole.reading.others:  # rows of a trace are counted in the reading of their own decision
        return [None] * len(places)
    explained = Explained("", whole.document, whole.reading, whole.trace, whole.account)
    standing: dict[PrintedRow, set[Box]] = {}
    for place, box in _placed(explained):
        standing.setdefault(place, set()).add(box)
    return [next(iter(boxes)) if len(boxes := standing.get(place, ())) == 1 else None for place in places]


def _placed(explained: Explained) -> Iterator[tuple[PrintedRow, Box]]:
    """Where each item stands; an item that goes on over a page is where it begins."""
    from niemyet.reports.reading_picture import boxes_of
    from niemyet.reports.reading_rows import place_of

    items = explained.reading.items
    told: set[int] = set()
    for traced in explained.trace:
        if traced.item is None or traced.item in told or traced.item >= len(items):
            continue
        where = place_of(explained, traced)
        boxes = boxes_of(where) if where else ()
        page = (where.page if isinstance(where, Row | Paragraph) else None) or traced.page
        if boxes and page == items[traced.item].page:
            told.add(traced.item)
            yield PrintedRow.of(items[traced.item]), _around(boxes)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(one.left for one in boxes), min(one.top for one in boxes),
        max(one.right for one in boxes), max(one.bottom for one in boxes),
    )  # fmt: skip


def _as_cut(image: Any) -> RowCut:
    from niemyet.extractors.documents.rendering import png

    few = image.quantize(_COLOURS, dither=0)
    return RowCut(png(few), few.width, few.height)


def _rows_or_page(raw: str, digest: str, places: Sequence[PrintedRow], limits: Limits) -> bytes:
    from niemyet.extractors.documents.rendering import page_pictures, png
    from niemyet.model.messages import msg
    from niemyet.storage.raw import RawArchive

    found = [one for one in cut_rows(raw, digest, places, limits) if one is not None]
    if found:
        return _stacked(found)
    page = places[0].page or 1
    for picture in page_pictures(RawArchive(raw).get(digest), first=page, last=page):
        return png(picture.image)
    raise DocumentError(msg("the document has no page {page}.", page=page))


def _stacked(cuts: Sequence[RowCut]) -> bytes:
    from PIL import Image

    from niemyet.extractors.documents.rendering import png

    whole = Image.new("RGB", (max(one.width for one in cuts), sum(one.height for one in cuts)), "white")
    top = 0
    for one in cuts:
        with Image.open(io.BytesIO(one.data)) as row:
            whole.paste(row.convert("RGB"), (0, top))
        top += one.height
    return png(whole)


# ---- the folder of the pages -------------------------------------------------------------------------------------


def _wanted(
    items: Iterable[Mapping[str, Any]], scanned: Container[str], most: int
) -> dict[str, list[PrintedRow]]:
    """Rows to be shown, by document."""
    found: dict[str, list[PrintedRow]] = {}
    scans: set[str] = set()
    left = most
    for item in items:
        digest = item["sha256"]
        if item["page"] is None or (digest not in found and len(found) >= _MOST_DOCUMENTS):
            continue
        if item["decision_id"] in scanned and digest not in scans:
            if len(scans) >= _MOST_SCANNED:
                continue
            scans.add(digest)
        mine = found.setdefault(digest, [])
        place = PrintedRow.of(item)
        if left and place not in mine:
            mine.append(place)
            left -= 1
    return {digest: places for digest, places in found.items() if places}


class _HeldPictures:
    """What the folder of the pages holds from the run before."""

    def __init__(self, out: Path) -> None:
        self._out = out
        try:
            told = json.loads((out / _INDEX).read_bytes())
        except (OSError, ValueError):
            told = {}  # a first run, or a list that a hand has spoilt: all is cut anew
        same = isinstance(told, dict) and told.get("laid") == _made_by()
        self._documents: dict[str, dict[str, list[Any] | None]] = told["documents"] if same else {}

    def of(self, digest: str, places: Sequence[PrintedRow]) -> list[RowCut | None] | None:
        """The rows of a document; None where one of them was not looked for, or is no longer what it was."""
        mine = self._documents.get(digest, {})
        if any(place.key not in mine for place in places):
            return None
        found: list[RowCut | None] = []
        for place in places:
            told = mine[place.key]
            data = self._bytes(str(told[0])) if told else None
            if told and data is None:
                return None
            found.append(RowCut(data, int(told[1]), int(told[2])) if told and data else None)
        return found

    def _bytes(self, path: str) -> bytes | None:
        place = self._out / path
        data = place.read_bytes() if place.is_file() else b""
        return data if _path_of(data) == path else None


def _made_by() -> str:
    """What draws: another version of it may draw other bytes, and then draws all of them."""
    import PIL
    import pypdfium2

    return f"{_LAID} pdfium {pypdfium2.PDFIUM_INFO} pillow {PIL.__version__}"


def _path_of(data: bytes) -> str:
    return f"pictures/{sha256(data).hexdigest()[:24]}.png"


def _laid_out(
    items: Iterable[Mapping[str, Any]],
    wanted: Mapping[str, Sequence[PrintedRow]],
    cuts: Mapping[str, Sequence[RowCut | None]],
) -> SitePictures:
    files: dict[str, bytes] = {}
    shown: dict[tuple[str, str], RowPicture] = {}
    index: dict[str, dict[str, list[Any] | None]] = {}
    for digest, places in wanted.items():
        mine = index.setdefault(digest, {})
        for place, found in zip(places, cuts[digest], strict=True):
            mine[place.key] = None
            if found is not None:
                path = _path_of(found.data)
                files[path] = found.data
                shown[digest, place.key] = RowPicture(path, found.width, found.height)
                mine[place.key] = [path, found.width, found.height]
    if not index:
        return SitePictures()
    told = {"laid": _made_by(), "documents": index}
    files[_INDEX] = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode()
    of_item = {
        item["item_id"]: picture
        for item in items
        if (picture := shown.get((item["sha256"], PrintedRow.of(item).key))) is not None
    }
    return SitePictures(of_item, dict(sorted(files.items())))
