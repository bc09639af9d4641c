"""One decoder: what the bytes prove comes before what anybody says of them."""

import unicodedata

import pytest

from niemyet.transforms.language.dates import column_dates, parse_date
from niemyet.transforms.language.decoding import decoded
from niemyet.transforms.language.text import clean, repair_legacy

TEXT = "Quyết định công bố danh mục thủ tục hành chính của Ủy ban nhân dân tỉnh; đăng ký giấy phép nuôi ong lấy mật"


def in_cp1258(text: str) -> bytes:
    """Windows writes the tones of Vietnamese as signs of their own after the vowel."""
    out = b""
    for sign in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", sign)
        tones = [mark for mark in apart[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        out += (base + "".join(tones)).encode("cp1258")
    return out


@pytest.mark.parametrize("said", ["", "iso-8859-1", "utf-8", "windows-1252", "no-such"])
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_the_bytes_decide_whatever_is_said(form: str, said: str) -> None:
    data = in_cp1258(TEXT) if form == "cp1258" else TEXT.encode(form)
    assert clean(decoded(data, [said])) == TEXT


def test_a_broken_byte_costs_one_sign() -> None:
    data = TEXT.encode() + b"\xff" + " và hơn thế".encode()
    assert decoded(data) == f"{TEXT}\ufffd và hơn thế"


def test_a_soft_hyphen_alone_proves_no_old_encoding() -> None:
    assert clean(repair_legacy("l\u00adu tr\u00ad")) == "lu tr"
    assert clean(repair_legacy("thủ t\u00adục hành ch\u00adính")) == "thủ tục hành chính"


def test_signs_that_are_no_text_reach_no_name() -> None:
    assert clean("Đăng\x01 ký\ufffe khai\u202e sinh\x1f\U0001ffff") == "Đăng ký khai sinh"


def test_a_column_proves_its_order() -> None:
    days = column_dates(["3/4/2026", "7/25/2026", ""]).days
    assert [day and day.isoformat() for day in days] == ["2026-03-04", "2026-07-25", None]
    days = column_dates(["3/4/2026", "25/7/2026"]).days
    assert [day and day.isoformat() for day in days] == ["2026-04-03", "2026-07-25"]


def test_a_column_of_both_orders_is_unclear_where_it_can_be_read_twice() -> None:
    found = column_dates(["3/4/2026", "7/25/2026", "25/7/2026", "5/5/2026"])
    assert found.unclear == {0}
    assert [day is None for day in found.days] == [True, False, False, False]


def test_am_and_pm_are_american() -> None:
    assert str(parse_date("3/4/2026 12:00:00 AM")) == "2026-03-04"
    assert str(parse_date("31/12/2026 1:30 PM")) == "2026-12-31"
    assert str(parse_date("3/4/2026 12:00:00")) == "2026-04-03"
