"""Annexes as they come: every row told, rows over page breaks, split headings, deep headers, doubtful words."""

import pytest

from extractors.decisions import explain_decision, read_decision
from extractors.documents import docx as docx_room
from extractors.documents import read_document
from model.records import Reading
from model.words import Level
from tests.papers import At, Grid, Paper, paper, read_as, to_docx

TITLE = "Về việc công bố Danh mục thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Văn nghệ"
LIST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính thuộc phạm vi quản lý của Sở Văn nghệ."
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."
HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Địa điểm thực hiện"]


def _read(annex: Paper, form: str = "html") -> Reading:
    return read_as(form, paper(TITLE, [LIST, SIGNING], annex))


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


# ---- words that only sound like cues -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "sector"),
    [
        ("LĨNH VỰC CÂN, THƯỚC VÀ ĐO ĐONG (01 TTHC)", "Cân, thước và đo đong"),
        ("LĨNH VỰC ĐÒ NGANG", "Đò ngang"),
        ("Lĩnh vực: Đo đạc và vẽ", "Đo đạc và vẽ"),
        ("LĨNH VỰC GỐM THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ VĂN NGHỆ", "Gốm"),
        ("LĨNH VỰC GỐM CẤP THÀNH PHỐ", "Gốm"),
        ("LĨNH VỰC GỐM DO ỦY BAN NHÂN DÂN CẤP XÃ THỰC HIỆN", "Gốm"),
    ],
)
def test_names_of_sectors_end_where_they_end(heading: str, sector: str) -> None:
    grid = Grid([HEAD, [At(heading, across=4)], ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"]])
    annex: Paper = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH", grid]
    assert _read(annex).items[0].sector == sector


def test_who_resolves_is_a_level_and_no_sector() -> None:
    grid = Grid(
        [
            HEAD,
            [At("THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ VĂN NGHỆ", across=4)],
            [At("LĨNH VỰC GỐM", across=4)],
            ["1", "1.000001", "Nặn", "TTPVHCC tỉnh"],
        ]
    )
    (item,) = _read(["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", grid]).items
    assert (item.levels, item.sector) == ((Level.PROVINCE,), "Gốm")


def test_a_row_whose_name_begins_with_thay_the_is_no_header() -> None:
    grid = Grid(
        [
            ["STT", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí", "Căn cứ pháp lý"],
            ["1", "Thay thế thẻ nuôi ong", "10 ngày", "Phí: 10.000 đồng", "Căn cứ pháp lý: Luật Ong"],
            ["2", "Bổ sung, thay thế tổ ong", "10 ngày", "Không", "Luật Ong"],
        ]
    )
    items = _read(["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid]).items
    assert [item.name for item in items] == ["Thay thế thẻ nuôi ong", "Bổ sung, thay thế tổ ong"]


def test_a_name_that_goes_on_is_no_heading() -> None:
    grid = Grid(
        [
            HEAD,
            ["1", "1.000001", "Cấp phép cho lò gốm", "TTPVHCC xã"],
            ["", "", "lưu động, cấp xã và lĩnh vực khác", ""],
            ["2", "1.000002", "Nung", "TTPVHCC xã"],
        ]
    )
    items = _read(["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid]).items
    assert [item.name for item in items] == ["Cấp phép cho lò gốm lưu động, cấp xã và lĩnh vực khác", "Nung"]


def test_a_quoted_name_may_speak_of_decisions() -> None:
    name = "Cấp Quyết định số 12/QĐ công nhận lò gốm"
    article = f"Điều 1. Bãi bỏ thủ tục “{name}” công bố tại Quyết định số 83/QĐ-UBND ngày 22/3/2021."
    (item,) = read_as("text", paper("Về việc bãi bỏ thủ tục hành chính cấp xã", [article, SIGNING])).items
    assert item.name == name
    assert item.note is not None
    assert "83/QĐ-UBND" in item.note


def test_the_basis_in_a_name_is_parted_and_said() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", "Tên VBQPPL quy định việc bãi bỏ"],
            ["1", "1.000001", "Nặn bình Nghị định số 7/2020/NĐ-CP ngày 01/02/2020 của Chính phủ", ""],
            ["2", "1.000002", "Nặn bình gốm - Luật Gốm", "Luật Gốm"],
            ["3", "1.000003", "Hỗ trợ theo Nghị định số 7/2020/NĐ-CP", "Luật Gốm"],
            ["4", "1.000004", "Cấp thẻ làm gốm Luật Gốm năm 2019", "Luật Gốm"],
        ]
    )
    items = _read(["DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", grid]).items
    assert [(item.name, item.legal_basis, "basis_in_name" in item.flags) for item in items] == [
        ("Nặn bình", "Nghị định số 7/2020/NĐ-CP ngày 01/02/2020 của Chính phủ", True),
        ("Nặn bình gốm - Luật Gốm", "Luật Gốm", True),
        ("Hỗ trợ theo Nghị định số 7/2020/NĐ-CP", "Luật Gốm", False),
        ("Cấp thẻ làm gốm", "Luật Gốm", True),
    ]
