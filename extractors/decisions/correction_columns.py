"""The columns of a table of corrections: what is printed, what is right, and the field that their labels name."""

import re
from dataclasses import dataclass

from niemyet.extractors.decisions.columns import Column, column_of
from niemyet.model.records import Row, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

#: Labels of what is printed, and of what it is to be. Spellings of decisions of Quảng Nam, Bình Thuận, Hải Phòng, and of
#: Công báo's own form ("Trang/dòng | Đã công bố | Nay đính chính").
_WAS = re.compile(
    r"\b(?:da (?:duoc )?(?:in|ghi|cong bo|ban hanh|dang|niem yet|neu)|(?:in|ghi|dang) nham|sai(?: sot)?|ban dau|cu|truoc day"
    r"|hien hanh|(?:truoc|can|phai|de nghi|duoc) (?:khi )?(?:duoc )?(?:dinh chinh|sua)(?! thanh| lai| la))\b"
)
_IS = re.compile(
    r"\b(?:nay (?:la|sua|dinh chinh|doc)|sua (?:lai|thanh|doi thanh|la)|(?:sau|da) (?:khi )?(?:duoc )?(?:dinh chinh|sua)"
    r"|(?<!can )(?<!phai )(?<!nghi )(?<!truoc )(?<!khi )dinh chinh(?:$| lai| thanh| la)"
    r"|doc (?:lai )?(?:la|thanh)|chinh xac|moi)\b"
    r"|^(?:noi dung )?(?:duoc )?(?:dinh chinh|sua(?: doi)?)$"
)
_BARE = re.compile(r"^(?:noi dung )?(?:duoc )?(?:dinh chinh|sua(?: doi)?)$")
#: In the letters of the document: without tones "đúng" is the "dung" of "nội dung".
_RIGHT = re.compile(r"\bđúng\b", re.IGNORECASE)
_FORM = re.compile(r"[^a-z0-9]+")
#: Words that name a field, each with the words by which a sentence names it.
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mã số", re.compile(r"ma(?: so)?(?: tthc| thu tuc(?: hanh chinh)?| ho so)?$")),
    ("tên thủ tục", re.compile(r"ten(?: goi)?(?: tthc| thu tuc(?: hanh chinh)?)?$")),
    ("thời hạn giải quyết", re.compile(r"thoi (?:han|gian)(?: giai quyet| thuc hien)?$")),
    ("phí, lệ phí", re.compile(r"(?:muc )?(?:thu )?(?:phi|le phi|phi le phi)$")),
    ("địa điểm thực hiện", re.compile(r"dia diem(?: thuc hien)?$")),
    ("căn cứ pháp lý", re.compile(r"can cu(?: phap ly)?$")),
    ("lĩnh vực", re.compile(r"(?:ten )?linh vuc$")),
    ("cơ quan thực hiện", re.compile(r"co quan (?:thuc hien|giai quyet)$")),
    ("cấp thực hiện", re.compile(r"cap (?:thuc hien|giai quyet)$|tham quyen(?: giai quyet)?$")),
)
_LONGEST_LABEL = 80  # letters of a label of such a column; chosen, not measured


@dataclass(frozen=True, slots=True)
class CorrectionPair:
    """Where a table of corrections has what is printed and what is right, and which field both labels name."""

    was: int
    right: int
    field: str | None
    number: int | None  # the column that counts the table's own rows
    labels: tuple[str, ...]


def is_table_of_corrections(table: Table) -> bool:
    """Whether a table parts what is printed from what is right, under one label each."""
    return bool(table.rows) and correction_pair(table.rows[0]) is not None


def correction_pair(row: Row) -> CorrectionPair | None:
    """The one pair of columns of a header row; None where there is none, or where it has several."""
    cells = row.cells
    labels = tuple("" if cell.merged else cell.text for cell in cells)
    if any(len(text) > _LONGEST_LABEL or find_codes(text) for text in labels):
        return None
    squashed = [_squashed(text) for text in labels]
    right = [place for place, text in enumerate(squashed) if _IS.search(text) or _RIGHT.search(labels[place])]
    sure = [place for place in right if not _BARE.search(squashed[place])]
    right = sure if len(right) > 1 and sure else right  # "Nội dung đính chính | Đã in | Sửa thành"
    was = [
        place
        for place, text in enumerate(squashed)
        if _WAS.search(text) and not _says_right(squashed[place], labels[place])
    ]
    if len(right) != 1 or len(was) != 1 or any(cells[place].colspan > 1 for place in (*right, *was)):
        return None
    numbers = [place for place, text in enumerate(labels) if text and column_of(text) is Column.NUMBER]
    fields = {
        field_named(words.sub("", squashed[place])) for place, words in ((was[0], _WAS), (right[0], _IS))
    }
    field = next(iter(fields)) if len(fields) == 1 else None
    return CorrectionPair(was[0], right[0], field, numbers[0] if len(numbers) == 1 else None, labels)


def _says_right(squashed: str, label: str) -> bool:
    return _IS.search(squashed) is not None or _RIGHT.search(label) is not None


def field_named(label: str) -> str | None:
    """The words by which a sentence names the field of a label; None for a label that names none."""
    said = re.sub(r"^(?:noi dung|cot|muc|phan|thong tin) | (?:dung|la)$", "", _squashed(label)).strip()
    return next((words for words, pattern in _FIELDS if pattern.match(said)), None)


def _squashed(text: str) -> str:
    return re.sub(" +", " ", _FORM.sub(" ", fold(text))).strip()
