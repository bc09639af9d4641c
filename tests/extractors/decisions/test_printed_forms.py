"""Values and codes in the forms that tables print them in: codes that are not written as codes."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Quảng cáo cấp tỉnh"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành lĩnh vực Quảng cáo cấp tỉnh."
HEADING = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC QUẢNG CÁO CẤP TỈNH"


def _read(*rows: list[str]) -> Reading:
    articles = [FIRST, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]
    return read_as("docx", paper(TITLE, articles, [HEADING, Grid(list(rows))]))


@pytest.mark.parametrize("printed", ["(mã: 1008403)", "1. 008403", "1,008403", "đặt biển/1 .008403"])
def test_what_may_be_a_code_in_a_name_is_asked_about(printed: str) -> None:
    reading = _read(
        ["STT", "Tên TTHC", "Thời hạn"],
        ["1", "Cấp giấy phép đặt biển (1.008401)", "5 ngày"],
        ["2", f"Thu hồi giấy phép {printed}", "5 ngày"],
    )
    assert [(q.kind, q.item, q.candidates) for q in reading.questions] == [
        (ReviewKind.CODE_UNCLEAR, 1, ("1.008403",))
    ]


def test_amounts_and_numbers_of_documents_in_a_name_are_no_codes() -> None:
    reading = _read(
        ["STT", "Tên TTHC", "Thời hạn"],
        ["1", "Hỗ trợ 1.000.000 đồng theo Thông tư số 1000000/2020/TT-BVN", "5 ngày"],
    )
    assert reading.questions == ()


CORRECTS = (
    "Về việc đính chính Quyết định số 88/QĐ-UBND ngày 02 tháng 6 năm 2022 của Chủ tịch UBND tỉnh An Bình"
)


def test_a_correction_in_three_lines_is_one_sentence() -> None:
    lines = [
        "Điều 1. Đính chính một số nội dung tại Quyết định số 88/QĐ-UBND ngày 02/6/2022, cụ thể như sau:",
        "1. Tên thủ tục hành chính tại số thứ tự 1 (mã 1.008401):",
        "a) Đã ghi: “Cấp giấy phép đặt biển”",
        "b) Sửa lại là: “Cấp giấy phép đặt biển quảng cáo”",
        "2. Thời hạn giải quyết của thủ tục có mã 1.008402:",
        "a) Đã ghi: 05 ngày làm việc",
        "b) Sửa lại thành: 07 ngày làm việc",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    reading = read_as("docx", paper(CORRECTS, lines, number="99/QĐ-UBND"))
    assert [(one.code, one.name, one.time_local, one.flags) for one in reading.items] == [
        ("1.008401", "Cấp giấy phép đặt biển quảng cáo", None, ("corrects_name",)),
        ("1.008402", "", "07 ngày làm việc", ("corrects_time_local",)),
    ]
    assert reading.questions == ()


def test_a_code_corrected_in_two_lines_below_the_sentence_that_says_where() -> None:
    lines = [
        "Điều 1. Đính chính mã số thủ tục hành chính tại số thứ tự 2 Phụ lục kèm theo Quyết định số 88/QĐ-UBND"
        " ngày 02/6/2022:",
        "Nội dung đã ban hành: 1.008402",
        "Nội dung đính chính: 1.008420",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    reading = read_as("docx", paper(CORRECTS, lines, number="99/QĐ-UBND"))
    assert [(one.code, one.replaces) for one in reading.items] == [("1.008420", ("1.008402",))]
    assert reading.questions == ()


def test_a_heading_as_wide_as_the_label_above_it_is_no_part_of_the_header() -> None:
    """Converters join tables that follow each other: each cell then reaches over columns of the other table."""
    wide = Grid(
        [
            [At("STT"), At("Tên thủ tục hành chính", across=2), At("Thời hạn"), At("Phí", across=2)],
            ["", At("B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", across=2), "", At("", across=2)],
            ["1", At("Mở bến khách (1.008405)", across=2), "5 ngày", At("Không", across=2)],
        ]
    )
    title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành, bị bãi bỏ cấp tỉnh"
    heads = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH, BỊ BÃI BỎ CẤP TỈNH",
        "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
    ]
    articles = ["Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính cấp tỉnh."]
    reading = read_as("docx", paper(title, articles, [*heads, wide]))
    assert [(one.code, one.action) for one in reading.items] == [("1.008405", Action.ABOLISH)]


def test_words_of_a_code_that_a_line_broke_are_no_part_of_the_name() -> None:
    reading = _read(
        ["STT", "Tên TTHC", "Thời hạn"],
        ["1", "Cấp giấy phép đặt biển (Mã TTH C: 1.008401)", "5 ngày"],
        ["2", "Thu hồi giấy phép (Mã s ố TT HC: 1.008402)", "5 ngày"],
    )
    assert [(one.code, one.name) for one in reading.items] == [
        ("1.008401", "Cấp giấy phép đặt biển"),
        ("1.008402", "Thu hồi giấy phép"),
    ]


def test_a_piece_of_a_label_without_number_and_code_opens_nothing_unasked() -> None:
    reading = _read(
        ["Mã TTHC", "Tên TTHC", "Thời hạn"],
        ["1.008401", "Cấp giấy phép đặt biển", "5 ngày"],
        ["", "tục", "gian thực hiện"],
    )
    assert all("row_doubtful" in one.flags for one in reading.items if one.code is None)


@pytest.mark.parametrize(
    ("above", "below", "doubted"),
    [
        ("Cấp giấy phép đặt biển", "Cấp giấy phép chiếu phim", True),
        ("Cấp giấy phép đặt biển", "ngoài trời", False),
        ("Cấp giấy phép đặt biển của Ủy ban nhân dân và", "Sở Văn hóa các tỉnh", False),
        ("Cấp giấy phép đặt biển", "Hà Nội", False),
    ],
)
def test_a_name_alone_below_a_row_is_its_rest_or_asked_about(above: str, below: str, doubted: bool) -> None:
    reading = _read(
        ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn"],
        ["1", "1.008401", above, "5 ngày"],
        ["", "", below, ""],
        ["2", "1.008402", "Gia hạn giấy phép đặt biển", "5 ngày"],
    )
    assert [one.code for one in reading.items] == ["1.008401", "1.008402"]
    assert ["row_doubtful" in one.flags for one in reading.items] == [doubted, False]


@pytest.mark.parametrize("form", ["docx", "html", "text"])
@pytest.mark.parametrize(
    ("belongs", "issuer"),
    [
        (
            ["(Kèm theo Quyết định số 70/QĐ-UBND ngày 05 tháng 7 năm 2022 của Chủ tịch UBND tỉnh An Bình)"],
            "UBND tỉnh An Bình",
        ),
        (
            [
                "(Ban hành kèm theo Quyết định số 70/QĐ-UBND ngày 05/7/2022 của",
                "Chủ tịch Ủy ban nhân dân thành phố An Bình)",
            ],
            "Ủy ban nhân dân thành phố An Bình",
        ),
        (["(Kèm theo Quyết định số 70/QĐ-UBND ngày 05/7/2022)"], None),
    ],
)
def test_an_annex_alone_is_of_whom_its_line_names(form: str, belongs: list[str], issuer: str | None) -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.008401", "Cấp giấy phép đặt biển"]])
    reading = read_as(form, ["PHỤ LỤC", HEADING, *belongs, grid])
    assert (reading.number, reading.issuer_name) == (70, issuer)
    assert "body_missing" in reading.flags


def test_a_letterhead_says_itself_whose_paper_it_is() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.008401", "Cấp giấy phép đặt biển"]])
    said = "Quyết định số 412/QĐ-UBND ngày 05 tháng 7 năm 2022 của Chủ tịch UBND tỉnh Khác"
    reading = read_as("docx", paper(TITLE, [FIRST], [HEADING, grid], belongs=said))
    assert reading.issuer_name == "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"


def test_a_table_of_codes_as_they_are_and_as_they_are_put_right() -> None:
    lines = [
        "Điều 1. Đính chính một số nội dung tại Quyết định số 88/QĐ-UBND ngày 02/6/2022 (có Phụ lục kèm theo).",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    grid = Grid(
        [
            ["STT", "Tên TTHC", "Mã số đã công bố", "Mã số đính chính"],
            ["1", "Cấp giấy phép đặt biển", "1.008401", "1.008410"],
        ]
    )
    reading = read_as("docx", paper(CORRECTS, lines, ["NỘI DUNG ĐÍNH CHÍNH", grid], number="99/QĐ-UBND"))
    assert [(one.action, one.code, one.replaces) for one in reading.items] == [
        (Action.CORRECT, "1.008410", ("1.008401",))
    ]
