"""Killed at random instants and run again; and what a night without news costs. The long runs are in benchmarks/."""

import pytest

from benchmarks.kills import kill_and_compare
from benchmarks.quiet import nights


@pytest.mark.long
def test_killed_and_run_again_it_ends_as_if_nothing_had_happened() -> None:
    found = kill_and_compare(2, seed=11)
    assert {one.command for one in found} == {"nightly", "backfill"}
    assert sum(one.kills for one in found) >= 2
    assert [line for one in found for line in one.wrong] == []


@pytest.mark.parametrize("decisions", [300])
def test_a_night_without_news_costs_next_to_nothing_and_reads_nothing(decisions: int) -> None:
    counted = nights(decisions)
    first, read = counted["the first crawl"]
    assert first > 2 * decisions
    assert read > 2 * decisions
    for quiet in ("an ordinary night", "the weekly sweep"):
        requests, extracted = counted[quiet]
        assert requests <= 0.05 * first
        assert extracted == 0
