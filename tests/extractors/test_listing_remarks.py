"""What a list says of a row beside its code and name, wherever there is room: then nobody can say that it hangs."""

import pytest

from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listing_words import bracket_of_a_sheet, ended_by_its_name, tells_of_its_row
from niemyet.model.errors import DocumentError
from tests.support.refusals import refused

LABELS = "STT|Mã TTHC|Tên TTHC"
SAID = [
    "chờ hướng dẫn của Bộ", "chuyển về Sở Nông nghiệp", "đã giao cho cơ quan Thuế", "rút khỏi danh mục", "hoãn thực hiện",
    "xóa", "đã bóc", "bị che", "in lại", "tạm cất", "gỡ để in lại", "không thấy trên bảng", "bản cũ", "sẽ gỡ",
    "sắp hết hiệu lực", "chưa cập nhật", "cần thay", "để tham khảo", "lưu kho", "chưa in",
]  # fmt: skip


def _page(*rows: str, above: str = "", below: str = "") -> bytes:
    lines = "".join(f"<tr><td>{'</td><td>'.join(row.split('|'))}</td></tr>" for row in rows)
    return f"{above}<table>{lines}</table>{below}".encode()


def _plain(end: str = "") -> str:
    return f"2|1.700002|Đăng ký thử hai{end}"


@pytest.mark.parametrize("said", SAID)
def test_a_remark_is_asked_about_wherever_it_stands(said: str) -> None:
    told, row = said.capitalize(), "1|1.700001|Đăng ký thử một"
    pages = [
        *(_page(f"{LABELS}|{label}", f"{row}|{told}", _plain("|")) for label in ("Ghi chú", "Ý kiến", "")),
        _page(f"{LABELS}|Tình trạng", f"{row}|{told}", _plain("|Đang niêm yết")),
        _page(LABELS, f"{row} ({said})", _plain()),
        _page(LABELS, row.replace("1.700001", f"1.700001 ({said})"), _plain()),
        _page(LABELS, row, _plain(), above=f"<h3>DANH MỤC THỦ TỤC NIÊM YẾT ({said.upper()})</h3>"),
        _page(LABELS, row, _plain(), below=f"<p>Ghi chú: thủ tục số 1 {said}</p>"),
        _page(LABELS, f"{row} (*)", _plain(), below=f"<p>(*) {told}</p>"),
    ]
    for page in pages:
        try:
            rows = read_whole_listing(page, "trang.html")
        except DocumentError:
            continue
        assert any("stated_not_posted" in one.flags for one in rows), page.decode()


@pytest.mark.parametrize(
    "said", ["Đã in lại", "Bảng 2", "Mức độ toàn trình", "Đang niêm yết", "Đã cập nhật ngày 01/5/2026"]
)
def test_a_remark_of_what_was_done_leaves_nothing_open(said: str) -> None:
    page = _page(f"{LABELS}|Ý kiến", f"1|1.700001|Đăng ký thử một|{said}", _plain("|"))
    assert [row.code for row in read_whole_listing(page, "trang.html")] == ["1.700001", "1.700002"]
    assert not tells_of_its_row(said)


@pytest.mark.parametrize(
    "name",
    [
        "Cấp lại thẻ (bị mất, hỏng)",
        "Cấp lại thẻ (trong trường hợp bị sai sót)",
        "Đăng ký thử (đối với tuyến đường chưa bàn giao)",
        "Đăng ký thử (cấp xã)",
    ],
)
def test_a_bracket_that_says_of_which_case_a_procedure_is(name: str) -> None:
    assert not ended_by_its_name(name)
    assert not bracket_of_a_sheet(name)


def test_the_row_that_is_meant_is_named() -> None:
    page = _page(LABELS, "1|1.700001|Đăng ký thử một (đã bóc)", _plain())
    with refused(DocumentError, "1.700001"):
        read_whole_listing(page, "trang.html")
