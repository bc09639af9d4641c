"""Annexes as they come: every row told, rows over page breaks, split headings, deep headers, doubtful words."""

from dataclasses import replace
from datetime import date

import pytest

from niemyet.extractors.decisions.reading import explain_decision, read_decision
from niemyet.extractors.documents import docx as docx_room
from niemyet.extractors.documents import read_document
from niemyet.model.records import Box, Cell, Document, Paragraph, Reading, Row, Table
from niemyet.model.words import Action, Level, OnlineLevel
from tests.support.papers import At, Grid, Paper, paper, read_as, to_docx

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


# ---- pages ---------------------------------------------------------------------------------------------------

Line = tuple[int, list[str | Cell]]


def _cells(texts: list[str | Cell], width: int) -> tuple[Cell, ...]:
    made = [text if isinstance(text, Cell) else Cell(text, text) for text in texts]
    if len(made) == 1:  # one cell over the whole width
        one = replace(made[0], colspan=width)
        return (one, *[replace(one, merged=True)] * (width - 1))
    return (*made, *[Cell("", "")] * (width - len(made)))


def _paged(lines: list[Line], *before: str | Paragraph, head: list[str] | None = None) -> Document:
    """An annex of one table as pages give it: each row with its page; `before` stands above the table."""
    first: list[str | Cell] = list(head or ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết"])
    rows = tuple(Row(_cells(texts, len(first)), page) for page, texts in [(1, first), *lines])
    paragraphs = [one if isinstance(one, Paragraph) else Paragraph(one, one, 1) for one in before]
    return Document("pdf", (*paragraphs, Table(rows, 1)))


TOP = ("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ")


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    reading, trace = explain_decision(
        _paged(
            [
                (1, ["1", "1.009", "Cấp thẻ nặn bình c", "05 ngày"]),
                (2, ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết"]),
                (2, ["", "325", "ó quai", "làm việc"]),
                (2, ["2", "1.009326.000.00.", "Nung", "03 ngày"]),
                (3, ["", "00.H99", "lò nhỏ", ""]),
                (3, ["3", "1.009327", "Tráng men", "03 ngày"]),
                (4, ["", "", "và vẽ", ""]),
            ],
            *TOP,
        )
    )
    assert [(i.code, i.name, i.time_local, i.page) for i in reading.items] == [
        ("1.009325", "Cấp thẻ nặn bình có quai", "05 ngày làm việc", 1),
        ("1.009326", "Nung lò nhỏ", "03 ngày", 2),
        ("1.009327", "Tráng men và vẽ", "03 ngày", 3),
    ]
    assert [("code_over_page" in i.flags, i.code_repaired) for i in reading.items] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert [one.item for one in trace if one.meaning == "continuation"] == [0, 1, 2]


def test_a_code_at_the_top_of_a_page_that_completes_nothing_is_a_row() -> None:
    lines: list[Line] = [(1, ["1", "1.009325", "Nặn", "05 ngày"]), (2, ["", "1.009326", "Nung", "03 ngày"])]
    first, second = read_decision(_paged(lines, *TOP)).items
    assert (first.code, second.code) == ("1.009325", "1.009326")
    assert "no_row_number" in second.flags


def test_a_heading_that_a_page_break_cuts_is_one_heading() -> None:
    reading = read_decision(
        _paged(
            [
                (1, ["A1", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH"]),
                (1, ["A", "THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ"]),
                (2, ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết"]),
                (2, ["1. 2", "SUNG (01 TTHC)"]),
                (2, ["1", "1.009325", "Nặn", "05 ngày"]),
                (2, [Cell("LĨNH VỰC LÒ GỐM VÀ", "LĨNH VỰC LÒ GỐM VÀ")]),
                (2, [Cell("LÒ NGÓI", "LÒ NGÓI")]),
                (2, ["1", "1.009326", "Nung", "05 ngày"]),
            ],
            "PHỤ LỤC",
        )
    )
    first, second = reading.items
    assert (first.action, first.part, first.levels) == (Action.AMEND, "A1/A1.2", (Level.PROVINCE,))
    assert second.sector == "Lò gốm và lò ngói"
    assert "control_total_mismatch" in reading.flags  # the heading counts one row, and two stand below it


def test_a_row_after_a_heading_at_the_foot_of_a_page_is_a_row() -> None:
    lines: list[Line] = [
        (1, ["I", "LĨNH VỰC GỐM"]),
        (2, ["1)", "1.009325", "Nặn", ""]),
        (2, ["2", "LĨNH VỰC SỨ"]),
        (3, ["1", "1.009326", "Vẽ", ""]),
    ]
    items = read_decision(_paged(lines, *TOP)).items
    assert [(i.code, i.sector, i.part, i.row_no) for i in items] == [
        ("1.009325", "Gốm", "I", "1"),
        ("1.009326", "Sứ", "I/2", "1"),
    ]


def test_a_heading_below_a_merged_cell_is_a_heading_still() -> None:
    place = Cell("TTPVHCC xã", "TTPVHCC xã", merged=True)
    lines: list[Line] = [
        (1, ["1", "1.009325", "Nặn", "TTPVHCC xã"]),
        (2, ["II", "", "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", place]),
        (2, ["1", "1.009326", "Nung", "TTPVHCC xã"]),
    ]
    items = read_decision(_paged(lines, "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ")).items
    assert [item.action for item in items] == [Action.NEW, Action.ABOLISH]


def test_a_row_that_ran_into_a_header_is_asked_about() -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết"]
    document = _paged([(1, ["2", "1.009326", "Nung", ""])], *TOP, head=head)
    table = document.blocks[-1]
    assert isinstance(table, Table)
    label = Cell("", "Thời hạn giải quyết", colspan=2)
    top = Row(
        (Cell("", "STT"), Cell("", "Mã TTHC"), Cell("", "Tên TTHC"), label, replace(label, merged=True)), 1
    )
    held = replace(Cell("", "Mã TTHC 1 1.009325"), merged=True)
    under = Row((replace(Cell("", "STT"), merged=True), held, replace(Cell("", "Tên TTHC"), merged=True)), 1)
    parts = (*under.cells, Cell("", "Theo quy định"), Cell("", "Sau cắt giảm"))
    rows = (top, Row(parts, 1), *table.rows[1:])
    reading = read_decision(replace(document, blocks=(*document.blocks[:-1], Table(rows, 1))))
    assert "row_unread" in reading.flags


def test_a_line_in_the_column_of_places_is_no_heading() -> None:
    head = ["STT", "Mã TTHC", "Tên TTHC", "Địa điểm thực hiện"]
    lines: list[Line] = [
        (1, ["1", "1.009325", "Nặn", "TTPVHCC tỉnh; TTPVHCC"]),
        (2, ["", "", "", "cấp xã"]),
        (2, ["2", "1.009326", "Nung", "TTPVHCC tỉnh"]),
    ]
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP TỈNH"
    items = read_decision(_paged(lines, "PHỤ LỤC", title, head=head)).items
    assert [item.levels for item in items] == [(Level.PROVINCE,)] * 2
    assert items[0].place == "TTPVHCC tỉnh; TTPVHCC cấp xã"


def test_numbers_that_jump_are_asked_about() -> None:
    lines: list[Line] = [(1, ["1", "1.009325", "Nặn", ""]), (1, ["3", "1.009326", "Nung", ""])]
    assert "row_numbers_jump" in read_decision(_paged(lines, *TOP)).flags
    lines = [(1, ["2", "1.009325", "Nặn", ""]), (1, ["1", "1.009326", "Nung", ""])]
    assert "row_numbers_jump" in read_decision(_paged(lines, *TOP)).flags
    lines = [(1, ["1", "1.009325", "Nặn", ""]), (1, ["2", "1.009326", "Nung", ""])]
    assert "row_numbers_jump" not in read_decision(_paged(lines, *TOP)).flags


def test_a_mark_out_of_order_is_said() -> None:
    lines: list[Line] = [
        (1, ["A", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH"]),
        (1, ["B", "THỦ TỤC HÀNH CHÍNH CẤP XÃ"]),
        (1, ["A2", "LĨNH VỰC GỐM"]),
        (1, ["1", "1.009325", "Nặn", ""]),
    ]
    assert "section_out_of_order" in read_decision(_paged(lines, *TOP)).flags
    lines[2] = (1, ["B2", "LĨNH VỰC GỐM"])
    assert "section_out_of_order" not in read_decision(_paged(lines, *TOP)).flags


def test_an_annex_that_is_left_out_is_said() -> None:
    def read(second: str) -> tuple[str, ...]:
        first = "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính mới ban hành cấp xã."
        articles = [first, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]
        labels = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]
        blocks = paper("Về việc công bố danh mục thủ tục hành chính mới ban hành cấp xã", articles)
        for mark, code in (("I", "1.009326"), (second, "1.009327")):
            blocks += [
                f"PHỤ LỤC {mark}",
                "LĨNH VỰC GỐM SỨ",
                Grid([labels, ["1", code, f"Cấp thẻ thợ gốm {mark}"]]),
            ]
        return read_as("html", blocks).flags

    assert "section_out_of_order" in read("III")
    assert "section_out_of_order" not in read("II")


def test_kerned_documents_are_mended_as_a_whole() -> None:
    reading = read_decision(
        _paged(
            [
                (1, ["I", "L ĨNH V ỰC G ỐM S Ứ (01 TTHC)"]),
                (1, ["1", "1.009325", "Cấp th ẻ n ặn bình", "05 ngày làm vi ệc"]),
            ],
            "PH Ụ L ỤC",
            "DANH M ỤC TH Ủ T ỤC HÀNH CHÍNH BÃI B Ỏ C ẤP XÃ",
        )
    )
    (item,) = reading.items
    assert (item.action, item.levels, item.sector) == (Action.ABOLISH, (Level.COMMUNE,), "Gốm sứ")
    assert (item.name, item.time_local) == ("Cấp thẻ nặn bình", "05 ngày làm việc")
    assert "Cấp th ẻ n ặn bình" in item.raw_text
    assert "spaces_mended" in reading.flags


# ---- headers -------------------------------------------------------------------------------------------------


def test_a_header_of_three_rows_under_a_banner() -> None:
    grid = Grid(
        [
            [At("STT", down=3), At("Thông tin thủ tục", across=2), At("Cách thức thực hiện", across=3)],
            [
                At("Mã TTHC", down=2),
                At("Tên TTHC", down=2),
                At("Trực tuyến", across=2),
                At("Qua BCCI", down=2),
            ],
            ["Toàn trình", "Một phần"],
            ["A", "B", "C", "1", "2", "3"],
            ["1", "1.009325", "Nặn", "x", "", "Có"],
        ],
        header_rows=3,
    )
    for form in ("html", "docx"):
        (item,) = _read(["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ", grid], form).items
        assert (item.code, item.name, item.online_level, item.by_post) == (
            "1.009325",
            "Nặn",
            OnlineLevel.FULL,
            True,
        )


def test_labels_that_a_narrow_column_breaks() -> None:
    head = ["S T T", "Mã TTHC", "Tên TTHC", "Toà n trìn h"]
    (item,) = read_decision(_paged([(1, ["1", "1.009325", "Nặn", "x"])], *TOP, head=head)).items
    assert (item.row_no, item.online_level) == ("1", OnlineLevel.FULL)


# ---- codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("1.00932", "code_unclear"),
        ("0", "code_unclear"),  # of a formula that looks up an empty cell
        ("1.009325; 1.00932", "code_unclear"),
        ("1.009325; 1.009326", "several_codes"),
    ],
)
def test_a_code_that_cannot_be_read_is_asked_about(cell: str, flag: str) -> None:
    reading = read_decision(_paged([(1, ["1", cell, "Nặn", ""])], *TOP))
    (item,) = reading.items
    assert (item.code, item.code_text) == (None, cell)
    assert flag in item.flags
    assert flag in [one.kind for one in reading.questions if one.item == 0]


def test_another_code_in_the_name_is_asked_about() -> None:
    reading = read_decision(_paged([(1, ["1", "1.009325", "Nặn (Mã TTHC: 1.009326)", ""])], *TOP))
    assert reading.items[0].code is None
    (question,) = [one for one in reading.questions if one.kind == "several_codes"]
    assert question.candidates == ("1.009325", "1.009326")


def test_an_old_code_that_cannot_be_read_is_asked_about() -> None:
    head = ["STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế"]
    lines: list[Line] = [
        (1, ["1", "1.009325; 1.00932", "Nặn", "1.009400", "Nặn và nung"]),
        (1, ["2", "1.009326 1.0093", "Vẽ", "1.009401", "Vẽ và tô"]),
        (2, ["", "27", "và tô", "", ""]),
    ]
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ CẤP XÃ"
    reading = read_decision(_paged(lines, "PHỤ LỤC", title, head=head))
    first, second = reading.items
    assert (first.code, first.replaces) == ("1.009400", ("1.009325",))
    assert "replaced_unclear" in first.flags
    assert (second.code, second.replaces) == ("1.009401", ("1.009326", "1.009327"))
    assert "code_over_page" in second.flags


@pytest.mark.parametrize(
    ("heading", "action", "typo"),
    [
        ("THỦ TỤC HÀNH CHÍNH BAN HÀNG MỚI", Action.NEW, True),
        ("THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỒI, BỔ SUNG", Action.AMEND, True),
        ("THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THỂ", Action.REPLACE, True),
        ("THỦ TỤC HÀNH CHÍNH BỊ BẢI BỎ", Action.ABOLISH, True),
        ("THỦ TỤC HÀNH CHÍNH BỊ HUỶ BỎ", Action.ABOLISH, False),
        ("THỦ TỤC HÀNH CHÍNH MỚI ĐƯỢC BAN HÀNH", Action.NEW, False),
    ],
)
def test_typos_of_cue_words_are_said(heading: str, action: Action, typo: bool) -> None:
    lines: list[Line] = [(1, [Cell(heading, heading)]), (1, ["1", "1.009325", "Nặn", ""])]
    (item,) = read_decision(_paged(lines, "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ")).items
    assert (item.action, "cue_typo" in item.flags) == (action, typo)


# ---- scans ---------------------------------------------------------------------------------------------------

BOX = Box(10, 20, 30, 40)


def _seen(text: str, confidence: float = 0.95) -> Cell:
    return Cell(text, text, box=BOX, confidence=confidence)


def _scanned(*lines: list[Cell]) -> Document:
    return _paged([(1, list(cells)) for cells in lines], "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH")


def _row(number: int, code: float = 0.95, name: float = 0.95, time: float = 0.95) -> list[Cell]:
    return [
        _seen(str(number)),
        _seen(f"1.00932{number}", code),
        _seen("Nặn bình", name),
        _seen("05 ngày", time),
    ]


def test_a_doubtful_code_is_no_code() -> None:
    reading = read_decision(_scanned([_seen("THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ")], _row(1, code=0.5)))
    (item,) = reading.items
    assert (item.code, item.code_text, item.name) == (None, "1.009321", "Nặn bình")
    assert {"ocr_doubt", "no_code"} <= set(item.flags)
    (question,) = [one for one in reading.questions if one.kind == "ocr_code"]
    assert (question.item, question.page, question.box, question.candidates) == (0, 1, BOX, ("1.009321",))


def test_a_doubtful_name_is_kept_and_asked_about_other_cells_are_not_taken() -> None:
    reading = read_decision(
        _scanned([_seen("THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ")], _row(1, name=0.5, time=0.5), _row(2))
    )
    first, second = reading.items
    assert (first.code, first.name, first.time_local) == ("1.009321", "Nặn bình", None)
    assert (second.time_local, second.flags) == ("05 ngày", ())
    assert [(one.item, one.candidates[0]) for one in reading.questions if one.kind.startswith("ocr_")] == [
        (0, "Nặn bình"),
        (0, "time: 05 ngày"),
    ]


def test_a_word_that_is_none_is_doubtful_however_sure() -> None:
    row = [_seen("1"), _seen("1.009321"), _seen("Nặn bình nhập khẩm"), _seen("")]
    assert "ocr_doubt" in read_decision(_scanned(row)).items[0].flags
    row[2] = _seen("Nặn bình ở Đắk Lắk")
    assert "ocr_doubt" not in read_decision(_scanned(row)).items[0].flags


def test_below_a_doubtful_heading_nothing_is_taken_for_granted() -> None:
    reading = read_decision(
        _scanned(
            [_seen("A"), _seen("THỦ TỤC HÀNH CHÍNH CẤP XÃ")],
            [_seen("I"), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI")],
            _row(1),
            [_seen("1I", 0.4), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", 0.4)],  # was it "II. … bãi bỏ"?
            _row(1),
            _row(2),
            [_seen("III"), _seen("THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ")],
            _row(1),
        )
    )
    assert [(i.action, i.levels, "action_unknown" in i.flags) for i in reading.items] == [
        (Action.NEW, (Level.COMMUNE,), False),
        (Action.LIST, (), True),
        (Action.LIST, (), True),
        (Action.REPLACE, (), False),
    ]
    asked = [one for one in reading.questions if one.kind == "ocr_heading"]
    assert [(one.item, one.box, one.candidates) for one in asked] == [
        (None, BOX, ("1I THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",)),
    ]
    assert not [one for one in reading.questions if one.kind == "action_unknown"]


def test_a_doubtful_heading_between_its_sisters_may_have_said_what_they_say() -> None:
    reading = read_decision(
        _scanned(
            [_seen("A"), _seen("THỦ TỤC HÀNH CHÍNH CẤP XÃ")],
            [_seen("I"), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI")],
            _row(1),
            [_seen("II"), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", 0.4)],
            _row(1),
            [_seen("III"), _seen("THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ")],
            _row(1),
        )
    )
    assert [(i.action, i.levels) for i in reading.items] == [
        (Action.NEW, (Level.COMMUNE,)),
        (Action.LIST, (Level.COMMUNE,)),
        (Action.REPLACE, (Level.COMMUNE,)),
    ]


def test_a_heading_counts_by_its_words_where_its_mark_was_read_as_none() -> None:
    """ "1H" is III, "242" a mark nobody can read: what they head ends what its like above headed."""
    across = replace(_seen("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"), colspan=3)
    reading = read_decision(
        _scanned(
            [_seen("A"), _seen("THỦ TỤC HÀNH CHÍNH CẤP XÃ")],
            [_seen("I"), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI (02 TTHC)")],
            [_seen("1"), _seen("LĨNH VỰC NẶN BÌNH (01 TTHC)")],
            _row(1),
            [replace(_seen("242", 0.3), unsure_words=("242",)), _seen("LĨNH VỰC NUNG BÌNH (01 TTHC)")],
            _row(2),
            [_seen("1H"), across, *(replace(across, merged=True) for _ in range(2))],
            _row(3),
        )
    )
    assert [(i.action, i.levels, i.sector) for i in reading.items] == [
        (Action.NEW, (Level.COMMUNE,), "Nặn bình"),
        (Action.NEW, (Level.COMMUNE,), "Nung bình"),
        (Action.ABOLISH, (Level.COMMUNE,), None),
    ]
    assert not [one for one in reading.questions if one.kind in {"row_unread", "ocr_heading"}]


def test_a_misprint_in_a_sure_heading_and_a_torn_one_do_not_spoil_what_follows() -> None:
    reading = read_decision(
        _scanned(
            [_seen("THỦ TỤC HÀNH CHÍNH CẤP XÃ")],
            [_seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MƠI (01 TTHC)")],  # as it is printed
            _row(1),
            [_seen("THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI", 0.3)],  # there was more ink
            _row(2),
            [_seen("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ")],
            _row(3),
        )
    )
    assert [(i.action, i.levels) for i in reading.items] == [
        (Action.NEW, (Level.COMMUNE,)),
        (Action.LIST, ()),
        (Action.ABOLISH, (Level.COMMUNE,)),
    ]
    assert [one.kind for one in reading.questions if one.kind == "ocr_heading"] == ["ocr_heading"]


def test_a_mark_and_a_word_of_one_heading_are_both_in_doubt() -> None:
    words = replace(_seen("THỦ TỤC HÀNH CHÍNH BẠI BỎ CẤP NGHỀ", 0.3), unsure_words=("NGHỀ",))
    reading = read_decision(
        _scanned(
            [_seen("I"), _seen("THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ")],
            _row(1),
            [replace(_seen("II", 0.3), unsure_words=("II",)), words],
            _row(2),
        )
    )
    assert [i.levels for i in reading.items] == [(Level.COMMUNE,), ()]
    assert [one.kind for one in reading.questions if one.kind == "ocr_heading"] == ["ocr_heading"]


def test_a_row_whose_number_and_code_were_not_seen_is_asked_about() -> None:
    reading = read_decision(
        _scanned(
            [_seen("THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ")],
            _row(1),
            [_seen(""), _seen(""), _seen("Nung"), _seen("03 ngày")],
        )
    )
    assert "ocr_doubt" in reading.items[0].flags
    assert [one.item for one in reading.questions if one.kind == "ocr_joined"] == [0]


def test_a_doubtful_number_counts_only_where_the_annex_says_the_same() -> None:
    number = Paragraph("Số: 412/QĐ-UBND", "Số: 412/QĐ-UBND", 1, BOX, 0.4)
    motto = Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1)
    day = Paragraph("An Bình, ngày 05 tháng 7 năm 2022", "An Bình, ngày 05 tháng 7 năm 2022", 1, BOX, 0.95)
    head = (motto, number, day, "QUYẾT ĐỊNH", "Về việc công bố thủ tục hành chính cấp xã", *TOP)
    lines: list[Line] = [(1, ["1", "1.009325", "Nặn", ""])]
    reading = read_decision(_paged(lines, *head))
    assert (reading.number, reading.signed_on) == (None, date(2022, 7, 5))
    assert "number_doubt" in reading.flags
    said = "(Kèm theo Quyết định số 412/QĐ-UBND ngày 05/7/2022)"
    assert read_decision(_paged(lines, *head, said)).number == 412


def test_a_heading_of_a_scan_that_came_in_pieces_is_no_item_and_is_asked_about() -> None:
    def cell(text: str, across: int = 1) -> Cell:
        return Cell(text, text, colspan=across, box=Box(0, 0, 10, 10), confidence=0.97)

    labels = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Địa điểm thực hiện")
    rows = [
        [cell(text) for text in labels],
        [cell("1"), cell("1.000001"), cell("Nặn bình"), cell("TTPVHCC tỉnh")],
        [cell("2. TTHC b"), cell("bãi bỏ", 3), replace(cell("bãi bỏ"), merged=True), replace(cell("bãi bỏ"), merged=True)],
        [cell("1"), cell("1.000002"), cell("Nung bình"), cell("TTPVHCC tỉnh")],
    ]  # fmt: skip
    head = [TITLE, LIST, SIGNING, "PHỤ LỤC", "I. DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI"]
    blocks = [Paragraph(text, text, page=1, confidence=0.99) for text in head]
    table = Table(tuple(Row(tuple(cells), 1) for cells in rows), 1)
    reading = read_decision(Document("scan", (*blocks, table)))
    assert [item.name for item in reading.items] == ["Nặn bình", "Nung bình"]
    assert reading.items[0].action is Action.NEW
    assert "action_unknown" in reading.items[1].flags
    assert "ocr_doubt" in reading.flags
