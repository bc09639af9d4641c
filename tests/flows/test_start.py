"""What is loaded before a command has anything to do. No wall time is asserted."""

import gc
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.simulator.configuration import configuration
from benchmarks.startup import FIRST_CRAWL
from niemyet.extractors.portals.registry import MODULES
from niemyet.flows import cli
from niemyet.flows.garbage import look_less_often

#: A data folder as an earlier version left it: two units, a release.
STORED = Path(__file__).parents[1] / "stored" / "1.7"
#: Each takes 20 ms to a second to import.
HEAVY = {
    "distributed", "docx", "holidays", "jinja2", "pandas", "prefect", "pypdfium2",
    "python_calamine", "rich", "starlette", "xlsxwriter",
}  # fmt: skip


def loaded(program: str, *given: str) -> set[str]:
    """The modules that a program says it has loaded."""
    done = subprocess.run([sys.executable, "-c", program, *given], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture
def house(tmp_path: Path) -> tuple[str, str]:
    """A configuration of one portal that nobody serves, and an empty data folder."""
    config = tmp_path / "niemyet.toml"
    config.write_text(configuration("html", "http://127.0.0.1:9/", pause=0.0), encoding="utf-8")
    return str(config), str(tmp_path / "kept")


def test_a_crawl_asks_before_it_loads_what_it_needs_for_the_answer(house: tuple[str, str]) -> None:
    """robots.txt is asked for first; what walks a list, reads the lake and packs answers is loaded in the pause after it."""
    found = loaded(FIRST_CRAWL, *house)
    assert {"httpx", "niemyet.flows.crawling"} <= found, "it was about to ask"
    later = {"bs4", "numpy", "pyarrow", "niemyet.storage.appends", "niemyet.storage.releases", *MODULES}
    of_others = {
        "niemyet.extractors.decisions.reading",
        "niemyet.flows.publishing",
        "niemyet.transforms.law.events",
    }
    assert found & (HEAVY | later | of_others) == set()


def test_a_crawl_loads_the_family_of_its_portal_alone(house: tuple[str, str]) -> None:
    found = loaded(
        "import sys\nfrom pathlib import Path\nfrom niemyet.flows.config import load\n"
        "from niemyet.extractors.portals import portal_for\n"
        "portal_for(load(Path(sys.argv[1])).sources[0])\nprint(*sys.modules)",
        *house,
    )
    assert found & (HEAVY | {"numpy", "pyarrow"}) == set()
    assert found & set(MODULES) == {"niemyet.extractors.portals.html"}


def test_every_command_looks_for_garbage_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int] = []
    monkeypatch.setattr(gc, "set_threshold", said.append)
    look_less_often()
    assert said[0] > 700, "Python's own, which another test's command may have raised here already"
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert len(said) == 2


@pytest.mark.parametrize(
    "asked", [("updates",), ("updates", "--unit", "xa-b"), ("review", "list"), ("board", "xa-b")]
)
def test_what_only_asks_a_release_loads_nothing_that_crawls_or_reads(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    data = shutil.copytree(STORED, tmp_path / "data", symlinks=True)
    found = loaded(
        "import atexit, sys\nfrom niemyet.flows.cli import main\n"
        "atexit.register(lambda: print(*sys.modules))\nmain(sys.argv[1:])",
        *(*asked, "--data", str(data)),
    )
    unwanted = {"bs4", "httpx", "lxml", "niemyet.flows.crawling", "niemyet.flows.pipeline"}
    of_readers = {"niemyet.extractors.documents", "niemyet.extractors.decisions.reading", *MODULES}
    assert "pyarrow" in found, "a release was opened"
    assert found & (HEAVY | unwanted | of_readers) == set()


def test_help_of_every_command_loads_no_library_but_click() -> None:
    """The module of a command is loaded for its help, and to complete its options."""
    found = loaded(
        "import sys\nfrom niemyet.flows.cli import COMMANDS, niemyet\n"
        "for name in COMMANDS: assert niemyet.get_command(None, name) is not None\n"
        "print(*sys.modules)"
    )
    unwanted = {
        "bs4",
        "httpx",
        "lxml",
        "numpy",
        "pyarrow",
        "pydantic",
        "niemyet.flows.config",
        "niemyet.storage.lake",
    }
    assert found & (HEAVY | unwanted) == set()


def test_checking_a_configuration_loads_no_family_of_portals(house: tuple[str, str]) -> None:
    found = loaded(
        "import sys\nfrom pathlib import Path\nfrom niemyet.flows.config import load\n"
        "assert load(Path(sys.argv[1])).sources\nprint(*sys.modules)",
        *house,
    )
    assert found & (HEAVY | {"httpx", "pyarrow", *MODULES}) == set()
