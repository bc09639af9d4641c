"""Where a folder lies and what surrounds the program changes nothing of what `verify --rebuild` says."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from tests.support.house import House, build_house, decision


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("gốc"))
    house.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    return house


def run(
    words: list[str],
    data: Path,
    where: Path,
    *,
    begin: Sequence[str] = (sys.executable,),
    **surroundings: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*begin, "-m", "niemyet", *words, "--data", str(data)],
        cwd=where, env={**os.environ, **surroundings}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def verified(
    data: Path, where: Path, *, begin: Sequence[str] = (sys.executable,), **surroundings: str
) -> tuple[int, str]:
    """Exit status and what is said, without the folder's own name."""
    done = run(["verify", "--rebuild", "--format", "json"], data, where, begin=begin, **surroundings)
    return done.returncode, done.stdout.replace(str(data), "DATA")


@pytest.fixture(scope="module")
def usual(house: House) -> tuple[int, str]:
    found = verified(house.folder.root, house.root)
    assert found[0] == 0, found[1]
    return found


def test_a_moved_folder_says_the_same(house: House, usual: tuple[int, str], tmp_path: Path) -> None:
    moved = tmp_path / "Sở Tư pháp, năm 2022" / "dữ liệu"
    shutil.copytree(house.folder.root, moved, symlinks=True)
    assert verified(moved, tmp_path) == usual


def test_a_folder_behind_a_link_says_the_same(house: House, usual: tuple[int, str], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(house.folder.root, target_is_directory=True)
    assert verified(link, tmp_path) == usual


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=str,
)
def test_time_zone_language_and_stripped_docstrings_change_nothing(
    house: House, usual: tuple[int, str], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    assert verified(house.folder.root, tmp_path, **surroundings) == usual


def test_a_folder_that_only_its_owner_may_read_is_written_and_read(
    tmp_path: Path, usual: tuple[int, str]
) -> None:
    before = os.umask(0o077)
    try:
        house = build_house(tmp_path / "kín")
        house.drop("1.md", decision(1, "10/01/2022"))
        run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    finally:
        os.umask(before)
    open_to_others = [
        path for path in house.folder.root.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []
    assert verified(house.folder.root, tmp_path)[0] == usual[0]


def test_a_folder_that_may_only_be_read_says_the_same_and_takes_nothing(
    house: House, usual: tuple[int, str], tmp_path: Path
) -> None:
    """As another user or a backup that is mounted for reading: root keeps its right to write unless it is given up."""
    bound = shutil.which("capsh") if os.geteuid() == 0 else ""
    if bound is None:
        pytest.skip("root may write everywhere, and capsh to give that up is not installed")
    data = tmp_path / "chỉ đọc"
    shutil.copytree(house.folder.root, data, symlinks=True)
    places = [data, *(path for path in data.rglob("*") if not path.is_symlink())]
    for path in places:
        path.chmod(path.stat().st_mode & ~0o222)
    given_up = (
        [bound, "--drop=cap_dac_override,cap_fowner", "--shell=" + sys.executable, "--"] if bound else []
    )
    begin = given_up or [sys.executable]
    try:
        assert verified(data, tmp_path, begin=begin) == usual
        night = run(["nightly", "--config", str(house.root / "niemyet.toml")], data, tmp_path, begin=begin)
    finally:
        for path in places:
            path.chmod(path.stat().st_mode | 0o200)
    assert night.returncode == 1
    assert "Traceback" not in night.stderr
    assert str(data) in night.stderr
