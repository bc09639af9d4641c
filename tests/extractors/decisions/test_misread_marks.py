"""Marks of a scan's headings read as something else, and surely so: the rows keep what is said of them, or it is asked.

Every mark of three made-up lists is misread in every way seen; a row may never get another action or level without a
question.
"""

from collections import Counter
from dataclasses import replace

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.model.records import Box, Cell, Document, Paragraph, Reading, Row, Table
from niemyet.model.words import Action, ReviewKind

BOX = Box(10, 20, 30, 40)
READ_AS = {
    "I": ("L", "l", "T", "|", "1", "Í", "!", ""),
    "II": ("H", "IH", "U", "N", "IL", "1I", "ll", "11", "I", "TI", ""),
    "III": ("HI", "IH", "M", "1H", "II", "HH", ""),
    "A": ("Á", "4", "AÀ", ""),
    "B": ("8", "E", "R", "BỊ", ""),
    "C": ("G", "(", "€", ""),
    "1": ("l", "I", "i", "7", "ĐII1", ""),
    "2": ("Z", "3", "?", ""),
}
HEAD = (
    "ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc công bố danh mục thủ tục hành chính",
    "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH",
)  # fmt: skip
NEW, AMENDED, ABOLISHED = (
    "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", "THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG", "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
)  # fmt: skip
COMMUNE, PROVINCE = "THỦ TỤC HÀNH CHÍNH CẤP XÃ", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH"
POTS, BELLS = "LĨNH VỰC NẶN NỒI", "LĨNH VỰC ĐÚC CHUÔNG"
#: Each list: headings with their marks, and None for a row.
LISTS: dict[str, list[tuple[str, str] | None]] = {
    "action, level, sector": [
        ("A", NEW), ("I", COMMUNE), ("1", POTS), None, ("2", BELLS), None, ("II", PROVINCE), ("1", POTS), None,
        ("B", ABOLISHED), ("I", COMMUNE), ("1", POTS), None, ("II", PROVINCE), ("1", BELLS), None,
    ],
    "level, action": [
        ("A", COMMUNE), ("I", NEW), None, ("II", AMENDED), None, ("III", ABOLISHED), None,
        ("B", PROVINCE), ("I", NEW), None, ("II", ABOLISHED), None,
    ],
    "action, sector": [
        ("I", NEW), ("1", POTS), None, ("2", BELLS), None, ("II", AMENDED), ("1", POTS), None,
        ("III", ABOLISHED), ("1", BELLS), None,
    ],
}  # fmt: skip


#: What a mark and its slash are read as under a seal or on a grainy page, and that it is not sure.
UNREAD_AS = ("UƯ", "1U", "HJ", "l8", "3")


def _cell(text: str) -> Cell:
    return Cell(text, text, box=BOX, confidence=0.9)


def _unsure(text: str, *words: str) -> Cell:
    return Cell(text, text, box=BOX, confidence=0.3, unsure_words=words)


def _reading(
    lines: list[tuple[str, str] | None], *, own_cell: bool, unsure: int | None = None, stop: str = "."
) -> Reading:
    rows = [("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết")]
    for number, line in enumerate(lines):
        if line is None:
            rows.append(("1", f"1.0045{number:02d}", f"Cấp thẻ thợ thứ {number}", "05 ngày"))
        elif own_cell:
            rows.append((line[0], "", line[1], ""))
        else:
            rows.append(("", "", f"{line[0]}{stop} {line[1]}" if line[0] else line[1], ""))
    cells = [tuple(map(_cell, row)) for row in rows]
    if unsure is not None:
        mark = (lines[unsure] or ("",))[0]
        cells[unsure + 1] = tuple(
            _unsure(cell.text, mark) if mark in cell.text else cell for cell in cells[unsure + 1]
        )
    table = Table(tuple(Row(row, 2) for row in cells), 1)
    head = (Paragraph(text, text, page=1, confidence=0.99) for text in HEAD)
    return read_decision(Document("scan", (*head, table)))


