"""Fees that a resolution of a people's council sets: read from its tables, its number and days from its own words."""

from datetime import date
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from niemyet.extractors.fee_lists import FeeSheet, read_fee_list
from niemyet.model.errors import NoListingError
from tests.support.papers import At, Grid, Paper, to_docx, to_html

BY_WAY = Grid(
    [
        [At("TT", down=2), At("Mã TTHC", down=2), At("Tên thủ tục hành chính", down=2), At("Mức thu (đồng/hồ sơ)", across=2)],
        ["Trực tiếp", "Trực tuyến"],
        ["1", "1.000901", "Cấp giấy phép treo cờ hội", "60.000", "30.000"],
        ["2", "1.000902", "Cấp lại giấy phép treo cờ hội", "Không thu", ""],
        ["3", "1.000903; 1.000904", "Hai thủ tục trong một ô", "10.000", "5.000"],
        ["4", "", "Đổi giấy phép treo cờ hội", "20.000", "-"],
    ],
    header_rows=2,
)  # fmt: skip


def resolution(*articles: str, table: Grid = BY_WAY) -> Paper:
    head = Grid(
        [
            ["HỘI ĐỒNG NHÂN DÂN\nTỈNH AN BÌNH\n-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["Số: 17/2026/NQ-HĐND", "An Bình, ngày 09 tháng 12 năm 2026"],
        ],
        header_rows=0,
    )
    return [
        head,
        "NGHỊ QUYẾT",
        "Quy định mức thu một số khoản phí, lệ phí trên địa bàn tỉnh",
        "Căn cứ Nghị quyết số 05/2020/NQ-HĐND ngày 01/7/2020 của Hội đồng nhân dân tỉnh;",
        "Điều 1. Ban hành mức thu kèm theo Nghị quyết này.",
        *articles,
        "PHỤ LỤC",
        table,
    ]


EFFECT = "Điều 2. Nghị quyết này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2027 và thay thế Nghị quyết số 05/2020/NQ-HĐND."


def told(sheet: FeeSheet) -> list[tuple[str | None, str, str | None]]:
    return [(row.code, row.fee, row.conditions) for row in sheet.rows]


@pytest.mark.parametrize("render", [to_docx, to_html])
def test_rows_units_and_conditions_are_the_tables_number_and_days_the_papers(render) -> None:
    sheet = read_fee_list(render(resolution(EFFECT)), "nghi-quyet")
    assert told(sheet) == [
        ("1.000901", "60.000 đồng/hồ sơ", "Trực tiếp"),
        ("1.000901", "30.000 đồng/hồ sơ", "Trực tuyến"),
        ("1.000902", "Không thu", "Trực tiếp"),
        (None, "20.000 đồng/hồ sơ", "Trực tiếp"),
    ]
    assert sheet.rows[-1].name == "Đổi giấy phép treo cờ hội"
    assert sheet.paper == "Nghị quyết số 17/2026/NQ-HĐND ngày 09/12/2026", "never of what it is based on"
    assert (sheet.effective_on, sheet.effective_until) == (date(2027, 1, 1), None)
    assert [row.row_no for row in sheet.left_out] == [5, 5], "two codes in a cell are told, never shared out"


def test_an_end_is_the_first_day_after_and_another_papers_effect_is_none() -> None:
    until = read_fee_list(
        to_docx(resolution("Điều 2. Nghị quyết này có hiệu lực từ ngày 01/01/2027 đến hết ngày 31/12/2027.")),
        "a",
    )
    assert (until.effective_on, until.effective_until) == (date(2027, 1, 1), date(2028, 1, 1))
    other = read_fee_list(
        to_docx(resolution("Điều 2. Nghị quyết số 05/2020 có hiệu lực từ ngày 01/7/2020.")), "a"
    )
    assert other.effective_on is None
    relative = read_fee_list(
        to_docx(resolution("Điều 2. Nghị quyết này có hiệu lực sau 10 ngày kể từ ngày ký.")), "a"
    )
    assert relative.effective_on is None, "a day that has to be reckoned is a person's to say"


def test_numbers_of_a_workbook_get_the_unit_of_their_heading_and_without_one_say_nothing() -> None:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Phí")
        for place, cells in enumerate(
            (
                ["Mã số TTHC", "Đối tượng", "Lệ phí (đồng)"],
                ["1.000901", "Cá nhân", 75000],
                ["1.000902", "", 8000],
            )
        ):
            sheet.write_row(place, 0, cells)
    book_read = read_fee_list(out.getvalue(), "phi.xlsx")
    assert told(book_read) == [("1.000901", "75.000 đồng", "Cá nhân")]
    assert [row.text for row in book_read.left_out] == ["1.000902 | 8000"], (
        "a table of another width is told, not guessed"
    )
    bare = Grid(
        [["Mã TTHC", "Mức thu"], ["1.000901", "75000"], ["1.000902", "8.000 đồng/bản"]], header_rows=1
    )
    assert told(read_fee_list(to_docx([bare]), "a")) == [("1.000902", "8.000 đồng/bản", None)]


def test_a_table_without_fees_is_none() -> None:
    listed = Grid(
        [["Mã TTHC", "Tên thủ tục", "Thời hạn"], ["1.000901", "Treo cờ hội", "03 ngày"]], header_rows=1
    )
    with pytest.raises(NoListingError, match="Mức thu"):
        read_fee_list(to_docx(["DANH MỤC", listed]), "danh-muc.docx")


def test_units_beside_above_and_in_a_column_two_kinds_of_fees_and_numbers_of_columns() -> None:
    above = [
        "Đơn vị tính: đồng/trường hợp",
        Grid([["Mã TTHC", "Mức thu"], ["(1)", "(2)"], ["1.000901", "60,000"]]),
    ]
    assert told(read_fee_list(to_docx(above), "a")) == [("1.000901", "60,000 đồng/trường hợp", None)]
    column = Grid(
        [
            ["Mã TTHC", "Đơn vị tính", "Mức thu"],
            ["1.000901", "đồng/tờ", "8.000"],
            ["1.000902", "đồng/bản", "9.000"],
        ]
    )
    assert [row.fee for row in read_fee_list(to_docx([column]), "a").rows] == [
        "8.000 đồng/tờ",
        "9.000 đồng/bản",
    ]
    both = Grid([["Mã TTHC", "Phí (đồng)", "Lệ phí (đồng)"], ["1.000901", "100.000", "30.000"]])
    assert told(read_fee_list(to_docx([both]), "a")) == [
        ("1.000901", "100.000 đồng", "Phí"),
        ("1.000901", "30.000 đồng", "Lệ phí"),
    ]
