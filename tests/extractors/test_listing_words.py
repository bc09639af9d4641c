"""A row is no proof by standing there: what a list says against its own rows, and lists that are not whole."""

import io
import json
import re

import pytest
import xlsxwriter

from niemyet.extractors.adopted_lists import LeftOut, read_adopted
from niemyet.extractors.listing_words import (
    begins_anew,
    is_of_what_ended,
    says_ended,
    says_not_posted,
    unmarked,
)
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from tests.extractors.test_listings import HEADER, ROWS, codes, csv_of, page, table, workbook
from tests.support.province import day
from tests.support.refusals import refused

THREE = [
    ["1", "1.700001", "Đăng ký thử một"],
    ["2", "1.700002", "Đăng ký thử hai"],
    ["3", "1.700003", "Đăng ký thử ba"],
]
LABELS = ["STT", "Mã TTHC", "Tên thủ tục"]
OVER = "đã bãi bỏ, hết hiệu lực hoặc tạm dừng"


def with_column(label: str, cells: list[str]) -> bytes:
    rows = [[*row, cell] for row, cell in zip(THREE, cells, strict=True)]
    return csv_of([[*LABELS, label], *rows]).encode()


@pytest.mark.parametrize(
    "note",
    [
        "Đã bãi bỏ",
        "bị bãi bỏ từ ngày 01/5/2026",
        "Bãi bỏ theo Quyết định số 15/QĐ-UBND",
        "TTHC này hết hiệu lực thi hành",
        "Hết hiệu lực",
        "Không còn thực hiện",
        "Tạm dừng tiếp nhận",
        "Đình chỉ",
        "Chấm dứt",
        "INACTIVE",
    ],
)
@pytest.mark.parametrize("label", ["Ghi chú", "Trạng thái", ""])
def test_a_row_that_is_said_to_be_over_is_asked_about(label: str, note: str) -> None:
    with refused(DocumentError, re.escape(f"dòng 2 (1.700002 Đăng ký thử hai) bị ghi là {OVER}")):
        read_listing(with_column(label, ["", note, ""]), None)


@pytest.mark.parametrize(
    "note",
    [
        "Bãi bỏ Quyết định số 15/QĐ-UBND",
        "Bãi bỏ một phần thành phần hồ sơ",
        "Thay thế thủ tục 1.700009",
        "Còn hiệu lực",
        "Sửa đổi lần hai",
        "Không thu phí",
        "Dừng xe đúng nơi quy định",
    ],
)
def test_a_note_of_something_else_says_nothing_of_the_row(note: str) -> None:
    assert codes(read_listing(with_column("Ghi chú", ["", note, ""]), None)) == [
        "1.700001", "1.700002", "1.700003",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "state", ["Chưa công khai", "Không niêm yết", "Đã gỡ bỏ", "Đã gỡ từ ngày 01/5/2026", "Chưa được đăng tải"]
)
def test_a_row_that_is_said_not_to_hang_is_taken_at_its_word(state: str) -> None:
    rows = read_listing(with_column("Tình trạng công khai", ["Đã công khai", state, "Đã công khai"]), None)
    assert [row.flags for row in rows] == [(), ("stated_not_posted",), ()]


def test_a_merged_note_is_said_of_each_of_its_rows() -> None:
    rows = [[*LABELS, "Ghi chú"], *([*row, None] for row in THREE)]
    with refused(DocumentError, r"dòng 2 .*dòng 3"):
        read_listing(workbook({"A": rows}, [(2, 3, 3, 3, "Đã bãi bỏ")]), None)


@pytest.mark.parametrize(
    "heading", ["II. Thủ tục hành chính bị bãi bỏ", "B. HẾT HIỆU LỰC", "Đã gỡ bỏ khỏi bảng"]
)
def test_rows_below_a_heading_of_what_is_over_are_asked_about(heading: str) -> None:
    rows = [LABELS, THREE[0], [heading, "", ""], ["Lĩnh vực Đất đai", "", ""], THREE[1]]
    with refused(DocumentError, re.escape(f"dòng 2 (1.700002 Đăng ký thử hai) bị ghi là {OVER}")):
        read_listing(csv_of(rows).encode(), None)


