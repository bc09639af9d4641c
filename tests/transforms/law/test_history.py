"""From rows of annexes to versions: the worked scenario, the rulings, and what holds for any history."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.model.records import Province, Resolution
from niemyet.model.tables import Decision, DecisionItem, Procedure, ProcedureHistory, RelationRow
from niemyet.model.words import Action, DecisionKind, Level, OnlineLevel, ProcedureState, RelationType
from niemyet.transforms.law.events import natural, order_of
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.law.row_addresses import find_address
from tests.support.province import (
    D00,
    D02,
    D04,
    D05,
    DECISIONS,
    ITEMS,
    QUANG_NAM,
    H,
    T,
    X,
    day,
    decision,
    item,
    noon,
)

END = date(2027, 3, 2)


def fold(
    decisions: tuple[Decision, ...],
    items: tuple[DecisionItem, ...],
    *,
    province: Province = QUANG_NAM,
    as_of: date = END,
    known: date = END,
    resolutions: tuple[Resolution, ...] = (),
) -> Folded:
    return fold_history(decisions, items, province, as_of, known, resolutions)


def held(rows: tuple[Procedure, ...], level: Level, on: str) -> dict[str, str]:
    """Code → number of the deciding decision, of what a level holds on a day."""
    return {
        row.code: row.opened_by.split("/")[1].split("-")[0]
        for row in rows
        if row.level is level
        and row.valid_from <= day(on)
        and (row.valid_until is None or day(on) < row.valid_until)
    }


def known_then(rows: tuple[ProcedureHistory, ...], known: str) -> tuple[ProcedureHistory, ...]:
    return tuple(
        row
        for row in rows
        if row.known_from <= day(known) and (row.known_until is None or day(known) < row.known_until)
    )


def kinds(folded: Folded) -> list[str]:
    return [one.kind for one in folded.reviews]


# ---- the worked scenario (DOMAIN §8) --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scenario() -> Folded:
    return fold(DECISIONS, ITEMS)


@pytest.mark.parametrize(
    ("on", "level", "expected"),
    [
        ("2021-12-31", T, {"1.002407": "3600"}),
        ("2021-12-31", H, {"1.001612": "3600", "2.000720": "3600", "2.000815": "3600"}),
        (
            "2021-12-31",
            X,
            {"1.000775": "3600", "1.001193": "3600", "2.000635": "3600", "2.000815": "3600"},
        ),
        (
            "2022-04-20",
            X,
            {
                "1.000775": "3600",
                "1.001193": "1020",
                "2.000635": "3600",
                "2.000815": "3600",
                "2.002409": "1020",
            },
        ),
        ("2022-06-30", H, {"1.010881": "1234", "2.000720": "3600", "2.000815": "3600"}),
        ("2022-07-01", H, {"1.010881": "1234", "2.000815": "3600", "3.000154": "745"}),
        (
            "2022-07-31",
            X,
            {"1.001193": "1020", "2.000635": "3600", "2.000815": "3600", "2.002409": "1020"},
        ),
        ("2022-09-05", H, {"1.012568": "1790", "2.000815": "3600", "3.000154": "745"}),
        ("2022-09-05", X, {"1.001193": "1020", "2.000635": "3600", "2.000815": "3600"}),
        ("2025-07-01", H, {}),
        ("2025-07-01", T, {"1.002407": "3600", "3.000154": "58"}),
        ("2025-07-01", X, {"1.001193": "1020", "1.012568": "58", "2.000635": "3600", "2.000815": "58"}),
        ("2025-10-01", T, {"1.002407": "745", "3.000154": "58"}),
        ("2027-02-28", T, {"1.002407": "745", "3.000154": "58"}),
        ("2027-03-01", T, {"1.002407": "3600", "3.000154": "58"}),
    ],
)
def test_each_level_holds_what_the_scenario_says(
    scenario: Folded, on: str, level: Level, expected: dict[str, str]
) -> None:
    assert held(scenario.procedures, level, on) == expected


@pytest.mark.parametrize(
    ("valid", "known", "level", "code", "by"),
    [
        ("2022-03-25", "2022-05-01", X, "1.001193", "512"),
        ("2022-03-25", "2022-05-11", X, "1.001193", "698"),
        ("2022-04-20", "2022-05-01", X, "1.001193", "1020"),
        ("2022-04-20", "2022-05-11", X, "1.001193", "1020"),
        ("2022-06-16", "2022-06-17", H, "1.010811", "1234"),
        ("2022-06-16", "2022-06-20", H, "1.010881", "1234"),
    ],
)
def test_what_was_known_when(
    scenario: Folded, valid: str, known: str, level: Level, code: str, by: str
) -> None:
    rows = held(known_then(scenario.history, known), level, valid)
    assert rows[code] == by


def test_a_fold_of_a_day_knows_what_the_history_says_of_that_day(scenario: Folded) -> None:
    for known in ("2022-03-30", "2022-05-01", "2022-06-17", "2022-06-20", "2025-07-03"):
        then = fold(DECISIONS, ITEMS, known=day(known))
        shown = {(row.code, row.level, row.version) for row in known_then(scenario.history, known)}
        assert shown == {(row.code, row.level, row.version) for row in then.procedures}


def test_a_misprinted_code_never_existed(scenario: Folded) -> None:
    assert all(row.code != "1.010811" for row in scenario.procedures)
    right = next(row for row in scenario.procedures if row.code == "1.010881")
    assert right.opened_by == f"{D05.decision_id}#A/I/1"
    assert right.corrected_by == "quang-nam/1301-QD-UBND/2022-06-17#Điều 1/1"
    assert right.valid_from == day("2022-06-15")
    assert scenario.misprints == (("1.010811", "1.010881"),)


def test_the_chain_of_replacements_goes_around_the_misprint(scenario: Folded) -> None:
    successors = {row.code: row.successor_codes for row in scenario.procedures if row.level is H}
    assert successors["1.001612"] == ("1.010881",)
    assert successors["1.010881"] == ("1.012568",)


def test_a_name_without_a_candidate_is_asked_with_the_near_ones_and_changes_nothing(scenario: Folded) -> None:
    (asked,) = [one for one in scenario.reviews if one.kind == "name_unclear"]
    assert set(asked.candidates) == {"2.000635", "2.000815"}
    assert "2.000635" in held(scenario.procedures, X, "2022-12-31")


def test_versions_are_numbered_by_valid_time_and_states_speak_for_the_day() -> None:
    rows = [
        row
        for row in fold(DECISIONS, ITEMS, as_of=day("2025-12-31")).procedures
        if row.code == "1.002407" and row.level is T
    ]
    rows.sort(key=lambda row: row.version)
    assert [row.version for row in rows] == [1, 2, 3]
    assert [row.province_id for row in rows] == ["quang-nam", "da-nang", "quang-nam"]
    assert [row.state for row in rows] == [
        ProcedureState.ENDED,
        ProcedureState.IN_FORCE,
        ProcedureState.SCHEDULED,
    ]
    assert rows[1].closed_by == rows[1].opened_by
    assert rows[1].end_action is None


def test_internal_procedures_open_nothing(scenario: Folded) -> None:
    assert all(row.code != "1.099999" for row in scenario.procedures)


def test_a_late_arrival_is_flagged(scenario: Folded) -> None:
    assert scenario.item_flags["quang-nam/698-QD-UBND/2022-03-21#A/I/1"] == ("late_arrival",)


# ---- rulings ------------------------------------------------------------------------------------------------------

BASE = decision(1, "2022-01-10", "2022-01-11")


def test_2_amended_but_never_seen_opens_with_a_flag() -> None:
    amended = item(BASE, Action.AMEND, "1.000001", X)
    folded = fold((BASE,), (amended,))
    assert held(folded.procedures, X, "2022-01-10") == {"1.000001": "1"}
    assert folded.item_flags[amended.item_id] == ("history_unknown",)


def test_3_another_level_is_added_and_asked() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    folded = fold(
        (BASE, later), (item(BASE, Action.NEW, "1.000001", H), item(later, Action.AMEND, "1.000001", X))
    )
    assert held(folded.procedures, H, "2022-03-01") == {"1.000001": "1"}
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "2"}
    assert kinds(folded) == ["level_added"]


def test_14_a_move_within_one_decision_is_no_conflict_and_no_question() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    folded = fold(
        (BASE, later),
        (
            item(BASE, Action.NEW, "1.000001", H),
            item(later, Action.ABOLISH, "1.000001", H, row=1),
            item(later, Action.NEW, "1.000001", X, row=2),
        ),
    )
    assert held(folded.procedures, H, "2022-03-01") == {}
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "2"}
    assert kinds(folded) == []


def test_4_only_the_levels_named_end() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    folded = fold(
        (BASE, later),
        (item(BASE, Action.NEW, "1.000001", H, X), item(later, Action.ABOLISH, "1.000001", H)),
    )
    assert held(folded.procedures, H, "2022-03-01") == {}
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "1"}


def test_5_the_new_code_opens_though_the_old_is_not_in_force() -> None:
    folded = fold((BASE,), (item(BASE, Action.REPLACE, "1.000002", X, replaces=("1.000001",)),))
    assert held(folded.procedures, X, "2022-03-01") == {"1.000002": "1"}
    assert kinds(folded) == ["replaced_not_in_force"]


def test_6_new_for_what_is_in_force_is_a_new_version() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    again = item(later, Action.NEW, "1.000001", X)
    folded = fold((BASE, later), (item(BASE, Action.NEW, "1.000001", X), again))
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "2"}
    assert folded.item_flags[again.item_id] == ("new_in_force",)
    assert kinds(folded) == []


def test_7_abolished_where_it_is_not_in_force_is_asked() -> None:
    folded = fold(
        (BASE,),
        (
            item(BASE, Action.NEW, "1.000001", X, row=1),
            item(BASE, Action.ABOLISH, "1.000001", T, row=2),
        ),
    )
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "1"}
    assert kinds(folded) == ["not_in_force"]


def test_8_a_correction_of_a_value_holds_from_the_beginning_once_it_is_known() -> None:
    correcting = decision(
        3,
        "2022-03-01",
        "2022-03-05",
        kind=DecisionKind.CORRECTION,
        relations=(RelationRow(RelationType.CORRECTS, BASE.decision_id, None),),
    )
    folded = fold(
        (BASE, correcting),
        (
            item(BASE, Action.NEW, "1.000001", X, time_local="05 ngày"),
            item(correcting, Action.CORRECT, "1.000001", part="Điều 1", time_local="03 ngày"),
        ),
    )
    (row,) = folded.procedures
    assert (row.time_local, row.valid_from, row.version) == ("03 ngày", day("2022-01-10"), 1)
    times = {known: known_then(folded.history, known)[0].time_local for known in ("2022-03-04", "2022-03-05")}
    assert times == {"2022-03-04": "05 ngày", "2022-03-05": "03 ngày"}


def test_8_a_correction_that_fits_no_row_is_asked() -> None:
    correcting = decision(3, "2022-03-01", "2022-03-05", kind=DecisionKind.CORRECTION)
    folded = fold(
        (BASE, correcting),
        (item(BASE, Action.NEW, "1.000001", X), item(correcting, Action.CORRECT, "1.000009", part="Điều 1")),
    )
    assert kinds(folded) == ["correction_pending"]
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "1"}


ABOLISH_BY_NAME = decision(5, "2022-05-10", "2022-05-11")


def by_name(name: str, raw_text: str = "", *levels: Level, **columns: object) -> DecisionItem:
    return item(
        ABOLISH_BY_NAME,
        Action.ABOLISH,
        None,
        *levels,
        part="Điều 2",
        row_no=None,
        name=name,
        raw_text=raw_text or f"Bãi bỏ thủ tục “{name}”",
        **columns,
    )


def test_9_a_name_is_matched_within_the_decision_that_the_text_cites() -> None:
    other = decision(2, "2022-02-10", "2022-02-11")
    rows = (
        item(BASE, Action.NEW, "1.000001", X, name="Cấp giấy phép xây dựng"),
        item(other, Action.NEW, "1.000002", X, name="Cấp giấy phép xây dựng"),
    )
    cited = by_name(
        "Thủ tục cấp giấy phép xây dựng",
        "Bãi bỏ thủ tục “Cấp giấy phép xây dựng” được công bố tại Quyết định số 1/QĐ-UBND ngày 10/01/2022",
    )
    folded = fold((BASE, other, ABOLISH_BY_NAME), (*rows, cited))
    assert held(folded.procedures, X, "2022-06-01") == {"1.000002": "2"}


def test_9_two_procedures_of_one_name_are_asked() -> None:
    rows = (
        item(BASE, Action.NEW, "1.000001", X, row=1, name="Cấp giấy phép xây dựng"),
        item(BASE, Action.NEW, "1.000002", X, row=2, name="Cấp giấy phép xây dựng"),
    )
    folded = fold((BASE, ABOLISH_BY_NAME), (*rows, by_name("Cấp giấy phép xây dựng")))
    assert set(held(folded.procedures, X, "2022-06-01")) == {"1.000001", "1.000002"}
    (asked,) = folded.reviews
    assert (asked.kind, asked.candidates) == ("name_unclear", ("1.000001", "1.000002"))


def test_9_a_cited_decision_that_was_not_received_is_asked_and_nothing_else_searched() -> None:
    rows = (item(BASE, Action.NEW, "1.000001", X, name="Cấp giấy phép xây dựng"),)
    cited = by_name(
        "Cấp giấy phép xây dựng",
        "Bãi bỏ thủ tục “Cấp giấy phép xây dựng” tại Quyết định số 77/QĐ-UBND ngày 10/02/2021",
    )
    folded = fold((BASE, ABOLISH_BY_NAME), (*rows, cited))
    assert kinds(folded) == ["reference_not_received"]
    assert "1.000001" in held(folded.procedures, X, "2022-06-01")


def test_9_a_name_that_only_resembles_is_never_taken() -> None:
    rows = (item(BASE, Action.NEW, "1.000001", X, name="Đăng ký lại khai sinh"),)
    folded = fold((BASE, ABOLISH_BY_NAME), (*rows, by_name("Đăng ký khai sinh")))
    assert "1.000001" in held(folded.procedures, X, "2022-06-01")
    assert folded.reviews[0].candidates == ("1.000001",)


def test_9_the_name_borne_on_the_day_of_effect_counts() -> None:
    renamed = decision(2, "2022-02-10", "2022-02-11")
    rows = (
        item(BASE, Action.NEW, "1.000001", X, name="Cấp phép cũ"),
        item(renamed, Action.AMEND, "1.000001", X, name="Cấp phép mới"),
    )
    assert fold((BASE, renamed, ABOLISH_BY_NAME), (*rows, by_name("Cấp phép cũ"))).reviews
    folded = fold((BASE, renamed, ABOLISH_BY_NAME), (*rows, by_name("Cấp phép mới")))
    assert held(folded.procedures, X, "2022-06-01") == {}


def test_9_a_second_procedure_of_the_name_arriving_late_unsettles_the_match() -> None:
    late = decision(3, "2022-03-10", "2022-07-01")
    rows = (
        item(BASE, Action.NEW, "1.000001", X, name="Cấp giấy phép"),
        item(late, Action.NEW, "1.000002", X, name="Cấp giấy phép"),
    )
    folded = fold((BASE, late, ABOLISH_BY_NAME), (*rows, by_name("Cấp giấy phép")))
    assert set(held(folded.procedures, X, "2022-06-01")) == {"1.000001", "1.000002"}
    before = held(known_then(folded.history, "2022-06-30"), X, "2022-06-01")
    assert before == {}


def test_9_an_answer_is_applied_from_the_day_it_was_given_and_only_as_asked() -> None:
    rows = (
        item(BASE, Action.NEW, "1.000001", X, row=1, name="Cấp giấy phép"),
        item(BASE, Action.NEW, "1.000002", X, row=2, name="Cấp giấy phép"),
    )
    known = ((BASE, ABOLISH_BY_NAME), (*rows, by_name("Cấp giấy phép")))
    (asked,) = fold(*known).reviews
    answer = Resolution(asked.review_id, "1.000002", "Phòng KSTTHC", noon(day("2022-08-01")))
    folded = fold(*known, resolutions=(answer,))
    assert held(folded.procedures, X, "2022-06-01") == {"1.000001": "1"}
    assert set(held(known_then(folded.history, "2022-07-31"), X, "2022-06-01")) == {"1.000001", "1.000002"}
    assert [one.review_id for one in folded.reviews] == [asked.review_id]
    elsewhere = replace(answer, resolution="9.999999")
    assert len(held(fold(*known, resolutions=(elsewhere,)).procedures, X, "2022-06-01")) == 2


def test_9_a_named_level_that_does_not_hold_it_is_not_dropped_in_silence() -> None:
    rows = (item(BASE, Action.NEW, "1.000001", X, name="Cấp giấy phép"),)
    folded = fold((BASE, ABOLISH_BY_NAME), (*rows, by_name("Cấp giấy phép", "", X, H)))
    assert held(folded.procedures, X, "2022-06-01") == {}
    assert kinds(folded) == ["not_in_force"]


def test_10_a_decision_repealed_as_a_whole_ends_nothing() -> None:
    new = decision(
        2,
        "2022-02-10",
        "2022-02-11",
        relations=(RelationRow(RelationType.REPLACES_DOC, BASE.decision_id, None),),
    )
    folded = fold(
        (BASE, new),
        (
            item(BASE, Action.NEW, "1.000001", X, row=1),
            item(BASE, Action.NEW, "1.000002", X, row=2),
            item(new, Action.AMEND, "1.000001", X),
        ),
    )
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "2", "1.000002": "1"}
    (asked,) = folded.reviews
    assert (asked.kind, asked.candidates) == ("orphaned", ("end", "keep"))
    assert "1.000002" in asked.question


def test_10_a_partial_repeal_ends_nothing() -> None:
    new = decision(
        2,
        "2022-02-10",
        "2022-02-11",
        relations=(RelationRow(RelationType.REPEALS_PART, BASE.decision_id, None),),
    )
    folded = fold((BASE, new), (item(BASE, Action.NEW, "1.000001", X),))
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "1"}
    assert kinds(folded) == ["partial_repeal"]


def test_11_a_row_number_printed_anew_for_each_sector_is_asked() -> None:
    rows = (
        item(D04, Action.NEW, "1.000001", X, part="A/I/Hộ tịch", row=1),
        item(D04, Action.NEW, "1.000002", X, part="A/I/Chứng thực", row=1),
    )
    aimed = by_name("", "Bãi bỏ TTHC số 1 mục I phần A Phụ lục Quyết định số 1020/QĐ-UBND ngày 15/4/2022")
    folded = fold((D04, ABOLISH_BY_NAME), (*rows, aimed))
    assert len(held(folded.procedures, X, "2022-06-01")) == 2
    assert kinds(folded) == ["reference_row_unclear"]


@pytest.mark.parametrize(
    ("text", "row", "section", "part"),
    [
        ("Bãi bỏ TTHC số 1 mục I phần A Phụ lục kèm theo Quyết định số 1020/QĐ-UBND", "1", "i", "a"),
        ("số thứ tự 02 mục II phần B", "2", "ii", "b"),
        ("STT: 15, mục III", "15", "iii", None),
    ],
)
def test_11_addresses(text: str, row: str, section: str | None, part: str | None) -> None:
    address = find_address(text)
    assert address is not None
    assert (address.row, address.section, address.part) == (row, section, part)


@pytest.mark.parametrize("text", ["Quyết định số 1020/QĐ-UBND", "STT 1 và STT 2 mục I", "mục I phần A", ""])
def test_11_what_is_no_single_address(text: str) -> None:
    assert find_address(text) is None


def test_12_an_abolition_signed_later_but_effective_earlier_keeps_it_from_opening() -> None:
    new = decision(2, "2022-02-10", "2022-02-11", effective="2022-07-01")
    gone = decision(3, "2022-03-10", "2022-03-11", effective="2022-06-01")
    folded = fold(
        (new, gone), (item(new, Action.NEW, "1.000001", X), item(gone, Action.ABOLISH, "1.000001", X))
    )
    assert folded.procedures == ()
    assert kinds(folded) == []


def test_12_an_abolition_signed_before_does_not() -> None:
    gone = decision(3, "2022-01-10", "2022-03-11", effective="2022-06-01")
    new = decision(2, "2022-02-10", "2022-02-11", effective="2022-07-01")
    folded = fold(
        (new, gone), (item(new, Action.NEW, "1.000001", X), item(gone, Action.ABOLISH, "1.000001", X))
    )
    assert held(folded.procedures, X, "2022-07-01") == {"1.000001": "2"}


def test_13_a_limited_abolition_gives_back_what_was_there() -> None:
    pause = decision(2, "2022-02-10", "2022-02-11", until="2022-05-01")
    folded = fold(
        (BASE, pause),
        (item(BASE, Action.NEW, "1.000001", X), item(pause, Action.ABOLISH, "1.000001", X)),
        as_of=day("2022-03-01"),
        known=day("2022-03-01"),
    )
    assert held(folded.procedures, X, "2022-04-30") == {}
    assert held(folded.procedures, X, "2022-05-01") == {"1.000001": "1"}
    assert kinds(folded) == ["revert"]


def test_15_what_no_decision_took_up_is_one_question_each() -> None:
    rows = (
        item(BASE, Action.NEW, "1.000001", H, row=1),
        item(BASE, Action.NEW, "1.000002", H, X, row=2),
    )
    folded = fold((BASE,), rows, as_of=day("2025-08-01"))
    void = next(row for row in folded.procedures if row.code == "1.000001")
    assert (void.valid_until, void.state, void.closed_by) == (
        day("2025-07-01"),
        ProcedureState.VOID_LEVEL,
        None,
    )
    assert [(one.kind, one.item_id) for one in folded.reviews] == [("void_level", rows[0].item_id)]


def test_15_nothing_opens_at_the_district_level_after_its_end() -> None:
    after = decision(2, "2025-08-10", "2025-08-11")
    folded = fold((after,), (item(after, Action.NEW, "1.000001", H),))
    assert folded.procedures == ()
    assert kinds(folded) == ["level_ended"]


def test_16_foreign_issuers_change_nothing() -> None:
    foreign = decision(9, "2022-02-10", "2022-02-11", issuer="hue")
    folded = fold((foreign,), (item(foreign, Action.NEW, "1.000001", X),))
    assert folded.procedures == ()
    assert folded.reviews == ()


def test_16_the_successor_reaches_the_province_from_the_merger_on() -> None:
    early = decision(9, "2022-02-10", "2022-02-11", issuer="da-nang")
    later = decision(9, "2025-07-10", "2025-07-11", issuer="da-nang")
    rows = tuple(item(one, Action.NEW, "1.000001", X) for one in (early, later))
    (row,) = fold((early, later), rows).procedures
    assert row.valid_from == day("2025-07-10")
    assert row.procedure_id == "da-nang/1.000001"


def test_16_two_provinces_before_their_merger_are_said_not_hidden() -> None:
    da_nang = Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",))
    own = decision(9, "2022-02-10", "2022-02-11", issuer="da-nang")
    rows = (item(BASE, Action.NEW, "1.000001", X), item(own, Action.AMEND, "1.000001", X))
    assert "mixed_territories" in kinds(fold((BASE, own), rows, province=da_nang))


# ---- other kinds of decisions -----------------------------------------------------------------------------------


def test_a_subset_changes_attributes_and_opens_nothing() -> None:
    subset = decision(2, "2022-02-10", "2022-02-11", kind=DecisionKind.SUBSET)
    folded = fold(
        (BASE, subset),
        (
            item(BASE, Action.NEW, "1.000001", X, time_local="05 ngày"),
            item(subset, Action.LIST, "1.000001", X, row=1, online_level=OnlineLevel.FULL),
            item(subset, Action.LIST, "1.000002", X, row=2, online_level=OnlineLevel.FULL),
        ),
    )
    assert held(folded.procedures, X, "2022-03-01") == {"1.000001": "1"}
    last = max(folded.procedures, key=lambda row: row.version)
    assert (last.online_level, last.time_local) == (OnlineLevel.FULL, "05 ngày")


def test_a_standardised_list_is_diffed() -> None:
    standard = decision(2, "2022-02-10", "2022-02-11", kind=DecisionKind.NORMALISED)
    columns = {"sector": "Hộ tịch"}
    folded = fold(
        (BASE, standard),
        (
            item(BASE, Action.NEW, "1.000001", X, row=1, time_local="05 ngày", **columns),
            item(BASE, Action.NEW, "1.000002", X, row=2, time_local="05 ngày", **columns),
            item(BASE, Action.NEW, "1.000003", X, row=3, **columns),
            item(BASE, Action.NEW, "1.000004", X, row=4, sector="Chứng thực"),
            item(standard, Action.LIST, "1.000001", X, row=1, time_local="05 ngày", **columns),
            item(standard, Action.LIST, "1.000002", X, row=2, time_local="03 ngày", **columns),
            item(standard, Action.LIST, "1.000005", X, row=3, **columns),
        ),
    )
    assert held(folded.procedures, X, "2022-03-01") == {
        "1.000001": "1",
        "1.000002": "2",
        "1.000003": "1",
        "1.000004": "1",
        "1.000005": "2",
    }
    (asked,) = folded.reviews
    assert (asked.kind, asked.candidates) == ("not_in_list", ("1.000003",))


def test_a_procedure_without_a_code_has_a_stable_one_of_ours() -> None:
    first = fold((BASE,), (item(BASE, Action.NEW, None, H, name="Hỗ trợ chăn nuôi"),))
    again = fold((BASE,), (item(BASE, Action.NEW, None, H, name="Thủ tục hỗ trợ chăn  nuôi"),))
    assert first.procedures[0].code.startswith("X:quang-nam:")
    assert first.procedures[0].code == again.procedures[0].code


def test_one_without_a_code_beside_one_of_the_same_name_is_asked() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    folded = fold(
        (BASE, later),
        (
            item(BASE, Action.NEW, None, H, name="Hỗ trợ chăn nuôi"),
            item(later, Action.NEW, "1.000001", H, name="Hỗ trợ chăn nuôi"),
        ),
        as_of=day("2022-03-01"),
    )
    assert len(held(folded.procedures, H, "2022-03-01")) == 2
    assert [(one.kind, one.candidates) for one in folded.reviews] == [("same_name", ("1.000001",))]


def test_8_a_foreign_or_internal_correction_corrects_nothing() -> None:
    for issuer, kind in (("hue", DecisionKind.CORRECTION), ("quang-nam", DecisionKind.INTERNAL)):
        correcting = decision(
            3,
            "2022-03-01",
            "2022-03-05",
            issuer=issuer,
            kind=kind,
            relations=(RelationRow(RelationType.CORRECTS, BASE.decision_id, None),),
        )
        folded = fold(
            (BASE, correcting),
            (
                item(BASE, Action.NEW, "1.000001", X, time_local="05 ngày"),
                item(correcting, Action.CORRECT, "1.000001", part="Điều 1", time_local="03 ngày"),
            ),
        )
        assert [row.time_local for row in folded.procedures] == ["05 ngày"]
        assert folded.reviews == ()


def test_rows_without_levels_open_nothing() -> None:
    folded = fold((BASE,), (item(BASE, Action.NEW, "1.000001", flags=("level_unknown",)),))
    assert folded.procedures == ()


def test_an_effect_that_cannot_be_proven_opens_nothing_and_is_asked() -> None:
    undated = replace(BASE, effective_on=None)
    folded = fold((undated,), (item(undated, Action.NEW, "1.000001", X),))
    assert folded.procedures == ()
    assert kinds(folded) == ["effect_unknown"]


def test_a_row_with_an_effect_of_its_own_waits_for_it() -> None:
    rows = (
        item(D00, Action.NEW, "1.000001", X, row=1),
        item(D00, Action.NEW, "1.000002", X, row=2, effective_on=day("2027-01-01")),
    )
    folded = fold((D00,), rows, as_of=day("2022-01-01"))
    assert held(folded.procedures, X, "2026-12-31") == {"1.000001": "3600"}
    assert folded.procedures[1].state is ProcedureState.SCHEDULED


def test_what_an_amendment_leaves_out_stays_but_reception_ends() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    folded = fold(
        (BASE, later),
        (
            item(BASE, Action.NEW, "1.000001", T, fee="8.000 đồng", sector="Đất đai", reception_levels=(X,)),
            item(later, Action.AMEND, "1.000001", T, time_local="05 ngày"),
        ),
    )
    last = max(folded.procedures, key=lambda row: row.version)
    assert (last.fee, last.sector, last.time_local, last.reception_levels) == (
        "8.000 đồng",
        "Đất đai",
        "05 ngày",
        (),
    )


def test_addresses_sort_as_people_read_them() -> None:
    assert sorted(["A/X", "A/IX/10", "A/IX/9", "B/I"], key=natural) == ["A/IX/9", "A/IX/10", "A/X", "B/I"]


# ---- whatever the history ----------------------------------------------------------------------------------------------

CODES = ("1.000001", "1.000002", "1.000003")
DAYS = st.integers(0, 400).map(lambda passed: date.fromordinal(date(2024, 10, 1).toordinal() + passed))


@st.composite
def histories(draw: st.DrawFn) -> tuple[tuple[Decision, ...], tuple[DecisionItem, ...]]:
    decisions, items = [], []
    for number in range(1, draw(st.integers(2, 7))):
        signed = draw(DAYS)
        effective = max(signed, draw(DAYS)) if draw(st.booleans()) else signed
        until = None
        if draw(st.integers(0, 4)) == 0:
            until = date.fromordinal(effective.toordinal() + draw(st.integers(1, 120))).isoformat()
        received = date.fromordinal(signed.toordinal() + draw(st.integers(0, 90)))
        one = decision(
            number, signed.isoformat(), received.isoformat(), effective=effective.isoformat(), until=until
        )
        decisions.append(one)
        for row in range(1, draw(st.integers(2, 4))):
            action = draw(st.sampled_from([Action.NEW, Action.AMEND, Action.ABOLISH, Action.REPLACE]))
            code = draw(st.sampled_from(CODES))
            levels = draw(st.sets(st.sampled_from([T, H, X]), min_size=1))
            olds = draw(st.sets(st.sampled_from(CODES), min_size=1)) if action is Action.REPLACE else set()
            items.append(
                item(
                    one,
                    action,
                    code,
                    *sorted(levels),
                    row=row,
                    replaces=tuple(sorted(olds - {code})),
                )
            )
    return tuple(decisions), tuple(items)


def naive(
    decisions: tuple[Decision, ...], items: tuple[DecisionItem, ...], on: date
) -> dict[tuple[str, Level], str]:
    """The state of one day from nothing but a loop and a dictionary."""
    by_id = {one.decision_id: one for one in decisions}
    by_item = {one.item_id: one.decision_id for one in items}
    dated = []
    for row in items:
        of = by_id[row.decision_id]
        assert of.effective_on is not None
        if of.effective_on <= on and (of.effective_until is None or on < of.effective_until):
            dated.append((order_of(row, of, of.effective_on), row, of))
    state: dict[tuple[str, Level], str] = {}
    barred: dict[tuple[str, Level], tuple[date, int]] = {}
    ended_by: dict[tuple[str, Level], str] = {}  # several rows of one decision may end one procedure: once
    for order, row, of in sorted(dated, key=lambda one: one[0]):
        rank = (order[1], order[2])
        for level in row.levels:
            ends = (row.code,) if row.action is Action.ABOLISH else row.replaces
            for code in ends:
                assert code is not None
                if level is H and order[0] > date(2025, 7, 1):
                    continue
                held = state.get((code, level))
                if held is not None and held != row.item_id and by_item[held] == of.decision_id:
                    continue  # what a decision publishes, another of its rows does not take down (RULINGS 41)
                if state.pop((code, level), None) is not None:
                    ended_by[code, level] = of.decision_id
                elif of.effective_until is None and ended_by.get((code, level)) != of.decision_id:
                    barred[code, level] = max(rank, barred.get((code, level), rank))
            if row.action is Action.ABOLISH or (level is H and order[0] >= date(2025, 7, 1)):
                continue
            assert row.code is not None
            fresh = (row.code, level) not in state and row.action in {Action.NEW, Action.REPLACE}
            if fresh and barred.get((row.code, level), rank) > rank:
                continue
            state[row.code, level] = row.item_id
    return {key: by for key, by in state.items() if not (key[1] is H and on >= date(2025, 7, 1))}


@given(histories(), DAYS)
def test_any_history_is_what_a_naive_loop_makes_of_it(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]], on: date
) -> None:
    rows = fold(*history).procedures
    found = {
        (row.code, row.level): row.opened_by
        for row in rows
        if row.valid_from <= on and (row.valid_until is None or on < row.valid_until)
    }
    assert found == naive(*history, on)


@given(histories(), st.integers(0, 10_000))
def test_any_order_of_arrival_gives_the_same(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]], seed: int
) -> None:
    decisions, items = history
    shuffled = random.Random(seed)
    mixed = shuffled.sample(decisions, len(decisions)), shuffled.sample(items, len(items))
    assert fold(tuple(mixed[0]), tuple(mixed[1])) == fold(decisions, items)


@given(histories())
def test_one_key_is_never_in_force_in_two_versions(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]],
) -> None:
    ends: dict[tuple[str, Level], date | None] = {}
    for row in sorted(fold(*history).procedures, key=lambda one: (one.code, one.level, one.valid_from)):
        assert row.valid_until is None or row.valid_from < row.valid_until
        before = ends.get((row.code, row.level), date.min)
        assert before is not None
        assert before <= row.valid_from
        ends[row.code, row.level] = row.valid_until


@given(histories(), DAYS)
def test_the_history_of_knowledge_is_what_each_day_knew(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]], known: date
) -> None:
    then = fold(*history, known=known).procedures
    shown = known_then(fold(*history).history, known.isoformat())
    columns = ("code", "level", "version", "valid_from", "valid_until", "opened_by", "closed_by")
    assert {tuple(getattr(row, one) for one in columns) for row in shown} == {
        tuple(getattr(row, one) for one in columns) for row in then
    }


def test_decision_d02_only_plans_ahead() -> None:
    folded = fold(DECISIONS, ITEMS, as_of=day("2022-06-30"), known=day("2022-06-30"))
    planned = {row.code for row in folded.procedures if row.state is ProcedureState.SCHEDULED}
    assert planned == {"3.000154"}
    assert D02.effective_on == day("2022-07-01")


def test_a_name_that_is_only_the_beginning_of_the_one_before_is_flagged() -> None:
    later = decision(2, "2022-02-10", "2022-02-11")
    whole = "Cấp lại giấy chứng nhận đăng ký bến khách ngang sông"
    first = item(BASE, Action.NEW, "1.000001", X, name=whole)
    cut = item(later, Action.AMEND, "1.000001", X, name="Cấp lại giấy chứng nhận đăng ký")
    other = item(later, Action.AMEND, "1.000001", X, name="Cấp đổi giấy chứng nhận")
    assert fold((BASE, later), (first, cut)).item_flags[cut.item_id] == ("name_cut",)
    assert fold((BASE, later), (first, other)).item_flags == {}
