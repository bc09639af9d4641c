"""Procedures that are listed behind the decision in which they stand: "… tại Quyết định số …, gồm: A (mã …), B (mã …)"."""

import pytest

from niemyet.model.words import ReviewKind
from tests.extractors.decisions.test_acts_held_to_a_part import acting

LIST = "Nuôi ong lấy mật (1.004884), Ươm cây giống (1.000656)"


@pytest.mark.parametrize(
    "words",
    [
        f"Bãi bỏ các thủ tục hành chính lĩnh vực Chăn nuôi tại {{}}, gồm: {LIST}.",
        f"Bãi bỏ 02 thủ tục hành chính công bố tại {{}}: {LIST}.",
        "Bãi bỏ 02 thủ tục hành chính cấp xã đã được công bố tại {} về việc công bố thủ tục hành chính, cụ thể như sau: "
        "Nuôi ong lấy mật (mã số: 1.004884); Ươm cây giống (mã số: 1.000656).",
    ],
)
def test_each_is_abolished_with_all_of_its_clause(words: str) -> None:
    reading = acting(words)
    assert [(one.code, one.name) for one in reading.items] == [
        ("1.004884", "Nuôi ong lấy mật"),
        ("1.000656", "Ươm cây giống"),
    ]
    assert all("1.000656" in one.raw_text and "Quyết định số 10" in one.raw_text for one in reading.items)
    assert not [one for one in reading.questions if one.kind is not ReviewKind.LEVEL_UNKNOWN]


def test_a_list_that_is_counted_otherwise_is_asked_about() -> None:
    reading = acting(f"Bãi bỏ 03 thủ tục hành chính tại {{}}, gồm: {LIST}.")
    assert [one.flags[-1] for one in reading.items] == ["row_doubtful"] * 2


@pytest.mark.parametrize(
    "words",
    [
        f"Bãi bỏ các thủ tục hành chính tại {{}}, gồm: {LIST} đối với hộ nghèo.",
        f"Bãi bỏ thủ tục tại số thứ tự 1 mục I {{}}, gồm: {LIST}.",
    ],
)
def test_a_list_with_a_limit_or_beside_an_address_ends_nothing_unasked(words: str) -> None:
    reading = acting(words)
    assert reading.questions
    assert all("row_doubtful" in one.flags for one in reading.items)


def test_an_exception_before_the_list_leaves_it_a_part() -> None:
    reading = acting(f"Bãi bỏ các thủ tục hành chính tại {{}} (trừ lĩnh vực Thú y), gồm: {LIST}.")
    assert (len(reading.items), len(reading.relations)) == (0, 1)  # asked beside what was received


def test_a_label_before_the_codes_keeps_the_names() -> None:
    reading = acting(
        "Bãi bỏ 02 thủ tục: Nuôi ong lấy mật (mã số: 1.004884); Ươm cây giống (mã số: 1.000656) theo {}."
    )
    assert [one.name for one in reading.items] == ["Nuôi ong lấy mật", "Ươm cây giống"]
