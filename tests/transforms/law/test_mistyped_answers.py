"""Answers that are nearly what a question takes: what is not surely meant is refused, never taken for something like it."""

from dataclasses import replace
from datetime import date

import pytest

from niemyet.model.tables import Review
from niemyet.model.words import Action, Level, ReviewKind, ReviewState
from niemyet.transforms.language.text import is_said
from niemyet.transforms.law.answers import (
    NamedRow,
    Refused,
    find_row,
    is_name,
    parse_action,
    parse_codes,
    parse_column,
    parse_day,
    parse_decision,
    parse_levels,
    parse_number,
    parse_overlooked,
    read_answer,
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


ROWS = (
    NamedRow("a", "1.700001", "Đăng ký thử một", "A/I", "1"),
    NamedRow("b", "1.700002", "Đăng ký thử hai", "A/I", "2"),
    NamedRow("c", "1.700003", "Đăng ký thử ba", "B/I", "1"),
)


@pytest.mark.parametrize(
    "said",
    [
        "không phải 1.700003",
        "trừ số 2 mục I phần A",
        "không phải số 2 mục I phần A",
        "số 2 mục I phần A và số 1 mục I phần B",
        "1.700001 hoặc 1.700002",
        "số 2 mục I phần A?",
    ],
)
def test_a_row_with_anything_said_of_it_is_none(said: str) -> None:
    assert find_row(said, ROWS) is None


@pytest.mark.parametrize(
    "said", ["số 2 mục I phần A", "phần A mục I số 2", "STT 2, mục I, phần A", "A/I/2", "1.700002"]
)
def test_a_row_is_found_from_either_end_of_its_address(said: str) -> None:
    found = find_row(said, ROWS)
    assert found is not None
    assert found.item_id == "b"


@pytest.mark.parametrize("said", ["không phải 745/QĐ-UBND", "khoảng 745/QĐ-UBND", "trước 745/QĐ-UBND"])
def test_a_number_with_anything_said_of_it_is_none(said: str) -> None:
    assert parse_number(said) is None
    assert parse_number("Quyết định số 745/QĐ-UBND") == "745/QĐ-UBND"


@pytest.mark.parametrize(
    "said",
    [
        "745/QĐ-UBND trước ngày 25/3/2022",
        "745/QĐ-UBND sau ngày 25/3/2022",
        "745/QĐ-UBND không phải ngày 25/3/2022",
        "745/QĐ-UBND nhận ngày 25/3/2022",
        "745/QĐ-UBND có hiệu lực 25/3/2022",
    ],
)
def test_another_day_than_that_of_signing_names_no_decision(said: str) -> None:
    assert parse_decision(said) is None


@pytest.mark.parametrize(
    "said",
    ["Quyết định số 745/QĐ-UBND ngày 25/3/2022", "745/QĐ-UBND ký ngày 25/3/2022", "745/QĐ-UBND (2022-03-25)"],
)
def test_a_decision_in_any_form(said: str) -> None:
    assert parse_decision(said) == ("745/QĐ-UBND", date(2022, 3, 25))


@pytest.mark.parametrize(
    "said",
    [
        "phí: chưa rõ",
        "lệ phí: xem lại",
        "lĩnh vực: ?",
        "địa điểm: không đổi",
        "thời hạn: 5 ngày hay 7 ngày",
        "thời hạn: 5 ngày hoặc 7 ngày",
    ],
)
def test_what_leaves_a_value_open_is_none(said: str) -> None:
    assert parse_column(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "1.001193 1.001194: bãi bỏ, xã",
        "1.001193, 1.001194: bãi bỏ, xã",
        "1.001193 xem lại: mới, xã",
        "1.001193 không biết: mới, xã",
        "1.001193 Cấp thẻ thợ dệt (đã bãi bỏ): mới, xã",
    ],
)
def test_a_row_written_out_has_a_name_or_none(said: str) -> None:
    assert parse_overlooked(said) is None


