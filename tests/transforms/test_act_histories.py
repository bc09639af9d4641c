"""Random histories of decisions that act on decisions, held against the naive model cell by cell.

`NIEMYET_EXAMPLES=600 pytest tests/transforms/test_act_histories.py` looks at more than 2,000 decisions.
"""

from datetime import date

from hypothesis import assume, given, note

from niemyet.model.words import Action, Level, ReviewKind, Scope
from niemyet.transforms.law.history import Folded
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import board_on, build_boards
from tests.support.act_histories import act_histories
from tests.support.act_oracle import ActOracle
from tests.support.histories import History
from tests.support.province import QUANG_NAM
from tests.transforms.test_properties import DAYS, FOREVER, UNITS, examples, fold, on


def acts_of(history: History) -> str:
    return "\n".join(
        f"{one.decision_id} {said.type} {said.target_decision_id} {said.scope or ''} {said.effective_on}..{said.effective_until}"
        for one in history.decisions
        for said in one.relations
    )


def without_strange_names(history: History, folded: Folded) -> Folded:
    """The fold, where no row has a name strange to its code: the model tells no words apart."""
    asked = [one for one in folded.reviews if one.kind == ReviewKind.CODE_AND_NAME]
    told = {
        one.item_id for one in history.items if one.action in {Action.NEW, Action.SUSPEND, Action.RESTORE}
    }
    assume(not any(one.item_id in told or len(one.candidates) == 1 for one in asked))
    return folded


def oracle_of(history: History) -> ActOracle:
    note(repr(history))
    note(acts_of(history))
    return ActOracle(history.decisions, history.items, history.meant, QUANG_NAM)


@examples(40)
@given(act_histories())
def test_versions_are_those_of_the_naive_model(history: History) -> None:
    oracle, folded = oracle_of(history), without_strange_names(history, fold(history))
    for day in DAYS:
        assert on(folded.procedures, day) == oracle.world(day, FOREVER), day


@examples(40)
@given(act_histories())
def test_the_history_of_knowledge_is_that_of_the_naive_model(history: History) -> None:
    oracle, folded = oracle_of(history), fold(history)
    # Whether a code and a name contradict each other is judged at the newest knowledge, and holds from then on.
    assume(not any(one.kind == ReviewKind.CODE_AND_NAME for one in folded.reviews))
    for known in history.received_on():
        rows = [
            row
            for row in folded.history
            if row.known_from <= known and (row.known_until is None or known < row.known_until)
        ]
        for day in DAYS[::3]:
            assert on(rows, day) == oracle.world(day, known), (known, day)


@examples(40)
@given(act_histories())
def test_boards_are_those_of_the_naive_model(history: History) -> None:
    oracle = oracle_of(history)
    boards = build_boards(
        without_strange_names(history, fold(history)).procedures, unit_spans(UNITS, QUANG_NAM)
    )
    for day in DAYS[::2]:
        expected = {level: oracle.board(level, day, FOREVER) for level in Level}
        for one in UNITS:
            open_ = (one.valid_from or date.min) <= day < (one.valid_until or date.max)
            found: dict[str, tuple[str, Scope]] = {
                row.code: (row.item_id, row.scope) for row in board_on(boards, one.unit_id, day)
            }
            assert found == (expected[one.level] if open_ else {}), (one.unit_id, day)
