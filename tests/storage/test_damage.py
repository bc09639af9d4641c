"""Every kind of damage to a data folder: seen, said with the file's name, and no night publishes over it.

The rows are those of the table in docs/operations.md ("What can be damaged").
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError, StorageError
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow, ResolutionRow
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)
LATER = datetime(2022, 3, 9, 13, tzinfo=UTC)

Harm = Callable[[Path], None]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Three nights with decisions, a listing, an answer and work reported as done."""
    root = tmp_path_factory.mktemp("whole")
    house = build_house(root / "nhà")
    for number in range(3):
        section = "BỊ BÃI BỎ" if number == 2 else "BAN HÀNH MỚI"
        house.drop(f"{number}.md", decision(number + 1, f"{10 + number}/02/2022", section=section))
        if number == 1:
            lake = house.folder.lake
            at = FIRST + timedelta(hours=1)
            lake.append("confirmations", "20220301T140000000000Z-done",
                        [ConfirmationRow("20220301T140000000000Z-done", "u1", at.date(), "Hoa", at)])  # fmt: skip
            lake.append("resolutions", "20220301T140000000000Z-review",
                        [ResolutionRow("20220301T140000000000Z-review", "r1", "confirmed", "Hoa", at)])  # fmt: skip
        night(house, FIRST + timedelta(days=number))
    return house


def night(house: House, at: datetime) -> None:
    run_nightly(house.settings, house.folder, SetClock(at))


@pytest.fixture
def house(whole: House, tmp_path: Path) -> House:
    shutil.copytree(whole.root, tmp_path / "nhà", symlinks=True)
    return House(tmp_path / "nhà", SetClock(LATER))


def words(house: House, at: datetime) -> str:
    """What a night says that ends before its time; else that it did not need the damaged file, by its name."""
    try:
        night(house, at)
    except NiemyetError as error:
        return str(error)
    return " ".join(wrong(house.folder))


def newest(pattern: str) -> Callable[[Path], Path]:
    return lambda data: sorted(data.glob(pattern))[-1]


def oldest(pattern: str) -> Callable[[Path], Path]:
    return lambda data: sorted(data.glob(pattern))[0]


@dataclass(frozen=True)
class Kind:
    """A kind of damage: what is hit, how, and whether a night must stop before it does anything."""

    name: str
    find: Callable[[Path], Path]
    harm: Harm
    stops: bool = True


FACTS = ("receipts", "postings", "readings", "crawls", "confirmations", "resolutions", "fetches", "runs")
KINDS = [
    *(
        Kind(f"lake/{table} {harm.__name__}", oldest(f"lake/{table}/*.parquet"), harm)
        for table in FACTS
        for harm in (flip, cut, lose, empty)
        # A table that this night does not ask for is found by its size, or by verify.
        if table != "postings" or harm is not flip
    ),
    *(Kind(f"log {harm.__name__}", oldest("raw/exchanges/*.jsonl"), harm, harm is not flip)
      for harm in (flip, cut, lose)),
    *(Kind(f"first note {harm.__name__}", oldest("lake/commits/*.json"), harm) for harm in (flip, cut, lose)),
    *(Kind(f"last note {harm.__name__}", newest("lake/commits/*.json"), harm) for harm in (flip, cut, lose)),
    Kind("whole lake gone", newest("lake"), shutil.rmtree),
    *(Kind(f"head {harm.__name__}", newest("lake/head.json"), harm) for harm in (cut, lose)),
    *(Kind(f"input {harm.__name__}", oldest("lake/inputs/*.json"), harm, harm is not flip)
      for harm in (flip, cut, lose)),
    *(Kind(f"manifest {harm.__name__}", newest("releases/*/datapackage.json"), harm)
      for harm in (flip, cut, lose, empty)),
    *(Kind(f"release table {harm.__name__}", newest("releases/*/listing_updates.parquet"), harm, stops=False)
      for harm in (flip, cut, lose)),
    *(Kind(f"raw object {harm.__name__}", oldest("raw/objects/*/*.zst"), harm, stops=False)
      for harm in (flip, cut, lose, empty)),
]  # fmt: skip


#: Which kinds are mended here: all but those of most tables of facts, of which each has one harm, in turn, and the first
#: two have all; that each kind is seen is tried of all. `NIEMYET_EVERY_DAMAGE=1` mends each.
_EVERY = os.environ.get("NIEMYET_EVERY_DAMAGE") == "1"
_HARMS = (flip, cut, lose, empty)
_THIN = {f"lake/{table} {_HARMS[place % len(_HARMS)].__name__}" for place, table in enumerate(FACTS)}
MENDED = [
    kind
    for kind in KINDS
    if _EVERY
    or not kind.name.startswith(tuple(f"lake/{table} " for table in FACTS[2:]))
    or kind.name in _THIN
]


def call(house: House, *args: str) -> Result:
    return CliRunner().invoke(niemyet, [*args, "--data", str(house.root / "data"), "--config",
                                        str(house.root / "niemyet.toml")])  # fmt: skip


def told(result: Result) -> bool:
    """It ended with an exit status or words of our own, never with a traceback."""
    return result.exception is None or isinstance(result.exception, (SystemExit, NiemyetError))


