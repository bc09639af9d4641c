"""What holds for every test: made-up histories are the same everywhere; where all of Debian's programs must be there,
a test that misses one fails."""

import gc
import os
import re
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

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


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking for garbage in it again and again took a sixth of the processor."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files whose `pytestmark` names an `xdist_group` go to one worker: they share a server, a browser, or nights that take long.

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
    found = re.search(
        r'^pytestmark = .*xdist_group\("([\w-]+)"\)', path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return found[1] if found else None
