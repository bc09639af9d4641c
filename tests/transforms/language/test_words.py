"""Small readers of words: drafts, exceptions, periods, syllables."""

import unicodedata
from datetime import date

import pytest

from niemyet.transforms.language.draft_marks import draft_words, is_draft_mark, is_draft_watermark
from niemyet.transforms.language.exceptions import part_exception
from niemyet.transforms.language.periods import Period, find_period
from niemyet.transforms.language.syllables import has_strange_word, is_syllable, mend_pieces, split_tone


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# ---- drafts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "mark"), [
    ("DỰ THẢO", True), ("Dự thảo lần 2", True), ("(Bản lấy ý kiến)", True), ("DRAFT v2", True), ("Dự thảo ngày 12/3/2026", True),
    ("", False), ("Dự thảo nghị quyết được thông qua", False), ("QUYẾT ĐỊNH", False), ("DỰ THẢO " + "x" * 90, False),
])  # fmt: skip
def test_a_draft_says_nothing_but_that_it_is_one(text: str, mark: bool) -> None:
    assert is_draft_mark(text) is mark
    assert is_draft_mark(nfd(text)) is mark


def test_marks_across_a_page_and_in_brackets() -> None:
    assert is_draft_watermark("DỰTHẢODỰTHẢO")
    assert not is_draft_watermark("UBND tỉnh")
    assert draft_words("Về việc công bố (dự thảo lần 3)") == "(dự thảo lần 3)"
    assert draft_words(" Dự thảo ") == "Dự thảo"
    assert draft_words("Công bố thủ tục") is None


# ---- exceptions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "whole", "out"), [
    ("Quyết định số 1, trừ thủ tục số 2", "Quyết định số 1", "thủ tục số 2"),
    ("toàn bộ (ngoại trừ phần B)", "toàn bộ", "phần B)"),
    ("Quyết định A nhưng vẫn giữ thủ tục X", "Quyết định A", "thủ tục X"),
    ("thủ tục khấu trừ thuế", "thủ tục khấu trừ thuế", None),
    ("trừ trường hợp bất khả kháng", "trừ trường hợp bất khả kháng", None),
    ("bãi bỏ “trừ sâu bệnh”", "bãi bỏ “trừ sâu bệnh”", None),
    ("lưu trữ hồ sơ", "lưu trữ hồ sơ", None),
    ("", "", None),
])  # fmt: skip
def test_what_a_text_leaves_out(text: str, whole: str, out: str | None) -> None:
    assert part_exception(text) == (whole, out)


# ---- periods ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "first", "after"), [
    ("tháng 7/2022", date(2022, 7, 1), date(2022, 8, 1)), ("Tháng 12 năm 2024", date(2024, 12, 1), date(2025, 1, 1)),
    ("quý III năm 2024", date(2024, 7, 1), date(2024, 10, 1)), ("quý IV/2024", date(2024, 10, 1), date(2025, 1, 1)),
    ("6 tháng đầu năm 2024", date(2024, 1, 1), date(2024, 7, 1)), ("năm 2023", date(2023, 1, 1), date(2024, 1, 1)),
    ("02/2024", date(2024, 2, 1), date(2024, 3, 1)),
])  # fmt: skip
def test_a_period_is_its_first_day_and_the_first_day_after(text: str, first: date, after: date) -> None:
    assert find_period(text) == find_period(nfd(text)) == Period(first, after)


@pytest.mark.parametrize(
    "text", ["", "ngày 01/7/2022", "năm 1900", "năm 2100", "tháng 13/2024", "quý V/2024", "năm học"]
)
def test_what_is_a_full_day_or_no_period_is_none(text: str) -> None:
    assert find_period(text) is None


# ---- syllables -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "syllable"), [
    ("nghiêng", True), ("Đất", True), ("quyết", True), ("ngọc", True), ("ăn", True), ("y", True),
    ("thậtt", False), ("bcd", False), ("", False), ("đấtt", False), ("đáạt", False),
])  # fmt: skip
def test_the_shape_of_a_syllable(word: str, syllable: bool) -> None:
    assert is_syllable(word) is syllable


def test_tones_are_taken_off_their_letters() -> None:
    assert split_tone("ấ") == ("â", "1")
    assert split_tone("đ") == ("đ", "")
    assert split_tone("ạ") == ("a", "5")


def test_a_word_that_is_not_in_use_is_noticed_and_names_are_not_asked() -> None:
    assert has_strange_word("chế phấm")
    assert not has_strange_word("thủ tục hành chính")
    assert not has_strange_word("xã Đắk Hring")
    assert not has_strange_word("")


@pytest.mark.parametrize(("text", "whole"), [
    ("v ận t ải", "vận tải"), ("th ủ t ục hành chính", "thủ tục hành chính"), ("thủ tục", "thủ tục"), ("", ""),
    ("Mã 1.001193 A B", "Mã 1.001193 A B"), ("UBND tỉnh", "UBND tỉnh"), ("nguồn gốc", "nguồn gốc"),
])  # fmt: skip
def test_pieces_are_joined_where_one_reading_is_the_only_one(text: str, whole: str) -> None:
    assert mend_pieces(text) == whole
    assert mend_pieces(mend_pieces(text)) == whole
