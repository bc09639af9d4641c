"""What is known of portals is of provinces that there are, of families that can be read, and invents nothing."""

import re
from datetime import date

import pytest

from niemyet.extractors.portals.registry import KINDS
from niemyet.transforms.known_portals import known_portals, national_codes, national_portal
from niemyet.transforms.units.provinces import provinces_on

TODAY = date(2026, 11, 29)
PROVINCES = [one.province_id for one in provinces_on(TODAY)]


def test_every_province_of_today_has_its_code_and_each_its_own() -> None:
    codes = national_codes()
    assert set(codes) == set(PROVINCES)
    assert len(set(codes.values())) == len(PROVINCES) == 34
    assert all(re.fullmatch(r"H\d\d", code) for code in codes.values())
    assert codes["da-nang"] == "H17"


@pytest.mark.parametrize("province", PROVINCES)
def test_each_address_has_a_family_that_reads_it_and_says_what_is_not_known(province: str) -> None:
    for one in (national_portal(), *known_portals(province)):
        assert one.kind in KINDS
        assert one.not_known
        assert one.seen is None or re.fullmatch(r"20\d\d-\d\d(-\d\d)?", one.seen)
        assert re.fullmatch(r"(https://)?[a-z0-9.-]+\.gov\.vn(/[a-z0-9./-]*)?", one.address), (
            "no pattern, no invention"
        )


def test_a_province_of_which_nothing_is_known_has_nothing() -> None:
    assert known_portals("an-giang") == ()
