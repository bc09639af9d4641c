"""Corrections that stand in a table, under whatever labels: where, what is printed, what is right."""

import pytest

from niemyet.extractors.decisions.correction_columns import field_named
from niemyet.extractors.decisions.correction_tables import read_tables, without_corrections
from niemyet.extractors.decisions.layout import Layout
from niemyet.model.records import Cell, Reading, Row, Table
from niemyet.model.words import Action, Level, RelationType, ReviewKind
from tests.support.papers import Grid, paper, read_as

TITLE = "Về việc đính chính Quyết định số 31/QĐ-UBND ngày 05/01/2024 của Chủ tịch UBND tỉnh An Bình"
OPENING = "Đính chính một số nội dung tại Quyết định số 31/QĐ-UBND ngày 05/01/2024 của Chủ tịch UBND tỉnh An Bình như sau:"


def corrected(*rows: list[str], points: tuple[str, ...] = ()) -> Reading:
    """The reading of a decision whose first article ends in a table of corrections, or in points."""
    second = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
    blocks = paper(TITLE, [f"Điều 1. {OPENING}", *points, second])
    at = blocks.index(second)
    table = [Grid([list(row) for row in rows])] if rows else []
    return read_as("docx", [*blocks[:at], *table, *blocks[at:]])


@pytest.mark.parametrize(
    "labels",
    [
        ("Vị trí", "Đã in", "Sửa lại"),
        ("Vị trí", "Nội dung sai", "Nội dung đúng"),
        ("Trang/dòng", "Đã công bố", "Nay đính chính"),
        ("Chỗ cần xem", "Nội dung cần đính chính", "Nội dung đính chính"),
        ("Nơi in", "Cũ", "Mới"),
    ],
)
def test_a_row_says_where_what_is_printed_and_what_is_right(labels: tuple[str, ...]) -> None:
    read = corrected(list(labels), ["Số thứ tự 4 mục II", "1.000401", "1.000410"])
    (item,) = read.items
    assert item.action is Action.CORRECT
    assert (item.code, item.replaces) == ("1.000410", ("1.000401",))
    assert "số thứ tự 4 mục ii" in item.raw_text.lower()
    assert not read.questions


def test_the_field_is_told_by_a_column_by_the_label_or_by_the_words_before_the_value() -> None:
    by_column = corrected(
        ["STT", "Tên thủ tục", "Nội dung đính chính", "Đã ghi", "Đính chính thành"],
        ["1", "Cấp thẻ người hái chè", "Thời hạn giải quyết", "Không", "04 ngày"],
    )
    by_label = corrected(
        ["STT", "Mã TTHC", "Tên TTHC đã công bố", "Tên TTHC sau đính chính"],
        ["1", "1.000401", "Cấp thẻ hái chè", "Cấp thẻ người hái chè"],
    )
    by_words = corrected(
        ["STT", "Mã TTHC", "Sai", "Đúng"],
        ["1", "1.000401", "Lệ phí: Không\nThời gian: 3 ngày", "Lệ phí: 5.000 đồng\nThời gian: 4 ngày"],
    )
    assert (by_column.items[0].time_local, by_column.items[0].name) == ("04 ngày", "Cấp thẻ người hái chè")
    assert by_label.items[0].name == "Cấp thẻ người hái chè"
    assert [(one.fee, one.time_local) for one in by_words.items] == [("5.000 đồng", None), (None, "4 ngày")]


def test_a_level_is_corrected_by_its_own_label() -> None:
    read = corrected(
        ["Mã TTHC", "Cấp thực hiện đã công bố", "Cấp thực hiện đính chính"],
        ["1.000401", "Cấp tỉnh", "Cấp xã"],
    )
    assert read.items[0].levels == (Level.COMMUNE,)


def test_what_names_no_field_is_asked_about() -> None:
    read = corrected(["Vị trí", "Đã in", "Sửa lại"], ["STT 2 mục I", "Hội Nông dân", "Hội Phụ nữ"])
    assert [one.kind for one in read.questions] == [ReviewKind.CORRECTION_UNCLEAR]


def test_points_below_an_opening_that_corrects_are_corrections_too() -> None:
    read = corrected(points=("1. Tại số thứ tự 3 mục I: cột mã TTHC ghi “1.000401”, sửa thành “1.000410”.",))
    assert [(one.code, one.replaces) for one in read.items] == [("1.000410", ("1.000401",))]


def test_the_next_article_is_no_point_of_the_list_that_an_article_opens() -> None:
    read = corrected(["Vị trí", "Đã in", "Sửa lại"], ["STT 4 mục II", "1.000401", "1.000410"])
    assert [(one.type, one.scope) for one in read.relations] == [(RelationType.CORRECTS, None)]
    assert str(read.effect_source) == "signing_clause"


def test_the_words_of_a_label_name_its_field() -> None:
    assert field_named("Cột Mã TTHC") == "mã số"
    assert field_named("Kết quả") is None


def _table(number: int, *rows: tuple[str, ...]) -> Table:
    return Table(tuple(Row(tuple(Cell(text, text) for text in row)) for row in rows), number)


def test_only_tables_of_corrections_leave_the_layout() -> None:
    corrections = _table(1, ("Vị trí", "Đã in", "Sửa lại"), ("Mục I", "1.000401", "1.000410"))
    procedures = _table(2, ("STT", "Mã TTHC", "Tên thủ tục"), ("1", "1.000402", "Cấp thẻ người hái chè"))
    rest, tables = without_corrections(
        Layout(inner_tables=[("Điều 1", corrections)], annex=[procedures], annex_places=[7])
    )
    assert tables == (("Điều 1", corrections),)
    assert (rest.inner_tables, rest.annex, rest.annex_places) == ([], [procedures], [7])
    read = read_tables(tables, (Level.COMMUNE,))
    assert [(one.code, one.part, one.table_no) for one in read.items] == [("1.000410", "Điều 1", 1)]
    assert [one.meaning for one in read.trace] == ["header", "item"]
