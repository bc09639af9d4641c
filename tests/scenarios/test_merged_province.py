"""A merged province of two ancestors, 2024 to 2027, from the demo's portal: the boards of each ground, by hand (RULINGS 16, 43).

Twice: as the new city that knows its ancestor (`predecessors`), and as the former province that knows its successor.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from niemyet.demo.merged import merged_script
from niemyet.demo.world import World
from niemyet.flows.commands.queries import holds
from tests.support.scenario import CONFIG, Nights, run_nights

#: One worker runs the nights that all of these ask about.
pytestmark = pytest.mark.xdist_group("merged")
NIGHTS = tuple(
    date.fromisoformat(day) for day in ("2024-03-01", "2024-10-01", "2025-07-20", "2026-09-01", "2027-04-30")
)
_MERGED = "2025-07-01"
_CITY = """\
[province]
id = "da-nang"
name = "Thành phố Đà Nẵng"
agency_id = "H17"
predecessors = ["quang-nam"]
"""
_FORMER = CONFIG.partition("\n[fetch]")[0].replace("{{", "{").replace("}}", "}") + "\n"
#: id, kind, name, province, first day, first day after
_UNITS = (
    ("xa-cu", "commune", "Xã của Quảng Nam", "quang-nam", None, _MERGED),
    ("xa-moi", "commune", "Xã mới trên đất Quảng Nam", "da-nang", _MERGED, None),
    ("phuong", "commune", "Phường của Đà Nẵng", "da-nang", None, None),
    ("huyen", "district", "Huyện của Quảng Nam", "quang-nam", None, _MERGED),
    ("quan", "district", "Quận của Đà Nẵng", "da-nang", None, _MERGED),
    ("tam-cu", "province_center", "Trung tâm của Quảng Nam", "quang-nam", None, _MERGED),
    ("tam", "province_center", "Trung tâm của Đà Nẵng", "da-nang", None, None),
)
_OF_FORMER = {"xa-cu", "xa-moi", "huyen", "tam-cu"}
A, B, C, D, E, F, G, C2 = (f"1.31000{number}" for number in range(1, 9))

#: Unit → first day of a stretch → code and the number of the decision that decides it, until the next day of the unit.
TABLE: dict[str, dict[str, dict[str, int]]] = {
    "xa-cu": {
        "2024-01-10": {A: 101, B: 101},
        "2024-08-01": {A: 101, B: 133},
        "2025-07-01": {},  # the unit ends
    },
    "xa-moi": {
        "2025-06-30": {},
        "2025-07-01": {A: 101, B: 133},
        "2025-07-10": {A: 101, B: 133, D: 201},
        "2025-07-15": {A: 115, B: 133, D: 201},
        "2026-02-01": {A: 22, B: 133, D: 201},
        "2026-05-05": {A: 22, B: 133, D: 201, G: 83},
        "2026-08-03": {A: 22, D: 201, G: 83},
        "2027-03-15": {A: 22, D: 201, G: 83},
    },
    "phuong": {
        "2024-01-10": {},
        "2024-02-05": {A: 102, E: 102},
        "2024-09-09": {A: 102, E: 144},
        "2025-07-10": {A: 102, E: 144, D: 201},
        "2025-07-15": {A: 102, E: 144, D: 201},
        "2026-02-01": {A: 22, E: 144, D: 201},
        "2026-05-05": {A: 22, E: 144, D: 201, G: 83},
        "2026-08-03": {A: 22, E: 144, D: 201, G: 83},
        "2027-03-15": {A: 22, E: 144, D: 201, G: 83, F: 102},
    },
    "huyen": {"2024-01-10": {D: 101}, "2025-07-01": {}},
    "quan": {"2024-02-05": {D: 102}, "2025-07-01": {}},
    "tam-cu": {"2024-01-10": {C: 101}, "2025-07-01": {}},
    "tam": {
        "2024-02-05": {F: 102},
        "2025-07-01": {C: 101, F: 102},
        "2026-05-05": {C: 101, F: 102, G: 83},
        "2027-01-11": {C2: 15, F: 102, G: 83},
    },
}
RECEIVED = {("xa-moi", G), ("phuong", G), ("phuong", F)}


def _units(wanted: set[str] | None) -> str:
    return "\n".join(
        f'[[unit]]\nid = "{unit}"\nkind = "{kind}"\nname = "{name}"\nprovince_id = "{province}"\n'
        + (f"valid_from = {since}\n" if since else "")
        + (f"valid_until = {until}\n" if until else "")
        for unit, kind, name, province, since, until in _UNITS
        if wanted is None or unit in wanted
    )


def _config(head: str, wanted: set[str] | None, base: str) -> str:
    sources = "[fetch]" + CONFIG.partition("\n[fetch]")[2].format(base=base)
    turned = '[[succession]]\nfrom_unit_id = "xa-cu"\nto_unit_id = "xa-moi"\nkind = "merge"\non_date = 2025-07-01\n'
    return "\n".join((head, sources, _units(wanted), turned))


def _world() -> World:
    return World(merged_script())


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    root: Path = tmp_path_factory.mktemp("thành phố") / "nhà"
    return run_nights(root, NIGHTS, _world, lambda base: _config(_CITY, None, base))


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    root: Path = tmp_path_factory.mktemp("tỉnh cũ") / "nhà"
    return run_nights(root, NIGHTS, _world, lambda base: _config(_FORMER, _OF_FORMER, base))


def _board(nights: Nights, unit_id: str, on: str, known: str = "2027-04-30") -> dict[str, int]:
    state = nights.state(date.fromisoformat(on), date.fromisoformat(known))
    decision_of = {one.item_id: one.decision_id for one in state.decision_items}
    numbers = {one.decision_id: one.number for one in state.decisions}
    rows = [one for one in state.boards if one.unit_id == unit_id]
    day = date.fromisoformat(on)
    return {
        one.code: numbers[decision_of[one.item_id]] or 0
        for one in rows
        if holds({"valid_from": one.valid_from, "valid_until": one.valid_until}, day)
    }


_DAYS = [(unit_id, on) for unit_id, days in TABLE.items() for on in days]


@pytest.mark.parametrize(("unit_id", "on"), _DAYS)
def test_the_city_has_the_boards_of_each_ground(city: Nights, unit_id: str, on: str) -> None:
    assert _board(city, unit_id, on) == TABLE[unit_id][on]


@pytest.mark.parametrize(("unit_id", "on"), [each for each in _DAYS if each[0] in _OF_FORMER])
def test_the_former_province_has_the_same(former: Nights, unit_id: str, on: str) -> None:
    assert _board(former, unit_id, on) == TABLE[unit_id][on]


def test_both_have_the_same_board_on_every_day_as_known_on_every_day(city: Nights, former: Nights) -> None:
    edges = [date.fromisoformat(on) for days in TABLE.values() for on in days]
    days = sorted({day for edge in edges for day in (edge, date.fromordinal(edge.toordinal() - 1))})
    for known in NIGHTS:
        for unit_id in sorted(_OF_FORMER):
            for day in days:
                asked = (unit_id, day.isoformat(), known.isoformat())
                assert _board(city, *asked) == _board(former, *asked), asked


def test_what_is_only_received_is_said_and_the_rest_is_held(city: Nights) -> None:
    state = city.state(date(2027, 4, 1))
    received = {
        (one.unit_id, one.code)
        for one in state.boards
        if one.scope == "reception_only" and one.valid_until is None
    }
    assert received == RECEIVED


def test_nothing_of_the_other_ground_is_asked_or_taken_down(city: Nights) -> None:
    state = city.state(date(2027, 4, 1))
    kinds = {one.kind for one in state.reviews}
    assert not kinds & {"not_in_force", "replaced_not_in_force", "orphaned", "date_implausible"}
    removed = {(one.unit_id, one.code) for one in state.listing_updates if one.kind == "remove"}
    assert ("phuong", B) not in removed
    assert ("xa-moi", B) in removed
    grounds = {(one.code, one.ground) for one in state.procedures}
    assert {(B, "quang-nam"), (E, "da-nang"), (G, None)} <= grounds


def test_explain_and_report_know_the_ground(city: Nights) -> None:
    from click.testing import CliRunner

    from niemyet.flows.cli import niemyet

    run = CliRunner()
    told = run.invoke(niemyet, ["explain", A, "--as-of", "2025-12-01", *city.options]).output
    told = " ".join(told.split())
    assert "trên địa bàn cũ của da-nang" in told
    assert "trên địa bàn cũ của quang-nam" in told
    own = run.invoke(
        niemyet, ["explain", A, "--unit", "phuong", "--as-of", "2025-12-01", *city.options]
    ).output
    assert "102/QĐ-UBND" in own
    assert "101/QĐ-UBND" not in own
    assert "quang-nam" not in own
    counted = run.invoke(
        niemyet, ["report", "--from", "2025-07-01", "--to", "2025-12-31", "--unit", "xa-moi", *city.options]
    )
    assert counted.exit_code == 0, counted.output
    listed = run.invoke(
        niemyet, ["board", "xa-moi", "--as-of", "2025-12-01", "--format", "json", *city.options]
    )
    assert {row["code"] for row in json.loads(listed.stdout)} == set(TABLE["xa-moi"]["2025-07-15"])
