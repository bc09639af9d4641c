"""Lines of signs through letters, digits of other scripts."""

import pytest

from niemyet.transforms.language.codes import find_codes, parse_code, split_code_name
from niemyet.transforms.language.odd_signs import (
    holds_odd_signs,
    is_struck,
    without_strokes,
    written_plainly,
)

STROKES = ["\u0335", "\u0336", "\u0337", "\u0338"]


def struck(text: str, stroke: str) -> str:
    return "".join(sign + stroke for sign in text)


@pytest.mark.parametrize("stroke", STROKES)
def test_a_text_that_is_struck_by_signs(stroke: str) -> None:
    text = struck("Đăng ký khai sinh", stroke)
    assert holds_odd_signs(text)
    assert is_struck(text)
    assert without_strokes(text) == "Đăng ký khai sinh"


@pytest.mark.parametrize("text", ["Đăng ký khai sinh", "giá ≠ 0", "giá =\u0338 0", "m², “05 ngày”"])
def test_a_text_that_is_not(text: str) -> None:
    assert not is_struck(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("１.０００６０２", "1.000602"),
        ("1．000602", "1.000602"),
        ("١.٠٠٠٦٠٢", "1.000602"),
        ("1.00060２", "1.000602"),
        ("1.000𝟔02", "1.000602"),
        ("（Mã số： 5）", "(Mã số: 5)"),
        ("๑.๐๐๐๖๐๒", "1.000602"),
        ("Đăng ký khai sinh, 05 ngày", "Đăng ký khai sinh, 05 ngày"),
    ],
)
def test_digits_of_other_scripts(text: str, plain: str) -> None:
    assert written_plainly(text) == plain


@pytest.mark.parametrize("printed", ["１.０００６０２", "1．000602", "١.٠٠٠٦٠٢", "1.00060２", "1.000𝟔02"])
def test_a_code_in_them_is_the_code(printed: str) -> None:
    code = parse_code(printed)
    assert code is not None
    assert (code.base, code.repaired) == ("1.000602", True)
    assert [one.base for one in find_codes(f"thủ tục. Mã số {printed} cấp xã")] == ["1.000602"]
    found, name = split_code_name(written_plainly(f"{printed} - Xác nhận lò nung gốm"))
    assert found is not None
    assert (found.base, name) == ("1.000602", "Xác nhận lò nung gốm")
