"""The units of the whole country, old to new (DOMAIN §4.2; RULINGS 15, 21, 22)."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from niemyet.model.records import Province
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, SuccessionKind, UnitKind
from niemyet.transforms.language.text import fold, key, slug
from niemyet.transforms.law import events
from niemyet.transforms.two_levels import DISTRICT_END
from niemyet.transforms.units.country import (
    TWO_LEVELS,
    Territory,
    bare_name,
    provinces,
    territory,
    whole_country,
    with_code,
)
from niemyet.transforms.units.succession import unit_spans
from tests.support.realdata import real

BEFORE = TWO_LEVELS - timedelta(days=1)
CSV = Path(__file__).parents[3] / "transforms" / "data" / "units.csv"


@cache
def country() -> Territory:
    return whole_country()


@cache
def quang_nam() -> Territory:
    return territory("quang-nam", (), "da-nang")


def there(unit: Unit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_until is None or day < unit.valid_until
    )


def levels(units: tuple[Unit, ...], day: date) -> dict[Level, int]:
    return dict(Counter(unit.level for unit in units if there(unit, day)))


def after(unit_id: str, kind: SuccessionKind | None = None) -> set[str]:
    return {
        row.to_unit_id
        for row in country().successions
        if row.from_unit_id == unit_id and kind in (None, row.kind)
    }


def before(unit_id: str, kind: SuccessionKind) -> set[str]:
    return {
        row.from_unit_id for row in country().successions if row.to_unit_id == unit_id and row.kind is kind
    }


# ---- the whole country -----------------------------------------------------------------------------------


def test_the_country_before_and_after() -> None:
    units = country().units
    assert levels(units, BEFORE) == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035}
    assert levels(units, TWO_LEVELS) == {Level.PROVINCE: 34, Level.COMMUNE: 3_321}
    assert len(provinces()) == 63  # every new province bears the name of an old one


def test_the_change_is_on_one_day_and_half_open() -> None:
    days = {unit.valid_until for unit in country().units} | {unit.valid_from for unit in country().units}
    assert days == {None, TWO_LEVELS, date(2026, 4, 30), date(2026, 9, 1), date(2026, 9, 20)}
    (tam_hai_before, tam_hai_after) = (unit for unit in country().units if unit.unit_id == "tam-hai-20992")
    assert tam_hai_before.valid_until == tam_hai_after.valid_from == date(2025, 7, 1)
    assert [there(tam_hai_before, day) for day in (BEFORE, TWO_LEVELS)] == [True, False]


def test_every_unit_has_an_id_of_its_own_whatever_codes_were_used_again() -> None:
    rows = [(unit.unit_id, unit.valid_from) for unit in country().units]
    assert len(set(rows)) == len(rows)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", unit.unit_id) for unit in country().units)
    codes: dict[str | None, set[str]] = {}
    for unit in country().units:
        codes.setdefault(unit.gso_code, set()).add(unit.unit_id)
    assert sum(len(ids) > 1 for ids in codes.values()) > 3_000  # reuse is the rule, not the exception
    for day in (date(2020, 1, 1), BEFORE, TWO_LEVELS, date(2027, 1, 1)):
        on_day = [unit for unit in country().units if there(unit, day)]
        assert (
            len({unit.unit_id for unit in on_day}) == len({unit.gso_code for unit in on_day}) == len(on_day)
        )


def test_every_parent_is_there_for_as_long_as_its_units() -> None:
    rows: dict[str, list[Unit]] = {}
    for unit in country().units:
        rows.setdefault(unit.unit_id, []).append(unit)
    for unit in country().units:
        if unit.parent_unit_id is None:
            assert unit.kind is UnitKind.PROVINCE_CENTER
            continue
        for day in (
            unit.valid_from or date(2000, 1, 1),
            (unit.valid_until or date(2030, 1, 1)) - timedelta(1),
        ):
            (parent,) = (each for each in rows[unit.parent_unit_id] if there(each, day))
            assert parent.province_id == unit.province_id
            assert list(Level).index(parent.level) < list(Level).index(unit.level)


def test_no_old_unit_is_left_without_a_successor() -> None:
    """None is unmapped: the source has a successor for each of the 10,035 communes and five island districts."""
    ended = {unit.unit_id for unit in country().units if unit.valid_until == TWO_LEVELS}
    followed = {row.from_unit_id for row in country().successions if row.on_date == TWO_LEVELS}
    assert ended == followed
    begun = {unit.unit_id for unit in country().units if unit.valid_from == TWO_LEVELS}
    assert begun == {row.to_unit_id for row in country().successions if row.on_date == TWO_LEVELS}


def test_kinds_of_succession_follow_from_who_shares_territory() -> None:
    level = {unit.unit_id: unit.level for unit in country().units if unit.valid_from is None}
    communes = [row for row in country().successions if level.get(row.from_unit_id) is Level.COMMUNE]
    targets = Counter(row.from_unit_id for row in communes)
    sources = Counter(row.to_unit_id for row in communes)
    for row in communes:
        alone = targets[row.from_unit_id] == sources[row.to_unit_id] == 1
        assert (row.from_unit_id == row.to_unit_id) == alone
        if not alone:
            expected = SuccessionKind.SPLIT if targets[row.from_unit_id] > 1 else SuccessionKind.MERGE
            assert row.kind is expected
    assert sum(row.from_unit_id == row.to_unit_id for row in communes) == 132
    districts = [row for row in country().successions if level.get(row.from_unit_id) is Level.DISTRICT]
    assert {row.kind for row in districts} == {SuccessionKind.DISSOLVE}
    assert len({row.from_unit_id for row in districts}) == 696


def test_a_unit_goes_on_under_another_name_or_kind() -> None:
    kinds = {
        row.from_unit_id: row.kind for row in country().successions if row.from_unit_id == row.to_unit_id
    }
    renamed = {
        (unit.unit_id, unit.name)
        for unit in country().units
        if kinds.get(unit.unit_id) is SuccessionKind.RENAME
    }
    assert {("thanh-my-20695", "Thị trấn Thạnh Mỹ"), ("thanh-my-20695", "Xã Thạnh Mỹ")} <= renamed
    assert {("tho-chau-31105", "Xã Thổ Châu"), ("tho-chau-31105", "Đặc khu Thổ Châu")} <= renamed
    assert len({unit_id for unit_id, _ in renamed}) == 8 + 22 + 2  # … the new wards, and two provinces more


def test_island_districts_without_communes_become_special_zones() -> None:
    communes = {unit.parent_unit_id for unit in country().units if unit.level is Level.COMMUNE}
    islands = {
        unit.unit_id
        for unit in country().units
        if unit.level is Level.DISTRICT and unit.unit_id not in communes
    }
    assert len(islands) == 5
    assert after("hoang-sa-498") == {"hoang-sa-20333-2025"}
    (zone,) = (unit for unit in country().units if unit.unit_id == "hoang-sa-20333-2025")
    assert (zone.name, zone.level, zone.province_id) == ("Đặc khu Hoàng Sa", Level.COMMUNE, "da-nang")


def test_provinces_that_merged_are_new_ones_and_others_go_on() -> None:
    assert after("quang-nam-49") == after("da-nang-48") == {"da-nang-48-2025"}
    assert after("kon-tum-62") == {"quang-ngai-51-2025"}
    assert after("cao-bang-04") == set()
    (cao_bang,) = (unit for unit in country().units if unit.unit_id == "cao-bang-04")
    assert (cao_bang.valid_from, cao_bang.valid_until) == (None, None)
    centers = [unit for unit in country().units if unit.level is Level.PROVINCE]
    assert sum(unit.valid_from is None and unit.valid_until is None for unit in centers) == 10
    assert {unit.kind for unit in centers} == {UnitKind.PROVINCE_CENTER}


def test_a_province_that_became_a_city_later() -> None:
    rows = [unit for unit in country().units if unit.unit_id == "dong-nai-75-2025"]
    assert [(row.name[-18:], row.valid_from, row.valid_until) for row in rows] == [
        ("công tỉnh Đồng Nai", TWO_LEVELS, date(2026, 4, 30)),
        ("thành phố Đồng Nai", date(2026, 4, 30), None),
    ]
    assert [row.kind for row in country().successions if row.from_unit_id == "dong-nai-75-2025"] == [
        SuccessionKind.RENAME
    ]


# ---- Quảng Nam and Núi Thành -----------------------------------------------------------------------------

#: DOMAIN §4.2: code and name of the new commune, codes it was made from.
NUI_THANH = {
    ("20965", "Xã Núi Thành"): {"20965", "20989", "20995", "20998", "21001"},
    ("21004", "Xã Tam Mỹ"): {"21004", "21005", "21007"},
    ("20984", "Xã Tam Anh"): {"20984", "20983", "20986"},
    ("20977", "Xã Đức Phú"): {"20977", "20980"},
    ("20971", "Xã Tam Xuân"): {"20971", "20968", "20974"},
    ("20992", "Xã Tam Hải"): {"20992"},
}


def test_the_district_of_nui_thanh_becomes_six_communes() -> None:
    rows = {unit.unit_id: unit for unit in quang_nam().units if there(unit, TWO_LEVELS)}
    old = {unit.unit_id: unit for unit in quang_nam().units if there(unit, BEFORE)}
    found = {
        (rows[unit_id].gso_code, rows[unit_id].name): {
            old[row.from_unit_id].gso_code
            for row in quang_nam().successions
            if row.to_unit_id == unit_id and old[row.from_unit_id].level is Level.COMMUNE
        }
        for unit_id in after("nui-thanh-517")
    }
    assert found == NUI_THANH
    assert after("nui-thanh-517", SuccessionKind.DISSOLVE) == after("nui-thanh-517")
    communes = {unit.gso_code for unit in old.values() if unit.parent_unit_id == "nui-thanh-517"}
    assert communes == set().union(*NUI_THANH.values())
    assert len(communes) == 17


def test_a_code_means_a_unit_only_with_a_date() -> None:
    (town,) = with_code(country().units, "20965", BEFORE)
    (commune,) = with_code(country().units, "20965", TWO_LEVELS)
    assert (town.name, town.province_id) == ("Thị trấn Núi Thành", "quang-nam")
    assert (commune.name, commune.province_id) == ("Xã Núi Thành", "da-nang")
    assert town.unit_id != commune.unit_id
    names = [with_code(country().units, "20971", day)[0].name for day in (BEFORE, TWO_LEVELS)]
    assert names == ["Xã Tam Xuân II", "Xã Tam Xuân"]
    assert with_code(country().units, "517", TWO_LEVELS) == ()


def test_tam_hai_goes_on_under_another_parent() -> None:
    first, second = (unit for unit in quang_nam().units if unit.unit_id == "tam-hai-20992")
    assert (first.parent_unit_id, first.province_id) == ("nui-thanh-517", "quang-nam")
    assert (second.parent_unit_id, second.province_id) == ("da-nang-48-2025", "da-nang")
    assert (first.name, first.gso_code) == (second.name, second.gso_code) == ("Xã Tam Hải", "20992")
    itself = UnitSuccession("tam-hai-20992", "tam-hai-20992", SuccessionKind.CONTINUE, TWO_LEVELS)
    assert itself in quang_nam().successions


def test_new_units_without_those_they_were_made_of_stand_on_the_ground_that_the_country_says() -> None:
    city = Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",))
    wanted = {
        "tam-hai-20992": "quang-nam",
        "nui-thanh-20965-2025": "quang-nam",
        "hoa-vang-20320-2025": "da-nang",
    }
    table = {unit.unit_id: unit for unit in territory("da-nang", ["quang-nam"]).units}  # the last row of each
    made_up = replace(table["hoa-vang-20320-2025"], unit_id="xa-moi", gso_code=None)
    spans = unit_spans([*(table[one] for one in wanted), made_up], city)
    assert {span.unit_id: span.ground for span in spans} == {**wanted, "xa-moi": None}


def test_its_board_goes_on_with_a_new_head_and_the_others_close() -> None:
    province = Province("quang-nam", "Tỉnh Quảng Nam", (), "da-nang", TWO_LEVELS)
    spans = {span.unit_id: span for span in unit_spans(quang_nam().units, province)}
    tam_hai = spans["tam-hai-20992"]
    assert (tam_hai.valid_from, tam_hai.valid_until, tam_hai.rehead_on) == (None, None, (TWO_LEVELS,))
    assert spans["nui-thanh-517"].valid_until == TWO_LEVELS
    assert spans["nui-thanh-20965"].valid_until == TWO_LEVELS
    assert spans["nui-thanh-20965-2025"].valid_from == TWO_LEVELS
    assert spans["quang-nam-49"].valid_until == spans["da-nang-48-2025"].valid_from == TWO_LEVELS


def test_a_province_gets_what_its_ground_became_and_not_the_rest_of_its_successor() -> None:
    assert levels(quang_nam().units, BEFORE) == {Level.PROVINCE: 1, Level.DISTRICT: 17, Level.COMMUNE: 233}
    assert levels(quang_nam().units, TWO_LEVELS) == {Level.PROVINCE: 1, Level.COMMUNE: 78}
    assert not [unit for unit in quang_nam().units if unit.name in ("Phường Hải Châu", "Quận Hải Châu")]
    alone = territory("quang-nam")
    assert {unit.province_id for unit in alone.units if unit.unit_id != "tam-hai-20992"} >= {"quang-nam"}
    assert levels(alone.units, BEFORE) == levels(quang_nam().units, BEFORE)
    city = territory("da-nang", ["quang-nam"])
    assert levels(city.units, TWO_LEVELS) == {Level.PROVINCE: 1, Level.COMMUNE: 94}
    assert levels(city.units, BEFORE)[Level.DISTRICT] == 25


def test_agency_ids_are_given_only_where_they_were_seen() -> None:
    found = {(unit.province_id, unit.agency_id) for unit in country().units if unit.agency_id}
    assert found == {("quang-nam", "H47"), ("thanh-hoa", "H56")}


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Thị trấn Núi Thành", "Núi Thành"),
        ("Thị xã Điện Bàn", "Điện Bàn"),
        ("Phường 12", "Phường 12"),
        ("Đặc khu Hoàng Sa", "Hoàng Sa"),
        ("Xã Xuân Xã", "Xuân Xã"),
        ("Núi Thành", "Núi Thành"),
    ],
)
def test_a_name_without_its_kind(name: str, bare: str) -> None:
    assert bare_name(name) == bare


# ---- the data file ---------------------------------------------------------------------------------------


def test_the_data_file_is_sorted_whole_and_says_where_it_comes_from() -> None:
    text = CSV.read_text(encoding="utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    keys = [(line["after"], line["before"], line["within"], line["code"]) for line in lines]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == 63 + 696 + 10_035 + 34 + 3_321
    new = {(line["after"], line["code"]) for line in lines if not line["before"]}
    for line in lines:
        assert all((line["after"], code) in new for code in line["becomes"].split()), line
        assert bool(line["before"]) >= bool(line["becomes"])
        assert line["name"] == " ".join(line["name"].split())
    notice = CSV.with_name("units.LICENSE.txt").read_text(encoding="utf-8")
    assert "vietnamadminunits 1.0.4" in notice
    assert "MIT License" in notice
    assert "Permission is hereby granted" in notice
    assert "://" not in notice + text


# ---- against real material -------------------------------------------------------------------------------


@pytest.mark.realdata
def test_old_units_of_da_nang_and_quang_nam_are_those_of_another_list() -> None:
    """The same 280 codes in the same districts; eight names are spelt otherwise."""
    old = json.loads(real("units/danang-quangnam-old.json").read_text(encoding="utf-8"))
    theirs = {
        (ward["Code"], district["Code"]): ward["FullName"]
        for province in old
        for district in province["District"]
        for ward in district["Ward"] or ()
    }
    ours = {
        (unit.gso_code, (unit.parent_unit_id or "").rpartition("-")[2]): unit.name
        for unit in territory("da-nang", ["quang-nam"]).units
        if unit.level is Level.COMMUNE and there(unit, BEFORE)
    }
    assert set(ours) == set(theirs)
    assert len(ours) == 280
    apart = {
        (spelt(ours[code]), spelt(theirs[code])) for code in ours if key(ours[code]) != key(theirs[code])
    }
    assert {first for first, second in apart if first != second} <= {"p rao", "prao"}


#: Spelt otherwise in the city's own list; the same units.
SPELT = {"ta bhinh": "ta bhing", "zuoich": "zuoih", "laee": "la ee", "p rao": "prao", "ma cooi": "ma cooih"}
SPELT |= {"bha le": "bha lee"}


@pytest.mark.realdata
def test_new_units_of_da_nang_come_from_those_that_the_city_names() -> None:
    """All 94: names and what each was made from, as the city's own table has them."""
    listed = json.loads(real("units/administrative-information.json").read_text(encoding="utf-8"))
    communes = listed["commune_ward_list"]
    rows = {
        unit.unit_id: unit
        for unit in territory("da-nang", ["quang-nam"]).units
        if unit.level is Level.COMMUNE and there(unit, TWO_LEVELS)
    }
    assert len(communes) == len(rows) == 94
    old_names = {unit.unit_id: unit.name for unit in country().units if there(unit, BEFORE)}
    ours: dict[str, set[str]] = {}
    for row in country().successions:
        if row.to_unit_id in rows and (
            row.kind is not SuccessionKind.DISSOLVE or "hoang-sa" in row.to_unit_id
        ):
            name = slug(rows[row.to_unit_id].name)
            ours.setdefault(name, set()).add(spelt(old_names[row.from_unit_id]))
    for commune in communes:
        bare = slug(bare_name(commune["new_commune_ward"]))
        kinds = [f"{kind}-{bare}" for kind in ("phuong", "xa", "dac-khu")]
        (name,) = (each for each in kinds if each in ours)
        theirs = {spelt(part) for part in commune["merged_communes_wards"].split(",")}
        assert ours[name] == theirs, commune["new_commune_ward"]
    assert listed["metadata"]["administrative_structure"]["unmerged_communes"] == ["Tam Hải", "Tân Hiệp"]
    assert before("tan-hiep-20434", SuccessionKind.CONTINUE) == {"tan-hiep-20434"}


def spelt(name: str) -> str:
    plain = fold(bare_name(name.strip())).replace("’", "'").removeprefix("toan bo huyen ")
    return SPELT.get(plain, plain)


def test_the_day_of_the_two_levels_is_one_day() -> None:
    assert date(2025, 7, 1) == DISTRICT_END == TWO_LEVELS == events.DISTRICT_END
