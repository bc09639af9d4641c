"""Sentences that say of procedures what is no task: they end, move, are posted no more; those that only order are none."""

import pytest

from niemyet.extractors.decisions.said_of_procedures import says_of_procedures


@pytest.mark.parametrize(
    "text",
    [
        "Gỡ bỏ các thủ tục lĩnh vực Chè trên Cổng dịch vụ công.",
        "Đồng thời, xóa tên thủ tục “Cấp thẻ hái chè” trong danh mục niêm yết.",
        "UBND cấp xã ngừng niêm yết các thủ tục đã công bố năm ngoái.",
        "Các thủ tục lĩnh vực Chè không còn thuộc thẩm quyền của UBND cấp xã.",
        "Những thủ tục khác với Quyết định này đều không thực hiện.",
        "Thay cụm từ “phòng” bằng cụm từ “sở” trong các thủ tục lĩnh vực Chè.",
        "Giao Sở Công Thương giải quyết các thủ tục lĩnh vực Chè thay cho UBND cấp huyện.",
        "Thủ tục Cấp thẻ hái chè được thực hiện tại Ủy ban nhân dân cấp tỉnh.",
        "Bãi bỏ Danh mục thủ tục hành chính lĩnh vực Chè đã được công bố.",
    ],
)
def test_what_is_done_is_said(text: str) -> None:
    assert says_of_procedures(text)


@pytest.mark.parametrize(
    "text",
    [
        "Các sở thường xuyên rà soát, đề xuất bãi bỏ thủ tục không còn phù hợp.",
        "Đưa vào tiếp nhận tại Bộ phận Một cửa các thủ tục được công bố.",
        "Việc tiếp nhận hồ sơ thủ tục hành chính không phụ thuộc địa giới.",
        "Gỡ bỏ các thủ tục đã bị bãi bỏ khỏi bảng niêm yết.",
        "Đóng dấu tiếp nhận hồ sơ thủ tục hành chính.",
        "Thủ tục hành chính được thực hiện tại Bộ phận Một cửa.",
        "Sử dụng biểu mẫu của các thủ tục; bộ thủ tục gồm 12 trang.",
    ],
)
def test_what_is_asked_of_offices_is_not(text: str) -> None:
    assert not says_of_procedures(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cấm các xã nhận hồ sơ thủ tục Cấp thẻ hái chè.",
        "Từ nay thủ tục Cấp thẻ hái chè là của Sở Công Thương.",
        "Các thủ tục cũ lĩnh vực Chè không dùng nữa.",
        "Thời hạn tại cột 4 của số thứ tự 1 được hiểu là ngày làm việc.",
    ],
)
def test_what_is_no_task_and_speaks_of_a_certain_procedure_is_said(text: str) -> None:
    assert says_of_procedures(text)


def test_what_a_decision_publishes_and_says_of_itself_is_not() -> None:
    assert not says_of_procedures("Công bố kèm theo Quyết định này Danh mục thủ tục bị bãi bỏ.")
    assert not says_of_procedures("Danh mục thủ tục được sửa đổi, bổ sung, bãi bỏ trong các lĩnh vực chè;")
    assert not says_of_procedures("Danh mục này có hiệu lực từ ngày ký và bị thay bằng danh mục mới của Bộ.")


def test_many_openings_in_a_row_take_no_longer_than_their_letters() -> None:
    """Unbounded, each opening doubles the ways to read the next one: 40 of them would not end."""
    assert not says_of_procedures("kể từ ngày 01 tháng 7 năm 2026 " * 40)
    assert not says_of_procedures("giải quyết thủ tục abc " * 400)
