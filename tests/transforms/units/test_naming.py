"""Units and procedures by what people call them; between two that fit nobody chooses."""

from datetime import date

import pytest

from niemyet.transforms.units.naming import CalledUnit, codes_called, units_called

DAY = date(2025, 7, 1)
UNITS = (
    CalledUnit("nui-thanh", "UBND huyện Núi Thành", None, DAY),
    CalledUnit("nui-thanh-tt", "Thị trấn Núi Thành", None, DAY),
    CalledUnit("xa-nui-thanh", "Trung tâm Phục vụ hành chính công xã Núi Thành", DAY, None),
    CalledUnit("tam-hai-20992", "Xã Tam Hải", None, DAY),
    CalledUnit("tam-hai-20992", "Xã Tam Hải", DAY, None),
    CalledUnit("hoa-tien", "Xã Hòa Tiến", DAY, None),
    CalledUnit("hoa-tien-2", "Xã Hoa Tiên", DAY, None),
    CalledUnit("phuong-12", "Phường 12", None, DAY),
    CalledUnit("dien-ban", "Thị xã Điện Bàn", None, DAY, "507"),
    CalledUnit("cap-tien", "Xã Cấp Tiến", None, DAY),
    CalledUnit("tien", "Xã Tiến", None, DAY),
)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("xa-nui-thanh", ["xa-nui-thanh"]),
        ("xã Núi Thành", ["xa-nui-thanh"]),
        ("Xa Nui Thanh", ["xa-nui-thanh"]),
        ("UBND xã Núi Thành", ["xa-nui-thanh"]),
        ("TTPVHCC xã Núi Thành", ["xa-nui-thanh"]),
        ("X. Núi Thành", ["xa-nui-thanh"]),
        ("huyện Núi  Thành", ["nui-thanh"]),
        ("TT. Núi Thành", ["nui-thanh-tt"]),
        ("Núi Thành", ["nui-thanh", "nui-thanh-tt", "xa-nui-thanh"]),
        ("nui thanh", ["nui-thanh", "nui-thanh-tt", "xa-nui-thanh"]),
        ("nui-thanh", ["nui-thanh"]),  # an id is an id
        ("tam-hai", ["tam-hai-20992"]),
        ("Xã Tam Hải", ["tam-hai-20992"]),
        ("Hòa Tiến", ["hoa-tien"]),
        ("Hoà Tiến", ["hoa-tien"]),
        ("Xã Hòa Tiến", ["hoa-tien"]),
        ("hoa tien", ["hoa-tien", "hoa-tien-2"]),
        ("P. 12", ["phuong-12"]),
        ("TX Điện Bàn", ["dien-ban"]),
        ("507", ["dien-ban"]),
        ("TT PVHCC xã Núi Thành", ["xa-nui-thanh"]),
        ("Trung tâm Phục vụ hành chính công cấp xã Tam Hải", ["tam-hai-20992"]),
        ("UBND cấp xã Tam Hải", ["tam-hai-20992"]),
        ("Cấp Tiến", ["cap-tien"]),  # a commune's own name, not the level on a door
        ("Cap Tien", ["cap-tien"]),
        ("UBND Cấp Tiến", ["cap-tien"]),
        ("UBND xã Cấp Tiến", ["cap-tien"]),
        ("Núi", []),
        ("", []),
        ("xã", []),
    ],
)
def test_a_unit_is_called_in_many_ways(wanted: str, meant: list[str]) -> None:
    assert [one.unit_id for one in units_called(wanted, UNITS)] == meant


def test_the_newest_row_tells_the_days() -> None:
    (one,) = units_called("Xã Tam Hải", UNITS)
    assert (one.valid_from, one.valid_until) == (DAY, None)


NAMES = (
    ("1.001193", "Đăng ký khai sinh"),
    ("1.001022", "Thủ tục đăng ký nhận cha, mẹ, con"),
    ("2.000528", "Đăng ký khai sinh có yếu tố nước ngoài"),
    ("1.004884", "Thủ tục đăng ký lại khai sinh"),
    ("1.000001", "Cấp lại giấy phép hoạt động"),
    ("1.000002", "Cấp lại giấy phép hoạt động"),
)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("Đăng ký khai sinh", ["1.001193"]),
        ("dang ky khai sinh", ["1.001193"]),
        ("Thủ tục ĐĂNG KÍ KHAI SINH", ["1.001193"]),
        ("nhận cha, mẹ, con", ["1.001022"]),
        ("nhan cha, me, con", ["1.001022"]),
        ("khai sinh", ["1.001193", "1.004884", "2.000528"]),
        ("Cấp lại giấy phép hoạt động", ["1.000001", "1.000002"]),
        ("Đăng ký kết hôn", []),
        (" ", []),
    ],
)
def test_a_procedure_is_called_by_its_name_or_a_part_of_it(wanted: str, meant: list[str]) -> None:
    assert [code for code, _ in codes_called(wanted, NAMES)] == meant
