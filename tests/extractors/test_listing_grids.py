"""Files of listings become grids of cells, and the labels of their columns are known however they are spelt."""

from niemyet.extractors.listing_grids import csv_grid, json_grid, lists_of_objects
from niemyet.extractors.listing_labels import ListingCell, columns_of, squash


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
