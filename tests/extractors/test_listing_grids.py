"""Files of listings become grids of cells, and the labels of their columns are known however they are spelt."""

import pytest

from niemyet.extractors.listing_grids import csv_grid, json_grid, lists_of_objects
from niemyet.extractors.listing_labels import ListingCell, columns_of, squash
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import NoListingError
from tests.support.named_commands import named_in
from tests.support.papers import Grid, Paper, paper, to_docx, to_html, to_markdown


def test_the_separator_is_the_one_that_parts_the_labels() -> None:
    text = "STT;Mã TTHC;Tên thủ tục\n1;1.700001;Đăng ký, khai báo thử\n"
    assert [[cell.text for cell in row] for row in csv_grid(text, "a.csv")] == [
        ["STT", "Mã TTHC", "Tên thủ tục"],
        ["1", "1.700001", "Đăng ký, khai báo thử"],
    ]


def test_each_list_of_objects_is_a_grid_under_its_keys() -> None:
    (records,) = lists_of_objects({"data": {"items": [{"code": "1.700001"}, {"name": "Hai"}]}}, depth=4)
    assert [[cell.text for cell in row] for row in json_grid(records)] == [
        ["code", "name"],
        ["1.700001", ""],
        ["", "Hai"],
    ]


def test_labels_are_known_without_tones_spaces_and_marks() -> None:
    assert squash("Mã số TTHC (*)") == "masotthc"
    labels = ["TT", "Tên gọi", "Mã số", "Tên thủ tục hành chính"]
    assert columns_of([ListingCell(label) for label in labels]) == {"row_no": 0, "code": 2, "name": 3}
    assert columns_of([ListingCell("Họ và tên"), ListingCell("Chức vụ")]) is None


_ANNEX: Paper = [
    "A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ",
    Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.700001", "Cấp giấy thử"]]),
]
_WRITE = {"docx": to_docx, "html": to_html, "md": to_markdown}


@pytest.mark.parametrize("form", _WRITE)
def test_a_decision_is_no_listing(form: str) -> None:
    """It says what must hang: taken for a look, its annex would settle work that nobody has done."""
    decision = paper(
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành cấp xã",
        ["Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã."],
        _ANNEX,
    )
    with pytest.raises(NoListingError) as caught:
        read_listing(_WRITE[form](decision), f"512-QD-UBND.{form}")
    said = caught.value.message("vi")
    assert f"512-QD-UBND.{form}: đây là một quyết định" in said
    (step,) = named_in(said)
    assert step.line == "ingest TỆP"


@pytest.mark.parametrize("form", _WRITE)
def test_an_annex_that_hangs_by_itself_is_one(form: str) -> None:
    annex: Paper = [
        "DANH MỤC NIÊM YẾT TẠI UBND XÃ",
        "(Kèm theo Quyết định số 512/QĐ-UBND ngày 05/7/2022 của Chủ tịch UBND tỉnh)",
        *_ANNEX,
    ]
    assert [row.code for row in read_listing(_WRITE[form](annex), f"a.{form}")] == ["1.700001"]
