"""The labels of a listing's columns, and cells in rows, wherever they were printed (CONTRACT §4 `listings`)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from niemyet.model.records import NO_MARKS
from niemyet.model.words import Mark
from niemyet.transforms.language.text import fold

#: Labels of a listing's columns, best first, as `squash` leaves them ("Mã số TTHC" → "masotthc").
LABELS: dict[str, tuple[str, ...]] = {
    "row_no": ("stt", "sott", "tt", "sothutu", "no"),
    "code": (
        *("mathutuchanhchinh", "mathutuc", "matthc", "masotthc", "masothutuchanhchinh", "masothutuc"),
        *("masohosotthc", "mahosotthc", "matthccongkhai", "macongkhai", "coderaw", "procedurecode", "code"),
        *("matthcmoi", "mathutucmoi", "masotthcmoi", "mamoi", "matthchientai", "matthchienhanh"),
        *("maso", "mahieu", "ma"),
    ),
    "name": (
        *("tenthutuchanhchinh", "tenthutuc", "tentthc", "thutuchanhchinh", "tencuathutuchanhchinh"),
        *(
            "tencuathutuc",
            "procedurename",
            "tenthutuchanhchinhniemyet",
            "noidungthutuc",
            "danhmucthutuchanhchinh",
        ),
        *("danhmuctthc", "thutuc", "tthc", "name", "tengoi", "ten"),
    ),
    "decision": (
        *(
            "quyetdinhcongbo",
            "qdcongbo",
            "soquyetdinhcongbo",
            "soqdcongbo",
            "quyetdinhcongbotthc",
            "qdcongbotthc",
        ),
        *(
            "soquyetdinh",
            "soqd",
            "quyetdinh",
            "vanbancongbo",
            "decisiontext",
            "decisionnumbers",
            "decisionnumber",
        ),
        *("decision", "qd"),
    ),
    "effective_on": ("ngayhieuluc", "ngaycohieuluc", "hieuluctu", "hieuluctungay", "effectiveon"),
    "posted_on": (
        *("ngayniemyet", "ngaydangtai", "ngaycongkhai", "ngayniemyetcongkhai", "thoidiemniemyet"),
        *("thoigianniemyet", "postedon", "ngayniemyetcapnhat"),
    ),
    "posted": (
        *(
            "danguoc",
            "dangniemyet",
            "publishable",
            "isposted",
            "posted",
            "ispublic",
            "ispublished",
            "published",
        ),
        *("public", "duoccongkhai", "daniemyet", "dacongkhai"),
    ),
    "removed": ("isdeleted", "deleted", "isremoved", "removed", "daxoa", "dago", "dagobo"),
    "sector": ("linhvuc", "tenlinhvuc", "sector", "field", "linhvucthutuc"),
}
# A header lies in the first rows of its table; letterheads are shorter than this; chosen, not measured:
WITHIN = 40


@dataclass(frozen=True, slots=True)
class ListingCell:
    """Text of a cell; a place that a merged cell reaches over repeats it and says so."""

    text: str
    merged: bool = False
    number: bool = False  # the workbook held a number, not a text
    marks: frozenset[Mark] = NO_MARKS
    comment: str = ""  # what somebody noted at the cell of a workbook
    off: bool = False  # the markup of it or of its row says without a word that it is off
    link: str = ""  # the code in the address that it leads to


Grid = list[list[ListingCell]]
TitledGrid = tuple[str, Grid]  # what names a grid or stands above it, and the grid
ListingColumns = dict[str, int]


#: Labels of columns that tell no listing from another table, squashed: looked for once a header is found.
BESIDE: dict[str, tuple[str, ...]] = {
    "level": ("capthuchien", "capgiaiquyet", "capthuchientthc", "capthamquyen", "cap", "level"),
    "note": ("ghichu", "ghichukhac", "luuy", "chuthich", "note", "notes", "remark", "remarks"),
    "remark": (
        *(
            "ykien",
            "nhanxet",
            "danhgia",
            "kiemtra",
            "rasoat",
            "ketquakiemtra",
            "ketquarasoat",
            "kiennghi",
            "dexuat",
        ),
        *("xuly", "huongxuly", "lydo", "khac", "thongtinkhac"),
    ),
    "unlabelled": ("",),
    "state": (
        "tinhtrang",
        "tinhtranghieuluc",
        "tinhtrangthutuc",
        "trangthaihieuluc",
        "hientrang",
        "tinhtrangniemyet",
        "tinhtrangbang",
    ),
    "agency": ("coquanthuchien", "coquangiaiquyet", "coquanthamquyen", "donvithuchien", "donvigiaiquyet"),
}


def columns_beside(cells: list[ListingCell]) -> ListingColumns:
    """Columns beside those of a listing, the first of each label."""
    found: ListingColumns = {}
    for position, cell in enumerate(cells):
        for column, labels in BESIDE.items():
            if not cell.merged and squash(cell.text) in labels:
                found.setdefault(column, position)
    return found


#: One of these every header has.
_NEEDED = frozenset({*LABELS["code"], *LABELS["name"]})


def columns_of(cells: list[ListingCell]) -> ListingColumns | None:
    """Column → position when the cells are labels of a listing; None when the row is no header."""
    if not any(squash(cell.text) in _NEEDED for cell in cells if not cell.merged):
        return None
    best: dict[str, tuple[int, int]] = {}
    filled = 0
    for position, cell in enumerate(cells):
        label = squash(cell.text)
        if cell.merged or not label:
            continue
        filled += 1
        for column, labels in LABELS.items():
            named = label if label in labels else _part_that_names(cell.text, column)
            if named:
                rank = (labels.index(named), position)
                best[column] = min(best.get(column, rank), rank)
    if "code" in best and filled == 1:
        return {column: position for column, (_, position) in best.items()}
    if ("code" in best or "name" in best) and len(best) >= 2:
        return {column: position for column, (_, position) in best.items()}
    if "name" in best and filled >= 3:  # cells of a header; chosen, not measured
        return {column: position for column, (_, position) in best.items()}
    return None


#: "Căn cứ pháp lý / Quyết định": of what is no code and no name one part of a label is enough.
_BY_A_PART = frozenset({"decision", "sector"})


def _part_that_names(text: str, column: str) -> str | None:
    if column not in _BY_A_PART or "/" not in text:
        return None
    return next((part for part in map(squash, text.split("/")) if part in LABELS[column]), None)


@lru_cache(maxsize=1 << 14)
def squash(text: str) -> str:
    """A label without tones, spaces and marks: "Mã số TTHC (*)" → "masotthc"; "maTTHC" gives the same."""
    # A header, not a sentence; chosen, not measured.
    return re.sub(r"[^a-z0-9]", "", fold(text)) if len(text) <= 80 else ""
