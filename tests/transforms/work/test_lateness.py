"""A look at a board says that a sheet hangs, not since when."""

from dataclasses import replace
from datetime import date

import pytest

from niemyet.model.tables import Listing, ListingUpdate
from niemyet.model.words import Channel, UpdateKind, UpdateState
from niemyet.transforms.work.indicators import posted_in_time
from niemyet.transforms.work.lateness import Lateness, lateness, looks_of

DUE = date(2026, 3, 10)
WORK = ListingUpdate(
    "1", "xa", UpdateKind.POST, None, "1.000001", (), "Tên", None, None, None, "", None, DUE, UpdateState.DONE, 0, 0,
    None, None, None
)  # fmt: skip


def look(*days: int) -> list[Listing]:
    return [
        Listing(
            "xa", Channel.COUNTER, date(2026, 3, day), "1.000001", None, "Tên", None, None, None, "0" * 64, 1
        )
        for day in days
    ]


@pytest.mark.parametrize(
    ("done", "looks", "told"),
    [
        (9, [9], Lateness.IN_TIME),
        (10, [], Lateness.IN_TIME),
        (12, [], Lateness.LATE),  # a report, or the day on the sheet: nobody looked then
        (12, [20], Lateness.LATE),
        (12, [12], Lateness.UNOBSERVED),  # it hangs at the first look; since when?
        (12, [8, 12], Lateness.UNOBSERVED),  # the look before was still within its time
        (12, [10, 12], Lateness.LATE),
        (20, [11, 20], Lateness.LATE),
    ],
)
def test_done_work_is_late_only_where_somebody_can_say(done: int, looks: list[int], told: Lateness) -> None:
    one = replace(WORK, done_on=date(2026, 3, done))
    assert lateness(one, looks_of(look(*looks))) is told
    rate = posted_in_time([one], date(2026, 3, 1), date(2026, 4, 1), look(*looks))
    assert (rate.part, rate.of) == (int(told is Lateness.IN_TIME), int(told is not Lateness.UNOBSERVED))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (UpdateState.OVERDUE, Lateness.LATE),
        (UpdateState.DUE, Lateness.OPEN),
        (UpdateState.PLANNED, Lateness.OPEN),
        (UpdateState.UNOBSERVED, Lateness.UNOBSERVED),
        (UpdateState.CANCELLED, None),
    ],
)
def test_work_that_is_not_done_stands_as_its_state_says(state: UpdateState, told: Lateness | None) -> None:
    assert lateness(replace(WORK, state=state), {}) is told
    assert lateness(replace(WORK, state=state, due_on=None), {}) is None
