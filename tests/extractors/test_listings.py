"""What a unit has posted, read from workbooks, CSV, web pages and JSON."""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest
import xlsxwriter

from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError, UnsupportedFormatError
from niemyet.model.records import ListingRow
from tests.support.realdata import real
from tests.support.refusals import refused

HEADER = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "QĐ công bố", "Ngày niêm yết"]
ROWS = [
    ["1", "1.700001", "Đăng ký thử một", "Hộ tịch", "12/QĐ-UBND", "05/07/2022"],
    ["2", "2.700002.000.00.00.H47", "Thủ tục thử hai", "Hộ tịch", "13/QĐ-UBND", "6/7/2022"],
]


def workbook(
    sheets: dict[str, list[list[object]]], merges: Sequence[tuple[int, int, int, int, str]] = ()
) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for top, left, bottom, right, text in merges:
            sheet.merge_range(top, left, bottom, right, text)
        for row_no, row in enumerate(rows):
            for col, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(row_no, col, value, book.add_format({"num_format": "dd/mm/yyyy"}))
                elif value is not None:
                    sheet.write(row_no, col, value)
        if name.startswith("ẩn"):
            sheet.hide()
    book.close()
    return buffer.getvalue()


def csv_of(rows: list[list[str]], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\n" for row in rows)


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>Niêm yết</title></head><body>{body}</body></html>".encode()


def table(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows) + "</table>"


def codes(rows: tuple[ListingRow, ...]) -> list[str | None]:
    return [row.code for row in rows]


# ---- the same listing in every format -----------------------------------------------------------------

EXPECTED = (
    ListingRow(1, "1.700001", "1.700001", "Đăng ký thử một", "12/QĐ-UBND", date(2022, 7, 5)),
    ListingRow(2, "2.700002", "2.700002.000.00.00.H47", "Thủ tục thử hai", "13/QĐ-UBND", date(2022, 7, 6)),
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(workbook({"Sheet1": [HEADER, *ROWS]}), id="xlsx"),
        pytest.param(csv_of([HEADER, *ROWS]).encode(), id="csv-comma"),
        pytest.param(csv_of([HEADER, *ROWS], ";").encode("utf-8-sig"), id="csv-semicolon-bom"),
        pytest.param(csv_of([HEADER, *ROWS], "\t").encode("utf-16"), id="csv-tab-utf16"),
        pytest.param(page(table([HEADER, *ROWS])), id="html-unclosed-cells"),
        pytest.param(json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]).encode(), id="json"),
    ],
)
def test_every_format_gives_the_same_rows(data: bytes) -> None:
    assert read_listing(data, "bang.bin") == EXPECTED


def test_the_format_is_told_by_content_not_by_name() -> None:
    assert read_listing(page(table([HEADER, *ROWS])), "export.xls") == EXPECTED


# ---- rows -------------------------------------------------------------------------------------------


def test_sections_blanks_repeated_headers_and_column_numbers_are_no_rows() -> None:
    rows = [
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "", "Lĩnh vực Hộ tịch", "", "", ""],
        ROWS[0],
        ["", "", "", "", "", ""],
        HEADER,
        ["II", "Lĩnh vực Đất đai", "", "", "", ""],
        ["2", "", "Lĩnh vực Chứng thực", "", "", ""],
        ROWS[1],
    ]
    assert read_listing(csv_of(rows).encode(), None) == EXPECTED


def test_a_numbered_name_without_a_code_is_kept_and_flagged() -> None:
    rows = [
        HEADER,
        ["1", "", "Thủ tục chưa có mã", "Hộ tịch", "", ""],
        ["2", "Không có mã số", "Thủ tục kia", "", "", ""],
    ]
    assert read_listing(csv_of(rows).encode(), None) == (
        ListingRow(1, None, None, "Thủ tục chưa có mã", flags=("no_code",)),
        ListingRow(2, None, "Không có mã số", "Thủ tục kia", flags=("no_code",)),
    )


def test_without_a_serial_column_a_lone_text_is_a_heading() -> None:
    rows = [
        ["Tên thủ tục", "Cơ quan", "Lĩnh vực"],
        ["Nhóm một", "", ""],
        ["Thủ tục chưa có mã", "UBND xã", "Đất đai"],
    ]
    assert [row.name for row in read_listing(csv_of(rows).encode(), None)] == ["Thủ tục chưa có mã"]


@pytest.mark.parametrize(
    "glued",
    [
        "1.700001.000.00.00.H41- Đăng ký thử",
        "1.700001.H41 - Đăng ký thử",
        "1.700001.H41-Đăng ký thử",
        "1. 1.700001 - Đăng ký thử",
    ],
)
def test_code_glued_to_the_name(glued: str) -> None:
    (row,) = read_listing(csv_of([["STT", "Tên TTHC"], ["1", glued]]).encode(), None)
    assert (row.code, row.name) == ("1.700001", "Đăng ký thử")


