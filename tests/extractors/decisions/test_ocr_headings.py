"""Headings of a scan in which single words are not sure: what is proven of them all the same."""

import pytest

from niemyet.extractors.decisions.heading_patterns import Heading, heading_of
from niemyet.extractors.decisions.ocr_headings import remarked, says_nothing, settled
from niemyet.extractors.decisions.ocr_reviews import Doubt
from niemyet.extractors.decisions.sections import ListScope, Sections
from niemyet.model.words import Action, Level

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


AMENDED = heading_of("I. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI", bare_is_sector=True)
FIRST_PART = heading_of("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "I.1", bare_is_sector=True)


@pytest.mark.parametrize(
    ("read", "before", "empty", "meant"),
    [
        ("L1", [AMENDED], ("I",), "I1"),  # no row stands below I: it is not over
        ("L1", [AMENDED], (), None),  # II as well as I.1
        ("11.1", [AMENDED, FIRST_PART], ("I", "I.1"), "I.1.1"),
        ("11.2", [AMENDED, FIRST_PART], ("I", "I.1"), None),
        ("ID", [ANNEX], (), "I"),  # "I)"
        ("1ID", [AMENDED], (), "II"),
        ("IH.1", [heading_of("II. THỦ TỤC BỊ BÃI BỎ", bare_is_sector=True)], ("II",), "II.1"),
        ("Ụ", [ANNEX], (), "I"),
        ("U", [LEVEL], ("B",), "I"),
        ("U", [AMENDED], (), "II"),
    ],
)
def test_a_mark_of_several_parts_is_known_by_its_strokes(
    read: str, before: list[Heading], empty: tuple[str, ...], meant: str | None
) -> None:
    heading = heading_of("LĨNH VỰC NẶN GỐM", read, bare_is_sector=True)
    found = settled(heading, [read], before, empty)
    assert (found.heading.mark if found else None) == meant


def test_a_mark_that_lost_its_stop_is_the_next_of_its_kind() -> None:
    part, before = (
        ("LĨNH VỰC NẶN GỐM", "2.1"),
        heading_of("2. THỦ TỤC HÀNH CHÍNH CẤP XÃ", bare_is_sector=True),
    )
    above = heading_of(*part, bare_is_sector=True)
    found = remarked(heading_of("LĨNH VỰC ĐÚC CHUÔNG", "22", bare_is_sector=True), [before, above])
    assert (found.mark, found.rank) == ("2.2", "NN")


def test_a_mark_of_three_parts_that_lost_a_stop_ends_no_heading_above_it() -> None:
    above = heading_of("Thủ tục cấp xã", "B2", bare_is_sector=True)
    before = heading_of("Lĩnh vực Nặn nồi", "B2.1", bare_is_sector=True)
    found = remarked(heading_of("Lĩnh vực Đúc chuông", "B22", bare_is_sector=True), [NEW, above, before])
    assert (found.mark, found.rank) == ("B2.2", before.rank)


def test_a_first_part_right_below_its_section_stays_whatever_stands_further_up() -> None:
    whole = heading_of("LĨNH VỰC NẶN NỒI", bare_is_sector=True)
    found = remarked(
        heading_of("LĨNH VỰC NẶN NỒI", "1.1", bare_is_sector=True),
        [whole, NEW, heading_of("THỦ TỤC HÀNH CHÍNH CẤP XÃ", "1", bare_is_sector=True)],
    )
    assert (found.mark, found.rank) == ("1.1", "NN")


@pytest.mark.parametrize(("empty", "is_settled"), [({None}, True), (set(), False)])
def test_what_stands_below_a_section_without_a_row_ends_nothing_whatever_its_mark(
    empty: set[str | None], is_settled: bool
) -> None:
    level = heading_of("THỦ TỤC HÀNH CHÍNH CẤP XÃ", bare_is_sector=True)
    found = settled(heading_of("LĨNH VỰC NẶN NỒI", "V.3", bare_is_sector=True), ["V.3."], [NEW, level], empty)
    assert (found is not None) is is_settled
    if found is not None:
        assert (found.heading.mark, found.heading.rank, found.unknown) == (None, "sector", ())


def test_a_mark_told_twice_is_one_mark() -> None:
    level = heading_of("II. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", bare_is_sector=True)
    heading = heading_of("THỦ TỤC HÀNH CHÍNH CẤP XÃ", "IH", bare_is_sector=True)
    found = settled(heading, ["IH", "IH."], [level])
    assert found is not None
    assert found.heading.mark == "III"


@pytest.mark.parametrize(
    ("line", "unsure", "nothing"),
    [
        ("TRUYÊN THÔNG", ("TRUYÊN",), True),
        ("PHÓ CHỦ TỊCH", (), True),
        ("THỦ TỤC BI BÃI BỎ", ("BI",), False),  # short: near to any word
        ("THỦ TỤC HÀNH CHÍNN", ("CHÍNN",), False),
        ("LÀNG NGHỀ", (), False),  # all of the line is in doubt
    ],
)
def test_a_doubtful_line_without_a_word_of_headings_is_none(
    line: str, unsure: tuple[str, ...], nothing: bool
) -> None:
    assert says_nothing(line, unsure) is nothing


@pytest.mark.parametrize(("before", "known"), [("1. LĨNH VỰC NẶN GỐM", True), ("1. LĨNH VỰC NẶN NỒI", False)])
def test_a_doubtful_sector_that_was_surely_read_before_is_that_one(before: str, known: bool) -> None:
    sections = Sections(ListScope(Action.NEW, (), (), None), name_annexes=False)
    sections.open(heading_of(before, bare_is_sector=True))
    doubt = Doubt("2. LĨNH VỰC NẶN GỐM", 1, None, ("GỐM",))
    found = sections.open(heading_of("2. LĨNH VỰC NẶN GỐM", bare_is_sector=True), doubt)
    assert (found.heading.sector == "Nặn gốm") is known
    assert bool(sections.questions) is not known


def test_a_first_mark_may_be_any_of_the_first_ones() -> None:
    """ "l" is I or 1: either stands below A, and ends with the next heading that speaks of the same."""
    above = heading_of("A. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", bare_is_sector=True)
    found = settled(heading_of("lR THỦ TỤC HÀNH CHÍNH CẤP TỈNH", bare_is_sector=True), ["lR"], [above])
    assert found is not None
    assert (found.heading.mark, found.heading.rank) == (None, "level")


def _opened(*texts: tuple[str, str | None]) -> Sections:
    sections = Sections(ListScope(None, (), (), None), name_annexes=False)
    for text, mark in texts:
        heading = heading_of(text, mark, bare_is_sector=True)
        sections.open(heading, None, Doubt(text, 1, None))
    return sections


def test_one_right_below_one_was_read_of_a_roman_mark() -> None:
    sections = _opened(
        ("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "1"), ("LĨNH VỰC NẶN GỐM", "1"), ("LĨNH VỰC ĐÚC CHUÔNG", "2")
    )
    assert [(one.heading.mark, one.heading.rank) for one in sections.all] == [
        ("I", "R"),
        ("1", "N"),
        ("2", "N"),
    ]
    assert sections.path == "I/2"


def test_no_sector_stands_below_a_sector_whose_mark_was_read_as_none() -> None:
    first = heading_of("LĨNH VỰC NẶN GỐM", "Ụ", bare_is_sector=True)
    found = remarked(heading_of("LĨNH VỰC ĐÚC CHUÔNG", "I", bare_is_sector=True), [NEW, first])
    assert found.rank == first.rank


@pytest.mark.parametrize(("sector", "asked"), [("Nặn gốm", False), (None, True), ("Đúc chuông", True)])
def test_a_doubtful_title_of_an_annex_names_the_sector_that_the_decision_names(
    sector: str | None, asked: bool
) -> None:
    sections = Sections(ListScope(Action.NEW, (Level.COMMUNE,), (), sector), name_annexes=False)
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC NẶN GỐM"
    section = sections.open(heading_of(title), Doubt(title, 1, None))
    assert ("sector" in section.unknown) is asked
