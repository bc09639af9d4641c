"""Units change after the base table: dated data over it, with the paper, and nothing overwritten."""

from datetime import date, timedelta

import pytest

from niemyet.model.errors import UsageError
from niemyet.model.records import OwnDay, Province
from niemyet.model.tables import Unit
from niemyet.model.words import SuccessionKind
from niemyet.transforms.units.changes import (
    UnitChange,
    UnitChangeKind,
    as_csv,
    built_in,
    contradictions,
    read_changes,
)
from niemyet.transforms.units.country import territory, whole_country
from niemyet.transforms.units.resolution import Wanted, roster
from niemyet.transforms.work.calendar import add_working_days, calendar_days, is_working_day

WARDS_OF_BAC_NINH = [
    "07294",
    "07375",
    "07399",
    "07444",
    "07840",
    "09193",
    "09292",
    "09313",
    "09319",
    "09454",
    "09475",
    "09496",
]
WARDS_OF_DONG_NAI = ["26326", "25363", "25270", "26368", "26485", "25357", "26116", "26248", "26170", "26425"]


def name_on(units: tuple[Unit, ...], code: str, day: date) -> str:
    (one,) = (
        unit
        for unit in units
        if unit.gso_code == code
        and (unit.valid_from is None or unit.valid_from <= day)
        and (unit.valid_until is None or day < unit.valid_until)
    )
    return one.name


@pytest.mark.parametrize(
    ("codes", "since"),
    [(WARDS_OF_BAC_NINH, date(2026, 9, 20)), (WARDS_OF_DONG_NAI, date(2026, 4, 30))],
)
def test_communes_that_became_wards(codes: list[str], since: date) -> None:
    units = whole_country().units
    for code in codes:
        before, after = name_on(units, code, since - timedelta(days=1)), name_on(units, code, since)
        assert before == after.replace("Phường ", "Xã ", 1), "nothing but its kind"
        assert after.startswith("Phường ")
        assert len({unit.unit_id for unit in units if unit.gso_code == code and unit.valid_from}) == 1


@pytest.mark.parametrize(
    ("code", "since", "city"),
    [
        ("22", date(2026, 9, 1), "thành phố Quảng Ninh"),
        ("24", date(2026, 9, 20), "thành phố Bắc Ninh"),
        ("75", date(2026, 4, 30), "thành phố Đồng Nai"),
    ],
)
def test_provinces_that_became_cities(code: str, since: date, city: str) -> None:
    units = whole_country().units
    assert name_on(units, code, since).endswith(city)
    assert name_on(units, code, since - timedelta(days=1)).endswith(city.replace("thành phố", "tỉnh"))


def test_every_change_has_its_paper_and_the_file_comes_back_as_it_was() -> None:
    assert all(one.decree for one in built_in())
    assert read_changes(as_csv(built_in()), "x") == built_in()


@pytest.mark.parametrize("code", [None, "09193"])
@pytest.mark.parametrize(
    "name", ["UBND phường Yên Phong", "Phường Yên Phong", "Xã Yên Phong", "UBND phường Yên phong"]
)
def test_right_names_are_accepted_with_or_without_a_code(name: str, code: str | None) -> None:
    found = roster(
        Province("bac-ninh", "Thành phố Bắc Ninh"),
        [Wanted("yen-phong", name=name, gso_code=code, valid_from=date(2025, 7, 1))],
    )
    assert found.wrong == ()
    assert {unit.gso_code for unit in found.units} == {"09193"}


def change(
    act: UnitChangeKind, code: str, name: str = "", into: str = "", on: date = date(2027, 1, 1)
) -> UnitChange:
    return UnitChange(on, act, code, name, tuple(into.split()), "Nghị quyết thử")


def rows(units: tuple[Unit, ...], code: str) -> list[tuple[str, date | None, date | None]]:
    return [
        (one.name, one.valid_from, one.valid_until)
        for one in units
        if one.gso_code == code and one.valid_from
    ]


