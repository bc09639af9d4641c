"""The worked scenario of DOMAIN §8, served by the embedded portal and read night by night.

Decisions and papers are the demo's own script, reduced to D00 … D12 and the copy D04′; units are those of the
scenario, in lower case: t0, h0, x1, x2 until the end of the districts, x3 through it, t1, y1, y2 after it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest

from niemyet.demo.portal import DemoPortal
from niemyet.demo.script import write_script
from niemyet.demo.world import World
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.extraction import Extracted, Task
from niemyet.flows.facts import gather
from niemyet.flows.pipeline import run_nightly
from niemyet.model.records import Limits
from niemyet.storage.folder import DataFolder
from niemyet.storage.raw import RawArchive
from niemyet.storage.release import Release
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.language.dates import HO_CHI_MINH

CONFIG = """\
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
agency_id = "H47"
successor = {{ id = "da-nang", on = 2025-07-01 }}

[fetch]
contact = "mailto:thu@niemyet.example"
seconds_between_requests = 0.0

[[source]]
id = "dvcqg"
kind = "dvcqg"
url = "{base}/jsp/rest.jsp"

[[source]]
id = "so-tu-phap"
kind = "html"
url = "{base}/van-ban/"
list = {{ row = "tr.van-ban-dong", link = "a.so-ky-hieu", next = "a[rel=next]" }}
detail = {{ number = "Số ký hiệu", signed_on = "Ngày ban hành", title = "Trích yếu", files = "Tệp đính kèm" }}

"""

_OLD, _NEW = "valid_until = 2025-07-01", "valid_from = 2025-07-01"
_UNITS = (
    ("t0", "province_center", "Trung tâm PVHCC tỉnh Quảng Nam", "quang-nam", None, _OLD),
    ("h0", "district", "UBND huyện Núi Thành", "quang-nam", "t0", _OLD),
    ("x1", "commune", "Thị trấn Núi Thành", "quang-nam", "h0", _OLD),
    ("x2", "commune", "Xã Tam Xuân I", "quang-nam", "h0", _OLD),
    ("x3", "commune", "Xã Tam Hải", "quang-nam", "h0", _OLD),
    ("x3", "commune", "Xã Tam Hải", "da-nang", "t1", _NEW),
    ("t1", "province_center", "Trung tâm PVHCC thành phố Đà Nẵng", "da-nang", None, _NEW),
    ("y1", "commune", "Xã Núi Thành", "da-nang", "t1", _NEW),
    ("y2", "commune", "Xã Tam Xuân", "da-nang", "t1", _NEW),
)

#: Local days on which the scenario's papers can first be read, D04′ on 2022-05-20 among them.
RECEIPTS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2021-12-17", "2022-03-08", "2022-03-28", "2022-04-18", "2022-05-10", "2022-05-20", "2022-06-13"),
        *("2022-06-20", "2022-07-18", "2022-08-15", "2022-08-29", "2022-11-14", "2025-07-02", "2025-09-17"),
    )
)


def scenario_world() -> World:
    """The province with the decisions of the scenario alone."""
    return World([one for one in write_script() if one.note == "scenario"])


def scenario_config(base: str) -> str:
    """`niemyet.toml` that reads the portal at an address."""
    units = [
        f'[[unit]]\nid = "{unit}"\nkind = "{kind}"\nname = "{name}"\nprovince_id = "{province}"\n'
        + (f'parent_unit_id = "{parent}"\n' if parent else "")
        + f"{validity}\n"
        for unit, kind, name, province, parent, validity in _UNITS
    ]
    return CONFIG.format(base=base) + "\n".join(units)


@dataclass(frozen=True)
class Nights:
    """A data folder after one night for each day of receipt, and each night's release."""

    root: Path
    folder: DataFolder
    settings: Settings
    facts: Facts
    releases: dict[date, Release]

    @property
    def options(self) -> list[str]:
        """For commands on the folder."""
        return ["--data", str(self.root / "data"), "--config", str(self.root / "niemyet.toml")]

    def state(self, as_of: date, known: date | None = None) -> State:
        """The state for a day, as known at the end of a day (all, if None)."""
        return state_of(self.facts, self.settings, as_of, known)


def state_of(facts: Facts, settings: Settings, as_of: date, known: date | None = None) -> State:
    """Consolidate facts for a day and a knowledge day (all there is, if None)."""
    return consolidate(
        facts,
        province=settings.province,
        policy=settings.policy,
        as_of=as_of,
        knowledge=at_night(known or date(2030, 1, 1)),
    )


def at_night(day: date) -> datetime:
    """Eleven in the evening of a local day."""
    return datetime.combine(day, time(23), HO_CHI_MINH)


def run_nights(
    root: Path,
    days: tuple[date, ...] = RECEIPTS,
    world: Callable[[], World] = scenario_world,
    config: Callable[[str], str] = scenario_config,
) -> Nights:
    """One night after another over the portal; each publishes what it knows, for its own day."""
    root.mkdir(parents=True, exist_ok=True)
    folder = DataFolder(root / "data")
    releases: dict[date, Release] = {}
    with DemoPortal(world(), days[0]) as portal, pytest.MonkeyPatch.context() as patch:
        # A pool of processes for each night of one paper would take most of the time; it has tests of its own.
        patch.setattr("niemyet.flows.reading.extract_all", _read_here)
        (root / "niemyet.toml").write_text(config(portal.url), encoding="utf-8")
        settings = load(root / "niemyet.toml")
        for day in days:
            portal.today = day
            run_nightly(settings, folder, SetClock(at_night(day)))
            release = folder.releases.latest()
            assert release is not None
            releases[day] = release
    return Nights(root, folder, settings, gather(folder.lake, settings), releases)


def _read_here(raw: Path, tasks: Iterable[Task], limits: Limits) -> Iterator[Extracted]:
    """What the pool of reading processes does, in this one."""
    archive = RawArchive(raw)
    for task in tasks:
        document = read_document(archive.get(task.sha256), task.name, limits)
        yield Extracted(task, reading=read_decision(document))
