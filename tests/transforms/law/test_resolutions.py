"""What answers to reviews change: exactly what was asked, from the day of the answer on, nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.model.records import Citation, Policy, Question, Received, Relation, Resolution, fields
from niemyet.model.tables import Decision, DecisionItem, RelationRow, Review
from niemyet.model.words import (
    Action,
    DecisionKind,
    EffectSource,
    Level,
    RelationType,
    ReviewKind,
    ReviewState,
    UpdateKind,
)
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.answers import read_answer
from tests.support.histories import LAST, History, histories
from tests.support.province import QUANG_NAM, H, X, day, decision, item, noon, unit
from tests.transforms.test_properties import UNITS, documents, examples

ANSWERED = "2022-09-01"


def papers(
    decisions: tuple[Decision, ...],
    items: tuple[DecisionItem, ...],
    questions: Mapping[int, tuple[Question, ...]] | None = None,
) -> tuple[Received, ...]:
    """Decisions as documents, with what their readers asked, by number."""
    made = documents(History(decisions, items, {}))
    asked = questions or {}
    found = []
    for paper, one in zip(made, decisions, strict=True):
        assert paper.reading is not None
        relations = one.relations
        reading = replace(
            paper.reading, questions=asked.get(one.number or 0, ()), effect_source=one.effect_source
        )
        if relations:
            reading = replace(reading, relations=tuple(_cited(each, decisions) for each in relations))
        found.append(replace(paper, reading=reading))
    return tuple(found)


def _cited(relation: RelationRow, decisions: tuple[Decision, ...]) -> Relation:
    target = next(one for one in decisions if one.decision_id == relation.target_decision_id)
    cited = Citation(target.number, target.symbol, target.number_text or "", target.signed_on)
    return Relation(relation.type, cited, relation.scope)


class Case:
    """A small story with one question, and what becomes of it with an answer."""

    def __init__(
        self, received: tuple[Received, ...], kind: str, as_of: str = "2022-12-31", about: str = ""
    ) -> None:
        self.received = received
        self.as_of = as_of
        self.before = self.told()
        asked = [one for one in self.before.reviews if one.kind == kind and about in one.question]
        assert len(asked) == 1, [(one.kind, one.question) for one in self.before.reviews]
        self.question: Review = asked[0]

    def told(self, answer: str | None = None, *, known: str = "2030-01-01") -> State:
        said: tuple[Resolution, ...] = ()
        if answer is not None:
            said = (Resolution(self.question.review_id, answer, "Lan", noon(day(ANSWERED))),)
        moment = noon(day(known))
        return consolidate(
            Facts(received=self.received, resolutions=said, units=UNITS_2022),
            province=QUANG_NAM,
            policy=Policy(),
            as_of=day(self.as_of),
            knowledge=moment,
        )

    def law(self, answer: str | None = None, on: str = "2022-08-01") -> dict[tuple[str, str], str | None]:
        """Code and level → time limit of what is in force on a day, after the answer."""
        return standing(self.told(answer), on)

    def proves_nothing_else(self, answer: str) -> None:
        """Before the day of the answer nothing is different; the question bears the answer."""
        early = self.told(answer, known="2022-08-31")
        assert early == self.told(known="2022-08-31")
        after = {one.review_id: one for one in self.told(answer).reviews}[self.question.review_id]
        assert (after.state, after.resolution) == (ReviewState.RESOLVED, answer)
        history = self.told(answer).procedure_history
        then = {
            (row.code, row.level, row.valid_from, row.valid_until)
            for row in history
            if row.known_from <= day("2022-08-31")
            and (row.known_until is None or row.known_until > day("2022-08-31"))
        }
        assert then == {(row.code, row.level, row.valid_from, row.valid_until) for row in early.procedures}


UNITS_2022 = (
    unit("T9", UNITS[0].kind, "Trung tâm"),
    unit("H9", UNITS[1].kind, "Huyện", until="2025-07-01"),
    unit("X9", UNITS[2].kind, "Xã"),
)


def standing(state: State, on: str) -> dict[tuple[str, str], str | None]:
    found = {}
    for row in state.procedures:
        if row.valid_from <= day(on) and (row.valid_until is None or day(on) < row.valid_until):
            found[row.code, row.level.value] = row.time_local
    return found


A, B, C = "1.000001", "1.000002", "1.000003"
D1 = decision(1, "2022-01-03", "2022-01-04")
D2 = decision(2, "2022-03-01", "2022-03-02")
BASE = (
    item(D1, Action.NEW, A, X, row=1, time_local="5"),
    item(D1, Action.NEW, B, X, row=2, time_local="5"),
    item(D1, Action.NEW, C, H, row=3, time_local="5"),
)
BEFORE = {(A, "commune"): "5", (B, "commune"): "5", (C, "district"): "5"}


def asked(kind: str, *candidates: str, **said: str) -> Question:
    return Question(ReviewKind(kind), fields(name="Tên", **said), candidates, item=0)


def story(*items: DecisionItem, asks: Question | None = None, of: Decision = D2) -> tuple[Received, ...]:
    return papers((D1, of), (*BASE, *items), {of.number or 0: (asks,) if asks else ()})


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ("amend", {**BEFORE, (A, "commune"): "1"}),
        ("abolish", {key: time for key, time in BEFORE.items() if key[0] != A}),
        ("new", {**BEFORE, (A, "commune"): "1"}),
        ("không rõ", BEFORE),
        ("correct", BEFORE),
    ],
)
def test_a_row_that_no_heading_names_acts_once_a_person_says_how(
    answer: str, after: dict[tuple[str, str], str | None]
) -> None:
    row = item(D2, Action.LIST, A, X, time_local="1", flags=("action_unknown",))
    case = Case(story(row, asks=asked("action_unknown", "new", "amend", "abolish")), "action_unknown")
    assert case.law() == BEFORE, "a row whose action nobody knows changes no board"
    assert case.law(answer) == after
    case.proves_nothing_else(answer)


@pytest.mark.parametrize(
    ("answer", "levels"),
    [
        ("commune", {"commune"}),
        ("province, commune", {"province", "commune"}),
        ("xã", {"commune"}),
        ("cấp tỉnh và cấp xã", {"province", "commune"}),
        ("sở", set()),
        ("", set()),
    ],
)
def test_levels_that_no_heading_names(answer: str, levels: set[str]) -> None:
    row = item(D2, Action.NEW, "1.000009", time_local="1", flags=("level_unknown",))
    case = Case(story(row, asks=asked("level_unknown", *Level)), "level_unknown")
    assert case.law() == BEFORE
    assert case.law(answer) == {**BEFORE, **{("1.000009", level): "1" for level in levels}}
    case.proves_nothing_else(answer)


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        ("several_codes", ("several_codes",)),
        ("code_unclear", ("code_unclear", "no_code")),
        ("ocr_code", ("ocr_doubt",)),
    ],
)
def test_a_code_that_could_not_be_read(kind: str, flags: tuple[str, ...]) -> None:
    row = item(
        D2, Action.NEW, None, X, name="Tên", code_text="1.00000? 1.000009", time_local="1", flags=flags
    )
    case = Case(story(row, asks=asked(kind, "1.000008", "1.000009")), kind)
    assert case.law() == BEFORE, "a code that was printed and not read opens nothing under another"
    assert case.law("1.000009") == {**BEFORE, ("1.000009", "commune"): "1"}
    assert case.law("mã nào đó") == BEFORE
    case.proves_nothing_else("1.000009")


@pytest.mark.parametrize("action", [Action.NEW, Action.REPLACE, Action.ABOLISH])
def test_a_row_of_several_codes_may_speak_of_each_of_them(action: Action) -> None:
    replaces = (A,) if action is Action.REPLACE else ()
    codes = (B, C) if action is Action.ABOLISH else ("1.000008", "1.000009")
    row = item(
        D2, action, None, X, name="Đăng ký; Xác nhận", code_text="; ".join(codes), time_local="1",
        flags=("several_codes",), replaces=replaces,
    )  # fmt: skip
    case = Case(story(row, asks=asked("several_codes", *codes)), "several_codes")
    assert case.law() == BEFORE
    both = case.told(f"{codes[0]} và {codes[1]}")
    if action is Action.ABOLISH:
        assert (B, "commune") not in standing(both, "2022-04-01")
    else:
        kept = {} if action is Action.REPLACE else {(A, "commune"): "5"}
        others = {key: value for key, value in BEFORE.items() if key[0] != A}
        assert standing(both, "2022-04-01") == {
            **others,
            **kept,
            **dict.fromkeys([(code, "commune") for code in codes], "1"),
        }
        assert {one.name for one in both.procedures if one.code in codes} == {"Đăng ký", "Xác nhận"}
    case.proves_nothing_else(f"{codes[0]}, {codes[1]}")


def test_the_code_of_a_row_that_may_not_count_makes_it_count() -> None:
    flags = ("row_doubtful", "several_codes", "struck")
    row = item(D2, Action.NEW, None, X, code_text="1.000008 1.000009", time_local="1", flags=flags)
    asks = asked("several_codes", "1.000008", "1.000009", "void", why="struck")
    case = Case(story(row, asks=asks), "several_codes")
    assert case.law() == BEFORE
    assert case.law("1.000009") == {**BEFORE, ("1.000009", "commune"): "1"}
    assert case.law("void") == BEFORE


def test_a_name_that_was_not_surely_recognised() -> None:
    row = item(D2, Action.AMEND, A, X, name="Đăng ky khai sinh", flags=("ocr_doubt",))
    case = Case(story(row, asks=asked("ocr_name", "Đăng ky")), "ocr_name")
    names = {row.code: row.name for row in case.told("Đăng ký khai sinh").procedures if row.version == 2}
    assert names == {A: "Đăng ký khai sinh"}
    case.proves_nothing_else("Đăng ký khai sinh")


def test_what_a_row_replaces() -> None:
    row = item(D2, Action.REPLACE, "1.000009", X, time_local="1", flags=("replaced_unknown",))
    case = Case(story(row, asks=asked("replaced_unknown")), "replaced_unknown")
    assert case.law() == {**BEFORE, ("1.000009", "commune"): "1"}
    after = {("1.000009", "commune"): "1", (B, "commune"): "5", (C, "district"): "5"}
    assert case.law(A) == after
    assert case.law(f"{A}; {B}") == {key: time for key, time in after.items() if key[0] != B}
    assert case.law("không thay thế") == case.law()
    case.proves_nothing_else(A)


def test_a_day_of_effect_for_a_decision_that_states_none() -> None:
    silent = replace(
        decision(2, "2022-03-01", "2022-03-02"), effective_on=None, effect_source=None, effective_until=None
    )
    row = item(D2, Action.ABOLISH, A, X)
    case = Case(papers((D1, silent), (*BASE, row)), "effect_unknown")
    assert case.law() == BEFORE
    assert (A, "commune") in case.law("2022-09-15", on="2022-09-14")
    assert (A, "commune") not in case.law("2022-09-15", on="2022-09-15")
    assert (A, "commune") not in case.law("15/9/2022", on="2022-09-15")
    assert case.law("tháng sau") == BEFORE
    case.proves_nothing_else("2022-09-15")


def test_the_day_of_signing_is_confirmed_or_another_put_in_its_place() -> None:
    silent = replace(D2, effect_source=EffectSource.DEFAULT_SIGNED)
    rows = (
        item(D2, Action.ABOLISH, A, X, row=1),
        item(D2, Action.ABOLISH, B, X, row=2, effective_on=day("2022-05-01")),
    )
    case = Case(papers((D1, silent), (*BASE, *rows)), "no_effect_clause")
    assert (A, "commune") not in case.law(on="2022-03-01"), (
        "the signing day counts until somebody says otherwise"
    )
    assert case.told("2022-03-01").procedures == case.told().procedures
    later = "2022-06-01"
    assert (A, "commune") in case.law(later, on="2022-05-31")
    assert (A, "commune") not in case.law(later, on="2022-06-01")
    assert (B, "commune") not in case.law(later, on="2022-05-01"), "a row with a day of its own keeps it"
    case.proves_nothing_else(later)


def test_which_row_a_correction_means() -> None:
    correcting = decision(
        3,
        "2022-03-10",
        "2022-03-11",
        kind=DecisionKind.CORRECTION,
        relations=(RelationRow(RelationType.CORRECTS, D1.decision_id, None),),
    )
    base = (*BASE, item(D1, Action.NEW, "1.000008", X, row=4, name="Đăng ký", time_local="5"),
            item(D1, Action.NEW, "1.000009", X, row=5, name="Đăng ký", time_local="5"))  # fmt: skip
    text = "Đính chính Quyết định số 1/QĐ-UBND ngày 03/01/2022"
    right = item(
        correcting,
        Action.CORRECT,
        None,
        part="Điều 1",
        row_no=None,
        name="Đăng ký",
        time_local="1",
        raw_text=text,
    )
    case = Case(papers((D1, correcting), (*base, right)), "correction_pending")
    assert len(case.question.candidates) == 2
    chosen = next(one for one in case.question.candidates if "1.000009" in one)
    assert case.law()["1.000009", "commune"] == "5"
    after = case.law(chosen)
    assert (after["1.000009", "commune"], after["1.000008", "commune"]) == ("1", "5")
    assert case.law("dòng khác") == case.law()
    case.proves_nothing_else(chosen)


def test_a_level_that_was_added_or_has_moved() -> None:
    case = Case(story(item(D2, Action.AMEND, C, X, time_local="1")), "level_added")
    both = {**BEFORE, (C, "commune"): "1"}
    assert case.law() == both
    assert case.law("both") == both
    assert case.law("moved") == {key: time for key, time in both.items() if key != (C, "district")}
    assert case.law("chuyển") == both
    case.proves_nothing_else("moved")
    moved = case.told("moved")
    work = [
        row
        for row in moved.listing_updates
        if row.unit_id == "H9" and row.kind is UpdateKind.REMOVE and row.code == C
    ]
    assert [(row.decision_id, str(row.due_on)) for row in work] == [(D2.decision_id, "2022-09-09")], (
        "the days to do it run from the answer, which is when it became known"
    )
    assert {row.item_id for row in moved.boards} <= {row.item_id for row in moved.decision_items}


def test_the_code_that_was_meant() -> None:
    wrong = story(item(D2, Action.ABOLISH, "1.000020", X, name="Tên khác"))
    case = Case(wrong, "not_in_force")
    assert case.law() == BEFORE
    assert case.law(A) == {key: time for key, time in BEFORE.items() if key[0] != A}
    assert case.law("1.000020") == BEFORE
    assert case.law("không có") == BEFORE
    case.proves_nothing_else(A)
    replaced = story(item(D2, Action.REPLACE, "1.000030", X, replaces=("1.000010",), time_local="1"))
    case = Case(replaced, "replaced_not_in_force")
    assert case.question.candidates == (A,), "one slip away, and in force there"
    after = {**BEFORE, ("1.000030", "commune"): "1"}
    assert case.law() == after
    del after[A, "commune"]
    assert case.law(A) == after
    case.proves_nothing_else(A)


def test_what_was_amended_after_its_end() -> None:
    later = decision(3, "2022-04-01", "2022-04-02")
    rows = (item(D2, Action.ABOLISH, A, X), item(later, Action.AMEND, A, X, time_local="1"))
    received = papers((D1, D2, later), (*BASE, *rows))
    case = Case(received, "amended_after_end")
    assert case.law() == {**BEFORE, (A, "commune"): "1"}
    assert case.law("in_force") == case.law()
    assert case.law("ended") == {key: time for key, time in BEFORE.items() if key[0] != A}
    case.proves_nothing_else("ended")


def test_rows_of_one_decision_that_contradict_each_other() -> None:
    rows = (
        item(D2, Action.AMEND, A, X, row=1, time_local="1"),
        item(D2, Action.AMEND, A, X, row=2, time_local="2"),
    )
    case = Case(story(*rows), "same_decision")
    assert case.law()[A, "commune"] == "2"
    first = f"{D2.decision_id}#{A}"
    second = f"{first}:2"
    assert case.question.candidates == (second, first)
    assert case.law(first) == {**BEFORE, (A, "commune"): "1"}
    assert case.law(second) == {**BEFORE, (A, "commune"): "2"}
    assert case.law("1") == case.law()
    case.proves_nothing_else(first)


def test_what_the_districts_held() -> None:
    case = Case(story(), "void_level", as_of="2025-12-31")
    assert (C, "commune") not in case.law(on="2025-07-01")
    after = case.law("commune", on="2025-07-01")
    assert after == {(A, "commune"): "5", (B, "commune"): "5", (C, "commune"): "5"}
    assert case.law("commune", on="2025-06-30") == BEFORE
    assert case.law("province,commune", on="2025-07-01")[C, "province"] == "5"
    assert case.law("district", on="2025-07-01") == case.law(on="2025-07-01")
    case.proves_nothing_else("commune")


@pytest.mark.parametrize("said", ["không", "không cấp nào", "đã chấm dứt", "bãi bỏ", "none"])
def test_what_the_districts_held_may_have_ended_with_them(said: str) -> None:
    case = Case(story(), "void_level", as_of="2025-12-31")
    assert read_answer(case.question, said) == "none"
    after = case.told("none")
    assert case.law("none", on="2025-07-01") == case.law(on="2025-07-01")
    assert [one.resolution for one in after.reviews if one.kind == "void_level"] == ["none"]


def test_a_row_for_the_districts_after_their_end() -> None:
    late = decision(2, "2025-08-01", "2025-08-02", issuer="da-nang")
    case = Case(
        papers((D1, late), (*BASE, item(late, Action.NEW, "1.000009", H, time_local="1"))),
        "level_ended",
        "2025-12-31",
    )
    assert ("1.000009", "commune") not in case.law(on="2025-09-01")
    said = noon(day("2025-09-01"))
    answer = Resolution(case.question.review_id, "commune", None, said)
    found = consolidate(
        Facts(received=case.received, resolutions=(answer,), units=UNITS_2022),
        province=QUANG_NAM, policy=Policy(), as_of=day("2025-12-31"), knowledge=datetime(2030, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert standing(found, "2025-08-01")["1.000009", "commune"] == "1"


def test_what_a_repealed_decision_leaves_behind() -> None:
    repealing = decision(
        2,
        "2022-03-01",
        "2022-03-02",
        relations=(RelationRow(RelationType.REPEALS_DOC, D1.decision_id, None),),
    )
    told = papers((D1, repealing), (*BASE, item(repealing, Action.AMEND, A, X, time_local="1")))
    case = Case(told, "orphaned")
    assert len(case.question.asked) == 2
    assert case.question.candidates == ("end", "keep")
    kept = {**BEFORE, (A, "commune"): "1"}
    assert case.law() == kept
    assert case.law("keep") == kept
    assert case.law(f"{B}: end") == {key: time for key, time in kept.items() if key[0] != B}
    assert case.law(f"{B}: end", on="2022-02-28") == case.law(on="2022-02-28"), "not before the act's own day"
    assert case.law("end") == {(A, "commune"): "1"}, "all of them"
    case.proves_nothing_else("end")


def test_what_a_standardised_list_leaves_out() -> None:
    listing = decision(2, "2022-03-01", "2022-03-02", kind=DecisionKind.NORMALISED)
    base = tuple(replace(row, sector="Hộ tịch") for row in BASE)
    case = Case(
        papers((D1, listing), (*base, item(listing, Action.LIST, A, X, sector="Hộ tịch"))), "not_in_list"
    )
    assert case.question.candidates == (B,)
    assert case.law() == BEFORE
    assert case.law(B) == {key: time for key, time in BEFORE.items() if key[0] != B}
    assert case.law(C) == BEFORE
    case.proves_nothing_else(B)


def test_the_part_of_a_decision_that_was_repealed() -> None:
    partly = decision(
        2,
        "2022-03-01",
        "2022-03-02",
        relations=(RelationRow(RelationType.REPEALS_PART, D1.decision_id, "lĩnh vực Hộ tịch"),),
    )
    case = Case(
        papers((D1, partly), (*BASE, item(partly, Action.AMEND, A, X, time_local="1"))), "partial_repeal"
    )
    kept = {**BEFORE, (A, "commune"): "1"}
    assert case.law() == kept
    assert case.law(f"{B},{C}") == {(A, "commune"): "1"}
    assert case.law("tất cả") == kept
    case.proves_nothing_else(B)


def test_one_procedure_under_a_name_and_under_a_code() -> None:
    row = item(D2, Action.NEW, None, X, name="Thủ tục 1.000001", time_local="1")
    case = Case(story(row), "same_name")
    assert len(case.law()) == 4
    assert case.law(A) == {**BEFORE, (A, "commune"): "1"}
    assert case.law(B) == case.law(), "only a candidate"
    case.proves_nothing_else(A)


def test_the_end_of_a_limited_effect() -> None:
    limited = decision(2, "2022-03-01", "2022-03-02", until="2022-10-01")
    case = Case(papers((D1, limited), (*BASE, item(limited, Action.AMEND, A, X, time_local="1"))), "revert")
    assert A in case.question.question
    assert case.law(on="2022-10-01")[A, "commune"] == "5"
    assert case.law("reverts", on="2022-10-01")[A, "commune"] == "5"
    assert (A, "commune") not in case.law("ended", on="2022-10-01")
    assert case.law("ended", on="2022-09-30")[A, "commune"] == "1"
    assert case.law("stays", on="2022-10-01")[A, "commune"] == "1"
    for answer in ("ended", "stays"):
        case.proves_nothing_else(answer)


def test_what_kind_of_decision_it_is() -> None:
    other = decision(2, "2022-03-01", "2022-03-02", kind=DecisionKind.OTHER)
    case = Case(papers((D1, other), (*BASE, item(other, Action.AMEND, A, X, time_local="1"))), "kind_unclear")
    assert case.law() == BEFORE
    assert case.law("public_list")[A, "commune"] == "1"
    assert case.law("internal") == BEFORE
    assert case.law("gì đó") == BEFORE
    case.proves_nothing_else("public_list")


def test_the_copy_that_is_right() -> None:
    received = story(item(D2, Action.ABOLISH, A, X))
    paper = received[1]
    assert paper.reading is not None
    other = replace(
        paper,
        sha256="f" * 64,
        url="inbox/2b.html",
        reading=replace(
            paper.reading,
            items=tuple(replace(row, code=B, name=row.name.replace(A, B)) for row in paper.reading.items),
        ),
    )
    case = Case((*received, other), "copies_differ")
    first, second = case.question.candidates
    law = {first: case.law(first), second: case.law(second)}
    assert law[first] == case.law()
    assert law[first] != law[second]
    assert {frozenset(found) for found in law.values()} == {
        frozenset(key for key in BEFORE if key[0] != code) for code in (A, B)
    }
    assert case.law("bản khác") == case.law()
    early = case.told(second, known="2022-08-31")
    assert early == case.told(known="2022-08-31")


def test_an_answer_that_raises_a_question_which_has_its_answer() -> None:
    """A row of unknown action is an amendment, of a procedure that another level holds, which has moved."""
    row = item(D2, Action.LIST, C, X, time_local="1", flags=("action_unknown",))
    case = Case(story(row, asks=asked("action_unknown", "new", "amend", "abolish")), "action_unknown")
    said = Resolution(case.question.review_id, "amend", None, noon(day("2022-09-01")))

    def told(*answers: Resolution) -> State:
        return consolidate(
            Facts(received=case.received, resolutions=answers, units=UNITS_2022),
            province=QUANG_NAM,
            policy=Policy(),
            as_of=day("2022-12-31"),
            knowledge=datetime(2030, 1, 1, tzinfo=UTC),
        )

    (added,) = [one for one in told(said).reviews if one.kind == "level_added"]
    moved = Resolution(added.review_id, "moved", None, noon(day("2022-09-05")))
    found = told(moved, said)
    assert standing(found, "2022-08-01") == {(A, "commune"): "5", (B, "commune"): "5", (C, "commune"): "1"}
    states = {one.kind: one.state for one in found.reviews}
    assert states == {"action_unknown": ReviewState.RESOLVED, "level_added": ReviewState.RESOLVED}
    assert standing(told(moved), "2022-08-01") == BEFORE, (
        "an answer to a question that does not stand does nothing"
    )


def test_the_last_answer_counts() -> None:
    case = Case(story(item(D2, Action.AMEND, C, X, time_local="1")), "level_added")
    answers = tuple(
        Resolution(case.question.review_id, said, None, noon(day(on)))
        for said, on in (("both", "2022-10-01"), ("moved", "2022-09-01"))
    )
    found = consolidate(
        Facts(received=case.received, resolutions=answers, units=UNITS_2022),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=day("2022-12-31"),
        knowledge=datetime(2030, 1, 1, tzinfo=UTC),
    )
    assert (C, "district") in standing(found, "2022-08-01")


# ---- whatever the history ------------------------------------------------------------------------------------------


def state(received: tuple[Received, ...], answers: tuple[Resolution, ...], known: date) -> State:
    return consolidate(
        Facts(received=received, resolutions=answers, units=UNITS),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=LAST,
        knowledge=datetime(known.year, known.month, known.day, 12, tzinfo=UTC),
    )


SAID = LAST + timedelta(days=30)
WORDS = (
    "moved",
    "both",
    "ended",
    "stays",
    "reverts",
    "all",
    "none",
    "commune",
    "province",
    "in_force",
    "2025-07-05",
)


@examples(40)
@given(histories(), st.data())
def test_nothing_changes_before_an_answer_and_only_what_was_asked_after(
    history: History, data: st.DataObject
) -> None:
    received = documents(history)
    before = state(received, (), SAID)
    if not before.reviews:
        return
    question = data.draw(st.sampled_from(before.reviews))
    answer = data.draw(st.sampled_from([*question.candidates, *WORDS, "1.000001", "2.000002", "gì đó"]))
    said = Resolution(
        question.review_id, answer, "Lan", datetime(SAID.year, SAID.month, SAID.day, 3, tzinfo=UTC)
    )
    eve = SAID - timedelta(days=1)
    assert state(received, (said,), eve) == state(received, (), eve)
    after = state(received, (said,), SAID)
    (resolved,) = [one for one in after.reviews if one.review_id == question.review_id]
    assert (resolved.state, resolved.resolution) == (ReviewState.RESOLVED, answer)
    changed = {(row.code, row.level) for row in set(before.procedures) ^ set(after.procedures)}
    if answer == "gì đó":
        assert not changed
        assert after.boards == before.boards
    concerned = _codes_of(question, answer, before, after)
    assert {code for code, _ in changed} <= concerned, (question, answer)
    told = [row for row in after.procedure_history if row.known_from <= eve < (row.known_until or date.max)]
    shown = {(row.code, row.level, row.valid_from, row.valid_until, row.opened_by) for row in told}
    assert shown == {
        (row.code, row.level, row.valid_from, row.valid_until, row.opened_by) for row in before.procedures
    }


def _codes_of(question: Review, answer: str, before: State, after: State) -> set[str]:
    """Procedures that the row, the decision or the answer names; for a whole decision all of its rows."""
    rows = {row.item_id: row for row in (*before.decision_items, *after.decision_items)}
    named = {one.strip() for one in answer.split(",")} | set(question.candidates)
    concerned = [
        row
        for row in rows.values()
        if row.item_id == question.item_id
        or row.item_id in named
        or (question.item_id is None and row.decision_id == question.decision_id)
    ]
    codes = named | {code for row in concerned for code in (row.code, *row.replaces) if code}
    touched = {row.item_id for row in concerned}
    for row in (*before.procedures, *after.procedures):
        if {row.opened_by, row.closed_by} & touched:
            codes.add(row.code)
    # What is corrected, and what names a procedure by the name that it bears, follows it.
    reached = {
        row.code for row in rows.values() if row.code and row.name in {each.name for each in concerned}
    }
    names = {row.name for row in (*before.procedures, *after.procedures) if row.code in codes}
    follow = {
        row.item_id for row in rows.values() if row.code is None and (row.name in names or not row.name)
    }
    for row in (*before.procedures, *after.procedures):
        if {row.opened_by, row.closed_by} & follow:
            codes.add(row.code)
    return codes | reached
