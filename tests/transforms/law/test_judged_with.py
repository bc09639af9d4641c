"""Days of new decisions are judged beside few of the earlier ones as beside all of them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.transforms.law.plausible import judge_dates, judged_with
from tests.support.province import QUANG_NAM, decision

FIRST = date(2024, 3, 1)
_SIGNED = st.tuples(st.integers(150, 185), st.integers(0, 60), st.sampled_from(["QĐ-UBND", "QĐ-CT"]))
_SOME = st.lists(_SIGNED, max_size=14, unique_by=lambda one: (one[0], one[2]))


@settings(max_examples=300, deadline=None)
@given(_SOME, st.integers(0, 14))
def test_questions_about_days_are_those_of_all_decisions(
    signed: list[tuple[int, int, str]], before: int
) -> None:
    decisions = [
        decision(number, str(FIRST + timedelta(days=day)), "2024-06-01", symbol=symbol)
        for number, day, symbol in signed
    ]
    old, new = tuple(decisions[:before]), tuple(decisions[before:])
    beside = judged_with(new, old)
    _, was = judge_dates(old, (), QUANG_NAM)
    _, now = judge_dates((*old, *new), (), QUANG_NAM)
    _, was_beside = judge_dates(beside, (), QUANG_NAM)
    _, now_beside = judge_dates((*beside, *new), (), QUANG_NAM)
    assert {*was} ^ {*now} == {*was_beside} ^ {*now_beside}
