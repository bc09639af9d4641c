"""What holds for every test: made-up histories are the same everywhere; where all of Debian's programs must be there,
a test that misses one fails."""

import os
from collections.abc import Generator

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
