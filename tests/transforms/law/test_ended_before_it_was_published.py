"""An abolition from a day before its procedure was published: the day is a slip, nothing is taken down on it (RULINGS 12)."""

import pytest

from niemyet.model.words import ReviewKind
from tests.transforms.law.test_acts import LATER, NEW, A, B, Story, acting


def ended(day: str) -> str:
    return f"Bãi bỏ thủ tục {A[1]} ({A[0]}) cấp xã kể từ ngày {day}."


@pytest.mark.parametrize("day", ["01/6/2021", "09/01/2022"])
def test_it_goes_on_and_a_person_is_asked(day: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", ended(day))))
    assert set(story.board("2022-05-01")) == {A[0], B[0]}
    assert len(story.asked(ReviewKind.NOT_IN_FORCE)) == 1


def test_what_is_abolished_before_its_effect_never_opens() -> None:
    story = Story((LATER, acting(120, "2022-03-01", ended("01/4/2022"))))  # in effect from 1 July
    assert set(story.board("2022-08-01")) == {B[0]}
    assert not story.asked(ReviewKind.NOT_IN_FORCE)