def test_the_same_code_in_its_column_and_before_the_name() -> None:
    data = json.dumps(
        [{"name": "1.700001.H41- Đăng ký thử", "code_raw": "1.700001.H41", "field": "Đất đai"}]
    ).encode()
    (row,) = read_listing(data, None)
    assert (row.code, row.code_text, row.name, row.flags) == ("1.700001", "1.700001.H41", "Đăng ký thử", ())


def test_another_code_before_the_name_is_flagged() -> None:
    (row,) = read_listing(csv_of([["Mã số", "Tên"], ["1.700001", "1.700002 - Đăng ký thử"]]).encode(), None)
    assert (row.code, row.flags) == ("1.700001", ("code_differs_in_name",))


def test_a_broken_code_is_repaired_and_says_so() -> None:
    (row,) = read_listing(csv_of([["STT", "Mã số", "Tên"], ["1", "1. 700001", "Đăng ký thử"]]).encode(), None)
    assert (row.code, row.flags) == ("1.700001", ("code_repaired",))


def test_two_codes_in_one_cell_are_not_chosen_from() -> None:
    (row,) = read_listing(
        csv_of([["STT", "Mã số", "Tên"], ["1", "1.700001 2.700002", "Đăng ký thử"]]).encode(), None
    )
    assert (row.code, row.code_text, row.flags) == (None, "1.700001 2.700002", ("no_code", "several_codes"))


def test_a_row_that_the_listing_itself_calls_taken_down_is_flagged() -> None:
    rows = [["code", "name", "publishable"], ["1.700001", "Một", "True"], ["1.700002", "Hai", "False"]]
    assert [row.flags for row in read_listing(csv_of(rows).encode(), None)] == [(), ("stated_not_posted",)]


# ---- XLSX ------------------------------------------------------------------------------------------


def test_letterhead_in_merged_cells_and_a_header_of_two_rows() -> None:
    rows = [
        [None] * 4,
        [None, None, "Thời hạn", None],
        [None, None, "Luật", "Giảm"],
        ["1", "1.700001 - Đăng ký thử", "5 ngày", "3 ngày"],
    ]
    data = workbook({"A": rows}, [(0, 0, 0, 3, "UBND XÃ THỬ"), (1, 0, 2, 0, "STT"), (1, 1, 2, 1, "Tên TTHC")])
    assert [(row.code, row.name) for row in read_listing(data, None)] == [("1.700001", "Đăng ký thử")]


def test_a_decision_merged_over_several_rows_belongs_to_each_and_a_merged_name_is_one_procedure() -> None:
    rows: list[list[object]] = [
        ["Mã số", "Tên", "Quyết định", "Ghi chú"],
        ["1.700001", "Một", None, "a"],
        ["1.700002", None, None, "trường hợp 1"],
        [None, None, None, "trường hợp 2"],
    ]
    data = workbook({"A": rows}, [(1, 2, 3, 2, "9/QĐ-UBND"), (2, 1, 3, 1, "Hai")])
    assert [(row.code, row.name, row.decision_text) for row in read_listing(data, None)] == [
        ("1.700001", "Một", "9/QĐ-UBND"),
        ("1.700002", "Hai", "9/QĐ-UBND"),
    ]


def test_numbers_dates_and_several_sheets() -> None:
    rows: list[list[object]] = [
        ["STT", "Mã số", "Tên", "Ngày niêm yết"],
        [1, 1.7001, "Một", date(2024, 2, 29)],
        [2.0, 1.700012, "Hai", None],
    ]
    result = read_listing(workbook({"nay": rows, "sau": [["Mã số", "Tên"], ["1.700003", "Ba"]]}), None)
    assert [(row.row_no, row.code, row.posted_on) for row in result] == [
        (1, "1.700100", date(2024, 2, 29)),
        (2, "1.700012", None),
        (3, "1.700003", None),
    ]
    assert result[0].flags == ("code_from_number",)


def test_a_cell_in_the_last_corner_is_refused_before_it_takes_the_memory() -> None:
    data = workbook({"A": [["Mã số", "Tên"], ["1.700001", "Một"]]})
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body = body.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            target.writestr(entry, body)
    with refused(DocumentError, "1048576 dòng"):
        read_listing(buffer.getvalue(), "lớn.xlsx")


# ---- HTML ------------------------------------------------------------------------------------------


