"""The annex of a decision alone is no look at a board; a list that a unit hangs is one, whatever decision it rests on."""

import pytest

from niemyet.extractors.listings import read_listed, read_listing
from niemyet.model.errors import NoListingError
from tests.support.papers import Grid, Paper, to_docx, to_html

ROWS = Grid(
    [
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"],
        ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày"],
        ["2", "1.000602", "Xác nhận lò nung gốm", "05 ngày"],
    ]
)


def both(*lines: str) -> list[tuple[bytes, str]]:
    blocks: Paper = [*lines, ROWS]
    return [(to_html(blocks), "a.html"), (to_docx(blocks), "a.docx")]


@pytest.mark.parametrize(
    "caption",
    [
        "(Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022 của Chủ tịch UBND tỉnh An Bình)",
        "(Ban hành kèm theo Quyết định số      /QĐ-UBND ngày    tháng 7 năm 2022)",
    ],
)
def test_an_annex_is_refused(caption: str) -> None:
    for data, name in both("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", caption):
        with pytest.raises(NoListingError, match="annex of a decision"):
            read_listing(data, name)


def test_the_annex_in_a_file_of_comma_separated_values_is_refused() -> None:
    head = "DANH MỤC THỦ TỤC HÀNH CHÍNH,,\n(Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022),,\n"
    rows = "STT,Mã TTHC,Tên thủ tục hành chính\n1,1.000601,Cấp thẻ thợ dệt chiếu\n"
    with pytest.raises(NoListingError, match="annex of a decision"):
        read_listing((head + rows).encode(), "a.csv")


def test_an_annex_may_be_taken_for_what_was_decided_before() -> None:
    """A list that is adopted says what is in force, not what hangs."""
    for data, name in both("PHỤ LỤC", "(Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022 của UBND tỉnh)"):
        assert [row.code for row in read_listed(data, name)] == ["1.000601", "1.000602"]


@pytest.mark.parametrize(
    "caption",
    [
        "(Kèm theo Thông báo số 12/TB-UBND ngày 01/8/2022 của UBND xã A)",
        "(Kèm theo Quyết định số 25/QĐ-UBND ngày 01/8/2022 của Chủ tịch UBND xã A)",
        "(Theo Quyết định số 412/QĐ-UBND ngày 05/7/2022 của Chủ tịch UBND tỉnh An Bình)",
        "Danh mục niêm yết (Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022 của Chủ tịch UBND tỉnh)",
    ],
)
def test_what_a_unit_hangs_is_read(caption: str) -> None:
    for data, name in both("DANH MỤC THỦ TỤC HÀNH CHÍNH", caption):
        assert len(read_listing(data, name)) == 2
