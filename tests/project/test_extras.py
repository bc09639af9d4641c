"""What `pip install niemyet` brings is enough for a night; what few need is told with the command that installs it."""

import os
import subprocess
import sys
import tomllib
import venv
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

from niemyet.model.extras import _MODULES, Extra, is_installed
from tests.support.house import build_house, decision

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def closure(wanted: list[str]) -> set[str]:
    """Names of all distributions that some requirements bring, as they are installed here."""
    ahead = [Requirement(each) for each in wanted]
    seen: set[tuple[str, frozenset[str]]] = set()
    while ahead:
        one = ahead.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in seen:
            continue
        seen.add(key)
        for text in metadata.requires(one.name) or ():
            next_one = Requirement(text)
            extras = ("", *one.extras)
            if next_one.marker is None or any(next_one.marker.evaluate({"extra": each}) for each in extras):
                ahead.append(next_one)
    return {name for name, _ in seen}


BASE = closure(PROJECT["dependencies"])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that sees the base install and this tree, nothing else."""
    place = tmp_path_factory.mktemp("small")
    venv.create(place, symlinks=True)
    site = next(place.glob("lib/python*/site-packages"))
    for name in BASE:
        found = metadata.distribution(name)
        for file in found.files or ():
            top = file.parts[0]
            here = Path(str(found.locate_file(top)))
            if top not in ("..", "__pycache__") and here.exists() and not (site / top).exists():
                (site / top).symlink_to(here)
    own = metadata.distribution("niemyet")
    (site / "niemyet-0.dist-info").mkdir()  # what tells the version; its files lead to the tree
    (site / "niemyet-0.dist-info" / "METADATA").write_text(f"Name: niemyet\nVersion: {own.version}\n")
    (site / "tree.pth").write_text(str(ROOT), encoding="utf-8")
    return place / "bin" / "python"


def say(python: Path, *words: str | Path, where: Path, **more: str) -> tuple[int, str]:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "NIEMYET_", "PREFECT_", "AWS_"))
    }
    done = subprocess.run(
        [str(python), "-m", "niemyet", *map(str, words)],
        cwd=where,
        env={**environment, "NIEMYET_LANG": "en", **more},
        capture_output=True,
        check=False,
        text=True,
        timeout=400,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_base_holds_none_of_the_parts() -> None:
    tops = metadata.packages_distributions()
    for extra, modules in _MODULES.items():
        brought = {canonicalize_name(each) for module in modules for each in tops.get(module, ())}
        assert not brought & BASE, extra
        assert extra.value in PROJECT["optional-dependencies"]
        assert is_installed(extra), "the tests need every part: make setup installs them"


def test_a_night_needs_no_part_and_what_does_waits_with_the_command(small: Path, tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/02/2022"))
    picture = tmp_path / "anh.png"
    Image.new("L", (600, 800), 255).save(picture)
    house.drop("anh.png", picture.read_bytes())
    status, told = say(small, "nightly", *house.options, where=tmp_path)
    assert status in (0, 3), told
    status, told = say(small, "board", "xa-b", "--as-of", "2022-03-01", *house.options, where=tmp_path)
    assert status == 0, told
    assert "1.001193" in told
    assert "niemyet[scans]" in say(small, "ingest", picture, "--explain", *house.options, where=tmp_path)[1]
    from niemyet.storage.lake_rows import ReadingRow

    waiting = [row for row in house.folder.lake.read("readings", ReadingRow) if row.error]
    assert [("niemyet[scans]" in (row.error or ""), row.known_fault) for row in waiting] == [
        (True, "waits_for_program")
    ]


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["updates", "--data", "s3://xo/tinh"], Extra.S3),
    ],
)
def test_the_command_is_told_at_the_place_of_use(
    small: Path, tmp_path: Path, words: list[str], extra: Extra
) -> None:
    house = build_house(tmp_path / "nhà")
    given = [*words, *(house.options if "--data" not in words else ["--config", house.root / "niemyet.toml"])]
    status, told = say(small, *given, where=tmp_path)
    assert status == 2, told
    assert f"pip install 'niemyet[{extra.value}]'" in told
    assert "Traceback" not in told


def test_doctor_lists_every_part_with_its_command(small: Path, tmp_path: Path) -> None:
    status, told = say(small, "doctor", "--format", "json", where=tmp_path)
    assert status == 3, told  # no configuration yet, and no backup
    for extra in Extra:
        assert f"pip install 'niemyet[{extra.value}]'" in told
    here = say(Path(sys.executable), "doctor", "--format", "json", where=tmp_path)[1]
    assert "pip install 'niemyet[" not in here
