"""Answers that are nearly what a question takes: what is not surely meant is refused, never taken for something like it."""

from datetime import date

import pytest

from niemyet.model.words import Action, Level
from niemyet.transforms.law.answers import (
    is_name,
    is_said,
    parse_action,
    parse_codes,
    parse_column,
    parse_day,
    parse_decision,
    parse_levels,
    parse_number,
    parse_overlooked,
)


@pytest.mark.parametrize(
    "said", ["bỏ", "xả", "tính", "xạ, tính", "phương", "cấp xẫ", "xã?", "xã hội", "không"]
)
def test_a_word_with_other_tones_is_no_level(said: str) -> None:
    assert parse_levels(said) is None


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("cap xa", Level.COMMUNE),
        ("Cấp Xã", Level.COMMUNE),
        ("tinh", Level.PROVINCE),
        ("cấp xa", Level.COMMUNE),
    ],
)
def test_tones_may_be_left_out(said: str, level: Level) -> None:
    assert parse_levels(said) == (level,)


@pytest.mark.parametrize("said", ["mọi", "môi", "mới?", "bãi bọ", "không bãi bỏ", "sửa đổi hoặc bãi bỏ"])
def test_a_word_like_it_is_no_action(said: str) -> None:
    assert parse_action(said) is None


def test_actions_are_read_however_their_tones_are_placed() -> None:
    assert parse_action("Huỷ bỏ") is parse_action("hủy bỏ") is parse_action("huy bo") is Action.ABOLISH
    assert parse_action("Sửa đổi, bổ sung") is Action.AMEND


@pytest.mark.parametrize(
    "said",
    [
        "01/9/2026 hoặc 05/9/2026",
        "không phải 01/9/2026 mà 05/9/2026",
        "trước 01/9/2026",
        "sau ngày 01/9/2026",
        "khoảng 01/9/2026",
        "01/9/2026?",
        "01/9/2026 10:00 AM",
        "2026-09-01x",
        "31/9/2026",
        "1/9/26",
        "01/9/20226",
    ],
)
def test_a_day_with_anything_beside_it_is_none(said: str) -> None:
    assert parse_day(said) is None


@pytest.mark.parametrize(
    "said",
    [
        *(
            "2026-09-01",
            "01/9/2026",
            "1.9.2026",
            "01-09-2026.",
            "ngày 01 tháng 9 năm 2026",
            "từ ngày 01/9/2026",
            "đến hết 01/9/2026",
        ),
        *("2026-09-01 00:00:00", "2026-09-01T00:00:00"),
    ],
)
def test_a_day_in_any_form(said: str) -> None:
    assert parse_day(said) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "said", ["1.001193x", "1.001193?", "1.0011933", "1.00119", "không 1.001193", "1.001193 (cũ)"]
)
def test_a_code_with_anything_beside_it_is_none(said: str) -> None:
    assert parse_codes(said) is None
    assert parse_codes("1.001193; 1.000894.000.00.00.H47.") == ("1.001193", "1.000894")


@pytest.mark.parametrize("said", ["745 hoặc 746/QĐ-UBND", "74 5/QĐ-UBND", "745"])
def test_of_two_numbers_none_is_taken(said: str) -> None:
    assert parse_number(said) is None
    assert parse_number("Số: 0745/QĐ-UBND") == "745/QĐ-UBND"


def test_of_two_days_of_a_decision_none_is_taken() -> None:
    assert parse_decision("745/QĐ-UBND ngày 25/3/2022 hoặc 26/3/2022") is None
    assert parse_decision("745/QĐ-UBND ngày 25/3/2022 của UBND tỉnh") == ("745/QĐ-UBND", date(2022, 3, 25))


@pytest.mark.parametrize(
    "said", ["thời hạn: 5 nagy", "thời hạn: 05", "phí: 5.000", "tên: không", "tên: xem lại"]
)
def test_a_value_that_cannot_stand_in_its_column_is_refused(said: str) -> None:
    assert parse_column(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "thời hạn: 5 ngày",
        "thời hạn: Trong giờ làm việc",
        "phí: 5.000 đồng",
        "phí: Không",
        "tên: Cấp thẻ thợ dệt",
    ],
)
def test_a_value_that_may_stand_there_is_taken(said: str) -> None:
    assert parse_column(said) is not None


@pytest.mark.parametrize("said", ["không", "không biết", "xem lại", "đúng rồi", "bỏ qua", "Khai", "1.001193"])
def test_a_word_of_yes_or_no_is_no_name(said: str) -> None:
    assert not is_name(said)
    assert is_name("Đăng ký khai tử")


def test_a_row_written_out_takes_no_word_like_a_level() -> None:
    assert parse_overlooked("1.034687 Hỗ trợ lương thực: bãi bỏ, bỏ") is None
    assert parse_overlooked("1.034687 Hỗ trợ lương thực: mọi, xã") is None
    assert parse_overlooked("1.034687 Hỗ trợ lương thực: mới, xã") is not None


def test_what_is_asked_again_is_no_answer() -> None:
    assert is_said("tất cả", "tất cả")
    assert not is_said("tất cả?", "tất cả")
