"""What is loaded before a command has anything to do. No wall time is asserted."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.simulator.configuration import configuration
from benchmarks.startup import FIRST_CRAWL
from niemyet.extractors.portals.registry import MODULES

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


def test_a_crawl_loads_the_family_of_its_portal_alone(house: tuple[str, str]) -> None:
    found = loaded(FIRST_CRAWL, *house)
    assert {"httpx", "niemyet.extractors.portals.html"} <= found, "it was about to ask"
    assert found & (HEAVY | {"numpy", "pyarrow"}) == set(), (
        "nothing is in the lake, nothing in the archive yet"
    )
    assert found & set(MODULES) == {"niemyet.extractors.portals.html"}


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
