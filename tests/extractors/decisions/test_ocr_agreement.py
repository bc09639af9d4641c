"""Words of a scan that other places of the same document prove, or deny."""

import pytest

from niemyet.extractors.decisions.ocr_agreement import agreed
from niemyet.extractors.decisions.ocr_reviews import SURE, doubt_of
from niemyet.model.records import Cell, Document, Paragraph, Row, Table


def _line(text: str, *unsure: str, confidence: float = 0.9) -> Paragraph:
    return Paragraph(text, text, page=1, confidence=0.6 if unsure else confidence, unsure_words=unsure)


def _read(*lines: Paragraph) -> list[Paragraph]:
    return [block for block in agreed(Document("scan", lines)).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Cấp thẻ bến bổi cho dân", "Cấp thẻ bến bổi cho dân"),
        ("Cấp thẻ bến bối cho dân", "Cấp thẻ bến bổi cho dân"),
        ("LĨNH VỰC THẺ BẾN BỐI", "LĨNH VỰC THẺ BẾN BỔI"),
    ],
)
def test_a_stroke_is_a_hook_where_the_document_says_so_between_the_same_words(read: str, meant: str) -> None:
    _, found = _read(_line("Thu hồi thẻ bến bổi cho khách"), _line(read))
    assert (found.text, found.unsure_words, found.raw) == (meant, (), read)


def test_a_stroke_beside_one_same_word_is_doubted_and_stays() -> None:
    _, found = _read(_line("Thu hồi thẻ bến bổi cho khách"), _line("Mở bến bối sau giờ"))
    assert (found.text, found.unsure_words) == ("Mở bến bối sau giờ", ("bối",))
    assert found.confidence is not None
    assert found.confidence < SURE


def test_an_unsure_word_is_settled_by_one_word_beside_it() -> None:
    _, one, other = _read(
        _line("Thu hồi thẻ bến bổi cho khách"),
        _line("Mở bến bối sau giờ", "bối"),
        _line("Mở bến bổi, trạm", "bổi,"),
    )
    assert (one.text, one.unsure_words, one.confidence) == ("Mở bến bổi sau giờ", (), SURE)
    assert (other.text, other.unsure_words, other.confidence) == ("Mở bến bổi, trạm", (), SURE)


def test_a_hook_is_never_made_a_stroke_and_a_phrase_stays() -> None:
    lines = [_line("Cấp bến bối cho dân"), _line("Cấp bến bối cho khách"), _line("Mở bến bổi sau giờ")]
    assert [line.text for line in _read(*lines)][2] == "Mở bến bổi sau giờ"
    _, found = _read(_line("Thẻ đổi với người"), _line("Thẻ đối với người"))
    assert (found.text, found.unsure_words) == ("Thẻ đối với người", ())


def test_what_is_not_sure_proves_nothing() -> None:
    _, found = _read(_line("Thu hồi thẻ bến bổi cho khách", "bổi"), _line("Cấp thẻ bến bối cho dân"))
    assert found.text == "Cấp thẻ bến bối cho dân"
    _, found = _read(_line("Thu hồi thẻ bến bổi cho khách", confidence=0.3), _line("Cấp thẻ bến bối cho dân"))
    assert found.text == "Cấp thẻ bến bối cho dân"


def test_other_marks_need_two_words_on_each_side_twice() -> None:
    often = (
        _line("công bố lĩnh vực Đò ngang, bến bãi thuộc tỉnh"),
        _line("Điều 1 lĩnh vực Đò ngang, bến bãi"),
    )
    *_, found = _read(*often, _line("BÃI BỎ LĨNH VỰC ĐỒ NGANG, BẾN BÃI"))
    assert found.text == "BÃI BỎ LĨNH VỰC ĐÒ NGANG, BẾN BÃI"
    *_, found = _read(often[0], _line("BÃI BỎ LĨNH VỰC ĐỒ NGANG, BẾN BÃI"))
    assert found.text == "BÃI BỎ LĨNH VỰC ĐỒ NGANG, BẾN BÃI"
    *_, found = _read(*often, _line("Thu phí lĩnh vực đồ ngang"))
    assert (found.text, found.unsure_words) == ("Thu phí lĩnh vực đồ ngang", ("đồ",))


def test_cells_are_compared_with_lines_and_a_text_of_no_scan_is_left() -> None:
    cell = Cell("thẻ bến bối cho dân", "thẻ bến bối cho dân", confidence=0.9)
    table = Table((Row((cell, Cell("1", "1", confidence=0.9)), 1),), 1)
    made = agreed(Document("scan", (_line("Thu hồi thẻ bến bổi cho khách"), table)))
    assert isinstance(made.blocks[1], Table)
    assert made.blocks[1].rows[0].cells[0].text == "thẻ bến bổi cho dân"
    typed = Document("docx", (_line("Thu hồi thẻ bến bổi cho khách"), table))
    assert agreed(typed) is typed


def test_a_word_that_grain_makes_of_a_common_one_is_doubted_however_sure() -> None:
    doubt = doubt_of(_line("Vận chuyển pháo hoa nố"), 1)
    assert doubt is not None
    assert doubt.words == ("nố",)
    assert doubt_of(_line("Vận chuyển pháo hoa nổ"), 1) is None
