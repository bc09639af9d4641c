"""Portals of which an address is known from what others have stored, and the provinces' codes at the national service.

Nothing in it was asked from here, and nothing is derived: a host is there as it was written down (docs/portals.md, §7).
For most provinces there is none, and that is said.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KnownPortal:
    """A site as somebody met it. `seen`: the day or month, where that was written down; `not_known`: what must be looked at."""

    province_id: str | None  # null: of the whole country
    address: str  # as it was written down, mostly without http: or https:
    kind: str  # the family that reads it, a kind of [[source]]
    seen: str | None
    not_known: str


def known_portals(province_id: str) -> tuple[KnownPortal, ...]:
    """What is known of a province, by address; what is of the whole country is `national_portal`."""
    return tuple(one for one in _portals() if one.province_id == province_id)


def national_portal() -> KnownPortal:
    """The national service since 2026: its catalogue of procedures."""
    return next(one for one in _portals() if one.province_id is None)


def national_codes() -> Mapping[str, str]:
    """Province → its code at the national service (`H17`), from the service's own list of agencies of 9 December 2025."""
    return {row["province_id"]: row["code"] for row in _rows("national_codes.csv")}


def _portals() -> Iterator[KnownPortal]:
    for row in _rows("known_portals.csv"):
        yield KnownPortal(
            row["province_id"] or None, row["address"], row["kind"], row["seen"] or None, row["not_known"]
        )


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("niemyet.transforms") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
