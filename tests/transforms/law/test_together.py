"""Rows of one doubt are one question: answered for all, or row by row; each answer acts as if it were given alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from niemyet.model.records import Policy, Question, Resolution, fields
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import Action, Level, ReviewKind, ReviewState
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.answers import NamedRow, Refused, read_answer
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.standing_answers import meant_by
from tests.support.province import QUANG_NAM, H, T, X, day, decision, item
from tests.support.review_stories import D1, D2, A, B, C, papers

SAID_AT = datetime(2026, 4, 1, 3, tzinfo=UTC)


class Told:
    """Papers, and answers that are given to the questions which they raise."""

    def __init__(
        self,
        decisions: tuple[Decision, ...],
        rows: tuple[DecisionItem, ...],
        questions: tuple[Question, ...] = (),
    ) -> None:
        self.papers = papers(decisions, rows, questions)
        self.said: tuple[Resolution, ...] = ()

    @property
    def state(self) -> State:
        return consolidate(
            Facts(received=self.papers, resolutions=self.said),
            province=QUANG_NAM,
            policy=Policy(),
            as_of=day("2026-05-01"),
            knowledge=datetime(2026, 5, 1, 3, tzinfo=UTC),
        )

    def asked(self, kind: ReviewKind, *, everything: bool = False) -> list[Review]:
        return [
            one
            for one in self.state.reviews
            if one.kind == kind and (everything or one.state is ReviewState.OPEN)
        ]

    def read(self, review: Review, said: str) -> str | Refused:
        rows = [
            NamedRow(one.item_id, one.code, one.name, one.part, one.row_no)
            for one in self.state.decision_items
            if one.decision_id == review.decision_id
        ]
        return read_answer(review, said, rows)

    def answer(
        self, review: Review, said: str, *, reopened: bool = False, only: tuple[str, ...] | None = None
    ) -> None:
        value = said if reopened else self.read(review, said)
        assert isinstance(value, str), value
        items = {one.item_id: one for one in self.state.decision_items}
        at = SAID_AT + timedelta(minutes=len(self.said))
        meant = meant_by(review, items, only, value)
        self.said = (*self.said, Resolution(review.review_id, value, "Lan", at, meant, reopened))

    def levels(self, code: str) -> set[str]:
        """Where a procedure is in force."""
        return {
            one.level.value for one in self.state.procedures if one.code == code and one.valid_until is None
        }


def of_the_district() -> Told:
    rows = tuple(
        item(D1, Action.NEW, code, H, row=n, name=f"Thủ tục của huyện {n}")
        for n, code in enumerate((A, B, C), 1)
    )
    return Told((D1,), rows)


def one_by_one(told: Told, review: Review, said: dict[str, str]) -> State:
    """The state where each row is answered for itself, by its own id."""
    items = {one.item_id: one for one in told.state.decision_items}
    for number, one in enumerate(review.asked or ()):
        alone = replace(
            review, review_id=one.review_id, item_id=one.item_id, fields=one.fields, items=None, asked=None
        )
        code = next(each.value for each in one.fields if each.name == "code")
        at = SAID_AT + timedelta(seconds=number)
        told.said = (*told.said, Resolution(one.review_id, said[code], "Lan", at, meant_by(alone, items)))
    return told.state


def test_the_districts_procedures_of_a_decision_are_one_question() -> None:
    told = of_the_district()
    (review,) = told.asked(ReviewKind.VOID_LEVEL)
    assert len(review.items or ()) == 3
    assert f"3 thủ tục ({A}, {B}, {C})" in review.question
    told.answer(review, "cấp xã")
    assert [told.levels(code) for code in (A, B, C)] == [{"commune"}] * 3
    (answered,) = told.asked(ReviewKind.VOID_LEVEL, everything=True)
    assert (answered.review_id, answered.state, answered.resolution) == (
        review.review_id,
        "resolved",
        "commune",
    )


def test_an_answer_for_all_is_the_same_answer_to_each() -> None:
    whole, single = of_the_district(), of_the_district()
    (review,) = whole.asked(ReviewKind.VOID_LEVEL)
    whole.answer(review, "tỉnh")
    alone = one_by_one(single, review, dict.fromkeys((A, B, C), "province"))
    assert whole.state.procedures == alone.procedures
    assert whole.state.boards == alone.boards


def test_each_row_has_its_own_answer_and_the_others_stay_open() -> None:
    told = of_the_district()
    (review,) = told.asked(ReviewKind.VOID_LEVEL)
    assert told.read(review, f"{A}: cấp xã; {B}: tỉnh") == f"{A}: commune; {B}: province"
    assert isinstance(told.read(review, f"{A}: cấp xã; 9.999999: tỉnh"), Refused), "no row of the question"
    assert isinstance(told.read(review, f"{A}: có lẽ"), Refused)
    told.answer(review, f"{A}: cấp xã; {B}: tỉnh")
    assert [told.levels(code) for code in (A, B, C)] == [{"commune"}, {"province"}, set()]
    (left,) = told.asked(ReviewKind.VOID_LEVEL)
    assert C in left.question
    told.answer(left, "xã")
    assert not told.asked(ReviewKind.VOID_LEVEL)


def test_only_a_section_is_answered() -> None:
    told = of_the_district()
    (review,) = told.asked(ReviewKind.VOID_LEVEL)
    told.answer(review, "xã", only=(review.items or ())[:1])
    assert [told.levels(code) for code in (A, B, C)] == [{"commune"}, set(), set()]
    (left,) = told.asked(ReviewKind.VOID_LEVEL)
    assert left.review_id == review.review_id
    assert len(left.items or ()) == 2


def test_taken_back_everything_is_as_before() -> None:
    told = of_the_district()
    before = told.state
    (review,) = told.asked(ReviewKind.VOID_LEVEL)
    told.answer(review, f"{A}: xã; {B}: tỉnh; {C}: xã")
    assert told.state != before
    (answered,) = told.asked(ReviewKind.VOID_LEVEL, everything=True)
    assert answered.resolution == f"{A}: commune; {B}: province; {C}: commune"
    told.answer(answered, answered.resolution or "", reopened=True)
    assert told.state == before


def test_an_answer_holds_when_a_later_decision_takes_one_of_them_up() -> None:
    told = of_the_district()
    (review,) = told.asked(ReviewKind.VOID_LEVEL)
    told.answer(review, f"{A}: xã")
    taken = decision(9, "2025-06-20", "2025-07-01")
    rows = tuple(
        item(D1, Action.NEW, code, H, row=n, name=f"Thủ tục của huyện {n}")
        for n, code in enumerate((A, B, C), 1)
    )
    told.papers = papers((D1, taken), (*rows, item(taken, Action.NEW, B, X, row=1)))
    assert told.levels(A) == {"commune"}
    (left,) = told.asked(ReviewKind.VOID_LEVEL)
    assert (len(left.items or ()), C in left.question) == (0, True), "one row alone is asked alone"


def names_without_code(number: int = 3) -> Told:
    later = decision(2, "2022-03-01", "2022-03-02")
    gone = tuple(
        item(
            later, Action.ABOLISH, None, X, row=n, name=f"Thủ tục chưa từng thấy {n}",
            note="Quyết định số 77/QĐ-UBND ngày 05/01/2020",
        )
        for n in range(1, number + 1)
    )  # fmt: skip
    listed = item(D1, Action.NEW, A, X, row=1, name="Đăng ký việc nuôi")
    return Told((D1, later), (listed, *gone))


def test_rows_that_cite_one_decision_that_was_not_received_are_one_question() -> None:
    told = names_without_code()
    (review,) = told.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    assert "77/QĐ-UBND ngày 05/01/2020" in review.question
    assert len(review.items or ()) == 3
    assert isinstance(told.read(review, A), Refused), "what one row means is not what all of them mean"
    before = told.state
    told.answer(review, "không")
    assert not told.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    assert told.state.boards == before.boards
    assert told.state.procedures == before.procedures


def test_a_row_of_them_is_named_with_its_code() -> None:
    told = names_without_code()
    (review,) = told.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    told.answer(review, f"Thủ tục chưa từng thấy 2: {A}")
    assert told.levels(A) == set()
    (left,) = told.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    assert len(left.items or ()) == 2


def test_rows_of_two_cited_decisions_are_two_questions() -> None:
    told = names_without_code(2)
    later = decision(2, "2022-03-01", "2022-03-02")
    other = tuple(
        item(
            later, Action.ABOLISH, None, X, row=n, name=f"Thủ tục khác {n}", note="Quyết định số 78/QĐ-UBND ngày 05/01/2020"
        )
        for n in (5, 6)
    )  # fmt: skip
    rows = tuple(one for one in told.state.decision_items)
    told.papers = papers((D1, later), (*rows, *other))
    assert sorted(len(one.items or ()) for one in told.asked(ReviewKind.REFERENCE_NOT_RECEIVED)) == [2, 2]


@pytest.mark.parametrize("said", ["chuyển", "cả hai"])
def test_a_level_that_is_added_for_a_whole_section_is_asked_once(said: str) -> None:
    first = tuple(item(D1, Action.NEW, code, T, row=n) for n, code in enumerate((A, B), 1))
    again = tuple(item(D2, Action.NEW, code, X, row=n) for n, code in enumerate((A, B), 1))
    told = Told((D1, D2), (*first, *again))
    (review,) = told.asked(ReviewKind.LEVEL_ADDED)
    told.answer(review, said)
    wanted = {Level.COMMUNE.value} if said == "chuyển" else {Level.COMMUNE.value, Level.PROVINCE.value}
    assert [told.levels(code) for code in (A, B)] == [wanted, wanted]


def left_over() -> Told:
    asked = tuple(
        Question(ReviewKind.LEFT_OVER_TEXT, fields(place=f"đoạn {n}", text=f"chữ {n}"), ()) for n in (1, 2, 3)
    )
    return Told((D1,), (item(D1, Action.NEW, A, X, row=1),), asked)


def test_what_was_read_as_nothing_in_several_places_is_one_question() -> None:
    told = left_over()
    (review,) = told.asked(ReviewKind.LEFT_OVER_TEXT)
    assert "3 chỗ" in review.question
    told.answer(review, f"{B} Đăng ký lại: mới, cấp xã")
    assert told.levels(B) == {"commune"}
    rows = [one for one in told.state.decision_items if one.code == B]
    assert len(rows) == 1, "a row that was overlooked is added once"
    (answered,) = told.asked(ReviewKind.LEFT_OVER_TEXT, everything=True)
    assert (answered.state, answered.resolution) == ("resolved", f"{B} Đăng ký lại: new, commune")


def test_a_row_alone_is_asked_under_its_own_id_and_answers_hold_from_one_to_the_other() -> None:
    alone, together = names_without_code(1), names_without_code(3)
    (single,) = alone.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    (whole,) = together.asked(ReviewKind.REFERENCE_NOT_RECEIVED)
    assert single.review_id in {one.review_id for one in whole.asked or ()}
    alone.answer(single, A)
    together.said = alone.said
    assert together.levels(A) == set()
    assert len(together.asked(ReviewKind.REFERENCE_NOT_RECEIVED)[0].items or ()) == 2


def test_every_kind_that_may_be_asked_together_has_a_sentence_for_several() -> None:
    for entry in KINDS.values():
        several = bool(entry.own) and (not entry.pooled or bool(entry.told_apart))
        for words in (entry.vi, entry.en):
            assert ("{those}" in words) == several, entry.kind
