"""Headings of a scan in which single words are not sure: what is proven of them all the same."""

import pytest

from niemyet.extractors.decisions.heading_patterns import Heading, heading_of
from niemyet.extractors.decisions.ocr_headings import remarked, settled
from niemyet.model.words import Action

NEW = heading_of("I. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", bare_is_sector=True)
ANNEX = heading_of("PHỤ LỤC I. DANH MỤC THỦ TỤC HÀNH CHÍNH")
LEVEL = heading_of("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ", bare_is_sector=True)


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


@pytest.mark.parametrize("read", ["D", "V", "ĐII1"])
def test_words_of_a_heading_count_whatever_its_mark_is(read: str) -> None:
    """A heading of actions ends the heading of actions before it, in whose place it stands."""
    heading = heading_of(f"{read}. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", bare_is_sector=True)
    found = settled(heading, [f"{read}."], [NEW, LEVEL])
    assert found is not None
    assert (found.heading.mark, found.heading.rank) == (None, NEW.rank)
    assert found.heading.actions == (Action.ABOLISH,)


def test_a_mark_that_nobody_can_read_stays_in_doubt_where_no_heading_speaks_of_the_same() -> None:
    heading = heading_of("V. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "V", bare_is_sector=True)
    assert settled(heading, ["V."], [LEVEL]) is None
    assert settled(heading, ["V."], []) is None


@pytest.mark.parametrize(("read", "meant"), [("H", "II"), ("L", "I"), ("III", "III"), ("C", "C")])
def test_a_mark_of_another_shape_than_can_follow_is_the_one_that_it_looks_like(read: str, meant: str) -> None:
    above = [ANNEX, LEVEL] if read == "L" else [NEW]
    heading = heading_of(f"{read}. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", bare_is_sector=True)
    assert remarked(heading, above).mark == meant


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


@pytest.mark.parametrize(
    ("read", "before", "mark"),
    [
        ("II", [ANNEX], "PL II"),
        ("H", [ANNEX], "PL II"),
        ("H", [], "PL"),
        ("I", [], "PL I"),
        ("V", [ANNEX], "PL"),
    ],
)
def test_an_annex_is_one_whatever_its_number_looks_like(read: str, before: list[Heading], mark: str) -> None:
    found = settled(heading_of(f"PHỤ LỤC {read}"), [read], before)
    assert found is not None
    assert (found.heading.mark, found.heading.is_annex) == (mark, True)


def test_a_mark_that_cannot_come_next_gives_way_to_the_words() -> None:
    """ "H" where neither a letter nor a roman number can be it: the heading of levels ends the one before it."""
    level = heading_of("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", bare_is_sector=True)
    found = remarked(heading_of("THỦ TỤC HÀNH CHÍNH CẤP XÃ", "H", bare_is_sector=True), [NEW, level])
    assert (found.mark, found.rank) == (None, level.rank)


@pytest.mark.parametrize(
    ("words", "mark"), [("IH. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "II"), ("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", None)]
)
def test_a_heading_whose_mark_is_none_stands_beside_the_one_that_speaks_of_the_same(
    words: str, mark: str | None
) -> None:
    """Below "1. Lĩnh vực …" it would end with "2. Lĩnh vực …", and its level with it."""
    level = heading_of("I. THỦ TỤC HÀNH CHÍNH CẤP XÃ", bare_is_sector=True)
    sector = heading_of("1. LĨNH VỰC NẶN GỐM", bare_is_sector=True)
    found = remarked(heading_of(words, bare_is_sector=True), [level, sector])
    assert (found.mark, found.rank) == (mark, "R")


@pytest.mark.parametrize(("read", "mark"), [("II", "II"), ("B", "B"), ("H", None)])
def test_a_surely_read_mark_of_another_shape_stands_beside_the_heading_that_speaks_of_the_same(
    read: str, mark: str | None
) -> None:
    """ "1. Cấp xã" was I: what follows as II ends it all the same."""
    first = heading_of("1. THỦ TỤC HÀNH CHÍNH CẤP XÃ", bare_is_sector=True)
    found = remarked(heading_of("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", read, bare_is_sector=True), [NEW, first])
    assert (found.mark, found.rank) == (mark, first.rank)