def test_a_later_heading_of_procedures_begins_anew_and_a_title_of_several_kinds_says_nothing() -> None:
    title = ["DANH MỤC THỦ TỤC MỚI BAN HÀNH, SỬA ĐỔI, BÃI BỎ", "", ""]
    assert codes(read_listing(csv_of([title, LABELS, *THREE]).encode(), None)) == [
        "1.700001", "1.700002", "1.700003",
    ]  # fmt: skip
    rows = [["Thủ tục bị bãi bỏ", "", ""], ["Danh mục thủ tục đang niêm yết", "", ""], LABELS, *THREE]
    assert len(read_listing(csv_of(rows).encode(), None)) == 3


def test_a_sheet_or_a_caption_of_what_is_over_is_asked_about() -> None:
    book = workbook({"Đang niêm yết": [LABELS, THREE[0]], "TTHC bãi bỏ": [LABELS, THREE[1]]})
    with refused(DocumentError, re.escape("dòng 2 (1.700002")):
        read_listing(book, None)
    body = f"<h2>Đang thực hiện</h2>{table([LABELS, THREE[0]])}<h2>Thủ tục hết hiệu lực</h2>{table([LABELS, THREE[1]])}"
    with refused(DocumentError, re.escape("dòng 2 (1.700002")):
        read_listing(page(body), None)


def test_a_comment_at_a_row_of_a_workbook_is_asked_about() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("A")
    for place, row in enumerate([LABELS, *THREE]):
        sheet.write_row(place, 0, row)
    sheet.write_comment("C3", "phòng Tư pháp báo đã gỡ bỏ tháng trước")
    sheet.write_comment("C4", "xem lại chính tả")
    book.close()
    with refused(DocumentError, re.escape("dòng 2 (1.700002 Đăng ký thử hai) bị ghi là")):
        read_listing(buffer.getvalue(), None)


def test_rows_of_a_hidden_sheet_are_asked_about_where_no_shown_one_has_them() -> None:
    assert len(read_listing(workbook({"A": [LABELS, *THREE], "ẩn": [LABELS, THREE[0]]}), None)) == 3
    with refused(DocumentError, re.escape("dòng 3 (1.700003 Đăng ký thử ba) bị ẩn")):
        read_listing(workbook({"A": [LABELS, *THREE[:2]], "ẩn": [LABELS, THREE[2]]}), None)


def test_a_row_without_the_mark_that_the_others_have_is_asked_about() -> None:
    with refused(DocumentError, re.escape("dòng 2 (1.700002 Đăng ký thử hai) thiếu dấu")):
        read_listing(with_column("Niêm yết tại Bộ phận Một cửa", ["x", "", "x"]), None)
    assert len(read_listing(with_column("Niêm yết tại Bộ phận Một cửa", ["x", "x", "x"]), None)) == 3
    assert len(read_listing(with_column("Đường dẫn công khai", ["a.vn/1", "", "a.vn/3"]), None)) == 3
    assert unmarked({0: ["", "", ""]}) == frozenset()


def test_lists_side_by_side_are_read_both() -> None:
    rows = [[*LABELS, "", *LABELS], [*THREE[0], "", *THREE[2]], [*THREE[1], "", "", "", ""]]
    assert codes(read_listing(csv_of(rows).encode(), None)) == ["1.700001", "1.700002", "1.700003"]


def test_a_separator_within_a_text_without_quotation_marks_is_refused() -> None:
    spilt = csv_of(
        [HEADER, ROWS[0], ["2", "2.700002", "Đăng ký, khai báo thử", "Hộ tịch", "13/QĐ-UBND", "06/07/2022"]]
    )
    with refused(DocumentError, "dòng 3 có 7 ô, dòng tiêu đề có 6 ô"):
        read_listing(spilt.encode(), None)


@pytest.mark.parametrize("total", ["Tổng số: 9 thủ tục", "Tổng số TTHC: 9", "Danh sách có tổng cộng 9 TTHC"])
def test_a_list_with_fewer_rows_than_it_says_is_refused(total: str) -> None:
    with refused(DocumentError, "ghi có 9 thủ tục mà trong tệp chỉ có 3"):
        read_listing(workbook({"A": [[total], LABELS, *THREE]}), None)
    sums = [["Tổng số: 2 thủ tục"], LABELS, *THREE, [total.replace("9", "3")]]
    assert len(read_listing(workbook({"A": sums}), None)) == 3


def test_a_shortened_list_is_refused() -> None:
    for dots in ("…", "..."):
        with refused(DocumentError, "bị rút gọn"):
            read_listing(csv_of([LABELS, *THREE, [dots, dots, dots]]).encode(), None)


