"""Versions and units → boards: scopes, the units' own time, and where each row comes from."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from niemyet.model.tables import Board, Decision, DecisionItem, Procedure
from niemyet.model.words import Action, Level, Scope, UnitKind
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_doubts, unit_on, unit_spans
from niemyet.transforms.work.boards import board_on, build_boards, count_on
from niemyet.transforms.work.indicators import changes_between, check_counts, held_on
from tests.support.province import (
    DECISIONS,
    ITEMS,
    QUANG_NAM,
    UNITS,
    H,
    T,
    X,
    day,
    decision,
    item,
    unit,
)
from tests.transforms.law.test_history import END, histories

SPANS = unit_spans(UNITS, QUANG_NAM)


def procedures_of(decisions: tuple[Decision, ...], items: tuple[DecisionItem, ...]) -> tuple[Procedure, ...]:
    return fold_history(decisions, items, QUANG_NAM, END, END).procedures


@pytest.fixture(scope="module")
def boards() -> tuple[Board, ...]:
    return build_boards(procedures_of(DECISIONS, ITEMS), SPANS)


def shown(boards: tuple[Board, ...], unit_id: str, on: str) -> list[str]:
    return [row.code for row in board_on(boards, unit_id, day(on))]


OLD_COMMUNE = ["1.001193", "2.000635", "2.000815"]
NEW_COMMUNE = ["1.001193", "1.012568", "2.000635", "2.000815"]


@pytest.mark.parametrize(
    ("unit_id", "on", "codes"),
    [
        ("T0", "2025-06-30", ["1.002407"]),
        ("T0", "2025-07-01", []),
        ("H0", "2022-06-30", ["1.010881", "2.000720", "2.000815"]),
        ("H0", "2022-07-01", ["1.010881", "2.000815", "3.000154"]),
        ("H0", "2025-06-30", ["1.012568", "2.000815", "3.000154"]),
        ("H0", "2025-07-01", []),
        ("X1", "2022-06-30", ["1.000775", "1.001193", "2.000635", "2.000815", "2.002409"]),
        ("X1", "2025-06-30", OLD_COMMUNE),
        ("X1", "2025-07-01", []),
        ("X3", "2025-06-30", OLD_COMMUNE),
        ("X3", "2025-07-01", NEW_COMMUNE),
        ("X3", "2027-03-01", NEW_COMMUNE),
        ("T1", "2025-07-01", ["1.002407", "3.000154"]),
        ("Y1", "2025-06-30", []),
        ("Y1", "2025-07-01", NEW_COMMUNE),
        ("Y1", "2025-10-01", ["1.001193", "1.002407", "1.012568", "2.000635", "2.000815"]),
        ("Y1", "2027-03-01", NEW_COMMUNE),
    ],
)
def test_each_unit_must_post_what_the_scenario_says(
    boards: tuple[Board, ...], unit_id: str, on: str, codes: list[str]
) -> None:
    assert shown(boards, unit_id, on) == codes


def test_scopes(boards: tuple[Board, ...]) -> None:
    scopes = {row.code: row.scope for row in board_on(boards, "Y1", day("2025-10-01"))}
    assert scopes["1.002407"] is Scope.RECEPTION_ONLY
    assert scopes["1.012568"] is Scope.AUTHORITY
    before = {row.code: row.scope for row in board_on(boards, "X3", day("2025-06-30"))}
    after = {row.code: row.scope for row in board_on(boards, "X3", day("2025-07-01"))}
    assert (before["2.000815"], after["2.000815"]) == (Scope.SHARED, Scope.AUTHORITY)


def test_a_level_that_holds_and_receives_posts_once() -> None:
    base = decision(1, "2022-01-10", "2022-01-11")
    later = decision(2, "2022-03-10", "2022-03-11")
    gone = decision(3, "2022-05-10", "2022-05-11")
    rows = procedures_of(
        (base, later, gone),
        (
            item(base, Action.NEW, "1.000001", T, reception_levels=(T, X)),
            item(later, Action.NEW, "1.000001", X),
            item(gone, Action.ABOLISH, "1.000001", X),
        ),
    )
    boards = build_boards(rows, SPANS)
    stays = [(row.scope, row.valid_from, row.valid_until) for row in boards if row.unit_id == "X1"]
    assert stays == [
        (Scope.RECEPTION_ONLY, day("2022-01-10"), day("2022-03-10")),
        (Scope.SHARED, day("2022-03-10"), day("2022-05-10")),
        (Scope.RECEPTION_ONLY, day("2022-05-10"), day("2025-07-01")),
    ]
    assert [row.scope for row in boards if row.unit_id == "T0"] == [
        Scope.AUTHORITY,
        Scope.SHARED,
        Scope.AUTHORITY,
    ]


def test_two_levels_that_name_a_third_as_receiving_give_one_row() -> None:
    base = decision(1, "2022-01-10", "2022-01-11")
    rows = procedures_of((base,), (item(base, Action.NEW, "1.000001", T, H, reception_levels=(X,)),))
    boards = build_boards(rows, SPANS)
    on_x1 = board_on(boards, "X1", day("2022-02-01"))
    assert [row.scope for row in on_x1] == [Scope.RECEPTION_ONLY]


def test_units_of_other_provinces_and_kinds_without_a_rule_have_no_board() -> None:
    units = (
        unit("Z1", UnitKind.COMMUNE, "Xã ở nơi khác", province="hue"),
        unit("V1", UnitKind.VERTICAL_AGENCY, "Chi cục Thuế"),
    )
    assert unit_spans(units, QUANG_NAM) == ()
    (asked,) = unit_doubts(units, QUANG_NAM)
    assert asked.kind == "unit_without_board"
    assert "Chi cục Thuế" in asked.question


def test_a_unit_that_goes_on_has_one_span_and_a_new_head() -> None:
    (span,) = [one for one in SPANS if one.unit_id == "X3"]
    assert (span.valid_from, span.valid_until, span.rehead_on) == (None, None, (day("2025-07-01"),))


def test_a_district_ends_with_its_level_whatever_its_row_says() -> None:
    (span,) = unit_spans((unit("H9", UnitKind.DISTRICT, "UBND huyện khác"),), QUANG_NAM)
    assert span.valid_until == day("2025-07-01")


def test_a_unit_has_the_name_of_the_day() -> None:
    before, after = (unit_on(UNITS, "X3", day(one)) for one in ("2025-06-30", "2025-07-01"))
    assert before is not None
    assert after is not None
    assert (before.parent_unit_id, after.parent_unit_id) == ("H0", "T1")
    assert unit_on(UNITS, "Y1", day("2025-06-30")) is None


@given(histories())
def test_every_row_of_a_board_leads_to_an_item_and_no_code_hangs_twice(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]],
) -> None:
    decisions, items = history
    received = tuple(replace(one, reception_levels=(X,)) if T in one.levels else one for one in items)
    known = {one.item_id for one in items}
    ends: dict[tuple[str, str], date | None] = {}
    for row in build_boards(procedures_of(decisions, received), SPANS):
        assert row.item_id in known
        before = ends.get((row.unit_id, row.code), date.min)
        assert before is not None
        assert before <= row.valid_from
        assert row.valid_until is None or row.valid_from < row.valid_until
        ends[row.unit_id, row.code] = row.valid_until


# ---- figures ------------------------------------------------------------------------------------------------------------


def test_totals_are_held_beside_the_reported_ones(boards: tuple[Board, ...]) -> None:
    checks = check_counts(boards, {"H0": 3, "X1": 4, "none": 2}, day("2022-12-31"))
    assert [(one.unit_id, one.found, one.drift) for one in checks] == [
        ("H0", 3, 0),
        ("X1", 3, -1),
        ("none", 0, -2),
    ]
    assert count_on(boards, day("2022-12-31")) == {"H0": 3, "T0": 1, "X1": 3, "X2": 3, "X3": 3}


def test_figures_of_a_year() -> None:
    rows = procedures_of(DECISIONS, ITEMS)
    by_level = {one.level: one for one in changes_between(rows, ITEMS, day("2022-01-01"), day("2023-01-01"))}
    district, commune = by_level[H], by_level[X]
    assert (district.new, district.amended, district.replaced, district.abolished) == (1, 0, 2, 1)
    assert (commune.new, commune.amended, commune.replaced, commune.abolished) == (1, 1, 0, 2)
    assert held_on(rows, day("2022-12-31")) == {
        Level.MINISTRY: 0,
        Level.PROVINCE: 1,
        Level.DISTRICT: 3,
        Level.COMMUNE: 3,
    }
