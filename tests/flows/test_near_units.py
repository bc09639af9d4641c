"""A unit that is named in another way than by its id is found by its name."""

import pytest

from niemyet.flows.near_units import near_units
from niemyet.model.messages import Message

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


def test_nothing_alike_shows_what_there_is_where_that_is_little() -> None:
    assert near_units("zzz", ["a", "b"]) == "a, b"
    for many in ([], [f"xa-{number}" for number in range(9)]):
        told = near_units("zzz", many)
        assert isinstance(told, Message)
        assert told.text("en") == "none (niemyet units list shows them all)"
        assert told.text("vi") == "không có (niemyet units list liệt kê tất cả)"
