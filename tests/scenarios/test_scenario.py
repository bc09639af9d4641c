"""The worked scenario of DOMAIN §8 over the embedded portal: boards, bitemporal checks, work, dates, figures.

Everything expected here is computed by hand in DOMAIN §8, not read off the program.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from niemyet.model.tables import TABLES, Decision, ListingUpdate, Procedure
from niemyet.model.words import Level, ProcedureState, Scope, UpdateKind, UpdateState
from niemyet.storage.releases import ABOUT_RUNS
from niemyet.transforms.consolidate import State
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import board_on, build_boards
from niemyet.transforms.work.indicators import announced_in_time, database_due, made_public_in_time
from tests.support.scenario import RECEIPTS, Nights, run_nights

#: One worker runs the nights that all of these ask about.
pytestmark = pytest.mark.xdist_group("scenario")

LAST = date(2025, 12, 31)
COMMUNES = ("x1", "x2", "x3")
NEW_COMMUNES = ("y1", "y2", "x3")


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture(scope="module")
def nights(scenario_nights: Nights) -> Nights:
    return scenario_nights


@pytest.fixture(scope="module")
def final(nights: Nights) -> State:
    return nights.state(LAST)


def entry(state: State, item_id: str) -> int | None:
    """The number of the decision behind a board row."""
    decisions = {item.item_id: item.decision_id for item in state.decision_items}
    numbers = {one.decision_id: one.number for one in state.decisions}
    return numbers[decisions[item_id]]


def board(state: State, unit: str, on: str) -> dict[str, int | None]:
    return {row.code: entry(state, row.item_id) for row in board_on(state.boards, unit, day(on))}


# ---- boards ---------------------------------------------------------------------------------------------------

_X_2021 = {"1.000775": 3600, "1.001193": 3600, "2.000635": 3600, "2.000815": 3600}
_X_2022 = {"1.000775": 3600, "1.001193": 1020, "2.000635": 3600, "2.000815": 3600, "2.002409": 1020}
_X_JULY = {"1.001193": 1020, "2.000635": 3600, "2.000815": 3600, "2.002409": 1020}
_X_LATE = {"1.001193": 1020, "2.000635": 3600, "2.000815": 3600}
_H_2021 = {"1.001612": 3600, "2.000720": 3600, "2.000815": 3600}
_H_JUNE = {"1.010881": 1234, "2.000720": 3600, "2.000815": 3600}
_H_JULY = {"1.010881": 1234, "2.000815": 3600, "3.000154": 745}
_H_LATE = {"1.012568": 1790, "2.000815": 3600, "3.000154": 745}
_T_OLD = {"1.002407": 3600}
_T_2025 = {"1.002407": 3600, "3.000154": 58}
_T_OCTOBER = {"1.002407": 745, "3.000154": 58}
_X_2025 = {"1.001193": 1020, "1.012568": 58, "2.000635": 3600, "2.000815": 58}
_X_OCTOBER = {**_X_2025, "1.002407": 745}
_NONE: dict[str, int] = {}

#: Day → the boards of T (T0, then T1), H (H0) and X (X1, X2, X3, then X3, Y1, Y2).
BOARDS = {
    "2021-12-31": (_T_OLD, _H_2021, _X_2021),
    "2022-04-20": (_T_OLD, _H_2021, _X_2022),
    "2022-06-30": (_T_OLD, _H_JUNE, _X_2022),
    "2022-07-01": (_T_OLD, _H_JULY, _X_2022),
    "2022-07-31": (_T_OLD, _H_JULY, _X_JULY),
    "2022-09-05": (_T_OLD, _H_LATE, _X_LATE),
    "2025-06-30": (_T_OLD, _H_LATE, _X_LATE),
    "2025-07-01": (_T_2025, _NONE, _X_2025),
    "2025-10-01": (_T_OCTOBER, _NONE, _X_OCTOBER),
    "2027-02-28": (_T_OCTOBER, _NONE, _X_OCTOBER),
    "2027-03-01": (_T_2025, _NONE, _X_2025),
}


@pytest.mark.parametrize("on", BOARDS)
def test_every_cell_of_every_board(final: State, on: str) -> None:
    province, district, commune = BOARDS[on]
    old = day(on) < day("2025-07-01")
    expected = {
        "t0": province if old else _NONE,
        "t1": _NONE if old else province,
        "h0": district,
        "x1": commune if old else _NONE,
        "x2": commune if old else _NONE,
        "x3": commune,
        "y1": _NONE if old else commune,
        "y2": _NONE if old else commune,
    }
    assert {unit: board(final, unit, on) for unit in expected} == expected


def test_scopes_are_shared_while_two_levels_hold_and_reception_only_where_one_receives(final: State) -> None:
    def scope(unit: str, code: str, on: str) -> Scope:
        (row,) = [row for row in board_on(final.boards, unit, day(on)) if row.code == code]
        return row.scope

    assert scope("h0", "2.000815", "2022-04-20") is Scope.SHARED
    assert scope("x1", "2.000815", "2025-06-30") is Scope.SHARED
    assert scope("x3", "2.000815", "2025-07-01") is Scope.AUTHORITY
    assert scope("x3", "1.002407", "2025-10-01") is Scope.RECEPTION_ONLY
    assert scope("t1", "1.002407", "2025-10-01") is Scope.AUTHORITY


# ---- what was known when ----------------------------------------------------------------------------------------


def decided_by(nights: Nights, code: str, level: Level, valid: str, known: str) -> int | None:
    state = nights.state(LAST, day(known))
    (row,) = [
        row
        for row in state.procedures
        if row.code == code and row.level is level and holds(row.valid_from, row.valid_until, day(valid))
    ]
    return entry(state, row.opened_by)


def holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)


@pytest.mark.parametrize(
    ("valid", "known", "number"),
    [
        ("2022-03-25", "2022-05-01", 512),
        ("2022-03-25", "2022-05-11", 698),
        ("2022-04-20", "2022-05-01", 1020),
        ("2022-04-20", "2022-05-11", 1020),
        ("2022-04-20", "2025-12-31", 1020),
    ],
)
def test_a_late_decision_is_known_from_its_receipt(
    nights: Nights, valid: str, known: str, number: int
) -> None:
    assert decided_by(nights, "1.001193", Level.COMMUNE, valid, known) == number


@pytest.mark.parametrize(
    ("known", "code"), [("2022-06-17", "1.010811"), ("2022-06-19", "1.010811"), ("2022-06-20", "1.010881")]
)
def test_a_misprint_is_known_until_its_correction_is(nights: Nights, known: str, code: str) -> None:
    state = nights.state(day("2022-06-16"), day(known))
    assert code in board(state, "h0", "2022-06-16")
    assert len({"1.010811", "1.010881"} & set(board(state, "h0", "2022-06-16"))) == 1


def test_the_history_says_the_same_of_every_day_without_computing_anew(final: State) -> None:
    def known(on: str, code: str, valid: str) -> list[int | None]:
        return [
            entry(final, row.opened_by)
            for row in final.procedure_history
            if row.code == code
            and holds(row.known_from, row.known_until, day(on))
            and holds(row.valid_from, row.valid_until, day(valid))
        ]

    assert known("2022-05-01", "1.001193", "2022-03-25") == [512]
    assert known("2022-05-11", "1.001193", "2022-03-25") == [698]
    assert known("2022-06-17", "1.010811", "2022-06-16") == [1234]
    assert known("2022-06-20", "1.010811", "2022-06-16") == []
    assert known("2022-06-20", "1.010881", "2022-06-16") == [1234]


def test_the_chain_of_replacements_and_the_misprint_that_never_was(final: State) -> None:
    after = {row.code: row.successor_codes for row in final.procedures if row.successor_codes}
    assert after == {"1.001612": ("1.010881",), "1.010881": ("1.012568",)}
    assert "1.010811" not in {row.code for row in final.procedures}
    (corrected,) = [row for row in final.procedures if row.corrected_by]
    assert (corrected.code, entry(final, corrected.corrected_by or "")) == ("1.010881", 1301)


def test_what_is_flagged_and_what_is_asked(nights: Nights, final: State) -> None:
    by_number = {one.number: one for one in final.decisions if one.issuer_id == "quang-nam"}
    assert "title_date_mismatch" in by_number[1020].flags
    assert by_number[1020].received_at == datetime(2022, 4, 18, 16, tzinfo=UTC)
    late = next(row for row in final.decision_items if "/698-" in row.item_id)
    assert "late_arrival" in late.flags
    assert [row.state for row in final.procedures if "/2600-" in row.opened_by] == []
    asked = {(row.kind, row.decision_id.split("/")[1].split("-")[0] if row.decision_id else None): row
             for row in final.reviews}  # fmt: skip
    assert set(asked) == {("name_unclear", "1588"), ("revert", "745")}
    assert asked["name_unclear", "1588"].candidates == ("2.000635", "2.000815")
    assert "1.002407" in asked["revert", "745"].question
    assert asked["revert", "745"].candidates == ("reverts", "ended", "stays")
    # The end of a limited effect is asked from the receipt on, not only when it comes (RULINGS 13).
    assert "revert" in {row.kind for row in nights.state(LAST, day("2025-09-17")).reviews}
    assert "revert" not in {row.kind for row in nights.state(LAST, day("2025-09-16")).reviews}


# ---- the work ----------------------------------------------------------------------------------------------------

Task = tuple[str, str, str | None, str, str]  # unit, kind, code, effect, due


def _tasks() -> Iterator[Task]:
    """The table of DOMAIN §8: from decision, unit, task, switch_on, due."""
    yield "t0", "post", "1.002407", "2021-12-15", "2021-12-24"
    for code in ("1.001612", "2.000720", "2.000815"):
        yield "h0", "post", code, "2021-12-15", "2021-12-24"
    for unit in COMMUNES:
        for code in ("1.000775", "1.001193", "2.000635", "2.000815"):
            yield unit, "post", code, "2021-12-15", "2021-12-24"
        yield unit, "replace_sheet", "1.001193", "2022-03-04", "2022-03-15"
        yield unit, "replace_sheet", "1.001193", "2022-04-15", "2022-04-25"
        yield unit, "post", "2.002409", "2022-04-15", "2022-04-25"
        yield unit, "remove", "1.000775", "2022-07-15", "2022-07-25"
        yield unit, "remove", "2.002409", "2022-09-05", "2022-09-07"
    yield "h0", "post", "3.000154", "2022-07-01", "2022-07-01"
    yield "h0", "remove", "2.000720", "2022-07-01", "2022-07-01"
    yield "h0", "swap", "1.010881", "2022-06-15", "2022-06-20"
    yield "h0", "fix_sheet", "1.010881", "2022-06-15", "2022-06-27"
    yield "h0", "swap", "1.012568", "2022-08-12", "2022-08-22"
    for unit, codes in (
        ("t1", ("1.002407", "3.000154")),
        ("y1", ("1.001193", "1.012568", "2.000635", "2.000815")),
        ("y2", ("1.001193", "1.012568", "2.000635", "2.000815")),
    ):
        for code in codes:
            yield unit, "opening_list", code, "2025-07-01", "2025-07-09"
    yield "x3", "post", "1.012568", "2025-07-01", "2025-07-09"
    yield "x3", "replace_sheet", "2.000815", "2025-07-01", "2025-07-09"
    yield "x3", "rehead", "1.001193", "2025-07-01", "2025-07-09"
    yield "x3", "rehead", "2.000635", "2025-07-01", "2025-07-09"
    yield "t1", "replace_sheet", "1.002407", "2025-10-01", "2025-10-01"
    for unit in NEW_COMMUNES:
        yield unit, "post", "1.002407", "2025-10-01", "2025-10-01"


TASKS = sorted(_tasks(), key=str)
EXPIRY = [
    ("t1", "replace_sheet", "1.002407", "2027-03-01", "2027-03-01"),
    *((unit, "remove", "1.002407", "2027-03-01", "2027-03-01") for unit in NEW_COMMUNES),
]


def shown(row: ListingUpdate) -> Task:
    return (row.unit_id, str(row.kind), row.code, str(row.effective_on), str(row.due_on))


def test_every_task_with_its_dates(final: State) -> None:
    work = [row for row in final.listing_updates if row.kind is not UpdateKind.CLOSE_BOARD]
    until = [row for row in work if row.effective_on is not None and row.effective_on <= LAST]
    assert sorted(map(shown, until), key=str) == TASKS
    assert sorted(map(shown, (row for row in work if row not in until)), key=str) == sorted(EXPIRY, key=str)


def test_54_tasks(final: State) -> None:
    counted = Counter(
        row.unit_id
        for row in final.listing_updates
        if row.kind is not UpdateKind.CLOSE_BOARD
        and row.effective_on is not None
        and row.effective_on <= LAST
    )
    assert counted == {"t0": 1, "h0": 8, "x1": 9, "x2": 9, "x3": 14, "t1": 3, "y1": 5, "y2": 5}
    assert sum(counted.values()) == 54


def test_boards_that_close(final: State) -> None:
    closing = {row.unit_id: row for row in final.listing_updates if row.kind is UpdateKind.CLOSE_BOARD}
    assert {unit: len(row.replaces_codes) for unit, row in closing.items()} == {
        "t0": 1,
        "h0": 3,
        "x1": 3,
        "x2": 3,
    }
    assert {row.effective_on for row in closing.values()} == {day("2025-07-01")}


def test_replaced_codes_of_the_swaps_and_of_the_correction(final: State) -> None:
    pairs = {
        (row.kind, row.code): row.replaces_codes
        for row in final.listing_updates
        if row.kind in {UpdateKind.SWAP, UpdateKind.FIX_SHEET}
    }
    assert pairs == {
        (UpdateKind.SWAP, "1.010881"): ("1.001612",),
        (UpdateKind.FIX_SHEET, "1.010881"): ("1.010811",),
        (UpdateKind.SWAP, "1.012568"): ("1.010881",),
    }


def test_a_task_keeps_its_id_from_night_to_night(nights: Nights) -> None:
    """The swap of D05 is told under the misprinted code first, and keeps its id when the code is corrected."""

    def work(night: str) -> dict[tuple[str, str | None], str]:
        rows = nights.releases[day(night)].rows("listing_updates", ListingUpdate)
        return {(row.kind, row.code): row.update_id for row in rows if row.unit_id == "h0"}

    printed = work("2022-06-13")["swap", "1.010811"]
    assert work("2022-06-20")["swap", "1.010881"] == printed
    assert work("2025-09-17")["swap", "1.010881"] == printed
    for before, after in pairwise(RECEIPTS):
        earlier = nights.releases[before].rows("listing_updates", ListingUpdate)
        later = nights.releases[after].rows("listing_updates", ListingUpdate)
        # What is only planned may be overtaken: the head of a sheet that will be another sheet by then.
        begun = {row.update_id for row in earlier if row.state is not UpdateState.PLANNED}
        assert begun <= {row.update_id for row in later}, (before, after)


def test_the_late_decision_made_no_work(nights: Nights) -> None:
    before = nights.releases[day("2022-04-18")].rows("listing_updates", ListingUpdate)
    after = nights.releases[day("2022-05-10")].rows("listing_updates", ListingUpdate)
    assert {row.update_id for row in before} == {row.update_id for row in after}
    assert not any("/698-" in (row.item_id or "") for row in after)


def test_a_copy_under_another_date_is_no_decision_and_no_work(nights: Nights) -> None:
    before, after = nights.releases[day("2022-05-10")], nights.releases[day("2022-05-20")]
    assert len(before.rows("decisions", Decision)) == len(after.rows("decisions", Decision))
    copies = {row.number: len(row.copies) for row in after.rows("decisions", Decision)}
    assert copies[1020] > 2
    assert before.rows("procedures", Procedure) == [
        replace(row, state=old.state)
        for row, old in zip(
            after.rows("procedures", Procedure), before.rows("procedures", Procedure), strict=True
        )
    ]


def test_nothing_is_due_or_open_before_its_effect(nights: Nights) -> None:
    for night, release in nights.releases.items():
        for row in release.rows("listing_updates", ListingUpdate):
            if row.effective_on is None or row.due_on is None:
                continue
            assert row.due_on >= row.effective_on
            if row.effective_on > night:
                assert row.state in {UpdateState.PLANNED, UpdateState.CANCELLED}


def test_the_district_level_ends_without_orphans(final: State) -> None:
    """D11 moved every procedure of the district: none is left to a review (RULINGS 15)."""
    district = [row for row in final.procedures if row.level is Level.DISTRICT]
    assert all(row.valid_until is not None and row.valid_until <= day("2025-07-01") for row in district)
    assert [row.code for row in district if row.state is ProcedureState.VOID_LEVEL] == []


# ---- dates and figures of the national database ------------------------------------------------------------------


def test_due_dates_of_the_national_database(final: State) -> None:
    due = {one.number: str(database_due(one)) for one in final.decisions if one.issuer_id == "quang-nam"}
    assert {number: due[number] for number in (512, 745, 1020, 1234, 1588, 1790, 2005)} == {
        512: "2022-03-11",
        745: "2022-04-01",
        1020: "2022-04-22",
        1234: "2022-06-17",
        1588: "2022-07-22",
        1790: "2022-08-19",
        2005: "2022-09-06",
    }
    later = {one.number: str(database_due(one)) for one in final.decisions if one.issuer_id == "da-nang"}
    assert later == {58: "2025-07-08", 745: "2025-09-22"}


def test_the_score_of_the_second_quarter_of_2022(final: State) -> None:
    public = {
        "quang-nam/1020-QD-UBND/2022-04-15": day("2022-04-22"),
        "quang-nam/1234-QD-UBND/2022-06-10": day("2022-06-20"),
        "quang-nam/1301-QD-UBND/2022-06-17": day("2022-06-20"),  # a correction is no decision of the score
    }
    found = made_public_in_time(final, public, day("2022-04-01"), day("2022-07-01"))
    assert found.counted == {"1.001193", "2.002409", "1.001612", "1.010881"}
    assert found.on_time == {"1.001193", "2.002409"}
    assert found.text == "50.00 %"
    empty = made_public_in_time(final, {}, day("2022-04-01"), day("2022-07-01"))
    assert (empty.percent, empty.text) == (None, "N/A")


def test_announced_in_time_by_the_law_and_late_by_the_score(final: State) -> None:
    (d05,) = [one for one in final.decisions if one.number == 1234]
    assert d05.signed_on is not None
    judged = announced_in_time(d05.signed_on, basis_effective_on=day("2022-06-15"))
    assert (judged.legal_limit, judged.score_limit) == (day("2022-06-10"), day("2022-06-08"))
    assert (judged.on_time_legal, judged.on_time_score) == (True, False)


# ---- any order, any rhythm ----------------------------------------------------------------------------------------


def _tables_of(state: State) -> dict[str, object]:
    """What must be the same whatever arrived first: not when things were known, and what follows from that."""
    return {
        "procedures": state.procedures,
        "boards": state.boards,
        "reviews": state.reviews,
        "items": tuple(replace(row, flags=tuple(set(row.flags) - {"late_arrival"})) for row in state.decision_items),
        "decisions": tuple(replace(row, received_at=_NOON, copies=()) for row in state.decisions),
    }  # fmt: skip


_NOON = datetime(2021, 12, 20, 5, tzinfo=UTC)


def test_a_thousand_orders_of_arrival_give_one_final_state(nights: Nights, final: State) -> None:
    """Decisions identified once, received on shuffled days: the same procedures, boards and questions."""
    province = nights.settings.province
    spans = unit_spans(nights.settings.units, province)
    days = [one.received_at for one in final.decisions]
    printed = [replace(item, flags=()) for item in final.decision_items]

    def folded(decisions: list[Decision]) -> Folded:
        return fold_history(decisions, printed, province, LAST, date(2030, 1, 1))

    first = folded(list(final.decisions))
    boards = build_boards(first.procedures, spans)
    assert (first.procedures, boards) == (final.procedures, final.boards)
    orders = set()
    for seed in range(1000):
        mixed = random.Random(seed).sample(days, len(days))
        orders.add(tuple(mixed))
        found = folded([replace(one, received_at=at) for one, at in zip(final.decisions, mixed, strict=True)])
        assert found.procedures == first.procedures, seed
        assert found.reviews == first.reviews, seed
        assert found.misprints == first.misprints, seed
        newest = {(row.procedure_id, row.level, row.version) for row in found.history if not row.known_until}
        assert newest == {(row.procedure_id, row.level, row.version) for row in first.procedures}, seed
        if seed % 10 == 0:
            assert build_boards(found.procedures, spans) == boards
    assert len(orders) > 990


def test_whole_documents_in_other_orders_give_one_final_state(nights: Nights, final: State) -> None:
    """The same from postings and papers, each of them received on another day, and some twice."""
    facts = nights.facts
    expected = _tables_of(final)
    for seed in range(40):
        rng = random.Random(seed)
        received = tuple(
            replace(one, received_at=one.received_at + timedelta(days=rng.randint(0, 180)))
            for one in rng.sample(facts.received, len(facts.received))
        )
        postings = tuple(
            replace(one, received_at=one.received_at + timedelta(days=rng.randint(0, 180)))
            for one in rng.sample(facts.postings, len(facts.postings))
        )
        mixed = replace(facts, received=(*received, *received[:5]), postings=(*postings, *postings[:5]))
        state = replace(nights, facts=mixed).state(LAST)
        assert _tables_of(state) == expected, seed


def test_replay_night_by_night_equals_one_run_at_the_end(nights: Nights) -> None:
    """Each night's release holds what one run over the whole lake says of that night, to the byte of a row."""
    for night, release in nights.releases.items():
        state = nights.state(night, night)
        for name, row_class in TABLES.items():
            if name in ABOUT_RUNS:
                continue
            told: list[object] = release.rows(name, row_class)
            assert sorted(told, key=str) == sorted(_until(getattr(state, name), night), key=str), (
                night,
                name,
            )


