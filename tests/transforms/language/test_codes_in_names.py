"""Codes within names: taken out where they are the procedure's own, left where the words give them to another."""

import pytest

from niemyet.transforms.language.codes_in_names import code_and_name, codes_out_of, is_of_another


@pytest.mark.parametrize(
    "text",
    ["Đăng ký kết hôn (Mã TTHC: 1.000894)", "Đăng ký kết hôn - 1.000894", "Đăng ký kết hôn; mã số 1.000894"],
)
def test_a_code_leaves_the_name_as_it_is_said(text: str) -> None:
    code, name = code_and_name(text)
    assert (code and code.base, name) == ("1.000894", "Đăng ký kết hôn")


def test_the_code_of_another_and_several_codes_are_nobodys() -> None:
    linked = "Đăng ký khai sinh (liên thông với 1.000894)"
    assert code_and_name(linked) == (None, linked)
    assert is_of_another(linked, "1.000894")
    both = "Đăng ký kết hôn 1.000894, 1.001193"
    assert code_and_name(both) == (None, both)
    assert [code.base for code in codes_out_of(both)[1]] == ["1.000894", "1.001193"]
