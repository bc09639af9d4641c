"""Days and lengths of time: DOMAIN §2.1, §5, §6 T20 and T21."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.transforms.language.dates import (
    Duration,
    find_dates,
    from_epoch_ms,
    local_day,
    parse_date,
    parse_duration,
    parse_quantity,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 05 tháng 7 năm 2022", date(2022, 7, 5)),
        ("05/7/2022", date(2022, 7, 5)),
        ("5-7-2022", date(2022, 7, 5)),
        ("05.7.2022", date(2022, 7, 5)),
        ("10/11//2025", date(2025, 11, 10)),
        ("ngyaf 17/7/2026", date(2026, 7, 17)),
        ("Quảng Bình, ngày 18 tháng 11 năm 2024", date(2024, 11, 18)),
        ("NGÀY 1 THÁNG 12 NĂM 2025", date(2025, 12, 1)),
        ("09-12-2025", date(2025, 12, 9)),
        ("2022-07-05", date(2022, 7, 5)),
        ("2022-07-05T00:00:00", date(2022, 7, 5)),
        ("2022-07-05T00:00:00Z", date(2022, 7, 5)),
        ("2022-07-04T17:00:00Z", date(2022, 7, 5)),
        ("2022-07-04T17:00:00.000+0000", date(2022, 7, 5)),
        ("2022-07-04 17:30:00+00:00", date(2022, 7, 5)),
        ("2022-07-05T00:00:00+07:00", date(2022, 7, 5)),
        ("2022-07-04T16:59:59Z", date(2022, 7, 4)),
        ("2022-07-05T25:00:00Z", date(2022, 7, 5)),
        ("05/7/2022.", date(2022, 7, 5)),
        ("có hiệu lực từ ngày 01 / 07 / 2022", date(2022, 7, 1)),
    ],
)
def test_days(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["ngày    tháng 7 năm 2022", "ngày … tháng … năm 2022", "31/02/2022", "128/2025/QĐ-UBND", "tháng 7/2022",
     "năm 2022", "", "15/13/2022", "01/7/1022", "12/05/7/2022", "ngây 0S tháng 6 năm 2010"],
)  # fmt: skip
def test_what_is_no_complete_day_is_none(text):
    assert parse_date(text) is None


def test_all_days_in_order():
    text = "từ ngày 01/7/2026 đến hết ngày 28 tháng 02 năm 2027"
    assert find_dates(text) == (date(2026, 7, 1), date(2027, 2, 28))


@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_every_form_of_a_day_is_read(day):
    for form in (
        f"ngày {day.day:02} tháng {day.month} năm {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        day.isoformat(),
    ):
        assert find_dates(f"x {form}, y") == (day,)


def test_local_day_is_not_the_day_in_utc():
    assert from_epoch_ms(1761843600000) == date(2025, 10, 31)
    assert local_day(datetime(2025, 10, 30, 17, tzinfo=UTC)) == date(2025, 10, 31)
    assert local_day(datetime(2025, 10, 30, 16, 59, tzinfo=UTC)) == date(2025, 10, 30)
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2025, 10, 30, 17))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "qty"),
    [("3,5 ngày", "3.5"), ("02 ngày", "2"), ("mười tám (18) ngày", "18"), ("1.000.000 đồng", "1000000"),
     ("400.000 đ/hồ sơ", "400000"), ("1.234,5", "1234.5"), ("0,5 ngày", "0.5")],
)  # fmt: skip
def test_quantities(text, qty):
    assert parse_quantity(text) == Decimal(qty)


@pytest.mark.parametrize(
    ("text", "qty", "unit"),
    [
        ("3,5 ngày", "3.5", "day"),
        ("3,5 ngày làm việc", "3.5", "working_day"),
        ("90 ngày, kể từ ngày nhận được hồ sơ hợp lệ", "90", "day"),
        ("mười tám (18) ngày", "18", "day"),
        ("10 (mười) ngày làm việc", "10", "working_day"),
        ("24 giờ", "24", "hour"),
        ("02 tháng", "2", "month"),
        ("01 năm", "1", "year"),
        ("Không quá 15 ngày làm việc; hồ sơ trễ: 15 ngày làm việc", "15", "working_day"),
    ],
)
def test_lengths_of_time(text, qty, unit):
    assert parse_duration(text) == Duration(Decimal(qty), unit)


@pytest.mark.parametrize(
    "text", ["Không", "ngay trong ngày", "03 ngày; phức tạp 05 ngày", "ngày 05 tháng 7 năm 2022"]
)
def test_no_one_length_of_time(text):
    assert parse_duration(text) is None
