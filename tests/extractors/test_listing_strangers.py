"""Shapes of listings that offices keep in public and that no case of the project foresaw; the words are the project's own."""

import json

import pytest

from niemyet.extractors.listings import FLAG_NOT_POSTED, read_listing
from niemyet.model.errors import DocumentError, NoListingError
from tests.support.refusals import refused


def _read(text: str, name: str) -> list[tuple[str | None, str, str | None]]:
    return [(row.code, row.name, row.decision_text) for row in read_listing(text.encode(), name)]


def _refused(text: str, name: str, match: str, kind: type[DocumentError] = DocumentError) -> None:
    with refused(kind, match):
        read_listing(text.encode(), name)


def test_a_table_of_markdown_has_no_row_of_dashes() -> None:
    text = (
        "## Cấp xã\n\n| # | Mã TTHC | Tên TTHC |\n|:--|---|:-:|\n| 1 | `1.700001` | **Đăng ký thử một** |\n"
        "| 2 | 1.700002 | Đăng ký thử hai |\n"
    )
    assert _read(text, "bang.md") == [
        ("1.700001", "Đăng ký thử một", None),
        ("1.700002", "Đăng ký thử hai", None),
    ]


PAGE = """<table><tr><th>STT</th><th>Tên TTHC</th><th>Cơ quan thực hiện</th><th>Qua bưu chính</th></tr>
<tr><td>1.</td><td>{first}</td><td>UBND cấp xã</td><td>x</td></tr>
<tr><td>2.</td><td>Đăng ký thử hai</td><td>UBND cấp xã</td><td>x</td></tr>
<tr><td>3.</td><td></td><td></td><td></td></tr></table>"""


def test_a_numbered_row_whose_name_the_page_lost_is_asked_about() -> None:
    _refused(PAGE.format(first=""), "trang.html", "có số thứ tự nhưng không có tên và mã")


def test_an_empty_line_of_a_form_is_none() -> None:
    assert [name for _, name, _ in _read(PAGE.format(first="Đăng ký thử một"), "trang.html")] == [
        "Đăng ký thử một",
        "Đăng ký thử hai",
    ]


def test_a_record_that_a_database_switched_off_is_asked_about() -> None:
    rows = [
        {"ma_thu_tuc": f"1.70000{n}", "ten_thu_tuc": f"Đăng ký thử {n}", "trang_thai": n != 2}
        for n in (1, 2, 3)
    ]
    _refused(json.dumps(rows), "bang.json", "1.700002")
    on = [{**row, "trang_thai": True} for row in rows]
    assert len(_read(json.dumps(on), "bang.json")) == 3


def test_one_part_of_a_label_names_the_column_of_decisions() -> None:
    text = "STT,Mã TTHC (*),Tên TTHC (*),Căn cứ pháp lý / Quyết định\n1,1.700001,Đăng ký thử một,77/QĐ-UBND\n"
    assert _read(text, "bang.csv") == [("1.700001", "Đăng ký thử một", "77/QĐ-UBND")]


def test_objects_with_a_code_each_and_a_title_are_procedures() -> None:
    items = [{"id": "a", "code": "1.700001.02", "title": "Đăng ký thử một", "agency": "Bộ phận Một cửa"}]
    answer = {"success": True, "data": {"items": items, "total": 1}}
    assert _read(json.dumps(answer), "tra-loi.json") == [("1.700001", "Đăng ký thử một", None)]
    news = {"data": {"items": [{"id": "a", "code": "TIN-1", "title": "Họp giao ban", "agency": "Văn phòng"}]}}
    _refused(json.dumps(news), "tin.json", "", NoListingError)


HEAD = "STT,Mã TTHC,Tên TTHC{}\n"


def _list(label: str, first: str, second: str) -> str:
    return (
        f"{HEAD.format(f',{label}')}1,1.700001,Đăng ký thử một,{first}\n2,1.700002,Đăng ký thử hai,{second}\n"
    )


@pytest.mark.parametrize(
    "note",
    [
        "Trả về cấp tỉnh",
        "Chờ hướng dẫn",
        "Đã chuyển Sở Văn nghệ",
        "Mã sai; xem lại",
        "Không thực hiện tại xã",
        "Tờ bị rách",
        "Còn thiếu",
        "Cần gỡ",
    ],
)
def test_a_note_that_leaves_its_row_open_is_asked_about(note: str) -> None:
    _refused(_list("Ghi chú", "", note), "bang.csv", "1.700002")


@pytest.mark.parametrize(
    "note",
    [
        "Đã in lại",
        "Dịch vụ công trực tuyến toàn trình",
        "Đang treo",
        "Đã niêm yết",
        "Đồng bào dân tộc thiểu số",
    ],
)
def test_a_note_of_what_was_done_leaves_nothing_open(note: str) -> None:
    assert len(_read(_list("Ghi chú", "", note), "bang.csv")) == 2


@pytest.mark.parametrize(
    ("label", "value"),
    [("Ngày gỡ", "01/7/2026"), ("Quyết định bãi bỏ", "2400/QĐ-UBND"), ("Thay thế bằng", "thủ tục khác")],
)
def test_a_column_of_ends_asks_about_the_rows_that_fill_it(label: str, value: str) -> None:
    _refused(_list(label, "", value), "bang.csv", "1.700002")
    assert len(_read(_list(label, "", ""), "bang.csv")) == 2


def test_a_row_without_the_mark_of_what_hangs_is_asked_about() -> None:
    _refused(_list("Đã niêm yết", "x", ""), "bang.csv", "1.700002")


@pytest.mark.parametrize("label", ["Có trên bảng", "Nơi niêm yết", "Tình trạng"])
def test_a_row_that_says_that_it_does_not_hang_is_taken_at_its_word(label: str) -> None:
    no = "Đã tháo" if label == "Tình trạng" else "Không"
    rows = read_listing(_list(label, "Bảng 1", no).encode(), "bang.csv")
    assert [FLAG_NOT_POSTED in row.flags for row in rows] == [False, True]


def test_a_bracket_that_ends_a_procedure_is_asked_about() -> None:
    _refused(HEAD.format("") + "1,1.700001,Đăng ký thử một (đã bãi bỏ)\n", "bang.csv", "1.700001")


@pytest.mark.parametrize(
    "heading",
    [
        "Đã tháo xuống",
        "Thủ tục còn thiếu",
        "Thủ tục cần tháo dỡ",
        "Không niêm yết",
        "Sẽ niêm yết từ 01/01/2027",
    ],
)
def test_rows_below_a_heading_of_what_does_not_hang_are_asked_about(heading: str) -> None:
    text = f"{HEAD.format('')}1,1.700001,Đăng ký thử một\n,{heading},\n2,1.700002,Đăng ký thử hai\n"
    _refused(text, "bang.csv", "1.700002")


def test_a_star_note_of_an_end_is_asked_about() -> None:
    text = f"{HEAD.format('')}1,1.700001,Đăng ký thử một (*)\n,(*) Tạm thời không tiếp nhận,\n"
    _refused(text, "bang.csv", "Tạm thời không tiếp nhận")
