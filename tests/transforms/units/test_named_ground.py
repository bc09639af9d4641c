"""The units that a clause of ground names: proven, only meant, or none; by the table alone."""

from dataclasses import replace

import pytest

from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import SuccessionKind, UnitKind
from niemyet.transforms.units.named_ground import NamedGround, named_ground
from tests.support.province import day, unit


def _commune(
    unit_id: str, name: str, above: str, *, since: str | None = None, until: str | None = None
) -> Unit:
    return replace(unit(unit_id, UnitKind.COMMUNE, name, since=since, until=until), parent_unit_id=above)


CENTRE = unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm Phục vụ hành chính công tỉnh")
UNITS = (
    CENTRE,
    unit("huyen-k", UnitKind.DISTRICT, "Huyện Kỳ Lam"),
    unit("tp-s", UnitKind.DISTRICT, "TP. Sông Trà"),
    _commune("xa-b", "Xã Bến Đò", "huyen-k", until="2023-07-01"),
    _commune("xa-c", "Xã Cù Lao", "huyen-k", until="2023-07-01"),
    _commune("xa-d", "Xã Đá Dựng", "tp-s"),
    _commune("xa-d2", "Xã Đá Dựng", "huyen-k", until="2020-01-01"),
    _commune("xa-bc", "Xã Bến Cù", "huyen-k", since="2023-07-01"),
)  # fmt: skip
MERGER = tuple(
    UnitSuccession(one, "xa-bc", SuccessionKind.MERGE, day("2023-07-01")) for one in ("xa-b", "xa-c")
)
ON = day("2022-05-01")


def _ground(text: str, units: tuple[Unit, ...] = UNITS, on: str = "2022-05-01") -> NamedGround:
    return named_ground(text, units, MERGER, day(on))


@pytest.mark.parametrize(("text", "units"), [
    ("Chỉ áp dụng tại xã Đá Dựng.", {"xa-d", "tp-s", "tam"}),
    ("CHỈ ÁP DỤNG TẠI XÃ ĐÁ DỰNG", {"xa-d", "tp-s", "tam"}),
    ("Danh mục thủ tục hành chính này thực hiện tại UBND xã Đá Dựng", {"xa-d", "tp-s", "tam"}),
    ("Thí điểm tại các xã Bến Đò, Cù Lao và Đá Dựng;", {"xa-b", "xa-c", "xa-d", "xa-bc", "huyen-k", "tp-s", "tam"}),
    ("Chỉ thực hiện trên địa bàn thành phố Sông Trà", {"xa-d", "tp-s", "tam"}),
    ("Chỉ thực hiện tại các xã thuộc TP. Sông Trà (cũ).", {"xa-d", "tp-s", "tam"}),
])  # fmt: skip
def test_units_by_name_with_those_above_and_the_centre(text: str, units: set[str]) -> None:
    assert _ground(text) == NamedGround(tuple(sorted(units)), proven=True)


@pytest.mark.parametrize(("text", "meant"), [
    ("Không áp dụng tại xã Đá Dựng.", True), ("Áp dụng tại tỉnh, trừ xã Đá Dựng.", True),
    ("Mục 2 chỉ áp dụng tại xã Đá Dựng.", True),
    ("Thủ tục số 3 áp dụng tại xã Đá Dựng.", True), ("Chỉ áp dụng tại xã Đá Dựng và xã Không Có.", True),
    ("Chỉ áp dụng tại xã Đá Dựng trong giờ hành chính.", True), ("Xã Đá Dựng.", True),
    ("Chỉ áp dụng tại xã Không Có.", False), ("Chỉ áp dụng tại xã Đá Dựn.", False),
    ("Chỉ áp dụng tại các xã đảo.", False), ("", False), (".", False), ("tại xã", False),
])  # fmt: skip
def test_what_says_anything_else_is_at_most_meant(text: str, meant: bool) -> None:
    found = _ground(text)
    assert not found.proven
    assert ("xa-d" in found.units) is meant
    assert bool(found.units) is meant


def test_a_unit_made_of_one_named_and_of_another_is_not_proven() -> None:
    assert not _ground("Chỉ áp dụng tại xã Bến Đò.").proven
    assert {"xa-b", "xa-bc"} <= set(_ground("Chỉ áp dụng tại xã Bến Đò.").units)


def test_one_name_of_two_units_is_that_of_the_day_and_of_none_where_both_are_there() -> None:
    assert set(_ground("Chỉ áp dụng tại xã Đá Dựng").units) == {"xa-d", "tp-s", "tam"}
    both = _ground("Chỉ áp dụng tại xã Đá Dựng", on="2019-12-31")
    assert not both.proven
    assert {"xa-d", "xa-d2"} <= set(both.units)


def test_the_order_of_the_tables_changes_nothing_and_no_table_proves_nothing() -> None:
    text = "Thí điểm tại các xã Bến Đò, Cù Lao."
    assert named_ground(text, UNITS[::-1], MERGER[::-1], ON) == _ground(text)
    assert named_ground(text, (), (), ON) == NamedGround((), proven=False)


def test_units_that_became_what_they_were_before_end() -> None:
    rings = tuple(
        UnitSuccession(a, b, SuccessionKind.MERGE, day("2023-07-01"))
        for a, b in (("xa-b", "xa-c"), ("xa-c", "xa-b"), ("xa-d", "xa-d"))
    )
    assert {"xa-b", "xa-c"} <= set(named_ground("Chỉ áp dụng tại xã Bến Đò.", UNITS, rings, ON).units)


@pytest.mark.parametrize("office", ["UBND xã", "Ủy ban nhân dân xã"])
def test_a_unit_that_bears_the_name_of_its_office_is_the_place_of_a_clause(office: str) -> None:
    units = tuple(replace(one, name=f"{office} Đá Dựng") if one.unit_id == "xa-d" else one for one in UNITS)
    assert _ground("Chỉ áp dụng tại xã Đá Dựng.", units).units == ("tam", "tp-s", "xa-d")
    assert _ground("Chỉ áp dụng tại xã Đá Dựng.", units).proven
