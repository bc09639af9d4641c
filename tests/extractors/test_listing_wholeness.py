"""A listing is one whole list of one unit, or it is refused with what tells otherwise."""

import pytest

from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listing_wholeness import (
    jumps,
    named_twice,
    units_in_column,
    units_named,
)
from niemyet.extractors.listings import FLAG_NOT_POSTED, read_listing
from niemyet.model.errors import DocumentError
from tests.support.refusals import refused

HEAD = "STT,Mã TTHC,Tên TTHC\n"
ONE, TWO = "1,1.700001,Đăng ký thử một\n", "2,1.700002,Đăng ký thử hai\n"


def _refused(text: str, match: str, name: str = "bang.csv") -> None:
    with refused(DocumentError, match):
        read_listing(text.encode(), name)


def _codes(text: str, name: str = "bang.csv") -> list[str | None]:
    return [row.code for row in read_listing(text.encode(), name)]


def _table(*rows: str) -> str:
    lines = "".join(f"<tr><td>{'</td><td>'.join(row.split('|'))}</td></tr>" for row in rows)
    return f"<table>{lines}</table>"


LABELS = "STT|Mã TTHC|Tên TTHC"
FIRST, SECOND = "1|1.700001|Đăng ký thử một", "2|1.700002|Đăng ký thử hai"


def test_numbers_that_leave_some_out_are_asked_about() -> None:
    _refused(HEAD + ONE + TWO + "5,1.700005,Đăng ký thử năm\n", "từ 2 đến 5")
    second_part = HEAD + "3,1.700003,Đăng ký thử ba\n"
    with refused(DocumentError, "từ 0 đến 3"):
        read_whole_listing(second_part.encode(), "bang.csv")
    assert _codes(second_part) == ["1.700003"]


def test_numbers_may_come_again_and_begin_anew() -> None:
    assert not list(jumps([1, 1, 2, None, 3, 1, 2]))
    assert _codes(HEAD + ONE + TWO + "1,1.700003,Đăng ký thử ba\n") == ["1.700001", "1.700002", "1.700003"]


def test_one_code_under_two_names_is_asked_about() -> None:
    _refused(HEAD + ONE + "2,1.700001,Cấp lại thẻ thợ dệt\n", "1.700001")


@pytest.mark.parametrize(
    "other", ["Đăng kí thử một", "Đăng ký thử một (lưu động)", "Đăng ký thử một tại nhà", "Đăng ký thử m ột"]
)
def test_a_case_or_another_spelling_is_the_same_procedure(other: str) -> None:
    assert not list(named_twice([("1.700001", "Đăng ký thử một"), ("1.700001", other)]))


def test_lists_of_several_units_are_no_list_of_one() -> None:
    page = "".join(
        f"<h3>NIÊM YẾT TẠI UBND {unit}</h3>{_table(LABELS, row)}"
        for unit, row in (("XÃ BÌNH AN", FIRST), ("XÃ BÌNH HÒA", SECOND))
    )
    _refused(page, "XÃ BÌNH AN, XÃ BÌNH HÒA", "trang.html")
    _refused(
        "STT,Đơn vị,Mã TTHC,Tên TTHC\n1,Xã Bình An,1.700001,Đăng ký thử một\n2,Xã Bình Hòa,1.700002,Đăng ký thử hai\n",
        "Xã Bình An, Xã Bình Hòa",
    )


def test_offices_and_levels_are_no_units() -> None:
    assert not units_in_column(["Sở Nội vụ", "UBND xã, phường", "xã, phường, đặc khu"])
    assert not units_named(["Danh mục tại UBND xã, phường", "Thẩm quyền của UBND cấp xã"])
    assert units_in_column(["Xã Bình An", "UBND xã Bình An"]) == ("xã Bình An",)


def test_a_list_of_what_is_to_hang_does_not_hang() -> None:
    _refused("<h3>DANH MỤC TTHC DỰ KIẾN NIÊM YẾT</h3>" + _table(LABELS, FIRST), "", "trang.html")


def test_of_an_old_and_a_new_code_the_new_one_is_taken() -> None:
    page = _table("STT|Mã TTHC cũ|Mã TTHC mới|Tên TTHC", "1|2.000001|1.700001|Đăng ký thử một")
    assert _codes(page, "trang.html") == ["1.700001"]


@pytest.mark.parametrize("printed", ["1-700001", "１．７００００１"])
def test_a_code_with_another_sign_or_digits_of_another_keyboard(printed: str) -> None:
    assert _codes(HEAD + ONE.replace("1.700001", printed)) == ["1.700001"]


def test_a_row_that_hangs_nowhere_yet_does_not_hang() -> None:
    rows = read_listing(
        (
            HEAD.replace("\n", ",Nơi niêm yết\n")
            + ONE.replace("\n", ",Bảng 1\n")
            + TWO.replace("\n", ",Chưa có\n")
        ).encode(),
        "bang.csv",
    )
    assert [FLAG_NOT_POSTED in row.flags for row in rows] == [False, True]
