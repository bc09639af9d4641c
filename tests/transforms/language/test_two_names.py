from niemyet.transforms.language.two_names import holds_two_names, may_be_one


def test_a_case_has_the_name_of_its_procedure_with_more_behind_it() -> None:
    assert may_be_one("Cấp thẻ thợ dệt", "Cấp thẻ thợ dệt chiếu")
    assert not may_be_one("Cấp thẻ thợ dệt", "Công nhận làng nghề")


def test_names_that_begin_alike_one_behind_the_other_are_two() -> None:
    assert holds_two_names("Đăng ký kết hôn Đăng ký khai tử")
    assert not holds_two_names("Đăng ký kết hôn có yếu tố nước ngoài")
