"""What holds for every test: made-up histories are the same everywhere; where all of Debian's programs must be there,
a test that misses one fails."""

import gc
import os
import re
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.support.prefect_server import SharedServer
    from tests.support.scenario import Nights

# The same examples on every machine: a change is judged by the change. `NIEMYET_EXAMPLES=…` looks for fresh ones.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("fresh", deadline=None)
settings.load_profile("fresh" if os.environ.get("NIEMYET_EXAMPLES") else "same")

_PACKAGES = ("unar", "libreoffice", "tesseract-ocr-vie", "fonts-liberation", "chromium")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `NIEMYET_PROGRAMS=required`, a skip that names a package of Debian is a failure."""
    report = yield
    required = os.environ.get("NIEMYET_PROGRAMS") == "required"
    if required and report.skipped and any(name in str(report.longrepr) for name in _PACKAGES):
        report.outcome = "failed"
    return report


def pytest_configure() -> None:
    """What is imported and collected is no garbage: looking for it meanwhile took a quarter of the collecting."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several workers share the tests, long ones go first: none ends alone with one while the others have nothing to do."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """All of it stays: looking for garbage in it again and again took a sixth of the processor."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files that share a server, a browser, or nights that take long go to one worker, and so does each file with a fixture
    for the whole of it: else each worker would make that again.

    pytest-xdist 3.8 says the group at the end of a test's id, which pytest 9.2 no longer takes: the groups were none.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class Grouped(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(config.rootpath / nodeid.partition("::")[0]) or super()._split_scope(nodeid)

    return Grouped(config, log)


@cache
def _group_of(path: Path) -> str | None:
    """What the `pytestmark` of a file names as its `xdist_group`, or the file itself, or nothing: its tests go one by one."""
    text = path.read_text(encoding="utf-8")
    named = re.search(r'^pytestmark = .*xdist_group\("([\w-]+)"\)', text, re.MULTILINE)
    if named is not None:
        return named[1]
    return str(path) if '@pytest.fixture(scope="module"' in text else None


@pytest.fixture(scope="session")
def scenario_nights(tmp_path_factory: pytest.TempPathFactory) -> "Nights":
    """The nights of the worked scenario, to look at and not to change; the files that do are one group, `scenario`."""
    from tests.support.scenario import run_nights

    return run_nights(tmp_path_factory.mktemp("kịch bản") / "scenario")


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[SharedServer]":
    """A real Prefect server; the files that ask it are one group, `prefect`."""
    from tests.support.prefect_server import SharedServer

    server = SharedServer(tmp_path_factory.mktemp("prefect"))
    try:
        yield server
    finally:
        server.stop()
