"""An opening balance: lists taken as evidence of a day, below every decision (RULINGS 45)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from niemyet.model.records import AdoptedRow, Adoption, Policy, Province, Received, Resolution
from niemyet.model.tables import Decision, DecisionItem, Unit
from niemyet.model.words import Action, Level, Proof, Scope, UnitKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.adopted import standing_adoptions
from niemyet.transforms.work.boards import board_on
from tests.support.histories import History
from tests.support.province import T, X, day, decision, item, unit

CITY = Province("da-nang", "Thành phố Đà Nẵng")
DAY = date(2026, 3, 2)
SAID = datetime(2026, 3, 5, 3, tzinfo=UTC)
LATEST = datetime(2027, 12, 1, tzinfo=UTC)
A, B, C, D = "1.100001", "1.100002", "1.100003", "1.100004"
UNITS = (
    unit("xa-a", UnitKind.COMMUNE, "Xã A", province="da-nang"),
    unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm", province="da-nang"),
)


def row(code: str, number: int = 1, **more: object) -> AdoptedRow:
    return AdoptedRow(number, code, code, str(more.pop("name", f"Thủ tục {code}")), **more)  # type: ignore[arg-type]


def adoption(*codes: str | AdoptedRow, **more: object) -> Adoption:
    rows = tuple(
        each if isinstance(each, AdoptedRow) else row(each, place)
        for place, each in enumerate(codes, start=1)
    )
    given: dict[str, object] = {
        "source": "Sổ niêm yết xã A", "held_on": DAY, "sha256": "a" * 64, "name": "so.xlsx",
        "said_at": SAID, "rows": rows, "unit_id": "xa-a",
    }  # fmt: skip
    return Adoption(**{**given, **more})  # type: ignore[arg-type]


def of(number: int, signed: str, **more: object) -> Decision:
    return decision(number, signed, signed, issuer="da-nang", **more)  # type: ignore[arg-type]


def read(decisions: tuple[Decision, ...], items: tuple[DecisionItem, ...]) -> tuple[Received, ...]:
    from tests.transforms.test_properties import documents

    return documents(History(decisions, items, {}))


def state(
    *lists: Adoption,
    decisions: tuple[Decision, ...] = (),
    items: tuple[DecisionItem, ...] = (),
    answers: tuple[Resolution, ...] = (),
    province: Province = CITY,
    units: tuple[Unit, ...] = UNITS,
    knowledge: datetime = LATEST,
) -> State:
    return consolidate(
        Facts(received=read(decisions, items), adoptions=lists, units=units, resolutions=answers),
        province=province,
        policy=Policy(),
        as_of=date(2027, 12, 1),
        knowledge=knowledge,
    )


def board(found: State, on: str, unit_id: str = "xa-a") -> dict[str, tuple[Proof, str]]:
    rows = board_on(found.boards, unit_id, day(on))
    names = {one.item_id: one.decision_id for one in found.decision_items}
    numbers = {one.decision_id: str(one.number or "list") for one in found.decisions}
    return {one.code: (one.proof, numbers[names[one.item_id]]) for one in rows}


ADOPTED, DECIDED = (Proof.ADOPTED, "list"), Proof.DECISION


def test_a_list_holds_from_its_day_and_every_row_leads_to_it() -> None:
    found = state(adoption(A, B))
    assert board(found, "2026-03-01") == {}
    assert board(found, "2026-03-02") == {A: ADOPTED, B: ADOPTED}
    assert {one.proof for one in found.procedures} == {Proof.ADOPTED}
    (one,) = found.decisions
    assert (one.kind, one.effective_on, one.title) == ("adopted", DAY, "Sổ niêm yết xã A")
    assert [copy.sha256 for copy in one.copies] == ["a" * 64]
    assert [(each.row_no, each.sha256) for each in found.decision_items] == [("1", "a" * 64), ("2", "a" * 64)]
    work = {one.code: one for one in found.listing_updates if one.unit_id == "xa-a"}
    assert {one.proof for one in work.values()} == {Proof.ADOPTED}
    assert "Danh mục “Sổ niêm yết xã A” ngày 02/3/2026" in work[A].reason


def test_it_is_not_known_before_it_is_said() -> None:
    assert state(adoption(A), knowledge=datetime(2026, 3, 4, 16, tzinfo=UTC)).procedures == ()
    history = state(adoption(A)).procedure_history
    assert [(one.known_from, one.valid_from) for one in history] == [(date(2026, 3, 5), DAY)]


EARLY, LATE = of(11, "2024-05-06"), of(12, "2026-06-01")


@pytest.mark.parametrize("action", [Action.NEW, Action.AMEND, Action.LIST])
def test_the_first_decision_that_speaks_replaces_it(action: Action) -> None:
    found = state(adoption(A, B), decisions=(LATE,), items=(item(LATE, action, A, X),))
    assert board(found, "2026-05-31") == {A: ADOPTED, B: ADOPTED}
    assert board(found, "2026-06-01") == {A: (DECIDED, "12"), B: ADOPTED}


def test_an_abolition_ends_it_and_another_level_or_code_does_not() -> None:
    rows = (item(LATE, Action.ABOLISH, A, X, row=1), item(LATE, Action.ABOLISH, B, T, row=2))
    listed = adoption(A, row(B, 2, levels=(X,)), C)
    found = state(listed, decisions=(LATE,), items=rows)
    assert board(found, "2026-06-01") == {B: ADOPTED, C: ADOPTED}
    removed = [one for one in found.listing_updates if one.kind == "remove"]
    assert [(one.code, one.proof, one.effective_on) for one in removed] == [(A, DECIDED, day("2026-06-01"))]
    assert "not_in_force" not in {one.kind for one in found.reviews if one.item_id and A in one.item_id}


def test_a_replacement_takes_its_place_as_one_swap() -> None:
    rows = (item(LATE, Action.REPLACE, D, X, replaces=(A,)),)
    found = state(adoption(A), decisions=(LATE,), items=rows)
    assert board(found, "2026-06-01") == {D: (DECIDED, "12")}
    old = next(one for one in found.procedures if one.code == A)
    assert (old.successor_codes, old.valid_until) == ((D,), day("2026-06-01"))
    assert [(one.kind, one.code, one.replaces_codes) for one in found.listing_updates if one.code == D] == [
        ("swap", D, (A,))
    ]


def test_what_decisions_said_before_its_day_stands_and_the_difference_is_said() -> None:
    rows = (
        item(EARLY, Action.NEW, A, X, row=1, time_local="5 ngày"),
        item(EARLY, Action.NEW, B, X, row=2),
        item(LATE, Action.ABOLISH, B, X, row=1),
    )
    listed = adoption(A, B, C, held_on=date(2026, 7, 1), said_at=datetime(2026, 7, 2, tzinfo=UTC))
    found = state(listed, decisions=(EARLY, LATE), items=rows)
    alone = state(decisions=(EARLY, LATE), items=rows)
    assert board(found, "2026-08-01") == {A: (DECIDED, "11"), C: ADOPTED}
    assert [one for one in found.procedures if one.proof is Proof.DECISION] == list(alone.procedures)
    (notice,) = [one for one in found.notices if one.kind == "adopted_ended"]
    assert notice.candidates == (B,)


def test_a_limited_decision_gives_back_what_was_adopted() -> None:
    limited = of(13, "2026-06-01", until="2027-01-01")
    found = state(adoption(A), decisions=(limited,), items=(item(limited, Action.AMEND, A, X),))
    assert board(found, "2026-12-31") == {A: (DECIDED, "13")}
    assert board(found, "2027-01-01") == {A: ADOPTED}


def test_nothing_ends_because_a_later_list_leaves_it_out_and_the_difference_is_asked_once() -> None:
    first = adoption(A, B, C)
    later = adoption(A, D, held_on=date(2026, 9, 1), sha256="b" * 64, source="Sổ niêm yết xã A, tháng 9")
    found = state(first, later)
    assert board(found, "2026-10-01") == dict.fromkeys((A, B, C, D), ADOPTED)
    asked = {one.candidates: one for one in found.reviews if one.kind == "adopted_not_listed"}
    assert set(asked) == {(B, C), (D,)}
    name = asked[B, C].review_id
    said = Resolution(name, B, "Lan", datetime(2026, 10, 1, tzinfo=UTC))
    after = state(first, later, answers=(said,))
    assert board(after, "2026-10-01") == dict.fromkeys((A, C, D), ADOPTED)
    assert board(state(first, later, answers=(replace(said, resolution="none"),)), "2026-10-01") == board(
        found, "2026-10-01"
    )


def test_lists_of_other_sectors_levels_or_units_do_not_differ() -> None:
    own = adoption(row(A, 1, sector="Hộ tịch"), row(B, 2, sector="Đất đai"))
    of_sector = adoption(
        row(A, 1, sector="Hộ tịch", levels=(X,)), unit_id=None, sha256="b" * 64, source="Chuẩn hóa Hộ tịch"
    )
    of_province = adoption(
        row(D, 1, levels=(T,)), unit_id=None, sha256="c" * 64, source="Danh mục quốc gia cấp tỉnh"
    )
    found = state(own, of_sector, of_province)
    assert [one.kind for one in found.reviews] == []
    assert board(found, "2026-04-01") == {A: ADOPTED, B: ADOPTED}
    assert board(found, "2026-04-01", "tam") == {D: ADOPTED}


def test_two_names_for_one_code_are_asked_and_the_first_list_speaks() -> None:
    first = adoption(row(A, 1, name="Đăng ký khai tử"))
    other = adoption(
        row(A, 1, name="Cấp giấy phép xây dựng nhà ở"),
        sha256="b" * 64,
        source="Khác",
        held_on=date(2026, 4, 1),
    )
    found = state(other, first)
    (asked,) = [one for one in found.reviews if one.kind == "adopted_name"]
    assert asked.candidates == ("Đăng ký khai tử", "Cấp giấy phép xây dựng nhà ở")
    assert [one.name for one in found.procedures] == ["Đăng ký khai tử"]
    said = Resolution(asked.review_id, asked.candidates[1], None, datetime(2026, 5, 1, tzinfo=UTC))
    assert [one.name for one in state(first, other, answers=(said,)).procedures] == [asked.candidates[1]]


# ---- a unit posts what it only receives ---------------------------------------------------------------------------


def test_where_the_list_states_another_level_the_unit_receives() -> None:
    found = state(adoption(row(A, 1, levels=(T,)), row(B, 2, levels=(T, X))))
    scopes = {one.code: one.scope for one in board_on(found.boards, "xa-a", day("2026-04-01"))}
    assert scopes == {A: Scope.RECEPTION_ONLY, B: Scope.SHARED}
    assert set(board(found, "2026-04-01", "tam")) == {A, B}


def test_where_it_states_none_a_decision_that_names_reception_has_spoken() -> None:
    rows = (item(LATE, Action.AMEND, A, T, reception_levels=(X,)),)
    found = state(adoption(A), decisions=(LATE,), items=rows)
    assert board(found, "2026-06-01") == {A: (DECIDED, "12")}
    (shown,) = board_on(found.boards, "xa-a", day("2026-06-01"))
    assert shown.scope is Scope.RECEPTION_ONLY
    assert not [one for one in found.listing_updates if one.kind == "remove"]


def test_where_it_states_none_and_a_decision_holds_it_elsewhere_it_stays_and_is_asked() -> None:
    rows = (item(LATE, Action.AMEND, A, T), item(EARLY, Action.NEW, B, T))
    found = state(adoption(A, B), decisions=(EARLY, LATE), items=rows)
    assert board(found, "2026-07-01") == {A: ADOPTED, B: ADOPTED}
    alone = state(decisions=(EARLY, LATE), items=rows)
    assert board_on(found.boards, "tam", day("2026-07-01")) == board_on(
        alone.boards, "tam", day("2026-07-01")
    )
    (asked,) = [one for one in found.reviews if one.kind == "adopted_level"]
    assert asked.candidates == (A, B)
    assert "level_added" not in {one.kind for one in found.reviews}
    said = Resolution(asked.review_id, "all", None, datetime(2026, 8, 1, tzinfo=UTC))
    after = state(adoption(A, B), decisions=(EARLY, LATE), items=rows, answers=(said,))
    assert board(after, "2026-05-01") == {A: ADOPTED}  # until the decision moved it
    assert board(after, "2026-07-01") == {}


def test_where_it_states_none_an_end_at_any_level_is_an_end() -> None:
    rows = (item(EARLY, Action.NEW, A, T), item(LATE, Action.ABOLISH, A, T))
    found = state(adoption(A), decisions=(EARLY, LATE), items=rows)
    assert board(found, "2026-05-31") == {A: ADOPTED}
    assert board(found, "2026-06-01") == {}


def test_a_name_alone_meets_what_was_adopted_only_where_no_decision_bears_it() -> None:
    named = item(LATE, Action.ABOLISH, None, X, name="Đăng ký khai tử lưu động")
    found = state(adoption(row(A, 1, name="Đăng ký khai tử lưu động")), decisions=(LATE,), items=(named,))
    assert board(found, "2026-06-01") == {}
    published = item(EARLY, Action.NEW, B, X, name="Đăng ký khai tử lưu động")
    both = state(
        adoption(row(A, 1, name="Đăng ký khai tử lưu động")),
        decisions=(EARLY, LATE), items=(published, named),
    )  # fmt: skip
    assert board(both, "2026-06-01") == {A: ADOPTED}


# ---- facts ---------------------------------------------------------------------------------------------------------


def test_taken_back_it_is_as_if_never_said_and_said_again_it_counts_from_then() -> None:
    back = adoption(withdrawn=True, said_at=datetime(2026, 3, 9, tzinfo=UTC))
    again = adoption(A, said_at=datetime(2026, 3, 20, 5, tzinfo=UTC))
    assert state(adoption(A), back).procedures == ()
    assert board(state(adoption(A), back, knowledge=datetime(2026, 3, 6, tzinfo=UTC)), "2026-03-06") == {
        A: ADOPTED
    }
    assert [one.said_at.day for one in standing_adoptions((again, back, adoption(A)))] == [20]
    assert len(standing_adoptions((adoption(A), adoption(A, said_at=LATEST)))) == 1


def test_order_of_arrival_and_repetition_mean_nothing() -> None:
    lists = (
        adoption(A, B, row(C, 3, name="Tên khác hẳn của thủ tục")),
        adoption(B, C, held_on=date(2026, 2, 2), sha256="b" * 64, source="Tháng hai"),
        adoption(A, D, sha256="c" * 64, source="Cùng ngày"),
    )
    rows = (item(EARLY, Action.NEW, A, T), item(LATE, Action.AMEND, B, X), item(EARLY, Action.ABOLISH, D, X))
    expected = state(*lists, decisions=(EARLY, LATE), items=rows)
    for order in permutations(lists):
        assert state(*order, *order[:1], decisions=(EARLY, LATE), items=rows) == expected


# ---- ground ---------------------------------------------------------------------------------------------------------


def test_a_units_inventory_holds_on_its_own_former_ground_in_both_configurations() -> None:
    together = Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",))
    alone = Province("quang-nam", "Tỉnh Quảng Nam", successor_id="da-nang", successor_on=day("2025-07-01"))
    units = (
        unit("xa-qn", UnitKind.COMMUNE, "Xã", province="quang-nam"),
        unit("phuong-dn", UnitKind.COMMUNE, "Phường", province="da-nang"),
    )
    listed = adoption(A, unit_id="xa-qn")
    whole = adoption(row(B, 1, levels=(X,)), unit_id=None, sha256="b" * 64, source="Quốc gia")
    found = state(listed, whole, province=together, units=units)
    assert set(board(found, "2026-04-01", "xa-qn")) == {A, B}
    assert set(board(found, "2026-04-01", "phuong-dn")) == {B}
    other = state(listed, whole, province=alone, units=units[:1])
    assert board_on(other.boards, "xa-qn", day("2026-04-01")) == board_on(
        found.boards, "xa-qn", day("2026-04-01")
    )


def test_levels_that_are_no_more_or_not_the_provinces_are_left_out() -> None:
    listed = adoption(
        row(A, 1, levels=(Level.DISTRICT,)),
        row(B, 2, levels=(Level.MINISTRY,)),
        row(C, 3, levels=(X,)),
        unit_id=None,
    )
    found = state(listed)
    assert board(found, "2026-04-01") == {C: ADOPTED}
    assert [one.kind for one in found.reviews] == []
