"""What holds for every test: where all of Debian's programs must be there, a test that misses one fails."""

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `NIEMYET_PROGRAMS=required`, "skipped: … install …" is a failure: nothing may hide behind a missing program."""
    report = yield
    required = os.environ.get("NIEMYET_PROGRAMS") == "required"
    if required and report.skipped and "install" in str(report.longrepr):
        report.outcome = "failed"
    return report
