"""Rows of plain text and Markdown that print fewer cells than their header: which cell is missing, nothing says."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action
from tests.support.papers import paper

_HEADER = (
    "STT | Mã TTHC | Tên thủ tục | Thời hạn giải quyết | Địa điểm thực hiện | Phí, lệ phí | Căn cứ pháp lý"
)
_WHOLE = "1 | 1.008401 | Đo vẽ thửa đất | 05 ngày | Trung tâm hành chính công | 20.000 đồng | Luật Đất đai"


def _read(form: str, rows: list[str], act: str = "được sửa đổi, bổ sung") -> Reading:
    articles = [
        f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {act} thuộc thẩm quyền của UBND cấp xã.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    lines = [
        one
        for one in paper(f"Về việc công bố thủ tục hành chính {act}", articles, [])
        if isinstance(one, str)
    ]
    if form == "markdown":
        rule = "|" + "---|" * len(rows[0].split("|"))
        rows = [f"| {row} |" for row in rows]
        rows.insert(1, rule)
    break_ = "\n" if form == "markdown" else "\n\n"
    text = "\n\n".join(lines) + "\n\n" + break_.join(rows) + "\n"
    return read_decision(read_document(text.encode(), f"paper.{form}"))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_row_with_fewer_cells_is_asked_about(form: str) -> None:
    """The place of the row above reaches over it: its fee stands where places do, its law where fees do."""
    short = "2 | 1.008402 | Tách thửa đất | 07 ngày | 30.000 đồng | Luật Đất đai"
    reading = _read(form, [_HEADER, _WHOLE, short])
    assert [(one.code, "row_doubtful" in one.flags) for one in reading.items] == [
        ("1.008401", False),
        ("1.008402", True),
    ]
    assert [dict(one.fields)["why"] for one in reading.questions] == ["short, cells_swapped"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_values_that_were_printed_once_for_several_rows_are_asked_about(form: str) -> None:
    reading = _read(form, [_HEADER, _WHOLE, "2 | 1.008402 | Tách thửa đất"])
    assert [one.kind for one in reading.questions] == ["row_doubtful"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_an_ended_procedure_is_known_by_code_and_name(form: str) -> None:
    header = "STT | Mã TTHC | Tên thủ tục | Tên văn bản quy định việc bãi bỏ"
    rows = [header, "1 | 1.008401 | Đo vẽ thửa đất | Luật Đất đai", "2 | 1.008402 | Tách thửa đất"]
    reading = _read(form, rows, act="bị bãi bỏ")
    assert [(one.code, one.action) for one in reading.items] == [
        ("1.008401", Action.ABOLISH),
        ("1.008402", Action.ABOLISH),
    ]
    assert reading.questions == ()


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_headings_among_the_rows_need_no_more_cells(form: str) -> None:
    second = _WHOLE.replace("1 |", "2 |", 1).replace("1.008401", "1.008402").replace("Đo vẽ", "Tách")
    reading = _read(form, [_HEADER, "I | Lĩnh vực Đất đai", _WHOLE, second])
    assert [one.sector for one in reading.items] == ["Đất đai", "Đất đai"]
    assert reading.questions == ()
