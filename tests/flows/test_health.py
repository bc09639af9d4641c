"""What the doctor looks at: a house where all is well, and each part of it spoilt on purpose."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from click.testing import CliRunner

from niemyet.flows import health
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.health import Aspect, Health, House, findings, status_of
from niemyet.flows.pipeline import run_nightly
from niemyet.model.messages import Words
from niemyet.model.records import Exchange
from niemyet.model.tables import Run
from niemyet.model.words import FetchOutcome, Outcome
from niemyet.storage.folder import DataFolder
from niemyet.transforms.data_age import data_ages
from tests.support.house import build_house, decision
from tests.support.loopback import Answer, serving

RAN_AT = datetime(2026, 11, 20, 19, tzinfo=UTC)
NOW = RAN_AT + timedelta(hours=20)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house after a night; each test spoils a copy."""
    house = build_house(tmp_path_factory.mktemp("built") / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(house.settings, house.folder, SetClock(RAN_AT))
    (house.root / "data/raw").chmod(0o700)
    return house.root


@pytest.fixture
def house(built: Path, tmp_path: Path) -> House:
    root = tmp_path / "nhà"
    shutil.copytree(built, root, symlinks=True)
    shutil.copytree(root / "data", tmp_path / "sao-luu", symlinks=True)
    folder = DataFolder(root / "data")
    free = 10**12  # a copy is new, whatever day the house has: what it grows by is told by tests of its own
    return House(root / "niemyet.toml", folder, NOW, {}, str(tmp_path / "sao-luu"), free=lambda path: free)


@dataclass
class Held:
    """What is open, or another than it is, for as long as a test lasts."""

    patch: pytest.MonkeyPatch
    stack: ExitStack = field(default_factory=ExitStack)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    found = Held(monkeypatch)
    with found.stack:
        yield found


Spoil = Callable[[House, Held], House]


def english(told: Words) -> str:
    return told if isinstance(told, str) else told.text("en")


def spoilt(house: House) -> dict[Aspect, health.LookAt]:
    return {one.part: one for one in findings(house)}


def test_where_all_is_well_nothing_is_to_do(house: House) -> None:
    found = list(findings(house))
    assert {one.part for one in found} == set(Aspect)
    assert [one for one in found if one.verdict is not Health.OK or one.next] == []
    assert status_of(found) == 0


def test_a_unit_that_changed_is_one_unit_here_and_in_the_list_of_units(house: House) -> None:
    text = house.config.read_text("utf-8")
    one = '\n[[unit]]\nid = "xa-c"\nkind = "commune"\nname = "{name}"\nvalid_{word} = 2022-06-01\n'
    more = one.format(name="Xã C", word="until") + one.format(name="Phường C", word="from")
    house.config.write_text(text + more, "utf-8")
    (found,) = [each for each in findings(house) if each.part is Aspect.CONFIGURATION]
    listed = (
        CliRunner().invoke(niemyet, ["units", "list", "--lang", "en", "--config", str(house.config)]).output
    )
    count = english(found.told).split(", ")[1]
    assert f"{count} in " in listed
    assert "one that changed has a row for each stretch of time" in listed


def edit(house: House, old: str, new: str) -> House:
    text = house.config.read_text("utf-8")
    assert old in text
    house.config.write_text(text.replace(old, new), "utf-8")
    return house


def without_configuration(house: House, _: Held) -> House:
    house.config.unlink()
    return house


def without_sources(house: House, _: Held) -> House:
    text = house.config.read_text("utf-8")
    head, rest = text.split("[[source]]", 1)
    house.config.write_text(head + rest[rest.index("[[unit]]") :], "utf-8")
    return house


def another_source(house: House, _: Held) -> House:
    return edit(house, "[[source]]", '[[source]]\nid = "moi"\nkind = "inbox"\npath = "moi"\n\n[[source]]')


def a_portal_without_a_contact(house: House, _: Held) -> House:
    source = '[[source]]\nid = "so"\nkind = "html"\nurl = "https://so.example/"\nlist = { row = "tr", link = "a" }\n'
    return edit(house, "[[source]]", f"{source}\n[[source]]")


def weeks_without_days(house: House, _: Held) -> House:
    return edit(house, "[[source]]", "[releases]\nweeks = 5\n\n[[source]]")


def dark_online(house: House, _: Held) -> House:
    return replace(house, online=lambda settings: {"hop-thu": (Outcome.DARK, "HTTP 503")})


def a_file_for_a_folder(house: House, _: Held) -> House:
    place = house.config.parent / "tệp"
    place.write_bytes(b"")
    return replace(house, folder=DataFolder(place / "data"))


def nothing_yet(house: House, _: Held) -> House:
    return replace(house, folder=DataFolder(house.config.parent / "chưa có"))


def a_writer_that_hangs(house: House, held: Held) -> House:
    lock = held.stack.enter_context((house.folder.root / ".lock").open("wb"))
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.utime(house.folder.root / ".lock", (0, 0))
    return house


def a_fact_lost(house: House, _: Held) -> House:
    next((house.folder.root / "lake/receipts").glob("*.parquet")).unlink()
    return house


def a_table_turned_over(house: House, _: Held) -> House:
    """Of a table that the quick look does not open, a byte in the middle is another."""
    place = next((house.folder.root / "lake/runs").glob("*.parquet"))
    data = bytearray(place.read_bytes())
    data[8:40] = bytes(32)
    place.write_bytes(data)
    return house


def raw_for_everybody(house: House, _: Held) -> House:
    (house.folder.root / "raw").chmod(0o755)
    return house


def a_kept_password(house: House, _: Held) -> House:
    place = house.folder.root / "intake"
    place.mkdir()
    (place / "x.json").write_text('{"url": "https://ten:mat-khau@cong.example/"}')
    return house


def a_full_disk(house: House, _: Held) -> House:
    return replace(house, free=lambda path: 10**8)


def a_disk_for_days(house: House, _: Held) -> House:
    kept = house.folder.root / "raw/objects/large"
    kept.write_bytes(os.urandom(14_000_000))
    return replace(house, free=lambda path: 40_000_000)


def a_month_of_disk(house: House, held: Held) -> House:
    held.patch.setattr(health, "_LEAST_FREE", 1)
    return a_disk_for_days(house, held)


def without_zones(house: House, held: Held) -> House:
    def unknown(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    held.patch.setattr(health, "ZoneInfo", unknown)
    return house


def portals_ahead(by: timedelta) -> Spoil:
    def spoil(house: House, _: Held) -> House:
        asked = RAN_AT + timedelta(minutes=5)
        headers = (("Date", format_datetime(asked + by)), ("Date", "no day"))
        house.folder.raw.keep(
            Exchange(
                source_id="a", method="GET", url="https://a.example/", request_body=None, requested_at=asked,
                final_url="https://a.example/", status=200, headers=headers, elapsed_ms=5, outcome=FetchOutcome.OK,
                run_id="20261120T190500000000Z-nightly", body=b"x",
            )
        )  # fmt: skip
        return house

    return spoil


def at(instant: datetime) -> Spoil:
    return lambda house, _: replace(house, now=instant)


def no_night(house: House, _: Held) -> House:
    fresh = DataFolder(house.config.parent / "khác")
    for row in house.folder.lake.read("runs", Run):
        fresh.lake.append("runs", row.run_id, [replace(row, command="ingest", release=None)])
    return replace(house, folder=fresh)


def earlier_readers(house: House, held: Held) -> House:
    held.patch.setattr(health, "due_again", lambda lake: 7)
    return house


def a_night_that_died(house: House, _: Held) -> House:
    house.folder.begin("nightly", "20261121T190000000000Z-nightly")
    return house


def backup_at(place: str | None) -> Spoil:
    return lambda house, _: replace(house, backup=place)


def an_older_backup(house: House, _: Held) -> House:
    root = house.folder.root
    newer = house.folder.releases.all()[-1].replace("2026-11-20", "2026-11-30")
    shutil.copytree(root / "releases" / house.folder.releases.all()[-1], root / "releases" / newer)
    return house


def a_damaged_backup(house: House, _: Held) -> House:
    next((Path(str(house.backup)) / "lake/receipts").glob("*.parquet")).unlink()
    return house


def old_units(house: House, held: Held) -> House:
    ages = tuple(replace(one, checked_on=date(2026, 1, 1)) for one in data_ages())
    held.patch.setattr(health, "data_ages", lambda: ages)
    return house


def an_ended_unit(house: House, _: Held) -> House:
    return edit(
        house,
        'name = "UBND xã B"',
        'name = "UBND xã B"\nvalid_until = 2025-07-01\nlistings = [{ channel = "counter", path = "so.xlsx" }]',
    )


def another_prefect(house: House, held: Held) -> House:
    held.patch.setattr("niemyet.flows.health.metadata.version", lambda name: "2.0.0")
    return house


def prefect(body: bytes, status: int = 200) -> Spoil:
    def spoil(house: House, held: Held) -> House:
        site = held.stack.enter_context(serving(lambda asked: Answer(body, status)))
        return replace(
            house, environment={"PREFECT_API_URL": f"{site.url}/api", "PREFECT_API_AUTH_STRING": "a:b"}
        )

    return spoil


def wrong_configuration(house: House, _: Held) -> House:
    return edit(house, "[province]", "[tỉnh]")


def dead_prefect(house: House, _: Held) -> House:
    return replace(house, environment={"PREFECT_API_URL": "http://127.0.0.1:9/api"})


@pytest.mark.parametrize(
    ("spoil", "part", "verdict", "said"),
    [
        (without_configuration, Aspect.CONFIGURATION, Health.WARN, "there is none"),
        (wrong_configuration, Aspect.CONFIGURATION, Health.FAIL, "line 2"),
        (without_sources, Aspect.CONFIGURATION, Health.WARN, "0 sources"),
        (without_configuration, Aspect.SOURCES, Health.WARN, "without a configuration"),
        (another_source, Aspect.SOURCES, Health.WARN, "moi: never read"),
        (dark_online, Aspect.SOURCES, Health.FAIL, "HTTP 503"),
        (a_file_for_a_folder, Aspect.DATA_FOLDER, Health.FAIL, "cannot be written"),
        (nothing_yet, Aspect.DATA_FOLDER, Health.WARN, "nothing in it yet"),
        (a_writer_that_hangs, Aspect.WRITER, Health.WARN, "a run, since 1970"),
        (a_fact_lost, Aspect.DAMAGE, Health.FAIL, "it is missing"),
        (raw_for_everybody, Aspect.RAW_READERS, Health.WARN, "every user"),
        (a_kept_password, Aspect.SECRETS, Health.WARN, "intake/x.json"),
        (a_full_disk, Aspect.DISK, Health.FAIL, "0.1 GB free"),
        (a_disk_for_days, Aspect.DISK, Health.FAIL, "MB a day"),
        (a_month_of_disk, Aspect.DISK, Health.WARN, "MB a day"),
        (without_zones, Aspect.TIME_ZONE, Health.FAIL, "Asia/Ho_Chi_Minh"),
        (portals_ahead(timedelta(minutes=5)), Aspect.CLOCK, Health.WARN, "-300 s"),
        (portals_ahead(timedelta(hours=-2)), Aspect.CLOCK, Health.FAIL, "+7200 s"),
        (at(RAN_AT - timedelta(hours=1)), Aspect.CLOCK, Health.FAIL, "behind a run"),
        (at(RAN_AT + timedelta(days=3)), Aspect.LAST_RUN, Health.WARN, "ended 2026-11-21 02:00"),
        (a_night_that_died, Aspect.LAST_RUN, Health.WARN, "did not end"),
        (no_night, Aspect.LAST_RUN, Health.WARN, "no night"),
        (earlier_readers, Aspect.READERS, Health.WARN, "7 documents"),
        (backup_at(None), Aspect.BACKUP, Health.WARN, "none is named"),
        (backup_at("/nowhere/sao-luu"), Aspect.BACKUP, Health.WARN, "no release"),
        (backup_at("s3://ftp://a"), Aspect.BACKUP, Health.WARN, "expected a folder"),
        (backup_at("ftp://a/b"), Aspect.BACKUP, Health.WARN, "expected a folder"),
        (a_table_turned_over, Aspect.LAST_RUN, Health.FAIL, "damaged"),
        (an_older_backup, Aspect.BACKUP, Health.WARN, "holds release"),
        (a_damaged_backup, Aspect.BACKUP, Health.WARN, "it is missing"),
        (old_units, Aspect.UNITS, Health.WARN, "last checked"),
        (a_portal_without_a_contact, Aspect.CONFIGURATION, Health.WARN, "no contact by which they can reach you"),
        (weeks_without_days, Aspect.CONFIGURATION, Health.WARN, "so every release stays"),
        (an_ended_unit, Aspect.UNITS, Health.WARN, "xa-b"),
        (at(datetime(2026, 12, 1, tzinfo=UTC)), Aspect.CALENDAR, Health.WARN, "2027"),
        (at(datetime(2027, 1, 2, tzinfo=UTC)), Aspect.CALENDAR, Health.FAIL, "2027"),
        (another_prefect, Aspect.PREFECT, Health.WARN, "2.0.0 is installed"),
        (dead_prefect, Aspect.PREFECT, Health.WARN, "nights run without it"),
        (prefect(b"", 401), Aspect.PREFECT, Health.WARN, "does not know the word"),
        (prefect(b"", 500), Aspect.PREFECT, Health.WARN, "HTTP 500"),
        (prefect(b'"2.1.0"'), Aspect.PREFECT, Health.WARN, "the server is 2.1.0"),
        (prefect(b"<html>"), Aspect.PREFECT, Health.WARN, "nights run without it"),
    ],
)  # fmt: skip
def test_each_part_spoilt_is_told_with_what_to_do(
    house: House, held: Held, spoil: Spoil, part: Aspect, verdict: Health, said: str
) -> None:
    found = list(findings(spoil(house, held)))
    by_part = {one.part: one for one in found}
    seen = by_part[part]
    told = english(seen.told)
    assert (seen.verdict, said in told) == (verdict, True), told
    assert seen.next or part in (Aspect.SOURCES,), "the next step"
    assert status_of(found) == (1 if Health.FAIL in {one.verdict for one in found} else 3)


@pytest.mark.parametrize("spoil", [nothing_yet, a_file_for_a_folder, a_fact_lost])
def test_sources_are_asked_whatever_is_in_the_data_folder(house: House, held: Held, spoil: Spoil) -> None:
    """Once, and before the first night above all."""
    seen = [one for one in findings(dark_online(spoil(house, held), held)) if one.part is Aspect.SOURCES]
    assert [one.verdict for one in seen] == [Health.FAIL]


def test_a_run_that_is_going_on_is_no_trouble(house: House) -> None:
    with house.folder.only_writer():
        os.utime(house.folder.root / ".lock", (NOW.timestamp(), NOW.timestamp()))
        seen = spoilt(house)[Aspect.WRITER]
    assert (seen.verdict, seen.told != "") == (Health.OK, True)


def test_days_of_the_configuration_are_known_to_the_calendar(house: House) -> None:
    edit(
        house,
        "[[source]]",
        '[[day]]\ndate = 2027-09-01\nworks = false\nname = "x"\nsource = "y"\n\n[[source]]',
    )
    assert spoilt(replace(house, now=datetime(2027, 1, 2, tzinfo=UTC)))[Aspect.CALENDAR].verdict is Health.OK


def test_the_clock_is_held_against_what_portals_said(house: House, held: Held) -> None:
    seen = spoilt(portals_ahead(timedelta(seconds=1))(house, held))[Aspect.CLOCK]
    assert (seen.verdict, english(seen.told)) == (Health.OK, "-1 s against the portals of the last run")


@pytest.fixture
def asked(house: House) -> list[str]:
    return ["doctor", "--data", house.folder.address, "--config", str(house.config)]


def test_the_command_tells_each_part_and_leaves_with_the_status(house: House, asked: list[str]) -> None:
    result = CliRunner().invoke(niemyet, [*asked, "--format", "json", "--online"])
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert result.exit_code == 3, "no backup is named"
    assert rows["backup"]["outcome"] == "warn"
    assert "NIEMYET_BACKUP" in rows["backup"]["next"]
    assert rows["sources"]["outcome"] == "ok"
    (house.folder.root / "latest").unlink()
    told = CliRunner().invoke(niemyet, [*asked, "--lang", "en", "--backup", str(house.backup)])
    assert told.exit_code == 1
    assert "✗ damage: " in told.stdout
    assert "→ niemyet repair" in told.stdout
    assert "✓ backup: " in told.stdout
