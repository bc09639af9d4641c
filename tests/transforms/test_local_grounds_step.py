"""Which questions about a ground go and which only offer units: the one step, over what was identified."""

from dataclasses import replace

import pytest

from niemyet.model.tables import Decision, DecisionItem, FieldRow, RelationRow, Review
from niemyet.model.words import Action, Level, RelationType, ReviewKind, ReviewState, UnitKind
from niemyet.transforms.law.events import ON_UNITS
from niemyet.transforms.law.identity import Identified
from niemyet.transforms.local_grounds import UNCLEAR, told_grounds
from tests.support.province import decision, item, unit

UNITS = (
    unit("xa-d", UnitKind.COMMUNE, "Xã Đá Dựng"),
    unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm tỉnh"),
)
CLAUSE = "Danh mục này chỉ áp dụng tại xã Đá Dựng."


def _paper(number: int = 7, *relations: RelationRow) -> Decision:
    return decision(number, "2022-05-01", "2022-05-02", relations=relations, flags=(UNCLEAR, "a_scan"))


def _asked(of: Decision, text: str | None = CLAUSE, kind: ReviewKind = ReviewKind.GROUND_UNCLEAR) -> Review:
    return Review(
        f"{kind}:{of.number}", kind, of.decision_id, None, "Ở đâu?", ("toàn tỉnh",), None, ReviewState.OPEN, None, None, None,
        None if text is None else (FieldRow("text", text),),
    )  # fmt: skip


def _found(of: Decision, *reviews: Review, items: tuple[DecisionItem, ...] = ()) -> Identified:
    return Identified((of,), items, reviews)


def test_a_ground_that_is_proven_is_a_flag_and_no_question() -> None:
    of = _paper()
    other = _asked(of, kind=ReviewKind.LEVEL_UNKNOWN)
    told = told_grounds(_found(of, _asked(of), other), UNITS, ())
    assert told.reviews == (other,)
    assert set(told.decisions[0].flags) == {"a_scan", f"{ON_UNITS}tam,xa-d"}
    assert replace(told.decisions[0], flags=of.flags) == of
    assert told_grounds(told, UNITS, ()) == told


@pytest.mark.parametrize("relation", list(RelationType))
def test_one_that_acts_on_whole_decisions_is_asked_with_the_units_it_may_mean(relation: RelationType) -> None:
    of = _paper(7, RelationRow(relation, "quang-nam/1-QD-UBND/2022-01-01", None))
    told = told_grounds(_found(of, _asked(of)), UNITS, ())
    if relation in {RelationType.AMENDS, RelationType.REPEALS_ROW}:
        assert told.reviews == ()
    else:
        assert told.decisions == (of,)
        assert [one.candidates for one in told.reviews] == [("toàn tỉnh", "tam", "xa-d")]


@pytest.mark.parametrize(
    ("action", "asked"), [(Action.CORRECT, 1), (Action.SUSPEND, 1), (Action.NEW, 0), (Action.ABOLISH, 0)]
)
def test_one_that_corrects_or_suspends_is_asked_too(action: Action, asked: int) -> None:
    of = _paper()
    row = item(of, action, "1.001193", Level.COMMUNE)
    assert len(told_grounds(_found(of, _asked(of), items=(row,)), UNITS, ()).reviews) == asked


@pytest.mark.parametrize("text", [None, "", "Chỉ áp dụng tại các xã đảo.", "Chỉ áp dụng tại xã Đá."])
def test_a_clause_that_names_no_unit_leaves_all_as_it_is(text: str | None) -> None:
    of = _paper()
    found = _found(of, _asked(of, text))
    assert told_grounds(found, UNITS, ()) == found
    assert told_grounds(_found(of, _asked(of)), (), ()) == _found(of, _asked(of))


def test_a_question_about_a_decision_that_is_not_there_stays() -> None:
    of, gone = _paper(), _paper(8)
    found = _found(of, _asked(gone))
    assert told_grounds(found, UNITS, ()) == found


def test_a_decision_somebody_told_the_ground_of_is_not_told_again() -> None:
    of = replace(_paper(), flags=("a_scan",))
    told = told_grounds(_found(of, _asked(of)), UNITS, ())
    assert told.decisions == (of,)
    assert len(told.reviews) == 1


def test_what_is_offered_is_offered_once() -> None:
    of = _paper()
    asked = replace(_asked(of, "Trừ xã Đá Dựng."), candidates=("xa-d", "toàn tỉnh"))
    (told,) = told_grounds(_found(of, asked), UNITS, ()).reviews
    assert told.candidates == ("xa-d", "toàn tỉnh", "tam")
