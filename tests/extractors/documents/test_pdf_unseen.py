"""What nobody sees in a text PDF is asked about and never applied (RULINGS 37); what a picture shows is no secret."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Document
from niemyet.model.words import Mark, NoteKind, ReviewKind
from tests.extractors.documents.test_documents_pdf import (
    HEIGHT,
    SIZE,
    font,
    lines,
    pdf,
    steps,
    table,
    tables,
    write,
)
from tests.support.papers import At

XS = [50.0, 80.0, 160.0, 540.0]
ROW = ("2", "1.700202", "Cấp giấy phép thả diều")
HEADING = "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ"
Hide = Callable[[Canvas, float, float, str], None]  # draws a text so that nobody sees it


def _plain(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text)


def _white(canvas: Canvas, x: float, top: float, text: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, x, top, text)
    canvas.setFillColorRGB(0, 0, 0)


def _unpainted(canvas: Canvas, x: float, top: float, text: str) -> None:
    canvas.saveState()
    drawn = canvas.beginText(x, HEIGHT - top - SIZE)
    drawn.setFont(font(), SIZE)
    drawn.setTextRenderMode(3)
    drawn.textOut(text)
    drawn.setTextRenderMode(0)
    canvas.drawText(drawn)
    canvas.restoreState()


def _tiny(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text, 1.0)


def _small(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text, 2.0)


def _covered(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(x - 1, HEIGHT - top - SIZE - 6, 40 + 6 * len(text), SIZE + 10, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)


def _below_a_picture(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text)
    blank = ImageReader(Image.fromarray(np.full((8, 8, 3), 255, dtype=np.uint8)))
    canvas.drawImage(blank, x - 1, HEIGHT - top - SIZE - 6, 40 + 6 * len(text), SIZE + 10)


def _washed_over(canvas: Canvas, x: float, top: float, text: str) -> None:
    write(canvas, x, top, text)
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 0)
    canvas.setFillAlpha(0.4)
    canvas.rect(x - 1, HEIGHT - top - SIZE - 6, 40 + 6 * len(text), SIZE + 10, fill=1, stroke=0)
    canvas.restoreState()


def _on_a_shade(canvas: Canvas, x: float, top: float, text: str) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    canvas.rect(x - 1, HEIGHT - top - SIZE - 6, 40, SIZE + 10, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    write(canvas, x, top, text)


HIDDEN = pytest.mark.parametrize(
    "hide", [_white, _unpainted, _tiny, _small, _covered, _below_a_picture], ids=lambda one: one.__name__[1:]
)


def _list(hide: Hide, row: tuple[str, ...] = ROW, heading: Hide | None = None) -> Document:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH")
        cells: dict[tuple[int, int], str | At] = {
            (0, 0): "STT", (0, 1): "Mã TTHC", (0, 2): "Tên thủ tục hành chính",
            (1, 0): "1", (1, 1): "1.700201", (1, 2): "Cấp giấy phép nuôi ong",
            (2, 0): At("", 3) if heading else "", (2, 1): "", (2, 2): "",
            (3, 0): "3", (3, 1): "1.700203", (3, 2): "Cấp giấy phép trồng nấm",
        }  # fmt: skip
        if heading:
            del cells[2, 1], cells[2, 2]
        table(canvas, XS, steps(100, 4), cells)
        if heading:
            heading(canvas, 54, 162, HEADING)
            return
        for x, text in zip(XS, row, strict=False):
            hide(canvas, x + 4, 162, text)

    return read_document(pdf(page), None)


@HIDDEN
def test_row_that_nobody_sees_is_asked_about(hide: Hide) -> None:
    document = _list(hide)
    (found,) = tables(document)
    assert [(cell.text, cell.marks) for cell in found.rows[2].cells] == [
        (text, frozenset({Mark.HIDDEN})) for text in ROW
    ]
    reading = read_decision(document)
    assert [(item.code, "hidden" in item.flags) for item in reading.items] == [
        ("1.700201", False), ("1.700202", True), ("1.700203", False),
    ]  # fmt: skip
    assert [question.item for question in reading.questions if question.kind is ReviewKind.ROW_DOUBTFUL] == [
        1
    ]


@pytest.mark.parametrize("hide", [_plain, _washed_over, _on_a_shade], ids=lambda one: one.__name__[1:])
def test_what_shines_through_or_stands_on_a_shade_is_seen(hide: Hide) -> None:
    document = _list(hide)
    assert [cell.marks for row in tables(document)[0].rows for cell in row.cells if cell.marks] == []
    assert [item.code for item in read_decision(document).items] == ["1.700201", "1.700202", "1.700203"]


@HIDDEN
def test_heading_that_nobody_sees_sets_nothing_and_is_asked_about(hide: Hide) -> None:
    reading = read_decision(_list(hide, heading=hide))
    assert {item.action.value for item in reading.items} == {"new"}
    assert ReviewKind.ROW_UNREAD in {question.kind for question in reading.questions}
    assert {item.action.value for item in read_decision(_list(hide, heading=_plain)).items} == {
        "new",
        "abolish",
    }


@HIDDEN
def test_line_that_nobody_sees_is_a_note_beside_the_body(hide: Hide) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Điều 2. Quyết định này có hiệu lực từ ngày ký.")
        hide(canvas, 60, 130, "Bãi bỏ thủ tục nuôi ong từ ngày 01/02/2022")

    document = read_document(pdf(page), None)
    assert lines(document) == ["Điều 2. Quyết định này có hiệu lực từ ngày ký."]
    assert [(note.kind, note.text, note.page) for note in document.notes] == [
        (NoteKind.HIDDEN, "Bãi bỏ thủ tục nuôi ong từ ngày 01/02/2022", 1)
    ]
    assert ReviewKind.LEFT_OVER_NOTE in {question.kind for question in read_decision(document).questions}


def test_what_is_seen_as_well_is_no_secret() -> None:
    """Some programs print a text a second time without ink, for searching."""

    def both(canvas: Canvas, x: float, top: float, text: str) -> None:
        _unpainted(canvas, x, top, text)
        write(canvas, x, top, text)

    assert [cell.marks for row in tables(_list(both))[0].rows for cell in row.cells if cell.marks] == []


def test_words_without_ink_over_a_picture_are_no_secret() -> None:
    """Another program's recognition of a picture: it says what the picture shows."""
    noise = np.random.default_rng(7).integers(0, 255, (40, 200, 3), dtype=np.uint8)

    def page(canvas: Canvas) -> None:
        for place in range(20):
            write(
                canvas,
                60,
                60 + 14 * place,
                f"Điều {place + 1}. Công bố danh mục thủ tục hành chính số {place}",
            )
        canvas.drawImage(ImageReader(Image.fromarray(noise)), 60, HEIGHT - 480, 200, 40)
        _unpainted(canvas, 64, 450, "Bãi bỏ thủ tục nuôi ong")

    assert read_document(pdf(page), None).notes == ()