def test_a_merge_ends_one_and_the_other_has_its_ground() -> None:
    table = territory("bac-ninh", changes=[change(UnitChangeKind.MERGE, "09193", into="09319")])
    assert rows(table.units, "09193")[-1] == ("Phường Yên Phong", date(2026, 9, 20), date(2027, 1, 1))
    assert rows(table.units, "09319")[-1][2] is None
    (told,) = (one for one in table.successions if one.on_date == date(2027, 1, 1))
    assert told.kind is SuccessionKind.MERGE


def test_a_split_a_new_unit_a_move_and_a_boundary() -> None:
    table = whole_country(
        [
            change(UnitChangeKind.NEW, "99901", "Phường Thử Một", "24"),
            change(UnitChangeKind.SPLIT, "09193", into="99901 09319"),
            change(UnitChangeKind.MOVE, "07399", into="22"),
            change(UnitChangeKind.BOUNDARY, "09313", into="09319"),
        ]
    )
    (new,) = (unit for unit in table.units if unit.gso_code == "99901")
    assert (new.unit_id, new.valid_from, new.province_id) == (
        "thu-mot-99901-2027",
        date(2027, 1, 1),
        "bac-ninh",
    )
    assert {one.kind for one in table.successions if one.on_date == date(2027, 1, 1)} == {
        SuccessionKind.SPLIT,
        SuccessionKind.CONTINUE,
    }
    moved = [unit for unit in table.units if unit.gso_code == "07399"][-1]
    assert moved.province_id == "quang-ninh"
    assert rows(table.units, "09313")[-1][2] is None


def test_a_later_change_of_one_unit_follows_the_earlier() -> None:
    table = territory("bac-ninh", changes=[change(UnitChangeKind.RENAME, "09193", "Phường Yên Phong Mới")])
    assert [row[0] for row in rows(table.units, "09193")] == [
        "Xã Yên Phong",
        "Phường Yên Phong",
        "Phường Yên Phong Mới",
    ]
    assert len({unit.unit_id for unit in table.units if unit.gso_code == "09193" and unit.valid_from}) == 1


def test_lines_that_are_no_change_are_named() -> None:
    with pytest.raises(UsageError, match=r"2: .*; 3: "):
        read_changes(
            "on,act,code,name,into,decree\n2027-13-01,rename,1,A,,X\n2027-01-01,rename,1,,,X\n", "tep.csv"
        )
    with pytest.raises(UsageError, match="decree is missing"):
        read_changes("on,act,code,name,into\n", "tep.csv")


def test_two_papers_that_say_two_things_are_both_kept_and_shown() -> None:
    other = UnitChange(
        date(2026, 9, 1), UnitChangeKind.RENAME, "22", "Thành phố Hạ Long", (), "Nghị quyết khác"
    )
    (one,) = contradictions(built_in(), [other])
    assert (one.one.name, one.other) == ("Thành phố Quảng Ninh", other)


# ---- days ------------------------------------------------------------------------------------------------------------


def test_a_years_swap_comes_from_the_configuration_without_a_new_version() -> None:
    friday, saturday = date(2028, 9, 1), date(2028, 8, 26)
    own = (
        OwnDay(saturday, works=True, name="Làm bù", source="Thông báo thử"),
        OwnDay(friday, works=False, name="Nghỉ hoán đổi", source="Thông báo thử"),
    )
    assert (is_working_day(saturday), is_working_day(saturday, own)) == (False, True)
    assert not is_working_day(friday, own)
    assert add_working_days(date(2028, 8, 25), 1, own) == saturday
    (day,) = calendar_days(saturday, saturday + timedelta(days=1), own)
    assert (day.is_working_day, day.name, day.source) == (True, "Làm bù", "Thông báo thử")


def test_the_day_of_culture_bears_its_resolution() -> None:
    (day,) = calendar_days(date(2026, 11, 24), date(2026, 11, 25))
    assert not day.is_working_day
    assert "28/2026/QH16" in day.source
    assert is_working_day(date(2025, 11, 24))