def test_several_tables_count_and_others_do_not() -> None:
    menu = table([["Trang chủ", "Liên hệ"]])
    first = "<h3>Lĩnh vực Hộ tịch</h3>" + table([HEADER, ROWS[0]])
    second = "<h3>Lĩnh vực Đất đai</h3>" + table(
        [["STT", "Tên thủ tục", "Mức độ"], ["1", "1.700009 - Khác", "Toàn trình"]]
    )
    layout = f"<table><tr><td>{first}</td></tr><tr><td>{second}</td></tr></table>"
    assert codes(read_listing(page(menu + layout), None)) == ["1.700001", "1.700009"]


def test_spans_keep_the_columns() -> None:
    body = (
        "<table><tr><th rowspan=2>STT<th colspan=2>Thủ tục<th rowspan=2>Mã TTHC<tr><th>Tên thủ tục<th>Mức"
        "<tr><td>1<td>Một<td>4<td>1.700001<tr><td colspan=4>Lĩnh vực khác<tr><td>2<td>Hai<td>3<td>1.700002</table>"
    )
    assert [(row.code, row.name) for row in read_listing(page(body), None)] == [
        ("1.700001", "Một"),
        ("1.700002", "Hai"),
    ]


def test_a_list_of_links() -> None:
    body = "<ul><li><a href=#>Giới thiệu</a><li><a href=#>1.700001.H47 - Một</a><li><a href=#>2.700002 – Hai</a></ul>"
    assert [(row.code, row.name) for row in read_listing(page(body), None)] == [
        ("1.700001", "Một"),
        ("2.700002", "Hai"),
    ]


def test_one_page_of_several_is_not_the_listing() -> None:
    body = table([HEADER, *ROWS])
    with refused(DocumentError, "114 thủ tục mà trong tệp chỉ có 2"):
        read_listing(page(body + "<p>Tìm thấy 114 thủ tục</p>"), "trang-1.html")
    assert len(read_listing(page(body + "<p>Tổng số: 2 thủ tục</p>"), None)) == 2


# ---- what is no listing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "rỗng"),
        (b"\xef\xbb\xbf \r\n", "rỗng"),
        (page("<h1>Hệ thống đang bảo trì</h1>"), "bảo trì"),
        (page(table([HEADER])), "không thấy danh sách"),
        (page(table([HEADER, *ROWS]))[:-40], "cắt cụt"),
        (csv_of([HEADER]).encode(), "không thấy danh sách"),
        (b"a,b,c\n1,2,3\n", "Mã TTHC"),
        ((csv_of([HEADER, *ROWS]) + "3,1.700003,Thủ t").encode(), "cắt cụt"),
        ((csv_of([HEADER, *ROWS]) + '3,1.700003,"Thủ t').encode(), "dấu nháy"),
        ("STT;Mã TTHC;Tên thủ tục\n1;1.700001;Đăng ký".encode("cp1258", "replace"), "UTF-8"),
        (b'[{"ma": "1.700001", "ten": "M', "JSON"),
        (b"[]", "không thấy danh sách"),
        (b"[" * 100_000, "JSON"),
        (workbook({"A": [["Xin chào"]]}), "Xin chào"),
        (workbook({"A": [HEADER, *ROWS]})[:-200], "cắt cụt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "bảng tính"),
    ],
)
def test_what_holds_no_listing_is_an_error_with_its_reason(data: bytes, message: str) -> None:
    with refused(DocumentError, re.escape(message)) as caught:
        read_listing(data, "nguon.dat")
    assert caught.said.startswith("nguon.dat: ")


def test_other_formats_are_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")
    with pytest.raises(UnsupportedFormatError):
        read_listing(b'<?xml version="1.0"?><a/>', None)
    for broken in (buffer.getvalue(), b"%PDF-1.7 ..."):
        with refused(DocumentError, "danh sách niêm yết: "):
            read_listing(broken, None)


# ---- real listings ---------------------------------------------------------------------------------


@pytest.mark.realdata
def test_what_a_commune_of_nghe_an_works_from() -> None:
    data = real("listings/xa_cat_ngan_2026-07.json").read_bytes()
    rows = read_listing(data, "xa_cat_ngan_2026-07.json")
    assert len(rows) == 60
    assert all(row.code and not row.flags for row in rows)
    assert not [row.name for row in rows if row.name[:2] in ("1.", "2.", "- ") or row.name.startswith("-")]
    names_only = [
        {"STT": no, "Tên TTHC": entry["name"]} for no, entry in enumerate(json.loads(data), start=1)
    ]
    glued = read_listing(json.dumps(names_only).encode(), None)
    assert codes(glued) == codes(rows)
    assert [row.name for row in glued] == [row.name for row in rows]


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "count"), [("BoXayDung", 525), ("BoTuPhap", 271)])
def test_exports_of_two_ministries(name: str, count: int) -> None:
    rows = read_listing(real(f"procedures/danh-sach-tthc-{name}.xlsx").read_bytes(), f"{name}.xlsx")
    assert len(rows) == count
    assert all(row.code and row.code == row.code_text and row.name and not row.flags for row in rows)


