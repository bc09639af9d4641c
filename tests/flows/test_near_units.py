"""A unit that is named in another way than by its id is found by its name."""

import pytest

from niemyet.flows.near_units import near_units

KNOWN = ["an-hai-20275-2025", "hoa-vang-20293-2025", "hoa-tien-20317-2025", "tam-hai-20992", "xa-b"]


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("xa-hoa-vang", "hoa-vang-20293-2025"),
        ("Xã Tam Hải", "tam-hai-20992"),
        ("hoa", "hoa-tien-20317-2025, hoa-vang-20293-2025"),
        ("b", "xa-b"),
        ("tam-hia-20992", "tam-hai-20992"),
    ],
)
def test_the_name_leads_to_the_id(wanted: str, near: str) -> None:
    assert near_units(wanted, KNOWN) == near


def test_nothing_alike_shows_what_there_is() -> None:
    assert near_units("zzz", ["a", "b"]) == "a, b"
    assert near_units("zzz", []) == "—"
