"""What a crawl has proven, held against earlier ones: bands, overlap, withdrawal."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import Plain
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import Switch, Weather
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.model.records import CrawlProof, Window
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow
from niemyet.transforms.completeness import Overlap, Sighting, held_against, overlap_with_last, withdrawn

WHOLE = Window(full=True)
DAY = date(2026, 3, 2)
COMPLETE = CrawlProof(Outcome.COMPLETE, 4, 40, None)


def sweep(day: int, keys: str, outcome: Outcome = Outcome.COMPLETE, window: Window = WHOLE) -> Sighting:
    return Sighting(DAY + timedelta(days=day), window, outcome, frozenset(keys))


def test_the_last_whole_crawl_of_the_same_kind_is_what_counts() -> None:
    earlier = [sweep(1, "abcdef"), sweep(2, "ab", Outcome.INCOMPLETE), sweep(3, "abcd", window=Window(DAY))]
    assert overlap_with_last({"a", "b", "x"}, WHOLE, earlier) == Overlap(2, 6)
    assert overlap_with_last({"a"}, Window(DAY + timedelta(days=1)), earlier) == Overlap(1, 4)
    assert overlap_with_last({"a"}, Window(DAY + timedelta(days=60)), earlier) is None
    assert overlap_with_last({"a"}, Window(DAY, DAY + timedelta(days=9)), earlier) is None
    assert overlap_with_last({"a"}, WHOLE, []) is None


def test_the_first_night_after_a_sweep_is_held_against_what_its_window_would_have_shown() -> None:
    whole = replace(sweep(1, "abcdefgh"), recent=frozenset("abcdef"))
    night = Window(DAY, unknown_too=True)
    assert overlap_with_last({"a", "b"}, night, [whole]) == Overlap(2, 6)
    assert overlap_with_last({"a"}, night, [sweep(1, "abcdefgh")]) is None  # nobody noted the days
    assert (
        overlap_with_last({"a"}, night, [replace(whole, recent=frozenset())]) is None
    )  # a list without days
    assert overlap_with_last({"a"}, Window(DAY, DAY + timedelta(days=9)), [whole]) is None
    assert overlap_with_last({"a"}, night, [whole, sweep(2, "abc", window=night)]) == Overlap(1, 3)


def test_a_list_that_was_never_whole_is_held_against_the_most_that_was_seen_of_it() -> None:
    parts = [
        sweep(1, "abcdefgh", Outcome.INCOMPLETE),
        sweep(2, "ab", Outcome.INCOMPLETE),
        sweep(3, "", Outcome.DARK),
    ]
    assert overlap_with_last({"a", "b"}, WHOLE, parts) == Overlap(2, 8)
    assert overlap_with_last({"a", "b"}, WHOLE, [*parts, sweep(4, "abc")]) == Overlap(2, 3)
    assert overlap_with_last({"a"}, Window(DAY), parts) is None


def test_far_less_than_before_is_not_whole_until_a_person_says_so() -> None:
    short = held_against(COMPLETE, Overlap(6, 10), source_id="cong")
    assert short.outcome is Outcome.INCOMPLETE
    assert short.reason is not None
    assert "6 trong 10" in short.reason
    assert "--accept-count cong=" in short.reason
    assert held_against(COMPLETE, Overlap(6, 10), source_id="cong", accepted="cổng đã dọn") == COMPLETE
    assert held_against(COMPLETE, Overlap(7, 10), source_id="cong") == COMPLETE
    assert held_against(COMPLETE, Overlap(1, 4), source_id="cong") == COMPLETE  # too few to say anything
    dark = CrawlProof(Outcome.DARK, 0, 0, None, "503")
    assert held_against(dark, Overlap(0, 10), source_id="cong") == dark


def test_two_whole_lists_in_a_row_must_miss_it() -> None:
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab")]) == {}
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab"), sweep(15, "ab")]) == {"c": DAY + timedelta(days=8)}
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab"), sweep(15, "abc")]) == {}
    between = sweep(10, "", Outcome.DARK)
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab"), between]) == {}
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab", Outcome.INCOMPLETE), sweep(15, "ab")]) == {}
    windowed = sweep(9, "", window=Window(DAY))
    assert withdrawn([sweep(1, "abc"), sweep(8, "ab"), windowed]) == {}


@given(
    st.lists(st.tuples(st.frozensets(st.sampled_from("abcd")), st.sampled_from(list(Outcome))), max_size=8)
)
def test_what_the_newest_whole_list_shows_is_never_withdrawn(
    told: list[tuple[frozenset[str], Outcome]],
) -> None:
    seen = [Sighting(DAY + timedelta(days=n), WHOLE, outcome, keys) for n, (keys, outcome) in enumerate(told)]
    whole = [one for one in seen if one.outcome is Outcome.COMPLETE]
    gone = withdrawn(seen)
    for key in gone:
        assert all(key not in one.seen for one in whole[-2:])
        assert any(key in one.seen for one in whole)
    assert gone == withdrawn(seen[::-1])


# ---- through whole nights ---------------------------------------------------------------------------------


def at(night: int) -> SetClock:
    return SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=night))


def test_nights_through_a_shrunken_list_and_a_real_withdrawal(tmp_path: Path) -> None:
    store = write_store(3, 40, Plan(withdrawn=True))
    shrunk = frozenset({7, 14})
    weather = Weather(frozenset({Switch.SHRUNK}), {Switch.SHRUNK: shrunk})
    folder = DataFolder(tmp_path / "data")
    config = tmp_path / "niemyet.toml"
    outcomes: dict[int, Outcome] = {}
    with SimulatedPortal(Plain(), store, weather, at(0)) as portal:
        config.write_text(configuration("html", portal.url), encoding="utf-8")
        settings = load(config)
        for night in (0, 7, 14, 21, 28, 35):  # each a sweep of the whole list
            portal.night, portal.clock = night, at(night)
            result = run_nightly(settings, folder, at(night))
            outcomes[night] = result.proofs["cong"].outcome
        assert outcomes == {
            night: Outcome.INCOMPLETE if night in shrunk else Outcome.COMPLETE for night in outcomes
        }
        release = folder.releases.latest()
        assert release is not None
        asked = [row for row in release.table("notices").to_pylist() if row["kind"] == "withdrawn"]
        gone = {one.id for one in store.documents if one.until is not None and one.until <= 28}
        assert len(gone) == 2
        assert len(asked) == len(gone)
        decisions = {row["decision_id"] for row in release.table("decisions").to_pylist()}
        assert {row["decision_id"] for row in asked} <= decisions  # kept all the same

        # A list that is really shorter is accepted once, with a reason, and that is noted.
        portal.weather = Weather(frozenset({Switch.SHRUNK}), {Switch.SHRUNK: frozenset({36})})
        portal.night, portal.clock = 36, at(36)
        refused = run_nightly(settings, folder, at(36), full=True)
        assert refused.proofs["cong"].outcome is Outcome.INCOMPLETE
        taken = run_nightly(
            settings,
            folder,
            SetClock(at(36).at + timedelta(hours=1)),
            full=True,
            accepted_counts={"cong": "cổng đã dọn"},
        )
        assert taken.proofs["cong"].outcome is Outcome.COMPLETE
        last = folder.lake.read("crawls", CrawlRow)[-1]
        assert (last.accepted, last.seen_again) == ("cổng đã dọn", 6)
        assert last.expected is not None
        assert last.expected > 30


def test_accepting_needs_a_source_and_a_reason(tmp_path: Path) -> None:
    config = tmp_path / "niemyet.toml"
    config.write_text(configuration("html", "http://127.0.0.1:9/van-ban/"), encoding="utf-8")
    for wrong in ("cong", "cong=", "khac=vì thế"):
        result = CliRunner().invoke(
            niemyet,
            ["nightly", "--config", str(config), "--data", str(tmp_path / "d"), "--accept-count", wrong],
        )
        assert result.exit_code != 0
        assert not (tmp_path / "d").exists()
