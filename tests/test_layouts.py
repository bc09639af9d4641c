"""Annexes as they come: every row told, rows over page breaks, split headings, deep headers, doubtful words."""

from extractors.decisions import explain_decision, read_decision
from extractors.documents import read_document
from tests.papers import At, Grid, Paper, paper, to_docx

TITLE = "Về việc công bố Danh mục thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Văn nghệ"
LIST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính thuộc phạm vi quản lý của Sở Văn nghệ."
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."
HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Địa điểm thực hiện"]


# ---- every row is told -------------------------------------------------------------------------------------


def test_every_row_of_every_table_is_told() -> None:
    grid = Grid(
        [
            HEAD,
            ["(1)", "(2)", "(3)", "(4)"],
            ["I", At("LĨNH VỰC GỐM (02 TTHC)", across=3)],
            ["1", "1.000001", "Nặn bình có quai và", "TTPVHCC tỉnh"],
            ["", "", "có nắp đậy", ""],
            ["2", "1.000002", "Nung", "TTPVHCC tỉnh"],
            ["", At("Tổng cộng: 02 thủ tục", across=3)],
        ]
    )
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", grid]
    document = read_document(to_docx(paper(TITLE, [LIST, SIGNING], annex)), "a.docx")
    reading, trace = explain_decision(document)
    assert reading == read_decision(document)
    rows = [(one.table_no, one.row, one.meaning, one.item) for one in trace if one.table_no]
    assert rows == [
        (1, 0, "ignored", None),
        (1, 1, "ignored", None),
        (2, 0, "ignored", None),
        (3, 0, "header", None),
        (3, 1, "ignored", None),
        (3, 2, "section", None),
        (3, 3, "item", 0),
        (3, 4, "continuation", 0),
        (3, 5, "item", 1),
        (3, 6, "text", None),
    ]
    by_row = {one.row: one.detail for one in trace if one.table_no == 3}
    assert by_row[0] == "number | code | name | place"
    assert by_row[2] == "mark=I; sector=Gốm; count=2"
    assert by_row[3] == "action=new; levels=province; sector=Gốm; part=A/I"
    headings = [(one.meaning, one.detail) for one in trace if not one.table_no]
    assert headings == [
        ("section", "mark=PL"),
        ("section", "action=new"),
        ("section", "mark=A; levels=province"),
    ]
