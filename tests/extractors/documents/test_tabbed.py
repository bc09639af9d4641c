"""Lists whose columns are parted by tabs."""

import pytest

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.tabbed import with_tabbed_tables
from niemyet.model.records import Document, Paragraph, Table

HEAD = "STT\tMã số\tTên thủ tục"


def document(*lines: str) -> Document:
    return Document("text", tuple(Paragraph(line, " ".join(line.split())) for line in lines))


def rows(read: Document) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells] for one in read.blocks if isinstance(one, Table) for row in one.rows
    ]


def test_lines_below_a_header_are_rows_and_no_block_moves() -> None:
    read = with_tabbed_tables(document("Phụ lục", HEAD, "1\t1.000301\tCấp thẻ", "Ghi chú"))
    assert rows(read) == [["STT", "Mã số", "Tên thủ tục"], ["1", "1.000301", "Cấp thẻ"]]
    assert [type(one).__name__ for one in read.blocks] == ["Paragraph", "Table", "Paragraph", "Paragraph"]


def test_rows_go_on_below_a_heading_between_them() -> None:
    read = with_tabbed_tables(document(HEAD, "1\t1.000301\tCấp thẻ", "B. BÃI BỎ", "1\t1.000302\tXác nhận"))
    assert [one.number for one in read.blocks if isinstance(one, Table)] == [1, 2]


def test_tabs_without_a_header_are_words() -> None:
    plain = document("Nơi nhận:\tKT. CHỦ TỊCH\tPHÓ CHỦ TỊCH", "1\t1.000301\tCấp thẻ")
    assert with_tabbed_tables(plain) is plain


LIST = """DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI,,
"Lĩnh vực Lò gốm, gạch",,
STT,Mã TTHC,Tên thủ tục hành chính
1,1.000301,"Cấp, đổi thẻ thợ gốm"
2,1.000302,Xác nhận lò gốm
"""


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_list_saved_with_commas_or_semicolons_is_a_table(separator: str) -> None:
    text = (
        LIST if separator == "," else LIST.replace(",", ";").replace("Cấp;", "Cấp,").replace("gốm;", "gốm,")
    )
    read = read_document(text.encode(), "a.csv")
    assert rows(read) == [
        ["STT", "Mã TTHC", "Tên thủ tục hành chính"],
        ["1", "1.000301", "Cấp, đổi thẻ thợ gốm"],
        ["2", "1.000302", "Xác nhận lò gốm"],
    ]
    lines = [one.text for one in read.blocks if isinstance(one, Paragraph) and one.text]
    assert lines == ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI", "Lĩnh vực Lò gốm, gạch"]


def test_a_line_whose_cells_are_not_as_many_as_its_header_s_stays_a_line() -> None:
    read = read_document(LIST.replace('"Cấp, đổi thẻ thợ gốm"', "Cấp, đổi thẻ thợ gốm").encode(), "a.csv")
    assert rows(read)[1:] == [["2", "1.000302", "Xác nhận lò gốm"]]
    assert any("1.000301" in one.text for one in read.blocks if isinstance(one, Paragraph))


@pytest.mark.parametrize(
    "text",
    [
        "STT, mã TTHC, tên thủ tục hành chính.\nCác cột trên do Sở lập, rà soát và trình.\n",
        "Nơi nhận: Sở A, Sở B, Sở C\n1, 1.000301, Cấp thẻ\n",
    ],
)
def test_commas_without_a_header_and_rows_are_words(text: str) -> None:
    assert rows(read_document(text.encode(), "a.txt")) == []
