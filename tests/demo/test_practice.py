"""The portal to practise on: what it is told, it does."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date

import pytest

from niemyet.demo.practice import DOOR, FIRST_DAY, PortalStanding, PracticePortal
from niemyet.demo.practice_words import Practice
from niemyet.demo.world import build_world


@pytest.fixture
def portal() -> Iterator[PracticePortal]:
    with PracticePortal(build_world(), FIRST_DAY, 0) as opened:
        yield opened


def page(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def post(url: str, **headers: str) -> urllib.request.Request:
    return urllib.request.Request(url, method="POST", headers=headers)


def test_each_day_with_news_comes_once_and_then_none(portal: PracticePortal) -> None:
    days = []
    while portal.standing().more_days:
        before = portal.standing().postings
        days.append(portal.tell(Practice.NEXT_DAY).day)
        assert portal.standing().postings > before
    assert days == [date(2026, 11, day) for day in (6, 16, 19, 20)]
    assert portal.tell(Practice.NEXT_DAY).day == days[-1]


def test_a_site_that_goes_dark_shows_no_document_until_it_is_light(portal: PracticePortal) -> None:
    listed = f"{portal.url}/van-ban/"
    assert "3032/QĐ-UBND" not in page(listed)
    assert "/QĐ-UBND" in page(listed)
    portal.tell(Practice.DARK)
    assert "/QĐ-UBND" not in page(listed)
    assert "bảo trì" in page(listed)
    portal.tell(Practice.LIGHT)
    assert "/QĐ-UBND" in page(listed)


def test_a_withdrawn_document_is_nowhere_until_it_is_put_back(portal: PracticePortal) -> None:
    before = portal.standing().postings
    (gone,) = portal.tell(Practice.WITHDRAW).withdrawn
    assert portal.standing().postings == before - 1
    assert gone not in page(f"{portal.url}/van-ban/")
    assert portal.tell(Practice.PUT_BACK) == PortalStanding(FIRST_DAY, before, False, (), 4)


def test_the_door_is_for_a_person_and_for_no_other_site(portal: PracticePortal) -> None:
    door = portal.url + DOOR
    assert "Cổng thực hành" in page(door)
    with urllib.request.urlopen(post(f"{door}/dark", Origin=portal.url, Accept="text/html")) as answer:
        assert "đang ngừng trả lời" in answer.read().decode()
    for request, status in (
        (post(f"{door}/light", Origin="http://elsewhere.example"), 403),
        (post(f"{door}/explode"), 404),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == status
        refused.value.close()
    assert portal.standing().dark
