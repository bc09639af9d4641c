"""Pages as pictures: straightening, ruling lines, columns, tables without lines, drawing; recognition where it is installed."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.documents.grid import Rule
from niemyet.extractors.documents.lines import Line, Word
from niemyet.extractors.documents.ocr_confidence import (
    SURE,
    UNSURE,
    Area,
    is_like_code,
    least_sure,
    read_area,
    text_of,
    unsure_words,
    with_second_reading,
)
from niemyet.extractors.documents.page_columns import letterhead_order, placed_lines, print_only, regions
from niemyet.extractors.documents.pdfium import (
    as_rules,
    attachments,
    is_signed,
    loaded,
    opened,
    page_count,
)
from niemyet.extractors.documents.picture import (
    ink,
    rulings,
    skew,
    straighten,
    without_rules,
    without_specks,
    without_stamps,
)
from niemyet.extractors.documents.recognition import RecognisedWord, Shape, read_words, recognition_ready
from niemyet.extractors.documents.rendering import crop, has_pages, page_pictures, png
from niemyet.extractors.documents.unruled import unruled_tables
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.records import Box
from tests.support.refusals import refused

# ---- sheets ----------------------------------------------------------------------------------------


def sheet(width: int = 600, height: int = 400) -> np.ndarray:
    return np.full((height, width), 255, np.uint8)


def print_rows(page: np.ndarray) -> np.ndarray:
    """Rows of short strokes, as print looks from far away."""
    for top in range(60, page.shape[0] - 60, 40):
        for left in range(60, page.shape[1] - 60, 14):
            page[top : top + 14, left : left + 7] = 0
    return page


def test_a_sheet_has_the_same_size_whatever_the_picture_had_and_knows_the_way_back() -> None:
    page = straighten(print_rows(sheet(300, 400)), 72 / 150)
    assert page.gray.shape == (800, 600)
    assert page.point == pytest.approx(72 / 300)
    assert page.box(0, 0, 600, 800) == Box(0.0, 0.0, 144.0, 192.0)


def test_a_page_turned_by_quarters_keeps_the_way_back() -> None:
    page = straighten(print_rows(sheet(300, 400)), 72 / 300)
    for quarters in (1, 2, 3, 5, -1):
        turned = page.turned(quarters)
        height, width = turned.gray.shape
        box = turned.box(0, 0, width, height)
        assert (box.left, box.top) == pytest.approx((0, 0), abs=0.5)
        assert (box.right, box.bottom) == pytest.approx((72, 96), abs=0.5)
    assert page.turned(4) is page


def test_a_slanted_page_is_found_and_an_empty_one_is_straight() -> None:
    page = print_rows(sheet(900, 900))
    there = cv2.getRotationMatrix2D((450, 450), 2.0, 1)
    slanted = cv2.warpAffine(page, there, (900, 900), borderValue=255)
    assert skew(np.asarray(slanted, np.uint8)) == pytest.approx(-2.0, abs=0.2)
    assert abs(skew(page)) < 0.1
    assert skew(sheet()) == 0


def test_a_stamp_is_paper_and_black_print_stays() -> None:
    page = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(page, (200, 200), 120, (220, 20, 30), -1)
    page[190:210, 100:300] = 0
    bare = without_stamps(page, 72 / 300)
    assert bare[120, 200] > 200
    assert bare[200, 200] < 120


def test_specks_go_and_print_stays() -> None:
    page = sheet()
    page[100, 100] = 0
    page[200:230, 200:206] = 0
    clean = without_specks(page, 1.0)
    assert clean[100, 100] == 255
    assert clean[215, 203] < 100
    assert ink(page).sum() == 181


def ruled() -> np.ndarray:
    page = sheet(900, 600)
    for y in (100, 200, 300):
        page[y : y + 4, 100:700] = 0
    for x in (100, 300, 700):
        page[100:304, x : x + 4] = 0
    return page


def test_lines_that_close_cells_are_a_table_and_a_lone_line_is_none() -> None:
    page = ruled()
    page[500:503, 100:700] = 0
    (table,) = rulings(page)
    assert (table.left, table.top) == (pytest.approx(100, abs=6), pytest.approx(100, abs=6))
    assert {rule.horizontal for rule in table.rules} == {True, False}
    bare = without_rules(page, [table])
    assert not ink(bare)[90:320, 90:720].any()
    assert ink(bare)[500:503, 300].any(), "an underline is no rule of the table"
    assert rulings(sheet()) == []


# ---- columns ---------------------------------------------------------------------------------------


def test_two_halves_of_a_letterhead_are_columns_and_what_stands_below_is_one() -> None:
    dark = np.zeros((1200, 2400), np.bool_)
    for top in (100, 160, 220):
        dark[top : top + 30, 100:900] = True
        dark[top : top + 30, 1300:2200] = True
    for top in (600, 660):
        dark[top : top + 30, 100:2200] = True
    parts = regions(dark)
    assert [len(part.columns) for part in parts] == [2, 1]
    assert not parts[0].unruled
    assert regions(np.zeros((10, 10), np.bool_)) == []


def test_drawn_lines_are_no_print() -> None:
    dark = np.zeros((200, 400), np.bool_)
    dark[50:53, 20:380] = True
    dark[100:130, 100:118] = True
    kept = print_only(dark)
    assert not kept[51, 200]
    assert kept[110, 110]


def word(
    text: str, left: int, top: int = 100, line: int = 0, sure: float = 0.9, height: int = 30
) -> RecognisedWord:
    return RecognisedWord(text, sure, line, left, top, left + 12 * len(text), top + height)


def test_recognised_words_are_lines_of_one_height() -> None:
    words = [
        word("Số", 10),
        word("7", 60, height=28),
        word("Nơi", 10, 200, 1, height=32),
        word("nhận", 80, 200, 1),
    ]
    lines = placed_lines(words, 0.24)
    assert [line.text for line, _ in lines] == ["Số 7", "Nơi nhận"]
    assert {round(line.bottom - line.top, 2) for line, _ in lines} == {7.44}
    assert placed_lines([], 0.24) == []


def line(text: str, top: float, left: float = 0.0) -> Line:
    return Line([Word(((None, text),), left, left + 6 * len(text))], top, top + 10, top + 10)


def test_a_line_that_begins_with_number_begins_a_new_band_of_both_columns() -> None:
    left = [line("ỦY BAN NHÂN DÂN", 0), line("Số: 12/QĐ-UBND", 40)]
    right = [line("CỘNG HÒA", 0, 300), line("Hà Nội, ngày 1", 42, 300)]
    assert [one.text for one in letterhead_order([left, right])] == [
        "ỦY BAN NHÂN DÂN", "CỘNG HÒA", "Số: 12/QĐ-UBND", "Hà Nội, ngày 1",
    ]  # fmt: skip
    assert letterhead_order([left[:1], right])[0].text == "ỦY BAN NHÂN DÂN"


# ---- tables without lines --------------------------------------------------------------------------


def texts(top: float, *cells: tuple[float, str]) -> Line:
    return Line(
        [Word(((None, text),), left, left + 5 * len(text)) for left, text in cells], top, top + 10, top + 10
    )


XS = (50.0, 90.0, 180.0)


def rows(*given: tuple[str, str, str]) -> list[Line]:
    return [texts(100 + 20 * number, *zip(XS, row, strict=True)) for number, row in enumerate(given)]


HEAD = ("STT", "Mã TTHC", "Tên thủ tục")


def test_columns_by_alignment_are_a_table_and_what_is_not_proven_is_none() -> None:
    found = unruled_tables(rows(HEAD, ("1", "1.000001", "Đăng ký"), ("2", "1.000002", "Cấp lại")), [])
    (table,) = found.tables
    assert len(table.grid.xs) == 4
    assert found.rest == ()
    assert unruled_tables([], []).tables == ()
    assert (
        unruled_tables(rows(("1", "1.000001", "Đăng ký")), [], (50.0, 500.0)).tables == ()
    )  # one column before
    plain = [line("Điều 1. Công bố kèm theo Quyết định này", 100)]
    assert unruled_tables(plain, []).rest == tuple(plain)
    lone = unruled_tables(rows(HEAD), [])
    assert lone.tables == ()
    assert len(lone.unproven) == 1


def test_the_order_in_which_lines_come_changes_nothing() -> None:
    given = rows(HEAD, ("1", "1.000001", "Đăng ký"), ("2", "1.000002", "Cấp lại"))
    rule = [Rule(True, 112.0, 40, 300)]
    assert unruled_tables(given[::-1], rule).tables == unruled_tables(given, rule).tables


# ---- how sure --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "like"), [
    ("1.000001", True), ("1.OO0 00l", True), ("2.000815.000.00.00.H47", True), ("Điều 1", False), ("12", False), ("", False),
])  # fmt: skip
def test_what_holds_little_but_digits_is_like_a_code(text: str, like: bool) -> None:
    assert is_like_code(text) is like


def test_only_words_that_say_something_count_for_how_sure_a_text_is() -> None:
    words = [word("Đăng", 10, sure=0.95), word("|", 70, sure=0.1), word("ký", 90, line=1, sure=SURE - 0.01)]
    assert text_of(words) == "Đăng |\nký"
    assert unsure_words(words) == ("ký",)
    assert least_sure(words) == pytest.approx(SURE - 0.01)
    assert least_sure([]) == 0
    assert least_sure([word("—", 0, sure=UNSURE)]) == UNSURE


def test_an_empty_area_is_read_as_nothing_without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.extractors.documents.ocr_confidence.second_reader", lambda: False)
    assert read_area(sheet(), 10, 10, 200, 200) == ([], True)
    assert read_area(sheet(), 10, 10, 10, 10) == ([], True)
    assert with_second_reading(sheet(), [word("Đăng", 10, sure=0.99)]) == [word("Đăng", 10, sure=0.99)]


def test_an_area_knows_its_lines_and_what_no_word_covers() -> None:
    page = sheet()
    for left in range(100, 300, 20):
        page[100:125, left : left + 10] = 0
    area = Area(page, 50, 50, 400, 200)
    assert not area.empty
    assert area.height == 25
    assert area.shape() is Shape.LINE
    assert len(area.missed([])) == 10
    assert area.missed([word("mười tám ký tự dài", 95, 95, height=40)]) == []
    page[180:205, 100:300:20] = 0
    assert Area(page, 50, 50, 400, 260).shape() is Shape.BLOCK


def test_a_word_is_recognised_where_the_data_are_installed() -> None:
    missing = recognition_ready()
    if missing is not None:
        pytest.skip(f"tesseract-ocr-vie: {missing}")
    page = sheet(400, 100)
    cv2.putText(page, "HELLO 2026", (20, 65), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 4)
    words = read_words(page, Shape.LINE)
    assert "HELLO" in text_of(list(words))
    assert all(0 <= one.confidence <= 1 and one.left < one.right for one in words)


# ---- PDF -------------------------------------------------------------------------------------------


def pdf(*texts: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=1)
    for text in texts:
        canvas.drawString(50, 100, text)
        canvas.line(50, 90, 150, 90)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_page_gives_its_characters_and_lines() -> None:
    with opened(pdf("Ma 1.000001", "hai")) as document:
        assert page_count(document) == 2
        assert not is_signed(document)
        assert attachments(document, 10, 1000) == []
        with loaded(document, 0) as page:
            codes, boxes = page.characters()
            assert "".join(map(chr, codes)) == "Ma 1.000001"
            assert boxes.shape == (11, 4)
            assert (page.angles(11) == 0).all()
            things = page.things()
            assert len(things.rules) == 1
            assert len(set(page.text_objects(11))) <= 2
            picture, points = page.rendered(72)
            assert picture.shape[:2] == (200, 300)
            assert points == pytest.approx(1.0)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.5", b"%PDF-1.5\n" + b"x" * 2000, pdf("a")[:400]])
def test_what_is_cut_off_or_no_pdf_is_refused(data: bytes) -> None:
    with refused(DocumentError), opened(data):
        pytest.fail("it was opened")


def test_thin_boxes_are_the_lines_that_they_are() -> None:
    found = as_rules(np.array([[10.0, 50.0, 200.0, 51.0], [30.0, 10.0, 31.0, 90.0]]))
    assert [(rule.horizontal, rule.start, rule.end) for rule in found] == [
        (True, 10.0, 200.0),
        (False, 10.0, 90.0),
    ]
    assert [rule.at for rule in found] == [pytest.approx(50.5), pytest.approx(30.5)]


# ---- drawing ---------------------------------------------------------------------------------------


def image() -> bytes:
    return png(Image.new("RGB", (100, 50), "white"))


def test_pages_are_counted_from_one_and_none_is_drawn_that_is_not_there() -> None:
    data = pdf("một", "hai", "ba")
    assert has_pages(data)
    assert has_pages(image())
    assert not has_pages(b"a | b")
    numbers = lambda **how: [page.number for page in page_pictures(data, dpi=20, **how)]  # noqa: E731
    assert numbers() == [1, 2, 3]
    assert numbers(first=2) == [2, 3]
    assert numbers(last=9) == [1, 2, 3]
    assert numbers(first=3, last=2) == numbers(first=0, last=0) == numbers(last=0) == []


def test_a_crop_is_a_part_of_its_page_or_an_error() -> None:
    data = pdf("một")
    with Image.open(io.BytesIO(crop(data, 1, Box(50, 90, 150, 110)))) as part:
        assert part.size == pytest.approx((112 * 200 / 72, 32 * 200 / 72), abs=2)
    with Image.open(io.BytesIO(crop(data, 1, Box(-99, -99, 9999, 9999)))) as whole:
        assert whole.size == pytest.approx((300 * 200 / 72, 200 * 200 / 72), abs=2)
    for page in (0, 2, 99):
        with refused(DocumentError):
            crop(data, page, Box(0, 0, 1, 1))
    with refused(DocumentError):
        crop(b"%PDF-1.5 hong", 1, Box(0, 0, 1, 1))


def test_the_same_picture_is_the_same_bytes() -> None:
    assert image() == image()


def test_a_file_that_carries_too_much_is_refused() -> None:
    pytest.importorskip("pypdfium2")
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    made.new_page(100, 100)
    made.new_attachment("tệp.txt").set_data(b"x" * 100)
    out = io.BytesIO()
    made.save(out)
    with opened(out.getvalue()) as document:
        assert attachments(document, 10, 1000) == [("tệp.txt", b"x" * 100)]
        with refused(OverLimitError):
            attachments(document, 10, 50)
        with refused(OverLimitError):
            attachments(document, 0, 1000)
