"""Scans: ruling lines from ink that no letter makes, words that recognition misreads, columns known by their content.

Pages are drawn here, small and few; what needs Tesseract skips where it is missing, and says what to install.
"""

import functools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from niemyet.extractors.documents import ocr_confidence, scan
from niemyet.extractors.documents.ocr_confidence import (
    SURE,
    is_words,
    read_codes,
    with_numbers_checked,
    with_second_reading,
)
from niemyet.extractors.documents.ocr_misreadings import mended, mended_with_spaces, proven
from niemyet.extractors.documents.pages import PageTable
from niemyet.extractors.documents.picture import Picture, rulings
from niemyet.extractors.documents.recognition import RecognisedWord, Shape
from niemyet.transforms.language.syllables import has_strange_word

_FONTS = ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation")
_POINT = 72 / 200


def _font(size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf"
    found = next((Path(folder) / name for folder in _FONTS if (Path(folder) / name).exists()), None)
    if found is None:
        pytest.skip("no font with Vietnamese letters: apt-get install fonts-liberation2")
    return ImageFont.truetype(str(found), round(size / _POINT))


@functools.lru_cache(maxsize=4)
def _drawn(rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...], blur: float) -> Picture:
    """A table at 200 dots per inch; a row of one text is a heading that crosses all columns."""
    edges = [60 + sum(widths[:place]) for place in range(len(widths) + 1)]
    page = Image.new("L", (edges[-1] + 60, 160 + 64 * len(rows)), 255)
    draw = ImageDraw.Draw(page)
    for number, row in enumerate(rows):
        top = 80 + 64 * number
        crossed = edges if len(row) > 1 else [edges[0], edges[-1]]
        draw.line((edges[0], top, edges[-1], top), fill=0, width=2)
        for edge in crossed:
            draw.line((edge, top, edge, top + 64), fill=0, width=2)
        for left, text in zip(crossed, row, strict=False):
            draw.text((left + 12, top + 10), text, font=_font(13, bold=len(row) == 1), fill=0)
    bottom = 80 + 64 * len(rows)
    draw.line((edges[0], bottom, edges[-1], bottom), fill=0, width=2)
    blurred = page.filter(ImageFilter.GaussianBlur(blur)) if blur else page
    return np.asarray(blurred, np.uint8)


def _read(picture: Picture) -> PageTable:
    if scan.recognition_ready() is not None:
        pytest.skip("no Vietnamese for Tesseract: apt-get install tesseract-ocr-vie")
    page = scan.read_page(picture, 1, _POINT)
    tables = [block for block in page.blocks if isinstance(block, PageTable)]
    assert len(tables) == 1
    return tables[0]


def _stems(*, heading: int, height: int, below: int = 22, ink: int = 0) -> Picture:
    """A table at 300 dots per inch: letters are upright strokes of a height; those of the heading stand below an edge."""
    page = Image.new("L", (1000, 400), 255)
    draw = ImageDraw.Draw(page)
    for top, bottom, edges in (
        (40, 130, (40, 300, 960)),
        (130, 130 + heading, (40, 960)),
        (130 + heading, 340, (40, 300, 960)),
    ):
        draw.line((40, top, 960, top), fill=0, width=3)
        draw.line((40, bottom, 960, bottom), fill=0, width=3)
        for edge in edges:
            draw.line((edge, top, edge, bottom), fill=0, width=3)
        for left in range(60, 940, 30):
            up, tall = (below, height) if top == 130 else (22, min(height, 42))
            draw.rectangle((left, top + up, left + 5, top + up + tall), fill=ink if top == 130 else 0)
    return np.asarray(page.filter(ImageFilter.GaussianBlur(1.2)), np.uint8)


def test_stems_of_letters_are_no_ruling_lines() -> None:
    """Where a heading crosses the table, a bold capital may stand just where a column's edge runs above and below."""
    found = rulings(_stems(heading=90, height=42))
    assert len(found) == 1
    assert found[0].unclear == ()


