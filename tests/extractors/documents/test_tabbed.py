"""Lists whose columns are parted by tabs."""

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
