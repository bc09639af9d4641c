"""A clerk with LibreOffice: opens what was exported, types into cells, saves it as XLSX or ODS.

The sheet goes through LibreOffice twice: opened and saved as flat ODS, in which the cells are typed, and opened again and
saved in the form asked for. So whatever LibreOffice does to a sheet was done to it.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_REPEATED = f"{{{_TABLE}}}number-columns-repeated"


def edited_in_libreoffice(
    path: Path, form: str, folder: Path, head: str, typed: dict[str, dict[str, str]]
) -> Path:
    """The sheet with cells typed: key of a row, below the heading `head` → column → what is typed (`2022-02-28` is a day).

    Skips the test where LibreOffice is not installed.
    """
    flat = saved_by_libreoffice(path, "fods", folder / "flat")
    tree = etree.parse(flat)
    names: list[str] = []
    for row in tree.iter(f"{{{_TABLE}}}table-row"):
        cells = _cells(row)
        shown = ["".join(cell.itertext()).strip() for cell in cells]
        if head in shown:
            names = shown
        elif names and (key := shown[names.index(head)] if len(shown) > names.index(head) else "") in typed:
            for column, value in typed[key].items():
                _type(cells[names.index(column)], value)
    tree.write(flat, encoding="utf-8", xml_declaration=True)
    return saved_by_libreoffice(flat, form, folder / form)


def saved_by_libreoffice(path: Path, form: str, folder: Path) -> Path:
    """A file, opened in LibreOffice and saved in another form."""
    if shutil.which("soffice") is None:
        pytest.skip(
            "libreoffice is not installed: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
        )
    folder.mkdir(parents=True, exist_ok=True)
    words = ["soffice", _profile(), "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=400)
    return folder / f"{path.stem}.{form}"


@cache
def _profile() -> str:
    """The profile of all conversions of this process, one after the other: to make one takes 0.3 of 1.7 s of the processor."""
    folder = tempfile.mkdtemp(prefix="office-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation={Path(folder).as_uri()}"


def _cells(row: etree._Element) -> list[etree._Element]:
    """The cells of a row, one for each column: those that LibreOffice writes once for several are parted."""
    found: list[etree._Element] = []
    for cell in list(row):
        times = min(int(cell.attrib.pop(_REPEATED, "1")), 40)
        copies = [etree.fromstring(etree.tostring(cell)) for _ in range(times)]
        for copy in copies:
            cell.addprevious(copy)
        row.remove(cell)
        found += copies
    return found


def _type(cell: etree._Element, value: str) -> None:
    for child in list(cell):
        cell.remove(child)
    is_day = value[:4].isdigit() and value.count("-") == 2
    cell.set(f"{{{_OFFICE}}}value-type", "date" if is_day else "string")
    if is_day:
        cell.set(f"{{{_OFFICE}}}date-value", value)
    etree.SubElement(cell, f"{{{_TEXT}}}p").text = value
