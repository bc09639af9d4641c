"""Many cells are looked at together first: what that passes over, none of the questions to a single cell may tell."""

from itertools import product

import pytest

from niemyet.extractors.decisions.row_notes import ends_its_row, is_no_name, may_end_a_row

SUBJECTS = (
    "", "- ", "Thủ tục ", "Thủ tục này ", "thu tuc nay ", "Thủ tục nầy ", "TTHC ", "TTHC này ", "Thủ tục hành chính ",
    "THỦ TỤC HÀNH CHÍNH NÀY ", "Thu tuc hanh chinh ",
)  # fmt: skip
BEFORE = ("", "đã ", "bị ", "được ", "hiện ", "đã bị ", "da bi ", "hiện đã ", "ĐÃ BỊ ")
ACTS = (
    "bãi bỏ", "bai bo", "huỷ bỏ", "hủy bỏ", "hết hiệu lực", "tạm dừng thực hiện", "dừng tiếp nhận", "ngừng giải quyết",
    "ngưng thực hiện", "đình chỉ áp dụng", "chấm dứt thực hiện", "hoãn việc thực hiện", "tạm dừng", "tạm hoãn",
    "không còn thực hiện", "chưa thực hiện", "chưa được tiếp nhận", "không tiếp tục giải quyết", "khong con", "không còn",
    "thay thế bởi", "thay thế bằng", "không áp dụng", "khong ap dung", "chưa áp dụng", "không tiếp nhận", "BÃI BỎ",
    "KHÔNG CÒN", "HẾT HIỆU LỰC",
)  # fmt: skip


def test_what_may_be_passed_over_at_once_says_nothing_of_its_row() -> None:
    cells = ["".join(words) for words in product(SUBJECTS, BEFORE, ACTS)]
    telling = [cell for cell in cells if ends_its_row(cell) or is_no_name(cell)]
    assert len(telling) > len(cells) / 2
    assert [cell for cell in telling if not may_end_a_row(cell)] == []


@pytest.mark.parametrize(
    "name", ["Thủ tục đăng ký kết hôn", "Thủ tục hành chính về đất đai", "Đăng ký khai sinh"]
)
def test_names_that_begin_with_the_word_procedure_are_passed_over(name: str) -> None:
    assert not may_end_a_row(f"Đăng ký kết hôn\n{name}")
