"""A list whose rows say nothing impossible is told nothing; of one with many only the first are named."""

from dataclasses import replace
from datetime import date

from niemyet.extractors.listings import FLAG_DATE_UNREAD
from niemyet.flows.listing_doubts import channel_words, listing_doubts
from niemyet.model.records import ListingRow
from niemyet.model.words import Channel

ON = date(2026, 11, 2)


def row(number: int, **said: object) -> ListingRow:
    return ListingRow(number, "1.004770", "1.004770", "Đăng ký khai sinh", **said)  # type: ignore[arg-type]


def test_only_the_first_of_many_are_named() -> None:
    rows = [row(number, flags=(FLAG_DATE_UNREAD,)) for number in range(1, 9)]
    (said,) = listing_doubts("xa-b", Channel.PORTAL, rows, ON)
    assert said.text("vi").count("không phải là một ngày có thật") == 5
    assert "và 3 chỗ nữa" in said.text("vi")
    assert channel_words(Channel.PORTAL).text("en") in said.text("en")


def test_a_sheet_of_the_day_of_the_look_is_none_to_come() -> None:
    assert listing_doubts("xa-b", Channel.COUNTER, [row(1, posted_on=ON), row(2)], ON) == []


def test_letters_that_a_charset_did_not_have_are_told_with_the_way_to_save_it() -> None:
    lost = [replace(row(number), name="Đăng ký k?t hôn") for number in (1, 2)]
    (said,) = listing_doubts("xa-b", Channel.COUNTER, [*lost, row(3)], ON)
    assert "2 tên bị mất chữ (“Đăng ký k?t hôn”)" in said.text("vi")
    assert "CSV UTF-8" in said.text("vi")
    asked = replace(row(4), name="Đăng ký kết hôn (có yếu tố nước ngoài?)")
    assert listing_doubts("xa-b", Channel.COUNTER, [asked], ON) == []