def test_what_is_no_day_in_a_column_of_days_is_said() -> None:
    rows = read_listing(with_column("Ngày niêm yết", ["05/07/2022", "46000", ""]), None)
    assert [row.flags for row in rows] == [(), ("date_unread",), ()]
    rows = read_listing(with_column("Ngày niêm yết", ["31/02/2026", "x", "-"]), None)
    assert [row.flags for row in rows] == [("date_unread",), ("date_unread",), ()]
    rows = read_listing(with_column("Ngày hiệu lực", ["31/02/2026", "từ ngày ký", "-"]), None)
    assert [row.flags for row in rows] == [("date_unread",), (), ()]


def test_a_list_that_is_adopted_leaves_out_what_it_says_is_over() -> None:
    sheet = read_adopted(
        with_column("Tình trạng", ["Còn hiệu lực", "Hết hiệu lực", "Còn hiệu lực"]),
        "a.csv",
        day("2026-03-01"),
    )
    assert [row.code for row in sheet.rows] == ["1.700001", "1.700003"]
    assert [(row.code, why) for row, why in sheet.left_out] == [("1.700002", LeftOut.STATED_ENDED)]


def test_words_are_told_apart() -> None:
    assert [says_ended(text) for text in ("Đã bãi bỏ", "Công bố lại sau khi bãi bỏ")] == [True, False]
    assert [says_not_posted(text) for text in ("Chưa niêm yết", "Gỡ rối thủ tục")] == [True, False]
    titles = ("Thủ tục bị bãi bỏ", "Thủ tục được sửa đổi, bãi bỏ")
    assert [is_of_what_ended(text) for text in titles] == [True, False]
    assert [begins_anew(text) for text in ("II. Thủ tục cấp xã", "Lĩnh vực Hộ tịch")] == [True, False]


# ---- the account of a listing: every code of the file is in a row that was read -----------------------------------


def test_a_table_without_a_header_goes_on_with_the_list_before_it() -> None:
    rows = [[*row, "12/QĐ-UBND"] for row in THREE]
    header = [*LABELS, "Quyết định"]
    assert len(read_listing(workbook({"A": [header, *rows[:2]], "B": [rows[2]]}), None)) == 3
    assert len(read_listing(page(table([header, rows[0]]) + table(rows[1:])), None)) == 3


@pytest.mark.parametrize(
    "line",
    [
        ["Riêng 1.700002 đã bãi bỏ từ ngày 01/5/2026"],
        ["", "", "", "1.700009 Thủ tục ghi ở cột khác"],
        ["Thêm thủ tục 1.700009"],
    ],
)
def test_a_code_beside_the_rows_is_asked_about(line: list[str]) -> None:
    with refused(DocumentError, "có mã thủ tục nằm ngoài những dòng đọc được"):
        read_listing(workbook({"A": [LABELS, *THREE, line]}), None)


def test_a_name_with_a_decision_and_without_number_and_code_is_asked_about() -> None:
    header = [*LABELS, "Quyết định"]
    rows: list[list[object]] = [[*row, "12/QĐ-UBND"] for row in THREE]
    with refused(DocumentError, re.escape("dòng 2 (? Đăng ký thử bốn) không có số thứ tự và mã")):
        read_listing(workbook({"A": [header, rows[0], [None, None, "Đăng ký thử bốn", "12/QĐ-UBND"]]}), None)
    signed = [None, "Người lập biểu", "CHỦ TỊCH", "Nguyễn Văn A"]
    assert len(read_listing(workbook({"A": [header, *rows, signed]}), None)) == 3


def test_a_name_that_may_go_on_in_the_next_row_is_asked_about() -> None:
    below: list[object] = [None, None, "(có yếu tố nước ngoài)"]
    with refused(DocumentError, re.escape("dòng 1 (1.700001 Đăng ký thử một) tên có thể còn tiếp")):
        read_listing(workbook({"A": [LABELS, THREE[0], below, THREE[1]]}), None)


@pytest.mark.parametrize("number", ["2a", "I.2", "1.2", "A.3."])
def test_a_row_with_a_number_of_another_form_is_kept_and_flagged(number: str) -> None:
    rows = [[*LABELS, "Quyết định"], [*THREE[0], ""], [number, "", "Đăng ký thử bốn", "12/QĐ-UBND"]]
    assert [(row.name, row.flags) for row in read_listing(csv_of(rows).encode(), None)] == [
        ("Đăng ký thử một", ()),
        ("Đăng ký thử bốn", ("no_code",)),
    ]


