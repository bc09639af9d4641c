"""Work is done on the day of the first look that shows it so; later looks at the same change nothing about it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from niemyet.model.tables import Listing, ListingUpdate
from niemyet.model.words import Channel, DoneKnownBy, UpdateState
from niemyet.transforms.work.lateness import Lateness, lateness, looks_of
from tests.support.province import day
from tests.transforms.work.test_updates import BY_BASE, BY_CHANGE, GOOD, A, B, C, D, listing, seen

BEFORE = ((A, "Cấp giấy phép A", BY_BASE), (B, "Cấp giấy phép B", BY_BASE), (C, "Cấp giấy phép C", BY_BASE))


def done(*looks: tuple[Listing, ...], as_of: str = "2022-06-01") -> dict[str | None, ListingUpdate]:
    """Done work by code."""
    rows = [row for look in looks for row in look]
    return {one.code: one for one in seen(*rows, as_of=as_of) if one.state is UpdateState.DONE}


def told(one: ListingUpdate, *looks: tuple[Listing, ...]) -> Lateness | None:
    return lateness(one, looks_of(row for look in looks for row in look))


def test_what_was_seen_in_time_stays_in_time_however_often_it_is_looked_at() -> None:
    first = listing(*GOOD, on="2022-03-04")
    later = [listing(*GOOD, on=f"2022-{month:02d}-04") for month in (4, 5)]
    once = done(first, as_of="2022-03-05")
    again = done(first, *later)
    assert again.keys() == once.keys() == {A, B, D, "1.000005"}
    for code, one in again.items():
        before = once[code]
        assert (one.done_on, one.evidence, one.exposed_days) == (
            before.done_on,
            before.evidence,
            before.exposed_days,
        )
        assert one.done_known_by is DoneKnownBy.LOOK
        assert told(one, first, *later) is Lateness.IN_TIME
    assert again[A].done_on == day("2022-03-04")


def test_the_evidence_names_the_file_of_the_look_that_it_speaks_of() -> None:
    noisy = [
        tuple(replace(row, sha256=digit * 64) for row in listing(*GOOD, on=on))
        for digit, on in (("1", "2022-03-04"), ("2", "2022-03-05"), ("3", "2022-04-04"))
    ]
    assert done(*noisy)[A].evidence == f"quan sát tại nơi tiếp nhận ngày 04/3/2022, dòng 1, tệp {'1' * 12}"


def test_what_a_look_after_its_day_found_undone_is_late_and_done_since_the_next() -> None:
    looks = [
        listing(*BEFORE, on="2022-04-01"),
        listing(*GOOD, on="2022-04-20"),
        listing(*GOOD, on="2022-05-20"),
    ]
    found = done(*looks)
    assert {one.done_on for one in found.values()} == {day("2022-04-20")}
    assert {told(one, *looks) for one in found.values()} == {Lateness.LATE}


def test_what_a_first_look_after_its_day_finds_done_is_neither_late_nor_in_time() -> None:
    looks = [listing(*GOOD, on="2022-05-02"), listing(*GOOD, on="2022-05-20")]
    found = done(*looks)
    assert {one.done_on for one in found.values()} == {day("2022-05-02")}
    assert {told(one, *looks) for one in found.values()} == {Lateness.UNOBSERVED}


def test_a_sheet_that_was_right_and_is_written_otherwise_was_right_all_along() -> None:
    plain = ((A, "Cấp giấy phép A sửa đổi", None), *GOOD[1:])
    shouted = ((A, "CẤP GIẤY PHÉP A SỬA ĐỔI", BY_CHANGE), *GOOD[1:])
    looks = [listing(*plain, on="2022-03-03"), listing(*shouted, on="2022-05-03")]
    assert done(*looks)[A].done_on == day("2022-03-03")
    wrong = listing((A, "Cấp giấy phép A", BY_BASE), *GOOD[1:], on="2022-04-03")
    assert done(looks[0], wrong, looks[1])[A].done_on == day("2022-05-03"), (
        "what was right and then wrong is done anew"
    )


def test_a_day_on_the_sheet_that_changes_each_week_is_no_other_sheet() -> None:
    looks = [
        tuple(
            replace(row, posted_on=day(f"2022-0{month}-01")) for row in listing(*GOOD, on=f"2022-0{month}-04")
        )
        for month in (3, 4, 5)
    ]
    assert {one.done_on for one in done(*looks[:1]).values()} == {day("2022-03-01"), day("2022-03-04")}
    assert {one.done_on for one in done(*looks).values()} == {day("2022-03-04")}, (
        "it hung before the day that it bears now"
    )
    undated = [tuple(replace(row, posted_on=day("2022-01-01")) for row in look) for look in looks]
    assert done(*undated)[A].done_on == day("2022-03-04"), "a day before its effect is none"


def test_a_sheet_that_hung_before_its_day_is_done_at_the_first_look_on_it() -> None:
    early = [listing(*GOOD, on=on) for on in ("2022-02-20", "2022-02-25")]
    looks = [*early, listing(*GOOD, on="2022-03-03"), listing(*GOOD, on="2022-05-03")]
    assert done(*looks)[A].done_on == day("2022-03-03")


def test_what_is_gone_is_gone_since_the_first_look_without_it() -> None:
    short = GOOD[:1]
    looks = [
        listing(*BEFORE, on="2022-02-25"),
        listing(*short, on="2022-03-03"),
        listing(*short, on="2022-03-09"),
        listing(*GOOD, on="2022-05-03"),
    ]
    assert done(*looks)[B].done_on == day("2022-03-03")
    back = listing((B, "Cấp giấy phép B", BY_BASE), *GOOD, on="2022-04-04")
    assert done(*looks[:3], back, looks[3])[B].done_on == day("2022-05-03")


def test_a_row_without_a_code_is_of_the_procedure_that_bears_its_name() -> None:
    named = (None, "Cấp giấy phép B", None)
    looks = [
        listing(named, *GOOD, on="2022-03-03"),
        listing(*GOOD, on="2022-04-04"),
        listing(*GOOD, on="2022-05-03"),
    ]
    assert done(*looks)[B].done_on == day("2022-04-04")
    bare = [
        listing(*((None, name, None) for _, name, _ in GOOD), on=on) for on in ("2022-03-03", "2022-04-04")
    ]
    assert done(*bare)[A].done_on == day("2022-03-03")
    coded = listing(*GOOD, on="2022-05-05")
    assert done(*bare, coded)[A].done_on == day("2022-03-03"), "with its code it is the same sheet"


def test_two_channels_are_done_when_the_second_is() -> None:
    looks = [
        listing(*GOOD, on="2022-03-03"),
        listing(*BEFORE, on="2022-03-03", channel=Channel.PORTAL),
        listing(*GOOD, on="2022-03-07", channel=Channel.PORTAL),
    ]
    (one,) = [row for row in seen(*(row for look in looks for row in look)) if row.code == A]
    assert (one.state, one.done_on) == (UpdateState.DONE, day("2022-03-07"))
    assert one.evidence == (
        f"quan sát tại nơi tiếp nhận ngày 03/3/2022, dòng 1, tệp {'1' * 12}; "
        f"quan sát trên cổng thông tin ngày 07/3/2022, dòng 1, tệp {'1' * 12}"
    )


def test_the_day_on_the_sheet_comes_before_any_look_and_is_the_day_itself() -> None:
    dated = [
        tuple(replace(row, posted_on=day("2022-04-02")) for row in listing(*GOOD, on=on))
        for on in ("2022-05-03", "2022-05-20")
    ]
    one = done(*dated)[A]
    assert (one.done_on, one.done_known_by) == (day("2022-04-02"), DoneKnownBy.SHEET)
    assert told(one, *dated) is Lateness.LATE, "the unit says so itself"


@pytest.mark.parametrize(
    ("known_by", "expected"), [(DoneKnownBy.REPORT, Lateness.LATE), (DoneKnownBy.LOOK, Lateness.UNOBSERVED)]
)
def test_a_report_is_of_its_day_though_somebody_looked_on_it_too(
    known_by: DoneKnownBy, expected: Lateness
) -> None:
    one = done(listing(*GOOD, on="2022-05-02"))[A]
    assert one.due_on is not None
    late = replace(one, done_on=one.due_on + timedelta(days=9), done_known_by=known_by)
    looks = {late.unit_id: [date(2022, 1, 1), late.done_on or date.min]}
    assert lateness(late, looks) is expected
