"""Programs and data of Debian that some tests need: they skip with the reason, or fail where all must be there."""

import os
import shutil
from pathlib import Path

import pytest

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")


def need_program(name: str, package: str) -> None:
    """Skip the test where a program is missing; fail where `NIEMYET_PROGRAMS=required` says that none may be."""
    if shutil.which(name) is None:
        _missing(name, package)


def need_tessdata() -> None:
    """The same for Tesseract's Vietnamese data."""
    from extractors.documents.recognition import recognition_ready

    if recognition_ready() is not None:
        _missing("vie.traineddata", "tesseract-ocr-vie")


def need_font() -> None:
    """The same for a font with all Vietnamese letters."""
    if not FONT.exists():
        _missing(FONT.name, "fonts-liberation2")


def _missing(what: str, package: str) -> None:
    reason = f"{what} is not installed: apt-get install {package}"
    if os.environ.get("NIEMYET_PROGRAMS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
