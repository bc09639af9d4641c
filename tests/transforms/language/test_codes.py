"""DOMAIN §3.1: the whole table of codes."""

import pytest

from niemyet.transforms.language.codes import (
    codes_of,
    completes_code,
    find_codes,
    is_misprint,
    parse_code,
    split_code_name,
)


@pytest.mark.parametrize(
    ("text", "base", "case", "agency"),
    [
        ("1.004269", "1.004269", None, None),
        ("1.004269.000.00.00.H47", "1.004269", None, "H47"),
        ("1.004269.H47", "1.004269", None, "H47"),
        ("2.000815.01", "2.000815", "01", None),
        ("11. s 1.013771 Thủ tục", "1.013771", None, None),
        ("(Mã TTHC: 3.000722)", "3.000722", None, None),
        ("1.004269.000.00.00.G15- Cấp", "1.004269", None, "G15"),
    ],
)
def test_codes_as_they_should_be(text, base, case, agency):
    (code,) = find_codes(text)
    assert (code.base, code.case, code.agency, code.repaired) == (base, case, agency, False)
    assert code.text in text
    assert parse_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["10.000 đồng", "15.000", "800.000 đồng", "1.500.000 đồng", "3.000.000", "1.0042691", "000.00.00.H47-240501-0001",
     "21.004269", "Không có mã số", "", "1.000 000 đồng", "1,500,000"],
)  # fmt: skip
def test_fees_and_other_numbers_are_no_codes(text):
    assert find_codes(text) == ()
    assert parse_code(text) is None


@pytest.mark.parametrize(
    ("cell", "base"),
    [
        ("1.1.004269", "1.004269"),
        ("12.1.004269", "1.004269"),
        ("1.00488\n9", "1.004889"),
        ("1. 004269", "1.004269"),
        ("1,004269", "1.004269"),
        ("l.004269", "1.004269"),
        ("1.0O4269", "1.004269"),
        ("1.004 269", "1.004269"),
        ("1 .004269 .000.00.00. h47", "1.004269"),
        ("1.00426\n9.000.0\n0.00.H4\n7", "1.004269"),
        ("1,00426\n9.000.00.00.H47", "1.004269"),
    ],
)
def test_broken_codes_are_repaired_in_code_cells_and_say_so(cell, base):
    assert find_codes(cell) == ()
    code = parse_code(cell)
    assert code is not None
    assert (code.base, code.repaired) == (base, True)


def test_a_cell_of_several_procedures_has_no_one_code():
    assert parse_code("2.001023; 2.002621") is None
    assert [code.base for code in find_codes("2.001023; 2.002621; 2.000986")] == [
        "2.001023",
        "2.002621",
        "2.000986",
    ]
    same = parse_code("1.004269.000.00.00.H47 (1.004269)")
    assert same is not None
    assert same.text == "1.004269.000.00.00.H47"


@pytest.mark.parametrize(
    ("text", "base", "name"),
    [
        ("1.012753.000.00.00.H41- Đăng ký đất đai", "1.012753", "Đăng ký đất đai"),
        ("1.012753-Đăng ký đất đai", "1.012753", "Đăng ký đất đai"),
        ("1.012753 - Đăng ký đất đai", "1.012753", "Đăng ký đất đai"),
        ("3. 1.012753 Đăng ký đất đai", "1.012753", "Đăng ký đất đai"),
        ("Liên thông điện tử (Mã TTHC: 3.000722)", "3.000722", "Liên thông điện tử"),
        ("Chứng thực bản sao (2.000815)", "2.000815", "Chứng thực bản sao"),
        ("1.00488\n9 Cấp giấy", "1.004889", "Cấp giấy"),
    ],
)
def test_code_glued_to_a_name(text, base, name):
    code, rest = split_code_name(text)
    assert code is not None
    assert (code.base, rest) == (base, name)


@pytest.mark.parametrize(
    "name", ["Đăng ký khai sinh", "Hỗ trợ 10.000 đồng", "Thay thế thủ tục 1.004269 bằng điện tử"]
)
def test_a_name_without_a_code_of_its_own_stays_whole(name):
    assert split_code_name(name) == (None, name)


def test_a_code_beside_what_may_be_another_is_not_the_one_code():
    assert parse_code("2.001023; 2.00262") is None
    assert codes_of("2.001023; 2.00262") == (find_codes("2.001023"), "2.00262")
    codes, rest = codes_of("2.001023.000.0 0.00.H47; 2.002621")
    assert ([code.base for code in codes], rest) == (["2.001023", "2.002621"], None)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("1.009", "325", True),
        ("1.009325.000.", "00.00.H47", True),
        ("2.107962.000.00.00.H", "91", True),
        ("2.016635.000.00.00", ".H85", True),
        ("1.102630 2.019574 3.1049", "24", True),
        ("1.009325", "1.009326", False),  # a code of its own
        ("1.009", "32", False),
        ("1.009325", "đồng", False),
        ("", "325", False),
    ],
)
def test_codes_that_a_page_break_cut(before, after, whole):
    assert completes_code(before, after) is whole


@pytest.mark.parametrize("cell", ["3.118834\n6", "1.016259 0", "1.004269 12"])
def test_loose_digits_after_a_code_may_belong_to_it(cell):
    codes, rest = codes_of(cell)
    assert len(codes) == 1
    assert rest is not None
    assert parse_code(cell) is None


@pytest.mark.parametrize("cell", ["1.00477", "1.0047711", "1,00477", "1.00477.000.00.00.H47", "2. 0008"])
def test_what_begins_as_a_code_and_is_none_is_a_misprint(cell):
    assert is_misprint(cell)


@pytest.mark.parametrize(
    "cell", ["1.004770", "1.00477 0", "1,004770", "1.004770; 1.004771", "QLN003", "T-QNA-1-TT", "12", ""]
)
def test_a_code_or_something_else_is_no_misprint(cell):
    assert not is_misprint(cell)