def _until(rows: tuple[object, ...], night: date) -> list[object]:
    """Copies that came on later nights belong to the decision only from then on."""
    return [
        replace(row, copies=tuple(copy for copy in row.copies if local_day(copy.seen_at) <= night))
        if isinstance(row, Decision)
        else row
        for row in rows
    ]


def test_history_holds_every_night(nights: Nights, final: State) -> None:
    """What `procedure_history` says was known on a night is what the night itself published."""
    skipped = {"known_from", "known_until", "state"}
    columns = [column.name for column in fields(Procedure) if column.name not in skipped]
    for night, release in nights.releases.items():
        then = {
            tuple(getattr(row, name) for name in columns)
            for row in final.procedure_history
            if holds(row.known_from, row.known_until, night)
        }
        published = {
            tuple(getattr(row, name) for name in columns) for row in release.rows("procedures", Procedure)
        }
        assert then == published, night


def test_one_night_at_the_end_knows_what_fourteen_nights_knew(
    nights: Nights, tmp_path_factory: pytest.TempPathFactory
) -> None:
    once = run_nights(tmp_path_factory.mktemp("once"), (RECEIPTS[-1],))
    left, right = _tables_of(nights.state(LAST)), _tables_of(once.state(LAST))
    assert left == right


def test_keys_are_there_once(final: State) -> None:
    for name, key in KEYS.items():
        rows = [tuple(getattr(row, column) for column in key) for row in getattr(final, name)]
        assert len(rows) == len(set(rows)), name


KEYS = {
    "decisions": ("decision_id",),
    "decision_items": ("item_id",),
    "procedures": ("procedure_id", "level", "version"),
    "procedure_history": ("procedure_id", "level", "version", "known_from"),
    "boards": ("unit_id", "code", "valid_from"),
    "listing_updates": ("update_id",),
    "reviews": ("review_id",),
}