@pytest.mark.parametrize("said", ["UBND cấp xã", "đặc khu", "xã, phường"])
def test_a_level_as_offices_say_it(said: str) -> None:
    assert parse_levels(said) == (Level.COMMUNE,)
    assert parse_levels("cấp tỉnh/cấp xã") == parse_levels("tỉnh - xã") == (Level.PROVINCE, Level.COMMUNE)
    assert parse_levels("UBND") is None


def test_an_action_as_headings_say_it() -> None:
    assert parse_action("mới ban hành") is Action.NEW
    assert parse_action("được sửa đổi, bổ sung") is Action.AMEND


@pytest.mark.parametrize("said", ["mã 1.001193", "Mã TTHC: 1.001193", "1-001193", "１．００１１９３"])
def test_a_code_as_people_type_it(said: str) -> None:
    assert parse_codes(said) == ("1.001193",)
    assert parse_codes("1.001193 và 1.001194") == ("1.001193", "1.001194")
    assert parse_codes("1.001193-1.001195") is None


def test_a_day_as_calendars_and_programs_write_it() -> None:
    assert parse_day("mùng 1 tháng 9 năm 2026") == parse_day("2026/09/01") == date(2026, 9, 1)


def _asked(kind: ReviewKind, said: str) -> str | Refused:
    review = Review("r", kind, "d", None, "", (), None, ReviewState.OPEN, None, None, None)
    return read_answer(review, said, even_so=True)


def test_a_last_day_is_no_first_one() -> None:
    """What ends "đến hết 31/8/2026" begins on no day that was said, and what begins has no end."""
    assert isinstance(_asked(ReviewKind.NO_EFFECT_CLAUSE, "đến hết 31/8/2026"), Refused)
    assert isinstance(_asked(ReviewKind.EFFECT_END_UNCLEAR, "từ 01/9/2026"), Refused)
    assert _asked(ReviewKind.NO_EFFECT_CLAUSE, "từ ngày 01/9/2026") == "2026-09-01"
    assert _asked(ReviewKind.EFFECT_END_UNCLEAR, "đến hết ngày 31/8/2026") == "2026-08-31"
    assert _asked(ReviewKind.ACT_DATE_UNCLEAR, "đến hết 31/8/2026") == "2026-08-31"


ISSUER = Review(
    review_id="issuer_unknown:1", kind=ReviewKind.ISSUER_UNKNOWN, decision_id="d", item_id=None, question="",
    candidates=("quang-nam", "da-nang"), picture=None, state=ReviewState.OPEN, resolution=None, resolved_by=None,
    resolved_at=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("quang-nam", "quang-nam"),
        ("Quảng Nam", "quang-nam"),
        ("quang nam", "quang-nam"),
        ("tỉnh Quảng Nam", "quang-nam"),
        ("UBND tỉnh Quảng Nam", "quang-nam"),
        ("chu tich UBND tinh quang nam", "quang-nam"),
        ("Thành phố Đà Nẵng", "da-nang"),
        ("TP. Đà Nẵng", "da-nang"),
        ("tp Da Nang", "da-nang"),
    ],
)
def test_an_issuer_is_named_as_people_name_a_province(said: str, value: str) -> None:
    assert read_answer(ISSUER, said) == value


@pytest.mark.parametrize("said", ["Quàng Nam", "Quảng", "Quảng Ngãi", "Sở Y tế", "không"])
def test_what_is_neither_of_the_provinces_is_refused_and_both_are_named(said: str) -> None:
    refused = read_answer(ISSUER, said)
    assert isinstance(refused, Refused)
    assert "Tỉnh Quảng Nam (quang-nam), Thành phố Đà Nẵng (da-nang)" in refused.vi
    assert "Tỉnh Quảng Nam (quang-nam), Thành phố Đà Nẵng (da-nang)" in refused.en


def test_of_a_row_that_may_not_count_not_counting_is_an_answer_in_vietnamese() -> None:
    asked = replace(ISSUER, kind=ReviewKind.SEVERAL_CODES, candidates=("1.001193", "1.001194", "void"))
    assert [read_answer(asked, said) for said in ("không", "không tính", "void")] == ["void"] * 3
    counts = replace(asked, candidates=("1.001193", "1.001194"))
    assert isinstance(read_answer(counts, "không"), Refused)
