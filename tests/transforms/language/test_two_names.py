import pytest

from niemyet.transforms.language.two_names import (
    holds_two_names,
    may_be_cases,
    may_be_one,
    may_be_two_of_one_matter,
    may_hold_a_second,
)


def test_a_case_has_the_name_of_its_procedure_with_more_behind_it() -> None:
    assert may_be_one("Cấp thẻ thợ dệt", "Cấp thẻ thợ dệt chiếu")
    assert not may_be_one("Cấp thẻ thợ dệt", "Công nhận làng nghề")


def test_names_that_begin_alike_one_behind_the_other_are_two() -> None:
    assert holds_two_names("Đăng ký kết hôn Đăng ký khai tử")
    assert not holds_two_names("Đăng ký kết hôn có yếu tố nước ngoài")


@pytest.mark.parametrize(
    "name",
    [
        "Đăng ký kết hôn; Đăng ký khai tử",
        "Cấp thẻ thợ dệt chiếu; Xác nhận lò nung gốm",
        "Cấp thẻ thợ dệt chiếu Xác nhận lò nung gốm",
        "Thủ tục mở lớp nghề đan lát (cấp xã) Cấp thẻ thợ dệt chiếu",
        "Cấp thẻ thợ dệt chiếu; Công nhận làng nghề; Thu hồi giấy phép nung gốm",
        "Khai thác bản đồ nền; Tặng kỷ niệm chương nghề gốm",  # of no words with which names usually begin
        "Nộp hồ sơ lò nung; Ăn học nghề đan lát",
    ],
)
def test_names_of_other_matters_are_two_whatever_they_begin_with(name: str) -> None:
    assert holds_two_names(name)
    assert may_hold_a_second(("Cấp thẻ", name))


@pytest.mark.parametrize(
    "name",
    [
        "Cấp thẻ thợ dệt chiếu; Cấp lại thẻ thợ dệt chiếu bị mất",  # one procedure for both
        "Thông báo mở lò nung gốm; Thông báo đóng lò nung gốm",
        "Cấp giấy phép cho hoạt động trong phạm vi bảo vệ đê: Xây dựng bến; Khai báo khoan giếng",  # a list within it
        "Cấp giấy phép nuôi ong (Gia hạn mười năm; Cấp lại thẻ)",
        "Đề nghị cấp giấy chứng nhận Đăng ký tàu chở khách",  # a word that is only written large
        "Xác nhận, Phê duyệt phương án dệt chiếu",
        "Thủ tục Cấp thẻ thợ dệt chiếu",
        "Chấp thuận bến đò do Bộ Giao thông vận tải quản lý",
        "Trợ cấp nghề nung gốm cho thợ đã nghỉ việc; Người học dệt chiếu ở xa",  # whom it is for
    ],
)
def test_what_one_name_lists_or_writes_large_is_no_second_name(name: str) -> None:
    assert not holds_two_names(name)


def test_two_forms_of_one_matter_may_be_two_where_no_code_says_that_they_are_one() -> None:
    assert may_be_two_of_one_matter("Cấp thẻ thợ dệt chiếu; Đổi thẻ thợ dệt chiếu")
    assert not may_be_two_of_one_matter("Chia, tách; sáp nhập làng nghề dệt chiếu")
    assert not may_be_two_of_one_matter("Cấp phép trong phạm vi đê: Xây dựng bến đò; Khoan giếng nước sâu")


@pytest.mark.parametrize(
    ("other", "are_cases"),
    [
        ("Đăng ký nuôi ong lấy mật", True),
        ("Đăng ký nuôi ong", True),
        ("Đăng ký nuôi ong (cấp lại)", True),
        ("Đăng ký nuôi ong lấy sáp", False),
        ("Đăng ký nuôi ong tại vườn", True),
        ("Đăng ký khung nuôi", False),
    ],
)
def test_names_of_two_things_are_no_cases_of_one(other: str, are_cases: bool) -> None:
    assert may_be_cases("Đăng ký nuôi ong lấy mật", other) is are_cases
