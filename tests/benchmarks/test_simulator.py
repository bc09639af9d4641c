"""Hostile portals over nights: nothing missed, nothing invented, nothing rude; and the judge can tell."""

from datetime import UTC, datetime

import pytest

from benchmarks.crawling import combination, fits, play
from benchmarks.simulator.cms import CMS, Cms
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import SKINS, Nukeviet, Plain, VnptGrid
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import SHUT, Switch, weather
from niemyet.demo.serving import ServedRequest
from niemyet.flows.clock import SetClock
from niemyet.transforms import completeness

NIGHTS = 6
#: The cheap ones of the first, and one more: together they have all families and behaviours of the first fourteen;
#: `python -m benchmarks crawling` is for many.
MIXTURES = (1, 2, 3, 4, 7, 9, 10, 12, 13, 72)


@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: skin.kind)
def test_a_kind_portal_is_read_whole(skin: Plain) -> None:
    score = play(skin, (), seed=1, nights=NIGHTS)
    assert score.notes == []
    assert score.clean
    assert score.documents >= 34
    assert score.recalled == score.documents


@pytest.mark.parametrize("skin", CMS, ids=lambda skin: skin.name)
def test_a_content_system_over_nights(skin: Cms) -> None:
    """The first night counts like any other: whole, or not called complete."""
    score = play(
        skin, (Switch.RESETS, Switch.NOISE, Switch.BACKDATED, Switch.SOFT_404), seed=3, nights=NIGHTS
    )
    assert score.notes == []
    assert score.clean
    assert score.recalled == score.documents >= 34


@pytest.mark.parametrize("seed", MIXTURES)
def test_random_mixtures(seed: int) -> None:
    place, switches, _ = combination(seed)
    score = play(SKINS[place], switches, seed, NIGHTS)
    assert score.notes == []
    assert score.clean


@pytest.mark.parametrize(
    "switch", sorted(SHUT | {Switch.SOFT_404, Switch.RESETS, Switch.RATE_LIMIT, Switch.CUT_SHORT})
)
def test_what_strikes_does_strike_and_costs_nothing(switch: Switch) -> None:
    score = play(Nukeviet(), (switch,), seed=5, nights=NIGHTS)
    assert score.struck > 0
    assert score.notes == []


def test_first_pages_that_are_older_than_the_others_are_no_whole_list() -> None:
    """Nothing states a total here: rows that come again on the next page are all that shows it."""
    score = play(Plain(), (Switch.STALE,), seed=0, nights=3)
    assert score.notes == []
    assert (score.first_had, score.first_there, score.first_whole) == (32, 34, 0)


@pytest.mark.parametrize("switch", [Switch.FORMATS, Switch.CHARSETS])
def test_files_of_any_format_and_pages_in_any_charset_are_had(switch: Switch) -> None:
    score = play(Plain(), (switch,), seed=4, nights=3)
    assert score.notes == []
    assert score.clean


def test_every_behaviour_concerns_some_family_and_has_its_number() -> None:
    assert all(any(fits(skin, one) for skin in SKINS) for one in Switch)
    assert all(one.value.split()[0].isdigit() for one in Switch)


def test_the_judge_sees_what_is_lost_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a home page in a document's place taken as an answer, the document would be missed in silence."""
    monkeypatch.setattr("niemyet.extractors.portals.pages.is_passing", lambda error: False)
    score = play(Plain(), (Switch.SOFT_404,), seed=5, nights=NIGHTS)
    assert not score.clean
    assert score.recalled < score.documents


def test_the_judge_sees_a_list_that_is_believed_too_easily(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completeness, "LEAST_SHARE", 0.0)
    score = play(Plain(), (Switch.SHRUNK,), seed=2, nights=16)
    assert score.outcome > 0


def test_a_stale_state_gives_the_first_page() -> None:
    grid = VnptGrid()
    body = b"__VIEWSTATE=cu&__EVENTTARGET=g&__EVENTARGUMENT=Page%243"
    assert grid.page_of(ServedRequest("POST", grid.path, body, {})) == 1
    body = b"__VIEWSTATE=trang2%7CAA&__EVENTTARGET=g&__EVENTARGUMENT=Page%243"
    assert grid.page_of(ServedRequest("POST", grid.path, body, {})) == 3


def test_the_store_is_the_same_for_the_same_seed_and_moves_while_it_is_read() -> None:
    plan = Plan(backdated=True, moving=True, withdrawn=True)
    store = write_store(8, 30, plan)
    assert store == write_store(8, 30, plan)
    assert store != write_store(9, 30, plan)
    moving = next(one for one in store.documents if one.within and one.since)
    assert moving not in store.on(moving.since, pages_asked=0)
    assert moving in store.on(moving.since, pages_asked=moving.within)
    gone = next(one for one in store.documents if one.until is not None)
    assert gone.until is not None
    assert gone not in store.on(gone.until)


def test_the_weather_leaves_the_last_nights_calm() -> None:
    skies = weather(Switch, 4, 30)
    assert not any(skies.shut(night) for night in (0, 28, 29))
    assert any(skies.shut(night) for night in range(30))


def test_the_portal_is_a_real_server() -> None:
    clock = SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    with SimulatedPortal(Plain(), write_store(1, 5, Plan()), weather((), 1, 5), clock) as portal:
        assert portal.url.startswith("http://127.0.0.1:")
    with pytest.raises(RuntimeError):
        _ = portal.url
