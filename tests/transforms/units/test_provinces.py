"""Provinces by the names that people write, on a day."""

from datetime import date

import pytest

from niemyet.transforms.units.provinces import (
    ProvinceOfDay,
    nearest_provinces,
    provinces_meant,
    provinces_on,
)

TODAY, BEFORE = date(2026, 11, 28), date(2025, 6, 30)


def the_one(name: str, day: date) -> ProvinceOfDay:
    (meant,) = provinces_meant(name, day)
    return meant.province


def test_there_were_63_and_are_34() -> None:
    assert (len(provinces_on(BEFORE)), len(provinces_on(date(2025, 7, 1)))) == (63, 34)
    names = [one.name for one in provinces_on(TODAY)]
    assert names.index("Tỉnh Cà Mau") < names.index("Thành phố Cần Thơ") < names.index("Thành phố Đà Nẵng")


@pytest.mark.parametrize(
    ("written", "province"),
    [
        ("Đà Nẵng", "da-nang"),
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("thành phố huế", "hue"),
        ("Thừa Thiên Huế", "hue"),
        ("quang-nam", "da-nang"),
        ("QUẢNG  NAM", "da-nang"),
        ("Bắc Giang", "bac-ninh"),
        ("bac ninh", "bac-ninh"),
        ("TP.HCM", "ho-chi-minh"),
        ("tphcm", "ho-chi-minh"),
        ("T.P Đà Nẵng", "da-nang"),
        ("UBND tỉnh Gia Lai", "gia-lai"),
        ("Bà Rịa – Vũng Tàu", "ho-chi-minh"),
        ("Hà Tây", "ha-noi"),
        ("Hồ Chí", "ho-chi-minh"),
    ],
)
def test_a_name_is_known_however_it_is_written(written: str, province: str) -> None:
    assert the_one(written, TODAY).province_id == province


def test_what_a_province_was_made_of() -> None:
    assert the_one("Hồ Chí Minh", TODAY).predecessors == ("ba-ria-vung-tau", "binh-duong")
    before = the_one("Quảng Nam", BEFORE)
    assert (before.province_id, before.predecessors) == ("quang-nam", ())


def test_a_city_since_2026_bears_its_name_of_the_day() -> None:
    names = {day: {one.name for one in provinces_on(day)} for day in (date(2026, 8, 31), date(2026, 9, 1))}
    assert "Tỉnh Quảng Ninh" in names[date(2026, 8, 31)]
    assert "Thành phố Quảng Ninh" in names[date(2026, 9, 1)]


def test_what_is_none_has_neighbours() -> None:
    assert provinces_meant("Quảng Tây", TODAY) == ()
    assert "Tỉnh Quảng Trị" in nearest_provinces("Quảng Trj", TODAY)


def test_the_beginning_of_several_names_means_all_of_them_also_former_ones() -> None:
    meant = [(one.former, one.province.province_id) for one in provinces_meant("Quảng", TODAY)]
    assert meant == [
        ("Tỉnh Quảng Bình", "quang-tri"),
        ("Tỉnh Quảng Nam", "da-nang"),
        (None, "quang-ngai"),
        (None, "quang-ninh"),
        (None, "quang-tri"),
    ]
    assert provinces_meant("tỉnh", TODAY) == provinces_meant("", TODAY) == ()
