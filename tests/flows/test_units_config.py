"""Units in `niemyet.toml`: looked up, overridden, or all of a province (CONTRACT §2; RULINGS 28)."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from niemyet.flows.config import Settings, load
from niemyet.model.errors import UsageError
from niemyet.model.tables import Unit
from niemyet.model.words import Level, SuccessionKind, UnitKind

CHANGE = date(2025, 7, 1)
QUANG_NAM = """
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
agency_id = "H47"
successor = { id = "da-nang", on = 2025-07-01 }
"""
DA_NANG = """
[province]
id = "da-nang"
name = "Thành phố Đà Nẵng"
agency_id = "H00"
predecessors = ["quang-nam"]
"""


@pytest.fixture(name="settings")
def _settings(tmp_path: Path):
    def read(text: str, province: str = QUANG_NAM) -> Settings:
        file = tmp_path / "niemyet.toml"
        file.write_text(province + text, encoding="utf-8")
        return load(file)

    return read


def unit(settings: Settings, unit_id: str) -> Unit:
    (found,) = (each for each in settings.units if each.unit_id == unit_id)
    return found


def test_the_id_alone_is_enough(settings) -> None:
    """The example of CONTRACT §2: the district, not the town in it, nor the commune that came later."""
    given = settings(
        '[[unit]]\nid = "nui-thanh"\nlistings = [{ channel = "counter", path = "nui-thanh.xlsx" }]'
    )
    assert given.units == (
        Unit(
            unit_id="nui-thanh",
            kind=UnitKind.DISTRICT,
            level=Level.DISTRICT,
            name="Huyện Núi Thành",
            gso_code="517",
            agency_id="H47",
            parent_unit_id="quang-nam-49",
            province_id="quang-nam",
            valid_from=None,
            valid_until=CHANGE,
        ),
    )
    assert [listing.unit_id for listing in given.listings] == ["nui-thanh"]


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ('id = "huyen-nui-thanh"', "Huyện Núi Thành", "517"),
        ('id = "thi-tran-nui-thanh"', "Thị trấn Núi Thành", "20965"),
        ('id = "nui-thanh-20965"', "Thị trấn Núi Thành", "20965"),
        ('id = "nui-thanh"\nlevel = "commune"', "Thị trấn Núi Thành", "20965"),
        ('id = "xa-nui-thanh"', "Xã Núi Thành", "20965"),
        ('id = "ubnd-xa-nui-thanh"', "Xã Núi Thành", "20965"),
        ('id = "nui-thanh"\nvalid_from = 2025-07-01', "Xã Núi Thành", "20965"),
        ('id = "x1"\ngso_code = "20965"\nvalid_from = 2025-07-01', "Xã Núi Thành", "20965"),
        ('id = "x1"\ngso_code = "20965"\nvalid_until = 2025-07-01', "Thị trấn Núi Thành", "20965"),
        ('id = "xa-nui-thanh"\ngso_code = "20965"', "Xã Núi Thành", "20965"),
        ('id = "tam-xuan"', "Xã Tam Xuân", "20971"),
        ('id = "quang-nam"', "Trung tâm Phục vụ hành chính công tỉnh Quảng Nam", "49"),
        ('id = "tt-pvhcc-da-nang"', "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng", "48"),
        (
            'id = "trung-tam"\nkind = "province_center"',
            "Trung tâm Phục vụ hành chính công tỉnh Quảng Nam",
            "49",
        ),
        ('id = "x1"\nname = "UBND xã Tam Anh Nam"', "UBND xã Tam Anh Nam", "20984"),
        ('id = "x1"\nname = "Trung tâm Phục vụ hành chính công xã Đức Phú"', None, "20977"),
    ],
)
def test_ways_to_name_a_unit(settings, written: str, name: str | None, code: str) -> None:
    (found,) = settings(f"[[unit]]\n{written}").units
    assert found.gso_code == code
    assert found.name == name or name is None
    assert found.unit_id == written.split('"')[1]


def test_what_is_stated_wins_and_the_rest_is_filled_in(settings) -> None:
    text = '[[unit]]\nid = "nui-thanh"\nname = "Bộ phận Một cửa huyện Núi Thành"\nvalid_from = 2016-01-01\nagency_id = "H47.1"'
    found = unit(settings(text), "nui-thanh")
    assert (found.name, found.valid_from, found.agency_id) == (
        "Bộ phận Một cửa huyện Núi Thành",
        date(2016, 1, 1),
        "H47.1",
    )
    assert (found.gso_code, found.level, found.valid_until) == ("517", Level.DISTRICT, CHANGE)


def test_a_unit_that_goes_on_has_a_row_for_each_time(settings) -> None:
    given = settings('[[unit]]\nid = "tam-hai"\n[[unit]]\nid = "nui-thanh"')
    rows = [each for each in given.units if each.unit_id == "tam-hai"]
    assert [(row.parent_unit_id, row.province_id, row.valid_from, row.valid_until) for row in rows] == [
        ("nui-thanh", "quang-nam", None, CHANGE),  # the parent under the name that the file gives it
        ("da-nang-48-2025", "da-nang", CHANGE, None),
    ]
    assert [(row.from_unit_id, row.to_unit_id, row.kind) for row in given.successions] == [
        ("nui-thanh", "tam-hai", SuccessionKind.DISSOLVE),
        ("tam-hai", "tam-hai", SuccessionKind.CONTINUE),
    ]


def test_what_is_written_out_is_taken_as_written(settings) -> None:
    text = '[[unit]]\nid = "nui-thanh"\nkind = "district"\nname = "UBND huyện Núi Thành"'
    found = unit(settings(text), "nui-thanh")
    assert (found.gso_code, found.agency_id, found.parent_unit_id, found.valid_until) == (None,) * 4
    beside = settings(text + '\n[[unit]]\nid = "tam-hai"')
    assert unit(beside, "nui-thanh") == found
    assert [row.to_unit_id for row in beside.successions] == ["tam-hai"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            'id = "nui-tanh"',
            r"\(nui-tanh\)\.name: expected this key.*nearest: nui-thanh-517 \(Huyện Núi Thành",
        ),
        (
            'id = "x1"\ngso_code = "20965"',
            r"expected one unit, found 2: nui-thanh-20965 \(Thị trấn.*until 2025-07-01\), nui-thanh-20965-2025",
        ),
        ('id = "x1"\ngso_code = "99965"', r"gso_code: expected a code of the units table, found '99965'"),
        ('id = "xa-tra-leng"', r"expected one unit, found 2: tra-leng-20935 .*tra-leng-20938-2025"),
        ('id = "tam-hai"\nname = "UBND huyện Núi Thành"', r"found 2: tam-hai-20992 .*nui-thanh-517"),
        ('id = "nui-thanh"\nvalid_from = 2025-07-01\nlevel = "district"', r"\(nui-thanh\)\.name: expected"),
        ('id = "nui-thanh-517"\nvalid_from = 2026-01-01', r"\(nui-thanh-517\)\.name: expected"),
        ('id = "hai-chau"', r"\(hai-chau\)\.name: expected"),  # not on the ground of Quảng Nam
        ('id = "tam-hai"\n[[unit]]\nid = "tam-hai"', r"unit\[1\] \(tam-hai\)\.id: expected each unit once"),
        ('id = "a1"\ngso_code = "20992"\n[[unit]]\nid = "a2"\ngso_code = "20992"', r"which 'a1' is too"),
    ],
)
def test_an_unclear_unit_is_an_error_with_what_is_near(settings, written: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        settings(f"[[unit]]\n{written}")


def test_a_bare_name_of_two_times_is_not_guessed(settings) -> None:
    with pytest.raises(UsageError, match=r"found 3: .*hai-chau-492 \(Quận Hải Châu, until 2025-07-01\)"):
        settings('[[unit]]\nid = "hai-chau"', DA_NANG)
    (found,) = settings('[[unit]]\nid = "nui-thanh"', DA_NANG).units
    assert (found.name, found.agency_id) == ("Xã Núi Thành", "H00")


def test_all_units_of_a_province(settings) -> None:
    given = settings("[units]\nall = true")
    assert len({each.unit_id for each in given.units}) == 1 + 17 + 233 + 1 + 78 - 3
    assert len(given.units) == 330
    known = {each.unit_id for each in given.units}
    assert {each.parent_unit_id for each in given.units} - {None} <= known
    assert {end for row in given.successions for end in (row.from_unit_id, row.to_unit_id)} <= known


def test_all_communes_of_today(settings) -> None:
    given = settings('[units]\nall = ["commune", "province"]\nsince = 2025-07-01', DA_NANG)
    today = [each for each in given.units if each.valid_until is None]
    assert len(today) == 94 + 1
    assert {each.level for each in given.units} == {Level.COMMUNE, Level.PROVINCE}
    assert len(given.units) == 95 + 3  # the earlier rows of Tam Hải, Tân Hiệp and Thạnh Mỹ
    assert {each.level for each in settings('[units]\nall = "district"').units} == {Level.DISTRICT}


def test_a_named_unit_stands_for_its_row_of_the_table(settings) -> None:
    text = """