@pytest.mark.realdata
def test_the_audit_of_a_commune_of_hai_phong() -> None:
    rows = read_listing(real("listings/xa_vinh_bao_2026-09_board.csv").read_bytes(), "xa_vinh_bao.csv")
    assert len(rows) == 293
    assert all(row.code and row.name for row in rows)
    assert sum(row.decision_text is not None for row in rows) == 200
    assert sum("stated_not_posted" in row.flags for row in rows) == 38  # 36 taken down, 2 in the future


@pytest.mark.realdata
def test_settings_of_a_kiosk_are_no_listing() -> None:
    with refused(DocumentError, "không thấy danh sách"):
        read_listing(real("listings/phuong_an_khe_kiosk.json").read_bytes(), "kiosk.json")


# ---- a record pasted into one cell, one object a line, codes of the place's own making --------------------


OTHER: dict[str, str | None] = {"ten_thu_tuc": "Thủ tục khác", "Mã thủ tục": "1.700009"}


def _jsonl(*objects: dict[str, str | None]) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in objects).encode()


def test_one_object_a_line_is_a_list_too() -> None:
    first, second = read_listing(
        _jsonl(
            {
                "Mã thủ tục": "1.700001",
                "ten_thu_tuc": "Thử một",
                "so_qd": "12/QĐ-UBND",
                "ngay_hieu_luc": None,
            },
            {
                "Mã thủ tục": "2.700002",
                "ten_thu_tuc": "Thử hai",
                "so_qd": "[Chưa có]",
                "ngay_hieu_luc": "5/7/2022",
            },
        ),
        "ds.jsonl",
    )
    assert (first.code, first.decision_text, first.effective_on) == ("1.700001", "12/QĐ-UBND", None)
    assert (second.code, second.decision_text, second.effective_on) == ("2.700002", None, date(2022, 7, 5))


def test_a_record_in_the_name_is_taken_apart_by_its_labels() -> None:
    glued = (
        "Thủ tục thử ba • Mã thủ tục: 3.700003.H47 • Lĩnh vực: Hộ tịch • Thông tin công bố: o Số QĐ: 15/QĐ-UBND "
        "o Ngày hiệu lực: 2023-06-15 • Cách thức nộp: trực tuyến"
    )
    row, _ = read_listing(_jsonl({"ten_thu_tuc": glued, "Mã thủ tục": None}, OTHER) + b"\n\n", "ds.json")
    assert (row.code, row.name, row.decision_text) == ("3.700003", "Thủ tục thử ba", "15/QĐ-UBND")
    assert row.effective_on == date(2023, 6, 15)
    assert row.flags == ("record_in_name",)


def test_a_code_of_the_places_own_making_is_no_code_and_says_so() -> None:
    row, _ = read_listing(_jsonl({"Mã thủ tục": "QLN003", "ten_thu_tuc": "Thuê chung cư"}, OTHER), "ds.json")
    assert (row.code, row.code_text) == (None, "QLN003")
    assert row.flags == ("no_code", "local_code")


def test_a_name_that_speaks_of_a_label_keeps_it() -> None:
    named = {"Mã thủ tục": "1.700001", "ten_thu_tuc": "Công bố lĩnh vực thử nghiệm"}
    row, _ = read_listing(_jsonl(dict(named), OTHER), "ds.json")
    assert row.name == "Công bố lĩnh vực thử nghiệm"


@pytest.mark.parametrize(
    "rule",
    [".g{color:#fff}", "tr.g td{text-decoration:line-through}", ".g{display:none}", "#x .g{font-size:1px}"],
)
def test_rows_that_a_rule_of_the_page_strikes_or_hides_are_not_taken(rule: str) -> None:
    page = (
        f"<html><style>{rule}</style><body><div id='x'><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên</th></tr>"
        "<tr><td>1</td><td>1.008801</td><td>Cấp phép đào ao</td></tr>"
        "<tr class='g'><td>2</td><td>1.008802</td><td>Cấp phép đắp bờ</td></tr></table></div></body></html>"
    )
    with pytest.raises(DocumentError) as refused:
        read_listing(page.encode(), "bang.html")
    assert "1.008802" in refused.value.message("vi")
    assert "1.008801" not in refused.value.message("vi")


def test_a_rule_that_meets_no_row_takes_nothing_away() -> None:
    page = (
        "<html><style>.menu{color:#fff}</style><body><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên</th></tr>"
        "<tr><td>1</td><td>1.008801</td><td>Cấp phép đào ao</td></tr></table></body></html>"
    )
    assert [row.code for row in read_listing(page.encode(), "bang.html")] == ["1.008801"]
