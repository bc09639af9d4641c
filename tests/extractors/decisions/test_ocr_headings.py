"""Headings of a scan in which single words are not sure: what is proven of them all the same."""

import pytest

from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.extractors.decisions.ocr_headings import settled

NEW = heading_of("I. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", bare_is_sector=True)


def test_words_that_headings_are_made_of_need_no_mark() -> None:
    heading = heading_of("II. THỦ TỤC HÀNH CHÍNH BỊ BÁI BỎ (03 TTHC)", bare_is_sector=True)
    found = settled(heading, ["BÁI", "BỎ"], [NEW])
    assert found is not None
    assert found.heading.actions == heading.actions
    assert found.heading.count == 3
    assert found.unknown == ()


@pytest.mark.parametrize("read", ["H", "ll", "IL", "II"])
def test_what_looks_like_the_next_mark_is_the_next_mark(read: str) -> None:
    heading = heading_of(f"{read}. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", read, bare_is_sector=True)
    found = settled(heading, [f"{read}."], [NEW])
    assert found is not None
    assert (found.heading.mark, found.heading.rank) == ("II", "R")


@pytest.mark.parametrize("read", ["D", "V"])
def test_a_mark_that_cannot_come_next_stays_in_doubt(read: str) -> None:
    heading = heading_of(f"{read}. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", read, bare_is_sector=True)
    assert settled(heading, [f"{read}."], [NEW]) is None


def test_an_unsure_count_counts_nothing_and_an_unsure_sector_is_unknown() -> None:
    heading = heading_of("1. LĨNH VỰC GIẾNG KHƠI (7 TTHC)", "1", bare_is_sector=True)
    found = settled(heading, ["(7"], [NEW])
    assert found is not None
    assert (found.heading.count, found.heading.sector) == (None, heading.sector)
    other = settled(heading, ["KHƠI"], [NEW])
    assert other is not None
    assert (other.heading.sector, other.unknown) == (None, ("sector",))


def test_a_word_that_may_be_a_level_or_an_action_stays_in_doubt() -> None:
    heading = heading_of("III. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP NGHỀ", "III", bare_is_sector=True)
    assert settled(heading, ["NGHỀ"], [NEW]) is None
    assert settled(heading, [], [NEW]) is None, "a doubt without words is about all of it"
