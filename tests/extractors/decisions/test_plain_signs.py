"""Rows that are struck by signs behind their letters, and codes in digits of other scripts, in decisions and listings."""

import pytest

from niemyet.extractors.decisions.plain_signs import mended_and_plain
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from niemyet.model.records import Document, Paragraph, Reading
from tests.support.papers import Grid, paper, read_as

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
TITLE = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề."
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def struck(text: str) -> str:
    return "".join(sign + "\u0336" for sign in text)


def listed(code: str, name: str, form: str, *articles: str) -> Reading:
    grid = Grid([LABELS, ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày"], ["2", code, name, "05 ngày"]])
    return read_as(form, paper(TITLE, [FIRST, *articles, SIGNED], ["DANH MỤC", grid]))


@pytest.mark.parametrize("form", ["html", "docx", "markdown"])
def test_a_row_that_is_struck_by_signs_waits(form: str) -> None:
    row = listed("1.000602", struck("Xác nhận lò nung gốm"), form).items[1]
    assert (row.code, row.name) == ("1.000602", "Xác nhận lò nung gốm")
    assert {"row_doubtful", "struck"} <= set(row.flags)


@pytest.mark.parametrize("code", ["１.０００６０２", "١.٠٠٠٦٠٢", "1.00060２"])
def test_a_code_in_other_digits(code: str) -> None:
    assert [one.code for one in listed(code, "Xác nhận lò nung gốm", "html").items] == [
        "1.000601",
        "1.000602",
    ]


def test_a_code_in_other_digits_in_an_article() -> None:
    ended = "Điều 1a. Bãi bỏ thủ tục hành chính cấp xã “Cấp thẻ thợ dệt chiếu” (mã số １.０００６０９)."
    item = listed("1.000602", "Xác nhận lò nung gốm", "html", ended).items[-1]
    assert (item.code, item.name) == ("1.000609", "Cấp thẻ thợ dệt chiếu")
    assert "row_doubtful" not in item.flags


def test_a_document_without_such_signs_is_as_it_was() -> None:
    document = Document(media="text", blocks=(Paragraph("Điều 1.", "Điều 1."),))
    assert mended_and_plain(document) is document


PAGE = (
    "<html><body><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    "<tr><td>1</td><td>1.000601</td><td>Cấp thẻ thợ dệt chiếu</td></tr>"
    "<tr><td>2</td><td>{}</td><td>{}</td></tr></table></body></html>"
)
CSV = "STT,Mã TTHC,Tên thủ tục\n1,1.000601,Cấp thẻ thợ dệt chiếu\n2,{},{}\n"


@pytest.mark.parametrize("form", [PAGE, CSV])
def test_a_listing_with_a_struck_row_is_refused(form: str) -> None:
    with pytest.raises(DocumentError, match="struck"):
        read_listing(form.format("1.000602", struck("Xác nhận lò nung gốm")).encode(), "a")
    with pytest.raises(DocumentError, match="struck"):
        read_listing(form.format(struck("1.000602"), "Xác nhận lò nung gốm").encode(), "a")


@pytest.mark.parametrize("form", [PAGE, CSV])
@pytest.mark.parametrize("code", ["１.０００６０２", "١.٠٠٠٦٠٢", "1.00060２"])
def test_a_listing_with_a_code_in_other_digits(form: str, code: str) -> None:
    rows = read_listing(form.format(code, "Xác nhận lò nung gốm").encode(), "a")
    assert [one.code for one in rows] == ["1.000601", "1.000602"]


@pytest.mark.parametrize(
    "row",
    [
        "2\t~~1.010102~~\t~~Đổi thẻ thợ dệt~~\t05 ngày",
        "2\t~~1.010102\tĐổi thẻ thợ dệt\t05 ngày~~",
        "~~2. Đổi thẻ thợ dệt (1.010102)~~",
    ],
)
def test_a_row_between_waves_is_struck_in_plain_text_too(row: str) -> None:
    lines = [
        "QUYẾT ĐỊNH",
        "Về việc công bố danh mục thủ tục hành chính mới ban hành cấp xã",
        "Điều 1. Công bố danh mục thủ tục hành chính mới ban hành cấp xã.",
        "PHỤ LỤC",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ",
        "STT\tMã TTHC\tTên thủ tục hành chính\tThời hạn" if "\t" in row else "",
        "1\t1.010101\tCấp thẻ thợ dệt\t05 ngày" if "\t" in row else "1. Cấp thẻ thợ dệt (1.010101)",
        row,
    ]
    items = read_decision(read_document("\n".join(lines).encode(), "a.txt")).items
    assert [(item.code, "row_doubtful" in item.flags) for item in items] == [
        ("1.010101", False),
        ("1.010102", True),
    ]
    assert all("~" not in item.name for item in items)