@pytest.mark.parametrize(("below", "height"), [(6, 48), (18, 48)])
def test_a_stem_with_its_marks_that_leaves_paper_is_no_edge_of_a_cell(below: int, height: int) -> None:
    """Ệ reaches from one line of a low row nearly to the other one: its heading was cut in two there."""
    (found,) = rulings(_stems(heading=72, height=height, below=below))
    inner = [rule for rule in found.rules if not rule.horizontal and 290 < rule.at < 310]
    assert found.unclear == ()
    assert all(rule.end <= 140 or rule.start >= 190 for rule in inner)
    assert len(inner) == 2


def test_a_faint_edge_that_breaks_is_no_stem() -> None:
    (found,) = rulings(_stems(heading=72, height=48, below=6, ink=150))
    assert any(rule.start < 140 and rule.end > 190 for rule in found.rules if 290 < rule.at < 310)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("T1GGQ", "TGGQ"), ("1GGQ", "TGGQ"), ("PhíứLP", "Phí/LP"), ("12 TƯHC", "12 TTHC"),
        ("Hỗ trợ chỉ phí", "Hỗ trợ chi phí"), ("1514/QĐ-UBND", "1514/QĐ-UBND"), ("BHYT", "BHYT"), ("A1.2", "A1.2"),
        ("Phần B2C", "Phần B2C"), ("PHỤ LỤCII", "PHỤ LỤC II"), ("ngầy 05/7/2022", "ngày 05/7/2022"),
        ("ngấy 5", "ngấy 5"), ("TT 07", "TT 07"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_known_through_a_sign_that_none_has(read: str, meant: str) -> None:
    assert mended(read) == meant


def test_a_heading_in_the_column_of_codes_is_made_of_words() -> None:
    assert is_words("A. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN")
    assert is_words("I. LĨNH VỰC BẾN BÃI (02 TTHC)")
    assert not is_words("1.0O7469.H23")
    assert not is_words("TTHC 1.007469")


def test_a_heading_that_stands_in_the_column_of_codes_is_read_surely() -> None:
    rows = (
        ("STT", "Mã số", "Tên thủ tục"), ("", "LĨNH VỰC BẾN BÃI", ""), ("1", "1.000111", "Cấp thẻ bến"),
        ("2", "1.000112", "Đổi thẻ bến"),
    )  # fmt: skip
    table = _read(_drawn(rows, (110, 420, 420), 0.4))
    heading, code = table.rows[1][1], table.rows[2][1]
    assert (heading.text, code.text) == ("LĨNH VỰC BẾN BÃI", "1.000111")
    assert (heading.confidence or 0) >= scan.SURE
    assert (code.confidence or 0) >= scan.SURE


# ---- readings that agree, and that do not -----------------------------------------------------------------------

PAPER = np.full((120, 1200), 255, np.uint8)


def _line(text: str, confidence: float = 0.9) -> list[RecognisedWord]:
    return [
        RecognisedWord(word, confidence, 0, 20 + 150 * place, 20, 150 + 150 * place, 60)
        for place, word in enumerate(text.split())
    ]


def _second_model(monkeypatch: pytest.MonkeyPatch, at_full_size: str, smaller: str) -> None:
    """A second model that reads a line so, and another way when it is shown smaller."""

    def again(picture: Picture, _shape: Shape) -> tuple[RecognisedWord, ...]:
        small = picture.shape[0] < 60
        zoom = ocr_confidence.CODE_ZOOM if small else 1.0
        line = _line(smaller if small else at_full_size)
        left = min(word.left for word in line)
        return tuple(
            RecognisedWord(
                word.text,
                0.9,
                0,
                round((word.left - left + 17) * zoom),
                10,
                round((word.right - left + 17) * zoom),
                50,
            )
            for word in line
        )

    monkeypatch.setattr(ocr_confidence, "read_words_again", again)
    monkeypatch.setattr(ocr_confidence, "second_reader", lambda: True)


@pytest.mark.parametrize(
    ("first", "second", "third", "careful", "text", "sure"),
    [
        ("gốm cổ", "gốm cổ", "gốm cố", False, "gốm cổ", True),  # two of two
        ("gốm cố", "gốm cổ", "gốm cổ", False, "gốm cổ", True),  # two of three
        ("gốm cố", "gốm cổ", "gốm cô", False, "gốm cố", False),  # three readings, three words
        ("gốm cổ", "gốm cổ", "gốm cố", True, "gốm cổ", False),  # a grainy page: a hook needs all three
        ("lò rèn", "lò rèn", "lò rên", True, "lò rèn", True),  # no letter that has a hook above its mark
        ("BỊ bãi", "Bị bãi", "BỊ bãi", False, "Bị bãi", True),  # capitals only: as beside it
        ("thủ tực", "thủ tục", "thu tục", False, "thủ tục", True),  # a phrase that only one reading fits
    ],
)
def test_a_word_is_sure_where_two_readings_give_it(
    monkeypatch: pytest.MonkeyPatch, first: str, second: str, third: str, careful: bool, text: str, sure: bool
) -> None:
    _second_model(monkeypatch, second, third)
    found = with_second_reading(PAPER, _line(first), careful=careful)
    assert " ".join(word.text for word in found) == text
    assert all(word.confidence >= SURE for word in found) is sure


@pytest.mark.parametrize(
    ("together", "text", "sure"), [("PHẦNI", "PHẦN I", True), ("PHẦNH", "PHẦN I", False)]
)
def test_words_that_one_reading_holds_together_are_not_said_twice(
    monkeypatch: pytest.MonkeyPatch, together: str, text: str, sure: bool
) -> None:
    line = _line("PHẦN I")

    def again(_picture: Picture, _shape: Shape) -> tuple[RecognisedWord, ...]:
        return (RecognisedWord(together, 0.9, 0, 0, 0, 600, 60),)

    monkeypatch.setattr(ocr_confidence, "read_words_again", again)
    monkeypatch.setattr(ocr_confidence, "second_reader", lambda: True)
    found = with_second_reading(PAPER, line)
    assert " ".join(word.text for word in found) == text
    assert all(word.confidence >= SURE for word in found) is sure


@pytest.mark.parametrize(("parts", "sure"), [(("ng", "ày"), True), (("ng", "ây"), False)])
def test_a_word_that_another_reading_parts_is_the_same_word(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[str, str], sure: bool
) -> None:
    """The gap that the other reading saw lies just in the middle of the word."""
    line = [RecognisedWord("ngày", 0.9, 0, 20, 20, 220, 60)]

    def again(_picture: Picture, _shape: Shape) -> tuple[RecognisedWord, ...]:
        return (
            RecognisedWord(parts[0], 0.9, 0, 17, 10, 100, 60),
            RecognisedWord(parts[1], 0.9, 0, 134, 10, 217, 60),
        )

    monkeypatch.setattr(ocr_confidence, "read_words_again", again)
    monkeypatch.setattr(ocr_confidence, "second_reader", lambda: True)
    (word,) = with_second_reading(PAPER, line)
    assert word.text == "ngày"
    assert (word.confidence >= SURE) is sure


def test_without_a_second_model_a_hook_on_a_grainy_page_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_confidence, "second_reader", lambda: False)
    assert [
        word.confidence >= SURE for word in with_second_reading(PAPER, _line("gốm cổ"), careful=True)
    ] == [False] * 2
    assert [
        word.confidence >= SURE for word in with_second_reading(PAPER, _line("lò rèn"), careful=True)
    ] == [True] * 2
    assert [word.confidence >= SURE for word in with_second_reading(PAPER, _line("gốm cổ"))] == [True] * 2


