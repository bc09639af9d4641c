"""Two names of one procedure, and the legal basis that ran into a name."""

import pytest

from niemyet.transforms.language.names import NameMatch, compare_names, is_cut, split_basis


@pytest.mark.parametrize(
    ("read", "known", "expected"),
    [
        ("Cấp gi ấy phép nuôi ong", "Cấp giấy phép nuôi ong", NameMatch.SAME),
        ("Thủ tục cấp giấy phép nuôi ong", "CẤP GIẤY PHÉP NUÔI ONG", NameMatch.SAME),
        ("Cấp giấy phép nuôi ong tại", "Cấp giấy phép nuôi ong tại hộ gia đình", NameMatch.PREFIX),
        ("Cấp giấy phép nuôi ong 03 ngày", "Cấp giấy phép nuôi ong", NameMatch.EXTENDED),
        ("Đăng ký đàn ong", "Đăng ký lại đàn ong", NameMatch.DIFFERS),
        ("Cấp lại", "Cấp lại giấy phép nuôi ong", NameMatch.DIFFERS),  # too short to prove anything
    ],
)
def test_names_are_compared_by_words(read: str, known: str, expected: NameMatch) -> None:
    assert compare_names(read, known) is expected
    assert is_cut(read, known) == (expected is NameMatch.PREFIX)


@pytest.mark.parametrize(
    ("glued", "name", "basis"),
    [
        (
            "Cấp thẻ nuôi ong Nghị định số 12/2026/NĐ-CP ngày 01/5/2026 của Chính phủ",
            "Cấp thẻ nuôi ong",
            "Nghị định số 12/2026/NĐ-CP ngày 01/5/2026 của Chính phủ",
        ),
        (
            "Cấp thẻ nuôi ong - Luật Nuôi ong số 10/2025/QH15; - Thông tư số 3/2026/TT-BVN",
            "Cấp thẻ nuôi ong",
            "Luật Nuôi ong số 10/2025/QH15; - Thông tư số 3/2026/TT-BVN",
        ),
        (
            "Cấp thẻ (trừ thẻ tạm) Khoản 2 Điều 30 Nghị định số 12/2026/NĐ-CP",
            "Cấp thẻ (trừ thẻ tạm)",
            "Khoản 2 Điều 30 Nghị định số 12/2026/NĐ-CP",
        ),
    ],
)
def test_a_basis_that_ran_into_the_name_is_parted(glued: str, name: str, basis: str) -> None:
    assert split_basis(glued) == (name, basis)


@pytest.mark.parametrize(
    "name",
    [
        "Hỗ trợ hộ nuôi ong theo Nghị định số 12/2026/NĐ-CP",
        "Tính tiền quy định tại các điểm a, b và c khoản 2 Điều 12 Nghị định số 12/2026/NĐ-CP",
        "Cấp thẻ (Nghị định số 12/2026/NĐ-CP)",
        "Chi trả theo Luật Nuôi ong và Thông tư số 3/2026/TT-BVN",
        "Giải quyết khiếu nại về Luật Nuôi ong",
        "Nghị định số 12/2026/NĐ-CP",
    ],
)
def test_a_source_that_the_name_leads_on_to_is_a_part_of_it(name: str) -> None:
    assert split_basis(name) == (name, None)
