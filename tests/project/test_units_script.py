"""How the units table is made: same source, same bytes; a source that is not whole is refused."""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scripts.units_table as script
from scripts.units_table import Source, SourceError, as_csv, build, compare, installed, main, notice

#: province key, code, name; district key, code, name; commune key, code, name.
OLD = [
    ("tinha", "91", "Tỉnh A", "huyenb", "901", "Huyện B", "xac", "90001", "Xã C"),
    ("tinha", "91", "Tỉnh A", "huyenb", "901", "Huyện B", "thitrand", "90002", "Thị Trấn  D"),
    ("tinha", "91", "Tỉnh A", "huyene", "902", "Huyện E", None, None, None),
    ("tinhf", "92", "Tỉnh F", "huyeng", "903", "Huyện G", "xah", "90003", "Xã H"),
]
NEW = [
    ("tinhf", "92", "Tỉnh F", "xac", "90001", "Xã C"),
    ("tinhf", "92", "Tỉnh F", "xah", "90003", "Xã H"),
    ("tinhf", "92", "Tỉnh F", "dackhue", "90009", "Đặc khu E"),
]
LINKS: dict[str, Any] = {
    "DICT_PROVINCE": {"tinhf": ["tinha", "tinhf"]},
    "DICT_PROVINCE_WARD_NO_DIVIDED": {
        "tinhf": {"xac": ["tinha_huyenb_xac"], "xah": ["tinhf_huyeng_xah"], "dackhue": ["tinha_huyene_"]}
    },
    "DICT_PROVINCE_WARD_DIVIDED": {
        "tinhf": {"tinha_huyenb_thitrand": [{"newWardKey": "xac"}, {"newWardKey": "xah"}]}
    },
}
TABLE = """\
after,before,within,code,name,becomes
92,,,90001,Xã C,
92,,,90003,Xã H,
92,,,90009,Đặc khu E,
92,,,92,Tỉnh F,
92,91,,901,Huyện B,
92,91,,902,Huyện E,90009
92,91,,91,Tỉnh A,92
92,91,901,90001,Xã C,90001
92,91,901,90002,Thị trấn D,90001 90003
92,92,,903,Huyện G,
92,92,,92,Tỉnh F,92
92,92,903,90003,Xã H,90003
"""
Packer = Callable[..., Source]


@pytest.fixture(name="packed")
def _packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packer:
    """A package of the source's shape over made-up units."""
    counts = {"old provinces": 2, "old districts": 3, "old communes": 3, "provinces": 1, "communes": 3}
    monkeypatch.setattr(script, "EXPECTED", counts)

    def pack(old: list[Any] = OLD, new: list[Any] = NEW, links: dict[str, Any] = LINKS) -> Source:
        data = tmp_path / script.PACKAGE / "data"
        data.mkdir(parents=True, exist_ok=True)
        (data / "dataset.db").unlink(missing_ok=True)
        with sqlite3.connect(data / "dataset.db") as database:
            columns = "provinceKey, provinceCode, province, districtKey, districtCode, district, wardKey, wardCode, ward"
            database.execute(f"CREATE TABLE admin_units_legacy ({columns})")
            database.executemany(f"INSERT INTO admin_units_legacy VALUES ({', '.join('?' * 9)})", old)
            database.execute(
                "CREATE TABLE admin_units (provinceKey, provinceCode, province, wardKey, wardCode, ward)"
            )
            database.executemany(f"INSERT INTO admin_units VALUES ({', '.join('?' * 6)})", new)
        database.close()
        (data / "converter_2025.json").write_text(json.dumps(links), encoding="utf-8")
        about = tmp_path / f"{script.PACKAGE}-9.9.dist-info"
        (about / "licenses").mkdir(parents=True, exist_ok=True)
        (about / "METADATA").write_text("Name: made-up\nVersion: 9.9\n", encoding="utf-8")
        (about / "licenses" / "LICENSE").write_text("A licence\r\n", encoding="utf-8")
        return Source(tmp_path)

    return pack


