"""Several provinces on one machine: found in a folder, a night of each whatever befalls another, and a line for each."""

import fcntl
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows import several
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.commands.overview import outcome_words
from niemyet.flows.config import load
from niemyet.flows.nights import NIGHT
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.several import (
    Configured,
    NightSaid,
    ProvinceNow,
    configured_in,
    nights,
    province_now,
    worst,
)
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.tables import Run
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow
from tests.support.house import build_house, decision

NOW = datetime(2022, 12, 31, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three provinces: one with a night, one without, one whose configuration is wrong; and one as a plain file."""
    folder = tmp_path_factory.mktemp("máy") / "niemyet.d"
    good = build_house(folder / "a-co-du-lieu")
    good.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(good.settings, good.folder, good.clock)
    build_house(folder / "b-chua-chay")
    build_house(folder / "c-sai")
    (folder / "c-sai" / "niemyet.toml").write_text("[province\n", encoding="utf-8")
    shutil.copy(folder / "b-chua-chay" / "niemyet.toml", folder / "d-tep.toml")
    return folder


def call(*words: str) -> Result:
    return CliRunner().invoke(niemyet, ["--lang", "en", *words], catch_exceptions=False)


def test_provinces_are_found_in_both_layouts(made: Path) -> None:
    found = configured_in(made, "/srv/data/")
    assert [(one.name, one.data) for one in found] == [
        ("a-co-du-lieu", str(made / "a-co-du-lieu" / "data")),
        ("b-chua-chay", str(made / "b-chua-chay" / "data")),
        ("c-sai", str(made / "c-sai" / "data")),
        ("d-tep", "/srv/data/d-tep"),
    ]
    (alone,) = configured_in(made / "a-co-du-lieu", "./data")  # the folder of one province is one, too
    assert (alone.name, alone.data) == ("a-co-du-lieu", str(made / "a-co-du-lieu" / "data"))
    assert configured_in(made, "s3://bucket/x")[3].data == "s3://bucket/x/d-tep"


def test_no_such_folder_and_an_empty_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        configured_in(tmp_path / "none", "data")
    with pytest.raises(UsageError, match="niemyet init"):
        configured_in(tmp_path, "data")


def test_a_line_for_each_and_what_cannot_be_read_hides_no_other(made: Path) -> None:
    done = call("overview", str(made), "--data", str(made / "none"), "--json")
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "a-co-du-lieu": "good",
        "b-chua-chay": "never",
        "c-sai": "wrong",
        "d-tep": "never",
    }
    good = rows["a-co-du-lieu"]
    assert (good["province"], good["dark"], good["questions"]) == ("Tỉnh Quảng Nam", [], 0)
    assert good["release"]
    assert good["late"] is not None
    assert good["last_night"].startswith("2022-12-30T16:00:00")
    assert "line 1: expected ]" in rows["c-sai"]["why"]
    assert "no data yet" in rows["b-chua-chay"]["why"]
    assert done.exit_code == 3


def test_the_table_tells_what_is_wrong_below_it(made: Path) -> None:
    done = call("overview", str(made), "--data", str(made / "none"))
    assert "no night since" in done.stdout  # the one of 2022
    assert "cannot be read" in done.stdout
    assert "c-sai: " in done.stderr


def test_who_writes_just_now_is_running(made: Path) -> None:
    one = configured_in(made, "data")[0]
    assert province_now(one, NOW).outcome is NightSaid.GOOD
    assert province_now(one, NOW).hours == 12.0
    with (Path(one.data) / ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert province_now(one, NOW).outcome is NightSaid.RUNNING


def test_a_night_that_began_and_did_not_end_failed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "a-co-du-lieu", tmp_path / "x", symlinks=True)
    lake = DataFolder(tmp_path / "x" / "data").lake
    (crawl,) = lake.read("crawls", CrawlRow)
    later = replace(crawl, run_id="20221231T020000000000Z-nightly")
    lake.append("crawls", later.run_id, [later])
    shutil.copytree(tmp_path / "x", tmp_path / "y", symlinks=True)
    assert province_now(configured_in(tmp_path / "x", "data")[0], NOW).outcome is NightSaid.FAILED
    (run,) = lake.read("runs", Run)
    other = DataFolder(tmp_path / "y" / "data").lake
    other.append("runs", later.run_id, [replace(run, run_id=later.run_id, command="observe")])
    assert province_now(configured_in(tmp_path / "y", "data")[0], NOW).outcome is NightSaid.GOOD


def test_a_night_that_died_before_its_first_source_is_seen_at_once(made: Path, tmp_path: Path) -> None:
    """It noted itself before anything else; the first night of all too. The next one that ends well takes its place."""
    for name in ("a-co-du-lieu", "b-chua-chay"):
        shutil.copytree(made / name, tmp_path / name, symlinks=True)
        root = tmp_path / name
        one, later = Configured(name, root / "niemyet.toml", str(root / "data")), SetClock(NOW)
        with pytest.raises(ZeroDivisionError):
            run_nightly(load(one.config), DataFolder(one.data), later, engine=lambda *_: [1 // 0])
        assert province_now(one, NOW).outcome is NightSaid.FAILED, name
        assert DataFolder(one.data).lake.read("crawls", CrawlRow) == DataFolder(
            made / name / "data"
        ).lake.read("crawls", CrawlRow)
        with DataFolder(one.data).only_writer():
            assert province_now(one, NOW).outcome is NightSaid.RUNNING
        run_nightly(load(one.config), DataFolder(one.data), SetClock(NOW + timedelta(hours=1)))
        assert province_now(one, NOW + timedelta(hours=2)).outcome is NightSaid.GOOD
        assert DataFolder(one.data).unfinished(NIGHT) is None


def test_a_configuration_that_may_not_be_read_is_told_in_its_line(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another user's folder lies beside: `serve --each` goes on, and with none that is right says so."""
    read = Path.read_bytes

    def closed(path: Path) -> bytes:
        if path.name == "niemyet.toml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        load(made / "a-co-du-lieu" / "niemyet.toml")
    found = [province_now(one, NOW) for one in configured_in(made, "data")]
    assert [one.outcome for one in found[:3]] == [NightSaid.WRONG] * 3
    served = CliRunner().invoke(niemyet, ["serve", "--each", str(made / "a-co-du-lieu")])
    assert isinstance(served.exception, UsageError)
    assert "no configuration in it is right" in str(served.exception)


def test_what_is_no_longer_a_source_and_a_listing_read_since_are_not_dark(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "a-co-du-lieu", tmp_path / "x", symlinks=True)
    config = tmp_path / "x" / "niemyet.toml"
    unit = load(config).units[0].unit_id
    text = config.read_text("utf-8")
    listing = f'[[unit]]\nid = "{unit}"\nkind = "commune"\nname = "UBND xã"\n'
    listing += 'listings = [{ channel = "counter", path = "x.html" }]\n'
    begins = text.index("[[unit]]")
    config.write_text(text[:begins] + listing, "utf-8")
    lake = DataFolder(tmp_path / "x" / "data").lake
    (crawl,) = lake.read("crawls", CrawlRow)
    (run,) = lake.read("runs", Run)

    def night(hour: int, *dark: str) -> tuple[str, ...]:
        run_id = f"20221231T0{hour}0000000000Z-nightly"
        rows = [replace(crawl, run_id=run_id, source_id=name, outcome=Outcome.DARK) for name in dark]
        lake.append("crawls", run_id, rows)
        at = run.finished_at + timedelta(hours=hour)
        lake.append("runs", run_id, [replace(run, run_id=run_id, finished_at=at)])
        return province_now(configured_in(tmp_path / "x", "data")[0], NOW).dark

    assert night(1, "tung-la-nguon", f"unit:{unit}") == (f"unit:{unit}",)
    assert night(2) == ()


def test_a_backfill_by_hand_hides_no_missed_night(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "a-co-du-lieu", tmp_path / "x", symlinks=True)
    lake = DataFolder(tmp_path / "x" / "data").lake
    (run,) = lake.read("runs", Run)
    by_hand = "20221231T030000000000Z-backfill"
    lake.append("runs", by_hand, [replace(run, run_id=by_hand, command="backfill", finished_at=NOW)])
    assert province_now(configured_in(tmp_path / "x", "data")[0], NOW).hours == 12.0


def test_a_data_folder_that_is_none_is_said(made: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lake").write_text("a file", encoding="utf-8")
    (tmp_path / "data" / "latest").symlink_to("releases/gone")
    now = province_now(Configured("x", made / "b-chua-chay" / "niemyet.toml", str(tmp_path / "data")), NOW)
    assert now.outcome is NightSaid.WRONG
    assert now.why


def test_a_night_long_ago_is_said_whatever_it_left() -> None:
    long_ago = ProvinceNow("a", "A", NightSaid.GOOD, hours=36.5)
    assert outcome_words(long_ago) == msg("no night since")
    assert outcome_words(ProvinceNow("a", "A", NightSaid.NEEDS_PERSON, hours=20)) == msg("needs a person")
    assert outcome_words(ProvinceNow("a", "A", NightSaid.RUNNING, hours=90)) == msg("running")


def test_no_night_stops_the_next_and_a_killed_one_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = iter([2, -9, 3, 0])
    asked = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        asked.append(command[2:])
        return subprocess.CompletedProcess(command, next(statuses))

    monkeypatch.setattr(several.subprocess, "run", run)
    provinces = [Configured(name, Path(f"{name}.toml"), f"d/{name}") for name in "abcd"]
    ended = nights(provinces, ["--full"], lambda one: None)
    assert [(one.name, status) for one, status in ended] == [("a", 2), ("b", 1), ("c", 3), ("d", 0)]
    assert asked[1] == ["niemyet", "nightly", "--config", "b.toml", "--data", "d/b", "--full"]


@pytest.mark.parametrize(
    ("statuses", "bad"), [([], 0), ([0, 0], 0), ([0, 3], 3), ([2, 3], 2), ([2, 1, 0], 1)]
)
def test_the_worst_status_is_that_of_all(statuses: list[int], bad: int) -> None:
    assert worst(statuses) == bad


def test_a_night_of_each_from_the_command_line(made: Path, tmp_path: Path) -> None:
    """For real: a configuration that is wrong stops no night of another province."""
    folder = tmp_path / "niemyet.d"
    for name in ("b-chua-chay", "c-sai"):
        shutil.copytree(made / name, folder / name)
    (folder / "c-sai").rename(folder / "a-sai")
    done = call("nightly", "--each", str(folder), "--data", str(tmp_path / "data"))
    assert done.exit_code == 2
    assert "a-sai: wrong configuration" in done.output
    assert "b-chua-chay: good" in done.output
    (bad, good) = (
        province_now(one, datetime.now(UTC) + timedelta(hours=1)) for one in configured_in(folder, "x")
    )
    assert (bad.outcome, good.outcome) == (NightSaid.WRONG, NightSaid.GOOD)
    with pytest.raises(UsageError, match="--each"):
        call("nightly", "--each", str(folder), "--accept-release", "vì")


def test_the_schedule_runs_each(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[list[str]] = []
    monkeypatch.setattr(
        "niemyet.flows.serving.serve_nightly",
        lambda cron, *, command, tags, about: served.append([*command, *tags, about]),
    )
    done = call("serve", "--each", str(made))
    assert "line 1: expected ]" in done.output  # told now, and no reason not to begin
    assert served[0][served[0].index("--each") + 1] == str(made.absolute())
    assert "--config" not in served[0]
    assert served[0][-2] == "province:quang-nam"
    assert "Tỉnh Quảng Nam" in served[0][-1]