def test_a_column_of_codes_is_known_by_its_cells_unless_there_are_two() -> None:
    rows = [["STT", "Mã QG", "Tên thủ tục"], *THREE]
    assert codes(read_listing(csv_of(rows).encode(), None)) == ["1.700001", "1.700002", "1.700003"]
    both = [["STT", "Mã QG cũ", "Mã QG mới", "Tên thủ tục"], ["1", "1.700001", "1.700002", "Đăng ký thử một"]]
    assert codes(read_listing(csv_of(both).encode(), None)) == [None]


@pytest.mark.parametrize(
    ("key", "value"), [("isDeleted", True), ("isPublic", False), ("published", False), ("posted", "không")]
)
def test_a_record_that_says_that_it_does_not_hang_is_taken_at_its_word(key: str, value: object) -> None:
    other = not value if isinstance(value, bool) else "có"
    records = [
        {"code": "1.700001", "name": "Một", key: value},
        {"code": "1.700002", "name": "Hai", key: other},
    ]
    rows = read_listing(json.dumps(records).encode(), None)
    assert [row.flags for row in rows] == [("stated_not_posted",), ()]


@pytest.mark.parametrize("beside", [{"total": 20}, {"totalPages": 5}, {"page": {"total_elements": 3}}])
def test_one_page_of_an_answer_is_refused(beside: dict[str, object]) -> None:
    items = [{"code": "1.700001", "name": "Một"}, {"code": "1.700002", "name": "Hai"}]
    with refused(DocumentError, "chỉ là một trang trong nhiều trang"):
        read_listing(json.dumps({"items": items, **beside}).encode(), None)
    assert len(read_listing(json.dumps({"items": items, "total": 2, "totalPages": 1}).encode(), None)) == 2


def test_entries_of_a_list_of_links_are_all_accounted_for() -> None:
    entries = "<li>1.700001 - Một</li><li>1.700002 - Hai</li>"
    with refused(DocumentError, "không có số thứ tự và mã"):
        read_listing(page(f"<ul>{entries}<li>Đăng ký thử chưa có mã</li></ul>"), None)
    with refused(DocumentError, "bị gạch ngang"):
        read_listing(page(f"<ul>{entries}<li><s>1.700003 - Ba</s></li></ul>"), None)
    assert len(read_listing(page(f"<ul>{entries}</ul><ul><li>Tin tức</li><li>Liên hệ</li></ul>"), None)) == 2


@pytest.mark.parametrize("note", ["Ghi chú: thủ tục số 2 đã bãi bỏ", "(*) Dòng 2 tạm dừng tiếp nhận"])
def test_a_note_below_the_list_that_something_is_over_is_asked_about(note: str) -> None:
    with refused(DocumentError, "ghi chú ngoài các dòng"):
        read_listing(workbook({"A": [LABELS, *THREE, [note]]}), None)


# ---- the same whatever the format ------------------------------------------------------------------------


def test_a_record_of_json_that_is_no_row_is_accounted_for_as_a_line_is() -> None:
    rows = [{"stt": one[0], "maTTHC": one[1], "tenThuTuc": one[2]} for one in THREE]
    for beside in ({"ghiChu": "Ghi chú: thủ tục số 2 đã bãi bỏ"}, {"ghiChu": "xem thêm mã 1.700009"}):
        with refused(DocumentError, "ghi chú|mã thủ tục"):
            read_listing(json.dumps([*rows, beside]).encode(), None)
    assert len(read_listing(json.dumps([*rows, {"ghiChu": "Cập nhật hằng tháng"}]).encode(), None)) == 3


@pytest.mark.parametrize(
    "around",
    [
        "{list}<p>Ghi chú: thủ tục số 2 đã bãi bỏ.</p>",
        "<div class=bang>{list}</div><div><span>Ghi chú: thủ tục số 2 đã bãi bỏ.</span></div>",
        "{list}<p>Xem thêm 1.700009</p>",
        "<p>Tổng số thủ tục: 12</p>{list}",
        "<div><div>{list}</div></div><p>Tổng số TTHC: 12</p>",
    ],
)
def test_what_stands_beside_a_list_on_a_page_is_read(around: str) -> None:
    with refused(DocumentError, "ghi chú|mã thủ tục|là một phần"):
        read_listing(page(around.format(list=table([LABELS, *THREE]))), None)


