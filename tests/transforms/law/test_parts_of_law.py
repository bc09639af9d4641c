# ruff: noqa: E501 - rows of made-up tables
"""The parts of folding the law, one by one: what each promises, at its edges."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from niemyet.model.records import (
    Citation,
    Meant,
    PostedFile,
    Posting,
    Province,
    Question,
    Reading,
    ReadItem,
    Received,
    Resolution,
    fields,
)
from niemyet.model.tables import CopyRow, Decision, DecisionItem, RelationRow, Suspension
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, RelationType, ReviewKind
from niemyet.transforms.law.adopted_doubts import adopted_doubts
from niemyet.transforms.law.annexes import Items, has_articles, items_of, rows_of
from niemyet.transforms.law.citing import index_decisions, is_anothers, is_provincial, scope_of
from niemyet.transforms.law.code_names import hold_back
from niemyet.transforms.law.corrections import apply_corrections
from niemyet.transforms.law.decision_acts import apply_acts, rows_meant
from niemyet.transforms.law.decision_sources import gather_witnesses
from niemyet.transforms.law.document_answers import Papers, acting_on_documents, amended
from niemyet.transforms.law.events import events_of, first_known
from niemyet.transforms.law.former_ids import former_review_id, said_today
from niemyet.transforms.law.grounds import ground_of, is_parted, known_days, versions_by_ground
from niemyet.transforms.law.grouping import group_cases, list_the_same, signature_of
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.law.law_reviews import Asked
from niemyet.transforms.law.one_doubt import is_below, one_doubt_each, rows_in_doubt
from niemyet.transforms.law.pauses import at_level, days_of, is_known, meet_nothing, pauses_of, with_pauses
from niemyet.transforms.law.plausible import FLAG, judge_dates
from niemyet.transforms.law.plausible_days import unlikely_effect
from niemyet.transforms.law.questions import ask, reference_review_id
from niemyet.transforms.law.references import (
    Unresolved,
    build_library,
    is_reference,
    resolve_references,
)
from niemyet.transforms.law.resolutions import fold_answered
from niemyet.transforms.law.row_addresses import (
    RowAddress,
    find_address,
    find_addresses,
    rows_at_address,
)
from niemyet.transforms.law.sentences import day_text, render
from niemyet.transforms.law.source_doubts import source_doubts
from niemyet.transforms.law.standing_answers import Told
from niemyet.transforms.law.timeline import Remark, Segment, Timeline, state_before, timelines
from tests.support.province import QUANG_NAM, H, T, X, day, decision, item, noon

A = decision(11, "2024-01-08", "2024-01-09")
B = decision(12, "2024-03-04", "2024-03-05")
C = decision(13, "2024-05-06", "2024-05-07")
NOW = date(2025, 1, 1)


def index(*decisions: Decision):
    return index_decisions(decisions, QUANG_NAM)


def by_id(*decisions: Decision) -> dict[str, Decision]:
    return {one.decision_id: one for one in decisions}


def events(*rows: tuple[Decision, DecisionItem]):
    return sorted(
        (event for of, row in rows for event in events_of(first_known(row, of))), key=lambda one: one.order
    )


def new(of: Decision = A, code: str = "1.000001", *levels: Level, **more: Any) -> DecisionItem:
    return item(of, Action.NEW, code, *(levels or (X,)), **more)


# ---- days ------------------------------------------------------------------------------------------

SIGNED = date(2024, 5, 31)


@pytest.mark.parametrize(("effective", "why"), [
    (date(2024, 4, 30), None), (date(2024, 4, 29), "effect_before_signing"), (date(2029, 5, 31), None),
    (date(2029, 6, 1), "effect_after_signing"), (SIGNED, None),
])  # fmt: skip
def test_an_effect_is_hard_to_believe_after_31_days_before_and_five_years_after(
    effective: date, why: str | None
) -> None:
    assert unlikely_effect(effective, SIGNED) == why


def test_five_years_after_a_leap_day_is_the_last_of_february() -> None:
    assert unlikely_effect(date(2029, 2, 28), date(2024, 2, 29)) is None
    assert unlikely_effect(date(2029, 3, 1), date(2024, 2, 29)) == "effect_after_signing"


def judged(*decisions: Decision, items: Iterable[DecisionItem] = ()) -> list[str]:
    flagged, asked = judge_dates(decisions, items, QUANG_NAM)
    assert {one.decision_id for one in flagged if FLAG in one.flags} == {one.decision_id for one in asked}
    return [{field.name: field.value for field in one.fields or ()}["why"] for one in asked]


def test_dates_that_are_hard_to_believe_are_asked_about() -> None:
    assert judged(A, B, C) == []
    assert judged(decision(1, "2024-02-01", "2024-01-31")) == ["signed_after_received"]
    (asked,) = judge_dates([decision(1, "2024-02-01", "2024-01-31")], (), QUANG_NAM)[1]
    assert "ký sau ngày nhận được, 31/01/2024" in asked.question, "the day that may be the wrong one"
    assert judged(decision(1, "2024-02-01", "2024-02-01")) == []
    assert judged(decision(1, "2025-07-01", "2025-07-02")) == ["province_ended"]
    assert judged(decision(1, "2025-06-30", "2025-07-02")) == []
    assert judged(A, items=[replace(new(), effective_on=date(2031, 1, 1))]) == ["effect_after_signing"]
    assert judged(decision(1, "2031-01-01", "2024-01-01", issuer="ca-mau")) == [], (
        "another's decisions change nothing here"
    )


def test_a_number_far_from_its_neighbours_days_is_asked_about() -> None:
    beside = [decision(number, f"2024-07-{10 + number - 200}", "2024-08-01") for number in (200, 201, 203)]
    assert judged(*beside, decision(202, "2024-06-11", "2024-08-01")) == ["far_from_neighbours"]
    assert judged(*beside, decision(202, "2024-07-11", "2024-08-01")) == []
    assert judged(beside[0], decision(202, "2024-06-11", "2024-08-01")) == [], "one neighbour proves nothing"


# ---- addresses, sentences --------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "rows"), [
    ("số thứ tự 2 mục II phần A", ["2"]), ("STT 1, 2 và 5 mục II.", ["1", "2", "5"]), ("STT từ 3 đến STT 5 phần A", ["3", "4", "5"]),
    ("mục II phần A, số thứ tự 3 và 4.", ["3", "4"]), ("phần A: STT 7, 08.", ["7", "8"]), ("số 07 mục I", ["7"]),
    ("số thứ tự 2", []), ("mục II", []), ("phần A STT 1 Quyết định số 5/QĐ-UBND", ["1"]), ("", []),
])  # fmt: skip
def test_rows_are_found_by_their_address(text: str, rows: list[str]) -> None:
    assert [one.row for one in find_addresses(text)] == rows


def test_one_row_is_an_address_and_several_are_none() -> None:
    assert find_address("số thứ tự 2 mục II phần A") == RowAddress("2", "ii", "a")
    assert find_address("STT 1, 2 mục II") is None
    assert find_address("số thứ tự 2.", alone=True) == RowAddress("2", None, None)


def test_an_annex_that_is_named_counts_where_the_rows_say_theirs() -> None:
    rows = [
        replace(
            item(decision(15, "2024-05-06", "2024-05-07"), Action.NEW, "1.001193", X), part=part, row_no="2"
        )
        for part in ("PL I/II", "PL II/I", "PL II/II")
    ]
    plain = [replace(one, part="II") for one in rows[:1]]

    def at(text: str, given: list[DecisionItem]) -> list[str | None]:
        address = find_address(text, alone=True)
        return [one.part for one in rows_at_address(address, given)] if address else []

    assert at("số thứ tự 2 mục II Phụ lục II", rows) == ["PL II/II"]
    assert at("số thứ tự 2 mục II Phụ lục số 02", rows) == ["PL II/II"]
    assert at("số thứ tự 2 Phụ lục I", rows) == ["PL I/II"]
    assert at("số thứ tự 2 mục I", rows) == ["PL II/I"], "an annex is no section"
    assert at("số thứ tự 2 Phụ lục III", rows) == []
    assert at("số thứ tự 2 Phụ lục I", plain) == ["II"], "an only annex may bear no number in its rows"


def test_a_part_whose_field_is_not_known_is_left_out_and_any_other_is_dots() -> None:
    template = "{name} có hiệu lực[[ từ {on:day}]][[ đến {until:day}]]: {decision:decision}"
    said = render(
        template, {"name": "Đăng ký {x}", "on": "2024-02-05", "decision": "7/QĐ-UBND|2024-03-25"}, vi=True
    )
    assert said == "Đăng ký {x} có hiệu lực từ 05/02/2024: Quyết định số 7/QĐ-UBND ngày 25/3/2024"
    assert render(template, {}, vi=False) == "… có hiệu lực: …"
    assert render("{decision:decision}", {"decision": "|"}, vi=True) == "Quyết định chưa rõ số"
    assert render("{levels:levels}", {"levels": "commune, province"}, vi=True) == "cấp tỉnh, cấp xã"
    assert (
        render("{cited:cited}", {"cited": "quang-nam/7-QD-UBND/2024-03-25; khác"}, vi=True)
        == "Quyết định số 7/QĐ-UBND ngày 25/3/2024; khác"
    )


@pytest.mark.parametrize(("of", "text"), [
    (date(2022, 7, 1), "01/7/2022"), (date(2022, 2, 15), "15/02/2022"), (date(2022, 12, 31), "31/12/2022"), (date(2022, 1, 9), "09/01/2022"),
])  # fmt: skip
def test_days_are_written_as_documents_write_them(of: date, text: str) -> None:
    assert day_text(of) == text


# ---- citing ----------------------------------------------------------------------------------------


def test_a_citation_without_its_day_may_fit_several_and_a_ministrys_none() -> None:
    other = decision(11, "2023-01-08", "2023-01-09")
    found = index(A, other)
    assert found.named(Citation(11, "QĐ-UBND", "11/QĐ-UBND", A.signed_on)) == (A,)
    assert set(found.named(Citation(11, None, "11", None))) == {A, other}
    assert found.named(Citation(None, None, "", None)) == ()
    assert found.named(Citation(11, "QĐ-UBND", "11/QĐ-UBND", date(2020, 1, 1))) == ()
    assert not is_provincial(Citation(1, "QĐ-BTP", "1/QĐ-BTP", None))
    assert not is_provincial(Citation(1, "NĐ-CP/2020", "1", None))
    assert is_provincial(Citation(1, None, "1", None))


def test_a_citation_with_an_issuer_fits_no_decision_of_another() -> None:
    found = index(A)
    for issuer, fits in (("quang-nam", (A,)), ("da-nang", ()), ("ha-nam", ()), (None, (A,))):
        assert found.named(Citation(11, "QĐ-UBND", "11/QĐ-UBND", A.signed_on, issuer)) == fits
    assert not is_provincial(Citation(1, None, "1", None, "bo-y-te"))
    assert is_anothers("ha-nam/11-QD-UBND/2024-01-08", QUANG_NAM)
    assert not is_anothers("quang-nam/11-QD-UBND/2024-01-08", QUANG_NAM)


def test_a_target_is_met_by_its_id_and_a_slip_of_its_day_is_near() -> None:
    found = index(A, B)
    assert found.meant(A.decision_id) == (A,)
    assert found.meant("quang-nam/11-QD-UBND/khong-ngay") == (A,)
    assert found.meant("quang-nam/11-QD-UBND/2023-02-01") == ()
    assert found.near("quang-nam/11-QD-UBND/2024-06-08") == (A,), "the month slipped"
    assert found.near("quang-nam/99-QD-UBND/2024-01-08") == ()
    assert found.near("không ra ngày") == ()


def test_a_row_never_cites_its_own_decision() -> None:
    row = item(
        B,
        Action.ABOLISH,
        None,
        X,
        raw_text="Bãi bỏ STT 1 Quyết định số 11/QĐ-UBND ngày 08/01/2024; Quyết định số 12/QĐ-UBND",
    )
    assert [one.number for one in scope_of(row, B)] == [11]


# ---- corrections, references -----------------------------------------------------------------------

FIX = decision(
    14,
    "2024-02-05",
    "2024-02-06",
    kind=DecisionKind.CORRECTION,
    relations=(RelationRow(RelationType.CORRECTS, A.decision_id, None),),
)


def correction(**more: Any) -> DecisionItem:
    plain: dict[str, Any] = {
        "part": "Điều 1",
        "row_no": None,
        "replaces": ("1.000001",),
        "raw_text": "Đính chính mã 1.000001 thành 1.000010",
    }
    return item(FIX, Action.CORRECT, "1.000010", **(plain | more))


def test_a_corrected_row_bears_the_right_value_from_its_own_beginning_known_from_the_receipt() -> None:
    found = apply_corrections([new(), correction()], by_id(A, FIX), index(A, FIX))
    own = [one for one in found.items if one.item.decision_id == A.decision_id]
    assert [(one.item.code, one.known_from, one.known_until) for one in own] == [
        ("1.000001", date(2024, 1, 9), date(2024, 2, 6)), ("1.000010", date(2024, 2, 6), None),
    ]  # fmt: skip
    assert found.misprints == (("1.000001", "1.000010"),)
    assert found.pending == ()


def test_a_correction_that_finds_no_row_or_two_changes_nothing() -> None:
    lost = apply_corrections([new(code="1.000002"), correction()], by_id(A, FIX), index(A, FIX))
    assert [targets for _, targets in lost.pending] == [()]
    two = apply_corrections([new(row=1), new(row=2), correction()], by_id(A, FIX), index(A, FIX))
    assert [len(targets) for _, targets in two.pending] == [2]
    assert two.misprints == lost.misprints == ()
    assert apply_corrections([], {}, index()).items == ()


def referring(*rows: DecisionItem, references: tuple[DecisionItem, ...]) -> dict[str, Unresolved]:
    chains: dict[Any, list[Any]] = {}
    known = [first_known(row, by_id(A, B)[row.decision_id]) for row in (*rows, *references)]
    for one in known:
        for event in events_of(one):
            chains.setdefault((event.code, event.level), []).append(event)
    library = build_library(known, chains, index(A, B), QUANG_NAM)
    return resolve_references([one for one in known if is_reference(one, QUANG_NAM)], library, {})


def by_name(name: str) -> DecisionItem:
    return item(
        B, Action.ABOLISH, None, X, name=name, raw_text=f"Bãi bỏ thủ tục “{name}”", part="Điều 1", row_no=None
    )


def test_a_reference_is_applied_when_exactly_one_fits() -> None:
    rows = (new(name="Đăng ký khai sinh"), new(code="1.000002", row=2, name="Đăng ký kết hôn"))
    assert referring(*rows, references=(by_name("ĐĂNG KÝ  khai sinh"),)) == {}
    (lost,) = referring(*rows, references=(by_name("Đăng ký khai"),)).values()
    assert "1.000001" in lost.candidates, "likeness ranks candidates and decides nothing"
    same = (*rows, new(code="1.000003", row=3, name="Đăng ký khai sinh"))
    (two,) = referring(*same, references=(by_name("Đăng ký khai sinh"),)).values()
    assert set(two.candidates) >= {"1.000001", "1.000003"}
    assert referring(*rows, references=()) == {}


def test_what_has_a_code_or_is_new_is_no_reference() -> None:
    assert not is_reference(first_known(new(), A), QUANG_NAM)
    assert not is_reference(first_known(item(B, Action.NEW, None, X), B), QUANG_NAM)
    assert is_reference(first_known(by_name("x"), B), QUANG_NAM)
    assert reference_review_id(by_name("x")) == reference_review_id(by_name("x"))


# ---- code and name ---------------------------------------------------------------------------------


def test_a_code_under_another_procedures_name_is_taken_out_from_the_day_it_is_known() -> None:
    bees, hives = "Đăng ký đàn ong", "Đăng ký trại ong"
    wrong = item(B, Action.AMEND, "1.000001", X, name=hives)
    chains: dict[Any, list[Any]] = {}
    for event in events((A, new(name=bees)), (A, new(code="1.000002", row=2, name=hives)), (B, wrong)):
        chains.setdefault((event.code, event.level), []).append(event)
    (found,) = hold_back(chains)
    assert (found.item, found.held, found.others, found.since) == (
        wrong,
        bees,
        ("1.000002",),
        date(2024, 3, 5),
    )
    assert hold_back({}) == ()


# ---- acts on decisions -----------------------------------------------------------------------------


def test_rows_that_the_words_of_an_act_mean() -> None:
    rows = [new(row=1, name="Đăng ký khai sinh"), new(code="1.000002", row=2, name="Đăng ký kết hôn")]
    first, second = rows[0].item_id, rows[1].item_id
    assert rows_meant("thủ tục mã 1.000001", rows) == {first}
    assert rows_meant("thủ tục “Đăng ký  KẾT HÔN”", rows) == {second}
    assert rows_meant("số thứ tự 2.", rows) == {second}
    assert rows_meant("mã 9.999999", rows) is None
    assert rows_meant("một phần", rows) is None


def annulled(*relations: RelationRow, on: str = "2024-01-20") -> Any:
    actor = decision(20, on, on, relations=relations)
    known = [first_known(new(), A)]
    return apply_acts(known, by_id(A, actor), index(A, actor), QUANG_NAM, {}, [new()])


def test_what_is_annulled_before_its_effect_never_opens() -> None:
    later = decision(15, "2024-01-08", "2024-01-09", effective="2024-06-01")
    actor = decision(
        20,
        "2024-02-01",
        "2024-02-01",
        relations=(RelationRow(RelationType.REPEALS_DOC, later.decision_id, None),),
    )
    row = new(later)
    found = apply_acts(
        [first_known(row, later)], by_id(later, actor), index(later, actor), QUANG_NAM, {}, [row]
    )
    assert {one.known_until for one in found.items} == {day("2024-02-01")}, (
        "from the receipt on nothing of it is known to hold"
    )
    assert [act.type for acts in found.standing.values() for act in acts] == [RelationType.REPEALS_DOC]


def test_without_an_act_rows_stay_as_they_are() -> None:
    found = apply_acts([first_known(new(), A)], by_id(A), index(A), QUANG_NAM, {}, [new()])
    assert found.items == (first_known(new(), A),)
    assert (found.standing, found.suspended, found.too_late) == ({}, (), ())
    assert (
        len(annulled(RelationRow(RelationType.SUSPENDS, "quang-nam/99-QD-UBND/2020-01-01", None)).items) == 1
    )


# ---- timelines -------------------------------------------------------------------------------------


def test_versions_are_half_open_and_the_order_of_arrival_means_nothing() -> None:
    found = events(
        (A, new()), (B, item(B, Action.AMEND, "1.000001", X)), (C, item(C, Action.ABOLISH, "1.000001", X))
    )
    versions = Timeline(found).versions()
    assert [(one.valid_from, one.valid_until) for one in versions] == [
        (day("2024-01-08"), day("2024-03-04")),
        (day("2024-03-04"), day("2024-05-06")),
    ]
    assert not versions[0].holds_on(day("2024-03-04"))
    assert versions[1].holds_on(day("2024-03-04"))
    assert Timeline(()).versions() == Timeline(()).findings() == ()
    last = list(timelines(found))[-1]
    assert last[1].versions() == versions
    assert [known for known, _ in timelines(found)] == [
        day("2024-01-09"),
        day("2024-03-05"),
        day("2024-05-07"),
    ]


def test_what_is_amended_unseen_opens_flagged_and_the_districts_end_on_their_day() -> None:
    (amended_alone,) = events((B, item(B, Action.AMEND, "1.000001", X)))
    timeline = Timeline([amended_alone])
    assert [remark for remark, _ in timeline.findings()] == [
        Remark.FIRST_AT_LEVEL
    ] or Remark.HISTORY_UNKNOWN in {one for one, _ in timeline.findings()}
    assert len(timeline.versions()) == 1
    (district,) = Timeline(events((A, new(A, "1.000001", H)))).versions()
    assert (district.valid_until, district.ended_by) == (day("2025-07-01"), None)
    late = decision(30, "2025-07-02", "2025-07-03")
    assert [one for one, _ in Timeline(events((late, new(late, "1.000001", H)))).findings()] == [
        Remark.LEVEL_ENDED
    ]


def test_the_state_before_an_event_is_what_was_known_and_earlier_in_order() -> None:
    first, second = events((A, new()), (B, item(B, Action.AMEND, "1.000001", X)))
    held = state_before([first, second], second, day("2024-03-05"))
    assert held is not None
    assert held.event is first
    assert state_before([first, second], first, day("2024-03-05")) is None
    assert state_before([first, second], second, day("2024-01-08")) is None, "not yet known"


# ---- grounds ---------------------------------------------------------------------------------------

MERGED = Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",))


def test_a_former_provinces_decision_holds_on_its_own_ground_and_the_successors_everywhere() -> None:
    old = decision(11, "2024-02-01", "2024-02-02", issuer="quang-nam")
    after = decision(31, "2026-01-05", "2026-01-06", issuer="da-nang")
    before = decision(21, "2024-03-01", "2024-03-02", issuer="da-nang")
    (one,), (two,), (three,) = (events((of, new(of))) for of in (old, after, before))
    assert [ground_of(each, MERGED) for each in (one, two, three)] == ["quang-nam", None, "da-nang"]
    assert is_parted([one, two], MERGED)
    assert not is_parted([two], MERGED)
    assert not is_parted([one], QUANG_NAM)
    versions, _ = versions_by_ground([one, three], MERGED)
    assert sorted((each.ground or "") for each in versions) == ["da-nang", "quang-nam"]
    assert known_days([one, two]) == [day("2024-02-02"), day("2026-01-06")]
    assert known_days([]) == []


# ---- pauses ----------------------------------------------------------------------------------------


def pause(action: Action, since: str, until: str | None = None, *levels: Level, of: Decision = B) -> Any:
    row = item(
        of,
        action,
        "1.000001",
        *levels,
        effective_on=day(since),
        effective_until=day(until) if until else None,
    )
    return first_known(row, of)


def test_a_suspension_takes_a_version_off_for_its_time_and_a_restoration_ends_it() -> None:
    (version,) = Timeline(events((A, new()))).versions()
    off = pause(Action.SUSPEND, "2024-04-01")
    back = pause(Action.RESTORE, "2024-05-01", of=C)
    assert with_pauses([version], [off], QUANG_NAM)[0].suspended == (
        Suspension(B.decision_id, day("2024-04-01"), None),
    )
    assert with_pauses([version], [off, back], QUANG_NAM)[0].suspended == (
        Suspension(B.decision_id, day("2024-04-01"), day("2024-05-01")),
    )
    limited = pause(Action.SUSPEND, "2024-04-01", "2024-04-15")
    assert with_pauses([version], [limited, back], QUANG_NAM)[0].suspended[0].suspended_until == day(
        "2024-04-15"
    ), "it was over before"
    assert with_pauses([version], [], QUANG_NAM)[0].suspended == ()


def test_pauses_concern_the_levels_that_they_name_else_all() -> None:
    named, all_levels = pause(Action.SUSPEND, "2024-04-01", None, T), pause(Action.SUSPEND, "2024-04-01")
    assert at_level([named, all_levels], X) == [all_levels]
    assert set(pauses_of([named, first_known(new(), A)], QUANG_NAM)) == {"1.000001"}
    assert pauses_of([pause(Action.SUSPEND, "2024-04-01", "2024-04-01")], QUANG_NAM) == {}, "no day at all"
    assert days_of([named]) == {day("2024-03-05")}
    assert is_known(named, day("2024-03-05"))
    assert not is_known(named, day("2024-03-04"))


def test_a_suspension_of_what_is_not_in_force_meets_nothing() -> None:
    (version,) = Timeline(events((A, new()))).versions()
    ended = replace(version, valid_until=day("2024-04-01"))
    off = pause(Action.SUSPEND, "2024-04-01")
    assert meet_nothing([off], {("1.000001", X): [version]}) == []
    assert meet_nothing([off], {("1.000001", X): [ended]}) == [off]
    assert meet_nothing([off], {}) == [off]


# ---- one doubt -------------------------------------------------------------------------------------


def test_rows_that_are_asked_the_same_are_asked_once_under_their_highest_heading() -> None:
    rows = [new(row=number, part="A/I", flags=("level_unknown",)) for number in (1, 2)] + [
        new(row=3, part="B", flags=())
    ]
    asked = [
        Question(ReviewKind.LEVEL_UNKNOWN, fields(name=str(number)), ("province",), item=number)
        for number in (0, 1)
    ]
    grouped, alone = one_doubt_each(asked, rows)
    ((question, together),) = grouped
    assert (question.section, question.item, list(together)) == ("A", None, rows[:2])
    assert alone == []
    single, one = one_doubt_each(asked[:1], rows)
    assert (single, one) == ([], asked[:1])
    whole, _ = one_doubt_each(asked, rows[:2])
    assert whole[0][0].section is None, "every row is in that doubt"
    assert one_doubt_each([], rows) == ([], [])


def test_a_section_is_itself_and_what_stands_below_it() -> None:
    assert is_below("A/I", "A")
    assert is_below("A", "A")
    assert not is_below("A1", "A")
    assert not is_below(None, "A")
    rows = [new(row=1, part="A", flags=("level_unknown",)), new(row=2, part="A")]
    assert rows_in_doubt(Question(ReviewKind.LEVEL_UNKNOWN, section="A"), rows) == (rows[0],)
    assert rows_in_doubt(Question(ReviewKind.ACTION_UNKNOWN, section="A"), rows) == tuple(rows)
    assert rows_in_doubt(Question(ReviewKind.ACTION_UNKNOWN), rows) == ()


# ---- copies ----------------------------------------------------------------------------------------

NOON = datetime(2022, 3, 8, 5, tzinfo=UTC)


def read_item(code: str = "1.000001", **given: Any) -> ReadItem:
    plain = ReadItem(
        Action.NEW, f"Thủ tục {code}", code, code, False, (), (X,), (), "Hộ tịch", "A/I", "1", code
    )
    return replace(plain, **given)


def reading(*items: ReadItem, **given: Any) -> Reading:
    plain = Reading("docx", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", 512, "QĐ-UBND", "512/QĐ-UBND", date(2022, 3, 4), date(2022, 3, 4), None,
                    EffectSource.SIGNING_CLAUSE, "công bố danh mục thủ tục hành chính lĩnh vực Hộ tịch", DecisionKind.PUBLIC_LIST, (), (), (), None, items)  # fmt: skip
    return replace(plain, **given)


def paper(sha: str, words: Reading) -> Received:
    return Received(sha, "hop-thu", f"{sha}.docx", NOON, words)


def cases(*papers: Received):
    return group_cases(gather_witnesses([], papers)[0])


def test_copies_that_say_the_same_are_one_decision_and_others_are_rivals() -> None:
    same = cases(paper("d1", reading(read_item())), paper("d2", reading(read_item(raw_text="khác chữ"))))
    assert [(one.decision_id, len(one.witnesses), one.rivals) for one in same] == [
        ("quang-nam/512-QD-UBND/2022-03-04", 2, ())
    ]
    other = reading(read_item("1.000002"), title="bổ nhiệm cán bộ quản lý trường học")
    rivals = cases(paper("d1", reading(read_item())), paper("d2", other))
    assert [one.decision_id for one in rivals] == [
        "quang-nam/512-QD-UBND/2022-03-04",
        "quang-nam/512-QD-UBND/2022-03-04~2",
    ]
    assert all(len(one.rivals) == 2 for one in rivals)
    assert cases() == ()


def test_two_documents_list_the_same_whatever_their_order_and_spacing() -> None:
    one, other = read_item(), read_item("1.000002")
    assert signature_of([one, other]) == signature_of([other, replace(one, raw_text="x", row_no="9")])
    assert signature_of([one]) != signature_of([replace(one, action=Action.ABOLISH)])
    assert list_the_same(reading(one), reading(one))
    assert not list_the_same(reading(one), reading(other))
    blurred = reading(replace(one, name="Thủ tuc 1.000001"), media="scan", flags=("scanned",))
    assert list_the_same(blurred, reading(one)), "signs misread in a name are no second list"


def test_items_are_those_of_the_deciding_copy_and_copies_that_differ_are_told() -> None:
    (case,) = cases(paper("d1", reading(read_item())), paper("d2", reading(read_item("1.000002"))))
    found = items_of(case)
    assert len(found.items) == 1
    assert len(found.others) == 1
    assert found.flags
    (alone,) = cases(paper("d1", reading(read_item())))
    assert items_of(alone).flags == frozenset()
    assert has_articles(reading())
    assert not has_articles(reading(effect_source=EffectSource.DEFAULT_SIGNED))


def test_ids_of_rows_come_from_what_they_mean_and_are_told_apart() -> None:
    rows = list(
        rows_of(A, Items((read_item(), read_item(row_no="2"), read_item("1.000002")), ("s", "s", "s")))
    )
    assert len({row.item_id for row in rows}) == 3
    assert rows[0].item_id == f"{A.decision_id}#1.000001"
    moved = list(rows_of(A, Items((read_item(part="B", row_no="7"),), ("s",))))
    assert moved[0].item_id == rows[0].item_id, "never where it was read"


# ---- answers about documents -----------------------------------------------------------------------


def told(review: Any, answer: str) -> Told:
    said = Resolution(review.review_id, answer, "Lan", noon(NOW), Meant(review.kind, review.decision_id))
    return Told(review, answer, NOW, (), (), said)


def test_of_copies_that_differ_the_chosen_one_gives_the_rows() -> None:
    papers = Papers((), (paper("d1", reading(read_item())), paper("e2", reading(read_item("1.000002")))))
    question = ask(ReviewKind.COPIES_DIFFER, decision=A, candidates=("d1", "e2"))
    left = amended(papers, [told(question, "d1")], {})
    assert [len(one.reading.items) for one in left.received if one.reading] == [1, 0]
    assert amended(papers, [told(question, "")], {}) == papers
    assert amended(papers, [told(question, "zz")], {}) == papers
    assert amended(papers, [], {}) == papers


def test_what_is_no_decision_is_put_aside() -> None:
    papers = Papers((), (paper("d1", reading()), paper("d2", reading())))
    question = ask(ReviewKind.NOT_A_DECISION, documents=("d1",))
    assert [one.sha256 for one in amended(papers, [told(question, "none")], {}).received] == ["d2"]
    assert acting_on_documents(
        [told(question, "none"), told(ask(ReviewKind.LEVEL_UNKNOWN, decision=A), "commune")]
    ) == [told(question, "none")]


def test_of_two_decisions_under_one_number_the_others_papers_go() -> None:
    mine = replace(A, copies=(CopyRow("s", "u", "d1", NOON),))
    other = replace(B, copies=(CopyRow("s", "u", "d2", NOON),))
    question = ask(ReviewKind.SAME_NUMBER, decision=A, candidates=(A.decision_id, B.decision_id))
    papers = Papers((), (paper("d1", reading()), paper("d2", reading())))
    assert [
        one.sha256 for one in amended(papers, [told(question, A.decision_id)], by_id(mine, other)).received
    ] == ["d1"]
    assert amended(papers, [told(question, "all")], by_id(mine, other)) == papers


# ---- former answers --------------------------------------------------------------------------------


def test_ids_and_answers_of_before_are_said_today() -> None:
    question = replace(ask(ReviewKind.LEVEL_UNKNOWN, decision=A), item_id="x")
    former = sha256(f"{A.decision_id}|x|level".encode()).hexdigest()[:16]
    assert former_review_id(replace(question, review_id=f"level:{former}"), "level")
    assert not former_review_id(replace(question, review_id=f"level:{former}"), "khác")
    orphan = Meant(ReviewKind.ORPHANED, A.decision_id, about=(("code", "1.000001"),))
    assert [said_today(one, orphan) for one in ("all", "1.000001", "1.000002", "none", "không rõ")] == [
        "end",
        "end",
        "keep",
        "keep",
        "không rõ",
    ]
    assert said_today(" commune ", Meant(ReviewKind.LEVEL_UNKNOWN, A.decision_id)) == "commune"


# ---- sources ---------------------------------------------------------------------------------------


def posting(key: str = "7", **given: Any) -> Posting:
    plain: dict[str, Any] = {
        "source_id": "cong", "url": f"https://a.test/{key}", "received_at": NOON, "sha256": f"p{key}", "number_text": None, "title": "Công bố TTHC",
        "issuer_name": None, "signed_on": None, "effective_on": None, "published_on": None, "sectors": (), "files": (), "procedures": (),
    }  # fmt: skip
    return Posting(key=key, **(plain | given))


def lacking(*postings: Posting) -> list[Decision]:
    return [
        replace(
            A,
            decision_id=f"{A.decision_id}~{number}",
            copies=(CopyRow(one.source_id, one.url, one.sha256, NOON),),
            flags=("no_document",),
        )
        for number, one in enumerate(postings)
    ]


def asked_of(postings: list[Posting], decisions: Iterable[Decision] = ()) -> list[str]:
    return [one.kind for one in source_doubts(postings, decisions)]


def test_files_of_one_host_are_one_question() -> None:
    refused = [PostedFile("a", f"https://Tep.test/{n}.pdf", None, "ngoài", True) for n in (1, 2)]
    (one,) = source_doubts([posting("1", files=tuple(refused)), posting("2", files=(refused[0],))], ())
    assert one.kind == ReviewKind.FILES_NOT_ALLOWED
    assert {(field.name, field.value) for field in one.fields or ()} >= {("host", "tep.test"), ("count", "2")}
    assert asked_of([posting("1", files=(PostedFile("a", "https://x.test/a", None, "mất"),))]) == []


def test_a_decision_without_a_document_is_asked_about_and_a_source_without_any_as_a_whole() -> None:
    two = [posting(str(number)) for number in range(2)]
    assert asked_of(two, lacking(*two)) == [ReviewKind.NO_DOCUMENT] * 2
    three = [posting(str(number)) for number in range(3)]
    assert asked_of(three, lacking(*three)) == [ReviewKind.SOURCE_WITHOUT_DOCUMENTS]
    other = [replace(one, title="Bổ nhiệm") for one in two]
    assert asked_of(other, [replace(one, title="Bổ nhiệm") for one in lacking(*other)]) == [], (
        "not about procedures"
    )


def test_pages_that_cannot_be_read_are_one_question_for_the_source_and_the_newest_word_counts() -> None:
    unread = [posting(str(number), flags=("detail_not_had",)) for number in range(2)]
    assert asked_of(unread) == [ReviewKind.PAGES_NOT_READ]
    had = replace(unread[0], flags=(), received_at=datetime(2023, 1, 1, tzinfo=UTC))
    assert asked_of([had, unread[0]]) == []


# ---- doubts of folding, answers --------------------------------------------------------------------


def test_every_doubt_is_said_once_and_sorted() -> None:
    unseen = item(B, Action.ABOLISH, "1.000009", X)
    folded = fold_history((A, B), (new(), unseen), QUANG_NAM, NOW, NOW)
    ids = [one.review_id for one in folded.reviews]
    assert ids == sorted(set(ids))
    assert [one.kind for one in folded.reviews] == [ReviewKind.NOT_IN_FORCE]
    assert Asked(folded.reviews[0]).rows == ()


def test_lists_that_nobody_took_as_evidence_leave_no_doubt() -> None:
    (version,) = Timeline(events((A, new()))).versions()
    assert isinstance(version, Segment)
    assert list(adopted_doubts([A], [new()], {("1.000001", X): (version,)}, {})) == []


def test_an_answer_acts_from_its_day_on_and_without_one_nothing_changes() -> None:
    row = replace(new(), levels=(), flags=("level_unknown",))
    question = ask(
        ReviewKind.LEVEL_UNKNOWN,
        fields(name=row.name),
        decision=A,
        item=row,
        candidates=("province", "commune"),
    )
    plain = fold_answered((A,), (row,), (question,), QUANG_NAM, NOW, NOW, ())
    assert plain.folded.procedures == ()
    said = Resolution(
        question.review_id, "commune", "Lan", noon(day("2024-06-03")), Meant(question.kind, A.decision_id)
    )
    answered = fold_answered((A,), (row,), (question,), QUANG_NAM, NOW, NOW, (said,))
    assert [(one.level, one.valid_from) for one in answered.folded.procedures] == [(X, day("2024-01-08"))]
    assert answered.told_on[row.item_id] == day("2024-06-03")
    nonsense = replace(said, resolution="ở đâu đó")
    assert fold_answered((A,), (row,), (question,), QUANG_NAM, NOW, NOW, (nonsense,)).folded.procedures == ()
