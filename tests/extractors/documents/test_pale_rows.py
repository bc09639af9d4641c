"""Rows of a decision's page that are drawn paler than the others, or say when pointed at that they are over."""

import io

import docx
import pytest
from docx.shared import RGBColor

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents.docx import read_docx
from niemyet.extractors.documents.html import read_html
from niemyet.extractors.documents.pale_rows import marked_apart, with_pale_rows
from niemyet.model.records import Cell, Table
from niemyet.model.words import Mark
from tests.support.papers import Grid, paper, to_html

NAMES = ("Cấp thẻ thợ dệt chiếu", "Xác nhận lò nung gốm", "Đăng ký nghề đan lát")
MATTER = "Danh mục thủ tục hành chính mới ban hành lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"


def page(row: str = "", name: tuple[str, str] = ("", ""), sheet: str = "", others: str = "") -> bytes:
    """A decision of three rows; the second has attributes and its name stands within tags."""
    rows: list[list[str]] = [[str(at), f"1.00060{at}", name] for at, name in enumerate(NAMES, 1)]
    grid = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], *rows])
    articles = [
        f"Điều 1. Công bố kèm theo Quyết định này {MATTER}.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    made = to_html(paper(f"Về việc công bố {MATTER}", articles, ["DANH MỤC", grid])).decode()
    made = made.replace(NAMES[1], f"{name[0]}{NAMES[1]}{name[1]}").replace(
        "<head>", f"<head><style>{sheet}</style>"
    )
    for at in ("1", "3"):
        made = made.replace(f"<tr><td>{at}", f"<tr {others}><td>{at}")
    return made.replace("<tr><td>2", f"<tr {row}><td>2").encode()


@pytest.mark.parametrize(
    ("row", "name", "sheet"),
    [
        ("style='color:#999'", ("", ""), ""),
        ("style='opacity:.4'", ("", ""), ""),
        ("class='text-muted'", ("", ""), ""),
        ("class='cu'", ("", ""), ".cu{color:silver}"),
        ("title='Đã bãi bỏ'", ("", ""), ""),
        ("", ("<span title='Hết hiệu lực'>", "</span>"), ""),
        ("", ("<font color='#a0a0a0'>", "</font>"), ""),
    ],
)
def test_a_row_that_is_drawn_paler_or_says_that_it_is_over_is_asked_about(
    row: str, name: tuple[str, str], sheet: str
) -> None:
    reading = read_decision(read_html(page(row, name, sheet)))
    assert ["pale" in one.flags for one in reading.items] == [False, True, False]
    assert [one.item for one in reading.questions] == [1]


@pytest.mark.parametrize(
    ("row", "others"),
    [
        ("style='color:#777'", "style='color:#777'"),  # how the page looks
        ("style='color:#000'", "style='color:#777'"),  # every other row a stripe
        ("title='Xem chi tiết'", ""),
        ("class='mo-rong'", ""),
    ],
)
def test_how_a_page_looks_says_nothing_of_a_row(row: str, others: str) -> None:
    assert [one.flags for one in read_decision(read_html(page(row, others=others))).items] == [()] * 3


def in_docx(colour: str, *rows: int) -> bytes:
    """A list of three rows; the letters of some have a colour."""
    made = docx.Document()
    table = made.add_table(rows=4, cols=3)
    for number, texts in enumerate(
        [["STT", "Mã TTHC", "Tên"], *([f"{at}", f"1.00060{at}", NAMES[at - 1]] for at in (1, 2, 3))]
    ):
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            if number in rows:
                run.font.color.rgb = RGBColor.from_string(colour)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("colour", "rows", "marked"),
    [
        ("A6A6A6", (2,), [2]),
        ("808080", (3,), [3]),
        ("A6A6A6", (1, 2, 3), []),  # how the list looks
        ("A6A6A6", (0,), []),  # its header
        ("404040", (2,), []),
        ("C00000", (2,), []),
    ],
)
def test_grey_letters_of_a_docx(colour: str, rows: tuple[int, ...], marked: list[int]) -> None:
    (table,) = (one for one in read_docx(in_docx(colour, *rows)).blocks if isinstance(one, Table))
    rows_of = with_pale_rows(table).rows
    found = [at for at, row in enumerate(rows_of) if all(cell.marks == {Mark.PALE} for cell in row.cells)]
    assert found == marked


def test_header_and_headings_may_look_otherwise() -> None:
    pale = frozenset({Mark.PALE})
    head = [Cell(text, text) for text in ("STT", "Mã TTHC", "Tên thủ tục")]
    heading = [Cell("I", "I"), Cell("Lĩnh vực Làng nghề", ""), Cell("Lĩnh vực Làng nghề", "", merged=True)]
    row = [Cell(text, text, marks=pale) for text in ("1", "1.000601", NAMES[0])]
    plain = [Cell(text, text) for text in ("2", "1.000602", NAMES[1])]
    marked = [
        {mark for cell in one for mark in cell.marks} for one in marked_apart([head, heading, row, row])
    ]
    assert marked == [set(), set(), set(), set()]
    marked = [
        {mark for cell in one for mark in cell.marks}
        for one in marked_apart([head, row, heading, plain, plain])
    ]
    assert marked == [set(), {Mark.PALE}, set(), set(), set()]


def test_a_page_whose_look_says_nothing_is_read_as_before() -> None:
    (_, _, table) = (one for one in read_html(page()).blocks if isinstance(one, Table))
    assert not any(cell.marks for row in table.rows for cell in row.cells)