def test_what_a_page_says_elsewhere_is_not_of_the_list() -> None:
    far = "<header><p>Cả tỉnh: tổng số thủ tục: 1800</p></header><main><h2>Xã Thử</h2><p>Một</p><p>Hai</p><p>Ba</p>"
    assert len(read_listing(page(far + table([LABELS, *THREE]) + "</main>"), None)) == 3


def test_a_list_to_post_is_refused_in_every_format() -> None:
    title = "Danh mục phải niêm yết, do niemyet lập"
    made = [
        csv_of([[title, "", ""], LABELS, *THREE]).encode(),
        page(f"<h1>{title}</h1>" + table([LABELS, *THREE])),
        workbook({"Sổ": [[title, "", ""], LABELS, *THREE]}),
    ]
    for data in made:
        with refused(DocumentError, "danh mục phải niêm yết do niemyet lập"):
            read_listing(data, "a")


@pytest.mark.parametrize("label", ["Mã TTHC cũ", "Bị thay thế", "Mã thủ tục liên thông"])
def test_a_column_of_others_codes_is_not_the_rows(label: str) -> None:
    rows = [["STT", "Tên thủ tục", label], *([one[0], one[2], one[1]] for one in THREE)]
    assert {row.code for row in read_listing(csv_of(rows).encode(), None)} == {None}
    rows[0][2] = ""
    assert [row.code for row in read_listing(csv_of(rows).encode(), None)] == [one[1] for one in THREE]


def test_a_mark_that_is_missing_on_the_next_page_is_asked_about() -> None:
    label = "Niêm yết tại Bộ phận Một cửa"
    first = table([[*LABELS, label], [*THREE[0], "x"], [*THREE[1], "x"]])
    with refused(DocumentError, "dòng 3"):
        read_listing(page(first + table([[*THREE[2], ""]])), None)
    assert len(read_listing(page(first + table([[*THREE[2], "x"]])), None)) == 3


def test_unmarked_rows_are_not_adopted() -> None:
    sheet = read_adopted(
        with_column("Niêm yết tại Bộ phận Một cửa", ["x", "", "x"]), "a.csv", day("2026-01-01")
    )
    assert [row.code for row in sheet.rows] == ["1.700001", "1.700003"]
    assert [(row.code, why) for row, why in sheet.left_out] == [("1.700002", LeftOut.NOT_POSTED)]


@pytest.mark.parametrize(
    "words",
    ["Chấm dứt hoạt động hộ kinh doanh", "Tạm ngừng hoạt động kinh doanh", "Chấm dứt hợp đồng thuê"],
)
def test_what_a_procedure_is_about_does_not_end_it(words: str) -> None:
    assert not says_ended(words)
    assert not is_of_what_ended(words)
    assert len(read_listing(with_column("Nhóm", ["", words, ""]), None)) == 3


@pytest.mark.parametrize("words", ["Tạm dừng", "Tạm dừng từ 01/7", "Chấm dứt hiệu lực", "Đình chỉ theo QĐ 5"])
def test_an_end_is_one_however_short(words: str) -> None:
    assert says_ended(words)


def test_an_absurd_number_is_no_total() -> None:
    rows = csv_of([["Tổng số thủ tục: " + "9" * 5000, "", ""], LABELS, *THREE])
    assert len(read_listing(rows.encode(), None)) == 3


def test_words_behind_a_break_or_a_picture_are_struck_and_hidden_as_others() -> None:
    style = "<style>.cu{text-decoration:line-through}.an{display:none}</style>"
    for inner, name in (("<td class=cu><br>", "cu"), ("<td class=an><img src=x>", "an")):
        body = table([LABELS, *THREE]).replace("<td>Đăng ký thử hai", f"{inner}Đăng ký thử hai")
        assert f"class={name}" in body
        with refused(DocumentError, "dòng 2"):
            read_listing(page(style + body), None)


def test_a_page_of_xhtml_that_hides_something_is_read() -> None:
    body = table([LABELS, *THREE]) + '<p style="display:none">x</p>'
    text = f'<?xml version="1.0" encoding="UTF-8"?><html><body>{body}</body></html>'
    assert len(read_listing(text.encode(), None)) == 3


def test_a_page_of_nothing_but_a_remark_is_no_listing() -> None:
    with refused(DocumentError, "không thấy|Không thấy|không có"):
        read_listing(b'<!-- style="display:none" -->', None)
