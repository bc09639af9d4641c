"""A night writes what a run from nothing would write, whatever the nights before it were. 200 histories: `benchmarks equal`."""

import shutil
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from niemyet.storage.releases import ABOUT_RUNS
from tests.scenarios.random_nights import EVENTS, LAID_OVER, History, is_plain, run_history

#: Few here, among them the longest (12); `python -m benchmarks equal` is for many.
SEEDS = (0, 1, 5, 9, 12)
#: Of whose provinces nothing is heard but decisions.
PLAIN = (2, 10)


@pytest.fixture(scope="module")
def history_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], History]:
    """Seed → its history, to look at: run once for all of these tests."""
    root = tmp_path_factory.mktemp("nights")
    return cache(lambda seed: run_history(seed, root / str(seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_night_is_what_a_run_from_nothing_makes(seed: int, history_of: Callable[[int], History]) -> None:
    history = history_of(seed)
    assert history.nights >= 3
    assert history.releases == len(history.digests) > 0
    assert [str(one) for one in history.differences()] == []


@pytest.mark.parametrize("seed", [3])
def test_the_same_history_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    first = run_history(seed, tmp_path / "here", nights=5)
    shutil.rmtree(tmp_path / "here")  # the paths of listings are told in the tables
    again = run_history(seed, tmp_path / "here", nights=5)
    assert first.digests == again.digests
    assert first.events == again.events


def test_a_table_that_a_night_has_not_written_again_is_named(history_of: Callable[[int], History]) -> None:
    """For each table that changes from one release to the next, the one before is put in its place."""
    history = copy(history_of(0))
    before, last = history.snapshots[-2:]
    changed = [name for name in last.tables if not last.tables[name].equals(before.tables[name])]
    assert set(changed) - ABOUT_RUNS
    for name in changed:
        history.snapshots = [replace(last, tables=last.tables | {name: before.tables[name]})]
        (found,) = history.differences()
        assert (found.seed, found.night, found.table) == (0, history.nights, name)
        assert found.rows


def test_only_what_is_touched_is_folded_where_nothing_but_decisions_comes(tmp_path: Path) -> None:
    """Of a third of the nights at least, and what comes of them is right."""
    for seed in PLAIN:
        assert is_plain(seed)
        history = run_history(seed, tmp_path / str(seed))
        assert history.events[LAID_OVER] >= history.nights // 3
        assert [str(one) for one in history.differences()] == []


def test_the_histories_are_rich(history_of: Callable[[int], History]) -> None:
    """Even of a few of them, more than fifteen kinds of events happen; the benchmark counts each."""
    happened: Counter[str] = Counter()
    for seed in SEEDS[:4]:
        happened += history_of(seed).events
    assert len([kind for kind in EVENTS if happened[kind]]) > 15
