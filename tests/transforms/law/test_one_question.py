"""One question for one doubt: what a decision abolishes that was never seen is asked once, and answered row by row."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from niemyet.model.records import Policy, Resolution
from niemyet.model.tables import Review
from niemyet.model.words import Action, ReviewKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.answers import NamedRow, Refused, read_answer
from niemyet.transforms.law.standing_answers import meant_by
from tests.support.province import QUANG_NAM, X, day, decision, item
from tests.support.review_stories import BASE, D1, D2, A, papers

LOST = ("5.100001", "5.200002", "5.300003")
ROWS = tuple(
    item(D2, Action.ABOLISH, code, X, row=n, name=f"Thủ tục cũ {n}") for n, code in enumerate(LOST, 1)
)
SAID_AT = datetime(2022, 4, 1, 3, tzinfo=UTC)


def state(*said: Resolution, rows: tuple[object, ...] = ROWS) -> State:
    facts = Facts(received=papers((D1, D2), (*BASE, *rows)), resolutions=said)  # type: ignore[arg-type]
    return consolidate(
        facts,
        province=QUANG_NAM,
        policy=Policy(),
        as_of=day("2022-05-01"),
        knowledge=datetime(2022, 5, 1, 3, tzinfo=UTC),
    )


def asked(found: State) -> list[Review]:
    return [one for one in found.reviews if one.kind == ReviewKind.NOT_IN_FORCE]


def answer(found: State, review: Review, said: str) -> Resolution:
    rows = [NamedRow(one.item_id, one.code, one.name, one.part, one.row_no) for one in found.decision_items]
    value = read_answer(review, said, rows)
    assert isinstance(value, str), value
    items = {one.item_id: one for one in found.decision_items}
    return Resolution(review.review_id, value, "Lan", SAID_AT, meant_by(review, items))


def in_force(found: State) -> set[str]:
    return {one.code for one in found.procedures if one.valid_until is None}


def test_what_was_never_seen_is_one_question_and_none_settles_it() -> None:
    found = state()
    (review,) = asked(found)
    assert "3 thủ tục (5.100001, 5.200002, 5.300003)" in review.question
    after = state(answer(found, review, "không"))
    assert [one.state for one in asked(after)] == ["resolved"]
    assert after.boards == found.boards


def test_a_code_that_is_like_one_in_force_is_asked_alone() -> None:
    near = item(D2, Action.ABOLISH, "1.000010", X, row=9, name="Tên khác")
    found = state(rows=(*ROWS, near))
    assert sorted(len(one.items or ()) for one in asked(found)) == [0, 3]


def test_the_code_that_was_meant_is_named_by_row() -> None:
    found = state()
    (review,) = asked(found)
    for wrong in (A, f"9.999999: {A}", "có lẽ"):
        assert isinstance(
            read_answer(review, wrong, [NamedRow(ROWS[0].item_id, LOST[0], "", None, None)]), Refused
        )
    assert A in in_force(found)
    after = state(answer(found, review, f"{LOST[1]}: {A}"))
    assert A not in in_force(after)
    assert [one.state for one in asked(after)] == ["resolved"]


@pytest.mark.parametrize("first", [1, 2, 3])
def test_an_answer_holds_when_more_or_fewer_rows_are_asked_with_it(first: int) -> None:
    """One row was asked alone and is asked with two others now, or the other way round."""
    before = state(rows=ROWS[:first])
    (review,) = asked(before)
    said = answer(before, review, A if first == 1 else f"{LOST[0]}: {A}")
    assert A not in in_force(state(said, rows=ROWS[:first]))
    for rows in (ROWS, ROWS[:1], ROWS[:2]):
        after = state(said, rows=rows)
        assert A not in in_force(after), len(rows)
        settled = {one.state for one in asked(after)} == {"resolved"}
        assert settled == (len(rows) <= first), "what is new in it is still asked"


def test_each_level_is_answered_for_itself() -> None:
    both = tuple(replace(row, levels=("province", "commune")) for row in ROWS)
    found = state(rows=both)
    reviews = asked(found)
    assert len(reviews) == 2
    after = state(answer(found, reviews[0], "không"), rows=both)
    assert sorted(one.state for one in asked(after)) == ["open", "resolved"]


def test_a_day_of_its_own_is_a_doubt_of_its_own() -> None:
    later = replace(ROWS[2], effective_on=day("2022-04-20"))
    assert len(asked(state(rows=(*ROWS[:2], later)))) == 2
    assert decision(2, "2022-03-01", "2022-03-02") == D2


def test_a_code_that_the_decision_prints_for_another_row_is_not_offered() -> None:
    listed = item(D2, Action.AMEND, A, X, row=1, time_local="1")
    near = item(D2, Action.ABOLISH, "1.000010", X, row=2, name="Tên khác hẳn")
    (review,) = asked(state(rows=(listed, near)))
    assert review.candidates == ()
    (review,) = asked(state(rows=(near,)))
    assert review.candidates == (A,)


def test_parts_that_one_sentence_takes_back_are_one_question_and_its_answers_hold() -> None:
    from tests.support.review_stories import RelationRow, RelationType

    second = decision(4, "2022-02-01", "2022-02-02")
    targets = (D1.decision_id, second.decision_id)
    part = tuple(RelationRow(RelationType.REPEALS_PART, one, "lĩnh vực Hộ tịch") for one in targets)

    def parts(number: int, *said: Resolution) -> State:
        last = decision(2, "2022-03-01", "2022-03-02", relations=part[:number])
        rows = (
            *BASE,
            item(second, Action.NEW, "1.000020", X),
            item(last, Action.AMEND, "1.000020", X, time_local="1"),
        )
        return consolidate(
            Facts(received=papers((D1, second, last), rows), resolutions=said),
            province=QUANG_NAM, policy=Policy(), as_of=day("2022-05-01"), knowledge=datetime(2022, 5, 1, 3, tzinfo=UTC),
        )  # fmt: skip

    def question(found: State) -> Review:
        (one,) = [each for each in found.reviews if each.kind == ReviewKind.PARTIAL_REPEAL]
        return one

    both = question(parts(2))
    assert "Quyết định số 1/QĐ-UBND ngày 03/01/2022; Quyết định số 4/QĐ-UBND ngày 01/02/2022" in both.question
    alone = question(parts(1))
    said = answer(parts(1), alone, A)
    assert A not in in_force(parts(1, said))
    assert question(parts(2, said)).resolution == A, "what was answered for one of them stands"
    assert A not in in_force(parts(2, said))


def test_rows_of_different_levels_are_one_question_and_act_at_their_own() -> None:
    higher = replace(ROWS[1], levels=("province",))
    found = state(rows=(ROWS[0], higher, ROWS[2]))
    (review,) = asked(found)
    assert "cấp tỉnh, cấp xã" in review.question
    said = answer(found, review, f"{LOST[0]}: {A}; {LOST[1]}: {A}")
    after = state(said, rows=(ROWS[0], higher, ROWS[2]))
    made = {one.levels for one in after.decision_items if "trả lời" in one.item_id}
    assert A not in in_force(after)
    assert made == {("province", "commune")}
    alone = state(said, rows=(ROWS[0],))
    assert A not in in_force(alone), "the answer holds where its row is asked about alone"
