"""A wheel of a package of units: its names are read out of its database, nothing of it is run."""

import io
import sqlite3
import zipfile

import pytest

from niemyet.extractors.unit_packages import is_package, names_in_package
from niemyet.model.errors import DocumentError


def wheel(
    rows: list[tuple[str, str, str, str]], *, name: str = "goi/data/dataset.db", table: str = "admin_units"
) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE {table} (provinceCode, province, wardCode, ward)")
    database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", rows)
    database.commit()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("goi/__init__.py", "raise SystemExit")
        package.writestr(name, database.serialize())
    return out.getvalue()


ROWS = [("98", "Tỉnh Thử", "99901", "Xã  Một"), ("98", "Tỉnh Thử", "99902", "Phường Hai")]


def test_names_of_provinces_and_communes_are_read() -> None:
    data = wheel(ROWS)
    assert is_package(data)
    assert names_in_package(data, "goi.whl") == {"98": "Tỉnh Thử", "99901": "Xã Một", "99902": "Phường Hai"}


@pytest.mark.parametrize(
    "data",
    [
        wheel(ROWS)[:300],
        wheel([]),
        wheel(ROWS, table="other"),
        wheel(ROWS, name="goi/units.db"),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_package_of_units_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"goi\.whl"):
        names_in_package(data, "goi.whl")
