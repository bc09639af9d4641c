"""Builds `transforms/data/units.csv`, the units of the whole country before and after 2025-07-01.

    python -m scripts.units_table vietnamadminunits-1.0.4-py3-none-any.whl
    python -m scripts.units_table --check                       # of the package installed here
    python -m scripts.units_table --compare vn_address_converter-0.1.3-py3-none-any.whl

The source is the package `vietnamadminunits` (MIT): statistical codes and names of the 63 provinces, 696 districts
and 10,035 communes of June 2025, of the 34 provinces and 3,321 communes that followed, and which of the old became
which of the new. It is no dependency of the project: it would bring shapely, geopy and 11 MB of coordinates and
keywords, its import reads all of that, and what is published must not change because a package was upgraded. So
what is needed of it is taken here, once, by a person who looks at the difference.

Only what the source says is written: no date, kind or succession. Those follow in `transforms/units/country.py` from
rules with their own source. Same source, same bytes.
"""

import argparse
import csv
import hashlib
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from niemyet.transforms.language.text import clean, key
from niemyet.transforms.units.country import KINDS_IN_NAMES

PACKAGE = "vietnamadminunits"
PEER = "vn_address_converter"
DATA = Path(__file__).parents[1] / "transforms" / "data"
COLUMNS = ("after", "before", "within", "code", "name", "becomes")

#: What has been announced; a source that says otherwise is not the one that this script knows.
EXPECTED = {
    "old provinces": 63,
    "old districts": 696,
    "old communes": 10_035,
    "provinces": 34,
    "communes": 3_321,
}


class SourceError(Exception):
    """The source is not there, or is not what it was."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files of a package as they are published: a wheel, or the folder that one was unpacked into."""

    root: Path

    def read(self, name: str) -> bytes:
        """Bytes of a file, by its path in the wheel.

        Raises:
            SourceError: there is no such file.
        """
        if self.root.is_dir():
            file = self.root / name
            if file.is_file():
                return file.read_bytes()
        elif name in self._names():
            with zipfile.ZipFile(self.root) as wheel:
                return wheel.read(name)
        raise SourceError(
            f"expected {name} in {self.root}, found nothing; name the wheel or the folder around it."
        )

    def metadata(self, package: str, name: str) -> bytes:
        """A file of the package's `.dist-info`."""
        if self.root.is_dir():
            folders = sorted(path.name for path in self.root.glob(f"{package}-*.dist-info"))
        else:
            folders = sorted({each.split("/")[0] for each in self._names() if each.startswith(f"{package}-")})
        if len(folders) != 1:
            raise SourceError(
                f"expected one {package}-*.dist-info in {self.root}, found {folders or 'none'}."
            )
        return self.read(f"{folders[0]}/{name}")

    def version(self, package: str) -> str:
        """The version that the package says it has."""
        for line in self.metadata(package, "METADATA").decode("utf-8").splitlines():
            if line.startswith("Version: "):
                return line.removeprefix("Version: ")
        raise SourceError(f"expected a line Version in the metadata of {package} in {self.root}, found none.")

    def _names(self) -> list[str]:
        if not self.root.is_file():
            raise SourceError(f"expected a wheel or a folder at {self.root}, found nothing.")
        with zipfile.ZipFile(self.root) as wheel:
            return wheel.namelist()


def installed() -> Source:
    """The package in this environment; it is found, not imported.

    Raises:
        SourceError: it is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SourceError(
            f"{PACKAGE} is not installed here; name its wheel, or the folder it was unpacked into."
        )
    return Source(Path(spec.origin).parents[1])


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A unit of one of the two states. Codes are the statistical office's; an empty one does not apply."""

    after: str  # province since 2025-07-01 that the unit or its territory belongs to
    before: str  # province until then; empty for the units of the new state
    within: str  # district, for communes of the old state
    code: str
    name: str
    becomes: str  # units of the new state that take its territory, by spaces; for districts where no commune says it


def build(source: Source) -> tuple[Row, ...]:
    """Rows of the table, sorted.

    Raises:
        SourceError: a link of the source has no end, or a count is not the announced one.
    """
    try:
        return _rows(*_read(source))
    except KeyError as error:
        raise SourceError(f"the links of the source name {error}, which is in no list of it.") from error


def _rows(old: list[dict[str, Any]], new: list[dict[str, Any]], links: Mapping[str, Any]) -> tuple[Row, ...]:
    new_by_key = {(row["provinceKey"], row["wardKey"]): row for row in new}
    province_of = {old_key: new_key for new_key, olds in links["DICT_PROVINCE"].items() for old_key in olds}
    after = {row["provinceKey"]: row["provinceCode"] for row in new}
    becomes = _becomes(links, new_by_key)
    rows: set[Row] = set()
    for row in new:
        rows.add(Row(row["provinceCode"], "", "", row["provinceCode"], _name(row["province"]), ""))
        rows.add(Row(row["provinceCode"], "", "", row["wardCode"], _name(row["ward"]), ""))
    for row in old:
        to = after[province_of[row["provinceKey"]]]
        before = row["provinceCode"]
        targets = " ".join(sorted(becomes.pop(_old_key(row), ())))
        if not targets:
            raise SourceError(
                f"{row['ward'] or row['district']} ({_old_key(row)}) has no unit that follows it."
            )
        rows.add(Row(to, before, "", before, _name(row["province"]), to))
        alone = "" if row["ward"] else targets  # an island district without communes
        rows.add(Row(to, before, "", row["districtCode"], _name(row["district"]), alone))
        if row["ward"]:
            rows.add(Row(to, before, row["districtCode"], row["wardCode"], _name(row["ward"]), targets))
    if becomes:
        raise SourceError(f"links from units that are in no list: {', '.join(sorted(becomes)[:5])}.")
    found = counts(rows)
    if found != EXPECTED:
        raise SourceError(
            f"expected {EXPECTED}, found {found}; look at what the new version of {PACKAGE} changed."
        )
    return tuple(sorted(rows))