def test_the_table_says_what_the_source_says(packed: Packer) -> None:
    source = packed()
    rows = build(source)
    assert as_csv(rows) == TABLE
    told = notice(source, rows)
    assert f"{script.PACKAGE} 9.9" in told
    assert told.endswith("A licence\n")


def test_the_order_of_the_source_does_not_matter(packed: Packer) -> None:
    for seed in range(5):
        shuffled = random.Random(seed)
        old, new = OLD.copy(), NEW.copy()
        shuffled.shuffle(old)
        shuffled.shuffle(new)
        assert as_csv(build(packed(old, new))) == TABLE


def test_a_unit_without_successor_is_refused(packed: Packer) -> None:
    links = json.loads(json.dumps(LINKS))
    links["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhf"]["xac"] = []
    with pytest.raises(SourceError, match=r"Xã C .* has no unit that follows it"):
        build(packed(links=links))


def test_a_link_from_nowhere_is_refused(packed: Packer) -> None:
    links = json.loads(json.dumps(LINKS))
    links["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhf"]["xac"].append("tinha_huyenb_xaz")
    with pytest.raises(SourceError, match="in no list: tinha_huyenb_xaz"):
        build(packed(links=links))


def test_a_link_to_nowhere_is_refused(packed: Packer) -> None:
    links = json.loads(json.dumps(LINKS))
    links["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhf"]["xaz"] = ["tinha_huyenb_xac"]
    with pytest.raises(SourceError, match="xaz"):
        build(packed(links=links))


def test_a_count_that_nobody_announced_is_refused(packed: Packer) -> None:
    with pytest.raises(SourceError, match="'communes': 3}, found"):
        build(packed(new=[*NEW, ("tinhf", "92", "Tỉnh F", "xax", "90010", "Xã X")]))


def test_a_name_without_a_known_kind_is_refused(packed: Packer) -> None:
    with pytest.raises(SourceError, match=r"expected a name with one of Tỉnh.*found 'Khu C'"):
        build(packed(new=[("tinhf", "92", "Tỉnh F", "xac", "90001", "Khu C"), *NEW[1:]]))


def test_writing_and_checking(packed: Packer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    source = str(packed().root)
    assert main([source, "--out", str(out)]) == 0
    assert main([source, "--out", str(out), "--check"]) == 0
    (out / "units.csv").write_text(TABLE.replace("Xã C", "Xã X"), encoding="utf-8")
    assert main([source, "--out", str(out), "--check"]) == 1
    assert "units.csv" in capsys.readouterr().out
    assert main([str(tmp_path / "nothing.whl"), "--out", str(out)]) == 2
    assert "found nothing" in capsys.readouterr().err


def test_another_package_is_put_beside_it(packed: Packer, tmp_path: Path) -> None:
    def to(ward: str) -> dict[str, str]:
        return {"new_provine_name": "F", "new_ward_name": ward}

    theirs = {
        "Tỉnh A": {"Huyện B": {"Xã C": to("Xã C"), "Thị trấn D": to("Đặc khu E")}, "x": "y"},
        "TP. F": {"Huyện G": {"legacy_ward_mapping": {}}},
    }
    data = tmp_path / script.PEER / "data"
    data.mkdir(parents=True)
    (data / "ward_mapping.json").write_text(json.dumps(theirs), encoding="utf-8")
    lines = list(compare(build(packed()), Source(tmp_path)))
    assert len(lines) == 2
    assert lines[0].startswith("differs: Thị trấn D, Huyện B, Tỉnh A: here Xã C, Xã H; there")
    assert lines[1].startswith("1 agree, 1 are not comparable")


def test_the_files_are_what_the_package_gives() -> None:
    """With the package installed, or NIEMYET_UNITS_SOURCE naming its wheel or folder."""
    given = os.environ.get("NIEMYET_UNITS_SOURCE")
    try:
        source = Source(Path(given)) if given else installed()
    except SourceError as error:
        pytest.skip(f"{error} (or set NIEMYET_UNITS_SOURCE to it)")
    assert main([str(source.root), "--check"]) == 0