[units]
all = true
[[unit]]
id = "huyen"
kind = "district"
name = "UBND huyện Núi Thành"
gso_code = "517"
valid_until = 2025-07-01
[[unit]]
id = "tam-hai"
[[unit]]
id = "diem-tiep-nhan-ky-ha"
kind = "receiving_point"
name = "Điểm tiếp nhận Kỳ Hà"
[[succession]]
from_unit_id = "huyen"
to_unit_id = "tam-hai"
kind = "split"
on_date = 2025-07-01
"""
    given = settings(text)
    known = {each.unit_id for each in given.units}
    assert {"huyen", "tam-hai", "diem-tiep-nhan-ky-ha"} <= known
    assert not {"nui-thanh-517", "tam-hai-20992"} & known
    assert len(given.units) == 331
    assert unit(given, "huyen").parent_unit_id is None
    assert unit(given, "nui-thanh-20965").parent_unit_id == "huyen"
    of_district = [row for row in given.successions if row.from_unit_id == "huyen"]
    assert [(row.to_unit_id, row.kind) for row in of_district] == [("tam-hai", SuccessionKind.SPLIT)]
    assert [row.kind for row in given.successions if row.to_unit_id == "tam-hai"] == [
        SuccessionKind.SPLIT,
        SuccessionKind.CONTINUE,
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[units]\nall = "xa"',
            r"units\.all\[0\]: expected one of 'province', 'district', 'commune', found 'xa'",
        ),
        ("[units]\nal = true", r"units\.al: unknown key; did you mean 'all'"),
        (
            '[units]\nall = true\n[[unit]]\nid = "x"\nname = "Quầy"\nkind = "commune"\ngso_code = "20965"',
            r"unit\[0\] \(x\)\.gso_code: expected one unit, found 2",
        ),
    ],
)
def test_a_wrong_wish_is_named(settings, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        settings(text)


def test_a_province_that_the_table_lacks(settings) -> None:
    unknown = QUANG_NAM.replace('"quang-nam"', '"quang-nma"')
    with pytest.raises(UsageError, match=r"units\.all: .*no province 'quang-nma'; nearest: quang-nam"):
        settings("[units]\nall = true", unknown)
    with pytest.raises(UsageError, match=r"\(nui-thanh\)\.name: .*no province 'quang-nma'"):
        settings('[[unit]]\nid = "nui-thanh"', unknown)
    assert settings('[[unit]]\nid = "x"\nname = "Quầy"\nlevel = "commune"', unknown).units


def test_the_table_is_not_read_when_nothing_is_looked_up(tmp_path: Path) -> None:
    file = tmp_path / "niemyet.toml"
    file.write_text(QUANG_NAM + '[[unit]]\nid = "x"\nname = "Quầy"\nlevel = "commune"', encoding="utf-8")
    code = (
        "import sys, pathlib, niemyet.flows.config, niemyet.transforms.units.country as country\n"
        "niemyet.flows.config.load(pathlib.Path(sys.argv[1]))\n"
        "print(country._text.cache_info().misses)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


def test_the_example_of_the_documentation_loads() -> None:
    example = Path(__file__).parents[2] / "docs" / "niemyet.example.toml"
    given = load(example)
    district = unit(given, "nui-thanh")
    assert (district.gso_code, district.valid_until) == ("517", CHANGE)
    assert len([each for each in given.units if each.valid_until is None]) > 70
