"""The work list: the scenario's tasks and dates, every kind of stale listing, and what closes work."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from niemyet.model.records import Confirmation, Policy
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Unit
from niemyet.model.words import Action, Channel, Level, UnitKind, UpdateKind, UpdateState
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import board_on, build_boards
from niemyet.transforms.work.updates import compute_work
from tests.support.province import (
    DECISIONS,
    ITEMS,
    NAMES,
    QUANG_NAM,
    UNITS,
    H,
    T,
    X,
    day,
    decision,
    item,
    noon,
    unit,
)
from tests.transforms.law.test_history import END, histories

OPEN = {UpdateState.DUE, UpdateState.OVERDUE, UpdateState.UNOBSERVED}


def work(
    as_of: str,
    listings: tuple[Listing, ...] = (),
    confirmations: tuple[Confirmation, ...] = (),
    *,
    units: tuple[Unit, ...] = UNITS,
    decisions: tuple[Decision, ...] = DECISIONS,
    items: tuple[DecisionItem, ...] = ITEMS,
    known: str | None = None,
) -> tuple[ListingUpdate, ...]:
    """The work list of a day, from what was received by then."""
    today, until = day(as_of), day(known or as_of)
    received = tuple(one for one in decisions if local_day(one.received_at) <= until)
    ids = {one.decision_id for one in received}
    rows = tuple(one for one in items if one.decision_id in ids)
    folded = fold_history(received, rows, QUANG_NAM, today, until)
    return compute_work(
        procedures=folded.procedures,
        spans=unit_spans(units, QUANG_NAM),
        decisions=received,
        items=rows,
        misprints=folded.misprints,
        listings=listings,
        confirmations=confirmations,
        province=QUANG_NAM,
        policy=Policy(),
        as_of=today,
    ).rows


def pick(rows: tuple[ListingUpdate, ...], unit_id: str, code: str | None = None) -> list[ListingUpdate]:
    return [one for one in rows if one.unit_id == unit_id and (code is None or one.code == code)]


def opened(rows: tuple[ListingUpdate, ...], unit_id: str) -> set[tuple[UpdateKind, str | None]]:
    return {(one.kind, one.code) for one in pick(rows, unit_id) if one.state in OPEN}


def number_of(row: ListingUpdate) -> str:
    assert row.decision_id is not None
    return row.decision_id.split("/")[1].split("-")[0]


# ---- the worked scenario (DOMAIN §8) ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scenario() -> tuple[ListingUpdate, ...]:
    return work("2025-12-31")


def test_54_tasks(scenario: tuple[ListingUpdate, ...]) -> None:
    counted = Counter(
        one.unit_id
        for one in scenario
        if one.kind is not UpdateKind.CLOSE_BOARD
        and one.effective_on is not None
        and one.effective_on <= date(2025, 12, 31)
    )
    assert counted == {"T0": 1, "H0": 8, "X1": 9, "X2": 9, "X3": 14, "T1": 3, "Y1": 5, "Y2": 5}


@pytest.mark.parametrize(
    ("unit_id", "kind", "code", "decision_number", "effective", "due"),
    [
        ("T0", "post", "1.002407", "3600", "2021-12-15", "2021-12-24"),
        ("X1", "replace_sheet", "1.001193", "512", "2022-03-04", "2022-03-15"),
        ("H0", "post", "3.000154", "745", "2022-07-01", "2022-07-01"),
        ("H0", "remove", "2.000720", "745", "2022-07-01", "2022-07-01"),
        ("X2", "replace_sheet", "1.001193", "1020", "2022-04-15", "2022-04-25"),
        ("X2", "post", "2.002409", "1020", "2022-04-15", "2022-04-25"),
        ("H0", "swap", "1.010881", "1234", "2022-06-15", "2022-06-20"),
        ("H0", "fix_sheet", "1.010881", "1301", "2022-06-15", "2022-06-27"),
        ("X3", "remove", "1.000775", "1588", "2022-07-15", "2022-07-25"),
        ("H0", "swap", "1.012568", "1790", "2022-08-12", "2022-08-22"),
        ("X3", "remove", "2.002409", "2005", "2022-09-05", "2022-09-07"),
        ("T1", "opening_list", "1.002407", "3600", "2025-07-01", "2025-07-09"),
        ("T1", "opening_list", "3.000154", "58", "2025-07-01", "2025-07-09"),
        ("Y1", "opening_list", "1.001193", "1020", "2025-07-01", "2025-07-09"),
        ("X3", "post", "1.012568", "58", "2025-07-01", "2025-07-09"),
        ("X3", "replace_sheet", "2.000815", "58", "2025-07-01", "2025-07-09"),
        ("X3", "rehead", "1.001193", "1020", "2025-07-01", "2025-07-09"),
        ("X3", "rehead", "2.000635", "3600", "2025-07-01", "2025-07-09"),
        ("T1", "replace_sheet", "1.002407", "745", "2025-10-01", "2025-10-01"),
        ("Y2", "post", "1.002407", "745", "2025-10-01", "2025-10-01"),
        ("T1", "replace_sheet", "1.002407", "3600", "2027-03-01", "2027-03-01"),
        ("Y1", "remove", "1.002407", "745", "2027-03-01", "2027-03-01"),
    ],
)
def test_tasks_and_their_dates(
    scenario: tuple[ListingUpdate, ...],
    unit_id: str,
    kind: str,
    code: str,
    decision_number: str,
    effective: str,
    due: str,
) -> None:
    found = [
        one for one in pick(scenario, unit_id, code) if one.kind == kind and number_of(one) == decision_number
    ]
    assert [(one.effective_on, one.due_on) for one in found] == [(day(effective), day(due))]


def test_a_swap_names_what_it_takes_down(scenario: tuple[ListingUpdate, ...]) -> None:
    swaps = {one.code: one.replaces_codes for one in pick(scenario, "H0") if one.kind is UpdateKind.SWAP}
    assert swaps == {"1.010881": ("1.001612",), "1.012568": ("1.010881",)}
    (fix,) = [one for one in pick(scenario, "H0") if one.kind is UpdateKind.FIX_SHEET]
    assert fix.replaces_codes == ("1.010811",)


def test_a_late_arrival_that_is_superseded_is_no_work(scenario: tuple[ListingUpdate, ...]) -> None:
    assert not [one for one in scenario if one.decision_id and "/698-" in one.decision_id]


def test_boards_that_end_are_closed_as_a_whole(scenario: tuple[ListingUpdate, ...]) -> None:
    closed = {
        one.unit_id: (len(one.replaces_codes), one.effective_on)
        for one in scenario
        if one.kind is UpdateKind.CLOSE_BOARD
    }
    ends = day("2025-07-01")
    assert closed == {"T0": (1, ends), "H0": (3, ends), "X1": (3, ends), "X2": (3, ends)}
    assert all(
        one.state is UpdateState.CANCELLED
        for one in pick(scenario, "H0")
        if one.kind is not UpdateKind.CLOSE_BOARD
    )


def test_the_open_list_is_the_board_and_the_removals(scenario: tuple[ListingUpdate, ...]) -> None:
    assert opened(scenario, "Y1") == {
        (UpdateKind.OPENING_LIST, "1.001193"),
        (UpdateKind.OPENING_LIST, "1.012568"),
        (UpdateKind.OPENING_LIST, "2.000635"),
        (UpdateKind.OPENING_LIST, "2.000815"),
        (UpdateKind.POST, "1.002407"),
    }


def test_ids_stay_when_a_misprint_is_corrected() -> None:
    before = next(one for one in work("2022-06-17") if one.unit_id == "H0" and one.kind is UpdateKind.SWAP)
    after = next(one for one in work("2022-06-21") if one.unit_id == "H0" and one.kind is UpdateKind.SWAP)
    assert (before.code, after.code) == ("1.010811", "1.010881")
    assert before.update_id == after.update_id


def test_a_report_on_a_misprinted_code_stays_when_the_misprint_is_corrected() -> None:
    before = next(one for one in work("2022-06-17") if one.unit_id == "H0" and one.kind is UpdateKind.SWAP)
    on = day("2022-06-17")
    meant = (before.unit_id, before.code, before.kind, before.channel, before.decision_id)
    said = Confirmation(before.update_id, on, "Lan", noon(on), *meant)
    after = [one for one in work("2022-06-21", confirmations=(said,)) if one.update_id == before.update_id]
    assert [(one.code, one.state, one.done_by) for one in after] == [("1.010881", UpdateState.DONE, "Lan")]


def test_reasons_name_the_decision_as_documents_do() -> None:
    (row,) = [one for one in work("2022-04-01") if one.code == "3.000154"]
    assert row.reason == "Công bố mới tại Quyết định số 745/QĐ-UBND ngày 25/3/2022"
    assert (row.state, row.days_overdue, row.exposed_days) == (UpdateState.PLANNED, 0, 0)


@pytest.mark.parametrize(
    ("as_of", "state", "overdue", "exposed"),
    [
        ("2022-06-30", UpdateState.PLANNED, 0, 0),
        ("2022-07-01", UpdateState.UNOBSERVED, 0, 0),
        ("2022-07-11", UpdateState.UNOBSERVED, 0, 0),
    ],
)
def test_states_by_the_day(as_of: str, state: UpdateState, overdue: int, exposed: int) -> None:
    (row,) = [one for one in work(as_of) if one.code == "2.000720" and one.kind is UpdateKind.REMOVE]
    assert (row.state, row.days_overdue, row.exposed_days) == (state, overdue, exposed)


def test_what_a_later_decision_takes_over_is_cancelled() -> None:
    rows = pick(work("2022-04-20"), "X1", "1.001193")
    states = {(one.kind, number_of(one)): one.state for one in rows}
    assert states == {
        (UpdateKind.POST, "3600"): UpdateState.CANCELLED,
        (UpdateKind.REPLACE_SHEET, "512"): UpdateState.CANCELLED,
        (UpdateKind.REPLACE_SHEET, "1020"): UpdateState.UNOBSERVED,
    }
    since = [one.superseded_on for one in rows]
    assert sorted(one.effective_on for one in rows)[1:] == sorted(one for one in since if one is not None)
    assert [one.superseded_on for one in rows if one.state is UpdateState.UNOBSERVED] == [None]


def test_decisions_received_all_at_once_leave_only_what_must_hang_and_what_must_not() -> None:
    base = decision(1, "2020-01-10", "2022-03-01")
    amended = decision(2, "2021-01-10", "2022-03-01")
    rows = (
        item(base, Action.NEW, "1.000001", X, row=1),
        item(base, Action.NEW, "1.000002", X, row=2),
        item(amended, Action.AMEND, "1.000001", X, row=1),
        item(amended, Action.ABOLISH, "1.000002", X, row=2),
    )
    found = pick(work("2022-03-02", decisions=(base, amended), items=rows), "X1")
    assert [(one.kind, one.code, number_of(one)) for one in found if one.state is UpdateState.UNOBSERVED] == [
        (UpdateKind.POST, "1.000001", "2"),
        (UpdateKind.REMOVE, "1.000002", "2"),
    ]
    assert {one.state for one in found if one.kind is not UpdateKind.CLOSE_BOARD} == {UpdateState.UNOBSERVED}


# ---- held against what was seen -----------------------------------------------------------------------------------

BASE = decision(10, "2022-01-10", "2022-01-10")
CHANGE = decision(20, "2022-03-01", "2022-03-01")
OTHER = decision(30, "2022-03-02", "2022-03-02")
A, B, C, D, E = "1.000001", "1.000002", "1.000003", "1.000004", "1.000005"
ROWS = (
    item(BASE, Action.NEW, A, X, row=1, name="Cấp giấy phép A"),
    item(BASE, Action.NEW, B, X, row=2, name="Cấp giấy phép B"),
    item(BASE, Action.NEW, C, X, row=3, name="Cấp giấy phép C"),
    item(BASE, Action.NEW, "1.000009", H, row=4, name="Cấp giấy phép của huyện"),
    item(CHANGE, Action.AMEND, A, X, row=1, name="Cấp giấy phép A sửa đổi"),
    item(CHANGE, Action.ABOLISH, B, X, row=2),
    item(CHANGE, Action.REPLACE, D, X, row=3, name="Cấp giấy phép D", replaces=(C,)),
    item(OTHER, Action.NEW, E, X, row=1, name="Cấp giấy phép E"),
)
COMMUNE = (unit("X9", UnitKind.COMMUNE, "Xã Thử"),)
BY_BASE = "Quyết định số 10/QĐ-UBND ngày 10/01/2022"
BY_CHANGE = "Quyết định số 20/QĐ-UBND ngày 01/3/2022"
BY_OTHER = "QĐ 30/QĐ-UBND ngày 02/3/2022"
GOOD = (
    (A, "Cấp giấy phép A sửa đổi", BY_CHANGE),
    (D, "Cấp giấy phép D", BY_CHANGE),
    (E, "Cấp giấy phép E", BY_OTHER),
)
Shown = tuple[str | None, str, str | None]


def listing(
    *shown: Shown, on: str = "2022-04-01", channel: Channel = Channel.COUNTER, code_text: str | None = None
) -> tuple[Listing, ...]:
    return tuple(
        Listing(
            unit_id="X9",
            channel=channel,
            observed_on=day(on),
            code=code,
            code_text=code_text or code,
            name=name,
            decision_text=decided_by,
            posted_on=None,
            url=None,
            sha256="1" * 64,
            row_no=row,
        )
        for row, (code, name, decided_by) in enumerate(shown, start=1)
    )


def seen(
    *listings: Listing, as_of: str = "2022-05-01", said: tuple[Confirmation, ...] = ()
) -> list[ListingUpdate]:
    rows = work(as_of, listings, said, units=COMMUNE, decisions=(BASE, CHANGE, OTHER), items=ROWS)
    return [one for one in rows if one.state is not UpdateState.CANCELLED]


def still_open(rows: list[ListingUpdate]) -> list[tuple[UpdateKind, str | None, Channel | None]]:
    return sorted(((one.kind, one.code, one.channel) for one in rows if one.state in OPEN), key=str)


def test_a_listing_that_shows_the_board_closes_everything() -> None:
    rows = seen(*listing(*GOOD))
    assert still_open(rows) == []
    assert {one.state for one in rows} == {UpdateState.DONE}
    by_code = {one.code: one for one in rows}
    assert by_code[B].kind is UpdateKind.REMOVE
    assert by_code[A].done_on == day("2022-04-01")
    assert by_code[A].evidence is not None
    assert "dòng 1" in by_code[A].evidence


@pytest.mark.parametrize(
    ("change", "kind", "code", "words"),
    [
        ({E: None}, UpdateKind.POST, E, "chưa niêm yết"),
        (
            {A: (A, "Cấp giấy phép A", BY_BASE)},
            UpdateKind.REPLACE_SHEET,
            A,
            "còn theo Quyết định số 10/QĐ-UBND",
        ),
        ({A: (A, "Cấp giấy phép A", None)}, UpdateKind.REPLACE_SHEET, A, "còn mang tên cũ"),
        ({E: (E, "Cấp giấy phép Ê", BY_OTHER)}, UpdateKind.REPLACE_SHEET, E, "khác tên đã công bố"),
        ({E: (E, "Cấp giấy phép E", BY_CHANGE)}, UpdateKind.REPLACE_SHEET, E, "không công bố thủ tục"),
        (
            {E: (E, "Cấp giấy phép E", "QĐ số 99/QĐ-UBND ngày 02/3/2022")},
            UpdateKind.REVIEW,
            E,
            "chưa nhận được",
        ),
        ({B: (B, "Cấp giấy phép B", BY_BASE)}, UpdateKind.REMOVE, B, "vẫn còn niêm yết"),
        (
            {"9.999999": ("9.999999", "Lạ", None)},
            UpdateKind.REVIEW,
            "9.999999",
            "không có trong quyết định nào",
        ),
        ({"": (None, "Thủ tục lạ", None)}, UpdateKind.REVIEW, None, "không có mã"),
        (
            {"1.000009": ("1.000009", "Cấp giấy phép của huyện", None)},
            UpdateKind.REVIEW,
            "1.000009",
            "thuộc cấp huyện",
        ),
        ({D: None, C: (C, "Cấp giấy phép C", BY_BASE)}, UpdateKind.SWAP, D, "còn niêm yết 1.000003"),
        ({C: (C, "Cấp giấy phép C", BY_BASE)}, UpdateKind.REMOVE, C, "vẫn còn niêm yết"),
    ],
)
def test_each_kind_of_staleness_is_found_alone(
    change: dict[str, Shown | None], kind: UpdateKind, code: str | None, words: str
) -> None:
    shown: dict[str | None, Shown | None] = {row[0]: row for row in GOOD}
    shown.update(change)
    rows = seen(*listing(*(row for row in shown.values() if row is not None)))
    assert still_open(rows) == [(kind, code, Channel.COUNTER)]
    (found,) = [one for one in rows if one.state in OPEN]
    assert words in found.reason
    assert found.evidence is not None
    if kind is UpdateKind.SWAP:
        assert found.replaces_codes == (C,)


def test_a_ministrys_decision_on_a_sheet_says_nothing_of_its_version() -> None:
    shown = ((A, "Cấp giấy phép A sửa đổi", "Quyết định số 1872/QĐ-BTP ngày 04/9/2020"), *GOOD[1:])
    assert still_open(seen(*listing(*shown))) == []


def test_what_a_wrong_sheet_missed_first_sets_its_due_date() -> None:
    more = decision(40, "2022-03-20", "2022-03-20")
    rows = (*ROWS, item(more, Action.AMEND, A, X, name="Cấp giấy phép A sửa đổi"))
    shown = listing((A, "Cấp giấy phép A", BY_BASE))
    found = [
        one
        for one in work("2022-05-01", shown, units=COMMUNE, decisions=(BASE, CHANGE, OTHER, more), items=rows)
        if one.code == A and one.state in OPEN
    ]
    assert [(one.kind, number_of(one), one.due_on, one.exposed_days) for one in found] == [
        (UpdateKind.REPLACE_SHEET, "40", day("2022-03-08"), 61)
    ]


def test_suffix_forms_are_one_code_and_a_case_has_its_own_name() -> None:
    case = listing((E, "Trường hợp nộp trực tuyến", BY_OTHER), code_text=f"{E}.01")
    assert still_open(seen(*listing(*GOOD[:2]), *case)) == []
    suffixed = listing(GOOD[2], code_text=f"{E}.000.00.00.H47")
    assert still_open(seen(*listing(*GOOD[:2]), *suffixed)) == []


def test_rows_without_a_code_are_matched_by_name_within_the_board() -> None:
    shown = ((None, "Thủ tục cấp giấy phép A sửa đổi", None), GOOD[1], (None, "CẤP GIẤY PHÉP E", None))
    assert still_open(seen(*listing(*shown))) == []
    cut = ((A, "Cấp giấy phép A sửa…", None), *GOOD[1:])
    assert still_open(seen(*listing(*cut))) == []


def test_a_misprinted_code_beside_the_right_name_is_told() -> None:
    """What hangs shows a code that does not exist, or the list of what hangs has it wrong: a person looks."""
    wrong = listing((None, *GOOD[2][1:]), code_text=E[:-1])
    (found,) = [one for one in seen(*listing(*GOOD[:2]), *wrong) if one.state in OPEN]
    assert (found.kind, found.code, found.due_on) == (UpdateKind.REVIEW, E, None)
    assert f"ghi mã “{E[:-1]}”, mã đúng là {E}" in found.reason
    nowhere = listing((None, "Cấp thẻ lạ", None), code_text=E[:-1])
    (found,) = [one for one in seen(*listing(*GOOD), *nowhere) if one.state in OPEN]
    assert f"ghi mã “{E[:-1]}”, không phải mã thủ tục" in found.reason
    own = listing((None, *GOOD[2][1:]), code_text="QLN003")
    assert still_open(seen(*listing(*GOOD[:2]), *own)) == []


def test_one_row_for_two_procedures_of_one_name_is_asked_not_guessed() -> None:
    twin = decision(50, "2022-03-03", "2022-03-03")
    rows = (*ROWS, item(twin, Action.NEW, "1.000006", X, name="Cấp giấy phép E"))
    shown = listing(*GOOD[:2], (None, "Cấp giấy phép E", None))
    found = work("2022-05-01", shown, units=COMMUNE, decisions=(BASE, CHANGE, OTHER, twin), items=rows)
    asked = [one for one in found if one.kind is UpdateKind.REVIEW]
    assert [one.reason for one in asked if "trùng tên với nhiều thủ tục" in one.reason]
    assert not [one for one in found if "chưa niêm yết" in one.reason]


def test_a_sheet_of_what_is_not_yet_in_effect_is_asked() -> None:
    ahead = decision(60, "2022-04-10", "2022-04-10", effective="2022-07-01")
    rows = (*ROWS, item(ahead, Action.AMEND, E, X, name="Cấp giấy phép E"))
    shown = listing(
        *GOOD[:2], (E, "Cấp giấy phép E", "Quyết định số 60/QĐ-UBND ngày 10/4/2022"), on="2022-04-20"
    )
    found = work("2022-05-01", shown, units=COMMUNE, decisions=(BASE, CHANGE, OTHER, ahead), items=rows)
    now = [one for one in found if one.code == E and one.state in OPEN]
    assert [(one.kind, "chưa có hiệu lực" in one.reason) for one in now] == [(UpdateKind.REVIEW, True)]
    (planned,) = [one for one in found if one.state is UpdateState.PLANNED]
    assert (planned.code, planned.due_on) == (E, day("2022-07-01"))


def test_a_misprinted_code_still_posted_is_fixed() -> None:
    shown = tuple(
        Listing(
            "H0", Channel.COUNTER, day("2022-07-05"), code, code, NAMES[code], None, None, None, "2" * 64, row
        )
        for row, code in enumerate(("1.010811", "2.000815", "3.000154"), start=1)
    )
    found = [one for one in pick(work("2022-07-06", shown), "H0") if one.state in OPEN]
    assert [(one.kind, one.code, one.replaces_codes) for one in found] == [
        (UpdateKind.FIX_SHEET, "1.010881", ("1.010811",))
    ]


def test_a_misprint_is_fixed_on_the_order_of_its_correction_though_both_arrived_at_once() -> None:
    at_once = tuple(replace(one, received_at=noon(day("2022-06-20"))) for one in DECISIONS[:7])
    known = {one.decision_id for one in at_once}
    rows = tuple(one for one in ITEMS if one.decision_id in known)
    shown = (
        Listing(
            "H0", Channel.PORTAL, day("2022-06-21"), "1.010811", "1.010811", "", None, None, None, "2" * 64, 1
        ),
    )
    before = pick(work("2022-06-21", decisions=at_once, items=rows), "H0", "1.010881")
    assert [one.kind for one in before] == [UpdateKind.SWAP]
    found = [
        one
        for one in pick(work("2022-06-21", shown, decisions=at_once, items=rows), "H0", "1.010881")
        if one.state in OPEN
    ]
    assert [(one.kind, one.replaces_codes, number_of(one)) for one in found] == [
        (UpdateKind.FIX_SHEET, ("1.010811",), "1301")
    ]
    said = (report(found[0], "2022-06-21"),)
    after = pick(work("2022-06-22", shown, said, decisions=at_once, items=rows), "H0", "1.010881")
    assert [(one.kind, one.state) for one in after] == [(UpdateKind.FIX_SHEET, UpdateState.DONE)]


def test_channels_that_differ_have_work_of_their_own() -> None:
    counter = listing(*GOOD)
    portal = listing(*GOOD[:2], (B, "Cấp giấy phép B", BY_BASE), channel=Channel.PORTAL)
    rows = seen(*counter, *portal)
    assert still_open(rows) == [(UpdateKind.POST, E, Channel.PORTAL), (UpdateKind.REMOVE, B, Channel.PORTAL)]
    done = {(one.code, one.channel) for one in rows if one.state is UpdateState.DONE}
    assert {(A, None), (D, None), (E, Channel.COUNTER), (B, Channel.COUNTER)} <= done


def test_what_both_channels_need_is_one_piece_of_work() -> None:
    both = (*listing(*GOOD[:2]), *listing(*GOOD[:2], channel=Channel.PORTAL))
    assert still_open(seen(*both)) == [(UpdateKind.POST, E, None)]


def test_only_the_latest_observation_speaks() -> None:
    rows = seen(*listing(*GOOD[:1], on="2022-03-15"), *listing(*GOOD, on="2022-04-01"))
    assert still_open(rows) == []
    assert still_open(seen(*listing(*GOOD), *listing(*GOOD[:2], on="2022-04-20")))
    assert still_open(seen(*listing(*GOOD), *listing(*GOOD[:2], on="2022-05-20"))) == []


def test_a_look_before_the_effect_proves_nothing_of_it() -> None:
    early = listing(
        (A, "Cấp giấy phép A", BY_BASE),
        (B, "Cấp giấy phép B", None),
        (C, "Cấp giấy phép C", None),
        on="2022-02-01",
    )
    assert still_open(seen(*early)) == [
        (UpdateKind.POST, E, Channel.COUNTER),
        (UpdateKind.REMOVE, B, Channel.COUNTER),
        (UpdateKind.REPLACE_SHEET, A, Channel.COUNTER),
        (UpdateKind.SWAP, D, Channel.COUNTER),
    ]


# ---- reports ----------------------------------------------------------------------------------------------------------


def report(row: ListingUpdate, on: str) -> Confirmation:
    return Confirmation(row.update_id, day(on), "Lan", noon(day(on)))


def test_a_report_closes_work_until_a_later_look_contradicts_it() -> None:
    (todo,) = [one for one in seen() if one.code == E and one.state in OPEN]
    said = (report(todo, "2022-04-05"),)
    (done,) = [one for one in seen(said=said) if one.code == E]
    assert (done.state, done.done_on, done.done_by) == (UpdateState.DONE, day("2022-04-05"), "Lan")
    assert (done.days_overdue, done.exposed_days) == (0, 34), "done work sums no delay"
    before = listing(*GOOD[:2], on="2022-04-01")
    assert still_open(seen(*before, said=said)) == []
    after = listing(*GOOD[:2], on="2022-04-06")
    assert still_open(seen(*after, said=said)) == [(UpdateKind.POST, E, Channel.COUNTER)]


def test_a_report_on_what_a_look_had_found_closes_it() -> None:
    stale = listing(*GOOD, (B, "Cấp giấy phép B", BY_BASE), ("9.999999", "Lạ", None))
    todo = [one for one in seen(*stale) if one.state in OPEN]
    assert len(todo) == 2
    said = tuple(report(one, "2022-04-02") for one in todo)
    rows = seen(*stale, said=said)
    assert still_open(rows) == []
    assert {one.update_id for one in todo} <= {one.update_id for one in rows}


def test_a_report_on_one_channel_leaves_the_other() -> None:
    both = (*listing(*GOOD[:2]), *listing(*GOOD, channel=Channel.PORTAL))
    (todo,) = [one for one in seen(*both) if one.state in OPEN]
    assert todo.channel is Channel.COUNTER
    worse = (*listing(*GOOD[:2]), *listing(*GOOD[:2], channel=Channel.PORTAL))
    assert still_open(seen(*worse, said=(report(todo, "2022-04-02"),))) == [
        (UpdateKind.POST, E, Channel.PORTAL)
    ]


def test_done_work_that_is_taken_over_stays_done() -> None:
    first = next(one for one in seen(as_of="2022-02-01") if one.code == A)
    rows = work(
        "2022-05-01",
        (),
        (report(first, "2022-01-12"),),
        units=COMMUNE,
        decisions=(BASE, CHANGE, OTHER),
        items=ROWS,
    )
    states = {(one.kind, one.state) for one in rows if one.code == A}
    assert states == {
        (UpdateKind.POST, UpdateState.DONE),
        (UpdateKind.REPLACE_SHEET, UpdateState.UNOBSERVED),
    }


def test_an_ended_unit_that_still_shows_its_list_has_its_board_to_close() -> None:
    shown = tuple(
        Listing(
            "H0", Channel.PORTAL, day("2025-08-01"), code, code, NAMES[code], None, None, None, "2" * 64, row
        )
        for row, code in enumerate(("2.000815", "3.000154"), start=1)
    )
    rows = [one for one in pick(work("2025-08-02", shown), "H0") if one.state in OPEN]
    assert [one.kind for one in rows] == [UpdateKind.CLOSE_BOARD]
    assert "trên cổng thông tin" in rows[0].reason


# ---- whatever the history --------------------------------------------------------------------------------------------

ONE_OF_EACH = (
    unit("T9", UnitKind.PROVINCE_CENTER, "Trung tâm"),
    unit("H9", UnitKind.DISTRICT, "Huyện"),
    unit("X9", UnitKind.COMMUNE, "Xã"),
)


@given(histories())
def test_nothing_is_removed_or_changed_before_its_effect(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]],
) -> None:
    decisions, items = history
    for as_of in ("2025-03-01", "2025-06-30", END.isoformat()):
        rows = work(as_of, units=ONE_OF_EACH, decisions=decisions, items=items)
        ids = [one.update_id for one in rows]
        assert len(ids) == len(set(ids))
        for one in rows:
            assert one.effective_on is not None
            assert one.due_on is not None
            assert one.due_on >= one.effective_on
            assert one.state not in OPEN or one.effective_on <= day(as_of)
            if one.kind is not UpdateKind.CLOSE_BOARD:
                assert one.item_id in {item.item_id for item in items}


@given(histories())
def test_the_sum_of_the_work_is_the_board(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]],
) -> None:
    decisions, items = history
    as_of = END.isoformat()
    rows = work(as_of, units=ONE_OF_EACH, decisions=decisions, items=items)
    folded = fold_history(decisions, items, QUANG_NAM, END, END)
    boards = build_boards(folded.procedures, unit_spans(ONE_OF_EACH, QUANG_NAM))
    for one in ONE_OF_EACH:
        posted: dict[str, str | None] = {}
        mine = [row for row in rows if row.unit_id == one.unit_id and row.effective_on is not None]
        for row in sorted(mine, key=lambda row: (row.effective_on, row.kind is not UpdateKind.REMOVE)):
            for code in row.replaces_codes:
                posted.pop(code, None)
            if row.kind is UpdateKind.REMOVE and row.code is not None:
                posted.pop(row.code, None)
            elif row.code is not None:
                posted[row.code] = row.item_id
        assert posted == {row.code: row.item_id for row in board_on(boards, one.unit_id, END)}


@given(histories())
def test_a_listing_that_is_the_board_leaves_nothing_to_do(
    history: tuple[tuple[Decision, ...], tuple[DecisionItem, ...]],
) -> None:
    decisions, items = history
    folded = fold_history(decisions, items, QUANG_NAM, END, END)
    boards = build_boards(folded.procedures, unit_spans(ONE_OF_EACH, QUANG_NAM))
    names = {(row.procedure_id, row.level, row.version): row.name for row in folded.procedures}
    levels = {"T9": T, "X9": X}
    by_id = {one.decision_id: one.number_text for one in decisions}
    of_item = {one.item_id: one.decision_id for one in items}
    shown = tuple(
        Listing(
            unit_id,
            Channel.PORTAL,
            END,
            row.code,
            row.code,
            names[row.procedure_id, level, row.version],
            by_id[of_item[row.item_id]],
            None,
            None,
            "3" * 64,
            place,
        )
        for unit_id, level in levels.items()
        for place, row in enumerate(board_on(boards, unit_id, END), start=1)
    )
    observed = {one.unit_id for one in shown}
    rows = work(END.isoformat(), shown, units=ONE_OF_EACH, decisions=decisions, items=items)
    assert not [one for one in rows if one.unit_id in observed and one.state in OPEN]


def test_levels_are_ordered_from_the_top() -> None:
    assert list(Level) == [Level.MINISTRY, T, H, X]


def test_a_report_holds_when_the_id_of_its_work_moves_and_concerns_its_unit_only() -> None:
    todo = next(one for one in work("2022-04-02") if one.unit_id == "X1" and one.state in OPEN)
    moved = Confirmation(
        "0" * 16, day("2022-04-01"), "Lan", noon(day("2022-04-01")),
        todo.unit_id, todo.code, todo.kind, todo.channel, todo.decision_id,
    )  # fmt: skip
    rows = work("2022-04-02", confirmations=(moved,))
    done = [one for one in rows if one.state is UpdateState.DONE]
    assert [(one.unit_id, one.code, one.done_by) for one in done] == [("X1", todo.code, "Lan")]
    back = replace(moved, withdrawn=True, said_at=noon(day("2022-04-02")))
    assert work("2022-04-02", confirmations=(moved, back)) == work("2022-04-02")
