"""Rows of a text PDF that are crossed out: by slanted lines, by a pen, by annotations (RULINGS 37)."""

from collections.abc import Callable

import pytest
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Document
from niemyet.model.words import Mark, NoteKind
from tests.extractors.documents.test_documents_pdf import HEIGHT, SIZE, pdf, steps, table, tables, write
from tests.support.papers import At

XS = [50.0, 80.0, 160.0, 540.0]
LEFT, RIGHT = XS[0], XS[-1]
ROWS = (("1", "1.700301", "Cấp giấy phép nuôi ong"), ("2", "1.700302", "Cấp giấy phép thả diều"))
TOPS = (HEIGHT - 130, HEIGHT - 160)  # of the rows
LETTERS = tuple(top - 2 - SIZE for top in TOPS)  # the line that the letters of each stand on
Draw = Callable[[Canvas], None]


def listed(draw: Draw) -> Document:
    """A list of two rows with something drawn over it."""

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH")
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "STT", (0, 1): "Mã TTHC", (0, 2): "Tên thủ tục hành chính",
        }  # fmt: skip
        for row, texts in enumerate(ROWS, 1):
            cells |= {(row, column): text for column, text in enumerate(texts)}
        table(canvas, XS, steps(100, 3), cells)
        draw(canvas)

    return read_document(pdf(page), None)


def struck(document: Document) -> list[bool]:
    (found,) = tables(document)
    return [any(Mark.STRUCK in cell.marks for cell in row.cells) for row in found.rows[1:]]


def annotation(kind: str, box: list[float], **more: list[float] | list[list[float]] | str | float) -> Draw:
    def draw(canvas: Canvas) -> None:
        given: dict[str, object] = {"Type": PDFName("Annot"), "Subtype": PDFName(kind), "F": 4}
        given["Rect"] = PDFArray(box)
        for name, value in more.items():
            if isinstance(value, float):
                given[name] = value
                continue
            made = [PDFArray(one) if isinstance(one, list) else one for one in value]
            given[name] = PDFString(value) if isinstance(value, str) else PDFArray(made)
        canvas._addAnnotation(PDFDictionary(given))

    return draw


def middle(row: int) -> float:
    return LETTERS[row] + 0.3 * SIZE


def quads(*rows: int) -> list[float]:
    return [
        number
        for row in rows
        for low, high in [(middle(row) - 6, middle(row) + 6)]
        for number in (LEFT, high, RIGHT, high, LEFT, low, RIGHT, low)
    ]


def corner_to_corner(canvas: Canvas) -> None:
    canvas.line(LEFT, TOPS[1] - 2, RIGHT, TOPS[1] - 28)


def steep_over_both(canvas: Canvas) -> None:
    canvas.line(LEFT, TOPS[0] + 10, LEFT + 140, TOPS[1] - 40)
    canvas.line(LEFT, TOPS[1] - 40, LEFT + 140, TOPS[0] + 10)


@pytest.mark.parametrize(
    ("draw", "rows"),
    [
        (corner_to_corner, [False, True]),
        (annotation("StrikeOut", [LEFT, TOPS[1] - 30, RIGHT, TOPS[1]], QuadPoints=quads(1)), [False, True]),
        (annotation("StrikeOut", [LEFT, TOPS[1] - 30, RIGHT, TOPS[0]], QuadPoints=quads(0, 1)), [True, True]),
        (annotation("StrikeOut", [LEFT, middle(1) - 6, RIGHT, middle(1) + 6]), [False, True]),
        (
            annotation("Line", [LEFT, TOPS[1] - 30, RIGHT, TOPS[1]], L=[LEFT, middle(1), RIGHT, middle(1)]),
            [False, True],
        ),
        (
            annotation(
                "Ink",
                [LEFT, TOPS[1] - 30, RIGHT, TOPS[1]],
                InkList=[[LEFT, middle(1) + 3, 200, middle(1) - 2, RIGHT, middle(1) + 1]],
            ),
            [False, True],
        ),
    ],
)
def test_a_row_that_is_crossed_out_is_asked_about(draw: Draw, rows: list[bool]) -> None:
    document = listed(draw)
    assert struck(document) == rows
    assert ["row_doubtful" in item.flags for item in read_decision(document).items] == rows


