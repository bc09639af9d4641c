"""What others install: sdist and wheel hold the package and nothing else, and work without the tree they came from."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("demo", "extractors", "flows", "model", "reports", "storage", "transforms")
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
#: Neither is part of the code, both are made by running it.
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")
#: What `import niemyet` must not bring: it is the first line of every script and of every `--help`.
HEAVY = ("click", "httpx", "lxml", "bs4", "pandas", "pyarrow", "pydantic", "prefect", "cv2", "niemyet.flows")


def quiet(*command: str | Path, where: Path, path: str = "") -> str:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "NIEMYET_"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=where,
        env={**environment, "PYTHONPATH": path} if path else environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from a copy of the tree with its links, so that nothing is left lying in the tree itself."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    for name in ("niemyet", *ROOMS, "tests/support"):
        shutil.copytree(ROOT / name, tree / name, symlinks=True, ignore=LEFT_OUT)
    out = tmp_path_factory.mktemp("sdist")
    quiet(sys.executable, "-c", BUILD, "build_sdist", out, where=tree)
    return next(out.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from the sdist, as an installer makes it: without the folders that the links lead to."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(
        sdist, unpacked
    )  # Debian 12's Python 3.11.2 knows no filter; the archive is our own
    out = tmp_path_factory.mktemp("wheel")
    quiet(sys.executable, "-c", BUILD, "build_wheel", out, where=next(unpacked.iterdir()))
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel, and sees the dependencies of this one but not its project."""
    place = tmp_path_factory.mktemp("env")
    venv.create(place, symlinks=True)
    site = next(place.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    beside = [one for one in sys.path if one.endswith("site-packages")]
    # Named by a .pth, so that the .pth files in there, an editable install's among them, are not followed.
    (site / "dependencies.pth").write_text("\n".join(beside), encoding="utf-8")
    return place / "bin" / "python"


def test_sdist_holds_files_where_the_tree_has_links(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    assert [one.name for one in members if one.issym() or one.islnk()] == []
    names = {one.name.split("/", 1)[1] for one in members if one.isfile()}
    assert {f"niemyet/{room}/__init__.py" for room in ROOMS} <= names
    assert "niemyet/transforms/data/units.csv" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/", 1)[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"niemyet"}
    rooms = {name.split("/")[1] for name in names if name.startswith("niemyet/") and name.count("/") > 1}
    assert rooms == set(ROOMS)
    assert not [name for name in names if "simulator" in name or "tests" in name]


def test_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    """A data file, a template or a catalogue that is forgotten is missed only where the package is installed."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"niemyet/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert sorted(wanted - names) == []
    assert {"niemyet/py.typed", "niemyet/__init__.py", "niemyet/__main__.py"} <= names


def test_the_version_is_told_in_one_place(installed: Path, tmp_path: Path) -> None:
    import niemyet

    told = quiet(installed, "-m", "niemyet", "--version", where=tmp_path)
    assert niemyet.__version__ in told


def test_importing_the_package_imports_nothing_heavy() -> None:
    asked = f"import sys, niemyet; print([one for one in {HEAVY!r} if one in sys.modules])"
    assert quiet(sys.executable, "-c", asked, where=ROOT).strip() == "[]"


def test_foreign_folders_on_the_path_do_not_get_in_the_way(installed: Path, tmp_path: Path) -> None:
    """Everybody has a folder `storage/` or `model/`; a bare import of ours would find theirs."""
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(
            f"raise SystemExit('a foreign {room}')", encoding="utf-8"
        )
    data = ROOT / "tests" / "stored" / "1.2"
    quiet(
        installed,
        "-m",
        "niemyet",
        "--lang",
        "en",
        "verify",
        "--data",
        data,
        where=tmp_path,
        path=str(tmp_path),
    )


def test_the_demo_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = quiet(installed, "-c", "import niemyet; print(niemyet.__file__)", where=tmp_path).strip()
    assert where.startswith(str(installed.parents[1]))
    # Of its nights the one of the count: all three are run from the tree (tests/demo/test_demo_nights.py).
    one_night = (
        "import sys; from niemyet.flows.commands import demo; demo.NIGHTS = demo.NIGHTS[1:2]; "
        "from niemyet.flows.cli import main; sys.exit(main())"
    )
    said = quiet(
        installed, "-c", one_night, "demo", "--lang", "en", "--out", tmp_path / "out", where=tmp_path
    )
    assert "of 114: matches" in said
    assert list(tmp_path.glob("out/**/latest/boards.parquet"))


def test_setup_compiles_every_room_of_the_package() -> None:
    """Who runs niemyet may not be let to write beside its modules: each command would compile all that it loads."""
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\nsetup: $(READY)\n")[1].split("\n\n")[0]
    compiled = set(recipe.split(" compileall -q ")[1].split())
    assert compiled == {"niemyet", *(one.name for one in (ROOT / "niemyet").iterdir() if one.is_symlink())}
