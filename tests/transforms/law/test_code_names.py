"""A code under another procedure's name: a contradiction, unless the same decision frees that name."""

from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action
from niemyet.transforms.law.history import Folded, fold_history
from tests.support.province import QUANG_NAM, X, day, decision, item

FIRST = decision(11, "2022-03-01", "2022-03-02")
LATER = decision(12, "2022-09-01", "2022-09-02")
BEES, HIVES = "Đăng ký đàn ong", "Đăng ký trại ong"
PUBLISHED = (
    item(FIRST, Action.NEW, "1.700001", X, row=1, name=BEES),
    item(FIRST, Action.NEW, "1.700002", X, row=2, name=HIVES),
)


def _fold(*later: DecisionItem) -> Folded:
    decisions: tuple[Decision, ...] = (FIRST, LATER)
    return fold_history(decisions, (*PUBLISHED, *later), QUANG_NAM, day("2023-01-01"), day("2023-01-01"))


def _named(folded: Folded) -> dict[str, str]:
    return {one.code: one.name for one in folded.procedures if one.valid_until is None}


def test_a_code_under_a_name_that_another_code_bears_is_asked_about() -> None:
    folded = _fold(item(LATER, Action.AMEND, "1.700001", X, row=1, name=HIVES))
    assert _named(folded) == {"1.700001": BEES, "1.700002": HIVES}
    assert len(folded.reviews) == 1


def test_a_name_that_the_same_decision_frees_is_taken_over() -> None:
    wider = "Đăng ký trại ong và lò ấp"
    folded = _fold(
        item(LATER, Action.AMEND, "1.700001", X, row=1, name=HIVES),
        item(LATER, Action.AMEND, "1.700002", X, row=2, name=wider),
    )
    assert _named(folded) == {"1.700001": HIVES, "1.700002": wider}
    assert folded.reviews == ()


def test_names_that_a_decision_passes_around_are_asked_about() -> None:
    folded = _fold(
        item(LATER, Action.AMEND, "1.700001", X, row=1, name=HIVES),
        item(LATER, Action.AMEND, "1.700002", X, row=2, name=BEES),
    )
    assert _named(folded) == {"1.700001": BEES, "1.700002": HIVES}
    assert len(folded.reviews) == 2


def test_names_that_are_passed_around_among_three_are_asked_about() -> None:
    wool = "Đăng ký đàn cừu lấy len"
    third = item(FIRST, Action.NEW, "1.700003", X, row=3, name=wool)
    folded = _fold(
        third,
        item(LATER, Action.AMEND, "1.700001", X, row=1, name=HIVES),
        item(LATER, Action.AMEND, "1.700002", X, row=2, name=wool),
        item(LATER, Action.AMEND, "1.700003", X, row=3, name=BEES),
    )
    assert _named(folded) == {"1.700001": BEES, "1.700002": HIVES, "1.700003": wool}
    assert len(folded.reviews) == 3


def test_a_name_of_what_the_same_decision_ends_is_taken_over() -> None:
    folded = _fold(
        item(LATER, Action.AMEND, "1.700001", X, row=1, name=HIVES),
        item(LATER, Action.ABOLISH, "1.700002", X, row=1, part="B/I", name=HIVES),
    )
    assert _named(folded) == {"1.700001": HIVES}
    assert folded.reviews == ()


def test_an_abolition_under_the_name_of_another_code_stays_asked() -> None:
    folded = _fold(
        item(LATER, Action.ABOLISH, "1.700001", X, row=1, name=HIVES),
        item(LATER, Action.AMEND, "1.700002", X, row=2, name="Đăng ký trại ong và lò ấp"),
    )
    assert set(_named(folded)) == {"1.700001", "1.700002"}
    assert len(folded.reviews) == 1
