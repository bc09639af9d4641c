"""Headings of sections in a table one of whose cells reaches down over them: the place, merged over the whole list."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action
from tests.support.papers import At, Grid, paper, to_docx

HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Địa điểm thực hiện", "Thời hạn"]


def listed(*heading: str | At) -> Reading:
    """Two rows with a row between them; the place reaches from the first to the last."""
    rows: list[list[str | At]] = [
        HEAD,
        ["1", "1.440001", "Cấp thẻ đan lưới", At("Một cửa cấp xã", down=3), "03 ngày"],
        [*heading, ""],
        ["1", "1.440002", "Cấp thẻ vá lưới", "02 ngày"],
    ]
    title = (
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND cấp xã"
    )
    article = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã."
    return read_decision(
        read_document(to_docx(paper(title, [article], ["DANH MỤC THỦ TỤC", Grid(rows)])), None)
    )


@pytest.mark.parametrize(
    "heading",
    [
        ("II", "", "Lĩnh vực Nghề cá"),
        (At("Lĩnh vực Nghề cá", across=3),),
        (At("II. Lĩnh vực Nghề cá", across=3),),
        (At("II. LĨNH VỰC NGHỀ CÁ", across=3),),
    ],
)
def test_a_heading_heads_the_rows_below_it(heading: tuple[str | At, ...]) -> None:
    reading = listed(*heading)
    assert [(item.code, (item.sector or "").casefold()) for item in reading.items] == [
        ("1.440001", ""),
        ("1.440002", "nghề cá"),
    ]
    assert [item.place for item in reading.items] == ["Một cửa cấp xã"] * 2


def test_a_heading_of_another_action() -> None:
    reading = listed(At("B. Danh mục thủ tục hành chính bị bãi bỏ", across=3))
    assert [item.action for item in reading.items] == [Action.NEW, Action.ABOLISH]


@pytest.mark.parametrize("words", ["Trường hợp tại nhà", "Cấp thẻ cho người già"])
def test_other_words_across_the_row_are_no_heading(words: str) -> None:
    reading = listed(At(words, across=3))
    assert [item.sector for item in reading.items if item.code] == [None, None]
    assert reading.questions
