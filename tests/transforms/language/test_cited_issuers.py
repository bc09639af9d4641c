"""Whose decision a text names: only a name that anybody knows, next to the number (RULINGS 9, 16)."""

import pytest

from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.cited_issuers import issuer_of_list


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND tỉnh Hà Nam về việc công bố", ["ha-nam"]),
        ("Quyết định số 41/QĐ-UBND ngày 07 tháng 3 năm 2023 do Chủ tịch Ủy ban nhân dân thành phố Cần Thơ ban hành", ["can-tho"]),
        ("Quyết định số 41/QĐ-UBND của Chủ tịch UBND tỉnh Bà Rịa – Vũng Tàu ngày 07/3/2023", ["ba-ria-vung-tau"]),
        ("QUYẾT ĐỊNH SỐ 41/QĐ-UBND NGÀY 07/3/2023 CỦA UBND TỈNH HÀ NAM CÔNG BỐ DANH MỤC", ["ha-nam"]),
        ("Quyết định số 41/QĐ-UBND (UBND tỉnh Hà Nam)", ["ha-nam"]),
        ("Quyết định số 41 ngày 07/3/2023 của Bộ trưởng Bộ Nội vụ", ["bo-noi-vu"]),
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND huyện Núi Thành", ["huyen-nui-thanh"]),
        ("Quyết định của UBND tỉnh Hà Nam số 41/QĐ-UBND ngày 07/3/2023", ["ha-nam"]),
        ("được Chủ tịch UBND tỉnh Hà Nam công bố tại Quyết định số 41/QĐ-UBND ngày 07/3/2023", ["ha-nam"]),
        ("các Quyết định: số 41/QĐ-UBND ngày 07/3/2023, số 42/QĐ-UBND và số 43/QĐ-UBND của UBND tỉnh Hà Nam", ["ha-nam"] * 3),
        ("các Quyết định của UBND tỉnh Hà Nam: số 41/QĐ-UBND ngày 07/3/2023, số 42/QĐ-UBND ngày 08/3/2023", ["ha-nam"] * 2),
    ],
)  # fmt: skip
def test_the_issuer_that_stands_with_the_number_is_taken(text: str, issuers: list[str]) -> None:
    assert [one.issuer for one in find_citations(text)] == issuers


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023 của Chủ tịch UBND tỉnh về việc công bố", [None]),
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND tỉnh Hà Nm", [None]),
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023, theo đề nghị của UBND tỉnh Hà Nam", [None]),
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023, UBND tỉnh Hà Nam ban hành Quyết định số 42/QĐ-UBND", [None, "ha-nam"]),
        ("Quyết định số 41/QĐ-UBND ngày 07/3/2023 và Quyết định số 42/QĐ-UBND của UBND tỉnh Hà Nam", [None, "ha-nam"]),
        ("thủ tục thuộc phạm vi quản lý của Bộ Nội vụ công bố tại Quyết định số 41/QĐ-UBND", [None]),
        ("thẩm quyền giải quyết của UBND tỉnh Hà Nam nêu trong danh mục, Quyết định số 41/QĐ-UBND", [None]),
    ],
)  # fmt: skip
def test_what_does_not_say_it_leaves_the_issuer_open(text: str, issuers: list[str | None]) -> None:
    assert [one.issuer for one in find_citations(text)] == issuers


def test_one_decision_that_is_named_twice_is_whose_it_is_once_said_to_be() -> None:
    said = "Quyết định số 41/QĐ-UBND ngày 07/3/2023 của UBND tỉnh Hà Nam; Quyết định số 41/QĐ-UBND ngày 07/3/2023"
    assert [one.issuer for one in find_citations(said)] == ["ha-nam"]


def test_a_list_says_at_its_head_whose_decisions_it_holds() -> None:
    assert issuer_of_list("Bãi bỏ các Quyết định sau đây của Chủ tịch UBND tỉnh Hà Nam:") == "ha-nam"
    assert issuer_of_list("Bãi bỏ các Quyết định sau đây của Chủ tịch UBND tỉnh:") is None
    assert issuer_of_list("Bãi bỏ các Quyết định sau đây:") is None