def wrong(folder: DataFolder) -> Iterator[str]:
    for check in verify(folder):
        if not check.passed:
            yield from map(str, check.wrong)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_damage_is_seen_and_said(house: House, kind: Kind) -> None:
    data = house.folder.root
    before = house.folder.releases.latest()
    assert before is not None
    path = kind.find(data)
    kind.harm(path)
    found = list(wrong(house.folder))
    assert found, "verify says nothing of it"
    verified = call(house, "verify")
    assert told(verified)
    assert verified.exit_code == 1
    for command in (["verify", "--quick"], ["updates"], ["review", "list"], ["releases"], ["diff"]):
        assert told(call(house, *command)), command
    latest = (data / "latest").readlink().name
    if not kind.stops:
        assert path.name.split(".")[0] in words(house, LATER)
        return
    with pytest.raises(StorageError) as stopped:
        night(house, LATER)
    assert stopped.value.message("vi") != str(stopped.value)
    assert "repair" in str(stopped.value)
    assert (data / "latest").readlink().name == latest, "nothing was published"


@pytest.mark.parametrize("backed", [True, False], ids=["from a copy", "without a copy"])
@pytest.mark.parametrize("kind", MENDED, ids=lambda kind: kind.name)
def test_each_kind_is_mended(whole: House, house: House, kind: Kind, backed: bool) -> None:
    kind.harm(kind.find(house.folder.root))
    copy = ("--from", str(whole.root / "data")) if backed else ()
    before = {path: path.stat().st_size for path in house.folder.root.rglob("*")}
    listed = call(house, "repair", *copy)
    assert told(listed)
    assert listed.exit_code == 1
    assert {path: path.stat().st_size for path in house.folder.root.rglob("*")} == before, "only a plan"
    mended = call(house, "repair", *copy, "--yes")
    assert mended.exit_code == 0, mended.output
    left = list(wrong(house.folder))
    if not backed and kind.name.startswith("raw object"):
        assert left, "bytes that only the source has are still missed"
        return
    assert left == []
    assert call(house, "repair").exit_code == 0
    night(house, LATER)
    assert list(wrong(house.folder)) == []
    if backed and "note" not in kind.name:
        held = house.folder.lake.read("confirmations", ConfirmationRow)
        assert held == whole.folder.lake.read("confirmations", ConfirmationRow)


def test_a_run_of_a_clock_that_ran_ahead_locks_nothing_for_ever(house: House) -> None:
    house.drop("9.md", decision(9, "20/02/2022", rows=(("1.555555", "Thủ tục của năm 2099"),)))
    night(house, datetime(2099, 1, 1, tzinfo=UTC))
    with pytest.raises(StorageError, match="clock"):
        night(house, LATER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("niemyet.flows.clock.SystemClock.now", lambda _: LATER)
        assert call(house, "repair").exit_code == 1
        assert call(house, "repair", "--yes").exit_code == 0
    assert list(wrong(house.folder)) == []
    night(house, LATER + timedelta(days=1))
    latest = house.folder.releases.latest()
    assert latest is not None
    assert latest.as_of.year == 2022
    assert "1.555555" in latest.table("procedures", ["code"]).column(0).to_pylist(), (
        "what was fetched is kept"
    )
    assert list(wrong(house.folder)) == []


def test_latest_put_back_to_an_older_release_is_seen(house: House) -> None:
    data = house.folder.root
    first = house.folder.releases.all()[0]
    (data / "latest").unlink()
    (data / "latest").symlink_to(f"releases/{first}")
    assert any("latest" in one for one in wrong(house.folder))
    with pytest.raises(StorageError, match="latest"):
        night(house, LATER)


def test_a_flipped_length_byte_asks_for_no_memory(house: House) -> None:
    path = sorted((house.folder.root / "raw" / "objects").glob("*/*.zst"))[0]
    path.write_bytes(b"\x7f" + path.read_bytes()[1:])
    with pytest.raises(StorageError, match="damaged"):
        house.folder.raw.get(path.stem)
    assert any(path.stem in one for one in wrong(house.folder))


def test_half_a_line_does_not_swallow_the_next(house: House) -> None:
    log = sorted((house.folder.root / "raw" / "exchanges").glob("*.jsonl"))[-1]
    lines = len(house.folder.raw.fetches(log.stem))
    with log.open("ab") as torn:
        torn.write(b'{"torn": "ha')
    place = house.folder.place.within("raw")
    place.append(f"exchanges/{log.stem}", log.read_bytes().splitlines()[0])
    assert len(house.folder.raw.fetches(log.stem)) == lines + 1
    assert b'{"torn": "ha' in log.with_name(f".{log.name}.torn").read_bytes(), "it is set aside, not deleted"
    assert list(wrong(house.folder)) == [], "a log that only grew is whole"


def test_stripped_docstrings_change_no_byte() -> None:
    script = (
        "from hashlib import sha256; from niemyet.model.tables import TABLES; "
        "from niemyet.storage.schemas import columns, describe, table_schema; "
        "print(sha256(repr([(describe(row), columns(row), table_schema(name).metadata) "
        "for name, row in TABLES.items()]).encode()).hexdigest())"
    )
    said = [
        subprocess.run(
            [sys.executable, *strip, "-c", script], capture_output=True, text=True, check=True
        ).stdout
        for strip in ((), ("-OO",))
    ]
    assert said[0] == said[1]


def test_a_whole_folder_has_nothing_wrong_wherever_it_stands(house: House, tmp_path: Path) -> None:
    assert list(wrong(house.folder)) == []
    assert call(house, "verify", "--quick").exit_code == 0
    (tmp_path / "chỗ khác").mkdir()
    moved = tmp_path / "chỗ khác" / "dữ liệu"
    shutil.move(house.folder.root, moved)
    assert list(wrong(DataFolder(moved))) == []
    link = tmp_path / "link"
    link.symlink_to(moved)
    assert list(wrong(DataFolder(link))) == []