def _name(text: str) -> str:
    """Cleaned, its kind written as everywhere: ten of the source have `Thị Trấn`, `Thành Phố` or `Thị Xã`."""
    name = clean(text)
    for kind in KINDS_IN_NAMES:
        if name.lower().startswith(f"{kind.lower()} "):
            return kind + name[len(kind) :]
    raise SourceError(f"expected a name with one of {', '.join(KINDS_IN_NAMES)}, found {name!r}.")


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many units of each kind the rows have."""
    found = dict.fromkeys(EXPECTED, 0)
    for row in rows:
        old = "old " if row.before else ""
        found[old + {2: "provinces", 3: "districts", 5: "communes"}[len(row.code)]] += 1
    return found


def _read(source: Source) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(source.read(f"{PACKAGE}/data/dataset.db"))
        database.row_factory = sqlite3.Row
        old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
        new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
    finally:
        database.close()
    return old, new, json.loads(source.read(f"{PACKAGE}/data/converter_2025.json"))


def _becomes(
    links: Mapping[str, Any], new: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, set[str]]:
    """The source's key of an old commune → codes of the new ones that have a part of it."""
    found: dict[str, set[str]] = {}
    for province, whole in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new_key, olds in whole.items():
            for old_key in olds:
                found.setdefault(old_key, set()).add(new[province, new_key]["wardCode"])
    for province, divided in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            found.setdefault(old_key, set()).update(
                new[province, part["newWardKey"]]["wardCode"] for part in parts
            )
    return found


def _old_key(row: Mapping[str, Any]) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def as_csv(rows: Iterable[Row]) -> str:
    """The data file's text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([[getattr(row, column) for column in COLUMNS] for row in rows])
    return text.getvalue()


def notice(source: Source, rows: Iterable[Row]) -> str:
    """The file beside it: where it comes from, and the licence that must go with it."""
    hashes = [
        f"  {name}  sha256 {hashlib.sha256(source.read(f'{PACKAGE}/data/{name}')).hexdigest()}"
        for name in ("converter_2025.json", "dataset.db")
    ]
    return "\n".join(
        (
            f"units.csv is made from the Python package {PACKAGE} {source.version(PACKAGE)} by scripts/units_table.py.",
            "",
            "Files of the package that were read:",
            *hashes,
            "",
            "Rows: " + ", ".join(f"{count} {what}" for what, count in counts(rows).items()) + ".",
            "Old: as of 30 June 2025; units that ended before are not in it. New: as of 1 July 2025.",
            "",
            f"Licence of {PACKAGE}:",
            "",
            source.metadata(PACKAGE, "licenses/LICENSE").decode("utf-8").strip().replace("\r\n", "\n"),
            "",
        )
    )


def compare(rows: Iterable[Row], peer: Source) -> Iterator[str]:
    """Lines that say where another package sees an old commune go elsewhere; it knows one successor for each.

    Names are compared by key, so that spelling alone is no difference; communes that are spelt differently in
    both are counted as not comparable.
    """
    rows = tuple(rows)
    old_names = {row.code: row.name for row in rows if row.before and not row.within}
    new_names = {row.code: row.name for row in rows if not row.before}
    theirs = _of_peer(json.loads(peer.read(f"{PEER}/data/ward_mapping.json")))
    same = apart = 0
    for row in rows:
        if not row.within:
            continue
        province, district = old_names[row.before], old_names[row.within]
        found = theirs.get((_plain(province), key(district), key(row.name)))
        if found is None:
            apart += 1
        elif found in {(_plain(new_names[row.after]), key(new_names[code])) for code in row.becomes.split()}:
            same += 1
        else:
            own = ", ".join(new_names[code] for code in row.becomes.split())
            yield f"differs: {row.name}, {district}, {province}: here {own}; there {' '.join(found)}"
    yield f"{same} agree, {apart} are not comparable (not there, or spelt otherwise)."


def _of_peer(mapping: Mapping[str, Any]) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (_plain(province), key(district), key(ward)): (
            _plain(to["new_provine_name"]),
            key(to["new_ward_name"]),
        )
        for province, districts in mapping.items()
        for district, wards in districts.items()
        if isinstance(wards, dict)
        for ward, to in wards.items()
        if isinstance(to, dict) and "new_ward_name" in to
    }


def _plain(province: str) -> str:
    words = key(province)
    for kind in ("tỉnh", "thành phố", "tp"):
        words = words.removeprefix(key(kind) + " ")
    return words


def main(arguments: list[str] | None = None) -> int:
    """Write, check or compare; 0 is done, 1 is a difference, 2 no usable source."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "source", nargs="?", type=Path, help=f"wheel of {PACKAGE}, or the folder it was unpacked into"
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the files are these")
    parser.add_argument("--compare", type=Path, metavar="WHEEL", help=f"say where {PEER} says otherwise")
    given = parser.parse_args(arguments)
    try:
        source = Source(given.source) if given.source else installed()
        rows = build(source)
        if given.compare:
            sys.stdout.writelines(f"{line}\n" for line in compare(rows, Source(given.compare)))
            return 0
        files = {"units.csv": as_csv(rows), "units.LICENSE.txt": notice(source, rows)}
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if given.check:
        stale = [
            name for name, text in files.items() if (given.out / name).read_bytes() != text.encode("utf-8")
        ]
        sys.stdout.write(f"not what {PACKAGE} gives: {', '.join(stale)}\n" if stale else "the same\n")
        return 1 if stale else 0
    for name, text in files.items():
        (given.out / name).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
