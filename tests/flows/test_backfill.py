"""A past range: interrupted at any request, the same call goes on and ends as if nothing had happened."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from niemyet.demo.config import demo_config
from niemyet.demo.portal import DemoPortal
from niemyet.demo.world import build_world
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.pipeline import run_backfill, run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.model.records import Window
from niemyet.storage.folder import DataFolder
from niemyet.transforms.language.dates import HO_CHI_MINH

RANGE = Window(date(2022, 2, 1), date(2022, 5, 1))
TODAY = date(2026, 11, 20)
SOURCES = ["dvcqg", "so-tu-phap"]


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


class KillingClock(SetClock):
    """Ends the process at its n-th look at the time; every request looks at it."""

    looks = 0
    fatal = 0

    def now(self) -> datetime:
        self.looks += 1
        if self.looks == self.fatal:
            raise Killed
        return super().now()


def clock(fatal: int = 0, day: date = TODAY) -> KillingClock:
    made = KillingClock(datetime.combine(day, time(23), HO_CHI_MINH))
    made.fatal = fatal
    return made


def content(folder: DataFolder) -> dict[str, str]:
    release = folder.releases.latest()
    assert release is not None
    return {
        each["name"]: each["hash"]
        for each in release.manifest["resources"]
        if each["name"] not in {"fetches", "runs"}
    }


def settings_for(portal: DemoPortal, root: Path) -> Settings:
    root.mkdir(exist_ok=True)
    (root / "niemyet.toml").write_text(demo_config(portal.url, day=portal.today), encoding="utf-8")
    return load(root / "niemyet.toml")


def test_a_killed_backfill_goes_on_and_fetches_nothing_twice(tmp_path: Path) -> None:
    with DemoPortal(build_world(), TODAY) as portal:
        settings = settings_for(portal, tmp_path)
        whole = DataFolder(tmp_path / "whole")
        run_backfill(settings, whole, clock(), RANGE, SOURCES)
        undisturbed = portal.requests
        portal.forget_requests()
        folder = DataFolder(tmp_path / "broken")
        for fatal in (40, 400):
            with pytest.raises(Killed):
                run_backfill(settings, folder, clock(fatal), RANGE, SOURCES)
            assert folder.releases.latest() is None
        run_backfill(settings, folder, clock(), RANGE, SOURCES)
        again = portal.requests
    assert content(folder) == content(whole)
    # The request in flight when the process ended may be asked again, robots.txt is asked by every process.
    assert again.total() <= undisturbed.total() + 2 + 2 * len(SOURCES)


def test_a_range_holds_its_own_days_and_leaves_the_nights_alone(tmp_path: Path) -> None:
    """On a day when a night that reads all there is reads little, most of it of days outside of the range."""
    day = date(2022, 7, 1)
    with DemoPortal(build_world(), day) as portal:
        settings = settings_for(portal, tmp_path)
        folder = DataFolder(tmp_path / "data")
        part = signed(run_backfill(settings, folder, clock(day=day), RANGE, SOURCES))
        every = signed(run_nightly(settings, folder, clock(day=day)))
    since, until = RANGE.since, RANGE.until
    assert since is not None
    assert until is not None
    assert part
    assert all(since <= one < until for one in part)
    assert [one for one in every if since <= one < until] == part
    assert every[0] < since < until <= every[-1]
    assert len(every) > 3 * len(part)


def signed(run: RunResult) -> list[date]:
    """The days of the decisions of a run's release, in their order."""
    assert run.release is not None
    return sorted(run.release.table("decisions", ["signed_on"]).column(0).to_pylist())
