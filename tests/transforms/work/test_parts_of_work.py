# ruff: noqa: E501 - rows of made-up tables
"""The parts of the work list, one by one: reports, findings, what a listing shows, rows, and the national catalogue."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from niemyet.model.records import CatalogueEntry, Confirmation, Policy
from niemyet.model.tables import Listing, Procedure
from niemyet.model.words import Action, Channel, DriftKind, Level, Proof, UnitKind, UpdateKind, UpdateState
from niemyet.transforms.law.citing import index_decisions
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import GroundBoards
from niemyet.transforms.work.channel_verdicts import contradiction, held_against, posting_day
from niemyet.transforms.work.common_work import CommonWork
from niemyet.transforms.work.drift import Behind, national_drift, newest_entries
from niemyet.transforms.work.findings import (
    Finding,
    WorkContext,
    open_state,
    reported,
    together,
    unobserved,
    without_evidence,
)
from niemyet.transforms.work.leftovers import hangs, pair_leftovers
from niemyet.transforms.work.listing_judgement import (
    Knowledge,
    NamesOn,
    Seen,
    judge,
    named_decisions,
    see,
    seen_text,
)
from niemyet.transforms.work.reports import Reports, meant, update_id
from niemyet.transforms.work.sights import RowStretches
from niemyet.transforms.work.strangers import strangers_of
from niemyet.transforms.work.transitions import Evidence, Profile, Transition, build_profile, known_levels
from niemyet.transforms.work.unit_work import current_place, unit_updates
from niemyet.transforms.work.updates import looks_of
from niemyet.transforms.work.work_rows import Pile, as_draft
from tests.support.province import QUANG_NAM, X, decision, item, unit

FIRST, SECOND, LAST = (
    decision(1, "2024-01-08", "2024-01-09"), decision(2, "2024-03-04", "2024-03-05"), decision(3, "2024-05-06", "2024-05-07"),
)  # fmt: skip
ITEMS = (
    item(FIRST, Action.NEW, "1.000001", X, row=1, name="Đăng ký khai sinh"),
    item(FIRST, Action.NEW, "1.000002", X, row=2, name="Đăng ký kết hôn"),
    item(FIRST, Action.NEW, "1.000003", X, row=3, name="Đăng ký khai tử"),
    item(SECOND, Action.AMEND, "1.000001", X, row=1, name="Đăng ký khai sinh"),
    item(SECOND, Action.REPLACE, "2.000009", X, row=2, name="Kết hôn lưu động", replaces=("1.000002",)),
    item(LAST, Action.ABOLISH, "1.000003", X, row=1, name="Đăng ký khai tử"),
)
DECISIONS = (FIRST, SECOND, LAST)
UNIT = unit("xa-a", UnitKind.COMMUNE, "Xã A", since="2020-01-01")
TODAY = date(2024, 6, 3)
(SPAN,) = unit_spans((UNIT,), QUANG_NAM)


def procedures(today: date = TODAY) -> tuple[Procedure, ...]:
    return fold_history(DECISIONS, ITEMS, QUANG_NAM, today, date(2030, 1, 1)).procedures


def evidence() -> Evidence:
    return Evidence(
        {one.item_id: one for one in ITEMS}, {one.decision_id: one for one in DECISIONS}, set(), {}, Policy(),
    )  # fmt: skip


def profile(today: date = TODAY) -> Profile:
    return build_profile(SPAN, GroundBoards(procedures(today)).entries(SPAN), evidence(), today)


def knowledge() -> Knowledge:
    named: dict[str, dict[str, date]] = {}
    return Knowledge(
        lambda: index_decisions(DECISIONS, QUANG_NAM),
        named,
        {one.item_id: one.decision_id for one in ITEMS},
        {},
    )


def context(*said: Confirmation, today: date = TODAY, listings: Sequence[Listing] = ()) -> WorkContext:
    return WorkContext(
        today,
        knowledge(),
        Reports.of(said, today),
        looks_of(listings, today),
        {},
        {},
        {},
        evidence(),
    )


def report(done: str, *, said: int = 1, **given: Any) -> Confirmation:
    plain = {
        "update_id": "0" * 16,
        "done_on": date.fromisoformat(done),
        "done_by": "Chị Lan",
        "said_at": datetime(2024, 6, said, tzinfo=UTC),
    }
    return Confirmation(**(plain | given))


def row(code: str | None, name: str, *, on: str = "2024-06-01", number: int = 1, **given: Any) -> Listing:
    plain = {one.name: None for one in fields(Listing)} | {
        "unit_id": "xa-a", "channel": Channel.COUNTER, "observed_on": date.fromisoformat(on), "row_no": number, "code": code,
        "code_text": code, "name": name, "sha256": "a" * 64,
    }  # fmt: skip
    return Listing(**(plain | given))


# ---- reports ---------------------------------------------------------------------------------------


def transition(code: str = "1.000001", place: int = -1, today: date = TODAY) -> Transition:
    return profile(today).tracks[code].transitions[place]


def test_work_is_named_by_what_it_is_and_never_by_a_day_or_a_wording() -> None:
    one = update_id("xa-a", UpdateKind.POST, None, "1.000001|x")
    assert one == update_id("xa-a", UpdateKind.POST, None, "1.000001|x")
    assert len(one) == 16
    assert len({one, update_id("xa-b", UpdateKind.POST, None, "1.000001|x"), update_id("xa-a", UpdateKind.REMOVE, None, "1.000001|x"),
                update_id("xa-a", UpdateKind.POST, Channel.PORTAL, "1.000001|x")}) == 4  # fmt: skip


def test_a_report_is_found_by_its_id_and_by_what_it_meant_whatever_the_id_is_today() -> None:
    one = transition()
    name = update_id("xa-a", one.kind, None, one.identity)
    by_id = Reports.of([report("2024-03-10", update_id=name)], TODAY)
    assert by_id.on("xa-a", one.kind, None, one) is not None
    by_meaning = Reports.of(
        [report("2024-03-10", unit_id="xa-a", code=one.code, kind=one.kind, decision_id=one.decision_id)],
        TODAY,
    )
    assert by_meaning.on("xa-a", one.kind, None, one) is not None
    assert by_meaning.on("xa-b", one.kind, None, one) is None
    assert by_meaning.concern("xa-a")
    assert not by_meaning.concern("xa-b")
    assert by_id.concern("xa-b"), "a report of an earlier version does not say of which unit it is"
    assert meant(report("2024-03-10")) is None


def test_what_was_taken_back_counts_no_more_and_said_again_it_does() -> None:
    one = transition()
    about = {"unit_id": "xa-a", "code": one.code, "kind": one.kind, "decision_id": one.decision_id}
    done, gone = report("2024-03-10", said=1, **about), report("2024-03-10", said=2, withdrawn=True, **about)
    assert Reports.of([gone, done], TODAY).on("xa-a", one.kind, None, one) is None
    again = report("2024-03-11", said=3, **about)
    found = Reports.of([done, again, gone], TODAY).on("xa-a", one.kind, None, one)
    assert found == again


def test_a_report_of_a_day_to_come_is_not_yet_one() -> None:
    one = transition()
    later = report("2024-06-04", unit_id="xa-a", code=one.code, kind=one.kind, decision_id=one.decision_id)
    assert Reports.of([later], TODAY).on("xa-a", one.kind, None, one) is None
    assert Reports.of([later], date(2024, 6, 4)).on("xa-a", one.kind, None, one) == later


# ---- findings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due", "state"), [
    (None, UpdateState.DUE), (TODAY, UpdateState.DUE), (date(2024, 6, 2), UpdateState.OVERDUE), (date(2024, 6, 4), UpdateState.DUE),
])  # fmt: skip
def test_work_is_overdue_on_the_day_after_its_day(due: date | None, state: UpdateState) -> None:
    assert open_state(due, TODAY) is state


def test_by_the_record_alone_work_is_planned_to_be_done_or_taken_over() -> None:
    one = transition()
    assert without_evidence("xa-a", one, context(today=one.effective_on)).state is UpdateState.DUE
    before = context(today=date(2024, 3, 3))
    assert without_evidence("xa-a", one, before).state is UpdateState.PLANNED
    assert without_evidence("xa-a", one, context(), date(2024, 1, 8)).state is UpdateState.CANCELLED
    overdue = without_evidence("xa-a", one, context())
    assert overdue.state is UpdateState.OVERDUE
    assert unobserved(overdue).state is UpdateState.UNOBSERVED
    assert unobserved(replace(overdue, state=UpdateState.DONE)).state is UpdateState.DONE


def test_the_latest_report_settles_a_piece_of_work_and_says_who() -> None:
    one = transition()
    about = {"unit_id": "xa-a", "code": one.code, "kind": one.kind, "decision_id": one.decision_id}
    found = reported(
        "xa-a", one, (), context(report("2024-03-10", **about), report("2024-03-12", said=2, **about))
    )
    assert found is not None
    assert (found.state, found.done_on, found.done_by) == (UpdateState.DONE, date(2024, 3, 12), "Chị Lan")
    assert found.evidence == "báo cáo của Chị Lan ngày 12/3/2024"
    assert reported("xa-a", one, (), context()) is None


def finding(**given: Any) -> Finding:
    plain: dict[str, Any] = {
        "kind": UpdateKind.POST, "transition": transition(), "state": UpdateState.DUE, "reason": "a",
        "due_on": date(2024, 6, 5), "since": date(2024, 6, 1),
    }  # fmt: skip
    return Finding(**(plain | given))


def test_one_piece_of_work_for_all_channels_is_due_with_the_first_and_done_with_the_last() -> None:
    first, second = (
        finding(evidence="x"),
        finding(due_on=date(2024, 6, 2), state=UpdateState.OVERDUE, evidence="y", reason="b"),
    )
    both = together([first, second])
    assert (both.due_on, both.state, both.evidence, both.reason) == (
        date(2024, 6, 2),
        UpdateState.OVERDUE,
        "x; y",
        "a; b",
    )
    done = together(
        [finding(done_on=date(2024, 6, 1), due_on=None), finding(done_on=date(2024, 6, 3), due_on=None)]
    )
    assert (done.done_on, done.due_on, done.reason) == (date(2024, 6, 3), None, "a")


# ---- what a listing shows --------------------------------------------------------------------------


def test_the_last_day_of_a_channel_counts_whole_and_nothing_of_the_days_to_come() -> None:
    rows = [
        row("1.000001", "a"),
        row("1.000002", "b", on="2024-06-02"),
        row("1.000003", "c", on="2024-06-02"),
        row("1.1", "d", on="2024-06-09"),
    ]
    for told in (rows, rows[::-1]):
        look = looks_of(told, TODAY)["xa-a"][Channel.COUNTER]
        assert sorted(one.name for one in look.shown()) == ["b", "c"]
        assert [one.name for one in look.shown(but=frozenset({"1.000002"}))] == ["c"]
    assert looks_of([], TODAY) == {}


def view(*rows: Listing, today: date = TODAY) -> Seen:
    own = profile(today)
    return see(Channel.COUNTER, RowStretches(rows), own, NamesOn(own, today), {})


def test_rows_are_sorted_by_code_else_by_a_name_that_means_one_procedure() -> None:
    seen = view(
        row("1.000001", "tên khác"),
        row(None, "ĐĂNG KÝ KHAI TỬ", number=2),
        row(None, "Không ai biết", number=3),
    )
    assert set(seen.posted) == {"1.000001", "1.000003"}
    assert [one.name for one in seen.unmatched] == ["Không ai biết"]
    assert seen_text(seen, None) == "quan sát tại nơi tiếp nhận ngày 01/6/2024"
    assert seen_text(seen, seen.unmatched[0]).endswith("dòng 3, tệp " + "a" * 12)


def verdict(shown: Listing):
    own = profile()
    track = own.tracks["1.000001"]
    current = track.entries[-1].procedure
    return judge([shown], track, current, knowledge(), TODAY)


def test_a_sheet_is_proven_wrong_by_what_it_shows_alone() -> None:
    assert verdict(row("1.000001", "Đăng ký khai sinh")) is None
    assert verdict(row("1.000001", "Đăng ký khai…")) is None, "cut short is the same name"
    assert verdict(row("1.000001", "")) is None
    named = row("1.000001", "Đăng ký khai sinh", decision_text="Quyết định số 2/QĐ-UBND ngày 04/3/2024")
    assert verdict(named) is None
    old = verdict(
        row("1.000001", "Đăng ký khai sinh", decision_text="Quyết định số 1/QĐ-UBND ngày 08/01/2024")
    )
    assert old is not None
    assert old.shown is not None
    unknown = verdict(
        row("1.000001", "Đăng ký khai sinh", decision_text="Quyết định số 77/QĐ-UBND ngày 01/01/2020")
    )
    assert unknown is not None
    assert not unknown.replaceable
    other = verdict(row("1.000001", "Tên khác hẳn"))
    assert other is not None
    assert other.reason == "mang tên “Tên khác hẳn”, khác tên đã công bố “Đăng ký khai sinh”"


def test_a_ministrys_decision_is_a_basis_and_says_nothing_of_the_version() -> None:
    assert [one.number for one in named_decisions("Quyết định số 12/QĐ-UBND")] == [12]
    assert named_decisions("Quyết định số 12/QĐ-BTP") == ()
    assert named_decisions("không có") == ()


def test_what_hangs_is_half_open_and_a_leftover_is_paired_with_what_took_its_place() -> None:
    own = profile()
    track = own.tracks["1.000003"]
    assert hangs(track, date(2024, 5, 5))
    assert not hangs(track, date(2024, 5, 6))
    seen = view(row("1.000002", "Đăng ký kết hôn"))
    hanging = frozenset(code for code, one in own.tracks.items() if hangs(one, TODAY))
    pair_leftovers(seen, own, hanging)
    assert (seen.leftovers, seen.paired) == ({"2.000009": ("1.000002",)}, {"1.000002"})
    both = view(row("1.000002", "x"), row("2.000009", "y", number=2))
    pair_leftovers(both, own, hanging)
    assert both.leftovers == {}, "what took its place hangs already"


def test_a_channel_is_held_against_what_must_hang() -> None:
    own = profile()
    seen = view(
        row("1.000001", "Đăng ký khai sinh", posted_on=date(2024, 3, 6)),
        row("1.000003", "Đăng ký khai tử", number=2),
    )
    one = own.tracks["1.000001"].transitions[-1]
    (done,) = held_against("xa-a", "1.000001", one, own, seen, context())
    assert (done.state, done.done_on, done.by_sight) == (UpdateState.DONE, date(2024, 3, 6), True)
    assert posting_day(one, seen, row("1.000001", "x", posted_on=date(2024, 3, 3))) is None, (
        "before its effect it cannot have been"
    )
    ended = own.tracks["1.000003"].transitions[-1]
    still = contradiction("1.000003", ended, own, seen, context())
    assert still is not None
    assert (still.kind, still.state) == (UpdateKind.REMOVE, UpdateState.OVERDUE)
    assert still.reason.endswith("vẫn còn niêm yết tại nơi tiếp nhận")
    (missing,) = held_against(
        "xa-a", "2.000009", own.tracks["2.000009"].transitions[-1], own, seen, context()
    )
    assert missing.reason.endswith("chưa niêm yết tại nơi tiếp nhận")


def test_a_later_report_settles_what_was_seen_and_an_earlier_one_does_not() -> None:
    own = profile()
    seen = view(row("1.000003", "Đăng ký khai tử"))
    ended = own.tracks["1.000003"].transitions[-1]
    about = {"unit_id": "xa-a", "code": ended.code, "kind": ended.kind, "decision_id": ended.decision_id}
    (early,) = held_against("xa-a", "1.000003", ended, own, seen, context(report("2024-05-31", **about)))
    (late,) = held_against("xa-a", "1.000003", ended, own, seen, context(report("2024-06-01", **about)))
    assert (early.state, late.state) == (UpdateState.OVERDUE, UpdateState.DONE)


# ---- transitions, units, rows ----------------------------------------------------------------------


def test_each_change_of_a_board_is_a_transition_with_its_day_and_order() -> None:
    tracks = profile().tracks
    assert [(one.kind, one.effective_on) for one in tracks["1.000003"].transitions] == [
        (UpdateKind.POST, date(2024, 1, 8)), (UpdateKind.REMOVE, date(2024, 5, 6)),
    ]  # fmt: skip
    swap = tracks["2.000009"].transitions[0]
    assert (swap.kind, swap.replaces_codes) == (UpdateKind.SWAP, ("1.000002",))
    assert tracks["1.000002"].transitions[-1].within_swap
    assert all(one.due_on >= one.effective_on for track in tracks.values() for one in track.transitions)
    assert known_levels(procedures(), TODAY)["1.000003"] == ()
    assert known_levels(procedures(), TODAY)["1.000001"] == (Level.COMMUNE,)


def test_the_current_transition_is_the_last_in_effect() -> None:
    track = profile().tracks["1.000001"]
    assert current_place(track, date(2024, 1, 7)) == -1
    assert current_place(track, date(2024, 1, 8)) == 0
    assert current_place(track, TODAY) == 1


def test_what_hangs_and_never_was_on_the_board_is_asked_about_once_a_name() -> None:
    own = profile()
    seen = view(row("9.999999", "Lạ"), row(None, "Vô danh", number=2), row(None, "VÔ DANH", number=3))
    drafts = list(strangers_of("xa-a", own, [seen], context()))
    assert [(one.kind, one.code) for one, *_ in drafts] == [
        (UpdateKind.REVIEW, "9.999999"),
        (UpdateKind.REVIEW, None),
    ]
    assert drafts[1][0].reason.endswith("(2 dòng cùng tên)")
    assert all(one.due_on is None and one.proof is Proof.OBSERVED for one, *_ in drafts)


def test_work_that_units_have_in_common_is_what_each_would_have_alone() -> None:
    own = profile()
    plain, shared = Pile(), Pile()
    for name in ("xa-b", "xa-a"):
        plain.begin(name)
        plain.put_drafts(unit_updates(name, own, [], context(), ended=False))
    common = CommonWork(own, context(), shared)
    for name in ("xa-b", "xa-a"):
        common.add(name)
    assert list(plain.table()) == list(shared.table())
    assert shared.table()[0].unit_id == "xa-a"
    assert len({one.update_id for one in shared.table()}) == len(shared.table())
    assert list(Pile().table()) == []


def test_a_unit_that_was_renamed_keeps_the_ids_of_its_work() -> None:
    draft = as_draft(finding(), None, context())
    named, renamed = Pile(), Pile({"xa-moi": "xa-a"})
    for pile, name in ((named, "xa-a"), (renamed, "xa-moi")):
        pile.begin(name)
        pile.put_drafts([draft])
    assert named.table()[0].update_id == renamed.table()[0].update_id
    assert renamed.table()[0].unit_id == "xa-moi"


def test_a_row_counts_its_days_while_it_is_late_alone() -> None:
    late = as_draft(finding(state=UpdateState.OVERDUE, due_on=date(2024, 6, 1)), None, context())[0]
    assert (late.days_overdue, late.exposed_days) == (2, 2)
    planned = as_draft(finding(state=UpdateState.PLANNED), None, context())[0]
    assert (planned.days_overdue, planned.exposed_days) == (0, 0)
    done = as_draft(finding(state=UpdateState.DONE, done_on=date(2024, 6, 2)), None, context())[0]
    assert (done.days_overdue, done.exposed_days, done.proof) == (0, 1, Proof.DECISION)


# ---- the national catalogue ------------------------------------------------------------------------


def entry(code: str, name: str, **given: Any) -> CatalogueEntry:
    plain: dict[str, Any] = {
        "source_id": "dvc", "key": code, "received_at": datetime(2024, 6, 1, tzinfo=UTC), "sha256": "b" * 64, "code": code, "name": name,
        "state": "ACTIVE", "levels": (Level.COMMUNE,), "sectors": (), "applied": (), "decision_text": None, "decision_on": None,
        "published_on": None, "is_placeholder": False, "fees": (), "content": "c", "updated_on": None,
    }  # fmt: skip
    return CatalogueEntry(**(plain | given))


SHOWN = (entry("1.000001", "Đăng ký  khai sinh"), entry("2.000009", "Kết hôn lưu động"))


def drift(*entries: CatalogueEntry) -> list[tuple[str, DriftKind]]:
    found = national_drift(entries, procedures(), Behind.of(DECISIONS, ITEMS), TODAY)
    return [(one.code, one.kind) for one in found]


def test_without_a_catalogue_there_is_no_gap_and_with_the_same_none() -> None:
    assert drift() == []
    assert drift(*SHOWN) == []


def test_each_gap_has_its_kind() -> None:
    assert drift(SHOWN[0]) == [("2.000009", DriftKind.NOT_ENTERED)]
    assert drift(*SHOWN, entry("1.000003", "Đăng ký khai tử")) == [("1.000003", DriftKind.ABOLISHED_OPEN)]
    assert drift(*SHOWN, entry("9.000001", "Lạ")) == [("9.000001", DriftKind.NO_DECISION)]
    assert drift(*SHOWN, entry("1.000003", "x", state="INACTIVE")) == [], "closed there and ended here"
    assert drift(SHOWN[1], entry("1.000001", "Tên khác")) == [("1.000001", DriftKind.NAME_DIFFERS)]
    assert drift(SHOWN[1], entry("1.000001", "Đăng ký khai sinh", levels=(Level.PROVINCE,))) == [
        ("1.000001", DriftKind.LEVEL_MISSING)
    ]


def test_the_newest_word_of_the_catalogue_counts_whatever_came_first() -> None:
    old = entry("1.000001", "cũ", received_at=datetime(2024, 5, 1, tzinfo=UTC))
    assert [one.name for one in newest_entries([SHOWN[0], old])["1.000001"]] == ["Đăng ký  khai sinh"]
    assert len(newest_entries([SHOWN[0], replace(SHOWN[0], key="khác")])["1.000001"]) == 2
