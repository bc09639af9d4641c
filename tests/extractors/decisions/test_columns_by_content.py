"""Columns of a scanned table whose label was not read: known by what stands in them, and only there."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.model.records import Box, Cell, Document, Paragraph, Reading, Row, Table

BOX = Box(10, 20, 30, 40)
LABELS = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm")
ROWS = (
    ("1", "1.000211", "Cấp thẻ thợ gốm", "05 ngày", "Bộ phận Một cửa"),
    ("2", "1.000212", "Đổi thẻ thợ gốm", "07 ngày làm việc", "Bộ phận Một cửa"),
    ("3", "1.000213", "Cấp lại thẻ thợ gốm", "03 ngày", "Bộ phận Một cửa"),
)
HEAD = (
    "ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc công bố thủ tục hành chính mới ban hành cấp xã",
    "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ",
)  # fmt: skip


def _reading(
    labels: tuple[str, ...], rows: tuple[tuple[str, ...], ...] = ROWS, *, sure: float | None = 0.95
) -> Reading:
    def cell(text: str) -> Cell:
        return Cell(text, text, box=BOX, confidence=sure)

    table = Table(tuple(Row(tuple(map(cell, row)), 2) for row in (labels, *rows)), 1)
    return read_decision(
        Document("scan", (*(Paragraph(text, text, page=1, confidence=sure) for text in HEAD), table))
    )


def _with(place: int, label: str) -> tuple[str, ...]:
    return (*LABELS[:place], label, *LABELS[place + 1 :])


@pytest.mark.parametrize(
    "labels",
    [
        LABELS, _with(0, "ĐII1"), _with(1, ""), _with(1, "(o »)"), _with(2, ""), _with(2, "1ên thú"), _with(3, "O"),
        ("ĐII1", "", *LABELS[2:]),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_content_where_a_stamp_lies_on_its_label(labels: tuple[str, ...]) -> None:
    reading = _reading(labels)
    found = [(item.row_no, item.code, item.name, item.time_local) for item in reading.items]
    assert found == [row[:4] for row in ROWS]
    assert not [one for one in reading.questions if one.kind in {"left_over_column", "table_unread"}]


def test_a_label_that_was_read_and_is_none_of_ours_is_asked_about_whatever_stands_below() -> None:
    reading = _reading(_with(3, "Hạn dùng thẻ thợ"))
    assert {item.time_local for item in reading.items} == {None}
    assert "left_over_column" in {one.kind for one in reading.questions}


def test_two_unread_labels_over_like_columns_tell_neither() -> None:
    rows = tuple((*row[:3], row[3], row[3]) for row in ROWS)
    reading = _reading((*LABELS[:3], "O", "Q"), rows)
    assert {item.time_local for item in reading.items} == {None}


def test_what_no_scan_holds_is_read_by_its_labels_alone() -> None:
    reading = _reading(_with(2, ""), sure=None)
    assert reading.items == ()
