"""A past range: interrupted at any request, the same call goes on and ends as if nothing had happened."""

from datetime import date, datetime
from pathlib import Path

import pytest

from niemyet.demo.config import demo_config
from niemyet.demo.portal import DemoPortal
from niemyet.demo.world import build_world
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.pipeline import run_backfill, run_nightly
from niemyet.model.records import Window
from niemyet.storage.folder import DataFolder
from niemyet.transforms.language.dates import HO_CHI_MINH

RANGE = Window(date(2022, 2, 1), date(2022, 5, 1))
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


def clock(fatal: int = 0) -> KillingClock:
    made = KillingClock(datetime(2026, 11, 20, 23, tzinfo=HO_CHI_MINH))
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


@pytest.fixture
def portal() -> DemoPortal:
    return DemoPortal(build_world(), date(2026, 11, 20))


def settings_for(portal: DemoPortal, root: Path) -> Settings:
    root.mkdir(exist_ok=True)
    (root / "niemyet.toml").write_text(demo_config(portal.url, day=date(2026, 11, 20)), encoding="utf-8")
    return load(root / "niemyet.toml")


def test_a_killed_backfill_goes_on_and_fetches_nothing_twice(portal: DemoPortal, tmp_path: Path) -> None:
    with portal:
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


def test_a_range_holds_its_own_days_and_leaves_the_nights_alone(portal: DemoPortal, tmp_path: Path) -> None:
    with portal:
        settings = settings_for(portal, tmp_path)
        folder = DataFolder(tmp_path / "data")
        release = run_backfill(settings, folder, clock(), RANGE, SOURCES).release
        assert release is not None
        days = release.table("decisions", ["signed_on"]).column(0).to_pylist()
        assert days
        assert RANGE.since is not None
        assert RANGE.until is not None
        assert all(RANGE.since <= day < RANGE.until for day in days)
        night = run_nightly(settings, folder, clock())
        assert night.release is not None
        assert night.release.table("decisions").num_rows > 300