ROW = [LEFT, TOPS[1] - 28, RIGHT, TOPS[1] - 2]


@pytest.mark.parametrize("more", [{}, {"QuadPoints": quads(1)}])
def test_a_row_that_is_to_be_taken_away_is_asked_about(more: dict[str, list[float]]) -> None:
    document = listed(annotation("Redact", ROW, **more))
    assert struck(document) == [False, True]
    assert ["row_doubtful" in item.flags for item in read_decision(document).items] == [False, True]


@pytest.mark.parametrize(
    ("kind", "more", "rows"),
    [
        ("Square", {"IC": [1.0, 1.0, 1.0]}, [False, True]),
        ("Circle", {"IC": [0.0]}, [False, True]),
        ("Square", {"IC": [1.0, 1.0, 1.0], "CA": 0.3}, [False, False]),
        ("Square", {}, [False, False]),
    ],
)
def test_a_row_that_an_annotation_paints_over_is_hidden(
    kind: str, more: dict[str, list[float] | float], rows: list[bool]
) -> None:
    (found,) = tables(listed(annotation(kind, ROW, **more)))
    assert [any(Mark.HIDDEN in cell.marks for cell in row.cells) for row in found.rows[1:]] == rows


def test_what_somebody_says_of_marked_text_is_a_comment_unless_it_repeats_it() -> None:
    said = listed(annotation("Highlight", ROW, QuadPoints=quads(1), Contents="Bỏ dòng này"))
    assert [(one.kind, one.text) for one in said.notes] == [(NoteKind.COMMENT, "Bỏ dòng này")]
    again = listed(annotation("Highlight", ROW, QuadPoints=quads(1), Contents="1.700302"))
    assert again.notes == ()


def test_rows_that_one_cross_lies_over_are_asked_about() -> None:
    assert struck(listed(steep_over_both)) == [True, True]


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: canvas.line(LEFT, TOPS[1] - 40, RIGHT, 100),  # the empty rest of the page
        annotation("Underline", [LEFT, TOPS[1] - 30, RIGHT, TOPS[1]], QuadPoints=quads(1)),
        annotation(
            "Line",
            [LEFT, TOPS[1] - 30, RIGHT, TOPS[1]],
            L=[LEFT, LETTERS[1] - 1, RIGHT, LETTERS[1] - 2],
        ),
        annotation("Line", [LEFT, 90, RIGHT, 110], L=[LEFT, 100, RIGHT, 100]),
    ],
)
def test_lines_beside_the_letters_cross_out_nothing(draw: Draw) -> None:
    assert struck(listed(draw)) == [False, False]


def test_a_remark_that_is_pinned_to_a_page_is_a_comment() -> None:
    document = listed(annotation("Text", [400, 400, 420, 420], Contents="Bỏ dòng 2"))
    assert [(one.kind, one.text) for one in document.notes] == [(NoteKind.COMMENT, "Bỏ dòng 2")]


@pytest.mark.parametrize(("shade", "rows"), [(0.75, [False, True]), (0.2, [False, False])])
def test_a_row_that_is_drawn_paler_is_asked_about(shade: float, rows: list[bool]) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH")
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "STT", (0, 1): "Mã TTHC", (0, 2): "Tên thủ tục hành chính",
        }  # fmt: skip
        cells |= {(1, column): text for column, text in enumerate(ROWS[0])}
        table(canvas, XS, steps(100, 3), cells)
        canvas.setFillGray(shade)
        table(canvas, XS, steps(100, 3), {(2, column): text for column, text in enumerate(ROWS[1])})

    (found,) = tables(read_document(pdf(page), None))
    assert [any(Mark.PALE in cell.marks for cell in row.cells) for row in found.rows[1:]] == rows