def _said(reading: Reading) -> dict[str | None, tuple[str, tuple[str, ...]]]:
    return {item.code: (str(item.action), tuple(map(str, item.levels))) for item in reading.items}


@pytest.mark.parametrize("own_cell", [True, False])
@pytest.mark.parametrize("name", LISTS)
def test_a_misread_mark_changes_no_row_without_a_question(name: str, own_cell: bool) -> None:
    lines = LISTS[name]
    right = _reading(lines, own_cell=own_cell)
    kinds = Counter(question.kind for question in right.questions)
    silent = []
    for place, line in enumerate(lines):
        for read in READ_AS[line[0]] if line is not None else ():
            assert line is not None
            found = _reading([*lines[:place], (read, line[1]), *lines[place + 1 :]], own_cell=own_cell)
            asked = Counter(question.kind for question in found.questions) - kinds
            if _said(found) != _said(right) and not asked:
                silent.append((place, line, read))
    assert silent == []


@pytest.mark.parametrize("own_cell", [True, False])
@pytest.mark.parametrize("name", LISTS)
def test_an_unread_mark_changes_no_row_without_a_question(name: str, own_cell: bool) -> None:
    lines = LISTS[name]
    right = _reading(lines, own_cell=own_cell)
    kinds = Counter(question.kind for question in right.questions)
    silent = []
    for place, line in enumerate(lines):
        for read in UNREAD_AS if line is not None else ():
            assert line is not None
            others = [*lines[:place], (read, line[1]), *lines[place + 1 :]]
            found = _reading(others, own_cell=own_cell, unsure=place, stop="/")
            asked = Counter(question.kind for question in found.questions) - kinds
            if _said(found) != _said(right) and not asked:
                silent.append((place, line, read))
    assert silent == []


FIELD = "Hộ tịch"


@pytest.mark.parametrize("read", ["UƯ {}", "HJ/ {}", "1U {}", "Ư {}", "L/ {}", "l8. {}"])
def test_a_field_under_an_unread_mark_stands_below_the_section_that_has_no_row_yet(read: str) -> None:
    heading = read.format(FIELD)
    rows: list[tuple[Cell, ...]] = [tuple(map(_cell, ("STT", "Mã TTHC", "Tên thủ tục hành chính")))]
    for number, words in enumerate(
        (f"A/ {NEW.capitalize()}", heading, f"B/ {ABOLISHED.capitalize()}", heading)
    ):
        spanned = _unsure(words, words.split()[0]) if words is heading else _cell(words)
        rows.append((replace(spanned, colspan=3), *[replace(spanned, merged=True)] * 2))
        if words is heading:
            rows.append((_cell("1"), _cell(f"1.0045{number:02d}"), _cell(f"Cấp thẻ thợ thứ {number}")))
    head = (Paragraph(text, text, page=1, confidence=0.99) for text in HEAD)
    table = Table(tuple(Row(row, 2) for row in rows), 1)
    found = read_decision(Document("scan", (*head, table)))
    assert [(item.action, item.sector) for item in found.items] == [
        (Action.NEW, FIELD),
        (Action.ABOLISH, FIELD),
    ]
    assert [question.kind for question in found.questions if question.kind is ReviewKind.OCR_HEADING] == []


@pytest.mark.parametrize(("unsure", "code"), [("thợ", "1.004511"), ("1.004511", None)])
def test_a_code_in_a_name_is_sure_where_only_words_beside_it_are_not(unsure: str, code: str | None) -> None:
    head = (Paragraph(text, text, page=1, confidence=0.99) for text in HEAD)
    labels = tuple(map(_cell, ("STT", "Tên thủ tục hành chính", "Thời hạn giải quyết")))
    name = Cell(
        "1.004511 Cấp thẻ thợ", "1.004511 Cấp thẻ thợ", box=BOX, confidence=0.6, unsure_words=(unsure,)
    )
    heading = tuple(map(_cell, ("A", NEW, "")))
    table = Table(tuple(Row(row, 2) for row in (labels, heading, (_cell("1"), name, _cell("05 ngày")))), 1)
    (item,) = read_decision(Document("scan", (*head, table))).items
    assert item.code == code
