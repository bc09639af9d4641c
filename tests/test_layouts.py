"""Annexes as they come: every row told, rows over page breaks, split headings, deep headers, doubtful words."""

import pytest

from extractors.decisions import explain_decision, read_decision
from extractors.documents import docx as docx_room
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


# ---- two roads through a DOCX --------------------------------------------------------------------------------


def test_the_fast_walk_over_a_docx_reads_what_the_careful_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = Grid(
        [
            [At("STT", down=2), At("Tên TTHC", down=2), At("Thời hạn giải quyết", across=2)],
            ["Theo quy định", "Sau cắt giảm"],
            [At("I. LĨNH VỰC GỐM", across=4)],
            ["1", "Nặn\nbình\tđất", At("05 ngày", down=2), "03 ngày"],
            ["2", "", ""],
        ],
        header_rows=2,
    )
    data = to_docx(paper(TITLE, [LIST, SIGNING], ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid]))
    fast = read_document(data, "a.docx")
    monkeypatch.setattr(docx_room, "_HIDES", (b"w:body",))
    assert read_document(data, "a.docx") == fast