def test_a_number_is_sure_where_the_second_model_reads_it_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    _second_model(monkeypatch, "412/QĐ-UBND", "412/QĐ-UBND")
    monkeypatch.setattr(ocr_confidence, "read_again", lambda *_, **__: "412/QĐ-UBND")
    (word,) = with_numbers_checked(PAPER, _line("412/QĐ-UBND", 0.5))
    assert word.confidence >= SURE
    (word,) = with_numbers_checked(PAPER, _line("417/QĐ-UBND", 0.9))
    assert word.confidence < SURE


@pytest.mark.parametrize(
    ("second", "sure"),
    [("1.004512.H8", True), ("1.004512.", True), ("1.004572.H81", False), ("1.0045121.H8", False)],
)
def test_a_code_is_sure_where_what_names_the_procedure_was_read_twice(
    monkeypatch: pytest.MonkeyPatch, second: str, sure: bool
) -> None:
    words = _line("1.004512.H81")
    monkeypatch.setattr(ocr_confidence, "read_words", lambda *_: tuple(words))
    monkeypatch.setattr(ocr_confidence, "read_again", lambda *_, **__: second)
    text, confidence = read_codes(PAPER, (10, 10, 400, 100), words)
    assert (confidence >= SURE) is sure
    assert text.startswith("1.0045")


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (
            "1.004512.000.00.00 .H8I1",
            "1.004512. 000.00.00 .H8",
            "1.004512",
        ),  # the agency behind it was misread
        ("1.004512.000.00.00 .H8I1", "1.004572. 000.00.00 .H8", None),
        ("1004512", "1.004512", "1.004512"),  # one of them saw no dot
        ("1004512", "1.004572", None),
        ("1.00451", "1.00451", None),
        ("3.1.004512", "3.1.004512", "3. 1.004512"),  # the third row, its number beside the code
        ("12.1.004512", "12.1.004572", None),
        ("5 1.004512", "51.004512", "5 1.004512"),  # the second model saw no blank behind the number
        ("5 1.004512", "61.004512", None),
        ("1.004512 H81", "1.004512H81", "1.004512.H81"),  # a full stop alone on its line
        ("1.004512 H81", "1.004572H81", None),
        ("1.0045123", "1.0045123", None),
    ],
)
def test_what_names_a_procedure_is_sure_whatever_stands_behind_it(
    monkeypatch: pytest.MonkeyPatch, first: str, second: str, code: str | None
) -> None:
    words = _line(first)
    monkeypatch.setattr(ocr_confidence, "read_words", lambda *_: tuple(words))
    monkeypatch.setattr(ocr_confidence, "read_again", lambda *_, **__: second)
    text, confidence = read_codes(PAPER, (10, 10, 400, 100), words)
    assert (text if confidence >= SURE else None) == code


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("- Thấm định;", [None, "Thẩm", "định;"]),
        ("hợp lệ. thẩm", ["hợp", "lệ.", None]),
        ("thấm. định", [None, None]),  # a sentence ends between them
        ("đối với đổi tượng", [None] * 4),  # no phrase that only these letters make
        ("TÔ CHỨC", ["TỔ", "CHỨC"]),
        ("uỷ quyền", ["uỷ", "quyền"]),  # another way to write it, not another word
    ],
)
def test_two_words_that_only_one_phrase_can_be_prove_each_other(read: str, meant: list[str | None]) -> None:
    assert proven(read.split()) == meant


def test_a_syllable_that_was_parted_is_joined_before_its_phrase_is_known() -> None:
    assert mended_with_spaces("A. TTHC SỬA Đ ÕI, BỔ SUNG (g ồm 08)") == "A. TTHC SỬA ĐỔI, BỔ SUNG (gồm 08)"


def test_a_phrase_is_known_over_the_end_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    _second_model(monkeypatch, "gì", "đó")
    first = [
        RecognisedWord("Thấm", 0.4, 0, 20, 20, 150, 60),
        RecognisedWord("định", 0.4, 1, 20, 80, 150, 120),
    ]
    found = with_second_reading(PAPER, first, careful=True)
    assert [word.text for word in found] == ["Thẩm", "định"]
    assert all(word.confidence >= SURE for word in found)


@pytest.mark.parametrize(
    ("text", "strange"), [("400.000 đ/hồ sơ", False), ("nuôi chim yến", False), ("hàng phấm", True)]
)
def test_the_money_sign_is_no_strange_word(text: str, strange: bool) -> None:
    assert has_strange_word(text) is strange
