"""Tables that no lines draw are read where their columns are proven; else each code and each such list is asked about."""

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Document
from niemyet.model.words import Mark, ReviewKind
from tests.extractors.documents.test_documents_pdf import grid, lines, pdf, tables, write

XS = (50.0, 80.0, 150.0, 330.0, 420.0)
HEAD = ("STT", "Mã TTHC", "Tên thủ tục\nhành chính", "Thời hạn", "Nơi làm")
ROWS = (
    ("1", "1.700301", "Cấp thẻ thư viện cho\nngười cao tuổi", "07 ngày", "Thư viện\ntỉnh"),
    ("2", "1.700302", "Gia hạn thẻ", "05 ngày", "Thư viện"),
)
TITLE = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH"
Row = tuple[str, ...]


def _page(
    canvas: Canvas, rows: tuple[Row | str, ...], top: float = 100, white: float = 6, rules: str = ""
) -> None:
    """Rows of texts without any line, or with one below the header or below each row."""
    write(canvas, 60, 60, TITLE)
    for number, row in enumerate(rows):
        texts = (row,) if isinstance(row, str) else row
        for x, text in zip(XS, texts, strict=False):
            write(canvas, x, top, text)
        top += 12 * max(text.count("\n") + 1 for text in texts) + white
        if rules == "rows" or (rules == "header" and number == 0):
            canvas.line(45, canvas._pagesize[1] - top + 1, 520, canvas._pagesize[1] - top + 1)


def _read(*rows: Row | str, white: float = 6, rules: str = "") -> Document:
    return read_document(pdf(lambda canvas: _page(canvas, rows, white=white, rules=rules)), None)


@pytest.mark.parametrize("rules", ["", "header", "rows"])
@pytest.mark.parametrize("white", [6, 0])
def test_columns_by_alignment_make_a_table(rules: str, white: float) -> None:
    """Rows are parted by white, by lines, or where there is neither by their numbers."""
    document = _read(HEAD, *ROWS, white=white, rules=rules)
    assert grid(document) == [
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn", "Nơi làm"],
        ["1", "1.700301", "Cấp thẻ thư viện cho người cao tuổi", "07 ngày", "Thư viện tỉnh"],
        ["2", "1.700302", "Gia hạn thẻ", "05 ngày", "Thư viện"],
    ]
    assert lines(document) == [TITLE]
    items = read_decision(document).items
    assert [(item.code, item.name, item.time_local) for item in items] == [
        ("1.700301", "Cấp thẻ thư viện cho người cao tuổi", "07 ngày"),
        ("1.700302", "Gia hạn thẻ", "05 ngày"),
    ]


def test_headings_reach_over_the_columns() -> None:
    document = _read(
        HEAD, "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", ROWS[0], ("1", "LĨNH VỰC LƯU TRỮ TƯ LIỆU"), ROWS[1]
    )
    (found,) = tables(document)
    assert [(row.cells[0].text, row.cells[-1].text, row.cells[1].colspan) for row in found.rows[1::2]] == [
        ("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", 5),
        ("1", "LĨNH VỰC LƯU TRỮ TƯ LIỆU", 4),
    ]
    assert {item.action.value for item in read_decision(document).items} == {"abolish"}


def test_labels_over_two_columns_have_a_row_of_their_own() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, TITLE)
        for x, text in (
            (50, "STT"),
            (80, "Mã TTHC"),
            (150, "Tên thủ tục"),
            (340, "Thời hạn giải quyết (ngày)"),
        ):
            write(canvas, x, 100, text)
        write(canvas, 330, 112, "Theo quy định")
        write(canvas, 420, 112, "Sau cắt giảm")
        _page(canvas, ROWS, top=140)

    first, second, *_ = grid(read_document(pdf(page), None))
    assert (first[3:], second[3:]) == (["Thời hạn giải quyết (ngày)"] * 2, ["Theo quy định", "Sau cắt giảm"])


def test_empty_cell_without_a_line_is_asked_about() -> None:
    """A time that is set once for two rows, or a row without one: nothing tells."""
    document = _read(HEAD, ROWS[0], ("2", "1.700302", "Gia hạn thẻ", "", "Thư viện"))
    assert tables(document)[0].rows[2].cells[3].marks == {Mark.OPEN}
    reading = read_decision(document)
    assert [question.item for question in reading.questions if question.kind is ReviewKind.ROW_DOUBTFUL] == [
        1
    ]


def test_table_goes_on_over_the_page_with_its_header_or_without() -> None:
    more: tuple[Row, ...] = (
        ("3", "1.700303", "Đổi thẻ", "03 ngày", "Nhà văn hóa"),
        ("4", "1.700304", "Trả thẻ", "01 ngày", "Thư viện"),
    )
    for rows in ((HEAD, *more), more):

        def first(canvas: Canvas) -> None:
            _page(canvas, (HEAD, *ROWS), top=700)

        def second(canvas: Canvas, rows: tuple[Row, ...] = rows) -> None:
            for row, (top, _) in zip(rows, pairwise(range(60, 60 + 30 * len(rows) + 30, 30)), strict=True):
                for x, text in zip(XS, row, strict=True):
                    write(canvas, x, top, text)

        document = read_document(pdf(first, second), None)
        assert [item.code for item in read_decision(document).items] == [
            f"1.70030{number}" for number in range(1, 5)
        ]
        assert len(tables(document)) == 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((HEAD, ("1", "1.700301", "Cấp thẻ thư viện cho người cao tuổi và trẻ em", "07 ngày", "x")), "a text crosses"),
        ((("STT", "Nội dung", "Ghi"), ("Một", "hai", "ba")), "no number, no code"),
        ((HEAD, ("1", "1.700301", "Cấp thẻ", "07 ngày", "Thư viện"), ("", "", "", "05 ngày", "Nhà"), ), "merged down, no white"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_what_is_not_proven_is_no_table_and_is_asked_about(rows: tuple[Row, ...], why: str) -> None:
    document = _read(*rows, white=0)
    if why != "merged down, no white":
        assert tables(document) == []
        assert [picture.page for picture in document.pictures] == [1]
    reading = read_decision(document)
    asked = {question.kind for question in reading.questions}
    assert asked & {ReviewKind.LEFT_OVER_LIST, ReviewKind.ROW_DOUBTFUL, ReviewKind.LEFT_OVER_CODE}


def test_receipt_and_notes_below_are_no_rows() -> None:
    def page(canvas: Canvas) -> None:
        _page(canvas, (HEAD, *ROWS))
        write(canvas, 60, 200, "Nơi nhận: như Điều 3")
        write(canvas, 60, 220, "(*) Thủ tục này có hiệu lực sau.")

    document = read_document(pdf(page), None)
    assert len(tables(document)[0].rows) == 3
    assert lines(document)[1:] == ["Nơi nhận: như Điều 3", "(*) Thủ tục này có hiệu lực sau."]


def test_every_code_of_a_list_that_is_no_table_is_asked_about() -> None:
    """However many: each may be a row."""

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "Điều 1. Công bố danh mục thủ tục hành chính mới ban hành.")
        write(canvas, 60, 90, "PHỤ LỤC")
        for number in range(12):
            write(canvas, 60, 120 + 20 * number, f"thẻ loại {number}, xem 1.7004{number:02d} ở trên")

    reading = read_decision(read_document(pdf(page), None))
    said = {code for question in reading.questions for code in question.candidates}
    known = {item.code for item in reading.items}
    assert {f"1.7004{number:02d}" for number in range(12)} <= said | known
